//! The pictures of records: in the sheet of the workbook, in files that the table names, or in files that are called by
//! a number or a name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::listed::{Listed, digest};
use crate::folder::files::read_limited;
use crate::shelf::pictures::PICTURE;
use crate::want::{DataWanted, Given};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::say;
use biaoyu_table::record::Template;
use biaoyu_table::table::{self, Mapping, Records, Table};

/// Where a picture is.
pub(crate) enum Source {
    /// In a file.
    File(PathBuf),
    /// In the workbook.
    Sheet(table::Picture),
    /// Nowhere: an empty box stands in its place.
    Box,
}

/// A picture of a record.
pub(crate) struct Shown {
    pub source: Source,
    /// Of its bytes.
    pub hash: blake3::Hash,
}

/// Endings that a name may leave out.
const ENDINGS: [&str; 14] =
    ["", ".jpg", ".jpeg", ".png", ".webp", ".JPG", ".JPEG", ".PNG", ".WEBP", ".tif", ".tiff", ".TIF", ".jfif", ".JFIF"];
/// Endings of pictures that are not read, with what they are.
const UNREAD: [(&str, &str); 13] = [
    (".heic", "HEIC"),
    (".HEIC", "HEIC"),
    (".heif", "HEIF"),
    (".HEIF", "HEIF"),
    (".avif", "AVIF"),
    (".bmp", "BMP"),
    (".BMP", "BMP"),
    (".gif", "GIF"),
    (".GIF", "GIF"),
    (".psd", "Photoshop"),
    (".PSD", "Photoshop"),
    (".pdf", "PDF"),
    (".PDF", "PDF"),
];

/// Finds the pictures of records.
pub(crate) struct Search<'a> {
    records: &'a Records,
    /// The folder of the table.
    folder: &'a Path,
    /// What was asked for beside the table.
    asked: Option<Asked>,
    /// Files that were found, by their path.
    known: BTreeMap<PathBuf, Option<blake3::Hash>>,
    /// What lies in the folders that were looked into.
    listed: BTreeMap<PathBuf, Listed>,
    /// Records that have another picture beside the one that is taken: both of them.
    several: Vec<(usize, PathBuf, PathBuf)>,
}

/// Pictures that a record may have of its own.
pub(super) const PICTURES: [&str; 3] = ["photo", "logo", PICTURE];

/// The pictures of all records: they must be there, and their content is part of what a page is made from. Records
/// whose picture is not there are bad, those whose photo is not there `lacking`.
pub(super) fn pictures(
    asked: &DataWanted,
    table: &Table,
    mapping: &Mapping,
    records: &Records,
    (bad, lacking): (&mut BTreeMap<u32, Say>, &mut BTreeMap<u32, Say>),
    notes: &mut Vec<Finding>,
) -> Result<[BTreeMap<u32, Shown>; 3], Faults> {
    let mut search = Search::new(asked, table, mapping, records)?;
    let mut pictures: [BTreeMap<u32, Shown>; 3] = Default::default();
    for (field, found) in PICTURES.into_iter().zip(&mut pictures) {
        let is_asked = field == "photo" && search.is_asked();
        if !is_asked && !mapping.has(field) {
            continue;
        }
        for record in 0..records.len() {
            match search.find(record, field) {
                Ok(Some(shown)) => {
                    found.insert(u32::try_from(record).unwrap_or(u32::MAX), shown);
                }
                Ok(None) => {}
                Err(why) => {
                    let of = if field == "photo" { &mut *lacking } else { &mut *bad };
                    of.entry(u32::try_from(record).unwrap_or(u32::MAX)).or_insert(why);
                }
            }
        }
    }
    notes.extend(search.several());
    Ok(pictures)
}

/// Pictures that are a run's and no row's, with the headers that are taken for them.
const OF_THE_RUN: [(&str, &[&str]); 2] =
    [("art", &["art", "成品画", "成品画面"]), ("lettering", &["lettering", "题字"])];

/// Tells of columns for finished art and letterings, which are given once for a run.
///
/// # Errors
/// `table/map-once` where the user maps a column to one of them.
pub(super) fn of_the_run(asked: &DataWanted, columns: &[String], name: &str) -> Result<Vec<Finding>, Faults> {
    let (mut faults, mut notes) = (Faults::default(), Vec::new());
    for (field, headers) in OF_THE_RUN {
        let hint = say!(
            "give it by `--{field} FILE`, one run for each; what each row shows is the column 图片 of the layout `scene`",
            "请用 `--{field} 文件` 给出，每份各运行一次；逐行的图请用版式 `scene` 的“图片”列"
        );
        if let Some((column, _)) = asked.map.iter().find(|(_, to)| headers.contains(&to.trim())) {
            let place = Place::thing(say!("`--map {column}={field}`", "`--map {column}={field}`"));
            let what = say!("`{field}` is one for a run, and no row's own", "`{field}` 是一次运行共用的，不能按行给");
            faults.push(Fault::new("table/map-once", place, what).hint(hint));
        } else if let Some(column) = columns.iter().find(|column| headers.contains(&column.as_str())) {
            let what = say!("the column `{column}` is not used", "`{column}` 这一列没有用到");
            let (rule, severity, place) = ("table-column-unused", Severity::Warning, Place::file(name));
            notes.push(Finding { rule, severity, place, what, hint: Some(hint) });
        }
    }
    faults.or(notes)
}

/// Rows without a photo in a table whose other rows have theirs: at a gate such a pass is of no use.
pub(super) fn without_photo(
    name: &str,
    records: &Records,
    have: &BTreeMap<u32, Shown>,
    bad: &BTreeMap<u32, Say>,
) -> Option<Finding> {
    let all = 0..u32::try_from(records.len()).unwrap_or(u32::MAX);
    let bare: Vec<u32> = all.filter(|record| !have.contains_key(record) && !bad.contains_key(record)).collect();
    if have.is_empty() || bare.is_empty() {
        return None;
    }
    let said = |record: &u32| {
        let at = *record as usize;
        (records.row(at), records.text(at, "name").trim().to_owned())
    };
    let more = if bare.len() > MOST_SAID { " …" } else { "" };
    let some: Vec<(usize, String)> = bare.iter().take(MOST_SAID).map(said).collect();
    let en =
        some.iter().map(|(row, name)| format!("row {row} {name}").trim().to_owned()).collect::<Vec<_>>().join(", ");
    let zh =
        some.iter().map(|(row, name)| format!("第 {row} 行 {name}").trim().to_owned()).collect::<Vec<_>>().join("、");
    let (with, without) = (have.len(), bare.len());
    Some(Finding {
        rule: "photo-none",
        severity: Severity::Warning,
        place: Place::file(name),
        what: say!(
            "{with} rows have a photo and {without} none: {en}{more}",
            "{with} 行有照片，{without} 行没有：{zh}{more}"
        ),
        hint: Some(say!("add their photos, or leave these rows out", "请补上照片，或先删去这些行")),
    })
}

/// Rows that are named, at most.
const MOST_SAID: usize = 8;

/// How files of photos are called.
enum Asked {
    /// By the photo's column, the number or the name, in a folder; a name that several have says whose it is of none.
    Folder(PathBuf, Shared),
    /// By fields; each name in the pattern with the field that it stands for. Where they are people's names alone, a shared one says
    /// whose it is of none here, too.
    Pattern(Template, Vec<(String, String)>, Shared),
}

/// Names that more than one record has, by their digests: of a million people a few megabytes.
#[derive(Default)]
struct Shared(Vec<u64>);

impl Shared {
    fn of(records: &Records) -> Self {
        let named = (0..records.len()).map(|record| records.text(record, "name")).filter(|name| !name.is_empty());
        let mut all: Vec<u64> = named.map(|name| digest(&name)).collect();
        all.sort_unstable();
        let mut shared: Vec<u64> = all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        shared.dedup();
        Self(shared)
    }

    fn has(&self, name: &str) -> bool {
        self.0.binary_search(&digest(name)).is_ok()
    }
}

impl<'a> Search<'a> {
    /// Begins a search.
    ///
    /// # Errors
    /// A pattern that is none, or that names a column which is not there.
    pub(crate) fn new(
        asked: &'a DataWanted,
        table: &Table,
        mapping: &Mapping,
        records: &'a Records,
    ) -> Result<Self, Faults> {
        let kind = match asked.photo.as_deref() {
            None => None,
            Some(photo) if !photo.contains('{') => Some(Asked::Folder(PathBuf::from(photo), Shared::of(records))),
            Some(photo) => Some(pattern(photo, table, mapping, records)?),
        };
        let folder = if let Given::File(path) = &asked.table { path.parent() } else { None };
        let folder = folder.unwrap_or(Path::new(""));
        Ok(Self { records, folder, asked: kind, known: BTreeMap::new(), listed: BTreeMap::new(), several: Vec::new() })
    }

    /// Whether the photos are looked for where the user said, so that each record must have one.
    pub(crate) fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// The picture of a record's field; `None` when it has none.
    ///
    /// # Errors
    /// What was looked for and is not there.
    pub(crate) fn find(&mut self, record: usize, field: &str) -> Result<Option<Shown>, Say> {
        if let Some(picture) = self.records.picture(record, field) {
            let hash = blake3::hash(&picture.bytes);
            return Ok(Some(Shown { source: Source::Sheet(picture.clone()), hash }));
        }
        let own = self.records.text(record, field).into_owned();
        let names: Vec<PathBuf> = match &self.asked {
            Some(asked) if field == "photo" => asked.names(self.records, record, &own),
            _ if own.is_empty() => return Ok(None),
            _ => vec![PathBuf::from(&own)],
        };
        let mut found = Vec::new();
        for name in &names {
            self.files(name, &mut found);
        }
        // The same picture under two names is one.
        if let [first, ..] = &found[..]
            && let Some(other) = found.iter().find(|other| other.hash != first.hash)
            && let (Source::File(first), Source::File(other)) = (&first.source, &other.source)
        {
            self.several.push((record, first.clone(), other.clone()));
        }
        if let Some(first) = found.into_iter().next() {
            return Ok(Some(first));
        }
        if let Some(why) = names.iter().find_map(|name| self.unread(name)) {
            return Err(why);
        }
        if names.is_empty() && field == "photo" {
            let name = self.records.text(record, "name");
            return Err(match name.is_empty() {
                true => say!("neither a number nor a name tells its photo", "没有编号也没有姓名，找不到照片"),
                false => say!(
                    "several are called `{name}`: call the photo by the number, or name it in a column `photo`",
                    "有几人同叫 `{name}`：请用编号命名照片，或加一列 `照片`"
                ),
            });
        }
        let said = names.iter().map(|name| format!("`{}`", name.display())).collect::<Vec<_>>();
        let (en, zh) = (said.join(" or "), said.join(" 或 "));
        let name = self.records.text(record, "name");
        Err(match (field, &self.asked) {
            ("photo", Some(Asked::Folder(_, shared))) if shared.has(&name) => say!(
                "there is no photo {en}, and several are called `{name}`",
                "没有照片 {zh}，而有几人同叫 `{name}`，不能按姓名找"
            ),
            ("photo", _) => say!("there is no photo {en}", "没有照片 {zh}"),
            ("picture", _) => say!("there is no picture {en}", "没有图片 {zh}"),
            _ => say!("there is no logo {en}", "没有标志 {zh}"),
        })
    }

    /// The files of a name: as it is written, composed and apart, with an ending that it leaves out. A name that has its
    /// ending is that of one file.
    fn files(&mut self, name: &Path, found: &mut Vec<Shown>) {
        if !self.may_be_there(name) {
            return;
        }
        for path in self.paths(name, &ENDINGS) {
            if let Some(hash) = self.hash(&path) {
                let is_whole = path.file_name() == name.file_name();
                found.push(Shown { source: Source::File(path), hash });
                if is_whole {
                    return;
                }
            }
        }
    }

    /// Whether a file of a name, with any ending, may be there: its folder is listed once, for to ask the system for each of a
    /// hundred spellings of each of ten thousand names takes seconds.
    fn may_be_there(&mut self, name: &Path) -> bool {
        self.paths(name, &[""]).iter().any(|path| {
            let folder = path.parent().unwrap_or(Path::new(""));
            if !self.listed.contains_key(folder) {
                self.listed.insert(folder.to_owned(), Listed::of(folder));
            }
            self.listed.get(folder).is_none_or(|listed| listed.may_have(path))
        })
    }

    /// What a name may stand for: beside the table, or where the program was started.
    fn paths(&self, name: &Path, endings: &[&str]) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for spelling in table::spellings(&name.display().to_string()) {
            for ending in endings {
                let path = PathBuf::from(format!("{spelling}{ending}"));
                paths.extend([self.folder.join(&path), path]);
            }
        }
        paths.dedup();
        paths
    }

    /// What is wrong with a picture that is there in a form which is not read.
    fn unread(&mut self, name: &Path) -> Option<Say> {
        let endings = UNREAD.map(|(ending, _)| ending);
        // `照片/{工号}.jpg` says an ending that the file need not have.
        let bare = name.with_extension("");
        if !self.may_be_there(name) && !self.may_be_there(&bare) {
            return None;
        }
        let paths = [name, &bare].map(|name| self.paths(name, &endings));
        let there = paths.into_iter().flatten().find(|path| path.is_file())?;
        let shown = there.display().to_string();
        let (_, kind) = UNREAD.into_iter().find(|(ending, _)| shown.ends_with(ending))?;
        Some(match kind {
            "HEIC" | "HEIF" => say!(
                "`{shown}` is {kind}, which is not read: save it as JPEG (iPhone: Settings > Camera > Formats > Most Compatible)",
                "`{shown}` 是 {kind}，不能读取：请另存为 JPEG（iPhone：设置 > 相机 > 格式 > 兼容性最佳）"
            ),
            _ => say!(
                "`{shown}` is {kind}, which is not read: save it as JPEG or PNG",
                "`{shown}` 是 {kind}，不能读取：请另存为 JPEG 或 PNG"
            ),
        })
    }

    /// Records that have two pictures, with which of them is taken.
    fn several(&self) -> Option<Finding> {
        let rows: Vec<u32> = self
            .several
            .iter()
            .map(|(record, ..)| u32::try_from(self.records.row(*record)).unwrap_or(u32::MAX))
            .collect();
        let shown =
            |(_, first, other): &(usize, PathBuf, PathBuf)| (first.display().to_string(), other.display().to_string());
        let some: Vec<(String, String)> = self.several.iter().take(MOST_SAID).map(shown).collect();
        let more = if self.several.len() > MOST_SAID { " …" } else { "" };
        let en = some.iter().map(|(first, other)| format!("`{first}`, not `{other}`")).collect::<Vec<_>>().join("; ");
        let zh =
            some.iter().map(|(first, other)| format!("用 `{first}`，不用 `{other}`")).collect::<Vec<_>>().join("；");
        (!rows.is_empty()).then(|| Finding {
            rule: "photo-several",
            severity: Severity::Warning,
            place: self.records.at(&rows),
            what: say!("two pictures for one row; taken is {en}{more}", "一行有两张图片：{zh}{more}"),
            hint: Some(say!("take the one away that is not meant", "请移走不用的那一张")),
        })
    }

    fn hash(&mut self, path: &Path) -> Option<blake3::Hash> {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let hash =
            if path.is_file() { read_limited(path, IMAGE_BYTES).ok().map(|bytes| blake3::hash(&bytes)) } else { None };
        self.known.insert(path.to_owned(), hash);
        hash
    }
}

impl Asked {
    /// What the files of a record may be called.
    fn names(&self, records: &Records, record: usize, own: &str) -> Vec<PathBuf> {
        match self {
            Asked::Folder(folder, shared) => {
                let name = records.text(record, "name");
                let name = if shared.has(&name) { String::new() } else { name.into() };
                let names = [own.to_owned(), records.text(record, "number").into(), name];
                names.iter().filter(|name| !name.is_empty()).map(|name| folder.join(name)).collect()
            }
            Asked::Pattern(_, _, shared) if shared.has(&records.text(record, "name")) => Vec::new(),
            Asked::Pattern(template, fields, _) => {
                let mut filled = records.get(record).map(|record| record.fields).unwrap_or_default();
                for (name, field) in fields {
                    filled.set(name, records.text(record, field));
                }
                vec![PathBuf::from(template.expand(&filled))]
            }
        }
    }
}

/// A pattern whose names are fields, or columns as the table has them.
fn pattern(text: &str, table: &Table, mapping: &Mapping, records: &Records) -> Result<Asked, Faults> {
    let place = || Place::thing(say!("`--photo`", "`--photo`"));
    let template = Template::parse(text).map_err(|faults| {
        let fault = |fault: biaoyu_table::record::TemplateFault| Fault {
            hint: fault.hint,
            ..Fault::new("photo/pattern", place(), fault.what)
        };
        Faults(faults.into_iter().map(fault).collect())
    })?;
    let mut faults = Faults::default();
    let mut fields = Vec::new();
    for (name, _) in template.fields() {
        match table.field(mapping, name) {
            Some(field) => fields.push((name.to_owned(), field.to_owned())),
            None => {
                let all = table.headers().take(20).map(|header| format!("`{header}`")).collect::<Vec<_>>().join(", ");
                let what = say!("there is no column `{name}`", "没有名为 `{name}` 的列");
                let hint = say!("the columns are {all}", "现有的列：{all}");
                faults.push(Fault::new("photo/pattern", place(), what).hint(hint));
            }
        }
    }
    let by_name = fields.iter().all(|(_, field)| field == "name");
    let shared = if by_name { Shared::of(records) } else { Shared::default() };
    faults.or(Asked::Pattern(template, fields, shared))
}
