//! The cursor over one table.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use toml_edit::{Item, TableLike};

use super::fields::{FORMAT, Fields, Form};
use super::value::Node;
use super::{Document, Text, Value, with_thing};
use biaoyu_page::error::{Fault, Place, Say};
use biaoyu_page::limits::SIDE_MM;
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// The cursor over one table. Remembers which keys were asked for: [`finish`](Self::finish) refuses the others.
pub struct Table<'d> {
    doc: &'d Document,
    items: &'d dyn TableLike,
    at: Range<usize>,
    thing: Option<Say>,
    fields: Option<&'static Fields>,
    asked: RefCell<Vec<String>>,
}

impl<'d> Table<'d> {
    pub(super) fn new(doc: &'d Document, items: &'d dyn TableLike, at: Range<usize>, thing: Option<Say>) -> Self {
        Self { doc, items, at, thing, fields: None, asked: RefCell::default() }
    }

    /// Names the table in the user's words (`slogan 3`) for every later message.
    pub fn called(mut self, thing: Say) -> Self {
        self.thing = Some(thing);
        self
    }

    /// Says which keys may stand here: types and ranges of what is read come from them.
    pub fn of(mut self, fields: &'static Fields) -> Self {
        self.fields = Some(fields);
        self
    }

    fn form(&self, key: &str) -> Option<Form> {
        self.fields?.get(key).map(|field| field.form)
    }

    /// Refuses a file of a form that is newer than this program. Asked of the whole file only.
    pub fn format(&self) {
        let Some(value) = self.get("format") else { return };
        if value.integer_in(0..=i64::MAX).is_some_and(|found| found != FORMAT) {
            let found = value.source();
            let what =
                say!("the file is of form {found}, known is {FORMAT}", "文件格式版本是 {found}，本程序只认 {FORMAT}");
            let hint =
                say!("get a newer biaoyu, or write `format = {FORMAT}`", "请换新版程序，或写 `format = {FORMAT}`");
            value.refuse("toml/format", what, Some(hint));
        }
    }

    /// Its document.
    pub fn document(&self) -> &'d Document {
        self.doc
    }

    /// Where the table begins.
    pub fn place(&self) -> Place {
        with_thing(self.doc.span(self.at.clone()), self.thing.as_ref())
    }

    /// Where a key stands; the table's own place when it is not there.
    pub fn place_of(&self, key: &str) -> Place {
        let at = self.items.get_key_value(key).and_then(|(key, _)| key.span()).unwrap_or(self.at.clone());
        with_thing(self.doc.span(at), self.thing.as_ref())
    }

    /// Byte offset of its beginning in the file: the order of the file, also between tables of different keys.
    pub fn offset(&self) -> usize {
        self.at.start
    }

    /// Whether a key is written. Counts as asked for.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Records a fault of the table as a whole.
    pub fn refuse(&self, code: &'static str, what: Say, hint: Option<Say>) {
        self.doc.record(Fault { code, place: self.place(), what, hint });
    }

    /// The value of a key, if it is written.
    pub fn get(&self, key: &str) -> Option<Value<'d>> {
        self.allow(&[key]);
        let (written, item) = self.items.get_key_value(key)?;
        self.value(written, item)
    }

    fn value(&self, key: &'d toml_edit::Key, item: &'d Item) -> Option<Value<'d>> {
        let (node, span) = match item {
            Item::None => return None,
            Item::Value(value) => (Node::Value(value), value.span()),
            Item::Table(table) => (Node::Table(table), table.span()),
            Item::ArrayOfTables(tables) => (Node::Tables(tables), tables.span()),
        };
        let at = span.or_else(|| key.span()).unwrap_or(self.at.clone());
        Some(Value { doc: self.doc, key: key.get().into(), node, at, thing: self.thing.clone() })
    }

    /// Says that these keys are known, without reading them.
    pub fn allow(&self, keys: &[&str]) {
        let mut asked = self.asked.borrow_mut();
        for key in keys {
            if !asked.iter().any(|a| a == key) {
                asked.push((*key).into());
            }
        }
    }

    /// Records that a key is missing.
    pub fn missing(&self, key: &str) {
        // A line that could not be read may have held the key: one fault is enough.
        if self.doc.is_incomplete() {
            return;
        }
        let what = say!("key `{key}` is missing", "缺少 `{key}`");
        self.doc.record(Fault::new("toml/missing-key", self.place(), what));
    }

    /// The value of a key that must be there.
    pub fn required(&self, key: &str) -> Option<Value<'d>> {
        let found = self.get(key);
        if found.is_none() {
            self.missing(key);
        }
        found
    }

    /// A text, if written.
    pub fn text(&self, key: &str) -> Option<Text<'d>> {
        self.get(key)?.text()
    }

    /// A text that must be there.
    pub fn required_text(&self, key: &str) -> Option<Text<'d>> {
        self.required(key)?.text()
    }

    /// An expression (text or bare number), if written.
    pub fn expression(&self, key: &str) -> Option<Text<'d>> {
        self.get(key)?.expression()
    }

    /// An expression that must be there.
    pub fn required_expression(&self, key: &str) -> Option<Text<'d>> {
        self.required(key)?.expression()
    }

    /// A number, if written, within the range of its field.
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.form(key) {
            Some(Form::Number(least, most)) => self.get(key)?.number_in(least..=most),
            _ => self.get(key)?.number(),
        }
    }

    /// A number that must be there, as [`number`](Self::number).
    pub fn required_number(&self, key: &str) -> Option<f64> {
        self.required(key)?;
        self.number(key)
    }

    /// A length in millimetres, if written, within the range of its field; without one from 0 to the longest side of a
    /// product.
    pub fn length(&self, key: &str) -> Option<f64> {
        match self.form(key) {
            Some(Form::Length(least, most)) => self.get(key)?.length_in(least..=most),
            _ => self.get(key)?.length_in(0.0..=SIDE_MM.1),
        }
    }

    /// A length that must be there, as [`length`](Self::length).
    pub fn required_length(&self, key: &str) -> Option<f64> {
        self.required(key)?;
        self.length(key)
    }

    /// A whole number, if written, within the range of its field.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.form(key) {
            Some(Form::Integer(least, most)) => self.get(key)?.integer_in(least..=most),
            _ => self.get(key)?.integer_in(i64::MIN..=i64::MAX),
        }
    }

    /// `true` or `false`, if written.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.get(key)?.boolean()
    }

    /// A list, or one value for a list of one; empty when not written.
    pub fn list(&self, key: &str) -> Vec<Value<'d>> {
        match self.get(key) {
            None => Vec::new(),
            Some(value) if value.kind() == super::Kind::List => value.list().unwrap_or_default(),
            Some(value) => vec![value],
        }
    }

    /// A list of texts, or one text; empty when not written.
    pub fn list_of_text(&self, key: &str) -> Vec<Text<'d>> {
        self.list(key).iter().filter_map(Value::text).collect()
    }

    /// One of several words, if written: the value beside the word. Other words are refused with the nearest.
    pub fn choice<T: Clone>(&self, key: &str, options: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        if let Some((_, value)) = options.iter().find(|(word, _)| *word == &*text) {
            return Some(value.clone());
        }
        let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
        let (en, zh) = (ticked(&words, ", "), ticked(&words, "、"));
        let found = &*text;
        let what = Say {
            en: format!("`{key}` is `{found}`, wanted one of {en}"),
            zh: format!("`{key}` 是 `{found}`，应为 {zh} 之一"),
        };
        let hint = nearest(&text, words).map(|near| say!("did you mean `{near}`?", "是不是 `{near}`？"));
        text.refuse("toml/unknown-word", what, hint);
        None
    }

    /// A table, if written.
    pub fn table(&self, key: &str) -> Option<Table<'d>> {
        self.get(key)?.table()
    }

    /// The tables of `[[key]]` (or of a list of inline tables) in file order; empty when not written.
    /// A single `[key]` counts as one.
    pub fn tables(&self, key: &str) -> Vec<Table<'d>> {
        self.list(key).iter().filter_map(Value::table).collect()
    }

    /// The tables of several keys, mixed as the file has them, each with its key.
    pub fn tables_of<'k>(&self, keys: &[&'k str]) -> Vec<(&'k str, Table<'d>)> {
        let mut all: Vec<_> =
            keys.iter().flat_map(|key| self.tables(key).into_iter().map(move |table| (*key, table))).collect();
        all.sort_by_key(|(_, table)| table.offset());
        all
    }

    /// Every key with its value in file order; all count as asked for.
    pub fn entries(&self) -> Vec<(Text<'d>, Value<'d>)> {
        let mut all = Vec::new();
        for (name, _) in self.items.iter() {
            let Some((key, item)) = self.items.get_key_value(name) else { continue };
            self.allow(&[name]);
            if let Some(value) = self.value(key, item) {
                let at = key.span().unwrap_or(self.at.clone());
                all.push((Text::of_key(self.doc, key.get(), at, self.thing.clone()), value));
            }
        }
        // A dotted or nested table is listed where it was first named; the file's order is by place.
        all.sort_by_key(|(key, _)| key.offset());
        all
    }

    /// Refuses every key that is not known here, with the nearest that is: those of its fields, else those that were asked
    /// for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        let is_asked = |name: &str| asked.iter().any(|a| a == name);
        let known: Vec<&str> = match self.fields {
            Some(fields) => fields.keys().collect(),
            None => asked.iter().map(String::as_str).collect(),
        };
        for (name, _) in self.items.iter() {
            if known.contains(&name) {
                // Nothing that is written goes without a word, even where the reader was forgotten.
                if !is_asked(name) {
                    let what = say!("`{name}` is known, and not used here", "认得 `{name}`，但这里没有用到");
                    self.doc.record(Fault::new("toml/unread-key", self.place_of(name), what));
                }
                continue;
            }
            let what = say!("unknown key `{name}`", "没有 `{name}` 这个键");
            // What stands there already is not what was meant, unless it may stand there again.
            let written = |key: &&str| self.items.get(key).is_none_or(Item::is_array_of_tables);
            let hint = match nearest(name, known.iter().copied().filter(written)) {
                Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
                None => {
                    let mut known = known.clone();
                    known.sort_unstable();
                    let (en, zh) = (ticked(&known, ", "), ticked(&known, "、"));
                    Say { en: format!("known here: {en}"), zh: format!("这里可用：{zh}") }
                }
            };
            self.doc.record(Fault::new("toml/unknown-key", self.place_of(name), what).hint(hint));
        }
    }
}

fn ticked(words: &[&str], between: &str) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(between)
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("at", &self.at).field("thing", &self.thing).finish_non_exhaustive()
    }
}
