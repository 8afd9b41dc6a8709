//! Preflight of a PDF that was dropped: what a shop would say of it, pinned on its pages.

use std::collections::BTreeSet;
use std::sync::Arc;

use biaoyu_check::preflight::{Context, judge_each, page_of, place_of};
use biaoyu_out::raster::{self, InkMap, Options, Pixels, fit_dpi, ink_map, plate_pngs, png};
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::page::{Item, Mark, Page};
use biaoyu_page::say;
use biaoyu_press::Sources;
use serde_json::{Value, json};

use crate::answer::{Answer, Answered, Refusal, fault, finding, findings};
use crate::bmp::{bmp, lay};
use crate::held::held;
use crate::query::Query;

/// Files that are kept, what they weigh together, bytes, and pages of each.
const KEPT: usize = 8;
const WEIGHT: usize = 256 << 20;
const PAGES: usize = 60;
/// The print shop that is meant when none is named.
const SHOP: &str = "offset";

/// Files that were judged.
#[derive(Default)]
pub(crate) struct Checkups {
    last: u64,
    kept: Vec<Judged>,
}

/// A file that was judged.
struct Judged {
    id: u64,
    /// About what its pages take, bytes.
    weight: usize,
    pages: Arc<Vec<Kept>>,
}

/// A page as it is drawn.
struct Kept {
    page: Page,
    most: f64,
}

impl Checkups {
    /// A page of a file, from 1.
    fn page(&self, id: u64) -> Option<Arc<Vec<Kept>>> {
        self.kept.iter().find(|own| own.id == id).map(|own| own.pages.clone())
    }

    /// The last one is kept whatever it weighs: it is the one that is looked at.
    fn keep(&mut self, pages: Vec<Kept>) -> u64 {
        let weight = weigh(&pages);
        self.keep_of(weight, pages)
    }

    fn keep_of(&mut self, weight: usize, pages: Vec<Kept>) -> u64 {
        self.last += 1;
        let others = |kept: &[Judged]| kept.iter().map(|own| own.weight).fold(weight, usize::saturating_add);
        while !self.kept.is_empty() && (self.kept.len() >= KEPT || others(&self.kept) > WEIGHT) {
            self.kept.remove(0);
        }
        self.kept.push(Judged { id: self.last, weight, pages: Arc::new(pages) });
        self.last
    }
}

/// About what pages take in memory, bytes; a picture that several show is one.
fn weigh(pages: &[Kept]) -> usize {
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    pages.iter().map(|kept| weigh_items(&kept.page.items, &mut seen)).fold(0, usize::saturating_add)
}

fn weigh_items(items: &[Item], seen: &mut BTreeSet<usize>) -> usize {
    let mut all = size_of_val(items);
    for item in items {
        all = all.saturating_add(match &item.mark {
            Mark::Image(mark) if seen.insert(Arc::as_ptr(&mark.image).addr()) => {
                mark.image.samples.len() + mark.image.alpha.as_ref().map_or(0, Vec::len)
            }
            Mark::Group(group) => weigh_items(&group.items, seen),
            Mark::Shared { form, .. } if seen.insert(Arc::as_ptr(form).addr()) => weigh_items(&form.items, seen),
            Mark::Path(path) => size_of_val(path.path.elements()),
            Mark::Glyphs(run) => run.text.len() + size_of_val(&run.glyphs[..]),
            _ => 0,
        });
    }
    all
}

/// Judges a file. `keep` takes its pages and gives their number.
///
/// # Errors
/// There is no such shop or product.
fn judged(sources: &Sources, query: &Query, bytes: &[u8]) -> Result<(Value, Vec<Kept>), Faults> {
    let profile = sources.profile(query.get("shop").unwrap_or(SHOP))?;
    let product = query.get("product").map(|asked| sources.product(asked)).transpose()?;
    let context = Context { product: product.as_ref(), profile: &profile };
    let name = query.get("name").unwrap_or("x.pdf");
    let (mut kept, mut pages) = (Vec::new(), Vec::new());
    let report = judge_each(bytes, name, &context, &mut |seen, found| {
        if kept.len() >= PAGES {
            return;
        }
        let trim = seen.boxes.trim;
        let placed = |f: &biaoyu_page::error::Finding| {
            let mut shown = finding(f);
            shown["box"] = place_of(seen, f).map_or(Value::Null, |r| json!([r.x0, r.y0, r.x1, r.y1]));
            shown
        };
        pages.push(json!({
            "number": seen.number, "width": trim.width(), "height": trim.height(),
            "findings": found.iter().map(placed).collect::<Vec<_>>(),
        }));
        kept.push(Kept { page: page_of(seen), most: profile.ink_limit });
    });
    for (page, about) in pages.iter_mut().zip(&report.pages) {
        page["plates"] = json!(about.plates);
        page["bleed"] = json!(about.bleed);
        page["most_ink"] = json!(about.most_ink);
    }
    let count = report.pages.len();
    let all = json!({
        "report": report.json(Lang::Zh), "findings": findings(&report.findings), "plates": report.plates, "pages": pages, "count": count,
        "unreadable": report.unreadable.as_ref().map(fault), "exit": report.exit_code(),
    });
    Ok((all, kept))
}

/// `preflight`: judges a file and keeps its pages.
///
/// # Errors
/// As [`judged`].
pub(crate) fn take(
    checkups: &std::sync::Mutex<Checkups>,
    sources: &Sources,
    query: &Query,
    bytes: &[u8],
) -> Result<Value, Faults> {
    let (mut all, kept) = judged(sources, query, bytes)?;
    all["id"] = json!(held(checkups).keep(kept));
    Ok(all)
}

/// A page of a file as a picture: its proof, a plate, or where how much ink lies.
pub(crate) fn image(checkups: &std::sync::Mutex<Checkups>, id: u64, number: usize, query: &Query) -> Answered {
    let none = || Refusal::none(say!("there is no such page", "没有这一页"));
    let pages = held(checkups).page(id).ok_or_else(none)?;
    let Kept { page, most } = pages.get(number.wrapping_sub(1)).ok_or_else(none)?;
    let side = query.number("h").map_or(1000, |h| u32::try_from(h).unwrap_or(1000)).clamp(16, 4096);
    let options = Options { overprint: true, ..Options::new(fit_dpi(page, 300.0, side)) };
    let refused = |error: raster::Error| match error {
        raster::Error::Fault(fault) => Refusal::from(*fault),
        raster::Error::Io(error) => {
            let what = say!("the picture cannot be made: {error}", "无法生成图片：{error}");
            Fault::new("file/system", Place::default(), what).into()
        }
    };
    match query.get("plate").unwrap_or("proof") {
        "proof" => {
            let mut out = Vec::new();
            png(page, &options, &mut out).map_err(refused)?;
            Ok(Answer::bytes("image/png", out))
        }
        "heat" => {
            let map = ink_map(page, &options).map_err(refused)?;
            Ok(Answer::bytes("image/bmp", bmp(heat(&map, *most))))
        }
        plate => {
            let kept = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
            plate_pngs(page, &options, |own| Ok(Sink { wanted: own.name == plate, out: kept.clone() }))
                .map_err(refused)?;
            let bytes = kept.take();
            if bytes.is_empty() { Err(none()) } else { Ok(Answer::bytes("image/png", bytes)) }
        }
    }
}

/// The one plate that is kept.
struct Sink {
    wanted: bool,
    out: std::rc::Rc<std::cell::RefCell<Vec<u8>>>,
}

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.wanted {
            self.out.borrow_mut().extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Gray as far as the shop likes it, red beyond; as a bitmap has its pixels.
fn heat(map: &InkMap, most: f64) -> Pixels {
    let limit = (most * 255.0).max(1.0);
    let colour = |total: &u16| {
        let share = f64::from(*total) / limit;
        if share > 1.0 {
            return [200, 30, 30];
        }
        let gray = (255.0 - share * 200.0) as u8;
        [gray, gray, gray]
    };
    let lay = lay(false);
    let width = map.width as usize;
    let row = (width * 3).next_multiple_of(lay.align);
    let mut samples = vec![0; lay.head + row * map.height as usize];
    let rows = samples.get_mut(lay.head..).unwrap_or_default().chunks_exact_mut(row.max(1));
    for (to, from) in rows.zip(map.totals.chunks_exact(width.max(1))) {
        for (to, from) in to.as_chunks_mut().0.iter_mut().zip(from) {
            let [r, g, b] = colour(from);
            *to = [b, g, r];
        }
    }
    Pixels { width: map.width, height: map.height, alpha: false, samples }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_kept_as_far_as_memory_allows() {
        let mut all = Checkups::default();
        let kept = |all: &Checkups| all.kept.iter().map(|own| own.id).collect::<Vec<_>>();
        for _ in 0..10 {
            all.keep_of(WEIGHT / 16, Vec::new());
        }
        assert_eq!(kept(&all), [3, 4, 5, 6, 7, 8, 9, 10]);
        all.keep_of(WEIGHT / 4 * 3, Vec::new());
        assert_eq!(kept(&all), [7, 8, 9, 10, 11]);
        all.keep_of(usize::MAX, Vec::new());
        assert!(kept(&all) == [12] && all.page(12).is_some() && all.page(11).is_none());
    }
}
