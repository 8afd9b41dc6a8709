//! Objects of JSON as they stand in the text: their keys in order, their values unread.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::header::{Meaning, meaning};

/// Objects in objects that are looked into for records.
pub(super) const WRAPS: usize = 6;

/// A key and its value.
pub(super) type Pair<'t> = (Cow<'t, str>, &'t RawValue);

/// A row's keys and values, in the order of the file.
pub(super) struct Object<'t>(pub Vec<Pair<'t>>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Object<'de>, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    pairs.push((pair.0.0, pair.1));
                }
                Ok(Object(pairs))
            }
        }
        from.deserialize_map(Pairs)
    }
}

/// A key, borrowed where it can be.
#[derive(Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

impl<'t> Object<'t> {
    /// The object that a value is.
    pub fn of(raw: &'t str) -> Option<Self> {
        raw.starts_with('{').then(|| serde_json::from_str(raw).ok())?
    }
}

/// The values of an array.
pub(super) fn array(raw: &str) -> Option<Vec<&str>> {
    let all = raw.starts_with('[').then(|| serde_json::from_str::<Vec<&RawValue>>(raw).ok())??;
    Some(all.into_iter().map(RawValue::get).collect())
}

/// Whether a value is neither an array nor an object, nor nothing.
pub(super) fn is_plain(raw: &str) -> bool {
    !raw.starts_with(['{', '[']) && !matches!(raw, "null" | "\"\"")
}

/// Whether a key names a field.
pub(super) fn is_known(name: &str) -> bool {
    matches!(meaning(name), Meaning::Field(..))
}

/// Whether a key names somebody, or what else has a name of its own.
pub(super) fn is_name(name: &str) -> bool {
    matches!(meaning(name), Meaning::Field("name", _))
}

/// Whether a key names a person and nothing else: `name` may be a department's as well.
pub(super) fn is_persons(name: &str) -> bool {
    !name.is_ascii() && matches!(meaning(name), Meaning::Field("name", rank) if rank % 10 < 2)
}

/// Whether somewhere in a value an array of objects begins: seen without reading it.
pub(super) fn may_hold(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let next = |at: usize| bytes.iter().skip(at).find(|b| !b.is_ascii_whitespace());
    bytes.iter().enumerate().any(|(at, b)| *b == b'[' && next(at + 1) == Some(&b'{'))
}

/// A text as JSON writes it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// An object of pairs of names and values.
pub(super) fn object<'t>(cells: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let cells: Vec<String> = cells.map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
    format!("{{{}}}", cells.join(","))
}

/// An array of objects, a line each.
pub(super) fn objects(all: &[String]) -> String {
    format!("[{}]", all.join(",\n"))
}
