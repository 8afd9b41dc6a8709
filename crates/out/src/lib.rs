//! Pages as PDF and as pixels.
//!
//! It knows PDF/X-4, PDF/X-1a and plain PDF with live type, spots, layers and output intents; PNG proofs, JPEG, CMYK TIFF
//! and plates; and that equal pages and options give equal bytes, whatever machine, threads or bands made them.
//! It never knows whence a page comes: layouts, campaigns, products and files are nothing to it.
//!
//! ```
//! use biaoyu_out::{pdf, raster};
//! use biaoyu_page::geom::{Outline, Rect};
//! use biaoyu_page::page::{Boxes, Page};
//!
//! let (trim, bleed) = (Rect::new(0.0, 0.0, 60.0, 40.0), Rect::new(-3.0, -3.0, 63.0, 43.0));
//! let outline = || Outline::Rect(trim);
//! let boxes = Boxes { media: bleed, bleed, trim };
//! let page = Page { title: "空".into(), boxes, trim: outline(), live: outline(), cut: outline(), items: Vec::new() };
//! let bytes = pdf::write(&[page.clone()], &pdf::Options::new(pdf::Moment::day(2021, 9, 1)))?;
//! assert!(bytes.starts_with(b"%PDF-1.6"));
//! assert_eq!(raster::pixel_size(&page, 25.4), (60, 40));
//! # Ok::<(), biaoyu_page::error::Faults>(())
//! ```
#![warn(unreachable_pub)]
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod cut;
pub mod pdf;
pub mod raster;
