//! `biaoyu explain`: what a rule or the code of a fault means, why it is one, what it reads like, and what to do.
//!
//! The rules of `preflight` say all of it in the tables that they are checked by; of the others it stands in two files here.

use serde_json::json;

use super::list::lined_up;
use super::values::BETWEEN;
use super::{DONE, Done, output};
use biaoyu_check::preflight::{COMPOSED_RULES, DESIGN_RULES, FILE_RULES, RULES, Rule};
use biaoyu_page::error::{Fault, Lang, Place, Say, Severity};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// Codes of faults.
const CODES: &str = include_str!("codes.txt");
/// Rules of findings that `preflight` has not.
const NOTES: &str = include_str!("notes.txt");
/// Chinese examples of the rules of `preflight`.
const EXAMPLES: &str = include_str!("examples.txt");

/// What is said of a rule or a code.
pub(super) struct Entry {
    pub code: String,
    /// How grave it is: `fault`, or the severity of a finding.
    pub kind: &'static str,
    pub what: Say,
    pub why: Say,
    pub cure: Say,
    pub example: Say,
}

/// Explains a rule or code, or lists all when none is named.
pub(super) fn explain(asked: Option<&str>, json: bool, lang: Lang) -> Done {
    let all = entries();
    let Some(asked) = asked else {
        if json {
            all.iter().for_each(|entry| output::print(&format!("{}\n", object(entry, lang))));
        } else {
            let rows: Vec<Vec<String>> =
                all.iter().map(|e| vec![e.code.clone(), word(e.kind, lang).into(), e.what.get(lang).into()]).collect();
            output::print(&lined_up(&rows));
        }
        return Ok(DONE);
    };
    // As messages show it: between backticks.
    let plain = asked.trim().trim_matches(['`', '“', '”', '\'', '"']);
    let Some(entry) = all.iter().find(|entry| entry.code == plain) else {
        let what = say!("there is no rule and no code `{plain}`", "没有 `{plain}` 这条规则或代码");
        let hint = match nearest(plain, all.iter().map(|entry| entry.code.as_str())) {
            Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
            None => say!("`biaoyu explain --list` names all", "全部见 `biaoyu explain --list`"),
        };
        return Err(Fault::new("explain/unknown", Place::default(), what).hint(hint).into());
    };
    if json {
        output::print(&format!("{}\n", object(entry, lang)));
        return Ok(DONE);
    }
    let Entry { code, kind, what, why, cure, example } = entry;
    let [what, why, cure, example] = [what, why, cure, example].map(|say| say.get(lang).trim_end_matches(['。', '.']));
    let kind = word(kind, lang);
    output::print(&match lang {
        Lang::En => {
            format!("{code} ({kind})\n  what     {what}\n  why      {why}\n  example  {example}\n  cure     {cure}\n")
        }
        Lang::Zh => {
            format!("{code}（{kind}）\n  是什么  {what}\n  为什么  {why}\n  例如    {example}\n  怎么办  {cure}\n")
        }
    });
    Ok(DONE)
}

fn object(entry: &Entry, lang: Lang) -> serde_json::Value {
    json!({
        "kind": "code",
        "code": entry.code,
        "severity": entry.kind,
        "what": entry.what.get(lang),
        "why": entry.why.get(lang),
        "example": entry.example.get(lang),
        "cure": entry.cure.get(lang),
    })
}

fn word(kind: &'static str, lang: Lang) -> &'static str {
    match (kind, lang) {
        (_, Lang::En) => kind,
        ("error", _) => Severity::Error.said(lang),
        ("warning", _) => Severity::Warning.said(lang),
        ("note", _) => Severity::Note.said(lang),
        _ => "做不了",
    }
}

/// All, by code; the rules of `preflight` before others of their name.
pub(super) fn entries() -> Vec<Entry> {
    let mut all = Vec::new();
    rules(RULES, &mut all);
    rules(FILE_RULES, &mut all);
    rules(DESIGN_RULES, &mut all);
    rules(COMPOSED_RULES, &mut all);
    written(CODES, "fault", &mut all);
    written(NOTES, "note", &mut all);
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all.dedup_by(|later, first| later.code == first.code);
    all
}

fn rules<F>(rules: &[Rule<F>], all: &mut Vec<Entry>) {
    for rule in rules {
        let say = |en: &str, zh: &str| Say { en: en.into(), zh: zh.into() };
        let zh = EXAMPLES.lines().find_map(|line| line.split_once(BETWEEN).filter(|(id, _)| *id == rule.id));
        let kind = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        all.push(Entry {
            code: rule.id.into(),
            kind,
            what: say(rule.what.en, rule.what.zh),
            why: say(rule.why.en, rule.why.zh),
            cure: say(rule.cure.en, rule.cure.zh),
            example: say(rule.example, zh.map_or(rule.example, |(_, zh)| zh)),
        });
    }
}

/// Reads `@ code` and its four lines.
fn written(text: &str, kind: &'static str, all: &mut Vec<Entry>) {
    for part in text.split("\n@ ").skip(1) {
        let mut lines = part.lines();
        let code = lines.next().unwrap_or_default().trim().to_owned();
        let mut said = |key: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(key)).unwrap_or_default();
            let (en, zh) = line.split_once(BETWEEN).unwrap_or((line, line));
            Say { en: en.trim().into(), zh: zh.trim().into() }
        };
        let (what, why, cure, example) = (said("what "), said("why "), said("cure "), said("like "));
        all.push(Entry { code, kind, what, why, cure, example });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_said_in_both_languages() {
        let has_han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let all = entries();
        assert!(all.len() > 380, "{}", all.len());
        let mut poor = Vec::new();
        for entry in &all {
            for said in [&entry.what, &entry.why, &entry.cure, &entry.example] {
                if said.en.is_empty() || !has_han(&said.zh) || has_han(&said.en.replace(char::is_alphanumeric, "")) {
                    poor.push(format!("{}: {} ‖ {}", entry.code, said.en, said.zh));
                }
            }
        }
        assert!(poor.is_empty(), "{poor:#?}");
    }
}
