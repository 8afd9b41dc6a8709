//! What the schema of layouts says of one value: a number, a role, a rectangle.

use serde_json::{Map, Value, json};

use crate::palette::Role;
use biaoyu_page::limits::EXPRESSION_CHARS;

/// A text with fields in it.
pub(super) fn template() -> Value {
    text("What it says, with {fields}. 文字，可含 {字段}。")
}

/// Where content sits in its region.
pub(super) fn align() -> Value {
    text("left, center or right, then top, middle or bottom. 对齐。")
}

pub(super) fn object(entries: &[(&str, Value)]) -> Map<String, Value> {
    entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

pub(super) fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

pub(super) fn flag(about: &str) -> Value {
    json!({ "type": "boolean", "description": about })
}

pub(super) fn words(words: &[&str], about: &str) -> Value {
    json!({ "enum": words, "description": about })
}

/// A number, or an expression in quotes.
pub(super) fn number(about: &str) -> Value {
    json!({ "anyOf": [{ "type": "number" }, { "type": "string", "maxLength": EXPRESSION_CHARS }], "description": about })
}

/// A role, with or without a tint.
pub(super) fn role(about: &str) -> Value {
    let roles = Role::ALL.map(Role::word).join("|");
    json!({ "type": "string", "pattern": format!("^\\s*({roles})(\\s+[0-9.]+%)?\\s*$"), "description": about })
}

pub(super) fn lets(about: &str) -> Value {
    json!({ "type": "object", "additionalProperties": number(""), "description": about })
}

pub(super) fn frame() -> Value {
    let sides = object(&[("x", number("")), ("y", number("")), ("w", number("")), ("h", number(""))]);
    json!({ "type": "object", "additionalProperties": false, "required": ["x", "y", "w", "h"], "properties": sides, "description": "A rectangle, mm. 矩形。" })
}

pub(super) fn disc() -> Value {
    let parts = object(&[("cx", number("")), ("cy", number("")), ("r", number(""))]);
    json!({ "type": "object", "additionalProperties": false, "required": ["cx", "cy", "r"], "properties": parts, "description": "A disc, mm. 圆。" })
}
