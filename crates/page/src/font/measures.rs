//! What a face measures as a whole: the em box of its Chinese characters and the height of its capitals.

use super::face::Face;

/// Measures of a face, in ems, y up from the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// It has Chinese characters.
    pub cjk: bool,
    /// Advance 字宽 of a Chinese character, horizontally: 1 in most faces, 0.8 in a condensed one.
    pub han_advance: f64,
    /// Height of the middle of the ink of Chinese characters.
    pub han_middle: f64,
    /// Height of the middle of the capitals.
    pub cap_middle: f64,
    /// Height of the vertical origin: the top of the cell in which a Chinese character stands in a column.
    pub column_top: f64,
    /// Advance of a Chinese character in a column.
    pub column_advance: f64,
    /// The face says itself how it is set in columns (`vhea`, `vmtx`); else the cell is one em around `han_middle`.
    pub has_columns: bool,
}

/// Characters that fill their em box evenly; their mean stands for the face.
const EVEN: [char; 5] = ['国', '回', '田', '圆', '园'];

impl Measures {
    pub(super) fn take(face: &Face) -> Self {
        let boxes: Vec<_> = EVEN.iter().filter_map(|c| face.glyph(*c)).map(|g| (g, face.outline(g).ink)).collect();
        let mean = |f: &dyn Fn(&(u16, crate::geom::Rect)) -> f64| {
            (!boxes.is_empty()).then(|| boxes.iter().map(f).sum::<f64>() / boxes.len() as f64)
        };
        let cap_middle = face.glyph('H').map_or(0.36, |g| face.outline(g).ink.center().y);
        let han_middle = mean(&|b| b.1.center().y).unwrap_or(Face::EM_TOP - 0.5);
        let shaper = harfrust::ShaperFont::new(face.shaper());
        let has_columns = has_tables(face.data(), face.index(), [b"vhea", b"vmtx"]);
        let column = boxes.first().filter(|_| has_columns).map(|(glyph, _)| {
            let id = harfrust::GlyphId::new(u32::from(*glyph));
            let upem = face.units_per_em();
            let advance = f64::from(-shaper.default_glyph_v_advance(id)) / upem;
            (f64::from(shaper.default_glyph_v_origin(id).1) / upem, if advance > 0.0 { advance } else { 1.0 })
        });
        let (column_top, column_advance) = column.unwrap_or((han_middle + 0.5, 1.0));
        Self {
            cjk: !boxes.is_empty(),
            han_advance: mean(&|b| face.advance(b.0)).filter(|a| *a > 0.0).unwrap_or(1.0),
            han_middle,
            cap_middle,
            column_top,
            column_advance,
            has_columns,
        }
    }
}

/// Whether the face's table directory (OpenType "Font file structure") names all of `tags`.
fn has_tables<const N: usize>(data: &[u8], index: u32, tags: [&[u8; 4]; N]) -> bool {
    let long = |at: usize| data.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
    let directory = if data.starts_with(b"ttcf") { long(12 + 4 * index as usize) } else { Some(0) };
    let Some(start) = directory.map(|d| d as usize) else { return false };
    let count = long(start + 4).map_or(0, |v| (v >> 16) as usize);
    let records = data.get(start + 12..).unwrap_or_default();
    tags.iter().all(|tag| records.chunks_exact(16).take(count).any(|record| record.starts_with(*tag)))
}
