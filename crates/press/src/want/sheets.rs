//! What is asked of press sheets.

use serde::{Deserialize, Serialize};

use biaoyu_page::words::{Duplex, Order, SheetMarks};

/// Press sheets: the paper, and what is asked for by hand; `None` leaves it to the paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetsWanted {
    /// Id of the paper, or `auto`; pages are not imposed when `None`.
    pub on: Option<String>,
    /// The first place that is filled on the first sheet, from 1.
    pub start: Option<u32>,
    /// Between pieces, mm; 0 for one cut between two.
    pub gutter: Option<f64>,
    /// In which order pieces go.
    pub order: Option<Order>,
    /// How a sheet with two sides is turned.
    pub duplex: Option<Duplex>,
    /// Which marks stand around the pieces.
    pub marks: Option<SheetMarks>,
    /// No piece is turned by a quarter.
    pub upright: bool,
    /// Id of the paper that each page is spread over; pages stay whole when `None`.
    pub tile: Option<String>,
    /// What neighbouring tiles share, mm.
    pub overlap: Option<f64>,
}
