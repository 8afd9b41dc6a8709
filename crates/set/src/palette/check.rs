//! Whether a palette can be read and printed.

use super::{Palette, Role};
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::measure::number;
use biaoyu_page::say;

/// Contrast that type of any size needs (WCAG 2, 1.4.3).
const TYPE: f64 = 4.5;
/// Contrast that large type and forms need (WCAG 2, 1.4.3 and 1.4.11).
const LARGE: f64 = 3.0;
/// Most ink on one spot, jobbing printers' limit.
const INK: f64 = 2.5;
/// Tints of an ink below this vanish on press.
const FAINT: f64 = 0.05;

/// Relative luminance of a screen colour, 0 black to 1 white (WCAG 2).
pub fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { libm::pow((v + 0.055) / 1.055, 2.4) }
    };
    let [r, g, b] = rgb.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Contrast of two screen colours, 1 none to 21 (WCAG 2).
pub fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl Palette {
    /// What a designer and a printer would say of it. `screen` turns ink into the screen colour of the proof.
    ///
    /// Type needs 4.5:1 on its ground (the slogan, being large, 3:1 at least), contrast falls from display over accent to
    /// quiet, and no mixture has more than 250 % of ink.
    pub fn check(&self, screen: impl Fn(Cmyk) -> [u8; 3]) -> Vec<Finding> {
        let mut found = Vec::new();
        let id = &self.id;
        let place = Place::thing(say!("palette `{id}`", "配色 `{id}`"));
        let mut add = |rule, severity, what: Say, hint: Say| {
            found.push(Finding { rule, severity, place: place.clone(), what, hint: Some(hint) });
        };
        let rgb = |role| screen(self.get(role).cmyk);
        let pair = |a, b| contrast(rgb(a), rgb(b));
        for (type_role, ground, least) in [
            (Role::Display, Role::Ground, LARGE),
            (Role::Second, Role::Ground, TYPE),
            (Role::OnDisplay, Role::Display, LARGE),
        ] {
            let ratio = pair(type_role, ground);
            if ratio >= TYPE {
                continue;
            }
            let severity = if ratio >= least { Severity::Note } else { Severity::Warning };
            let (shown, type_word, ground) = (number(ratio, 1), type_role.word(), ground.word());
            let what = say!(
                "contrast of `{type_word}` on `{ground}` is {shown}:1, wanted {TYPE}:1",
                "`{type_word}` 与 `{ground}` 的对比度是 {shown}:1，应有 {TYPE}:1"
            );
            add("low-contrast", severity, what, say!("make one lighter or the other darker", "请调亮一个或调暗另一个"));
        }
        let ranks = [Role::Display, Role::Accent, Role::Quiet].map(|role| (role, pair(role, Role::Ground)));
        for window in ranks.windows(2) {
            let [(high, more), (low, less)] = window else { continue };
            if less > more {
                let (high, low, more, less) = (high.word(), low.word(), number(*more, 1), number(*less, 1));
                let what = say!(
                    "`{low}` ({less}:1) stands out more than `{high}` ({more}:1)",
                    "`{low}`（{less}:1）比 `{high}`（{more}:1）更显眼"
                );
                add(
                    "contrast-order",
                    Severity::Warning,
                    what,
                    say!("bring `{low}` nearer to the ground", "请让 `{low}` 更接近底色"),
                );
            }
        }
        for role in Role::ALL {
            let (word, cmyk) = (role.word(), self.get(role).cmyk);
            if cmyk.total() > INK + 1e-9 {
                let (total, most) = (number(cmyk.total() * 100.0, 0), number(INK * 100.0, 0));
                let what = say!(
                    "`{word}` has {total} % of ink, wanted {most} % at most",
                    "`{word}` 总墨量 {total} %，应不超过 {most} %"
                );
                add(
                    "too-much-ink",
                    Severity::Warning,
                    what,
                    say!("take from the three colours, keep the black", "请减少三色，保留黑"),
                );
            }
            if cmyk.total() > 0.0 && cmyk.array().iter().all(|v| *v < FAINT) {
                let what = say!("`{word}` ({cmyk}) vanishes on press", "`{word}`（{cmyk}）印不出来");
                add(
                    "faint-tint",
                    Severity::Note,
                    what,
                    say!("write paper white, `0 0 0 0`, or 5 % at least", "请用纸白 `0 0 0 0`，或至少 5 %"),
                );
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::icc::Profile;
    use biaoyu_page::words::Intent;

    fn screen(inks: Cmyk) -> [u8; 3] {
        Profile::embedded().to_srgb(inks, Intent::Relative)
    }

    fn shipped() -> Vec<Palette> {
        Palette::parse_all("layouts/palettes.toml", include_str!("../../../../layouts/palettes.toml"))
            .unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn contrast_is_the_one_of_wcag() {
        // The two ends, and the grey that the recommendation's own examples give 4.54:1 on white.
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([118; 3], [255; 3]) - 4.54).abs() < 0.005);
    }

    #[test]
    fn every_shipped_palette_can_be_read_and_printed() {
        let all = shipped();
        assert_eq!(all.len(), 31);
        for palette in &all {
            let found: Vec<String> =
                palette.check(screen).iter().map(|f| f.text(biaoyu_page::error::Lang::En)).collect();
            assert_eq!(found, Vec::<String>::new(), "{}", palette.id);
        }
    }

    #[test]
    fn a_palette_of_any_colour_keeps_the_order() {
        let levels = [0.0, 25.0, 50.0, 75.0, 100.0];
        for (c, m, y, k) in levels.into_iter().flat_map(|c| {
            levels
                .into_iter()
                .flat_map(move |m| levels.into_iter().flat_map(move |y| [0.0, 40.0, 90.0].map(|k| (c, m, y, k))))
        }) {
            let colour = Cmyk::percent(c, m, y, k);
            let palette = Palette::from_colour(colour, screen);
            let found: Vec<String> =
                palette.check(screen).iter().map(|f| f.text(biaoyu_page::error::Lang::En)).collect();
            assert_eq!(found, Vec::<String>::new(), "{colour}: {:#?}", palette.roles);
        }
        // On paper, and on a dark ground that the colour can be read on.
        for colour in ["C100 M60", "Y100 M10", "C100", "M100 Y80", "C60 M100", "C80 Y100", "K60", "Y60 M60"] {
            let colour = Cmyk::parse(colour).unwrap();
            for palette in [Palette::on_paper(colour, screen), Palette::on_dark(colour, screen)] {
                let on = contrast(screen(colour), screen(palette.get(Role::Ground).cmyk));
                let found: Vec<&str> = palette.check(screen).iter().map(|f| f.rule).collect();
                assert!(found.is_empty() || on < TYPE, "{colour}: {found:?} {:#?}", palette.roles);
            }
        }
        // The unit's own colour is not touched when type can be read on it.
        let teal = Cmyk::percent(100.0, 5.0, 50.0, 40.0);
        assert_eq!(Palette::from_colour(teal, screen).get(Role::Ground).cmyk, teal);
    }

    #[test]
    fn what_is_wrong_with_a_palette_is_said() {
        let mut palette = shipped().remove(0);
        palette.roles.second = Cmyk::percent(0.0, 80.0, 80.0, 0.0).into();
        palette.roles.quiet = Cmyk::PAPER.into();
        palette.roles.accent = Cmyk::percent(0.0, 15.0, 95.0, 0.0).into();
        palette.roles.on_display = Cmyk::percent(90.0, 90.0, 90.0, 90.0).into();
        let rules: Vec<_> = palette.check(screen).iter().map(|f| f.rule).collect();
        assert_eq!(rules, ["low-contrast", "contrast-order", "too-much-ink"]);
        let mut rest = shipped();
        rest[0].roles.ground = Cmyk::percent(3.0, 3.0, 2.0, 0.0).into();
        assert!(rest[0].check(screen).iter().any(|f| f.rule == "faint-tint"));
    }
}
