#!/usr/bin/env python3
"""Packs a folder into a .zip that depends on nothing but its files: sorted, dated by SOURCE_DATE_EPOCH.

    release/zip.py OUT.zip FOLDER
"""
import datetime
import os
import sys
import zipfile
from pathlib import Path

out, folder = Path(sys.argv[1]), Path(sys.argv[2])
date = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            entry = zipfile.ZipInfo(str(path.relative_to(folder.parent)), date.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
