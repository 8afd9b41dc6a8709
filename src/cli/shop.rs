//! The options of the print shop, the mirror of [`ShopWanted`](biaoyu_press::ShopWanted).

use std::path::PathBuf;

use clap::Args;

use super::groups::plain;
use super::values::{choke, either, plate, scale};
use biaoyu_press::ShopWanted;

/// The print shop, and what goes with its files.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Shop {
    /// Print shop: offset, gangrun, inkjet-banner, photo-print, digital, office, coreldraw, or a file; `none` for none, although the campaign names one ‖ 印厂类型：offset 胶印、gangrun 合版、inkjet-banner 喷绘、photo-print 写真、digital 数码、office 办公、coreldraw 开文件拼版，或一个文件；活动里写了印厂而这次不用写 `none`
    #[arg(long = "for", value_name = "SHOP", help_heading = "Shop")]
    pub shop: Option<String>,
    /// Crop and registration marks, colour bar and slug [default: as the shop wants] ‖ 裁切线、套准标、色标和信息行，默认按印厂要求
    #[arg(long, value_name = "on|off", value_parser = either("on", "off"), help_heading = "Shop")]
    pub marks: Option<bool>,
    /// Cut line, eyelets, folds and seams as layers [default: as the shop wants] ‖ 刀线、打扣、折线、车线等工艺图层，默认按印厂要求
    #[arg(long, value_name = "on|off", value_parser = either("on", "off"), help_heading = "Shop")]
    pub steps: Option<bool>,
    /// The cutter's name for the spot ink of the cut line [default: CutContour] ‖ 刀线专色的名称，默认 CutContour
    #[arg(long, value_name = "NAME", value_parser = plate, help_heading = "Shop")]
    pub cut_spot: Option<String>,
    /// White under the colours, for film and glass: all [default], art (wherever ink is), or fields: slogan,logo ‖ 铺白墨，用于透明膜、玻璃：all 满版（默认）、art 图文部分，或字段：slogan,logo
    #[arg(long, value_name = "WHERE", value_delimiter = ',', num_args = 0..=1, default_missing_value = "all", require_equals = true, help_heading = "Shop")]
    pub white: Vec<String>,
    /// How far white ends within the colours, mm: 0.2 [default: as the shop wants, else 0] ‖ 白墨比图文内缩多少毫米，如 0.2，默认按印厂要求，否则不缩
    #[arg(long, value_name = "MM", value_parser = choke, help_heading = "Shop")]
    pub white_choke: Option<u32>,
    /// Spot varnish over: all, art, or fields: slogan,logo ‖ 局部 UV（光油）：all 满版、art 图文部分，或字段：slogan,logo
    #[arg(long, value_name = "WHERE", value_delimiter = ',', help_heading = "Shop")]
    pub varnish: Vec<String>,
    /// Foil instead of ink: fields: slogan,logo,name ‖ 烫金，不再印墨：字段，如 slogan,logo,name
    #[arg(long, value_name = "WHERE", value_delimiter = ',', help_heading = "Shop")]
    pub foil: Vec<String>,
    /// Inks of crop and registration marks: all on one place, or apart [default: all] ‖ 裁切线和套准标的油墨：all 各色叠印，apart 各色分开（不超总墨量），默认 all
    #[arg(long, value_name = "all|apart", value_parser = either("apart", "all"), help_heading = "Shop")]
    pub mark_inks: Option<bool>,
    /// The shop's own template, page 1 of a PDF: lines over the page on a locked layer ‖ 印厂自己的模板，PDF 第 1 页：画成线条，锁在图层里盖在页面上
    #[arg(long, value_name = "FILE.pdf", help_heading = "Shop")]
    pub guide: Option<PathBuf>,
    /// Scale of print files: 1:10 ‖ 付印文件的比例：1:10
    #[arg(long, value_name = "1:N", value_parser = scale, help_heading = "Shop")]
    pub scale: Option<u32>,
    /// Pieces, for slug and ticket: 500, or badge-58=500 ‖ 数量，写入信息行和制作单：500，或 badge-58=500
    #[arg(long, value_name = "N", value_delimiter = ',', allow_negative_numbers = true, help_heading = "Shop")]
    pub quantity: Vec<String>,
}

impl Shop {
    /// What is asked for.
    pub fn wanted(&self) -> ShopWanted {
        ShopWanted {
            profile: self.shop.clone(),
            marks: self.marks,
            steps: self.steps,
            cut_spot: self.cut_spot.clone(),
            white: plain(&self.white),
            white_choke: self.white_choke,
            varnish: plain(&self.varnish),
            foil: plain(&self.foil),
            marks_apart: self.mark_inks.unwrap_or_default(),
            guide: self.guide.clone(),
            scale: self.scale,
            quantity: plain(&self.quantity),
        }
    }
}
