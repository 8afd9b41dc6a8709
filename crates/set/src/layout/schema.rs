//! The JSON Schema of a layout file, for editors and for `biaoyu schema layout`.

use serde_json::{Map, Value, json};

use super::schema_words::{align, disc, flag, frame, lets, number, object, role, template, text, words};
use super::{TileKind, schema_cards};
use biaoyu_page::limits::LAYOUT_ITEMS;

/// JSON Schema (2020-12) of a layout file. Expressions are texts here: what they may say is in `docs/layouts.md`.
pub fn schema() -> Value {
    let mut variant = object(&[
        ("name", text("What messages call it. 名称。")),
        ("when", number("Taken when this is not 0; always without it. 何时采用。")),
        ("ground", role("What the page is painted with, to the cut. 底色。")),
        ("let", lets("Names for numbers, in this variant. 本变体的量。")),
    ]);
    for (kind, item) in items() {
        variant.insert(kind.into(), json!({ "type": "array", "items": item, "maxItems": LAYOUT_ITEMS }));
    }
    let variant = json!({ "type": "object", "additionalProperties": false, "properties": variant });
    let style = json!({ "type": "object", "additionalProperties": false, "properties": style() });
    let properties = object(&[
        ("format", crate::notation::fields::format().schema()),
        ("id", text("Short id; a file is asked for by its own name. 编号。")),
        ("name", text("Name in Chinese. 名称。")),
        ("about", text("What it is, in a sentence. 说明。")),
        (
            "palettes",
            json!({ "type": "array", "items": { "type": "string" }, "description": "Palettes that suit it; the first is the default. 配色。" }),
        ),
        (
            "needs",
            json!({ "type": "array", "items": { "type": "string" }, "description": "Fields and pictures without which it cannot be set. 必须给出的字段和图片。" }),
        ),
        (
            "rows",
            json!({ "type": "integer", "minimum": 1, "maximum": 24, "description": "Most rows of a table that one page shows. 一页最多放几行。" }),
        ),
        (
            "sample",
            json!({ "type": "object", "additionalProperties": { "type": "string" }, "description": "What galleries show where nothing is given: fields with their text. 总览中的样例。" }),
        ),
        ("let", lets("Names for numbers, in every variant. 共用的量。")),
        (
            "style",
            json!({ "type": "object", "additionalProperties": style, "description": "Named styles of type. 字样。" }),
        ),
        (
            "variant",
            json!({ "type": "array", "minItems": 1, "items": variant, "description": "The first whose condition holds is taken. 变体，取第一个成立的。" }),
        ),
    ]);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "biaoyu layout",
        "description": "A layout: where things go. 版式。",
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "variant"],
        "properties": properties,
    })
}

/// The kinds of items, each with what it may hold.
fn items() -> Vec<(&'static str, Value)> {
    let styled = || {
        let mut keys = style();
        keys.insert("style".into(), text("A named style. 字样名。"));
        keys
    };
    let fit = || {
        object(&[
            ("max", number("Largest size, mm. 最大字号。")),
            ("min", number("Least size, mm. 最小字号。")),
            ("lines", words(&["any", "clauses", "one", "names"], "Which breaks are tried. 怎样分行。")),
        ])
    };
    let region = || object(&[("box", frame()), ("disc", disc())]);

    let lines_of_text = json!({ "anyOf": [template(), { "type": "array", "items": template(), "minItems": 1 }] });
    let block = object(&[
        ("text", lines_of_text),
        (
            "flow",
            words(
                &["block", "vertical", "tall", "body"],
                "Lines, columns from right to left, the largest of both, or a body text. 横排、竖排、择大或正文。",
            ),
        ),
        ("rows", flag("Of `tall`: lines are tried too. 也试横排。")),
        (
            "flat",
            json!({ "type": "number", "minimum": 0.8, "maximum": 1, "description": "Of `tall`: lowest height of a character. 最扁。" }),
        ),
        (
            "one",
            json!({ "type": "number", "minimum": 0.5, "maximum": 1, "description": "Of `tall`: one column wins that is so much smaller. 单列优先。" }),
        ),
        ("stagger", number("How much lower each column begins, ems. 各列递降。")),
        ("ruled", number("Columns between rules: widest column, ems. 界栏列宽。")),
        ("align", align()),
        ("within", disc()),
        ("bleeds", flag("Not kept inside the safe area. 不限于安全区。")),
        (
            "indent",
            json!({ "type": "number", "minimum": 0, "maximum": 8, "description": "Of `body`: ems. 首行缩进。" }),
        ),
        (
            "alike",
            json!({ "type": ["boolean", "string"], "description": "One size for all rows of a table; of one name, together. 全表同一字号；同名的各项一起。" }),
        ),
    ]);
    let mut run = styled();
    run.extend(object(&[
        ("text", template()),
        ("scale", json!({ "type": "number", "description": "Size over the row's size. 相对字号。" })),
        ("before", json!({ "type": "number", "description": "Space before it, ems. 前空。" })),
        ("foot", flag("Stands on the foot of the row, not its middle. 与底边对齐。")),
        ("when", number("Set when this is not 0. 何时排。")),
        ("optional", flag("Left out before the row becomes too small. 排不下时省去。")),
    ]));
    let run = json!({ "type": "object", "additionalProperties": false, "required": ["text"], "properties": run });
    let row = object(&[
        ("run", json!({ "type": "array", "minItems": 1, "items": run })),
        ("box", frame()),
        ("align", align()),
    ]);
    let ring = object(&[
        ("text", template()),
        ("disc", disc()),
        ("middle", number("Middle of the arc, degrees from the top. 弧的中点。")),
        ("arc", number("Longest arc, degrees. 最大弧长。")),
        ("inner", flag("Reads along the lower half. 下半圈。")),
    ]);
    let glyph = object(&[
        ("text", template()),
        ("index", number("Which character, from 0. 第几个字。")),
        ("zoom", number("Size over its window. 放大倍数。")),
        ("by", words(&["width", "height", "fill", "fit"], "Which side of the window counts. 按哪一边。")),
        ("anchor_x", number("Where in the window, 0 to 1. 横向位置。")),
        ("anchor_y", number("Where in the window, 0 to 1. 纵向位置。")),
        ("visible", json!({ "type": "number", "description": "Least share of its ink in the window. 至少露出。" })),
    ]);
    let points = |about: &str, least: usize| json!({ "type": "array", "minItems": least, "description": about, "items": { "type": "array", "minItems": 2, "maxItems": 2, "items": number("") } });
    let shape = object(&[
        (
            "line",
            json!({ "type": "array", "minItems": 4, "maxItems": 4, "items": number(""), "description": "x1, y1, x2, y2" }),
        ),
        ("polygon", points("Corners. 顶点。", 2)),
        ("fill", role("What its inside is painted with. 填色。")),
        ("stroke", role("What its edge is painted with. 描边。")),
        ("width", number("Width of the edge, mm. 线宽。")),
        (
            "blend",
            json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": role(""), "description": "From the top to the foot. 渐变。" }),
        ),
    ]);
    let lines = object(&[
        ("count", number("How many. 条数。")),
        ("x", number("Of u and k, mm. 横坐标。")),
        ("y", number("Of u and k, mm. 纵坐标。")),
        ("stroke", number("Width, mm. 线宽。")),
        ("inks", json!({ "type": "array", "minItems": 1, "items": role("") })),
        ("closed", flag("Ends meet. 闭合。")),
    ]);
    let picture = object(&[
        ("what", text("logo, photo, qr, picture, art, lettering")),
        ("box", frame()),
        ("align", align()),
        ("fit", words(&["contain", "cover"], "All of it, or cut to the box. 完整或裁满。")),
        ("ink", role("The one ink that a lettering is painted in. 单色。")),
        ("focus", flag("The point of the field `focus` stays in sight. 保住焦点。")),
        (
            "duotone",
            json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": role(""), "description": "Its two colours where `duotone` is asked for. 双色。" }),
        ),
        ("bleeds", flag("Not kept inside the safe area. 不限于安全区。")),
        ("clear", json!({ "type": "number", "description": "Clear space, in its heights. 四周留空。" })),
        ("on", role("The colour it stands on; the ground when left out. 所在底色。")),
    ]);
    let kinds = || {
        let words = TileKind::ALL.map(|(word, _)| word);
        json!({ "type": "array", "minItems": 1, "items": { "enum": words }, "description": "Figures. 花砖。" })
    };
    let pairs = || json!({ "type": "array", "minItems": 1, "items": text("accent on ground"), "description": "Figure on ground. 图与底。" });
    let cells = object(&[
        ("text", template()),
        ("box", frame()),
        ("align", align()),
        (
            "flow",
            words(&["block", "vertical", "either"], "Rows, columns from the right, or the larger. 横、竖或择大。"),
        ),
        ("ends", words(&["start", "end", "step"], "Where lines end. 行的位置。")),
        ("least", number("Fewest cells across. 最少列数。")),
        ("most", number("Most cells across. 最多列数。")),
        ("spare", number("Cells that stay free. 至少空格。")),
        ("before", number("Share of the free rows before the text. 文前空行之比。")),
        ("gutter", number("Bare paper between lines, in cells. 行间留白。")),
        ("fill", number("Type size in sides of a cell. 字与格之比。")),
        (
            "runs",
            json!({ "type": "object", "additionalProperties": false, "properties": styled(), "description": "How Latin words and figures look that run over whole cells of rows. 跨格的西文与数字。" }),
        ),
    ]);
    let tiles = object(&[
        ("x", number("A corner of the grid. 格网原点。")),
        ("y", number("A corner of the grid. 格网原点。")),
        ("cell", number("Side of a cell, mm. 格宽。")),
        ("seed", number("Another number, another mosaic. 随机种子。")),
        ("kinds", kinds()),
        ("pairs", pairs()),
        ("large_kinds", kinds()),
        ("large_pairs", pairs()),
        ("largest", number("Most cells along a merged tile. 大砖最大格数。")),
        ("merged", number("Share of the free cells that may merge. 大砖之比。")),
    ]);
    let share =
        |about: &str, most: f64| json!({ "type": "number", "minimum": 0, "maximum": most, "description": about });
    let seal = object(&[
        ("text", json!({ "anyOf": [template(), { "type": "array", "items": template(), "minItems": 1 }] })),
        ("box", frame()),
        ("fill", role("The block's colour. 印面颜色。")),
        ("pad", share("Clear space inside the edge, in the shorter side. 边距。", 0.4)),
        ("gap", share("Between characters, in the shorter side. 字距。", 0.4)),
        ("even", share("How far strokes have one weight. 笔画匀整。", 1.0)),
    ]);
    let mut all = vec![
        ("text", item([block.clone(), styled(), fit(), region()], &["text"])),
        ("row", item([row, fit()], &["run", "box"])),
        ("ring", item([ring, styled(), fit()], &["text", "disc"])),
        ("glyph", item([glyph, styled(), region()], &["text"])),
        ("shape", item([shape, region()], &[])),
        ("lines", item([lines, region()], &["count", "x", "y", "stroke", "inks"])),
        ("picture", item([picture], &["what", "box"])),
        ("cells", item([cells, styled(), fit()], &["text", "box"])),
        ("tiles", item([tiles, region()], &["x", "y", "cell", "kinds", "pairs"])),
        ("seal", item([styled(), seal], &["text", "box"])),
    ];
    all.extend(figures(&block, &[styled(), fit(), region()]));
    let lines_of_text = json!({ "anyOf": [template(), { "type": "array", "items": template(), "minItems": 1 }] });
    let part = |about: &str| {
        let mut keys: Map<String, Value> = styled().into_iter().chain(fit()).collect();
        keys.insert("text".into(), lines_of_text.clone());
        keys.insert("else".into(), lines_of_text.clone());
        json!({ "type": "object", "additionalProperties": false, "required": ["text"], "properties": keys, "description": about })
    };
    let foot = object(&[
        ("box", frame()),
        ("align", align()),
        ("theme", part("The line over all. 主题。")),
        ("notes", part("Quiet lines. 附注。")),
        ("names", part("Who signs. 落款。")),
        ("marks", flag("The marks of those who sign are drawn. 画标志。")),
        (
            "mark",
            json!({ "type": "number", "minimum": 0.5, "maximum": 6, "description": "Side of a mark, in sizes of the names. 标志大小。" }),
        ),
        ("code", number("Side of the code, mm. 二维码边长。")),
        ("space", number("Under the theme, mm. 主题下空。")),
        ("stack", flag("Marks over names of more than one line, never beside them. 两行以上时标志在上。")),
        ("spread", flag("Notes and names at both ends of one line. 分居两端。")),
        ("on", role("The colour that the marks stand on. 标志底色。")),
        ("paper", role("The colour that the code stands on. 二维码底色。")),
    ]);
    all.push(("foot", item([foot], &["box"])));
    all.push(("cards", item([schema_cards::cards(&part)], &["box"])));
    all.extend(counts([styled(), fit()]));
    all.push(("barcode", item([super::barcode::schema()], &["code", "text", "box"])));
    all.push(("free", item([super::free::schema()], &[])));
    all
}

/// Figures and what they count.
fn counts([styled, fit]: [Map<String, Value>; 2]) -> Vec<(&'static str, Value)> {
    let within = |least: f64, most: f64, about: &str| json!({ "type": "number", "minimum": least, "maximum": most, "description": about });
    let number = object(&[
        ("text", template()),
        ("box", frame()),
        ("align", align()),
        ("sign", within(0.3, 1.0, "Size of a percent sign over the digits. 百分号与数字之比。")),
        ("empty", role("What empty boxes are filled with. 空格底色。")),
    ]);
    let tally = object(&[
        ("text", template()),
        ("box", frame()),
        ("align", align()),
        ("bars", within(0.0, 200.0, "Most that are drawn as bars. 最多画成竖条的个数。")),
        ("least", self::number("Least distance, mm. 最小间距。")),
        (
            "inks",
            json!({ "type": "array", "minItems": 1, "maxItems": 2, "items": role(""), "description": "All; the last, or those that are missing. 颜色。" }),
        ),
    ]);
    vec![("number", item([styled, fit, number], &["text", "box"])), ("tally", item([tally], &["text", "box", "inks"]))]
}

/// Dots, rays, bars and slashes; the last two are texts of their own kind.
fn figures(block: &Map<String, Value>, typed: &[Map<String, Value>; 3]) -> Vec<(&'static str, Value)> {
    let plain = |about: &str| json!({ "type": "number", "description": about });
    let inks = |about: &str| json!({ "type": "array", "minItems": 1, "items": role(""), "description": about });
    let point = |about: &str| json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": number(""), "description": about });
    let [styled, fit, region] = typed;
    let glyph = object(&[
        ("text", text("The text whose character it is. 文字。")),
        ("index", number("Which character, from 0. 第几个字。")),
        ("face", text("Id of a face. 字体。")),
        ("box", frame()),
    ]);
    let glyph =
        json!({ "type": "object", "additionalProperties": false, "required": ["text", "box"], "properties": glyph });
    let dots = object(&[
        ("pitch", number("Distance of the dots, mm. 网距。")),
        ("glyph", json!({ "anyOf": [glyph.clone(), { "type": "array", "items": glyph }] })),
        ("inside", number("Radius inside a character, in pitches. 字内点径。")),
        ("outside", number("Radius outside, in pitches. 字外点径。")),
        ("inks", inks("Inside and outside. 内外颜色。")),
        ("edge", plain("Least coverage of a cell that is inside. 边缘阈值。")),
        ("cells", plain("Least cells across a character, else it is solid. 最少格数。")),
        ("stroke_cells", plain("Cells a stroke wants. 每笔格数。")),
        ("least", number("Smallest dot, mm. 最小点径。")),
    ]);
    let rays = object(&[
        ("cx", number("The point they leave, mm. 发射中心。")),
        ("cy", number("The point they leave, mm. 发射中心。")),
        ("count", number("How many. 条数。")),
        ("inner", number("Where ray k begins, mm from the centre. 内半径。")),
        ("outer", number("Where ray k ends, mm from the centre. 外半径。")),
        ("share", number("Share of its part of the fan that is ink, 0 to 1. 实地之比。")),
        ("turn", number("Degrees clockwise from the top. 起始角。")),
        ("spread", number("Degrees that the fan takes. 展开角。")),
        ("swirl", number("Degrees that the outer end is turned past the inner. 旋角。")),
        ("inks", inks("Colours in turn. 颜色。")),
    ]);
    let series = object(&[
        ("count", number("Bars on each side. 每侧条数。")),
        ("first", plain("Thickness of the first, in bars. 首条厚度。")),
        ("ratio", plain("Each next one over the last. 递减比。")),
        ("space", number("Distance, in gaps. 间距。")),
        ("above", number("Where the free end lies, mm. 上侧自由端。")),
        ("below", number("Where the free end lies, mm. 下侧自由端。")),
        ("least", number("Thinnest that is drawn, mm. 最细。")),
        ("whole", flag("Not those that the page cuts along. 不画被切的。")),
        ("inks", inks("Colours in turn. 颜色。")),
    ]);
    let bars = object(&[
        ("angle", number("Degrees that the bars rise. 升角。")),
        ("cx", number("The point they turn about. 转心。")),
        ("cy", number("The point they turn about. 转心。")),
        ("bar", plain("Thickness, ems. 条厚。")),
        ("space", plain("Between bars, ems. 条距。")),
        ("step", number("How far each next line begins further along, ems. 逐行右移。")),
        ("fills", inks("Colours of the bars in turn. 条色。")),
        ("ends", words(&["cross", "turns", "start", "both"], "Where bars end. 条端。")),
        ("overhang", plain("Past the type, ems. 出头。")),
        ("below", point("Bars keep below this point. 在此点之下。")),
        ("above", point("Bars keep above this point. 在此点之上。")),
        ("series", json!({ "type": "object", "additionalProperties": false, "properties": series })),
    ]);
    let slashes = object(&[
        ("slash", plain("Thickness, ems. 斜条厚。")),
        ("tall", plain("Height, ems. 斜条高。")),
        ("slant", plain("Degrees from the vertical. 斜角。")),
        ("fill", role("Colour of the slashes. 斜条颜色。")),
    ]);
    let typed = || [block.clone(), styled.clone(), fit.clone(), region.clone()].into_iter().flatten().collect();
    vec![
        ("dots", item([dots, region.clone()], &["pitch", "inks"])),
        ("rays", item([rays, region.clone()], &["cx", "cy", "count", "inks"])),
        ("bars", item([typed(), bars], &["text", "cx", "cy", "fills"])),
        ("slashes", item([typed(), slashes], &["text", "fill"])),
    ]
}

/// An item of these keys and those that every item may have.
fn item<const N: usize>(parts: [Map<String, Value>; N], required: &[&str]) -> Value {
    let turn = object(&[("angle", number("Degrees, clockwise. 角度。")), ("x", number("")), ("y", number(""))]);
    let mut properties = object(&[
        ("id", text("What other expressions call it. 编号。")),
        ("when", number("Drawn when this is not 0. 何时画。")),
        ("z", number("Painted later when higher. 层次。")),
        ("repeat", number("Drawn so many times, with i from 0. 重复。")),
        ("optional", flag("Left out where it does not fit. 放不下时省去。")),
        ("stock", flag("Bought forms have it already. 内芯上已有。")),
        ("clip", json!({ "anyOf": [frame(), disc()] })),
        (
            "rotate",
            json!({ "type": "object", "additionalProperties": false, "required": ["angle", "x", "y"], "properties": turn }),
        ),
    ]);
    properties.extend(parts.into_iter().flatten());
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// What a style may say.
fn style() -> Map<String, Value> {
    let within = |least: f64, most: f64, about: &str| json!({ "type": "number", "minimum": least, "maximum": most, "description": about });
    object(&[
        ("face", text("Id of a face. 字体。")),
        ("ink", role("Colour. 颜色。")),
        ("leading", within(0.5, 4.0, "Distance of baselines, ems. 行距。")),
        ("tracking", within(-0.2, 4.0, "Added after every character, ems. 字距。")),
        ("gap", within(0.0, 4.0, "Between clauses on one line, ems. 分句间距。")),
        ("condense", within(0.3, 1.0, "Narrowest horizontal scale. 长体。")),
        ("pitch", within(1.0, 3.0, "Widest advance of a short line, ems. 疏排。")),
        ("optical", flag("Top and foot by the ink. 按墨迹对齐。")),
        ("own_hand", flag("No other face takes its place. 缺字时不换别的字体。")),
        ("bias", within(0.0, 0.5, "Share of size that one more line costs. 多一行的代价。")),
    ])
}
