//! Boards that are filled from a table, and cloths: what stands on them, what is refused, how files are called.

#![allow(clippy::unwrap_used)]

mod desk;
mod outside;

use std::collections::BTreeMap;

use biaoyu::compose::gate::{Check, judge};
use biaoyu::compose::{Composed, Edition, Pictures, Sheet, compose};
use biaoyu::embedded;
use biaoyu::error::{Faults, Severity};
use biaoyu::font::FontLibrary;
use biaoyu::geom::Rect;
use biaoyu::layout::Layout;
use biaoyu::page::{Image, Samples};
use biaoyu::picture::Picture;
use biaoyu::product::Product;
use biaoyu::record::{Fields, Row};
use desk::{Desk, text_of};

const TEXTS: [(&str, &str, &str, &str); 6] = [
    (
        "质量大检查",
        "对在运机组、变电设备和水工建筑物开展质量大检查，查出缺陷 47 项，全部明确责任人与整改期限。每周通报进度，验收合格后逐项销号。",
        "47",
        "项",
    ),
    (
        "质量培训",
        "分专业举办三期培训，讲授全面质量管理与过程控制，班组长全部持证上岗。课后以真实缺陷为题分组练习，由检修骨干点评。",
        "326",
        "人次",
    ),
    (
        "质量成果展示",
        "十二个 QC 小组发布成果，三项推荐参加行业交流，相关做法已写入检修规程。半年后再次回访效果。",
        "12项",
        "",
    ),
    ("满意度调查", "走访用户与协作单位，收回问卷二百一十份，意见逐条回复，回复率百分之百。", "98.2%", ""),
    (
        "质量知识竞赛",
        "线上答题覆盖全部班组，前十名代表队进入现场决赛，以赛促学。错题汇总后编成口袋书，发到每个班组。",
        "1120",
        "人",
    ),
    ("QC 故事", "一线员工讲身边的质量故事，评选优秀作品在厂区屏幕和班前会循环播放。", "36", "篇"),
];

/// A photograph of a telephone, as far as its size and its light go.
fn photo(lightness: f32, seed: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(1200, 900, |x, y| {
        let wave = ((x * (seed + 3) + y * 7) % 200) as f32;
        let light = |k: f32| ((40.0 + wave * k) * lightness).min(255.0) as u8;
        image::Rgb([light(0.9), light(1.0), light(0.7 + 0.05 * seed as f32)])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

/// A desk with a table of six rows and their photographs; the text of row `long` is so many times as long.
fn with_cells(long: Option<(usize, usize)>) -> Desk {
    let desk = Desk::new();
    let mut table = "版面,小标题,正文,数字,量词,图片\n".to_owned();
    for (i, (heading, text, figure, measure)) in TEXTS.into_iter().enumerate() {
        let times = long.filter(|(row, _)| *row == i).map_or(1, |(_, times)| times);
        table += &format!("质量月成果,{heading},{},{figure},{measure},{i}.jpg\n", text.repeat(times));
        desk.write(&format!("{i}.jpg"), photo(1.0, i as u32));
    }
    desk.write("cells.csv", table);
    desk
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn six_rows_of_photographs_are_one_board_and_nothing_is_lost() {
    let desk = with_cells(None);
    let make =
        ["render", "--layout", "board", "-p", "board-1200x2400", "--data", "cells.csv", "--text", "质量为先 守正创新"];
    desk.must(&[&make[..], &["-f", "pdf", "-o", "out"]].concat(), 0);
    let files = desk.files("out");
    let (name, pdf) = files.iter().find(|(name, _)| name.ends_with(".pdf") && name.starts_with("board-")).unwrap();
    assert!(name.contains("质量月成果"), "{name}");
    assert_eq!(files.keys().filter(|n| n.starts_with("board-")).count(), 1, "one board");
    let said = text_of(pdf);
    for (heading, text, ..) in TEXTS {
        for words in [heading, text] {
            assert!(said.contains(&plain(words)), "{words} is not on the board: {said}");
        }
    }
    let path = desk.path(&format!("out/{name}"));
    if let Some(listed) = outside::tool("pdfimages", &["-list", path.to_str().unwrap()]) {
        let listed = String::from_utf8(listed.stdout).unwrap();
        let pictures = listed.lines().skip(2).filter(|l| l.split_whitespace().nth(2) == Some("image")).count();
        assert_eq!(pictures, 6, "{listed}");
    }
    if let Some(checked) = outside::tool("qpdf", &["--check", path.to_str().unwrap()]) {
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    }
    // The sheet to be signed shows them as an office printer can, and is not as large as the board.
    let signed = desk.path("out/approval.pdf");
    if let Some(listed) = outside::tool("pdfimages", &["-list", signed.to_str().unwrap()]) {
        let listed = String::from_utf8(listed.stdout).unwrap();
        let inch = |l: &str| l.split_whitespace().nth(12).and_then(|ppi| ppi.parse::<u32>().ok());
        let inches: Vec<_> = listed.lines().skip(2).filter_map(inch).collect();
        assert!(inches.len() >= 6 && inches.iter().all(|ppi| (100..=320).contains(ppi)), "{listed}");
    }
    // The same through a plan and two machines.
    desk.must(&[&["plan"], &make[1..], &["-f", "pdf", "-o", "fleet"]].concat(), 0);
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "1/2"], 0);
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "2/2"], 0);
    desk.must(&["merge", "fleet/plan.jsonl"], 0);
    assert_eq!(desk.files("fleet").get(name), Some(pdf), "a fleet makes other bytes");
    // Another text of the fourth row is another board.
    let table = std::fs::read_to_string(desk.path("cells.csv")).unwrap();
    desk.write("cells.csv", table.replace("二百一十份", "二百二十份"));
    desk.must(&[&make[..], &["-f", "pdf", "-o", "out"]].concat(), 0);
    assert!(text_of(&desk.files("out")[name]).contains("二百二十份"), "the old board was kept");
}

#[test]
fn a_text_that_does_not_fit_names_its_row() {
    let desk = with_cells(Some((3, 30)));
    let said = desk.must(
        &[
            "render",
            "--layout",
            "board",
            "-p",
            "board-1200x2400",
            "--data",
            "cells.csv",
            "--text",
            "质量为先 守正创新",
            "-f",
            "pdf",
            "-o",
            "out",
        ],
        1,
    );
    assert!(said.contains("row 5 `满意度调查`"), "{said}");
    assert!(!said.contains("row 4 `"), "another row is blamed: {said}");
    let files = desk.files("out");
    assert!(!files.keys().any(|name| name.ends_with(".pdf") && name.starts_with("board-")), "{:?}", files.keys());
    let again = String::from_utf8(files["reprint.csv"].clone()).unwrap();
    assert!(
        TEXTS.iter().all(|(heading, ..)| again.contains(heading)),
        "all rows of the board are to be made again: {again}"
    );
}

#[test]
fn rows_are_grouped_by_panel_and_too_many_are_told() {
    let desk = Desk::new();
    let mut table = "版面,小标题,正文\n".to_owned();
    for i in 1..=8 {
        table += &format!("{},第{i}格,说明文字\n", if i == 1 { "安全" } else { "" });
    }
    table += "质量,别的,说明文字\n";
    desk.write("cells.csv", table);
    let said = desk.must(
        &[
            "render",
            "-l",
            "board",
            "-p",
            "board-800x1200",
            "--data",
            "cells.csv",
            "--text",
            "安全第一",
            "-f",
            "pdf",
            "-o",
            "out",
        ],
        0,
    );
    assert!(said.contains("2 boards"), "{said}");
    let files = desk.files("out");
    let boards: Vec<String> =
        files.iter().filter(|(n, _)| n.starts_with("board-")).map(|(_, pdf)| text_of(pdf)).collect();
    assert_eq!(boards.len(), 3);
    assert!(boards.iter().filter(|b| b.contains("第1格")).all(|b| b.contains("第4格") && !b.contains("第5格")));
    assert!(boards.iter().any(|b| b.contains("第5格") && b.contains("第8格")));
}

#[test]
fn what_a_row_leaves_empty_is_as_above() {
    let desk = Desk::new();
    // The third row names a board and makes no page; its board has a row all the same. 质量 has neither slogan nor unit.
    desk.write(
        "cells.csv",
        "版面,标语,单位,小标题,正文,图片\n安全,安全第一,检修部,甲,说明文字,\n,,,乙,说明文字,\n环保,,,丙,说明文字,none.jpg\n,,,丁,说明文字,\n质量,,,戊,说明文字,\n",
    );
    let make = ["render", "-l", "board", "-p", "board-800x1200", "--data", "cells.csv", "-f", "pdf", "-o", "out"];
    let said = desk.must(&make, 1);
    let files = desk.files("out");
    let boards: Vec<String> =
        files.iter().filter(|(n, _)| n.starts_with("检修部/board-")).map(|(_, pdf)| text_of(pdf)).collect();
    let on = |cell: &str| boards.iter().filter(|b| b.contains(cell)).collect::<Vec<_>>();
    assert_eq!(boards.len(), 3, "{boards:?}\n{said}");
    assert!(on("甲") == on("乙") && on("乙") != on("丁") && on("丁") != on("戊"), "{boards:?}");
    assert!(boards.iter().all(|b| b.contains("安全第一") && b.contains("检修部")), "{boards:?}");
    assert!(said.contains("`质量` has no slogan") && said.contains("`质量` has no unit"), "{said}");
    // Without a slogan above there is none.
    desk.write("cells.csv", "版面,标语,小标题,正文\n安全,,甲,说明文字\n质量,质量为先,乙,说明文字\n");
    let said = desk.must(&make, 1);
    assert!(said.contains("row 2") && said.contains("none in a row above"), "{said}");
}

#[test]
fn before_and_after_are_brought_to_one_exposure() {
    let desk = Desk::new();
    desk.write("a.jpg", photo(0.8, 1)).write("b.jpg", photo(1.0, 1)).write(
        "pairs.csv",
        "状态,正文,数字,量词,图片\n整改前,通道堵塞，备件混放，没有标识。,40,分钟,a.jpg\n整改后,定置划线，备件上架，一物一位。,15,分钟,b.jpg\n",
    );
    let said = desk.must(
        &[
            "render",
            "-l",
            "board",
            "-p",
            "board-800x1200",
            "--data",
            "pairs.csv",
            "--text",
            "创造质量价值 推进质量发展",
            "-f",
            "png",
            "--dpi",
            "20",
            "-o",
            "out",
        ],
        0,
    );
    assert!(said.contains("equal exposure"), "{said}");
    let files = desk.files("out");
    let (_, png) = files.iter().find(|(n, _)| n.starts_with("board-")).unwrap();
    let picture = image::load_from_memory(png).unwrap().into_rgb8();
    // The middle of each picture: in the left half, at about 0.37 and 0.73 of the height.
    let mean = |part: f64| {
        let (w, h) = (f64::from(picture.width()), f64::from(picture.height()));
        let area = || (0..40).flat_map(|y| (0..40).map(move |x| (x, y)));
        let at = |(x, y): (u32, u32)| picture.get_pixel((w * 0.2) as u32 + x, (h * part) as u32 + y).0;
        area().map(|p| at(p).map(f64::from).iter().sum::<f64>() / 3.0).sum::<f64>() / 1600.0
    };
    let (before, after) = (mean(0.36), mean(0.70));
    assert!((before - after).abs() < 14.0, "{before} and {after}");
}

#[test]
fn portraits_are_in_full_colour_and_carry_name_and_post() {
    let desk = Desk::new();
    let mut table = "版面,姓名,职务,照片\n".to_owned();
    for (i, name) in ["王明", "李建国", "欧阳卫东", "赵敏"].into_iter().enumerate() {
        table += &format!("质量先进个人,{name},检修班班长,{i}.jpg\n");
        desk.write(&format!("{i}.jpg"), photo(1.0, i as u32));
    }
    desk.write("people.csv", table);
    desk.must(
        &[
            "render",
            "-l",
            "honour",
            "-p",
            "board-800x1200",
            "--data",
            "people.csv",
            "--text",
            "全员参与提质量",
            "-f",
            "pdf",
            "-o",
            "out",
        ],
        0,
    );
    let files = desk.files("out");
    let (_, pdf) = files.iter().find(|(n, _)| n.starts_with("board-")).unwrap();
    let said = text_of(pdf);
    for words in ["质量先进个人", "全员参与提质量", "王明", "欧阳卫东", "检修班班长"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_slogan_of_two_clauses_hangs_on_two_cloths() {
    let desk = Desk::new();
    let said = desk.must(
        &[
            "render",
            "-l",
            "cloth",
            "-p",
            "pair-700x3000",
            "--text",
            "人人讲安全 个个都会应急",
            "--text",
            "质量第一",
            "--unit",
            "某某发电厂",
            "-f",
            "pdf",
            "-o",
            "out",
        ],
        0,
    );
    assert!(said.contains("`质量第一` has 1 clauses"), "{said}");
    let files = desk.files("out");
    let text =
        |end: &str| text_of(files.iter().find(|(name, _)| name.ends_with(end)).unwrap_or_else(|| panic!("{end}")).1);
    assert_eq!(files.keys().filter(|n| n.starts_with("pair-")).count(), 2, "{:?}", files.keys());
    assert!(text("-右.pdf").contains("人人讲安全") && !text("-右.pdf").contains("应急"));
    assert!(text("-左.pdf").contains("个个都会应急"));
    let alone = desk.run(&["render", "-l", "cloth", "-p", "pair-700x3000", "--text", "质量第一", "-o", "none"]);
    assert!(alone.code != Some(0) && alone.err.contains("2 cloths hang side by side"), "{}", alone.err);
    // One size on both, though the clauses differ in length.
    let house = House::open();
    let size = |clause: &str| {
        let mut fields = Fields::default();
        fields.set("whole", "人人讲安全 个个都会应急");
        let composed = house.compose("cloth", "pair-700x3000", clause, &fields);
        composed.regions.iter().find(|set| &*set.region == "slogan").unwrap().size
    };
    assert!((size("人人讲安全") - size("个个都会应急")).abs() < 1e-6);
}

#[test]
fn a_department_a_banner() {
    let desk = Desk::new();
    desk.write("banners.csv", "单位,标语\n发电部,质量为先 守正创新\n检修部,人人讲安全 个个会应急\n");
    desk.must(
        &["render", "-l", "official", "-p", "banner-6000x700", "--data", "banners.csv", "-f", "pdf", "-o", "out"],
        0,
    );
    let files = desk.files("out");
    let of = |unit: &str| text_of(files.iter().find(|(n, _)| n.starts_with(unit) && n.ends_with(".pdf")).unwrap().1);
    assert!(of("发电部").contains("守正创新") && of("发电部").contains("发电部"));
    assert!(of("检修部").contains("会应急"));
}

struct House {
    layouts: Vec<Layout>,
    products: Vec<Product>,
    fonts: FontLibrary,
}

impl House {
    fn open() -> Self {
        let layouts = embedded::SPECIAL.iter().map(|s| Layout::parse(s.name, s.text).unwrap_or_else(|f| panic!("{f}")));
        Self { layouts: layouts.collect(), products: embedded::products().unwrap(), fonts: FontLibrary::embedded() }
    }

    fn compose(&self, layout: &str, product: &str, slogan: &str, fields: &Fields) -> Composed {
        let composed = self.try_compose(layout, product, slogan, fields, &Pictures::default());
        composed.unwrap_or_else(|faults| panic!("{product} {slogan}: {faults}"))
    }

    fn try_compose(
        &self,
        layout: &str,
        product: &str,
        slogan: &str,
        fields: &Fields,
        pictures: &Pictures,
    ) -> Result<Composed, Faults> {
        let layout = self.layouts.iter().find(|l| l.id == layout).unwrap();
        let product = self.products.iter().find(|p| p.id == product).unwrap();
        let palettes = embedded::palettes().unwrap();
        let palette = palettes.iter().find(|p| Some(&p.id) == layout.palettes.first()).unwrap();
        let sheet = Sheet { number: 1, text: slogan.into(), ..Sheet::default() };
        let fonts = &self.fonts;
        compose(&Edition { layout, product, palette, sheet: &sheet, fields, fonts, pictures, spots: false })
    }
}

#[test]
fn a_pennant_is_read_from_the_right() {
    let house = House::open();
    let mut fields = Fields::default();
    for (field, text) in [("to", "检修一班"), ("unit", "某某发电厂"), ("date", "2021年9月")] {
        fields.set(field, text);
    }
    let composed = house.compose("cloth", "pennant-700x1000", "精益求精 质量标兵", &fields);
    let inks: BTreeMap<&str, Rect> = composed.regions.iter().map(|set| (&*set.region, set.ink())).collect();
    let order = ["to", "slogan", "gives", "date"];
    for pair in order.windows(2) {
        assert!(inks[pair[1]].x1 < inks[pair[0]].x0, "{} stands right of {}: {inks:?}", pair[1], pair[0]);
    }
    let date = composed.regions.iter().find(|set| &*set.region == "date").unwrap();
    assert_eq!(date.lines.concat(), "二〇二一年九月");
}

#[test]
fn every_cloth_takes_the_shortest_and_the_longest_words() {
    let house = House::open();
    let cloths = [
        "pennant-700x1000",
        "pennant-800x1200",
        "pennant-600x900",
        "sash-160x1800",
        "armband-400x150",
        "helmet-80x40",
        "helmet-60x60",
        "pair-700x3000",
        "pair-900x6000",
        "vbanner-700x3000",
    ];
    for product in cloths {
        for slogan in ["安全员", "安全生产标兵", "精益求精 质量标兵", "用质量经营应对变化与发展"]
        {
            for unit in ["", "某某发电厂", "中国某某集团某某省新能源有限公司某某水电总厂"] {
                for to in ["", "检修一班"] {
                    let mut fields = Fields::default();
                    for (field, text) in [("unit", unit), ("to", to), ("date", "2021年9月")] {
                        fields.set(field, text);
                    }
                    let composed = house.compose("cloth", product, slogan, &fields);
                    let set: String = composed.regions.iter().flat_map(|set| set.lines.clone()).collect();
                    assert!(plain(&set).contains(&plain(slogan)), "{product}: {slogan} in {set}");
                    let sheet = Sheet { number: 1, text: slogan.into(), ..Sheet::default() };
                    let own = house.products.iter().find(|p| p.id == product).unwrap();
                    let errors: Vec<String> = judge(&composed, own, &sheet)
                        .into_iter()
                        .filter(|b| b.severity == Severity::Error || b.check == Check::Overlap)
                        .map(|b| format!("{:?} {} {:?} {:.3} {:.3}", b.check, b.region, b.other, b.found, b.wanted))
                        .collect();
                    assert!(errors.is_empty(), "{product} {slogan} {unit} {to}: {errors:?}");
                }
            }
        }
    }
}

#[test]
fn flags_have_backs() {
    let desk = Desk::new();
    desk.must(
        &[
            "render",
            "-l",
            "official",
            "-p",
            "flag-4-through,flag-4-double",
            "--text",
            "质量为先 守正创新",
            "-f",
            "pdf",
            "-o",
            "out",
        ],
        0,
    );
    let files = desk.files("out");
    let flags: Vec<_> = files.iter().filter(|(n, _)| n.ends_with(".pdf") && n.starts_with("flag-")).collect();
    assert_eq!(flags.len(), 2, "{:?}", files.keys());
    for (name, pdf) in flags {
        let document = biaoyu::read::open(pdf).unwrap();
        assert_eq!(document.pages.len(), 2, "{name}");
        // Through the cloth one sees the front mirrored; the second cloth is read.
        let path = desk.path(&format!("out/{name}"));
        let stem = desk.path(&name.replace('/', "-"));
        if outside::tool("pdftoppm", &["-r", "10", "-png", path.to_str().unwrap(), stem.to_str().unwrap()]).is_none() {
            continue;
        }
        let page = |number: u32| image::open(format!("{}-{number}.png", stem.display())).unwrap().into_luma8();
        let (front, back) = (page(1), page(2));
        let apart = |a: &image::GrayImage, b: &image::GrayImage| {
            let pairs = a.pixels().zip(b.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 60);
            pairs.count() as f64 / f64::from(a.width() * a.height())
        };
        assert_eq!(front.dimensions(), back.dimensions(), "{name}");
        let mirrored = apart(&image::imageops::flip_horizontal(&front), &back);
        if name.contains("through") {
            assert!(mirrored < 0.03, "{name}: {mirrored}");
        } else {
            assert!(mirrored > 0.06, "{name}: {mirrored}");
        }
    }
}

/// The fields of a page of these rows, and a picture for each of them.
fn rows(picture: &str, rows: &[&[(&str, &str)]]) -> (Fields, Pictures) {
    let (mut fields, mut pictures) = (Fields::default(), Pictures::default());
    let row = |(own, number): (&&[(&str, &str)], u32)| {
        let mut fields = Fields::default();
        own.iter().for_each(|(field, text)| fields.set(field, *text));
        Row { number: number as _, fields }
    };
    fields.set_rows(rows.iter().zip(2..).map(row).collect());
    for i in 1..=rows.len() {
        let (width, height) = if picture == "photo" { (300, 400) } else { (400, 300) };
        let gray = Image { width, height, samples: Samples::Gray(vec![128; 120_000]), alpha: None };
        pictures.set(&format!("{picture}#{i}"), Picture::Raster(gray.into()));
    }
    (fields, pictures)
}

/// A picture that a telephone took upright, darker in its upper third, where faces are.
fn upright() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(900, 1200, |x, y| {
        let inside = (250..650).contains(&x) && (180..500).contains(&y);
        image::Rgb(if inside { [20, 20, 20] } else { [210, 220, 230] })
    });
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

#[test]
fn upright_photographs_keep_their_heads_and_what_is_cut_or_forced_is_named() {
    let desk = Desk::new();
    let mut table = "小标题,正文,数字,图片\n".to_owned();
    for (i, (heading, text, figure, measure)) in TEXTS.into_iter().enumerate() {
        let text = if i == 3 { text.repeat(5) } else { text.to_owned() };
        table += &format!("{heading},{text},{figure}{measure},{i}.jpg\n");
        desk.write(&format!("{i}.jpg"), if i == 5 { photo(1.0, 1) } else { upright() });
    }
    desk.write("cells.csv", table);
    let make = ["render", "-p", "board-1200x2400", "--data", "cells.csv", "--text", "质量为先 守正创新"];
    let said = desk.must(&[&make[..], &["-f", "png", "--dpi", "10", "-o", "out"]].concat(), 0);
    // The one that lies among upright ones, and the one text that is too long: with row, file and numbers.
    let cut = said.lines().find(|l| l.contains("is cut off at its sides")).unwrap_or_else(|| panic!("{said}"));
    assert!(cut.contains("row 7 `QC 故事`") && cut.contains("`5.jpg`") && cut.contains("44 %"), "{cut}");
    assert_eq!(said.matches("is cut off at").count(), 1, "{said}");
    let forced = said.lines().find(|l| l.contains("sets all texts")).unwrap_or_else(|| panic!("{said}"));
    assert!(forced.contains("row 5 `满意度调查`") && forced.contains("characters"), "{forced}");
    assert_eq!(said.matches("sets all texts").count(), 1, "{said}");
    assert!(!said.contains("a window of"), "one is too narrow for the gate: {said}");
    // A head that is 400 of 900 wide and 320 of 1,200 high is on the board as high as it is wide.
    let files = desk.files("out");
    let (_, png) = files.iter().find(|(n, _)| n.starts_with("board-")).unwrap();
    let board = image::load_from_memory(png).unwrap().into_rgb8();
    let (w, h) = board.dimensions();
    let dark = |x: u32, y: u32| board.get_pixel(x, y).0.iter().all(|v| *v < 90);
    // The first picture: in the left quarter, under the band.
    let places = (0..w / 4).flat_map(|x| (h / 10..h * 9 / 40).map(move |y| (x, y)));
    let heads: Vec<(u32, u32)> = places.filter(|(x, y)| dark(*x, *y)).collect();
    let span = |side: fn(&(u32, u32)) -> u32| {
        f64::from(heads.iter().map(side).max().unwrap() - heads.iter().map(side).min().unwrap() + 1)
    };
    let (wide, tall) = (span(|p| p.0), span(|p| p.1));
    assert!((tall / wide - 0.8).abs() < 0.1, "a head of {wide} × {tall}");
}

#[test]
fn names_on_an_honour_roll_are_the_largest_words_of_their_cells() {
    let house = House::open();
    for name in ["王明", "阿卜杜热合曼·买买提", "古力娜扎尔·拜合提亚尔"] {
        let row = [("name", name), ("post", "热控专业高级工程师")];
        let other = [("name", "李强"), ("post", "值长")];
        let (fields, pictures) = rows("photo", &[&row, &other, &other, &other, &other, &other]);
        for product in ["board-800x1200", "board-2400x1200", "board-600x800"] {
            let composed = house.try_compose("honour", product, "全员参与提质量", &fields, &pictures).unwrap();
            let size = |part: &str| {
                let of = |i: usize| composed.regions.iter().find(|set| *set.region == *format!("people-{i}-{part}"));
                (of(1).unwrap().size, of(2).unwrap().size)
            };
            let (names, posts) = (size("heading"), size("text"));
            assert!((names.0 - names.1).abs() < 1e-6 && (posts.0 - posts.1).abs() < 1e-6, "{product} {name}");
            assert!(names.0 >= 1.35 * posts.0 - 1e-6, "{product} {name}: {names:?} over {posts:?}");
            let [portrait, set] =
                ["picture", "heading"].map(|part| ink(&composed, &format!("people-1-{part}")).unwrap());
            assert!(set.x1 <= portrait.x1 + 0.5, "{product} {name}: {set} beside {portrait}");
        }
    }
}

/// The ink of a part of a card.
fn ink(composed: &Composed, region: &str) -> Option<Rect> {
    composed.ledger.iter().find(|entry| &*entry.region == region).map(|entry| entry.ink)
}

#[test]
fn portraits_are_measured_as_they_are_drawn() {
    let house = House::open();
    let long = "负责质量管理体系运行与班组质量管理小组活动的组织策划，牵头完成机组检修质量验收。";
    for (times, post, wanted) in [(1, "质量管理部主任工程师", true), (2, "技术员", true), (40, "班长", false)]
    {
        let body = long.repeat(times);
        let row = [("name", "欧阳卫东"), ("post", post), ("body", body.as_str())];
        let (fields, pictures) = rows("photo", &[&row, &row, &row, &row]);
        for product in ["board-800x1200", "board-2400x1200"] {
            let made = house.try_compose("honour", product, "全员参与提质量", &fields, &pictures);
            let Ok(composed) = made else {
                assert!(!wanted, "{product}: {}", made.err().unwrap());
                continue;
            };
            assert!(wanted, "{product}: {times}");
            for i in 1..=4 {
                let [portrait, name, text] =
                    ["picture", "heading", "text"].map(|part| ink(&composed, &format!("people-{i}-{part}")).unwrap());
                for (part, found) in [("name", name), ("text", text)] {
                    assert!(found.x1 <= portrait.x1 + 0.5, "{product} {times}: {part} {found} beside {portrait}");
                }
                let set = composed.regions.iter().find(|set| *set.region == *format!("people-{i}-text")).unwrap();
                assert_eq!(plain(&set.lines.concat()), plain(&format!("{post}{body}")), "{product}: words are lost");
                // The next row of portraits begins below.
                let below = ink(&composed, &format!("people-{}-picture", i + 2)).filter(|r| r.y0 > portrait.y1);
                assert!(below.is_none_or(|r| text.y1 < r.y0), "{product} {times}: {text} runs into {below:?}");
            }
        }
    }
}

#[test]
fn a_figure_keeps_to_its_cell() {
    let house = House::open();
    let cell = |figure: &'static str| {
        vec![("heading", "发电量"), ("body", "全年完成发电量，同比增长。"), ("figure", figure), ("measure", "万千瓦时")]
    };
    for (product, part) in [("board-800x1200", "rows"), ("board-1200x2400", "cells")] {
        let (one, other) = (cell("1,286,345,678"), cell("44"));
        let four: Vec<&[(&str, &str)]> = vec![&one, &other, &one, &other];
        let given = if part == "rows" { &four[..2] } else { &four };
        let (fields, pictures) = rows("picture", given);
        let composed = house.try_compose("board", product, "质量为先", &fields, &pictures).unwrap();
        let (w, s) = if part == "rows" { (800.0, 800.0) } else { (1200.0, 1200.0) };
        for i in 1..=given.len() {
            let right = ink(&composed, &format!("{part}-{i}-measure")).unwrap().x1;
            let edge = if part == "rows" || i % 2 == 0 { w - 0.055 * s } else { w / 2.0 };
            assert!(right <= edge + 0.5, "{product}: the measure of cell {i} ends at {right}, the cell at {edge}");
        }
        let (fields, pictures) = rows(
            "picture",
            &[&cell(
                "123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
            )],
        );
        let faults = house.try_compose("board", product, "质量为先", &fields, &pictures).unwrap_err();
        assert!(faults.0.iter().any(|f| f.code == "fit/row-too-long"), "{product}: {faults}");
    }
}

#[test]
fn a_comparison_asks_for_its_two_halves() {
    let house = House::open();
    let words = |states: &[&'static str]| {
        let cells: Vec<Vec<(&str, &str)>> =
            states.iter().map(|state| vec![("state", *state), ("body", "备件上架，一物一位。")]).collect();
        let cells: Vec<&[(&str, &str)]> = cells.iter().map(Vec::as_slice).collect();
        let (fields, pictures) = rows("picture", &cells);
        let made = house.try_compose("board", "board-800x1200", "质量为先", &fields, &pictures);
        made.map_or_else(|faults| faults.0.iter().map(|f| f.code).collect::<Vec<_>>().join(" "), |_| "made".to_owned())
    };
    assert_eq!(words(&["整改前", "整改后"]), "made");
    assert_eq!(words(&["整改前", "目前"]), "cards/state");
    // The first row alone says nothing of what the others are.
    assert_eq!(words(&["", "整改后"]), "cards/state");
    assert_eq!(words(&["整改前", "整改前", "整改后", "整改后"]), "cards/pairs cards/pairs");
    assert_eq!(words(&["整改后", "整改前"]), "cards/pairs");
}

#[test]
fn a_column_that_no_sheet_shows_is_told() {
    let desk = Desk::new();
    desk.write("units.csv", "单位,状态,版面\n某某发电厂,整改前,一版\n");
    let said = desk.must(
        &[
            "render",
            "quality-month-2021",
            "-l",
            "official",
            "-p",
            "poster-a4",
            "-s",
            "1",
            "--data",
            "units.csv",
            "--dry-run",
            "-o",
            "out",
        ],
        0,
    );
    assert!(said.contains("state") && said.contains("panel"), "{said}");
}
