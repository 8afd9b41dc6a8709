//! Advances of faces that are keyed by CID, from their bare CFF program (Adobe Technical Notes 5176 and 5177): the font
//! parser at hand gives those of other faces only.

/// Depth of subroutines (5177, appendix B).
const DEPTH: usize = 10;
/// Numbers on the stack of a charstring (5177, appendix B), with room for what old programs write.
const STACK: usize = 192;

/// The advance of a glyph in glyph units; `None` when the program is not keyed by CID, or is damaged.
pub(super) fn advance(program: &[u8], glyph: u16) -> Option<f64> {
    let cff = Cff { data: program };
    let header = usize::from(*program.get(2)?);
    let names = cff.index(header)?;
    let tops = cff.index(names.end)?;
    let strings = cff.index(tops.end)?;
    let global = cff.index(strings.end)?;
    let top = dict(tops.get(program, 0)?);
    let offset = |key: u16| top.iter().find(|(k, _)| *k == key).and_then(|(_, v)| v.last()).map(|v| *v as usize);
    let (glyphs, fonts) = (cff.index(offset(17)?)?, cff.index(offset(12 << 8 | 36)?)?);
    let font = dict(fonts.get(program, cff.font_of(offset(12 << 8 | 37)?, glyph)?)?);
    let (_, private) = font.iter().find(|(key, _)| *key == 18)?;
    let [size, at] = private[..] else { return None };
    let (size, at) = (size as usize, at as usize);
    let private = dict(program.get(at..at.checked_add(size)?)?);
    let number = |key: u16| private.iter().find(|(k, _)| *k == key).and_then(|(_, v)| v.last()).copied();
    let local = number(19).and_then(|from| cff.index(at.checked_add(from as usize)?));
    let mut run = Run { data: program, global: &global, local: local.as_ref(), stack: Vec::new() };
    match run.width(glyphs.get(program, usize::from(glyph))?, 0)? {
        Found::Own(width) => Some(number(21).unwrap_or_default() + width),
        Found::Usual => Some(number(20).unwrap_or_default()),
        Found::Open => None,
    }
}

struct Cff<'d> {
    data: &'d [u8],
}

/// An INDEX: where its items begin, one more than there are, and where it ends itself.
struct Index {
    starts: Vec<usize>,
    end: usize,
}

impl Index {
    fn get<'d>(&self, data: &'d [u8], item: usize) -> Option<&'d [u8]> {
        data.get(*self.starts.get(item)?..*self.starts.get(item + 1)?)
    }

    fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

impl Cff<'_> {
    fn number(&self, at: usize, size: usize) -> Option<usize> {
        let bytes = self.data.get(at..at.checked_add(size)?)?;
        Some(bytes.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)))
    }

    fn index(&self, at: usize) -> Option<Index> {
        let count = self.number(at, 2)?;
        if count == 0 {
            return Some(Index { starts: Vec::new(), end: at + 2 });
        }
        let size = self.number(at + 2, 1).filter(|s| (1..=4).contains(s))?;
        let base = (at + 3).checked_add((count + 1) * size)?.checked_sub(1)?;
        let start = |i: usize| base.checked_add(self.number(at + 3 + i * size, size)?);
        let starts: Vec<usize> = (0..=count).map(start).collect::<Option<_>>()?;
        let end = *starts.last()?;
        Some(Index { starts, end })
    }

    /// The font of a glyph by FDSelect.
    fn font_of(&self, at: usize, glyph: u16) -> Option<usize> {
        let glyph = usize::from(glyph);
        match self.number(at, 1)? {
            0 => self.number(at + 1 + glyph, 1),
            3 => {
                let count = self.number(at + 1, 2)?;
                let first = |i: usize| self.number(at + 3 + 3 * i, 2);
                let found = (0..count)
                    .find(|i| first(*i).is_some_and(|f| f <= glyph) && first(i + 1).is_some_and(|f| f > glyph));
                self.number(at + 3 + 3 * found? + 2, 1)
            }
            _ => None,
        }
    }
}

/// The entries of a DICT: operators (two bytes as one number) with their numbers.
fn dict(data: &[u8]) -> Vec<(u16, Vec<f64>)> {
    let (mut entries, mut numbers) = (Vec::new(), Vec::new());
    let mut rest = data.iter().copied();
    while let Some(byte) = rest.next() {
        let mut next = || rest.next().map_or(0, i32::from);
        match byte {
            12 => entries.push((12 << 8 | next() as u16, std::mem::take(&mut numbers))),
            0..=21 => entries.push((u16::from(byte), std::mem::take(&mut numbers))),
            28 => numbers.push(f64::from((next() << 8 | next()) as i16)),
            29 => numbers.push(f64::from(next() << 24 | next() << 16 | next() << 8 | next())),
            30 => {
                let mut word = String::new();
                'digits: for pair in rest.by_ref() {
                    for nibble in [pair >> 4, pair & 15] {
                        match nibble {
                            0..=9 => word.push(char::from(b'0' + nibble)),
                            10 => word.push('.'),
                            11 => word.push('e'),
                            12 => word.push_str("e-"),
                            14 => word.push('-'),
                            _ => break 'digits,
                        }
                    }
                }
                numbers.push(word.parse().unwrap_or_default());
            }
            32..=246 => numbers.push(f64::from(i32::from(byte) - 139)),
            247..=250 => numbers.push(f64::from((i32::from(byte) - 247) * 256 + next() + 108)),
            251..=254 => numbers.push(f64::from(-(i32::from(byte) - 251) * 256 - next() - 108)),
            _ => {}
        }
    }
    entries
}

/// A charstring up to its first operator that clears the stack: there the width stands.
struct Run<'r> {
    data: &'r [u8],
    global: &'r Index,
    local: Option<&'r Index>,
    stack: Vec<f64>,
}

enum Found {
    /// The difference to the nominal width.
    Own(f64),
    /// None: it has the default width.
    Usual,
    /// The subroutine ended without telling.
    Open,
}

impl Run<'_> {
    fn width(&mut self, code: &[u8], depth: usize) -> Option<Found> {
        if depth > DEPTH {
            return None;
        }
        let mut at = 0;
        while let Some(byte) = code.get(at).copied() {
            at += 1;
            let next = |i: usize| code.get(at + i).copied().map_or(0, i32::from);
            let stack = self.stack.len();
            let told = |has: bool, first: Option<&f64>| match (has, first) {
                (true, Some(first)) => Found::Own(*first),
                _ => Found::Usual,
            };
            match byte {
                1 | 3 | 18 | 19 | 20 | 23 => return Some(told(stack % 2 == 1, self.stack.first())),
                21 => return Some(told(stack > 2, self.stack.first())),
                4 | 22 => return Some(told(stack > 1, self.stack.first())),
                14 => return Some(told(stack == 1 || stack == 5, self.stack.first())),
                10 | 29 => {
                    let routines = if byte == 29 { Some(self.global) } else { self.local };
                    let bias = match routines.map_or(0, Index::count) {
                        0..1240 => 107,
                        1240..33900 => 1131,
                        _ => 32768,
                    };
                    let number = self.stack.pop()? as i64 + bias;
                    let inside = routines?.get(self.data, usize::try_from(number).ok()?)?;
                    match self.width(inside, depth + 1)? {
                        Found::Open => {}
                        found => return Some(found),
                    }
                }
                11 => return Some(Found::Open),
                28 => {
                    self.stack.push(f64::from((next(0) << 8 | next(1)) as i16));
                    at += 2;
                }
                32..=246 => self.stack.push(f64::from(i32::from(byte) - 139)),
                247..=250 => {
                    self.stack.push(f64::from((i32::from(byte) - 247) * 256 + next(0) + 108));
                    at += 1;
                }
                251..=254 => {
                    self.stack.push(f64::from(-(i32::from(byte) - 251) * 256 - next(0) - 108));
                    at += 1;
                }
                255 => {
                    let fixed = next(0) << 24 | next(1) << 16 | next(2) << 8 | next(3);
                    self.stack.push(f64::from(fixed) / 65536.0);
                    at += 4;
                }
                // Arithmetic before the width is a thing of books.
                _ => return None,
            }
            if self.stack.len() > STACK {
                return None;
            }
        }
        Some(Found::Open)
    }
}
