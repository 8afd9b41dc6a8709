//! Every shipped layout on every shipped product, for slogans and unit names from the shortest to the longest:
//! a page comes out, its type lies inside the product's safe area, and no text stands on another.

mod shelf;

use std::collections::BTreeMap;

use biaoyu::compose::{Composed, Edition, Picture, Pictures, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::error::Lang;
use biaoyu::geom::{Affine, Outline, PathEl, Point, Rect, flatten};
use biaoyu::icc::Profile;
use biaoyu::layout::Layout;
use biaoyu::page::{Item, Mark};
use biaoyu::picture::{Options, load};
use biaoyu::product::Product;
use biaoyu::record::Fields;
use shelf::Shelf;

/// Slogans that no notice holds, at both ends of the promised 4–24 characters.
const UNSEEN: [&str; 4] =
    ["质量第一", "人人讲安全 个个会应急", "人民至上 生命至上", "坚持质量第一效益优先原则 推动质量变革效率变革动力变革"];
const UNITS: [Option<&str>; 3] = [None, Some("某某电厂"), Some("中国某某集团某某省新能源有限公司某某水力发电总厂")];

fn sheets() -> Vec<Sheet> {
    let campaign = embedded::campaign("quality-month-2021").unwrap().unwrap();
    let sheet =
        |number, kind, text: &str, key: &str| Sheet { number, kind, text: text.into(), breaks: None, keys: key.into() };
    let mut all = vec![sheet(0, SheetKind::Own, "质量月", "质")];
    for slogan in campaign.slogans.iter().filter(|s| [1, 3, 6, 9, 12, 13, 15].contains(&s.number)) {
        all.push(sheet(slogan.number, SheetKind::Slogan, &slogan.text, slogan.key.as_deref().unwrap_or("质")));
    }
    for (i, text) in UNSEEN.iter().enumerate() {
        all.push(sheet(100 + i as u32, SheetKind::Slogan, text, &text[..3]));
    }
    all
}

fn fields(product: &Product, unit: Option<&str>) -> Fields {
    let mut fields = Fields::default();
    fields.set("campaign", "2021 年电力行业“质量月”");
    fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
    if let Some(unit) = unit {
        fields.set("unit", unit);
    }
    if product.personal && unit.is_some() {
        fields.set("name", "王小明");
        fields.set("post", "质量管理部");
        fields.set("number", "No. 00123");
    }
    fields
}

/// What is wrong with a page, in words.
fn complaints(product: &Product, composed: &Composed) -> Vec<String> {
    let mut wrong = Vec::new();
    let safe = product.safe_rect();
    let mut outside: BTreeMap<String, f64> = BTreeMap::new();
    type_points(&composed.page.items, Affine::IDENTITY, &mut |region, point| {
        let live = match product.live() {
            live @ Outline::Circle(_) => live.distance_outside(point),
            _ => Outline::Rect(safe).distance_outside(point),
        };
        let most = outside.entry(region.into()).or_default();
        *most = most.max(live);
    });
    for (region, outside) in outside {
        if outside > 0.02 {
            wrong.push(format!("`{region}` lies {outside:.2} mm outside the safe area"));
        }
    }
    for (i, a) in composed.regions.iter().enumerate() {
        for b in composed.regions.iter().skip(i + 1) {
            let round = matches!(product.live(), Outline::Circle(_));
            let least = 0.001 * area(a.ink()).min(area(b.ink()));
            let meet = |a: &Rect, b: &Rect| {
                let both = a.intersect(*b);
                both.width() > 0.01 && both.height() > 0.01 && area(both) > least
            };
            if !round && a.inks.iter().any(|a| b.inks.iter().any(|b| meet(a, b))) {
                wrong.push(format!("`{}` stands on `{}`", a.region, b.region));
            }
        }
    }
    wrong
}

/// Every point of the outlines of the page's type, with its region.
fn type_points(items: &[Item], at: Affine, seen: &mut impl FnMut(&str, Point)) {
    for item in items {
        match &item.mark {
            Mark::Group(group) => type_points(&group.items, at * group.transform, seen),
            Mark::Shared { form, transform } => type_points(&form.items, at * *transform, seen),
            Mark::Glyphs(run) => {
                for glyph in &run.glyphs {
                    let path = at * glyph.matrix * run.face.outline(glyph.id).path.clone();
                    flatten(&path, 0.01, |el| {
                        if let PathEl::MoveTo(p) | PathEl::LineTo(p) = el {
                            seen(item.source.region.as_deref().unwrap_or("?"), p);
                        }
                    });
                }
            }
            _ => {}
        }
    }
}

fn area(r: Rect) -> f64 {
    r.width().max(0.0) * r.height().max(0.0)
}

/// Whether a slogan may be refused: the longest of all in type that can be read has no room on a small badge. On all
/// that is larger, and for all that is shorter, no page may be refused.
fn is_too_much(product: &Product, sheet: &Sheet) -> bool {
    let face = product.trim_outline().bounds().width();
    matches!(product.live(), Outline::Circle(_)) && face < 50.0 && sheet.text == UNSEEN[3]
}

#[test]
fn every_layout_serves_every_product_for_any_slogan() {
    let house = Shelf::open();
    let mut wrong = Vec::new();
    let mut pages = 0;
    for layout in &house.layouts {
        for product in &house.products {
            for unit in UNITS {
                for sheet in sheets() {
                    let fields = fields(product, unit);
                    let edition = Edition {
                        layout,
                        product,
                        palette: house.palette(layout),
                        sheet: &sheet,
                        fields: &fields,
                        fonts: &house.fonts,
                        pictures: &Pictures::default(),
                        spots: false,
                    };
                    let at =
                        format!("{} × {} × `{}` × {}", layout.id, product.id, sheet.text, unit.unwrap_or("no unit"));
                    match compose(&edition) {
                        Err(_) if is_too_much(product, &sheet) => {}
                        Err(faults) => wrong.extend(faults.0.iter().map(|f| format!("{at}: {}", f.text(Lang::En)))),
                        Ok(composed) => {
                            pages += 1;
                            wrong.extend(complaints(product, &composed).into_iter().map(|c| format!("{at}: {c}")));
                        }
                    }
                }
            }
        }
    }
    assert!(pages > 1000 || !wrong.is_empty(), "only {pages} pages");
    assert!(wrong.is_empty(), "{} faults on {pages} pages:\n{}", wrong.len(), wrong.join("\n"));
}

/// All that a clerk may give besides.
const GIVEN: [(&str, &str); 7] = [
    ("organisation", "中国某某协会"),
    ("host", "某某省能源局"),
    ("co_host", "某某电网公司"),
    ("date", "2021 年 9 月 15 日"),
    ("place", "安徽合肥"),
    ("line1", "人人都是质量员"),
    ("line2", "举报电话 12365"),
];

/// A plain picture of a logo, `aspect` times as wide as high.
fn logo(aspect: f64) -> Picture {
    let (w, h) = (100.0 * aspect.max(1.0), 100.0 / aspect.min(1.0));
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\"><path fill=\"#fff\" d=\"M0 0h{w}v{h}H0z\"/></svg>"
    );
    load("logo.svg", text.as_bytes(), Profile::embedded(), &Options::default()).unwrap_or_else(|f| panic!("{f}")).0
}

/// The full sheet: unit, mark, code and every field; nothing overlaps, all of it stands on the page or is told.
#[test]
fn what_is_given_stands_on_the_sheet() {
    let house = Shelf::open();
    let mut wrong = Vec::new();
    let mut pages = 0;
    let event =
        Sheet {
            kind: SheetKind::Event, text: "电力行业质量信得过班组建设经验交流活动".into(), ..Sheet::default()
        };
    let states = [("某某电厂", 1.0), ("中国某某集团有限公司某某江水力发电总厂", 0.25), ("某某水力发电厂", 6.0)];
    for layout in &house.layouts {
        for product in house.products.iter().filter(|p| !p.personal && matches!(p.live(), Outline::Rect(_))) {
            let sheets = sheets();
            let events = matches!(product.kind.name(), "banner" | "backdrop").then_some(&event);
            for (i, sheet) in sheets.iter().filter(|s| [1, 12, 15].contains(&s.number)).chain(events).enumerate() {
                let (unit, aspect) = states[i % states.len()];
                let mut fields = fields(product, Some(unit));
                GIVEN.iter().for_each(|(field, text)| fields.set(field, *text));
                fields.set("qr", "https://example.org/q");
                let mut pictures = Pictures::default();
                pictures.set("logo", logo(aspect));
                let edition = Edition {
                    layout,
                    product,
                    palette: house.palette(layout),
                    sheet,
                    fields: &fields,
                    fonts: &house.fonts,
                    pictures: &pictures,
                    spots: false,
                };
                let at = format!("{} × {} × `{}` × {unit}", layout.id, product.id, sheet.text);
                let composed = match compose(&edition) {
                    Ok(composed) => composed,
                    Err(faults) => {
                        wrong.extend(faults.0.iter().map(|f| format!("{at}: {}", f.text(Lang::En))));
                        continue;
                    }
                };
                pages += 1;
                wrong.extend(complaints(product, &composed).into_iter().map(|c| format!("{at}: {c}")));
                let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                let said: String = composed.regions.iter().flat_map(|r| &r.lines).map(|l| plain(l)).collect();
                let told: String = composed.findings.iter().map(|f| plain(f.what.get(Lang::En))).collect();
                for (field, text) in GIVEN.iter().chain([&("unit", unit)]) {
                    // In columns figures of dates become Chinese numerals.
                    if !said.contains(&plain(text)) && !told.contains(&plain(text)) {
                        wrong.push(format!("{at}: `{field}` is lost"));
                    }
                }
            }
        }
    }
    assert!(pages > 300 || !wrong.is_empty(), "only {pages} pages");
    assert!(wrong.is_empty(), "{} faults on {pages} pages:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_engine_knows_no_layout_by_name() {
    let house = Shelf::open();
    for source in embedded::LAYOUTS {
        let own = Layout::parse(source.name, source.text).unwrap();
        let renamed = source.text.replacen(&format!("id = \"{}\"", own.id), "id = \"another-name\"", 1);
        let copy = Layout::parse("layouts/another-name.toml", &renamed).unwrap();
        assert_eq!(copy.id, "another-name");
        for product in &house.products {
            let fields = fields(product, Some("某某电厂"));
            let sheet = &sheets()[1];
            let page = |layout| {
                let edition = Edition {
                    layout,
                    product,
                    palette: house.palette(&own),
                    sheet,
                    fields: &fields,
                    fonts: &house.fonts,
                    pictures: &Pictures::default(),
                    spots: false,
                };
                format!("{:?}", compose(&edition).map(|c| c.page.items).map_err(|f| f.to_string()))
            };
            assert!(page(&own) == page(&copy), "{} on {}", own.id, product.id);
        }
    }
}
