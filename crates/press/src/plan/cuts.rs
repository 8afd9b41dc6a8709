//! What a plotter follows: of a page, or of a press sheet.

use super::imposed::Imposed;
use super::settings::Settings;
use super::work::{Job, Show};
use biaoyu_out::cut;
use biaoyu_page::page::Page;
use biaoyu_page::words::FileKind;

/// The cut file of a job in this format, DXF or SVG.
pub(crate) fn cut_file(settings: &Settings, job: &Job, format: FileKind, show: Show) -> Vec<u8> {
    let piece = settings.shop.cuts(&job.work.product);
    let page = match job.sheets.as_deref() {
        None => piece,
        Some(sheets) => of_sheet(settings, show, sheets, &piece),
    };
    if format == FileKind::Dxf { cut::dxf(&page) } else { cut::svg(&page) }
}

/// Of a press sheet: of several products each its own.
fn of_sheet(settings: &Settings, show: Show, sheets: &Imposed, piece: &Page) -> Page {
    let Some(gang) = &sheets.gang else { return sheets.grid.cuts(piece) };
    let sheet = if let Show::Sheet(sheet) = show { sheet } else { 0 };
    let pieces: Vec<(&str, Page)> =
        gang.products.iter().map(|product| (product.id.as_str(), settings.shop.cuts(product))).collect();
    let at = |place: usize| {
        let product = gang.product(sheet, place);
        let own = product.and_then(|product| pieces.iter().find(|(id, _)| *id == product.id));
        own.map_or(piece, |(_, page)| page)
    };
    sheets.sheet(sheet).0.cuts_of(at)
}
