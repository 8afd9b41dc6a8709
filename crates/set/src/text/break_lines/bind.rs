//! How much a break between two atoms hurts the sense.

use super::atoms::{Atom, Role};
use super::govern::{adjective, amount, attributive, compound, governed, lasts, relative, said_twice, subject_end};
use super::tokens::Beat;

/// A break that is never taken.
pub(super) const NEVER: f64 = f64::INFINITY;
/// The cost of a break that is not taken inside a clause cut by its words.
pub(super) const TIGHTEST: f64 = 2.4;

/// A reader pauses here anyway: a mark, a phrase complete in itself.
pub(super) const FREE: f64 = 0.0;
/// Between phrases of equal rank: subject | predicate, adverbial | verb.
pub(super) const LIGHT: f64 = 0.15;
/// Between phrases that lean on each other a little.
pub(super) const EASY: f64 = 0.35;
/// Beside a long phrase.
pub(super) const FAIR: f64 = 0.6;
/// Before what completes a phrase, and could be missed: 没有 | 最好.
pub(super) const MILD: f64 = 0.8;
/// Between a verb and its object.
const OBJECT: f64 = 1.0;
/// Between an adverbial and the phrase that it belongs to.
pub(super) const HARD: f64 = 1.2;
/// After 就是: between a subject and its predicate but on the wrong side.
const LINK: f64 = 1.45;
/// Inside a phrase of two short words.
pub(super) const CLOSE: f64 = 1.6;
/// Inside a compound, or between a short adverb and its verb.
pub(super) const TIGHT: f64 = 1.8;
/// Between words that only make sense together.
pub(super) const BOUND: f64 = 1.9;
/// Inside the name of a thing: taken for nothing but a row of long ones.
pub(super) const NAME: f64 = 2.3;

/// What a break gains for each atom before it, where else none is better.
const LATER: f64 = 0.01;

/// Costs of a break by what stands on both sides, the first row that fits; see [`sense`].
#[derive(Clone, Copy)]
enum Cost {
    /// The same always.
    At(f64),
    /// After an atom of four characters or more, and after a shorter one.
    Long(f64, f64),
    /// By what else the clause holds.
    By(fn(&[Atom], usize) -> f64),
}

use Cost::{At, By, Long};
use Role::{Act, Adjective, Adverb, Amount, Attributive, Deed, Idiom, Joined, Noun, Prepositional as Prep, Verb};

/// Any role.
const ANY: &[Role] = &[];

/// How the atom before ends, how the atom after begins, the cost.
const TABLE: &[(&[Role], &[Role], Cost)] = &[
    (ANY, &[Joined], At(CLOSE)),
    // Before a prepositional phrase.
    (&[Verb], &[Prep], By(before_phrase)),
    // 以人民|为中心的: an attribute.
    (
        &[Prep],
        &[Prep],
        By(|atoms, at| if atoms.get(at + 1).is_some_and(|a| a.closes == Attributive) { TIGHTEST } else { EASY }),
    ),
    (&[Adverb], &[Prep], At(MILD)),
    (&[Attributive], &[Prep], At(CLOSE)),
    (ANY, &[Prep], At(LIGHT)),
    // Before a predicate complete in itself.
    (&[Verb], &[Act], By(before_act)),
    (&[Attributive, Adjective], &[Act], At(BOUND)),
    (&[Adverb], &[Act], Long(EASY, TIGHT)),
    (&[Act], &[Act], By(|atoms, at| if chars(atoms, at) + chars(atoms, at + 1) <= 4 { CLOSE } else { LIGHT })),
    (&[Prep], &[Act], By(|atoms, at| if pivot(atoms, at) || chars(atoms, at + 1) <= 2 { HARD } else { FREE })),
    (&[Noun, Amount], &[Act], By(noun_act)),
    (ANY, &[Act], At(FREE)),
    // Before an idiom.
    (&[Act], &[Idiom], By(|atoms, at| if atoms.get(at).is_some_and(|a| a.linked) { TIGHTEST } else { LIGHT })),
    (&[Verb], &[Idiom], At(MILD)),
    (&[Adverb], &[Idiom], Long(MILD, TIGHT)),
    (&[Attributive], &[Idiom], At(OBJECT)),
    (&[Adjective], &[Idiom], At(TIGHTEST)),
    (ANY, &[Idiom], At(LIGHT)),
    // Before a verb.
    (&[Verb], &[Verb, Deed], By(before_verb)),
    (&[Adverb], &[Verb, Deed], Long(EASY, TIGHT)),
    // 是做出来的|不是检出来的
    (&[Attributive], &[Verb, Deed], By(|atoms, at| if copula(atoms, at + 1) { FREE } else { CLOSE })),
    (&[Adjective], &[Verb, Deed], At(TIGHTEST)),
    (&[Noun], &[Verb, Deed], By(after_noun)),
    // 机组一次|并网, but 一个创意|点亮
    (
        &[Amount],
        &[Verb, Deed],
        By(|atoms, at| {
            if chars(atoms, at) >= 4 && at == 0 && !atoms.get(at).is_some_and(|a| a.time || a.latin) {
                LIGHT
            } else {
                BOUND
            }
        }),
    ),
    (&[Prep], &[Verb, Deed], By(|atoms, at| if chars(atoms, at) <= 2 { HARD } else { LIGHT })),
    (ANY, &[Verb, Deed], At(LIGHT)),
    // Before an adverb.
    (&[Verb], &[Adverb], At(LINK)),
    (&[Adverb], &[Adverb], Long(MILD, TIGHT)),
    (&[Attributive, Adjective], &[Adverb], At(CLOSE)),
    (&[Noun], &[Adverb], By(|atoms, at| if governed(atoms, at) { OBJECT } else { FREE })),
    (&[Amount], &[Adverb], At(HARD)),
    (&[Prep], &[Adverb], By(|atoms, at| if pivot(atoms, at) { HARD } else { LIGHT })),
    (ANY, &[Adverb], At(LIGHT)),
    // Before a thing.
    (&[Verb], &[Amount], By(before_amount)),
    (&[Verb], ANY, By(before_object)),
    (&[Adverb], ANY, Long(EASY, BOUND)),
    (&[Act], &[Amount], At(EASY)),
    // 是企业|立足之本: its object goes on.
    (&[Act], ANY, At(TIGHTEST)),
    (&[Prep], ANY, At(TIGHTEST)),
    // 珍爱生命|健康: two characters more are part of it.
    (&[Idiom], ANY, By(|atoms, at| if at + 2 == atoms.len() && chars(atoms, at + 1) <= 2 { TIGHT } else { MILD })),
    (&[Attributive], ANY, By(attributive)),
    (&[Amount], ANY, By(after_amount)),
    (&[Adjective], &[Attributive], At(OBJECT)),
    (&[Adjective], ANY, By(adjective)),
    (&[Noun], &[Amount], By(amount)),
    (ANY, ANY, By(compound)),
];

/// The cost of a break after atom `at`: [`FREE`] where a reader pauses anyway (subject | predicate, adverbial
/// | verb, verb phrase | verb phrase), [`OBJECT`] between a verb and its object, [`TIGHT`] and more inside a compound.
pub(super) fn after(atoms: &[Atom], at: usize) -> f64 {
    match atoms.get(at).and_then(|a| a.beat) {
        Some(Beat::Repeat) => FREE,
        // 国家电网|有限公司
        Some(Beat::Four) if atoms.get(at + 1).is_some_and(|a| a.company) => NAME,
        // Of rows of nouns the last ones part first: 关键信息基础设施|安全保护.
        Some(Beat::Four) => (sense(atoms, at) / 2.0).min(0.7) - LATER * at as f64,
        // Where the clause has a rhythm, other places are no pauses.
        None => match atoms.iter().filter(|a| a.beat.is_some()).count() {
            0 => match said_twice(atoms)
                .map(|end| (end, FREE, CLOSE))
                .or(subject_end(atoms).map(|end| (end, LIGHT, OBJECT)))
            {
                // 高速公路|严禁倒车, 您的安全账户|都是诈骗
                Some((end, most, _)) if at == end => sense(atoms, at).min(most),
                Some((.., least)) => sense(atoms, at).max(least),
                None => sense(atoms, at),
            },
            1 => sense(atoms, at).max(CLOSE),
            _ => sense(atoms, at).max(NAME),
        },
    }
}

/// The same by the sense alone, without the clause's rhythm.
fn sense(atoms: &[Atom], at: usize) -> f64 {
    let (Some(left), Some(right)) = (atoms.get(at), atoms.get(at + 1)) else { return NEVER };
    if left.marked || left.company || left.dated && right.chars >= 2 && at + 2 < atoms.len() {
        return FREE;
    }
    if right.company {
        return NAME;
    }
    // 遵纪守法光荣|违法乱纪可耻
    if left.said && left.chars == 2 && at > 0 {
        return FREE;
    }
    if right.said && right.chars == 2 && at + 2 < atoms.len() {
        return CLOSE;
    }
    if left.time && left.opens == Noun {
        return if at == 0 && right.chars >= 2 { FREE } else { CLOSE };
    }
    if let Some(cost) = framed(atoms, at) {
        return cost;
    }
    // 严禁|酒后上岗|和疲劳作业: the first of what 和 joins.
    let joined = atoms.iter().skip(at + 2).any(|a| a.opens == Joined);
    if joined && at > 0 && atoms.first().is_some_and(|a| a.closes == Verb) {
        return TIGHT;
    }
    let has = |roles: &[Role], role: Role| roles.is_empty() || roles.contains(&role);
    let row = TABLE.iter().find(|(before, after, _)| has(before, left.closes) && has(after, right.opens));
    match row.map(|r| r.2) {
        Some(At(cost)) => cost,
        Some(Long(long, short)) => {
            if left.chars >= 4 {
                long
            } else {
                short
            }
        }
        Some(By(rule)) => rule(atoms, at),
        None => NEVER,
    }
}

/// The cost inside a frame that the clause is built on: 向…|献礼, “质量月”|我们在行动.
fn framed(atoms: &[Atom], at: usize) -> Option<f64> {
    let (left, right) = (atoms.get(at)?, atoms.get(at + 1)?);
    let (first, last) = (atoms.first()?, atoms.last()?);
    // 是不能|触碰的高压线: what a thing is goes on to its noun.
    if left.linked && right.closes == Attributive && at + 2 < atoms.len() {
        return Some(TIGHTEST);
    }
    // 以患者|安全为先
    if left.taking && right.becoming {
        return Some(TIGHTEST);
    }
    if first.toward && atoms.len() > 2 && matches!(last.opens, Act | Idiom) && last.chars <= 4 {
        return Some(if at + 2 == atoms.len() { LIGHT } else { TIGHT });
    }
    // 培养|担当民族复兴大任的|时代新人: what the second verb opens ends with its 的.
    let attribute = atoms.iter().rposition(|a| a.closes == Attributive);
    if first.closes == Verb
        && atoms.get(1).is_some_and(|a| a.closes == Verb)
        && attribute.is_some_and(|end| at >= 1 && at < end && end + 1 < atoms.len())
    {
        return Some(TIGHTEST);
    }
    // 满足|人民日益增长的|美好生活需要: an attribute that is a sentence.
    let verb = atoms.iter().take(2).position(|a| a.closes == Verb || a.closes == Adverb && a.chars >= 4);
    let says =
        |range: std::ops::Range<usize>| atoms.get(range).unwrap_or_default().iter().any(|a| a.copula || a.linked);
    if attribute
        .zip(verb)
        .is_some_and(|(end, verb)| verb < at && at < end && end + 1 < atoms.len() && !says(verb..end + 1))
    {
        return Some(TIGHTEST);
    }
    // 阅读|让生命更精彩
    if at == 0 && right.pivot {
        return Some(LIGHT);
    }
    if right.pronoun && right.chars >= 2 && left.closes == Noun && !governed(atoms, at) && at + 2 < atoms.len() {
        return Some(FREE);
    }
    // Said of the pronoun that stands after something else: its own line begins there.
    (left.pronoun && at > 0 && matches!(right.opens, Act | Prep | Verb | Adverb)).then_some(HARD)
}

/// Between a noun and a predicate complete in itself.
fn noun_act(atoms: &[Atom], at: usize) -> f64 {
    // 组织疏散|逃生, 抓好百日|攻坚: a lone verb at the end of an object is part of it.
    let part = governed(atoms, at) && chars(atoms, at + 1) <= 2;
    // 一日|不除
    let denied = atoms.get(at).is_some_and(|a| a.opens == Amount && a.chars <= 2)
        && atoms.get(at + 1).is_some_and(|a| a.denied && a.chars <= 2);
    if denied {
        return TIGHT;
    }
    if part && !atoms.get(at + 1).is_some_and(|a| a.said) { TIGHTEST } else { FREE }
}

pub(super) fn chars(atoms: &[Atom], at: usize) -> usize {
    atoms.get(at).map_or(0, |a| a.chars)
}

fn copula(atoms: &[Atom], at: usize) -> bool {
    atoms.get(at).is_some_and(|a| a.copula)
}

fn pivot(atoms: &[Atom], at: usize) -> bool {
    atoms.get(at).is_some_and(|a| a.pivot)
}

/// Between a verb and a predicate complete in itself.
fn before_act(atoms: &[Atom], at: usize) -> f64 {
    if copula(atoms, at) {
        LINK
    } else if chars(atoms, at + 1) <= 2 || opens_phrase(atoms, at) && chars(atoms, at) < 3 && !advised(atoms, at) {
        CLOSE
    } else {
        LIGHT
    }
}

/// Between a verb and a prepositional phrase.
fn before_phrase(atoms: &[Atom], at: usize) -> f64 {
    match atoms.get(at + 1) {
        // 发生|在最放心的那一刻
        Some(next) if next.placed => CLOSE,
        _ if subject(atoms, at) => EASY,
        _ => HARD,
    }
}

/// Between two verbs.
fn before_verb(atoms: &[Atom], at: usize) -> f64 {
    if copula(atoms, at) {
        LINK
    } else if subject(atoms, at) || advised(atoms, at) {
        // 精心维护|确保电网安全
        EASY
    } else if relative(atoms, at + 1) {
        OBJECT
    } else {
        BOUND
    }
}

/// Between a noun and a verb.
fn after_noun(atoms: &[Atom], at: usize) -> f64 {
    let right = atoms.get(at + 1);
    if copula(atoms, at + 1) {
        FREE
    } else if right.is_some_and(|a| a.closes == Attributive && !a.linked) && at + 2 < atoms.len() {
        // 职工|信赖的温暖之家: who does what the attribute says.
        BOUND
    } else if governed(atoms, at) {
        EASY
    } else {
        LIGHT
    }
}

/// Between a verb and an amount.
fn before_amount(atoms: &[Atom], at: usize) -> f64 {
    if copula(atoms, at) {
        LINK
    } else if subject(atoms, at) {
        OBJECT
    } else {
        object_of(atoms, at).max(HARD)
    }
}

/// After an amount: 锻炼一小时|健康工作, 每天一小时|阳光运动.
fn after_amount(atoms: &[Atom], at: usize) -> f64 {
    let next = atoms.get(at + 1);
    let before = at.checked_sub(1).and_then(|b| atoms.get(b)).map(|b| b.closes);
    match atoms.get(at) {
        // 2025年3月|22日
        Some(amount) if amount.time && next.is_some_and(|n| n.time && n.latin) => TIGHTEST,
        // 通过ISO/IEC 17025|实验室认可
        Some(amount) if amount.latin && !amount.time && before == Some(Prep) => TIGHTEST,
        Some(amount) if amount.time && lasts(atoms, at) => EASY,
        Some(amount) if amount.time => OBJECT,
        _ => BOUND,
    }
}

/// Between a verb and its object.
fn before_object(atoms: &[Atom], at: usize) -> f64 {
    if copula(atoms, at) {
        LINK
    } else if relative(atoms, at) {
        TIGHTEST
    } else if chars(atoms, at) >= 4 {
        FAIR
    } else {
        object_of(atoms, at)
    }
}

/// A break between the verb `at` and its object: fair when the verb begins its phrase, tight when
/// it is drawn to what stands before it.
fn object_of(atoms: &[Atom], at: usize) -> f64 {
    let before = at.checked_sub(1).and_then(|b| atoms.get(b)).filter(|b| !b.marked);
    let thing = |a: &&Atom| !matches!(a.opens, Verb | Act | Adverb | Prep);
    let object: usize = atoms.iter().skip(at + 1).take_while(thing).map(|a| a.chars).sum();
    match before.map(|b| b.closes) {
        Some(Verb) if object >= 3 => MILD,
        Some(Adverb) if object >= 3 => OBJECT,
        // 用心铸就|精品工程
        Some(Prep) if object >= 3 && before.is_some_and(|b| b.chars <= 2) => OBJECT,
        Some(Verb | Adverb | Prep) => CLOSE,
        _ if opens_phrase(atoms, at) => OBJECT,
        _ => CLOSE,
    }
}

/// Whether an adverb stands before the verb `at`: together they are a phrase.
fn advised(atoms: &[Atom], at: usize) -> bool {
    at.checked_sub(1).and_then(|b| atoms.get(b)).is_some_and(|b| b.closes == Adverb)
}

/// Whether the verb `at` says something of the noun before it.
fn subject(atoms: &[Atom], at: usize) -> bool {
    at.checked_sub(1).and_then(|b| atoms.get(b)).is_some_and(|b| b.closes == Noun && !b.marked)
}

/// Whether the verb `at` opens a phrase: nothing stands before it that it says something of.
fn opens_phrase(atoms: &[Atom], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| atoms.get(b));
    before.is_none_or(|b| b.marked || matches!(b.closes, Adverb | Idiom | Act | Prep))
}
