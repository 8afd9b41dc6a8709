//! The plates: a band of one byte an ink, 255 solid.
//!
//! Paints act as PDF's overprint parameters say (ISO 32000-2, 8.6.7, mode 1): a knockout clears every other ink
//! under it, an overprinting process paint leaves the inks alone that it does not use, an overprinting spot leaves all
//! others alone.

use biaoyu_page::duotone::Duotone;
use biaoyu_page::ink::{Cmyk, Ink, Spot};
use biaoyu_page::page::{Image, Samples};

use super::coverage::Run;
use super::draw::Surface;
use super::paint::Ramp;
use super::picture::Picture;
use super::scene::{Scene, Source};
use super::surface::times;

/// One plate of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Plate {
    /// `Cyan`, `Magenta`, `Yellow`, `Black` or the spot's name.
    pub name: String,
    /// What stands in for a spot; `None` for a process ink.
    pub alternate: Option<Cmyk>,
}

/// Rows of ink, a plane an ink: the four process inks, then the spots as they first appear.
pub(super) struct Plates<'a> {
    width: usize,
    list: Vec<Plate>,
    paints: Vec<Paint<'a>>,
    planes: Vec<Vec<u8>>,
    top: u32,
}

enum Paint<'a> {
    /// What each plane gets; `None` leaves it alone.
    Flat(Vec<Option<u8>>),
    Blend(Ramp<[u8; 4]>),
    Picture(Box<Picture<'a>>),
    /// A picture in two inks, and what each level puts on each plane.
    /// `None` leaves a plane alone.
    Duotone(Box<Picture<'a>>, Vec<Vec<Option<u8>>>),
}

fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

impl<'a> Plates<'a> {
    /// The plates that a scene needs.
    pub(super) fn new(scene: &Scene<'a>) -> Self {
        let mut list: Vec<Plate> = ["Cyan", "Magenta", "Yellow", "Black"]
            .iter()
            .map(|name| Plate { name: (*name).into(), alternate: None })
            .collect();
        for source in &scene.sources {
            match source {
                Source::Solid { ink: Ink::Spot(spot), .. } => known(&mut list, spot),
                Source::Picture(Image { samples: Samples::Duotone(two), .. }, _) => {
                    two.spots().for_each(|spot| known(&mut list, spot));
                }
                _ => {}
            }
        }
        let count = list.len();
        let paints = scene.sources.iter().map(|source| match source {
            Source::Solid { ink, tint, overprint } => {
                let mut planes = vec![(!overprint).then_some(0); count];
                match ink {
                    Ink::Process(cmyk) => {
                        for (plane, v) in planes.iter_mut().zip(cmyk.tinted(*tint).array()) {
                            if byte(v) > 0 || !overprint {
                                *plane = Some(byte(v));
                            }
                        }
                    }
                    Ink::Spot(spot) => {
                        if let Some(plane) = plate_of(&list, spot).and_then(|i| planes.get_mut(i)) {
                            *plane = Some(byte(*tint));
                        }
                    }
                }
                Paint::Flat(planes)
            }
            Source::Blend(gradient, to_px) => Paint::Blend(Ramp::new(gradient, *to_px, |inks| inks.array().map(byte))),
            Source::Rings(radial, to_px) => Paint::Blend(Ramp::rings(radial, *to_px, |inks| inks.array().map(byte))),
            Source::Picture(image, to_px) => {
                let picture = Box::new(Picture::new(image, *to_px));
                match &image.samples {
                    Samples::Duotone(two) => {
                        Paint::Duotone(picture, (0..=255).map(|v| planes_of(two, v, &list)).collect())
                    }
                    Samples::Gray(_) | Samples::Cmyk(_) => Paint::Picture(picture),
                }
            }
        });
        let paints = paints.collect();
        Self { width: scene.width as usize, list, paints, planes: vec![Vec::new(); count], top: 0 }
    }

    /// The plates in the order of the planes.
    pub(super) fn list(&self) -> &[Plate] {
        &self.list
    }

    /// The planes of the band.
    pub(super) fn planes(&self) -> &[Vec<u8>] {
        &self.planes
    }

    /// The band's samples, 255 solid: pixel by pixel one for each plate.
    pub(super) fn samples(&self, out: &mut Vec<u8>) {
        if self.planes.len() == 4 {
            return self.cmyk(out);
        }
        out.clear();
        let pixels = self.planes.iter().map(Vec::len).min().unwrap_or_default();
        out.extend((0..pixels).flat_map(|i| self.planes.iter().map(move |plane| plane[i])));
    }

    /// The band as `C M Y K` samples, 255 solid, spots by their stand-ins laid over the process inks.
    pub(super) fn cmyk(&self, out: &mut Vec<u8>) {
        let (process, spots) = self.planes.split_at(4);
        let [c, m, y, k] = process else { return };
        out.clear();
        out.extend(c.iter().zip(m).zip(y).zip(k).flat_map(|(((c, m), y), k)| [*c, *m, *y, *k]));
        let stands = self.list.iter().filter_map(|p| p.alternate).map(|a| a.array().map(byte));
        for (plane, stand) in spots.iter().zip(stands) {
            for (pixel, tint) in out.as_chunks_mut::<4>().0.iter_mut().zip(plane).filter(|(_, t)| **t > 0) {
                for (ink, solid) in pixel.iter_mut().zip(stand) {
                    *ink = 255 - times(255 - *ink, 255 - times(solid, *tint));
                }
            }
        }
    }

    /// Takes the ink away outside a mask: `keep` lists the runs that stay, everything between is cleared.
    pub(super) fn keep(&mut self, row: u32, runs: &[Run]) {
        let start = row as usize * self.width;
        for plane in &mut self.planes {
            let Some(line) = plane.get_mut(start..start + self.width) else { return };
            let mut done = 0;
            for run in runs {
                let (a, b) = (run.x0 as usize, run.x1 as usize);
                line[done..a].fill(0);
                if run.alpha < 255 {
                    line[a..b].iter_mut().for_each(|v| *v = times(*v, run.alpha));
                }
                done = b;
            }
            line[done..].fill(0);
        }
    }
}

/// Puts a spot's plate on the list.
fn known(list: &mut Vec<Plate>, spot: &Spot) {
    if plate_of(list, spot).is_none() {
        list.push(Plate { name: spot.plate.clone(), alternate: Some(spot.alternate) });
    }
}

/// What a level of a picture in two inks puts on each plate.
fn planes_of(two: &Duotone, level: u8, list: &[Plate]) -> Vec<Option<u8>> {
    let ends = [two.process(0), two.process(255)].map(Cmyk::array);
    let of_process = |(i, v)| (v, ends.iter().any(|inks| inks[i] > 0.0));
    let process = two.process(level).array().into_iter().enumerate().map(of_process);
    let of_spot = |plate: &Plate| (two.spot(&plate.name, level), two.spots().any(|spot| spot.plate == plate.name));
    let spots = list.iter().filter(|p| p.alternate.is_some()).map(of_spot);
    process.chain(spots).map(|(v, is_used)| (is_used || !two.overprint).then(|| byte(v))).collect()
}

/// Spots of one name are one plate.
fn plate_of(list: &[Plate], spot: &Spot) -> Option<usize> {
    list.iter().position(|p| p.alternate.is_some() && p.name == spot.plate)
}

fn lay(out: &mut [u8], ink: u8, alpha: u8) {
    if alpha == 255 {
        return out.fill(ink);
    }
    for v in out {
        *v = mixed(*v, ink, alpha);
    }
}

fn mixed(under: u8, over: u8, alpha: u8) -> u8 {
    let sum = u32::from(over) * u32::from(alpha) + u32::from(under) * u32::from(255 - alpha) + 128;
    ((sum + (sum >> 8)) >> 8) as u8
}

impl Surface for Plates<'_> {
    fn begin(&mut self, top: u32, rows: u32) {
        self.top = top;
        for plane in &mut self.planes {
            plane.clear();
            plane.resize(self.width * rows as usize, 0);
        }
    }

    fn paint(&mut self, row: u32, run: Run, source: usize) {
        let start = row as usize * self.width;
        let range = start + run.x0 as usize..start + run.x1 as usize;
        let Some(paint) = self.paints.get(source) else { return };
        let y = self.top + row;
        let (process, spots) = self.planes.split_at_mut(4);
        match paint {
            Paint::Flat(inks) => {
                for (plane, ink) in process.iter_mut().chain(spots).zip(inks) {
                    if let (Some(out), Some(ink)) = (plane.get_mut(range.clone()), ink) {
                        lay(out, *ink, run.alpha);
                    }
                }
            }
            Paint::Blend(ramp) => {
                let mut from = range.start;
                ramp.runs(run.x0, run.x1, y, |count, inks| {
                    let part = from..from + count as usize;
                    from = part.end;
                    for (plane, ink) in process.iter_mut().zip(inks) {
                        plane.get_mut(part.clone()).into_iter().for_each(|out| lay(out, *ink, run.alpha));
                    }
                });
                spots.iter_mut().filter_map(|p| p.get_mut(range.clone())).for_each(|out| lay(out, 0, run.alpha));
            }
            Paint::Picture(picture) => {
                for (x, i) in (run.x0..).zip(range) {
                    let (inks, opacity) = picture.at(x, y);
                    let alpha = times(run.alpha, opacity);
                    let inks = inks.into_iter().chain(std::iter::repeat(0));
                    for (plane, v) in process.iter_mut().chain(spots.iter_mut()).zip(inks) {
                        plane[i] = mixed(plane[i], v, alpha);
                    }
                }
            }
            Paint::Duotone(picture, table) => {
                for (x, i) in (run.x0..).zip(range) {
                    let (level, opacity) = picture.level(x, y);
                    let alpha = times(run.alpha, opacity);
                    let Some(inks) = table.get(usize::from(level)) else { continue };
                    for (plane, v) in process.iter_mut().chain(spots.iter_mut()).zip(inks) {
                        if let Some(v) = v {
                            plane[i] = mixed(plane[i], *v, alpha);
                        }
                    }
                }
            }
        }
    }
}
