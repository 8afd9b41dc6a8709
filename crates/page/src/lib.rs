//! What everything of biaoyu rests on.
//!
//! It knows faults and findings in two languages, lengths, shapes and limits, inks and printing conditions, faces, the
//! closed choices of a job ([`words`]), and the page as a display list: what stands where, in which ink, and why.
//! It never knows what a campaign, a product or a layout is, how a page is written down, or where a file lies.
//!
//! ```
//! use biaoyu_page::error::{Fault, Lang, Place};
//! use biaoyu_page::{ink::Cmyk, say, words::{Choice as _, FileKind}};
//!
//! let found = "C0 M100 Y140 K5";
//! assert!(Cmyk::parse(found).is_none());
//! let fault = Fault::new("colour/cmyk", Place::file("unit.toml"), say!("`{found}` is no ink", "`{found}` 不是颜色"));
//! assert_eq!(fault.text(Lang::En), "unit.toml: `C0 M100 Y140 K5` is no ink");
//! assert_eq!(FileKind::of("jpg"), Some(FileKind::Jpeg));
//! ```
#![warn(unreachable_pub)]
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod date;
pub mod decode;
pub mod duotone;
pub mod error;
pub mod font;
pub mod geom;
pub mod icc;
pub mod ink;
pub mod limits;
pub mod measure;
pub mod page;
pub mod punctuation;
pub mod reduce;
pub mod suggest;
pub mod wording;
pub mod words;
pub mod xml;
