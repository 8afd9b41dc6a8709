//! The plates of files: which there may be, and of what they cannot be made.

use std::sync::Arc;

use super::imposed::{Imposed, work_words};
use super::outputs::PROOFS;
use super::settings::Settings;
use super::work::Work;
use biaoyu_page::error::{Fault, Place, Say};
use biaoyu_page::say;
use biaoyu_set::impose::Tiles;
use biaoyu_set::impose::panels::Panels;
use biaoyu_set::palette::Role;

/// The plates that pages of these works may print: the process inks, the palettes' spots, and the coats.
pub(super) fn plates<'w>(works: impl Iterator<Item = &'w Arc<Work>>, settings: &Settings) -> Vec<Arc<str>> {
    let mut plates: Vec<Arc<str>> = ["Cyan", "Magenta", "Yellow", "Black"].map(Arc::from).to_vec();
    let mut coats: Vec<Arc<str>> = Vec::new();
    let mut seen: Vec<&Arc<Work>> = Vec::new();
    for work in works {
        // A million pages have a few works.
        if seen.iter().any(|known| Arc::ptr_eq(known, work)) {
            continue;
        }
        seen.push(work);
        let spots = Role::ALL.iter().filter_map(|role| work.palette.get(*role).spot.as_ref());
        let spots = spots.filter(|_| settings.pdf.spots).map(|spot| spot.plate.as_str().into());
        add(&mut plates, spots);
        add(&mut coats, settings.shop.coats(&work.product).into_iter().map(|coat| coat.plate.into()));
    }
    add(&mut plates, coats.into_iter());
    plates
}

fn add(to: &mut Vec<Arc<str>>, more: impl Iterator<Item = Arc<str>>) {
    for plate in more {
        if !to.contains(&plate) {
            to.push(plate);
        }
    }
}

/// What the file of a job is made of.
pub(super) struct Made<'a> {
    pub pages: usize,
    pub sheets: Option<&'a Imposed>,
    pub tiles: Option<&'a Tiles>,
    pub panels: Option<&'a Panels>,
}

/// Refuses plates of a file of many pages that are no press sheets: they would be those of one page.
///
/// # Errors
/// `plates/many` with how each page gets its own.
pub(super) fn check(work: &Work, made: &Made<'_>, settings: &Settings) -> Result<(), Fault> {
    if !settings.shop.plates {
        return Ok(());
    }
    let whole = |option: &str| say!("leave `--plates` or `--{option}` out", "请去掉 `--plates` 或 `--{option}`");
    let (what, hint) = match *made {
        Made { sheets: Some(sheets), .. } if sheets.sheets() > PROOFS => {
            let count = sheets.sheets();
            (
                say!(
                    "{count} sheets have a set of plates each: at most {PROOFS} sets are made at once",
                    "{count} 张拼版，每张一套分色版：一次最多做 {PROOFS} 套"
                ),
                say!("divide the table, or leave `--plates` out", "请拆分表格，或去掉 `--plates`"),
            )
        }
        Made { sheets: Some(_), .. } => return Ok(()),
        Made { tiles: Some(_), .. } => {
            (say!("plates are of the page, not of its tiles", "分色版是整页的，不能分张"), whole("tile"))
        }
        Made { panels: Some(panels), .. } if panels.count() > 1 => {
            (say!("plates are of the page, not of its panels", "分色版是整页的，不能分片"), whole("panel"))
        }
        Made { pages, .. } if pages > 1 => (
            say!(
                "{pages} pages in one file, and one set of plates for a file",
                "一个文件里有 {pages} 页，而分色版一个文件只有一套"
            ),
            say!(
                "leave `--combine` out: every page is a file with plates of its own; or impose them: `--on sra3`",
                "请去掉 `--combine`，每页自成文件、各有一套；或拼版：`--on sra3`"
            ),
        ),
        _ => return Ok(()),
    };
    let Say { en, zh } = work_words(&work.product);
    let place = Place::thing(say!("{en}, `--plates`", "{zh}，`--plates`"));
    Err(Fault::new("plates/many", place, what).hint(hint))
}
