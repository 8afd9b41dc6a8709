//! All that one page is made of.

use super::Sheet;
use crate::layout::Layout;
use crate::palette::Palette;
use crate::picture::{Picture, Pictures};
use crate::product::Product;
use crate::text;
use biaoyu_page::error::Fault;
use biaoyu_page::font::FontLibrary;
use biaoyu_table::record::Fields;

/// All that one page is made of.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// Where things go.
    pub layout: &'a Layout,
    /// How big.
    pub product: &'a Product,
    /// In which colours.
    pub palette: &'a Palette,
    /// What the sheet says.
    pub sheet: &'a Sheet,
    /// What templates are filled with; `slogan` and `key` come from the sheet.
    pub fields: &'a Fields,
    /// The faces.
    pub fonts: &'a FontLibrary,
    /// Logo, photo, QR code.
    pub pictures: &'a Pictures,
    /// Whether the palette's spot inks print instead of their process mixtures.
    pub spots: bool,
}

/// The QR code, or why there is none.
pub(crate) type Code = Result<Picture, Fault>;

/// The two characters that may stand large one over the other.
pub(super) fn pair(edition: &Edition<'_>) -> Option<String> {
    text::pair_of(&edition.sheet.text, &edition.sheet.keys, edition.fields.get("title").unwrap_or_default())
}

/// What templates are filled with.
pub(super) fn taken_fields(edition: &Edition<'_>) -> Fields {
    let mut fields = edition.fields.clone();
    fields.set("slogan", edition.sheet.text.clone());
    fields.set("key", edition.sheet.keys.clone());
    fields.set("pair", pair(edition).unwrap_or_default());
    if let Some(name) = fields.get("name").map(text::open_name) {
        fields.set("name", name);
    }
    fields
}

/// The QR code: the picture of that name, else made of the field `qr`.
pub(super) fn code(edition: &Edition<'_>) -> Option<Code> {
    if let Some(given) = edition.pictures.get("qr") {
        return Some(Ok(given.clone()));
    }
    let text = edition.fields.get("qr").filter(|text| !text.trim().is_empty())?;
    Some(edition.pictures.code(text))
}
