//! What goes to the shop as one file, and what lies in the folders that files are made in.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, System, ZipWriter};

/// Depth and number of files that are looked at.
const DEPTH: usize = 8;
const FILES: usize = 200_000;
/// Files of one name, at most.
const COPIES: usize = 1000;
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
    all.retain(|path| fs::symlink_metadata(folder.join(path)).is_ok());
    all
}

/// The list of an output folder.
pub(crate) fn listed(folder: &Path, shown: &str) -> Value {
    let files = files(folder);
    let files: Vec<Value> =
        files.iter().map(|(path, bytes)| json!({ "path": path, "bytes": bytes, "kind": ending(path) })).collect();
    json!({ "folder": shown, "files": files })
}

/// Writes the files for the shop beside their folder as one: `成品/印厂.zip`; where that is another's file, `成品/印厂-2.zip`.
/// `made` are those of the run: what lies there of earlier ones is not meant. Its name.
///
/// # Errors
/// Those of the file system.
pub(crate) fn write(folder: &Path, made: Vec<String>) -> Result<PathBuf, Fault> {
    let free = |path: &PathBuf| fs::symlink_metadata(path).is_err() || is_own(path);
    let path = names(folder).find(free).ok_or_else(|| {
        let what = say!("too many files of this name lie there", "同名文件太多");
        Fault::new("file/there", Place::file(folder.display().to_string()), what)
    })?;
    let made = for_shop(made, folder);
    let mut refused = None;
    let written = biaoyu_press::write_by(&path, |file| {
        pack(folder, made, file, &mut refused)?;
        sign(file)
    });
    match (refused, written) {
        (Some(fault), _) => Err(fault),
        (None, written) => {
            written?;
            biaoyu_press::keep_name(&path);
            Ok(path)
        }
    }
}

/// The file that was written last of a folder; `None` when none was.
pub(crate) fn written(folder: &Path) -> Option<PathBuf> {
    names(folder).find(|path| is_own(path))
}

/// Names that the file of a folder may have, the first first.
fn names(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    (1..COPIES).map(move |copy| {
        folder.with_file_name(if copy == 1 { format!("{name}.zip") } else { format!("{name}-{copy}.zip") })
    })
}

/// What the comment of a file of ours begins with; the digest of all before it follows, so that one that was changed is no longer
/// ours.
const SIGN: &str = "biaoyu ";
/// Bytes of the comment.
const SIGNED: usize = SIGN.len() + 64;

/// Writes the comment at the end of a ZIP file that has none yet (APPNOTE 4.3.16: its length are the last two bytes).
fn sign(file: &mut File) -> io::Result<()> {
    let end = file.seek(SeekFrom::End(-2))?;
    let digest = digest(file, end)?;
    file.seek(SeekFrom::Start(end))?;
    file.write_all(&(SIGNED as u16).to_le_bytes())?;
    file.write_all(format!("{SIGN}{digest}").as_bytes())
}

fn digest(file: &mut File, bytes: u64) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    file.seek(SeekFrom::Start(0))?;
    hasher.update_reader(file.take(bytes))?;
    Ok(hasher.finalize())
}

/// Whether a file is one that was written here, and is as it was written.
fn is_own(path: &Path) -> bool {
    let own = || -> io::Result<bool> {
        let Ok(mut file) = biaoyu_press::open_own(path) else { return Ok(false) };
        let comment = file.seek(SeekFrom::End(-(SIGNED as i64)))?;
        let mut said = String::new();
        (&file).take(SIGNED as u64).read_to_string(&mut said)?;
        let Some(said) = said.strip_prefix(SIGN) else { return Ok(false) };
        Ok(digest(&mut file, comment.saturating_sub(2))?.to_hex().as_str() == said)
    };
    own().unwrap_or(false)
}

fn pack(folder: &Path, files: Vec<String>, out: &mut File, refused: &mut Option<Fault>) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(out));
    // No clock, and the same system whichever it is made on: the same files are the same bytes. PDFs and pictures are packed already.
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .system(System::Unix)
        .unix_permissions(0o644);
    for path in files {
        // What a link leads to was not made here.
        let mut file = biaoyu_press::open_own(&folder.join(&path)).map_err(|fault| {
            *refused = Some(fault);
            io::Error::from(io::ErrorKind::InvalidInput)
        })?;
        let bytes = file.metadata()?.len();
        zip.start_file(path.as_str(), stored.large_file(bytes > u64::from(u32::MAX / 2)))?;
        io::copy(&mut file, &mut zip)?;
    }
    zip.finish()?.flush()
}
