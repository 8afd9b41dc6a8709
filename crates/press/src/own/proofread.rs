//! 校对单: every text that will be printed, read back from the finished PDFs, by product and count. What it shows is what
//! the files say, not what was meant.

use std::collections::BTreeMap;

use super::approve::for_office;
use crate::folder::digest::Digest;
use crate::folder::files::read_limited;
use crate::folder::places::{PROOFREAD, target};
use crate::folder::receipts::{Receipts, State};
use crate::plan::imposed::Imposed;
use crate::plan::work::{FileWanted, Job, Show, Work};
use crate::plan::{Plan, SHOWN};
use biaoyu_check::read::{self, Object, Seen, What};
use biaoyu_out::pdf;
use biaoyu_page::error::{Faults, Lang};
use biaoyu_page::geom::{Point, Vec2};
use biaoyu_page::limits::PDF_BYTES;
use biaoyu_page::measure::{count_of, number};
use biaoyu_page::page::Plane;
use biaoyu_page::words::FileKind;
use biaoyu_set::overview::{Block, Row, proofreading};

/// How far the next glyph of a line stands from the last along the line, beside it, and from where on there is a gap, in
/// ems.
const NEIGHBOUR: f64 = 2.6;
const ASIDE: f64 = 0.45;
const GAP: f64 = 1.25;

/// A text of a page, with whether the program broke its lines by itself.
type Text = (String, bool);

/// What is read back from the files of one product.
struct Product<'a> {
    work: &'a Work,
    /// The texts of each page, or of each piece of press sheets.
    pages: Vec<Vec<Text>>,
    /// They are pieces.
    pieces: bool,
}

/// Whether a plan gets a sheet: it has PDFs, and not too many pages.
pub(crate) fn is_of(plan: &Plan) -> bool {
    let has_pdf = || plan.jobs.iter().flat_map(|job| &job.files).any(|f| f.format == FileKind::Pdf);
    !plan.settings.bare && plan.pages.len() <= SHOWN && has_pdf()
}

/// The digest of all that the sheet is made from; `None` when it is there, or there is nothing to read or too much.
pub(crate) fn wanted(plan: &Plan, receipts: &Receipts, lang: Lang) -> Option<blake3::Hash> {
    if !is_of(plan) {
        return None;
    }
    let pdfs = plan.jobs.iter().flat_map(|job| &job.files).filter(|f| f.format == FileKind::Pdf);
    let mut digest = Digest::new();
    digest.add("piece by piece").add(plan.called()).add(if lang == Lang::En { "en" } else { "zh" });
    pdfs.for_each(|file| {
        digest.bytes(file.inputs.as_bytes());
    });
    let inputs = digest.finish();
    let state = receipts.examine(PROOFREAD, &target(&plan.folder, PROOFREAD), &inputs).unwrap_or(State::Missing);
    (state != State::Current).then_some(inputs)
}

/// The sheet, for office printers as the approval sheets are.
///
/// # Errors
/// A PDF of the run that cannot be read back.
pub(crate) fn sheet(plan: &Plan, lang: Lang) -> Result<Vec<u8>, Faults> {
    let mut products: Vec<Product<'_>> = Vec::new();
    let (mut files, mut pages, mut pieces) = (0_usize, 0_usize, 0_usize);
    for job in &plan.jobs {
        // The drawing of the sewing room is nothing that is printed of a page.
        let is_read = |f: &&FileWanted| f.format == FileKind::Pdf && f.show != Show::Drawing;
        for file in job.files.iter().filter(is_read) {
            let path = target(&plan.folder, &file.path);
            if !path.is_file() {
                continue;
            }
            files += 1;
            let is_imposed = job.sheets.is_some();
            for (work, texts) in texts_of(plan, job, &read_limited(&path, PDF_BYTES)?)? {
                *(if is_imposed { &mut pieces } else { &mut pages }) += 1;
                let id = &work.product.id;
                match products.iter_mut().find(|p| p.work.product.id == *id && p.pieces == is_imposed) {
                    Some(product) => product.pages.push(texts),
                    None => products.push(Product { work, pages: vec![texts], pieces: is_imposed }),
                }
            }
        }
    }
    let counted = match lang {
        Lang::En => [count_of(pages, "page", "pages"), count_of(pieces, "piece", "pieces")],
        Lang::Zh => [format!("{pages} 页"), format!("{pieces} 件")],
    };
    let counted: Vec<String> =
        counted.into_iter().zip([pages, pieces]).filter(|(_, n)| *n > 0).map(|(w, _)| w).collect();
    let blocks: Vec<Block> = products.iter().map(|product| product.block(lang)).collect();
    let about = match lang {
        Lang::En => format!(
            "Every text that will be printed, read back from {} ({}). “/” is the end of a line; “own” marks lines that the \
             program broke by itself.",
            count_of(files, "finished PDF", "finished PDFs"),
            counted.join(", ")
        ),
        Lang::Zh => format!(
            "以下是将要印出的全部文字，从做好的 {files} 个 PDF（{}）里读回，请逐字核对。“/”表示换行，“自定”表示换行处由程序选定，请留意。",
            counted.join("、")
        ),
    };
    let sheets = proofreading(plan.called(), &about, &blocks, &plan.fonts, lang)?;
    pdf::write(&sheets, &for_office(plan))
}

impl Product<'_> {
    /// Its texts with their counts, in the order in which they were met. Of badges and cards what differs from page to
    /// page stands together: whose number it is must be seen.
    fn block(&self, lang: Lang) -> Block {
        let Product { work, pages, pieces } = self;
        let product = &work.product;
        let on_all = |text: &Text| pages.iter().all(|page| page.contains(text));
        let mut order: Vec<Row> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut add = |(text, is_broken_here): Text| match known.get(&text).and_then(|i| order.get_mut(*i)) {
            Some(row) => row.count += 1,
            None => {
                known.insert(text.clone(), order.len());
                order.push(Row { text, count: 1, is_broken_here });
            }
        };
        let is_roster = product.personal && pages.len() > 1;
        for page in pages {
            let (common, own): (Vec<Text>, Vec<Text>) = page.iter().cloned().partition(|t| !is_roster || on_all(t));
            common.into_iter().for_each(&mut add);
            if !own.is_empty() {
                let texts: Vec<&str> = own.iter().map(|(text, _)| text.as_str()).collect();
                add((texts.join("　"), own.iter().any(|(_, broken)| *broken)));
            }
        }
        let name = if lang == Lang::En { &product.name_en } else { &product.name };
        let size = format!("{} × {} mm", number(product.trim.width, 1), number(product.trim.height, 1));
        let count = pages.len();
        let count = match (lang, pieces) {
            (Lang::En, false) => count_of(count, "page", "pages"),
            (Lang::En, true) => count_of(count, "piece", "pieces"),
            (Lang::Zh, false) => format!("{count} 页"),
            (Lang::Zh, true) => format!("{count} 件"),
        };
        Block { heading: format!("{name}　{size}　{count}"), rows: order }
    }
}

/// The texts of each page of a file, or of each piece of press sheets, in the order of the pages. Lines of the slogan stand together.
fn texts_of<'p>(plan: &'p Plan, job: &'p Job, bytes: &[u8]) -> Result<Vec<(&'p Work, Vec<Text>)>, Faults> {
    let document = read::open_text(bytes)?;
    let pages: Vec<&Seen> = document.pages.iter().map(|(seen, _)| seen).collect();
    let leaves = plan.pages.get(job.pages.clone()).unwrap_or_default();
    let of = |page: usize| leaves.get(page).and_then(|leaf| plan.work(*leaf)).unwrap_or(&job.work);
    if let Some(sheets) = &job.sheets {
        let mut found = by_piece(plan, sheets, &pages);
        // Stacks lie otherwise than the table.
        found.sort_by_key(|(page, _)| *page);
        return Ok(found.into_iter().map(|(page, runs)| (&**of(page), together(runs, of(page)))).collect());
    }
    let runs: Vec<Vec<String>> = match (&job.tiles, &job.panels) {
        // The map shows the whole page.
        (Some(tiles), _) => pages.iter().step_by(tiles.sheets() + 1).map(|seen| runs(art(seen))).collect(),
        (_, Some(panels)) if panels.count() > 1 => pages.chunks(panels.count()).map(joined).collect(),
        _ => pages.iter().map(|seen| runs(seen.objects.iter())).collect(),
    };
    // A product with a back has two pages a leaf.
    let each = runs.len().checked_div(leaves.len()).unwrap_or(1).max(1);
    Ok(runs.into_iter().enumerate().map(|(at, runs)| (&**of(at / each), together(runs, of(at / each)))).collect())
}

/// What belongs to pages, and is no mark or line of a job.
fn art(seen: &Seen) -> impl Iterator<Item = &Object> {
    seen.objects.iter().filter(|object| object.is_art())
}

/// The runs of type of each piece with its page: front and back together; what one page prints on both sides comes twice.
fn by_piece(plan: &Plan, sheets: &Imposed, pages: &[&Seen]) -> Vec<(usize, Vec<String>)> {
    let mut all = Vec::new();
    for sheet in 0..sheets.sheets() {
        let (grid, places) = sheets.sheet(sheet);
        let printer = plan.settings.printer.as_ref().map(|printer| printer.correction(grid.paper.size).inverse());
        let mut pieces: Vec<Vec<String>> = vec![Vec::new(); places.len()];
        let faces = grid.faces();
        let sides = [(sheet * faces, &grid.slots), (sheet * faces + faces - 1, &grid.backs)];
        for (page, slots) in sides {
            for object in pages.get(page).into_iter().flat_map(|seen| art(seen)).filter(|object| object.is_seen()) {
                let at = printer.unwrap_or_default() * object.bounds.center();
                let lies = slots.iter().position(|slot| slot.knife.contains(at));
                if let Some(piece) = lies.and_then(|place| pieces.get_mut(place)) {
                    piece.extend(runs(std::iter::once(object)));
                }
            }
        }
        let times = if grid.is_half() { 2 } else { 1 };
        for (page, runs) in places.into_iter().zip(pieces) {
            all.extend(page.into_iter().flat_map(|page| std::iter::repeat_n((page, runs.clone()), times)));
        }
    }
    all
}

/// The runs of type of a page in panels, each of which has all of them and shows some.
fn joined(panels: &[&Seen]) -> Vec<String> {
    let is_art = |object: &&Object| object.plane == Plane::Art;
    let each: Vec<Vec<&Object>> = panels.iter().map(|seen| seen.objects.iter().filter(is_art).collect()).collect();
    let Some(first) = each.first() else { return Vec::new() };
    let is_seen = |object: &&Object| object.is_seen() && object.bounds.area() > 0.0;
    let is_shown = |at: usize| each.iter().any(|of| of.len() != first.len() || of.get(at).is_some_and(is_seen));
    runs(first.iter().enumerate().filter(|(at, _)| is_shown(*at)).map(|(_, object)| *object))
}

/// The runs of type of these objects.
fn runs<'o>(objects: impl Iterator<Item = &'o Object>) -> Vec<String> {
    let texts = objects.flat_map(|object| match &object.what {
        What::Text(text) if !text.invisible => lines_of(text),
        What::Fill { text: Some(text), .. } => vec![text.to_string()],
        _ => Vec::new(),
    });
    let texts = texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    texts.filter(|text| !text.is_empty()).collect()
}

/// The lines of a run of type, by where its glyphs stand: a glyph that is no neighbour of the one before, along the line
/// or down the column, begins another. What is along turns with the glyphs, round a ring.
fn lines_of(run: &read::Text) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut last: Option<(Point, Vec2)> = None;
    let (near, aside) = (NEIGHBOUR * run.size, ASIDE * run.size);
    for glyph in &run.glyphs {
        let [a, b, _, _, x, y] = glyph.at.as_coeffs();
        let (at, ahead) = (Point::new(x, y), Vec2::new(a, b) / a.hypot(b).max(f64::MIN_POSITIVE));
        let range = usize::try_from(glyph.range.start).unwrap_or(0)..usize::try_from(glyph.range.end).unwrap_or(0);
        let text = run.text.get(range).unwrap_or_default();
        let step = last.map(|(last, ahead)| {
            let way = at - last;
            (way.dot(ahead), way.cross(ahead).abs())
        });
        let is_next = step.is_some_and(|(along, across)| {
            (along >= 0.0 && along <= near && across <= aside) || (along.abs() <= aside && across <= near)
        });
        match lines.last_mut().filter(|_| is_next) {
            Some(line) => {
                // A gap in a line parts clauses.
                let is_gap = step.is_some_and(|(along, across)| along.max(across) > GAP * run.size);
                if is_gap && !line.ends_with(' ') {
                    line.push(' ');
                }
                line.push_str(text);
            }
            None => lines.push(text.to_owned()),
        }
        last = Some((at, ahead));
    }
    if run.glyphs.is_empty() { vec![run.text.clone()] } else { lines }
}

/// Runs as texts: those that make up the slogan in one, with `/` between its lines.
fn together(runs: Vec<String>, work: &Work) -> Vec<Text> {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let slogan = plain(&work.sheet.text);
    let mut texts = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let rest = runs.get(at..).unwrap_or_default();
        let length = (1..=rest.len()).find(|n| rest.iter().take(*n).map(|r| plain(r)).collect::<String>() == slogan);
        let Some(length) = length.filter(|_| !slogan.is_empty()) else {
            texts.extend(rest.first().map(|run| (run.clone(), false)));
            at += 1;
            continue;
        };
        let lines: Vec<&str> = rest.iter().take(length).map(String::as_str).collect();
        // Single characters stand each in a cell of their own.
        let is_cells = length > 1 && lines.iter().all(|line| line.chars().count() == 1);
        let text = if is_cells { lines.concat() } else { lines.join(" / ") };
        let own = work.sheet.breaks.is_none() && !is_cells && breaks_clauses(&lines, &work.sheet.text);
        texts.push((text, own));
        at += length;
    }
    texts
}

/// Whether a line ends where no clause of the slogan does.
fn breaks_clauses(lines: &[&str], slogan: &str) -> bool {
    let mut left = slogan.chars().peekable();
    let inner = lines.len().saturating_sub(1);
    lines.iter().take(inner).any(|line| {
        for c in line.chars().filter(|c| c.is_alphanumeric()) {
            // The slogan has the same characters in the same order.
            while left.next().is_some_and(|own| own != c) {}
        }
        left.peek().is_some_and(|next| next.is_alphanumeric())
    })
}
