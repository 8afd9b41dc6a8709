//! Rules of the house, read from the sources: imports point downward, the engine is pure, files stay small, the README's
//! commands exist.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Levels from the bottom. A module may import its own level's own files, and any level below.
const LEVELS: &[&[&str]] = &[
    &["error", "words"],
    &["geom", "measure", "limits", "suggest", "date", "decode"],
    &["wording"],
    &["ink"],
    &["icc"],
    &["font"],
    &["page"],
    &["notation", "expr"],
    &["record"],
    &["campaign", "product", "palette", "picture", "profile", "table"],
    &["layout"],
    &["embedded"],
    &["text"],
    &["compose"],
    &["impose", "finish"],
    &["pdf", "raster", "read"],
    &["preflight", "import"],
    &["press"],
    &["cli"],
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file with the module it belongs to.
fn sources() -> Vec<(String, PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        folders.push(entry.unwrap().path().join("src"));
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let inner = path.strip_prefix(root()).unwrap();
                let parts: Vec<_> = inner.iter().map(|p| p.to_string_lossy()).collect();
                let module = match &parts[..] {
                    [crates, name, ..] if crates == "crates" && name == "press" => "press",
                    [crates, _, _, first, ..] if crates == "crates" => first,
                    [_, first, ..] => first,
                    _ => continue,
                };
                found.push((
                    module.trim_end_matches(".rs").to_string(),
                    inner.into(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    found.sort();
    found
}

/// The text without comments and without what stands under `#[cfg(test)]` at the end of a file.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap_or_default();
    body.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn imports_point_downward() {
    let level: BTreeMap<&str, usize> =
        LEVELS.iter().enumerate().flat_map(|(i, names)| names.iter().map(move |n| (*n, i))).collect();
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some(own) = level.get(module.as_str()) else {
            wrong.push(format!("{}: `{module}` has no level in tests/house.rs", path.display()));
            continue;
        };
        for part in code(&text).split("crate::").skip(1).filter(|_| module != "press") {
            let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if let Some(other) = level.get(name.as_str())
                && name != module
                && other >= own
            {
                wrong.push(format!("{}: imports `{name}`, which is not below `{module}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_engine_is_pure() {
    let banned =
        ["std::fs", "std::env", "std::net", "SystemTime", "Instant::now", "println!", "print!(", "HashMap::iter"];
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        if matches!(module.as_str(), "press" | "cli" | "main") {
            continue;
        }
        for word in banned {
            if code(&text).contains(word) {
                wrong.push(format!("{}: `{word}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_readable() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(_, path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 450)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "longer than 450 lines:\n{}", long.join("\n"));
}

#[test]
fn the_readme_keeps_its_word() {
    for name in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        assert!(text.contains("cargo run --release -- render"), "{name}");
        assert!(text.contains("cargo test"), "{name}");
        for link in text.split("](").skip(1).filter_map(|t| t.split(')').next()) {
            if !link.contains("://") && !link.starts_with('#') {
                let file = link.split('#').next().unwrap();
                assert!(Path::new(&root().join(file)).exists(), "{name} links to {file}, which is not there");
            }
        }
    }
}

#[test]
fn the_fonts_have_their_licences() {
    let table = fs::read_to_string(root().join("fonts/README.md")).unwrap();
    for entry in fs::read_dir(root().join("fonts")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name.ends_with(".otf") || name.ends_with(".ttf") {
            assert!(table.contains(&name), "fonts/README.md does not say where {name} comes from");
        }
    }
}
