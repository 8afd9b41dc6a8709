//! Places that stay free.

use super::composer::Kept;
use super::{Composer, Laid, Sort};
use crate::layout::{Free, Item as Wanted};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Outline, Point, Rect};
use biaoyu_page::measure::number;
use biaoyu_page::say;

impl Composer<'_> {
    /// Notes a place that stays free; whether it is, is seen when all is set.
    pub(super) fn free(&mut self, item: &Wanted, free: &Free) -> Laid {
        let outline = self.outline(&free.region);
        let region = outline.bounds();
        self.kept.push(Kept { id: item.id.clone(), outline, but: free.but.clone() });
        Laid { items: Vec::new(), region, size: 0.0, lines: 0.0, ink: region }
    }

    /// Tells what reaches into a place that should be free: type, pictures and codes, not the panels below them.
    pub(super) fn check_free(&mut self) {
        for kept in std::mem::take(&mut self.kept) {
            let Kept { id, outline, but } = &kept;
            let is_other = |region: &str| !but.iter().any(|id| id == region);
            let type_ = self.set.iter().filter(|(_, set)| is_other(&set.region));
            let by_type = type_.flat_map(|(_, set)| set.inks.iter().map(|ink| (set.region.clone(), *ink)));
            let pictures = self.ledger.iter().filter(|e| e.sort == Sort::Picture && is_other(&e.region));
            let all = by_type.chain(pictures.map(|e| (e.region.clone(), e.ink)));
            let Some(other) = all.filter(|(_, ink)| meets(outline, *ink)).map(|(region, _)| region).next() else {
                continue;
            };
            let side = number(outline.bounds().width(), 0);
            let what = say!(
                "`{other}` reaches into the place of {side} mm that is to stay free",
                "`{other}` 进入了应留空的位置（{side} mm）"
            );
            let hint = say!("shorten the text, or choose a larger product", "请缩短文字，或选更大的产品");
            self.remark(id, "place-not-free", Severity::Error, what, hint);
        }
    }
}

/// Whether a box reaches into an outline.
fn meets(outline: &Outline, r: Rect) -> bool {
    if r.width() <= 0.0 || r.height() <= 0.0 {
        return false;
    }
    match outline {
        Outline::Circle(c) => {
            let nearest = Point::new(c.center.x.clamp(r.x0, r.x1), c.center.y.clamp(r.y0, r.y1));
            (nearest - c.center).hypot() < c.radius - 1e-6
        }
        Outline::Rect(o) | Outline::Rounded(o, _) => r.x0 < o.x1 && o.x0 < r.x1 && r.y0 < o.y1 && o.y0 < r.y1,
    }
}
