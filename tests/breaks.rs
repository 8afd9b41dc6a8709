//! Line breaks against a copy editor's table, and what must hold for any text.

use biaoyu::text::break_lines::{Breaks, Setting, break_title, settings};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// An entry of the table: approved settings by number of lines; `true` when one is required.
struct Entry {
    slogan: String,
    approved: BTreeMap<usize, (bool, Vec<String>)>,
}

fn table(text: &str) -> Vec<Entry> {
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| {
            let mut fields = line.split('\t');
            let slogan = fields.next().unwrap().to_owned();
            let approved = fields.map(|field| {
                let (count, ways) = field.split_once(": ").unwrap_or_else(|| panic!("{line}"));
                let required = !count.ends_with('?');
                let count: usize = count.trim_end_matches('?').parse().unwrap();
                let ways: Vec<String> = ways.split(" or ").map(str::to_owned).collect();
                for way in &ways {
                    assert_eq!(way.split(" / ").count(), count, "{line}");
                    assert_eq!(bare(way), bare(&slogan), "{line}");
                }
                (count, (required, ways))
            });
            Entry { approved: approved.collect(), slogan }
        })
        .collect()
}

fn bare(text: &str) -> String {
    text.replace(" / ", "").split_whitespace().collect()
}

fn shown(setting: &Setting) -> String {
    setting.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" / ")
}

/// What the engine gets wrong in an entry.
fn faults(entry: &Entry) -> Vec<String> {
    let clauses = biaoyu::text::break_lines::clauses(&entry.slogan).len();
    let offered: BTreeMap<usize, Setting> =
        settings(&entry.slogan, None).into_iter().map(|s| (s.lines.len(), s)).filter(|&(n, _)| n > clauses).collect();
    let mut out = Vec::new();
    for (count, setting) in &offered {
        let found = shown(setting);
        match entry.approved.get(count) {
            None => out.push(format!("{}: offers {count}: {found} ({:.3})", entry.slogan, setting.cost)),
            Some((_, ways)) if !ways.contains(&found) => {
                out.push(format!("{}: {found} ({:.3}), wanted {}", entry.slogan, setting.cost, ways.join(" or ")));
            }
            _ => {}
        }
    }
    for (count, (required, ways)) in &entry.approved {
        if *required && !offered.contains_key(count) {
            out.push(format!("{}: lacks {count}: {}", entry.slogan, ways.join(" or ")));
        }
    }
    out
}

fn score(name: &str, entries: &[Entry]) -> (usize, usize) {
    let mut wrong = 0;
    for entry in entries {
        let faults = faults(entry);
        wrong += usize::from(!faults.is_empty());
        for fault in faults {
            eprintln!("{name}: {fault}");
        }
    }
    eprintln!("{name}: {} of {} slogans right", entries.len() - wrong, entries.len());
    (entries.len() - wrong, entries.len())
}

#[test]
fn slogans_break_as_the_copy_editor_approved() {
    let (right, of) = score("breaks.txt", &table(include_str!("text/breaks.txt")));
    assert_eq!(right, of);
}

/// Five rounds of slogans, each written down before the engine saw it. At first sight it met 71 of 93,
/// 43 of 61, 39 of 55, 33 of 44 and 55 of 60 of them in every number of lines; then it was mended.
#[test]
fn slogans_once_unseen_break_as_the_copy_editor_approved() {
    for (name, text) in [
        ("first", include_str!("text/breaks-unseen.txt")),
        ("second", include_str!("text/breaks-unseen-2.txt")),
        ("third", include_str!("text/breaks-unseen-3.txt")),
        ("fourth", include_str!("text/breaks-unseen-4.txt")),
        ("fifth", include_str!("text/breaks-unseen-5.txt")),
    ] {
        let (right, of) = score(name, &table(text));
        assert_eq!(right, of, "{name}");
    }
}

/// Breaks of a slogan with the editor's marks: the characters before each, and whether it is only good beside the better
/// ones of its clause; and the clause of every character.
fn marked(text: &str) -> (String, BTreeMap<usize, bool>, Vec<usize>) {
    let (mut places, mut clauses, mut clause) = (BTreeMap::new(), Vec::new(), 0);
    for c in text.chars() {
        match c {
            ' ' => clause += 1,
            '|' | '¦' => drop(places.insert(clauses.len(), c == '¦')),
            _ => clauses.push(clause),
        }
    }
    (text.replace(['|', '¦'], ""), places, clauses)
}

/// The settings of a slogan that mislead by the editor's marks, and whether any finer one than a line a clause is offered.
fn misleading(text: &str) -> (Vec<String>, bool) {
    let (slogan, places, clauses) = marked(text);
    let breaks = Breaks::new(&slogan, None);
    let ends = |setting: &Setting| {
        let mut end = 0;
        let count = |t: &str| t.chars().filter(|c| !c.is_whitespace()).count();
        setting
            .lines
            .iter()
            .map(|l| {
                end += count(&l.text);
                end
            })
            .collect::<Vec<_>>()
    };
    let whole = ends(&breaks.per_clause());
    // What the rules do not stand by is offered to nobody.
    let split: Vec<Setting> = breaks.split().into_iter().filter(|s| s.sure).collect();
    let wrong = |setting: &&Setting| {
        let own = ends(setting);
        own.iter().filter(|e| !whole.contains(e)).any(|end| match places.get(end) {
            None => true,
            Some(false) => false,
            Some(true) => places.iter().any(|(at, weak)| {
                !weak && clauses[at - 1] == clauses[end - 1] && !own.contains(at) && !whole.contains(at)
            }),
        })
    };
    (split.iter().filter(wrong).map(shown).collect(), !split.is_empty())
}

/// Slogans written down before the program was asked. At first sight 139 and 47 of the first lists' 158 with clauses and 55
/// without had no misleading break, 127 and 47 of the second's 157 and 55, 86 and 42 of the third's 91 and 44; then the rules
/// were mended. Of the fourth's 134, 80 and 62 hard ones 121, 68 and 45; when they were mended by it, of the fifth's 98, 40
/// and 20 hard ones 88, 38 and 15; then by that one, too. The sixth measures: of 60 with clauses and 30 without 55 and 27.
/// By a stricter editor, of the next four lists' 120, 100, 100 clauses and 80, 75, 75 sentences without a gap the program that met
/// them first offered 110, 94 and 94 without and 58, 55 and 72; of the last five's 100 clauses 99, 98, 99, 95 and 94, of their 75, 80,
/// 75, 75 and 75 sentences 70, 77, 68, 70 and 72, when it had been mended with all before.
#[test]
fn hardly_a_break_misleads() {
    for (name, text, least) in [
        ("tuned", include_str!("text/slogans-tuned.txt"), 98.0),
        ("held", include_str!("text/slogans-held.txt"), 98.0),
        ("held 2", include_str!("text/slogans-held-2.txt"), 93.0),
        ("held 3", include_str!("text/slogans-held-3.txt"), 97.5),
        ("held 4", include_str!("text/slogans-held-4.txt"), 97.0),
        ("held 5", include_str!("text/slogans-held-5.txt"), 95.0),
        ("held 6", include_str!("text/slogans-held-6.txt"), 96.5),
        ("held 7", include_str!("text/slogans-held-7.txt"), 96.0),
        ("held 8", include_str!("text/slogans-held-8.txt"), 94.0),
        ("held 9", include_str!("text/slogans-held-9.txt"), 98.5),
        ("held 10", include_str!("text/slogans-held-10.txt"), 96.5),
        ("held 11", include_str!("text/slogans-held-11.txt"), 95.5),
        ("held 12", include_str!("text/slogans-held-12.txt"), 96.0),
    ] {
        let (mut all, mut right, mut offered) = (0, 0, 0);
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (wrong, finer) = misleading(line.split('\t').next().unwrap());
            all += 1;
            right += usize::from(wrong.is_empty());
            offered += usize::from(finer);
            if !wrong.is_empty() {
                eprintln!("{name}: {line}: {}", wrong.join(" ;; "));
            }
        }
        let rate = 100.0 * right as f64 / all as f64;
        eprintln!("{name}: {right} of {all} mislead nowhere, {rate:.1} %; {offered} have a finer setting");
        assert!(all >= 90 && rate >= least, "{name}: {rate:.1} %");
        // Fewer settings than wrong ones, but something for about half.
        assert!(5 * offered >= 2 * all, "{name}: {offered} of {all}");
    }
}

#[test]
fn whole_clauses_join_only_into_even_lines() {
    for (slogan, wanted) in [
        ("质量为先 守正创新", vec!["质量为先 守正创新"]),
        ("用质量方法 干质量事业 创卓越生活", vec!["用质量方法 干质量事业 创卓越生活"]),
        ("拥抱数字变革，推动质量创新，提升产业基础", vec!["拥抱数字变革，推动质量创新，提升产业基础"]),
        ("防风险 除隐患 保平安 促发展", vec!["防风险 除隐患 保平安 促发展", "防风险 除隐患 / 保平安 促发展"]),
        ("防风险 除隐患\n保平安 促发展", vec!["防风险 除隐患 / 保平安 促发展"]),
        (
            "守初心 担使命 找差距抓落实促发展",
            vec!["守初心 担使命 找差距抓落实促发展", "守初心 担使命 / 找差距抓落实促发展"],
        ),
        ("以高质量缔造智慧体验", vec![]),
    ] {
        let found: Vec<String> = Breaks::new(slogan, None).joined().iter().map(shown).collect();
        assert_eq!(found, wanted, "{slogan}");
    }
}

#[test]
fn a_clause_of_a_joined_line_keeps_its_bytes() {
    let slogan = "质量为先　守正创新";
    let joined = &Breaks::new(slogan, None).joined()[0].lines[0];
    let pieces: Vec<&str> = joined.pieces.iter().map(|p| &slogan[p.clone()]).collect();
    assert_eq!((joined.text.as_str(), pieces), ("质量为先 守正创新", vec!["质量为先", "守正创新"]));
}

#[test]
fn marks_alone_decide_when_they_are_given() {
    let one =
        |slogan: &str, marks: &str| Breaks::new(slogan, Some(marks)).split().iter().map(shown).collect::<Vec<_>>();
    assert_eq!(one("以高质量缔造智慧体验", "以高质量缔造|智慧体验"), ["以高质量缔造 / 智慧体验"]);
    assert_eq!(one("质量为先 守正创新", "质量|为先 守正|创新"), ["质量 / 为先 / 守正 / 创新"]);
    // A disliked mark yields to a liked one; a single character never has a line.
    assert_eq!(one("用质量精品创美好生活", "用|质量¦精品|创|美好生活")[0], "用质量精品 / 创美好生活");
    // Marks of another text are none.
    assert_eq!(one("以高质量缔造智慧体验", "以|高质量"), ["以高质量 / 缔造智慧体验"]);
}

/// Slogan 15's stutter costs more than three lines of seven by more than any layout can gain.
#[test]
fn a_stutter_is_dear() {
    let all = settings("创造高质量产品 提供高水平服务 推动高质量发展", None);
    let cost = |n: usize| all.iter().find(|s| s.lines.len() == n).map(|s| s.cost);
    assert_eq!(cost(3), Some(0.0));
    assert!(cost(6).is_none_or(|c| c > 0.3), "{:?}", cost(6));
}

#[test]
fn a_title_breaks_by_its_customs() {
    for (title, count, wanted) in [
        ("电力行业质量信得过班组建设经验交流活动", 2, "电力行业质量信得过班组建设 / 经验交流活动"),
        ("电力行业质量信得过班组建设经验交流活动", 3, "电力行业 / 质量信得过班组建设 / 经验交流活动"),
        ("电力行业QC小组成果发表交流活动", 2, "电力行业QC小组 / 成果发表交流活动"),
        ("电力行业高质量发展论坛", 2, "电力行业 / 高质量发展论坛"),
        ("2021年电力行业“质量月”活动启动仪式", 2, "2021年电力行业“质量月”活动 / 启动仪式"),
        ("中国水利电力质量管理协会", 2, "中国水利电力 / 质量管理协会"),
        ("国网江苏省电力有限公司南京供电分公司", 2, "国网江苏省电力有限公司 / 南京供电分公司"),
        ("华能国际电力股份有限公司丹东电厂", 2, "华能国际电力股份有限公司 / 丹东电厂"),
        ("第十二届全国质量创新大赛颁奖典礼", 2, "第十二届全国质量创新大赛 / 颁奖典礼"),
        ("安全生产先进集体和先进个人表彰大会", 2, "安全生产先进集体 / 和先进个人表彰大会"),
    ] {
        let all = break_title(title);
        let found = all.iter().find(|s| s.lines.len() == count).map(shown);
        assert_eq!(found.as_deref(), Some(wanted), "{title}");
    }
}

/// What holds for any text: nothing lost, no line that begins or ends badly, no lone character.
fn check(slogan: &str, marks: Option<&str>) {
    let all = settings(slogan, marks);
    let bare = |t: &str| t.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>();
    let mut last = 0;
    for setting in &all {
        assert!(setting.lines.len() > last, "counts rise: {slogan:?}");
        last = setting.lines.len();
        assert!(setting.cost.is_finite() && setting.cost >= 0.0, "{slogan:?}");
        let text: String = setting.lines.iter().map(|l| l.text.as_str()).collect();
        let pieces: String = setting.lines.iter().flat_map(|l| &l.pieces).map(|p| &slogan[p.clone()]).collect();
        for found in [text, pieces] {
            let keep = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
            let strip = |t: &str| bare(t).chars().filter(keep).collect::<String>();
            assert_eq!(strip(&found), strip(slogan), "{setting:?}");
        }
        let clauses = Breaks::new(slogan, marks).clauses().len();
        for line in &setting.lines {
            if setting.lines.len() > clauses {
                let solid = line.text.chars().filter(|c| c.is_alphanumeric()).count();
                let whole = Breaks::new(slogan, marks).clauses()[line.clause].range == line.range;
                assert!(solid != 1 || whole, "a lone character: {setting:?}");
            }
            let first = line.text.chars().next();
            let end = line.text.chars().next_back();
            if line.range.start > 0 && line.clause > 0 {
                assert!(!first.is_some_and(|c| "，。、；：！？）》」』】”’".contains(c)), "{slogan:?}: {setting:?}");
            }
            assert!(
                line.range.end == slogan.trim_end().len() || !end.is_some_and(|c| "（《「『【“‘".contains(c)),
                "{slogan:?}: {setting:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text_is_broken_whole(slogan in "[质量安全第一人讲会应急提升以用与和的把为一二三年月0-9A-Z ，。、；！？“”《》（）—…·%\u{3000}\n]{0,40}") {
        check(&slogan, None);
    }

    #[test]
    fn any_string_at_all(slogan in "\\PC{0,60}", marks in proptest::option::of("[质量|¦]{0,9}")) {
        check(&slogan, marks.as_deref());
    }

    #[test]
    fn any_marks_of_a_slogan(places in proptest::collection::vec(0usize..24, 0..8), bad in any::<bool>()) {
        let slogan = "创造“高质量”产品，提供高水平服务 推动高质量发展";
        let mut marked: Vec<char> = slogan.chars().collect();
        for place in places {
            marked.insert(place.min(marked.len()), if bad { '¦' } else { '|' });
        }
        check(slogan, Some(&marked.into_iter().collect::<String>()));
    }
}

#[test]
fn a_text_beyond_the_limit_is_cheap() {
    let long = "全面落实企业安全生产主体责任".repeat(200);
    assert_eq!(settings(&long, None).len(), 1);
    let most: String = long.chars().take(120).collect();
    let start = std::time::Instant::now();
    check(&most, None);
    assert!(start.elapsed().as_millis() < 400, "{:?}", start.elapsed());
}
