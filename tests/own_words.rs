//! Whose words are printed: what the user gives, and nothing of a campaign that was not named; and what lies in the folder.

#![allow(clippy::unwrap_used, reason = "tests")]

mod desk;

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
        let read = String::from_utf8(desk.files(folder).remove("校对单.html").unwrap()).unwrap();
        // Two characters of a name stand apart.
        assert!(read.replace(" / ", "").replace(' ', "").contains(wanted), "{asked:?}: {read}");
    }
    // Units alone say nothing: what is to be printed on their posters is asked.
    desk.write("单位.csv", "单位\n某某电厂\n某某供电局\n");
    let said = desk.must(&["render", "-d", "单位.csv", "-p", "poster-a4", "--lang", "zh"], 2);
    assert!(said.contains("标语") && said.contains("--texts"), "{said}");
    desk.must(&["render", "-d", "单位.csv", "-p", "poster-a4", "-f", "pdf", "-t", "警钟长鸣"], 0);
    // A campaign that is named speaks.
    let named = ["render", "--campaign", "quality-month-2021", "-d", "名单.csv", "-p", "name-85x54", "-o", "named"];
    desk.must(&named, 0);
    let read = String::from_utf8(desk.files("named").remove("校对单.html").unwrap()).unwrap();
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
        String::from_utf8(desk.files("out").remove("校对单.html").unwrap()).unwrap()
    };
    assert!(read(&["-t", "安全第一"]).contains("某某发电厂"));
    assert!(read(&["-t", "安全第一", "--unit", "某某水电站"]).contains("某某水电站"));
    desk.write("mine.toml", "title = \"安全月\"\nslogans = [\"安全第一\"]\n[defaults]\nunit = \"某某总厂\"\n");
    assert!(read(&["./mine.toml", "-s", "1"]).contains("某某总厂"));
    // A plan takes it along: other machines have other files.
    desk.must(&["plan", "-t", "安全第一", "-l", "official", "-p", "poster-a4", "-f", "pdf", "-o", "fleet"], 0);
    fs::remove_file(desk.path("biaoyu.toml")).unwrap();
    desk.must(&["run", "fleet/plan.jsonl"], 0);
    let read = String::from_utf8(desk.files("fleet").remove("校对单.html").unwrap()).unwrap();
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
    // Another layout does not take the places of the first in silence.
    let said = desk.must(&[&badges[..], &["-l", "official"]].concat(), 0);
    assert!(said.contains("已被替换") && said.contains("glyph"), "{said}");
}
