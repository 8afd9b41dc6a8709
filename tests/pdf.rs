//! PDFs judged by other people's readers: what we write is what they see.

#[path = "pdf/oracle.rs"]
#[allow(dead_code)]
mod oracle;
mod outside;
#[path = "pdf/places.rs"]
mod places;
#[path = "pdf/replay.rs"]
mod replay;
#[path = "pdf/samples.rs"]
mod samples;
#[path = "pdf/structure.rs"]
mod structure;

use std::sync::Arc;

use biaoyu::geom::{Affine, Rect, rect_path};
use biaoyu::measure::MM_PER_PT;
use biaoyu::page::{Glyph, GlyphRun, Image, ImageMark, Mark, Page, Plane, Samples};
use biaoyu::pdf::{self, Moment, Options};
use biaoyu::words::Standard;

use oracle::Sheet;
use samples::*;

fn options(standard: Standard) -> Options {
    Options { standard, ..Options::new(Moment::day(2021, 9, 1)) }
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
        sheet.clean(
            "gs",
            &["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", "sheet.pdf"],
        );
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
    let Some(text) = sheet(banner(), &options(Standard::X4)).clean("pdftotext", &["-raw", "sheet.pdf", "-"]) else {
        return;
    };
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
    for (operator, most) in [(" K\n", 1), (" w\n", 1), (" J\n", 1), (" j\n", 1), (" k\n", 3), (" Tf\n", 2), ("BT\n", 1)]
    {
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
    assert!(
        faults.to_string().starts_with(
            "slogan 3, region `head`: PDF/X-1a has no transparency: a picture has an alpha channel\n  hint:"
        )
    );
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
    assert!(
        faults
            .to_string()
            .contains("slogan 3, region `head`: face `BiaoyuHei-Black.otf` has no glyph for `龘` (U+9F98)")
    );
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
fn a_shops_own_profile_is_the_output_intent() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/profiles/ISOcoated_v2_300_bas.icc");
    let own = pdf::OutputIntent::from_profile("shop.icc", std::fs::read(file).unwrap()).unwrap();
    for icc in
        [own.registered("FOGRA39"), pdf::OutputIntent::from_profile("s.icc", std::fs::read(file).unwrap()).unwrap()]
    {
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
