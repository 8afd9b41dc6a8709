//! `biaoyu impose`: PDFs of any program on press sheets.

use std::path::{Path, PathBuf};

use crate::folder::files::{read_limited, write_whole};
use crate::plan::imposed::SheetsAsked;
use crate::shelf::shop::Shop;
use crate::shelf::sources::Sources;
use crate::want::SheetsWanted;
use biaoyu_check::impose::{Placed, Source, sheets};
use biaoyu_out::pdf;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::geom::{Rect, Size};
use biaoyu_page::limits::PDF_BYTES;
use biaoyu_page::measure::number;
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::Standard;
use biaoyu_set::impose::{Grid, Piece, Sequence, Side};
use biaoyu_set::overview::Words;
use biaoyu_set::paper::{Paper, Printer};
use biaoyu_set::product::Edges;

/// How our sheets begin: a file of that beginning may be written again.
const OWN: &str = "%PDF-1.6\n%标语\n";
/// Two pages are of one size when no side differs by more, mm.
const SAME: f64 = 0.05;

/// What is to be imposed.
#[derive(Clone, Debug, Default)]
pub struct ImposeWanted {
    /// The PDFs, in order.
    pub files: Vec<PathBuf>,
    /// The sheets; the paper must be named.
    pub sheets: SheetsWanted,
    /// The backs, page by page behind those of `files`, or one page for all of them.
    pub backs: Option<PathBuf>,
    /// Printed sides of a piece: with 2 the pages are front, back, front, back.
    pub sides: u8,
    /// Copies of each piece.
    pub copies: u32,
    /// The file that is written.
    pub output: PathBuf,
    /// Seconds since 1970 that date the file.
    pub epoch: Option<i64>,
}

/// What it came to.
#[derive(Clone, Debug)]
pub struct ImposeReport {
    /// Sheets of paper.
    pub sheets: usize,
    /// Pieces that come of them.
    pub pieces: usize,
    /// Bytes of the file.
    pub bytes: usize,
    /// What the file promises.
    pub standard: Standard,
    /// What the clerk should know.
    pub findings: Vec<Finding>,
}

/// Imposes PDFs and writes the sheets.
///
/// # Errors
/// Files that cannot be read, are locked or damaged; pages of several sizes; backs without fronts; what
/// [`Grid::new`] refuses; a file of someone else in the place of the new one.
pub fn impose(wanted: &ImposeWanted, sources: &Sources) -> Result<ImposeReport, Faults> {
    let mut faults = Faults::default();
    let read = |path: &PathBuf| read_limited(path, PDF_BYTES).map(|bytes| (path.display().to_string(), bytes));
    let files: Vec<(String, Vec<u8>)> = wanted
        .files
        .iter()
        .chain(&wanted.backs)
        .filter_map(|path| faults.take(read(path).map_err(Faults::from)))
        .collect();
    let opened: Vec<Source<'_>> =
        files.iter().filter_map(|(name, bytes)| faults.take(Source::open(name, bytes).map_err(Faults::from))).collect();
    let Some(asked) = faults.take(SheetsAsked::new(&wanted.sheets, &Shop::default(), sources)).flatten() else {
        return Err(faults);
    };
    faults.or(())?;
    let all: Vec<(usize, usize)> =
        opened.iter().enumerate().flat_map(|(s, source)| (0..source.pages.len()).map(move |p| (s, p))).collect();
    let all = match wanted.backs {
        Some(_) => backed(&opened, all)?,
        None => all,
    };
    let printed = if wanted.backs.is_some() { 2 } else { wanted.sides };
    let sides = usize::from(printed.clamp(1, 2));
    let count = all.len();
    if !count.is_multiple_of(sides) {
        let what = say!(
            "{count} pages are no pairs of front and back: one back is missing",
            "{count} 页配不成正反面：少一页反面"
        );
        let hint = say!("add the back, or write `--sides 1`", "请补上反面，或写 `--sides 1`");
        return Err(Fault::new("impose/pairs", Place::default(), what).hint(hint).into());
    }
    let piece = piece(&opened, &all, sides)?;
    let grid = asked.place(&piece, printed, count / sides * wanted.copies.max(1) as usize)?;
    let copies = vec![wanted.copies.max(1); count / sides];
    let imposed = asked.imposed(grid, &copies)?;
    let (grid, sequence) = (&imposed.grid, &imposed.sequence);

    let mut findings: Vec<Finding> = opened.iter().flat_map(|source| source.findings.clone()).collect();
    let x4 = promise(&opened, &mut findings);
    let standard = if x4 { Standard::X4 } else { Standard::None };
    let date = wanted.epoch.map_or(pdf::Moment::day(2000, 1, 1), pdf::Moment::from_unix);
    let title = wanted.output.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let options = pdf::Options { standard, title: Some(title.clone()), ..pdf::Options::new(date) };
    let words = Words::new(&FontLibrary::embedded())?;
    let printer = wanted.sheets.printer.as_deref().map(|name| sources.printer(name)).transpose()?;
    let mut pages = marked(grid, sequence, &words, &title);
    if let Some(printer) = &printer {
        pages = pages.into_iter().map(|page| printer.corrected(page)).collect();
    }
    let written = pdf::write(&pages, &options)?;
    let mut places = places(grid, sequence, &all, sides);
    if let Some(correction) = printer.as_ref().map(Printer::correction) {
        for placed in places.iter_mut().flatten() {
            placed.at = correction * placed.at;
            placed.shown = correction.transform_rect_bbox(placed.shown);
        }
    }
    let one_intent = same_intent(&opened);
    let bytes = sheets(&written, grid.paper.size.height, &opened, &places, one_intent)?;
    write_whole(&wanted.output, &bytes, OWN)?;
    let size = Product(&piece).words();
    findings.extend(imposed.told_of(&size, Place::default()));
    Ok(ImposeReport { sheets: sequence.sheets(), pieces: imposed.pieces(), bytes: bytes.len(), standard, findings })
}

/// Front, back, front, back: the last source holds the backs.
fn backed(opened: &[Source<'_>], all: Vec<(usize, usize)>) -> Result<Vec<(usize, usize)>, Fault> {
    let last = opened.len().saturating_sub(1);
    let (backs, fronts): (Vec<_>, Vec<_>) = all.into_iter().partition(|(source, _)| *source == last);
    let (front, back) = (fronts.len(), backs.len());
    if back != front && back != 1 {
        let name = opened.get(last).map(|source| source.name.clone()).unwrap_or_default();
        let what = say!(
            "{back} backs for {front} fronts: wanted as many, or one for all",
            "反面 {back} 页，正面 {front} 页：应一样多，或只有一页通用的反面"
        );
        let hint = if back > front {
            say!("take the backs that are too many out, or add their fronts", "请去掉多余的反面，或补上正面")
        } else {
            say!("add the missing backs, or give one page for all", "请补上缺的反面，或只给一页通用的")
        };
        return Err(Fault::new("impose/backs", Place::file(name), what).hint(hint));
    }
    let behind = backs.into_iter().cycle();
    Ok(fronts.into_iter().zip(behind).flat_map(|(front, back)| [front, back]).collect())
}

/// Writes the page that a printer is measured by.
///
/// # Errors
/// `file/there` when another's file has that name; those of the file system.
pub fn calibration(paper: &Paper, path: &Path, epoch: Option<i64>) -> Result<(), Faults> {
    let words = Words::new(&FontLibrary::embedded())?;
    let date = epoch.map_or(pdf::Moment::day(2000, 1, 1), pdf::Moment::from_unix);
    let options = pdf::Options { standard: Standard::None, ..pdf::Options::new(date) };
    let bytes = pdf::write(&[biaoyu_set::impose::calibration(paper, &words)], &options)?;
    Ok(write_whole(path, &bytes, OWN)?)
}

/// The pieces' size in words.
struct Product<'p>(&'p Piece);

impl Product<'_> {
    fn words(&self) -> String {
        format!("{}×{} mm", number(self.0.knife.width(), 2), number(self.0.knife.height(), 2))
    }
}

/// The shape that all pages have: their size, and the bleed that every one of them has.
fn piece(opened: &[Source<'_>], all: &[(usize, usize)], sides: usize) -> Result<Piece, Fault> {
    let page = |(source, page): &(usize, usize)| {
        let source = opened.get(*source)?;
        Some((source, source.pages.get(*page)?, page + 1))
    };
    let Some((_, first, _)) = all.first().and_then(page) else {
        return Err(Fault::new("impose/no-pages", Place::default(), say!("no page to impose", "没有可拼的页面")));
    };
    let size: Size = first.trim;
    let mut bleed = first.bleed;
    for (i, at) in all.iter().enumerate() {
        let Some((source, other, number_of)) = page(at) else { continue };
        let differs = (other.trim.width - size.width).abs() > SAME || (other.trim.height - size.height).abs() > SAME;
        if differs {
            let [w, h, width, height] =
                [other.trim.width, other.trim.height, size.width, size.height].map(|v| number(v, 2));
            let what = say!(
                "page {number_of} is {w} × {h} mm, the first {width} × {height} mm: pieces of one run are of one size",
                "第 {number_of} 页是 {w} × {h} 毫米，第一页是 {width} × {height} 毫米：一次只能拼同一尺寸"
            );
            let hint = say!("impose pages of each size by themselves", "请把不同尺寸的页面分开拼");
            return Err(Fault::new("impose/sizes", Place::file(source.name.as_str()), what).hint(hint));
        }
        // A back is turned over: its left bleed lies at the right.
        let own = other.bleed;
        let own = if sides == 2 && i % 2 == 1 { Edges { left: own.right, right: own.left, ..own } } else { own };
        bleed = Edges {
            top: bleed.top.min(own.top),
            right: bleed.right.min(own.right),
            bottom: bleed.bottom.min(own.bottom),
            left: bleed.left.min(own.left),
        };
    }
    let knife = Rect::from_origin_size((0.0, 0.0), size);
    Ok(Piece { knife, bleed, round: false, spine: size.width })
}

/// The sheets with their marks and nothing else.
fn marked(grid: &Grid, sequence: &Sequence, words: &Words, title: &str) -> Vec<Page> {
    let of = sequence.sheets();
    let page = |(sheet, side): (usize, Side)| {
        let number = sheet + 1;
        let pieces = sequence.sheet(sheet).flatten().count() * if grid.is_half() { 2 } else { 1 };
        let behind = if side == Side::Back { "　反面 back" } else { "" };
        let line = format!("{title}　第 {number}/{of} 张{behind}　本张 {pieces} 件");
        grid.sheet(side, &[], words, title, &line)
    };
    let sides = &[Side::Front, Side::Back][..grid.faces()];
    (0..of).flat_map(|sheet| sides.iter().map(move |side| (sheet, *side))).map(page).collect()
}

/// Which page lies where, page by page of the file.
fn places(grid: &Grid, sequence: &Sequence, all: &[(usize, usize)], sides: usize) -> Vec<Vec<Placed>> {
    let mut places = Vec::new();
    for sheet in 0..sequence.sheets() {
        let (mut fronts, mut backs) = (Vec::new(), Vec::new());
        for (place, leaf) in sequence.sheet(sheet).enumerate() {
            let Some(leaf) = leaf else { continue };
            let lay = |page: usize, slots: &[biaoyu_set::impose::Slot], to: &mut Vec<Placed>| {
                if let (Some((source, page)), Some(slot)) = (all.get(page), slots.get(place)) {
                    to.push(Placed { source: *source, page: *page, at: slot.at, shown: slot.printed });
                }
            };
            lay(leaf * sides, &grid.slots, &mut fronts);
            if sides == 2 {
                lay(leaf * sides + 1, &grid.backs, &mut backs);
            }
        }
        if grid.faces() == 2 {
            places.extend([fronts, backs]);
        } else {
            fronts.extend(backs);
            places.push(fronts);
        }
    }
    places
}

/// Whether all sources have one print condition.
fn same_intent(opened: &[Source<'_>]) -> bool {
    let key = |source: &Source<'_>| source.intent.as_ref().map(|i| (i.identifier.clone(), i.digest));
    let first = opened.first().map(key);
    first.as_ref().is_some_and(Option::is_some) && opened.iter().all(|source| Some(key(source)) == first)
}

/// Whether the sheets can promise PDF/X-4; if not, it is said why.
fn promise(opened: &[Source<'_>], findings: &mut Vec<Finding>) -> bool {
    let mut note = |place: Place, what, hint| {
        findings.push(Finding { rule: "impose-standard", severity: Severity::Note, place, what, hint: Some(hint) });
        false
    };
    let hint =
        || say!("write all files as PDF/X-4 for one print condition", "请把所有文件都导出为同一印刷条件的 PDF/X-4");
    if let Some(source) = opened.iter().find(|source| !source.says_x4()) {
        let what = say!("no PDF/X-4: the sheets promise none", "不是 PDF/X-4：拼版也不作此承诺");
        return note(Place::file(source.name.as_str()), what, hint());
    }
    if !same_intent(opened) {
        let what = say!(
            "the files are for several print conditions: the sheets promise none",
            "各文件的印刷条件不同：拼版不作承诺"
        );
        return note(Place::default(), what, hint());
    }
    let cmyk = opened.first().and_then(|source| source.intent.as_ref()).and_then(|i| i.space()) == Some("CMYK");
    if !cmyk {
        let what = say!(
            "the print condition is not of CMYK, in which the marks are: the sheets promise no PDF/X-4",
            "印刷条件不是 CMYK，而标记是 CMYK：拼版不承诺 PDF/X-4"
        );
        return note(Place::default(), what, hint());
    }
    true
}

/// The name of the sheets of a file where nobody gives one: `cards-a4.pdf`.
pub fn sheets_name(first: &Path, paper: &str) -> PathBuf {
    let stem = first.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    PathBuf::from(format!("{stem}-{paper}.pdf"))
}
