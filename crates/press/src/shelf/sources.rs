//! Where inputs come from: folders in the order of search, then what is inside the binary. The first found wins.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::kept::KeptPictures;
pub use super::kind::Shelf;
use super::named::{Named, find, unknown};
use crate::folder::files::read_limited;
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::limits::TEXT_FILE_BYTES;
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::embedded::{self, Source};
use biaoyu_set::layout::Layout;
use biaoyu_set::notation::Document;

/// Endings of files that hold lists and tables.
const LISTS: [&str; 10] = [".txt", ".md", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ods", ".csv"];

/// Files looked at in one folder, at most.
const FOLDER_ENTRIES: usize = 5000;

/// Whence an input comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whence {
    /// Inside the binary.
    Embedded,
    /// A file of the user.
    File(PathBuf),
}

impl Whence {
    /// The file's path, or the words for the binary.
    pub fn say(&self) -> Say {
        match self {
            Whence::Embedded => say!("built in", "内置"),
            Whence::File(path) => {
                let path = path.display();
                say!("{path}", "{path}")
            }
        }
    }
}

/// An input with its origin.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// What was read.
    pub value: T,
    /// Whence.
    pub whence: Whence,
    /// The text it was read from: what is made of it changes with it.
    pub text: String,
}

/// A file that may be read, known by its name.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The file's name without folder and ending.
    pub stem: String,
    /// Where.
    pub from: Origin,
}

#[derive(Clone, Debug)]
pub(crate) enum Origin {
    Embedded(&'static Source),
    File(PathBuf),
}

impl Candidate {
    fn file(path: PathBuf) -> Option<Self> {
        let stem = path.file_stem()?.to_str()?.to_owned();
        Some(Self { stem, from: Origin::File(path) })
    }

    /// The name in messages.
    pub(crate) fn name(&self) -> String {
        match &self.from {
            Origin::Embedded(e) => e.name.into(),
            Origin::File(path) => shown(path),
        }
    }

    pub(crate) fn whence(&self) -> Whence {
        match &self.from {
            Origin::Embedded(_) => Whence::Embedded,
            Origin::File(path) => Whence::File(path.clone()),
        }
    }

    /// The bytes.
    pub(crate) fn bytes(&self, limit: usize) -> Result<Vec<u8>, Faults> {
        match &self.from {
            Origin::Embedded(e) => Ok(e.text.as_bytes().to_vec()),
            Origin::File(path) => Ok(read_limited(path, limit)?),
        }
    }

    /// The text, UTF-8.
    pub(crate) fn text(&self) -> Result<String, Faults> {
        match &self.from {
            Origin::Embedded(e) => Ok(e.text.into()),
            Origin::File(path) => {
                let bytes = read_limited(path, TEXT_FILE_BYTES)?;
                // A document knows what to say of other encodings.
                let checked = Document::from_bytes(&shown(path), &bytes).map(|_| ());
                match String::from_utf8(bytes) {
                    Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
                    Err(_) => Err(checked.err().unwrap_or_default()),
                }
            }
        }
    }
}

/// The path as the user would type it.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string()
}

/// The folders that are searched, best first; after them the binary.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub(super) roots: Vec<PathBuf>,
    /// Files that were found by searching and read instead of what the program carries.
    taken: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// Pictures that are kept from plan to plan; read each time when `None`.
    pub(crate) kept: Option<Arc<KeptPictures>>,
}

impl Sources {
    /// Searches these folders in order: each may hold `campaigns`, `layouts`, `palettes`, `products.toml`, `fonts`.
    pub fn new(roots: Vec<PathBuf>) -> Self {
        Self { roots, taken: Arc::default(), kept: None }
    }

    /// The files that were found in the folders and read so far; those that are what the program itself carries, and those
    /// that were named by their path, are not among them. By name.
    pub fn taken(&self) -> Vec<PathBuf> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Notes that a file was found and read.
    pub(crate) fn take(&self, path: &Path) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf());
    }

    /// Notes what was read of a shelf, unless its path was named or the program carries the same.
    fn take_found(&self, asked: &str, candidate: &Candidate, text: &str, embedded: &[Source]) {
        if let Origin::File(path) = &candidate.from
            && as_path(asked).is_none()
            && embedded.iter().all(|e| e.text != text)
        {
            self.take(path);
        }
    }

    /// All files of a shelf in the order of search.
    pub(crate) fn candidates(&self, shelf: Shelf) -> Vec<Candidate> {
        let mut all = Vec::new();
        for root in &self.roots {
            let mut take = |folder: PathBuf, endings: &[&str]| {
                let own = |name: &str| !(shelf == Shelf::Layouts && matches!(name, "products" | "palettes" | "papers"));
                all.extend(list(&folder, endings).into_iter().filter_map(Candidate::file).filter(|c| own(&c.stem)));
            };
            match shelf {
                Shelf::Campaigns => take(root.join("campaigns"), &["toml"]),
                Shelf::Layouts => take(root.join("layouts"), &["toml"]),
                Shelf::Faces => take(root.join("fonts"), &["otf", "ttf", "ttc"]),
                Shelf::Palettes => take(root.join("palettes"), &["toml"]),
                Shelf::Products => take(root.join("products"), &["toml"]),
                Shelf::Profiles => take(root.join("profiles"), &["toml"]),
                Shelf::Papers => take(root.join("papers"), &["toml"]),
            }
            let single = match shelf {
                Shelf::Palettes => "palettes.toml",
                Shelf::Products => "products.toml",
                Shelf::Papers => "papers.toml",
                _ => continue,
            };
            for path in [root.join(single), root.join("layouts").join(single)] {
                all.extend(path.is_file().then(|| Candidate::file(path)).flatten());
            }
        }
        let embedded = match shelf {
            Shelf::Campaigns => embedded::CAMPAIGNS,
            Shelf::Layouts => embedded::LAYOUTS,
            Shelf::Palettes => std::slice::from_ref(&embedded::PALETTES),
            Shelf::Products => std::slice::from_ref(&embedded::PRODUCTS),
            Shelf::Faces => &[],
            Shelf::Profiles => std::slice::from_ref(&embedded::PROFILES),
            Shelf::Papers => std::slice::from_ref(&embedded::PAPERS),
        };
        let special = if shelf == Shelf::Layouts { embedded::SPECIAL } else { &[] };
        all.extend(embedded.iter().chain(special).map(|e| Candidate { stem: e.id.into(), from: Origin::Embedded(e) }));
        all
    }

    /// The campaign of an id or a name, or of a file when `asked` is a path.
    ///
    /// # Errors
    /// The faults of the file; `source/unknown` with the nearest name.
    pub fn campaign(&self, asked: &str) -> Result<Found<Campaign>, Faults> {
        let lower = asked.to_lowercase();
        if LISTS.iter().any(|ending| lower.ends_with(ending)) {
            let what = say!("`{asked}` is no campaign file (`.toml`)", "`{asked}` 不是活动文件（`.toml`）");
            let hint = say!(
                "if it is a list of slogans, write `--texts {asked}`; if it is a table of people or units, `--data {asked}`",
                "如果是标语清单，请写 `--texts {asked}`；如果是人员或单位的表格，请写 `--data {asked}`"
            );
            return Err(Fault::new("source/list", Place::default(), what).hint(hint).into());
        }
        let candidate = match as_path(asked) {
            Some(path) => Candidate::file(path).ok_or_else(|| unknown(Shelf::Campaigns, asked, None))?,
            None => self.by_name(Shelf::Campaigns, asked, Campaign::parse)?,
        };
        let bytes = candidate.bytes(TEXT_FILE_BYTES)?;
        let value = Campaign::from_bytes(&candidate.name(), &bytes)?;
        let text = decode(&bytes).text;
        self.take_found(asked, &candidate, &text, embedded::CAMPAIGNS);
        Ok(Found { value, whence: candidate.whence(), text })
    }

    /// The layout of an id: the file of that name, else the one that says so of itself.
    ///
    /// # Errors
    /// The faults of the file; `source/unknown` with the nearest id.
    pub fn layout(&self, asked: &str) -> Result<Found<Arc<Layout>>, Faults> {
        self.layout_with(asked, &[])
    }

    /// The same, with faces of the user for named styles.
    ///
    /// # Errors
    /// As [`Sources::layout`].
    pub fn layout_with(&self, asked: &str, faces: &[(String, String)]) -> Result<Found<Arc<Layout>>, Faults> {
        let candidate = match as_path(asked) {
            Some(path) => Candidate::file(path).ok_or_else(|| unknown(Shelf::Layouts, asked, None))?,
            None => self.by_name(Shelf::Layouts, asked, Layout::parse)?,
        };
        // As with shelves whose files hold several things: the program's own are read once.
        static CARRIED: Mutex<BTreeMap<String, Arc<Layout>>> = Mutex::new(BTreeMap::new());
        let carried = || CARRIED.lock().unwrap_or_else(PoisonError::into_inner);
        let is_carried = matches!(candidate.from, Origin::Embedded(_)) && faces.is_empty();
        let mut text = candidate.text()?;
        let known = if is_carried { carried().get(&candidate.name()).cloned() } else { None };
        let value = match known {
            Some(known) => known,
            None => {
                let mut value = Layout::parse_with(&candidate.name(), &text, faces)?;
                value.id = candidate.stem.clone();
                let value = Arc::new(value);
                if is_carried {
                    carried().insert(candidate.name(), value.clone());
                }
                value
            }
        };
        self.take_found(asked, &candidate, &text, embedded::LAYOUTS);
        // What is made changes with the faces as with the file.
        for (style, face) in faces.iter().filter(|(style, _)| value.styles.contains(style)) {
            text += &format!("\n# {style}: \"{face}\"");
        }
        Ok(Found { value, whence: candidate.whence(), text })
    }

    /// The ids on a shelf in the order of search, each once.
    pub fn ids(&self, shelf: Shelf) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for candidate in self.candidates(shelf) {
            if !ids.contains(&candidate.stem) {
                ids.push(candidate.stem);
            }
        }
        ids
    }

    /// The campaign of a run that names none: the first inside the binary.
    pub fn usual_campaign(&self) -> String {
        embedded::CAMPAIGNS.first().map(|e| e.id.to_owned()).unwrap_or_default()
    }

    /// The file of an id, else the one whose content has the name: only then files are read.
    fn by_name<T: Named>(
        &self,
        shelf: Shelf,
        asked: &str,
        parse: impl Fn(&str, &str) -> Result<T, Faults>,
    ) -> Result<Candidate, Faults> {
        let all = self.candidates(shelf);
        if let Some(found) = all.iter().find(|c| c.stem == asked) {
            return Ok(found.clone());
        }
        let names = |candidate: &Candidate| {
            let value = candidate.text().and_then(|text| parse(&candidate.name(), &text)).ok();
            let [_, zh, en] = value.map(|value| value.names()).unwrap_or_default();
            [candidate.stem.clone(), zh, en]
        };
        // The best of each id.
        let mut best: Vec<Candidate> = Vec::new();
        for candidate in all {
            if !best.iter().any(|b| b.stem == candidate.stem) {
                best.push(candidate);
            }
        }
        let names: Vec<[String; 3]> = best.iter().map(names).collect();
        let index = find(shelf, asked, &names, &mut Vec::new())?;
        best.into_iter().nth(index).ok_or_else(Faults::default)
    }

    /// The text of a file that is named by its path.
    pub(crate) fn text(&self, path: &Path) -> Result<String, Faults> {
        Candidate { stem: String::new(), from: Origin::File(path.to_path_buf()) }.text()
    }

    /// Reads the files of a shelf whose files hold several things, worst folder first.
    pub(super) fn gather<T: Clone + std::fmt::Debug>(
        &self,
        shelf: Shelf,
        (embedded, carried): (&[Source], &OnceLock<Gathered<T>>),
        read: impl Fn(&str, &str, &[T]) -> Result<Vec<T>, Faults>,
        id: impl Fn(&T) -> &str,
    ) -> Gathered<T> {
        // What the program carries is the same each time: whoever plans at every keystroke reads it once.
        let (own, others): (Vec<Candidate>, Vec<Candidate>) =
            self.candidates(shelf).into_iter().rev().partition(|c| matches!(c.from, Origin::Embedded(_)));
        let begun = carried.get_or_init(|| self.read_all(own, embedded, (Vec::new(), Vec::new()), &read, &id));
        self.read_all(others, embedded, begun.clone(), &read, &id)
    }

    /// Reads files, worst first, to those that were read before.
    fn read_all<T: Clone + std::fmt::Debug>(
        &self,
        candidates: Vec<Candidate>,
        embedded: &[Source],
        (mut found, mut broken): Gathered<T>,
        read: impl Fn(&str, &str, &[T]) -> Result<Vec<T>, Faults>,
        id: impl Fn(&T) -> &str,
    ) -> Gathered<T> {
        let mut known: Vec<T> = Vec::new();
        if !candidates.is_empty() {
            known.extend(found.iter().map(|found| found.value.clone()));
        }
        for candidate in candidates {
            let text = match candidate.text() {
                Ok(text) => text,
                Err(faults) => {
                    broken.push(Broken { whence: candidate.whence(), text: String::new(), faults });
                    continue;
                }
            };
            // The program's own repository: nothing new.
            if let Origin::File(path) = &candidate.from {
                if embedded.iter().any(|e| e.text == text) {
                    continue;
                }
                self.take(path);
            }
            match read(&candidate.name(), &text, &known) {
                Ok(values) => {
                    for value in values {
                        known.retain(|k| id(k) != id(&value));
                        known.push(value.clone());
                        let new = Found { text: format!("{value:?}"), whence: candidate.whence(), value };
                        match found.iter_mut().find(|f| id(&f.value) == id(&new.value)) {
                            Some(old) => *old = new,
                            None => found.push(new),
                        }
                    }
                }
                Err(faults) => broken.push(Broken { whence: candidate.whence(), text, faults }),
            }
        }
        (found, broken)
    }
}

/// What files of a shelf hold, and those that could not be read.
pub(super) type Gathered<T> = (Vec<Found<T>>, Vec<Broken>);

/// A file that could not be read.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Which.
    pub whence: Whence,
    /// Its text; empty when not even that could be read.
    pub text: String,
    /// Why.
    pub faults: Faults,
}

/// `asked` when it is meant as a path: it has a folder or an ending.
pub(crate) fn as_path(asked: &str) -> Option<PathBuf> {
    let is_path = asked.contains(['/', '\\']) || asked.ends_with(".toml");
    is_path.then(|| PathBuf::from(asked))
}

/// The files of a folder with one of these endings, by name; none when there is no such folder.
fn list(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let fits = |path: &PathBuf| {
        let ending = path.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
        let hidden = path.file_name().and_then(|n| n.to_str()).is_none_or(|n| n.starts_with('.'));
        ending.is_some_and(|e| endings.contains(&e.as_str())) && !hidden
    };
    let mut paths: Vec<PathBuf> =
        entries.take(FOLDER_ENTRIES).filter_map(|e| Some(e.ok()?.path())).filter(fits).collect();
    paths.sort();
    paths
}
