//! The studio's page: that it interprets nothing, how much of it is served, and that a browser shows it. Her whole story is `tests/studio/story.mjs`, which
//! `.ci/run --studio` plays.

#![allow(clippy::unwrap_used)]

mod outside;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The page without faces, in bytes as a browser gets them, at most.
const MOST: usize = 150_000;
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| ["html", "css", "js", "svg"].iter().any(|s| e == *s)) {
            found.push(path);
        }
    }
}

#[test]
fn the_page_interprets_nothing() {
    let mut found = Vec::new();
    files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/crates/studio/page")), &mut found);
    assert!(found.len() > 15, "{found:?}");
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let text = text.replace("http://www.w3.org/2000/svg", "").replace("placeholder: \"https://\"", "");
        // Texts of hers are set as text; the page's policy allows no script or style in its HTML, and nothing from elsewhere.
        for never in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "style=\"",
            "http:/",
            "https:/",
            "<style",
            "<script>",
        ] {
            assert!(!text.contains(never), "{}: {never}", path.display());
        }
    }
}

/// What the server answers to a GET of a path below the address: its body.
fn get(address: &str, path: &str) -> Vec<u8> {
    let (host, token) = address.strip_prefix("http://").and_then(|rest| rest.split_once('/')).unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let packed = "Accept-Encoding: gzip\r\n";
    write!(stream, "GET /{token}{path} HTTP/1.1\r\nHost: {host}\r\n{packed}Connection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}: {}", String::from_utf8_lossy(&answer));
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    answer.split_off(end + 4)
}

/// The page's files as they are served: those that the first names, and those that these name.
fn served_files(address: &str) -> Vec<(String, Vec<u8>)> {
    let mut wanted = vec![String::new(), "main.js".to_owned(), "style.css".to_owned(), "icon.svg".to_owned()];
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    while let Some(path) = wanted.pop() {
        if found.iter().any(|(one, _)| *one == path) {
            continue;
        }
        let bytes = get(address, &path);
        let text = match bytes.starts_with(&[0x1f, 0x8b]) {
            true => {
                let mut text = String::new();
                flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
                text
            }
            false => String::from_utf8(bytes.clone()).unwrap(),
        };
        for line in text.lines().filter(|line| path.ends_with(".js") && line.starts_with("import")) {
            let named = line.rsplit('"').nth(1).unwrap();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            wanted.push(match named.strip_prefix("../") {
                Some(rest) => rest.to_owned(),
                None => format!("{folder}/{}", named.strip_prefix("./").unwrap()).trim_start_matches('/').to_owned(),
            });
        }
        found.push((path, bytes));
    }
    found
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
    let own = tempfile::tempdir().unwrap();
    command.args(["studio", "--no-open"]).arg(folder.path()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.env("LC_ALL", "zh_CN.UTF-8").env("XDG_CONFIG_HOME", own.path()).env("HOME", own.path());
    let mut served = Ended(command.spawn().unwrap());
    let mut address = String::new();
    BufReader::new(served.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let bytes: usize = served_files(address.trim()).iter().map(|(_, bytes)| bytes.len()).sum();
    assert!((30_000..=MOST).contains(&bytes), "{bytes} bytes of page");
    let mut browser = Command::new("chromium");
    browser.args([
        "--headless",
        "--disable-gpu",
        "--no-sandbox",
        "--no-first-run",
        "--virtual-time-budget=8000",
        "--dump-dom",
    ]);
    browser.arg(format!("--user-data-dir={}", own.path().display())).arg(address.trim()).stderr(Stdio::null());
    let Some(output) = outside::run(&mut browser) else { return };
    let page = String::from_utf8_lossy(&output.stdout);
    for word in ["口号宣传品", "横幅和会标", "胸卡和证书"] {
        assert!(page.contains(word), "{word} is not on the page:\n{page}");
    }
    assert!(!page.contains("这一页排不了"), "{page}");
}
