//! A project: a folder with a campaign file, what the page keeps beside it, and the way back.

use std::collections::VecDeque;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use axum::http::StatusCode;
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::limits::TEXT_FILE_BYTES;
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;

use crate::answer::{NEWER, Refusal};
use crate::bench::{Bench, Seen};
use crate::held::held;
use crate::names::{BENCH, CAMPAIGN, MADE};
use crate::places::{below, is_name};
use crate::plans::Plans;

/// Changes that can be taken back.
const KEPT: usize = 200;
/// Entries of a folder that are looked at one by one; of a larger one its own moment tells that some came or went.
const ENTRIES: usize = 300;

/// Campaigns that are kept as they were read.
const PARSED: usize = 4;

/// A project.
pub(crate) struct Project {
    pub name: String,
    pub folder: PathBuf,
    /// The campaign file as it is on the disk.
    pub text: String,
    /// Why it cannot be read at all; then it is not written either.
    unreadable: Option<Fault>,
    pub bench: Bench,
    /// Grows with every change.
    pub rev: u64,
    undo: Vec<Kept>,
    redo: Vec<Kept>,
    /// The last change was typed, and more of it may come.
    is_typing: bool,
    /// The file that a text is kept in while it is typed, with its bytes.
    pub typed: Option<(String, Vec<u8>)>,
    /// Both files as they were seen last.
    seen: [Seen; 2],
    pub plans: Plans,
}

/// What a change may have changed; `None` of a file that could not be read, and is left as it is.
#[derive(Clone, PartialEq)]
struct Kept {
    text: Option<String>,
    bench: Option<String>,
}

fn see(folder: &Path, name: &str) -> Seen {
    match biaoyu_press::read(&folder.join(name), TEXT_FILE_BYTES) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(fault) if fault.code == "file/not-found" => Ok(None),
        Err(fault) => Err(Fault { place: Place { file: Some(name.to_owned()), ..fault.place }, ..fault }),
    }
}

/// The campaign of a text. A change asks for those of two texts several times: the last few are kept.
///
/// # Errors
/// Every fault of the file.
pub(crate) fn parsed(text: &str) -> Result<Arc<Campaign>, Faults> {
    static LAST: Mutex<VecDeque<(String, Arc<Campaign>)>> = Mutex::new(VecDeque::new());
    if let Some((_, known)) = held(&LAST).iter().find(|(own, _)| own == text) {
        return Ok(known.clone());
    }
    let campaign = Arc::new(Campaign::parse(CAMPAIGN, text)?);
    let mut last = held(&LAST);
    last.truncate(PARSED - 1);
    last.push_front((text.to_owned(), campaign.clone()));
    Ok(campaign)
}

fn campaign_text(seen: &Seen) -> (String, Option<Fault>) {
    match seen {
        Ok(bytes) => (bytes.as_ref().map(|bytes| decode(bytes).text.to_string()).unwrap_or_default(), None),
        Err(fault) => (String::new(), Some(fault.clone())),
    }
}

impl Project {
    /// The project of a name in the folder of projects; `None` where there is none.
    pub(crate) fn open(all: &Path, name: &str) -> Option<Self> {
        let folder = all.join(name);
        if !is_name(name) || !folder.join(CAMPAIGN).is_file() {
            return None;
        }
        let folder = std::path::absolute(&folder).ok()?;
        let seen = [CAMPAIGN, BENCH].map(|name| see(&folder, name));
        let (text, unreadable) = campaign_text(&seen[0]);
        Some(Self {
            name: name.to_owned(),
            folder,
            text,
            unreadable,
            bench: Bench::read(&seen[1]),
            rev: 1,
            undo: Vec::new(),
            redo: Vec::new(),
            is_typing: false,
            typed: None,
            seen,
            plans: Plans::default(),
        })
    }

    /// Takes in what was changed by hand since.
    pub(crate) fn look(&mut self) {
        let now = [CAMPAIGN, BENCH].map(|name| see(&self.folder, name));
        if now == self.seen {
            return;
        }
        let (text, unreadable) = campaign_text(&now[0]);
        let bench = Bench::read(&now[1]);
        let before = self.kept();
        (self.text, self.unreadable, self.bench, self.seen) = (text, unreadable, bench, now);
        self.remember(before);
        self.rev += 1;
    }

    /// The campaign of the file.
    ///
    /// # Errors
    /// Every fault of the file.
    pub(crate) fn campaign(&self) -> Result<Arc<Campaign>, Faults> {
        match &self.unreadable {
            Some(fault) => Err(fault.clone().into()),
            None => parsed(&self.text),
        }
    }

    fn kept(&self) -> Kept {
        let text = self.unreadable.is_none().then(|| self.text.clone());
        Kept { text, bench: self.bench.fault.is_none().then(|| self.bench.text()) }
    }

    fn remember(&mut self, before: Kept) {
        self.is_typing = false;
        self.typed = None;
        self.redo.clear();
        if self.undo.last() == Some(&before) {
            return;
        }
        self.undo.push(before);
        if self.undo.len() > KEPT {
            self.undo.remove(0);
        }
    }

    /// Puts a change on the disk, and then takes it for true. The new campaign must be readable.
    ///
    /// # Errors
    /// The faults of the new campaign; what keeps the file from being written.
    pub(crate) fn change(&mut self, text: String, bench: Bench) -> Result<(), Faults> {
        self.change_as(text, bench, false)
    }

    /// The same of a change that may be one of many while she types: all of them are taken back at once.
    ///
    /// # Errors
    /// As [`change`](Self::change).
    pub(crate) fn change_as(&mut self, text: String, bench: Bench, typed: bool) -> Result<(), Faults> {
        if text != self.text {
            parsed(&text)?;
        }
        if text == self.text && bench.text() == self.bench.text() {
            return Ok(());
        }
        let goes_on = typed && self.is_typing;
        let before = self.kept();
        self.put(&Kept { text: Some(text), bench: Some(bench.text()) })?;
        if goes_on {
            self.redo.clear();
        } else {
            self.remember(before);
        }
        self.is_typing = typed;
        Ok(())
    }

    /// Something came into the folder that is in neither file.
    pub(crate) fn came(&mut self) {
        self.rev += 1;
    }

    /// Writes both files, as far as they differ, if they are still as they were seen.
    fn put(&mut self, kept: &Kept) -> Result<(), Faults> {
        if [CAMPAIGN, BENCH].map(|name| see(&self.folder, name)) != self.seen {
            let what = say!("the project was changed outside this window", "项目在这个窗口之外改过");
            let hint = say!("look at it as it is now, then change it again", "请看看现在的样子，再改一次");
            return Err(Fault::new(NEWER, Place::default(), what).hint(hint).into());
        }
        let text = kept.text.as_ref().filter(|text| **text != self.text || matches!(self.seen[0], Ok(None)));
        let bench = kept.bench.as_ref().filter(|bench| **bench != self.bench.text());
        if let Some(fault) = self.unreadable.as_ref().filter(|_| text.is_some()) {
            return Err(fault.clone().into());
        }
        if text.is_some() && matches!(&self.seen[0], Ok(Some(bytes)) if decode(bytes).damaged) {
            let what = say!(
                "the file holds bytes that are no text, which a change would lose",
                "文件里有不成字的字节，一改就会丢"
            );
            let hint = say!("save it anew as UTF-8 in a text editor", "请用记事本另存为 UTF-8");
            return Err(Fault::new("studio/toml", Place::file(CAMPAIGN), what).hint(hint).into());
        }
        if let Some(fault) = self.bench.fault.as_ref().filter(|_| bench.is_some()) {
            return Err(fault.clone().into());
        }
        let write = |name: &str, text: &str| biaoyu_press::write(&self.folder.join(name), text.as_bytes(), "");
        if let Some(text) = text {
            write(CAMPAIGN, text)?;
        }
        if let Some(bench) = bench
            && let Err(fault) = write(BENCH, bench)
        {
            // All of a change or nothing of it.
            if let (Some(_), Ok(Some(before))) = (text, &self.seen[0]) {
                let _ = biaoyu_press::write(&self.folder.join(CAMPAIGN), before, "");
            }
            return Err(fault.into());
        }
        if let Some(text) = text {
            self.text.clone_from(text);
            self.seen[0] = Ok(Some(text.clone().into_bytes()));
        }
        if let Some(bench) = bench {
            self.seen[1] = Ok(Some(bench.clone().into_bytes()));
            self.bench = Bench::read(&self.seen[1]);
        }
        self.rev += 1;
        Ok(())
    }

    /// What was done so far is how it came to be, and is not taken back.
    pub(crate) fn forget_steps(&mut self) {
        self.undo.clear();
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Takes the last change back, or back again.
    ///
    /// # Errors
    /// There is none; the file cannot be written.
    pub(crate) fn step(&mut self, is_back: bool) -> Result<(), Refusal> {
        let from = if is_back { &self.undo } else { &self.redo };
        let Some(kept) = from.last().cloned() else {
            let what = say!("nothing is left to take back", "没有可撤销或重做的了");
            let fault = Fault::new("studio/undo", Place::default(), what);
            return Err(Refusal::new(StatusCode::CONFLICT, &fault.into()));
        };
        let now = self.kept();
        self.put(&kept)?;
        self.is_typing = false;
        self.typed = None;
        let (from, to) = if is_back { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
        from.pop();
        to.push(now);
        Ok(())
    }

    /// A file or folder that the bench names, from the root; `None` where it names none.
    ///
    /// # Errors
    /// `studio/path`: it is none of this project.
    pub(crate) fn own(&self, table: &str, key: &str) -> Result<Option<PathBuf>, Fault> {
        let Some(name) = self.bench.get(table, key) else { return Ok(None) };
        below(&self.folder, name).map(Some).map_err(|fault| Fault { place: Place::file(name), ..fault })
    }

    /// What the folder looks like besides both files and what is made: pages may be made from anything in it.
    pub(crate) fn around(&self) -> u64 {
        let mut seen = DefaultHasher::new();
        around(&self.folder, 2, &mut seen);
        seen.finish()
    }
}

fn around(folder: &Path, depth: usize, seen: &mut DefaultHasher) {
    let mut all: Vec<fs::DirEntry> = fs::read_dir(folder).into_iter().flatten().flatten().take(ENTRIES + 1).collect();
    if all.len() > ENTRIES {
        fs::metadata(folder).and_then(|about| about.modified()).ok().hash(seen);
        return;
    }
    all.sort_by_key(fs::DirEntry::file_name);
    for entry in all {
        let name = entry.file_name();
        let is_own = |own: &&str| name.to_str() == Some(*own);
        if name.as_encoded_bytes().starts_with(b".") || MADE.iter().chain(&[CAMPAIGN, BENCH]).any(is_own) {
            continue;
        }
        // Through links: what a link leads to is what is read.
        let Ok(about) = fs::metadata(entry.path()) else { continue };
        name.hash(seen);
        if about.is_dir() && depth > 0 {
            around(&entry.path(), depth - 1, seen);
        } else {
            (about.len(), about.modified().unwrap_or(SystemTime::UNIX_EPOCH)).hash(seen);
        }
    }
}
