//! Samples by plate: the process inks of a picture or shading, and each of its spots by itself.
//!
//! A spot is a plate of its own, also in a picture: its stand-in in process inks says nothing of how much ink there is, and hides
//! what lies below where it is overprinted.

use std::sync::Arc;

use biaoyu_page::duotone::Duotone;
use biaoyu_page::ink::{Cmyk, Ink, Spot};
use biaoyu_page::page::{Image, Samples};

use super::seen::{ALL, Tone};
use biaoyu_set::finish::technical;

/// Spots of one picture that are told apart; more are seen by their stand-ins.
pub(super) const MOST: usize = 8;

/// The spots that tones print, each plate once: not the knife's and the varnisher's, nor the colour that stands for all plates.
pub(super) fn spots_of<'t>(tones: impl IntoIterator<Item = &'t Tone>) -> Vec<Arc<Spot>> {
    let mut spots: Vec<Arc<Spot>> = Vec::new();
    for (spot, _) in tones.into_iter().flat_map(|tone| &tone.spots) {
        let is_printed = spot.plate != ALL && technical(&spot.plate).is_none();
        if is_printed && !spots.iter().any(|known| known.plate == spot.plate) {
            spots.push(spot.clone());
        }
    }
    if spots.len() > MOST { Vec::new() } else { spots }
}

/// What a tone puts on the plates: the four process inks, then these spots. Without spots told apart it is what the tone looks
/// like.
pub(super) fn shares(tone: &Tone, spots: &[Arc<Spot>]) -> [f64; 4 + MOST] {
    let mut shares = [0.0; 4 + MOST];
    let process = if spots.is_empty() || tone.spots.is_empty() { tone.printed() } else { tone.process };
    for (share, ink) in shares.iter_mut().zip(process.array()) {
        *share = ink;
    }
    for (share, spot) in shares.iter_mut().skip(4).zip(spots) {
        *share = tone.spots.iter().filter(|(own, _)| own.plate == spot.plate).map(|(_, v)| v).sum();
    }
    shares
}

/// Samples, plate by plate.
pub(super) struct Planes {
    spots: Vec<Arc<Spot>>,
    process: Vec<u8>,
    /// One after the other.
    others: Vec<Vec<u8>>,
}

impl Planes {
    /// So many samples, all of these shares.
    pub(super) fn new(count: usize, spots: Vec<Arc<Spot>>, ground: &[f64; 4 + MOST]) -> Self {
        let [c, m, y, k, others @ ..] = ground.map(byte);
        let others = spots.iter().zip(others).map(|(_, v)| vec![v; count]).collect();
        Self { spots, process: [c, m, y, k].repeat(count), others }
    }

    /// Sets a sample.
    pub(super) fn set(&mut self, at: usize, shares: &[f64; 4 + MOST]) {
        let [c, m, y, k, others @ ..] = shares.map(byte);
        if let Some(pixel) = self.process.as_chunks_mut::<4>().0.get_mut(at) {
            *pixel = [c, m, y, k];
        }
        for (plane, v) in self.others.iter_mut().zip(others) {
            plane.get_mut(at).into_iter().for_each(|sample| *sample = v);
        }
    }

    /// The process inks as a picture, and each spot as one that prints over it.
    pub(super) fn images(self, width: u32, height: u32, alpha: Option<Vec<u8>>) -> (Arc<Image>, Vec<Arc<Image>>) {
        let image = |samples| Arc::new(Image { width, height, samples, alpha: alpha.clone() });
        let spot = |(spot, levels): (Arc<Spot>, Vec<u8>)| {
            let inks = [(Ink::Process(Cmyk::PAPER), 1.0), (Ink::Spot(spot), 1.0)];
            image(Samples::Duotone(Duotone { levels, inks, overprint: true }))
        };
        let spots = self.spots.into_iter().zip(self.others).map(spot).collect();
        (image(Samples::Cmyk(self.process)), spots)
    }
}

fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}
