//! Panels of a page and the drawing of the sewing room, as pages for the backends.

use std::cell::OnceCell;

use super::print::{Faces, Unwritten};
use crate::plan::settings::Settings;
use crate::plan::work::Job;
use biaoyu_out::raster;
use biaoyu_page::error::Faults;
use biaoyu_page::font::FontLibrary;
use biaoyu_page::page::Page;
use biaoyu_set::finish::net_size;
use biaoyu_set::finish::stand_in;
use biaoyu_set::impose::as_piece;
use biaoyu_set::impose::panels::{Laid, Panels, Told};
use biaoyu_set::overview::Words;

/// How the faces of a job are cut into panels, for all of its files: where the seams lie is found once, and so are the faces of the
/// words beside them.
#[derive(Default)]
pub(crate) struct Cut {
    words: OnceCell<Words>,
    laid: OnceCell<Vec<Laid>>,
}

impl Cut {
    /// The words beside panels and tiles.
    pub(super) fn words(&self) -> Result<&Words, Unwritten> {
        if let Some(words) = self.words.get() {
            return Ok(words);
        }
        let words = Words::new(&FontLibrary::embedded()).map_err(Faults::from)?;
        Ok(self.words.get_or_init(|| words))
    }

    /// Where the seams of each face lie.
    fn laid(&self, settings: &Settings, job: &Job, panels: &Panels, faces: &Faces<'_>) -> &[Laid] {
        let lay = |page: &Page| panels.lay(page, faces.ledger, &job.work.product, settings.panel_dpi(page));
        self.laid.get_or_init(|| faces.pages.iter().map(lay).collect())
    }
}

/// All panels of all faces, for a PDF.
pub(super) fn pages(
    settings: &Settings,
    job: &Job,
    panels: &Panels,
    faces: &Faces<'_>,
) -> Result<Vec<Page>, Unwritten> {
    let words = faces.cut.words()?;
    let mut all = Vec::new();
    for (page, laid) in faces.pages.iter().zip(faces.cut.laid(settings, job, panels, faces)) {
        let piece = as_piece(stand_in(page));
        let panel = |panel| panels.page(laid, panel, &piece, (words, &page.title), false);
        all.extend(panels.panels(laid).iter().map(panel));
    }
    Ok(all)
}

/// One panel of a face for a raster, and how it is drawn: on the pixels of the whole picture.
pub(super) fn panel(
    settings: &Settings,
    job: &Job,
    (panels, back, index): (&Panels, bool, usize),
    page: &Page,
    faces: &Faces<'_>,
) -> Result<(Page, raster::Options), Unwritten> {
    let dpi = settings.panel_dpi(page);
    let laid = faces.cut.laid(settings, job, panels, faces).get(usize::from(back));
    let own = laid.and_then(|laid| Some((laid, panels.panels(laid).into_iter().nth(index)?)));
    let page = match own {
        Some((laid, own)) => {
            panels.page(laid, &own, &as_piece(stand_in(page)), (faces.cut.words()?, &page.title), true)
        }
        None => page.clone(),
    };
    let scale = 1.0 / f64::from(job.work.scale);
    Ok((page, raster::Options { scale, profile: settings.profile.clone(), ..raster::Options::new(dpi) }))
}

/// What the sewing room works by.
pub(super) fn drawing(
    settings: &Settings,
    job: &Job,
    (panels, back): (&Panels, bool),
    page: &Page,
    faces: &Faces<'_>,
) -> Result<Page, Unwritten> {
    let product = &job.work.product;
    let laid = faces.cut.laid(settings, job, panels, faces).get(usize::from(back)).ok_or_else(Faults::default)?;
    let title = format!("{}　{}　{}", job.work.sheet.text, product.name, net_size(product));
    // It shows the first page of a file of many.
    let pieces = match job.pages.len() {
        1 => job.asked.and_then(|asked| u32::try_from(asked).ok()),
        _ => settings.shop.quantity(product),
    };
    let told = Told { title, pieces, more: Vec::new() };
    Ok(panels.drawing(laid, &as_piece(stand_in(page)), product, faces.cut.words()?, &told))
}
