//! Rules on our own pages: a good page, and one defect at a time.

use std::sync::Arc;

use biaoyu::embedded;
use biaoyu::error::{Lang, Severity};
use biaoyu::geom::{Affine, Point, Rect, circle_path, rect_path};
use biaoyu::ink::{Ink, Paint, Spot};
use biaoyu::page::{Image, ImageMark, Item, Mark, Page, Plane, Samples};
use biaoyu::preflight::{Context, Profile, RULES, inspect};
use biaoyu::product::Product;

use super::samples::*;

/// The findings of a page by the offset profile: `rule@severity`.
fn found(page: &Page, product: Option<&Product>, profile: &Profile) -> Vec<String> {
    let mut rules: Vec<String> = inspect(page, &Context { product, profile })
        .iter()
        .map(|f| {
            assert!(!f.what.en.is_empty() && !f.what.zh.is_empty() && f.hint.is_some(), "{f:?}");
            assert!(
                f.place.thing.is_some() || f.rule == "empty-page" || f.rule == "wrong-size" || f.rule == "no-bleed"
            );
            format!("{}@{}", f.rule, f.severity.word())
        })
        .collect();
    rules.dedup();
    rules
}

/// A flag of 300 × 200 mm that a shop would take: ground to the bleed, a slogan, the unit in small black type.
fn good() -> Page {
    let trim = Rect::new(0.0, 0.0, 300.0, 200.0);
    let ground = rect_path(Rect::new(-3.0, -3.0, 303.0, 203.0));
    let items = vec![
        filled(ground, cmyk(0.0, 10.0, 30.0, 0.0)),
        line(&HEI, "质量提升", 40.0, 60.0, 100.0, cmyk(0.0, 100.0, 100.0, 20.0)),
        line(&SONG, "中国质量协会", 4.0, 60.0, 150.0, black_text()),
        drawn(path(&[(60.0, 120.0), (220.0, 120.0)]), pen(cmyk(0.0, 100.0, 100.0, 20.0), 1.0)),
    ];
    page("good", trim, 3.0, items)
}

fn path(points: &[(f64, f64)]) -> biaoyu::geom::BezPath {
    let mut path = biaoyu::geom::BezPath::new();
    for (i, p) in points.iter().enumerate() {
        if i == 0 { path.move_to(*p) } else { path.line_to(*p) }
    }
    path
}

fn with(item: Item) -> Page {
    let mut page = good();
    page.items.push(item);
    page
}

fn solid(c: f64, m: f64, y: f64, k: f64, overprint: bool) -> Paint {
    let Paint::Solid { ink, tint, .. } = cmyk(c, m, y, k) else { unreachable!() };
    Paint::Solid { ink, tint, overprint }
}

fn named(plate: &str, alternate: [f64; 4]) -> Paint {
    let [c, m, y, k] = alternate;
    let alternate = biaoyu::ink::Cmyk::percent(c, m, y, k);
    Paint::solid(Ink::Spot(Arc::new(Spot { plate: plate.into(), alternate })))
}

fn picture(pixels: u32, mm: f64) -> Item {
    let samples = vec![20; (pixels * pixels * 4) as usize];
    let image = Image { width: pixels, height: pixels, samples: Samples::Cmyk(samples), alpha: None };
    let matrix = Affine::translate((20.0, 20.0)) * Affine::scale(mm);
    item(Mark::Image(ImageMark { image: Arc::new(image), matrix }))
}

#[test]
fn a_good_page_is_not_blamed() {
    assert_eq!(found(&good(), None, Profile::offset()), Vec::<String>::new());
}

#[test]
fn every_rule_sees_its_offence_and_no_other() {
    let red = || cmyk(0.0, 100.0, 100.0, 20.0);
    let on_step =
        |item: Item| Item { plane: Plane::Step(step("Structural", Some("Cutting"), "刀线", "CutContour")), ..item };
    let mut empty = good();
    empty.items.clear();
    let mut no_bleed = good();
    no_bleed.boxes.bleed = no_bleed.boxes.trim;
    let mut blank = good();
    blank.items.push({
        // The glyph of a space that says it is a character.
        let mut run = line(&HEI, " ", 20.0, 60.0, 60.0, red());
        if let Mark::Glyphs(run) = &mut run.mark {
            run.text = "㛃".into();
            run.glyphs[0].range = 0..3;
        }
        run
    });
    let cases: Vec<(&str, Page)> = vec![
        ("empty-page@error", empty),
        ("no-bleed@warning", no_bleed),
        ("art-short-of-bleed@note", with(filled(rect_path(Rect::new(250.0, -3.0, 300.0, 203.0)), red()))),
        ("art-short-of-bleed@note", with(filled(rect_path(Rect::new(0.0, 50.0, 50.0, 60.0)), red()))),
        ("art-short-of-bleed@warning", {
            let mut bare = good();
            bare.items[0] = filled(rect_path(Rect::new(0.0, -3.0, 303.0, 203.0)), cmyk(0.0, 10.0, 30.0, 0.0));
            bare
        }),
        ("text-beyond-trim@error", with(line(&HEI, "量", 30.0, 285.0, 60.0, red()))),
        ("text-outside-safe@warning", with(line(&HEI, "量", 20.0, 278.0, 60.0, red()))),
        ("type-too-small@warning", with(line(&SONG, "量", 1.9, 60.0, 60.0, black_text()))),
        ("small-type-many-inks@note", with(line(&SONG, "量", 2.5, 60.0, 60.0, cmyk(100.0, 80.0, 20.0, 0.0)))),
        ("black-of-many-inks@warning", with(line(&SONG, "量", 4.0, 60.0, 60.0, cmyk(40.0, 30.0, 30.0, 100.0)))),
        ("black-knocks-out@note", with(line(&SONG, "量", 4.0, 60.0, 60.0, cmyk(0.0, 0.0, 0.0, 100.0)))),
        ("blank-glyph@error", blank),
        ("low-contrast@warning", with(line(&HEI, "量", 4.0, 60.0, 60.0, cmyk(0.0, 20.0, 50.0, 0.0)))),
        ("line-too-thin@warning", with(drawn(path(&[(60.0, 60.0), (90.0, 60.0)]), pen(red(), 0.1)))),
        ("line-too-thin@warning", with(drawn(path(&[(60.0, 60.0), (90.0, 60.0)]), pen(cmyk(0.0, 0.0, 0.0, 0.0), 0.2)))),
        ("line-too-thin@warning", with(filled(rect_path(Rect::new(60.0, 60.0, 90.0, 60.1)), red()))),
        ("too-much-ink@error", with(filled(circle_path(Point::new(40.0, 40.0), 10.0), cmyk(90.0, 90.0, 90.0, 90.0)))),
        (
            "too-much-ink@warning",
            with(filled(circle_path(Point::new(40.0, 40.0), 10.0), cmyk(60.0, 50.0, 60.0, 100.0))),
        ),
        (
            "white-overprint@error",
            with(filled(circle_path(Point::new(40.0, 40.0), 10.0), solid(0.0, 0.0, 0.0, 0.0, true))),
        ),
        ("faint-tint@note", with(filled(circle_path(Point::new(40.0, 40.0), 10.0), cmyk(3.0, 0.0, 0.0, 0.0)))),
        (
            "registration-inside-trim@error",
            with(filled(circle_path(Point::new(40.0, 40.0), 10.0), named("All", [100.0; 4]))),
        ),
        ("spot-two-ways@warning", {
            let mut page =
                with(filled(circle_path(Point::new(40.0, 40.0), 10.0), named("Gold", [0.0, 20.0, 60.0, 20.0])));
            page.items.push(filled(circle_path(Point::new(40.0, 90.0), 10.0), named("Gold", [0.0, 30.0, 60.0, 20.0])));
            page
        }),
        ("spot-two-ways@warning", {
            let mut page =
                with(filled(circle_path(Point::new(40.0, 40.0), 10.0), named("Gold", [0.0, 20.0, 60.0, 20.0])));
            page.items.push(filled(circle_path(Point::new(40.0, 90.0), 10.0), named("gold ", [0.0, 20.0, 60.0, 20.0])));
            page
        }),
        ("picture-too-coarse@warning", with(picture(100, 20.0))),
        ("picture-too-coarse@error", with(picture(60, 20.0))),
        (
            "picture-on-step@error",
            with(on_step(filled(
                circle_path(Point::new(40.0, 40.0), 10.0),
                blend(Point::ORIGIN, Point::new(9.0, 9.0)),
            ))),
        ),
    ];
    for (want, page) in &cases {
        assert_eq!(found(page, None, Profile::offset()), [*want], "{want}");
    }
    // Rules that ask for a product, a profile or a file of another maker are proved elsewhere.
    let elsewhere = [
        "wrong-size",
        "text-in-zone",
        "live-type",
        "spot-not-printed",
        "screen-colour",
        "mirrored-type",
        "step-not-overprinting",
        "ink-not-measured",
        // The corpus of mutants has these for many names of inks.
        "step-tint",
        "step-covered",
        "step-mixed",
        "die-line-in-ink",
        "spot-like-process",
    ];
    for rule in RULES {
        let here = cases.iter().any(|(want, _)| want.split('@').next() == Some(rule.id));
        assert!(here || elsewhere.contains(&rule.id), "no page proves `{}`", rule.id);
    }
}

#[test]
fn products_and_shops_ask_for_more() {
    let products = products();
    let product = |id: &str| products.iter().find(|p| p.id == id).unwrap();
    let gangrun = Profile::named("gangrun").unwrap();
    let mut page = good();
    page.items.push(filled(circle_path(Point::new(40.0, 40.0), 10.0), named("Gold", [0.0, 20.0, 60.0, 20.0])));
    let rules = found(&page, Some(product("poster-a4")), gangrun);
    assert_eq!(
        rules,
        ["wrong-size@error", "text-outside-safe@warning", "live-type@warning", "spot-not-printed@warning"]
    );

    let flag = product("flag-5");
    let sleeve = flag.zones.first().expect("the flag has a zone").rect(flag.trim_rect());
    let mut page = page_of(flag);
    let size = flag.least_type * 2.0;
    let middle = if sleeve.x1 <= 0.0 || sleeve.x0 < 0.0 { flag.trim_rect().center() } else { sleeve.center() };
    page.items.push(line(
        &HEI,
        "量",
        size,
        middle.x - size / 2.0,
        middle.y + size / 3.0,
        cmyk(0.0, 100.0, 100.0, 20.0),
    ));
    if sleeve.x0 >= 0.0 {
        assert_eq!(found(&page, Some(flag), Profile::offset()), ["text-in-zone@error"]);
    }
}

fn page_of(product: &Product) -> Page {
    let boxes = product.boxes();
    Page {
        title: product.id.clone(),
        boxes,
        trim: product.trim_outline(),
        live: product.live(),
        cut: product.cut(),
        items: vec![filled(product.cut().path(), cmyk(0.0, 10.0, 30.0, 0.0))],
    }
}

fn products() -> Vec<Product> {
    embedded::products().unwrap()
}

#[test]
fn findings_speak_two_languages_in_the_users_words() {
    let page = with(line(&HEI, "量", 20.0, 278.0, 60.0, cmyk(0.0, 100.0, 100.0, 20.0)));
    let context = Context { product: None, profile: Profile::offset() };
    let findings = inspect(&page, &context);
    let finding = &findings[0];
    assert_eq!(finding.severity, Severity::Warning);
    let text = finding.text(Lang::En);
    assert!(text.starts_with("slogan 3, region `head`: "), "{text}");
    assert!(text.contains(" mm outside the safe area\n  hint: "), "{text}");
    assert!(finding.text(Lang::Zh).contains("超出安全区"), "{finding:?}");
}
