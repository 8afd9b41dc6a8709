//! `活动.toml` changed in place: what is not spoken of, comments too, stays as it is written.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TomlError, Value, value};

mod parts;

use crate::bench::in_order;
pub(crate) use parts::{Listed, mates};
use parts::{append, comments, parted, put};

/// A campaign file that is being changed.
pub(crate) struct File(DocumentMut);

/// What is set of a slogan; the outer `None` leaves it.
#[derive(Default)]
pub(crate) struct SloganChange {
    pub text: Option<String>,
    pub key: Option<Option<String>>,
    pub breaks: Option<Option<String>>,
}

/// Where a slogan stands in the file: in `[[slogan]]`, or in the list `slogans`.
#[derive(Clone, Copy)]
enum At {
    Table(usize),
    List(usize),
}

/// The head of a new file.
const NEW: &str = "# 一次活动的文字和样子。标语工作台和记事本都可以改；在这个文件夹里运行 `biaoyu render 活动.toml` 就能印出。\n\
     # A campaign: what posters, flags and badges say. The studio writes it, and so may you.\n\n";

impl File {
    /// Opens the text.
    ///
    /// # Errors
    /// It is no TOML.
    pub(crate) fn open(text: &str) -> Result<Self, TomlError> {
        text.parse().map(Self)
    }

    /// A new file of this title.
    pub(crate) fn new(title: &str) -> Self {
        let mut file = Self(NEW.parse().unwrap_or_default());
        file.0.insert("title", value(title));
        if let Some(mut key) = file.0.as_table_mut().key_mut("title") {
            key.leaf_decor_mut().set_prefix(NEW);
        }
        file.0.set_trailing("");
        file
    }

    /// The text as it is written.
    pub(crate) fn text(&self) -> String {
        self.0.to_string()
    }

    /// Sets a value in a table (of the root where it is empty), or takes it out. What stood around the old one stays.
    pub(crate) fn set(&mut self, table: &str, key: &str, new: Option<Value>) {
        let root = match table {
            "" => self.0.as_table_mut(),
            table => {
                if new.is_none() && !self.0.contains_key(table) {
                    return;
                }
                let item = self.0.entry(table).or_insert_with(|| Item::Table(Table::new()));
                if let Some(inline) = item.as_inline_table() {
                    *item = Item::Table(inline.clone().into_table());
                }
                let Some(table) = item.as_table_mut() else { return };
                table
            }
        };
        put(root, key, new);
        if root.is_empty() && !table.is_empty() {
            self.0.remove(table);
        }
    }

    /// Sets a text, or takes it out.
    pub(crate) fn set_text(&mut self, table: &str, key: &str, text: Option<&str>) {
        self.set(table, key, text.map(Value::from));
    }

    /// The text that stands there.
    pub(crate) fn get(&self, table: &str, key: &str) -> Option<&str> {
        let root = match table {
            "" => self.0.as_item(),
            table => self.0.get(table)?,
        };
        root.get(key)?.as_str()
    }

    /// Sets a list of texts, or takes it out when it is empty.
    pub(crate) fn set_list(&mut self, table: &str, key: &str, texts: &[String]) {
        let list: Array = texts.iter().map(String::as_str).collect();
        self.set(table, key, (!texts.is_empty()).then(|| Value::from(list)));
    }

    /// The slogans with the numbers that the reader gives them.
    fn slogans(&self) -> Vec<(u32, At)> {
        let tables = self.0.get("slogan").and_then(Item::as_array_of_tables);
        let written = tables
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(i, table)| (table.get("number").and_then(Item::as_integer), At::Table(i)));
        let list = self.0.get("slogans").and_then(Item::as_array);
        let listed = list.into_iter().flatten().enumerate().map(|(i, value)| {
            let number = value.as_inline_table().and_then(|table| table.get("number")).and_then(Value::as_integer);
            (number, At::List(i))
        });
        let mut last = 0;
        let mut all = Vec::new();
        for (number, at) in written.chain(listed) {
            last = number.and_then(|n| u32::try_from(n).ok()).unwrap_or(last + 1);
            all.push((last, at));
        }
        all
    }

    fn at(&self, number: u32) -> Option<At> {
        self.slogans().into_iter().find(|(own, _)| *own == number).map(|(_, at)| at)
    }

    /// How many slogans there are.
    pub(crate) fn count(&self) -> usize {
        self.slogans().len()
    }

    fn list_mut(&mut self) -> Option<&mut Array> {
        self.0.get_mut("slogans")?.as_array_mut()
    }

    /// Changes a slogan, or the campaign's own sheet where the number is 0. `false` when there is none of that number.
    pub(crate) fn change(&mut self, number: u32, change: &SloganChange) -> bool {
        if number == 0 {
            for (key, new) in
                [("text", &change.text.clone().map(Some)), ("key", &change.key), ("breaks", &change.breaks)]
            {
                if let Some(new) = new {
                    self.set_text("sheet", key, new.as_deref());
                }
            }
            return true;
        }
        match self.at(number) {
            Some(At::Table(index)) => {
                let tables = self.0.get_mut("slogan").and_then(Item::as_array_of_tables_mut);
                let Some(table) = tables.and_then(|tables| tables.get_mut(index)) else { return false };
                if let Some(text) = &change.text {
                    put(table, "text", Some(Value::from(text.as_str())));
                }
                for (key, new) in [("key", &change.key), ("breaks", &change.breaks)] {
                    if let Some(new) = new {
                        put(table, key, new.as_deref().map(Value::from));
                    }
                }
                true
            }
            Some(At::List(index)) => {
                let Some(slot) = self.list_mut().and_then(|list| list.get_mut(index)) else { return false };
                let mut table = match &*slot {
                    Value::InlineTable(table) => table.clone(),
                    other => InlineTable::from_iter([("text", other.as_str().unwrap_or_default())]),
                };
                if let Some(text) = &change.text {
                    table.insert("text", Value::from(text.as_str()));
                }
                for (key, new) in [("key", &change.key), ("breaks", &change.breaks)] {
                    match new {
                        Some(Some(new)) => _ = table.insert(key, Value::from(new.as_str())),
                        Some(None) => _ = table.remove(key),
                        None => {}
                    }
                }
                let decor = slot.decor().clone();
                *slot = match (table.len(), table.get("text")) {
                    (1, Some(text)) => text.clone(),
                    _ => Value::from(table),
                };
                *slot.decor_mut() = decor;
                true
            }
            None => false,
        }
    }

    /// The slogans' numbers and words, in the order of the file.
    pub(crate) fn words(&self) -> Vec<(u32, String)> {
        let tables = self.0.get("slogan").and_then(Item::as_array_of_tables);
        let list = self.0.get("slogans").and_then(Item::as_array);
        let word = |at: At| {
            let text = match at {
                At::Table(index) => tables?.get(index)?.get("text")?.as_str(),
                At::List(index) => {
                    let value = list?.get(index)?;
                    value.as_inline_table().map_or(Some(value), |table| table.get("text"))?.as_str()
                }
            };
            text.map(str::to_owned)
        };
        self.slogans().into_iter().map(|(number, at)| (number, word(at).unwrap_or_default())).collect()
    }

    /// Puts slogans of a list in the place of those that stand behind the first `kept`. Comments stay.
    pub(crate) fn fill(&mut self, kept: usize, list: &[Listed]) {
        self.unfold();
        let mut tables = self.tables();
        let gone = tables.split_off(kept.min(tables.len()));
        let mut comments: String = gone.iter().map(|table| comments(table.decor().prefix())).collect();
        for item in list {
            let mut table = item.table();
            table.decor_mut().set_prefix(format!("\n{}", std::mem::take(&mut comments)));
            tables.push(table);
        }
        self.put_tables(tables);
    }

    /// Changes the slogans as a list changed, and leaves alone what was done to the others since the list was taken. Those of
    /// the list stand behind the first `kept`. The words of those that went although they had been changed.
    pub(crate) fn merge(&mut self, kept: usize, before: &[Listed], after: &[Listed]) -> Vec<String> {
        self.unfold();
        let mut tables = self.tables();
        let words: Vec<String> = self.words().into_iter().map(|(_, text)| text).collect();
        let own = mates(before.iter().map(|item| item.text.as_str()), &words, kept);
        let head = before.iter().zip(after).take_while(|(a, b)| a.is_same(b)).count();
        let rest = before.iter().skip(head).rev().zip(after.iter().skip(head).rev());
        let tail = rest.take_while(|(a, b)| a.is_same(b)).count();
        let (gone, come) = (head..before.len() - tail, head..after.len() - tail);
        let mate = |i: usize| own.get(i).copied().flatten();
        let place = gone
            .clone()
            .find_map(mate)
            .or_else(|| (0..head).rev().find_map(mate).map(|at| at + 1))
            .or_else(|| (gone.end..before.len()).find_map(mate))
            .unwrap_or(tables.len());
        let mut out: Vec<usize> = gone.clone().filter_map(mate).collect();
        out.sort_unstable();
        let mut changed = Vec::new();
        for (item, at) in gone.filter_map(|i| Some((before.get(i)?, mate(i)?))) {
            let fresh = item.table();
            let is_fresh = tables.get(at).is_some_and(|table| {
                let value = |table: &Table, key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
                table.iter().all(|(key, _)| key == "number" || value(table, key) == value(&fresh, key))
            });
            if !is_fresh {
                changed.extend(words.get(at).cloned());
            }
        }
        let mut comments = String::new();
        for at in out.iter().rev() {
            let table = tables.remove(*at);
            comments = self::comments(table.decor().prefix()) + &comments;
        }
        let place = place - out.iter().filter(|at| **at < place).count();
        let is_moved = (!out.is_empty() || !come.is_empty()) && place < tables.len();
        let fresh: Vec<Table> = after.get(come).unwrap_or_default().iter().map(Listed::table).collect();
        tables.splice(place..place, fresh);
        if let Some(table) = tables.get_mut(place).filter(|_| !comments.is_empty()) {
            let own = self::comments(table.decor().prefix());
            table.decor_mut().set_prefix(format!("\n{comments}{own}"));
        } else if let Some(last) = tables.last_mut() {
            append(last, &comments);
        }
        // Numbers that are written would stand against the new order; where the list gives them itself, they are the list's.
        let is_list = kept == 0
            && tables.len() == after.len()
            && tables
                .iter()
                .zip(after)
                .all(|(table, item)| table.get("text").and_then(Item::as_str) == Some(&item.text));
        for (i, table) in tables.iter_mut().enumerate().filter(|_| is_moved || is_list) {
            table.remove("number");
            if let Some(number) = after.get(i).and_then(|item| item.number).filter(|_| is_list) {
                table.insert("number", value(i64::from(number)));
            }
        }
        self.put_tables(tables);
        changed
    }

    /// The short form becomes tables, so that one can be put between two others. Comments go along, each with its slogan.
    fn unfold(&mut self) {
        let Some((key, list)) = self.0.as_table_mut().remove_entry("slogans") else { return };
        let Some(list) = list.as_array() else { return };
        let mut all = self.tables();
        let mut above = comments(key.leaf_decor().prefix());
        let mut is_first = true;
        for value in list {
            let (behind, own) = parted(value.decor().prefix());
            match all.last_mut().filter(|_| !is_first) {
                // Behind a comma it is still of the slogan before.
                Some(last) => append(last, &behind),
                None => above += &behind.lines().map(|line| format!("{line}\n")).collect::<String>(),
            }
            above += &own;
            let mut table = match value {
                Value::InlineTable(table) => table.clone().into_table(),
                other => Table::from_iter([("text", other.as_str().unwrap_or_default())]),
            };
            table.decor_mut().set_prefix(format!("\n{}", std::mem::take(&mut above)));
            let (behind, own) = parted(value.decor().suffix());
            append(&mut table, &behind);
            append(&mut table, &own);
            all.push(table);
            is_first = false;
        }
        if let Some(last) = all.last_mut() {
            for (behind, own) in [parted(Some(list.trailing())), parted(list.decor().suffix())] {
                append(last, &behind);
                append(last, &own);
            }
            append(last, &above);
        }
        self.put_tables(all);
    }

    fn tables(&self) -> Vec<Table> {
        self.0.get("slogan").and_then(Item::as_array_of_tables).into_iter().flatten().cloned().collect()
    }

    fn put_tables(&mut self, tables: Vec<Table>) {
        if tables.is_empty() {
            self.0.remove("slogan");
        } else {
            self.0.insert("slogan", Item::ArrayOfTables(in_order(tables)));
        }
    }

    /// Adds a slogan before another; at the end where there is none of that number.
    pub(crate) fn add(&mut self, text: &str, change: &SloganChange, number: Option<u32>, before: Option<u32>) {
        self.unfold();
        let place = before.and_then(|before| self.slogans().iter().position(|(own, _)| *own == before));
        let mut tables = self.tables();
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        if let Some(number) = number {
            table.insert("number", value(i64::from(number)));
        }
        table.insert("text", value(text));
        for (key, new) in [("key", &change.key), ("breaks", &change.breaks)] {
            if let Some(Some(new)) = new {
                table.insert(key, value(new.as_str()));
            }
        }
        if place.is_some() {
            tables.iter_mut().for_each(|table| _ = table.remove("number"));
        }
        tables.insert(place.unwrap_or(tables.len()), table);
        self.put_tables(tables);
    }

    /// Takes a slogan out.
    pub(crate) fn remove(&mut self, number: u32) -> bool {
        match self.at(number) {
            Some(At::Table(index)) => {
                let mut tables = self.tables();
                tables.remove(index);
                self.put_tables(tables);
                true
            }
            // A comment behind one slogan stands before the next in a list.
            Some(At::List(_)) if self.0.get("slogans").is_some_and(|list| list.to_string().contains('#')) => {
                self.unfold();
                self.remove(number)
            }
            Some(At::List(index)) => self.list_mut().map(|list| list.remove(index)).is_some(),
            None => false,
        }
    }

    /// Moves a slogan before another, or to the end. Numbers that are written go: they would hold it in its place.
    pub(crate) fn shift(&mut self, number: u32, before: Option<u32>) -> bool {
        self.unfold();
        let all = self.slogans();
        let place = |number: u32| all.iter().position(|(own, _)| *own == number);
        let Some(from) = place(number) else { return false };
        let to = before.and_then(place).unwrap_or(all.len());
        let mut tables = self.tables();
        let table = tables.remove(from);
        tables.insert(if to > from { to - 1 } else { to }, table);
        tables.iter_mut().for_each(|table| _ = table.remove("number"));
        self.put_tables(tables);
        true
    }

    /// Sets what is said of a meeting, by its place from 1; a new one where there is none. `false` when there is none of
    /// that place.
    pub(crate) fn event(&mut self, place: Option<usize>, set: &[(String, Option<String>)]) -> bool {
        let mut tables: Vec<Table> =
            self.0.get("event").and_then(Item::as_array_of_tables).into_iter().flatten().cloned().collect();
        let index = match place {
            None => {
                let mut table = Table::new();
                table.decor_mut().set_prefix("\n");
                tables.push(table);
                tables.len() - 1
            }
            Some(place) => place.wrapping_sub(1),
        };
        let Some(table) = tables.get_mut(index) else { return false };
        set.iter().for_each(|(key, text)| put(table, key, text.as_deref().map(Value::from)));
        self.0.insert("event", Item::ArrayOfTables(in_order(tables)));
        true
    }

    /// Takes a meeting out, by its place from 1.
    pub(crate) fn remove_event(&mut self, place: usize) -> bool {
        let Some(tables) = self.0.get_mut("event").and_then(Item::as_array_of_tables_mut) else { return false };
        if place == 0 || place > tables.len() {
            return false;
        }
        tables.remove(place - 1);
        if tables.is_empty() {
            self.0.remove("event");
        }
        true
    }
}

#[cfg(test)]
mod tests;
