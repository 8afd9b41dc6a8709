//! PDFs of any program on press sheets: every page becomes a form XObject that is placed as it is (ISO 32000-1, 8.10). Inks,
//! spots, layers, transparency and fonts are copied, never converted; what prints over a page (annotations, fields) is
//! placed with it.
//!
//! The sheets themselves with their marks are written by `biaoyu_out` and opened again; here the pages are laid under the
//! marks, and the print condition of the sources takes the place of ours.

mod blends;
mod boxes;
mod copy;
mod place;
mod registration;
mod source;
mod unsaid;

pub use place::{Placed, sheets};
pub use source::{Page, Source};
