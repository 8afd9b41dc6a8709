//! A text covered with the words of `words.txt`, and how well each of its characters stands alone.

/// Lines by their first character in the order of code points: the character with its level, then the words that begin with it.
static TABLE: &str = include_str!("words.txt");

/// How badly a character stands alone, 1 the best: see the head of `words.txt`.
pub(super) type Level = u8;

/// A Han character that the table does not name.
pub(super) const UNLISTED: Level = 5;
/// A dark sign such as 毒, or what a text denies.
pub(super) const DENIED: Level = 6;
/// Half of a word that means something else.
pub(super) const HALF: Level = 7;
/// No Han character.
pub(super) const FOREIGN: Level = 10;

/// A character of a text.
pub(super) struct Cell {
    pub c: char,
    /// By itself.
    pub own: Level,
    /// In the word that covers it.
    pub level: Level,
    /// Characters of the word that begins here, nought inside a word.
    pub word: usize,
}

/// Reads a text: of all ways to cover it the one that leaves the fewest characters bare, of those the one of the fewest words.
pub(super) fn cover(text: &str) -> Vec<Cell> {
    let chars: Vec<char> = text.chars().collect();
    let lines: Vec<&str> = chars.iter().map(|c| line_of(*c)).collect();
    // best[i]: bare characters and words behind character i, and the entry that begins there.
    let mut best = vec![(0usize, 0usize, ""); chars.len() + 1];
    for at in (0..chars.len()).rev() {
        let behind = |length: usize| best.get(at + length).map_or((0, 0), |b| (b.0, b.1));
        let bare = behind(1);
        let mut found = (bare.0 + 1, bare.1, "");
        let entries = lines.get(at).map_or("", |line| line).split(' ').skip(1);
        for entry in entries.filter(|entry| stands(entry, chars.get(at..).unwrap_or_default())) {
            let rest = behind(letters(entry));
            if (rest.0, rest.1 + 1) < (found.0, found.1) {
                found = (rest.0, rest.1 + 1, entry);
            }
        }
        if let Some(slot) = best.get_mut(at) {
            *slot = found;
        }
    }
    let own = |c: char, line: &str| match line.chars().nth(1).and_then(|mark| mark.to_digit(10)) {
        Some(mark) => mark as Level,
        None if is_han(c) => UNLISTED,
        None => FOREIGN,
    };
    let mut out: Vec<Cell> = Vec::with_capacity(chars.len());
    let mut marks = "".chars().peekable();
    for ((&c, line), &(.., entry)) in chars.iter().zip(&lines).zip(&best) {
        let own = own(c, line);
        if marks.peek().is_none() {
            marks = entry.chars().peekable();
            let level = if entry.is_empty() { own } else { HALF };
            out.push(Cell { c, own, level, word: letters(entry).max(1) });
        } else {
            out.push(Cell { c, own, level: HALF, word: 0 });
        }
        let Some(cell) = out.last_mut() else { continue };
        if marks.next().is_some() {
            cell.level = match marks.next_if(char::is_ascii_digit).and_then(|mark| mark.to_digit(10)) {
                Some(mark) => mark as Level,
                None => HALF.max(own),
            };
        }
    }
    out
}

/// Whether an entry's word begins a text.
fn stands(entry: &str, text: &[char]) -> bool {
    let mut text = text.iter();
    entry.chars().filter(|c| !c.is_ascii_digit()).all(|c| text.next() == Some(&c))
}

/// Characters of an entry's word.
fn letters(entry: &str) -> usize {
    entry.chars().filter(|c| !c.is_ascii_digit()).count()
}

/// The line of the table that begins with a character, or an empty one. The table is searched as it stands: nothing is built
/// for one slogan.
fn line_of(head: char) -> &'static str {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let before = TABLE.as_bytes().get(low..middle).unwrap_or_default();
        let start = low + before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let line = TABLE.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        match line.chars().next().cmp(&Some(head)) {
            std::cmp::Ordering::Equal => return line,
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    ""
}

/// Whether a character is a Han character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(text: &str) -> String {
        cover(text).iter().map(|cell| format!("{}{}", cell.c, cell.level)).collect()
    }

    #[test]
    fn a_character_is_read_in_its_word() {
        assert_eq!(levels("环境操作"), "环7境7操7作8");
        assert_eq!(levels("安全"), "安1全2");
        assert_eq!(levels("A龘"), "A10龘5");
        assert_eq!(levels(""), "");
    }

    #[test]
    fn the_table_is_sorted_and_every_line_is_found() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        let heads: Vec<Option<char>> = lines.iter().map(|line| line.chars().next()).collect();
        assert!(heads.is_sorted() && heads.iter().all(Option::is_some) && lines.len() > 1000);
        for line in lines {
            let head = line.chars().next().unwrap();
            assert_eq!(line_of(head), line);
            for entry in line.split(' ') {
                assert!(entry.starts_with(head) && !entry.contains('0') && (1..=6).contains(&letters(entry)), "{line}");
            }
        }
    }
}
