//! How the files of a run are written.

use std::sync::Arc;

use super::imposed::SheetsAsked;
use super::panels::PanelsAsked;
use super::tiles::TilesAsked;
use crate::folder::files::read_limited;
use crate::shelf::shop::Shop;
use crate::want::Wanted;
use biaoyu_out::pdf::{self, OutputIntent};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::PROFILE_BYTES;
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, FileKind, Pass, Standard};
use biaoyu_set::campaign::Campaign;
use biaoyu_set::paper::Printer;
use biaoyu_set::product::Product;

/// How files are written.
#[derive(Clone)]
pub struct Settings {
    /// Kinds of files.
    pub formats: Vec<FileKind>,
    /// Dots an inch of the proofs; each product's own when `None`.
    pub dpi: Option<f64>,
    /// How PDFs are written.
    pub pdf: pdf::Options,
    /// The shop's printing condition; the embedded one when `None`.
    pub profile: Option<Arc<Profile>>,
    /// Only the jobs' files: no contact sheet, no approval sheets.
    pub bare: bool,
    /// Pages are bound together in files.
    pub bound: bool,
    /// Files are named by hand: who names a file means that name.
    pub(crate) is_named: bool,
    /// What is printed of pages with records; all when `None`.
    pub only: Option<Pass>,
    /// How far all ink is moved against the sheet, right and down, micrometres.
    pub shift: Option<[i32; 2]>,
    /// Pages are imposed on press sheets.
    pub(crate) sheets: Option<SheetsAsked>,
    /// Each page is spread over several sheets.
    pub(crate) tiles: Option<TilesAsked>,
    /// The printer whose shift and scale are corrected.
    pub(crate) printer: Option<Printer>,
    /// Each page is printed in panels.
    pub(crate) panels: Option<PanelsAsked>,
    /// What banners and backdrops that are printed whole hang by, where somebody says it.
    pub(crate) hung: Option<PanelsAsked>,
    /// The empty margin of a logo's file is its clear space.
    pub(crate) keeps_margin: bool,
    /// Fields that records carry besides those that their pages print.
    pub vt_fields: Vec<String>,
    /// What the print shop asks.
    pub shop: Shop,
}

impl Settings {
    /// The printing condition.
    pub fn profile(&self) -> &Profile {
        self.profile.as_deref().unwrap_or_else(|| Profile::embedded())
    }

    /// Dots an inch of the proof of a product.
    pub fn proof_dpi(&self, product: &Product) -> f64 {
        self.dpi.unwrap_or(product.proof_dpi)
    }

    /// What the PDFs promise, if there are any.
    pub(crate) fn promised(&self) -> Option<Standard> {
        self.formats.contains(&FileKind::Pdf).then_some(self.pdf.standard)
    }
}

/// What was asked for of sheets, tiles and panels, and the printer.
pub(crate) type Asked = (Option<SheetsAsked>, Option<TilesAsked>, Option<PanelsAsked>, Option<Printer>);

/// What was asked for by hand, over what the shop wants.
pub(crate) fn settings(
    wanted: &Wanted,
    campaign: &Campaign,
    shop: Shop,
    (sheets, tiles, panels, printer): Asked,
) -> Result<Settings, Faults> {
    let output = &wanted.output;
    let hung = PanelsAsked::whole(&wanted.sheets, &shop);
    let (icc, profile) = match &output.icc {
        None => (OutputIntent::fogra39(), None),
        Some(path) => {
            let (bytes, name) = (read_limited(path, PROFILE_BYTES)?, path.display().to_string());
            let profile = Profile::parse(&bytes, Place::file(name.as_str()))?;
            (Arc::new(OutputIntent::from_profile(&name, bytes)?), Some(Arc::new(profile)))
        }
    };
    let date = match (output.epoch, campaign.date, campaign.year) {
        (Some(seconds), _, _) => pdf::Moment::from_unix(seconds),
        (None, Some(day), _) => pdf::Moment::day(day.year(), day.month(), day.day()),
        (None, None, Some(year)) => pdf::Moment::day(year, 1, 1),
        // A file must be dated, and equal input must give equal bytes.
        (None, None, None) => pdf::Moment::day(2000, 1, 1),
    };
    let author = wanted.words.fields.get("unit").map(str::to_owned).filter(|u| !u.trim().is_empty());
    let pdf = shop.pdf(output, pdf::Options { icc, author, ..pdf::Options::new(date) });
    if pdf.records && pdf.standard != Standard::X4 {
        let what = say!("PDF/VT-1 is PDF/X-4 with records", "PDF/VT-1 是带记录信息的 PDF/X-4");
        let hint = say!("leave `--standard` out, or `--vt`", "请去掉 `--standard` 或 `--vt`");
        return Err(Fault::new("vt/standard", Place::thing(say!("`--vt`", "`--vt`")), what).hint(hint).into());
    }
    let mut formats = if output.formats.is_empty() { shop.formats() } else { output.formats.clone() };
    let bound = output.combine.is_some() || sheets.is_some();
    if sheets.is_some() && output.split.is_some() {
        let what = say!("press sheets are one file", "拼版是一个文件");
        let hint = say!("leave `--split` out", "请去掉 `--split`");
        return Err(Fault::new("impose/split", Place::thing(say!("`--split`", "`--split`")), what).hint(hint).into());
    }
    if tiles.is_some() && output.combine.is_some() {
        let what = say!("the tiles of each page are a file by themselves", "每幅分张后自成一个文件");
        let hint = say!("leave `--combine` out", "请去掉 `--combine`");
        return Err(Fault::new("tile/combine", Place::thing(say!("`--combine`", "`--combine`")), what)
            .hint(hint)
            .into());
    }
    if printer.is_some() && sheets.is_none() && tiles.is_none() && output.only.is_none() {
        let what = say!(
            "a printer is corrected where pages go onto its paper as they lie",
            "校正打印机只用于直接打到它的纸上的页面"
        );
        let hint = say!(
            "add `--on`, `--tile` or `--only`, or leave `--printer` out",
            "请加 `--on`、`--tile` 或 `--only`，或去掉 `--printer`"
        );
        return Err(Fault::new("printer/nothing", Place::thing(say!("`--printer`", "`--printer`")), what)
            .hint(hint)
            .into());
    }
    if panels.is_some() && output.combine.is_some() {
        let what = say!("the panels of each page are a file by themselves", "每幅拼片自成一个文件");
        let hint = say!("leave `--combine` out", "请去掉 `--combine`");
        return Err(Fault::new("panel/combine", Place::thing(say!("`--combine`", "`--combine`")), what)
            .hint(hint)
            .into());
    }
    if sheets.is_some() {
        if let Some(other) = formats.iter().find(|f| matches!(f, FileKind::Jpeg | FileKind::Tiff)) {
            let word = other.word();
            let what = say!("`{word}` files do not hold press sheets", "`{word}` 文件不能放拼版");
            let hint = say!(
                "write `-f pdf,png`: the PDF holds all sheets, the PNG shows the first",
                "请写 `-f pdf,png`：PDF 有全部拼版，PNG 显示第一张"
            );
            return Err(Fault::new("impose/format", Place::thing(say!("`--on`", "`--on`")), what).hint(hint).into());
        }
        if !formats.contains(&FileKind::Pdf) {
            formats.push(FileKind::Pdf);
        }
    } else if bound {
        // Only a PDF holds many pages.
        formats.retain(|f| *f == FileKind::Pdf);
        if formats.is_empty() {
            let what = say!("only PDFs hold many pages", "只有 PDF 能合并多页");
            let hint = say!("leave `-f` out, or `--combine`", "请去掉 `-f` 或 `--combine`");
            return Err(Fault::new("combine/format", Place::thing(say!("`--combine`", "`--combine`")), what)
                .hint(hint)
                .into());
        }
    }
    if output.only.is_some_and(|only| only != Pass::Imprint) && wanted.words.data.is_none() {
        let what = say!("without a table nothing differs from row to row", "没有名单，就没有随行变化的内容");
        let hint = say!(
            "give the table by `--data`, or write `--only imprint` for bought forms",
            "请用 `--data` 给出名单；套印买来的内芯请写 `--only imprint`"
        );
        return Err(Fault::new("only/no-table", Place::thing(say!("`--only`", "`--only`")), what).hint(hint).into());
    }
    let vt_fields = output.vt_fields.clone();
    Ok(Settings {
        formats,
        dpi: output.dpi,
        pdf,
        profile,
        bare: output.bare,
        bound,
        is_named: output.name.is_some(),
        only: output.only,
        shift: output.shift.filter(|shift| *shift != [0, 0]),
        sheets,
        tiles,
        panels,
        hung,
        printer,
        keeps_margin: wanted.words.logo_keep_margin,
        vt_fields,
        shop,
    })
}
