//! Papers of an event: seat cards, certificates, labels, passes, pictures for WeChat. What is printed is asked of poppler, ZBar and
//! libdmtx.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod desk;
mod outside;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::{Desk, Left};

/// Thirty-two names that are hard: of two to four characters, double family names, minority names, Latin names up to 30
/// letters, characters of the extensions.
const NAMES: [&str; 32] = [
    "王明",
    "欧阳修远",
    "张伟",
    "司马相如",
    "阿卜杜热合曼·买买提",
    "迪丽热巴·迪力木拉提",
    "李阳",
    "诸葛孔明",
    "𫖯明",
    "㛃䶮",
    "王䶮",
    "Wolfeschlegelstein Bergerdorff",
    "Christopher Wang",
    "陈思远",
    "赵子龙",
    "上官婉儿",
    "尼玛扎西",
    "扎西多吉",
    "古力娜扎尔·拜合提亚尔",
    "𬭎𬬻",
    "𠮷野",
    "林徽因",
    "王小明",
    "刘洋",
    "东方不败",
    "慕容复",
    "Ana María López",
    "O'Neill",
    "段誉",
    "萧峰",
    "令狐冲",
    "吴祎",
];
const LONG: &str = "在2021年度全国电力行业质量管理小组成果交流活动中，您带领的“扬帆”质量管理小组所发布的成果荣获一等奖，并被推荐参加全国质量管理小组代表会议发表交流。特颁此证，以资鼓励，望再接再厉。";

fn seats() -> String {
    format!("姓名\n{}\n", NAMES.join("\n"))
}

/// Words of a PDF with their boxes, page by page, in points: what poppler finds.
#[derive(Clone, Debug)]
struct Word {
    page: usize,
    text: String,
    x0: f64,
    y0: f64,
    x1: f64,
    y1: f64,
}

fn words(pdf: &Path) -> Option<Vec<Word>> {
    let out = outside::tool("pdftotext", &["-bbox", pdf.to_str().unwrap(), "-"])?;
    let out = String::from_utf8(out.stdout).unwrap();
    let mut page = 0;
    let mut words = Vec::new();
    for line in out.lines() {
        page += usize::from(line.trim_start().starts_with("<page"));
        let Some(rest) = line.trim_start().strip_prefix("<word") else { continue };
        let value = |key: &str| {
            let from = rest.split(&format!("{key}=\"")).nth(1).unwrap();
            from.split('"').next().unwrap().parse::<f64>().unwrap()
        };
        let text = rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
        words.push(Word { page, text, x0: value("xMin"), y0: value("yMin"), x1: value("xMax"), y1: value("yMax") });
    }
    Some(words)
}

/// Runs a command line; no word of it holds a space.
fn go(desk: &Desk, line: &str) -> Left {
    desk.run(&line.split_whitespace().skip(1).collect::<Vec<_>>())
}

fn made(desk: &Desk, file: &str) -> PathBuf {
    let path = desk.folder.path().join(file);
    assert!(path.is_file(), "{}", path.display());
    path
}

#[test]
fn thirty_two_hard_names_have_one_size_and_both_sides_upright() {
    let desk = Desk::new();
    desk.write("seats.csv", seats());
    let ran = go(&desk, "biaoyu render --data seats.csv -p seat-a4 --combine seats.pdf -o out --bare --lang en");
    assert!(ran.code == Some(0), "{}", ran.err);
    assert!(ran.err.contains("one size for all 32 `name`"), "{}", ran.err);
    let pdf = made(&desk, "out/seats.pdf");
    if let Some(out) = outside::tool("mutool", &["trace", pdf.to_str().unwrap()]) {
        one_size_both_upright(&String::from_utf8_lossy(&out.stdout));
    }
    // The order of the list, each name on both faces.
    if let Some(out) = outside::tool("pdftotext", &["-raw", pdf.to_str().unwrap(), "-"]) {
        let text = String::from_utf8(out.stdout).unwrap();
        let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
        let plain = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(pages.len(), NAMES.len());
        for (name, page) in NAMES.iter().zip(pages) {
            assert_eq!(plain(page).matches(&plain(name)).count(), 2, "{name}: {page:?}");
        }
    }
}

/// Glyph by glyph, as MuPDF has it: its size, and which way is up.
fn one_size_both_upright(trace: &str) {
    let (mut pages, mut sizes) = (0, Vec::new());
    let mut turned = [0_usize; 2];
    let mut matrix = [0.0; 4];
    for line in trace.lines().map(str::trim) {
        pages += usize::from(line.starts_with("<page "));
        if let Some(rest) = line.strip_prefix("<fill_text") {
            let of = rest.split("transform=\"").nth(1).unwrap().split('"').next().unwrap();
            let of: Vec<f64> = of.split(' ').map(|v| v.parse().unwrap()).collect();
            matrix.copy_from_slice(&of[..4]);
        }
        if let Some(rest) = line.strip_prefix("<span").filter(|rest| rest.contains("trm=")) {
            let of = rest.split("trm=\"").nth(1).unwrap().split('"').next().unwrap();
            let of: Vec<f64> = of.split(' ').map(|v| v.parse().unwrap()).collect();
            // Height of the em: condensed type keeps it.
            let up = of[3] * matrix[3];
            sizes.push(up.abs());
            turned[usize::from(up > 0.0)] += 1;
        }
    }
    assert_eq!(pages, 32);
    assert!(sizes.len() >= 64, "{}", sizes.len());
    let (least, most) = sizes.iter().fold((f64::MAX, 0.0_f64), |(a, b), s| (a.min(*s), b.max(*s)));
    assert!(most - least < 0.01, "sizes from {least} to {most}");
    assert_eq!(turned[0], turned[1], "each name once upright and once on its head");
}

#[test]
fn certificates_stand_on_a_bought_form_where_they_should_and_move_with_the_feed() {
    let desk = Desk::new();
    let rows: String = NAMES.iter().cycle().take(50).map(|name| format!("{name},同志,{LONG}\n")).collect();
    desk.write("cert.csv", format!("姓名,称谓,正文\n{rows}"));
    let run = |extra: &str, file: &str| {
        let line = format!(
            "biaoyu render --data cert.csv -p certificate-260x185 --unit 某某发电厂工会 --set date=2021年9月30日 \
             --set area=0.15,0.35,0.7,0.5 --combine {file} -o out --bare --lang en {extra}"
        );
        let ran = go(&desk, &line);
        assert!(ran.code == Some(0), "{}", ran.err);
        assert!(!ran.err.contains("fault:"), "{}", ran.err);
        made(&desk, &format!("out/{file}"))
    };
    let (whole, onto, moved) =
        (run("", "whole.pdf"), run("--only imprint", "onto.pdf"), run("--only imprint --shift 1.5,-0.8", "moved.pdf"));
    let (Some(whole), Some(onto), Some(moved)) = (words(&whole), words(&onto), words(&moved)) else { return };
    assert_eq!(onto.iter().map(|w| w.page).max(), Some(50));
    // The form has its heading; all the rest stands where the whole certificate has it.
    assert!(whole.iter().any(|w| w.text.contains('荣')));
    assert!(!onto.iter().any(|w| w.text.contains('荣') && w.text.contains('誉')));
    let rest: Vec<&Word> = whole.iter().filter(|w| onto.iter().any(|o| o.page == w.page && o.text == w.text)).collect();
    // Whom it is for, the body, who signs: a text each, fifty times.
    assert_eq!(rest.len(), 200);
    let mm = 72.0 / 25.4;
    for word in &onto {
        let same = |w: &&&Word| w.page == word.page && w.text == word.text && (w.x0 - word.x0).abs() < 0.1;
        assert!(rest.iter().any(|w| same(&w) && (w.y0 - word.y0).abs() < 0.1), "{word:?}");
        // Inside of the place that was measured on the form; but for the blank half of a mark that ends a line, which counts as
        // nothing: type of at most 1.25 × 0.046 of the shorter side.
        let (w, h) = (260.0 * mm, 185.0 * mm);
        let blank = if word.text.ends_with('：') { 1.25 * 0.046 * h / 2.0 } else { 0.0 };
        assert!(word.x0 > 0.15 * w - mm && word.x1 < 0.85 * w + mm + blank, "{word:?}");
        assert!(word.y0 > 0.35 * h - 2.0 * mm && word.y1 < 0.85 * h + 2.0 * mm, "{word:?}");
    }
    // The longest name fills its line: its ink stays inside too.
    let shown = desk.folder.path().join("longest");
    let file = made(&desk, "out/onto.pdf");
    let drawn =
        ["-r", "100", "-png", "-f", "12", "-l", "12", "-singlefile", file.to_str().unwrap(), shown.to_str().unwrap()];
    if outside::tool("pdftoppm", &drawn).is_some() {
        let picture = image::open(shown.with_extension("png")).unwrap().into_luma8();
        let ink = || picture.enumerate_pixels().filter(|(.., p)| p.0[0] < 128).map(|(x, ..)| f64::from(x));
        let (least, most) = (ink().fold(f64::MAX, f64::min), ink().fold(0.0, f64::max));
        let wide = f64::from(picture.width());
        assert!(least > 0.15 * wide - 2.0 && most < 0.85 * wide + 1.0, "{least} to {most} of {wide}");
        assert!(most > 0.8 * wide, "{least} to {most} of {wide}");
    }
    assert_eq!(onto.len(), moved.len());
    for (a, b) in onto.iter().zip(&moved) {
        let by = ((b.x0 - a.x0) / mm, (b.y0 - a.y0) / mm);
        assert!((by.0 - 1.5).abs() < 0.02 && (by.1 + 0.8).abs() < 0.02, "{a:?} moved by {by:?}");
    }
    // The name begins its line flush left and ends with its colon; the day ends at the right.
    let first = onto.iter().filter(|w| w.page == 2).min_by(|a, b| a.y0.total_cmp(&b.y0)).unwrap();
    assert!(first.text.starts_with('欧'), "{first:?}");
    assert!(first.text.ends_with('：') && first.x0 < 0.16 * 260.0 * mm, "{first:?}");
    let sign = onto.iter().find(|w| w.page == 2 && w.text.starts_with("某某")).unwrap();
    assert!(sign.x0 > 0.5 * 260.0 * mm && sign.x1 > 0.78 * 260.0 * mm, "{sign:?}");
}

#[test]
fn the_seal_has_its_place_and_what_is_too_long_is_named_with_its_row() {
    let desk = Desk::new();
    let much = LONG.repeat(4);
    // About the longest that fits.
    let most: String = much.chars().take(315).collect();
    desk.write("cert.csv", format!("姓名,正文,颁发单位\n王明,{most},某某发电厂工会\n张伟,{much},某某发电厂工会\n"));
    let ran =
        go(&desk, "biaoyu render --data cert.csv -p certificate-a4-tall -o out -f png --dpi 100 --bare --lang en");
    assert!(ran.err.contains("row 3") && ran.err.contains("region `body`"), "{}", ran.err);
    assert!(!ran.err.contains("row 2"), "{}", ran.err);
    let pages: Vec<_> = fs::read_dir(desk.folder.path().join("out/certificate-a4-tall")).unwrap().collect();
    assert_eq!(pages.len(), 1, "the row that does not fit makes no page");
    // Type is black, frame and heading are red. The lowest line is who signs: a row of pixels of it, and what hangs on it.
    let page = image::open(pages[0].as_ref().unwrap().path()).unwrap().into_rgb8();
    let mm = f64::from(page.width()) / 210.0;
    let ink: Vec<(f64, f64)> = page
        .enumerate_pixels()
        .filter(|(.., p)| p.0.iter().all(|v| *v < 110))
        .map(|(x, y, _)| (f64::from(x) / mm, f64::from(y) / mm))
        .collect();
    let mut top = ink.iter().map(|(_, y)| *y).fold(0.0, f64::max);
    while let Some(above) = ink.iter().map(|(_, y)| *y).filter(|y| *y < top && top - *y < 1.0).reduce(f64::min) {
        top = above;
    }
    let (sign, rest): (Vec<_>, Vec<_>) = ink.iter().partition(|(_, y)| *y >= top);
    let span = |side: fn(&(f64, f64)) -> f64| {
        let all = || sign.iter().map(side);
        (all().fold(f64::MAX, f64::min), all().fold(0.0, f64::max))
    };
    let ((left, right), (upper, lower)) = (span(|p| p.0), span(|p| p.1));
    assert!(left > 105.0 && right - left > 34.0 && lower - upper < 12.0, "{left} to {right}, {upper} to {lower}");
    // Within 22.5 mm of its middle, which is raised where the seal would leave the page, there is nothing else.
    let (cx, cy) = ((left + right) / 2.0, ((upper + lower) / 2.0).min(297.0 - 0.06 * 210.0 - 22.5));
    let nearest = rest.iter().map(|(x, y)| (x - cx).hypot(y - cy)).fold(f64::MAX, f64::min);
    assert!(nearest > 22.5, "{nearest} mm");
    assert!(nearest < 34.0, "the text is long enough to come near: {nearest} mm");
}

/// What ZBar reads of the pages of a PDF.
fn zbar(pdf: &Path, folder: &Path) -> Option<Vec<String>> {
    let stem = folder.join("code");
    outside::tool("pdftoppm", &["-r", "400", "-png", pdf.to_str().unwrap(), stem.to_str().unwrap()])?;
    let mut pictures: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    pictures.retain(|p| p.file_name().unwrap().to_string_lossy().starts_with("code-"));
    pictures.sort();
    let mut read = Vec::new();
    for picture in pictures {
        let out = outside::tool("zbarimg", &["-q", "--raw", picture.to_str().unwrap()])?;
        read.push(String::from_utf8_lossy(&out.stdout).trim().to_owned());
    }
    Some(read)
}

#[test]
fn codes_are_read_by_programs_of_others() {
    let desk = Desk::new();
    let numbers = ["EQ-20210917", "20210917", "A1 b2/c3", "00000000000000000001"];
    let rows: String = numbers.iter().map(|n| format!("{n},1 号机组 冷却水泵\n")).collect();
    desk.write("labels.csv", format!("编号,自定一行\n{rows}"));
    for product in ["label-70x37", "label-50x30", "label-99x57"] {
        let ran =
            go(&desk, &format!("biaoyu render --data labels.csv -p {product} --combine {product}.pdf -o out --bare"));
        assert!(ran.code == Some(0), "{}", ran.err);
        let folder = desk.folder.path().join(product);
        fs::create_dir_all(&folder).unwrap();
        if let Some(read) = zbar(&made(&desk, &format!("out/{product}.pdf")), &folder) {
            assert_eq!(read, numbers, "{product}");
        }
    }
    // Chinese goes into a square, and never into bars.
    desk.write("chinese.csv", "编号,条码\nEQ-1,一号机 冷却水泵 EQ-1\n");
    let bars = go(&desk, "biaoyu render --data chinese.csv -p label-70x37 -o bars --bare --lang en");
    assert!(bars.err.contains("cannot stand in a Code 128"), "{}", bars.err);
    let square = go(
        &desk,
        "biaoyu render --data chinese.csv -p label-70x37 --set datamatrix=1 --combine square.pdf -o out --bare",
    );
    assert!(square.code == Some(0), "{}", square.err);
    let picture = desk.folder.path().join("square");
    let pdf = made(&desk, "out/square.pdf");
    let drawn = ["-r", "300", "-png", "-singlefile", pdf.to_str().unwrap(), picture.to_str().unwrap()];
    if outside::tool("pdftoppm", &drawn).is_none() {
        return;
    }
    let picture = picture.with_extension("png");
    let Some(read) = outside::run(Command::new("dmtxread").args(["-n", "-N1", picture.to_str().unwrap()])) else {
        return;
    };
    // libdmtx knows no ECI and gives its number, 26 for UTF-8, as a character before the text.
    assert_eq!(String::from_utf8_lossy(&read.stdout).trim(), "\u{1a}一号机 冷却水泵 EQ-1");
}

#[test]
fn pictures_for_wechat_keep_their_words_where_they_are_seen() {
    let desk = Desk::new();
    // Width and height in pixels, and what is left free: left, top, right, foot.
    let products = [
        ("wechat-1080x1080", (1080, 1080), (40, 40, 40, 40)),
        ("wechat-1080x1920", (1080, 1920), (40, 249, 40, 249)),
        ("wechat-900x383", (900, 383), (258, 8, 258, 8)),
    ];
    for (product, (w, h), (left, top, right, foot)) in products {
        let line = format!(
            "biaoyu render -p {product} --text 创造高质量产品 --text 安全第一 --unit 某某发电厂 -f png -o {product} --bare"
        );
        let ran = go(&desk, &line);
        assert!(ran.code == Some(0), "{}", ran.err);
        for file in fs::read_dir(desk.folder.path().join(product).join(product)).unwrap() {
            let picture = image::open(file.unwrap().path()).unwrap().into_rgb8();
            assert_eq!(picture.dimensions(), (w, h), "{product}");
            let ground = *picture.get_pixel(1, 1);
            // Words are white; the rules of a cover are not.
            let is_word = |p: &image::Rgb<u8>| *p != ground && p.0.iter().all(|v| *v > 200);
            let (mut x, mut y) = ((w, 0), (h, 0));
            for (px, py, _) in picture.enumerate_pixels().filter(|(.., p)| is_word(p)) {
                x = (x.0.min(px), x.1.max(px));
                y = (y.0.min(py), y.1.max(py));
            }
            assert!(x.0 >= left && x.1 < w - right && y.0 >= top && y.1 < h - foot, "{product}: {x:?} {y:?}");
            assert!(x.1 - x.0 > 50, "{product}: there are words");
        }
    }
}

#[test]
fn who_signs_a_certificate_is_told_where_nobody_said_it() {
    let desk = Desk::new();
    desk.write("roll.csv", "姓名,部门\n王明,运行部\n李红,财务部\n");
    let run = |more: &str| {
        let line = format!(
            "biaoyu render --data roll.csv -p certificate-a4 --set body=表现突出 -o out --dry-run --lang en{more}"
        );
        go(&desk, &line).err
    };
    assert!(run("").contains("warning: roll.csv: no issuer is given"));
    assert!(!run(" --unit 某某发电厂").contains("no issuer"));
    // A link is no picture of a code, and the message says what is to be written for one.
    let left = go(&desk, "biaoyu render -p poster-a4 --code https://example.cn/q -o out --dry-run --lang en");
    assert!(left.code == Some(2) && left.err.contains("--set qr=https://example.cn/q"), "{}", left.err);
}

#[test]
fn papers_say_nothing_of_a_campaign_and_lose_nothing_of_a_row() {
    let desk = Desk::new();
    desk.write("people.csv", "姓名,单位,职务,编号\n王明,某某发电厂,值长,T001\n欧阳修远,运行部,安全监察部副主任,T002\n");
    desk.write(
        "zones.csv",
        "姓名,单位,职务,编号,区域,配色\n王明,某某发电厂,值长,T001,A 主会场,红证\n欧阳修远,运行部,安全监察部副主任,T002,后台,蓝证\n",
    );
    for product in ["seat-a4", "seat-200x200", "seat-200x100", "table-100x150", "plate-70x20", "plate-75x25"] {
        let line = format!(
            "biaoyu render quality-month-2021 --data people.csv -p {product} -o {product} -f pdf --bare --lang en"
        );
        let ran = go(&desk, &line);
        assert!(ran.code == Some(0), "{product}: {}", ran.err);
        assert!(!ran.err.contains("warning"), "{product}: {}", ran.err);
        let file = desk.folder.path().join(product).join(product).join("2-欧阳修远.pdf");
        let Some(out) = outside::tool("pdftotext", &["-raw", file.to_str().unwrap(), "-"]) else { continue };
        let text = String::from_utf8(out.stdout).unwrap();
        for wanted in ["欧阳修远", "运行部", "安全监察部副主任", "T002"] {
            assert!(text.contains(wanted), "{product}: {wanted} in {text}");
        }
        assert!(!text.contains("质量月") && !text.contains("数字变革"), "{product}: {text}");
    }
    let ran =
        go(&desk, "biaoyu render --data zones.csv -p pass-90x130,pass-70x100 -o pass -f pdf --bare --lang en --strict");
    assert!(ran.code == Some(0), "{}", ran.err);
    // On an office sheet: two cards of 200 × 100 on one A4, whose printer reaches 200 mm and not a tick more.
    let line = "biaoyu render --data people.csv -p seat-200x100 --on a4 --quantity 2 --sheet-marks none -o sheets --bare --lang en";
    let ran = go(&desk, line);
    assert!(ran.code == Some(0) && ran.err.contains("4 pieces on 2 sheets, 2 a sheet, 36 % waste"), "{}", ran.err);
    // With ticks at all sides there is room for one, turned.
    let ran =
        go(&desk, "biaoyu render --data people.csv -p seat-200x100 --on a4 --quantity 2 -o ticks --bare --lang en");
    assert!(ran.code == Some(0) && ran.err.contains("4 pieces on 4 sheets, 1 a sheet, turned"), "{}", ran.err);
}

/// Sizes of type on each page of a PDF by MuPDF: for each text that is asked for, the height of its first character's em, and its
/// baseline, points from the top.
fn set_at(pdf: &Path, wanted: &[char]) -> Option<Vec<Vec<(f64, f64)>>> {
    let out = outside::tool("mutool", &["trace", pdf.to_str().unwrap()])?;
    let out = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut pages: Vec<Vec<(f64, f64)>> = Vec::new();
    let (mut matrix, mut em) = ([0.0; 6], 0.0);
    let numbers = |text: &str, key: &str| -> Option<Vec<f64>> {
        let of = text.split(&format!("{key}=\"")).nth(1)?.split('"').next()?;
        Some(of.split(' ').filter_map(|v| v.parse().ok()).collect())
    };
    for line in out.lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages.push(vec![(0.0, 0.0); wanted.len()]);
        } else if line.starts_with("<fill_text") {
            matrix.copy_from_slice(&numbers(line, "transform")?[..6]);
        } else if line.starts_with("<span") {
            em = (numbers(line, "trm")?[3] * matrix[3]).abs();
        } else if line.starts_with("<g ") {
            let c = line.split("unicode=\"").nth(1).and_then(|rest| rest.chars().next());
            let Some(at) = wanted.iter().position(|w| Some(*w) == c) else { continue };
            let y = numbers(line, "y")?[0] * matrix[3] + matrix[5];
            let slot = &mut pages.last_mut()?[at];
            if slot.0 == 0.0 {
                *slot = (em, y);
            }
        }
    }
    Some(pages)
}

#[test]
fn salutations_and_bodies_of_a_series_have_one_size_and_stand_clear() {
    let desk = Desk::new();
    let long = "华南某某清洁能源发电有限责任公司检修维护中心热控专业二班";
    desk.write(
        "cert.csv",
        format!("姓名,称谓,单位,正文\n王明,同志,运行部,{LONG}\n阿卜杜拉·买买提江·吐尔逊,同志,{long},被评为质量标兵。\n李强,同志,,被评为质量标兵。\n"),
    );
    for (product, body) in [("certificate-a4", 0.9), ("certificate-a4-tall", 0.9), ("invitation-a5", 0.9)] {
        let line = format!(
            "biaoyu render --data cert.csv -p {product} --unit 某某发电厂工会 --set date=2021年9月30日 --combine {product}.pdf -o out --bare --lang en"
        );
        let ran = go(&desk, &line);
        assert!(ran.code == Some(0), "{product}: {}", ran.err);
        assert!(ran.err.contains("one size for all 3 `"), "{product}: {}", ran.err);
        let pdf = made(&desk, &format!("out/{product}.pdf"));
        // 志 ends a salutation, 被 or 在 begins a body, 厂 is of who signs.
        let Some(pages) = set_at(&pdf, &['志', '被', '在', '厂']) else { return };
        assert_eq!(pages.len(), 3);
        let texts: Vec<(f64, f64)> =
            pages.iter().map(|p| if p[1].0 > 0.0 && p[2].0 == 0.0 { p[1] } else { p[2] }).collect();
        for (page, text) in pages.iter().zip(&texts) {
            assert!(
                (page[0].0 - pages[0][0].0).abs() < 0.01,
                "{product}: salutations of {} and {}",
                page[0].0,
                pages[0][0].0
            );
            assert!((text.0 - texts[0].0).abs() < 0.01, "{product}: bodies of {} and {}", text.0, texts[0].0);
            assert!((page[3].0 - pages[0][3].0).abs() < 0.01, "{product}: who signs");
            // From the last line of the salutation to the first of the body: more than a line's own distance of ems.
            let apart = (text.1 - page[0].1).abs() - text.0;
            assert!(apart > body * 0.6 * text.0, "{product}: {apart} pt between, type of {} pt", text.0);
        }
    }
}

#[test]
fn what_clerks_try_is_printed_or_told_with_what_to_write() {
    let desk = Desk::new();
    desk.write("people.csv", "姓名,部门\n王明,运行部\n李强,检修部\n");
    // `--unit` signs, the row's own stands before the name, and nobody is refused.
    let ran = go(
        &desk,
        "biaoyu render --data people.csv -p invitation-a5 --unit 某某发电厂工会 --title 表彰大会 --set body=诚邀您出席。 --combine i.pdf -o out --bare --lang en",
    );
    assert!(ran.code == Some(0) && !ran.err.contains("warning"), "{}", ran.err);
    if let Some(out) = outside::tool("pdftotext", &["-raw", made(&desk, "out/i.pdf").to_str().unwrap(), "-"]) {
        let text = String::from_utf8(out.stdout).unwrap();
        for words in ["尊敬的运行部", "尊敬的检修部", "表彰大会"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert_eq!(text.matches("某某发电厂工会").count(), 2, "{text}");
    }
    let refused = |line: &str, words: &[&str]| {
        let ran = go(&desk, line);
        assert_eq!(ran.code, Some(2), "{line}: {}", ran.err);
        for word in words {
            assert!(ran.err.contains(word), "{line}: {word}: {}", ran.err);
        }
    };
    // A slogan on papers that show none.
    refused(
        "biaoyu render -p table-a5 --text 第一桌 -o t --lang zh",
        &["`--text 第一桌`：本次没有一页会印出标语", "`--set name=第一桌`"],
    );
    refused(
        "biaoyu render --data people.csv -p seat-a4 --text 大会 -o t --lang en",
        &["no page of this run shows a slogan"],
    );
    let ran = go(
        &desk,
        "biaoyu render --data people.csv -p seat-a4,poster-a4 -l seat,official --text 大会 -o t --dry-run --lang en",
    );
    assert!(ran.err.contains("`--text 大会` was given and is not printed on"), "{}", ran.err);
    refused(
        "biaoyu render --data people.csv -p seat-a4 --title 大会 -o t --lang en",
        &["layout `seat` prints name 姓名"],
    );
    // Colours of zones that there are.
    desk.write("zones.csv", "姓名,配色\n王明,黄证\n李强,蓝证\n");
    let ran = go(&desk, "biaoyu render --data zones.csv -p pass-90x130 -o p -f pdf --bare --lang zh");
    assert!(ran.err.contains("没有配色 `黄证`，可选 `红证`、`蓝证`、`绿证`"), "{}", ran.err);
    refused("biaoyu render --data people.csv -p pass-90x130 --palette 黄证 -o p --lang zh", &["`红证`、`蓝证`"]);
    // Two equal rows.
    desk.write("twice.csv", "姓名\n王明\n王明\n");
    refused(
        "biaoyu render --data twice.csv -p seat-200x100 --name {name} -o t --lang zh",
        &["第 2 行与", "第 3 行内容相同", "删去其中一行"],
    );
    // Labels by the columns that stores have.
    desk.write(
        "stock.csv",
        "设备名称,规格型号,使用部门,安装位置,设备编号\n冷却水泵,KQL100-160,检修一班,1号机0米,EQ-1\n",
    );
    for product in ["label-70x37", "label-64x33.9", "label-50x30", "label-99x57"] {
        let ran = go(
            &desk,
            &format!("biaoyu render --data stock.csv -p {product} --combine {product}.pdf -o out --bare --lang en"),
        );
        assert!(ran.code == Some(0) && !ran.err.contains("warning"), "{}", ran.err);
        let pdf = made(&desk, &format!("out/{product}.pdf"));
        let Some(out) = outside::tool("pdftotext", &["-raw", pdf.to_str().unwrap(), "-"]) else { continue };
        let text: String = String::from_utf8(out.stdout).unwrap().chars().filter(|c| !c.is_whitespace()).collect();
        for words in ["冷却水泵", "KQL100-160", "检修一班", "1号机0米", "EQ-1"] {
            assert!(text.contains(words), "{product}: {words}: {text}");
        }
    }
}
