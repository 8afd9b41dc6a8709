//! Where a JSON file keeps its records: all lists of them, however deep, with what stands around them. Lists that are alike
//! are one table; of what is not read with them it is said where it is and how much.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::header::{Meaning, meaning};
use super::json_object::{Object, Pair, WRAPS, array, is_known, is_name, is_persons, is_plain, may_hold};
use super::json_table::{Left, Part, Table, Told, alike};
use super::surnames;

/// What lists of people are called in a group that has a name itself.
const PEOPLE: [&str; 16] = [
    "人员",
    "员工",
    "成员",
    "名单",
    "职工",
    "人员名单",
    "人员列表",
    "学生",
    "members",
    "people",
    "staff",
    "employees",
    "users",
    "persons",
    "students",
    "children",
];

/// Keys by which a group is called, where no other names it.
const TITLES: [&str; 5] = ["名称", "全称", "简称", "label", "title"];

/// Keys of lists whose records are there no longer.
const GONE: [&str; 16] = [
    "deleted",
    "removed",
    "inactive",
    "archived",
    "disabled",
    "history",
    "trash",
    "已删除",
    "删除",
    "离职",
    "离职人员",
    "已离职",
    "作废",
    "停用",
    "注销",
    "历史",
];

/// Records that are looked at for what a list holds.
const LOOKED: usize = 50;

/// What a text of JSON holds.
#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    parts: Vec<Part<'t>>,
    /// Single objects and texts beside lists that are somebody.
    left: Vec<Left>,
    /// Known fields beside lists that are not taken for their records.
    beside: Vec<String>,
    /// Groups without a record.
    empty: usize,
}

/// The records of a text, where they are not simply the objects of its array.
///
/// # Errors
/// Several lists that have nothing to do with each other, with how many records each has.
pub(super) fn table(text: &str) -> Result<Option<Table<'_>>, Vec<Left>> {
    let mut tree = Tree::default();
    let raw = text.trim();
    match raw.starts_with('[') {
        true => tree.array(raw, &[], &[], 0),
        false => tree.dict(raw, &[], &[], 0),
    }
    tree.chosen()
}

/// Whether a pair is for a name, written or not: no list and no object.
fn is_named((key, value): &Pair<'_>) -> bool {
    is_name(key) && !value.get().starts_with(['{', '['])
}

/// Whether an object is somebody, or a thing with a name.
fn is_person(pairs: &[Pair<'_>]) -> bool {
    pairs.iter().any(|(name, value)| is_name(name) && is_plain(value.get()))
}

/// Whether a key says what a group is called: 组长姓名 is its leader's.
fn is_title(name: &str) -> bool {
    is_name(name) && !is_persons(name)
}

/// Whether an object is a person for certain, whose list of people is no group.
fn is_somebody(pairs: &[Pair<'_>]) -> bool {
    pairs.iter().any(|(name, value)| is_persons(name) && is_plain(value.get()))
}

fn is_people(key: &str) -> bool {
    PEOPLE.contains(&&*key.to_lowercase())
}

/// Whether an array of objects, or arrays in them, have a known field.
fn knows(raw: &str, depth: usize) -> bool {
    let Some(all) = array(raw).filter(|_| depth <= WRAPS) else { return false };
    all.into_iter().take(LOOKED).any(|raw| match raw.starts_with('[') {
        true => knows(raw, depth + 1),
        false => Object::of(raw).is_some_and(|Object(pairs)| {
            pairs.iter().any(|(name, value)| {
                let value = value.get();
                is_plain(value) && is_known(name) || may_hold(value) && holds(value, depth + 1)
            })
        }),
    })
}

/// Whether a value is a list that knows a field, or holds one by a key.
fn holds(raw: &str, depth: usize) -> bool {
    match Object::of(raw).filter(|_| depth <= WRAPS) {
        Some(Object(pairs)) => pairs.iter().any(|(_, value)| may_hold(value.get()) && holds(value.get(), depth + 1)),
        None => knows(raw, depth),
    }
}

/// Whether the objects of an array hold lists themselves.
fn has_groups(raw: &str, depth: usize) -> bool {
    array(raw).is_some_and(|all| all.iter().take(LOOKED).any(|raw| !inner(raw, depth).is_empty()))
}

/// The places of the lists in a group; none of what is a record itself.
fn inner(raw: &str, depth: usize) -> Vec<usize> {
    let Some(Object(pairs)) = Object::of(raw).filter(|_| depth <= WRAPS && may_hold(raw)) else { return Vec::new() };
    let (is_person, is_somebody) = (is_person(&pairs), is_somebody(&pairs));
    let is_inner = |(key, value): &Pair<'_>| {
        let value = value.get();
        may_hold(value)
            && holds(value, depth + 1)
            && (!is_person || is_people(key) && !is_somebody || value.starts_with('[') && has_groups(value, depth + 1))
    };
    pairs.iter().enumerate().filter(|(_, pair)| is_inner(pair)).map(|(at, _)| at).collect()
}

/// The texts of an array of nothing else.
fn texts(raw: &str) -> Option<Vec<&str>> {
    let all = array(raw)?;
    (!all.is_empty() && all.iter().all(|raw| raw.starts_with('"'))).then_some(all)
}

/// The texts of an array, where they read as people's names.
fn names(raw: &str) -> Option<Vec<&str>> {
    texts(raw).filter(|all| all.iter().all(|raw| surnames::is_name(raw.trim_matches('"'))))
}

fn below<'t>(path: &[Cow<'t, str>], key: &Cow<'t, str>) -> Vec<Cow<'t, str>> {
    path.iter().chain([key]).cloned().collect()
}

impl<'t> Tree<'t> {
    fn part(&mut self, path: &[Cow<'t, str>], told: &[Told<'t>], items: Vec<&'t str>) {
        if !items.is_empty() {
            self.parts.push(Part { path: path.to_vec(), told: told.to_vec(), items, keys: None });
        }
    }

    fn array(&mut self, raw: &'t str, path: &[Cow<'t, str>], told: &[Told<'t>], depth: usize) {
        let Some(items) = array(raw) else { return };
        if depth <= WRAPS && !items.is_empty() && items.iter().all(|raw| raw.starts_with('[') && may_hold(raw)) {
            return items.into_iter().for_each(|raw| self.array(raw, path, told, depth + 1));
        }
        if !items.iter().any(|raw| raw.starts_with('{')) {
            return;
        }
        // The keys of lists in any of the groups: one of them may have a single object there, or texts.
        let lists: BTreeSet<String> = match depth <= WRAPS && items.iter().any(|raw| may_hold(raw)) {
            true => items.iter().flat_map(|raw| list_keys(raw, depth)).collect(),
            false => BTreeSet::new(),
        };
        if lists.is_empty() {
            return self.part(path, told, items);
        }
        let mut own = Vec::new();
        for raw in items {
            match Object::of(raw) {
                // Who has no name written is told so, not taken for a group without people.
                Some(Object(pairs)) if !pairs.iter().any(is_named) || !inner(raw, depth).is_empty() => {
                    // In the order of the file.
                    self.part(path, told, std::mem::take(&mut own));
                    self.group(raw, pairs, &lists, path, told, depth);
                }
                _ => own.push(raw),
            }
        }
        self.part(path, told, own);
    }

    fn group(
        &mut self,
        raw: &'t str,
        pairs: Vec<Pair<'t>>,
        lists: &BTreeSet<String>,
        path: &[Cow<'t, str>],
        told: &[Told<'t>],
        depth: usize,
    ) {
        let inner = inner(raw, depth);
        let is_list = |at: usize, (key, value): &Pair<'_>| {
            let value = value.get();
            let is_one = || Object::of(value).is_some_and(|Object(pairs)| is_person(&pairs));
            let may_be = || value == "[]" || is_one() || texts(value).is_some();
            inner.contains(&at) || lists.contains(key.as_ref()) && may_be()
        };
        let (own, held): (Vec<_>, Vec<_>) = pairs.iter().enumerate().partition(|(at, pair)| !is_list(*at, pair));
        let is_named = own.iter().any(|(_, (name, _))| is_name(name) || is_unit(name));
        let count = self.parts.len();
        for (_, (key, value)) in held {
            let of_group = own.iter().map(|(_, (name, value))| Told {
                name: name.clone(),
                value: value.get(),
                list: key.clone(),
                is_title: is_title(name) || !is_named && TITLES.contains(&&*name.to_lowercase()),
                level: depth,
            });
            // What is nearer to the record is said of it first.
            let told: Vec<Told<'t>> = of_group.chain(told.iter().cloned()).collect();
            let path = below(path, key);
            let value = value.get();
            match value.starts_with('[') {
                true => match texts(value) {
                    Some(names) => self.part(&path, &told, names),
                    None => self.array(value, &path, &told, depth + 1),
                },
                false if Object::of(value).is_some_and(|Object(pairs)| is_person(&pairs)) => {
                    self.part(&path, &told, vec![value]);
                }
                false => self.dict(value, &path, &told, depth + 1),
            }
        }
        self.empty += usize::from(self.parts.len() == count);
    }

    fn dict(&mut self, raw: &'t str, path: &[Cow<'t, str>], told: &[Told<'t>], depth: usize) {
        let Some(Object(pairs)) = Object::of(raw).filter(|_| depth <= WRAPS) else { return };
        if let Some((keys, items)) = keyed(&pairs) {
            let keys = Some(keys);
            return self.parts.push(Part { path: path.to_vec(), told: told.to_vec(), items, keys });
        }
        let is_group =
            || !is_somebody(&pairs) && pairs.iter().any(|(key, value)| is_people(key) && holds(value.get(), depth + 1));
        if is_person(&pairs) && !is_group() {
            match path.is_empty() {
                true => self.part(path, told, vec![raw]),
                false => self.leave(path, 1),
            }
            return;
        }
        let has_people = pairs.iter().any(|(key, _)| is_people(key));
        for (key, value) in &pairs {
            let (value, path) = (value.get(), below(path, key));
            if is_plain(value) {
                // Of what stands beside a list only the unit is surely that of all: a title or a day may be the file's.
                if is_known(key) && !is_unit(key) && !(has_people && is_name(key)) {
                    self.beside.push(path.join("."));
                }
                continue;
            }
            let told = || -> Vec<Told<'t>> {
                let own = pairs.iter().filter(|(name, value)| {
                    is_plain(value.get()) && (is_unit(name) || is_people(key) && is_name(name))
                });
                let own = own.map(|(name, value)| Told {
                    name: name.clone(),
                    value: value.get(),
                    list: key.clone(),
                    is_title: is_title(name),
                    level: depth,
                });
                own.chain(told.iter().cloned()).collect()
            };
            if let Some(names) = names(value) {
                self.leave(&path, names.len());
            } else if value.starts_with('[') {
                self.array(value, &path, &told(), depth + 1);
            } else if value.starts_with('{') {
                self.dict(value, &path, &told(), depth + 1);
            }
        }
    }

    fn leave(&mut self, path: &[Cow<'t, str>], count: usize) {
        self.left.push(Left { path: path.join("."), count, are_people: true });
    }

    /// The lists that are one table; `None` where there is none.
    fn chosen(self) -> Result<Option<Table<'t>>, Vec<Left>> {
        let Self { parts, mut left, beside, empty } = self;
        let mut paths: Vec<(Vec<Cow<'t, str>>, Kind)> = Vec::new();
        for part in &parts {
            let kind = || match (part.has(is_name), part.has(is_known)) {
                (true, _) => Kind::People,
                (_, true) => Kind::Known,
                _ => Kind::Other,
            };
            match paths.iter_mut().find(|(path, _)| *path == part.path) {
                // Enough is known of the first.
                Some((_, Kind::People)) => {}
                Some((_, own)) => *own = (*own).max(kind()),
                None => paths.push((part.path.clone(), kind())),
            }
        }
        let Some(best) = paths.iter().map(|(_, kind)| *kind).max() else { return Ok(None) };
        let mut main: Vec<&Vec<Cow<'t, str>>> =
            paths.iter().filter(|(_, kind)| *kind == best).map(|(path, _)| path).collect();
        let of = |path: &Vec<Cow<'t, str>>| parts.iter().filter(|part| part.path == *path).collect::<Vec<_>>();
        let counted = |path: &Vec<Cow<'t, str>>| Left {
            path: path.join("."),
            count: of(path).iter().map(|part| part.items.len()).sum(),
            are_people: paths.iter().any(|(own, kind)| own == path && *kind == Kind::People),
        };
        let is_gone = |path: &[Cow<'t, str>]| path.iter().any(|key| GONE.contains(&&*key.to_lowercase()));
        if !main.iter().all(|path| is_gone(path)) {
            main.retain(|path| !is_gone(path));
        }
        let are_alike = |main: &[&Vec<Cow<'t, str>>]| {
            let columns: Vec<_> = main.iter().map(|path| of(path).iter().flat_map(|p| p.columns()).collect()).collect();
            main.len() < 2
                || best != Kind::Other
                    && columns.split_first().is_none_or(|(first, rest)| rest.iter().all(|own| alike(first, own)))
        };
        if !are_alike(&main) {
            let least = main.iter().map(|path| path.len()).min().unwrap_or(0);
            main.retain(|path| path.len() == least);
            if !are_alike(&main) {
                return Err(main.into_iter().map(counted).collect());
            }
        }
        left.extend(paths.iter().map(|(path, _)| path).filter(|path| !main.contains(path)).map(counted));
        let main: Vec<Vec<Cow<'t, str>>> = main.into_iter().cloned().collect();
        let parts: Vec<Part<'t>> = parts.into_iter().filter(|part| main.contains(&part.path)).collect();
        Ok(Some(Table { parts, left, beside, empty }))
    }
}

/// What a list holds, the more the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Other,
    Known,
    People,
}

fn is_unit(name: &str) -> bool {
    matches!(meaning(name), Meaning::Field("unit", _))
}

fn list_keys(raw: &str, depth: usize) -> Vec<String> {
    let inner = inner(raw, depth);
    let Some(Object(pairs)) = Object::of(raw).filter(|_| !inner.is_empty()) else { return Vec::new() };
    inner.into_iter().filter_map(|at| pairs.get(at)).map(|(key, _)| key.to_string()).collect()
}

/// Records that are held by keys: objects, all of them, and it is their keys that are known, not those that hold them.
fn keyed<'t>(pairs: &[Pair<'t>]) -> Option<(Vec<Cow<'t, str>>, Vec<&'t str>)> {
    let (held, others): (Vec<_>, Vec<_>) = pairs.iter().partition(|(_, value)| value.get().starts_with('{'));
    let may_be = !held.is_empty() && others.iter().all(|(_, value)| !value.get().starts_with('['));
    if !may_be || pairs.iter().any(|(key, _)| is_known(key)) || held.iter().any(|(_, value)| may_hold(value.get())) {
        return None;
    }
    let all: Vec<Object<'_>> = held.iter().filter_map(|(_, value)| Object::of(value.get())).collect();
    let is_record =
        |Object(cells): &Object<'_>| cells.iter().any(|(name, value)| is_known(name) && is_plain(value.get()));
    let is_table = match others.is_empty() {
        true => all.iter().any(is_record),
        // A count beside them is none of them.
        false => all.len() > 1 && all.iter().all(|Object(cells)| is_person(cells)),
    };
    let held = || held.iter().map(|(key, value)| (key.clone(), value.get()));
    (is_table && all.len() == held().count()).then(|| held().unzip())
}
