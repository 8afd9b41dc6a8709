//! What goes to the shop as one file, and what lies in the folders that files are made in.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use biaoyu_page::error::Fault;
use biaoyu_press::unwritable;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Depth and number of files that are looked at.
const DEPTH: usize = 8;
const FILES: usize = 200_000;
/// Kinds of files that a shop prints.
const PRINTED: [&str; 7] = ["pdf", "tif", "tiff", "jpg", "jpeg", "dxf", "svg"];
/// What goes with them: the job sheet, and whose the faces and pictures are.
const BESIDE: [&str; 2] = ["jobs.csv", "字体与图片授权说明.txt"];

/// The files below a folder, with `/`, in the order of their names; hidden ones are not among them.
pub(crate) fn files(folder: &Path) -> Vec<(String, u64)> {
    let mut all = Vec::new();
    walk(folder, "", DEPTH, &mut all);
    all.sort();
    all
}

fn walk(folder: &Path, before: &str, depth: usize, all: &mut Vec<(String, u64)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Some(name) = entry.file_name().to_str().map(str::to_owned).filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let Ok(about) = entry.metadata() else { continue };
        let path = format!("{before}{name}");
        if about.is_dir() && depth > 0 {
            walk(&entry.path(), &format!("{path}/"), depth - 1, all);
        } else if about.is_file() && all.len() < FILES {
            all.push((path, about.len()));
        }
    }
}

fn ending(path: &str) -> String {
    path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// The files for the shop among those of a run, and what goes with them.
fn for_shop(made: Vec<String>, folder: &Path) -> Vec<String> {
    let mut all = made;
    all.retain(|path| PRINTED.contains(&ending(path).as_str()));
    all.extend(BESIDE.map(str::to_owned));
    all.retain(|path| folder.join(path).is_file());
    all
}

/// The list of an output folder.
pub(crate) fn listed(folder: &Path, shown: &str) -> Value {
    let files = files(folder);
    let files: Vec<Value> =
        files.iter().map(|(path, bytes)| json!({ "path": path, "bytes": bytes, "kind": ending(path) })).collect();
    json!({ "folder": shown, "files": files })
}

/// Writes the files for the shop beside their folder as one: `成品/印厂.zip`. `made` are those of the run: what lies there of
/// earlier ones is not meant. Its name.
///
/// # Errors
/// Those of the file system.
pub(crate) fn write(folder: &Path, made: Vec<String>) -> Result<PathBuf, Fault> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = folder.with_file_name(format!("{name}.zip"));
    let draft = folder.with_file_name(".biaoyu-studio.zip.tmp");
    let written = pack(folder, for_shop(made, folder), &draft).and_then(|()| fs::rename(&draft, &path));
    written.map_err(|error| {
        let _ = fs::remove_file(&draft);
        unwritable(&path, &error)
    })?;
    Ok(path)
}

fn pack(folder: &Path, files: Vec<String>, draft: &Path) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(draft)?));
    // No clock: the same files are the same bytes. PDFs and pictures are packed already.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).unix_permissions(0o644);
    for path in files {
        let bytes = fs::metadata(folder.join(&path))?.len();
        zip.start_file(path.as_str(), stored.large_file(bytes > u64::from(u32::MAX / 2)))?;
        let mut file = File::open(folder.join(&path))?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => zip.write_all(buffer.get(..read).unwrap_or_default())?,
            }
        }
    }
    zip.finish()?.flush()
}
