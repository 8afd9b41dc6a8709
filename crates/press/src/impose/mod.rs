//! `biaoyu impose`: PDFs of any program on press sheets.

mod kinds;

use std::path::{Path, PathBuf};

use self::kinds::{At, called, copies, narrower, piece, say, shapes};
use crate::folder::files::{check_own, read_limited, write_whole};
use crate::plan::imposed::{Imposed, SheetsAsked};
use crate::shelf::shop::Shop;
use crate::shelf::sources::Sources;
use crate::want::SheetsWanted;
use biaoyu_check::impose::{Placed, Source, sheets};
use biaoyu_check::preflight::{self, Context, FILE_RULES};
use biaoyu_out::{cut, pdf};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::limits::{PDF_BYTES, PRESS_SHEETS};
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, FileKind, Standard};
use biaoyu_set::finish::cut_line;
use biaoyu_set::impose::{Piece, Side};
use biaoyu_set::overview::Words;
use biaoyu_set::paper::Paper;
use biaoyu_set::profile::{PlateNames, Profile};

/// How our sheets begin: a file of that beginning may be written again.
const OWN: &str = "%PDF-1.6\n%标语\n";
/// How our cut files begin.
const OWN_DXF: &str = "999\r\nunits: millimetres\r\n";
const OWN_SVG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- units: millimetres -->\n";

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
    /// Copies of each piece: `20`, or `cards.pdf=20` for the pages of one file; one where nothing is said.
    pub copies: Vec<String>,
    /// Cut files that are written beside the sheets: [`FileKind::Dxf`], [`FileKind::Svg`].
    pub cuts: Vec<FileKind>,
    /// The file that is written; after the first file and the paper that was chosen where nobody says it.
    pub output: Option<PathBuf>,
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
    /// The file that was written.
    pub output: PathBuf,
    /// The cut files that were written.
    pub cuts: Vec<PathBuf>,
    /// What the clerk should know.
    pub findings: Vec<Finding>,
}

/// Imposes PDFs and writes the sheets.
///
/// # Errors
/// Files that cannot be read, are locked or damaged; pages of several sizes that are not to be ganged; backs without fronts;
/// what [`biaoyu_set::impose::Grid::new`] and [`biaoyu_set::impose::gang`] refuse; a file of someone else in the place of the new one.
pub fn impose(wanted: &ImposeWanted, sources: &Sources) -> Result<ImposeReport, Faults> {
    let mut faults = Faults::default();
    let read = |path: &PathBuf| read_limited(path, PDF_BYTES).map(|bytes| (path.display().to_string(), bytes));
    let files: Vec<(String, Vec<u8>)> = wanted
        .files
        .iter()
        .chain(&wanted.backs)
        .filter_map(|path| faults.take(read(path).map_err(Faults::from)))
        .collect();
    let bleed = bleed_wanted(wanted.sheets.gutter);
    let open = |(name, bytes)| Source::open(name, bytes, bleed).map_err(Faults::from);
    let opened: Vec<Source<'_>> = files.iter().filter_map(|(name, bytes)| faults.take(open((name, bytes)))).collect();
    let Some(asked) = faults.take(SheetsAsked::new(&wanted.sheets, &Shop::default(), sources)).flatten() else {
        return Err(faults);
    };
    faults.or(())?;
    let all: Vec<At> =
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
    let each = copies(&wanted.copies, &opened, &all, sides)?;
    let mut narrow = None;
    let (pieces, imposed) = if wanted.sheets.gang {
        let (pieces, of) = shapes(&opened, &all, sides)?;
        let pages: Vec<(usize, u32)> = of.into_iter().zip(each).collect();
        let kinds: Vec<_> = pieces.iter().map(|piece| (piece.clone(), printed, say(piece))).collect();
        let imposed = asked.ganged_pieces(&kinds, &pages)?;
        (pieces, imposed)
    } else {
        let piece = piece(&opened, &all, sides)?;
        narrow =
            narrower(&opened, &all, sides, &piece).filter(|_| wanted.sheets.gutter.is_none_or(|gutter| gutter > 0.0));
        let total = each.iter().map(|n| *n as usize).sum();
        let grid = asked.place(&piece, printed, total).map_err(whole_only)?;
        let imposed = asked.imposed(grid, &each)?;
        (vec![piece], imposed)
    };

    let mut findings: Vec<Finding> = opened.iter().flat_map(|source| source.findings.clone()).collect();
    findings.extend(narrow);
    let x4 = promise(&opened, &files, &mut findings);
    let standard = if x4 { Standard::X4 } else { Standard::None };
    let date = wanted.epoch.map_or(pdf::Moment::day(2000, 1, 1), pdf::Moment::from_unix);
    let first = wanted.files.first().map(PathBuf::as_path).unwrap_or(Path::new(""));
    let output = wanted.output.clone().unwrap_or_else(|| sheets_name(first, &imposed.grid.paper.id));
    let title = output.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let options = pdf::Options { standard, title: Some(title.clone()), ..pdf::Options::new(date) };
    let words = Words::new(&FontLibrary::embedded())?;
    let printer = wanted.sheets.printer.as_deref().map(|name| sources.printer(name)).transpose()?;
    let mut pages = marked(&imposed, &words, &title);
    if let Some(printer) = &printer {
        pages = pages.into_iter().map(|page| printer.corrected(page)).collect();
    }
    let written = pdf::write(&pages, &options)?;
    let mut places = places(&imposed, &all, sides);
    if let Some(correction) = printer.as_ref().map(|printer| printer.correction(imposed.grid.paper.size)) {
        for placed in places.iter_mut().flatten() {
            placed.at = correction * placed.at;
            placed.shown = correction.transform_rect_bbox(placed.shown);
        }
    }
    let one_intent = same_intent(&opened);
    let bytes = sheets(&written, imposed.grid.paper.size.height, &opened, &places, one_intent)?;
    let cuts = cut_files((&output, &wanted.cuts), &imposed, &pieces);
    for (path, own, _) in &cuts {
        check_own(path, own)?;
    }
    write_whole(&output, &bytes, OWN)?;
    for (path, own, bytes) in &cuts {
        write_whole(path, bytes, own)?;
    }
    findings.extend(left_beside(&output, &cuts.iter().map(|(path, ..)| path.clone()).collect::<Vec<_>>()));
    let size = pieces.first().map(called).unwrap_or_default();
    findings.extend(imposed.told_of(&size, Place::default()));
    let turns = say!(
        "give the backs: `--backs FILE`, or `--sides 2` for front, back, front, back",
        "请用 `--backs 文件` 给出反面；页序为正、反、正、反请写 `--sides 2`"
    );
    findings.extend(imposed.one_sided(turns, Place::default()));
    Ok(ImposeReport {
        sheets: imposed.sheets(),
        pieces: imposed.pieces(),
        bytes: bytes.len(),
        standard,
        output,
        cuts: cuts.into_iter().map(|(path, ..)| path).collect(),
        findings,
    })
}

/// Pages of other programs are not spread over several sheets: no hint says so.
fn whole_only(mut faults: Faults) -> Faults {
    let spreads = |fault: &&mut Fault| fault.hint.as_ref().is_some_and(|hint| hint.en.contains("--tile"));
    for fault in faults.0.iter_mut().filter(spreads) {
        fault.hint =
            Some(say!("choose a larger paper (`biaoyu list papers`)", "请换大一点的纸（`biaoyu list papers`）"));
    }
    faults
}

/// What pages that do not say their bleed are given of what lies beyond them, mm: what shops want, or half of what was asked for
/// between the pieces.
fn bleed_wanted(gutter: Option<f64>) -> f64 {
    let usual = Profile::default().bleed;
    gutter.filter(|gutter| *gutter > 0.0).map_or(usual, |gutter| usual.min(gutter / 2.0))
}

/// What a plotter follows: one file for all sheets, or one a sheet where several sizes lie on them. Each with its path and how
/// a file of ours begins.
fn cut_files(
    (output, wanted): (&Path, &[FileKind]),
    imposed: &Imposed,
    pieces: &[Piece],
) -> Vec<(PathBuf, &'static str, Vec<u8>)> {
    let plates = PlateNames::default();
    let pages: Vec<Page> = pieces.iter().map(|piece| cut_line(&called(piece), piece.knife, &plates)).collect();
    let Some(first) = pages.first() else { return Vec::new() };
    let count = if imposed.gang.is_some() { imposed.sheets() } else { 1 };
    let mut files = Vec::new();
    for kind in wanted {
        for sheet in 0..count {
            let page = match &imposed.gang {
                Some(gang) => {
                    let of = |place: usize| gang.kind(sheet, place).and_then(|kind| pages.get(kind)).unwrap_or(first);
                    imposed.sheet(sheet).0.cuts_of(of)
                }
                None => imposed.grid.cuts(first),
            };
            let (own, bytes) = match kind {
                FileKind::Dxf => (OWN_DXF, cut::dxf(&page)),
                _ => (OWN_SVG, cut::svg(&page)),
            };
            let stem = output.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let number = if imposed.gang.is_some() { format!("-{}", sheet + 1) } else { String::new() };
            files.push((output.with_file_name(format!("{stem}{number}.{}", kind.word())), own, bytes));
        }
    }
    files
}

/// Cut files of ours beside the sheets that an earlier run wrote and this one did not: they cut other sheets. They are said and
/// left.
fn left_beside(output: &Path, written: &[PathBuf]) -> Option<Finding> {
    let stem = output.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let named = |number: usize, kind: FileKind| {
        let number = if number > 0 { format!("-{number}") } else { String::new() };
        output.with_file_name(format!("{stem}{number}.{}", kind.word()))
    };
    let is_ours =
        |path: &PathBuf, own: &str| !written.contains(path) && path.is_file() && matches!(check_own(path, own), Ok(()));
    let mut old: Vec<String> = Vec::new();
    for (kind, own) in [(FileKind::Dxf, OWN_DXF), (FileKind::Svg, OWN_SVG)] {
        let there = |number: &usize| *number == 0 || named(*number, kind).is_file();
        let paths = (0..PRESS_SHEETS).take_while(there).map(|number| named(number, kind));
        old.extend(paths.filter(|path| is_ours(path, own)).map(|path| path.display().to_string()));
    }
    let (count, first) = (old.len(), old.first()?);
    Some(Finding {
        rule: "impose-old",
        severity: Severity::Warning,
        place: Place::file(output.display().to_string()),
        what: say!(
            "{count} cut files of an earlier run lie beside it and are not of these sheets: `{first}` first",
            "旁边有 {count} 个以前做的刀线文件，不是这次的拼版：如 `{first}`"
        ),
        hint: Some(say!("take them away before you cut", "裁切前请移走")),
    })
}

/// Front, back, front, back: the last source holds the backs.
fn backed(opened: &[Source<'_>], all: Vec<At>) -> Result<Vec<At>, Fault> {
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

/// The sheets with their marks and nothing else.
fn marked(imposed: &Imposed, words: &Words, title: &str) -> Vec<Page> {
    let of = imposed.sheets();
    let kinds = imposed.gang.as_ref().map(|gang| format!("　{}", gang.called())).unwrap_or_default();
    let mut pages = Vec::new();
    for sheet in 0..of {
        let (grid, leaves) = imposed.sheet(sheet);
        let pieces = leaves.iter().flatten().count() * if grid.is_half() { 2 } else { 1 };
        for side in [Side::Front, Side::Back].into_iter().take(grid.faces()) {
            let number = sheet + 1;
            let behind = if side == Side::Back { "　反面 back" } else { "" };
            let line = format!("{title}{kinds}　第 {number}/{of} 张{behind}　本张 {pieces} 件");
            pages.push(grid.sheet(side, &[], words, title, &line));
        }
    }
    pages
}

/// Which page lies where, page by page of the file.
fn places(imposed: &Imposed, all: &[At], sides: usize) -> Vec<Vec<Placed>> {
    let mut places = Vec::new();
    for sheet in 0..imposed.sheets() {
        let (grid, leaves) = imposed.sheet(sheet);
        let (mut fronts, mut backs) = (Vec::new(), Vec::new());
        for (place, leaf) in leaves.iter().enumerate() {
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

/// Whether the sheets can promise PDF/X-4; if not, it is said why. Who says it and does not keep it is found out.
fn promise(opened: &[Source<'_>], files: &[(String, Vec<u8>)], findings: &mut Vec<Finding>) -> bool {
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
    let profile = Profile::default();
    let broken = |(name, bytes): &(String, Vec<u8>)| {
        let report = preflight::guarded(bytes, name, &Context { product: None, profile: &profile });
        if let Some(fault) = report.unreadable {
            return Some((fault.place, fault.what));
        }
        let is_broken = |f: &Finding| f.severity == Severity::Error && FILE_RULES.iter().any(|rule| rule.id == f.rule);
        report.findings.into_iter().find(is_broken).map(|found| (found.place, found.what))
    };
    if let Some((place, Say { en, zh })) = files.iter().find_map(broken) {
        let what = say!(
            "says that it is PDF/X-4, and is not ({en}): the sheets promise none",
            "自称 PDF/X-4，其实不是（{zh}）：拼版不作此承诺"
        );
        let hint = say!(
            "`biaoyu preflight` of the file says all that is wrong with it",
            "用 `biaoyu preflight` 检查该文件，可看到全部问题"
        );
        return note(place, what, hint);
    }
    true
}

/// The name of the sheets of a file where nobody gives one: `cards-a4.pdf`.
fn sheets_name(first: &Path, paper: &str) -> PathBuf {
    let stem = first.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    PathBuf::from(format!("{stem}-{paper}.pdf"))
}
