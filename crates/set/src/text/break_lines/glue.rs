//! Where no line may end between two tokens: what leans on what.

use super::kinsoku::{closing, han, latin, opening};
use super::tokens::{TITLES, Token};
use super::vocabulary::{FEASTS, PREDICATES};
use crate::text::words::Class;

/// Whether no line may end after token `at`.
pub(super) fn glued(tokens: &[Token], at: usize) -> bool {
    let (Some(left), Some(right)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    if left.beat.is_some() {
        return false;
    }
    if left.bound {
        return true;
    }
    // 15公里/小时
    if left.text == "/" || right.text == "/" {
        return true;
    }
    let before = at.checked_sub(1).and_then(|b| tokens.get(b)).filter(|b| b.beat.is_none());
    let after = tokens.get(at + 2);
    let mark = |t: &Token, is: fn(char) -> bool| t.text.chars().next().is_some_and(|c| is(c) && !han(c) && !latin(c));
    if mark(left, opening) || mark(right, closing) || right.text.trim().is_empty() || left.text.trim().is_empty() {
        return true;
    }
    // 学、|思、|用贯通: what has one character each is read in one.
    if left.text == "、" && right.chars == 1 && before.is_some_and(|b| b.chars == 1) {
        return true;
    }
    if mark(left, closing) {
        return false;
    }
    // 在每一个|司法案件中
    let counts = |t: &Token| t.text.starts_with(['每', '一', '各']) && t.class != Class::Noun;
    let measured = left.class == Class::Measure && before.is_some_and(counts) || left.chars == 3 && counts(left);
    let first = if left.class == Class::Measure { at.checked_sub(2) } else { at.checked_sub(1) };
    if measured && first.and_then(|f| tokens.get(f)).is_some_and(|t| matches!(t.text, "在" | "对" | "把" | "让" | "为"))
    {
        return true;
    }
    // 请|把手机放一放
    if left.text == "请" && after.is_some() {
        return true;
    }
    // 人走火|就灭: so short an end is not said of all that stands before.
    let sum = |tokens: &[Token]| tokens.iter().map(|t| t.chars).sum::<usize>();
    let (head, tail) = tokens.split_at(at + 1);
    if matches!(right.text, "就" | "才" | "便") && sum(tail) == 2 && sum(head) >= 3 {
        return true;
    }
    let joins = |t: &Token| matches!(t.class, Class::Verb | Class::Adverb | Class::Preposition | Class::Adjective);
    let numeral = |c: char| "一二三四五六七八九十百千万亿零〇两几每".contains(c);
    let numeric = |t: &Token| t.class == Class::Numeral || t.text.starts_with('第') && t.text.ends_with(numeral);
    // 再检测|后作业: after a step, 后 opens the next one.
    let step = |l: &Token, b: Option<&Token>| {
        matches!(l.class, Class::Verb | Class::Deed) && b.is_some_and(|b| b.class == Class::Adverb)
    };
    // 张桂梅|同志
    let calls = |t: &Token| {
        matches!(t.class, Class::Verb | Class::Deed | Class::Preposition | Class::Conjunction | Class::Particle)
            && (t.chars > 1 || t.class == Class::Preposition)
    };
    if TITLES.contains(&right.text) && han_word(left) && !calls(left) {
        return true;
    }
    // 效益|优先
    if PREDICATES.contains(&right.text)
        && left.chars == 2
        && matches!(left.class, Class::Noun | Class::Deed | Class::Adjective)
        && after.is_none_or(|a| !matches!(a.class, Class::Noun | Class::Adjective | Class::Particle))
    {
        return true;
    }
    // 5|星级服务
    let short = left.chars <= 2 && left.text.chars().all(|c| c.is_ascii_digit());
    if short && right.class == Class::Noun && han_word(right) {
        return true;
    }
    // 某某|省
    const PLACES: [&str; 7] = ["省", "市", "县", "区", "镇", "乡", "村"];
    if left.text == "某某" && PLACES.contains(&right.text) {
        return true;
    }
    if before.is_some_and(|b| b.text == "某某") && PLACES.contains(&left.text) {
        return false;
    }
    // 文明|月
    if feast(tokens, at + 1) {
        return true;
    }
    if feast(tokens, at) {
        return matches!(right.class, Class::Position | Class::Particle);
    }
    // 把隐患消灭|在萌芽状态
    if left.chars == 2
        && matches!(left.class, Class::Verb | Class::Deed)
        && matches!(right.text, "在" | "于" | "给" | "向" | "成" | "进" | "入" | "为")
        && tokens.iter().take(at).any(|t| matches!(t.text, "把" | "将"))
    {
        return true;
    }
    if left.chars == 1 && matches!(left.text, "在" | "于") && glued_to_verb(tokens, at) {
        return false;
    }
    // 落实到|每一个岗位, 放在|心上
    if matches!(left.class, Class::Verb | Class::Deed)
        && (right.text == "到" || left.chars == 1 && matches!(right.text, "在" | "给" | "向" | "成" | "进"))
        && after.is_some()
    {
        return true;
    }
    // 守护好|一江碧水
    let complement = |t: &Token| matches!(t.text, "好" | "牢" | "稳" | "紧" | "住" | "完");
    let done = |t: &Token| matches!(t.class, Class::Verb | Class::Deed) && t.chars == 2;
    if complement(right) && done(left) && after.is_some() {
        return true;
    }
    // 回得|去的故乡, 要不|来
    let may = |t: &Token| {
        t.text.ends_with(['得', '不'])
            && (t.chars > 1 || before.is_some_and(|b| matches!(b.class, Class::Verb | Class::Deed)))
    };
    if may(left) && matches!(right.text, "去" | "来" | "起" | "上" | "下" | "出" | "过" | "了" | "住" | "完")
    {
        return true;
    }
    // 接送孩子时|即停即走
    let timed =
        |t: &Token| t.chars >= 1 && t.class != Class::Numeral && !t.text.ends_with(|c: char| c.is_ascii_digit());
    if right.text == "时" && after.is_some() && timed(left) {
        return true;
    }
    if left.text == "时" && before.is_some_and(timed) {
        return false;
    }
    match right.class {
        Class::Particle => return true,
        // 执行到底
        _ if right.text == "到底" && matches!(left.class, Class::Verb | Class::Deed) => return true,
        Class::Preposition if right.text == "于" => return true,
        Class::Measure if numeric(left) => return true,
        Class::Numeral
            if left.class == Class::Numeral
                || matches!(left.text, "最后" | "每" | "近" | "约" | "超" | "达" | "满") =>
        {
            return true;
        }
        Class::Position
            if right.chars == 1
                && !matches!(left.class, Class::Verb | Class::Adverb | Class::Idiom)
                && !step(left, before) =>
        {
            return true;
        }
        // 一分一厘, 一点一滴
        Class::Numeral | Class::Noun
            if left.chars == 2 && right.chars == 2 && left.text.starts_with('一') && right.text.starts_with('一') =>
        {
            return true;
        }
        Class::Adjective if right.chars == 1 && after.is_none() && left.class == Class::Noun => return true,
        // A lone noun leans back, unless it is the subject of what follows: 让天更蓝|水更清.
        Class::Noun | Class::Measure | Class::Other if right.chars == 1 && han_word(right) => {
            let subject = after.is_some_and(|a| a.text == "的" || a.chars == 1 && joins(a) && han_word(a));
            // 每一度电|都放心: what is counted stays with its measure.
            let counted = numeric(left) || left.class == Class::Measure && before.is_some_and(numeric);
            if !subject || counted || left.chars == 1 && !matches!(left.class, Class::Adjective | Class::Noun) {
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
    // 及其|实施细则
    if left.class == Class::Conjunction {
        return true;
    }
    if left.chars != 1 || !han_word(left) {
        return false;
    }
    if complement(left) && before.is_some_and(done) {
        return false;
    }
    if matches!(left.text, "到" | "在" | "给" | "向" | "成" | "进")
        && before.is_some_and(|b| matches!(b.class, Class::Verb | Class::Deed) && (b.chars == 1 || left.text == "到"))
    {
        return false;
    }
    match left.class {
        // 后作业, 上台阶: it opens a phrase.
        Class::Position => before.is_none_or(|b| {
            matches!(b.class, Class::Verb | Class::Adverb | Class::Idiom)
                || step(b, at.checked_sub(2).and_then(|b| tokens.get(b)))
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

/// Whether token `at` makes the name of a campaign of the word before it: 文明月, 节能周, 禁毒日.
fn feast(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| tokens.get(b));
    tokens.get(at).is_some_and(|t| FEASTS.contains(&t.text))
        && before.is_some_and(|b| {
            b.chars >= 2
                && b.beat.is_none()
                && han_word(b)
                && matches!(b.class, Class::Noun | Class::Adjective | Class::Deed | Class::Verb)
        })
        && !tokens.get(at + 1).is_some_and(|a| a.class == Class::Numeral || a.class == Class::Measure)
}

/// Whether token `at` is what follows the verb of a phrase with 把: 把…消灭在|萌芽状态.
fn glued_to_verb(tokens: &[Token], at: usize) -> bool {
    let verb = at.checked_sub(1).and_then(|b| tokens.get(b));
    verb.is_some_and(|v| v.chars == 2 && matches!(v.class, Class::Verb | Class::Deed))
        && tokens.iter().take(at).any(|t| matches!(t.text, "把" | "将"))
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
    let manner =
        tokens.get(at).is_some_and(|t| matches!(t.text, "早" | "晚" | "快" | "慢" | "勤" | "细" | "严" | "多" | "少"));
    if lone(at)
        && !manner
        && is(Some(at), Class::Adjective)
        && is(Some(at + 1), Class::Verb)
        && is(at.checked_sub(1), Class::Noun)
    {
        return true;
    }
    lone(at)
        && opens
        && is(Some(at), Class::Verb)
        && is(Some(at + 1), Class::Preposition)
        && is(at.checked_sub(1), Class::Noun)
}

/// Whether token `at`, a lone noun, is already bound to the one before it.
fn leans(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|b| glued(tokens, b))
}
