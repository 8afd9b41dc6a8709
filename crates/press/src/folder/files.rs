//! Files whole or not at all: read within limits, written beside their place and then renamed.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::open;
use super::places::UNFINISHED;
use super::shard::Shard;
use crate::want::Given;
use biaoyu_page::error::{Fault, Place, Say};
use biaoyu_page::say;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// `file/…`: it is not there, is no file, is too large, or cannot be read.
pub(crate) fn read_limited(path: &Path, limit: usize) -> Result<Vec<u8>, Fault> {
    let (file, long) = open_limited(path, limit)?;
    let mut bytes = Vec::with_capacity(long as usize);
    // The file may grow while it is read.
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| fault(path, &error, Doing::Read))?;
    if bytes.len() > limit { Err(too_large(path, bytes.len() as u64, limit)) } else { Ok(bytes) }
}

/// Opens a file of at most `limit` bytes, to be read; with its length.
///
/// # Errors
/// `file/not-a-file`, `file/too-large`; those of the file system.
pub(crate) fn open_limited(path: &Path, limit: usize) -> Result<(File, u64), Fault> {
    let failed = |error: io::Error| fault(path, &error, Doing::Read);
    let about = fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        let what = say!("this is a folder or a device, wanted a file", "这是文件夹或设备，应为文件");
        return Err(Fault::new("file/not-a-file", Place::file(path.display().to_string()), what));
    }
    if about.len() > limit as u64 {
        return Err(too_large(path, about.len(), limit));
    }
    Ok((File::open(path).map_err(failed)?, about.len()))
}

fn too_large(path: &Path, found: u64, limit: usize) -> Fault {
    let (found, most) = (found.div_ceil(1024), limit / 1024);
    let what = say!("the file has {found} KiB, at most {most} KiB are read", "文件有 {found} KiB，最多读 {most} KiB");
    Fault::new("file/too-large", Place::file(path.display().to_string()), what)
}

/// Reads what was given: of a file at most `limit` bytes.
///
/// # Errors
/// Those of [`read_limited`].
pub(crate) fn read_given(given: &Given, limit: usize) -> Result<Cow<'_, [u8]>, Fault> {
    match given {
        Given::File(path) => read_limited(path, limit).map(Cow::Owned),
        Given::Bytes(_, bytes) => Ok(Cow::Borrowed(bytes)),
    }
}

/// Writes a text to a file that is not there yet, making its folder.
pub(crate) fn write_new(path: &Path, text: &str) -> Result<(), Fault> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => taken(path),
        _ => fault(path, &error, Doing::Write),
    };
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|e| fault(folder, &e, Doing::Write))?;
    }
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

/// Writes a file whole, over one of the same name that begins with `own` and so is ours, and waits until it is on the disk.
///
/// # Errors
/// `file/there` when something else lies there; those of the file system. Nothing is changed then.
pub(crate) fn write_whole(path: &Path, bytes: &[u8], own: &str) -> Result<(), Fault> {
    check_own(path, own)?;
    write_by(path, |file| file.write_all(bytes))
}

/// Writes a file whole as `write` does, in the place of what has its name, and waits until its bytes are on the disk. The
/// draft of it may be read back.
///
/// # Errors
/// Those of the file system. Nothing is changed then.
pub(crate) fn write_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Fault> {
    let failed = |error: io::Error| fault(path, &error, Doing::Write);
    // A name that is nobody else's; what a killed run left of it is written anew.
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = path.with_file_name(format!(".{name}.biaoyu-unfinished"));
    // What is no file of ours, a link or a pipe, is neither opened nor taken away.
    let mut file = open::write(&new).map_err(failed)?;
    let written = file.set_len(0).and_then(|()| write(&mut file)).and_then(|()| file.sync_all());
    let placed = written.and_then(|()| fs::rename(&new, path));
    if placed.is_err() {
        let _ = fs::remove_file(&new);
    }
    placed.map_err(failed)
}

/// Refuses a path where something lies that does not begin with `own`.
///
/// # Errors
/// `file/there` when it is another's; those of the file system.
pub(crate) fn check_own(path: &Path, own: &str) -> Result<(), Fault> {
    let mut head = Vec::new();
    match open::read(path).and_then(|file| file.take(own.len() as u64).read_to_end(&mut head)) {
        Ok(_) if head != own.as_bytes() => Err(taken(path)),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(fault(path, &error, Doing::Write)),
        _ => Ok(()),
    }
}

/// Another's file has the name of one that is to be written.
fn taken(path: &Path) -> Fault {
    let what = say!("this file is there already", "文件已经存在");
    let hint = say!("choose another name, or move it away", "请换一个名字，或先移走它");
    Fault::new("file/there", Place::file(path.display().to_string()), what).hint(hint)
}

/// What was being done when the system refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Read,
    Write,
}

/// A refusal of the system in the user's words.
pub(crate) fn fault(path: &Path, error: &io::Error, doing: Doing) -> Fault {
    let place = Place::file(path.display().to_string());
    let (code, what, hint): (_, Say, Option<Say>) = match error.kind() {
        io::ErrorKind::NotFound if doing == Doing::Read => (
            "file/not-found",
            say!("there is no such file", "没有这个文件"),
            Some(say!("check the name and the folder you are in", "请检查文件名和当前文件夹")),
        ),
        io::ErrorKind::ReadOnlyFilesystem if doing == Doing::Write => (
            "file/not-writable",
            say!("cannot write here: the disk is read-only", "无法写入：该磁盘是只读的"),
            Some(say!("choose another folder with `-o`", "请用 `-o` 换一个文件夹")),
        ),
        io::ErrorKind::PermissionDenied if doing == Doing::Write => (
            "file/not-writable",
            say!("cannot write here: permission denied", "没有写入权限"),
            Some(say!(
                "close the program that has it open, or choose another folder with `-o`",
                "请关闭正打开它的程序，或用 `-o` 换一个文件夹"
            )),
        ),
        io::ErrorKind::PermissionDenied => {
            ("file/not-readable", say!("cannot be read: permission denied", "没有读取权限"), None)
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "file/disk-full",
            say!("the disk is full", "磁盘已满"),
            Some(say!(
                "free some space and run the same command again: it makes what is missing",
                "请清出空间后重新运行同一命令，只会补做缺少的文件"
            )),
        ),
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => (
            "file/locked",
            say!("another program has it open", "另一个程序正打开它"),
            Some(say!("close it and run the same command again", "请关闭后重新运行同一命令")),
        ),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => (
            "file/in-the-way",
            say!("a file is in the way of a folder of that name", "有同名文件挡住了文件夹"),
            Some(say!("move it away, or choose another folder with `-o`", "请移走它，或用 `-o` 换一个文件夹")),
        ),
        _ if open::not_a_file(error) => (
            "file/in-the-way",
            say!(
                "a folder, a link, a pipe or a device lies in the place of a file",
                "这里应是文件，却是文件夹、链接、管道或设备"
            ),
            Some(say!("move it away, or choose another folder with `-o`", "请移走它，或用 `-o` 换一个文件夹")),
        ),
        io::ErrorKind::IsADirectory => {
            ("file/in-the-way", say!("a folder is in the way of a file of that name", "有同名文件夹挡住了文件"), None)
        }
        _ => {
            // Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
            let locked = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
            // ERROR_INVALID_HANDLE, ERROR_INVALID_NAME, ERROR_BAD_PATHNAME, ERROR_DIRECTORY.
            let unnamable = cfg!(windows) && matches!(error.raw_os_error(), Some(6 | 123 | 161 | 267));
            if locked {
                let hint = say!("close it and run the same command again", "请关闭后重新运行同一命令");
                ("file/locked", say!("another program has it open", "另一个程序正打开它"), Some(hint))
            } else if unnamable {
                let hint = say!(
                    "choose another: none is called CON, PRN, AUX, NUL, COM1 or LPT1, or has one of < > : \" | ? * in it",
                    "请换一个：不能叫 CON、PRN、AUX、NUL、COM1、LPT1，也不能含有 < > : \" | ? *"
                );
                ("file/name", say!("Windows takes no such name", "Windows 不允许这样的名称"), Some(hint))
            } else {
                ("file/system", say!("the system says: {error}", "系统报告：{error}"), None)
            }
        }
    };
    Fault { code, place, what, hint }
}

/// A file that is being written and has no place yet.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Where it is written.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// Its digest.
    pub hash: blake3::Hash,
}

/// The folder of drafts, emptied when the press starts and gone when it ends.
#[derive(Debug)]
pub(crate) struct Drafts {
    folder: PathBuf,
}

impl Drafts {
    /// Makes the folder inside `output`, without what an earlier run may have left.
    pub(crate) fn open(output: &Path, shard: Option<Shard>) -> Result<Self, Fault> {
        let folder = output.join(shard.map_or_else(|| UNFINISHED.into(), |s| format!("{UNFINISHED}.{}", s.tag())));
        let made = match fs::remove_dir_all(&folder) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => fs::create_dir_all(&folder),
        };
        made.map_err(|e| fault(output, &e, Doing::Write))?;
        Ok(Self { folder })
    }

    /// Writes a draft. `number` is not used by another draft of this run.
    pub(crate) fn write<E: From<io::Error>>(
        &self,
        number: u64,
        make: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<Draft, E> {
        let mut draft = self.open_draft(number)?;
        make(&mut draft)?;
        Ok(draft.finish()?)
    }

    /// Begins a draft, for those who write several at a time. `number` is not used by another draft of this run.
    pub(crate) fn open_draft(&self, number: u64) -> io::Result<NewDraft> {
        let path = self.folder.join(number.to_string());
        let out = Measured { out: File::create(&path)?, bytes: 0, hasher: blake3::Hasher::new() };
        Ok(NewDraft { path, out: BufWriter::with_capacity(1 << 16, out), whole: false })
    }
}

/// A draft that is being written; it is gone when it is dropped before it is finished.
pub(crate) struct NewDraft {
    path: PathBuf,
    // The buffer comes first: a digest of much at once takes a fraction of that of the same in small pieces.
    out: BufWriter<Measured<File>>,
    whole: bool,
}

impl NewDraft {
    /// Ends it.
    pub(crate) fn finish(mut self) -> io::Result<Draft> {
        self.out.flush()?;
        self.whole = true;
        let measured = self.out.get_ref();
        Ok(Draft { path: self.path.clone(), bytes: measured.bytes, hash: measured.hasher.finalize() })
    }
}

impl Write for NewDraft {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.out.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for NewDraft {
    fn drop(&mut self) {
        if !self.whole {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Drafts {
    /// Writes a draft of a format that goes back in its file. `number` is not used by another draft of this run.
    pub(crate) fn write_seeking<E: From<io::Error>>(
        &self,
        number: u64,
        make: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
    ) -> Result<Draft, E> {
        let path = self.folder.join(number.to_string());
        let written = (|| {
            let mut out = BufWriter::with_capacity(1 << 16, File::create(&path)?);
            make(&mut out)?;
            out.flush()?;
            // Only now is it known what the file holds.
            let (bytes, hash) = measure(&path)?.ok_or(io::ErrorKind::NotFound).map_err(io::Error::from)?;
            Ok(Draft { path: path.clone(), bytes, hash })
        })();
        if written.is_err() {
            let _ = fs::remove_file(&path);
        }
        written
    }
}

impl Drafts {
    /// Writes a file whole in the place of one that is there, waits until it is on the disk, and gives it locked.
    pub(crate) fn replace(&self, target: &Path, bytes: &[u8], held: &mut File) -> io::Result<()> {
        let path = self.folder.join("whole");
        let mut file = File::options().read(true).write(true).create(true).truncate(true).open(&path)?;
        // What is new has no other user; where locks are unknown there is none to keep.
        let _ = file.try_lock();
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        let placed = written.and_then(|()| {
            let before = std::mem::replace(held, file);
            // Windows gives the name of an open file to no other, so there the old one is let go a moment before; elsewhere its
            // lock is kept until the new one stands.
            let before = (!cfg!(windows)).then_some(before);
            fs::rename(&path, target).inspect_err(|_| {
                if let Some(before) = before {
                    *held = before;
                }
            })
        });
        if placed.is_err() {
            let _ = fs::remove_file(&path);
        }
        placed
    }

    /// A draft that is the file at `source`: the same bytes under another name where the disk can do that, else a copy.
    pub(crate) fn adopt(&self, number: u64, source: &Path) -> io::Result<Draft> {
        let path = self.folder.join(number.to_string());
        if fs::hard_link(source, &path).is_ok() {
            let (bytes, hash) = measure(&path)?.ok_or(io::ErrorKind::NotFound).map_err(io::Error::from)?;
            return Ok(Draft { path, bytes, hash });
        }
        self.write(number, |out| io::copy(&mut File::open(source)?, out).map(drop))
    }
}

impl Drop for Drafts {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Counts and digests what passes.
struct Measured<W> {
    out: W,
    bytes: u64,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.out.write(buffer)?;
        self.bytes += written as u64;
        self.hasher.update(buffer.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Draft {
    /// Waits until the bytes are on the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        // Windows waits only for what was opened for writing; what was adopted may be open to reading only.
        File::options().read(true).write(cfg!(windows)).open(&self.path)?.sync_all()
    }

    /// Whether the file at `path` is a spoilt copy of this one: its beginning, perhaps with zeros in the place of what
    /// never reached the disk, as a full disk, a cut cable or a power failure leaves it.
    pub(crate) fn is_spoilt_at(&self, path: &Path) -> io::Result<bool> {
        let mut there = BufReader::new(File::open(path)?);
        let mut draft = BufReader::new(File::open(&self.path)?);
        loop {
            let found = there.fill_buf()?;
            let part = found.len();
            if part == 0 {
                return Ok(true);
            }
            let mut whole = vec![0; part];
            let spoilt = |(found, whole): (&u8, &u8)| found == whole || *found == 0;
            if draft.read_exact(&mut whole).is_err() || !found.iter().zip(&whole).all(spoilt) {
                return Ok(false);
            }
            there.consume(part);
        }
    }

    /// Gives its room on the disk back.
    pub(crate) fn discard(self) {
        let _ = fs::remove_file(&self.path);
    }

    /// Puts the file in its place; its folder is made when there is none.
    pub(crate) fn place(self, target: &Path) -> io::Result<()> {
        let placed = match fs::rename(&self.path, target) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(&self.path, target))
            }
            other => other,
        };
        if placed.is_err() {
            self.discard();
        }
        placed
    }
}

/// Length and digest of a file that is there; `None` when there is none.
pub(crate) fn measure(path: &Path) -> io::Result<Option<(u64, blake3::Hash)>> {
    let file = match open::through(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(Some((hasher.count(), hasher.finalize())))
}
