//! Every layout on every product, as every shop wants it and with every option, as an independent checker and another
//! reader judge it.

#[path = "pdf/oracle.rs"]
#[allow(dead_code)]
mod oracle;
mod outside;

use std::path::{Path, PathBuf};
use std::process::Command;

use biaoyu::embedded;
use tempfile::TempDir;

/// Runs x4check on many files in one process: starting Python and its readers takes longer than a check. The options,
/// parted by spaces, come first.
const MANY: &str = "
import sys
sys.path.insert(0, sys.argv[1])
from x4check import check
options = sys.argv[2].split()
for path in sys.argv[3:]:
    for f in check(path, *options):
        print(f'{path}: {f[\"rule\"]} {f[\"count\"]} times: {\"; \".join(f[\"messages\"][:3])}')
print(len(sys.argv) - 3, 'checked')
";

/// Presses into a folder and gives the PDFs of the products.
fn press(folder: &Path, arguments: &[&str]) -> Vec<PathBuf> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
    command.args(["--lang", "en", "render", "-f", "pdf", "--bare", "-o"]).arg(folder).args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    let mut files = Vec::new();
    for product in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        files.extend(std::fs::read_dir(product).unwrap().map(|e| e.unwrap().path()));
    }
    files.retain(|f| f.extension().is_some_and(|e| e == "pdf"));
    files.sort();
    files
}

/// What x4check says of the files; `None` where there is no Python for it.
fn checked(files: &[PathBuf], options: &str) -> Option<String> {
    let oracles = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles");
    let sheet = oracle::Sheet::new(b"");
    let mut arguments = vec!["-c", MANY, oracles, options];
    arguments.extend(files.iter().map(|f| f.to_str().unwrap()));
    let out = sheet.python(&arguments)?;
    let count = format!("{} checked\n", files.len());
    assert!(out.ends_with(&count), "{out}");
    Some(out.trim_end_matches(count.as_str()).to_string())
}

fn layouts() -> String {
    embedded::LAYOUTS.iter().map(|l| l.name).collect::<Vec<_>>().join(",")
}

fn products(wanted: impl Fn(&biaoyu::product::Product) -> bool) -> String {
    let all = embedded::products().unwrap();
    all.iter().filter(|p| p.layout.is_none() && wanted(p)).map(|p| p.id.clone()).collect::<Vec<_>>().join(",")
}

/// Presses the longest slogan and checks all of it.
fn passes(products: &str, options: &str, arguments: &[&str]) {
    let folder = TempDir::new().unwrap();
    let layouts = layouts();
    let common = ["-p", products, "-l", &layouts];
    let files = press(folder.path(), &[&common, arguments].concat());
    assert_eq!(files.len() % (products.split(',').count() * embedded::LAYOUTS.len()), 0);
    if let Some(said) = checked(&files, options) {
        assert!(said.is_empty(), "{arguments:?}:\n{said}");
    }
}

#[test]
fn x4check_finds_nothing_on_any_layout_of_any_product() {
    passes(&products(|_| true), "", &["-s", "15"]);
}

#[test]
fn x4check_finds_nothing_whatever_a_shop_wants() {
    let one_of_each =
        "poster-a4,flag-5,badge-25,badge-58,name-85x54,card-70x100,lamp-600x1800,rollup-800x2000,tableflag-140x210";
    for arguments in [
        &["--for", "offset", "--outlines", "--inks", "spot", "--steps", "on"] as &[&str],
        &["--for", "gangrun", "--standard", "x4", "--marks", "on"],
        &["--for", "inkjet-banner", "--standard", "x4", "--steps", "on", "--cut-spot", "Die"],
        &["--for", "photo-print", "--standard", "x4"],
        &["--for", "digital", "--marks", "off"],
        &["--for", "office", "--standard", "x4", "--marks", "on", "--steps", "on"],
    ] {
        passes(one_of_each, "", &[arguments, &["-s", "15"]].concat());
    }
}

#[test]
fn x4check_finds_nothing_at_one_to_ten() {
    // Lines of the art are ten times as thick on the product.
    let large = products(|p| p.trim.width.min(p.trim.height) >= 500.0);
    passes(&large, "--min-line 0.025", &["-s", "15", "--scale", "1:10", "--marks", "on", "--steps", "on"]);
    // The marks are not: they are as thick as ever.
    let folder = TempDir::new().unwrap();
    let files = press(
        folder.path(),
        &["-s", "3", "-p", "banner-6000x700", "-l", "official", "--scale", "1:10", "--marks", "on"],
    );
    if let Some(said) = checked(&files, "") {
        assert!(said.is_empty(), "{said}");
    }
}

#[test]
fn qpdf_reads_what_no_x4_checker_does() {
    for standard in ["x1a", "none"] {
        let folder = TempDir::new().unwrap();
        let layouts = layouts();
        let common = ["-s", "15", "-p", "poster-a2,badge-58,name-85x54,banner-10500x1200", "-l", &layouts];
        for file in press(folder.path(), &[&common as &[&str], &["--standard", standard]].concat()) {
            let bytes = std::fs::read(&file).unwrap();
            oracle::Sheet::new(&bytes).clean("qpdf", &["--check", "sheet.pdf"]);
        }
    }
}

/// Books of two-sided products, and a template over every product: what no single page shows.
#[test]
fn x4check_finds_nothing_in_books_and_under_templates() {
    let two = products(|p| p.sides > 1);
    let folder = TempDir::new().unwrap();
    let book =
        ["--combine", "{product}/{layout}", "-l", &layouts(), "-p", &two, "-s", "3,15", "--vt"].map(str::to_owned);
    let book: Vec<&str> = book.iter().map(String::as_str).collect();
    let files = press(folder.path(), &[&book, &["--for", "offset", "--standard", "x4"] as &[&str]].concat());
    assert!(!files.is_empty());
    if let Some(said) = checked(&files, "--vt") {
        assert!(said.is_empty(), "{said}");
    }
    // Our own PDF of a product is a template of its size.
    let mut all = embedded::products().unwrap();
    all.retain(|p| p.layout.is_none());
    for shop in ["offset", "digital"] {
        let mut guided = Vec::new();
        for product in &all {
            let own = folder.path().join(format!("{shop}-{}", product.id));
            let usual = ["-p", &product.id, "-l", "official", "-s", "15", "--for", shop, "--standard", "x4"];
            let art = press(&own.join("art"), &usual).remove(0);
            let guide = ["--guide", art.to_str().unwrap(), "--steps", "on"];
            guided.extend(press(&own.join("guided"), &[&usual[..], &guide].concat()));
        }
        assert_eq!(guided.len(), all.len());
        if let Some(said) = checked(&guided, "") {
            assert!(said.is_empty(), "{shop}:\n{said}");
        }
    }
}
