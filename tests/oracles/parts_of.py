"""Functions, patterns, shadings, fonts, spaces and trees that lack a part or contradict themselves: more mutants for corpus.py."""
import re

from pikepdf import Array, Dictionary, Name, Stream, String

PDF = "ISO 32000-1"


def stream(pdf, data, **keys):
    made = Stream(pdf, data)
    for key, value in keys.items():
        made["/" + key] = value
    return pdf.make_indirect(made)


def spot(function, name=Name.Copper):
    return lambda pdf: Array([Name.Separation, name, Name.DeviceCMYK, function(pdf)])


def exponent(**change):
    keys = dict(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, .2, .6, .2]), N=1) | change
    return lambda pdf: Dictionary({"/" + k: v for k, v in keys.items() if v is not None})


def sampled(data=bytes(8), **change):
    keys = dict(FunctionType=0, Domain=Array([0, 1]), Range=Array([0, 1] * 4), Size=Array([2]), BitsPerSample=8) | change
    return lambda pdf: stream(pdf, data, **{k: v for k, v in keys.items() if v is not None})


def calculated(code, **change):
    keys = dict(FunctionType=4, Domain=Array([0, 1]), Range=Array([0, 1] * 4)) | change
    return lambda pdf: stream(pdf, code, **{k: v for k, v in keys.items() if v is not None})


def stitched(**change):
    part = exponent()
    keys = dict(FunctionType=3, Domain=Array([0, 1]), Bounds=Array([.5]), Encode=Array([0, 1, 0, 1])) | change
    return lambda pdf: Dictionary({"/" + k: v for k, v in (keys | dict(Functions=change.get("Functions", Array([part(pdf), part(pdf)])))).items() if v is not None})


FUNCTIONS = [
    ("legal-exponent", None, exponent()), ("legal-sampled", None, sampled()), ("legal-calculated", None, calculated(b"{dup 0 exch dup .5 mul exch 0 mul}")), ("legal-stitched", None, stitched()),
    ("no-type", 1, exponent(FunctionType=None)), ("type-1", 1, exponent(FunctionType=1)), ("no-domain", 1, exponent(Domain=None)), ("no-exponent", 1, exponent(N=None)),
    ("c1-of-three", 1, exponent(C1=Array([0, .2, .6]))), ("c0-c1-differ", 1, exponent(C0=Array([0, 0, 0]), C1=Array([0, .2, .6, .2]))),
    ("sampled-short", 1, sampled(bytes(5))), ("sampled-no-size", 1, sampled(Size=None)), ("sampled-no-range", 1, sampled(Range=None)), ("sampled-bits-3", 1, sampled(BitsPerSample=3)),
    ("sampled-range-of-three", 1, sampled(Range=Array([0, 1] * 3))), ("sampled-size-0", 1, sampled(Size=Array([0]))),
    ("calculated-unknown", 1, calculated(b"{glow 0 0 0}")), ("calculated-open", 1, calculated(b"{dup 0 exch 0")), ("calculated-underflow", 1, calculated(b"{pop pop pop}")),
    ("calculated-two-few", 1, calculated(b"{0}")), ("calculated-no-range", 1, calculated(b"{0 0 0}", Range=None)), ("calculated-empty", 1, calculated(b"")),
    ("stitched-no-parts", 1, stitched(Functions=Array([]))), ("stitched-no-bounds", 1, stitched(Bounds=None)), ("stitched-bounds-many", 1, stitched(Bounds=Array([.2, .4, .6]))),
    ("stitched-encode-short", 1, stitched(Encode=Array([0, 1]))),
]


def mutants(at, res, append, middle, form):
    """Name, family, clause, rules (none of what is right), what it does to the file."""
    def painted(space, count=1):
        def run(pdf):
            res(pdf, "/ColorSpace", "/Cx", space(pdf))
            at(pdf, b"/Cx cs " + b".5 " * count + b"scn -40 -40 80 80 re f")
        return run

    for name, is_wrong, function in FUNCTIONS:
        rules = "undescribed-spot bad-operator ink-not-measured damaged-stream" if is_wrong else None
        yield f"function-{name}" if is_wrong else f"{name}-function", "functions", f"{PDF}, 7.10", rules, painted(spot(function))

    def shading(**change):
        def run(pdf):
            keys = dict(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([-40, 0, 40, 0]), Function=exponent()(pdf)) | change
            res(pdf, "/Shading", "/Sx", Dictionary({"/" + k: v for k, v in keys.items() if v is not None}))
            at(pdf, b"q -40 -40 80 80 re W n /Sx sh Q")
        return run
    told = "missing-resource bad-operator ink-not-measured damaged-stream bad-picture"
    for name, change in [("no-type", dict(ShadingType=None)), ("type-9", dict(ShadingType=9)), ("no-coords", dict(Coords=None)), ("coords-short", dict(Coords=Array([0, 0]))),
                         ("no-function", dict(Function=None)), ("no-space", dict(ColorSpace=None)), ("radial-coords", dict(ShadingType=3)), ("in-a-pattern", dict(ColorSpace=Name.Pattern)),
                         ("negative-radius", dict(ShadingType=3, Coords=Array([0, 0, -5, 0, 0, 9])))]:
        yield f"shading-{name}", "shadings", f"{PDF}, 8.7.4.5", told, shading(**change)
    yield "legal-shading", "shadings", f"{PDF}, 8.7.4.5", None, shading()

    def tile(**change):
        def run(pdf):
            keys = dict(Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 20, 20]), XStep=20, YStep=20, Resources=Dictionary()) | change
            made = stream(pdf, b"0 .5 .5 0 k 0 0 15 15 re f", **{k: v for k, v in keys.items() if v is not None})
            res(pdf, "/Pattern", "/Px", made)
            at(pdf, b"/Pattern cs /Px scn -40 -40 80 80 re f")
        return run
    for name, change in [("no-box", dict(BBox=None)), ("no-step", dict(XStep=None)), ("step-0", dict(YStep=0)), ("no-type", dict(PatternType=None)), ("type-3", dict(PatternType=3)),
                         ("no-paint-type", dict(PaintType=None)), ("paint-type-5", dict(PaintType=5)), ("box-flat", dict(BBox=Array([0, 0, 0, 20])))]:
        yield f"tile-{name}", "patterns", f"{PDF}, 8.7.3", told, tile(**change)
    yield "legal-tile", "patterns", f"{PDF}, 8.7.3", None, tile()
    yield "legal-tile-step-minus", "patterns", f"{PDF}, 8.7.3", None, tile(XStep=-20)

    spaces = "undescribed-spot bad-operator ink-not-measured missing-resource source-profile device-colour"
    tints = lambda pdf: Array([Name.Gold, Name.Silver])
    for name, space, count in [
        ("unknown", lambda pdf: Array([Name.DeviceHSV, 1]), 3), ("empty", lambda pdf: Array([]), 1), ("number", lambda pdf: Array([5]), 1),
        ("separation-short", lambda pdf: Array([Name.Separation, Name.Gold]), 1), ("separation-string", lambda pdf: Array([Name.Separation, String("Gold"), Name.DeviceCMYK, exponent()(pdf)]), 1),
        ("separation-in-a-pattern", lambda pdf: Array([Name.Separation, Name.Gold, Name.Pattern, exponent()(pdf)]), 1),
        ("separation-of-itself", lambda pdf: Array([Name.Separation, Name.Gold, Array([Name.Separation, Name.Silver, Name.DeviceCMYK, exponent()(pdf)]), exponent(C0=Array([0]), C1=Array([1]))(pdf)]), 1),
        ("devicen-twice", lambda pdf: Array([Name.DeviceN, Array([Name.Gold, Name.Gold]), Name.DeviceCMYK, calculated(b"{pop 0 0 0}", Domain=Array([0, 1, 0, 1]))(pdf)]), 2),
        ("devicen-none", lambda pdf: Array([Name.DeviceN, Array([]), Name.DeviceCMYK, calculated(b"{0 0 0 0}", Domain=Array([]))(pdf)]), 0),
        ("icc-no-n", lambda pdf: Array([Name.ICCBased, stream(pdf, b"no profile")]), 4), ("icc-n-2", lambda pdf: Array([Name.ICCBased, stream(pdf, b"no profile", N=2)]), 2),
        ("icc-no-stream", lambda pdf: Array([Name.ICCBased, Dictionary(N=4)]), 4),
        ("lab-no-white", lambda pdf: Array([Name.Lab, Dictionary()]), 3), ("indexed-short", lambda pdf: Array([Name.Indexed, Name.DeviceCMYK, 1]), 1),
    ]:
        yield f"space-{name}", "colour spaces", f"{PDF}, 8.6", spaces, painted(space, count)
    yield "devicen-numbers-few", "colour spaces", f"{PDF}, 8.6.6.5", "bad-operator", lambda pdf: (res(pdf, "/ColorSpace", "/Cx", Array([Name.DeviceN, tints(pdf), Name.DeviceCMYK, calculated(b"{pop 0 0 0}", Domain=Array([0, 1, 0, 1]))(pdf), Dictionary(Colorants=Dictionary(Gold=spot(exponent())(pdf), Silver=spot(exponent(), Name.Silver)(pdf)))])), at(pdf, b"/Cx cs .5 scn -40 -40 80 80 re f"))

    def kept(change):
        def run(pdf): change(pdf, pdf.pages[0].obj)
        return run
    tree = "page-tree missing-resource bad-box no-trim-box damaged-stream empty-page bad-operator"
    for name, clause, change in [
        ("contents-number", "7.7.3.3", lambda pdf, page: page.__setitem__("/Contents", 5)),
        ("contents-missing", "7.3.10", lambda pdf, page: page.__setitem__("/Contents", Array([page.Contents, pdf.make_indirect(Dictionary())]))),
        ("resources-number", "7.8.3", lambda pdf, page: page.__setitem__("/Resources", 5)), ("unit-string", "7.7.3.3", lambda pdf, page: page.__setitem__("/UserUnit", String("2"))),
    ]:
        yield f"page-{name}", "pages", f"{PDF}, {clause}", tree + " user-unit number-not-whole", kept(change)
    # In the bytes: whoever saves the file would mend these.
    for name, clause, found, wanted in [("count-wrong", "7.7.3.2", rb"/Count (\d)", b"/Count 7"), ("no-type", "7.7.3.3", rb"/Type /Page(?!s)", b"          "),
                                        ("other-type", "7.7.3.3", rb"/Type /Page(?!s)", b"/Type /Pagf"), ("no-parent", "7.7.3.3", rb"/Parent (\d+) 0 R", None)]:
        def raw(data, found=found, wanted=wanted):
            return re.sub(found, lambda m: (wanted or b"").ljust(len(m[0])), data)
        raw.bytes = True
        yield f"page-{name}", "pages", f"{PDF}, {clause}", tree, raw

    def simple(**change):
        def run(pdf):
            fonts = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Subtype") in (Name.TrueType, Name.Type1) and "/Widths" in o]
            if not fonts:
                raise LookupError("no simple font")
            for font in fonts:
                for key, how in change.items():
                    how(font, "/" + key)
        return run
    drop = lambda font, key: font.__delitem__(key)
    put = lambda value: lambda font, key: font.__setitem__(key, value)
    fonts = "wrong-width font-damaged font-not-embedded missing-glyph no-cmap blank-glyph missing-resource number-not-whole"
    for name, change in [("no-widths", dict(Widths=drop)), ("no-descriptor", dict(FontDescriptor=drop)),
                         ("no-subtype", dict(Subtype=drop)), ("other-subtype", dict(Subtype=put(Name.Type9)))]:
        yield f"font-{name}", "simple fonts", f"{PDF}, 9.6", fonts, simple(**change)
