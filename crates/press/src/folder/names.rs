//! Names of files: from a template and a page's fields, safe on every system, inside the output folder.

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;
use biaoyu_table::record::{Fields, Template};

/// Bytes of one part of a path without its ending, at most (of 255 that file systems allow).
const PART_BYTES: usize = 240;

/// How files are named: a path below the output folder, without ending, with `{fields}`.
#[derive(Clone, Debug)]
pub struct Naming {
    parts: Vec<Template>,
    fields: Vec<String>,
}

impl Naming {
    /// Reads a template. `/` (and `\`) part folders; what stands in a field never does. Besides the fields of a record
    /// there are `s` (number of the sheet), `slogan`, `product`, `layout`, `palette` and `n` (number of the page).
    ///
    /// # Errors
    /// `name/…`: braces that do not match, a path that leaves the output folder.
    pub fn parse(template: &str) -> Result<Self, Fault> {
        let place = || Place::thing(say!("`--name`", "`--name`"));
        let outside = || {
            let what = say!("`{template}` leaves the output folder", "`{template}` 超出了输出文件夹");
            let hint = say!(
                "write a path below the output folder, and choose that with `-o`",
                "请写输出文件夹以内的路径；输出文件夹用 `-o` 指定"
            );
            Fault::new("name/outside", place(), what).hint(hint)
        };
        let drive = template.get(1..2) == Some(":");
        if template.starts_with(['/', '\\']) || drive {
            return Err(outside());
        }
        let mut parts = Vec::new();
        let mut fields = Vec::new();
        for part in template.split(['/', '\\']) {
            match part.trim() {
                ".." => return Err(outside()),
                "" | "." => continue,
                _ => {}
            }
            let parsed = Template::parse(part).map_err(|faults| {
                let first = faults.into_iter().next();
                let what = first.as_ref().map(|f| f.what.clone()).unwrap_or(say!("no template", "不是模板"));
                Fault { hint: first.and_then(|f| f.hint), ..Fault::new("name/template", place(), what) }
            })?;
            fields.extend(parsed.fields().map(|(name, _)| name.to_owned()));
            parts.push(parsed);
        }
        if parts.is_empty() {
            return Err(Fault::new("name/template", place(), say!("the template is empty", "模板是空的")));
        }
        Ok(Self { parts, fields })
    }

    /// The same with its fields under other names: `names` gives the new one, or `None` to keep it.
    #[must_use]
    pub fn renamed(self, names: impl Fn(&str) -> Option<String>) -> Self {
        let parts: Vec<Template> = self.parts.into_iter().map(|part| part.renamed(&names)).collect();
        let fields = parts.iter().flat_map(Template::fields).map(|(name, _)| name.to_owned()).collect();
        Self { parts, fields }
    }

    /// The names of the fields in use.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// The faults of fields that are not among `known`.
    pub fn unknown<'k>(&self, known: impl IntoIterator<Item = &'k str> + Clone) -> Vec<Fault> {
        let place = || Place::thing(say!("`--name`", "`--name`"));
        let faults = self.parts.iter().flat_map(|p| p.unknown(known.clone()));
        faults.map(|f| Fault { hint: f.hint, ..Fault::new("name/unknown-field", place(), f.what) }).collect()
    }

    /// The path for a page, with `/` between its parts, without ending.
    pub fn path(&self, fields: &Fields) -> String {
        self.told_path(fields).0
    }

    /// The path, and whether it is not what the fields say: systems forbid characters and long names.
    pub fn told_path(&self, fields: &Fields) -> (String, bool) {
        let mut changed = false;
        let part = |template: &Template| {
            let wanted = template.expand(fields);
            let name = match wanted.len().checked_sub(PART_BYTES).filter(|over| *over > 0) {
                Some(over) => safe(&template.expand(&shortened(template, fields, over))),
                None => safe(&wanted),
            };
            changed |= !name.split(' ').eq(wanted.split_whitespace());
            name
        };
        let parts: Vec<String> = self.parts.iter().map(part).collect();
        (parts.join("/"), changed)
    }
}

/// The fields with the longest of those in a template shorter by so many bytes: what stands behind a long slogan tells
/// its files apart and is not cut off.
fn shortened(template: &Template, fields: &Fields, over: usize) -> Fields {
    let texts = template.fields().filter_map(|(name, _)| Some((name, fields.get(name)?)));
    let Some((name, text)) = texts.max_by_key(|(_, text)| text.len()) else { return fields.clone() };
    let most = text.len().saturating_sub(over);
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let mut all = fields.clone();
    all.set(name, text.get(..end).unwrap_or_default());
    all
}

/// One part of a path that every system takes: forbidden characters become their full-width forms, names that Windows
/// reserves get a `_`, what is too long is cut.
pub fn safe(part: &str) -> String {
    let wide = |c: char| match c {
        '<' => '＜',
        '>' => '＞',
        ':' => '：',
        '"' => '＂',
        '/' => '／',
        '\\' => '＼',
        '|' => '｜',
        '?' => '？',
        '*' => '＊',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => c,
    };
    let plain: String = part.chars().map(wide).collect();
    let mut name = plain.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    if name.len() > PART_BYTES {
        let end = (0..=PART_BYTES).rev().find(|i| name.is_char_boundary(*i)).unwrap_or(0);
        name.truncate(end);
    }
    // Windows drops dots and spaces at the end; a dot in front hides the file elsewhere.
    name.truncate(name.trim_end_matches(['.', ' ']).len());
    if name.starts_with('.') {
        name.replace_range(..1, "_");
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    if is_reserved(stem) {
        name.insert(stem.len(), '_');
    }
    if name.is_empty() { "_".into() } else { name }
}

/// A device of Windows, whatever its ending.
fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_uppercase();
    let port = |prefix| {
        stem.strip_prefix(prefix)
            .is_some_and(|d: &str| d.chars().count() == 1 && d.contains(|c: char| "123456789¹²³".contains(c)))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || port("COM") || port("LPT")
}

/// What two paths must differ in: Windows and macOS do not tell cases apart.
pub(crate) fn folded(path: &str) -> String {
    path.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_safe_everywhere() {
        for (part, name) in [
            ("03-质量先行 顾客为上", "03-质量先行 顾客为上"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a／b＼c：d＊e？f＂g＜h＞i｜j"),
            ("..", "_"),
            (".hidden", "_hidden"),
            ("end. . .", "end"),
            ("  two\u{3000}\t spaces ", "two spaces"),
            ("CON", "CON_"),
            ("con.tar.gz", "con_.tar.gz"),
            ("COM1", "COM1_"),
            ("COM10", "COM10"),
            ("lpt³", "lpt³_"),
            ("console", "console"),
            ("a\u{0}b\u{7f}", "a b"),
            ("", "_"),
        ] {
            assert_eq!(safe(part), name, "{part:?}");
        }
        let long = safe(&"质".repeat(120));
        assert_eq!((long.len(), long.chars().count()), (240, 80));
        // What tells two files of one long slogan apart stays.
        let mut fields = Fields::default();
        fields.set("slogan", "质".repeat(100));
        fields.set("layout", "official");
        let (path, changed) = Naming::parse("{slogan}-{layout}").unwrap().told_path(&fields);
        assert!(path.ends_with("质-official") && path.len() <= PART_BYTES && changed, "{path}");
    }

    #[test]
    fn paths_stay_below_the_folder() {
        for wrong in ["../x", "a/../../x", "/x", "\\x", "C:\\x", "", "/", "a/{s"] {
            assert!(Naming::parse(wrong).is_err(), "{wrong}");
        }
        let mut fields = Fields::default();
        fields.set("unit", "../../etc");
        fields.set("s", "3");
        let naming = Naming::parse("{s:02}").unwrap();
        assert_eq!(naming.told_path(&fields), ("03".into(), false));
        assert_eq!(Naming::parse("{unit}/./{s:02}").unwrap().path(&fields), "_.／..／etc/03");
        assert_eq!(Naming::parse("{slogn}").unwrap().unknown(["slogan"]).len(), 1);
    }
}
