//! Parts of a campaign file: slogans as a list gives them, comments, values in their places.

use std::collections::BTreeMap;

use toml_edit::{RawString, Table, Value, value};

/// A slogan as a list gives it.
#[derive(Clone)]
pub(crate) struct Listed {
    /// The line of the list that it begins in; none where lines say nothing of it.
    pub line: Option<u32>,
    pub text: String,
    pub breaks: Option<String>,
    /// Its number where the list's own are not 1, 2, 3 ….
    pub number: Option<u32>,
}

impl Listed {
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.line, &self.text) == (other.line, &other.text)
    }

    pub(super) fn table(&self) -> Table {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        if let Some(number) = self.number {
            table.insert("number", value(i64::from(number)));
        }
        table.insert("text", value(self.text.as_str()));
        if let Some(breaks) = &self.breaks {
            table.insert("breaks", value(breaks.as_str()));
        }
        table
    }
}

/// Where the slogans of a list stand among those of the file, behind the first `kept`: by their words; one whose words were
/// changed stands beside its neighbour.
pub(crate) fn mates<'a>(
    list: impl DoubleEndedIterator<Item = &'a str> + ExactSizeIterator,
    words: &[String],
    kept: usize,
) -> Vec<Option<usize>> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, word) in words.iter().enumerate().skip(kept) {
        places.entry(word).or_default().push(at);
    }
    let mut own: Vec<Option<usize>> = list.rev().map(|text| places.get_mut(text).and_then(Vec::pop)).collect();
    own.reverse();
    let mut free: Vec<bool> = (0..words.len()).map(|at| at >= kept).collect();
    own.iter().flatten().for_each(|at| free.get_mut(*at).into_iter().for_each(|free| *free = false));
    let mut take = |at: Option<usize>| {
        let slot = free.get_mut(at?).filter(|free| **free)?;
        *slot = false;
        at
    };
    for i in 0..own.len() {
        let before = if i == 0 { Some(kept) } else { own.get(i - 1).copied().flatten().map(|at| at + 1) };
        if let Some(slot) = own.get_mut(i).filter(|slot| slot.is_none()) {
            *slot = take(before);
        }
    }
    for i in (0..own.len()).rev() {
        let behind = own.get(i + 1).copied().flatten().and_then(|at| at.checked_sub(1));
        if let Some(slot) = own.get_mut(i).filter(|slot| slot.is_none()) {
            *slot = take(behind);
        }
    }
    own
}

/// What stands between two things of a file: on the line of the first, and on lines of its own, as far as it is said.
pub(super) fn parted(between: Option<&RawString>) -> (String, String) {
    let between = between.and_then(RawString::as_str).unwrap_or_default();
    let (first, rest) = between.split_once('\n').unwrap_or((between, ""));
    let said = |line: &&str| line.trim_start().starts_with('#');
    let own = rest.lines().filter(said).map(|line| format!("{}\n", line.trim())).collect();
    (Some(first).filter(said).map(|line| line.trim().to_owned()).unwrap_or_default(), own)
}

/// The comments above a thing, each on its line.
pub(super) fn comments(above: Option<&RawString>) -> String {
    let above = above.and_then(RawString::as_str).unwrap_or_default();
    let said = above.lines().filter(|line| line.trim_start().starts_with('#'));
    said.map(|line| format!("{}\n", line.trim())).collect()
}

/// Puts comments behind the last value of a table.
pub(super) fn append(table: &mut Table, comments: &str) {
    if comments.is_empty() {
        return;
    }
    let Some(last) = table.iter_mut().filter_map(|(_, item)| item.as_value_mut()).last() else { return };
    let mut all = last.decor().suffix().and_then(RawString::as_str).unwrap_or_default().to_owned();
    for line in comments.lines() {
        all += if all.contains('#') { "\n" } else { " " };
        all += line;
    }
    last.decor_mut().set_suffix(all);
}

/// Sets a value where it stood, with what stood around it; at the end where it is new.
pub(super) fn put(table: &mut Table, key: &str, new: Option<Value>) {
    match (new, table.get_mut(key)) {
        (Some(new), Some(item)) => match item.as_value_mut() {
            Some(old) => {
                let decor = old.decor().clone();
                *old = new;
                *old.decor_mut() = decor;
            }
            None => *item = value(new),
        },
        (Some(new), None) => _ = table.insert(key, value(new)),
        (None, Some(_)) => _ = table.remove(key),
        (None, None) => {}
    }
}
