//! The JSON Schema of a palette file, for editors and for `biaoyu schema palette`.

use serde_json::{Map, Value, json};

use super::Role;
use biaoyu_page::limits::FIELD_CHARS;

/// JSON Schema (2020-12) of a palette file: several `[[palette]]`s, or one palette alone.
pub fn schema() -> Value {
    let text =
        |about: &str| json!({ "type": "string", "minLength": 1, "maxLength": FIELD_CHARS, "description": about });
    let inks = json!({ "anyOf": [
        { "type": "string", "description": "Inks in per cent, `C100 M5 Y50 K40`; inks left out are 0.", "examples": ["M100 Y100"] },
        { "type": "array", "items": { "type": "number", "minimum": 0, "maximum": 100 }, "minItems": 4, "maxItems": 4 },
    ] });
    let about = |role| match role {
        Role::Ground => "The page's ground. 底色。",
        Role::Display => "The slogan, on the ground. 标语。",
        Role::Accent => "Giant character, rules, seal: large forms only. 大字、线、印。",
        Role::Second => "Theme, captions and other small type on the ground. 主题、小字。",
        Role::Quiet => "Ornament that keeps behind the type; never type. 底纹。",
        Role::OnDisplay => "Type on an area of the display colour. 标语色块上的字。",
    };
    let mut properties = Map::new();
    for role in Role::ALL {
        let colour = json!({ "description": about(role), "anyOf": [
            inks.clone(),
            { "type": "object", "additionalProperties": false, "required": ["cmyk"], "properties": {
                "cmyk": inks.clone(), "spot": text("The plate of a spot ink that may print instead. 专色版名。") } },
        ] });
        properties.insert(role.word().into(), colour);
    }
    for (key, about) in [
        ("id", "Short id: letters, figures and `-`; of a palette alone the file's name."),
        ("name", "Name in Chinese. 名称。"),
        ("name_en", "Name in English."),
        ("about", "What it is for."),
    ] {
        properties.insert(key.into(), text(about));
    }
    let required: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
    let mut all = required.clone();
    all.push("id");
    let palette =
        json!({ "type": "object", "additionalProperties": false, "required": all, "properties": properties.clone() });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "biaoyu palettes",
        "description": "Palettes: inks for the six roles that layouts name. 配色。",
        "anyOf": [
            { "type": "object", "additionalProperties": false,
              "properties": { "palette": { "type": "array", "items": palette } } },
            { "type": "object", "additionalProperties": false, "required": required, "properties": properties },
        ],
    })
}
