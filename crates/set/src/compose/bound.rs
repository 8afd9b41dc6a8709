//! What kept a text from being larger.

/// What bound a fitted size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The region's width.
    Width,
    /// The region's height.
    Height,
    /// The layout's largest size.
    Max,
    /// The circle or arc.
    Arc,
    /// The product's live area.
    Live,
}

impl Bound {
    /// The stable word of the JSON output.
    pub fn word(self) -> &'static str {
        match self {
            Bound::Width => "width",
            Bound::Height => "height",
            Bound::Max => "max",
            Bound::Arc => "arc",
            Bound::Live => "live",
        }
    }
}
