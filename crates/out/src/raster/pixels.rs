//! The pixels themselves, for who shows them at once instead of storing them.

use biaoyu_page::page::Page;

use super::bands::ScreenBands;
use super::options::{Error, Options};

/// The trimmed page as pixels, rows from the top, no padding.
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether a sample is R G B A (a trim that is no rectangle) instead of R G B; sRGB, 8 bits.
    pub alpha: bool,
    /// The samples.
    pub samples: Vec<u8>,
}

/// Draws the trimmed page. `go_on` is asked before each band: `None` when it says no.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` allow at this resolution.
pub fn pixels(page: &Page, options: &Options, go_on: &dyn Fn() -> bool) -> Result<Option<Pixels>, Error> {
    let mut bands = ScreenBands::new(page, options)?;
    let (alpha, (width, height)) = (bands.is_shaped(), bands.size());
    let each = if alpha { 4 } else { 3 };
    let mut samples = Vec::with_capacity(width as usize * height as usize * each);
    loop {
        if !go_on() {
            return Ok(None);
        }
        match if alpha { bands.rgba() } else { bands.rgb() } {
            Some(rows) => samples.extend_from_slice(rows),
            None => return Ok(Some(Pixels { width, height, alpha, samples })),
        }
    }
}
