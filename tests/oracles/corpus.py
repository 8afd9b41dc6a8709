#!/usr/bin/env python3
"""Makes one-defect files from good ones, each with the clause that it breaks and the rule that must speak.

Usage: corpus.py FOLDER NAME=GOOD.pdf …    writes FOLDER/NAME/MUTANT.pdf and FOLDER/manifest.json:
[{"base", "name", "family", "clause", "rules"}]; `rules` are ids of biaoyu's rules of which one must be new beside what it
says of the good file; none for files that are odd but right: nobody may blame them for more.
"""
import io
import json
import re
import sys
import zlib
from pathlib import Path

import PIL.Image
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

sys.path.insert(0, str(Path(__file__).parent))
import codecs_of
import parts_of
import shop_of
import type_of

MUTANTS = []
X4, PDF, STEPS, VT, SHOP = "ISO 15930-7", "ISO 32000-1", "ISO 19593-1", "ISO 16612-2", "trade"


def mutant(family, name, clause, rules, make, raw=False):
    MUTANTS.append((family, name, clause, rules.split() if rules else [], make, raw))


def res(pdf, kind, key, value, owner=None):
    owner = pdf.pages[0].obj if owner is None else owner
    if "/Resources" not in owner:
        owner.Resources = Dictionary()
    r = owner.Resources
    if kind not in r:
        r[kind] = Dictionary()
    r[kind][key] = value


def append(pdf, more):
    page = pdf.pages[0]
    page.contents_coalesce()
    page.Contents = Stream(pdf, page.Contents.read_bytes() + b"\n" + more)


def middle(pdf):
    b = [float(v) for v in pdf.pages[0].trimbox]
    return (b[0] + b[2]) / 2, (b[1] + b[3]) / 2


def at(pdf, content):
    """Content around the page's middle: `0 0` is there."""
    x, y = middle(pdf)
    append(pdf, b"q 1 0 0 1 %.2f %.2f cm " % (x, y) + content + b" Q")


def form(pdf, content, resources=None, **keys):
    f = Stream(pdf, content)
    f.Type, f.Subtype, f.BBox = Name.XObject, Name.Form, Array([-50, -50, 50, 50])
    f.Resources = resources or Dictionary()
    for k, v in keys.items():
        f["/" + k] = v
    return pdf.make_indirect(f)


def fn(c0, c1):
    return Dictionary(FunctionType=2, Domain=[0, 1], C0=list(c0), C1=list(c1), N=1)


def calc(pdf, inputs, outputs, code):
    f = Stream(pdf, code)
    f.FunctionType, f.Domain, f.Range = 4, Array([0, 1] * inputs), Array([0, 1] * outputs)
    return pdf.make_indirect(f)


class Paint:
    """A colour: its space, its numbers, and its functions."""
    def __init__(self, space, values):
        self.space, self.values = space, values

    def make(self, pdf):
        return self.space(pdf) if callable(self.space) else self.space

    @property
    def n(self):
        return len(self.values)

    def set(self, stroke=False):
        return b"/Cx %s %s %s" % (b"CS" if stroke else b"cs", b" ".join(b"%g" % v for v in self.values), b"SCN" if stroke else b"scn")

    def bytes(self, count):
        return bytes(round(v * 255) for v in self.values) * count


def spaced(paint, pdf, owner=None):
    res(pdf, "/ColorSpace", "/Cx", paint.make(pdf), owner)


# ---- the places where paint may hide: each puts a paint on the page
PLACES = {}


def place(f):
    PLACES[f.__name__.replace("_", "-")] = f
    return f


@place
def fill(pdf, p): spaced(p, pdf); at(pdf, p.set() + b" -40 -40 80 80 re f")


@place
def stroke(pdf, p): spaced(p, pdf); at(pdf, p.set(True) + b" 20 w -40 0 m 40 0 l S")


@place
def in_a_form(pdf, p):
    res(pdf, "/XObject", "/Xx", form(pdf, p.set() + b" -40 -40 80 80 re f", Dictionary(ColorSpace=Dictionary(Cx=p.make(pdf)))))
    at(pdf, b"/Xx Do")


@place
def in_two_forms(pdf, p):
    inner = form(pdf, p.set() + b" -40 -40 80 80 re f", Dictionary(ColorSpace=Dictionary(Cx=p.make(pdf))))
    res(pdf, "/XObject", "/Xx", form(pdf, b"/In Do", Dictionary(XObject=Dictionary(In=inner))))
    at(pdf, b"/Xx Do")


def image(pdf, p, space=None, data=None, **keys):
    s = Stream(pdf, p.bytes(1600) if data is None else data)
    s.Type, s.Subtype, s.Width, s.Height, s.BitsPerComponent = Name.XObject, Name.Image, 40, 40, 8
    s.ColorSpace = p.make(pdf) if space is None else space
    for k, v in keys.items():
        s["/" + k] = v
    return pdf.make_indirect(s)


@place
def picture(pdf, p): res(pdf, "/XObject", "/Xx", image(pdf, p)); at(pdf, b"16 0 0 16 -8 -8 cm /Xx Do")


@place
def indexed_picture(pdf, p):
    space = Array([Name.Indexed, p.make(pdf), 0, String(p.bytes(1))])
    res(pdf, "/XObject", "/Xx", image(pdf, p, space, bytes(1600))); at(pdf, b"16 0 0 16 -8 -8 cm /Xx Do")


@place
def inline_picture(pdf, p):
    spaced(p, pdf)
    data = p.bytes(4).hex().encode() + b">"
    at(pdf, b"4 0 0 4 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /Cx /F /AHx ID " + data + b" EI")


def shading(pdf, kind, p):
    """A shading of 80 × 80 around the origin, all of one colour."""
    space, v = p.make(pdf), p.values
    if kind == 1:
        code = b"{pop pop " + b" ".join(b"%g" % x for x in v) + b"}"
        return Dictionary(ShadingType=1, ColorSpace=space, Matrix=[80, 0, 0, 80, -40, -40], Function=calc(pdf, 2, p.n, code))
    if kind == 2:
        return Dictionary(ShadingType=2, ColorSpace=space, Coords=[-40, 0, 40, 0], Function=fn(v, v), Extend=[True, True])
    if kind == 3:
        return Dictionary(ShadingType=3, ColorSpace=space, Coords=[0, 0, 0, 0, 0, 40], Function=fn(v, v))
    colour = bytes(round(x * 255) for x in v)
    point = lambda x, y: x.to_bytes(2, "big") + y.to_bytes(2, "big")
    lo, hi = 0, 65535
    if kind == 4:
        data = b"".join(b"\0" + point(x, y) + colour for x, y in [(lo, lo), (hi, lo), (hi, hi), (lo, lo), (hi, hi), (lo, hi)])
    elif kind == 5:
        data = b"".join(point(x, y) + colour for y in (lo, hi) for x in (lo, hi))
    else:
        t, u = hi // 3, 2 * hi // 3
        edge = [(lo, lo), (lo, t), (lo, u), (lo, hi), (t, hi), (u, hi), (hi, hi), (hi, u), (hi, t), (hi, lo), (u, lo), (t, lo)]
        if kind == 7:
            edge += [(t, t), (t, u), (u, u), (u, t)]
        data = b"\0" + b"".join(point(x, y) for x, y in edge) + colour * 4
    s = Stream(pdf, data)
    s.ShadingType, s.ColorSpace, s.BitsPerCoordinate, s.BitsPerComponent = kind, space, 16, 8
    if kind == 5:
        s.VerticesPerRow = 2
    else:
        s.BitsPerFlag = 8
    s.Decode = Array([-40, 40, -40, 40] + [0, 1] * p.n)
    return pdf.make_indirect(s)


for _kind in range(1, 8):
    PLACES[f"shading-{_kind}"] = lambda pdf, p, k=_kind: (res(pdf, "/Shading", "/Sx", shading(pdf, k, p)), at(pdf, b"-40 -40 80 80 re W n /Sx sh"))
    PLACES[f"shading-pattern-{_kind}"] = lambda pdf, p, k=_kind: (
        res(pdf, "/Pattern", "/Px", Dictionary(PatternType=2, Shading=shading(pdf, k, p), Matrix=[1, 0, 0, 1, *middle(pdf)])),
        at(pdf, b"/Pattern cs /Px scn -40 -40 80 80 re f"))


def tile(pdf, content, resources, kind=1):
    t = Stream(pdf, content)
    t.Type, t.PatternType, t.PaintType, t.TilingType = Name.Pattern, 1, kind, 1
    t.BBox, t.XStep, t.YStep, t.Resources = Array([0, 0, 20, 20]), 20, 20, resources
    return pdf.make_indirect(t)


@place
def coloured_tile(pdf, p):
    res(pdf, "/Pattern", "/Px", tile(pdf, p.set() + b" 0 0 15 15 re f", Dictionary(ColorSpace=Dictionary(Cx=p.make(pdf)))))
    at(pdf, b"/Pattern cs /Px scn -40 -40 80 80 re f")


@place
def uncoloured_tile(pdf, p):
    res(pdf, "/Pattern", "/Px", tile(pdf, b"0 0 15 15 re f", Dictionary(), 2))
    res(pdf, "/ColorSpace", "/Cp", Array([Name.Pattern, p.make(pdf)]))
    at(pdf, b"/Cp cs " + b" ".join(b"%g" % v for v in p.values) + b" /Px scn -40 -40 80 80 re f")


@place
def through_a_mask(pdf, p):
    spaced(p, pdf)
    group = form(pdf, b"1 g -50 -50 50 100 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    res(pdf, "/ExtGState", "/Gm", Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))
    at(pdf, b"/Gm gs " + p.set() + b" -40 -40 80 80 re f")


@place
def type_3(pdf, p):
    glyph = Stream(pdf, b"800 0 d0 " + p.set() + b" 0 0 700 700 re f")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1000, 1000], FontMatrix=[.001, 0, 0, .001, 0, 0], FirstChar=97,
                      LastChar=97, Widths=[800], Encoding=Dictionary(Type=Name.Encoding, Differences=[97, Name.a]),
                      CharProcs=Dictionary(a=pdf.make_indirect(glyph)), Resources=Dictionary(ColorSpace=Dictionary(Cx=p.make(pdf))))
    res(pdf, "/Font", "/F3", pdf.make_indirect(font))
    at(pdf, b"BT /F3 60 Tf (a) Tj ET")


def annotation(pdf, content, resources, flags=4, **keys):
    x, y = middle(pdf)
    a = Dictionary(Type=Name.Annot, Rect=[x - 40, y - 40, x + 40, y + 40], F=flags, AP=Dictionary(N=form(pdf, content, resources)), **keys)
    page = pdf.pages[0].obj
    page.Annots = Array(list(page.get("/Annots", [])) + [pdf.make_indirect(a)])


@place
def in_a_stamp(pdf, p): annotation(pdf, p.set() + b" -50 -50 100 100 re f", Dictionary(ColorSpace=Dictionary(Cx=p.make(pdf))), Subtype=Name.Stamp)


@place
def in_a_field(pdf, p): annotation(pdf, p.set() + b" -50 -50 100 100 re f", Dictionary(ColorSpace=Dictionary(Cx=p.make(pdf))), Subtype=Name.Widget, FT=Name.Tx)


def separation(name, alternate=Name.DeviceCMYK, c1=(0, .2, .6, .2)):
    return lambda pdf: Array([Name.Separation, Name("/" + name), alternate, fn([1] * len(c1) if alternate == Name.DeviceRGB else [0] * len(c1), c1)])


CAL = Array([Name.CalRGB, Dictionary(WhitePoint=[.95, 1, 1.09])])
PAINTS = [
    ("rgb", Paint(Name.DeviceRGB, (1, 0, 0)), f"{X4}, 6.2.4 colour", "device-colour"),
    ("calrgb", Paint(CAL, (1, 0, 0)), SHOP, "screen-colour"),
    ("spot-in-rgb", Paint(separation("Gold", Name.DeviceRGB, (1, .8, .2)), (1,)), f"{X4}, 6.2.4 colour", "device-colour"),
    ("broken-icc", Paint(lambda pdf: Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, b"no profile", N=4))]), (0, 1, 1, 0)),
     f"{PDF}, 8.6.5.5", "source-profile"),
    ("400", Paint(Name.DeviceCMYK, (1, 1, 1, 1)), SHOP, "too-much-ink"),
    ("registration", Paint(separation("All", c1=(1, 1, 1, 1)), (1,)), f"{PDF}, 8.6.6.4", "registration-inside-trim"),
]
for _paint, _p, _clause, _rule in PAINTS:
    for _place, _put in PLACES.items():
        # What a glyph or a registration mark inside of a tile prints has no place of its own.
        if _paint in ("400", "registration", "calrgb") and _place == "type-3" or _paint == "registration" and "tile" in _place:
            continue
        if _paint == "registration" and ("shading" in _place or "picture" in _place):
            continue
        mutant("colour " + _paint, f"{_paint}-{_place}", _clause, _rule, lambda pdf, put=_put, p=_p: put(pdf, p))
LIGHT = Paint(Name.DeviceCMYK, (0, .5, .5, 0))
for _place, _put in PLACES.items():
    if _place not in ("in-a-stamp", "in-a-field", "inline-picture", "through-a-mask", "type-3"):
        mutant("legal", f"legal-light-{_place}", "", "", lambda pdf, put=_put: put(pdf, LIGHT))

# ---- names that the resources do not have
for _key, _op in [("font", b"BT /Nn 9 Tf ET"), ("xobject", b"/Nn Do"), ("state", b"/Nn gs"), ("space", b"/Nn cs"), ("pattern", b"/Pattern cs /Nn scn 0 0 9 9 re f"),
                  ("shading", b"/Nn sh"), ("properties", b"/OC /Nn BDC EMC")]:
    for _where, _put in [("page", lambda pdf, op: at(pdf, op)),
                         ("form", lambda pdf, op: (res(pdf, "/XObject", "/Xx", form(pdf, op)), at(pdf, b"/Xx Do"))),
                         ("tile", lambda pdf, op: (res(pdf, "/Pattern", "/Px", tile(pdf, op, Dictionary())), at(pdf, b"/Pattern cs /Px scn 0 0 40 40 re f"))),
                         ("stamp", lambda pdf, op: annotation(pdf, op, Dictionary(), Subtype=Name.Stamp))]:
        mutant("resources", f"no-{_key}-in-a-{_where}", f"{PDF}, 7.8.3", "missing-resource", lambda pdf, put=_put, op=_op: put(pdf, op))

# ---- operators
ARITY = {"w": 1, "J": 1, "j": 1, "M": 1, "i": 1, "cm": 6, "m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "re": 4, "g": 1, "G": 1, "rg": 3, "RG": 3, "k": 4, "K": 4,
         "Tc": 1, "Tw": 1, "Tz": 1, "TL": 1, "Tr": 1, "Ts": 1, "Td": 2, "TD": 2, "Tm": 6}
for _op, _n in ARITY.items():
    mutant("operators", f"short-{_op}{'-big' if _op.isupper() else ''}", f"{PDF}, annex A", "bad-operator",
           lambda pdf, op=_op, n=_n: at(pdf, b"1 " * (n - 1) + op.encode() + b" n"))
for _name, _content in [("unknown", b"1 glow"), ("q", b"q"), ("capital-q", b"Q Q Q"), ("bt", b"BT"), ("et", b"ET"), ("bmc", b"/P BMC"), ("emc", b"EMC"),
                        ("nested-text", b"BT BT ET ET"), ("text-outside", b"(a) Tj"), ("no-point", b"9 9 l n")]:
    mutant("operators", f"operator-{_name}", f"{PDF}, 7.8.2", "bad-operator missing-resource damaged-stream", lambda pdf, c=_content: append(pdf, c))

# ---- streams: what the dictionary says of their length, and what is in them
def streams(pdf):
    page = pdf.pages[0]
    page.contents_coalesce()
    yield "content", page.Contents
    for key, font in page.Resources.get("/Font", {}).items():
        for d in font.get("/DescendantFonts", [font]):
            for f in ("/FontFile", "/FontFile2", "/FontFile3"):
                if f in d.get("/FontDescriptor", {}):
                    yield "font", d.FontDescriptor[f]
                    return


def relength(which, how):
    def run(data):
        spots = [m for m in re.finditer(rb"/Length (\d+)(?: 0 R)?", data)]
        m = spots[which % len(spots)]
        new = how(int(m[1]))
        if new is None:
            return data[:m.start()] + b" " * len(m[0]) + data[m.end():]
        text = b"/Length %d" % new
        return data[:m.start()] + text[:len(m[0])].ljust(len(m[0])) + data[m.end():] if len(text) <= len(m[0]) else None
    return run


for _i in (0, 1, 2, 3, -1, -2):
    for _how, _f in [("zero", lambda n: 0), ("short", lambda n: n // 2), ("minus-one", lambda n: n - 1), ("long", lambda n: int("9" * len(str(n)))), ("none", lambda n: None)]:
        mutant("streams", f"length-{_how}-{_i % 7}", f"{PDF}, 7.3.8.2", "damaged-stream", relength(_i, _f), raw=True)


def spoil(where, how):
    def run(pdf):
        for name, stream in streams(pdf):
            if name == where:
                packed = zlib.compress(stream.read_bytes())
                stream.write(how(packed), filter=Name.FlateDecode)
                return
        raise LookupError(where)
    return run


for _where in ("content", "font"):
    for _how, _f in [("cut", lambda z: z[:len(z) // 2]), ("flipped", lambda z: z[:len(z) // 2] + bytes(b ^ 0x5a for b in z[len(z) // 2:len(z) // 2 + 8]) + z[len(z) // 2 + 8:]),
                     ("empty", lambda z: b""), ("nonsense", lambda z: b"x\x9c" + b"\xff" * 40), ("no-checksum", lambda z: z[:-4])]:
        mutant("streams", f"{_where}-{_how}", f"{PDF}, 7.4.4", "damaged-stream font-damaged empty-page", spoil(_where, _f))

# ---- the file
def cut(share): return lambda d: d[:int(len(d) * share)]


for _share in (.5, .7, .9, .99):
    mutant("file", f"cut-{_share}", f"{PDF}, 7.5", "xref-damaged bad-header", cut(_share), raw=True)
for _n in (1, 7, 100):
    mutant("file", f"shifted-{_n}", f"{PDF}, 7.5.4", "xref-damaged bad-header", lambda d, n=_n: d[:20] + b"%" + b"x" * (n - 1) + b"\n" + d[20:], raw=True)
mutant("file", "junk-before", f"{PDF}, 7.5.2", "bad-header", lambda d: b"HTTP/1.1 200 OK\r\n\r\n" + d, raw=True)
mutant("file", "no-startxref", f"{PDF}, 7.5.5", "xref-damaged", lambda d: d.replace(b"startxref", b"startxxxx"), raw=True)
mutant("file", "startxref-0", f"{PDF}, 7.5.5", "xref-damaged", lambda d: re.sub(rb"startxref\s+\d+", b"startxref\n0", d), raw=True)
mutant("file", "startxref-wrong", f"{PDF}, 7.5.5", "xref-damaged", lambda d: re.sub(rb"startxref\s+(\d+)", lambda m: b"startxref\n%d" % (int(m[1]) // 2), d), raw=True)
mutant("file", "header-2", f"{X4}, 6.1.3", "bad-header", lambda d: re.sub(rb"^%PDF-1\.\d", b"%PDF-2.0", d), raw=True)
for _r, _how in [(3, dict(R=3, aes=False, metadata=False)), (4, dict(R=4, aes=True)), (6, dict(R=6, aes=True))]:
    def _encrypt(pdf): pass
    _encrypt.save = dict(encryption=pikepdf.Encryption(owner="o", user="", **_how))
    mutant("file", f"encrypted-{_r}", f"{X4}, 6.1.5", "encrypted", _encrypt)

# ---- boxes
def shift(box, side, by):
    def run(pdf):
        page = pdf.pages[0].obj
        b = [float(v) for v in page.get(box, page.MediaBox)]
        b[side] += by
        page[box] = Array(b)
    return run


for _side, _sign in enumerate((-1, -1, 1, 1)):
    mutant("boxes", f"trim-outside-{_side}", f"{X4}, 6.5", "boxes-not-nested", lambda pdf, s=_side, g=_sign: shift("/TrimBox", s, g * 2000)(pdf))
    mutant("boxes", f"bleed-outside-{_side}", f"{X4}, 6.5", "boxes-not-nested", lambda pdf, s=_side, g=_sign: shift("/BleedBox", s, g * 2000)(pdf))
    mutant("boxes", f"crop-outside-{_side}", f"{PDF}, 14.11.2", "boxes-not-nested", lambda pdf, s=_side, g=_sign: shift("/CropBox", s, g * 2000)(pdf))
for _box in ("MediaBox", "TrimBox", "BleedBox", "CropBox", "ArtBox"):
    for _how, _value in [("flat", [9, 9, 9, 500]), ("three", [0, 0, 9]), ("words", ["a", "b", "c", "d"])]:
        mutant("boxes", f"{_box.lower()}-{_how}", f"{PDF}, 7.9.5", "bad-box no-trim-box damaged-stream", lambda pdf, b=_box, v=_value: pdf.pages[0].obj.__setitem__("/" + b, Array([String(x) if isinstance(x, str) else x for x in v])))
mutant("boxes", "art-and-trim", f"{X4}, 6.5", "no-trim-box", lambda pdf: pdf.pages[0].obj.__setitem__("/ArtBox", pdf.pages[0].obj.get("/TrimBox", pdf.pages[0].obj.MediaBox)))
for _u in (0, -1, 3):
    mutant("boxes", f"user-unit-{_u}", f"{PDF}, 14.11.2", "page-too-large user-unit", lambda pdf, u=_u: pdf.pages[0].obj.__setitem__("/UserUnit", u))

mutant("boxes", "no-pages", f"{PDF}, 7.7.3.2", "page-tree xref-damaged", lambda pdf: pdf.Root.Pages.__setitem__("/Kids", Array([])))

# ---- whole numbers
for _key, _value, _kind in [("DW", 494.141, "CIDFontType2"), ("DW", 500.5, "CIDFontType0"), ("FirstChar", 32.5, "TrueType"), ("LastChar", 99.5, "TrueType")]:
    def _real(pdf, key=_key, value=_value, kind=_kind):
        font = Dictionary(Type=Name.Font, Subtype=Name("/" + kind), BaseFont=Name.Any)
        font["/" + key] = value
        pdf.Root.Extra = pdf.make_indirect(font)
    mutant("numbers", f"real-{_key}-{_kind}", f"{PDF}, 9.7.4.3", "number-not-whole", _real)
for _key, _value in [("BitsPerComponent", 8.5), ("Width", 40.25), ("Height", 40.25)]:
    mutant("numbers", f"real-{_key}", f"{PDF}, 8.9.5", "number-not-whole", lambda pdf, k=_key, v=_value: (res(pdf, "/XObject", "/Xx", image(pdf, LIGHT, **{k: v})), at(pdf, b"8 0 0 8 0 0 cm /Xx Do")))
for _key in ("Predictor", "Colors", "Columns"):
    def _parm(pdf, key=_key):
        s = Stream(pdf, b"x")
        s.Extra = Dictionary({"/" + _key: 1})
        s.Extra["/" + key] = 1.5
        pdf.Root.Extra = pdf.make_indirect(s)
    mutant("numbers", f"real-{_key}", f"{PDF}, 7.4.4", "number-not-whole", _parm)

# ---- actions and annotations
for _action in ("JavaScript", "Launch", "URI", "GoToR", "GoToE", "SubmitForm", "ImportData", "Named", "Hide", "Sound", "Movie", "Rendition", "SetOCGState", "Thread", "ResetForm"):
    _a = lambda s=_action: Dictionary(Type=Name.Action, S=Name("/" + s))
    mutant("actions", f"open-{_action}", f"{X4}, 6.10 actions", "action", lambda pdf, a=_a: pdf.Root.__setitem__("/OpenAction", a()))
    mutant("actions", f"page-{_action}", f"{X4}, 6.10 actions", "action", lambda pdf, a=_a: pdf.pages[0].obj.__setitem__("/AA", Dictionary(O=a())))
    mutant("actions", f"link-{_action}", f"{X4}, 6.10 actions", "action", lambda pdf, a=_a: annotation(pdf, b"", Dictionary(), flags=0, Subtype=Name.Link, A=a()))
for _kind in ("Link", "Text", "FreeText", "Square", "Circle", "Line", "Ink", "Highlight", "Stamp", "Polygon", "Caret", "FileAttachment", "Sound", "Movie", "Screen", "RichMedia", "3D"):
    mutant("annotations", f"annotation-{_kind}", f"{X4}, 6.9 annotations", "annotation", lambda pdf, k=_kind: annotation(pdf, b"0 g 0 0 9 9 re f", Dictionary(), Subtype=Name("/" + k)))
mutant("annotations", "field", f"{X4}, 6.9", "form", lambda pdf: annotation(pdf, b"", Dictionary(), Subtype=Name.Widget, FT=Name.Tx))

# ---- graphics states
for _name, _state, _rule in [
    ("tr", dict(TR=Name.Identity), "transfer-function"), ("tr2", dict(TR2=Name.Identity), "transfer-function"), ("htp", dict(HTP=[0, 0]), "halftone"),
    ("ht-6", dict(HT=Dictionary(Type=Name.Halftone, HalftoneType=6, Width=1, Height=1)), "halftone"),
    ("ht-name", dict(HT=Dictionary(Type=Name.Halftone, HalftoneType=1, HalftoneName=String("x"), Frequency=60, Angle=45, SpotFunction=Name.Round)), "halftone"),
    ("bm", dict(BM=Name.Glow), "blend-mode"), ("bm-list", dict(BM=[Name.Glow, Name.Normal]), "blend-mode"), ("ca", dict(ca=1.5), "blend-mode"), ("CA", dict(CA=-.5), "blend-mode"),
    ("white-op", dict(OP=True, op=True, OPM=1), "white-overprint"),
]:
    for _where in ("page", "form", "tile"):
        def _gs(pdf, state=_state, where=_where):
            value = Dictionary(Type=Name.ExtGState, **state)
            content = b"/Gx gs 0 0 0 0 k 0 0 15 15 re f"
            if where == "page":
                res(pdf, "/ExtGState", "/Gx", value); at(pdf, content)
            elif where == "form":
                res(pdf, "/XObject", "/Xx", form(pdf, content, Dictionary(ExtGState=Dictionary(Gx=value)))); at(pdf, b"/Xx Do")
            else:
                res(pdf, "/Pattern", "/Px", tile(pdf, content, Dictionary(ExtGState=Dictionary(Gx=value)))); at(pdf, b"/Pattern cs /Px scn 0 0 40 40 re f")
        if not (_name == "white-op" and _where == "tile"):
            mutant("states", f"state-{_name}-{_where}", f"{X4}, 6.2.5", _rule, _gs)
for _where, _put in [("page", lambda pdf, g: pdf.pages[0].obj.__setitem__("/Group", g)), ("form", lambda pdf, g: (res(pdf, "/XObject", "/Xx", form(pdf, b"0 g 0 0 9 9 re f", Group=g)), at(pdf, b"/Xx Do")))]:
    for _space in (Name.DeviceRGB, Name.Pattern):
        mutant("states", f"group-{str(_space)[1:]}-{_where}", f"{X4}, 6.3", "group-space", lambda pdf, put=_put, s=_space: put(pdf, Dictionary(Type=Name.Group, S=Name.Transparency, CS=s)))
mutant("states", "intent-ri", f"{PDF}, 8.6.5.8", "rendering-intent", lambda pdf: at(pdf, b"/Pretty ri"))
mutant("states", "intent-picture", f"{PDF}, 8.6.5.8", "rendering-intent", lambda pdf: (res(pdf, "/XObject", "/Xx", image(pdf, LIGHT, Intent=Name.Pretty)), at(pdf, b"8 0 0 8 0 0 cm /Xx Do")))

# ---- fonts that are not there
for _font in ("Helvetica", "Times-Roman", "Courier", "Symbol", "ZapfDingbats", "SimHei"):
    def _type(pdf, font=_font): res(pdf, "/Font", "/Fx", Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + font))); at(pdf, b"BT /Fx 20 Tf 0 0 0 1 k (ab) Tj ET")
    mutant("fonts", f"font-{_font}", f"{X4}, 6.4 fonts", "font-not-embedded", _type)
for _map in ("GBK-EUC-H", "UniGB-UTF16-H", "Identity-H", "GBK-EUC-Q"):
    def _cid(pdf, m=_map):
        child = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name.STSong, CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4))
        res(pdf, "/Font", "/Fx", Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.STSong, Encoding=Name("/" + m), DescendantFonts=[child]))
        at(pdf, b"BT /Fx 20 Tf 0 0 0 1 k <D6CA> Tj ET")
    mutant("fonts", f"cid-{_map}", f"{X4}, 6.4 fonts", "font-not-embedded no-cmap", _cid)
for _where, _put in [("stamp", lambda pdf, f: annotation(pdf, b"BT /Fx 20 Tf (a) Tj ET", Dictionary(Font=Dictionary(Fx=f)), Subtype=Name.Stamp)),
                     ("form", lambda pdf, f: (res(pdf, "/XObject", "/Xx", form(pdf, b"BT /Fx 20 Tf (a) Tj ET", Dictionary(Font=Dictionary(Fx=f)))), at(pdf, b"/Xx Do"))),
                     ("tile", lambda pdf, f: (res(pdf, "/Pattern", "/Px", tile(pdf, b"BT /Fx 20 Tf (a) Tj ET", Dictionary(Font=Dictionary(Fx=f)))), at(pdf, b"/Pattern cs /Px scn 0 0 40 40 re f")))]:
    mutant("fonts", f"font-in-a-{_where}", f"{X4}, 6.4 fonts", "font-not-embedded", lambda pdf, put=_put: put(pdf, Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))

def wrong_widths(by):
    def run(pdf):
        hit = 0
        for o in pdf.objects:
            if isinstance(o, Dictionary) and "/W" in o and "/CIDSystemInfo" in o:
                o.W, hit = Array([0, 65535, 500 + by]), hit + 1
            elif isinstance(o, Dictionary) and "/Widths" in o and "/FontFile2" in o.get("/FontDescriptor", {}):
                o.Widths, hit = Array([float(w) + by for w in o.Widths]), hit + 1
        if not hit:
            raise LookupError("no widths")
    return run


for _by in (-100, -20, 5, 50):
    mutant("fonts", f"widths-{_by}", f"{X4}, 6.4 fonts", "wrong-width", wrong_widths(_by))

# ---- technical inks
NAMES = ["CutContour", "Thru-cut", "Die", "刀线", "模切线", "半刀", "压痕", "Fold", "Perf", "KissCut", "White", "白墨", "Varnish", "局部UV", "烫金", "Spot_White"]
LINES = NAMES[:10]
OVER = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
GROUND = b"0 .3 .3 0 k -60 -60 120 120 re f "


def technical(pdf, name, content, paint=b"/Cx CS 1 SCN ", over=True):
    res(pdf, "/ColorSpace", "/Cx", separation(name, c1=(0, 1, 0, 0))(pdf))
    res(pdf, "/ExtGState", "/Go", OVER)
    at(pdf, b"q " + GROUND + (b"/Go gs " if over else b"") + paint + content + b" Q")


for _i, _name in enumerate(NAMES):
    _line = _name in LINES
    _content, _fill = (b".5 w -40 -40 80 80 re S", b"/Cx CS 1 SCN ") if _line else (b"-40 -40 80 80 re f", b"/Cx cs 1 scn ")
    mutant("technical", f"knocks-out-{_i}", f"{STEPS}, 6.3", "step-not-overprinting", lambda pdf, n=_name, c=_content, f=_fill: technical(pdf, n, c, f, over=False))
    mutant("technical", f"covered-{_i}", f"{STEPS}, 6.3", "step-covered", lambda pdf, n=_name, c=_content, f=_fill: (technical(pdf, n, c, f), at(pdf, b"0 .2 .4 0 k -45 -45 90 90 re f")))
    if _name not in ("White", "白墨", "Spot_White"):
        mutant("technical", f"tint-{_i}", f"{STEPS}, 6.3", "step-tint", lambda pdf, n=_name, c=_content, f=_fill: technical(pdf, n, c, f.replace(b"1 s", b".4 s").replace(b"1 S", b".4 S")))
    def _mixed(pdf, name=_name):
        names = Array([Name("/" + name), Name.Magenta])
        space = Array([Name.DeviceN, names, Name.DeviceCMYK, calc(pdf, 2, 4, b"{exch pop 0 exch 0 0}"),
                       Dictionary(Colorants=Dictionary({"/" + name: separation(name, c1=(0, 1, 0, 0))(pdf)}))])
        res(pdf, "/ColorSpace", "/Cx", space); at(pdf, b"/Cx cs 1 1 scn -40 -40 80 80 re f")
    mutant("technical", f"mixed-{_i}", f"{STEPS}, 6.3", "step-mixed", _mixed)
    mutant("legal", f"legal-technical-{_i}", "", "", lambda pdf, n=_name, c=_content, f=_fill: technical(pdf, n, c, f))
for _name, _set in [("magenta", b"0 1 0 0 K"), ("black", b"0 0 0 1 K"), ("red", b"1 0 0 RG")]:
    mutant("technical", f"die-line-{_name}", SHOP, "die-line-in-ink", lambda pdf, s=_set: at(pdf, s + b" .25 w -40 -40 80 80 re S"))

# ---- spots
def two(a, b, c1=(0, .2, .6, .2), c2=(0, .2, .6, .2)):
    def run(pdf):
        res(pdf, "/ColorSpace", "/Ca", separation(a, c1=c1)(pdf)); res(pdf, "/ColorSpace", "/Cb", separation(b, c1=c2)(pdf))
        at(pdf, b"/Ca cs .5 scn -40 -40 40 40 re f /Cb cs .5 scn 0 0 40 40 re f")
    return run


for _a, _b in [("Gold", "gold"), ("Gold", "Gold#20"), ("PANTONE 185 C", "PANTONE185C"), ("Silver", "SILVER"), ("Red-1", "Red 1"), ("PANTONE 185 C", "PANTONE 185 CVC"), ("PANTONE 185 U", "Pantone 185 CVU")]:
    mutant("spots", f"alike-{_a}-{_b}".replace(" ", "_").replace("#", "_"), SHOP, "spot-two-ways", two(_a, _b.replace("#20", " ")))
mutant("spots", "two-stand-ins", f"{X4}, 6.2.4", "spot-two-ways", two("Gold", "Gold", c2=(0, .6, .9, 0)))
for _name in ("black", "BLACK", "Process Black", "cyan", "MAGENTA", "yellow ", "黑", "品红", "K"):
    mutant("spots", f"like-process-{_name.strip().replace(' ', '_')}", SHOP, "spot-like-process", lambda pdf, n=_name: (res(pdf, "/ColorSpace", "/Cx", separation(n)(pdf)), at(pdf, b"/Cx cs 1 scn 0 0 40 40 re f")))
mutant("spots", "no-tint-function", f"{PDF}, 8.6.6.4", "undescribed-spot", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary()])), at(pdf, b"/Cx cs 1 scn 0 0 40 40 re f")))
mutant("spots", "undescribed", f"{X4}, 6.2.4", "undescribed-spot", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", Array([Name.DeviceN, Array([Name.Gold, Name.Cyan]), Name.DeviceCMYK, calc(pdf, 2, 4, b"{0 0 0}")])), at(pdf, b"/Cx cs 1 0 scn 0 0 40 40 re f")))


# ---- pictures that contradict themselves
def placed(pdf, picture):
    res(pdf, "/XObject", "/Xx", picture)
    at(pdf, b"9 0 0 9 0 0 cm /Xx Do")


def described(change, data=None, **keys):
    def run(pdf):
        picture = image(pdf, LIGHT, None, data, **keys)
        change(pdf, picture)
        placed(pdf, picture)
    return run


def samples(pdf, size, data, space=Name.DeviceGray, bits=8):
    s = Stream(pdf, data)
    s.Type, s.Subtype, s.Width, s.Height, s.BitsPerComponent, s.ColorSpace = Name.XObject, Name.Image, size, size, bits, space
    return pdf.make_indirect(s)


def jpeg(pdf, mode, space, width=40, share=1):
    packed = io.BytesIO()
    # Turned over on its way into the file, as others do it: no ink.
    PIL.Image.new(mode, (40, 40), "white" if mode != "CMYK" else (255, 255, 255, 255)).save(packed, "JPEG")
    s = samples(pdf, 40, b"", space)
    s.write(packed.getvalue()[:int(len(packed.getvalue()) * share)], filter=Name.DCTDecode)
    s.Width = width
    placed(pdf, s)


PICTURE = f"{PDF}, 8.9.5"
for _name, _rules, _make in [
    ("short", "damaged-stream", described(lambda pdf, x: None, bytes(100))), ("one-short", "damaged-stream", described(lambda pdf, x: None, bytes(6399))),
    ("bits-3", "bad-picture", described(lambda pdf, x: x.__setitem__("/BitsPerComponent", 3))), ("bits-0", "bad-picture", described(lambda pdf, x: x.__setitem__("/BitsPerComponent", 0))),
    ("bits-32", "bad-picture", described(lambda pdf, x: x.__setitem__("/BitsPerComponent", 32))), ("decode-2", "bad-picture", described(lambda pdf, x: x.__setitem__("/Decode", Array([0, 1])))),
    ("width-0", "bad-picture", described(lambda pdf, x: x.__setitem__("/Width", 0))), ("no-width", "bad-picture", described(lambda pdf, x: x.__delitem__("/Width"))),
    ("no-height", "bad-picture", described(lambda pdf, x: x.__delitem__("/Height"))), ("no-space", "missing-resource", described(lambda pdf, x: x.__delitem__("/ColorSpace"))),
    ("taller", "damaged-stream", described(lambda pdf, x: x.__setitem__("/Height", 41))), ("stencil-8", "bad-picture", described(lambda pdf, x: x.__setitem__("/ImageMask", True))),
    ("mask-3", "bad-picture", described(lambda pdf, x: x.__setitem__("/Mask", Array([0, 0, 0])))), ("mask-300", "bad-picture", described(lambda pdf, x: x.__setitem__("/Mask", Array([0, 300] * 4)))),
    ("mask-no-stencil", "bad-picture", described(lambda pdf, x: x.__setitem__("/Mask", samples(pdf, 40, bytes(1600))))),
    ("smask-short", "damaged-stream", described(lambda pdf, x: x.__setitem__("/SMask", samples(pdf, 40, bytes(10))))),
    ("smask-rgb", "bad-picture", described(lambda pdf, x: x.__setitem__("/SMask", samples(pdf, 40, bytes(4800), Name.DeviceRGB)))),
    ("smask-no-size", "bad-picture", described(lambda pdf, x: x.__setitem__("/SMask", (lambda m: (m.__delitem__("/Width"), m)[1])(samples(pdf, 40, bytes(1600)))))),
    ("jpeg-cut", "damaged-stream", lambda pdf: jpeg(pdf, "CMYK", Name.DeviceCMYK, share=.4)), ("jpeg-none", "damaged-stream", lambda pdf: jpeg(pdf, "CMYK", Name.DeviceCMYK, share=.01)),
    ("jpeg-width", "bad-picture", lambda pdf: jpeg(pdf, "CMYK", Name.DeviceCMYK, 80)), ("jpeg-rgb-as-cmyk", "bad-picture", lambda pdf: jpeg(pdf, "RGB", Name.DeviceCMYK)),
    ("jpeg-cmyk-as-gray", "bad-picture", lambda pdf: jpeg(pdf, "CMYK", Name.DeviceGray)),
    ("table-short", "bad-picture", lambda pdf: placed(pdf, samples(pdf, 40, bytes(1600), Array([Name.Indexed, Name.DeviceCMYK, 15, String(bytes(8))])))),
    ("table-300", "bad-picture", lambda pdf: placed(pdf, samples(pdf, 40, bytes(1600), Array([Name.Indexed, Name.DeviceCMYK, 300, String(bytes(1300))])))),
    ("table-of-a-table", "bad-picture", lambda pdf: placed(pdf, samples(pdf, 40, bytes(1600), Array([Name.Indexed, Array([Name.Indexed, Name.DeviceCMYK, 0, String(bytes(4))]), 0, String(bytes(1))])))),
]:
    mutant("pictures", f"picture-{_name}", PICTURE, _rules, _make)
mutant("legal", "legal-jpeg", "", "", lambda pdf: jpeg(pdf, "CMYK", Name.DeviceCMYK))
mutant("legal", "legal-picture-long", "", "", described(lambda pdf, x: None, bytes(6401)))
mutant("legal", "legal-picture-16", "", "", lambda pdf: placed(pdf, samples(pdf, 40, bytes([64]) * 12800, Name.DeviceCMYK, 16)))
mutant("legal", "legal-picture-1", "", "", lambda pdf: placed(pdf, samples(pdf, 40, bytes([0x11]) * 800, Name.DeviceCMYK, 1)))

# ---- pictures whose coding is damaged
def coded(picture):
    def run(pdf):
        res(pdf, "/XObject", "/Xx", codecs_of.picture_of(pdf, picture))
        at(pdf, b"30 0 0 24 -15 -12 cm /Xx Do")
    # As it is: nobody mends it on its way into the file.
    run.save = dict(stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return run


for _family, _name, _clause, _rules, _picture in codecs_of.mutants():
    if _rules:
        mutant(_family, _name, _clause, _rules, coded(_picture))
    else:
        mutant("legal", _name, "", "", coded(_picture))

# ---- functions, patterns, spaces, trees
for _name, _family, _clause, _rules, _make in parts_of.mutants(at, res, append, middle, form):
    mutant(_family if _rules else "legal", _name, _clause if _rules else "", _rules or "", _make, getattr(_make, "bytes", False))

# ---- forms, masks and pages that lack a part
for _turn in (45, 1, 90.5):
    mutant("boxes", f"turned-{_turn}", f"{PDF}, 7.7.3.3", "bad-box number-not-whole", lambda pdf, t=_turn: pdf.pages[0].obj.__setitem__("/Rotate", t))
mutant("legal", "legal-turned-450", "", "", lambda pdf: pdf.pages[0].obj.__setitem__("/Rotate", 360))
mutant("resources", "form-no-box", f"{PDF}, 8.10.2", "missing-resource", lambda pdf: (lambda f: (f.__delitem__("/BBox"), res(pdf, "/XObject", "/Xx", f), at(pdf, b"/Xx Do")))(form(pdf, b"0 1 1 0 k 0 0 9 9 re f")))
for _name, _mask in [("no-group", Dictionary(S=Name.Luminosity)), ("named", Name.Soft)]:
    mutant("states", f"soft-mask-{_name}", f"{PDF}, 11.6.5.2", "missing-resource", lambda pdf, m=_mask: (res(pdf, "/ExtGState", "/Gx", Dictionary(SMask=m)), at(pdf, b"/Gx gs 0 1 1 0 k 0 0 9 9 re f")))
mutant("spots", "tint-of-one", f"{PDF}, 8.6.6.4", "undescribed-spot", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", Array([Name.Separation, Name.Gold, Name.DeviceCMYK, fn([0], [1])])), at(pdf, b"/Cx cs 1 scn 0 0 40 40 re f")))
mutant("colour default", "default-of-three", f"{PDF}, 8.6.5.6", "source-profile", lambda pdf: (res(pdf, "/ColorSpace", "/DefaultCMYK", CAL), at(pdf, b"0 1 1 0 k 0 0 9 9 re f")))


def composite(change):
    def run(pdf):
        fonts = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Subtype") == Name.Type0]
        if not fonts:
            raise LookupError("no composite font")
        change(fonts[0])
    return run


for _name, _rule, _change in [
    ("two-descendants", "font-damaged", lambda f: f.__setitem__("/DescendantFonts", Array([f.DescendantFonts[0]] * 2))), ("no-descendants", "font-damaged", lambda f: f.__setitem__("/DescendantFonts", Array([]))),
    ("other-collection", "no-cmap", lambda f: f.__setitem__("/Encoding", Name("/UniGB-UCS2-H"))), ("no-encoding", "no-cmap", lambda f: f.__delitem__("/Encoding")),
    ("widths-break-off", "wrong-width", lambda f: f.DescendantFonts[0].__setitem__("/W", Array([1, 2]))),
]:
    mutant("fonts", f"composite-{_name}", f"{PDF}, 9.7", _rule, composite(_change))

def own_font(pdf):
    """The font that the page's first type is set in as `/Fo`; the first code of it."""
    page, font = pdf.pages[0], None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = page.obj.Resources.Font[str(operands[0])]
        elif str(operator) in ("Tj", "TJ") and font is not None and font.Subtype == Name.Type0:
            shown = operands[0] if str(operator) == "Tj" else next(o for o in operands[0] if isinstance(o, pikepdf.String))
            res(pdf, "/Font", "/Fo", font)
            return bytes(shown)[:2].hex().encode()
    raise LookupError("no composite font")


for _family, _name, _clause, _rules, _make in type_of.mutants(at, res, own_font):
    mutant(_family, _name, _clause, _rules, _make)

for _family, _name, _clause, _rules, _make in shop_of.mutants(at, res, append, middle, form, annotation, own_font):
    mutant(_family if _rules else "legal", _name, _clause if _rules else "", _rules or "", _make)

# ---- records
def parts(change):
    def run(pdf):
        page = pdf.pages[0].obj
        root = pdf.make_indirect(Dictionary(Type=Name.DPartRoot, RecordLevel=0, NodeNameList=[Name.Job]))
        leaf = pdf.make_indirect(Dictionary(Type=Name.DPart, Parent=root, Start=page))
        if len(pdf.pages) > 1:
            leaf.End = pdf.pages[-1].obj
        root.DPartRootNode = leaf
        for p in pdf.pages:
            p.obj.DPart = leaf
        pdf.Root.DPartRoot = root
        change(pdf, root, leaf)
    return run


def drop(o, key): del o[key]


mutant("legal", "legal-parts", "", "", parts(lambda pdf, r, l: None))
for _name, _change in [
    ("root-type", lambda pdf, r, l: r.__setitem__("/Type", Name.DPart)), ("leaf-type", lambda pdf, r, l: l.__setitem__("/Type", Name.Page)),
    ("record-level-9", lambda pdf, r, l: r.__setitem__("/RecordLevel", 9)), ("record-level-real", lambda pdf, r, l: r.__setitem__("/RecordLevel", .5)),
    ("record-level-minus", lambda pdf, r, l: r.__setitem__("/RecordLevel", -1)), ("names-too-many", lambda pdf, r, l: r.__setitem__("/NodeNameList", Array([Name.A, Name.B, Name.C]))),
    ("names-strings", lambda pdf, r, l: r.__setitem__("/NodeNameList", Array([String("Job")]))), ("names-none", lambda pdf, r, l: r.__setitem__("/NodeNameList", Name.Job)),
    ("no-parent", lambda pdf, r, l: drop(l, "/Parent")), ("parent-itself", lambda pdf, r, l: l.__setitem__("/Parent", l)),
    ("no-start", lambda pdf, r, l: drop(l, "/Start")), ("start-nowhere", lambda pdf, r, l: l.__setitem__("/Start", pdf.make_indirect(Dictionary(Type=Name.Page)))),
    ("end-nowhere", lambda pdf, r, l: l.__setitem__("/End", pdf.make_indirect(Dictionary(Type=Name.Page)))), ("no-node", lambda pdf, r, l: drop(r, "/DPartRootNode")),
    ("no-back-link", lambda pdf, r, l: drop(pdf.pages[0].obj, "/DPart")), ("dparts-empty", lambda pdf, r, l: (drop(l, "/Start"), l.__setitem__("/DParts", Array([])))),
    ("dparts-flat", lambda pdf, r, l: (drop(l, "/Start"), l.__setitem__("/DParts", Array([l])))), ("both", lambda pdf, r, l: l.__setitem__("/DParts", Array([Array([l])]))),
    ("dpm-number", lambda pdf, r, l: l.__setitem__("/DPM", 5)), ("dpm-stream", lambda pdf, r, l: l.__setitem__("/DPM", Dictionary(A=pdf.make_indirect(Stream(pdf, b"x"))))),
    ("no-root", lambda pdf, r, l: drop(pdf.Root, "/DPartRoot")),
]:
    mutant("records", f"parts-{_name}", f"{VT}, 6.5", "part-tree", parts(_change))

# ---- the print condition
def named(identifier, info=None):
    def run(pdf):
        intent = pdf.Root.get("/OutputIntents", [Dictionary()])[0]
        if "FOGRA39" not in str(intent.get("/OutputConditionIdentifier", "")):
            raise LookupError("another condition")
        intent.OutputConditionIdentifier = String(identifier)
        if info is not None:
            intent.Info = String(info)
    return run


for _name, _identifier in [("27", "FOGRA27"), ("51", "FOGRA51"), ("in-words", "PSO Uncoated v3 (FOGRA52)")]:
    mutant("intent", f"condition-{_name}", SHOP, "output-intent-differs", named(_identifier))
for _name, _identifier in [("l", "FOGRA39L"), ("in-words", "Coated FOGRA39 (ISO 12647-2:2004)"), ("own", "Our press")]:
    mutant("legal", f"legal-condition-{_name}", "", "", named(_identifier, "Coated FOGRA39"))

# ---- type, lines and pictures that a press cannot hold
for _w in (.05, .1, .2):
    mutant("press", f"line-{_w}", SHOP, "line-too-thin", lambda pdf, w=_w: at(pdf, b"0 1 1 0 K %g w 0 0 m 40 30 l S" % w))
for _size in (4, 8, 16):
    mutant("press", f"coarse-{_size}", SHOP, "picture-too-coarse", lambda pdf, s=_size: (res(pdf, "/XObject", "/Xx", image(pdf, LIGHT)), at(pdf, b"%d 0 0 %d 0 0 cm /Xx Do" % (s * 10, s * 10))))
for _tint in (.01, .02, .04):
    mutant("press", f"tint-{_tint}", SHOP, "faint-tint", lambda pdf, t=_tint: at(pdf, b"%g 0 0 0 k 0 0 40 40 re f" % t))


def main():
    folder, manifest = Path(sys.argv[1]), []
    for base in sys.argv[2:]:
        base, good = base.split("=", 1)
        (folder / base).mkdir(parents=True, exist_ok=True)
        plain = folder / base / "good.pdf"
        with pikepdf.open(good) as pdf:
            pdf.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
        for family, name, clause, rules, make, raw in MUTANTS:
            path = folder / base / f"{name}.pdf"
            try:
                if raw:
                    data = plain.read_bytes()
                    new = make(data)
                    if new is None or new == data:
                        continue
                    path.write_bytes(new)
                else:
                    with pikepdf.open(plain) as pdf:
                        make(pdf)
                        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False, **getattr(make, "save", {}))
                    if hasattr(make, "after"):
                        path.write_bytes(make.after(path.read_bytes()))
            except (LookupError, AttributeError) as error:
                # The good file has no such thing to spoil.
                if not isinstance(error, LookupError):
                    raise
                continue
            manifest.append(dict(base=base, name=name, family=family, clause=clause, rules=rules))
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
