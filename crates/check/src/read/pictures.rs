//! Pictures whose description contradicts itself or their data (ISO 32000-1, 8.9.5 and 8.9.6).

use lopdf::{Dictionary, Object, Stream};

use biaoyu_page::limits::PDF_STREAM_BYTES;
use biaoyu_page::say;

use super::coded::decoded;
use super::content::Reader;
use super::fact::{Kind, printable};
use super::file::name;
use super::samples::Grid;
use super::space::ColourSpace;

/// Filters that know their own samples.
const OWN_SAMPLES: [&str; 6] = ["DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"];

/// A picture as its dictionary has it.
pub(super) struct Described<'a> {
    pub dict: &'a Dictionary,
    pub stream: Option<&'a Stream>,
    /// Its keys may be short ones.
    pub inline: bool,
    pub stencil: bool,
    pub width: u32,
    pub height: u32,
    pub space: Option<&'a ColourSpace>,
    /// Its samples, where they were unpacked.
    pub data: Option<&'a [u8]>,
}

impl Reader<'_, '_> {
    /// Unpacks a picture that is coded as such, and notes what is wrong with its coding.
    pub(super) fn coded_picture(&mut self, stream: &Stream, size: (u32, u32)) -> Option<Grid> {
        if size.0 == 0 || size.1 == 0 {
            return None;
        }
        let (grid, flaw) = decoded(self.file, stream, size.0, size.1);
        if let Some(flaw) = flaw {
            let (kind, what) = flaw.told(size);
            self.note(kind, what);
        }
        grid
    }

    /// Compares the components of a JPEG 2000 with its colour space.
    pub(super) fn judge_components(&mut self, found: usize, space: &ColourSpace) {
        let wanted = space.components();
        // A table's numbers, or the colours of a table of its own: programs differ, and draw the same.
        if wanted > 0 && found != wanted && !matches!(space, ColourSpace::Indexed { .. }) {
            let what = say!(
                "a JPEG 2000 of {found} components in a colour space of {wanted}",
                "JPEG 2000 有 {found} 个分量，颜色空间却是 {wanted} 个"
            );
            self.note(Kind::Picture, what);
        }
    }

    /// Notes what of a picture does not fit together.
    pub(super) fn judge_picture(&mut self, picture: &Described<'_>) {
        let Described { dict, stream, inline, stencil, width, height, space, data } = *picture;
        let file = self.file;
        let short = |long: &str, brief: &str| file.get(dict, long).or_else(|| file.get(dict, brief).filter(|_| inline));
        if width == 0 || height == 0 {
            let what = say!("a picture of {width} × {height} samples", "图片为 {width} × {height} 个像素");
            return self.note(Kind::Picture, what);
        }
        let filters = file.filters(dict);
        let last = filters.last().copied().unwrap_or_default();
        let (is_jpeg, is_jpx) = (matches!(last, "DCTDecode" | "DCT"), last == "JPXDecode");
        let bits = short("BitsPerComponent", "BPC").and_then(|v| file.number(v));
        let is_two_tones = stencil || matches!(last, "CCITTFaxDecode" | "CCF" | "JBIG2Decode");
        if let Some(found) = bits {
            let fits = if is_two_tones { found == 1.0 } else { is_jpx || [1.0, 2.0, 4.0, 8.0, 16.0].contains(&found) };
            if !fits {
                let (found, wanted) =
                    (biaoyu_page::measure::number(found, 2), if is_two_tones { "1" } else { "1, 2, 4, 8, 16" });
                self.note(
                    Kind::Picture,
                    say!(
                        "a picture of {found} bits a component, wanted {wanted}",
                        "图片每分量 {found} 位，应为 {wanted}"
                    ),
                );
            }
        }
        if stencil && short("ColorSpace", "CS").is_some() {
            self.note(Kind::Picture, say!("a stencil with a colour space", "镂空图片带颜色空间"));
        }
        let components = if stencil { 1 } else { space.map_or(0, ColourSpace::components) };
        if let Some(ColourSpace::Pattern(_)) = space {
            self.note(Kind::Picture, say!("a picture in a pattern", "图片的颜色空间是图案"));
        }
        let top = (1_u32 << bits.unwrap_or(1.0).clamp(1.0, 16.0) as u32) - 1;
        if components > 0 && !is_jpx {
            if let Some(Object::Array(decode)) = short("Decode", "D")
                && decode.len() < 2 * components
            {
                let (found, wanted) = (decode.len(), 2 * components);
                self.note(
                    Kind::Picture,
                    say!("`Decode` has {found} numbers, wanted {wanted}", "`Decode` 有 {found} 个数，应为 {wanted} 个"),
                );
            }
            if let Some(Object::Array(range)) = file.get(dict, "Mask") {
                let beyond =
                    |v: &Object| file.number(v).is_none_or(|v| v < 0.0 || bits.is_some() && v > f64::from(top));
                if range.len() != 2 * components || range.iter().any(beyond) {
                    let wanted = 2 * components;
                    self.note(
                        Kind::Picture,
                        say!("`Mask` is no range of {wanted} samples", "`Mask` 不是 {wanted} 个样值的范围"),
                    );
                }
            }
        }
        if let Some(Object::Stream(mask)) = file.get(dict, "Mask") {
            if file.get_bool(&mask.dict, "ImageMask") != Some(true) {
                self.note(Kind::Picture, say!("a `Mask` that is no stencil", "`Mask` 不是镂空图片"));
            }
            let side = |key| file.get_number(&mask.dict, key).map_or(0, |v| v.clamp(0.0, 1e7) as u32);
            self.coded_picture(mask, (side("Width"), side("Height")));
        }
        if let Some(mask) = file.get_stream(dict, "SMask") {
            self.soft_mask(mask);
        }
        if is_jpeg {
            if let Some(stream) = stream {
                self.jpeg(stream, (width, height), components);
            }
        } else if !OWN_SAMPLES.contains(&last) {
            let unpacked;
            let data = match (data, stream) {
                (Some(data), _) => data,
                (None, Some(stream)) if stencil => {
                    unpacked = file.unpack_at_most(stream, PDF_STREAM_BYTES).ok();
                    let Some(data) = unpacked.as_deref() else { return };
                    data
                }
                _ => return,
            };
            let bits = if stencil { 1 } else { bits.map_or(0, |v| v as u64) };
            self.samples_of(data.len() as u64, (width, height), bits * components as u64);
        }
    }

    /// Whether data are enough for so many rows of samples.
    fn samples_of(&mut self, found: u64, (width, height): (u32, u32), bits: u64) {
        let row = (u64::from(width) * bits).div_ceil(8);
        if row > 0 && found < row * u64::from(height) {
            let rows = found / row;
            self.note(
                Kind::Damaged,
                say!(
                    "a picture of {width} × {height} samples breaks off in row {rows}",
                    "{width} × {height} 像素的图片，数据到第 {rows} 行就断了"
                ),
            );
        }
    }

    fn soft_mask(&mut self, mask: &Stream) {
        let file = self.file;
        let dict = &mask.dict;
        let filters = file.filters(dict);
        let last = filters.last().copied().unwrap_or_default();
        let space = file.get(dict, "ColorSpace").and_then(name);
        if last != "JPXDecode" && !matches!(space, Some("DeviceGray" | "G")) {
            self.note(Kind::Picture, say!("a soft mask that is not in DeviceGray", "软蒙版不是 DeviceGray"));
        }
        let side = |key| file.get_number(dict, key).filter(|v| (1.0..=1e7).contains(v)).map(|v| v as u32);
        let (Some(width), Some(height)) = (side("Width"), side("Height")) else {
            return self.note(Kind::Picture, say!("a soft mask without a size", "软蒙版没有尺寸"));
        };
        if OWN_SAMPLES.contains(&last) {
            self.coded_picture(mask, (width, height));
        } else if space.is_some() {
            let bits = file.get_number(dict, "BitsPerComponent").map_or(0, |v| v as u64);
            if let Ok(data) = file.unpack_at_most(mask, PDF_STREAM_BYTES) {
                self.samples_of(data.len() as u64, (width, height), bits);
            }
        }
    }

    /// Compares the header of a JPEG (ITU-T T.81, annex B) with what the file says of it.
    fn jpeg(&mut self, stream: &Stream, size: (u32, u32), components: usize) {
        let Some((bytes, ..)) = super::filter::up_to_picture(self.file, stream, PDF_STREAM_BYTES) else { return };
        let Some(Frame { bits, width, height, components: own }) = frame(&bytes) else {
            return self.note(Kind::Damaged, say!("a picture that is no JPEG", "图片不是 JPEG"));
        };
        if bits != 8 {
            let what = say!("a JPEG of {bits} bits a component, wanted 8", "JPEG 每分量 {bits} 位，应为 8");
            self.note(Kind::Picture, what);
        }
        let (w, h) = size;
        // A height of 0 is told later, by a line marker.
        if (width, height) != size && height > 0 {
            self.note(
                Kind::Picture,
                say!(
                    "a JPEG of {width} × {height} samples, the file says {w} × {h}",
                    "JPEG 为 {width} × {height} 像素，文件写的是 {w} × {h}"
                ),
            );
        }
        if components > 0 && own != components {
            self.note(
                Kind::Picture,
                say!(
                    "a JPEG of {own} components in a colour space of {components}",
                    "JPEG 有 {own} 个分量，颜色空间却是 {components} 个"
                ),
            );
        }
        if !bytes.windows(2).any(|pair| pair == [0xff, 0xd9]) {
            self.note(Kind::Damaged, say!("a JPEG that breaks off", "JPEG 数据中断"));
        }
    }
}

/// What the frame header of a JPEG says.
struct Frame {
    bits: u8,
    width: u32,
    height: u32,
    components: usize,
}

fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut at = bytes.windows(2).position(|pair| pair == [0xff, 0xd8])? + 2;
    loop {
        let marker = *bytes.get(at + 1)?;
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match marker {
            // Fill, and markers without a segment.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xd9 | 0xda => return None,
            _ => {
                let word = |at: usize| bytes.get(at..at + 2)?.first_chunk::<2>().map(|w| u16::from_be_bytes(*w));
                if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                    return Some(Frame {
                        bits: *bytes.get(at + 4)?,
                        width: u32::from(word(at + 7)?),
                        height: u32::from(word(at + 5)?),
                        components: usize::from(*bytes.get(at + 9)?),
                    });
                }
                at += 2 + usize::from(word(at + 2)?);
            }
        }
    }
}

/// A word of a file for a message.
pub(super) fn of_name(object: Option<&Object>) -> String {
    object.and_then(name).map(printable).unwrap_or_default()
}
