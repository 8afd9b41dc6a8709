//! `工作台.toml`: what the page keeps of a project that no campaign file says. A file of the user's own beside the other, with
//! comments that stay.

use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TomlError, Value, value};

use crate::names::BENCH;

/// The head of a new file.
const HEAD: &str = "# 标语工作台记下的：名单、照片和本项目的用法。活动的文字和样子都在 活动.toml。\n\
     # What the studio keeps of this project besides 活动.toml: the roster, its photos, how the project is used.\n";

/// The bytes of a file, if there is one.
pub(crate) type Seen = Result<Option<Vec<u8>>, Fault>;

/// The file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bench {
    document: DocumentMut,
    /// Why the file cannot be read. It is kept as it is then, and nothing that belongs into it is changed.
    pub fault: Option<Fault>,
}

impl Bench {
    /// Reads the file as it was seen.
    pub(crate) fn read(seen: &Seen) -> Self {
        let broken = |fault: Fault| {
            let hint = say!(
                "mend it in a text editor, or move it away: a new one is begun then; until then it is kept as it is",
                "请用记事本改好，或把它移走（会另起一份）；在此之前原样留着"
            );
            Self { document: DocumentMut::new(), fault: Some(fault.hint(hint)) }
        };
        match seen {
            Ok(None) => Self::default(),
            Ok(Some(bytes)) => match decode(bytes).text.parse::<DocumentMut>() {
                Ok(document) => Self { document, fault: None },
                Err(error) => broken(at(&decode(bytes).text, &error)),
            },
            Err(fault) => broken(fault.clone()),
        }
    }

    /// The file as it is written.
    pub(crate) fn text(&self) -> String {
        let text = self.document.to_string();
        if text.is_empty() || text.starts_with('#') { text } else { format!("{HEAD}{text}") }
    }

    fn table(&self, table: &str) -> Option<&Table> {
        self.document.get(table)?.as_table()
    }

    fn item(&self, table: &str, key: &str) -> Option<&Item> {
        match table {
            "" => self.document.get(key),
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
            return Some(self.document.as_table_mut());
        }
        let item = self.document.entry(table).or_insert_with(|| Item::Table(Table::new()));
        if !item.is_table() {
            *item = Item::Table(Table::new());
        }
        item.as_table_mut()
    }

    fn put(&mut self, table: &str, key: &str, new: Option<Value>) {
        // What is not there is not begun to be taken out.
        if new.is_none() && self.item(table, key).is_none() {
            return;
        }
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
        self.document.remove(table);
    }
}

/// What a reader of TOML found wrong, with its line.
fn at(text: &str, error: &TomlError) -> Fault {
    let why = error.message().trim();
    let what = say!("this is no TOML: {why}", "不是 TOML：{why}");
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let count = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    let line = count(before.matches('\n').count());
    let column = count(before.rsplit('\n').next().unwrap_or_default().chars().count());
    let place = Place { at: Some((line, column)), ..Place::file(BENCH) };
    Fault::new("studio/bench", place, what)
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
