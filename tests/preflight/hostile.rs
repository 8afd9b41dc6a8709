//! Files that mean harm, or are damaged: they end in a message, within limits, and never in a panic.

use std::io::Write as _;
use std::sync::LazyLock;
use std::time::Instant;

use biaoyu::pdf::{self, Moment, Options};
use biaoyu::preflight::{self, Profile, Report};
use biaoyu::words::Standard;
use proptest::prelude::*;

use super::samples::*;

static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    pdf::write(&[poster()], &Options { standard: Standard::None, ..Options::new(Moment::day(2021, 9, 1)) }).unwrap()
});
/// The same without object streams, so that single bytes matter more.
static OLD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut page = poster();
    page.items.retain(|i| !matches!(&i.mark, biaoyu::page::Mark::Image(m) if m.image.alpha.is_some()));
    pdf::write(&[page], &Options { standard: Standard::X1a, ..Options::new(Moment::day(2021, 9, 1)) }).unwrap()
});

fn judged(bytes: &[u8]) -> Report {
    let start = Instant::now();
    let report = preflight::file(bytes, "x.pdf", Profile::offset());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    report
}

/// A PDF of numbered objects, with a table that fits.
pub(super) fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        writeln!(out, "{} 0 obj", i + 1).unwrap();
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(out, "{offset:010} 00000 n ").unwrap();
    }
    write!(out, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).unwrap();
    out
}

pub(super) fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

const PAGE: &str =
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/TrimBox[0 0 300 300]/Contents 4 0 R/Resources 5 0 R>>";

/// A page with some content, its resources and more objects from number 6 on.
fn page(content: Vec<u8>, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        PAGE.into(),
        content,
        resources.into(),
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

pub(super) fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|f| f.rule).collect()
}

#[test]
fn nothing_and_nonsense_are_unreadable() {
    for bytes in
        [&b""[..], b"%PDF-1.6", b"GIF89a", &[0; 5000], b"%PDF-1.6\n%%EOF", b"%PDF-1.6\nstartxref\n99999999999\n%%EOF"]
    {
        let report = judged(bytes);
        assert_eq!(report.exit_code(), 3);
        let fault = report.unreadable.unwrap();
        assert!(!fault.what.zh.is_empty() && fault.hint.is_some());
    }
}

#[test]
fn loops_end() {
    let form = |resources: &str| {
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<{resources}>>"), b"/X Do /X Do")
    };
    // A form that paints itself, twice each time: 2^24 runs if nobody counted.
    let report = judged(&page(stream("", b"/X Do"), "<</XObject<</X 6 0 R>>>>", &[form("/XObject<</X 6 0 R>>")]));
    assert!(rules(&report).contains(&"not-all-checked"), "{:?}", rules(&report));
    // Forms that paint the next one twice, and functions made of themselves.
    let chain: Vec<Vec<u8>> = (0..30).map(|i| form(&format!("/XObject<</X {} 0 R>>", i + 7))).collect();
    let report = judged(&page(stream("", b"/X Do"), "<</XObject<</X 6 0 R>>>>", &chain));
    assert!(rules(&report).contains(&"not-all-checked"), "{:?}", rules(&report));
    let own = b"<</FunctionType 3/Domain[0 1]/Functions[6 0 R 6 0 R]/Bounds[.5]/Encode[0 1 0 1]>>".to_vec();
    judged(&page(
        stream("", b"/S sh"),
        "<</Shading<</S<</ShadingType 2/ColorSpace/DeviceCMYK/Coords[0 0 1 1]/Function 6 0 R>>>>>>",
        &[own],
    ));
    // References that lead to themselves; a page tree that holds itself; parents in a circle; spaces, patterns, masks.
    for (resources, content, more) in [
        ("<</ColorSpace<</C 6 0 R>>>>", "/C cs 1 scn 0 0 9 9 re f", "6 0 R"),
        ("<</ColorSpace<</C/C>>>>", "/C cs 1 scn 0 0 9 9 re f", "null"),
        ("<</ColorSpace<</C[/Indexed 6 0 R 1 (ab)]>>>>", "/C cs 1 scn 0 0 9 9 re f", "[/Indexed 6 0 R 1 (ab)]"),
        ("<</ColorSpace<</C[/Separation/S/DeviceCMYK 6 0 R]>>>>", "/C cs 1 scn 0 0 9 9 re f", "[6 0 R 6 0 R]"),
        ("<</Font<</F 6 0 R>>>>", "BT /F 9 Tf (a)Tj ET", "<</Type/Font/Subtype/Type0/DescendantFonts[6 0 R]>>"),
        (
            "<</Shading<</S 6 0 R>>>>",
            "/S sh",
            "<</ShadingType 2/ColorSpace/DeviceCMYK/Coords[0 0 1 1]/Function<</FunctionType 3/Domain[0 1]/Functions[6 0 R 6 0 R]/Bounds[.5]/Encode[0 1 0 1]>>>>",
        ),
        ("6 0 R", "q Q", "5 0 R"),
    ] {
        judged(&page(stream("", content.as_bytes()), resources, &[more.into()]));
    }
    let pattern = stream(
        "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<</Pattern<</P 6 0 R>>>>",
        b"/Pattern cs /P scn 0 0 9 9 re f",
    );
    judged(&page(stream("", b"/Pattern cs /P scn 0 0 9 9 re f"), "<</Pattern<</P 6 0 R>>>>", &[pattern]));
    let glyph = stream("", b"BT /F 9 Tf (a)Tj ET");
    let font = b"<</Type/Font/Subtype/Type3/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 7 0 R>>/Encoding<</Differences[97/a]>>/Resources<</Font<</F 6 0 R>>>>>>".to_vec();
    judged(&page(stream("", b"BT /F 9 Tf (a)Tj ET"), "<</Font<</F 6 0 R>>>>", &[font, glyph]));
    let tree = file(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Parent 2 0 R/Count 9>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R>>".to_vec(),
    ]);
    judged(&tree);
}

#[test]
fn a_font_that_is_only_named_is_not_blamed() {
    let font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec();
    let resources = "<</Font<</F 6 0 R>>>>";
    let named = judged(&page(stream("", b"BT /F 12 Tf 14 TL ET"), resources, std::slice::from_ref(&font)));
    let shown = judged(&page(stream("", b"BT /F 12 Tf 99 99 Td (a) Tj ET"), resources, &[font]));
    assert!(!rules(&named).contains(&"font-not-embedded") && named.fonts.is_empty());
    assert!(rules(&shown).contains(&"font-not-embedded") && shown.fonts.len() == 1);
}

/// A page of 300 points, filled with `C0 M100 Y100 K0` and then with `more`.
fn inked(more: &str, resources: &str, objects: &[Vec<u8>]) -> Report {
    let content = format!("0 1 1 0 k -9 -9 400 400 re f {more}");
    judged(&page(stream("", content.as_bytes()), resources, objects))
}

/// A file with one layer, in its usual state, on which lies four times solid ink.
fn layered(state: &str) -> Report {
    let catalog = format!("<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<<{state}>>>>>>");
    let content = "0 1 1 0 k 0 0 300 300 re f /OC /L BDC 1 1 1 1 k 50 50 90 90 re f EMC";
    judged(&file(&[
        catalog.into_bytes(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        PAGE.into(),
        stream("", content.as_bytes()),
        b"<</Properties<</L 6 0 R>>>>".to_vec(),
        b"<</Type/OCG/Name(proof)>>".to_vec(),
    ]))
}

#[test]
fn what_lies_on_a_layer_that_is_off_is_not_printed() {
    for (state, printed) in
        [("", true), ("/ON[6 0 R]/BaseState/OFF", true), ("/OFF[6 0 R]", false), ("/BaseState/OFF", false)]
    {
        let found = rules(&layered(state));
        assert_eq!(found.contains(&"too-much-ink"), printed, "{state}: {found:?}");
        assert!(found.contains(&"layers"), "{state}: that there are layers is told: {found:?}");
    }
}

#[test]
fn ink_is_measured_on_the_plates() {
    let states = "<</ExtGState<</O<</OP true/op true/OPM 1>>/H<</ca .5>>/M<</BM/Multiply>>>>/XObject<</X 6 0 R>>\
                  /ColorSpace<</S[/Separation/Gold/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 .2 .6 0]/N 1>>]>>>>";
    let dark = stream(
        "/Type/XObject/Subtype/Image/Width 2/Height 1/BitsPerComponent 8/ColorSpace/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]",
        &[0, 0, 0, 0, 255, 255, 255, 255],
    );
    let ink = |more: &str| {
        let report = inked(more, states, std::slice::from_ref(&dark));
        let finding = report.findings.iter().find(|f| f.rule == "too-much-ink").map(|f| f.severity);
        (report.pages[0].most_ink, finding)
    };
    use biaoyu::error::Severity::{Error, Warning};
    for (name, more, wanted) in [
        ("plain", "", (2.00, None)),
        ("one solid too many", "1 1 1 0 k 50 50 90 90 re f", (3.00, Some(Warning))),
        ("four solids", "1 1 1 1 k 50 50 90 90 re f", (4.00, Some(Error))),
        ("covered again", "1 1 1 1 k 50 50 90 90 re f 0 0 0 1 k 49 49 92 92 re f", (2.00, None)),
        ("a speck", "1 1 1 1 k 50 50 .1 .1 re f", (2.00, None)),
        ("black over it", "/O gs 0 0 0 1 k 50 50 90 90 re f", (3.00, Some(Warning))),
        ("two spots' worth", "/O gs 1 0 0 1 k 50 50 90 90 re f /S cs 1 scn 60 60 50 50 re f", (5.00, Some(Error))),
        ("half of four solids", "/H gs 1 1 1 1 k 50 50 90 90 re f", (3.00, Some(Warning))),
        ("outside of the page", "1 1 1 1 k 301 301 9 9 re f", (2.00, None)),
        ("turned samples", "q 90 0 0 90 50 50 cm /X Do Q", (4.00, Some(Error))),
    ] {
        let (most, finding) = ink(more);
        // A level of each of five plates is rounding.
        assert!((most - wanted.0).abs() < 0.03, "{name}: {most}");
        assert_eq!(finding, wanted.1, "{name}");
    }
    let report = inked("/M gs .5 0 0 1 k 50 50 90 90 re f", states, &[dark]);
    let note = report.findings.iter().find(|f| f.rule == "ink-not-measured").unwrap();
    assert_eq!(note.what.en, "not measured: under a blend mode");
}

#[test]
fn streams_of_a_wrong_length_are_judged_and_told() {
    let content = "0 1 1 0 k 50 50 90 90 re f 1 0 0 rg 60 60 9 9 re f";
    let good = page(stream("", content.as_bytes()), "<<>>", &[]);
    let right = format!("/Length {}>>", content.len());
    let at = good.windows(right.len()).position(|w| w == right.as_bytes()).unwrap();
    for wrong in ["/Length 99>>", "/Length 10>>", "/Length  0>>", "/Length -1>>", "/Lengte 50>>", "/Length (>>"] {
        let mut bytes = good.clone();
        bytes.splice(at..at + right.len(), format!("{wrong:<width$}", width = right.len()).bytes());
        let report = judged(&bytes);
        let rules = rules(&report);
        // The last breaks the dictionary itself.
        assert!(rules.contains(&"damaged-stream") || wrong.contains('('), "{wrong}: {rules:?}");
        assert!(rules.contains(&"screen-colour") || wrong.contains('('), "{wrong}: {rules:?}");
        assert!(report.exit_code() >= 2, "{wrong}");
    }
    assert!(!rules(&judged(&good)).contains(&"damaged-stream"));
}

#[test]
fn small_files_stay_small() {
    // Packed again and again: each round unpacks to 64 times as much.
    let rounds = format!("/Filter[/ASCIIHexDecode{}]", "/RunLengthDecode".repeat(8));
    let report = judged(&page(stream(&rounds, b"8181>"), "<<>>", &[]));
    assert!(rules(&report).contains(&"not-all-checked"), "{:?}", rules(&report));
    assert!(!rules(&report).contains(&"empty-page"), "nobody knows what is there");
    // A tint of 200,000 steps for 1,000 paints, each with the space written out anew.
    let code = format!("{{{} dup dup dup}}", "dup mul ".repeat(100_000));
    let function = stream("/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1 0 1]", code.as_bytes());
    let start = Instant::now();
    judged(&page(
        stream("", "/C cs 1 scn 0 0 9 9 re f ".repeat(1_000).as_bytes()),
        "<</ColorSpace<</C[/Separation/S/DeviceCMYK 6 0 R]>>>>",
        &[function],
    ));
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn many_files_are_told_in_their_order() {
    let files: Vec<Vec<u8>> = (0..12)
        .map(|i| if i % 3 == 0 { b"no PDF".to_vec() } else { page(stream("", b"0 1 1 0 k 9 9 9 9 re f"), "<<>>", &[]) })
        .collect();
    let names: Vec<String> = (0..12).map(|i| format!("{i}.pdf")).collect();
    let context = preflight::Context { product: None, profile: Profile::offset() };
    let told = |hands| {
        let mut told = Vec::new();
        let mut summary = preflight::Summary::default();
        preflight::judge_many(&names, &|i| Ok(files[i].clone()), &context, hands, &mut |report| {
            summary.add(&report);
            told.push(report.json(biaoyu::error::Lang::En).to_string());
        });
        (told, summary.files)
    };
    let (one, files) = told(1);
    assert_eq!((one.len(), files), (12, [0, 0, 8, 4]));
    assert_eq!(one, told(4).0);
}

#[test]
fn a_lost_table_is_rebuilt() {
    let good = page(stream("", b"0 1 1 0 k 50 50 90 90 re f"), "<<>>", &[]);
    let at = good.windows(4).rposition(|w| w == b"xref").unwrap();
    let mut shifted = good.clone();
    shifted.splice(40..40, b"\n% put in on the way\n".iter().copied());
    let mut wild = good.clone();
    let table = wild.windows(5).position(|w| w == b"xref\n").unwrap();
    wild[table + 30..table + 40].copy_from_slice(b"0000000099");
    for (name, bytes) in [
        ("cut before the table", good[..at - 20].to_vec()),
        ("cut in the trailer", good[..good.len() - 40].to_vec()),
        ("bytes put in", shifted),
        ("one offset wrong", wild),
    ] {
        let report = judged(&bytes);
        assert!(report.unreadable.is_none(), "{name}");
        assert!(rules(&report).contains(&"xref-damaged"), "{name}: {:?}", rules(&report));
        assert_eq!((report.pages.len(), report.exit_code()), (1, 2), "{name}");
        assert_eq!(report.plates, ["Magenta", "Yellow"], "{name}");
    }
    assert!(!rules(&judged(&good)).contains(&"xref-damaged"));
    // Nothing to rebuild from.
    assert_eq!(judged(b"%PDF-1.6\n1 0 obj\n<</Type/Font>>\nendobj\n").exit_code(), 3);
}

#[test]
fn a_drawing_to_scale_is_judged_as_it_hangs() {
    let products = biaoyu::embedded::products().unwrap();
    let banner = products.iter().find(|p| p.id == "banner-10500x1200").unwrap();
    let points = |mm: f64| mm / 10.0 / 25.4 * 72.0;
    let (w, h) = (points(banner.trim.width), points(banner.trim.height));
    let sheet = |slug: &str| {
        let boxes = format!("/MediaBox[0 -30 {w:.3} {h:.3}]/TrimBox[0 0 {w:.3} {h:.3}]");
        let content = format!("0 1 1 0 k 0 0 {w} {h} re f BT /F 9 Tf 9 -20 Td ({slug}) Tj ET");
        file(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            format!("<</Type/Page/Parent 2 0 R{boxes}/Contents 4 0 R/Resources 5 0 R>>").into_bytes(),
            stream("", content.as_bytes()),
            b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>".to_vec(),
        ])
    };
    let context = preflight::Context { product: Some(banner), profile: Profile::offset() };
    for (slug, name, fits) in [
        ("nothing", "b.pdf", false),
        ("at 1:10", "b.pdf", true),
        ("nothing", "banner-1比10.pdf", true),
        ("1:5", "b.pdf", false),
    ] {
        let report = preflight::judge(&sheet(slug), name, &context);
        let rules = rules(&report);
        assert_eq!(!rules.contains(&"wrong-size"), fits, "{slug}, {name}: {rules:?}");
        assert_eq!(rules.contains(&"drawn-to-scale"), slug.contains("1:") || name.contains('比'));
        if fits {
            assert_eq!(report.pages[0].trim.0.round(), banner.trim.width);
        }
    }
}

#[test]
fn bombs_are_refused_or_passed_over() {
    let nothing = vec![b' '; 300 << 20];
    let bomb = deflated(&nothing);
    let twice = deflated(&bomb);
    drop(nothing);
    for (filter, data) in [("/Filter/FlateDecode", bomb.clone()), ("/Filter[/FlateDecode/FlateDecode]", twice)] {
        let report = judged(&page(stream(filter, &data), "<<>>", &[]));
        assert!(rules(&report).contains(&"not-all-checked"), "{:?}", rules(&report));
    }
    // An object stream that unpacks to more than any file needs.
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
    objects.push(stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &bomb));
    let report = judged(&file(&objects));
    assert_eq!(report.exit_code(), 3);
    assert!(report.unreadable.unwrap().what.en.contains("unpack to more than"), "said by name");
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = |open: &str, close: &str, n: usize| format!("{}{}", open.repeat(n), close.repeat(n)).into_bytes();
    for content in [
        deep("[", "]", 100_000),
        deep("<</A", ">>", 100_000),
        deep("(", ")", 100_000),
        deep("q ", "Q ", 100_000),
        deep("/P BMC ", "EMC ", 100_000),
        b"0 0 m ".to_vec().into_iter().chain(b"1e999 -- . +-. 99999999999999999999 l ".repeat(100)).collect(),
        b"BT /F 1e9 Tf 9e99 0 0 1 0 0 Tm (a)Tj ET".to_vec(),
        b"1e30 0 0 1e30 0 0 cm ".repeat(100),
        b"BI /W 99999999 /H 99999999 /BPC 8 /CS /CMYK ID x EI".to_vec(),
    ] {
        judged(&page(stream("", &content), "<<>>", &[]));
    }
    for object in [deep("[", "]", 100_000), deep("<</A ", ">>", 100_000)] {
        judged(&page(stream("", b"q Q"), "<<>>", &[object]));
    }
    let huge = format!("<<{}>>", (0..200_000).map(|i| format!("/K{i} {i}")).collect::<String>());
    judged(&page(stream("", b"q Q"), &huge, &[]));
    // Pictures that claim to be larger than they are.
    let picture = stream(
        "/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 16/ColorSpace/DeviceCMYK",
        b"abc",
    );
    judged(&page(stream("", b"/X Do"), "<</XObject<</X 6 0 R>>>>", &[picture]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_never_panic(which in any::<bool>(), edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), cut in prop::option::of(any::<prop::sample::Index>())) {
        let mut bytes = if which { GOOD.clone() } else { OLD.clone() };
        for (at, value) in edits {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            let at = cut.index(bytes.len());
            bytes.truncate(at);
        }
        judged(&bytes);
    }

    #[test]
    fn any_content_never_panics(content in "[ -~\\n]{0,200}", ops in prop::collection::vec(prop::sample::select(vec![
        "q", "Q", "BT", "ET", "1 0 0 1 5 5 cm", "0 0 m", "9 9 l", "1 2 3 4 5 6 c", "f", "S", "W n", "B*", "/F 12 Tf", "(abc) Tj", "[(a) -50 <6162>] TJ",
        "1 Tr", "0 1 1 0 k", "1 0 0 RG", "/C cs", "1 scn", "/P scn", "/S sh", "/G gs", "/X Do", "/OC /L BDC", "EMC", "0 0 9 9 re", "h", "v", "9 w", "-1 Tz", "0 0 0 0 0 0 cm",
    ]), 0..60)) {
        let all = format!("{} {content}", ops.join(" "));
        judged(&page(stream("", all.as_bytes()), "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/ColorSpace<</C[/Separation/S/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 1 0 0]/N 1>>]>>>>", &[]));
    }
}
