//! Whole files through [`load`].

use super::*;
use kurbo::ParamCurveArclen as _;

use biaoyu_page::geom::{BezPath, ParamCurve as _, Point, Rect, Shape as _};
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{Item, Mark, PathMark, Samples};

fn svg(body: &str) -> Result<(Picture, Vec<Finding>), Faults> {
    let text = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">{body}</svg>"#
    );
    load("logo.svg", text.as_bytes(), Profile::embedded(), &Options::default())
}

/// The paths of a drawing, in order, with their places in groups.
fn paths(items: &[Item]) -> Vec<PathMark> {
    items
        .iter()
        .flat_map(|item| match &item.mark {
            Mark::Path(path) => vec![path.clone()],
            Mark::Group(group) => paths(&group.items),
            _ => panic!("a drawing has paths and groups only"),
        })
        .collect()
}

fn drawn(body: &str) -> Vec<PathMark> {
    match svg(body) {
        Ok((Picture::Vector { form, .. }, _)) => paths(&form.items),
        Ok(_) => panic!("an SVG is vector"),
        Err(faults) => panic!("{faults}"),
    }
}

fn code(body: &str) -> String {
    svg(body).err().map_or("none".into(), |f| f.0.iter().map(|f| f.code).collect::<Vec<_>>().join(" "))
}

fn same(found: &BezPath, wanted: &str) {
    let wanted = BezPath::from_svg(wanted).unwrap();
    assert_eq!(found.elements().len(), wanted.elements().len(), "{}", found.to_svg());
    for (a, b) in found.segments().zip(wanted.segments()) {
        let (a, b) = (a.to_cubic(), b.to_cubic());
        for (p, q) in [(a.p0, b.p0), (a.p1, b.p1), (a.p2, b.p2), (a.p3, b.p3)] {
            assert!((p - q).hypot() < 1e-3, "{p:?} {q:?} in {}", found.to_svg());
        }
    }
}

#[test]
fn every_transform_ends_in_the_geometry() {
    // 200 px are 52.9 mm, enlarged to the 100 mm of a form: 1 px is 0.5 mm.
    let (picture, _) = svg(r#"<path d="M0 0H200V100Z"/>"#).unwrap();
    assert!((picture.aspect() - 2.0).abs() < 1e-9);
    let found = drawn(
        r##"<defs><g id="a" transform="scale(2)"><path d="M0 0C10 0 10 10 0 10Z"/></g></defs>
           <svg x="100" y="0" width="100" height="100" viewBox="0 0 10 10"><use xlink:href="#a" x="1" y="2"/></svg>
           <g transform="rotate(90)"><rect x="10" y="-40" width="20" height="10"/></g>"##,
    );
    same(&found[0].path, "M55 10C155 10 155 110 55 110Z");
    same(&found[1].path, "M20 5L20 15L15 15L15 5Z");
    assert_eq!(found[0].fill.as_ref().unwrap().paint, Paint::cmyk(Cmyk::BLACK));
}

#[test]
fn strokes_keep_their_look() {
    let line = |style: &str| drawn(&format!(r##"<path d="M20 80L100 20L180 80" fill="none" stroke="#000" {style}/>"##));
    let plain = line(r#"stroke-width="4" stroke-linejoin="round" stroke-dasharray="6 2""#);
    let stroke = plain[0].stroke.as_ref().unwrap();
    assert!((stroke.width - 2.0).abs() < 1e-6 && stroke.dash.len() == 2 && (stroke.dash[0] - 3.0).abs() < 1e-6);
    // Sheared, the pen is no circle: the line becomes the figure that it covers.
    let sheared = line(r#"stroke-width="4" transform="scale(1 0.5)""#);
    let (figure, area) = (&sheared[0], sheared[0].path.area().abs());
    assert!(figure.stroke.is_none() && figure.fill.is_some());
    // Two bars of 100 px by 4 px, in half millimetres and half the height, their corner aside.
    assert!((area - 2.0 * 100.0 * 4.0 / 8.0).abs() < 3.0, "{area}");
    // SVG cuts this corner at its limit of 4, a page would not at 10.
    let sharp = drawn(r##"<path d="M20 80L100 20L45 99" fill="none" stroke="#000" stroke-width="4"/>"##);
    assert!(sharp[0].stroke.is_none());
    assert!(sharp[0].path.bounding_box().x1 < 53.0, "cut off");
    let moved = line(r#"stroke-width="2" stroke-dasharray="10" stroke-dashoffset="5""#);
    assert!(moved[0].stroke.as_ref().unwrap().dash.is_empty());
    let first = moved[0].path.segments().find(|s| (s.start() - Point::new(10.0, 40.0)).hypot() < 1e-6).unwrap();
    assert!((first.arclen(1e-6) - 2.5).abs() < 1e-3, "half a dash is left of the first");
}

#[test]
fn colours_become_the_declared_inks_or_the_profiles() {
    let text = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
        <rect width="9" height="9" fill="#c8102e"/><rect width="8" height="8" fill="#00539b"/>
        <rect width="7" height="7" fill="#808080"/><rect width="6" height="6" fill="white"/>
        <rect width="5" height="5" fill="#123456 icc-color(x, 1, 0.5, 0, 0.25)"/><rect width="4" height="4" fill="gold"/></svg>"##;
    let mut options = Options::default();
    options.declare("#c8102e=C0 M100 Y80 K5").unwrap();
    options.declare("#FFD700 = Gold: C0 M20 Y60 K20").unwrap();
    let (picture, findings) = load("logo.svg", text.as_bytes(), Profile::embedded(), &options).unwrap();
    let Picture::Vector { form, .. } = picture else { panic!() };
    let inks: Vec<Ink> = paths(&form.items)
        .into_iter()
        .map(|p| match p.fill.unwrap().paint {
            Paint::Solid { ink, .. } => ink,
            Paint::Linear(_) | Paint::Radial(_) => panic!(),
        })
        .collect();
    assert_eq!(inks[0], Ink::Process(Cmyk::percent(0.0, 100.0, 80.0, 5.0)));
    let blue = inks[1].cmyk();
    assert!(blue.c > 0.9 && blue.m > 0.5 && blue.y < 0.2, "{blue}");
    let gray = inks[2].cmyk();
    assert!(gray.c + gray.m + gray.y == 0.0 && (0.4..0.65).contains(&gray.k), "{gray}");
    assert_eq!(inks[3].cmyk(), Cmyk::PAPER);
    assert_eq!(inks[4], Ink::Process(Cmyk::percent(100.0, 50.0, 0.0, 25.0)));
    assert!(matches!(&inks[5], Ink::Spot(s) if s.plate == "Gold"));
    let rules: Vec<_> = findings.iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["picture-colours-declared", "picture-colours-turned"]);
    assert!(findings[0].what.en.contains("#c8102e → C0 M100 Y80 K5"), "{}", findings[0].what.en);
    for bad in ["", "#12=C0", "red=C1 M1 Y1 K1", "#fff", "#fff=C101"] {
        assert_eq!(options.declare(bad).unwrap_err().code, "picture/colour", "{bad}");
    }
}

#[test]
fn gradients_are_the_same_lines_of_colour_under_any_transform() {
    let found = drawn(
        r##"<linearGradient id="g" x1="0" x2="1"><stop offset=".2" stop-color="#000"/><stop offset="1" stop-color="#fff"/></linearGradient>
           <rect width="100" height="100" fill="url(#g)" transform="translate(20) skewX(45)"/>"##,
    );
    let Paint::Linear(gradient) = &found[0].fill.as_ref().unwrap().paint else { panic!() };
    // At (x, y) of the page the rectangle's own x is 2·x − 20 − 2·y, so the offset is that over 100.
    let along = gradient.to - gradient.from;
    for (x, y) in [(10.0, 0.0), (60.0, 50.0), (35.0, 0.0), (40.0, 30.0)] {
        let at: f64 = (Point::new(x, y) - gradient.from).dot(along) / along.hypot2();
        let wanted = (2.0 * x - 20.0 - 2.0 * y) / 100.0;
        assert!((at - wanted).abs() < 1e-5, "{x} {y}: {at} {wanted}");
    }
    let stops: Vec<f64> = gradient.stops.iter().map(|s| (s.0 * 100.0).round()).collect();
    assert_eq!(stops, [0.0, 20.0, 100.0]);
    assert_eq!((gradient.stops[1].1, gradient.stops[2].1), (Cmyk::BLACK, Cmyk::PAPER));
}

#[test]
fn clips_hold_the_paths_and_the_page_clips_what_leaves_it() {
    let (picture, _) = svg(
        r##"<clipPath id="c"><circle cx="50" cy="50" r="40"/><rect x="60" y="40" width="60" height="20"/></clipPath>
           <g clip-path="url(#c)" transform="translate(10)"><rect width="300" height="300" fill="#000"/></g>"##,
    )
    .unwrap();
    let Picture::Vector { form, .. } = picture else { panic!() };
    assert_eq!(form.bounds.round(), Rect::new(10.0, 5.0, 65.0, 45.0), "what is seen, not what is hidden");
    let Mark::Group(group) = &form.items[0].mark else { panic!() };
    let clip = group.clip.as_ref().unwrap();
    for (x, y, inside) in
        [(30.0, 25.0, true), (42.0, 25.0, true), (60.0, 25.0, true), (60.0, 15.0, false), (70.0, 25.0, false)]
    {
        assert_eq!(clip.winding(Point::new(x, y)) != 0, inside, "{x} {y}");
    }
    let (picture, _) = svg(r##"<rect x="-50" y="10" width="500" height="50" fill="#000"/>"##).unwrap();
    let Picture::Vector { form, .. } = picture else { panic!() };
    assert!(form.bounds.x0 > -0.1 && form.bounds.x1 < 100.1);
    assert!(matches!(&form.items[0].mark, Mark::Group(g) if g.clip.is_some()));
}

#[test]
fn what_paper_cannot_follow_is_refused_by_its_name() {
    let rect = r##"<rect id="r" width="90" height="90" fill="#f00" "##;
    let defs = r##"<defs><filter id="f"><feGaussianBlur stdDeviation="2"/></filter>
        <mask id="m"><rect width="50" height="50" fill="#fff"/></mask>
        <mask id="m2" mask="url(#m)"><rect width="50" height="50" fill="#fff"/></mask>
        <pattern id="p" width=".01" height=".01" patternUnits="userSpaceOnUse"><rect width="4" height="4"/></pattern>
        <radialGradient id="r1" fx="2"><stop stop-color="#f00"/><stop offset="1"/></radialGradient>
        <linearGradient id="l1"><stop stop-color="#f00" stop-opacity=".5"/><stop offset="1"/></linearGradient>
        <linearGradient id="l2" spreadMethod="reflect" x2=".00001"><stop stop-color="#f00"/><stop offset="1"/></linearGradient>
        <marker id="k"><path d="M0 0h9"/></marker><text id="t">质量</text></defs>"##;
    let table = [
        ("none", format!("{rect}/>")),
        ("none", format!("{rect}/><g display='none'><text>质量</text></g><text> </text>")),
        ("svg/text", format!("{rect}/><text>质量</text>")),
        ("svg/text", format!("{rect}/><use xlink:href='#t'/>")),
        ("svg/opacity", format!("<g opacity='.5'>{rect}/>{rect} fill-opacity='.5'/></g>")),
        ("svg/opacity", format!("{rect} style='fill:url(#l1)'/>{rect} style='mix-blend-mode:overlay;fill:url(#l1)'/>")),
        ("none", format!("{rect}/>{rect} opacity='0'/>")),
        ("svg/filter", format!("{rect} filter='url(#f)'/>")),
        ("svg/mask", format!("{rect} mask='url(#m2)'/>")),
        ("svg/pattern", format!("{rect} style='fill:url(#p)'/>")),
        ("svg/gradient", format!("{rect} style='fill:url(#r1)'/>")),
        ("svg/gradient", format!("{rect} style='fill:url(#l2)'/>")),
        ("svg/blend", format!("{rect} style='mix-blend-mode:hue'/>")),
        ("svg/marker", format!("{rect}/><path d='M0 0h50' stroke='#000' marker-end='url(#k)'/>")),
        ("svg/bitmap", format!("{rect}/><image width='9' height='9' href='data:image/png;base64,AAAA'/>")),
        ("svg/external", format!("{rect}/><image width='9' height='9' href='/etc/hostname'/>")),
        ("svg/external", format!("{rect}/><use href='http://example.com/a.svg#b'/>")),
        (
            "svg/foreign",
            format!(
                "{rect}/><foreignObject width='9' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject>"
            ),
        ),
        ("svg/dashes", format!("{rect} stroke='#000' stroke-dasharray='0.001'/>")),
        ("svg/empty", "<g/>".into()),
        ("svg/empty", "<rect x='500' width='9' height='9'/>".into()),
    ];
    for (wanted, body) in table {
        assert_eq!(code(&format!("{defs}{body}")), wanted, "{body}");
    }
    let faults = svg(&format!("\n  {rect} filter='url(#f)'/>{defs}")).unwrap_err();
    assert_eq!(faults.0[0].place.text(biaoyu_page::error::Lang::En), "logo.svg:2:3, `rect` `r`");
}

#[test]
fn what_is_seen_through_is_the_mixture_that_a_screen_shows() {
    let over = |body: &str| {
        let (picture, findings) = svg(body).unwrap();
        let Picture::Vector { form, sheer, .. } = picture else { panic!() };
        (paths(&form.items), sheer, findings)
    };
    // Half black on white and on nothing: one gray of black ink alone, whatever lies below.
    let (on_white, sheer, findings) =
        over(r##"<rect width="90" height="90" fill="#fff"/><rect width="50" height="50" opacity=".5"/>"##);
    assert!(sheer.is_none() && findings.iter().any(|f| f.rule == "picture-see-through"));
    let inks = |mark: &PathMark| match &mark.fill.as_ref().unwrap().paint {
        Paint::Solid { ink, .. } => ink.cmyk(),
        Paint::Linear(_) | Paint::Radial(_) => panic!(),
    };
    let gray = inks(&on_white[1]);
    assert!(gray.c + gray.m + gray.y == 0.0 && (0.4..0.65).contains(&gray.k), "{gray}");
    let (alone, sheer, _) = over(r##"<rect width="50" height="50" opacity=".5"/>"##);
    assert_eq!(inks(&alone[0]), gray);
    // On a ground of ink, half of each.
    let red = Cmyk::percent(0.0, 100.0, 80.0, 0.0);
    let on_red = paths(&sheer.unwrap().on(red).items);
    assert_eq!(inks(&on_red[0]), Cmyk::percent(0.0, 50.0, 40.0, 50.0));
    // A group is laid over as a whole: its lower figure does not show through its upper one.
    let (group, _, _) = over(
        r##"<rect width="90" height="90" fill="#fff"/>
            <g opacity=".5"><rect width="50" height="50" fill="#000"/><rect width="40" height="40" fill="#fff"/></g>"##,
    );
    assert_eq!(inks(group.last().unwrap()), Cmyk::PAPER);
}

#[test]
fn a_mask_of_figures_is_a_clip() {
    let (picture, _) =
        svg(r##"<mask id="m"><rect width="100" height="100" fill="#fff"/><circle cx="50" cy="50" r="20"/></mask>
            <rect width="100" height="100" fill="#c8102e" mask="url(#m)"/>"##)
        .unwrap();
    let Picture::Vector { form, sheer, .. } = picture else { panic!() };
    assert!(sheer.is_none());
    let mut clips = Vec::new();
    let mut items = &form.items[..];
    while let [Item { mark: Mark::Group(group), .. }, ..] = items {
        clips.extend(group.clip.clone());
        items = &group.items;
    }
    let seen = |x: f64, y: f64| clips.iter().all(|clip| clip.winding(Point::new(x, y)) != 0);
    // Half millimetres: the hole is 10 mm around (25, 25).
    assert!(seen(3.0, 3.0) && seen(25.0, 36.0) && !seen(25.0, 25.0) && !seen(25.0, 34.0));
}

#[test]
fn bombs_and_broken_drawings_get_a_message() {
    let doubling: String =
        (1..40).map(|i| format!(r##"<g id="g{i}"><use href="#g{}"/><use href="#g{}"/></g>"##, i - 1, i - 1)).collect();
    let chain: String = (1..400)
        .map(|i| {
            format!(r##"<clipPath id="g{i}" clip-path="url(#g{})"><rect width="9" height="9"/></clipPath>"##, i - 1)
        })
        .collect();
    let nested = format!("{}<rect width='9' height='9'/>{}", "<g>".repeat(5_000), "</g>".repeat(5_000));
    let many = "<path d='M0 0h1v1'/>".repeat(biaoyu_page::limits::SVG_NODES + 1);
    let table = [
        ("svg/too-large", format!(r##"<g id="g0"><rect width="9" height="9"/></g>{doubling}"##)),
        (
            "svg/too-deep",
            format!(
                r##"<clipPath id="g0"><rect width="9" height="9"/></clipPath>{chain}<rect width="9" height="9" clip-path="url(#g399)"/>"##
            ),
        ),
        ("svg/too-deep", nested),
        ("svg/too-large", many),
        ("svg/too-large", format!(r##"<path d="M0 0{}z"/>"##, "L1 1L2 3".repeat(biaoyu_page::limits::SVG_POINTS / 2))),
        ("svg/attributes", format!("<path {}/>", (0..2_000).map(|i| format!("a{i}='1' ")).collect::<String>())),
        (
            "svg/styles",
            format!(
                "<style>{}</style>{}",
                (0..6_000).map(|i| format!(".c{i}{{fill:#123}}")).collect::<String>(),
                "<path d='M0 0h9v9z'/>".repeat(4_000)
            ),
        ),
        ("svg/recursion", r##"<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>"##.into()),
        ("svg/xml", "<g>".into()),
    ];
    for (wanted, body) in table {
        assert_eq!(code(&body), wanted, "{}", body.get(..80).unwrap_or(&body));
    }
    let laughs = r##"<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><desc>&b;</desc></svg>"##;
    let zeros = vec![b' '; biaoyu_page::limits::SVG_BYTES + 1];
    let zipped = gzip(&[b"<svg xmlns='http://www.w3.org/2000/svg'>", &zeros[..]].concat());
    let good = gzip(br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>"#);
    let table: [(&str, &[u8]); 14] = [
        ("none", &good),
        ("svg/gzip", &good[..good.len() / 2]),
        ("svg/too-large", &zipped),
        ("svg/entities", laughs.as_bytes()),
        ("svg/root", b"<html/>"),
        ("svg/root", b"<svg/>"),
        (
            "svg/drawing",
            br#"<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"><rect width="9" height="9"/></svg>"#,
        ),
        ("picture/format", b""),
        ("picture/format", b"GIF89a"),
        ("picture/format", b"%PDF-1.7"),
        ("picture/format", b"hello"),
        ("picture/broken", b"\x89PNG\r\n\x1a\n"),
        ("picture/truncated", b"\xFF\xD8\xFF\xE0"),
        ("picture/truncated", b"\xFF\xD8\xFF\xC0\x00\x11\x08\x00\x10\x00\x10\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"),
    ];
    for (wanted, bytes) in table {
        let found = load("logo", bytes, Profile::embedded(), &Options::default());
        let found = found.err().map_or("none", |f| f.0[0].code);
        assert_eq!(found, wanted, "{:?}", String::from_utf8_lossy(bytes.get(..60).unwrap_or(bytes)));
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn a_small_drawing_on_a_large_page_is_told() {
    let (_, findings) = svg(r#"<rect width="20" height="20"/>"#).unwrap();
    assert!(findings.iter().any(|f| f.rule == "picture-margin"));
}

fn raster(bytes: &[u8]) -> (Arc<Image>, Vec<Finding>) {
    match load("photo", bytes, Profile::embedded(), &Options::default()) {
        Ok((Picture::Raster(samples), findings)) => (samples.image().clone(), findings),
        Ok(_) => panic!("a photo has samples"),
        Err(faults) => panic!("{faults}"),
    }
}

fn png(width: u32, height: u32, color: png::ColorType, depth: png::BitDepth, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == png::ColorType::Indexed {
        encoder.set_palette(vec![255, 255, 255, 0, 0, 0, 255, 0, 0]);
        encoder.set_trns(vec![255, 255, 0]);
    }
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    out
}

#[test]
fn pngs_of_every_kind_become_print_samples() {
    use png::{BitDepth, ColorType};
    let (image, _) = raster(&png(2, 1, ColorType::Grayscale, BitDepth::Eight, &[0, 255]));
    assert!(matches!(&image.samples, Samples::Gray(s) if s == &[0, 255]) && image.alpha.is_none());
    let (image, _) = raster(&png(8, 1, ColorType::Grayscale, BitDepth::One, &[0b1010_0000]));
    assert!(matches!(&image.samples, Samples::Gray(s) if s == &[255, 0, 255, 0, 0, 0, 0, 0]));
    // Neutral RGB keeps to the black plate.
    let (image, _) = raster(&png(2, 1, ColorType::Rgb, BitDepth::Eight, &[9, 9, 9, 255, 255, 255]));
    assert!(matches!(&image.samples, Samples::Gray(_)));
    let red = [255, 255, 0, 0, 0, 0, 0x80, 0];
    let (image, _) = raster(&png(1, 1, ColorType::Rgba, BitDepth::Sixteen, &red));
    let Samples::Cmyk(s) = &image.samples else { panic!() };
    assert!(s[0] < 20 && s[1] > 230 && s[2] > 230 && s[3] < 20, "{s:?}");
    assert_eq!(image.alpha.as_deref(), Some(&[128][..]));
    let (image, _) = raster(&png(3, 1, ColorType::Indexed, BitDepth::Eight, &[0, 1, 2]));
    let Samples::Cmyk(s) = &image.samples else { panic!() };
    assert!(s[..4] == [0, 0, 0, 0] && s[7] > 200, "{s:?}");
    assert_eq!(image.alpha.as_deref(), Some(&[255, 255, 0][..]));
    // Cut anywhere, it is told.
    let whole = png(64, 64, ColorType::Rgb, BitDepth::Eight, &[7; 64 * 64 * 3]);
    for end in [20, 30, 45, whole.len() - 14] {
        let faults = load("photo", &whole[..end], Profile::embedded(), &Options::default()).unwrap_err();
        assert_eq!(faults.0[0].code, "picture/broken", "{end}");
    }
    let mut bomb = whole;
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let faults = load("photo", &bomb, Profile::embedded(), &Options::default()).unwrap_err();
    assert_eq!(faults.0[0].code, "picture/too-many-pixels");
}

#[test]
fn a_profile_in_the_picture_is_honoured_unless_it_says_srgb() {
    use image::ImageEncoder as _;
    let file = |profile: Option<moxcms::ColorProfile>| {
        let mut out = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
        }
        encoder.write_image(&[100, 150, 100], 1, 1, image::ExtendedColorType::Rgb8).unwrap();
        out
    };
    let inks = |profile| {
        let (image, findings) = raster(&file(profile));
        match &image.samples {
            Samples::Cmyk(s) => (s.clone(), findings.iter().map(|f| f.rule).collect::<Vec<_>>()),
            _ => panic!(),
        }
    };
    let plain = inks(None);
    assert_eq!(inks(Some(moxcms::ColorProfile::new_srgb())), plain);
    let (wide, rules) = inks(Some(moxcms::ColorProfile::new_adobe_rgb()));
    assert_eq!(rules, ["picture-profile"]);
    // The same numbers mean a stronger green there: more cyan beside less of the rest.
    assert!(wide[0] > plain.0[0] + 10, "{wide:?} {plain:?}");
}
