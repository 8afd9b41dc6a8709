//! What is shown on a sheet and cannot be as it was given: inks of a duotone, pages of PDF art.

use std::path::PathBuf;

use biaoyu::compose::Sheet;
use biaoyu::compose::gate::{Check, judge};
use biaoyu::picture::Picture;

use crate::desk::Desk;
use crate::{House, PRODUCTS, SHORT, given, outside};

#[test]
fn a_duotone_in_spot_inks_has_their_plates() {
    let desk = Desk::new();
    // Dark at the left, light at the right.
    image::RgbImage::from_fn(1200, 800, |x, _| image::Rgb([(x * 255 / 1199) as u8; 3]))
        .save(desk.path("dam.png"))
        .unwrap();
    let palette = |id: &str, ground: &str| {
        format!(
            "[[palette]]\nid = \"{id}\"\nname = \"{id}\"\nname_en = \"{id}\"\nabout = \"Spots.\"\nground = {ground}\n\
             display = {{ cmyk = \"C100 M60 K20\", spot = \"House Blue\" }}\naccent = \"K100\"\nsecond = \"K100\"\n\
             quiet = \"K20\"\non_display = \"M4\"\n"
        )
    };
    std::fs::create_dir_all(desk.path("palettes")).unwrap();
    desk.write("palettes/both.toml", palette("both", "{ cmyk = \"Y60\", spot = \"House Sun\" }"));
    desk.write("palettes/one.toml", palette("one", "\"Y20\""));
    for (id, others) in [("both", &["House Sun"][..]), ("one", &["Yellow"])] {
        for standard in ["x4", "x1a"] {
            let out = format!("out-{id}-{standard}");
            let common = ["render", "-l", "scene", "-p", "poster-a4", "-t", SHORT, "--picture", "dam.png", "--bare"];
            let more = ["--duotone", "--inks", "spot", "--palette", id, "--standard", standard, "-o", &out];
            desk.run(&[&common[..], &more, &["-f", "pdf", "--plates", "--dpi", "36"]].concat()).code(0);
            let pdf = only(&desk, &out, ".pdf");
            if standard == "x4"
                && let Some(said) = outside::x4check(&pdf, &[])
            {
                assert!(!said.contains("FAIL"), "{said}");
            }
            // Ghostscript's plates are ours, place by place; what is not in the two inks is not in the picture.
            let to = format!("-sOutputFile={}", desk.path(&format!("{out}/gs.tif")).display());
            let device = ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r36", &to];
            let Some(parted) = outside::tool("gs", &[&device[..], &[pdf.to_str().unwrap()]].concat()) else { return };
            assert!(parted.status.success());
            let script = "import sys\nfrom PIL import Image, ImageChops, ImageStat\n\
                          a, b = (Image.open(f).convert('L') for f in sys.argv[1:])\n\
                          b = b.resize(a.size)\n\
                          print(ImageStat.Stat(ImageChops.difference(a, b)).mean[0], ImageStat.Stat(a).mean[0])";
            let own = |plate: &str| only(&desk, &out, &format!("-{plate}.png"));
            for plate in ["House Blue"].iter().chain(others) {
                let theirs = desk.path(&format!("{out}/gs({plate}).tif"));
                let files = [own(plate), theirs].map(|f| f.to_str().unwrap().to_owned());
                let Some(said) = outside::python(&["-c", script, &files[0], &files[1]]) else { return };
                let figures: Vec<f64> = said.split_whitespace().map(|v| v.parse().unwrap()).collect();
                assert!(figures[0] < 4.0 && figures[1] < 250.0, "{out} {plate}: {figures:?}");
            }
        }
    }
    // Without the spots' plates it is a duotone in process inks, as before.
    let process =
        ["render", "-l", "scene", "-p", "poster-a4", "-t", SHORT, "--picture", "dam.png", "--palette", "both"];
    desk.run(&[&process[..], &["--duotone", "--bare", "--inks", "process", "-o", "process"]].concat()).code(0);
}

/// The one file of a folder whose name ends so.
fn only(desk: &Desk, folder: &str, end: &str) -> PathBuf {
    let mut names = desk.files(folder).into_keys().filter(|name| name.ends_with(end));
    let name = names.next().unwrap_or_else(|| panic!("{folder}: no {end}"));
    assert_eq!(names.next(), None);
    desk.path(folder).join(name)
}

/// A page of a PDF: a dark square on white, samples of one inch at 20 to the inch, and a crop mark outside of the trim.
fn finished_page() -> Vec<u8> {
    let drawing = "1 g 0 0 300 400 re f 0 0 0 1 k 100 200 60 60 re f 5 5 3 3 re f q 100 0 0 100 100 60 cm /P Do Q";
    let samples = "7f".repeat(400);
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/TrimBox[20 20 280 380]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{drawing}\nendstream", drawing.len()),
        format!(
            "<</Type/XObject/Subtype/Image/Width 20/Height 20/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/ASCIIHexDecode\
             /Length {}>>stream\n{samples}>\nendstream",
            samples.len() + 1
        ),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file += &format!("{number} 0 obj {object} endobj\n");
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| file += &format!("{place:010} 00000 n \n"));
    file += &format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

#[test]
fn finished_art_as_pdf_is_its_whole_page_on_white_and_judged() {
    let desk = Desk::new();
    desk.write("own.pdf", finished_page());
    let profile = biaoyu::icc::Profile::embedded();
    let art = biaoyu::picture::Options { paper: true, ..Default::default() };
    let (picture, findings) = biaoyu::import::load("own.pdf", &finished_page(), profile, &art).unwrap();
    let Picture::Vector { size, .. } = &picture else { panic!() };
    let mm = |points: f64| points / 72.0 * 25.4;
    assert!((size.width - mm(260.0)).abs() < 1e-6 && (size.height - mm(360.0)).abs() < 1e-6, "{size:?}");
    assert!(findings.iter().all(|f| !["picture-ground-left-out", "picture-cropped"].contains(&f.rule)), "{findings:?}");
    // On a dark ground its paper is white; the samples in it are judged.
    let left = desk.run(&[
        "render",
        "--art",
        "own.pdf",
        "-p",
        "poster-a4",
        "--palette",
        "deep-blue",
        "-f",
        "png",
        "--bare",
        "--lang",
        "en",
        "-o",
        "out",
    ]);
    left.says(&["`art` has", "samples an inch", "are wanted"]);
    let files = desk.files("out");
    let png = files.iter().find(|(name, _)| name.ends_with(".png")).unwrap().1;
    let shown = image::load_from_memory(png).unwrap().to_rgb8();
    let (w, h) = shown.dimensions();
    let white = shown.pixels().filter(|p| p.0.iter().all(|v| *v > 245)).count();
    assert!(white as f64 > 0.5 * f64::from(w) * f64::from(h), "{white} of {w} × {h}");
}

#[test]
fn a_brush_title_is_of_one_hand_or_refused() {
    let house = House::open();
    let layout = house.layout("brush");
    for id in PRODUCTS {
        let (fields, pictures) = given(layout, false);
        let fault = house.compose((layout, house.product(id)), "龘靐安全", &fields, &pictures).unwrap_err();
        assert!(fault.contains("龘靐") && !fault.contains("安"), "{id}: {fault}");
        assert!(fault.contains("--lettering"), "{id}: {fault}");
    }
}

#[test]
fn a_foot_of_two_sizes_in_one_row_is_no_pair_of_lines() {
    let house = House::open();
    for (layout, id) in [("brush", "flag-4"), ("number", "screen-1920x1080"), ("brush", "backdrop-6000x3000")] {
        let layout = house.layout(layout);
        let (mut fields, pictures) = given(layout, false);
        fields.set("unit", "江北第二发电厂");
        fields.set("organisation", "中国水利电力质量管理协会");
        let product = house.product(id);
        let composed = house.compose((layout, product), SHORT, &fields, &pictures).unwrap();
        let sheet = Sheet { number: 1, text: SHORT.into(), ..Sheet::default() };
        let breaches: Vec<_> =
            judge(&composed, product, &sheet).into_iter().filter(|b| b.check == Check::Direction).collect();
        assert!(breaches.is_empty(), "{id}: {breaches:?}");
    }
}
