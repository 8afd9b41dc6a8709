//! Words of a Chinese text, found with a dictionary.
//!
//! The dictionary is jieba's `dict.txt` (MIT, `words/LICENSE-jieba`), thinned, with our own lists
//! laid over it: words of campaigns, bodies, idioms, and better classes for the words that slogans
//! are made of. It is compiled into one finite-state map inside the binary, of which only the pages
//! that a text needs are read. Of all ways to cut a text into words the most probable one is taken.

mod class;
mod dictionary;

pub use class::Class;
use std::ops::Range;

/// Our own word lists: lines of `class word word …`, `#` begins a comment.
pub const OWN_LISTS: [&str; 2] = [include_str!("words/grammar.txt"), include_str!("words/campaign.txt")];

/// The words of one of [`OWN_LISTS`] with their classes; a later line wins over an earlier one.
pub fn own_words(list: &str) -> impl Iterator<Item = (&str, Class)> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let mut fields = line.split_whitespace();
        let class = fields.next().and_then(|f| f.chars().next()).and_then(Class::from_letter).unwrap_or(Class::Other);
        fields.map(move |word| (word, class))
    })
}

/// Whether any text has needed the dictionary yet in this process.
pub fn dictionary_opened() -> bool {
    dictionary::opened()
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Its class when it stands alone.
    pub class: Class,
}

/// Cost of a character that the dictionary does not know, in eighths of a bit: rarer than any word.
const UNKNOWN: u32 = 210;

/// Cuts a text of ideographs into its words. Characters that no word covers stand alone.
///
/// Takes time in proportion to the length of the text.
pub fn words(text: &str) -> Vec<Word> {
    cut(text).0
}

/// What the most probable cut of a text costs: how rare its words are, in eighths of a bit.
pub(super) fn cost(text: &str) -> u32 {
    cut(text).1
}

/// Ends, in bytes, of the words that a text begins with and that go on behind byte `at`.
pub(super) fn spans(text: &str, at: usize) -> Vec<usize> {
    let ends = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |c| c.0);
    dictionary::prefixes(text).into_iter().map(|(chars, ..)| ends(chars)).filter(|end| *end > at).collect()
}

fn cut(text: &str) -> (Vec<Word>, u32) {
    // best[i]: the cheapest cut of what follows character i, and the word that begins there.
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut best = vec![(0u32, 0usize, Class::Other); starts.len()];
    for from in (0..starts.len().saturating_sub(1)).rev() {
        let tail = |to: usize| best.get(to).map_or(0, |b| b.0);
        let mut found = (UNKNOWN + tail(from + 1), from + 1, Class::Other);
        let rest = starts.get(from).and_then(|&at| text.get(at..)).unwrap_or_default();
        for (chars, cost, class) in dictionary::prefixes(rest) {
            let cost = cost + tail(from + chars);
            if cost < found.0 || (cost == found.0 && chars > 1) || found.2 == Class::Other && chars == 1 {
                found = (cost, from + chars, class);
            }
        }
        if let Some(slot) = best.get_mut(from) {
            *slot = found;
        }
    }
    let mut out = Vec::new();
    let mut at = 0;
    while let (Some(&(_, next, class)), Some(&start)) = (best.get(at), starts.get(at)) {
        let Some(&end) = starts.get(next).filter(|_| next > at) else { break };
        out.push(Word { range: start..end, class });
        at = next;
    }
    (out, best.first().map_or(0, |b| b.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn shown(text: &str) -> String {
        words(text).into_iter().map(|w| &text[w.range]).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn words_of_slogans_are_found() {
        for (text, wanted) in [
            ("对标国内外一流", "对标/国内外/一流"),
            ("提供高水平服务", "提供/高水平/服务"),
            ("实施全面质量管理", "实施/全面质量管理"),
            ("建设能源互联网企业", "建设/能源互联网企业"),
            ("𠮷野家", "𠮷/野/家"),
            ("", ""),
        ] {
            assert_eq!(shown(text), wanted);
        }
    }

    /// The committed dictionary is the one that `examples/build_words.rs` makes of the lists beside it.
    #[test]
    fn the_dictionary_holds_our_own_lists() {
        let own: BTreeMap<&str, Class> = OWN_LISTS.iter().flat_map(|list| own_words(list)).collect();
        assert!(own.len() > 1500);
        for (word, class) in own {
            let found = dictionary::prefixes(word).into_iter().find(|f| f.0 == word.chars().count());
            assert_eq!(found.map(|f| f.2), Some(class), "{word}: run `cargo run --example build_words` again");
        }
    }

    #[test]
    fn every_letter_of_the_lists_is_a_class() {
        for list in OWN_LISTS {
            for line in list.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
                let letter = line.split_whitespace().next().and_then(|f| f.chars().next());
                assert!(letter.and_then(Class::from_letter).is_some(), "{line}");
            }
        }
    }
}
