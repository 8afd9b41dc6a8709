//! How much a break between two atoms hurts the sense.

use super::atoms::{Atom, Role};

/// A break that is never taken.
pub(super) const NEVER: f64 = f64::INFINITY;

/// The cost of a break after atom `at`: 0 where a reader pauses anyway (subject | predicate, adverbial
/// | verb, verb phrase | verb phrase), 1 between a verb and its object, 2 and more inside a compound.
pub(super) fn after(atoms: &[Atom], at: usize) -> f64 {
    let (Some(left), Some(right)) = (atoms.get(at), atoms.get(at + 1)) else { return NEVER };
    if left.marked {
        return 0.0;
    }
    let long = left.chars >= 4;
    match right.role {
        Role::Joined => 1.0,
        Role::Prepositional => match left.role {
            Role::Verb => 1.2,
            Role::Adverb => 0.8,
            Role::Attributive => 1.5,
            _ => 0.2,
        },
        Role::Act => match left.role {
            Role::Verb => 1.6,
            Role::Attributive => 1.8,
            Role::Adverb => 0.8,
            Role::Adjective => 2.0,
            _ => 0.0,
        },
        Role::Idiom => match left.role {
            Role::Verb => 0.8,
            Role::Adverb => 0.8,
            Role::Attributive => 1.0,
            Role::Adjective => 2.4,
            _ => 0.1,
        },
        Role::Verb | Role::Deed => match left.role {
            Role::Verb => 1.2,
            Role::Adverb => if long { 0.6 } else { 1.7 },
            Role::Attributive => 1.6,
            Role::Adjective => 2.4,
            _ => 0.15,
        },
        Role::Adverb => match left.role {
            Role::Verb => 1.4,
            Role::Adverb => 1.0,
            Role::Attributive => 1.4,
            Role::Adjective => 1.6,
            _ => 0.2,
        },
        Role::Noun | Role::Adjective | Role::Attributive | Role::Amount => match left.role {
            Role::Verb => if long { 0.6 } else { 1.0 },
            Role::Adverb => if long { 0.4 } else { 1.9 },
            Role::Act => 1.7,
            Role::Idiom => 0.8,
            Role::Prepositional => 1.7,
            Role::Attributive => 0.8,
            Role::Amount => 1.5,
            Role::Adjective => if right.chars >= 4 && long { 1.2 } else { 2.5 },
            Role::Noun | Role::Deed | Role::Joined => compound(atoms, at),
        },
    }
}

/// A break inside a row of nouns: the better the longer both parts are.
fn compound(atoms: &[Atom], at: usize) -> f64 {
    let noun = |a: &&Atom| matches!(a.role, Role::Noun | Role::Adjective | Role::Amount) && !a.marked;
    let left: usize = atoms.iter().take(at + 1).rev().take_while(noun).map(|a| a.chars).sum();
    let right: usize = atoms.iter().skip(at + 1).take_while(noun).map(|a| a.chars).sum();
    let unit = |n: usize| atoms.get(n).is_some_and(|a| a.chars >= 3);
    let base = match (left.min(4), right.min(4)) {
        (4, 4) => 1.1,
        (_, 4) => 1.9,
        (4, _) => 2.3,
        _ => 2.3,
    };
    base - if unit(at) && unit(at + 1) { 0.3 } else { 0.0 }
}
