//! A clause as a row of tokens: words, Latin words and single marks, with the clause's rhythm.

use super::kinsoku::{han, latin};
use super::rhythm;
use crate::text::words::{Class, words};
use std::ops::Range;

/// Why a phrase ends after an atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// The next phrase is built as this one: 不造谣|不信谣.
    Repeat,
    /// Phrases of four characters in a row: 合理膳食|适量运动.
    Four,
}

/// A word, a Latin word or a mark.
pub(super) struct Token<'a> {
    pub text: &'a str,
    /// Bytes of the clause.
    pub range: Range<usize>,
    pub class: Class,
    /// Characters; 0 for a mark.
    pub chars: usize,
    /// Inside quotes or brackets with little in them: nothing here is broken.
    pub bound: bool,
    /// A phrase of the clause's rhythm ends here.
    pub beat: Option<Beat>,
}

/// The tokens of a clause with its beats.
pub(super) fn paced(clause: &str) -> Vec<Token<'_>> {
    let mut out = tokens(clause);
    if !clause.chars().all(han) {
        return out;
    }
    let chars: Vec<char> = clause.chars().collect();
    let ends: Vec<usize> = out.iter().map(|t| clause.get(..t.range.end).map_or(0, |c| c.chars().count())).collect();
    let free = |place: usize| {
        ends.iter()
            .position(|&e| e == place)
            .is_some_and(|at| out.get(at + 1).is_some_and(|t| t.class != Class::Particle))
    };
    let repeats = rhythm::repeats(&chars, free);
    if !repeats.is_empty() {
        // Each phrase is cut into words by itself.
        let mut phrases = Vec::new();
        let mut from = 0;
        for place in repeats.into_iter().chain([chars.len()]) {
            let to = clause.char_indices().nth(place).map_or(clause.len(), |c| c.0);
            let mut phrase = tokens(clause.get(from..to).unwrap_or_default());
            phrase.iter_mut().for_each(|t| t.range = from + t.range.start..from + t.range.end);
            if let Some(last) = phrase.last_mut().filter(|_| to < clause.len()) {
                last.beat = Some(Beat::Repeat);
            }
            phrases.extend(phrase);
            from = to;
        }
        return phrases;
    }
    let fours: Vec<usize> = (4..chars.len()).step_by(4).collect();
    let places: Option<Vec<usize>> = fours
        .iter()
        .map(|f| ends.iter().position(|e| e == f).filter(|&at| pauses(&out, at, fours.len() > 2)))
        .collect();
    if chars.len().is_multiple_of(4)
        && let Some(places) = places
    {
        for at in places {
            if let Some(token) = out.get_mut(at) {
                token.beat = Some(Beat::Four);
            }
        }
    }
    out
}

/// Whether a phrase of four characters can end after token `at`; in a row of `many` a verb may end it.
fn pauses(tokens: &[Token], at: usize, many: bool) -> bool {
    let (Some(left), Some(right)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    let said = at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| b.class == Class::Adverb && b.chars == 1);
    let opens = matches!(
        left.class,
        Class::Preposition | Class::Conjunction | Class::Numeral | Class::Adjective | Class::Particle
    );
    let leans = matches!(right.class, Class::Particle | Class::Position | Class::Measure | Class::Conjunction);
    let wants = matches!(left.class, Class::Verb | Class::Adverb)
        && !said
        && left.chars < 4
        && !(many && left.chars > 1 && left.class == Class::Verb);
    !leans
        && !opens
        && !wants
        && (right.chars > 1 || matches!(right.class, Class::Verb | Class::Adverb | Class::Preposition))
}

/// Words, Latin words and single marks.
fn tokens(clause: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((rest, c)) = clause.get(at..).and_then(|r| r.chars().next().map(|c| (r, c))) {
        let run = |inside: &dyn Fn(char) -> bool| rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let length = if han(c) {
            let length = run(&han);
            let text = rest.get(..length).unwrap_or_default();
            for word in words(text) {
                let text = text.get(word.range.clone()).unwrap_or_default();
                let range = at + word.range.start..at + word.range.end;
                out.push(Token {
                    text,
                    range,
                    class: word.class,
                    chars: text.chars().count(),
                    bound: false,
                    beat: None,
                });
            }
            at += length;
            continue;
        } else if latin(c) {
            let length = run(&|c| {
                latin(c) || matches!(c, ' ' | '.' | '+' | '-' | '%' | '&' | '/' | '\'' | '％' | '℃' | '°' | '‰')
            });
            rest.get(..length).unwrap_or_default().trim_end_matches([' ', '-', '/', '.']).len().max(c.len_utf8())
        } else {
            c.len_utf8()
        };
        let text = rest.get(..length).unwrap_or_default();
        let digits = text.chars().next_back().is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let class = if digits { Class::Numeral } else { Class::Noun };
        // Letters are about half as wide as Han, but two of them are no lone character.
        let letters = text.chars().filter(|&c| latin(c)).count();
        let chars = letters.div_ceil(2).max(letters.min(2));
        out.push(Token { text, range: at..at + length, class, chars, bound: false, beat: None });
        at += length;
    }
    bind_quotes(&mut out);
    out
}

/// The most characters in quotes or brackets that stay on one line.
const QUOTED: usize = 10;

/// Marks what stands between a pair of quotes or brackets as bound, up to [`QUOTED`] characters.
fn bind_quotes(tokens: &mut [Token]) {
    let mut open: Option<usize> = None;
    for at in 0..tokens.len() {
        match tokens.get(at).and_then(|t| t.text.chars().next()) {
            Some('“' | '‘' | '《' | '〈' | '（' | '「' | '『' | '【' | '(') => open = open.or(Some(at)),
            Some('”' | '’' | '》' | '〉' | '）' | '」' | '』' | '】' | ')') => {
                let Some(inside) = open.take().and_then(|from| tokens.get_mut(from..at)) else { continue };
                if inside.iter().map(|t| t.chars).sum::<usize>() <= QUOTED {
                    inside.iter_mut().for_each(|t| t.bound = true);
                }
            }
            _ => {}
        }
    }
}
