//! What a hand at the knife must know of a sheet.

use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::impose::Grid;

/// Pieces that are larger than the labels they lie on.
pub(super) fn off_label(grid: &Grid, place: &Place) -> Option<Finding> {
    let Grid { paper, piece, turned, .. } = grid;
    let label = paper.stock.as_ref()?.label;
    let (width, height) = (piece.knife.width(), piece.knife.height());
    let (wide, high) = if *turned { (label.height, label.width) } else { (label.width, label.height) };
    let over = (width - wide).max(height - high);
    if over < 0.05 {
        return None;
    }
    let [width, height, wide, high, over] = [width, height, wide, high, over].map(|v| number(v, 2));
    Some(Finding {
        rule: "press-sheet-label",
        severity: Severity::Warning,
        place: place.clone(),
        what: say!(
            "pieces of {width} × {height} mm on labels of {wide} × {high} mm: {over} mm of them falls beside the label",
            "{width} × {height} 毫米的件印在 {wide} × {high} 毫米的标签上：有 {over} 毫米落在标签外"
        ),
        hint: Some(say!("make it the label's size: `-p {wide}x{high}`", "请用与标签同大的产品：`-p {wide}x{high}`")),
    })
}

/// Cuts of a sheet that no tick shows, and what would show them.
pub(super) fn unmarked(grid: &Grid, place: &Place) -> Option<Finding> {
    let count = grid.unmarked;
    let what =
        say!("{count} cuts of a sheet have no tick: there is no room", "每张有 {count} 条裁切线没有标记：放不下");
    let hint = say!(
        "leave room between the pieces (`--gutter`), or mark the rim of the sheet: `--sheet-marks edge`",
        "请在件与件之间留出距离（`--gutter`），或在纸边做标记：`--sheet-marks edge`"
    );
    let finding = Finding {
        rule: "press-sheet-ticks",
        severity: Severity::Warning,
        place: place.clone(),
        what,
        hint: Some(hint),
    };
    (count > 0).then_some(finding)
}

/// The same of several products, whose cuts between shelves no tick at the rim shows.
pub(super) fn unmarked_between(grid: &Grid, place: &Place) -> Option<Finding> {
    let hint = say!(
        "leave out `--gutter`: room for the ticks is left between the pieces",
        "请去掉 `--gutter`：件与件之间会留出标记的位置"
    );
    unmarked(grid, place).map(|finding| Finding { hint: Some(hint), ..finding })
}
