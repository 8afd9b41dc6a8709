//! Cures that the page offers as buttons: changes that go back to the server as they are.

use biaoyu_page::say;
use biaoyu_set::campaign::key_of;
use biaoyu_set::compose::{Sheet, SheetKind};
use biaoyu_set::text::break_lines::Breaks;
use serde_json::{Value, json};

use crate::answer::said;
use crate::project::Project;
use crate::shown::files;

/// Settings that are offered, at most.
const OFFERED: usize = 3;

/// What may be done about a finding on the sheet of a slogan.
pub(crate) fn cures(rule: &str, sheet: &Sheet) -> Vec<Value> {
    if !matches!(sheet.kind, SheetKind::Slogan | SheetKind::Own) {
        return Vec::new();
    }
    let number = sheet.number;
    match rule {
        "slogan-end-mark" => {
            let (text, mark) = biaoyu_page::wording::without_end_mark(&sheet.text);
            let op = json!({ "op": "slogan", "number": number, "text": text });
            mark.map(|_| json!({ "label": said(&say!("take it away", "删去")), "ops": [op] })).into_iter().collect()
        }
        "break-unsure" | "unequal-clauses" | "wrong-width" | "ranks-out-of-proportion" | "series-differs" => {
            breaks(sheet)
        }
        "slogan-too-small" | "too-small-for-distance" | "type-too-small" | "text-left-out" => {
            let label = say!("shorten it", "缩短");
            let shorten = json!({ "label": said(&label), "ops": [], "edit": "slogan" });
            breaks(sheet).into_iter().chain([shorten]).collect()
        }
        "glyph-cropped" | "picture-repeated" | "ornament-out-of-measure" | "text-over-ornament" | "page-crowded" => {
            keys(sheet)
        }
        _ => Vec::new(),
    }
}

/// Adds to faults about files of the project that are not there how to do without them.
pub(crate) fn of_files(faults: &mut Value, project: &mut Project) {
    let all = faults.get_mut("faults").and_then(Value::as_array_mut).into_iter().flatten();
    let all = all.filter(|fault| fault["code"] == "file/not-found");
    let about: Vec<_> = all.filter_map(|fault| Some((fault["place"]["file"].as_str()?.to_owned(), fault))).collect();
    if about.is_empty() {
        return;
    }
    let Ok(campaign) = project.campaign() else { return };
    for (file, fault) in about {
        let mut roles = files(&campaign, &project.bench).filter(|(_, own)| *own == Some(file.as_str()));
        if let (Some((role, _)), Some(fault)) = (roles.next(), fault.as_object_mut()) {
            let label = say!("do without `{file}`", "不用 `{file}`");
            let cure = json!({ "label": said(&label), "ops": [{ "op": "forget", "role": role }] });
            fault.insert("cures".to_owned(), json!([cure]));
        }
    }
}

/// Other breaks.
fn breaks(sheet: &Sheet) -> Vec<Value> {
    let settings = Breaks::new(&sheet.text, None);
    let mut all = Vec::new();
    for setting in settings.split() {
        let lines: Vec<&str> = setting.lines.iter().map(|line| line.text.as_str()).collect();
        let Some(breaks) = joined(&sheet.text, &lines).filter(|b| Some(b) != sheet.breaks.as_ref()) else { continue };
        let shown = lines.join(" / ");
        let label = say!("break it: {shown}", "另断一行：{shown}");
        all.push(
            json!({ "label": said(&label), "ops": [{ "op": "slogan", "number": sheet.number, "breaks": breaks }] }),
        );
        if all.len() == OFFERED {
            break;
        }
    }
    all
}

/// Lines of a text as its break marks; `None` when there is none but between clauses.
fn joined(text: &str, lines: &[&str]) -> Option<String> {
    let mut out = String::new();
    let mut marks = false;
    let mut rest = text;
    for line in lines {
        let line = line.trim();
        let at = rest.find(line)?;
        let (between, behind) = rest.split_at(at);
        if between.trim().is_empty() && !between.is_empty() {
            out.push_str(between);
        } else if !out.is_empty() {
            out.push('|');
            out.push_str(between);
            marks = true;
        }
        out.push_str(line);
        rest = behind.get(line.len()..)?;
    }
    out.push_str(rest);
    marks.then_some(out)
}

/// Another character for the large one.
fn keys(sheet: &Sheet) -> Vec<Value> {
    let best = key_of(&sheet.text);
    let others = sheet.text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c) && !sheet.keys.contains(*c));
    let mut all: Vec<char> = best.into_iter().filter(|c| !sheet.keys.contains(*c)).collect();
    others.for_each(|c| {
        if !all.contains(&c) {
            all.push(c);
        }
    });
    let offer = |c: char| {
        let label = say!("show `{c}` large", "换关键字：{c}");
        json!({ "label": said(&label), "ops": [{ "op": "slogan", "number": sheet.number, "key": c.to_string() }] })
    };
    all.into_iter().take(OFFERED).map(offer).collect()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn lines_become_marks() {
        assert_eq!(joined("用质量经营应对变化", &["用质量经营", "应对变化"]).as_deref(), Some("用质量经营|应对变化"));
        assert_eq!(joined("安全第一 预防为主", &["安全第一", "预防为主"]), None);
        assert_eq!(
            joined("人人讲安全 个个会应急", &["人人", "讲安全", "个个会应急"]).as_deref(),
            Some("人人|讲安全 个个会应急")
        );
    }
}
