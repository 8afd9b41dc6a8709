//! `plan.jsonl`: a plan written down, so that many machines do its parts and one proves that nothing is missing. A line
//! for the plan, then one for each file. No times: who plans the same again gets the same bytes.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Plan;
use super::parts::{Parts, words};
use super::work::Job;
use crate::folder::digest::Digest;
use crate::folder::files::{Doing, fault, open_limited};
use crate::want::Wanted;
use biaoyu_page::error::{Fault, Faults, Lang, Place, Say};
use biaoyu_page::say;
use biaoyu_page::words::Choice as _;

/// How every plan that was written down begins.
pub const PLAN_HEAD: &str = "{\"biaoyu_plan\":";
/// The version of the form of the file.
const FORM: u32 = 3;
/// Bytes that are read, at most: several million files.
const MOST: usize = 1 << 30;
/// Files whose differences are told, at most.
const TOLD: usize = 5;

/// The first line of a written plan.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    /// The version of the form of the file.
    biaoyu_plan: u32,
    /// Version of the program.
    version: String,
    /// Digest of the program's sources and of all that it carries.
    build: String,
    /// What was asked for.
    wanted: Wanted,
    /// Folders that are searched before all others.
    searched: Vec<PathBuf>,
    /// No other folder is searched.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    embedded: bool,
    /// The language of the contact sheet.
    lang: String,
    /// The folder that paths start from: from the plan's own, with `/`.
    from: String,
    /// How many files there are, pictures of the contact sheet among them.
    files: usize,
    /// The parts that it was made of.
    parts: Parts,
    /// Digest of all lines of files.
    digest: String,
}

/// A line for each file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) file: String,
    /// The place of its job in the plan, from 0: part i of n has the jobs i - 1, i - 1 + n …
    pub(crate) job: usize,
    pub(crate) format: String,
    product: String,
    layout: String,
    slogan: String,
    /// First and last row of the table, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rows: Option<[usize; 2]>,
    /// Pages, where they are more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    pub(crate) inputs: String,
}

/// A plan that was read back: its lines stay in the file, for there may be a million of them.
#[derive(Debug)]
pub struct Written {
    header: Header,
    file: File,
    path: PathBuf,
}

impl Plan {
    /// The plan as a file: of what is `wanted`, with the folders that are `searched` before all others, or with `embedded`
    /// alone. `from` is the folder that paths start from, seen from the file's own; `lang` is the contact sheet's language.
    ///
    /// # Errors
    /// `plan/argument` for what cannot be written down: bytes that came without a file, paths that are no text.
    pub fn written(
        &self,
        wanted: &Wanted,
        (searched, embedded): (&[PathBuf], bool),
        from: String,
        lang: Lang,
    ) -> Result<Vec<u8>, Faults> {
        let header = Header {
            biaoyu_plan: FORM,
            version: env!("CARGO_PKG_VERSION").into(),
            build: env!("BIAOYU_BUILD").into(),
            wanted: wanted.clone(),
            searched: searched.to_vec(),
            embedded,
            lang: lang.word().into(),
            from,
            files: self.lines().count(),
            parts: self.parts.clone(),
            digest: digest(self.lines()),
        };
        let mut out = Vec::new();
        let mut line = |text: Result<String, serde_json::Error>| match text {
            Ok(text) => {
                out.extend_from_slice(text.as_bytes());
                out.push(b'\n');
                Ok(())
            }
            Err(error) => {
                let what = say!("cannot be written down: {error}", "无法写入计划：{error}");
                Err(Fault::new("plan/argument", Place::default(), what))
            }
        };
        line(serde_json::to_string(&header))?;
        self.lines().try_for_each(|l| line(serde_json::to_string(&l)))?;
        Ok(out)
    }

    /// Refuses a plan that was written for something else than what is planned here.
    ///
    /// # Errors
    /// `plan/differs` for each part and, when no part tells it, for the first files that differ.
    pub(crate) fn agrees(&self, written: &Written) -> Result<(), Faults> {
        let header = &written.header;
        if header.parts == self.parts && header.digest == digest(self.lines()) {
            return Ok(());
        }
        let mut faults = Faults::default();
        let names: std::collections::BTreeSet<&String> = header.parts.keys().chain(self.parts.keys()).collect();
        for name in names {
            let differs = match (header.parts.get(name), self.parts.get(name)) {
                (Some(there), Some(here)) if there == here => continue,
                (Some(_), Some(_)) => say!("is not what the plan was made with", "与做计划时不同"),
                (Some(_), None) => say!("belongs to the plan and is not here", "计划里有，这里没有"),
                (None, _) => say!("is here and does not belong to the plan", "这里有，计划里没有"),
            };
            let what = Say { en: format!("{} {}", words(name).en, differs.en), zh: words(name).zh + &differs.zh };
            faults.push(Fault::new("plan/differs", Place::default(), what));
        }
        self.tell_rows(written, &mut faults)?;
        if let Some(last) = faults.0.last_mut() {
            last.hint = Some(say!(
                "bring here what the plan was made with, or make it again with `biaoyu plan`",
                "请换成做计划时的内容，或用 `biaoyu plan` 重新做计划"
            ));
        }
        Err(faults)
    }

    /// Names rows whose files are made from something else: all of them when no part explains it.
    fn tell_rows(&self, written: &Written, faults: &mut Faults) -> Result<(), Fault> {
        let explained = faults.0.len();
        let only_table =
            explained == 1 && self.data.is_some() && faults.0.iter().any(|f| f.what.en.contains("the table"));
        if explained > 0 && !only_table {
            return Ok(());
        }
        let (a, b) = (written.header.files, self.lines().count());
        if a != b {
            let what = say!("the plan has {a} files, here there are {b}", "计划有 {a} 个文件，这里是 {b} 个");
            faults.push(Fault::new("plan/differs", Place::default(), what));
        }
        let mut told: Vec<Place> = Vec::new();
        let jobs = self.jobs.iter().flat_map(|job| job.files.iter().map(move |_| job));
        let mut own = self.lines().zip(jobs);
        written.each(|a| {
            let Some((b, job)) = own.next() else { return false };
            if a == b {
                return true;
            }
            let place = if b.rows.is_some() && b.pages.is_none() { self.place_of(job) } else { Place::file(&b.file) };
            if told.contains(&place) {
                return true;
            }
            if told.len() == TOLD {
                return false;
            }
            let what = match a.file == b.file {
                true => say!("is not what the plan was made with", "与做计划时不同"),
                false => {
                    let file = &a.file;
                    say!("stands where the plan has `{file}`", "计划里此处是 `{file}`")
                }
            };
            faults.push(Fault::new("plan/differs", place.clone(), what));
            told.push(place);
            true
        })
    }

    fn lines(&self) -> impl Iterator<Item = Line> + '_ {
        self.jobs.iter().enumerate().flat_map(|(index, job)| self.lines_of(index, job))
    }

    fn lines_of<'p>(&'p self, index: usize, job: &'p Job) -> impl Iterator<Item = Line> + 'p {
        let leaves = self.pages.get(job.pages.clone()).unwrap_or_default();
        let row = |leaf: Option<&super::work::Leaf>| leaf.and_then(|leaf| self.row(*leaf));
        let rows = row(leaves.first()).zip(row(leaves.last())).map(|(first, last)| [first, last]);
        job.files.iter().map(move |file| Line {
            file: file.path.clone(),
            job: index,
            format: file.format.word().into(),
            product: job.work.product.id.clone(),
            layout: job.work.layout.id.clone(),
            slogan: job.work.label.clone(),
            rows,
            pages: Some(leaves.len()).filter(|n| *n > 1),
            inputs: file.inputs.to_hex().to_string(),
        })
    }
}

impl Written {
    /// Reads a plan.
    ///
    /// # Errors
    /// `plan/…` when it is none, was cut, or was made by another version of the program; those of the file system.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let (file, _) = open_limited(path, MOST)?;
        let place = || Place::file(path.display().to_string());
        let mut head = String::new();
        let mut reader = BufReader::new(&file).take(MOST as u64);
        reader.read_line(&mut head).map_err(|e| unread(path, &e))?;
        let (version, build) = (env!("CARGO_PKG_VERSION"), env!("BIAOYU_BUILD"));
        // Its version first: another one may write other headers.
        let first: serde_json::Value = serde_json::from_str(&head).map_err(|_| broken(path, 1))?;
        let said = |key: &str| first.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
        match first.get("biaoyu_plan").and_then(serde_json::Value::as_u64) {
            Some(form) if form == u64::from(FORM) => {}
            Some(form) => {
                let what = say!(
                    "the plan has form {form}, this program reads form {FORM}",
                    "计划是第 {form} 版格式，这个程序读第 {FORM} 版"
                );
                let hint = say!("plan again with `biaoyu plan`", "请用 `biaoyu plan` 重新做计划");
                return Err(Fault::new("plan/form", place(), what).hint(hint));
            }
            None => return Err(broken(path, 1)),
        }
        if (said("version"), said("build")) != (version, build) {
            let (v, b) = (said("version"), said("build"));
            let what = say!(
                "the plan was made by biaoyu {v} ({b}), this is {version} ({build})",
                "计划由 biaoyu {v}（{b}）所做，这里是 {version}（{build}）"
            );
            let hint = say!(
                "use the same program on every machine, or make the plan again with this one",
                "请在每台机器上用同一个程序，或用这个程序重新做计划"
            );
            return Err(Fault::new("plan/version", place(), what).hint(hint));
        }
        let header: Header = serde_json::from_str(&head).map_err(|_| broken(path, 1))?;
        let written = Self { header, file, path: path.to_path_buf() };
        written.each(|_| true)?;
        Ok(written)
    }

    /// Goes through its lines, until `look` wants no more: all of them are those that were written down.
    ///
    /// # Errors
    /// `plan/broken` when they are not; those of the file system.
    pub(crate) fn each(&self, mut look: impl FnMut(Line) -> bool) -> Result<(), Fault> {
        let path = &self.path;
        let failed = |error: std::io::Error| unread(path, &error);
        let mut file = &self.file;
        file.rewind().map_err(failed)?;
        let mut reader = BufReader::new(file).take(MOST as u64);
        let (mut text, mut lines) = (String::new(), Lines::default());
        reader.read_line(&mut text).map_err(failed)?;
        for number in 2.. {
            text.clear();
            if reader.read_line(&mut text).map_err(failed)? == 0 {
                break;
            }
            let line: Line = serde_json::from_str(&text).map_err(|_| broken(path, number))?;
            lines.add(&line);
            if !look(line) {
                return Ok(());
            }
        }
        match (lines.count, lines.finish()) {
            (files, digest) if files == self.header.files && digest == self.header.digest => Ok(()),
            _ => Err(broken(path, 0)),
        }
    }

    /// A digest of what its files are made from, and by which program: two plans with the same make the same.
    pub fn id(&self) -> String {
        let Header { version, build, lang, digest, files, .. } = &self.header;
        let mut id = Digest::new();
        id.add(version).add(build).add(lang).add(digest).add(&files.to_string());
        for (name, part) in &self.header.parts {
            id.add(name).add(part);
        }
        id.finish().to_hex().to_string()
    }

    /// The folder that its paths start from, seen from the file's own, with `/`.
    pub fn from(&self) -> &str {
        &self.header.from
    }

    /// The folders that were searched before all others.
    pub fn searched(&self) -> &[PathBuf] {
        &self.header.searched
    }

    /// Whether no other folder is searched.
    pub fn is_embedded(&self) -> bool {
        self.header.embedded
    }

    /// The language that it was planned in: that of the contact sheet, wherever its parts are made.
    pub fn lang(&self) -> Lang {
        Lang::ALL.iter().copied().find(|lang| lang.word() == self.header.lang).unwrap_or(Lang::En)
    }

    /// What it asks for.
    pub(crate) fn wanted(&self) -> &Wanted {
        &self.header.wanted
    }
}

/// Digest and number of lines.
#[derive(Default)]
struct Lines {
    digest: Digest,
    count: usize,
}

impl Lines {
    fn add(&mut self, line: &Line) {
        let Line { file, job, format, product, layout, slogan, rows, pages, inputs } = line;
        self.digest.add(file).add(format).add(product).add(layout).add(slogan);
        self.digest.add(&format!("{job} {rows:?} {pages:?}")).add(inputs);
        self.count += 1;
    }

    fn finish(self) -> String {
        self.digest.finish().to_hex().to_string()
    }
}

/// The digest of all lines.
fn digest(lines: impl Iterator<Item = Line>) -> String {
    let mut all = Lines::default();
    lines.for_each(|line| all.add(&line));
    all.finish()
}

/// The fault of a file that is no plan from this line on, from 1; 0 where no line is to blame.
fn broken(path: &Path, line: usize) -> Fault {
    let what = say!("this is no whole plan of biaoyu", "这不是完整的 biaoyu 计划");
    let hint = say!("make it again with `biaoyu plan`", "请用 `biaoyu plan` 重新做计划");
    let at = u32::try_from(line).ok().filter(|l| *l > 0).map(|line| (line, 1));
    Fault::new("plan/broken", Place { at, ..Place::file(path.display().to_string()) }, what).hint(hint)
}

/// The fault of a plan that cannot be read; bytes that are no text are no plan.
fn unread(path: &Path, error: &std::io::Error) -> Fault {
    match error.kind() {
        std::io::ErrorKind::InvalidData => broken(path, 0),
        _ => fault(path, error, Doing::Read),
    }
}
