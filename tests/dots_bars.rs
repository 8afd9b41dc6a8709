//! What dot fields, bars and slashes promise beyond what every layout does.

use std::collections::BTreeSet;

use biaoyu::compose::{Composed, Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::font::FontLibrary;
use biaoyu::geom::{Affine, BezPath, Rect, Shape as _};
use biaoyu::layout::Layout;
use biaoyu::page::{Cap, Item, Mark, PathMark};
use biaoyu::pdf::{self, Moment, Options};
use biaoyu::record::Fields;
use biaoyu::words::Standard;

/// One page of a shipped layout.
fn page(layout: &str, product: &str, number: u32, text: &str, key: &str) -> Composed {
    let source = embedded::layout(layout).unwrap();
    own_page(source.text, product, number, text, key)
}

fn own_page(layout: &str, product: &str, number: u32, text: &str, key: &str) -> Composed {
    let layout = Layout::parse("layout.toml", layout).unwrap_or_else(|f| panic!("{f}"));
    let product = embedded::products().unwrap().into_iter().find(|p| p.id == product).unwrap();
    let wanted = layout.palettes.first().cloned().unwrap_or_else(|| "deep-blue".into());
    let palette = embedded::palettes().unwrap().into_iter().find(|p| p.id == wanted).unwrap();
    let mut fields = Fields::default();
    fields.set("campaign", "2021 年电力行业“质量月”");
    fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
    // A signed badge is set in rows.
    if !product.is_round() {
        fields.set("unit", "某某电厂");
    }
    let sheet = Sheet { number, kind: SheetKind::Slogan, text: text.into(), breaks: None, keys: key.into() };
    let edition = Edition {
        layout: &layout,
        product: &product,
        palette: &palette,
        sheet: &sheet,
        fields: &fields,
        fonts: &FontLibrary::embedded(),
        pictures: &Pictures::default(),
        spots: false,
    };
    compose(&edition).unwrap_or_else(|f| panic!("{f}"))
}

/// All paths of a region, in page millimetres.
fn paths(items: &[Item], region: &str) -> Vec<PathMark> {
    fn walk(items: &[Item], region: &str, at: Affine, found: &mut Vec<PathMark>) {
        for item in items {
            match &item.mark {
                Mark::Group(g) => walk(&g.items, region, at * g.transform, found),
                Mark::Path(p) if item.source.region.as_deref() == Some(region) => {
                    let path: BezPath = at * (*p.path).clone();
                    found.push(PathMark { path: path.into(), ..p.clone() });
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(items, region, Affine::IDENTITY, &mut found);
    found
}

/// Matrices of a region's glyphs, line by line as their runs stand.
fn glyphs(items: &[Item], region: &str) -> Vec<Vec<Affine>> {
    let mut found = Vec::new();
    for item in items {
        match &item.mark {
            Mark::Group(g) => found.extend(glyphs(&g.items, region)),
            Mark::Glyphs(run) if item.source.region.as_deref() == Some(region) => {
                found.push(run.glyphs.iter().map(|g| g.matrix).collect());
            }
            _ => {}
        }
    }
    found
}

#[test]
fn dots_are_round_ended_points_large_enough_to_print_and_inside_what_is_cut() {
    for product in ["poster-a2", "badge-58", "badge-25", "name-85x54", "flag-4", "banner-6000x700", "card-70x100"] {
        let made = page("dots", product, 1, "质量为先 守正创新", "量");
        let cut = made.page.cut.bounds();
        let mut dots = 0;
        for mark in paths(&made.page.items, "field") {
            let Some(stroke) = &mark.stroke else { continue };
            assert_eq!(stroke.cap, Cap::Round);
            assert!(stroke.width >= 0.3 - 1e-9, "{product}: {} mm", stroke.width);
            for segment in mark.path.elements().chunks(2) {
                let [a, b] = segment else { panic!("a dot has two points") };
                assert_eq!(a.end_point(), b.end_point());
                let reach = Rect::from_center_size(a.end_point().unwrap(), (stroke.width, stroke.width));
                assert!(reach.overlaps(cut), "{product}: a dot that no one sees");
                dots += 1;
            }
        }
        // The smallest button has no room for a screen: there the character is solid.
        assert!(dots > 300 || product == "badge-25", "{product}: {dots} dots");
    }
}

#[test]
fn a_character_too_small_for_its_strokes_is_solid() {
    let solid = |product| {
        let made = page("dots", product, 1, "质量为先 守正创新", "量");
        paths(&made.page.items, "field").iter().any(|m| m.fill.is_some())
    };
    assert!(solid("badge-25") && !solid("poster-a2") && !solid("badge-58"));
}

#[test]
fn the_counters_of_dense_characters_stay_open() {
    // 量 has nine bars that lie; between each two a line of cells without a dot must cross the middle.
    let made = page("dots", "badge-58", 1, "质量为先 守正创新", "量");
    let mut rows: BTreeSet<i64> = BTreeSet::new();
    let (mut pitch, mut top, mut foot) = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY);
    let ground = paths(&made.page.items, "field");
    let accent: Vec<&PathMark> = ground
        .iter()
        .filter(|m| {
            m.stroke.is_some()
                && m.stroke.as_ref().unwrap().paint == ground.last().unwrap().stroke.as_ref().unwrap().paint
        })
        .collect();
    let mut points: Vec<_> =
        accent.iter().flat_map(|m| m.path.elements().iter().filter_map(|e| e.end_point())).collect();
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    for pair in points.windows(2) {
        let step = pair[1].y - pair[0].y;
        if pair[0].x == pair[1].x && step > 1e-6 {
            pitch = pitch.min(step);
        }
    }
    for p in &points {
        (top, foot) = (top.min(p.y), foot.max(p.y));
    }
    let middle = points.iter().map(|p| p.x).sum::<f64>() / points.len() as f64;
    // Left of the stem in the middle, where only lying strokes are met.
    let column =
        points.iter().map(|p| p.x).filter(|x| (*x - (middle - 5.0 * pitch)).abs() <= 0.51 * pitch).fold(0.0, f64::max);
    for p in points.iter().filter(|p| (p.x - column).abs() < 1e-6) {
        rows.insert(((p.y - top) / pitch).round() as i64);
    }
    let gaps = rows.iter().zip(rows.iter().skip(1)).filter(|(a, b)| *b - *a > 1).count();
    assert!(gaps >= 6, "{gaps} open counters in rows {rows:?} of {}", (foot - top) / pitch);
}

#[test]
fn a_sheet_is_the_same_twice_and_another_number_gives_another_picture() {
    for layout in ["dots", "bars"] {
        for product in ["poster-a2", "flag-4", "badge-58", "vbanner-700x3000", "banner-6000x700"] {
            let print = |n| {
                format!("{:?}", page(layout, product, n, "质量为先 守正创新", "新").page.items)
                    .replace(&format!("slogan: Some({n})"), "")
            };
            assert!(print(1) == print(1), "{layout} {product}");
            assert!(print(1) != print(2), "{layout} {product}: sheets 1 and 2 are the same picture");
        }
    }
}

#[test]
fn pages_of_dots_stay_small_files() {
    for product in ["poster-a2", "poster-a0", "flag-4", "banner-10000x700", "vbanner-900x6000", "backdrop-6000x3000"] {
        let made = page("dots", product, 10, "全员参与提质量 共筑质量新时代", "筑");
        // Without the output intent, whose profile is the shop's.
        let options = Options { standard: Standard::None, ..Options::new(Moment::day(2021, 9, 1)) };
        let bytes = pdf::write(&[made.page], &options).unwrap().len();
        println!("{product}: {bytes} bytes");
        assert!(bytes <= 300 << 10, "{product}: {bytes} bytes");
    }
}

#[test]
fn lines_on_bars_have_one_size_one_angle_and_equal_steps() {
    let cases = [("poster-a2", 24.0), ("flag-4", 12.0), ("backdrop-6000x3000", 9.0), ("badge-58", 18.0)];
    for (product, angle) in cases {
        let made = page("bars", product, 15, "创造高质量产品 提供高水平服务 推动高质量发展", "高");
        let lines = glyphs(&made.page.items, "slogan");
        assert_eq!(lines.len(), 3);
        let starts: Vec<_> = lines.iter().map(|l| l[0].translation()).collect();
        for matrix in lines.iter().flatten() {
            let [a, b, c, d, ..] = matrix.as_coeffs();
            assert!((a.hypot(b) - c.hypot(d)).abs() < 1e-9, "{product}: a character is stretched");
            let [first, ..] = lines[0][0].as_coeffs();
            assert!((first - a).abs() < 1e-9, "{product}: two sizes");
            assert!(((-b).atan2(a).to_degrees() - angle).abs() < 1e-6, "{product}: {}°", (-b).atan2(a).to_degrees());
        }
        // First characters differ in side bearing; their ink stands in equal steps.
        let second = (starts[1] - starts[0]) - (starts[2] - starts[1]);
        let em = lines[0][0].determinant().abs().sqrt();
        assert!(second.hypot() < 0.12 * em, "{product}: {second:?}");
    }
    let columns = page("bars", "vbanner-700x3000", 1, "质量为先 守正创新", "新");
    for matrix in glyphs(&columns.page.items, "slogan").iter().flatten() {
        assert!(matrix.as_coeffs()[1].abs() < 1e-9, "type on a vertical banner is turned");
    }
}

#[test]
fn every_line_stands_on_its_bar() {
    for product in ["poster-a2", "flag-4", "badge-58", "vbanner-700x3000", "rollup-800x2000"] {
        let made = page("bars", product, 9, "对标国内外一流 追求高质量发展", "标");
        let bars: Vec<BezPath> = paths(&made.page.items, "slogan").iter().map(|m| (*m.path).clone()).collect();
        let set = made.regions.iter().find(|r| &*r.region == "slogan").unwrap();
        for ink in &set.inks {
            let on = bars.iter().filter(|bar| bar.contains(ink.center())).count();
            assert_eq!(on, 1, "{product}: {ink:?} is on {on} bars");
        }
        for (i, a) in bars.iter().enumerate() {
            for b in bars.iter().skip(i + 1) {
                assert!(!a.contains(b.bounding_box().center()) || !b.contains(a.bounding_box().center()));
            }
        }
    }
}

#[test]
fn slashes_part_clauses_and_touch_none() {
    let made = page("bars", "banner-6000x700", 15, "创造高质量产品 提供高水平服务 推动高质量发展", "高");
    let slashes: Vec<Rect> = paths(&made.page.items, "line").iter().map(|m| m.path.bounding_box()).collect();
    let set = made.regions.iter().find(|r| &*r.region == "line").unwrap();
    assert_eq!((slashes.len(), set.inks.len()), (2, 3));
    for (slash, sides) in slashes.iter().zip(set.inks.windows(2)) {
        let middle = slash.center().x;
        assert!(sides[0].x1 < middle && middle < sides[1].x0);
        // The clear space left and right is the same.
        assert!(((middle - sides[0].x1) - (sides[1].x0 - middle)).abs() < 1e-6);
    }
    assert_eq!(set.lines, ["创造高质量产品 提供高水平服务 推动高质量发展"]);
}

#[test]
fn a_slanted_bar_is_refused_no_room_and_says_which_region() {
    let layout = r#"
id = "x"
palettes = ["deep-blue"]
[[variant]]
[[variant.bars]]
id = "much"
text = "{slogan}"
face = "hei-black"
cx = "0.5*W"
cy = "0.5*H"
angle = 24
box = { x = "0.45*W", y = "0.45*H", w = "0.02*W", h = "0.02*H" }
fills = ["display"]
"#;
    let parsed = Layout::parse("x.toml", layout).unwrap();
    let product = embedded::products().unwrap().into_iter().find(|p| p.id == "poster-a2").unwrap();
    let palette = embedded::palettes().unwrap().into_iter().find(|p| p.id == "deep-blue").unwrap();
    let sheet = Sheet { number: 4, text: "用质量精品创美好生活".into(), ..Sheet::default() };
    let faults = compose(&Edition {
        layout: &parsed,
        product: &product,
        palette: &palette,
        sheet: &sheet,
        fields: &Fields::default(),
        fonts: &FontLibrary::embedded(),
        pictures: &Pictures::default(),
        spots: false,
    })
    .unwrap_err()
    .to_string();
    assert!(faults.contains("much") && faults.contains("slogan 4"), "{faults}");
}
