//! What items are made of: boxes, discs, fits, flows; and the items of type, figures and pictures.

use std::sync::Arc;

use super::{RoleInk, Style};
use crate::expr::Program;
use biaoyu_table::record::Template;

/// A rectangle given by expressions, millimetres.
#[derive(Clone, Debug)]
pub struct Box4 {
    /// Left edge.
    pub x: Program,
    /// Top edge.
    pub y: Program,
    /// Width.
    pub w: Program,
    /// Height.
    pub h: Program,
}

/// A disc given by expressions, millimetres.
#[derive(Clone, Debug)]
pub struct Disc {
    /// Centre, from the left.
    pub cx: Program,
    /// Centre, from the top.
    pub cy: Program,
    /// Radius.
    pub r: Program,
}

/// A part of the page.
#[derive(Clone, Debug)]
pub enum Region {
    /// A rectangle.
    Box(Box4),
    /// A disc.
    Disc(Disc),
}

/// A turn, clockwise on the page.
#[derive(Clone, Debug)]
pub struct Rotate {
    /// Degrees.
    pub angle: Program,
    /// The point that stays, from the left.
    pub x: Program,
    /// The point that stays, from the top.
    pub y: Program,
}

/// Where content sits in its region, 0 at the start and 1 at the end of the free space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Align {
    /// 0 left, 0.5 centre, 1 right.
    pub x: f64,
    /// 0 top, 0.5 middle, 1 bottom.
    pub y: f64,
}

/// How many lines a text may have.
#[derive(Clone, Debug)]
pub enum LineChoice {
    /// Any number that the breaker accepts.
    Any,
    /// One line a clause.
    Clauses,
    /// All clauses on one line.
    One,
    /// One line, or broken where the name of a unit or the title of an event may be.
    Names,
}

/// The limits of a fitted size.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Largest type size, mm.
    pub max: Option<Program>,
    /// Least type size, mm; the product's least type when left out.
    pub min: Option<Program>,
    /// Which numbers of lines are tried.
    pub lines: LineChoice,
}

/// How the lines of a text run.
#[derive(Clone, Debug)]
pub enum Flow {
    /// Horizontal lines, top to bottom.
    Block {
        /// Of two lines of one length, how many ems the second begins further right.
        stagger: Program,
    },
    /// Columns, right to left; each starts this many ems lower than the one before.
    Vertical {
        /// Ems.
        stagger: Program,
        /// Columns that stand between rules: each is as wide as the style's leading, or wider, up to this many ems,
        /// where the region has room. The item's `w` over its `lines` is then the distance of the rules.
        ruled: Option<Program>,
    },
    /// The tall solver: one column, a column a clause or a line a clause, whichever is the largest; then opened.
    Tall(Tall),
    /// A body text: lines of one measure, broken between words, justified; of each paragraph the first begins so many ems in.
    Body {
        /// Ems.
        indent: f64,
    },
}

/// What the tall solver may do. Of the style, `tracking` is the least opening of a column and `pitch` the most, `leading`
/// the least distance of two columns, `gap` what parts clauses in one column.
#[derive(Clone, Debug)]
pub struct Tall {
    /// A line a clause is tried too.
    pub rows: bool,
    /// Lowest height of a character in its width: where columns are short of height but not of width. 1 forbids it.
    pub flat: f64,
    /// One column wins that is this much smaller than several.
    pub one: f64,
    /// Most that each column may begin lower than the one before it, ems.
    pub stagger: Program,
    /// Columns stand between rules: the item's `w` over its `lines` is the distance of the rules, the widest so many ems.
    pub ruled: Option<Program>,
}

/// Lines or columns of type in a region.
#[derive(Debug)]
pub struct Text {
    /// The text: one template a forced line; a line whose fields are all empty falls away.
    pub text: Vec<Template>,
    /// How it looks.
    pub style: Style,
    /// Where.
    pub region: Region,
    /// Where in it.
    pub align: Align,
    /// How large.
    pub fit: Fit,
    /// Which way.
    pub flow: Flow,
    /// A disc that all ink stays inside, besides the region.
    pub within: Option<Disc>,
    /// Not kept inside the product's safe area: for type that is art.
    pub bleeds: bool,
    /// One size for all records of a table: the largest that the longest of them has room for. Items of one name have one size
    /// together; of the empty name, each its own.
    pub alike: Option<Arc<str>>,
}

impl Text {
    /// The name under which it has one size with others in a series: its own id, or what it shares.
    pub fn alike_as(&self, id: &Arc<str>) -> Option<Arc<str>> {
        self.alike.as_ref().map(|name| if name.is_empty() { id.clone() } else { name.clone() })
    }
}

/// A part of a row.
#[derive(Debug)]
pub struct Run {
    /// The text.
    pub text: Template,
    /// How it looks.
    pub style: Style,
    /// Its size in the row's sizes.
    pub scale: f64,
    /// Space before it, in the row's (condensed) ems.
    pub before: f64,
    /// Stands on the foot line of the first run's ink, instead of being centred on it.
    pub foot: bool,
    /// Only when this holds.
    pub when: Option<Program>,
    /// Left out first when the row is too long.
    pub optional: bool,
}

/// Runs on one line, fitted together.
#[derive(Debug)]
pub struct Row {
    /// The runs, in reading order.
    pub runs: Vec<Run>,
    /// Where.
    pub region: Box4,
    /// Where in it.
    pub align: Align,
    /// How large the first run.
    pub fit: Fit,
}

/// Type on a circle.
#[derive(Debug)]
pub struct Ring {
    /// The text; spaces become the style's gap.
    pub text: Template,
    /// How it looks.
    pub style: Style,
    /// The centre, and the circle that the em boxes touch from inside (outer type: with their tops, inner: with
    /// their feet).
    pub disc: Disc,
    /// The middle of the text, degrees clockwise from the top.
    pub middle: Program,
    /// The most that it may take, degrees.
    pub arc: Program,
    /// Read from inside, feet outward: for the lower half.
    pub inner: bool,
    /// How large.
    pub fit: Fit,
}

/// One giant character.
#[derive(Debug)]
pub struct Giant {
    /// The text; its first character is taken.
    pub text: Template,
    /// Which character of the text, from 0.
    pub index: Program,
    /// Face and colour.
    pub style: Style,
    /// Its window: nothing outside is painted.
    pub region: Region,
    /// The ink box in window sizes, by the extent of `by`.
    pub zoom: Program,
    /// Which extent of the ink box is measured.
    pub by: Extent,
    /// Where the ink box sits: 0 its start on the window's start, 1 its end on the window's end.
    pub anchor: (Program, Program),
    /// Least share of the ink that must be seen.
    pub visible: f64,
}

/// An extent of an ink box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Its width.
    Width,
    /// Its height.
    Height,
    /// Whichever makes it fill the window.
    Fill,
    /// Whichever makes it stay in the window.
    Fit,
}

/// A figure.
#[derive(Debug)]
pub struct Figure {
    /// What it is.
    pub outline: Contour,
    /// Its inside.
    pub fill: Option<RoleInk>,
    /// Its line: colour and width in mm.
    pub stroke: Option<(RoleInk, Program)>,
    /// Colours of a blend from its top to its bottom (in place of `fill`).
    pub blend: Option<(RoleInk, RoleInk)>,
}

/// The outline of a figure.
#[derive(Debug)]
pub enum Contour {
    /// A rectangle.
    Rect(Box4),
    /// A disc.
    Disc(Disc),
    /// A line from one point to another (x1 y1 x2 y2).
    Line([Program; 4]),
    /// A closed polygon of points.
    Polygon(Vec<(Program, Program)>),
}

/// Lines drawn by functions of u: the line family, the guilloche, the rosette.
#[derive(Debug)]
pub struct Lines {
    /// How many lines; `k` runs from 0.
    pub count: Program,
    /// x of a point, mm, a function of `u` (0…1) and `k`.
    pub x: Program,
    /// y of a point, mm.
    pub y: Program,
    /// Line width, mm.
    pub stroke: Program,
    /// Colours, in turn over equal shares of the lines.
    pub inks: Vec<RoleInk>,
    /// The line comes back to its start.
    pub closed: bool,
    /// Only what is inside is painted; the cut when left out.
    pub region: Option<Region>,
}

/// A picture.
#[derive(Debug)]
pub struct Picture {
    /// What is shown: `logo`, `photo`, `qr` or a file of the campaign.
    pub what: String,
    /// Where; the picture is scaled to fit.
    pub region: Box4,
    /// Where in it; of a picture that covers its region, which part stays.
    pub align: Align,
    /// Of a picture that covers its region, the point that the field `focus` names stays in sight.
    pub focus: bool,
    /// The one ink that vectors are painted in: of a traced lettering.
    pub ink: Option<RoleInk>,
    /// Two colours that it is printed in where the field `duotone` has text; the darker one is its shadows.
    pub duotone: Option<(RoleInk, RoleInk)>,
    /// It covers the whole region, cut off where it is longer; else all of it is seen.
    pub cover: bool,
    /// Its region is not cut by the safe area.
    pub bleeds: bool,
    /// Clear space kept around it, in its own heights.
    pub clear: f64,
    /// The colour that it stands on; the variant's ground when left out.
    pub on: Option<RoleInk>,
}
