//! The names that expressions may use, and their slots in the frame.

use std::collections::BTreeMap;

/// Names that every expression knows, in the order of their slots; lengths in millimetres on the finished product.
///
/// - `W H S aspect`: width, height, the shorter of them, W/H
/// - `bleed safe live cut`: rectangles `.x .y .w .h`; `.cx .cy .r` of a disc (r is 0 on other shapes)
/// - `n N clauses longest shortest`: number of the slogan; its characters and clauses; characters of its clauses
/// - `latin`: characters of the longest Latin word or figure of the slogan, 0 where there is none of two and more
/// - `keys`: key characters that there are; `pair`: 1 when a word of two can stand for the slogan (the field `pair`)
/// - `series.N series.clauses series.longest`: the same as `N`, `clauses` and `longest`, at most, over all slogans of the
///   campaign: what every sheet of a series has alike (its foot, a class of sizes) follows these
/// - `i count`: this repeat and how many; `u k`: 0…1 along a line, and which line, in ornaments
/// - `dot.*`: of one dot of a field, while its radius is computed
/// - `qr.modules`: modules on a side of the QR code with its quiet zone, 0 without one
/// - `logo.aspect art.aspect`: width of the logo, of finished art over its height, 0 without one
/// - `page.rows`: rows of the table that the page shows, 0 of a page that is filled from one; `page.upright`: 1 when
///   most pictures of these rows are taller than wide; `whole.longest`: characters of the longest clause of the slogan whose clauses
///   hang on cloths of their own, else the same as `longest`
/// - `alike.NAME`: the size that items of this name have in a series, mm; 0 while it is looked for
/// - `product.*`: 1 or 0, and `least_type` mm, `distance` m; `kind.*`: 1 for the product's kind
/// - `is.own is.slogan is.event is.publication`: what kind of sheet
pub const BUILTINS: &[&str] = &[
    "W",
    "H",
    "S",
    "aspect",
    "bleed.x",
    "bleed.y",
    "bleed.w",
    "bleed.h",
    "safe.x",
    "safe.y",
    "safe.w",
    "safe.h",
    "live.x",
    "live.y",
    "live.w",
    "live.h",
    "live.cx",
    "live.cy",
    "live.r",
    "cut.r",
    "trim.r",
    "n",
    "N",
    "clauses",
    "longest",
    "shortest",
    "latin",
    "keys",
    "pair",
    "series.N",
    "series.clauses",
    "series.longest",
    "i",
    "count",
    "u",
    "k",
    "dot.x",
    "dot.y",
    "dot.u",
    "dot.v",
    "dot.cover",
    "qr.modules",
    "logo.aspect",
    "art.aspect",
    "page.rows",
    "page.upright",
    "whole.longest",
    "product.round",
    "product.personal",
    "product.least_type",
    "product.distance",
    "kind.poster",
    "kind.flag",
    "kind.banner",
    "kind.vbanner",
    "kind.rollup",
    "kind.xstand",
    "kind.lamp",
    "kind.tableflag",
    "kind.badge",
    "kind.name",
    "kind.card",
    "kind.backdrop",
    "kind.cover",
    "kind.screen",
    "kind.seat",
    "kind.certificate",
    "kind.invitation",
    "kind.label",
    "kind.social",
    "kind.board",
    "kind.pennant",
    "kind.sash",
    "kind.armband",
    "kind.sticker",
    "is.own",
    "is.slogan",
    "is.event",
    "is.publication",
];

/// What other expressions can ask of an item: `id.x`, `id.ink.top` …
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Left edge of the region.
    X,
    /// Top edge of the region.
    Y,
    /// Width of the region.
    W,
    /// Height of the region.
    H,
    /// The fitted size: em of type, side of a cell, thickness of a bar.
    Z,
    /// Lines or columns that were set.
    Lines,
    /// 1 when it was set, 0 when it was left out.
    Fits,
    /// Left edge of the ink.
    InkLeft,
    /// Right edge of the ink.
    InkRight,
    /// Top edge of the ink.
    InkTop,
    /// Bottom edge of the ink.
    InkBottom,
}

/// The outputs with their names, in the order of their slots.
pub const OUTPUTS: [(&str, Output); 11] = [
    ("x", Output::X),
    ("y", Output::Y),
    ("w", Output::W),
    ("h", Output::H),
    ("z", Output::Z),
    ("lines", Output::Lines),
    ("fits", Output::Fits),
    ("ink.left", Output::InkLeft),
    ("ink.right", Output::InkRight),
    ("ink.top", Output::InkTop),
    ("ink.bottom", Output::InkBottom),
];

/// The names of one variant.
#[derive(Clone, Debug)]
pub struct Scope {
    slots: BTreeMap<String, usize>,
}

impl Scope {
    /// The built-in names alone.
    pub fn new() -> Self {
        Self { slots: BUILTINS.iter().enumerate().map(|(i, n)| ((*n).to_string(), i)).collect() }
    }

    /// The slot of a name.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.slots.get(name).copied()
    }

    /// A new name's slot; `None` when the name is taken.
    pub fn add(&mut self, name: &str) -> Option<usize> {
        let slot = self.slots.len();
        match self.slots.entry(name.to_string()) {
            std::collections::btree_map::Entry::Vacant(entry) => Some(*entry.insert(slot)),
            std::collections::btree_map::Entry::Occupied(_) => None,
        }
    }

    /// The first of a new item's output slots; `None` when the id is taken.
    pub fn add_item(&mut self, id: &str) -> Option<usize> {
        let mut first = None;
        for (name, _) in OUTPUTS {
            let slot = self.add(&format!("{id}.{name}"))?;
            first.get_or_insert(slot);
        }
        first
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.slots.iter().map(|(n, s)| (n.as_str(), *s))
    }

    /// Slots of a frame.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Never: the built-in names are always there.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}

impl Default for Scope {
    fn default() -> Self {
        Self::new()
    }
}
