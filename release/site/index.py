#!/usr/bin/env python3
"""Writes the texts of a built book, section by section, as a script that its pages load: `index.py FOLDER`.

A script and not JSON, since pages that are opened from disk may load no other files.
"""
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

FOLDER = Path(sys.argv[1])


class Sections(HTMLParser):
    """(anchor, heading, text) of what stands in <main>."""

    def __init__(self):
        super().__init__()
        self.found, self.depth, self.heading, self.skip = [], 0, False, 0

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self.depth = 1
        elif self.depth and tag in ("script", "style", "button"):
            self.skip += 1
        elif self.depth and re.fullmatch("h[1-6]", tag):
            self.found.append([dict(attributes).get("id", ""), "", ""])
            self.heading = True

    def handle_endtag(self, tag):
        if tag == "main":
            self.depth = 0
        elif self.depth and tag in ("script", "style", "button"):
            self.skip -= 1
        elif re.fullmatch("h[1-6]", tag):
            self.heading = False

    def handle_data(self, data):
        if self.depth and not self.skip and self.found:
            self.found[-1][1 if self.heading else 2] += data


pages = []
for path in sorted(FOLDER.rglob("*.html")):
    name = str(path.relative_to(FOLDER))
    if name in ("print.html", "404.html", "toc.html", "index.html"):
        continue
    parser = Sections()
    parser.feed(path.read_text())
    for anchor, heading, text in parser.found:
        pages.append([f"{name}#{anchor}", heading.strip(), re.sub(r"\s+", " ", text).strip()])
if len(pages) < 50:
    sys.exit(f"only {len(pages)} sections found")
(FOLDER / "search-data.js").write_text("window.biaoyuSections = " + json.dumps(pages, ensure_ascii=False) + ";\n")
