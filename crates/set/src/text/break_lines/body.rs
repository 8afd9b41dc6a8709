//! Where the lines of a body text may break: between words, as CLREQ 3.1.5 has it. Unlike a slogan, a body text fills its
//! measure, so that every place between two words is as good as any other and width alone decides.

use super::kinsoku::{closing, han, kana, opening};
use crate::text::words::{Class, Word, words};

/// Measure words of two characters that stay with their figure.
const MEASURES: [&str; 12] =
    ["分钟", "小时", "公里", "厘米", "毫米", "千米", "人次", "千瓦", "公斤", "平方", "立方", "万元"];

/// A word of Chinese, a word of Latin or a figure, or one mark.
struct Token<'a> {
    from: usize,
    text: &'a str,
    /// Of a word of Chinese.
    class: Option<Class>,
}

/// Bytes of a text before which a line may begin, from the left: between words, at a space between words, never before a
/// mark that closes or behind one that opens, nor before a particle; a figure stays with what it counts.
pub fn body_breaks(text: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    let (mut before, mut spaced): (Option<Token<'_>>, bool) = (None, false);
    for token in tokens(text) {
        if token.text.chars().all(char::is_whitespace) {
            spaced = true;
            continue;
        }
        if before.as_ref().is_some_and(|before| is_free(before, &token, spaced)) {
            breaks.push(token.from);
        }
        (before, spaced) = (Some(token), false);
    }
    breaks
}

/// Whether a line may end behind one token and begin with the next.
fn is_free(before: &Token<'_>, after: &Token<'_>, spaced: bool) -> bool {
    let (Some(last), Some(first)) = (before.text.chars().next_back(), after.text.chars().next()) else { return false };
    // 12 项, 四十七 项 and 2021 年 are read in one.
    let in_words = before.class == Some(Class::Numeral);
    let count = after.text.chars().count();
    let short = count == 1 || (count == 2 && in_words) || MEASURES.contains(&after.text);
    let counts = after.class.is_some() && short && (in_words || last.is_ascii_digit());
    // —— and …… are one mark each.
    let pair = last == first && matches!(first, '—' | '…');
    let tied = opening(last) || after.class == Some(Class::Particle) || pair;
    !closing(first) && !counts && (spaced || !tied)
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let len = match rest.chars().next() {
            Some(c) if han(c) => run(han),
            Some(c) if letter(c) => run(letter),
            Some(c) => c.len_utf8(),
            None => break,
        };
        let stretch = rest.get(..len).unwrap_or_default();
        if stretch.starts_with(han) {
            let found = words(stretch).into_iter();
            let token = |w: Word| {
                let text = stretch.get(w.range.clone()).unwrap_or_default();
                Token { from: from + w.range.start, text, class: Some(w.class) }
            };
            tokens.extend(found.map(token));
        } else {
            tokens.push(Token { from, text: stretch, class: None });
        }
        from += len;
    }
    tokens
}

/// What a Latin word, a figure or an address is made of.
fn letter(c: char) -> bool {
    c.is_alphanumeric() && !kana(c) && !han(c) || "'.-/&@_%‰℃°".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let mut starts = vec![0];
        starts.extend(body_breaks(text));
        let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
        starts.into_iter().zip(ends).map(|(a, b)| &text[a..b]).collect()
    }

    #[test]
    fn lines_begin_at_words_and_never_with_a_mark() {
        assert_eq!(
            pieces("在2021年“质量月”活动中，荣获《QC成果》一等奖。"),
            ["在", "2021年", "“质量月”", "活动", "中，", "荣获", "《QC", "成果》", "一等奖。"]
        );
        assert_eq!(pieces("by Wang Xiaoming, ISO 9001"), ["by ", "Wang ", "Xiaoming, ", "ISO ", "9001"]);
        assert_eq!(pieces("查出缺陷 47 项、四十五项"), ["查出", "缺陷 ", "47 项、", "四十五项"]);
        assert_eq!(pieces("等等……——"), ["等等……——"]);
        assert!(pieces("").len() == 1 && pieces("。，").len() == 1);
    }
}
