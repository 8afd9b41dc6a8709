use std::sync::Arc;

use super::*;
use crate::profile::Profile;
use biaoyu_page::font::FontLibrary;
use biaoyu_page::geom::{Outline, Shape as _};
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{Boxes, Fill, PathMark, Step};

fn product(id: &str) -> Product {
    crate::embedded::products().unwrap().into_iter().find(|p| p.id == id).unwrap()
}

fn area(rect: Rect, cmyk: Cmyk) -> Item {
    let fill = Some(Fill { paint: Paint::cmyk(cmyk), even_odd: false });
    let mark = Mark::Path(PathMark { path: Arc::new(rect_path(rect)), fill, stroke: None });
    Item { mark, plane: Plane::Art, source: Source::default() }
}

fn page(product: &Product) -> Page {
    let ground = area(product.bleed_rect(), Cmyk::percent(0.0, 100.0, 100.0, 0.0));
    Page {
        title: String::new(),
        boxes: product.boxes(),
        trim: product.trim_outline(),
        live: product.live(),
        cut: product.cut(),
        items: vec![ground],
    }
}

fn slug() -> Slug {
    Slug {
        face: None,
        job: "2021 年全国“质量月”活动".into(),
        slogan: "对标国内外一流 追求高质量发展".into(),
        scale: 1,
        quantity: Some(500),
        chain: FontLibrary::embedded().chain("hei-regular").unwrap(),
    }
}

/// What items cover, their lines' width left out.
fn bounds(items: &[Item]) -> Rect {
    let one = |item: &Item| match &item.mark {
        Mark::Path(mark) => mark.path.bounding_box(),
        Mark::Glyphs(run) => run
            .glyphs
            .iter()
            .map(|g| g.matrix.transform_rect_bbox(run.face.outline(g.id).ink))
            .reduce(|a, b| a.union(b))
            .unwrap(),
        Mark::Group(group) => bounds(&group.items),
        _ => panic!("no such mark here"),
    };
    items.iter().map(one).reduce(|a, b| a.union(b)).unwrap()
}

#[test]
fn marks_and_slug_stand_outside_the_bleed_and_inside_the_media() {
    for product in crate::embedded::products().unwrap() {
        let finish = Finish { marks: true, slug: Some(slug()), ..Finish::default() };
        let page = super::finish(page(&product), &product, &finish);
        let Boxes { media, bleed, trim } = page.boxes;
        assert_eq!((bleed, trim), (product.bleed_rect(), product.trim_rect()));
        let around: Vec<&Item> = page.items.iter().filter(|i| matches!(i.plane, Plane::Marks | Plane::Slug)).collect();
        assert!(around.len() > 8, "{}", product.id);
        for item in around {
            let part = bounds(std::slice::from_ref(item));
            // Lines have no area: both sides of each must stand clear.
            let clear = part.x1 < bleed.x0 || part.x0 > bleed.x1 || part.y1 < bleed.y0 || part.y0 > bleed.y1;
            assert!(clear, "{}: {part:?} on {bleed:?}", product.id);
            assert!(media.union(part) == media, "{}: {part:?} beyond {media:?}", product.id);
        }
    }
}

#[test]
fn marks_do_not_touch_each_other() {
    for id in ["poster-a2", "name-85x54", "badge-25", "banner-10500x1200", "vbanner-900x6000"] {
        let product = product(id);
        let finish = Finish { marks: true, ..Finish::default() };
        let page = super::finish(page(&product), &product, &finish);
        let marks = page.items.iter().filter(|i| i.plane == Plane::Marks);
        // Patches of the bar touch.
        let marks: Vec<Rect> = marks.map(|item| bounds(std::slice::from_ref(item))).collect();
        for (i, a) in marks.iter().enumerate() {
            for b in &marks[..i] {
                let touch = |a: f64, b: f64| a < b - 1e-6;
                let over = touch(a.x0, b.x1) && touch(b.x0, a.x1) && touch(a.y0, b.y1) && touch(b.y0, a.y1);
                assert!(!over, "{id}: {a:?} {b:?}");
            }
        }
    }
}

#[test]
fn steps_are_layers_in_inks_of_their_own() {
    let steps = |id: &str, spot: Option<&str>| -> Vec<(Option<&'static str>, String)> {
        let product = product(id);
        let finish = Finish { steps: true, cut_spot: spot.map(str::to_owned), ..Finish::default() };
        let page = super::finish(page(&product), &product, &finish);
        let step = |i: &Item| match &i.plane {
            Plane::Step(step) => Some((step.kind, Step::clone(step).spot.plate.clone())),
            _ => None,
        };
        page.items.iter().filter_map(step).collect()
    };
    let plain = |list: &[(&'static str, &str)]| -> Vec<(Option<&'static str>, String)> {
        list.iter().map(|(kind, plate)| (Some(*kind), (*plate).to_owned())).collect()
    };
    let live = ("ContentArea", "LiveArea");
    assert_eq!(steps("poster-a2", None), plain(&[live]));
    assert_eq!(steps("poster-a2", Some("Die")), plain(&[("Cutting", "Die"), live]));
    assert_eq!(steps("badge-58", None), plain(&[("Cutting", "CutContour"), ("Folding", "Fold"), live]));
    assert_eq!(steps("banner-6000x700", None), plain(&[("Punching", "Punch"), ("Punching", "Punch"), live]));
    let flag = steps("flag-4", None);
    assert!(flag.iter().any(|s| s.1 == "Sewing") && flag.iter().any(|s| s.1 == "Fold"), "{flag:?}");
}

#[test]
fn blacks_follow_the_shop_and_nothing_else_changes() {
    let product = product("poster-a2");
    let mut composed = page(&product);
    let other = Cmyk::percent(0.0, 0.0, 0.0, 90.0);
    let (large, small) = (Rect::new(0.0, 0.0, 200.0, 100.0), Rect::new(0.0, 0.0, 200.0, 2.0));
    composed.items.extend([area(large, Cmyk::BLACK), area(small, Cmyk::BLACK), area(large, other)]);
    let inks = |profile: &str| -> Vec<(String, bool)> {
        let page = Blacks::new(Profile::named(profile).unwrap()).apply(composed.clone());
        let ink = |item: &Item| match &item.mark {
            Mark::Path(PathMark {
                fill: Some(Fill { paint: Paint::Solid { ink: Ink::Process(c), overprint, .. }, .. }),
                ..
            }) => (c.to_string(), *overprint),
            _ => panic!("an area"),
        };
        page.items.iter().map(ink).collect()
    };
    let is = |list: [(&str, bool); 4]| list.map(|(ink, over)| (ink.to_owned(), over)).to_vec();
    let red = ("C0 M100 Y100 K0", false);
    let gray = ("C0 M0 Y0 K90", false);
    assert_eq!(inks("offset"), is([red, ("C60 M40 Y40 K100", false), ("C0 M0 Y0 K100", true), gray]));
    assert_eq!(inks("inkjet-banner"), is([red, ("C50 M50 Y50 K100", false), ("C50 M50 Y50 K100", false), gray]));
}

#[test]
fn bleed_is_the_shops_where_the_edge_is_cut_and_the_products_where_it_is_worked() {
    let bleed = |id: &str, shop: &str| {
        let b = for_shop(&product(id), Profile::named(shop).unwrap()).bleed;
        [b.top, b.right, b.bottom, b.left]
    };
    assert_eq!(bleed("poster-a2", "gangrun"), [1.0; 4]);
    assert_eq!(bleed("banner-6000x700", "offset"), [3.0; 4]);
    assert_eq!(bleed("flag-4", "inkjet-banner"), [20.0; 4]);
    assert_eq!(bleed("rollup-800x2000", "photo-print"), [0.0, 0.0, 100.0, 0.0]);
    assert_eq!(bleed("badge-58", "gangrun"), [6.0; 4]);
}

#[test]
fn a_raster_shows_the_bleed_and_its_white_edge() {
    let badge = product("badge-58");
    let shown = whole(&page(&badge), 0.0);
    assert_eq!((shown.boxes.trim, shown.trim), (badge.bleed_rect(), badge.cut()));
    let banner = product("banner-6000x700");
    let shown = whole(&page(&banner), 100.0);
    assert_eq!(shown.trim, Outline::Rect(Rect::new(-100.0, -100.0, 6100.0, 800.0)));
}

#[test]
fn plates_are_those_in_use() {
    let product = product("poster-a2");
    let finish = Finish { steps: true, cut_spot: Some("Die".into()), ..Finish::default() };
    let page = super::finish(page(&product), &product, &finish);
    assert_eq!(plates(&page.items), ["Magenta", "Yellow", "Die", "LiveArea"]);
}
