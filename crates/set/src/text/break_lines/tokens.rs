//! A clause as a row of tokens: words, Latin words and single marks, with the clause's rhythm.

use super::kinsoku::{han, latin};
use super::rhythm;
use super::vocabulary::MODAL;
use crate::text::words::{Class, words};
use std::ops::Range;

/// What a person is called after the name.
pub(super) const TITLES: [&str; 10] = ["同志", "先生", "女士", "老师", "教授", "院士", "师傅", "书记", "主席", "主任"];

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
    let chars: Vec<char> = clause.chars().collect();
    let ends: Vec<usize> = out.iter().map(|t| clause.get(..t.range.end).map_or(0, |c| c.chars().count())).collect();
    if !clause.chars().all(han) {
        // QC小组集众智|质量攻关结硕果
        let opens = clause.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let named = (2..=4).contains(&(clause.len() - opens.len())) && opens.chars().all(han);
        if named && let Some(last) = halves(&out, &ends, chars.len()).and_then(|at| out.get_mut(at)) {
            last.beat = Some(Beat::Repeat);
        }
        return out;
    }
    let free = |place: usize| {
        ends.iter()
            .position(|&e| e == place)
            .is_some_and(|at| out.get(at + 1).is_some_and(|t| t.class != Class::Particle))
    };
    let repeats = rhythm::repeats(&chars, free);
    if !repeats.is_empty() {
        let byte = |place: &usize| clause.char_indices().nth(*place).map(|c| c.0);
        return parted(clause, &repeats.iter().filter_map(byte).collect::<Vec<_>>());
    }
    if let Some(last) = halves(&out, &ends, chars.len()).and_then(|at| out.get_mut(at)) {
        last.beat = Some(Beat::Repeat);
        return out;
    }
    let fours: Vec<usize> = (4..chars.len()).step_by(4).collect();
    // 消除贫困|改善民生: two verbs with their objects, whatever the list calls those.
    let act = |n: usize| out.get(n).is_some_and(|t| matches!(t.class, Class::Verb | Class::Deed));
    let thing = |n: usize| out.get(n).is_some_and(|t| t.class == Class::Noun);
    let quality = |n: usize| out.get(n).is_some_and(|t| matches!(t.class, Class::Adjective | Class::Adverb));
    let paired = act(0) && !act(1) && act(2) && !act(3) || thing(0) && act(1) && thing(2) && quality(3);
    if chars.len() == 8 && out.len() == 4 && out.iter().all(|t| t.chars == 2) && paired {
        if let Some(token) = out.get_mut(1) {
            token.beat = Some(Beat::Four);
        }
        return out;
    }
    // 学法有为|守法无畏: one character in one place of both halves.
    let echo = chars.len() == 8 && chars.iter().zip(chars.iter().skip(4)).filter(|(a, b)| a == b).count() == 1;
    let places: Option<Vec<usize>> = fours
        .iter()
        .map(|f| {
            ends.iter()
                .position(|e| e == f)
                .filter(|&at| echo && !called(&out, at) || pauses(&out, at, fours.len() > 2))
        })
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

/// The tokens of a clause that pauses after these bytes: each phrase is cut into words by itself.
pub(super) fn parted<'a>(clause: &'a str, pauses: &[usize]) -> Vec<Token<'a>> {
    let mut phrases = Vec::new();
    let mut from = 0;
    for to in pauses.iter().copied().chain([clause.len()]) {
        let mut phrase = tokens(clause.get(from..to).unwrap_or_default());
        phrase.iter_mut().for_each(|t| t.range = from + t.range.start..from + t.range.end);
        if let Some(last) = phrase.last_mut().filter(|_| to < clause.len()) {
            last.beat = Some(Beat::Repeat);
        }
        phrases.extend(phrase);
        from = to;
    }
    phrases
}

/// The fewest characters of a couplet that is written without a gap.
const COUPLET: usize = 10;

/// The last token of the first half of a couplet written without a gap: halves of one length whose words end at some
/// place alike, that open with words of one kind and both say something (安全生产人人抓|幸福生活靠大家).
fn halves(tokens: &[Token], ends: &[usize], chars: usize) -> Option<usize> {
    let half = chars / 2;
    if chars < COUPLET || !chars.is_multiple_of(2) {
        return None;
    }
    let at = ends.iter().position(|&end| end == half)?;
    // 明码|标价: a word of four lies across, whatever its parts are by themselves.
    let across: String = tokens.iter().flat_map(|t| t.text.chars()).skip(half - 2).take(4).collect();
    if matches!(words(&across).as_slice(), [word] if across.len() == word.range.len()) {
        return None;
    }
    let (first, second) = (tokens.get(..=at)?, tokens.get(at + 1..)?);
    let alike = ends.iter().take(at).any(|end| ends.contains(&(end + half)));
    // Bits, as an idiom may be a thing or a manner.
    let kind = |t: &Token| match t.class {
        // 用汗水浇灌收获|以实干笃定前行
        _ if matches!(t.text, "用" | "以" | "靠" | "凭" | "让") => 8,
        Class::Noun | Class::Adjective | Class::Pronoun | Class::Position | Class::Other => 1,
        Class::Verb => 2,
        Class::Deed => 1 | 2,
        Class::Adverb => 4,
        Class::Idiom => 1 | 4,
        Class::Preposition => 8,
        Class::Numeral => 1 | 16,
        _ => 0,
    };
    let says = |half: &[Token]| {
        half.iter().any(|t| matches!(t.class, Class::Verb | Class::Adverb | Class::Idiom | Class::Preposition))
            || half.first().is_some_and(|t| t.class == Class::Deed)
    };
    // 坚持以经济|建设为中心
    let has = |half: &[Token], word: &str| half.iter().any(|t| t.text == word);
    if has(first, "以") && !has(first, "为") && has(second, "为") && !has(second, "以") {
        return None;
    }
    let verb = |t: &Token| matches!(t.class, Class::Verb | Class::Deed);
    if first.last().is_some_and(verb) && second.first().is_some_and(|t| matches!(t.text, "在" | "到" | "于")) {
        return None;
    }
    // 让所有老年人都能|老有所养
    if first
        .last()
        .is_some_and(|t| MODAL.contains(&t.text) || matches!(t.text, "能" | "会" | "要" | "可" | "须" | "应"))
    {
        return None;
    }
    // 诚信经营|明码标价|杜绝宰客 is three of four as well: nothing says which, unless both halves open alike.
    let fours = chars == 12 && [4, 8].iter().all(|end| ends.contains(end));
    if fours && first.first()?.text != second.first()?.text {
        return None;
    }
    let opens = kind(first.first()?) & kind(second.first()?) != 0;
    let count = |half: &[Token], word: char| half.iter().map(|t| t.text.matches(word).count()).sum::<usize>();
    let bound = ['的', '之'].iter().any(|word| count(first, *word) != count(second, *word));
    // 人人抓, 跟党走: a lone verb ends a half when what it is said of stands before it.
    let said = |half: &[Token]| {
        half.split_last().zip(half.len().checked_sub(2)).is_some_and(|((last, _), before)| {
            let before = half.get(before).map(|t| t.class);
            match last.class {
                Class::Verb if last.chars == 1 => matches!(before, Some(Class::Adverb | Class::Noun | Class::Pronoun)),
                Class::Verb => last.chars > 2 || matches!(before, Some(Class::Adverb)),
                Class::Preposition | Class::Conjunction | Class::Numeral | Class::Particle => last.text == "了",
                Class::Adverb => last.chars > 3,
                _ => true,
            }
        })
    };
    // 让群众少跑腿|让数据多跑路
    if first.first()?.text == second.first()?.text && first.len() > 2 && second.len() > 2 && !bound {
        return Some(at);
    }
    // 用数据说话|凭标准办事: word for word of one length.
    let same = first.len() == second.len() && first.iter().zip(second).all(|(a, b)| a.chars == b.chars);
    (alike && opens && !bound && says(first) && says(second) && (same || said(first))).then_some(at)
}

/// Whether what follows token `at` is what the person before it is called: 向钱学森|同志学习.
fn called(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|t| TITLES.contains(&t.text))
}

/// Whether a phrase of four characters can end after token `at`; in a row of `many` a verb may end it.
fn pauses(tokens: &[Token], at: usize, many: bool) -> bool {
    let (Some(left), Some(right)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    let said = at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| b.class == Class::Adverb && b.chars == 1);
    // 酒杯一端|政策放宽
    let once =
        left.class == Class::Numeral && left.chars == 2 && left.text.starts_with('一') && right.class == Class::Noun;
    let opens = !once
        && matches!(
            left.class,
            Class::Preposition | Class::Conjunction | Class::Numeral | Class::Adjective | Class::Particle
        );
    let leans = matches!(right.class, Class::Particle | Class::Position | Class::Measure | Class::Conjunction)
        || TITLES.contains(&right.text);
    // 安全畅通|服务大众
    let done = left.class == Class::Verb
        && at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| b.class == Class::Noun)
        && matches!(right.class, Class::Verb | Class::Deed)
        && tokens.get(at + 2).is_some_and(|t| t.class == Class::Noun && t.chars == 2);
    let wants = matches!(left.class, Class::Verb | Class::Adverb)
        && !said
        && !done
        && left.chars < 4
        && !(many && left.chars > 1 && left.class == Class::Verb);
    !leans
        && !opens
        && !wants
        && (right.chars > 1
            || matches!(right.class, Class::Verb | Class::Adverb | Class::Preposition)
            // 人走灯灭|机停电断
            || left.class == Class::Idiom && left.chars == 4)
}

/// Words, Latin words and single marks.
fn tokens(clause: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((rest, c)) = clause.get(at..).and_then(|r| r.chars().next().map(|c| (r, c))) {
        let run = |inside: &dyn Fn(char) -> bool| rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let length = if han(c) {
            let length = run(&han);
            push_words(&mut out, rest.get(..length).unwrap_or_default(), at);
            at += length;
            continue;
        } else if latin(c) || signed(rest) {
            let sign = if latin(c) { 0 } else { c.len_utf8() };
            sign + designation(rest.get(sign..).unwrap_or_default()).max(c.len_utf8() - sign)
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
    // 加快发展|新质生产力: before another verb it is the manner of that.
    for at in 1..out.len() {
        let acts = out.get(at).is_some_and(|t| t.class == Class::Deed && t.chars == 2);
        let object = out.get(at + 1).is_some_and(|t| matches!(t.class, Class::Noun | Class::Adjective) && t.chars > 2);
        if let Some(before) = out.get_mut(at - 1).filter(|b| acts && object && HASTE.contains(&b.text)) {
            before.class = Class::Adverb;
        }
    }
    bind_quotes(&mut out);
    bind_names(&mut out);
    out
}

/// Bytes of the figure or Latin word that a text begins with, with what joins its parts: GB/T 19001, 8:30-17:30, 7×24.
fn designation(text: &str) -> usize {
    let joins = |c: char| {
        matches!(
            c,
            ' ' | '.' | ':' | '+' | '-' | '%' | '&' | '/' | '\'' | '×' | '~' | '–' | '％' | '℃' | '°' | '‰' | '±'
        )
    };
    let mut rest = text.char_indices().peekable();
    let (mut end, mut figure) = (text.len(), false);
    while let Some((at, c)) = rest.next() {
        // Full-width joints only between figures: 8：30, 2021—2025.
        let wide =
            figure && matches!(c, '：' | '—' | '～' | '·') && rest.peek().is_some_and(|(_, c)| c.is_ascii_digit());
        if !latin(c) && !joins(c) && !wide {
            end = at;
            break;
        }
        figure = c.is_ascii_digit();
    }
    text.get(..end).unwrap_or_default().trim_end_matches([' ', '-', '/', '.', ':', '~', '–', '×']).len()
}

/// Verbs that say how another verb is done.
const HASTE: [&str; 5] = ["加快", "加速", "继续", "开始", "协同"];

/// Whether a text begins with a sign and its figure: ±800kV, ≥99.8%.
fn signed(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| "±≥≤≈><＞＜+".contains(c)) && chars.next().is_some_and(|c| c.is_ascii_digit())
}

/// Characters that are said twice for *every one*: 月月, 处处.
const EVERY: &str = "年月日天时事人件处个层步家户条样句代";

/// Adds the words of `text`, which begins at byte `at` of the clause.
fn push_words<'a>(out: &mut Vec<Token<'a>>, text: &'a str, at: usize) {
    let push = |out: &mut Vec<Token<'a>>, part: &'a str, at: usize| {
        for word in words(part) {
            let text = part.get(word.range.clone()).unwrap_or_default();
            let range = at + word.range.start..at + word.range.end;
            let chars = text.chars().count();
            out.push(Token { text, range, class: word.class, chars, bound: false, beat: None });
        }
    };
    // 质量月月抓 is 质量|月月抓: what stands before a pair is cut by itself.
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let pair = letters.windows(4).enumerate().skip(1).find_map(|(n, w)| match w {
        [(_, _), (place, a), (_, b), (_, next)] if a == b && EVERY.contains(*a) => {
            // 高高兴兴, 家家户户: not the first half of four.
            let fourth = letters.get(n + 4).map(|l| l.1);
            // 质量月月月抓: the first of three ends the word before.
            let place = if next == a { w.get(2).map_or(*place, |l| l.0) } else { *place };
            (next == a || fourth != Some(*next)).then_some(place)
        }
        _ => None,
    });
    match pair.and_then(|place| text.split_at_checked(place)) {
        Some((before, after)) if before.chars().count() > 1 => {
            push(out, before, at);
            // 文明月|月月讲文明: the first of three is no measure of what follows.
            let third = after.chars().next().is_some_and(|c| before.ends_with(c));
            if let Some(last) = out.last_mut().filter(|_| third) {
                last.beat = Some(Beat::Repeat);
            }
            push(out, after, at + before.len());
        }
        _ => push(out, text, at),
    }
}

/// The most characters of one part of a foreign name.
const NAME_PART: usize = 5;

/// Binds the parts of a foreign name, which no dictionary has: 诺尔曼·白求恩.
fn bind_names(tokens: &mut [Token]) {
    for dot in 1..tokens.len().saturating_sub(1) {
        if !tokens.get(dot).is_some_and(|t| matches!(t.text, "·" | "•" | "・")) {
            continue;
        }
        let like = |t: &Token| {
            t.text.chars().all(han)
                && (t.chars == 1 || matches!(t.class, Class::Noun | Class::Other))
                && !TITLES.contains(&t.text)
        };
        let part = |part: &mut dyn Iterator<Item = &Token>| {
            let mut left = NAME_PART;
            part.take_while(|t| like(t) && left.checked_sub(t.chars).map(|rest| left = rest).is_some()).count()
        };
        let before = part(&mut tokens.iter().take(dot).rev());
        let after = part(&mut tokens.iter().skip(dot + 1));
        if let Some(name) = tokens.get_mut(dot - before..dot + after) {
            name.iter_mut().for_each(|t| t.bound = true);
        }
    }
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
