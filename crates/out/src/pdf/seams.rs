//! Pages that are joined to others: a panel says at which sides, so that no reader takes its seams for edges.

use pdf_writer::{Dict, Name, Str};

use super::metadata::Moment;
use biaoyu_page::page::Page;

/// Beyond the trim by less is rounding, mm.
const ROUNDING: f64 = 0.01;

/// Writes, as data of our own (page-piece dictionary, ISO 32000-1, 14.5), at which sides of a page type goes on in another: the
/// key `Seams` with `Top`, `Right`, `Bottom`, `Left`. Nothing for a page that is whole.
pub(super) fn seams(dict: &mut Dict<'_>, page: &Page, date: &Moment) {
    let (live, trim) = (page.live.bounds(), page.boxes.trim);
    let sides = [
        (b"Top".as_slice(), trim.y0 - live.y0),
        (b"Right", live.x1 - trim.x1),
        (b"Bottom", live.y1 - trim.y1),
        (b"Left", trim.x0 - live.x0),
    ];
    let seams: Vec<Name<'_>> = sides.into_iter().filter(|(_, by)| *by > ROUNDING).map(|(side, _)| Name(side)).collect();
    if seams.is_empty() {
        return;
    }
    let date = date.pdf();
    dict.pair(Name(b"LastModified"), Str(date.as_bytes()));
    let mut info = dict.insert(Name(b"PieceInfo")).dict();
    let mut own = info.insert(Name(b"Biaoyu")).dict();
    own.pair(Name(b"LastModified"), Str(date.as_bytes()));
    own.insert(Name(b"Private")).dict().insert(Name(b"Seams")).array().items(seams);
}
