//! A page that was read, drawn: the proof of its plates, each plate, where how much ink lies, the inks of a point.

use biaoyu_out::raster::{Error, InkMap, Options, fit_dpi, ink_map, ink_use, plate_pngs, png};
use biaoyu_page::geom::{Outline, Point, Rect};

use super::plates::page_of;
use super::rule::thing;
use crate::read::Seen;
use biaoyu_page::error::Finding;

/// The inks of a point of a page, by plate, 1 = 100 %; those that print nothing there are left out.
///
/// # Errors
/// When the page is larger than the limits of rasters.
pub fn inks_at(seen: &Seen, point: Point) -> Result<Vec<(String, f64)>, Error> {
    let mut page = page_of(seen);
    let spot = Rect::from_center_size(point, (SPOT, SPOT));
    (page.boxes.trim, page.boxes.bleed, page.boxes.media) = (spot, spot, spot);
    (page.trim, page.cut, page.live) = (Outline::Rect(spot), Outline::Rect(spot), Outline::Rect(spot));
    let options = Options { overprint: true, ..Options::new(25.4 * 4.0 / SPOT) };
    let used = ink_use(&page, &options, 4.0)?;
    Ok(used.plates.into_iter().filter(|(_, share)| *share > 0.004).map(|(plate, share)| (plate.name, share)).collect())
}

/// What a densitometer sees at once, millimetres.
const SPOT: f64 = 0.2;

/// What a page looks like on its plates, within the trim, at most `side` dots along the longer side: PNG.
///
/// # Errors
/// When the page is larger than the limits of rasters.
pub fn proof(seen: &Seen, side: u32) -> Result<Vec<u8>, Error> {
    let page = page_of(seen);
    let mut out = Vec::new();
    png(&page, &options(seen, side), &mut out)?;
    Ok(out)
}

/// Its plates as gray PNGs, ink black.
///
/// # Errors
/// As [`proof`].
pub fn plates(seen: &Seen, side: u32) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let page = page_of(seen);
    let kept = std::rc::Rc::new(std::cell::RefCell::new(Vec::<(String, Vec<u8>)>::new()));
    plate_pngs(&page, &options(seen, side), |plate| {
        let mut all = kept.borrow_mut();
        all.push((plate.name.clone(), Vec::new()));
        Ok(Kept { all: kept.clone(), at: all.len() - 1 })
    })?;
    Ok(kept.take())
}

/// One of several outputs that are written at once.
struct Kept {
    all: std::rc::Rc<std::cell::RefCell<Vec<(String, Vec<u8>)>>>,
    at: usize,
}

impl std::io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Some((_, out)) = self.all.borrow_mut().get_mut(self.at) {
            out.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// How much ink lies where.
///
/// # Errors
/// As [`proof`].
pub fn heat(seen: &Seen, side: u32) -> Result<InkMap, Error> {
    ink_map(&page_of(seen), &options(seen, side))
}

fn options(seen: &Seen, side: u32) -> Options {
    let page = page_of(seen);
    Options { overprint: true, ..Options::new(fit_dpi(&page, 300.0, side)) }
}

/// Where on the page a finding points, when it points anywhere.
pub fn place_of(seen: &Seen, finding: &Finding) -> Option<Rect> {
    if let Some(ink) = seen.ink.as_ref().filter(|_| finding.rule == "too-much-ink") {
        return Some(Rect::from_center_size(ink.at, (0.0, 0.0)));
    }
    let place = finding.place.thing.as_ref()?;
    let object = seen.objects.iter().filter(|o| o.is_seen()).find(|o| thing(seen, o).as_ref() == Some(place))?;
    Some(object.bounds)
}
