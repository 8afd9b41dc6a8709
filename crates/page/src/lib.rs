//! What everything of biaoyu rests on: faults, lengths, inks, faces, and the page as a display list.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::dbg_macro,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::disallowed_methods
    )
)]

pub mod date;
pub mod decode;
pub mod error;
pub mod font;
pub mod geom;
pub mod icc;
pub mod ink;
pub mod limits;
pub mod measure;
pub mod page;
pub mod punctuation;
pub mod suggest;
pub mod wording;
pub mod words;
