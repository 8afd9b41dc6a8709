//! What composing gives.

use std::sync::Arc;

use super::{Bound, Drawn, Entry, Said};
use biaoyu_page::error::Finding;
use biaoyu_page::geom::Rect;
use biaoyu_page::page::Page;

/// What composing gives.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The page.
    pub page: Page,
    /// The text that was set, region by region, in the order of the layout.
    pub regions: Vec<Arc<Set>>,
    /// Whose words stand in which size, in the order of setting.
    pub said: Vec<Said>,
    /// The pictures that the layout drew.
    pub drawn: Vec<Drawn>,
    /// Which fields and pictures were printed, item by item.
    pub ledger: Vec<Entry>,
    /// What the printer or the clerk should know.
    pub findings: Vec<Finding>,
}

/// A region of set type.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// The region's id.
    pub region: Arc<str>,
    /// Its lines or columns.
    pub lines: Vec<String>,
    /// Type size (em), mm.
    pub size: f64,
    /// Horizontal scale of the characters, 1 for none.
    pub condense: f64,
    /// What kept it from being larger.
    pub bound: Bound,
    /// The box of each line's ink on the page, mm; of each character's where the line is turned; one box for type on
    /// an arc.
    pub inks: Vec<Rect>,
}

impl Set {
    /// The box of all ink on the page, mm.
    pub fn ink(&self) -> Rect {
        self.inks.iter().copied().reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO)
    }
}
