//! What is asked of press sheets.

use serde::{Deserialize, Serialize};

use biaoyu_page::words::{Camera, Duplex, Hang, Order, Seam, SheetMarks, Way};

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
    /// The marks that a cutter's camera looks for.
    pub camera: Option<Camera>,
    /// Pieces of several products lie on common sheets.
    pub gang: bool,
    /// More tiles than anyone tapes lightly are meant.
    pub many: bool,
    /// No piece is turned by a quarter.
    pub upright: bool,
    /// Id of the paper that each page is spread over; pages stay whole when `None`.
    pub tile: Option<String>,
    /// What neighbouring tiles share, mm.
    pub overlap: Option<f64>,
    /// The printer whose shift and scale are corrected.
    pub printer: Option<String>,
    /// Width of the roll or size of the board that each page is printed on in panels, or `auto`; whole when `None`.
    pub panel: Option<String>,
    /// How panels are joined; as the shop does when `None`.
    pub seam: Option<Seam>,
    /// What a panel takes for a seam, mm.
    pub allowance: Option<f64>,
    /// Which way seams run; the one with fewer when `None`.
    pub seam_way: Option<Way>,
    /// What banners and backdrops hang by; as the shop hangs them when `None`.
    pub hang: Option<Hang>,
}
