//! Page → pixels: screen proofs (PNG, JPEG) drawn in bands, in constant memory.
//!
//! `scene` turns the page into figures in pixels, `flatten` and `stroke` those into lines, `coverage` the lines into
//! runs of equally covered pixels; `draw` clips the runs and hands them to a `surface` in painting order.
//! The output depends on the page and the options alone: not on the bands, the threads or the machine.

mod bands;
mod coverage;
mod draw;
mod flatten;
mod jpeg;
mod measure;
mod options;
mod paint;
mod picture;
mod pixels;
mod plates;
mod png;
mod scene;
mod soft;
mod stroke;
mod surface;
mod tiff;

pub use jpeg::{JpegOptions, Quality, jpeg};
pub use measure::{InkMap, InkUse, ink_map, ink_use};
pub use options::{Error, Options, fit_dpi, pixel_size};
pub use pixels::{Lay, Pixels, pixels};
pub use plates::Plate;
pub use png::{plates as plate_pngs, png};
pub use tiff::{plate_tiffs, tiff};

#[cfg(test)]
mod tests;
