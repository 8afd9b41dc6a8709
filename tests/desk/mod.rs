//! A user's desk: the command in an empty folder, with whole outputs, exit codes and files.

#![allow(dead_code, reason = "each suite uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with nothing in it, and nothing of the user's around it.
pub struct Desk {
    pub folder: TempDir,
}

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
        command.env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Left {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let left = Left { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!left.err.contains("panicked"), "{}", left.err);
        left
    }

    /// Every file below a folder with its bytes.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let base = self.path(folder);
        let mut folders = vec![base.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&base).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, fs::read(path).unwrap());
                }
            }
        }
        files
    }
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
