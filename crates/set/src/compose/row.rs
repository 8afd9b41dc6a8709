//! A row: runs of different size on one line, fitted together. The banner's slogan and 落款 are such a row.

use super::type_set::Setting;
use super::{Bound, Composer, Laid, Rank, Said, Set};
use crate::layout::{Item as Wanted, Row, Run};
use crate::text::{Flow, Line};
use biaoyu_page::error::Severity;
use biaoyu_page::font::Chain;
use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::say;

/// A run that is set, with its faces.
struct Part<'a> {
    run: &'a Run,
    text: String,
    chain: Chain,
}

impl Composer<'_> {
    /// Sets a row.
    pub(super) fn row(&mut self, index: usize, item: &Wanted, row: &Row) -> Option<Laid> {
        let region = self.text_rect(&row.region);
        let mut parts = Vec::new();
        for run in &row.runs {
            if run.when.as_ref().is_some_and(|w| w.eval(&self.frame) == 0.0) {
                continue;
            }
            let text = run.text.expand(&self.fields).trim().to_string();
            if !text.is_empty() {
                let chain = self.chain(&item.id, &run.style, &text)?;
                parts.push(Part { run, text, chain });
            }
        }
        let (max, min) = self.limits(&row.fit);
        let whole = |parts: &[Part]| parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" ");
        loop {
            let first = parts.first()?;
            let narrowest = first.run.style.condense;
            let (lines, length) = self.measure(item, &parts, Setting::plain(Flow::Horizontal))?;
            let ink = lines.first()?.ink;
            let tallest = (region.height() / ink.height().max(1e-9), Bound::Height);
            let limit = if max < tallest.0 { (max, Bound::Max) } else { tallest };
            // Height stays as long as condensing makes room: a banner is read by the height of its type.
            let widest = region.width() / (length * narrowest).max(1e-9);
            let (size, bound) = if widest < limit.0 { (widest, Bound::Width) } else { limit };
            if size + 0.01 < min {
                if let Some(last) = parts.iter().rposition(|p| p.run.optional) {
                    let left = parts.remove(last);
                    self.left_out(item, &left.text);
                    continue;
                }
                self.large_enough(item, &whole(&parts), size, min);
                return None;
            }
            let condense = (region.width() / (length * size).max(1e-9)).clamp(narrowest, 1.0);
            // Only the first run is opened: a 落款 keeps together.
            let gaps = lines.first()?.glyphs.len() as f64 - 1.0;
            let free = (region.width() / size - length * condense) / gaps.max(1.0);
            let style = &first.run.style;
            let spread = free.clamp(0.0, (style.pitch - 1.0 - style.tracking).max(0.0));
            let setting = Setting { flow: Flow::Horizontal, condense, spread };
            let (lines, length) = self.measure(item, &parts, setting)?;
            return Some(self.place_row(index, item, row, region, &parts, &lines, length, size, condense, bound));
        }
    }

    /// Shapes the runs and adds up their length in ems of the row, distances before them condensed with the type.
    fn measure(&mut self, item: &Wanted, parts: &[Part<'_>], setting: Setting) -> Option<(Vec<Line>, f64)> {
        let mut lines = Vec::with_capacity(parts.len());
        let mut length = 0.0;
        for (i, part) in parts.iter().enumerate() {
            let setting = Setting { spread: if i == 0 { setting.spread } else { 0.0 }, ..setting };
            let line = self.shape(&item.id, &part.chain, &part.run.style, setting, &part.text)?;
            let before = if i == 0 { 0.0 } else { part.run.before * setting.condense };
            length += before + line.ink.width() * part.run.scale;
            lines.push(line);
        }
        Some((lines, length))
    }

    fn left_out(&mut self, item: &Wanted, text: &str) {
        let what = say!("`{text}` does not fit beside the slogan: left out", "`{text}` 与标语同排放不下：已省去");
        let hint = say!("choose a longer product, or a shorter name", "请选更长的产品，或用简称");
        self.remark(&item.id, "text-left-out", Severity::Warning, what, hint);
    }

    #[allow(clippy::too_many_arguments, reason = "all of them were just computed together")]
    fn place_row(
        &mut self,
        index: usize,
        item: &Wanted,
        row: &Row,
        region: Rect,
        parts: &[Part<'_>],
        lines: &[Line],
        length: f64,
        size: f64,
        condense: f64,
        bound: Bound,
    ) -> Laid {
        let first = lines.first().map_or(Rect::ZERO, |l| l.ink);
        let mut x = region.x0 + row.align.x * (region.width() - length * size);
        let top = region.y0 + row.align.y * (region.height() - first.height() * size);
        let (baseline, foot) = (top - first.y0 * size, top + first.height() * size);
        let mut items = Vec::new();
        let mut inks = Vec::new();
        let mut texts = Vec::new();
        for (i, (part, line)) in parts.iter().zip(lines).enumerate() {
            let z = size * part.run.scale;
            if i > 0 {
                x += part.run.before * condense * size;
            }
            let y = match (i, part.run.foot) {
                (0, _) => baseline,
                (_, true) => foot - line.ink.y1 * z,
                // The middles of the ink are level.
                (_, false) => f64::midpoint(top, foot) - f64::midpoint(line.ink.y0, line.ink.y1) * z,
            };
            let place = Affine::translate((x - line.ink.x0 * z, y)) * Affine::scale(z);
            let runs = self.line_items(line, part.run.style.ink, &item.id, place);
            items.push(self.text_group(runs, &line.text, &item.id));
            inks.push(place.transform_rect_bbox(line.ink));
            x += line.ink.width() * z;
            texts.push(line.text.clone());
            self.said.push(Said { region: item.id.clone(), rank: Rank::of(&part.run.text), size: z });
        }
        let set = Set { region: item.id.clone(), lines: texts, size, condense, bound, inks };
        let ink = set.ink();
        self.set.push((index, set.into()));
        Laid { items, region, size, lines: 1.0, ink }
    }
}
