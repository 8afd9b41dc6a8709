//! What is said, how big, where; and the composer that makes pages of it.
//!
//! It knows campaigns, products, palettes, profiles of print shops, pictures and layouts as data that is read from text;
//! how Chinese is broken, shaped and set; and how a layout's expressions become the marks of a page.
//! It never knows a layout by its name, how a page is written down, or where anything lies.
//!
//! ```
//! use biaoyu_page::font::FontLibrary;
//! use biaoyu_set::compose::{Edition, Pictures, Sheet, compose};
//! use biaoyu_set::{embedded, layout::Layout};
//!
//! let source = embedded::layout("glyph").expect("it comes with the program");
//! let (layout, products, palettes) =
//!     (Layout::parse(source.name, source.text)?, embedded::products()?, embedded::palettes()?);
//! let sheet = Sheet { text: "质量先行 顾客为上".into(), keys: "质".into(), ..Sheet::default() };
//! let composed = compose(&Edition {
//!     layout: &layout,
//!     product: &products[0],
//!     palette: &palettes[0],
//!     sheet: &sheet,
//!     fields: &Default::default(),
//!     fonts: &FontLibrary::embedded(),
//!     pictures: &Pictures::default(),
//!     spots: false,
//! })?;
//! assert_eq!(composed.page.boxes.trim.width(), products[0].trim.width);
//! # Ok::<(), biaoyu_page::error::Faults>(())
//! ```
#![warn(unreachable_pub)]
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod campaign;
pub mod compose;
pub mod embedded;
pub mod expr;
pub mod finish;
pub mod impose;
pub mod layout;
pub mod notation;
pub mod overview;
pub mod palette;
pub mod paper;
pub mod picture;
pub mod product;
pub mod profile;
pub mod technical;
pub mod text;
