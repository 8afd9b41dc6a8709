//! Our plates against Ghostscript's, separated from the PDF of the same page.

#[path = "pdf/oracle.rs"]
#[allow(dead_code)]
mod oracle;
mod outside;
#[path = "pdf/samples.rs"]
#[allow(dead_code)]
mod samples;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use biaoyu::geom::Outline;
use biaoyu::page::Page;
use biaoyu::raster;
use image::GrayImage;
use tiff::decoder::{Decoder, DecodingResult};

/// Two pixels a millimetre: every trim below falls on whole pixels.
const DPI: f64 = 50.8;
/// The same, eight times finer: Ghostscript averages 8 × 8 pixels.
const FINE: &str = "-r406.4";

fn ours(page: &Page, folder: &Path) -> BTreeMap<String, GrayImage> {
    let mut names = Vec::new();
    raster::plate_pngs(page, &raster::Options::new(DPI), |plate| {
        names.push(plate.name.clone());
        File::create(folder.join(format!("ours-{}.png", plate.name))).map(BufWriter::new)
    })
    .unwrap();
    let open = |name: &String| image::open(folder.join(format!("ours-{name}.png"))).unwrap().into_luma8();
    names.iter().map(|name| (name.clone(), open(name))).collect()
}

fn theirs(path: &Path) -> GrayImage {
    let mut decoder = Decoder::new(BufReader::new(File::open(path).unwrap())).unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    let DecodingResult::U8(samples) = decoder.read_image().unwrap() else { panic!("8 bits") };
    GrayImage::from_raw(width, height, samples).unwrap()
}

#[test]
fn plates_agree_with_ghostscript() {
    for (name, mut page) in [("poster", samples::poster()), ("badge", samples::badge()), ("waves", samples::waves())] {
        // Ghostscript draws the trim box whole.
        page.trim = Outline::Rect(page.boxes.trim);
        let options = biaoyu::pdf::Options::new(biaoyu::pdf::Moment::day(2021, 8, 30));
        let sheet = oracle::Sheet::new(&biaoyu::pdf::write(std::slice::from_ref(&page), &options).unwrap());
        let quiet = ["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-dUseTrimBox"];
        let device = ["-sDEVICE=tiffsep", FINE, "-dDownScaleFactor=8", "-o", "plate.tif", "sheet.pdf"];
        if sheet.run("gs", &[&quiet[..], &device[..]].concat()).is_none() {
            return;
        }
        for (plate, ours) in ours(&page, sheet.folder()) {
            let theirs = theirs(&sheet.folder().join(format!("plate({plate}).tif")));
            assert_eq!(ours.dimensions(), theirs.dimensions(), "{name}, {plate}");
            let off: Vec<u8> = ours.as_raw().iter().zip(theirs.as_raw()).map(|(a, b)| a.abs_diff(*b)).collect();
            let mean = off.iter().map(|d| f64::from(*d)).sum::<f64>() / off.len() as f64;
            let far = off.iter().filter(|d| **d > 64).count();
            // Ghostscript fattens every figure by half a fine pixel, and shows samples of pictures as hard fields.
            assert!(mean < 1.5 && far < off.len() / 10_000, "{name}, {plate}: mean {mean:.2}, {far} far off");
        }
    }
}
