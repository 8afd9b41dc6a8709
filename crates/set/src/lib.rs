//! What is said, how big, where; and the composer that makes pages of it.
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

pub mod campaign;
pub mod compose;
pub mod embedded;
pub mod expr;
pub mod finish;
pub mod impose;
pub mod layout;
pub mod notation;
pub mod palette;
pub mod picture;
pub mod product;
pub mod profile;
pub mod text;
