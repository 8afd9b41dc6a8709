//! What a content stream knows and names: the graphics state, and the kinds of its resources.

use biaoyu_page::page::{Cap, Join};

use super::inks::Colour;

/// The graphics state as far as it is known; `None` is unknown and set before use.
#[derive(Clone, Default)]
pub(super) struct State {
    pub fill: Option<Colour>,
    pub stroke: Option<Colour>,
    pub overprint: Option<bool>,
    pub width: Option<i64>,
    pub cap: Option<Cap>,
    pub join: Option<Join>,
    pub dash: Option<Vec<i64>>,
    pub font: Option<(usize, i64)>,
}

impl State {
    /// What a page starts with (8.4.1); a form inherits what nobody knows.
    pub(crate) fn page() -> Self {
        Self {
            overprint: Some(false),
            cap: Some(Cap::Butt),
            join: Some(Join::Miter),
            dash: Some(Vec::new()),
            ..Self::default()
        }
    }
}

/// What a content stream may name, in the order of the resource dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    State,
    Space,
    Pattern,
    Font,
    Form,
    Image,
    Layer,
}

impl Kind {
    /// The first letter of such names.
    pub(crate) fn letter(self) -> char {
        match self {
            Kind::State => 'G',
            Kind::Space => 'S',
            Kind::Pattern => 'P',
            Kind::Font => 'F',
            Kind::Form => 'X',
            Kind::Image => 'I',
            Kind::Layer => 'L',
        }
    }

    pub(crate) fn category(self) -> &'static [u8] {
        match self {
            Kind::State => b"ExtGState",
            Kind::Space => b"ColorSpace",
            Kind::Pattern => b"Pattern",
            Kind::Font => b"Font",
            Kind::Form | Kind::Image => b"XObject",
            Kind::Layer => b"Properties",
        }
    }
}
