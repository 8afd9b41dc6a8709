//! Tiles of a plan: a page over several sheets of an office printer.

use super::imposed::{not_whole, work_words};
use super::work::Work;
use crate::shelf::sources::Sources;
use crate::want::SheetsWanted;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::impose::Tiles;
use biaoyu_set::paper::Paper;
use biaoyu_set::product::Product;

/// Tiles as they are asked for.
#[derive(Clone, Debug)]
pub(crate) struct TilesAsked {
    paper: Paper,
    overlap: f64,
    many: bool,
}

/// What neighbouring tiles share where nobody says it, mm: enough for glue and for a hand's error.
const OVERLAP: f64 = 10.0;

impl TilesAsked {
    /// Looks up what was asked for; `None` where pages stay whole.
    ///
    /// # Errors
    /// An unknown paper, the faults of its file; `tile/stock` for labels, which are cut already.
    pub(crate) fn new(wanted: &SheetsWanted, sources: &Sources) -> Result<Option<Self>, Faults> {
        let Some(on) = &wanted.tile else { return Ok(None) };
        let paper = sources.paper(on)?;
        if paper.stock.is_some() {
            let id = &paper.id;
            let what = say!(
                "`{id}` is label stock, cut into labels already: a poster is not spread over it",
                "`{id}` 是已切好的标签纸：海报不能分印在上面再拼"
            );
            let hint = say!(
                "write a whole paper: `--tile a4`; for a piece on each label: `--on {id}`",
                "请写整张的纸：`--tile a4`；要逐个标签印，请写 `--on {id}`"
            );
            return Err(Fault::new("tile/stock", Place::thing(say!("`--tile`", "`--tile`")), what).hint(hint).into());
        }
        Ok(Some(Self { paper, overlap: wanted.overlap.unwrap_or(OVERLAP), many: wanted.many }))
    }

    /// All that files change with.
    pub(crate) fn key(&self) -> String {
        format!("{self:?}")
    }

    /// What is added to the names of files.
    pub(crate) fn suffix(&self) -> String {
        format!("-tiles-{}", self.paper.id)
    }

    /// The tiles of a work's pages.
    ///
    /// # Errors
    /// Why it cannot be spread.
    pub(crate) fn tiles(&self, work: &Work) -> Result<Tiles, Faults> {
        if work.scale != 1 {
            return Err(not_whole(work).into());
        }
        let mut tiles = Tiles::new(work.product.trim_rect(), &self.paper, self.overlap, self.many);
        if let Err(fault) = &mut tiles {
            fault.place = Place::thing(work_words(&work.product));
        }
        Ok(tiles?)
    }

    /// What the tiles of a product come to.
    pub(crate) fn told(&self, product: &Product, tiles: &Tiles) -> Finding {
        let (id, paper, name) = (&product.id, &self.paper.id, &self.paper.name);
        let (sheets, rows, columns) = (tiles.sheets(), tiles.rows, tiles.columns);
        if sheets == 1 {
            return Finding {
                rule: "tiles",
                severity: Severity::Warning,
                place: Place::default(),
                what: say!(
                    "`{id}` fits on one sheet `{paper}`: there is nothing to tape, and page 2 of the file is all of it",
                    "`{id}` 一张{name}就放得下：不用拼接，文件第 2 页就是全幅"
                ),
                hint: Some(say!(
                    "print page 2 at 100 %, choose a smaller paper, or leave out `--tile`",
                    "请按 100 % 打印第 2 页；或换小一点的纸，或去掉 `--tile`"
                )),
            };
        }
        let overlap = number(self.overlap, 1);
        Finding {
            rule: "tiles",
            severity: Severity::Note,
            place: Place::default(),
            what: say!(
                "`{id}` over {sheets} sheets `{paper}`, {rows} rows of {columns}, {overlap} mm shared; page 1 shows how they are taped; print at 100 %, not fitted to the page",
                "`{id}` 分到 {sheets} 张{name}上：{rows} 行 {columns} 列，重叠 {overlap} 毫米；第 1 页是拼接图；打印时选“实际大小 100 %”，不要“适合纸张”"
            ),
            hint: None,
        }
    }
}
