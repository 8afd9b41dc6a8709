//! The ledger of a page: which of the fields and pictures that were given each item printed. A press refuses to lose
//! a word by it, and the gate knows by it whose ink is whose.

use std::sync::Arc;

use biaoyu_page::geom::Rect;

/// What one item, or one run of a row, came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The item's id.
    pub region: Arc<str>,
    /// What it is.
    pub sort: Sort,
    /// The fields whose text it printed, and the names of pictures: `unit`, `logo`, `qr`. A field that it only asks
    /// for (`when = "has.unit"`) is not among them.
    pub fields: Vec<Arc<str>>,
    /// Type size (em), height of a picture, side of a cell, mm.
    pub size: f64,
    /// The box of its ink, mm; of a run in a row, of the whole row.
    pub ink: Rect,
}

/// What an item is, as far as its ink is judged by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Lines or columns of type.
    Type,
    /// A run in a row of type: the entries of a row stand in the order of its runs.
    Run,
    /// Type on an arc.
    Arc,
    /// Type on bars that rise or lie.
    Bars,
    /// Clauses parted by slanted bars.
    Slashes,
    /// Type in the cells of a grid.
    Cells,
    /// Type in a cell of a board, which has edges of its own.
    Card,
    /// One character as the picture.
    Key,
    /// Characters of a seal.
    Seal,
    /// A screen of dots.
    Dots,
    /// A family of lines.
    Lines,
    /// A fan of rays.
    Rays,
    /// A mosaic.
    Tiles,
    /// A plain figure: panel, rule, disc.
    Figure,
    /// A logo, photo or code.
    Picture,
}

impl Sort {
    /// Whether it is set to be read.
    pub fn is_type(self) -> bool {
        matches!(self, Sort::Type | Sort::Run | Sort::Arc | Sort::Bars | Sort::Slashes | Sort::Cells | Sort::Card)
    }
}
