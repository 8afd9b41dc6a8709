//! `--colour`: the unit's own colour in inks, as a screen colour, by its name, or the one of its logo.

use biaoyu_page::error::{Fault, Finding, Place, Severity};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::say;
use biaoyu_page::words::Intent;
use biaoyu_set::compose::Pictures;
use biaoyu_set::palette::{Palette, Role};
use biaoyu_set::picture::SHARE;

/// Colours by their names, as jobbing printers mix them: inks in per cent.
const NAMED: [(&[&str], [u8; 4]); 18] = [
    (&["红", "大红", "中国红", "红色", "red"], [0, 100, 100, 0]),
    (&["暗红", "深红", "dark red", "maroon"], [15, 100, 90, 35]),
    (&["玫红", "洋红", "magenta"], [0, 100, 20, 0]),
    (&["粉", "粉红", "粉色", "pink"], [0, 40, 10, 0]),
    (&["橙", "橙色", "橘", "橘色", "orange"], [0, 60, 100, 0]),
    (&["黄", "黄色", "yellow"], [0, 10, 95, 0]),
    (&["金", "金黄", "金色", "gold"], [0, 25, 80, 10]),
    (&["绿", "绿色", "green"], [85, 10, 100, 0]),
    (&["浅绿", "草绿", "lime"], [45, 0, 95, 0]),
    (&["深绿", "墨绿", "dark green"], [90, 40, 85, 40]),
    (&["青", "青色", "青绿", "teal"], [90, 15, 45, 10]),
    (&["天蓝", "浅蓝", "sky blue"], [65, 10, 0, 0]),
    (&["蓝", "蓝色", "blue"], [100, 65, 0, 0]),
    (&["深蓝", "藏青", "藏蓝", "navy"], [100, 85, 25, 30]),
    (&["紫", "紫色", "purple"], [65, 90, 0, 0]),
    (&["棕", "棕色", "褐", "褐色", "咖啡", "brown"], [30, 65, 85, 40]),
    (&["灰", "灰色", "gray", "grey"], [0, 0, 0, 60]),
    (&["黑", "黑色", "black"], [50, 40, 40, 100]),
];
/// Words for the colour of the logo.
const LOGO: [&str; 4] = ["logo", "标志", "标识", "徽标"];
/// Levels of sRGB by which a printed colour may miss the one that was asked for before it is said.
const NEAR: u8 = 24;

/// The share of a logo that has to stand out from the ground of a palette taken from it, by how much.
const STANDS: f64 = 3.0;
/// The share of a version for such a ground that has to.
const PLATE: f64 = 0.1;

/// The palettes that `--colour` means: of sheets, and of what people wear where that is another one. A colour that is the logo's own is
/// no ground for it: the logo would be swallowed. Which ground it is depends on the logo alone, whatever is made in a run.
///
/// # Errors
/// As [`own_colour`].
pub(super) fn own_palettes(
    text: &str,
    pictures: &Pictures,
    profile: &Profile,
    notes: &mut Vec<Finding>,
) -> Result<(Palette, Option<Palette>), Fault> {
    let screen = |cmyk: Cmyk| Profile::embedded().to_srgb(cmyk, Intent::Relative);
    let colour = own_colour(text, pictures, profile, notes)?;
    let usual = Palette::from_colour(colour, screen);
    if !LOGO.contains(&text.trim().to_lowercase().as_str()) {
        return Ok((usual, None));
    }
    let stands = |palette: &Palette, role: Role| {
        let ground = screen(palette.get(role).cmyk);
        let version = pictures.suited("logo", ground);
        // A version that was given for such grounds is its owner's word: on a plate no more than the edge need stand out.
        let least = if version == Some("logo") { SHARE } else { PLATE };
        version.and_then(|own| pictures.standing_out(own, ground, STANDS)).is_none_or(|share| share >= least)
    };
    let others = || [Palette::on_paper(colour, screen), Palette::on_dark(colour, screen)];
    // Badges are of the slogan's colour where sheets are of the ground's.
    let of = |role| match stands(&usual, role) {
        true => Some(usual.clone()),
        false => others().into_iter().find(|palette| stands(palette, role)),
    };
    let place = || Place::thing(say!("`--colour`", "`--colour`"));
    let mut note = |severity, what, hint| {
        notes.push(Finding { rule: "colour-logo-ground", severity, place: place(), what, hint: Some(hint) });
    };
    let (sheets, worn) = (of(Role::Ground), of(Role::Display));
    let own_version = say!(
        "for a ground of that colour give the logo's light version by `--logo-light`",
        "想用这种颜色作底，请用 `--logo-light` 另给反白稿"
    );
    match &sheets {
        Some(palette) if *palette == usual => {}
        Some(palette) if palette.get(Role::Ground).cmyk == Cmyk::PAPER => note(
            Severity::Note,
            say!(
                "on a ground of its own colour the logo would not be seen: the ground is paper, the slogan has the colour",
                "标志放在自己的颜色上看不见，所以用白底，标语用这种颜色"
            ),
            own_version,
        ),
        Some(_) => note(
            Severity::Note,
            say!(
                "on a ground of its own colour the logo would not be seen: the ground is dark, the slogan has the colour",
                "标志放在自己的颜色上看不见，所以用深底，标语用这种颜色"
            ),
            own_version,
        ),
        None => note(
            Severity::Warning,
            say!("on no ground that goes with its colour the logo stands out", "和标志颜色相配的底色上都看不清标志"),
            say!(
                "give versions for dark and light grounds by `--logo-light` and `--logo-dark`",
                "请用 `--logo-light` 和 `--logo-dark` 另给反白稿和深色稿"
            ),
        ),
    }
    let (sheets, worn) = (sheets.unwrap_or_else(|| usual.clone()), worn.unwrap_or(usual));
    Ok((sheets.clone(), Some(worn).filter(|worn| *worn != sheets)))
}

/// The inks that `--colour` means.
///
/// # Errors
/// `colour/…` when it is no colour, or there is no logo to take it from.
pub(super) fn own_colour(
    text: &str,
    pictures: &Pictures,
    profile: &Profile,
    notes: &mut Vec<Finding>,
) -> Result<Cmyk, Fault> {
    let place = || Place::thing(say!("`--colour`", "`--colour`"));
    let mut note = |rule, severity, what, hint| notes.push(Finding { rule, severity, place: place(), what, hint });
    let word = text.trim();
    if let Some(cmyk) = Cmyk::parse(word) {
        return Ok(cmyk);
    }
    let cure = || {
        Some(say!(
            "give the inks of the unit's manual: `--colour \"C100 M5 Y50 K40\"`",
            "有标准色时请直接给出：`--colour \"C100 M5 Y50 K40\"`"
        ))
    };
    if let Some(rgb) = hex(word) {
        let cmyk = whole(profile.from_srgb(rgb));
        let seen = profile.to_srgb(cmyk, Intent::Relative);
        let printed = code(seen);
        note("colour-turned", Severity::Note, say!("`{word}` is printed as {cmyk}", "`{word}` 按 {cmyk} 印刷"), cure());
        if rgb.iter().zip(seen).any(|(a, b)| a.abs_diff(b) > NEAR) {
            note(
                "colour-out-of-gamut",
                Severity::Warning,
                say!(
                    "`{word}` is brighter than ink on paper can be: it will look like {printed}",
                    "`{word}` 超出印刷色域，印出来接近 {printed}"
                ),
                cure(),
            );
        }
        return Ok(cmyk);
    }
    if LOGO.contains(&word.to_lowercase().as_str()) {
        let ink = ["logo", "logo-dark", "logo-light"].iter().find_map(|name| pictures.own_ink(name));
        let Some(cmyk) = ink.map(whole) else {
            let what = say!("there is no logo to take the colour from", "没有可取色的标志");
            let hint = say!("give it by `--logo FILE`", "请用 `--logo 文件` 给出标志");
            return Err(Fault::new("colour/logo", place(), what).hint(hint));
        };
        note("colour-of-logo", Severity::Note, say!("the logo's colour is {cmyk}", "标志的颜色为 {cmyk}"), cure());
        return Ok(cmyk);
    }
    let lower = word.to_lowercase();
    if let Some((_, [c, m, y, k])) = NAMED.iter().find(|(names, _)| names.contains(&lower.as_str())) {
        let cmyk = Cmyk::percent(f64::from(*c), f64::from(*m), f64::from(*y), f64::from(*k));
        note("colour-named", Severity::Note, say!("`{word}` is {cmyk}", "`{word}` 取 {cmyk}"), cure());
        return Ok(cmyk);
    }
    let names: Vec<&str> = NAMED.iter().filter_map(|(names, _)| names.first().copied()).collect();
    let names = names.join("、");
    let what = say!("`{text}` is no colour", "`{text}` 不是颜色");
    let hint = say!(
        "write inks in per cent `C100 M5 Y50 K40`, a screen colour `#0057a8`, `logo`, or one of {names}",
        "请写四色百分数 `C100 M5 Y50 K40`、屏幕色 `#0057a8`、`logo`，或 {names}"
    );
    Err(Fault::new("colour/cmyk", place(), what).hint(hint))
}

/// `#rgb` or `#rrggbb`.
fn hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    let nibbles: Vec<u8> = digits.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    match nibbles[..] {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [a, b, c, d, e, f] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        _ => None,
    }
}

fn code([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Rounded to whole per cents, as inks are written.
fn whole(cmyk: Cmyk) -> Cmyk {
    Cmyk::from_array(cmyk.array().map(|v| (v * 100.0).round() / 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Result<Cmyk, Fault>, Vec<&'static str>) {
        let mut notes = Vec::new();
        let colour = own_colour(text, &Pictures::default(), Profile::embedded(), &mut notes);
        (colour, notes.iter().map(|n| n.rule).collect())
    }

    #[test]
    fn a_colour_is_taken_as_it_is_written() {
        assert_eq!(read("C100 M5 Y50 K40"), (Ok(Cmyk::percent(100.0, 5.0, 50.0, 40.0)), vec![]));
        let (blue, rules) = read("#0057a8");
        let blue = blue.unwrap();
        assert!(blue.c > 0.85 && blue.y < 0.3 && rules == ["colour-turned"], "{blue} {rules:?}");
        // No four inks reach a screen's green.
        assert_eq!(read("#00ff00").1, ["colour-turned", "colour-out-of-gamut"]);
        assert_eq!(read("蓝").1, ["colour-named"]);
        assert_eq!(read("Navy").1, ["colour-named"]);
        assert_eq!(read("logo").0.unwrap_err().code, "colour/logo");
        for bad in ["", "#12", "#12345g", "bluish", "C101"] {
            assert_eq!(read(bad).0.unwrap_err().code, "colour/cmyk", "{bad}");
        }
    }
}
