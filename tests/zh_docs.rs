//! The manual in Chinese (docs/zh) is written for who prints and not word for word; this keeps it in step with the English pages:
//! headings, tables, options and commands. Every command in it is run.

#![allow(clippy::unwrap_used)]

mod desk;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use desk::Desk;

/// Pages that are there twice. That of preflight is made from the rules in English, with both languages; in Chinese it has them
/// as a table.
const PAIRS: [&str; 10] =
    ["data", "lists", "profiles", "preflight", "batch", "adding", "press-sheets", "event", "wall", "studio"];
/// Where the table of rules begins in the Chinese page.
const MARK: &str = "<!-- 以下由程序写出：ACCEPT=1 cargo test --test zh_docs -->\n";

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The pages of a pair, English first.
fn pair(name: &str) -> [String; 2] {
    [format!("{name}.md"), format!("zh/{name}.md")].map(|file| fs::read_to_string(docs().join(file)).unwrap())
}

/// Lines outside and inside of fences: (language of the fence, line).
fn lines(page: &str) -> Vec<(Option<&str>, &str)> {
    let mut fence = None;
    let mut found = Vec::new();
    for line in page.lines() {
        match (line.strip_prefix("```"), fence) {
            (Some(language), None) => fence = Some(language),
            (Some(_), Some(_)) => fence = None,
            (None, _) => found.push((fence, line)),
        }
    }
    found
}

/// Levels of the headings in their order.
fn headings(page: &str, deepest: usize) -> Vec<usize> {
    let level = |line: &str| line.bytes().take_while(|b| *b == b'#').count();
    lines(page)
        .iter()
        .filter(|(fence, line)| fence.is_none() && line.starts_with('#'))
        .map(|(_, line)| level(line))
        .filter(|level| *level <= deepest)
        .collect()
}

/// Tables as rows of cells.
fn tables(page: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables = Vec::new();
    let mut was_row = false;
    for (fence, line) in lines(page) {
        let is_row = fence.is_none() && line.starts_with('|');
        if is_row {
            if !was_row {
                tables.push(Vec::new());
            }
            let line = line.replace("\\|", "¦");
            let cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
            tables.last_mut().unwrap().push(cells);
        }
        was_row = is_row;
    }
    tables
}

/// What stands between single backquotes.
fn spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Options of biaoyu that a page names: in its commands and between backquotes.
fn options(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (fence, line) in lines(page) {
        let texts = match fence {
            Some("sh") if line.starts_with("biaoyu") => vec![line.split(" #").next().unwrap()],
            None => spans(line).into_iter().filter(|s| s.starts_with("--") || s.starts_with("biaoyu")).collect(),
            _ => Vec::new(),
        };
        for word in texts.iter().flat_map(|text| text.split([' ', '='])) {
            if word.starts_with("--") && word.len() > 2 {
                found.insert(word.to_owned());
            }
        }
    }
    found
}

/// Commands of a page: its lines of shell that call biaoyu, without their remarks.
fn commands(page: &str) -> Vec<String> {
    let calls = |(fence, line): &&(Option<&str>, &str)| *fence == Some("sh") && line.starts_with("biaoyu ");
    lines(page).iter().filter(calls).map(|(_, line)| line.split(" #").next().unwrap().trim().to_owned()).collect()
}

#[test]
fn pages_say_the_same_in_both_languages() {
    for name in PAIRS {
        let [english, chinese] = pair(name);
        let deepest = if name == "preflight" { 2 } else { 6 };
        let of = |page: &str| headings(page, deepest);
        assert_eq!(of(&english), of(&chinese), "{name}: levels of the headings, English and Chinese");

        let unsaid: Vec<String> = options(&english).difference(&options(&chinese)).cloned().collect();
        assert!(unsaid.is_empty(), "{name}: options that only the English page names: {unsaid:?}");
        let verbs = |page: &str| -> BTreeSet<String> {
            commands(page).iter().map(|c| c.split(' ').nth(1).unwrap().to_owned()).collect()
        };
        let unsaid: Vec<String> = verbs(&english).difference(&verbs(&chinese)).cloned().collect();
        assert!(unsaid.is_empty(), "{name}: commands that only the English page shows: {unsaid:?}");

        // The studio's steps are a table in English and a walk through them in Chinese.
        if matches!(name, "preflight" | "studio") {
            continue;
        }
        let (one, other) = (tables(&english), tables(&chinese));
        let sizes = |tables: &[Vec<Vec<String>>]| tables.iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(&one), sizes(&other), "{name}: rows of the tables, English and Chinese");
        for (one, other) in one.iter().flatten().zip(other.iter().flatten()) {
            let keys = |row: &[String]| spans(&row[0]).into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
            assert_eq!(keys(one), keys(other), "{name}: what the rows are about:\n{one:?}\n{other:?}");
            let empty = |row: &[String]| row.iter().skip(1).map(|cell| matches!(&**cell, "" | "–")).collect::<Vec<_>>();
            assert_eq!(empty(one), empty(other), "{name}: which cells are empty:\n{one:?}\n{other:?}");
        }
    }
}

/// The rules and kinds of shops as the English page has them, which is made from the code.
fn preflight_tables() -> String {
    let [english, _] = pair("preflight");
    let english = &english;
    let mut out = String::new();
    let (_, shops) = english.split_once("\n## Kinds of shops").unwrap();
    let rows: Vec<&str> = shops.lines().filter(|line| line.starts_with("| `")).collect();
    out += "\n| 编号 | 名称 | 出血 mm | 最小字 mm | 最细线 mm（反白） | 墨量 %（提醒） | 图片 ppi（提醒） | 最浅网点 % |\n|---|---|---|---|---|---|---|---|\n";
    rows.iter().for_each(|row| out += &format!("{row}\n"));
    out += "\n### 全部规则\n\n| 编号 | 轻重 | 说什么 | 怎么改 |\n|---|---|---|---|\n";
    for entry in english.split("\n### `").skip(1) {
        let (id, rest) = entry.split_once('`').unwrap();
        let severity = rest.split(['(', ')']).nth(1).unwrap().split(' ').nth(1).unwrap();
        let chinese = rest.lines().find(|line| line.contains("*办法*：")).unwrap_or_else(|| panic!("{id}: no Chinese"));
        let (says, cure) = chinese.split_once("*办法*：").unwrap();
        out += &format!("| `{id}` | {severity} | {} | {} |\n", says.replace('|', "\\|"), cure.replace('|', "\\|"));
    }
    out
}

#[test]
fn the_chinese_page_of_preflight_has_every_rule() {
    let path = docs().join("zh/preflight.md");
    let page = fs::read_to_string(&path).unwrap();
    let (written, _) = page.split_once(MARK).expect("the mark is gone");
    let made = format!("{written}{MARK}{}", preflight_tables());
    if std::env::var_os("ACCEPT").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert!(made.matches("\n| `").count() > 100, "the English page has lost its rules");
    let kept = fs::read_to_string(path).unwrap();
    assert!(kept == made, "docs/zh/preflight.md is stale: run `ACCEPT=1 cargo test --test zh_docs`");
    // What the written part names by its id is a rule.
    for id in tables(written).concat().iter().flat_map(|row| spans(&row[0])) {
        assert!(made.contains(&format!("\n| `{id}` | ")), "no rule `{id}`");
    }
}

/// All pages in Chinese.
fn chinese_pages() -> Vec<(String, String)> {
    let mut pages: Vec<_> = fs::read_dir(docs().join("zh"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    pages.sort();
    pages
}

#[test]
fn links_of_the_manual_lead_somewhere() {
    for (name, page) in chinese_pages() {
        for link in page.split("](").skip(1).filter_map(|t| t.split(')').next()) {
            let file = link.split('#').next().unwrap();
            if !link.contains("://") && !file.is_empty() {
                assert!(docs().join("zh").join(file).exists(), "docs/zh/{name} links to {file}, which is not there");
            }
        }
    }
}

/// Words of a command line, with quotes as shells have them.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            (' ', None) => words.push(String::new()),
            (c, _) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_command_of_the_manual_works() {
    let desk = Desk::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let people = "姓名,单位,编号\n王明,第一分厂,001\n李小红,第二分厂,002\n欧阳建国,第一分厂,003\n";
    desk.write("名单.csv", people).write("名单.xlsx", fs::read(data.join("tables/staff.xlsx")).unwrap());
    desk.write(
        "展板.csv",
        "版面,小标题,正文,数字,量词\n一,质量大检查,查出缺陷并全部整改。,47,项\n一,质量培训,举办三期培训。,326,人次\n",
    );
    desk.write("光荣榜.csv", "版面,姓名,职务\n质量先进个人,王明,检修班班长\n质量先进个人,李建国,运行值长\n");
    desk.write("条幅.csv", "单位,标语\n发电部,质量为先 守正创新\n检修部,人人讲安全 个个会应急\n");
    desk.write("口号.docx", fs::read(data.join("lists/numbered.docx")).unwrap());
    desk.write("活动.toml", "title = \"安全月\"\nslogans = [\"安全第一 预防为主\"]\n");
    desk.write("shops/chengdong.toml", "like = \"gangrun\"\nname = \"城东印务\"\nbleed = 2\n");
    desk.run(&["render", "-s", "2", "-p", "poster-a2", "-f", "pdf", "--bare", "-o", "文件夹", "--name", "海报"])
        .code(0);
    fs::copy(desk.path("文件夹/海报.pdf"), desk.path("文件.pdf")).unwrap();

    let cards = [
        "render",
        "--data",
        "名单.csv",
        "-p",
        "name-85x54",
        "--combine",
        "名片",
        "-f",
        "pdf",
        "--bare",
        "-o",
        "文件夹",
    ];
    desk.run(&cards).code(0);
    fs::copy(desk.path("文件夹/名片.pdf"), desk.path("名片.pdf")).unwrap();
    let tag = ["render", "-s", "2", "-p", "card-70x100", "-f", "pdf", "--bare", "-o", "文件夹", "--name", "吊牌"];
    desk.run(&tag).code(0);
    fs::copy(desk.path("文件夹/吊牌.pdf"), desk.path("吊牌.pdf")).unwrap();

    let mut named = BTreeSet::new();
    let mut known = String::new();
    for command in [
        "render",
        "plan",
        "run",
        "merge",
        "list",
        "gallery",
        "new",
        "lines",
        "preflight",
        "status",
        "studio",
        "impose",
        "calibrate",
    ] {
        known += &desk.run(&[command, "--help"]).code(0).out;
    }
    let mut ran = 0;
    for (name, page) in chinese_pages() {
        named.extend(options(&page).into_iter().map(|option| (option, name.clone())));
        for command in commands(&page) {
            let mut words = words(&command);
            let verb = words[1].clone();
            // It listens until it is ended: tests/studio.rs asks it.
            if verb == "studio" {
                continue;
            }
            // Composed, not written, where nothing later asks for the files.
            if verb == "render" && !["--text", "--combine", "--dry-run"].iter().any(|o| words.iter().any(|w| w == o)) {
                words.push("--dry-run".into());
            }
            let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
            let left = desk.run(&words);
            // Preflight tells by its code what it found; a table with rows to mend is done but for them.
            let good = match &*verb {
                "preflight" => 0..=2,
                "render" if command.contains("名单.xlsx") => 0..=1,
                _ => 0..=0,
            };
            let code = left.code.unwrap();
            assert!(good.contains(&code), "docs/zh/{name}: {command}\nexit {code}\n{}{}", left.out, left.err);
            // `run … --shard 1/7` is the first machine; the others do theirs before the merge.
            if verb == "run" {
                (2..=7).for_each(|i| drop(desk.run(&["run", "批次/plan.jsonl", "--shard", &format!("{i}/7")]).code(0)));
            }
            ran += 1;
        }
    }
    assert!(ran >= 15, "only {ran} commands found");
    for (option, page) in named {
        // Slurm's, and those of the second program, which is not built here.
        let is_known = ["--array", "--store", "--scratch"].contains(&option.as_str())
            || known.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|word| word == option);
        assert!(is_known, "docs/zh/{page} names {option}, which no command has");
    }
}
