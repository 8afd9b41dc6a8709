//! A picture of samples: in inks, or in screen colours until they are asked for. A portrait is brought down to what its
//! place prints before it is separated, as the inks of a sample cost more than all else that is done with it.

use std::sync::{Arc, OnceLock};

use super::{margin, tone};
use biaoyu_page::duotone::Duotone;
use biaoyu_page::icc::Separation;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::page::{Image, Samples};
use biaoyu_page::reduce::{Pixel, Reducer, apart, reduce, reduced};

/// Samples that were read. Copies share them.
#[derive(Clone, Debug)]
pub struct Raster {
    size: [u32; 2],
    samples: Kept,
}

#[derive(Clone, Debug)]
enum Kept {
    Inked(Arc<Image>),
    /// In screen colours; in inks, too, as soon as all of them were asked for.
    Screened(Arc<(Screen, OnceLock<Arc<Image>>)>),
}

/// Samples in screen colours, and how they become inks.
#[derive(Debug)]
pub(super) struct Screen {
    /// sRGB (IEC 61966-2-1), three bytes a sample.
    pub rgb: Vec<u8>,
    /// One byte a sample, 255 opaque; `None` when all are.
    pub alpha: Option<Vec<u8>>,
    pub separation: Separation,
    /// Most ink on one place, 1 = 100 %, where there is a limit.
    pub ink: Option<f64>,
}

impl From<Arc<Image>> for Raster {
    fn from(image: Arc<Image>) -> Self {
        Self { size: [image.width, image.height], samples: Kept::Inked(image) }
    }
}

impl From<Image> for Raster {
    fn from(image: Image) -> Self {
        Arc::new(image).into()
    }
}

impl Raster {
    /// Samples in screen colours, across and down; there are as many as the size says.
    pub(super) fn screened(size: [u32; 2], screen: Screen) -> Self {
        Self { size, samples: Kept::Screened(Arc::new((screen, OnceLock::new()))) }
    }

    /// Samples a row.
    pub fn width(&self) -> u32 {
        self.size[0]
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        self.size[1]
    }

    /// All samples, in inks.
    pub fn image(&self) -> &Arc<Image> {
        match &self.samples {
            Kept::Inked(image) => image,
            Kept::Screened(kept) => {
                let (screen, whole) = &**kept;
                whole.get_or_init(|| Arc::new(screen.inked(&screen.rgb, screen.alpha.clone(), self.size)))
            }
        }
    }

    /// The picture in inks alone: of one that is printed in the samples that it has, no other are worth their memory.
    #[must_use]
    pub(super) fn inked(self) -> Self {
        self.image().clone().into()
    }

    /// The picture in no more than so many samples across and down, in inks; all of them where it has no more of either.
    pub(super) fn fewer(&self, to: [u32; 2]) -> Arc<Image> {
        let is_fine = self.width() > to[0] && self.height() > to[1];
        match &self.samples {
            Kept::Screened(kept) if is_fine && kept.1.get().is_none() => Arc::new(kept.0.reduced(self.size, to)),
            _ => reduced(self.image(), to),
        }
    }

    /// The box of all samples of which anything is seen: first column and row, and those behind the last; `None` where all are
    /// opaque, or none is.
    pub(super) fn seen(&self) -> Option<[usize; 4]> {
        let width = self.width() as usize;
        let alpha = match &self.samples {
            Kept::Screened(kept) => kept.0.alpha.as_ref(),
            Kept::Inked(image) => image.alpha.as_ref(),
        }?;
        margin::seen(alpha, width)
    }

    /// A part of it, as [`Self::seen`] gives boxes.
    pub(super) fn part(&self, [left, top, right, low]: [usize; 4]) -> Raster {
        let width = self.width() as usize;
        let cut = |samples: &[u8], bytes: usize| -> Vec<u8> {
            let rows = samples.chunks_exact((width * bytes).max(1)).take(low).skip(top);
            rows.flat_map(|row| row.get(left * bytes..right * bytes).unwrap_or_default()).copied().collect()
        };
        let [w, h] = [right - left, low - top].map(|side| side as u32);
        if let Kept::Screened(kept) = &self.samples {
            let screen = &kept.0;
            let alpha = screen.alpha.as_ref().map(|alpha| cut(alpha, 1));
            let screen =
                Screen { rgb: cut(&screen.rgb, 3), alpha, separation: screen.separation.clone(), ink: screen.ink };
            return Self::screened([w, h], screen);
        }
        let image = self.image();
        let samples = match &image.samples {
            Samples::Gray(s) => Samples::Gray(cut(s, 1)),
            Samples::Cmyk(s) => Samples::Cmyk(cut(s, 4)),
            Samples::Duotone(two) => Samples::Duotone(Duotone {
                levels: cut(&two.levels, 1),
                inks: two.inks.clone(),
                overprint: two.overprint,
            }),
        };
        let alpha = image.alpha.as_ref().map(|alpha| cut(alpha, 1));
        Image { width: w, height: h, samples, alpha }.into()
    }

    /// The inks of a sample, counted from the top left along the rows; `None` where nothing is seen of it.
    pub(super) fn at(&self, i: usize) -> Option<Cmyk> {
        let share = |v: u8| f64::from(v) / 255.0;
        let is_seen = |alpha: &Option<Vec<u8>>| alpha.as_ref().is_none_or(|a| a.get(i).is_some_and(|v| *v >= 128));
        if let Kept::Screened(kept) = &self.samples {
            let screen = &kept.0;
            let rgb = screen.rgb.as_chunks::<3>().0.get(i).filter(|_| is_seen(&screen.alpha))?;
            let mut inks = screen.separation.inks(*rgb);
            screen.limit(&mut inks);
            return Some(Cmyk::from_array(inks.map(share)));
        }
        let image = self.image();
        if !is_seen(&image.alpha) {
            return None;
        }
        image.samples.at(i)
    }
}

impl Screen {
    fn limit(&self, inks: &mut [u8]) {
        if let Some(most) = self.ink {
            tone::limit(inks, most);
        }
    }

    fn inked(&self, rgb: &[u8], alpha: Option<Vec<u8>>, [width, height]: [u32; 2]) -> Image {
        let mut inks = self.separation.samples(rgb);
        self.limit(&mut inks);
        if let Some(alpha) = &alpha {
            hide(&mut inks, alpha, width as usize);
        }
        Image { width, height, samples: Samples::Cmyk(inks), alpha }
    }

    fn reduced(&self, from: [u32; 2], to: [u32; 2]) -> Image {
        let Some(alpha) = &self.alpha else {
            return self.inked(&reduce(&self.rgb, Pixel { bytes: 3, alpha: false }, from, to), None, to);
        };
        let (width, mut line) = (from[0] as usize, Vec::with_capacity(from[0] as usize * 4));
        let mut reducer = Reducer::new(Pixel { bytes: 4, alpha: true }, from, to);
        for (row, opacity) in self.rgb.chunks_exact(width * 3).zip(alpha.chunks_exact(width)) {
            line.clear();
            row.as_chunks::<3>().0.iter().zip(opacity).for_each(|([r, g, b], a)| line.extend([*r, *g, *b, *a]));
            reducer.push(&line);
        }
        let (rgb, alpha) = apart(&reducer.finish(), 4);
        self.inked(&rgb, Some(alpha), to)
    }
}

/// Takes the ink of samples that nobody sees away: most programs save them black, which counts as ink wherever samples are
/// read. Beside what is seen they get its ink, so that no edge turns light where samples are mixed.
fn hide(inks: &mut [u8], alpha: &[u8], width: usize) {
    let (inks, rows) = (inks.as_chunks_mut::<4>().0, alpha.chunks_exact(width.max(1)));
    let height = rows.len();
    for (y, row) in rows.enumerate() {
        for x in row.iter().enumerate().filter(|(_, a)| **a == 0).map(|(x, _)| x) {
            let around = (y.saturating_sub(1)..(y + 2).min(height))
                .flat_map(|y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| y * width + x));
            let beside = { around }.find(|at| alpha.get(*at).is_some_and(|a| *a > 0));
            let ink = beside.and_then(|at| inks.get(at)).copied().unwrap_or_default();
            inks.get_mut(y * width + x).into_iter().for_each(|own| *own = ink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::icc::Profile;

    fn screen(alpha: Option<Vec<u8>>) -> Raster {
        let rgb = (0..40 * 30 * 3).map(|i| (i * 37 % 251) as u8).collect();
        let separation = Profile::embedded().separation();
        Raster::screened([40, 30], Screen { rgb, alpha, separation, ink: Some(2.4) })
    }

    fn inks(image: &Image) -> &[u8] {
        match &image.samples {
            Samples::Cmyk(inks) => inks,
            Samples::Gray(_) | Samples::Duotone(_) => panic!("in colour"),
        }
    }

    #[test]
    fn fewer_samples_look_as_all_of_them_do() {
        // The mean of a block is separated, not the mean of separations taken: both look the same within what a grid of
        // inks is bent.
        let (before, after) = (screen(None).fewer([10, 6]), {
            let all = screen(None);
            all.image();
            all.fewer([10, 6])
        });
        assert_eq!((before.width, before.height, inks(&before).len()), (10, 6, 240));
        let seen = Profile::embedded().screen(biaoyu_page::words::Intent::Relative);
        for (a, b) in inks(&before).as_chunks::<4>().0.iter().zip(inks(&after).as_chunks::<4>().0) {
            let (a, b) = (seen.rgb(*a), seen.rgb(*b));
            assert!(a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 24), "{a:?} {b:?}");
        }
        assert!(inks(&before).as_chunks::<4>().0.iter().all(|p| p.iter().map(|v| u32::from(*v)).sum::<u32>() <= 612));
    }

    #[test]
    fn one_sample_has_the_inks_that_it_has_among_all() {
        let half = (0..1200).map(|i| if i % 3 == 0 { 0 } else { 255 }).collect();
        let (one, all) = (screen(Some(half)), screen(None));
        assert_eq!(one.at(3), None);
        let whole = all.image().clone();
        for i in [1, 100, 1199] {
            let bytes = inks(&whole).as_chunks::<4>().0[i];
            assert_eq!(one.at(i), Some(Cmyk::from_array(bytes.map(|v| f64::from(v) / 255.0))));
        }
        assert_eq!(one.at(1200), None);
        // What nobody sees has no ink, but beside what is seen.
        let left = screen(Some((0..1200).map(|i| if i % 40 < 20 { 255 } else { 0 }).collect()));
        let (shown, all) = (left.image().clone(), inks(&whole).as_chunks::<4>().0);
        let hidden = |x: usize| inks(&shown).as_chunks::<4>().0[40 + x];
        assert_eq!((hidden(19), hidden(20), hidden(21), hidden(39)), (all[59], all[19], [0; 4], [0; 4]));
        assert_eq!(one.fewer([20, 15]).alpha.as_ref().map(Vec::len), Some(300));
    }
}
