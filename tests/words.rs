//! The words of the command line: what a user types is understood or answered in her language, and every line says what it is.

#![allow(clippy::unwrap_used)]

mod desk;
mod outside;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::Desk;
use serde_json::Value;

/// What was said in Chinese, with the exit code.
fn in_chinese(desk: &Desk, arguments: &[&str]) -> (i32, String, String) {
    let output = desk.command(arguments).env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// English words that stand in a Chinese text outside of what is quoted as typed.
fn english(text: &str) -> Vec<String> {
    // Names of formats, programs and units that Chinese writes so.
    const SAME: [&str; 13] = [
        "PDF",
        "CMYK",
        "SVG",
        "PNG",
        "JPEG",
        "UTF",
        "biaoyu",
        "html",
        "Word",
        "Ghostscript",
        "PostScript",
        "toml",
        "TOML",
    ];
    let mut words = Vec::new();
    // What is typed stands between backticks, in commands, or is a file.
    for (i, part) in text.split('`').enumerate() {
        if i % 2 == 1 {
            continue;
        }
        let part: String =
            part.split_whitespace().filter(|w| !w.contains(['.', '/', '-', '_', '='])).collect::<Vec<_>>().join(" ");
        // A word of a choice, with what it means behind it.
        let choices: Vec<&str> =
            part.split('（').map(|p| p.trim_end_matches(|c: char| c.is_ascii_alphanumeric())).collect();
        let part = if part.contains('（') { choices.join("（") } else { part.clone() };
        for word in part.split(|c: char| !c.is_ascii_alphabetic()) {
            if word.len() >= 3 && !SAME.contains(&word) {
                words.push(word.to_owned());
            }
        }
    }
    words
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn what_is_wrong_with_arguments_is_said_in_one_language() {
    let desk = Desk::new();
    for (arguments, en, zh) in [
        (
            &["rendr"][..],
            &["there is no command `rendr`", "did you mean `biaoyu render`?"][..],
            &["没有 `rendr` 这个命令", "是不是 `biaoyu render`？"][..],
        ),
        (&["制作"], &["did you mean `biaoyu render`?"], &["是不是 `biaoyu render`？"]),
        (
            &["人人讲安全"],
            &["biaoyu render --text \"人人讲安全\""],
            &["如果是标语，请写成：biaoyu render --text \"人人讲安全\""],
        ),
        (&["render", "--fnt", "x"], &["`render` has no option `--fnt`"], &["`render` 没有 `--fnt` 这个选项"]),
        (&["render", "--typeface", "x"], &["did you mean `--face`?"], &["是不是 `--face`？"]),
        (&["render", "--produkt", "A3"], &["did you mean `--product`?"], &["是不是 `--product`？"]),
        (&["render", "--尺寸", "A3"], &["did you mean `--product`?"], &["是不是 `--product`？"]),
        (&["render", "--落款", "某厂"], &["did you mean `--unit`?"], &["是不是 `--unit`？"]),
        (&["list", "products", "--texts", "a"], &["`--texts` belongs to `render`"], &["`--texts` 是 `render` 的选项"]),
        (&["--text", "x"], &["`--text` belongs to `render`"], &["`--text` 是 `render` 的选项"]),
        (&["render", "quality-month-2021", "A3"], &["write `-p A3`"], &["请写 `-p A3`"]),
        (&["render", "quality-month-2021", "大字"], &["write `-l 大字`"], &["请写 `-l 大字`"]),
        (
            &["render", "quality-month-2021", "—product", "A3"],
            &["write `--product`"],
            &["前面的横线不是英文减号：请写 `--product`"],
        ),
        (
            &["render", "--format", "gif"],
            &["`--format` does not take `gif`", "pdf (for the press)"],
            &["`--format` 不能写 `gif`", "pdf（付印）、png（打样）"],
        ),
        (&["render", "--format", "pfd"], &["did you mean `pdf`?"], &["是不是 `pdf`？"]),
        (&["render", "--color", "蓝"], &["`--colour 蓝`"], &["本单位的颜色请写 `--colour 蓝`"]),
        (
            &["render", "--dpi", "0"],
            &["`0` for `--dpi`: wanted a number from 1 to 4800"],
            &["`--dpi` 的 `0`：应为 1 到 4800 之间的数"],
        ),
        (&["render", "-j", "999"], &["wanted a number from 1 to 256"], &["应为 1 到 256 之间的数"]),
        (&["render", "--scale", "2:1"], &["wanted 1:N"], &["应为 1:N"]),
        (&["render", "--cut-spot", "Black"], &["exists already"], &["`Black` 是已有的版名"]),
        (
            &["render", "--unit"],
            &["nothing is said behind `--unit`", "The unit that signs"],
            &["`--unit` 后面没有写内容", "落款单位"],
        ),
        (&["render", "--palette", "a", "--colour", "b"], &["cannot be together with"], &["不能与 `--colour` 同时使用"]),
        (&["render", "--unit", "a", "--unit", "b"], &["`--unit` is given twice"], &["`--unit` 写了两次"]),
        (&["render", "--map", "a=b"], &["`--data` too"], &["请同时写 `--data`"]),
        (
            &["list", "things"],
            &["`things` is none of what there is", "campaigns (what is said)"],
            &["没有 `things` 这一项", "campaigns（说什么）"],
        ),
        (&["schema"], &["wanted one of: campaign (What is said)"], &["可选：campaign（活动：说什么）"]),
        (&["lines"], &["name the slogan"], &["请写出标语"]),
        (&["preflight"], &["name a PDF, or a folder of them"], &["请写出 PDF，或放 PDF 的文件夹"]),
        (&["explain"], &["biaoyu explain --list"], &["biaoyu explain --list"]),
        (&["explain", "no-bled"], &["did you mean `no-bleed`?"], &["是不是 `no-bleed`？"]),
        (&["help", "rendr"], &["did you mean `biaoyu help render`?"], &["是不是 `biaoyu help render`？"]),
        (&["new"], &["biaoyu new --layout glyph"], &["biaoyu new --layout 大字"]),
        (&["convert"], &["name the file"], &["请写出文件"]),
        (&["run"], &["name the plan"], &["请写出计划文件"]),
        (&["-q", "-v", "list"], &["cannot be together with"], &["不能与"]),
    ] {
        let said = desk.run(arguments).code(2).says(en).err;
        assert!(
            said.starts_with("error: ") && !said.contains("tip:") && !said.contains("Usage"),
            "{arguments:?}: {said}"
        );
        let (code, out, said) = in_chinese(&desk, arguments);
        assert_eq!(code, 2, "{arguments:?}: {out}{said}");
        for part in zh {
            assert!(said.contains(part), "{arguments:?} wanted {part}: {said}");
        }
        let words = english(&said);
        assert!(
            words.is_empty()
                || words.iter().all(|w| arguments.iter().any(|a| a.contains(w.as_str())) || said.contains("biaoyu ")),
            "{words:?} in {said}"
        );
    }
}

#[test]
fn help_is_in_one_language_and_complete() {
    let desk = Desk::new();
    let (code, out, _) = in_chinese(&desk, &["help"]);
    assert_eq!(code, 0);
    let commands: Vec<String> = out
        .lines()
        .skip_while(|line| !line.starts_with("命令"))
        .skip(1)
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| Some(line.strip_prefix("  ")?.split_whitespace().next()?.to_owned()))
        .filter(|word| word.is_ascii())
        .collect();
    assert!(commands.len() >= 15, "{commands:?}");
    for command in commands.iter().map(String::as_str).chain([""]) {
        let arguments: Vec<&str> = ["help", command].into_iter().filter(|a| !a.is_empty()).collect();
        let (code, out, err) = in_chinese(&desk, &arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{command}");
        for foreign in ["Usage", "Options", "OPTIONS", "COMMAND]", "default:", "possible", "Arguments", "Print "] {
            assert!(!out.contains(foreign), "{foreign} in {out}");
        }
        // Every option has its sentence.
        for line in out.lines().filter(|line| line.trim_start().starts_with("--") || line.trim_start().starts_with('-'))
        {
            let next = line.split("  ").filter(|part| !part.trim().is_empty()).nth(1);
            assert!(next.is_none_or(has_han), "{line}");
        }
        let english = desk.run(&arguments).code(0).out;
        // Values may be names in Chinese, sentences not.
        assert!(english.lines().all(|line| !line.contains(['。', '，', '：'])), "{command}: {english}");
        // `--help` and `help` are the same.
        if !command.is_empty() {
            assert_eq!(desk.run(&[command, "--help"]).code(0).out.trim(), english.trim());
        }
    }
    let (_, render, _) = in_chinese(&desk, &["help", "render"]);
    for part in ["示例：", "环境变量：", "SOURCE_DATE_EPOCH", "退出码：", "75  中途停止", "pdf 付印；png 打样"]
    {
        assert!(render.contains(part), "{part}: {render}");
    }
    assert_eq!(render.lines().filter(|line| line.starts_with("  biaoyu render")).count(), 5);
}

#[test]
fn names_are_taken_as_they_are_shown() {
    let desk = Desk::new();
    for (arguments, key, wanted) in [
        (&["-l", "大字", "-p", "badge-58"][..], "layout", "glyph"),
        (&["-l", "Glyph", "-p", "badge-58"], "layout", "glyph"),
        (&["-p", "A3"], "product", "poster-a3"),
        (&["-p", "a3海报"], "product", "poster-a3"),
        (&["-p", "横幅 10.5×1.2 m"], "product", "banner-10500x1200"),
        (&["-p", "4号旗"], "product", "flag-4"),
        (&["-p", "易拉宝"], "product", "rollup-800x2000"),
        (&["-p", "badge-58", "--palette", "红金"], "palette", "red-gold"),
        (&["-p", "badge-58", "--palette", "red and gold"], "palette", "red-gold"),
    ] {
        let all = [&["render", "--slogan", "2", "-f", "pdf", "--dry-run", "--json"], arguments].concat();
        let left = desk.run(&all).code(0);
        let files: Vec<Value> = left.json().into_iter().filter(|v| v["kind"] == "file").collect();
        assert_eq!(files[0][key], wanted, "{arguments:?}");
        assert!(!left.err.contains("is taken for"), "{}", left.err);
    }
    // A word that others begin with, too, is a kind: a form is a certificate as well.
    desk.run(&["render", "--slogan", "2", "-p", "证书", "--dry-run", "--lang", "en"]).says(&["is taken for"]);
    // A kind of which there are several: the usual one, and that is said.
    let (code, _, said) = in_chinese(&desk, &["render", "--slogan", "2", "-p", "横幅", "--dry-run"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("“横幅”取 `banner-6000x700` 横幅 6×0.7 m") && said.contains("`banner-10500x1200`"), "{said}");
    // Both names of one thing make it once.
    let twice =
        desk.run(&["render", "--slogan", "2", "-p", "A3,poster-a3", "-l", "glyph,大字", "-f", "pdf", "--dry-run"]);
    twice.code(0).says(&["would make 1 page, 1 file →"]);
    desk.run(&["render", "-p", "badge-58", "--slogan", "2", "--for", "喷绘", "--dry-run"]).code(0);
    desk.run(&["preflight", "none.pdf", "--for", "胶印", "--product", "A2"]);
    desk.run(&["render", "质量月", "--slogan", "2", "-p", "badge-58", "--dry-run"]).code(0);
    for (arguments, near) in [
        (&["-l", "大子"][..], "是不是 `大字`？"),
        (&["-p", "横副"], "是不是 `横幅`？"),
        (&["--palette", "红今"], "是不是 `红金`？"),
        (&["--for", "喷会"], "是不是 `喷绘`？"),
        (&["--palette", "红底"], "请写其中一个：`red-yellow` 红底黄字、`red-cream` 红底米字"),
    ] {
        let (code, _, said) = in_chinese(&desk, &[&["render", "--dry-run"], arguments].concat());
        assert!(code == 2 && said.contains(near), "{arguments:?}: {said}");
    }
}

#[test]
fn lists_are_in_one_language() {
    let desk = Desk::new();
    for shelf in ["campaigns", "layouts", "palettes", "products", "profiles"] {
        let english = desk.run(&["list", shelf]).code(0).out;
        if shelf != "campaigns" {
            assert!(!has_han(&english), "{english}");
        }
        let (_, chinese, _) = in_chinese(&desk, &["list", shelf]);
        assert!(chinese.lines().all(has_han), "{chinese}");
        assert!(!chinese.contains(". "), "{chinese}");
    }
    let (code, shelves, _) = in_chinese(&desk, &["list"]);
    assert!(code == 0 && shelves.contains("biaoyu list layouts") && shelves.contains("版式"), "{shelves}");
    assert_eq!(in_chinese(&desk, &["list", "版式"]).1, in_chinese(&desk, &["list", "layouts"]).1);
}

#[test]
fn a_file_alone_is_answered_by_what_can_be_made_of_it() {
    let desk = Desk::new();
    desk.write("花名册.csv", "姓名,部门\n王小明,一车间\n李红,二车间\n");
    desk.write("口号.txt", "质量为先 守正创新\n质量先行 顾客为上\n");
    desk.write("活动.toml", "title = \"安全月\"\nslogans = [\"安全第一 预防为主\"]\n");
    desk.write("版式.toml", "id = \"x\"\n[[variant]]\n");
    desk.write("标志.eps", "%!PS-Adobe-3.0 EPSF-3.0\n");
    for (file, parts) in [
        (
            "花名册.csv",
            &["共 2 行：每人一张胸牌", "biaoyu render --data 花名册.csv -p name-85x54 --combine 胸牌.pdf"][..],
        ),
        ("口号.txt", &["2 条标语", "biaoyu render --texts 口号.txt"]),
        ("活动.toml", &["活动“安全月”，1 条标语", "biaoyu render 活动.toml"]),
        ("版式.toml", &["biaoyu render -l 版式.toml"]),
        ("标志.eps", &["biaoyu convert 标志.eps -o 标志.pdf"]),
        ("没有.xlsx", &["biaoyu render --data 没有.xlsx"]),
        ("海报.pdf", &["biaoyu preflight 海报.pdf"]),
    ] {
        let (code, out, err) = in_chinese(&desk, &[file]);
        assert_eq!((code, err.as_str()), (2, ""), "{file}");
        for part in parts {
            assert!(out.contains(part), "{file} wanted {part}: {out}");
        }
    }
    // What is offered can be done.
    desk.run(&["render", "--data", "花名册.csv", "-p", "name-85x54", "--combine", "胸牌.pdf", "-o", "o", "--bare"])
        .code(0);
    desk.run(&["render", "--texts", "口号.txt", "--dry-run"]).code(0);
    desk.run(&["render", "活动.toml", "--dry-run"]).code(0);
    assert!(desk.path("o/胸牌.pdf").exists());
}

#[test]
fn one_file_is_one_file() {
    let desk = Desk::new();
    let small = ["render", "--slogan", "2", "-p", "badge-58"];
    let run = |more: &[&str]| desk.run(&[&small[..], more].concat());
    run(&["-o", "x.jpg"]).code(0);
    assert!(fs::read(desk.path("x.jpg")).unwrap().starts_with(b"\xFF\xD8\xFF"));
    run(&["-o", "to/{a} b.png"]).code(0);
    assert!(fs::read(desk.path("to/{a} b.png")).unwrap().starts_with(b"\x89PNG"));
    run(&["-o", "x.jpg"]).code(0).says(&["1 kept"]);
    // All pages in one PDF, but not in one picture.
    desk.run(&["render", "--slogan", "1,2", "-p", "badge-58", "-o", "all.pdf"]).code(0);
    assert_eq!(lopdf::Document::load(desk.path("all.pdf")).unwrap().get_pages().len(), 2);
    let (code, _, said) = in_chinese(&desk, &["render", "--slogan", "1,2", "-p", "badge-58", "-o", "all.jpg"]);
    assert!(code == 2 && said.contains("几页放不进一个 jpeg 文件") && said.contains("-o all.pdf"), "{said}");
    run(&["-o", "y.pdf", "-f", "png"]).code(2).says(&["leave `--format` out"]);
    run(&["-o", "y.pdf", "--name", "{s}"]).code(2).says(&["leave `--name` and `--combine` out"]);
    let names: BTreeSet<String> = desk.files(".").into_keys().filter(|f| !f.ends_with("receipts.jsonl")).collect();
    assert_eq!(names, ["all.pdf", "to/{a} b.png", "x.jpg"].map(str::to_owned).into());
    // A folder of such a name is a folder.
    fs::create_dir(desk.path("d.pdf")).unwrap();
    run(&["-o", "d.pdf", "--bare", "-f", "png"]).code(0);
    assert!(desk.path("d.pdf/badge-58").is_dir());
}

#[test]
fn the_program_speaks_as_loud_as_it_is_asked() {
    let desk = Desk::new();
    let small = ["render", "--slogan", "1-3", "-p", "badge-58", "--bare", "--text", "质\u{2ebf0}"];
    let small = &small[..small.len() - 2];
    assert_eq!(desk.run(&[small, &["-q", "-o", "a"]].concat()).code(0).err, "");
    assert!(desk.run(&[small, &["-o", "b"]].concat()).code(0).err.contains("6 files made"));
    let faults = desk.run(&["render", "nowhere", "-q"]).code(2);
    assert!(faults.err.starts_with("error: there is no campaign"), "{}", faults.err);
    // Every page's notes by themselves, where else they are told once.
    let told = |more: &[&str]| {
        let all = [
            &[
                "render",
                "--texts",
                "l.txt",
                "-p",
                "badge-25",
                "-l",
                "seal",
                "--unit",
                "某某水力发电厂检修分公司",
                "--bare",
            ],
            more,
        ]
        .concat();
        desk.run(&all).err.lines().filter(|l| l.starts_with("note:") || l.starts_with("warning:")).count()
    };
    desk.write("l.txt", "质量为先 守正创新\n质量先行 顾客为上\n");
    let (usual, all) = (told(&["-o", "c"]), told(&["-v", "-o", "d"]));
    assert!(all >= usual, "{usual} {all}");
    // Colours: as asked, whatever the terminal.
    assert!(desk.run(&["render", "nowhere", "--color", "always"]).err.contains("\u{1b}[1;31merror:"));
    assert!(desk.run(&["--color=always", "--nonsense"]).err.contains("\u{1b}["));
    assert!(!desk.run(&["render", "nowhere", "--color", "never"]).err.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn what_was_made_is_opened() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" >> \"$HOME/opened\"\n");
    fs::set_permissions(desk.path("bin/xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    let open = |arguments: &[&str], wanted: &str| {
        let _ = fs::remove_file(desk.path("opened"));
        let mut command = desk.command(&[&["render", "--slogan", "2", "-p", "badge-58", "--open"], arguments].concat());
        let path = format!("{}:/usr/bin:/bin", desk.path("bin").display());
        assert!(command.env("PATH", path).status().unwrap().success());
        // It is started, and not waited for.
        let opened = (0..200).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(10));
            fs::read_to_string(desk.path("opened")).ok().filter(|text| text.ends_with('\n'))
        });
        let opened = PathBuf::from(opened.unwrap().trim());
        assert!(opened.is_absolute() && opened.ends_with(wanted) && opened.exists(), "{}", opened.display());
    };
    open(&["-o", "out"], "out/index.html");
    open(&["-o", "x.jpg"], "x.jpg");
    // No viewer is no failure of the run.
    let left = desk
        .command(&["render", "--slogan", "2", "-p", "badge-58", "--open", "-o", "z"])
        .env("PATH", "")
        .output()
        .unwrap();
    assert!(left.status.success() && String::from_utf8_lossy(&left.stderr).contains("no program is there to show it"));
}

#[test]
fn every_line_of_json_says_its_kind() {
    let desk = Desk::new();
    desk.write("bad.toml", "title = \"月\"\nthem = \"x\"\n");
    desk.write("list.txt", "1. 质量为先 守正创新。\n2. 质量先行 顾客为上。\n");
    let kinds = |arguments: &[&str], code: i32| -> BTreeMap<String, usize> {
        let mut kinds = BTreeMap::new();
        for line in desk.run(arguments).code(code).json() {
            *kinds
                .entry(line["kind"].as_str().unwrap_or_else(|| panic!("{arguments:?}: {line}")).to_owned())
                .or_default() += 1;
        }
        kinds
    };
    let count = |of: &BTreeMap<String, usize>, kind: &str| of.get(kind).copied().unwrap_or(0);
    let made = kinds(&["render", "--texts", "list.txt", "-p", "badge-58", "--json", "--bare", "-o", "o"], 0);
    assert!(count(&made, "file") == 4 && count(&made, "note") > 0 && made.len() == 2, "{made:?}");
    assert_eq!(count(&kinds(&["render", "bad.toml", "--json"], 2), "fault"), 1);
    assert_eq!(count(&kinds(&["render", "--json", "--fnt", "x"], 2), "fault"), 1);
    let failed = kinds(&["render", "--text", &"质".repeat(110), "-p", "badge-25", "--json", "--bare", "-o", "p"], 1);
    assert!(count(&failed, "fault") > 0, "{failed:?}");
    for arguments in [
        &["list", "--json"][..],
        &["list", "products", "--json"],
        &["lines", "质量先行 顾客为上", "--json"],
        &["explain", "--list", "--json"],
        &["explain", "no-bleed", "--json"],
    ] {
        assert!(!kinds(arguments, 0).is_empty());
    }
    let checked = kinds(&["preflight", "o", "--json"], 0);
    assert!(count(&checked, "file") == 2 && count(&checked, "summary") == 1, "{checked:?}");
    // A fault says where it is in parts, and in the language of messages.
    let fault = &desk.run(&["render", "bad.toml", "--json", "--lang", "zh"]).code(2).json()[0];
    assert_eq!((&fault["code"], &fault["file"]), (&"toml/unknown-key".into(), &"bad.toml".into()));
    assert_eq!((&fault["line"], &fault["column"]), (&2.into(), &1.into()));
    assert_eq!(fault["message"], "没有 `them` 这个键");
}

#[test]
fn faults_show_the_line_with_a_caret() {
    let desk = Desk::new();
    desk.write(
        "c.toml",
        "title = \"月\"\nthem = \"x\"\n\n[[slogan]]\ntext = \"质量\u{202e}先行\"\n[[slogan]]\ntext = 3\n",
    );
    desk.write(
        "layouts/l.toml",
        "id = \"l\"\nname = \"版\"\nabout = \"x\"\n[[variant]]\nwhen = \"1 + sloagn.bottom\"\n",
    );
    desk.write("list.txt", "质量为先 守正创新\n质量\u{e000}先行 顾客为上\n");
    desk.write("t.csv", "姓名,部门\n王小明,一车间\n王\u{7}红,二车间\n");
    desk.write(
        "logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\n  <text id=\"t\">质量</text>\n</svg>",
    );
    for lang in ["zh", "en"] {
        for (arguments, parts) in [
            (
                &["render", "c.toml"][..],
                &[
                    "  2 | them = \"x\"\n    | ^^^^\n",
                    "  7 | text = 3\n    |        ^\n",
                    "  5 | text = \"质量\u{fffd}先行\"\n",
                ][..],
            ),
            (&["render", "-l", "l"], &["  5 | when = \"1 + sloagn.bottom\"\n"]),
            (&["render", "--texts", "list.txt"], &["  2 | 质量"]),
            (&["render", "--data", "t.csv", "-p", "name-85x54", "--dry-run"], &["  3 | 王\u{fffd}红,二车间\n    | ^"]),
            (&["render", "--logo", "logo.svg"], &["  2 |   <text id=\"t\">质量</text>\n    |   ^^^^^"]),
        ] {
            let said = desk.run(&[arguments, &["--lang", lang]].concat()).err;
            for part in parts {
                assert!(said.contains(part), "{arguments:?} wanted\n{part}\nfound\n{said}");
            }
        }
    }
}

/// Codes of faults and ids of rules that the sources name.
fn named_in_sources() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("crates")];
    let mut found = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !matches!(name.as_str(), "tests" | "target") {
                folders.push(path);
            } else if name.ends_with(".rs")
                && !matches!(name.as_str(), "tests.rs" | "damage.rs" | "parity.rs" | "in_sheet.rs")
            {
                let text = fs::read_to_string(path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
                codes(text, &mut found);
            }
        }
    }
    found
}

/// Words of the form `area/what` that a fault is made with, and ids behind `rule:`.
fn codes(text: &str, found: &mut BTreeSet<String>) {
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    for part in text.split('"') {
        // Folders and endings that look like codes.
        let is_path = part == "output/gallery" || part.ends_with("/tests");
        // Kinds of what a server sends.
        let is_path = is_path || part == "text/plain" || part.starts_with("application/") || part.starts_with("image/");
        if let Some((area, what)) = part.split_once('/')
            && is_word(area)
            && is_word(what)
            && area.chars().all(|c| c.is_ascii_lowercase())
            && area.len() > 1
            && !is_path
        {
            found.insert(part.to_owned());
        }
    }
    for part in text.split("rule: \"").skip(1) {
        found.insert(part.split('"').next().unwrap().to_owned());
    }
}

#[test]
fn every_code_is_explained() {
    let desk = Desk::new();
    let listed: BTreeSet<String> = desk
        .run(&["explain", "--list", "--json"])
        .code(0)
        .json()
        .iter()
        .map(|v| v["code"].as_str().unwrap().to_owned())
        .collect();
    let named = named_in_sources();
    assert!(named.len() > 250, "{}", named.len());
    let missing: Vec<&String> = named.iter().filter(|code| !listed.contains(*code)).collect();
    assert!(missing.is_empty(), "write them into src/cli/explain/codes.txt or notes.txt: {missing:?}");
    let gone: Vec<&String> = listed.iter().filter(|code| code.contains('/') && !named.contains(*code)).collect();
    assert!(gone.is_empty(), "no source has them any more: {gone:?}");
    let (code, said, _) = in_chinese(&desk, &["explain", "`no-bleed`"]);
    assert_eq!(code, 0);
    for part in ["no-bleed（警告）", "是什么  出血小于印厂要求", "为什么", "例如    第 1 页：上边出血 0 毫米", "怎么办"]
    {
        assert!(said.contains(part), "{said}");
    }
    assert!(desk.run(&["explain", "toml/unknown-key"]).code(0).out.contains("example  unknown key `them`"));
}

#[test]
fn a_layout_to_start_from_is_a_copy() {
    let desk = Desk::new();
    let (code, _, said) = in_chinese(&desk, &["new", "--layout", "大字"]);
    assert!(
        code == 0 && said.contains("layouts/my-glyph.toml") && said.contains("biaoyu render -l my-glyph"),
        "{said}"
    );
    desk.run(&["new", "--layout", "glyph"]).code(2).says(&["this file is there already"]);
    desk.run(&["new", "我的 版式", "--layout", "glyph"]).code(0).says(&["layouts/我的 版式.toml"]);
    let small = ["render", "--slogan", "2", "-p", "badge-58", "-f", "pdf", "--bare"];
    for (layout, folder) in [("glyph", "a"), ("my-glyph", "b"), ("我的 版式", "c")] {
        desk.run(&[&small[..], &["-l", layout, "-o", folder]].concat()).code(0);
    }
    let bytes = |folder: &str| desk.files(folder).into_iter().find(|(name, _)| name.ends_with(".pdf")).unwrap().1;
    assert!(bytes("a") == bytes("b") && bytes("a") == bytes("c"));
    desk.run(&["new", "x", "--layout", "glif"]).code(2).says(&["there is no layout `glif`"]);
}

#[test]
fn the_build_is_told() {
    let desk = Desk::new();
    let said = desk.run(&["--version"]).code(0).out;
    let build = said.trim().strip_prefix("biaoyu ").and_then(|s| s.split_once(" (build ")).unwrap().1;
    let digits: String = build.chars().take_while(char::is_ascii_hexdigit).collect();
    assert_eq!(digits.len(), 16, "{said}");
}

/// A drawing in PostScript: a red square in spot gold and process ink, in a page that is larger.
const EPS: &str = "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 100 100 200 150\n0 1 1 0 setcmykcolor 100 100 50 50 rectfill\n1 0.5 0 0 setcmykcolor 150 100 50 50 rectfill\nshowpage\n%%EOF\n";

#[test]
fn postscript_becomes_a_logo() {
    let desk = Desk::new();
    desk.write("标志 %d.eps", EPS);
    desk.write("loop.eps", "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n/nonsense-that-is-not-there run\n");
    desk.write("not.eps", "no drawing");
    desk.write("a.cdr", b"RIFF\0\0\0\0CDRA");
    let (code, _, said) = in_chinese(&desk, &["render", "--logo", "标志 %d.eps"]);
    assert!(code == 2 && said.contains("biaoyu convert"), "{said}");
    desk.run(&["convert", "not.eps"]).code(2).says(&["this is no PostScript"]);
    desk.run(&["convert", "none.eps"]).code(2).says(&["there is no such file"]);
    desk.run(&["convert", "a.cdr"]).code(2).says(&["CorelDRAW: File > Publish to PDF"]);
    let absent = desk.command(&["convert", "标志 %d.eps"]).env("PATH", "").output().unwrap();
    assert_eq!(absent.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&absent.stderr).contains("apt install ghostscript"));
    let Some(_) = outside::run(Command::new("gs").arg("--version")) else { return };
    let with_path = |arguments: &[&str]| {
        let mut command = desk.command(arguments);
        command.env("PATH", std::env::var("PATH").unwrap());
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = with_path(&["convert", "标志 %d.eps", "-o", "a.pdf"]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = with_path(&["convert", "标志 %d.eps", "-o", "b.pdf"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(fs::read(desk.path("a.pdf")).unwrap(), fs::read(desk.path("b.pdf")).unwrap());
    assert_eq!(with_path(&["convert", "标志 %d.eps", "-o", "a.pdf"]).0, 2, "never over a file");
    assert_eq!(with_path(&["convert", "标志 %d.eps", "-o", "a.pdf", "--force"]).0, 0);
    let (code, said) = with_path(&["convert", "loop.eps"]);
    assert!(code == 2 && said.contains("Ghostscript cannot draw it"), "{said}");
    assert!(!desk.path("loop.pdf").exists());
    // Nothing of the work is left, and the PDF is a logo in its own inks.
    let left: BTreeSet<String> = desk.files(".").into_keys().collect();
    assert_eq!(left.iter().filter(|f| f.ends_with(".pdf")).count(), 2, "{left:?}");
    assert!(left.iter().all(|f| !f.contains("biaoyu-convert")), "{left:?}");
    let render = [
        "render",
        "--slogan",
        "2",
        "-p",
        "poster-a4",
        "-l",
        "waves",
        "--unit",
        "某厂",
        "--logo",
        "a.pdf",
        "-f",
        "pdf",
        "--bare",
        "-o",
        "o",
    ];
    desk.run(&render).code(0);
}
