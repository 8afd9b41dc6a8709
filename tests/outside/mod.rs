//! Other people's programs that judge our files, and what is not judged where they are missing.
//!
//! A developer's or a user's machine may be without them: the test that asks goes on without, and a note of it is left for
//! `tests/unchecked`, which speaks last. Under `CI=true` a missing program is a failure.

#![allow(dead_code, clippy::unwrap_used, reason = "each suite uses its part")]

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// Where the notes lie: one file for each program and test, named `PROGRAM--TEST`.
pub fn notes() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("not-checked")
}

/// Leaves the note that this test went on without a program; fails under `CI=true`.
#[track_caller]
pub fn missing(program: &str, why: &str) {
    assert!(std::env::var_os("CI").is_none_or(|v| v != "true"), "{program}: {why}");
    let note = note(program);
    fs::create_dir_all(notes()).unwrap();
    fs::write(note, why).unwrap();
}

/// Takes the note back: the program is there.
pub fn found(program: &str) {
    let _ = fs::remove_file(note(program));
}

/// The note of this thread's test, which is named after the test.
fn note(program: &str) -> PathBuf {
    let thread = std::thread::current();
    let suite = std::env::current_exe().ok().and_then(|p| p.file_stem().map(|s| s.to_string_lossy().into_owned()));
    let suite = suite.unwrap_or_default();
    let suite = suite.rsplit_once('-').map_or(&*suite, |(name, _)| name);
    let test = thread.name().unwrap_or("helper").replace("::", ".");
    notes().join(format!("{program}--{suite}.{test}"))
}

/// Runs a program. `None` when it is not installed, which is noted, and a failure under `CI=true`.
#[track_caller]
pub fn run(command: &mut Command) -> Option<Output> {
    let program = PathBuf::from(command.get_program());
    let program = program.file_name().unwrap_or(OsStr::new("?")).to_string_lossy().into_owned();
    match command.output() {
        Ok(output) => {
            found(&program);
            Some(output)
        }
        Err(error) => {
            missing(&program, &error.to_string());
            None
        }
    }
}

/// Runs a program by its name: see [`run`].
#[track_caller]
pub fn tool<S: AsRef<OsStr>>(program: &str, arguments: &[S]) -> Option<Output> {
    run(Command::new(program).args(arguments))
}

/// Runs Python with what the checkers need (`tests/oracles/requirements.txt`); it must succeed. `None` when it, or one of
/// its modules, is not installed.
#[track_caller]
pub fn python<S: AsRef<OsStr>>(arguments: &[S]) -> Option<String> {
    python_in(&std::env::current_dir().unwrap(), arguments)
}

/// The same, in a folder.
#[track_caller]
pub fn python_in<S: AsRef<OsStr>>(folder: &std::path::Path, arguments: &[S]) -> Option<String> {
    let named = std::env::var_os("BIAOYU_ORACLE_PYTHON").unwrap_or_else(|| "python3".into());
    // Codes for lost characters would not be what the script printed.
    let output = run(Command::new(named).args(arguments).current_dir(folder).env("PYTHONIOENCODING", "utf-8"))?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if err.contains("ModuleNotFoundError") {
        missing("python3", "pip install -r tests/oracles/requirements.txt");
        return None;
    }
    assert!(output.status.success(), "{out}\n{err}");
    Some(out.into_owned())
}

/// Runs the independent PDF/X checker on a file, with more arguments; it must pass every rule.
#[track_caller]
pub fn x4check(file: &std::path::Path, options: &[&str]) -> Option<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/x4check.py");
    let mut arguments = vec![OsStr::new(script), file.as_os_str()];
    arguments.extend(options.iter().map(OsStr::new));
    python(&arguments)
}

/// The pages of a PDF as poppler draws them at so many dots an inch; `None` without it.
#[track_caller]
pub fn pixels(file: &std::path::Path, dpi: u32) -> Option<Vec<image::RgbImage>> {
    let folder = tempfile::TempDir::new().unwrap();
    let stem = folder.path().join("p");
    let output = tool("pdftoppm", &["-r", &dpi.to_string(), "-png", file.to_str().unwrap(), stem.to_str().unwrap()])?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut files: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    Some(files.iter().map(|file| image::open(file).unwrap().into_rgb8()).collect())
}
