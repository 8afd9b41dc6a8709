//! Clauses on one line, parted by slanted bars.

use std::sync::Arc;

use super::type_set::Setting;
use super::{Bound, Composer, Laid, Set};
use crate::layout::{Item as Wanted, Slashes};
use crate::text::break_lines::gapped;
use crate::text::{Flow, Line};
use biaoyu_page::geom::{Affine, Point, polygon};
use biaoyu_page::page::{Fill, Item, Mark, PathMark, Plane};

impl Composer<'_> {
    /// Sets a line of clauses with slashes.
    pub(super) fn slashes(&mut self, index: usize, item: &Wanted, slashes: &Slashes) -> Option<Laid> {
        let text = &slashes.text;
        let template = text.text.first()?;
        let whole = template.expand(&self.fields).trim().to_string();
        let clauses = gapped(&whole);
        if clauses.is_empty() {
            return None;
        }
        let style = &text.style;
        let crate::layout::Region::Box(b) = &text.region else { return None };
        let region = self.text_rect(b);
        let (max, min) = self.limits(&text.fit);
        let mut lines = self.clause_lines(item, slashes, Setting::plain(Flow::Horizontal), &clauses)?;
        // Between two clauses: the gap, the slash, the gap, at the widest the type is set.
        let part = 2.0 * style.gap + slashes.width;
        let parts = part * (lines.len() as f64 - 1.0);
        let length = |lines: &[Line]| lines.iter().map(|l| l.core.width()).sum::<f64>();
        let tall = |lines: &[Line]| {
            let (top, foot) = reach(lines);
            (foot - top).max(slashes.height)
        };
        let natural = length(&lines) + parts;
        let by_width = (region.width() / (natural * style.condense).max(1e-9), Bound::Width);
        let by_height = (region.height() / tall(&lines).max(1e-9), Bound::Height);
        let (size, bound) = [by_width, by_height, (max, Bound::Max)]
            .into_iter()
            .fold((f64::INFINITY, Bound::Max), |a, b| if b.0 < a.0 { b } else { a });
        // One that may fall away does so in silence: the layout then sets the clauses in another way.
        if size + 0.01 < min && item.optional || !self.large_enough(item, &whole, size, min) {
            return None;
        }
        let condense = (region.width() / (natural * size).max(1e-9)).clamp(style.condense, 1.0);
        let gaps: usize = lines.iter().map(|l| l.glyphs.len().saturating_sub(1)).sum();
        let free = (region.width() / size - natural * condense) / (gaps as f64).max(1.0);
        let spread = free.clamp(0.0, (style.pitch - 1.0 - style.tracking).max(0.0));
        if condense < 1.0 || spread > 0.0 {
            let setting = Setting { flow: Flow::Horizontal, condense, spread };
            lines = self.clause_lines(item, slashes, setting, &clauses)?;
        }

        let (top, foot) = reach(&lines);
        let whole_length = (length(&lines) + parts * condense) * size;
        let mut x = region.x0 + text.align.x * (region.width() - whole_length);
        let baseline = region.y0 + text.align.y * (region.height() - (foot - top) * size) - top * size;
        let middle = baseline + f64::midpoint(top, foot) * size;
        let (mut bars, mut runs) = (Vec::new(), Vec::new());
        let mut inks = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                let centre = x + part * condense * size / 2.0;
                bars.push(self.slash(item, slashes, Point::new(centre, middle), size, condense));
                x += part * condense * size;
            }
            let place = Affine::translate((x - line.core.x0 * size, baseline)) * Affine::scale(size);
            runs.extend(self.line_items(line, style.ink, &item.id, place));
            inks.push(place.transform_rect_bbox(line.ink));
            x += line.core.width() * size;
        }
        let said = lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut items = bars;
        items.push(self.text_group(runs, &said, &item.id));
        let set = Set { region: item.id.clone(), lines: vec![said], size, condense, bound, inks };
        let ink = set.ink();
        self.set.push((index, set.into()));
        Some(Laid { items, region, size, lines: 1.0, ink })
    }

    fn clause_lines(
        &mut self,
        item: &Wanted,
        slashes: &Slashes,
        setting: Setting,
        clauses: &[&str],
    ) -> Option<Vec<Line>> {
        let style = &slashes.text.style;
        let whole = clauses.concat();
        let chain = self.chain(&item.id, style, &whole)?;
        clauses.iter().map(|c| self.shape(&item.id, &chain, style, setting, c)).collect()
    }

    /// A parallelogram around `centre`.
    fn slash(&self, item: &Wanted, slashes: &Slashes, centre: Point, size: f64, condense: f64) -> Item {
        let half = Point::new(slashes.width * condense * size / 2.0, slashes.height * size / 2.0);
        let lean = half.y * libm::tan(slashes.slant.to_radians()) * condense;
        let corner = |x: f64, y: f64| Point::new(centre.x + x * half.x - y * lean, centre.y + y * half.y);
        let path = polygon(&[corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)]);
        let fill = Fill { paint: self.paint(slashes.fill), even_odd: false };
        let mark = Mark::Path(PathMark { path: Arc::new(path), fill: Some(fill), stroke: None });
        Item { mark, plane: Plane::Art, source: self.source(&item.id) }
    }
}

/// Top and foot of the ink of all lines from the baseline, ems.
fn reach(lines: &[Line]) -> (f64, f64) {
    let top = lines.iter().map(|l| l.ink.y0).fold(0.0, f64::min);
    let foot = lines.iter().map(|l| l.ink.y1).fold(0.0, f64::max);
    (top, foot)
}
