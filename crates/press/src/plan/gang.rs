//! Several products of one run on common sheets.

use std::collections::VecDeque;
use std::sync::Arc;

use super::imposed::larger;
use super::warned::unmarked_between;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::limits::{PIECES, PRESS_SHEETS};
use biaoyu_page::measure::{count_of, number};
use biaoyu_page::say;
use biaoyu_set::impose::{Ganged, Grid, Kind, Piece, Rules, gang};
use biaoyu_set::paper::Paper;
use biaoyu_set::product::Product;

/// The sheets of several products.
#[derive(Debug)]
pub(crate) struct Gang {
    /// Each sheet with the page at each of its places, from the file's first.
    sheets: Vec<(Arc<Grid>, Vec<Option<usize>>)>,
    /// Which product lies at each place of each sheet.
    kinds: Vec<Vec<usize>>,
    /// The products, in their order; none of pages of other programs.
    pub products: Vec<Arc<Product>>,
    /// What the kinds of pieces are called, in their order.
    names: Vec<Say>,
    counts: Vec<usize>,
}

impl Gang {
    /// How many sheets there are.
    pub(crate) fn sheets(&self) -> usize {
        self.sheets.len()
    }

    /// A sheet with the page at each of its places.
    pub(crate) fn sheet(&self, index: usize) -> Option<(&Grid, &[Option<usize>])> {
        self.sheets.get(index).map(|(grid, pages)| (&**grid, &pages[..]))
    }

    /// The product at a place of a sheet.
    pub(crate) fn product(&self, sheet: usize, place: usize) -> Option<&Arc<Product>> {
        self.products.get(self.kind(sheet, place)?)
    }

    /// The kind of piece at a place of a sheet.
    pub(crate) fn kind(&self, sheet: usize, place: usize) -> Option<usize> {
        self.kinds.get(sheet)?.get(place).copied()
    }

    /// The products, each with how many pieces of it there are.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&Arc<Product>, usize)> {
        self.products.iter().zip(self.counts.iter().copied())
    }

    /// How many pieces there are.
    pub(crate) fn pieces(&self) -> usize {
        self.counts.iter().sum()
    }

    /// What lies on them, in words.
    pub(crate) fn called(&self) -> String {
        let each = self.names.iter().zip(&self.counts);
        each.map(|(name, count)| format!("{} {count} 件", name.zh)).collect::<Vec<_>>().join("＋")
    }

    /// What the sheets come to.
    pub(crate) fn told(&self, place: Place) -> Vec<Finding> {
        let Some((grid, _)) = self.sheets.first() else { return Vec::new() };
        let (id, name) = (&grid.paper.id, &grid.paper.name);
        let each = self.names.iter().zip(&self.counts);
        let en: Vec<String> = each.map(|(name, count)| format!("{count} {}", name.en)).collect();
        let (en, zh) = (en.join(", "), self.called());
        let (sheets, pieces) = (self.sheets(), self.pieces());
        let used: f64 = self.sheets.iter().map(|(grid, _)| 1.0 - grid.waste()).sum();
        let waste = number(100.0 * (1.0 - used / sheets.max(1) as f64), 0);
        let turned = match grid.backs.is_empty() {
            true => say!("", ""),
            false => {
                let Say { en, zh } = biaoyu_page::words::Choice::say(grid.duplex);
                say!("; {en}", "；{zh}")
            }
        };
        let cut = match grid.paper.stock {
            Some(_) => say!("on its labels, one product after the other", "逐个贴满标签位，一种接一种"),
            None => say!("every cut goes from edge to edge of what it divides", "每一刀都一裁到底"),
        };
        let what = Say {
            en: format!(
                "{en} together on `{id}`: {} on {}, {waste} % waste{}; {}; print at 100 %, not fitted to the page",
                count_of(pieces, "piece", "pieces"),
                count_of(sheets, "sheet", "sheets"),
                turned.en,
                cut.en
            ),
            zh: format!(
                "{zh} 合拼 {name}：共 {pieces} 件，{sheets} 张，余料 {waste} %{}；{}；打印时选“实际大小 100 %”，不要“适合纸张”",
                turned.zh, cut.zh
            ),
        };
        let worst = self.sheets.iter().map(|(grid, _)| grid).max_by_key(|grid| grid.unmarked);
        let bare = worst.and_then(|grid| unmarked_between(grid, &place));
        let apart = self.apart(&place);
        let note = Finding { rule: "press-sheets", severity: Severity::Note, place, what, hint: None };
        [Some(note), apart, bare].into_iter().flatten().collect()
    }

    /// Said where the products lie on sheets of their own all the same.
    fn apart(&self, place: &Place) -> Option<Finding> {
        let is_of_one = |kinds: &Vec<usize>| kinds.windows(2).all(|pair| pair[0] == pair[1]);
        let is_stock = self.sheets.iter().any(|(grid, _)| grid.paper.stock.is_some());
        let several = self.counts.iter().filter(|count| **count > 0).count() > 1;
        let what = say!(
            "no sheet holds two of them: laid together they would take no fewer sheets",
            "没有一张纸放了两种：合放在一起并不省纸"
        );
        let rule = "press-sheets-apart";
        let told = Finding { rule, severity: Severity::Note, place: place.clone(), what, hint: None };
        (several && !is_stock && self.kinds.iter().all(is_of_one)).then_some(told)
    }
}

impl Gang {
    /// Spreads pages of several products, each with its copies, over common sheets: of several papers on those that take the
    /// least of paper.
    ///
    /// # Errors
    /// Why they go on none; `impose/too-many` where no one would print them.
    pub(crate) fn new(pages: &[(Arc<Product>, u32)], papers: &[Paper], rules: &Rules) -> Result<Self, Faults> {
        let mut products: Vec<Arc<Product>> = Vec::new();
        let mut of = Vec::with_capacity(pages.len());
        for (product, copies) in pages {
            let kind = products.iter().position(|known| known.id == product.id).unwrap_or_else(|| {
                products.push(product.clone());
                products.len() - 1
            });
            of.push((kind, *copies));
        }
        let say = |product: &Product| Say { en: format!("`{}`", product.id), zh: product.name.clone() };
        let kinds: Vec<(Piece, u8, Say)> =
            products.iter().map(|product| (Piece::of(product), product.sides, say(product))).collect();
        Ok(Self { products, ..Self::of_pieces(&kinds, &of, papers, rules)? })
    }

    /// The same of pieces of several kinds, each with its printed sides and its name: `pages` have their kind and their copies.
    ///
    /// # Errors
    /// As [`Gang::new`].
    pub(crate) fn of_pieces(
        kinds: &[(Piece, u8, Say)],
        pages: &[(usize, u32)],
        papers: &[Paper],
        rules: &Rules,
    ) -> Result<Self, Faults> {
        let mut waiting: Vec<VecDeque<(usize, u32)>> = vec![VecDeque::new(); kinds.len()];
        for (page, (kind, copies)) in pages.iter().enumerate() {
            if let Some(own) = waiting.get_mut(*kind) {
                own.push_back((page, *copies));
            }
        }
        let counts: Vec<usize> =
            waiting.iter().map(|own| own.iter().map(|(_, copies)| *copies as usize).sum()).collect();
        let total: usize = counts.iter().sum();
        if total > PIECES {
            let what = say!("{total} pieces, at most {PIECES} go in one run", "共 {total} 件，一次最多 {PIECES} 件");
            return Err(Fault::new("impose/too-many", Place::default(), what).into());
        }
        let names = kinds.iter().map(|(.., name)| name.clone()).collect();
        let kinds: Vec<Kind> = kinds
            .iter()
            .zip(&counts)
            .map(|((piece, sides, _), count)| Kind { piece: piece.clone(), sides: *sides, count: *count })
            .collect();
        let mut refused: Option<(f64, Faults)> = None;
        let mut best: Option<(f64, Vec<Ganged>)> = None;
        for paper in papers {
            match gang(&kinds, paper, rules) {
                Ok(sheets) => {
                    let area = sheets.len() as f64 * paper.size.area();
                    if best.as_ref().is_none_or(|(least, _)| area < least - 1e-6) {
                        best = Some((area, sheets));
                    }
                }
                Err(faults) => larger(&mut refused, paper, faults),
            }
        }
        let Some((_, found)) = best else { return Err(refused.map(|(_, faults)| faults).unwrap_or_default()) };
        if found.len() > PRESS_SHEETS {
            let sheets = found.len();
            let what = say!(
                "{sheets} sheets, at most {PRESS_SHEETS} go in one file",
                "共 {sheets} 张，一个文件最多 {PRESS_SHEETS} 张"
            );
            let hint = say!("divide the table, or ask for fewer copies", "请拆分表格，或减少份数");
            return Err(Fault::new("impose/too-many", Place::default(), what).hint(hint).into());
        }
        let mut next = |kind: usize| {
            let own = waiting.get_mut(kind)?;
            while own.front().is_some_and(|(_, copies)| *copies == 0) {
                own.pop_front();
            }
            let (page, copies) = own.front_mut()?;
            *copies -= 1;
            Some(*page)
        };
        let mut sheets = Vec::with_capacity(found.len());
        let mut of = Vec::with_capacity(found.len());
        for Ganged { grid, kinds } in found {
            sheets.push((grid, kinds.iter().map(|kind| next(*kind)).collect::<Vec<_>>()));
            of.push(kinds);
        }
        Ok(Self { sheets, kinds: of, products: Vec::new(), names, counts })
    }
}
