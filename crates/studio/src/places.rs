//! Names of projects and files, which lead nowhere but into their folders.

use std::path::{Component, Path, PathBuf};

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;

/// Characters of a name, at most: with an ending it stays within the 255 bytes of file systems.
const NAME: usize = 60;

/// A name as one part of a path: not empty, no separator, nothing that is hidden or that a system keeps for itself.
pub(crate) fn is_name(name: &str) -> bool {
    let path = Path::new(name);
    let one = matches!(path.components().collect::<Vec<_>>()[..], [Component::Normal(part)] if part == name);
    let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c) || ('\u{202a}'..='\u{202e}').contains(&c);
    one && !name.starts_with('.') && !name.ends_with(['.', ' ']) && !name.contains(odd) && name.len() <= 255
}

/// A name that a file or folder may have, made of what is wanted.
pub(crate) fn name_of(wanted: &str) -> String {
    let name: String = wanted.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(NAME * 2).collect();
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 8 => (stem.to_owned(), format!(".{ending}")),
        _ => (name.clone(), String::new()),
    };
    let short: String = stem.chars().take(NAME).collect();
    let name = biaoyu_press::safe(&format!("{short}{ending}"));
    let name = name.trim_start_matches('.').trim_end_matches(['.', ' ']).to_owned();
    if is_name(&name) { name } else { "文件".to_owned() }
}

/// What a shelf has under an id, or a file of the project where a path is given: nothing else of the disk. As the press takes
/// it, with a path from the root.
///
/// # Errors
/// As [`below`].
pub(crate) fn own_id(folder: &Path, id: &str) -> Result<String, Fault> {
    // What the press takes for a path.
    let is_path = id.contains(['/', '\\']) || id.to_lowercase().ends_with(".toml");
    if !is_path {
        return Ok(id.to_owned());
    }
    below(folder, id).map(|path| path.display().to_string())
}

/// A path below a folder, written with `/`. Links that lead out of it are not followed.
///
/// # Errors
/// `studio/path`: it leads somewhere else, or there is nothing.
pub(crate) fn below(folder: &Path, path: &str) -> Result<PathBuf, Fault> {
    let refused = || {
        let what = say!("`{path}` is no file of this project", "`{path}` 不是本项目里的文件");
        let hint = say!("keep it in the project's folder", "请把它放进项目文件夹");
        Fault::new("studio/path", Place::default(), what).hint(hint)
    };
    let parts: Vec<&str> = path.split('/').collect();
    if !parts.iter().all(|part| is_name(part)) {
        return Err(refused());
    }
    let mut full = folder.to_path_buf();
    full.extend(parts);
    let (real, own) = (full.canonicalize().map_err(|_| refused())?, folder.canonicalize().map_err(|_| refused())?);
    if real.starts_with(&own) { Ok(full) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for good in ["安全生产月2026", "a b", "标志-2.svg", "con-1"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", ".", "..", "../x", "a/b", "a\\b", "C:", "C:x", ".hidden", "x.", "x ", "a\0b", "/etc", "a|b"] {
            assert!(!is_name(bad), "{bad}");
        }
        assert_eq!(name_of("../../etc/passwd"), "passwd");
        assert_eq!(name_of("C:\\x\\标志.svg"), "标志.svg");
        assert!(!name_of("<img src=x onerror=alert(1)>.png").contains('<'));
        assert!(is_name(&name_of(&format!("{}.png", "长".repeat(300)))));
        for odd in ["", "...", "   ", "CON", "\u{202e}gnp.exe"] {
            assert!(is_name(&name_of(odd)), "{odd}: {}", name_of(odd));
        }
    }

    #[test]
    fn paths_stay_below_their_folder() {
        let all = std::env::temp_dir().join(format!("biaoyu-places-{}", std::process::id()));
        let folder = all.join("项目");
        std::fs::create_dir_all(folder.join("a/etc")).unwrap();
        for there in ["b", "项目/own.toml", "项目/a/passwd", "项目/a/etc/passwd"] {
            std::fs::write(all.join(there), "x").unwrap();
        }
        for good in ["a", "a/passwd", "a/etc/passwd", "own.toml"] {
            assert_eq!(below(&folder, good), Ok(folder.join(good)), "{good}");
        }
        let root = all.join("b").display().to_string();
        let mut bad =
            vec!["../b", "a/../../b", "/a/passwd", &root, "..", "a/..", "a//passwd", "a/", "", "no-such-file-here"];
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(all.join("b"), folder.join("link")).unwrap();
            std::os::unix::fs::symlink(&all, folder.join("up")).unwrap();
            bad.extend(["link", "up", "up/b"]);
        }
        for bad in bad {
            assert_eq!(below(&folder, bad).map_err(|fault| fault.code), Err("studio/path"), "{bad}");
        }
        for (id, own) in [("waves", true), ("1.2x3m", true), ("own.toml", true), ("../b", false), (&root, false)] {
            assert_eq!(own_id(&folder, id).is_ok(), own, "{id}");
        }
        std::fs::remove_dir_all(all).unwrap();
    }
}
