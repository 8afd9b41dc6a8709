//! The studio's page: how much of it there is, and that a browser shows it. Her whole story is `tests/studio/story.mjs`, which
//! `.ci/run --studio` plays.

#![allow(clippy::unwrap_used)]

mod outside;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The page without faces, in bytes, at most.
const MOST: u64 = 150_000;
/// What is served of `crates/studio/page`.
const SERVED: [&str; 4] = ["html", "css", "js", "svg"];

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| SERVED.iter().any(|s| e == *s)) {
            found.push(path);
        }
    }
}

#[test]
fn the_page_is_small_and_interprets_nothing() {
    let mut found = Vec::new();
    files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/crates/studio/page")), &mut found);
    let bytes: u64 = found.iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    assert!(bytes <= MOST, "{bytes} bytes of page");
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.display();
        // Texts of hers are set as text; the policy of the page allows no scripts or styles in its HTML.
        for never in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "style=\"", "http://", "https://"] {
            let allowed = ["http://www.w3.org/2000/svg", "placeholder: \"https://\""].iter().filter(|one| one.contains(never)).map(|one| text.matches(one).count()).sum::<usize>();
            assert_eq!(text.matches(never).count(), allowed, "{name}: {never}");
        }
        assert!(!text.contains("<script>") && !text.contains("<style"), "{name}: script or style in the page");
    }
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_browser_shows_the_doors() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
    command.args(["studio", "--no-open"]).arg(folder.path()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut served = Ended(command.spawn().unwrap());
    let mut address = String::new();
    BufReader::new(served.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let own = tempfile::tempdir().unwrap();
    let mut browser = Command::new("chromium");
    browser.args(["--headless", "--disable-gpu", "--no-sandbox", "--no-first-run", "--virtual-time-budget=8000", "--dump-dom"]);
    browser.arg(format!("--user-data-dir={}", own.path().display())).arg(address.trim()).stderr(Stdio::null());
    let Some(output) = outside::run(&mut browser) else { return };
    let page = String::from_utf8_lossy(&output.stdout);
    for word in ["口号宣传品", "横幅和会标", "胸卡和证书"] {
        assert!(page.contains(word), "{word} is not on the page:\n{page}");
    }
}
