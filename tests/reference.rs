//! Reference pictures: seven layouts on six shapes, a short and a long slogan, bare and full. A page that looks other
//! than it did fails, with `expected | diff | actual` in target/reference. `ACCEPT=1` writes the pictures anew.

mod shelf;
mod states;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use biaoyu::raster;
use image::RgbImage;
use shelf::Shelf;
use states::{State, choice, page, sheets};

/// A product of every shape.
const SHAPES: [&str; 6] = ["poster-a2", "flag-4", "banner-6000x700", "vbanner-700x3000", "rollup-800x2000", "badge-58"];
/// A short slogan and a long one, by number.
const SLOGANS: [u32; 2] = [1, 15];
/// Pixels of a picture, about: a strip has as many as a square.
const PIXELS: f64 = 20_000.0;
/// What a channel may differ by: edges that fall otherwise on the pixels of another machine's arithmetic …
const CHANNEL: u8 = 24;
/// … and the share of pixels that may differ by more.
const SHARE: f64 = 0.002;
/// Bytes of all pictures together.
const BYTES: u64 = 3 << 20;

/// Bare, and as a unit hangs it.
fn states() -> [State; 2] {
    let bare = State { name: "bare", unit: None, mark: None, code: false };
    [bare, State { name: "full", unit: Some("某某水力发电厂"), mark: Some(1.0), code: true }]
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// Every picture by its name.
fn pictures() -> Vec<(String, Vec<u8>)> {
    let (shelf, sheets, states) = (Shelf::open(), sheets(), states());
    let mut cases = Vec::new();
    for layout in &shelf.layouts {
        for id in SHAPES {
            let product = shelf.products.iter().find(|p| p.id == id).unwrap();
            for state in &states {
                cases.push((layout, product, state));
            }
        }
    }
    let next = AtomicUsize::new(0);
    let all: Mutex<Vec<(String, Vec<u8>)>> = Mutex::default();
    let work = || {
        while let Some((layout, product, state)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let choice = choice(&shelf, layout, product, state);
            for number in SLOGANS {
                let sheet = sheets.iter().find(|s| s.number == number).unwrap();
                let name = format!("{}-{}-{number:02}-{}.png", layout.id, product.id, state.name);
                let composed = page(&shelf, layout, product, sheet, state, &choice);
                let composed = composed.unwrap_or_else(|| panic!("{name}: no page"));
                let inches = product.trim.width * product.trim.height / (25.4 * 25.4);
                let mut png = Vec::new();
                raster::png(&composed.page, &raster::Options::new((PIXELS / inches).sqrt()), &mut png).unwrap();
                all.lock().unwrap().push((name, small(&png)));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut all = all.into_inner().unwrap();
    all.sort();
    all
}

/// A picture written as small as it goes: colours in steps of 8, at the best compression.
fn small(png: &[u8]) -> Vec<u8> {
    let mut picture = image::load_from_memory(png).unwrap().into_rgb8();
    picture.pixels_mut().for_each(|p| p.0 = p.0.map(|v| (v / 8 * 8) | (v / 32)));
    let mut out = Vec::new();
    let (best, filter) = (image::codecs::png::CompressionType::Best, image::codecs::png::FilterType::Adaptive);
    let encoder = image::codecs::png::PngEncoder::new_with_quality(&mut out, best, filter);
    picture.write_with_encoder(encoder).unwrap();
    out
}

/// `expected | diff | actual`, and the share of pixels that differ; `None` when both look alike.
fn difference(expected: &RgbImage, actual: &RgbImage) -> Option<(RgbImage, f64)> {
    let (w, h) = (expected.width().max(actual.width()), expected.height().max(actual.height()));
    let mut sheet = RgbImage::from_pixel(3 * w, h, image::Rgb([255, 0, 255]));
    let mut differ = 0_usize;
    for y in 0..h {
        for x in 0..w {
            let (a, b) = (expected.get_pixel_checked(x, y), actual.get_pixel_checked(x, y));
            a.into_iter().for_each(|p| sheet.put_pixel(x, y, *p));
            b.into_iter().for_each(|p| sheet.put_pixel(2 * w + x, y, *p));
            let apart = match (a, b) {
                (Some(a), Some(b)) => a.0.iter().zip(b.0).map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0),
                _ => 255,
            };
            differ += usize::from(apart > CHANNEL);
            let shade = 255 - apart;
            sheet.put_pixel(w + x, y, if apart > CHANNEL { image::Rgb([255, 0, 0]) } else { image::Rgb([shade; 3]) });
        }
    }
    let share = differ as f64 / f64::from(w * h);
    (share > SHARE).then_some((sheet, share))
}

#[test]
fn sheets_look_as_they_did() {
    let pictures = pictures();
    assert_eq!(pictures.len(), 7 * SHAPES.len() * SLOGANS.len() * 2);
    let folder = folder();
    if std::env::var_os("ACCEPT").is_some_and(|v| v == "1") {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        pictures.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).unwrap());
    }
    let failed = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("reference");
    let _ = fs::remove_dir_all(&failed);
    let mut wrong = Vec::new();
    let mut bytes = 0;
    for (name, actual) in &pictures {
        let Ok(expected) = fs::read(folder.join(name)) else {
            wrong.push(format!("{name}: there is no picture of it"));
            continue;
        };
        bytes += expected.len() as u64;
        let [expected, actual] = [&expected, actual].map(|png| image::load_from_memory(png).unwrap().into_rgb8());
        if let Some((sheet, share)) = difference(&expected, &actual) {
            fs::create_dir_all(&failed).unwrap();
            sheet.save(failed.join(name)).unwrap();
            wrong.push(format!("{name}: {:.1} % of the pixels", share * 100.0));
        }
    }
    let names: BTreeSet<&str> = pictures.iter().map(|(name, _)| name.as_str()).collect();
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !names.contains(name.as_str()) {
            wrong.push(format!("{name}: no page makes it any longer"));
        }
    }
    let look = failed.display();
    let count = wrong.len();
    assert!(
        wrong.is_empty(),
        "{count} pages look otherwise: see {look} (expected | diff | actual). If that is meant, write them anew: \
         `ACCEPT=1 cargo test --test reference`\n{}",
        wrong.join("\n")
    );
    assert!(bytes <= BYTES, "{bytes} bytes of pictures, at most {BYTES}");
}

/// Contact sheets for the eye, one a product: `ONLY="grid banner-" SLOGANS=1,15 cargo test --test reference -- --ignored`
/// writes target/look; a row a layout, in it every slogan bare, with a short and with a long unit. Nothing is judged.
#[test]
#[ignore = "makes pictures to look at, judges nothing"]
fn contact_sheets() {
    let (shelf, sheets) = (Shelf::open(), sheets());
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut only = only.split(' ');
    let [layout_id, product_id] = [only.next(), only.next()].map(Option::unwrap_or_default);
    let numbers: Vec<u32> = std::env::var("SLOGANS")
        .map_or_else(|_| vec![1, 7, 15], |text| text.split(',').map(|n| n.parse().expect("a number")).collect());
    let wanted = states::states();
    let names = ["bare", "short, square mark", "long, lockup", "long, tall mark"];
    let wanted: Vec<&State> = wanted.iter().filter(|s| names.contains(&s.name)).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("look");
    fs::create_dir_all(&folder).unwrap();
    for product in shelf.products.iter().filter(|p| p.id.starts_with(product_id)) {
        let mut rows = Vec::new();
        for layout in shelf.layouts.iter().filter(|l| l.id.starts_with(layout_id)) {
            let mut row = Vec::new();
            for state in &wanted {
                let choice = choice(&shelf, layout, product, state);
                for number in &numbers {
                    let sheet = sheets.iter().find(|s| s.number == *number).unwrap();
                    let Some(composed) = page(&shelf, layout, product, sheet, state, &choice) else { continue };
                    let inches = product.trim.width * product.trim.height / (25.4 * 25.4);
                    let mut png = Vec::new();
                    let dots = (4.0 * PIXELS / inches).sqrt();
                    raster::png(&composed.page, &raster::Options::new(dots), &mut png).unwrap();
                    row.push(image::load_from_memory(&png).unwrap().into_rgb8());
                }
            }
            rows.push(row);
        }
        let gap = 8;
        let width = rows.iter().map(|r| r.iter().map(|p| p.width() + gap).sum::<u32>()).max().unwrap_or(0);
        let height = rows.iter().map(|r| r.iter().map(RgbImage::height).max().unwrap_or(0) + gap).sum();
        let mut all = RgbImage::from_pixel(width.max(1), u32::max(height, 1), image::Rgb([128; 3]));
        let mut y = 0;
        for row in rows {
            let mut x = 0;
            for picture in &row {
                image::imageops::replace(&mut all, picture, i64::from(x), i64::from(y));
                x += picture.width() + gap;
            }
            y += row.iter().map(RgbImage::height).max().unwrap_or(0) + gap;
        }
        all.save(folder.join(format!("{}.png", product.id))).unwrap();
    }
}

/// The comparison itself: a logo moved by three hundredths of the picture is seen, a shade is not.
#[test]
fn a_difference_is_told_from_a_shade() {
    let mut a = RgbImage::from_pixel(100, 100, image::Rgb([200, 30, 30]));
    let mut b = a.clone();
    b.pixels_mut().for_each(|p| p.0[0] += 20);
    assert!(difference(&a, &b).is_none());
    let square = |picture: &mut RgbImage, left: u32| {
        for y in 40..50 {
            (left..left + 10).for_each(|x| picture.put_pixel(x, y, image::Rgb([255; 3])));
        }
    };
    b = a.clone();
    square(&mut a, 20);
    square(&mut b, 23);
    let (sheet, share) = difference(&a, &b).unwrap();
    assert_eq!((sheet.width(), sheet.height()), (300, 100));
    assert!((share - 0.006).abs() < 1e-9, "{share}");
    assert!(difference(&a, &RgbImage::new(90, 100)).is_some());
}
