//! Masks of plain figures: what they let through becomes clips, or a share of what is painted.

use std::sync::Arc;

use biaoyu_page::geom::{Affine, Rect, rect_path};
use biaoyu_page::say;

use super::canvas::{Area, Clip, Clips, Flat, What};
use super::clip::{Figure, unite, without};
use super::colours::Colours;
use super::drawing::{Drawing, id, rectangle};
use super::gradient::affine;
use super::shade::{Colour, Mode, Shade, Tone, Way};

/// Figures of one mask: what is below each is painted once more.
const FIGURES: usize = 40;
/// A share that lets nothing through, and one that lets all through.
const NOTHING: f64 = 0.004;
const ALL: f64 = 0.996;

/// A figure of a mask and how much it lets through.
struct Piece {
    area: Area,
    clips: Clips,
    light: Light,
}

/// How much of what is masked is seen.
enum Light {
    Even(f64),
    Blend(Way, Vec<(f64, f64)>),
}

impl Drawing<'_> {
    /// Paints a group through its mask; `at` leads from the group's own space.
    pub(crate) fn masked(&mut self, source: &usvg::Group, mask: &usvg::Mask, at: Affine, clips: &Clips) {
        let Some(pieces) = self.pieces(mask, at) else {
            return self.refuse(
                "svg/mask",
                id(source),
                say!("a mask of this kind is not vector", "这种蒙版不是矢量"),
                say!("use a clip path instead of the mask", "请用剪切路径代替蒙版"),
            );
        };
        let mut clips = clips.clone();
        let (rect, seen) = (rectangle(mask.rect()), source.layer_bounding_box());
        if rect.union(rectangle(seen)) != rect {
            clips.push(Clip::new(Arc::new(at * rect_path(rect))));
        }
        let page = (at * rect_path(rect.union(rectangle(seen)))).control_box();
        let done = if let [Piece { light: Light::Blend(way, lights), .. }] = &pieces[..] {
            self.through_blend(source, at, &clips, &pieces, way, lights)
        } else {
            self.through_figures(source, at, &clips, &pieces, page)
        };
        if done.is_none() {
            self.refuse(
                "svg/mask",
                id(source),
                say!("a mask of this kind is not vector", "这种蒙版不是矢量"),
                say!("use a clip path instead of the mask", "请用剪切路径代替蒙版"),
            );
        }
    }

    /// The figures of a mask, in order; `None` when it is not made of plain ones.
    fn pieces(&mut self, mask: &usvg::Mask, at: Affine) -> Option<Vec<Piece>> {
        if mask.mask().is_some() {
            return None;
        }
        let outer = std::mem::take(&mut self.canvas);
        let (before, was) = (self.faults.0.len(), std::mem::replace(&mut self.masking, true));
        self.children(mask.root(), at * affine(mask.root().transform()), &Vec::new());
        self.masking = was;
        let inner = std::mem::replace(&mut self.canvas, outer);
        if self.faults.0.len() > before {
            self.faults.0.truncate(before);
            return None;
        }
        let luminance = mask.kind() == usvg::MaskType::Luminance;
        let flats = inner.flats.into_iter().map(|flat| piece(flat, luminance, &self.colours));
        flats.collect::<Option<Vec<_>>>().filter(|pieces| pieces.len() <= FIGURES)
    }

    /// Paints within each figure of a mask what no later one hides.
    fn through_figures(
        &mut self,
        source: &usvg::Group,
        at: Affine,
        clips: &Clips,
        pieces: &[Piece],
        page: Rect,
    ) -> Option<()> {
        let even = |piece: &Piece| if let Light::Even(light) = piece.light { Some(light) } else { None };
        let lights: Vec<f64> = pieces.iter().map(even).collect::<Option<_>>()?;
        let plain = pieces.iter().all(|piece| piece.clips.is_empty());
        if plain && lights.iter().all(|light| *light >= ALL) {
            let parts: Option<Vec<Figure>> = pieces.iter().map(figure).collect();
            let mut clips = clips.clone();
            clips.push(Clip::new(Arc::new(unite(&parts?)?)));
            self.children(source, at, &clips);
            return Some(());
        }
        for (i, (piece, light)) in pieces.iter().zip(lights).enumerate() {
            if light <= NOTHING {
                continue;
            }
            let mut inside = clips.clone();
            inside.extend(piece.clips.iter().cloned());
            inside.push(Clip::new(piece.area.outline()?));
            for later in pieces.iter().skip(i + 1) {
                if !later.clips.is_empty() {
                    return None;
                }
                inside.push(Clip::new(Arc::new(without(&figure(later)?, page)?)));
            }
            self.canvas.open(light, Mode::Normal);
            self.children(source, at, &inside);
            self.canvas.close();
        }
        Some(())
    }

    /// Paints through one blend: even colours come out as blends of their coverage.
    fn through_blend(
        &mut self,
        source: &usvg::Group,
        at: Affine,
        clips: &Clips,
        pieces: &[Piece],
        way: &Way,
        lights: &[(f64, f64)],
    ) -> Option<()> {
        let piece = pieces.first()?;
        let mut inside = clips.clone();
        inside.extend(piece.clips.iter().cloned());
        inside.push(Clip::new(piece.area.outline()?));
        let outer = std::mem::take(&mut self.canvas);
        self.children(source, at, &inside);
        let inner = std::mem::replace(&mut self.canvas, outer);
        let mut boxes: Vec<Rect> = Vec::new();
        for flat in inner.flats {
            let What::Area(area, Shade::Flat(tone)) = flat.what else { return None };
            // Two that both let something through are no longer what the mask had.
            let shared = |other: &Rect| other.intersect(flat.bounds);
            if boxes.iter().map(shared).any(|shared| shared.width() > 0.0 && shared.height() > 0.0) {
                return None;
            }
            boxes.push(flat.bounds);
            let stops = lights.iter().map(|(offset, light)| (*offset, tone.thinned(*light))).collect();
            let done = self.canvas.lay(area, Shade::Blend(way.clone(), stops), &flat.clips, &self.colours);
            self.told(done, id(source));
        }
        Some(())
    }
}

/// A painted thing as part of a mask.
fn piece(flat: Flat, luminance: bool, colours: &Colours<'_>) -> Option<Piece> {
    let light = |tone: &Tone| match &tone.colour {
        Colour::Screen([r, g, b]) if luminance => tone.cover * (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255.0,
        _ => tone.cover,
    };
    let What::Area(area, shade) = flat.what else { return None };
    let light = match shade.finer(colours) {
        Shade::Flat(tone) => Light::Even(light(&tone)),
        Shade::Blend(way, stops) => {
            let lights: Vec<(f64, f64)> = stops.iter().map(|(at, tone)| (*at, light(tone))).collect();
            match lights.first() {
                Some((_, first)) if lights.iter().all(|(_, other)| (first - other).abs() < NOTHING) => {
                    Light::Even(*first)
                }
                _ => Light::Blend(way, lights),
            }
        }
    };
    Some(Piece { area, clips: flat.clips, light })
}

fn figure(piece: &Piece) -> Option<Figure> {
    Some(match &piece.area {
        Area::Fill { path, even_odd } => Figure { path: path.as_ref().clone(), even_odd: *even_odd },
        line => Figure { path: line.outline()?.as_ref().clone(), even_odd: false },
    })
}
