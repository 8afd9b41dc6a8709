//! Design checks: shipped layouts are clean on every product, and each offence made on purpose is found.

mod shelf;

use std::sync::Arc;

use biaoyu::compose::{Composed, Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::error::{Finding, Lang, Severity};
use biaoyu::layout::Layout;
use biaoyu::preflight::{RunReview, review};
use biaoyu::product::Product;
use biaoyu::record::Fields;
use shelf::Shelf;

impl Shelf {
    fn product(&self, id: &str) -> &Product {
        self.products.iter().find(|p| p.id == id).unwrap()
    }

    fn page(&self, layout: &Layout, product: &Product, sheet: &Sheet, unit: Option<&str>) -> Option<Composed> {
        let palette = self.palette(layout);
        let mut fields = Fields::default();
        fields.set("campaign", "2021 年电力行业“质量月”");
        fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
        if let Some(unit) = unit {
            fields.set("unit", unit);
        }
        if product.personal {
            fields.set("name", "王小明");
            fields.set("post", "质量管理部");
        }
        let pictures = Pictures::default();
        let (fonts, spots) = (&self.fonts, false);
        compose(&Edition { layout, product, palette, sheet, fields: &fields, fonts, pictures: &pictures, spots }).ok()
    }

    /// The findings of a made-up layout on a poster.
    fn found(&self, items: &str, text: &str) -> Vec<Finding> {
        let sheet = sheet(1, text, "质");
        let layout = layout(items);
        let poster = self.product("poster-a2");
        review(&self.page(&layout, poster, &sheet, Some("某某电厂")).unwrap(), poster, &sheet, false)
    }
}

fn sheet(number: u32, text: &str, keys: &str) -> Sheet {
    Sheet { number, kind: SheetKind::Slogan, text: text.into(), breaks: None, keys: keys.into() }
}

fn sheets() -> Vec<Sheet> {
    let campaign = embedded::campaign("quality-month-2021").unwrap().unwrap();
    let own = campaign.own_sheet.iter();
    own.chain(&campaign.slogans)
        .map(|s| Sheet {
            number: s.number,
            kind: if s.number == 0 { SheetKind::Own } else { SheetKind::Slogan },
            text: s.text.clone(),
            breaks: s.breaks.clone(),
            keys: s.key.clone().unwrap_or_default(),
        })
        .collect()
}

/// A layout of one variant with these items.
fn layout(items: &str) -> Layout {
    let head = "id = \"bad\"\nname = \"坏\"\nabout = \"-\"\npalettes = [\"state-red\"]\n\
                [style.slogan]\nface = \"hei-black\"\nleading = 1.2\n[[variant]]\nname = \"all\"\nground = \"ground\"\n";
    Layout::parse("bad.toml", &format!("{head}{items}")).unwrap_or_else(|f| panic!("{f}"))
}

/// Rules that tests/gate.rs holds shipped layouts to, in more states than are tried here.
const GATE: [&str; 8] = [
    "ink-overlap",
    "type-not-clear",
    "reading-direction",
    "slogan-too-small",
    "ranks-out-of-proportion",
    "page-crowded",
    "ornament-out-of-measure",
    "out-of-place",
];

const SLOGAN: &str = "[[variant.text]]\nid = \"slogan\"\ntext = \"{slogan}\"\nstyle = \"slogan\"\n\
                      box = { x = \"30\", y = \"60\", w = \"360\", h = \"200\" }\n";

fn rules(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.rule).collect()
}

#[test]
fn shipped_layouts_are_clean_on_every_product() {
    let house = Shelf::open();
    let (mut pages, mut blamed) = (0, Vec::new());
    for source in embedded::LAYOUTS {
        let layout = Layout::parse(source.name, source.text).unwrap();
        for product in &house.products {
            for unit in [None, Some("某某电厂")] {
                for sheet in sheets() {
                    let Some(composed) = house.page(&layout, product, &sheet, unit) else { continue };
                    pages += 1;
                    for finding in review(&composed, product, &sheet, false) {
                        if finding.severity > Severity::Note && !GATE.contains(&finding.rule) {
                            let at = format!("{} × {} × {}", layout.id, product.id, sheet.text);
                            blamed.push(format!("{at}: {} {}", finding.rule, finding.what.get(Lang::En)));
                        }
                    }
                }
            }
        }
    }
    assert!(pages > 5000, "only {pages} pages");
    assert!(blamed.is_empty(), "{} findings on {pages} pages:\n{}", blamed.len(), blamed.join("\n"));
}

/// Each offence, made on purpose, beside the same thing done well.
#[test]
fn made_up_bad_layouts_fire() {
    let house = Shelf::open();
    let lines = |ink: &str, top: &str| {
        format!(
            "[[variant.lines]]\nid = \"waves\"\ncount = 24\nx = \"bleed.x + bleed.w*u\"\n\
             y = \"{top} + 8*k + 12*sin(2*pi*u*3 + n)\"\nstroke = 1.2\ninks = [\"{ink}\"]\n"
        )
    };
    let dots = "[[variant.dots]]\nid = \"field\"\nbox = { x = \"0\", y = \"0\", w = \"W\", h = \"H\" }\npitch = 9\n\
                outside = 0.3\ninks = [\"accent\", \"accent\"]\n";
    let small = "[[variant.text]]\nid = \"unit\"\ntext = \"{unit}\"\n\
                 box = { x = \"30\", y = \"484\", w = \"360\", h = \"80\" }\nalign = \"left bottom\"\nmax = ";
    let panel = |y: &str| {
        format!(
            "[[variant.shape]]\nid = \"panel\"\nbox = {{ x = \"0\", y = \"{y}\", w = \"W\", h = \"200\" }}\nfill = \"display\"\n"
        )
    };
    let text = "质量为先 守正创新";
    let cases: Vec<(&str, String, &str, &[&str])> = vec![
        ("plain", SLOGAN.into(), text, &[]),
        ("bright lines under it", lines("display", "60") + SLOGAN, text, &["text-over-ornament"]),
        ("the same lines below it", lines("display", "320") + SLOGAN, text, &[]),
        (
            "the same lines, a plain panel between",
            lines("display", "60") + &panel("50").replace("display", "ground").replace("200", "230") + SLOGAN,
            text,
            &[],
        ),
        ("bright dots under it", dots.to_string() + SLOGAN, text, &["text-over-ornament"]),
        ("type on its own colour", panel("50").replace("200", "230") + SLOGAN, text, &["low-contrast"]),
        ("type half on a panel", panel("-70") + SLOGAN, text, &["low-contrast", "text-over-ornament"]),
        (
            "a loud 落款",
            SLOGAN.replace("200\" }", "200\" }\nmax = 60") + small + "55",
            text,
            &["slogan-too-small", "ranks-out-of-proportion"],
        ),
        ("a quiet 落款", SLOGAN.to_string() + small + "20", text, &[]),
        (
            "too small for three metres",
            SLOGAN.replace("200\" }", "200\" }\nmax = 9"),
            text,
            // By its type, and by the share that it takes of the sheet.
            &["slogan-too-small", "slogan-too-small", "too-small-for-distance"],
        ),
    ];
    for (name, items, text, wanted) in cases {
        let findings = house.found(&items, text);
        let told: Vec<Finding> = findings.into_iter().filter(|f| f.severity > Severity::Note).collect();
        assert_eq!(rules(&told), wanted, "{name}: {told:#?}");
        for finding in told {
            assert!(finding.hint.is_some() && finding.place.thing.is_some(), "{finding:?}");
            assert!(!finding.text(Lang::Zh).is_empty());
        }
    }
}

/// Dots alone do not fill a page by the measure of emptiness; lines from edge to edge do.
#[test]
fn a_page_that_is_full_everywhere_is_found() {
    let house = Shelf::open();
    let lines = "[[variant.lines]]\nid = \"waves\"\ncount = 80\nx = \"bleed.x + bleed.w*u\"\ny = \"8*k\"\n\
                 stroke = 1.2\ninks = [\"display\"]\n";
    let findings = house.found(&(lines.to_owned() + SLOGAN), "质量为先 守正创新");
    assert!(rules(&findings).contains(&"page-crowded"), "{findings:#?}");
}

#[test]
fn clauses_set_apart_are_found() {
    let house = Shelf::open();
    let poster = house.product("poster-a2");
    let layout = layout(SLOGAN);
    let reviewed = |text: &str, breaks: &str| {
        let mut sheet = sheet(1, text, "质");
        sheet.breaks = Some(breaks.into());
        let mut composed = house.page(&layout, poster, &sheet, None).unwrap();
        // The lines that a breaker without sense would have chosen.
        Arc::make_mut(&mut composed.regions[0]).lines = breaks.split(['|', ' ']).map(String::from).collect();
        review(&composed, poster, &sheet, false)
    };
    assert_eq!(rules(&reviewed("用质量经营 谋创新发展", "用质量经营 谋创新发展")), Vec::<&str>::new());
    assert_eq!(rules(&reviewed("用质量经营 谋创新发展", "用质量经营 谋创新|发展")), ["unequal-clauses"]);
    assert_eq!(rules(&reviewed("用质量经营 谋创新发展", "用|质量经营 谋|创新发展")), ["stray-character"]);
    // Clauses of two lengths may take two numbers of lines.
    assert_eq!(rules(&reviewed("质量为先 推动高质量发展", "质量为先 推动|高质量发展")), Vec::<&str>::new());

    let halves = SLOGAN.replace("200\" }", "100\" }\nmax = 50")
        + &SLOGAN.replace("\"slogan\"\ntext", "\"more\"\ntext").replace("60\", w", "180\", w");
    let sheet = sheet(1, "质量为先 守正创新", "质");
    let two = self::layout(&halves);
    let mut composed = house.page(&two, poster, &sheet, None).unwrap();
    Arc::make_mut(&mut composed.regions[0]).lines = vec!["质量为先".into()];
    Arc::make_mut(&mut composed.regions[1]).lines = vec!["守正创新".into()];
    composed.said[1].size = 70.0;
    assert!(rules(&review(&composed, poster, &sheet, false)).contains(&"unequal-clauses"));
}

#[test]
fn a_series_that_repeats_its_picture_is_found() {
    let house = Shelf::open();
    let poster = house.product("poster-a2");
    let run = |layout: &Layout, keys: [&str; 3]| -> Vec<String> {
        let mut series = RunReview::default();
        let texts = ["质量为先 守正创新", "创造质量 引领发展", "质量为先 守正创新"];
        let sheets = texts.iter().zip(keys).zip([1, 2, 1]).map(|((text, key), n)| sheet(n, text, key));
        sheets
            .flat_map(|sheet| {
                series.meet(&house.page(layout, poster, &sheet, None).unwrap(), &layout.id, poster, &sheet)
            })
            .map(|f| format!("{} {}", f.rule, f.text(Lang::En)))
            .collect()
    };
    let open = |name: &str| {
        let source = embedded::LAYOUTS.iter().find(|s| s.name.ends_with(name)).unwrap();
        Layout::parse(source.name, source.text).unwrap()
    };
    for name in ["glyph.toml", "dots.toml"] {
        let same = run(&open(name), ["质", "质", "质"]);
        // The third is the first again, for another person or copy.
        assert_eq!(same.len(), 1, "{name}: {same:#?}");
        assert!(same[0].contains("slogan 2") && same[0].contains("`质` as on slogan 1"), "{same:?}");
        assert_eq!(run(&open(name), ["质", "创", "质"]), Vec::<String>::new(), "{name}");
    }
    for name in ["waves.toml", "grid.toml", "official.toml", "seal.toml", "bars.toml"] {
        assert_eq!(run(&open(name), ["质", "质", "质"]), Vec::<String>::new(), "{name}");
    }
    let frozen = "[[variant.lines]]\nid = \"waves\"\ncount = 24\nx = \"W*u\"\ny = \"300 + 2*k\"\ninks = [\"quiet\"]\nstroke = 1\n";
    let same = run(&layout(&(SLOGAN.to_string() + frozen)), ["质", "创", "质"]);
    assert!(same.len() == 1 && same[0].contains("the same pattern as slogan 1"), "{same:?}");
    let moving = frozen.replace("2*k", "2*k + n");
    assert_eq!(run(&layout(&(SLOGAN.to_string() + &moving)), ["质", "创", "质"]), Vec::<String>::new());
}

/// What is still told of the pages below, by rule: what the measures of the gate find on shipped layouts since they
/// were drawn anew. Left open: these counts may only shrink, until one page in fifty at most is told of anything.
const NOTES: &[(&str, usize)] = &[
    ("low-contrast", 33),
    ("ornament-out-of-measure", 3),
    ("out-of-place", 3),
    ("ranks-out-of-proportion", 1),
    ("slogan-too-small", 50),
    ("type-not-clear", 22),
];

/// A clerk who is told something on every page reads nothing of it.
#[test]
fn notes_are_few_on_what_is_shipped() {
    let house = Shelf::open();
    let mut notes = std::collections::BTreeMap::<&str, usize>::new();
    let mut pages = 0;
    for source in embedded::LAYOUTS {
        let layout = Layout::parse(source.name, source.text).unwrap();
        for id in ["poster-a2", "flag-4", "badge-58", "banner-6000x700", "vbanner-700x3000"] {
            for sheet in sheets() {
                let Some(composed) = house.page(&layout, house.product(id), &sheet, None) else { continue };
                pages += 1;
                for finding in review(&composed, house.product(id), &sheet, false) {
                    *notes.entry(finding.rule).or_default() += 1;
                }
            }
        }
    }
    let allowed = |rule: &str| NOTES.iter().find(|(known, _)| *known == rule).map_or(0, |(_, most)| *most);
    let more: Vec<_> = notes.iter().filter(|(rule, count)| **count > allowed(rule)).collect();
    assert!(more.is_empty(), "more than is allowed: {more:?}; all: {notes:?} on {pages} pages");
}

/// The layout of docs/adding.md, on a product of every shape that it serves.
#[test]
fn the_example_of_the_docs_is_clean() {
    let house = Shelf::open();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/dawn.toml");
    let layout = Layout::parse("dawn.toml", &std::fs::read_to_string(path).unwrap()).unwrap_or_else(|f| panic!("{f}"));
    for id in ["poster-a2", "poster-a4", "flag-4", "banner-6000x700", "vbanner-700x3000", "rollup-800x2000", "badge-58"]
    {
        let product = house.product(id);
        let mut series = RunReview::default();
        for sheet in sheets() {
            let composed = house.page(&layout, product, &sheet, Some("某某发电厂"));
            let composed = composed.unwrap_or_else(|| panic!("{id} × {}", sheet.text));
            let mut findings = review(&composed, product, &sheet, false);
            findings.extend(series.meet(&composed, &layout.id, product, &sheet));
            findings.retain(|f| f.severity > Severity::Note);
            assert!(findings.is_empty(), "{id} × {}: {findings:#?}", sheet.text);
        }
    }
}
