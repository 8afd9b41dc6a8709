#!/usr/bin/env python3
"""What a program is made of: a bill of materials (CycloneDX 1.6, JSON) and the licences of all of it.

    release/bill.py TARGET FOLDER [biaoyu-store]      writes FOLDER/sbom.cdx.json and FOLDER/THIRD-PARTY.txt

The crates are those that cargo links for the target; the faces, the profile, the word list and the C library are named
beside them. A crate whose licence text is not found is an error: nothing is given away without its licence.
No clock: the date is SOURCE_DATE_EPOCH, the serial number follows from what is listed.
"""
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Names of files that hold a licence, a copyright or what must go with them.
LICENCE = re.compile(r"^(un)?licen[cs]e|^copying|^copyright|^notice|^ofl", re.I)
# Crates that are published without a text: where it stands instead.
ELSEWHERE = {
    "i_key_sort": ("i_float, of the same author", lambda _, others: texts_of(others["i_float"])[0][1]),
    "i_overlay": ("i_float, of the same author", lambda _, others: texts_of(others["i_float"])[0][1]),
    "qrcodegen": ("the head of src/lib.rs", lambda folder, _: head_comment(folder / "src/lib.rs")),
    "alloc-stdlib": ("alloc-no-stdlib, of the same authors", lambda _, others: texts_of(others["alloc-no-stdlib"])[0][1]),
    "ssfmt": (
        "the MIT licence as SPDX has it; the package names no year",
        lambda folder, _: MIT.replace("<copyright>", "the authors of ssfmt (https://github.com/ketbra/ssfmt)"),
    ),
}
MIT = """Copyright (c) <copyright>

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def said(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def head_comment(path):
    text = path.read_text()
    return "\n".join(line.strip().lstrip("*").strip() for line in text[: text.index("*/")].splitlines()[1:])


def texts_of(folder):
    """All licence texts of a package, its C sources' too: (name below its folder, text)."""
    found = []
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if path.is_file() and LICENCE.match(path.name) and path.suffix not in (".rs", ".py", ".json") and "target" not in below.parts:
            found.append((str(below), path.read_text(errors="replace").strip()))
    return found


def expression(text):
    """An SPDX expression; older manifests part alternatives by a stroke."""
    return re.sub(r"\s*/\s*", " OR ", text) if text else None


class Bill:
    def __init__(self, target, package="biaoyu"):
        self.target = target
        self.package = ["-p", package] if package == "biaoyu" else ["-p", package, "--features", "store"]
        features = [] if package == "biaoyu" else ["--features", f"{package}/store"]
        metadata = json.loads(
            said("cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target, *features)
        )
        self.packages = {p["id"]: p for p in metadata["packages"]}
        nodes = {n["id"]: n for n in metadata["resolve"]["nodes"]}
        root = next(i for i, p in self.packages.items() if p["name"] == package)
        # `cargo metadata` unites the features of tests; `cargo tree` knows what the program itself has.
        linked = self.tree(target, "normal")
        built = self.tree(target, "normal,build") - linked
        self.root, self.linked, self.built = root, linked, built
        self.edges = {
            i: sorted(
                d["pkg"]
                for d in nodes[i]["deps"]
                if d["pkg"] in linked | built and any(k["kind"] in (None, "build") for k in d["dep_kinds"])
            )
            for i in linked | built
        }
        lock = (ROOT / "Cargo.lock").read_text()
        self.sums = {
            (name, version): checksum
            for name, version, checksum in re.findall(
                r'name = "([^"]+)"\nversion = "([^"]+)"\nsource = "[^"]+"\nchecksum = "([^"]+)"', lock
            )
        }

    def tree(self, target, edges):
        lines = said("cargo", "tree", "--locked", "--target", target, *self.package, "-e", edges, "--prefix", "none", "-f", "{p}")
        wanted = {tuple(line.split()[:2]) for line in lines.splitlines() if line.strip()}
        return {i for i, p in self.packages.items() if (p["name"], "v" + p["version"]) in wanted}

    def ordered(self, ids):
        return sorted(ids, key=lambda i: (self.packages[i]["name"], self.packages[i]["version"]))

    def others(self):
        """What is in the program and no crate: (name, version, kind, licence, file or None)."""
        rust = said("rustc", "--version").split()[1]
        yield "rust-std", rust, "library", "MIT OR Apache-2.0", None
        if "musl" in self.target:
            yield "musl", "as in rust-std", "library", "MIT", None
        if "windows-gnu" in self.target:
            yield "mingw-w64-runtime", "as in rust-std", "library", "ZPL-2.1 AND LicenseRef-public-domain", None
            yield "libgcc", "as in the toolchain", "library", "GPL-3.0-or-later WITH GCC-exception-3.1", None
        for face in sorted((ROOT / "fonts").glob("*.[ot]tf")):
            licence = "LicenseRef-Hanazono-Font-License" if "Rare" in face.name else "OFL-1.1"
            yield face.name, None, "data", licence, face
        yield "ISOcoated_v2_300_bas.icc", None, "data", "Zlib", ROOT / "profiles/ISOcoated_v2_300_bas.icc"
        yield "dictionary.fst (from the word list of jieba)", None, "data", "MIT", ROOT / "crates/set/src/text/words/dictionary.fst"

    def component(self, i):
        p = self.packages[i]
        name, version = p["name"], p["version"]
        own = p["source"] is None
        made = {
            "type": "library",
            "bom-ref": f"{name}@{version}",
            "name": name,
            "version": version,
            "scope": "excluded" if i in self.built else "required",
            "licenses": [{"expression": expression(p["license"])}],
            "purl": f"pkg:cargo/{name}@{version}",
        }
        if own:
            del made["purl"]
        if p["description"]:
            made["description"] = " ".join(p["description"].split())
        if (name, version) in self.sums:
            made["hashes"] = [{"alg": "SHA-256", "content": self.sums[name, version]}]
        if p["repository"]:
            made["externalReferences"] = [{"type": "vcs", "url": p["repository"]}]
        return made

    def sbom(self):
        components = [self.component(i) for i in self.ordered(self.linked | self.built) if i != self.root]
        others = []
        for name, version, kind, licence, file in self.others():
            made = {"type": kind, "bom-ref": f"other:{name}", "name": name, "licenses": [{"expression": licence}]}
            if version:
                made["version"] = version
            if file:
                made["hashes"] = [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}]
            others.append(made)
        root = self.component(self.root)
        root.update({"type": "application"})
        for key in ("scope",):
            root.pop(key)
        ref = lambda i: f"{self.packages[i]['name']}@{self.packages[i]['version']}"
        dependencies = [
            {"ref": ref(i), "dependsOn": [ref(d) for d in self.edges[i]] + ([o["bom-ref"] for o in others] if i == self.root else [])}
            for i in self.ordered(self.linked | self.built)
        ]
        body = {"components": components + others, "dependencies": dependencies}
        serial = uuid.uuid5(uuid.NAMESPACE_URL, self.target + json.dumps(body, sort_keys=True))
        epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or said("git", "log", "-1", "--format=%ct"))
        date = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
        properties = [{"name": "biaoyu:target", "value": self.target}]
        return {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": f"urn:uuid:{serial}",
            "version": 1,
            "metadata": {"timestamp": date.strftime("%Y-%m-%dT%H:%M:%SZ"), "component": root, "properties": properties},
            **body,
        }

    def licences(self):
        """The text: one list, then each text once with the names of those that it covers."""
        folders = {self.packages[i]["name"]: Path(self.packages[i]["manifest_path"]).parent for i in self.packages}
        lines, texts, missing = [], {}, []

        def cover(who, where, text):
            # Texts that differ by line ends or indentation are one.
            texts.setdefault(re.sub(r"\s+", " ", text), (text, []))[1].append(f"{who}: {where}")

        for i in self.ordered(self.linked):
            p = self.packages[i]
            name, who = p["name"], f"{p['name']} {p['version']}"
            if p["source"] is None:
                continue
            lines.append(f"{who}  {expression(p['license'])}  {p['repository'] or ''}".rstrip())
            found = texts_of(folders[name] if folders[name].name.endswith(p["version"]) else Path(p["manifest_path"]).parent)
            if not found and name in ELSEWHERE:
                where, take = ELSEWHERE[name]
                found = [(where, take(Path(p["manifest_path"]).parent, folders))]
            if not found:
                missing.append(f"{who} ({p['license']})")
            for where, text in found:
                cover(who, where, text)
        for name, version, _, licence, _ in self.others():
            lines.append(f"{name}{' ' + version if version else ''}  {licence}")
        for path in sorted((ROOT / "fonts/licences").iterdir()):
            cover("faces (fonts/)", path.name, path.read_text(errors="replace").strip())
        cover("profile", "profiles/README.md", (ROOT / "profiles/README.md").read_text().split("\n")[0])
        cover("word list", "LICENSE-jieba", (ROOT / "crates/set/src/text/words/LICENSE-jieba").read_text().strip())
        docs = Path(said("rustc", "--print", "sysroot").strip()) / "share/doc/rust/licenses"
        for name in ("MIT.txt", "Apache-2.0.txt") if docs.is_dir() else ():
            cover("rust-std", name, (docs / name).read_text().strip())
        system = {"musl": ["/usr/share/doc/musl-dev/copyright"], "windows-gnu": ["/usr/share/doc/mingw-w64-common/copyright"]}
        for part, paths in system.items():
            if part in self.target:
                for path in paths:
                    if not Path(path).is_file():
                        missing.append(f"{part}: {path}")
                    else:
                        cover(part, "as Debian gives it", Path(path).read_text(errors="replace").strip())
        if "windows-gnu" in self.target and docs.is_dir():
            cover("libgcc", "GCC-exception-3.1.txt", (docs / "GCC-exception-3.1.txt").read_text().strip())
        if missing:
            sys.exit("no licence text: " + ", ".join(missing))
        rule = "\n\n" + "=" * 100 + "\n"
        head = (
            "biaoyu 标语 is under the MIT licence or the Apache licence 2.0, as you choose. This is what else is in the program,\n"
            "and under which licences. 程序里的其他组成部分及其许可证如下。\n\n"
        )
        body = "".join(f"{rule}{chr(10).join(names)}\n\n{text}" for text, names in texts.values())
        return head + "\n".join(lines) + body + "\n"


def main():
    target, folder = sys.argv[1], Path(sys.argv[2])
    bill = Bill(target, *sys.argv[3:])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.cdx.json").write_text(json.dumps(bill.sbom(), ensure_ascii=False, indent=1) + "\n")
    (folder / "THIRD-PARTY.txt").write_text(bill.licences())


if __name__ == "__main__":
    main()
