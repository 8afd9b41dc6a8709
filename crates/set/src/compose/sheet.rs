//! What one sheet says, and what kind of sheet it is.

/// The words of one sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Number in the campaign; 0 is the campaign's own sheet.
    pub number: u32,
    /// What kind.
    pub kind: SheetKind,
    /// The slogan, title of the event, or name of the campaign. A space parts clauses.
    pub text: String,
    /// The same text with marks where a line may break.
    pub breaks: Option<String>,
    /// Its key characters.
    pub keys: String,
}

/// What a sheet carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetKind {
    /// The campaign's own sheet: its title with year and theme.
    Own,
    /// A slogan.
    #[default]
    Slogan,
    /// An event's title 会标.
    Event,
    /// A publication's cover.
    Publication,
}
