//! Pictures in two inks 双色调: one plate an ink, or a process mixture beside a spot.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::ink::{Cmyk, Ink, Spot};

/// The samples of a picture in two inks: a straight mixture of them, sample by sample.
#[derive(Clone, Debug)]
pub struct Duotone {
    /// One byte a sample: 0 is the first ink alone, 255 the second alone.
    pub levels: Vec<u8>,
    /// The inks, each with its share where it stands alone, 0 to 1.
    pub inks: [(Ink, f64); 2],
    /// It prints over what lies below on the plates that it does not use.
    pub overprint: bool,
}

impl Duotone {
    /// The spots of the mixture, each plate once.
    pub fn spots(&self) -> impl Iterator<Item = &Arc<Spot>> {
        let [one, other] = self.inks.each_ref().map(|(ink, _)| match ink {
            Ink::Spot(spot) => Some(spot),
            Ink::Process(_) => None,
        });
        let other = other.filter(|o| one.is_none_or(|one| one.plate != o.plate));
        one.into_iter().chain(other)
    }

    /// The process inks of a level, without the spots, 0 to 1.
    pub fn process(&self, level: u8) -> Cmyk {
        let mut sum = [0.0; 4];
        for ((ink, tint), share) in self.inks.iter().zip(shares(level)) {
            if let Ink::Process(cmyk) = ink {
                for (sum, v) in sum.iter_mut().zip(cmyk.array()) {
                    *sum += v * tint * share;
                }
            }
        }
        Cmyk::from_array(sum)
    }

    /// The share of a spot's plate at a level, 0 to 1.
    pub fn spot(&self, plate: &str, level: u8) -> f64 {
        let of = |((ink, tint), share): (&(Ink, f64), f64)| match ink {
            Ink::Spot(spot) if spot.plate == plate => tint * share,
            _ => 0.0,
        };
        self.inks.iter().zip(shares(level)).map(of).sum()
    }

    /// All ink of a level, 1 = 100 %.
    pub fn total(&self, level: u8) -> f64 {
        self.inks
            .iter()
            .zip(shares(level))
            .map(|((ink, tint), share)| {
                let solid = match ink {
                    Ink::Process(cmyk) => cmyk.total(),
                    Ink::Spot(_) => 1.0,
                };
                solid * tint * share
            })
            .sum()
    }

    /// What a level looks like in process inks: the spots' stand-ins laid over the process inks.
    pub fn look(&self, level: u8) -> Cmyk {
        let laid = |below: Cmyk, spot: &Arc<Spot>| over(below, spot.alternate.tinted(self.spot(&spot.plate, level)));
        self.spots().fold(self.process(level), laid)
    }

    /// What every level looks like, 255 solid.
    pub fn looks(&self) -> [[u8; 4]; 256] {
        std::array::from_fn(|level| bytes(self.look(level.min(255) as u8)))
    }

    /// What makes two mixtures the same, in words.
    pub fn name(&self) -> String {
        let mut name = String::new();
        for (ink, tint) in &self.inks {
            // Writing to a string does not fail.
            let _ = write!(name, "{ink:?} {tint} ");
        }
        name
    }
}

/// Inks laid over each other: where both print half the area, a quarter has both (as halftones at an angle meet).
pub fn over(below: Cmyk, above: Cmyk) -> Cmyk {
    let (below, above) = (below.array(), above.array());
    Cmyk::from_array(std::array::from_fn(|i| 1.0 - (1.0 - below[i]) * (1.0 - above[i])))
}

/// The shares of the two inks at a level.
fn shares(level: u8) -> [f64; 2] {
    let second = f64::from(level) / 255.0;
    [1.0 - second, second]
}

fn bytes(cmyk: Cmyk) -> [u8; 4] {
    cmyk.array().map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_has_its_shares_of_both_inks() {
        let spot = |plate: &str, alternate| Ink::Spot(Arc::new(Spot { plate: plate.into(), alternate }));
        let red = spot("Red", Cmyk::percent(0.0, 100.0, 100.0, 0.0));
        let two = Duotone {
            levels: vec![0, 51, 255],
            inks: [(red.clone(), 1.0), (Ink::Process(Cmyk::BLACK), 0.5)],
            overprint: false,
        };
        assert_eq!(two.spots().count(), 1);
        assert!((two.spot("Red", 51) - 0.8).abs() < 1e-9 && two.spot("Gold", 51) == 0.0);
        assert!((two.process(51).k - 0.1).abs() < 1e-9 && (two.process(255).k - 0.5).abs() < 1e-9);
        assert_eq!(two.looks()[51], [0, 204, 204, 25]);
        // Two tints of one plate are one plate.
        let one = Duotone { levels: Vec::new(), inks: [(red.clone(), 1.0), (red, 0.2)], overprint: false };
        assert_eq!(one.spots().count(), 1);
        assert!((one.spot("Red", 0) - 1.0).abs() < 1e-9 && (one.spot("Red", 255) - 0.2).abs() < 1e-9);
    }
}
