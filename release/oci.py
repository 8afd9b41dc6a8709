#!/usr/bin/env python3
"""Lays an image by the OCI image specification 1.0 (image-layout, manifest, config, layer) as one archive.

    release/oci.py VERSION OUT.tar ARCHITECTURE=ROOT …

User, entry point, folder, environment and labels are those of the last stage of release/Containerfile, of the program whose output is
a store (OUT is called biaoyu-store-…) of release/Containerfile.store. The same roots give the
same bytes: files sorted, of root, dated SOURCE_DATE_EPOCH.
"""
import datetime
import gzip
import hashlib
import io
import json
import os
import re
import shlex
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])
DATE = datetime.datetime.fromtimestamp(EPOCH, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
TYPE = "application/vnd.oci.image."


def packed(json_value):
    return json.dumps(json_value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def last_stage(name):
    """The configuration that the last stage of the Containerfile says; an instruction that is not known here is an error."""
    text = re.sub(r"\\\n\s*", " ", (HERE / name).read_text())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    start = max(i for i, line in enumerate(lines) if line.startswith("FROM "))
    config = {"Env": [], "Labels": {}}
    for line in lines[start:]:
        word, _, rest = line.partition(" ")
        match word:
            case "FROM":
                assert rest.strip() == "scratch", line
            case "COPY":
                assert rest == "--from=build /image/ /", line
            case "ENV":
                config["Env"] += shlex.split(rest)
            case "LABEL":
                config["Labels"] |= dict(pair.split("=", 1) for pair in shlex.split(rest))
            case "USER":
                config["User"] = rest
            case "WORKDIR":
                config["WorkingDir"] = rest
            case "ENTRYPOINT":
                config["Entrypoint"] = json.loads(rest)
            case _:
                sys.exit(f"release/Containerfile: nobody here knows what {word} does to an image")
    return config


def archive(entries):
    """A tar of (name, mode, bytes or None for a folder)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, mode, content in entries:
            entry = tarfile.TarInfo(name)
            entry.mode, entry.mtime = mode, EPOCH
            if content is None:
                entry.type = tarfile.DIRTYPE
                tar.addfile(entry)
            else:
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def layer(root):
    entries = []
    for path in sorted(root.rglob("*")):
        mode = 0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644
        entries.append((str(path.relative_to(root)), mode, None if path.is_dir() else path.read_bytes()))
    return archive(entries)


def main():
    version, out, roots = sys.argv[1], Path(sys.argv[2]), [pair.split("=", 1) for pair in sys.argv[3:]]
    blobs = {}

    def blob(content, kind, **more):
        digest = hashlib.sha256(content).hexdigest()
        blobs[digest] = content
        return {"mediaType": TYPE + kind, "digest": f"sha256:{digest}", "size": len(content), **more}

    program = "biaoyu-store" if out.name.startswith("biaoyu-store-") else "biaoyu"
    config = last_stage("Containerfile" if program == "biaoyu" else "Containerfile.store")
    config["Labels"]["org.opencontainers.image.version"] = version
    name = f"localhost/{program}:{version}"
    manifests, sizes = [], []
    for architecture, root in roots:
        plain = layer(Path(root))
        tight = gzip.compress(plain, 9, mtime=0)
        described = blob(
            packed(
                {
                    "architecture": architecture,
                    "os": "linux",
                    "created": DATE,
                    "config": config,
                    "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(plain).hexdigest()}"]},
                    "history": [{"created": DATE, "created_by": "release/image.sh"}],
                }
            ),
            "config.v1+json",
        )
        manifest = {
            "schemaVersion": 2,
            "mediaType": TYPE + "manifest.v1+json",
            "config": described,
            "layers": [blob(tight, "layer.v1.tar+gzip")],
        }
        platform = {"architecture": architecture, "os": "linux"}
        manifests.append(blob(packed(manifest), "manifest.v1+json", platform=platform))
        sizes.append(f"{architecture} {len(tight):,} bytes packed, {len(plain):,} unpacked")
    index = blob(
        packed({"schemaVersion": 2, "mediaType": TYPE + "index.v1+json", "manifests": manifests}),
        "index.v1+json",
        # What podman, and what containerd and Docker, call it when they load it.
        annotations={"org.opencontainers.image.ref.name": name, "io.containerd.image.name": name},
    )
    files = [
        ("blobs", 0o755, None),
        ("blobs/sha256", 0o755, None),
        *((f"blobs/sha256/{digest}", 0o644, blobs[digest]) for digest in sorted(blobs)),
        ("index.json", 0o644, packed({"schemaVersion": 2, "mediaType": TYPE + "index.v1+json", "manifests": [index]})),
        ("oci-layout", 0o644, packed({"imageLayoutVersion": "1.0.0"})),
    ]
    out.write_bytes(archive(files))
    print(f"{out}: {'; '.join(sizes)}; {index['digest']}")


if __name__ == "__main__":
    main()
