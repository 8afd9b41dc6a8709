//! The pixels themselves, for who shows them at once instead of storing them.

use biaoyu_page::page::Page;

use super::bands::ScreenBands;
use super::options::{Error, Options};
use super::surface::Order;

/// The trimmed page as pixels, rows from the top.
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether a sample is R G B A (a trim that is no rectangle) instead of R G B; sRGB, 8 bits.
    pub alpha: bool,
    /// The samples, as they were asked for.
    pub samples: Vec<u8>,
}

/// How pixels lie in memory.
#[derive(Clone, Copy, Default)]
pub struct Lay {
    /// Bytes of zero before the first row, for what the user of the pixels writes there.
    pub head: usize,
    /// B G R, or B G R A, instead of R G B.
    pub is_bgr: bool,
    /// Rows begin at multiples of so many bytes from the first; 0 is 1.
    pub align: usize,
}

/// Draws the trimmed page on as many threads as are worth it. `go_on` is asked before each band: `None` when it says no.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` allow at this resolution.
pub fn pixels(
    page: &Page,
    options: &Options,
    lay: &Lay,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Pixels>, Error> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    parts(page, options, lay, cores, go_on)
}

/// Pixels of a thread's own, at least: each builds the edges of what crosses its rows.
const WORTH: u64 = 1 << 18;

/// The same on so many threads at most. Rows are the same whoever draws them.
fn parts(
    page: &Page,
    options: &Options,
    lay: &Lay,
    threads: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Pixels>, Error> {
    let order = if lay.is_bgr { Order::Bgr } else { Order::Rgb };
    let first = ScreenBands::new(page, options, order)?;
    let (alpha, (width, height)) = (first.is_shaped(), first.size());
    let each = if alpha { 4 } else { 3 };
    let worth = usize::try_from(u64::from(width) * u64::from(height) / WORTH).unwrap_or(usize::MAX);
    let threads = u32::try_from(threads.min(worth).clamp(1, 8)).unwrap_or(1);
    let ends = first.parts(threads);
    let row = (width as usize * each).next_multiple_of(lay.align.max(1));
    let head = lay.head;
    let mut samples = vec![0; head + row * height as usize];
    // Each thread has its own rows of what is given back: nothing is copied together.
    let draw = |mut bands: ScreenBands<'_>, (from, to): (u32, u32), out: &mut [u8]| {
        bands.part(from, to);
        let mut out = out.chunks_exact_mut(row);
        while go_on() {
            let Some(band) = (if alpha { bands.rgba() } else { bands.rgb() }) else { return true };
            for (from, to) in band.chunks_exact(width as usize * each).zip(&mut out) {
                to.get_mut(..from.len()).unwrap_or_default().copy_from_slice(from);
            }
        }
        false
    };
    let mut shares = Vec::new();
    let (mut from, mut rest) = (0, samples.get_mut(head..).unwrap_or_default());
    for to in ends {
        let (share, after) = rest.split_at_mut((row * (to - from) as usize).min(rest.len()));
        shares.push(((from, to), share));
        (from, rest) = (to, after);
    }
    let mut shares = shares.into_iter();
    let is_whole = std::thread::scope(|scope| {
        let draw = &draw;
        let own = shares.next();
        let others: Vec<_> = shares
            .map(|(rows, out)| scope.spawn(move || Ok(draw(ScreenBands::new(page, options, order)?, rows, out))))
            .collect();
        let mut is_whole = own.is_none_or(|(rows, out)| draw(first, rows, out));
        for other in others {
            let more: Result<bool, Error> = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            is_whole &= more?;
        }
        Ok::<_, Error>(is_whole)
    })?;
    Ok(is_whole.then_some(Pixels { width, height, alpha, samples }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{Circle, Outline, Rect, Shape as _};
    use biaoyu_page::ink::{Cmyk, Paint};
    use biaoyu_page::page::{Boxes, Fill, Item, Mark, PathMark, Plane, Source};
    use std::sync::Arc;

    #[test]
    fn rows_are_the_same_whoever_draws_them() {
        let disc = |x: f64, y: f64, r: f64, c: f64| {
            let fill = Some(Fill { paint: Paint::cmyk(Cmyk::from_array([c, 0.4, 1.0 - c, 0.1])), even_odd: false });
            let path = Arc::new(Circle::new((x, y), r).to_path(0.01));
            Item {
                mark: Mark::Path(PathMark { path, fill, stroke: None }),
                plane: Plane::Art,
                source: Source::default(),
            }
        };
        let trim = Rect::new(0.0, 0.0, 90.0, 90.0);
        let items = vec![disc(45.0, 45.0, 40.0, 0.9), disc(20.0, 10.0, 8.0, 0.2), disc(60.0, 80.0, 20.0, 0.5)];
        for outline in [Outline::Rect(trim), Outline::Circle(Circle::new((45.0, 45.0), 45.0))] {
            let page = Page {
                title: String::new(),
                boxes: Boxes { media: trim, bleed: trim, trim },
                trim: outline,
                live: outline,
                cut: outline,
                items: items.clone(),
            };
            let options = Options::new(300.0);
            let drawn = |threads: usize| parts(&page, &options, &Lay::default(), threads, &|| true).unwrap().unwrap();
            let one = drawn(1);
            assert!(u64::from(one.width * one.height) / WORTH >= 4, "{} × {}", one.width, one.height);
            for threads in [2, 3, 4] {
                assert!(drawn(threads).samples == one.samples, "{threads} threads");
            }
            assert!(parts(&page, &options, &Lay::default(), 3, &|| false).unwrap().is_none());
            // The same pixels, as a bitmap has them.
            let lay = Lay { head: 54, is_bgr: true, align: 4 };
            let bitmap = parts(&page, &options, &lay, 2, &|| true).unwrap().unwrap();
            let each = if one.alpha { 4 } else { 3 };
            let (width, row) = (one.width as usize * each, (one.width as usize * each).next_multiple_of(4));
            assert!(width % 4 != 0 || one.alpha, "no padding");
            assert_eq!(bitmap.samples.len(), 54 + row * one.height as usize);
            for (rgb, bgr) in one.samples.chunks_exact(width).zip(bitmap.samples[54..].chunks_exact(row)) {
                assert!(
                    rgb.chunks_exact(each)
                        .zip(bgr.chunks_exact(each))
                        .all(|(a, b)| { (a[0], a[1], a[2]) == (b[2], b[1], b[0]) && a.get(3) == b.get(3) })
                );
                assert!(bgr[width..].iter().all(|b| *b == 0));
            }
        }
    }
}
