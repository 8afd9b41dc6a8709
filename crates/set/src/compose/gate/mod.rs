//! The gate: what a composed page must hold before it may hang, measured on its ink.
//!
//! One function a check, each giving numbers; [`judge`] holds all of them against the thresholds of [`limits`]. Solver,
//! choice of variants ([`choose()`]) and preflight ask the same functions, so that what one takes another never refuses.
//! G1 overlap and clear space · G3 reading direction · G4 share of the slogan · G5 ranks · G6 emptiness · G7 ornament ·
//! G8 place · G9 series · G10 marks and windows. (G2, what was given and not set, is the ledger's.)

mod clear;
mod direction;
mod emptiness;
pub mod limits;
mod marks;
mod ornament;
mod outline;
mod overlap;
mod place;
mod ranks;
mod series;
mod share;
mod sight;
mod stand;

pub use series::{Habit, choose};
pub use sight::Role;

use std::sync::Arc;

use super::{Composed, Sheet};
use crate::product::Product;
use biaoyu_page::error::Severity;
use sight::Sight;

/// What was held against a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// Depth in ems that two inks overlap.
    Overlap,
    /// Ems between type and a mark, a code or ornament.
    Clearance,
    /// Distance of lines or columns over that of characters.
    Direction,
    /// Slogan's em over the shorter side.
    Share,
    /// Slogan's box over the sheet.
    Hull,
    /// 落款 over slogan.
    Sign,
    /// Theme over slogan.
    Theme,
    /// Theme over the shorter side.
    ThemeLeast,
    /// Theme over the campaign's line.
    ThemeBelow,
    /// Name over slogan.
    Name,
    /// Share of blocks without an edge.
    Emptiness,
    /// Share of the page that tiles cover.
    Tiles,
    /// Share of the key character that is seen.
    Key,
    /// A key character that is too dense.
    Dense,
    /// Height of characters over their width.
    Flat,
    /// Width of an ornament's line, mm.
    Hairline,
    /// Distance of type from the edge over the shorter side.
    Inset,
    /// Distance of edges that are meant to be one, mm.
    Edge,
    /// Ems that a mark's middle lies above or below that of the name beside it.
    Level,
    /// Ems between a mark and its name.
    Gap,
    /// How far a mark or code is off every edge, axis and margin that it could stand on, mm.
    Stray,
    /// How far a mark on a disc is from what is nearest, mm.
    Apart,
    /// Middle of a centred slogan between the rows above and below it.
    Centre,
    /// Height of a stand's lowest ink over the floor, mm.
    Floor,
    /// Code over the width of a stand.
    StandCode,
    /// Foot of a stage's type over its height.
    Stage,
    /// Sizes of slogans in a series.
    Sizes,
    /// How far the foot of one sheet lies from that of another, mm.
    Foot,
    /// Ems from a mark inside a line to the next character.
    Marks,
    /// Width over height of a board's window.
    Window,
}

/// A threshold that a page does not keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// Which.
    pub check: Check,
    /// How bad.
    pub severity: Severity,
    /// The region that breaks it.
    pub region: Arc<str>,
    /// The other one, where it is between two; characters, where they matter.
    pub other: Option<Arc<str>>,
    /// What was measured.
    pub found: f64,
    /// What is wanted, at least or at most.
    pub wanted: f64,
}

impl Breach {
    fn new(check: Check, severity: Severity, region: &Arc<str>, found: f64, wanted: f64) -> Self {
        Self { check, severity, region: region.clone(), other: None, found, wanted }
    }

    fn beside(mut self, other: &Arc<str>) -> Self {
        self.other = Some(other.clone());
        self
    }
}

/// All that a page does not keep: ink over ink first, then check by check.
pub fn judge(composed: &Composed, product: &Product, sheet: &Sheet) -> Vec<Breach> {
    let sight = Sight::of(composed);
    let mut breaches = overlap::overlaps(&sight);
    breaches.extend(clear::clearances(&sight));
    breaches.extend(direction::directions(&sight));
    breaches.extend(share::shares(&sight, product, sheet));
    breaches.extend(ranks::ranks(&sight, product));
    breaches.extend(emptiness::crowds(&sight, product));
    breaches.extend(ornament::ornaments(&sight, product));
    breaches.extend(ornament::dense(composed));
    breaches.extend(place::places(&sight, product, sheet));
    breaches.extend(stand::stands(&sight, product));
    breaches.extend(marks::marks(&sight));
    breaches.extend(marks::windows(composed, product));
    breaches
}

/// Whether ink lies over ink, what no page may have, whatever else is judged. Cheap enough for every page of a roster, whose
/// figures and grounds are those of the pages that are judged in full.
pub fn has_overlap(composed: &Composed) -> bool {
    overlap::may_overlap(&composed.ledger) && !overlap::overlaps(&Sight::of(composed)).is_empty()
}

/// The share of a page's blocks that hold no edge, 0 to 1.
pub fn empty_share(composed: &Composed, product: &Product) -> f64 {
    emptiness::empty(&Sight::of(composed), product)
}
