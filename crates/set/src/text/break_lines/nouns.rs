//! Breaks among nouns: after an attribute, before an amount, inside a compound.

use super::atoms::{Atom, Role};
use super::bind::{BOUND, CLOSE, EASY, FAIR, FREE, HARD, LIGHT, MILD, NAME, TIGHT, TIGHTEST, chars};
use Role::{Act, Adjective, Amount, Attributive, Deed, Idiom, Joined, Noun, Prepositional as Prep, Verb};

/// Between an attribute and its noun.
pub(super) fn adjective(atoms: &[Atom], at: usize) -> f64 {
    match (chars(atoms, at), chars(atoms, at + 1)) {
        (4.., 4..) => HARD,
        (_, 6..) => NAME,
        _ => TIGHTEST,
    }
}

/// A break after 的: fair before the noun that ends the clause, bad when that noun then does
/// something, or inside a prepositional phrase.
pub(super) fn attributive(atoms: &[Atom], at: usize) -> f64 {
    let noun = |a: &&Atom| matches!(a.opens, Noun | Adjective | Amount);
    let ends = atoms.iter().skip(at + 1).find(|a| !noun(a)).is_none_or(|a| a.opens == Joined);
    // 路是我们走的|平安是我们求的
    let linked = |a: &Atom| a.linked || a.copula;
    if atoms.get(at + 2).is_some_and(linked) && atoms.iter().take(at + 1).any(linked) {
        return FREE;
    }
    // 党的: too short to be left alone.
    let inside = atoms.get(at).is_some_and(|a| a.opens == Prep || a.chars <= 2);
    if inside {
        TIGHTEST
    } else if ends {
        MILD
    } else {
        NAME
    }
}

/// A break between a noun and an amount: good when the amount is said of it (安全生产 | 365天), or goes
/// with the verb after it (机组 | 一次并网).
pub(super) fn amount(atoms: &[Atom], at: usize) -> f64 {
    let nouns =
        atoms.iter().take(at + 1).rev().take_while(|a| matches!(a.opens, Noun | Adjective | Amount) && !a.marked);
    let long = nouns.map(|a| a.chars).sum::<usize>() >= 4;
    let mut before = atoms.iter().take(at + 1).rev().skip_while(|a| a.opens == Noun);
    let phrase = before.next().is_some_and(|a| a.closes == Prep);
    match atoms.get(at + 2).map(|a| a.opens) {
        _ if phrase => BOUND,
        None if long => MILD,
        Some(Verb | Act | Deed | Idiom) => FAIR,
        _ => CLOSE,
    }
}

/// A break inside a row of nouns: the better the longer both parts are.
pub(super) fn compound(atoms: &[Atom], at: usize) -> f64 {
    let noun = |a: &&Atom| matches!(a.opens, Noun | Adjective | Amount | Attributive) && !a.marked;
    let left: usize = atoms.iter().take(at + 1).rev().take_while(noun).map(|a| a.chars).sum();
    let right: usize = atoms.iter().skip(at + 1).take_while(noun).map(|a| a.chars).sum();
    let unit = |n: usize| atoms.get(n).is_some_and(|a| a.chars >= 3);
    if left + right <= 4 {
        return TIGHTEST;
    }
    if atoms.get(at).is_some_and(|a| a.entire) && !atoms.get(at + 1).is_some_and(|a| a.quoted) {
        return NAME;
    }
    // 人民医院|互联网医院
    if atoms.get(at).is_some_and(|a| a.again) && left >= 4 && right >= 4 {
        return EASY;
    }
    // 八项规定|精神学习教育: what heads a compound stays with it.
    if atoms.get(at + 1).is_some_and(|a| a.head) {
        return NAME;
    }
    // 12309检察|服务中心
    let number = at.checked_sub(1).and_then(|b| atoms.get(b)).is_some_and(|b| b.latin && !b.dated && !b.time);
    if number && chars(atoms, at) < 4 {
        return TIGHTEST;
    }
    // 连续安全|运行365天
    if atoms.get(at + 2).is_some_and(|a| a.opens == Amount && a.time) && at + 3 == atoms.len() {
        return TIGHT;
    }
    let base = match (left, right) {
        (4.., 4..) => HARD,
        (_, 4..) => TIGHT,
        _ => NAME,
    };
    let base = if atoms.iter().skip(at).take(2).any(|a| a.latin) { base.max(BOUND) } else { base };
    // Two names of their own in a row.
    if unit(at) && unit(at + 1) { base - LIGHT * 2.0 } else { base }
}
