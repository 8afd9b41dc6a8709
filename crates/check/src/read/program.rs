//! Embedded font programs: which glyphs there are, how wide, of what shape (ISO 32000-1, 9.9).

use std::sync::Arc;

use ttf_parser::{Face, GlyphId, OutlineBuilder, PlatformId, cff};

use biaoyu_page::error::Say;
use biaoyu_page::font::Outlined;
use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _};
use biaoyu_page::say;

/// A font program as it is embedded.
pub(crate) struct Program {
    data: Vec<u8>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// TrueType, or OpenType with either kind of outlines.
    Sfnt,
    /// Bare CFF.
    Cff,
    /// Type 1: not looked into.
    Type1,
}

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
                Kind::Type1
            }
            ("FontFile3", Some("Type1C" | "CIDFontType0C")) => {
                cff::Table::parse(&data).ok_or_else(|| say!("the CFF program is damaged", "CFF 字体程序损坏"))?;
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
        self.kind != Kind::Type1
    }

    /// Whether its licence forbids embedding (OS/2 `fsType` 2 alone).
    pub(crate) fn is_restricted(&self) -> bool {
        let face = (self.kind == Kind::Sfnt).then(|| Face::parse(&self.data, 0).ok()).flatten();
        face.is_some_and(|f| f.permissions() == Some(ttf_parser::Permissions::Restricted))
    }

    /// Number of the wanted glyph; `None` when there is none, or it is glyph 0, which stands for a missing one.
    pub(crate) fn glyph(&self, want: Want<'_>) -> Option<u16> {
        let found = match self.kind {
            Kind::Type1 => return None,
            Kind::Cff => {
                let table = cff::Table::parse(&self.data)?;
                in_cff(&table, want)
            }
            Kind::Sfnt => {
                let face = Face::parse(&self.data, 0).ok()?;
                match (face.tables().cff, want) {
                    (Some(table), Want::Cid(_)) => in_cff(&table, want),
                    (_, Want::Number(n) | Want::Cid(n)) => (n < face.number_of_glyphs()).then_some(n),
                    (_, Want::Simple { name, character, code, symbolic }) => {
                        in_sfnt(&face, name, character, code, symbolic)
                    }
                }
            }
        };
        found.filter(|glyph| *glyph != 0)
    }

    /// Advance in thousandths of an em, as far as the program tells.
    pub(crate) fn advance(&self, glyph: u16) -> Option<f64> {
        let id = GlyphId(glyph);
        match self.kind {
            Kind::Type1 => None,
            Kind::Cff => {
                let table = cff::Table::parse(&self.data)?;
                if table.glyph_cid(GlyphId(0)).is_some() {
                    // The matrix of such a face is its fonts' as often as its own; both come to an em of 1000.
                    return super::cff::advance(&self.data, glyph);
                }
                Some(f64::from(table.glyph_width(id)?) * f64::from(table.matrix().sx) * 1000.0)
            }
            Kind::Sfnt => {
                let face = Face::parse(&self.data, 0).ok()?;
                Some(f64::from(face.glyph_hor_advance(id)?) * 1000.0 / f64::from(face.units_per_em()))
            }
        }
    }

    /// The outline, in ems; `None` when it cannot be read.
    pub(crate) fn outline(&self, glyph: u16) -> Option<Arc<Outlined>> {
        let id = GlyphId(glyph);
        let mut pen = Pen(BezPath::new());
        let scale = match self.kind {
            Kind::Type1 => return None,
            Kind::Cff => {
                let table = cff::Table::parse(&self.data)?;
                let drawn = table.outline(id, &mut pen);
                // A glyph without contours is an error to the parser and a space to us.
                if matches!(drawn, Err(error) if !matches!(error, ttf_parser::CFFError::ZeroBBox)) {
                    return None;
                }
                f64::from(table.matrix().sx)
            }
            Kind::Sfnt => {
                let face = Face::parse(&self.data, 0).ok()?;
                face.outline_glyph(id, &mut pen);
                1.0 / f64::from(face.units_per_em())
            }
        };
        let path = Affine::scale(scale) * pen.0;
        let ink = if path.elements().is_empty() { Rect::ZERO } else { path.bounding_box() };
        Some(Arc::new(Outlined { path, ink }))
    }
}

fn in_cff(table: &cff::Table<'_>, want: Want<'_>) -> Option<u16> {
    let count = table.number_of_glyphs();
    match want {
        Want::Number(n) => (n < count).then_some(n),
        // Fonts that are keyed by CID say each glyph's; others take the CID for the glyph's number.
        Want::Cid(cid) if table.glyph_cid(GlyphId(0)).is_some() => {
            let is_it = |g: &u16| table.glyph_cid(GlyphId(*g)) == Some(cid);
            // Subsets mostly count them in order: look there first.
            Some(cid).filter(|g| *g < count).filter(is_it).or_else(|| (0..count).find(is_it))
        }
        Want::Cid(cid) => (cid < count).then_some(cid),
        Want::Simple { name: Some(name), .. } => table.glyph_index_by_name(name).map(|g| g.0),
        Want::Simple { code, .. } => table.glyph_index(code).map(|g| g.0),
    }
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
