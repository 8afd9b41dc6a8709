//! Content streams as operators with their operands (ISO 32000-1, 7.2, 7.8.2 and 8.9.7), and words found in bytes.

use lopdf::{Dictionary, Object, StringFormat};

use biaoyu_page::limits::PDF_DEPTH;

/// One operator.
pub(crate) enum Step<'c> {
    /// An operator by its name; the operands stand in [`Lexer::operands`].
    Operator(&'c [u8]),
    /// A picture in the stream: its dictionary and data.
    Picture(Box<Dictionary>, &'c [u8]),
    /// Bytes that are no content.
    Damaged,
}

/// Reads a content stream step by step.
pub(crate) struct Lexer<'c> {
    bytes: &'c [u8],
    at: usize,
    /// `12 0 R` is a reference: so it is in objects, and not in content.
    references: bool,
    /// The operands of the operator that was read last.
    pub operands: Vec<Object>,
}

/// More operands than any operator has; what comes after is dropped.
const OPERANDS: usize = 4_096;

enum Token<'c> {
    Object(Object),
    Word(&'c [u8]),
    ArrayEnd,
    DictEnd,
    Bad,
}

impl<'c> Lexer<'c> {
    /// At the beginning of a stream.
    pub(crate) fn new(bytes: &'c [u8]) -> Self {
        Self { bytes, at: 0, references: false, operands: Vec::new() }
    }

    /// One object from `at` on, with references; and where it ends. `None` when there is none.
    pub(crate) fn object_at(bytes: &'c [u8], at: usize) -> Option<(Object, usize)> {
        let mut lexer = Self { bytes, at, references: true, operands: Vec::new() };
        match lexer.token(0)? {
            Token::Object(object) => Some((lexer.referred(object), lexer.at)),
            _ => None,
        }
    }

    /// The reference that a number begins, when it does begin one.
    fn referred(&mut self, object: Object) -> Object {
        let Object::Integer(number) = object else { return object };
        if !self.references {
            return object;
        }
        let after = self.at;
        self.skip_space();
        let from = self.at;
        // Looked at byte by byte: what follows may be deep, and is read but once.
        self.at += self.bytes.iter().skip(from).take(5).take_while(|b| b.is_ascii_digit()).count();
        let generation = self.bytes.get(from..self.at).and_then(|d| std::str::from_utf8(d).ok()?.parse().ok());
        self.skip_space();
        let is_reference = self.peek() == Some(b'R') && !self.bytes.get(self.at + 1).copied().is_some_and(is_regular);
        if let (Ok(number), Some(generation), true) = (u32::try_from(number), generation, is_reference) {
            self.at += 1;
            return Object::Reference((number, generation));
        }
        self.at = after;
        object
    }

    /// The next operator; `None` at the end.
    pub(crate) fn step(&mut self) -> Option<Step<'c>> {
        self.operands.clear();
        loop {
            match self.token(0)? {
                Token::Object(object) => {
                    if self.operands.len() < OPERANDS {
                        self.operands.push(object);
                    }
                }
                Token::Word(b"BI") => return Some(self.picture()),
                Token::Word(word) => return Some(Step::Operator(word)),
                Token::ArrayEnd | Token::DictEnd | Token::Bad => return Some(Step::Damaged),
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                        self.at += 1;
                    }
                }
                byte if is_space(byte) => self.at += 1,
                _ => break,
            }
        }
    }

    fn token(&mut self, depth: usize) -> Option<Token<'c>> {
        self.skip_space();
        let start = self.at;
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'/' => Token::Object(Object::Name(self.name())),
            b'(' => Token::Object(Object::String(self.literal(), StringFormat::Literal)),
            b'<' if self.peek() == Some(b'<') => {
                self.at += 1;
                self.dictionary(depth).map_or(Token::Bad, |d| Token::Object(Object::Dictionary(d)))
            }
            b'<' => Token::Object(Object::String(self.hex(), StringFormat::Hexadecimal)),
            b'>' if self.peek() == Some(b'>') => {
                self.at += 1;
                Token::DictEnd
            }
            b'[' => self.array(depth).map_or(Token::Bad, |a| Token::Object(Object::Array(a))),
            b']' => Token::ArrayEnd,
            b')' | b'>' | b'{' | b'}' => Token::Bad,
            _ => {
                while self.peek().is_some_and(is_regular) {
                    self.at += 1;
                }
                let word = self.bytes.get(start..self.at).unwrap_or_default();
                match word {
                    b"true" => Token::Object(Object::Boolean(true)),
                    b"false" => Token::Object(Object::Boolean(false)),
                    b"null" => Token::Object(Object::Null),
                    _ => number(word).map_or(Token::Word(word), Token::Object),
                }
            }
        })
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Object>> {
        if depth > PDF_DEPTH {
            return None;
        }
        let mut items = Vec::new();
        loop {
            match self.token(depth + 1)? {
                Token::Object(object) => items.push(self.referred(object)),
                Token::ArrayEnd => return Some(items),
                _ => return None,
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        if depth > PDF_DEPTH {
            return None;
        }
        let mut dict = Dictionary::new();
        loop {
            match self.token(depth + 1)? {
                Token::DictEnd => return Some(dict),
                Token::Object(Object::Name(key)) => match self.token(depth + 1)? {
                    Token::Object(value) => dict.set(key, self.referred(value)),
                    _ => return None,
                },
                _ => return None,
            }
        }
    }

    fn name(&mut self) -> Vec<u8> {
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|b| is_regular(*b)) {
            self.at += 1;
            let escaped = || {
                let digits = std::str::from_utf8(self.bytes.get(self.at..self.at + 2)?).ok()?;
                u8::from_str_radix(digits, 16).ok()
            };
            match (byte, escaped()) {
                (b'#', Some(value)) => {
                    name.push(value);
                    self.at += 2;
                }
                _ => name.push(byte),
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    let Some(escape) = self.peek() else { break };
                    self.at += 1;
                    match escape {
                        b'n' => out.push(b'\n'),
                        b'r' => out.push(b'\r'),
                        b't' => out.push(b'\t'),
                        b'b' => out.push(8),
                        b'f' => out.push(12),
                        b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
                        b'\n' => {}
                        b'0'..=b'7' => {
                            let mut value = u32::from(escape - b'0');
                            for _ in 0..2 {
                                let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                                value = value * 8 + u32::from(digit - b'0');
                                self.at += 1;
                            }
                            out.push(value as u8);
                        }
                        other => out.push(other),
                    }
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out
    }

    fn hex(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = char::from(byte).to_digit(16) else { continue };
            match high.take() {
                Some(h) => out.push((h << 4 | digit) as u8),
                None => high = Some(digit),
            }
        }
        out.extend(high.map(|h: u32| (h << 4) as u8));
        out
    }

    /// A picture from after `BI` to `EI`.
    fn picture(&mut self) -> Step<'c> {
        let mut dict = Dictionary::new();
        loop {
            match self.token(0) {
                Some(Token::Object(Object::Name(key))) => match self.token(0) {
                    Some(Token::Object(value)) => dict.set(key, value),
                    _ => return Step::Damaged,
                },
                Some(Token::Word(b"ID")) => break,
                _ => return Step::Damaged,
            }
        }
        // One white-space character, then the data; `EI` between white space ends them, and what follows must be
        // content again: binary data may hold these letters by chance.
        self.at += 1;
        let start = self.at;
        let data = self.bytes.get(start..).unwrap_or_default();
        let mut from = 0;
        while let Some(found) = data.get(from..).and_then(|d| d.windows(2).position(|w| w == b"EI")) {
            let end = from + found;
            let before = end == 0 || data.get(end - 1).is_some_and(|b| is_space(*b));
            let after = data.get(end + 2).is_none_or(|b| is_space(*b));
            let next = data.get(end + 2..(end + 32).min(data.len())).unwrap_or_default();
            let plain = next.iter().all(|b| matches!(b, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0));
            if before && after && plain {
                self.at = start + end + 2;
                let data = data.get(..end.saturating_sub(1)).unwrap_or_default();
                return Step::Picture(Box::new(dict), data);
            }
            from = end + 2;
        }
        self.at = self.bytes.len();
        Step::Damaged
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

/// A number as PDF writes it: no exponents; and as careless writers do: `--5`, `1.`, `.5`, `4.-`.
fn number(word: &[u8]) -> Option<Object> {
    let first = word.first()?;
    if !matches!(first, b'0'..=b'9' | b'+' | b'-' | b'.') {
        return None;
    }
    let (mut value, mut scale, mut digits, mut fraction) = (0.0_f64, 1.0_f64, 0, false);
    let signs = word.iter().take_while(|b| matches!(b, b'+' | b'-')).count();
    for byte in word.get(signs..)? {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                value = value * 10.0 + f64::from(byte - b'0');
                if fraction {
                    scale *= 10.0;
                }
            }
            b'.' if !fraction => fraction = true,
            b'-' if digits > 0 => break,
            _ => return None,
        }
    }
    if digits == 0 {
        return None;
    }
    let sign = if word.first() == Some(&b'-') { -1.0 } else { 1.0 };
    let value = sign * value / scale;
    let whole = !fraction && value.abs() < 9e15;
    Some(if whole { Object::Integer(value as i64) } else { Object::Real(value as f32) })
}

/// Where a word first stands.
pub(super) fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|b| *b == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(content: &str) -> Vec<String> {
        let mut lexer = Lexer::new(content.as_bytes());
        let mut out = Vec::new();
        while let Some(step) = lexer.step() {
            out.push(match step {
                Step::Operator(op) => format!("{:?} {}", lexer.operands, String::from_utf8_lossy(op)),
                Step::Picture(dict, data) => format!("picture {dict:?} {}", data.len()),
                Step::Damaged => "damaged".into(),
            });
        }
        out
    }

    #[test]
    fn operands_of_every_kind_are_read() {
        let all = words("q .5 -3 4. +1 --2 cm /A#42c (a(b)\\)\\101\\\n) <4a4> [1 (x) <</K[true]>>] Do % end\nQ");
        assert_eq!(all.len(), 4, "{all:?}");
        assert!(all[1].contains("0.5, -3, 4.0, 1, -2") || all[1].contains("-3"), "{}", all[1]);
    }

    #[test]
    fn objects_have_references() {
        let (object, end) = Lexer::object_at(b"7 0 obj <</A 12 0 R/B[1 2 R 3 0 R 4]/C 5>>x", 8).unwrap();
        let shown = format!("{object:?}");
        assert!(shown.contains("12 0 R") && shown.contains("3 0 R"), "{shown}");
        assert_eq!(end, 42);
        assert!(Lexer::object_at(b"<</A 1", 0).is_none());
    }

    #[test]
    fn pictures_end_at_their_own_end() {
        let all = words("BI /W 2 /H 1 /BPC 8 /CS /G ID EIxEI\u{1}\u{2} EI\nq");
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all[0].starts_with("picture"), "{all:?}");
    }

    #[test]
    fn nonsense_ends() {
        for bad in
            ["<<", "[", "(", "<", ">>", ")", "BI", "BI /W", "BI ID", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "/#"]
        {
            assert!(words(bad).len() <= bad.len(), "{bad}");
        }
    }
}
