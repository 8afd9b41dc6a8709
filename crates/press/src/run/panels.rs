//! Panels of a page and the drawing of the sewing room, as pages for the backends.

use super::print::{Faces, Unwritten};
use crate::plan::settings::Settings;
use crate::plan::work::Job;
use biaoyu_out::raster;
use biaoyu_page::error::Faults;
use biaoyu_page::font::FontLibrary;
use biaoyu_page::page::Page;
use biaoyu_set::finish::net_size;
use biaoyu_set::impose::as_piece;
use biaoyu_set::impose::panels::{Panels, Told};
use biaoyu_set::overview::Words;

fn words() -> Result<Words, Unwritten> {
    Ok(Words::new(&FontLibrary::embedded()).map_err(Faults::from)?)
}

/// All panels of all faces, for a PDF.
pub(super) fn pages(
    settings: &Settings,
    job: &Job,
    panels: &Panels,
    faces: &Faces<'_>,
) -> Result<Vec<Page>, Unwritten> {
    let words = words()?;
    let mut all = Vec::new();
    for page in faces.pages {
        let laid = panels.lay(page, faces.ledger, &job.work.product, settings.panel_dpi(page));
        let piece = as_piece(page.clone());
        let panel = |panel| panels.page(&laid, panel, &piece, (&words, &page.title), false);
        all.extend(panels.panels(&laid).iter().map(panel));
    }
    Ok(all)
}

/// One panel for a raster, and how it is drawn: on the pixels of the whole picture.
pub(super) fn panel(
    settings: &Settings,
    job: &Job,
    (panels, index): (&Panels, usize),
    page: &Page,
    faces: &Faces<'_>,
) -> Result<(Page, raster::Options), Unwritten> {
    let dpi = settings.panel_dpi(page);
    let laid = panels.lay(page, faces.ledger, &job.work.product, dpi);
    let all = panels.panels(&laid);
    let page = match all.get(index) {
        Some(own) => panels.page(&laid, own, &as_piece(page.clone()), (&words()?, &page.title), true),
        None => page.clone(),
    };
    let scale = 1.0 / f64::from(job.work.scale);
    Ok((page, raster::Options { scale, profile: settings.profile.clone(), ..raster::Options::new(dpi) }))
}

/// What the sewing room works by.
pub(super) fn drawing(
    settings: &Settings,
    job: &Job,
    panels: &Panels,
    page: &Page,
    faces: &Faces<'_>,
) -> Result<Page, Unwritten> {
    let product = &job.work.product;
    let laid = panels.lay(page, faces.ledger, product, settings.panel_dpi(page));
    let title = format!("{}　{}　{}", job.work.sheet.text, product.name, net_size(product));
    let told = Told { title, pieces: settings.shop.quantity(product), more: Vec::new() };
    Ok(panels.drawing(&laid, &as_piece(page.clone()), product, &words()?, &told))
}
