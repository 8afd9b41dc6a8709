//! Records: what a page is filled from, made of a table's cells when they are asked for.

use std::borrow::Cow;
use std::sync::Arc;

use super::down::Down;
use super::grid::Grid;
use super::hygiene::{Dirt, Kind, clean, is_error};
use super::kept::Table;
use super::map::Mapping;
use super::picture::Picture;
use super::pictures::Placed;
use super::places::{in_sheet, rows_place, rows_said};
use super::runs::Runs;
use crate::record::Fields;
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::say;

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its row as the user counts it, from 1; in JSON the number of the object.
    pub row: usize,
    /// Its fields; cells without text are not set.
    pub fields: Fields,
}

/// The records of a table. Cheap to clone and to share between threads.
#[derive(Clone, Debug)]
pub struct Records {
    name: Arc<str>,
    sheet: Option<Arc<str>>,
    grid: Arc<Grid>,
    /// Columns whose empty cells have the text above.
    down: Arc<Down>,
    /// Places of the records in the grid.
    rows: Arc<Runs>,
    /// By column.
    fields: Arc<[Option<Arc<str>>]>,
    /// What the text of each column is for.
    kinds: Arc<[Kind]>,
    /// Columns that only count the rows.
    running: Arc<[usize]>,
    /// Pictures that stand in the sheet, by their place.
    pictures: Arc<[Placed]>,
    /// What cleaning found, a finding for each kind of dirt.
    pub findings: Vec<Finding>,
}

impl Records {
    pub(super) fn new(table: &Table, mapping: &Mapping) -> Self {
        let fields = mapping.shared();
        let running = (0..fields.len()).filter(|column| mapping.is_running(*column)).collect();
        let mut records = Self {
            name: table.name.as_str().into(),
            sheet: table.sheet.as_deref().map(Arc::from),
            grid: Arc::clone(&table.grid),
            down: Arc::clone(&table.down),
            rows: Arc::clone(&table.rows),
            kinds: fields.iter().map(|field| Kind::of(field.as_deref().unwrap_or_default())).collect(),
            fields,
            running,
            pictures: Arc::clone(&table.pictures),
            findings: Vec::new(),
        };
        records.findings = records.dirt();
        records
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row of a record (from 0) as the user counts it, from 1; 0 when there is no such record.
    pub fn row(&self, record: usize) -> usize {
        self.rows.get(record).map_or(0, |row| self.grid.number(row as usize) as usize)
    }

    /// The row of a record in the user's words.
    pub fn place_of(&self, record: usize) -> Place {
        self.at(&[u32::try_from(self.row(record)).unwrap_or(u32::MAX)])
    }

    /// A record, counted from 0.
    pub fn get(&self, record: usize) -> Option<Record> {
        self.rows.get(record)?;
        let mut fields = Fields::default();
        self.fill(record, &mut fields, |_| true);
        Some(Record { row: self.row(record), fields })
    }

    /// Sets the fields of a record that are wanted; cells without text leave theirs as it was.
    pub fn fill(&self, record: usize, fields: &mut Fields, wanted: impl Fn(&str) -> bool) {
        for (column, field) in self.fields.iter().enumerate() {
            let Some(field) = field.as_ref().filter(|field| wanted(field)) else { continue };
            let text = self.cell(record, column);
            if !text.is_empty() {
                fields.set_shared(field, text);
            }
        }
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Record> {
        (0..self.len()).map(|record| {
            self.get(record).unwrap_or_else(|| Record { row: self.row(record), fields: Fields::default() })
        })
    }

    /// The clean text of one field of a record, empty when it has none.
    pub fn text(&self, record: usize, field: &str) -> Cow<'_, str> {
        self.column(field).map_or(Cow::Borrowed(""), |column| self.cell(record, column))
    }

    /// The clean texts of a record, in the order of [`fields`](Self::fields).
    pub fn texts(&self, record: usize) -> impl Iterator<Item = Cow<'_, str>> {
        let filled = self.fields.iter().enumerate().filter(|(_, field)| field.is_some());
        filled.map(move |(column, _)| self.cell(record, column))
    }

    /// The fields that columns fill, in the order of the columns.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().flatten().map(|field| &**field)
    }

    pub(super) fn column(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|own| own.as_deref() == Some(field))
    }

    /// Columns with their fields, those that only count the rows left out.
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        let columns = self.fields.iter().enumerate();
        columns.filter(|(i, _)| !self.running.contains(i)).filter_map(|(i, field)| Some((i, field.as_deref()?)))
    }

    /// The clean text of a cell; an error of a formula is none.
    pub(super) fn cell(&self, record: usize, column: usize) -> Cow<'_, str> {
        let raw = self.raw(record, column);
        if is_error(raw) { Cow::Borrowed("") } else { clean(raw, self.kind(column)).0 }
    }

    /// The picture that stands in the sheet at a record's field, such as `photo`: the first one, if there are more.
    pub fn picture(&self, record: usize, field: &str) -> Option<&Picture> {
        let (column, place) = (self.column(field)?, self.rows.get(record)?);
        let key = |placed: &Placed| (placed.place, placed.column);
        let at = self.pictures.binary_search_by_key(&(place, column), key).ok()?;
        self.pictures.get(at).map(|placed| &placed.picture)
    }

    /// Whether a record has its running number.
    pub(super) fn is_counted(&self, record: usize) -> bool {
        self.running.iter().any(|column| !self.own(record, *column).trim().is_empty())
    }

    /// The cell as it is in the file, without what stands above it.
    pub(super) fn own(&self, record: usize, column: usize) -> &str {
        self.rows.get(record).map_or("", |row| self.grid.cell(row as usize, column))
    }

    /// The cell as it is in the file; of a column that is filled down, the one above where it is empty.
    pub(super) fn raw(&self, record: usize, column: usize) -> &str {
        let text = |row: u32| {
            let row = row as usize;
            self.down.text(&self.grid, row, column).unwrap_or_else(|| self.grid.cell(row, column))
        };
        self.rows.get(record).map_or("", text)
    }

    fn kind(&self, column: usize) -> Kind {
        self.kinds.get(column).copied().unwrap_or(Kind::Text)
    }

    /// The whole file, or its sheet.
    pub(super) fn place(&self) -> Place {
        let thing = self.sheet.as_deref().map(in_sheet);
        Place { thing, ..Place::file(&*self.name) }
    }

    /// Some of its rows, as the user counts them, in the user's words.
    pub fn at(&self, rows: &[u32]) -> Place {
        rows_place(&self.name, self.sheet.as_deref(), rows_said(rows))
    }

    /// One finding a kind of dirt.
    fn dirt(&self) -> Vec<Finding> {
        let mut rows: [Vec<u32>; Dirt::KINDS] = Default::default();
        for record in 0..self.len() {
            let mut all = [false; Dirt::KINDS];
            for column in 0..self.fields.len() {
                let raw = self.raw(record, column);
                if raw.is_empty() {
                    continue;
                }
                let (_, dirt) = clean(raw, self.kind(column));
                for (seen, found) in all.iter_mut().zip(dirt.all()) {
                    *seen |= found;
                }
            }
            for (rows, found) in rows.iter_mut().zip(all) {
                if found {
                    rows.push(u32::try_from(self.row(record)).unwrap_or(u32::MAX));
                }
            }
        }
        let said: [(&'static str, Say); Dirt::KINDS] = [
            ("cell-invisible", say!("characters that cannot be seen were taken out", "已去掉看不见的字符")),
            ("cell-no-break-space", say!("no-break spaces became spaces", "不换行空格已改为普通空格")),
            ("cell-line-break", say!("line breaks in a cell became spaces", "单元格内的换行已改为空格")),
            ("name-aligned", say!("spaces inside a name were taken out", "已去掉姓名中间的空格")),
            (
                "cell-composed",
                say!(
                    "accents that stood apart from their letters were put on them",
                    "与字母分开存放的附加符号已合成一个字符"
                ),
            ),
            (
                "cell-unified",
                say!(
                    "radicals or compatibility forms became the characters that they look like",
                    "部首或兼容汉字已换成字形相同的正式字"
                ),
            ),
            (
                "half-width-mark",
                say!(
                    "half-width marks between Chinese characters are set full-width (GB/T 15834)",
                    "汉字之间的半角标点已按 GB/T 15834 改为全角"
                ),
            ),
            ("cell-link", say!("formulas for links became what they show", "超链接公式已换成其显示的文字或网址")),
            (
                "payload-kept",
                say!(
                    "spaces around or characters that cannot be seen are kept in the content of the code",
                    "二维码内容首尾的空格或看不见的字符已原样保留"
                ),
            ),
        ];
        let found = rows.iter().zip(said).filter(|(rows, _)| !rows.is_empty());
        let finding = |(rows, (rule, what)): (&Vec<u32>, _)| Finding {
            rule,
            severity: Severity::Note,
            place: self.at(rows),
            what,
            hint: None,
        };
        found.map(finding).collect()
    }
}
