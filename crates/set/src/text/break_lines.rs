//! Line breaks a designer would choose.
//!
//! A slogan is a row of *clauses* (parted by white space, `，；：。！？` or a newline). A line holds
//! whole clauses, or part of one clause, never the tail of one and the head of the next. Inside a
//! clause lines break only between words, and among those breaks the cheapest by sense and balance
//! is chosen for every number of lines. The setting with one line a clause always exists and needs
//! no dictionary; the dictionary is touched by [`Breaks::split`] and [`Breaks::settings`] alone,
//! and only for clauses without marks that are long enough to be split.
//!
//! Line heads and ends keep the basic level of W3C CLREQ 3.1.5 (kinsoku, 避头尾): no closing mark
//! begins a line, no opening mark ends one, `——` and `……` stay whole.

mod atoms;
mod bind;
mod body;
mod choose;
mod clauses;
mod couplets;
mod glue;
mod govern;
mod kinsoku;
mod marks;
mod rhythm;
mod rows;
mod title;
mod tokens;
mod vocabulary;

pub use body::body_breaks;
pub use clauses::{Clause, clauses};
pub(super) use kinsoku::closing;

use biaoyu_page::limits::SLOGAN_CHARS;
use choose::{MOST_LINES, Row, agree, answer, choose};
use std::ops::Range;
use std::sync::OnceLock;

/// One line of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLine {
    /// What stands on the line: the slogan's characters, clauses parted by one space where the
    /// slogan had white space between them. Marks at the end of the line are kept.
    pub text: String,
    /// Bytes of the slogan that the line covers, from its first to its last character.
    pub range: Range<usize>,
    /// The clause, counted from 0, that the line belongs to; the first one when it holds several.
    pub clause: usize,
    /// Bytes of the slogan for each clause, or part of one, on the line: one piece, or several whole
    /// clauses that want a gap of half an em or more between them.
    pub pieces: Vec<Range<usize>>,
}

/// One way to set a slogan in lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The lines, from the first.
    pub lines: Vec<BrokenLine>,
    /// How far the setting is from the ideal, 0 for the best. Comparable between settings of one
    /// slogan: a setting of cost *a* should be preferred to one of cost *b* < *a* only when its type
    /// can be more than (1 + *a*) / (1 + *b*) times as large.
    pub cost: f64,
    /// Whether the rules stand by it. What they do not stand by is taken where nothing else is large enough, and is not
    /// offered to a person as one of the ways.
    pub sure: bool,
}

/// A slogan made ready to be broken. Making one is cheap and touches no dictionary.
#[derive(Debug)]
pub struct Breaks<'a> {
    slogan: &'a str,
    clauses: Vec<Clause>,
    /// Bytes of the slogan after which a mark allows a break, and whether it is disliked.
    marks: Option<Vec<(usize, bool)>>,
    title: bool,
    parts: OnceLock<Vec<Parts>>,
}

/// Added to the cost of a setting that the rules do not stand by.
const UNSURE: f64 = 0.5;

/// A clause cut into its atoms.
#[derive(Debug)]
struct Parts {
    /// Bytes of the slogan, for each atom.
    ranges: Vec<Range<usize>>,
    row: Row,
}

/// For each number of lines that has an acceptable setting, the best one, by rising count.
///
/// Empty for a slogan of white space only. `marks` is the slogan with `|` where a line may break and
/// `¦` where it may but had better not; where it says something else than the slogan it is ignored.
/// With marks, only they break a clause; without, the words decide. A slogan of more than
/// [`SLOGAN_CHARS`] characters has the setting of one line a clause only.
pub fn settings(slogan: &str, marks: Option<&str>) -> Vec<Setting> {
    Breaks::new(slogan, marks).settings()
}

/// The settings of a title or the name of a body, by rising count: as [`settings`], but with the
/// customs of titles (a break before 经验交流活动 or 启动仪式, after 有限公司).
pub fn break_title(text: &str) -> Vec<Setting> {
    Breaks::of_title(text).settings()
}

/// The parts of a text that gaps part, each of one clause or several: not at the spaces around a Latin word in a clause.
pub fn gapped(text: &str) -> Vec<&str> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for clause in clauses(text) {
        match parts.last_mut() {
            Some(part) if !clause.gap && !clause.forced => part.end = clause.range.end,
            _ => parts.push(clause.range),
        }
    }
    parts.into_iter().filter_map(|part| text.get(part)).collect()
}

/// Whether `marks` is the slogan with `|` and `¦` added and nothing else changed, white space aside.
pub fn marks_fit(slogan: &str, marks: &str) -> bool {
    marks::read(slogan, marks).is_some()
}

impl<'a> Breaks<'a> {
    /// Finds the clauses of a slogan and reads its marks; see [`settings`].
    pub fn new(slogan: &'a str, marks: Option<&str>) -> Self {
        let marks = marks.and_then(|marks| marks::read(slogan, marks));
        Self { slogan, clauses: clauses(slogan), marks, title: false, parts: OnceLock::new() }
    }

    /// The same for a title or the name of a body; see [`break_title`].
    pub fn of_title(text: &'a str) -> Self {
        Self { title: true, ..Self::new(text, None) }
    }

    /// The clauses, white space around them taken off.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// One line a clause: always acceptable. No lines for a slogan of white space only.
    pub fn per_clause(&self) -> Setting {
        Setting { lines: (0..self.clauses.len()).map(|i| self.line(i..i + 1)).collect(), cost: 0.0, sure: true }
    }

    /// Settings with fewer lines than clauses, by rising count: whole clauses joined, never across a
    /// newline. All on one line (one a paragraph), and what gives lines of about equal length.
    pub fn joined(&self) -> Vec<Setting> {
        let starts: Vec<usize> =
            (0..self.clauses.len()).filter(|&i| i == 0 || self.clauses.get(i).is_some_and(|c| c.forced)).collect();
        let paragraphs: Vec<Range<usize>> = starts
            .iter()
            .zip(starts.iter().skip(1).chain([&self.clauses.len()]))
            .map(|(&from, &to)| from..to)
            .collect();
        let rows: Vec<Row> = paragraphs
            .iter()
            .map(|p| rows::whole(self.slogan, self.clauses.get(p.clone()).unwrap_or_default()))
            .collect();
        let counts = rows.len()..self.clauses.len().min(MOST_LINES + 1);
        let found = counts.filter_map(|count| {
            let (ends, cost) = self.short().then(|| choose(&rows, count)).flatten()?;
            let lines = paragraphs.iter().zip(ends).flat_map(|(paragraph, ends)| {
                let ends = ends.into_iter().map(|e| paragraph.start + e).chain([paragraph.end]);
                ends.scan(paragraph.start, |from, to| Some(std::mem::replace(from, to)..to)).collect::<Vec<_>>()
            });
            let lines = lines.map(|group| self.line(group)).collect();
            Some(Setting { lines, cost: cost + rows::JOINED, sure: true })
        });
        found.collect()
    }

    /// Settings with more lines than clauses, by rising count. Loads the dictionary, unless there are
    /// marks or no clause is long enough to be split.
    pub fn split(&self) -> Vec<Setting> {
        (self.clauses.len() + 1..=MOST_LINES).map_while(|count| self.split_in(count)).flatten().collect()
    }

    /// All of [`joined`](Self::joined), [`per_clause`](Self::per_clause), [`split`](Self::split).
    pub fn settings(&self) -> Vec<Setting> {
        let mut all = self.joined();
        if !self.clauses.is_empty() {
            all.push(self.per_clause());
        }
        all.extend(self.split());
        all
    }

    /// The best setting in `count` lines, if there is an acceptable one. Loads the dictionary only
    /// when `count` is larger than the number of clauses.
    pub fn lines(&self, count: usize) -> Option<Setting> {
        match count.cmp(&self.clauses.len()) {
            _ if count == 0 => None,
            std::cmp::Ordering::Less => self.joined().into_iter().find(|s| s.lines.len() == count),
            std::cmp::Ordering::Equal => Some(self.per_clause()),
            std::cmp::Ordering::Greater => self.split_in(count)?,
        }
    }

    /// Where two ways to set a clause in two lines are about as good, or the rules do not stand by the best, so that a reader
    /// should choose: both, the one that is taken first; the whole clause where there is but one. Loads the dictionary as [`split`](Self::split) does; marks leave no doubt.
    pub fn doubts(&self) -> Vec<[String; 2]> {
        if self.marks.is_some() || !self.short() {
            return Vec::new();
        }
        let parts = self.parts.get_or_init(|| self.parts());
        let doubt = |part: &Parts| {
            let (first, second) = part.row.rivals()?;
            let (start, end) = (part.ranges.first()?.start, part.ranges.last()?.end);
            let shown = |at: usize| {
                let middle = part.ranges.get(at)?.start;
                Some(format!("{} / {}", self.slogan.get(start..middle)?.trim(), self.slogan.get(middle..end)?.trim()))
            };
            let second = match second {
                Some(second) => shown(second)?,
                None => self.slogan.get(start..end)?.trim().to_owned(),
            };
            Some([shown(first)?, second])
        };
        parts.iter().filter_map(doubt).collect()
    }

    fn short(&self) -> bool {
        self.slogan.chars().nth(SLOGAN_CHARS).is_none()
    }

    /// The setting in `count` lines, more than clauses; `None` when no larger count can be met either.
    fn split_in(&self, count: usize) -> Option<Option<Setting>> {
        if self.clauses.is_empty() || !self.short() || count > MOST_LINES {
            return None;
        }
        let parts = self.parts.get_or_init(|| self.parts());
        if count > parts.iter().map(|p| p.ranges.len()).sum() {
            return None;
        }
        let rows: Vec<&Row> = parts.iter().map(|p| &p.row).collect();
        let Some((ends, cost)) = choose(&rows, count) else { return Some(None) };
        let by_itself = |(row, ends): (&&Row, &Vec<usize>)| row.is_sure(ends);
        let sure = answer(&rows, &ends)
            || rows.iter().zip(&ends).all(by_itself) && agree(&rows, &ends) && !self.cuts(parts, &ends);
        let cost = if sure { cost } else { cost + UNSURE };
        let mut lines = Vec::new();
        for (clause, (part, ends)) in parts.iter().zip(ends).enumerate() {
            let mut from = 0;
            for to in ends.into_iter().chain([part.ranges.len()]) {
                let atoms = part.ranges.get(from..to).unwrap_or_default();
                let range = atoms.first().map_or(0, |r| r.start)..atoms.last().map_or(0, |r| r.end);
                let text = self.slogan.get(range.clone()).unwrap_or_default().trim().to_owned();
                lines.push(BrokenLine { text, range: range.clone(), clause, pieces: vec![range] });
                from = to;
            }
        }
        Some(Some(Setting { lines, cost, sure }))
    }

    /// Whether a break may cut a word.
    fn cuts(&self, parts: &[Parts], ends: &[Vec<usize>]) -> bool {
        let cut = |part: &Parts, end: &usize| {
            let (start, at) = (part.ranges.first()?.start, part.ranges.get(*end)?.start);
            let text = self.slogan.get(start..part.ranges.last()?.end)?;
            Some(part.row.strict && rows::is_across(text, at - start))
        };
        parts.iter().zip(ends).any(|(part, ends)| ends.iter().any(|end| cut(part, end) == Some(true)))
    }

    /// Cuts the clauses at their marks, or by their words.
    fn parts(&self) -> Vec<Parts> {
        let text = |clause: &Clause| self.slogan.get(clause.range.clone()).unwrap_or_default();
        let cut = match &self.marks {
            Some(marks) => {
                let marked = |clause: &Clause| {
                    let inside = marks.iter().filter(|(at, _)| clause.range.contains(at));
                    rows::marked(text(clause), inside.map(|&(at, bad)| (at - clause.range.start, bad)))
                };
                self.clauses.iter().map(marked).collect()
            }
            None => rows::worded(&self.clauses.iter().map(text).collect::<Vec<_>>(), self.title),
        };
        let part = |(clause, (ranges, row)): (&Clause, (Vec<Range<usize>>, Row))| {
            let start = clause.range.start;
            Parts { ranges: ranges.into_iter().map(|r| start + r.start..start + r.end).collect(), row }
        };
        self.clauses.iter().zip(cut).map(part).collect()
    }

    /// The line that holds the whole clauses `group`.
    fn line(&self, group: Range<usize>) -> BrokenLine {
        let clause = group.start;
        let members = self.clauses.get(group).unwrap_or_default();
        let mut text = String::new();
        for member in members {
            if member.gap && !text.is_empty() {
                text.push(' ');
            }
            text += self.slogan.get(member.range.clone()).unwrap_or_default();
        }
        let start = members.first().map_or(0, |c| c.range.start);
        let end = members.last().map_or(start, |c| c.range.end);
        BrokenLine { text, range: start..end, clause, pieces: members.iter().map(|c| c.range.clone()).collect() }
    }
}
