//! Panels, printers, job tickets: what is sewn together is the picture, what was measured is put right, what a shop reckons by
//! is said. Judged by poppler, qpdf, the TIFF reader and the independent PDF/X-4 checker.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod desk;
mod outside;

use std::path::Path;

use desk::Desk;
use image::RgbImage;

/// A picture of inks.
struct Inks {
    width: usize,
    height: usize,
    /// Four bytes a pixel.
    data: Vec<u8>,
}

fn inks(file: &Path) -> Inks {
    let mut decoder = tiff::decoder::Decoder::new(std::fs::File::open(file).unwrap()).unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    let tiff::decoder::DecodingResult::U8(data) = decoder.read_image().unwrap() else { panic!("{}", file.display()) };
    assert_eq!(data.len(), width as usize * height as usize * 4);
    Inks { width: width as usize, height: height as usize, data }
}

impl Inks {
    fn pixel(&self, x: usize, y: usize) -> &[u8] {
        let at = (y * self.width + x) * 4;
        &self.data[at..at + 4]
    }
}

/// Laid with their weld, the panels of a backdrop are its picture, pixel by pixel; and the seam keeps clear of type that it
/// can go round.
#[test]
fn panels_welded_together_are_the_picture() {
    let desk = Desk::new();
    let common = ["--lang", "en", "render", "--text", "安全生产 人人有责", "-p", "8000x2600", "-l", "official"];
    let shop = ["--for", "inkjet-banner", "-f", "tiff,pdf", "--dpi", "10", "--bare", "--name", "b"];
    desk.must(&[&common[..], &shop, &["-o", "whole"]].concat(), 0);
    let panel = ["--panel", "3200", "--seam-way", "upright", "-o", "panels"];
    let said = desk.must(&[&common[..], &shop, &panel].concat(), 0);
    assert!(said.contains("3 panels, 5.2 m of seams welded, 30 mm each"), "{said}");
    assert!(!said.contains("mm of strokes"), "the seams go between characters: {said}");
    let whole = inks(&desk.path("whole/b-1比10.tif"));
    let parts: Vec<Inks> = (1..=3).map(|i| inks(&desk.path(&format!("panels/b-1比10-panel-{i}.tif")))).collect();
    // White of 25 mm above and below, a weld of 30 mm: in whole pixels.
    let pitch = 25.4 / 10.0;
    let (strip, weld) = ((25.0_f64 / pitch).ceil() as usize, (30.0_f64 / pitch).ceil() as usize);
    assert_eq!(parts.iter().map(|p| p.width).sum::<usize>(), whole.width + 2 * weld);
    let mut x0 = 0;
    for (i, part) in parts.iter().enumerate() {
        assert!(part.width as f64 * pitch <= 3170.0 + pitch, "panel {i} does not go on the cloth");
        assert_eq!(part.height, whole.height + 2 * strip);
        for y in 0..whole.height {
            for x in 0..part.width {
                // A level in 255 is what moving an edge by whole pixels may round to.
                let apart = part.pixel(x, y + strip).iter().zip(whole.pixel(x0 + x, y)).map(|(a, b)| a.abs_diff(*b));
                assert!(apart.max() <= Some(1), "panel {i}, {x} {y}");
            }
        }
        // Numbers and arrows stand in the white, black.
        let marks = (0..strip).flat_map(|y| (0..part.width).map(move |x| (x, y)));
        let black = marks.filter(|(x, y)| part.pixel(*x, *y)[3] > 60).count();
        assert!(black > 10, "panel {i}: {black}");
        x0 += part.width - weld;
        // The next panel begins where the ground is: from top to bottom one colour, but for what lies in the hem.
        if i < 2 {
            let ground = whole.pixel(x0, whole.height / 2);
            let ink = (whole.height / 20..whole.height * 19 / 20).filter(|y| whole.pixel(x0, *y) != ground).count();
            assert!(ink * 20 < whole.height, "seam {i} cuts {ink} of {} pixels", whole.height);
        }
    }
    let pdf = desk.path("panels/b-1比10.pdf");
    if let Some(output) = outside::tool("qpdf", &["--check", pdf.to_str().unwrap()]) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    // What the sewing room works by says how many, how wide, how joined.
    let drawing = desk::text_of(&std::fs::read(desk.path("panels/b-1比10-sewing.pdf")).unwrap());
    for word in ["拼接3片", "热合", "搭边30mm", "幅宽3200mm", "打扣", "间距不超过500mm"] {
        assert!(drawing.contains(word), "{word}: {drawing}");
    }
}

/// What goes onto the cloth in one piece is not cut; PDF/X-4 holds with panels too; a character wider than its panel is said.
#[test]
fn seams_are_made_only_where_the_cloth_ends() {
    let desk = Desk::new();
    let common = ["--lang", "en", "render", "--text", "质量先行 顾客为上", "-f", "pdf", "--bare"];
    let one = [&common[..], &["-p", "backdrop-6000x3000", "--panel", "3200", "-o", "one"]].concat();
    assert!(desk.must(&one, 0).contains("one piece, no seam"));
    let files: Vec<String> = desk.files("one").into_keys().filter(|file| file.ends_with(".pdf")).collect();
    assert_eq!(files.len(), 2, "the page and its drawing: {files:?}");
    let said = desk.must(
        &[&common[..], &["-p", "backdrop-6000x3000", "--panel", "1220", "--seam", "sew", "-o", "many", "--name", "b"]]
            .concat(),
        0,
    );
    assert!(said.contains("3 panels, 12 m of seams sewn, 15 mm each"), "{said}");
    assert!(said.contains("seam at") && said.contains("the widest character is"), "{said}");
    outside::x4check(&desk.path("many/b.pdf"), &["--standard-only"]);
    outside::x4check(&desk.path("many/b-sewing.pdf"), &["--standard-only"]);
    let rope =
        [&common[..], &["-p", "banner-6000x700", "--panel", "auto", "--hang", "rope", "-o", "rope", "--name", "b"]]
            .concat();
    desk.must(&rope, 0);
    let drawing = desk::text_of(&std::fs::read(desk.path("rope/b-sewing.pdf")).unwrap());
    assert!(drawing.contains("打扣4个") && drawing.contains("上下包边穿绳"), "{drawing}");
    // What is printed whole hangs by what is asked for, too: the ticket and the quote say so.
    let hung =
        [&common[..], &["-p", "banner-6000x700", "--for", "inkjet-banner", "--hang", "rope", "-o", "hung"]].concat();
    let said = desk.must(&hung, 0);
    assert!(said.contains("4 rings"), "{said}");
    let ticket = std::fs::read_to_string(desk.path("hung/jobs.csv")).unwrap();
    assert!(ticket.contains("上下包边穿绳，四角打扣"), "{ticket}");
}

/// A printer that shifts and shrinks prints what it should once it was measured: what is drawn is stretched by as much.
#[test]
fn a_measured_printer_is_put_right() {
    let desk = Desk::with_staff(3);
    let said = desk.must(&["--lang", "en", "calibrate"], 0);
    assert!(said.contains("calibration-a4.pdf"), "{said}");
    // The page's rules are what it says: 170 and 250 mm, 20 mm from the edges.
    if let Some(pages) = outside::pixels(&desk.path("calibration-a4.pdf"), 300) {
        let dark = |x: u32, y: u32| pages[0].get_pixel(x, y).0[0] < 128;
        let px = |mm: f64| mm / 25.4 * 300.0;
        let row = px(20.0).round() as u32;
        let xs: Vec<u32> = (0..pages[0].width()).filter(|x| (row - 1..=row).any(|y| dark(*x, y))).collect();
        assert!((f64::from(xs[0]) - px(20.0)).abs() < 2.0 && (f64::from(*xs.last().unwrap()) - px(190.0)).abs() < 2.0);
        let ys: Vec<u32> = (0..pages[0].height()).filter(|y| (row - 1..=row).any(|x| dark(x, *y))).collect();
        assert!((f64::from(ys[0]) - px(20.0)).abs() < 2.0 && (f64::from(*ys.last().unwrap()) - px(270.0)).abs() < 2.0);
    }
    // 1 % too small across, true down, 1 mm to the right.
    let measured = ["calibrate", "--printer", "财务室", "--measured", "20.8,20,168.3,250"];
    let said = desk.must(&[&["--lang", "en"], &measured[..]].concat(), 0);
    assert!(said.contains("prints 1 mm to the right, 0 mm down, at 99 % across and 100 % down"), "{said}");
    assert!(desk.path(".config/biaoyu/machines.toml").is_file());
    let common =
        ["render", "--data", "staff.csv", "-p", "name-85x54", "--on", "a4", "--upright", "-f", "pdf", "--bare"];
    desk.must(&[&common[..], &["-o", "plain"]].concat(), 0);
    desk.must(&[&common[..], &["--printer", "财务室", "-o", "right"]].concat(), 0);
    let file = "name-85x54-a4.pdf";
    if let (Some(plain), Some(right)) =
        (outside::pixels(&desk.path("plain").join(file), 100), outside::pixels(&desk.path("right").join(file), 100))
    {
        // From the first to the last ink of the topmost ticks.
        let extent = |page: &RgbImage| {
            let inked = |x: u32, y: u32| page.get_pixel(x, y).0.iter().any(|v| *v < 160);
            let xs = (0..page.width()).filter(|x| (0..page.height() * 9 / 10).any(|y| inked(*x, y)));
            let xs: Vec<u32> = xs.collect();
            (f64::from(xs[0]), f64::from(*xs.last().unwrap()))
        };
        let ((a0, a1), (b0, b1)) = (extent(&plain[0]), extent(&right[0]));
        assert!(((b1 - b0) / (a1 - a0) - 1.0 / 0.99).abs() < 0.004, "{a0} {a1} {b0} {b1}");
        let printed = |px: f64| (px / 100.0 * 25.4) * 0.99 + 1.0;
        assert!((printed(b0) - a0 / 100.0 * 25.4).abs() < 0.4, "what is printed lies where it should");
    }
    let said = desk.must(
        &["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54", "--on", "a4", "--printer", "财务"],
        2,
    );
    assert!(said.contains("no printer `财务`") && said.contains("did you mean `财务室`?"), "{said}");
    for (arguments, wanted) in [
        (vec!["calibrate", "--printer", "x", "--measured", "20,20,150,250"], "88.2 %: wanted 95 to 105 %"),
        (vec!["calibrate", "--printer", "x", "--measured", "20,20,170"], "`20,20,170` are not four numbers"),
        (vec!["calibrate", "--printer", "财\u{7}务", "--measured", "20,20,170,250"], "is U+0007, a control character"),
        (vec!["calibrate", "--button", "58=50"], "`58=50` is no button with its cut"),
        (
            vec!["render", "--text", "质量先行", "-p", "poster-a4", "--printer", "财务室"],
            "add `--on`, `--tile` or `--only`",
        ),
    ] {
        let said = desk.must(&[&["--lang", "en"], &arguments[..]].concat(), 2);
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
    // A button machine's cut, typed once, holds for all buttons of that face; what follows the four numbers is an option.
    desk.must(&["calibrate", "--printer", "二号", "--measured", "20.8", "20", "168.3", "250", "--button", "58=68"], 0);
    let kept = std::fs::read_to_string(desk.path(".config/biaoyu/machines.toml")).unwrap();
    assert!(kept.contains("format = 1") && kept.contains("二号") && kept.contains("cut = 68"), "{kept}");
    desk.must(
        &["render", "--text", "质量先行", "-p", "badge-58", "-f", "svg", "--bare", "-o", "cut", "--name", "b"],
        0,
    );
    let svg = std::fs::read_to_string(desk.path("cut/b.svg")).unwrap();
    assert!(svg.contains("width=\"68mm\""), "{svg}");
    // While the file cannot be read, no button is cut as if there were none; other products do not ask for it.
    desk.write(".config/biaoyu/machines.toml", kept.replace("cut = 68", "cut = 6"));
    let said =
        desk.must(&["--lang", "en", "render", "--text", "质量先行", "-p", "badge-58", "--bare", "-o", "none"], 2);
    assert!(said.contains("machines.toml") && said.contains("button"), "{said}");
    desk.must(&["render", "--text", "质量先行", "-p", "poster-a4", "-f", "png", "--bare", "-o", "poster"], 0);
}

/// A page that lies on its side goes through the printer turned anticlockwise (RFC 8011, 5.2.10): the printer's error turns with the
/// paper. What would come out is stood up and printed with that error here, and lies where it should.
#[test]
fn a_wide_page_is_put_right_as_it_goes_through() {
    let desk = Desk::with_staff(3);
    desk.write(
        "papers.toml",
        "[[paper]]\nid = \"wide\"\nlike = \"a4\"\nname = \"横放\"\nname_en = \"wide\"\nsize = [297, 210]\n",
    );
    desk.write(
        "products.toml",
        "[[product]]\nid = \"strip\"\nlike = \"poster-a3\"\nname = \"条\"\nname_en = \"strip\"\ntrim = [500, 180]\n",
    );
    // As paper goes through: 2 % too small across, 1 % too large down, 1.5 mm to the right, 2.5 mm down.
    let (across, down, right, low) = (0.98, 1.01, 1.5, 2.5);
    let measured = [20.0 * across + right, 20.0 * down + low, 170.0 * across, 250.0 * down].map(|v| format!("{v:.3}"));
    desk.must(&["calibrate", "--printer", "office", "--measured", &measured.join(",")], 0);
    // The same printer by a page that lay on its side: right is the paper's up, down its right.
    let lying = [20.0 * down + (297.0 - 297.0 * down - low), 20.0 * across + right, 250.0 * down, 170.0 * across];
    let lying = lying.map(|v| format!("{v:.3}")).join(",");
    desk.must(&["calibrate", "--on", "wide", "--printer", "lying", "--measured", &lying], 0);
    let kept = std::fs::read_to_string(desk.path(".config/biaoyu/machines.toml")).unwrap();
    assert_eq!(kept.matches("wide = true").count(), 1, "{kept}");
    desk.write("card.pdf", WIDE_CARD);
    let staff = ["render", "--data", "staff.csv", "-p", "name-85x54", "-f", "pdf", "--bare"];
    let runs: [(&str, Vec<&str>, &str); 4] = [
        ("on", [&staff[..], &["--on", "wide"]].concat(), "name-85x54-wide.pdf"),
        ("variable", [&staff[..], &["--only", "variable", "--combine", "v.pdf"]].concat(), "v.pdf"),
        (
            "tiles",
            vec!["render", "--text", "质量先行", "-p", "strip", "--tile", "a4", "-f", "pdf", "--bare", "--name", "t"],
            "t.pdf",
        ),
        ("impose", vec!["impose", "card.pdf", "--on", "wide"], ""),
    ];
    for (folder, words, file) in runs {
        let made = |printer: Option<&str>| {
            let to = format!("{folder}-{}", printer.unwrap_or("none"));
            let to = if file.is_empty() { format!("{to}.pdf") } else { to };
            let printer: Vec<&str> = printer.map(|name| vec!["--printer", name]).unwrap_or_default();
            desk.must(&[&words[..], &["-o", &to], &printer].concat(), 0);
            let path = if file.is_empty() { desk.path(&to) } else { desk.path(&to).join(file) };
            outside::pixels(&path, 200)
        };
        let (Some(plain), Some(corrected), Some(by_wide)) = (made(None), made(Some("office")), made(Some("lying")))
        else {
            continue;
        };
        assert_eq!(plain.len(), corrected.len());
        for (page, (plain, corrected)) in plain.iter().zip(&corrected).enumerate() {
            assert!(plain.width() > plain.height(), "{folder}: it lies on its side");
            // Stood up: what is above lies at the left, what is at the right above.
            let [should, there, other] =
                [plain, corrected, &by_wide[page]].map(|image| extent(&image::imageops::rotate270(image)));
            let mm = |px: f64| px / 200.0 * 25.4;
            // Of another length of paper a page that was measured lying on its side says nothing.
            for there in std::iter::once(there).chain((folder != "variable").then_some(other)) {
                let printed = [
                    mm(there[0]) * across + right,
                    mm(there[1]) * down + low,
                    mm(there[2]) * across + right,
                    mm(there[3]) * down + low,
                ];
                for (printed, should) in printed.iter().zip(should) {
                    assert!((printed - mm(should)).abs() < 0.3, "{folder} {page}: {printed} for {}", mm(should));
                }
            }
        }
    }
}

/// A page of 200 × 120 mm with a bar in black, as other programs write it.
const WIDE_CARD: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 566.93 340.16]/Contents 4 0 R>>endobj\n4 0 obj<</Length 32>>stream\n0 0 0 1 k 20 20 300 100 re f    \nendstream endobj\ntrailer<</Root 1 0 R>>\n";

/// From the first to the last ink, pixels: left, above, right, below.
fn extent(page: &RgbImage) -> [f64; 4] {
    let inked = page.enumerate_pixels().filter(|(_, _, pixel)| pixel.0.iter().any(|v| *v < 160));
    let start = [f64::INFINITY, f64::INFINITY, 0.0, 0.0];
    inked.fold(start, |[x0, y0, x1, y1], (x, y, _)| {
        let (x, y) = (f64::from(x), f64::from(y));
        [x0.min(x), y0.min(y), x1.max(x + 1.0), y1.max(y + 1.0)]
    })
}

/// Names are job tickets, and the shop's clerk is told what to reckon by.
#[test]
fn names_are_job_tickets_and_the_quote_is_said() {
    let desk = Desk::new();
    let said = desk.must(
        &[
            "--lang",
            "en",
            "render",
            "--text",
            "质量先行 顾客为上",
            "--unit",
            "第一分厂",
            "-p",
            "banner-6000x700",
            "--for",
            "inkjet-banner",
            "--quantity",
            "3",
            "--panel",
            "1220",
            "--name",
            "{单位}-{slogan}-{宽}x{高}cm-{材料}-{数量}条",
            "-f",
            "pdf",
            "-o",
            "out",
        ],
        0,
    );
    let files = desk.files("out");
    let name = "第一分厂-质量先行 顾客为上-600x70cm-条幅布或喷绘布-3条";
    assert!(files.keys().any(|file| file.starts_with(name)), "{:?}", files.keys());
    // 4.2 m² each; rings at both long edges, at most half a metre apart; hems on all sides.
    assert!(said.contains("条幅布或喷绘布 12.6 m², 3 pieces; 78 rings; 40.2 m of hem"), "{said}");
    let jobs = String::from_utf8(files["jobs.csv"].clone()).unwrap();
    assert!(jobs.contains("12.6") && jobs.contains("78"), "{jobs}");
}

/// Each a sentence with numbers and a cure, and nothing written.
#[test]
fn what_cannot_be_made_in_panels_is_refused() {
    let desk = Desk::new();
    let banner = ["--text", "质量先行", "-p", "banner-10500x1200"];
    for (arguments, wanted) in [
        ([&banner[..], &["--panel", "wide"]].concat(), "`wide` is no width of a roll and no board"),
        ([&banner[..], &["--panel", "220", "--allowance", "100"]].concat(), "less than 100 mm are left"),
        ([&banner[..], &["--panel", "200x300"]].concat(), "at most 64 are made"),
        ([&banner[..], &["--panel", "3200", "--on", "a4"]].concat(), "--on"),
        ([&banner[..], &["--seam", "weld"]].concat(), "--panel"),
        ([&banner[..], &["--panel", "1200x2400", "--seam-way", "level"]].concat(), "boards meet both ways"),
        (vec!["--text", "质量先行", "-p", "badge-58", "--panel", "3200"], "one piece"),
        (vec!["--text", "质量先行", "-p", "poster-a0", "--hang", "rings"], "only banners and backdrops"),
        (
            vec!["--text", "质量先行", "-p", "poster-a0", "--panel", "600", "--hang", "rope"],
            "only banners and backdrops",
        ),
    ] {
        let said = desk.must(&[&["--lang", "en", "render"], &arguments[..], &["-o", "none"]].concat(), 2);
        assert!(said.contains(wanted), "{arguments:?}: wanted {wanted}\n{said}");
        assert!(!desk.path("none").exists(), "{arguments:?}");
    }
}
