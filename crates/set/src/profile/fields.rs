//! The keys of a profile file, each said once; defaults are those of [`Profile::default`].

use serde_json::{Value, json};

use super::Profile;
use super::names::PLATES;
use super::panels::PANELS;
use crate::notation::fields::{Field, Fields, Form, field, format};
use biaoyu_page::words::{Choice as _, Packing, SampleSpace, Standard};

/// A profile among others.
pub(super) static PROFILE: Fields = Fields(&[
    &[field("id", Form::Line, "Short id: letters, figures and `-`.", "编号：字母、数字和 `-`。").needed()],
    COMMON,
]);

/// A shop that is a file by itself.
pub(super) static ALONE: Fields = Fields(&[
    &[format(), field("id", Form::Line, "Short id; the file's name when not written.", "编号，不写则取文件名。")],
    COMMON,
]);

/// A file of several.
pub(super) static SEVERAL: Fields = Fields(&[&[
    format(),
    field(
        "profile",
        Form::Tables(&PROFILE),
        "The shops, one `[[profile]]` each.",
        "印厂类型，每种一个 `[[profile]]`。",
    )
    .needed(),
]]);

/// Widest bleed, white edge or safe distance, mm.
const MARGIN: f64 = 2000.0;
const WIDTH: Form = Form::Length(0.0, MARGIN);
/// Dots an inch.
pub(super) const DPI: std::ops::RangeInclusive<f64> = 1.0..=4800.0;
const RESOLUTION: Form = Form::Number(*DPI.start(), *DPI.end());
const RESOLUTIONS: &[Form] = &[RESOLUTION, Form::Tables(&STEP)];
const PERCENT: Form = Form::Number(0.0, 100.0);
const INK: Form = Form::Number(0.0, 400.0);
const DOTS: Form = Form::Number(0.0, 4800.0);

/// What small files say of type and inks.
pub(super) const TYPE: [(&str, bool); 2] = [("live", true), ("outlines", false)];
pub(super) const SPOTS: [(&str, bool); 2] = [("spot", true), ("process", false)];

/// The step of a list of resolutions.
pub(super) static STEP: Fields = Fields(&[&[
    field("from", Form::Number(0.0, 100_000.0), "From this area on, square metres.", "从这个面积起，平方米。").needed(),
    field("dpi", RESOLUTION, "Dots an inch.", "每英寸点数。").needed(),
]]);

fn words<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(word, _)| *word).collect()
}

fn usual(of: impl Fn(&Profile) -> Value) -> Value {
    of(&Profile::default())
}

/// Inks in whole per cent, as they are written.
fn inks(colour: biaoyu_page::ink::Cmyk) -> Value {
    let parts = ["C", "M", "Y", "K"].into_iter().zip(colour.array()).filter(|(_, v)| *v > 0.0);
    parts.map(|(ink, v)| format!("{ink}{}", (v * 100.0).round())).collect::<Vec<_>>().join(" ").into()
}

const COMMON: &[Field] = &[
    field("name", Form::Line, "Name in Chinese.", "名称。"),
    field("name_en", Form::Line, "Name in English.", "英文名称。"),
    field("like", Form::Line, "The profile from which whatever is not written is taken.", "没写的都照这一种。")
        .usual(|| "offset".into()),
    field(
        "formats",
        Form::Several(|| vec!["pdf", "tiff", "jpeg", "png"]),
        "Files it takes, first the one it likes best.",
        "收的文件，最好的在前。",
    )
    .usual(|| usual(|p| p.formats.iter().map(|kind| kind.word()).collect())),
    field("standard", Form::Word(|| words(&Standard::words())), "The standard that a PDF must hold.", "PDF 标准。")
        .usual(|| usual(|p| p.standard.word().into())),
    field("text", Form::Word(|| words(&TYPE)), "Faces embedded, or type outlined.", "嵌入字体，或转曲。")
        .usual(|| "live".into()),
    field(
        "inks",
        Form::Word(|| words(&SPOTS)),
        "Spots on plates of their own, or their process mixtures.",
        "专色单独出版，或换成四色。",
    )
    .usual(|| "spot".into()),
    field("space", Form::Word(|| words(&SampleSpace::words())), "Colours of JPEGs.", "JPEG 的颜色。")
        .usual(|| usual(|p| p.space.word().into())),
    field("rgb", Form::Flag, "Screen colours are taken, too.", "也收屏幕颜色。").usual(|| usual(|p| p.rgb.into())),
    field("tiff", Form::Word(|| words(&Packing::words())), "How TIFFs are packed.", "TIFF 的压缩。")
        .usual(|| usual(|p| p.packing.word().into())),
    field(
        "file_limit",
        Form::Number(0.1, 100_000.0),
        "Largest file, MB; rasters are made coarser to stay below.",
        "文件上限，MB，图像会降低精度以不超过。",
    ),
    field(
        "naming",
        Form::Line,
        "Template of file names, without ending: `{product}_{size}_{s:02}`; besides the fields of `--name` there are `{size}`, `{bleed}`, `{scale}`.",
        "文件名模板，不含扩展名，另有 `{size}`、`{bleed}`、`{scale}`。",
    ),
    field("bleed", WIDTH, "Bleed on every side that is cut.", "裁切边的出血。").usual(|| usual(|p| p.bleed.into())),
    field("white_edge", WIDTH, "White around the picture for rings and ropes.", "四周留白，穿绳打扣用。")
        .usual(|| usual(|p| p.white_edge.into())),
    field("draw_white_edge", Form::Flag, "The white edge is part of the file.", "文件里画出留白。")
        .usual(|| usual(|p| p.draw_white_edge.into())),
    field(
        "white_choke",
        Form::Length(0.0, 1.0),
        "How far white ends within the colours that it lies under; most shops pull it in themselves.",
        "白墨比图文内缩多少；多数印厂自己做。",
    )
    .usual(|| usual(|p| p.white_choke.into())),
    field("marks", Form::Flag, "Crop and registration marks, colour bar and slug.", "裁切线、套准线、色标、说明。")
        .usual(|| usual(|p| p.marks.into())),
    field(
        "steps",
        Form::Flag,
        "Processing steps (cut line, eyelets, folds, seams) as layers.",
        "工艺图层：刀线、扣眼、折线、缝线。",
    )
    .usual(|| usual(|p| p.steps.into())),
    field(
        "scale_from",
        Form::Length(0.0, 100_000.0),
        "Longest side from which PDFs are drawn smaller.",
        "长边达到这个长度就按比例缩小画。",
    )
    .usual(|| usual(|p| p.scale_from.into())),
    field("scale", Form::Integer(1, 100), "How much smaller: 10 for 1:10.", "缩小多少，10 即 1:10。")
        .usual(|| usual(|p| p.scale.into())),
    field(
        "dpi",
        Form::Either(RESOLUTIONS),
        "Resolution of rasters: one for all, or by area, rising.",
        "图像精度：一个数，或按面积递增。",
    )
    .usual(|| usual(|p| p.dpi.iter().map(|(from, dpi)| json!({ "from": from, "dpi": dpi })).collect())),
    field("black_text", Form::Inks, "What small type and lines in black are printed in.", "黑色小字和线的墨量。")
        .usual(|| usual(|p| inks(p.black_text))),
    field("black_area", Form::Inks, "What black areas and large type are printed in.", "大面积黑和大字的墨量。")
        .usual(|| usual(|p| inks(p.black_area))),
    field("black_from", WIDTH, "Size from which black is an area.", "从这个大小起算大面积黑。")
        .usual(|| usual(|p| p.black_from.into())),
    field("safe", WIDTH, "Type keeps this far inside the trim.", "安全距离。").usual(|| usual(|p| p.safe.into())),
    field("least_type", WIDTH, "Least type size (em).", "最小字号。").usual(|| usual(|p| p.least_type.into())),
    field("one_ink_type", WIDTH, "Below this size type should be one ink.", "小于这个字号应为单色。")
        .usual(|| usual(|p| p.one_ink_type.into())),
    field("least_line", WIDTH, "Least width of a line.", "最细的线。").usual(|| usual(|p| p.least_line.into())),
    field("least_reversed_line", WIDTH, "Least width of a line left white.", "最细的反白线。")
        .usual(|| usual(|p| p.least_reversed_line.into())),
    field("ink_limit", INK, "Most ink on one place, per cent.", "总墨量上限，%。")
        .usual(|| usual(|p| (p.ink_limit * 100.0).into())),
    field("ink_warning", INK, "Ink from which it dries slowly, per cent.", "超过就干得慢的总墨量，%。")
        .usual(|| usual(|p| (p.ink_warning * 100.0).into())),
    field("ppi_limit", DOTS, "Pictures below this are refused, samples to the inch.", "图片精度低于此数不收，每英寸。")
        .usual(|| usual(|p| p.ppi_limit.into())),
    field(
        "ppi_warning",
        DOTS,
        "Pictures below this are doubted; less where they are read from afar, 87 at one metre.",
        "低于此数提示；看得远的可以更低，1 米处 87。",
    )
    .usual(|| usual(|p| p.ppi_warning.into())),
    field("least_tint", PERCENT, "Tints below this vanish, per cent.", "比这更浅的网点印不出，%。")
        .usual(|| usual(|p| (p.least_tint * 100.0).into())),
    field(
        "panels",
        Form::Table(&PANELS),
        "How what is wider than the cloth is printed: `--panel`.",
        "比料宽的怎样分片印：`--panel`。",
    ),
    field(
        "plates",
        Form::Table(&PLATES),
        "What it calls plates that are no printing inks; preflight knows them by these names, too.",
        "本厂对各工艺版的叫法，印前检查也认这些名称。",
    ),
    field(
        "technical",
        Form::Lines,
        "The shop's own names of plates that are no printing inks, beside those of the trade; taken for knife lines.",
        "本厂工艺版的名称，按刀线处理。",
    ),
];
