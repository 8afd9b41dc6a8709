//! `活动.toml` changed in place: what is not spoken of, comments too, stays as it is written.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TomlError, Value, value};

use crate::bench::in_order;

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

    /// Takes the last slogan of the file out.
    pub(crate) fn remove_last(&mut self) {
        self.unfold();
        let mut tables = self.tables();
        tables.pop();
        self.put_tables(tables);
    }

    /// Takes all slogans out.
    pub(crate) fn clear(&mut self) {
        self.0.remove("slogan");
        self.0.remove("slogans");
    }

    /// The short form becomes tables, so that one can be put between two others.
    fn unfold(&mut self) {
        let Some(list) = self.0.remove("slogans") else { return };
        let of = |value: &Value| match value {
            Value::InlineTable(table) => table.clone().into_table(),
            other => Table::from_iter([("text", other.as_str().unwrap_or_default())]),
        };
        let more: Vec<Table> = list.as_array().into_iter().flatten().map(of).collect();
        let mut all = self.tables();
        all.extend(more);
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

/// Sets a value where it stood, with what stood around it; at the end where it is new.
fn put(table: &mut Table, key: &str, new: Option<Value>) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_set::campaign::Campaign;

    const HAND: &str = "# mine\ntitle = \"安全月\"  # the title\n\n[defaults]\n# what we print\nproducts = [\"poster-a2\"]\n\n\
        # first\n[[slogan]]\ntext = \"安全第一\"\n# second\n[[slogan]]\ntext = \"预防为主\" # keep\n";

    fn texts(text: &str) -> Vec<(u32, String)> {
        let campaign = Campaign::parse("x.toml", text).unwrap();
        campaign.slogans.iter().map(|s| (s.number, s.text.clone())).collect()
    }

    #[test]
    fn what_is_not_spoken_of_stays() {
        let mut file = File::open(HAND).unwrap();
        file.set_text("", "title", Some("质量月"));
        file.set_text("", "theme", Some("质量为先"));
        file.set_text("defaults", "unit", Some("某厂"));
        assert!(file.change(2, &SloganChange { text: Some("预防为先".into()), ..SloganChange::default() }));
        let text = file.text();
        for kept in ["# mine\n", "# the title", "# what we print", "# first\n", "# second\n", "# keep"] {
            assert!(text.contains(kept), "{kept}\n{text}");
        }
        let campaign = Campaign::parse("x.toml", &text).unwrap();
        assert_eq!((campaign.title.as_str(), campaign.theme.as_deref()), ("质量月", Some("质量为先")));
        assert_eq!(campaign.defaults.unit.as_deref(), Some("某厂"));
        assert_eq!(texts(&text)[1].1, "预防为先");
        file.set_text("", "theme", None);
        file.set_text("defaults", "unit", None);
        file.set_text("", "title", Some("安全月"));
        assert!(file.change(2, &SloganChange { text: Some("预防为主".into()), ..SloganChange::default() }));
        assert_eq!(file.text(), HAND);
    }

    #[test]
    fn slogans_come_go_and_move() {
        for text in [HAND, "title = \"x\"\nslogans = [\n  \"安全第一\", # one\n  \"预防为主\",\n]\n"] {
            let mut file = File::open(text).unwrap();
            file.add("综合治理", &SloganChange::default(), None, Some(2));
            assert_eq!(
                texts(&file.text()).iter().map(|t| t.1.as_str()).collect::<Vec<_>>(),
                ["安全第一", "综合治理", "预防为主"]
            );
            assert!(file.shift(3, Some(1)));
            assert_eq!(texts(&file.text())[0].1, "预防为主");
            assert!(file.remove(1) && !file.remove(9));
            assert_eq!(texts(&file.text()).len(), 2);
            file.add("最后", &SloganChange::default(), None, None);
            assert_eq!(texts(&file.text())[2].1, "最后");
            let change =
                SloganChange { key: Some(Some("后".into())), breaks: Some(Some("最|后".into())), text: None };
            assert!(file.change(3, &change));
            let campaign = Campaign::parse("x.toml", &file.text()).unwrap();
            assert_eq!(campaign.slogans[2].breaks.as_deref(), Some("最|后"));
        }
        let mut short = File::open("title = \"x\"\nslogans = [\"安全第一\", \"预防为主\"]\n").unwrap();
        assert!(short.change(2, &SloganChange { key: Some(Some("主".into())), ..SloganChange::default() }));
        assert_eq!(short.text(), "title = \"x\"\nslogans = [\"安全第一\", { text = \"预防为主\", key = \"主\" }]\n");
    }

    #[test]
    fn a_new_file_is_a_campaign() {
        let mut file = File::new("安全生产月");
        file.add("安全第一", &SloganChange::default(), None, None);
        file.set_list("defaults", "products", &["poster-a2".into()]);
        assert!(file.event(None, &[("title".into(), Some("启动仪式".into()))]));
        let text = file.text();
        assert!(text.starts_with("# 一次活动"), "{text}");
        let campaign = Campaign::parse("活动.toml", &text).unwrap();
        assert_eq!((campaign.title.as_str(), campaign.slogans.len(), campaign.events.len()), ("安全生产月", 1, 1));
    }
}
