//! The slug: what the shop must know of the job, in one line or a few below the sheet, on every plate.

use crate::product::{Edges, Product, Shape};
use crate::text::{Line, LineEnd, Style, shape};
use biaoyu_page::font::Chain;
use biaoyu_page::geom::Point;
use biaoyu_page::measure::number;
use biaoyu_page::page::{Item, Mark, Plane, Source};

use super::marks::Frame;

/// Type size and leading, mm at unit 1.
const SIZE: f64 = 2.4;
const LEADING: f64 = 3.6;

/// The job's data.
#[derive(Clone, Debug)]
pub struct Slug {
    /// The job: the campaign's title.
    pub job: String,
    /// What the page says.
    pub slogan: String,
    /// Size in the file over size on the product, 1:`scale`.
    pub scale: u32,
    /// Which face of a product with two, in the shop's words.
    pub face: Option<&'static str>,
    /// Pieces wanted.
    pub quantity: Option<u32>,
    /// The face.
    pub chain: Chain,
}

impl Slug {
    /// The lines below `top`, and where they end; with the plates of the art and those of the processing steps.
    pub(super) fn items(&self, frame: &Frame, top: f64, product: &Product, inks: [&[String]; 2]) -> (Vec<Item>, f64) {
        let size = SIZE * frame.unit;
        let room = frame.sheet.width() / size;
        let mut lines: Vec<String> = Vec::new();
        for part in self.parts(product, inks) {
            let joined = lines.last().map(|last| format!("{last}　{part}"));
            match (joined, lines.last_mut()) {
                (Some(joined), Some(last)) if self.line(&joined, 1.0).advance <= room => *last = joined,
                _ => lines.push(part),
            }
        }
        let mut items = Vec::new();
        let mut baseline = top + size;
        for text in &lines {
            let at = Point::new(frame.sheet.x0, baseline);
            let runs = self.fitted(text, room).to_runs(Line::placing(size, at), &frame.ink());
            let item = |run| Item { mark: Mark::Glyphs(run), plane: Plane::Slug, source: Source::default() };
            items.extend(runs.into_iter().map(item));
            baseline += LEADING * frame.unit;
        }
        (items, baseline - LEADING * frame.unit + size)
    }

    /// What is said, each part whole on a line.
    fn parts(&self, product: &Product, [art, technical]: [&[String]; 2]) -> Vec<String> {
        let mut parts = Vec::new();
        if !self.job.is_empty() && self.job != self.slogan {
            parts.push(self.job.clone());
        }
        parts.push(self.slogan.clone());
        parts.push(product.name.clone());
        parts.extend(self.face.map(str::to_owned));
        parts.push(format!("成品 {}", net_size(product)));
        parts.push(format!("出血 {}", bleed(product)));
        parts.push(format!("比例 1:{}", self.scale));
        parts.extend(self.quantity.map(|pieces| format!("数量 {pieces}")));
        parts.push(format!("色版 {}", art.join(" ")));
        if !technical.is_empty() {
            parts.push(format!("工艺版 {}", technical.join(" ")));
        }
        parts.retain(|part| !part.trim().is_empty());
        parts
    }

    /// The line, narrowed and then cut where it is too long for the sheet.
    fn fitted(&self, text: &str, room: f64) -> Line {
        let set = self.line(text, 1.0);
        if set.advance <= room {
            return set;
        }
        let mut set = self.line(text, (room / set.advance).max(0.7));
        let mut kept: Vec<char> = text.chars().collect();
        while set.advance > room && !kept.is_empty() {
            kept.truncate(((room / set.advance * kept.len() as f64) as usize).min(kept.len() - 1));
            set = self.line(&(kept.iter().collect::<String>().trim_end().to_owned() + "…"), 0.7);
        }
        set
    }

    /// One line; characters that no face has are left out.
    fn line(&self, text: &str, condense: f64) -> Line {
        let style = Style { condense, clause_gap: 0.5, line_end: LineEnd::Keep, ..Style::new(&self.chain) };
        let known =
            || text.chars().filter(|c| c.is_whitespace() || self.chain.lookup(*c).is_some()).collect::<String>();
        shape(text, &style).or_else(|_| shape(&known(), &style)).unwrap_or_else(|_| Line {
            text: String::new(),
            glyphs: Vec::new(),
            advance: 0.0,
            ink: biaoyu_page::geom::Rect::ZERO,
            core: biaoyu_page::geom::Rect::ZERO,
            flow: style.flow,
        })
    }
}

/// The finished size in words: `420×594 mm`, of a round badge `Ø58 mm`, cut at `Ø70 mm`.
pub fn net_size(product: &Product) -> String {
    match product.shape {
        Shape::Round { face, cut, .. } => format!("Ø{} mm（裁切 Ø{} mm）", number(face, 2), number(cut, 2)),
        Shape::Rect | Shape::Card { .. } => {
            format!("{}×{} mm", number(product.trim.width, 2), number(product.trim.height, 2))
        }
    }
}

/// The bleed in words: `3 mm`; side by side where they differ.
pub fn bleed(product: &Product) -> String {
    let Edges { top, right, bottom, left } = product.bleed;
    let [t, r, b, l] = [top, right, bottom, left].map(|v| number(v, 2));
    if t == r && r == b && b == l { format!("{t} mm") } else { format!("上{t} 右{r} 下{b} 左{l} mm") }
}
