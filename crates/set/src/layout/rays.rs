//! Rays: what a layout says of a fan of them.

use super::compiler::Compiler;
use super::reader::{Reader, role_ink};
use super::{Region, RoleInk};
use crate::expr::Program;
use crate::notation::Table;

/// Rays that leave a point at even angles, straight or swirling. Angles are degrees, clockwise from the top of the page.
#[derive(Debug)]
pub struct Rays {
    /// The point that they leave, from the left and from the top, mm.
    pub centre: (Program, Program),
    /// How many.
    pub count: Program,
    /// Where ray `k` begins, mm from the centre; a function of `k`.
    pub inner: Program,
    /// Where ray `k` ends, mm from the centre; beyond the region when left out. A function of `k`.
    pub outer: Option<Program>,
    /// Share of its part of the fan that ray `k` is wide, 0 to 1; a function of `k`.
    pub share: Program,
    /// The angle of the middle of the first ray in a full turn; of the middle of the fan in a part of one.
    pub turn: Program,
    /// How much of the circle the fan takes.
    pub spread: Program,
    /// How far a ray's outer end is turned past its inner end.
    pub swirl: Program,
    /// Colours, in turn.
    pub inks: Vec<RoleInk>,
    /// Only what is inside is painted; the cut when left out.
    pub region: Option<Region>,
}

impl Rays {
    /// Reads the item's table.
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Rays> {
        let centre = (c.required(table, "cx"), c.required(table, "cy"));
        let count = c.required(table, "count");
        let inner = c.or(table, "inner", 0.0);
        let outer = c.optional(table, "outer");
        let share = c.or(table, "share", 0.5);
        let turn = c.or(table, "turn", 0.0);
        let spread = c.or(table, "spread", 360.0);
        let swirl = c.or(table, "swirl", 0.0);
        let inks: Vec<RoleInk> = table.list_of_text("inks").iter().filter_map(role_ink).collect();
        if inks.is_empty() && !table.has("inks") {
            table.missing("inks");
        }
        let region = if table.has("box") || table.has("disc") { Some(reader.region(c, table)?) } else { None };
        (!inks.is_empty()).then_some(())?;
        let centre = (centre.0?, centre.1?);
        Some(Rays { centre, count: count?, inner, outer, share, turn, spread, swirl, inks, region })
    }
}
