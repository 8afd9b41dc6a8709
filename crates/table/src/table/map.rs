//! Columns → fields: what is known by its name, what the user maps, and the rest under their own names.

use std::sync::Arc;

use super::grid::letters;
use super::header::{Meaning, meaning, names, plain, spoken};
use super::kept::{Column, Table};
use super::records::Records;
use crate::record::{CHOICES, KNOWN, is_pieces};
use biaoyu_page::error::{Fault, Faults, Finding, Severity};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// The field of a column that is not used: `--map 备注=-`.
pub const UNUSED: &str = "-";

/// Which field each column of a table fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// By column of the file; `None` for columns that have no text and no name.
    fields: Arc<[Option<Arc<str>>]>,
    /// Columns that only count the rows.
    running: Vec<usize>,
    /// What was decided, for the user to check.
    pub findings: Vec<Finding>,
}

impl Mapping {
    /// The fields that columns fill, in the order of the columns.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().flatten().map(|field| &**field)
    }

    /// Whether a column fills that field.
    pub fn has(&self, field: &str) -> bool {
        self.fields().any(|own| own == field)
    }

    pub(super) fn shared(&self) -> Arc<[Option<Arc<str>>]> {
        Arc::clone(&self.fields)
    }

    pub(super) fn is_running(&self, column: usize) -> bool {
        self.running.contains(&column)
    }
}

/// The option that maps a column, as it is typed.
fn mapped_to(column: &str, field: &str) -> String {
    match column.contains(char::is_whitespace) {
        true => format!("--map \"{column}={field}\""),
        false => format!("--map {column}={field}"),
    }
}

/// In a table of people that says nothing else of them a title is somebody's post, and an organisation somebody's unit; the
/// number of a room or a thing is nobody's own.
fn of_people(meanings: &mut [Meaning], headers: impl Iterator<Item = String> + Clone) {
    let has = |meanings: &[Meaning], field: &str| {
        meanings.iter().any(|m| matches!(m, Meaning::Field(own, _) if *own == field))
    };
    let is_people = meanings.iter().any(|m| matches!(m, Meaning::Field("name", rank) if rank % 10 < 2));
    for (meaning, header) in meanings.iter_mut().zip(headers.clone()) {
        let is_thing = ["房间", "设备", "资产", "固定资产", "物资", "物料"].iter().any(|of| header.starts_with(of));
        if is_people && is_thing && matches!(meaning, Meaning::Field("number", _)) {
            *meaning = Meaning::Unknown;
        }
    }
    for (from, to) in [("title", "post"), ("organisation", "unit"), ("organization", "unit")] {
        if !has(meanings, "name") || has(meanings, to) {
            continue;
        }
        for (meaning, header) in meanings.iter_mut().zip(headers.clone()) {
            if let (Meaning::Field(own, _), true) = (meaning, header == from) {
                *own = to;
            }
        }
    }
}

impl Table {
    /// Matches the columns to fields: `extra` first (`--map 列名=name` as pairs), then by their names. Columns that
    /// mean nothing known stay fields under their own names, spaces taken out; one that is mapped to [`UNUSED`] fills none.
    ///
    /// # Errors
    /// A column in `extra` that is not there, a name that no field can have, and two columns for one field of which
    /// neither is the better.
    pub fn map(&self, extra: &[(String, String)]) -> Result<Mapping, Faults> {
        let mut faults = Faults::default();
        let mut findings = Vec::new();
        let mut chosen: Vec<Option<String>> = vec![None; self.columns.len()];
        for (column, field) in extra {
            match self.mapped(column, field, &chosen, &mut findings) {
                Ok((place, field)) => {
                    if let Some(slot) = chosen.get_mut(place) {
                        *slot = Some(field);
                    }
                }
                Err(fault) => faults.push(*fault),
            }
        }
        let taken_by_user: Vec<String> = chosen.iter().flatten().cloned().collect();
        let mut ambiguous: Vec<(usize, Fault)> = Vec::new();
        let mut meanings: Vec<Meaning> = self.columns.iter().map(|c| meaning(&c.header)).collect();
        of_people(&mut meanings, self.columns.iter().map(|c| plain(&c.header)));
        for (field, _) in
            KNOWN.iter().chain(&CHOICES).filter(|(field, _)| !taken_by_user.iter().any(|taken| taken == field))
        {
            let rank = |i: usize| match meanings.get(i) {
                Some(Meaning::Field(own, rank)) if own == field => Some(*rank),
                _ => None,
            };
            let is_free = |i: &usize| chosen.get(*i).is_some_and(Option::is_none);
            let mut all: Vec<usize> = (0..self.columns.len()).filter(is_free).filter(|i| rank(*i).is_some()).collect();
            if all.iter().any(|i| self.columns.get(*i).is_some_and(|c| !c.is_empty)) {
                all.retain(|i| self.columns.get(*i).is_some_and(|c| !c.is_empty));
            }
            let Some(best) = all.iter().filter_map(|i| rank(*i)).min() else { continue };
            let best: Vec<usize> = all.into_iter().filter(|i| rank(*i) == Some(best)).collect();
            match best[..] {
                [only] => {
                    if let Some(slot) = chosen.get_mut(only) {
                        *slot = Some((*field).to_owned());
                    }
                }
                _ => {
                    if let Some(first) = best.first() {
                        ambiguous.push((*first, self.ambiguous(field, &best)));
                    }
                }
            }
        }
        self.pictures_column(&mut chosen, &meanings, &mut findings);
        ambiguous.sort_by_key(|(first, _)| *first);
        faults.0.extend(ambiguous.into_iter().map(|(_, fault)| fault));
        let known: Vec<String> = chosen.iter().flatten().cloned().collect();
        self.keep_others(&mut chosen, &meanings, &known, &mut findings);
        findings.insert(0, self.said(&chosen));
        let width = self.columns.iter().map(|c| c.index + 1).max().unwrap_or(0);
        let mut fields: Vec<Option<Arc<str>>> = vec![None; width];
        for (column, field) in self.columns.iter().zip(&chosen) {
            if let Some(slot) = fields.get_mut(column.index) {
                *slot = field.as_deref().filter(|field| *field != UNUSED).map(Arc::from);
            }
        }
        let is_running =
            |(column, meaning): (&Column, &Meaning)| (*meaning == Meaning::Running).then_some(column.index);
        let running = self.columns.iter().zip(&meanings).filter_map(is_running).collect();
        faults.or(Mapping { fields: fields.into(), running, findings })
    }

    /// The field that a user calls so: a field by its name, or a column by what its header says.
    pub fn field<'m>(&self, mapping: &'m Mapping, name: &str) -> Option<&'m str> {
        let own = |field: &str| mapping.fields().find(|own| *own == field);
        let by_header = || {
            let column = self.columns.iter().find(|column| same(&column.header, name))?;
            mapping.fields.get(column.index)?.as_deref()
        };
        let by_meaning = || match meaning(name) {
            Meaning::Field(field, _) => own(field),
            _ => None,
        };
        own(name).or_else(by_header).or_else(by_meaning)
    }

    /// The records of the table with their cells cleaned, under the names of a mapping of this table.
    pub fn records(&self, mapping: &Mapping) -> Records {
        Records::new(self, mapping)
    }

    /// One pair of the user's: the column's place in the list and the field.
    fn mapped(
        &self,
        column: &str,
        field: &str,
        chosen: &[Option<String>],
        findings: &mut Vec<Finding>,
    ) -> Result<(usize, String), Box<Fault>> {
        let fault = |code, what, hint| Box::new(Fault::new(code, self.place(), what).hint(hint));
        let field = field.trim();
        let field = match meaning(field) {
            Meaning::Field(known, _) if !KNOWN.iter().chain(&CHOICES).any(|(name, _)| *name == field) => known,
            _ => field,
        };
        if field.is_empty() || field.contains(|c: char| c.is_whitespace() || c.is_control() || "{}:".contains(c)) {
            let what = say!("`{field}` is no name of a field", "`{field}` 不能作字段名");
            return Err(fault("table/map", what, say!("write `{column}=name`", "请写 `{column}=name`")));
        }
        let place = self.column_named(column)?;
        let is_taken = field != UNUSED && chosen.iter().flatten().any(|taken| taken == field);
        if is_taken || chosen.get(place).is_some_and(Option::is_some) {
            let what = say!("`{column}={field}`: mapped before", "`{column}={field}`：前面已经指定过");
            return Err(fault(
                "table/map",
                what,
                say!("map each column and each field once", "每列、每个字段只指定一次"),
            ));
        }
        let known = KNOWN.iter().chain(&CHOICES).map(|(name, _)| *name);
        if !known.clone().any(|name| name == field)
            && let Some(near) = nearest(field, known)
        {
            findings.push(Finding {
                rule: "table-map",
                severity: Severity::Warning,
                place: self.place(),
                what: say!("`{field}` is a field of your own", "`{field}` 是自定的字段"),
                hint: Some(say!("did you mean `{near}`?", "是不是 `{near}`？")),
            });
        }
        Ok((place, field.to_owned()))
    }

    /// The place in the list of the column that a user calls so: by its name, else by its letter.
    pub(super) fn column_named(&self, column: &str) -> Result<usize, Box<Fault>> {
        let fault = |code, what, hint| Box::new(Fault::new(code, self.place(), what).hint(hint));
        let alike: Vec<usize> = (0..self.columns.len())
            .filter(|i| self.columns.get(*i).is_some_and(|c| !c.header.is_empty() && same(&c.header, column)))
            .collect();
        let by_letter = || self.columns.iter().position(|c| letters(c.index).eq_ignore_ascii_case(column.trim()));
        match alike[..] {
            [only] => Ok(only),
            [] => by_letter().ok_or_else(|| {
                let headers: Vec<String> = self.headers().collect();
                let all = headers.iter().take(20).map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ");
                let hint = match nearest(column, headers.iter().map(String::as_str)) {
                    Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
                    None => say!("the columns are {all}", "现有的列：{all}"),
                };
                fault("table/no-column", say!("there is no column `{column}`", "没有名为 `{column}` 的列"), hint)
            }),
            _ => {
                let places = self.letters_of(&alike);
                let what = say!("`{column}` is the name of the columns {places}", "{places} 列都叫 `{column}`");
                Err(fault("table/two-columns", what, say!("name the column by its letter", "请用列号指明是哪一列")))
            }
        }
    }

    /// Pictures in one column that no name says the meaning of are the photos.
    fn pictures_column(&self, chosen: &mut [Option<String>], meanings: &[Meaning], findings: &mut Vec<Finding>) {
        if chosen.iter().flatten().any(|field| field == "photo") {
            return;
        }
        let mut columns = self.pictures.iter().map(|placed| placed.column);
        let Some(first) = columns.next().filter(|first| columns.all(|column| column == *first)) else { return };
        let Some(at) = self.columns.iter().position(|column| column.index == first) else { return };
        let is_unknown = meanings.get(at) == Some(&Meaning::Unknown);
        if let (Some(slot @ None), true, Some(column)) = (chosen.get_mut(at), is_unknown, self.columns.get(at)) {
            *slot = Some("photo".into());
            let shown = column.shown();
            let to = mapped_to(&shown, "logo");
            findings.push(Finding {
                rule: "table-picture-column",
                severity: Severity::Note,
                place: self.place(),
                what: say!("the pictures in column `{shown}` are taken for photos", "`{shown}` 列里的图片当作照片"),
                hint: Some(say!("if they are logos, write `{to}`", "如果是标志，请写 `{to}`")),
            });
        }
    }

    fn ambiguous(&self, field: &str, columns: &[usize]) -> Fault {
        let places = self.letters_of(columns);
        let what = say!("two columns or more could be `{field}`: {places}", "不止一列可作 `{field}`：{places}");
        let first = columns.first().and_then(|i| self.columns.get(*i)).map(|c| letters(c.index)).unwrap_or_default();
        let hint = say!("say which: `--map {first}={field}`", "请指明：`--map {first}={field}`");
        Fault::new("table/two-columns", self.place(), what).hint(hint)
    }

    fn letters_of(&self, columns: &[usize]) -> String {
        let all = columns.iter().filter_map(|i| self.columns.get(*i));
        all.map(|c| format!("{} `{}`", letters(c.index), c.header)).collect::<Vec<_>>().join(", ")
    }

    /// Gives the columns that mean nothing known their own names, and says which look like a slip of the finger.
    fn keep_others(
        &self,
        chosen: &mut [Option<String>],
        meanings: &[Meaning],
        known: &[String],
        findings: &mut Vec<Finding>,
    ) {
        let mut taken = known.to_vec();
        for ((column, slot), meaning) in self.columns.iter().zip(chosen).zip(meanings) {
            if slot.is_some() {
                continue;
            }
            let shown = column.shown();
            let free = names().filter(|(_, field)| !known.iter().any(|k| k == field));
            let near =
                nearest(&plain(&shown), free.clone().map(|(name, _)| name)).filter(|_| shown.chars().count() > 1);
            if let (Meaning::Unknown, Some(near), false) = (meaning, near, is_pieces(&shown) || is_known_else(&shown))
                && let Some((_, field)) = free.clone().find(|(name, _)| *name == near)
                // Two characters of which one differs are near to much: only the usual names are worth a word.
                && (shown.chars().count() > 2 || spoken(field) == near)
            {
                let to = mapped_to(&shown, field);
                findings.push(Finding {
                    rule: "table-column-near",
                    severity: Severity::Note,
                    place: self.place(),
                    what: say!("column `{shown}` is not known", "不认识列 `{shown}`"),
                    hint: Some(say!("if it is `{near}`, write `{to}`", "如果是 `{near}`，请写 `{to}`")),
                });
            }
            // A template names a field without spaces, braces and colons.
            let tidy: String =
                shown.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !"{}:".contains(*c)).collect();
            let tidy = if tidy.is_empty() { letters(column.index) } else { tidy };
            // The name of a field that another column fills is not this one's.
            let mut own = tidy.clone();
            let mut more = 2;
            while taken.contains(&own) {
                own = format!("{tidy}{more}");
                more += 1;
            }
            taken.push(own.clone());
            *slot = Some(own);
        }
    }

    fn said(&self, chosen: &[Option<String>]) -> Finding {
        let is_known = |field: &str| KNOWN.iter().chain(&CHOICES).any(|(name, _)| *name == field);
        let pairs = || {
            let all = self.columns.iter().zip(chosen);
            all.filter_map(|(c, f)| Some((c, f.as_ref()?))).filter(|(_, f)| *f != UNUSED)
        };
        let known: Vec<String> =
            pairs().filter(|(_, f)| is_known(f)).map(|(c, f)| format!("{} → {f}", c.shown())).collect();
        let kept: Vec<String> =
            pairs().filter(|(_, f)| !is_known(f)).map(|(_, f)| format!("{{{f}}}")).take(20).collect();
        let (known, kept) = (known.join(", "), kept.join(", "));
        let what = match (known.is_empty(), kept.is_empty()) {
            (false, true) => say!("columns: {known}", "列：{known}"),
            (true, _) => say!("no column is known; fields of their own: {kept}", "没有认识的列；自定字段：{kept}"),
            _ => say!("columns: {known}; fields of their own: {kept}", "列：{known}；自定字段：{kept}"),
        };
        Finding { rule: "table-columns", severity: Severity::Note, place: self.place(), what, hint: None }
    }
}

/// Whether a column is called what many lists have and no page prints: its name is no slip of another.
fn is_known_else(header: &str) -> bool {
    const ELSE: [&str; 9] = ["身份证", "电话", "手机", "星期", "性别", "年龄", "邮箱", "籍贯", "民族"];
    ELSE.iter().any(|name| header.contains(name))
}

fn same(header: &str, column: &str) -> bool {
    header == column.trim() || (!plain(column).is_empty() && plain(header) == plain(column))
}

/// `name 姓名`: a field as messages name it.
pub fn field_said(field: &str) -> String {
    let own = spoken(field);
    if own == field { field.to_owned() } else { format!("{field} {own}") }
}
