//! What may stand in a table, said once: the reader takes types and ranges from here, the JSON Schema, the nearest key to
//! one that nobody knows, and the key tables of the manual.
//!
//! ```
//! use biaoyu_set::notation::fields::{Fields, Form, field, manual};
//! use biaoyu_set::notation::Document;
//! static LAMP: Fields = Fields(&[&[
//!     field("watts", Form::Number(1.0, 500.0), "How bright.", "多亮。"),
//!     field("dim", Form::Flag, "It can be dimmed.", "可调光。"),
//! ]]);
//! let doc = Document::parse("a.toml", "watts = 900\ndimm = true\n").unwrap();
//! let lamp = doc.root().of(&LAMP);
//! let watts = lamp.number("watts");
//! let dim = lamp.boolean("dim");
//! lamp.finish();
//! let told = doc.finish(watts.zip(dim)).unwrap_err().to_string();
//! assert!(told.contains("wanted 1 to 500") && told.contains("did you mean `dim`?"));
//! assert_eq!(LAMP.schema()["properties"]["watts"]["maximum"], 500.0);
//! assert!(manual(&LAMP).contains("| `watts` | number 数, 1–500 |"));
//! ```

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use biaoyu_page::limits::FIELD_CHARS;
use biaoyu_page::measure::number;

/// The keys of one kind of table, in groups: tables that are alike share them.
#[derive(Debug)]
pub struct Fields(pub &'static [&'static [Field]]);

/// A key of a table.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What stands there.
    pub form: Form,
    /// What holds when it is not written; taken from where it is used, not said again.
    pub usual: Option<fn() -> Value>,
    /// It must be written.
    pub needed: bool,
    /// It is the former name of another.
    pub former: bool,
    /// What it is, in a sentence.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A line that is printed or shown, of at most [`FIELD_CHARS`] characters.
    Line,
    /// Words, at most so many characters.
    Words(usize),
    /// `true` or `false`.
    Flag,
    /// A whole number within a range.
    Integer(i64, i64),
    /// A number within a range.
    Number(f64, f64),
    /// A length within a range, mm, or with its unit in quotes.
    Length(f64, f64),
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// One or several lines.
    Lines,
    /// One or several of these words.
    Several(fn() -> Vec<&'static str>),
    /// A day: `2021-08-30`, with or without quotes.
    Day,
    /// Inks in per cent: `"C100 M5 Y50 K40"`.
    Inks,
    /// A table.
    Table(&'static Fields),
    /// Tables, `[[key]]` each.
    Tables(&'static Fields),
    /// Any of these.
    Either(&'static [Form]),
    /// What no other form can say: its schema, and its words in English and Chinese.
    Own(fn() -> Value, &'static str, &'static str),
}

/// A key that may be written.
pub const fn field(key: &'static str, form: Form, en: &'static str, zh: &'static str) -> Field {
    Field { key, form, usual: None, needed: false, former: false, en, zh }
}

impl Field {
    /// It must be written.
    pub const fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    /// What holds when it is not written.
    pub const fn usual(self, usual: fn() -> Value) -> Self {
        Self { usual: Some(usual), ..self }
    }

    /// It is the former name of another key, and goes on working.
    pub const fn former(self) -> Self {
        Self { former: true, ..self }
    }

    /// JSON Schema (2020-12) of its value.
    pub fn schema(&self) -> Value {
        let mut schema = self.form.schema();
        if let Some(keys) = schema.as_object_mut() {
            keys.insert("description".into(), format!("{} {}", self.en, self.zh).trim().into());
            if let Some(usual) = self.usual {
                keys.insert("default".into(), usual());
            }
            if self.former {
                keys.insert("deprecated".into(), true.into());
            }
        }
        schema
    }
}

impl Fields {
    /// All fields in their order.
    pub fn all(&self) -> impl Iterator<Item = &'static Field> {
        self.0.iter().copied().flatten()
    }

    /// The keys in their order.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.all().map(|field| field.key)
    }

    /// A key that is known here.
    pub fn get(&self, key: &str) -> Option<&'static Field> {
        self.all().find(|field| field.key == key)
    }

    /// JSON Schema (2020-12) of a table.
    pub fn schema(&self) -> Value {
        let needed: Vec<&str> = self.all().filter(|field| field.needed).map(|field| field.key).collect();
        let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": self.properties() });
        if let Some(keys) = schema.as_object_mut().filter(|_| !needed.is_empty()) {
            keys.insert("required".into(), needed.into());
        }
        schema
    }

    fn properties(&self) -> Map<String, Value> {
        self.all().map(|field| (field.key.to_owned(), field.schema())).collect()
    }
}

/// The pattern of a length with a unit, as [`biaoyu_page::measure::Length`] reads it.
const LENGTH: &str = "^\\s*[0-9.]+\\s*(mm|cm|m|pt|in)?\\s*$";

impl Form {
    /// JSON Schema (2020-12) of what stands there.
    pub fn schema(self) -> Value {
        match self {
            Form::Line => json!({ "type": "string", "minLength": 1, "maxLength": FIELD_CHARS }),
            // Marks of breaks count among the characters of the file and not among those that are printed.
            Form::Words(_) => json!({ "type": "string", "minLength": 1 }),
            Form::Flag => json!({ "type": "boolean" }),
            Form::Integer(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Form::Number(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
            Form::Length(least, most) => json!({ "anyOf": [
                { "type": "number", "minimum": least, "maximum": most },
                { "type": "string", "pattern": LENGTH },
            ] }),
            Form::Word(words) => json!({ "enum": words() }),
            Form::Lines => one_or_several(json!({ "type": "string" })),
            Form::Several(words) => one_or_several(json!({ "enum": words() })),
            Form::Day => json!({ "type": "string", "examples": ["2021-08-30"] }),
            Form::Inks => json!({ "type": "string", "examples": ["C60 M40 Y40 K100"] }),
            Form::Table(fields) => fields.schema(),
            Form::Tables(fields) => json!({ "type": "array", "items": fields.schema() }),
            Form::Either(forms) => json!({ "anyOf": forms.iter().map(|form| form.schema()).collect::<Vec<_>>() }),
            Form::Own(schema, ..) => schema(),
        }
    }

    /// What it is, in a few words of both languages.
    fn say(self) -> String {
        let range = |low: f64, high: f64| format!("{}–{}", number(low, 3), number(high, 3));
        match self {
            Form::Line => "text 文字".to_owned(),
            Form::Words(most) => format!("text 文字, ≤ {most}"),
            Form::Flag => "`true` `false`".to_owned(),
            #[allow(clippy::cast_precision_loss, reason = "for the manual only")]
            Form::Integer(low, high) => format!("whole number 整数, {}", range(low as f64, high as f64)),
            Form::Number(low, high) => format!("number 数, {}", range(low, high)),
            Form::Length(low, high) => format!("length 长度, {} mm", range(low, high)),
            Form::Word(words) => ticked(&words()),
            Form::Lines => "text or list 文字或列表".to_owned(),
            Form::Several(words) => format!("{}, one or a list 一个或列表", ticked(&words())),
            Form::Day => "day 日期, `2021-08-30`".to_owned(),
            Form::Inks => "inks 墨量, `C60 M40 Y40 K100`".to_owned(),
            Form::Table(_) => "table 表".to_owned(),
            Form::Tables(_) => "tables 若干表".to_owned(),
            Form::Either(forms) => forms.iter().map(|form| form.say()).collect::<Vec<_>>().join("; "),
            Form::Own(_, en, zh) => format!("{en} {zh}"),
        }
    }

    /// The tables inside it, and whether there may be several.
    fn inside(self) -> Vec<(&'static Fields, bool)> {
        match self {
            Form::Table(fields) => vec![(fields, false)],
            Form::Tables(fields) => vec![(fields, true)],
            Form::Either(forms) => forms.iter().flat_map(|form| form.inside()).collect(),
            _ => Vec::new(),
        }
    }
}

fn one_or_several(one: Value) -> Value {
    json!({ "anyOf": [one.clone(), { "type": "array", "items": one }] })
}

fn ticked(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ")
}

/// The key table of the manual in Markdown: this table's keys, and below it those of the tables inside, each table once.
pub fn manual(fields: &Fields) -> String {
    let (mut out, mut told) = (String::new(), Vec::new());
    rows(&mut out, fields);
    nested(&mut out, "", fields, &mut told);
    out
}

fn nested(out: &mut String, path: &str, fields: &Fields, told: &mut Vec<*const Fields>) {
    for field in fields.all() {
        for (inner, several) in field.form.inside() {
            let path = format!("{path}{}", field.key);
            if told.contains(&std::ptr::from_ref(inner)) {
                continue;
            }
            told.push(inner);
            let heading = if several { format!("[[{path}]]") } else { format!("[{path}]") };
            _ = write!(out, "\n`{heading}`\n\n");
            rows(out, inner);
            nested(out, &format!("{path}."), inner, told);
        }
    }
}

fn rows(out: &mut String, fields: &Fields) {
    *out += "| key 键 | what stands there 写什么 | default 默认 | what it is 含义 |\n|---|---|---|---|\n";
    for field in fields.all() {
        let usual = match (field.usual.map(|usual| usual()), field.needed) {
            (Some(value), _) => format!("`{value}`"),
            (None, true) => "must be written 必写".to_owned(),
            (None, false) => String::new(),
        };
        let former = if field.former { "Former name. 旧名。 " } else { "" };
        let (key, form, en, zh) = (field.key, field.form.say(), field.en, field.zh);
        // A bar would end the cell.
        let [form, usual] = [form, usual].map(|cell| cell.replace('|', "\\|"));
        let about = format!("{former}{en} {zh}").replace('|', "\\|");
        _ = writeln!(out, "| `{key}` | {form} | {usual} | {about} |");
    }
}

/// The JSON Schema of a file with its title and what it is.
pub fn titled(title: &str, about: &str, schema: Value) -> Value {
    let mut all = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": about,
    });
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), schema) {
        all.extend(more);
    }
    all
}

/// The number of the form of our files. Files without it are of this one; a later one is refused, not misread.
pub const FORMAT: i64 = 1;

/// The key that says the form of a file.
pub const fn format() -> Field {
    field("format", Form::Integer(FORMAT, FORMAT), "The form of the file; 1 so far.", "文件格式的版本，目前为 1。")
        .usual(|| FORMAT.into())
}
