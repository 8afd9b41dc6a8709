//! Type on a circle.

use super::type_set::Setting;
use super::{Bound, Composer, Laid};
use crate::geom::{Affine, Point, Rect, Vec2};
use crate::layout::{Item as Wanted, Ring};
use crate::text::Flow;

/// The middle of the em box above the baseline, ems.
const EM_MIDDLE: f64 = 0.38;

impl Composer<'_> {
    /// Sets a text on an arc; without room for its least size it is left out, so that the layout can say what
    /// comes in its place.
    pub(super) fn ring(&mut self, index: usize, item: &Wanted, ring: &Ring) -> Option<Laid> {
        let text = ring.text.expand(&self.fields).trim().to_string();
        if text.is_empty() {
            return None;
        }
        let chain = self.chain(&item.id, &ring.style, &text)?;
        let disc = self.circle(&ring.disc);
        let arc = ring.arc.eval(&self.frame).clamp(1.0, 360.0).to_radians();
        let middle = ring.middle.eval(&self.frame).to_radians();
        let (max, min) = self.limits(&ring.fit);
        let mut line = self.shape(&item.id, &chain, &ring.style, Setting::plain(Flow::Horizontal), &text)?;
        // The em boxes' middles run on a circle half an em inside: length·z = arc·(r − z/2).
        let size_of = |length: f64| arc * disc.radius / (length + arc / 2.0);
        let mut size = size_of(line.advance);
        let mut bound = Bound::Arc;
        if size > max {
            size = max;
            bound = Bound::Max;
            let free = arc * (disc.radius - size / 2.0) / size - line.advance;
            let gaps = (line.glyphs.len() as f64 - 1.0).max(1.0);
            let spread = (free / gaps).clamp(0.0, (ring.style.pitch - 1.0 - ring.style.tracking).max(0.0));
            if spread > 0.0 {
                let setting = Setting { flow: Flow::Horizontal, condense: 1.0, spread };
                line = self.shape(&item.id, &chain, &ring.style, setting, &text)?;
            }
        }
        if size + 0.01 < min {
            if !item.optional {
                self.large_enough(item, &text, size, min);
            }
            return None;
        }
        let radius = disc.radius - size / 2.0;
        let half = line.advance / 2.0;
        let turn = |along: f64| {
            let angle = (along - half) * size / radius;
            if ring.inner { middle - angle } else { middle + angle }
        };
        let place = |placed: &crate::text::Placed| {
            // Each glyph stands upright on its own radius; its middle along the line is what is placed.
            let along = f64::midpoint(placed.ink.x0, placed.ink.x1);
            let along = if placed.ink.width() > 0.0 { along } else { placed.matrix.translation().x };
            let angle = turn(along);
            let centre = disc.center + Vec2::new(libm::sin(angle), -libm::cos(angle)) * radius;
            let upright = if ring.inner { angle - std::f64::consts::PI } else { angle };
            Affine::translate(centre.to_vec2())
                * Affine::rotate(upright)
                * Affine::scale(size)
                * Affine::translate((-along, EM_MIDDLE))
        };
        let items = self.runs(&line, ring.style.ink, &item.id, place);
        let ink = line
            .glyphs
            .iter()
            .map(|p| place(p).transform_rect_bbox(p.ink))
            .reduce(|a, b| a.union(b))
            .unwrap_or(Rect::from_center_size(disc.center, (0.0, 0.0)));
        let group = self.text_group(items, &line.text, &item.id);
        self.record(index, &item.id, vec![line.text.clone()], size, 1.0, bound, ink);
        let region = Rect::from_center_size(Point::new(disc.center.x, disc.center.y), (2.0 * disc.radius, 2.0 * disc.radius));
        Some(Laid { items: vec![group], region, size, lines: 1.0, ink })
    }
}
