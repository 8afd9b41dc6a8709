//! Where inputs come from: folders in the order of search, then what is inside the binary. The first found wins.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use super::kind::Shelf;
use crate::folder::files::read_limited;
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::limits::{FONT_BYTES, TEXT_FILE_BYTES};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_page::words::Choice as _;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::embedded::{self, Source};
use biaoyu_set::layout::Layout;
use biaoyu_set::notation::Document;
use biaoyu_set::palette::Palette;
use biaoyu_set::product::Product;
use biaoyu_set::profile::Profile;

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
    roots: Vec<PathBuf>,
}

impl Sources {
    /// Searches these folders in order: each may hold `campaigns`, `layouts`, `palettes`, `products.toml`, `fonts`.
    pub fn new(roots: Vec<PathBuf>) -> Self {
        Self { roots }
    }

    /// All files of a shelf in the order of search.
    pub(crate) fn candidates(&self, shelf: Shelf) -> Vec<Candidate> {
        let mut all = Vec::new();
        for root in &self.roots {
            let mut take = |folder: PathBuf, endings: &[&str]| {
                let own = |name: &str| !(shelf == Shelf::Layouts && matches!(name, "products" | "palettes"));
                all.extend(list(&folder, endings).into_iter().filter_map(Candidate::file).filter(|c| own(&c.stem)));
            };
            match shelf {
                Shelf::Campaigns => take(root.join("campaigns"), &["toml"]),
                Shelf::Layouts => take(root.join("layouts"), &["toml"]),
                Shelf::Faces => take(root.join("fonts"), &["otf", "ttf", "ttc"]),
                Shelf::Palettes => take(root.join("palettes"), &["toml"]),
                Shelf::Products => take(root.join("products"), &["toml"]),
                Shelf::Profiles => take(root.join("profiles"), &["toml"]),
            }
            let single = match shelf {
                Shelf::Palettes => "palettes.toml",
                Shelf::Products => "products.toml",
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
        };
        all.extend(embedded.iter().map(|e| Candidate { stem: e.id.into(), from: Origin::Embedded(e) }));
        all
    }

    /// The campaign of an id, or of a file when `asked` is a path.
    ///
    /// # Errors
    /// The faults of the file; `source/unknown` with the nearest id.
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
            Some(path) => Candidate::file(path).ok_or_else(|| unknown(Shelf::Campaigns, asked, &[]))?,
            None => self.by_stem(Shelf::Campaigns, asked)?,
        };
        let bytes = candidate.bytes(TEXT_FILE_BYTES)?;
        let value = Campaign::from_bytes(&candidate.name(), &bytes)?;
        Ok(Found { value, whence: candidate.whence(), text: decode(&bytes).text })
    }

    /// The layout of an id: the file of that name, else the one that says so of itself.
    ///
    /// # Errors
    /// The faults of the file; `source/unknown` with the nearest id.
    pub fn layout(&self, asked: &str) -> Result<Found<Arc<Layout>>, Faults> {
        let candidate = match as_path(asked) {
            Some(path) => Candidate::file(path).ok_or_else(|| unknown(Shelf::Layouts, asked, &[]))?,
            None => self.by_stem(Shelf::Layouts, asked)?,
        };
        let text = candidate.text()?;
        let mut value = Layout::parse(&candidate.name(), &text)?;
        value.id = candidate.stem.clone();
        Ok(Found { value: Arc::new(value), whence: candidate.whence(), text })
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

    fn by_stem(&self, shelf: Shelf, asked: &str) -> Result<Candidate, Fault> {
        let all = self.candidates(shelf);
        if let Some(found) = all.iter().find(|c| c.stem == asked) {
            return Ok(found.clone());
        }
        let ids: Vec<&str> = all.iter().map(|c| c.stem.as_str()).collect();
        Err(unknown(shelf, asked, &ids))
    }

    /// Every product, those of a better folder in the place of worse ones of their id; and the files that could not
    /// be read.
    pub fn products(&self) -> (Vec<Found<Product>>, Vec<Broken>) {
        let read = |name: &str, text: &str, known: &[Product]| Product::parse_all(name, text, known);
        self.gather(Shelf::Products, &[embedded::PRODUCTS], read, |product| &product.id)
    }

    /// Every palette, those of a better folder in the place of worse ones of their id; and the files that could not
    /// be read.
    pub fn palettes(&self) -> (Vec<Found<Palette>>, Vec<Broken>) {
        let read = |name: &str, text: &str, _: &[Palette]| Palette::parse_all(name, text);
        self.gather(Shelf::Palettes, &[embedded::PALETTES], read, |palette| &palette.id)
    }

    /// Every profile of a print shop, those of a better folder in the place of worse ones of their id; and the files
    /// that could not be read.
    pub fn profiles(&self) -> (Vec<Found<Profile>>, Vec<Broken>) {
        let read = |name: &str, text: &str, known: &[Profile]| Profile::parse_all(name, text, known);
        self.gather(Shelf::Profiles, &[embedded::PROFILES], read, |profile| &profile.id)
    }

    /// The text of a file that is named by its path.
    pub(crate) fn text(&self, path: &Path) -> Result<String, Faults> {
        Candidate { stem: String::new(), from: Origin::File(path.to_path_buf()) }.text()
    }

    /// Reads the files of a shelf whose files hold several things, worst folder first.
    fn gather<T: Clone + std::fmt::Debug>(
        &self,
        shelf: Shelf,
        embedded: &[Source],
        read: impl Fn(&str, &str, &[T]) -> Result<Vec<T>, Faults>,
        id: impl Fn(&T) -> &str,
    ) -> (Vec<Found<T>>, Vec<Broken>) {
        let mut known: Vec<T> = Vec::new();
        let mut found: Vec<Found<T>> = Vec::new();
        let mut broken = Vec::new();
        for candidate in self.candidates(shelf).into_iter().rev() {
            let text = match candidate.text() {
                Ok(text) => text,
                Err(faults) => {
                    broken.push(Broken { whence: candidate.whence(), text: String::new(), faults });
                    continue;
                }
            };
            // The program's own repository: nothing new.
            if matches!(candidate.from, Origin::File(_)) && embedded.iter().any(|e| e.text == text) {
                continue;
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

    /// The faces inside the binary and those of the user that `texts` (layout files) name or that take the place of
    /// an embedded one; and the digests of the latter.
    ///
    /// # Errors
    /// A face that is wanted and cannot be read.
    pub fn fonts(&self, texts: &[&str]) -> Result<(FontLibrary, Vec<(String, blake3::Hash)>), Faults> {
        let mut library = FontLibrary::embedded();
        let mut faults = Faults::default();
        let mut own: Vec<(String, blake3::Hash)> = Vec::new();
        let replaced: Vec<String> = library.list().map(|f| f.id.clone()).collect();
        for candidate in self.candidates(Shelf::Faces) {
            let id = &candidate.stem;
            let named = texts.iter().any(|t| t.contains(&format!("\"{id}\""))) || replaced.contains(id);
            let Origin::File(path) = &candidate.from else { continue };
            if !named || own.iter().any(|(known, _)| known == id) {
                continue;
            }
            let bytes = match read_limited(path, FONT_BYTES) {
                Ok(bytes) => bytes,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            own.push((id.clone(), blake3::hash(&bytes)));
            // A face lives as long as the program; each file is read once.
            let data: &'static [u8] = bytes.leak();
            match library.clone().with_face(id, &candidate.name(), data, 0) {
                Ok(more) => library = more,
                Err(fault) => faults.push(fault),
            }
        }
        faults.or((library, own))
    }
}

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

/// The one of an id among all that was found.
///
/// # Errors
/// The faults of a file that speaks of this id and cannot be read; `source/unknown` with the nearest id.
pub(crate) fn choose<'a, T>(
    shelf: Shelf,
    (found, broken): &'a (Vec<Found<T>>, Vec<Broken>),
    asked: &str,
    id: impl Fn(&T) -> &str,
) -> Result<&'a Found<T>, Faults> {
    if let Some(bad) = broken.iter().find(|b| b.text.contains(&format!("\"{asked}\""))) {
        return Err(bad.faults.clone());
    }
    if let Some(found) = found.iter().find(|f| id(&f.value) == asked) {
        return Ok(found);
    }
    // A file that cannot be read at all may be the one that was meant.
    if let Some(bad) = broken.iter().find(|b| b.text.is_empty()) {
        return Err(bad.faults.clone());
    }
    let ids: Vec<&str> = found.iter().map(|f| id(&f.value)).collect();
    Err(unknown(shelf, asked, &ids).into())
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

/// There is none of this id: with the nearest, or all, as a hint.
pub(crate) fn unknown(shelf: Shelf, asked: &str, ids: &[&str]) -> Fault {
    let what = match shelf {
        Shelf::Campaigns => say!("there is no campaign `{asked}`", "没有活动 `{asked}`"),
        Shelf::Layouts => say!("there is no layout `{asked}`", "没有版式 `{asked}`"),
        Shelf::Palettes => say!("there is no palette `{asked}`", "没有配色 `{asked}`"),
        Shelf::Products => say!("there is no product `{asked}`", "没有产品 `{asked}`"),
        Shelf::Faces => say!("there is no face `{asked}`", "没有字体 `{asked}`"),
        Shelf::Profiles => say!("there is no print shop profile `{asked}`", "没有印厂类型 `{asked}`"),
    };
    let command = shelf.word();
    let hint = match nearest(asked, ids.iter().copied()) {
        Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
        None => say!("see `biaoyu list {command}`", "可选的见 `biaoyu list {command}`"),
    };
    Fault::new("source/unknown", Place::default(), what).hint(hint)
}
