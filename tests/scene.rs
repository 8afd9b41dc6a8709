//! Sheets that show something besides a slogan: a figure, a picture, finished art, a lettering. Composed on every kind of product,
//! and as files read by other people's programs.

#![allow(clippy::unwrap_used)]

mod desk;
mod outside;
#[path = "scene/shown.rs"]
mod shown;

use std::collections::BTreeMap;
use std::sync::Arc;

use biaoyu::compose::gate::{Check, judge};
use biaoyu::compose::{Composed, Edition, Pictures, Sheet, compose};
use biaoyu::embedded;
use biaoyu::font::FontLibrary;
use biaoyu::geom::{Affine, Outline, Rect};
use biaoyu::layout::Layout;
use biaoyu::page::{Image, Item, Mark, Samples};
use biaoyu::palette::Palette;
use biaoyu::picture::Picture;
use biaoyu::product::Product;
use biaoyu::record::Fields;
use desk::Desk;

const SHORT: &str = "质量第一";
const LONG: &str = "创造高质量产品 提供高水平服务 推动高质量发展";
const UNIT: &str = "中国某某集团某某省新能源有限公司某某水电总厂";
/// One product of each kind that these layouts are for.
const PRODUCTS: [&str; 12] = [
    "poster-a4",
    "poster-a0",
    "flag-4",
    "banner-6000x700",
    "banner-10500x1200",
    "vbanner-700x3000",
    "rollup-800x2000",
    "xstand-600x1600",
    "lamp-500x1500",
    "screen-1920x1080",
    "badge-58",
    "backdrop-6000x3000",
];

/// The layouts of sheets that show something.
const LAYOUTS: [&str; 4] = ["number", "scene", "brush", "art"];

struct House {
    layouts: Vec<Layout>,
    products: Vec<Product>,
    palettes: Vec<Palette>,
    fonts: FontLibrary,
}

impl House {
    fn open() -> Self {
        let layouts = embedded::SPECIAL.iter().map(|s| Layout::parse(s.name, s.text).unwrap_or_else(|f| panic!("{f}")));
        let (products, palettes) = (embedded::products().unwrap(), embedded::palettes().unwrap());
        Self { layouts: layouts.collect(), products, palettes, fonts: FontLibrary::embedded() }
    }

    fn layout(&self, id: &str) -> &Layout {
        self.layouts.iter().find(|l| l.id == id).unwrap()
    }

    fn product(&self, id: &str) -> &Product {
        self.products.iter().find(|p| p.id == id).unwrap()
    }

    fn compose(
        &self,
        (layout, product): (&Layout, &Product),
        slogan: &str,
        fields: &Fields,
        pictures: &Pictures,
    ) -> Result<Composed, String> {
        let sheet = Sheet { number: 1, text: slogan.into(), ..Sheet::default() };
        let palette = self.palettes.iter().find(|p| Some(&p.id) == layout.palettes.first()).unwrap();
        let (fonts, spots) = (&self.fonts, false);
        let edition = Edition { layout, product, palette, sheet: &sheet, fields, fonts, pictures, spots };
        compose(&edition).map_err(|faults| faults.to_string())
    }
}

/// A picture of so many samples that darkens to its foot.
fn samples(width: u32, height: u32) -> Picture {
    let inks = (0..height).flat_map(|y| (0..width).flat_map(move |x| [(x % 200) as u8, (y % 250) as u8, 30, 10]));
    Picture::Raster(Image { width, height, samples: Samples::Cmyk(inks.collect()), alpha: None }.into())
}

fn given(layout: &Layout, full: bool) -> (Fields, Pictures) {
    let (mut fields, mut pictures) = (Fields::default(), Pictures::default());
    fields.set("campaign", "2021 年电力行业“质量月”");
    fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
    layout.sample.iter().for_each(|(field, text)| fields.set(field, text.clone()));
    for need in layout.needs.iter().filter(|need| ["picture", "art"].contains(&need.as_str())) {
        pictures.set(need, samples(300, 200));
    }
    if full {
        fields.set("unit", UNIT);
        fields.set("qr", "https://example.org/q/2021/0013");
        pictures.set("logo", samples(40, 40));
    }
    (fields, pictures)
}

#[test]
fn they_serve_every_kind_of_product_bare_and_full() {
    let house = House::open();
    let mut wrong = Vec::new();
    for layout in house.layouts.iter().filter(|l| LAYOUTS.contains(&l.id.as_str())) {
        for id in PRODUCTS {
            let product = house.product(id);
            for (slogan, full) in [(SHORT, false), (SHORT, true), (LONG, false), (LONG, true)] {
                let at = format!("{} × {id} × `{slogan}` × full {full}", layout.id);
                let (fields, pictures) = given(layout, full);
                match house.compose((layout, product), slogan, &fields, &pictures) {
                    Err(fault) => wrong.push(format!("{at}: {fault}")),
                    Ok(composed) => {
                        wrong.extend(complaints(product, &composed, full).into_iter().map(|c| format!("{at}: {c}")))
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with a page, in words.
fn complaints(product: &Product, composed: &Composed, full: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let safe = match product.live() {
        live @ Outline::Circle(_) => live,
        _ => Outline::Rect(product.safe_rect()),
    };
    for set in composed.regions.iter().filter(|set| !matches!(product.live(), Outline::Circle(_)) || set.inks.len() > 1)
    {
        for ink in &set.inks {
            let corners = [(ink.x0, ink.y0), (ink.x1, ink.y0), (ink.x1, ink.y1), (ink.x0, ink.y1)];
            let outside = corners.iter().map(|c| safe.distance_outside((*c).into())).fold(0.0, f64::max);
            if outside > 0.05 {
                wrong.push(format!("`{}` lies {outside:.2} mm outside the safe area", set.region));
            }
        }
    }
    let sheet = Sheet { number: 1, ..Sheet::default() };
    for breach in judge(composed, product, &sheet).into_iter().filter(|b| b.check == Check::Overlap) {
        wrong.push(format!("`{}` and {:?} overlap by {:.2} em", breach.region, breach.other, breach.found));
    }
    let printed = |field: &str| composed.ledger.iter().flat_map(|e| &e.fields).any(|f| **f == *field);
    // Badges have room for what they are about.
    if full && product.trim_outline().bounds().width() > 100.0 && (!printed("unit") || !printed("logo")) {
        wrong.push("unit or logo is lost".into());
    }
    wrong
}

#[test]
fn a_figure_reads_in_order_and_is_never_invented() {
    let house = House::open();
    let (layout, pictures) = (house.layout("number"), Pictures::default());
    let ink = |composed: &Composed, region: &str| -> Option<Rect> {
        composed.regions.iter().find(|s| &*s.region == region).map(|s| s.ink())
    };
    for id in ["poster-a2", "flag-4", "banner-6000x700", "rollup-800x2000", "vbanner-700x3000", "badge-58"] {
        for (caption, figure, measure) in [
            ("连续安全生产", "7", "天无事故"),
            ("产品一次合格率", "99.99%", ""),
            ("全年发电量", "1,286,000", "千瓦时"),
            ("第", "44", "个质量月"),
            ("连续安全生产", "□□□□", "天"),
        ] {
            let mut fields = Fields::default();
            [("caption", caption), ("figure", figure), ("measure", measure)]
                .iter()
                .for_each(|(f, t)| fields.set(f, *t));
            let composed = house.compose((layout, house.product(id)), SHORT, &fields, &pictures);
            let composed = composed.unwrap_or_else(|f| panic!("{id} {figure}: {f}"));
            let (said, set) = (ink(&composed, "caption").unwrap(), ink(&composed, "figure").unwrap());
            assert!(said.y0 < set.y1 && said.x0 < set.x1, "{id} {figure}: the caption comes first");
            let line = &composed.regions.iter().find(|s| &*s.region == "figure").unwrap().lines[0];
            assert_eq!(*line, figure, "{id}: whole, on one line");
            let named = composed.regions.iter().find(|s| s.region.starts_with("measure"));
            assert_eq!(named.is_some(), !measure.is_empty(), "{id} {figure}");
            if let Some(named) = named {
                assert!(named.ink().x1 > set.x0 && named.ink().y1 > set.y0, "{id} {figure}: the measure comes last");
            }
        }
    }
    let fault = house.compose((layout, house.product("poster-a2")), SHORT, &Fields::default(), &pictures).unwrap_err();
    assert!(fault.contains("no `figure` to show") && fault.contains("--set figure=1286"), "{fault}");
    let mut fields = Fields::default();
    [("caption", "连续"), ("figure", "1286天")].iter().for_each(|(f, t)| fields.set(f, *t));
    let fault = house.compose((layout, house.product("poster-a2")), SHORT, &fields, &pictures).unwrap_err();
    assert!(fault.contains("`天` in the figure"), "{fault}");
}

/// The images of a page at their places.
fn images(items: &[Item], at: Affine, out: &mut Vec<(Arc<Image>, Rect)>) {
    for item in items {
        match &item.mark {
            Mark::Group(group) => images(&group.items, at * group.transform, out),
            Mark::Image(image) => {
                let place = (at * image.matrix).transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
                out.push((image.image.clone(), place));
            }
            _ => {}
        }
    }
}

fn images_of(composed: &Composed) -> Vec<(Arc<Image>, Rect)> {
    let mut found = Vec::new();
    images(&composed.page.items, Affine::IDENTITY, &mut found);
    found
}

#[test]
fn a_picture_keeps_its_focus_in_sight_and_its_samples_alike_in_a_series() {
    let house = House::open();
    let layout = house.layout("scene");
    for (w, h) in [(4000, 300), (300, 4000), (3000, 2000)] {
        for (focus, at) in [("0,0", (0.0, 0.0)), ("0.5,0.5", (0.5, 0.5)), ("1,1", (1.0, 1.0)), ("0.9,0.1", (0.9, 0.1))]
        {
            for id in ["poster-a2", "flag-4", "banner-6000x700"] {
                let (mut fields, mut pictures) = given(layout, false);
                fields.set("focus", focus);
                pictures.set("picture", samples(w, h));
                let composed = house.compose((layout, house.product(id)), SHORT, &fields, &pictures).unwrap();
                let (_, place) = images_of(&composed)[0];
                let window = composed.ledger.iter().find(|e| &*e.region == "picture").unwrap().ink;
                let point = (place.x0 + at.0 * place.width(), place.y0 + at.1 * place.height());
                assert!(window.inflate(0.01, 0.01).contains(point), "{id} {w}×{h} {focus}");
                assert!(place.inflate(0.01, 0.01).contains_rect(window), "{id} {w}×{h}: the window is covered");
                assert!((place.width() / place.height() / (f64::from(w) / f64::from(h)) - 1.0).abs() < 1e-6);
            }
        }
    }
    // One picture for all slogans of a product, in so many samples as it prints.
    let (fields, mut pictures) = given(layout, true);
    pictures.set("picture", samples(6000, 4000));
    let of =
        |slogan| images_of(&house.compose((layout, house.product("poster-a2")), slogan, &fields, &pictures).unwrap());
    let (one, two) = (of(SHORT), of(LONG));
    let picture = |found: &[(Arc<Image>, Rect)]| found.iter().max_by_key(|(i, _)| i.width).unwrap().clone();
    assert!(Arc::ptr_eq(&picture(&one).0, &picture(&two).0));
    let (image, place) = picture(&one);
    let ppi = f64::from(image.width) / (place.width() / 25.4);
    assert!((100.0..226.0).contains(&ppi), "{ppi}");
}

#[test]
fn a_duotone_is_of_two_inks_and_keeps_their_limit() {
    let house = House::open();
    let layout = house.layout("scene");
    let (mut fields, pictures) = given(layout, false);
    fields.set("duotone", "1");
    let composed = house.compose((layout, house.product("poster-a2")), SHORT, &fields, &pictures).unwrap();
    let (image, _) = &images_of(&composed)[0];
    let Samples::Cmyk(inks) = &image.samples else { panic!() };
    let palette = house.palettes.iter().find(|p| Some(&p.id) == layout.palettes.first()).unwrap();
    let dark = palette.ink(biaoyu::palette::Role::Display, false).cmyk().total();
    let most = inks.chunks(4).map(|p| p.iter().map(|v| u32::from(*v)).sum::<u32>()).max().unwrap();
    assert!((f64::from(most) / 255.0 - dark).abs() < 0.02, "{most} of {dark}");
    assert!(inks.chunks(4).any(|p| p == [0, 0, 0, 0]), "its lights are the paper's");
}

#[test]
fn finished_art_is_whole_at_every_size() {
    let house = House::open();
    let layout = house.layout("art");
    for id in PRODUCTS.into_iter().chain(["1080x1920", "poster-500x700"]) {
        let own = Product::ad_hoc(id).map(Result::unwrap);
        let product = own.as_ref().unwrap_or_else(|| house.product(id));
        for (w, h) in [(700, 1000), (1600, 900), (500, 500), (3000, 500)] {
            let (fields, mut pictures) = given(layout, true);
            pictures.set("art", samples(w, h));
            let composed = house
                .compose((layout, product), "下发海报", &fields, &pictures)
                .unwrap_or_else(|f| panic!("{id}: {f}"));
            let all = images_of(&composed);
            let (image, place) = all.iter().max_by_key(|(i, _)| i.width * i.height).unwrap();
            assert!(
                (place.width() / place.height() / (f64::from(w) / f64::from(h)) - 1.0).abs() < 1e-3,
                "{id} {w}×{h}"
            );
            let trim = product.trim_outline();
            let corners = [(place.x0, place.y0), (place.x1, place.y0), (place.x1, place.y1), (place.x0, place.y1)];
            assert!(corners.iter().all(|c| trim.distance_outside((*c).into()) < 0.01), "{id} {w}×{h}: {place:?}");
            let Samples::Cmyk(inks) = &image.samples else { panic!() };
            // Its own inks, as far as fewer samples on a small sheet leave them.
            let is_own = inks.iter().zip([0, 0, 30, 10]).all(|(ink, own)| ink.abs_diff(own) <= 3);
            assert!(is_own, "{id}: {:?}", &inks[..4]);
            // The art leads: a line of the strip is small beside it, or the art is as wide as the sheet.
            let line = composed.regions.iter().map(|s| s.size).fold(0.0, f64::max);
            let is_wide = place.width() > 0.85 * product.trim.width;
            assert!(line < 0.30 * place.height() || is_wide || product.is_round(), "{id} {w}×{h}: {line}");
        }
    }
}

#[test]
fn a_scene_is_a_file_that_others_read() {
    let desk = Desk::new();
    let picture = image::RgbImage::from_fn(1500, 1000, |x, y| image::Rgb([(x / 6) as u8, (y / 4) as u8, 140]));
    picture.save(desk.path("dam.jpg")).unwrap();
    desk.run(&[
        "render",
        "-l",
        "scene",
        "-p",
        "poster-a4",
        "-s",
        "1,15",
        "--picture",
        "dam.jpg",
        "--combine",
        "all.pdf",
        "--bare",
        "-o",
        "out",
    ])
    .code(0);
    let file = desk.path("out/all.pdf");
    if let Some(listed) = outside::tool("pdfimages", &["-list", file.to_str().unwrap()]) {
        let listed = String::from_utf8(listed.stdout).unwrap();
        let rows: Vec<Vec<&str>> = listed.lines().skip(2).map(|l| l.split_whitespace().collect()).collect();
        assert_eq!(rows.len(), 2, "{listed}");
        assert!(rows.iter().all(|r| r[5] == "cmyk"), "{listed}");
        // The same object on both pages.
        assert_eq!(rows[0][10], rows[1][10], "{listed}");
    }
    outside::x4check(&file, &[]);
    let focused = |focus: &str| {
        let badge = ["render", "-l", "scene", "-p", "badge-58", "-t", SHORT, "--picture", "dam.jpg", "--focus", focus];
        desk.run(&[&badge[..], &["-f", "png", "--bare", "--lang", "en", "-o", "focus"]].concat())
    };
    focused("50%,90%").code(0);
    focused("50%,190%").code(2).says(&["is no point of a picture"]);
    // A screen says that its colours went through inks; a table cannot give art by rows.
    let screen =
        ["render", "--art", "dam.jpg", "-p", "screen-1920x1080", "-f", "png", "--bare", "--lang", "en", "-o", "sc"];
    desk.run(&screen).says(&["as its inks look"]);
    desk.write("rows.csv", "姓名,成品画\n王明,dam.jpg\n");
    let rows = [
        "render",
        "-l",
        "art",
        "--data",
        "rows.csv",
        "--map",
        "成品画=art",
        "-p",
        "poster-a4",
        "--lang",
        "en",
        "-o",
        "r",
    ];
    desk.run(&rows).says(&["one for a run"]);
    // Plates and screens show it as well; art and lettering come out of the command alone.
    desk.run(&[
        "render",
        "-l",
        "scene",
        "-p",
        "badge-58",
        "-s",
        "1",
        "--picture",
        "dam.jpg",
        "--duotone",
        "-f",
        "tiff",
        "--plates",
        "--bare",
        "-o",
        "plates",
    ])
    .code(0);
    let plates = desk.files("plates");
    assert!(plates.keys().filter(|f| f.ends_with(".tif") || f.ends_with(".png")).count() >= 5, "{:?}", plates.keys());
    desk.run(&[
        "render",
        "--art",
        "dam.jpg",
        "-p",
        "poster-a4",
        "--unit",
        "某某发电厂",
        "-f",
        "pdf",
        "--bare",
        "-o",
        "art",
    ])
    .code(0);
    assert_eq!(desk.files("art").keys().filter(|f| f.ends_with(".pdf")).count(), 1);
    let refused = desk
        .run(&["render", "-l", "scene", "-p", "poster-a4", "-s", "1", "--photo", "dam.jpg", "--lang", "en"])
        .code(1);
    refused.says(&["--picture FILE"]);
}

#[test]
fn a_lettering_is_an_outline_in_one_ink() {
    let desk = Desk::new();
    // A ring on lined paper.
    let scan = image::GrayImage::from_fn(900, 600, |x, y| {
        let r = (f64::from(x) - 450.0).hypot(f64::from(y) - 300.0);
        image::Luma([if r > 120.0 && r < 190.0 {
            25
        } else if y % 60 == 0 {
            190
        } else {
            245
        }])
    });
    scan.save(desk.path("scan.png")).unwrap();
    let arguments =
        ["render", "-l", "brush", "-p", "poster-a4", "--lettering", "scan.png", "-f", "pdf", "--bare", "-o", "out"];
    desk.run(&arguments).code(0);
    let files: BTreeMap<String, Vec<u8>> = desk.files("out");
    let name = files.keys().find(|f| f.ends_with(".pdf")).unwrap();
    let file = desk.path(&format!("out/{name}"));
    if let Some(listed) = outside::tool("pdfimages", &["-list", file.to_str().unwrap()]) {
        assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), 2, "no samples: an outline");
    }
    // It is the title: nothing is printed of a campaign that nobody named.
    let said = desk::text_of(&std::fs::read(&file).unwrap());
    assert!(!said.contains("质量"), "{said}");
    outside::x4check(&file, &[]);
}
