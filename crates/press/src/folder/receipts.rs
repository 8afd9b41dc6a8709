//! `receipts.jsonl`: what was made from what, one line a file, no times. A line is written when its file is on the
//! disk and before it takes its place, so that after any accident a file without a receipt is not ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::durable;
use super::files::{Doing, Drafts, fault, measure};
use super::lists::{lists, of_shard};
use super::open;
use super::places::RECEIPTS;
use super::receipt::OWN;
pub(crate) use super::receipt::Receipt;
use super::shard::Shard;
use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;

/// How long a look at a list takes at most, and how many looks are waited for.
const LOOK: Duration = Duration::from_millis(20);
const LOOKS: usize = 5;

/// The receipts of a folder, locked for this run.
#[derive(Debug)]
pub(crate) struct Receipts {
    file: File,
    /// Bytes of whole lines.
    length: u64,
    /// Every receipt of a path, oldest first.
    known: BTreeMap<String, Vec<Receipt>>,
    /// The receipts of parts of a plan that lie beside.
    others: Vec<PathBuf>,
    /// Keeps runs of the whole folder out while a part is made.
    _whole: Option<File>,
}

/// How a file on disk stands to what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
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
    /// Opens and locks the receipts of a folder, or those of one part of a plan in it. Parts of a plan share the folder;
    /// a run of the whole has it for itself.
    ///
    /// # Errors
    /// `run/busy` when another run holds them; `file/foreign` when a list is not ours; those of the file system. Nothing is
    /// changed then.
    pub(crate) fn open(folder: &Path, shard: Option<Shard>) -> Result<Self, Fault> {
        let base = folder.join(RECEIPTS);
        let (path, whole) = match shard {
            None => (base.clone(), None),
            Some(shard) => (folder.join(of_shard(shard)), Some(locked(folder, &base, false)?)),
        };
        let mut file = locked(folder, &path, true)?;
        let failed = |e: io::Error| fault(&path, &e, Doing::Write);
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let others: Vec<PathBuf> = lists(folder).into_iter().filter(|other| *other != path).collect();
        let mut known = BTreeMap::new();
        for other in &others {
            // Another part may be writing to it, or a merge be taking it away.
            know(other, &contents(other)?, &mut known)?;
        }
        know(&path, &bytes, &mut known)?;
        // A line that was being written when the power failed has no end: the only thing that is ever cut.
        let length = whole_lines(&bytes).len() as u64;
        if length < bytes.len() as u64 {
            file.set_len(length).map_err(failed)?;
        }
        Ok(Self { file, length, known, others, _whole: whole })
    }

    /// The receipts of a folder that nothing is written to, those of parts of a plan among them.
    ///
    /// # Errors
    /// `run/busy` when a run holds them; `file/foreign` when a list is not ours; those of the file system.
    pub(crate) fn read(folder: &Path) -> Result<BTreeMap<String, Vec<Receipt>>, Fault> {
        let mut known = BTreeMap::new();
        for list in lists(folder) {
            let failed = |e: io::Error| fault(&list, &e, Doing::Read);
            let mut file = open::read(&list).map_err(failed)?;
            if let Err(TryLockError::WouldBlock) = file.try_lock_shared() {
                return Err(busy(folder));
            }
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(failed)?;
            know(&list, &bytes, &mut known)?;
        }
        Ok(known)
    }

    /// How the file at `path` stands to what would be made from `inputs`.
    pub(crate) fn examine(&self, file: &str, path: &Path, inputs: &blake3::Hash) -> io::Result<State> {
        examine(self.known.get(file).map(Vec::as_slice).unwrap_or_default(), path, inputs)
    }

    /// Whether a file of this content was made here.
    pub(crate) fn made(&self, file: &str, bytes: u64, hash: &blake3::Hash) -> bool {
        let hash = hash.to_hex();
        self.known.get(file).is_some_and(|known| known.iter().any(|r| r.bytes == bytes && r.blake3 == hash.as_str()))
    }

    /// Writes receipts of files whose bytes are on the disk, and waits until they are there too. All or none: what was
    /// begun is taken back.
    pub(crate) fn add(&mut self, receipts: &[Receipt]) -> io::Result<()> {
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
            .and_then(|()| self.file.sync_data());
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

    /// Ends a whole run: one receipt for each of its files, in the order of the plan, after those of files of other runs.
    /// What accidents, stops and parts of the plan left behind them is gone, so that the folder does not tell how often
    /// it was begun. `files` are paths with the inputs that they are of; of a path in `kept` every receipt is kept.
    pub(crate) fn settle<'f>(
        &mut self,
        folder: &Path,
        drafts: &Drafts,
        files: impl Iterator<Item = (&'f str, Option<&'f blake3::Hash>)>,
        kept: &BTreeSet<String>,
    ) -> io::Result<()> {
        let mut last: Vec<&Receipt> = Vec::new();
        let mut settled = BTreeSet::new();
        for (file, inputs) in files.filter(|(file, _)| !kept.contains(*file)) {
            let Some(known) = self.known.get(file) else { continue };
            let inputs = inputs.map(|i| i.to_hex());
            let same = |r: &&Receipt| inputs.as_ref().is_none_or(|i| r.inputs == i.as_str());
            last.extend(known.iter().rev().find(same).or(known.last()));
            settled.insert(file);
        }
        let gone = |r: &Receipt| r.format == OWN && !folder.join(&r.file).is_file();
        let others = self.known.iter().filter(|(file, _)| !settled.contains(file.as_str())).flat_map(|(_, k)| k);
        let mut lines = String::new();
        for receipt in others.filter(|r| !gone(r)).chain(last) {
            lines += &serde_json::to_string(receipt)?;
            lines.push('\n');
        }
        let path = folder.join(RECEIPTS);
        let mut there = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        (&self.file).take(self.length).read_to_end(&mut there)?;
        if there != lines.as_bytes() {
            drafts.replace(&path, lines.as_bytes(), &mut self.file)?;
            self.length = lines.len() as u64;
            durable::names(folder, BTreeSet::from([folder.to_path_buf()]));
        }
        for other in self.others.drain(..).filter(|other| *other != path) {
            let _ = fs::remove_file(other);
        }
        Ok(())
    }

    /// The newest receipt of a file.
    pub(crate) fn newest_of(&self, file: &str) -> Option<&Receipt> {
        self.known.get(file)?.last()
    }

    /// Forgets a file that has gone from its place: the receipts that are settled know it no more.
    pub(crate) fn forget(&mut self, file: &str) {
        self.known.remove(file);
    }

    /// The newest receipt of every file, by path.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &Receipt> {
        self.known.values().filter_map(|k| k.last())
    }
}

/// How the file at `path` stands to its receipts and to what would be made from `inputs`.
pub(crate) fn examine(known: &[Receipt], path: &Path, inputs: &blake3::Hash) -> io::Result<State> {
    let (bytes, hash) = match measure(path) {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(State::Missing),
        // Its folder is no folder: that is told when the file is to be written.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(State::Missing),
        Err(error) if open::not_a_file(&error) => return Ok(State::Foreign),
        Err(error) => return Err(error),
    };
    let (hash, inputs) = (hash.to_hex(), inputs.to_hex());
    let mut same = known.iter().filter(|r| r.bytes == bytes && r.blake3 == hash.as_str()).peekable();
    if same.peek().is_some() {
        let current = same.any(|r| r.inputs == inputs.as_str());
        return Ok(if current { State::Current } else { State::Old });
    }
    Ok(if known.iter().any(|r| r.bytes >= bytes) { State::Spoilt } else { State::Foreign })
}

/// The bytes up to the last line that has an end.
fn whole_lines(bytes: &[u8]) -> &[u8] {
    let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    bytes.get(..whole).unwrap_or_default()
}

/// Takes the receipts of a list. Each line must be one of ours, so that nobody else's file of this name is written to.
fn know(path: &Path, bytes: &[u8], known: &mut BTreeMap<String, Vec<Receipt>>) -> Result<(), Fault> {
    let whole = whole_lines(bytes);
    for line in whole.split_inclusive(|b| *b == b'\n') {
        let receipt = serde_json::from_slice::<Receipt>(line).ok().filter(Receipt::is_ours);
        let receipt = receipt.ok_or_else(|| foreign_list(path))?;
        known.entry(receipt.file.clone()).or_default().push(receipt);
    }
    let torn = bytes.get(whole.len()..).unwrap_or_default();
    if may_begin_a_receipt(torn) { Ok(()) } else { Err(foreign_list(path)) }
}

/// The receipts of a list by path, oldest first.
///
/// # Errors
/// `file/foreign` when it is not ours.
pub(crate) fn known_of(path: &Path, bytes: &[u8]) -> Result<BTreeMap<String, Vec<Receipt>>, Fault> {
    let mut known = BTreeMap::new();
    know(path, bytes, &mut known)?;
    Ok(known)
}

/// Whether a line without an end may be the beginning of a receipt: its first two keys are ours, as far as they go.
fn may_begin_a_receipt(torn: &[u8]) -> bool {
    let begins = |text: &[u8], wanted: &[u8]| text.iter().zip(wanted).all(|(a, b)| a == b);
    let (first, second) = (b"{\"file\":\"", b",\"format\":\"");
    let Some(rest) = torn.get(first.len()..) else { return begins(torn, first) };
    // The value ends with a quote that is not escaped.
    let mut escaped = false;
    let end = rest.iter().position(|b| {
        let ends = *b == b'"' && !escaped;
        escaped = *b == b'\\' && !escaped;
        ends
    });
    begins(torn, first) && end.is_none_or(|end| begins(rest.get(end + 1..).unwrap_or_default(), second))
}

/// The bytes of a list that is not written to; nothing when it is gone.
fn contents(path: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    match open::read(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(fault(path, &e, Doing::Read)),
        _ => Ok(bytes),
    }
}

/// A list of this name that someone else wrote.
fn foreign_list(path: &Path) -> Fault {
    let what = say!(
        "this file is not a list of what this program made, and is left as it is",
        "这个文件不是本程序的制作记录，未作任何改动"
    );
    let hint = say!("move it away, or choose another folder with `-o`", "请移走它，或用 `-o` 换一个文件夹");
    Fault::new("file/foreign", Place::file(path.display().to_string()), what).hint(hint)
}

/// Opens a list of receipts and locks it, for oneself alone or together with others.
fn locked(folder: &Path, path: &Path, alone: bool) -> Result<File, Fault> {
    let mut looks = LOOKS;
    loop {
        let file = open::write(path).map_err(|e| fault(path, &e, Doing::Write))?;
        match if alone { file.try_lock() } else { file.try_lock_shared() } {
            // Perhaps somebody only looks how far the part is.
            Err(TryLockError::WouldBlock) if looks > 0 => {
                looks -= 1;
                std::thread::sleep(LOOK);
                continue;
            }
            Err(TryLockError::WouldBlock) => return Err(busy(folder)),
            // Some network folders cannot lock; the run is better than none.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        // A run that ended meanwhile may have put another list in the place of this one.
        if is_at(&file, path) {
            return Ok(file);
        }
    }
}

/// Whether an open file is still the one of its name.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        match (file.metadata(), fs::metadata(path)) {
            (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
            (_, Err(_)) => false,
            (Err(_), _) => true,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// A file stands in the place of a new one.
pub(crate) fn foreign(path: &Path) -> Fault {
    let what = say!("was not made by this program, or was changed since", "不是本程序做的，或后来被改过");
    let hint = say!(
        "move it away, choose another folder with `-o`, or overwrite with `--force`",
        "请移走它，或用 `-o` 换一个文件夹；要覆盖请加 `--force`"
    );
    Fault::new("file/foreign", Place::file(path.display().to_string()), what).hint(hint)
}

fn busy(folder: &Path) -> Fault {
    let what = say!("another run is writing to this folder", "另一个程序正在写这个文件夹");
    let hint = say!("wait until it is done, or choose another folder with `-o`", "请等它结束，或用 `-o` 换一个文件夹");
    Fault::new("run/busy", Place::file(folder.display().to_string()), what).hint(hint)
}
