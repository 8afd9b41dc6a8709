//! Cures that the page offers as buttons: changes that go back to the server as they are.

use std::sync::Arc;

use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::say;
use biaoyu_press::Work;
use biaoyu_set::campaign::key_of;
use biaoyu_set::compose::{Sheet, SheetKind};
use biaoyu_set::text::break_lines::Breaks;
use serde_json::{Value, json};

use crate::answer::{Refusal, fault, place, said};
use crate::names::CAMPAIGN;
use crate::project::Project;
use crate::shown::files;

/// Settings that are offered, and that are tried for it, at most.
const OFFERED: usize = 3;
const TRIED: usize = 8;

/// What may be done about a finding on the sheet of a slogan; `changes` says whether the page would look otherwise with another.
pub(crate) fn cures(rule: &str, sheet: &Sheet, changes: &dyn Fn(&Sheet) -> bool) -> Vec<Value> {
    if rule == "logo-white-box" {
        let op = json!({ "op": "set", "field": "logo_knockout", "value": true });
        return vec![json!({ "label": said(&say!("take its white ground off", "去白底")), "ops": [op] })];
    }
    if rule == "logo-ground" {
        let plate = json!({ "op": "set", "field": "logo_plate", "value": true });
        let give = |label: Say, role: &str| json!({ "label": said(&label), "ops": [], "give": role });
        return vec![
            json!({ "label": said(&say!("put a white plate under it", "加白底板")), "ops": [plate] }),
            give(say!("give a version for dark grounds …", "另给反白稿（深底用）…"), "logo_light"),
            give(say!("give a version for light grounds …", "另给深色稿（浅底用）…"), "logo_dark"),
        ];
    }
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
            breaks(sheet, changes)
        }
        "slogan-too-small" | "too-small-for-distance" | "type-too-small" | "text-left-out" => {
            let label = say!("shorten it", "缩短");
            let shorten = json!({ "label": said(&label), "ops": [], "edit": "slogan" });
            breaks(sheet, changes).into_iter().chain([shorten]).collect()
        }
        "glyph-cropped" | "picture-repeated" | "ornament-out-of-measure" | "text-over-ornament" | "page-crowded" => {
            keys(sheet, changes)
        }
        _ => Vec::new(),
    }
}

/// What may be done about a fault of a page: where what it lacks is given, or that its product is done without. What the window
/// cannot do is said so.
pub(crate) fn of_page(fault: &mut Fault, work: &Work) -> Vec<Value> {
    let mut all = Vec::new();
    let (name, name_en, text) = (&work.product.name, &work.product.name_en, &work.sheet.text);
    if fault.place == Place::default() {
        fault.place = Place::thing(say!("{name_en}, {text}", "{name}，{text}"));
    }
    match fault.code {
        "layout/needs" if work.layout.rows > 1 => {
            fault.what = say!(
                "its cells are filled from a table, which this window does not take",
                "各格要用表格来填，这个窗口里还不能给"
            );
            fault.hint =
                Some(say!("do without it, or have it made by the command line", "可以不做它，或请 IT 同事用命令做"));
        }
        "layout/needs" => all.push(json!({ "label": said(&say!("give it", "去给")), "ops": [], "step": "sign" })),
        _ if matches!(work.sheet.kind, SheetKind::Slogan | SheetKind::Own) => {
            all.push(json!({ "label": said(&say!("change the text", "改字")), "ops": [], "edit": "slogan" }));
        }
        _ => {}
    }
    let label = say!("do without {name_en}", "不做“{name}”");
    all.push(json!({ "label": said(&label), "ops": [{ "op": "without", "product": work.product.id }] }));
    all
}

/// What may be done about a fault that keeps a run from beginning.
pub(crate) fn of_run(fault: &Fault) -> Vec<Value> {
    let label = say!("so many are meant", "就打这么多");
    let many = json!({ "label": said(&label), "ops": [], "many": true });
    if fault.code == "tile/many" { vec![many] } else { Vec::new() }
}

/// Why a page cannot be set, as the page is told it.
pub(crate) fn refused(faults: Faults, work: Option<&Arc<Work>>) -> Refusal {
    let all: Vec<Fault> = faults.0;
    let shown = |mut own: Fault| {
        let cures = work.map(|work| of_page(&mut own, work)).unwrap_or_default();
        let mut shown = fault(&own);
        if !cures.is_empty() {
            shown["cures"] = json!(cures);
        }
        shown
    };
    let status = Refusal::from(Faults(all.clone())).status;
    Refusal { status, body: json!({ "faults": all.into_iter().map(shown).collect::<Vec<_>>() }) }
}

/// What a file of the project is called on the page.
fn called(role: &str) -> Say {
    match role {
        "logo" => say!("logo", "标志"),
        "logo_dark" => say!("logo for light grounds", "标志的深色稿"),
        "logo_light" => say!("logo for dark grounds", "标志的反白稿"),
        "picture" => say!("picture", "实景图"),
        "code" => say!("picture of the code", "二维码图片"),
        "art" => say!("finished art", "成品画面"),
        "lettering" => say!("lettering", "题字扫描件"),
        "icc" => say!("the shop's profile", "印厂特性文件"),
        "roster" => say!("roster", "名单"),
        "photos" => say!("folder of photos", "照片文件夹"),
        _ => say!("face", "字体"),
    }
}

/// Adds to faults about names that there are none of where they stand, and how to have the nearest or do without.
pub(crate) fn of_names(faults: &mut Value, project: &mut Project) {
    let is_about = |fault: &Value| fault["code"] == "source/unknown" || fault["code"] == "source/several";
    let all = faults.get_mut("faults").and_then(Value::as_array_mut).into_iter().flatten();
    let all: Vec<&mut Value> = all.filter(|fault| is_about(fault)).collect();
    if all.is_empty() {
        return;
    }
    let Ok(campaign) = project.campaign() else { return };
    let own = &campaign.defaults;
    let lists = [("layouts", &own.layouts), ("products", &own.products)];
    let ones = [("palette", &own.palette), ("shop", &own.shop)];
    let named = lists.iter().flat_map(|(kind, ids)| ids.iter().map(move |id| (*kind, id)));
    let named: Vec<(&str, &String)> =
        named.chain(ones.iter().filter_map(|(kind, id)| Some((*kind, id.as_ref()?)))).collect();
    for fault in all {
        let quoted = |key: &str| fault[key]["zh"].as_str()?.split('`').nth(1).map(str::to_owned);
        let Some(asked) = quoted("message") else { continue };
        let Some((kind, id)) = named.iter().find(|(_, id)| **id == asked) else { continue };
        let near = quoted("cure").filter(|_| fault["code"] == "source/unknown");
        let other = |to: Option<&str>| match *kind {
            "palette" => json!({ "op": "palette", "id": to }),
            "shop" => json!({ "op": "set", "field": "shop", "value": to }),
            _ => {
                let ids = lists.iter().find(|(own, _)| own == kind).map(|(_, ids)| ids.as_slice()).unwrap_or_default();
                let ids: Vec<&str> =
                    ids.iter().filter_map(|own| if own == *id { to } else { Some(own.as_str()) }).collect();
                json!({ "op": kind, "ids": ids })
            }
        };
        let mut cures = Vec::new();
        if let Some(near) = near {
            cures
                .push(json!({ "label": said(&say!("make it `{near}`", "改成“{near}”")), "ops": [other(Some(&near))] }));
        }
        cures.push(json!({ "label": said(&say!("do without `{id}`", "不要“{id}”")), "ops": [other(None)] }));
        fault["cures"] = json!(cures);
        let line = (1..).zip(project.text.lines()).find(|(_, line)| line.contains(&format!("\"{id}\"")));
        let at = line.and_then(|(number, line)| {
            let before = line.split(&format!("\"{id}\"")).next()?.chars().count();
            Some((number, u32::try_from(before + 1).ok()?))
        });
        fault["place"] = place(&Place { file: Some(CAMPAIGN.to_owned()), at, ..Place::default() });
    }
}

/// Adds to faults about files of the project how to do without them, or to give others: those that are not there, and photos of
/// nobody.
pub(crate) fn of_files(faults: &mut Value, project: &mut Project) {
    let is_about = |fault: &Value| {
        fault["code"] == "file/not-found" || fault["code"] == "table/no-row" || fault["code"] == "studio/path"
    };
    let before = format!("{}{}", project.folder.display(), std::path::MAIN_SEPARATOR);
    let all = faults.get_mut("faults").and_then(Value::as_array_mut).into_iter().flatten();
    let all: Vec<&mut Value> = all.filter(|fault| is_about(fault)).collect();
    if all.is_empty() {
        return;
    }
    let Ok(campaign) = project.campaign() else { return };
    let without = |role: &str, label: Say| json!({ "label": said(&label), "ops": [{ "op": "forget", "role": role }] });
    for fault in all {
        if fault["code"] == "table/no-row" {
            if project.bench.get("roster", "photos").is_some() {
                let op = json!({ "op": "set", "field": "photo_box", "value": true });
                let boxes = say!("empty boxes for photos", "照片处留空框");
                let boxes = json!({ "label": said(&boxes), "ops": [op] });
                fault["cures"] = json!([without("photos", say!("do without photos", "不用照片")), boxes]);
            }
            continue;
        }
        let Some(file) = fault["place"]["file"].as_str().map(|file| file.trim_start_matches(&before).to_owned()) else {
            continue;
        };
        let Some((role, _)) = files(&campaign, &project.bench).find(|(_, own)| *own == Some(file.as_str())) else {
            continue;
        };
        let Say { en, zh } = called(role);
        fault["message"] =
            said(&say!("the {en} `{file}` is no longer in the project's folder", "{zh} `{file}` 不在项目文件夹里了"));
        fault["cure"] =
            said(&say!("put it back there, give another, or do without it", "请放回去，或另给一个，或不用它"));
        let give = json!({ "label": said(&say!("give another …", "另给一个…")), "ops": [], "give": role });
        fault["cures"] = json!([without(role, say!("do without `{file}`", "不用 `{file}`")), give]);
    }
    // What can be cured by a click stands first: a long list is cut.
    if let Some(all) = faults.get_mut("faults").and_then(Value::as_array_mut) {
        all.sort_by_key(|fault| fault.get("cures").is_none());
    }
}

/// Other breaks.
fn breaks(sheet: &Sheet, changes: &dyn Fn(&Sheet) -> bool) -> Vec<Value> {
    let settings = Breaks::new(&sheet.text, None);
    let mut all = Vec::new();
    for setting in settings.split().into_iter().take(TRIED) {
        let lines: Vec<&str> = setting.lines.iter().map(|line| line.text.as_str()).collect();
        let Some(breaks) = joined(&sheet.text, &lines).filter(|b| Some(b) != sheet.breaks.as_ref()) else { continue };
        if !changes(&Sheet { breaks: Some(breaks.clone()), ..sheet.clone() }) {
            continue;
        }
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
fn keys(sheet: &Sheet, changes: &dyn Fn(&Sheet) -> bool) -> Vec<Value> {
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
    let changes = |c: &char| changes(&Sheet { keys: c.to_string(), ..sheet.clone() });
    all.into_iter().take(TRIED).filter(changes).take(OFFERED).map(offer).collect()
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
