//! A layout: the template that says where things go. Pure data, read from TOML by [`parse`](Layout::parse);
//! the engine that follows it is `compose`, which never looks at a layout's id.
//!
//! Every number of a layout is an expression ([`crate::expr`]). A variant's expressions are compiled once against
//! its [`Scope`]; on a page they are evaluated on a frame of numbers, lets and items in the order of
//! what they refer to. The written manual is `docs/layouts.md`.

mod barcode;
mod bars;
mod cards;
mod cells;
mod compiler;
mod dots;
mod field_names;
mod foot;
mod free;
mod items;
mod kind;
mod number;
mod parse;
mod parse_cells;
mod parse_items;
mod rays;
mod reader;
mod schema;
mod schema_cards;
mod schema_words;
mod scope;
mod style;

pub use barcode::{Barcode, CodeKind};
pub use bars::{BarEnds, Bars, Series, Slashes};
pub use cards::{CardForm, Cards};
pub use cells::{Cells, Ends, Seal, TileKind, Tiles, Ways};
pub use dots::{DotGlyph, Dots};
pub use field_names::{DUOTONE, FOCUS, LOCKUP, PAPER, STRIP, WHOLE, focus, place};
pub use foot::{Foot, MARKS, Part};
pub use free::Free;
pub use items::*;
pub use kind::Kind;
pub use number::{Number, Tally};
pub use rays::Rays;
pub use schema::schema;
pub use scope::{BUILTINS, OUTPUTS, Output, Scope};
pub use style::{Face, RoleInk, Style};

use std::ops::Range;
use std::sync::Arc;

use crate::expr::Program;

/// A layout.
#[derive(Debug)]
pub struct Layout {
    /// The id by which it is asked for.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// What it is, in a sentence.
    pub about: String,
    /// Palettes that suit it; the first is the default.
    pub palettes: Vec<String>,
    /// The names of its styles.
    pub styles: Vec<String>,
    /// Fields and pictures without which it cannot be set.
    pub needs: Vec<String>,
    /// Most rows of a table that one of its pages shows; 1 for a page a row.
    pub rows: usize,
    /// What a gallery shows where nothing of the kind is given: fields with their text.
    pub sample: Vec<(String, String)>,
    /// Ways to set it; the first whose condition holds is taken.
    pub variants: Vec<Variant>,
}

/// One way to set a layout, for the pages that meet its condition.
#[derive(Debug)]
pub struct Variant {
    /// What it is called in messages.
    pub name: String,
    /// When it is taken; `None` always.
    pub when: Option<Program>,
    /// What the whole page is painted with, to the cut; `None` leaves the paper.
    pub ground: Option<RoleInk>,
    /// Lets and items, each after all that it refers to.
    pub order: Vec<Step>,
    /// The items, in the order of the file, which is the order of painting within one `z`.
    pub items: Vec<Item>,
    /// The names of the variant.
    pub scope: Scope,
}

/// A step of evaluation, with all that its outcome depends on.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is done.
    pub node: Node,
    /// Slots that it fills.
    pub writes: Range<usize>,
    /// Slots that it reads.
    pub reads: Vec<usize>,
    /// Fields and pictures that it shows.
    pub fields: Vec<String>,
}

/// What a step does.
#[derive(Clone, Debug)]
pub enum Node {
    /// Computes a `let` into a slot.
    Let(usize, Program),
    /// Sets the item of this index.
    Item(usize),
}

/// Something on the page.
#[derive(Debug)]
pub struct Item {
    /// Its id: other expressions refer to `id.x`, messages name it.
    pub id: Arc<str>,
    /// Drawn only when this holds.
    pub when: Option<Program>,
    /// Items of a higher z are painted later.
    pub z: Option<Program>,
    /// Left out, with a finding, where it does not fit; otherwise the page fails.
    pub optional: bool,
    /// Bought forms have it already: not printed onto them.
    pub stock: bool,
    /// Drawn this many times, with `i` from 0.
    pub repeat: Option<Program>,
    /// Only what is inside is painted.
    pub clip: Option<Region>,
    /// Turned as a whole.
    pub rotate: Option<Rotate>,
    /// First of the item's output slots.
    pub outputs: usize,
    /// What it is.
    pub kind: Kind,
}
