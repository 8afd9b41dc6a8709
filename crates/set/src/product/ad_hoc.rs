//! A product made of its size alone: `--product 900x1400`.

use super::parts::{Area, Edge, Edges, Kind, Operation, Shape, Zone, ZoneKind};
use super::{Coats, Product};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::geom::Size;
use biaoyu_page::limits::SIDE_MM;
use biaoyu_page::measure::{Length, number};
use biaoyu_page::say;

impl Product {
    /// A product of a size as people write it: `900x1400` (mm), `90x140cm`, `0.9m×1.4m`, `１２米×０．９米`. Kind, bleed, safe distances and
    /// least type follow from size and aspect, as for the shipped products. `sleeve-90x54` or `卡套90x54` is the insert of a
    /// sleeve with this window: smaller by `SLEEVE`.
    ///
    /// `None` when the text is no size at all (it may be the id of a product).
    ///
    /// # Errors
    /// A side outside [`SIDE_MM`].
    pub fn ad_hoc(text: &str) -> Option<Result<Self, Faults>> {
        let narrow =
            |c: char| if ('！'..='～').contains(&c) { char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) } else { c };
        let plain: String = text.trim().chars().map(narrow).collect();
        let plain = plain.to_lowercase().replace(['×', '*', '✕', '乘'], "x");
        let window = ["sleeve-", "sleeve", "卡套"].into_iter().find_map(|word| plain.strip_prefix(word));
        let plain = window.unwrap_or(&plain);
        let (width, height) = plain.split_once('x')?;
        let unit: String = height.chars().filter(|c| c.is_alphabetic()).collect();
        let bare = !width.contains(char::is_alphabetic);
        let width = if bare { Length::parse(&format!("{}{unit}", width.trim())) } else { Length::parse(width) }?;
        let (width, height) = (width.to_mm(), Length::parse(height)?.to_mm());
        let (least, most) = SIDE_MM;
        let mut faults = Faults::default();
        for side in [width, height] {
            if !(least..=most).contains(&side) {
                let [side, least, most] = [side, least, most].map(|v| number(v, 2));
                let what = say!(
                    "a side of {side} mm, wanted {least} to {most} mm",
                    "边长 {side} 毫米，应在 {least} 到 {most} 毫米之间"
                );
                let place = Place::thing(say!("product `{text}`", "产品 `{text}`"));
                let hint = say!("write millimetres, or a unit: `90x140cm`", "请写毫米，或加单位：`90x140cm`");
                faults.push(Fault::new("product/size", place, what).hint(hint));
            }
        }
        let size = Size::new(width, height);
        Some(faults.or(()).map(|()| if window.is_some() { insert(size) } else { of_size(size) }))
    }
}

/// How much smaller an insert is than its sleeve's window 卡套窗口, mm: between 1, that goes in, and 2, that does not slip.
const SLEEVE: f64 = 1.5;

/// The insert of a sleeve.
fn insert(window: Size) -> Product {
    let own = of_size(Size::new((window.width - SLEEVE).max(SIDE_MM.0), (window.height - SLEEVE).max(SIDE_MM.0)));
    let [wide, high] = [window.width, window.height].map(|v| number(v, 2));
    let (width, height) = (number(own.trim.width, 2), number(own.trim.height, 2));
    Product {
        id: format!("sleeve-{wide}x{high}"),
        name: format!("卡套芯 {width}×{height}（窗口 {wide}×{high}）"),
        name_en: format!("sleeve insert {width}x{height} (window {wide}x{high})"),
        personal: true,
        ..own
    }
}

fn of_size(trim: Size) -> Product {
    let (short, long, aspect) = (trim.width.min(trim.height), trim.width.max(trim.height), trim.width / trim.height);
    let kind = if long <= 150.0 && short <= 110.0 {
        Kind::Card
    } else if aspect >= 2.2 && long >= 1500.0 {
        Kind::Banner
    } else if aspect <= 1.0 / 2.2 && long >= 1500.0 {
        Kind::VBanner
    } else if aspect > 1.0 && short >= 1500.0 {
        Kind::Backdrop
    } else {
        Kind::Poster
    };
    let cloth = matches!(kind, Kind::Banner | Kind::VBanner | Kind::Backdrop);
    let safe = match kind {
        // Nothing in the outer 50 mm, 100 to 150 mm at the ends; less where that would leave no room.
        Kind::Banner => Edges::pair(50.0_f64.min(0.08 * short), 150.0_f64.max(0.25 * short).min(0.08 * long)),
        Kind::VBanner => Edges::pair(120.0_f64.min(0.08 * long), 50.0_f64.min(0.08 * short)),
        Kind::Card => Edges::all(5.0_f64.min(0.12 * short)),
        _ => Edges::all((0.02 * short).max(5.0).min(0.12 * short)),
    };
    let hem = |side| Zone { kind: ZoneKind::Hem, area: Area::Band { side, depth: 25.0 } };
    let zones = if cloth && short >= 400.0 { Edge::ALL.map(|(_, side)| hem(side)).to_vec() } else { Vec::new() };
    let eyelets = |side| Operation::Eyelets { side, inset: 20.0, every: 1000.0, hole: 12.0 };
    let steps = if zones.is_empty() || kind == Kind::Backdrop {
        Vec::new()
    } else {
        vec![eyelets(Edge::Top), eyelets(Edge::Bottom)]
    };
    let size = format!("{}x{}", number(trim.width, 2), number(trim.height, 2));
    let (name, name_en) = match kind {
        Kind::Banner => ("横幅", "banner"),
        Kind::VBanner => ("条幅", "vertical banner"),
        Kind::Backdrop => ("背景板", "backdrop"),
        Kind::Card => ("卡片", "card"),
        _ => ("海报", "poster"),
    };
    Product {
        name: format!("{name} {}", size.replace('x', "×")),
        name_en: format!("{name_en} {size}"),
        id: size,
        kind,
        trim,
        bleed: Edges::all(if cloth { 0.0 } else { 3.0 }),
        safe,
        zones,
        shape: Shape::Rect,
        sides: 1,
        cloths: 1,
        back: super::Back::default(),
        scale: 1,
        least_type: (if cloth { 0.03 } else { 0.012 } * short).max(2.2),
        distance: (short / 100.0 * if cloth { 2.0 } else { 0.7 }).clamp(0.5, 60.0),
        // About 2000 px on the long side, as the shipped products.
        proof_dpi: (2000.0 / (long / 25.4)).round().clamp(5.0, 300.0),
        personal: false,
        layout: None,
        material: None,
        finishing: None,
        coats: Coats::default(),
        guide: None,
        steps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_enough() {
        for (text, id, kind) in [
            ("900x1400", "900x1400", Kind::Poster),
            ("90x140cm", "900x1400", Kind::Poster),
            ("0.9m × 1.4m", "900x1400", Kind::Poster),
            ("8000*700", "8000x700", Kind::Banner),
            ("12米×0.9米", "12000x900", Kind::Banner),
            ("９０乘１４０厘米", "900x1400", Kind::Poster),
            ("700x5000", "700x5000", Kind::VBanner),
            ("5000x2500", "5000x2500", Kind::Backdrop),
            ("90X55", "90x55", Kind::Card),
            ("148.5x210", "148.5x210", Kind::Poster),
            ("60000x10", "60000x10", Kind::Banner),
            ("10x10", "10x10", Kind::Card),
        ] {
            let product = Product::ad_hoc(text).unwrap().unwrap();
            assert_eq!((product.id.as_str(), product.kind), (id, kind), "{text}");
            let safe = product.safe_rect();
            assert!(
                safe.width() > 0.4 * product.trim.width && safe.height() > 0.4 * product.trim.height,
                "{text}: {safe:?}"
            );
        }
        for text in ["sleeve-90x54", "卡套90×54", "Sleeve 90x54mm"] {
            let insert = Product::ad_hoc(text).unwrap().unwrap();
            assert_eq!((insert.trim, &*insert.id), (Size::new(88.5, 52.5), "sleeve-90x54"), "{text}");
            assert!(insert.name.contains("88.5×52.5") && insert.personal);
        }
        for text in ["poster-a2", "xstand-600x1600", "900", "900x", "axb", ""] {
            assert!(Product::ad_hoc(text).is_none(), "{text}");
        }
        let faults = Product::ad_hoc("9x70000").unwrap().unwrap_err();
        assert_eq!(faults.0.len(), 2);
        assert_eq!(faults.0[0].what.en, "a side of 9 mm, wanted 10 to 60000 mm");
    }
}
