"""Pictures and streams whose coding is damaged, or contradicts what their dictionaries say: more mutants for corpus.py.

Every codec that a PDF may hold, sound first (nobody may blame it), then with one defect. What Ghostscript, MuPDF and poppler
draw of them differs from program to program: that is why they must be told.
"""
import io
import struct
import zlib

import PIL.Image
import PIL.ImageDraw
from pikepdf import Array, Dictionary, Name, Stream

PDF = "ISO 32000-1"
FAX, BITS, WAVE, LZW, FLATE, RUN, ASCII = (f"{PDF}, 7.4.{n}" for n in (6, 7, 9, 4, 4, 5, 2))
WIDTH, HEIGHT = 200, 160
TOLD = "damaged-stream bad-picture"


def drawn(mode="1"):
    """Slanted bars and a disc: rows that differ, runs of all lengths."""
    picture = PIL.Image.new("L", (WIDTH, HEIGHT), 255)
    pen = PIL.ImageDraw.Draw(picture)
    for i in range(0, WIDTH, 25):
        pen.line([(i, 0), (WIDTH - i, HEIGHT)], fill=0, width=1 + i // 40)
    pen.ellipse([60, 30, 150, 120], fill=0)
    return picture.convert(mode)


def strip(compression, **options):
    """The coded strip of a TIFF of one strip."""
    packed = io.BytesIO()
    mode = "1" if compression.startswith("group") else "L"
    drawn(mode).save(packed, "TIFF", compression=compression, strip_size=1 << 24, **options)
    again = PIL.Image.open(io.BytesIO(packed.getvalue()))
    (at,), (length,) = again.tag_v2[273], again.tag_v2[279]
    fill = again.tag_v2.get(266, 1)
    data = packed.getvalue()[at:at + length]
    return bytes(int(f"{b:08b}"[::-1], 2) for b in data) if fill == 2 else data


def flipped(data, at=.5, count=6):
    start = int(len(data) * at)
    return data[:start] + bytes(b ^ 0x5a for b in data[start:start + count]) + data[start + count:]


def bits(data, **parms):
    """A picture of two tones."""
    keys = {"Filter": Name.CCITTFaxDecode, "Width": WIDTH, "Height": HEIGHT, "BitsPerComponent": 1, "ColorSpace": Name.DeviceGray}
    own = {k: parms.pop(k) for k in list(parms) if k in keys or k in ("Decode", "ImageMask")}
    return data, keys | own, parms


G4 = strip("group4")
G3 = strip("group3")
END = b"\x00\x10\x01"


def whole(**parms): return dict(K=-1, Columns=WIDTH, Rows=HEIGHT) | parms


def fax():
    yield "legal-g4", None, bits(G4, **whole())
    yield "legal-g4-no-rows", None, bits(G4, K=-1, Columns=WIDTH)
    yield "legal-g4-black-is-1", None, bits(G4, **whole(BlackIs1=True))
    yield "legal-g3", None, bits(G3, **whole(K=0))
    yield "legal-g4-rows-larger", None, bits(G4, **whole(Rows=HEIGHT + 40))
    for share in (.1, .4, .8):
        yield f"g4-cut-{share}", TOLD, bits(G4[:int(len(G4) * share)], **whole())
        yield f"g3-cut-{share}", TOLD, bits(G3[:int(len(G3) * share)], **whole(K=0))
    for k in (0, 4):
        yield f"g4-as-k-{k}", TOLD, bits(G4, **whole(K=k))
    yield "g3-as-g4", TOLD, bits(G3, **whole())
    yield "g4-no-k", TOLD, bits(G4, Columns=WIDTH, Rows=HEIGHT)
    for columns in (64, 196, 208, 1728):
        yield f"g4-columns-{columns}", TOLD, bits(G4, **whole(Columns=columns))
    yield "g4-no-columns", TOLD, bits(G4, K=-1, Rows=HEIGHT)
    yield "g4-columns-0", TOLD, bits(G4, **whole(Columns=0))
    yield "g4-columns-minus", TOLD, bits(G4, **whole(Columns=-8))
    yield "g4-rows-80", TOLD, bits(G4, **whole(Rows=HEIGHT // 2))
    yield "g4-taller", TOLD, bits(G4, Height=HEIGHT * 2, K=-1, Columns=WIDTH)
    yield "g3-taller", TOLD, bits(G3, Height=HEIGHT * 2, K=0, Columns=WIDTH)
    yield "g4-wider", TOLD, bits(G4, Width=WIDTH * 2, **whole())
    for at in (.05, .5):
        yield f"g4-flipped-{at}", TOLD, bits(flipped(G4, at), **whole())
        yield f"g3-flipped-{at}", TOLD, bits(flipped(G3, at), **whole(K=0))
    yield "g3-damaged-rows-9", TOLD, bits(flipped(G3), **whole(K=0, DamagedRowsBeforeError=9))
    yield "g4-aligned-and-not", TOLD, bits(G4, **whole(EncodedByteAlign=True))
    yield "g4-nonsense", TOLD, bits(b"no fax at all, only words that stand here", **whole())
    yield "g4-empty", TOLD, bits(b"", **whole())
    yield "g4-two-bits", TOLD, bits(G4, BitsPerComponent=8, **whole())


def segment(number, kind, page, data):
    return struct.pack(">IBBBI", number, kind, 0, page, len(data)) + data


def region(data, width=WIDTH, height=HEIGHT, page=1, number=1):
    head = struct.pack(">IIIIB", width, height, 0, 0, 0)
    return segment(number, 38, page, head + b"\x01" + data)


def page_of(width=WIDTH, height=HEIGHT):
    return segment(0, 48, 1, struct.pack(">IIIIBH", width, height, 0, 0, 0, 0))


def jbig2():
    def coded(data, **keys): return bits(data, Filter=Name.JBIG2Decode, **keys)
    sound = page_of() + region(G4)
    yield "legal-jbig2", None, coded(sound)
    yield "jbig2-cut-header", TOLD, coded(sound[:20])
    yield "jbig2-cut", TOLD, coded(sound[:len(sound) // 2])
    yield "jbig2-mmr-cut", TOLD, coded(page_of() + region(G4[:len(G4) // 3]))
    yield "jbig2-mmr-flipped", TOLD, coded(page_of() + region(flipped(G4)))
    yield "jbig2-no-page", TOLD, coded(region(G4))
    yield "jbig2-wider", TOLD, coded(page_of(WIDTH * 2) + region(G4))
    yield "jbig2-shorter", TOLD, coded(page_of(WIDTH, HEIGHT // 2) + region(G4))
    yield "jbig2-region-wider", TOLD, coded(page_of() + region(G4, WIDTH + 8))
    yield "jbig2-unknown-segment", TOLD, coded(page_of() + segment(1, 61, 1, b"") + region(G4, number=2)[:6] + b"")
    yield "jbig2-no-globals", TOLD, coded(page_of() + struct.pack(">IBBBBI", 2, 6, 0x20, 0, 1, 26) + bytes(26))
    yield "jbig2-nonsense", TOLD, coded(b"no picture at all, only words that stand here")
    yield "jbig2-empty", TOLD, coded(b"")
    yield "jbig2-file-header", TOLD, coded(b"\x97JB2\r\n\x1a\n\x01\0\0\0\1" + sound)


def photo(mode="CMYK"):
    wave = [bytes((x * (c + 2) + y * 3) % 120 for y in range(HEIGHT) for x in range(WIDTH)) for c in range(len(mode) if mode != "L" else 1)]
    return PIL.Image.merge(mode, [PIL.Image.frombytes("L", (WIDTH, HEIGHT), band) for band in wave]) if mode != "L" else PIL.Image.frombytes("L", (WIDTH, HEIGHT), wave[0])


def tones(data, kind, space=Name.DeviceGray, **keys):
    return data, {"Filter": kind, "Width": WIDTH, "Height": HEIGHT, "BitsPerComponent": 8, "ColorSpace": space} | keys, {}


def saved(mode, kind, **options):
    packed = io.BytesIO()
    photo(mode).save(packed, kind, **options)
    return packed.getvalue()


def jpx():
    def coded(data, **keys): return tones(data, Name.JPXDecode, **keys)
    sound = saved("L", "JPEG2000")
    stream = sound.index(b"\xff\x4f\xff\x51")
    scan = sound.index(b"\xff\x93")
    yield "legal-jpx", None, coded(sound)
    yield "legal-jpx-codestream", None, coded(sound[stream:])
    for share in (.3, .7, .95):
        yield f"jpx-cut-{share}", TOLD, coded(sound[:scan + int((len(sound) - scan) * share)])
    yield "jpx-header-alone", TOLD, coded(sound[:stream])
    yield "jpx-cut-at-scan", TOLD, coded(sound[:scan])
    yield "jpx-nonsense", TOLD, coded(b"no picture at all, only words that stand here")
    yield "jpx-empty", TOLD, coded(b"")
    yield "jpx-narrower", TOLD, coded(sound, Width=WIDTH // 2)
    yield "jpx-taller", TOLD, coded(sound, Height=HEIGHT * 2)
    yield "jpx-gray-as-cmyk", TOLD, coded(sound, space=Name.DeviceCMYK)
    yield "jpx-size-marker", TOLD, coded(sound[:stream + 8] + b"\0\0\0\0" + sound[stream + 12:])


def without(data, marker):
    at = data.index(marker)
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2:at + 4], "big"):]


def jpegs():
    def coded(data, **keys): return tones(data, Name.DCTDecode, **keys)
    sound, slow = saved("L", "JPEG", quality=90), saved("L", "JPEG", quality=90, progressive=True)
    scan = sound.index(b"\xff\xda")
    yield "legal-jpeg-gray", None, coded(sound)
    yield "legal-jpeg-progressive", None, coded(slow)
    yield "legal-jpeg-fill-bytes", None, coded(sound[:2] + b"\xff\xff" + sound[2:])
    yield "legal-jpeg-ycck", None, coded(ycck(20), space=Name.DeviceCMYK)
    yield "jpeg-ycck-400", "too-much-ink", coded(ycck(250), space=Name.DeviceCMYK)
    yield "jpeg-cut-scan", TOLD, coded(sound[:scan + (len(sound) - scan) // 2])
    yield "jpeg-cut-scan-end", TOLD, coded(sound[:scan + (len(sound) - scan) * 9 // 10])
    yield "jpeg-progressive-cut", TOLD, coded(slow[:len(slow) * 2 // 3])
    yield "jpeg-progressive-cut-end", TOLD, coded(slow[:len(slow) * 9 // 10])
    yield "jpeg-no-huffman", TOLD, coded(without(sound, b"\xff\xc4"))
    yield "jpeg-no-quantisation", TOLD, coded(without(sound, b"\xff\xdb"))
    yield "jpeg-no-frame", TOLD, coded(without(sound, b"\xff\xc0"))
    yield "jpeg-no-start", TOLD, coded(sound[2:])
    yield "jpeg-nonsense", TOLD, coded(b"no picture at all, only words that stand here")
    yield "jpeg-empty", TOLD, coded(b"")
    yield "jpeg-12-bit", TOLD, coded(sound.replace(b"\xff\xc0\0\x0b\x08", b"\xff\xc0\0\x0b\x0c"))
    yield "jpeg-marker-in-scan", TOLD, coded(sound[:scan + 400] + b"\xff\xc0" + sound[scan + 402:])


def ycck(ink):
    """A CMYK JPEG of one ink value on all plates, its colours transformed as Photoshop does, not turned over."""
    packed = io.BytesIO()
    # Pillow turns CMYK over on its way into the file, and writes the four as they are.
    PIL.Image.new("CMYK", (WIDTH, HEIGHT), (ink, 127, 127, 255 - ink)).save(packed, "JPEG", quality=95)
    data = packed.getvalue()
    at = data.index(b"Adobe") + 11
    return data[:at] + b"\x02" + data[at + 1:]


def packed(data, kind, width=WIDTH, **parms):
    keys = {"Filter": kind, "Width": width, "Height": HEIGHT, "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray}
    return data, keys, parms


def run_lengths(data):
    return b"".join(bytes([len(data[i:i + 100]) - 1]) + data[i:i + 100] for i in range(0, len(data), 100)) + b"\x80"


def streams():
    plain = photo("L").tobytes()
    rows = b"".join(b"\0" + plain[i:i + WIDTH] for i in range(0, len(plain), WIDTH))
    lzw, flate, run = strip_of(plain), zlib.compress(plain), run_lengths(plain)
    kind = Name.FlateDecode
    yield "legal-predictor", None, packed(zlib.compress(rows), kind, Predictor=15, Columns=WIDTH), FLATE
    yield "legal-flate-more", None, packed(flate + b"\n\n", kind), FLATE
    yield "legal-run-length", None, packed(run, Name.RunLengthDecode), RUN
    for share in (.1, .5, .9):
        yield f"lzw-cut-{share}", TOLD, packed(lzw[:int(len(lzw) * share)], Name.LZWDecode), LZW
        yield f"flate-cut-{share}", TOLD, packed(flate[:int(len(flate) * share)], kind), FLATE
        yield f"run-length-cut-{share}", TOLD, packed(run[:int(len(run) * share)], Name.RunLengthDecode), RUN
    yield "lzw-flipped", TOLD, packed(flipped(lzw), Name.LZWDecode), LZW
    yield "lzw-early-change-0", TOLD, packed(lzw, Name.LZWDecode, EarlyChange=0), LZW
    yield "lzw-nonsense", TOLD, packed(b"\xff" * 60, Name.LZWDecode), LZW
    yield "lzw-empty", TOLD, packed(b"", Name.LZWDecode), LZW
    yield "flate-flipped", TOLD, packed(flipped(flate), kind), FLATE
    yield "flate-checksum", TOLD, packed(flate[:-1] + bytes([flate[-1] ^ 1]), kind), FLATE
    yield "flate-raw", TOLD, packed(flate[2:-4], kind), FLATE
    yield "flate-as-lzw", TOLD, packed(flate, Name.LZWDecode), LZW
    yield "predictor-columns", TOLD, packed(zlib.compress(rows), kind, Predictor=15, Columns=WIDTH - 3), FLATE
    yield "predictor-no-columns", TOLD, packed(zlib.compress(rows), kind, Predictor=15), FLATE
    yield "predictor-colours", TOLD, packed(zlib.compress(rows), kind, Predictor=15, Columns=WIDTH, Colors=3), FLATE
    yield "predictor-of-none", TOLD, packed(flate, kind, Predictor=12, Columns=WIDTH), FLATE
    yield "predictor-forgotten", TOLD, packed(zlib.compress(rows[:len(rows) // 2]), kind), FLATE
    yield "predictor-7", TOLD, packed(flate, kind, Predictor=7, Columns=WIDTH), FLATE
    yield "predictor-tag-9", TOLD, packed(zlib.compress(rows[:WIDTH + 1] + b"\x09" + rows[WIDTH + 2:]), kind, Predictor=15, Columns=WIDTH), FLATE
    yield "hex-letters", TOLD, packed(plain.hex().replace("4", "g", 1).encode() + b">", Name.ASCIIHexDecode), ASCII
    yield "hex-cut", TOLD, packed(plain.hex().encode()[:4000], Name.ASCIIHexDecode), ASCII
    import base64
    a85 = base64.a85encode(plain)
    yield "legal-a85", None, packed(a85 + b"~>", Name.ASCII85Decode), ASCII
    yield "a85-cut", TOLD, packed(a85[:len(a85) // 2], Name.ASCII85Decode), ASCII
    yield "a85-letter", TOLD, packed(a85[:300] + b"\x7f" + a85[301:] + b"~>", Name.ASCII85Decode), ASCII
    yield "a85-overflow", TOLD, packed(a85[:300] + b"uuuuu" + a85[305:] + b"~>", Name.ASCII85Decode), ASCII
    yield "filters-the-wrong-way", TOLD, packed(flate.hex().encode() + b">", Array([kind, Name.ASCIIHexDecode])), FLATE
    yield "filter-twice", TOLD, packed(flate, Array([kind, kind])), FLATE
    yield "filter-unknown", TOLD + " bad-filter", packed(flate, Name.ZstdDecode), FLATE


def strip_of(plain):
    """LZW as a TIFF has it, and a PDF, too."""
    out, table, width, word = [], {bytes([i]): i for i in range(256)}, 9, b""
    emit = lambda code: out.append(f"{code:0{width}b}")
    emit(256)
    for byte in plain:
        more = word + bytes([byte])
        if more in table:
            word = more
            continue
        emit(table[word])
        table[more] = len(table) + 2
        if len(table) + 2 + 1 > (1 << width):
            width += 1
        if len(table) + 2 >= 4094:
            emit(256)
            table, width = {bytes([i]): i for i in range(256)}, 9
        word = bytes([byte])
    emit(table[word])
    emit(257)
    text = "".join(out)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))


def mutants():
    """Family, name, clause, rules, picture."""
    for name, rules, picture in fax():
        yield "pictures of two tones", name, FAX, rules, picture
    for name, rules, picture in jbig2():
        yield "pictures of two tones", name, BITS, rules, picture
    for name, rules, picture in jpx():
        yield "pictures of tones", name, WAVE, rules, picture
    for name, rules, picture in jpegs():
        yield "pictures of tones", name, f"{PDF}, 7.4.8", rules, picture
    for name, rules, picture, clause in streams():
        yield "packing", name, clause, rules, picture


def black():
    """One ink, whatever the file's print condition is."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0, 0, 1], N=1)
    return Array([Name.Separation, Name.Black, Name.DeviceCMYK, tint])


def picture_of(pdf, picture):
    data, keys, parms = picture
    if keys.get("ColorSpace") == Name.DeviceGray:
        keys = keys | {"ColorSpace": black()}
    made = Stream(pdf, data)
    made.Type, made.Subtype = Name.XObject, Name.Image
    for key, value in keys.items():
        made["/" + key] = value
    if parms:
        made.DecodeParms = Dictionary({"/" + key: value for key, value in parms.items()})
    return pdf.make_indirect(made)
