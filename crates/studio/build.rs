//! Writes the table of the page's files, so that one that is added needs no line of Rust.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=page");
    let page = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("page");
    let mut files = Vec::new();
    walk(&page, "", &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    for (number, (name, path)) in files.iter().enumerate() {
        let lean = out.join(format!("page-{number}"));
        let path = if name.ends_with(".js") || name.ends_with(".css") {
            let source = without_comments(&fs::read_to_string(path)?);
            fs::write(&lean, if name.ends_with(".js") { without_spaces(&source) } else { on_one_line(&source) })?;
            &lean
        } else {
            path
        };
        let path = path.display().to_string();
        writeln!(table, "    ({name:?}, include_bytes!({path:?})),").map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    fs::write(out.join("page.rs"), table)
}

/// Sources without indentation, types, and the comments that have lines of their own: those are for who works on the page. Every
/// line stays where it is, so that the browser's messages name the lines of the source.
fn without_comments(source: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(source.len());
    for line in source.lines() {
        let line = line.trim_start();
        inside |= line.starts_with("/*");
        let ends = inside && line.contains("*/");
        if !line.starts_with("//") && (!inside || ends) {
            // Code goes on behind a comment, and around the types that stand in it.
            let mut rest = if inside { line.split_once("*/").map_or("", |(_, rest)| rest.trim_start()) } else { line };
            while let Some((code, comment)) = rest.split_once("/** @type") {
                out.push_str(code);
                rest = comment.split_once("*/").map_or("", |(_, rest)| rest.trim_start());
            }
            out.push_str(rest);
        }
        inside &= !ends;
        out.push('\n');
    }
    out
}

/// Code without the spaces around its signs. Lines with a slash outside of quotes, and those within backquotes or with a text in a text,
/// stay as they are: there a space may be one of a pattern or of a text.
fn without_spaces(source: &str) -> String {
    let mut in_text = false;
    let mut out = String::with_capacity(source.len());
    for line in source.lines() {
        let starts_in_text = in_text;
        let texts = line.matches('`').count();
        in_text ^= texts % 2 == 1;
        // Of a text that holds another one it is not known here where it ends.
        if starts_in_text || !matches!(texts, 0 | 2) || has_slash(line) {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let mut quote = None;
        let mut before = '\n';
        let mut rest = line.chars().peekable();
        while let Some(c) = rest.next() {
            let is_idle = c == ' '
                && quote.is_none()
                && (",=:?{}()[];>&|".contains(before) || rest.peek().is_some_and(|next| "=?{}()[]&|:".contains(*next)));
            if is_idle {
                continue;
            }
            out.push(c);
            before = c;
            match quote {
                Some(_) if c == '\\' => out.extend(rest.next()),
                Some(own) if c == own => quote = None,
                None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
                _ => {}
            }
        }
        out.push('\n');
    }
    out
}

/// A style sheet on one line: its texts hold none of these signs.
fn on_one_line(source: &str) -> String {
    let line = source.lines().collect::<String>();
    let pairs = [
        (", ", ","),
        (" > ", ">"),
        (" {", "{"),
        (" }", "}"),
        (": ", ":"),
        (":0.", ":."),
        (" 0.", " ."),
        (",0.", ",."),
        (";}", "}"),
    ];
    pairs.iter().fold(line, |line, (from, to)| line.replace(from, to))
}

/// Whether a line has a slash that is of no text: a pattern may begin there.
fn has_slash(line: &str) -> bool {
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match quote {
            Some(_) if c == '\\' => _ = chars.next(),
            Some(own) if c == own => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if c == '/' => return true,
            None => {}
        }
    }
    false
}

/// What is served; tests and settings of the page's tools lie beside it and are not.
const ENDINGS: [&str; 7] = ["html", "js", "css", "svg", "png", "ico", "json"];
/// Files of the tools that the page is checked with.
const TOOLS: [&str; 4] = ["tsconfig.json", "jsconfig.json", "package.json", "package-lock.json"];

fn walk(folder: &Path, before: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if name.starts_with('.') || matches!(name, "tests" | "node_modules") {
            continue;
        }
        let served = format!("{before}{name}");
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            walk(&path, &format!("{served}/"), files)?;
        } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| ENDINGS.contains(&e))
            && !TOOLS.contains(&name)
            && !name.ends_with(".d.ts")
        {
            files.push((served, path));
        }
    }
    Ok(())
}
