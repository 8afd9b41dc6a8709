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

pub mod campaign;
pub mod cli;
pub mod compose;
pub mod date;
pub mod decode;
pub mod embedded;
pub mod error;
pub mod expr;
pub mod finish;
pub mod font;
pub mod geom;
pub mod icc;
pub mod import;
pub mod impose;
pub mod ink;
pub mod layout;
pub mod limits;
pub mod measure;
pub mod notation;
pub mod page;
pub mod palette;
pub mod pdf;
pub mod picture;
pub mod preflight;
pub mod press;
pub mod product;
pub mod profile;
pub mod raster;
pub mod read;
pub mod record;
pub mod suggest;
pub mod table;
pub mod text;
pub mod wording;
