//! Cursors over one value, and over a text that faults can point into.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range, RangeInclusive};

use toml_edit::Value as Toml;

use super::{Document, Table, with_thing};
use biaoyu_page::error::{Fault, Place, Say};
use biaoyu_page::measure::{Length, number};
use biaoyu_page::say;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// A number with decimals.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A date or time.
    Date,
    /// `[…]`, or several `[[key]]`.
    List,
    /// `{…}`, or `[key]`.
    Table,
}

impl Kind {
    fn say(self) -> Say {
        match self {
            Kind::Text => say!("a text", "文字"),
            Kind::Integer => say!("a whole number", "整数"),
            Kind::Number => say!("a number", "数"),
            Kind::Boolean => say!("a boolean", "布尔值"),
            Kind::Date => say!("a date", "日期"),
            Kind::List => say!("a list", "列表"),
            Kind::Table => say!("a table", "表"),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'d> {
    Value(&'d Toml),
    Table(&'d toml_edit::Table),
    Tables(&'d toml_edit::ArrayOfTables),
}

/// The cursor over one value.
#[derive(Clone, Debug)]
pub struct Value<'d> {
    pub(super) doc: &'d Document,
    /// The key as the user knows it, for messages (`bleed`, `palettes 2`).
    pub(super) key: String,
    pub(super) node: Node<'d>,
    pub(super) at: Range<usize>,
    pub(super) thing: Option<Say>,
}

impl<'d> Value<'d> {
    /// What it is.
    pub fn kind(&self) -> Kind {
        match self.node {
            Node::Table(_) => Kind::Table,
            Node::Tables(_) => Kind::List,
            Node::Value(value) => match value {
                Toml::String(_) => Kind::Text,
                Toml::Integer(_) => Kind::Integer,
                Toml::Float(_) => Kind::Number,
                Toml::Boolean(_) => Kind::Boolean,
                Toml::Datetime(_) => Kind::Date,
                Toml::Array(_) => Kind::List,
                Toml::InlineTable(_) => Kind::Table,
            },
        }
    }

    /// The key it stands under.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The value as it is written.
    pub fn source(&self) -> &'d str {
        self.doc.source(self.at.clone())
    }

    /// Names the thing it belongs to in the user's words (`slogan 3`) for every later message.
    pub fn called(mut self, thing: Say) -> Self {
        self.thing = Some(thing);
        self
    }

    /// Where it begins.
    pub fn place(&self) -> Place {
        with_thing(self.doc.span(self.at.clone()), self.thing.as_ref())
    }

    /// Byte offset of its beginning in the file: the order of the file.
    pub fn offset(&self) -> usize {
        self.at.start
    }

    /// Records a fault of this value.
    pub fn refuse(&self, code: &'static str, what: Say, hint: Option<Say>) {
        self.doc.record(Fault { code, place: self.place(), what, hint });
    }

    /// Records that it is of the wrong kind: found and wanted.
    pub fn refuse_kind(&self, wanted: Say) {
        let (key, found) = (&self.key, self.shown());
        let what = Say {
            en: format!("`{key}` is {}, wanted {}", found.en, wanted.en),
            zh: format!(
                "`{key}` 是{}，应为{}{}",
                found.zh,
                if wanted.zh.starts_with('`') { " " } else { "" },
                wanted.zh
            ),
        };
        let hint = match (self.kind(), self.node) {
            (Kind::Text, Node::Value(Toml::String(text))) if text.value().trim().parse::<f64>().is_ok() => {
                Some(say!("take the quotes away", "请去掉引号"))
            }
            (Kind::Integer | Kind::Number | Kind::Date | Kind::Boolean, _) if wanted.en.contains("text") => {
                Some(say!("write it between \" and \"", "请写在英文引号 \" \" 之间"))
            }
            _ => None,
        };
        self.refuse("toml/wrong-type", what, hint);
    }

    /// `the text `abc``, `the number 12`, `a list`.
    fn shown(&self) -> Say {
        let raw = self.doc.source(self.at.clone());
        let kind = self.kind().say();
        let is_value = matches!(self.node, Node::Value(_));
        if !is_value || raw.contains(['\n', '`']) || raw.chars().count() > 32 {
            return kind;
        }
        Say { en: format!("{} (`{raw}`)", kind.en), zh: format!("{}（`{raw}`）", kind.zh) }
    }

    /// The text; a fault when it is none.
    pub fn text(&self) -> Option<Text<'d>> {
        match self.node {
            Node::Value(Toml::String(text)) => Some(self.as_text(Cow::Borrowed(text.value()))),
            _ => {
                self.refuse_kind(say!("a text in quotes", "引号里的文字"));
                None
            }
        }
    }

    /// The text of an expression: a text, or a bare number as its digits.
    pub fn expression(&self) -> Option<Text<'d>> {
        match self.kind() {
            Kind::Text => self.text(),
            Kind::Integer | Kind::Number => {
                self.number().map(|_| self.as_text(Cow::Owned(self.doc.source(self.at.clone()).replace('_', ""))))
            }
            _ => {
                self.refuse_kind(say!("a number or an expression in quotes", "数，或引号里的算式"));
                None
            }
        }
    }

    fn as_text(&self, value: Cow<'d, str>) -> Text<'d> {
        Text { value, doc: self.doc, key: self.key.clone(), at: self.at.clone(), thing: self.thing.clone() }
    }

    /// A finite number; a fault when it is none.
    pub fn number(&self) -> Option<f64> {
        let found = match self.node {
            #[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
            Node::Value(Toml::Integer(v)) => Some(*v.value() as f64),
            Node::Value(Toml::Float(v)) => Some(*v.value()).filter(|v| v.is_finite()),
            _ => None,
        };
        if found.is_none() {
            self.refuse_kind(say!("a number", "数"));
        }
        found
    }

    /// A number within `range`, both ends included; a fault when it is none.
    pub fn number_in(&self, range: RangeInclusive<f64>) -> Option<f64> {
        let found = self.number()?;
        self.within(found, range, "").then_some(found)
    }

    fn within(&self, found: f64, range: RangeInclusive<f64>, unit: &str) -> bool {
        if range.contains(&found) {
            return true;
        }
        let key = &self.key;
        let [found, low, high] = [found, *range.start(), *range.end()].map(|v| number(v, 3));
        let what = say!(
            "`{key}` is {found}{unit}, wanted {low} to {high}{unit}",
            "`{key}` 是 {found}{unit}，应在 {low} 到 {high}{unit} 之间"
        );
        self.refuse("toml/out-of-range", what, None);
        false
    }

    /// A length in millimetres (`210`, `"210mm"`, `"21cm"`, `"36pt"`) within `range`; a fault when it is none.
    pub fn length_in(&self, range: RangeInclusive<f64>) -> Option<f64> {
        let found = match self.kind() {
            Kind::Text => self.text().and_then(|t| Length::parse(&t)).map(Length::to_mm),
            Kind::Integer | Kind::Number => return self.number().filter(|v| self.within(*v, range, " mm")),
            _ => None,
        };
        if found.is_none() {
            self.refuse_kind(say!(
                "a length (`210` mm, `\"21cm\"`, `\"36pt\"`)",
                "长度（`210` 毫米、`\"21cm\"`、`\"36pt\"`）"
            ));
        }
        found.filter(|v| self.within(*v, range, " mm"))
    }

    /// A whole number within `range`; a fault when it is none.
    pub fn integer_in(&self, range: RangeInclusive<i64>) -> Option<i64> {
        let Node::Value(Toml::Integer(v)) = self.node else {
            self.refuse_kind(say!("a whole number", "整数"));
            return None;
        };
        #[allow(clippy::cast_precision_loss, reason = "for the message only")]
        let (found, low, high) = (*v.value() as f64, *range.start() as f64, *range.end() as f64);
        (range.contains(v.value()) || self.within(found, low..=high, "")).then_some(*v.value())
    }

    /// `true` or `false`; a fault when it is neither.
    pub fn boolean(&self) -> Option<bool> {
        match self.node {
            Node::Value(Toml::Boolean(v)) => Some(*v.value()),
            _ => {
                self.refuse_kind(say!("`true` or `false`", "`true` 或 `false`"));
                None
            }
        }
    }

    /// The elements of a list; a fault when it is none.
    pub fn list(&self) -> Option<Vec<Value<'d>>> {
        match self.node {
            Node::Value(Toml::Array(array)) => Some(
                array
                    .iter()
                    .enumerate()
                    .map(|(i, value)| Value {
                        doc: self.doc,
                        key: format!("{} {}", self.key, i + 1),
                        node: Node::Value(value),
                        at: value.span().unwrap_or(self.at.clone()),
                        thing: self.thing.clone(),
                    })
                    .collect(),
            ),
            Node::Tables(tables) => Some(
                tables
                    .iter()
                    .enumerate()
                    .map(|(i, table)| Value {
                        doc: self.doc,
                        key: format!("{} {}", self.key, i + 1),
                        node: Node::Table(table),
                        at: table.span().unwrap_or(self.at.clone()),
                        thing: self.thing.clone(),
                    })
                    .collect(),
            ),
            _ => {
                self.refuse_kind(say!("a list `[…]`", "列表 `[…]`"));
                None
            }
        }
    }

    /// The table `{…}` or `[key]`; a fault when it is none.
    pub fn table(&self) -> Option<Table<'d>> {
        let items: &'d dyn toml_edit::TableLike = match self.node {
            Node::Table(table) => table,
            Node::Value(Toml::InlineTable(table)) => table,
            _ => {
                self.refuse_kind(say!("a table `{{…}}`", "表 `{{…}}`"));
                return None;
            }
        };
        let key = &self.key;
        let thing = self.thing.clone().map_or_else(
            || say!("`{key}`", "`{key}`"),
            |outer| Say { en: format!("{}, `{key}`", outer.en), zh: format!("{}，`{key}`", outer.zh) },
        );
        Some(Table::new(self.doc, items, self.at.clone(), Some(thing)))
    }
}

/// A text of the file. Reads as a `&str`; knows where each of its characters stands.
#[derive(Clone, Debug)]
pub struct Text<'d> {
    value: Cow<'d, str>,
    doc: &'d Document,
    key: String,
    at: Range<usize>,
    thing: Option<Say>,
}

impl<'d> Text<'d> {
    /// A key as a text of the file.
    pub(super) fn of_key(doc: &'d Document, key: &'d str, at: Range<usize>, thing: Option<Say>) -> Self {
        Self { value: Cow::Borrowed(key), doc, key: key.into(), at, thing }
    }

    /// Byte offset of its beginning in the file: the order of the file.
    pub fn offset(&self) -> usize {
        self.at.start
    }

    /// The key it stands under.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Where its first character stands (behind the quote).
    pub fn place(&self) -> Place {
        let raw = self.doc.source(self.at.clone());
        let (start, end) = (source_offset(raw, 0), source_offset(raw, self.value.len()));
        with_thing(self.doc.span(self.at.start + start..self.at.start + end), self.thing.as_ref())
    }

    /// Where the character at byte `offset` of the text stands, escapes and line breaks counted as written.
    pub fn place_at(&self, offset: usize) -> Place {
        let raw = self.doc.source(self.at.clone());
        with_thing(self.doc.place(self.at.start + source_offset(raw, offset)), self.thing.as_ref())
    }

    /// Records a fault of the whole text.
    pub fn refuse(&self, code: &'static str, what: Say, hint: Option<Say>) {
        self.doc.record(Fault { code, place: self.place(), what, hint });
    }

    /// Records a fault at byte `offset` of the text.
    pub fn refuse_at(&self, offset: usize, code: &'static str, what: Say, hint: Option<Say>) {
        self.doc.record(Fault { code, place: self.place_at(offset), what, hint });
    }
}

impl Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)
    }
}

/// Where byte `offset` of a string's value lies in the string as written, quotes and escapes counted (TOML 1.0, "String").
fn source_offset(raw: &str, offset: usize) -> usize {
    let (quote, multi) = match raw.as_bytes() {
        [b'"', b'"', b'"', ..] => (b'"', true),
        [b'\'', b'\'', b'\'', ..] => (b'\'', true),
        [b'"', ..] => (b'"', false),
        [b'\'', ..] => (b'\'', false),
        _ => return offset.min(raw.len()),
    };
    let mut at = if multi { 3 } else { 1 };
    if multi {
        // A line break right behind the opening quotes is not part of the text.
        at += ["\r\n", "\n"].iter().find(|b| raw[at..].starts_with(**b)).map_or(0, |b| b.len());
    }
    let mut value = 0;
    while value < offset {
        let Some(c) = raw.get(at..).and_then(|r| r.chars().next()) else { break };
        if quote == b'"' && c == '\\' {
            let (written, meant) = escape(&raw[at..]);
            at += written;
            value += meant;
        } else {
            at += c.len_utf8();
            value += c.len_utf8();
        }
    }
    at.min(raw.len())
}

/// Bytes that an escape takes as written and in the value.
fn escape(raw: &str) -> (usize, usize) {
    let digits = match raw.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            let rest = &raw[1..];
            return (1 + rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len(), 0);
        }
        Some(_) => return (2, 1),
        None => return (1, 1),
    };
    let code = raw.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    (2 + digits, code.map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_a_text_are_found_where_they_are_written() {
        // value, text as written, a character of the value, its byte in the source
        for (raw, needle_in_value, expected) in [
            (r#""ab质x""#, "ab质x".find('x').unwrap(), 6),
            (r#"'a"b'"#, 2, 3),
            (r#""a\"b""#, 2, 4),
            (r#""\u8d28x""#, 3, 7),
            ("\"\"\"\nab\"\"\"", 1, 5),
            ("\"\"\"a\\\n   b\"\"\"", 1, 4),
        ] {
            assert_eq!(source_offset(raw, needle_in_value), expected, "{raw}");
        }
    }
}
