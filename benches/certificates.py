#!/usr/bin/env python3
"""A roll of certificates with portraits, all different: `certificates.py FOLDER [COUNT]` makes the table and the JPEGs (Pillow), 600 × 800 samples with the noise of
a camera, and prints the command that is measured. The same numbers give the same files.
"""
import os
import random
import sys

from PIL import Image, ImageFilter

folder, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
os.makedirs(os.path.join(folder, "photos"), exist_ok=True)
with open(os.path.join(folder, "roll.csv"), "w", encoding="utf-8") as table:
    table.write("姓名,工号,部门,正文\n")
    for number in range(1, count + 1):
        random.seed(number)
        low = Image.frombytes("RGB", (6, 8), random.randbytes(6 * 8 * 3)).resize((600, 800), Image.Resampling.BICUBIC)
        noise = Image.frombytes("L", (600, 800), random.randbytes(600 * 800)).filter(ImageFilter.GaussianBlur(0.8))
        Image.blend(low, noise.convert("RGB"), 0.12).save(os.path.join(folder, "photos", f"{number:04}.jpg"), quality=90)
        table.write(f"王明,{number:04},生产部,在“质量月”活动中表现突出，特发此证。\n")
print(f"cd {folder} && biaoyu render --data roll.csv -p certificate-a4 --photo 'photos/{{工号}}.jpg' --unit 某某发电厂 --combine c.pdf -o out")
