//! What a print shop reckons by: square metres by material, pieces, rings, metres of hem.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data::Data;
use super::settings::Settings;
use super::work::{Job, Leaf, Work};
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::product::{Area, Edge, Product, Shape, ZoneKind};

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
    let en: Vec<String> =
        lines.clone().map(|(m, square, pieces)| format!("{m} {square} m², {pieces} pieces")).collect();
    let zh: Vec<String> = lines.map(|(m, square, pieces)| format!("{m} {square} 平方米 {pieces} 件")).collect();
    let (mut en, mut zh) = (en.join("; "), zh.join("；"));
    if rings > 0 {
        en += &format!("; {rings} rings");
        zh += &format!("；打扣 {rings} 个");
    }
    for (metres, word, words) in [(hem, "hem", "卷边"), (seams, "seams", "拼缝")] {
        if metres > 0.0 {
            let metres = number(metres, 2);
            en += &format!("; {metres} m of {word}");
            zh += &format!("；{words} {metres} 米");
        }
    }
    let what = say!("for the quote: {en}", "报价用：{zh}");
    Some(Finding { rule: "quote", severity: Severity::Note, place: Place::default(), what, hint: None })
}
