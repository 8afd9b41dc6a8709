//! The JSON Schema of a campaign file, for editors and for `biaoyu schema campaign`.

use serde_json::{Value, json};

use biaoyu_page::limits::{FIELD_CHARS, SLOGAN_CHARS, SLOGANS};

/// JSON Schema (2020-12) of a campaign file.
pub fn schema() -> Value {
    let text =
        |about: &str| json!({ "type": "string", "minLength": 1, "maxLength": FIELD_CHARS, "description": about });
    let words = |about: &str| json!({ "type": "string", "minLength": 1, "description": about });
    let names = |about: &str| json!({ "description": about, "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] });
    let note = json!({
        "description": "What the clerk should know of the wording; not printed. 给经办人的提醒，不印。",
        "anyOf": [
            { "type": "string" },
            { "type": "object", "additionalProperties": false, "required": ["zh"],
              "properties": { "zh": text("In Chinese."), "en": text("In English; the Chinese when not written.") } },
        ],
    });
    let slogan = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["text"],
        "properties": {
            "number": { "type": "integer", "minimum": 1, "maximum": 99_999, "description": "Its number; one more than the last when not written. 序号。" },
            "text": words(&format!("The words as they are printed, at most {SLOGAN_CHARS} characters; a space is a clause break. 标语，空格分句。")),
            "key": { "type": "string", "minLength": 1, "maxLength": 4, "description": "The character that carries the slogan; chosen when not written. 最能代表标语的字。" },
            "breaks": words("The slogan with `|` where a line may break inside a clause and `¦` where it had better not. 换行提示。"),
            "note": note.clone(),
        },
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "biaoyu campaign",
        "description": "A campaign: what posters, flags and badges say. 一次活动的文字。",
        "type": "object",
        "additionalProperties": false,
        "required": ["title"],
        "properties": {
            "id": text("Short id; the file's name without ending when not written."),
            "title": text("What badges and flags say. 活动名称。"),
            "heading": text("The full title line; the title when not written. 完整名称。"),
            "year": { "type": "integer", "minimum": 1900, "maximum": 2200, "description": "The year of the campaign. 年份。" },
            "theme": text("The theme, second in rank to the slogan. 主题。"),
            "badge_line": text("What name badges carry; the theme when not written. 工牌上的一句。"),
            "organisation": text("The body that calls for the campaign; signs only when asked. 发起单位。"),
            "source": text("Where the words come from. 出处。"),
            "date": { "description": "The day of the notice. 通知日期。", "type": "string", "examples": ["2021-08-30"] },
            "caption": text("What the figure of the layout `number` counts. 数字前的说明。"),
            "figure": text("The figure; `□` is an empty box for a digit. 数字，`□` 为空格。"),
            "measure": text("What stands after it. 量词。"),
            "picture": text("A picture for its sheets: a file, from this file's folder. 图片文件。"),
            "fields": {
                "type": "object",
                "additionalProperties": false,
                "description": "What stands on all sheets besides. 每张上另印的文字。",
                "properties": {
                    "date": text("A day, in words. 日期。"),
                    "place": text("A place. 地点。"),
                    "host": text("Who calls. 主办。"),
                    "co_host": text("Who holds it. 承办。"),
                    "line1": text("A line of one's own. 自定一行。"),
                    "line2": text("Another one. 自定二行。"),
                    "qr": text("The link of a code. 二维码的网址。"),
                },
            },
            "defaults": {
                "type": "object",
                "additionalProperties": false,
                "description": "What is made unless the user says otherwise.",
                "properties": {
                    "layouts": names("Layout ids. 版式。"),
                    "palette": text("Palette id; the layout's own when not written. 配色。"),
                    "products": names("Product ids. 产品。"),
                    "unit": text("The unit that signs. 落款单位。"),
                    "logo": text("The logo: a picture file, from this file's folder. 标志文件。"),
                    "logo_dark": text("Its dark version, for light grounds. 深色稿。"),
                    "logo_light": text("Its light version, for dark grounds. 反白稿。"),
                    "logo_contains": { "enum": ["name"], "description": "The logo holds the unit's name: it is not set again beside it. 标志里已有单位名称。" },
                    "logo_knockout": { "type": "boolean", "description": "The flat white around the logo is left out. 去掉标志四周的白底。" },
                    "colour": text("A palette from the unit's own colour: C100 M5 Y50 K40. 本单位标准色。"),
                    "shop": text("The print shop: offset, gangrun … or a file. 印厂。"),
                },
            },
            "sheet": {
                "type": "object",
                "additionalProperties": false,
                "description": "The campaign's own sheet, number 00; the title when not written. 活动主画面。",
                "properties": {
                    "text": slogan["properties"]["text"].clone(),
                    "key": slogan["properties"]["key"].clone(),
                    "breaks": slogan["properties"]["breaks"].clone(),
                    "note": note.clone(),
                },
            },
            "slogan": { "type": "array", "maxItems": SLOGANS, "items": slogan.clone(), "description": "The slogans, one `[[slogan]]` each. 标语。" },
            "slogans": {
                "description": "The slogans in short: a list of texts. 标语的简写。",
                "anyOf": [{ "type": "string" }, { "type": "array", "maxItems": SLOGANS, "items": { "anyOf": [{ "type": "string" }, slogan] } }],
            },
            "event": {
                "type": "array",
                "description": "Meetings, for their backdrops. 会标。",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["title"],
                    "properties": {
                        "id": text("Short id within the campaign; `event-1` and so on when not written."),
                        "title": words("The title on the backdrop. 会标文字。"),
                        "host": text("Who calls. 主办。"),
                        "co_host": text("Who holds it. 承办。"),
                        "date": text("When, in the words of the backdrop. 时间。"),
                        "place": text("Where. 地点。"),
                    },
                },
            },
            "publication": {
                "type": "array",
                "description": "Printed matter, for its covers. 封面。",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["title"],
                    "properties": {
                        "id": text("Short id within the campaign; `publication-1` and so on when not written."),
                        "title": words("The title on the cover. 书名。"),
                        "theme": text("The line below it. 主题。"),
                        "publisher": text("The body that publishes. 编印单位。"),
                        "date": text("When, in the words of the cover. 时间。"),
                        "note": note,
                    },
                },
            },
        },
    })
}
