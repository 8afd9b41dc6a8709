//! A user's desk: the command in an empty folder, with whole outputs, exit codes and files.

#![allow(dead_code, clippy::unwrap_used, reason = "each suite uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with nothing in it, and nothing of the user's around it.
pub struct Desk {
    pub folder: TempDir,
}

/// Every file below a folder with its bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a run left.
pub struct Left {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// With `staff.csv`: as many people.
    pub fn with_staff(people: usize) -> Self {
        let desk = Self::new();
        desk.write("staff.csv", staff(people));
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().env("HOME", self.folder.path());
        command.env("LC_ALL", "C.UTF-8").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Left {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let left = Left { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!left.err.contains("panicked"), "{}", left.err);
        left
    }

    /// Runs, checks the exit code and gives all that was said.
    #[track_caller]
    pub fn must(&self, arguments: &[&str], code: i32) -> String {
        said(self.command(arguments).output().unwrap(), code)
    }

    /// Every file below a folder with its bytes.
    pub fn files(&self, folder: &str) -> Files {
        files(&self.path(folder))
    }
}

/// What was said, after a check of the exit code.
#[track_caller]
pub fn said(output: Output, code: i32) -> String {
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// Every file below a folder with its bytes.
pub fn files(base: &Path) -> Files {
    let mut files = BTreeMap::new();
    let mut folders = vec![base.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(base).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// The same files with the same bytes; says which differ.
#[track_caller]
pub fn same(one: &Files, other: &Files) {
    let differ: Vec<&String> = one.keys().chain(other.keys()).filter(|f| one.get(*f) != other.get(*f)).collect();
    assert!(differ.is_empty(), "these differ: {differ:?}");
}

/// What a PDF says, read by the reader of preflight, without white space.
pub fn text_of(pdf: &[u8]) -> String {
    use biaoyu::read::{What, open};
    let document = open(pdf).unwrap();
    let objects = document.pages.iter().flat_map(|(seen, _)| &seen.objects);
    let texts = objects.filter_map(|object| match &object.what {
        What::Text(text) => Some(text.text.clone()),
        What::Fill { text, .. } => text.as_ref().map(ToString::to_string),
        _ => None,
    });
    texts.collect::<String>().split_whitespace().collect()
}

/// Sends a signal (`-TERM`). The shell's own `kill`, since a small system has no other.
#[cfg(unix)]
pub fn signal(signal: &str, process: u32) {
    let sent = Command::new("sh").args(["-c", &format!("kill {signal} {process}")]).status().unwrap();
    let _ = sent; // A process that has ended meanwhile is no fault.
}

/// A table of made-up people.
pub fn staff(people: usize) -> String {
    let mut table = String::from("name,unit,number\n");
    for i in 0..people {
        let name: String = ["王", "李", "张", "欧阳"][i % 4].chars().chain(char::from_u32(0x4e00 + i as u32)).collect();
        table += &format!("{name},第{}分厂,{i:04}\n", i % 5);
    }
    table
}

impl Left {
    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self
    }

    /// What was said, with the time taken out.
    pub fn said(&self) -> String {
        let mut out = String::new();
        for line in self.err.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let is_time =
                |i: usize| i > 0 && (words.get(i + 1).is_some_and(|w| w.starts_with('s') || w.starts_with('秒')));
            let shown: Vec<&str> = words
                .iter()
                .enumerate()
                .map(|(i, w)| if is_time(i) && w.parse::<f64>().is_ok() { "N" } else { *w })
                .collect();
            out += &shown.join(" ");
            out.push('\n');
        }
        out
    }

    #[track_caller]
    pub fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "wanted: {part}\nfound: {}{}", self.out, self.err);
        }
        self
    }

    pub fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
