//! What may begin and end a line: the basic level of CLREQ 3.1.5, and pairs that stay together.

/// Marks that never begin a line.
pub(in crate::text) fn closing(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '】'
            | '〗'
            | '〕'
            | '］'
            | '｝'
            | '”'
            | '’'
            | '…'
            | '—'
            | '～'
            | '·'
            | '・'
            | '％'
            | '‰'
            | '℃'
            | '°'
            | '／'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '%'
            | '/'
            | '-'
            | '﹄'
            | '﹂'
            | '〞'
            | '＂'
    )
}

/// Marks that never end a line.
pub(in crate::text) fn opening(c: char) -> bool {
    matches!(
        c,
        '（' | '《'
            | '〈'
            | '「'
            | '『'
            | '【'
            | '〖'
            | '〔'
            | '［'
            | '｛'
            | '“'
            | '‘'
            | '('
            | '['
            | '{'
            | '﹃'
            | '﹁'
            | '〝'
            | '￥'
            | '＄'
            | '$'
            | '#'
            | '№'
            | '@'
            | '·'
            | '／'
    )
}

/// Marks after which a new clause begins, when they stand outside brackets and quotes.
pub(super) fn ends_clause(c: char) -> bool {
    matches!(c, '，' | '；' | '：' | '。' | '！' | '？' | ';' | '!' | '?')
}

/// Latin letters, digits and what joins them: never broken inside.
pub(in crate::text) fn latin(c: char) -> bool {
    c.is_alphanumeric() && !han(c) && !kana(c)
}

/// An ideograph, or a character that is set like one.
pub(in crate::text) fn han(c: char) -> bool {
    matches!(c, '〇' | '々' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

pub(super) fn kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{ac00}'..='\u{d7af}')
}
