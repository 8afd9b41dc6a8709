//! Panels of a plan: on which cloth, how they are joined, and what banners and backdrops hang by.

use std::sync::Arc;

use super::imposed::work_words;
use super::work::Work;
use crate::shelf::shop::Shop;
use crate::want::SheetsWanted;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::geom::Size;
use biaoyu_page::measure::{Length, number};
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, Hang, Seam, Way};
use biaoyu_set::impose::panels::{Making, Panels, Stock};
use biaoyu_set::product::{Area, Edge, Kind, Operation, Product, ZoneKind};
use biaoyu_set::profile::PanelRules;

/// Narrowest and widest stock, mm.
const WIDTHS: (f64, f64) = (200.0, 20_000.0);
/// What a board's edge loses: it prints to its edge, but is trimmed square.
const BOARD_MARGIN: f64 = 10.0;
/// Farther apart than any product is long: rings at the corners alone.
pub(super) const CORNERS: f64 = 1e6;

/// Panels as they are asked for.
#[derive(Clone, Debug)]
pub(crate) struct PanelsAsked {
    /// What they may be printed on; of several the one with the fewest panels, then the narrowest.
    stocks: Vec<Stock>,
    pub(super) rules: PanelRules,
    pub(super) seam: Seam,
    allowance: f64,
    way: Option<Way>,
    hang: Hang,
    /// It was asked for by hand what banners and backdrops hang by.
    hangs: bool,
}

/// Products that are one piece and never cloth or board.
const WHOLE: [Kind; 11] = [
    Kind::Badge,
    Kind::Name,
    Kind::Card,
    Kind::Screen,
    Kind::Social,
    Kind::Seat,
    Kind::Certificate,
    Kind::Invitation,
    Kind::Label,
    Kind::Sticker,
    Kind::Armband,
];

impl PanelsAsked {
    /// Reads what was asked for; `None` where pages stay whole.
    ///
    /// # Errors
    /// `panel/stock` when it names no width and no board, `panel/way` when seams of boards are to run one way.
    pub(crate) fn new(wanted: &SheetsWanted, shop: &Shop) -> Result<Option<Self>, Faults> {
        let Some(asked) = &wanted.panel else { return Ok(None) };
        let rules = shop.profile.as_deref().map(|profile| profile.panels.clone()).unwrap_or_default();
        let stocks = match asked.as_str() {
            "auto" => rules.widths.iter().map(|width| Stock::Roll(*width)).collect(),
            text => vec![stock(text).ok_or_else(|| unknown(text, &rules))?],
        };
        let is_board = matches!(stocks.first(), Some(Stock::Board(_)));
        if let Some(way) = wanted.seam_way.filter(|_| is_board) {
            let way = way.word();
            let place = Place::thing(say!("`--seam-way {way}`", "`--seam-way {way}`"));
            let what = say!("boards meet both ways: across and down", "板材横竖都要拼，没有只走一个方向的缝");
            let hint = say!(
                "leave it out, or give the width of a roll: `--panel 3200`",
                "请去掉它，或给卷材的幅宽：`--panel 3200`"
            );
            return Err(Fault::new("panel/way", place, what).hint(hint).into());
        }
        let seam = wanted.seam.unwrap_or(if is_board { Seam::Butt } else { rules.seam });
        let allowance = wanted.allowance.unwrap_or_else(|| rules.allowance(seam));
        let hang = wanted.hang.unwrap_or(rules.hang);
        Ok(Some(Self { stocks, rules, seam, allowance, way: wanted.seam_way, hang, hangs: wanted.hang.is_some() }))
    }

    /// What banners and backdrops hang by where they are printed whole; `None` where nobody says it.
    pub(crate) fn whole(wanted: &SheetsWanted, shop: &Shop) -> Option<Self> {
        let hang = wanted.hang.filter(|_| wanted.panel.is_none())?;
        let rules = shop.profile.as_deref().map(|profile| profile.panels.clone()).unwrap_or_default();
        let (seam, allowance) = (rules.seam, rules.allowance(rules.seam));
        Some(Self { stocks: Vec::new(), rules, seam, allowance, way: None, hang, hangs: true })
    }

    /// All that files change with.
    pub(crate) fn key(&self) -> String {
        format!("{self:?}")
    }

    /// What is added to the name of the PDF.
    pub(crate) fn suffix(panels: &Panels) -> String {
        format!("-panels-{}", panels.making.stock.words().replace('×', "x"))
    }

    /// The product hung as the shop hangs it: rings near enough for a truss, or a rope in the hem and rings at the corners.
    /// What is neither banner nor backdrop stays as it is.
    pub(crate) fn product(&self, product: Arc<Product>) -> Arc<Product> {
        let is_backdrop = product.kind == Kind::Backdrop;
        if !is_backdrop && product.kind != Kind::Banner {
            return product;
        }
        let mut hung = Product::clone(&product);
        let PanelRules { rings, inset, hole, .. } = self.rules;
        let own = |step: &Operation| matches!(step, Operation::Eyelets { .. });
        let known = hung.steps.iter().copied().find(own);
        hung.steps.retain(|step| !own(step));
        let (every, sides): (f64, &[Edge]) = match self.hang {
            Hang::Rope => (CORNERS, &[Edge::Top, Edge::Bottom]),
            Hang::Rings if is_backdrop => (rings, &[Edge::Top, Edge::Right, Edge::Bottom, Edge::Left]),
            Hang::Rings => (rings, &[Edge::Top, Edge::Bottom]),
        };
        for side in sides.iter().copied() {
            hung.steps.push(match known {
                Some(Operation::Eyelets { inset, every: own, hole, .. }) => Operation::Eyelets {
                    side,
                    inset,
                    every: if self.hang == Hang::Rope { every } else { every.min(own) },
                    hole,
                },
                _ => Operation::Eyelets { side, inset, every, hole },
            });
        }
        let hem = hung.zones.iter().find_map(|zone| match (zone.kind, zone.area) {
            (ZoneKind::Hem, Area::Band { depth, .. }) if depth > 0.0 => Some(depth),
            _ => None,
        });
        let hem = hem.map_or(String::new(), |depth| format!("四边卷边 {} mm，", number(depth, 0)));
        hung.finishing = Some(match self.hang {
            Hang::Rope => format!("{hem}上下包边穿绳，四角打扣"),
            Hang::Rings if sides.len() == 2 => {
                format!("{hem}上下两边打扣，间距不超过 {} mm，四角必打", number(every, 0))
            }
            Hang::Rings => format!("{hem}四边打扣，间距不超过 {} mm，四角必打", number(every, 0)),
        });
        Arc::new(hung)
    }

    /// The panels of a work's pages.
    ///
    /// # Errors
    /// Why they cannot be made, with the product.
    pub(crate) fn panels(&self, work: &Work) -> Result<Panels, Faults> {
        self.suits(&work.product)?;
        let mut first: Option<Fault> = None;
        let mut best: Option<Panels> = None;
        for stock in &self.stocks {
            let margin = if matches!(stock, Stock::Board(_)) { BOARD_MARGIN } else { self.rules.margin };
            let Self { seam, allowance, way, .. } = *self;
            match Panels::new(&work.product, Making { stock: *stock, margin, seam, allowance, way }) {
                Ok(panels) => {
                    if best.as_ref().is_none_or(|best| panels.count() < best.count()) {
                        best = Some(panels);
                    }
                }
                Err(fault) => {
                    first.get_or_insert(fault);
                }
            }
        }
        best.ok_or_else(|| {
            let fault = first.unwrap_or_else(|| unknown("auto", &self.rules));
            let of = work_words(&work.product);
            let place = match &fault.place.thing {
                Some(on) => Say { en: format!("{}, {}", of.en, on.en), zh: format!("{}，{}", of.zh, on.zh) },
                None => of,
            };
            Fault { place: Place::thing(place), ..fault }.into()
        })
    }

    /// Refuses what is no cloth, and to hang what has nothing to hang by.
    fn suits(&self, product: &Product) -> Result<(), Fault> {
        let place = || Place::thing(work_words(product));
        let name = &product.name;
        if product.is_round() || product.personal || WHOLE.contains(&product.kind) {
            let what = say!("it is one piece, never joined of panels", "{name}是整件，不分片拼");
            let hint = say!(
                "leave out `--panel`, or choose a banner, backdrop, poster or board",
                "请去掉 `--panel`，或选横幅、背景板、海报、展板"
            );
            return Err(Fault::new("panel/product", place(), what).hint(hint));
        }
        self.hangs_on(product)
    }

    /// Refuses to hang what has nothing to hang by.
    ///
    /// # Errors
    /// `panel/hang`.
    pub(crate) fn hangs_on(&self, product: &Product) -> Result<(), Fault> {
        let place = || Place::thing(work_words(product));
        let name = &product.name;
        if self.hangs && !matches!(product.kind, Kind::Banner | Kind::Backdrop) {
            let hang = self.hang.word();
            let what = say!("only banners and backdrops hang by {hang}", "只有横幅、背景板打扣或穿绳，{name}没有");
            let hint = say!("leave out `--hang`", "请去掉 `--hang`");
            return Err(Fault::new("panel/hang", place(), what).hint(hint));
        }
        Ok(())
    }

    /// What the panels of a product come to.
    pub(crate) fn told(product: &Product, panels: &Panels) -> Finding {
        let (id, count) = (&product.id, panels.count());
        let (stock, printable) = (panels.making.stock.words(), number(panels.printable(), 0));
        let square = number(panels.printed() / 1e6, 2);
        let what = if count == 1 {
            say!(
                "`{id}` on {stock} mm ({printable} printed): one piece, no seam; {square} m²",
                "`{id}` 用 {stock} 毫米的料（可印 {printable}）：整幅印，不用拼接；{square} 平方米"
            )
        } else {
            let Say { en: how_en, zh: how_zh } = panels.making.seam.say();
            let (metres, allowance) = (number(panels.seams() / 1000.0, 2), number(panels.making.allowance, 1));
            say!(
                "`{id}` on {stock} mm ({printable} printed): {count} panels, {metres} m of seams {how_en}, {allowance} mm each; {square} m²",
                "`{id}` 用 {stock} 毫米的料（可印 {printable}）：拼 {count} 片，接缝共 {metres} 米，{how_zh} {allowance} 毫米；{square} 平方米"
            )
        };
        Finding { rule: "panels", severity: Severity::Note, place: Place::default(), what, hint: None }
    }
}

/// `3200`, `3.2m`, or a board `1200x2400`.
fn stock(text: &str) -> Option<Stock> {
    let side = |text: &str| {
        let mm = Length::parse(text)?.to_mm();
        (WIDTHS.0..=WIDTHS.1).contains(&mm).then_some(mm)
    };
    match text.split_once(['x', 'X', '×', '*']) {
        None => side(text).map(Stock::Roll),
        Some((a, b)) => {
            let (a, b) = (side(a)?, side(b)?);
            Some(Stock::Board(Size::new(a.min(b), a.max(b))))
        }
    }
}

fn unknown(text: &str, rules: &PanelRules) -> Fault {
    let what = say!("`{text}` is no width of a roll and no board", "`{text}` 不是幅宽，也不是板材尺寸");
    let widths: Vec<String> = rules.widths.iter().map(|width| number(*width, 0)).collect();
    let widths = widths.join(", ");
    let hint = say!(
        "write a width in mm ({widths}), `auto`, or a board: `1200x2400`",
        "请写幅宽毫米数（{widths}）、`auto`，或板材 `1200x2400`"
    );
    Fault::new("panel/stock", Place::thing(say!("`--panel`", "`--panel`")), what).hint(hint)
}
