//! The files of a job, each with the digest of all that it is made from.

use std::sync::Arc;

use super::data::Data;
use super::imposed::Imposed;
use super::panels::PanelsAsked;
use super::plates::plates;
use super::settings::Settings;
use super::work::{FileWanted, Job, Show, Work};
use crate::folder::digest::Digest;
use crate::folder::names::safe;
use crate::folder::places::{BACK, THUMBNAILS};
use biaoyu_out::pdf;
use biaoyu_page::words::{Choice as _, FileKind};
use biaoyu_set::impose::panels::Panels;

/// The files of the pages of one job: `pages` are their works and records.
pub(crate) fn files<'w>(
    work: &Work,
    stem: &str,
    pages: impl Iterator<Item = (&'w Arc<Work>, Option<u32>)>,
    data: Option<&Data>,
    settings: &Settings,
    (sheets, panels): (Option<&Imposed>, Option<&Panels>),
) -> Vec<FileWanted> {
    let mut page = Digest::new();
    let mut works: Vec<&Arc<Work>> = Vec::new();
    for (work, record) in pages {
        if settings.shop.plates && works.last().is_none_or(|last| !Arc::ptr_eq(last, work)) {
            works.push(work);
        }
        page.bytes(work.key.as_bytes());
        if let (Some(data), Some(record)) = (data, record) {
            data.digest(record, &mut page);
        }
    }
    if let (Some(asked), Some(_)) = (&settings.sheets, sheets) {
        page.add(&asked.key());
    }
    if let Some(tiles) = &settings.tiles {
        page.add(&tiles.key());
    }
    if let Some(panels) = settings.panels.as_ref().or(settings.hung.as_ref()) {
        page.add(&panels.key());
    }
    if let Some(printer) = &settings.printer {
        page.add(&format!("{printer:?}"));
    }
    if let Some(shift) = settings.shift {
        page.add(&format!("shift {shift:?}"));
    }
    if let Some(only) = settings.only {
        page.add(only.word());
    }
    let profile = settings.pdf.icc.digest();
    let faces = |format: FileKind| faces(format, work, sheets, settings);
    let mut files = Vec::with_capacity(settings.formats.len() + 1);
    for format in &settings.formats {
        let mut digest = page.clone();
        digest.add(format.word());
        match format {
            FileKind::Pdf => {
                let pdf::Options { standard, outlines, spots, scale, icc, date, title, author, records } =
                    &settings.pdf;
                digest.add(&format!("{standard:?} {outlines} {spots} {scale} {date:?} {title:?} {author:?} {records}"));
                digest.add(&settings.vt_fields.join(" "));
                digest.add(icc.identifier()).bytes(profile.as_bytes());
            }
            // Contours alone.
            FileKind::Dxf | FileKind::Svg => {}
            FileKind::Png | FileKind::Jpeg | FileKind::Tiff | FileKind::Plate | FileKind::Thumbnail => {
                digest.add(&format!("{} {}", settings.proof_dpi(&work.product), settings.dpi.is_some()));
                digest.bytes(profile.as_bytes());
            }
        }
        for face in faces(*format) {
            for (part, show) in shown(*format, (sheets, panels), settings) {
                let path = format!("{stem}{face}{part}.{}", format.ending());
                let inputs = of_face(&digest, &format!("{face}{part}"));
                files.push(FileWanted { format: *format, path, plate: None, back: !face.is_empty(), show, inputs });
            }
        }
    }
    if panels.is_some() {
        let (path, inputs) = (format!("{stem}{SEWING}.pdf"), of_face(&page, SEWING));
        files.push(FileWanted { format: FileKind::Pdf, path, plate: None, back: false, show: Show::Drawing, inputs });
    }
    if settings.shop.plates {
        let plates = plates(works.into_iter(), settings);
        let parts = shown(FileKind::Plate, (sheets, panels), settings);
        for face in faces(FileKind::Plate) {
            for ((part, show), plate) in parts.iter().flat_map(|part| plates.iter().map(move |plate| (part, plate))) {
                let mut digest = page.clone();
                digest.add(FileKind::Plate.word()).add(plate);
                digest.add(&format!("{:?} {}", settings.dpi, settings.pdf.spots));
                files.push(FileWanted {
                    format: FileKind::Plate,
                    path: plate_path(&format!("{stem}{face}{part}"), plate),
                    plate: Some(plate.clone()),
                    back: !face.is_empty(),
                    show: *show,
                    inputs: of_face(&digest, &format!("{face}{part}")),
                });
            }
        }
    }
    files
}

/// The faces of which a format has a file each. A PDF holds both; a raster shows one, and a back that is like the front is not drawn
/// again.
fn faces(format: FileKind, work: &Work, sheets: Option<&Imposed>, settings: &Settings) -> &'static [&'static str] {
    let has_back = match sheets {
        Some(imposed) => imposed.grid.faces() > 1,
        None => !settings.bound && work.product.back_differs(),
    };
    if !matches!(format, FileKind::Pdf | FileKind::Dxf | FileKind::Svg) && has_back { &["", BACK] } else { &[""] }
}

fn plate_path(stem: &str, plate: &str) -> String {
    format!("{stem}-{}.{}", safe(plate), FileKind::Plate.ending())
}

/// The paths that the files of a job may have, of whatever format, also of those that this run does not make; `works` are those of its
/// pages.
pub(crate) fn possible<'w>(job: &Job, works: impl Iterator<Item = &'w Arc<Work>>, settings: &Settings) -> Vec<String> {
    let plates = plates(works, settings);
    let (sheets, panels) = (job.sheets.as_deref(), job.panels.as_deref());
    let stem = &job.stem;
    let mut paths = vec![format!("{THUMBNAILS}/{stem}.{}", FileKind::Thumbnail.ending())];
    for format in FileKind::ALL {
        for face in faces(*format, &job.work, sheets, settings) {
            let parts = shown(*format, (sheets, panels), settings);
            for (part, _) in parts {
                let of = format!("{stem}{face}{part}");
                if *format == FileKind::Plate {
                    paths.extend(plates.iter().map(|plate| plate_path(&of, plate)));
                } else {
                    paths.push(format!("{of}.{}", format.ending()));
                }
            }
        }
    }
    paths
}

/// The cut files that a job may have and this run does not make, each with its format and path.
pub(crate) fn other_cuts(job: &Job, settings: &Settings) -> Vec<(FileKind, String, Show)> {
    let others = [FileKind::Dxf, FileKind::Svg].into_iter().filter(|kind| !settings.formats.contains(kind));
    let named = |kind: FileKind| {
        let parts = shown(kind, (job.sheets.as_deref(), job.panels.as_deref()), settings);
        parts.into_iter().map(move |(part, show)| (kind, format!("{}{part}.{}", job.stem, kind.ending()), show))
    };
    others.flat_map(named).collect()
}

/// Press sheets of which each has a proof; of more the first has.
pub(crate) const PROOFS: usize = 40;
/// What is added to the name of the sewing room's drawing.
const SEWING: &str = "-sewing";

/// The files of a format: of rasters for the press one a panel, each with what is added to its name.
fn shown(
    format: FileKind,
    (sheets, panels): (Option<&Imposed>, Option<&Panels>),
    settings: &Settings,
) -> Vec<(String, Show)> {
    if let Some(sheets) = sheets {
        let each = match format {
            FileKind::Png | FileKind::Plate => sheets.sheets() <= PROOFS,
            // Each sheet of a gang is cut otherwise.
            FileKind::Dxf | FileKind::Svg => sheets.gang.is_some(),
            _ => false,
        };
        if each && sheets.sheets() > 1 {
            let width = sheets.sheets().to_string().len();
            return (0..sheets.sheets()).map(|i| (format!("-{:0width$}", i + 1), Show::Sheet(i))).collect();
        }
    }
    let Some(panels) = panels.filter(|panels| panels.count() > 1) else { return vec![(String::new(), Show::Whole)] };
    match format {
        FileKind::Pdf if settings.is_named => vec![(String::new(), Show::Whole)],
        FileKind::Pdf => vec![(PanelsAsked::suffix(panels), Show::Whole)],
        FileKind::Tiff => panels_of(panels),
        FileKind::Jpeg if settings.shop.prints_jpeg() => panels_of(panels),
        _ => vec![(String::new(), Show::Whole)],
    }
}

fn panels_of(panels: &Panels) -> Vec<(String, Show)> {
    let width = panels.count().to_string().len();
    (0..panels.count()).map(|i| (format!("-panel-{:0width$}", i + 1), Show::Panel(i))).collect()
}

/// The digest of the file of a face.
fn of_face(digest: &Digest, face: &str) -> blake3::Hash {
    let mut digest = digest.clone();
    if !face.is_empty() {
        digest.add(face);
    }
    digest.finish()
}

/// The picture of the contact sheet, made from what the first file is made from.
pub(crate) fn add_thumbnail(job: &mut Job) {
    if let Some(first) = job.files.first() {
        let mut digest = Digest::new();
        digest.bytes(first.inputs.as_bytes()).add(FileKind::Thumbnail.word());
        let path = format!("{THUMBNAILS}/{}.{}", job.stem, FileKind::Thumbnail.ending());
        job.files.push(FileWanted {
            format: FileKind::Thumbnail,
            path,
            plate: None,
            back: false,
            show: Show::Whole,
            inputs: digest.finish(),
        });
    }
}
