//! Type on a circle.

use super::type_set::{Setting, ink_of};
use super::{Bound, Composer, Laid, Set};
use crate::layout::{Item as Wanted, Ring};
use crate::text::{ArcPath, Flow, Heads, on_arc};
use biaoyu_page::geom::Rect;

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
        let mut size = size_of(line.core.width());
        let mut bound = Bound::Arc;
        if size > max {
            size = max;
            bound = Bound::Max;
            let free = arc * (disc.radius - size / 2.0) / size - line.core.width();
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
        let heads = if ring.inner { Heads::Inward } else { Heads::Outward };
        let path = ArcPath { centre: disc.center, radius: disc.radius - size / 2.0, middle, heads, spread: None };
        let runs = on_arc(&line, size, &path, &self.type_paint(ring.style.ink, size));
        let ink = ink_of(&runs).unwrap_or(Rect::from_center_size(disc.center, (0.0, 0.0)));
        let items = self.run_items(runs, &item.id);
        let group = self.text_group(items, &line.text, &item.id);
        let lines = vec![line.text.clone()];
        let set = Set { region: item.id.clone(), lines, size, condense: 1.0, bound, inks: vec![ink] };
        self.set.push((index, set.into()));
        let region = Rect::from_center_size(disc.center, (2.0 * disc.radius, 2.0 * disc.radius));
        Some(Laid { items: vec![group], region, size, lines: 1.0, ink })
    }
}
