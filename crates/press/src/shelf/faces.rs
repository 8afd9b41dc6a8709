//! Faces of the user: those that layouts name, those that `--face` gives, and what their files say of themselves.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::sources::{Origin, Shelf, Sources};
use crate::folder::files::read_limited;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::font::{Axis, Embedding, FontLibrary, count_faces, write_axes};
use biaoyu_page::limits::FONT_BYTES;
use biaoyu_page::measure::number;
use biaoyu_page::say;

/// The faces of a run.
pub struct Faces {
    /// All that there are.
    pub library: FontLibrary,
    /// The user's own, with the digests of their files.
    pub own: Vec<(String, blake3::Hash)>,
    /// What is to be known of them.
    pub notes: Vec<Finding>,
}

/// A face as it is asked for: `NAME`, `FILE`, `FILE#2`, `NAME:wght=900,wdth=75`.
#[derive(Clone, Debug, PartialEq)]
struct Asked<'a> {
    /// All of it: the id by which layouts know the face.
    id: &'a str,
    /// The name or file.
    base: &'a str,
    /// Which face of a collection, from 1.
    number: Option<u32>,
    axes: Vec<([u8; 4], f32)>,
}

impl<'a> Asked<'a> {
    /// `None` for what has not this form.
    fn parse(id: &'a str) -> Option<Self> {
        let (rest, axes) = match id.rsplit_once(':') {
            Some((rest, axes)) if axes.contains('=') => (rest, axes),
            _ => (id, ""),
        };
        let axis = |text: &str| {
            let (tag, value) = text.split_once('=')?;
            let value: f32 = value.trim().parse().ok().filter(|v: &f32| v.is_finite())?;
            Some((tag.trim().as_bytes().try_into().ok()?, value))
        };
        let axes = axes.split(',').filter(|a| !a.is_empty()).map(axis).collect::<Option<_>>()?;
        let (base, number) = match rest.rsplit_once('#') {
            Some((base, number)) => (base, Some(number.parse().ok().filter(|n| *n > 0)?)),
            None => (rest, None),
        };
        (!base.is_empty()).then_some(Self { id, base, number, axes })
    }

    /// The file, when it is given by its path.
    fn path(&self) -> Option<&Path> {
        let path = Path::new(self.base);
        let ending = path.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
        // Expressions of layouts have slashes too: the ending decides.
        ending.is_some_and(|e| matches!(e.as_str(), "otf" | "ttf" | "ttc" | "otc")).then_some(path)
    }
}

/// What `--face` says: `slogan=FILE` sets the face of the layouts' style `slogan`.
///
/// # Errors
/// `face/wanted` for what has not this form.
pub(crate) fn wanted(given: &[String]) -> Result<Vec<(String, String)>, Faults> {
    let mut faults = Faults::default();
    let mut all = Vec::new();
    for text in given {
        let pair = text.split_once('=').map(|(style, face)| (style.trim(), face.trim()));
        match pair.filter(|(style, face)| !style.is_empty() && !face.contains('"') && Asked::parse(face).is_some()) {
            Some((style, face)) => all.push((style.to_owned(), face.to_owned())),
            None => {
                let what = say!("`{text}` gives no face", "`{text}` 没有给出字体");
                let hint = say!(
                    "write `slogan=FILE`, `slogan=hei-black`, `slogan=FILE.ttc#2` or `slogan=FILE.ttf:wght=900`",
                    "请写 `slogan=文件`、`slogan=hei-black`、`slogan=文件.ttc#2` 或 `slogan=文件.ttf:wght=900`"
                );
                faults.push(Fault::new("face/wanted", place(), what).hint(hint));
            }
        }
    }
    faults.or(all)
}

/// What `--face` calls the text of logos.
pub(crate) const LOGO: &str = "logo";
/// What `--face` calls the face that is asked for characters which no other has.
pub(crate) const RARE: &str = "rare";

/// The face that is given for what is no style of a layout: the text of logos, characters that no other face has.
pub(crate) fn given_for(name: &str, given: &[String]) -> Option<String> {
    let all = wanted(given).ok()?;
    all.into_iter().rev().find(|(style, _)| style == name).map(|(_, face)| face)
}

/// Refuses a style that no layout has.
///
/// # Errors
/// `face/style` with the styles that there are.
pub(crate) fn check_styles<'a>(
    faces: &[(String, String)],
    styles: impl Iterator<Item = &'a String> + Clone,
) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let is_style = |style: &str| style != LOGO && style != RARE;
    for (style, _) in faces.iter().filter(|(style, _)| is_style(style) && !styles.clone().any(|s| s == style)) {
        let mut known: Vec<&str> = styles.clone().map(String::as_str).collect();
        known.sort_unstable();
        known.dedup();
        let known = known.join(" ");
        let what = say!("no layout has a style `{style}`", "版式中没有样式 `{style}`");
        let hint = say!("choose one of: {known}", "可选：{known}");
        faults.push(Fault::new("face/style", place(), what).hint(hint));
    }
    faults.or(())
}

fn place() -> Place {
    Place::thing(say!("`--face`", "`--face`"))
}

impl Sources {
    /// The faces inside the binary and those of the user that `texts` (layout files) name or that take the place of
    /// an embedded one. A file that cannot be read stops nothing that does not use it.
    ///
    /// # Errors
    /// A face that is wanted and cannot be read.
    pub fn fonts(&self, texts: &[&str]) -> Result<Faces, Faults> {
        let mut faces = Faces { library: FontLibrary::embedded(), own: Vec::new(), notes: Vec::new() };
        let mut faults = Faults::default();
        let embedded: Vec<String> = faces.library.list().map(|f| f.id.clone()).collect();
        let files: Vec<(String, PathBuf)> = self
            .candidates(Shelf::Faces)
            .into_iter()
            .filter_map(|c| if let Origin::File(path) = c.from { Some((c.stem, path)) } else { None })
            .collect();
        let mut named: Vec<&str> = texts.iter().flat_map(|text| text.split('"').skip(1)).collect();
        named.sort_unstable();
        named.dedup();
        for asked in named.iter().filter_map(|id| Asked::parse(id)) {
            let file = match asked.path() {
                Some(path) => Some(path.to_path_buf()),
                None => files.iter().find(|(stem, _)| stem == asked.base).map(|(_, path)| path.clone()),
            };
            let variant = asked.number.is_some() || !asked.axes.is_empty();
            match file {
                Some(file) => {
                    if asked.path().is_none() {
                        self.take(&file);
                    }
                    _ = faults.take(faces.add(&asked, &file));
                }
                None if variant && embedded.iter().any(|id| id == asked.base) => {
                    let base = asked.base;
                    let what = say!(
                        "the built-in face `{base}` neither varies nor is one of several",
                        "内置字体 `{base}` 不可变，也不是字体集"
                    );
                    let hint = say!("write `{base}`", "请写 `{base}`");
                    faults.push(Fault::new("face/axis", place(), what).hint(hint));
                }
                None => {}
            }
        }
        // A file in the place of an embedded face that no layout names may still lend a character.
        for (stem, path) in files.iter().filter(|(stem, _)| embedded.contains(stem) && !named.contains(&stem.as_str()))
        {
            if faces.own.iter().any(|(known, _)| known == stem) {
                continue;
            }
            let asked = Asked { id: stem, base: stem, number: None, axes: Vec::new() };
            self.take(path);
            if let Err(broken) = faces.add(&asked, path) {
                faces.notes.extend(broken.0.into_iter().map(left_out));
            }
        }
        faults.or(faces)
    }
}

/// A file that nothing names and that cannot be read.
fn left_out(fault: Fault) -> Finding {
    let (en, zh) = (&fault.what.en, &fault.what.zh);
    let file = fault.place.file.clone().unwrap_or_default();
    Finding {
        rule: "face-left-out",
        severity: Severity::Warning,
        place: fault.place,
        what: say!("`{file}`: {en}: the built-in face is used", "`{file}`：{zh}：改用内置字体"),
        hint: fault.hint,
    }
}

impl Faces {
    /// Reads a file and adds a face of it.
    fn add(&mut self, asked: &Asked<'_>, path: &Path) -> Result<(), Faults> {
        let shown = path.strip_prefix(".").unwrap_or(path).display().to_string();
        let (hash, bytes) = read_once(path)?;
        let held = count_faces(bytes);
        let number = asked.number.unwrap_or(1);
        if held > 0 && number > held {
            let what = say!("the file holds {held} faces, not {number}", "文件里有 {held} 个字体，没有第 {number} 个");
            let hint = say!("write `#1` to `#{held}`", "请写 `#1` 到 `#{held}`");
            return Err(Fault::new("face/number", Place::file(shown), what).hint(hint).into());
        }
        let index = number - 1;
        let axes = Axis::read(bytes, index);
        check_axes(&shown, &axes, &asked.axes)?;
        let embedding = Embedding::read(bytes, index);
        self.library = self.library.clone().with_face_at(asked.id, &shown, bytes, index, &asked.axes)?;
        self.own.push((asked.id.to_owned(), hash));
        let mut note = |rule, severity, what, hint| {
            self.notes.push(Finding { rule, severity, place: Place::file(&shown), what, hint });
        };
        let id = asked.id;
        let said = embedding.say();
        let (en, zh) = (&said.en, &said.zh);
        let what = say!("face `{id}` {en} (OS/2 fsType)", "字体 `{id}`{zh}（OS/2 fsType）");
        match embedding {
            Embedding::Restricted => note(
                "face-embedding",
                Severity::Warning,
                what,
                Some(say!(
                    "write outlines (`--outlines`) and ask its maker",
                    "请转曲输出（`--outlines`），并向字体厂商确认授权"
                )),
            ),
            _ => note("face-embedding", Severity::Note, what, None),
        }
        if held > 1 && asked.number.is_none() {
            let what = say!("the file holds {held} faces: the first is taken", "文件里有 {held} 个字体，取第 1 个");
            let base = asked.base;
            note("face-collection", Severity::Warning, what, Some(say!("write `{base}#2`", "请写 `{base}#2`")));
        }
        let left: Vec<&Axis> = axes.iter().filter(|a| !asked.axes.iter().any(|(tag, _)| *tag == a.tag)).collect();
        if !left.is_empty() {
            let usual: Vec<([u8; 4], f32)> = left.iter().map(|axis| (axis.tag, axis.usual)).collect();
            let usual = write_axes(&usual);
            let ranges: Vec<String> = left.iter().map(|axis| range(axis)).collect();
            let ranges = ranges.join(", ");
            let what = say!(
                "a variable face, set as it stands: {usual}; it reaches {ranges}",
                "可变字体，按默认值 {usual} 排；可调范围 {ranges}"
            );
            let base = asked.base;
            let severity = if asked.axes.is_empty() { Severity::Warning } else { Severity::Note };
            note("face-variable", severity, what, Some(say!("write `{base}:wght=900`", "请写 `{base}:wght=900`")));
        }
        Ok(())
    }
}

/// A file as it was seen: path, bytes, when it was changed.
type Stat = (PathBuf, u64, SystemTime);

/// The bytes of a face and their digest. A face lives as long as the program: a file is read anew only when it looks otherwise,
/// as who asks at every keystroke wants it, and the same bytes are kept once.
fn read_once(path: &Path) -> Result<(blake3::Hash, &'static [u8]), Faults> {
    type Known = (Option<Stat>, blake3::Hash, &'static [u8]);
    static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let about = std::fs::metadata(path).and_then(|about| Ok((about.len(), about.modified()?)));
    let seen: Option<Stat> =
        std::path::absolute(path).ok().zip(about.ok()).map(|(path, (length, time))| (path, length, time));
    if let Some((_, hash, bytes)) = known().iter().find(|(own, ..)| own.is_some() && *own == seen) {
        return Ok((*hash, bytes));
    }
    let bytes = read_limited(path, FONT_BYTES)?;
    let hash = blake3::hash(&bytes);
    let mut all = known();
    let same = all.iter().find(|(_, own, _)| *own == hash).map(|(.., bytes)| *bytes);
    let bytes = same.unwrap_or_else(|| bytes.leak());
    all.retain(|(own, ..)| own.as_ref().map(|(path, ..)| path) != seen.as_ref().map(|(path, ..)| path));
    all.push((seen, hash, bytes));
    Ok((hash, bytes))
}

fn range(axis: &Axis) -> String {
    let value = |v: f32| number(f64::from(v), 1);
    format!("{} {}–{}", axis.name(), value(axis.least), value(axis.most))
}

/// Refuses values of axes that the face has not.
fn check_axes(file: &str, axes: &[Axis], asked: &[([u8; 4], f32)]) -> Result<(), Faults> {
    let mut faults = Faults::default();
    for (tag, value) in asked {
        let axis = axes.iter().find(|axis| axis.tag == *tag);
        if axis.is_some_and(|axis| (axis.least..=axis.most).contains(value)) {
            continue;
        }
        let found = write_axes(&[(*tag, *value)]);
        let what = say!("the face has no `{found}`", "字体没有 `{found}`");
        let ranges: Vec<String> = axes.iter().map(range).collect();
        let ranges = ranges.join(", ");
        let hint = if axes.is_empty() {
            say!("it does not vary: leave the axes out", "它不是可变字体：请去掉轴参数")
        } else {
            say!("it has: {ranges}", "可用：{ranges}")
        };
        faults.push(Fault::new("face/axis", Place::file(file), what).hint(hint));
    }
    faults.or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_asked_for_by_name_file_number_and_axes() {
        let asked = Asked::parse("./a b/F.ttc#2:wght=900,wdth=75").unwrap();
        assert_eq!((asked.base, asked.number), ("./a b/F.ttc", Some(2)));
        assert_eq!(asked.axes, [(*b"wght", 900.0), (*b"wdth", 75.0)]);
        assert!(asked.path().is_some());
        let plain = Asked::parse("hei-black").unwrap();
        assert!(plain.path().is_none() && plain.number.is_none() && plain.axes.is_empty());
        for bad in ["", "#2", "a#0", "a#x", "a:wght=x", "a:weight=9"] {
            assert!(Asked::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Asked::parse("C:\\fonts\\a.ttf").unwrap().base, "C:\\fonts\\a.ttf");
        assert_eq!(wanted(&["slogan".into()]).unwrap_err().0[0].code, "face/wanted");
        assert!(check_styles(&[("head".into(), "x".into())], ["slogan".to_owned()].iter()).is_err());
    }
}
