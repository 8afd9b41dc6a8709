//! The files of a job, each with the digest of all that it is made from.

use std::sync::Arc;

use super::data::Data;
use super::digest::Digest;
use super::names::safe;
use super::plan::Settings;
use super::receipts::THUMBNAILS;
use super::want::Format;
use super::work::{FileWanted, Job, Work};
use crate::palette::Role;
use crate::pdf;

/// The files of the pages of one job: `pages` are their works and records.
pub(super) fn files<'w>(
    work: &Work,
    stem: &str,
    pages: impl Iterator<Item = (&'w Arc<Work>, Option<u32>)>,
    data: Option<&Data>,
    settings: &Settings,
) -> Vec<FileWanted> {
    let mut page = Digest::new();
    for (work, record) in pages {
        page.bytes(work.key.as_bytes());
        if let (Some(data), Some(record)) = (data, record) {
            data.digest(record, &mut page);
        }
    }
    let profile = settings.pdf.icc.digest();
    let mut files = Vec::with_capacity(settings.formats.len() + 1);
    for format in &settings.formats {
        let mut digest = page.clone();
        digest.add(format.word());
        match format {
            Format::Pdf => {
                let pdf::Options { standard, outlines, spots, scale, icc, date, title, author, records } =
                    &settings.pdf;
                digest.add(&format!("{standard:?} {outlines} {spots} {scale} {date:?} {title:?} {author:?} {records}"));
                digest.add(icc.identifier()).bytes(profile.as_bytes());
            }
            Format::Png | Format::Jpeg | Format::Tiff | Format::Plate | Format::Thumbnail => {
                digest.add(&format!("{} {}", settings.proof_dpi(&work.product), settings.dpi.is_some()));
                digest.bytes(profile.as_bytes());
            }
        }
        let path = format!("{stem}.{}", format.ending());
        files.push(FileWanted { format: *format, path, plate: None, inputs: digest.finish() });
    }
    if settings.shop.plates {
        for plate in plates(work, settings.pdf.spots) {
            let mut digest = page.clone();
            digest.add(Format::Plate.word()).add(&plate).add(&format!("{:?} {}", settings.dpi, settings.pdf.spots));
            let path = format!("{stem}-{}.{}", safe(&plate), Format::Plate.ending());
            files.push(FileWanted { format: Format::Plate, path, plate: Some(plate), inputs: digest.finish() });
        }
    }
    files
}

/// The plates that a work may print: the process inks, and the palette's spots.
fn plates(work: &Work, spots: bool) -> Vec<Arc<str>> {
    let mut plates: Vec<Arc<str>> = ["Cyan", "Magenta", "Yellow", "Black"].map(Arc::from).to_vec();
    for spot in Role::ALL.iter().filter_map(|role| work.palette.get(*role).spot.as_ref()).filter(|_| spots) {
        if !plates.iter().any(|p| **p == *spot.plate) {
            plates.push(spot.plate.as_str().into());
        }
    }
    plates
}

/// The picture of the contact sheet, made from what the first file is made from.
pub(super) fn add_thumbnail(job: &mut Job) {
    if let Some(first) = job.files.first() {
        let mut digest = Digest::new();
        digest.bytes(first.inputs.as_bytes()).add(Format::Thumbnail.word());
        let path = format!("{THUMBNAILS}/{}.{}", job.stem, Format::Thumbnail.ending());
        job.files.push(FileWanted { format: Format::Thumbnail, path, plate: None, inputs: digest.finish() });
    }
}
