//! Colours of a drawing before they are inks: how much of them covers what lies below, and what a mixture of two is.

use biaoyu_page::geom::{Affine, BezPath, Circle, Point, Rect, Vec2, circle_path, polygon, rect_path};
use biaoyu_page::ink::{Cmyk, Ink};

use super::colours::Colours;

/// Steps between two colours that the profile turns: between them inks blend evenly, which is not how sRGB does.
const STEPS: u32 = 6;
/// Bands of a blend that crosses another: neighbours differ by less than two per cent.
const BANDS: usize = 64;
/// Coverage that an eye cannot tell from all.
const OPAQUE: f64 = 0.996;

/// A colour as a drawing gives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Colour {
    /// sRGB levels, 0 to 255, that the profile turns.
    Screen([f64; 3]),
    /// An ink that is known.
    Ink(Ink),
}

/// A colour and how much of it covers what lies below, 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tone {
    pub colour: Colour,
    pub cover: f64,
}

/// How a colour acts on what lies below (Compositing and Blending 1, 5.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    #[default]
    Normal,
    Multiply,
    Screen,
    Darken,
    Lighten,
    Overlay,
    HardLight,
}

impl Mode {
    /// The mode of a drawing; `None` for those that paper does not follow.
    pub(crate) fn of(mode: usvg::BlendMode) -> Option<Self> {
        Some(match mode {
            usvg::BlendMode::Normal => Mode::Normal,
            usvg::BlendMode::Multiply => Mode::Multiply,
            usvg::BlendMode::Screen => Mode::Screen,
            usvg::BlendMode::Darken => Mode::Darken,
            usvg::BlendMode::Lighten => Mode::Lighten,
            usvg::BlendMode::Overlay => Mode::Overlay,
            usvg::BlendMode::HardLight => Mode::HardLight,
            _ => return None,
        })
    }

    /// Whether mixtures along a blend are again even blends.
    fn is_even(self) -> bool {
        matches!(self, Mode::Normal | Mode::Multiply | Mode::Screen)
    }

    /// Light, 0 to 1, of `upper` on `lower`.
    fn mixed(self, lower: f64, upper: f64) -> f64 {
        let screen = |a: f64, b: f64| a + b - a * b;
        match self {
            Mode::Normal => upper,
            Mode::Multiply => lower * upper,
            Mode::Screen => screen(lower, upper),
            Mode::Darken => lower.min(upper),
            Mode::Lighten => lower.max(upper),
            Mode::Overlay => Mode::HardLight.mixed(upper, lower),
            Mode::HardLight if upper <= 0.5 => lower * 2.0 * upper,
            Mode::HardLight => screen(lower, 2.0 * upper - 1.0),
        }
    }
}

impl Tone {
    /// A colour that covers all.
    pub(crate) fn opaque(colour: Colour) -> Self {
        Self { colour, cover: 1.0 }
    }

    pub(crate) fn is_opaque(&self) -> bool {
        self.cover >= OPAQUE
    }

    /// This tone with `share` of its coverage.
    pub(crate) fn thinned(&self, share: f64) -> Self {
        Self { colour: self.colour.clone(), cover: self.cover * share }
    }

    /// What is seen where `upper` lies on this.
    pub(crate) fn under(&self, upper: &Tone, mode: Mode, colours: &Colours<'_>) -> Tone {
        let (below, above) = (self.cover, upper.cover);
        let cover = above + below * (1.0 - above);
        if cover <= 0.0 {
            return Tone { colour: upper.colour.clone(), cover: 0.0 };
        }
        // Over nothing a mode has nothing to act on.
        let mixed = |lower: f64, upper: f64, light: fn(f64) -> f64| {
            let acted = light(mode.mixed(light(lower), light(upper)));
            let own = (1.0 - below) * upper + below * acted;
            (above * own + (1.0 - above) * below * lower) / cover
        };
        let colour = match (&self.colour, &upper.colour) {
            (Colour::Screen(a), Colour::Screen(b)) => {
                let level = |i: usize| 255.0 * mixed(a[i] / 255.0, b[i] / 255.0, |v| v);
                Colour::Screen(std::array::from_fn(level))
            }
            // Ink takes light away.
            (a, b) => {
                let (a, b) = (colours.cmyk(a).array(), colours.cmyk(b).array());
                let ink = std::array::from_fn(|i| mixed(a[i], b[i], |v| 1.0 - v));
                Colour::Ink(Ink::Process(Cmyk::from_array(ink)))
            }
        };
        Tone { colour, cover }
    }

    /// The tone at `t` of the way to another, colour and coverage each for itself, as SVG blends (13.2.4).
    fn toward(&self, other: &Tone, t: f64, colours: &Colours<'_>) -> Tone {
        let between = |a: f64, b: f64| a + (b - a) * t;
        let colour = match (&self.colour, &other.colour) {
            (Colour::Screen(a), Colour::Screen(b)) => Colour::Screen(std::array::from_fn(|i| between(a[i], b[i]))),
            (a, b) => {
                let (a, b) = (colours.cmyk(a).array(), colours.cmyk(b).array());
                Colour::Ink(Ink::Process(Cmyk::from_array(std::array::from_fn(|i| between(a[i], b[i])))))
            }
        };
        Tone { colour, cover: between(self.cover, other.cover) }
    }
}

/// Where the offsets of a blend lie, millimetres.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// Along a line.
    Line(Point, Point),
    /// From circle to circle, led to the page by the transform.
    Rings(Circle, Circle, Affine),
}

/// How an area is coloured; `T` is a [`Tone`], later what is printed of it.
#[derive(Clone, Debug)]
pub(super) enum Shade<T = Tone> {
    Flat(T),
    /// Offsets rising from 0 to 1.
    Blend(Way, Vec<(f64, T)>),
}

impl<T> Shade<T> {
    /// Every tone.
    pub(crate) fn tones(&self) -> impl Iterator<Item = &T> {
        let (flat, stops) = match self {
            Shade::Flat(tone) => (Some(tone), &[][..]),
            Shade::Blend(_, stops) => (None, &stops[..]),
        };
        flat.into_iter().chain(stops.iter().map(|stop| &stop.1))
    }

    /// The same with other tones.
    pub(crate) fn map<U>(&self, mut make: impl FnMut(&T) -> U) -> Shade<U> {
        match self {
            Shade::Flat(tone) => Shade::Flat(make(tone)),
            Shade::Blend(way, stops) => {
                Shade::Blend(way.clone(), stops.iter().map(|(at, tone)| (*at, make(tone))).collect())
            }
        }
    }
}

impl Shade {
    pub(crate) fn is_opaque(&self) -> bool {
        self.tones().all(Tone::is_opaque)
    }

    /// What is seen where `upper` lies on this; `None` where two blends cross, whose mixture is no blend.
    pub(crate) fn under(&self, upper: &Shade, mode: Mode, colours: &Colours<'_>) -> Option<Shade> {
        match (self, upper) {
            (lower, Shade::Flat(upper)) => {
                let even = mode.is_even() || matches!(lower, Shade::Flat(_));
                even.then(|| lower.map(|tone| tone.under(upper, mode, colours)))
            }
            (Shade::Flat(lower), Shade::Blend(way, stops)) if mode.is_even() => {
                let stops = finer(stops, colours, |a, b| a.cover != b.cover && a.colour != b.colour);
                let stops = stops.into_iter().map(|(at, tone)| (at, lower.under(&tone, mode, colours)));
                Some(Shade::Blend(way.clone(), stops.collect()))
            }
            _ => None,
        }
    }

    /// A blend with the steps that the profile's curve needs.
    pub(crate) fn stepped(&self, colours: &Colours<'_>) -> Shade {
        let Shade::Blend(way, stops) = self else { return self.clone() };
        let gray = |[r, g, b]: [f64; 3]| r == g && g == b;
        let turned = |a: &Tone, b: &Tone| match (&a.colour, &b.colour) {
            (Colour::Screen(x), Colour::Screen(y)) => {
                let gray = gray(*x) && gray(*y);
                a != b && (a.cover != b.cover || !gray)
            }
            _ => false,
        };
        Shade::Blend(way.clone(), finer(stops, colours, turned))
    }

    /// A blend with steps wherever colour and coverage both change: their product does not change evenly.
    pub(crate) fn finer(&self, colours: &Colours<'_>) -> Shade {
        let Shade::Blend(way, stops) = self else { return self.clone() };
        Shade::Blend(way.clone(), finer(stops, colours, |a, b| a.cover != b.cover && a.colour != b.colour))
    }

    /// The area of every so many offsets of a blend as a path without end, each over those before it, with its tone:
    /// what crosses another blend is laid in bands. Empty for an even shade.
    pub(crate) fn bands(&self, bounds: Rect, colours: &Colours<'_>) -> Vec<(BezPath, Tone)> {
        let Shade::Blend(way, stops) = self else { return Vec::new() };
        let tone = |t: f64| {
            let after = stops.partition_point(|(at, _)| *at <= t);
            match (after.checked_sub(1).and_then(|i| stops.get(i)), stops.get(after)) {
                (Some((from, a)), Some((to, b))) => Some(a.toward(b, (t - from) / (to - from).max(1e-9), colours)),
                (Some((_, only)), None) | (None, Some((_, only))) => Some(only.clone()),
                (None, None) => None,
            }
        };
        let far = bounds.width().max(bounds.height()) * 4.0 + 1.0;
        let mut out = vec![(rect_path(bounds.inflate(1.0, 1.0)), 0)];
        let last = BANDS - 1;
        match way {
            Way::Line(from, to) => {
                let along = *to - *from;
                let side = Vec2::new(-along.y, along.x) / along.hypot().max(1e-9);
                let centre = bounds.center();
                // All bands as wide as the figure, wherever its gradient begins.
                for i in 1..=last {
                    let p = *from + along * (i as f64 / BANDS as f64);
                    let foot = p + side * (centre - p).dot(side);
                    let ahead = along / along.hypot().max(1e-9) * (far + (centre - foot).hypot());
                    let (a, b) = (foot + side * far, foot - side * far);
                    out.push((polygon(&[a, b, b + ahead, a + ahead]), i));
                }
            }
            Way::Rings(from, to, transform) => {
                out[0].1 = last;
                for i in (1..=last).rev() {
                    let t = i as f64 / BANDS as f64;
                    let centre = from.center + (to.center - from.center) * t;
                    let radius = from.radius + (to.radius - from.radius) * t;
                    out.push((*transform * circle_path(centre, radius), i - 1));
                }
            }
        }
        out.into_iter().filter_map(|(path, i)| Some((path, tone((i as f64 + 0.5) / BANDS as f64)?))).collect()
    }
}

/// Stops with steps between neighbours that want them.
fn finer(stops: &[(f64, Tone)], colours: &Colours<'_>, wanted: impl Fn(&Tone, &Tone) -> bool) -> Vec<(f64, Tone)> {
    let mut out: Vec<(f64, Tone)> = Vec::with_capacity(stops.len());
    for (at, tone) in stops {
        if let Some((from, before)) = out.last().cloned()
            && *at > from
            && wanted(&before, tone)
        {
            for step in 1..STEPS {
                let t = f64::from(step) / f64::from(STEPS);
                out.push((from + t * (at - from), before.toward(tone, t, colours)));
            }
        }
        out.push((*at, tone.clone()));
    }
    out
}
