//! What is to be said of seams and rings that go through what is read, and what keeps them out of it.

use super::panels::PanelsAsked;
use super::settings::Settings;
use super::work::Work;
use biaoyu_page::error::{Finding, Say, Severity};
use biaoyu_page::measure::{count_of, number};
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, Way};
use biaoyu_set::compose::Composed;
use biaoyu_set::finish::whole;
use biaoyu_set::impose::panels::{Laid, Making, Obstacles, Panels, RIM, Stock, rings};
use biaoyu_set::product::{Operation, Product};

impl Settings {
    /// Dots an inch on whose pixels panels are cut: those of the whole picture.
    pub(crate) fn panel_dpi(&self, page: &Page) -> f64 {
        self.dpi.unwrap_or_else(|| self.shop.print_dpi(&whole(page, 0.0)))
    }

    /// What is to be said of the seams and rings of a page; nothing of one that is not made in panels.
    pub(crate) fn seams_told(&self, work: &Work, product: &Product, composed: &Composed) -> Vec<Finding> {
        let asked = self.panels.as_ref().and_then(|asked| Some((asked, asked.panels(work).ok()?)));
        let Some((asked, panels)) = asked else {
            return self.hung.is_some().then(|| whole_rings(work, product, composed)).flatten().into_iter().collect();
        };
        let dpi = self.panel_dpi(&composed.page);
        let laid = panels.lay(&composed.page, &composed.ledger, product, dpi);
        let hint =
            if laid.through.is_empty() { say!("", "") } else { clearer(asked, &panels, (product, composed, dpi)) };
        let mut found = crossed(&panels, &laid, work, &hint);
        found.extend(ringed(laid.rings.iter().filter(|ring| ring.hits).count(), false, work));
        found
    }
}

/// Rings of a product that is printed whole, where its files have them: on type or a picture.
fn whole_rings(work: &Work, product: &Product, composed: &Composed) -> Option<Finding> {
    let obstacles = Obstacles::of(&composed.page, &composed.ledger);
    let mut hits = 0;
    for (at, step) in product.steps.iter().enumerate() {
        if let Operation::Eyelets { hole, .. } = *step {
            let radius = hole / 2.0 + RIM;
            hits += product.punched(at).into_iter().filter(|centre| obstacles.hits(*centre, radius)).count();
        }
    }
    let moves = rings(product, &obstacles).iter().filter(|ring| ring.hits).count() < hits;
    ringed(hits, moves, work)
}

/// So many rings lie on what is read; panels move them away where `moves`.
fn ringed(hits: usize, moves: bool, work: &Work) -> Option<Finding> {
    let count = count_of(hits, "ring lies", "rings lie");
    let what = say!("{count} on type or a picture", "有 {hits} 个扣打在字或图上");
    let hint = match moves {
        true => say!(
            "write `--panel auto`, which moves rings off type, or choose a layout that keeps the edges clear",
            "请写 `--panel auto`，打扣会避开字；或换边上不排字的版式"
        ),
        false => say!(
            "choose a layout that keeps the edges clear, or rings beyond the picture: `inset = -50` in the shop's `[profile.panels]`",
            "请换边上不排字的版式，或在印厂类型的 `[profile.panels]` 里写 `inset = -50`，打在画外"
        ),
    };
    let place = work.place();
    let told = Finding { rule: "ring-in-type", severity: Severity::Warning, place, what, hint: Some(hint) };
    (hits > 0).then_some(told)
}

/// What keeps seams out of the characters: the other way, or a wider roll of the shop, each tried.
fn clearer(asked: &PanelsAsked, panels: &Panels, (product, composed, dpi): (&Product, &Composed, f64)) -> Say {
    let is_clear = |making: Making| {
        let panels = Panels::new(product, making).ok();
        panels.is_some_and(|panels| panels.lay(&composed.page, &composed.ledger, product, dpi).through.is_empty())
    };
    let mut found: Vec<String> = Vec::new();
    let making = panels.making;
    if let Stock::Roll(_) = making.stock {
        let way = if panels.columns > 1 { Way::Level } else { Way::Upright };
        if is_clear(Making { way: Some(way), ..making }) {
            found.push(format!("`--seam-way {}`", way.word()));
        }
    }
    let narrowest = match making.stock {
        Stock::Roll(width) => width,
        Stock::Board(size) => size.width,
    };
    let (margin, seam) = (asked.rules.margin, asked.seam);
    let mut wider: Vec<f64> = asked.rules.widths.iter().copied().filter(|width| *width > narrowest).collect();
    wider.sort_by(f64::total_cmp);
    let is_clear_on = |width: &f64| is_clear(Making { stock: Stock::Roll(*width), margin, seam, ..making });
    found.extend(wider.into_iter().find(is_clear_on).map(|width| format!("`--panel {}`", number(width, 1))));
    match found.is_empty() {
        true => say!(
            "neither the other way nor a wider roll of the shop keeps seams out of the characters: choose another layout, or mind the place when it is joined",
            "换个缝的走向、换印厂更宽的料都避不开字：请换版式，或拼接时在该处对准"
        ),
        false => {
            let (en, zh) = (found.join(" or "), found.join(" 或 "));
            say!("{en} keeps seams out of the characters", "用 {zh}，接缝就避开字")
        }
    }
}

/// Seams that could not keep clear of strokes, codes and pictures.
fn crossed(panels: &Panels, laid: &Laid, work: &Work, hint: &Say) -> Vec<Finding> {
    let finding = |what: Say, severity| Finding {
        rule: "seam-in-type",
        severity,
        place: work.place(),
        what,
        hint: Some(hint.clone()),
    };
    let mut all = Vec::new();
    for (way, at, through) in &laid.through {
        let (at, ink) = (number(*at, 0), number(through.ink, 0));
        let Say { en: way_en, zh: way_zh } = way.say();
        let (wide, printable) = (
            number(if *way == Way::Upright { laid.widest.0 } else { laid.widest.1 }, 0),
            number(panels.printable(), 0),
        );
        if through.code {
            all.push(finding(
                say!("the {way_en} seam at {at} mm goes through the code", "{at} 毫米处的{way_zh}缝穿过二维码"),
                Severity::Error,
            ));
        }
        if through.picture && !through.code {
            all.push(finding(
                say!(
                    "the {way_en} seam at {at} mm goes through a logo or picture",
                    "{at} 毫米处的{way_zh}缝穿过标志或图片"
                ),
                Severity::Warning,
            ));
        }
        if through.ink > 0.0 {
            let text = if through.text.is_empty() { String::new() } else { format!(" ({})", through.text) };
            let zh = if through.text.is_empty() { String::new() } else { format!("（{}）", through.text) };
            all.push(finding(
                Say {
                    en: format!("the {way_en} seam at {at} mm cuts {ink} mm of strokes{text}; the widest character is {wide} mm, a panel {printable} mm"),
                    zh: format!("{at} 毫米处的{way_zh}缝穿过笔画 {ink} 毫米{zh}；最宽的字 {wide} 毫米，一片可印 {printable} 毫米"),
                },
                Severity::Warning,
            ));
        }
    }
    all
}
