//! What a thing on a page comes to where it lies: its parts, the plates that it needs, whether it covers a place.

use std::collections::BTreeSet;

use biaoyu_page::geom::{BezPath, ParamCurveNearest as _, PathEl, Point, Rect, Shape as _, grow, winding};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::page::{Image, Samples};

use super::seen::{ALL, Object, PROCESS, Picture, Seen, Space, Tone, What, shared};

impl Object {
    /// Whether it is known to leave the paper white. Pictures in screen colours, whose ink is the shop's business, and those
    /// whose samples are not read, leave something.
    pub fn is_white(&self) -> bool {
        let hidden = match &self.what {
            What::Picture(p) if !p.stencil => {
                let screen = |t: &Tone| matches!(t.space, Space::Rgb | Space::Lab) && t.screen != Some([255; 3]);
                p.sketch.is_none() || self.tones.iter().any(screen)
            }
            _ => false,
        };
        !hidden && !self.tones.is_empty() && self.tones.iter().all(Tone::is_paper)
    }

    /// The boxes of its parts, page millimetres: of each figure of a path by itself, as far as they are seen; else its own.
    pub fn parts(&self) -> Vec<Rect> {
        let (path, room) = match &self.what {
            What::Line { path, pen } => (path, pen.width / 2.0),
            What::Fill { path, .. } => (path, 0.0),
            What::Text(_) | What::Picture(_) | What::Shade => return vec![self.bounds],
        };
        if !path.elements().iter().skip(1).any(|e| matches!(e, PathEl::MoveTo(_))) {
            return vec![self.bounds];
        }
        let mut parts: Vec<Rect> = Vec::new();
        let mut figure: Vec<PathEl> = Vec::new();
        for element in path.elements().iter().copied().map(Some).chain([None]) {
            if matches!(element, None | Some(PathEl::MoveTo(_))) {
                let whole = BezPath::from_vec(std::mem::take(&mut figure));
                if whole.elements().len() > 1 {
                    parts.push(shared(grow(whole.bounding_box(), room), self.bounds));
                }
            }
            figure.extend(element);
        }
        if parts.len() < 2 { vec![self.bounds] } else { parts }
    }

    /// Whether it paints at a place, or no more than `near` millimetres beside it where it is a line.
    pub fn covers(&self, place: Point, near: f64) -> bool {
        let lies = match &self.what {
            What::Fill { path, even_odd, .. } => {
                let turns = winding(path, place);
                if *even_odd { turns % 2 != 0 } else { turns != 0 }
            }
            What::Line { path, pen } => {
                let reach = pen.width / 2.0 + near;
                path.segments().any(|s| s.nearest(place, 0.01).distance_sq <= reach * reach)
            }
            What::Text(text) => text.glyphs.iter().any(|g| !g.is_blank() && grow(g.bounds(), near).contains(place)),
            What::Picture(_) | What::Shade => true,
        };
        lies && grow(self.bounds, near).contains(place) && self.clips.iter().all(|clip| winding(clip, place) != 0)
    }
}

impl Seen {
    /// The plates that its art and marks need: the process inks that are used, then the spots by name.
    /// `All` is no plate of its own.
    pub fn plates(&self) -> Vec<String> {
        let mut spots = BTreeSet::new();
        let mut process = [false; 4];
        for object in self.objects.iter().filter(|o| o.is_seen()) {
            for name in object.tones.iter().flat_map(Tone::plates) {
                match PROCESS.iter().position(|p| *p == name) {
                    Some(at) => process[at] = true,
                    None if name != ALL => _ = spots.insert(name.to_string()),
                    None => {}
                }
            }
            // The strongest mixture of a picture has not all of its inks.
            if let What::Picture(Picture { sketch: Some(sketch), .. }) = &object.what {
                let is_own = object.tones.iter().all(|t| !matches!(t.space, Space::Rgb | Space::Lab));
                inked(sketch, if is_own { 1 } else { 4 }, &mut process);
            }
        }
        let used = PROCESS.into_iter().zip(process).filter(|(_, used)| *used).map(|(name, _)| name.to_string());
        used.chain(spots).collect()
    }
}

/// Marks the process plates of which a picture has `least` of 255 anywhere.
fn inked(image: &Image, least: u8, process: &mut [bool; 4]) {
    match &image.samples {
        Samples::Gray(bytes) => process[3] |= bytes.iter().any(|v| 255 - v >= least),
        Samples::Cmyk(bytes) => {
            for pixel in bytes.as_chunks::<4>().0 {
                for (used, share) in process.iter_mut().zip(pixel) {
                    *used |= *share >= least;
                }
                if process.iter().all(|used| *used) {
                    return;
                }
            }
        }
        // Their process inks are those of its two ends.
        Samples::Duotone(two) => {
            let ends = [two.process(0), two.process(255)].map(Cmyk::array);
            for (i, used) in process.iter_mut().enumerate() {
                *used |= ends.iter().any(|inks| inks[i] * 255.0 >= f64::from(least));
            }
        }
    }
}
