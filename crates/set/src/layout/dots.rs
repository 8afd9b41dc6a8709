//! The dot field: what a layout says of it.

use super::compiler::Compiler;
use super::reader::Reader;
use super::{Box4, Face, Region, RoleInk};
use crate::expr::Program;
use crate::notation::Table;
use biaoyu_table::record::Template;

/// A square screen of dots in which characters swell out of a ground of small ones.
///
/// Radii are in pitches and may refer to the dot's own names: `dot.x dot.y` (its centre, mm), `dot.u dot.v` (0…1 across and
/// down the region) and `dot.cover` (the share of its cell that a character covers).
#[derive(Debug)]
pub struct Dots {
    /// The field; a side on the trim runs on to the cut. In a disc only whole dots are drawn.
    pub region: Region,
    /// Distance of the dots, mm; it is rounded so that the region's width holds whole cells, and made finer where a
    /// character needs more cells.
    pub pitch: Program,
    /// The characters that show.
    pub glyphs: Vec<DotGlyph>,
    /// Radius of a dot inside a character, in pitches; dots merge from 0.5.
    pub inside: Program,
    /// Radius of a dot of the ground, in pitches.
    pub outside: Program,
    /// Colours of the dots inside and of the ground's.
    pub inks: (RoleInk, RoleInk),
    /// Share of a cell that a character must cover for the dot to be inside.
    pub edge: f64,
    /// Cells that a character spans at least, whatever it looks like.
    pub cells: f64,
    /// Cells for every stroke that the character's busiest line crosses: fewer close its counters.
    pub stroke_cells: f64,
    /// Least diameter of a dot, mm: dots inside grow to it, and so do those of the ground that come near it; much smaller
    /// ones are left out.
    pub least: Program,
}

/// A character in a dot field.
#[derive(Debug)]
pub struct DotGlyph {
    /// The text; one of its characters is taken.
    pub text: Template,
    /// Which character of the text, from 0; one beyond the text's end is none.
    pub index: Program,
    /// Its face.
    pub face: Face,
    /// The box that its ink is fitted into and centred in, mm; its edges then move to whole cells.
    pub region: Box4,
}

impl Dots {
    /// Reads the item's table.
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Dots> {
        let region = reader.region(c, table);
        let pitch = c.required(table, "pitch");
        let glyphs: Vec<DotGlyph> = table.tables("glyph").iter().filter_map(|t| glyph(reader, c, t)).collect();
        let inside = c.or(table, "inside", 0.45);
        let outside = c.or(table, "outside", 0.0);
        let inks: Vec<RoleInk> = table.list_of_text("inks").iter().filter_map(super::reader::role_ink).collect();
        let inks = match inks.as_slice() {
            [one] => Some((*one, *one)),
            [inside, ground, ..] => Some((*inside, *ground)),
            [] => {
                if !table.has("inks") {
                    table.missing("inks");
                }
                None
            }
        };
        let number = |key: &str, low: f64, high: f64, default: f64| {
            table.get(key).and_then(|v| v.number_in(low..=high)).unwrap_or(default)
        };
        let edge = number("edge", 0.01, 1.0, 0.28);
        let cells = number("cells", 1.0, 200.0, 24.0);
        let stroke_cells = number("stroke_cells", 0.0, 12.0, 4.0);
        let least = c.or(table, "least", LEAST_DOT);
        Some(Dots {
            region: region?,
            pitch: pitch?,
            glyphs,
            inside,
            outside,
            inks: inks?,
            edge,
            cells,
            stroke_cells,
            least,
        })
    }
}

/// Smallest dot that a press and a silk screen hold, mm.
const LEAST_DOT: f64 = 0.3;

fn glyph(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<DotGlyph> {
    let text = table.required_text("text").and_then(|t| c.template(&t));
    let index = c.or(table, "index", 0.0);
    let face = table.text("face").map_or_else(|| "hei-black".to_string(), |f| f.to_string());
    let region = reader.box4(c, table);
    table.finish();
    Some(DotGlyph { text: text?, index, face, region: region? })
}
