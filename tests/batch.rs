//! Tables as clerks have them become pages: one file a row or one of all, the bad rows named and listed again.

#![allow(clippy::unwrap_used)]

mod desk;
mod outside;

use std::fmt::Write;
use std::process::Command;

use desk::Desk;

/// A list of staff with a name that no face has, a row without a name, and one that is there twice.
const STAFF: &str = "工号,姓名,部门,岗位
00017,王小明,华北水电工程局,班长
00018,李娜,运行维护部,高级工程师
00019,古丽米热·阿卜杜拉,标准化研究所,
00020,,安全监察处,
00021,赵\u{10FFFD},培训中心,主任
00022,Anna Schmidt,科技信息部,Engineer
00018,李娜,运行维护部,高级工程师
";

/// Tables of units are printed with its slogans.
const MONTH: &str = "quality-month-2021";
/// Badges without a word to spare.
const BADGES: [&str; 9] = ["render", "-p", "name-85x54", "-l", "official", "-d", "staff.csv", "--lang", "en"];

fn text(desk: &Desk, pdf: &str) -> Option<String> {
    let output = outside::run(Command::new("pdftotext").arg(desk.path(pdf)).arg("-"))?;
    Some(String::from_utf8(output.stdout).unwrap())
}

fn check(desk: &Desk, pdf: &str, vt: bool) {
    outside::x4check(&desk.path(pdf), if vt { &["--vt"] } else { &[] });
}

#[test]
fn every_good_row_gets_its_file_and_the_others_are_named() {
    let desk = Desk::new();
    desk.write("staff.csv", STAFF);
    let run = [&BADGES[..], &["-f", "pdf", "--bare", "-o", "out"]].concat();
    desk.run(&run).code(1).says(&[
        "row 5",
        "row 6",
        "U+10FFFD",
        "5 files made",
        "2 rows to print again",
        "reprint.csv",
    ]);
    let files: Vec<String> = desk.files("out").into_keys().collect();
    assert_eq!(
        files,
        [
            "name-85x54/1-王小明.pdf",
            "name-85x54/2-李娜.pdf",
            "name-85x54/3-古丽米热·阿卜杜拉.pdf",
            "name-85x54/6-Anna Schmidt.pdf",
            "name-85x54/7-李娜.pdf",
            "receipts.jsonl",
            "reprint.csv",
        ]
    );
    // The list is a table like the one that came in, with what was wrong.
    let list = String::from_utf8(desk.files("out").remove("reprint.csv").unwrap()).unwrap();
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines[0].starts_with("工号,姓名,部门,岗位,"), "{list}");
    assert!(lines[1].starts_with("00020,,安全监察处,,") && lines[2].starts_with("00021,赵"), "{list}");
    assert_eq!(lines.len(), 3, "{list}");
    // Another run makes nothing and says the same of the bad rows.
    desk.run(&run).code(1).says(&["0 files made", "5 kept", "2 rows to print again"]);
    // Put right, the list is printed like any table; the whole table then leaves nothing to print again.
    desk.write("staff.csv", STAFF.replace("00020,,", "00020,周平,").replace('\u{10FFFD}', "敏"));
    desk.run(&run).code(0).says(&["2 files made", "5 kept"]);
    assert!(!desk.files("out").contains_key("reprint.csv"));
}

/// A PNG of two halves, black and white.
fn portrait(width: u32, height: u32) -> Vec<u8> {
    let half = |x, _| image::Rgb(if x < width / 2 { [0, 0, 0] } else { [255, 255, 255] });
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(width, height, half).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

#[test]
fn photos_of_records_come_as_fine_as_print_shows_them() {
    let desk = Desk::new();
    desk.write("staff.csv", "姓名,照片\n王明,photos/big.png\n李娜,photos/small.png\n周平,photos/none.png\n");
    desk.write("photos/big.png", portrait(2400, 3200)).write("photos/small.png", portrait(45, 60));
    let run = [&BADGES[..], &["-f", "pdf", "--bare", "-o", "out"]].concat();
    desk.run(&run).code(1).says(&["photos/none.png", "2 files made", "samples an inch", "1 row to print again"]);
    let picture = |file: &str| {
        let file = lopdf::Document::load(desk.path(file)).unwrap();
        let mut pictures = file.objects.values().filter_map(|object| object.as_stream().ok()).filter(|stream| {
            stream.dict.get(b"Subtype").and_then(|kind| kind.as_name()).is_ok_and(|kind| kind == b"Image")
        });
        let picture = pictures.next().unwrap();
        assert!(pictures.next().is_none());
        let side = |key: &[u8]| picture.dict.get(key).unwrap().as_i64().unwrap();
        (side(b"Width"), side(b"Height"), picture.decompressed_content().unwrap())
    };
    let (width, height, grays) = picture("out/name-85x54/1-王明.pdf");
    // 300 an inch on a place of about 20 mm, in its own shape.
    assert!((200..300).contains(&width) && (height * 3 - width * 4).abs() <= 6, "{width} × {height}");
    for row in grays.chunks_exact(width as usize) {
        let black = |x: i64| row[x as usize] < 128;
        assert!((0..width).all(|x| (x - width / 2).abs() <= 1 || black(x) == (x < width / 2)));
    }
    let (width, height, _) = picture("out/name-85x54/2-李娜.pdf");
    assert_eq!((width, height), (45, 60), "what is coarse stays as it is");
}

#[test]
fn one_file_holds_all_pages_in_the_order_of_the_table() {
    let desk = Desk::new();
    let mut table = String::from("编号,姓名,单位,二维码\n");
    for i in 1..=300 {
        let _ = writeln!(
            table,
            "ZB-{i:04},王{}{},某某电厂,https://example.org/{i}",
            ["伟", "芳", "敏"][i % 3],
            ["", "华"][i % 2]
        );
    }
    desk.write("staff.csv", &table);
    let run = |jobs: &str, out: &str, more: &[&str]| {
        let combine = ["--combine", "badges.pdf", "--bare", "-j", jobs, "-o", out];
        desk.run(&[&BADGES[..], &combine, more].concat()).code(0)
    };
    run("1", "one", &["--vt"]).says(&["1 file made (1 PDF)"]);
    run("4", "four", &["--vt"]);
    assert_eq!(desk.files("one"), desk.files("four"));
    check(&desk, "one/badges.pdf", true);
    if let Some(text) = text(&desk, "one/badges.pdf") {
        let numbers: Vec<&str> = text.split_whitespace().filter(|w| w.starts_with("ZB-")).collect();
        let wanted: Vec<String> = (1..=300).map(|i| format!("ZB-{i:04}")).collect();
        assert_eq!(numbers, wanted);
    }
    // In parts, each within the limit; and a run on the same table makes none of them again.
    run("2", "parts", &["--split", "128"]).says(&["3 files made (3 PDF)"]);
    let parts: Vec<String> = desk.files("parts").into_keys().collect();
    assert_eq!(parts, ["badges-01.pdf", "badges-02.pdf", "badges-03.pdf", "receipts.jsonl"]);
    run("2", "parts", &["--split", "128"]).says(&["0 files made", "3 kept"]);
    // A row that changes makes its part anew and no other.
    desk.write("staff.csv", table.replace("ZB-0200", "ZB-9200"));
    run("2", "parts", &["--split", "128"]).says(&["1 file made", "2 kept"]);
}

#[test]
fn a_file_that_lacks_pages_says_so_each_time() {
    let desk = Desk::new();
    desk.write("staff.csv", STAFF);
    let run = [&BADGES[..], &["--combine", "all", "--bare", "-o", "out"]].concat();
    for _ in 0..2 {
        desk.run(&run).code(1).says(&["1 file made", "1 page left out", "2 rows to print again"]);
    }
    if let Some(text) = text(&desk, "out/all.pdf") {
        assert_eq!(text.matches('\u{c}').count(), 5, "{text}");
        // 李娜 stands opened to three characters and is found as it is written.
        assert_eq!(text.matches("李娜").count(), 2, "{text}");
    }
}

#[test]
fn a_strict_run_makes_all_or_nothing() {
    let desk = Desk::new();
    desk.write("staff.csv", STAFF);
    let run = [&BADGES[..], &["--strict", "-f", "pdf", "--bare", "-o", "out"]].concat();
    desk.run(&run).code(2).says(&["row 5", "row 6"]);
    assert!(!desk.path("out").exists());
    desk.write("staff.csv", STAFF.replace("00020,,", "00020,周平,").replace('\u{10FFFD}', "敏"));
    desk.run(&run).code(0).says(&["7 files made"]);
}

#[test]
fn names_that_do_not_tell_rows_apart_are_refused_with_those_that_do() {
    let desk = Desk::new();
    desk.write("staff.csv", STAFF);
    let run = [&BADGES[..], &["--name", "{name}", "-f", "pdf", "--bare", "-o", "out"]].concat();
    desk.run(&run).code(2).says(&["李娜.pdf", "rows 3 and 8", "`{n}`"]);
    assert!(!desk.path("out").exists());
    desk.run(&[&BADGES[..], &["--name", "{籍贯}/{name}"]].concat()).code(2).says(&["unknown field `籍贯`"]);
    // Fields go by their Chinese names, too.
    desk.run(&[&BADGES[..], &["--name", "{单位}/{n}"]].concat()).code(1).says(&["10 files made"]);
}

#[test]
fn a_table_that_no_page_shows_is_refused() {
    let desk = Desk::new();
    desk.write("staff.csv", "代号,备注\n1,甲/丙\n2,乙\n");
    desk.run(&BADGES).code(2).says(&["no page shows", "`代号`", "--map"]);
    desk.run(&[&BADGES[..], &["--map", "备注=name", "--bare", "-f", "pdf", "-o", "out"]].concat())
        .code(0)
        .says(&["1 file names had characters", "1-甲／丙"]);
    assert!(desk.path("out/name-85x54/1-甲／丙.pdf").is_file());
}

#[test]
fn slogans_are_set_for_every_unit() {
    let desk = Desk::new();
    desk.write("units.tsv", "单位\t标语\n某某电厂\t\n某某供电局\t质量第一 客户至上\n");
    let common =
        ["render", MONTH, "-d", "units.tsv", "-p", "poster-a2,badge-58", "-l", "official", "-f", "pdf", "--bare"];
    desk.run(&[&common[..], &["-s", "1-3", "-o", "out", "--lang", "en"]].concat()).code(0).says(&["8 files made"]);
    let files: Vec<String> = desk.files("out").into_keys().collect();
    assert_eq!(
        files,
        [
            "receipts.jsonl",
            "某某供电局/badge-58/16-质量第一 客户至上.pdf",
            "某某供电局/poster-a2/16-质量第一 客户至上.pdf",
            "某某电厂/badge-58/01-质量为先 守正创新.pdf",
            "某某电厂/badge-58/02-质量先行 顾客为上.pdf",
            "某某电厂/badge-58/03-以高质量缔造智慧体验.pdf",
            "某某电厂/poster-a2/01-质量为先 守正创新.pdf",
            "某某电厂/poster-a2/02-质量先行 顾客为上.pdf",
            "某某电厂/poster-a2/03-以高质量缔造智慧体验.pdf",
        ]
    );
    if let Some(text) = text(&desk, "out/某某供电局/poster-a2/16-质量第一 客户至上.pdf") {
        assert!(text.contains("某某供电局") && text.contains("质量第一"), "{text}");
    }
}

#[test]
fn a_dry_run_tells_what_a_run_would() {
    let desk = Desk::new();
    desk.write("staff.csv", STAFF);
    let run = [&BADGES[..], &["--dry-run", "-o", "out"]].concat();
    desk.run(&run).code(1).says(&["row 5", "row 6", "would make"]);
    assert!(!desk.path("out").exists());
}

/// Lamp-post flags of every unit, front, back, front, back; both faces belong to the row.
#[test]
fn backs_follow_their_fronts_in_a_book() {
    let desk = Desk::new();
    desk.write("units.csv", "单位\n某某电厂\n某某供电局\n某某检修公司\n");
    desk.write(
        "layouts/products.toml",
        "[[product]]\nid = \"through\"\nlike = \"flag-5\"\nname = \"透印旗\"\nfaces = 2\nback = \"mirror\"\n",
    );
    for (product, even) in [("tableflag-140x210", "偶数页"), ("through", "镜像，见偶数页")] {
        let common = ["render", MONTH, "--lang", "zh", "-d", "units.csv", "-s", "3", "-l", "official", "-p", product];
        let book = ["--for", "offset", "--standard", "x4", "--combine", "book", "--vt", "--bare", "-o", product];
        desk.run(&[&common[..], &book].concat()).code(0);
        let files = desk.files(product);
        check(&desk, &format!("{product}/book.pdf"), true);
        let file = lopdf::Document::load_mem(&files["book.pdf"]).unwrap();
        let pages: Vec<lopdf::ObjectId> = file.get_pages().into_values().collect();
        assert_eq!(pages.len(), 6);
        let part =
            |page: usize| file.get_dictionary(pages[page]).unwrap().get(b"DPart").unwrap().as_reference().unwrap();
        for row in 0..3 {
            assert_eq!(part(2 * row), part(2 * row + 1), "both faces are of row {row}");
            let part = file.get_dictionary(part(2 * row)).unwrap();
            let end = |key: &[u8]| part.get(key).unwrap().as_reference().unwrap();
            assert_eq!((end(b"Start"), end(b"End")), (pages[2 * row], pages[2 * row + 1]));
        }
        assert_ne!(part(1), part(2));
        let jobs = String::from_utf8(files["jobs.csv"].clone()).unwrap();
        assert!(jobs.contains(even), "{jobs}");
        // The slug says which face it is; type set along the flag may come out of order, the words are there.
        if let Some(text) = text(&desk, &format!("{product}/book.pdf")) {
            for (number, page) in text.split('\u{c}').take(6).enumerate() {
                let unit = ["某某电厂", "某某供电局", "某某检修公司"][number / 2];
                assert!(page.contains(unit), "page {number}: {page}");
                assert_eq!(page.contains("正面"), number % 2 == 0, "page {number}: {page}");
            }
        }
    }
    // A limit of pages counts both.
    let limit = ["--combine", "b", "--split", "4"];
    let parts =
        [&["render", MONTH, "-d", "units.csv", "-s", "3", "-l", "official", "-p", "through"], &limit[..]].concat();
    desk.run(&[&parts[..], &["--bare", "-o", "parts", "--lang", "en"]].concat()).code(0).says(&["2 files made"]);
}
