"""Type that is drawn by procedures, by its edge, or that other things are seen through: more mutants for corpus.py."""
from pikepdf import Array, Dictionary, Name, Stream

PDF = "ISO 32000-1"
BOX = b"0 0 700 700 re f "
# A chequered stencil of 8 × 8 samples.
STENCIL = b"q 800 0 0 800 0 0 cm BI /W 8 /H 8 /IM true /BPC 1 ID \x55\xaa\x55\xaa\x55\xaa\x55\xaa EI Q "
CMYK_PICTURE = b"q 800 0 0 800 0 0 cm BI /W 5 /H 5 /CS /CMYK /BPC 8 ID " + b"@@ @" * 25 + b" EI Q "


def font(pdf, res, procs, matrix=(.001, 0, 0, .001, 0, 0), resources=None):
    """A font whose codes from `a` on are drawn by `procs`."""
    names = [chr(97 + i) for i in range(len(procs))]
    glyphs = {"/" + n: pdf.make_indirect(Stream(pdf, p)) for n, p in zip(names, procs) if p is not None}
    made = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1000, 1000], FontMatrix=list(matrix), FirstChar=97, LastChar=96 + len(procs),
        Widths=[800 * .001 / matrix[0]] * len(procs), CharProcs=Dictionary(glyphs),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, *[Name("/" + n) for n in names]]))))
    if resources is not None:
        made.Resources = resources(pdf, made)
    res(pdf, "/Font", "/Ft3", made)


def mutants(at, res, real):
    """Family, name, clause, rules (none of what is right), what it does to the file. `real` puts the good file's own
    font into its page as `/Fo` and gives a code of it."""
    def letters(*procs, shown=b"BT /Ft3 60 Tf (a) Tj ET", **more):
        def run(pdf):
            font(pdf, res, procs, **more)
            at(pdf, shown)
        return run

    def form_in(content):
        def made(pdf, own):
            form = Stream(pdf, content)
            form.Type, form.Subtype, form.BBox, form.Resources = Name.XObject, Name.Form, Array([0, 0, 1000, 1000]), Dictionary()
            return Dictionary(XObject=Dictionary(Fm=pdf.make_indirect(form)), Font=Dictionary(Ft3=own))
        return made

    d1 = b"800 0 0 0 800 800 d1 "
    rich = b"1 1 1 1 k "
    family, clause = "letters", f"{PDF}, 9.6.5"
    yield family, "letter-400", clause, "too-much-ink", letters(b"800 0 d0 " + rich + BOX)
    yield family, "letter-plain-400", clause, "too-much-ink", letters(d1 + BOX, shown=rich + b"BT /Ft3 60 Tf (a) Tj ET")
    yield family, "letter-large-unit-400", clause, "too-much-ink", letters(b"8 0 d0 " + rich + b"0 0 7 7 re f", matrix=(.1, 0, 0, .1, 0, 0))
    yield family, "letter-leaning-400", clause, "too-much-ink", letters(b"800 0 d0 " + rich + BOX, matrix=(.001, 0, .0003, .001, 0, 0))
    yield family, "letter-in-mode-7-400", clause, "too-much-ink", letters(b"800 0 d0 " + rich + BOX, shown=b"BT 7 Tr /Ft3 60 Tf (a) Tj ET")
    yield family, "letter-stroked-400", clause, "too-much-ink", letters(d1 + b"200 w 0 300 m 700 300 l S", shown=rich + b"BT /Ft3 60 Tf (a) Tj ET")
    yield family, "letter-form-400", clause, "too-much-ink", letters(b"800 0 d0 /Fm Do", resources=form_in(rich + BOX))
    yield family, "letter-of-letters-400", clause, "too-much-ink", letters(
        b"800 0 d0 BT /Ft3 1000 Tf (b) Tj ET", b"800 0 d0 " + rich + BOX, resources=form_in(b""))
    yield family, "letter-rgb", clause, "screen-colour", letters(b"800 0 d0 1 0 0 rg " + BOX)
    yield family, "letter-coarse-stencil", clause, "picture-too-coarse", letters(d1 + STENCIL, shown=b"0 0 0 1 k BT /Ft3 60 Tf (a) Tj ET")
    yield family, "letter-coarse-picture", clause, "picture-too-coarse", letters(b"800 0 d0 " + CMYK_PICTURE)
    yield family, "letter-in-itself", clause, "not-all-checked", letters(
        b"800 0 d0 BT /Ft3 1000 Tf (a) Tj ET", resources=form_in(b""))
    def legal(*procs, shown):
        """On paper, in a file that says its print condition."""
        def run(pdf):
            if "/OutputIntents" not in pdf.Root:
                raise LookupError("no output intent")
            letters(*procs, shown=b"0 0 0 0 k -90 -90 180 180 re f " + shown)(pdf)
        return run

    yield "legal", "legal-letter", "", "", legal(d1 + BOX, shown=b"0 0 0 1 k BT /Ft3 60 Tf (a) Tj ET")
    # Its own colour is passed over.
    yield "legal", "legal-letter-passed-over", "", "", legal(d1 + rich + BOX, shown=b"0 0 0 1 k BT /Ft3 60 Tf (a) Tj ET")
    yield "legal", "legal-letter-hidden", "", "", legal(b"800 0 d0 " + rich + BOX, shown=b"0 0 0 1 k BT 3 Tr /Ft3 60 Tf (a) Tj ET")
    yield "legal", "legal-letter-thin", "", "", legal(d1 + b"0 300 700 1 re f", shown=b"0 0 0 1 k BT /Ft3 60 Tf (a) Tj ET")

    def type_(content):
        def run(pdf):
            at(pdf, content.replace(b"0001", real(pdf)))
        return run

    family, clause = "type by its edge", f"{PDF}, 9.3.6"
    for mode in (1, 2, 5, 6):
        yield family, f"edge-400-mode-{mode}", clause, "too-much-ink", type_(
            b"%d Tr 6 w 1 1 1 1 K 0 0 0 1 k BT /Fo 100 Tf -50 -50 Td <0001> Tj ET" % mode)
    yield "legal", "legal-edge-dark", "", "", type_(b".5 0 0 0 k -90 -90 180 180 re f 2 Tr 5 w 0 0 0 1 K .4 0 0 0 k BT /Fo 100 Tf -50 -50 Td <0001> Tj ET")
    yield "legal", "legal-edge-not-filled", "", "", type_(b"1 Tr 2 w 0 0 0 1 K 1 1 1 1 k BT /Fo 100 Tf -50 -50 Td <0001> Tj ET")
    family = "type as a window"
    for mode in (4, 5, 6, 7):
        yield family, f"window-400-mode-{mode}", clause, "too-much-ink", type_(
            b"0 0 0 1 k 0 0 0 1 K BT %d Tr /Fo 100 Tf -50 -50 Td <0001> Tj ET 1 1 1 1 k -90 -90 180 180 re f" % mode)
    yield family, "window-white-over-400", clause, "too-much-ink", type_(
        b"1 1 1 1 k -60 -60 120 120 re f BT 7 Tr /Fo 30 Tf -20 -20 Td <0001> Tj ET 0 0 0 0 k -90 -90 180 180 re f")
    # What lies beside the letter is not painted.
    yield "legal", "legal-window", "", "", type_(b"BT 7 Tr /Fo 30 Tf -90 -90 Td <0001> Tj ET 1 1 1 1 k 0 0 90 90 re f")
