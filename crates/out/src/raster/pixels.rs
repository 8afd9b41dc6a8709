//! The pixels themselves, for who shows them at once instead of storing them.

use biaoyu_page::page::Page;

use super::bands::ScreenBands;
use super::options::{Error, Options};

/// The trimmed page as pixels, rows from the top, no padding.
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether a sample is R G B A (a trim that is no rectangle) instead of R G B; sRGB, 8 bits.
    pub alpha: bool,
    /// The samples.
    pub samples: Vec<u8>,
}

/// Draws the trimmed page on as many threads as are worth it. `go_on` is asked before each band: `None` when it says no.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` allow at this resolution.
pub fn pixels(page: &Page, options: &Options, go_on: &(dyn Fn() -> bool + Sync)) -> Result<Option<Pixels>, Error> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    parts(page, options, cores, go_on)
}

/// Pixels of a thread's own, at least: each builds the edges of what crosses its rows.
const WORTH: u64 = 1 << 18;

/// The same on so many threads at most. Rows are the same whoever draws them.
fn parts(
    page: &Page,
    options: &Options,
    threads: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Pixels>, Error> {
    let first = ScreenBands::new(page, options)?;
    let (alpha, (width, height)) = (first.is_shaped(), first.size());
    let each = if alpha { 4 } else { 3 };
    let worth = usize::try_from(u64::from(width) * u64::from(height) / WORTH).unwrap_or(usize::MAX);
    let threads = u32::try_from(threads.min(worth).clamp(1, 8)).unwrap_or(1);
    let rows = height.div_ceil(threads);
    let draw = |mut bands: ScreenBands<'_>, part: u32| {
        let (from, to) = ((part * rows).min(height), ((part + 1) * rows).min(height));
        bands.part(from, to);
        let mut samples = Vec::with_capacity(width as usize * (to - from) as usize * each);
        while go_on() {
            match if alpha { bands.rgba() } else { bands.rgb() } {
                Some(rows) => samples.extend_from_slice(rows),
                None => return Some(samples),
            }
        }
        None
    };
    if threads == 1 {
        return Ok(draw(first, 0).map(|samples| Pixels { width, height, alpha, samples }));
    }
    std::thread::scope(|scope| {
        let draw = &draw;
        let others: Vec<_> =
            (1..threads).map(|part| scope.spawn(move || Ok(draw(ScreenBands::new(page, options)?, part)))).collect();
        let mut samples = draw(first, 0);
        for other in others {
            let more: Result<Option<Vec<u8>>, Error> =
                other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            samples = samples.zip(more?).map(|(mut all, more)| {
                all.extend_from_slice(&more);
                all
            });
        }
        Ok(samples.map(|samples| Pixels { width, height, alpha, samples }))
    })
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
            let drawn = |threads: usize| parts(&page, &options, threads, &|| true).unwrap().unwrap();
            let one = drawn(1);
            assert!(u64::from(one.width * one.height) / WORTH >= 4, "{} × {}", one.width, one.height);
            for threads in [2, 3, 4] {
                assert!(drawn(threads).samples == one.samples, "{threads} threads");
            }
            assert!(parts(&page, &options, 3, &|| false).unwrap().is_none());
        }
    }
}
