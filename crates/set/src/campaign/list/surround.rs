//! What a list has around and between its slogans that the numbering must not count: numbers on lines of their own, the
//! signature, other lists of the same document.

use super::kind::{self, Kind};
use super::number::{Numbered, Style, bullet, numbered};
use super::{Fate, Row};
use biaoyu_table::table::Mark;

/// `1` and below it 安全第一, `2` and below it 质量第一: numbers that were pasted on lines of their own.
pub(super) fn leave_lone_numbers(rows: &mut [Row]) {
    let value = |row: &Row| {
        let is_figure = row.text.len() <= 3 && row.text.bytes().all(|b| b.is_ascii_digit());
        row.text.parse::<u32>().ok().filter(|_| is_figure && row.is_open())
    };
    let numbers: Vec<(usize, u32)> = rows.iter().enumerate().filter_map(|(at, row)| Some((at, value(row)?))).collect();
    let ascend = numbers.iter().zip(1..).all(|((_, own), wanted)| *own == wanted);
    let stand_above =
        numbers.iter().all(|(at, _)| rows.get(at + 1).is_some_and(|next| next.is_open() && value(next).is_none()));
    if numbers.len() > 1 && ascend && stand_above {
        for (at, _) in numbers {
            rows.iter_mut().skip(at).take(1).for_each(|row| row.fate = Fate::Out(Kind::Bare));
        }
    }
}

/// A day and a unit that sign for certain, below slogans that have numbers: they are none of the lines that have not.
pub(super) fn leave_foot(rows: &mut [Row]) {
    let is_plain =
        |row: &Row| numbered(&row.text).is_none() && bullet(&row.text).is_none() && row.line.mark == Mark::None;
    for row in rows.iter_mut().skip(1).rev() {
        match row.fate {
            Fate::Slogan if is_plain(row) && kind::is_date(&row.text) => row.fate = Fate::Out(Kind::Date),
            Fate::Slogan if is_plain(row) && kind::is_unit(&row.text, true) => row.fate = Fate::Out(Kind::Unit),
            Fate::Slogan | Fate::Joined => break,
            Fate::Out(_) => {}
        }
    }
}

/// A day and a unit that sign for certain, right below the heading of slogans without numbers: a notice has them there, too.
pub(super) fn leave_head(rows: &mut [Row]) {
    let mut is_headed = false;
    for row in rows.iter_mut() {
        match row.fate {
            Fate::Out(kind) => is_headed |= kind == Kind::Heading,
            Fate::Slogan if is_headed && row.line.mark == Mark::None => match kind::signs(&row.text) {
                Some(kind) => row.fate = Fate::Out(kind),
                None => break,
            },
            Fate::Slogan | Fate::Joined => break,
        }
    }
}

/// Lists of one document whose lines are about as long as each other are parts of one list; a notice's own clauses are longer.
pub(super) fn unite_lists(rows: &mut [Row]) {
    /// Characters of a slogan, mostly.
    const LENGTH: usize = 30;
    let list = |row: &Row| match row.line.mark {
        Mark::List(id, 0) if id > 0 && row.is_open() => Some(id),
        _ => None,
    };
    let mut lists: Vec<(u32, usize, usize)> = Vec::new();
    for row in rows.iter() {
        let Some(id) = list(row) else { continue };
        let length = row.text.chars().count();
        match lists.iter_mut().find(|(own, ..)| *own == id) {
            Some((_, lines, sum)) => (*lines, *sum) = (*lines + 1, *sum + length),
            None => lists.push((id, 1, length)),
        }
    }
    let mean = |(_, lines, sum): &(u32, usize, usize)| sum / lines.max(&1);
    let Some(main) = lists.iter().max_by_key(|(_, lines, _)| *lines).copied() else { return };
    let wanted = mean(&main);
    let is_alike = |list: &&(u32, usize, usize)| {
        let own = mean(list);
        list.1 > 1 && own <= LENGTH && own * 2 >= wanted && wanted * 2 >= own
    };
    let alike: Vec<u32> = lists.iter().filter(is_alike).map(|(id, ..)| *id).collect();
    if wanted > LENGTH || alike.len() < 2 {
        return;
    }
    for row in rows.iter_mut() {
        if let Some(Numbered { style: Style::Own(id, 0), .. }) = &mut row.numbered
            && alike.contains(id)
        {
            *id = main.0;
        }
    }
}

/// Of a list with bullets the line that has none and is built as the others are: 安全第一 above `- 质量第一` is no heading.
pub(super) fn spare_parallel(rows: &mut [Row], members: &[bool]) {
    let length = |row: &Row| row.text.chars().count();
    let lengths: Vec<usize> =
        rows.iter().zip(members).filter(|(_, member)| **member).map(|(row, _)| length(row)).collect();
    for (row, member) in rows.iter_mut().zip(members) {
        let alike = lengths.iter().filter(|own| **own == length(row)).count();
        let is_form = kind::is_heading(&row.text) || kind::part(&row.text).is_some() || row.line.mark == Mark::Heading;
        if !member && row.fate == Fate::Out(Kind::Heading) && !is_form && lengths.len() > 1 && alike == lengths.len() {
            row.fate = Fate::Slogan;
        }
    }
}
