//! What text that is to be printed may hold; and lists pasted from Word, WeChat or a notice made clean.

use crate::error::Say;
use crate::say;

/// A character, or a length, that cannot be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offence {
    /// Stable id: `text/control`.
    pub code: &'static str,
    /// Byte offset in the text.
    pub offset: usize,
    /// What was found and wanted.
    pub what: Say,
    /// The cure.
    pub hint: Option<Say>,
}

/// Everything that keeps `text` from being printed as at most `most` characters. A line feed is allowed.
pub fn offences(text: &str, most: usize) -> Vec<Offence> {
    let mut found = Vec::new();
    let count = text.chars().filter(|c| !c.is_whitespace()).count();
    if count == 0 {
        let what = say!("the text is empty", "文字是空的");
        found.push(Offence { code: "text/empty", offset: 0, what, hint: None });
    }
    if count > most {
        let what =
            say!("the text has {count} characters, at most {most} are set", "文字有 {count} 个字，最多 {most} 个");
        let hint = say!("divide it into several", "请分成几条");
        found.push(Offence { code: "text/too-long", offset: 0, what, hint: Some(hint) });
    }
    for (number, (offset, c)) in text.char_indices().enumerate() {
        let Some((code, en, zh)) = class(c) else { continue };
        let (number, point) = (number + 1, u32::from(c));
        let what = say!("character {number} is U+{point:04X}, {en}", "第 {number} 个字是 U+{point:04X}，{zh}");
        found.push(Offence { code, offset, what, hint: Some(say!("take it away", "请删去")) });
        // A binary file would fill the screen.
        if found.len() >= 10 {
            break;
        }
    }
    found
}

/// Why a character cannot be printed; `None` when it can.
fn class(c: char) -> Option<(&'static str, &'static str, &'static str)> {
    match c {
        '\n' => None,
        '\u{fffd}' => Some(("text/damaged", "which stands for a damaged byte", "表示字节已损坏")),
        _ if is_bidi(c) => {
            Some(("text/bidi", "which turns the direction of text and cannot be seen", "是看不见的文字方向控制符"))
        }
        _ if is_invisible(c) => Some(("text/invisible", "which cannot be seen", "是看不见的字符")),
        _ if c.is_control() => Some(("text/control", "a control character", "是控制字符")),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => {
            Some(("text/private-use", "which only one computer's font knows", "是某台电脑的自造字"))
        }
        '\u{fdd0}'..='\u{fdef}' => Some(("text/control", "which is no character", "不是字符")),
        _ if u32::from(c) & 0xfffe == 0xfffe => Some(("text/control", "which is no character", "不是字符")),
        _ => None,
    }
}

/// Direction marks, embeddings, overrides and isolates (UAX #9).
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Zero-width characters that pasted text carries along. Variation selectors are none of them: they choose a form.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

/// Spaces of any width, also runs of them, as one space each; none at the ends of a line. A line feed is kept.
pub fn one_space(text: &str) -> String {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim().split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// One pasted line: what cannot be seen is taken away, spaces are made one.
pub fn clean(line: &str) -> String {
    let seen = |c: &char| !is_bidi(*c) && !is_invisible(*c) && (!c.is_control() || c.is_whitespace());
    one_space(&line.chars().filter(seen).collect::<String>())
}

/// The mark at the end of a list's line that is no part of a slogan, and the slogan without it.
///
/// A slogan ends without a full stop (GB/T 15834 leaves it out of titles and slogans); `！` `？` `……` stay.
pub fn without_end_mark(line: &str) -> (&str, Option<char>) {
    let end = line.chars().next_back().filter(|c| matches!(c, '。' | '．' | '；' | ';' | '，' | ',' | '、' | '.'));
    match end {
        Some('.') if line.ends_with("..") => (line, None),
        Some(mark) => (line[..line.len() - mark.len_utf8()].trim_end(), Some(mark)),
        None => (line, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_lines_lose_what_cannot_be_seen() {
        assert_eq!(
            clean("\u{202a}质量\u{200b}为先\u{3000}\u{3000}守正\tA\u{a0}创新\u{202c}\r"),
            "质量为先 守正 A 创新"
        );
        assert_eq!(without_end_mark("守正创新。"), ("守正创新", Some('。')));
        assert_eq!(without_end_mark("守正创新！"), ("守正创新！", None));
        assert_eq!(without_end_mark("未完..."), ("未完...", None));
    }

    #[test]
    fn what_cannot_be_printed_is_named() {
        for (text, code, offset) in [
            ("", "text/empty", 0),
            (" \u{3000}", "text/empty", 0),
            ("质\u{7}", "text/control", 3),
            ("质量\u{202e}", "text/bidi", 6),
            ("\u{200b}质", "text/invisible", 0),
            ("质\u{e000}", "text/private-use", 3),
            ("质\u{fffd}", "text/damaged", 3),
            ("质\t", "text/control", 3),
            ("质质质质质质", "text/too-long", 0),
        ] {
            let found = offences(text, 5);
            assert_eq!((found[0].code, found[0].offset), (code, offset), "{text:?}");
        }
        assert_eq!(offences("葛\u{e0100}𠮷，A1\n！", 8), []);
        assert_eq!(
            offences("a\u{202e}", 5)[0].what.en,
            "character 2 is U+202E, which turns the direction of text and cannot be seen"
        );
    }
}
