//! The rasteriser against other ways to find the same numbers; the files against other readers.

mod inks;

use std::sync::Arc;

use super::coverage::{Cells, Edges, Rule, Run};
use super::draw::Drawing;
use super::scene::Scene;
use super::surface::{Order, Proof};
use super::*;
use biaoyu_page::geom::{Affine, BezPath, Circle, Outline, PathEl, Point, Rect, Shape as _, circle_path, rect_path};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Gradient, Ink, Paint};
use biaoyu_page::page::{
    Boxes, Cap, Fill, Group, Image, ImageMark, Item, Join, Mark, Page, PathMark, Plane, Samples, Source, Stroke,
};
use biaoyu_page::words::{Intent, SampleSpace};

/// A page of `w` × `h` millimetres, drawn at 25.4 dpi: a pixel is a millimetre.
fn page(w: f64, h: f64, items: Vec<Item>) -> Page {
    let trim = Rect::new(0.0, 0.0, w, h);
    let outline = Outline::Rect(trim);
    let boxes = Boxes { media: trim, bleed: trim, trim };
    Page { title: String::new(), boxes, trim: outline, live: outline, cut: outline, items }
}

fn item(mark: Mark) -> Item {
    Item { mark, plane: Plane::Art, source: Source::default() }
}

fn filled(path: BezPath, paint: Paint, even_odd: bool) -> Item {
    item(Mark::Path(PathMark { path: Arc::new(path), fill: Some(Fill { paint, even_odd }), stroke: None }))
}

fn stroked(path: BezPath, width: f64, cap: Cap, join: Join, dash: &[f64]) -> Item {
    let stroke = Stroke { paint: rich_black(), width, cap, join, dash: dash.to_vec() };
    item(Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) }))
}

/// Four inks that show as `0 0 0`, so that levels are 255 less coverage.
fn rich_black() -> Paint {
    Paint::cmyk(Cmyk::percent(100.0, 100.0, 100.0, 100.0))
}

/// The pixels of a page at 25.4 dpi, drawn in bands of `rows`.
fn pixels(page: &Page, rows: u32) -> Vec<[u8; 3]> {
    let (width, height) = pixel_size(page, 25.4);
    let scene = Scene::new(page, width, height, false);
    let mut proof = Proof::new(&scene, Profile::embedded(), Intent::Relative, Order::Rgb);
    let mut drawing = Drawing::new(scene);
    let mut out = Vec::new();
    for top in (0..height).step_by(rows as usize) {
        drawing.band(top, rows.min(height - top), &mut proof);
        out.extend_from_slice(proof.pixels().as_chunks::<3>().0);
    }
    out
}

/// How much of each pixel is black, of a page painted in [`rich_black`].
fn coverage(page: &Page) -> Vec<f64> {
    pixels(page, 7).iter().map(|p| 1.0 - f64::from(p[0]) / 255.0).collect()
}

fn screen(cmyk: Cmyk) -> [u8; 3] {
    Profile::embedded().to_srgb(cmyk, Intent::Relative)
}

/// Coverage by another way: 64 lines a pixel, on each the exact share that the rule calls inside.
fn by_scanlines(path: &BezPath, even_odd: bool, w: usize, h: usize) -> Vec<f64> {
    const LINES: usize = 64;
    let mut edges = Vec::new();
    let (mut first, mut last) = (Point::ZERO, Point::ZERO);
    kurbo::flatten(path, 1e-4, |el| match el {
        PathEl::MoveTo(p) => {
            edges.push((last, first));
            (first, last) = (p, p);
        }
        PathEl::LineTo(p) => {
            edges.push((last, p));
            last = p;
        }
        _ => {
            edges.push((last, first));
            last = first;
        }
    });
    edges.push((last, first));
    let mut out = vec![0.0; w * h];
    for line in 0..h * LINES {
        let y = (line as f64 + 0.5) / LINES as f64;
        let mut hits: Vec<(f64, i32)> = Vec::new();
        for (a, b) in &edges {
            if (a.y <= y) != (b.y <= y) {
                hits.push((a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), if a.y < b.y { 1 } else { -1 }));
            }
        }
        hits.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut winding = 0;
        for pair in hits.windows(2) {
            winding += pair[0].1;
            if if even_odd { winding % 2 != 0 } else { winding != 0 } {
                let (x0, x1) = (pair[0].0.clamp(0.0, w as f64), pair[1].0.clamp(0.0, w as f64));
                for x in x0 as usize..(x1.ceil() as usize).min(w) {
                    let share = x1.min(x as f64 + 1.0) - x0.max(x as f64);
                    out[line / LINES * w + x] += share.max(0.0) / LINES as f64;
                }
            }
        }
    }
    out
}

fn worst(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

fn face() -> biaoyu_page::font::Face {
    let data: &[u8] = include_bytes!("../../../../../fonts/BiaoyuHei-Black.otf");
    biaoyu_page::font::Face::open("hei-black", "Biaoyu Hei", data, 0).unwrap()
}

#[test]
fn glyphs_are_covered_exactly() {
    let face = face();
    for (c, em) in [('质', 40.0), ('赢', 64.0), ('量', 150.3)] {
        let outline = face.outline(face.glyph(c).unwrap());
        let path = Affine::new([em, 0.0, 0.0, -em, 1.37, em]) * outline.path.clone();
        let side = (em + 5.0) as usize;
        let drawn = coverage(&page(side as f64, side as f64, vec![filled(path.clone(), rich_black(), false)]));
        let worst = worst(&drawn, &by_scanlines(&path, false, side, side));
        assert!(worst < 3.0 / 255.0, "{c} at {em}: off by {:.1} of 255", worst * 255.0);
    }
}

#[test]
fn both_rules_and_what_leaves_the_canvas() {
    let mut star = BezPath::new();
    for i in 0..5 {
        let (sin, cos) = (f64::from(i) * 2.0 * std::f64::consts::TAU / 5.0).sin_cos();
        let p = Point::new(20.0 + 31.0 * sin, 18.0 - 27.0 * cos);
        if i == 0 { star.move_to(p) } else { star.line_to(p) }
    }
    for even_odd in [false, true] {
        let drawn = coverage(&page(40.0, 36.0, vec![filled(star.clone(), rich_black(), even_odd)]));
        let want = by_scanlines(&star, even_odd, 40, 36);
        // Where the star crosses itself a pixel holds windings of 0, 1 and 2, and their mean is folded, not each.
        let off = drawn.iter().zip(&want).filter(|(a, b)| (**a - **b).abs() > 3.0 / 255.0).count();
        assert!(off <= 10, "{off} pixels");
        assert!((drawn[18 * 40 + 20] < 0.01) == even_odd);
    }
    let far = BezPath::from_svg("M-900,-800 L900,-700 L40,5000 Q-3000,100 -900,-800Z").unwrap();
    let drawn = coverage(&page(40.0, 36.0, vec![filled(far.clone(), rich_black(), false)]));
    assert!(worst(&drawn, &by_scanlines(&far, false, 40, 36)) < 3.0 / 255.0);
    let broken =
        BezPath::from_vec(vec![PathEl::MoveTo(Point::new(f64::NAN, 1.0)), PathEl::LineTo(Point::new(1e300, 9.0))]);
    assert!(coverage(&page(40.0, 36.0, vec![filled(broken, rich_black(), false)])).iter().all(|v| *v == 0.0));
}

/// The share of 8 × 8 points of each pixel that lie within `half` of a line.
fn by_distance(path: &BezPath, half: f64, w: usize, h: usize) -> Vec<f64> {
    let mut lines = Vec::new();
    let mut last = Point::ZERO;
    kurbo::flatten(path, 1e-3, |el| {
        if let PathEl::LineTo(p) = el {
            lines.push((last, p));
        }
        last = el.end_point().unwrap_or(last);
    });
    let near = |p: Point| {
        lines.iter().any(|(a, b)| {
            let (ab, ap) = (*b - *a, p - *a);
            let t = (ap.dot(ab) / ab.hypot2()).clamp(0.0, 1.0);
            (ap - ab * t).hypot2() <= half * half
        })
    };
    let mut out = Vec::new();
    for i in 0..w * h {
        let at = |s: usize| {
            Point::new((i % w) as f64 + ((s % 8) as f64 + 0.5) / 8.0, (i / w) as f64 + ((s / 8) as f64 + 0.5) / 8.0)
        };
        out.push((0..64).filter(|s| near(at(*s))).count() as f64 / 64.0);
    }
    out
}

#[test]
fn strokes_cover_what_is_near_the_line() {
    // A wave, a bend tighter than the pen, a cusp, sharp corners, a line that comes back on itself.
    for (svg, width) in [
        ("M5,40 C20,0 30,80 50,30 S70,60 75,10", 3.0),
        ("M10,40 C60,10 60,15 12,50", 20.0),
        ("M10,60 C90,5 -10,5 70,60", 9.0),
        ("M10,10 L70,15 L12,22 L60,70 L58,30", 6.0),
        ("M15,40 L60,40 L20,40", 10.0),
    ] {
        let path = BezPath::from_svg(svg).unwrap();
        let drawn = coverage(&page(80.0, 80.0, vec![stroked(path.clone(), width, Cap::Round, Join::Round, &[])]));
        let want = by_distance(&path, width / 2.0, 80, 80);
        // The points themselves are right to 1/16; where pieces overlap at an edge their coverage adds up.
        let off = drawn.iter().zip(&want).filter(|(a, b)| (**a - **b).abs() > 0.09).count();
        assert!(off <= 6, "{svg}: {off} pixels");
        let total = |v: &[f64]| v.iter().sum::<f64>();
        assert!((total(&drawn) / total(&want) - 1.0).abs() < 0.004, "{svg}: {} for {}", total(&drawn), total(&want));
    }
}

#[test]
fn caps_joins_and_dashes_have_their_areas() {
    let line = || BezPath::from_svg("M20,20 L60,20").unwrap();
    let corner = || BezPath::from_svg("M20,60 L20,20 L60,20").unwrap();
    let dot = || BezPath::from_svg("M30,30 L30,30").unwrap();
    let ring = || BezPath::from_svg("M20,20 L60,20 L60,60 L20,60 Z").unwrap();
    let pi = std::f64::consts::PI;
    for (name, path, cap, join, dash, area) in [
        ("butt", line(), Cap::Butt, Join::Miter, vec![], 400.0),
        ("square", line(), Cap::Square, Join::Miter, vec![], 500.0),
        ("round", line(), Cap::Round, Join::Miter, vec![], 400.0 + 25.0 * pi),
        ("dot", dot(), Cap::Round, Join::Miter, vec![], 25.0 * pi),
        ("no dot", dot(), Cap::Butt, Join::Miter, vec![], 0.0),
        ("miter", corner(), Cap::Butt, Join::Miter, vec![], 800.0),
        ("bevel", corner(), Cap::Butt, Join::Bevel, vec![], 787.5),
        ("round join", corner(), Cap::Butt, Join::Round, vec![], 775.0 + 25.0 * pi / 4.0),
        ("closed", ring(), Cap::Butt, Join::Miter, vec![], 2500.0 - 900.0),
        ("dashes", line(), Cap::Butt, Join::Miter, vec![6.0, 4.0], 240.0),
        ("dots", line(), Cap::Round, Join::Miter, vec![0.0, 18.0], 75.0 * pi),
    ] {
        let found: f64 = coverage(&page(80.0, 80.0, vec![stroked(path, 10.0, cap, join, &dash)])).iter().sum();
        assert!((found - area).abs() < 0.7, "{name}: {found} for {area}");
    }
}

#[test]
fn clips_cut_and_nest() {
    let disc = circle_path(Point::new(20.0, 20.0), 15.0);
    let half = rect_path(Rect::new(0.0, 0.0, 20.5, 40.0));
    let all = filled(rect_path(Rect::new(-9.0, -9.0, 99.0, 99.0)), rich_black(), false);
    let group = |clip: &BezPath, transform: Affine, items: Vec<Item>| {
        item(Mark::Group(Group { transform, clip: Some(Arc::new(clip.clone())), text: None, items }))
    };
    let inner = group(&disc, Affine::translate((3.0, 1.0)), vec![all.clone(), all.clone()]);
    let drawn = coverage(&page(40.0, 40.0, vec![group(&half, Affine::IDENTITY, vec![inner.clone(), all]), inner]));
    let moved = by_scanlines(&(Affine::translate((3.0, 1.0)) * disc), false, 40, 40);
    for (i, (found, disc)) in drawn.iter().zip(&moved).enumerate() {
        let want = match i % 40 {
            0..20 => 1.0,
            20 => 0.5 + 0.5 * disc,
            _ => *disc,
        };
        // Painted twice or thrice, edges grow denser; the inside and the outside stay.
        assert!(*found >= want - 0.02 && (*disc > 0.0 || *found <= want + 0.02), "{i}: {found} for {want}");
    }
}

#[test]
fn gradients_have_the_profile_s_colours() {
    let stops = vec![
        (0.0, Cmyk::percent(100.0, 5.0, 50.0, 40.0)),
        (0.3, Cmyk::percent(0.0, 0.0, 100.0, 0.0)),
        (0.3, Cmyk::percent(0.0, 100.0, 0.0, 0.0)),
        (1.0, Cmyk::percent(0.0, 10.0, 20.0, 0.0)),
    ];
    let (w, h) = (97.0, 61.0);
    for (from, to) in
        [((0.0, 0.0), (w, 0.0)), ((w, 5.0), (3.0, 5.0)), ((0.0, h), (0.0, 9.0)), ((90.0, 55.0), (10.0, 3.0))]
    {
        let (from, to) = (Point::from(from), Point::from(to));
        let paint = Paint::Linear(Arc::new(Gradient { from, to, stops: stops.clone() }));
        let drawn = pixels(&page(w, h, vec![filled(rect_path(Rect::new(0.0, 0.0, w, h)), paint, false)]), 13);
        let axis = to - from;
        for (i, found) in drawn.iter().enumerate() {
            let p = Point::new((i % 97) as f64 + 0.5, (i / 97) as f64 + 0.5);
            let t = (p - from).dot(axis) / axis.hypot2();
            let want = screen(super::paint::blend(&stops, t));
            let off = found.iter().zip(want).map(|(a, b)| a.abs_diff(b)).max();
            assert!(off <= Some(3) || (t - 0.3).abs() < 1e-3, "{p:?}: {found:?} for {want:?}");
        }
    }
}

#[test]
fn overprint_lets_the_ground_show_and_knockout_does_not() {
    let yellow = Cmyk::percent(0.0, 0.0, 100.0, 0.0);
    let cyan =
        |overprint| Paint::Solid { ink: Ink::Process(Cmyk::percent(100.0, 0.0, 0.0, 0.0)), tint: 1.0, overprint };
    let all = || rect_path(Rect::new(0.0, 0.0, 4.0, 4.0));
    let [over, out] = [true, false].map(|overprint| {
        pixels(
            &page(4.0, 4.0, vec![filled(all(), Paint::cmyk(yellow), false), filled(all(), cyan(overprint), false)]),
            4,
        )[5]
    });
    assert_eq!(out, screen(Cmyk::percent(100.0, 0.0, 0.0, 0.0)));
    let green = screen(Cmyk::percent(100.0, 0.0, 100.0, 0.0));
    assert!(over[0] < 20 && over[2] < 20 && over[1].abs_diff(green[1]) < 20, "{over:?} for {green:?}");
}

#[test]
fn pictures_are_averaged_and_blended() {
    let image = |w: u32, h: u32, samples, alpha| {
        let matrix = Affine::scale_non_uniform(8.0, 8.0);
        item(Mark::Image(ImageMark { image: Arc::new(Image { width: w, height: h, samples, alpha }), matrix }))
    };
    // A fine chequer averages to half black, a coarse one keeps its fields.
    let chequer =
        |n: u32| Samples::Gray((0..n * n).map(|i| if (i % n + i / n).is_multiple_of(2) { 0 } else { 255 }).collect());
    let gray = screen(Cmyk::percent(0.0, 0.0, 0.0, 50.0));
    for p in pixels(&page(8.0, 8.0, vec![image(64, 64, chequer(64), None)]), 3) {
        assert!(p.iter().zip(gray).all(|(a, b)| a.abs_diff(b) <= 3), "{p:?}");
    }
    let coarse = pixels(&page(8.0, 8.0, vec![image(8, 8, chequer(8), None)]), 8);
    assert_eq!(coarse[1], [255; 3]);
    assert!(coarse[0].iter().zip(screen(Cmyk::BLACK)).all(|(a, b)| a.abs_diff(b) <= 2));
    let sheer = pixels(&page(8.0, 8.0, vec![image(1, 1, Samples::Cmyk(vec![255; 4]), Some(vec![128]))]), 8);
    assert!(sheer.iter().all(|p| p[0].abs_diff(127) <= 2), "{:?}", sheer[0]);
}

#[test]
fn dashes_of_a_curve_without_end_end() {
    // From the page to a point far off and back, as damage makes of a number: its chord is short, its dashes are many.
    for far in [1e3, 1e6, 1e9, 1e12, 1e30] {
        let mut curve = BezPath::new();
        curve.move_to((20.0, 30.0));
        curve.curve_to((0.2, far / 8.0), (far, 0.1), (0.3, 30.0));
        coverage(&page(40.0, 40.0, vec![stroked(curve, 1.2, Cap::Butt, Join::Round, &[0.083, 0.003, 2.0])]));
    }
}

#[test]
fn bands_do_not_show() {
    let mut items = vec![stroked(
        BezPath::from_svg("M5,70 C20,0 30,80 50,30 S70,60 75,10").unwrap(),
        4.0,
        Cap::Round,
        Join::Round,
        &[7.0, 3.0],
    )];
    items.push(filled(
        circle_path(Point::new(40.0, 40.0), 33.3),
        Paint::cmyk(Cmyk::percent(10.0, 90.0, 70.0, 0.0)),
        false,
    ));
    items.reverse();
    let page = page(80.0, 80.0, items);
    let whole = pixels(&page, 80);
    for rows in [1, 8, 33] {
        assert!(pixels(&page, rows) == whole, "bands of {rows}");
    }
}

#[test]
fn marks_and_steps_are_not_art() {
    let mut mark = filled(rect_path(Rect::new(0.0, 0.0, 4.0, 4.0)), rich_black(), false);
    mark.plane = Plane::Marks;
    assert!(pixels(&page(4.0, 4.0, vec![mark]), 4).iter().all(|p| *p == [255; 3]));
}

#[test]
fn a_png_has_its_size_resolution_colour_and_shape() {
    let mut round = page(58.0, 58.0, vec![filled(rect_path(Rect::new(-3.0, -3.0, 61.0, 61.0)), rich_black(), false)]);
    round.trim = Outline::Circle(Circle::new((29.0, 29.0), 29.0));
    let mut bytes = Vec::new();
    png(&round, &Options::new(300.0), &mut bytes).unwrap();
    let found = image::load_from_memory(&bytes).unwrap().into_rgba8();
    assert_eq!(found.dimensions(), (685, 685));
    assert_eq!(found.get_pixel(342, 342).0, [0, 0, 0, 255]);
    assert_eq!(found.get_pixel(10, 10).0[3], 0);
    let area = found.pixels().map(|p| f64::from(p.0[3]) / 255.0).sum::<f64>();
    assert!((area / Circle::new((0.0, 0.0), 342.5).area() - 1.0).abs() < 5e-4, "{area}");
    let info = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap().info().clone();
    assert_eq!(info.pixel_dims.map(|d| (d.xppu, d.yppu)), Some((11811, 11811)));
    assert!(info.srgb.is_some());
    let mut again = Vec::new();
    png(&round, &Options::new(300.0), &mut again).unwrap();
    assert!(bytes == again);
}

#[test]
fn too_many_pixels_are_refused() {
    let large = page(10_000.0, 1_200.0, Vec::new());
    for dpi in [1e6, 0.0, -3.0, f64::NAN] {
        assert!(matches!(png(&large, &Options::new(dpi), &mut Vec::new()), Err(Error::Fault(_))), "{dpi}");
    }
}

#[test]
fn runs_of_a_rectangle_are_whole_rows() {
    let mut edges = Edges::new(100, 10, (0, 10));
    flatten::fill(rect_path(Rect::new(3.0, 2.0, 90.0, 8.0)).elements(), Affine::IDENTITY, &mut edges);
    let mut runs = Vec::new();
    Cells::default()
        .sweep(&edges, Rule::NonZero, 0, 10, |row: u32, run: Run| runs.push((row, run.x0, run.x1, run.alpha)));
    assert_eq!(runs, (2..8).map(|row| (row, 3, 90, 255)).collect::<Vec<_>>());
}

#[test]
fn a_jpeg_keeps_its_bounds_and_its_colours() {
    // Noise that compresses badly: many thin lines at angles.
    let lines = (0..400).map(|i| {
        let (sin, cos) = (f64::from(i) * 0.37).sin_cos();
        let mut path = BezPath::new();
        path.move_to((150.0 - 300.0 * cos, 100.0 - 300.0 * sin));
        path.line_to((150.0 + 300.0 * cos + f64::from(i % 7), 100.0 + 300.0 * sin));
        stroked(path, 0.4, Cap::Butt, Join::Miter, &[])
    });
    let busy = page(300.0, 200.0, lines.collect());
    let mut sizes = Vec::new();
    for most in [120_000, 200_000, 10_000_000] {
        let mut bytes = Vec::new();
        let options = JpegOptions { quality: Quality::Within(most), max_px: Some(600), space: SampleSpace::Srgb };
        jpeg(&busy, &Options::new(300.0), &options, &mut bytes).unwrap();
        assert!(bytes.len() as u64 <= most, "{} bytes for {most}", bytes.len());
        let found = image::load_from_memory(&bytes).unwrap();
        assert_eq!((found.width(), found.height()), (600, 400));
        sizes.push(bytes.len());
    }
    assert!(sizes.is_sorted() && sizes[0] > 90_000, "{sizes:?}");
    let impossible = JpegOptions { quality: Quality::Within(3_000), max_px: Some(600), space: SampleSpace::Srgb };
    assert!(matches!(jpeg(&busy, &Options::new(300.0), &impossible, &mut Vec::new()), Err(Error::Fault(_))));

    let teal = Cmyk::percent(100.0, 5.0, 50.0, 40.0);
    let mut round =
        page(58.0, 58.0, vec![filled(rect_path(Rect::new(-3.0, -3.0, 61.0, 61.0)), Paint::cmyk(teal), false)]);
    round.trim = Outline::Circle(Circle::new((29.0, 29.0), 29.0));
    let mut bytes = Vec::new();
    jpeg(
        &round,
        &Options::new(100.0),
        &JpegOptions { quality: Quality::Fixed(90), max_px: None, space: SampleSpace::Srgb },
        &mut bytes,
    )
    .unwrap();
    let found = image::load_from_memory(&bytes).unwrap().into_rgb8();
    let near = |x, y, want: [u8; 3]| found.get_pixel(x, y).0.iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 3);
    assert_eq!(found.dimensions(), (228, 228));
    assert!(near(114, 114, screen(teal)) && near(4, 4, [255; 3]));
}
