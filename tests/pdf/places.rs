//! Size and place: what readers draw lies where the page says.

use std::sync::Arc;

use biaoyu::geom::{Affine, Point, Rect, rect_path};
use biaoyu::measure::MM_PER_PT;
use biaoyu::page::{Glyph, GlyphRun, Image, ImageMark, Mark, Samples};
use biaoyu::pdf::{self, Options};
use biaoyu::words::Standard;
use proptest::prelude::{Just, Strategy as _};

use crate::samples::*;
use crate::{options, replay, sheet};

#[test]
fn outlines_embed_no_face_and_look_the_same() {
    for page in [badge(), poster()] {
        let dpi = if page.title == "badge" { 600 } else { 72 };
        let text = sheet(page.clone(), &options(Standard::None));
        let outlined = sheet(page.clone(), &Options { outlines: true, ..options(Standard::None) });
        if let Some(fonts) = outlined.clean("pdffonts", &["sheet.pdf"]) {
            assert_eq!(fonts.lines().count(), 2, "{fonts}");
        }
        let pairs = [(text.poppler(dpi), outlined.poppler(dpi)), (text.mupdf(dpi), outlined.mupdf(dpi))];
        for (reader, (a, b)) in pairs.into_iter().enumerate() {
            let (Some(a), Some(b)) = (a, b) else { continue };
            assert_eq!(a.dimensions(), b.dimensions());
            // Readers keep glyphs as little pictures that they put to whole or quarter pixels: type may lie up to
            // a pixel off, never be fatter, thinner or elsewhere.
            let strays = (1..a.height() - 1).flat_map(|y| (1..a.width() - 1).map(move |x| (x, y)));
            let strays = strays.filter(|(x, y)| strays_from_neighbours(&a, &b, *x, *y)).count();
            assert!(strays * 20_000 < (a.width() * a.height()) as usize, "{} in reader {reader}: {strays}", page.title);
            // MuPDF fills glyphs of this size like any path, from outlines on a grid of 1/64 pixel.
            if reader == 1 && page.title == "badge" {
                let rows = (a.width() * 3 * 540) as usize..(a.width() * 3 * 930) as usize;
                let most = a.as_raw()[rows.clone()].iter().zip(&b.as_raw()[rows]).map(|(p, q)| p.abs_diff(*q)).max();
                assert!(most <= Some(20), "{most:?}");
            }
        }
    }
}

/// Whether a pixel of `a` lies outside all that `b` shows in the nine pixels around.
fn strays_from_neighbours(a: &image::RgbImage, b: &image::RgbImage, x: u32, y: u32) -> bool {
    (0..3).any(|channel| {
        let around = || (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let values = || around().map(|(x, y)| b.get_pixel(x, y)[channel]);
        let value = a.get_pixel(x, y)[channel];
        values().max().is_some_and(|most| value > most.saturating_add(40))
            || values().min().is_some_and(|least| value < least.saturating_sub(40))
    })
}

#[test]
fn pages_have_their_true_size() {
    let cases = [
        (poster(), options(Standard::X4), 1.0, 1.0),
        (badge(), options(Standard::None), 1.0, 1.0),
        (banner(), options(Standard::X4), 3.0, 1.0),
        (banner(), options(Standard::X1a), 1.0, 0.1),
        (badge(), Options { scale: 0.1, ..options(Standard::X4) }, 1.0, 0.1),
    ];
    for (page, options, user_unit, scale) in cases {
        let bytes = pdf::write(std::slice::from_ref(&page), &options).unwrap();
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        let dict = file.get_dictionary(file.get_pages()[&1]).unwrap();
        let unit = dict.get(b"UserUnit").map_or(1.0, |u| f64::from(u.as_float().unwrap()));
        assert_eq!(unit, user_unit);
        let rect = |key: &[u8]| -> Vec<f64> {
            let array = dict.get(key).unwrap().as_array().unwrap();
            array.iter().map(|v| f64::from(v.as_float().unwrap()) * unit * MM_PER_PT / scale).collect()
        };
        let media = page.boxes.media;
        for (key, want) in
            [(&b"MediaBox"[..], page.boxes.media), (b"BleedBox", page.boxes.bleed), (b"TrimBox", page.boxes.trim)]
        {
            let found = rect(key);
            let wanted = [want.x0 - media.x0, media.y1 - want.y1, want.x1 - media.x0, media.y1 - want.y0];
            for (f, w) in found.iter().zip(wanted) {
                assert!((f - w).abs() < 0.01, "{}: {found:?}, wanted {wanted:?}", page.title);
            }
        }
    }
}

#[test]
fn the_gradient_lies_where_the_page_says() {
    let trim = Rect::new(0.0, 0.0, 100.0, 40.0);
    let stops = vec![
        (0.25, biaoyu::ink::Cmyk::PAPER),
        (0.5, biaoyu::ink::Cmyk::PAPER),
        (0.5, biaoyu::ink::Cmyk::BLACK),
        (0.75, biaoyu::ink::Cmyk::BLACK),
    ];
    let gradient = biaoyu::ink::Gradient { from: Point::new(0.0, 0.0), to: Point::new(100.0, 0.0), stops };
    let paint = biaoyu::ink::Paint::Linear(Arc::new(gradient));
    let sheet = sheet(page("edge", trim, 0.0, vec![filled(rect_path(trim), paint)]), &options(Standard::None));
    for image in [sheet.poppler(254), sheet.mupdf(254)].into_iter().flatten() {
        // Ten pixels a millimetre: a hard edge in the middle, flat beyond the outer stops.
        let at = |x: u32| image.get_pixel(x, 200)[0];
        assert!(at(10) > 240 && at(490) > 240, "{} {}", at(10), at(490));
        assert!(at(510) < 60 && at(990) < 60, "{} {}", at(510), at(990));
    }
}

#[test]
fn marks_lie_where_the_page_says() {
    let trim = Rect::new(0.0, 0.0, 100.0, 60.0);
    let black = || cmyk(0.0, 0.0, 0.0, 100.0);
    let mut page = page(
        "places",
        trim,
        5.0,
        vec![
            filled(rect_path(Rect::new(10.0, 20.0, 30.0, 25.0)), black()),
            item(Mark::Image(ImageMark {
                // Top left sample black, the others white.
                image: Arc::new(Image {
                    width: 2,
                    height: 2,
                    samples: Samples::Gray(vec![0, 255, 255, 255]),
                    alpha: None,
                }),
                matrix: Affine::new([20.0, 0.0, 0.0, 20.0, 60.0, 10.0]),
            })),
        ],
    );
    page.boxes.media = biaoyu::geom::grow(page.boxes.bleed, 5.0);
    let sheet = sheet(page, &options(Standard::None));
    for image in [sheet.poppler(254), sheet.mupdf(254)].into_iter().flatten() {
        let dark = |x: f64, y: f64| image.get_pixel(((x + 10.0) * 10.0) as u32, ((y + 10.0) * 10.0) as u32)[0] < 100;
        for (x, y, want) in [
            (20.0, 22.0, true),
            (9.5, 22.0, false),
            (20.0, 19.5, false),
            (29.5, 24.5, true),
            (63.0, 13.0, true),
            (77.0, 13.0, false),
            (63.0, 27.0, false),
        ] {
            assert_eq!(dark(x, y), want, "at {x}, {y}");
        }
    }
}

/// How glyphs of a random run are set.
fn places() -> impl proptest::strategy::Strategy<Value = (f64, f64, f64, Vec<(f64, f64)>)> {
    use proptest::prelude::*;
    let angle = prop_oneof![Just(0.0), Just(std::f64::consts::FRAC_PI_2), -3.2..3.2];
    let condensed = prop_oneof![Just(1.0), 0.3..1.8, Just(-1.0)];
    let step = (prop_oneof![Just(1.0), Just(1.05), -0.5..4.0], prop_oneof![9 => Just(0.0), 1 => -2.0..2.0]);
    (2.0..300.0, angle, condensed, prop::collection::vec(step, 1..12))
}

proptest::proptest! {
    #[test]
    fn every_glyph_lands_where_its_matrix_says((size, angle, condensed, steps) in places()) {
        let text: String = "质Q量月C".chars().cycle().take(steps.len()).collect();
        let mut at = (20.0, 200.0);
        let mut matrices = vec![];
        let turn = Affine::rotate(angle);
        let mut glyphs = vec![];
        for ((from, c), (along, aside)) in text.char_indices().zip(&steps) {
            let matrix = Affine::translate(at) * turn * Affine::new([size * condensed, 0.0, 0.0, -size, 0.0, 0.0]);
            let id = HEI.glyph(c).unwrap();
            glyphs.push(Glyph { id, matrix, range: from as u32..(from + c.len_utf8()) as u32 });
            matrices.push(matrix);
            let moved = turn * Point::new(along * size * condensed * HEI.advance(id), aside * size);
            at = (at.0 + moved.x, at.1 + moved.y);
        }
        let run = item(Mark::Glyphs(GlyphRun { face: HEI.clone(), paint: black_text(), text, glyphs }));
        let trim = Rect::new(0.0, 0.0, 420.0, 594.0);
        let bytes = pdf::write(&[page("places", trim, 0.0, vec![run])], &options(Standard::None)).unwrap();
        let found = replay::glyphs(&bytes);
        proptest::prop_assert_eq!(found.len(), matrices.len());
        let space = Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, trim.y1]);
        for (found, wanted) in found.iter().zip(&matrices) {
            // Three corners of the em, in millimetres from the lower left: two micrometres, and what 32-bit
            // floats of the test's reader add far from the origin.
            for corner in [Point::ORIGIN, Point::new(1.0, 0.0), Point::new(0.0, 1.0)] {
                let (f, w) = (*found * corner, space * *wanted * corner);
                let off = (Point::new(f.x * MM_PER_PT, f.y * MM_PER_PT) - w).hypot();
                proptest::prop_assert!(off < 0.002 + w.to_vec2().hypot() * 1e-6, "{off} mm at {w:?}");
            }
        }
    }
}

/// Streams of the file whose `Subtype` or `Type` is the given one.
fn streams<'f>(file: &'f lopdf::Document, name: &'f [u8]) -> impl Iterator<Item = &'f lopdf::Stream> {
    let named =
        move |s: &&lopdf::Stream| s.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|n| n == name);
    file.objects.values().filter_map(|object| object.as_stream().ok()).filter(named)
}

proptest::proptest! {
    #[test]
    fn samples_come_back_as_they_went(
        (width, height, bytes) in (1_u32..20, 1_u32..20).prop_flat_map(|(w, h)| {
            // Few values, so that neighbours are often equal and the predictors' ties are met.
            let byte = proptest::prop_oneof![0_u8..4, proptest::num::u8::ANY];
            (Just(w), Just(h), proptest::collection::vec(byte, (w * h * 5) as usize))
        })
    ) {
        let (samples, alpha) = bytes.split_at((width * height * 4) as usize);
        let image = Image { width, height, samples: Samples::Cmyk(samples.into()), alpha: Some(alpha.into()) };
        let mark = item(Mark::Image(ImageMark { image: Arc::new(image), matrix: Affine::scale(50.0) }));
        let page = page("samples", Rect::new(0.0, 0.0, 60.0, 60.0), 0.0, vec![mark]);
        let bytes = pdf::write(&[page], &options(Standard::None)).unwrap();
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        let found: Vec<_> = streams(&file, b"Image").map(|s| s.decompressed_content().unwrap()).collect();
        // A mask that is opaque throughout is none.
        let wanted: &[&[u8]] = if alpha.iter().all(|a| *a == 255) { &[samples] } else { &[alpha, samples] };
        proptest::prop_assert_eq!(found, wanted);
    }
}

#[test]
fn bounds_of_a_blend_rise() {
    let stops = [0.0, 0.0, 0.3, 0.3, 0.3, 1.0].into_iter().zip([0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
    let stops = stops.map(|(at, k)| (at, biaoyu::ink::Cmyk::percent(0.0, 0.0, 0.0, k))).collect();
    let gradient = biaoyu::ink::Gradient { from: Point::ORIGIN, to: Point::new(9.0, 0.0), stops };
    let trim = Rect::new(0.0, 0.0, 60.0, 60.0);
    let art = vec![filled(rect_path(trim), biaoyu::ink::Paint::Linear(Arc::new(gradient)))];
    let bytes = pdf::write(&[page("bounds", trim, 0.0, art)], &options(Standard::X4)).unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let pattern = file.objects.values().filter_map(|o| o.as_dict().ok()).find(|d| d.has(b"PatternType")).unwrap();
    let shading = pattern.get(b"Shading").unwrap().as_dict().unwrap();
    let function = shading.get(b"Function").unwrap().as_dict().unwrap();
    let array = |key: &[u8]| function.get(key).unwrap().as_array().unwrap();
    assert_eq!((array(b"Functions").len(), array(b"Encode").len()), (2, 4));
    let bounds: Vec<f32> = array(b"Bounds").iter().map(|b| b.as_float().unwrap()).collect();
    assert_eq!(bounds, [0.3]);
}
