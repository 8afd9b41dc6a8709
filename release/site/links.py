#!/usr/bin/env python3
"""Every link and picture of the site leads somewhere: `links.py FOLDER`."""
import os
import re
import sys
from pathlib import Path
from urllib.parse import unquote

SITE = Path(sys.argv[1])
dead = set()
for page in SITE.rglob("*.html"):
    for link in re.findall(r'(?:href|src)="([^"#]+)', page.read_text()):
        if re.match(r"[a-z]+:", link):
            continue
        target = os.path.normpath(page.parent / unquote(link.split("?")[0]))
        # 404.html stands for pages of any folder.
        if page.name != "404.html" and not os.path.exists(target):
            dead.add(f"{page.relative_to(SITE)}: {link}")
if dead:
    sys.exit("links of the site that lead nowhere:\n  " + "\n  ".join(sorted(dead)))
