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
//! This is the facade of the crates below (`docs/architecture.md`) and the command line over them. One page as PDF and PNG:
//!
//! ```
//! use biaoyu::press::{Sources, Stage, Texts, Wanted, plan};
//! use biaoyu::{pdf, raster};
//!
//! let mut wanted = Wanted::default();
//! wanted.what.texts = Texts::Each(vec!["质量先行 顾客为上".into()]);
//! wanted.what.products = vec!["badge-58".into()];
//! let plan = plan(&wanted, &Sources::default())?;
//! let page = Stage::new(&plan).page(plan.pages[0])?.page;
//! let (pdf, mut png) = (pdf::write(&[page.clone()], &plan.settings.pdf)?, Vec::new());
//! raster::png(&page, &raster::Options::new(96.0), &mut png)?;
//! assert!(pdf.starts_with(b"%PDF") && png.starts_with(b"\x89PNG"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
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
pub use biaoyu_out::{cut, pdf, raster};
pub use biaoyu_page::{date, decode, error, font, geom, icc, ink, limits, measure, page, say, suggest, wording, words};
pub use biaoyu_press as press;
pub use biaoyu_set::{
    campaign, compose, embedded, expr, finish, impose, layout, notation, overview, palette, paper, picture, product,
    profile, text,
};
pub use biaoyu_table::{record, table};

pub mod cli;
