//! A desk to run the program on: an empty folder, nothing of the user's around it, and a table of people.

#![allow(dead_code, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub struct Desk {
    pub folder: TempDir,
}

/// Every file below a folder with its bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

impl Desk {
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// With `staff.csv`: as many people.
    pub fn with_staff(people: usize) -> Self {
        let desk = Self::new();
        desk.write("staff.csv", &staff(people));
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().env("HOME", self.folder.path());
        command.env("LC_ALL", "C.UTF-8").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    #[track_caller]
    pub fn run(&self, arguments: &[&str], code: i32) -> String {
        said(self.command(arguments).output().unwrap(), code)
    }

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

pub fn staff(people: usize) -> String {
    let mut table = String::from("name,unit,number\n");
    for i in 0..people {
        let name: String = ["王", "李", "张", "欧阳"][i % 4].chars().chain(char::from_u32(0x4e00 + i as u32)).collect();
        table += &format!("{name},第{}分厂,{i:04}\n", i % 5);
    }
    table
}
