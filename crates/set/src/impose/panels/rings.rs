//! Rings along the edges, none in a character.

use super::obstacles::Obstacles;
use crate::product::{Edge, Operation, Product};
use biaoyu_page::geom::Point;

/// The ring around a hole, mm wide.
pub const RIM: f64 = 6.0;
/// How finely another place is looked for, mm.
const STEP: f64 = 10.0;

/// A ring at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring {
    /// Its middle, page millimetres.
    pub centre: Point,
    /// Diameter of the hole.
    pub hole: f64,
    /// It lies on type, a code or a picture, and could not be moved away.
    pub hits: bool,
}

/// The rings of a product, moved along their edge where they would lie on type: by a third of the way to a neighbour at
/// most. Those at the corners stay.
pub fn rings(product: &Product, obstacles: &Obstacles) -> Vec<Ring> {
    let mut all: Vec<Ring> = Vec::new();
    for step in &product.steps {
        let Operation::Eyelets { side, hole, .. } = *step else { continue };
        let centres = product.eyelets(step);
        let last = centres.len().saturating_sub(1);
        let apart = centres.windows(2).next().map_or(0.0, |pair| (pair[1] - pair[0]).hypot());
        let radius = hole / 2.0 + RIM;
        for (i, centre) in centres.iter().enumerate() {
            // Two sides share the ring at their corner.
            if all.iter().any(|ring| (ring.centre - *centre).hypot() < 1.0) {
                continue;
            }
            let along = |by: f64| match side {
                Edge::Top | Edge::Bottom => Point::new(centre.x + by, centre.y),
                Edge::Left | Edge::Right => Point::new(centre.x, centre.y + by),
            };
            let is_corner = i == 0 || i == last;
            let tries = if is_corner { 0 } else { (apart / 3.0 / STEP) as u32 };
            let shifts =
                std::iter::once(0.0).chain((1..=tries).flat_map(|n| [f64::from(n) * STEP, -f64::from(n) * STEP]));
            let free = shifts.map(along).find(|at| !obstacles.hits(*at, radius));
            all.push(Ring { centre: free.unwrap_or(*centre), hole, hits: free.is_none() });
        }
    }
    all
}
