//! A body text: lines of one measure, broken between words and justified, as large as its place allows.

use super::{Bound, Composer, Laid, Set};
use crate::layout::{self, Item as Wanted, Text};
use crate::text::{LineEnd, Paragraphs, Row, Style, shape};
use biaoyu_page::font::Chain;
use biaoyu_page::geom::{Affine, Point, Rect};
use biaoyu_table::record::Template;

/// The most that a line is opened by to fill its measure, ems a character: beyond it the line stays ragged.
const OPENED: f64 = 0.2;
/// Steps of the search for the size.
const STEPS: usize = 24;

impl Composer<'_> {
    /// Sets a body text in its region.
    pub(super) fn body(&mut self, index: usize, item: &Wanted, text: &Text, indent: f64, region: Rect) -> Option<Laid> {
        let whole = self.paragraphs(&text.text).join("\n");
        if whole.is_empty() {
            return None;
        }
        let chain = self.chain(&item.id, &text.style, &whole)?;
        // Whom a page is for is never divided over two lines.
        let named = text.text.iter().flat_map(Template::fields).any(|(field, _)| field == "name");
        let name = |field: &str| self.fields.get(field).filter(|_| named).map(str::trim).unwrap_or_default();
        let name = format!("{}{}", name("name"), if name("name").is_empty() { "" } else { name("honorific") });
        let all = Paragraphs::keeping(&whole, &running(&text.style, &chain, 0.0), &name);
        let all = all.map_err(|missing| self.missing(&item.id, missing)).ok()?;
        let (max, min) = self.limits(&text.fit);
        let (max, capped) = match self.alike(item, text) {
            Some(size) if size < max => (size, true),
            _ => (max, false),
        };
        let leading = text.style.leading;
        let fits = |size: f64| {
            let rows = all.rows(region.width() / size.max(1e-9), indent)?;
            (height(rows.len(), leading) * size <= region.height() + 1e-9).then_some(rows)
        };
        let (mut low, mut high) = (0.0, max.min(region.height()));
        let mut best = fits(high).map(|rows| (high, rows));
        if best.is_none() {
            for _ in 0..STEPS {
                let size = f64::midpoint(low, high);
                match fits(size) {
                    Some(rows) => (low, best) = (size, Some((size, rows))),
                    None => high = size,
                }
            }
        }
        let bound = if low > 0.0 && !capped { Bound::Height } else { Bound::Max };
        let Some((size, rows)) = best else {
            self.large_enough(item, &whole, 0.0, min);
            return None;
        };
        if !self.large_enough(item, &whole, size, min) {
            return None;
        }
        self.place_body(index, item, (text, &chain), (indent, region), &whole, (size, &rows, bound))
    }

    fn place_body(
        &mut self,
        index: usize,
        item: &Wanted,
        (text, chain): (&Text, &Chain),
        (indent, region): (f64, Rect),
        whole: &str,
        (size, rows, bound): (f64, &[Row<'_>], Bound),
    ) -> Option<Laid> {
        let (leading, measure) = (text.style.leading, region.width() / size.max(1e-9));
        let tall = height(rows.len(), leading) * size;
        let top = region.y0 + text.align.y * (region.height() - tall);
        let (mut items, mut inks, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for (i, row) in rows.iter().enumerate() {
            let inset = if row.is_first { indent } else { 0.0 };
            let shaped = |spread: f64| shape(row.text, &running(&text.style, chain, spread));
            let mut line = shaped(0.0).map_err(|missing| self.missing(&item.id, missing)).ok()?;
            let spread = (measure - inset - line.advance) / (line.glyphs.len() as f64 - 1.0).max(1.0);
            if !row.is_last && spread > 1e-6 && spread <= OPENED {
                line = shaped(spread).map_err(|missing| self.missing(&item.id, missing)).ok()?;
            }
            let baseline = top + (0.88 + i as f64 * leading) * size;
            let place =
                Affine::translate(Point::new(region.x0 + inset * size, baseline).to_vec2()) * Affine::scale(size);
            items.extend(self.line_items(&line, text.style.ink, &item.id, place));
            inks.push(place.transform_rect_bbox(line.ink));
            lines.push(row.text.to_owned());
        }
        let group = self.text_group(items, whole, &item.id);
        let count = lines.len() as f64;
        let set = Set { region: item.id.clone(), lines, size, condense: 1.0, bound, inks };
        let ink = set.ink();
        self.set.push((index, set.into()));
        Some(Laid { items: vec![group], region, size, lines: count, ink })
    }
}

/// How running text is set: unlike display type it keeps the mark at its end, of half an em.
pub(super) fn running<'a>(style: &layout::Style, chain: &'a Chain, spread: f64) -> Style<'a> {
    let (tracking, clause_gap) = (style.tracking + spread, style.gap);
    Style { tracking, clause_gap, line_end: LineEnd::Half, ..Style::new(chain) }
}

/// Height of so many lines, ems.
fn height(lines: usize, leading: f64) -> f64 {
    (lines as f64 - 1.0).max(0.0) * leading + 1.0
}
