#!/usr/bin/env python3
"""Writes shaping.txt: what HarfBuzz itself (uharfbuzz 0.57.0 = HarfBuzz 15.0.0) makes of some lines.

Run in the repository's root: python3 tests/text/shaping.py > tests/text/shaping.txt
Columns: face file | direction and script | features | text | glyph:advance:x-offset:y-offset ... in font units.
"""
import uharfbuzz as hb

HAN = ["质量先行，顾客为上。", "“质量月”《成果》（一）【二】", "做到：敢为；先行！？", "好——行……好～行", "阿卜杜·热合曼", "骨直门角画", "「内」『外』、〇"]
LATIN = ["AVATAR To", "2021", "ISO9001-5S", "It’s 100%"]
FACES = ["BiaoyuHei-Black.otf", "BiaoyuHei-Bold.otf", "BiaoyuHei-Medium.otf", "BiaoyuHei-Regular.otf",
         "BiaoyuSong-Black.otf", "BiaoyuSong-Medium.otf"]
ALL = FACES + ["BiaoyuKai-Bold.ttf", "SmileySans-Oblique.ttf", "MaShanZheng-Regular.ttf"]
LATIN_FACES = ALL + ["Anton-Regular.ttf", "BarlowCondensed-ExtraBold.ttf"]


def row(file, direction, script, features, text):
    font = hb.Font(hb.Face(hb.Blob.from_file_path("fonts/" + file)))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = direction, script, "zh-Hans"
    hb.shape(font, buffer, {f: True for f in features.split()})
    glyphs = [f"{i.codepoint}:{p.x_advance if direction == 'ltr' else -p.y_advance}:{p.x_offset}:{p.y_offset}"
              for i, p in zip(buffer.glyph_infos, buffer.glyph_positions)]
    print(" | ".join([file, f"{direction} {script}", features or "-", text, " ".join(glyphs)]))


print(__doc__.replace("\n", "\n# ").join(["# ", ""]).rstrip("# \n"))
for file in FACES:
    for text in HAN:
        row(file, "ltr", "Hani", "", text)
        row(file, "ttb", "Hani", "", text)
        row(file, "ltr", "Hani", "halt", text)
        row(file, "ttb", "Hani", "vhal", text)
for file in ALL:
    row(file, "ltr", "Hani", "", "质量先行顾客为上")
    row(file, "ltr", "Hani", "", "先，行。、！")
for file in LATIN_FACES:
    for text in LATIN:
        row(file, "ltr", "Latn", "pwid", text)
