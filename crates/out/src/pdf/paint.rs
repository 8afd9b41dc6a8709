//! Paths and how they are painted: colour, overprint and pen are set when they change and not before
//! (ISO 32000-1, 8.4 and 8.5).

use biaoyu_page::geom::{Affine, BezPath};
use biaoyu_page::ink::{Ink, Paint, Spot};
use biaoyu_page::page::{Blocks, Cap, Fill, Join, PathMark, Stroke};

use super::content::{LINEAR, Painter};
use super::inks::Colour;
use super::stream::Kind;

impl Painter<'_> {
    /// Fills and strokes a path.
    pub(crate) fn path(&mut self, mark: &PathMark, at: Affine) {
        self.end_text();
        let paints = mark.fill.iter().map(|fill| &fill.paint).chain(mark.stroke.iter().map(|stroke| &stroke.paint));
        let is_blend = paints.into_iter().any(|paint| matches!(self.colour(paint, at), Some(Colour::Pattern(_))));
        if is_blend { self.in_millimetres(|painter| painter.painted(mark, at)) } else { self.painted(mark, at) }
    }

    /// Paints in millimetres, with decimals, instead of whole steps: the matrix at which a blend is painted has then an
    /// ordinary size. Poppler takes one of fine steps for singular where a page is shown small, and leaves the blend out.
    fn in_millimetres(&mut self, paint: impl FnOnce(&mut Self)) {
        let outer = self.state.clone();
        self.ops.raw(b"q ");
        self.ops.matrix(Affine::scale(self.grid), LINEAR);
        self.ops.op(" cm");
        // Lengths of the pen are those of the new axes.
        (self.state.width, self.state.dash) = (None, None);
        // Grids are powers of ten.
        self.ops.decimals = self.grid.log10().round() as u32;
        paint(self);
        self.ops.decimals = 0;
        self.ops.op("Q");
        self.state = outer;
    }

    fn painted(&mut self, mark: &PathMark, at: Affine) {
        match &mark.stroke {
            // A pen stays round only under transforms that keep all directions alike: else the path is
            // drawn in its own axes.
            Some(stroke) if !keeps_shape(at) && !mark.path.elements().is_empty() => {
                if let Some(fill) = &mark.fill {
                    self.fill(&mark.path, fill, at);
                }
                let outer = self.state.clone();
                self.ops.raw(b"q ");
                let to = self.to_steps(at) * Affine::scale(1.0 / self.grid);
                self.ops.matrix(to, LINEAR);
                self.ops.op(" cm");
                let own = Affine::scale(self.grid);
                if self.pen(stroke, at, 1.0) {
                    self.ops.path(&mark.path, own);
                    self.ops.op("S");
                }
                self.ops.op("Q");
                self.state = outer;
            }
            Some(stroke) => {
                let mut operator = "S";
                if let Some(fill) = &mark.fill {
                    // One operator for both, unless only one of them prints over.
                    if self.overprints(&fill.paint) != self.overprints(&stroke.paint) {
                        self.fill(&mark.path, fill, at);
                    } else if self.paint(&fill.paint, at, false) {
                        operator = if fill.even_odd { "B*" } else { "B" };
                    }
                }
                if self.pen(stroke, at, scale(at)) {
                    self.draw(&mark.path, at, operator);
                }
            }
            None => {
                if let Some(fill) = &mark.fill {
                    self.fill(&mark.path, fill, at);
                }
            }
        }
    }

    /// Fills rectangles.
    pub(crate) fn blocks(&mut self, blocks: &Blocks, at: Affine) {
        self.end_text();
        if !self.paint(&blocks.paint, at, false) || blocks.rects.is_empty() {
            return;
        }
        let to = self.to_steps(at);
        match to.as_coeffs() {
            [a, 0.0, 0.0, d, ..] if a > 0.0 && d > 0.0 => blocks.rects.iter().for_each(|rect| self.ops.rect(*rect, to)),
            _ => self.ops.path(blocks.path(), to),
        }
        self.ops.op("f");
    }

    fn fill(&mut self, path: &BezPath, fill: &Fill, at: Affine) {
        if self.paint(&fill.paint, at, false) {
            self.draw(path, at, if fill.even_odd { "f*" } else { "f" });
        }
    }

    /// Draws a path of the given millimetres with a painting operator.
    pub(crate) fn draw(&mut self, path: &BezPath, at: Affine, operator: &str) {
        if !path.elements().is_empty() {
            let to = self.to_steps(at);
            self.ops.path(path, to);
            self.ops.op(operator);
        }
    }

    /// Sets colour, width and shape of the pen; lengths grow by `scale`. False when nothing is to be drawn.
    fn pen(&mut self, stroke: &Stroke, at: Affine, scale: f64) -> bool {
        let visible = stroke.width > 0.0;
        if !visible || !self.paint(&stroke.paint, at, true) {
            return false;
        }
        let steps = self.grid * scale;
        // Width 0 would be the thinnest line of the device, which no eye finds on a plate.
        let width = self.ops.grid(stroke.width * steps).max(1);
        if self.state.width.replace(width) != Some(width) {
            self.ops.ints(&[width]);
            self.ops.op(" w");
        }
        if self.state.cap.replace(stroke.cap) != Some(stroke.cap) {
            self.ops.op(match stroke.cap {
                Cap::Butt => "0 J",
                Cap::Round => "1 J",
                Cap::Square => "2 J",
            });
        }
        if self.state.join.replace(stroke.join) != Some(stroke.join) {
            self.ops.op(match stroke.join {
                Join::Miter => "0 j",
                Join::Round => "1 j",
                Join::Bevel => "2 j",
            });
        }
        let mut dash: Vec<i64> = stroke.dash.iter().map(|d| self.ops.grid(d.max(0.0) * steps)).collect();
        if dash.iter().all(|d| *d == 0) {
            dash.clear();
        }
        if self.state.dash.as_ref() != Some(&dash) {
            self.ops.raw(b"[");
            self.ops.ints(&dash);
            self.ops.op("]0 d");
            self.state.dash = Some(dash);
        }
        true
    }

    /// Sets the colour of fills or strokes. False when the paint marks nothing.
    pub(crate) fn paint(&mut self, paint: &Paint, at: Affine, stroke: bool) -> bool {
        let Some(colour) = self.colour(paint, at) else { return false };
        let overprint = self.overprints(paint);
        // Colour may be set inside a text object, but not inside a string.
        let same = self.state.overprint == Some(overprint)
            && Some(colour) == if stroke { self.state.stroke } else { self.state.fill };
        if same {
            return true;
        }
        self.flush();
        if self.state.overprint.replace(overprint) != Some(overprint) {
            let index = self.doc.inks.overprint(&mut self.doc.file, overprint);
            self.used.insert((Kind::State, index));
            self.ops.name('G', index);
            self.ops.op("gs");
        }
        match colour {
            Colour::Spot(index, _) => _ = self.used.insert((Kind::Space, index)),
            Colour::Pattern(index) => _ = self.used.insert((Kind::Pattern, index)),
            Colour::Process(_) => {}
        }
        let set = if stroke { &mut self.state.stroke } else { &mut self.state.fill };
        let before = set.replace(colour);
        if before != Some(colour) {
            colour.set(&mut self.ops, before, stroke);
        }
        true
    }

    fn colour(&mut self, paint: &Paint, at: Affine) -> Option<Colour> {
        let doc = &mut *self.doc;
        if let Some(step) = &self.step {
            let tint = match paint {
                Paint::Solid { tint, .. } => *tint,
                Paint::Linear(_) | Paint::Radial(_) => 1.0,
            };
            return Some(Colour::spot(doc.inks.spot(&mut doc.file, &step.spot), tint));
        }
        match paint {
            Paint::Solid { ink: Ink::Spot(spot), tint, .. } if doc.options.spots || spot.plate == Spot::EVERY => {
                Some(Colour::spot(doc.inks.spot(&mut doc.file, spot), *tint))
            }
            Paint::Solid { ink, tint, .. } => Some(Colour::process(ink.cmyk().tinted(*tint))),
            Paint::Linear(gradient) => {
                let last = gradient.stops.last()?.1;
                // Without a length or a second colour there is no blend to write.
                if gradient.from == gradient.to || gradient.stops.iter().all(|s| s.1 == last) {
                    return Some(Colour::process(last));
                }
                Some(Colour::Pattern(doc.inks.axial(&mut doc.file, gradient, self.space * at)))
            }
            Paint::Radial(radial) => {
                let last = radial.stops.last()?.1;
                let flat = radial.transform.determinant() == 0.0 || radial.stops.iter().all(|s| s.1 == last);
                if flat {
                    return Some(Colour::process(last));
                }
                Some(Colour::Pattern(doc.inks.rings(&mut doc.file, radial, self.space * at)))
            }
        }
    }

    /// Whether a paint prints over what lies below: steps always do.
    fn overprints(&self, paint: &Paint) -> bool {
        self.step.is_some() || matches!(paint, Paint::Solid { overprint: true, .. })
    }
}

/// How much a transform that keeps shapes enlarges lengths.
fn scale(at: Affine) -> f64 {
    at.determinant().abs().sqrt()
}

/// Whether circles stay circles.
fn keeps_shape(at: Affine) -> bool {
    let [a, b, c, d, ..] = at.as_coeffs();
    let (x, y) = (a.hypot(b), c.hypot(d));
    (x - y).abs() <= 1e-6 * x && (a * c + b * d).abs() <= 1e-6 * x * x
}
