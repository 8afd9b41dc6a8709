//! Words of the command line in the words of the window: who reads them has never seen a terminal.

use biaoyu_page::error::Say;

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

/// A sentence with what the page calls it in the place of options.
pub(crate) fn plain(say: &Say) -> Say {
    let of = |text: &str, is_zh: bool| {
        let mut out = String::with_capacity(text.len());
        for (i, part) in text.split('`').enumerate() {
            let known = if i % 2 == 1 { command(part).and_then(box_of) } else { None };
            if i > 0 {
                out.push('`');
            }
            out.push_str(known.map_or(part, |(zh, en)| if is_zh { zh } else { en }));
        }
        out
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
    }
}
