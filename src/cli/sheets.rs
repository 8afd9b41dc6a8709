//! The options of press sheets.

use clap::Args;

use super::values::{choice, count, gutter};
use biaoyu_page::words::{Duplex, Order, SheetMarks};
use biaoyu_press::SheetsWanted;

/// Press sheets: many pieces on one, to be cut.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Sheets {
    /// Pieces side by side on sheets of this paper, to print at 100 % and cut: a4, a3, labels-70x37 …, see `list papers`; `auto` chooses ‖ 拼到这种纸上，按 100 % 打印后裁开：a4、a3、labels-70x37 等，见 `list papers`；`auto` 自动选纸
    #[arg(long, value_name = "PAPER", help_heading = "Sheets")]
    pub on: Option<String>,
    /// The first place to fill on the first sheet: 17 on label stock of which 16 are used ‖ 第一张从第几个位置开始：标签纸已用掉 16 个就写 17
    #[arg(long, value_name = "N", requires = "on", value_parser = count, help_heading = "Sheets")]
    pub start: Option<u32>,
    /// Between pieces, in mm [default: twice the bleed]; 0 for one cut between two ‖ 件与件的间距（毫米），默认两倍出血；0 为两件之间只裁一刀
    #[arg(long, value_name = "MM", requires = "on", value_parser = gutter, help_heading = "Sheets")]
    pub gutter: Option<f64>,
    /// Order of the pieces [default: by paper]; stacks: the pile is in the table's order after cutting ‖ 各件的次序，默认随纸张；stacks：裁开叠起后正好是表格的顺序
    #[arg(long, value_name = "rows|columns|stacks", requires = "on", value_parser = choice::<Order>(), help_heading = "Sheets")]
    pub order: Option<Order>,
    /// How a sheet with two sides is turned [default: by paper] ‖ 双面的纸怎样翻面，默认随纸张：长边、短边、左右自翻、天地自翻
    #[arg(long, value_name = "long-edge|short-edge|work-and-turn|work-and-tumble", requires = "on", value_parser = choice::<Duplex>(), help_heading = "Sheets")]
    pub duplex: Option<Duplex>,
    /// Cutting marks of the sheet [default: by paper] ‖ 拼版的裁切标记，默认随纸张
    #[arg(long, value_name = "none|edge|corners|both", requires = "on", value_parser = choice::<SheetMarks>(), help_heading = "Sheets")]
    pub sheet_marks: Option<SheetMarks>,
    /// Never turn pieces by a quarter, also where more would go on a sheet ‖ 各件不转 90°，即使转了能多拼
    #[arg(long, requires = "on", help_heading = "Sheets")]
    pub upright: bool,
    /// Each page over several sheets of this paper, to be cut and taped: a4, a3 … ‖ 每幅分到几张这种纸上，裁开粘起来：a4、a3 等
    #[arg(long, value_name = "PAPER", conflicts_with = "on", help_heading = "Sheets")]
    pub tile: Option<String>,
    /// What neighbouring tiles share, in mm [default: 10]; 0: they meet, the white edge is for the glue ‖ 相邻两张重叠多少毫米，默认 10；0 为对接，白边作粘贴边
    #[arg(long, value_name = "MM", requires = "tile", value_parser = gutter, help_heading = "Sheets")]
    pub overlap: Option<f64>,
}

impl Sheets {
    /// What is asked for.
    pub fn wanted(&self) -> SheetsWanted {
        SheetsWanted {
            on: self.on.as_deref().map(|id| id.trim().to_owned()),
            start: self.start,
            gutter: self.gutter,
            order: self.order,
            duplex: self.duplex,
            marks: self.sheet_marks,
            upright: self.upright,
            tile: self.tile.as_deref().map(|id| id.trim().to_owned()),
            overlap: self.overlap,
        }
    }
}
