//! The JSON Schema of a product file, for editors and for `biaoyu schema product`.

use serde_json::{Value, json};

use super::parts::{Edge, Kind, ZoneKind};
use biaoyu_page::limits::{FIELD_CHARS, SIDE_MM};

/// JSON Schema (2020-12) of a product file.
pub fn schema() -> Value {
    let text =
        |about: &str| json!({ "type": "string", "minLength": 1, "maxLength": FIELD_CHARS, "description": about });
    let length = |about: &str, low: f64, high: f64| {
        json!({ "description": about, "anyOf": [
            { "type": "number", "minimum": low, "maximum": high },
            { "type": "string", "pattern": "^\\s*[0-9.]+\\s*(mm|cm|m|pt|in)?\\s*$" },
        ] })
    };
    let sides = |about: &str| {
        let side = |about: &str| length(about, 0.0, 5000.0);
        json!({ "description": about, "anyOf": [
            { "type": "number", "minimum": 0 },
            { "type": "string" },
            { "type": "array", "items": side("Above and below, then at the ends."), "minItems": 2, "maxItems": 2 },
            { "type": "object", "additionalProperties": false, "properties":
              { "top": side("Top."), "right": side("Right."), "bottom": side("Bottom."), "left": side("Left.") } },
        ] })
    };
    let words = |all: Vec<&str>| json!({ "enum": all });
    let mut side_words: Vec<&str> = Edge::ALL.iter().map(|(word, _)| *word).collect();
    side_words.push("all");
    let side = json!({ "description": "One side, several, or `all`.",
        "anyOf": [words(side_words.clone()), { "type": "array", "items": words(side_words) }] });
    let rect = json!({ "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 4,
        "description": "`[x, y, width, height]`, mm from the top left corner of the trim." });
    let kind = json!({ "enum": Kind::ALL.map(|(word, _)| word), "description": "What kind of thing it is; layouts choose by it." });
    let zones = json!({ "type": "array", "description": "Where no type may stand.", "items": {
                    "type": "object", "additionalProperties": false, "required": ["kind"],
                    "properties": {
                        "kind": { "enum": ZoneKind::ALL.map(|(word, _)| word), "description": "Why." },
                        "side": side.clone(),
                        "depth": { "type": "number", "description": "Depth of a band along the side, inward; negative beyond the trim." },
                        "rect": rect.clone(),
                    } } });
    let round = json!({ "type": "object", "additionalProperties": false, "required": ["live", "face", "cut"],
                    "description": "A round button: diameters of three circles. Trim, bleed and safe follow from them.",
                    "properties": {
                        "live": length("Type stays inside.", 1.0, 2000.0),
                        "face": length("The edge of the front.", 1.0, 2000.0),
                        "cut": length("Art reaches this; the paper is cut here.", 1.0, 2000.0),
                    } });
    let steps = json!({ "type": "array", "description": "What the knife, the needle and the punch do.", "items": {
                    "type": "object", "additionalProperties": false, "required": ["do"],
                    "properties": {
                        "do": { "enum": ["eyelets", "fold", "sew", "slot"], "description": "The step." },
                        "side": side,
                        "inset": { "type": "number", "description": "Distance from the trim inward; negative beyond it." },
                        "every": { "type": "number", "minimum": 20, "description": "Eyelets: greatest distance of neighbours." },
                        "hole": { "type": "number", "minimum": 1, "description": "Eyelets: diameter." },
                        "rect": rect,
                        "radius": { "type": "number", "minimum": 0, "description": "Slot: radius of the corners." },
                    } } });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "biaoyu products",
        "description": "Products: how big, and where no type may stand. Lengths are mm on the finished product. 产品尺寸。",
        "type": "object",
        "additionalProperties": false,
        "properties": { "product": { "type": "array", "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["id"],
            "properties": {
                "id": text("Short id: letters, figures and `-`."),
                "like": text("Id of a product that gives whatever is not written here."),
                "name": text("Name in Chinese. 名称。"),
                "name_en": text("Name in English."),
                "kind": kind,
                "trim": { "description": "Finished size, `[width, height]`. 成品尺寸。", "anyOf": [
                    { "type": "array", "items": length("A side.", SIDE_MM.0, SIDE_MM.1), "minItems": 2, "maxItems": 2 },
                    { "type": "string", "pattern": "^[0-9. ]+[x×*][0-9. ]+$" } ] },
                "bleed": sides("What is printed beyond the trim. 出血。"),
                "safe": sides("How far type stays inside the trim. 安全距离。"),
                "zones": zones,
                "round": round,
                "corner": length("Radius of round corners; 0 for square ones.", 0.0, 500.0),
                "sides": { "enum": [1, 2], "description": "Printed sides; the second is page 2 of the PDF." },
                "faces": { "enum": [1, 2], "deprecated": true, "description": "The former name of `sides`." },
                "back": { "enum": ["same", "mirror"], "description": "What the second side shows: the same the right way round, or mirrored for cloth that is printed through." },
                "scale": { "type": "integer", "minimum": 1, "maximum": 100, "description": "Scale of the file, 1:scale." },
                "least_type": length("Least type size (em).", 0.5, 2000.0),
                "distance": { "type": "number", "minimum": 0.1, "maximum": 500, "description": "Reading distance, metres." },
                "proof_dpi": { "type": "number", "minimum": 1, "maximum": 1200, "description": "Dots an inch of a proof." },
                "personal": { "type": "boolean", "description": "One piece a person: it takes a name." },
                "material": text("What it is made of, for the ticket. 材质。"),
                "finishing": text("How it is finished, for the ticket. 后道工艺。"),
                "guide": text("The shop's own template, a PDF, found from this file: lines over the page on a locked layer. 印厂模板。"),
                "steps": steps,
            },
        } } },
    })
}
