//! Says what `cargo test` did not check on this machine. Not a test of its own: it speaks after all suites (packages are
//! tested in the order of their names), and without a harness, so that its words are seen. Under `CI=true` nothing may be left.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Programs, what they are for, and the package that has them in Debian.
const PROGRAMS: [(&str, &str); 15] = [
    ("chromium", "chromium"),
    ("dmtxread", "dmtx-utils"),
    ("gs", "ghostscript"),
    ("inkscape", "inkscape"),
    ("mutool", "mupdf-tools"),
    ("pdffonts", "poppler-utils"),
    ("pdfimages", "poppler-utils"),
    ("pdfinfo", "poppler-utils"),
    ("pdftoppm", "poppler-utils"),
    ("pdftotext", "poppler-utils"),
    ("python3", "python3, then pip install -r tests/oracles/requirements.txt"),
    ("qpdf", "qpdf"),
    ("rsvg-convert", "librsvg2-bin"),
    ("tiffinfo", "libtiff-tools"),
    ("zbarimg", "zbar-tools"),
];

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("not-checked");
    let mut left: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((program, test)) = name.split_once("--") {
            left.entry(program.to_owned()).or_default().push(test.to_owned());
        }
    }
    if left.is_empty() {
        println!("\nnothing was left unchecked for want of a program");
        return ExitCode::SUCCESS;
    }
    println!("\nNOT CHECKED on this machine, for want of other people's programs (all else passed):");
    for (program, mut tests) in left {
        tests.sort();
        let package = PROGRAMS.iter().find(|(name, _)| *name == program).map_or("", |(_, package)| *package);
        let hint = if package.is_empty() { String::new() } else { format!(" (Debian: {package})") };
        println!("  {program}{hint}: {} tests went on without it: {}", tests.len(), tests.join(", "));
    }
    println!();
    // The notes are of this run: the next one leaves its own.
    fs::remove_dir_all(&folder).unwrap();
    if std::env::var_os("CI").is_some_and(|v| v == "true") { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
