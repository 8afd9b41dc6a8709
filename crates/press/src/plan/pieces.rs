//! How many pieces of a page are made: as its row says, else as many as are asked for of the product, else one.

use std::sync::Arc;

use super::data::Data;
use super::work::{Job, Leaf};
use crate::shelf::shop::Shop;
use crate::shelf::sources::Found;
use biaoyu_page::error::{Fault, Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_set::layout::Layout;
use biaoyu_set::product::Product;
use biaoyu_table::record::is_pieces;

/// Pieces of one row, at most.
const MOST: u32 = 1_000_000;

/// What says how many pieces there are of the pages of a run.
#[derive(Clone, Copy)]
pub(crate) struct Pieces<'a> {
    shop: &'a Shop,
    /// The table with its column.
    column: Option<(&'a Data, &'a str)>,
}

/// What was found while pieces were counted.
#[derive(Default)]
struct Counted {
    /// Records of which none is wanted.
    none: Vec<u32>,
    /// What was read as a number that is written otherwise: its record, text and number.
    read: Vec<(u32, String, u32)>,
    /// Faults of cells that are no numbers.
    faults: Vec<Fault>,
}

/// A number of pieces as it should be written.
fn whole(text: &str) -> Option<u32> {
    let number = text.parse::<f64>().ok().filter(|n| (0.0..=f64::from(MOST)).contains(n) && n.fract() == 0.0);
    number.map(|n| n as u32)
}

/// A number of pieces as people write it: `３`, `2份`, `２ 份`, `共3张`, `×2`, `1,200`, `两份`.
fn spoken(text: &str) -> Option<u32> {
    /// What pieces are counted by.
    const COUNTED: [&str; 21] = [
        "份", "张", "個", "个", "件", "套", "枚", "本", "块", "块儿", "面", "副", "只", "条", "幅", "pcs", "pc",
        "pieces", "piece", "copies", "copy",
    ];
    let half = |c: char| match c {
        '０'..='９' | '，' | '．' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        c => c,
    };
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half).collect::<String>().to_lowercase();
    let plain = plain.trim_start_matches(['共', '各', '×', 'x', '*']);
    let number = COUNTED.iter().find_map(|of| plain.strip_suffix(of)).unwrap_or(plain);
    if let Some(at) =
        ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].iter().position(|own| *own == number)
    {
        return u32::try_from(at).ok();
    }
    if number == "两" {
        return Some(2);
    }
    let mut groups = number.split(',');
    let is_grouped =
        groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3);
    let digits = if is_grouped { number.replace(',', "") } else { number.to_owned() };
    digits.starts_with(|c: char| c.is_ascii_digit()).then(|| whole(&digits)).flatten()
}

/// The column of a table that says how many pieces of a row there are. Where pages are not put on press sheets (`imposed`), one that
/// layouts show, or of rows that share pages, is what it says there and counts nothing.
pub(crate) fn counting(data: &Data, layouts: &[Found<Arc<Layout>>], imposed: bool) -> Option<String> {
    let column = data.columns().iter().find(|column| is_pieces(column))?;
    let named = [format!("{{{column}}}"), format!("{{{column}:")];
    let shows = |layout: &Found<Arc<Layout>>| layout.value.rows > 1 || named.iter().any(|n| layout.text.contains(n));
    (imposed || !layouts.iter().any(shows)).then(|| column.clone())
}

impl<'a> Pieces<'a> {
    /// Of a run; `column` is the one that counts, as [`counting`] finds it.
    pub(crate) fn new(shop: &'a Shop, data: Option<&'a Data>, column: Option<&'a str>) -> Self {
        Self { shop, column: data.zip(column) }
    }

    /// How many pieces there are of each page from `first` on, all of one product, where somebody says it or sheets are filled
    /// (`imposed`), else nothing; with what was found. Pages of which there is none go.
    pub(crate) fn count(
        &self,
        pages: &mut Vec<Leaf>,
        first: usize,
        product: &Product,
        imposed: bool,
    ) -> (Vec<u32>, Vec<Fault>, Vec<Finding>) {
        if !imposed && !self.is_asked(product) {
            return Default::default();
        }
        let mut all = Vec::with_capacity(pages.len().saturating_sub(first));
        let mut counted = Counted::default();
        let mut to = first;
        for at in first..pages.len() {
            let Some(leaf) = pages.get(at).copied() else { continue };
            let copies = self.of(product, leaf, &mut counted).unwrap_or(1);
            if copies > 0 {
                all.push(copies);
                pages.swap(to, at);
                to += 1;
            }
        }
        pages.truncate(to);
        let (faults, told) = self.told(counted, imposed);
        (all, faults, told)
    }

    /// Whether anybody says how many pieces there are of a product.
    fn is_asked(&self, product: &Product) -> bool {
        self.column.is_some() || self.shop.quantity(product).is_some()
    }

    /// The same as [`of`](Self::of) of a page that was counted before.
    pub(crate) fn again(&self, product: &Product, leaf: Leaf) -> Option<u32> {
        self.of(product, leaf, &mut Counted::default())
    }

    /// How many pieces are asked for of a page; `None` where nobody says it.
    fn of(&self, product: &Product, leaf: Leaf, counted: &mut Counted) -> Option<u32> {
        let usual = self.shop.quantity(product);
        let (Some((data, column)), Some(record)) = (self.column, leaf.record()) else { return usual };
        let text = data.text(record, column);
        let text = text.trim();
        if text.is_empty() {
            return usual;
        }
        let found = whole(text).or_else(|| {
            let read = spoken(text)?;
            counted.read.push((record, text.to_owned(), read));
            Some(read)
        });
        if found == Some(0) {
            counted.none.push(record);
        }
        if found.is_none() {
            let what = say!("`{column}` is `{text}`, no number of pieces", "`{column}` 是 `{text}`，不是份数");
            let usual = usual.unwrap_or(1);
            let hint = say!(
                "write a whole number from 0 to {MOST}, or leave it empty for {usual}",
                "请写 0 到 {MOST} 的整数；留空为 {usual}"
            );
            counted.faults.push(Fault::new("impose/copies", data.place(record), what).hint(hint));
        }
        found.or(usual)
    }

    /// What was found. A cell that is no number is a fault where sheets are filled by it (`strict`); else it counts as empty,
    /// which is told, row by row for the first of them.
    fn told(&self, counted: Counted, strict: bool) -> (Vec<Fault>, Vec<Finding>) {
        const TOLD: usize = 20;
        let mut notes = Vec::new();
        let Some((data, column)) = self.column else { return (Vec::new(), notes) };
        if !counted.none.is_empty() {
            notes.push(Finding {
                rule: "pieces-none",
                severity: Severity::Note,
                place: data.places(&counted.none),
                what: say!("`{column}` is 0: no page is made", "`{column}` 为 0：不做"),
                hint: None,
            });
        }
        if let Some((_, text, number)) = counted.read.first() {
            let records: Vec<u32> = counted.read.iter().map(|(record, ..)| *record).collect();
            notes.push(Finding {
                rule: "pieces-read",
                severity: Severity::Note,
                place: data.places(&records),
                what: say!("`{column}` is `{text}`: read as {number}", "`{column}` 写作 `{text}`：按 {number} 计"),
                hint: None,
            });
        }
        if strict {
            return (counted.faults, notes);
        }
        let more = counted.faults.len().saturating_sub(TOLD);
        for Fault { place, what, hint, .. } in counted.faults.into_iter().take(TOLD) {
            notes.push(Finding { rule: "pieces-unread", severity: Severity::Warning, place, what, hint });
        }
        if more > 0 {
            let what = say!(
                "{more} more rows whose `{column}` is no number of pieces",
                "另有 {more} 行的 `{column}` 不是份数"
            );
            let place = Place::file(data.name());
            notes.push(Finding { rule: "pieces-unread", severity: Severity::Warning, place, what, hint: None });
        }
        (Vec::new(), notes)
    }
}

impl Data {
    /// Rows of records in the user's words.
    fn places(&self, records: &[u32]) -> Place {
        let rows: Vec<u32> =
            records.iter().map(|record| u32::try_from(self.row(*record)).unwrap_or(u32::MAX)).collect();
        self.records.at(&rows)
    }
}

impl Job {
    /// Pieces of its pages: as many as are asked for, else one of each.
    pub(crate) fn pieces(&self) -> u64 {
        match &self.sheets {
            Some(sheets) => sheets.pieces() as u64,
            None => self.asked.unwrap_or(self.pages.len().max(1) as u64),
        }
    }

    /// The products of its pieces, each with how many there are.
    pub(crate) fn products(&self) -> Vec<(&Product, u64)> {
        match self.sheets.as_ref().and_then(|sheets| sheets.gang.as_ref()) {
            Some(gang) => gang.each().map(|(product, count)| (&**product, count as u64)).collect(),
            None => vec![(&self.work.product, self.pieces())],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_as_people_write_them() {
        let read = |text: &str| whole(text).or_else(|| spoken(text));
        for (text, number) in [
            ("3", 3),
            ("3.0", 3),
            ("３", 3),
            ("2份", 2),
            ("２ 份", 2),
            ("3张", 3),
            ("共１２个", 12),
            ("×2", 2),
            ("两份", 2),
            ("十", 10),
            ("1,200", 1200),
            ("2 PCS", 2),
            ("0份", 0),
        ] {
            assert_eq!(read(text), Some(number), "{text}");
        }
        for text in ["", "份", "若干", "2-3", "1,20", "-1", "2.5份", "1e9份", "2份半", "两三份", "1000001张", "inf份"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
