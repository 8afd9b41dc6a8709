//! PDFs judged by other people's readers: what we write is what they see.

#[path = "pdf/oracle.rs"]
mod oracle;
#[path = "pdf/replay.rs"]
mod replay;
#[path = "pdf/samples.rs"]
mod samples;

use std::sync::Arc;

use biaoyu::geom::{Affine, Point, Rect, rect_path};
use biaoyu::measure::MM_PER_PT;
use biaoyu::page::{Glyph, GlyphRun, Image, ImageMark, Mark, Page, Plane, Samples};
use biaoyu::pdf::{self, Date, Options, Standard};

use oracle::Sheet;
use samples::*;

fn options(standard: Standard) -> Options {
    Options { standard, ..Options::new(Date::day(2021, 9, 1)) }
}

fn sheet(page: Page, options: &Options) -> Sheet {
    Sheet::new(&pdf::write(&[page], options).unwrap())
}

/// The poster without what PDF/X-1a cannot hold.
fn opaque_poster() -> Page {
    let mut page = poster();
    page.items.retain(|i| !matches!(&i.mark, Mark::Image(m) if m.image.alpha.is_some()));
    page
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn readers_find_nothing_to_complain_of() {
    let outlined = Options { outlines: true, ..options(Standard::X4) };
    let pages = [
        (poster(), options(Standard::None)),
        (poster(), options(Standard::X4)),
        (poster(), outlined),
        (opaque_poster(), options(Standard::X1a)),
        (badge(), options(Standard::X4)),
        (banner(), options(Standard::X4)),
        (banner(), options(Standard::X1a)),
        (waves(), options(Standard::X4)),
    ];
    for (page, options) in pages {
        let sheet = sheet(page, &options);
        sheet.clean("qpdf", &["--check", "sheet.pdf"]);
        sheet.clean("gs", &["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", "sheet.pdf"]);
    }
}

#[test]
fn x4_holds_every_rule_of_x4check() {
    for outlines in [false, true] {
        let options = Options { outlines, author: Some("中国质量协会 <QC>".into()), ..options(Standard::X4) };
        sheet(poster(), &options).x4check(&["--expect-trim", "420x594", "--bleed", "3", "--standard-only"]);
        sheet(badge(), &options).x4check(&["--expect-trim", "58x58", "--bleed", "6"]);
        sheet(banner(), &options).x4check(&["--expect-trim", "10500x1200"]);
        sheet(waves(), &options).x4check(&["--expect-trim", "420x594", "--bleed", "3"]);
    }
}

#[test]
fn faces_are_embedded_subset_and_mapped() {
    let Some(out) = sheet(poster(), &options(Standard::X4)).clean("pdffonts", &["sheet.pdf"]) else { return };
    let fonts: Vec<&str> = out.lines().skip(2).collect();
    assert_eq!(fonts.len(), 4, "{out}");
    for font in fonts {
        let (tag, name) = font.split_once('+').unwrap();
        assert!(tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()), "{font}");
        assert!(name.contains("yes yes yes"), "{font}");
    }
}

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
        assert_eq!(options.drawn_scale(&page.boxes), scale);
        let bytes = pdf::write(&[page.clone()], &options).unwrap();
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        let dict = file.get_dictionary(file.get_pages()[&1]).unwrap();
        let unit = dict.get(b"UserUnit").map_or(1.0, |u| f64::from(u.as_float().unwrap()));
        assert_eq!(unit, user_unit);
        let rect = |key: &[u8]| -> Vec<f64> {
            let array = dict.get(key).unwrap().as_array().unwrap();
            array.iter().map(|v| f64::from(v.as_float().unwrap()) * unit * MM_PER_PT / scale).collect()
        };
        let media = page.boxes.media;
        for (key, want) in [
            (&b"MediaBox"[..], page.boxes.media),
            (b"BleedBox", page.boxes.bleed),
            (b"TrimBox", page.boxes.trim),
        ] {
            let found = rect(key);
            let wanted = [want.x0 - media.x0, media.y1 - want.y1, want.x1 - media.x0, media.y1 - want.y0];
            for (f, w) in found.iter().zip(wanted) {
                assert!((f - w).abs() < 0.01, "{}: {found:?}, wanted {wanted:?}", page.title);
            }
        }
    }
}

#[test]
fn text_comes_back_in_reading_order() {
    for standard in [Standard::None, Standard::X4] {
        let sheet = sheet(poster(), &options(standard));
        let Some(text) = sheet.clean("pdftotext", &["-raw", "sheet.pdf", "-"]) else { return };
        assert_eq!(letters(&text), letters(&POSTER_TEXT.concat()));
        let Some(text) = sheet.run("mutool", &["draw", "-F", "txt", "-o", "-", "sheet.pdf"]) else { return };
        let text = letters(&String::from_utf8_lossy(&text.stdout));
        for region in POSTER_TEXT {
            assert!(text.contains(&letters(region)), "{region} in {text}");
        }
    }
}

#[test]
fn banner_text_survives_user_units() {
    let Some(text) = sheet(banner(), &options(Standard::X4)).clean("pdftotext", &["-raw", "sheet.pdf", "-"]) else { return };
    assert_eq!(letters(&text), "大力弘扬工匠精神");
}

#[test]
fn a_glyph_may_show_other_characters_in_another_place() {
    // One outline for an ASCII letter, its full-width twin, a ligature of three letters and a pair of glyphs for one.
    let letter = |c: char| LATIN.glyph(c).unwrap();
    let at = |x: f64| Affine::new([10.0, 0.0, 0.0, -10.0, x, 20.0]);
    let show = |text: &str, x: f64, ids: &[u16]| {
        let range = 0..text.len() as u32;
        let glyphs = ids
            .iter()
            .zip(0..)
            .map(|(id, i)| Glyph { id: *id, matrix: at(x + 6.0 * f64::from(i)), range: range.clone() })
            .collect();
        item(Mark::Glyphs(GlyphRun { face: LATIN.clone(), paint: black_text(), text: text.into(), glyphs }))
    };
    let items = vec![
        show("A", 5.0, &[letter('A')]),
        show("Ａ", 15.0, &[letter('A')]),
        show("ffi", 25.0, &[letter('ﬁ')]),
        show("𠮷", 35.0, &[letter('X')]),
        show("㎡", 45.0, &[letter('m'), letter('2')]),
        show("A", 65.0, &[letter('A')]),
    ];
    let page = page("meanings", Rect::new(0.0, 0.0, 85.0, 54.0), 0.0, items);
    let sheet = sheet(page, &options(Standard::None));
    let Some(text) = sheet.clean("pdftotext", &["-raw", "sheet.pdf", "-"]) else { return };
    assert_eq!(letters(&text), "AＡffi𠮷㎡A");
}

#[test]
fn plates_are_those_that_were_named() {
    let plates = |options: &Options| sheet(opaque_poster(), options).plates();
    if let Some(found) = plates(&options(Standard::X4)) {
        assert_eq!(found, ["Black", "CutContour", "Cyan", "Gold", "Live", "Magenta", "Yellow"]);
    }
    if let Some(found) = plates(&Options { spots: false, ..options(Standard::X4) }) {
        assert_eq!(found, ["Black", "CutContour", "Cyan", "Live", "Magenta", "Yellow"], "steps keep their plates");
    }
}

/// The page's content stream as text.
fn content(bytes: &[u8]) -> String {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let content = file.get_page_content(file.get_pages()[&1]);
    String::from_utf8(content).unwrap()
}

#[test]
fn inks_are_written_as_they_were_entered() {
    let trim = Rect::new(0.0, 0.0, 50.0, 50.0);
    let paints = [cmyk(100.0, 5.0, 50.0, 40.0), cmyk(33.3, 66.67, 0.01, 12.5), spot("专金", 0.35), black_text()];
    let items = paints.map(|paint| filled(rect_path(trim), paint)).to_vec();
    let text = content(&pdf::write(&[page("inks", trim, 0.0, items)], &options(Standard::X4)).unwrap());
    for operator in ["1 .05 .5 .4 k\n", ".333 .6667 .0001 .125 k\n", "/S0 cs\n.35 scn\n", "/G1 gs\n0 0 0 1 k\n"] {
        assert!(text.contains(operator), "{operator:?} in {text}");
    }
}

#[test]
fn state_that_is_set_is_not_set_again() {
    let text = content(&pdf::write(&[waves()], &options(Standard::None)).unwrap());
    for (operator, most) in [(" K\n", 1), (" w\n", 1), (" J\n", 1), (" j\n", 1), (" k\n", 3), (" Tf\n", 2), ("BT\n", 1)] {
        assert!(text.matches(operator).count() <= most, "{operator:?} {} times", text.matches(operator).count());
    }
}

#[test]
fn a_page_of_waves_stays_small() {
    let bytes = pdf::write(&[waves()], &options(Standard::None)).unwrap();
    assert!(bytes.len() <= 40_000, "{} bytes", bytes.len());
}

#[test]
fn equal_input_gives_equal_bytes_by_either_way() {
    let pages = [poster(), badge(), waves()];
    for standard in [Standard::None, Standard::X4] {
        let once = pdf::write(&pages, &options(standard)).unwrap();
        assert_eq!(once, pdf::write(&pages, &options(standard)).unwrap());
        let mut writer = pdf::Writer::begin(Vec::new(), options(standard));
        for page in &pages {
            writer.page(page).unwrap();
        }
        assert!(once == writer.finish().unwrap(), "streamed bytes differ");
        let id = |bytes: &[u8]| lopdf::Document::load_mem(bytes).unwrap().trailer.get(b"ID").unwrap().clone();
        let other = pdf::write(&[badge()], &options(standard)).unwrap();
        assert_ne!(id(&once), id(&other), "two files of one identity");
    }
}

#[test]
fn a_form_is_written_once_however_often_it_is_painted() {
    let ground = badge_ground();
    let pages: Vec<Page> = (0..300).map(|i| name_badge(&ground, ["王建国", "李质量", "张安全"][i % 3])).collect();
    let bytes = pdf::write(&pages, &options(Standard::X4)).unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    assert_eq!(file.get_pages().len(), 300);
    let forms = file.objects.values().filter(|object| {
        object.as_stream().is_ok_and(|s| s.dict.get(b"Subtype").is_ok_and(|t| matches!(t.as_name(), Ok(b"Form"))))
    });
    assert_eq!(forms.count(), 1);
    let sheet = Sheet::new(&bytes);
    sheet.clean("qpdf", &["--check", "sheet.pdf"]);
    if let Some(text) = sheet.clean("pdftotext", &["-raw", "sheet.pdf", "-"]) {
        assert_eq!(text.matches("李质量").count(), 100);
    }
    sheet.x4check(&["--bleed", "2"]);
}

#[test]
fn x1a_is_pdf_1_4_without_layers_or_transparency() {
    let bytes = pdf::write(&[opaque_poster()], &options(Standard::X1a)).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.4\n"));
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    assert!(file.catalog().unwrap().get(b"OCProperties").is_err());
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|w| w == name);
    for word in ["/SMask", "/ObjStm", "/XRef", "/OCG", "/Group", "/UserUnit"] {
        assert!(!holds(word.as_bytes()), "{word}");
    }
    assert!(holds(b"/GTS_PDFXVersion(PDF/X-1a:2003)"));
    let faults = pdf::write(&[poster()], &options(Standard::X1a)).unwrap_err();
    assert_eq!(faults.0.len(), 1);
    assert!(faults.to_string().starts_with(
        "slogan 3, region `head`: PDF/X-1a has no transparency: a picture has an alpha channel\n  hint:"
    ));
}

#[test]
fn what_cannot_be_printed_is_refused_with_its_place() {
    let trim = Rect::new(0.0, 0.0, 50.0, 50.0);
    let glyph = |id| {
        let glyphs = vec![Glyph { id, matrix: Affine::scale(5.0), range: 0..3 }];
        item(Mark::Glyphs(GlyphRun { face: HEI.clone(), paint: black_text(), text: "龘".into(), glyphs }))
    };
    let picture = |samples: usize| {
        let image = Image { width: 2, height: 2, samples: Samples::Gray(vec![0; samples]), alpha: None };
        item(Mark::Image(ImageMark { image: Arc::new(image), matrix: Affine::scale(20.0) }))
    };
    let on_step = biaoyu::page::Item {
        plane: Plane::Step(step("Structural", Some("Cutting"), "cut", "CutContour")),
        ..picture(4)
    };
    let far = filled(rect_path(Rect::new(0.0, 0.0, f64::INFINITY, 1.0)), cmyk(0.0, 0.0, 0.0, 100.0));
    let items = vec![glyph(0), glyph(65_000), picture(3), on_step, far];
    let faults = pdf::write(&[page("bad", trim, 0.0, items)], &options(Standard::X4)).unwrap_err();
    let codes: Vec<_> = faults.0.iter().map(|f| f.code).collect();
    let want = ["pdf/missing-glyph", "pdf/picture-samples", "pdf/picture-on-step", "pdf/coordinate"];
    assert_eq!(codes, want, "{faults}");
    assert!(faults.to_string().contains("slogan 3, region `head`: face `BiaoyuHei-Black.otf` has no glyph for `龘` (U+9F98)"));
    assert_eq!(pdf::write(&[], &options(Standard::X4)).unwrap_err().0[0].code, "pdf/no-pages");
}

#[test]
fn a_page_with_faults_is_left_out_and_the_file_goes_on() {
    let mut writer = pdf::Writer::begin(Vec::new(), options(Standard::None));
    writer.page(&badge()).unwrap();
    let mut bad = badge();
    bad.items.push(filled(rect_path(Rect::new(0.0, f64::NAN, 1.0, 1.0)), black_text()));
    assert!(matches!(writer.page(&bad), Err(pdf::Error::Faults(_))));
    writer.page(&waves()).unwrap();
    let bytes = writer.finish().unwrap();
    assert_eq!(lopdf::Document::load_mem(&bytes).unwrap().get_pages().len(), 2);
    Sheet::new(&bytes).clean("qpdf", &["--check", "sheet.pdf"]);
}

#[test]
fn printpdf_reads_pages_and_text_back() {
    let bytes = pdf::write(&[badge(), waves()], &options(Standard::X4)).unwrap();
    let mut warnings = vec![];
    let parsed = printpdf::PdfDocument::parse(&bytes, &printpdf::PdfParseOptions::default(), &mut warnings).unwrap();
    assert_eq!(parsed.pages.len(), 2);
    assert!((f64::from(parsed.pages[0].media_box.width.0) * MM_PER_PT - 70.0).abs() < 0.01);
    let text: String = parsed.extract_text().concat().concat();
    for want in ["质量", "全国质量月", "中国质量协会"] {
        assert!(letters(&text).contains(want), "{want} in {text}");
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
    let mut page = page("places", trim, 5.0, vec![
        filled(rect_path(Rect::new(10.0, 20.0, 30.0, 25.0)), black()),
        item(Mark::Image(ImageMark {
            // Top left sample black, the others white.
            image: Arc::new(Image { width: 2, height: 2, samples: Samples::Gray(vec![0, 255, 255, 255]), alpha: None }),
            matrix: Affine::new([20.0, 0.0, 0.0, 20.0, 60.0, 10.0]),
        })),
    ]);
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
        let text: String = "质量QC月".chars().cycle().take(steps.len()).collect();
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

#[test]
fn a_shops_own_profile_is_the_output_intent() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/profiles/ISOcoated_v2_300_bas.icc");
    let own = pdf::OutputIntent::from_profile("shop.icc", std::fs::read(file).unwrap()).unwrap();
    for icc in [own.registered("FOGRA39"), pdf::OutputIntent::from_profile("s.icc", std::fs::read(file).unwrap()).unwrap()] {
        sheet(badge(), &Options { icc: Arc::new(icc), ..options(Standard::X4) }).x4check(&[]);
    }
}

#[test]
fn memory_does_not_grow_with_pages_and_the_tree_stays_flat() {
    /// Counts bytes and lets them go.
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            // A page leaves at once: only objects of a pack wait for each other.
            assert!(bytes.len() < 100_000, "{} bytes were held back", bytes.len());
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let ground = badge_ground();
    let pages: Vec<Page> = ["王建国", "李质量", "张安全"].iter().map(|name| name_badge(&ground, name)).collect();
    let mut writer = pdf::Writer::begin(Count(0), options(Standard::None));
    for i in 0..5_000 {
        writer.page(&pages[i % 3]).unwrap();
    }
    let count = writer.finish().unwrap();
    assert!(count.0 < 5_000 * 400, "{} bytes", count.0);
    let many: Vec<Page> = pages.iter().cycle().take(4_200).cloned().collect();
    let file = lopdf::Document::load_mem(&pdf::write(&many, &options(Standard::None)).unwrap()).unwrap();
    assert_eq!(file.get_pages().len(), 4_200);
    let mut depth = 0;
    let mut node = file.get_dictionary(file.get_pages()[&4_200]).unwrap();
    while let Ok(parent) = node.get(b"Parent") {
        node = file.get_dictionary(parent.as_reference().unwrap()).unwrap();
        depth += 1;
    }
    assert_eq!(depth, 3, "64 × 64 pages fill two levels");
}
