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
mod gate;
mod hits;
mod lists;
mod logo;
mod making;
mod marks;
mod ops;
mod page;
mod pages;
mod places;
mod project;
mod query;
mod roster;
mod routes;
mod server;
mod shelf;
mod shown;
mod state;
mod uploads;
mod wall;

pub use server::{Settings, serve};
pub use state::Host;
