//! Papers: the sheets that pages are imposed on, with what a printer cannot reach and, of label stock, where the labels
//! lie. Lengths are millimetres; the origin is the top left corner of the paper as it is seen from its front, x to the
//! right, y down.

mod machines;
mod read;
mod schema;

pub use machines::{HEAD, Machines, Printer, Target, printer_name};
pub use schema::schema;

use crate::product::Edges;
use biaoyu_page::geom::{Point, Rect, Size};
use biaoyu_page::words::{Camera, Duplex, Order, SheetMarks};

/// What a paper is for: `--on auto` looks among those of one use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The printer of an office.
    Office,
    /// A digital or an offset press.
    Press,
    /// Label stock: its labels are cut already.
    Labels,
}

impl Use {
    /// All, each with its word in the file.
    pub const ALL: [(&'static str, Use); 3] = [("office", Use::Office), ("press", Use::Press), ("labels", Use::Labels)];
}

/// A paper, as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// Short id: `a4`, `labels-70x37`.
    pub id: String,
    /// Name in Chinese.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// What it is for.
    pub used: Use,
    /// Width and height as it lies.
    pub size: Size,
    /// What the printer cannot reach, with the gripper 叼口 of a press.
    pub margins: Edges,
    /// The labels of stock.
    pub stock: Option<Stock>,
    /// Between pieces; twice their bleed when `None`, 0 for one cut between two.
    pub gutter: Option<f64>,
    /// In which order pieces go.
    pub order: Order,
    /// How a sheet with two sides is turned.
    pub duplex: Duplex,
    /// Which marks stand around the pieces.
    pub marks: SheetMarks,
    /// The marks that a cutter's camera looks for.
    pub camera: Option<Camera>,
    /// Their size: the diameter of a disc, the arm of an angle.
    pub camera_size: Option<f64>,
}

/// Where the labels of a sheet lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// Size of a label; of round ones their diameter twice.
    pub label: Size,
    /// The labels are discs.
    pub round: bool,
    /// The top left corners, row by row.
    pub places: Vec<Point>,
}

impl Stock {
    /// The labels.
    pub fn labels(&self) -> impl Iterator<Item = Rect> {
        self.places.iter().map(|at| Rect::from_origin_size(*at, self.label))
    }
}

impl Paper {
    /// The whole sheet.
    pub fn sheet(&self) -> Rect {
        Rect::from_origin_size(Point::ORIGIN, self.size)
    }

    /// What the printer reaches.
    pub fn reach(&self) -> Rect {
        self.margins.inside(self.sheet())
    }
}
