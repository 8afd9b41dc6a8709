//! The empty margin around a mark in its file. An artboard or a canvas is where a mark was drawn, and how much of it is left
//! around the mark is chance; the clear space on a sheet is the layout's, counted from the mark itself. So the margin is left
//! out, and told: a mark stands flush, level and as large as its layout has it, however its file was saved.

use std::sync::Arc;

use super::settle::moved;
use super::{Picture, pen};
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::geom::{Affine, Point, Rect, Shape as _, Size};
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
            hint: Some(say!(
                "where it is the clear space of the unit's manual, `--logo-keep-margin` keeps it",
                "如果这是 VI 手册规定的安全空间，请加 `--logo-keep-margin` 保留"
            )),
        });
    }
    (cut, findings)
}

/// The same with its file's whole page as its box: the margin is its clear space, and by that the mark stands.
pub(super) fn kept((picture, findings): (Picture, Vec<Finding>)) -> (Picture, Vec<Finding>) {
    let Picture::Vector { size, form, sheer } = picture else { return (picture, findings) };
    let bounds = size.to_rect().inflate(AROUND, AROUND);
    let id = format!("{}-whole", form.id);
    let sheer = sheer.map(|sheer| Arc::new(sheer.moved(&id, Point::ZERO, bounds)));
    let form = Form { id, bounds, items: form.items.clone(), once: form.once };
    (Picture::Vector { size, form: Arc::new(form), sheer }, findings)
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

#[cfg(test)]
mod tests {
    use super::super::{Options, load};
    use super::*;
    use biaoyu_page::icc::Profile;
    use biaoyu_page::ink::Cmyk;

    /// The box of what a mark's form paints.
    fn painted(items: &[Item]) -> Rect {
        let boxes = items.iter().map(|item| match &item.mark {
            Mark::Path(path) => path.path.bounding_box(),
            Mark::Group(group) => group.transform.transform_rect_bbox(painted(&group.items)),
            _ => panic!("paths and groups"),
        });
        boxes.reduce(|a, b| a.union(b)).unwrap()
    }

    #[test]
    fn the_empty_margin_of_a_mark_is_left_out() {
        let tight = Options { tight: true, ..Options::default() };
        let read = |name: &str, bytes: &[u8], options: &Options| {
            load(name, bytes, Profile::embedded(), options).unwrap_or_else(|f| panic!("{f}"))
        };
        let svg = |body: &str| {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-60 -20 200 140\">{body}</svg>").into_bytes()
        };
        let rules = |findings: &[Finding]| findings.iter().map(|f| f.rule).collect::<Vec<_>>();
        // A drawing, turned, of which half lets the ground be seen.
        let body = r##"<path d="M0 0H40V100H0Z"/><g transform="rotate(90)"><path fill="#c00" fill-opacity="0.5" d="M0 -80H100V-40H0Z"/></g>"##;
        let (picture, findings) = read("logo.svg", &svg(body), &tight);
        let Picture::Vector { size, form, sheer } = &picture else { panic!("vector") };
        assert!((picture.aspect() - 0.8).abs() < 1e-6, "{size:?}");
        assert!(rules(&findings).contains(&"picture-cropped") && !rules(&findings).contains(&"picture-margin"));
        for form in [form, &sheer.as_ref().unwrap().on(Cmyk::percent(0.0, 100.0, 100.0, 0.0))] {
            let box_ = painted(&form.items);
            assert!(box_.x0.abs() < 1e-6 && box_.y0.abs() < 1e-6, "{box_:?}");
            assert!((box_.x1 - size.width).abs() < 1e-6 && (box_.y1 - size.height).abs() < 1e-6, "{box_:?}");
            assert!(form.bounds.contains_rect(box_));
        }
        // One that fills its page is not touched, and nothing is said of it; nor is any picture that is no mark.
        let full = r#"<rect x="-60" y="-20" width="200" height="140"/>"#;
        let (whole, findings) = read("logo.svg", &svg(full), &tight);
        assert!(matches!(&whole, Picture::Vector { form, .. } if !form.id.ends_with("tight")));
        assert!(!rules(&findings).contains(&"picture-cropped"));
        let (loose, _) = read("logo.svg", &svg(body), &Options::default());
        assert!((loose.aspect() - 200.0 / 140.0).abs() < 1e-6);
        // A manual's clear space is kept, and not told as cut.
        let (kept, findings) = read("logo.svg", &svg(body), &Options { whole: true, ..tight.clone() });
        assert!((kept.aspect() - 200.0 / 140.0).abs() < 1e-6 && !rules(&findings).contains(&"picture-cropped"));
        // Samples by their opacity: the faintest is kept.
        let mut image = image::RgbaImage::new(40, 30);
        for (x, y, p) in image.enumerate_pixels_mut() {
            if (10..20).contains(&x) && (5..25).contains(&y) {
                p.0 = [x as u8, y as u8, 9, 255];
            }
        }
        image.get_pixel_mut(20, 12).0 = [0, 0, 0, 1];
        let mut png = Vec::new();
        image.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        let ((loose, _), (cut, findings)) =
            (read("logo.png", &png, &Options::default()), read("logo.png", &png, &tight));
        let (Picture::Raster(loose), Picture::Raster(cut)) = (loose, cut) else { panic!("samples") };
        assert_eq!((cut.width(), cut.height()), (11, 20));
        assert!(rules(&findings).contains(&"picture-cropped"));
        for (x, y) in [(0, 0), (9, 19), (4, 7), (10, 7)] {
            assert_eq!(cut.at(y * 11 + x), loose.at((y + 5) * 40 + x + 10), "{x} {y}");
        }
        assert_eq!(cut.image().alpha.as_ref().map(|a| (a.len(), a[7 * 11 + 10])), Some((220, 1)));
    }
}
