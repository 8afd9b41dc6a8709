//! What a cell holds that nobody sees: taken out, and counted, so that it can be said.

use std::borrow::Cow;

/// What was done to a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dirt {
    /// Characters without width, controls and direction marks were taken out.
    pub invisible: bool,
    /// A no-break space became a space.
    pub no_break: bool,
    /// Line breaks and tabs became spaces.
    pub breaks: bool,
    /// Spaces that only align a name were taken out.
    pub aligned: bool,
}

impl Dirt {
    fn is_clean(self) -> bool {
        self == Dirt::default()
    }
}

/// Characters that no page shows: soft hyphens, zero widths, direction marks, byte order marks, tags.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// A character that a user of Windows made for himself: only the face on his machine has it.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Han characters, of which names and slogans are made.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
        || is_private(c)
}

/// Scripts in which a joiner without width decides the form of a letter: Arabic (Uyghur, Kazakh), Indic, Mongolian.
fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// The cell's text without dirt; borrowed when it has none. `is_name` when spaces between Han characters only align.
pub(super) fn clean(cell: &str, is_name: bool) -> (Cow<'_, str>, Dirt) {
    let trimmed = cell.trim();
    let mut dirt = Dirt::default();
    // Most cells are clean: look before copying.
    if trimmed.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return (trimmed.into(), dirt);
    }
    let has_dirt = trimmed.chars().any(|c| is_invisible(c) || c.is_control() || is_odd_space(c));
    let may_be_aligned = is_name && trimmed.contains([' ', '\u{3000}']);
    if !has_dirt && !may_be_aligned {
        return (trimmed.into(), dirt);
    }
    let mut out = String::with_capacity(trimmed.len());
    let mut chars = trimmed.chars().peekable();
    while let Some(c) = chars.next() {
        let before = out.chars().next_back();
        match c {
            '\u{200c}' | '\u{200d}' if before.is_some_and(joins) => out.push(c),
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                dirt.breaks = true;
                if before.is_some_and(|b| b != ' ') {
                    out.push(' ');
                }
                while chars.next_if(|next| next.is_whitespace()).is_some() {}
            }
            _ if is_invisible(c) || c.is_control() => dirt.invisible = true,
            _ if is_odd_space(c) => {
                dirt.no_break = true;
                out.push(' ');
            }
            _ => out.push(c),
        }
    }
    if is_name {
        dirt.aligned = close_up(&mut out);
    }
    let text = out.trim();
    if dirt.is_clean() && text == trimmed {
        return (trimmed.into(), dirt);
    }
    (text.to_owned().into(), dirt)
}

/// Spaces that are not typed on purpose: no-break, and the narrow ones of web pages.
fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

/// 张　三 → 张三: two-character names are spread to align with those of three.
fn close_up(text: &mut String) -> bool {
    if !text.contains([' ', '\u{3000}']) {
        return false;
    }
    let chars: Vec<char> = text.chars().collect();
    let is_space = |c: &char| matches!(c, ' ' | '\u{3000}');
    let mut out = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        if is_space(c) {
            let before = chars.iter().take(i).rev().find(|c| !is_space(c));
            let after = chars.iter().skip(i).find(|c| !is_space(c));
            if before.is_some_and(|c| is_han(*c)) && after.is_some_and(|c| is_han(*c)) {
                continue;
            }
        }
        out.push(*c);
    }
    let changed = out.len() != text.len();
    *text = out;
    changed
}

/// Errors of formulas, as spreadsheets show them and as CSV files keep them.
pub(super) fn is_error(cell: &str) -> bool {
    const ERRORS: [&str; 15] = [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#BUSY!",
        "#UNKNOWN!",
        "#GETTING_DATA",
    ];
    let cell = cell.trim();
    let of_libre_office = || cell.strip_prefix("Err:").is_some_and(|n| n.len() == 3 && n.parse::<u16>().is_ok());
    (cell.starts_with('#') && ERRORS.contains(&cell)) || of_libre_office()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dirt_is_taken_out_and_told() {
        let dirt = |invisible, no_break, breaks, aligned| Dirt { invisible, no_break, breaks, aligned };
        for (cell, is_name, text, found) in [
            ("张三", true, "张三", dirt(false, false, false, false)),
            (" 张　三 ", true, "张三", dirt(false, false, false, true)),
            ("质量为先 守正创新", false, "质量为先 守正创新", dirt(false, false, false, false)),
            ("张\u{200b}三\u{feff}", true, "张三", dirt(true, false, false, false)),
            ("John\u{a0}Smith", true, "John Smith", dirt(false, true, false, false)),
            ("一车间\r\n二班", false, "一车间 二班", dirt(false, false, true, false)),
            ("阿卜杜拉·买买提", true, "阿卜杜拉·买买提", dirt(false, false, false, false)),
            ("张\u{7}三", true, "张三", dirt(true, false, false, false)),
            ("葛\u{e0100}", true, "葛\u{e0100}", dirt(false, false, false, false)),
            ("欧阳 Anna", true, "欧阳 Anna", dirt(false, false, false, false)),
        ] {
            assert_eq!(clean(cell, is_name), (text.into(), found), "{cell:?}");
        }
        assert!(is_error("#N/A") && is_error(" #SPILL! ") && is_error("Err:502") && !is_error("#1"));
    }
}
