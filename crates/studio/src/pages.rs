//! Pages before any file: planned, composed and drawn at the size of the screen.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use biaoyu_out::raster::{self, Options, pixels};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::geom::{Outline, Rect};
use biaoyu_page::measure::MM_PER_INCH;
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::Intent;
use biaoyu_press::{Colours, Leaf, Picks, Plan, Sources, Stage, Wanted, plan};

use crate::answer::{Answer, Answered, Refusal};
use crate::bmp::{bmp, lay};
use crate::command::{Ask, What, arguments};
use crate::cures::refused;
use crate::held::held;
use crate::places::own_id;
use crate::plans::Plans;
use crate::project::Project;
use crate::query::Query;
use crate::state::Studio;

/// Pixels of a picture's side, at most.
const SIDE: f64 = 4096.0;

/// What a project is planned from.
pub(crate) struct Ground {
    pub rev: u64,
    /// The revision, and what the files looked like that pages are made from.
    seen: String,
    /// Where files may be named.
    folder: PathBuf,
    pub wanted: Wanted,
    pub sources: Sources,
    pub plans: Plans,
}

/// What a project asks of the press, its files named from anywhere.
///
/// # Errors
/// The faults of its campaign file.
pub(crate) fn ground(studio: &Studio, project: &Mutex<Project>, what: What) -> Result<Ground, Faults> {
    ground_in(studio, project, what, None)
}

/// The same in another layout than the project's.
///
/// # Errors
/// As [`ground`]; `studio/path`.
fn ground_in(studio: &Studio, project: &Mutex<Project>, what: What, layout: Option<&str>) -> Result<Ground, Faults> {
    let mut project = held(project);
    project.look();
    let campaign = project.campaign()?;
    let sources = studio.sources(&project.folder);
    let layouts = layout.map(|id| own_id(&project.folder, id)).transpose()?.into_iter().collect();
    let ask = Ask { what, layouts, ..Ask::default() };
    let words = arguments(&project, &campaign, &sources, &ask, Some(&project.folder))?;
    let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
    let mut wanted = (studio.host.wanted)(&words, &project.folder)?;
    // A picture of a page is of one page, whatever file it will be bound in.
    wanted.output.combine = None;
    wanted.output.folder = Some(project.folder.join("output"));
    let (rev, plans, folder) = (project.rev, project.plans.clone(), project.folder.clone());
    let seen = format!("{rev} {:x}", project.around());
    Ok(Ground { rev, seen, folder, wanted, sources, plans })
}

/// What a campaign of an id asks of the press by itself.
pub(crate) fn ground_of(studio: &Studio, id: &str) -> Ground {
    let mut wanted = Wanted::default();
    wanted.what.campaign = Some(id.to_owned());
    wanted.output.folder = Some(studio.folder.join("output"));
    let (folder, sources) = (studio.folder.clone(), studio.sources(&studio.folder));
    Ground { rev: 0, seen: String::new(), folder, wanted, sources, plans: studio.plans.clone() }
}

/// A page of a plan.
pub(crate) struct Found {
    pub rev: u64,
    pub plan: Arc<Plan>,
    pub leaf: Leaf,
}

/// The plan of all pages of a project.
///
/// # Errors
/// Why nothing can be planned.
pub(crate) fn whole(ground: &Ground, what: What) -> Result<Arc<Plan>, Faults> {
    let campaign = ground.wanted.what.campaign.as_deref().unwrap_or_default();
    ground.plans.get(&format!("{} {campaign} {}", ground.seen, what.word()), || plan(&ground.wanted, &ground.sources))
}

/// The same for a print shop that is tried.
///
/// # Errors
/// As [`whole`]; `studio/path`.
pub(crate) fn whole_for(ground: &Ground, what: What, shop: Option<&str>) -> Result<Arc<Plan>, Faults> {
    let Some(shop) = shop else { return whole(ground, what) };
    let mut wanted = ground.wanted.clone();
    wanted.shop.profile = Some(own_id(&ground.folder, shop)?);
    let campaign = wanted.what.campaign.as_deref().unwrap_or_default();
    let key = format!("{} {campaign} {} for {shop}", ground.seen, what.word());
    ground.plans.get(&key, || plan(&wanted, &ground.sources))
}

/// The page that a query names.
///
/// # Errors
/// Why it cannot be planned; there is no such page.
pub(crate) fn find(studio: &Studio, project: &Mutex<Project>, query: &Query) -> Result<Found, Refusal> {
    find_in(ground_in(studio, project, what(query), query.get("layout").filter(|_| !of_wall(query)))?, query)
}

/// Which pages a query is of.
fn what(query: &Query) -> What {
    if query.number("record").is_some() { What::Cards } else { What::of(query.get("what")) }
}

/// Whether a query is of the plan of all pages.
fn of_wall(query: &Query) -> bool {
    query.get("of") == Some("wall") && ["palette", "colour", "shop"].iter().all(|name| query.get(name).is_none())
}

/// The page that a query names among those of a ground.
///
/// # Errors
/// As [`find`].
pub(crate) fn find_in(mut ground: Ground, query: &Query) -> Result<Found, Refusal> {
    let (record, what, rev) = (query.number("record"), what(query), ground.rev);
    let of_wall = of_wall(query);
    let names: Vec<String> =
        ["product", "layout", "slogan"].map(|n| query.get(n).unwrap_or_default().to_owned()).into();
    let plan = if of_wall {
        whole(&ground, what)?
    } else {
        // With a record the plan is the same for all of them.
        let campaign = ground.wanted.what.campaign.as_deref().unwrap_or_default();
        let key = format!(
            "{} {campaign} {} {names:?} {:?}",
            ground.seen,
            what.word(),
            ["palette", "colour", "shop"].map(|n| query.get(n))
        );
        let wanted = &mut ground.wanted;
        if let Some(product) = query.get("product") {
            wanted.what.products = vec![own_id(&ground.folder, product)?];
        } else if what == What::Sheets && wanted.what.products.len() > 1 {
            wanted.what.products.truncate(1);
        }
        if let Some(layout) = query.get("layout") {
            wanted.what.layouts = vec![own_id(&ground.folder, layout)?];
        }
        if let Some(label) = query.get("slogan").filter(|_| what == What::Sheets) {
            wanted.what.picks = Some(Picks::parse(label)?);
        }
        if let Some(id) = query.get("palette") {
            wanted.what.colours = Some(Colours::Palette(own_id(&ground.folder, id)?));
        }
        if let Some(own) = query.get("colour") {
            wanted.what.colours = Some(Colours::Own(own.to_owned()));
        }
        if let Some(shop) = query.get("shop") {
            wanted.shop.profile = Some(own_id(&ground.folder, shop)?);
        }
        // What is tried is not on the disk: no run goes there.
        ground.plans.get(&key, || plan(wanted, &ground.sources))?
    };
    let matches = |leaf: &&Leaf| {
        let Some(work) = plan.work(**leaf) else { return false };
        let own_record = plan.record(**leaf).map(|record| u64::from(record) + 1);
        let same = |name: &str, own: &str| !of_wall || query.get(name).is_none_or(|asked| asked == own);
        let label = query.get("slogan").is_none_or(|label| label == work.label);
        label
            && same("product", &work.product.id)
            && same("layout", &work.layout.id)
            && record.is_none_or(|r| own_record == Some(r))
    };
    let leaf = plan.pages.iter().find(matches).copied();
    let leaf = leaf.ok_or_else(|| Refusal::none(say!("there is no such page", "没有这一页")))?;
    Ok(Found { rev, plan, leaf })
}

/// `page.img`: a page as pixels.
pub(crate) fn image(studio: &Studio, project: &Mutex<Project>, query: &Query, gone: &AtomicBool) -> Answered {
    if gone.load(Ordering::Relaxed) || !studio.slots.is_latest(query) {
        return Ok(Answer::empty(StatusCode::NO_CONTENT));
    }
    let layout = query.get("layout").filter(|_| !of_wall(query));
    image_of(studio, ground_in(studio, project, what(query), layout)?, query, gone)
}

/// The same of any ground.
pub(crate) fn image_of(studio: &Studio, ground: Ground, query: &Query, gone: &AtomicBool) -> Answered {
    let go_on = || !gone.load(Ordering::Relaxed) && studio.slots.is_latest(query);
    let overtaken = || Ok(Answer::empty(StatusCode::NO_CONTENT));
    if !go_on() {
        return overtaken();
    }
    let found = find_in(ground, query)?;
    if !go_on() {
        return overtaken();
    }
    let stage = Stage::new(&found.plan);
    let refused = |faults| refused(faults, found.plan.work(found.leaf));
    let is_back = query.get("side") == Some("back");
    let back = if is_back { stage.backs(found.leaf).map_err(refused)?.into_iter().next() } else { None };
    let page = match back {
        Some(back) => back,
        None => stage.seen(found.leaf).map_err(refused)?,
    };
    if !go_on() {
        return overtaken();
    }
    let size = |name: &str, usual: f64| query.number(name).map_or(usual, |n| n as f64).clamp(1.0, SIDE);
    let (w, h) = (size("w", 1200.0), size("h", SIDE));
    draw(page, (w, h), query, &go_on)
}

/// A page in a window of so many pixels.
pub(crate) fn draw(mut page: Page, (w, h): (f64, f64), query: &Query, go_on: &(dyn Fn() -> bool + Sync)) -> Answered {
    if let Some(zoom) = query.get("zoom") {
        let sides: Vec<f64> =
            zoom.split(',').filter_map(|side| side.parse().ok()).filter(|s: &f64| s.is_finite()).collect();
        let [x0, y0, x1, y1] = sides[..] else {
            return Err(Refusal::bad(say!("`zoom` is no part of a page", "`zoom` 不是页面的一部分")));
        };
        let part = Rect::new(x0, y0, x1, y1).intersect(page.boxes.trim);
        if part.width() < 0.5 || part.height() < 0.5 {
            return Err(Refusal::bad(say!("`zoom` is no part of a page", "`zoom` 不是页面的一部分")));
        }
        page.boxes.trim = part;
        page.trim = Outline::Rect(part);
    }
    let trim = page.boxes.trim;
    let dpi = (w / trim.width()).min(h / trim.height()) * MM_PER_INCH;
    let mut options = Options::new(dpi);
    if query.get("proof") == Some("paper") {
        options.intent = Intent::Absolute;
        options.overprint = true;
    }
    let refused = |error: raster::Error| match error {
        raster::Error::Fault(fault) => Refusal::from(*fault),
        raster::Error::Io(error) => {
            let what = say!("the picture cannot be made: {error}", "无法生成图片：{error}");
            Fault::new("file/system", Place::default(), what).into()
        }
    };
    if query.get("form") == Some("png") {
        let mut out = Vec::new();
        raster::png(&page, &options, &mut out).map_err(refused)?;
        return Ok(Answer::bytes("image/png", out));
    }
    let lay = lay(!matches!(page.trim, Outline::Rect(_)));
    match pixels(&page, &options, &lay, go_on).map_err(refused)? {
        Some(pixels) => Ok(Answer::bytes("image/bmp", bmp(pixels))),
        None => Ok(Answer::empty(StatusCode::NO_CONTENT)),
    }
}
