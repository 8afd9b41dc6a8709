//! Drawings beside another renderer: what `rsvg-convert` shows of an SVG is what our page shows.

mod outside;

use std::process::Command;
use std::sync::Arc;

use biaoyu::geom::{Affine, Outline, Rect};
use biaoyu::icc::Profile;
use biaoyu::page::{Boxes, Item, Mark, Page, Plane, Source};
use biaoyu::picture::{Options, Picture, load};
use biaoyu::raster;
use biaoyu::words::Intent;

/// Pixels of a side of what is compared.
const SIDE: u32 = 200;
/// Levels that colours may differ by: those of the screen, turned into inks and back.
const NEAR: u8 = 40;
/// Pixels in a thousand that may differ: those along edges.
const ODD: usize = 8;

const DEFS: &str = r##"<defs>
  <linearGradient id="l"><stop stop-color="#c8102e"/><stop offset="1" stop-color="#ffd700"/></linearGradient>
  <linearGradient id="fade"><stop stop-color="#00539b"/><stop offset="1" stop-color="#00539b" stop-opacity="0"/></linearGradient>
  <linearGradient id="again" x2=".2" spreadMethod="reflect"><stop stop-color="#000"/><stop offset="1" stop-color="#fff"/></linearGradient>
  <radialGradient id="r"><stop stop-color="#fff"/><stop offset="1" stop-color="#c8102e"/></radialGradient>
  <radialGradient id="off" cx=".4" cy=".4" r=".5" fx=".3" fy=".25" gradientTransform="rotate(20 .5 .5) scale(1 .7)">
    <stop offset=".1" stop-color="#ffd700"/><stop offset=".9" stop-color="#00539b"/></radialGradient>
  <clipPath id="square"><rect width="80" height="80"/></clipPath>
  <mask id="hole"><rect width="200" height="200" fill="#fff"/><circle cx="100" cy="100" r="40"/></mask>
  <mask id="soft"><rect width="200" height="200" fill="url(#again)"/></mask>
  <mask id="half"><rect width="200" height="200" fill="#777"/></mask>
  <pattern id="p" width="25" height="20" patternUnits="userSpaceOnUse"><rect width="12" height="10" fill="#00539b"/></pattern>
  <symbol id="m"><rect width="80" height="80" fill="#c8102e"/></symbol>
  <symbol id="v" viewBox="0 0 10 10"><path d="M0 0h20v10h-20z" fill="#00539b"/></symbol></defs>"##;

/// A picture of 2×2 blue pixels.
const DOTS: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAD0lEQVR42mNgCJ4NQhAKABeqA7mjvSz0AAAAAElFTkSuQmCC";

fn bodies() -> Vec<(&'static str, String)> {
    let face = r##"<rect width="200" height="200" fill="#ffd700"/>"##;
    let dot = r##"<circle cx="120" cy="100" r="70" fill="#00539b" "##;
    let cases: Vec<(&str, String)> = vec![
        ("clip under a transform", r##"<g transform="translate(110 110)"><rect width="100" height="100" fill="#c8102e" clip-path="url(#square)"/></g>"##.into()),
        ("nested svg", r##"<g transform="translate(110 110)"><svg width="80" height="80"><rect width="100" height="100" fill="#c8102e"/></svg></g>"##.into()),
        ("symbol moved", r##"<use href="#m" width="100" height="100" transform="translate(110 110)"/>"##.into()),
        ("symbol smaller than its figure", r##"<use href="#m" x="20" y="30" width="50" height="40"/>"##.into()),
        ("symbol with a view box, turned", r##"<use href="#v" x="20" y="20" width="90" height="60" transform="rotate(15)"/>"##.into()),
        ("nested in nested", r##"<svg x="20" y="20" width="120" height="120" viewBox="0 0 60 60"><svg x="30" y="10" width="20" height="90"><circle r="40" fill="#c8102e"/></svg></svg>"##.into()),
        ("opacity over nothing and something", format!("{dot}/><rect y='60' width='200' height='60' opacity='.4' fill='#c8102e'/>")),
        ("opacity over a blend", format!("<rect width='200' height='200' fill='url(#l)'/>{dot} opacity='.5'/>")),
        ("a blend that fades over one colour", format!("{face}{dot}/><rect width='200' height='200' fill='url(#fade)'/>")),
        ("a blend that fades over a blend", "<rect width='200' height='200' fill='url(#r)'/><rect width='200' height='150' fill='url(#fade)'/>".into()),
        ("a group seen through as a whole", format!("{face}<g opacity='.5'>{dot}/><rect x='20' y='60' width='120' height='60' fill='#c8102e'/></g>")),
        ("strokes seen through", format!("{face}<path d='M20 20L180 180M20 180L180 20' stroke='#00539b' stroke-width='30' stroke-opacity='.5' fill='none'/>")),
        ("multiply", format!("{face}<g style='mix-blend-mode:multiply'>{dot}/></g>")),
        ("radial", "<rect width='200' height='200' fill='url(#r)'/>".into()),
        ("radial off its centre", "<ellipse cx='100' cy='100' rx='95' ry='60' fill='url(#off)'/>".into()),
        ("reflected", "<rect x='10' y='10' width='180' height='180' fill='url(#again)'/>".into()),
        ("mask with a hole", format!("{face}<rect width='200' height='200' fill='#c8102e' mask='url(#hole)'/>")),
        ("mask of one gray", format!("{face}<rect width='150' height='200' fill='#c8102e' mask='url(#half)'/>")),
        ("mask of a blend", format!("{face}<rect width='200' height='150' fill='#00539b' mask='url(#soft)'/>")),
        ("pattern", format!("{face}<circle cx='100' cy='100' r='80' fill='url(#p)'/>")),
        ("bitmap", format!("<image x='40' y='40' width='120' height='60' preserveAspectRatio='none' href='{DOTS}'/>")),
    ];
    cases
}

/// The same drawing for rsvg-convert: a symbol shows nothing outside its viewport (SVG 2, user agent style sheet), which
/// librsvg 2.54 does not cut, or cuts at the view box instead; what is left is written as a plain figure.
fn spelled_out(name: &str, body: &str) -> String {
    match name {
        "symbol smaller than its figure" => r##"<rect x="20" y="30" width="50" height="40" fill="#c8102e"/>"##.into(),
        // The view box is a square in the middle, 35 to 95; the figure goes on to the end of the viewport, at 110.
        "symbol with a view box, turned" => {
            r##"<rect x="35" y="20" width="75" height="60" fill="#00539b" transform="rotate(15)"/>"##.into()
        }
        _ => body.into(),
    }
}

fn page(picture: &Picture) -> Page {
    let Picture::Vector { size, form, .. } = picture else { panic!("an SVG is vector") };
    let whole = Rect::new(0.0, 0.0, size.width, size.height);
    let mark = Mark::Shared { form: Arc::clone(form), transform: Affine::IDENTITY };
    let outline = Outline::Rect(whole);
    Page {
        title: "logo".into(),
        boxes: Boxes { media: whole, bleed: whole, trim: whole },
        trim: outline,
        live: outline,
        cut: outline,
        items: vec![Item { mark, plane: Plane::Art, source: Source::default() }],
    }
}

/// Pixels that differ from all of `wanted` around them, of `seen`, both `SIDE` wide.
fn odd(seen: &image::RgbImage, wanted: &image::RgbImage) -> usize {
    let profile = Profile::embedded();
    let inks = profile.separation().samples(wanted.as_raw());
    let screen = profile.screen(Intent::Relative);
    // What a screen shows of the inks, or the colour itself where no ink reaches it.
    let printed: Vec<[u8; 3]> = inks.as_chunks::<4>().0.iter().map(|ink| screen.rgb(*ink)).collect();
    let at = |x: i64, y: i64| {
        let clamp = |v: i64| v.clamp(0, i64::from(SIDE) - 1) as u32;
        seen.get_pixel(clamp(x), clamp(y)).0
    };
    let differs = |(i, wanted): (usize, &[u8; 3])| {
        let (x, y) = ((i as u32 % SIDE) as i64, (i as u32 / SIDE) as i64);
        let near =
            |found: [u8; 3]| (0..3).all(|c| found[c].abs_diff(wanted[c]).min(found[c].abs_diff(printed[i][c])) <= NEAR);
        !(-1..=1).any(|dy| (-1..=1).any(|dx| near(at(x + dx, y + dy))))
    };
    wanted.as_raw().as_chunks::<3>().0.iter().enumerate().filter(|pixel| differs(*pixel)).count()
}

/// Text whose face is given stands where another renderer sets it with the same face.
#[test]
fn text_in_a_given_face_looks_as_in_another_renderer() {
    let folder = tempfile::tempdir().unwrap();
    let (svg, png, config) =
        (folder.path().join("a.svg"), folder.path().join("a.png"), folder.path().join("fonts.conf"));
    let fonts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let cache = folder.path().join("cache");
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>{}</dir><cachedir>{}</cachedir></fontconfig>",
        fonts.display(),
        cache.display()
    );
    std::fs::write(&config, text).unwrap();
    let drawing = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" font-family="Biaoyu Hei" font-weight="700">
        <style>.a, #b { font-size: 36px; letter-spacing: 2px } text { fill: #00539b }</style>
        <rect width="200" height="200" fill="#ffd700"/>
        <text class="a" x="100" y="50" text-anchor="middle">某某电力</text>
        <text transform="translate(12 100) rotate(-5)" style="font-size:22pt"><tspan fill="#c8102e">AV To</tspan>
           <tspan dx="4">质<tspan dy="6" fill="#000">量</tspan></tspan></text>
        <text id="b" x="190" y="160" text-anchor="end">先行<tspan x="20" y="190" text-anchor="start" font-size="0.6em">顾客为上</tspan></text>
    </svg>"##;
    std::fs::write(&svg, drawing).unwrap();
    let face = biaoyu::font::FontLibrary::embedded().face("hei-bold").unwrap();
    let options = Options { face: Some(face), ..Options::default() };
    let (picture, findings) = load("logo.svg", drawing.as_bytes(), Profile::embedded(), &options).unwrap();
    assert!(findings.iter().any(|f| f.rule == "picture-text-set" && f.what.zh.contains("某某电力")), "{findings:?}");
    let refused = |drawing: &str, options: &Options| {
        load("logo.svg", drawing.as_bytes(), Profile::embedded(), options).unwrap_err().0.first().map(|f| f.code)
    };
    assert_eq!(refused(drawing, &Options::default()), Some("svg/text"));
    assert_eq!(refused(&drawing.replace("id=\"b\"", "writing-mode=\"tb\""), &options), Some("svg/text"));
    assert_eq!(refused(&drawing.replace("#00539b", "url(#x)"), &options), Some("svg/text"));
    assert_eq!(refused(&drawing.replace("先行", "\u{2ebf0}"), &options), Some("text/missing-glyph"));
    let side = SIDE.to_string();
    let mut rsvg = Command::new("rsvg-convert");
    rsvg.env("FONTCONFIG_FILE", &config).args(["-w", &side, "-h", &side, "-b", "white", "-o"]).arg(&png).arg(&svg);
    let Some(output) = outside::run(&mut rsvg) else { return };
    assert!(output.status.success());
    let wanted = image::open(&png).unwrap().into_rgb8();
    let page = page(&picture);
    let mut ours = std::io::Cursor::new(Vec::new());
    let dpi = f64::from(SIDE) / (page.boxes.trim.width() / 25.4);
    raster::png(&page, &raster::Options::new(dpi), &mut ours).unwrap();
    let ours = image::load_from_memory(ours.get_ref()).unwrap().into_rgb8();
    let (found, most) = (odd(&ours, &wanted), (SIDE * SIDE) as usize * ODD / 1000);
    assert!(found <= most, "{found} pixels of text differ from rsvg-convert's");
}

#[test]
fn drawings_look_as_in_another_renderer() {
    let folder = tempfile::tempdir().unwrap();
    let (svg, png, pdf) = (folder.path().join("a.svg"), folder.path().join("a.png"), folder.path().join("a.pdf"));
    for (name, body) in bodies() {
        let drawing =
            |body: &str| format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">{DEFS}{body}</svg>"#);
        let text = drawing(&body);
        let (picture, _) = load("logo.svg", text.as_bytes(), Profile::embedded(), &Options::default())
            .unwrap_or_else(|faults| panic!("{name}: {faults}"));
        let page = page(&picture);
        std::fs::write(&svg, drawing(&spelled_out(name, &body))).unwrap();
        let side = SIDE.to_string();
        let mut rsvg = Command::new("rsvg-convert");
        rsvg.args(["-w", &side, "-h", &side, "-b", "white", "-o"]).arg(&png).arg(&svg);
        let Some(output) = outside::run(&mut rsvg) else { return };
        assert!(output.status.success());
        let wanted = image::open(&png).unwrap().into_rgb8();
        let mut ours = std::io::Cursor::new(Vec::new());
        let dpi = f64::from(SIDE) / (page.boxes.trim.width() / 25.4);
        raster::png(&page, &raster::Options::new(dpi), &mut ours).unwrap();
        let ours = image::load_from_memory(ours.get_ref()).unwrap().into_rgb8();
        let most = (SIDE * SIDE) as usize * ODD / 1000;
        let found = odd(&ours, &wanted);
        assert!(found <= most, "{name}: {found} pixels of our proof differ from rsvg-convert's");

        // The PDF by poppler, inks turned to the screen by ours: shadings and clips are read as they are meant.
        let options = biaoyu::pdf::Options::new(biaoyu::pdf::Moment::day(2021, 9, 1));
        std::fs::write(&pdf, biaoyu::pdf::write(std::slice::from_ref(&page), &options).unwrap()).unwrap();
        let stem = folder.path().join("seen");
        let mut poppler = Command::new("pdftoppm");
        poppler.args(["-png", "-singlefile", "-cropbox", "-scale-to", &side]).arg(&pdf).arg(&stem);
        let Some(output) = outside::run(&mut poppler) else { continue };
        assert!(output.status.success());
        let seen = image::open(stem.with_extension("png")).unwrap().into_rgb8();
        if seen.dimensions() == (SIDE, SIDE) {
            // Poppler knows no profile: shapes are compared, not shades.
            let light = |image: &image::RgbImage| image.pixels().filter(|p| p.0.iter().all(|v| *v > 245)).count();
            let (a, b) = (light(&seen), light(&ours));
            assert!(a.abs_diff(b) <= 4 * most, "{name}: {a} white pixels in poppler's, {b} in ours");
        }
    }
}
