//! The JSON Schema of a file of papers, for editors and for `biaoyu schema paper`.

use serde_json::{Value, json};

use super::Use;
use crate::product::Edge;
use biaoyu_page::limits::{FIELD_CHARS, SHEET_MM};
use biaoyu_page::words::{Camera, Choice, Duplex, Order, SheetMarks};

/// JSON Schema (2020-12) of a file of papers.
pub fn schema() -> Value {
    let text =
        |about: &str| json!({ "type": "string", "minLength": 1, "maxLength": FIELD_CHARS, "description": about });
    let length = |about: &str, low: f64, high: f64| {
        json!({ "description": about, "anyOf": [
            { "type": "number", "minimum": low, "maximum": high },
            { "type": "string", "pattern": "^\\s*[0-9.]+\\s*(mm|cm|m|pt|in)?\\s*$" },
        ] })
    };
    let pair = |about: &str, low: f64, high: f64| json!({ "type": "array", "items": length("mm", low, high), "minItems": 2, "maxItems": 2, "description": about });
    let margin = |about: &str| length(about, 0.0, 200.0);
    let edges = Edge::ALL.map(|(word, _)| (word.to_owned(), margin("One side.")));
    let margins = json!({ "description": "What the printer cannot reach. 打印机印不到的边。", "anyOf": [
        margin("On all sides."),
        pair("Above and below, then at the ends.", 0.0, 200.0),
        { "type": "object", "additionalProperties": false, "properties": serde_json::Map::from_iter(edges) },
    ] });
    let many = |about: &str| json!({ "type": "integer", "minimum": 1, "maximum": 100, "description": about });
    let labels = json!({ "type": "object", "additionalProperties": false,
        "description": "Where the labels of stock lie: a grid, or places one by one. 不干胶标签的排列。",
        "properties": {
            "size": pair("Size of a label.", 5.0, 1000.0),
            "round": length("Diameter of a round label.", 5.0, 500.0),
            "columns": many("Labels side by side."),
            "rows": many("Labels one below the other."),
            "at": pair("Top left corner of the first label, from that of the paper.", 0.0, SHEET_MM.1),
            "pitch": pair("From a label to the next, across and down; the label's size when left out.", 1.0, 1000.0),
            "places": { "type": "array", "items": pair("Top left corner of a label.", 0.0, SHEET_MM.1) },
        } });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "biaoyu papers",
        "description": "Papers that pages are imposed on; lengths are mm. 拼版用的纸张。",
        "type": "object",
        "additionalProperties": false,
        "properties": { "format": crate::notation::fields::format().schema(), "paper": { "type": "array", "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["id"],
            "properties": {
                "id": text("Short id: letters, figures and `-`."),
                "like": text("Id of a paper that gives whatever is not written here."),
                "name": text("Name in Chinese. 名称。"),
                "name_en": text("Name in English."),
                "use": { "enum": Use::ALL.map(|(word, _)| word), "description": "What it is for; `--on auto` looks among those of one use." },
                "size": pair("Width and height as it lies.", SHEET_MM.0, SHEET_MM.1),
                "margins": margins,
                "gripper": length("Depth of the gripper 叼口, at the lower edge.", 0.0, 100.0),
                "gutter": length("Between pieces; twice their bleed when left out, 0 for one cut between two.", 0.0, 100.0),
                "order": words::<Order>("In which order pieces go."),
                "duplex": words::<Duplex>("How a sheet with two sides is turned."),
                "marks": words::<SheetMarks>("Which marks stand around the pieces."),
                "camera": words::<Camera>("The marks that a cutter's camera looks for. 切割机摄像头的定位标记。"),
                "camera_size": length("Diameter of their discs, or arm of their angles.", 2.0, 50.0),
                "labels": labels,
            }
        } } }
    })
}

fn words<C: Choice>(about: &str) -> Value {
    let words: Vec<&str> = C::ALL.iter().map(|one| one.word()).collect();
    json!({ "enum": words, "description": about })
}
