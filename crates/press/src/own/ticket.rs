//! `jobs.csv` 制作单: what the shop makes of each file, for a spreadsheet.

use crate::plan::Plan;
use crate::plan::quote::{Takes, finished};
use crate::plan::work::{FileWanted, Job};
use biaoyu_page::error::Lang;
use biaoyu_page::measure::number;
use biaoyu_page::words::FileKind;
use biaoyu_set::finish::{Coat, Technical, bleed, net_size};
use biaoyu_set::product::{ALL, ART, Back, Product};

/// Columns of the sheet.
const COLUMNS: usize = 18;

/// A line for each print file that is there; what a job comes to stands in the line of its first file. UTF-8 with a byte order mark, or Excel takes it for another encoding; line
/// ends as RFC 4180 has them.
pub(crate) fn ticket(plan: &Plan, lang: Lang) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    let head: [&str; COLUMNS] = match lang {
        Lang::En => [
            "file",
            "slogan",
            "product",
            "net size",
            "bleed",
            "scale",
            "quantity",
            "material",
            "finishing",
            "white edge",
            "faces",
            "type",
            "paper",
            "sheets",
            "m²",
            "waste",
            "rings",
            "hem, m",
        ],
        Lang::Zh => [
            "文件",
            "标语",
            "产品",
            "成品尺寸",
            "出血",
            "比例",
            "数量",
            "材料",
            "工艺",
            "留白",
            "印面",
            "文字",
            "用纸",
            "张数",
            "平方米",
            "余料",
            "打扣",
            "卷边米数",
        ],
    };
    // A writer to memory cannot fail.
    let _ = out.write_record(head);
    for (number, job) in plan.jobs.iter().enumerate() {
        let there = job.files.iter().filter(|f| is_for_print(job, f.format) && plan.is_there(&f.path));
        for (at, file) in there.enumerate() {
            // Who sums a column up gets each job once.
            let _ = out.write_record(row(plan, (number, job), (file, at == 0), lang));
        }
    }
    out.into_inner().unwrap_or_default()
}

/// Proofs are not for the press, unless the shop takes nothing better.
fn is_for_print(job: &Job, format: FileKind) -> bool {
    match format {
        FileKind::Pdf | FileKind::Tiff | FileKind::Plate | FileKind::Dxf | FileKind::Svg => true,
        FileKind::Png | FileKind::Jpeg => !job.files.iter().any(|f| matches!(f.format, FileKind::Pdf | FileKind::Tiff)),
        FileKind::Thumbnail => false,
    }
}

fn row(plan: &Plan, (at, job): (usize, &Job), (file, is_first): (&FileWanted, bool), lang: Lang) -> [String; COLUMNS] {
    let product = &job.work.product;
    let format = file.format;
    let shop = &plan.settings.shop;
    let pick = |en: &str, zh: &str| if lang == Lang::En { en.to_owned() } else { zh.to_owned() };
    let named = |p: &Product| if lang == Lang::En { p.name_en.clone() } else { p.name.clone() };
    // Several products on common sheets: each with its count, and what it has beside the others.
    let all = job.products();
    let each = |said: &dyn Fn(&Product) -> String| {
        let mut parts: Vec<String> = Vec::new();
        for part in all.iter().map(|(product, _)| said(product)) {
            if !part.is_empty() && !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join("＋")
    };
    let counted = |(p, n): &(&Product, u64)| if all.len() > 1 { format!("{} {n}", named(p)) } else { named(p) };
    let white = shop.profile.as_deref().map_or(0.0, |p| p.white_edge);
    let white = if white > 0.0 { format!("{} mm", number(white, 1)) } else { String::new() };
    let outlines = plan.settings.pdf.outlines;
    let kind = match format {
        FileKind::Pdf if outlines => pick("outlines", "已转曲"),
        FileKind::Pdf => pick("embedded faces", "字体已嵌入"),
        FileKind::Dxf | FileKind::Svg => pick("cut lines", "刀线"),
        _ => pick("raster", "位图"),
    };
    let [paper, sheets, square, waste, rings, hem] = if is_first { reckoned(job) } else { Default::default() };
    [
        file.path.clone(),
        // What begins like a formula is text all the same.
        plain(&slogans(plan, job)),
        all.iter().map(counted).collect::<Vec<_>>().join("＋"),
        each(&net_size),
        each(&bleed),
        format!("1:{}", job.work.scale),
        if is_first { pieces_said(job) } else { String::new() },
        plain(&each(&|p| p.material.clone().unwrap_or_default())),
        match format {
            // Neither has plates of its own.
            FileKind::Dxf | FileKind::Svg | FileKind::Jpeg => plain(&each(&|p| finished(p).unwrap_or_default())),
            _ => plain(&each(&|p| finishing(p, plan.laid(at, p)))),
        },
        white,
        match (product.sides, format, product.back) {
            (1, ..) => "1".to_owned(),
            (_, FileKind::Pdf, Back::Same) if plan.is_bound() => {
                pick("2: back the same, on even pages", "2：反面同正面，见偶数页")
            }
            (_, FileKind::Pdf, Back::Mirror) if plan.is_bound() => {
                pick("2: printed through, back mirrored on even pages", "2：透印，反面镜像，见偶数页")
            }
            (_, FileKind::Pdf, Back::Same) => pick("2: back the same, page 2", "2：反面同正面，见第 2 页"),
            (_, FileKind::Pdf, Back::Mirror) => {
                pick("2: printed through, back mirrored on page 2", "2：透印，反面镜像，见第 2 页")
            }
            _ if file.back => pick("2: this is the back", "2：本文件为反面"),
            _ if product.back_differs() => pick("2: this is the front", "2：本文件为正面"),
            _ => pick("2: both alike", "2：两面相同"),
        },
        kind,
        paper,
        sheets,
        square,
        waste,
        rings,
        hem,
    ]
}

/// How a product is finished 后道, in the words of trade: its own, then what is laid on it.
fn finishing(product: &Product, coats: Vec<Coat>) -> String {
    let coats = coats.into_iter().map(|coat| {
        let what = match coat.what {
            Technical::White => "铺白墨",
            Technical::Varnish => "局部UV",
            _ => "烫金",
        };
        let on: Vec<&str> = coat
            .on
            .iter()
            .map(|on| match on.as_str() {
                ALL => "满版",
                ART => "图文",
                on => on,
            })
            .collect();
        let choke = match coat.choke {
            0 => String::new(),
            micrometres => format!("，内缩 {} mm", number(f64::from(micrometres) / 1000.0, 3)),
        };
        format!("{what}（{}{choke}）", on.join("、"))
    });
    finished(product).into_iter().chain(coats).collect::<Vec<_>>().join("＋")
}

/// Paper, sheets, square metres, waste, rings and metres of hem, for all pieces; of a run onto press sheets the paper's square
/// metres.
fn reckoned(job: &Job) -> [String; 6] {
    let none = || String::new();
    if let Some(sheets) = &job.sheets {
        let paper = &sheets.grid.paper;
        let square = number(paper.size.area() * sheets.sheets() as f64 / 1e6, 3);
        let waste = format!("{} %", number(100.0 * sheets.waste(), 0));
        return [paper.name.clone(), sheets.sheets().to_string(), square, waste, none(), none()];
    }
    let (takes, pieces) = (Takes::of_job(job, &job.work.product), job.pieces());
    let square = number(takes.square * pieces as f64, 3);
    let rings = if takes.rings > 0 { (takes.rings as u64 * pieces).to_string() } else { none() };
    let hem = if takes.hem > 0.0 { number(takes.hem * pieces as f64, 2) } else { none() };
    let stock = job.panels.as_ref().map_or_else(none, |panels| panels.making.stock.words());
    [stock, none(), square, none(), rings, hem]
}

/// Pieces of a file: of each page as many as are asked for; a file of many pages has one of each.
fn pieces_said(job: &Job) -> String {
    match (&job.sheets, job.asked, job.pages.len()) {
        (None, None, 0 | 1) => String::new(),
        _ => job.pieces().to_string(),
    }
}

/// The slogans of a file: the first three different ones, and how many there are.
fn slogans(plan: &Plan, job: &Job) -> String {
    let mut all: Vec<&str> = Vec::new();
    let mut before = None;
    for leaf in plan.pages.get(job.pages.clone()).unwrap_or_default() {
        if before == Some(leaf.work) {
            continue;
        }
        before = Some(leaf.work);
        let text = plan.work(*leaf).map_or("", |work| work.sheet.text.as_str());
        if !all.contains(&text) {
            all.push(text);
        }
    }
    match all.len() {
        0 => job.work.sheet.text.clone(),
        1..=3 => all.join(" / "),
        count => format!("{} … ({count})", all[..3].join(" / ")),
    }
}

/// Spreadsheets run cells that begin with these; an apostrophe keeps them text.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() }
}
