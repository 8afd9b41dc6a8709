//! A clause as a row of atoms: the pieces that are never broken, with what they are to the sentence.

use super::glue::glued;
use super::kinsoku::closing;
use super::tokens::{Beat, Token, paced};
use crate::text::words::Class;
use std::ops::Range;

/// What an atom is to its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A thing, or a quality that stands for one.
    Noun,
    /// An attribute that wants its noun.
    Adjective,
    /// A verb that wants its object.
    Verb,
    /// A verb with its object, or a predicate complete in itself: 提质量, 更蓝.
    Act,
    /// A verb or its noun; settled by [`settle`] from what stands beside it.
    Deed,
    /// An adverb, or an adverb with a verb that wants an object: 全面, 深入贯彻.
    Adverb,
    /// A preposition with the head of its phrase: 以高质量, 让天.
    Prepositional,
    /// A conjunction with the word after it: 与发展.
    Joined,
    /// Ends in 的.
    Attributive,
    /// A number with its measure word.
    Amount,
    /// An idiom, a clause of its own.
    Idiom,
}

/// A piece of a clause that is never broken.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    /// Bytes of the clause.
    pub range: Range<usize>,
    /// How it begins.
    pub opens: Role,
    /// How it ends: the same, but for what 的 turns into an attribute.
    pub closes: Role,
    /// Characters, marks not counted.
    pub chars: usize,
    /// Set in quotes, or a title in 《》.
    pub quoted: bool,
    /// A mark ends it (、 for the most part).
    pub marked: bool,
    /// A phrase of the clause's rhythm ends here.
    pub beat: Option<Beat>,
    /// Begins with a Latin letter or a figure.
    pub latin: bool,
    /// Begins with 让: what follows is said of its noun.
    pub pivot: bool,
    /// A date or a duration.
    pub time: bool,
    /// Ends in 是 or 于: what follows is its predicate.
    pub copula: bool,
    /// Ends the name of a company, and more follows.
    pub company: bool,
}

/// The atoms of a clause. Reads the dictionary.
pub(super) fn atoms(clause: &str) -> Vec<Atom> {
    let tokens = paced(clause);
    let mut out: Vec<Atom> = Vec::new();
    let mut from = 0;
    for at in 0..tokens.len() {
        if glued(&tokens, at) {
            continue;
        }
        if let Some(group) = tokens.get(from..=at) {
            out.extend(atom(group));
        }
        from = at + 1;
    }
    join_short(&mut out);
    settle(clause, &mut out);
    keep_companies(clause, &mut out);
    out
}

/// After the name of a company comes something else, and inside it nothing is better than that: 有限公司|宁波供电公司.
fn keep_companies(clause: &str, atoms: &mut [Atom]) {
    let count = atoms.len();
    for (at, atom) in atoms.iter_mut().enumerate() {
        let text = clause.get(atom.range.clone()).unwrap_or_default();
        atom.company = text.ends_with("有限公司") || text.ends_with("有限责任公司") || text.ends_with("集团公司");
        atom.company &= at > 0 && at + 1 < count;
    }
}

/// Makes an atom of tokens that stay together.
fn atom(group: &[Token]) -> Option<Atom> {
    let (first, last) = (group.first()?, group.last()?);
    let quoted = group.iter().any(|t| matches!(t.text, "“" | "‘" | "《" | "「" | "『"));
    let real: Vec<&Token> = group.iter().filter(|t| t.chars > 0).collect();
    let opens = if quoted && first.chars == 0 { Role::Noun } else { role(&real) };
    Some(Atom {
        range: first.range.start..last.range.end,
        opens,
        closes: if real.last().is_some_and(|l| l.text == "的") { Role::Attributive } else { opens },
        chars: real.iter().map(|t| t.chars).sum(),
        quoted,
        beat: last.beat,
        latin: first.text.starts_with(|c: char| c.is_ascii_alphanumeric()),
        copula: real.last().is_some_and(|l| l.text.ends_with('是') || l.text == "于" && real.len() > 1),
        pivot: matches!(first.text, "让" | "使" | "令"),
        company: false,
        time: opens == Role::Amount && last.text.ends_with(['年', '月', '日', '天', '时', '钟']),
        marked: last.text == "则"
            || last.chars == 0 && last.text.chars().all(closing) && !matches!(last.text, "”" | "》" | "’"),
    })
}

fn role(group: &[&Token]) -> Role {
    let Some((first, rest)) = group.split_first() else { return Role::Noun };
    if group.last().is_some_and(|l| l.text == "的")
        && !matches!(first.class, Class::Verb | Class::Preposition | Class::Adverb)
    {
        return Role::Attributive;
    }
    match first.class {
        Class::Conjunction => Role::Joined,
        Class::Preposition => Role::Prepositional,
        Class::Idiom => Role::Idiom,
        Class::Numeral => Role::Amount,
        Class::Adverb if rest.is_empty() => Role::Adverb,
        Class::Adverb => match role(rest) {
            Role::Noun | Role::Adjective => Role::Act,
            Role::Deed => Role::Verb,
            other => other,
        },
        Class::Position if !rest.is_empty() => Role::Act,
        Class::Pronoun if first.chars == 1 && !rest.is_empty() => match role(rest) {
            Role::Verb | Role::Act | Role::Deed | Role::Adverb | Role::Idiom => Role::Act,
            other => other,
        },
        Class::Verb | Class::Deed if rest.is_empty() => {
            if first.class == Class::Verb {
                Role::Verb
            } else {
                Role::Deed
            }
        }
        // A verb with a complement still wants its object: 做|优.
        Class::Verb
            if rest.len() == 1
                && rest.iter().all(|t| t.chars == 1 && t.class != Class::Noun && t.class != Class::Pronoun) =>
        {
            Role::Verb
        }
        // 吹哨人
        Class::Verb
            if group.iter().map(|t| t.chars).sum::<usize>() == 3
                && group.last().is_some_and(|l| matches!(l.text, "人" | "员" | "者")) =>
        {
            Role::Noun
        }
        Class::Verb => Role::Act,
        Class::Deed => Role::Deed,
        Class::Adjective if rest.is_empty() => Role::Adjective,
        // 早报警
        Class::Adjective if matches!(role(rest), Role::Verb | Role::Act) => Role::Act,
        Class::Noun | Class::Other | Class::Measure if first.chars == 1 => match rest.first().map(|t| t.class) {
            Some(Class::Verb | Class::Adverb | Class::Adjective | Class::Preposition) => Role::Act,
            _ => Role::Noun,
        },
        // 损失小
        Class::Noun if rest.len() == 1 && rest.iter().all(|t| t.chars == 1 && t.class == Class::Adjective) => Role::Act,
        _ => Role::Noun,
    }
}

/// No atom of one character: it joins the shorter neighbour.
fn join_short(atoms: &mut Vec<Atom>) {
    let mut at = 0;
    while at < atoms.len() && atoms.len() > 1 {
        if atoms.get(at).is_some_and(|a| a.chars >= 2) {
            at += 1;
            continue;
        }
        // The one before takes it, but for the first.
        let into = at.saturating_sub(1);
        let gone = atoms.remove(into + 1);
        if let Some(keep) = atoms.get_mut(into) {
            keep.range.end = gone.range.end;
            if keep.chars < gone.chars {
                (keep.opens, keep.closes) = (gone.opens, gone.closes);
            }
            keep.chars += gone.chars;
            keep.quoted |= gone.quoted;
            keep.marked = gone.marked;
            keep.beat = gone.beat;
        }
        at = into;
    }
}

/// Settles whether each [`Role::Deed`] is a verb or a noun: a verb when it opens a phrase and an
/// object follows, or when it takes the object of the verb before it again (尊重自然顺应自然). A verb at the very end has no object and is an act.
fn settle(clause: &str, atoms: &mut [Atom]) {
    let mut phrase = 0; // characters of the prepositional phrase that is open
    for at in 0..atoms.len() {
        let before = at.checked_sub(1).and_then(|b| atoms.get(b)).map(|a| (a.closes, a.marked));
        let of_noun = at.checked_sub(2).and_then(|b| atoms.get(b)).is_some_and(|a| a.closes == Role::Noun);
        let last = at + 1 == atoms.len();
        // 切断|传播途径|保护|易感人群: the verb before has its object, and more follows here.
        let role_at = |n: usize| atoms.get(n).filter(|a| !a.marked).map(|a| a.opens);
        let (mut done, mut nouns) = (0, 0);
        while let Some(n) = at.checked_sub(nouns + 1) {
            let modifier = role_at(n) == Some(Role::Verb) && n.checked_sub(1).and_then(role_at) == Some(Role::Verb);
            if !matches!(role_at(n), Some(Role::Noun | Role::Adjective)) && !modifier {
                break;
            }
            done += atoms.get(n).map_or(0, |a| a.chars);
            nouns += 1;
        }
        let more: usize = atoms.iter().skip(at + 1).map(|a| a.chars).sum();
        let verb = at.checked_sub(nouns + 1).and_then(|v| atoms.get(v)).is_some_and(|v| v.opens == Role::Verb);
        let next = verb && done >= 3 && more >= 3;
        let object = atoms.get(at + 1).is_some_and(|a| {
            matches!(
                a.opens,
                Role::Noun | Role::Adjective | Role::Deed | Role::Amount | Role::Attributive | Role::Idiom
            ) || a.quoted
        });
        let text = |n: Option<usize>| n.and_then(|n| atoms.get(n)).and_then(|a| clause.get(a.range.clone()));
        let again = text(at.checked_sub(1)).is_some_and(|t| text(Some(at + 1)) == Some(t));
        let named = text(Some(at + 1)).is_some_and(|t| t.starts_with('是'));
        let next = next && atoms.get(at + 1).is_some_and(|a| object || a.chars >= 4);
        let Some(atom) = atoms.get_mut(at) else { return };
        let settled = match atom.opens {
            Role::Deed => {
                let opens = again
                    || match before {
                        None | Some((_, true)) => true,
                        Some((Role::Amount, _)) => of_noun, // 机组|一次|并网成功
                        Some((role, _)) => matches!(role, Role::Adverb | Role::Idiom) || phrase >= 4,
                    };
                match before {
                    _ if opens && object || next => Role::Verb,
                    Some((Role::Adverb, false)) if last => Role::Act,
                    _ => Role::Noun,
                }
            }
            // 零缺陷|是: what is said to be something is a thing.
            Role::Adjective if named => Role::Noun,
            // 的 makes a noun of it: 百分之一的|疏忽.
            Role::Verb if matches!(before, Some((Role::Attributive, false))) => Role::Noun,
            Role::Verb if last && matches!(before, Some((Role::Adjective, false))) => Role::Noun,
            Role::Verb if last => Role::Act,
            other => other,
        };
        if atom.closes == atom.opens {
            atom.closes = settled;
        }
        atom.opens = settled;
        phrase = match atom.opens {
            Role::Prepositional => atom.chars,
            Role::Noun | Role::Adjective | Role::Attributive | Role::Joined if phrase > 0 => phrase + atom.chars,
            _ => 0,
        };
    }
}
