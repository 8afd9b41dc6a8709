//! `receipts.jsonl`: what was made from what, one line a file, no times. A line is written when its file is on the
//! disk and before it takes its place, so that after any accident a file without a receipt is not ours.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::files::{Doing, fault, measure};
use crate::error::{Fault, Place};
use crate::measure::number;
use crate::say;

/// The file's name in the output folder.
pub(super) const RECEIPTS: &str = "receipts.jsonl";
/// The format of the contact sheet's pictures, and their folder.
pub(super) const THUMBNAIL: &str = "thumbnail";
pub(super) const THUMBNAILS: &str = "thumbnails";
/// Bytes that are read, at most: a million lines.
const MOST: u64 = 1 << 30;

/// What was made from what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Receipt {
    /// Path below the output folder, with `/`.
    pub file: String,
    /// `pdf`, `png`, `jpeg`, or what the press writes for itself.
    pub format: String,
    /// Product id; empty where there is none.
    #[serde(default)]
    pub product: String,
    /// The product's name in Chinese.
    #[serde(default)]
    pub name: String,
    /// The product's name in English.
    #[serde(default)]
    pub name_en: String,
    /// Finished size, mm.
    #[serde(default)]
    pub trim_mm: [f64; 2],
    /// Whether the product is round.
    #[serde(default)]
    pub round: bool,
    /// Layout id; empty where there is none.
    #[serde(default)]
    pub layout: String,
    /// Number of the sheet: `3`, `e1`.
    #[serde(default)]
    pub slogan: String,
    /// What it says.
    #[serde(default)]
    pub text: String,
    /// Digest of all that it was made from.
    pub inputs: String,
    /// Its length.
    pub bytes: u64,
    /// Its digest.
    pub blake3: String,
}

impl Receipt {
    /// A receipt of a file that the press writes for itself.
    pub fn own(file: &str, inputs: blake3::Hash, bytes: u64, hash: blake3::Hash) -> Self {
        Self {
            file: file.into(),
            format: "own".into(),
            product: String::new(),
            name: String::new(),
            name_en: String::new(),
            trim_mm: [0.0; 2],
            round: false,
            layout: String::new(),
            slogan: String::new(),
            text: String::new(),
            inputs: inputs.to_hex().to_string(),
            bytes,
            blake3: hash.to_hex().to_string(),
        }
    }

    /// The path of its page: without ending, and of a thumbnail without its folder.
    pub fn stem(&self) -> &str {
        let path = self.file.rsplit_once('.').map_or(self.file.as_str(), |(stem, _)| stem);
        match path.split_once('/') {
            Some((THUMBNAILS, rest)) if self.format == THUMBNAIL => rest,
            _ => path,
        }
    }

    /// Finished size in words: `420 × 594`.
    pub fn size(&self) -> String {
        let [width, height] = self.trim_mm.map(|v| number(v, 2));
        format!("{width} × {height}")
    }
}

/// The receipts of a folder, locked for this run.
#[derive(Debug)]
pub(super) struct Receipts {
    file: File,
    /// Bytes of whole lines.
    length: u64,
    /// Every receipt of a path, oldest first.
    known: BTreeMap<String, Vec<Receipt>>,
}

/// How a file on disk stands to what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// There is none.
    Missing,
    /// It was made from the same inputs and is whole.
    Current,
    /// It was made here, from other inputs.
    Old,
    /// No longer than it was made, but different: perhaps spoilt.
    Spoilt,
    /// Made by someone else, or changed since.
    Foreign,
}

impl Receipts {
    /// Opens and locks the receipts of a folder.
    ///
    /// # Errors
    /// `run/busy` when another run holds them; those of the file system.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join(RECEIPTS);
        let failed = |e: io::Error| fault(&path, &e, Doing::Write);
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                let what = say!("another run is writing to this folder", "另一个程序正在写这个文件夹");
                let hint = say!(
                    "wait until it is done, or choose another folder with `-o`",
                    "请等它结束，或用 `-o` 换一个文件夹"
                );
                return Err(Fault::new("run/busy", Place::file(folder.display().to_string()), what).hint(hint));
            }
            // Some network folders cannot lock; the run is better than none.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let mut text = String::new();
        let mut bytes = Vec::new();
        (&mut file).take(MOST).read_to_end(&mut bytes).map_err(failed)?;
        // A line that was being written when the power failed has no end.
        let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        text.push_str(&String::from_utf8_lossy(bytes.get(..whole).unwrap_or_default()));
        let length = whole as u64;
        if length < bytes.len() as u64 {
            file.set_len(length).map_err(failed)?;
        }
        let mut known: BTreeMap<String, Vec<Receipt>> = BTreeMap::new();
        for receipt in text.lines().filter_map(|line| serde_json::from_str::<Receipt>(line).ok()) {
            known.entry(receipt.file.clone()).or_default().push(receipt);
        }
        Ok(Self { file, length, known })
    }

    /// How the file at `path` stands to what would be made from `inputs`.
    pub fn examine(&self, file: &str, path: &Path, inputs: &blake3::Hash) -> io::Result<State> {
        let Some((bytes, hash)) = measure(path)? else { return Ok(State::Missing) };
        let (hash, inputs) = (hash.to_hex(), inputs.to_hex());
        let known = self.known.get(file).map(Vec::as_slice).unwrap_or_default();
        let mut same = known.iter().filter(|r| r.bytes == bytes && r.blake3 == hash.as_str()).peekable();
        if same.peek().is_some() {
            let current = same.any(|r| r.inputs == inputs.as_str());
            return Ok(if current { State::Current } else { State::Old });
        }
        Ok(if known.iter().any(|r| r.bytes >= bytes) { State::Spoilt } else { State::Foreign })
    }

    /// Whether a file of this content was made here.
    pub fn made(&self, file: &str, bytes: u64, hash: &blake3::Hash) -> bool {
        let hash = hash.to_hex();
        self.known.get(file).is_some_and(|known| known.iter().any(|r| r.bytes == bytes && r.blake3 == hash.as_str()))
    }

    /// Writes receipts, and waits until they are on the disk when they are to be `durable`. All or none: what was begun
    /// is taken back.
    pub fn add(&mut self, receipts: &[Receipt], durable: bool) -> io::Result<()> {
        let mut lines = String::new();
        for receipt in receipts {
            // After a crash between receipt and place the same file is made again.
            if self.known.get(&receipt.file).and_then(|k| k.last()) != Some(receipt) {
                lines += &serde_json::to_string(receipt)?;
                lines.push('\n');
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let written = self
            .file
            .seek(SeekFrom::Start(self.length))
            .and_then(|_| self.file.write_all(lines.as_bytes()))
            .and_then(|()| if durable { self.file.sync_data() } else { Ok(()) });
        if let Err(error) = written {
            let _ = self.file.set_len(self.length);
            return Err(error);
        }
        self.length += lines.len() as u64;
        for receipt in receipts {
            let known = self.known.entry(receipt.file.clone()).or_default();
            if known.last() != Some(receipt) {
                known.push(receipt.clone());
            }
        }
        Ok(())
    }

    /// The newest receipt of every file, by path.
    pub fn newest(&self) -> impl Iterator<Item = &Receipt> {
        self.known.values().filter_map(|k| k.last())
    }
}
