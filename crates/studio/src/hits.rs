//! A composed page as data: where its texts, characters and gaps are, so that a click finds them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use biaoyu_page::error::Faults;
use biaoyu_page::geom::{Affine, Point, Rect};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Item, Mark};
use biaoyu_page::say;
use biaoyu_press::{Leaf, Plan, Stage};
use biaoyu_set::compose::{Composed, Set, Sheet, SheetKind, Sort};
use serde_json::{Value, json};

use crate::answer::{Refusal, finding, said};
use crate::cures::{cures, refused};
use crate::marks::Marked;
use crate::pages::Found;

/// A character where it stands, mm.
struct Cell {
    region: Arc<str>,
    c: char,
    at: Rect,
}

/// The font's em box below the baseline, ems; above it is the rest.
const DESCENT: f64 = 0.12;

/// The characters of set type, in the order of painting, which is that of reading.
fn cells(items: &[Item], transform: Affine, region: Option<&Arc<str>>, out: &mut Vec<Cell>) {
    for item in items {
        let region = item.source.region.as_ref().or(region);
        match &item.mark {
            Mark::Glyphs(run) => {
                let Some(region) = region else { continue };
                for glyph in &run.glyphs {
                    let text = run.text.get(glyph.range.start as usize..glyph.range.end as usize).unwrap_or_default();
                    let Some(c) = text.chars().find(|c| !c.is_whitespace()) else { continue };
                    let (advance, place) = (run.face.advance(glyph.id).max(0.2), transform * glyph.matrix);
                    let corners =
                        [(0.0, -DESCENT), (advance, -DESCENT), (advance, 1.0 - DESCENT), (0.0, 1.0 - DESCENT)];
                    let points = corners.map(|(x, y)| place * Point::new(x, y));
                    let at = Rect::from_points(points[0], points[2]).union(Rect::from_points(points[1], points[3]));
                    out.push(Cell { region: region.clone(), c, at });
                }
            }
            Mark::Group(group) => cells(&group.items, transform * group.transform, region, out),
            Mark::Shared { form, transform: own } => cells(&form.items, transform * *own, region, out),
            Mark::Path(_) | Mark::Blocks(_) | Mark::Image(_) => {}
        }
    }
}

fn mm(value: f64) -> Value {
    json!((value * 100.0).round() / 100.0)
}

fn shown(rect: Rect) -> Value {
    json!([mm(rect.x0), mm(rect.y0), mm(rect.x1), mm(rect.y1)])
}

/// Fields that a click changes.
const EDITABLE: [&str; 16] = [
    "slogan",
    "theme",
    "title",
    "campaign",
    "unit",
    "organisation",
    "date",
    "place",
    "host",
    "co_host",
    "line1",
    "line2",
    "caption",
    "figure",
    "measure",
    "qr",
];

/// `page`: a page as data.
///
/// # Errors
/// Why it cannot be set.
pub(crate) fn page(found: &Found) -> Result<Value, Refusal> {
    let plan = &found.plan;
    let stage = Stage::new(plan);
    let composed = stage.page(found.leaf).map_err(|faults| refused(faults, plan.work(found.leaf)))?;
    let work = plan.work(found.leaf).ok_or_else(Faults::default)?;
    let (product, trim) = (&work.product, composed.page.boxes.trim);
    let mut all = Vec::new();
    cells(&composed.page.items, Affine::IDENTITY, None, &mut all);
    let texts = texts(&composed, found, &all);
    let pictures = composed.ledger.iter().filter(|e| e.sort == Sort::Picture);
    let pictures: Vec<Value> =
        pictures.map(|e| json!({ "what": e.fields.first().map(|f| &**f), "box": shown(e.ink) })).collect();
    let key = composed.ledger.iter().find(|e| matches!(e.sort, Sort::Key | Sort::Seal)).map(|e| {
        let index: Vec<usize> =
            work.sheet.keys.chars().filter_map(|k| Some(work.sheet.text.chars().position(|c| c == k)? + 1)).collect();
        json!({ "index": index, "box": shown(e.ink), "c": work.sheet.keys })
    });
    let findings = placed(&stage, (plan, found.leaf), &composed);
    let (name, name_en) = (&product.name, &product.name_en);
    let (width, height) = (number(trim.width(), 2), number(trim.height(), 2));
    Ok(json!({
        "product": product.id, "slogan": work.label, "layout": work.layout.id, "palette": work.palette.id, "rev": found.rev,
        "record": plan.record(found.leaf).map(|r| r + 1), "width": mm(trim.width()), "height": mm(trim.height()), "unit": "mm",
        "size": said(&say!("{name_en} {width} × {height} mm", "{name} {width} × {height} mm")),
        "sides": product.sides, "texts": texts, "pictures": pictures, "key": key, "findings": findings,
    }))
}

/// What of a page would differ if it looked otherwise: its texts as they are set, and where its ink lies.
fn looks(composed: &Composed) -> (&[Arc<Set>], Vec<Rect>) {
    (&composed.regions, composed.ledger.iter().map(|entry| entry.ink).collect())
}

/// The findings of a page with their places, mm from the top left corner of the finished product, and what may be done about
/// each.
pub(crate) fn placed(stage: &Stage<'_>, (plan, leaf): (&Plan, Leaf), composed: &Composed) -> Vec<Value> {
    let Some(work) = plan.work(leaf) else { return Vec::new() };
    let is_one = plan.record(leaf).is_some();
    // A cure that leaves the page as it is would be none. Several findings have the same cures: each is tried once.
    let known = RefCell::new(BTreeMap::new());
    let changes = |sheet: &Sheet| {
        let key = (sheet.breaks.clone(), sheet.keys.clone());
        let tried = || is_one || stage.tried(leaf, sheet).is_ok_and(|tried| looks(&tried) != looks(composed));
        *known.borrow_mut().entry(key).or_insert_with(tried)
    };
    let region_of =
        |text: &str| text.split("region `").nth(1).and_then(|rest| rest.split('`').next()).map(str::to_owned);
    composed
        .findings
        .iter()
        .map(|f| {
            let thing = f.place.thing.as_ref().map(|thing| thing.en.as_str()).unwrap_or_default();
            let region = region_of(thing).or_else(|| {
                let names = |text: &str| {
                    composed
                        .ledger
                        .iter()
                        .find(|e| text.contains(&format!("`{}`", e.region)))
                        .map(|e| e.region.to_string())
                };
                names(thing).or_else(|| names(&f.what.en))
            });
            let at = region.as_ref().and_then(|region| {
                let inks = composed.ledger.iter().filter(|e| *e.region == **region).map(|e| e.ink);
                inks.reduce(|a, b| a.union(b))
            });
            let mut shown_finding = finding(f);
            shown_finding["region"] = json!(region);
            shown_finding["box"] = at.map_or(Value::Null, shown);
            shown_finding["cures"] = json!(cures(f.rule, &work.sheet, &changes));
            shown_finding
        })
        .collect()
}

fn texts(composed: &Composed, found: &Found, all: &[Cell]) -> Vec<Value> {
    let plan = &found.plan;
    let Some(work) = plan.work(found.leaf) else { return Vec::new() };
    let fields = plan.fields(found.leaf);
    let mut used = vec![false; all.len()];
    let mut texts = Vec::new();
    for entry in composed.ledger.iter().filter(|e| e.sort.is_type() && !e.fields.is_empty()) {
        let set = composed.regions.iter().find(|set| set.region == entry.region);
        for field in &entry.fields {
            let is_slogan = &**field == "slogan";
            let value = if is_slogan { work.sheet.text.as_str() } else { fields.get(field).unwrap_or_default() };
            // The characters of this field among those of the region that no other field has taken.
            let free: Vec<usize> = (0..all.len())
                .filter(|i| {
                    all.get(*i).is_some_and(|c| c.region == entry.region) && !used.get(*i).copied().unwrap_or(true)
                })
                .collect();
            let value: Vec<char> = value.chars().collect();
            let Some(matched) = find(&value, &free, all) else { continue };
            matched.iter().for_each(|(cell, _)| used.get_mut(*cell).into_iter().for_each(|u| *u = true));
            let lines = lines(set.map(|s| s.lines.as_slice()).unwrap_or_default(), &matched, all);
            let chars: Vec<Value> = matched
                .iter()
                .zip(&lines)
                .filter_map(|((cell, index), line)| {
                    let cell = all.get(*cell)?;
                    Some(json!({ "c": cell.c, "index": index + 1, "box": shown(cell.at), "line": line }))
                })
                .collect();
            let marked = is_slogan.then(|| Marked::of(&work.sheet.text, work.sheet.breaks.as_deref()));
            let gaps = gaps(&matched, &lines, all, marked.as_ref());
            let at = matched.iter().filter_map(|(cell, _)| Some(all.get(*cell)?.at)).reduce(|a, b| a.union(b));
            texts.push(json!({
                "region": &*entry.region, "fields": [&**field], "value": value.iter().collect::<String>(),
                "box": at.map_or_else(|| shown(entry.ink), shown), "size": mm(entry.size),
                "lines": set.map(|s| s.lines.clone()), "editable": EDITABLE.contains(&&**field) && (!is_slogan || work.sheet.kind != SheetKind::Publication),
                "chars": chars, "gaps": gaps,
            }));
        }
    }
    texts
}

/// Cells that show a text, with the place of each in it; spaces are not set. `None` when they do not.
fn find(value: &[char], free: &[usize], all: &[Cell]) -> Option<Vec<(usize, usize)>> {
    let wanted: Vec<(usize, char)> = value.iter().copied().enumerate().filter(|(_, c)| !c.is_whitespace()).collect();
    let first = wanted.first()?;
    let fits = |start: usize| -> Option<Vec<(usize, usize)>> {
        let cells = free.get(start..start + wanted.len())?;
        let pair = |(cell, (index, c)): (&usize, &(usize, char))| (all.get(*cell)?.c == *c).then_some((*cell, *index));
        cells.iter().zip(&wanted).map(pair).collect()
    };
    let starts = (0..free.len()).filter(|i| free.get(*i).and_then(|c| all.get(*c)).is_some_and(|c| c.c == first.1));
    starts.clone().find_map(fits).or_else(|| {
        // Marks between clauses are not set, or set apart: what is there is matched in its order.
        let mut rest = wanted.iter();
        let cell = |cell: &usize| {
            let c = all.get(*cell)?.c;
            let mut ahead = rest.clone();
            let found = ahead.find(|(_, own)| *own == c)?;
            rest = ahead;
            Some((*cell, found.0))
        };
        let matched: Vec<(usize, usize)> = free.iter().filter_map(cell).collect();
        (matched.len() * 2 > wanted.len()).then_some(matched)
    })
}

/// The line of each character.
fn lines(lines: &[String], matched: &[(usize, usize)], all: &[Cell]) -> Vec<usize> {
    let mut of: Vec<usize> = Vec::new();
    let flat: Vec<(usize, char)> = lines
        .iter()
        .enumerate()
        .flat_map(|(i, line)| line.chars().filter(|c| !c.is_whitespace()).map(move |c| (i, c)))
        .collect();
    let mut at = 0;
    for (cell, _) in matched {
        let c = all.get(*cell).map(|cell| cell.c);
        if let Some(ahead) = flat.iter().skip(at).position(|(_, own)| Some(*own) == c) {
            at += ahead;
        }
        of.push(flat.get(at).map_or(0, |(line, _)| *line));
        at += 1;
    }
    of
}

/// Where a line may be broken, between neighbours.
fn gaps(matched: &[(usize, usize)], lines: &[usize], all: &[Cell], marked: Option<&Marked>) -> Vec<Value> {
    let Some(marked) = marked else { return Vec::new() };
    let mut gaps = Vec::new();
    for (pair, of) in matched.windows(2).zip(lines.windows(2)) {
        let ([(a, index), (b, next)], [line, next_line]) = (pair, of) else { continue };
        let (Some(a), Some(b)) = (all.get(*a), all.get(*b)) else { continue };
        let kind = match marked.behind.get(*index).copied().flatten() {
            _ if *next > index + 1 => "clause",
            Some('|') => "break",
            Some(_) => "soft",
            None if line != next_line => "line",
            None => "none",
        };
        gaps.push(json!({ "after": index + 1, "box": shown(between(a.at, b.at, line != next_line)), "kind": kind, "ends": line != next_line }));
    }
    gaps
}

/// A strip that a hand can hit between two characters: a third of one wide. Where a line ends it lies behind the first.
fn between(a: Rect, b: Rect, ends: bool) -> Rect {
    let (dx, dy) = (b.center().x - a.center().x, b.center().y - a.center().y);
    let half = a.width().min(a.height()) / 6.0;
    // At the end of a line the neighbour is elsewhere: the line before it says which way it runs.
    if (dx.abs() >= dy.abs()) != ends {
        let middle = if ends { a.x1 } else { (a.x1.min(b.x1) + a.x0.max(b.x0)) / 2.0 };
        Rect::new(middle - half, a.y0, middle + half, a.y1)
    } else {
        let middle = if ends { a.y1 } else { (a.y1.min(b.y1) + a.y0.max(b.y0)) / 2.0 };
        Rect::new(a.x0, middle - half, a.x1, middle + half)
    }
}
