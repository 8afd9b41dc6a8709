//! One program for all targets; the variable `TARGET` says which.
#![no_main]

#[path = "../targets.rs"]
mod targets;

use std::sync::OnceLock;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static RUN: OnceLock<fn(&[u8])> = OnceLock::new();
    let run = RUN.get_or_init(|| {
        let name = std::env::var("TARGET").unwrap_or_default();
        let found = targets::TARGETS.iter().find(|(known, ..)| *known == name);
        found.unwrap_or_else(|| panic!("TARGET={name}: there is no such target")).2
    });
    run(bytes);
});
