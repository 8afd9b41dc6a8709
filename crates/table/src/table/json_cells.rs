//! The cells of an object of JSON: a value that is an object or a list shows what it is called, and never its brackets.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json_object::{Object, array, is_known, is_name, is_persons, is_plain};
use super::line::Line;
use super::number_format::general;
use super::sheet::{At, Remark};
use super::surnames;
use biaoyu_page::error::Severity;
use biaoyu_page::say;

/// Keys of an object in a record whose value stands for it, the better first.
const NAMES: [&str; 10] = ["name", "名称", "姓名", "label", "title", "text", "value", "值", "全称", "简称"];
/// Objects in objects of a record whose parts are columns.
const DEPTH: usize = 6;
/// Keys of which it is told what they hold.
const TOLD: usize = 8;

/// The columns of the objects, in the order in which they come, and what is to be said of their cells.
#[derive(Default)]
pub(super) struct Cells<'t> {
    pub names: Vec<String>,
    places: BTreeMap<String, usize>,
    /// The last row in which each column had a value, and that.
    last: Vec<(u32, &'t str)>,
    row: u32,
    nested: Vec<u32>,
    joined: Vec<u32>,
    /// Keys that stand twice in an object: the rows, and the first two values.
    twice: BTreeMap<String, (Vec<u32>, [String; 2])>,
    /// Lists that no cell can hold.
    unshown: BTreeMap<String, Vec<u32>>,
    /// Lists of objects that are shown by their names.
    listed: BTreeMap<String, Vec<u32>>,
    /// People in a list of a record: the rows, and how many.
    people: BTreeMap<String, (Vec<u32>, usize)>,
}

impl<'t> Cells<'t> {
    /// Takes the pairs of an object for the cells of a row.
    pub fn row(&mut self, number: u32, object: Object<'t>, text: &str, line: &mut Line) {
        self.row = number;
        for (key, value) in object.0 {
            self.set(&key, value.get(), text, line, 0);
        }
    }

    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        self.names.push(name.to_owned());
        self.last.push((0, ""));
        self.places.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }

    /// Sets the cell or the cells of a value.
    fn set(&mut self, key: &str, raw: &'t str, text: &str, line: &mut Line, depth: usize) {
        match Object::of(raw) {
            Some(Object(parts)) if depth < DEPTH => {
                if self.nested.last() != Some(&self.row) {
                    self.nested.push(self.row);
                }
                let own = standing(key, &parts);
                for (i, (part, value)) in parts.iter().enumerate() {
                    match own == Some(i) {
                        true => self.show(key, value.get(), text, line),
                        false => self.set(&format!("{key}.{part}"), value.get(), text, line, depth + 1),
                    }
                }
            }
            _ => self.show(key, raw, text, line),
        }
    }

    /// Puts what a value shows into a cell: a string that stands in the file as it is stays there.
    fn show(&mut self, key: &str, raw: &'t str, text: &str, line: &mut Line) {
        let place = self.place(key);
        let last = self.last.get(place).copied().filter(|(row, _)| *row == self.row);
        if let Some((_, before)) = last
            && before != raw
        {
            let said = |raw: &str| raw.trim_matches('"').chars().take(20).collect::<String>();
            let (rows, _) = self.twice.entry(key.to_owned()).or_insert_with(|| (Vec::new(), [said(before), said(raw)]));
            if rows.last() != Some(&self.row) {
                rows.push(self.row);
            }
            // Nothing does not stand for something.
            if !is_plain(raw) && is_plain(before) {
                return;
            }
        }
        if let Some(last) = self.last.get_mut(place) {
            *last = (self.row, raw);
        }
        if let Some(inside) =
            raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).filter(|inside| !inside.contains('\\'))
        {
            let from = (inside.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            if let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(from + inside.len())) {
                return line.set_part(place, from, to, Some(inside));
            }
        }
        // A number has the digits that it is written with, however many.
        if raw.strip_prefix('-').unwrap_or(raw).bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return line.set(place, raw);
        }
        if raw.starts_with(['[', '{']) {
            let shown = self.list(key, raw);
            return line.set(place, &shown);
        }
        line.set(place, &plainly(raw));
    }

    /// What a list shows: its texts, its objects by their names; nothing where one of them has none.
    fn list(&mut self, key: &str, raw: &str) -> String {
        let items = array(raw).unwrap_or_else(|| vec![raw]);
        let shown = items.iter().map(|item| match Object::of(item) {
            Some(Object(parts)) => standing("", &parts).and_then(|at| parts.get(at)).map(|(_, raw)| plainly(raw.get())),
            None => (!item.starts_with(['[', '{'])).then(|| plainly(item)),
        });
        let shown: Option<Vec<String>> = shown.collect();
        let people = items.iter().filter(|item| is_somebody(item)).count();
        if people > 0 && (!is_known(key) || is_name(key)) {
            let (rows, count) = self.people.entry(key.to_owned()).or_default();
            rows.push(self.row);
            *count += people;
        }
        match shown {
            Some(shown) => {
                if items.len() > 1 && is_name(key) {
                    self.joined.push(self.row);
                } else if items.iter().any(|item| item.starts_with('{')) {
                    self.listed.entry(key.to_owned()).or_default().push(self.row);
                }
                shown.join("、")
            }
            None => {
                self.unshown.entry(key.to_owned()).or_default().push(self.row);
                String::new()
            }
        }
    }

    /// What is to be said of the cells.
    pub fn remarks(self) -> Vec<Remark> {
        let remark = |rule, severity, rows, what, hint| Remark { rule, severity, at: At::Rows(rows), what, hint };
        let mut all = Vec::new();
        if !self.joined.is_empty() {
            all.push(remark(
                "table-names-joined",
                Severity::Warning,
                self.joined,
                say!("several names in one record are printed together", "一条记录里有几个姓名：印在一起"),
                Some(say!("write a record for each person", "请一人写一条记录")),
            ));
        }
        if !self.nested.is_empty() {
            all.push(remark(
                "table-nested",
                Severity::Note,
                self.nested,
                say!(
                    "a value is an object of its own: its name is taken, the rest is under `key.part`",
                    "有的值本身是对象：取其名称，其余在 `键.子键` 下"
                ),
                Some(say!("map what is meant with `--map`", "要用别的部分，请用 `--map` 指明")),
            ));
        }
        for (key, (rows, [before, after])) in self.twice.into_iter().take(TOLD) {
            all.push(remark(
                "table-json-twice",
                Severity::Warning,
                rows,
                say!(
                    "the key `{key}` stands twice in one object (`{before}`, then `{after}`): the last that holds something is taken",
                    "同一对象里键 `{key}` 出现两次（先“{before}”后“{after}”）：取最后一个有内容的"
                ),
                Some(say!("delete the one that is wrong, or rename it", "请删去错的一个，或改用别的键名")),
            ));
        }
        // What is known by its name is printed where the layout has a place for it.
        let severity = |key: &str| if is_known(key) { Severity::Warning } else { Severity::Note };
        for (key, rows) in self.unshown.into_iter().take(TOLD) {
            all.push(remark(
                "table-json-inside",
                severity(&key),
                rows,
                say!(
                    "`{key}` is a list of objects that have no name: it is left empty",
                    "`{key}` 是一组没有名称的对象，印不成文字：留空"
                ),
                Some(say!(
                    "write the text that is meant, or a key of its own for it",
                    "请写成要印的文字，或为它单设一个键"
                )),
            ));
        }
        for (key, rows) in self.listed.into_iter().take(TOLD) {
            all.push(remark(
                "table-json-inside",
                severity(&key),
                rows,
                say!(
                    "`{key}` is a list of objects: their names are joined by 、",
                    "`{key}` 是一组对象：取其名称，以“、”相连"
                ),
                Some(say!("to have one of them, write it as a text", "只要其中一个时，请直接写成文字")),
            ));
        }
        for (key, (rows, count)) in self.people.into_iter().take(TOLD) {
            all.push(remark(
                "table-json-beside",
                Severity::Warning,
                rows,
                say!(
                    "people in `{key}` ({count}) belong to a record and are none themselves: not printed apart",
                    "`{key}` 里的人（{count} 个）附在别人的记录中，不算记录：不单独印"
                ),
                Some(say!("to print them, write a record for each", "如果也要印，请给每人单写一条记录")),
            ));
        }
        all
    }
}

/// Whether an object in a list is a person.
fn is_somebody(raw: &str) -> bool {
    let is_person = |name: &str, value: &str| {
        is_name(name) && is_plain(value) && (is_persons(name) || surnames::is_name(value.trim_matches('"')))
    };
    Object::of(raw).is_some_and(|Object(parts)| parts.iter().any(|(name, value)| is_person(name, value.get())))
}

/// The part that stands for an object in the cell of a key.
fn standing(key: &str, parts: &[super::json_object::Pair<'_>]) -> Option<usize> {
    let plain: Vec<usize> =
        parts.iter().enumerate().filter(|(_, (_, value))| is_plain(value.get())).map(|(i, _)| i).collect();
    // The name in `user` is somebody's; the name of a department is the department.
    let stands_for =
        |i: &usize| key.is_empty() || is_known(key) || !parts.get(*i).is_some_and(|(part, _)| is_known(part));
    let named =
        NAMES.iter().find_map(|name| plain.iter().copied().find(|i| parts.get(*i).is_some_and(|p| p.0 == *name)));
    let own = named.or(match plain[..] {
        [only] => Some(only),
        _ => None,
    });
    own.filter(stands_for)
}

/// The text of a value that is no list and no object.
fn plainly(raw: &str) -> String {
    match serde_json::from_str(raw) {
        Ok(Value::Null) => String::new(),
        Ok(Value::Bool(true)) => "TRUE".into(),
        Ok(Value::Bool(false)) => "FALSE".into(),
        Ok(Value::Number(number)) if number.is_f64() => number.as_f64().map_or_else(String::new, general),
        Ok(Value::Number(number)) => number.to_string(),
        Ok(Value::String(text)) => text,
        _ => raw.to_owned(),
    }
}
