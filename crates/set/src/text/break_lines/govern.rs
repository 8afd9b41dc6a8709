//! What a verb governs, where its object must not be cut, and breaks among nouns.

use super::atoms::{Atom, Role};
use super::bind::{BOUND, CLOSE, EASY, FAIR, FREE, HARD, LIGHT, MILD, NAME, TIGHT, TIGHTEST, chars};
use super::tokens::Beat;
use Role::{Act, Adjective, Adverb, Amount, Attributive, Deed, Idiom, Joined, Noun, Prepositional as Prep, Verb};

/// Whether amount `at` says how long the verb before it lasts: nothing more follows that the verb governs.
pub(super) fn lasts(atoms: &[Atom], at: usize) -> bool {
    let verb = at.checked_sub(1).and_then(|b| atoms.get(b)).is_some_and(|b| b.closes == Verb && b.chars <= 2);
    // 百年|精品工程: two characters are an attribute.
    verb && atoms.get(at).is_some_and(|a| a.opens == Amount && a.time && a.chars > 2)
}

/// Whether an atom is part of a row of nouns: what a verb governs.
fn nominal(atom: &Atom) -> bool {
    matches!(atom.opens, Noun | Adjective | Amount | Attributive | Joined)
}

/// Whether atom `at` is the end of an object: nouns after a verb.
pub(super) fn governed(atoms: &[Atom], at: usize) -> bool {
    let mut before = atoms.iter().take(at + 1).rev().skip_while(|a| nominal(a));
    before.next().is_some_and(|a| a.closes == Verb || a.closes == Adverb && a.chars >= 4)
}

/// Whether the verb `at` begins an attribute inside an object: 打造|具有全球竞争力的产业集群, 是|引领发展的第一动力.
pub(super) fn relative(atoms: &[Atom], at: usize) -> bool {
    let verb = |n: usize| atoms.get(n).is_some_and(|a| a.closes == Verb && !a.marked);
    if !verb(at) || !at.checked_sub(1).is_some_and(verb) {
        return false;
    }
    let object = atoms.iter().skip(at + 1).take_while(|a| nominal(a) && !a.marked);
    object.clone().any(|a| a.closes == Attributive) && object.last().is_some_and(|a| a.closes != Attributive)
}

/// Where a line that ends after atom `at` may not begin, or before: with the verb that governs both sides of the break, it
/// would read as a sentence of its own (培育经济|发展新优势).
pub(super) fn governor(atoms: &[Atom], at: usize) -> Option<usize> {
    let (left, right) = (atoms.get(at)?, atoms.get(at + 1)?);
    // 市场化|国际化营商环境: attributes in a row are no sentences.
    let row = left.closes == Adjective && right.opens == Adjective;
    if left.marked || left.beat == Some(Beat::Repeat) && !row {
        return None;
    }
    if let Some(end) = sentence_before(atoms, at) {
        return Some(end);
    }
    let verb = |v: &Atom| (v.closes == Verb || v.closes == Adverb && v.chars >= 4) && !v.marked && v.beat.is_none();
    // 推动进一步|全面深化改革: the adverb belongs to what the verb governs.
    let adverbs = atoms.iter().take(at + 1).rev().take_while(|a| a.closes == Adverb && !a.marked).count();
    if let Some(before) = at.checked_sub(adverbs).filter(|_| adverbs > 0 && left.beat.is_none())
        && atoms.get(before).is_some_and(|v| v.closes == Verb && !v.marked && v.beat.is_none() && !v.copula)
        && !right.company
    {
        return Some(before);
    }
    // 开创乡村|全面振兴新局面, 庆祝中国共产党|成立105周年: a sentence that is an object.
    let years = at + 3 == atoms.len() && atoms.last().is_some_and(|a| a.opens == Amount && a.time);
    let acts = atoms.get(at + 2).is_some_and(|a| matches!(a.opens, Verb | Deed | Act));
    let sentence = left.beat.is_none() && right.opens == Adverb && acts && !right.must
        || years && matches!(right.opens, Verb | Deed | Noun);
    if sentence && nominal(left) && left.closes != Attributive {
        let run = atoms.iter().take(at + 1).rev().take_while(|a| nominal(a) && !a.marked).count();
        return at.checked_sub(run).filter(|v| atoms.get(*v).is_some_and(verb));
    }
    // 明天|学校|以我为荣: what says when is said of all that follows, not of its subject alone.
    if at == 1 && left.opens == Noun && !nominal(right) && atoms.first().is_some_and(|a| a.time && a.opens == Noun) {
        return Some(0);
    }
    // 感谢|每一位|无偿献血者: what is counted is nearer to its measure than the verb is.
    if left.opens == Amount && left.chars <= 3 && !left.time && !left.latin && left.beat.is_none() && !right.marked {
        return at.checked_sub(1).filter(|v| atoms.get(*v).is_some_and(verb));
    }
    let part = |a: &Atom| nominal(a) || matches!(a.opens, Deed | Idiom);
    let inside = part(left) && (nominal(right) || right.closes == Attributive && right.opens != Attributive)
        && !left.marked
        && left.closes != Attributive
        && right.opens != Joined
        // 坚持质量第一|效益优先
        && !(left.opens == Idiom && right.chars >= 4);
    if !inside || lasts(atoms, at) {
        return None;
    }
    let run = atoms.iter().take(at + 1).rev().take_while(|a| part(a) && !a.marked).count();
    if (at + 1 - run..at).any(|n| lasts(atoms, n)) {
        return None;
    }
    at.checked_sub(run).filter(|v| atoms.get(*v).is_some_and(|v| verb(v) || row && v.closes == Verb))
}

/// Where the first of two sentences that are said alike ends, for a break inside the second: 绿水青山就是金山银山|改善环境就是….
fn sentence_before(atoms: &[Atom], at: usize) -> Option<usize> {
    let says = |n: usize| atoms.get(n).is_some_and(|a| a.copula && a.closes == Verb);
    if !says(at + 1) {
        return None;
    }
    let first = (0..at).rev().find(|&n| says(n))?;
    let ends = first + 1..at;
    ends.min_by(|&a, &b| super::bind::after(atoms, a).total_cmp(&super::bind::after(atoms, b)))
}

/// The atom that ends the subject of a clause that says how it is meant, once: 高层建筑|严禁….
pub(super) fn subject_end(atoms: &[Atom]) -> Option<usize> {
    let mut modal = (1..atoms.len()).filter(|&at| atoms.get(at).is_some_and(|a| a.modal));
    let (first, None) = (modal.next()?, modal.next()) else { return None };
    if atoms.iter().any(|a| a.marked) || atoms.first().is_some_and(|a| a.modal) {
        return None;
    }
    // 安全红线|任何人都不能触碰: of whom it is said stands with it.
    let whom = first >= 2 && atoms.get(first - 1).is_some_and(|a| a.pronoun || a.anyone);
    let end = if whom { first - 2 } else { first - 1 };
    // 幸福都是|奋斗出来的: a short one may stay.
    (atoms.iter().take(end + 1).map(|a| a.chars).sum::<usize>() >= 3).then_some(end)
}

/// The atom that ends the first of two sentences with 是, whose subjects are as long: 科技是第一生产力|创新是第一动力.
pub(super) fn said_twice(atoms: &[Atom]) -> Option<usize> {
    let mut says = (1..atoms.len()).filter(|&at| atoms.get(at).is_some_and(|a| a.linked || a.copula));
    let (first, second, None) = (says.next()?, says.next()?, says.next()) else { return None };
    let subject = atoms.get(second - 1).filter(|a| matches!(a.opens, Noun | Deed | Adjective))?;
    let same = first == 1 && atoms.first().is_some_and(|a| a.chars == subject.chars);
    (same && second >= first + 2 && !atoms.iter().any(|a| a.marked)).then(|| second - 2)
}

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
