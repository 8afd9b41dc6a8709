//! The options of press sheets.

use clap::Args;

use super::values::{choice, count, gutter};
use biaoyu_page::words::{Camera, Duplex, Hang, Order, Seam, SheetMarks, Way};
use biaoyu_press::SheetsWanted;

/// Press sheets: many pieces on one, to be cut.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Sheets {
    /// Pieces side by side on sheets of this paper, to print at 100 % and cut: a4, a3, labels-70x37 …, see `list papers`; `auto` chooses ‖ 拼到这种纸上，按 100 % 打印后裁开：a4、a3、labels-70x37 等，见 `list papers`；`auto` 自动选纸
    #[arg(long, value_name = "PAPER", help_heading = "Sheets")]
    pub on: Option<String>,
    /// The first place to fill on the first sheet: 17 on label stock of which 16 are used ‖ 第一张从第几个位置开始：标签纸已用掉 16 个就写 17
    #[arg(long, value_name = "N", requires = "on", value_parser = count, allow_negative_numbers = true, help_heading = "Sheets")]
    pub start: Option<u32>,
    /// Between pieces, in mm [default: twice the bleed]; 0 for one cut between two ‖ 件与件的间距（毫米），默认两倍出血；0 为两件之间只裁一刀
    #[arg(long, value_name = "MM", requires = "on", value_parser = gutter, allow_negative_numbers = true, help_heading = "Sheets")]
    pub gutter: Option<f64>,
    /// Order of the pieces [default: by paper]; stacks: the pile is in the table's order after cutting ‖ 各件的次序，默认随纸张；stacks：裁开叠起后正好是表格的顺序
    #[arg(long, value_name = "rows|columns|stacks", requires = "on", value_parser = choice::<Order>(), help_heading = "Sheets")]
    pub order: Option<Order>,
    /// How a sheet with two sides is turned [default: by paper] ‖ 双面的纸怎样翻面，默认随纸张：长边、短边、左右自翻、天地自翻
    #[arg(long, value_name = "long-edge|short-edge|work-and-turn|work-and-tumble", requires = "on", value_parser = choice::<Duplex>(), help_heading = "Sheets")]
    pub duplex: Option<Duplex>,
    /// Cutting marks of the sheet [default: by paper] ‖ 拼版的裁切标记，默认随纸张
    #[arg(long, value_name = "none|edge|corners|both|press", requires = "on", value_parser = choice::<SheetMarks>(), help_heading = "Sheets")]
    pub sheet_marks: Option<SheetMarks>,
    /// Never turn pieces by a quarter, also where more would go on a sheet ‖ 各件不转 90°，即使转了能多拼
    #[arg(long, requires = "on", help_heading = "Sheets")]
    pub upright: bool,
    /// Marks for a cutter's camera, on the print and in the cut file [default: by paper] ‖ 切割机摄像头的定位标记，印在纸上也写进刀线文件，默认随纸张
    #[arg(long, value_name = "circle|corner", requires = "on", value_parser = choice::<Camera>(), help_heading = "Sheets")]
    pub camera: Option<Camera>,
    /// Several products on common sheets, cut apart from edge to edge ‖ 几种产品合拼在同一批纸上，一刀到底地裁开
    #[arg(long, requires = "on", conflicts_with_all = ["start", "order"], help_heading = "Sheets")]
    pub gang: bool,
    /// Each page over several sheets of this paper, to be cut and taped: a4, a3 … ‖ 每幅分到几张这种纸上，裁开粘起来：a4、a3 等
    #[arg(long, value_name = "PAPER", conflicts_with = "on", help_heading = "Sheets")]
    pub tile: Option<String>,
    /// What neighbouring tiles share, in mm [default: 10]; 0: they meet, the white edge is for the glue ‖ 相邻两张重叠多少毫米，默认 10；0 为对接，白边作粘贴边
    #[arg(long, value_name = "MM", requires = "tile", value_parser = gutter, allow_negative_numbers = true, help_heading = "Sheets")]
    pub overlap: Option<f64>,
    /// Yes, more than 60 sheets of tiles are meant ‖ 分张超过 60 张也要
    #[arg(long, requires = "tile", help_heading = "Sheets")]
    pub many: bool,
    /// Correct the shift and scale of this printer, as `biaoyu calibrate` has kept them ‖ 按 `biaoyu calibrate` 记下的偏移和比例校正这台打印机
    #[arg(long, value_name = "NAME", help_heading = "Sheets")]
    pub printer: Option<String>,
    /// Banners and backdrops in panels as wide as this roll, in mm: 3200, `auto`, or a board: 1200x2400; with a drawing for the sewing room ‖ 横幅、背景板按幅宽（毫米）分片印：3200、`auto`，板材写 1200x2400；另出一张缝制加工图
    #[arg(long, value_name = "WIDTH", conflicts_with_all = ["on", "tile"], help_heading = "Sheets")]
    pub panel: Option<String>,
    /// How panels are joined [default: by shop] ‖ 各片怎样拼，默认随印厂：热合、胶粘、缝、对接
    #[arg(long, value_name = "weld|glue|sew|butt", requires = "panel", value_parser = choice::<Seam>(), help_heading = "Sheets")]
    pub seam: Option<Seam>,
    /// What a panel takes for a seam, in mm [default: by shop and seam] ‖ 每道缝多印多少毫米，默认随印厂和拼法
    #[arg(long, value_name = "MM", requires = "panel", value_parser = gutter, allow_negative_numbers = true, help_heading = "Sheets")]
    pub allowance: Option<f64>,
    /// Which way seams run [default: the one with fewer] ‖ 接缝走向，默认取接缝少的
    #[arg(long, value_name = "upright|level", requires = "panel", value_parser = choice::<Way>(), help_heading = "Sheets")]
    pub seam_way: Option<Way>,
    /// What banners and backdrops hang by [default: by shop] ‖ 横幅、背景板怎么挂，默认随印厂：打扣、穿绳
    #[arg(long, value_name = "rings|rope", value_parser = choice::<Hang>(), help_heading = "Sheets")]
    pub hang: Option<Hang>,
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
            camera: self.camera,
            gang: self.gang,
            many: self.many,
            upright: self.upright,
            tile: self.tile.as_deref().map(|id| id.trim().to_owned()),
            overlap: self.overlap,
            printer: self.printer.as_deref().map(|name| name.trim().to_owned()),
            panel: self.panel.as_deref().map(|width| width.trim().to_lowercase()),
            seam: self.seam,
            allowance: self.allowance,
            seam_way: self.seam_way,
            hang: self.hang,
        }
    }
}
