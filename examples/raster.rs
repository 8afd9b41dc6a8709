//! Draws a poster with a gradient ground, a ring and large glyphs, to measure the rasteriser:
//! `cargo run --release --example raster -- WIDTH_MM HEIGHT_MM DPI COPIES OUT.png|jpg|tif [flat|diagonal|waves|round|picture|dots]`.

use std::error::Error;
use std::f64::consts::TAU;
use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;
use std::time::Instant;

use biaoyu::font::Face;
use biaoyu::geom::{Affine, BezPath, Outline, Point, Rect, circle_path, grow, rect_path};
use biaoyu::ink::{Cmyk, Gradient, Paint};
use biaoyu::page::{
    Boxes, Cap, Fill, Glyph, GlyphRun, Image, ImageMark, Item, Join, Mark, Page, PathMark, Plane, Samples, Source,
    Stroke,
};
use biaoyu::raster::{self, JpegOptions, Options};
use biaoyu::words::Packing;

static FACE: &[u8] = include_bytes!("../fonts/BiaoyuHei-Black.otf");

fn item(mark: Mark) -> Item {
    Item { mark, plane: Plane::Art, source: Source::default() }
}

fn path(path: BezPath, fill: Option<Paint>, stroke: Option<(Paint, f64)>) -> Item {
    let fill = fill.map(|paint| Fill { paint, even_odd: false });
    let stroke = stroke.map(|(paint, width)| Stroke { paint, width, cap: Cap::Round, join: Join::Round, dash: vec![] });
    item(Mark::Path(PathMark { path: Arc::new(path), fill, stroke }))
}

fn poster(w: f64, h: f64, kind: &str) -> Option<Page> {
    let (teal, gold) = (Cmyk::percent(100.0, 5.0, 50.0, 40.0), Cmyk::percent(0.0, 25.0, 95.0, 0.0));
    let trim = Rect::new(0.0, 0.0, w, h);
    let bleed = grow(trim, 3.0);
    let to = if kind == "diagonal" { Point::new(w, h) } else { Point::new(0.0, h) };
    let gradient =
        Gradient { from: Point::ZERO, to, stops: vec![(0.0, teal), (1.0, Cmyk::percent(80.0, 60.0, 0.0, 10.0))] };
    let ground = if kind == "flat" { Paint::cmyk(teal) } else { Paint::Linear(Arc::new(gradient)) };
    let mut items = vec![path(rect_path(bleed), Some(ground), None)];
    items.push(path(circle_path(trim.center(), w * 0.38), None, Some((Paint::cmyk(gold), w * 0.03))));
    if kind == "waves" {
        for i in 0..60 {
            let y = h * (0.2 + 0.01 * f64::from(i));
            let mut wave = BezPath::new();
            wave.move_to((-3.0, y));
            for s in 0..300 {
                let at =
                    |t: f64| (w * (f64::from(s) + t) / 300.0, y + h * 0.02 * (TAU * (f64::from(s) + t) / 75.0).sin());
                wave.curve_to(at(1.0 / 3.0), at(2.0 / 3.0), at(1.0));
            }
            items.push(path(wave, None, Some((Paint::cmyk(gold.tinted(0.5)), h * 0.002))));
        }
    }
    if kind == "picture" {
        let (width, height) = (3000_u32, 2000_u32);
        let wave = |i: u32| (i % width / 7 + i / width / 5) as u8;
        let samples = (0..width * height).flat_map(|i| [wave(i), wave(i / 3), wave(i * 2), 0]).collect();
        let image = Image { width, height, samples: Samples::Cmyk(samples), alpha: None };
        let matrix = Affine::scale_non_uniform(w, h * 0.5);
        items.push(item(Mark::Image(ImageMark { image: Arc::new(image), matrix })));
    }
    if kind == "dots" {
        for i in 0..100_000 {
            let (x, y) = (f64::from(i % 300) / 300.0 * w, f64::from(i / 300) / 333.0 * h);
            items.push(path(circle_path(Point::new(x, y), 0.5), Some(Paint::cmyk(gold)), None));
        }
    }
    let face = Arc::new(Face::open("hei-black", "Biaoyu Hei", FACE, 0)?);
    let text = "拥抱数字变革推动质量创新提升产业基础全员参与提质量共筑质量新时代";
    let em = w / 7.0;
    let glyphs = text.chars().enumerate().filter_map(|(i, c)| {
        let (x, y) = ((i % 6) as f64 + 0.5, (i / 6) as f64 + 1.5);
        let matrix = Affine::new([em, 0.0, 0.0, -em, x * em, y * em * 1.3]);
        Some(Glyph { id: face.glyph(c)?, matrix, range: 3 * i as u32..3 * i as u32 + 3 })
    });
    let glyphs = glyphs.collect();
    items.push(item(Mark::Glyphs(GlyphRun { face, paint: Paint::cmyk(Cmyk::PAPER), text: text.into(), glyphs })));
    let outline =
        if kind == "round" { Outline::Circle(kurbo::Circle::new(trim.center(), w / 2.0)) } else { Outline::Rect(trim) };
    Some(Page {
        title: "raster".into(),
        boxes: Boxes { media: bleed, bleed, trim },
        trim: outline,
        live: Outline::Rect(grow(trim, -w * 0.05)),
        cut: Outline::Rect(bleed),
        items,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, w, h, dpi, copies, out, kind @ ..] = args.as_slice() else {
        return Err("see the source for the arguments".into());
    };
    let page = poster(w.parse()?, h.parse()?, kind.first().map_or("gradient", |k| k)).ok_or("no face")?;
    let options = Options::new(dpi.parse()?);
    let start = Instant::now();
    for _ in 0..copies.parse::<u32>()? {
        let mut file = BufWriter::new(File::create(out)?);
        if out.ends_with(".tif") {
            raster::tiff(&page, &options, Packing::Lzw, &mut file)?;
        } else if out.ends_with(".jpg") {
            raster::jpeg(&page, &options, &JpegOptions::default(), &mut file)?;
        } else {
            raster::png(&page, &options, &mut file)?;
        }
    }
    println!("{:?} {:.1} ms", raster::pixel_size(&page, options.dpi), start.elapsed().as_secs_f64() * 1000.0);
    Ok(())
}
