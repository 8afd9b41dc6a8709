//! What was pasted or dropped as a list: read, shown line by line, and taken as she says.

use axum::http::StatusCode;
use biaoyu_page::error::Faults;
use biaoyu_page::limits::TEXT_FILE_BYTES;
use biaoyu_page::say;
use biaoyu_set::campaign::{Campaign, LineFate, ListLine, Reading, list_lines};
use serde_json::{Value, json};

use crate::answer::{Refusal, fault, findings, said};
use crate::bench::Bench;
use crate::campaign::{File, SloganChange};
use crate::ops::open;
use crate::output::write_whole;
use crate::places::name_of;
use crate::project::Project;
use crate::shown;

/// What was pasted is kept under this name.
pub(crate) const PASTED: &str = "口号.txt";
/// Endings that text files have.
const TEXTS: [&str; 3] = ["txt", "md", "csv"];

fn word(fate: LineFate) -> &'static str {
    match fate {
        LineFate::Slogan => "slogan",
        LineFate::Joined => "joined",
        LineFate::Out => "out",
    }
}

fn fate(word: &str) -> Option<LineFate> {
    [LineFate::Slogan, LineFate::Joined, LineFate::Out].into_iter().find(|fate| self::word(*fate) == word)
}

/// What she has said of lines.
fn said_of(bench: &Bench) -> Vec<(u32, LineFate)> {
    let pairs = bench.pairs("list", "lines");
    pairs.iter().filter_map(|(number, word)| Some((number.parse().ok()?, fate(word)?))).collect()
}

/// Takes a list for the project: a text that was pasted, or a file.
///
/// # Errors
/// It cannot be read, or nothing of it can be printed.
pub(crate) fn take(
    project: &mut Project,
    name: &str,
    bytes: &[u8],
    verbatim: bool,
    add: bool,
) -> Result<Value, Refusal> {
    let mut name = name_of(name);
    let known = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if known.is_empty() {
        name += ".txt";
    }
    // A file of hers that is there already is not written over.
    if name != PASTED && TEXTS.contains(&known.as_str()) && name == crate::project::CAMPAIGN {
        name = PASTED.to_owned();
    }
    if bytes.len() > TEXT_FILE_BYTES {
        return Err(Refusal::too_large(TEXT_FILE_BYTES));
    }
    // Read before anything is kept.
    let _ = read(&name, bytes, &[], verbatim)?;
    let name = if name == PASTED { name } else { crate::uploads::keep(&project.folder, &name, bytes)? };
    if name == PASTED {
        write_whole(&project.folder.join(PASTED), bytes)?;
    }
    let mut bench = project.bench.clone();
    bench.forget("list");
    bench.set("list", "file", Some(&name));
    bench.set_switch("list", "verbatim", verbatim);
    bench.set_switch("list", "add", add);
    apply(project, bench, bytes)
}

/// Says of a line what it is.
///
/// # Errors
/// There is no list; nothing would be left of it.
pub(crate) fn line(project: &mut Project, asked: &Value) -> Result<Value, Refusal> {
    let (number, fate) = asked
        .get("line")
        .and_then(Value::as_u64)
        .zip(asked.get("fate").and_then(Value::as_str).and_then(fate))
        .ok_or_else(|| Refusal::bad(say!("that is said of no line", "这不是对某一行的说明")))?;
    let (mut bench, bytes) = kept(project)?;
    let mut lines = bench.pairs("list", "lines");
    let number = number.to_string();
    lines.retain(|(own, _)| *own != number);
    lines.push((number, word(fate).to_owned()));
    bench.set_pairs("list", "lines", &lines);
    apply(project, bench, &bytes)
}

/// The last list again.
///
/// # Errors
/// There is none, or its file is gone.
pub(crate) fn again(project: &mut Project) -> Result<Value, Refusal> {
    let (bench, bytes) = kept(project)?;
    let name = bench.get("list", "file").unwrap_or(PASTED).to_owned();
    let (lines, campaign) = read(&name, &bytes, &said_of(&bench), bench.is("list", "verbatim"))?;
    Ok(shown_list(project, &name, &lines, campaign))
}

fn kept(project: &Project) -> Result<(Bench, Vec<u8>), Refusal> {
    let none = || Refusal::none(say!("no list was pasted or dropped yet", "还没有粘贴或拖入清单"));
    let name = project.bench.get("list", "file").ok_or_else(none)?;
    let path =
        crate::places::below(&project.folder, name).map_err(|f| Refusal::new(StatusCode::NOT_FOUND, &f.into()))?;
    Ok((project.bench.clone(), biaoyu_press::read(&path, TEXT_FILE_BYTES)?))
}

type ReadList = (Vec<ListLine>, Result<Campaign, Faults>);

fn read(name: &str, bytes: &[u8], said: &[(u32, LineFate)], verbatim: bool) -> Result<ReadList, Faults> {
    if !verbatim {
        return list_lines(name, bytes, said);
    }
    let campaign = Campaign::read_list(name, bytes, Reading::Verbatim)?;
    let line = |(at, slogan): (usize, &biaoyu_set::campaign::Slogan)| ListLine {
        number: u32::try_from(at + 1).unwrap_or(u32::MAX),
        text: slogan.text.clone(),
        taken: String::new(),
        fate: LineFate::Slogan,
        slogan: Some(at + 1),
        kind: None,
    };
    Ok((campaign.slogans.iter().enumerate().map(line).collect(), Ok(campaign)))
}

/// Puts the slogans of a list into the campaign.
fn apply(project: &mut Project, mut bench: Bench, bytes: &[u8]) -> Result<Value, Refusal> {
    let name = bench.get("list", "file").unwrap_or(PASTED).to_owned();
    let (lines, campaign) = read(&name, bytes, &said_of(&bench), bench.is("list", "verbatim"))?;
    offer(&mut bench, &lines);
    let mut text = project.text.clone();
    if let Ok(campaign) = &campaign {
        let mut file = open(&text)?;
        put(&mut file, &mut bench, campaign);
        text = file.text();
    }
    project.change(text, bench)?;
    Ok(shown_list(project, &name, &lines, campaign))
}

/// The slogans of the list in the place of those that are there; behind them when it is to be added.
fn put(file: &mut File, bench: &mut Bench, list: &Campaign) {
    if bench.is("list", "add") {
        // Said of a line later, the list is put again behind the same slogans.
        let before = bench.get("list", "before").and_then(|n| n.parse().ok()).unwrap_or(file.count());
        bench.set("list", "before", Some(&before.to_string()));
        while file.count() > before {
            file.remove_last();
        }
    } else {
        file.clear();
    }
    let rising = list.slogans.iter().zip(1..).any(|(slogan, count)| slogan.number != count);
    for slogan in &list.slogans {
        let change = SloganChange { breaks: Some(slogan.breaks.clone()), ..SloganChange::default() };
        let number = (rising && !bench.is("list", "add")).then_some(slogan.number);
        file.add(&slogan.text, &change, number, None);
    }
}

fn shown_list(project: &mut Project, name: &str, lines: &[ListLine], campaign: Result<Campaign, Faults>) -> Value {
    let line = |line: &ListLine| {
        json!({
            "number": line.number, "text": line.text, "taken": line.taken, "fate": word(line.fate), "slogan": line.slogan,
            "why": line.kind.as_ref().map(said), "kind": line.kind.as_ref().map(|kind| kind.en.clone()),
        })
    };
    let (notes, faults) = match campaign {
        Ok(campaign) => (findings(&campaign.notes), Vec::new()),
        Err(faults) => (json!([]), faults.0.iter().map(fault).collect()),
    };
    let list =
        json!({ "file": name, "lines": lines.iter().map(line).collect::<Vec<_>>(), "notes": notes, "faults": faults });
    json!({ "project": shown::project(project), "list": list })
}

/// What heading and signature say of the campaign.
fn offer(bench: &mut Bench, lines: &[ListLine]) {
    let of = |kind: &str| lines.iter().find(|l| l.kind.as_ref().is_some_and(|k| k.en == kind)).map(|l| l.text.clone());
    let headings = lines.iter().filter(|l| l.kind.as_ref().is_some_and(|k| k.en == "heading"));
    // `附件` heads every notice.
    let heading = headings.map(|l| l.text.as_str()).filter(|t| title_of(t).is_some()).max_by_key(|t| t.chars().count());
    let title = heading.and_then(title_of);
    bench.set("list", "title", title.as_deref());
    bench.set("list", "year", heading.and_then(year_of).as_deref());
    bench.set("list", "unit", of("unit").as_deref().map(|u| u.trim_start_matches(['—', '-', ' '])));
}

/// `2021 年全国“质量月”活动宣传口号` → 质量月.
fn title_of(heading: &str) -> Option<String> {
    let quoted = heading.split_once(['“', '「', '"']).and_then(|(_, rest)| rest.split_once(['”', '」', '"']));
    if let Some((inner, _)) = quoted {
        return Some(inner.trim().to_owned()).filter(|t| (2..=16).contains(&t.chars().count()));
    }
    let mut rest = heading.trim();
    if let Some((_, behind)) =
        rest.split_once('年').filter(|(before, _)| before.trim().chars().all(|c| c.is_ascii_digit()))
    {
        rest = behind.trim_start_matches('度').trim();
    }
    rest = rest.trim_start_matches("全国");
    let ends = [
        "标语口号",
        "宣传标语",
        "宣传口号",
        "标语",
        "口号",
        "宣传用语",
        "宣传语",
        "活动",
        "主题",
        "宣传",
        "推荐",
        "参考",
        "如下",
        "：",
        ":",
        "汇总",
        "清单",
        "用语",
        "横幅",
    ];
    while let Some(end) = ends.iter().find(|end| rest.ends_with(**end)) {
        rest = rest.get(..rest.len() - end.len()).unwrap_or_default().trim();
    }
    let fits = (2..=16).contains(&rest.chars().count())
        && !rest.starts_with("附件")
        && rest.chars().all(char::is_alphanumeric);
    fits.then(|| rest.to_owned())
}

/// The year that a heading begins with.
fn year_of(heading: &str) -> Option<String> {
    let (before, _) = heading.split_once('年')?;
    let digits: String = before.chars().rev().skip_while(|c| *c == ' ').take_while(char::is_ascii_digit).collect();
    let year: String = digits.chars().rev().collect();
    year.parse::<u16>().ok().filter(|year| (1900..=2200).contains(year)).map(|year| year.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_offer_a_title() {
        for (heading, title, year) in [
            ("2021 年全国“质量月”活动宣传口号", Some("质量月"), Some("2021")),
            ("2026年安全生产月宣传标语", Some("安全生产月"), Some("2026")),
            ("消防安全宣传标语", Some("消防安全"), None),
            ("附件", None, None),
            ("附件1", None, None),
            ("标语如下：", None, None),
        ] {
            assert_eq!((title_of(heading).as_deref(), year_of(heading).as_deref()), (title, year), "{heading}");
        }
    }
}
