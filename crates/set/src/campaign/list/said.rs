//! What is told of a list that was read: each kind once, with the count and the first three.

use super::{Fate, Kind, Row, number};
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::say;
use biaoyu_table::table::{Line, Mark};

/// Examples that are told of each kind.
const SHOWN: usize = 3;
/// Characters of an example.
const EXAMPLE: usize = 24;

/// Examples of one kind, and how many there are.
#[derive(Default)]
struct Kept {
    count: usize,
    shown: Vec<Say>,
}

impl Kept {
    fn add(&mut self, example: impl FnOnce() -> Say) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(example());
        }
    }

    fn list(&self) -> Say {
        let list = |texts: Vec<&str>, between: &str, end: &str| {
            texts.join(between) + if self.count > SHOWN { end } else { "" }
        };
        Say {
            en: list(self.shown.iter().map(|s| s.en.as_str()).collect(), ", ", " …"),
            zh: list(self.shown.iter().map(|s| s.zh.as_str()).collect(), "、", " 等"),
        }
    }
}

/// What was done to a list.
#[derive(Default)]
pub(super) struct Said {
    name: String,
    invisible: Kept,
    emphasis: Kept,
    numbers: Kept,
    ends: Kept,
    joined: Kept,
    left: Kept,
    /// A line was left out for want of a number only.
    in_doubt: bool,
    /// Lines that begin like numbered ones and stay as they are.
    like_numbers: Kept,
}

impl Said {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    pub(crate) fn invisible(&mut self, line: &Line) {
        self.invisible.add(|| at(line));
    }

    pub(crate) fn emphasis(&mut self, line: &Line) {
        self.emphasis.add(|| at(line));
    }

    pub(crate) fn joined(&mut self, line: &Line, text: &str) {
        let text = short(text);
        self.joined.add(|| with(at(line), &text));
    }

    pub(crate) fn end_mark(&mut self, text: &str) {
        let end: Vec<char> = text.chars().rev().take(5).collect();
        let end: String = end.into_iter().rev().collect();
        self.ends.add(|| say!("`{end}`", "`{end}`"));
    }

    /// What became of the lines.
    pub(crate) fn rows(&mut self, rows: &[Row]) {
        let any = rows.iter().any(|row| !row.taken.is_empty());
        for row in rows {
            let text = &row.text;
            match row.fate {
                Fate::Out(kind) => {
                    self.in_doubt |= kind == Kind::Unnumbered;
                    let text = format!("{}{text}", row.taken);
                    let (text, what) = (short(&text), kind.say());
                    self.left.add(|| {
                        let place = at(&row.line);
                        Say {
                            en: format!("{} `{text}` ({})", place.en, what.en),
                            zh: format!("{}`{text}`（{}）", place.zh, what.zh),
                        }
                    });
                }
                Fate::Slogan if !row.taken.is_empty() => {
                    let taken = &row.taken;
                    self.numbers.add(|| say!("`{taken}`", "`{taken}`"));
                }
                Fate::Slogan
                    if !any
                        && !matches!(row.line.mark, Mark::Column(_))
                        && (number::numbered(text).is_some_and(|n| !n.weak) || number::bullet(text).is_some()) =>
                {
                    let text = short(text);
                    self.like_numbers.add(|| say!("`{text}`", "`{text}`"));
                }
                _ => {}
            }
        }
    }

    pub(crate) fn findings(self) -> Vec<Finding> {
        let place = Place::file(self.name.as_str());
        let mut all = Vec::new();
        let mut tell = |rule, severity, kept: &Kept, what: fn(usize, &Say) -> Say, hint: Option<Say>| {
            if kept.count > 0 {
                let what = what(kept.count, &kept.list());
                all.push(Finding { rule, severity, place: place.clone(), what, hint });
            }
        };
        let verbatim = || say!("`--verbatim` takes every line to the letter", "加 `--verbatim` 则每一行都照原样");
        let note = Severity::Note;
        tell(
            "list-invisible",
            note,
            &self.invisible,
            |count, Say { en, zh }| {
                say!(
                    "characters that cannot be seen were taken out of {count} lines: {en}",
                    "{count} 行里看不见的字符已去掉：{zh}"
                )
            },
            None,
        );
        tell(
            "list-emphasis",
            note,
            &self.emphasis,
            |count, Say { en, zh }| say!("`**` was taken out of {count} lines: {en}", "{count} 行的 `**` 已去掉：{zh}"),
            None,
        );
        tell(
            "list-number",
            note,
            &self.numbers,
            |count, Say { en, zh }| {
                say!("numbers and bullets were taken off {count} lines: {en}", "{count} 条的编号或项目符号已去掉：{zh}")
            },
            None,
        );
        tell(
            "slogan-end-mark",
            note,
            &self.ends,
            |count, Say { en, zh }| {
                say!("the mark at the end of {count} slogans was taken off: {en}", "{count} 条末尾的标点已去掉：{zh}")
            },
            None,
        );
        tell(
            "list-joined",
            note,
            &self.joined,
            |count, Say { en, zh }| {
                say!("{count} lines go on with the slogan before them: {en}", "{count} 行接在上一条后面：{zh}")
            },
            None,
        );
        let severity = if self.in_doubt { Severity::Warning } else { note };
        tell(
            "list-left-out",
            severity,
            &self.left,
            |count, Say { en, zh }| {
                say!("{count} lines are no slogans and left out: {en}", "{count} 行不是标语，未印：{zh}")
            },
            Some(verbatim()),
        );
        tell(
            "list-number-kept",
            Severity::Warning,
            &self.like_numbers,
            |count, Say { en, zh }| {
                say!(
                    "{count} slogans begin like numbered ones and are printed so, for the list is not numbered: {en}",
                    "{count} 条以编号或符号开头；整个清单没有统一编号，照原样印：{zh}"
                )
            },
            Some(say!(
                "take them away in the list, if they are no part of the slogans",
                "如果不属于标语，请在清单里删去"
            )),
        );
        all
    }
}

/// Where a line stands, in words.
fn at(line: &Line) -> Say {
    let number = line.number;
    say!("line {number}", "第 {number} 行")
}

fn with(place: Say, text: &str) -> Say {
    Say { en: format!("{} `{text}`", place.en), zh: format!("{}`{text}`", place.zh) }
}

/// A text as an example.
pub(super) fn short(text: &str) -> String {
    let mut out: String = text.chars().take(EXAMPLE).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}
