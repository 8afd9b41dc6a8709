//! What a character is to the spacing of a line.

/// The classes that spacing and vertical setting tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Chinese character: ideograph, 〇, 々; kana and other letters of an em each.
    Han,
    /// Sign that fills an em box: ％ ℃ ① ★ full-width letters. No gap from anything.
    Symbol,
    /// Opening bracket or quote, its ink in the second half of the em.
    Open,
    /// Closing bracket or quote, its ink in the first half.
    Close,
    /// ，、。；： ink in the first half.
    Pause,
    /// ！？
    Exclaim,
    /// The parts of a dash ——, two ems.
    Dash,
    /// The parts of an ellipsis ……, two ems.
    Dots,
    /// ～
    Wave,
    /// · between parts of a name.
    Middle,
    /// Latin letter, or a sign that belongs to figures (% + #): a gap from Chinese.
    Letter,
    /// Figure: a gap from Chinese.
    Digit,
    /// Other proportional mark (, . ( ) - /): no gap.
    Sign,
    /// Belongs to the character before it: combining mark, variation selector.
    Joined,
}

/// A blank in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Blank {
    /// One ordinary space: what it means depends on its neighbours.
    Word,
    /// A break between clauses, whatever stands beside it.
    Clause,
    /// So many ems.
    Fixed(f64),
}

impl Class {
    /// Of marks whose width is adjusted.
    pub(super) fn is_mark(self) -> bool {
        matches!(self, Class::Open | Class::Close | Class::Pause | Class::Exclaim)
    }

    /// Set in proportional Latin runs.
    pub(super) fn is_latin(self) -> bool {
        matches!(self, Class::Letter | Class::Digit | Class::Sign)
    }

    /// Keeps a gap from Chinese characters.
    pub(super) fn wants_gap(self) -> bool {
        matches!(self, Class::Letter | Class::Digit)
    }
}

/// The blank that a white-space character is; `None` for any other.
pub(super) fn blank(c: char) -> Option<Blank> {
    Some(match c {
        ' ' | '\u{a0}' => Blank::Word,
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Blank::Clause,
        '\u{3000}' | '\u{2001}' | '\u{2003}' => Blank::Fixed(1.0),
        '\u{2000}' | '\u{2002}' => Blank::Fixed(0.5),
        '\u{2004}' => Blank::Fixed(1.0 / 3.0),
        '\u{2005}' => Blank::Fixed(0.25),
        '\u{2006}' => Blank::Fixed(1.0 / 6.0),
        '\u{2007}' => Blank::Fixed(0.5),
        '\u{2008}' | '\u{205f}' => Blank::Fixed(0.22),
        '\u{2009}' | '\u{202f}' => Blank::Fixed(0.2),
        '\u{200a}' => Blank::Fixed(0.1),
        _ => return None,
    })
}

/// Characters that show nothing and take no room: zero-width spaces and joiners, directional controls, byte order mark.
pub(super) fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The class of a character by itself; quotes, dashes and dots between Latin letters are settled by `analyse`.
pub(super) fn class(c: char) -> Class {
    match c {
        '（' | '［' | '｛' | '〔' | '〈' | '《' | '「' | '『' | '【' | '〖' | '〘' | '〚' | '“' | '‘' | '〝' => {
            Class::Open
        }
        '）' | '］' | '｝' | '〕' | '〉' | '》' | '」' | '』' | '】' | '〗' | '〙' | '〛' | '”' | '’' | '〞' | '〟' => {
            Class::Close
        }
        '，' | '。' | '、' | '；' | '：' | '．' => Class::Pause,
        '！' | '？' => Class::Exclaim,
        '—' | '―' | '⸺' | '⸻' => Class::Dash,
        '…' | '⋯' => Class::Dots,
        '～' | '〜' | '〰' => Class::Wave,
        '·' | '‧' | '・' | '•' => Class::Middle,
        '0'..='9' => Class::Digit,
        'A'..='Z' | 'a'..='z' | '%' | '+' | '#' | '&' | '@' | '$' | '°' | '±' => Class::Letter,
        '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}'
        | '\u{300}'..='\u{36f}'
        | '\u{3099}'
        | '\u{309a}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}' => Class::Joined,
        // Latin, Greek, Cyrillic letters; raised and lowered figures; currencies.
        '\u{c0}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' if c.is_alphabetic() => Class::Letter,
        '²' | '³' | '¹' | '\u{2070}'..='\u{209f}' | '\u{20a0}'..='\u{20bf}' | '¥' | '£' | 'ﬁ' | 'ﬂ' => {
            Class::Letter
        }
        '\u{21}'..='\u{52f}' | '\u{2010}'..='\u{2013}' | '\u{2032}'..='\u{2037}' | '‰' => Class::Sign,
        '〇' | '々' | '〆' | 'ー' => Class::Han,
        '\u{2000}'..='\u{2e7f}'
        | '\u{3000}'..='\u{303f}'
        | '\u{3200}'..='\u{33ff}'
        | '\u{fe10}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff65}'
        | '\u{ffa0}'..='\u{ffef}'
        | '\u{1f000}'..='\u{1faff}' => Class::Symbol,
        _ => Class::Han,
    }
}

/// Signs that turn with the line in a column where the face has no form for it (UAX 50: R and Tr), beside brackets,
/// dashes, dots and ～. Arrows up and down stay: in a slogan they say *more* and *less*.
pub(super) fn turns(c: char) -> bool {
    matches!(c, '←' | '→' | '↔' | '−' | '∶' | '∷' | '∼' | '≈'..='≥' | '─'..='╋' | 'ー' | '－' | '＜'..='＞' | '＿' | '｜' | '￣')
}
