//! The press in a window: a page in the user's own browser, served by this program on this machine only.
//!
//! The server knows the press's public stage and nothing of the command line, which lends it what it needs ([`Host`]). What the
//! page may ask is `API.md`; what is kept on the disk is a folder that `biaoyu render` takes as it is.
//!
//! ```text
//! server ─► gate (token, Host, Origin) ─► routes ─► projects · pages · roster · making · checkup
//! ```
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

mod answer;
mod bench;
mod bmp;
mod bundle;
mod campaign;
mod checkup;
mod clock;
mod command;
mod cures;
mod fields;
mod gate;
mod held;
mod hits;
mod host;
mod keep;
mod lists;
mod logo;
mod logos;
mod making;
mod marks;
mod names;
mod ops;
mod page;
mod pages;
mod places;
mod plans;
mod plate;
mod project;
mod query;
mod roster;
mod routes;
mod runs;
mod server;
mod shelf;
mod shown;
mod state;
mod uploads;
mod wall;

pub use host::Host;
pub use server::{Settings, serve};
