//! Pages built by hand that use every mark, plane and paint of the display list.

use std::sync::{Arc, LazyLock};

use biaoyu::font::Face;
use biaoyu::geom::{Affine, BezPath, Circle, Outline, Point, Rect, circle_path, grow, polygon, rect_path};
use biaoyu::ink::{Cmyk, Gradient, Ink, Paint, Spot};
use biaoyu::page::{
    Boxes, Cap, Fill, Form, Glyph, GlyphRun, Group, Image, ImageMark, Item, Join, Mark, Page, PathMark, Plane, Samples,
    Source, Step, Stroke,
};

pub static HEI: LazyLock<Arc<Face>> = LazyLock::new(|| face("BiaoyuHei-Black.otf"));
pub static SONG: LazyLock<Arc<Face>> = LazyLock::new(|| face("BiaoyuSong-Black.otf"));
pub static KAI: LazyLock<Arc<Face>> = LazyLock::new(|| face("BiaoyuKai-Bold.ttf"));
pub static LATIN: LazyLock<Arc<Face>> = LazyLock::new(|| face("BarlowCondensed-ExtraBold.ttf"));

fn face(file: &str) -> Arc<Face> {
    let path = format!("{}/fonts/{file}", env!("CARGO_MANIFEST_DIR"));
    let data: &'static [u8] = std::fs::read(path).unwrap().leak();
    Arc::new(Face::open(file, file, data, 0).unwrap())
}

pub fn cmyk(c: f64, m: f64, y: f64, k: f64) -> Paint {
    Paint::cmyk(Cmyk::percent(c, m, y, k))
}

pub fn spot(plate: &str, tint: f64) -> Paint {
    let spot = Spot { plate: plate.into(), alternate: Cmyk::percent(0.0, 20.0, 60.0, 20.0) };
    Paint::Solid { ink: Ink::Spot(Arc::new(spot)), tint, overprint: false }
}

pub fn black_text() -> Paint {
    Paint::Solid { ink: Ink::Process(Cmyk::BLACK), tint: 1.0, overprint: true }
}

pub fn blend(from: Point, to: Point) -> Paint {
    let stops = vec![
        (0.0, Cmyk::percent(0.0, 100.0, 100.0, 0.0)),
        (0.4, Cmyk::percent(0.0, 60.0, 100.0, 0.0)),
        (1.0, Cmyk::percent(0.0, 20.0, 90.0, 0.0)),
    ];
    Paint::Linear(Arc::new(Gradient { from, to, stops }))
}

pub fn item(mark: Mark) -> Item {
    Item { mark, plane: Plane::Art, source: Source { slogan: Some(3), region: Some("head".into()) } }
}

pub fn filled(path: BezPath, paint: Paint) -> Item {
    let fill = Some(Fill { paint, even_odd: false });
    item(Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None }))
}

pub fn pen(paint: Paint, width: f64) -> Stroke {
    Stroke { paint, width, cap: Cap::Round, join: Join::Round, dash: vec![] }
}

pub fn drawn(path: BezPath, stroke: Stroke) -> Item {
    item(Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) }))
}

/// Glyphs of a text by the face's own advances, each put where `place` says for its pen position in ems.
pub fn run(face: &Arc<Face>, text: &str, paint: Paint, place: impl Fn(f64, usize) -> Affine) -> Item {
    let mut pen = 0.0;
    let mut glyphs = vec![];
    for (count, (at, c)) in text.char_indices().enumerate() {
        let id = face.glyph(c).unwrap_or_else(|| panic!("{face:?} has no {c}"));
        glyphs.push(Glyph { id, matrix: place(pen, count), range: at as u32..(at + c.len_utf8()) as u32 });
        pen += face.advance(id);
    }
    item(Mark::Glyphs(GlyphRun { face: face.clone(), paint, text: text.into(), glyphs }))
}

/// A horizontal line of type of size `z` from (x, y).
pub fn line(face: &Arc<Face>, text: &str, z: f64, x: f64, y: f64, paint: Paint) -> Item {
    run(face, text, paint, |pen, _| Affine::new([z, 0.0, 0.0, -z, x + pen * z, y]))
}

pub fn page(title: &str, trim: Rect, bleed: f64, items: Vec<Item>) -> Page {
    let bleed = grow(trim, bleed);
    Page {
        title: title.into(),
        boxes: Boxes { media: bleed, bleed, trim },
        trim: Outline::Rect(trim),
        live: Outline::Rect(grow(trim, -5.0)),
        cut: Outline::Rect(bleed),
        items,
    }
}

pub fn group(text: &str, items: Vec<Item>) -> Item {
    item(Mark::Group(Group { transform: Affine::IDENTITY, clip: None, text: Some(text.into()), items }))
}

/// What the poster says, region by region.
pub const POSTER_TEXT: [&str; 9] = [
    "深入开展质量提升行动",
    "夯实质量基础",
    "精益求精",
    "大力弘扬工匠精神",
    "2021 QC",
    "长体标语",
    "𠀋𠀡",
    "金",
    "0123",
];

/// An A2 poster with marks outside the trim that uses nearly everything.
pub fn poster() -> Page {
    let trim = Rect::new(0.0, 0.0, 420.0, 594.0);
    let bleed = grow(trim, 3.0);
    let mut items = vec![filled(rect_path(bleed), blend(Point::new(0.0, 0.0), Point::new(0.0, 594.0)))];
    // Even–odd ring, dashed line, a dot of no length, a pen under a transform that squeezes it.
    let mut ring = circle_path(Point::new(300.0, 420.0), 80.0);
    ring.extend(circle_path(Point::new(300.0, 420.0), 60.0));
    let even_odd = Some(Fill { paint: spot("Gold", 0.5), even_odd: true });
    items.push(item(Mark::Path(PathMark {
        path: Arc::new(ring),
        fill: even_odd,
        stroke: Some(Stroke { join: Join::Miter, cap: Cap::Butt, ..pen(cmyk(0.0, 0.0, 0.0, 100.0), 0.5) }),
    })));
    let mut dashed = BezPath::new();
    dashed.move_to((20.0, 300.0));
    dashed.quad_to((200.0, 330.0), (400.0, 300.0));
    items
        .push(drawn(dashed, Stroke { dash: vec![4.0, 2.0], cap: Cap::Butt, ..pen(cmyk(100.0, 5.0, 50.0, 40.0), 1.2) }));
    let mut dot = BezPath::new();
    dot.move_to((30.0, 320.0));
    dot.line_to((30.0, 320.0));
    items.push(drawn(dot, pen(cmyk(0.0, 0.0, 0.0, 0.0), 6.0)));
    items.push(item(Mark::Group(Group {
        transform: Affine::new([2.0, 0.0, 0.5, 0.5, 30.0, 330.0]),
        clip: None,
        text: None,
        items: vec![drawn(
            circle_path(Point::new(10.0, 10.0), 8.0),
            pen(blend(Point::ORIGIN, Point::new(20.0, 20.0)), 2.0),
        )],
    })));
    // A clip that is rotated, with a picture in it.
    let clip = polygon(&[Point::new(0.0, 0.0), Point::new(60.0, 0.0), Point::new(30.0, 50.0)]);
    items.push(item(Mark::Group(Group {
        transform: Affine::translate((320.0, 320.0)) * Affine::rotate(0.3),
        clip: Some(Arc::new(clip)),
        text: None,
        items: vec![picture(false, Affine::scale(60.0))],
    })));
    items.push(picture(true, Affine::new([50.0, 0.0, 0.0, 50.0, 20.0, 520.0])));
    // One form in three places.
    let form = Arc::new(Form {
        id: "star".into(),
        bounds: Rect::new(-10.0, -10.0, 10.0, 10.0),
        items: vec![
            filled(polygon(&star()), cmyk(0.0, 20.0, 100.0, 0.0)),
            drawn(circle_path(Point::ORIGIN, 9.0), pen(black_text(), 0.4)),
        ],
        once: false,
    });
    for x in [60.0, 120.0, 180.0] {
        let transform = Affine::translate((x, 560.0)) * Affine::scale(x / 120.0);
        items.push(item(Mark::Shared { form: form.clone(), transform }));
    }
    items.extend(poster_type());
    items.extend(steps(rect_path(trim)));
    items.extend(press_marks(&bleed));
    let mut page = page("质量月 <poster> & “test”", trim, 3.0, items);
    page.boxes.media = grow(bleed, 10.0);
    page
}

fn star() -> Vec<Point> {
    (0..10)
        .map(|i| {
            let (radius, angle) = (if i % 2 == 0 { 8.0 } else { 3.2 }, f64::from(i) * std::f64::consts::PI / 5.0);
            Point::new(radius * angle.sin(), -radius * angle.cos())
        })
        .collect()
}

fn poster_type() -> Vec<Item> {
    let white = cmyk(0.0, 0.0, 0.0, 0.0);
    let [head, second, vertical, ring, latin, long, rare, gold, figures] = POSTER_TEXT;
    let upright = |z: f64, x: f64, y: f64| Affine::new([z, 0.0, 0.0, -z, x, y]);
    vec![
        group(head, vec![line(&HEI, head, 36.0, 20.0, 80.0, white.clone())]),
        // Tracked: each glyph half an em further than its advance.
        group(second, vec![run(&SONG, second, white.clone(), |_, i| upright(30.0, 20.0 + 45.0 * i as f64, 130.0))]),
        // A column.
        group(vertical, vec![run(&KAI, vertical, white.clone(), |_, i| upright(24.0, 380.0, 40.0 + 24.0 * i as f64))]),
        // A ring: a matrix a glyph.
        group(
            ring,
            vec![run(&HEI, ring, black_text(), |_, i| {
                let turn = Affine::rotate((i as f64 - 3.5) * 0.25);
                Affine::translate((300.0, 420.0)) * turn * upright(14.0, -7.0, -86.0)
            })],
        ),
        line(&LATIN, latin, 18.0, 20.0, 180.0, blend(Point::new(20.0, 0.0), Point::new(80.0, 0.0))),
        // 长体: 70 % of the width.
        group(
            long,
            vec![run(&SONG, long, white.clone(), |pen, _| {
                Affine::new([21.0, 0.0, 0.0, -30.0, 20.0 + pen * 21.0, 220.0])
            })],
        ),
        line(&HEI, rare, 20.0, 120.0, 180.0, white.clone()),
        line(&SONG, gold, 60.0, 180.0, 260.0, spot("Gold", 1.0)),
        // Figures set a fraction of a step beside their advances.
        run(&LATIN, figures, white, |pen, i| upright(9.3, 20.0 + pen * 9.3 + 0.0031 * i as f64, 240.0)),
    ]
}

fn picture(alpha: bool, matrix: Affine) -> Item {
    let (width, height) = (24_u32, 16_u32);
    let samples = (0..width * height).flat_map(|i| [(i % width * 10) as u8, (i / width * 15) as u8, 40, 0]).collect();
    let alpha = alpha.then(|| (0..width * height).map(|i| (i % 256) as u8).collect());
    let image = Image { width, height, samples: Samples::Cmyk(samples), alpha };
    item(Mark::Image(ImageMark { image: Arc::new(image), matrix }))
}

pub fn step(group: &'static str, kind: Option<&'static str>, layer: &str, plate: &str) -> Arc<Step> {
    let alternate = Cmyk::percent(0.0, 100.0, 0.0, 0.0);
    Arc::new(Step { group, kind, layer: layer.into(), spot: Arc::new(Spot { plate: plate.into(), alternate }) })
}

fn steps(outline: BezPath) -> Vec<Item> {
    let cut = step("Structural", Some("Cutting"), "刀线 cut", "CutContour");
    let live = step("Positions", Some("ContentArea"), "安全区 live", "Live");
    let on = |step: &Arc<Step>, item: Item| Item { plane: Plane::Step(step.clone()), ..item };
    vec![
        on(&cut, drawn(outline, pen(cmyk(0.0, 100.0, 0.0, 0.0), 0.25))),
        on(&cut, drawn(circle_path(Point::new(15.0, 15.0), 5.0), pen(black_text(), 0.25))),
        on(&live, drawn(rect_path(Rect::new(10.0, 10.0, 410.0, 584.0)), pen(black_text(), 0.25))),
    ]
}

fn press_marks(bleed: &Rect) -> Vec<Item> {
    let all = Paint::Solid {
        ink: Ink::Spot(Arc::new(Spot { plate: "All".into(), alternate: Cmyk::percent(100.0, 100.0, 100.0, 100.0) })),
        tint: 1.0,
        overprint: false,
    };
    let mut crop = BezPath::new();
    crop.move_to((bleed.x0 - 8.0, 0.0));
    crop.line_to((bleed.x0 - 1.0, 0.0));
    vec![Item { plane: Plane::Marks, ..drawn(crop, Stroke { cap: Cap::Butt, ..pen(all, 0.1) }) }]
}

/// A round badge of 58 mm with type in text and outlines alike.
pub fn badge() -> Page {
    let trim = Rect::new(0.0, 0.0, 58.0, 58.0);
    let middle = Point::new(29.0, 29.0);
    let mut items = vec![filled(circle_path(middle, 35.0), cmyk(0.0, 100.0, 100.0, 0.0))];
    items.push(line(&HEI, "质量", 16.0, 13.0, 34.0, cmyk(0.0, 0.0, 0.0, 0.0)));
    items.push(line(&KAI, "全国质量月", 4.0, 19.0, 44.0, cmyk(0.0, 0.0, 100.0, 0.0)));
    items.push(run(&SONG, "人人重视质量", cmyk(0.0, 0.0, 0.0, 0.0), |_, i| {
        let turn = Affine::rotate((i as f64 - 2.5) * 0.3);
        Affine::translate(middle.to_vec2()) * turn * Affine::new([4.4, 0.0, 0.0, -5.0, -2.2, -19.0])
    }));
    items.push(line(&LATIN, "QC 2021", 3.2, 24.0, 50.0, black_text()));
    let mut page = page("badge", trim, 6.0, items);
    page.trim = Outline::Circle(Circle::new(middle, 29.0));
    page.cut = Outline::Circle(Circle::new(middle, 35.0));
    page
}

/// The banner of 10.5 m.
pub fn banner() -> Page {
    let trim = Rect::new(0.0, 0.0, 10_500.0, 1_200.0);
    let glyphs = run(&HEI, "大力弘扬工匠精神", cmyk(0.0, 0.0, 0.0, 0.0), |_, i| {
        Affine::new([430.0, 0.0, 0.0, -620.0, 1000.0 + 600.0 * i as f64, 900.0])
    });
    page("banner", trim, 0.0, vec![filled(rect_path(trim), cmyk(0.0, 100.0, 100.0, 0.0)), glyphs])
}

/// Sixty long waves and fifty glyphs.
pub fn waves() -> Page {
    let trim = Rect::new(0.0, 0.0, 420.0, 594.0);
    let mut items = vec![filled(rect_path(grow(trim, 3.0)), cmyk(100.0, 5.0, 50.0, 40.0))];
    for wave in 0..60 {
        let y = 20.0 + f64::from(wave) * 9.3;
        let mut path = BezPath::new();
        path.move_to((-3.0, y));
        for part in 0..20 {
            let x = -3.0 + f64::from(part) * 21.3;
            let lift = (f64::from(part * 7 + wave * 3) * 0.37).sin() * 8.0;
            path.curve_to((x + 7.1, y + lift), (x + 14.2, y - lift), (x + 21.3, y));
        }
        items.push(drawn(path, pen(cmyk(60.0, 0.0, 30.0, 0.0), 0.4)));
    }
    let text = "推进产品和服务质量提升满足人民美好生活需要加强全面质量管理建设质量强国";
    items.push(run(&HEI, text, cmyk(0.0, 0.0, 0.0, 0.0), |_, i| {
        Affine::new([40.0, 0.0, 0.0, -40.0, 20.0 + 41.3 * (i % 9) as f64, 150.0 + 50.0 * (i / 9) as f64])
    }));
    items.push(line(&SONG, "中国质量协会二〇二一年九月", 9.0, 20.0, 560.0, black_text()));
    page("waves", trim, 3.0, items)
}

/// A personal badge of 85 by 54 mm over a shared ground.
pub fn name_badge(ground: &Arc<Form>, name: &str) -> Page {
    let trim = Rect::new(0.0, 0.0, 85.5, 54.0);
    let items = vec![
        item(Mark::Shared { form: ground.clone(), transform: Affine::IDENTITY }),
        line(&HEI, name, 12.0, 10.0, 30.0, cmyk(0.0, 0.0, 0.0, 100.0)),
    ];
    page(name, trim, 2.0, items)
}

pub fn badge_ground() -> Arc<Form> {
    let bleed = Rect::new(-2.0, -2.0, 87.5, 56.0);
    Arc::new(Form {
        id: "ground".into(),
        bounds: bleed,
        items: vec![
            filled(rect_path(bleed), cmyk(0.0, 10.0, 20.0, 0.0)),
            line(&SONG, "质量月", 5.0, 10.0, 48.0, cmyk(0.0, 100.0, 100.0, 0.0)),
        ],
        once: false,
    })
}
