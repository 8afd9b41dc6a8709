//! Press sheets: what lies on them is what the pages show, where the marks say, in the order that was asked for; judged by
//! other people's readers (poppler, qpdf, ZBar) and by the independent PDF/X-4 checker.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod desk;
mod outside;

use std::path::Path;

use desk::Desk;
use image::{GrayImage, RgbImage};

/// Millimetres of 15 pixels at 300 dpi: whole micrometres, so that places on this grid round to nothing.
const STEP: f64 = 1.27;
/// Pixels of a step.
const STEP_PX: u32 = 15;

/// People whose badges have a code that says which they are.
fn coded(people: usize) -> Desk {
    let desk = Desk::new();
    let mut table = String::from("姓名,单位,编号,二维码\n");
    for i in 0..people {
        let name: String = ["王", "李", "张", "欧阳"][i % 4].chars().chain(char::from_u32(0x4e00 + i as u32)).collect();
        table += &format!("{name},第{}分厂,{i:04},https://example.org/{i:04}\n", i % 5);
    }
    desk.write("staff.csv", table);
    desk
}

/// qpdf finds nothing to say, and the file is PDF/X-4.
fn is_sound(file: &Path, options: &[&str]) {
    if let Some(output) = outside::tool("qpdf", &["--check", file.to_str().unwrap()]) {
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    outside::x4check(file, options);
}

/// Greatest difference of a channel between two pictures of one size.
fn difference(a: &RgbImage, b: &RgbImage) -> u8 {
    assert_eq!(a.dimensions(), b.dimensions());
    a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

fn part(page: &RgbImage, x: u32, y: u32, width: u32, height: u32) -> RgbImage {
    image::imageops::crop_imm(page, x, y, width, height).to_image()
}

/// Every piece on a sheet is its own page, pixel by pixel, bleed and all; and the file says only what is sound.
#[test]
fn a_piece_shows_what_its_own_page_shows() {
    let desk = coded(7);
    // Two columns and two rows whose bleeds begin on whole pixels, well apart.
    let at = |steps: f64| format!("{:.4}", steps * STEP + 3.0);
    let places: Vec<String> = [(6.0, 6.0), (88.0, 6.0), (6.0, 60.0), (88.0, 60.0)]
        .iter()
        .map(|(x, y)| format!("[{}, {}]", at(*x), at(*y)))
        .collect();
    desk.write(
        "papers.toml",
        format!(
            "[[paper]]\nid = \"test\"\nname = \"试纸\"\nsize = [215.9, 279.4]\nmargins = 5\nuse = \"labels\"\n\
             labels = {{ size = [85.5, 54], places = [{}] }}\n",
            places.join(", ")
        ),
    );
    let common = ["--data", "staff.csv", "-p", "name-85x54", "-f", "pdf", "--bare"];
    desk.must(&[&["render"], &common[..], &["--combine", "book.pdf", "-o", "book"]].concat(), 0);
    desk.must(&[&["render"], &common[..], &["--on", "test", "--combine", "sheets.pdf", "-o", "sheets"]].concat(), 0);
    let sheets = desk.path("sheets/sheets.pdf");
    is_sound(&sheets, &["--standard-only"]);
    let (Some(book), Some(sheets)) = (outside::pixels(&desk.path("book/book.pdf"), 300), outside::pixels(&sheets, 300))
    else {
        return;
    };
    assert_eq!((book.len(), sheets.len()), (7, 2));
    for (i, own) in book.iter().enumerate() {
        let (x, y) = [(6, 6), (88, 6), (6, 60), (88, 60)][i % 4];
        // The last row and column of the page's raster are cut by its own edge.
        let (width, height) = (own.width() - 1, own.height() - 1);
        let piece = part(&sheets[i / 4], x * STEP_PX, y * STEP_PX, width, height);
        let own = part(own, 0, 0, width, height);
        let apart = piece
            .enumerate_pixels()
            .filter(|(x, y, a)| a.0.iter().zip(&own.get_pixel(*x, *y).0).any(|(a, b)| a.abs_diff(*b) > 2));
        // The code's right edge lies 80.01 mm from the bleed's: on the line between pixels 944 and 945, to which side the
        // reader rounds it the last bit of a float decides.
        let apart: Vec<(u32, u32)> = apart.map(|(x, y, _)| (x, y)).filter(|(x, _)| !(944..=945).contains(x)).collect();
        // And a glyph may come to lie on either side of the reader's quarter of a pixel: a few samples of its edge.
        assert!(apart.len() <= 16, "piece {i}: {} pixels differ, first {:?}", apart.len(), apart.first());
        assert!(difference(&piece, &own) < 64, "piece {i}");
    }
}

/// The cuts that ticks show at the upper and left edges of a sheet's raster: runs of dark pixels along a line of it.
fn cuts(line: impl Iterator<Item = u8>) -> Vec<f64> {
    let mut cuts = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (i, value) in line.chain([255]).enumerate() {
        match (value < 160, open) {
            (true, None) => open = Some((i, i)),
            (true, Some((from, _))) => open = Some((from, i)),
            (false, Some((from, to))) => {
                cuts.push((from + to) as f64 / 2.0 + 0.5);
                open = None;
            }
            (false, None) => {}
        }
    }
    cuts
}

/// What a hand does: cut along the ticks, lay the stacks one upon the other, read what lies there.
#[test]
fn cut_stacks_lie_in_the_order_of_the_table() {
    let desk = coded(20);
    let said = desk.must(
        &[
            "--lang",
            "en",
            "render",
            "--data",
            "staff.csv",
            "-p",
            "name-85x54",
            "--set",
            "qr=https://example.org/{number}",
            "--on",
            "a4",
            "--order",
            "stacks",
            "-o",
            "out",
            "--bare",
        ],
        0,
    );
    assert!(said.contains("20 pieces on 3 sheets, 9 a sheet, turned"), "{said}");
    let Some(sheets) = outside::pixels(&desk.path("out/name-85x54-a4.pdf"), 300) else { return };
    assert_eq!(sheets.len(), 3);
    let mut stacks: Vec<Vec<String>> = vec![Vec::new(); 9];
    for sheet in &sheets {
        let gray: GrayImage = image::imageops::grayscale(sheet);
        // The first ink from above and from the left is a tick's.
        let has_ink = |values: &mut dyn Iterator<Item = u8>| values.min().is_some_and(|v| v < 160);
        let row =
            (0..gray.height()).find(|y| has_ink(&mut (0..gray.width()).map(|x| gray.get_pixel(x, *y)[0]))).unwrap();
        let column = (0..gray.width())
            .find(|x| has_ink(&mut (0..gray.height() * 9 / 10).map(|y| gray.get_pixel(*x, y)[0])))
            .unwrap();
        let xs = cuts((0..gray.width()).map(|x| gray.get_pixel(x, row + 3)[0]));
        let ys = cuts((0..gray.height() * 96 / 100).map(|y| gray.get_pixel(column + 3, y)[0]));
        assert_eq!((xs.len(), ys.len()), (6, 6), "{xs:?} {ys:?}");
        for (i, place) in ys.chunks(2).flat_map(|y| xs.chunks(2).map(move |x| (x, y))).enumerate() {
            let ([x0, x1], [y0, y1]) = (place.0, place.1) else { panic!("{place:?}") };
            // Turned by a quarter: 54 wide and 85.5 high.
            assert!((x1 - x0 - 54.0 / 25.4 * 300.0).abs() < 1.0 && (y1 - y0 - 85.5 / 25.4 * 300.0).abs() < 1.0);
            let piece = part(sheet, *x0 as u32, *y0 as u32, (x1 - x0) as u32, (y1 - y0) as u32);
            let file = desk.path("piece.png");
            piece.save(&file).unwrap();
            let Some(read) = outside::tool("zbarimg", &["-q", "--raw", file.to_str().unwrap()]) else { return };
            let text = String::from_utf8(read.stdout).unwrap().trim().to_owned();
            if !text.is_empty() {
                stacks[i].push(text);
            }
        }
    }
    let pile: Vec<String> = stacks.concat();
    let wanted: Vec<String> = (0..20).map(|i| format!("https://example.org/{i:04}")).collect();
    assert_eq!(pile, wanted);
}

const TWO_SIDED: &str = "[[product]]\nid = \"double\"\nlike = \"name-85x54\"\nname = \"双面牌\"\nsides = 2\n";

/// Turned as the printer turns it, every back lies behind its front.
#[test]
fn backs_meet_their_fronts() {
    let desk = Desk::with_staff(5);
    desk.write("products.toml", TWO_SIDED);
    for (duplex, upright_axis) in [("long-edge", true), ("short-edge", false)] {
        desk.must(
            &[
                "render",
                "--data",
                "staff.csv",
                "-p",
                "double",
                "--on",
                "a4",
                "--duplex",
                duplex,
                "--sheet-marks",
                "none",
                "-f",
                "pdf",
                "--bare",
                "-o",
                duplex,
            ],
            0,
        );
        let file = desk.path(&format!("{duplex}/double-a4.pdf"));
        is_sound(&file, &["--standard-only"]);
        let Some(pages) = outside::pixels(&file, 100) else { return };
        assert_eq!(pages.len(), 2);
        let turned = if upright_axis {
            image::imageops::flip_horizontal(&pages[1])
        } else {
            image::imageops::flip_vertical(&pages[1])
        };
        // Where the front has a piece, the back has one: the grounds of both cover the same pixels.
        let (mut only, mut both) = (0, 0);
        for (x, y, a) in pages[0].enumerate_pixels() {
            let foot = y * 100 / pages[0].height();
            if !(4..=95).contains(&foot) {
                continue;
            }
            let b = turned.get_pixel(x, y);
            let inked = |p: &image::Rgb<u8>| p.0.iter().any(|v| *v < 250);
            match (inked(a), inked(b)) {
                (true, true) => both += 1,
                (false, false) => {}
                _ => only += 1,
            }
        }
        assert!(both > 10_000, "{duplex}: {both}");
        assert!(only * 50 < both, "{duplex}: {only} of {both}");
    }
    // One page for both sides: every front beside its back.
    let said = desk.must(
        &[
            "--lang",
            "en",
            "render",
            "--data",
            "staff.csv",
            "-p",
            "double",
            "--on",
            "444x597",
            "-f",
            "pdf",
            "--bare",
            "-o",
            "half",
        ],
        0,
    );
    assert!(
        said.contains("10 pieces (5 asked for: each page comes out twice) on 1 sheet,")
            && said.contains("work and turn"),
        "{said}"
    );
}

/// Copies by a column, a half-used label sheet, the parts of a digital press, processing steps: all sound, none lost.
#[test]
fn copies_starts_and_records_are_kept() {
    let desk = Desk::new();
    desk.write("staff.csv", "姓名,单位,编号,份数\n王小明,第一分厂,001,3\n李小红,第二分厂,002,\n张小刚,第三分厂,003,0\n欧阳小,第一分厂,004,20\n");
    let base = ["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54", "-f", "pdf", "--bare"];
    let said = desk.must(&[&base[..], &["--on", "labels-85x54", "--start", "8", "-o", "a"]].concat(), 0);
    assert!(said.contains("24 pieces on 4 sheets, 10 a sheet"), "{said}");
    assert!(said.contains("9 places free"), "{said}");
    let vt = ["--on", "a3", "--combine", "vt.pdf", "--vt", "--steps", "on", "--cut-spot", "CutContour", "-o", "b"];
    desk.must(&[&base[..], &vt].concat(), 0);
    is_sound(&desk.path("b/vt.pdf"), &["--vt", "--standard-only"]);
    // The same on one thread and on four, and through a plan.
    let threads = |folder: &str, jobs: &str| {
        desk.must(&[&base[..], &["--on", "a4", "--order", "stacks", "-o", folder, "-j", jobs]].concat(), 0);
    };
    threads("one", "1");
    threads("four", "4");
    desk::same(&desk.files("one"), &desk.files("four"));
    let planned = [
        "plan",
        "--data",
        "staff.csv",
        "-p",
        "name-85x54",
        "-f",
        "pdf",
        "--bare",
        "--on",
        "a4",
        "--order",
        "stacks",
        "-o",
        "fleet",
    ];
    desk.must(&planned, 0);
    desk.must(&["run", "fleet/plan.jsonl"], 0);
    assert_eq!(desk.files("fleet")["name-85x54-a4.pdf"], desk.files("one")["name-85x54-a4.pdf"]);
}

/// What is reckoned of several products on common sheets is reckoned of each of them.
#[test]
fn a_gang_is_quoted_as_all_its_products() {
    let desk = coded(3);
    let base =
        ["--lang", "en", "render", "--data", "staff.csv", "--text", "质量先行 顾客为上", "-p", "name-85x54,badge-58"];
    let shop = ["--for", "digital", "--quantity", "badge-58=2", "--on", "a3", "--gang", "-f", "pdf", "-o", "out"];
    let said = desk.must(&[&base[..], &shop, &["--name", "{product}-{width}-{quantity}"]].concat(), 0);
    assert!(said.contains("PVC 卡 0.76 mm 0.01 m², 3 pieces") && said.contains("马口铁 0.03 m², 6 pieces"), "{said}");
    let files = desk.files("out");
    assert!(files.contains_key("name-85x54+badge-58-8.55+5.8-9.pdf"), "{:?}", files.keys());
    let jobs = String::from_utf8(files["jobs.csv"].clone()).unwrap();
    for wanted in ["name badge 85.5x54 3＋58 mm badge 6", "PVC 卡 0.76 mm＋马口铁"] {
        assert!(jobs.contains(wanted), "{wanted} in {jobs}");
    }
}

/// A column of pieces counts without sheets too: in names, in the ticket, in the quote.
#[test]
fn pieces_of_a_row_count_without_sheets() {
    let desk = Desk::new();
    desk.write(
        "banners.csv",
        "单位,标语,数量\n一车间,质量先行,3\n二车间,质量先行,\n三车间,质量先行,0\n四车间,质量先行,几条\n",
    );
    let base = ["--lang", "en", "render", "--data", "banners.csv", "-p", "banner-6000x700", "--for", "inkjet-banner"];
    let rest = ["--marks", "on", "--quantity", "2", "-f", "pdf", "--name", "{unit}-{数量}-{quantity}", "-o", "out"];
    let said = desk.must(&[&base[..], &rest].concat(), 0);
    assert!(said.contains("row 4: `数量` is 0: no page is made"), "{said}");
    assert!(said.contains("row 5: `数量` is `几条`, no number of pieces"), "{said}");
    assert!(said.contains("29.4 m², 7 pieces") && !said.contains("not known"), "{said}");
    let files = desk.files("out");
    for name in ["一车间-3-3-1比10.pdf", "二车间-2-2-1比10.pdf", "四车间-2-2-1比10.pdf"] {
        let slug = desk::text_of(&files[name]);
        let wanted = format!("数量{}", if name.starts_with('一') { 3 } else { 2 });
        assert!(slug.contains(&wanted), "{name}: {slug}");
    }
    assert_eq!(files.keys().filter(|name| name.ends_with(".pdf") && name.contains("车间")).count(), 3);
    let jobs = String::from_utf8(files["jobs.csv"].clone()).unwrap();
    assert!(
        jobs.lines().any(|line| line.contains("一车间") && line.contains(",3,") && line.contains(",12.6,")),
        "{jobs}"
    );
}

/// One command, and what the clerk wants to know.
#[test]
fn a_clerk_makes_forty_cards_with_one_command() {
    let desk = Desk::with_staff(40);
    let said = desk.must(&["--lang", "zh", "render", "--data", "staff.csv", "-p", "name-85x54", "--on", "a4"], 0);
    assert!(said.contains("40 件，5 张，每张 9 件") && said.contains("实际大小 100 %"), "{said}");
    let folder = desk.path("output/staff");
    // A proof of every sheet, each another.
    for file in ["name-85x54-a4.pdf", "name-85x54-a4-1.png", "name-85x54-a4-5.png", "approval.pdf", "index.html"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    // The rule is 100 mm long.
    let Some(sheets) = outside::pixels(&folder.join("name-85x54-a4.pdf"), 300) else { return };
    let gray: GrayImage = image::imageops::grayscale(&sheets[0]);
    let longest = (gray.height() * 95 / 100..gray.height())
        .map(|y| {
            let dark: Vec<u32> = (0..gray.width()).filter(|x| gray.get_pixel(*x, y)[0] < 128).collect();
            dark.chunk_by(|a, b| a + 1 == *b).map(<[u32]>::len).max().unwrap_or(0)
        })
        .max()
        .unwrap();
    assert!((longest as f64 / 300.0 * 25.4 - 100.0).abs() < 0.2, "{longest} px");
    // A second run finds everything there.
    let again = desk.must(&["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54", "--on", "a4"], 0);
    assert!(again.contains("kept"), "{again}");
}

/// Round pieces are staggered; their contours go to the plotter as they are in the PDF.
#[test]
fn buttons_are_staggered_and_cut_by_a_plotter() {
    let desk = Desk::new();
    let said = desk.must(
        &[
            "--lang",
            "en",
            "render",
            "--text",
            "质量先行 顾客为上",
            "-p",
            "badge-58",
            "--on",
            "a4",
            "--quantity",
            "22",
            "-f",
            "pdf,dxf,svg",
            "--steps",
            "on",
            "--bare",
            "-o",
            "out",
        ],
        0,
    );
    assert!(said.contains("22 pieces on 2 sheets, 11 a sheet"), "{said}");
    is_sound(&desk.path("out/badge-58-a4.pdf"), &["--standard-only"]);
    let dxf = String::from_utf8(desk.files("out")["badge-58-a4.dxf"].clone()).unwrap();
    let values: Vec<&str> = dxf.lines().map(str::trim).collect();
    let pairs: Vec<(&str, &str)> = values.chunks(2).map(|pair| (pair[0], pair[1])).collect();
    assert_eq!(pairs[0], ("999", "units: millimetres"));
    assert!(pairs.contains(&("1", "AC1009")) && pairs.last() == Some(&("0", "EOF")));
    let mut circles = Vec::new();
    for (i, _) in pairs.iter().enumerate().filter(|(_, p)| **p == ("0", "CIRCLE")) {
        let value = |group: &str| -> f64 { pairs[i..].iter().find(|(g, _)| *g == group).unwrap().1.parse().unwrap() };
        circles.push((pairs[i + 1].1, value("10"), value("20"), value("40")));
    }
    let cut: Vec<_> = circles.iter().filter(|c| c.0 == "CutContour").collect();
    assert_eq!((circles.len(), cut.len()), (22, 11));
    for (i, a) in cut.iter().enumerate() {
        assert!((a.3 - 35.0).abs() < 0.01, "{a:?}");
        assert!(a.1 > 39.9 && a.1 < 170.1 && a.2 > 39.9 && a.2 < 257.1, "{a:?}");
        assert!(cut[..i].iter().all(|b| (a.1 - b.1).hypot(a.2 - b.2) > 70.99));
    }
    // The same centres in the SVG, whose y grows downward.
    let svg = String::from_utf8(desk.files("out")["badge-58-a4.svg"].clone()).unwrap();
    assert!(svg.contains("width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\""));
    let starts: Vec<(f64, f64)> = svg
        .split("d=\"M")
        .skip(1)
        .map(|d| {
            let mut numbers = d.split([' ', 'C', 'L']);
            let mut next = || numbers.next().unwrap().parse::<f64>().unwrap();
            (next(), next())
        })
        .collect();
    for (_, x, y, radius) in &circles {
        let on = |(a, b): &(f64, f64)| ((a - x).hypot(b - (297.0 - y)) - radius).abs() < 0.01;
        assert!(starts.iter().any(on), "{x} {y}");
    }
}

/// Several products on common sheets: every piece is there, its code can be read, and each sheet has a cut file of its own.
#[test]
fn several_products_lie_on_common_sheets() {
    let desk = coded(13);
    let said = desk.must(
        &[
            "--lang",
            "en",
            "render",
            "--data",
            "staff.csv",
            "--text",
            "质量先行 顾客为上",
            "-p",
            "name-85x54,badge-58,card-70x100",
            "--on",
            "a3",
            "--gang",
            "--camera",
            "circle",
            "-f",
            "pdf,png,dxf",
            "--bare",
            "-o",
            "out",
        ],
        0,
    );
    assert!(said.contains("13 `name-85x54`") && said.contains("39 pieces on"), "{said}");
    let files = desk.files("out");
    is_sound(&desk.path("out/gang-a3.pdf"), &["--standard-only"]);
    let sheets = files.keys().filter(|file| file.ends_with(".png")).count();
    let (mut contours, mut discs) = (0, 0);
    for sheet in 1..=sheets {
        let dxf = String::from_utf8(files[&format!("gang-a3-{sheet}.dxf")].clone()).unwrap();
        // The camera's four discs stand in every cut file; all else is cut.
        let of = |layer: &str, entity: &str| dxf.matches(&format!("  0\r\n{entity}\r\n  8\r\n{layer}\r\n")).count();
        assert_eq!(of("RegMark", "CIRCLE"), 4, "sheet {sheet}");
        contours += of("CutContour", "POLYLINE");
        discs += of("CutContour", "CIRCLE");
    }
    assert_eq!((contours, discs), (26, 13));
    let Some(pages) = outside::pixels(&desk.path("out/gang-a3.pdf"), 200) else { return };
    assert_eq!(pages.len(), sheets);
    let mut read = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        // A disc of 5 mm at each corner of what the printer reaches.
        for (x, y) in [(7.5, 7.5), (289.5, 7.5), (289.5, 412.5), (7.5, 412.5)] {
            let px = |mm: f64| (mm / 25.4 * 200.0) as u32;
            assert!(page.get_pixel(px(x), px(y)).0[0] < 80, "sheet {i}: no mark at {x} {y}");
        }
        let file = desk.path("sheet.png");
        page.save(&file).unwrap();
        let Some(found) = outside::tool("zbarimg", &["-q", "--raw", file.to_str().unwrap()]) else { return };
        read.extend(String::from_utf8(found.stdout).unwrap().lines().map(str::to_owned));
    }
    read.sort();
    read.dedup();
    assert_eq!(read.len(), 13, "{read:?}");
}

/// A poster over office sheets is the poster: its tiles, laid with their overlap, are the page.
#[test]
fn tiles_laid_together_are_the_poster() {
    let desk = Desk::new();
    desk.write(
        "papers.toml",
        // What is printed begins and steps on whole pixels at 100 dpi: 25.4 mm are 100 of them.
        "[[paper]]\nid = \"test\"\nname = \"试纸\"\nsize = [203.2, 304.8]\nmargins = 8.7\n",
    );
    let common = ["render", "--text", "质量先行 顾客为上", "-p", "300x420", "-f", "pdf", "--bare"];
    desk.must(&[&common[..], &["-o", "whole", "--name", "poster"]].concat(), 0);
    let said = desk.must(
        &[&["--lang", "en"], &common[..], &["--tile", "test", "--overlap", "10", "-o", "tiles", "--name", "poster"]]
            .concat(),
        0,
    );
    assert!(said.contains("over 4 sheets `test`, 2 rows of 2"), "{said}");
    let file = desk.path("tiles/poster.pdf");
    is_sound(&file, &["--standard-only"]);
    let (Some(whole), Some(pages)) =
        (outside::pixels(&desk.path("whole/poster.pdf"), 100), outside::pixels(&file, 100))
    else {
        return;
    };
    assert_eq!(pages.len(), 5, "a map and four tiles");
    // 300 mm in two tiles of 155, 420 in two of 215; the bleed is 3 mm; a tile's picture begins at 12.7 mm.
    let px = |mm: f64| mm / 25.4 * 100.0;
    for (i, page) in pages[1..].iter().enumerate() {
        let (x, y) = ((i % 2) as f64 * 145.0, (i / 2) as f64 * 205.0);
        let mut worst = 0;
        // Away from edges, where the two rasters lie apart by a part of a pixel: compare the mean of blocks.
        for by in 1..20 {
            for bx in 1..14 {
                let (dx, dy) = (f64::from(bx) * 10.0, f64::from(by) * 10.0);
                let mean = |image: &RgbImage, x: f64, y: f64| {
                    let block = part(image, px(x) as u32, px(y) as u32, 30, 30);
                    block.as_raw().iter().map(|v| u64::from(*v)).sum::<u64>() / block.as_raw().len() as u64
                };
                let own = mean(&whole[0], 3.0 + x + dx, 3.0 + y + dy);
                let tile = mean(page, 12.7 + dx, 12.7 + dy);
                worst = worst.max(own.abs_diff(tile));
            }
        }
        assert!(worst <= 12, "tile {i} differs by {worst}");
    }
}

/// Each a sentence with numbers and a cure, and nothing written.
#[test]
fn what_cannot_be_imposed_is_refused() {
    let desk = Desk::with_staff(3);
    desk.write("copies.csv", "姓名,份数\n王小明,若干\n");
    desk.write(
        "broken/papers.toml",
        "[[paper]]\nid = \"x\"\nname = \"x\"\nsize = [210, 297]\nlabels = { size = [70, 37], columns = 3, rows = 9, at = [0, 0] }\n",
    );
    desk.write("papers.toml", "[[paper]]\nid = \"small\"\nname = \"小纸\"\nsize = [120, 120]\n");
    let badge = ["--data", "staff.csv", "-p", "name-85x54"];
    let poster = ["--text", "质量先行", "-p", "poster-a2"];
    for (arguments, wanted) in [
        ([&badge[..], &["--on", "a44"]].concat(), "did you mean `a4`?"),
        ([&poster[..], &["--on", "a4"]].concat(), "a piece of 426 × 600 mm with its bleed does not fit into"),
        (
            [&badge[..], &["--on", "a4", "--gutter", "4"]].concat(),
            "pieces 4 mm apart lie in each other's bleed: wanted 6 mm",
        ),
        ([&badge[..], &["--on", "a4", "--start", "10"]].concat(), "there is no place 10 on a sheet of 9"),
        ([&badge[..], &["--on", "labels-70x37"]].concat(), "does not go on labels of 70 × 37 mm"),
        ([&badge[..], &["--on", "a4", "-f", "tiff"]].concat(), "`tiff` files do not hold press sheets"),
        ([&badge[..], &["--from", "broken", "--on", "x"]].concat(), "a label ends at"),
        (vec!["--data", "copies.csv", "-p", "name-85x54", "--on", "a4"], "`份数` is `若干`, no number of pieces"),
        (
            [&poster[..], &["--tile", "small", "--overlap", "90"]].concat(),
            "nothing is left beside marks and 90 mm of overlap",
        ),
        (vec!["--text", "质量先行", "-p", "banner-10500x1200", "--tile", "a5"], "at most 400 are made"),
        (
            vec!["--text", "质量先行", "-p", "banner-10000x700", "--tile", "a4"],
            "take 152 sheets, 4 rows of 38: are so many meant?",
        ),
        ([&badge[..], &["--on", "a4", "--gang", "--gutter", "4"]].concat(), "wanted 6 mm, twice the bleed"),
        ([&badge[..], &["--start", "3"]].concat(), "--on"),
    ] {
        let said = desk.must(&[&["--lang", "en", "render"], &arguments[..], &["-o", "none"]].concat(), 2);
        assert!(said.contains(wanted), "{arguments:?}: wanted {wanted}\n{said}");
        assert!(!desk.path("none").exists(), "{arguments:?}");
    }
    // Half a file: its later pages would be blank pieces.
    desk.must(&["render", "--data", "staff.csv", "-p", "name-85x54", "--combine", "whole.pdf", "--bare", "-o", "."], 0);
    let whole = std::fs::read(desk.path("whole.pdf")).unwrap();
    desk.write("half.pdf", &whole[..whole.len() / 2]);
    desk.must(&["--lang", "en", "impose", "half.pdf", "--on", "a4", "-o", "sheets.pdf"], 2);
    assert!(!desk.path("sheets.pdf").exists());
}

/// Papers are data: listed, described, a user's own beside the shipped.
#[test]
fn papers_are_listed_and_described() {
    let desk = Desk::new();
    desk.write(
        "layouts/papers.toml",
        "[[paper]]\nid = \"ours\"\nlike = \"a4\"\nname = \"我们的纸\"\nmargins = [4, 6]\n",
    );
    let said = desk.must(&["--lang", "en", "list", "papers"], 0);
    assert!(said.contains("labels-70x33.8") && said.contains("210 × 297 mm, 24 labels of 70 × 33.8"), "{said}");
    assert!(said.lines().any(|l| l.starts_with("ours") && l.contains("198 × 289 printed")), "{said}");
    let schema: serde_json::Value = serde_json::from_str(&desk.must(&["schema", "paper"], 0)).unwrap();
    assert_eq!(schema["properties"]["paper"]["items"]["properties"]["order"]["enum"][2], "stacks");
}

/// Pages of any program lie on sheets as they are: turned, scaled, clipped; what they promise is promised only where all do.
#[test]
fn pdfs_of_others_are_placed_as_they_are() {
    let desk = coded(4);
    desk.must(
        &[
            "render",
            "--data",
            "staff.csv",
            "-p",
            "name-85x54",
            "--combine",
            "book.pdf",
            "-f",
            "pdf",
            "--bare",
            "-o",
            ".",
        ],
        0,
    );
    let said = desk.must(&["--lang", "en", "impose", "book.pdf", "--on", "a4", "--upright", "-o", "sheets.pdf"], 0);
    assert!(said.contains("4 pieces on 1 sheet, PDF/X-4"), "{said}");
    is_sound(&desk.path("sheets.pdf"), &["--standard-only"]);
    // The same pages imposed by `render` show the same.
    desk.must(
        &[
            "render",
            "--data",
            "staff.csv",
            "-p",
            "name-85x54",
            "--on",
            "a4",
            "--upright",
            "-f",
            "pdf",
            "--bare",
            "-o",
            "own",
        ],
        0,
    );
    if let (Some(a), Some(b)) =
        (outside::pixels(&desk.path("sheets.pdf"), 100), outside::pixels(&desk.path("own/name-85x54-a4.pdf"), 100))
    {
        let (width, height) = (a[0].width(), a[0].height() * 95 / 100);
        let apart = part(&a[0], 0, 0, width, height);
        let own = part(&b[0], 0, 0, width, height);
        let differing = apart.pixels().zip(own.pixels());
        let differing = differing.filter(|(a, b)| a.0.iter().zip(&b.0).any(|(a, b)| a.abs_diff(*b) > 40)).count();
        assert!(differing < 200, "{differing} pixels differ");
    }
    // A stranger's page: 1 inch square in units of 2 points, turned, with a box that prints over it and one that does not.
    let stranger = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/TrimBox[10 10 82 46]/UserUnit 2/Rotate 90/Contents 4 0 R\
        /Resources<<>>/Annots[5 0 R]>>endobj\n4 0 obj<</Length 37>>stream\n0 1 1 0 k 10 10 36 36 re f           \nendstream endobj\n\
        5 0 obj<</Type/Annot/Subtype/Stamp/F 4/Rect[46 10 82 46]/AP<</N 6 0 R>>>>endobj\n\
        6 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 23>>stream\n1 0 0 0 k 0 0 1 1 re f \nendstream endobj\n\
        trailer<</Root 1 0 R/Size 7>>\n%%EOF\n";
    desk.write("stranger.pdf", stranger);
    let said = desk.must(&["--lang", "en", "impose", "stranger.pdf", "--on", "a5", "-o", "s.pdf"], 0);
    assert!(said.contains("plain PDF") && said.contains("1 annotations or fields that print are placed"), "{said}");
    if let Some(pages) = outside::pixels(&desk.path("s.pdf"), 72) {
        // 36 × 72 units of two points, turned by a quarter: 72 wide and 144 high, red above cyan.
        let colours = |test: &dyn Fn(&[u8; 3]) -> bool| pages[0].pixels().filter(|p| test(&p.0)).count();
        let red = colours(&|p| p[0] > 180 && p[1] < 90);
        let cyan = colours(&|p| p[0] < 90 && p[2] > 180);
        assert!(red.abs_diff(72 * 72) < 400 && cyan.abs_diff(72 * 72) < 400, "{red} {cyan}");
    }
    let faults = [
        (vec!["impose", "book.pdf", "stranger.pdf"], "without `--gang` pieces are of one size"),
        (vec!["impose", "stranger.pdf", "--sides", "2"], "1 pages are no pairs of front and back"),
        (vec!["impose", "staff.csv"], "not a PDF"),
        (vec!["impose", "stranger.pdf", "--backs", "book.pdf"], "4 backs for 1 fronts: wanted as many, or one for all"),
        (vec!["impose", "stranger.pdf", "-o", "staff.csv"], "this file is there already"),
    ];
    for (arguments, wanted) in faults {
        let said = desk.must(&[&["--lang", "en"], &arguments[..]].concat(), 2);
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
    if let Some(output) = outside::tool(
        "qpdf",
        &[
            "--encrypt",
            "",
            "owner",
            "256",
            "--",
            desk.path("book.pdf").to_str().unwrap(),
            desk.path("locked.pdf").to_str().unwrap(),
        ],
    ) {
        assert!(output.status.success());
        let said = desk.must(&["--lang", "en", "impose", "locked.pdf"], 2);
        assert!(said.contains("locked.pdf: encrypted"), "{said}");
    }
}

/// The plates of the first page of a PDF at 72 dots an inch by Ghostscript, by name; `None` without it. 255 is no ink.
fn plates(desk: &Desk, file: &str) -> Option<std::collections::BTreeMap<String, (u32, Vec<u8>)>> {
    let folder = tempfile::TempDir::new().unwrap();
    let out = format!("-sOutputFile={}", folder.path().join("p.tif").display());
    let file = desk.path(file);
    let arguments = ["-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-dLastPage=1", "-sDEVICE=tiffsep", "-r72", &out];
    let output = outside::tool("gs", &[&arguments[..], &[file.to_str().unwrap()]].concat())?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let mut all = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let Some(name) = name.strip_prefix("p(").and_then(|name| name.strip_suffix(')')) else { continue };
        let mut decoder = tiff::decoder::Decoder::new(std::fs::File::open(&path).unwrap()).unwrap();
        let (width, _) = decoder.dimensions().unwrap();
        let tiff::decoder::DecodingResult::U8(data) = decoder.read_image().unwrap() else { panic!("{name}") };
        all.insert(name.to_owned(), (width, data));
    }
    Some(all)
}

/// Plate by plate a stranger's page on a sheet is the page: its spot, its tints, what overprints and what knocks out.
#[test]
fn plates_of_others_stay_what_they_are() {
    let desk = Desk::new();
    let content = "/G0 gs /S0 cs 1 scn 10 10 60 60 re f 0 0 0 1 k 30 30 90 20 re f /G1 gs .2 .4 .6 0 k 50 50 60 60 re f \
                   /S0 cs .5 scn 100 100 30 30 re f 0 0 0 0 k 5 120 40 10 re f";
    let stranger = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 144 144]/Contents 4 0 R/Resources<</ExtGState<</G0<</OP true/op true/OPM 1>>\
         /G1<</OP false/op false>>>>/ColorSpace<</S0[/Separation/Gold871/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]\
         /C1[.1 .3 .8 .2]/N 1>>]>>>>>>endobj\n4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
         trailer<</Root 1 0 R/Size 5>>\n%%EOF\n",
        content.len()
    );
    desk.write("stranger.pdf", stranger);
    desk.must(&["impose", "stranger.pdf", "--on", "a5", "--sheet-marks", "none", "--upright", "-o", "sheet.pdf"], 0);
    let (Some(own), Some(sheet)) = (plates(&desk, "stranger.pdf"), plates(&desk, "sheet.pdf")) else { return };
    // From the spot's first row and column on both: where the piece lies.
    let corner = |(width, data): &(u32, Vec<u8>)| {
        let inked: Vec<u32> = (0..data.len() as u32).filter(|i| data[*i as usize] < 128).collect();
        (inked.iter().map(|i| i % width).min().unwrap(), inked.iter().map(|i| i / width).min().unwrap())
    };
    assert!(own.contains_key("Gold871") && sheet.contains_key("Gold871"), "{:?}", sheet.keys());
    let (a, b) = (corner(&own["Gold871"]), corner(&sheet["Gold871"]));
    for (name, (width, data)) in &own {
        let (wide, on) = &sheet[name];
        // Away from the page's edge, which falls within a pixel of the sheet.
        let inside =
            (0..data.len() as u32).filter(|i| (2..140).contains(&(i % width)) && (2..140).contains(&(i / width)));
        let differing = inside.filter(|i| {
            let (x, y) = (i % width + b.0 - a.0, i / width + b.1 - a.1);
            on[(y * wide + x) as usize].abs_diff(data[*i as usize]) > 3
        });
        // The edges of figures may fall to either side of a pixel.
        let differing = differing.count();
        assert!(differing < 700, "{name}: {differing} of {} pixels differ", data.len());
        let sum = |data: &[u8]| data.iter().map(|v| u64::from(255 - v)).sum::<u64>();
        assert!(name == "Black" || sum(on).abs_diff(sum(data)) * 25 <= sum(data), "{name}: {} {}", sum(on), sum(data));
    }
}

/// Plate by plate at 300 dpi, by a script that knows nothing of the program: pages of other programs, and of every trouble
/// that a page may make, are on their sheets what they are by themselves.
#[test]
fn strangers_are_on_sheets_what_they_are_by_themselves() {
    if outside::tool("gs", &["--version"]).is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::TempDir::new().unwrap();
    let script = root.join("tests/oracles/plates.py");
    let mut files: Vec<_> =
        std::fs::read_dir(root.join("tests/data/foreign")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "pdf"));
    files.sort();
    let mut arguments = vec![script, env!("CARGO_BIN_EXE_biaoyu").into(), folder.path().into(), "--made".into()];
    arguments.extend(files);
    let Some(said) = outside::python(&arguments) else { return };
    assert!(said.lines().last().unwrap().ends_with(" 0 faults"), "{said}");
}

/// Bounding boxes of what a cut file cuts, mm.
fn cut_boxes(dxf: &str) -> Vec<[f64; 4]> {
    let lines: Vec<&str> = dxf.lines().map(str::trim).collect();
    let pairs: Vec<(&str, &str)> = lines.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    let mut boxes: Vec<[f64; 4]> = Vec::new();
    let mut inside = false;
    for (i, (group, value)) in pairs.iter().enumerate() {
        match (*group, *value) {
            ("0", "POLYLINE") => {
                inside = pairs[i + 1] == ("8", "CutContour");
                if inside {
                    boxes.push([f64::MAX, f64::MAX, f64::MIN, f64::MIN]);
                }
            }
            ("0", "VERTEX") if inside => {
                let value = |group: &str| pairs[i..].iter().find(|(g, _)| *g == group).unwrap().1.parse::<f64>();
                let (x, y) = (value("10").unwrap(), value("20").unwrap());
                let own = boxes.last_mut().unwrap();
                *own = [own[0].min(x), own[1].min(y), own[2].max(x), own[3].max(y)];
            }
            _ => {}
        }
    }
    boxes
}

/// Whether a knife that always goes from edge to edge of what lies before it cuts these apart, `gap` beside each.
fn is_cut_apart(boxes: &[[f64; 4]], gap: f64) -> bool {
    if boxes.len() < 2 {
        return true;
    }
    for axis in [0, 1] {
        for end in boxes.iter().map(|b| b[axis + 2]) {
            let (one, other): (Vec<[f64; 4]>, Vec<[f64; 4]>) = boxes.iter().partition(|b| b[axis + 2] <= end + 1e-3);
            if !other.is_empty() && other.iter().all(|b| b[axis] >= end + gap - 1e-3) {
                return is_cut_apart(&one, gap) && is_cut_apart(&other, gap);
            }
        }
    }
    false
}

/// What was ganged of products and of other programs' pages goes through a guillotine, sheet by sheet, by the cut files alone.
#[test]
fn gangs_go_through_a_guillotine() {
    let desk = Desk::new();
    let k = 72.0 / 25.4;
    // Each size has a colour of its own, bleed and all.
    let sizes = [(90.0, 54.0, 20_usize), (210.0, 99.0, 4), (148.0, 105.0, 4), (60.0, 180.0, 5), (40.0, 40.0, 13)];
    let inks = ["1 0 0 0", "0 1 0 0", "0 0 1 0", "1 1 0 0", "0 1 1 0"];
    let mut arguments: Vec<String> = ["--lang", "en", "impose"].map(String::from).to_vec();
    for (i, ((width, height, count), ink)) in sizes.iter().zip(inks).enumerate() {
        let (wide, high) = ((width + 6.0) * k, (height + 6.0) * k);
        let content = format!("{ink} k 0 0 {wide} {high} re f");
        let (x, y) = ((width + 3.0) * k, (height + 3.0) * k);
        let (length, edge) = (content.len(), 3.0 * k);
        desk.write(
            &format!("size-{i}.pdf"),
            format!(
                "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
                 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/BleedBox[0 0 {wide} {high}]\
                 /TrimBox[{edge} {edge} {x} {y}]/Contents 4 0 R/Resources<<>>>>endobj\n\
                 4 0 obj<</Length {length}>>stream\n{content}\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n"
            ),
        );
        arguments.extend([format!("size-{i}.pdf"), "--copies".into(), format!("size-{i}={count}")]);
    }
    let more = ["--gang", "--on", "sra3", "-f", "dxf,svg", "--json", "-o", "out/gang.pdf"].map(String::from);
    arguments.extend(more);
    std::fs::create_dir(desk.path("out")).unwrap();
    let all: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let said = desk.must(&all, 0);
    assert!(said.contains("20 90×54 mm") && said.contains("46 pieces on 4 sheets"), "{said}");
    assert!(said.contains("\"cuts\":[\"out/gang-1.dxf\""), "{said}");
    if let Some(output) = outside::tool("qpdf", &["--check", desk.path("out/gang.pdf").to_str().unwrap()]) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let files = desk.files("out");
    let mut found = [0; 5];
    for sheet in 1..=4 {
        let boxes = cut_boxes(&String::from_utf8(files[&format!("gang-{sheet}.dxf")].clone()).unwrap());
        // Twice the bleed lies between two knives.
        assert!(is_cut_apart(&boxes, 6.0), "sheet {sheet}: {boxes:?}");
        for [x0, y0, x1, y1] in &boxes {
            let fits = |w: f64, h: f64| (x1 - x0 - w).abs() < 0.01 && (y1 - y0 - h).abs() < 0.01;
            found[sizes.iter().position(|(w, h, _)| fits(*w, *h) || fits(*h, *w)).unwrap()] += 1;
        }
        assert!(files.contains_key(&format!("gang-{sheet}.svg")));
    }
    assert_eq!(found, sizes.map(|(.., count)| count));
    // And that much of each colour is printed.
    if let Some(pages) = outside::pixels(&desk.path("out/gang.pdf"), 72) {
        let own: Vec<image::Rgb<u8>> = (0..5)
            .map(|i| *outside::pixels(&desk.path(&format!("size-{i}.pdf")), 36).unwrap()[0].get_pixel(9, 9))
            .collect();
        for ((width, height, count), ink) in sizes.iter().zip(own) {
            let printed = pages.iter().flat_map(|page| page.pixels()).filter(|p| **p == ink).count() as f64;
            let wanted = (width + 6.0) * (height + 6.0) * k * k * *count as f64;
            assert!((printed / wanted - 1.0).abs() < 0.03, "{width} × {height}: {printed} of {wanted}");
        }
    }
    // The same with products of our own, whose gangs know rounds as well.
    let base = ["--lang", "en", "render", "--text", "质量先行 顾客为上", "-p", "name-85x54,148x105,60x180,card-70x100"];
    let more = ["--quantity", "7", "--on", "a3", "--gang", "-f", "pdf,dxf", "--cut-spot", "CutContour", "-o", "own"];
    desk.must(&[&base[..], &more].concat(), 0);
    let own = desk.files("own");
    let dxf: Vec<_> = own.iter().filter(|(name, _)| name.ends_with(".dxf")).collect();
    let boxes: Vec<_> = dxf.iter().map(|(_, bytes)| cut_boxes(std::str::from_utf8(bytes).unwrap())).collect();
    assert_eq!(boxes.iter().map(Vec::len).sum::<usize>(), 28);
    assert!(boxes.iter().all(|boxes| is_cut_apart(boxes, 4.0)), "{boxes:?}");
    // PDF/X-4 of several sizes stays PDF/X-4.
    for size in ["148x105", "60x180"] {
        desk.must(&["render", "--text", "质量先行", "-p", size, "-f", "pdf", "--bare", "-o", "x4", "--name", size], 0);
    }
    let files = ["--lang", "en", "impose", "x4/148x105.pdf", "x4/60x180.pdf", "--gang", "--on", "a3", "--copies", "2"];
    let said = desk.must(&[&files[..], &["-o", "x4.pdf"]].concat(), 0);
    assert!(said.contains("4 pieces on 1 sheet, PDF/X-4"), "{said}");
    is_sound(&desk.path("x4.pdf"), &["--standard-only"]);
    // What cannot be had is refused, and nothing is written.
    for (more, wanted) in [
        (["--copies", "size-9=3"], "`size-9` is none of the files"),
        (["--copies", "three"], "`three` is no number of copies"),
        (["--sides", "2"], "page 1 is 210 × 99 mm, its front 90 × 54 mm"),
    ] {
        let files = ["--lang", "en", "impose", "size-0.pdf", "size-1.pdf", "--gang", "--on", "a3", "-o", "none.pdf"];
        let said = desk.must(&[&files[..], &more].concat(), 2);
        assert!(said.contains(wanted), "{more:?}: {said}");
        assert!(!desk.path("none.pdf").exists());
    }
}

/// Stock printed beforehand and the record printed onto it are the page.
#[test]
fn the_record_and_its_stock_are_the_page() {
    let desk = coded(2);
    let press = |folder: &str, only: &[&str]| {
        let common = [
            "render",
            "--data",
            "staff.csv",
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
        desk.must(&[&common[..], only].concat(), 0);
        outside::pixels(&desk.path(&format!("{folder}/b.pdf")), 100)
    };
    let (Some(whole), Some(stock), Some(record)) =
        (press("whole", &[]), press("stock", &["--only", "fixed"]), press("record", &["--only", "variable"]))
    else {
        return;
    };
    assert_eq!((stock.len(), record.len()), (1, 2), "the stock is the same for all");
    assert!(difference(&record[0], &record[1]) > 100);
    // Where the record paints nothing the page is the stock.
    for (x, y, pixel) in record[0].enumerate_pixels().filter(|(_, _, p)| p.0 == [255; 3]) {
        let (a, b) = (whole[0].get_pixel(x, y), stock[0].get_pixel(x, y));
        let white = a.0.iter().zip(&b.0).all(|(a, b)| a.abs_diff(*b) < 8) || a.0 == [255; 3];
        assert!(white, "{x} {y}: {a:?} {b:?} {pixel:?}");
    }
}
