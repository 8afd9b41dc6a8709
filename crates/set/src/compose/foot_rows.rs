//! The rows of a foot: lines of one size, and names with their marks.

use super::Composer;
use super::gate::limits::{BESIDE, DROP, RISE};
use super::type_set::Setting;
use crate::layout::{Foot, Item as Wanted, LOCKUP, MARKS, Part};
use crate::text::break_lines::Breaks;
use crate::text::{Flow, Line, break_unit, keeps_parent};
use biaoyu_page::font::Chain;

/// Distance of the lines of a name, ems.
const NAME_LINES: f64 = 1.32;
/// Distance of the lines of notes, ems.
const NOTE_LINES: f64 = 1.5;
/// Between two marks, in ems of the names.
const BETWEEN: f64 = 0.9;
/// Height of a mark that stands beside two lines, over that of the lines.
const PAIR: f64 = 1.16;
/// Height of a mark that holds the name, ems.
const HOLDS: f64 = 1.75;
/// A mark without names, over one that stands beside them.
const ALONE: f64 = 1.4;
/// Highest mark, in sides of a square of its area.
const TALLEST: f64 = 1.3;
/// What marks over the names count, not beside them.
const OVER_COST: f64 = 0.28;
/// What a second line counts, and each after it: a name becomes much smaller before it takes three.
const LINE_COSTS: (f64, f64) = (0.06, 0.38);
/// What a break that does not end a body counts, where another one would.
const BREAK_COST: f64 = 0.5;
/// What a name counts that is smaller than the notes.
const LOW: f64 = 0.72;
/// What a name counts that is smaller than it may be: it would be left out.
const SMALL: f64 = 0.01;
/// Width over height from which, and up to which, a mark beside two lines grows no higher than it must.
const WIDE: (f64, f64) = (1.6, 4.0);
/// Height of a mark, ems, at least, where it is not wider by that than the next.
const LOWEST: f64 = 1.1;
/// See [`LOWEST`].
const WIDEST: f64 = 5.0;
/// Names up to so many characters are never broken.
const WHOLE_NAME: usize = 7;
/// What stands between notes on one line.
const NOTE_GAP: &str = "\u{3000}\u{3000}";

/// Shaped lines of one rank.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub lines: Vec<Line>,
    /// Distance of baselines, ems.
    pub leading: f64,
    pub size: f64,
}

impl Rows {
    /// Width of the widest line, mm.
    pub(crate) fn width(&self) -> f64 {
        self.ems() * self.size
    }

    fn ems(&self) -> f64 {
        self.lines.iter().map(|l| l.core.width()).fold(0.0, f64::max)
    }

    /// From the top of the first line to the foot of the last, mm; 0 without lines.
    pub(crate) fn height(&self) -> f64 {
        if self.lines.is_empty() { 0.0 } else { self.height_ems() * self.size }
    }

    fn height_ems(&self) -> f64 {
        RISE + self.leading * (self.lines.len() as f64 - 1.0) + self.drop()
    }

    /// From the top of the first line to the middle of the cells of Chinese characters, of all lines together, mm; `None`
    /// without lines.
    pub(crate) fn middle(&self) -> Option<f64> {
        let glyph = self.lines.iter().flat_map(|l| &l.glyphs).next()?;
        let rows = self.leading * (self.lines.len() as f64 - 1.0) / 2.0;
        Some((RISE + rows - glyph.face.measures().han_middle) * self.size)
    }

    /// What hangs under the last baseline, ems.
    pub(crate) fn drop(&self) -> f64 {
        self.lines.last().map_or(DROP, |l| l.ink.y1.max(DROP))
    }
}

/// A mark in ems of the names beside it.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub name: &'static str,
    pub width: f64,
    pub height: f64,
}

/// Names with the marks of those who sign.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs {
    pub rows: Rows,
    pub marks: Vec<Mark>,
    /// The marks stand over the names, not beside them.
    pub over: bool,
}

impl Signs {
    /// Whether there is anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.lines.is_empty() && self.marks.is_empty()
    }

    /// Width of the marks with what parts them from the names, ems.
    pub(crate) fn marks_ems(&self) -> f64 {
        let count = self.marks.len() as f64;
        let widths: f64 = self.marks.iter().map(|m| m.width).sum();
        let alone = self.over || self.rows.lines.is_empty() || self.marks.is_empty();
        let beside = if alone { 0.0 } else { BESIDE };
        widths + BETWEEN * (count - 1.0).max(0.0) + beside
    }

    fn width_ems(&self) -> f64 {
        if self.over { self.marks_ems().max(self.rows.ems()) } else { self.marks_ems() + self.rows.ems() }
    }

    pub(crate) fn width(&self) -> f64 {
        self.width_ems() * self.rows.size
    }

    fn height_ems(&self) -> f64 {
        let type_ = if self.rows.lines.is_empty() { 0.0 } else { self.rows.height_ems() };
        let marks = self.marks_height();
        if self.over { marks + BESIDE + type_ } else { type_.max(marks) }
    }

    /// Height of the highest mark, ems.
    pub(crate) fn marks_height(&self) -> f64 {
        self.marks.iter().map(|m| m.height).fold(0.0, f64::max)
    }

    pub(crate) fn height(&self) -> f64 {
        self.height_ems() * self.rows.size
    }

    /// Distance of two neighbouring marks, ems.
    pub(crate) fn between() -> f64 {
        BETWEEN
    }
}

impl Composer<'_> {
    fn shaped(&mut self, item: &Wanted, part: &Part, chain: &Chain, text: &str) -> Option<Line> {
        self.shape(&item.id, chain, &part.style, Setting::plain(Flow::Horizontal), text)
    }

    /// The theme, as large as the measure allows: on one line, on more where one would be smaller than the least.
    pub(super) fn theme_rows(&mut self, item: &Wanted, part: &Part, measure: f64) -> Option<Rows> {
        let text = self.said_by(part).into_iter().next()?;
        let chain = self.chain(&item.id, &part.style, &text)?;
        let (max, min) = self.limits(&part.fit);
        let breaks = Breaks::new(&text, None);
        let ways = [vec![text.clone()]].into_iter();
        let lines = |s: crate::text::break_lines::Setting| s.lines.into_iter().map(|l| l.text).collect::<Vec<_>>();
        let ways: Vec<Vec<String>> =
            ways.chain(breaks.joined().into_iter().chain([breaks.per_clause()]).map(lines)).collect();
        let mut best: Option<Rows> = None;
        for way in ways.into_iter().filter(|way| !way.is_empty()) {
            let shaped: Option<Vec<Line>> = way.iter().map(|l| self.shaped(item, part, &chain, l)).collect();
            let mut rows = Rows { lines: shaped?, leading: part.style.leading, size: 0.0 };
            rows.size = max.min(measure / rows.ems().max(1e-9));
            if rows.size + 0.01 >= min {
                return Some(rows);
            }
            if best.as_ref().is_none_or(|b| rows.size > b.size) {
                best = Some(rows);
            }
        }
        let rows = best?;
        self.left_small(item, &text, rows.size, min);
        None
    }

    /// Notes, several on a line where the measure has room, at `share` of their size.
    pub(super) fn note_rows(
        &mut self,
        item: &Wanted,
        part: &Part,
        measure: f64,
        share: f64,
        notes: &[String],
    ) -> Option<Rows> {
        let (max, min) = self.limits(&part.fit);
        let wanted = (max * share).max(min);
        let mut size = wanted;
        let mut kept = Vec::with_capacity(notes.len());
        for note in notes {
            let chain = self.chain(&item.id, &part.style, note)?;
            let width = self.shaped(item, part, &chain, note)?.core.width();
            let whole = measure / width.max(1e-9);
            if whole >= wanted * 0.75 {
                size = size.min(whole.min(wanted));
                kept.push(vec![note.clone()]);
                continue;
            }
            // Too long for a line: two, before the type becomes much smaller than the others.
            let halves: Vec<String> = self.halves(note);
            let mut widest = 0.0_f64;
            for half in &halves {
                widest = widest.max(self.shaped(item, part, &chain, half)?.core.width());
            }
            let broken = measure / widest.max(1e-9);
            let best = broken.max(whole);
            if best + 0.01 < min {
                self.left_small(item, note, best, min);
                continue;
            }
            size = size.min(best);
            kept.push(if broken > whole { halves } else { vec![note.clone()] });
        }
        let mut lines: Vec<Line> = Vec::new();
        let mut open = String::new();
        for note in kept {
            let joined =
                if open.is_empty() { note.first()?.clone() } else { format!("{open}{NOTE_GAP}{}", note.first()?) };
            let chain = self.chain(&item.id, &part.style, &joined)?;
            let line = self.shaped(item, part, &chain, &joined)?;
            if note.len() == 1 && !open.is_empty() && line.core.width() * size <= measure {
                open = joined;
                lines.pop();
                lines.push(line);
                continue;
            }
            for text in &note {
                lines.push(self.shaped(item, part, &chain, text)?);
            }
            open = if note.len() == 1 { note.concat() } else { String::new() };
        }
        (!lines.is_empty()).then_some(Rows { lines, leading: NOTE_LINES, size })
    }

    /// A note in two parts: where a name or a clause may be broken.
    fn halves(&self, note: &str) -> Vec<String> {
        let named = break_unit(note).into_iter().find(|s| s.len() == 2);
        if let Some(lines) = named {
            return lines.into_iter().map(String::from).collect();
        }
        let spaced = note
            .char_indices()
            .filter(|(_, c)| c.is_whitespace() || "，、；".contains(*c))
            .map(|(i, c)| (i, i + c.len_utf8()));
        let middle = note.len() / 2;
        match spaced.min_by_key(|(at, _)| at.abs_diff(middle)) {
            Some((_, after)) => {
                let (a, b) = note.split_at(after);
                [a.trim(), b.trim()].iter().filter(|t| !t.is_empty()).map(|t| (*t).to_string()).collect()
            }
            None => {
                let chars: Vec<char> = note.chars().collect();
                let (a, b) = chars.split_at(chars.len().div_ceil(2));
                [a.iter().collect(), b.iter().collect()].into_iter().filter(|t: &String| !t.is_empty()).collect()
            }
        }
    }

    /// The lines of a part.
    pub(super) fn said_by(&self, part: &Part) -> Vec<String> {
        let own = self.paragraphs(&part.text);
        if own.is_empty() { self.paragraphs(&part.instead) } else { own }
    }

    /// Who signs, with marks: at `share` of the size on one line, on two where one is too long; smaller only where half of
    /// a name is.
    pub(super) fn signs(&mut self, item: &Wanted, foot: &Foot, room: (f64, f64), share: f64) -> Option<Signs> {
        let pictures = self.edition.pictures;
        let marks: Vec<&'static str> = MARKS.iter().copied().filter(|m| foot.marks && pictures.has(m)).collect();
        let holds = self.fields.has(LOCKUP) && marks.first() == Some(&"logo");
        let part = foot.names.as_ref();
        let names = part.map(|p| self.said_by(p)).unwrap_or_default();
        let unit = self.fields.get("unit").unwrap_or_default().trim().to_string();
        let names: Vec<String> = names.into_iter().filter(|n| !(holds && *n == unit)).collect();
        let (max, min) = part.map_or((room.1, 0.0), |p| self.limits(&p.fit));
        let max = (max * share).max(min);
        let sizes = (min, max);
        let signs = self.best_signs(item, foot, (&names, &marks, holds), room, sizes)?;
        if names.is_empty() || signs.rows.size + 0.01 >= min {
            return Some(signs);
        }
        if !marks.is_empty() {
            // Too long beside the marks: the names stand without them, or the marks without the names.
            let bare = self.best_signs(item, foot, (&names, &[], holds), room, sizes)?;
            let told = if bare.rows.size + 0.01 >= min { "logo".to_string() } else { names.join(" ") };
            self.left_small(item, &told, signs.rows.size, min);
            let alone = bare.rows.size + 0.01 < min;
            return if alone { self.best_signs(item, foot, (&[], &marks, holds), room, sizes) } else { Some(bare) };
        }
        self.left_small(item, &names.join(" "), signs.rows.size, min);
        None
    }

    /// The largest setting of names beside marks.
    fn best_signs(
        &mut self,
        item: &Wanted,
        foot: &Foot,
        (names, marks, holds): (&[String], &[&'static str], bool),
        room: (f64, f64),
        (min, max): (f64, f64),
    ) -> Option<Signs> {
        let part = foot.names.as_ref();
        let mut best: Option<(f64, Signs)> = None;
        let ways = settings(names);
        // Who signs is no smaller than what is said beside it.
        let notes = foot.notes.as_ref().filter(|p| !names.is_empty() && !self.said_by(p).is_empty());
        let notes = notes.map_or(0.0, |p| self.limits(&p.fit).0);
        let has_good = ways.iter().any(|(_, good)| *good);
        for (way, good) in ways {
            let mut lines = Vec::with_capacity(way.len());
            if let Some(part) = part {
                for line in &way {
                    let chain = self.chain(&item.id, &part.style, &way.concat())?;
                    lines.push(self.shaped(item, part, &chain, line)?);
                }
            }
            let count = lines.len() as f64;
            for over in [false, true] {
                let (one, more) = match count {
                    n if n < 1.0 => (foot.mark * ALONE, foot.mark * ALONE),
                    n if n < 2.0 || over => (foot.mark, foot.mark),
                    n => (foot.mark, PAIR * (RISE + NAME_LINES * (n - 1.0))),
                };
                // Over the names an upright mark is no higher than a square one.
                let low = |m: Mark| match over && m.height > one.max(HOLDS) {
                    true => Mark { width: m.width * one / m.height, height: one, ..m },
                    false => m,
                };
                let marks: Vec<Mark> = marks.iter().map(|name| low(self.mark(name, (one, more), holds))).collect();
                let beside = foot.stack && !over && lines.len() > 1 && !marks.is_empty();
                if beside || over && (marks.is_empty() || lines.is_empty()) {
                    continue;
                }
                let rows = Rows { lines: lines.clone(), leading: NAME_LINES, size: 0.0 };
                let mut signs = Signs { rows, marks, over };
                if signs.is_empty() {
                    return None;
                }
                let size = max.min(room.0 / signs.width_ems().max(1e-9)).min(room.1 / signs.height_ems().max(1e-9));
                signs.rows.size = size;
                let more = (count - names.len() as f64).max(0.0);
                let lines = LINE_COSTS.0 * more.min(1.0) + LINE_COSTS.1 * (more - 1.0).max(0.0);
                let costs = [(over, OVER_COST), (has_good && !good && more > 0.0, BREAK_COST)];
                let stacked: f64 = costs.iter().filter(|(is, _)| *is).map(|(_, cost)| cost).sum();
                let small = if size + 0.01 < min { SMALL } else { 1.0 };
                let low = if size < 0.98 * notes.min(max) { LOW } else { 1.0 };
                let score = size * (1.0 - lines - stacked) * small * low;
                if best.as_ref().is_none_or(|(s, _)| score > s * 1.000_1) {
                    best = Some((score, signs));
                }
            }
        }
        best.map(|(_, signs)| signs)
    }

    /// A mark of the area of a square: of the first side where it is wide, of the second where it is not, but never low beside
    /// the names; or of its own height where it holds the name.
    fn mark(&self, name: &'static str, (one, more): (f64, f64), holds: bool) -> Mark {
        let pictures = self.edition.pictures;
        let own = pictures.versions(name, false).next().and_then(|n| pictures.get(n));
        let aspect = own.map_or(1.0, crate::picture::Picture::aspect).clamp(0.02, 50.0);
        if holds && name == "logo" {
            return Mark { name, width: HOLDS * aspect, height: HOLDS };
        }
        let root = libm::sqrt(aspect);
        let wide = ((aspect - WIDE.0) / (WIDE.1 - WIDE.0)).clamp(0.0, 1.0);
        let side = more + wide * (one.min(more) - more);
        let height = (side / root).max(LOWEST.min(WIDEST / aspect)).min(TALLEST * side);
        Mark { name, width: height * aspect, height }
    }
}

/// The ways to set names, a line each: as they are, and with the longest in two lines or three; whether a broken one ends its
/// first line with a body.
fn settings(names: &[String]) -> Vec<(Vec<String>, bool)> {
    let mut all = vec![(names.to_vec(), false)];
    let longest = (0..names.len()).max_by_key(|i| names.get(*i).map_or(0, |n| n.chars().count()));
    let Some((at, name)) = longest.and_then(|at| Some((at, names.get(at)?))) else { return all };
    if name.chars().count() <= WHOLE_NAME {
        return all;
    }
    let mut broken = break_unit(name);
    broken.retain(|s| (2..=3).contains(&s.len()));
    // The parent stays whole: the later a body ends on the first line, the better.
    broken.sort_by_key(|s| {
        let (first, parent) = (s.first().map_or(0, |first| first.len()), keeps_parent(s));
        (s.len(), !parent, std::cmp::Reverse(if parent { first } else { 0 }))
    });
    for setting in broken {
        let good = keeps_parent(&setting);
        let lines = names.iter().enumerate().flat_map(|(i, n)| match i == at {
            true => setting.iter().map(|l| (*l).to_string()).collect(),
            false => vec![n.clone()],
        });
        all.push((lines.collect(), good));
    }
    all
}
