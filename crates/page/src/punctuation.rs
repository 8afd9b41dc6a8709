//! Marks of the keyboard's Latin half between Chinese characters, and the full ones that belong there (GB/T 15834-2011).

/// A text with full-width marks where half-width ones stood between Chinese characters, and which those were, in order and
/// each once. `,` `;` `:` `!` `?` after a Chinese character become ，；：！？, brackets around Chinese ones （）, straight quotes “” and
/// ‘’. What belongs to figures and Latin words stays: 8:30, 1,000, it's, QC(2025).
pub fn full_marks(text: &str) -> (String, Vec<char>) {
    if text.is_ascii() || !text.contains([',', ';', ':', '!', '?', '(', ')', '"', '\'']) {
        return (text.to_owned(), Vec::new());
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let mut changed = Vec::new();
    let mut open: Vec<(char, bool)> = Vec::new();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|b| chars.get(b)).copied();
        let after = chars.get(at + 1).copied();
        let chinese = |c: Option<char>| c.is_some_and(wide);
        // A straight quote closes the one of its kind that is open; brackets go by pairs, too.
        let full = match c {
            ',' | ';' | ':' | '!' | '?' => chinese(before).then_some(match c {
                ',' => '，',
                ';' => '；',
                ':' => '：',
                '!' => '！',
                _ => '？',
            }),
            '"' | '\'' => match open.iter().rposition(|(kind, _)| *kind == c) {
                Some(found) => {
                    let (_, full) = open.remove(found);
                    full.then_some(if c == '"' { '”' } else { '’' })
                }
                None if c == '\'' && before.is_some_and(|b| b.is_ascii_alphanumeric()) => None,
                None => {
                    let rest = chars.get(at + 1..).unwrap_or_default();
                    let end = rest.iter().position(|r| *r == c);
                    let inside = end.and_then(|end| rest.get(..end)).unwrap_or_default();
                    let full = end.is_some() && (chinese(before) || inside.iter().any(|c| wide(*c)));
                    open.push((c, full));
                    full.then_some(if c == '"' { '“' } else { '‘' })
                }
            },
            '(' => {
                let full = chinese(after) || chinese(before);
                open.push((')', full));
                full.then_some('（')
            }
            ')' => match open.iter().rposition(|(kind, _)| *kind == ')') {
                Some(found) => open.remove(found).1.then_some('）'),
                None => None,
            },
            _ => None,
        };
        out.push(full.unwrap_or(c));
        if full.is_some() && !changed.contains(&c) {
            changed.push(c);
        }
    }
    (out, changed)
}

/// A Chinese character, or a full-width mark that such characters stand beside.
fn wide(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
        || "，。、；：！？（）《》〈〉【】「」『』“”‘’〇·…—％℃".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_between_chinese_characters_become_full_and_others_stay() {
        for (given, wanted, changed) in [
            ("质量第一,安全至上!", "质量第一，安全至上！", ",!"),
            ("开展\"质量月\"活动", "开展“质量月”活动", "\""),
            ("学习'三违'案例", "学习‘三违’案例", "'"),
            ("电话:010-63414321", "电话：010-63414321", ":"),
            ("8:30上班,17:30下班", "8:30上班，17:30下班", ","),
            ("安全生产1,000天", "安全生产1,000天", ""),
            ("华北(集团)公司", "华北（集团）公司", "("),
            ("It's QC(2025)!", "It's QC(2025)!", ""),
            ("“质量”第一", "“质量”第一", ""),
            ("屏幕27\"以上", "屏幕27\"以上", ""),
            ("", "", ""),
        ] {
            let (found, marks) = full_marks(given);
            let marks: String = marks.into_iter().filter(|c| *c != ')').collect();
            assert_eq!((found.as_str(), marks.as_str()), (wanted, changed), "{given}");
        }
    }
}
