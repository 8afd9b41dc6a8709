"""Plate by plate: pages of other programs on a press sheet against the pages themselves.

    plates.py BIAOYU FOLDER [FILE.pdf ...] [--made] [--pages N]

Every page is imposed by BIAOYU onto a sheet of its own, at a place where the origin of its MediaBox falls on a whole pixel at
300 dpi. Ghostscript (tiffsep) makes the separations of the page and of the sheet; what TrimBox (else CropBox, else MediaBox)
shows of the page must be on the sheet: the same plates, the same samples. Some are also imposed many times on A4, A3 and
SRA3, and every piece is cut out where the cut file says. A sample differs where its value lies outside of
those of its neighbours in the other raster, +-4 of 255: an edge may fall to either side of a pixel where sizes are not whole.

Without files, or with --made, it makes its own in FOLDER: spots and DeviceN, overprint, blends and soft masks, patterns, layers, forms without
resources, inherited resources, Rotate, UserUnit, boxes that differ, annotations and fields, odd content streams.
"""

import os
import re
import subprocess
import sys

import numpy
import pikepdf
from PIL import Image
from pikepdf import Array, Dictionary, Name, Stream

Image.MAX_IMAGE_PIXELS = None
DPI = 300
MM = 25.4 / DPI  # a pixel
MARGIN = 150  # pixels around the piece on its sheet


def boxes(page):
    """MediaBox, and what is finished of it, in points of user space."""
    def rect(box):
        x0, y0, x1, y1 = (float(v) for v in box)
        return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]
    media = rect(page.mediabox)
    obj = page.obj
    own = [rect(b) for b in (obj.get("/TrimBox"), inherited(obj, "/CropBox"), media) if b is not None]
    for box in own:
        seen = [max(box[0], media[0]), max(box[1], media[1]), min(box[2], media[2]), min(box[3], media[3])]
        if seen[0] < seen[2] and seen[1] < seen[3]:
            return media, seen
    raise ValueError("a page without a size")


def inherited(obj, key):
    while obj is not None:
        if key in obj:
            return obj[key]
        obj = obj.get("/Parent")
    return None


def geometry(page):
    """Of the page as it is seen, in pixels: media (w, h), trim (x0, y0, x1, y1) from the media's lower left corner."""
    media, trim = boxes(page)
    turn = int(inherited(page.obj, "/Rotate") or 0) % 360
    scale = float(page.obj.get("/UserUnit", 1)) * DPI / 72
    w, h = (media[2] - media[0]) * scale, (media[3] - media[1]) * scale
    x0, y0, x1, y1 = ((trim[0] - media[0]) * scale, (trim[1] - media[1]) * scale,
                      (trim[2] - media[0]) * scale, (trim[3] - media[1]) * scale)
    if turn == 90:
        return (h, w), (y0, w - x1, y1, w - x0)
    if turn == 180:
        return (w, h), (w - x1, h - y1, w - x0, h - y0)
    if turn == 270:
        return (h, w), (h - y1, x0, h - y0, x1)
    return (w, h), (x0, y0, x1, y1)


def separations(file, stem, folder):
    """The plates of each page by name, 255 where there is no ink."""
    for old in os.listdir(folder):
        if old.startswith(stem):
            os.remove(os.path.join(folder, old))
    out = os.path.join(folder, stem + "%04d.tif")
    subprocess.run(["gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", f"-r{DPI}", f"-sOutputFile={out}", file],
                   check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    pages = {}
    for name in os.listdir(folder):
        found = re.fullmatch(re.escape(stem) + r"(\d{4})\((.*)\)\.tif", name)
        if found:
            pages.setdefault(int(found[1]), {})[found[2]] = numpy.asarray(Image.open(os.path.join(folder, name)).convert("L"))
    return [pages[n] for n in sorted(pages)]


def outside_of(a, b):
    """Where `a` lies outside of the values around it in `b`."""
    padded = numpy.pad(b.astype(numpy.int16), 1, mode="edge")
    h, w = b.shape
    shifts = [padded[y:y + h, x:x + w] for y in range(3) for x in range(3)]
    low, high = numpy.minimum.reduce(shifts) - 4, numpy.maximum.reduce(shifts) + 4
    a = a.astype(numpy.int16)
    return (a < low) | (a > high)


def compare(biaoyu, file, folder, most=None):
    """What differs, as lines; and figures."""
    name = os.path.splitext(os.path.basename(file))[0]
    with pikepdf.open(file) as pdf:
        geometries = [geometry(page) for page in pdf.pages]
    sizes = {tuple(round(v * MM, 3) for v in (t[2] - t[0], t[3] - t[1])) for _, t in geometries}
    pages = list(enumerate(geometries))[:most]
    if most or len(sizes) > 1:
        # Pages of one size in each file, as `impose` wants them.
        one = [(i, g) for i, g in pages if tuple(round(v * MM, 3) for v in (g[1][2] - g[1][0], g[1][3] - g[1][1]))
               == tuple(round(v * MM, 3) for v in (pages[0][1][1][2] - pages[0][1][1][0], pages[0][1][1][3] - pages[0][1][1][1]))]
        some = os.path.join(folder, name + "-some.pdf")
        with pikepdf.open(file) as pdf:
            for i in reversed(range(len(pdf.pages))):
                if i not in [n for n, _ in one]:
                    del pdf.pages[i]
            pdf.save(some)
        file, pages = some, list(enumerate(g for _, g in one))
    (_, high), trim = pages[0][1]
    width, height = trim[2] - trim[0], trim[3] - trim[1]
    # No paper is smaller than 50 mm.
    wide, tall = (max(int(side) + 2 * MARGIN + 2, 700) for side in (width, height))
    # The media's lower left corner lies on a whole pixel of the sheet.
    left = MARGIN + trim[0] % 1.0
    foot = MARGIN + trim[1] % 1.0
    at = [left * MM, (tall - foot - height) * MM]
    with open(os.path.join(folder, "papers.toml"), "w", encoding="utf-8") as out:
        out.write(f'[[paper]]\nid = "plates"\nname = "plates"\nsize = [{wide * MM:.6f}, {tall * MM:.6f}]\nmargins = 0\nuse = "labels"\n'
                  f'labels = {{ size = [{width * MM:.6f}, {height * MM:.6f}], places = [[{at[0]:.6f}, {at[1]:.6f}]] }}\n')
    sheet = os.path.join(folder, name + "-sheet.pdf")
    said = subprocess.run([biaoyu, "--lang", "en", "impose", os.path.abspath(file), "--on", "plates", "--sheet-marks", "none", "--upright",
                           "--from", folder, "-o", sheet], cwd=folder, capture_output=True, text=True)
    if said.returncode != 0:
        return [f"{name}: refused: {said.stderr.strip()}"], []
    own, sheets = separations(file, "own", folder), separations(sheet, "sheet", folder)
    if len(own) != len(sheets):
        return [f"{name}: {len(own)} pages on {len(sheets)} sheets"], []
    wrong, figures = [], []
    for (number, ((_, high), trim)), a, b in zip(pages, own, sheets):
        spots = set(a) ^ set(b)
        if spots:
            wrong.append(f"{name} page {number + 1}: only on one side: {sorted(spots)}")
        # Whole pixels inside of the trim, from the media's lower left corner.
        x0, y0 = int(numpy.ceil(trim[0] - 1e-6)), int(numpy.ceil(trim[1] - 1e-6))
        x1, y1 = int(trim[2] + 1e-6), int(trim[3] + 1e-6)
        dx, dy = round(left - trim[0]), round(foot - trim[1])
        for plate in sorted(set(a) & set(b)):
            one, other = a[plate], b[plate]
            piece = one[one.shape[0] - y1:one.shape[0] - y0, x0:x1]
            shown = other[other.shape[0] - y1 - dy:other.shape[0] - y0 - dy, x0 + dx:x1 + dx]
            if piece.shape != shown.shape:
                wrong.append(f"{name} page {number + 1} {plate}: {piece.shape} and {shown.shape}")
                continue
            exact = int((numpy.abs(piece.astype(numpy.int16) - shown) > 1).sum())
            bad = outside_of(piece, shown) | outside_of(shown, piece)
            # The outermost pixels may be cut by the page's own edge.
            count = int(bad[1:-1, 1:-1].sum())
            inked = int((piece < 255).sum())
            figures.append((name, number + 1, plate, piece.size, inked, exact, count))
            if count:
                ys, xs = numpy.nonzero(bad)
                wrong.append(f"{name} page {number + 1} {plate}: {count} of {piece.size} samples differ (inked {inked}), in "
                             f"x {xs.min()}-{xs.max()} y {ys.min()}-{ys.max()}, first {piece[ys[0], xs[0]]} on the page, {shown[ys[0], xs[0]]} on the sheet")
    return wrong, figures


def knives(dxf):
    """Bounding boxes of what a cut file cuts, mm from the lower left corner of the sheet."""
    lines = [line.strip() for line in open(dxf, encoding="ascii")]
    pairs = list(zip(lines[::2], lines[1::2]))
    boxes, inside = [], False
    for i, pair in enumerate(pairs):
        if pair == ("0", "POLYLINE"):
            inside = pairs[i + 1] == ("8", "CutContour")
            if inside:
                boxes.append([])
        elif pair == ("0", "VERTEX") and inside:
            value = {group: float(v) for group, v in pairs[i + 2:i + 4]}
            boxes[-1].append((value["10"], value["20"]))
    return [(min(x for x, _ in b), min(y for _, y in b), max(x for x, _ in b), max(y for _, y in b)) for b in boxes]


def cut(biaoyu, file, folder, paper):
    """Every piece of a full sheet, cut where its cut file says, against the page; sizes are whole pixels, places are not."""
    name = os.path.splitext(os.path.basename(file))[0]
    sheet = os.path.join(folder, f"{name}-{paper}.pdf")
    subprocess.run([biaoyu, "--lang", "en", "impose", os.path.abspath(file), "--on", paper, "--upright", "--copies", "500", "-f", "dxf", "-o", sheet],
                   cwd=folder, check=True, capture_output=True)
    with pikepdf.open(file) as pdf:
        _, trim = geometry(pdf.pages[0])
    with pikepdf.open(sheet) as pdf:
        first = pikepdf.new()
        first.pages.append(pdf.pages[0])
        if "/OCProperties" in pdf.Root:
            first.Root.OCProperties = first.copy_foreign(pdf.Root.OCProperties)
        first.save(sheet + ".first.pdf")
    own, shown = separations(file, "own", folder)[0], separations(sheet + ".first.pdf", "sheet", folder)[0]
    boxes, wrong, figures = knives(sheet[:-3] + "dxf"), [], []
    x0, y0, x1, y1 = (round(v) for v in trim)
    for number, box in enumerate(boxes):
        left, foot = round(box[0] / MM), round(box[1] / MM)
        if abs((box[2] - box[0]) / MM - (x1 - x0)) > 0.05 or abs((box[3] - box[1]) / MM - (y1 - y0)) > 0.05:
            wrong.append(f"{name} on {paper}: piece {number + 1} is cut at {box}")
            continue
        for plate in sorted(own):
            one, other = own[plate], shown[plate]
            piece = one[one.shape[0] - y1:one.shape[0] - y0, x0:x1]
            there = other[other.shape[0] - foot - (y1 - y0):other.shape[0] - foot, left:left + x1 - x0]
            bad = (outside_of(piece, there) | outside_of(there, piece))[2:-2, 2:-2]
            count = int(bad.sum())
            figures.append((name, number + 1, plate, piece.size, int((piece < 255).sum()), 0, count))
            if count:
                wrong.append(f"{name} on {paper}, piece {number + 1} {plate}: {count} of {piece.size} samples differ")
    if not boxes or not set(own) <= set(shown):
        wrong.append(f"{name} on {paper}: {len(boxes)} pieces, plates {sorted(shown)}")
    return wrong, figures


SPOT = "[/Separation /Gold871 /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [.1 .3 .8 .2] /N 1 >>]"
DUO = ("[/DeviceN [/Gold871 /Varnish] /DeviceCMYK << /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1 0 1] >>]")


def page(pdf, content, media=(0, 0, 288, 192), resources="<< >>", **more):
    """A page of raw content; sizes in 6 points are whole pixels."""
    made = pdf.add_blank_page(page_size=(media[2] - media[0], media[3] - media[1]))
    made.obj.MediaBox = Array(list(media))
    made.obj.Contents = Stream(pdf, content.encode())
    made.obj.Resources = pikepdf.Object.parse(resources.encode())
    for key, value in more.items():
        made.obj["/" + key] = value
    return made


def form(pdf, content, bbox=(0, 0, 288, 192), **more):
    made = Stream(pdf, content.encode())
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array(list(bbox))
    for key, value in more.items():
        made["/" + key] = value
    return pdf.make_indirect(made)


# A figure that tells left from right and above from below, in four inks.
FIGURE = ("1 0 0 0 k 12 12 60 36 re f 0 1 0 0 k 36 30 48 90 re f 0 0 1 0 k 120 24 30 30 re f 0 0 0 1 k 150 60 m 270 90 l 180 168 l f "
          "0.2 0.4 0.6 0.1 k 96 96 54 72 re f 2 w 0 0 0 1 K 6 6 276 180 re S ")


def made(folder):
    """The strangers: one file a trouble."""
    files = []

    def save(pdf, name, **more):
        path = os.path.join(folder, name + ".pdf")
        pdf.save(path, static_id=True, **more)
        files.append(path)

    for turn in (90, 180, 270, -90, 450):
        pdf = pikepdf.new()
        page(pdf, FIGURE, Rotate=turn)
        save(pdf, f"rotate{turn}")
    pdf = pikepdf.new()
    page(pdf, FIGURE, UserUnit=2, Rotate=90, TrimBox=Array([12, 6, 252, 180]), BleedBox=Array([6, 0, 258, 186]))
    save(pdf, "userunit")
    pdf = pikepdf.new()
    page(pdf, FIGURE, media=(-60, -30, 288, 192), CropBox=Array([-36, 0, 270, 180]), TrimBox=Array([-24, 12, 240, 162]), Rotate=270)
    save(pdf, "boxes")
    pdf = pikepdf.new()
    page(pdf, FIGURE, CropBox=Array([288, 192, 12, 24]))
    save(pdf, "cropbox")
    # All that hangs on the tree: boxes, turn and resources, the XObjects of these by reference.
    pdf = pikepdf.new()
    leaf = page(pdf, "/F Do 0 0 0 1 k 6 6 60 60 re f")
    inner = form(pdf, FIGURE, Resources=Dictionary())
    tree = pdf.Root.Pages
    tree.Resources = Dictionary(XObject=pdf.make_indirect(Dictionary(F=inner)))
    tree.Rotate, tree.MediaBox = 90, leaf.obj.MediaBox
    for key in ("/Resources", "/MediaBox"):
        del leaf.obj[key]
    stamp = form(pdf, "0 1 1 0 k 0 0 60 30 re f", bbox=(0, 0, 60, 30), Resources=Dictionary())
    leaf.obj.Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=Array([120, 120, 240, 180]),
                                                          AP=Dictionary(N=stamp)))])
    save(pdf, "inherited")
    # Spots, tints, mixtures, All and None, what overprints and what does not.
    code = Stream(pikepdf.new(), b"")
    pdf = pikepdf.new()
    tint = Stream(pdf, b"{ pop dup .1 mul exch dup .3 mul exch dup .8 mul exch .2 mul }")
    tint.FunctionType, tint.Domain, tint.Range = 4, Array([0, 1, 0, 1]), Array([0, 1, 0, 1, 0, 1, 0, 1])
    made_page = page(pdf, "/S cs 1 scn 12 12 96 96 re f /O gs 0 0 0 1 k 60 60 96 24 re f .3 0 0 0 k 60 24 96 24 re f /K gs 0 .5 0 0 k 90 96 60 60 re f "
                          "/S cs .4 scn 180 12 60 60 re f /D cs .6 .3 scn 180 90 60 60 re f /A cs .5 scn 6 174 60 12 re f /N cs 1 scn 120 174 60 12 re f "
                          "/O gs /D cs 0 1 scn 200 60 60 60 re f 0 0 0 0 k 30 30 20 20 re f")
    def lab(name):
        return pikepdf.Object.parse(SPOT.replace("Gold871", name).encode())
    made_page.obj.Resources = Dictionary(
        ColorSpace=Dictionary(S=lab("Gold871"), A=lab("All"), N=lab("None"),
                              D=Array([Name.DeviceN, Array([Name.Gold871, Name.Varnish]), Name.DeviceCMYK, pdf.make_indirect(tint)])),
        ExtGState=pikepdf.Object.parse(b"<< /O << /op true /OP true /OPM 1 >> /K << /op false /OP false >> >>"))
    save(pdf, "spots")
    # Groups and blends: the page's own group, an isolated and a knockout one, a soft mask, multiplied spots.
    for name, group in (("blend-plain", None), ("blend-cmyk", "<< /S /Transparency /CS /DeviceCMYK >>"),
                        ("blend-rgb", "<< /S /Transparency /CS /DeviceRGB /I true >>"), ("blend-knock", "<< /S /Transparency /CS /DeviceCMYK /K true >>")):
        pdf = pikepdf.new()
        mask = form(pdf, "0 g 0 0 288 192 re f 1 g 30 30 200 60 re f .5 g 60 60 120 120 re f", Resources=Dictionary(),
                    Group=pikepdf.Object.parse(b"<< /S /Transparency /CS /DeviceGray >>"))
        inner = form(pdf, "/M gs 1 0 0 0 k 20 20 90 90 re f 0 1 0 0 k 60 60 90 90 re f", Resources=pikepdf.Object.parse(
            b"<< /ExtGState << /M << /BM /Multiply /ca .7 >> >> >>"), Group=pikepdf.Object.parse(b"<< /S /Transparency /I true /K true >>"))
        it = page(pdf, "0 0 .4 0 k 0 0 288 120 re f /M gs 1 0 0 0 k 12 12 96 96 re f 0 1 0 0 k 60 60 96 96 re f /S cs 1 scn 100 30 90 60 re f "
                       "/H gs 0 0 0 1 k 150 90 90 60 re f q /F Do Q q /K gs 0 1 1 0 k 180 12 96 150 re f Q /L gs 0 0 1 0 k 200 20 60 160 re f")
        it.obj.Resources = Dictionary(ColorSpace=Dictionary(S=lab("Gold871")), XObject=Dictionary(F=inner), ExtGState=Dictionary(
            M=pikepdf.Object.parse(b"<< /BM /Multiply >>"), H=pikepdf.Object.parse(b"<< /BM /Normal /ca .5 /CA .5 >>"),
            L=pikepdf.Object.parse(b"<< /BM /Luminosity /ca .8 >>"), K=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask))))
        if group:
            it.obj.Group = pikepdf.Object.parse(group.encode())
        save(pdf, name)
    # Forms and patterns without resources of their own take the page's; a form names its pages' tree.
    pdf = pikepdf.new()
    bare = form(pdf, "/S cs 1 scn 12 12 60 60 re f /G Do")
    inner = form(pdf, "/O gs 0 1 0 0 k 40 40 60 60 re f")
    it = page(pdf, "/F Do 0 0 0 1 k 120 12 60 60 re f")
    it.obj.Resources = Dictionary(XObject=Dictionary(F=bare, G=inner), ColorSpace=Dictionary(S=lab("Gold871")),
                                  ExtGState=pikepdf.Object.parse(b"<< /O << /op true /OP true /OPM 1 >> >>"))
    save(pdf, "bare-forms")
    # Patterns: tiled, coloured and not, and shadings; images with masks; what DefaultCMYK says of none.
    pdf = pikepdf.new()
    tile = Stream(pdf, b"0 1 0 0 k 0 0 12 12 re f 1 0 0 0 k 12 12 12 12 re f")
    tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep, tile.Resources, tile.Matrix = Array([0, 0, 24, 24]), 24, 24, Dictionary(), Array([1, 0, 0, 1, 6, 6])
    image = Stream(pdf, bytes(range(0, 192, 12)) * 4)
    image.Type, image.Subtype, image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = Name.XObject, Name.Image, 4, 4, 8, Name.DeviceCMYK
    image.Mask = Array([0, 3, 0, 255, 0, 255, 0, 255])
    soft = Stream(pdf, bytes([0, 85, 170, 255] * 4))
    soft.Type, soft.Subtype, soft.Width, soft.Height, soft.BitsPerComponent, soft.ColorSpace = Name.XObject, Name.Image, 4, 4, 8, Name.DeviceGray
    veiled = Stream(pdf, bytes([0, 255, 0, 64] * 16))
    veiled.Type, veiled.Subtype, veiled.Width, veiled.Height, veiled.BitsPerComponent, veiled.ColorSpace = Name.XObject, Name.Image, 4, 4, 8, Name.DeviceCMYK
    veiled.SMask = pdf.make_indirect(soft)
    it = page(pdf, "/Pattern cs /T scn 12 12 120 120 re f /A scn 150 12 120 60 re f q 96 0 0 60 150 84 cm /I Do Q q 96 0 0 30 150 156 cm /V Do Q "
                   "BI /W 2 /H 2 /BPC 8 /CS /G ID \x00\x40\x80\x41 EI")
    shade = pikepdf.Object.parse(b"<< /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceCMYK /Coords [150 0 270 0] /Extend [true true] "
                                 b"/Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0 0] /C1 [0 0 1 0] /N 1 >> >> >>")
    it.obj.Resources = Dictionary(Pattern=Dictionary(T=pdf.make_indirect(tile), A=shade),
                                  XObject=Dictionary(I=pdf.make_indirect(image), V=pdf.make_indirect(veiled)))
    save(pdf, "patterns")
    # Layers: shown, hidden, by name and by policy; a form's and an image's own.
    pdf = pikepdf.new()
    groups = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String(n))) for n in ("on", "off", "unused")]
    policy = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=Array([groups[0], groups[1]]), P=Name.AllOn))
    veil = form(pdf, "0 1 1 0 k 150 100 90 60 re f", Resources=Dictionary(), OC=groups[1])
    it = page(pdf, "/OC /A BDC 1 0 0 0 k 12 12 60 60 re f EMC /OC /B BDC 0 1 0 0 k 40 40 60 60 re f EMC /OC /P BDC 0 0 0 1 k 60 60 60 60 re f EMC /F Do")
    it.obj.Resources = Dictionary(Properties=Dictionary(A=groups[0], B=groups[1], P=policy), XObject=Dictionary(F=veil))
    pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=Dictionary(OFF=Array([groups[1]]), Order=Array(groups)))
    save(pdf, "layers")
    # Streams that end within a state, in several parts, and take more than they gave.
    pdf = pikepdf.new()
    it = page(pdf, "")
    it.obj.Contents = Array([Stream(pdf, b"q .5 0 0 .5 20 20 cm 1 0 0 0 k 12 12 60"), Stream(pdf, b"60 re f q 0 1 0 0 k"), Stream(pdf, b"90 90 120 60 re f")])
    stamp = form(pdf, "0 1 1 0 k 0 0 60 30 re f", bbox=(0, 0, 60, 30), Resources=Dictionary(), Matrix=Array([0, 1, -1, 0, 30, 6]))
    box = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, F=4, Rect=Array([12, 120, 60, 180]), AS=Name.Yes, FT=Name.Btn, T=pikepdf.String("box"),
                                       V=Name.Yes, AP=Dictionary(N=Dictionary(Yes=stamp, Off=form(pdf, "")))))
    it.obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=Array([180, 60, 240, 180]), AP=Dictionary(N=stamp)),
                           Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=2, Rect=Array([0, 0, 60, 60]), AP=Dictionary(N=stamp)), box])
    pdf.Root.AcroForm = Dictionary(Fields=Array([box]))
    save(pdf, "states")
    # A group in RGB on a page where nothing blends: black stays black.
    pdf = pikepdf.new()
    page(pdf, "0 g 12 12 120 120 re f 0 0 0 1 k 150 12 60 60 re f 1 0 0 rg 150 90 60 60 re f", Group=pikepdf.Object.parse(b"<< /S /Transparency /CS /DeviceRGB >>"))
    save(pdf, "idle-group")
    # What lies over a page that blends in RGB.
    pdf = pikepdf.new()
    it = page(pdf, "1 0 0 rg 12 12 120 120 re f /H gs 0 0 1 rg 60 60 120 90 re f", Group=pikepdf.Object.parse(b"<< /S /Transparency /CS /DeviceRGB >>"))
    it.obj.Resources = Dictionary(ExtGState=Dictionary(H=pikepdf.Object.parse(b"<< /ca .5 >>")))
    note = form(pdf, "/M gs 0 g 0 0 60 30 re f", bbox=(0, 0, 60, 30), Resources=pikepdf.Object.parse(b"<< /ExtGState << /M << /BM /Multiply >> >> >>"))
    it.obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=Array([120, 96, 240, 156]), AP=Dictionary(N=note))])
    save(pdf, "over")
    # What a stranger's compressor makes: object streams.
    pdf = pikepdf.new()
    page(pdf, FIGURE)
    page(pdf, FIGURE, Rotate=180)
    save(pdf, "packed", object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return files


def main():
    arguments = sys.argv[1:]
    most = None
    if "--pages" in arguments:
        at = arguments.index("--pages")
        most = int(arguments[at + 1])
        del arguments[at:at + 2]
    own = "--made" in arguments
    biaoyu, folder, *files = [a for a in arguments if a != "--made"]
    biaoyu, folder = os.path.abspath(biaoyu), os.path.abspath(folder)
    os.makedirs(folder, exist_ok=True)
    wrong, plates, samples, exact = [], 0, 0, 0
    for file in (made(folder) if own or not files else []) + files:
        try:
            bad, figures = compare(biaoyu, file, folder, most)
        except (pikepdf.PdfError, subprocess.CalledProcessError, ValueError) as error:
            bad, figures = [f"{file}: {error}"], []
        wrong += bad
        plates += len(figures)
        samples += sum(f[3] for f in figures)
        exact += sum(f[5] for f in figures)
        print(f"{os.path.basename(file)}: {len(figures)} plates, {sum(f[5] for f in figures)} samples off by more than 1, {sum(f[6] for f in figures)} differ")
    if own or not files:
        for file, paper in (("spots", "a4"), ("userunit", "a3"), ("rotate90", "sra3")):
            bad, figures = cut(biaoyu, os.path.join(folder, file + ".pdf"), folder, paper)
            wrong += bad
            plates += len(figures)
            samples += sum(f[3] for f in figures)
            print(f"{file}.pdf cut from {paper}: {len(figures)} plates of pieces, {sum(f[6] for f in figures)} differ")
    print(f"{plates} plates, {samples} samples, {exact} off by more than 1 of 255, {len(wrong)} faults")
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
