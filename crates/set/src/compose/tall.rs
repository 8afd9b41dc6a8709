//! The tall solver: columns and lines for what is several times as high as wide. Of one column, a column a clause and a
//! line a clause the largest wins; then it is opened as far as the sheet has room, and columns always stand farther apart
//! than the characters in them, so that one reads down and not across.

use super::block::{Candidate, Fitted, Trial};
use super::type_set::Setting;
use super::{Bound, Composer, Laid};
use crate::layout::{Item as Wanted, Tall, Text};
use crate::text::break_lines::clauses;
use crate::text::{Flow, Line};
use biaoyu_page::font::Chain;
use biaoyu_page::geom::{Outline, Rect, Vec2};

/// Height of a character's ink in its em.
const INK: f64 = 0.92;
/// Least gap between columns, in gaps between the characters of one.
const APART: f64 = 2.5;
/// Farthest that columns are opened, ems.
const WIDEST: f64 = 1.5;
/// Least distance of the baselines of lines, ems.
const ROW: f64 = 1.17;
/// What lines count beside columns on tall sheets.
const ROWS: f64 = 0.97;
/// A clause is broken only where that makes the type so much larger.
const SPLIT: f64 = 1.25;
/// The same as a cost of breaks: an eighth of the size for each.
const BROKEN: f64 = 1.7;
/// What columns with turned Latin words count beside lines.
const TURNED: f64 = 0.5;

/// A way to set the text, shaped.
struct Way {
    lines: Vec<Line>,
    clauses: Vec<usize>,
    flow: Flow,
    /// What its size counts.
    worth: f64,
}

/// Extent of a way in ems.
#[derive(Clone, Copy)]
struct Extent {
    /// Where the highest ink begins, from the start of the lines.
    top: f64,
    /// Where the lowest ink ends.
    bottom: f64,
    /// Width of the widest column or line.
    across: f64,
    /// Gaps of the line that reaches lowest.
    gaps: f64,
}

impl Extent {
    fn of(lines: &[Line], flow: Flow) -> Self {
        let reach = |line: &Line| match flow {
            // Columns stand on their centre lines.
            Flow::Vertical => 2.0 * line.ink.x1.max(-line.ink.x0),
            Flow::Horizontal => line.core.width(),
        };
        let across = lines.iter().map(reach).fold(0.0, f64::max);
        let top = lines.iter().map(|l| l.ink.y0).fold(f64::INFINITY, f64::min);
        let bottom = lines.iter().map(|l| l.ink.y1).fold(f64::NEG_INFINITY, f64::max);
        let longest = lines.iter().max_by(|a, b| a.ink.y1.total_cmp(&b.ink.y1));
        let gaps = longest.map_or(0, |l| l.glyphs.len().saturating_sub(1)) as f64;
        Self { top: top.min(bottom), bottom, across, gaps }
    }

    fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// A size with the distances that belong to it.
#[derive(Clone, Copy)]
struct Solved {
    size: f64,
    /// Horizontal scale, over 1 where characters are lower than wide.
    wide: f64,
    /// Added to the distance of the characters, ems.
    spread: f64,
    /// Distance of the columns, in ems of their width.
    pitch: f64,
    bound: Bound,
}

impl Composer<'_> {
    /// Sets a text in the largest of the ways that `tall` allows.
    pub(super) fn tall(&mut self, index: usize, item: &Wanted, text: &Text, tall: &Tall, region: Rect) -> Option<Laid> {
        let candidates = self.candidates(text);
        let whole = candidates.first()?.lines.iter().map(|l| l.0.as_str()).collect::<Vec<_>>().join(" ");
        let chain = self.chain(&item.id, &text.style, &whole)?;
        let (max, min) = self.limits(&text.fit);
        let faults = self.faults.0.len();
        let mut best: Option<(f64, Way, Solved)> = None;
        for candidate in &candidates {
            for flow in [Flow::Vertical, Flow::Horizontal] {
                let Some(way) = self.way(item, text, tall, &chain, candidate, (flow, clauses(&whole).len())) else {
                    continue;
                };
                let solved = solve(&way, text, tall, region, max);
                let score = solved.size * libm::sqrt(solved.wide) * way.worth;
                if best.as_ref().is_none_or(|(s, ..)| score > s * 1.000_1) {
                    best = Some((score, way, solved));
                }
            }
        }
        if best.is_some() {
            self.faults.0.truncate(faults);
        }
        let (_, way, solved) = best?;
        if !self.large_enough(item, &whole, solved.size, min) {
            return None;
        }
        let stagger = tall.stagger.eval(&self.frame).max(0.0);
        let ruled = tall.ruled.as_ref().map(|widest| widest.eval(&self.frame));
        let (trial, fitted) = self.opened_tall(item, text, &chain, (way, solved), region, (stagger, ruled))?;
        let flow = trial.lines.first()?.flow;
        Some(self.place_lines(index, item, text, &trial, &fitted, flow, &Outline::Rect(region)))
    }

    /// A candidate shaped in a flow, with what it is worth; `None` where the flow is not for it.
    fn way(
        &mut self,
        item: &Wanted,
        text: &Text,
        tall: &Tall,
        chain: &Chain,
        candidate: &Candidate,
        (flow, clauses): (Flow, usize),
    ) -> Option<Way> {
        let count = candidate.lines.len();
        let single = count == 1;
        let joined = count > 1 && count < clauses;
        // A clause is a column or a line; several share one column, never one line.
        if joined || (flow == Flow::Horizontal && (!tall.rows || (single && clauses > 1))) {
            return None;
        }
        let mut lines = Vec::with_capacity(count);
        for (line, _) in &candidate.lines {
            lines.push(self.shape(&item.id, chain, &text.style, Setting::plain(flow), line)?);
        }
        let broken = if count > clauses && clauses > 1 { SPLIT } else { 1.0 };
        let cost = if count > clauses { 1.0 - 0.12 * candidate.cost.min(5.0) } else { 1.0 };
        let way = match flow {
            Flow::Horizontal => ROWS,
            Flow::Vertical if tall.rows && lines.iter().any(turned) => TURNED,
            Flow::Vertical if single => 1.0 / tall.one,
            Flow::Vertical => 1.0,
        };
        let clauses = candidate.lines.iter().map(|(_, clause)| *clause).collect();
        Some(Way { lines, clauses, flow, worth: way * cost / broken })
    }

    /// The way at its size, opened.
    fn opened_tall(
        &mut self,
        item: &Wanted,
        text: &Text,
        chain: &Chain,
        (way, solved): (Way, Solved),
        region: Rect,
        (stagger, ruled): (f64, Option<f64>),
    ) -> Option<(Trial, Fitted)> {
        let z = solved.size;
        let setting = Setting { flow: way.flow, condense: solved.wide, spread: solved.spread };
        let mut lines = Vec::with_capacity(way.lines.len());
        for line in &way.lines {
            lines.push(self.shape(&item.id, chain, &text.style, setting, &line.text)?);
        }
        let extent = Extent::of(&lines, way.flow);
        let count = lines.len() as f64;
        let fitted = |size: f64| Fitted { size, condense: solved.wide, spread: solved.spread, bound: solved.bound };
        let steps: Vec<Vec2>;
        let (width, column, height);
        if way.flow == Flow::Vertical {
            let room = region.width() / (z * solved.wide);
            let pitch = match ruled {
                Some(widest) => (room / count).min(widest).max(solved.pitch),
                None => solved.pitch,
            };
            // The shaped ink carries the scale already.
            let ink = extent.across / solved.wide;
            column = if ruled.is_some() { pitch } else { ink };
            width = (count - 1.0) * pitch + column;
            let free = (region.height() / z - extent.height()).max(0.0);
            let lower = if count > 1.0 { stagger.min(free / (count - 1.0)) } else { 0.0 };
            let down = |i: usize| lower * i as f64;
            let reach = lines.iter().enumerate().map(|(i, l)| l.ink.y1 + down(i)).fold(0.0, f64::max);
            height = reach - extent.top;
            steps = (0..lines.len()).map(|i| Vec2::new(-pitch * i as f64, down(i) - extent.top)).collect();
        } else {
            (width, column) = (extent.across, 1.0);
            let first = lines.first().map_or(0.0, |l| -l.core.y0);
            let last = lines.last().map_or(0.0, |l| l.core.y1);
            let row = row(text);
            height = first + row * (count - 1.0) + last;
            steps = (0..lines.len()).map(|i| Vec2::new(0.0, row * i as f64)).collect();
        }
        let top = if way.flow == Flow::Vertical { 0.0 } else { lines.first().map_or(0.0, |l| -l.core.y0) };
        let (cost, gaps) = (0.0, extent.gaps.max(1.0));
        let trial = Trial { lines, clauses: way.clauses, steps, width, height, top, column, cost, gaps };
        let size = z.min(region.height() / height.max(1e-9)).min(region.width() / (width * solved.wide).max(1e-9));
        Some((trial, fitted(size)))
    }
}

/// Distance of the baselines of lines, ems: opened as the characters are, so that one reads along them.
fn row(text: &Text) -> f64 {
    ROW.max(INK + APART * (1.0 + text.style.tracking - INK))
}

/// The largest size of a way in its region, and how far it can be opened there.
fn solve(way: &Way, text: &Text, tall: &Tall, region: Rect, max: f64) -> Solved {
    let style = &text.style;
    let extent = Extent::of(&way.lines, way.flow);
    let count = way.lines.len() as f64;
    if way.flow == Flow::Horizontal {
        let first = way.lines.first().map_or(0.0, |l| -l.core.y0);
        let last = way.lines.last().map_or(0.0, |l| l.core.y1);
        let by_height = region.height() / (first + last + row(text) * (count - 1.0)).max(1e-9);
        let by_width = region.width() / extent.across.max(1e-9);
        let (size, bound) = smallest(by_height, by_width, max);
        return Solved { size, wide: 1.0, spread: 0.0, pitch: row(text), bound };
    }
    let least = 1.0 + style.tracking;
    let apart = |pitch: f64| style.leading.max(INK + APART * (pitch - INK));
    let across = |pitch: f64| match tall.ruled {
        Some(_) => count * pitch,
        None => extent.across + (count - 1.0) * pitch,
    };
    let pitch = apart(least);
    let by_height = region.height() / extent.height().max(1e-9);
    let by_width = region.width() / across(pitch).max(1e-9);
    let (size, bound) = smallest(by_height, by_width, max);
    let wide = (by_width / size.max(1e-9)).clamp(1.0, 1.0 / tall.flat);
    let room = region.width() / (size * wide).max(1e-9);
    let widest = if count > 1.0 { (room - (across(pitch) - (count - 1.0) * pitch)) / (count - 1.0) } else { f64::MAX };
    let free = (region.height() / size.max(1e-9) - extent.height()) / extent.gaps.max(1.0);
    let open = (least + free.max(0.0)).min(style.pitch.max(least)).min(INK + (widest - INK) / APART).max(least);
    let pitch = apart(open).max(WIDEST.max(pitch).min(widest)).min(widest.max(pitch));
    Solved { size, wide, spread: open - least, pitch, bound }
}

fn smallest(by_height: f64, by_width: f64, max: f64) -> (f64, Bound) {
    let (size, bound) = if by_width < by_height { (by_width, Bound::Width) } else { (by_height, Bound::Height) };
    if max < size { (max, Bound::Max) } else { (size, bound) }
}

/// Leaves the candidates that tall sheets take: all clauses in one column, a column a clause, and clauses broken.
pub(super) fn keep(candidates: &mut Vec<Candidate>, whole: &str) {
    let clauses = clauses(whole).len();
    candidates.retain(|c| c.lines.len() == 1 || c.lines.len() >= clauses);
    for candidate in candidates.iter_mut().filter(|c| clauses > 1 && c.lines.len() > clauses) {
        candidate.cost += BROKEN;
    }
}

/// Whether a column holds a Latin word that lies on its side.
fn turned(line: &Line) -> bool {
    let latin = |range: &std::ops::Range<u32>| {
        let text = line.text.get(range.start as usize..range.end as usize);
        text.is_some_and(|t| t.chars().any(|c| c.is_ascii_alphanumeric()))
    };
    line.glyphs.iter().any(|g| latin(&g.range) && g.matrix.as_coeffs()[1].abs() > 0.5)
}
