//! What other programs' files have in them, one thing a page: each was judged wrongly once.

use biaoyu::error::{Lang, Severity};
use biaoyu::geom::Point;
use biaoyu::preflight::{self, Profile, Report};
use biaoyu::read;

use super::hostile::{file, stream};

const TRIM: &str = "/TrimBox[0 0 300 400]";
/// The head of a transparency group that is a form.
const GROUP: &str = "/Type/XObject/Subtype/Form/BBox[0 0 300 400]/Group<</S/Transparency/CS/DeviceCMYK>>";
const SQUARE: &str = " 100 100 100 100 re f ";

/// A page of 300 × 400 pt that blends in inks; `more` are objects from number 5.
fn page(boxes: &str, resources: &str, content: &str, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]{boxes}/Contents 4 0 R/Resources<<{resources}>>\
             /Group<</S/Transparency/CS/DeviceCMYK>>>>"
        )
        .into_bytes(),
        stream("", content.as_bytes()),
    ];
    objects.extend(more);
    file(&objects)
}

/// A group that is painted with one graphics state and sets another inside; `more` are objects from number 6.
fn group(outer: &str, inner: &str, inside: &str, below: &str, more: Vec<Vec<u8>>) -> Vec<u8> {
    let resources = format!("/ExtGState<</o<<{outer}>>>>/XObject<</F 5 0 R>>");
    let form =
        stream(&format!("{GROUP}/Resources<</ExtGState<</i<<{inner}>>>>>>"), format!("/i gs {inside}").as_bytes());
    page(TRIM, &resources, &format!("{below} /o gs /F Do"), [vec![form], more].concat())
}

fn judged(bytes: &[u8]) -> Report {
    preflight::file(bytes, "x.pdf", Profile::named("gangrun").unwrap())
}

/// The findings of some rules: severity and words.
fn said(bytes: &[u8], rules: &[&str]) -> Vec<(Severity, String)> {
    let report = judged(bytes);
    let found = report.findings.iter().filter(|f| rules.contains(&f.rule));
    found.map(|f| (f.severity, format!("{}: {}", f.rule, f.text(Lang::En).lines().next().unwrap()))).collect()
}

fn has(bytes: &[u8], rule: &str) -> bool {
    !said(bytes, &[rule]).is_empty()
}

/// All ink in the middle of the square, per cent.
fn ink(bytes: &[u8]) -> f64 {
    let document = read::open(bytes).unwrap();
    let place = Point::new(150.0 * 25.4 / 72.0, 250.0 * 25.4 / 72.0);
    let inks = preflight::inks_at(&document.pages[0].0, place).unwrap();
    (inks.iter().map(|(_, share)| share).sum::<f64>() * 100.0).round()
}

/// Within the levels of the plates.
#[track_caller]
fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 2.0, "{found} for {wanted}");
}

#[test]
fn a_group_is_laid_on_the_page_with_the_state_that_it_is_painted_in() {
    let over = format!("1 1 0 0 k{SQUARE}");
    let all = format!("1 1 1 1 k{SQUARE}");
    // What Ghostscript's tiffsep has in the middle of the square.
    let multiplied = group("/BM/Multiply", "/BM/Normal/ca 1", &format!("0 0 1 1 k{SQUARE}"), &over, vec![]);
    near(ink(&multiplied), 400.0);
    let found = said(&multiplied, &["too-much-ink"]);
    assert!(matches!(&found[..], [(Severity::Error, text)] if text.contains("400 %")), "{found:?}");
    let thin = group("/ca .2", "/ca 1", &all, "", vec![]);
    near(ink(&thin), 80.0);
    assert!(!has(&thin, "too-much-ink"));
    let thinner = group("/ca .2", "/ca .5", &format!("0 0 0 1 k{SQUARE}"), "", vec![]);
    near(ink(&thinner), 10.0);
    let mask = |gray: &str| {
        let dict = "/Type/XObject/Subtype/Form/BBox[0 0 300 400]/Group<</S/Transparency/CS/DeviceGray>>";
        stream(dict, format!("{gray} g 0 0 300 400 re f").as_bytes())
    };
    let masked = |gray| group("/SMask<</S/Luminosity/G 6 0 R>>", "/SMask/None", &all, "", vec![mask(gray)]);
    near(ink(&masked("0.3")), 120.0);
    assert!(!has(&masked("0.3"), "too-much-ink"));
    // A mask that may show all is measured as if it did.
    assert!(has(&masked("1"), "too-much-ink"));
    // A group in a group.
    let inner = stream(&format!("{GROUP}/Resources<</ExtGState<</i<</ca 1>>>>>>"), format!("/i gs {all}").as_bytes());
    let outer = stream(&format!("{GROUP}/Resources<</ExtGState<</o<</ca .5>>>>/XObject<</F 6 0 R>>>>"), b"/o gs /F Do");
    let nested =
        page(TRIM, "/ExtGState<</o<</ca .5>>>>/XObject<</F 5 0 R>>", "/o gs /F Do", vec![outer, inner.clone()]);
    near(ink(&nested), 100.0);
    // A form that is no group goes on in the state of the page, and may change it.
    let plain = String::from_utf8(inner).unwrap().replace("/Group<</S/Transparency/CS/DeviceCMYK>>", "");
    let plain = page(TRIM, "/ExtGState<</o<</ca .2>>>>/XObject<</F 5 0 R>>", "/o gs /F Do", vec![plain.into_bytes()]);
    near(ink(&plain), 400.0);
    // In a group that multiplies, white hides what lies below it in the group: 200 %, and nothing says more.
    let hidden = format!("0 0 1 1 k{SQUARE} 0 0 0 0 k{SQUARE}");
    assert!(!has(&group("/BM/Multiply", "/BM/Normal", &hidden, &over, vec![]), "too-much-ink"));
}

#[test]
fn pictures_in_screen_colours_are_art() {
    let picture = |space: &str, samples: &[u8], at: &str| {
        let dict = format!("/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/{space}");
        page(TRIM, "/XObject<</I 5 0 R>>", &format!("q {at} cm /I Do Q"), vec![stream(&dict, samples)])
    };
    let whole = "300 0 0 400 0 0";
    let red = picture("DeviceRGB", &[200, 30, 30].repeat(100), whole);
    assert!(has(&red, "no-bleed"));
    let plates = judged(&red).plates;
    assert!(["Magenta", "Yellow"].iter().all(|p| plates.iter().any(|q| q == p)), "{plates:?}");
    assert!(!has(&picture("DeviceRGB", &[255; 300], whole), "no-bleed"), "white is none");
    assert!(!has(&picture("DeviceRGB", &[9; 300], "100 0 0 100 100 100"), "no-bleed"), "nor what lies inside");
    // The darkest place has black alone, another cyan: the plates are both.
    let cmyk = picture("DeviceCMYK", &[[0, 0, 0, 255], [200, 0, 0, 0]].concat().repeat(50), whole);
    assert_eq!(judged(&cmyk).plates, ["Cyan", "Black"]);
    // The side that is named has art.
    let foot = said(&page(TRIM, "", "0 0 0 1 k 20 0 200 30 re f", vec![]), &["no-bleed"]);
    assert!(matches!(&foot[..], [(_, text)] if text.contains("at the bottom")), "{foot:?}");
}

#[test]
fn parts_of_a_path_are_judged_by_themselves() {
    let all =
        "/ColorSpace<</A[/Separation/All/DeviceCMYK<</FunctionType 2/Domain[0 1]/N 1/C0[0 0 0 0]/C1[1 1 1 1]>>]>>";
    let boxes = "/TrimBox[40 40 260 360]/BleedBox[31 31 269 369]";
    let marks = "/A CS 1 SCN .25 w 40 5 m 40 20 l 260 5 m 260 20 l 40 380 m 40 395 l 260 380 m 260 395 l 5 40 m 20 40 l \
                 5 360 m 20 360 l 280 40 m 295 40 l 280 360 m 295 360 l";
    let dark = "1 1 1 0 k 100 100 50 50 re f";
    let rules = ["registration-inside-trim", "line-too-thin", "too-much-ink"];
    let found = said(&page(boxes, all, &format!("{dark} {marks} S"), vec![]), &rules);
    assert!(matches!(&found[..], [(_, text)] if text.contains("area at 30, 83 mm")), "{found:?}");
    let crossing = said(&page(boxes, all, &format!("{marks} 100 100 m 200 100 l S"), vec![]), &rules[..1]);
    assert_eq!(crossing.len(), 1, "{crossing:?}");
}

#[test]
fn what_is_meant_is_not_blamed() {
    // Type over outlines, to be selected: no letter of its face paints.
    let font = "<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 66\
                /Widths[500 500]/CharProcs<</A 6 0 R/B 7 0 R>>/Encoding<</Type/Encoding/Differences[65/A/B]>>>>";
    let over = |second: &str| {
        let letters = [stream("", b"500 0 0 0 0 0 d1"), stream("", second.as_bytes())];
        let more = [vec![font.as_bytes().to_vec()], letters.to_vec()].concat();
        page(TRIM, "/Font<</F 5 0 R>>", "BT /F 20 Tf 60 200 Td (AAA) Tj ET 0 0 0 1 k 60 100 20 20 re f", more)
    };
    let found = said(&over("500 0 d0"), &["blank-glyph"]);
    assert!(matches!(&found[..], [(Severity::Note, _)]), "{found:?}");
    let found = said(&over("500 0 d0 0 0 500 500 re f"), &["blank-glyph"]);
    assert!(matches!(&found[..], [(Severity::Error, _)]), "{found:?}");
    // A line of no width around an area in the same colour.
    let lines = ["line-too-thin", "die-line-in-ink"];
    for edge in ["100 100 100 100 re f* 0 w 100 100 100 100 re S", "0 w 100 100 100 100 re B*"] {
        let own = page(TRIM, "", &format!("0 0 0 1 k 0 0 0 1 K {edge}"), vec![]);
        assert_eq!(said(&own, &lines), [], "{edge}");
        let other = page(TRIM, "", &format!("0 0 .5 0 k 0 0 0 1 K {edge}"), vec![]);
        assert!(has(&other, lines[0]), "{edge}");
    }
    // Fifty opacities are one note.
    let states: String = (1..=48).map(|i| format!("/g{i}<</ca .{i:02}>>")).collect();
    let paints: String = (1..=48).map(|i| format!("/g{i} gs 0 0 0 1 k {} 100 5 5 re f ", 40 + i * 4)).collect();
    let found = said(&page(TRIM, &format!("/ExtGState<<{states}>>"), &paints, vec![]), &["transparency"]);
    assert!(
        matches!(&found[..], [(Severity::Note, text)] if text.contains("opacities of 0.01 to 0.48, 48 of them")),
        "{found:?}"
    );
    // In a mask by what it covers a colour is nobody's business.
    let mask = stream(GROUP, b"0 0 0 scn 0 0 300 400 re f");
    let state = |kind: &str| format!("/ExtGState<</o<</SMask<</S/{kind}/G 5 0 R>>>>>>");
    let content = format!("/o gs 0 0 0 1 k{SQUARE}");
    let of = |kind| said(&page(TRIM, &state(kind), &content, vec![mask.clone()]), &["bad-operator"]);
    assert!(matches!(&of("Alpha")[..], [(Severity::Note, _)]), "{:?}", of("Alpha"));
    assert!(matches!(&of("Luminosity")[..], [(Severity::Error, _)]), "{:?}", of("Luminosity"));
    // Seven hundredths of a millimetre are rounding.
    let boxes = "/TrimBox[6 6 294 394]/BleedBox[5.8 5.8 294.2 394.2]";
    let short = page(boxes, "", "0 0 0 1 k 6 0 288.2 400 re f", vec![]);
    assert!(has(&short, "no-bleed") && !has(&short, "art-short-of-bleed"));
}

#[test]
fn type_in_another_state_is_another_run() {
    let resources = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/ExtGState<</a<</ca 1>>/b<</ca .5>>>>";
    let content = "BT /F 20 Tf 60 200 Td /a gs (A) Tj (A) Tj /b gs (B) Tj ET";
    let bytes = page(TRIM, resources, content, vec![]);
    let document = read::open(&bytes).unwrap();
    let opacities: Vec<f64> = document.pages[0].0.objects.iter().map(|o| o.opacity).collect();
    assert_eq!(opacities, [1.0, 0.5]);
}

#[test]
fn identity_bends_nothing_and_trapping_is_told_as_it_is() {
    let found = |profile: &str, bytes: &[u8]| {
        let report = preflight::file(bytes, "x.pdf", Profile::named(profile).unwrap());
        let all = report.findings.into_iter().filter(|f| ["transfer-function", "trapped-unknown"].contains(&f.rule));
        all.map(|f| (f.severity, f.what.en)).collect::<Vec<_>>()
    };
    let curve = |kind: &str| {
        page(TRIM, &format!("/ExtGState<</o<</TR/{kind}>>>>"), &format!("/o gs 0 0 0 1 k{SQUARE}"), vec![])
    };
    let told = found("offset", &curve("Identity"));
    assert!(told.iter().any(|(s, what)| *s == Severity::Note && what.contains("Identity")), "{told:?}");
    let told = found("offset", &curve("X"));
    assert!(
        told.iter().any(|(s, what)| *s == Severity::Error && what == "a transfer function (TR or TR2)"),
        "{told:?}"
    );
    let mut bytes = page(TRIM, "", "0 0 0 1 k 10 10 20 20 re f", vec![b"<</Trapped/False>>".to_vec()]);
    let trailer = bytes.windows(11).rposition(|w| w == b"/Root 1 0 R").unwrap();
    bytes.splice(trailer..trailer, b"/Info 5 0 R".iter().copied());
    let told = found("offset", &bytes);
    assert!(matches!(&told[..], [(_, what)] if what.contains("`False` in Info, and XMP")), "{told:?}");
}

#[test]
fn spots_of_shadings_and_pictures_are_plates_of_their_own() {
    let tint = "<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 .2 .8 0]/N 1>>";
    let gold = format!("[/Separation/Gold/DeviceCMYK {tint}]");
    let solid = "<</FunctionType 2/Domain[0 1]/C0[1]/C1[1]/N 1>>";
    // Where `ink` looks: y up here, down there.
    let below = "1 1 .4 0 k 100 100 100 100 re f ";
    let over = "/ExtGState<</o<</OP true/op true/OPM 1>>>>";
    for (overprint, wanted) in [("/o gs", 340.0), ("", 100.0)] {
        // Along a line and from circle to circle, and as a pattern.
        let line = format!("/ShadingType 2/Coords[100 0 200 0]/Function {solid}/Extend[true true]");
        let rings = format!("/ShadingType 3/Coords[150 250 0 150 250 200]/Function {solid}/Extend[true true]");
        for shading in [line, rings] {
            let shown = format!("<<{shading}/ColorSpace {gold}>>");
            let resources = format!("{over}/Shading<</S {shown}>>");
            let content = format!("{below}{overprint} q 100 100 100 100 re W n /S sh Q");
            near(ink(&page(TRIM, &resources, &content, Vec::new())), wanted);
            let resources = format!("{over}/Pattern<</P<</PatternType 2/Shading {shown}>>>>");
            let content = format!("{below}{overprint} /Pattern cs /P scn 100 100 100 100 re f");
            near(ink(&page(TRIM, &resources, &content, Vec::new())), wanted);
        }
        let picture = format!(
            "/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace {gold}/Filter/ASCIIHexDecode"
        );
        let picture = stream(&picture, format!("{}>", "ff".repeat(64)).as_bytes());
        let content = format!("{below}{overprint} q 100 0 0 100 100 100 cm /I Do Q");
        let resources = format!("{over}/XObject<</I 5 0 R>>");
        near(ink(&page(TRIM, &resources, &content, vec![picture])), wanted);
    }
}

#[test]
fn hairlines_and_shadings_are_where_they_are() {
    // Thinner than a hundredth of a millimetre's double, and on the page.
    for width in ["0", "0.02", "0.05", "0.06"] {
        for line in ["50 200 m 250 200 l S", "150 50 m 150 350 l S", "50 100 m 250 300 l S"] {
            assert!(
                has(&page(TRIM, "", &format!("0 0 0 1 K {width} w {line}"), Vec::new()), "line-too-thin"),
                "{width} {line}"
            );
        }
    }
    // Crop marks beyond the bleed are none of it.
    let boxes = "/TrimBox[20 20 280 380]/BleedBox[11 11 289 389]";
    assert!(!has(&page(boxes, "", "0 0 0 1 K .05 w 20 0 m 20 9 l S 0 20 m 9 20 l S", Vec::new()), "line-too-thin"));
    // A shading without extension reaches no edge, whatever is filled with it.
    let rings = "<</ShadingType 3/ColorSpace/DeviceCMYK/Coords[150 200 0 150 200 50]/Function\
                 <</FunctionType 2/Domain[0 1]/C0[0 0 0 1]/C1[0 0 0 .5]/N 1>>>>";
    for content in ["/S sh", "/Pattern cs /P scn 0 0 300 400 re f"] {
        let resources = format!("/Shading<</S {rings}>>/Pattern<</P<</PatternType 2/Shading {rings}>>>>");
        assert!(!has(&page(TRIM, &resources, content, Vec::new()), "no-bleed"), "{content}");
    }
}

#[test]
fn type_without_outlines_is_told_where_it_is_seen() {
    let font = "/Font<</H<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>>>";
    let seen = page(TRIM, font, "BT /H 90 Tf 30 200 Td .9 .9 .9 .9 k (HH) Tj ET", Vec::new());
    let found = said(&seen, &["ink-not-measured", "font-not-embedded"]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().any(|(severity, _)| *severity == Severity::Warning), "360 % may be there: {found:?}");
    // For searching only, as a scan has it: nothing is printed in that face.
    let searched = page(TRIM, font, "BT 3 Tr /H 12 Tf 30 200 Td (HH) Tj ET", Vec::new());
    assert!(said(&searched, &["ink-not-measured", "font-not-embedded"]).is_empty());
    let both = page(TRIM, font, "BT 3 Tr /H 12 Tf 30 200 Td (HH) Tj 0 Tr (H) Tj ET", Vec::new());
    assert!(has(&both, "font-not-embedded"), "it is seen behind what is searched");
}

#[test]
fn what_a_server_put_behind_the_end_damages_nothing() {
    let mut bytes = page(TRIM, "", "0 0 0 1 k 50 50 20 20 re f", Vec::new());
    bytes.extend_from_slice("0000306861 00000 n \r\n".repeat(30).as_bytes());
    assert!(!has(&bytes, "xref-damaged"));
}
