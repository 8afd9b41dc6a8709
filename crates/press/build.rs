//! Tells builds apart: receipts must not take the output of other sources for their own.

#![allow(clippy::print_stdout, reason = "cargo listens there")]

use std::path::{Path, PathBuf};
use std::{env, fs};

/// All that the binary is made of.
const PARTS: [&str; 7] = ["crates", "layouts", "campaigns", "fonts/SHA256SUMS", "profiles", "Cargo.toml", "Cargo.lock"];

fn main() {
    let mut digest = Fnv(0xcbf2_9ce4_8422_2325);
    let root = env::var("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default().join("../..");
    for part in PARTS {
        println!("cargo::rerun-if-changed={}", root.join(part).display());
        add(&root, Path::new(part), &mut digest);
    }
    println!("cargo::rustc-env=BIAOYU_BUILD={:016x}", digest.0);
}

/// Adds a file, or the files of a folder by name.
fn add(root: &Path, part: &Path, digest: &mut Fnv) {
    let path = root.join(part);
    if path.is_dir() {
        let entries = fs::read_dir(&path).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|e| e.file_name()).collect();
        names.sort();
        for name in names {
            add(root, &part.join(name), digest);
        }
    } else if let Ok(bytes) = fs::read(&path) {
        digest.add(part.to_string_lossy().replace('\\', "/").as_bytes());
        digest.add(&bytes);
    }
}

/// FNV-1a, 64 bits: enough to tell sources apart, and no dependency.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&[0]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
