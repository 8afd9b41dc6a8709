//! Press sheets of a plan: on which paper, which page at which place, and what it comes to.

use std::sync::Arc;

use super::gang::Gang;
use super::warned::{off_label, unmarked};
use super::work::Work;
use crate::shelf::shop::Shop;
use crate::shelf::sources::Sources;
use crate::want::{Output, SheetsWanted};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::limits::{PIECES, PRESS_SHEETS};
use biaoyu_page::measure::{count_of, number};
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, Duplex};
use biaoyu_set::impose::{Grid, Piece, Rules, Sequence};
use biaoyu_set::paper::{Paper, Use};
use biaoyu_set::product::Product;

/// What is asked for where the paper is to be chosen.
const AUTO: &str = "auto";

/// Sheets as they are asked for.
#[derive(Clone, Debug)]
pub(crate) struct SheetsAsked {
    /// The paper; of several the best is taken.
    papers: Vec<Paper>,
    rules: Rules,
    /// Places of the first sheet that are used up.
    used: usize,
    /// The paper's id as it was asked for.
    pub on: String,
    /// Several products lie on common sheets.
    pub gang: bool,
}

/// The sheets of a file.
#[derive(Debug)]
pub(crate) struct Imposed {
    /// Where pieces lie.
    pub grid: Grid,
    /// Which page lies where; pages are counted from the file's first.
    pub sequence: Sequence,
    /// No page comes more than once.
    pub is_single: bool,
    /// The sheets where several products lie on them; then the grid is the first sheet's, and the sequence is empty.
    pub gang: Option<Gang>,
    /// How many pieces were asked for; more come of sheets of which one page serves both sides.
    asked: usize,
    /// How they should have been turned that have one side.
    turned_for_nothing: Option<Duplex>,
}

impl SheetsAsked {
    /// Looks up what was asked for; `None` where pages are not imposed.
    ///
    /// # Errors
    /// An unknown paper, the faults of its file; a start of 0.
    pub(crate) fn new(wanted: &SheetsWanted, shop: &Shop, sources: &Sources) -> Result<Option<Self>, Faults> {
        let Some(on) = &wanted.on else { return Ok(None) };
        let papers = if on == AUTO {
            let used = if shop.is_press() { Use::Press } else { Use::Office };
            sources.papers().0.into_iter().map(|found| found.value).filter(|paper| paper.used == used).collect()
        } else {
            vec![sources.paper(on)?]
        };
        let SheetsWanted { start, gutter, order, duplex, marks, upright, camera, .. } = *wanted;
        let rules = Rules { gutter, order, duplex, marks, upright, camera };
        let used = start.map_or(0, |start| start.saturating_sub(1) as usize);
        Ok(Some(Self { papers, rules, used, on: on.clone(), gang: wanted.gang }))
    }

    /// All that files change with.
    pub(crate) fn key(&self) -> String {
        format!("{self:?}")
    }

    /// The sheets of pages of several products, each with its copies.
    ///
    /// # Errors
    /// As [`Gang::new`].
    pub(crate) fn ganged(&self, pages: &[(Arc<Product>, u32)]) -> Result<Imposed, Faults> {
        let is_single = pages.iter().all(|(_, copies)| *copies == 1);
        self.of_gang(Gang::new(pages, &self.papers, &self.rules)?, is_single)
    }

    /// The sheets of pieces of several kinds, each with its printed sides and its name; of each page its kind and its copies.
    ///
    /// # Errors
    /// As [`Gang::new`].
    pub(crate) fn ganged_pieces(&self, kinds: &[(Piece, u8, Say)], pages: &[(usize, u32)]) -> Result<Imposed, Faults> {
        let is_single = pages.iter().all(|(_, copies)| *copies == 1);
        self.of_gang(Gang::of_pieces(kinds, pages, &self.papers, &self.rules)?, is_single)
    }

    fn of_gang(&self, gang: Gang, is_single: bool) -> Result<Imposed, Faults> {
        let grid = gang.sheet(0).map(|(grid, _)| grid.clone()).ok_or_else(Faults::default)?;
        let sequence = Sequence::new(grid.order, 1, 0, []);
        let (asked, turned_for_nothing) = (gang.pieces(), self.turned_for_nothing(&grid));
        Ok(Imposed { grid, sequence, is_single, gang: Some(gang), asked, turned_for_nothing })
    }

    /// How sheets with this grid should be turned by hand, which have one side.
    fn turned_for_nothing(&self, grid: &Grid) -> Option<Duplex> {
        self.rules.duplex.filter(|_| grid.backs.is_empty())
    }

    /// The places of a product: on the paper of which the least is wasted for `pieces` pieces, the smallest of equals.
    ///
    /// # Errors
    /// Why it goes on none.
    pub(crate) fn grid(&self, work: &Work, pieces: usize) -> Result<Grid, Faults> {
        let product = &work.product;
        if work.scale != 1 {
            return Err(not_whole(work).into());
        }
        let placed = self.place(&Piece::of(product), product.sides, pieces);
        placed.map_err(|mut faults| {
            for fault in &mut faults.0 {
                let of = work_words(product);
                fault.place = Place::thing(match &fault.place.thing {
                    Some(on) => Say { en: format!("{}, {}", of.en, on.en), zh: format!("{}，{}", of.zh, on.zh) },
                    None => of,
                });
            }
            faults
        })
    }

    /// The places of a piece with so many sides.
    ///
    /// # Errors
    /// Why it goes on no paper.
    pub(crate) fn place(&self, piece: &Piece, sides: u8, pieces: usize) -> Result<Grid, Faults> {
        // Of several papers the largest says why not.
        let mut refused: Option<(f64, Faults)> = None;
        let mut best: Option<(f64, Grid)> = None;
        for paper in &self.papers {
            match Grid::new(piece, paper, &self.rules, sides) {
                Ok(grid) => {
                    let runs = if grid.is_half() { pieces.div_ceil(2) } else { pieces };
                    let sheets = (runs + self.used).div_ceil(grid.slots.len().max(1)).max(1);
                    let area = sheets as f64 * paper.size.area();
                    if best.as_ref().is_none_or(|(least, _)| area < least - 1e-6) {
                        best = Some((area, grid));
                    }
                }
                Err(faults) => larger(&mut refused, paper, faults),
            }
        }
        match (best, refused) {
            (Some((_, grid)), _) => {
                if self.used >= grid.slots.len() {
                    let (start, places) = (self.used + 1, grid.slots.len());
                    let what = say!(
                        "there is no place {start} on a sheet of {places}",
                        "一张纸只有 {places} 个位置，没有第 {start} 个"
                    );
                    let hint =
                        say!("write `--start 1` to `--start {places}`", "请写 `--start 1` 到 `--start {places}`");
                    let place = Place::thing(say!("`--start`", "`--start`"));
                    return Err(Fault::new("impose/start", place, what).hint(hint).into());
                }
                Ok(grid)
            }
            (None, Some((_, faults))) => Err(faults),
            (None, None) => {
                let what = say!("there is no paper to choose among", "没有可选的纸张");
                Err(Fault::new("impose/no-paper", Place::default(), what).into())
            }
        }
    }

    /// The sheets of a file.
    ///
    /// # Errors
    /// As [`grid`](Self::grid) and [`imposed`](Self::imposed).
    pub(crate) fn of(&self, work: &Work, copies: &[u32]) -> Result<Imposed, Faults> {
        let pieces = copies.iter().map(|n| *n as usize).sum();
        self.imposed(self.grid(work, pieces)?, copies)
    }

    /// The name of a file of sheets: where the paper was chosen and nobody names the file, it says which was.
    pub(crate) fn named(&self, stem: String, sheets: &Imposed, output: &Output) -> String {
        let chosen = self.on == AUTO && output.name.is_none() && output.combine.is_none();
        let bare = stem.strip_suffix(AUTO).filter(|_| chosen);
        bare.map(|bare| format!("{bare}{}", sheets.grid.paper.id)).unwrap_or(stem)
    }

    /// Spreads pages with these copies over sheets.
    ///
    /// # Errors
    /// `impose/too-many` where no one would print them.
    pub(crate) fn imposed(&self, grid: Grid, copies: &[u32]) -> Result<Imposed, Faults> {
        let total: u64 = copies.iter().map(|n| u64::from(*n)).sum();
        // Where one page serves both sides every front comes out twice.
        let halved = grid.is_half();
        let runs = |n: u32| if halved { n.div_ceil(2) } else { n };
        if total > PIECES as u64 {
            let what = say!("{total} pieces, at most {PIECES} go in one run", "共 {total} 件，一次最多 {PIECES} 件");
            return Err(Fault::new("impose/too-many", Place::default(), what).into());
        }
        let is_single = copies.iter().all(|n| runs(*n) == 1);
        let sequence = Sequence::new(grid.order, grid.slots.len(), self.used, copies.iter().map(|n| runs(*n)));
        if sequence.sheets() > PRESS_SHEETS {
            let sheets = sequence.sheets();
            let what = say!(
                "{sheets} sheets, at most {PRESS_SHEETS} go in one file",
                "共 {sheets} 张，一个文件最多 {PRESS_SHEETS} 张"
            );
            let hint = say!("divide the table, or ask for fewer copies", "请拆分表格，或减少份数");
            return Err(Fault::new("impose/too-many", Place::default(), what).hint(hint).into());
        }
        let asked = usize::try_from(total).unwrap_or(usize::MAX);
        let turned_for_nothing = self.turned_for_nothing(&grid);
        Ok(Imposed { grid, sequence, is_single, gang: None, asked, turned_for_nothing })
    }
}

/// Keeps why the largest paper was refused.
pub(super) fn larger(refused: &mut Option<(f64, Faults)>, paper: &Paper, faults: Faults) {
    let area = paper.size.area();
    if refused.as_ref().is_none_or(|(known, _)| area > *known) {
        *refused = Some((area, faults));
    }
}

/// Print files that are not of true size are not cut.
pub(super) fn not_whole(work: &Work) -> Fault {
    let scale = work.scale;
    let what =
        say!("print files of 1:{scale} cannot be put on sheets to be cut", "1:{scale} 的付印文件不能拼到纸上裁切");
    let hint = say!("write `--scale 1:1`", "请写 `--scale 1:1`");
    Fault::new("impose/scale", Place::thing(work_words(&work.product)), what).hint(hint)
}

pub(super) fn work_words(product: &Product) -> Say {
    let id = &product.id;
    say!("product `{id}`", "产品 `{id}`")
}

impl Imposed {
    /// How many sheets there are.
    pub(crate) fn sheets(&self) -> usize {
        self.gang.as_ref().map_or_else(|| self.sequence.sheets(), Gang::sheets)
    }

    /// A sheet's places, and the page at each.
    pub(crate) fn sheet(&self, index: usize) -> (&Grid, Vec<Option<usize>>) {
        let ganged = self.gang.as_ref().and_then(|gang| gang.sheet(index));
        ganged
            .map_or_else(|| (&self.grid, self.sequence.sheet(index).collect()), |(grid, pages)| (grid, pages.to_vec()))
    }

    /// The part of all sheets that becomes no piece, 0 to 1.
    pub(crate) fn waste(&self) -> f64 {
        let sheets = self.sheets().max(1);
        match &self.gang {
            Some(gang) => {
                let all = (0..sheets).filter_map(|i| gang.sheet(i));
                all.map(|(grid, _)| grid.waste()).sum::<f64>() / sheets as f64
            }
            None => {
                let full = self.grid.pieces() as f64 * sheets as f64;
                1.0 - (1.0 - self.grid.waste()) * self.pieces() as f64 / full.max(1.0)
            }
        }
    }

    /// Pieces that come of all sheets.
    pub(crate) fn pieces(&self) -> usize {
        if let Some(gang) = &self.gang {
            return gang.pieces();
        }
        self.sequence.pieces() * if self.grid.is_half() { 2 } else { 1 }
    }

    /// What the sheets come to, for the clerk.
    pub(crate) fn told(&self, product: &Product, place: Place) -> Vec<Finding> {
        let mut all = self.told_of(&format!("`{}`", product.id), place.clone());
        let hint = say!("choose a product with a back, or leave it out", "请选双面的产品，或去掉它");
        all.extend(self.one_sided(hint, place));
        all
    }

    /// Sheets that should be turned and have nothing to turn for; `hint` is how they get backs.
    pub(crate) fn one_sided(&self, hint: Say, place: Place) -> Option<Finding> {
        let duplex = self.turned_for_nothing?.word();
        let what = say!(
            "`--duplex {duplex}` is not followed: all pieces are printed on one side",
            "`--duplex {duplex}` 没有用上：各件都只印一面"
        );
        Some(Finding { rule: "press-sheets-sides", severity: Severity::Warning, place, what, hint: Some(hint) })
    }

    /// The same of pieces that are called so.
    pub(crate) fn told_of(&self, called: &str, place: Place) -> Vec<Finding> {
        if let Some(gang) = &self.gang {
            return gang.told(place);
        }
        let Grid { paper, slots, .. } = &self.grid;
        let (sheets, places) = (self.sequence.sheets(), self.grid.pieces());
        let pieces = self.pieces();
        let waste = number(100.0 * self.grid.waste(), 0);
        // A place of which the back is another place is two pieces.
        let free = self.sequence.free() * if self.grid.is_half() { 2 } else { 1 };
        let more = match pieces > self.asked {
            true => {
                let asked = self.asked;
                say!(" ({asked} asked for: each page comes out twice)", "（要 {asked} 件，每页出两份）")
            }
            false => say!("", ""),
        };
        let (more_en, more_zh) = (more.en, more.zh);
        let (id, name) = (&paper.id, &paper.name);
        let duplex = match self.grid.backs.is_empty() {
            true => say!("", ""),
            false => {
                let words = self.grid.duplex.say();
                Say { en: format!("; {}", words.en), zh: format!("；{}", words.zh) }
            }
        };
        let turned = if self.grid.turned { say!(", turned", "，横竖转 90°") } else { say!("", "") };
        let (duplex_en, duplex_zh, turned_en, turned_zh) = (duplex.en, duplex.zh, turned.en, turned.zh);
        let note = |severity, rule, what, hint| Finding { rule, severity, place: place.clone(), what, hint };
        let mut all = vec![note(
            Severity::Note,
            "press-sheets",
            Say {
                en: format!(
                    "{called} on `{id}`: {}{more_en} on {}, {places} a sheet{turned_en}, {waste} % waste, {} free{duplex_en}; print at 100 %, not fitted to the page",
                    count_of(pieces, "piece", "pieces"),
                    count_of(sheets, "sheet", "sheets"),
                    count_of(free, "place", "places"),
                ),
                zh: format!(
                    "{called} 拼 {name}：{pieces} 件{more_zh}，{sheets} 张，每张 {places} 件{turned_zh}，余料 {waste} %，空 {free} 位{duplex_zh}；打印时选“实际大小 100 %”，不要“适合纸张”"
                ),
            },
            None,
        )];
        all.extend(off_label(&self.grid, &place));
        let reach = paper.reach();
        let beyond = slots.iter().filter(|slot| reach.union(slot.knife) != reach).count();
        if beyond > 0 {
            let depth = slots.iter().map(|slot| {
                let knife = slot.knife;
                let out = [reach.x0 - knife.x0, knife.x1 - reach.x1, reach.y0 - knife.y0, knife.y1 - reach.y1];
                out.into_iter().fold(0.0, f64::max)
            });
            let depth = number(depth.fold(0.0, f64::max), 1);
            all.push(note(
                Severity::Warning,
                "press-sheet-edge",
                say!(
                    "{beyond} pieces of a sheet reach into the edge that the printer leaves white, by up to {depth} mm",
                    "每张有 {beyond} 件伸进打印机印不到的边，最多 {depth} 毫米会留白"
                ),
                Some(say!(
                    "keep type away from there, or print without margins if the printer can",
                    "请让文字避开，或用打印机的无边距打印"
                )),
            ));
        }
        all.extend(unmarked(&self.grid, &place));
        if self.grid.strip.as_ref().is_none_or(|strip| !strip.has_rule()) {
            all.push(note(
                Severity::Note,
                "press-sheet-rule",
                say!(
                    "there is no room for the rule of 100 mm beside the pieces: measure a piece after printing",
                    "件外没有地方放 100 毫米标尺：印好后请量一件核对尺寸"
                ),
                None,
            ));
        }
        all
    }
}

/// The sheets of a job, as jobs carry them.
pub(crate) type Sheets = Option<Arc<Imposed>>;
