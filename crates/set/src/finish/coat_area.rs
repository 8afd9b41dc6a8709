//! What the shapes of a coat cover together: one figure without seams between its pieces, and that figure pulled in from its
//! edges (choke 内缩). White that ends where the colour ends peeps out beside it as soon as one of the two plates strays.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::simplify::SimplifyShape;
use i_overlay::float::single::SingleFloatOverlay;
use i_overlay::mesh::outline::offset::OutlineOffset;
use i_overlay::mesh::style::{LineJoin, OutlineStyle};

use crate::picture::line_figure;
use biaoyu_page::geom::{Affine, BezPath, PathEl, Point, Shape as _, flatten, rect_path};
use biaoyu_page::page::{Item, Mark};

/// Outlines of straight pieces, wound so that what they cover counts 1.
type Outlines = Vec<Vec<[f64; 2]>>;

/// How far straight pieces stray from curves, mm: a quarter of a dot at 600 dpi.
const STRAY: f64 = 0.01;
/// Half of the widest gap between pieces that is none, mm: less than a dot at 600 dpi.
const GAP: f64 = 0.02;
/// Points of a coat, at most; what has more is left in its pieces.
const POINTS: usize = 300_000;
/// Pieces of a round corner over its radius.
const ROUND: f64 = 0.3;
/// How far the sheet is thought to go on beyond its cut, mm.
const BEYOND: f64 = 5.0;
/// What is lost of a pointed corner is no stroke: area over the square of the choke.
const CORNER: f64 = 12.0;

/// A coat as one figure.
pub(super) struct United {
    /// The figure, by the rule of windings that are not zero.
    pub path: BezPath,
    /// Strokes that were too thin to be pulled in and are gone, and where the largest stands.
    pub lost: Option<(usize, Point)>,
}

/// The figure that the shapes of a coat cover within `cut`, its edges `choke` mm further in; an edge that the knife cuts stays.
/// `None` where they have too many points.
pub(super) fn united(items: &[Item], cut: &BezPath, choke: f64) -> Option<United> {
    let pieces = Pieces { points: 0 }.of(items, Affine::IDENTITY)?;
    let covered = union(&pieces);
    if choke <= 0.0 {
        return Some(United { path: path(&covered), lost: None });
    }
    let sheet = wound(cut, false, Affine::IDENTITY);
    let around = wound(&rect_path(cut.bounding_box().inflate(BEYOND, BEYOND)), false, Affine::IDENTITY);
    let outside = combined(&around, &sheet, OverlayRule::Difference);
    let covered = combined(&covered, &sheet, OverlayRule::Intersect);
    // Gaps that no plate shows are closed first: they would become twice as wide as the choke.
    let closed = moved(&combined(&covered, &outside, OverlayRule::Union), GAP);
    let pulled = moved(&closed, -(GAP + choke));
    let left = moved(&pulled, choke * 1.1 + GAP);
    let lost = combined(&covered, &left, OverlayRule::Difference);
    let pulled = combined(&pulled, &sheet, OverlayRule::Intersect);
    Some(United { path: path(&pulled), lost: largest(&lost, CORNER * choke * choke) })
}

/// Counts what it takes.
struct Pieces {
    points: usize,
}

impl Pieces {
    /// Counts points; `None` when there are too many.
    fn count(&mut self, outlines: &Outlines) -> Option<()> {
        self.points += outlines.iter().map(Vec::len).sum::<usize>();
        (self.points <= POINTS).then_some(())
    }

    /// All that items cover, piece by piece.
    fn of(&mut self, items: &[Item], at: Affine) -> Option<Outlines> {
        let mut all = Outlines::new();
        for item in items {
            let mut take = |path: &BezPath, even_odd, at| {
                let outlines = wound(path, even_odd, at);
                self.count(&outlines)?;
                all.extend(outlines);
                Some(())
            };
            match &item.mark {
                Mark::Glyphs(run) => {
                    for glyph in &run.glyphs {
                        take(&run.face.outline(glyph.id).path, false, at * glyph.matrix)?;
                    }
                }
                Mark::Path(mark) => {
                    if let Some(fill) = &mark.fill {
                        take(&mark.path, fill.even_odd, at)?;
                    }
                    if let Some(stroke) = &mark.stroke {
                        take(&line_figure(&mark.path, stroke), false, at)?;
                    }
                }
                Mark::Blocks(blocks) => take(blocks.path(), false, at)?,
                // Coats have the outlines of pictures.
                Mark::Image(_) => {}
                Mark::Group(group) => {
                    let at = at * group.transform;
                    let inner = self.of(&group.items, at)?;
                    match &group.clip {
                        Some(clip) => {
                            let clip = wound(clip, false, at);
                            self.count(&clip)?;
                            all.extend(combined(&union(&inner), &clip, OverlayRule::Intersect));
                        }
                        None => all.extend(inner),
                    }
                }
                Mark::Shared { form, transform } => all.extend(self.of(&form.items, at * *transform)?),
            }
        }
        Some(all)
    }
}

/// A figure with its edges `by` further out, or further in where that is below 0.
fn moved(figure: &Outlines, by: f64) -> Outlines {
    let style = OutlineStyle::new(by).line_join(LineJoin::Round(ROUND));
    figure.outline(&style).into_iter().flatten().collect()
}

/// A figure as outlines that count 1 within.
fn wound(path: &BezPath, even_odd: bool, at: Affine) -> Outlines {
    let mut outlines = Outlines::new();
    // In the page's millimetres: the form of a mark may be much smaller than it is printed.
    flatten(at * path, STRAY, |piece| match piece {
        PathEl::MoveTo(to) => outlines.push(vec![[to.x, to.y]]),
        PathEl::LineTo(to) => outlines.last_mut().into_iter().for_each(|outline| outline.push([to.x, to.y])),
        _ => {}
    });
    outlines.retain(|outline| outline.len() > 2 && outline.iter().flatten().all(|at| at.is_finite()));
    let rule = if even_odd { FillRule::EvenOdd } else { FillRule::NonZero };
    outlines.simplify_shape(rule).into_iter().flatten().collect()
}

/// What outlines cover together.
fn union(outlines: &Outlines) -> Outlines {
    outlines.simplify_shape(FillRule::NonZero).into_iter().flatten().collect()
}

fn combined(one: &Outlines, other: &Outlines, rule: OverlayRule) -> Outlines {
    one.overlay(other, rule, FillRule::NonZero).into_iter().flatten().collect()
}

fn path(outlines: &Outlines) -> BezPath {
    let mut path = BezPath::new();
    for outline in outlines {
        for (i, [x, y]) in outline.iter().enumerate() {
            let to = Point::new(*x, *y);
            path.push(if i == 0 { PathEl::MoveTo(to) } else { PathEl::LineTo(to) });
        }
        path.push(PathEl::ClosePath);
    }
    path
}

/// How many pieces are larger than `least`, mm², and the middle of the largest.
fn largest(lost: &Outlines, least: f64) -> Option<(usize, Point)> {
    let pieces = lost.simplify_shape(FillRule::NonZero);
    let size = |piece: &Vec<Vec<[f64; 2]>>| path(piece).area().abs();
    let large: Vec<_> = pieces.iter().map(|piece| (size(piece), piece)).filter(|(size, _)| *size > least).collect();
    let (_, most) = large.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((large.len(), path(most).bounding_box().center()))
}
