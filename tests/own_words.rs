//! Whose words are printed: what the user gives, and nothing of a campaign that was not named; and what lies in the folder.

#![allow(clippy::unwrap_used, reason = "tests")]

mod desk;
mod outside;

use std::fs;

use desk::Desk;

/// Every word of the built-in campaign that would give it away.
const FOREIGN: [&str; 4] = ["质量月", "电力行业", "拥抱数字变革", "敬畏质量"];

fn nothing_foreign(desk: &Desk, folder: &str, said: &str) {
    for word in FOREIGN {
        assert!(!said.contains(word), "{word}: {said}");
        for (file, bytes) in desk.files(folder) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(word) && !file.contains(word), "{word} in {file}");
        }
    }
}

#[test]
fn with_words_of_ones_own_nothing_of_the_built_in_campaign_is_printed() {
    let desk = Desk::new();
    desk.write("口号.csv", "序号,宣传口号,关键字\n1,人人讲安全|个个会应急,应\n2,安全第一 预防为主,\n");
    desk.write("名单.csv", "姓名,单位,编号\n王明,某某电厂,00017\n李娜,某某电厂,00018\n");
    desk.write("标语.txt", "安全生产月标语\n1.安全第一\n2.预防为主\n某某公司\n2026年6月\n");
    for (asked, folder, wanted) in [
        (&["-d", "口号.csv", "-p", "poster-a4"][..], "output/口号", "人人讲安全个个会应急"),
        (&["-d", "名单.csv", "-p", "name-85x54"], "output/名单", "王明"),
        (&["--texts", "标语.txt", "-p", "badge-58"], "output/标语", "预防为主"),
        (&["--texts", "标语.txt", "-p", "badge-58", "--title", "安全月"], "output/安全月", "预防为主"),
        (&["-t", "警钟长鸣", "-p", "badge-58"], "output/警钟长鸣", "警钟长鸣"),
    ] {
        let said = desk.must(&[&["render", "--lang", "zh"], asked].concat(), 0);
        nothing_foreign(&desk, folder, &said);
        let read = desk::text_of(&desk.files(folder)["校对单.pdf"]);
        // Two characters of a name stand apart.
        assert!(read.replace('/', "").contains(wanted), "{asked:?}: {read}");
    }
    // Units alone say nothing: what is to be printed on their posters is asked.
    desk.write("单位.csv", "单位\n某某电厂\n某某供电局\n");
    let said = desk.must(&["render", "-d", "单位.csv", "-p", "poster-a4", "--lang", "zh"], 2);
    assert!(said.contains("标语") && said.contains("--texts"), "{said}");
    desk.must(&["render", "-d", "单位.csv", "-p", "poster-a4", "-f", "pdf", "-t", "警钟长鸣"], 0);
    // A campaign that is named speaks.
    let named = ["render", "--campaign", "quality-month-2021", "-d", "名单.csv", "-p", "name-85x54", "-o", "named"];
    desk.must(&named, 0);
    let read = desk::text_of(&desk.files("named")["校对单.pdf"]);
    assert!(read.contains("电力行业"), "{read}");
}

#[test]
fn the_key_is_said_at_every_entry() {
    let desk = Desk::new();
    desk.write("a.txt", "1.安全第一\n2.预防为主\n");
    let shown = |asked: &[&str]| {
        let common = ["render", "-l", "glyph", "-p", "poster-a4", "-f", "pdf", "--bare", "--json", "-o", "out"];
        desk.run(&[&common[..], asked].concat()).code(0).out
    };
    assert!(shown(&["-t", "安全第一 预防为主", "--key", "防"]).contains("\"防\""));
    assert!(shown(&["--texts", "a.txt", "--key", "2=为", "-s", "2"]).contains("\"为\""));
    desk.run(&["render", "-t", "安全第一", "--key", "质"]).code(2).says(&["no slogan for `质`"]);
    desk.run(&["render", "-t", "安全第一", "--key", "1=质", "--lang", "zh"]).code(2).says(&["不在标语中"]);
}

#[test]
fn what_stands_for_the_user_is_filled_in_and_can_be_overruled() {
    let desk = Desk::new();
    desk.write("biaoyu.toml", "unit = \"某某发电厂\"\ncolour = \"C100 M5 Y50 K40\"\n");
    let read = |asked: &[&str]| {
        let common = ["render", "-l", "official", "-p", "poster-a4", "-f", "pdf", "-o", "out"];
        desk.must(&[&common[..], asked].concat(), 0);
        desk::text_of(&desk.files("out")["校对单.pdf"])
    };
    assert!(read(&["-t", "安全第一"]).contains("某某发电厂"));
    assert!(read(&["-t", "安全第一", "--unit", "某某水电站"]).contains("某某水电站"));
    desk.write("mine.toml", "title = \"安全月\"\nslogans = [\"安全第一\"]\n[defaults]\nunit = \"某某总厂\"\n");
    assert!(read(&["./mine.toml", "-s", "1"]).contains("某某总厂"));
    // A plan takes it along: other machines have other files.
    desk.must(&["plan", "-t", "安全第一", "-l", "official", "-p", "poster-a4", "-f", "pdf", "-o", "fleet"], 0);
    fs::remove_file(desk.path("biaoyu.toml")).unwrap();
    desk.must(&["run", "fleet/plan.jsonl"], 0);
    let read = desk::text_of(&desk.files("fleet")["校对单.pdf"]);
    assert!(read.contains("某某发电厂"), "{read}");
    desk.write("biaoyu.toml", "untit = \"x\"\n");
    desk.run(&["render", "-t", "安全第一"]).code(2).says(&["biaoyu.toml:1:1", "`unit`"]);
}

#[test]
fn old_files_are_named_leave_the_sheet_and_are_moved_when_asked() {
    let desk = Desk::new();
    let badges = ["render", "-d", "staff.csv", "-p", "name-85x54", "-f", "pdf", "--lang", "zh", "-o", "out"];
    desk.write("staff.csv", "姓名,编号\n王小名,00017\n李娜,00018\n");
    desk.must(&badges, 0);
    desk.write("staff.csv", "姓名,编号\n王小明,00017\n李娜,00018\n");
    let said = desk.must(&badges, 0);
    assert!(said.contains("王小名") && said.contains("--tidy"), "{said}");
    let before = fs::read_to_string(desk.path("out/receipts.jsonl")).unwrap();
    let index = String::from_utf8(desk.files("out").remove("index.html").unwrap()).unwrap();
    assert!(!index.contains("王小名") && index.contains("王小明") && index.contains("00017"), "{index}");
    assert!(desk.path("out/name-85x54/1-王小名.pdf").is_file());
    let said = desk.must(&[&badges[..], &["--tidy"]].concat(), 0);
    assert!(said.contains("已移到"), "{said}");
    assert!(!desk.path("out/name-85x54/1-王小名.pdf").exists());
    assert!(desk.path("out/旧文件/name-85x54/1-王小名.pdf").is_file());
    // Killed between any two steps, the next run ends in the same folder: receipts of the new places are there first.
    let whole = desk.files("out");
    let after = fs::read_to_string(desk.path("out/receipts.jsonl")).unwrap();
    let new: String = after.lines().filter(|l| l.contains("旧文件")).map(|l| format!("{l}\n")).collect();
    for is_moved in [true, false] {
        fs::write(desk.path("out/receipts.jsonl"), format!("{before}{new}")).unwrap();
        if !is_moved {
            for file in ["name-85x54/1-王小名.pdf", "thumbnails/name-85x54/1-王小名.jpg"] {
                fs::rename(desk.path(&format!("out/旧文件/{file}")), desk.path(&format!("out/{file}"))).unwrap();
            }
        }
        desk.must(&[&badges[..], &["--tidy"]].concat(), 0);
        desk::same(&desk.files("out"), &whole);
    }
    // The contact sheet is that of a fresh run; nothing more is told.
    let fresh = Desk::new();
    fresh.write("staff.csv", "姓名,编号\n王小明,00017\n李娜,00018\n");
    fresh.must(&badges, 0);
    assert_eq!(desk.files("out")["index.html"], fresh.files("out")["index.html"]);
    let said = desk.must(&badges, 0);
    assert!(!said.contains("--tidy") && !said.contains("王小名"), "{said}");
    // The same people in one file are no others, and the other way round.
    for bound in [&["--combine", "all.pdf"][..], &["--combine", "again.pdf", "--split", "1"], &[]] {
        let said = desk.must(&[&badges[..], bound].concat(), 0);
        assert!(!said.contains("--tidy"), "{bound:?}: {said}");
    }
    // Another layout takes no places of the first unless it is asked to; the same command again finds all in its place.
    let before = desk.files("out");
    let other = [&badges[..], &["-l", "official"]].concat();
    let said = desk.must(&other, 2);
    assert!(said.contains("`glyph`") && said.contains("--replace") && said.contains("-o"), "{said}");
    desk::same(&desk.files("out"), &before);
    desk.must(&[&other[..], &["--replace"]].concat(), 0);
    let replaced = desk.files("out");
    assert_ne!(replaced["name-85x54/1-王小明.pdf"], before["name-85x54/1-王小明.pdf"]);
    desk.must(&other, 0);
    desk::same(&desk.files("out"), &replaced);
}

#[test]
fn without_a_folder_another_layout_lies_beside_the_first() {
    let desk = Desk::new();
    let glyph = ["render", "-t", "安全第一", "-p", "badge-58", "-f", "pdf", "--lang", "zh", "-l", "glyph"];
    let waves = ["render", "-t", "安全第一", "-p", "badge-58", "-f", "pdf", "--lang", "zh", "-l", "waves"];
    desk.must(&glyph, 0);
    let first = desk.files("output/安全第一");
    let said = desk.must(&waves, 0);
    assert!(said.contains("output/安全第一-waves") && said.contains("`glyph`"), "{said}");
    let second = desk.files("output/安全第一-waves");
    // Both again: each finds its own.
    for (again, folder) in [(&glyph, "output/安全第一"), (&waves, "output/安全第一-waves")] {
        assert!(desk.must(again, 0).contains(&format!("→ {folder}\n")));
    }
    desk::same(&desk.files("output/安全第一"), &first);
    desk::same(&desk.files("output/安全第一-waves"), &second);
    // What lies beside is as in a folder of its own.
    let fresh = Desk::new();
    fresh.must(&waves, 0);
    desk::same(&fresh.files("output/安全第一"), &second);
}

/// The program alone, at a terminal in an empty folder: slogans are asked for first, and nothing else is printed.
#[test]
fn who_types_the_name_alone_is_asked() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/terminal.py");
    let ask = |steps: &[(&str, &str)]| {
        let desk = Desk::new();
        desk.write("名单.csv", "姓名,单位\n王小明,一车间\n");
        let folder = desk.path("").display().to_string();
        let steps = serde_json::to_string(steps).unwrap();
        let said = outside::python(&[script, &folder, env!("CARGO_BIN_EXE_biaoyu"), &steps])?;
        Some((desk, said))
    };
    let (down, esc) = ("\u{1b}[B", "\u{1b}");
    let badge = format!(" {down} {down}");
    // Typed lines, a slip of the pen among them; of the products only the last is left ticked.
    let typed = [
        ("印哪些标语", "\r"),
        ("空行结束", "安全X\u{7f}第一\r预防为主\r\r"),
        ("落款单位", "某某发电厂\r"),
        ("版式", "\r"),
        ("屏幕", &format!("{badge}\r")),
    ];
    let Some((desk, said)) = ask(&typed) else { return };
    assert!(said.trim_end().ends_with("\n0"), "{said}");
    let read = desk::text_of(&desk.files("output/安全第一")["校对单.pdf"]);
    assert!(read.contains("安全第一") && read.contains("某某发电厂") && !read.contains("电力行业"), "{read}");
    assert!(!desk.files("output/安全第一").keys().any(|file| file.starts_with("poster")));
    // A table of people; a file that is not there is asked for again.
    let table = [
        ("印哪些标语", &format!("{down}{down}\r")[..]),
        ("表格文件", "没有.csv\r"),
        ("没有这个文件", "名单.csv\r"),
        ("落款单位", "\r"),
        ("版式", "\r"),
        ("屏幕", "\r"),
    ];
    let Some((desk, said)) = ask(&table) else { return };
    assert!(said.trim_end().ends_with("\n0"), "{said}");
    assert!(desk.path("output/名单/name-85x54/1-王小明.pdf").is_file(), "{said}");
    // Nothing ticked is asked again; Esc and Ctrl-D leave, and nothing is written.
    let none = [
        ("印哪些标语", "\r"),
        ("空行结束", "安全第一\r\r"),
        ("落款单位", "\r"),
        ("版式", "\r"),
        ("屏幕", &format!(" {down} {down} \r")),
        ("请至少勾选一种", esc),
    ];
    for steps in [&none[..], &[("印哪些标语", esc)], &[("印哪些标语", "\r"), ("空行结束", "安全\u{4}")]]
    {
        let Some((desk, said)) = ask(steps) else { return };
        assert!(said.trim_end().ends_with("\n0") && !desk.path("output").exists(), "{said}");
    }
}
