//! How much ink a page takes: measured on the plates.

use biaoyu_page::geom::Point;
use biaoyu_page::page::Page;

use super::bands::InkBands;
use super::options::{Error, Options};
use super::plates::Plate;

/// The ink of a page within its trim.
#[derive(Clone, Debug, PartialEq)]
pub struct InkUse {
    /// The greatest total area coverage 总墨量 of any pixel, 1 = 100 %.
    pub most: f64,
    /// Where, page millimetres: the middle of the first such pixel by rows.
    pub at: Point,
    /// The share of the trim that takes more than the limit.
    pub over: f64,
    /// The plates with their mean coverage, 1 = solid everywhere.
    pub plates: Vec<(Plate, f64)>,
}

/// How much ink lies where: the totals of a page's pixels by rows, 255 for every solid plate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InkMap {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The totals.
    pub totals: Vec<u16>,
}

/// The ink of every pixel at the options' resolution.
///
/// # Errors
/// As [`ink_use`].
pub fn ink_map(page: &Page, options: &Options) -> Result<InkMap, Error> {
    let mut bands = InkBands::new(page, options)?;
    let (width, height) = bands.size();
    let mut totals = vec![0_u16; width as usize * height as usize];
    while let Some((top, rows)) = bands.next() {
        let first = top as usize * width as usize;
        let band = totals.get_mut(first..first + rows as usize * width as usize).unwrap_or_default();
        for plane in bands.plates().planes() {
            for (total, ink) in band.iter_mut().zip(plane) {
                *total = total.saturating_add(u16::from(*ink));
            }
        }
    }
    Ok(InkMap { width, height, totals })
}

/// Measures the ink at the options' resolution; `limit` is the most that the paper takes, 3.0 for 300 %.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` allow at this resolution.
pub fn ink_use(page: &Page, options: &Options, limit: f64) -> Result<InkUse, Error> {
    let mut bands = InkBands::new(page, options)?;
    let (width, height) = bands.size();
    // Half a level of each plate is rounding, not ink.
    let bound = (limit * 255.0 + bands.plates().list().len() as f64 / 2.0) as u32;
    let (mut most, mut at, mut over) = (0, (0, 0), 0_u64);
    let mut sums = vec![0_u64; bands.plates().list().len()];
    let mut totals: Vec<u32> = Vec::new();
    while let Some((top, rows)) = bands.next() {
        totals.clear();
        totals.resize(width as usize * rows as usize, 0);
        for (plane, sum) in bands.plates().planes().iter().zip(&mut sums) {
            for (total, ink) in totals.iter_mut().zip(plane) {
                *total += u32::from(*ink);
            }
            *sum += plane.iter().map(|ink| u64::from(*ink)).sum::<u64>();
        }
        for (row, line) in (top..).zip(totals.chunks(width as usize)) {
            over += line.iter().filter(|total| **total > bound).count() as u64;
            let here = line.iter().copied().max().unwrap_or(0);
            if here > most {
                most = here;
                at = (line.iter().position(|total| *total == here).unwrap_or(0), row);
            }
        }
    }
    let pixels = f64::from(width) * f64::from(height);
    let to_mm = super::options::to_px(page, width, height).inverse();
    let plates = bands.plates().list().iter().cloned().zip(sums.iter().map(|sum| *sum as f64 / 255.0 / pixels));
    Ok(InkUse {
        most: f64::from(most) / 255.0,
        at: to_mm * Point::new(at.0 as f64 + 0.5, f64::from(at.1) + 0.5),
        over: over as f64 / pixels,
        plates: plates.collect(),
    })
}
