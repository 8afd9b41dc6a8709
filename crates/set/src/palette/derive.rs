//! A palette from the unit's own colour: `--colour "C100 M5 Y50 K40"`.

use super::{Colour, Palette, Roles, contrast};
use biaoyu_page::ink::Cmyk;

/// Contrast that type needs.
const TYPE: f64 = 4.5;
/// Contrast that large forms need.
const LARGE: f64 = 3.0;

impl Palette {
    /// Six roles from one colour, the order of contrast kept: the colour is the ground, with white type when that can be
    /// read on it, else black. A colour on which neither can be read is deepened with black until white can.
    /// `screen` turns ink into the screen colour of the proof.
    pub fn from_colour(colour: Cmyk, screen: impl Fn(Cmyk) -> [u8; 3]) -> Self {
        let on = |a: Cmyk, b: Cmyk| contrast(screen(a), screen(b));
        let black = Cmyk::percent(50.0, 40.0, 40.0, 100.0);
        let mut ground = within_limit(colour);
        let pale = on(Cmyk::PAPER, ground) < TYPE && on(Cmyk::BLACK, ground) >= TYPE;
        while !pale && on(Cmyk::PAPER, ground) < TYPE && ground.k < 1.0 {
            ground = within_limit(Cmyk { k: (ground.k + 0.05).min(1.0), ..ground });
        }
        // Steps from the ground towards the type's end of the scale; the first that is seen enough.
        let step = |i: u32| {
            let share = f64::from(i) / 20.0;
            if pale { deepened(ground, share) } else { whole(ground.tinted(1.0 - share)) }
        };
        let seen = |least: f64| (1..20).map(step).find(|c| on(*c, ground) >= least);
        let (display, second) = if pale { (black, Cmyk::BLACK) } else { (Cmyk::PAPER, Cmyk::PAPER) };
        let most = on(display, ground);
        // A light colour deepened by black is muddy: on it the accent is white where large forms can be seen so, else black.
        let accent = match pale {
            true if on(Cmyk::PAPER, ground) >= LARGE => Cmyk::PAPER,
            true => Cmyk::BLACK,
            false => seen(LARGE.min(0.7 * most)).unwrap_or(display),
        };
        let quiet = seen(1.35_f64.min(0.5 * most)).unwrap_or(ground);
        own(ground, [display, accent, second, quiet])
    }

    /// The same six roles on paper: the colour is the slogan's, deepened with black until it can be read there.
    pub fn on_paper(colour: Cmyk, screen: impl Fn(Cmyk) -> [u8; 3]) -> Self {
        let on = |c: Cmyk| contrast(screen(c), screen(Cmyk::PAPER));
        let mut display = within_limit(colour);
        while on(display) < TYPE && display.k < 1.0 {
            display = within_limit(Cmyk { k: (display.k + 0.05).min(1.0), ..display });
        }
        let tint = |i: u32| whole(display.tinted(f64::from(i) / 20.0));
        let seen = |least: f64| (1..20).map(tint).find(|c| on(*c) >= least).unwrap_or(display);
        own(Cmyk::PAPER, [display, seen(LARGE), Cmyk::BLACK, seen(1.35)])
    }

    /// The same six roles on a dark ground: the colour is the slogan's, the ground its own shade where that is dark enough for it,
    /// else black, as behind yellow, whose shades are mud.
    pub fn on_dark(colour: Cmyk, screen: impl Fn(Cmyk) -> [u8; 3]) -> Self {
        let display = within_limit(colour);
        let on = |c: Cmyk, ground: Cmyk| contrast(screen(c), screen(ground));
        let is_muddy = display.y > 0.4 && display.c < 0.3;
        let shades = (6..20).map(|i| deepened(display, f64::from(i) / 20.0)).filter(|_| !is_muddy);
        let ground = shades.into_iter().find(|ground| on(display, *ground) >= TYPE).unwrap_or(DEEP);
        // From the ground towards the colour.
        let step = |i: u32| {
            let share = f64::from(i) / 20.0;
            let [a, b] = [ground, display].map(Cmyk::array);
            whole(within_limit(Cmyk::from_array(std::array::from_fn(|at| a[at] + (b[at] - a[at]) * share))))
        };
        let seen = |least: f64| (1..20).map(step).find(|c| on(*c, ground) >= least).unwrap_or(display);
        own(ground, [display, seen(LARGE), Cmyk::PAPER, seen(1.35)])
    }
}

/// The deepest black that jobbing printers take.
const DEEP: Cmyk = Cmyk { c: 0.5, m: 0.4, y: 0.4, k: 1.0 };

/// A palette of one's own colour; what stands on the slogan's colour has that of the ground.
fn own(ground: Cmyk, others: [Cmyk; 4]) -> Palette {
    let ([display, accent, second, quiet], ground) = (others.map(Colour::from), Colour::from(ground));
    let roles = Roles { on_display: ground.clone(), ground, display, accent, second, quiet };
    Palette { id: "own-colour".into(), name: "自选颜色".into(), name_en: "own colour".into(), about: None, roles }
}

/// Less of the three colours where the four have more than 250 % together.
fn within_limit(c: Cmyk) -> Cmyk {
    let (colours, room) = (c.c + c.m + c.y, 2.5 - c.k);
    if colours <= room {
        return c;
    }
    let share = room / colours;
    Cmyk { c: c.c * share, m: c.m * share, y: c.y * share, k: c.k }
}

/// The colour with a share of black.
fn deepened(c: Cmyk, share: f64) -> Cmyk {
    whole(within_limit(Cmyk { k: (c.k + share).min(1.0), ..c }))
}

/// Inks in whole per cent, rounded down to stay within the limit; what would vanish on press is left out.
fn whole(c: Cmyk) -> Cmyk {
    Cmyk::from_array(c.array().map(|v| if v < 0.05 { 0.0 } else { (v * 100.0 + 1e-6).floor() / 100.0 }))
}
