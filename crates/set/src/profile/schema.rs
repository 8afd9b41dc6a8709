//! The JSON Schema of a profile file, for editors and for `biaoyu schema profile`.

use serde_json::{Map, Value, json};

use super::Profile;
use biaoyu_page::limits::FIELD_CHARS;

/// JSON Schema (2020-12) of a profile file: several `[[profile]]`s, or one shop alone.
pub fn schema() -> Value {
    let offset = Profile::default();
    let text =
        |about: &str| json!({ "type": "string", "minLength": 1, "maxLength": FIELD_CHARS, "description": about });
    let flag = |about: &str, usual: bool| json!({ "type": "boolean", "description": about, "default": usual });
    let choice = |about: &str, words: &[&str]| json!({ "enum": words, "description": about, "default": words.first() });
    let number = |about: &str, least: f64, most: f64, usual: f64| json!({ "type": "number", "minimum": least, "maximum": most, "description": about, "default": usual });
    let length = |about: &str, usual: f64| {
        json!({ "description": about, "default": usual, "anyOf": [
            { "type": "number", "minimum": 0 },
            { "type": "string", "pattern": "^\\s*[0-9.]+\\s*(mm|cm|m|pt|in)?\\s*$" },
        ] })
    };
    let ink = |about: &str| json!({ "type": "string", "description": about, "examples": ["C60 M40 Y40 K100"] });
    let dots = json!({ "type": "number", "minimum": 1, "maximum": 4800 });
    let mut keys = Map::new();
    for (key, value) in [
        ("id", text("Short id: letters, figures and `-`; of a shop alone the file's name.")),
        ("name", text("Name in Chinese. 名称。")),
        ("name_en", text("Name in English.")),
        ("like", text("The profile from which whatever is not written is taken.")),
        (
            "formats",
            json!({ "type": "array", "minItems": 1, "items": { "enum": ["pdf", "tiff", "jpeg", "png"] },
                    "description": "Files it takes, first the one it likes best.", "default": ["pdf"] }),
        ),
        ("standard", choice("The standard that a PDF must hold.", &["x4", "x1a", "none"])),
        ("text", choice("Faces embedded, or type outlined 转曲.", &["live", "outlines"])),
        ("inks", choice("Spots on plates of their own, or their process mixtures.", &["spot", "process"])),
        ("space", choice("Colours of JPEGs.", &["cmyk", "srgb"])),
        ("rgb", flag("Screen colours are taken, too.", offset.rgb)),
        ("tiff", choice("How TIFFs are packed.", &["lzw", "deflate", "none"])),
        (
            "file_limit",
            json!({ "type": "number", "minimum": 0.1, "maximum": 100_000, "description": "Largest file, MB." }),
        ),
        ("naming", text("Template of file names, without ending: `{product}_{size}_{s:02}`.")),
        ("bleed", length("Bleed on every side that is cut 出血, mm.", offset.bleed)),
        ("white_edge", length("White around the picture for rings and ropes 留白, mm.", offset.white_edge)),
        ("draw_white_edge", flag("The white edge is part of the file.", offset.draw_white_edge)),
        ("marks", flag("Crop and registration marks, colour bar and slug.", offset.marks)),
        ("steps", flag("Processing steps (cut line, eyelets, folds, seams) as layers.", offset.steps)),
        ("scale_from", length("Longest side from which PDFs are drawn smaller, mm.", offset.scale_from)),
        (
            "scale",
            json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": offset.scale,
                    "description": "How much smaller: 10 for 1:10." }),
        ),
        (
            "dpi",
            json!({ "description": "Resolution of rasters: one for all, or by area in square metres, rising.", "anyOf": [
                dots,
                { "type": "array", "minItems": 1, "items": { "type": "object", "additionalProperties": false,
                  "required": ["from", "dpi"], "properties": { "from": { "type": "number", "minimum": 0 }, "dpi": dots } } },
            ] }),
        ),
        ("black_text", ink("What small type and lines in black are printed in.")),
        ("black_area", ink("What black areas and large type are printed in.")),
        ("black_from", length("Size from which black is an area, mm.", offset.black_from)),
        ("safe", length("Type keeps this far inside the trim 安全距离, mm.", offset.safe)),
        ("least_type", length("Least type size (em), mm.", offset.least_type)),
        ("one_ink_type", length("Below this size type should be one ink, mm.", offset.one_ink_type)),
        ("least_line", length("Least width of a line, mm.", offset.least_line)),
        ("least_reversed_line", length("Least width of a line left white, mm.", offset.least_reversed_line)),
        ("ink_limit", number("Most ink on one place 总墨量, per cent.", 0.0, 400.0, offset.ink_limit * 100.0)),
        ("ink_warning", number("Ink from which it dries slowly, per cent.", 0.0, 400.0, offset.ink_warning * 100.0)),
        ("ppi_limit", number("Pictures below this are refused, samples to the inch.", 0.0, 4800.0, offset.ppi_limit)),
        (
            "ppi_warning",
            number("Pictures below this are doubted, samples to the inch.", 0.0, 4800.0, offset.ppi_warning),
        ),
        ("least_tint", number("Tints below this vanish, per cent.", 0.0, 100.0, offset.least_tint * 100.0)),
        (
            "technical",
            json!({ "type": "array", "items": { "type": "string" },
                "description": "The shop's own names of plates that are no printing inks, beside those of the trade." }),
        ),
    ] {
        keys.insert(key.into(), value);
    }
    let profile =
        json!({ "type": "object", "additionalProperties": false, "required": ["id"], "properties": keys.clone() });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "biaoyu profiles",
        "description": "What kinds of print shops want. 印厂类型。",
        "anyOf": [
            { "type": "object", "additionalProperties": false, "required": ["profile"],
              "properties": { "profile": { "type": "array", "items": profile } } },
            { "type": "object", "additionalProperties": false, "properties": keys },
        ],
    })
}
