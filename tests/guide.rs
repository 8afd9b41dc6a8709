//! A print shop's own template over a page: templates as other programs write them, the layer as other readers find it.

#![allow(clippy::unwrap_used)]

mod desk;
#[path = "pdf/oracle.rs"]
#[allow(dead_code)]
mod oracle;
mod outside;

use std::process::Command;

use biaoyu::geom::Rect;
use biaoyu::page::Plane;
use biaoyu::read::{Object, What, open};
use desk::Desk;
use lopdf::{Dictionary, Document};

/// A template of `trim` millimetres with `around` on every side, and these operators in millimetres from the trim's lower
/// left corner.
fn template(trim: (f64, f64), around: f64, boxed: bool, content: &str) -> Vec<u8> {
    let pt = 72.0 / 25.4;
    let (w, h) = ((trim.0 + 2.0 * around) * pt, (trim.1 + 2.0 * around) * pt);
    let edge = around * pt;
    let trims = format!("/TrimBox[{edge} {edge} {} {}]", w - edge, h - edge);
    let content = format!("{pt} 0 0 {pt} {edge} {edge} cm {content}");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {w} {h}]{}/Contents 4 0 R/Resources<<>>>>",
            if boxed { trims.as_str() } else { "" }
        ),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut file = b"%PDF-1.6\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).into_bytes());
    }
    let xref = file.len();
    file.extend(b"xref\n0 5\n0000000000 65535 f \n");
    offsets.iter().for_each(|at| file.extend(format!("{at:010} 00000 n \n").into_bytes()));
    file.extend(format!("trailer<</Root 1 0 R/Size 5>>\nstartxref\n{xref}\n%%EOF").into_bytes());
    file
}

/// The objects on the layer of a page, from 0.
fn guides(pdf: &[u8], page: usize) -> Vec<Object> {
    let document = open(pdf).unwrap();
    let on_guide = |o: &&Object| matches!(&o.plane, Plane::Step(step) if step.layer == "模板 guide");
    document.pages[page].0.objects.iter().filter(on_guide).cloned().collect()
}

#[track_caller]
fn near(found: Rect, x0: f64, y0: f64, x1: f64, y1: f64) {
    let off = [found.x0 - x0, found.y0 - y0, found.x1 - x1, found.y1 - y1];
    // Half of a line's width, and the grid.
    assert!(off.iter().all(|v| v.abs() < 0.07), "{found:?}");
}

fn run<'d>(product: &'d str, more: &[&'d str]) -> Vec<&'d str> {
    let common =
        ["render", "--lang", "en", "-s", "3", "-l", "official", "-f", "pdf", "--bare", "-o", "out", "-p", product];
    let mut all: Vec<&str> = common.to_vec();
    all.extend(more);
    all
}

/// The only PDF of a run.
fn pdf(desk: &Desk) -> Vec<u8> {
    let mut files = desk.files("out");
    files.retain(|name, _| name.ends_with(".pdf"));
    assert_eq!(files.len(), 1);
    files.into_values().next().unwrap()
}

/// What the catalog says of layers, and the layer's own dictionary.
fn layers(file: &Document) -> (&Dictionary, &Dictionary) {
    let properties = file.catalog().unwrap().get(b"OCProperties").unwrap();
    let properties = file.dereference(properties).unwrap().1.as_dict().unwrap();
    let usual = properties.get(b"D").unwrap().as_dict().unwrap();
    let locked = usual.get(b"Locked").unwrap().as_array().unwrap();
    assert_eq!(locked.len(), 1);
    (usual, file.dereference(&locked[0]).unwrap().1.as_dict().unwrap())
}

#[test]
fn the_trim_lies_on_the_trim_on_a_locked_layer() {
    let desk = Desk::new();
    // A filled rectangle and a dashed fold, on a sheet with 17 mm around the trim.
    let drawn = "1 0 0 rg 20 277 30 10 re f 0.3 w [3 2] 0 d 105 0 m 105 297 l S";
    desk.write("plain.pdf", template((210.0, 297.0), 17.0, true, drawn));
    let repacked = ["--object-streams=generate", "--linearize", "plain.pdf", "shop.pdf"];
    match outside::run(Command::new("qpdf").args(repacked).current_dir(desk.folder.path())) {
        Some(output) => assert!(output.status.success()),
        None => drop(desk.write("shop.pdf", std::fs::read(desk.path("plain.pdf")).unwrap())),
    }
    desk.run(&run("poster-a4", &["--for", "offset", "--guide", "shop.pdf"])).code(0);
    let bytes = pdf(&desk);
    let found = guides(&bytes, 0);
    assert_eq!(found.len(), 2);
    near(found[0].bounds, 20.0, 10.0, 50.0, 20.0);
    near(found[1].bounds, 105.0, 0.0, 105.0, 297.0);
    assert!(found.iter().all(|o| matches!(o.what, What::Line { .. })), "fills became outlines");
    let dashed = found.iter().filter(|o| matches!(&o.what, What::Line { pen, .. } if !pen.dash.is_empty())).count();
    assert_eq!(dashed, 1);

    let file = Document::load_mem(&bytes).unwrap();
    let (usual, layer) = layers(&file);
    assert!(usual.get(b"AS").is_err(), "PDF/X-4 forbids it");
    let state = |use_: &[u8], key: &[u8]| {
        let usage = layer.get(b"Usage").unwrap().as_dict().unwrap();
        usage.get(use_).unwrap().as_dict().unwrap().get(key).unwrap().as_name().unwrap().to_vec()
    };
    assert_eq!((state(b"Print", b"PrintState"), state(b"View", b"ViewState")), (b"OFF".to_vec(), b"ON".to_vec()));
    let steps = layer.get(b"GTS_Metadata").unwrap().as_dict().unwrap();
    assert_eq!(steps.get(b"GTS_ProcStepsGroup").unwrap().as_name().unwrap(), b"Legend");
    let sheet = oracle::Sheet::new(&bytes);
    sheet.x4check(&[]);
    sheet.clean("qpdf", &["--check", "sheet.pdf"]);
    if let Some(plates) = sheet.plates() {
        assert!(plates.contains(&"Guide".to_owned()), "{plates:?}");
    }
    // A shop's own template is no fault in its own eyes.
    desk.write("sheet.pdf", &bytes);
    desk.run(&["preflight", "sheet.pdf", "--lang", "en"]).code(0);
}

#[test]
fn viewers_leave_it_out_of_print_where_they_may_be_asked() {
    let desk = Desk::new();
    desk.write("shop.pdf", template((210.0, 297.0), 0.0, false, "10 10 20 20 re S"));
    desk.run(&run("poster-a4", &["--standard", "none", "--guide", "shop.pdf"])).code(0);
    let bytes = pdf(&desk);
    let file = Document::load_mem(&bytes).unwrap();
    assert_eq!(layers(&file).0.get(b"AS").unwrap().as_array().unwrap().len(), 1);
    oracle::Sheet::new(&bytes).clean("qpdf", &["--check", "sheet.pdf"]);
}

/// Everything that a template may hold, from Cairo: type, a blend in a window, a picture, a page with bleed and no TrimBox.
#[test]
fn templates_of_cairo_become_lines() {
    const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="216mm" height="303mm" viewBox="0 0 216 303">
      <rect width="216" height="303" fill="#fff"/>
      <linearGradient id="g" x2="1"><stop stop-color="#fd0"/><stop offset="1" stop-color="#c12"/></linearGradient>
      <clipPath id="c"><circle cx="50" cy="50" r="20"/></clipPath>
      <g clip-path="url(#c)"><rect width="100" height="100" fill="url(#g)"/></g>
      <text x="40" y="150" font-family="DejaVu Sans" font-size="9">SAFE AREA</text>
      <rect x="3" y="3" width="210" height="297" fill="none" stroke="#e6007e" stroke-width=".3"/></svg>"##;
    let desk = Desk::new();
    desk.write("t.svg", SVG);
    let mut cairo = Command::new("rsvg-convert");
    let Some(made) = outside::run(cairo.args(["-f", "pdf", "-o", "t.pdf", "t.svg"]).current_dir(desk.folder.path()))
    else {
        return;
    };
    assert!(made.status.success());
    let proof = |more: &[&str], folder: &str| {
        let common = ["render", "-s", "3", "-l", "waves", "-p", "poster-a4", "--paper-white", "--bare", "-o", folder];
        desk.run(&[&common[..], more].concat()).code(0);
        let mut files = desk.files(folder);
        files.retain(|name, _| name.ends_with(".png"));
        files
    };
    let with = proof(&["--guide", "t.pdf"], "out");
    assert_eq!(with, proof(&[], "without"), "proofs show what is printed");
    let bytes = pdf(&desk);
    let found = guides(&bytes, 0);
    let lines = found.iter().filter(|o| matches!(o.what, What::Line { .. })).count();
    assert!(lines == found.len() && lines >= 3, "{lines} of {}", found.len());
    // The template with bleed lies on the bleed: its rectangle on the trim, its window 20 mm around (47, 47).
    near(found.last().unwrap().bounds, 0.0, 0.0, 210.0, 297.0);
    let window = |o: &&Object| (o.bounds.width() - 40.0).abs() < 0.3 && (o.bounds.height() - 40.0).abs() < 0.3;
    let window = found.iter().find(window).unwrap();
    assert!((window.bounds.center().x - 47.0).abs() < 0.1 && (window.bounds.center().y - 47.0).abs() < 0.1);
    // Nothing of the file itself: no face of its, no picture.
    let file = Document::load_mem(&bytes).unwrap();
    let text = format!("{:?}", file.objects);
    assert!(!text.contains("DejaVu") && !text.contains("Image"), "embedded");
    oracle::Sheet::new(&bytes).x4check(&[]);
}

#[test]
fn another_size_is_refused_with_the_cure() {
    let desk = Desk::new();
    for (trim, product, more, words) in [
        ((210.0, 290.0), "poster-a4", &[] as &[&str], ["TrimBox is 210 × 290 mm", "210 × 297 mm", "216 × 303 mm"]),
        ((297.0, 210.0), "poster-a4", &[], ["297 × 210", "210 × 297", "turn the template by 90°"]),
        ((600.0, 70.0), "banner-6000x700", &[], ["600 × 70", "6000 × 700", "--scale 1:10"]),
    ] {
        desk.write("shop.pdf", template(trim, 5.0, true, "10 10 20 20 re S"));
        let arguments = [&["--guide", "shop.pdf"], more].concat();
        desk.run(&run(product, &arguments)).code(2).says(&["shop.pdf", words[0], words[1], words[2]]);
    }
    desk.run(&run("banner-6000x700", &["--guide", "shop.pdf", "--scale", "1:10"])).code(0);
    // The file is a tenth of the product, as the template is.
    near(guides(&pdf(&desk), 0)[0].bounds, 10.0, 40.0, 30.0, 60.0);
    let wrong: [(&str, &[u8], &str); 3] = [
        ("t.txt", b"not a PDF", "PDF-compatible"),
        ("t.pdf", b"%PDF-1.4\nnothing", "t.pdf"),
        ("gone.pdf", b"", "gone.pdf"),
    ];
    for (name, bytes, words) in wrong {
        if !bytes.is_empty() {
            desk.write(name, bytes);
        }
        desk.run(&run("poster-a4", &["--guide", name])).code(2).says(&[words]);
    }
    desk.write("shop.pdf", template((210.0, 297.0), 0.0, true, ""));
    desk.run(&run("poster-a4", &["--guide", "shop.pdf"])).code(2).says(&["nothing is drawn"]);
    desk.run(&run("poster-a4", &["--guide", "shop.pdf", "--standard", "x1a"])).code(2).says(&["--standard x4"]);
}

#[test]
fn a_product_names_its_template_and_its_back_shows_it_from_behind() {
    let desk = Desk::new();
    let product =
        "[[product]]\nid = \"shop-flag\"\nlike = \"tableflag-140x210\"\nname = \"桌旗\"\nguide = \"shop/t.pdf\"\n";
    desk.write("ours/layouts/products.toml", product);
    desk.write("ours/layouts/shop/t.pdf", template((140.0, 210.0), 0.0, true, "10 180 20 10 re S"));
    let from = ["--from", "ours", "--steps", "on"];
    desk.run(&run("shop-flag", &from)).code(0);
    let bytes = pdf(&desk);
    near(guides(&bytes, 0)[0].bounds, 10.0, 20.0, 30.0, 30.0);
    near(guides(&bytes, 1)[0].bounds, 110.0, 20.0, 130.0, 30.0);
    oracle::Sheet::new(&bytes).x4check(&[]);
    // Another template makes the file anew; without layers it is left out, and said.
    desk.run(&run("shop-flag", &from)).code(0).says(&["0 files made"]);
    desk.write("ours/layouts/shop/t.pdf", template((140.0, 210.0), 0.0, true, "15 180 20 10 re S"));
    desk.run(&run("shop-flag", &from)).code(0).says(&["1 file made"]);
    desk.run(&run("shop-flag", &[&from[..], &["--standard", "x1a"]].concat())).code(0).says(&["left out"]);
}
