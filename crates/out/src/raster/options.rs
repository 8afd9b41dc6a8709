//! How a page becomes pixels, how many they are, and why there may be none.

use std::fmt;
use std::io;
use std::sync::Arc;

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::geom::Affine;
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::{RASTER_PIXELS, RASTER_SIDE};
use biaoyu_page::measure::{Length, MM_PER_INCH, number};
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::Intent;

/// How a page becomes pixels.
#[derive(Clone)]
pub struct Options {
    /// Dots an inch of the finished product.
    pub dpi: f64,
    /// What the white of the screen stands for.
    pub intent: Intent,
    /// The printing condition; the embedded one when `None`.
    pub profile: Option<Arc<Profile>>,
    /// Shows the processing steps (cut lines, eyelets) as well.
    pub steps: bool,
    /// Simulates overprint and spots from the plates, instead of painting screen colours over each other.
    pub overprint: bool,
    /// Size in the file over size on the product: 0.1 states ten times the resolution, of the same pixels.
    pub scale: f64,
}

impl Options {
    /// The art alone, on white, in the embedded printing condition.
    pub fn new(dpi: f64) -> Self {
        Self { dpi, intent: Intent::Relative, profile: None, steps: false, overprint: false, scale: 1.0 }
    }

    pub(super) fn profile(&self) -> &Profile {
        self.profile.as_deref().unwrap_or_else(|| Profile::embedded())
    }
}

/// Why no picture was made.
#[derive(Debug)]
pub enum Error {
    /// The page or the options do not allow it.
    Fault(Box<Fault>),
    /// The output could not be written.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Fault(fault) => fault.fmt(f),
            Error::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Error::Fault(Box::new(fault))
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}

impl From<::png::EncodingError> for Error {
    fn from(error: ::png::EncodingError) -> Self {
        match error {
            ::png::EncodingError::IoError(error) => Error::Io(error),
            other => Error::Io(io::Error::other(other.to_string())),
        }
    }
}

/// Columns and rows of a page at `dpi` dots an inch: its trim, rounded, at least 1.
pub fn pixel_size(page: &Page, dpi: f64) -> (u32, u32) {
    let side = |mm: f64| Length::mm(mm).to_px(dpi).round().clamp(1.0, f64::from(u32::MAX)) as u32;
    (side(page.boxes.trim.width()), side(page.boxes.trim.height()))
}

/// The resolution at which the longer side of a page has at most `px` pixels, but not more than `dpi`.
pub fn fit_dpi(page: &Page, dpi: f64, px: u32) -> f64 {
    let trim = page.boxes.trim;
    dpi.min(f64::from(px.max(1)) * MM_PER_INCH / trim.width().max(trim.height()))
}

/// The size within the limits.
pub(super) fn size(page: &Page, dpi: f64) -> Result<(u32, u32), Error> {
    let (width, height) = pixel_size(page, dpi);
    let trim = page.boxes.trim;
    let drawable = dpi > 0.0 && dpi.is_finite() && trim.width() > 0.0 && trim.height() > 0.0;
    let pixels = u64::from(width) * u64::from(height);
    if drawable && width <= RASTER_SIDE && height <= RASTER_SIDE && pixels <= RASTER_PIXELS {
        return Ok((width, height));
    }
    let dpi = number(dpi, 2);
    let what = say!(
        "`{width}` × `{height}` pixels at `{dpi}` dpi, at most `{RASTER_SIDE}` a side and `{RASTER_PIXELS}` in all",
        "`{dpi}` dpi 下为 `{width}` × `{height}` 像素，每边最多 `{RASTER_SIDE}`，总共最多 `{RASTER_PIXELS}`"
    );
    let place = Place::thing(say!("raster output", "位图输出"));
    Err(Fault::new("raster/size", place, what).hint(say!("lower `--dpi`", "请降低 `--dpi`")).into())
}

/// From page millimetres to pixels. The trim falls on the pixel grid exactly, so the scale may differ from `dpi` by
/// half a pixel over a whole side: no edge is left half covered.
pub(super) fn to_px(page: &Page, width: u32, height: u32) -> Affine {
    let trim = page.boxes.trim;
    Affine::scale_non_uniform(f64::from(width) / trim.width(), f64::from(height) / trim.height())
        * Affine::translate((-trim.x0, -trim.y0))
}
