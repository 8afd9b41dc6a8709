//! The JSON Schema of a layout file, for editors and for `biaoyu schema layout`.

use serde_json::{Map, Value, json};

use crate::palette::Role;

/// What a key takes.
#[derive(Clone, Copy)]
enum Type {
    /// An expression or a number.
    Number,
    /// A plain number.
    Plain,
    /// A text.
    Text,
    /// A text or several.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A role with an optional tint.
    Ink,
    /// Several roles.
    Inks,
    /// `{ x, y, w, h }`.
    Box,
    /// `{ cx, cy, r }`.
    Disc,
    /// A rectangle or a disc.
    Region,
    /// `{ angle, x, y }`.
    Turn,
    /// A list of expressions or of points.
    List,
    /// The runs of a row.
    Runs,
}

type Keys = &'static [(&'static str, Type, &'static str)];

const ITEM: Keys = &[
    ("id", Type::Text, "Its id: other expressions refer to `id.x`, messages name it. 编号。"),
    ("when", Type::Number, "Drawn only when this holds. 条件。"),
    ("z", Type::Number, "Items of a higher z are painted later. 层次。"),
    ("repeat", Type::Number, "Drawn so many times, with `i` from 0. 重复次数。"),
    ("clip", Type::Region, "Only what is inside is painted. 裁切。"),
    ("rotate", Type::Turn, "Turned as a whole, degrees clockwise about a point. 旋转。"),
    ("optional", Type::Flag, "Left out with a finding where it does not fit. 放不下可省。"),
];

const STYLE: Keys = &[
    ("face", Type::Text, "Id of a face. 字体。"),
    ("ink", Type::Ink, "The colour. 颜色角色。"),
    ("leading", Type::Plain, "Distance of baselines or columns, ems. 行距。"),
    ("tracking", Type::Plain, "Added after every character, ems. 字距。"),
    ("gap", Type::Plain, "Between clauses on one line, ems. 分句间隔。"),
    ("condense", Type::Plain, "Narrowest horizontal scale 长体, 0.3 to 1."),
    ("pitch", Type::Plain, "Widest advance that a short line is opened to, ems. 字间拉开的上限。"),
    ("optical", Type::Flag, "Top and foot by the ink instead of the em box. 光学对齐。"),
    ("bias", Type::Plain, "Share of size that one more line costs. 多一行的代价。"),
];

const FIT: Keys = &[
    ("max", Type::Number, "Largest type size, mm. 最大字号。"),
    ("min", Type::Number, "Least type size, mm; the product's when left out. 最小字号。"),
    ("lines", Type::Text, "`any`, `clauses`, `one` or `names`. 断行方式。"),
];

/// The kinds of items: name, whether they set type, their own keys.
const KINDS: &[(&str, bool, Keys)] = &[
    ("text", true, &[
        ("text", Type::Texts, "A template, or one a line: `{slogan}`. 文字。"),
        ("box", Type::Box, "Where. 区域。"),
        ("disc", Type::Disc, "Where, round. 圆形区域。"),
        ("within", Type::Disc, "No ink leaves this disc. 不得超出的圆。"),
        ("align", Type::Text, "`left top` … `right bottom`. 对齐。"),
        ("flow", Type::Text, "`block` or `vertical`. 横排或竖排。"),
        ("stagger", Type::Number, "Ems that each next column starts lower. 逐列下沉。"),
        ("bleeds", Type::Flag, "Not kept inside the safe area. 不受安全区限制。"),
    ]),
    ("row", true, &[
        ("run", Type::Runs, "The runs, in reading order. 一行里的各段。"),
        ("box", Type::Box, "Where. 区域。"),
        ("align", Type::Text, "`center middle`. 对齐。"),
    ]),
    ("ring", true, &[
        ("text", Type::Texts, "The text. 文字。"),
        ("disc", Type::Disc, "The circle that the type touches from inside. 圆。"),
        ("middle", Type::Number, "Middle of the text, degrees clockwise from the top. 中点角度。"),
        ("arc", Type::Number, "The most that it may take, degrees. 最大弧度。"),
        ("inner", Type::Flag, "Read from inside, for the lower half. 下弧。"),
    ]),
    ("glyph", true, &[
        ("text", Type::Texts, "The text whose character is drawn. 文字。"),
        ("index", Type::Number, "Which character, from 0. 第几个字。"),
        ("box", Type::Box, "Its window. 窗口。"),
        ("disc", Type::Disc, "Its window, round. 圆窗口。"),
        ("by", Type::Text, "`width`, `height`, `fill` or `fit`. 以哪边为准。"),
        ("zoom", Type::Number, "The ink box in window sizes. 放大倍数。"),
        ("anchor_x", Type::Number, "0 left edge on left edge … 1. 水平锚点。"),
        ("anchor_y", Type::Number, "0 top edge on top edge … 1. 垂直锚点。"),
        ("visible", Type::Plain, "Least share of its ink that must be seen. 至少露出的比例。"),
    ]),
    ("shape", false, &[
        ("box", Type::Box, "A rectangle. 矩形。"),
        ("disc", Type::Disc, "A disc. 圆。"),
        ("line", Type::List, "x1, y1, x2, y2. 直线。"),
        ("polygon", Type::List, "Points [x, y]. 多边形。"),
        ("fill", Type::Ink, "Its inside. 填色。"),
        ("stroke", Type::Ink, "Its line. 线色。"),
        ("width", Type::Number, "Line width, mm. 线宽。"),
        ("blend", Type::Inks, "Two colours, from its top to its foot. 上下渐变。"),
    ]),
    ("lines", false, &[
        ("count", Type::Number, "How many lines; `k` from 0. 线数。"),
        ("x", Type::Number, "x of a point, a function of `u` and `k`. 横坐标。"),
        ("y", Type::Number, "y of a point. 纵坐标。"),
        ("stroke", Type::Number, "Line width, mm. 线宽。"),
        ("inks", Type::Inks, "Colours in turn. 颜色。"),
        ("closed", Type::Flag, "The line comes back to its start. 闭合。"),
        ("box", Type::Box, "Clip. 裁切区域。"),
        ("disc", Type::Disc, "Clip, round. 裁切圆。"),
    ]),
    ("picture", false, &[
        ("what", Type::Text, "`logo`, `photo` or `qr`. 图片。"),
        ("box", Type::Box, "Where; scaled to fit. 区域。"),
        ("align", Type::Text, "Where in it. 对齐。"),
        ("clear", Type::Plain, "Clear space, in its own heights. 周围留空。"),
    ]),
];

const RUN: Keys = &[
    ("text", Type::Text, "The text. 文字。"),
    ("scale", Type::Plain, "Its size in the row's sizes. 相对字号。"),
    ("before", Type::Plain, "Space before it, in the row's ems. 前空。"),
    ("foot", Type::Flag, "Stands on the first run's foot. 底对齐。"),
    ("when", Type::Number, "Only when this holds. 条件。"),
    ("optional", Type::Flag, "Left out first when the row is too long. 先省去。"),
];

/// JSON Schema (2020-12) of a layout file.
pub fn schema() -> Value {
    let mut variant = object(&[]);
    for (kind, typed, own) in KINDS {
        let mut keys = object(own);
        keys.extend(object(ITEM));
        if *typed {
            keys.extend(object(STYLE));
            keys.extend(object(FIT));
            keys.insert("style".into(), text("A style of this file; keys beside it win. 样式。"));
        }
        let item = json!({ "type": "object", "additionalProperties": false, "properties": keys });
        variant.insert((*kind).into(), json!({ "type": "array", "items": item }));
    }
    let names = json!({ "type": "object", "additionalProperties": number("A name for a number. 命名的量。") });
    variant.insert("name".into(), text("What messages call it. 名称。"));
    variant.insert("when".into(), number("The first variant whose condition holds is taken. 条件。"));
    variant.insert("ground".into(), ink("Painted to the cut. 底色。"));
    variant.insert("let".into(), names.clone());
    let style = json!({ "type": "object", "additionalProperties": false, "properties": object(STYLE) });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "biaoyu layout",
        "description": "A layout: where things go. The manual is docs/layouts.md. 版式。",
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "variant"],
        "properties": {
            "id": text("The id by which it is asked for. 编号。"),
            "name": text("Its Chinese name. 名称。"),
            "about": text("What it is, in a sentence. 说明。"),
            "palettes": { "type": "array", "items": { "type": "string" }, "description": "Palettes that suit it, the default first. 配色。" },
            "let": names,
            "style": { "type": "object", "additionalProperties": style, "description": "Named styles of type. 样式。" },
            "variant": {
                "type": "array", "minItems": 1,
                "items": { "type": "object", "additionalProperties": false, "properties": variant },
                "description": "Ways to set it, by the shape of the page. 变体。",
            },
        },
    })
}

fn object(keys: Keys) -> Map<String, Value> {
    keys.iter().map(|(key, kind, about)| ((*key).to_string(), value(*kind, about))).collect()
}

fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

fn number(about: &str) -> Value {
    json!({ "type": ["number", "string"], "description": about })
}

fn ink(about: &str) -> Value {
    let roles = Role::ALL.map(Role::word).join("|");
    json!({ "type": "string", "pattern": format!("^({roles})( [0-9.]+%)?$"), "description": about })
}

fn region(about: &str, keys: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|k| ((*k).to_string(), number("mm"))).collect();
    json!({ "type": "object", "additionalProperties": false, "required": keys, "properties": properties, "description": about })
}

fn value(kind: Type, about: &str) -> Value {
    let (rectangle, disc) = (["x", "y", "w", "h"], ["cx", "cy", "r"]);
    match kind {
        Type::Number => number(about),
        Type::Plain => json!({ "type": "number", "description": about }),
        Type::Text => text(about),
        Type::Texts => json!({ "anyOf": [text(about), { "type": "array", "items": { "type": "string" } }], "description": about }),
        Type::Flag => json!({ "type": "boolean", "description": about }),
        Type::Ink => ink(about),
        Type::Inks => json!({ "type": "array", "items": ink(""), "description": about }),
        Type::Box => region(about, &rectangle),
        Type::Disc => region(about, &disc),
        Type::Region => json!({ "anyOf": [region(about, &rectangle), region(about, &disc)], "description": about }),
        Type::Turn => region(about, &["angle", "x", "y"]),
        Type::List => json!({ "type": "array", "description": about }),
        Type::Runs => {
            let mut keys = object(RUN);
            keys.extend(object(STYLE));
            keys.insert("style".into(), text("A style of this file. 样式。"));
            let run = json!({ "type": "object", "additionalProperties": false, "required": ["text"], "properties": keys });
            json!({ "type": "array", "items": run, "minItems": 1, "description": about })
        }
    }
}
