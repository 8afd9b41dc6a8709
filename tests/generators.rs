//! The pages of the ornament generators: pictures drawn from their own layout files, keys as the schema has them.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use biaoyu::compose::{Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::font::FontLibrary;
use biaoyu::layout::{Layout, schema};
use biaoyu::product::Product;
use biaoyu::raster;
use biaoyu::record::{Fields, Row};
use serde_json::Value;

/// Largest picture of a page, bytes.
const MOST: usize = 60_000;
/// Colours of a picture.
const COLOURS: usize = 48;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/generators")
}

/// The names of the pages, in order.
fn pages() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.filter_map(|n| n.strip_suffix(".md").map(String::from)).collect();
    names.sort();
    names
}

fn page(name: &str) -> String {
    fs::read_to_string(folder().join(format!("{name}.md"))).unwrap()
}

/// The picture of a page, 180 × 120 mm.
fn draw(name: &str) -> Vec<u8> {
    let file = format!("docs/generators/{name}.toml");
    let text =
        fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap_or_else(|_| panic!("{file}"));
    let layout = Layout::parse(&file, &text).unwrap_or_else(|f| panic!("{f}"));
    let palettes = embedded::palettes().unwrap();
    let palette = palettes.iter().find(|p| Some(&p.id) == layout.palettes.first()).unwrap_or_else(|| panic!("{file}"));
    let product = Product::ad_hoc("180x120").unwrap().unwrap();
    let (kind, keys, slogan) = (SheetKind::Slogan, "质".to_string(), "质量为先 守正创新");
    let sheet = Sheet { number: 1, kind, text: slogan.into(), breaks: None, keys };
    let mut fields = Fields::default();
    for (field, text) in [("campaign", "2021 年电力行业“质量月”"), ("title", "质量月"), ("unit", "某某发电厂")]
    {
        fields.set(field, text);
    }
    if name == "cards" {
        fields.set_rows(rows());
    }
    let (fonts, pictures) = (FontLibrary::embedded(), Pictures::default());
    let (layout, product, palette, sheet) = (&layout, &product, palette, &sheet);
    let edition =
        Edition { layout, product, palette, sheet, fields: &fields, fonts: &fonts, pictures: &pictures, spots: false };
    let composed = compose(&edition).unwrap_or_else(|f| panic!("{file}: {f}"));
    assert!(composed.findings.is_empty(), "{file}: {:?}", composed.findings);
    let mut png = Vec::new();
    raster::png(&composed.page, &raster::Options::new(72.0), &mut png).unwrap();
    small(&png)
}

/// Rows of a table for cells.
fn rows() -> Vec<Row> {
    let row = |number, heading: &str, figure: &str, measure: &str, text: &str| {
        let mut fields = Fields::default();
        for (field, text) in [("heading", heading), ("figure", figure), ("measure", measure), ("text", text)] {
            fields.set(field, text);
        }
        Row { number, fields }
    };
    vec![
        row(2, "质量检查", "47", "项", "对机组和变电设备开展检查，查出的缺陷全部明确责任人与整改期限。"),
        row(3, "质量培训", "326", "人次", "分专业举办三期培训，以真实缺陷为题分组练习，由检修骨干点评。"),
        row(4, "满意度", "98.2%", "", "走访用户与协作单位，意见逐条回复，结果向用户公开。"),
    ]
}

/// The picture in its most frequent colours, packed as well as PNG can: it is for reading beside, not for judging ink.
fn small(file: &[u8]) -> Vec<u8> {
    let picture = image::load_from_memory(file).unwrap().into_rgb8();
    let mut counted = std::collections::BTreeMap::<[u8; 3], usize>::new();
    picture.pixels().for_each(|p| *counted.entry(p.0).or_default() += 1);
    let mut colours: Vec<([u8; 3], usize)> = counted.into_iter().collect();
    colours.sort_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let palette: Vec<[u8; 3]> = colours.iter().take(COLOURS).map(|(colour, _)| *colour).collect();
    let far = |a: [u8; 3], b: [u8; 3]| -> u32 { (0..3).map(|i| u32::from(a[i].abs_diff(b[i])).pow(2)).sum() };
    let nearest = |c: [u8; 3]| (0..palette.len()).min_by_key(|i| far(palette[*i], c)).unwrap() as u8;
    let index: std::collections::BTreeMap<[u8; 3], u8> = colours.iter().map(|(c, _)| (*c, nearest(*c))).collect();
    let samples: Vec<u8> = picture.pixels().map(|p| index[&p.0]).collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header().unwrap().write_image_data(&samples).unwrap();
    out
}

#[test]
fn the_pictures_are_current() {
    for name in pages() {
        let made = draw(&name);
        let path = folder().join(format!("{name}.png"));
        if std::env::var_os("ACCEPT").is_some() {
            fs::write(&path, &made).unwrap();
        }
        let kept = fs::read(&path).unwrap_or_default();
        assert!(kept == made, "{}: run `ACCEPT=1 cargo test --test generators`", path.display());
        assert!(made.len() <= MOST, "{name}: {} bytes", made.len());
        assert!(page(&name).contains(&format!("![{name}]({name}.png)")), "{name}.md does not show its picture");
    }
}

#[test]
fn the_examples_are_the_pictures() {
    for name in pages() {
        let (page, file) = (page(&name), folder().join(format!("{name}.toml")));
        let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        assert!(fs::read_to_string(file).unwrap().contains(example), "{name}.md and {name}.toml differ");
    }
}

/// The keys of a kind of item, with their ranges where the schema has them.
fn keys(kind: &str) -> Vec<(String, Option<(f64, f64)>)> {
    let schema = schema();
    let item = &schema["properties"]["variant"]["items"]["properties"][kind]["items"]["properties"];
    let mut all = Vec::new();
    for (key, value) in item.as_object().unwrap_or_else(|| panic!("no kind {kind}")) {
        all.push((key.clone(), range(value)));
        for (inner, value) in value["properties"].as_object().into_iter().flatten().filter(|_| key == "series") {
            all.push((format!("series.{inner}"), range(value)));
        }
    }
    all
}

fn range(value: &Value) -> Option<(f64, f64)> {
    Some((value["minimum"].as_f64()?, value["maximum"].as_f64()?))
}

/// What every item has, and what styles say: in docs/layouts.md.
const EVERYWHERE: [&str; 9] = ["id", "when", "z", "repeat", "optional", "stock", "clip", "rotate", "lines"];
const STYLES: [&str; 11] =
    ["style", "face", "ink", "leading", "tracking", "gap", "condense", "pitch", "optical", "bias", "own_hand"];
/// Keys of `text` that `bars` and `slashes` share with it.
const TEXT: [&str; 17] = [
    "alike", "indent", "text", "flow", "stagger", "ruled", "rows", "flat", "one", "align", "within", "bleeds", "box",
    "disc", "max", "min", "lines",
];

/// The keys that a page's tables name, each with its row.
fn named(page: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut inside = false;
    for row in page.lines() {
        inside = row.starts_with("| key |") || (inside && row.starts_with('|'));
        if !inside || row.starts_with("| key |") || row.starts_with("|--") {
            continue;
        }
        let first = row.split('|').nth(1).unwrap_or_default();
        let words = first.split('`').skip(1).step_by(2).flat_map(|code| code.split_whitespace());
        let mut prefix = String::new();
        for word in words {
            // `series.count first ratio` names three keys of one table.
            let key = if word.contains('.') || prefix.is_empty() { word.into() } else { format!("{prefix}{word}") };
            prefix = key.rfind('.').map_or(String::new(), |dot| key[..=dot].to_string());
            all.push((key, row.to_string()));
        }
    }
    all
}

#[test]
fn the_pages_name_every_key_of_the_schema() {
    for name in pages() {
        // These are ways to use `text`.
        let is_way = ["ruled", "tall"].contains(&name.as_str());
        let kind = if is_way { "text" } else { &name };
        let (keys, page) = (keys(kind), page(&name));
        let named = named(&page);
        assert!(named.len() >= 3, "{name}.md has no table of keys");
        let own: BTreeSet<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        for (key, row) in &named {
            assert!(own.contains(key.as_str()), "{name}.md names `{key}`, which the schema of `{kind}` has not");
            let empty = row.split('|').skip(2).all(|cell| cell.trim().is_empty());
            assert!(!empty, "{name}.md says nothing of `{key}`");
        }
        let is_text = ["bars", "slashes"].contains(&kind);
        for (key, range) in keys.iter().filter(|_| !is_way) {
            let row = named.iter().find(|(n, _)| n == key).map(|(_, row)| row);
            let elsewhere = EVERYWHERE.contains(&key.as_str())
                || STYLES.contains(&key.as_str())
                || key == "series"
                || (is_text && TEXT.contains(&key.as_str()));
            assert!(elsewhere || row.is_some(), "{name}.md does not name `{key}`");
            if let (Some(row), Some((least, most))) = (row, range) {
                let told = format!("{least} to {most}").replace('-', "−");
                assert!(row.contains(&told), "{name}.md: `{key}` runs from {told}: {row}");
            }
        }
    }
}
