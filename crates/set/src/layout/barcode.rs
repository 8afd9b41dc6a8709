//! Codes that machines read: of a text that people read beside it.

use super::compiler::Compiler;
use super::reader::{Reader, align};
use super::schema_words::{align as aligned, frame, number, object, template, words};
use super::{Align, Box4};
use crate::expr::Program;
use crate::notation::Table;
use biaoyu_table::record::Template;
use serde_json::{Map, Value};

/// Which code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// Code 128 (ISO/IEC 15417): bars, for numbers and Latin letters.
    Code128,
    /// Data Matrix ECC 200 (ISO/IEC 16022): a square of modules, for any text on little room.
    DataMatrix,
}

impl CodeKind {
    /// Both, each with its word in layouts.
    pub const ALL: [(&'static str, CodeKind); 2] =
        [("code128", CodeKind::Code128), ("datamatrix", CodeKind::DataMatrix)];
}

/// A code on a panel of bare paper with its quiet zone.
#[derive(Debug)]
pub struct Barcode {
    /// Which.
    pub code: CodeKind,
    /// What it holds; without text there is no code, which is told.
    pub text: Template,
    /// What it holds where `text` is empty.
    pub instead: Option<Template>,
    /// Where; bars fill its height, a square stands in it.
    pub region: Box4,
    /// Where in it.
    pub align: Align,
    /// Widest module, mm: a short number need not fill its place.
    pub max: Option<Program>,
}

impl Barcode {
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Self> {
        let code = table.required("code").and_then(|_| table.choice("code", &CodeKind::ALL));
        let text = table.required_text("text").and_then(|t| c.template(&t));
        let instead = table.text("else").and_then(|t| c.template(&t));
        let region = reader.box4(c, table);
        let align = align(table, Align { x: 0.5, y: 0.5 });
        let max = c.optional(table, "max");
        Some(Self { code: code?, text: text?, instead, region: region?, align, max })
    }
}

/// Its keys for editors.
pub(super) fn schema() -> Map<String, Value> {
    object(&[
        ("code", words(&CodeKind::ALL.map(|(word, _)| word), "Which code. 码制。")),
        ("text", template()),
        ("else", template()),
        ("box", frame()),
        ("align", aligned()),
        ("max", number("Widest module, mm. 模块最大宽度。")),
    ])
}
