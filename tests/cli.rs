//! The command as its users meet it: in an empty folder, with whole outputs, exit codes and files compared.

#![allow(clippy::unwrap_used)]

mod desk;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use desk::Desk;
use serde_json::Value;

fn count(files: &BTreeMap<String, Vec<u8>>, ending: &str) -> usize {
    files.keys().filter(|f| f.ends_with(ending) && !f.starts_with("thumbnails")).count()
}

/// One small page, so that a test takes no time.
const SMALL: [&str; 6] = ["render", "--slogan", "2", "--product", "badge-58", "--bare"];

fn small<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SMALL[..], more].concat()
}

#[test]
fn the_first_command_presses_the_whole_campaign() {
    let desk = Desk::new();
    let left = desk.run(&["render", "--lang", "zh"]).code(0);
    let files = desk.files("output/quality-month-2021");
    assert_eq!((count(&files, ".pdf"), count(&files, ".png")), (50, 48));
    for own in [
        "index.html",
        "approval.pdf",
        "校对单.pdf",
        "字体与图片授权说明.txt",
        "receipts.jsonl",
        "poster-a2/00-质量月.pdf",
        "badge-58/13-敬畏质量做精神现场 共筑质量做优市场.png",
    ] {
        assert!(files.contains_key(own), "{own}");
    }
    assert!(files.values().all(|bytes| !bytes.is_empty()) && !files.keys().any(|f| f.contains("unfinished")));
    assert!(left.out.is_empty());
    left.says(&[
        "第13条疑有误：“精神”疑为“精”（做精现场，与“做优市场”相对），按原文印",
        "做成 96 个文件 (48 PDF, 48 PNG)",
        "output/quality-month-2021/index.html",
        "output/quality-month-2021/approval.pdf",
    ]);

    // Every page on the approval sheets: A4, nothing else.
    let approval = lopdf::Document::load_mem(&files["approval.pdf"]).unwrap();
    assert!((3..=6).contains(&approval.get_pages().len()));
    for id in approval.get_pages().values() {
        let size = approval.get_object(*id).unwrap().as_dict().unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
        let size: Vec<f32> = size.iter().map(|v| v.as_float().unwrap().round()).collect();
        assert_eq!(size, [0.0, 0.0, 595.0, 842.0]);
    }

    // The contact sheet leads to files that are there.
    let index = String::from_utf8(files["index.html"].clone()).unwrap();
    assert!(!index.contains("http") && !index.contains("<script"));
    let links: Vec<String> =
        index.split(['"']).filter(|w| w.contains("%E") || w.ends_with(".pdf")).map(decoded).collect();
    assert!(links.len() > 48 * 4, "{}", links.len());
    for link in links {
        assert!(files.contains_key(&link), "{link}");
    }

    // A second run has nothing to do, and does nothing.
    let again = desk.run(&["render", "--lang", "zh"]).code(0);
    assert!(again.said().contains("做成 0 个文件，0 B，用时 N 秒；已有、未改 96 个"), "{}", again.said());
    assert_eq!(desk.files("output/quality-month-2021"), files);
}

/// A percent-encoded link.
fn decoded(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex: Vec<u8> = rest.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn threads_and_runs_make_no_difference() {
    let desk = Desk::new();
    for (folder, jobs) in [("one", "1"), ("eight", "8"), ("again", "8")] {
        desk.run(&[
            "render",
            "--slogan",
            "0-4,e1",
            "--layout",
            "glyph,waves",
            "-p",
            "poster-a4,badge-25",
            "--dpi",
            "40",
            "-o",
            folder,
            "-j",
            jobs,
        ])
        .code(0);
    }
    let one = desk.files("one");
    assert!(one.len() > 60);
    assert_eq!(one, desk.files("eight"));
    assert_eq!(one, desk.files("again"));
}

#[test]
fn a_run_makes_what_is_missing_and_leaves_what_others_made() {
    let desk = Desk::new();
    let render = ["render", "--slogan", "1-3", "--product", "badge-58,badge-25", "--bare", "-o", "out"];
    desk.run(&render).code(0);
    let whole = desk.files("out");
    let name = |folder: &str, number: &str, ending: &str| {
        whole.keys().find(|f| f.starts_with(&format!("{folder}/{number}")) && f.ends_with(ending)).unwrap().clone()
    };
    let [gone, cut, edited] =
        [name("badge-58", "01", "pdf"), name("badge-25", "02", "png"), name("badge-58", "03", "png")];
    let file = |name: &str| desk.path("out").join(name);

    // Lost, and cut off as a full disk or a power failure leaves it; the second also with zeros at its end.
    fs::remove_file(file(&gone)).unwrap();
    fs::write(file(&cut), &whole[&cut][..whole[&cut].len() / 2]).unwrap();
    let left = desk.run(&render).code(0);
    assert!(left.said().contains("2 files made (1 PDF, 1 PNG)") && left.said().contains("10 kept"), "{}", left.err);
    assert_eq!(desk.files("out"), whole);
    fs::write(file(&cut), "").unwrap();
    desk.run(&render).code(0);
    assert_eq!(desk.files("out"), whole);

    // What someone retouched is his.
    let mut retouched = whole[&edited].clone();
    retouched.push(0);
    fs::write(file(&edited), &retouched).unwrap();
    desk.run(&render).code(2).says(&[&edited, "was not made by this program, or was changed since", "--force"]);
    assert_eq!(fs::read(file(&edited)).unwrap(), retouched);
    desk.run(&[&render[..], &["--force"]].concat()).code(0);
    assert_eq!(desk.files("out"), whole);

    // A file that stood there before.
    let other = Desk::new();
    other.write("out/badge-58/01-质量为先 守正创新.pdf", "mine");
    let left = other.run(&render).code(2);
    assert_eq!(left.err.matches("error:").count(), 1);
    assert_eq!(fs::read(other.path("out/badge-58/01-质量为先 守正创新.pdf")).unwrap(), b"mine");
    assert_eq!(other.files("out").len(), 2, "nothing else was made");
    other.run(&[&render[..], &["--force"]].concat()).code(0);
    assert_eq!(other.files("out").len(), whole.len());
}

#[test]
fn other_inputs_make_the_file_anew() {
    let desk = Desk::new();
    let run = |more: &[&str]| desk.run(&small(&[&["-o", "out"], more].concat())).code(0).said();
    assert!(run(&[]).contains("2 files made"));
    assert!(run(&[]).contains("0 files made"));
    assert!(run(&["--unit", "某厂"]).contains("2 files made"));
    assert!(run(&["--unit", "某厂", "--dpi", "50"]).contains("1 file made (1 PNG)"));
    assert!(run(&["--unit", "某厂", "--dpi", "50", "--outlines"]).contains("1 file made (1 PDF)"));
    assert!(run(&["--unit", "某厂", "--dpi", "50", "--outlines", "--palette", "red-gold"]).contains("0 files made"));
    assert!(run(&["--unit", "某厂", "--dpi", "50", "--outlines", "--palette", "state-red"]).contains("2 files made"));
}

#[test]
fn an_interrupted_run_is_taken_up() {
    let desk = Desk::new();
    let render = ["render", "--bare", "--product", "badge-58", "-o", "out"];
    desk.run(&render).code(0);
    let whole = desk.files("out");
    // As after kill -9: half a receipt, drafts, and the last files missing.
    let receipts = String::from_utf8(whole["receipts.jsonl"].clone()).unwrap();
    let lines: Vec<&str> = receipts.split_inclusive('\n').collect();
    let kept = lines[..10].concat() + &lines[10][..40];
    fs::write(desk.path("out/receipts.jsonl"), kept).unwrap();
    for line in &lines[9..] {
        let receipt: Value = serde_json::from_str(line).unwrap();
        fs::remove_file(desk.path("out").join(receipt["file"].as_str().unwrap())).unwrap();
    }
    desk.write("out/.biaoyu-unfinished/7", "half");
    desk.run(&render).code(0);
    assert_eq!(desk.files("out"), whole);
}

/// Interrupted and killed at several moments, a run ends as if nothing had been.
#[cfg(unix)]
#[test]
fn a_run_survives_its_death() {
    let desk = Desk::new();
    let render = |folder: &'static str| ["render", "-p", "poster-a3,badge-58", "--dpi", "72", "-j", "1", "-o", folder];
    desk.run(&render("whole")).code(0);
    let whole = desk.files("whole");
    let mut died = 0;
    for (signal, wait) in [("-INT", 60), ("-KILL", 30), ("-KILL", 90), ("-KILL", 180), ("-INT", 300), ("-KILL", 400)] {
        let child = desk.command(&render("out")).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        desk::signal(signal, child.id());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        if signal == "-INT" && said.contains("stopped") {
            assert_eq!(output.status.code(), Some(75));
            assert!(said.contains("run the same command again"), "{said}");
            assert!(!desk.path("out/.biaoyu-unfinished").exists());
        }
        died += i32::from(!output.status.success());
        if desk.path("out").exists() {
            for (name, bytes) in desk
                .files("out")
                .iter()
                .filter(|(n, _)| !n.starts_with('.') && !n.ends_with("jsonl") && *n != "index.html")
            {
                assert!(whole.get(name) == Some(bytes), "{name} is not whole");
            }
        }
    }
    assert!(died > 0, "every run was over before its signal came");
    desk.run(&render("out")).code(0);
    let mut out = desk.files("out");
    let mut whole = whole;
    // An interrupted run tells of itself in a contact sheet of its own, which has its receipt.
    let receipts = |files: &mut BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let text = String::from_utf8(files.remove("receipts.jsonl").unwrap()).unwrap();
        let mut lines: Vec<String> = text.lines().filter(|l| !l.contains("index.html")).map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(receipts(&mut out), receipts(&mut whole));
    assert_eq!(out, whole);
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let desk = Desk::new();
    desk.write("out/receipts.jsonl", "");
    let held = fs::File::options().append(true).open(desk.path("out/receipts.jsonl")).unwrap();
    held.lock().unwrap();
    let left = desk.run(&small(&["-o", "out"])).code(75);
    assert_eq!(
        left.err,
        "error: out: another run is writing to this folder\n  hint: wait until it is done, or choose another folder with `-o`\n"
    );
    drop(held);
    desk.run(&small(&["-o", "out"])).code(0);
}

#[test]
fn files_that_cannot_be_written_are_named_and_the_others_made() {
    let desk = Desk::new();
    desk.write("out/badge-25", "in the way");
    let left = desk.run(&["render", "--slogan", "2", "--product", "badge-25,badge-58", "--bare", "-o", "out"]).code(1);
    assert!(left.said().contains("2 files made (1 PDF, 1 PNG)") && left.said().contains("2 failed"), "{}", left.err);
    left.says(&[
        "failed: out/badge-25/02-质量先行 顾客为上.pdf: a file is in the way of a folder of that name",
        "hint: move it away",
    ]);
    assert_eq!(desk.files("out").len(), 4);
    // The output folder itself.
    desk.write("file", "");
    desk.run(&small(&["-o", "file"])).code(2).says(&["error: file: a file is in the way"]);
}

#[test]
fn names_are_safe_and_stay_in_the_folder() {
    let desk = Desk::new();
    let paths = |arguments: &[&str]| -> Vec<String> {
        let left =
            desk.run(&[&["render", "--dry-run", "--json", "--format", "pdf", "-o", "out"], arguments].concat()).code(0);
        left.json().iter().filter_map(|v| Some(v["path"].as_str()?.to_owned())).collect()
    };
    let slogan = ["--slogan", "2", "-p", "badge-58"];
    for (more, path) in [
        (&["--name", "{s:03}"][..], "out/002.pdf"),
        (&["--name", "{product}/{layout}/{slogan}"], "out/badge-58/glyph/质量先行 顾客为上.pdf"),
        (&["--name", "{unit}/x", "--unit", "a/b:c"], "out/a／b：c/x.pdf"),
        (&["--name", "{unit}", "--unit", "../../x"], "out/_.／..／x.pdf"),
        (&["--name", "{unit}", "--unit", "CON"], "out/CON_.pdf"),
        (&["--name", "{title}{year}", "--set", "year=2022"], "out/质量月2022.pdf"),
    ] {
        assert_eq!(paths(&[&slogan, more].concat()), [path]);
    }
    assert_eq!(paths(&["-p", "name-85x54", "--set", "name=王小明"]), ["out/name-85x54/王小明.pdf"]);
    assert_eq!(paths(&["-p", "backdrop-6000x3000"]).len(), 3);
    assert_eq!(paths(&["-p", "cover-a4"]), ["out/cover-a4/p1-电力行业质量管理经验交流论文集.pdf"]);
    assert_eq!(
        paths(&["-p", "badge-58", "-l", "glyph,waves", "--slogan", "2"]),
        ["out/badge-58/02-质量先行 顾客为上-glyph.pdf", "out/badge-58/02-质量先行 顾客为上-waves.pdf"]
    );

    for (template, code, said) in [
        ("../{s}", 2, "`../{s}` leaves the output folder"),
        ("/tmp/{s}", 2, "leaves the output folder"),
        ("C:\\{s}", 2, "leaves the output folder"),
        ("{sloagn}", 2, "did you mean `slogan`?"),
        ("{slogan", 2, "`{` without `}`"),
        ("{product}", 2, "two pages would be written to `badge-58.pdf`"),
    ] {
        desk.run(&["render", "--slogan", "1,2", "-p", "badge-58", "--name", template]).code(code).says(&[said]);
    }
    // What would tell them apart is named.
    desk.run(&["render", "--slogan", "1,2", "-p", "badge-58", "--name", "{product}"])
        .says(&["add one of `{s}` `{slogan}`"]);
    assert!(!desk.path("output").exists());
}

#[test]
fn json_has_one_object_a_file() {
    let desk = Desk::new();
    let left = desk.run(&small(&["--json", "-o", "out", "--unit", "某厂"])).code(0);
    let objects = left.json();
    assert_eq!(objects.len(), 2);
    let pdf = &objects[0];
    assert_eq!(pdf["path"], "out/badge-58/02-质量先行 顾客为上.pdf");
    assert_eq!((&pdf["format"], &pdf["status"]), (&"pdf".into(), &"made".into()));
    assert_eq!((&pdf["product"], &pdf["layout"], &pdf["slogan"]), (&"badge-58".into(), &"glyph".into(), &"2".into()));
    assert_eq!(pdf["trim_mm"], serde_json::json!([58, 58]));
    assert!(
        pdf["lines"].as_object().unwrap().values().any(|l| l
            .as_array()
            .unwrap()
            .iter()
            .any(|t| t.as_str().unwrap().contains("质量先行")))
    );
    assert_eq!(pdf["bytes"].as_u64().unwrap(), fs::metadata(desk.path(pdf["path"].as_str().unwrap())).unwrap().len());
    assert!(pdf["findings"].is_array() && pdf["ms"].is_u64());
    let again = desk.run(&small(&["--json", "-o", "out", "--unit", "某厂"])).code(0).json();
    assert_eq!(again[0]["status"], "kept");
    assert_eq!(again[0]["lines"], pdf["lines"]);
}

#[test]
fn texts_make_pages_without_a_campaign() {
    let desk = Desk::new();
    let left = desk
        .run(&[
            "render",
            "--text",
            "人人讲安全 个个会应急",
            "--text",
            "安全生产 人人有责",
            "-p",
            "badge-58",
            "--json",
            "-o",
            "o",
        ])
        .code(0);
    let texts: Vec<String> = left.json().iter().map(|v| v["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts, ["人人讲安全 个个会应急", "人人讲安全 个个会应急", "安全生产 人人有责", "安全生产 人人有责"]);

    // A list from Word: GBK, numbers, full-width spaces, stops at the end.
    let (gbk, _, _) = encoding_rs::GBK.encode("1．质量为先　守正创新。\r\n2、质量先行 顾客为上\r\n");
    desk.write("list.txt", &gbk);
    let left = desk.run(&["render", "--texts", "list.txt", "-p", "badge-58", "--dry-run", "--json"]).code(0);
    let found: Vec<String> =
        left.json().iter().filter(|v| v["format"] == "pdf").map(|v| v["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, ["质量为先 守正创新", "质量先行 顾客为上"]);
}

#[test]
fn inputs_are_found_in_folders_before_the_binary() {
    let desk = Desk::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let glyph = fs::read(root.join("layouts/glyph.toml")).unwrap();
    desk.write("layouts/mine.toml", &glyph);
    desk.write("campaigns/own.toml", "title = \"安全月\"\n[[slogan]]\ntext = \"安全第一 预防为主\"\n[defaults]\nproducts = [\"sign\"]\nlayouts = [\"mine\"]\n");
    desk.write("products.toml", "[[product]]\nid = \"sign\"\nname = \"牌\"\nlike = \"poster-a4\"\nsize = [300, 300]\n");
    let listed = desk.run(&["list", "layouts", "--json"]).code(0).json();
    assert_eq!((&listed[0]["id"], &listed[0]["whence"]), (&"mine".into(), &"./layouts/mine.toml".into()));
    assert!(listed.iter().any(|l| l["id"] == "glyph" && l["whence"] == "built in"));
    assert!(desk.run(&["list", "campaigns"]).code(0).out.contains("own"));

    // A copy under another name gives the same page.
    desk.run(&small(&["--layout", "mine", "-o", "a"])).code(0);
    desk.run(&small(&["--layout", "glyph", "-o", "b"])).code(0);
    let bytes = |folder: &str| fs::read(desk.path(folder).join("badge-58/02-质量先行 顾客为上.pdf")).unwrap();
    assert_eq!(bytes("a"), bytes("b"));

    // A broken file is told of when it is used, and when it is listed.
    desk.write("layouts/broken.toml", "id = \"broken\"\n[[variant]]\nwhen = \"1 +\"\n");
    desk.run(&small(&["-o", "c"])).code(0);
    desk.run(&small(&["--layout", "broken"])).code(2).says(&["layouts/broken.toml:3:"]);
    desk.run(&["list", "layouts"]).code(1).says(&["layouts/broken.toml:3:"]);
    // --from goes before the folder one works in.
    desk.write("brand/layouts/mine.toml", "id = ");
    desk.run(&small(&["--layout", "mine", "--from", "brand"])).code(2).says(&["brand/layouts/mine.toml:1:"]);
}

#[test]
fn bad_input_gets_a_message() {
    let desk = Desk::new();
    desk.write("dir.toml/x", "");
    desk.write("quotes.toml", "title = “质量月”\n");
    desk.write("equals.toml", "title ＝ \"质量月\"\n");
    desk.write("keys.toml", "title = \"月\"\nthem = \"x\"\n[[slogan]]\ntext = 3\n[[slogan]]\ntxt = \"a\"\n");
    desk.write(
        "rare.toml",
        "title = \"月\"\n[[slogan]]\ntext = \"质量\u{2ebf0}先行\"\n[[slogan]]\ntext = \"质量先行\"\n",
    );
    desk.write("bidi.toml", "title = \"月\"\n[[slogan]]\ntext = \"质量\u{202e}先行\"\n");
    let entities = |n: u32| format!("<!ENTITY e{} \"{}\">", n + 1, format!("&e{n};").repeat(10));
    let bomb: String = (0..9).map(entities).collect();
    desk.write(
        "bomb.svg",
        format!("<!DOCTYPE svg [<!ENTITY e0 \"x\">{bomb}]><svg xmlns=\"http://www.w3.org/2000/svg\">&e9;</svg>"),
    );
    desk.write("good.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><path d=\"M0 0H10V10z\" fill=\"#c8102e\"/></svg>");
    desk.write("cut.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    desk.write("binary.txt", [0_u8, 159, 146, 150, 255, 254, 1]);
    desk.write("empty.txt", "\n\n");
    desk.write("fonts/hei-black.otf", "no font");
    let long = "质".repeat(500);
    for (arguments, code, said) in [
        (&["render", "nowhere"][..], 2, &["there is no campaign `nowhere`", "hint: see `biaoyu list campaigns`"][..]),
        (&["render", "quality-month-2012"], 2, &["did you mean `quality-month-2021`?"]),
        (&["render", "nowhere.toml"], 2, &["nowhere.toml: there is no such file"]),
        (&["render", "dir.toml"], 2, &["dir.toml: this is a folder"]),
        (&["render", "quotes.toml"], 2, &["quotes.toml:1:9"]),
        (&["render", "equals.toml"], 2, &["equals.toml:1:7"]),
        (&["render", "keys.toml"], 2, &["keys.toml:2:1", "did you mean `theme`?", "keys.toml:4:8", "keys.toml:6:1"]),
        (&["render", "bidi.toml"], 2, &["U+202E"]),
        (&["render", "rare.toml", "-p", "badge-58", "--from", "none"], 1, &["U+2EBF0", "4 files made", "2 failed"]),
        (&["render", "--text", ""], 2, &["the text is empty"]),
        (&["render", "--text", &long], 2, &["the text has 500 characters, at most 120 are set"]),
        (&["render", "--texts", "none.txt"], 2, &["none.txt: there is no such file"]),
        (&["render", "--texts", "binary.txt"], 2, &["binary.txt"]),
        (&["render", "--texts", "empty.txt"], 2, &["no slogan in this file"]),
        (&["render", "--product", "postr-a2"], 2, &["there is no product `postr-a2`", "did you mean `poster-a2`?"]),
        (&["render", "--product", "5x900000"], 2, &["product `5x900000`: a side of 5 mm", "a side of 900000 mm"]),
        (&["render", "--layout", "glif"], 2, &["there is no layout `glif`"]),
        (&["render", "--palette", "state-rde"], 2, &["did you mean `state-red`?"]),
        (&["render", "--colour", "tael"], 2, &["`tael` is no colour"]),
        (&["render", "--slogan", "16"], 2, &["has no sheet `16`", "it has 0, 1-15, e1-e3, p1"]),
        (&["render", "--slogan", "x"], 2, &["`x` names no sheet"]),
        (&["render", "--set", "nmae=x"], 2, &["field `nmae`", "did you mean `name`?"]),
        (&["render", "--set", "x"], 2, &["`x` is no `FIELD=VALUE`"]),
        (&["render", "--unit", "a\u{7}b"], 2, &["field `unit`", "U+0007"]),
        (&["render", "--dpi", "0"], 2, &["--dpi"]),
        (&["render", "--format", "gif"], 2, &["gif"]),
        (&["render", "--icc", "bomb.svg"], 2, &["bomb.svg: no readable ICC profile"]),
        (&["render", "--icc", "none.icc"], 2, &["none.icc: there is no such file"]),
        (&["render", "--logo", "none.svg"], 2, &["none.svg: there is no such file"]),
        (&["render", "--logo", "quotes.toml"], 2, &["quotes.toml: neither SVG nor PNG, JPEG, WebP or TIFF"]),
        (&["render", "--logo", "bomb.svg"], 2, &["bomb.svg"]),
        (&["render", "--logo", "cut.png"], 2, &["cut.png"]),
        (&["render", "--logo", "good.svg", "--logo-ink", "red"], 2, &["`red` declares no colour"]),
        (&["render", "--nonsense"], 2, &["--nonsense"]),
        (&["nonsense"], 2, &["nonsense"]),
        (&["lines", ""], 2, &["the text is empty"]),
        (&["new", "x"], 0, &["wrote campaigns/x.toml"]),
        (&["new", "x"], 2, &["campaigns/x.toml: this file is there already"]),
        (&["list", "faces"], 1, &["fonts/hei-black.otf: no font"]),
        (&["render", "--slogan", "2"], 0, &["fonts/hei-black.otf`: no font", "the built-in face is used"]),
    ] {
        // The broken font stands in the way of the last two only.
        let fonts = desk.path("fonts");
        let hidden = desk.path("hidden");
        let wants_font = said.iter().any(|s| s.contains("hei-black.otf"));
        if !wants_font {
            fs::rename(&fonts, &hidden).unwrap();
        }
        let left = desk.run(arguments);
        if !wants_font {
            fs::rename(&hidden, &fonts).unwrap();
        }
        assert_eq!(left.code, Some(code), "{arguments:?}: {}", left.err);
        left.says(said);
        let chinese = desk.command(arguments).env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
        let own = !arguments.iter().any(|a| matches!(*a, "--nonsense" | "nonsense" | "gif" | "0"));
        let said = String::from_utf8(chinese.stderr).unwrap();
        if own && code != 0 {
            assert!(said.contains("错误：") || said.contains("未做成："), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn a_logo_stands_on_the_page_in_the_inks_it_is_declared_in() {
    let desk = Desk::new();
    desk.write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><path d=\"M0 0H10V10z\" fill=\"#123456\"/></svg>");
    let render =
        ["render", "--slogan", "e1", "-p", "backdrop-6000x3000", "-l", "official", "--bare", "--format", "pdf"];
    let bytes = |folder: &str, more: &[&str]| {
        desk.run(&[&render[..], &["-o", folder], more].concat()).code(0);
        desk.files(folder).into_iter().find(|(name, _)| name.ends_with(".pdf")).unwrap().1
    };
    let plain = bytes("plain", &[]);
    let logo = bytes("logo", &["--logo", "logo.svg"]);
    let declared = bytes("declared", &["--logo", "logo.svg", "--logo-ink", "#123456=C3 M14 Y15 K92"]);
    assert!(plain != logo && logo != declared);
    // The same folder, other inks: the page is made anew.
    assert_eq!(bytes("logo", &["--logo", "logo.svg", "--logo-ink", "#123456=C3 M14 Y15 K92"]), declared);
}

#[test]
fn a_page_that_cannot_be_set_costs_no_other() {
    let desk = Desk::new();
    let long = "质".repeat(110);
    let left =
        desk.run(&["render", "--text", &long, "--text", "质量先行", "-p", "badge-25", "--bare", "-o", "o"]).code(1);
    assert!(left.said().contains("2 files made (1 PDF, 1 PNG)") && left.said().contains("2 failed"), "{}", left.err);
    assert_eq!(left.err.matches("failed:").count(), 1, "{}", left.err);
}

#[test]
fn dates_come_from_the_environment_or_the_campaign() {
    let desk = Desk::new();
    let pdf = |epoch: Option<&str>, folder: &str| {
        let mut command = desk.command(&small(&["-o", folder, "--format", "pdf"]));
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        assert!(command.status().unwrap().success());
        let bytes = fs::read(desk.path(folder).join("badge-58/02-质量先行 顾客为上.pdf")).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert!(pdf(None, "a").contains("xmp:CreateDate=\"2021-08-30T00:00:00Z\""));
    assert!(pdf(Some("951827696"), "b").contains("xmp:CreateDate=\"2000-02-29T12:34:56Z\""));
    let refused = desk.command(&small(&[])).env("SOURCE_DATE_EPOCH", "today").output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let desk = Desk::new();
    for arguments in [&["list", "products"][..], &["schema", "product"], &["render", "--dry-run", "--json"]] {
        let mut child = desk.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn messages_follow_locale_and_flag() {
    let desk = Desk::new();
    let said = |arguments: &[&str], locale: (&str, &str)| {
        let output = desk.command(arguments).env_remove("LC_ALL").env(locale.0, locale.1).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let refused = ["render", "nowhere"];
    assert!(said(&refused, ("LANG", "zh_CN.GB18030")).contains("没有活动 `nowhere`"));
    assert!(said(&refused, ("LC_MESSAGES", "zh_TW.UTF-8")).contains("没有活动"));
    assert!(said(&refused, ("LANG", "de_DE.UTF-8")).contains("there is no campaign"));
    assert!(said(&["--lang", "zh", "render", "nowhere"], ("LANG", "C")).contains("没有活动"));
    assert!(said(&["render", "nowhere", "--lang=en"], ("LANG", "zh_CN")).contains("there is no campaign"));
    let help = desk.command(&["render", "--help", "--lang", "zh"]).output().unwrap();
    assert!(String::from_utf8(help.stdout).unwrap().contains("用法：biaoyu render"));
    // A pipe gets no colours and no progress.
    let left = desk.run(&small(&[]));
    assert!(!left.err.contains('\u{1b}') && !left.err.contains('\r'));
}

#[test]
fn the_small_commands_print_what_they_are_for() {
    let desk = Desk::new();
    assert_eq!(
        desk.run(&["lines", "质量为先 守正创新"]).code(0).out,
        "2 lines: 质量为先 / 守正创新\nshown large: 质\n"
    );
    let lines = desk.run(&["lines", "质量为先 守正创新", "--json"]).code(0).json();
    assert_eq!(
        lines[0],
        serde_json::json!({ "kind": "setting", "count": 2, "lines": ["质量为先", "守正创新"], "key": "质" })
    );
    // Two ways about as good are both told.
    let told = desk.run(&["lines", "为实现中华民族伟大复兴的中国梦而奋斗"]).code(0).out;
    assert!(told.lines().any(|l| l.starts_with("unsure: ") && l.contains(" or ")), "{told}");
    for what in ["campaign", "layout", "product", "palette", "profile"] {
        let schema: Value = serde_json::from_str(&desk.run(&["schema", what]).code(0).out).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    assert!(desk.run(&["completions", "bash"]).code(0).out.contains("biaoyu"));
    let man = desk.run(&["man"]).code(0).out;
    assert!(man.contains(".TH biaoyu 1") && man.contains("dry\\-run"));
    assert!(desk.run(&["--version"]).code(0).out.starts_with("biaoyu 0."));
    // No terminal: help, not questions.
    assert!(desk.run(&[]).code(0).out.contains("Usage: biaoyu"));
    desk.run(&["new", "安全 月"]).code(0);
    desk.run(&["render", "安全 月", "--dry-run"]).code(0).says(&["would make"]);
}

#[test]
fn files_alone_are_taken_for_what_they_are() {
    let desk = Desk::new();
    desk.run(&small(&["-f", "pdf", "-o", "out", "--name", "a"])).code(0);
    desk.write("口号.txt", "人人讲安全\n").write("名单.csv", "姓名\n王明\n").write("a.jpg", "");
    let judged = desk.run(&["out/a.pdf", "out/a.pdf"]);
    assert_eq!(judged.out, desk.run(&["preflight", "out/a.pdf", "out/a.pdf"]).out);
    assert_eq!(judged.code, Some(0));
    // Nobody is there to be asked: the command is named.
    let said = |files: &[&str]| desk.run(files).code(2).out;
    assert!(said(&["口号.txt"]).contains("biaoyu render --texts 口号.txt"));
    assert!(said(&["名单.csv"]).contains("biaoyu render --data 名单.csv"));
    assert!(said(&["a.jpg"]).contains("biaoyu render --logo a.jpg"));
    let both = said(&["口号.txt", "名单.csv"]);
    assert!(both.contains("--texts 口号.txt") && both.contains("--data 名单.csv"));
    desk.write("a.xyz", "");
    desk.run(&["a.xyz"]).code(2).says(&["a.xyz", "give a list of slogans"]);
}
