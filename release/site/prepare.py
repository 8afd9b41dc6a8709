#!/usr/bin/env python3
"""Lays out docs/ as a book for mdbook: `prepare.py FOLDER` writes FOLDER/book.toml and FOLDER/src.

Links that leave docs/ are led to copies, so that the book is whole by itself.
"""
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BOOK = Path(sys.argv[1])
SRC = BOOK / "src"
# The order that a reader wants; what is not named here follows by name.
CHINESE = ["studio", "data", "lists", "event", "wall", "press-sheets", "profiles", "preflight", "adding", "batch", "smartscreen", "it"]
ENGLISH = ["studio", "data", "lists", "event", "wall", "press-sheets", "profiles", "preflight", "adding", "layouts", "batch", "agents", "hardening", "architecture", "words", "page"]

shutil.copytree(ROOT / "docs", SRC, dirs_exist_ok=True)
(SRC / "files").mkdir()
shutil.copy(ROOT / "output/gallery/overview.png", SRC / "files/overview.png")


def title(path):
    return path.read_text().lstrip().split("\n")[0].lstrip("# ").strip()


def inside(page, link):
    """The link as it is in the book."""
    file, _, part = link.partition("#")
    if "://" in link or not file:
        return link
    target = (page.parent / file).resolve()
    original = (ROOT / "docs" / page.relative_to(SRC)).parent / file
    original = original.resolve()
    if target.exists() or not original.exists():
        return link
    copy = SRC / "files" / "-".join(original.relative_to(ROOT).parts)
    if original.is_dir():
        return link
    shutil.copy(original, copy)
    if copy.suffix == ".md":
        # It has left its place above docs/.
        copy.write_text(copy.read_text().replace("](docs/", "](../"))
    return "../" * (len(page.relative_to(SRC).parts) - 1) + f"files/{copy.name}" + (f"#{part}" if part else "")


for page in SRC.rglob("*.md"):
    text = page.read_text()
    text = re.sub(r"\]\(([^)\s]+)\)", lambda m: f"]({inside(page, m[1])})", text)
    # A link to a folder of pages leads to the first of them.
    text = text.replace("](../generators/)", "](../generators/rays.md)").replace("](generators/)", "](generators/rays.md)")
    text = text.replace("](decisions)", "](decisions/0001-pdf-writer.md)")
    page.write_text(text)
gallery = "# 版式一览 Gallery\n\n`biaoyu gallery`：全部版式，六种产品。[每张的命令](gallery/README.md)\n\n![全部版式](files/overview.png)\n"
(SRC / "gallery.md").write_text(gallery)

# The first page is the site's index and stands above the others.
first = (SRC / "zh/index.md").read_text()
first = re.sub(r"\]\(([^)\s]+)\)", lambda m: f"]({m[1][3:] if m[1].startswith('../') else 'zh/' + m[1]})", first)
(SRC / "index.md").write_text(first)
(SRC / "zh/index.md").unlink()
lines = ["# 目录\n", "[标语 biaoyu 使用手册](index.md)\n", "# 中文\n"]
lines += [f"- [{title(SRC / f'zh/{name}.md')}](zh/{name}.md)" for name in CHINESE]
lines += ["- [版式一览](gallery.md)", "\n# English\n"]
lines += [f"- [{title(SRC / f'{name}.md')}]({name}.md)" for name in ENGLISH]
lines += ["- [Generators]()"]
lines += [f"  - [{title(p)}](generators/{p.name})" for p in sorted((SRC / "generators").glob("*.md"))]
lines += ["- [Decisions]()"]
lines += [f"  - [{title(p)}](decisions/{p.name})" for p in sorted((SRC / "decisions").glob("*.md"))]
(SRC / "SUMMARY.md").write_text("\n".join(lines) + "\n")
named = {m for m in re.findall(r"\]\(([^)]+\.md)\)", "\n".join(lines))}
unnamed = {str(p.relative_to(SRC)) for p in SRC.rglob("*.md")} - named - {"SUMMARY.md"}
if unnamed:
    more = [f"- [{title(SRC / name)}]({name})" for name in sorted(unnamed)]
    (SRC / "SUMMARY.md").write_text("\n".join(lines + more) + "\n")

for name in ("search.js", "search.css"):
    shutil.copy(ROOT / "release/site" / name, BOOK / name)
(BOOK / "book.toml").write_text(
    """[book]
title = "标语 biaoyu"
language = "zh"
src = "src"

[output.html]
additional-js = ["search.js"]
additional-css = ["search.css"]
no-section-label = true
mathjax-support = false

# Its own search parts words by spaces and finds no Chinese: search.js does.
[output.html.search]
enable = false
"""
)
