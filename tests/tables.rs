//! What lists bring along comes onto paper: codes, pictures, choices, in the encodings and forms that offices have.

#![allow(clippy::unwrap_used)]

mod desk;
mod outside;

use std::process::Command;

use desk::Desk;

/// Badges without a word to spare.
const BADGES: [&str; 8] = ["render", "-p", "name-85x54", "-l", "official", "--lang", "en", "--bare"];

fn shared(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/data/tables/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Width and height of the pictures of a PDF.
fn pictures(desk: &Desk, file: &str) -> Vec<(i64, i64)> {
    let file = lopdf::Document::load(desk.path(file)).unwrap();
    let streams = file.objects.values().filter_map(|object| object.as_stream().ok());
    let pictures =
        streams.filter(|s| s.dict.get(b"Subtype").and_then(|k| k.as_name()).is_ok_and(|kind| kind == b"Image"));
    let side = |s: &lopdf::Stream, key: &[u8]| s.dict.get(key).unwrap().as_i64().unwrap();
    pictures.map(|s| (side(s, b"Width"), side(s, b"Height"))).collect()
}

/// A gray PNG of a width of its own.
fn png(width: u32) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(width, 40, image::Luma([96])).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

#[test]
fn a_card_of_several_lines_is_read_back_byte_by_byte() {
    let desk = Desk::new();
    let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:王;明\r\nFN:王明\r\nTEL;TYPE=CELL:13800138000\r\nEND:VCARD";
    desk.write("staff.csv", format!("姓名,单位,二维码\n王明,某某厂,\"{card}\"\n"));
    desk.run(&[&BADGES[..], &["-d", "staff.csv", "-f", "png", "--dpi", "600", "-o", "out"]].concat()).code(0);
    let file = desk.path("out/name-85x54/1-王明.png");
    let Some(read) = outside::run(Command::new("zbarimg").args(["-q", "--raw"]).arg(&file)) else { return };
    let read = String::from_utf8(read.stdout).unwrap();
    assert_eq!(read.strip_suffix('\n').unwrap_or(&read), card);
}

#[test]
fn pictures_of_the_sheet_are_the_photos_of_its_rows() {
    for name in ["parity.xlsx", "parity.ods"] {
        let desk = Desk::new();
        desk.write(name, shared(name));
        desk.run(&[&BADGES[..], &["-d", name, "-f", "pdf", "-o", "out"]].concat()).code(0).says(&["2 files made"]);
        assert_eq!(pictures(&desk, "out/name-85x54/1-王明.pdf"), [(8, 10)], "{name}");
        assert!(pictures(&desk, "out/name-85x54/2-李娜.pdf").is_empty(), "{name}");
    }
}

#[test]
fn photos_are_found_by_number_and_by_name() {
    let desk = Desk::new();
    desk.write("staff.csv", "姓名,单位,工号\n王明,某某厂,00017\n李娜,某某厂,00018\n周平,某某厂,00019\n");
    desk.write("照片/00017.png", png(21)).write("照片/00018.png", png(22)).write("faces/王明.png", png(23));
    let run = |photo: &str, out: &str| {
        desk.run(&[&BADGES[..], &["-d", "staff.csv", "--photo", photo, "-f", "pdf", "-o", out]].concat())
    };
    run("照片/{工号}.png", "by-column").code(1).says(&["row 4", "no photo `照片/00019.png`", "2 files made"]);
    assert_eq!(pictures(&desk, "by-column/name-85x54/2-李娜.pdf"), [(22, 40)]);
    run("照片/{number}", "by-field").code(1).says(&["2 files made"]);
    assert_eq!(pictures(&desk, "by-field/name-85x54/1-王明.pdf"), [(21, 40)]);
    run("faces", "folder").code(1).says(&["row 3", "1 file made"]);
    assert_eq!(pictures(&desk, "folder/name-85x54/1-王明.pdf"), [(23, 40)]);
    run("照片/{电话}.png", "none").code(2).says(&["there is no column `电话`", "`工号`"]);
    // A name that two have says whose photo it is of neither.
    desk.write("staff.csv", "姓名,单位,工号\n王明,某某厂,1\n王明,某某厂,00017\n李娜,某某厂,2\n");
    desk.write("faces/00017.png", png(24)).write("faces/李娜.png", png(25));
    run("faces", "namesakes").code(1).says(&["row 2", "several are called `王明`", "2 files made"]);
    assert_eq!(pictures(&desk, "namesakes/name-85x54/2-王明.pdf"), [(24, 40)]);
    desk.write("faces/王明.png", png(26));
    run("faces/{姓名}.png", "by-name").code(1).says(&["row 2", "row 3", "several are called `王明`", "1 file made"]);
}

#[test]
fn who_has_no_photo_is_on_all_that_shows_none_and_may_have_an_empty_box() {
    let desk = Desk::new();
    desk.write("staff.csv", "姓名,单位,工号\n王明,某某厂,00017\n李娜,某某厂,00018\n周平,某某厂,00019\n");
    desk.write("照片/00017.png", png(21)).write("照片/00018.png", png(22));
    desk.write("活动.toml", "title = \"质量月\"\n[defaults]\nlayouts = [\"waves\"]\n");
    let run = |products: &str, out: &str, more: &[&str]| {
        let given = ["render", "活动.toml", "-d", "staff.csv", "-p", products, "-f", "pdf", "-o", out];
        desk.run(&[&given[..], more].concat())
    };
    let photo = ["--photo", "照片"];
    run("seat-200x100", "seats", &photo).code(0).says(&["the photos of 1 rows are not there", "3 files made"]);
    let both = run("name-85x54,seat-200x100", "both", &photo).code(1);
    both.says(&["row 4: left out of the pages that show a photo", "no photo `照片/00019`", "5 files made", "reprint"]);
    assert!(desk.path("both/seat-200x100/3-周平.pdf").is_file() && !desk.path("both/name-85x54/3-周平.pdf").exists());
    let boxes = run("name-85x54", "boxes", &[&photo[..], &["--photo-box"]].concat()).code(0);
    boxes.says(&["1 rows have no photo: an empty box", "3 files made"]);
    assert!(pictures(&desk, "boxes/name-85x54/3-周平.pdf").is_empty());
    run("name-85x54", "none", &["--photo-box"]).code(0).says(&["3 rows have no photo: an empty box"]);
    let bytes = |out: &str| std::fs::read(desk.path(&format!("{out}/name-85x54/3-周平.pdf"))).unwrap();
    assert_eq!(bytes("none"), bytes("boxes"));
}

#[test]
fn photos_that_are_two_or_cannot_be_read_are_told() {
    let desk = Desk::new();
    desk.write("staff.csv", "姓名,单位,工号\n王明,某某厂,017\n李娜,某某厂,018\n周平,某某厂,019\n");
    desk.write("照片/王明.png", png(21)).write("照片/017.png", png(22)).write("照片/李娜.heic", b"\0\0\0\x18ftypheic");
    desk.write("照片/周平.bmp", b"BM");
    let run = |photo: &str, out: &str| {
        desk.run(&[&BADGES[..], &["-d", "staff.csv", "--photo", photo, "-f", "pdf", "-o", out]].concat())
    };
    run("照片", "folder").code(1).says(&[
        "row 2: two pictures for one row; taken is `照片/017.png`, not `照片/王明.png`",
        "`照片/李娜.heic` is HEIC",
        "`照片/周平.bmp` is BMP, which is not read: save it as JPEG or PNG",
        "1 file made",
    ]);
    assert_eq!(pictures(&desk, "folder/name-85x54/1-王明.pdf"), [(22, 40)]);
    run("照片/{姓名}.jpg", "pattern").code(2).says(&["`照片/李娜.heic` is HEIC"]);
}

#[test]
fn who_signs_for_all_is_not_the_department_of_each() {
    let desk = Desk::new();
    desk.write("staff.csv", "姓名,部门\n王明,运行部\n李娜,检修部\n");
    let run = |product: &str| {
        desk.run(&[
            "render",
            "--bare",
            "-d",
            "staff.csv",
            "-p",
            product,
            "-u",
            "某某热电厂工会",
            "--set",
            "body=特发此证。",
            "--combine",
            "all.pdf",
            "-f",
            "pdf",
            "-o",
            product,
        ])
    };
    run("certificate-a4").code(0).says(&["1 file made"]);
    let Some(read) = outside::run(Command::new("pdftotext").arg(desk.path("certificate-a4/all.pdf")).arg("-")) else {
        return;
    };
    let read = String::from_utf8(read.stdout).unwrap();
    assert!(
        read.matches("某某热电厂工会").count() == 2 && read.contains("运行部") && read.contains("检修部"),
        "{read}"
    );
    let badges = [
        "render",
        "--bare",
        "-d",
        "staff.csv",
        "-p",
        "name-85x54",
        "-u",
        "某某热电厂工会",
        "-f",
        "pdf",
        "-o",
        "badges",
    ];
    desk.run(&badges).code(0).says(&["`--unit 某某热电厂工会` is printed for rows without one only", "--map COLUMN=-"]);
}

#[test]
fn rows_choose_layout_product_and_palette() {
    let desk = Desk::new();
    desk.write(
        "staff.csv",
        "姓名,单位,产品,版式,配色\n王明,某某厂,name-90x54,,\n李娜,某某厂,,waves,\n周平,某某厂,,,米底红字\n赵强,某某厂,nothing,,\n",
    );
    desk.run(&[&BADGES[..], &["-d", "staff.csv", "-f", "pdf", "-o", "out"]].concat()).code(1).says(&[
        "row 5",
        "is called `nothing`",
        "3 files made",
    ]);
    let files: Vec<String> = desk.files("out").into_keys().filter(|f| f.ends_with(".pdf")).collect();
    assert_eq!(
        files,
        ["name-85x54/2-李娜-waves.pdf", "name-85x54/3-周平-official.pdf", "name-90x54/1-王明-official.pdf"]
    );
    // One file cannot be of two layouts: the several are told.
    let one = [&BADGES[..], &["-d", "staff.csv", "-f", "pdf", "--combine", "all.pdf", "-o", "one"]].concat();
    desk.run(&one).code(1).says(&["3 files instead of the one `all`", "`all-name-85x54-waves`", "`--map COLUMN=-`"]);
    // A column of that name which is about something else chooses nothing.
    desk.write("list.csv", "姓名,单位,产品\n王明,某某厂,水表\n");
    desk.run(&[&BADGES[..], &["-d", "list.csv", "-f", "pdf", "-o", "list"]].concat())
        .code(0)
        .says(&["it chooses nothing", "1 file made"]);
}

#[test]
fn encodings_and_lists_without_a_header_are_printed() {
    let desk = Desk::new();
    let bytes = encoding_rs::BIG5.encode("Name,Company,No\n王小明,台灣電力,A01\n").0.into_owned();
    desk.write("big5.csv", &bytes).write("bare.csv", "张三,一车间\n李四,二车间\n");
    desk.run(&[&BADGES[..], &["-d", "big5.csv", "-f", "pdf", "-o", "big5"]].concat()).code(0).says(&[
        "Big5",
        "`--encoding big5`",
        "1 file made",
    ]);
    assert!(desk.path("big5/name-85x54/1-王小明.pdf").is_file());
    let named = [&BADGES[..], &["-d", "big5.csv", "--encoding", "big5", "-f", "pdf", "-o", "named"]].concat();
    let left = desk.run(&named).code(0);
    assert!(!left.err.contains("`--encoding big5`"), "{}", left.err);
    desk.run(&[&BADGES[..], &["-d", "bare.csv", "--no-header", "-f", "pdf", "-o", "bare"]].concat())
        .code(0)
        .says(&["A = 姓名", "2 files made"]);
}

#[test]
fn a_strict_run_stops_at_rows_left_out_in_doubt() {
    let desk = Desk::new();
    let run = |more: &[&str]| desk.run(&[&BADGES[..], &["-d", "list.csv", "-f", "pdf"], more].concat());
    desk.write("list.csv", "姓名,部门\n生产部,\n张三,一车间\n程大局,\n李四,二车间\n");
    run(&["--strict", "-o", "out"])
        .code(2)
        .says(&["error: list.csv, row 4: `程大局` alone", "fill in his other cells"]);
    assert!(!desk.path("out").exists());
    run(&["-o", "out"]).code(0).says(&["warning: list.csv, row 4: `程大局` alone", "2 files made"]);
    // The cures that it names are cures.
    desk.write("list.csv", "姓名,部门\n生产部,\n张三,一车间\n一、程大局,\n李四,二车间\n");
    run(&["--strict", "-o", "headed"]).code(0).says(&["2 files made"]);
    desk.write("list.csv", "姓名,部门\n生产部,\n张三,一车间\n程大局,生产部\n李四,二车间\n");
    run(&["--strict", "-o", "filled"]).code(0).says(&["3 files made"]);
    // A list that has no header lost its first person to it.
    desk.write("list.csv", "张三,一车间\n李四,二车间\n");
    run(&["--strict", "--map", "A=name", "-o", "bare"]).code(2).says(&["if row 1 is a record, write `--no-header`"]);
}

#[test]
fn departments_written_once_are_filled_when_asked_and_pieces_read_as_people_write_them() {
    let desk = Desk::new();
    desk.write("list.csv", "部门,姓名,份数\n检修部,王明,３\n,李娜,2份\n,周平,３ 张\n,赵强,若干\n");
    let run = |more: &[&str]| {
        desk.run(&[&BADGES[..], &["-d", "list.csv", "--combine", "all.pdf", "-f", "pdf", "-o", "out"], more].concat())
    };
    run(&[]).code(0).says(&[
        "rows 3, 4, 5: `部门` is empty below a row that has it",
        "`--fill-down 部门`",
        "rows 2, 3, 4: `份数` is `３`: read as 3",
        "row 5: `份数` is `若干`, no number of pieces",
    ]);
    run(&["--fill-down", "部门", "--replace"])
        .code(0)
        .says(&["rows 3, 4, 5: `部门` is empty: filled with what stands above, `检修部`"]);
    run(&["--fill-down", "班组", "--replace"]).code(2).says(&["there is no column `班组`"]);
    let Some(read) = outside::run(Command::new("pdftotext").arg(desk.path("out/all.pdf")).arg("-")) else { return };
    assert_eq!(String::from_utf8(read.stdout).unwrap().matches("检修部").count(), 4);
}
