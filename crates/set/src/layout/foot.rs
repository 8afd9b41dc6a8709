//! The foot of a sheet: what all sheets of a campaign say alike, in one place and one order of ranks.

use super::compiler::Compiler;
use super::reader::{Reader, align};
use super::{Align, Box4, Fit, RoleInk, Style};
use crate::expr::Program;
use crate::notation::Table;
use biaoyu_table::record::Template;

/// The pictures that stand beside the names: the marks of all who sign, in this order.
pub const MARKS: [&str; 6] = ["logo", "logo-2", "logo-3", "logo-4", "logo-5", "logo-6"];

/// What a sheet says besides its slogan: the theme over the whole measure; under it notes (campaign, date, place) over the
/// names that sign with their marks in one row; a code at the right edge. On near-read sheets it is the foot, on far-read
/// ones the signature row. Parts without text take no room.
#[derive(Debug)]
pub struct Foot {
    /// Where it may stand; it takes as much of the height as it needs.
    pub region: Box4,
    /// Left, right, or on one axis; at the lower edge or at the upper one.
    pub align: Align,
    /// The line over all.
    pub theme: Option<Part>,
    /// Quiet lines; several stand on one line where the measure has room.
    pub notes: Option<Part>,
    /// Who signs.
    pub names: Option<Part>,
    /// Whether the marks are drawn.
    pub marks: bool,
    /// Side of the marks over the size of the names, where there are none the same.
    pub mark: f64,
    /// Whether the marks stand over names of more than one line, never beside them: on discs, where a row is short.
    pub stack: bool,
    /// Side of the code, mm; 0 for none.
    pub code: Program,
    /// Between the theme and what stands under it, mm.
    pub space: Program,
    /// Notes and names stand on one line at both edges, where there is room.
    pub spread: bool,
    /// The colour that the marks stand on; the variant's ground when left out.
    pub on: Option<RoleInk>,
    /// The colour that the code stands on.
    pub paper: RoleInk,
}

/// Lines of one rank.
#[derive(Debug)]
pub struct Part {
    /// A template a line; a line whose fields are all empty falls away.
    pub text: Vec<Template>,
    /// What is said where nothing of `text` is.
    pub instead: Vec<Template>,
    /// How it looks.
    pub style: Style,
    /// Its largest and least size.
    pub fit: Fit,
}

impl Foot {
    /// Reads the item's table.
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Foot> {
        let region = reader.box4(c, table);
        let align = align(table, Align { x: 0.0, y: 1.0 });
        let part = |key: &str| match table.table(key) {
            Some(part) => Part::read(reader, c, &part).map(Some),
            None => Some(None),
        };
        let (theme, notes, names) = (part("theme"), part("notes"), part("names"));
        let marks = table.boolean("marks").unwrap_or(true);
        let mark = table.get("mark").and_then(|v| v.number_in(0.5..=6.0)).unwrap_or(1.55);
        if marks {
            MARKS.iter().for_each(|mark| c.needs_field(mark));
            c.needs_field(super::LOCKUP);
        }
        let stack = table.boolean("stack").unwrap_or(false);
        let code = c.or(table, "code", 0.0);
        if table.has("code") {
            c.needs_field("qr");
        }
        let space = c.or(table, "space", 0.0);
        let spread = table.boolean("spread").unwrap_or(true);
        let (on, paper) = (reader.role(table, "on"), reader.role(table, "paper"));
        let paper = paper.unwrap_or(RoleInk { role: crate::palette::Role::Display, tint: 0.0 });
        let (region, theme, notes, names) = (region?, theme?, notes?, names?);
        Some(Foot { region, align, theme, notes, names, marks, mark, stack, code, space, spread, on, paper })
    }
}

impl Part {
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Part> {
        let text: Vec<Template> = table.list_of_text("text").iter().filter_map(|t| c.template(t)).collect();
        if text.is_empty() {
            table.missing("text");
        }
        let instead = table.list_of_text("else").iter().filter_map(|t| c.template(t)).collect();
        let (style, fit) = (reader.style(table), reader.fit(c, table));
        table.finish();
        (!text.is_empty()).then_some(())?;
        Some(Part { text, instead, style: style?, fit: fit? })
    }
}
