//! Screen samples become print samples: other RGB spaces to sRGB first, neutrals to the black plate, the rest by profile.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::colours::black;
use biaoyu_page::icc::Profile;
use biaoyu_page::page::Samples;

/// What the colour profile inside a picture came to.
#[derive(Debug, PartialEq)]
pub(super) enum Embedded {
    /// None, or one that says what sRGB says.
    Srgb,
    /// The samples were turned from this space into sRGB.
    Turned(String),
    /// It cannot be read or is not for these samples: they are taken as sRGB.
    Useless,
}

/// Turns gray samples (one byte a pixel) that a profile stands by into those of sRGB.
pub(super) fn gray_to_srgb(icc: Option<&[u8]>, gray: &mut [u8]) -> Embedded {
    let Some(icc) = icc else { return Embedded::Srgb };
    let Some(source) = open(icc, DataColorSpace::Gray) else { return Embedded::Useless };
    let levels: Vec<u8> = (0..=255).collect();
    let mut out = vec![0; 256 * 3];
    let target = ColorProfile::new_srgb();
    let done = source
        .create_transform_8bit(Layout::Gray, &target, Layout::Rgb, TransformOptions::default())
        .and_then(|t| t.transform(&levels, &mut out));
    if done.is_err() {
        return Embedded::Useless;
    }
    let table: Vec<u8> = out.as_chunks::<3>().0.iter().map(|p| p[1]).collect();
    if near(&levels, &table) {
        return Embedded::Srgb;
    }
    for v in gray {
        *v = table.get(usize::from(*v)).copied().unwrap_or(*v);
    }
    Embedded::Turned(title(&source))
}

/// Turns RGB samples (three bytes a pixel) that a profile stands by into those of sRGB.
pub(super) fn rgb_to_srgb(icc: Option<&[u8]>, rgb: &mut [u8]) -> Embedded {
    let Some(icc) = icc else { return Embedded::Srgb };
    let Some(source) = open(icc, DataColorSpace::Rgb) else { return Embedded::Useless };
    let target = ColorProfile::new_srgb();
    let Ok(transform) = source.create_transform_8bit(Layout::Rgb, &target, Layout::Rgb, TransformOptions::default())
    else {
        return Embedded::Useless;
    };
    // Profiles that say sRGB in their own way must not cost a level here and there: black stays black.
    let probe: Vec<u8> = (0..9 * 9 * 9 * 3).map(|i| (probe(i) * 255 / 8) as u8).collect();
    let mut seen = vec![0; probe.len()];
    if transform.transform(&probe, &mut seen).is_err() {
        return Embedded::Useless;
    }
    if near(&probe, &seen) {
        return Embedded::Srgb;
    }
    let mut row = vec![0; ROW * 3];
    for part in rgb.chunks_mut(ROW * 3) {
        let Some(out) = row.get_mut(..part.len()) else { continue };
        if transform.transform(part, out).is_err() {
            return Embedded::Useless;
        }
        part.copy_from_slice(out);
    }
    Embedded::Turned(title(&source))
}

/// Pixels that are turned at once.
const ROW: usize = 4_096;

/// The component `i` of a grid of 9×9×9 colours, 0 to 8.
fn probe(i: usize) -> usize {
    let (colour, component) = (i / 3, i % 3);
    colour / [1, 9, 81][component] % 9
}

fn near(a: &[u8], b: &[u8]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) <= 3)
}

fn open(icc: &[u8], space: DataColorSpace) -> Option<ColorProfile> {
    ColorProfile::new_from_slice(icc).ok().filter(|p| p.color_space == space)
}

/// What a profile calls itself.
pub(super) fn title(profile: &ColorProfile) -> String {
    use moxcms::ProfileText as Text;
    let text = match &profile.description {
        Some(Text::PlainString(text)) => text.clone(),
        Some(Text::Localizable(all)) => all.first().map(|l| l.value.clone()).unwrap_or_default(),
        Some(Text::Description(d)) => d.ascii_string.clone(),
        None => String::new(),
    };
    let text: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if text.trim().is_empty() { "ICC".into() } else { text.trim().into() }
}

/// Gray samples, sRGB levels, to shares of black ink that look alike (255 is paper).
pub(super) fn gray(mut levels: Vec<u8>, profile: &Profile) -> Samples {
    let looks: Vec<u8> = (0..=255u8).map(|s| black(profile, f64::from(255 - s) / 2.55)).collect();
    let nearest = |level: u8| (0..=255u8).min_by_key(|s| looks.get(usize::from(*s)).map(|l| l.abs_diff(level)));
    let mut table: Vec<u8> = (0..=255u8).map(|level| nearest(level).unwrap_or(level)).collect();
    if let [first, .., last] = table.as_mut_slice() {
        (*first, *last) = (0, 255);
    }
    for v in &mut levels {
        *v = table.get(usize::from(*v)).copied().unwrap_or(*v);
    }
    Samples::Gray(levels)
}

/// The levels of RGB samples that are neutral, all of them.
pub(super) fn neutral(rgb: &[u8]) -> Option<Vec<u8>> {
    let pixels = rgb.as_chunks::<3>().0;
    pixels.iter().all(|[r, g, b]| r == g && g == b).then(|| pixels.iter().map(|p| p[1]).collect())
}

/// Takes from the three colours what is more than so much ink on one place, 1 = 100 %; the black stays.
pub(super) fn limit(inks: &mut [u8], most: f64) {
    let most = (most * 255.0).floor().max(0.0) as u32;
    for [c, m, y, k] in inks.as_chunks_mut::<4>().0 {
        let colours = u32::from(*c) + u32::from(*m) + u32::from(*y);
        if colours + u32::from(*k) <= most {
            continue;
        }
        let room = most.saturating_sub(u32::from(*k));
        for ink in [c, m, y] {
            *ink = (u32::from(*ink) * room / colours.max(1)) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_over_the_limit_is_taken_from_the_colours() {
        let mut inks = [196, 175, 152, 237, 10, 20, 30, 40];
        limit(&mut inks, 2.5);
        let total: u32 = inks[..4].iter().map(|v| u32::from(*v)).sum();
        assert!((634..=637).contains(&total) && inks[3] == 237, "{inks:?}");
        assert_eq!(inks[4..], [10, 20, 30, 40]);
    }
}
