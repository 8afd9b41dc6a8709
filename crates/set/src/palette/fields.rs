//! The keys of a palette file, each said once.

use serde_json::{Value, json};

use crate::notation::fields::{Field, Fields, Form, field, format};

/// A palette among others.
pub(super) static PALETTE: Fields = Fields(&[
    &[field("id", Form::Line, "Short id: letters, figures and `-`.", "编号：字母、数字和 `-`。").needed()],
    COMMON,
]);

/// A palette that is a file by itself.
pub(super) static ALONE: Fields = Fields(&[
    &[format(), field("id", Form::Line, "Short id; the file's name when not written.", "编号，不写则取文件名。")],
    COMMON,
]);

/// A file of several.
pub(super) static SEVERAL: Fields = Fields(&[&[
    format(),
    field("palette", Form::Tables(&PALETTE), "The palettes, one `[[palette]]` each.", "配色，每种一个 `[[palette]]`。"),
]]);

const COMMON: &[Field] = &[
    field("name", Form::Line, "Name in Chinese.", "名称。"),
    field("name_en", Form::Line, "Name in English.", "英文名称。"),
    field("about", Form::Line, "What it is for.", "用途。"),
    field("ground", COLOUR, "The page's ground.", "底色。").needed(),
    field("display", COLOUR, "The slogan, on the ground.", "标语。").needed(),
    field("accent", COLOUR, "Giant character, rules, seal: large forms only.", "大字、线、印。").needed(),
    field("second", COLOUR, "Theme, captions and other small type on the ground.", "主题、小字。").needed(),
    field("quiet", COLOUR, "Ornament that keeps behind the type; never type.", "底纹，不用于文字。").needed(),
    field("on_display", COLOUR, "Type on an area of the display colour.", "标语色块上的字。").needed(),
];

/// A colour of a palette.
const COLOUR: Form = Form::Either(&[INKS, Form::Table(&MIXTURE)]);
const INKS: Form = Form::Either(&[Form::Inks, Form::Own(four, "`[0, 100, 100, 0]`", "")]);

/// A spot ink with its mixture.
pub(super) static MIXTURE: Fields = Fields(&[&[
    field("cmyk", INKS, "The process mixture; inks left out are 0.", "四色墨量，不写的为 0。").needed(),
    field("spot", Form::Line, "The plate of a spot ink that may print instead.", "专色版名，可代替四色。"),
]]);

fn four() -> Value {
    json!({ "type": "array", "items": { "type": "number", "minimum": 0, "maximum": 100 }, "minItems": 4, "maxItems": 4 })
}
