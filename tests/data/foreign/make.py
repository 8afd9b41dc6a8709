#!/usr/bin/env python3
"""Makes the PDFs of other programs that tests/preflight/foreign.rs judges.

Usage: make.py      writes into its own folder; wants chromium, rsvg-convert, qpdf, gs and, for Python, typst, weasyprint,
reportlab and pillow. The faces are the repository's own (fonts/licences). Kept small: no file above 50 kB.
"""
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[2] / "fonts"
os.chdir(HERE)

HTML = f"""<html><head><meta charset=utf-8><style>
@font-face {{ font-family: H; src: url(file://{FONTS}/BiaoyuHei-Bold.otf) }}
@page {{ size: 210mm 297mm; margin: 0 }} body {{ margin: 0; font-family: H }}
.top {{ background: #c8102e; height: 120mm; color: #fff; font-size: 60pt; padding: 20mm }}
.s {{ font-size: 5pt }} .t {{ opacity: .5; background: #09f; height: 30mm }}
</style></head><body><div class=top>人人讲安全</div><div class=t>透明</div><p class=s>很小的字</p>
<a href="http://example.org">链接</a></body></html>"""

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">
<defs><linearGradient id="g"><stop offset="0" stop-color="#c00"/><stop offset="1" stop-color="#fd0"/></linearGradient></defs>
<rect width="210" height="297" fill="url(#g)"/><circle cx="100" cy="100" r="50" fill="#00f" opacity=".7"/>
<path d="M10 200L200 200" stroke="#000" stroke-width=".05"/></svg>"""

TYPST = """#set page(width: 210mm, height: 297mm, margin: 20mm)
#set text(font: "Biaoyu Song", size: 40pt, fill: cmyk(0%, 0%, 0%, 100%))
质量月
#text(size: 4pt)[小字]
#line(length: 100%, stroke: 0.05mm + cmyk(0%, 0%, 0%, 100%))
"""


def chromium():
    Path("page.html").write_text(HTML)
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                    "--print-to-pdf=big.pdf", "page.html"], check=True, capture_output=True)
    subprocess.run(["qpdf", "--object-streams=generate", "big.pdf", "chromium.pdf"], check=True)
    Path("page.html").unlink()
    Path("big.pdf").unlink()


def cairo():
    Path("a.svg").write_text(SVG)
    subprocess.run(["rsvg-convert", "-f", "pdf", "-o", "cairo.pdf", "a.svg"], check=True)
    Path("a.svg").unlink()


def typst():
    import typst as compiler
    Path("a.typ").write_text(TYPST)
    compiler.compile("a.typ", output="typst.pdf", font_paths=[str(FONTS)])
    Path("a.typ").unlink()


def weasyprint():
    import weasyprint as w
    w.HTML(string=HTML, base_url=".").write_pdf("weasyprint.pdf")


def reportlab():
    from PIL import Image
    from reportlab.lib.colors import CMYKColor
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas
    pdfmetrics.registerFont(TTFont("K", str(FONTS / "BiaoyuKai-Bold.ttf")))

    def page(name):
        c = canvas.Canvas(name, pagesize=(216 * mm, 303 * mm), invariant=1)
        c.setTrimBox((3 * mm, 3 * mm, 213 * mm, 300 * mm))
        c.setBleedBox((0, 0, 216 * mm, 303 * mm))
        return c
    c = page("reportlab-good.pdf")
    c.setFillColor(CMYKColor(0, 1, .8, .1))
    c.rect(0, 0, 216 * mm, 303 * mm, fill=1, stroke=0)
    c.setFillColor(CMYKColor(0, 0, 0, 0))
    c.setFont("K", 60)
    c.drawString(20 * mm, 200 * mm, "人人讲安全")
    c.save()
    Image.new("CMYK", (600, 400), (240, 240, 240, 240)).save("dark.jpg", quality=95)
    c = page("reportlab-dark.pdf")
    c.drawImage("dark.jpg", 0, 0, 216 * mm, 303 * mm)
    c.save()
    Path("dark.jpg").unlink()


def ghostscript():
    subprocess.run(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sColorConversionStrategy=CMYK",
                    "-dProcessColorModel=/DeviceCMYK", "-o", "ghostscript.pdf", "typst.pdf"], check=True)


if __name__ == "__main__":
    for make in (chromium, cairo, typst, weasyprint, reportlab, ghostscript):
        make()
