//! Inks and paints. Process colour is DeviceCMYK of the output intent; nothing here is RGB.

use std::fmt;
use std::sync::Arc;

use crate::geom::{Affine, Circle, Point};
use crate::measure::number;

/// Four process inks, each from 0 (none) to 1 (solid). What a user wrote is kept, never converted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cmyk {
    /// Cyan.
    pub c: f64,
    /// Magenta.
    pub m: f64,
    /// Yellow.
    pub y: f64,
    /// Black.
    pub k: f64,
}

impl Cmyk {
    /// Paper: no ink.
    pub const PAPER: Cmyk = Cmyk::percent(0.0, 0.0, 0.0, 0.0);
    /// Solid black ink alone: small text and lines.
    pub const BLACK: Cmyk = Cmyk::percent(0.0, 0.0, 0.0, 100.0);

    /// From per cent, as designers write it.
    pub const fn percent(c: f64, m: f64, y: f64, k: f64) -> Self {
        Self { c: c / 100.0, m: m / 100.0, y: y / 100.0, k: k / 100.0 }
    }

    /// The four inks in the order of the plates.
    pub fn array(self) -> [f64; 4] {
        [self.c, self.m, self.y, self.k]
    }

    /// From the four inks in the order of the plates.
    pub fn from_array([c, m, y, k]: [f64; 4]) -> Self {
        Self { c, m, y, k }
    }

    /// Total area coverage 总墨量, 1 = 100 %.
    pub fn total(self) -> f64 {
        self.array().iter().sum()
    }

    /// Every ink times `tint`.
    pub fn tinted(self, tint: f64) -> Self {
        Self::from_array(self.array().map(|v| v * tint))
    }

    /// Reads `C100 M5 Y50 K40` (any order, any case, inks left out are 0) or `100 5 50 40` / `100/5/50/40`, in per cent.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '，' | '、'))
            .filter(|w| !w.is_empty())
            .collect();
        let value = |s: &str| s.trim_end_matches('%').parse().ok().filter(|v: &f64| (0.0..=100.0).contains(v));
        let mut inks = [None; 4];
        if words.len() == 4 && words.iter().all(|w| value(w).is_some()) {
            for (slot, word) in inks.iter_mut().zip(&words) {
                *slot = value(word);
            }
        } else {
            for word in &words {
                let letter = word.chars().next()?;
                let slot = "CMYK".find(letter.to_ascii_uppercase())?;
                if inks[slot].replace(value(&word[letter.len_utf8()..])?).is_some() {
                    return None;
                }
            }
        }
        let [c, m, y, k] = inks.map(|v| v.unwrap_or(0.0));
        (!words.is_empty()).then(|| Self::percent(c, m, y, k))
    }
}

impl fmt::Display for Cmyk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [c, m, y, k] = self.array().map(|v| number(v * 100.0, 1));
        write!(f, "C{c} M{m} Y{y} K{k}")
    }
}

/// An ink of its own plate 专色.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The plate's name, as the shop calls it (`Gold`, `White`, `CutContour`).
    pub plate: String,
    /// What stands in for it where there is no such plate.
    pub alternate: Cmyk,
}

impl Spot {
    /// The name that stands for every plate of a file (ISO 32000-1, 8.6.6.4): crop and registration marks.
    pub const EVERY: &'static str = "All";
}

/// What a plate prints.
#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    /// A mixture of the four process inks.
    Process(Cmyk),
    /// A spot ink.
    Spot(Arc<Spot>),
}

impl Ink {
    /// The process mixture, or the spot's stand-in.
    pub fn cmyk(&self) -> Cmyk {
        match self {
            Ink::Process(c) => *c,
            Ink::Spot(s) => s.alternate,
        }
    }
}

/// How a mark is coloured.
#[derive(Clone, Debug, PartialEq)]
pub enum Paint {
    /// One ink, evenly.
    Solid {
        /// The ink.
        ink: Ink,
        /// Share of it, 0 to 1.
        tint: f64,
        /// Prints over what lies below instead of knocking it out 叠印.
        overprint: bool,
    },
    /// A blend along a line, in process inks.
    Linear(Arc<Gradient>),
    /// A blend between two circles, in process inks.
    Radial(Arc<Radial>),
}

impl Paint {
    /// A solid that knocks out.
    pub fn solid(ink: Ink) -> Self {
        Paint::Solid { ink, tint: 1.0, overprint: false }
    }

    /// A process solid that knocks out.
    pub fn cmyk(cmyk: Cmyk) -> Self {
        Self::solid(Ink::Process(cmyk))
    }
}

/// An axial blend. Before the first and after the last stop their colours go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// Where offset 0 lies, page millimetres.
    pub from: Point,
    /// Where offset 1 lies, page millimetres.
    pub to: Point,
    /// Offsets rising from 0 to 1 with their colours; two at least.
    pub stops: Vec<(f64, Cmyk)>,
}

/// A radial blend: colours of circles that lie inside each other and grow from one to the other. Inside the first and
/// outside the last their colours go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Radial {
    /// The circle of offset 0. It lies inside the last one, so that every place has a colour.
    pub from: Circle,
    /// The circle of offset 1.
    pub to: Circle,
    /// From the circles' own coordinates to page millimetres: circles may come out as ellipses.
    pub transform: Affine,
    /// Offsets rising from 0 to 1 with their colours; two at least.
    pub stops: Vec<(f64, Cmyk)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cmyk_is_read_as_designers_write_it() {
        let teal = Cmyk::percent(100.0, 5.0, 50.0, 40.0);
        for text in ["C100 M5 Y50 K40", "c100,m5,y50,k40", "100 5 50 40", "100/5/50/40", "K40 Y50% M5 C100"] {
            assert_eq!(Cmyk::parse(text), Some(teal), "{text}");
        }
        assert_eq!(Cmyk::parse("M100 Y100"), Some(Cmyk::percent(0.0, 100.0, 100.0, 0.0)));
        for text in ["", "red", "C101", "C10 C20", "1 2 3", "C-1", "青10"] {
            assert_eq!(Cmyk::parse(text), None, "{text}");
        }
        assert_eq!(teal.to_string(), "C100 M5 Y50 K40");
    }
}
