//! The keys of a product file, each said once.

use serde_json::{Value, json};

use super::parts::{Back, Edge, Kind, ZoneKind};
use crate::notation::fields::{Fields, Form, field, format};
use biaoyu_page::limits::SIDE_MM;

/// Widest bleed, safe distance or zone, mm.
pub(super) const MARGIN: f64 = 5000.0;

/// A file of products.
pub(super) static FILE: Fields = Fields(&[&[
    format(),
    field("product", Form::Tables(&PRODUCT), "The products, one `[[product]]` each.", "产品，每种一个 `[[product]]`。"),
]]);

/// A product.
pub(super) static PRODUCT: Fields = Fields(&[&[
    field("id", Form::Line, "Short id: letters, figures and `-`.", "编号：字母、数字和 `-`。").needed(),
    field("like", Form::Line, "Id of a product that gives whatever is not written here.", "没写的都照这一种。"),
    field("name", Form::Line, "Name in Chinese; needed without `like`.", "名称；没有 `like` 时必写。"),
    field("name_en", Form::Line, "Name in English.", "英文名称。"),
    field(
        "kind",
        Form::Word(|| words(&Kind::ALL)),
        "What kind of thing it is; layouts choose by it; needed without `like`.",
        "哪一类，版式按它选；没有 `like` 时必写。",
    ),
    field(
        "trim",
        Form::Own(trim, "`[width, height]`, `\"420x594\"`", "`[宽, 高]`"),
        "Finished size; needed without `like` and `round`.",
        "成品尺寸；没有 `like` 和 `round` 时必写。",
    ),
    field("bleed", SIDES, "What is printed beyond the trim.", "出血。").usual(|| 3.into()),
    field("safe", SIDES, "How far type stays inside the trim.", "安全距离。").usual(|| 5.into()),
    field("zones", Form::Tables(&ZONE), "Where no type may stand.", "不放文字的地方。"),
    field(
        "round",
        Form::Table(&ROUND),
        "A round button: diameters of three circles. Trim, bleed and safe follow from them.",
        "圆徽章：三个圆的直径，成品、出血、安全距离由它们得出。",
    ),
    field("corner", Form::Length(0.0, 500.0), "Radius of round corners; 0 for square ones.", "圆角半径，0 为直角。"),
    field(
        "sides",
        Form::Integer(1, 2),
        "Printed sides; the second is page 2 of the PDF.",
        "印几面，第二面是 PDF 第 2 页。",
    )
    .usual(|| 1.into()),
    field("faces", Form::Integer(1, 2), "See `sides`.", "见 `sides`。").former(),
    field(
        "back",
        Form::Word(|| words(&Back::ALL)),
        "What the second side shows: the same the right way round, or mirrored for cloth that is printed through.",
        "反面：同样的正着印，或透印布料上的镜像。",
    ),
    field(
        "cloths",
        Form::Integer(1, 3),
        "Cloths that hang side by side, a clause of the slogan on each.",
        "成组悬挂的条数，一句一条。",
    )
    .usual(|| 1.into()),
    field("scale", Form::Integer(1, 100), "Scale of the file, 1:scale.", "文件比例，1:scale。").usual(|| 1.into()),
    field("least_type", Form::Length(0.5, 2000.0), "Least type size (em).", "最小字号。").usual(|| 2.8.into()),
    field("distance", Form::Number(0.1, 500.0), "Reading distance, metres.", "观看距离，米。").usual(|| 1.into()),
    field("proof_dpi", Form::Number(1.0, 1200.0), "Dots an inch of a proof.", "样张精度，每英寸点数。")
        .usual(|| 100.into()),
    field("personal", Form::Flag, "One piece a person: it takes a name.", "一人一件，印姓名。").usual(|| false.into()),
    field(
        "layout",
        Form::Line,
        "The layout that is made for it: taken where none is asked for.",
        "专用版式：没有指定版式时用它。",
    ),
    field("material", Form::Line, "What it is made of, for the ticket.", "材质，写进制作单。"),
    field("finishing", Form::Line, "How it is finished, for the ticket.", "后道工艺，写进制作单。"),
    field(
        "white",
        Form::Line,
        "Where white lies under the colours: `all`, `art`, or fields: `slogan,logo`.",
        "白墨铺在哪里：`all` 满版、`art` 图文，或字段：`slogan,logo`。",
    ),
    field("varnish", Form::Line, "Where spot varnish lies, likewise.", "局部 UV 铺在哪里，写法同上。"),
    field("foil", Form::Line, "What is foiled instead of printed: `key,logo`.", "烫金而不印墨的内容：`key,logo`。"),
    field(
        "guide",
        Form::Line,
        "The shop's own template, a PDF, found from this file: lines over the page on a locked layer.",
        "印厂模板 PDF，从本文件所在文件夹找，叠在锁定的图层上。",
    ),
    field("steps", Form::Tables(&STEP), "What the knife, the needle and the punch do.", "刀、针、冲头做什么。"),
]]);

/// Where no type may stand.
pub(super) static ZONE: Fields = Fields(&[&[
    field("kind", Form::Word(|| words(&ZoneKind::ALL)), "Why.", "为什么。").needed(),
    field("side", SIDE, "One side, several, or `all`.", "一边、几边或 `all`。"),
    field(
        "depth",
        Form::Number(-MARGIN, MARGIN),
        "Depth of a band along the side, inward, mm; negative beyond the trim.",
        "沿边一条的深度，向内，毫米；负数在成品外。",
    ),
    field(
        "rect",
        RECT,
        "A place of its own, mm from the top left corner of the trim.",
        "单独一块，从成品左上角起，毫米。",
    ),
]]);

/// A round button.
pub(super) static ROUND: Fields = Fields(&[&[
    field("live", DIAMETER, "Type stays inside.", "文字在里面。").needed(),
    field("face", DIAMETER, "The edge of the front.", "正面的边。").needed(),
    field("cut", DIAMETER, "Art reaches this; the paper is cut here.", "图案到这里，纸从这里裁。").needed(),
]]);

/// A step of finishing.
pub(super) static STEP: Fields = Fields(&[&[
    field("do", Form::Word(|| words(&DO)), "The step.", "工序。").needed(),
    field("side", SIDE, "One side, several, or `all`.", "一边、几边或 `all`。"),
    field(
        "inset",
        Form::Number(-MARGIN, MARGIN),
        "Distance from the trim inward, mm; negative beyond it, which eyelets cannot be.",
        "离成品边多远，向内，毫米；负数在成品外，扣眼不可。",
    ),
    field(
        "every",
        Form::Number(20.0, 60_000.0),
        "Eyelets: greatest distance of neighbours, mm.",
        "扣眼：最大间距，毫米。",
    ),
    field("hole", Form::Number(1.0, 200.0), "Eyelets: diameter, mm.", "扣眼：直径，毫米。"),
    field(
        "rect",
        RECT,
        "Slot: its place, mm from the top left corner of the trim.",
        "冲孔：位置，从成品左上角起，毫米。",
    ),
    field("radius", Form::Number(0.0, MARGIN), "Slot: radius of the corners, mm.", "冲孔：圆角半径，毫米。")
        .usual(|| 0.into()),
]]);

/// The words of `do`.
pub(super) const DO: [(&str, u8); 4] = [("eyelets", 0), ("fold", 1), ("sew", 2), ("slot", 3)];

const DIAMETER: Form = Form::Length(1.0, 2000.0);
const SIDES: Form =
    Form::Own(sides, "length, `[above and below, ends]`, or a table of sides, mm", "长度、`[上下, 左右]` 或各边，毫米");
const SIDE: Form = Form::Several(side_words);
const RECT: Form = Form::Own(rect, "`[x, y, width, height]`", "`[x, y, 宽, 高]`");

fn words<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(word, _)| *word).collect()
}

fn side_words() -> Vec<&'static str> {
    Edge::ALL.iter().map(|(word, _)| *word).chain(["all"]).collect()
}

fn trim() -> Value {
    json!({ "anyOf": [
        { "type": "array", "items": Form::Length(SIDE_MM.0, SIDE_MM.1).schema(), "minItems": 2, "maxItems": 2 },
        { "type": "string", "pattern": "^[0-9. ]+[x×*][0-9. ]+$" },
    ] })
}

fn sides() -> Value {
    let side = || Form::Length(0.0, MARGIN).schema();
    let each: serde_json::Map<String, Value> = Edge::ALL.iter().map(|(word, _)| ((*word).to_owned(), side())).collect();
    json!({ "anyOf": [
        { "type": "number", "minimum": 0, "maximum": MARGIN },
        { "type": "string" },
        { "type": "array", "items": side(), "minItems": 2, "maxItems": 2 },
        { "type": "object", "additionalProperties": false, "properties": each },
    ] })
}

fn rect() -> Value {
    json!({ "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 4 })
}
