//! Plates as they will look in print: the soft proof.

use biaoyu_page::icc::{Profile, Screen};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::words::Intent;

use super::plates::Plates;
use super::scene::{Scene, Source};
use super::surface::{Order, times};

/// A band of plates and the same band in screen colours.
pub(super) struct SoftProof<'a> {
    plates: Plates<'a>,
    profile: &'a Profile,
    intent: Intent,
    /// The screen colour of each spot's stand-in on paper, divided by the paper's.
    spots: Vec<[u8; 3]>,
    /// For pictures, where every pixel is another colour.
    fast: Option<Screen<'a>>,
    /// The inks of the last pixel and what they look like.
    last: (Vec<u8>, [u8; 3]),
    order: Order,
    pixels: Vec<u8>,
}

impl<'a> SoftProof<'a> {
    pub(super) fn new(scene: &Scene<'a>, profile: &'a Profile, intent: Intent, order: Order) -> Self {
        let plates = Plates::new(scene);
        let paper = profile.to_srgb(Cmyk::PAPER, intent);
        let spots = plates.list().iter().filter_map(|plate| {
            let solid = profile.to_srgb(plate.alternate?, intent);
            let on_white = |i: usize| u32::from(solid[i]) * 255 / u32::from(paper[i]).max(1);
            Some(std::array::from_fn(|i| on_white(i).min(255) as u8))
        });
        let spots = spots.collect();
        let pictures = scene.sources.iter().any(|s| matches!(s, Source::Picture(..)));
        let fast = pictures.then(|| profile.screen(intent));
        Self { plates, profile, intent, spots, fast, last: (Vec::new(), [0; 3]), order, pixels: Vec::new() }
    }

    /// To be painted on.
    pub(super) fn plates(&mut self) -> &mut Plates<'a> {
        &mut self.plates
    }

    /// Turns the painted plates into pixels: process inks through the profile, spots as filters on top.
    pub(super) fn develop(&mut self) {
        let planes = self.plates.planes();
        let count = planes.first().map_or(0, Vec::len);
        let Self { profile, intent, spots, fast, last, order, pixels, .. } = self;
        pixels.clear();
        pixels.reserve(count * 3);
        let mut inks = vec![0; planes.len()];
        for i in 0..count {
            for (ink, plane) in inks.iter_mut().zip(planes) {
                *ink = plane.get(i).copied().unwrap_or(0);
            }
            if inks != last.0 {
                let (process, tints) = inks.split_at(4);
                let process: [u8; 4] = std::array::from_fn(|i| process[i]);
                let mut rgb = match fast {
                    Some(grid) => grid.rgb(process),
                    None => profile.to_srgb(Cmyk::from_array(process.map(|v| f64::from(v) / 255.0)), *intent),
                };
                for (spot, tint) in spots.iter().zip(tints) {
                    rgb = std::array::from_fn(|i| times(rgb[i], 255 - times(255 - spot[i], *tint)));
                }
                last.0.clone_from(&inks);
                last.1 = order.of(rgb);
            }
            pixels.extend_from_slice(&last.1);
        }
    }

    /// The band in screen colours, three bytes a pixel.
    pub(super) fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}
