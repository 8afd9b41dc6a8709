//! What a print shop reckons by: square metres by material, pieces, rings, metres of hem.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data::Data;
use super::panels::CORNERS;
use super::settings::Settings;
use super::work::{Job, Leaf, Work};
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::measure::{count_of, number};
use biaoyu_page::say;
use biaoyu_set::product::{Area, Edge, Kind, Operation, Product, Shape, ZoneKind};

impl Data {
    /// What a run over the table comes to: rows, pages and material.
    pub(crate) fn cost(&self, works: &[Arc<Work>], pages: &[Leaf], jobs: &[Job]) -> Finding {
        let product = |leaf: &Leaf| works.get(usize::try_from(leaf.work).ok()?).map(|work| &work.product);
        let faces: usize = pages.iter().filter_map(product).map(|p| usize::from(p.sides.max(1))).sum();
        let area = |(p, pieces): (&Product, u64)| p.trim.width * p.trim.height / 1e6 * pieces as f64;
        let area: f64 = jobs.iter().flat_map(Job::products).map(area).sum();
        let digits = if area < 0.1 { 4 } else { 2 };
        let (rows, count) = (self.good().count(), pages.len());
        let area = number(area, if area < 10.0 { digits } else { 0 });
        let printed = match faces == count {
            true => say!("", ""),
            false => say!(", {faces} printed faces", "，{faces} 个印面"),
        };
        Finding {
            rule: "run-size",
            severity: Severity::Note,
            place: Place::file(self.name()),
            what: Say {
                en: {
                    let (row, make) = if rows == 1 { ("row", "makes") } else { ("rows", "make") };
                    let page = if count == 1 { "page" } else { "pages" };
                    format!("{rows} {row} {make} {count} {page}{}, {area} m² of material", printed.en)
                },
                zh: format!("{rows} 行，做 {count} 页{}，用料 {area} 平方米", printed.zh),
            },
            hint: None,
        }
    }
}

/// What one piece of a product takes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Takes {
    /// Of material, at its finished size or as its panels are printed; of a button the square of its cut, m².
    pub square: f64,
    /// Rings.
    pub rings: usize,
    /// Hems, pockets and sleeves, m.
    pub hem: f64,
}

impl Takes {
    /// Of a product.
    pub(crate) fn of(product: &Product) -> Self {
        let size = match product.shape {
            Shape::Round { cut, .. } => (cut, cut),
            Shape::Rect | Shape::Card { .. } => (product.trim.width, product.trim.height),
        };
        let side = |edge: Edge| match edge {
            Edge::Top | Edge::Bottom => size.0 / 1000.0,
            Edge::Left | Edge::Right => size.1 / 1000.0,
        };
        let sewn = |kind: ZoneKind| matches!(kind, ZoneKind::Hem | ZoneKind::PolePocket | ZoneKind::Sleeve);
        // A side that has a hem and a pocket is counted once.
        let hem = Edge::ALL.iter().filter(|(_, edge)| {
            let on = |area: &Area| matches!(area, Area::Band { side, .. } if side == edge);
            product.zones.iter().any(|zone| sewn(zone.kind) && on(&zone.area))
        });
        let rings = (0..product.steps.len()).map(|at| product.punched(at).len()).sum();
        Self { square: size.0 * size.1 / 1e6, rings, hem: hem.map(|(_, edge)| side(*edge)).sum() }
    }

    /// Of a piece of a product of a job, which may be printed in panels.
    pub(crate) fn of_job(job: &Job, product: &Product) -> Self {
        let own = Self::of(product);
        let square = job.panels.as_ref().filter(|panels| panels.count() > 1).map(|panels| panels.printed() / 1e6);
        Self { square: square.unwrap_or(own.square), ..own }
    }
}

/// How a product is finished 后道: as it says, else what its hems and rings come to.
pub(crate) fn finished(product: &Product) -> Option<String> {
    let derived = || {
        let hem = product.zones.iter().find_map(|zone| match (zone.kind, zone.area) {
            (ZoneKind::Hem, Area::Band { depth, .. }) if depth > 0.0 => Some(format!("卷边 {} mm", number(depth, 1))),
            _ => None,
        });
        let level = |step: &Operation| !matches!(step, Operation::Eyelets { side: Edge::Left | Edge::Right, .. });
        let sides = if product.steps.iter().all(level) { "上下" } else { "四边" };
        let rings = apart(product).map(|every| match every < CORNERS {
            true => format!("{sides}打扣，间距不超过 {} mm，四角必打", number(every, 0)),
            false => "四角打扣".to_owned(),
        });
        let parts: Vec<String> = hem.into_iter().chain(rings).collect();
        (!parts.is_empty()).then(|| parts.join("，"))
    };
    product.finishing.clone().or_else(derived)
}

/// How far apart the rings of a product are at most, mm.
fn apart(product: &Product) -> Option<f64> {
    let every = product.steps.iter().filter_map(|step| match step {
        Operation::Eyelets { every, .. } => Some(*every),
        _ => None,
    });
    every.reduce(f64::min)
}

/// How far apart the rings of a run are, and who says so: the same cloth takes more of them as the shop hangs it than as the product
/// has them.
fn rings_said(jobs: &[Job], settings: &Settings) -> Option<Say> {
    let products = || jobs.iter().flat_map(Job::products).map(|(product, _)| product);
    let mut all: Vec<f64> = products().filter_map(apart).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    let list = |corners: &str| {
        let each = all.iter().map(|every| if *every < CORNERS { number(*every, 0) } else { corners.to_owned() });
        each.collect::<Vec<_>>().join(" / ")
    };
    let widest = all.last()?;
    let (en, zh) = match *widest < CORNERS {
        true => (format!("at most {} mm apart", list("")), format!("间距不超过 {} 毫米", list(""))),
        false if all.len() == 1 => ("at the corners alone".to_owned(), "只在四角".to_owned()),
        false => (format!("at most {} mm apart", list("(corners)")), format!("间距不超过 {} 毫米", list("（四角）"))),
    };
    if settings.panels.is_some() || settings.hung.is_some() {
        return Some(say!("{en}, as the shop hangs cloth", "{zh}（印厂的打扣间距）"));
    }
    let shop = settings.shop.profile.as_deref().map(|profile| profile.panels.rings)?;
    let hangs = |product: &Product| matches!(product.kind, Kind::Banner | Kind::Backdrop);
    let differs = *widest > shop && products().any(|product| hangs(product) && apart(product).is_some());
    Some(match differs {
        true => {
            let shop = number(shop, 0);
            say!(
                "{en}, as the product has them; on a truss the shop sets them at most {shop} mm apart: `--hang rings`",
                "{zh}（产品的打扣间距）；上桁架时印厂按不超过 {shop} 毫米打，请加 `--hang rings`"
            )
        }
        false => say!("{en}, as the product has them", "{zh}（产品的打扣间距）"),
    })
}

/// Said of cloth that has no rings, where the shop hangs cloth by them: the quote is without them.
fn unhung(jobs: &[Job], settings: &Settings) -> Option<Say> {
    let shop = settings.shop.profile.as_deref().map(|profile| profile.panels.rings)?;
    let bare = |product: &Product| {
        matches!(product.kind, Kind::Banner | Kind::Backdrop) && apart(product).is_none() && settings.hung.is_none()
    };
    let product = jobs.iter().flat_map(Job::products).map(|(product, _)| product).find(|product| bare(product))?;
    let (id, every) = (&product.id, number(shop, 0));
    Some(say!(
        "`{id}` has no rings, as the product says; on a truss the shop sets them at most {every} mm apart: `--hang rings`",
        "`{id}` 不打扣（按产品）；上桁架时印厂按不超过 {every} 毫米打，请加 `--hang rings`"
    ))
}

/// The line for the quote, of a run that goes to a shop.
pub(crate) fn quote(jobs: &[Job], settings: &Settings) -> Option<Finding> {
    if settings.shop.profile.is_none() && settings.panels.is_none() {
        return None;
    }
    let mut by: BTreeMap<String, (f64, u64)> = BTreeMap::new();
    let (mut rings, mut hem, mut seams) = (0_u64, 0.0, 0.0);
    for (job, product, pieces) in jobs.iter().flat_map(|job| job.products().into_iter().map(move |(p, n)| (job, p, n)))
    {
        let takes = Takes::of_job(job, product);
        let material = product.material.clone().unwrap_or_else(|| "材料另定".into());
        let sum = by.entry(material).or_default();
        *sum = (sum.0 + takes.square * pieces as f64, sum.1 + pieces);
        rings += takes.rings as u64 * pieces;
        hem += takes.hem * pieces as f64;
        seams += job.panels.as_ref().map_or(0.0, |panels| panels.seams() / 1000.0) * pieces as f64;
    }
    let lines = by.iter().map(|(material, (square, pieces))| (material, number(*square, 2), pieces));
    let en: Vec<String> = lines
        .clone()
        .map(|(m, square, pieces)| format!("{m} {square} m², {}", count_of(*pieces as usize, "piece", "pieces")))
        .collect();
    let zh: Vec<String> = lines.map(|(m, square, pieces)| format!("{m} {square} 平方米 {pieces} 件")).collect();
    let (mut en, mut zh) = (en.join("; "), zh.join("；"));
    if rings > 0 {
        en += &format!("; {}", count_of(rings as usize, "ring", "rings"));
        zh += &format!("；打扣 {rings} 个");
    }
    for (metres, word, words) in [(hem, "hem", "卷边"), (seams, "seams", "拼缝")] {
        if metres > 0.0 {
            let metres = number(metres, 2);
            en += &format!("; {metres} m of {word}");
            zh += &format!("；{words} {metres} 米");
        }
    }
    if let Some(Say { en: how, zh: how_zh }) = rings_said(jobs, settings).filter(|_| rings > 0) {
        en += &format!(". Rings {how}");
        zh += &format!("。打扣{how_zh}");
    }
    if let Some(Say { en: how, zh: how_zh }) = unhung(jobs, settings) {
        en += &format!(". {how}");
        zh += &format!("。{how_zh}");
    }
    let what = say!("for the quote: {en}", "报价用：{zh}");
    Some(Finding { rule: "quote", severity: Severity::Note, place: Place::default(), what, hint: None })
}
