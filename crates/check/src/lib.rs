//! Reads PDFs and judges pages.
//!
//! It knows how to read PDFs of any program as what they print, damaged ones too; what a print shop would say of a file or
//! a page, and what a designer would; and how to take art from strangers: logos, templates.
//! It never knows files or folders, and it changes nothing: it is given bytes or pages and gives findings.
//!
//! ```
//! use biaoyu_check::preflight::{Context, Profile, judge};
//!
//! let report = judge(b"GIF89a", "logo.pdf", &Context { product: None, profile: Profile::offset() });
//! assert!(report.unreadable.is_some());
//! ```
#![warn(unreachable_pub)]
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod import;
pub mod impose;
pub mod preflight;
pub mod read;
