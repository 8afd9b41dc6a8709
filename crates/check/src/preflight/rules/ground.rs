//! What lies under type, and whether type can be told from it.

use crate::preflight::rule::{Rule, Words, Worst};
use crate::read::{Mixing, Object, Overprint, Seen, Tone, What};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{ParamCurveNearest as _, Point, winding};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Gradient};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_page::words::Intent;
use biaoyu_set::palette::contrast;

use super::PageCheck;
use super::type_::runs;

/// What the eye meets at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// Paper that nothing is painted on.
    Bare,
    /// White paint: what lies below is gone from the plates.
    White,
    /// Ink.
    Inked,
}

/// What is painted below things.
pub(super) struct Ground<'a> {
    seen: &'a Seen,
    /// Objects that may be looked at yet: a page of many runs over many areas must not take for ever.
    steps: std::cell::Cell<usize>,
}

impl<'a> Ground<'a> {
    pub(crate) fn of(seen: &'a Seen) -> Self {
        Self { seen, steps: std::cell::Cell::new(20_000_000) }
    }

    /// The tones on which `object` stands, at the middles of at most `most` of its glyphs.
    pub(crate) fn under(&self, object: &'a Object, most: usize) -> impl Iterator<Item = Tone> + use<'a, '_> {
        let points: Vec<Point> = match &object.what {
            What::Text(text) => {
                // Of type that is cut off what is seen alone stands on anything.
                let is_seen =
                    |p: &Point| object.bounds.contains(*p) && object.clips.iter().all(|clip| winding(clip, *p) != 0);
                let inked = text.glyphs.iter().filter(|g| !g.is_blank()).map(|g| g.bounds().center());
                let inked: Vec<Point> = inked.filter(is_seen).collect();
                let step = inked.len().div_ceil(most.max(1)).max(1);
                inked.into_iter().step_by(step).collect()
            }
            _ => vec![object.bounds.center()],
        };
        let at = number_of(self.seen, object).unwrap_or(0);
        points.into_iter().filter_map(move |point| self.tone(at, point))
    }

    /// The tone at a point of the finished page; `None` when that cannot be told.
    pub(crate) fn at(&self, point: Point) -> Option<Tone> {
        self.tone(self.seen.objects.len(), point)
    }

    /// What the eye meets at a point of the finished page.
    pub(crate) fn face(&self, point: Point) -> Option<Face> {
        for object in self.seen.objects.iter().rev() {
            self.steps.set(self.steps.get().checked_sub(1)?);
            if !object.is_art() || !object.bounds.contains(point) {
                continue;
            }
            let white = object.is_white();
            let lies = match &object.what {
                What::Fill { path, even_odd, .. } => {
                    let turns = winding(path, point);
                    if *even_odd { turns % 2 != 0 } else { turns != 0 }
                }
                // White of a picture hides what lies below where its own mask does not thin it.
                What::Picture(picture) => {
                    let whole = picture.sketch.as_ref().is_some_and(|sketch| sketch.alpha.is_none());
                    !white || (!picture.stencil && whole)
                }
                What::Shade => !white,
                What::Line { path, pen } => {
                    white && path.segments().any(|s| s.nearest(point, 0.01).distance_sq <= pen.width * pen.width / 4.0)
                }
                What::Text(_) => false,
            };
            if !lies || object.clips.iter().any(|clip| winding(clip, point) == 0) {
                continue;
            }
            let is_veil = object.opacity < 1.0 || object.overprint != Overprint::None || object.mixing != Mixing::Plain;
            match (white, is_veil) {
                // White that lets through what is below, or prints over it, hides nothing.
                (true, true) => {}
                (true, false) => return Some(Face::White),
                (false, _) => return Some(Face::Inked),
            }
        }
        Some(Face::Bare)
    }

    /// The tone at a point below object number `above`; `None` when that cannot be told. Paper when nothing is there.
    fn tone(&self, above: usize, point: Point) -> Option<Tone> {
        for object in self.seen.objects.get(..above)?.iter().rev() {
            self.steps.set(self.steps.get().checked_sub(1)?);
            if !object.is_art() || !object.bounds.contains(point) {
                continue;
            }
            let clipped = object.clips.iter().any(|clip| winding(clip, point) == 0);
            if clipped {
                continue;
            }
            match &object.what {
                What::Fill { path, even_odd, blend, .. } => {
                    let turns = winding(path, point);
                    if if *even_odd { turns % 2 == 0 } else { turns == 0 } {
                        continue;
                    }
                    // What lets something through, or prints over it, is not the ground alone.
                    let is_plain = object.overprint == Overprint::None && object.mixing == Mixing::Plain;
                    if object.opacity < 1.0 || !is_plain {
                        return None;
                    }
                    return match blend {
                        Some(blend) => Some(Tone::process(at(blend, point))),
                        None => object.tones.first().cloned(),
                    };
                }
                What::Picture(_) | What::Shade => return None,
                // Lines and type are too thin to be a ground.
                What::Line { .. } | What::Text(_) => {}
            }
        }
        Some(Tone::process(Cmyk::PAPER))
    }
}

/// A blend's colour at a point.
fn at(blend: &Gradient, point: Point) -> Cmyk {
    let along = blend.to - blend.from;
    let t = (point - blend.from).dot(along) / along.hypot2().max(1e-12);
    let mut before: Option<&(f64, Cmyk)> = None;
    for stop in &blend.stops {
        if t <= stop.0 {
            let Some((from, first)) = before else { return stop.1 };
            let share = (t - from) / (stop.0 - from).max(1e-12);
            let (a, b) = (first.array(), stop.1.array());
            return Cmyk::from_array(std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share));
        }
        before = Some(stop);
    }
    before.map_or(Cmyk::PAPER, |s| s.1)
}

/// Contrast that type of any size needs (WCAG 2.2, 1.4.3).
const TYPE: f64 = 4.5;
/// Contrast that large type needs (the same).
const LARGE: f64 = 3.0;

/// Which of a page's things one is, by its place in memory: pages have hundreds of thousands.
fn number_of(seen: &Seen, object: &Object) -> Option<usize> {
    let from = std::ptr::from_ref(object).addr().checked_sub(seen.objects.as_ptr().addr())?;
    let at = from / size_of::<Object>();
    seen.objects.get(at).filter(|o| std::ptr::eq(*o, object)).map(|_| at)
}

/// The width of the line around type, millimetres: the thing after it.
fn edge_width(seen: &Seen, type_: &Object) -> f64 {
    let next = number_of(seen, type_).and_then(|at| seen.objects.get(at + 1));
    match next.filter(|o| o.of_type).map(|o| &o.what) {
        Some(What::Line { pen, .. }) => pen.width,
        _ => 0.0,
    }
}

pub(crate) const LOW_CONTRAST: Rule<PageCheck> = Rule {
    id: "low-contrast",
    severity: Severity::Warning,
    what: Words { en: "type can hardly be told from its ground", zh: "文字与底色对比不足" },
    why: Words {
        en: "Read from a distance, in poor light or by weak eyes, it is lost (WCAG 2.2, 1.4.3: 4.5:1, large type 3:1).",
        zh: "远看、光线差或视力弱时就读不出（WCAG 2.2 第 1.4.3 条：4.5:1，大字 3:1）。",
    },
    cure: Words { en: "make one lighter or the other darker", zh: "请调亮一个或调暗另一个" },
    example: "slogan 2, region `unit`: contrast 2.1:1 on its ground, wanted 4.5:1",
    check: |seen, context, out| {
        let ground = Ground::of(seen);
        let profile = Profile::embedded();
        let screen = |tone: &Tone| profile.to_srgb(tone.look(), Intent::Relative);
        let mut worst = Worst::new();
        for (object, text) in runs(seen) {
            // What overprints mixes with its ground: dark type on anything is all that does so.
            let Some(tone) = object.tones.first().filter(|_| object.opacity >= 1.0) else { continue };
            let colour = screen(tone);
            // An edge that can be told from the ground is enough, unless it is a breath of a line.
            let edge = text.edge.first().filter(|_| edge_width(seen, object) * 100.0 >= text.size).map(screen);
            let told = |ground: &Tone| {
                let ground = screen(ground);
                contrast(colour, ground).max(edge.map_or(0.0, |edge| contrast(edge, ground)))
            };
            let least = ground.under(object, 5).map(|g| told(&g)).reduce(f64::min);
            let Some(ratio) = least.filter(|ratio| *ratio < TYPE) else { continue };
            // Large: more than twice what can just be read here.
            let large = text.size >= 2.0 * context.least_type();
            let severity = if large && ratio >= LARGE { Severity::Note } else { Severity::Warning };
            worst.note(seen, object, "", -ratio, (severity, ratio));
        }
        worst.tell(out, |(severity, ratio)| {
            let ratio = number(*ratio, 1);
            let what =
                say!("contrast {ratio}:1 on its ground, wanted {TYPE}:1", "与底色的对比度 {ratio}:1，应有 {TYPE}:1");
            (*severity, what)
        });
    },
};
