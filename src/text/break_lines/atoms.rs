//! A clause as a row of atoms: the pieces that are never broken, with what they are to the sentence.

use super::rhythm;
use super::kinsoku::{closing, han, latin, opening};
use crate::text::words::{Class, words};
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
}

/// Why a phrase ends after an atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// The next phrase is built as this one: 不造谣|不信谣.
    Repeat,
    /// Phrases of four characters in a row: 合理膳食|适量运动.
    Four,
}

struct Token<'a> {
    text: &'a str,
    range: Range<usize>,
    class: Class,
    chars: usize,
    /// Inside quotes or brackets with little in them: nothing here is broken.
    bound: bool,
    /// A phrase of the clause's rhythm ends here.
    beat: Option<Beat>,
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
    out
}

/// The tokens of a clause with its beats.
fn paced(clause: &str) -> Vec<Token<'_>> {
    let mut out = tokens(clause);
    if !clause.chars().all(han) {
        return out;
    }
    let chars: Vec<char> = clause.chars().collect();
    let ends: Vec<usize> = out.iter().map(|t| clause.get(..t.range.end).map_or(0, |c| c.chars().count())).collect();
    let free = |place: usize| ends.iter().position(|&e| e == place).is_some_and(|at| out.get(at + 1).is_some_and(|t| t.class != Class::Particle));
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
    let places: Option<Vec<usize>> = fours.iter().map(|f| ends.iter().position(|e| e == f).filter(|&at| pauses(&out, at, fours.len() > 2))).collect();
    if chars.len() % 4 == 0 && let Some(places) = places {
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
    let opens = matches!(left.class, Class::Preposition | Class::Conjunction | Class::Numeral | Class::Adjective | Class::Particle);
    let leans = matches!(right.class, Class::Particle | Class::Position | Class::Measure | Class::Conjunction);
    let wants = matches!(left.class, Class::Verb | Class::Adverb) && !said && left.chars < 4 && !(many && left.chars > 1 && left.class == Class::Verb);
    !leans && !opens && !wants && (right.chars > 1 || matches!(right.class, Class::Verb | Class::Adverb | Class::Preposition))
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
                out.push(Token { text, range, class: word.class, chars: text.chars().count(), bound: false, beat: None });
            }
            at += length;
            continue;
        } else if latin(c) {
            let length = run(&|c| latin(c) || matches!(c, ' ' | '.' | '+' | '-' | '%' | '&' | '/' | '\'' | '％' | '℃' | '°' | '‰'));
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

/// Whether no line may end after token `at`.
fn glued(tokens: &[Token], at: usize) -> bool {
    let (Some(left), Some(right)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    if left.beat.is_some() {
        return false;
    }
    if left.bound {
        return true;
    }
    let before = at.checked_sub(1).and_then(|b| tokens.get(b));
    let after = tokens.get(at + 2);
    let mark = |t: &Token, is: fn(char) -> bool| t.text.chars().next().is_some_and(|c| is(c) && !han(c) && !latin(c));
    if mark(left, opening) || mark(right, closing) || right.text.trim().is_empty() || left.text.trim().is_empty() {
        return true;
    }
    if mark(left, closing) {
        return false;
    }
    let joins = |t: &Token| matches!(t.class, Class::Verb | Class::Adverb | Class::Preposition | Class::Adjective);
    let numeral = |c: char| "一二三四五六七八九十百千万亿零〇两几每".contains(c);
    let numeric = |t: &Token| t.class == Class::Numeral || t.text.starts_with('第') && t.text.ends_with(numeral);
    // 再检测|后作业: after a step, 后 opens the next one.
    let step = |l: &Token, b: Option<&Token>| matches!(l.class, Class::Verb | Class::Deed) && b.is_some_and(|b| b.class == Class::Adverb);
    match right.class {
        Class::Particle => return true,
        Class::Preposition if right.text == "于" => return true,
        Class::Measure if numeric(left) => return true,
        Class::Numeral if left.class == Class::Numeral => return true,
        Class::Position if right.chars == 1 && !matches!(left.class, Class::Verb | Class::Adverb | Class::Idiom) && !step(left, before) => return true,
        // 一分一厘, 一点一滴
        Class::Numeral | Class::Noun if left.chars == 2 && right.chars == 2 && left.text.starts_with('一') && right.text.starts_with('一') => return true,
        Class::Adjective if right.chars == 1 && after.is_none() && left.class == Class::Noun => return true,
        // A lone noun leans back, unless it is the subject of what follows: 让天更蓝|水更清.
        Class::Noun | Class::Measure | Class::Other if right.chars == 1 && han_word(right) => {
            let subject = after.is_some_and(|a| a.text == "的" || a.chars == 1 && joins(a) && han_word(a));
            if !subject || left.chars == 1 && !matches!(left.class, Class::Adjective | Class::Noun) {
                return true;
            }
        }
        _ => {}
    }
    if ends_phrase(tokens, at + 1) {
        return true;
    }
    if ends_phrase(tokens, at) {
        return false;
    }
    if left.text == "之" || left.text.ends_with(['+', '-', '/', '&']) {
        return true;
    }
    if left.chars != 1 || !han_word(left) {
        return false;
    }
    match left.class {
        // 后作业, 上台阶: it opens a phrase.
        Class::Position => before.is_none_or(|b| {
            matches!(b.class, Class::Verb | Class::Adverb | Class::Idiom) || step(b, at.checked_sub(2).and_then(|b| tokens.get(b)))
        }),
        // 根植于|心中, but 险于明火.
        Class::Preposition if left.text == "于" => before.is_none_or(|b| b.chars < 2),
        Class::Particle => false,
        Class::Measure => before.is_none_or(|b| !numeric(b)),
        // 更蓝|水: a predicate is complete; 新|时代: an attribute is not.
        Class::Adjective => !before.is_some_and(|b| b.class == Class::Adverb && b.chars == 1),
        Class::Noun | Class::Other => before.is_none() || right.chars == 1 && joins(right) && !leans(tokens, at),
        _ => true,
    }
}

fn han_word(token: &Token) -> bool {
    token.text.chars().next().is_some_and(han)
}

/// Whether token `at` is a verb of one character that ends its phrase: 为全局计|为子孙谋.
fn ends_phrase(tokens: &[Token], at: usize) -> bool {
    let is = |n: Option<usize>, class: Class| n.and_then(|n| tokens.get(n)).is_some_and(|t| t.class == class);
    let lone = |n: usize| tokens.get(n).is_some_and(|t| t.chars == 1);
    let opens = tokens.get(at + 1).is_some_and(|t| matches!(t.text, "为" | "以" | "由" | "从" | "把"));
    // 安全帽小|救人命
    if lone(at) && is(Some(at), Class::Adjective) && is(Some(at + 1), Class::Verb) && is(at.checked_sub(1), Class::Noun) {
        return true;
    }
    lone(at) && opens && is(Some(at), Class::Verb) && is(Some(at + 1), Class::Preposition) && is(at.checked_sub(1), Class::Noun)
}

/// Whether token `at`, a lone noun, is already bound to the one before it.
fn leans(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|b| glued(tokens, b))
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
        time: opens == Role::Amount && last.text.ends_with(['年', '月', '日', '天', '时', '钟']),
        marked: last.text == "则" || last.chars == 0 && last.text.chars().all(closing) && !matches!(last.text, "”" | "》" | "’"),
    })
}

fn role(group: &[&Token]) -> Role {
    let Some((first, rest)) = group.split_first() else { return Role::Noun };
    if group.last().is_some_and(|l| l.text == "的") && !matches!(first.class, Class::Verb | Class::Preposition | Class::Adverb) {
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
            if first.class == Class::Verb { Role::Verb } else { Role::Deed }
        }
        // A verb with a complement still wants its object: 做|优.
        Class::Verb if rest.len() == 1 && rest.iter().all(|t| t.chars == 1 && t.class != Class::Noun && t.class != Class::Pronoun) => Role::Verb,
        // 吹哨人
        Class::Verb if group.iter().map(|t| t.chars).sum::<usize>() == 3 && group.last().is_some_and(|l| matches!(l.text, "人" | "员" | "者")) => Role::Noun,
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
            matches!(a.opens, Role::Noun | Role::Adjective | Role::Deed | Role::Amount | Role::Attributive | Role::Idiom) || a.quoted
        });
        let text = |n: Option<usize>| n.and_then(|n| atoms.get(n)).and_then(|a| clause.get(a.range.clone()));
        let again = text(at.checked_sub(1)).is_some_and(|t| text(Some(at + 1)) == Some(t));
        let next = next && atoms.get(at + 1).is_some_and(|a| object || a.chars >= 4);
        let Some(atom) = atoms.get_mut(at) else { return };
        let settled = match atom.opens {
            Role::Deed => {
                let opens = again || match before {
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
