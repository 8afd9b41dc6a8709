//! A body text: lines of one measure, broken between words and justified, as large as its place allows.

use super::{Bound, Composer, Laid, Set};
use crate::layout::{Item as Wanted, Text};
use crate::text::break_lines::{body_breaks, body_lines};
use crate::text::{Line, LineEnd, Style, shape};
use biaoyu_page::font::Chain;
use biaoyu_page::geom::{Affine, Point, Rect};

/// The most that a line is opened by to fill its measure, ems a character: beyond it the line stays ragged.
const OPENED: f64 = 0.2;
/// A last line of fewer ems is a stray.
const STRAY: f64 = 2.5;
/// Steps of the search for the size.
const STEPS: usize = 24;

/// A paragraph in pieces that are never broken.
struct Paragraph {
    text: String,
    /// Where each piece begins, and the end of the text; bytes.
    starts: Vec<usize>,
    /// Length of each piece, ems.
    widths: Vec<f64>,
}

/// Lines of a size: the paragraph, its first and its last piece.
type Rows = Vec<(usize, usize, usize)>;

impl Composer<'_> {
    /// Sets a body text in its region.
    pub(super) fn body(&mut self, index: usize, item: &Wanted, text: &Text, indent: f64, region: Rect) -> Option<Laid> {
        let paragraphs = self.paragraphs(&text.text);
        let whole = paragraphs.join("\n");
        if whole.is_empty() {
            return None;
        }
        let chain = self.chain(&item.id, &text.style, &whole)?;
        let all: Vec<Paragraph> =
            paragraphs.into_iter().map(|p| self.pieces(item, text, &chain, p)).collect::<Option<_>>()?;
        let (max, min) = self.limits(&text.fit);
        let (max, capped) = match self.alike(item, text) {
            Some(size) if size < max => (size, true),
            _ => (max, false),
        };
        let leading = text.style.leading;
        let fits = |size: f64| {
            let rows = rows(&all, region.width() / size.max(1e-9), indent)?;
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
        self.place_body(index, item, (text, &chain), (indent, region), &all, (size, &rows, bound))
    }

    /// Cuts a paragraph where its lines may break, and measures the pieces.
    fn pieces(&mut self, item: &Wanted, text: &Text, chain: &Chain, paragraph: String) -> Option<Paragraph> {
        let line = self.body_line(item, text, chain, &paragraph, 0.0)?;
        let mut starts = vec![0];
        starts.extend(body_breaks(&paragraph));
        let begins = |at: usize| {
            let glyphs = line.glyphs.iter().filter(|g| g.range.start as usize >= at && g.range.end > g.range.start);
            glyphs.map(|g| g.cell.x0).reduce(f64::min).unwrap_or(line.advance)
        };
        let edges: Vec<f64> = starts.iter().map(|at| begins(*at)).chain([line.advance]).collect();
        let widths = edges.windows(2).map(|pair| (pair[1] - pair[0]).max(0.0)).collect();
        starts.push(paragraph.len());
        Some(Paragraph { text: paragraph, starts, widths })
    }

    /// Shapes a line of a body text: unlike display type it keeps the mark at its end, of half an em.
    fn body_line(&mut self, item: &Wanted, text: &Text, chain: &Chain, line: &str, spread: f64) -> Option<Line> {
        let style = Style {
            tracking: text.style.tracking + spread,
            clause_gap: text.style.gap,
            line_end: LineEnd::Half,
            ..Style::new(chain)
        };
        shape(line, &style).map_err(|missing| self.missing(&item.id, missing)).ok()
    }

    fn place_body(
        &mut self,
        index: usize,
        item: &Wanted,
        (text, chain): (&Text, &Chain),
        (indent, region): (f64, Rect),
        all: &[Paragraph],
        (size, rows, bound): (f64, &Rows, Bound),
    ) -> Option<Laid> {
        let (leading, measure) = (text.style.leading, region.width() / size.max(1e-9));
        let tall = height(rows.len(), leading) * size;
        let top = region.y0 + text.align.y * (region.height() - tall);
        let (mut items, mut inks, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for (i, (paragraph, from, to)) in rows.iter().copied().enumerate() {
            let of = all.get(paragraph)?;
            let words = of.text.get(*of.starts.get(from)?..*of.starts.get(to)?)?.trim();
            let inset = if from == 0 { indent } else { 0.0 };
            let mut line = self.body_line(item, text, chain, words, 0.0)?;
            let free = measure - inset - line.advance;
            let spread = free / (line.glyphs.len() as f64 - 1.0).max(1.0);
            let is_last = to + 1 == of.starts.len();
            if !is_last && spread > 1e-6 && spread <= OPENED {
                line = self.body_line(item, text, chain, words, spread)?;
            }
            let baseline = top + (0.88 + i as f64 * leading) * size;
            let place =
                Affine::translate(Point::new(region.x0 + inset * size, baseline).to_vec2()) * Affine::scale(size);
            items.extend(self.line_items(&line, text.style.ink, &item.id, place));
            inks.push(place.transform_rect_bbox(line.ink));
            lines.push(words.to_owned());
        }
        let whole = all.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n");
        let group = self.text_group(items, &whole, &item.id);
        let count = lines.len() as f64;
        let set = Set { region: item.id.clone(), lines, size, condense: 1.0, bound, inks };
        let ink = set.ink();
        self.set.push((index, set.into()));
        Some(Laid { items: vec![group], region, size, lines: count, ink })
    }
}

/// The lines of all paragraphs on a measure of so many ems; `None` when a piece is longer.
fn rows(all: &[Paragraph], measure: f64, indent: f64) -> Option<Rows> {
    let mut rows = Vec::new();
    for (i, paragraph) in all.iter().enumerate() {
        let mut from = 0;
        for to in body_lines(&paragraph.widths, (measure - indent, measure), STRAY)? {
            rows.push((i, from, to));
            from = to;
        }
    }
    Some(rows)
}

/// Height of so many lines, ems.
fn height(lines: usize, leading: f64) -> f64 {
    (lines as f64 - 1.0).max(0.0) * leading + 1.0
}
