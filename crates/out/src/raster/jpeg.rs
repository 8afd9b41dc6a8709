//! JPEG (ISO/IEC 10918-1): sRGB for the group chat, at most so many bytes; CMYK for shops that want it so.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, Write};

use jpeg_encoder::{
    ChromaSubsamplingMethod, Encoder, EncodingError, ImageBuffer, JpegColorType, PixelDensity, SamplingFactor,
};
use moxcms::{ColorDateTime, ColorProfile};

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::SampleSpace;

use super::bands::{InkBands, ScreenBands};
use super::options::{Error, Options, fit_dpi, pixel_size};
use super::surface::Order;

/// How good a JPEG is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// This quality, 1 to 100.
    Fixed(u8),
    /// The best that stays within so many bytes.
    Within(u64),
}

/// How a page becomes a JPEG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JpegOptions {
    /// The quality, or the size that it is found by.
    pub quality: Quality,
    /// The longer side at most, pixels: a larger page is drawn at a lower resolution. `None` keeps the resolution.
    pub max_px: Option<u32>,
    /// Colours or inks.
    pub space: SampleSpace,
}

impl Default for JpegOptions {
    /// What group chats pass on untouched: 2000 pixels, 500 kB.
    fn default() -> Self {
        Self { quality: Quality::Within(500_000), max_px: Some(2000), space: SampleSpace::Srgb }
    }
}

/// The qualities that [`Quality::Within`] tries; below the least the type shows rings.
const TRIED: (u8, u8) = (50, 95);
/// The longest side that the format can tell.
const SIDE: u32 = 65_535;

/// Writes the trimmed page as JPEG: tagged with its profile, resolution in the JFIF header, white outside a trim that is
/// no rectangle. Baseline, so that bands can be written as they are drawn.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` or the format allow, or when no acceptable quality stays
/// within the bytes wanted; [`Error::Io`] from `out`.
pub fn jpeg(page: &Page, options: &Options, jpeg: &JpegOptions, out: &mut impl Write) -> Result<(), Error> {
    let mut options = options.clone();
    if let Some(most) = jpeg.max_px {
        options.dpi = fit_dpi(page, options.dpi, most);
    }
    match jpeg.quality {
        Quality::Fixed(quality) => encode(page, &options, jpeg.space, (quality, true), out),
        Quality::Within(bytes) => out.write_all(&within(page, &options, jpeg.space, bytes)?).map_err(Error::Io),
    }
}

/// The best file of at most `bytes`: full colour resolution if that is possible at all, else half.
fn within(page: &Page, options: &Options, space: SampleSpace, bytes: u64) -> Result<Vec<u8>, Error> {
    for full_colour in [true, false] {
        let attempt = |quality| {
            let mut file = Bounded { bytes: Vec::new(), most: bytes };
            match encode(page, options, space, (quality, full_colour), &mut file) {
                Ok(()) => Ok(Some(file.bytes)),
                Err(Error::Io(e)) if e.kind() == io::ErrorKind::FileTooLarge => Ok(None),
                Err(other) => Err(other),
            }
        };
        if let Some(best) = attempt(TRIED.1)? {
            return Ok(best);
        }
        let Some(mut best) = attempt(TRIED.0)? else { continue };
        let (mut good, mut bad) = TRIED;
        while bad - good > 1 {
            let middle = good.midpoint(bad);
            match attempt(middle)? {
                Some(file) => (good, best) = (middle, file),
                None => bad = middle,
            }
        }
        return Ok(best);
    }
    let (width, height) = pixel_size(page, options.dpi);
    let place = Place::thing(say!("JPEG output", "JPEG 输出"));
    let what = say!(
        "`{width}` × `{height}` pixels do not fit `{bytes}` bytes in an acceptable quality",
        "`{width}` × `{height}` 像素在可接受的质量下放不进 `{bytes}` 字节"
    );
    Err(Fault::new("raster/jpeg-bytes", place, what).hint(say!("lower `--dpi`", "请降低 `--dpi`")).into())
}

fn encode(
    page: &Page,
    options: &Options,
    space: SampleSpace,
    (quality, full_colour): (u8, bool),
    out: &mut impl Write,
) -> Result<(), Error> {
    let (source, (width, height), profile) = match space {
        SampleSpace::Srgb => {
            let bands = ScreenBands::new(page, options, Order::Rgb)?;
            let size = bands.size();
            (Source::Screen(bands), size, Cow::Owned(srgb()))
        }
        SampleSpace::Cmyk => {
            let bands = InkBands::new(page, options)?;
            let size = bands.size();
            (Source::Inks(bands), size, Cow::Borrowed(options.profile().bytes()))
        }
    };
    let (Ok(columns), Ok(rows)) = (u16::try_from(width), u16::try_from(height)) else {
        let place = Place::thing(say!("JPEG output", "JPEG 输出"));
        let what = say!(
            "`{width}` × `{height}` pixels, JPEG holds at most `{SIDE}` a side",
            "`{width}` × `{height}` 像素，JPEG 每边最多 `{SIDE}`"
        );
        return Err(Fault::new("raster/jpeg-size", place, what).hint(say!("lower `--dpi`", "请降低 `--dpi`")).into());
    };
    let mut encoder = Encoder::new(out, quality.clamp(1, 100));
    encoder.set_density(PixelDensity::dpi((options.dpi / options.scale).round().clamp(1.0, 65535.0) as u16));
    encoder.set_sampling_factor(if full_colour { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 });
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.add_icc_profile(&profile).map_err(fault)?;
    let rows = Rows { columns, rows, space, state: RefCell::new(State { source, band: Vec::new(), top: 0 }) };
    encoder.encode_image(rows).map_err(fault)
}

fn fault(error: EncodingError) -> Error {
    match error {
        EncodingError::IoError(error) => Error::Io(error),
        other => Error::Io(io::Error::other(other.to_string())),
    }
}

/// The sRGB profile, without a date of its own: the same bytes in every file.
fn srgb() -> Vec<u8> {
    let mut profile = ColorProfile::new_srgb();
    profile.creation_date_time =
        ColorDateTime { year: 2021, month: 1, day_of_the_month: 1, hours: 0, minutes: 0, seconds: 0 };
    profile.encode().unwrap_or_default()
}

/// The page as the encoder asks for it: row by row, downwards, the last one perhaps again.
struct Rows<'a> {
    columns: u16,
    rows: u16,
    space: SampleSpace,
    state: RefCell<State<'a>>,
}

enum Source<'a> {
    Screen(ScreenBands<'a>),
    Inks(InkBands<'a>),
}

impl Source<'_> {
    /// The samples of the next band; nothing below the last.
    fn next(&mut self, out: &mut Vec<u8>) {
        out.clear();
        match self {
            Source::Screen(bands) => out.extend_from_slice(bands.rgb().unwrap_or_default()),
            Source::Inks(bands) => {
                if bands.next().is_some() {
                    bands.plates().cmyk(out);
                }
            }
        }
    }
}

struct State<'a> {
    source: Source<'a>,
    band: Vec<u8>,
    top: usize,
}

impl ImageBuffer for Rows<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        match self.space {
            SampleSpace::Srgb => JpegColorType::Ycbcr,
            SampleSpace::Cmyk => JpegColorType::Ycck,
        }
    }

    fn width(&self) -> u16 {
        self.columns
    }

    fn height(&self) -> u16 {
        self.rows
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let mut state = self.state.borrow_mut();
        let State { source, band, top } = &mut *state;
        let channels = if self.space == SampleSpace::Srgb { 3 } else { 4 };
        let stride = usize::from(self.columns) * channels;
        while usize::from(y) >= *top + band.len() / stride {
            *top += band.len() / stride;
            source.next(band);
            if band.is_empty() {
                return;
            }
        }
        let start = (usize::from(y) - *top) * stride;
        let [luma, blue, red, black] = buffers;
        for pixel in band.get(start..start + stride).unwrap_or_default().chunks_exact(channels) {
            // Inverted CMY would be RGB and is inverted once more in the file: the inks themselves take RGB's place.
            let (y, cb, cr) = jpeg_encoder::rgb_to_ycbcr(pixel[0], pixel[1], pixel[2]);
            luma.push(y);
            blue.push(cb);
            red.push(cr);
            black.extend(pixel.get(3).map(|k| 255 - k));
        }
    }
}

/// Gives up once a file has grown too large.
struct Bounded {
    bytes: Vec<u8>,
    most: u64,
}

impl Write for Bounded {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if (self.bytes.len() + more.len()) as u64 > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
