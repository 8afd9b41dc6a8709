//! The lists of a JSON file that are one table, written as an array of objects: what a group says is said of each of its
//! records, and the keys of lists are columns.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::json_object::{Object, is_known, is_name, is_persons, is_plain, object, objects, quoted};
use super::said;
use super::sheet::{At, Remark};
use biaoyu_page::error::{Say, Severity};
use biaoyu_page::say;

/// The column for keys by which records or lists are held, and the one for those above them.
const KEY: &str = "键";
const ABOVE: &str = "上级键";
/// What the group of a person is called, the nearer first, where it only has a name.
const GROUPS: [&str; 3] = ["部门", "单位", "上级"];
/// What a text is in a list of people.
const NAME: &str = "姓名";
/// Records that are looked at for what a list holds.
const LOOKED: usize = 50;
/// Lists that are named.
const SHOWN: usize = 12;

/// Something that a group says, and so each of its records.
#[derive(Clone, Debug)]
pub(super) struct Told<'t> {
    pub name: Cow<'t, str>,
    pub value: &'t str,
    /// The key of the list in the group.
    pub list: Cow<'t, str>,
    /// It is what the group is called.
    pub is_title: bool,
    /// How deep the group is.
    pub level: usize,
}

/// A list of records, or a part of one.
#[derive(Debug)]
pub(super) struct Part<'t> {
    /// The keys that lead to it.
    pub path: Vec<Cow<'t, str>>,
    /// What is said of each of its records, by the nearest group first.
    pub told: Vec<Told<'t>>,
    /// The records, as they stand in the text.
    pub items: Vec<&'t str>,
    /// The key of each, where they are held by keys.
    pub keys: Option<Vec<Cow<'t, str>>>,
}

impl Part<'_> {
    /// The names of the columns, of as many records as are looked at.
    pub fn columns(&self) -> BTreeSet<String> {
        let some = self.items.iter().take(LOOKED).filter_map(|raw| Object::of(raw));
        some.flat_map(|Object(cells)| cells.into_iter().map(|(name, _)| name.into_owned())).collect()
    }

    /// Whether a record has such a key with a text.
    pub fn has(&self, is_such: impl Fn(&str) -> bool) -> bool {
        let is_filled = |raw: &&str| match Object::of(raw) {
            Some(Object(cells)) => cells.iter().any(|(name, value)| is_such(name) && is_plain(value.get())),
            None => raw.starts_with('"') && is_such(NAME),
        };
        self.items.iter().take(LOOKED).any(is_filled)
    }
}

/// A list that is not read: its keys, how many it has, and whether they are people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub path: String,
    pub count: usize,
    pub are_people: bool,
}

/// Whether lists with these columns are of one kind: parts of one table have the same columns, if not all of them, or call
/// persons by the same Chinese name; people beside products are two tables.
pub(super) fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.is_subset(b) || a.is_superset(b) || a.intersection(b).any(|name| is_persons(name))
}

/// The table.
#[derive(Debug)]
pub(super) struct Table<'t> {
    pub parts: Vec<Part<'t>>,
    /// What is not read.
    pub left: Vec<Left>,
    /// Known fields beside the lists that are not taken for their records.
    pub beside: Vec<String>,
    /// Groups without a record.
    pub empty: usize,
}

impl<'t> Table<'t> {
    /// The records, where they are a list that is read as it stands in the text.
    pub fn plain(&self) -> Option<Vec<&'t str>> {
        let is_plain = |part: &Part<'_>| {
            part.told.is_empty() && part.keys.is_none() && !part.items.iter().any(|raw| raw.starts_with('"'))
        };
        let is_such = self.parts.iter().all(is_plain) && self.keys().iter().all(|(key, _)| key.is_none());
        is_such.then(|| self.parts.iter().flat_map(|part| part.items.iter().copied()).collect())
    }

    /// The text of an array of objects.
    pub fn written(&self) -> String {
        let mut all = Vec::new();
        for (part, (key, above)) in self.parts.iter().zip(self.keys()) {
            let above = above.as_deref().map(quoted);
            let key = key.as_deref().map(quoted);
            for (at, raw) in part.items.iter().enumerate() {
                let own = part.keys.as_ref().and_then(|keys| keys.get(at)).map(|key| quoted(key));
                let parsed = Object::of(raw);
                let cells: Vec<(&str, &str)> = match &parsed {
                    Some(Object(cells)) => cells.iter().map(|(name, value)| (name.as_ref(), value.get())).collect(),
                    None => vec![(NAME, raw)],
                };
                let told = resolved(&part.told, &cells);
                let keys = [(ABOVE, above.as_deref()), (KEY, own.as_deref().or(key.as_deref()))];
                let keys = keys.into_iter().filter_map(|(name, value)| Some((name, value?)));
                let told = told.iter().map(|(name, value)| (name.as_ref(), *value));
                all.push(object(keys.chain(told).chain(cells.iter().copied())));
            }
        }
        objects(&all)
    }

    /// The keys that the records of each part get: the last one, and those above it.
    fn keys(&self) -> Vec<(Option<String>, Option<String>)> {
        let mut paths: Vec<&[Cow<'t, str>]> = self.parts.iter().map(|part| part.path.as_slice()).collect();
        paths.dedup();
        // Records beside groups are those of no group.
        let groups: Vec<&&[Cow<'t, str>]> = paths
            .iter()
            .filter(|path| !paths.iter().any(|other| other.len() > path.len() && other.starts_with(path)))
            .collect();
        let is_one = groups.iter().all(|path| Some(path) == groups.first());
        let least = paths.iter().map(|path| path.len()).min().unwrap_or(0);
        let common = |same: &dyn Fn(&&[Cow<'t, str>], usize) -> Option<String>, most: usize| {
            let is_same = |at: &usize| {
                paths.iter().all(|path| same(path, *at) == paths.first().and_then(|first| same(first, *at)))
            };
            (0..most).take_while(is_same).count()
        };
        // What leads to all of them parts none from another.
        let front = common(&|path, at| path.get(at).map(ToString::to_string), least.saturating_sub(1));
        let back = common(&|path, at| path.iter().rev().nth(at).map(ToString::to_string), least - front.min(least));
        let back = back.min((least - front.min(least)).saturating_sub(1));
        let of = |part: &Part<'t>| {
            if is_one {
                // A single group is called as it would be beside others.
                let is_group = |key: &&Cow<'_, str>| !is_known(key) && said::said(key, false) == said::Said::Heading;
                let may_be = part.told.is_empty() && part.keys.is_none();
                return (part.path.iter().rfind(|key| may_be && is_group(key)).map(ToString::to_string), None);
            }
            let mut rest: Vec<String> = part.path.iter().map(ToString::to_string).collect();
            rest.truncate(rest.len() - back);
            rest.drain(..front);
            // Of records by keys the key is their own.
            let last = if part.keys.is_some() { Some(String::new()) } else { rest.pop() };
            (last, (!rest.is_empty()).then(|| rest.join("/")))
        };
        self.parts.iter().map(of).collect()
    }

    /// What is to be said of it.
    pub fn remarks(&self) -> Vec<Remark> {
        let note =
            |what| Remark { rule: "table-json-shape", severity: Severity::Note, at: At::Sheet, what, hint: None };
        let mut all = Vec::new();
        let keys = self.keys();
        if let Some(told) = self.parts.iter().find_map(|part| part.told.first()) {
            let (key, empty) = (&told.list, self.empty);
            all.push(note(match empty {
                0 => say!(
                    "the JSON has its records in groups, under `{key}`: what a group says is said of each of its records",
                    "JSON 分组存放记录（在 `{key}` 下）：组的内容归于组内每一条"
                ),
                _ => say!(
                    "the JSON has its records in groups, under `{key}`: what a group says is said of each of its records; {empty} groups have none and print nothing",
                    "JSON 分组存放记录（在 `{key}` 下）：组的内容归于组内每一条；有 {empty} 组没有记录，不印"
                ),
            }));
        }
        let has_above = keys.iter().any(|(_, above)| above.is_some());
        if self.parts.iter().any(|part| part.keys.is_some()) {
            all.push(note(say!(
                "the JSON holds each record by a key: the keys are the column `{KEY}` (as numbers: `--map {KEY}=number`)",
                "JSON 以键区分每条记录：键作为 `{KEY}` 列（要作编号请用 `--map {KEY}=number`）"
            )));
        } else if keys.iter().any(|(key, _)| key.is_some()) {
            all.push(note(say!(
                "the JSON has a list of records for each key: the keys are the column `{KEY}` (as departments: `--map {KEY}=unit`)",
                "JSON 以键分组存放记录：键作为 `{KEY}` 列（要作部门请用 `--map {KEY}=unit`）"
            )));
        }
        if has_above {
            all.push(note(say!("the keys above these are the column `{ABOVE}`", "再上一级的键作为 `{ABOVE}` 列")));
        }
        all.extend(beside(&self.beside));
        let (people, others): (Vec<_>, Vec<_>) = self.left.iter().partition(|left| left.are_people);
        all.extend([(people, Severity::Warning), (others, Severity::Note)].into_iter().filter_map(
            |(left, severity)| {
                let Say { en, zh } = listed(&left);
                (!left.is_empty()).then(|| Remark {
                    rule: "table-json-beside",
                    severity,
                    at: At::Sheet,
                    what: say!(
                        "beside its list the JSON has {en}: not read",
                        "除所读的记录外，JSON 里还有{zh}：未读入"
                    ),
                    hint: Some(say!(
                        "if they are to be printed, put them into that list, or save them as a file of their own",
                        "如果也要印，请并入同一列表，或另存为单独的文件"
                    )),
                })
            },
        ));
        all
    }
}

/// Lists with their keys and how many records each has: `data` (3), `more.x` (1).
pub(super) fn listed<'l>(all: impl IntoIterator<Item = &'l &'l Left> + Clone) -> Say {
    let some = || all.clone().into_iter();
    let more = some().count().saturating_sub(SHOWN);
    let (english, chinese) = match more {
        0 => (String::new(), String::new()),
        _ => (format!(" and {more} more"), format!(" 等另外 {more} 处")),
    };
    let said = || some().take(SHOWN).map(|Left { path, count, .. }| format!("`{path}` ({count})"));
    let zh = some().take(SHOWN).map(|Left { path, count, .. }| format!("`{path}`（{count} 条）"));
    Say { en: said().collect::<Vec<_>>().join(", ") + &english, zh: zh.collect::<Vec<_>>().join("、") + &chinese }
}

fn beside(all: &[String]) -> Option<Remark> {
    let names = all.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let (en, zh) = (names.join(", "), names.join("、"));
    (!names.is_empty()).then(|| Remark {
        rule: "table-json-beside",
        severity: Severity::Note,
        at: At::Sheet,
        what: say!("{en} beside the list is not taken for its records", "{zh}与列表并列，不归于各条记录"),
        hint: Some(say!(
            "if it is so of all of them, write it into each, or give it by `--set`",
            "如果各条都要用它，请写进每条记录，或用 `--set` 给出"
        )),
    })
}

/// What is said of a record under the names that it has no other for, the widest group first.
fn resolved<'p, 't>(told: &'p [Told<'t>], cells: &[(&str, &str)]) -> Vec<(Cow<'p, str>, &'t str)> {
    let has_name = told.iter().any(|told| told.is_title) && cells.iter().any(|(name, _)| is_name(name));
    let is_own = |name: &str| cells.iter().any(|(own, _)| *own == name);
    let mut found: Vec<(usize, Cow<'p, str>, &'t str)> = Vec::new();
    let titles = |told: &&Told<'_>| told.is_title && has_name;
    let ordered = told.iter().filter(|told| !titles(told)).chain(told.iter().filter(titles));
    for told in ordered {
        let is_free = |name: &str| !is_own(name) && !found.iter().any(|(_, used, _)| *used == name);
        let group = GROUPS.into_iter().find(|name| is_free(name)).filter(|_| titles(&told));
        let name: Cow<'p, str> = match group {
            Some(group) => group.into(),
            None if is_free(&told.name) => told.name.as_ref().into(),
            None => format!("{}.{}", told.list, told.name).into(),
        };
        found.push((told.level, name, told.value));
    }
    found.sort_by_key(|(level, ..)| *level);
    found.into_iter().map(|(_, name, value)| (name, value)).collect()
}
