//! Words of the command line in the words of the window: who reads them has never seen a terminal.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use biaoyu_page::error::Say;
use biaoyu_press::{Shelf, Sources, list};
use biaoyu_table::record::KNOWN;

/// Options, and what the page calls what they give.
const BOXES: [(&str, &str, &str); 24] = [
    ("--logo-dark", "标志", "Logo"),
    ("--logo-light", "标志", "Logo"),
    ("--logo-knockout", "标志", "Logo"),
    ("--logo", "标志", "Logo"),
    ("--picture", "实景图", "Picture"),
    ("--art", "成品画面", "Finished art"),
    ("--lettering-paper", "题字扫描件", "Scanned lettering"),
    ("--lettering", "题字扫描件", "Scanned lettering"),
    ("--code", "本单位的二维码图片", "The unit's own code"),
    ("--face", "字体", "Faces"),
    ("--colour", "颜色", "Colours"),
    ("--unit", "单位", "Unit that signs"),
    ("--data", "名单", "Roster"),
    ("--sheet", "名单", "Roster"),
    ("--no-header", "名单", "Roster"),
    ("--photo", "照片", "Photos"),
    ("--map", "每一列当作什么", "What each column is"),
    ("--verbatim", "照原样，每行一条", "To the letter"),
    ("--key", "断行和大字", "Breaks and the large character"),
    ("--outlines", "文字转曲", "Type as outlines"),
    ("--white", "白墨", "White"),
    ("--on", "纸", "Paper"),
    ("--tile", "大张分成几张打", "a large page over several sheets"),
    ("--for", "印厂", "Shop"),
];

/// Parts of a page, by how their names in layouts begin, and what a reader calls them.
const PARTS: [(&str, &str); 31] = [
    ("slogan", "标语"),
    ("line", "小字"),
    ("two_lines", "小字"),
    ("key", "大字"),
    ("logo", "标志"),
    ("mount", "标志的底板"),
    ("unit", "单位"),
    ("sign", "落款"),
    ("foot", "落款"),
    ("campaign", "活动名称"),
    ("title", "活动名称"),
    ("head", "活动名称"),
    ("theme", "主题"),
    ("name", "姓名"),
    ("post", "职务"),
    ("number", "编号"),
    ("photo", "照片"),
    ("code", "二维码"),
    ("qr", "二维码"),
    ("picture", "实景图"),
    ("when_where", "时间地点"),
    ("hosts_marks", "主办方标志"),
    ("body", "正文"),
    ("caption", "说明"),
    ("figure", "数字"),
    ("measure", "量词"),
    ("above", "主题"),
    ("lead", "主题"),
    ("over", "活动名称"),
    ("noted", "小字"),
    ("year", "年份"),
];

/// What products, layouts, palettes and shops of the program are called, by their ids.
pub(crate) fn called(id: &str) -> Option<&'static str> {
    static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let sources = Sources::new(Vec::new());
        let of = |shelf| list(&sources, shelf).into_iter().map(|entry| (entry.id, entry.name.zh));
        [Shelf::Products, Shelf::Layouts, Shelf::Palettes, Shelf::Profiles].into_iter().flat_map(of).collect()
    });
    NAMES.get(id).map(String::as_str)
}

/// A name that a layout gives to a part of its pages; `None` where it is none of the usual ones.
fn part(name: &str) -> Option<&'static str> {
    let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    // `lines1`, `slogan_long`; `number` begins no `numeral`.
    let ends = |rest: &str| !rest.strip_prefix('s').unwrap_or(rest).starts_with(|c: char| c.is_ascii_lowercase());
    let of = |own: &str| name.strip_prefix(own).is_some_and(ends);
    PARTS.iter().find(|(own, _)| is_name && of(own)).map(|(_, zh)| *zh)
}

/// A text in backticks in Chinese, where it is the program's own word for a thing.
fn in_chinese(span: &str) -> Option<&str> {
    // `name 姓名`: both are said already.
    let twice = || span.split_once(' ').filter(|(id, zh)| KNOWN.contains(&(*id, *zh))).map(|(_, zh)| zh);
    let field = || KNOWN.iter().find(|(id, _)| *id == span).map(|(_, zh)| *zh);
    called(span).or_else(twice).or_else(|| part(span)).or_else(field)
}

/// The option that a text in backticks begins with, or `biaoyu`.
fn command(span: &str) -> Option<&str> {
    let word = span.split([' ', '=', '　']).next().unwrap_or_default();
    let is_option = word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_lowercase()) && word.starts_with('-');
    (is_option && !word.contains('.') || word == "biaoyu").then_some(word)
}

fn box_of(option: &str) -> Option<(&'static str, &'static str)> {
    BOXES.iter().find(|(own, ..)| *own == option).map(|(_, zh, en)| (*zh, *en))
}

/// The options of a text.
fn commands(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter_map(command)
}

/// `姓名 → name, 部门 → unit` with the fields by their names.
fn columns(text: &str) -> String {
    let mut parts = text.split("→ ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for rest in parts {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (id, behind) = rest.split_at(end);
        let name = KNOWN.iter().find(|(own, _)| *own == id).map_or(id, |(_, zh)| *zh);
        out.extend(["→ ", name, behind]);
    }
    out
}

/// A sentence with what the page calls it in the place of options.
pub(crate) fn plain(say: &Say) -> Say {
    let of = |text: &str, is_zh: bool| {
        let mut out = String::with_capacity(text.len());
        for (i, part) in text.split('`').enumerate() {
            let known = if i % 2 == 1 { command(part).and_then(box_of) } else { None };
            if i > 0 {
                out.push('`');
            }
            let own = || if i % 2 == 1 && is_zh { in_chinese(part).unwrap_or(part) } else { part };
            out.push_str(known.map_or_else(own, |(zh, en)| if is_zh { zh } else { en }));
        }
        if is_zh && out.contains('→') { columns(&out) } else { out }
    };
    Say { en: of(&say.en, false), zh: of(&say.zh, true) }
}

/// A cure without what only the command line can: where on the page it is done stands in its stead. `None` where nothing is left.
pub(crate) fn cure(say: &Say) -> Option<Say> {
    let of = |text: &str, is_zh: bool| -> String {
        if commands(text).next().is_none() {
            return text.to_owned();
        }
        let (mut kept, mut boxes) = (String::new(), Vec::new());
        for clause in clauses(&without_asides(text)) {
            if commands(clause).next().is_none() {
                kept.push_str(clause);
            } else {
                boxes.extend(commands(clause).filter_map(box_of).map(|(zh, en)| if is_zh { zh } else { en }));
            }
        }
        boxes.dedup();
        let is_end = |c: char| "，；。,;:： ".contains(c);
        let mut kept = kept.trim_matches(is_end).to_owned();
        for lead in ["或者", "或", "or ", "else "] {
            kept = kept.strip_prefix(lead).map(|rest| rest.trim_start_matches(is_end).to_owned()).unwrap_or(kept);
        }
        let Some(own) = boxes.first() else { return kept };
        let there = if is_zh { format!("请看“{own}”一栏") } else { format!("see “{own}”") };
        match (kept.is_empty(), is_zh) {
            (true, _) => there,
            (false, true) => format!("{kept}；{there}"),
            (false, false) => format!("{kept}; {there}"),
        }
    };
    let all = Say { en: of(&say.en, false), zh: of(&say.zh, true) };
    (!all.en.is_empty() && !all.zh.is_empty()).then_some(all)
}

/// The text without what stands in brackets and is of the command line.
fn without_asides(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['（', '(']) {
        let (before, inside) = rest.split_at(open);
        let end = inside.char_indices().find(|(_, c)| matches!(c, '）' | ')')).map(|(at, c)| at + c.len_utf8());
        let (aside, behind) = inside.split_at(end.unwrap_or(inside.len()));
        out.push_str(before);
        if commands(aside).next().is_none() {
            out.push_str(aside);
        } else if out.ends_with(' ') {
            out.pop();
        }
        rest = behind;
    }
    out + rest
}

/// The clauses of a text, each with the sign that ends it; signs in backticks end none.
fn clauses(text: &str) -> Vec<&str> {
    let (mut all, mut from, mut inside) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        inside ^= c == '`';
        if !inside && "，；。,;".contains(c) {
            all.extend(text.get(from..at + c.len_utf8()));
            from = at + c.len_utf8();
        }
    }
    all.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::say;

    #[test]
    fn cures_say_what_the_window_can() {
        let zh = |zh: &str| cure(&Say { en: "x".to_owned(), zh: zh.to_owned() }).map(|say| say.zh);
        for (said, shown) in [
            ("请移走它，或用 `-o` 换一个文件夹", Some("请移走它")),
            ("请用 `--logo 文件` 给出标志", Some("请看“标志”一栏")),
            ("请换一个大字（`--key`），或换版式或产品", Some("请换一个大字，或换版式或产品")),
            ("请去掉 `--standard` 或 `--vt`", None),
            (
                "请一行写一条标语；加 `--verbatim` 则每一行都照原样印",
                Some("请一行写一条标语；请看“照原样，每行一条”一栏"),
            ),
            (
                "请换大一点的纸（`biaoyu list papers`），或分到几张纸上：`--tile a4`",
                Some("请换大一点的纸；请看“大张分成几张打”一栏"),
            ),
            ("文件 `-r.csv` 里没有，请补上", Some("文件 `-r.csv` 里没有，请补上")),
        ] {
            assert_eq!(zh(said).as_deref(), shown, "{said}");
        }
        let english = cure(&say!("lay it elsewhere, or choose another folder with `-o`", "x")).map(|say| say.en);
        assert_eq!(english.as_deref(), Some("lay it elsewhere"));
        assert_eq!(plain(&say!("`--photo`", "`--photo`")).zh, "`照片`");
        for (said, shown) in [
            ("`badge-58`，区域`slogan_long`", "`58 mm 徽章`，区域`标语`"),
            ("离`lines1`只有 0.23 字", "离`小字`只有 0.23 字"),
            ("版式`certificate`缺少`body 正文`", "版式`证书`缺少`正文`"),
            ("列：姓名 → name, 部门 → unit", "列：姓名 → 姓名, 部门 → 单位（落款）"),
            ("文件`-r.csv`和`a name`", "文件`-r.csv`和`a name`"),
        ] {
            assert_eq!(plain(&Say { en: "x".to_owned(), zh: said.to_owned() }).zh, shown);
        }
    }
}
