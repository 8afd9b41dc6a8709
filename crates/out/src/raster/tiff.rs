//! CMYK TIFF (TIFF 6.0, section 16) for large format: written strip by strip as the bands are drawn.

use std::io::{self, Seek, Write};

use tiff::encoder::compression::{CompressionAlgorithm as _, Deflate, DeflateLevel, Lzw};
use tiff::encoder::{Rational, TiffEncoder, TiffKind};
use tiff::tags::{
    CompressionMethod, PhotometricInterpretation, PlanarConfiguration, Predictor, ResolutionUnit, Tag, Type,
};
use tiff::{Directory, TiffError};

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::limits::IMAGE_PIXELS;
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::Packing;

use super::Plate;
use super::bands::{InkBands, strip_rows};
use super::options::{Error, Options};

/// Bytes of samples from which offsets of 32 bits may no longer do, and the file becomes a BigTIFF.
const LARGE: u64 = 3_900_000_000;

/// Writes the trimmed page as CMYK TIFF: literal inks, resolution and profile embedded, no ink outside a trim that is no
/// rectangle. Spots are channels after the four inks, named by `InkNames` (TIFF 6.0, section 16) and told as extra samples, so
/// that a program which knows four inks shows these. Memory: a band.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` allow at this resolution; [`Error::Io`] from `out`.
pub fn tiff(page: &Page, options: &Options, packing: Packing, out: &mut (impl Write + Seek)) -> Result<(), Error> {
    let bands = InkBands::new(page, options)?;
    let (width, height) = bands.size();
    let inks = bands.plates().list().len() as u64;
    if u64::from(width) * u64::from(height) * inks < LARGE {
        write(bands, options, packing, TiffEncoder::new(out)?)
    } else {
        write(bands, options, packing, TiffEncoder::new_big(out)?)
    }
}

/// Writes each plate as a gray TIFF of its own, solid ink black, with its resolution. `open` gives the output for a plate.
///
/// # Errors
/// As [`tiff()`]; planes are held whole, so that the pixels of all plates together must stay within a picture's limit.
pub fn plate_tiffs<W: Write + Seek>(
    page: &Page,
    options: &Options,
    mut open: impl FnMut(&Plate) -> io::Result<W>,
) -> Result<(), Error> {
    let mut bands = InkBands::new(page, options)?;
    let (width, height) = bands.size();
    let plates = bands.plates().list().to_vec();
    let pixels = u64::from(width) * u64::from(height) * plates.len() as u64;
    if pixels > IMAGE_PIXELS {
        let (most, hint) = (IMAGE_PIXELS / 1_000_000, say!("choose a lower resolution", "请降低分辨率"));
        let what = say!("plates of more than {most} million pixels", "色版超过 {most} 百万像素");
        return Err(Error::Fault(Box::new(Fault::new("raster/plates", Place::default(), what).hint(hint))));
    }
    let mut planes: Vec<Vec<u8>> = vec![Vec::new(); plates.len()];
    while bands.next().is_some() {
        for (whole, plane) in planes.iter_mut().zip(bands.plates().planes()) {
            whole.extend(plane.iter().map(|ink| 255 - ink));
        }
    }
    for (plate, plane) in plates.iter().zip(planes) {
        let mut encoder = TiffEncoder::new(open(plate)?)?.with_compression(tiff::encoder::Compression::Lzw);
        let mut image = encoder.new_image::<tiff::encoder::colortype::Gray8>(width, height)?;
        let dpi = Rational { n: (options.dpi / options.scale * 100.0).round() as u32, d: 100 };
        image.resolution_unit(ResolutionUnit::Inch);
        image.x_resolution(dpi.clone());
        image.y_resolution(dpi);
        image.write_data(&plane)?;
    }
    Ok(())
}

/// The tags are written one by one: the encoder's own image writer packs only whole images, not single strips.
fn write<W: Write + Seek, K: TiffKind>(
    mut bands: InkBands<'_>,
    options: &Options,
    packing: Packing,
    mut file: TiffEncoder<W, K>,
) -> Result<(), Error> {
    let (width, height) = bands.size();
    let resolution = Rational { n: (options.dpi / options.scale * 1000.0).round() as u32, d: 1000 };
    let method = match packing {
        Packing::None => CompressionMethod::None,
        Packing::Lzw => CompressionMethod::LZW,
        Packing::Deflate => CompressionMethod::Deflate,
    };
    let names: Vec<&str> = bands.plates().list().iter().map(|plate| &*plate.name).collect();
    let (inks, names) = (names.len(), names.join("\0"));
    let count = u16::try_from(inks).unwrap_or(u16::MAX);
    let mut directory = file.image_directory()?;
    directory.write_tag(Tag::ImageWidth, width)?;
    directory.write_tag(Tag::ImageLength, height)?;
    directory.write_tag(Tag::BitsPerSample, &vec![8_u16; inks][..])?;
    directory.write_tag(Tag::SamplesPerPixel, count)?;
    directory.write_tag(Tag::Compression, method.to_u16())?;
    if packing != Packing::None {
        directory.write_tag(Tag::Predictor, Predictor::Horizontal.to_u16())?;
    }
    directory.write_tag(Tag::PhotometricInterpretation, PhotometricInterpretation::CMYK.to_u16())?;
    directory.write_tag(Tag::PlanarConfiguration, PlanarConfiguration::Chunky.to_u16())?;
    if inks == 4 {
        // InkSet 1: cyan, magenta, yellow, black in this order.
        directory.write_tag(Tag::Unknown(332), 1_u16)?;
    } else {
        // InkSet 2: those of InkNames, NumberOfInks of them. ExtraSamples 0: no opacity.
        directory.write_tag(Tag::Unknown(332), 2_u16)?;
        // By hand: the encoder takes one string a tag, and these are several, each with its end.
        let entry = directory.write_entry_bytes(Type::ASCII, format!("{names}\0").as_bytes())?;
        directory.extend_from(&Directory::from_iter([(Tag::Unknown(333), entry)]));
        directory.write_tag(Tag::Unknown(334), count)?;
        directory.write_tag(Tag::ExtraSamples, &vec![0_u16; inks - 4][..])?;
    }
    directory.write_tag(Tag::XResolution, resolution.clone())?;
    directory.write_tag(Tag::YResolution, resolution)?;
    directory.write_tag(Tag::ResolutionUnit, ResolutionUnit::Inch.to_u16())?;
    directory.write_tag(Tag::RowsPerStrip, strip_rows(width))?;
    // Type UNDEFINED, as the ICC specification (annex B.4) has it.
    let profile = directory.write_entry_bytes(Type::UNDEFINED, options.profile().bytes())?;
    directory.extend_from(&Directory::from_iter([(Tag::IccProfile, profile)]));
    let (mut samples, mut packed) = (Vec::new(), Vec::new());
    let (mut offsets, mut counts) = (Vec::new(), Vec::new());
    while bands.next().is_some() {
        bands.plates().samples(&mut samples);
        if packing != Packing::None {
            samples.chunks_exact_mut(width as usize * inks).for_each(|row| difference(row, inks));
        }
        packed.clear();
        let strip = match packing {
            Packing::None => &samples,
            Packing::Lzw => {
                Lzw.write_to(&mut packed, &samples)?;
                &packed
            }
            Packing::Deflate => {
                Deflate::with_level(DeflateLevel::Fast).write_to(&mut packed, &samples)?;
                &packed
            }
        };
        counts.push(K::convert_offset(strip.len() as u64)?);
        offsets.push(K::convert_offset(directory.write_data(strip.as_slice())?)?);
    }
    directory.write_tag(Tag::StripOffsets, K::convert_slice(&offsets))?;
    directory.write_tag(Tag::StripByteCounts, K::convert_slice(&counts))?;
    directory.finish()?;
    Ok(())
}

/// Each sample less its left neighbour (TIFF 6.0, section 14): even areas become zeros.
fn difference(row: &mut [u8], inks: usize) {
    if inks != 4 {
        for i in (inks..row.len()).rev() {
            row[i] = row[i].wrapping_sub(row[i - inks]);
        }
        return;
    }
    let mut left = [0; 4];
    for pixel in row.as_chunks_mut::<4>().0 {
        let here = *pixel;
        *pixel = std::array::from_fn(|i| here[i].wrapping_sub(left[i]));
        left = here;
    }
}

impl From<TiffError> for Error {
    fn from(error: TiffError) -> Self {
        match error {
            TiffError::IoError(error) => Error::Io(error),
            other => Error::Io(std::io::Error::other(other.to_string())),
        }
    }
}
