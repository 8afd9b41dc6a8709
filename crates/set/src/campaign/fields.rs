//! The keys of a campaign file, each said once.

use serde_json::{Value, json};

use biaoyu_page::limits::SLOGAN_CHARS;

use crate::notation::fields::{Field, Fields, Form, field, format};

/// A campaign file.
pub(super) static CAMPAIGN: Fields = Fields(&[&[
    format(),
    field("id", Form::Line, "Short id; the file's name without ending when not written.", "编号，不写则取文件名。"),
    field("title", Form::Line, "What badges and flags say.", "活动名称。").needed(),
    field("heading", Form::Line, "The full title line; the title when not written.", "完整名称，不写则同 `title`。"),
    field("year", Form::Integer(1900, 2200), "The year of the campaign.", "年份。"),
    field("theme", Form::Line, "The theme, second in rank to the slogan.", "主题。"),
    field(
        "badge_line",
        Form::Line,
        "What name badges carry; the theme when not written.",
        "工牌上的一句，不写则用主题。",
    ),
    field(
        "organisation",
        Form::Line,
        "The body that calls for the campaign; signs only when asked.",
        "发起单位，要求时才落款。",
    ),
    field("source", Form::Line, "Where the words come from.", "出处。"),
    field("date", Form::Day, "The day of the notice.", "通知日期。"),
    field("caption", Form::Line, "What the figure of the layout `number` counts.", "版式“数字”里数字前的说明。"),
    field("figure", Form::Line, "The figure; `□` is an empty box for a digit.", "数字，`□` 为空格。"),
    field("measure", Form::Line, "What stands after the figure.", "数字后的量词。"),
    field(
        "picture",
        Form::Line,
        "A picture for its sheets: a file, from this file's folder.",
        "图片文件，从本文件所在文件夹找。",
    ),
    field("fields", Form::Table(&FIELDS), "What stands on all sheets besides.", "每张上另印的文字。"),
    field("defaults", Form::Table(&DEFAULTS), "What is made unless the user says otherwise.", "没有另外要求时的做法。"),
    field(
        "sheet",
        Form::Table(&SHEET),
        "The campaign's own sheet, number 00; the title when not written.",
        "活动主画面，第 00 张，不写则印活动名称。",
    ),
    field("slogan", Form::Tables(&SLOGAN), "The slogans, one `[[slogan]]` each.", "标语，每条一个 `[[slogan]]`。"),
    field(
        "slogans",
        Form::Own(short, "texts", "若干文字"),
        "The slogans in short: a list of texts.",
        "标语的简写：文字的列表。",
    ),
    field("event", Form::Tables(&EVENT), "Meetings, for their backdrops.", "会议，印会标。"),
    field("publication", Form::Tables(&PUBLICATION), "Printed matter, for its covers.", "印刷品，印封面。"),
]]);

const TEXT: Form = Form::Words(SLOGAN_CHARS);
const NOTE: Form = Form::Either(&[Form::Line, Form::Table(&NOTES)]);

/// A slogan.
pub(super) static SLOGAN: Fields = Fields(&[&[
    field(
        "number",
        Form::Integer(1, 99_999),
        "Its number; one more than the last when not written.",
        "序号，不写则接着上一条。",
    ),
    field("text", TEXT, "The words as they are printed; a space is a clause break.", "照印的文字，空格分句。").needed(),
    KEY,
    BREAKS,
    WARNING,
]]);

/// The campaign's own sheet.
pub(super) static SHEET: Fields = Fields(&[&[
    field("text", TEXT, "The words as they are printed; the title when not written.", "照印的文字，不写则印活动名称。"),
    KEY,
    BREAKS,
    WARNING,
]]);

const KEY: Field = field(
    "key",
    Form::Own(key, "1–4 characters of the text", "文中的 1–4 个字"),
    "The character that carries the slogan; chosen when not written.",
    "最能代表标语的字，不写则自动选。",
);
const BREAKS: Field = field(
    "breaks",
    TEXT,
    "The slogan with `|` where a line may break inside a clause and `¦` where it had better not.",
    "标语加换行提示：`|` 可以换行，`¦` 尽量不换。",
);
const WARNING: Field =
    field("note", NOTE, "What the clerk should know of the wording; not printed.", "给经办人的提醒，不印。");

/// A note in both languages.
pub(super) static NOTES: Fields = Fields(&[&[
    field("zh", Form::Line, "In Chinese.", "中文。").needed(),
    field("en", Form::Line, "In English; the Chinese when not written.", "英文，不写则同中文。"),
]]);

/// A meeting.
pub(super) static EVENT: Fields = Fields(&[&[
    field(
        "id",
        Form::Line,
        "Short id within the campaign; `event-1` and so on when not written.",
        "编号，不写则为 `event-1` 等。",
    ),
    field("title", TEXT, "The title on the backdrop.", "会标文字。").needed(),
    field("host", Form::Line, "Who calls.", "主办。"),
    field("co_host", Form::Line, "Who holds it.", "承办。"),
    field("date", WHEN, "When, in the words of the backdrop.", "时间，照会标上的写法。"),
    field("place", Form::Line, "Where.", "地点。"),
]]);

/// A printed matter.
pub(super) static PUBLICATION: Fields = Fields(&[&[
    field(
        "id",
        Form::Line,
        "Short id within the campaign; `publication-1` and so on when not written.",
        "编号，不写则为 `publication-1` 等。",
    ),
    field("title", TEXT, "The title on the cover.", "书名。").needed(),
    field("theme", Form::Line, "The line below it.", "主题。"),
    field("publisher", Form::Line, "The body that publishes.", "编印单位。"),
    field("date", WHEN, "When, in the words of the cover.", "时间，照封面上的写法。"),
    WARNING,
]]);

/// Any text, or a day of TOML.
const WHEN: Form = Form::Line;

/// What a campaign may say on all its sheets besides.
pub(super) static FIELDS: Fields = Fields(&[&[
    field("date", Form::Line, "A day, in words.", "日期，照印的写法。"),
    field("place", Form::Line, "A place.", "地点。"),
    field("host", Form::Line, "Who calls.", "主办。"),
    field("co_host", Form::Line, "Who holds it.", "承办。"),
    field("line1", Form::Line, "A line of one's own.", "自定一行。"),
    field("line2", Form::Line, "Another one.", "自定二行。"),
    field("qr", Form::Line, "The link of a code.", "二维码的网址。"),
    field("body", Form::Line, "What a certificate or an invitation says.", "证书、请柬的正文。"),
    field("document", Form::Line, "What it is called.", "证书、请柬的名称。"),
    field("honorific", Form::Line, "How who gets it is called.", "受文者的称谓。"),
    field("issuer", Form::Line, "Who gives it, where that is not the unit.", "颁发单位，不写则为单位。"),
    field("to", Form::Line, "Whom a pennant is for.", "锦旗的受赠方。"),
    field("zone", Form::Line, "Where a pass is good.", "出入证的区域。"),
]]);

/// What is made unless the user says otherwise.
pub(super) static DEFAULTS: Fields = Fields(&[&[
    field("layouts", Form::Lines, "Layout ids.", "版式。"),
    field("palette", Form::Line, "Palette id; the layout's own when not written.", "配色，不写则用版式自己的。"),
    field("products", Form::Lines, "Product ids.", "产品。"),
    field("unit", Form::Line, "The unit that signs.", "落款单位。"),
    field("logo", Form::Line, "The logo: a picture file, from this file's folder.", "标志文件，从本文件所在文件夹找。"),
    field("logo_dark", Form::Line, "Its dark version, for light grounds.", "深色稿，用于浅底。"),
    field("logo_light", Form::Line, "Its light version, for dark grounds.", "反白稿，用于深底。"),
    field(
        "logo_contains",
        Form::Word(|| vec!["name"]),
        "The logo holds the unit's name: it is not set again beside it.",
        "标志里已有单位名称，不再重排。",
    ),
    field("logo_knockout", Form::Flag, "The flat white around the logo is left out.", "去掉标志四周的白底。")
        .usual(|| false.into()),
    field("colour", Form::Line, "A palette from the unit's own colour: `C100 M5 Y50 K40`.", "本单位标准色，据此配色。"),
    field("shop", Form::Line, "The print shop: `offset`, `gangrun` … or a file.", "印厂类型，或印厂的文件。"),
]]);

fn key() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 4 })
}

fn short() -> Value {
    json!({ "anyOf": [
        { "type": "string" },
        { "type": "array", "items": { "anyOf": [{ "type": "string" }, SLOGAN.schema()] } },
    ] })
}
