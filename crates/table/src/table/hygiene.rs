//! What a cell holds that nobody sees: taken out, and counted, so that it can be said.

use std::borrow::Cow;

use super::spelling::spell;
use super::surnames::parts_are_several;
use biaoyu_page::punctuation::full_marks;

/// What the text of a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A person's name: spaces between its Han characters only align.
    Name,
    /// Sentences.
    Prose,
    /// Anything else that is set.
    Text,
    /// The name of a file: as it is written, without spaces around.
    Path,
    /// What a machine reads, byte by byte: a code's content.
    Payload,
}

impl Kind {
    /// The kind of a field.
    pub fn of(field: &str) -> Self {
        match field {
            "name" => Kind::Name,
            "body" => Kind::Prose,
            "photo" | "logo" => Kind::Path,
            "qr" => Kind::Payload,
            _ => Kind::Text,
        }
    }
}

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
    /// Accents that stood apart were put on their letters.
    pub composed: bool,
    /// A radical or a compatibility form became the character that it looks like.
    pub unified: bool,
    /// Half-width marks between Chinese characters became full ones.
    pub marks: bool,
    /// A formula for a link became the text that it shows, or where it leads.
    pub link: bool,
    /// What cannot be seen was kept, since a machine reads the cell.
    pub kept: bool,
}

impl Dirt {
    /// How many kinds there are.
    pub const KINDS: usize = 9;

    /// All of them in order.
    pub fn all(self) -> [bool; Self::KINDS] {
        let Dirt { invisible, no_break, breaks, aligned, composed, unified, marks, link, kept } = self;
        [invisible, no_break, breaks, aligned, composed, unified, marks, link, kept]
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

/// The cell's text without dirt; borrowed when it has none.
pub(super) fn clean(cell: &str, kind: Kind) -> (Cow<'_, str>, Dirt) {
    let mut dirt = Dirt::default();
    let cell = match link(cell) {
        Some((target, shown)) => {
            dirt.link = true;
            Cow::Owned(if matches!(kind, Kind::Payload | Kind::Path) { target } else { shown })
        }
        None => Cow::Borrowed(cell),
    };
    match kind {
        Kind::Payload => {
            if cell.trim().is_empty() {
                return ("".into(), dirt);
            }
            dirt.kept = cell.trim() != cell || cell.chars().any(|c| is_invisible(c) || is_odd_space(c) || c == '\0');
            (cell, dirt)
        }
        Kind::Path => match cell {
            Cow::Borrowed(cell) => (cell.trim().into(), dirt),
            Cow::Owned(cell) => (cell.trim().to_owned().into(), dirt),
        },
        Kind::Prose => {
            let (text, mut dirt) = tidy(&cell, kind, dirt);
            let (full, changed) = full_marks(&text);
            dirt.marks = !changed.is_empty();
            (full.into(), dirt)
        }
        Kind::Name | Kind::Text => match cell {
            Cow::Borrowed(cell) => tidy(cell, kind, dirt),
            Cow::Owned(cell) => {
                let (text, dirt) = tidy(&cell, kind, dirt);
                (text.into_owned().into(), dirt)
            }
        },
    }
}

/// A text that is set, as it is set.
fn tidy(cell: &str, kind: Kind, mut dirt: Dirt) -> (Cow<'_, str>, Dirt) {
    let trimmed = cell.trim();
    // Most cells are clean: look before copying.
    let is_plain = |c: char| matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}');
    let may_be_aligned = kind == Kind::Name && trimmed.contains([' ', '\u{3000}']);
    if !may_be_aligned && trimmed.chars().all(is_plain) {
        return (trimmed.into(), dirt);
    }
    let spelled = spell(trimmed);
    (dirt.composed, dirt.unified) = (spelled.composed, spelled.unified);
    let has_dirt = spelled.text.chars().any(|c| is_invisible(c) || c.is_control() || is_odd_space(c));
    if !has_dirt && !may_be_aligned {
        return (spelled.text, dirt);
    }
    let mut out = String::with_capacity(trimmed.len());
    let mut chars = spelled.text.chars().peekable();
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
    if kind == Kind::Name {
        dirt.aligned = close_up(&mut out);
    }
    let text = out.trim();
    if text == trimmed {
        return (trimmed.into(), dirt);
    }
    (text.to_owned().into(), dirt)
}

/// Where a `=HYPERLINK("target","shown")` leads and what it shows, as a CSV file keeps it.
fn link(cell: &str) -> Option<(String, String)> {
    let inside = cell.trim().strip_prefix('=')?.trim_start();
    let (name, rest) = inside.split_at_checked("HYPERLINK".len())?;
    if !name.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }
    let inside = rest.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (target, rest) = quoted(inside.trim_start())?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Some((target.clone(), target));
    }
    let (shown, rest) = quoted(rest.strip_prefix([',', ';', '，'])?.trim_start())?;
    rest.trim().is_empty().then_some((target, shown))
}

/// Whether a cell is a formula for a link.
pub(super) fn is_link(cell: &str) -> bool {
    link(cell).is_some()
}

/// A text in quotes at the beginning, doubled quotes taken for one, and what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut rest = text.strip_prefix('"')?;
    loop {
        let (before, after) = rest.split_once('"')?;
        out.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                out.push('"');
                rest = more;
            }
            None => return Some((out, after)),
        }
    }
}

/// Whether a cell is a formula that was saved as text: a name that begins with `=` nobody has.
pub(super) fn is_formula(cell: &str) -> bool {
    let Some(formula) = cell.trim().strip_prefix('=') else { return false };
    let is_call = formula.split_once('(').is_some_and(|(name, rest)| {
        rest.contains(')') && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.@".contains(c))
    });
    let is_reference = formula.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
        && formula.contains(|c: char| c.is_ascii_digit())
        && formula.is_ascii();
    (is_call || is_reference) && link(cell).is_none()
}

/// Whether a spreadsheet made a long number into `1.23457E+17`, all but six of its digits gone.
pub(super) fn is_scientific(cell: &str) -> bool {
    let cell = cell.trim();
    let Some((digits, exponent)) = cell.split_once(['E', 'e']) else { return false };
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() <= 1;
    let exponent = exponent.strip_prefix('+').filter(|e| e.len() >= 2 && e.bytes().all(|b| b.is_ascii_digit()));
    is_number && exponent.is_some()
}

/// Spaces that are not typed on purpose: no-break, and the narrow ones of web pages.
fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

/// 张　三 → 张三: two-character names are spread to align with those of three.
fn close_up(text: &mut String) -> bool {
    if !text.contains([' ', '\u{3000}']) || parts_are_several(text) {
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
    // What a column too narrow shows, in what is saved as text.
    let is_narrow = || cell.len() >= 3 && cell.bytes().all(|b| b == b'#');
    (cell.starts_with('#') && (ERRORS.contains(&cell) || is_narrow())) || of_libre_office()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dirt_is_taken_out_and_told() {
        let dirt =
            |invisible, no_break, breaks, aligned| Dirt { invisible, no_break, breaks, aligned, ..Dirt::default() };
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
            let kind = if is_name { Kind::Name } else { Kind::Text };
            assert_eq!(clean(cell, kind), (text.into(), found), "{cell:?}");
        }
        assert!(is_error("#N/A") && is_error(" #SPILL! ") && is_error("Err:502") && !is_error("#1"));
    }

    #[test]
    fn what_machines_read_keeps_its_bytes() {
        let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:王　明\u{a0}\r\nEND:VCARD\r\n";
        assert_eq!(clean(card, Kind::Payload), (card.into(), Dirt { kept: true, ..Dirt::default() }));
        assert_eq!(clean(" \n", Kind::Payload).0, "");
        assert_eq!(clean(" Jose\u{301}\u{a0}1.jpg ", Kind::Path).0, "Jose\u{301}\u{a0}1.jpg");
        let link = "=HYPERLINK(\"https://a.cn/?q=\"\"1\"\"\", \"张三\")";
        assert_eq!(clean(link, Kind::Payload).0, "https://a.cn/?q=\"1\"");
        assert_eq!(clean(link, Kind::Name).0, "张三");
        assert_eq!(clean("=hyperlink(\"https://a.cn\")", Kind::Text).0, "https://a.cn");
    }

    #[test]
    fn formulas_and_broken_numbers_are_known() {
        for formula in ["=VLOOKUP(A1,B:C,2,0)", "=A1&B1", "=$A$1", "=_xlfn.DISPIMG(\"ID\",1)"] {
            assert!(is_formula(formula), "{formula}");
        }
        for text in ["=", "= 三号 =", "=HYPERLINK(\"a\")", "a=b", "=质量="] {
            assert!(!is_formula(text), "{text}");
        }
        for number in ["1.23457E+17", "4.4E+17", "1E+15", " 1.1e+10 "] {
            assert!(is_scientific(number), "{number}");
        }
        for text in ["1E5", "E+17", "1.2.3E+17", "A1E+17", "2E+", "3E+1a", "12"] {
            assert!(!is_scientific(text), "{text}");
        }
    }
}
