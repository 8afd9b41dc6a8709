//! Clauses of one length are built alike: where one pauses, the other does too (诚信经营|树口碑 tells how to read 开票索票|防假票).

use super::atoms::{Atom, Role};
use super::bind::after;
use super::govern::governor;
use super::kinsoku::{closing, han};
use crate::text::words::{Class, Word, cost, words};

/// Lengths of the clauses that are held against each other.
const LENGTHS: std::ops::RangeInclusive<usize> = 5..=9;
/// The most that a pause costs which another clause may follow.
const PAUSE: f64 = 0.15;
/// A break that costs no more is as good as that pause.
const GOOD: f64 = 0.35;
/// How much rarer the words of a clause may be that is cut where the other one pauses, in eighths of a bit.
const RARER: u32 = 100;
/// Of eight, four and four: an idiom is one half.
const EIGHT: (usize, usize) = (8, 4);
/// Of seven characters, four and three: there a longer breath is a pause, too.
const SEVEN: (usize, usize, f64) = (7, 4, 0.8);

/// For each clause the bytes of it after which it pauses as another one does, when its own words do not say so.
pub(super) fn pauses(texts: &[&str], atoms: &[Vec<Atom>]) -> Vec<Option<usize>> {
    let plain: Vec<&str> = texts.iter().map(|t| t.trim_end_matches(closing)).collect();
    let length = |text: &str| text.chars().all(han).then(|| text.chars().count()).filter(|n| LENGTHS.contains(n));
    let lengths: Vec<Option<usize>> = plain.iter().map(|t| length(t)).collect();
    let mut out = vec![None; texts.len()];
    let all: Option<Vec<Member>> =
        (0..texts.len()).map(|n| Some(Member { text: plain.get(n)?, atoms: atoms.get(n)? })).collect();
    let is_han =
        texts.len() > 1 && plain.iter().all(|text| text.chars().all(han) && (5..=8).contains(&text.chars().count()));
    if let Some(all) = all.filter(|_| is_han)
        && let Some(from_end) = told(&all)
    {
        return all.iter().map(|member| member.byte(member.text.chars().count() - from_end)).collect();
    }
    for (at, length) in lengths.iter().enumerate() {
        let Some(length) = *length else { continue };
        let group: Vec<usize> = (0..texts.len()).filter(|&n| lengths.get(n) == Some(&Some(length))).collect();
        if group.len() < 2 || group.first() != Some(&at) {
            continue;
        }
        let member = |n: usize| Some(Member { text: plain.get(n)?, atoms: atoms.get(n)? });
        let members: Vec<Member> = group.iter().filter_map(|&n| member(n)).collect();
        let told = told(&members).map(|from_end| length - from_end);
        let Some(place) = told.or_else(|| common(&members, length)) else { continue };
        for (n, member) in group.into_iter().zip(&members) {
            if let Some(slot) = out.get_mut(n).filter(|_| member.cost(place).is_none_or(|cost| cost > GOOD)) {
                *slot = member.byte(place);
            }
        }
    }
    out
}

/// How many characters of each clause, from its end, are said of its subject: where all say the same word of theirs (焊接|讲参数
/// 打磨|讲手感), or all are a thing and a short predicate (会车|关远光 转弯|打转向).
fn told(members: &[Member]) -> Option<usize> {
    let said = |member: &Member, length: usize, echo: bool| {
        let place = member.text.chars().count().checked_sub(length).filter(|place| *place >= 2)?;
        let (head, tail) = member.text.split_at_checked(member.byte(place)?)?;
        let (head, tail) = (words(head), words(tail));
        let ([subject], [first, _, ..]) = (head.as_slice(), tail.as_slice()) else { return None };
        let thing = match subject.class {
            Class::Noun | Class::Other => true,
            Class::Deed => first.class != Class::Numeral,
            // 敢于|讲真话 has no subject.
            Class::Verb => {
                echo && first.class != Class::Numeral
                    && !member.text.get(subject.range.clone())?.ends_with(['于', '是', '能', '会', '要'])
            }
            _ => false,
        };
        let short = first.range.len() == 3 && matches!(first.class, Class::Verb | Class::Adverb | Class::Numeral);
        (thing && short).then(|| member.text.chars().nth(place)).flatten()
    };
    let all = |length: &usize| {
        let echo: Vec<char> = members.iter().filter_map(|m| said(m, *length, true)).collect();
        let echoes = echo.len() == members.len() && echo.windows(2).all(|pair| pair.first() == pair.last());
        let even = members.windows(2).all(|pair| matches!(pair, [a, b] if a.text.len() == b.text.len()));
        echoes || even && *length == 3 && members.iter().all(|m| said(m, *length, false).is_some())
    };
    [3, 4].into_iter().find(all)
}

/// The place where one of the clauses pauses and all others may.
fn common(members: &[Member], length: usize) -> Option<usize> {
    let pause = |place: usize| if (length, place) == (SEVEN.0, SEVEN.1) { SEVEN.2 } else { PAUSE };
    let pauses = |place: usize| members.iter().any(|m| m.pauses(place, pause(place), length));
    let good = |place: usize| members.iter().filter(|m| m.cost(place).is_some_and(|cost| cost <= GOOD)).count();
    let all = |place: usize| members.iter().all(|m| m.may_pause(place));
    let usual: &[usize] = match length {
        5 => &[],
        6 => &[3, 2],
        7 | 8 => &[4],
        _ => &[4, 5],
    };
    let mut places: Vec<usize> = usual.iter().copied().filter(|&place| pauses(place) && all(place)).collect();
    // What most of them say, then what is nearest to the middle.
    places.sort_by_key(|&place| (members.len() - good(place), (2 * place).abs_diff(length)));
    places.first().copied()
}

/// Whether what begins so says something, and is no object.
fn said(role: Role) -> bool {
    matches!(role, Role::Adverb | Role::Act | Role::Prepositional)
}

struct Member<'a> {
    text: &'a str,
    atoms: &'a [Atom],
}

impl Member<'_> {
    fn byte(&self, place: usize) -> Option<usize> {
        self.text.char_indices().nth(place).map(|c| c.0)
    }

    /// The atom that ends after `place` characters.
    fn end(&self, place: usize) -> Option<usize> {
        let byte = self.byte(place)?;
        self.atoms.iter().position(|a| a.range.end == byte)
    }

    fn cost(&self, place: usize) -> Option<f64> {
        let at = self.end(place)?;
        governor(self.atoms, at).is_none().then(|| after(self.atoms, at))
    }

    /// The characters before 停一停, 让一让: what a clause ends with pauses before it.
    fn once_more(&self) -> Option<usize> {
        let chars: Vec<char> = self.text.chars().collect();
        let [.., a, '一', b] = chars.as_slice() else { return None };
        (a == b).then(|| chars.len() - 3)
    }

    /// Whether the clause by itself pauses after `place` characters.
    fn pauses(&self, place: usize, cost: f64, length: usize) -> bool {
        let paced = self.end(place).and_then(|at| self.atoms.get(at)).is_some_and(|a| a.beat.is_some());
        // Two and four only as 效益|更上层楼.
        let idiom = self.atoms.len() == 2 && self.atoms.last().is_some_and(|a| a.opens == Role::Idiom);
        let whole = 2 * place == length || length != 6 || idiom;
        // 静待花开|不负韶华
        let four = |half: &str| matches!(words(half).as_slice(), [word] if word.class == Class::Idiom);
        let halves =
            self.byte(place).filter(|_| (length, place) == EIGHT).and_then(|at| self.text.split_at_checked(at));
        if halves.is_some_and(|(first, second)| four(first) || four(second)) {
            return true;
        }
        whole && (paced && self.cost(place).is_some() || self.cost(place).is_some_and(|found| found <= cost))
    }

    /// Whether nothing speaks against a pause: no verb with half of its object before it, no word cut that is likelier whole.
    fn may_pause(&self, place: usize) -> bool {
        if self.cost(place).is_some_and(|cost| cost <= GOOD) {
            return true;
        }
        if self.once_more() == Some(place) {
            return true;
        }
        if let Some(at) = self.end(place) {
            let amount = self.atoms.get(at + 1).is_some_and(|a| a.opens == Role::Amount);
            let left = self.atoms.get(at).map(|a| a.closes);
            return (governor(self.atoms, at).is_none() || amount)
                && !matches!(left, Some(Role::Prepositional | Role::Attributive))
                // 刷牙|天天坚持, but not 提高|服务水平
                && !(left == Some(Role::Verb) && self.atoms.get(at + 1).is_none_or(|a| !said(a.opens)));
        }
        let Some((first, second)) = self.byte(place).and_then(|byte| self.text.split_at_checked(byte)) else {
            return false;
        };
        let (head, tail) = (words(first), words(second));
        let wants =
            |class: Class| matches!(class, Class::Preposition | Class::Conjunction | Class::Measure | Class::Particle);
        // 一|杯, but 一杯|情更浓
        let counts = |word: &Word| word.class == Class::Numeral && word.range.len() == 3;
        let leans =
            |class: Class| matches!(class, Class::Particle | Class::Position | Class::Measure | Class::Conjunction);
        let cut = head.first().is_some_and(|w| w.class == Class::Verb && w.range.len() > 3)
            && tail.first().is_some_and(|w| matches!(w.class, Class::Noun | Class::Adjective))
            && head.len() > 1;
        // 建|在项目上
        let after_verb = head.last().is_some_and(|w| w.class == Class::Verb && w.range.len() == 3);
        cost(first) + cost(second) <= cost(self.text) + RARER
            && head.last().is_some_and(|w| !wants(w.class) && !counts(w))
            && tail.first().is_some_and(|w| !leans(w.class))
            && !(after_verb && second.starts_with(['在', '于', '到', '给', '成', '向']))
            && !cut
    }
}
