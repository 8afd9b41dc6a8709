"""What an operator of a print shop gets: bleed that is painted over, masks too coarse, layers that are off, knives drawn in ink, names of the
trade, ink over ink, pages that are not alike: more mutants for corpus.py."""
import io
import zlib

import PIL.Image
import PIL.ImageCms
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

PDF, X4, SHOP, STEPS = "ISO 32000-1", "ISO 15930-7", "trade", "ISO 19593-1"


def stream(pdf, data, **keys):
    made = Stream(pdf, data)
    for key, value in keys.items():
        made["/" + key] = value
    return pdf.make_indirect(made)


def picture(pdf, data, width, height, space=Name.DeviceCMYK, bits=8, **keys):
    return stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=bits, ColorSpace=space, **keys)


def boxes(pdf):
    page = pdf.pages[0]
    trim = [float(v) for v in page.trimbox]
    bleed = [float(v) for v in page.obj.get("/BleedBox", page.trimbox)]
    if bleed[0] > trim[0] - 5:
        raise LookupError("no bleed")
    return trim, bleed


def rect(x0, y0, x1, y1):
    return b"%.3f %.3f %.3f %.3f re " % (x0, y0, x1 - x0, y1 - y0)


def spot(name, c1=(0, .2, .6, .2)):
    return Array([Name.Separation, Name("/" + name), Name.DeviceCMYK,
                  Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * 4, C1=list(c1), N=1)])


def calculated(pdf, inputs, code):
    return stream(pdf, code, FunctionType=4, Domain=Array([0, 1] * inputs), Range=Array([0, 1] * 4))


OVER = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
GROUND = b"0 .3 .3 0 k -60 -60 120 120 re f "


def mutants(at, res, append, middle, form, annotation, own_font):
    """Family, name, clause, rules (none of what is right), what it does to the file."""
    # ---- bleed that is painted over with white
    def over_bleed(cover, ground=b"0 .4 .4 0 k "):
        def run(pdf):
            trim, bleed = boxes(pdf)
            append(pdf, b"q " + ground + rect(*bleed) + b"f " + cover(pdf, trim, bleed) + b" Q")
        return run

    def alone(make):
        """Only where no knife lies under what is laid over the whole page."""
        def run(pdf):
            if any("/GTS_Metadata" in group for group in pdf.Root.get("/OCProperties", {}).get("/OCGs", [])):
                raise LookupError("a knife")
            make(pdf)
        return run

    def strip(side):
        def of(t, b):
            return [(b[0], b[1], t[0], b[3]), (b[0], b[1], b[2], t[1]), (t[2], b[1], b[2], b[3]), (b[0], t[3], b[2], b[3])][side]
        return of

    family = "bleed"
    for side, word in enumerate(("left", "bottom", "right", "top")):
        yield family, f"white-{word}", SHOP, "art-short-of-bleed", over_bleed(lambda pdf, t, b, s=side: b"0 0 0 0 k " + rect(*strip(s)(t, b)) + b"f")
    yield family, "white-gray", SHOP, "art-short-of-bleed", over_bleed(lambda pdf, t, b: b"1 g " + rect(*strip(0)(t, b)) + b"f")
    yield family, "white-frame", SHOP, "art-short-of-bleed", over_bleed(lambda pdf, t, b: b"0 0 0 0 k " + rect(*b) + rect(*t) + b"f*")
    yield family, "white-part", SHOP, "art-short-of-bleed", over_bleed(lambda pdf, t, b: b"0 0 0 0 k " + rect(b[0], t[1] + 20, t[0], (t[1] + t[3]) / 2) + b"f")
    yield family, "white-half-way", SHOP, "art-short-of-bleed", over_bleed(lambda pdf, t, b: b"0 0 0 0 k " + rect(b[0], b[1], (t[0] + b[0]) / 2, b[3]) + b"f")
    yield family, "white-stroke", SHOP, "art-short-of-bleed", over_bleed(lambda pdf, t, b: b"0 0 0 0 K %.3f w " % (2 * (t[0] - b[0])) + rect(*b) + b"S")

    def white_picture(pdf, t, b):
        res(pdf, "/XObject", "/Xw", picture(pdf, bytes(6400), 40, 40))
        s = strip(0)(t, b)
        return b"q %.3f 0 0 %.3f %.3f %.3f cm /Xw Do Q" % (s[2] - s[0], s[3] - s[1], s[0], s[1])

    yield family, "white-picture", SHOP, "art-short-of-bleed", over_bleed(white_picture)

    def white_form(pdf, t, b):
        f = stream(pdf, b"0 0 0 0 k " + rect(*strip(2)(t, b)) + b"f", Type=Name.XObject, Subtype=Name.Form, BBox=Array(list(b)), Resources=Dictionary())
        res(pdf, "/XObject", "/Xw", f)
        return b"/Xw Do"

    yield family, "white-form", SHOP, "art-short-of-bleed", over_bleed(white_form)
    yield family, "clip-at-trim", SHOP, "art-short-of-bleed", lambda pdf: append(pdf, b"q 0 0 0 0 k " + rect(*boxes(pdf)[1]) + b"f " + rect(*boxes(pdf)[0]) + b"W n 0 .4 .4 0 k " + rect(*boxes(pdf)[1]) + b"f Q")

    def white_spot(pdf, t, b):
        res(pdf, "/ExtGState", "/Gw", OVER)
        return b"/Gw gs 0 0 0 0 k " + rect(*strip(0)(t, b)) + b"f"

    yield family, "legal-white-inside", "", "", alone(over_bleed(lambda pdf, t, b: b"0 0 0 0 k " + rect(t[0] + 30, t[1] + 30, t[0] + 90, t[1] + 90) + b"f"))
    yield family, "legal-white-band", "", "", alone(over_bleed(lambda pdf, t, b: b"0 0 0 0 k " + rect(b[0], t[1] + 100, b[2], t[1] + 160) + b"f"))
    yield family, "legal-white-page", "", "", alone(over_bleed(lambda pdf, t, b: b"0 0 0 0 k " + rect(b[0] + 2, b[1] + 2, b[2] - 2, b[3] - 2) + b"f 0 .4 .4 0 k " + rect(*b) + b"f"))
    yield family, "white-overprints-bleed", SHOP, "white-overprint", over_bleed(white_spot)

    # ---- fonts that say nothing of their glyphs, and pages of nothing
    def descendant(change):
        def run(pdf):
            for o in pdf.objects:
                if isinstance(o, Dictionary) and o.get("/Subtype") == Name.CIDFontType2:
                    return change(o)
            raise LookupError("no such font")
        return run

    yield "fonts", "legal-no-glyph-map", "", "", descendant(lambda f: f.__delitem__("/CIDToGIDMap"))
    yield "fonts", "glyph-map-of-another-name", f"{PDF}, table 117", "no-cmap", descendant(lambda f: f.__setitem__("/CIDToGIDMap", Name.Other))

    def blank(data, **keys):
        def run(pdf):
            page = pdf.pages[0].obj
            page.Contents = stream(pdf, data)
            if keys:
                page.Contents.write(data, **keys)
        return run

    yield "pages", "empty-deflated", SHOP, "empty-page", blank(b"", filter=Name.FlateDecode)
    yield "pages", "empty-of-nothing-deflated", SHOP, "empty-page", blank(zlib.compress(b""), filter=Name.FlateDecode)
    yield "pages", "empty-plain", SHOP, "empty-page", blank(b"")
    yield "pages", "empty-spaces", SHOP, "empty-page", blank(b" \n\n ")
    yield "pages", "empty-white", SHOP, "empty-page", blank(b"0 0 0 0 k 0 0 2000 2000 re f")
    yield "pages", "empty-clipped", SHOP, "empty-page", blank(b"0 0 0 0 re W n 0 1 1 0 k 0 0 2000 2000 re f")
    yield "pages", "no-contents", SHOP, "empty-page", lambda pdf: pdf.pages[0].obj.__delitem__("/Contents")

    def more(change=lambda page: None, content=b"0 1 1 0 k 0 0 2000 2000 re f"):
        def run(pdf):
            first = pdf.pages[0].obj
            page = Dictionary(Type=Name.Page, MediaBox=first.MediaBox, Resources=Dictionary(), Contents=stream(pdf, content))
            for key in ("/TrimBox", "/BleedBox"):
                if key in first:
                    page[key] = first[key]
            change(page)
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        return run

    def smaller(page):
        b = [float(v) for v in page.get("/TrimBox", page.MediaBox)]
        page.TrimBox = Array([b[0], b[1], b[2] - 10, b[3]])

    yield "pages", "second-page-smaller", SHOP, "pages-differ", more(smaller)
    yield "pages", "second-page-turned", SHOP, "pages-differ", more(lambda page: page.__setitem__("/Rotate", 90))
    yield "pages", "second-page-empty", SHOP, "empty-page", more(content=b"")
    def alike(pdf):
        if "/OutputIntents" not in pdf.Root:
            raise LookupError("no print condition")
        more()(pdf)

    yield "pages", "legal-second-page", "", "", alike
    yield "pages", "trim-on-the-tree", f"{X4}, 6.5", "no-trim-box", lambda pdf: (pdf.Root.Pages.__setitem__("/TrimBox", pdf.pages[0].obj.TrimBox), pdf.pages[0].obj.__delitem__("/TrimBox"))
    yield "pages", "no-media", f"{PDF}, 7.7.3.3", "bad-box", lambda pdf: pdf.pages[0].obj.__delitem__("/MediaBox")

    # ---- layers that are off
    def hidden(content=b"0 1 1 0 k -30 -30 60 60 re f", how="OFF", membership=False):
        def run(pdf):
            layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Hidden prices")))
            if "/OCProperties" not in pdf.Root:
                pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary(Name=String("x"), Order=Array([])))
            known, usual = pdf.Root.OCProperties.OCGs, pdf.Root.OCProperties.D
            known.append(layer)
            if "/Order" in usual:
                usual.Order.append(layer)
            if how == "OFF":
                usual.OFF = Array(list(usual.get("/OFF", [])) + [layer])
            else:
                usual.BaseState = Name.OFF
                usual.ON = Array([l for l in known if l.objgen != layer.objgen])
            res(pdf, "/Properties", "/Lh", pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=layer)) if membership else layer)
            at(pdf, b"/OC /Lh BDC " + content + b" EMC")
        return run

    yield "layers", "off", f"{PDF}, 8.11.4", "layers", hidden()
    yield "layers", "off-by-base", f"{PDF}, 8.11.4", "layers", hidden(how="BASE")
    yield "layers", "off-membership", f"{PDF}, 8.11.4", "layers", hidden(membership=True)
    yield "layers", "off-text", f"{PDF}, 8.11.4", "layers", hidden(b"0 0 0 1 k 0 0 9 9 re f")

    # ---- masks
    def masked(mask, data=b"\0\x66\x66\0" * 1600, size=40, width=40, **keys):
        def run(pdf):
            res(pdf, "/XObject", "/Xm", picture(pdf, data, width, width, **{k: (v(pdf) if callable(v) else v) for k, v in keys.items()}, **mask(pdf)))
            at(pdf, b"%d 0 0 %d -20 -20 cm /Xm Do" % (size, size))
        return run

    fine = b"\0\x66\x66\0" * 40000
    soft = lambda n, value=128: lambda pdf: dict(SMask=picture(pdf, bytes([value]) * n * n, n, n, Name.DeviceGray))
    yield "masks", "coarse-soft", SHOP, "picture-too-coarse", masked(soft(8), fine, 40, 200)
    def blended(pdf):
        if "/OutputIntents" not in pdf.Root:
            raise LookupError("no print condition")
        pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
        masked(soft(200), fine, 40, 200)(pdf)

    yield "masks", "legal-fine-soft", "", "", blended

    def in_state(n):
        def run(pdf):
            inner = picture(pdf, bytes([128]) * n * n, n, n, Name.DeviceGray)
            group = form(pdf, b"100 0 0 100 -50 -50 cm /Xs Do", Dictionary(XObject=Dictionary(Xs=inner)), Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
            res(pdf, "/ExtGState", "/Gm", Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))
            at(pdf, b"/Gm gs 0 .4 .4 0 k -40 -40 80 80 re f")
        return run

    yield "masks", "coarse-in-a-state", SHOP, "picture-too-coarse", in_state(21)
    dark = bytes([255] * 4) * 1600
    yield "masks", "legal-key-hides-ink", "", "", masked(lambda pdf: dict(Mask=Array([250, 255] * 4)), dark, 9)
    yield "masks", "key-hides-nothing", SHOP, "too-much-ink", masked(lambda pdf: dict(Mask=Array([0, 5] * 4)), dark, 9)
    stencil = lambda byte, **keys: lambda pdf: dict(Mask=stream(pdf, bytes([byte]) * 200, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=40, BitsPerComponent=1, ImageMask=True, **keys))
    yield "masks", "legal-stencil-hides-ink", "", "", masked(stencil(255), dark, 9)
    yield "masks", "stencil-hides-nothing", SHOP, "too-much-ink", masked(stencil(0), dark, 9)
    yield "masks", "stencil-turned-hides-nothing", SHOP, "too-much-ink", masked(stencil(255, Decode=Array([1, 0])), dark, 9)
    for where, make in [("form", lambda pdf: form(pdf, b"1 0 0 rg -50 -50 99 99 re f")), ("picture", lambda pdf: None)]:
        def rgb(pdf, where=where):
            if where == "form":
                inner = form(pdf, b"1 0 0 rg -50 -50 99 99 re f")
            else:
                inner = picture(pdf, bytes(30000), 100, 100, Name.DeviceRGB)
            group = form(pdf, b"/In Do", Dictionary(XObject=Dictionary(In=inner)), Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK))
            res(pdf, "/ExtGState", "/Gm", Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))
            at(pdf, b"/Gm gs 0 .4 .4 0 k -40 -40 80 80 re f")
        yield "masks", f"rgb-{where}-in-a-mask", f"{X4}, 6.2.4 colour", "device-colour", rgb

    # ---- lines
    family = "lines"
    for name, content in [("zero", b"0 1 1 0 K 0 w -30 0 m 30 20 l S"), ("scaled", b"0 1 1 0 K .1 0 0 .1 0 0 cm 1 w -300 0 m 300 200 l S"), ("flat-scaled", b"0 1 1 0 K 1 0 0 .05 0 0 cm 1 w -30 0 m 30 0 l S"),
                          ("filled", b"0 1 1 0 k -30 0 60 .2 re f"), ("white", GROUND + b"0 0 0 0 K .3 w -30 0 m 30 20 l S"), ("white-filled", GROUND + b"0 0 0 0 k -30 0 60 .3 re f"),
                          ("closed", b"0 1 1 0 K .1 w -20 -20 40 40 re S"), ("curve", b"0 1 1 0 K .1 w -20 -20 m 0 30 20 30 30 0 c S"), ("dashed", b"0 1 1 0 K .1 w [2 2] 0 d -30 0 m 30 20 l S"),
                          ("edge-of-area", b"0 .4 .4 0 k 0 1 1 0 K .1 w -20 -20 40 40 re B")]:
        yield family, f"thin-{name}", SHOP, "line-too-thin", lambda pdf, c=content: at(pdf, c)
    yield family, "thin-by-state", SHOP, "line-too-thin", lambda pdf: (res(pdf, "/ExtGState", "/Gl", Dictionary(LW=.1)), at(pdf, b"/Gl gs 0 1 1 0 K -30 0 m 30 20 l S"))
    yield family, "thin-in-a-form", SHOP, "line-too-thin", lambda pdf: (res(pdf, "/XObject", "/Xl", form(pdf, b"0 1 1 0 K 1 w -30 0 m 30 20 l S")), at(pdf, b".1 0 0 .1 0 0 cm /Xl Do"))
    yield family, "dash-negative", f"{PDF}, 8.4.3.6", "bad-operator", lambda pdf: at(pdf, b"0 1 1 0 K 2 w [3 -2] 0 d -30 0 m 30 20 l S")
    yield family, "dash-negative-by-state", f"{PDF}, 8.4.3.6", "bad-operator", lambda pdf: (res(pdf, "/ExtGState", "/Gl", Dictionary(D=Array([Array([-3, 2]), 0]))), at(pdf, b"/Gl gs 0 1 1 0 K 2 w -30 0 m 30 20 l S"))
    yield family, "legal-dash", "", "", lambda pdf: at(pdf, b"0 1 1 0 K 2 w [3 2] 1 d -30 0 m 30 20 l S")
    for name, matrix in [("zero", b"0 0 0 0 0 0"), ("flat", b"1 0 0 0 0 0"), ("one-line", b"1 1 1 1 0 0")]:
        yield family, f"matrix-{name}", f"{PDF}, 8.3.4", "bad-operator", lambda pdf, m=matrix: at(pdf, m + b" cm 0 1 1 0 k -20 -20 40 40 re f")

    # ---- knives in ink, and names of the trade
    ring = b"-40 -40 m 40 -40 l S 40 -40 m 40 40 l S 40 40 m -40 40 l S -40 40 m -40 -40 l S"
    family = "technical"
    yield family, "die-four-lines", SHOP, "die-line-in-ink", lambda pdf: at(pdf, b"0 1 0 0 K .25 w " + ring)
    yield family, "die-four-lines-any-order", SHOP, "die-line-in-ink", lambda pdf: at(pdf, b"0 0 0 1 K .25 w -40 -40 m 40 -40 l S -40 40 m 40 40 l S -40 -40 m -40 40 l S 40 40 m 40 -40 l S")
    yield family, "die-one-path", SHOP, "die-line-in-ink", lambda pdf: at(pdf, b"0 1 0 0 K .25 w " + ring.replace(b" S", b"") + b" S")
    yield family, "die-two-halves", SHOP, "die-line-in-ink", lambda pdf: at(pdf, b"0 1 0 0 K .25 w -40 0 m -40 40 40 40 40 0 c S 40 0 m 40 -40 l S 40 -40 m -40 -40 l S -40 -40 m -40 0 l S")
    yield family, "die-red-lines", SHOP, "die-line-in-ink", lambda pdf: at(pdf, b"0 1 1 0 K .2 w " + ring)
    for i, name in enumerate(["啤", "啤刀", "啤线", "Glue", "胶位", "粘口", "Braille", "盲文", "i-cut", "骑缝"]):
        line = name not in ("Braille", "盲文")
        paint = b"/Cx CS 1 SCN .5 w -40 -40 80 80 re S" if line else b"/Cx cs 1 scn -40 -40 80 80 re f"

        def named(pdf, name=name, paint=paint, over=False):
            res(pdf, "/ColorSpace", "/Cx", spot(name, (0, 1, 0, 0)))
            res(pdf, "/ExtGState", "/Go", OVER)
            at(pdf, b"q " + GROUND + (b"/Go gs " if over else b"") + paint + b" Q")
        yield family, f"name-{i}-knocks-out", f"{STEPS}, 6.3", "step-not-overprinting", named
        yield family, f"legal-name-{i}", "", "", lambda pdf, n=name, p=paint: named(pdf, n, p, True)
    for i, name in enumerate(["White ", "Gold ", " Gold", "PANTONE 185 C "]):
        yield "spots", f"space-{i}", SHOP, "spot-two-ways", lambda pdf, n=name: (res(pdf, "/ColorSpace", "/Cx", spot(n)), res(pdf, "/ExtGState", "/Go", OVER), at(pdf, b"/Go gs /Cx cs .5 scn -40 -40 80 80 re f"))

    # ---- inks
    family = "inks"
    say = b"BT /Fo %d Tf 0 0 Td <%s> Tj ET "

    def typed(size, before=b"", state=None):
        def run(pdf):
            code = own_font(pdf)
            if state is not None:
                res(pdf, "/ExtGState", "/Gt", state)
            at(pdf, before + say % (size, code))
        return run

    yield family, "white-type-overprints", SHOP, "white-overprint", typed(20, GROUND + b"/Gt gs 0 0 0 0 k ", OVER)
    yield family, "black-type-knocks-out", SHOP, "black-knocks-out", typed(8, GROUND + b"0 0 0 1 k ")
    yield family, "type-in-registration", f"{PDF}, 8.6.6.4", "registration-inside-trim", lambda pdf: (res(pdf, "/ColorSpace", "/Ca", spot("All", (1, 1, 1, 1))), typed(20, b"/Ca cs 1 scn ")(pdf))
    yield family, "type-of-four", SHOP, "black-of-many-inks", typed(8, b".7 .6 .6 1 k ")
    yield family, "type-of-four-gray", SHOP, "small-type-many-inks", typed(7, b".5 .5 .5 0 k ")
    yield family, "type-left-white", SHOP, "small-type-many-inks", typed(7, b".5 .5 .5 0 k -60 -60 120 120 re f 0 0 0 0 k ")
    yield family, "type-small", SHOP, "type-too-small", typed(4, b"0 0 0 1 k ")
    yield family, "type-small-by-matrix", SHOP, "type-too-small", typed(40, b"0 0 0 1 k .1 0 0 .1 0 0 cm ")
    yield family, "type-faint", SHOP, "low-contrast", typed(20, b"0 0 0 0 k -60 -60 120 120 re f 0 0 .1 0 k ")
    for name, content in [("overprints", b"1 1 0 0 k -40 -40 80 80 re f /Gt gs 0 0 1 1 k -40 -40 80 80 re f"), ("twice", b"/Gt gs 1 0 0 0 k -40 -40 80 80 re f 0 1 0 0 k -40 -40 80 80 re f 0 0 1 0 k -40 -40 80 80 re f 0 0 0 1 k -40 -40 80 80 re f"),
                          ("line", b"1 1 0 0 k -40 -40 80 80 re f /Gt gs 0 0 1 1 K 20 w -40 0 m 40 0 l S")]:
        yield family, f"sum-{name}", SHOP, "too-much-ink", lambda pdf, c=content: (res(pdf, "/ExtGState", "/Gt", OVER), at(pdf, c))
    yield family, "sum-spot", SHOP, "too-much-ink", lambda pdf: (res(pdf, "/ExtGState", "/Gt", OVER), res(pdf, "/ColorSpace", "/Cx", spot("Gold")), at(pdf, b"1 1 .9 0 k -40 -40 80 80 re f /Gt gs /Cx cs 1 scn -40 -40 80 80 re f"))
    def grouped(outer, inner, inside, below=b""):
        """A transparency group that is painted in one graphics state and sets another inside."""
        def run(pdf):
            own = Dictionary(ExtGState=Dictionary(Gi=Dictionary(inner)))
            res(pdf, "/XObject", "/Xg", form(pdf, b"/Gi gs " + inside, own, Group=Dictionary(S=Name.Transparency)))
            res(pdf, "/ExtGState", "/Go", Dictionary(outer))
            at(pdf, below + b" /Go gs /Xg Do")
        return run

    square = b"-40 -40 80 80 re f "
    plain = {"/BM": Name.Normal, "/ca": 1}
    yield family, "sum-group-multiplied", SHOP, "too-much-ink", grouped({"/BM": Name.Multiply}, plain, b"0 0 1 1 k " + square, b"1 1 0 0 k " + square)
    yield family, "sum-group-half", SHOP, "too-much-ink", grouped({"/ca": .9}, plain, b"1 1 1 1 k " + square)
    yield family, "legal-group-thin", "", "", grouped({"/ca": .2}, plain, b"1 1 1 1 k " + square)
    yield family, "legal-group-of-white", "", "", grouped({"/ca": .2}, plain, b"1 1 1 1 k " + square + b"0 0 0 0 k " + square)
    yield family, "sum-multiplied", SHOP, "too-much-ink ink-not-measured", lambda pdf: (res(pdf, "/ExtGState", "/Gt", Dictionary(BM=Name.Multiply)), at(pdf, b"1 1 0 0 k -40 -40 80 80 re f /Gt gs 0 0 1 1 k -40 -40 80 80 re f"))
    yield family, "sum-indexed", SHOP, "too-much-ink", lambda pdf: (res(pdf, "/XObject", "/Xx", picture(pdf, bytes(1600), 40, 40, Array([Name.Indexed, Name.DeviceCMYK, 0, String(b"\xff" * 4)]))), at(pdf, b"9 0 0 9 0 0 cm /Xx Do"))
    yield family, "sum-16-bit", SHOP, "too-much-ink", lambda pdf: (res(pdf, "/XObject", "/Xx", picture(pdf, b"\xff" * 12800, 40, 40, bits=16)), at(pdf, b"9 0 0 9 0 0 cm /Xx Do"))
    yield family, "sum-decode", SHOP, "too-much-ink", lambda pdf: (res(pdf, "/XObject", "/Xx", picture(pdf, bytes(6400), 40, 40, Decode=Array([1, 0] * 4))), at(pdf, b"9 0 0 9 0 0 cm /Xx Do"))
    yield family, "devicen-all", f"{PDF}, 8.6.6.5", "undescribed-spot registration-inside-trim", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", Array([Name.DeviceN, Array([Name.All, Name.Cyan]), Name.DeviceCMYK, calculated(pdf, 2, b"{pop dup dup dup}")])), at(pdf, b"/Cx cs 1 0 scn -40 -40 80 80 re f"))
    yield family, "legal-devicen-none", "", "", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", Array([Name.DeviceN, Array([Name.Cyan, Name("/None")]), Name.DeviceCMYK, calculated(pdf, 2, b"{pop 0 0 0}")])), at(pdf, b"/Cx cs .5 1 scn -40 -40 80 80 re f"))
    yield family, "spot-none", f"{PDF}, 8.6.6.4", "undescribed-spot", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", spot("None")), at(pdf, b"/Cx cs 1 scn -40 -40 80 80 re f"))
    srgb = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    for name, n, values in [("three-as-four", 4, b"0 1 1 0"), ("three-as-one", 1, b"1")]:
        yield "colour icc", f"icc-{name}", f"{PDF}, 8.6.5.5", "source-profile", lambda pdf, n=n, v=values: (res(pdf, "/ColorSpace", "/Cx", Array([Name.ICCBased, stream(pdf, srgb, N=n)])), at(pdf, b"/Cx cs " + v + b" scn -40 -40 80 80 re f"))
    yield "colour icc", "srgb", SHOP, "screen-colour", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", Array([Name.ICCBased, stream(pdf, srgb, N=3)])), at(pdf, b"/Cx cs 1 0 0 scn -40 -40 80 80 re f"))
    yield "colour icc", "srgb-picture", SHOP, "screen-colour", lambda pdf: (res(pdf, "/XObject", "/Xx", picture(pdf, bytes(4800), 40, 40, Array([Name.ICCBased, stream(pdf, srgb, N=3)]))), at(pdf, b"9 0 0 9 0 0 cm /Xx Do"))
    yield "colour icc", "srgb-cut", f"{PDF}, 8.6.5.5", "source-profile", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", Array([Name.ICCBased, stream(pdf, srgb[:200], N=3)])), at(pdf, b"/Cx cs 1 0 0 scn -40 -40 80 80 re f"))

    def jpx(mode, colour):
        out = io.BytesIO()
        PIL.Image.new(mode, (40, 40), colour).save(out, "JPEG2000")
        return out.getvalue()

    yield "pictures", "jpx-own-rgb", SHOP, "screen-colour new-filter", lambda pdf: (lambda s: (s.__delitem__("/ColorSpace"), s.write(jpx("RGB", (200, 20, 20)), filter=Name.JPXDecode), res(pdf, "/XObject", "/Xx", s), at(pdf, b"9 0 0 9 0 0 cm /Xx Do")))(picture(pdf, b"", 40, 40))

    def line_art(px, points):
        def run(pdf):
            row = (px + 7) // 8
            res(pdf, "/XObject", "/Xx", stream(pdf, b"\xaa" * row * px, Type=Name.XObject, Subtype=Name.Image, Width=px, Height=px, BitsPerComponent=1, ImageMask=True))
            at(pdf, b"0 0 0 1 k %d 0 0 %d -20 -20 cm /Xx Do" % (points, points))
        return run

    yield "pictures", "line-art-coarse", SHOP, "picture-too-coarse", line_art(80, 40)
    yield "pictures", "picture-squeezed", SHOP, "picture-too-coarse", lambda pdf: (res(pdf, "/XObject", "/Xx", picture(pdf, b"\0\x66\x66\0" * 1600, 40, 40)), at(pdf, b"8 0 0 60 0 -30 cm /Xx Do"))
    yield "pictures", "picture-turned-coarse", SHOP, "picture-too-coarse", lambda pdf: (res(pdf, "/XObject", "/Xx", picture(pdf, b"\0\x66\x66\0" * 1600, 40, 40)), at(pdf, b"40 40 -40 40 0 0 cm /Xx Do"))

    # ---- what hides in states, halftones and streams
    part = Dictionary(Type=Name.Halftone, HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)
    turned = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1)

    def halftone(**change):
        return lambda pdf: (res(pdf, "/ExtGState", "/Gh", Dictionary(HT=Dictionary({**dict(part.items()), **{"/" + k: v for k, v in change.items()}}))), at(pdf, b"/Gh gs 0 1 1 0 k -20 -20 40 40 re f"))

    yield "states", "halftone-transfer", f"{X4}, 6.2.5", "halftone transfer-function", halftone(TransferFunction=turned)
    yield "states", "halftone-part-transfer", f"{X4}, 6.2.5", "halftone transfer-function", lambda pdf: (res(pdf, "/ExtGState", "/Gh", Dictionary(HT=Dictionary(Type=Name.Halftone, HalftoneType=5, Default=Dictionary({**dict(part.items()), "/TransferFunction": turned})))), at(pdf, b"/Gh gs 0 1 1 0 k -20 -20 40 40 re f"))
    yield "states", "legal-halftone", "", "", halftone()
    yield "states", "blend-in-the-list", f"{PDF}, 11.3.5", "blend-mode", lambda pdf: (res(pdf, "/ExtGState", "/Gh", Dictionary(BM=Name.Overlays)), at(pdf, b"/Gh gs 0 1 1 0 k -20 -20 40 40 re f"))
    yield "states", "type-size-of-a-state", f"{PDF}, 8.4.5", "font-not-embedded", lambda pdf: (res(pdf, "/ExtGState", "/Gh", Dictionary(Font=Array([pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)), 20]))), at(pdf, b"BT /Gh gs (a) Tj ET"))
    for where in ("Type 3", "tile", "stamp"):
        def font_in(pdf, where=where):
            fonts = Dictionary(Font=Dictionary(Fx=pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.SimSun))))
            content = b"BT /Fx 20 Tf 1 1 Td (a) Tj ET"
            if where == "Type 3":
                glyph = stream(pdf, b"800 0 d0 " + content)
                font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1000, 1000], FontMatrix=[.001, 0, 0, .001, 0, 0], FirstChar=97, LastChar=97, Widths=[800],
                                  Encoding=Dictionary(Type=Name.Encoding, Differences=[97, Name.a]), CharProcs=Dictionary(a=glyph), Resources=fonts)
                res(pdf, "/Font", "/F3", pdf.make_indirect(font))
                at(pdf, b"BT /F3 60 Tf (a) Tj ET")
            elif where == "tile":
                res(pdf, "/Pattern", "/Px", stream(pdf, content, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 30, 30]), XStep=30, YStep=30, Resources=fonts))
                at(pdf, b"/Pattern cs /Px scn -40 -40 80 80 re f")
            else:
                annotation(pdf, content, fonts, Subtype=Name.Stamp)
        yield "fonts", f"unembedded-in-{where.lower().replace(' ', '-')}", f"{X4}, 6.4 fonts", "font-not-embedded", font_in

    def lzw(pdf):
        # Saving leaves unknown filters alone: it is named afterwards.
        s = Stream(pdf, b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")
        s.Filter = Name.LZWDecodX
        res(pdf, "/XObject", "/Xz", pdf.make_indirect(s))
    lzw.after = lambda data: data.replace(b"/LZWDecodX", b"/LZWDecode ")
    yield "streams", "lzw-in-the-resources", f"{X4}, 6.1.4", "lzw", lzw

    # ---- what tiles hold, what is turned over, what is cut off
    def tiled(content, matrix=(1, 0, 0, 1, 0, 0), resources=lambda pdf: Dictionary()):
        def run(pdf):
            x, y = middle(pdf)
            res(pdf, "/Pattern", "/Px", stream(pdf, content, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 30, 30]), XStep=30, YStep=30,
                                               Matrix=Array([*matrix[:4], x, y]), Resources=resources(pdf)))
            at(pdf, b"/Pattern cs /Px scn -40 -40 80 80 re f")
        return run

    yield "tiles", "thin-line", SHOP, "line-too-thin", tiled(b"0 1 1 0 K .1 w 0 15 m 30 15 l S")
    yield "tiles", "thin-line-by-matrix", SHOP, "line-too-thin", tiled(b"0 1 1 0 K 1 w 0 15 m 30 15 l S", (.1, 0, 0, .1))
    yield "tiles", "legal-line", "", "", tiled(b"0 .4 .4 0 K .1 w 0 15 m 30 15 l S", (20, 0, 0, 20))
    yield "tiles", "coarse-picture", SHOP, "picture-too-coarse", tiled(b"28 0 0 28 1 1 cm /Xp Do", resources=lambda pdf: Dictionary(XObject=Dictionary(Xp=picture(pdf, b"\0\x66\x66\0" * 400, 20, 20))))

    def small_type(pdf):
        code = own_font(pdf)
        font = pdf.pages[0].obj.Resources.Font["/Fo"]
        tiled(b"0 0 0 1 k BT /Fo 3 Tf 5 5 Td <" + code + b"> Tj ET", resources=lambda pdf: Dictionary(Font=Dictionary(Fo=font)))(pdf)

    yield "tiles", "small-type", SHOP, "type-too-small", small_type
    yield "type", "mirrored", SHOP, "mirrored-type", typed(20, b"-1 0 0 1 0 0 cm 0 0 0 1 k ")
    yield "type", "upside-down-mirrored", SHOP, "mirrored-type", typed(20, b"1 0 0 -1 0 0 cm 0 0 0 1 k ")
    yield "type", "legal-turned-type", "", "", typed(20, GROUND + b"0 1 -1 0 0 0 cm 0 0 0 1 k ")
    yield "type", "no-width", f"{PDF}, 9.3.4", "bad-operator", typed(20, b"0 0 0 1 k 0 Tz ")

    def whole_mirrored(pdf):
        own_font(pdf)
        page = pdf.pages[0]
        page.contents_coalesce()
        box = [float(v) for v in page.mediabox]
        page.Contents = stream(pdf, b"q -1 0 0 1 %.2f 0 cm " % (box[0] + box[2]) + page.Contents.read_bytes() + b" Q")

    yield "type", "page-turned-over", SHOP, "mirrored-type", whole_mirrored
    yield "boxes", "crop-cuts-bleed", f"{PDF}, 14.11.2", "boxes-not-nested", lambda pdf: pdf.pages[0].obj.__setitem__("/CropBox", Array(boxes(pdf)[0]))
    yield "file", "portfolio", f"{PDF}, 12.3.5", "files-inside", lambda pdf: pdf.Root.__setitem__("/Collection", Dictionary(Type=Name.Collection))

    def attached(pdf):
        pdf.attachments["price.txt"] = b"secret"
    yield "file", "attachment", f"{PDF}, 7.11.4", "files-inside", attached

    # ---- type at the edge
    def near(inset):
        def run(pdf):
            code = own_font(pdf)
            trim = [float(v) for v in pdf.pages[0].trimbox]
            append(pdf, b"q 0 0 0 1 k BT /Fo 20 Tf %.2f %.2f Td <%s> Tj ET Q" % (trim[0] + inset, (trim[1] + trim[3]) / 2, code))
        return run
    yield "edges", "type-beyond-trim", SHOP, "text-beyond-trim", near(-6)
    yield "edges", "type-at-trim", SHOP, "text-outside-safe", near(1)
    for by in (1, 2):
        def short(pdf, by=by):
            trim, bleed = boxes(pdf)
            append(pdf, b"q 0 .4 .4 0 k " + rect(*bleed) + b"f 0 0 0 0 k " + rect(bleed[0], bleed[1], trim[0] - by * 2.83, bleed[3]) + b"f Q")
        yield "edges", f"bleed-of-{by}", SHOP, "art-short-of-bleed", short
    def bleed_box(by):
        def run(pdf):
            trim, _ = boxes(pdf)
            pdf.pages[0].obj.BleedBox = Array([trim[0] - by, trim[1] - by, trim[2] + by, trim[3] + by])
        return run
    yield "edges", "bleed-box-of-1", SHOP, "no-bleed", bleed_box(2.83)
    yield "edges", "bleed-box-at-trim", SHOP, "no-bleed", bleed_box(0)
