//! Press sheets as a shop gets them: our own pass our own preflight on every kind of paper, strangers keep the bleed that they
//! do not speak of, stock has room for what is printed onto it later, and names and messages say what was chosen.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod desk;
mod outside;

use desk::Desk;
use serde_json::Value;

/// Errors of our own preflight in all files of a folder, by file.
fn errors(desk: &Desk, arguments: &[&str]) -> (usize, Vec<String>) {
    let left = desk.run(&[&["--lang", "en", "preflight", "--json"], arguments].concat());
    let reports: Vec<Value> = left.json().into_iter().filter(|object| object["kind"] == "file").collect();
    let mut found = Vec::new();
    for report in &reports {
        assert!(report["unreadable"].is_null(), "{report}");
        for finding in report["findings"].as_array().unwrap().iter().filter(|f| f["severity"] == "error") {
            found.push(format!("{}: {} {}: {}", report["file"], finding["rule"], finding["place"], finding["what"]));
        }
    }
    (reports.len(), found)
}

/// Every paper with each kind of marks, one side and two, tiles, panels, gangs, and pages of others.
#[test]
fn our_own_sheets_pass_our_own_preflight() {
    let desk = Desk::with_staff(5);
    let listed = desk.run(&["list", "papers", "--json"]).code(0);
    let papers: Vec<String> = listed.json().iter().map(|paper| paper["id"].as_str().unwrap().to_owned()).collect();
    assert!(papers.len() > 10, "{papers:?}");
    let mut made = 0;
    for paper in &papers {
        for (i, more) in [&[][..], &["--sheet-marks", "press"], &["--camera", "circle"]].into_iter().enumerate() {
            let folder = format!("out/{paper}-{i}");
            let common =
                ["render", "--data", "staff.csv", "-p", "name-85x54", "--on", paper, "-f", "pdf", "--bare", "-o"];
            let left = desk.run(&[&common[..], &[&folder], more].concat());
            // Labels of another size refuse the card; others take it.
            made += usize::from(left.code == Some(0));
        }
    }
    assert!(made >= 24, "{made} files on {papers:?}");
    let more: [&[&str]; 6] = [
        &["--text", "质量先行", "-p", "poster-a2", "--tile", "a4"],
        &["--text", "质量先行 顾客为上", "-p", "badge-58", "--on", "a4", "--quantity", "12"],
        &["-s", "1", "-p", "poster-a6,85x54,badge-58", "--on", "a3", "--gang", "--quantity", "4"],
        &["--data", "staff.csv", "-p", "tent-200x100", "--on", "a3"],
        &["--data", "staff.csv", "-p", "name-85x54", "--on", "sra3", "--duplex", "work-and-turn"],
        &["--data", "staff.csv", "-p", "name-85x54", "--on", "a4", "--steps", "on", "--white=art"],
    ];
    let mut others = 0;
    for (i, arguments) in more.into_iter().enumerate() {
        let folder = format!("out/more-{i}");
        let left = desk.run(&[&["render", "-f", "pdf", "--bare", "-o", &folder], arguments].concat());
        others += usize::from(left.code == Some(0));
    }
    assert!(others >= 4, "{others}");
    desk.must(
        &["render", "--data", "staff.csv", "-p", "name-85x54", "--combine", "b.pdf", "-f", "pdf", "--bare", "-o", "."],
        0,
    );
    for (name, more) in
        [("one", &["--on", "sra3"][..]), ("two", &["--on", "a3", "--gang", "--sheet-marks", "press", "--copies", "9"])]
    {
        let out = format!("out/{name}.pdf");
        desk.must(&[&["impose", "b.pdf", "-o", &out], more].concat(), 0);
    }
    let (files, found) = errors(&desk, &["out"]);
    assert!(files >= made + others + 2, "{files}");
    assert!(found.is_empty(), "{}", found.join("\n"));
    // Panels are for a shop of their own: no PDF/X.
    let panels = [
        "render",
        "-s",
        "1",
        "-p",
        "8000x4000",
        "--panel",
        "3200",
        "--for",
        "inkjet-banner",
        "-f",
        "pdf",
        "--bare",
        "-o",
        "panels",
    ];
    desk.must(&panels, 0);
    let (files, found) = errors(&desk, &["--for", "inkjet-banner", "panels"]);
    assert!(files >= 2 && found.is_empty(), "{files}: {}", found.join("\n"));
}

/// A sheet is known by its marks being marks: the same page without that is told.
#[test]
fn registration_colour_within_art_is_told_still() {
    let desk = Desk::new();
    let page = |marked: &str, at: i32| {
        let content = format!(
            "0 .2 .2 0 k 20 20 60 60 re f {marked} /S0 CS 1 SCN 1 w {at} 2 m {at} 14 l S {}",
            if marked.is_empty() { "" } else { "EMC" }
        );
        let space =
            "/ColorSpace<</S0[/Separation/All/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>]>>";
        pdf("/MediaBox[0 0 100 100]/TrimBox[0 0 100 100]", &content, space)
    };
    let artifact = "/Artifact<</Type/Page>>BDC";
    for (name, marked, lower, told) in
        [("bare", "", 0, true), ("beside", artifact, 0, false), ("within", artifact, 40, true)]
    {
        // `within` stands over the art.
        let page = page(marked, 50);
        let page = if lower > 0 { replaced(page, "50 2 m 50 14 l", "50 4 m 50 54 l") } else { page };
        desk.write(&format!("{name}.pdf"), page);
        let said = desk.run(&["--lang", "en", "preflight", &format!("{name}.pdf")]);
        assert_eq!(said.out.contains("registration-inside-trim"), told, "{name}: {}", said.out);
    }
}

/// Bytes with one text for another of the same length.
fn replaced(mut bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).position(|w| w == from.as_bytes()).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    bytes
}

/// A file of one page.
fn pdf(boxes: &str, content: &str, resources: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R{boxes}/Contents 4 0 R/Resources<<{resources}>>>>"),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut file = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|at| file.extend(format!("{at:010} 00000 n \n").bytes()));
    file.extend(format!("trailer<</Root 1 0 R/Size {}>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    file
}

/// ISO 32000-1, 14.11.2: a page without a BleedBox has it at the edge of what it shows. Its art is there, and is not cut off.
#[test]
fn bleed_that_no_box_says_is_kept_and_told() {
    let desk = Desk::new();
    let mm = |v: f64| v * 72.0 / 25.4;
    let boxes = |more: &str| {
        let b = [0.0, 0.0, 80.0, 60.0].map(mm);
        let t = [10.0, 10.0, 70.0, 50.0].map(mm);
        format!("/MediaBox[{} {} {} {}]/TrimBox[{} {} {} {}]{more}", b[0], b[1], b[2], b[3], t[0], t[1], t[2], t[3])
    };
    let full = format!("0 1 1 0 k 0 0 {} {} re f", mm(80.0), mm(60.0));
    let inner = format!(
        "0 1 1 0 k {} {} {} {} re f 0 0 0 1 K {} 2 m {} 9 l S",
        mm(20.0),
        mm(20.0),
        mm(30.0),
        mm(20.0),
        mm(10.0),
        mm(10.0)
    );
    let said_box = {
        let b = [10.0, 10.0, 70.0, 50.0].map(mm);
        format!("/BleedBox[{} {} {} {}]", b[0], b[1], b[2], b[3])
    };
    // Of 60 × 40 mm with 3 mm of bleed nine go on A4 upright, without it more.
    for (name, file, bleed) in [
        ("art", pdf(&boxes(""), &full, ""), true),
        ("marks", pdf(&boxes(""), &inner, ""), false),
        ("said", pdf(&boxes(&said_box), &full, ""), false),
    ] {
        desk.write(&format!("{name}.pdf"), file);
        let out = format!("{name}-sheet.pdf");
        let said = desk.must(
            &[
                "--lang",
                "en",
                "impose",
                &format!("{name}.pdf"),
                "--on",
                "a4",
                "--upright",
                "--sheet-marks",
                "none",
                "-o",
                &out,
            ],
            0,
        );
        assert_eq!(said.contains("1 pages have no BleedBox and art beyond"), bleed, "{said}");
        let Some(pages) = outside::pixels(&desk.path(&out), 254) else { continue };
        // Ten pixels a millimetre: what is printed of the piece.
        let red: Vec<(u32, u32)> =
            pages[0].enumerate_pixels().filter(|(.., p)| p.0[0] > 150 && p.0[1] < 90).map(|(x, y, _)| (x, y)).collect();
        let side =
            |of: fn(&(u32, u32)) -> u32| red.iter().map(of).max().unwrap() - red.iter().map(of).min().unwrap() + 1;
        let wanted = match name {
            "art" => (660, 460),
            "said" => (600, 400),
            _ => (300, 200),
        };
        let found = (side(|p| p.0), side(|p| p.1));
        assert!(found.0.abs_diff(wanted.0) <= 2 && found.1.abs_diff(wanted.1) <= 2, "{name}: {found:?}");
    }
    // Half of what is asked for between pieces, and none for a single cut.
    let said = desk.must(&["--lang", "en", "impose", "art.pdf", "--on", "a4", "--gutter", "4", "-o", "g.pdf"], 0);
    assert!(said.contains("up to 2 mm of it are their bleed"), "{said}");
}

/// A photograph is not printed onto ink, and one page of stock is enough.
#[test]
fn stock_has_room_for_photographs_and_is_made_once() {
    let desk = Desk::with_staff(4);
    let photo = image::RgbImage::from_pixel(400, 560, image::Rgb([40, 120, 60]));
    for i in 0..4 {
        photo.save(desk.path(&format!("{i:04}.jpg"))).unwrap();
    }
    let press = |folder: &str, more: &[&str]| {
        let common = [
            "--lang",
            "en",
            "render",
            "--data",
            "staff.csv",
            "--photo",
            ".",
            "-p",
            "name-85x54",
            "--combine",
            "b.pdf",
            "-f",
            "pdf",
            "--bare",
            "-o",
            folder,
        ];
        let said = desk.must(&[&common[..], more].concat(), 0);
        (said, outside::pixels(&desk.path(&format!("{folder}/b.pdf")), 100))
    };
    let (said, stock) = press("stock", &["--only", "fixed"]);
    assert!(said.contains("the stock of 4 rows is 1 pages"), "{said}");
    let (_, record) = press("record", &["--only", "variable"]);
    let (_, whole) = press("whole", &[]);
    let (Some(stock), Some(record), Some(whole)) = (stock, record, whole) else { return };
    assert_eq!((stock.len(), record.len(), whole.len()), (1, 4, 4));
    let green = |p: &image::Rgb<u8>| p.0[1] > p.0[0].saturating_add(30) && p.0[1] > p.0[2].saturating_add(30);
    let photo: Vec<(u32, u32)> =
        record[0].enumerate_pixels().filter(|(.., p)| green(p)).map(|(x, y, _)| (x, y)).collect();
    assert!(photo.len() > 1000, "the card has no photograph: {}", photo.len());
    assert!(said.contains("the place of the picture stays white on the stock"), "{said}");
    let inked = photo.iter().filter(|(x, y)| stock[0].get_pixel(*x, *y).0.iter().any(|v| *v < 245)).count();
    assert!(inked * 50 < photo.len(), "{inked} of {} pixels of the photograph lie on ink", photo.len());
}

/// What was chosen is in names, and what was asked for in vain is said.
#[test]
fn what_is_chosen_is_named_and_what_comes_to_nothing_is_said() {
    let desk = Desk::with_staff(5);
    let common = ["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54", "-f", "pdf", "--bare", "-o"];
    desk.must(&[&common[..], &["auto", "--on", "auto"]].concat(), 0);
    assert!(desk.path("auto/name-85x54-a4.pdf").is_file(), "{:?}", desk.files("auto").keys());
    desk.must(&[&common[..], &["gang", "--on", "auto", "--gang"]].concat(), 0);
    assert!(desk.path("gang/gang-a4.pdf").is_file(), "{:?}", desk.files("gang").keys());
    // A label that is half a millimetre smaller is said with the half.
    let said = desk.must(&[&common[..], &["labels", "--on", "labels-85x54"]].concat(), 0);
    assert!(said.contains("pieces of 85.5 × 54 mm on labels of 85 × 54 mm: 0.5 mm of them falls beside"), "{said}");
    let said = desk.must(
        &[
            "--lang",
            "en",
            "render",
            "--text",
            "质量先行",
            "-p",
            "85x54",
            "-f",
            "pdf",
            "--bare",
            "-o",
            "same",
            "--on",
            "labels-85x54",
        ],
        0,
    );
    assert!(!said.contains("falls beside"), "{said}");
    // The option may stand alone, and the word behind it is its place.
    let white = |arguments: &[&str], folder: &str| {
        let common = [
            "--lang",
            "en",
            "render",
            "--text",
            "质量先行 顾客为上",
            "-p",
            "poster-a4",
            "-f",
            "pdf",
            "--bare",
            "-o",
            folder,
        ];
        desk.must(&[&common[..], arguments].concat(), 0)
    };
    white(&["--white", "art"], "w1");
    white(&["--white=art"], "w2");
    desk::same(&desk.files("w1/poster-a4"), &desk.files("w2/poster-a4"));
    let said = white(&["--white-choke", "0.2"], "w3");
    assert!(said.contains("no white is laid that could be pulled in"), "{said}");
    assert!(!white(&["--white-choke", "0.2", "--white", "art"], "w4").contains("no white is laid"));
    // `impose` does not offer what it refuses, and says why it refuses it.
    let help = desk.must(&["--lang", "en", "impose", "--help"], 0);
    for option in ["--tile", "--panel", "--overlap", "--seam", "--hang", "--many"] {
        assert!(!help.contains(option), "{option}: {help}");
    }
    assert!(help.contains("--gang") && help.contains("--camera"), "{help}");
    desk.write("one.pdf", pdf("/MediaBox[0 0 100 100]", "0 1 1 0 k 0 0 9 9 re f", ""));
    let said = desk.must(&["--lang", "en", "impose", "one.pdf", "--tile", "a4"], 2);
    assert!(said.contains("biaoyu render … --tile a4"), "{said}");
    // The numbers of another paper's page are read against it.
    let said = desk.must(&["--lang", "en", "calibrate", "--on", "a3"], 0);
    assert!(said.contains("biaoyu calibrate --on a3 --printer NAME --measured"), "{said}");
    let said = desk.must(&["--lang", "en", "calibrate", "--printer", "office"], 2);
    assert!(said.contains("print the page that `biaoyu calibrate` writes") && !said.contains("DOWN..."), "{said}");
}

/// Seams of many pages lie elsewhere on each: they are told once, with how many there are.
#[test]
fn seams_of_many_pages_are_told_once() {
    let desk = Desk::new();
    let slogans: String = (0..11).map(|i| format!("质量先行{}\n", char::from_u32(0x4e00 + 7 * i).unwrap())).collect();
    desk.write("list.txt", slogans);
    let left = desk.run(&[
        "--lang",
        "en",
        "render",
        "--texts",
        "list.txt",
        "-p",
        "8000x4000",
        "--panel",
        "3200",
        "--for",
        "inkjet-banner",
        "-f",
        "pdf",
        "--bare",
        "-o",
        "out",
    ]);
    let told = left.err.lines().filter(|line| line.contains(" of strokes")).count();
    assert!(told <= 1, "{}", left.err);
}

/// PDF/X-4 is promised where every file keeps it, and not where one only says so.
#[test]
fn a_promise_is_kept_or_not_made() {
    let desk = Desk::with_staff(3);
    desk.must(
        &[
            "render",
            "--data",
            "staff.csv",
            "-p",
            "name-85x54",
            "--combine",
            "good.pdf",
            "-f",
            "pdf",
            "--bare",
            "-o",
            ".",
        ],
        0,
    );
    let said = desk.must(&["--lang", "en", "impose", "good.pdf", "--on", "a4", "-o", "kept.pdf"], 0);
    assert!(said.contains("PDF/X-4 →"), "{said}");
    outside::x4check(&desk.path("kept.pdf"), &["--standard-only"]);
    // The same file as a later version of PDF: it still says that it is PDF/X-4.
    let bytes = std::fs::read(desk.path("good.pdf")).unwrap();
    desk.write("says.pdf", replaced(bytes, "%PDF-1.6", "%PDF-1.7"));
    for (files, name) in [(&["says.pdf"][..], "alone"), (&["good.pdf", "says.pdf"], "both")] {
        let out = format!("{name}.pdf");
        let said =
            desk.run(&[&["--lang", "en", "impose"], files, &["--gang", "--on", "a3", "-o", &out]].concat()).code(0);
        assert!(
            said.err.contains("says that it is PDF/X-4, and is not") && said.err.contains("plain PDF →"),
            "{}",
            said.err
        );
        let sheet = std::fs::read(desk.path(&out)).unwrap();
        assert!(!sheet.windows(26).any(|w| w == b"GTS_PDFXVersion=\"PDF/X-4\""), "{name}");
    }
}

/// A point beyond the page, and one that is no point.
#[test]
fn a_point_beyond_the_page_is_said() {
    let desk = Desk::new();
    desk.write("one.pdf", pdf("/MediaBox[0 0 100 100]", "0 1 1 0 k 0 0 100 100 re f", ""));
    let inside = desk.run(&["--lang", "en", "preflight", "one.pdf", "--at", "10,10"]);
    assert!(inside.out.contains("Magenta 100 %, Yellow 100 %"), "{}{}", inside.out, inside.err);
    for at in ["400,10", "-50,10", "10,400"] {
        let beyond = desk.run(&["--lang", "en", "preflight", "one.pdf", &format!("--at={at}")]);
        let said = format!("{}{}", beyond.out, beyond.err);
        assert!(said.contains("lies beyond page 1") && !said.contains("Magenta 100"), "{at}: {said}");
    }
    let said = desk.run(&["--lang", "en", "preflight", "one.pdf", "--at", "10,10,7"]);
    assert!(said.err.contains("there is no page 7") && !said.out.contains("Magenta 100"), "{}{}", said.out, said.err);
}

/// The widest bleed says how far apart pieces stand: the narrowest had cut the others.
#[test]
fn pages_with_different_bleeds_keep_them() {
    let desk = Desk::new();
    let mm = |v: f64| v * 72.0 / 25.4;
    let page = |[left, bottom, right, top]: [f64; 4], bleed: f64| {
        let [w, h] = [right + 10.0, top + 10.0];
        let boxes = format!(
            "/MediaBox[0 0 {} {}]/TrimBox[{} {} {} {}]/BleedBox[{} {} {} {}]",
            mm(w),
            mm(h),
            mm(left),
            mm(bottom),
            mm(right),
            mm(top),
            mm(left - bleed),
            mm(bottom - bleed),
            mm(right + bleed),
            mm(top + bleed)
        );
        pdf(&boxes, &format!("0 1 1 0 k 0 0 {} {} re f", mm(w), mm(h)), "")
    };
    desk.write("wide.pdf", page([10.0, 10.0, 70.0, 50.0], 3.0));
    desk.write("none.pdf", page([10.0, 10.0, 70.0, 50.0], 0.0));
    let common =
        ["impose", "wide.pdf", "none.pdf", "--on", "a4", "--upright", "--sheet-marks", "none", "-o", "both.pdf"];
    desk.must(&common, 0);
    let Some(pages) = outside::pixels(&desk.path("both.pdf"), 254) else { return };
    let red = pages[0].pixels().filter(|p| p.0[0] > 150 && p.0[1] < 90).count();
    // Of one that says it has none half a millimetre is let through.
    let wanted = 660 * 460 + 610 * 410;
    assert!(red.abs_diff(wanted) < 4_000, "{red} instead of {wanted}");
}

/// Two sides share the ring at their corner: a plotter punches it once.
#[test]
fn a_ring_at_a_corner_is_punched_once() {
    let desk = Desk::new();
    let words = ["render", "--text", "质量先行", "-p", "backdrop-6000x3000", "--for", "inkjet-banner", "-f", "pdf,dxf"];
    desk.run(&[&words[..], &["--hang", "rings", "--bare", "-o", "out"]].concat()).code(0);
    let files = desk.files("out");
    let (name, dxf) = files.iter().find(|(name, _)| name.ends_with(".dxf")).unwrap();
    let text = String::from_utf8_lossy(dxf);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let value = |from: usize, code: &str| {
        lines[from..].chunks_exact(2).find(|pair| pair[0] == code).map(|pair| pair[1].to_owned()).unwrap()
    };
    let circles: Vec<(String, String)> = (0..lines.len())
        .filter(|at| lines[*at] == "CIRCLE")
        .map(|at| (value(at + 1, "10"), value(at + 1, "20")))
        .collect();
    let distinct: std::collections::BTreeSet<_> = circles.iter().collect();
    assert!(circles.len() > 30 && distinct.len() == circles.len(), "{name}: {} of {}", distinct.len(), circles.len());
}

/// A page of `width` × `height` mm with `bleed` on a larger medium, for imposition.
fn card(width: f64, height: f64, bleed: f64) -> String {
    let beyond = 8.0;
    let mm = |v: f64| format!("{:.4}", v * 72.0 / 25.4);
    let rect = |by: f64| {
        let sides = [beyond - by, beyond - by, beyond + width + by, beyond + height + by];
        sides.map(mm).join(" ")
    };
    let media = [0.0, 0.0, width + 2.0 * beyond, height + 2.0 * beyond].map(mm).join(" ");
    format!("/MediaBox[{media}]/TrimBox[{}]/BleedBox[{}]", rect(0.0), rect(bleed))
}

/// Where one page serves both sides the grid is the densest of those whose places are each other's backs.
#[test]
fn a_turned_sheet_takes_the_densest_grid_that_pairs() {
    let desk = Desk::new();
    for (name, size) in
        [("85x54", (85.5, 54.0)), ("80x150", (80.0, 150.0)), ("150x100", (150.0, 100.0)), ("90x54", (90.0, 54.0))]
    {
        let page = pdf(&card(size.0, size.1, 3.0), "0 .6 .6 0 k 0 0 600 600 re f", "");
        desk.write(&format!("{name}.pdf"), page);
    }
    for (name, paper, duplex, places) in [
        ("85x54", "a4", "work-and-turn", 4),
        ("85x54", "a4", "work-and-tumble", 4),
        ("80x150", "a4", "work-and-turn", 1),
        ("85x54", "a3", "work-and-turn", 8),
        ("150x100", "sra3", "work-and-turn", 2),
        ("90x54", "sra3", "work-and-turn", 8),
        ("90x54", "sra3", "work-and-tumble", 10),
        ("90x54", "444x597", "work-and-turn", 18),
    ] {
        let [front, back] = [format!("{name}.pdf"), format!("{name}.pdf")];
        let options = ["--lang", "en", "impose", &front, "--backs", &back, "--on", paper, "--duplex", duplex];
        let said = desk.must(&[&options[..], &["--copies", "12", "-o", "o.pdf"]].concat(), 0);
        assert!(said.contains(&format!(", {} a sheet", 2 * places)), "{name} on {paper}, {duplex}: {said}");
        // Turned over, the page covers itself.
        let Some(pages) = outside::pixels(&desk.path("o.pdf"), 50) else { continue };
        let (width, height) = (pages[0].width(), pages[0].height());
        let red = |x: u32, y: u32| {
            let p = pages[0].get_pixel(x, y).0;
            p[0] > 200 && p[1] < 160 && p[2] < 150
        };
        let mut odd = 0;
        for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
            let (over, down) = if duplex == "work-and-turn" { (width - 1 - x, y) } else { (x, height - 1 - y) };
            odd += usize::from(red(x, y) != red(over, down));
        }
        assert!(odd < (4 * (width + height)) as usize, "{name} on {paper}, {duplex}: {odd} of {}", width * height);
    }
}

/// Files of more sheets, panels and parts than there are now are said, leave the contact sheet, and go where `--tidy` puts them.
#[test]
fn sheets_of_a_longer_run_are_said() {
    let desk = Desk::with_staff(14);
    let made = [
        "--lang",
        "en",
        "render",
        "--data",
        "staff.csv",
        "-p",
        "name-85x54",
        "--on",
        "a4",
        "-f",
        "pdf,png,dxf",
        "-o",
        "out",
    ];
    desk.must(&made, 0);
    desk.write("out/name-85x54-a4-7.png", "another's");
    desk.write("staff.csv", desk::staff(4));
    let said = desk.must(&made, 0);
    assert!(said.contains("2 files of earlier runs") && said.contains("name-85x54-a4-1.png"), "{said}");
    let index = String::from_utf8(desk.files("out")["index.html"].clone()).unwrap();
    assert!(!index.contains("name-85x54-a4-2.png") && index.contains("name-85x54-a4.pdf"));
    let said = desk.must(&[&made[..], &["--tidy"]].concat(), 0);
    assert!(said.contains("2 old files were moved"), "{said}");
    let there: Vec<String> = desk.files("out").into_keys().filter(|name| name.ends_with(".png")).collect();
    let wanted =
        ["name-85x54-a4-7.png", "name-85x54-a4.png", "旧文件/name-85x54-a4-1.png", "旧文件/name-85x54-a4-2.png"];
    assert_eq!(there, wanted);
    let said = desk.must(&made, 0);
    assert!(!said.contains("earlier runs"), "{said}");
    // A format that is not asked for again is no old file; of sheets that there are no more it is.
    desk.write("staff.csv", desk::staff(14));
    desk.must(&made, 0);
    let pdf = made.map(|word| if word == "pdf,png,dxf" { "pdf" } else { word });
    let said = desk.must(&pdf, 0);
    assert!(said.contains("1 file of earlier runs is of") && said.contains("`out/name-85x54-a4.png`"), "{said}");
    // Parts of a book, and panels.
    let book =
        ["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54", "--combine", "b.pdf", "-o", "book"];
    desk.must(&[&book[..], &["--split", "5"]].concat(), 0);
    let said = desk.must(&book, 0);
    assert!(said.contains("3 files of earlier runs") && said.contains("b-01.pdf"), "{said}");
    let cloth = |width: &str, more: &[&str]| {
        let words = [
            "--lang",
            "en",
            "render",
            "-s",
            "1",
            "-p",
            "8000x4000",
            "--for",
            "inkjet-banner",
            "-f",
            "tiff",
            "--dpi",
            "5",
        ];
        desk.run(&[&words[..], &["-o", "cloth", "--panel", width], more].concat()).err
    };
    cloth("1600", &[]);
    let said = cloth("3200", &[]);
    assert!(said.contains("1 file of earlier runs is of") && said.contains("-panel-3.tif"), "{said}");
    // What is said can be done, of chosen slogans too.
    let said = cloth("3200", &["--tidy"]);
    assert!(said.contains("1 old file was moved"), "{said}");
    assert!(!cloth("3200", &["--tidy"]).contains("old files"));
}

/// Cut files of another layout are said and go where `--tidy` puts them; those that cut as the new sheets lie stay, whatever is printed.
#[test]
fn cut_files_of_another_layout_are_said() {
    let desk = Desk::with_staff(4);
    let made = |more: &[&str]| {
        let words = ["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54", "--on", "a4", "-o", "out"];
        desk.must(&[&words[..], more].concat(), 0)
    };
    made(&["-f", "pdf,dxf,svg"]);
    let cut = desk.files("out")["name-85x54-a4.dxf"].clone();
    // The same places, other people.
    desk.write("staff.csv", desk::staff(6));
    let said = made(&["-f", "pdf"]);
    assert!(!said.contains("earlier runs"), "{said}");
    let said = made(&["-f", "pdf,svg", "--gutter", "12"]);
    assert!(said.contains("1 file of earlier runs is of") && said.contains("cut lines of another layout"), "{said}");
    assert!(said.contains("`out/name-85x54-a4.dxf`"), "{said}");
    let index = String::from_utf8(desk.files("out")["index.html"].clone()).unwrap();
    assert!(!index.contains("name-85x54-a4.dxf"));
    let said = made(&["-f", "pdf,svg", "--gutter", "12", "--tidy"]);
    assert!(said.contains("1 old file was moved"), "{said}");
    assert_eq!(desk.files("out")["旧文件/name-85x54-a4.dxf"], cut);
    // Cut files that are made anew are the new ones.
    made(&["-f", "pdf,dxf,svg"]);
    assert_eq!(desk.files("out")["name-85x54-a4.dxf"], cut);
    // The sheets of a gang each have theirs.
    let gang = |more: &[&str]| made(&[&["-p", "badge-58", "--text", "质量先行", "--gang"], more].concat());
    gang(&["-f", "pdf,dxf"]);
    let said = gang(&["-f", "pdf", "--gutter", "12"]);
    assert!(said.contains("files of earlier runs") && said.contains("`out/gang-a4-1.dxf`"), "{said}");
    assert!(!gang(&["-f", "pdf"]).contains("gang-a4"), "these cut as they did");
    // And a page whose product was made larger since.
    let shape = |width: &str| {
        let size = format!(
            "[[product]]\nid = \"own\"\nlike = \"name-85x54\"\nname = \"自定\"\nname_en = \"own\"\ntrim = [{width}, 54]\n"
        );
        desk.write("products.toml", size);
    };
    let page = |format: &str| {
        desk.must(&["--lang", "en", "render", "--text", "质量先行", "-p", "own", "-f", format, "-o", "page"], 0)
    };
    shape("85");
    page("pdf,svg");
    assert!(!page("pdf").contains("earlier runs"));
    shape("90");
    let said = page("pdf");
    assert!(said.contains("1 file of earlier runs is of") && said.contains(".svg"), "{said}");
}

/// Who sums up a column of `jobs.csv` gets each job once.
#[test]
fn the_ticket_counts_each_job_once() {
    let desk = Desk::with_staff(14);
    let words =
        ["render", "--data", "staff.csv", "-p", "name-85x54", "--on", "a4", "-f", "pdf,dxf,svg", "--for", "digital"];
    desk.run(&[&["--lang", "zh"], &words[..], &["-o", "out"]].concat());
    let jobs = String::from_utf8(desk.files("out")["jobs.csv"].clone()).unwrap();
    let lines = jobs.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect::<Vec<_>>());
    let all: Vec<Vec<&str>> = lines.collect();
    let (head, rows) = all.split_first().unwrap();
    let at = |name: &str| head.iter().position(|own| *own == name).unwrap();
    assert_eq!(rows.len(), 3, "{jobs}");
    for (column, sum) in [("数量", "14"), ("张数", "2"), ("平方米", "0.125")] {
        let said: Vec<&str> = rows.iter().map(|row| row[at(column)]).filter(|cell| !cell.is_empty()).collect();
        assert_eq!(said, [sum], "{column}: {jobs}");
    }
}

/// Pieces with a bleed and without one: their knives are in line, so that one cut goes through all of them.
#[test]
fn a_gang_of_several_bleeds_wastes_no_sheet() {
    let desk = Desk::new();
    for (name, bleed) in [("with", 3.0), ("without", 0.0)] {
        desk.write(&format!("{name}.pdf"), pdf(&card(100.0, 70.0, bleed), "0 .6 .6 0 k 0 0 600 600 re f", ""));
        desk.write(&format!("{name}-2.pdf"), pdf(&card(100.0, 140.0, bleed), "0 .6 .6 0 k 0 0 600 600 re f", ""));
    }
    for (files, copies, sheets) in [(["with.pdf", "without.pdf"], "8", 1), (["with-2.pdf", "without-2.pdf"], "16", 4)] {
        let words = ["--lang", "en", "impose", files[0], files[1], "--gang", "--on", "sra3", "--copies", copies];
        let said = desk.must(&[&words[..], &["-o", "o.pdf"]].concat(), 0);
        assert!(said.contains(&format!("pieces on {sheets} sheet")), "{said}");
        assert!(!said.contains("have no tick"), "{said}");
    }
    // A bleed of 3 mm, rounded in points to a hair more, goes between pieces 6 mm apart.
    for more in [&["--gang"][..], &[]] {
        let words = ["--lang", "en", "impose", "with.pdf", "--on", "sra3", "--gutter", "6", "-o", "o.pdf"];
        desk.must(&[&words[..], more].concat(), 0);
    }
}

/// Seams are no edges, and what stands beside them in the hem is no art: the panels say so of themselves.
#[test]
fn panels_pass_without_false_findings() {
    let desk = Desk::new();
    for (product, width) in [("8000x4000", "3200"), ("12000x4000", "1600"), ("backdrop-6000x3000", "1520")] {
        let words =
            ["render", "-s", "1", "-p", product, "--panel", width, "--for", "inkjet-banner", "-f", "pdf", "--bare"];
        desk.run(&[&words[..], &["-o", product]].concat());
        let said = desk.run(&["--lang", "en", "preflight", "--for", "inkjet-banner", product]).out;
        assert!(said.contains("panels-") && !said.contains("warning["), "{said}");
    }
    // A file that says nothing of seams is judged at all its edges.
    let bytes = desk.files("12000x4000").into_iter().find(|(name, _)| name.contains("-panels-")).unwrap().1;
    let mut document = lopdf::Document::load_mem(&bytes).unwrap();
    for id in document.get_pages().into_values().collect::<Vec<_>>() {
        assert!(document.get_dictionary_mut(id).unwrap().remove(b"PieceInfo").is_some());
    }
    document.save(desk.path("bare.pdf")).unwrap();
    let said = desk.run(&["--lang", "en", "preflight", "--for", "inkjet-banner", "bare.pdf"]).out;
    assert!(said.contains("text-outside-safe"), "{said}");
}

/// The same cloth has more rings as the shop hangs it than as the product has them: the quote says why.
#[test]
fn the_quote_says_how_far_apart_rings_are() {
    let desk = Desk::new();
    let quote = |more: &[&str]| {
        let words = [
            "--lang",
            "en",
            "render",
            "-s",
            "1",
            "-p",
            "12000x4000",
            "--for",
            "inkjet-banner",
            "-f",
            "tiff",
            "--dpi",
            "4",
        ];
        let left = desk.run(&[&words[..], &["-o", "out", "--force"], more].concat());
        left.err.lines().find(|line| line.contains("for the quote")).unwrap().to_owned()
    };
    let whole = quote(&[]);
    assert!(
        whole.contains("26 rings") && whole.contains("Rings at most 1000 mm apart, as the product has them"),
        "{whole}"
    );
    assert!(whole.contains("on a truss the shop sets them at most 500 mm apart: `--hang rings`"), "{whole}");
    let jobs = String::from_utf8(desk.files("out")["jobs.csv"].clone()).unwrap();
    assert!(jobs.contains("上下打扣，间距不超过 1000 mm，四角必打"), "{jobs}");
    for more in [&["--panel", "3200"][..], &["--hang", "rings"]] {
        let hung = quote(more);
        assert!(
            hung.contains("50 rings") && hung.contains("Rings at most 500 mm apart, as the shop hangs cloth"),
            "{hung}"
        );
    }
    let rope = quote(&["--hang", "rope"]);
    assert!(rope.contains("4 rings") && rope.contains("Rings at the corners alone"), "{rope}");
}

/// Label stock is no paper to tape a poster of.
#[test]
fn a_poster_is_not_spread_over_labels() {
    let desk = Desk::new();
    let words = ["--lang", "en", "render", "-s", "1", "-p", "poster-a2", "--tile", "labels-70x37", "-o", "out"];
    let said = desk.must(&words, 2);
    assert!(said.contains("`labels-70x37` is label stock") && said.contains("`--tile a4`"), "{said}");
    assert!(!desk.path("out").exists());
}

/// Boxes of strangers that cannot be followed are named, and what is taken instead.
#[test]
fn boxes_that_cannot_be_followed_are_said() {
    let desk = Desk::new();
    let impose = |name: &str, boxes: &str| {
        let file = format!("{name}.pdf");
        desk.write(&file, pdf(&format!("/MediaBox[0 0 200 100]{boxes}"), "0 .6 .6 0 k 20 20 60 60 re f", ""));
        desk.must(&["--lang", "en", "impose", &file, "--on", "a4", "-o", &format!("out-{name}.pdf")], 0)
    };
    for (name, boxes, told) in [
        ("empty", "/TrimBox[10 10 10 90]", "warning: empty.pdf: the TrimBox of page 1 has no area and is not followed"),
        ("words", "/TrimBox[/a 0 0 1]", "the TrimBox of page 1 has no area and is not followed"),
        (
            "beyond",
            "/TrimBox[-20 10 180 90]",
            "the TrimBox of page 1 reaches beyond the MediaBox: what lies within it is taken",
        ),
        (
            "outside",
            "/TrimBox[300 300 400 400]",
            "the TrimBox of page 1 lies outside of the MediaBox and is not followed",
        ),
        (
            "bleed",
            "/TrimBox[10 10 190 90]/BleedBox[50 50 60 60]",
            "note: bleed.pdf: the BleedBox of page 1 does not hold",
        ),
        (
            "turn",
            "/TrimBox[10 10 190 90]/Rotate 45",
            "Rotate of page 1 is 45, no multiple of 90: the page is not turned",
        ),
    ] {
        let said = impose(name, boxes);
        assert!(said.contains(told), "{name}: {said}");
        // 200 × 100 points are 70.56 × 35.28 mm.
        let size = match name {
            "beyond" => "63.5×28.22 mm",
            "bleed" | "turn" => "63.5×28.22 mm",
            _ => "70.56×35.28 mm",
        };
        assert!(said.contains(size), "{name}: {said}");
    }
    for boxes in [
        "/TrimBox[10 10 190 90]/BleedBox[0 0 200 100]",
        "/TrimBox[10 10 190 90]/Rotate 270",
        "/CropBox[0 0 200 100.01]",
    ] {
        let said = impose("whole", boxes);
        assert!(!said.contains("followed") && !said.contains("MediaBox"), "{boxes}: {said}");
    }
    // White stays beside a page without bleed.
    desk.write("wide.pdf", pdf(&card(60.0, 40.0, 3.0), "0 1 1 0 k 0 0 600 600 re f", ""));
    desk.write("none.pdf", pdf(&card(60.0, 40.0, 0.0), "0 1 1 0 k 0 0 600 600 re f", ""));
    let said = desk.must(&["--lang", "en", "impose", "wide.pdf", "none.pdf", "--on", "a4", "-o", "both.pdf"], 0);
    assert!(said.contains("less bleed than others, 0 mm beside 3: page 1 of `none.pdf`; white stays"), "{said}");
    let said = desk
        .must(&["--lang", "en", "impose", "wide.pdf", "none.pdf", "--on", "a4", "--gutter", "0", "-o", "both.pdf"], 0);
    assert!(!said.contains("white stays"), "{said}");
}

/// Cut files of an earlier gang beside the sheets of a new one are said; what others wrote is not spoken of.
#[test]
fn cut_files_of_an_earlier_gang_are_said() {
    let desk = Desk::new();
    desk.write("one.pdf", pdf(&card(100.0, 70.0, 3.0), "0 .6 .6 0 k 0 0 600 600 re f", ""));
    let words = ["--lang", "en", "impose", "one.pdf", "--gang", "--on", "a4", "-f", "dxf", "-o", "o.pdf", "--copies"];
    desk.must(&[&words[..], &["14"]].concat(), 0);
    assert!(desk.path("o-3.dxf").is_file());
    desk.write("o-4.dxf", "another's");
    let said = desk.must(&[&words[..], &["4"]].concat(), 0);
    assert!(said.contains("cut files of an earlier run lie beside it") && said.contains("o-2.dxf"), "{said}");
    assert!(!said.contains("o-4.dxf") && desk.path("o-3.dxf").is_file() && desk.path("o-4.dxf").is_file());
}

/// Numbers of copies as people write them.
#[test]
fn copies_are_read_as_people_write_them() {
    let desk = Desk::new();
    desk.write("staff.csv", "name,unit,number,份数\n王一,一厂,1,３\n王二,一厂,2,2份\n王三,一厂,3,１０ 张\n");
    let words = ["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54", "--on", "a4", "-o", "out"];
    let said = desk.must(&words, 0);
    assert!(said.contains("15 pieces on"), "{said}");
    desk.write("staff.csv", "name,unit,number,份数\n王一,一厂,1,几份\n");
    let said = desk.must(&words, 2);
    assert!(said.contains("`几份`, no number of pieces"), "{said}");
}
