//! White, varnish and foil on the pages of a plan, and what is told of them.

use crate::plan::Plan;
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_page::words::{FileKind, Pass};
use biaoyu_set::compose::{Composed, Entry, Sort};
use biaoyu_set::finish::{Coater, Technical, Told};
use biaoyu_set::product::{ALL, ART, Product};

/// Lays the coats of a plan.
#[derive(Default)]
pub(crate) struct Coats(Coater);

impl Coats {
    /// Lays white, varnish and foil, and says what they were to lie on and is not there.
    pub(crate) fn coat(&self, plan: &Plan, product: &Product, composed: &mut Composed) {
        self.lay(plan, product, composed);
    }

    /// The same; what is told of them is given back, too.
    pub(crate) fn lay(&self, plan: &Plan, product: &Product, composed: &mut Composed) -> Vec<Told> {
        let settings = &plan.settings;
        let mut coats = settings.shop.coats(product);
        // The stock has its white and varnish already.
        let is_of_stock = |on: &String| on == ALL || on == ART;
        if settings.only == Some(Pass::Variable) && coats.iter().any(|coat| coat.on.iter().any(is_of_stock)) {
            coats.iter_mut().for_each(|coat| coat.on.retain(|on| !is_of_stock(on)));
            composed.findings.push(on_stock());
        }
        coats.retain(|coat| !coat.on.is_empty());
        if coats.is_empty() {
            return Vec::new();
        }
        let jpeg = settings.shop.prints_jpeg() && settings.formats.contains(&FileKind::Jpeg);
        if settings.tiles.is_some() || settings.panels.is_some() || jpeg {
            composed.findings.push(no_plates());
        }
        let ledger = &composed.ledger;
        let regions = |field: &str| {
            let of = |entry: &&Entry| match field {
                "key" => matches!(entry.sort, Sort::Key | Sort::Dots) || entry.fields.iter().any(|f| &**f == field),
                _ => entry.fields.iter().any(|f| &**f == field),
            };
            ledger.iter().filter(of).map(|entry| entry.region.clone()).collect()
        };
        let told = self.0.lay(&coats, &mut composed.page, regions);
        composed.findings.extend(told.iter().map(coat_told));
        told
    }
}

/// What is told where no file has plates.
fn no_plates() -> Finding {
    Finding {
        rule: "coat-stand-in",
        severity: Severity::Warning,
        place: Place::default(),
        what: say!(
            "tiles, panels and JPEGs have no plates: foil is printed in gold ink, white and varnish are left out",
            "拼贴页、分幅和 JPEG 没有工艺版：烫金用金色墨印出，不铺白墨和光油"
        ),
        hint: Some(say!("make the page in one piece, as PDF or TIFF", "需要这些工艺时请整幅输出 PDF 或 TIFF")),
    }
}

/// What is told where the whole sheet has its coat already.
fn on_stock() -> Finding {
    Finding {
        rule: "coat-stock",
        severity: Severity::Note,
        place: Place::default(),
        what: say!(
            "white and varnish of the whole sheet go with the stock: `--only variable` leaves them out",
            "满版的白墨和光油随预印纸一起做：`--only variable` 不再铺"
        ),
        hint: Some(say!("`--only fixed` has them", "`--only fixed` 里有")),
    }
}

/// What is told of coats, in the user's words.
fn coat_told(told: &Told) -> Finding {
    let (rule, what, hint) = match told {
        Told::Nowhere(coat, on) => {
            let what = match coat {
                Technical::White => {
                    say!("`{on}` is not on this page: no white is laid", "这一页没有 `{on}`：没有铺白墨")
                }
                Technical::Varnish => {
                    say!("`{on}` is not on this page: no varnish is laid", "这一页没有 `{on}`：没有上光油")
                }
                _ => say!("`{on}` is not on this page: nothing is foiled", "这一页没有 `{on}`：没有烫金"),
            };
            let hint =
                say!("name what the page prints: slogan, logo, unit …", "请写页面上有的内容：slogan、logo、unit 等");
            ("coat-nowhere", what, hint)
        }
        Told::Framed(_, on) => (
            "coat-framed",
            say!(
                "`{on}` is a picture of samples: its outline is coated as a whole, white within it too",
                "`{on}` 是位图：按外轮廓整块铺，里面的白色也铺上"
            ),
            say!("give it as SVG or PDF", "请给 SVG 或 PDF 的标志"),
        ),
        Told::Filled(_) => (
            "coat-filled",
            say!(
                "what is white within a mark is coated with it: their outlines cross",
                "标志里留白的部分也被一起铺上：轮廓相交，无法留空"
            ),
            say!(
                "give the mark in one colour by `--logo-dark` or `--logo-light`",
                "请用 `--logo-dark`、`--logo-light` 给出单色标志"
            ),
        ),
        Told::Thin(choke, count, [x, y]) => {
            let least = number(f64::from(*choke) / 500.0, 2);
            (
                "coat-thin",
                say!(
                    "strokes thinner than {least} mm have no white once it is pulled in: {count}, the largest at {x}, {y} mm",
                    "白墨内缩后，细于 {least} 毫米的笔画下面没有白墨：{count} 处，最大的在 {x}, {y} 毫米"
                ),
                say!(
                    "take a smaller `--white-choke`, larger type, or `--white` on the whole sheet",
                    "请减小 `--white-choke`、加大字号，或用 `--white` 满版铺白"
                ),
            )
        }
        Told::Pieces(what) => {
            let what = match what {
                Technical::White => say!(
                    "the shapes are too fine to be made one: white is laid piece by piece, and not pulled in",
                    "图形太细碎，无法合成一块：白墨逐块铺，没有内缩"
                ),
                _ => say!(
                    "the shapes are too fine to be made one: the coat is laid piece by piece",
                    "图形太细碎，无法合成一块：逐块铺"
                ),
            };
            ("coat-pieces", what, say!("lay it on the whole sheet: `all`", "请满版铺：`all`"))
        }
    };
    Finding { rule, severity: Severity::Warning, place: Place::default(), what, hint: Some(hint) }
}
