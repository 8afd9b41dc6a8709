//! What rows choose for themselves: the layout, the product and the palette that they are printed with.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::lookup::{find_product, suiting};
use super::sheets::choose_sheets;
use super::work::Job;
use crate::shelf::named::{Named as _, only};
use crate::shelf::sources::{Found, Sources, as_path};
use crate::want::Wanted;
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::say;
use biaoyu_page::suggest::called;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::layout::Layout;
use biaoyu_set::palette::Palette;
use biaoyu_set::product::Product;
use biaoyu_table::table::Records;

/// What the rows of a table choose.
#[derive(Default)]
pub(crate) struct Choices {
    pub layouts: Column<Found<Arc<Layout>>>,
    pub products: Column<Arc<Product>>,
    pub palettes: Column<Arc<Palette>>,
    /// Rows that choose what there is not, and why.
    pub bad: BTreeMap<u32, Say>,
    /// Columns of such a name that choose nothing that there is.
    pub unknown: Vec<String>,
}

impl Choices {
    /// Files in the place of the one that was asked for, since rows choose what a file has one of.
    pub(crate) fn several(&self, asked: &str, jobs: &[Job]) -> Option<Finding> {
        let columns = [("layout", self.layouts.found.len()), ("product", self.products.found.len())];
        let chosen = columns.into_iter().find(|(_, found)| *found > 0).map(|(column, _)| column)?;
        let stems: Vec<String> = jobs.iter().take(6).map(|job| format!("`{}`", job.stem)).collect();
        let (count, stems) = (jobs.len(), stems.join(", "));
        (count > 1).then(|| Finding {
            rule: "combine-several",
            severity: Severity::Warning,
            place: Place::thing(say!("`--combine`", "`--combine`")),
            what: say!(
                "{count} files instead of the one `{asked}`: the column for `{chosen}` chooses by row, and each {chosen} has its own: {stems}",
                "不是一个 `{asked}`，而是 {count} 个文件：`{chosen}` 列逐行选择，各成一个文件：{stems}"
            ),
            hint: Some(say!(
                "to have one file leave the column unused: `--map COLUMN=-`",
                "只要一个文件，请不用这一列：`--map 列名=-`"
            )),
        })
    }
}

impl Choices {
    /// The rows that choose a product on which there is nothing to say for them, and why: neither have they a slogan, nor has the
    /// campaign one for it, nor was the run asked for it.
    pub(crate) fn silent(
        &self,
        campaign: &Campaign,
        wanted: &Wanted,
        asked: &[Arc<Product>],
        records: &Records,
    ) -> Vec<(u32, Say)> {
        let is_silent = |(id, product): &(String, Arc<Product>)| {
            !asked.iter().any(|asked| asked.id == *id)
                && choose_sheets(campaign, product, wanted.what.picks.as_ref(), false, false).is_err()
        };
        let silent: Vec<bool> = self.products.found.iter().map(is_silent).collect();
        let rows = self.products.by_record.iter().filter(|(record, index)| {
            silent.get(**index as usize).copied().unwrap_or(false)
                && records.text(**record as usize, "slogan").is_empty()
        });
        let why = |(record, index): (&u32, &u32)| {
            let (id, _) = self.products.found.get(*index as usize)?;
            let why = say!(
                "there is no slogan for `{id}`, which the row chooses: write one in a column 标语, or another product",
                "本行选的 `{id}` 要有标语：请加“标语”一列填上，或改选别的产品"
            );
            Some((*record, why))
        };
        rows.filter_map(why).collect()
    }

    /// Leaves what only rows choose that are left out.
    pub(crate) fn keep(&mut self, is_good: impl Fn(u32) -> bool) {
        self.layouts.keep(&is_good);
        self.products.keep(&is_good);
        self.palettes.keep(&is_good);
    }
}

/// What one column chooses.
pub(crate) struct Column<T> {
    /// What is chosen, each once, in the order of the rows, under its id.
    pub found: Vec<(String, T)>,
    /// Which of them a record chooses.
    by_record: BTreeMap<u32, u32>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { found: Vec::new(), by_record: BTreeMap::new() }
    }
}

impl<T> Column<T> {
    /// Keeps only what a good row chooses.
    fn keep(&mut self, is_good: impl Fn(u32) -> bool) {
        self.by_record.retain(|record, _| is_good(*record));
        let mut used = vec![false; self.found.len()];
        for index in self.by_record.values() {
            if let Some(used) = used.get_mut(*index as usize) {
                *used = true;
            }
        }
        // Where each of them stands when the others are gone.
        let places: Vec<u32> =
            used.iter().scan(0, |next, used| Some(std::mem::replace(next, *next + u32::from(*used)))).collect();
        let mut used = used.into_iter();
        self.found.retain(|_| used.next().unwrap_or(false));
        for index in self.by_record.values_mut() {
            *index = places.get(*index as usize).copied().unwrap_or_default();
        }
    }

    /// The number of what a record chooses; `None` when it leaves it to the run.
    pub(crate) fn of(&self, record: u32) -> Option<usize> {
        self.by_record.get(&record).map(|index| *index as usize)
    }

    /// The id of what a record chooses.
    pub(crate) fn id(&self, record: u32) -> Option<&str> {
        self.found.get(self.of(record)?).map(|(id, _)| id.as_str())
    }

    /// Reads the column of a field. `find` gives the id and the thing for what a row says.
    fn read(
        records: &Records,
        field: &str,
        find: impl Fn(&str) -> Option<(String, T)>,
        (bad, unknown): (&mut BTreeMap<u32, Say>, &mut Vec<String>),
        missing: impl Fn(&str) -> Say,
    ) -> Self {
        let mut own_bad = Vec::new();
        let mut column = Self::default();
        if !records.fields().any(|own| own == field) {
            return column;
        }
        let mut known: BTreeMap<String, Option<u32>> = BTreeMap::new();
        for record in 0..records.len() {
            let said = records.text(record, field);
            if said.is_empty() {
                continue;
            }
            let index = match known.get(&*said) {
                Some(index) => *index,
                None => {
                    let index = find(&said).map(|(id, thing)| {
                        let place = column.found.iter().position(|(own, _)| *own == id).unwrap_or(column.found.len());
                        if place == column.found.len() {
                            column.found.push((id, thing));
                        }
                        u32::try_from(place).unwrap_or(u32::MAX)
                    });
                    known.insert(said.clone().into_owned(), index);
                    index
                }
            };
            let record = u32::try_from(record).unwrap_or(u32::MAX);
            match index {
                Some(index) => {
                    column.by_record.insert(record, index);
                }
                None => own_bad.push((record, missing(&said))),
            }
        }
        // A column of that name in which nothing is known is about something else.
        if column.found.is_empty() && !own_bad.is_empty() {
            unknown.push(field.to_owned());
            return column;
        }
        for (record, why) in own_bad {
            bad.entry(record).or_insert(why);
        }
        column
    }
}

impl Choices {
    /// Looks up what the rows name, by id or by name. `of_run`: the layouts whose palettes are named where a row's is none.
    pub(crate) fn read(records: &Records, sources: &Sources, of_run: &[Found<Arc<Layout>>]) -> Self {
        let (mut bad, mut unknown) = (BTreeMap::new(), Vec::new());
        let layouts = Column::read(
            records,
            "layout",
            |said| {
                let found = sources.layout(said).ok()?;
                let names = found.value.names();
                // A part of a name is a slip or something else; a file is named by its path.
                let is_called = called(said, &[[0, 1, 2].map(|i| names[i].as_str())]).is_some();
                let is_whole = is_called || as_path(said).is_some();
                is_whole.then(|| (found.value.id.clone(), found))
            },
            (&mut bad, &mut unknown),
            |said| {
                say!(
                    "there is no layout `{said}`: see `biaoyu list layouts`",
                    "没有版式 `{said}`，可用的见 `biaoyu list layouts`"
                )
            },
        );
        let products = Column::read(
            records,
            "product",
            |said| find_product(said, sources).map(|product| (product.id.clone(), product)),
            (&mut bad, &mut unknown),
            |said| {
                say!(
                    "no product, or more than one, is called `{said}`: write its id as `biaoyu list products` has it",
                    "没有叫 `{said}` 的产品，或不止一个：请写编号（见 `biaoyu list products`）"
                )
            },
        );
        let all = sources.palettes();
        let palettes = Column::read(
            records,
            "palette",
            |said| {
                let found = only(&all, said)?;
                Some((found.value.id.clone(), Arc::new(found.value.clone())))
            },
            (&mut bad, &mut unknown),
            |said| {
                let own = suiting(of_run.iter().map(|laid| &*laid.value), sources);
                let Say { en, zh } =
                    own.unwrap_or_else(|| say!("see `biaoyu list palettes`", "可用的见 `biaoyu list palettes`"));
                say!("there is no palette `{said}`: {en}", "没有配色 `{said}`，{zh}")
            },
        );
        Self { layouts, products, palettes, bad, unknown }
    }
}
