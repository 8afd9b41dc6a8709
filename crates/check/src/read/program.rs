//! Embedded font programs: which glyphs there are, how wide, of what shape (ISO 32000-1, 9.9).

use std::collections::BTreeMap;
use std::sync::Arc;

use read_fonts::model::glyph::outline::PathSink;
use read_fonts::ps::Sid;
use read_fonts::ps::cff::{CffFontRef, Subfont};
use read_fonts::ps::type1::Type1Font;
use ttf_parser::{Face, GlyphId, OutlineBuilder, PlatformId};

use biaoyu_page::error::Say;
use biaoyu_page::font::Outlined;
use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _};
use biaoyu_page::say;

/// A font program as it is embedded.
pub(crate) struct Program {
    data: Vec<u8>,
    kind: Kind,
}

enum Kind {
    /// TrueType, or OpenType with either kind of outlines.
    Sfnt,
    /// Bare CFF.
    Cff,
    /// Type 1, with the numbers of its glyphs by their names.
    Type1(Box<Type1Font>, BTreeMap<String, u16>),
    /// Type 1 that is not looked into.
    Closed,
}

/// Units of an em that outlines and advances are asked in.
const EM: f32 = 1000.0;

/// How a code finds its glyph.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Want<'a> {
    /// By its number in the program.
    Number(u16),
    /// By its CID.
    Cid(u16),
    /// By name, character and code: what simple fonts have.
    Simple {
        /// Glyph name, when the encoding gives one.
        name: Option<&'a str>,
        /// Character, when the encoding gives one.
        character: Option<char>,
        /// The code itself.
        code: u8,
        /// The font is symbolic and has no encoding of its own: its codes are the program's.
        symbolic: bool,
    },
}

impl Program {
    /// Opens what is embedded under `FontFile`, `FontFile2` or `FontFile3`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn open(key: &str, subtype: Option<&str>, data: Vec<u8>) -> Result<Self, Say> {
        let kind = match (key, subtype) {
            ("FontFile", _) => {
                let start = data.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
                let bytes = data.get(start..).unwrap_or_default();
                if !bytes.starts_with(b"%!") && !bytes.starts_with(&[0x80, 1]) {
                    return Err(say!("no Type 1 program", "不是 Type 1 字体程序"));
                }
                type1(bytes)
            }
            ("FontFile3", Some("Type1C" | "CIDFontType0C")) => {
                cff(&data).ok_or_else(|| say!("the CFF program is damaged", "CFF 字体程序损坏"))?;
                Kind::Cff
            }
            _ => {
                Face::parse(&data, 0).map_err(|_| say!("the font program is damaged", "字体程序损坏"))?;
                Kind::Sfnt
            }
        };
        Ok(Self { data, kind })
    }

    /// Whether glyphs can be looked up.
    pub(crate) fn is_known(&self) -> bool {
        !matches!(self.kind, Kind::Closed)
    }

    /// Whether its licence forbids embedding (OS/2 `fsType` 2 alone).
    pub(crate) fn is_restricted(&self) -> bool {
        let face = matches!(self.kind, Kind::Sfnt).then(|| Face::parse(&self.data, 0).ok()).flatten();
        face.is_some_and(|f| f.permissions() == Some(ttf_parser::Permissions::Restricted))
    }

    /// Number of the wanted glyph; `None` when there is none, or it is glyph 0, which stands for a missing one.
    pub(crate) fn glyph(&self, want: Want<'_>) -> Option<u16> {
        let found = match &self.kind {
            Kind::Closed => return None,
            Kind::Type1(font, names) => match want {
                Want::Simple { name: Some(name), .. } => names.get(name).copied(),
                Want::Simple { code, .. } => {
                    font.encoding()?.map(code).and_then(|glyph| glyph.to_u32().try_into().ok())
                }
                Want::Number(n) | Want::Cid(n) => (u32::from(n) < font.num_glyphs()).then_some(n),
            },
            Kind::Cff => in_cff(&cff(&self.data)?, want),
            Kind::Sfnt => {
                let face = Face::parse(&self.data, 0).ok()?;
                let inner = || face.raw_face().table(ttf_parser::Tag::from_bytes(b"CFF ")).and_then(cff);
                match (want, matches!(want, Want::Cid(_)).then(inner).flatten()) {
                    (Want::Cid(_), Some(font)) => in_cff(&font, want),
                    (Want::Number(n) | Want::Cid(n), _) => (n < face.number_of_glyphs()).then_some(n),
                    (Want::Simple { name, character, code, symbolic }, _) => {
                        in_sfnt(&face, name, character, code, symbolic)
                    }
                }
            }
        };
        found.filter(|glyph| *glyph != 0)
    }

    /// Advance in thousandths of an em, as far as the program tells.
    pub(crate) fn advance(&self, glyph: u16) -> Option<f64> {
        let units = match &self.kind {
            Kind::Closed => None,
            Kind::Type1(font, _) => font.advance(u32::from(glyph).into(), Some(EM)).ok()?,
            Kind::Cff => {
                let font = cff(&self.data)?;
                font.advance(&subfont(&font, glyph)?, u32::from(glyph).into(), &[], Some(EM)).ok()?
            }
            Kind::Sfnt => {
                let face = Face::parse(&self.data, 0).ok()?;
                Some(f32::from(face.glyph_hor_advance(GlyphId(glyph))?) * EM / f32::from(face.units_per_em()))
            }
        };
        units.map(f64::from)
    }

    /// The outline, in ems; `None` when it cannot be read.
    pub(crate) fn outline(&self, glyph: u16) -> Option<Arc<Outlined>> {
        let mut pen = Pen(BezPath::new());
        let scale = match &self.kind {
            Kind::Closed => return None,
            Kind::Type1(font, _) => {
                font.draw(u32::from(glyph).into(), Some(EM), &mut pen).ok()?;
                1.0 / f64::from(EM)
            }
            Kind::Cff => {
                let font = cff(&self.data)?;
                font.draw(&subfont(&font, glyph)?, u32::from(glyph).into(), &[], Some(EM), &mut pen).ok()?;
                1.0 / f64::from(EM)
            }
            Kind::Sfnt => {
                let face = Face::parse(&self.data, 0).ok()?;
                face.outline_glyph(GlyphId(glyph), &mut pen);
                1.0 / f64::from(face.units_per_em())
            }
        };
        let path = Affine::scale(scale) * pen.0;
        let ink = if path.elements().is_empty() { Rect::ZERO } else { path.bounding_box() };
        Some(Arc::new(Outlined { path, ink }))
    }
}

/// A Type 1 program, opened if the reader can.
fn type1(data: &[u8]) -> Kind {
    let Ok(font) = Type1Font::new(data) else { return Kind::Closed };
    let names = font.glyph_names().filter_map(|(glyph, name)| Some((name.to_owned(), glyph.to_u32().try_into().ok()?)));
    let names = names.collect();
    Kind::Type1(Box::new(font), names)
}

/// A CFF program; `None` when it is damaged.
fn cff(data: &[u8]) -> Option<CffFontRef<'_>> {
    CffFontRef::new_cff(data, 0, None).ok()
}

/// What a glyph of a CFF program shares with others: subroutines, the usual width, a matrix.
fn subfont(font: &CffFontRef<'_>, glyph: u16) -> Option<Subfont> {
    font.subfont(font.subfont_index(u32::from(glyph).into())?, &[]).ok()
}

fn in_cff(font: &CffFontRef<'_>, want: Want<'_>) -> Option<u16> {
    let count = u16::try_from(font.num_glyphs()).unwrap_or(u16::MAX);
    let found = match want {
        // Fonts that are keyed by CID say each glyph's; others take the CID for the glyph's number.
        Want::Cid(cid) if font.is_cid() => font.charset()?.glyph_id(Sid::new(cid))?,
        Want::Number(n) | Want::Cid(n) => return (n < count).then_some(n),
        Want::Simple { name: Some(name), .. } => {
            let charset = font.charset()?;
            charset.iter().find(|(_, sid)| font.string(*sid) == Some(name.as_bytes()))?.0
        }
        Want::Simple { code, .. } => font.encoding()?.map(code)?,
    };
    found.to_u32().try_into().ok().filter(|glyph| *glyph < count)
}

/// The ways of 9.6.6.4, from the surest to the last resort.
fn in_sfnt(face: &Face<'_>, name: Option<&str>, character: Option<char>, code: u8, symbolic: bool) -> Option<u16> {
    // Glyph 0 stands for a missing one: another way may find it yet.
    let real = |found: Option<GlyphId>| found.filter(|g| g.0 != 0);
    let by_character = || real(character.and_then(|c| face.glyph_index(c)));
    let tables = || face.tables().cmap.into_iter().flat_map(|c| c.subtables);
    let by_code = || {
        tables().find_map(|table| {
            let symbol = table.platform_id == PlatformId::Windows && table.encoding_id == 0;
            let code = u32::from(code);
            if symbol {
                [0xf000 + code, code].into_iter().find_map(|c| real(table.glyph_index(c)))
            } else if table.platform_id == PlatformId::Macintosh {
                real(table.glyph_index(code))
            } else {
                None
            }
        })
    };
    let by_name = || real(name.and_then(|n| face.glyph_index_by_name(n)));
    let bare = || real(face.tables().cff.and_then(|t| t.glyph_index(code)));
    if symbolic && tables().any(|t| t.platform_id == PlatformId::Macintosh || t.encoding_id == 0) {
        return by_code().map(|g| g.0);
    }
    by_character().or_else(by_code).or_else(by_name).or_else(bare).map(|g| g.0)
}

struct Pen(BezPath);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to((f64::from(x1), f64::from(y1)), (f64::from(x), f64::from(y)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.curve_to((f64::from(x1), f64::from(y1)), (f64::from(x2), f64::from(y2)), (f64::from(x), f64::from(y)));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        OutlineBuilder::move_to(self, x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        OutlineBuilder::line_to(self, x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        OutlineBuilder::quad_to(self, cx0, cy0, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        OutlineBuilder::curve_to(self, cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        OutlineBuilder::close(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers and operators of a charstring; those with a zero before them are of two bytes.
    fn charstring(words: &str) -> Vec<u8> {
        let word = |word: &str| match word {
            "hsbw" => vec![13],
            "rmoveto" => vec![21],
            "hlineto" => vec![6],
            "vlineto" => vec![7],
            "closepath" => vec![9],
            "dotsection" => vec![12, 0],
            "endchar" => vec![14],
            number => match number.parse::<i32>().unwrap() {
                v @ -107..=107 => vec![(v + 139) as u8],
                v @ 108..=1131 => vec![((v - 108) / 256 + 247) as u8, ((v - 108) % 256) as u8],
                v => vec![((-v - 108) / 256 + 251) as u8, ((-v - 108) % 256) as u8],
            },
        };
        words.split_whitespace().flat_map(word).collect()
    }

    /// Encrypted as Type 1 wants it, with four bytes before it (Adobe Type 1 Font Format, chapter 7).
    fn encrypted(plain: &[u8], mut key: u16) -> Vec<u8> {
        let cipher = |byte: &u8| {
            let out = byte ^ (key >> 8) as u8;
            key = u16::from(out).wrapping_add(key).wrapping_mul(52845).wrapping_add(22719);
            out
        };
        [0; 4].iter().chain(plain).map(cipher).collect()
    }

    fn type1_program() -> Vec<u8> {
        let mut private =
            b"dup /Private 5 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n\
            /ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n/lenIV 4 def\n\
            2 index /CharStrings 2 dict dup begin\n"
                .to_vec();
        for (name, words) in [
            (".notdef", "0 500 hsbw endchar"),
            (
                "A",
                "50 600 hsbw 50 0 rmoveto dotsection 400 hlineto 700 vlineto -400 hlineto closepath dotsection endchar",
            ),
        ] {
            let code = encrypted(&charstring(words), 4330);
            private.extend(format!("/{name} {} RD ", code.len()).bytes());
            private.extend(code);
            private.extend(b" ND\n");
        }
        private.extend(
            b"end\nend\nreadonly put\nnoaccess put\ndup/FontName get exch definefont pop\nmark currentfile closefile\n",
        );
        let mut program = b"%!PS-AdobeFont-1.0: Test\n12 dict begin\n/FontName /Test def\n/PaintType 0 def\n/FontType 1 def\n\
            /FontMatrix [0.001 0 0 0.001 0 0] readonly def\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n\
            dup 66 /A put\nreadonly def\n/FontBBox {0 0 600 700} readonly def\ncurrentdict end\ncurrentfile eexec\n"
            .to_vec();
        program.extend(encrypted(&private, 55665));
        program.extend(b"\n0000000000000000\ncleartomark\n");
        program
    }

    /// A bare CFF of `.notdef` and `A` (Adobe Technical Note 5176).
    fn cff_program() -> Vec<u8> {
        let index = |items: &[Vec<u8>]| {
            if items.is_empty() {
                return vec![0, 0];
            }
            let mut out = vec![0, items.len() as u8, 1, 1];
            let mut end = 1;
            for item in items {
                end += item.len() as u8;
                out.push(end);
            }
            out.extend(items.iter().flatten());
            out
        };
        // Numbers of a dictionary that take three bytes whatever they are.
        let number = |v: usize| [28, (v >> 8) as u8, v as u8];
        let glyphs = index(&[
            charstring("endchar"),
            // 500 is what the width is above the nominal one.
            charstring("500 100 0 rmoveto dotsection 400 hlineto 700 vlineto -400 hlineto dotsection endchar"),
        ]);
        let private = [&number(100)[..], &[21]].concat();
        let head = [vec![1, 0, 4, 1], index(&[b"Test".to_vec()])].concat();
        let rest = [index(&[]), index(&[])].concat();
        let top = |at: usize| {
            let charset = at;
            let charstrings = charset + 3;
            let privates = charstrings + glyphs.len();
            let mut out = number(charset).to_vec();
            out.push(15);
            out.extend(number(charstrings));
            out.push(17);
            out.extend(number(private.len()));
            out.extend(number(privates));
            out.push(18);
            index(&[out])
        };
        let at = head.len() + top(0).len() + rest.len();
        // Its charset: the glyph after `.notdef` is string 34, `A`.
        [head, top(at), rest, vec![0, 0, 34], glyphs, private].concat()
    }

    #[test]
    fn glyphs_of_type_1_and_of_bare_cff_are_found_measured_and_drawn() {
        let by_name = |name| Want::Simple { name: Some(name), character: None, code: 0, symbolic: false };
        let by_code = |code| Want::Simple { name: None, character: None, code, symbolic: false };
        for (key, subtype, data, code) in
            [("FontFile", None, type1_program(), 66), ("FontFile3", Some("Type1C"), cff_program(), 65)]
        {
            let program = Program::open(key, subtype, data.clone()).unwrap_or_else(|say| panic!("{key}: {say:?}"));
            assert!(program.is_known(), "{key}");
            let glyph = program.glyph(by_name("A")).unwrap();
            assert_eq!(program.glyph(by_code(code)), Some(glyph), "{key}");
            assert_eq!((program.glyph(by_name("B")), program.glyph(by_code(67))), (None, None), "{key}");
            assert_eq!(program.advance(glyph), Some(600.0), "{key}");
            // The hint that is called `dotsection` draws nothing, and is no fault (Technical Note 5177, appendix C).
            let ink = program.outline(glyph).unwrap().ink;
            for (found, wanted) in [(ink.x0, 0.1), (ink.y0, 0.0), (ink.x1, 0.5), (ink.y1, 0.7)] {
                assert!((found - wanted).abs() < 1e-4, "{key}: {ink:?}");
            }
            // Cut short it is told, or not looked into: never taken for whole.
            let cut = Program::open(key, subtype, data[..data.len() / 2].to_vec());
            assert!(cut.is_err_and(|_| key == "FontFile3") || key == "FontFile", "{key}");
        }
    }
}
