//! Break marks that a campaign gives: `|` a line may break, `¦` it may but had better not.

use super::clauses::blank;
use super::kinsoku::{closing, opening};

/// Bytes of the slogan where a mark stands before a character, and whether it is disliked; `None`
/// when the marked text is not the slogan. White space may differ. A mark where no line may break
/// (before a closing mark, after an opening one) is dropped.
pub(super) fn read(slogan: &str, marked: &str) -> Option<Vec<(usize, bool)>> {
    let mut out = Vec::new();
    let mut plain = slogan.char_indices().filter(|&(_, c)| !blank(c));
    let mut pending = None;
    let mut last = ' ';
    let mut marked = marked.chars().filter(|&c| !blank(c)).peekable();
    while let Some(c) = marked.next() {
        // Doubled, a mark is the character itself.
        if matches!(c, '|' | '¦') && marked.next_if_eq(&c).is_none() {
            pending = Some(c == '¦');
            continue;
        }
        let (at, wanted) = plain.next()?;
        if wanted != c {
            return None;
        }
        if let Some(disliked) = pending.take().filter(|_| at > 0 && !closing(c) && !opening(last)) {
            out.push((at, disliked));
        }
        last = c;
    }
    plain.next().is_none().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_and_foreign_text_is_refused() {
        assert_eq!(read("质量为先 守正创新", "质量|为先 守正¦创新"), Some(vec![(6, false), (19, true)]));
        assert_eq!(read("质量，先行", "质量|，|先行"), Some(vec![(9, false)]));
        assert_eq!(read("A|B质量", "A||B|质量"), Some(vec![(3, false)]));
        assert_eq!(read("质量为先", "质量|为上"), None);
        assert_eq!(read("质量为先", "质量|为先行"), None);
        assert_eq!(read("质量为先", "质量|为"), None);
    }
}
