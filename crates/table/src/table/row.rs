//! How the cells of a grid's row are found: mostly in line, so that a row needs to know where its first one begins.

/// A row. Its cells mostly stand in line: each begins a fixed number of bytes behind the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// End of its cells in `lengths`, and in the two highest bits how they stand.
    end_and_kind: u32,
    /// Where its first cell begins; of a scattered row the place of that in `starts`.
    pub first: u32,
}

/// How the cells of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// In line, so many bytes between: 1 of a delimiter, 3 where quotes stand around each.
    Line(u32),
    /// Anywhere.
    Scattered,
}

impl Row {
    const SHIFT: u32 = 30;
    const SCATTERED: u32 = 3;
    /// The widest gap that cells in line have between them.
    pub const GAP: u32 = Self::SCATTERED;

    pub fn new(end: u32, kind: Kind, first: u32) -> Self {
        let kind = match kind {
            Kind::Line(gap) => gap.saturating_sub(1).min(Self::SCATTERED - 1),
            Kind::Scattered => Self::SCATTERED,
        };
        Self { end_and_kind: end | kind << Self::SHIFT, first }
    }

    /// End of its cells.
    pub fn end(self) -> usize {
        (self.end_and_kind & !(u32::MAX << Self::SHIFT)) as usize
    }

    /// How they stand.
    pub fn kind(self) -> Kind {
        match self.end_and_kind >> Self::SHIFT {
            Self::SCATTERED => Kind::Scattered,
            gap => Kind::Line(gap + 1),
        }
    }
}

/// A row that is being added.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Adding {
    /// How many it has.
    pub cells: usize,
    /// Where its first cell begins.
    pub first: u32,
    /// Where its last cell ends.
    pub end: u32,
    /// The place of its first cell in `starts`.
    pub scattered: u32,
    /// How its cells stand, once there are two.
    pub kind: Option<Kind>,
}
