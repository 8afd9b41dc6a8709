//! PDF logos as other programs write them: Cairo, Ghostscript, mutool, qpdf and ourselves; what is taken over is judged by
//! the inks that other readers see.

mod outside;

use std::path::Path;
use std::process::Command;

use biaoyu::error::{Faults, Finding, Lang};
use biaoyu::geom::Affine;
use biaoyu::icc::Profile;
use biaoyu::import::load;
use biaoyu::ink::{Ink, Paint};
use biaoyu::page::{Item, Mark, Samples};
use biaoyu::picture::{Options, Picture};

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="40mm" viewBox="0 0 300 100">
  <linearGradient id="g" x2="1" y2="0"><stop stop-color="#ffd700"/><stop offset="1" stop-color="#c8102e"/></linearGradient>
  <clipPath id="c"><circle cx="50" cy="50" r="48"/></clipPath>
  <g clip-path="url(#c)"><rect width="100" height="100" fill="url(#g)"/></g>
  <path d="M120 20h160v20h-160zM120 60l150 10v10l-150 10z" fill="#00539b"/>
  <path d="M120 50h160" stroke="#000" stroke-width="4"/></svg>"##;

fn read(name: &str, bytes: &[u8]) -> Result<(Picture, Vec<Finding>), Faults> {
    load(name, bytes, Profile::embedded(), &Options::default())
}

fn taken(name: &str, bytes: &[u8]) -> (Picture, Vec<Finding>) {
    read(name, bytes).unwrap_or_else(|faults| panic!("{faults}"))
}

fn refused(bytes: &[u8]) -> Vec<&'static str> {
    match read("logo.pdf", bytes) {
        Ok(_) => panic!("it was taken"),
        Err(faults) => {
            assert!(faults.0.iter().all(|f| f.hint.is_some()), "every refusal has a cure: {faults}");
            faults.0.iter().map(|f| f.code).collect()
        }
    }
}

/// A PDF of one page of 200 × 100 points with this content and these resources.
fn pdf(content: &str, resources: &str) -> Vec<u8> {
    pages(&[content], resources, "")
}

fn pages(contents: &[&str], resources: &str, catalog: &str) -> Vec<u8> {
    let kids: String = (0..contents.len()).map(|i| format!("{} 0 R ", 3 + 2 * i)).collect();
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        format!("<</Type/Pages/Count {}/Kids[{kids}]>>", contents.len()),
    ];
    for (i, content) in contents.iter().enumerate() {
        let stream = 4 + 2 * i;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents {stream} 0 R/Resources<<{resources}>>>>"
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let mut file = b"%PDF-1.6\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in &offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    file
}

/// The solid paints of a picture, in order.
fn paints(picture: &Picture) -> Vec<Paint> {
    fn walk(items: &[Item], out: &mut Vec<Paint>) {
        for item in items {
            match &item.mark {
                Mark::Path(path) => {
                    out.extend(path.fill.iter().map(|f| f.paint.clone()));
                    out.extend(path.stroke.iter().map(|s| s.paint.clone()));
                }
                Mark::Group(group) => walk(&group.items, out),
                _ => {}
            }
        }
    }
    let Picture::Vector { form, .. } = picture else { panic!("samples") };
    let mut out = Vec::new();
    walk(&form.items, &mut out);
    out
}

fn rules(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.rule).collect()
}

#[test]
fn process_inks_spots_and_tints_stay_what_they_are() {
    let spot = "/ColorSpace<</S[/Separation/PANTONE#20186#20C/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 1 0.8 0.05]/N 1>>]>>";
    let (picture, findings) = taken(
        "logo.ai",
        &pdf(
            "1 0 0 0.4 k 0 0 200 40 re f /S cs 1 scn 0 40 200 30 re f 0.5 scn 0 70 200 30 re f 0 0 0 1 K 2 w 0 0 m 200 100 l S",
            spot,
        ),
    );
    assert!((picture.aspect() - 2.0).abs() < 1e-9);
    let found: Vec<String> = paints(&picture)
        .iter()
        .map(|paint| match paint {
            Paint::Solid { ink: Ink::Process(cmyk), .. } => cmyk.to_string(),
            Paint::Solid { ink: Ink::Spot(spot), tint, .. } => format!("{} {tint} ({})", spot.plate, spot.alternate),
            Paint::Linear(_) | Paint::Radial(_) => "blend".into(),
        })
        .collect();
    assert_eq!(
        found,
        ["C100 M0 Y0 K40", "PANTONE 186 C 1 (C0 M100 Y80 K5)", "PANTONE 186 C 0.5 (C0 M100 Y80 K5)", "C0 M0 Y0 K100"]
    );
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn screen_colours_are_declared_or_turned_and_said() {
    let file = pdf("0 0 0 rg 0 0 200 40 re f 0.784 0.063 0.18 rg 0 40 200 60 re f", "");
    let (picture, findings) = taken("logo.pdf", &file);
    let black = Paint::cmyk(biaoyu::ink::Cmyk::BLACK);
    assert_eq!(paints(&picture)[0], black, "black is one ink");
    assert_eq!(rules(&findings), ["picture-colours-turned"]);
    let mut options = Options::default();
    options.declare("#c8102e=C0 M100 Y80 K5").unwrap();
    let (picture, findings) = load("logo.pdf", &file, Profile::embedded(), &options).unwrap();
    assert_eq!(paints(&picture)[1], Paint::cmyk(biaoyu::ink::Cmyk::percent(0.0, 100.0, 80.0, 5.0)));
    assert_eq!(rules(&findings), ["picture-colours-declared", "picture-colours-turned"]);
}

#[test]
fn what_cannot_be_placed_is_refused_with_its_cure() {
    let font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";
    assert_eq!(refused(&pdf("BT /F 20 Tf 10 10 Td (Power) Tj ET", font)), ["pdf/type"]);
    assert_eq!(refused(&pdf("/G gs 1 0 0 0 k 0 0 200 100 re f", "/ExtGState<</G<</ca 0.5>>>>")), ["pdf/transparency"]);
    assert_eq!(
        refused(&pdf("/G gs 1 0 0 0 k 0 0 200 100 re f", "/ExtGState<</G<</BM/Multiply>>>>")),
        ["pdf/transparency"]
    );
    let radial = "/Shading<</R<</ShadingType 3/ColorSpace/DeviceCMYK/Coords[9 9 0 9 9 9]/Function<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0 0 1]/N 1>>>>>>";
    assert_eq!(refused(&pdf("/R sh", radial)), ["pdf/shading"]);
    assert_eq!(refused(&pages(&["0 g 0 0 9 9 re f", "0 g 0 0 9 9 re f"], "", "")), ["pdf/pages"]);
    assert_eq!(refused(&pdf("", "")), ["pdf/empty"]);
    assert_eq!(refused(&pdf("0 g 300 300 9 9 re f", "")), ["pdf/empty"]);
    let hidden = "/OCProperties<</OCGs[]/D<</OFF[9 0 R]>>>>";
    assert_eq!(refused(&pages(&["0 g 0 0 200 100 re f"], "", hidden)), ["pdf/hidden-layers"]);
    assert!(read("x.pdf", b"%PDF-1.4\nnothing here").is_err());
}

#[test]
fn an_empty_sheet_is_cut_to_the_sign_and_a_white_ground_left_out() {
    let (picture, findings) = taken("a4.pdf", &pdf("0 0 0 0 k 0 0 200 100 re f 1 0 0 0 k 20 20 30 15 re f", ""));
    assert_eq!(rules(&findings), ["picture-ground-left-out", "picture-cropped"]);
    assert!((picture.aspect() - 2.0).abs() < 1e-6);
    assert_eq!(paints(&picture).len(), 1);
    let Picture::Vector { size, form, .. } = &picture else { panic!() };
    assert!((size.width - 30.0 * 25.4 / 72.0).abs() < 1e-3);
    let Mark::Group(group) = &form.items[0].mark else { panic!() };
    assert!(group.clip.is_some() && group.transform != Affine::IDENTITY);
    let kept = Options { whole: true, tight: true, ..Options::default() };
    let page = pdf("1 0 0 0 k 20 20 30 15 re f", "");
    let (whole, findings) = load("a4.pdf", &page, Profile::embedded(), &kept).unwrap_or_else(|f| panic!("{f}"));
    let Picture::Vector { size, .. } = &whole else { panic!() };
    assert!(size.width > 2.0 * 30.0 * 25.4 / 72.0 && !rules(&findings).contains(&"picture-cropped"), "{findings:?}");
}

#[test]
fn samples_are_kept_in_ink_and_turned_from_screen_colours() {
    let image = |space: &str, data: &str| {
        format!("q 200 0 0 100 0 0 cm BI /W 2 /H 1 /BPC 8 /CS /{space} /F /AHx ID {data}> EI Q")
    };
    let samples = |content: &str| -> (Vec<u8>, Vec<&'static str>) {
        let (picture, findings) = taken("logo.pdf", &pdf(content, ""));
        let Picture::Vector { form, .. } = picture else { panic!() };
        let Mark::Group(group) = &form.items[0].mark else { panic!() };
        let Mark::Image(image) = &group.items[0].mark else { panic!("{:?}", group.items[0].mark) };
        match &image.image.samples {
            Samples::Cmyk(bytes) | Samples::Gray(bytes) => (bytes.clone(), rules(&findings)),
            Samples::Duotone(_) => panic!("read as two inks"),
        }
    };
    assert_eq!(samples(&image("CMYK", "FF00000000FF0080")), (vec![255, 0, 0, 0, 0, 255, 0, 128], vec![]));
    assert_eq!(samples(&image("G", "00C8")), (vec![0, 200], vec![]));
    let (bytes, found) = samples(&image("RGB", "C8102E00539B"));
    assert_eq!((bytes.len(), found), (8, vec!["picture-samples-turned"]));
    assert!(bytes[1] > 200 && bytes[4] > 200, "red is magenta, blue is cyan: {bytes:?}");
}

/// Draws a picture on a white page of its own size and gives the RGB pixels that a reader makes of it.
fn seen_by(reader: &str, file: &Path, folder: &Path) -> Option<(u32, u32, Vec<u8>)> {
    let out = folder.join(format!("{reader}.png"));
    let mut command = Command::new(if reader == "gs" { "gs" } else { "mutool" });
    match reader {
        "gs" => command.args(["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=png16m", "-r50"]).args([
            "-dTextAlphaBits=4",
            "-dGraphicsAlphaBits=4",
            "-o",
        ]),
        _ => command.args(["draw", "-q", "-r", "50", "-o"]),
    };
    let output = outside::run(command.arg(&out).arg(file))?;
    assert!(output.status.success(), "{reader}: {}", String::from_utf8_lossy(&output.stderr));
    let image = image::open(out).unwrap().into_rgb8();
    Some((image.width(), image.height(), image.into_raw()))
}

/// Our own PDF of a picture alone, the size of the picture.
fn alone(picture: &Picture) -> Vec<u8> {
    let Picture::Vector { size, form, .. } = picture else { panic!() };
    let bounds = form.bounds;
    let mark = Mark::Shared { form: form.clone(), transform: Affine::IDENTITY };
    let item = Item { mark, plane: Default::default(), source: Default::default() };
    let outline = biaoyu::geom::Outline::Rect(bounds);
    let boxes = biaoyu::page::Boxes { media: bounds, bleed: bounds, trim: bounds };
    let page = biaoyu::page::Page {
        title: format!("{} mm", size.width),
        boxes,
        trim: outline,
        live: outline,
        cut: outline,
        items: vec![item],
    };
    biaoyu::pdf::write(&[page], &biaoyu::pdf::Options::new(biaoyu::pdf::Moment::day(2021, 9, 1))).unwrap()
}

#[test]
fn files_of_other_programs_look_the_same_when_we_have_placed_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("logo.svg"), LOGO).unwrap();
    let mut cairo = Command::new("rsvg-convert");
    let Some(made) = outside::run(cairo.args(["-f", "pdf", "-o"]).arg(at("cairo.pdf")).arg(at("logo.svg"))) else {
        return;
    };
    assert!(made.status.success());
    let mut files = vec!["cairo.pdf"];
    // Others rewrite it: pdfwrite anew, qpdf with object streams, mutool cleaned; and our own, read again.
    let run = |program: &str, args: &[&str], before: &[&str], out: &str| {
        let files = if before.is_empty() { [at("cairo.pdf"), at(out)] } else { [at(out), at("cairo.pdf")] };
        let Some(output) = outside::run(Command::new(program).args(args).args(files)) else { return false };
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        true
    };
    if run("gs", &["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", "-o"], &["o"], "gs.pdf") {
        files.push("gs.pdf");
    }
    if run("qpdf", &["--object-streams=generate"], &[], "qpdf.pdf") {
        files.push("qpdf.pdf");
    }
    let (own, _) = taken("cairo.pdf", &std::fs::read(at("cairo.pdf")).unwrap());
    std::fs::write(at("own.pdf"), alone(&own)).unwrap();
    files.push("own.pdf");
    for name in files {
        let bytes = std::fs::read(at(name)).unwrap();
        let (picture, findings) = taken(name, &bytes);
        assert!((picture.aspect() - 3.0).abs() < 0.02, "{name}: {}", picture.aspect());
        let said: Vec<String> = findings.iter().map(|f| f.what.get(Lang::En).to_string()).collect();
        std::fs::write(at("placed.pdf"), alone(&picture)).unwrap();
        let (Some(a), Some(b)) =
            (seen_by("mutool", &at(name), folder.path()), seen_by("mutool", &at("placed.pdf"), folder.path()))
        else {
            continue;
        };
        assert!(a.0.abs_diff(b.0) <= 1 && a.1.abs_diff(b.1) <= 1, "{name}: {:?} {:?}", (a.0, a.1), (b.0, b.1));
        // RGB went through inks: hues shift a little, figures do not.
        let (w, h) = (a.0.min(b.0), a.1.min(b.1));
        let mut far = 0;
        for (x, y) in (0..w).flat_map(|x| (0..h).map(move |y| (x, y))) {
            let at = |p: &(u32, u32, Vec<u8>), c: usize| i32::from(p.2[((y * p.0 + x) * 3) as usize + c]);
            far += u32::from((0..3).any(|c| (at(&a, c) - at(&b, c)).abs() > 110));
        }
        assert!(f64::from(far) < 0.02 * f64::from(w * h), "{name}: {far} of {} pixels; {said:?}", w * h);
    }
}
