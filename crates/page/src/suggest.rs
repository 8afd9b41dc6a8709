//! What a word means among names: the thing itself, or "did you mean": the name nearest to one that is not known.

/// What a word means among things that each have an id, a Chinese and an English name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This one.
    One(usize),
    /// Each of these has the word as a part of its name.
    Several(Vec<usize>),
    /// None; the name that is nearest.
    Near(String),
    /// None, and nothing is near.
    Nothing,
}

/// Looks a word up as people write it: letter case, white space, `-` and `_`, full-width letters and `×` are no
/// difference. The id goes before names, a whole name before a part of one (`横幅` of `横幅 6×0.7 m`).
pub fn meant(word: &str, things: &[[&str; 3]]) -> Meant {
    if let Some(index) = things.iter().position(|[id, ..]| *id == word) {
        return Meant::One(index);
    }
    let wanted = folded(word);
    if wanted.is_empty() {
        return Meant::Nothing;
    }
    let all = |is_it: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..things.len()).filter(|i| things.get(*i).is_some_and(|names| names.iter().any(|n| is_it(n)))).collect()
    };
    for found in [all(&|name| folded(name) == wanted), all(&|name| has_part(name, &wanted))] {
        match found[..] {
            [] => {}
            [one] => return Meant::One(one),
            _ => return Meant::Several(found),
        }
    }
    let names = things.iter().flatten().copied();
    // Parts of names stand for their names: 横副 is near to 横幅, and that is 横幅 6×0.7 m.
    let parts = names.clone().flat_map(|name| name.split_whitespace());
    nearest(word, names.clone().chain(parts)).map_or(Meant::Nothing, |near| Meant::Near(near.to_owned()))
}

/// The only thing that is called so by its id, by a name, or by whole words of one: `胸牌` and `90x54` of `胸牌 90×54`, but not
/// `打印机` of `标签 50×30（标签打印机）`, nor a number by itself. Letter case and the like as in [`meant`].
pub fn called(word: &str, things: &[[&str; 3]]) -> Option<usize> {
    if let Some(index) = things.iter().position(|[id, ..]| *id == word) {
        return Some(index);
    }
    let wanted = folded(word);
    if wanted.is_empty() {
        return None;
    }
    let is_figure = wanted.bytes().all(|b| b.is_ascii_digit());
    let has_words = |name: &str| {
        let part = |c: char| c.is_whitespace() || "-_()[]（）【】".contains(c);
        let words: Vec<String> = name.split(part).map(folded).filter(|word| !word.is_empty()).collect();
        (0..words.len()).any(|from| {
            let mut left = wanted.as_str();
            words.iter().skip(from).any(|word| {
                left = left.strip_prefix(word.as_str()).unwrap_or("-");
                left.is_empty()
            })
        })
    };
    let all = |is_it: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..things.len()).filter(|i| things.get(*i).is_some_and(|names| names.iter().any(|n| is_it(n)))).collect()
    };
    for found in [all(&|name| folded(name) == wanted), all(&|name| !is_figure && has_words(name))] {
        match found[..] {
            [] => {}
            [one] => return Some(one),
            _ => return None,
        }
    }
    None
}

/// A name without what makes no difference.
fn folded(name: &str) -> String {
    let narrow = |c: char| match c {
        '×' | '✕' | '＊' | '*' => 'x',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let plain = name.chars().map(narrow).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
    plain.flat_map(char::to_lowercase).collect()
}

/// Whether a name has the word as a part, and no number or Latin word is cut by it.
fn has_part(name: &str, wanted: &str) -> bool {
    // White space and hyphens of the name part its words.
    let words: Vec<String> = name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_')).map(folded).collect();
    let whole = words.concat();
    let mut starts: Vec<usize> = vec![0];
    for word in &words {
        starts.push(starts.last().copied().unwrap_or(0) + word.len());
    }
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    whole.match_indices(wanted).any(|(at, _)| {
        let end = at + wanted.len();
        let cut = |at: usize, inner: Option<char>, outer: Option<char>| {
            !starts.contains(&at) && is_word(inner) && is_word(outer)
        };
        let before = whole.get(..at).and_then(|s| s.chars().next_back());
        let after = whole.get(end..).and_then(|s| s.chars().next());
        !cut(at, wanted.chars().next(), before) && !cut(end, wanted.chars().next_back(), after)
    })
}

/// The candidate that `word` was most likely meant to be; `None` when nothing is near.
///
/// Letter case, `-` and `_` are no difference. At most a third of the letters (one at least) may be wrong;
/// of equally near candidates the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| s.trim().to_lowercase().replace(['_', ' '], "-");
    let word = plain(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = plain(candidate);
        let letters = word.chars().count().max(other.chars().count());
        let mut distance = strsim::damerau_levenshtein(&word, &other);
        // A word written out (`org` for `organisation`) is nearer than its missing letters say.
        let shorter = word.chars().count().min(other.chars().count());
        if shorter >= 3 && (other.starts_with(&word) || word.starts_with(&other)) {
            distance = distance.min(1);
        }
        if distance <= (letters / 3).max(1) && distance < letters && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_as_they_are_shown() {
        let things = [
            ["poster-a3", "A3 海报", "A3 poster"],
            ["banner-6000x700", "横幅 6×0.7 m", "banner 6000x700"],
            ["banner-4000x700", "横幅 4×0.7 m", "banner 4000x700"],
            ["red-gold", "红金", "red and gold"],
            ["flag-4", "4 号旗", "flag no. 4"],
        ];
        for (word, wanted) in [
            ("poster-a3", Meant::One(0)),
            ("A3", Meant::One(0)),
            ("ａ３", Meant::One(0)),
            ("A3海报", Meant::One(0)),
            ("Red and Gold", Meant::One(3)),
            ("红金", Meant::One(3)),
            ("4号旗", Meant::One(4)),
            ("横幅6x0.7m", Meant::One(1)),
            ("横幅", Meant::Several(vec![1, 2])),
            ("banner", Meant::Several(vec![1, 2])),
            ("横副", Meant::Near("横幅".into())),
            ("红今", Meant::Near("红金".into())),
            ("000", Meant::Nothing),
            ("", Meant::Nothing),
            ("蓝天", Meant::Nothing),
        ] {
            assert_eq!(meant(word, &things), wanted, "{word}");
        }
    }

    #[test]
    fn whole_words_call_a_thing() {
        let things = [
            ["name-90x54", "胸牌 90×54", "name badge 90x54"],
            ["plate-70x20", "硬胸牌 70×20", "rigid name plate 70x20"],
            ["label-50x30", "标签 50×30（标签打印机）", "label 50x30 (label printer)"],
            ["flag-3", "3 号旗", "flag no. 3"],
            ["screen", "屏幕 1920×1080", "screen 1920x1080"],
        ];
        for (word, wanted) in [
            ("name-90x54", Some(0)),
            ("胸牌", Some(0)),
            ("90×54", Some(0)),
            ("胸牌90*54", Some(0)),
            ("标签打印机", Some(2)),
            ("Label Printer", Some(2)),
            ("3号旗", Some(3)),
            ("屏幕", Some(4)),
            ("打印机", None),
            ("打印", None),
            ("屏", None),
            ("3", None),
            ("90", None),
            ("胸牌硬", None),
            ("", None),
        ] {
            assert_eq!(called(word, &things), wanted, "{word}");
        }
    }

    #[test]
    fn slips_of_the_finger_are_understood() {
        let words = ["slogan", "theme", "organisation", "on_display", "组织"];
        for (typed, meant) in [
            ("slogn", "slogan"),
            ("Theme", "theme"),
            ("on-display", "on_display"),
            ("org", "organisation"),
            ("sloagn", "slogan"),
        ] {
            assert_eq!(nearest(typed, words), Some(meant), "{typed}");
        }
        for far in ["", "colour", "x", "标"] {
            assert_eq!(nearest(far, words), None, "{far}");
        }
    }
}
