//! The records that an XLS workbook's stream is made of ([MS-XLS]), walked one by one, and the strings in them.

use encoding_rs::Encoding;

use super::cfb::{u16_at, u32_at};

/// Continues the record before.
const CONTINUE: u16 = 0x3c;

/// A record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'s> {
    /// Its number in the specification.
    pub kind: u16,
    /// Its content without those that continue it.
    pub data: &'s [u8],
    /// Where the record after it begins.
    pub next: usize,
}

/// The record at a byte of the stream; `None` at its end, or where it is cut off.
pub(super) fn record(stream: &[u8], at: usize) -> Option<Record<'_>> {
    let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at.checked_add(2)?)?));
    let start = at.checked_add(4)?;
    let end = start.checked_add(length)?;
    // The last record of a file that was cut off is shorter than it says.
    let data = stream.get(start..end.min(stream.len()))?;
    Some(Record { kind, data, next: end })
}

impl<'s> Record<'s> {
    /// Its content and that of the records that continue it, and where the next one begins.
    pub fn continued(&self, stream: &'s [u8]) -> (Vec<&'s [u8]>, usize) {
        let (mut parts, mut next) = (vec![self.data], self.next);
        while let Some(more) = record(stream, next).filter(|more| more.kind == CONTINUE) {
            parts.push(more.data);
            next = more.next;
        }
        (parts, next)
    }

    /// A number of two bytes.
    pub fn u16(&self, at: usize) -> Option<u16> {
        u16_at(self.data, at)
    }

    /// A number of four bytes.
    pub fn u32(&self, at: usize) -> Option<u32> {
        u32_at(self.data, at)
    }

    /// A number with a fraction, of eight bytes.
    pub fn f64(&self, at: usize) -> Option<f64> {
        let eight = self.data.get(at..at.checked_add(8)?)?;
        Some(f64::from_le_bytes(eight.try_into().ok()?))
    }
}

/// A number in four bytes (2.5.122, RkNumber): the upper half of a fraction or 30 bits, either of them in hundredths.
pub(super) fn compact(rk: u32) -> f64 {
    let value =
        if rk & 2 != 0 { f64::from((rk as i32) >> 2) } else { f64::from_bits(u64::from(rk & 0xffff_fffc) << 32) };
    if rk & 1 != 0 { value / 100.0 } else { value }
}

/// The errors of formulas by their number (2.5.10, BErr).
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#UNKNOWN!",
    }
}

/// How strings are kept: Excel 97 and later in Unicode, those before in the code page of their computer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Letters {
    Unicode,
    CodePage(&'static Encoding),
}

/// How many bytes a string's length has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    One,
    Two,
}

/// Reads what several records hold together.
pub(super) struct Pieces<'s> {
    parts: Vec<&'s [u8]>,
    part: usize,
    at: usize,
    /// The fonts of the parts of the string that was read last, by the characters from which they hold.
    pub fonts: Vec<(u16, u16)>,
}

impl<'s> Pieces<'s> {
    /// At the beginning of the first.
    pub fn new(parts: Vec<&'s [u8]>) -> Self {
        Self { parts, part: 0, at: 0, fonts: Vec::new() }
    }

    fn rest(&self) -> &'s [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// Goes to the next part when this one is read; whether it did.
    fn turn(&mut self) -> bool {
        let is_read = self.rest().is_empty() && self.part + 1 < self.parts.len();
        if is_read {
            self.part += 1;
            self.at = 0;
        }
        is_read
    }

    fn byte(&mut self) -> Option<u8> {
        while self.turn() {}
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    /// A number of two bytes.
    pub fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// A number of four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]))
    }

    /// Leaves bytes out.
    pub fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let step = self.rest().len().min(bytes);
            self.at += step;
            bytes -= step;
            if !self.turn() && self.rest().is_empty() {
                return;
            }
        }
    }

    /// A string with its length before it; what is cut off is left out.
    pub fn string(&mut self, letters: Letters, count: Count) -> Option<String> {
        let length = match count {
            Count::One => usize::from(self.byte()?),
            Count::Two => usize::from(self.u16()?),
        };
        match letters {
            Letters::CodePage(encoding) => {
                let bytes: Vec<u8> = (0..length).map_while(|_| self.byte()).collect();
                Some(encoding.decode_without_bom_handling(&bytes).0.into_owned())
            }
            Letters::Unicode => self.unicode(length),
        }
    }

    /// The fonts of the parts of a text of Excel 5, from the count of them on (RString): a byte each for where and which.
    pub fn short_fonts(&mut self) -> Vec<(u16, u16)> {
        let count = self.byte().unwrap_or(0);
        (0..count).map_while(|_| Some((u16::from(self.byte()?), u16::from(self.byte()?)))).collect()
    }

    /// A string of Unicode characters (2.5.293, XLUnicodeRichExtendedString, of which the others are parts).
    fn unicode(&mut self, length: usize) -> Option<String> {
        if length == 0 && self.rest().is_empty() && self.part + 1 >= self.parts.len() {
            return Some(String::new());
        }
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let more = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let mut is_wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::with_capacity(length);
        while units.len() < length {
            // Characters that go on in the next record have their width anew.
            if self.rest().is_empty() {
                if !self.turn() {
                    break;
                }
                is_wide = self.byte()? & 1 != 0;
            }
            let unit = if is_wide { self.u16()? } else { u16::from(self.byte()?) };
            units.push(unit);
        }
        self.fonts.clear();
        for _ in 0..runs {
            match (self.u16(), self.u16()) {
                // What begins behind the last character is of none.
                (Some(from), Some(font)) if usize::from(from) < length => self.fonts.push((from, font)),
                (Some(_), Some(_)) => {}
                _ => break,
            }
        }
        self.skip(more);
        Some(String::from_utf16_lossy(&units))
    }
}
