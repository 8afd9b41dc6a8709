//! Rising bars, and clauses parted by slashes: what a layout says of them.

use super::compiler::Compiler;
use super::reader::{Reader, role_ink};
use super::{RoleInk, Text};
use crate::expr::Program;
use crate::notation::Table;

/// Lines of type, each on a bar of its own that crosses the page; all bars are parallel and all lines of one size.
///
/// The text's region is what no type leaves, turned as it is; of its alignment the horizontal word says where in their
/// free way the lines stand. In vertical flow bars and columns run down the page, the first at the right.
#[derive(Debug)]
pub struct Bars {
    /// What is set, how, and where it must stay.
    pub text: Text,
    /// How far the bars rise to the right, degrees.
    pub angle: Program,
    /// The point, mm, that the middle of all bars lies on, as far as the points of `below` and `above` let it.
    pub pivot: (Program, Program),
    /// Thickness of a bar, in sizes of the type.
    pub bar: f64,
    /// Between two bars, in sizes of the type.
    pub space: f64,
    /// How far each line starts behind the one before it, along the bars, in sizes of the type; the lines start one under
    /// the other when left out. It gives way where the lines can then be larger.
    pub step: Option<Program>,
    /// Colours of the bars, clause by clause.
    pub fills: Vec<RoleInk>,
    /// Where the bars end.
    pub ends: BarEnds,
    /// How far a free end stands off its text, in sizes of the type.
    pub overhang: f64,
    /// A point, mm, that the bars stay below (right of, in vertical flow).
    pub below: Option<(Program, Program)>,
    /// A point, mm, that the bars stay above (left of).
    pub above: Option<(Program, Program)>,
    /// Bars without text that follow on either side.
    pub series: Option<Series>,
}

/// Where bars of type end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarEnds {
    /// Nowhere: they cross the page.
    Cross,
    /// In turn before their text and behind it.
    Turns,
    /// Before their text; they run on behind it, and so do all bars of the series.
    Start,
    /// Before their text and behind it: each is as long as its clause.
    Both,
}

/// Bars that grow thinner and end ever further in.
#[derive(Debug)]
pub struct Series {
    /// How many on either side; those off the page are not drawn.
    pub count: Program,
    /// Thickness of the first, in bars.
    pub first: f64,
    /// Thickness of each in that of the one before.
    pub ratio: f64,
    /// Space before bar `k`, in spaces of the bars.
    pub space: Program,
    /// Where bar `k` above ends on its left: x on the page, mm (its upper end in vertical flow: y).
    pub above: Program,
    /// Where bar `k` below ends on its right (its foot).
    pub below: Program,
    /// Colours, in turn.
    pub inks: Vec<RoleInk>,
    /// Bars thinner than so many millimetres are not drawn, nor what follows them.
    pub least: Program,
    /// Bars that the page would cut along their length are not drawn.
    pub whole: bool,
}

/// Clauses on one line with a slanted bar between every two.
#[derive(Debug)]
pub struct Slashes {
    /// What is set, how and where; its style's gap stands on both sides of a slash.
    pub text: Text,
    /// Thickness of a slash, ems.
    pub width: f64,
    /// Height of a slash, ems.
    pub height: f64,
    /// Its lean from the vertical, degrees.
    pub slant: f64,
    /// Its colour.
    pub fill: RoleInk,
}

impl Bars {
    /// Reads the item's table.
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Bars> {
        let angle = c.or(table, "angle", 0.0);
        let pivot = (c.required(table, "cx"), c.required(table, "cy"));
        let bar = number(table, "bar", 0.5, 4.0, 1.30);
        let space = number(table, "space", 0.0, 4.0, 0.13);
        let step = c.optional(table, "step");
        let fills = inks(table, "fills");
        let ends =
            [("cross", BarEnds::Cross), ("turns", BarEnds::Turns), ("start", BarEnds::Start), ("both", BarEnds::Both)];
        let ends = table.choice("ends", &ends).unwrap_or(BarEnds::Cross);
        let overhang = number(table, "overhang", 0.0, 10.0, 0.35);
        let (below, above) = (point(c, table, "below"), point(c, table, "above"));
        let series = match table.table("series") {
            Some(series) => Some(Series::read(c, &series)?),
            None => None,
        };
        let text = reader.text(c, table);
        let pivot = (pivot.0?, pivot.1?);
        Some(Bars { text: text?, angle, pivot, bar, space, step, fills: fills?, ends, overhang, below, above, series })
    }
}

impl Series {
    fn read(c: &Compiler, table: &Table<'_>) -> Option<Series> {
        let count = c.required(table, "count");
        let first = number(table, "first", 0.01, 4.0, 0.40);
        let ratio = number(table, "ratio", 0.1, 1.0, 0.70);
        let space = c.or(table, "space", 1.0);
        let (above, below) = (c.required(table, "above"), c.required(table, "below"));
        let inks = inks(table, "inks");
        let least = c.or(table, "least", 0.3);
        let whole = table.boolean("whole").unwrap_or(false);
        table.finish();
        Some(Series { count: count?, first, ratio, space, above: above?, below: below?, inks: inks?, least, whole })
    }
}

impl Slashes {
    /// Reads the item's table.
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Slashes> {
        let width = number(table, "slash", 0.02, 2.0, 0.2);
        let height = number(table, "tall", 0.1, 2.0, 0.84);
        let slant = number(table, "slant", -45.0, 45.0, 18.0);
        let fill = reader.role(table, "fill");
        if fill.is_none() && !table.has("fill") {
            table.missing("fill");
        }
        let text = reader.text(c, table);
        Some(Slashes { text: text?, width, height, slant, fill: fill? })
    }
}

fn number(table: &Table<'_>, key: &str, low: f64, high: f64, default: f64) -> f64 {
    table.get(key).and_then(|v| v.number_in(low..=high)).unwrap_or(default)
}

fn inks(table: &Table<'_>, key: &str) -> Option<Vec<RoleInk>> {
    let inks: Vec<RoleInk> = table.list_of_text(key).iter().filter_map(role_ink).collect();
    if inks.is_empty() && !table.has(key) {
        table.missing(key);
    }
    (!inks.is_empty()).then_some(inks)
}

/// A point `[x, y]` of two expressions.
fn point(c: &Compiler, table: &Table<'_>, key: &str) -> Option<(Program, Program)> {
    if !table.has(key) {
        return None;
    }
    match table.list(key).as_slice() {
        [x, y] => Some((c.text(&x.expression()?)?, c.text(&y.expression()?)?)),
        _ => {
            let what = biaoyu_page::say!("`{key}` wants a point [x, y]", "`{key}` 需要一个点 [x, y]");
            table.refuse("layout/point", what, None);
            None
        }
    }
}
