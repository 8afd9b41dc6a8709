//! A clause as a row of atoms: the pieces that are never broken, with what they are to the sentence.

use super::glue::glued;
use super::govern::governor;
use super::kinsoku::closing;
use super::tokens::{Beat, Token, paced, parted};
use super::vocabulary::{ABSTRACT, COMPLETE, ENTIRE, FEASTS, MODAL, MUST, PERSONS, PREDICATES, SAID, WHEN};
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
    /// A date, a duration, or a noun that says when.
    pub time: bool,
    /// Ends in 是, 于, 在 or 到: what follows is its predicate.
    pub copula: bool,
    /// Begins with 是 and holds a noun of its predicate.
    pub linked: bool,
    /// Begins with 向 or 为: what follows up to the clause's last verb is its object.
    pub toward: bool,
    /// A word that is only ever said of something: 光荣.
    pub said: bool,
    /// A pronoun: what follows is said of it.
    pub pronoun: bool,
    /// Ends the name of a company, and more follows.
    pub company: bool,
    /// A standard's number with its year: its title follows.
    pub dated: bool,
    /// Says what must be: 必须, 严禁. What stands before it is where or when.
    pub must: bool,
    /// Begins with what says how the sentence is meant: 必须, 不能, 都是. Its subject ends before it.
    pub modal: bool,
    /// Says that it is meant of anybody: 任何人, 人人.
    pub anyone: bool,
    /// Begins with a word of one character that may as well end the word before it: 校园|贷是骗局, 下班|前五分钟.
    pub leans: bool,
    /// Ends in what goes with the word after it: 养老不|是生意, 多一分|礼让.
    pub dangles: bool,
    /// Begins with 在 or 于.
    pub placed: bool,
    /// Begins with 以.
    pub taking: bool,
    /// Ends in 为先, 为重 and the like, and says of what.
    pub becoming: bool,
    /// Names all of a place or a body: 全国.
    pub entire: bool,
    /// Begins with 不 or 无.
    pub denied: bool,
    /// Heads a compound: 能力, 精神.
    pub head: bool,
    /// The word that ends the clause too: 人民医院|互联网医院.
    pub again: bool,
}

/// The atoms of a clause, which pauses after `pause` bytes if it is told so. Reads the dictionary.
pub(super) fn atoms(clause: &str, pause: Option<usize>) -> Vec<Atom> {
    let tokens = pause.map_or_else(|| paced(clause), |pause| parted(clause, &[pause]));
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
    // 增强全民|法治观念 is no row of four and four: one verb governs both.
    let mut paced = (0..out.len()).filter(|&at| out.get(at).is_some_and(|a| a.beat == Some(Beat::Four)));
    if let (Some(at), None) = (paced.next(), paced.next())
        && governor(&out, at).is_some()
        && let Some(atom) = out.get_mut(at)
    {
        atom.beat = None;
    }
    keep_companies(clause, &mut out);
    let text = |a: &Atom| clause.get(a.range.clone()).unwrap_or_default().to_owned();
    if let Some((last, before)) = out.split_last_mut() {
        let word = text(last);
        before.iter_mut().for_each(|a| a.again = a.chars >= 2 && a.opens == Role::Noun && text(a) == word);
    }
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

/// Whether a word is the number of a standard with its year: GB 50016-2014.
fn dated(word: &str) -> bool {
    let Some((number, year)) = word.rsplit_once(['-', '—', '–']) else { return false };
    let digits = |t: &str, count: std::ops::RangeInclusive<usize>| {
        count.contains(&t.len()) && t.chars().all(|c| c.is_ascii_digit())
    };
    let letters = number.chars().take_while(char::is_ascii_uppercase).count();
    digits(year, 4..=4) && letters >= 2 && number.ends_with(|c: char| c.is_ascii_digit())
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
        copula: real.last().is_some_and(|l| {
            l.text.ends_with('是')
                || l.class == Class::Verb && l.chars == 2 && l.text.ends_with('在')
                || matches!(l.text, "于" | "在" | "到") && real.len() > 1
        }),
        linked: real.len() > 1 && real.first().is_some_and(|f| f.text.ends_with('是')),
        said: real.len() == 1 && SAID.contains(&first.text),
        toward: matches!(first.text, "向" | "为"),
        pronoun: real.len() == 1 && first.class == Class::Pronoun,
        pivot: matches!(first.text, "让" | "使" | "令"),
        company: false,
        dated: dated(last.text),
        must: MUST.contains(&first.text),
        modal: MODAL.contains(&first.text) || first.text == "请" && real.get(1).is_some_and(|t| t.text == "勿"),
        leans: real.len() > 1
            && first.chars == 1
            && matches!(first.class, Class::Noun | Class::Adjective | Class::Position | Class::Measure | Class::Other),
        dangles: real.len() > 1
            && real.last().is_some_and(|l| l.chars == 1 && matches!(l.class, Class::Adverb | Class::Measure)),
        placed: matches!(first.text, "在" | "于"),
        taking: first.text == "以",
        becoming: real.len() > 1 && real.last().is_some_and(|l| l.chars == 2 && l.text.starts_with('为')),
        entire: real.len() == 1 && ENTIRE.contains(&first.text),
        anyone: first.text == "任何" || matches!(first.text, "任何人" | "人人" | "个个" | "谁" | "大家" | "我们"),
        denied: matches!(first.text, "不" | "无" | "没" | "未"),
        head: real.len() == 1 && (ABSTRACT.contains(&first.text) || first.text == "精神"),
        again: false,
        time: opens == Role::Amount && last.text.ends_with(['年', '月', '日', '天', '时', '钟'])
            || opens == Role::Noun && group.len() == 1 && WHEN.contains(&first.text),
        marked: last.text == "则"
            || last.text == "时" && real.len() > 1
            || last.chars == 0 && last.text.chars().all(closing) && !matches!(last.text, "”" | "》" | "’"),
    })
}

fn role(group: &[&Token]) -> Role {
    let Some((first, rest)) = group.split_first() else { return Role::Noun };
    if group.last().is_some_and(|l| PREDICATES.iter().any(|p| l.text.ends_with(p)))
        && group.iter().map(|t| t.chars).sum::<usize>() == 4
    {
        return Role::Idiom;
    }
    // 请按规定|分类投放
    if first.text == "请" && !rest.is_empty() {
        return match role(rest) {
            Role::Prepositional | Role::Noun => Role::Adverb,
            Role::Idiom if rest.first().is_some_and(|r| r.text.starts_with(['按', '依', '凭'])) => Role::Adverb,
            other => other,
        };
    }
    // 文明月, 禁毒日
    if group.len() == 2 && first.chars >= 2 && group.last().is_some_and(|l| FEASTS.contains(&l.text)) {
        return Role::Noun;
    }
    if first.text == "最后" && !rest.is_empty() {
        return role(rest);
    }
    // 立足之本
    if rest.len() >= 2 && rest.first().is_some_and(|t| t.text == "之") && first.class != Class::Preposition {
        return Role::Noun;
    }
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
        // 您已进入|监控区域
        Class::Pronoun if rest.len() == 2 && rest.iter().map(|t| t.class).eq([Class::Adverb, Class::Verb]) => {
            Role::Verb
        }
        Class::Pronoun if first.chars == 1 && !rest.is_empty() => match role(rest) {
            Role::Verb | Role::Act | Role::Deed | Role::Adverb | Role::Idiom => Role::Act,
            other => other,
        },
        Class::Verb | Class::Deed if rest.is_empty() => {
            if SAID.contains(&first.text) || COMPLETE.contains(&first.text) {
                Role::Act
            } else if first.class == Class::Verb {
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
        Class::Adjective | Class::Noun if rest.is_empty() && SAID.contains(&first.text) => Role::Act,
        Class::Adjective if rest.is_empty() => Role::Adjective,
        // 早报警
        Class::Adjective if matches!(role(rest), Role::Verb | Role::Act) => Role::Act,
        Class::Noun | Class::Other | Class::Measure if first.chars == 1 => match rest.first().map(|t| t.class) {
            Some(Class::Verb | Class::Adverb | Class::Adjective | Class::Preposition) => Role::Act,
            _ => Role::Noun,
        },
        // 损失小, 事故来
        Class::Noun
            if rest.len() == 1
                && rest.iter().all(|t| t.chars == 1 && matches!(t.class, Class::Adjective | Class::Verb)) =>
        {
            Role::Act
        }
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
        // The one before takes it, but for the first of a phrase.
        let first = at.checked_sub(1).and_then(|b| atoms.get(b)).is_none_or(|b| b.beat == Some(Beat::Repeat));
        let into = if first && at + 1 < atoms.len() { at } else { at.saturating_sub(1) };
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
    let mut row_named = false; // the verb before is a name of what a verb governs
    let mut phrase = 0; // characters of the prepositional phrase that is open
    for at in 0..atoms.len() {
        let before = at.checked_sub(1).and_then(|b| atoms.get(b)).map(|a| (a.closes, a.marked));
        let of_noun = at.checked_sub(2).and_then(|b| atoms.get(b)).is_some_and(|a| a.closes == Role::Noun);
        let last = at + 1 == atoms.len();
        let paced = at.checked_sub(1).and_then(|b| atoms.get(b)).is_some_and(|b| b.beat == Some(Beat::Four));
        // 切断|传播途径|保护|易感人群: the verb before has its object, and more follows here.
        let role_at = |n: usize| atoms.get(n).filter(|a| !a.marked).map(|a| a.opens);
        let (mut done, mut nouns) = (0, 0);
        while let Some(n) = at.checked_sub(nouns + 1) {
            let modifier = role_at(n) == Some(Role::Verb) && n.checked_sub(1).and_then(role_at) == Some(Role::Verb);
            // 贯彻|党的|教育方针|落实
            let own = nouns > 0 && role_at(n) == Some(Role::Attributive);
            if !matches!(role_at(n), Some(Role::Noun | Role::Adjective)) && !modifier && !own {
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
        // 接种疫苗|保护你我他
        let whom = text(Some(at + 1)).is_some_and(|t| PERSONS.contains(&t));
        // 基层应急|处置能力: an abstract thing of two words, no verb with its object.
        let thing = text(Some(at + 1)).is_some_and(|t| ABSTRACT.contains(&t)) && at + 2 == atoms.len()
            || text(Some(at)).is_some_and(|t| ABSTRACT.contains(&t));
        // 吊装作业|专人指挥, 办公电话|010: a compound, not a verb with its object.
        let compound = text(Some(at + 1)).is_some_and(|t| ABSTRACT.contains(&t) || t == "作业" || t == "施工")
            && at + 2 < atoms.len()
            || at + 3 == atoms.len() && atoms.last().is_some_and(|a| a.latin);
        // 争当|优秀党员, 争做企业|发展先锋: it wants a name for its subject.
        let named_after = text(at.checked_sub(2)).is_some_and(|t| matches!(t, "争做" | "争当" | "成为" | "当好"));
        let paced = paced && !thing && !named_after;
        // 以客户需求|为导向
        let framed = phrase > 0 && text(Some(at + 1)).is_some_and(|t| t.starts_with('为'));
        let next =
            !thing && (next || verb && done >= 2 && whom) && atoms.get(at + 1).is_some_and(|a| object || a.chars >= 4);
        let becomes = last
            && text(Some(at)).is_some_and(|t| t.ends_with('化') && t.chars().count() == 3)
            && at > 0
            && atoms.iter().take(at).all(|a| !matches!(a.opens, Role::Verb | Role::Prepositional | Role::Act));
        let told = atoms.iter().take(at).any(|a| a.pivot);
        let quality = matches!(before, Some((Role::Verb | Role::Adjective, false)))
            && at + 2 == atoms.len()
            && atoms.get(at).is_some_and(|a| a.chars == 2)
            && atoms.get(at + 1).is_some_and(|a| matches!(a.opens, Role::Noun | Role::Deed) && !a.quoted);
        // 提供便捷高效|服务
        let wanted = at.checked_sub(2).and_then(|b| atoms.get(b));
        let wanted = wanted.is_some_and(|a| matches!(a.opens, Role::Adjective | Role::Verb) && !a.copula);
        // 公众自救互救|能力: verbs in a row before what they are the names of.
        let row = atoms.iter().skip(at + 1).take_while(|a| matches!(a.opens, Role::Verb | Role::Deed)).count();
        let names = at > 1
            && (row > 0 || row_named)
            && at + row + 2 == atoms.len()
            && atoms.last().is_some_and(|a| a.head)
            && atoms.first().is_some_and(|a| a.closes == Role::Verb)
            && atoms.get(at).is_some_and(|a| a.opens == Role::Verb)
            && matches!(before, Some((Role::Noun | Role::Adjective, false)));
        let attributed = at + 2 < atoms.len()
            && atoms.get(at + 1).is_some_and(|a| a.opens != Role::Verb && a.closes == Role::Attributive);
        let acts = atoms.get(at + 1).is_some_and(|a| a.opens == Role::Verb);
        // 学习宣传|《…》: both verbs go with what is quoted.
        let both = at == 0 && acts && atoms.get(2).is_some_and(|a| a.quoted);
        row_named = names;
        let Some(atom) = atoms.get_mut(at) else { return };
        let settled = match atom.opens {
            Role::Deed => {
                let opens = again
                    || match before {
                        None | Some((_, true)) => true,
                        Some(_) if paced => true,           // 治理隐患|保障安全
                        Some((Role::Amount, _)) => of_noun, // 机组|一次|并网成功
                        Some((role, _)) => matches!(role, Role::Adverb | Role::Idiom) || phrase >= 4,
                    };
                match before {
                    _ if framed || compound && at == 0 => Role::Noun,
                    // 查处|破坏|选举的行为: it opens the attribute.
                    Some((Role::Verb, false)) if attributed => Role::Verb,
                    _ if opens && object || next || both => Role::Verb,
                    Some((Role::Adverb, false)) if last && !wanted => Role::Act,
                    _ => Role::Noun,
                }
            }
            // 零缺陷|是: what is said to be something is a thing.
            Role::Adjective if named => Role::Noun,
            // 消防演练|常态化
            Role::Adjective | Role::Noun if becomes => Role::Act,
            // 把人民健康|放在首位
            Role::Adjective if phrase > 0 && acts && !told => Role::Noun,
            // 的 makes a noun of it: 百分之一的|疏忽.
            Role::Verb if matches!(before, Some((Role::Attributive, false))) && !atom.copula => Role::Noun,
            // 不能省: nothing follows that it could go with.
            Role::Adverb if last && atom.chars >= 3 => Role::Act,
            // 出示|有效身份证件: nothing that it could be the manner of.
            Role::Adverb if quality => Role::Adjective,
            Role::Verb if names => Role::Noun,
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
