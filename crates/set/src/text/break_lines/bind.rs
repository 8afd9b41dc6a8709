//! How much a break between two atoms hurts the sense.

use super::atoms::{Atom, Role};
use super::tokens::Beat;

/// A break that is never taken.
pub(super) const NEVER: f64 = f64::INFINITY;
/// The cost of a break that is not taken inside a clause cut by its words.
pub(super) const TIGHTEST: f64 = 2.4;

/// The cost of a break after 就是, between a subject and its predicate but on the wrong side.
const COPULA: f64 = 1.45;

/// The cost of a break before 有限公司 when more follows it: that line would hold the tail of one name and the head of another.
const COMPANY: f64 = 2.3;

/// The cost of a break after atom `at`: 0 where a reader pauses anyway (subject | predicate, adverbial
/// | verb, verb phrase | verb phrase), 1 between a verb and its object, 2 and more inside a compound.
pub(super) fn after(atoms: &[Atom], at: usize) -> f64 {
    match atoms.get(at).and_then(|a| a.beat) {
        Some(Beat::Repeat) => 0.0,
        Some(Beat::Four) => (sense(atoms, at) / 2.0).min(0.7),
        // Where the clause has a rhythm, other places are no pauses.
        None => match atoms.iter().filter(|a| a.beat.is_some()).count() {
            0 => sense(atoms, at),
            1 => sense(atoms, at).max(1.6),
            _ => sense(atoms, at).max(2.3),
        },
    }
}

/// The same by the sense alone, without the clause's rhythm.
fn sense(atoms: &[Atom], at: usize) -> f64 {
    let (Some(left), Some(right)) = (atoms.get(at), atoms.get(at + 1)) else { return NEVER };
    if left.marked {
        return 0.0;
    }
    if left.company {
        return 0.0;
    }
    if right.company {
        return COMPANY;
    }
    let long = left.chars >= 4;
    let object = governed(atoms, at);
    match (left.closes, right.opens) {
        (_, Role::Joined) => 1.6,

        (Role::Verb, Role::Prepositional) => {
            if subject(atoms, at) {
                0.3
            } else {
                1.2
            }
        }
        (Role::Prepositional, Role::Prepositional) => 0.4,
        (Role::Adverb, Role::Prepositional) => 0.8,
        (Role::Attributive, Role::Prepositional) => 1.5,
        (_, Role::Prepositional) => 0.2,

        (Role::Verb, Role::Act) if left.copula => COPULA,
        (Role::Verb, Role::Act) if right.chars <= 2 => 1.6,
        (Role::Verb, Role::Act) => {
            if opens_phrase(atoms, at) && left.chars < 3 && !advised(atoms, at) {
                1.6
            } else {
                0.2
            }
        }
        (Role::Attributive | Role::Adjective, Role::Act) => 1.9,
        (Role::Adverb, Role::Act) => {
            if long {
                0.3
            } else {
                1.8
            }
        }
        (Role::Act, Role::Act) => {
            if left.chars + right.chars <= 4 {
                1.5
            } else {
                0.1
            }
        }
        (Role::Prepositional, Role::Act) if left.pivot => 0.6,
        // 组织疏散|逃生: a lone verb at the end of an object is part of it.
        (Role::Noun, Role::Act) if object && right.chars <= 2 => 1.8,
        (_, Role::Act) => 0.0,

        (Role::Adverb, Role::Idiom) if !long => 1.8,
        (Role::Verb | Role::Adverb, Role::Idiom) => 0.8,
        (Role::Attributive, Role::Idiom) => 1.0,
        (Role::Adjective, Role::Idiom) => 2.4,
        (_, Role::Idiom) => 0.1,

        (Role::Verb, Role::Verb | Role::Deed) => {
            if left.copula {
                COPULA
            } else if subject(atoms, at) {
                0.4
            } else {
                1.9
            }
        }
        (Role::Adverb, Role::Verb | Role::Deed) => {
            if long {
                0.5
            } else {
                1.8
            }
        }
        (Role::Attributive, Role::Verb | Role::Deed) => 1.6,
        (Role::Adjective, Role::Verb | Role::Deed) => 2.4,
        (Role::Noun, Role::Verb | Role::Deed) => {
            if right.copula {
                0.0
            } else if object {
                0.3
            } else {
                0.15
            }
        }
        (Role::Amount, Role::Verb | Role::Deed) => 1.9,
        (_, Role::Verb | Role::Deed) => 0.15,

        (Role::Verb, Role::Adverb) => 1.45,
        (Role::Adverb, Role::Adverb) => {
            if long {
                0.8
            } else {
                1.7
            }
        }
        (Role::Attributive | Role::Adjective, Role::Adverb) => 1.5,
        (Role::Noun, Role::Adverb) => {
            if object {
                1.0
            } else {
                0.0
            }
        }
        (Role::Amount, Role::Adverb) => 1.2,
        (Role::Prepositional, Role::Adverb) if left.pivot => 0.6,
        (_, Role::Adverb) => 0.2,

        (Role::Verb, _) if left.copula => COPULA,
        (Role::Verb, Role::Amount) => {
            if subject(atoms, at) {
                0.9
            } else {
                object_of(atoms, at).max(1.3)
            }
        }
        (Role::Verb, _) if long => 0.6,
        (Role::Verb, _) => object_of(atoms, at),
        (Role::Adverb, _) => {
            if long {
                0.4
            } else {
                1.9
            }
        }
        (Role::Act, Role::Amount) => 0.8,
        (Role::Act, _) => 1.7,
        (Role::Prepositional, _) => TIGHTEST,
        (Role::Idiom, _) => 0.8,
        (Role::Attributive, _) => attributive(atoms, at),
        (Role::Amount, _) => {
            if left.time {
                1.0
            } else {
                1.9
            }
        }
        (Role::Adjective, Role::Attributive) => 1.0,
        (Role::Adjective, _) if right.chars >= 4 && long => 1.2,
        (Role::Adjective, _) if right.chars >= 6 => 2.2,
        (Role::Adjective, _) => 2.5,
        (Role::Noun, Role::Amount) => amount(atoms, at),
        (Role::Noun | Role::Deed | Role::Joined, _) => compound(atoms, at),
    }
}

/// Whether atom `at` is the end of an object: nouns after a verb.
fn governed(atoms: &[Atom], at: usize) -> bool {
    let noun =
        |a: &&Atom| matches!(a.opens, Role::Noun | Role::Adjective | Role::Amount | Role::Attributive | Role::Joined);
    let mut before = atoms.iter().take(at + 1).rev().skip_while(noun);
    before.next().is_some_and(|a| matches!(a.closes, Role::Verb) || a.closes == Role::Adverb && a.chars >= 4)
}

/// A break after 的: fair before the noun that ends the clause, bad when that noun then does
/// something, or inside a prepositional phrase.
fn attributive(atoms: &[Atom], at: usize) -> f64 {
    let noun = |a: &&Atom| matches!(a.opens, Role::Noun | Role::Adjective | Role::Amount);
    let ends = atoms.iter().skip(at + 1).find(|a| !noun(a)).is_none_or(|a| a.opens == Role::Joined);
    // 党的: too short to be left alone.
    let inside = atoms.get(at).is_some_and(|a| a.opens == Role::Prepositional || a.chars <= 2);
    if inside {
        TIGHTEST
    } else if ends {
        0.8
    } else {
        2.3
    }
}

/// A break between a noun and an amount: good when the amount is said of it (安全生产 | 365天), or goes
/// with the verb after it (机组 | 一次并网).
fn amount(atoms: &[Atom], at: usize) -> f64 {
    let nouns = atoms
        .iter()
        .take(at + 1)
        .rev()
        .take_while(|a| matches!(a.opens, Role::Noun | Role::Adjective | Role::Amount) && !a.marked);
    let long = nouns.map(|a| a.chars).sum::<usize>() >= 4;
    let mut before = atoms.iter().take(at + 1).rev().skip_while(|a| a.opens == Role::Noun);
    let phrase = before.next().is_some_and(|a| a.closes == Role::Prepositional);
    match atoms.get(at + 2).map(|a| a.opens) {
        _ if phrase => 1.9,
        None if long => 0.8,
        Some(Role::Verb | Role::Act | Role::Deed | Role::Idiom) => 0.6,
        _ => 1.5,
    }
}

/// A break between the verb `at` and its object: fair when the verb begins its phrase, tight when
/// it is drawn to what stands before it.
fn object_of(atoms: &[Atom], at: usize) -> f64 {
    let before = at.checked_sub(1).and_then(|b| atoms.get(b)).filter(|b| !b.marked);
    let thing = |a: &&Atom| !matches!(a.opens, Role::Verb | Role::Act | Role::Adverb | Role::Prepositional);
    let object: usize = atoms.iter().skip(at + 1).take_while(thing).map(|a| a.chars).sum();
    match before.map(|b| b.closes) {
        Some(Role::Verb) if object >= 3 => 0.8,
        Some(Role::Adverb) if object >= 3 => 1.0,
        Some(Role::Verb) => 1.7,
        Some(Role::Adverb | Role::Prepositional) => 1.7,
        _ if opens_phrase(atoms, at) => 1.0,
        _ => 1.7,
    }
}

/// Whether an adverb stands before the verb `at`: together they are a phrase.
fn advised(atoms: &[Atom], at: usize) -> bool {
    at.checked_sub(1).and_then(|b| atoms.get(b)).is_some_and(|b| b.closes == Role::Adverb)
}

/// Whether the verb `at` says something of the noun before it.
fn subject(atoms: &[Atom], at: usize) -> bool {
    at.checked_sub(1).and_then(|b| atoms.get(b)).is_some_and(|b| b.closes == Role::Noun && !b.marked)
}

/// Whether the verb `at` opens a phrase: nothing stands before it that it says something of.
fn opens_phrase(atoms: &[Atom], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| atoms.get(b));
    before.is_none_or(|b| b.marked || matches!(b.closes, Role::Adverb | Role::Idiom | Role::Act | Role::Prepositional))
}

/// A break inside a row of nouns: the better the longer both parts are.
fn compound(atoms: &[Atom], at: usize) -> f64 {
    let noun =
        |a: &&Atom| matches!(a.opens, Role::Noun | Role::Adjective | Role::Amount | Role::Attributive) && !a.marked;
    let left: usize = atoms.iter().take(at + 1).rev().take_while(noun).map(|a| a.chars).sum();
    let right: usize = atoms.iter().skip(at + 1).take_while(noun).map(|a| a.chars).sum();
    let unit = |n: usize| atoms.get(n).is_some_and(|a| a.chars >= 3);
    if left + right <= 4 {
        return TIGHTEST;
    }
    let base: f64 = match (left.min(4), right.min(4)) {
        (4, 4) => 1.1,
        (_, 4) => 1.8,
        (4, _) => 2.3,
        _ => 2.3,
    };
    let base = if atoms.iter().skip(at).take(2).any(|a| a.latin) { base.max(2.0) } else { base };
    base - if unit(at) && unit(at + 1) { 0.3 } else { 0.0 }
}
