//! Compiles `crates/set/src/text/words/dictionary.fst` from jieba's `dict.txt` and our own word lists.
//!
//! ```text
//! pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
//! cargo run --example build_words -- jieba-0.42.1/jieba/dict.txt
//! ```
//!
//! The same input gives the same bytes. A word's value is its cost, −log₂ of its share of all
//! words in eighths of a bit, times 16, plus the code of its class.

use biaoyu::text::words::{Class, OWN_LISTS, own_words};
use std::collections::BTreeMap;
use std::error::Error;

/// Characters of a compound of two words, and the fewest occurrences: rarer ones than these are accidents.
const COMPOUND: (usize, f64) = (4, 3.0);
/// The fewest occurrences of each of its words.
const COMMON: f64 = 200.0;
/// How much likelier a compound is than its words one after the other, in eighths of a bit.
const LIKELIER: f64 = 8.0;

/// Occurrences that a word of our own counts as: enough to win over any way to cut it up.
const OWN_COUNT: f64 = 400_000.0;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: build_words JIEBA_DICT_TXT")?;
    let text = std::fs::read_to_string(path)?;
    let mut counts: BTreeMap<&str, (f64, Class)> = BTreeMap::new();
    let mut phrases = Vec::new();
    let mut compounds = Vec::new();
    let mut total = 0.0;
    for line in text.lines() {
        let mut fields = line.split(' ');
        let (Some(word), Some(count), Some(tag)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let count: f64 = count.parse()?;
        total += count;
        // 医疗机构: too rare to win over its words, but what a line must not cut.
        if matches!(tag, "n" | "nz") && word.chars().count() == COMPOUND.0 && count >= COMPOUND.1 {
            compounds.push(word);
        }
        if keep(word, count, tag) {
            let tag = if tag == "z" && word.chars().count() < 4 { "n" } else { tag };
            counts.insert(word, (count, class(tag)));
            phrases.extend((tag == "l").then_some(word));
        }
    }
    // jieba's `l` is any phrase: one that begins with a verb is a predicate, another a thing.
    for word in phrases {
        let head: String = word.chars().take(if word.chars().count() > 3 { 2 } else { 1 }).collect();
        let head = counts.get(head.as_str()).map(|c| c.1);
        if let (Some(Class::Verb | Class::Adverb | Class::Preposition), Some(entry)) = (head, counts.get_mut(word)) {
            entry.1 = Class::Idiom;
        }
    }
    for list in OWN_LISTS {
        for (word, class) in own_words(list) {
            // A word that jieba has keeps its frequency, so that short ones do not push in everywhere.
            let long = word.chars().count() > 2;
            let count = counts.get(word).map_or(0.0, |c| c.0).max(if long { OWN_COUNT } else { 3_000.0 });
            counts.insert(word, (count, class));
        }
    }
    let cost = |count: f64| -8.0 * libm::log2(count.max(1.0) / total);
    for word in compounds {
        let middle = word.char_indices().nth(COMPOUND.0 / 2).map_or(0, |c| c.0);
        let (Some(first), Some(second)) = (counts.get(&word[..middle]), counts.get(&word[middle..])) else { continue };
        // Of a thing and a thing; 服务大局 is none.
        // 春风化雨, which the list calls a noun, is an idiom: its words are rare.
        if first.0.min(second.0) < COMMON {
            continue;
        }
        let things = matches!(first.1, Class::Noun | Class::Adjective) && matches!(second.1, Class::Noun | Class::Deed);
        let likelier = cost(first.0) + cost(second.0) - LIKELIER;
        let known = counts.get(word).map_or(f64::MAX, |c| cost(c.0));
        if things && likelier < known {
            counts.insert(word, (total * libm::exp2(-likelier / 8.0), Class::Noun));
        }
    }
    let mut map = fst::MapBuilder::memory();
    for (word, (count, class)) in &counts {
        let cost = cost(*count).round().clamp(0.0, 255.0) as u64;
        map.insert(word, cost * 16 + u64::from(class.code()))?;
    }
    let bytes = map.into_inner()?;
    println!("{} words, {} bytes", counts.len(), bytes.len());
    std::fs::write("crates/set/src/text/words/dictionary.fst", bytes)?;
    Ok(())
}

/// Single characters, words that are common enough, and names of some standing.
fn keep(word: &str, count: f64, tag: &str) -> bool {
    let chars = word.chars().count();
    let least = match tag {
        _ if chars == 1 => 0.0,
        "n" | "v" | "vn" | "a" | "d" if chars == 2 => 2.0,
        "nr" | "nrt" | "nrfg" => 20.0,
        "m" => 50.0,
        "i" | "l" | "ns" | "nt" | "z" => 3.0,
        _ => 5.0,
    };
    // Debris of jieba's corpus: a suffix with the next word.
    !(chars > 2 && word.starts_with('化') && word.ends_with("发展"))
        && count >= least
        && chars <= 8
        && word.chars().all(|c| ('\u{3400}'..='\u{323af}').contains(&c))
}

fn class(tag: &str) -> Class {
    match tag {
        "vn" => Class::Deed,
        "ad" | "vd" | "z" => Class::Adverb,
        "an" | "s" | "j" | "l" => Class::Noun,
        "i" => Class::Idiom,
        "b" | "ag" => Class::Adjective,
        "mq" => Class::Numeral,
        "y" | "k" => Class::Particle,
        "zg" | "g" | "x" | "e" | "o" | "h" => Class::Other,
        _ => match tag.chars().next() {
            Some('n' | 't') => Class::Noun,
            Some('v') => Class::Verb,
            Some(c) => Class::from_letter(c).unwrap_or(Class::Other),
            None => Class::Other,
        },
    }
}
