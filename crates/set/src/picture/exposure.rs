//! How light a picture is, and the same picture in another exposure: before and after are compared in one light.

use std::sync::Arc;

use super::duotone::levels;
use super::tone::limit;
use biaoyu_page::duotone::Duotone;
use biaoyu_page::icc::Profile;
use biaoyu_page::page::{Image, Samples};

/// How many samples of a picture look how light.
#[derive(Clone, Debug)]
pub struct Light([f64; 256]);

impl Light {
    /// Of samples as they print (ITU-R BT.601 on screen colours).
    pub(super) fn of(image: &Image, profile: &Profile) -> Self {
        let mut counts = [0.0; 256];
        for level in levels(image, profile) {
            if let Some(count) = counts.get_mut(usize::from(level)) {
                *count += 1.0;
            }
        }
        Self(counts)
    }

    /// Mean lightness, 0 to 1.
    pub fn mean(&self) -> f64 {
        self.at(1.0)
    }

    /// The power of every sample's light that gives so much mean lightness.
    pub fn power(&self, mean: f64) -> f64 {
        let (mut low, mut high) = (0.1, 10.0);
        for _ in 0..50 {
            let middle = (low + high) / 2.0;
            if self.at(middle) > mean { low = middle } else { high = middle }
        }
        (low + high) / 2.0
    }

    fn at(&self, power: f64) -> f64 {
        let all: f64 = self.0.iter().sum();
        let sum: f64 = self.0.iter().zip(0..).map(|(n, v)| n * libm::pow(f64::from(v) / 255.0, power)).sum();
        if all > 0.0 { sum / all } else { 0.0 }
    }
}

/// The picture with every sample's light to a power: below 1 lighter, above 1 darker. No place gets more ink than the
/// heaviest had.
pub fn exposed(image: &Image, power: f64) -> Arc<Image> {
    let lit = |light: f64| (libm::pow(light / 255.0, power) * 255.0).round().clamp(0.0, 255.0) as u8;
    let paper: Vec<u8> = (0..=255_u8).map(|v| lit(f64::from(v))).collect();
    let look = |v: u8| paper.get(usize::from(v)).copied().unwrap_or(v);
    let samples = match &image.samples {
        Samples::Gray(bytes) => Samples::Gray(bytes.iter().map(|v| look(*v)).collect()),
        Samples::Cmyk(bytes) => {
            // The heaviest place of the picture was within what the shop takes.
            let total = |inks: &[u8; 4]| inks.iter().map(|v| u32::from(*v)).sum::<u32>();
            let most = bytes.as_chunks::<4>().0.iter().map(total).max().unwrap_or(0);
            let mut inks: Vec<u8> = bytes.iter().map(|v| 255 - look(255 - *v)).collect();
            limit(&mut inks, f64::from(most) / 255.0);
            Samples::Cmyk(inks)
        }
        Samples::Duotone(two) => {
            let levels = two.levels.iter().map(|v| look(*v)).collect();
            Samples::Duotone(Duotone { levels, inks: two.inks.clone(), overprint: two.overprint })
        }
    };
    let (width, height, alpha) = (image.width, image.height, image.alpha.clone());
    Arc::new(Image { width, height, samples, alpha })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dark_picture_and_a_light_one_meet() {
        let gray = |from: u8| Image {
            width: 100,
            height: 1,
            samples: Samples::Gray((0..100).map(|i| from + i).collect()),
            alpha: None,
        };
        let profile = Profile::embedded();
        let (dark, light) = (gray(30), gray(120));
        let looks = [&dark, &light].map(|image| Light::of(image, profile));
        let wanted = (looks[0].mean() * looks[1].mean()).sqrt();
        for (image, look) in [&dark, &light].into_iter().zip(&looks) {
            let mean = Light::of(&exposed(image, look.power(wanted)), profile).mean();
            assert!((mean - wanted).abs() < 0.01, "{mean} {wanted}");
        }
        assert!((looks[0].power(looks[0].mean()) - 1.0).abs() < 0.01);
    }
}
