//! The gate: shipped sheets pass it in every state that a unit hangs them in, and every offence made on purpose is
//! caught. `cargo test --test gate -- --ignored` judges all pages in the place of a fixed sample.

#[path = "gate/mutants.rs"]
mod mutants;
mod shelf;
mod states;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use biaoyu::compose::gate::{Breach, Check, judge, limits};
use biaoyu::compose::{Choice, Sheet, SheetKind};
use biaoyu::geom::Affine;
use biaoyu::layout::Layout;
use biaoyu::page::{Item, Mark, Plane};
use biaoyu::product::Product;
use shelf::Shelf;
use states::{State, choice, page, sheets, states};

/// Pages of the sample.
const SAMPLE: usize = 600;
/// Far from all products of small numbers, so that the sample runs through all of them.
const STRIDE: usize = 7_919;
/// What the gate still finds on shipped layouts: layout, product, check. Only ever shorter.
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/gate-known.txt");

/// One page to be judged.
struct Case<'a> {
    layout: &'a Layout,
    product: &'a Product,
    sheet: &'a Sheet,
    state: &'a State,
}

fn cases<'a>(shelf: &'a Shelf, sheets: &'a [Sheet], states: &'a [State]) -> Vec<Case<'a>> {
    let mut all = Vec::new();
    // `ONLY="grid banner-"`: what somebody works on, by the beginnings of layout and product.
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut only = only.split(' ');
    let [layout_id, product_id] = [only.next(), only.next()].map(Option::unwrap_or_default);
    for layout in shelf.layouts.iter().filter(|l| l.id.starts_with(layout_id)) {
        for product in shelf.products.iter().filter(|p| p.id.starts_with(product_id)) {
            for state in states {
                all.extend(sheets.iter().map(|sheet| Case { layout, product, sheet, state }));
            }
        }
    }
    all
}

/// What is found on the pages of these places among all, by layout, product and check, with an example; and how many
/// pages there are.
fn found(places: &[usize]) -> (BTreeMap<[String; 3], String>, usize) {
    let (shelf, sheets, states) = (Shelf::open(), sheets(), states());
    let cases = cases(&shelf, &sheets, &states);
    let chosen: Mutex<BTreeMap<(usize, String, usize), Choice>> = Mutex::default();
    let (next, pages) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let all: Mutex<BTreeMap<[String; 3], String>> = Mutex::default();
    let work = || {
        while let Some(case) = places.get(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| cases.get(*i)) {
            let Case { layout, product, sheet, state } = case;
            let state_number = states.iter().position(|s| s == *state).unwrap();
            let key = (std::ptr::from_ref(*layout).addr(), product.id.clone(), state_number);
            let known = chosen.lock().unwrap().get(&key).cloned();
            let choice = known.unwrap_or_else(|| {
                let made = choice(&shelf, layout, product, state);
                chosen.lock().unwrap().insert(key, made.clone());
                made
            });
            let Some(composed) = page(&shelf, layout, product, sheet, state, &choice) else { continue };
            pages.fetch_add(1, Ordering::Relaxed);
            for breach in judge(&composed, product, sheet) {
                let key = [layout.id.clone(), product.id.clone(), format!("{:?}", breach.check)];
                let example = format!(
                    "{} · {} · {} {:?} {:.3} (wanted {:.3})",
                    sheet.text, state.name, breach.region, breach.other, breach.found, breach.wanted
                );
                all.lock().unwrap().entry(key).or_insert(example);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    (all.into_inner().unwrap(), pages.into_inner())
}

/// What is known to be found.
fn known() -> BTreeSet<[String; 3]> {
    let text = std::fs::read_to_string(KNOWN).unwrap_or_default();
    let lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            [words[0].into(), words[1].into(), words[2].into()]
        })
        .collect()
}

fn told(found: &BTreeMap<[String; 3], String>, known: &BTreeSet<[String; 3]>) -> Vec<String> {
    let new = found.iter().filter(|(key, _)| !known.contains(*key));
    new.map(|(key, example)| format!("{}: {example}", key.join(" "))).collect()
}

#[test]
fn a_sample_of_shipped_sheets_passes() {
    let (shelf, sheets, states) = (Shelf::open(), sheets(), states());
    let count = cases(&shelf, &sheets, &states).len();
    let places: Vec<usize> = (0..SAMPLE).map(|i| i * STRIDE % count).collect();
    let (found, pages) = found(&places);
    assert!(pages * 10 > SAMPLE * 8, "only {pages} pages of {SAMPLE}");
    let known = known();
    if std::env::var_os("ACCEPT").is_some_and(|v| v == "1") {
        write_known(known.iter().chain(found.keys()));
        return;
    }
    let new = told(&found, &known);
    assert!(new.is_empty(), "{} findings on {pages} pages:\n{}", new.len(), new.join("\n"));
}

/// Writes down what the gate finds, which nobody does by hand.
fn write_known<'k>(found: impl Iterator<Item = &'k [String; 3]>) {
    let head = "# What the gate still finds on shipped layouts: layout, product, check. Written by\n\
                # `ACCEPT=1 cargo test --test gate`, with `-- --ignored` from all pages; nothing may be added by hand.\n";
    let lines: BTreeSet<String> = found.map(|key| key.join(" ") + "\n").collect();
    std::fs::write(KNOWN, format!("{head}{}", lines.into_iter().collect::<String>())).unwrap();
}

/// All sheets, products, layouts and states: half an hour. `ACCEPT=1` writes down what is found.
#[test]
#[ignore = "judges every page: run by .ci/run --deep"]
fn all_shipped_sheets_pass() {
    let (shelf, sheets, states) = (Shelf::open(), sheets(), states());
    let count = cases(&shelf, &sheets, &states).len();
    let (found, pages) = found(&(0..count).collect::<Vec<_>>());
    assert!(pages > 10_000 || std::env::var_os("ONLY").is_some(), "only {pages} pages");
    let known = known();
    if std::env::var_os("ACCEPT").is_some_and(|v| v == "1") {
        write_known(found.keys());
        return;
    }
    let new = told(&found, &known);
    assert!(new.is_empty(), "{} findings on {pages} pages:\n{}", new.len(), new.join("\n"));
    let gone: Vec<String> = known.iter().filter(|key| !found.contains_key(*key)).map(|key| key.join(" ")).collect();
    assert!(gone.is_empty(), "no longer found: shorten {KNOWN} by ACCEPT=1:\n{}", gone.join("\n"));
}

/// A layout that keeps every threshold: a near-read sheet, and columns on a banner.
const CLEAN: &str = r#"
id = "clean"
name = "净"
about = "-"
palettes = ["state-red"]
[style.slogan]
face = "hei-black"
leading = 1.3
[style.small]
face = "hei-bold"
[[variant]]
name = "columns"
when = "aspect < 0.3"
ground = "ground"
[[variant.text]]
id = "slogan"
text = "{slogan}"
style = "slogan"
flow = "vertical"
lines = "clauses"
tracking = 0.08
leading = 1.35
box = { x = "0.05*W", y = "0.06*H", w = "0.9*W", h = "0.8*H" }
align = "center middle"
[[variant]]
name = "sheet"
ground = "ground"
let.m = "0.07*W"
let.low = "H - m"
let.q = "0.13*S"
let.z = "0.034*S"
[[variant.text]]
id = "slogan"
text = "{slogan}"
style = "slogan"
box = { x = "m", y = "m", w = "W - 2*m", h = "0.5*H" }
align = "left top"
[[variant.text]]
id = "theme"
text = "{theme}"
style = "small"
lines = "one"
box = { x = "m", y = "low - q - 0.09*S", w = "W - 2*m", h = "0.05*S" }
align = "left bottom"
[[variant.picture]]
id = "logo"
what = "logo"
box = { x = "m", y = "low - 1.55*z", w = "1.55*z", h = "1.55*z" }
align = "left top"
[[variant.text]]
id = "sign"
text = "{unit}"
style = "small"
lines = "one"
box = { x = "logo.ink.right + 0.42*z", y = "low - 1.296*z", w = "0.5*W", h = "z" }
align = "left middle"
max = "z"
[[variant.picture]]
id = "code"
what = "qr"
box = { x = "W - m - q", y = "low - q", w = "q", h = "q" }
align = "right bottom"
on = "display 0%"
"#;

fn sheet(text: &str) -> Sheet {
    Sheet { number: 1, kind: SheetKind::Slogan, text: text.into(), breaks: None, keys: "质".into() }
}

/// What the gate finds on a made-up layout.
fn judged(layout: &str, product: &str, text: &str) -> Vec<Breach> {
    let shelf = Shelf::open();
    let layout = Layout::parse("clean.toml", layout).unwrap_or_else(|f| panic!("{f}"));
    let product = shelf.products.iter().find(|p| p.id == product).unwrap();
    let state = State { name: "full", unit: Some("某某水力发电厂"), mark: Some(1.0), code: true };
    let (sheet, choice) = (sheet(text), Choice::default());
    judge(&page(&shelf, &layout, product, &sheet, &state, &choice).unwrap(), product, &sheet)
}

fn checks(breaches: &[Breach]) -> BTreeSet<Check> {
    breaches.iter().map(|b| b.check).collect()
}

/// Every offence is made by one change of a layout that is clean.
#[test]
fn mutated_layouts_are_caught() {
    let (poster, banner) = ("poster-a2", "vbanner-700x3000");
    let (short, three) = ("质量为先 守正创新", "创造高质量产品 提供高水平服务 推动高质量发展");
    for (product, text) in [(poster, short), (banner, three)] {
        let found = judged(CLEAN, product, text);
        assert!(found.is_empty(), "{product}: {found:#?}");
    }
    let panel = "[[variant.shape]]\nid = \"panel\"\nz = 1\nbox = { x = \"0\", y = \"0\", w = \"0.3*W\", h = \"0.3*H\" }\nfill = \"display\"\n";
    let logo = "x = \"m\", y = \"low - 1.55*z\", w";
    let small = CLEAN.replacen("align = \"left top\"\n", "align = \"left top\"\nmax = \"0.09*S\"\n", 1);
    let cases: Vec<(&str, String, &str, Check)> = vec![
        (
            "the mark 3 mm to the left",
            CLEAN.replace(logo, "x = \"m - 3\", y = \"low - 1.55*z\", w"),
            poster,
            Check::Edge,
        ),
        ("the mark 3 mm up", CLEAN.replace(logo, "x = \"m\", y = \"low - 1.55*z - 3\", w"), poster, Check::Level),
        ("the mark 3 mm down", CLEAN.replace(logo, "x = \"m\", y = \"low - 1.55*z + 3\", w"), poster, Check::Level),
        ("the unit 3 mm nearer to the mark", CLEAN.replace("0.42*z\"", "0.42*z - 3\""), poster, Check::Clearance),
        ("the unit over the mark", CLEAN.replace("logo.ink.right + 0.42*z", "m + 4"), poster, Check::Overlap),
        ("the code over the theme", CLEAN.replace("low - q\"", "low - q - 0.08*S\""), poster, Check::Overlap),
        ("a panel over the slogan", CLEAN.to_owned() + panel, poster, Check::Overlap),
        (
            "the theme half an em off",
            CLEAN.replace("x = \"m\", y = \"low - q - 0.09*S\"", "x = \"m + 5\", y = \"low - q - 0.09*S\""),
            poster,
            Check::Edge,
        ),
        ("a small slogan", small.clone(), poster, Check::Share),
        ("a loud unit", small.replace("0.034*S", "0.075*S").replace("0.09*S\"\n", "0.15*S\"\n"), poster, Check::Sign),
        (
            "a quiet theme",
            CLEAN.replace("h = \"0.05*S\" }", "h = \"0.05*S\" }\nmax = \"0.02*S\""),
            poster,
            Check::ThemeLeast,
        ),
        ("the column gap halved", CLEAN.replace("leading = 1.35", "leading = 1.135"), banner, Check::Direction),
    ];
    for (name, layout, product, check) in cases {
        assert_ne!(layout, CLEAN, "{name}: nothing was changed");
        let text = if product == banner { three } else { short };
        let found = judged(&layout, product, text);
        assert!(checks(&found).contains(&check), "{name}: {found:#?}");
    }
}

/// What a layout cannot do, as its type is kept in the safe area: a region that moved to the edge is caught all the same.
#[test]
fn type_at_the_edge_is_caught() {
    let shelf = Shelf::open();
    let layout = Layout::parse("clean.toml", CLEAN).unwrap_or_else(|f| panic!("{f}"));
    let product = shelf.products.iter().find(|p| p.id == "poster-a2").unwrap();
    let state = State { name: "bare", unit: None, mark: None, code: false };
    let sheet = sheet("质量为先 守正创新");
    let mut composed = page(&shelf, &layout, product, &sheet, &state, &Choice::default()).unwrap();
    assert!(moved(&mut composed.page.items, "slogan", (-24.0, 0.0)));
    assert!(checks(&judge(&composed, product, &sheet)).contains(&Check::Inset));
}

/// Moves the items of a region, wherever they stand in groups.
fn moved(items: &mut [Item], region: &str, by: (f64, f64)) -> bool {
    let mut any = false;
    for item in items {
        if item.source.region.as_deref() == Some(region) {
            any = true;
            let old = std::mem::replace(
                &mut item.mark,
                Mark::Group(biaoyu::page::Group {
                    transform: Affine::translate(by),
                    clip: None,
                    text: None,
                    items: Vec::new(),
                }),
            );
            if let Mark::Group(group) = &mut item.mark {
                group.items.push(Item { mark: old, plane: Plane::Art, source: item.source.clone() });
            }
        } else if let Mark::Group(group) = &mut item.mark {
            any |= moved(&mut group.items, region, by);
        }
    }
    any
}

/// Draws what follows a comma of a region nearer, by so many ems; whether there was one.
fn squeeze(items: &mut [Item], by: f64) -> bool {
    let mut any = false;
    for item in items {
        match &mut item.mark {
            Mark::Group(group) => any |= squeeze(&mut group.items, by),
            Mark::Glyphs(run) => {
                let Some(at) = run.text.find('，') else { continue };
                for glyph in run.glyphs.iter_mut().filter(|glyph| glyph.range.start as usize > at) {
                    glyph.matrix *= Affine::translate((-by, 0.0));
                    any = true;
                }
            }
            _ => {}
        }
    }
    any
}

#[test]
fn marks_that_lose_their_room_are_caught() {
    let shelf = Shelf::open();
    let product = shelf.products.iter().find(|p| p.id == "poster-a2").unwrap();
    let state = State { name: "full", unit: Some("某某水力发电厂"), mark: Some(1.0), code: true };
    let sheet = sheet("质量为先 守正创新");
    for layout in &shelf.layouts {
        let choice = choice(&shelf, layout, product, &state);
        let mut composed = page(&shelf, layout, product, &sheet, &state, &choice).unwrap();
        assert!(!checks(&judge(&composed, product, &sheet)).contains(&Check::Marks), "{}", layout.id);
        assert!(squeeze(&mut composed.page.items, 0.3), "{}: no comma", layout.id);
        assert!(checks(&judge(&composed, product, &sheet)).contains(&Check::Marks), "{}: not caught", layout.id);
    }
}

/// Moves the columns of a region towards the first of them, by half of the gap between them; their number.
fn close_up(items: &mut [Item], region: &str, gap: f64) -> usize {
    for item in items {
        let own = item.source.region.as_deref() == Some(region);
        let Mark::Group(group) = &mut item.mark else { continue };
        if !own || group.text.is_none() {
            match close_up(&mut group.items, region, gap) {
                0 => continue,
                columns => return columns,
            }
        }
        for (i, column) in group.items.iter_mut().enumerate() {
            let inner = Item { mark: column.mark.clone(), plane: Plane::Art, source: column.source.clone() };
            let transform = Affine::translate((i as f64 * gap / 2.0, 0.0));
            let moved = biaoyu::page::Group { transform, clip: None, text: None, items: vec![inner] };
            column.mark = Mark::Group(moved);
        }
        return group.items.len();
    }
    0
}

/// On shipped banners and stands that are read down, columns at half of their distance are caught.
#[test]
fn columns_that_close_up_are_caught_on_everything_tall() {
    let shelf = Shelf::open();
    let state = State { name: "full", unit: Some("某某水力发电厂"), mark: Some(1.0), code: false };
    let mut seen = Vec::new();
    for (id, text) in [
        ("vbanner-700x3000", "创造高质量产品 提供高水平服务 推动高质量发展"),
        ("vbanner-700x3000", "用质量经营应对变化与发展"),
        ("rollup-800x2000", "创造高质量产品 提供高水平服务 推动高质量发展"),
        ("rollup-800x2000", "质量为先 守正创新"),
        ("xstand-600x1600", "用质量方法 干质量事业 创卓越生活"),
        ("lamp-500x1500", "质量为先 守正创新"),
    ] {
        let product = shelf.products.iter().find(|p| p.id == id).unwrap();
        let sheet = sheet(text);
        // On bars the eye follows the bar.
        for layout in shelf.layouts.iter().filter(|l| l.id != "bars") {
            let choice = choice(&shelf, layout, product, &state);
            let mut composed = page(&shelf, layout, product, &sheet, &state, &choice).unwrap();
            let set = composed.regions.iter().find(|s| &*s.region == "slogan").unwrap();
            let columns = set.lines.len();
            let Some(gap) = set.inks.first().zip(set.inks.get(1)).map(|(a, b)| a.x0 - b.x1).filter(|gap| *gap > 0.0)
            else {
                continue;
            };
            assert!(!checks(&judge(&composed, product, &sheet)).contains(&Check::Direction), "{id} {}", layout.id);
            assert_eq!(close_up(&mut composed.page.items, "slogan", gap), columns, "{id} {}", layout.id);
            let found = checks(&judge(&composed, product, &sheet));
            assert!(found.contains(&Check::Direction), "{id} {} {text}: not caught", layout.id);
            seen.push(id);
        }
    }
    let count = |id: &str| seen.iter().filter(|s| **s == id).count();
    assert!(count("vbanner-700x3000") >= 8 && count("rollup-800x2000") >= 8 && seen.len() >= 20, "{seen:?}");
}

/// A mark whose parts are turned and whose lines end open, in a file that leaves room around it, is not out of place; drawn or
/// in samples.
#[test]
fn marks_with_room_in_their_files_stand_well() {
    let (shelf, sheets) = (Shelf::open(), sheets());
    let state = State { name: "short", unit: Some("某某电厂"), mark: Some(1.0), code: true };
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-70 -30 200 160\"><g fill=\"#fff\" \
        stroke=\"#fff\"><rect transform=\"rotate(45 50 50)\" x=\"20\" y=\"20\" width=\"60\" height=\"60\"/>\
        <path fill=\"none\" stroke-width=\"16\" d=\"M50 0V100M0 50H100\"/></g></svg>";
    let mut samples = image::RgbaImage::new(500, 400);
    for (x, y, pixel) in samples.enumerate_pixels_mut() {
        let far = (f64::from(x) - 300.0).hypot(f64::from(y) - 180.0);
        pixel.0 = if far < 120.0 { [255; 4] } else { [0; 4] };
    }
    let mut png = Vec::new();
    samples.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let options = biaoyu::picture::Options { tight: true, ..Default::default() };
    for (name, bytes) in [("mark.svg", svg.as_bytes()), ("mark.png", &png)] {
        let (mark, _) = biaoyu::picture::load(name, bytes, biaoyu::icc::Profile::embedded(), &options)
            .unwrap_or_else(|f| panic!("{f}"));
        for layout in shelf.layouts.iter().filter(|l| shelf.palette(l).id != "orange-black") {
            for id in ["poster-a2", "flag-4", "badge-58"] {
                let product = shelf.products.iter().find(|p| p.id == id).unwrap();
                let choice = choice(&shelf, layout, product, &state);
                let (fields, mut pictures) = states::given(&state, product);
                pictures.set("logo", mark.clone());
                let palette = shelf.palette(layout);
                for sheet in sheets.iter().filter(|s| [1, 15].contains(&s.number)) {
                    let edition = biaoyu::compose::Edition {
                        layout,
                        product,
                        palette,
                        sheet,
                        fields: &fields,
                        fonts: &shelf.fonts,
                        pictures: &pictures,
                        spots: false,
                    };
                    let composed = biaoyu::compose::compose_in(&edition, &choice).unwrap_or_else(|f| panic!("{f}"));
                    let found = judge(&composed, product, sheet);
                    assert!(found.is_empty(), "{name} {} {id} {}: {found:#?}", layout.id, sheet.number);
                }
            }
        }
    }
}

#[test]
fn thresholds_are_in_proportion() {
    let shelf = Shelf::open();
    for product in &shelf.products {
        let Some(share) = limits::share(product) else { continue };
        let [short, middle, long] = [share.least(7), share.least(12), share.least(20)];
        assert!(short >= middle && middle >= long && long > 0.0, "{}", product.id);
        assert!(share.hull.iter().all(|hull| (0.01..0.6).contains(hull)), "{}", product.id);
    }
}
