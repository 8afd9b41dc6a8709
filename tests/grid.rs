//! What the grid and seal layouts promise: no tile under type, one mosaic a seed, a series that differs, small files.

use biaoyu::compose::{Composed, Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::font::FontLibrary;
use biaoyu::geom::{Rect, Shape as _};
use biaoyu::layout::Layout;
use biaoyu::page::{Item, Mark};
use biaoyu::pdf::{self, Moment, Options};
use biaoyu::record::Fields;

const PRODUCTS: [&str; 8] = [
    "poster-a2",
    "flag-4",
    "banner-6000x700",
    "vbanner-700x3000",
    "rollup-800x2000",
    "tableflag-140x210",
    "backdrop-6000x3000",
    "cover-a4",
];

fn sheets() -> Vec<Sheet> {
    let campaign = embedded::campaign("quality-month-2021").unwrap().unwrap();
    let sheet = |s: &biaoyu::campaign::Slogan| Sheet {
        number: s.number,
        kind: SheetKind::Slogan,
        text: s.text.clone(),
        breaks: None,
        keys: s.key.clone().unwrap_or_default(),
    };
    let words = Sheet { number: 90, text: WORDS.into(), keys: "质".into(), ..Sheet::default() };
    campaign.slogans.iter().map(sheet).chain([words]).collect()
}

/// A slogan with Latin words and a figure.
const WORDS: &str = "ISO 9001 体系认证 让 Quality 看得见";

/// Calls `check` with every page of a layout on some products.
fn each(id: &str, mut check: impl FnMut(&str, &Sheet, &Composed, &Composed)) {
    let source = embedded::layout(id).unwrap();
    let layout = Layout::parse(source.name, source.text).unwrap_or_else(|f| panic!("{f}"));
    let palettes = embedded::palettes().unwrap();
    let palette = palettes.iter().find(|p| p.id == layout.palettes[0]).unwrap();
    let fonts = FontLibrary::embedded();
    let mut fields = Fields::default();
    fields.set("campaign", "2021 年电力行业“质量月”");
    fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
    for product in embedded::products().unwrap().iter().filter(|p| PRODUCTS.contains(&p.id.as_str())) {
        for sheet in sheets() {
            let page = |sheet: &Sheet| {
                let (layout, fields, fonts, pictures) = (&layout, &fields, &fonts, &Pictures::default());
                compose(&Edition { layout, product, palette, sheet, fields, fonts, pictures, spots: false }).unwrap()
            };
            let next = Sheet { number: sheet.number + 1, ..sheet.clone() };
            let (one, again) = (page(&sheet), page(&sheet));
            assert_eq!(format!("{:?}", one.page), format!("{:?}", again.page), "{} {}", product.id, sheet.text);
            check(&product.id, &sheet, &one, &page(&next));
        }
    }
}

/// The clips of a region's groups: what each tile shows.
fn tiles(items: &[Item], region: &str) -> Vec<Rect> {
    let own = items.iter().filter(|i| i.source.region.as_deref() == Some(region));
    own.filter_map(|i| match &i.mark {
        Mark::Group(group) => group.clip.as_ref().map(|c| c.bounding_box()),
        _ => None,
    })
    .collect()
}

#[test]
fn no_tile_lies_under_a_character_and_the_series_differs() {
    each("grid", |product, sheet, composed, next| {
        let mosaic = ["mosaic", "strips", "ends"].map(|r| tiles(&composed.page.items, r)).concat();
        assert!(!mosaic.is_empty() || product.starts_with("banner"), "{product} {}", sheet.text);
        let art = |c: &Composed| {
            let items = c.page.items.iter().filter(|i| i.source.region.as_deref() != Some("slogan"));
            format!("{:?}", items.map(|i| &i.mark).collect::<Vec<_>>())
        };
        assert!(art(composed) != art(next), "{product}: {} has one mosaic for two numbers", sheet.text);
        for item in composed.page.items.iter().filter(|i| i.source.region.as_deref() == Some("slogan")) {
            let Mark::Group(group) = &item.mark else { continue };
            for run in group.items.iter().filter_map(|i| if let Mark::Glyphs(run) = &i.mark { Some(run) } else { None })
            {
                for glyph in &run.glyphs {
                    let ink = glyph.matrix.transform_rect_bbox(run.face.outline(glyph.id).ink);
                    for tile in &mosaic {
                        let both = ink.intersect(*tile);
                        let meets = both.width() > 0.01 && both.height() > 0.01;
                        assert!(!meets, "{product} {}: {ink:?} over {tile:?}", sheet.text);
                    }
                }
            }
        }
    });
}

/// All runs of glyphs of a region.
fn runs(items: &[Item], region: &str) -> Vec<(String, Rect)> {
    let own = items.iter().filter(|i| i.source.region.as_deref() == Some(region));
    let run = |item: &Item| {
        let Mark::Glyphs(run) = &item.mark else { return None };
        let inks = run.glyphs.iter().map(|g| g.matrix.transform_rect_bbox(run.face.outline(g.id).ink));
        Some((run.text.clone(), inks.reduce(|a, b| a.union(b))?))
    };
    own.flat_map(|item| {
        if let Mark::Group(group) = &item.mark { group.items.iter().filter_map(run).collect() } else { Vec::new() }
    })
    .collect()
}

#[test]
fn latin_words_run_over_whole_cells_of_rows() {
    each("grid", |product, sheet, composed, _| {
        if sheet.text != WORDS || !["poster-a2", "flag-4", "rollup-800x2000", "vbanner-700x3000"].contains(&product) {
            return;
        }
        let runs = runs(&composed.page.items, "slogan");
        let ink = |word: &str| runs.iter().find(|(text, _)| text == word).map(|(_, ink)| *ink);
        let words =
            ["ISO", "9001", "Quality"].map(|word| ink(word).unwrap_or_else(|| panic!("{product}: {word} {runs:?}")));
        for word in words {
            assert!(word.width() > word.height(), "{product}: {word} stands on end");
        }
        // Capitals are as high everywhere, and the slogan is no smaller for them than its characters want.
        assert!((words[0].height() - words[1].height()).abs() < 0.1 * words[0].height(), "{product}: {words:?}");
        let set = composed.regions.iter().find(|set| &*set.region == "slogan").unwrap();
        assert!(words[0].height() > 0.6 * set.size, "{product}: {words:?} beside {}", set.size);
        assert!(set.lines.len() >= 3, "{product}: {:?}", set.lines);
    });
}

#[test]
fn pages_are_small_files() {
    for id in ["grid", "seal"] {
        let mut largest = (0, String::new());
        each(id, |product, sheet, composed, _| {
            // The faces and the profile are the same in every file; what a layout adds is its page.
            let outlined = Options { outlines: true, ..Options::new(Moment::day(2021, 9, 1)) };
            let bytes = pdf::write(std::slice::from_ref(&composed.page), &outlined).unwrap();
            let mut bare = composed.page.clone();
            bare.items.clear();
            let size = bytes.len() - pdf::write(&[bare], &outlined).unwrap().len();
            if size > largest.0 {
                largest = (size, format!("{product} {}", sheet.text));
            }
        });
        println!("{id}: {largest:?}");
        assert!(largest.0 < 40_000, "{id}: {largest:?}");
    }
}
