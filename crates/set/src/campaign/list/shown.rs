//! A list line by line, for who looks at what was made of it.

use super::{Fate, Item, Kind, Line, Row, Said, gather, judge, refuse_ruins};
use biaoyu_page::error::{Faults, Finding, Say};

/// What became of a line of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFate {
    /// It is a slogan, or begins one.
    Slogan,
    /// The slogan before it goes on.
    Joined,
    /// It is left out.
    Out,
}

/// A line of a list, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListLine {
    /// Its number in the file, from 1, as an editor or a spreadsheet counts.
    pub number: u32,
    /// Its words as they are used, without what was taken off in front.
    pub text: String,
    /// The number or bullet that was taken off.
    pub taken: String,
    /// What became of it.
    pub fate: LineFate,
    /// The slogan that it is of, in the order of the list from 1.
    pub slogan: Option<usize>,
    /// What it is taken for, when it is left out.
    pub kind: Option<Say>,
}

/// The slogans of a list and what was done to find them, line by line, with what the user says of some of them (by their numbers).
pub(in crate::campaign) fn understand_shown(
    name: &str,
    lines: Vec<Line>,
    said_of: &[(u32, LineFate)],
) -> (Vec<ListLine>, Result<(Vec<Item>, Vec<Finding>), Faults>) {
    let mut said = Said::new(name);
    let mut rows = judge(lines, &mut said);
    for (number, fate) in said_of {
        for row in rows.iter_mut().filter(|row| row.line.number == *number) {
            row.fate = match fate {
                LineFate::Slogan => Fate::Slogan,
                LineFate::Joined => Fate::Joined,
                LineFate::Out => Fate::Out(Kind::Remark),
            };
        }
    }
    // A line cannot go on from nothing.
    let mut begun = false;
    for row in &mut rows {
        if row.fate == Fate::Joined && !begun {
            row.fate = Fate::Slogan;
        }
        begun |= row.fate == Fate::Slogan;
    }
    let items = gather(&rows, &mut said);
    // Who says of a line what it is has seen the others.
    let ruins = if said_of.is_empty() { refuse_ruins(name, &rows, &items) } else { Ok(()) };
    said.rows(&rows);
    let shown = shown(&rows);
    (shown, ruins.map(|()| (items, said.findings())))
}

/// The rows as they may be looked at.
pub(super) fn shown(rows: &[Row]) -> Vec<ListLine> {
    let mut count = 0;
    let line = |row: &Row| {
        let (fate, kind) = match row.fate {
            Fate::Slogan => (LineFate::Slogan, None),
            Fate::Joined => (LineFate::Joined, None),
            Fate::Out(kind) => (LineFate::Out, Some(kind.say())),
        };
        count += usize::from(fate == LineFate::Slogan);
        let slogan = (fate != LineFate::Out && count > 0).then_some(count);
        ListLine { number: row.line.number, text: row.text.clone(), taken: row.taken.clone(), fate, slogan, kind }
    };
    rows.iter().map(line).collect()
}
