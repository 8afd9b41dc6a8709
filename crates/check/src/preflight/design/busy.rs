//! Type over ornament: how much is painted between its ground and it, and how far it stands out from that.

use std::sync::Arc;

use super::cross::{covers, meets, passes};
use super::{DesignCheck, Reviewed, place};
use crate::preflight::rule::{Rule, Words};
use crate::read::{Glyph, Object, Overprint, Tone, What};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Affine, Point, Rect, grow, winding};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::measure::number;
use biaoyu_page::page::Image;
use biaoyu_page::say;
use biaoyu_page::words::Intent;
use biaoyu_set::palette::contrast;

/// Share of a region's characters that may touch ornament.
const TOUCHED: f64 = 0.2;
/// Contrast from which ornament is seen on its ground at all.
const SEEN: f64 = 1.15;
/// Contrast of type with what lies under it, from which it stands out whatever that is (WCAG 2.2, 1.4.3).
const CLEAR: f64 = 4.5;
/// Edges under a character from which even quiet ornament flickers …
const MANY: f64 = 6.0;
/// … when it is seen this well on its ground.
const LOUD: f64 = 1.6;

pub(crate) const BUSY_GROUND: Rule<DesignCheck> = Rule {
    id: "text-over-ornament",
    severity: Severity::Warning,
    what: Words { en: "type stands on busy ornament", zh: "文字压在花哨的图案上" },
    why: Words {
        en: "Strokes of type and edges of ornament look alike: what crosses a character is read as part of it. Counted are the edges painted between ground and type, and the contrast of type with them.",
        zh: "笔画和图案的边缘看上去是一样的东西：穿过字的线会被当成笔画。检查统计底色与文字之间的边缘数，以及文字与它们的对比度。",
    },
    cure: Words { en: "choose another layout or palette", zh: "请换一个版式或配色" },
    example: "slogan 2, `flag-4`, region `theme`: 9 of 12 characters touch ornament, 4.2 edges each, contrast 1.9:1 to it",
    check: |reviewed, out| {
        for region in regions(reviewed) {
            let tally = tally(reviewed, &region);
            let touched = tally.touched as f64 / (tally.glyphs as f64).max(1.0);
            let edges = tally.edges as f64 / (tally.touched as f64).max(1.0);
            let merges = tally.clear < CLEAR;
            let flickers = edges >= MANY && tally.loud >= LOUD;
            if touched <= TOUCHED || !(merges || flickers) {
                continue;
            }
            let (count, all) = (tally.touched, tally.glyphs);
            let [edges, clear] = [edges, tally.clear].map(|v| number(v, 1));
            let what = say!(
                "{count} of {all} characters touch ornament, {edges} edges each, contrast {clear}:1 to it",
                "{all} 个字中有 {count} 个压到图案，每字 {edges} 条边，与图案的对比度 {clear}:1"
            );
            out.add(Some(place(reviewed, &region)), what);
        }
    },
};

/// The regions with type, in the order of painting.
fn regions(reviewed: &Reviewed<'_>) -> Vec<Arc<str>> {
    let mut all: Vec<Arc<str>> = Vec::new();
    for object in reviewed.seen.objects.iter().filter(|o| o.is_art() && matches!(o.what, What::Text(_))) {
        if let Some(region) = object.source.region.as_ref().filter(|r| !all.contains(r)) {
            all.push(region.clone());
        }
    }
    all
}

/// What lies under the characters of a region.
struct Tally {
    glyphs: usize,
    /// Characters with ornament under them.
    touched: usize,
    /// Edges of ornament under all of them.
    edges: usize,
    /// Least contrast of type with ornament.
    clear: f64,
    /// Most contrast of ornament with its ground.
    loud: f64,
}

fn tally(reviewed: &Reviewed<'_>, region: &str) -> Tally {
    let objects = &reviewed.seen.objects;
    let mut all = Tally { glyphs: 0, touched: 0, edges: 0, clear: 21.0, loud: 1.0 };
    for (index, object) in objects.iter().enumerate() {
        let What::Text(text) = &object.what else { continue };
        if !object.is_art() || object.source.region.as_deref() != Some(region) {
            continue;
        }
        let Some(tone) = object.tones.first() else { continue };
        // What is nowhere near the run is looked at once, not once a character.
        let below = objects.get(..index).unwrap_or_default();
        let near: Vec<&Object> = below
            .iter()
            .filter(|o| o.is_art() && !matches!(o.what, What::Text(_)) && meets(o.bounds, object.bounds))
            .collect();
        for glyph in text.glyphs.iter().filter(|g| !g.is_blank()) {
            all.glyphs += 1;
            all.add(&near, glyph, tone);
        }
    }
    all
}

impl Tally {
    /// Looks down through what is painted below a character, to the first area that holds all of it.
    fn add(&mut self, near: &[&Object], glyph: &Glyph, tone: &Tone) {
        let ink = glyph.shape.ink;
        let rough = glyph.at.transform_rect_bbox(ink);
        let inverse = glyph.at.inverse();
        let mut crossed: Vec<(&Object, usize, Cmyk)> = Vec::new();
        let mut ground = Cmyk::PAPER;
        for object in near.iter().rev().filter(|o| meets(o.bounds, rough)) {
            let clipped = || object.clips.iter().any(|clip| !covers(clip, false, glyph.at, ink));
            let look = object.tones.first().map_or(Cmyk::PAPER, Tone::look);
            match &object.what {
                What::Fill { path, even_odd, blend, .. } => {
                    let opaque = object.opacity >= 1.0 && object.overprint == Overprint::None;
                    if opaque && holds(object.bounds, rough) && !clipped() && covers(path, *even_odd, glyph.at, ink) {
                        // A blend is even enough under one character.
                        ground = blend.as_ref().map_or(look, |b| b.stops.first().map_or(look, |s| s.1));
                        break;
                    }
                    let edges = passes(path, rough, inverse, ink);
                    if edges > 0 && seen_there(object, rough) {
                        crossed.push((object, edges, look));
                    }
                }
                What::Line { path, pen } => {
                    let reach = pen.width / 2.0;
                    let ems = reach / glyph.at.determinant().abs().sqrt().max(1e-9);
                    let edges = 2 * passes(path, grow(rough, reach), inverse, grow(ink, ems));
                    if edges > 0 && seen_there(object, rough) {
                        crossed.push((object, edges, look));
                    }
                }
                What::Picture(picture) => {
                    let Some(image) = &picture.samples else { continue };
                    let looks = samples(image, picture.at, rough);
                    let steps = looks.windows(2).filter(|w| w.first() != w.last()).count();
                    for (i, look) in looks.iter().enumerate() {
                        crossed.push((object, usize::from(i < steps), *look));
                    }
                }
                What::Shade | What::Text(_) => {}
            }
        }
        let profile = Profile::embedded();
        let screen = |look: Cmyk| profile.to_srgb(look, Intent::Relative);
        let (type_, ground) = (screen(tone.look()), screen(ground));
        let mut touched = false;
        for (_, edges, look) in crossed {
            let look = screen(look);
            let loud = contrast(look, ground);
            if loud < SEEN {
                continue;
            }
            touched = true;
            self.edges += edges;
            self.loud = self.loud.max(loud);
            self.clear = self.clear.min(contrast(type_, look));
        }
        self.touched += usize::from(touched);
    }
}

/// Whether a box lies in another, but for what sums are off by: a look before outlines are asked.
fn holds(outer: Rect, inner: Rect) -> bool {
    const OFF: f64 = 1e-6;
    outer.x0 - OFF <= inner.x0 && inner.x1 <= outer.x1 + OFF && outer.y0 - OFF <= inner.y0 && inner.y1 <= outer.y1 + OFF
}

/// Whether an object's clips leave something of it at a box.
fn seen_there(object: &Object, at: Rect) -> bool {
    object.clips.iter().all(|clip| {
        let corners = [(at.x0, at.y0), (at.x1, at.y0), (at.x1, at.y1), (at.x0, at.y1)].map(Point::from);
        corners.into_iter().chain([at.center()]).any(|p| winding(clip, p) != 0)
    })
}

/// Colours of a picture at points spread over a box.
fn samples(image: &Image, at: Affine, r: Rect) -> Vec<Cmyk> {
    let inverse = at.inverse();
    let spread = [0.1, 0.37, 0.63, 0.9];
    let points = spread.into_iter().flat_map(|v| spread.map(|u| (r.x0 + u * r.width(), r.y0 + v * r.height())));
    points
        .filter_map(|p| {
            let p = inverse * Point::from(p);
            if !(0.0..1.0).contains(&p.x) || !(0.0..1.0).contains(&p.y) {
                return None;
            }
            let (x, y) = ((p.x * f64::from(image.width)) as usize, (p.y * f64::from(image.height)) as usize);
            let i = y * image.width as usize + x;
            if image.alpha.as_ref().is_some_and(|a| a.get(i).is_none_or(|v| *v < 128)) {
                return None;
            }
            image.samples.at(i)
        })
        .collect()
}
