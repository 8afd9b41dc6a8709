//! Programs of CFF glyphs without their calls.
//!
//! Sources: Adobe technical notes 5176 (The Compact Font Format) and 5177 (The Type 2 Charstring Format).

/// Depth of calls; the note asks for 10 (5177, appendix B).
const DEPTH: usize = 32;
/// Bytes that the program of one glyph may come to, and calls in it: calls of calls grow without bound.
const PROGRAM: usize = 1 << 20;
const CALLS: usize = 1 << 16;

/// A program with what it calls in the place of the calls, put behind `out`; `None` where it cannot be followed.
pub(super) fn flatten(program: &[u8], global: &Index<'_>, local: &Index<'_>, out: Vec<u8>) -> Option<Vec<u8>> {
    let most = out.len() + PROGRAM;
    let mut flat = Flat { global, local, stack: Vec::new(), stems: 0, mask: 0, calls: 0, out };
    flat.follow(program, 0, most)?;
    Some(flat.out)
}

/// An INDEX (5176, 5).
#[derive(Clone, Copy, Default)]
pub(super) struct Index<'a> {
    pub(super) count: usize,
    /// Bytes of an offset.
    width: usize,
    offsets: &'a [u8],
    data: &'a [u8],
}

impl<'a> Index<'a> {
    /// The INDEX at a place, and where it ends.
    pub(super) fn read(cff: &'a [u8], at: usize) -> Option<(Self, usize)> {
        let (count, rest) = cff.get(at..)?.split_first_chunk::<2>()?;
        let count = usize::from(u16::from_be_bytes(*count));
        if count == 0 {
            return Some((Self::default(), at + 2));
        }
        let width = usize::from(*rest.first()?);
        if !(1..=4).contains(&width) {
            return None;
        }
        let start = at + 3 + (count + 1) * width;
        let mut index = Self { count, width, offsets: cff.get(at + 3..start)?, data: &[] };
        let length = index.offset(count)?;
        index.data = cff.get(start..start.checked_add(length)?)?;
        Some((index, start + length))
    }

    fn offset(&self, i: usize) -> Option<usize> {
        let bytes = self.offsets.get(i * self.width..(i + 1) * self.width)?;
        bytes.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)).checked_sub(1)
    }

    pub(super) fn get(&self, i: usize) -> Option<&'a [u8]> {
        self.data.get(self.offset(i)?..self.offset(i + 1)?)
    }

    /// A subroutine by the number with which it is called (5177, 4.7).
    fn called(&self, number: i32) -> Option<&'a [u8]> {
        let bias = match self.count {
            0..1240 => 107,
            1240..33_900 => 1131,
            _ => 32_768,
        };
        self.get(usize::try_from(number.checked_add(bias)?).ok()?)
    }
}

/// A whole number that both DICTs and programs write so, and what comes behind it.
pub(super) fn short(first: u8, rest: &[u8]) -> Option<(i32, &[u8])> {
    Some(match first {
        28 => {
            let (bytes, rest) = rest.split_first_chunk::<2>()?;
            (i32::from(i16::from_be_bytes(*bytes)), rest)
        }
        32..=246 => (i32::from(first) - 139, rest),
        247..=250 => {
            let (second, rest) = rest.split_first()?;
            ((i32::from(first) - 247) * 256 + i32::from(*second) + 108, rest)
        }
        251..=254 => {
            let (second, rest) = rest.split_first()?;
            (-(i32::from(first) - 251) * 256 - i32::from(*second) - 108, rest)
        }
        _ => return None,
    })
}

/// A program as it is followed into its subroutines.
struct Flat<'c, 'a> {
    global: &'c Index<'a>,
    local: &'c Index<'a>,
    /// The operands, each with its place in `out`.
    stack: Vec<(Option<i32>, usize)>,
    stems: usize,
    /// Bytes of a hint mask; 0 before the first.
    mask: usize,
    calls: usize,
    out: Vec<u8>,
}

impl<'a> Flat<'_, 'a> {
    /// Copies a program, and in the place of each call the one that is called; true at its end.
    fn follow(&mut self, program: &'a [u8], depth: usize, most: usize) -> Option<bool> {
        self.calls += 1;
        if depth > DEPTH || self.calls > CALLS {
            return None;
        }
        let mut rest = program;
        while let Some((&first, tail)) = rest.split_first() {
            let at = rest;
            rest = tail;
            match first {
                28 | 32..=254 => {
                    let (value, tail) = short(first, rest)?;
                    rest = tail;
                    self.stack.push((Some(value), self.out.len()));
                }
                255 => {
                    rest = rest.get(4..)?;
                    self.stack.push((None, self.out.len()));
                }
                10 | 29 => {
                    let (number, place) = self.stack.pop()?;
                    let (from, written) = (if first == 10 { self.local } else { self.global }, self.out.len() - place);
                    // The number stands right before the call, and goes with it.
                    if written > 3 {
                        return None;
                    }
                    self.out.truncate(place);
                    if self.follow(from.called(number?)?, depth + 1, most)? {
                        return Some(true);
                    }
                    continue;
                }
                11 => return Some(false),
                14 => {
                    self.out.push(first);
                    return Some(true);
                }
                1 | 3 | 18 | 23 => self.stems(),
                19 | 20 => {
                    if self.mask == 0 {
                        self.stems();
                        self.mask = self.stems.div_ceil(8);
                    }
                    rest = rest.get(self.mask..)?;
                }
                12 => {
                    // All flexes; what else has two bytes is no longer in use.
                    let (34..=37, tail) = rest.split_first()? else { return None };
                    rest = tail;
                    self.stack.clear();
                }
                4..=8 | 21 | 22 | 24..=27 | 30 | 31 => self.stack.clear(),
                _ => return None,
            }
            self.out.extend_from_slice(at.get(..at.len() - rest.len())?);
            if self.out.len() > most {
                return None;
            }
        }
        Some(false)
    }

    fn stems(&mut self) {
        self.stems += self.stack.len() / 2;
        self.stack.clear();
    }
}
