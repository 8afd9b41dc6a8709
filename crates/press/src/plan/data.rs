//! The table of a run: which rows make pages, what is wrong with the others, and the list of those to print again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::boards::{Above, Boards};
use super::choices::Choices;
use super::lacking::{Lacking, Shows};
use super::lookup::takes_own;
use super::nameless::{nameless, needed};
use super::photos::{PICTURES, Shown, Source, of_the_run, pictures, without_photo};
use super::read_table::read_table;
use super::sheets::row_slogan;
use super::work::Work;
use crate::folder::digest::Digest;
use crate::shelf::sources::{Found, Sources};
use crate::want::Wanted;
use biaoyu_page::error::{Fault, Faults, Finding, Lang, Place, Say, Severity};
use biaoyu_page::say;
use biaoyu_set::campaign::{Campaign, Reading};
use biaoyu_set::layout::Layout;
use biaoyu_set::product::Product;
use biaoyu_table::record::{Fields, KNOWN};
use biaoyu_table::table::{self, Records, Table};

/// A table that was read.
pub(crate) struct Data {
    /// Its name as the user typed it.
    name: String,
    table: Table,
    pub(super) records: Records,
    /// The names of its columns as fields.
    columns: Vec<String>,
    /// The records that make no pages.
    pub(super) bad: BTreeMap<u32, Say>,
    /// Records that are on no page which shows their photo.
    pub(super) lacking: Lacking,
    /// Photos, logos and pictures of records.
    pictures: [BTreeMap<u32, Shown>; 3],
    /// What rows choose for themselves.
    pub choices: Choices,
    /// Which rows share a page, for layouts that show several.
    pub(super) boards: Vec<Boards>,
    /// Whose cells stand for empty ones, where rows share a page.
    pub(super) above: Above,
    /// What was found while it was read.
    pub notes: Vec<Finding>,
    /// Nothing is made unless every row can be.
    pub strict: bool,
    /// How the slogans of rows are taken.
    pub reading: Reading,
}

/// Rows to be printed again.
pub(crate) struct Again {
    /// How many.
    pub rows: usize,
    /// A table of them in the form of the one that was read.
    pub bytes: Vec<u8>,
}

/// Reasons that are told one by one; the rest is counted.
const TOLD: usize = 20;

impl Data {
    /// Reads the table of a run, if it has one.
    ///
    /// # Errors
    /// A table that cannot be read or understood; one in which no row can be printed.
    pub(crate) fn read(
        wanted: &Wanted,
        products: &[Arc<Product>],
        layouts: &[Found<Arc<Layout>>],
        sources: &Sources,
        campaign: &Campaign,
    ) -> Result<Option<Self>, Faults> {
        let Some(asked) = &wanted.words.data else { return Ok(None) };
        let options = table::Options {
            sheet: asked.sheet.clone(),
            encoding: asked.encoding.clone(),
            no_header: asked.no_header,
            ..table::Options::default()
        };
        let name = asked.table.name();
        let (mut table, mut notes) = read_table(&name, &asked.table, &options)?;
        notes.extend(table.fill_down(&asked.fill_down)?);
        let mapping = table.map(&asked.map)?;
        notes.extend(mapping.findings.iter().cloned());
        let records = table.records(&mapping);
        notes.extend(records.findings.iter().cloned());
        let columns: Vec<String> = mapping.fields().map(str::to_owned).collect();
        notes.extend(of_the_run(asked, &columns, &name)?);
        let choices = Choices::read(&records, sources, layouts);
        let chosen = choices.layouts.found.iter().map(|(_, layout)| layout);
        let layouts: Vec<&Found<Arc<Layout>>> = layouts.iter().chain(chosen).collect();
        let shown = |column: &String| {
            KNOWN.iter().any(|(field, _)| field == column)
                || layouts.iter().any(|l| l.text.contains(&format!("{{{column}")))
        };
        if !columns.iter().any(shown) {
            let found = columns.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(" ");
            let what = say!("no page shows any of its columns: {found}", "页面用不到表中的任何一列：{found}");
            let hint = if table.has_labels_in_cells() {
                say!(
                    "each cell says its own label: write the labels once, in the first row (姓名,部门), and below them a person a row",
                    "每格都写了标签：请把标签只写在第一行（姓名,部门），下面一人一行"
                )
            } else if table.may_lack_header() {
                say!(
                    "if the list has no header, write `--no-header`; else name the columns 姓名, 单位, 职务 …",
                    "如果名单没有表头，请加 `--no-header`；否则请把列名写成姓名、单位、职务等"
                )
            } else {
                say!(
                    "name the columns 姓名, 单位, 职务 …, or say what they are: `--map COLUMN=name`",
                    "请把列名写成姓名、单位、职务等，或用 `--map 列名=name` 说明"
                )
            };
            return Err(Fault::new("table/no-column", Place::file(&name), what).hint(hint).into());
        }
        let chosen = choices.products.found.iter().map(|(_, product)| product);
        let products: Vec<&Arc<Product>> = products.iter().chain(chosen).collect();
        notes.extend(choices.unknown.iter().map(|field| Finding {
            rule: "table-choice-unknown",
            severity: Severity::Warning,
            place: Place::file(&name),
            what: say!(
                "nothing in the column for `{field}` is a {field} that there is: it chooses nothing",
                "`{field}` 列里没有一个是已有的名称：不作选择用"
            ),
            hint: Some(say!("`biaoyu list` shows what there is", "可用 `biaoyu list` 查看")),
        }));
        notes.extend(nameless(&name, &columns, &products));
        let is_wordless = campaign.slogans.is_empty() && campaign.own_sheet.is_none();
        // Rows that share a page say once what the page says once.
        let mut shares: Vec<usize> = layouts.iter().map(|l| l.value.rows).filter(|rows| *rows > 1).collect();
        shares.sort_unstable();
        shares.dedup();
        let shared = !shares.is_empty();
        let says = is_wordless && products.iter().any(|p| !p.personal);
        let wanted_fields = if shared { Vec::new() } else { needed(&columns, &products, says) };
        // Rows that share a page take from above by themselves.
        notes.extend(if shared { Vec::new() } else { table::gaps(&table, &records) });
        let report = table::report(&records, &wanted_fields);
        notes.extend(report.findings.iter().cloned());
        let mut bad: BTreeMap<u32, Say> = BTreeMap::new();
        for one in report.bad {
            bad.entry(index(one.record)).or_insert(one.reason);
        }
        for (record, why) in &choices.bad {
            bad.entry(*record).or_insert_with(|| why.clone());
        }
        let mut lacking = BTreeMap::new();
        let mut pictures = pictures(asked, &table, &mapping, &records, (&mut bad, &mut lacking), &mut notes)?;
        let shown = Shows::of(takes_own(wanted), &products, &layouts);
        if shown != Shows::Nowhere {
            notes.extend(without_photo(&name, &records, &pictures[0], &bad));
        }
        let (lacking, told) =
            Lacking::new(lacking, shown, (&name, records.len(), asked.photo_box), &mut pictures[0], &mut bad);
        notes.extend(told);
        let above = if shared { Above::new(&records) } else { Above::default() };
        let mut data = Self {
            name,
            table,
            records,
            columns,
            bad,
            lacking,
            pictures,
            choices,
            boards: Vec::new(),
            above,
            notes,
            strict: asked.strict,
            reading: wanted.what.reading,
        };
        data.check_slogans();
        data.check_wordless(shared && says);
        if data.good().next().is_none() {
            let mut faults = Faults(data.bad.keys().take(TOLD).filter_map(|record| data.fault(*record)).collect());
            let what = say!("no row can be printed", "没有一行可以印");
            faults.push(Fault::new("table/no-row", Place::file(&data.name), what));
            return Err(faults);
        }
        data.tell_bad();
        data.tell_above();
        for most in shares {
            let (boards, told) = Boards::new(&data, most);
            data.boards.push(boards);
            data.notes.extend(told);
        }
        Ok(Some(data))
    }

    /// The table's name as the user typed it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The records that make pages.
    pub(crate) fn good(&self) -> impl Iterator<Item = u32> + '_ {
        (0..index(self.records.len())).filter(|record| !self.bad.contains_key(record))
    }

    /// Whether rows choose by that column what they are printed as.
    pub(crate) fn chooses(&self, column: &str) -> bool {
        matches!(column, "layout" | "product" | "palette") && !self.choices.unknown.iter().any(|own| own == column)
    }

    /// Whether rows have slogans of their own.
    pub(crate) fn brings_slogans(&self) -> bool {
        self.columns.iter().any(|column| column == "slogan")
    }

    /// How many records there are, those that make no page too.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The fields that its columns fill.
    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The row of a record as the user counts it.
    pub(crate) fn row(&self, record: u32) -> usize {
        self.records.row(record as usize)
    }

    /// The text of one field of a record; empty when it has none.
    pub(crate) fn text(&self, record: u32, field: &str) -> Cow<'_, str> {
        self.records.text(self.above.of(record, field) as usize, field)
    }

    /// Fills `fields` from a record.
    pub(crate) fn fill(&self, record: u32, fields: &mut Fields) {
        // The slogan is the sheet's, with the character that carries it.
        self.records.fill(record as usize, fields, |field| !matches!(field, "slogan" | "key"));
        for (field, of) in self.above.taken(record).filter(|(field, _)| *field != "slogan") {
            fields.set(field, self.records.text(of as usize, field));
        }
        fields.set("n", (u64::from(record) + 1).to_string());
    }

    /// Whether records have photos.
    pub(crate) fn has_photos(&self) -> bool {
        let is_one = |shown: &Shown| !matches!(shown.source, Source::Box);
        self.pictures.iter().flat_map(BTreeMap::values).any(is_one)
    }

    /// The names of pictures that some record has of its own, whether a column names them or they were found otherwise.
    pub(crate) fn own_pictures(&self) -> impl Iterator<Item = &'static str> {
        PICTURES.into_iter().zip(&self.pictures).filter(|(_, all)| !all.is_empty()).map(|(name, _)| name)
    }

    /// The pictures of a record's own, by the names that layouts have for them.
    pub(crate) fn pictures(&self, record: u32) -> impl Iterator<Item = (&'static str, &Source)> {
        let shown = PICTURES.into_iter().zip(&self.pictures);
        shown.filter_map(move |(name, all)| Some((name, &all.get(&record)?.source)))
    }

    /// Whether a record is printed on a product of that id, which the run was asked for or only rows choose.
    pub(crate) fn is_on(&self, record: u32, product: &str, is_asked: bool) -> bool {
        self.choices.products.id(record).map_or(is_asked, |chosen| chosen == product)
    }

    /// Adds to a digest all that a page may show of a record.
    pub(crate) fn digest(&self, record: u32, digest: &mut Digest) {
        // All of its texts at once, each with its length: the columns' names are part of what every page is made from.
        let mut texts = record.to_string();
        let taken = self.above.taken(record).map(|(field, of)| self.records.text(of as usize, field));
        for text in self.records.texts(record as usize).chain(taken) {
            texts += &format!(" {} ", text.len());
            texts += &text;
        }
        digest.add(&texts);
        for shown in self.pictures.iter().filter_map(|all| all.get(&record)) {
            digest.bytes(shown.hash.as_bytes());
        }
    }

    /// The records that make no page, and why.
    pub(crate) fn bad(&self) -> impl Iterator<Item = (u32, &Say)> {
        self.bad.iter().map(|(record, why)| (*record, why))
    }

    /// How many rows make no page, or not all of theirs.
    pub(crate) fn bad_rows(&self) -> usize {
        self.bad.len() + self.lacking.rows().count()
    }

    /// A row in the user's words.
    pub(crate) fn place(&self, record: u32) -> Place {
        self.records.place_of(record as usize)
    }

    /// The name of the list of rows to print again.
    pub(crate) fn again_file(&self) -> String {
        format!("reprint.{}", self.table.subset_extension())
    }

    /// The rows that no page was made of: those that the table is to blame for, and those of `spoilt`, whose pages
    /// could not be set.
    ///
    /// # Errors
    /// When the list cannot be written in the form of the table.
    pub(crate) fn again(&self, spoilt: &BTreeMap<u32, Faults>, lang: Lang) -> Result<Again, Faults> {
        let mut reasons: BTreeMap<u32, String> =
            self.bad().chain(self.lacking.rows()).map(|(record, why)| (record, why.get(lang).to_owned())).collect();
        for (record, faults) in spoilt {
            let why = faults.0.first().map_or_else(String::new, |fault| fault.what.get(lang).to_owned());
            reasons.entry(*record).or_insert(why);
        }
        let records: Vec<usize> = reasons.keys().map(|record| *record as usize).collect();
        // The list has texts only: what a row shows is to be put in once more.
        let again = say!("; put its picture into the sheet again", "；表中的图片请重新插入");
        let has_picture = |record: usize| {
            ["photo", "logo", "picture"].iter().any(|field| self.records.picture(record, field).is_some())
        };
        let told =
            |(record, why): (u32, String)| if has_picture(record as usize) { why + again.get(lang) } else { why };
        let words: Vec<String> = reasons.into_iter().map(told).collect();
        let bytes = if records.is_empty() { Vec::new() } else { self.table.subset(&records, &words)? };
        Ok(Again { rows: records.len(), bytes })
    }

    /// What keeps the run from being whole, row by row.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let bad = self.bad().chain(self.lacking.rows()).filter_map(|(record, _)| self.fault(record));
        // A list whose first record was taken for its header lacks that one.
        let is_lost = |note: &Finding| note.rule == "table-header-guessed" && self.table.may_lack_header();
        let doubted = self.notes.iter().filter(|note| table::leaves_in_doubt(note) || is_lost(note));
        let fault = |note: &Finding| {
            let fault = Fault::new("table/row-in-doubt", note.place.clone(), note.what.clone());
            note.hint.iter().fold(fault, |fault, hint| fault.hint(hint.clone()))
        };
        bad.chain(doubted.map(fault)).collect()
    }

    fn fault(&self, record: u32) -> Option<Fault> {
        let why = self.bad.get(&record).or_else(|| self.lacking.why(record))?;
        Some(Fault::new("table/bad-row", self.place(record), why.clone()))
    }

    /// Slogans that rows bring along must be printable, and carried by a character of theirs.
    fn check_slogans(&mut self) {
        if !self.brings_slogans() {
            return;
        }
        let mut known: BTreeMap<(String, String), Result<bool, Say>> = BTreeMap::new();
        let mut marked = 0_usize;
        for record in 0..index(self.records.len()) {
            let (text, key) = (self.text(record, "slogan").into_owned(), self.text(record, "key").into_owned());
            if text.is_empty() {
                continue;
            }
            let read = known.entry((text, key)).or_insert_with_key(|(text, key)| {
                let read = row_slogan(text, key, self.reading).map(|slogan| slogan.breaks.is_some());
                read.map_err(|faults| faults.0.into_iter().next().map_or(say!("no slogan", "不是标语"), |f| f.what))
            });
            match read {
                Ok(has_marks) => marked += usize::from(*has_marks),
                Err(why) => {
                    let why = why.clone();
                    self.bad.entry(record).or_insert(why);
                }
            }
        }
        if marked > 0 {
            self.notes.push(Finding {
                rule: "break-marks",
                severity: Severity::Note,
                place: Place::file(&self.name),
                what: say!(
                    "`|` and `¦` in the slogans of {marked} rows say where lines may break and are not printed",
                    "{marked} 行标语里的 `|` `¦` 是换行记号，不印"
                ),
                hint: Some(say!("write `||` to print one", "要印出来请写 `||`")),
            });
        }
    }

    /// Says which rows are left out.
    fn tell_bad(&mut self) {
        self.notes.extend(self.lacking.told(&self.records, TOLD));
        let said: Vec<Finding> = self
            .bad
            .iter()
            .take(TOLD)
            .map(|(record, why)| Finding {
                rule: "row-left-out",
                severity: Severity::Warning,
                place: self.place(*record),
                what: Say { en: format!("left out: {}", why.en), zh: format!("已跳过：{}", why.zh) },
                hint: None,
            })
            .collect();
        self.notes.extend(said);
        let more = self.bad.len().saturating_sub(TOLD);
        if more > 0 {
            self.notes.push(Finding {
                rule: "row-left-out",
                severity: Severity::Warning,
                place: Place::file(&self.name),
                what: say!("{more} more rows are left out", "另有 {more} 行已跳过"),
                hint: Some(say!("see the list of rows to print again", "详见补印清单")),
            });
        }
    }
}

/// What the text of a page is filled from.
pub(crate) fn fields<'w>(work: &'w Work, data: Option<&Data>, record: Option<u32>) -> Cow<'w, Fields> {
    let (Some(data), Some(record)) = (data, record) else { return Cow::Borrowed(&work.fields) };
    let mut fields = Fields::over(work.fields.clone());
    data.fill(record, &mut fields);
    // Who signs for all is not the department of each.
    if let Some(unit) = work.fields.get("unit").filter(|unit| !unit.trim().is_empty())
        && !fields.has("issuer")
        && fields.get("unit") != Some(unit)
    {
        fields.set("issuer", unit);
    }
    if work.layout.rows > 1 {
        fields.set_rows(data.rows_of(record, work.layout.rows));
    }
    Cow::Owned(fields)
}

/// A record's number; tables hold a million rows at most.
fn index(record: usize) -> u32 {
    u32::try_from(record).unwrap_or(u32::MAX)
}
