//! A picture in two colours of the palette: its lights and darks become mixtures of the two.
//!
//! The darkest hundredth of its samples is the dark colour and the lightest the light one, so that a flat picture has all of
//! the range. No sample has more ink than the heavier of the two colours.

use std::sync::Arc;

use biaoyu_page::duotone::Duotone;
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::Ink;
use biaoyu_page::page::{Image, Samples};
use biaoyu_page::words::Intent;

/// Share of the samples beyond the ends of the range.
const ENDS: f64 = 0.01;

/// The picture from a dark colour to a light one.
pub(super) fn duotone(image: &Image, [dark, light]: &[(Ink, f64); 2], profile: &Profile) -> Arc<Image> {
    let mut levels = levels(image, profile);
    let (low, high) = range(&levels, image.alpha.as_deref());
    let share = |level: u16| ((f64::from(level) - low) / (high - low)).clamp(0.0, 1.0);
    let (width, height, alpha) = (image.width, image.height, image.alpha.clone());
    if [dark, light].iter().any(|(ink, _)| matches!(ink, Ink::Spot(_))) {
        let table: Vec<u8> = (0..=255).map(|level| (share(level) * 255.0).round() as u8).collect();
        levels.iter_mut().for_each(|level| *level = table.get(usize::from(*level)).copied().unwrap_or(*level));
        let samples = Samples::Duotone(Duotone { levels, inks: [dark.clone(), light.clone()], overprint: false });
        return Arc::new(Image { width, height, samples, alpha });
    }
    let [dark, light] = [dark, light].map(|(ink, tint)| ink.cmyk().tinted(*tint));
    let table: Vec<[u8; 4]> = (0..=255_u16)
        .map(|level| {
            let share = share(level);
            let (dark, light) = (dark.array(), light.array());
            std::array::from_fn(|i| ((dark[i] + (light[i] - dark[i]) * share) * 255.0).round().clamp(0.0, 255.0) as u8)
        })
        .collect();
    let mut inks = Vec::with_capacity(levels.len() * 4);
    levels.iter().for_each(|level| inks.extend(table.get(usize::from(*level)).copied().unwrap_or_default()));
    Arc::new(Image { width, height, samples: Samples::Cmyk(inks), alpha })
}

/// How light the samples look, 0 to 255 (ITU-R BT.601 on screen colours).
pub(super) fn levels(image: &Image, profile: &Profile) -> Vec<u8> {
    match &image.samples {
        // 255 is paper, and a share of black looks as its share.
        Samples::Gray(bytes) => bytes.clone(),
        Samples::Cmyk(bytes) => {
            let screen = profile.screen(Intent::Relative);
            let gray = |inks: &[u8; 4]| {
                let [r, g, b] = screen.rgb(*inks).map(u32::from);
                ((299 * r + 587 * g + 114 * b + 500) / 1000) as u8
            };
            bytes.as_chunks::<4>().0.iter().map(gray).collect()
        }
        Samples::Duotone(two) => {
            let screen = profile.screen(Intent::Relative);
            let table = two.looks().map(|inks| {
                let [r, g, b] = screen.rgb(inks).map(u32::from);
                ((299 * r + 587 * g + 114 * b + 500) / 1000) as u8
            });
            two.levels.iter().map(|level| table[usize::from(*level)]).collect()
        }
    }
}

/// The levels that the two colours stand for.
fn range(levels: &[u8], alpha: Option<&[u8]>) -> (f64, f64) {
    let mut counts = [0_u64; 256];
    for (i, level) in levels.iter().enumerate() {
        let is_seen = alpha.is_none_or(|a| a.get(i).is_some_and(|v| *v > 0));
        if let Some(count) = counts.get_mut(usize::from(*level)).filter(|_| is_seen) {
            *count += 1;
        }
    }
    let end = counts.iter().sum::<u64>() as f64 * ENDS;
    let reach = |order: &mut dyn Iterator<Item = usize>| {
        let mut sum = 0.0;
        for level in order {
            sum += counts.get(level).copied().unwrap_or(0) as f64;
            if sum > end {
                return level;
            }
        }
        0
    };
    let (low, high) = (reach(&mut (0..256)), reach(&mut (0..256).rev()));
    // A picture of one level is as light as it is.
    if high > low { (low as f64, high as f64) } else { (0.0, 255.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::ink::Cmyk;

    #[test]
    fn a_flat_picture_has_all_of_the_range_and_no_more_ink_than_its_colours() {
        let samples: Vec<u8> = (0..200_u8).map(|i| 100 + i / 10).collect();
        let image = Image { width: 200, height: 1, samples: Samples::Gray(samples), alpha: None };
        let (dark, light) = (Cmyk::percent(100.0, 80.0, 25.0, 30.0), Cmyk::percent(4.0, 0.0, 0.0, 0.0));
        let tones = [dark, light].map(|cmyk| (Ink::Process(cmyk), 1.0));
        let two = duotone(&image, &tones, Profile::embedded());
        let Samples::Cmyk(inks) = &two.samples else { panic!() };
        assert_eq!(inks[..4], [255, 204, 64, 77]);
        assert_eq!(inks[inks.len() - 4..], [10, 0, 0, 0]);
        let most = inks.chunks(4).map(|p| p.iter().map(|v| u32::from(*v)).sum::<u32>()).max();
        assert_eq!(most, Some(600));
        // One level stays what it is.
        let one = Image { width: 2, height: 1, samples: Samples::Gray(vec![255, 255]), alpha: None };
        let Samples::Cmyk(inks) = &duotone(&one, &tones, Profile::embedded()).samples else { panic!() };
        assert_eq!(inks[..4], [10, 0, 0, 0]);
    }

    #[test]
    fn a_spot_keeps_its_plate() {
        use biaoyu_page::ink::Spot;
        use std::sync::Arc;
        let image = Image { width: 3, height: 1, samples: Samples::Gray(vec![0, 128, 255]), alpha: None };
        let red = Ink::Spot(Arc::new(Spot { plate: "Red".into(), alternate: Cmyk::percent(0.0, 100.0, 100.0, 0.0) }));
        let inks = [(red, 1.0), (Ink::Process(Cmyk::PAPER), 1.0)];
        let Samples::Duotone(two) = &duotone(&image, &inks, Profile::embedded()).samples else { panic!() };
        assert_eq!(two.levels, [0, 128, 255]);
        assert!((two.spot("Red", two.levels[0]) - 1.0).abs() < 1e-9);
    }
}
