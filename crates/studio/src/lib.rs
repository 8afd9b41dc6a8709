//! The press in a window: a page in the user's own browser, served by this program on this machine only. What the page may
//! ask is `API.md`.

/// The files of the page, by their path below it.
pub static PAGE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/page.rs"));
