//! The shapes of marks, as a coat has them.

use std::sync::Arc;

use crate::picture::{Picture, traced};
use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _, rect_path};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{Fill, Group, Image, ImageMark, Item, Mark, PathMark, Plane, Samples, Source, Step, Stroke};

fn paint(layer: &Step) -> Paint {
    Paint::Solid { ink: Ink::Spot(layer.spot.clone()), tint: 1.0, overprint: true }
}

/// Whether items are fills and nothing else: no lines, nothing clipped.
pub(super) fn are_fills(items: &[Item]) -> bool {
    items.iter().all(|item| match &item.mark {
        Mark::Path(mark) => mark.stroke.is_none(),
        Mark::Group(group) => group.clip.is_none() && are_fills(&group.items),
        Mark::Shared { form, .. } => are_fills(&form.items),
        Mark::Glyphs(_) | Mark::Blocks(_) | Mark::Image(_) => true,
    })
}

/// The fills of items as paths in one space, each with its rule and whether it holds ink; lines are none.
pub(super) fn figures(items: &[Item], at: Affine, take: &mut dyn FnMut(BezPath, bool, bool)) {
    for item in items {
        match &item.mark {
            Mark::Glyphs(run) => {
                for glyph in &run.glyphs {
                    let path = at * glyph.matrix * &run.face.outline(glyph.id).path;
                    take(path, false, has_ink(&run.paint));
                }
            }
            Mark::Path(mark) => {
                if let Some(fill) = &mark.fill {
                    take(at * &*mark.path, fill.even_odd, has_ink(&fill.paint));
                }
            }
            Mark::Blocks(blocks) => take(at * &**blocks.path(), false, has_ink(&blocks.paint)),
            Mark::Image(mark) => take(at * silhouette(mark), false, true),
            Mark::Group(group) => figures(&group.items, at * group.transform, take),
            Mark::Shared { form, transform } => figures(&form.items, at * *transform, take),
        }
    }
}

pub(super) fn shape((path, even_odd): (BezPath, bool), layer: &Step, source: Source) -> Item {
    let fill = Some(Fill { paint: paint(layer), even_odd });
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None });
    Item { mark, plane: Plane::Art, source }
}

pub(super) fn bare(group: &Group) -> Group {
    Group { transform: group.transform, clip: group.clip.clone(), text: group.text.clone(), items: Vec::new() }
}

/// The shapes that hold ink.
pub(super) fn inked(items: &[Item], layer: &Step) -> Vec<Item> {
    shapes(items, layer, Affine::IDENTITY, &mut |_, has_ink| has_ink)
}

/// Items as shapes of a coat: `takes` is asked of each mark by its box on the page and whether it holds ink.
pub(super) fn shapes(items: &[Item], layer: &Step, at: Affine, takes: &mut dyn FnMut(Rect, bool) -> bool) -> Vec<Item> {
    let mut out = Vec::new();
    for item in items.iter().filter(|item| item.plane == Plane::Art) {
        let source = item.source.clone();
        let mut push = |mark| out.push(Item { mark, plane: Plane::Art, source: source.clone() });
        match &item.mark {
            Mark::Glyphs(run) => {
                let boxes = run.glyphs.iter().map(|g| g.matrix.transform_rect_bbox(run.face.outline(g.id).ink));
                let bounds = boxes.reduce(|a, b| a.union(b)).unwrap_or_default();
                if takes(at.transform_rect_bbox(bounds), has_ink(&run.paint)) {
                    if layer.kind.is_none() {
                        // White and varnish lie on words that the art says: they are shapes, and are not read again.
                        let mut path = BezPath::new();
                        for glyph in &run.glyphs {
                            path.extend((glyph.matrix * &run.face.outline(glyph.id).path).iter());
                        }
                        let fill = Some(Fill { paint: paint(layer), even_odd: false });
                        push(Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None }));
                    } else {
                        let mut run = run.clone();
                        run.paint = paint(layer);
                        push(Mark::Glyphs(run));
                    }
                }
            }
            Mark::Path(mark) => {
                let bounds = at.transform_rect_bbox(mark.path.bounding_box());
                let fill = mark.fill.as_ref().filter(|fill| takes(bounds, has_ink(&fill.paint)));
                let fill = fill.map(|fill| Fill { paint: paint(layer), even_odd: fill.even_odd });
                let stroke = mark.stroke.as_ref().filter(|stroke| takes(bounds, has_ink(&stroke.paint)));
                let stroke = stroke.map(|stroke| Stroke { paint: paint(layer), ..stroke.clone() });
                if fill.is_some() || stroke.is_some() {
                    push(Mark::Path(PathMark { path: mark.path.clone(), fill, stroke }));
                }
            }
            Mark::Blocks(blocks) => {
                let bounds = blocks.rects.iter().copied().reduce(|a, b| a.union(b)).unwrap_or_default();
                if takes(at.transform_rect_bbox(bounds), has_ink(&blocks.paint)) {
                    let mut blocks = blocks.clone();
                    blocks.paint = paint(layer);
                    push(Mark::Blocks(blocks));
                }
            }
            Mark::Image(mark) => {
                let path = silhouette(mark);
                if takes(at.transform_rect_bbox(path.bounding_box()), true) {
                    out.push(shape((path, false), layer, source));
                }
            }
            Mark::Group(group) => {
                let inner = shapes(&group.items, layer, at * group.transform, takes);
                if !inner.is_empty() {
                    let text = group.text.clone().filter(|_| layer.kind.is_some());
                    push(Mark::Group(Group { items: inner, text, ..bare(group) }));
                }
            }
            Mark::Shared { form, transform } => {
                let inner = shapes(&form.items, layer, at * *transform, takes);
                if !inner.is_empty() {
                    let group = Group { transform: *transform, clip: None, text: None, items: inner };
                    push(Mark::Group(group));
                }
            }
        }
    }
    out
}

/// The outline of what a picture paints, or its frame.
fn silhouette(mark: &ImageMark) -> BezPath {
    let path = mark.image.alpha.as_ref().and_then(|alpha| outline(&mark.image, alpha));
    mark.matrix * path.unwrap_or_else(|| rect_path(Rect::new(0.0, 0.0, 1.0, 1.0)))
}

/// What is opaque of a picture, in its unit square; `None` where that has no outline (all of it is, or hardly any).
fn outline(image: &Image, alpha: &[u8]) -> Option<BezPath> {
    let samples = Samples::Gray(alpha.iter().map(|a| 255 - a).collect());
    let gray = Image { width: image.width, height: image.height, samples, alpha: None };
    let (traced, _) = traced("alpha", Picture::Raster(gray.into()), Profile::embedded()).ok()?;
    let Picture::Vector { form, size, .. } = traced else { return None };
    let mut path = BezPath::new();
    for item in &form.items {
        if let Mark::Path(mark) = &item.mark {
            path.extend(mark.path.iter());
        }
    }
    Some(Affine::scale_non_uniform(1.0 / size.width, 1.0 / size.height) * path)
}

pub(super) fn has_ink(paint: &Paint) -> bool {
    let inked = |cmyk: &Cmyk| cmyk.total() > 0.0;
    match paint {
        Paint::Solid { ink: Ink::Process(cmyk), tint, .. } => *tint > 0.0 && inked(cmyk),
        Paint::Solid { ink: Ink::Spot(_), tint, .. } => *tint > 0.0,
        Paint::Linear(gradient) => gradient.stops.iter().any(|(_, cmyk)| inked(cmyk)),
        Paint::Radial(radial) => radial.stops.iter().any(|(_, cmyk)| inked(cmyk)),
    }
}
