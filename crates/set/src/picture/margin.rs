//! The empty margin around a mark in its file. An artboard or a canvas is where a mark was drawn, and how much of it is left
//! around the mark is chance; the clear space on a sheet is the layout's, counted from the mark itself. So the margin is left
//! out, and told: a mark stands flush, level and as large as its layout has it, however its file was saved.

use std::sync::Arc;

use super::settle::moved;
use super::{Picture, pen};
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::geom::{Affine, Rect, Shape as _, Size};
use biaoyu_page::page::{Form, Image, Item, Mark};
use biaoyu_page::say;

/// Share of a side that is no margin: rounding of who wrote the file.
const NONE: f64 = 1e-3;
/// Share of a side from which it is told: less is seen by nobody.
const TOLD: f64 = 0.01;
/// How far a box of a form lies outside of its ink, mm, so that no edge is cut.
const AROUND: f64 = 0.01;

/// A picture without its empty margin; as it was where it has none, or nothing tells where the mark ends.
pub(super) fn left_out(name: &str, (picture, mut findings): (Picture, Vec<Finding>)) -> (Picture, Vec<Finding>) {
    let Some((cut, across, down)) = cut(&picture) else { return (picture, findings) };
    // What was told of the whole drawing no longer holds.
    findings.retain(|finding| finding.rule != "picture-margin");
    if across.min(down) < 1.0 - TOLD {
        let percent = |share: f64| (share * 100.0).round();
        let (across, down) = (percent(across), percent(down));
        findings.push(Finding {
            rule: "picture-cropped",
            severity: Severity::Note,
            place: Place::file(name),
            what: say!(
                "the mark takes {across} % of its file's width and {down} % of its height: the empty margin is left out",
                "标志占文件宽度的 {across} %、高度的 {down} %：四周的空白已裁去"
            ),
            hint: None,
        });
    }
    (cut, findings)
}

/// A picture cut to what is seen of it, and the shares of its width and height that this is.
fn cut(picture: &Picture) -> Option<(Picture, f64, f64)> {
    match picture {
        Picture::Vector { size, form, sheer } => {
            let page = size.to_rect();
            let ink = ink(&form.items, Affine::IDENTITY)?.intersect(page);
            let (across, down) = (ink.width() / page.width(), ink.height() / page.height());
            if !(across > 0.0 && down > 0.0) || across.min(down) > 1.0 - NONE {
                return None;
            }
            let (from, size) = (ink.origin(), Size::new(ink.width(), ink.height()));
            let bounds = size.to_rect().inflate(AROUND, AROUND);
            let id = format!("{}-tight", form.id);
            let sheer = sheer.as_ref().map(|sheer| Arc::new(sheer.moved(&id, from, bounds)));
            let items = moved(form.items.clone(), from);
            let form = Form { id, bounds, items, once: form.once };
            Some((Picture::Vector { size, form: Arc::new(form), sheer }, across, down))
        }
        Picture::Raster(image) => {
            let part @ [left, top, right, low] = image.seen()?;
            let share = |from: usize, to: usize, of: u32| (to - from) as f64 / f64::from(of.max(1));
            let (across, down) = (share(left, right, image.width()), share(top, low, image.height()));
            (across.min(down) < 1.0).then(|| (Picture::Raster(image.part(part)), across, down))
        }
    }
}

/// The box of what items show, within their clips.
fn ink(items: &[Item], at: Affine) -> Option<Rect> {
    let seen = |item: &Item| match &item.mark {
        Mark::Path(mark) => {
            let line = mark.stroke.as_ref().map(|stroke| (at * pen::outline(&mark.path, stroke)).bounding_box());
            let fill = mark.fill.as_ref().map(|_| (at * &*mark.path).bounding_box());
            line.into_iter().chain(fill).reduce(|a, b| a.union(b))
        }
        Mark::Group(group) => {
            let at = at * group.transform;
            let inside = ink(&group.items, at)?;
            let Some(clip) = &group.clip else { return Some(inside) };
            let clip = (at * &**clip).bounding_box();
            inside.overlaps(clip).then(|| inside.intersect(clip))
        }
        Mark::Image(mark) => Some((at * mark.matrix).transform_rect_bbox(shown(&mark.image)?)),
        Mark::Shared { form, transform } => ink(&form.items, at * *transform),
        Mark::Blocks(blocks) => {
            blocks.rects.iter().copied().reduce(|a, b| a.union(b)).map(|r| at.transform_rect_bbox(r))
        }
        // Type is outlines in a picture.
        Mark::Glyphs(_) => None,
    };
    items.iter().filter_map(seen).reduce(|a, b| a.union(b))
}

/// The part of its unit square that samples are seen in; `None` where nothing is.
fn shown(image: &Image) -> Option<Rect> {
    let Some(alpha) = &image.alpha else { return Some(Rect::new(0.0, 0.0, 1.0, 1.0)) };
    let [left, top, right, low] = seen(alpha, image.width as usize)?;
    let (w, h) = (f64::from(image.width), f64::from(image.height));
    Some(Rect::new(left as f64 / w, top as f64 / h, right as f64 / w, low as f64 / h))
}

/// The box of opacities above nothing in rows of so many: first column and row, and those behind the last.
pub(super) fn seen(alpha: &[u8], width: usize) -> Option<[usize; 4]> {
    let rows = || alpha.chunks_exact(width.max(1)).enumerate().filter(|(_, row)| row.iter().any(|a| *a > 0));
    let (top, low) = (rows().next()?.0, rows().next_back()?.0 + 1);
    let left = rows().filter_map(|(_, row)| row.iter().position(|a| *a > 0)).min()?;
    let right = rows().filter_map(|(_, row)| row.iter().rposition(|a| *a > 0)).max()? + 1;
    Some([left, top, right, low])
}
