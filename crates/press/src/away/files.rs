//! A store that is a folder, `file://`: for a disk that several machines share without locks, and to try things on one machine.
//! What an object was made from lies in a hidden folder beside; its digest is read from its bytes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::faults;
use super::store::{About, Listed, Lying, Put, Store};
use crate::folder::durable;
use crate::folder::files::{Doing, fault, measure, read_limited};
use crate::folder::places::target;
use biaoyu_page::error::Fault;

/// What the store keeps for itself, gone when the plan is merged.
const OWN: &str = ".biaoyu-store";
/// Bytes of a file that is read whole, at most: a list of receipts of several million files.
const MOST: usize = 1 << 32;

/// Numbers of drafts of this process.
static NUMBERS: AtomicU64 = AtomicU64::new(0);

/// A folder as a store.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    name: String,
}

/// What is kept beside an object.
#[derive(Serialize, Deserialize)]
struct Beside {
    blake3: String,
    inputs: String,
}

impl Folder {
    /// The store of `file:///FOLDER`; the folder is made when something is put.
    ///
    /// # Errors
    /// `store/address` when it is none.
    pub fn of(address: &str) -> Result<Self, Fault> {
        let bad = || faults::address(address);
        let path = address.strip_prefix("file://").filter(|path| path.starts_with('/')).ok_or_else(bad)?;
        let path = decoded(path).ok_or_else(bad)?;
        let path = path.trim_end_matches('/');
        let root = PathBuf::from(if path.is_empty() { "/" } else { path });
        Ok(Self { name: format!("file://{path}"), root })
    }

    fn place(&self, key: &str) -> PathBuf {
        target(&self.root, key)
    }

    fn beside(&self, key: &str) -> PathBuf {
        target(&self.root.join(OWN).join("inputs"), key)
    }

    /// Writes a draft and waits until it is on the disk.
    fn draft(&self, bytes: &[u8]) -> io::Result<PathBuf> {
        let folder = self.root.join(OWN).join("drafts");
        fs::create_dir_all(&folder)?;
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        // Of several machines on one disk two may have the same number of process.
        for turn in 0_u32.. {
            let path = folder.join(format!("{}-{number}-{turn}", std::process::id()));
            let mut file = match File::create_new(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                // A merge has tidied up meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    fs::create_dir_all(&folder)?;
                    continue;
                }
                opened => opened?,
            };
            if let Err(error) = file.write_all(bytes).and_then(|()| file.sync_all()) {
                let _ = fs::remove_file(&path);
                return Err(error);
            }
            return Ok(path);
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// Gives a draft its name if nothing has it.
fn link(draft: &Path, path: &Path) -> io::Result<Put> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let linked = fs::hard_link(draft, path);
    match linked {
        Ok(()) => Ok(Put::Made),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Put::There),
        // No second names here: the first is moved, where the system can do that without replacing.
        #[cfg(target_os = "linux")]
        Err(_) => {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            match renameat_with(CWD, draft, CWD, path, RenameFlags::NOREPLACE) {
                Ok(()) => Ok(Put::Made),
                Err(rustix::io::Errno::EXIST) => Ok(Put::There),
                Err(error) => Err(error.into()),
            }
        }
        #[cfg(not(target_os = "linux"))]
        Err(error) => Err(error),
    }
}

/// `%20` and the like as what they stand for.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = rest.get(..2).and_then(|two| std::str::from_utf8(two).ok())?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = rest.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

impl Store for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Fault> {
        let mut found = BTreeMap::new();
        let mut folders = vec![(self.root.clone(), String::new())];
        while let Some((folder, inside)) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(|e| fault(&folder, &e, Doing::Read))?,
            };
            for entry in entries {
                let entry = entry.map_err(|e| fault(&folder, &e, Doing::Read))?;
                let key = format!("{inside}{}", entry.file_name().to_string_lossy());
                if key == OWN {
                    continue;
                }
                match entry.metadata() {
                    Ok(about) if about.is_dir() => folders.push((entry.path(), format!("{key}/"))),
                    Ok(about) => {
                        found.insert(key, Listed { bytes: about.len(), put: about.modified().ok() });
                    }
                    // Gone meanwhile.
                    Err(_) => {}
                }
            }
        }
        Ok(found)
    }

    fn head(&self, key: &str) -> Result<Option<Lying>, Fault> {
        let path = self.place(key);
        let Some((bytes, hash)) = measure(&path).map_err(|e| fault(&path, &e, Doing::Read))? else { return Ok(None) };
        let hash = hash.to_hex().to_string();
        let beside = fs::read(self.beside(key)).ok().and_then(|text| serde_json::from_slice::<Beside>(&text).ok());
        let inputs = beside.filter(|beside| beside.blake3 == hash).map(|beside| beside.inputs);
        Ok(Some(Lying { bytes, blake3: Some(hash), inputs }))
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let path = self.place(key);
        match read_limited(&path, MOST) {
            Err(fault) if fault.code == "file/not-found" => Ok(None),
            read => read.map(Some),
        }
    }

    fn put(&self, key: &str, bytes: &Arc<Vec<u8>>, about: &About<'_>) -> Result<Put, Fault> {
        let path = self.place(key);
        let failed = |error: io::Error| faults::disk(&path, &error);
        // A look costs less than the bytes.
        if fs::symlink_metadata(&path).is_ok() {
            return Ok(Put::There);
        }
        let draft = self.draft(bytes).map_err(failed)?;
        let put = link(&draft, &path);
        let _ = fs::remove_file(&draft);
        if put.as_ref().is_ok_and(|put| *put == Put::Made) {
            durable::names(&self.root, path.parent().map(Path::to_path_buf).into_iter().collect());
            // Who finds none makes the file again and sees that it is the same.
            let beside = Beside { blake3: about.blake3.to_owned(), inputs: about.inputs.to_owned() };
            let (name, text) = (self.beside(key), serde_json::to_vec(&beside).unwrap_or_default());
            let _ = name.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
                let draft = self.draft(&text)?;
                fs::rename(&draft, &name)
            });
        }
        put.map_err(failed)
    }

    fn delete(&self, key: &str) -> Result<(), Fault> {
        let path = self.place(key);
        let _ = fs::remove_file(self.beside(key));
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(faults::disk(&path, &error)),
            _ => Ok(()),
        }
    }

    fn tidy(&self) {
        let _ = fs::remove_dir_all(self.root.join(OWN));
    }
}
