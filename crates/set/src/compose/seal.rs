//! A seal: one to nine characters, read in columns from the right, the ink of each stretched to its cell and all
//! strokes brought to one weight.

use std::sync::Arc;

use super::even::Glyph;
use super::{Bound, Composer, Laid, Set};
use crate::layout::{Item as Wanted, Seal};
use biaoyu_page::geom::{BezPath, Rect, Shape as _, rect_path};
use biaoyu_page::page::{Fill, Item, Mark, PathMark, Plane};

/// Most characters of a seal.
const MOST: usize = 9;

impl Composer<'_> {
    /// Draws a seal. It is art, not text: the PDF's text stays the slogan.
    pub(super) fn seal(&mut self, index: usize, item: &Wanted, seal: &Seal) -> Option<Laid> {
        let text = seal
            .text
            .iter()
            .map(|t| wording(&t.expand(&self.fields)))
            .find(|t| (1..=MOST).contains(&t.chars().count()))?;
        let block = self.rect(&seal.region);
        let side = block.width().min(block.height());
        let chain = self.chain(&item.id, &seal.style, &text)?;
        let cells = cells(block, text.chars().count(), seal.pad * side, seal.gap * side);
        let mut glyphs = Vec::with_capacity(cells.len());
        for (c, cell) in text.chars().zip(cells) {
            // What no face has is not sealed; the slogan itself says so where it holds the same character.
            let (face, id) = chain.lookup(c).and_then(|f| Some((f, f.glyph(c)?)))?;
            glyphs.push(Glyph::stretched(&face.outline(id).path, cell));
        }
        // Open characters want a little more weight than dense ones to look the same.
        let weights = || glyphs.iter().map(Glyph::weight);
        let mean = weights().sum::<f64>() / glyphs.len().max(1) as f64;
        let weight = mean + (weights().fold(0.0, f64::max) - mean) / 3.0;
        let mut path = BezPath::new();
        for glyph in &glyphs {
            path.extend(glyph.evened(weight, seal.even));
        }
        let ink = path.bounding_box();
        let mut items = Vec::new();
        let ground = seal.fill.map(|role| (rect_path(block), role));
        for (path, role) in ground.into_iter().chain([(path, seal.style.ink)]) {
            let fill = Some(Fill { paint: self.paint(role), even_odd: false });
            let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None });
            items.push(Item { mark, plane: Plane::Art, source: self.source(&item.id) });
        }
        let size = ink.height();
        let (region, bound) = (item.id.clone(), Bound::Height);
        let set = Set { region, lines: vec![text], size, condense: 1.0, bound, inks: vec![ink] };
        self.set.push((index, set.into()));
        Some(Laid { items, region: block, size, lines: 1.0, ink })
    }
}

/// The characters to seal: of a text with quotes the quoted part; no spaces.
fn wording(text: &str) -> String {
    let quoted = text.split_once('“').and_then(|(_, rest)| rest.split_once('”')).map(|(inside, _)| inside);
    quoted.unwrap_or(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The cells of a block, in reading order: columns from the right, the earlier ones with more characters.
fn cells(block: Rect, count: usize, pad: f64, gap: f64) -> Vec<Rect> {
    let inside = block.inset(-pad);
    let tall = block.height() > 1.3 * block.width();
    let columns = match count {
        0 | 1 => 1,
        2 | 3 if tall => 1,
        2..=6 => 2,
        _ => 3,
    };
    let width = (inside.width() - gap * (columns - 1) as f64) / columns as f64;
    let mut cells = Vec::with_capacity(count);
    for column in 0..columns {
        let rows = (count - cells.len()).div_ceil(columns - column).max(1);
        let height = (inside.height() - gap * (rows - 1) as f64) / rows as f64;
        let x = inside.x1 - width - column as f64 * (width + gap);
        cells.extend((0..rows).map(|r| {
            let y = inside.y0 + r as f64 * (height + gap);
            Rect::new(x, y, x + width, y + height)
        }));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_in_quotes_is_what_is_sealed() {
        assert_eq!(wording("2021 年电力行业“质量月”"), "质量月");
        assert_eq!(wording("安全 生产"), "安全生产");
    }

    #[test]
    fn cells_fill_the_block_from_the_right() {
        let block = Rect::new(0.0, 0.0, 100.0, 100.0);
        for count in 1..=MOST {
            let cells = cells(block, count, 10.0, 6.0);
            assert_eq!(cells.len(), count);
            for (i, a) in cells.iter().enumerate() {
                assert!(a.x0 >= 9.999 && a.y0 >= 9.999 && a.x1 <= 90.001 && a.y1 <= 90.001, "{count}: {a:?}");
                assert!(cells.iter().skip(i + 1).all(|b| a.intersect(*b).area() < 1e-9), "{count}");
            }
        }
        let three = cells(block, 3, 10.0, 6.0);
        assert!(three[0].x0 > three[2].x1 && three[1].y0 > three[0].y1 && three[2].height() > 79.0);
    }
}
