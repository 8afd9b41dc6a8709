//! biaoyu 标语: sets a slogan in CJK faces and writes print-ready posters, flags and badges.
//!
//! A *campaign* says what, a *product* says how big, a *layout* says where; the composer turns the
//! three into a *page* (a display list); backends turn a page into bytes; preflight reads both.
//!
//! ```text
//! campaigns/*.toml ─┐
//! products.toml ────┼─► press::plan ─► Job ─► compose ─► Page ─┬─► pdf   ─► bytes ─┐
//! layouts/*.toml ───┘                 (pure)  (pure)           ├─► raster ─► bytes ├─► files + receipt
//! fonts/ ───────────► FontLibrary ──────────────┘              └─► preflight ◄─────┘
//! ```
//!
//! Imports point strictly downward: `cli` → `press` → `preflight`, `import` → `pdf`, `raster`, `read` →
//! `impose`, `finish` → `compose` → `text` → input data → `page` → `font`, `ink`, `icc` → `geom`, `measure`, `limits`,
//! `error`. Only `press` and `cli` know files, the environment, the clock or the terminal.
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

pub use biaoyu_check::{import, preflight, read};
pub use biaoyu_out::{pdf, raster};
pub use biaoyu_page::{date, decode, error, font, geom, icc, ink, limits, measure, page, say, suggest, wording, words};
pub use biaoyu_press as press;
pub use biaoyu_set::{
    campaign, compose, embedded, expr, finish, impose, layout, notation, palette, picture, product, profile, text,
};
pub use biaoyu_table::{record, table};

pub mod cli;
