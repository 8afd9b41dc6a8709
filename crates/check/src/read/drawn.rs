//! Shadings and patterns drawn where they are painted, so that their ink is measured on the plates.

use std::sync::Arc;

use biaoyu_page::geom::{Affine, Point, Rect, Vec2};
use biaoyu_page::ink::Spot;
use biaoyu_page::limits::{PDF_SHADE_SAMPLES, PDF_TILES};
use biaoyu_page::page::Image;

use super::content::Reader;
use super::mesh::Mesh;
use super::pattern::{Form, Pattern, Shading, Tile};
use super::planes::{MOST, Planes, shares, spots_of};
use super::seen::Drawn;

/// Millimetres of a sample: less is no paper's business.
const SAMPLE: f64 = 0.35;
/// Samples a side: at least, and at most.
const SIDES: (f64, f64) = (8.0, 192.0);
/// Steps along a blend whose colours are kept.
const STEPS: usize = 256;

/// Inks of a sample: cyan, magenta, yellow, black, then the shading's spots, each from 0 to 1.
type Inks = [f64; 4 + MOST];

impl Reader<'_, '_> {
    /// Draws a pattern over an area of page millimetres; `None` when it cannot be, or there is too much of it.
    pub(crate) fn drawn(&mut self, pattern: &Pattern, area: Rect) -> Option<Arc<Drawn>> {
        if !self.geometry || area.width() <= 0.0 || area.height() <= 0.0 {
            return None;
        }
        match pattern {
            Pattern::Shading(shading, at) => self.grid(shading, *at, area).map(Arc::new),
            Pattern::Tile(tile, at) => tiles(tile, *at, area).map(Arc::new),
        }
    }

    fn grid(&mut self, shading: &Shading, at: Affine, area: Rect) -> Option<Drawn> {
        let mut area = area;
        if let (Form::Mesh(mesh), None) = (&shading.form, &shading.background) {
            area = super::seen::shared(area, mesh_box(mesh, at));
            if area.width() <= 0.0 || area.height() <= 0.0 {
                return None;
            }
        }
        let side = |mm: f64| (mm / SAMPLE).ceil().clamp(SIDES.0, SIDES.1) as usize;
        let (width, height) = (side(area.width()), side(area.height()));
        self.samples += width * height;
        if self.samples > PDF_SHADE_SAMPLES || at.determinant().abs() < 1e-12 {
            return None;
        }
        let spots = spots_of(&shading.tones);
        let ground = shading.background.as_ref().map(|tone| shares(tone, &spots));
        let mut canvas = Canvas::new(width, height, spots.clone(), ground);
        // From the shading's space to samples.
        let to_sample = Affine::scale_non_uniform(width as f64 / area.width(), height as f64 / area.height())
            * Affine::translate(-area.origin().to_vec2())
            * at;
        let kept = self.kept(shading, &spots);
        match &shading.form {
            Form::Mesh(mesh) => self.triangles(shading, mesh, (&kept, &spots), to_sample, &mut canvas)?,
            form => {
                let back = to_sample.inverse();
                for row in 0..height {
                    for column in 0..width {
                        let place = back * Point::new(column as f64 + 0.5, row as f64 + 0.5);
                        let colour = match form {
                            Form::Function(domain, matrix) => self.by_place(shading, &spots, (*domain, *matrix), place),
                            Form::Axial(ends, extend) => along_line(*ends, *extend, place).map(|t| pick(&kept, t)),
                            Form::Radial(ends, extend) => along_circles(*ends, *extend, place).map(|t| pick(&kept, t)),
                            Form::Mesh(_) | Form::Unknown => None,
                        };
                        if let Some(colour) = colour {
                            canvas.set(column, row, colour);
                        }
                    }
                }
            }
        }
        // What could not be paid for is not drawn as if it were paper.
        if self.file.steps.is_spent() {
            return None;
        }
        if let Some(bounds) = shading.bounds {
            canvas.cut(|p| bounds.contains(to_sample.inverse() * p));
        }
        let place = Affine::translate(area.origin().to_vec2()) * Affine::scale_non_uniform(area.width(), area.height());
        let (image, spots) = canvas.images();
        Some(Drawn::Grid(image, spots, place))
    }

    /// The colours along a blend, from end to end.
    fn kept(&self, shading: &Shading, spots: &[Arc<Spot>]) -> Vec<Inks> {
        let toned = &shading.toned;
        let at = |share: f64| {
            let next = toned.iter().position(|(t, _)| *t >= share).unwrap_or(toned.len().saturating_sub(1));
            let (before, after) = (toned.get(next.saturating_sub(1))?, toned.get(next)?);
            let part =
                if after.0 > before.0 { ((share - before.0) / (after.0 - before.0)).clamp(0.0, 1.0) } else { 1.0 };
            let (a, b) = (shares(&before.1, spots), shares(&after.1, spots));
            Some(std::array::from_fn(|i| a[i] + (b[i] - a[i]) * part))
        };
        (0..STEPS).filter_map(|i| at(i as f64 / (STEPS - 1) as f64)).collect()
    }

    fn by_place(
        &self,
        shading: &Shading,
        spots: &[Arc<Spot>],
        ([x0, x1, y0, y1], matrix): ([f64; 4], Affine),
        place: Point,
    ) -> Option<Inks> {
        if matrix.determinant().abs() < 1e-12 {
            return None;
        }
        let p = matrix.inverse() * place;
        let inside = (x0..=x1).contains(&p.x) && (y0..=y1).contains(&p.y);
        let values = shading.function.as_ref().filter(|_| inside)?.eval(&[p.x, p.y], &self.file.steps)?;
        Some(shares(&shading.space.tone(&values)?, spots))
    }

    fn triangles(
        &self,
        shading: &Shading,
        mesh: &Mesh,
        (kept, spots): (&[Inks], &[Arc<Spot>]),
        to_sample: Affine,
        canvas: &mut Canvas,
    ) -> Option<()> {
        let ends = |of: fn(f64, f64) -> f64, start: f64| {
            mesh.corners.iter().filter_map(|c| c.colour.first().copied()).fold(start, of)
        };
        let (low, high) = (ends(f64::min, f64::INFINITY), ends(f64::max, f64::NEG_INFINITY));
        let points: Vec<Point> = mesh.corners.iter().map(|c| to_sample * c.at).collect();
        // With a function the number itself is what is mixed; else the inks are.
        let colours: Vec<Inks> = match shading.function {
            Some(_) => mesh
                .corners
                .iter()
                .map(|c| {
                    let mut alone = [0.0; 4 + MOST];
                    alone[0] = (c.colour.first().copied().unwrap_or(low) - low) / (high - low).max(1e-12);
                    alone
                })
                .collect(),
            None => {
                let tones = mesh.corners.iter().map(|c| shading.space.tone(&c.colour));
                tones.map(|tone| tone.map_or([0.0; 4 + MOST], |tone| shares(&tone, spots))).collect()
            }
        };
        for triangle in &mesh.triangles {
            let at = |i: usize| Some((*points.get(*triangle.get(i)?)?, *colours.get(*triangle.get(i)?)?));
            let (Some(a), Some(b), Some(c)) = (at(0), at(1), at(2)) else { continue };
            let cells = canvas.triangle([a, b, c], |mixed| match shading.function {
                Some(_) => pick(kept, mixed[0]),
                None => mixed,
            });
            self.file.steps.spend(cells)?;
        }
        Some(())
    }
}

fn mesh_box(mesh: &Mesh, at: Affine) -> Rect {
    let all = mesh.corners.iter().map(|c| at * c.at);
    all.map(|p| Rect::from_points(p, p)).reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO)
}

fn pick(kept: &[Inks], share: f64) -> Inks {
    let at = (share.clamp(0.0, 1.0) * (STEPS - 1) as f64).round() as usize;
    kept.get(at).or(kept.last()).copied().unwrap_or([0.0; 4 + MOST])
}

/// How far along a line a place lies, 0 to 1; `None` beyond an end that does not go on.
fn along_line([from, to]: [Point; 2], extend: [bool; 2], place: Point) -> Option<f64> {
    let way = to - from;
    let t = (place - from).dot(way) / way.hypot2().max(1e-12);
    reached(t, extend)
}

fn reached(t: f64, [before, after]: [bool; 2]) -> Option<f64> {
    let fits = (t >= 0.0 || before) && (t <= 1.0 || after);
    fits.then(|| t.clamp(0.0, 1.0))
}

/// How far along from circle to circle a place lies: on the last circle that goes through it (8.7.4.5.4).
fn along_circles([(from, r0), (to, r1)]: [(Point, f64); 2], extend: [bool; 2], place: Point) -> Option<f64> {
    let (way, grown, off): (Vec2, f64, Vec2) = (to - from, r1 - r0, place - from);
    let (a, b, c) = (way.hypot2() - grown * grown, off.dot(way) + r0 * grown, off.hypot2() - r0 * r0);
    let fits = |t: f64| (t.is_finite() && r0 + t * grown >= 0.0).then(|| reached(t, extend)).flatten();
    if a.abs() < 1e-12 {
        return fits(c / (2.0 * b));
    }
    let root = b * b - a * c;
    if root < 0.0 {
        return None;
    }
    let (x, y) = ((b + root.sqrt()) / a, (b - root.sqrt()) / a);
    fits(x.max(y)).or_else(|| fits(x.min(y)))
}

/// Places of a tile that meet an area. `None` when there are too many, or they do not move on.
fn tiles(tile: &Tile, at: Affine, area: Rect) -> Option<Drawn> {
    let cell = tile.cell.as_ref()?;
    let ((x, y), bounds) = (tile.step, tile.bounds);
    if x < 1e-6 || y < 1e-6 || at.determinant().abs() < 1e-12 {
        return None;
    }
    let area = at.inverse().transform_rect_bbox(area);
    let range = |low: f64, high: f64, near: f64, far: f64, step: f64| {
        (((low - far) / step).ceil(), ((high - near) / step).floor())
    };
    let (left, right) = range(area.x0, area.x1, bounds.x0, bounds.x1, x);
    let (top, bottom) = range(area.y0, area.y1, bounds.y0, bounds.y1, y);
    let count = (right - left + 1.0).max(0.0) * (bottom - top + 1.0).max(0.0);
    if count > PDF_TILES as f64 || count * cell.len().max(1) as f64 > PDF_TILES as f64 * 32.0 {
        return None;
    }
    let steps = |low: f64, high: f64| (0..=(high - low).max(-1.0) as i64).map(move |i| low + i as f64);
    let places = steps(top, bottom)
        .flat_map(|row| steps(left, right).map(move |column| at * Affine::translate((column * x, row * y))));
    Some(Drawn::Tiles(cell.clone(), if count > 0.0 { places.collect() } else { Vec::new() }))
}

/// Samples that are drawn.
struct Canvas {
    width: usize,
    height: usize,
    inks: Planes,
    seen: Vec<u8>,
}

impl Canvas {
    fn new(width: usize, height: usize, spots: Vec<Arc<Spot>>, ground: Option<Inks>) -> Self {
        let inks = Planes::new(width * height, spots, &ground.unwrap_or([0.0; 4 + MOST]));
        let seen = vec![if ground.is_some() { 255 } else { 0 }; width * height];
        Self { width, height, inks, seen }
    }

    fn set(&mut self, column: usize, row: usize, colour: Inks) {
        let at = row * self.width + column;
        if let Some(seen) = self.seen.get_mut(at) {
            self.inks.set(at, &colour);
            *seen = 255;
        }
    }

    /// Hides the samples whose middle does not fit.
    fn cut(&mut self, fits: impl Fn(Point) -> bool) {
        for (at, seen) in self.seen.iter_mut().enumerate() {
            let middle = Point::new((at % self.width) as f64 + 0.5, (at / self.width) as f64 + 0.5);
            if !fits(middle) {
                *seen = 0;
            }
        }
    }

    /// Draws a triangle; gives the samples that were looked at. One smaller than a sample is drawn as one.
    fn triangle(&mut self, [a, b, c]: [(Point, Inks); 3], finish: impl Fn(Inks) -> Inks) -> u64 {
        let corners = [a.0, b.0, c.0];
        let low = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (x0, x1) = (low(|p| p.x).floor().max(0.0), high(|p| p.x).ceil().min(self.width as f64));
        let (y0, y1) = (low(|p| p.y).floor().max(0.0), high(|p| p.y).ceil().min(self.height as f64));
        if x0 >= x1 || y0 >= y1 {
            return 1;
        }
        let area = (b.0 - a.0).cross(c.0 - a.0);
        let mut hit = false;
        for row in y0 as usize..y1 as usize {
            for column in x0 as usize..x1 as usize {
                let p = Point::new(column as f64 + 0.5, row as f64 + 0.5);
                let shares = [(c.0 - b.0).cross(p - b.0), (a.0 - c.0).cross(p - c.0), (b.0 - a.0).cross(p - a.0)]
                    .map(|s| s / area);
                if shares.iter().all(|s| *s >= -1e-9) {
                    let mixed = |i: usize| shares[0] * a.1[i] + shares[1] * b.1[i] + shares[2] * c.1[i];
                    self.set(column, row, finish(std::array::from_fn(mixed)));
                    hit = true;
                }
            }
        }
        if !hit {
            let middle = std::array::from_fn(|i| (a.1[i] + b.1[i] + c.1[i]) / 3.0);
            let at = ((a.0.to_vec2() + b.0.to_vec2() + c.0.to_vec2()) / 3.0).to_point();
            if at.x >= 0.0 && at.y >= 0.0 && at.x < self.width as f64 && at.y < self.height as f64 {
                self.set(at.x as usize, at.y as usize, finish(middle));
            }
        }
        ((x1 - x0) * (y1 - y0)) as u64
    }

    fn images(self) -> (Arc<Image>, Vec<Arc<Image>>) {
        let alpha = self.seen.iter().any(|s| *s < 255).then_some(self.seen);
        self.inks.images(self.width as u32, self.height as u32, alpha)
    }
}
