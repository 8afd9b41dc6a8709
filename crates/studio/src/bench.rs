//! `工作台.toml`: what the page keeps of a project that no campaign file says. A file of the user's own beside the other, with
//! comments that stay.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

/// The head of a new file.
const HEAD: &str = "# 标语工作台记下的：名单、照片和本项目的用法。活动的文字和样子都在 活动.toml。\n\
     # What the studio keeps of this project besides 活动.toml: the roster, its photos, how the project is used.\n";

/// The file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bench(DocumentMut);

impl Bench {
    /// Reads the file; one that cannot be read is begun anew, for nothing depends on it that cannot be said again.
    pub(crate) fn parse(text: &str) -> Self {
        Self(text.parse().unwrap_or_default())
    }

    /// The file as it is written.
    pub(crate) fn text(&self) -> String {
        let text = self.0.to_string();
        if text.is_empty() || text.starts_with('#') { text } else { format!("{HEAD}{text}") }
    }

    fn table(&self, table: &str) -> Option<&Table> {
        self.0.get(table)?.as_table()
    }

    fn item(&self, table: &str, key: &str) -> Option<&Item> {
        match table {
            "" => self.0.get(key),
            table => self.table(table)?.get(key),
        }
    }

    /// A text; of the root where `table` is empty.
    pub(crate) fn get(&self, table: &str, key: &str) -> Option<&str> {
        self.item(table, key)?.as_str().filter(|text| !text.is_empty())
    }

    /// A switch.
    pub(crate) fn is(&self, table: &str, key: &str) -> bool {
        self.item(table, key).and_then(Item::as_bool).unwrap_or(false)
    }

    fn root(&mut self, table: &str) -> Option<&mut Table> {
        if table.is_empty() {
            return Some(self.0.as_table_mut());
        }
        let item = self.0.entry(table).or_insert_with(|| Item::Table(Table::new()));
        if !item.is_table() {
            *item = Item::Table(Table::new());
        }
        item.as_table_mut()
    }

    fn put(&mut self, table: &str, key: &str, new: Option<Value>) {
        let Some(root) = self.root(table) else { return };
        match new {
            Some(new) => match root.get_mut(key).and_then(Item::as_value_mut) {
                Some(old) => {
                    let decor = old.decor().clone();
                    *old = new;
                    *old.decor_mut() = decor;
                }
                None => _ = root.insert(key, value(new)),
            },
            None => _ = root.remove(key),
        }
    }

    /// Sets a text, or takes it out.
    pub(crate) fn set(&mut self, table: &str, key: &str, text: Option<&str>) {
        self.put(table, key, text.filter(|text| !text.is_empty()).map(Value::from));
    }

    /// Sets a switch.
    pub(crate) fn set_switch(&mut self, table: &str, key: &str, on: bool) {
        self.put(table, key, on.then(|| Value::from(true)));
    }

    /// Pairs: `map = [["员工", "name"]]`.
    pub(crate) fn pairs(&self, table: &str, key: &str) -> Vec<(String, String)> {
        let pair = |value: &Value| {
            let pair = value.as_array()?;
            Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
        };
        let array = self.item(table, key).and_then(Item::as_array);
        array.into_iter().flatten().filter_map(pair).collect()
    }

    /// Sets pairs, or takes them out.
    pub(crate) fn set_pairs(&mut self, table: &str, key: &str, pairs: &[(String, String)]) {
        let array: Array = pairs.iter().map(|(a, b)| Value::from(Array::from_iter([a.as_str(), b.as_str()]))).collect();
        self.put(table, key, (!pairs.is_empty()).then(|| Value::from(array)));
    }

    /// Takes a whole table out.
    pub(crate) fn forget(&mut self, table: &str) {
        self.0.remove(table);
    }
}

/// Tables of an array of tables, without their order in the text: each follows the one before it.
pub(crate) fn in_order(tables: Vec<Table>) -> ArrayOfTables {
    let mut all = ArrayOfTables::new();
    for mut table in tables {
        table.set_position(None);
        all.push(table);
    }
    all
}
