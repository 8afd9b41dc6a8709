//! Sheets in the hand: gangs and their ticks, the proofreading sheet, plates a sheet, and that what is said can be done. Judged by
//! poppler and qpdf.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod desk;
mod outside;

use desk::Desk;

/// A file of one page of `width` × `height` mm with 3 mm of bleed on a medium 8 mm larger.
fn card(width: f64, height: f64) -> Vec<u8> {
    let mm = |v: f64| format!("{:.4}", v * 72.0 / 25.4);
    let rect = |by: f64| [8.0 - by, 8.0 - by, 8.0 + width + by, 8.0 + height + by].map(mm).join(" ");
    let boxes = format!("/MediaBox[{}]/TrimBox[{}]/BleedBox[{}]", rect(8.0), rect(0.0), rect(3.0));
    pdf(&boxes, "0 .3 .3 0 k 0 0 2000 2000 re f", "")
}

fn pdf(boxes: &str, content: &str, resources: &str) -> Vec<u8> {
    let length = content.len();
    format!(
        "%PDF-1.6\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R{boxes}/Contents 4 0 R/Resources<<{resources}>>>>endobj\n\
         4 0 obj<</Length {length}>>stream\n{content}\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n"
    )
    .into_bytes()
}

/// How many sheets are said.
fn sheets(said: &str) -> usize {
    let words: Vec<&str> = said.split_whitespace().collect();
    let count = words.windows(2).find(|pair| pair[0].parse::<usize>().is_ok() && pair[1].starts_with("sheet"));
    count.unwrap()[0].parse().unwrap()
}

/// The pieces of two files on common sheets take as many sheets as by themselves, or fewer; where no sheet holds both, it is said.
#[test]
fn a_gang_takes_no_more_sheets_than_its_jobs_apart() {
    let desk = Desk::new();
    for (one, other, paper, most, is_apart) in [
        ((140.0, 100.0, 90), (60.0, 40.0, 40), "sra3", 13, false),
        ((85.5, 54.0, 54), (140.0, 100.0, 4), "a4", 8, true),
        ((54.0, 86.0, 54), (100.0, 70.0, 8), "a4", 8, true),
        ((140.0, 100.0, 54), (54.0, 86.0, 4), "sra3", 7, false),
    ] {
        let apart = [("one", one), ("other", other)].map(|(name, (width, height, copies))| {
            desk.write(&format!("{name}.pdf"), card(width, height));
            let copies = copies.to_string();
            let file = format!("{name}.pdf");
            let words = ["--lang", "en", "impose", &file, "--on", paper, "--copies", &copies, "-o", "apart.pdf"];
            sheets(&desk.must(&words, 0))
        });
        let copies = [format!("one={}", one.2), format!("other={}", other.2)];
        let words = ["--lang", "en", "impose", "one.pdf", "other.pdf", "--gang", "--on", paper, "-o", "gang.pdf"];
        let said = desk.must(&[&words[..], &["--copies", &copies[0], "--copies", &copies[1]]].concat(), 0);
        assert!(sheets(&said) <= apart.iter().sum() && sheets(&said) <= most, "{apart:?}: {said}");
        assert_eq!(said.contains("no sheet holds two of them"), is_apart, "{said}");
        assert!(!said.contains("no tick"), "{said}");
        let file = desk.path("gang.pdf");
        if let Some(output) = outside::tool("qpdf", &["--show-npages", file.to_str().unwrap()]) {
            assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), sheets(&said).to_string());
        }
    }
}

/// Where the knives of a cut file go, millimetres from the sheet's upper left corner.
fn knives(svg: &str) -> Vec<[f64; 4]> {
    let mut all = Vec::new();
    for path in svg.split(" d=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let numbers: Vec<f64> = path
            .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
            .filter_map(|n| n.parse().ok())
            .collect();
        if path.contains(['C', 'A']) || numbers.len() < 8 {
            continue;
        }
        let (xs, ys): (Vec<f64>, Vec<f64>) = numbers.chunks_exact(2).map(|p| (p[0], p[1])).unzip();
        let ends = |v: &[f64]| v.iter().fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
        let ((x0, x1), (y0, y1)) = (ends(&xs), ends(&ys));
        all.push([x0, y0, x1, y1]);
    }
    all
}

/// A tick outside of all pieces stands on a cut that goes from edge to edge, or beside the piece that it is of; none tells where another
/// shelf is cut.
#[test]
fn ticks_at_the_rim_show_what_goes_through() {
    let desk = Desk::new();
    let sizes = [(90.0, 54.0, 9), (210.0, 99.0, 2), (148.0, 105.0, 3), (60.0, 180.0, 2), (40.0, 40.0, 13)];
    let mut words: Vec<String> =
        ["impose", "--gang", "--on", "sra3", "--sheet-marks", "press", "-f", "svg", "-o", "gang.pdf"]
            .map(String::from)
            .into();
    for (i, (width, height, copies)) in sizes.iter().enumerate() {
        desk.write(&format!("size-{i}.pdf"), card(*width, *height));
        words.extend([format!("size-{i}.pdf"), "--copies".into(), format!("size-{i}={copies}")]);
    }
    desk.must(&words.iter().map(String::as_str).collect::<Vec<_>>(), 0);
    let Some(pages) = outside::pixels(&desk.path("gang.pdf"), 300) else { return };
    let files = desk.files("");
    let (mut silent, mut shown) = (0, 0);
    for (sheet, page) in pages.iter().enumerate() {
        let svg = String::from_utf8(files[&format!("gang-{}.svg", sheet + 1)].clone()).unwrap();
        let boxes = knives(&svg);
        assert!(!boxes.is_empty(), "{svg}");
        let block = boxes.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |a, b| {
            [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
        });
        let is_dark = |x: f64, y: f64| {
            let px = |mm: f64| (mm / 25.4 * 300.0).floor() as i64;
            let near = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (px(x) + dx, px(y) + dy)));
            let mut seen = near
                .filter(|(x, y)| (0..i64::from(page.width())).contains(x) && (0..i64::from(page.height())).contains(y));
            seen.any(|(x, y)| page.get_pixel(x as u32, y as u32).0.iter().all(|v| *v < 150))
        };
        for axis in [0, 1] {
            let other = 1 - axis;
            for (end, out) in [(block[other], -1.0), (block[other + 2], 1.0)] {
                // Beyond the bleed, where ticks begin.
                let rim = end + out * (3.0 + 1.2);
                for at in boxes.iter().flat_map(|b| [b[axis], b[axis + 2]]) {
                    let goes = !boxes.iter().any(|b| at > b[axis] + 0.01 && at < b[axis + 2] - 0.01);
                    let is_own = boxes.iter().any(|b| {
                        let touches = if out < 0.0 { b[other] } else { b[other + 2] };
                        (touches - end).abs() < 3.1 && [b[axis], b[axis + 2]].iter().any(|v| (v - at).abs() < 0.2)
                    });
                    let middle = f64::midpoint(block[axis], block[axis + 2]);
                    if (at - middle).abs() < 4.0 {
                        // A registration mark stands there.
                        continue;
                    }
                    let dark = if axis == 0 { is_dark(at, rim) } else { is_dark(rim, at) };
                    if goes {
                        shown += usize::from(dark);
                    } else if !is_own {
                        silent += 1;
                        assert!(!dark, "sheet {}: a tick at {at} mm, side {end}: {boxes:?}", sheet + 1);
                    }
                }
            }
        }
    }
    assert!(silent > 5 && shown > 5, "{silent} {shown}");
}

/// The texts of press sheets are listed by piece, those of tiles and panels by page, without the words of the job beside them.
#[test]
fn the_proofreading_sheet_lists_pieces() {
    let desk = Desk::with_staff(14);
    let read = |folder: &str| desk::text_of(&desk.files(folder)["校对单.pdf"]);
    let words = ["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54"];
    desk.must(&[&words[..], &["--on", "a4", "--order", "stacks", "-o", "sheets"]].concat(), 0);
    desk.must(&[&words[..], &["-f", "pdf", "-o", "plain"]].concat(), 0);
    let (sheets, plain) = (read("sheets"), read("plain"));
    assert!(sheets.contains("1finishedPDF(14pieces)") && plain.contains("14finishedPDFs(14pages)"), "{sheets}");
    // Row by row the same as of a file a card.
    let rows = |text: &str| text.split_once("right").unwrap().1.replace("pieces", "pages");
    assert_eq!(rows(&sheets), rows(&plain));
    // Pieces of a gang, of two sides, and of one page for both.
    desk.write("two.csv", "name,unit,number,份数\n王一,一厂,1,3\n王二,一厂,2,2\n");
    let flags = ["--lang", "en", "render", "--data", "two.csv", "--text", "质量先行", "--on", "sra3"];
    let gang = ["-p", "name-85x54,tableflag-140x210", "--gang", "-o", "gang"];
    desk.must(&[&flags[..], &gang].concat(), 0);
    let said = read("gang");
    assert!(said.contains("5pieces") && said.contains("33王一编号1") && said.contains("610质量先行"), "{said}");
    desk.must(&[&flags[..], &["-p", "tableflag-140x210", "--duplex", "work-and-turn", "-o", "half"]].concat(), 0);
    assert!(read("half").contains("6pieces") && read("half").contains("212质量先行"), "{}", read("half"));
    // What is printed by a printer that was measured lies beside its place.
    desk.must(&["calibrate", "--printer", "office", "--measured", "24,24,170,250"], 0);
    desk.must(&[&words[..], &["--on", "a4", "--order", "stacks", "--printer", "office", "-o", "moved"]].concat(), 0);
    assert_eq!(rows(&read("moved")), rows(&plain));
    let page = ["--lang", "en", "render", "--text", "质量先行 顾客为上", "-f", "pdf"];
    desk.must(&[&page[..], &["-p", "poster-a2", "--tile", "a4", "-o", "tiles"]].concat(), 0);
    desk.must(&[&page[..], &["-p", "8000x4000", "--panel", "3200", "-o", "panels"]].concat(), 0);
    for folder in ["tiles", "panels"] {
        let said = read(folder);
        assert!(said.contains("1finishedPDF(1page)") && said.contains("11质量先行/顾客为上"), "{said}");
        assert!(!said.contains("1-1") && !said.contains("裁切") && !said.contains("加工图"), "{said}");
    }
}

/// What was asked for and comes to nothing is said, and every hint can be followed.
#[test]
fn hints_can_be_followed() {
    let desk = Desk::with_staff(3);
    let en = |words: &[&str], code: i32| desk.must(&[&["--lang", "en"], words].concat(), code);
    // Turned for nothing.
    let cards = ["render", "--data", "staff.csv", "-p", "name-85x54", "--on", "a4", "--dry-run"];
    let said = en(&[&cards[..], &["--duplex", "long-edge"]].concat(), 0);
    assert!(said.contains("`--duplex long-edge` is not followed: all pieces are printed on one side"), "{said}");
    let gang = ["-p", "badge-58", "--text", "质量先行", "--gang", "--duplex", "short-edge"];
    let said = en(&[&cards[..], &gang].concat(), 0);
    assert!(said.contains("`--duplex short-edge` is not followed"), "{said}");
    assert!(!en(&cards, 0).contains("duplex"));
    desk.write("card.pdf", card(85.5, 54.0));
    let impose = ["impose", "card.pdf", "--on", "a4", "--duplex", "long-edge", "-o", "o.pdf"];
    assert!(en(&impose, 0).contains("`--backs FILE`"));
    assert!(!en(&[&impose[..], &["--backs", "card.pdf"]].concat(), 0).contains("not followed"));
    // Pages of others are not spread.
    desk.write("large.pdf", card(400.0, 300.0));
    let said = en(&["impose", "large.pdf", "--on", "a4", "-o", "l.pdf"], 2);
    assert!(said.contains("choose a larger paper") && !said.contains("--tile"), "{said}");
    let said = en(&["impose", "large.pdf", "--tile", "a4"], 2);
    assert!(said.contains("biaoyu render … --tile a4") && !said.contains("write `--on a4`"), "{said}");
    desk.write("level.pdf", card(250.0, 100.0));
    let upright = ["impose", "level.pdf", "--on", "a4", "--upright", "-o", "l.pdf"];
    let said = en(&upright, 2);
    assert!(said.contains("leave out `--upright`"), "{said}");
    en(&["impose", "level.pdf", "--on", "a4", "-o", "l.pdf"], 0);
    // A seam in the characters: what is named keeps it out of them.
    let cloth = ["render", "--text", "质量先行 顾客为上", "-p", "8000x4000", "--for", "inkjet-banner", "--dry-run"];
    let said = en(&[&cloth[..], &["--panel", "3200", "--seam-way", "level"]].concat(), 0);
    assert!(said.contains("seam at") && said.contains("`--panel 5000` keeps seams out"), "{said}");
    assert!(!said.contains("`--seam-way level`"), "{said}");
    let followed = en(&[&cloth[..], &["--panel", "5000", "--seam-way", "level"]].concat(), 0);
    assert!(!followed.contains("seam at"), "{followed}");
    let boards = en(&[&cloth[..], &["--panel", "1200x2400"]].concat(), 0);
    assert!(boards.contains("seam at") && !boards.contains("--seam-way"), "{boards}");
    // One sheet is no tiles.
    let said = en(&["render", "--text", "质量先行", "-p", "poster-a4", "--tile", "a3", "--dry-run"], 0);
    assert!(said.contains("fits on one sheet `a3`: there is nothing to tape"), "{said}");
    let said = en(&["render", "--text", "质量先行", "-p", "poster-a4", "--tile", "a4", "--dry-run"], 0);
    assert!(said.contains("2 sheets `a4`") || said.contains("4 sheets `a4`"), "{said}");
    // Nothing is said with a gap in it.
    desk.write(
        "products.toml",
        "[[product]]\nid = \"own\"\nlike = \"name-85x54\"\nname = \"自定\"\nname_en = \"own\"\n",
    );
    let said = en(&["render", "--data", "staff.csv", "-p", "own", "--on", "a4", "--dry-run"], 0);
    let gaps = said.lines().filter(|line| line.trim_start().contains("  ")).collect::<Vec<_>>();
    assert!(said.contains("was found and taken") && gaps.is_empty(), "{gaps:?}");
    // Numbers below nothing are numbers.
    for (option, wanted) in [("--gutter", "wanted 0 to 100 mm"), ("--start", "wanted a number from 1")] {
        let said = en(&[&cards[..], &[option, "-3"]].concat(), 2);
        assert!(said.contains(&format!("`-3` for `{option}`: {wanted}")), "{said}");
    }
}

/// A sheet of which one page serves both sides: what is planned, what is on the sheets and what the ticket says are one.
#[test]
fn counts_of_turned_sheets_agree() {
    let desk = Desk::new();
    desk.write("two.csv", "name,unit,number,份数\n王一,一厂,1,5\n王二,一厂,2,3\n");
    for duplex in ["work-and-turn", "work-and-tumble"] {
        let words = ["--lang", "en", "render", "--data", "two.csv", "--text", "质量先行", "-p", "tableflag-140x210"];
        let more = ["--on", "sra3", "--for", "digital", "--duplex", duplex, "-o", duplex];
        let said = desk.must(&[&words[..], &more].concat(), 0);
        // 5 and 3 pieces are 6 and 4 where each page comes out twice.
        let counts = "10 pieces (8 asked for: each page comes out twice) on 3 sheets, 4 a sheet";
        assert!(said.contains(counts) && said.contains(" 2 places free"), "{said}");
        let ticket = String::from_utf8(desk.files(duplex)["jobs.csv"].clone()).unwrap();
        assert!(ticket.contains(",1:1,10,") && ticket.contains("SRA3 320 × 450,3,"), "{ticket}");
        let file = desk.path(&format!("{duplex}/tableflag-140x210-sra3.pdf"));
        let Some(output) = outside::tool("pdftotext", &[file.to_str().unwrap(), "-"]) else { continue };
        let text = String::from_utf8(output.stdout).unwrap();
        let on: Vec<usize> = text
            .lines()
            .filter_map(|line| line.split_once("本张 ")?.1.split_whitespace().next()?.parse().ok())
            .collect();
        assert_eq!(on, [4, 4, 2], "{text}");
    }
}

/// Rings of cloth that is printed whole: those that lie on type are said, and that there are none.
#[test]
fn rings_without_panels_are_said() {
    let desk = Desk::new();
    let words = ["--lang", "en", "render", "--text", "质量先行 顾客为上", "-p", "backdrop-6000x3000", "--dry-run"];
    let shop = [&words[..], &["--for", "inkjet-banner"]].concat();
    let said = desk.must(&shop, 0);
    assert!(said.contains("has no rings, as the product says") && said.contains("`--hang rings`"), "{said}");
    let said = desk.must(&[&shop[..], &["--hang", "rings", "-l", "bars"]].concat(), 0);
    assert!(said.contains("36 rings") && !said.contains("has no rings"), "{said}");
    assert!(said.contains("14 rings lie on type or a picture") && said.contains("`--panel auto`"), "{said}");
    // What is named moves them.
    let moved = desk.must(&[&shop[..], &["--hang", "rings", "-l", "bars", "--panel", "auto"]].concat(), 0);
    assert!(moved.contains("12 rings lie"), "{moved}");
    let said = desk.must(&[&shop[..], &["--hang", "rope", "-l", "glyph"]].concat(), 0);
    assert!(!said.contains("rings lie") && !said.contains("has no rings"), "{said}");
}

/// Every press sheet has a set of plates; of other files of many pages there is none.
#[test]
fn every_sheet_has_its_plates() {
    let desk = Desk::with_staff(14);
    let words = ["--lang", "en", "render", "--data", "staff.csv", "-p", "name-85x54", "--plates", "--dpi", "150"];
    let on = [&words[..], &["--on", "a4", "-f", "pdf", "-o", "on"]].concat();
    desk.must(&on, 0);
    let files = desk.files("on");
    let plates: Vec<&String> = files.keys().filter(|name| name.ends_with("-Black.png")).collect();
    assert_eq!(plates, ["name-85x54-a4-1-Black.png", "name-85x54-a4-2-Black.png"]);
    if let Some(pages) = outside::pixels(&desk.path("on/name-85x54-a4.pdf"), 150) {
        for (page, plate) in pages.iter().zip(plates) {
            let plate = image::load_from_memory(&files[plate]).unwrap().into_luma8();
            assert!(plate.width().abs_diff(page.width()) <= 1 && plate.height().abs_diff(page.height()) <= 1);
            // Where black is solid the sheet is dark: the ticks and the job's line are on the plate, too.
            let solid = |x: u32, y: u32| plate.get_pixel(x, y).0[0] < 40;
            let (width, height) = (page.width().min(plate.width()), page.height().min(plate.height()));
            let all = || (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
            let count = all().filter(|(x, y)| solid(*x, *y)).count();
            let is_dark = |x: u32, y: u32| page.get_pixel(x.min(width - 1), y.min(height - 1)).0[1] < 140;
            let dark = |x: u32, y: u32| {
                (x.saturating_sub(1)..=x + 1).any(|x| (y.saturating_sub(1)..=y + 1).any(|y| is_dark(x, y)))
            };
            let light = all().filter(|(x, y)| solid(*x, *y) && !dark(*x, *y)).count();
            assert!(count > 20 && light * 20 < count, "{light} of {count}");
        }
    }
    assert_ne!(files["name-85x54-a4-1-Black.png"], files["name-85x54-a4-2-Black.png"]);
    // Fewer sheets: the plates of the others are old.
    desk.write("staff.csv", desk::staff(4));
    let said = desk.must(&on, 0);
    assert!(said.contains("8 files of earlier runs") && said.contains("name-85x54-a4-1-Black.png"), "{said}");
    assert!(desk.files("on").contains_key("name-85x54-a4-Black.png"));
    // Plates of the same sheets are none, although this run makes none.
    let said = desk.must(&[&on[..7], &["--dpi", "150", "--on", "a4", "-f", "pdf", "-o", "on", "--tidy"]].concat(), 0);
    assert!(said.contains("8 old files were moved"), "{said}");
    assert!(desk.files("on").contains_key("name-85x54-a4-Black.png"));
    let said = desk.must(&[&words[..], &["--combine", "all.pdf", "-o", "book"]].concat(), 2);
    assert!(said.contains("4 pages in one file") && said.contains("leave `--combine` out"), "{said}");
    let poster = ["--lang", "en", "render", "--text", "质量先行 顾客为上", "--plates", "--dry-run"];
    for (more, wanted) in [
        (["-p", "poster-a2", "--tile", "a4"], "not of its tiles"),
        (["-p", "8000x4000", "--panel", "3200"], "not of its panels"),
    ] {
        let said = desk.must(&[&poster[..], &more].concat(), 2);
        assert!(said.contains(wanted) && said.contains("--plates"), "{said}");
    }
}

/// A page of another program whose finished size is all of it, marks and all.
#[test]
fn marks_inside_the_finished_size_are_said() {
    let desk = Desk::new();
    let colour =
        "/ColorSpace<</S0[/Separation/All/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>]>>";
    let art = "0 .2 .2 0 k 40 40 200 120 re f /S0 CS 1 SCN .3 w 0 40 m 20 40 l S 40 0 m 40 20 l S";
    let media = "/MediaBox[0 0 280 200]";
    for (name, boxes, is_told) in [
        ("whole", "/TrimBox[0 0 280 200]", true),
        ("none", "", true),
        ("said", "/TrimBox[40 40 240 160]/BleedBox[30 30 250 170]", false),
    ] {
        desk.write(&format!("{name}.pdf"), pdf(&format!("{media}{boxes}"), art, colour));
        let file = format!("{name}.pdf");
        let said = desk.must(&["--lang", "en", "impose", &file, "--on", "a4", "-o", "o.pdf"], 0);
        assert_eq!(said.contains("registration colour (`All`) inside"), is_told, "{name}: {said}");
        assert_eq!(said.contains("set the TrimBox to the finished size"), is_told, "{name}: {said}");
    }
    // The colour alone, unused, is nothing.
    desk.write("bare.pdf", pdf(media, "0 .2 .2 0 k 40 40 200 120 re f", colour));
    assert!(!desk.must(&["--lang", "en", "impose", "bare.pdf", "--on", "a4", "-o", "o.pdf"], 0).contains("All"));
}
