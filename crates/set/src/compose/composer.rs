//! The state of one page being set.

use std::sync::Arc;

use super::edition::{Code, Edition};
use super::{Choice, Drawn, Entry, Said, Set};
use crate::layout::{RoleInk, Variant};
use biaoyu_page::error::{Faults, Finding, Place, Say, Severity};
use biaoyu_page::geom::{Outline, Rect};
use biaoyu_page::ink::Paint;
use biaoyu_page::page::{Item, Source};
use biaoyu_page::say;
use biaoyu_table::record::Fields;

/// The state of one page being set.
pub(crate) struct Composer<'a> {
    pub edition: &'a Edition<'a>,
    pub variant: &'a Variant,
    pub fields: Fields,
    pub frame: Vec<f64>,
    pub set: Vec<(usize, Arc<Set>)>,
    pub said: Vec<Said>,
    pub drawn: Vec<Drawn>,
    pub ledger: Vec<Entry>,
    pub findings: Vec<Finding>,
    pub faults: Faults,
    /// Cells of grids that carry a character, mm: no tile is laid there.
    pub taken: Vec<Rect>,
    /// The QR code, once asked for.
    pub code: Option<Code>,
    /// Places that stay free.
    pub kept: Vec<Kept>,
    /// What was chosen for all pages of its kind.
    pub choice: &'a Choice,
    /// The power that the light of the next picture is brought to.
    pub exposure: Option<f64>,
}

/// An item that was set: its marks, and what other expressions may ask of it.
pub(crate) struct Laid {
    pub items: Vec<Item>,
    pub region: Rect,
    pub size: f64,
    pub lines: f64,
    pub ink: Rect,
}

impl<'a> Composer<'a> {
    pub(super) fn new(
        edition: &'a Edition<'a>,
        variant: &'a Variant,
        frame: Vec<f64>,
        fields: Fields,
        code: Option<Code>,
        choice: &'a Choice,
    ) -> Self {
        let (set, findings, faults, taken) = (Vec::new(), Vec::new(), Faults::default(), Vec::new());
        let (said, drawn, ledger, kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let exposure = None;
        Self {
            edition,
            variant,
            fields,
            frame,
            set,
            said,
            drawn,
            ledger,
            findings,
            faults,
            taken,
            code,
            kept,
            choice,
            exposure,
        }
    }

    /// The paint of a role.
    pub(crate) fn paint(&self, role: RoleInk) -> Paint {
        Paint::Solid { ink: self.edition.palette.ink(role.role, self.edition.spots), tint: role.tint, overprint: false }
    }

    /// The source of an item, for preflight.
    pub(crate) fn source(&self, region: &Arc<str>) -> Source {
        Source { slogan: Some(self.edition.sheet.number), region: Some(region.clone()) }
    }

    /// Tells what the printer should know of an item.
    pub(super) fn remark(&mut self, id: &str, rule: &'static str, severity: Severity, what: Say, hint: Say) {
        let place = self.place(Some(id));
        self.findings.push(Finding { rule, severity, place, what, hint: Some(hint) });
    }

    /// The place of a fault or finding, in the user's words.
    pub(crate) fn place(&self, region: Option<&str>) -> Place {
        let (n, product) = (self.edition.sheet.number, &self.edition.product.id);
        // The campaign's own sheet, and that of a table's row, have no number.
        Place::thing(match (region, n) {
            (Some(id), 0) => say!("`{product}`, region `{id}`", "`{product}`，区域 `{id}`"),
            (None, 0) => say!("`{product}`", "`{product}`"),
            (Some(id), _) => say!("slogan {n}, `{product}`, region `{id}`", "第 {n} 条，`{product}`，区域 `{id}`"),
            (None, _) => say!("slogan {n}, `{product}`", "第 {n} 条，`{product}`"),
        })
    }
}

/// A place that was kept free, and who may stand there.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub id: Arc<str>,
    pub outline: Outline,
    pub but: Vec<String>,
}
