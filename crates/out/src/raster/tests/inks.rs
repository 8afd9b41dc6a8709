//! The plates and what is written of them.

use std::io;

use super::*;
use biaoyu_page::words::Packing;

/// A page with a process ground, an overprinting black bar, a knocking-out gold bar and an overprinting varnish.
fn inked() -> Page {
    let spot = |name: &str, alternate| Arc::new(biaoyu_page::ink::Spot { plate: name.into(), alternate });
    let gold = spot("Gold", Cmyk::percent(0.0, 20.0, 60.0, 10.0));
    let varnish = spot("Varnish", Cmyk::PAPER);
    let over = |ink, overprint| Paint::Solid { ink, tint: 1.0, overprint };
    let bar = |y: f64, paint| filled(rect_path(Rect::new(10.0, y, 30.0, y + 10.0)), paint, false);
    page(
        40.0,
        60.0,
        vec![
            filled(
                rect_path(Rect::new(0.0, 0.0, 40.0, 60.0)),
                Paint::cmyk(Cmyk::percent(100.0, 50.0, 0.0, 0.0)),
                false,
            ),
            bar(5.0, over(Ink::Process(Cmyk::BLACK), true)),
            bar(20.0, over(Ink::Spot(gold), false)),
            bar(35.0, over(Ink::Spot(varnish), true)),
        ],
    )
}

#[test]
fn plates_knock_out_and_overprint() {
    let page = inked();
    let mut bands = super::bands::InkBands::new(&page, &Options::new(25.4)).unwrap();
    let names: Vec<String> = bands.plates().list().iter().map(|p| p.name.clone()).collect();
    assert_eq!(names, ["Cyan", "Magenta", "Yellow", "Black", "Gold", "Varnish"]);
    let mut rows = Vec::new();
    while let Some((_, count)) = bands.next() {
        for i in 0..count as usize * 40 {
            rows.push(bands.plates().planes().iter().map(|p| p[i]).collect::<Vec<u8>>());
        }
    }
    let at = |x: usize, y: usize| rows[y * 40 + x].as_slice();
    assert_eq!(at(2, 2), [255, 128, 0, 0, 0, 0]);
    assert_eq!(at(20, 10), [255, 128, 0, 255, 0, 0]);
    assert_eq!(at(20, 25), [0, 0, 0, 0, 255, 0]);
    assert_eq!(at(20, 40), [255, 128, 0, 0, 0, 255]);
}

#[test]
fn ink_is_measured() {
    let found = ink_use(&inked(), &Options::new(25.4), 2.0).unwrap();
    // Black over the ground: 100 + 50 + 100 %; the varnish counts as a plate, so it takes as much.
    assert!((found.most - 2.502).abs() < 0.003, "{found:?}");
    assert_eq!((found.at.x.floor(), found.at.y.floor()), (10.0, 5.0));
    assert!((found.over - 2.0 * 200.0 / 2400.0).abs() < 1e-9, "{found:?}");
    let means: Vec<f64> = found.plates.iter().map(|(_, mean)| (mean * 2400.0).round()).collect();
    assert_eq!(means, [2200.0, 1104.0, 0.0, 200.0, 200.0, 200.0]);
    assert_eq!(ink_use(&inked(), &Options::new(25.4), 2.5).unwrap().over, 0.0);
}

#[test]
fn a_soft_proof_shows_what_the_plates_hold() {
    let page = inked();
    let mut bytes = Vec::new();
    png(&page, &Options { overprint: true, ..Options::new(25.4) }, &mut bytes).unwrap();
    let found = image::load_from_memory(&bytes).unwrap().into_rgb8();
    let near = |x, y, cmyk: Cmyk| {
        let (found, want) = (found.get_pixel(x, y).0, screen(cmyk));
        assert!(found.iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 1), "{found:?} for {want:?}");
    };
    near(2, 2, Cmyk::percent(100.0, 50.0, 0.0, 0.0));
    near(20, 10, Cmyk::percent(100.0, 50.0, 0.0, 100.0));
    near(20, 25, Cmyk::percent(0.0, 20.0, 60.0, 10.0));
    near(20, 40, Cmyk::percent(100.0, 50.0, 0.0, 0.0));
}

#[test]
fn a_tiff_holds_the_literal_inks() {
    use ::tiff::decoder::{Decoder, DecodingResult};
    use ::tiff::tags::Tag;
    let spots = inked();
    let mut file = std::io::Cursor::new(Vec::new());
    tiff(&spots, &Options::new(25.4), Packing::None, &mut file).unwrap();
    file.set_position(0);
    let inks = Decoder::new(file).unwrap().get_tag_u32(Tag::Unknown(334)).unwrap();
    assert_eq!(inks, 6, "NumberOfInks: four, gold and varnish");
    // Without spots there are four.
    let mut round = inked();
    for item in &mut round.items {
        let Mark::Path(mark) = &mut item.mark else { continue };
        if let Some(Paint::Solid { ink, .. }) = mark.fill.as_mut().map(|fill| &mut fill.paint)
            && let Ink::Spot(spot) = ink
        {
            *ink = Ink::Process(spot.alternate);
        }
    }
    round.trim = Outline::Rounded(round.boxes.trim, 5.0);
    for compression in [Packing::None, Packing::Lzw, Packing::Deflate] {
        let mut file = std::io::Cursor::new(Vec::new());
        tiff(&round, &Options::new(25.4), compression, &mut file).unwrap();
        file.set_position(0);
        let mut decoder = Decoder::new(file).unwrap();
        assert_eq!(decoder.dimensions().unwrap(), (40, 60));
        assert_eq!(decoder.colortype().unwrap(), ::tiff::ColorType::CMYK(8));
        assert_eq!(decoder.get_tag_u8_vec(Tag::IccProfile).unwrap(), biaoyu_page::icc::Profile::embedded().bytes());
        let DecodingResult::U8(samples) = decoder.read_image().unwrap() else { panic!("8 bits") };
        let at = |x: usize, y: usize| samples[(y * 40 + x) * 4..][..4].to_vec();
        assert_eq!(at(0, 0), [0; 4], "cut away");
        assert_eq!(at(20, 2), [255, 128, 0, 0]);
        assert_eq!(at(20, 10), [255, 128, 0, 255]);
        assert_eq!(at(20, 25), [0, 51, 153, 26], "the stand-in of gold");
    }
}

#[test]
fn plates_are_files_of_their_own() {
    let (mut files, mut names) = (vec![Vec::new(); 6], Vec::new());
    let mut outputs = files.iter_mut();
    plate_pngs(&inked(), &Options::new(25.4), |plate| {
        names.push(plate.name.clone());
        outputs.next().ok_or_else(|| io::ErrorKind::Other.into())
    })
    .unwrap();
    drop(outputs);
    assert_eq!(names[4], "Gold");
    let gold = image::load_from_memory(&files[4]).unwrap();
    assert_eq!(gold.color(), image::ColorType::L8);
    let gold = gold.into_luma8();
    assert_eq!((gold.get_pixel(20, 25).0, gold.get_pixel(20, 10).0), ([0], [255]));
}

#[test]
fn a_cmyk_jpeg_holds_the_literal_inks() {
    let mut bytes = Vec::new();
    let options = JpegOptions { quality: Quality::Fixed(95), max_px: None, space: SampleSpace::Cmyk };
    jpeg(&inked(), &Options::new(254.0), &options, &mut bytes).unwrap();
    // The decoder turns Adobe's inverted CMYK into RGB by c·k, so black areas tell what became of K.
    let found = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert_eq!(found.dimensions(), (400, 600));
    let near = |x, y, want: [u8; 3]| found.get_pixel(x, y).0.iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 4);
    assert!(near(20, 20, [0, 127, 255]) && near(200, 100, [0; 3]), "{:?}", found.get_pixel(20, 20));
    assert!(near(200, 250, [229, 184, 92]), "{:?}", found.get_pixel(200, 250));
}
