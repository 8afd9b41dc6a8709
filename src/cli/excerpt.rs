//! The line of a file that a fault speaks of, with a caret under the span.

use std::path::Path;

use unicode_width::UnicodeWidthChar as _;

use biaoyu_page::decode::decode;
use biaoyu_page::error::{Excerpt, Place};
use biaoyu_page::limits::TEXT_FILE_BYTES;
use biaoyu_press as press;
use biaoyu_table::table::text_of;

/// Columns of a terminal that a line may take.
const WIDTH: usize = 100;
/// Columns before the span that are kept of a longer line.
const BEFORE: usize = 40;

/// Endings of tables of text, whose rows are lines.
const TABLES: [&str; 4] = ["csv", "tsv", "txt", "tab"];

/// The two lines of a place: of the text that it was read from, else of its file, where that has lines.
pub(super) fn of(place: &Place) -> Option<String> {
    match &place.excerpt {
        Some(excerpt) => Some(lines(excerpt)),
        None => of_file(place).as_ref().map(lines),
    }
}

/// The line of a list or of a table of text.
fn of_file(place: &Place) -> Option<Excerpt> {
    let path = Path::new(place.file.as_deref()?);
    let is_table =
        path.extension().and_then(|e| e.to_str()).is_some_and(|e| TABLES.iter().any(|t| e.eq_ignore_ascii_case(t)));
    let row = || Some((row(place)?, 1)).filter(|_| is_table);
    let (number, column) = place.at.or_else(row)?;
    let bytes = press::read(path, TEXT_FILE_BYTES).ok()?;
    let text = if is_table { text_of(&bytes)? } else { decode(&bytes).text };
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    // A cell of several lines moves the rows behind it.
    if place.at.is_none() && text.lines().take(index).any(|line| line.matches('"').count() % 2 == 1) {
        return None;
    }
    let line = text.lines().nth(index)?;
    let from = usize::try_from(column).ok()?.saturating_sub(1);
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    // A line without a column of its own is meant as a whole.
    let (from, length) = if from == 0 { (indent, line.trim().chars().count()) } else { (from, 1) };
    let line = line.chars().take(Excerpt::MOST).collect();
    Some(Excerpt { number, line, from, length })
}

/// The number of `row 3`, as places of tables say it.
fn row(place: &Place) -> Option<u32> {
    let thing = &place.thing.as_ref()?.en;
    let rest = thing.strip_prefix("row ")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Two lines: the file's own, and the carets. A Chinese character takes two columns, a tab is shown as a space.
pub(super) fn lines(excerpt: &Excerpt) -> String {
    let number = excerpt.number.to_string();
    let chars: Vec<char> = excerpt.line.chars().map(plain).collect();
    let from = excerpt.from.min(chars.len());
    let until = (from + excerpt.length.max(1)).min(chars.len()).max(from);
    // Of a long line the part around the span.
    let mut start = from;
    let mut room = BEFORE;
    while start > 0 && wide(chars[start - 1]) <= room {
        start -= 1;
        room -= wide(chars[start]);
    }
    let mut end = start;
    let mut room = WIDTH;
    while end < chars.len() && wide(chars[end]) <= room {
        room -= wide(chars[end]);
        end += 1;
    }
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let shown: String = chars[start..end].iter().collect();
    let columns = |chars: &[char]| chars.iter().map(|c| wide(*c)).sum::<usize>();
    let shift = columns(&chars[start..from.min(end)]) + usize::from(start > 0);
    let carets = columns(&chars[from.min(end)..until.min(end)]).max(1);
    let (before, after) = (cut(start > 0), cut(end < chars.len()));
    let margin = " ".repeat(number.len());
    format!("  {number} | {before}{shown}{after}\n  {margin} | {}{}", " ".repeat(shift), "^".repeat(carets))
}

/// A character that takes its place on a terminal and does nothing else there.
fn plain(c: char) -> char {
    match c {
        '\t' => ' ',
        // What cannot be seen, or turns the line round, is what the fault may be about.
        c if c.is_control() || wide(c) == 0 => '\u{fffd}',
        c => c,
    }
}

fn wide(c: char) -> usize {
    if c == '\u{fffd}' { 1 } else { c.width().unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, from: usize, length: usize) -> String {
        lines(&Excerpt { number: 7, line: line.into(), from, length })
    }

    #[test]
    fn the_caret_stands_under_the_span() {
        assert_eq!(shown("them = \"x\"", 0, 4), "  7 | them = \"x\"\n    | ^^^^");
        // Two columns a character.
        assert_eq!(shown("text = \"质量先行\"", 8, 2), "  7 | text = \"质量先行\"\n    |         ^^^^");
        assert_eq!(shown("\ta", 1, 1), "  7 |  a\n    |  ^");
        // At the end, and beyond it.
        assert_eq!(shown("a =", 3, 1), "  7 | a =\n    |    ^");
        assert_eq!(shown("", 9, 9), "  7 | \n    | ^");
        assert_eq!(shown("质\u{202e}量", 1, 1), "  7 | 质\u{fffd}量\n    |   ^");
        let long = shown(&"质".repeat(500), 250, 3);
        let [first, second] = long.split('\n').collect::<Vec<_>>()[..] else { panic!() };
        assert!(first.contains('…') && first.chars().count() < 70, "{first}");
        assert!(second.ends_with(" ^^^^^^"), "{second}");
    }
}
