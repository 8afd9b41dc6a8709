//! A slogan's clauses.

use super::kinsoku::{closing, ends_clause, han, latin, opening};
use std::ops::Range;

/// A clause of a slogan: what a designer puts on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Bytes of the slogan, without white space around; marks that follow are part of it.
    pub range: Range<usize>,
    /// White space stood before it (not a mark alone): a gap is due when it shares a line.
    pub gap: bool,
    /// A newline stood before it: it never shares a line with the clause before.
    pub forced: bool,
}

/// The clauses of a slogan: parted by white space (also U+3000, and runs), by newlines, and after
/// `，；：。！？`, `——` and a `、` between halves of one length, outside brackets and quotes. A space between Latin words, or that sets off one
/// Latin word or number from Han (`ISO 9001 认证`, `2021 年`), parts nothing.
pub fn clauses(slogan: &str) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::new();
    for chunk in chunks(slogan) {
        let text = slogan.get(chunk.range.clone()).unwrap_or_default();
        let (mut gap, mut forced) = (chunk.gap, chunk.forced);
        for part in at_marks(text) {
            let mut range = chunk.range.start + part.start..chunk.range.start + part.end;
            // A closing mark cannot begin a line, nor an opening one end it: they join their neighbour.
            if let Some(last) = out.last_mut() {
                let stray = text
                    .get(part)
                    .map_or(0, |t| t.len() - t.trim_start_matches(|c| closing(c) && !matches!(c, '—' | '…')).len());
                if stray > 0 {
                    range.start += stray;
                    last.range.end = range.start;
                }
                if open_end(slogan, last) {
                    last.range.end = range.end;
                    continue;
                }
            }
            if !range.is_empty() {
                out.push(Clause { range, gap, forced });
                (gap, forced) = (false, false);
            }
        }
    }
    out
}

fn open_end(slogan: &str, clause: &Clause) -> bool {
    slogan.get(clause.range.clone()).and_then(|t| t.chars().next_back()).is_some_and(opening)
}

/// Parts between white space, Latin spacing glued again.
fn chunks(slogan: &str) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::new();
    let (mut newline, mut wide) = (false, false);
    let mut start = None;
    let mut narrow = Vec::new();
    for (at, c) in slogan.char_indices().chain([(slogan.len(), '\n')]) {
        if !blank(c) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            let gap = !out.is_empty();
            narrow.push(gap && !newline && !wide);
            out.push(Clause { range: from..at, gap, forced: gap && newline });
            (newline, wide) = (false, false);
        }
        newline |= matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}');
        wide |= c == '\u{3000}' || c == '\t';
    }
    glue_latin(slogan, out, &narrow)
}

/// White space, and invisible characters that must not make a clause of their own.
pub(super) fn blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Joins chunks that ordinary Han–Latin spacing parted. `narrow[i]`: chunk `i` follows a plain space.
fn glue_latin(slogan: &str, chunks: Vec<Clause>, narrow: &[bool]) -> Vec<Clause> {
    let text = |c: &Clause| slogan.get(c.range.clone()).unwrap_or_default();
    let latin_only = |t: &str| t.chars().all(|c| !han(c) && !closing(c) || c.is_ascii()) && t.chars().any(latin);
    let mut out: Vec<Clause> = Vec::new();
    let mut after_lone_latin = false; // the last of `out` ends in a single Latin word that wants what follows
    for (chunk, &is_narrow) in chunks.into_iter().zip(narrow) {
        let words = text(&chunk);
        let is_latin = latin_only(words);
        let last = out.last().map(&text).unwrap_or_default();
        let glue = is_narrow
            && match last.chars().next_back() {
                Some(end) if is_latin && latin(end) => true,
                // 贯彻ISO 9001标准: a name that goes on after its space, whatever follows it.
                Some(end) if end.is_ascii_alphabetic() && starts_digit(words) && ends_word(last) => true,
                Some(_) if is_latin => {
                    last.chars().count() <= 2 && last.chars().all(han)
                        || WANTING.iter().any(|verb| last.ends_with(verb))
                }
                Some(end) if after_lone_latin => !ends_number(last, end) || counted(words),
                _ => false,
            };
        match out.last_mut() {
            Some(last) if glue => last.range.end = chunk.range.end,
            _ => out.push(chunk),
        }
        let line = out.last().map(&text).unwrap_or_default();
        let letters = line.split_whitespace().filter(|w| latin_only(w) && w.chars().any(char::is_alphabetic)).count();
        after_lone_latin = is_latin && letters <= 1;
    }
    out
}

/// Words that want something after them: the Latin word beyond a space is it.
const WANTING: [&str; 40] = [
    "开展", "推进", "推行", "推动", "推广", "贯彻", "实施", "执行", "通过", "落实", "深化", "践行", "导入", "参与",
    "拨打", "学习", "应用", "运用", "使用", "实现", "达到", "坚持", "加强", "提升", "打造", "建设", "构建", "发展",
    "拥抱", "共享", "的", "和", "与", "及", "以", "用", "在", "从", "第", "为",
];

/// Whether a text ends in a number that stands by itself: 拨打 119.
fn ends_number(text: &str, end: char) -> bool {
    let word = text.rsplit(|c: char| c.is_whitespace() || han(c)).next().unwrap_or_default();
    end.is_ascii_digit() && word.chars().all(|c| c.is_ascii_digit())
}

/// Whether a text begins with what a number counts, or is too short for a clause.
fn counted(text: &str) -> bool {
    const UNITS: &str = "年月日号天个次分时秒周期届项条级类层名人件吨米公里万亿千百元倍度台套座处站家";
    text.starts_with(|c| UNITS.contains(c)) || text.chars().filter(|&c| han(c)).count() < 4
}

fn starts_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the Latin word at the end of a text is all letters and follows something else: `贯彻ISO`, `贯彻GB/T`, not `5G`.
fn ends_word(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or_default();
    word.len() >= 2 && word.chars().all(|c| c.is_ascii_alphabetic() || c == '/')
}

/// Parts of a chunk after its clause marks; marks in brackets and quotes count for nothing.
fn at_marks(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut depth, mut ended, mut last) = (0, 0usize, false, ' ');
    for (at, c) in text.char_indices() {
        if ended && !closing(c) {
            out.push(start..at);
            (start, ended) = (at, false);
        }
        match c {
            '“' | '‘' | '《' | '〈' | '（' | '「' | '『' | '【' | '(' | '﹃' | '﹁' => depth += 1,
            '”' | '’' | '》' | '〉' | '）' | '」' | '』' | '】' | ')' | '﹄' | '﹂' => {
                depth = depth.saturating_sub(1)
            }
            _ => {}
        }
        ended |= depth == 0 && (ends_clause(c) || c == '—' && last == '—' || c == '、' && twins(text, start, at));
        last = c;
    }
    if start < text.len() {
        out.push(start..text.len());
    }
    out
}

/// Whether the 、 at byte `at` stands between two halves of one length, four characters or more: then
/// it parts clauses (人人讲安全、个个会应急), not words of a list.
fn twins(text: &str, start: usize, at: usize) -> bool {
    let before = text.get(start..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default().trim_start_matches('、');
    let after = after.split(closing).next().unwrap_or_default();
    let length = before.chars().count();
    length >= 4 && length == after.chars().count() && before.chars().all(han)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(slogan: &str) -> Vec<&str> {
        clauses(slogan).iter().map(|c| &slogan[c.range.clone()]).collect()
    }

    #[test]
    fn white_space_and_marks_part_clauses() {
        for (slogan, wanted) in [
            ("质量为先 守正创新", "质量为先/守正创新"),
            ("质量为先　　守正创新 ", "质量为先/守正创新"),
            ("拥抱数字变革，推动质量创新，提升产业基础", "拥抱数字变革，/推动质量创新，/提升产业基础"),
            ("学习“质量第一，安全至上”精神", "学习“质量第一，安全至上”精神"),
            ("“安全第一！”人人讲", "“安全第一！”人人讲"),
            ("安全第一！！质量第一！", "安全第一！！/质量第一！"),
            ("人人讲安全、个个会应急——查找隐患", "人人讲安全、/个个会应急——/查找隐患"),
            ("严禁占用、堵塞、封闭消防通道", "严禁占用、堵塞、封闭消防通道"),
            ("世界环境日：共建清洁美丽世界", "世界环境日：/共建清洁美丽世界"),
            ("\n质量\n先行", "质量/先行"),
            ("质量 ，先行", "质量 ，/先行"),
            ("", ""),
            (" \u{3000}\u{feff}", ""),
        ] {
            assert_eq!(parts(slogan).join("/"), wanted, "{slogan}");
        }
        assert_eq!(parts("贯彻GB/T 19001标准 持续改进"), ["贯彻GB/T 19001标准", "持续改进"]);
    }

    #[test]
    fn spaces_beside_one_latin_word_part_nothing() {
        for (slogan, wanted) in [
            ("推进 ISO 9001 认证", "推进 ISO 9001 认证"),
            ("2021 年质量月 我们在行动", "2021 年质量月/我们在行动"),
            ("QC 小组 大有作为", "QC 小组/大有作为"),
            ("深入开展 QC 小组活动 提升质量", "深入开展 QC 小组活动/提升质量"),
            ("全面贯彻 ISO 9001 标准", "全面贯彻 ISO 9001 标准"),
            ("拨打 119 远离火患", "拨打 119/远离火患"),
            ("拨打119 远离火患", "拨打119/远离火患"),
            ("100%合格 0缺陷", "100%合格/0缺陷"),
            ("5G 赋能 智造未来", "5G 赋能/智造未来"),
            ("践行ESG 共创未来", "践行ESG/共创未来"),
            ("Quality First 质量第一", "Quality First/质量第一"),
            ("Quality First", "Quality First"),
        ] {
            assert_eq!(parts(slogan).join("/"), wanted, "{slogan}");
        }
    }

    #[test]
    fn a_newline_is_forced_and_a_space_is_a_gap() {
        let found = clauses("甲乙\n丙丁 戊己，庚辛");
        let flags: Vec<_> = found.iter().map(|c| (c.gap, c.forced)).collect();
        assert_eq!(flags, [(false, false), (true, true), (true, false), (false, false)]);
    }
}
