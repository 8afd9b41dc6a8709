//! The press in a window: a page in the user's own browser, served by this program on this machine only.
//!
//! It knows projects, folders that `biaoyu render` takes as they are; how pages are shown while one types, and how files are
//! made and judged, by the press's public stage. What the page may ask is `API.md`.
//! It never knows arguments or the terminal, which the command line lends it ([`Host`]), how a page is drawn, or any other
//! machine: nothing but this one is answered.
//!
//! ```
//! use std::{sync::atomic::AtomicBool, time::Duration};
//!
//! use biaoyu_page::error::{Faults, Lang};
//! use biaoyu_studio::{Host, Settings, serve};
//!
//! let host = Host {
//!     version: "1",
//!     lang: Lang::Zh,
//!     config: None,
//!     wanted: |_, _| Ok(Default::default()),
//!     roots: |folder| vec![folder.into()],
//!     show: |_| {},
//! };
//! let settings = Settings { port: None, folder: "projects".into(), open: None, silence: Duration::from_secs(60) };
//! let (stop, mut address) = (AtomicBool::new(true), String::new());
//! serve(settings, host, &stop, &mut |own| address = own.into())?;
//! assert!(address.starts_with("http://127.0.0.1:"));
//! # Ok::<(), Faults>(())
//! ```
//!
//! ```text
//! server ─► gate (token, Host, Origin) ─► routes ─► projects · pages · roster · making · checkup
//! ```
#![warn(unreachable_pub)]
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
mod plainly;
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
