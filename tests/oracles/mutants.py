#!/usr/bin/env python3
"""Makes one-defect mutants of a good PDF/X-4 file and lets x4check judge each.

Usage: mutants.py GOOD.pdf FOLDER    writes FOLDER/NAME.pdf and FOLDER/oracle.json: {name: [rules that x4check adds]}.
Files named `legal-…` are odd but right: nobody may blame them for more than the good file.
"""
import json
import re
import sys
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

sys.path.insert(0, str(Path(__file__).parent))
import x4check

MUTANTS = {}


def mutant(f):
    MUTANTS[f.__name__.replace("_", "-")] = f
    return f


def content(change, name=None):
    """A mutant that changes the page's content; `change` is bytes to append, or a function."""
    def run(pdf):
        page = pdf.pages[0]
        old = page.Contents.read_bytes()
        page.Contents = Stream(pdf, change(old) if callable(change) else old + b"\n" + change)
    MUTANTS[name] = run


def resource(pdf, kind, name, value):
    res = pdf.pages[0].Resources
    if kind not in res:
        res[kind] = Dictionary()
    res[kind][name] = value


def fonts(pdf, sub=None):
    for o in pdf.objects:
        if isinstance(o, Dictionary) and o.get("/Type") == "/Font" and (sub is None or o.get("/Subtype") == sub):
            yield o


def xmp(change):
    def run(pdf):
        old = pdf.Root.Metadata.read_bytes()
        new = change(old)
        assert new != old, "the packet did not change"
        pdf.Root.Metadata = Stream(pdf, new)
        pdf.Root.Metadata.Type, pdf.Root.Metadata.Subtype = Name.Metadata, Name.XML
    return run


def raw(change):
    """A mutant of the bytes."""
    def run(data):
        new = change(data)
        assert new != data
        return new
    run.raw = True
    return run


# ---- file
MUTANTS["header-17"] = raw(lambda d: d.replace(b"%PDF-1.6", b"%PDF-1.7", 1))
MUTANTS["no-binary-comment"] = raw(lambda d: re.sub(rb"^(%PDF-1.6\n%)([^\n]{4,})", lambda m: m[1] + b"a" * len(m[2]), d, count=1))
MUTANTS["no-eof"] = raw(lambda d: d.rstrip()[:-5])


@mutant
def catalog_version_20(pdf): pdf.Root.Version = Name("/2.0")


@mutant
def no_id(pdf): pdf.trailer.ID = Array([String(""), String("")])


@mutant
def lzw(pdf):
    # Written as an unknown filter of equal length, which saving leaves alone, and named afterwards.
    s = Stream(pdf, b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")
    s.Filter = Name.LZWDecodX
    pdf.Root.Extra = pdf.make_indirect(s)


MUTANTS["lzw"].after = lambda data: data.replace(b"/LZWDecodX", b"/LZWDecode")


@mutant
def crypt_filter(pdf):
    s = Stream(pdf, b"q Q")
    s.Filter = Name.Crypy
    pdf.Root.Extra = pdf.make_indirect(s)


MUTANTS["crypt-filter"].after = lambda data: data.replace(b"/Crypy", b"/Crypt")


@mutant
def external_stream(pdf):
    s = Stream(pdf, b"")
    s.F = String("other.bin")
    pdf.Root.Extra = pdf.make_indirect(s)


@mutant
def broken_flate(pdf):
    s = Stream(pdf, b"x\x9cnonsense that is no deflate")
    s.Filter = Name.FlateDecode
    pdf.Root.Extra = pdf.make_indirect(s)


# ---- identity
@mutant
def no_metadata(pdf): del pdf.Root.Metadata


@mutant
def metadata_type(pdf): pdf.Root.Metadata.Subtype = Name.Text


MUTANTS["xmp-broken"] = xmp(lambda x: x.replace(b"</rdf:RDF>", b""))
MUTANTS["xmp-no-version"] = xmp(lambda x: x.replace(b"pdfxid:GTS_PDFXVersion=\"PDF/X-4\"", b""))
MUTANTS["xmp-x5"] = xmp(lambda x: x.replace(b"GTS_PDFXVersion=\"PDF/X-4\"", b"GTS_PDFXVersion=\"PDF/X-5g\""))
MUTANTS["xmp-x4p"] = xmp(lambda x: x.replace(b"GTS_PDFXVersion=\"PDF/X-4\"", b"GTS_PDFXVersion=\"PDF/X-4p\""))
for _key in ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass", "xmp:CreateDate", "xmp:ModifyDate",
             "xmp:MetadataDate", "xmp:CreatorTool", "pdf:Trapped"):
    MUTANTS["xmp-no-" + _key.split(":")[1]] = xmp(lambda x, k=_key: re.sub(k.encode() + rb'="[^"]*"', b"", x))
MUTANTS["xmp-no-title"] = xmp(lambda x: re.sub(rb"<dc:title>.*?</dc:title>", b"", x, flags=re.S))
MUTANTS["xmp-bad-date"] = xmp(lambda x: re.sub(rb'xmp:MetadataDate="[^"]*"', b'xmp:MetadataDate="yesterday"', x))
MUTANTS["xmp-other-date"] = xmp(lambda x: re.sub(rb'xmp:ModifyDate="[^"]*"', b'xmp:ModifyDate="2020-01-01T00:00:00Z"', x))
MUTANTS["xmp-other-zone"] = xmp(lambda x: re.sub(rb'(xmp:CreateDate="[^"Z]*)Z"', rb'\1+08:00"', x))
MUTANTS["xmp-trapped-unknown"] = xmp(lambda x: x.replace(b'pdf:Trapped="False"', b'pdf:Trapped="Unknown"'))
MUTANTS["xmp-trapped-true"] = xmp(lambda x: x.replace(b'pdf:Trapped="False"', b'pdf:Trapped="True"'))


@mutant
def info_other_title(pdf): pdf.trailer.Info.Title = String("something else")


@mutant
def info_author_alone(pdf): pdf.trailer.Info.Author = String("nobody")


@mutant
def info_trapped_unknown(pdf): pdf.trailer.Info.Trapped = Name.Unknown


# ---- output intent
@mutant
def no_intent(pdf): del pdf.Root.OutputIntents


@mutant
def two_intents(pdf): pdf.Root.OutputIntents = Array([pdf.Root.OutputIntents[0], Dictionary(pdf.Root.OutputIntents[0])])


@mutant
def pdfa_intent(pdf): pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1


@mutant
def no_identifier(pdf): del pdf.Root.OutputIntents[0].OutputConditionIdentifier


@mutant
def intent_unexplained(pdf):
    for k in ("/Info", "/RegistryName"):
        if k in pdf.Root.OutputIntents[0]: del pdf.Root.OutputIntents[0][k]


@mutant
def no_profile(pdf): del pdf.Root.OutputIntents[0].DestOutputProfile


@mutant
def profile_by_reference(pdf): pdf.Root.OutputIntents[0].DestOutputProfileRef = Dictionary(ProfileName=String("x"))


def profile(change):
    def run(pdf):
        p = pdf.Root.OutputIntents[0].DestOutputProfile
        s = Stream(pdf, bytes(change(bytearray(p.read_bytes()))))
        s.N = 4
        pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_indirect(s)
    return run


def put(d, at, new): d[at:at + len(new)] = new; return d


MUTANTS["profile-of-a-screen"] = profile(lambda d: put(d, 12, b"mntrRGB "))
MUTANTS["profile-cut"] = profile(lambda d: d[:5000])
MUTANTS["profile-no-header"] = profile(lambda d: put(d, 36, b"xxxx"))
MUTANTS["profile-no-table"] = profile(lambda d: bytearray(bytes(d).replace(b"B2A0", b"XXXX", 1)))
MUTANTS["profile-version-9"] = profile(lambda d: put(d, 8, b"\x09"))


@mutant
def profile_n_3(pdf): pdf.Root.OutputIntents[0].DestOutputProfile.N = 3


# ---- boxes
@mutant
def no_trim_box(pdf): del pdf.pages[0].obj.TrimBox


@mutant
def trim_and_art(pdf): pdf.pages[0].obj.ArtBox = pdf.pages[0].obj.TrimBox


@mutant
def trim_on_the_tree(pdf):
    page = pdf.pages[0].obj
    page.Parent.TrimBox = page.TrimBox
    del page.TrimBox


@mutant
def trim_outside_bleed(pdf):
    b = [float(v) for v in pdf.pages[0].obj.BleedBox]
    pdf.pages[0].obj.TrimBox = Array([b[0] - 5, b[1] + 5, b[2] - 5, b[3] - 5])


@mutant
def bleed_outside_media(pdf):
    m = [float(v) for v in pdf.pages[0].obj.MediaBox]
    pdf.pages[0].obj.BleedBox = Array([m[0] - 5, m[1], m[2], m[3]])


@mutant
def crop_inside_trim(pdf):
    t = [float(v) for v in pdf.pages[0].obj.TrimBox]
    pdf.pages[0].obj.CropBox = Array([t[0] + 20, t[1] + 20, t[2] - 20, t[3] - 20])


@mutant
def trim_no_area(pdf): pdf.pages[0].obj.TrimBox = Array([10, 10, 10, 500])


@mutant
def media_too_large(pdf): pdf.pages[0].obj.MediaBox = Array([-20000, -100, 2000, 3000])


@mutant
def viewer_area(pdf): pdf.Root.ViewerPreferences.PrintClip = Name.TrimBox


@mutant
def separated(pdf): pdf.pages[0].obj.SeparationInfo = Dictionary(DeviceColorant=Name.Cyan)


# ---- colour
content(b"q 1 0 0 rg 200 200 50 50 re f Q", "rgb-fill")
content(b"q 1 0 0 RG 2 w 200 200 m 300 300 l S Q", "rgb-stroke")
content(b"q 100 0 0 100 200 200 cm BI /W 2 /H 2 /BPC 8 /CS /RGB ID aaaaaaaaaaaa\nEI Q", "rgb-inline-picture")


def picture(pdf, space, data, **more):
    s = Stream(pdf, data)
    s.Type, s.Subtype, s.Width, s.Height, s.BitsPerComponent = Name.XObject, Name.Image, 2, 2, 8
    s.ColorSpace = space
    for k, v in more.items(): s["/" + k] = v
    resource(pdf, "/XObject", "/Xi", pdf.make_indirect(s))
    append(pdf, b"q 20 0 0 20 200 200 cm /Xi Do Q")


def append(pdf, more):
    page = pdf.pages[0]
    page.Contents = Stream(pdf, page.Contents.read_bytes() + b"\n" + more)


@mutant
def rgb_picture(pdf): picture(pdf, Name.DeviceRGB, bytes(12))


@mutant
def rgb_indexed_picture(pdf):
    picture(pdf, Array([Name.Indexed, Name.DeviceRGB, 1, String(bytes(6))]), bytes(4))


@mutant
def rgb_picture_in_a_form(pdf):
    s = Stream(pdf, bytes(12))
    s.Type, s.Subtype, s.Width, s.Height, s.BitsPerComponent, s.ColorSpace = Name.XObject, Name.Image, 2, 2, 8, Name.DeviceRGB
    f = Stream(pdf, b"q 20 0 0 20 0 0 cm /Im Do Q")
    f.Type, f.Subtype, f.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    f.Resources = Dictionary(XObject=Dictionary(Im=pdf.make_indirect(s)))
    resource(pdf, "/XObject", "/Xf", pdf.make_indirect(f))
    append(pdf, b"q 1 0 0 1 300 300 cm /Xf Do Q")


def axial(space, c0, c1):
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 100, 100]),
                      Function=Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array(c0), C1=Array(c1), N=1))


@mutant
def rgb_shading(pdf):
    resource(pdf, "/Shading", "/Shx", axial(Name.DeviceRGB, [1, 0, 0], [0, 0, 1]))
    append(pdf, b"q 200 200 50 50 re W n /Shx sh Q")


@mutant
def rgb_shading_pattern(pdf):
    resource(pdf, "/Pattern", "/Px", pdf.make_indirect(Dictionary(PatternType=2, Shading=axial(Name.DeviceRGB, [1, 0, 0], [0, 0, 1]))))
    append(pdf, b"q /Pattern cs /Px scn 200 200 50 50 re f Q")


@mutant
def rgb_tiling_pattern(pdf):
    s = Stream(pdf, b"1 0 0 rg 0 0 5 5 re f")
    s.PatternType, s.PaintType, s.TilingType, s.BBox, s.XStep, s.YStep = 1, 1, 1, Array([0, 0, 10, 10]), 10, 10
    s.Resources = Dictionary()
    resource(pdf, "/Pattern", "/Pt", pdf.make_indirect(s))
    append(pdf, b"q /Pattern cs /Pt scn 200 200 50 50 re f Q")


@mutant
def rgb_soft_mask(pdf):
    g = Stream(pdf, b"1 0 0 rg 0 0 500 500 re f")
    g.Type, g.Subtype, g.BBox, g.Resources = Name.XObject, Name.Form, Array([0, 0, 500, 500]), Dictionary()
    g.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    resource(pdf, "/ExtGState", "/Gm", Dictionary(SMask=Dictionary(S=Name.Luminosity, G=pdf.make_indirect(g))))
    append(pdf, b"q /Gm gs 0 1 1 0 k 200 200 50 50 re f Q")


@mutant
def rgb_type3(pdf):
    g = Stream(pdf, b"500 0 d0 1 0 0 rg 0 0 400 400 re f")
    f = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 500]), FontMatrix=Array([.001, 0, 0, .001, 0, 0]),
                   CharProcs=Dictionary(a=pdf.make_indirect(g)), Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
                   FirstChar=97, LastChar=97, Widths=Array([500]), Resources=Dictionary())
    resource(pdf, "/Font", "/F3", pdf.make_indirect(f))
    append(pdf, b"q BT /F3 40 Tf 200 200 Td (a) Tj ET Q")


def separation(name, alternate=Name.DeviceCMYK, c1=(0, 0.2, 0.6, 0.2)):
    c1 = list(c1)
    return Array([Name.Separation, name, alternate,
                  Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * len(c1)), C1=Array(c1), N=1)])


@mutant
def rgb_spot_alternate(pdf):
    resource(pdf, "/ColorSpace", "/Cx", separation(Name.Sun, Name.DeviceRGB, (1, 1, 0)))
    append(pdf, b"q /Cx cs 1 scn 200 200 50 50 re f Q")


@mutant
def spot_two_ways(pdf):
    resource(pdf, "/ColorSpace", "/Ca", separation(Name.Sun, c1=(0, .2, .6, .2)))
    resource(pdf, "/ColorSpace", "/Cb", separation(Name.Sun, c1=(.5, .2, .6, .2)))
    append(pdf, b"q /Ca cs 1 scn 200 200 50 50 re f /Cb cs 1 scn 300 200 50 50 re f Q")


@mutant
def spot_name_gbk(pdf):
    resource(pdf, "/ColorSpace", "/Cx", Array([Name.Separation, Name.XXXX, Name.DeviceCMYK, Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, .2, .6, .2]), N=1)]))
    append(pdf, b"q /Cx cs 1 scn 200 200 50 50 re f Q")


def gbk(data):
    return data.replace(b"/XXXX", b"/\xd7\xa8\xbd\xf0")


MUTANTS["spot-name-gbk"].after = gbk


@mutant
def all_inside_trim(pdf):
    resource(pdf, "/ColorSpace", "/Cx", separation(Name.All, c1=(1, 1, 1, 1)))
    append(pdf, b"q /Cx cs 1 scn 200 200 50 50 re f Q")


@mutant
def devicen_undescribed(pdf):
    cs = Array([Name.DeviceN, Array([Name.Black, Name.Sun]), Name.DeviceCMYK, Dictionary(
        FunctionType=4, Domain=Array([0, 1, 0, 1]), Range=Array([0, 1] * 4))])
    s = Stream(pdf, b"{ 0 0 0 5 -1 roll pop 4 1 roll pop pop 0 0 }")
    s.FunctionType, s.Domain, s.Range = 4, Array([0, 1, 0, 1]), Array([0, 1] * 4)
    cs[3] = pdf.make_indirect(s)
    resource(pdf, "/ColorSpace", "/Cx", cs)
    append(pdf, b"q /Cx cs 0 1 scn 200 200 50 50 re f Q")


@mutant
def icc_of_the_intent(pdf):
    s = Stream(pdf, pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes())
    s.N = 4
    resource(pdf, "/ColorSpace", "/Cx", Array([Name.ICCBased, pdf.make_indirect(s)]))
    append(pdf, b"q /Cx cs 0 1 1 0 scn 200 200 50 50 re f Q")


@mutant
def icc_broken(pdf):
    s = Stream(pdf, b"nonsense" * 30)
    s.N = 3
    resource(pdf, "/ColorSpace", "/Cx", Array([Name.ICCBased, pdf.make_indirect(s)]))
    append(pdf, b"q /Cx cs 0 1 1 scn 200 200 50 50 re f Q")


content(b"q /Nice ri 0 1 1 0 k 200 200 50 50 re f Q", "rendering-intent")


def gstate(name, value, paint=b"0 1 1 0 k 200 200 50 50 re f"):
    def run(pdf):
        resource(pdf, "/ExtGState", "/Gx", Dictionary(value))
        append(pdf, b"q /Gx gs " + paint + b" Q")
    MUTANTS[name] = run


gstate("transfer-function", {"/TR": Name.Identity})
gstate("transfer-function-2", {"/TR2": Name.Identity})
gstate("halftone-type", {"/HT": Dictionary(Type=Name.Halftone, HalftoneType=6, Width=4, Height=4)})
gstate("halftone-name", {"/HT": Dictionary(Type=Name.Halftone, HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round, HalftoneName=String("x"))})
gstate("halftone-phase", {"/HTP": Array([0, 0])})
gstate("blend-mode", {"/BM": Name.Glow})
gstate("opacity-2", {"/ca": 2})
gstate("white-overprint", {"/op": True, "/OPM": 1}, b"0 0 0 0 k 200 200 50 50 re f")


@mutant
def white_spot_overprint(pdf):
    resource(pdf, "/ColorSpace", "/Cx", separation(Name.Sun))
    resource(pdf, "/ExtGState", "/Gx", Dictionary(op=True))
    append(pdf, b"q /Cx cs 0 scn /Gx gs 200 200 50 50 re f Q")


@mutant
def rgb_page_group(pdf): pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


@mutant
def no_page_group(pdf):
    if "/Group" in pdf.pages[0].obj: del pdf.pages[0].obj.Group
    resource(pdf, "/ExtGState", "/Gx", Dictionary(ca=0.5))
    append(pdf, b"q /Gx gs 0 1 1 0 k 200 200 50 50 re f Q")


@mutant
def rgb_form_group(pdf):
    f = Stream(pdf, b"0 1 1 0 k 0 0 10 10 re f")
    f.Type, f.Subtype, f.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    f.Resources, f.Group = Dictionary(), Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    resource(pdf, "/XObject", "/Xf", pdf.make_indirect(f))
    append(pdf, b"q 1 0 0 1 300 300 cm /Xf Do Q")


# ---- type
def descriptors(pdf):
    return [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Type") == "/FontDescriptor"]


@mutant
def font_not_embedded(pdf):
    fd = descriptors(pdf)[0]
    for k in ("/FontFile", "/FontFile2", "/FontFile3"):
        if k in fd: del fd[k]


@mutant
def base14_font(pdf):
    resource(pdf, "/Font", "/Fh", pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
    append(pdf, b"q BT /Fh 40 Tf 200 200 Td (abc) Tj ET Q")


@mutant
def font_damaged(pdf):
    fd = descriptors(pdf)[0]
    for k in ("/FontFile2", "/FontFile3"):
        if k in fd: fd[k].write(b"this is no font at all, only words about one")


@mutant
def font_wrong_key(pdf):
    for fd in descriptors(pdf):
        if "/FontFile3" in fd:
            fd.FontFile3.Subtype = Name.Type1C
            return


@mutant
def legal_no_cid_to_gid(pdf):
    for f in fonts(pdf, "/CIDFontType2"): del f["/CIDToGIDMap"]; return


@mutant
def cid_to_gid_of_another_name(pdf):
    for f in fonts(pdf, "/CIDFontType2"): f.CIDToGIDMap = Name.Other; return


@mutant
def no_cid_system(pdf):
    for f in fonts(pdf, "/CIDFontType0"): del f["/CIDSystemInfo"]; return


@mutant
def odd_encoding(pdf):
    for f in fonts(pdf, "/Type0"): f.Encoding = Name("/My-Own-H"); return


@mutant
def widths_wrong(pdf):
    for f in fonts(pdf, "/CIDFontType2"): f.W = Array([0, 65535, 333]); return


@mutant
def glyph_beyond(pdf):
    f = next(iter(fonts(pdf, "/Type0")))
    resource(pdf, "/Font", "/Fz", f)
    append(pdf, b"q BT /Fz 40 Tf 200 200 Td <F0F0> Tj ET Q")


@mutant
def notdef(pdf):
    f = next(iter(fonts(pdf, "/Type0")))
    resource(pdf, "/Font", "/Fz", f)
    append(pdf, b"q BT /Fz 40 Tf 200 200 Td <0000> Tj ET Q")


@mutant
def font_name_gbk(pdf):
    for f in fonts(pdf, "/Type0"): f.BaseFont = Name.XXXX; return


MUTANTS["font-name-gbk"].after = gbk


@mutant
def restricted_font(pdf):
    import io
    from fontTools.ttLib import TTFont
    for fd in descriptors(pdf):
        if "/FontFile2" in fd:
            font = TTFont(io.BytesIO(fd.FontFile2.read_bytes()))
            if "OS/2" not in font:
                from fontTools.ttLib import newTable
                donor = TTFont(Path(__file__).parents[2] / "fonts" / "BarlowCondensed-ExtraBold.ttf")
                font["OS/2"] = donor["OS/2"]
            font["OS/2"].fsType = 2
            out = io.BytesIO()
            font.save(out)
            fd.FontFile2.write(out.getvalue())
            return


# ---- objects
def xobject(name, **keys):
    def run(pdf):
        s = Stream(pdf, b"q Q")
        s.Type, s.Subtype, s.BBox = Name.XObject, Name.Form, Array([0, 0, 10, 10])
        for k, v in keys.items(): s["/" + k] = v
        pdf.Root.Extra = pdf.make_indirect(s)
    MUTANTS[name] = run


xobject("postscript-xobject", Subtype=Name.PS)
xobject("postscript-form", Subtype2=Name.PS)
xobject("reference-xobject", Ref=Dictionary(F=String("x.pdf"), Page=0))
xobject("opi", OPI=Dictionary())


@mutant
def alternate_picture(pdf):
    picture(pdf, Name.DeviceCMYK, bytes(16), Alternates=Array([Dictionary(DefaultForPrinting=True, Image=Dictionary())]))


# ---- interactive
def annotation(name, rect, **keys):
    def run(pdf):
        a = Dictionary(Type=Name.Annot, Rect=Array(rect), **keys)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(a)])
    MUTANTS[name] = run


annotation("note", [200, 200, 240, 240], Subtype=Name.Text)
annotation("link", [200, 200, 240, 240], Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("http://example.org")))
annotation("movie", [200, 200, 240, 240], Subtype=Name.RichMedia)
annotation("widget", [200, 200, 240, 240], Subtype=Name.Widget)
annotation("printers-mark-inside", [200, 200, 240, 240], Subtype=Name.PrinterMark)


@mutant
def open_action(pdf): pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@mutant
def catalog_aa(pdf): pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.Named, N=Name.Print))


@mutant
def page_aa(pdf): pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))


@mutant
def javascript_names(pdf): pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))


@mutant
def acro_form(pdf): pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(Dictionary(T=String("a")))]))


@mutant
def outline_action(pdf):
    item = pdf.make_indirect(Dictionary(Title=String("x"), A=Dictionary(S=Name.GoTo, D=String("y"))))
    pdf.Root.Outlines = Dictionary(Type=Name.Outlines, First=item, Last=item)


# ---- layers and steps
@mutant
def config_no_name(pdf): del pdf.Root.OCProperties.D["/Name"]


@mutant
def config_as(pdf): pdf.Root.OCProperties.D.AS = Array([])


@mutant
def order_short(pdf): pdf.Root.OCProperties.D.Order = Array([pdf.Root.OCProperties.OCGs[0]])


@mutant
def layer_no_name(pdf): del pdf.Root.OCProperties.OCGs[0]["/Name"]


@mutant
def layer_unlisted(pdf): pdf.Root.OCProperties.OCGs = Array([pdf.Root.OCProperties.OCGs[1]])


@mutant
def step_group(pdf): pdf.Root.OCProperties.OCGs[0].GTS_Metadata.GTS_ProcStepsGroup = Name.Cut


@mutant
def step_type(pdf): pdf.Root.OCProperties.OCGs[0].GTS_Metadata.GTS_ProcStepsType = Name.Sawing


@mutant
def step_no_type(pdf): del pdf.Root.OCProperties.OCGs[0].GTS_Metadata["/GTS_ProcStepsType"]


def on_step(name, paint):
    def run(pdf):
        resource(pdf, "/Properties", "/Lx", pdf.Root.OCProperties.OCGs[0])
        resource(pdf, "/ColorSpace", "/Cx", separation(Name.CutContour, c1=(0, 1, 0, 0)))
        resource(pdf, "/ExtGState", "/Gx", Dictionary(OP=True, op=True, OPM=1))
        s = Stream(pdf, bytes(16))
        s.Type, s.Subtype, s.Width, s.Height, s.BitsPerComponent, s.ColorSpace = Name.XObject, Name.Image, 2, 2, 8, Name.DeviceCMYK
        resource(pdf, "/XObject", "/Xi", pdf.make_indirect(s))
        append(pdf, b"/OC /Lx BDC q " + paint + b" Q EMC")
    MUTANTS[name] = run


on_step("step-in-process", b"0 1 0 0 K /Gx gs 1 w 200 200 m 300 300 l S")
on_step("step-knocks-out", b"/Cx CS 1 SCN 1 w 200 200 m 300 300 l S")
on_step("step-picture", b"20 0 0 20 200 200 cm /Xi Do")

# ---- content
content(b"q 1 glow Q", "unknown-operator")
content(b"q 0 0 0 k 200 200 50 50 re f Q", "three-inks")
content(b"Q", "q-missing")
content(b"q", "Q-missing")
content(b"EMC", "EMC-alone")
content(b"/P BMC", "BMC-alone")
content(b"BT BT ET", "BT-twice")
content(b"/Nope gs", "no-such-state")
content(b"/Nope Do", "no-such-xobject")
content(b"BT /Nope 12 Tf ET", "no-such-font")
content(b"/Nope cs 1 scn", "no-such-space")
content(b"/Nope sh", "no-such-shading")
content(b"/Pattern cs /Nope scn", "no-such-pattern")
content(b"/OC /Nope BDC EMC", "no-such-layer")
content(b"q 0 1 1 0 K 0.1 w 200 200 m 300 300 l S Q", "hairline")
content(b"q 0 1 1 0 K 0 w 200 200 m 300 300 l S Q", "zero-line")
content(b"q 0 1 1 0 K 4 w .02 0 0 .02 0 0 cm 9000 9000 m 20000 20000 l S Q", "hairline-by-matrix")


@mutant
def art_short_of_bleed(pdf):
    t = [float(v) for v in pdf.pages[0].obj.TrimBox]
    append(pdf, b"q 0 1 1 0 k %f %f 60 60 re f Q" % (t[0], t[1] + 200))


# ---- more kinds, one defect each
@mutant
def jpx_rgb_picture(pdf):
    import io
    from PIL import Image
    out = io.BytesIO()
    Image.new("RGB", (32, 32), (200, 30, 30)).save(out, "JPEG2000")
    picture(pdf, Name.DeviceRGB, out.getvalue(), Width=32, Height=32, Filter=Name.JPXDecode)


@mutant
def jpeg_rgb_picture(pdf): picture(pdf, Name.DeviceRGB, jpeg("RGB", (200, 30, 30)), Width=96, Height=96, Filter=Name.DCTDecode)


def jpeg(mode, colour):
    import io
    from PIL import Image
    out = io.BytesIO()
    Image.new(mode, (96, 96), colour).save(out, "JPEG", quality=95)
    return out.getvalue()


@mutant
def jpeg_too_much_ink(pdf):
    # Stored turned over, as Adobe's writers do: `Decode` turns it.
    picture(pdf, Name.DeviceCMYK, jpeg("CMYK", (250, 250, 250, 250)), Width=96, Height=96, Filter=Name.DCTDecode,
            Decode=Array([1, 0] * 4))


@mutant
def picture_16_bit_rgb(pdf): picture(pdf, Name.DeviceRGB, bytes(24), BitsPerComponent=16)


@mutant
def picture_16_bit_too_much_ink(pdf): picture(pdf, Name.DeviceCMYK, b"\xf0\x00" * 16, BitsPerComponent=16)


@mutant
def picture_lab(pdf):
    picture(pdf, Array([Name.Lab, Dictionary(WhitePoint=Array([.9642, 1, .8249]))]), bytes([50, 200, 200] * 4))


@mutant
def picture_intent(pdf): picture(pdf, Name.DeviceCMYK, bytes(16), Intent=Name.Vivid)


@mutant
def calibrated_rgb_without_white(pdf): picture(pdf, Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, b""))]), bytes(12))


@mutant
def unknown_picture_space(pdf): picture(pdf, Name.DeviceHSV, bytes(12))


@mutant
def overprints_too_much(pdf):
    resource(pdf, "/ExtGState", "/Gx", Dictionary(OP=True, op=True, OPM=1))
    append(pdf, b"q 1 1 .9 0 k 200 200 90 90 re f /Gx gs 0 0 0 1 k 220 220 40 40 re f Q")


content(b"q 1 1 1 1 k 200 200 90 90 re f Q", "four-solids")


@mutant
def blend_black_of_names(pdf):
    resource(pdf, "/ExtGState", "/Gx", Dictionary(BM=Array([Name.Glow, Name.Normal])))
    append(pdf, b"q /Gx gs 0 1 1 0 k 200 200 50 50 re f Q")


@mutant
def page_group_lab(pdf):
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Array([Name.Lab, Dictionary(WhitePoint=Array([.9642, 1, .8249]))]))


@mutant
def soft_mask_group_rgb(pdf):
    g = Stream(pdf, b"0.5 g 0 0 500 500 re f")
    g.Type, g.Subtype, g.BBox, g.Resources = Name.XObject, Name.Form, Array([0, 0, 500, 500]), Dictionary()
    g.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    resource(pdf, "/ExtGState", "/Gm", Dictionary(SMask=Dictionary(S=Name.Luminosity, G=pdf.make_indirect(g))))
    append(pdf, b"q /Gm gs 0 1 1 0 k 200 200 50 50 re f Q")


@mutant
def halftone_type_5_part(pdf):
    part = Dictionary(Type=Name.Halftone, HalftoneType=10, Xsquare=4, Ysquare=4)
    resource(pdf, "/ExtGState", "/Gx", Dictionary(HT=Dictionary(Type=Name.Halftone, HalftoneType=5, Default=part)))
    append(pdf, b"q /Gx gs 0 1 1 0 k 200 200 50 50 re f Q")


@mutant
def stroke_transfer(pdf):
    f = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)
    resource(pdf, "/ExtGState", "/Gx", Dictionary(TR2=Array([f, f, f, f])))
    append(pdf, b"q /Gx gs 0 1 1 0 K 2 w 200 200 m 300 300 l S Q")


@mutant
def spot_alternate_lab_unmeasured(pdf):
    resource(pdf, "/ColorSpace", "/Cx", Array([Name.Separation, Name.Sun, Name.DeviceRGB, Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, .8, 0]), N=1)]))
    append(pdf, b"q /Cx CS 1 SCN 4 w 200 200 m 300 300 l S Q")


@mutant
def info_no_trapped_agreement(pdf): pdf.trailer.Info.Trapped = Name("/True")


@mutant
def info_other_producer(pdf): pdf.trailer.Info.Producer = String("another program")


@mutant
def info_other_creation(pdf): pdf.trailer.Info.CreationDate = String("D:19990101000000Z")


MUTANTS["xmp-other-title"] = xmp(lambda x: re.sub(rb'(<rdf:li xml:lang="x-default">)[^<]*', rb"\1something else", x, count=1))
MUTANTS["xmp-empty-document-id"] = xmp(lambda x: re.sub(rb'xmpMM:DocumentID="[^"]*"', b'xmpMM:DocumentID=""', x))


@mutant
def one_id(pdf): pass


MUTANTS["one-id"].after = lambda data: re.sub(rb"/ID \[\s*(<[0-9a-fA-F]*>)\s*<[0-9a-fA-F]*>\s*\]", lambda m: (b"/ID [" + m[1] + b"]").ljust(len(m[0])), data)


def trailing_action(name, **action):
    def run(pdf):
        a = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([200, 200, 240, 240]), A=Dictionary(**action))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(a)])
    MUTANTS[name] = run


trailing_action("launch", S=Name.Launch, F=String("x.exe"))
trailing_action("submit", S=Name.SubmitForm, F=String("http://example.org"))
annotation("highlight", [200, 200, 240, 240], Subtype=Name.Highlight)
annotation("stamp", [200, 200, 240, 240], Subtype=Name.Stamp)
annotation("file-attachment", [200, 200, 240, 240], Subtype=Name.FileAttachment)


@mutant
def xfa_form(pdf): pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))


@mutant
def signature_field(pdf):
    w = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), Rect=Array([0, 0, 0, 0])))
    pdf.pages[0].obj.Annots = Array([w])
    pdf.Root.AcroForm = Dictionary(Fields=Array([w]), SigFlags=3)


@mutant
def opi_picture(pdf): picture(pdf, Name.DeviceCMYK, bytes(16), OPI=Dictionary())


@mutant
def nested_form_unknown_state(pdf):
    f = Stream(pdf, b"/Gone gs 0 1 1 0 k 0 0 10 10 re f")
    f.Type, f.Subtype, f.BBox, f.Resources = Name.XObject, Name.Form, Array([0, 0, 100, 100]), Dictionary()
    resource(pdf, "/XObject", "/Xf", pdf.make_indirect(f))
    append(pdf, b"q 1 0 0 1 300 300 cm /Xf Do Q")


@mutant
def layer_list_empty(pdf): pdf.Root.OCProperties.OCGs = Array([])


@mutant
def alternate_config_no_name(pdf):
    d = Dictionary(pdf.Root.OCProperties.D)
    del d["/Name"]
    pdf.Root.OCProperties.Configs = Array([d])


@mutant
def user_unit_zero(pdf): pdf.pages[0].obj.UserUnit = 0


@mutant
def rotate_odd_media_flat(pdf): pdf.pages[0].obj.MediaBox = Array([0, 0, 0, 0])


MUTANTS["cut-at-the-end"] = raw(lambda d: d[:-200])
MUTANTS["shifted"] = raw(lambda d: b"Received: by mail\r\n\r\n" + d)


def encrypt(name, **how):
    def run(pdf): pass
    run.save = dict(encryption=pikepdf.Encryption(owner="o", user="", **how))
    MUTANTS[name] = run


encrypt("encrypted-aes128", R=4)
encrypt("encrypted-aes256", R=6)

# ---- document parts (PDF/VT)
def parts(name, change=lambda pdf, leaf: None):
    """A tree of one part that holds the page, and what is wrong with it."""
    def run(pdf):
        leaf = pdf.make_indirect(Dictionary(Type=Name.DPart, Start=pdf.pages[0].obj))
        top = pdf.make_indirect(Dictionary(Type=Name.DPart, DParts=Array([Array([leaf])])))
        leaf.Parent = top
        root = pdf.make_indirect(Dictionary(Type=Name.DPartRoot, DPartRootNode=top, NodeNameList=Array([Name.Run, Name.Record]), RecordLevel=1))
        top.Parent = root
        pdf.Root.DPartRoot = root
        pdf.pages[0].obj.DPart = leaf
        change(pdf, leaf)
    MUTANTS[name] = run


def no_back_link(pdf, leaf): del pdf.pages[0].obj.DPart
def no_start(pdf, leaf): del leaf.Start
def other_parent(pdf, leaf): leaf.Parent = leaf
def in_itself(pdf, leaf): del leaf.Start; leaf.DParts = Array([Array([leaf])])
def no_node(pdf, leaf): del pdf.Root.DPartRoot.DPartRootNode
def starts_nowhere(pdf, leaf): leaf.Start = pdf.make_indirect(Dictionary(Type=Name.Page))


for _change in (no_back_link, no_start, other_parent, in_itself, no_node, starts_nowhere):
    parts("parts-" + _change.__name__.replace("_", "-"), _change)
parts("legal-parts")
MUTANTS["vt-without-parts"] = xmp(lambda x: x.replace(b"<rdf:Description ", b'<rdf:Description xmlns:pdfvtid="http://www.npes.org/pdfvt/ns/id/" pdfvtid:GTS_PDFVTVersion="PDF/VT-1" ', 1))

# ---- odd but right
@mutant
def legal_jpeg(pdf):
    picture(pdf, Name.DeviceCMYK, jpeg("CMYK", (0, 120, 100, 0)), Width=96, Height=96, Filter=Name.DCTDecode, Decode=Array([1, 0] * 4))


@mutant
def legal_jpeg_gray(pdf): picture(pdf, Name.DeviceGray, jpeg("L", 100), Width=96, Height=96, Filter=Name.DCTDecode)


@mutant
def legal_dark_below(pdf): append(pdf, b"q 1 1 1 1 k 200 200 90 90 re f 0 1 1 0 k 199 199 92 92 re f Q")


@mutant
def legal_normal_blend(pdf):
    resource(pdf, "/ExtGState", "/Gx", Dictionary(BM=Name.Normal, ca=1, CA=1, SMask=Name("/None")))
    append(pdf, b"q /Gx gs 0 1 1 0 k 200 200 50 50 re f Q")


@mutant
def legal_picture_16_bit(pdf): picture(pdf, Name.DeviceCMYK, b"\x40\x00" * 16, BitsPerComponent=16)


@mutant
def legal_note_outside(pdf):
    m = [float(v) for v in pdf.pages[0].obj.MediaBox]
    pdf.pages[0].obj.MediaBox = Array([m[0], m[1], m[2] + 200, m[3]])
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([m[2] + 100, 10, m[2] + 120, 30])))])


content(b"BX 1 glow EX", "legal-tolerated-operator")
content(lambda old: b"q\n" + old + b"\nQ % a comment (with brackets\n", "legal-wrapped")


@mutant
def legal_split_contents(pdf):
    old = pdf.pages[0].Contents.read_bytes()
    cut = old.index(b"\n", len(old) // 2) + 1
    pdf.pages[0].obj.Contents = Array([pdf.make_indirect(Stream(pdf, old[:cut])), pdf.make_indirect(Stream(pdf, old[cut:]))])


@mutant
def legal_gray(pdf): append(pdf, b"q 0.5 g 200 200 50 50 re f Q")


@mutant
def legal_rotated(pdf): pdf.pages[0].obj.Rotate = 90


@mutant
def legal_moved_origin(pdf):
    for k in ("/MediaBox", "/BleedBox", "/TrimBox"):
        b = [float(v) for v in pdf.pages[0].obj[k]]
        pdf.pages[0].obj[k] = Array([b[0] + 100, b[1] - 50, b[2] + 100, b[3] - 50])
    old = pdf.pages[0].Contents.read_bytes()
    pdf.pages[0].Contents = Stream(pdf, b"q 1 0 0 1 100 -50 cm\n" + old + b"\nQ")


@mutant
def legal_open_at_page(pdf): pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


@mutant
def legal_metadata_extra(pdf):
    old = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(old.replace(b"<dc:title>", b"<dc:subject><rdf:Bag><rdf:li>x</rdf:li></rdf:Bag></dc:subject><dc:title>"))


def judge(path, *options):
    try:
        return {(f["rule"], m) for f in x4check.check(path, *options) for m in f["messages"]}
    except Exception as e:
        return {("UNREADABLE", type(e).__name__)}


def main():
    good, folder = Path(sys.argv[1]), Path(sys.argv[2])
    base, base_vt, oracle = judge(good), judge(good, "--vt"), {}
    for name, make in MUTANTS.items():
        path = folder / f"{name}.pdf"
        if getattr(make, "raw", False):
            path.write_bytes(make(good.read_bytes()))
        else:
            with pikepdf.open(good) as pdf:
                make(pdf)
                pdf.save(path, static_id=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
                         fix_metadata_version=False, deterministic_id=False, **getattr(make, "save", {}))
            if name == "no-id":
                data = path.read_bytes()
                path.write_bytes(re.sub(rb"/ID \[[^\]]*\]", lambda m: b"/ID []".ljust(len(m.group())), data))
            after = getattr(make, "after", None)
            if after:
                path.write_bytes(after(path.read_bytes()))
        if name.startswith(("parts-", "vt-", "legal-parts")):
            oracle[name] = sorted({rule for rule, m in judge(path, "--vt") - base_vt})
        else:
            oracle[name] = sorted({rule for rule, m in judge(path) - base})
    (folder / "oracle.json").write_text(json.dumps(oracle, indent=1))


if __name__ == "__main__":
    main()
