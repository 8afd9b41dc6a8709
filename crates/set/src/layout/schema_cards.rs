//! The keys of cards, for editors.

use serde_json::{Map, Value, json};

use super::schema_words::{frame, number, object, role, words};

/// What cards may hold; `part` describes lines of one rank.
pub(super) fn cards(part: &impl Fn(&str) -> Value) -> Map<String, Value> {
    object(&[
        ("box", frame()),
        ("form", words(&["stack", "beside", "portrait", "compare"], "How a cell is built. 单格样式。")),
        ("columns", number("Cells beside each other. 列数。")),
        ("gap", number("Between cells, mm. 格距。")),
        ("picture", words(&["picture", "photo"], "Which picture of the row is shown. 用哪张图。")),
        (
            "share",
            json!({ "type": "number", "minimum": 0.2, "maximum": 0.8, "description": "Share of the width that a picture beside type has. 图宽之比。" }),
        ),
        (
            "duotone",
            json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": role(""), "description": "Its two colours where `duotone` is asked for. 双色。" }),
        ),
        ("bar", number("Of `compare`: height of the bar, mm. 标题条高。")),
        (
            "fills",
            json!({ "type": "array", "minItems": 1, "maxItems": 2, "items": role(""), "description": "Of `compare`: the bars' colours, before and after. 前后标题条颜色。" }),
        ),
        ("rule", role("The rule under heading or portrait. 线的颜色。")),
        ("thick", number("Thickness of the rule, mm. 线的粗细。")),
        ("heading", part("What a cell is about. 小标题。")),
        ("figure", part("Its figure. 数字。")),
        ("measure", part("What the figure counts. 量词。")),
        ("body", part("Its text. 正文。")),
    ])
}
