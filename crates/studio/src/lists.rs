//! What was pasted or dropped as a list: read, shown line by line, and taken as she says.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use biaoyu_page::error::{Faults, Finding, Place, Severity};
use biaoyu_page::limits::TEXT_FILE_BYTES;
use biaoyu_page::say;
use biaoyu_set::campaign::{Campaign, LineFate, ListLine, Reading, list_lines};
use serde_json::{Value, json};

use crate::answer::{Refusal, fault, findings, said};
use crate::bench::Bench;
use crate::campaign::{File, Listed, mates};
use crate::names::CAMPAIGN;
use crate::ops::open;
use crate::places::name_of;
use crate::project::Project;
use crate::shown;

/// What was pasted is kept under this name, or one like it.
pub(crate) const PASTED: &str = "口号.txt";

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

/// A list as it comes.
pub(crate) struct Given<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// Each line is a slogan.
    pub verbatim: bool,
    /// Its slogans stand behind those that are there.
    pub add: bool,
    /// It grows while she types.
    pub typed: bool,
}

/// Takes a list for the project: a text that was pasted, or a file. It is kept under a name of its own.
///
/// # Errors
/// It cannot be read, or nothing of it can be printed.
pub(crate) fn take(project: &mut Project, given: &Given<'_>) -> Result<Value, Refusal> {
    let mut name = name_of(given.name);
    if name.rsplit_once('.').is_none_or(|(_, ending)| ending.is_empty()) {
        name += ".txt";
    }
    if given.bytes.len() > TEXT_FILE_BYTES {
        return Err(Refusal::too_large(TEXT_FILE_BYTES));
    }
    // Read before anything is kept.
    let mut read = read(&name, given.bytes, &[], given.verbatim)?;
    // What was typed before, and what of it was put into the campaign.
    let before =
        if given.typed { kept(project).ok().and_then(|(bench, bytes)| listed_of(&bench, &bytes)) } else { None };
    let typed = project.typed.take().filter(|_| given.typed);
    let (own, is_new) = crate::keep::keep(&project.folder, &name, given.bytes)?;
    if let Ok(campaign) = &mut read.1 {
        // It is spoken of by the name that it has here.
        let said = campaign.notes.iter_mut().filter(|note| note.place.file.as_ref() == Some(&name));
        said.for_each(|note| note.place.file = Some(own.clone()));
    }
    let mut bench = project.bench.clone();
    let start = bench.get("list", "before").filter(|_| before.is_some()).map(str::to_owned);
    bench.forget("list");
    bench.set("list", "file", Some(&own));
    bench.set_switch("list", "verbatim", given.verbatim);
    bench.set_switch("list", "add", given.add);
    bench.set("list", "before", start.as_deref().filter(|_| given.add));
    let taken = apply(project, bench, &own, read, before.as_deref(), given.typed);
    match &taken {
        // Of a text that grows one file is enough: nothing speaks of the last one any more.
        Ok(_) => {
            if let Some((file, bytes)) = typed.filter(|(file, _)| *file != own) {
                let path = project.folder.join(file);
                if biaoyu_press::open_own(&path).is_ok()
                    && biaoyu_press::read(&path, TEXT_FILE_BYTES).is_ok_and(|now| now == bytes)
                {
                    let _ = std::fs::remove_file(path);
                }
            }
            if given.typed && is_new {
                project.typed = Some((own, given.bytes.to_vec()));
            }
        }
        Err(_) if is_new => _ = std::fs::remove_file(project.folder.join(own)),
        Err(_) => {}
    }
    taken
}

/// Says of a line what it is. What was changed in other slogans since stays.
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
    let name = bench.get("list", "file").unwrap_or(PASTED).to_owned();
    let before = listed_of(&bench, &bytes);
    let mut lines = bench.pairs("list", "lines");
    let number = number.to_string();
    lines.retain(|(own, _)| *own != number);
    lines.push((number, word(fate).to_owned()));
    bench.set_pairs("list", "lines", &lines);
    let read = read(&name, &bytes, &said_of(&bench), bench.is("list", "verbatim"))?;
    if let (Some(_), Err(faults)) = (&before, &read.1) {
        return Err(faults.clone().into());
    }
    apply(project, bench, &name, read, before.as_deref(), false)
}

/// The last list again.
///
/// # Errors
/// There is none, or its file is gone.
pub(crate) fn again(project: &mut Project) -> Result<Value, Refusal> {
    let (bench, bytes) = kept(project)?;
    let name = bench.get("list", "file").unwrap_or(PASTED).to_owned();
    let (lines, campaign) = read(&name, &bytes, &said_of(&bench), bench.is("list", "verbatim"))?;
    Ok(shown_list(project, &name, &lines, campaign, Vec::new()))
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

/// The slogans of the list that the bench speaks of, as they were put into the campaign; `None` when none were.
fn listed_of(bench: &Bench, bytes: &[u8]) -> Option<Vec<Listed>> {
    let name = bench.get("list", "file")?;
    let (lines, campaign) = read(name, bytes, &said_of(bench), bench.is("list", "verbatim")).ok()?;
    Some(listed(&lines, &campaign.ok()?, bench.is("list", "add")))
}

/// The slogans of a list, each with the line that it begins in.
fn listed(lines: &[ListLine], list: &Campaign, is_added: bool) -> Vec<Listed> {
    let mut begins: BTreeMap<usize, u32> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.fate == LineFate::Slogan) {
        line.slogan.into_iter().for_each(|slogan| _ = begins.entry(slogan).or_insert(line.number));
    }
    let rising = list.slogans.iter().zip(1..).any(|(slogan, count)| slogan.number != count);
    let one = |(at, slogan): (usize, &biaoyu_set::campaign::Slogan)| Listed {
        line: begins.get(&(at + 1)).copied(),
        text: slogan.text.clone(),
        breaks: slogan.breaks.clone(),
        number: (rising && !is_added).then_some(slogan.number),
    };
    list.slogans.iter().enumerate().map(one).collect()
}

/// Puts the slogans of a list into the campaign: in the place of those that are there, or behind them when it is to be added; or
/// only what differs from what was there `before` of the same list.
fn apply(
    project: &mut Project,
    mut bench: Bench,
    name: &str,
    (lines, campaign): ReadList,
    before: Option<&[Listed]>,
    typed: bool,
) -> Result<Value, Refusal> {
    offer(&mut bench, &lines);
    let mut text = project.text.clone();
    let mut told = Vec::new();
    if let Ok(campaign) = &campaign {
        let mut file = open(&text)?;
        let is_added = bench.is("list", "add");
        let mut list = listed(&lines, campaign, is_added);
        // Said of a line later, the list is put again behind the same slogans.
        let known = bench.get("list", "before").and_then(|n| n.parse().ok());
        let start = if is_added { known.unwrap_or(file.count()) } else { 0 };
        bench.set("list", "before", is_added.then(|| start.to_string()).as_deref());
        match before {
            Some(before) => {
                // Of a text that is typed the lines have other numbers each time.
                let mut before: Vec<Listed> = before.to_vec();
                if typed {
                    before.iter_mut().chain(&mut list).for_each(|item| item.line = None);
                }
                for words in file.merge(start.min(file.count()), &before, &list) {
                    let what = say!(
                        "`{words}` had been changed and was replaced by the list's",
                        "“{words}” 改过，已换成清单里的"
                    );
                    let hint = say!("undo brings it back", "可以撤销");
                    told.push(Finding {
                        rule: "studio-replaced",
                        severity: Severity::Warning,
                        place: Place::file(CAMPAIGN),
                        what,
                        hint: Some(hint),
                    });
                }
            }
            None => file.fill(start, &list),
        }
        text = file.text();
    }
    project.change_as(text, bench, typed)?;
    Ok(shown_list(project, name, &lines, campaign, told))
}

fn shown_list(
    project: &mut Project,
    name: &str,
    lines: &[ListLine],
    campaign: Result<Campaign, Faults>,
    mut told: Vec<Finding>,
) -> Value {
    // The number that a slogan of the list has in the project by now.
    let own = match (&campaign, File::open(&project.text)) {
        (Ok(campaign), Ok(file)) => {
            let start = project.bench.get("list", "before").and_then(|n| n.parse().ok()).unwrap_or(0);
            let (numbers, words): (Vec<u32>, Vec<String>) = file.words().into_iter().unzip();
            let own = mates(campaign.slogans.iter().map(|s| s.text.as_str()), &words, start);
            own.into_iter().map(|at| numbers.get(at?).copied()).collect()
        }
        _ => Vec::new(),
    };
    let number = |line: &ListLine| own.get(line.slogan?.checked_sub(1)?).copied().flatten();
    let line = |line: &ListLine| {
        json!({
            "number": line.number, "text": line.text, "taken": line.taken, "fate": word(line.fate), "slogan": number(line),
            "why": line.kind.as_ref().map(said), "kind": line.kind.as_ref().map(|kind| kind.en.clone()),
        })
    };
    let (notes, faults) = match &campaign {
        Ok(campaign) => {
            told.extend(campaign.notes.iter().cloned());
            (findings(&told), Vec::new())
        }
        Err(faults) => (findings(&told), faults.0.iter().map(fault).collect()),
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
