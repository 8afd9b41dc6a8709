//! Where a JSON text breaks off the rules (RFC 8259), what stands there and what should: in the user's words.

use biaoyu_page::error::{Fault, Place, Say};
use biaoyu_page::say;

/// Values in values that are walked through.
const DEPTH: usize = 120;

/// The first breach of a text.
struct Breach {
    /// The byte where it is.
    at: usize,
    wanted: Say,
    hint: Say,
}

/// The fault of a text that is no JSON, which begins at a byte of the whole; `None` where it keeps the rules.
pub(super) fn fault(name: &str, whole: &str, start: usize, text: &str) -> Option<Fault> {
    let mut walk = Walk { text, at: 0 };
    let breach = walk.whole().err()?;
    let at = start + breach.at;
    let before = whole.get(..at).unwrap_or(whole);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let place = Place { at: Some((number(line), number(column))), ..Place::file(name) };
    let Say { en, zh } = breach.wanted;
    let what = match text.get(breach.at..).and_then(|rest| rest.chars().next()) {
        None => say!("the JSON ends in the middle: {en} is wanted", "JSON 到此中断：这里应有{zh}"),
        Some(c) if c == '\n' || c == '\r' => {
            say!("the JSON is broken: a line's end where {en} is wanted", "JSON 有误：这里是换行，应有{zh}")
        }
        Some(_) => {
            let rest = text.get(breach.at..).unwrap_or_default();
            let shown: String = rest.chars().take_while(|c| !c.is_control()).take(12).collect();
            say!("the JSON is broken: `{shown}` where {en} is wanted", "JSON 有误：这里是 `{shown}`，应有{zh}")
        }
    };
    Some(Fault::new("table/json", place, what).hint(breach.hint))
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
}

type Walked = Result<(), Breach>;

impl Walk<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn spaces(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn breach(&self, wanted: Say, hint: Say) -> Breach {
        let hint = self.by_sign().unwrap_or(hint);
        Breach { at: self.at, wanted, hint }
    }

    /// The cure that the sign which stands here asks for.
    fn by_sign(&self) -> Option<Say> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let c = rest.chars().next()?;
        let marks = [('，', ','), ('：', ':'), ('｛', '{'), ('｝', '}'), ('【', '['), ('】', ']'), ('；', ',')];
        if let Some((_, right)) = marks.into_iter().find(|(wrong, _)| *wrong == c) {
            return Some(say!("write `{right}` for `{c}`", "请把 `{c}` 改成英文的 `{right}`"));
        }
        if matches!(c, '\'' | '‘' | '’' | '“' | '”' | '＂' | '`') {
            return Some(say!("write a straight double quote `\"` for `{c}`", "请把 `{c}` 改成英文双引号 `\"`"));
        }
        if matches!(c, '/' | '#') {
            return Some(say!("JSON has no comments: delete it", "JSON 没有注释：请删去"));
        }
        for (word, right) in
            [("None", "null"), ("NaN", "null"), ("undefined", "null"), ("True", "true"), ("False", "false")]
        {
            if rest.starts_with(word) {
                return Some(say!("write `{right}` for `{word}`", "请把 `{word}` 改成 `{right}`"));
            }
        }
        None
    }

    fn whole(&mut self) -> Walked {
        self.value(0)?;
        self.spaces();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.breach(
                say!("the end", "结尾"),
                say!("put all records into one array: `[{{…}}, {{…}}]`", "请把所有记录放进一个数组：`[{{…}}, {{…}}]`"),
            )),
        }
    }

    fn value(&mut self, depth: usize) -> Walked {
        self.spaces();
        match self.peek() {
            _ if depth > DEPTH => Err(self
                .breach(say!("no deeper value", "更浅的结构"), say!("write an array of objects", "请写成对象的数组"))),
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some('"') => self.string(),
            Some('-' | '0'..='9') => self.number(),
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                if let Some(word) = ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word)) {
                    self.at += word.len();
                    return Ok(());
                }
                Err(self.breach(
                    say!("a value", "一个值"),
                    say!("put texts in double quotes: `\"…\"`", "文字请加英文双引号：`\"…\"`"),
                ))
            }
        }
    }

    fn object(&mut self, depth: usize) -> Walked {
        self.step();
        self.spaces();
        if self.peek() == Some('}') {
            self.step();
            return Ok(());
        }
        loop {
            self.spaces();
            if self.peek() != Some('"') {
                return Err(self.breach(
                    say!("a name in double quotes", "加英文双引号的名称"),
                    match self.peek() {
                        Some('}') => say!("delete the comma before it", "请删去前面多余的逗号"),
                        _ => say!("put the name in double quotes: `\"姓名\": …`", "名称请加英文双引号：`\"姓名\": …`"),
                    },
                ));
            }
            self.string()?;
            self.spaces();
            if self.peek() != Some(':') {
                return Err(
                    self.breach(say!("a colon", "冒号"), say!("write `\"name\": value`", "请写成 `\"名称\": 值`"))
                );
            }
            self.step();
            self.value(depth + 1)?;
            if !self.goes_on('}')? {
                return Ok(());
            }
        }
    }

    fn array(&mut self, depth: usize) -> Walked {
        self.step();
        self.spaces();
        if self.peek() == Some(']') {
            self.step();
            return Ok(());
        }
        loop {
            self.spaces();
            if self.peek() == Some(']') {
                return Err(
                    self.breach(say!("a value", "一个值"), say!("delete the comma before it", "请删去前面多余的逗号"))
                );
            }
            self.value(depth + 1)?;
            if !self.goes_on(']')? {
                return Ok(());
            }
        }
    }

    /// A comma, behind which it goes on, or the end.
    fn goes_on(&mut self, end: char) -> Result<bool, Breach> {
        self.spaces();
        match self.peek() {
            Some(',') => {
                self.step();
                Ok(true)
            }
            Some(c) if c == end => {
                self.step();
                Ok(false)
            }
            found => Err(self.breach(
                say!("a comma or `{end}`", "逗号或 `{end}`"),
                match found {
                    None => say!("add what is missing at the end", "请补全结尾缺少的部分"),
                    Some(_) => say!("put a comma between two of them", "两项之间请加英文逗号"),
                },
            )),
        }
    }

    fn string(&mut self) -> Walked {
        let start = self.at;
        self.step();
        loop {
            match self.peek() {
                None => {
                    self.at = start;
                    return Err(self.breach(
                        say!("a text that is closed by `\"`", "以 `\"` 结束的文字"),
                        say!("close the text with a double quote", "请补上结尾的英文双引号"),
                    ));
                }
                Some('"') => {
                    self.step();
                    return Ok(());
                }
                Some('\\') => {
                    let rest = self.text.get(self.at + 1..).unwrap_or_default();
                    let length = match rest.chars().next() {
                        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => 2,
                        Some('u') if rest.get(1..5).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())) => 6,
                        _ => {
                            return Err(self.breach(
                                say!("a sign that JSON knows behind `\\`", "JSON 认识的转义"),
                                say!("write `\\\\` for a single `\\`", "单个 `\\` 请写成 `\\\\`"),
                            ));
                        }
                    };
                    self.at += length;
                }
                Some(c) if c < ' ' => {
                    return Err(self.breach(
                        say!("the rest of a text on the same line", "同一行里的文字"),
                        say!(
                            "write `\\n` for a line break in a text, or close the text",
                            "文字里的换行请写 `\\n`，或补上结尾的引号"
                        ),
                    ));
                }
                Some(_) => self.step(),
            }
        }
    }

    fn number(&mut self) -> Walked {
        let start = self.at;
        let digits = |walk: &mut Self| {
            let from = walk.at;
            while matches!(walk.peek(), Some('0'..='9')) {
                walk.at += 1;
            }
            walk.at > from
        };
        if self.peek() == Some('-') {
            self.step();
        }
        let from = self.at;
        let mut is_right = digits(self);
        is_right &= self.at == from + 1 || self.text.get(from..).is_some_and(|rest| !rest.starts_with('0'));
        if self.peek() == Some('.') {
            self.step();
            is_right &= digits(self);
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.step();
            if matches!(self.peek(), Some('+' | '-')) {
                self.step();
            }
            is_right &= digits(self);
        }
        // 00017, 138-0000.
        is_right &= !self.peek().is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '.');
        if is_right {
            return Ok(());
        }
        self.at = start;
        Err(self.breach(
            say!("a number without zeros in front or other signs", "不带前导零和其他符号的数字"),
            say!("put it in double quotes: `\"00017\"`", "请加英文双引号：`\"00017\"`"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaches_are_told_with_their_place_and_cure() {
        for (text, place, found, cure) in [
            ("[{\"姓名\": \"张三\",}]", (1, 14), "`}]` where a name in double quotes", "delete the comma"),
            ("[{\"姓名\": \"张三\"},\n]", (2, 1), "`]` where a value", "delete the comma"),
            ("[{'姓名': \"张三\"}]", (1, 3), "where a name in double quotes", "straight double quote"),
            ("[{“姓名”: 1}]", (1, 3), "where a name", "straight double quote"),
            ("[{\"姓名\"：1}]", (1, 7), "where a colon", "write `:` for `：`"),
            ("[{\"姓名\": \"张三\"，\"a\": 1}]", (1, 13), "a comma or `}`", "write `,` for `，`"),
            ("[{\"编号\": 00017}]", (1, 9), "`00017}]` where a number", "\"00017\""),
            ("[{\"a\": 1} {\"a\": 2}]", (1, 11), "where a comma or `]`", "put a comma"),
            ("[{\"a\": 张三}]", (1, 8), "where a value", "in double quotes"),
            ("[{\"a\": \"张三", (1, 8), "where a text that is closed", "close the text"),
            ("[{\"a\": \"C:\\d\"}]", (1, 11), "behind `\\`", "`\\\\`"),
            ("[{\"a\": 1}", (1, 10), "ends in the middle: a comma or `]`", "missing at the end"),
            ("[{\"a\": 1}] x", (1, 12), "where the end", "one array"),
            ("[{\"a\": None}]", (1, 8), "where a value", "`null`"),
            ("[ // 名单\n{\"a\": 1}]", (1, 3), "where a value", "no comments"),
            ("[{a: 1}]", (1, 3), "where a name", "put the name"),
        ] {
            let fault = fault("a.json", text, 0, text).unwrap_or_else(|| panic!("{text}"));
            let cured = fault.hint.as_ref().is_some_and(|hint| hint.en.contains(cure));
            assert!(fault.place.at == Some(place) && fault.what.en.contains(found) && cured, "{text}: {fault:?}");
        }
        for right in ["[]", "{\"a\": [1, -0.5e+3, true, null, \"\\u00e9\\n\"]}", " [{\"a\": 0}] "] {
            assert!(fault("a.json", right, 0, right).is_none(), "{right}");
        }
    }
}
