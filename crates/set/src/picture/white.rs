//! The white box of a picture without transparency: told on a coloured ground, and knocked out on demand. Only what is
//! white from the edge inward goes; white inside of the mark stays.

use std::sync::Arc;

use biaoyu_page::geom::{Affine, Rect, Shape as _, Size};
use biaoyu_page::ink::Paint;
use biaoyu_page::page::{Group, Image, ImageMark, Item, Mark, Samples};

/// Ink, of 255, up to which a sample is white: a JPEG's white is not all of one level.
const WHITE: u8 = 12;
/// Share of a picture's edge that is white where a box shows.
const EDGE: f64 = 0.98;

/// Whether an opaque picture shows as a white box: its edge is white, and it has something else.
pub(super) fn is_boxed(image: &Image) -> bool {
    let (w, h) = (image.width as usize, image.height as usize);
    if image.alpha.is_some() || w < 2 || h < 2 {
        return false;
    }
    let row = |y: usize| (0..w).map(move |x| y * w + x);
    let column = |x: usize| (1..h - 1).map(move |y| y * w + x);
    let edge = || row(0).chain(row(h - 1)).chain(column(0)).chain(column(w - 1));
    let white = edge().filter(|i| ink(image, *i).1 <= WHITE).count();
    white as f64 >= EDGE * edge().count() as f64 && (0..w * h).any(|i| ink(image, i).1 > WHITE)
}

/// The marks of a figure of this size without the white area below all of them; `None` when there is none, or nothing on
/// it.
pub(super) fn without_box(items: &[Item], size: Size) -> Option<Vec<Item>> {
    let rest = unboxed(items, Affine::IDENTITY, Rect::from_origin_size((0.0, 0.0), size))?;
    (!rest.is_empty()).then_some(rest)
}

fn unboxed(items: &[Item], at: Affine, whole: Rect) -> Option<Vec<Item>> {
    let (first, rest) = items.split_first()?;
    match &first.mark {
        Mark::Path(mark) => {
            let white = mark.fill.as_ref().is_some_and(|fill| match &fill.paint {
                Paint::Solid { ink, tint, .. } => ink.cmyk().total() * tint * 255.0 <= f64::from(WHITE),
                _ => false,
            });
            // An area, not a figure of the same extent.
            let (box_, area) =
                ((at * (*mark.path).clone()).bounding_box(), mark.path.area().abs() * at.determinant().abs());
            let covers = box_.intersect(whole).area() >= EDGE * whole.area() && area >= EDGE * box_.area();
            (white && covers).then(|| rest.to_vec())
        }
        Mark::Group(group) => {
            let inner = unboxed(&group.items, at * group.transform, whole)?;
            let kept = (!inner.is_empty())
                .then(|| Item { mark: Mark::Group(Group { items: inner, ..group.clone() }), ..first.clone() });
            Some(kept.into_iter().chain(rest.iter().cloned()).collect())
        }
        // A picture in a PDF. Its matrix leads the unit square to the page.
        Mark::Image(mark) => {
            let covers = (at * mark.matrix).transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0)).intersect(whole).area();
            let image = knocked_out(&mark.image).filter(|_| covers >= EDGE * whole.area())?;
            let mark = Mark::Image(ImageMark { image: Arc::new(image), ..mark.clone() });
            Some(std::iter::once(Item { mark, ..first.clone() }).chain(rest.iter().cloned()).collect())
        }
        _ => None,
    }
}

/// The picture without the white around its mark; `None` when there is none.
pub(super) fn knocked_out(image: &Image) -> Option<Image> {
    if !is_boxed(image) {
        return None;
    }
    let (w, h) = (image.width as usize, image.height as usize);
    let mut alpha = vec![255_u8; w * h];
    let mut open: Vec<usize> = Vec::new();
    let mut clear = |i: usize, open: &mut Vec<usize>| {
        if let Some(a) = alpha.get_mut(i).filter(|a| **a != 0)
            && ink(image, i).1 <= WHITE
        {
            *a = 0;
            open.push(i);
        }
    };
    for x in 0..w {
        clear(x, &mut open);
        clear((h - 1) * w + x, &mut open);
    }
    for y in 0..h {
        clear(y * w, &mut open);
        clear(y * w + w - 1, &mut open);
    }
    while let Some(i) = open.pop() {
        let (x, y) = (i % w, i / w);
        for (near, inside) in
            [(i.wrapping_sub(1), x > 0), (i + 1, x + 1 < w), (i.wrapping_sub(w), y > 0), (i + w, y + 1 < h)]
        {
            if inside {
                clear(near, &mut open);
            }
        }
    }
    let mut samples = image.samples.clone();
    // A sample at the edge is a mixture with white: the share of its neighbour's ink that it has is how much of it is
    // covered, and the neighbour's colour is its own.
    let cleared = alpha.clone();
    for i in (0..w * h).filter(|i| cleared.get(*i) == Some(&255)) {
        let around: Vec<usize> = neighbours(i, w, h).collect();
        if !around.iter().any(|n| cleared.get(*n) == Some(&0)) {
            continue;
        }
        let strongest =
            around.iter().copied().filter(|n| cleared.get(*n) == Some(&255)).max_by_key(|n| ink(image, *n).0);
        let Some(strongest) = strongest else { continue };
        let (own, full) = (ink(image, i).0, ink(image, strongest).0);
        if own >= full {
            continue;
        }
        if let Some(a) = alpha.get_mut(i) {
            *a = (own * 255 / full.max(1)) as u8;
        }
        match (&mut samples, &image.samples) {
            (Samples::Gray(to), Samples::Gray(from)) => copy(to, from, i, strongest, 1),
            (Samples::Cmyk(to), Samples::Cmyk(from)) => copy(to, from, i, strongest, 4),
            (Samples::Duotone(to), Samples::Duotone(from)) => copy(&mut to.levels, &from.levels, i, strongest, 1),
            _ => {}
        }
    }
    Some(Image { width: image.width, height: image.height, samples, alpha: Some(alpha) })
}

fn copy(to: &mut [u8], from: &[u8], i: usize, source: usize, bytes: usize) {
    if let (Some(to), Some(from)) =
        (to.get_mut(i * bytes..(i + 1) * bytes), from.get(source * bytes..(source + 1) * bytes))
    {
        to.copy_from_slice(from);
    }
}

fn neighbours(i: usize, w: usize, h: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (i % w, i / w);
    let rows = y.saturating_sub(1)..=(y + 1).min(h - 1);
    rows.flat_map(move |row| (x.saturating_sub(1)..=(x + 1).min(w - 1)).map(move |column| row * w + column))
        .filter(move |n| *n != i)
}

/// The inks of a sample together, and the strongest of them.
fn ink(image: &Image, i: usize) -> (u32, u8) {
    match &image.samples {
        Samples::Gray(s) => {
            let black = 255 - s.get(i).copied().unwrap_or(255);
            (u32::from(black), black)
        }
        Samples::Cmyk(s) => {
            let inks = s.get(i * 4..i * 4 + 4).unwrap_or_default();
            (inks.iter().map(|v| u32::from(*v)).sum(), inks.iter().copied().max().unwrap_or(0))
        }
        Samples::Duotone(two) => {
            let inks = two.look(two.levels.get(i).copied().unwrap_or(255)).array().map(|v| (v * 255.0) as u8);
            (inks.iter().map(|v| u32::from(*v)).sum(), inks.into_iter().max().unwrap_or(0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_white_around_the_mark_goes() {
        // A ring of black on white, softened at one place.
        let rows = [
            [255, 255, 255, 255, 255, 255, 255],
            [255, 0, 0, 0, 0, 0, 255],
            [255, 0, 255, 255, 255, 0, 255],
            [255, 0, 255, 255, 255, 128, 255],
            [255, 0, 255, 255, 255, 0, 255],
            [255, 0, 0, 0, 0, 0, 255],
            [255, 255, 255, 255, 255, 255, 255],
        ];
        let image = Image { width: 7, height: 7, samples: Samples::Gray(rows.concat()), alpha: None };
        assert!(is_boxed(&image));
        let out = knocked_out(&image).unwrap();
        let alpha = out.alpha.unwrap();
        assert!(alpha[0] == 0 && alpha[7 * 3 + 3] == 255 && alpha[7 + 1] == 255);
        // Half black beside nothing is black, half covering.
        assert_eq!(alpha[7 * 3 + 5], 127);
        assert!(matches!(&out.samples, Samples::Gray(s) if s[7 * 3 + 5] == 0));
        let white = Image { width: 2, height: 2, samples: Samples::Gray(vec![255; 4]), alpha: None };
        assert!(!is_boxed(&white) && knocked_out(&white).is_none());
    }
}
