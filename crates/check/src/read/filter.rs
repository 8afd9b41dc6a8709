//! Streams unpacked, never beyond a limit (ISO 32000-1, 7.4).

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::ZlibDecoder;
use lopdf::{Dictionary, Object, Stream};

use biaoyu_page::limits::PDF_PLAIN_STREAM_BYTES;

use super::file::{File, Unpack};

/// All filters that PDF has (ISO 32000-1, table 6), with their short names.
pub(crate) const KNOWN: [&str; 17] = [
    "ASCIIHexDecode",
    "AHx",
    "ASCII85Decode",
    "A85",
    "LZWDecode",
    "LZW",
    "FlateDecode",
    "Fl",
    "RunLengthDecode",
    "RL",
    "CCITTFaxDecode",
    "CCF",
    "JBIG2Decode",
    "DCTDecode",
    "DCT",
    "JPXDecode",
    "Crypt",
];
/// Filters that a stream may pass through.
const FILTERS: usize = 16;

/// Unpacks a stream to at most `most` bytes.
pub(super) fn unpack(file: &File<'_>, stream: &Stream, most: usize) -> Result<Vec<u8>, Unpack> {
    match unpack_part(file, stream, most) {
        (data, None) => Ok(data),
        (_, Some(fault)) => Err(fault),
    }
}

/// The same as far as it goes, and why it does not go on.
pub(super) fn unpack_part(file: &File<'_>, stream: &Stream, most: usize) -> (Vec<u8>, Option<Unpack>) {
    let filters = file.filters(&stream.dict);
    if filters.len() > FILTERS {
        return (Vec::new(), Some(Unpack::Damaged));
    }
    let parms = parms(file, &stream.dict);
    if filters.is_empty() {
        let fits = stream.content.len() <= most;
        return if fits { (stream.content.clone(), None) } else { (Vec::new(), Some(Unpack::TooLarge)) };
    }
    // What is only on the way needs no room for a bomb: packed data are not much larger than the file.
    let between = most.min(PDF_PLAIN_STREAM_BYTES.max(2 * stream.content.len()));
    let mut data = Cow::Borrowed(stream.content.as_slice());
    let mut fault = None;
    for (i, filter) in filters.iter().enumerate() {
        let most = if i + 1 == filters.len() { most } else { between };
        let (next, failed) = one(file, filter, parms.get(i).copied().flatten(), &data, most);
        fault = fault.or(failed);
        data = Cow::Owned(next);
        if failed.is_some_and(|f| f != Unpack::Damaged) {
            return (Vec::new(), fault);
        }
    }
    (data.into_owned(), fault)
}

/// Unpacks a stream up to a filter of pictures (DCT, JPEG 2000 …): what that has to unpack, its name and its parameters.
pub(super) fn up_to_picture<'f>(
    file: &'f File<'_>,
    stream: &'f Stream,
    most: usize,
) -> Option<(Vec<u8>, String, Option<&'f Dictionary>)> {
    let filters = file.filters(&stream.dict);
    let (last, before) = filters.split_last().filter(|_| filters.len() <= FILTERS)?;
    let parms = parms(file, &stream.dict);
    let mut data = stream.content.clone();
    for (i, filter) in before.iter().enumerate() {
        let (next, fault) = one(file, filter, parms.get(i).copied().flatten(), &data, most);
        if fault.is_some() {
            return None;
        }
        data = next;
    }
    Some((data, (*last).to_string(), parms.get(before.len()).copied().flatten()))
}

/// The parameters of a stream's filters, in their order.
fn parms<'f>(file: &'f File<'_>, dict: &'f Dictionary) -> Vec<Option<&'f Dictionary>> {
    match file.get(dict, "DecodeParms").or_else(|| file.get(dict, "DP")) {
        Some(Object::Array(all)) => all.iter().map(|p| file.dict(p)).collect(),
        Some(Object::Dictionary(dict)) => vec![Some(dict)],
        _ => Vec::new(),
    }
}

/// One filter undone as far as it goes, and why it does not go on.
fn one(
    file: &File<'_>,
    filter: &str,
    parms: Option<&Dictionary>,
    data: &[u8],
    most: usize,
) -> (Vec<u8>, Option<Unpack>) {
    let whole = |result: Result<Vec<u8>, Unpack>| match result {
        Ok(data) => (data, None),
        Err(fault) => (Vec::new(), Some(fault)),
    };
    match filter {
        // Nothing packed is nothing: programs write it for a page without content, and readers take it so.
        "FlateDecode" | "Fl" if data.is_empty() => (Vec::new(), None),
        "FlateDecode" | "Fl" => {
            let (data, fault) = inflate(data, most);
            let (data, failed) = whole(predicted(file, parms, data));
            (data, fault.or(failed))
        }
        "LZWDecode" | "LZW" => {
            let late = parms.and_then(|p| file.get_number(p, "EarlyChange")) == Some(0.0);
            let mut dict = Dictionary::new();
            dict.set("Filter", "LZWDecode");
            if late {
                let mut parms = Dictionary::new();
                parms.set("EarlyChange", 0);
                dict.set("DecodeParms", parms);
            }
            let packed = Stream::new(dict, data.to_vec());
            let plain = packed.decompressed_content_with_limit(most).map_err(|error| match error {
                lopdf::Error::Decompress(_) => Unpack::TooLarge,
                _ => Unpack::Damaged,
            });
            whole(plain.and_then(|plain| predicted(file, parms, plain)))
        }
        "ASCIIHexDecode" | "AHx" => whole(hex(data)),
        "ASCII85Decode" | "A85" => whole(ascii85(data, most)),
        "RunLengthDecode" | "RL" => whole(run_lengths(data, most)),
        _ => (Vec::new(), Some(Unpack::Picture)),
    }
}

fn inflate(data: &[u8], most: usize) -> (Vec<u8>, Option<Unpack>) {
    let mut out = Vec::new();
    let read = ZlibDecoder::new(data).take(most as u64 + 1).read_to_end(&mut out);
    if out.len() > most {
        return (Vec::new(), Some(Unpack::TooLarge));
    }
    let fault = read.is_err().then_some(Unpack::Damaged);
    (out, fault)
}

/// Whether a stream can be unpacked to at most `most` bytes; how many they are. Plain deflate is not kept on the way.
pub(super) fn check(file: &File<'_>, stream: &Stream, most: usize) -> Result<usize, Unpack> {
    if let ["FlateDecode" | "Fl"] = file.filters(&stream.dict)[..] {
        if stream.content.is_empty() {
            return Ok(0);
        }
        let predictor = Predictor::of(file, parms(file, &stream.dict).first().copied().flatten())?;
        let mut decoder = ZlibDecoder::new(&*stream.content);
        let mut buffer = vec![0; 1 << 15];
        let mut size = 0;
        loop {
            let read = match decoder.read(&mut buffer) {
                Ok(0) => return Ok(size),
                Ok(read) => read,
                Err(_) => return Err(Unpack::Damaged),
            };
            // Each row of PNG's begins with the kind of its differences.
            if let Predictor::Png { stride, .. } = predictor {
                let first = (stride + 1 - size % (stride + 1)) % (stride + 1);
                if buffer.iter().take(read).skip(first).step_by(stride + 1).any(|kind| *kind > 4) {
                    return Err(Unpack::Damaged);
                }
            }
            size += read;
            if size > most {
                return Err(Unpack::TooLarge);
            }
        }
    }
    unpack(file, stream, most.min(PDF_PLAIN_STREAM_BYTES)).map(|data| data.len())
}

/// How many bytes a deflated stream unpacks to; `None` when more than `most`. What is damaged counts as far as it goes.
pub(super) fn inflated_size(data: &[u8], most: usize) -> Option<usize> {
    let mut decoder = ZlibDecoder::new(data).take(most as u64 + 1);
    let mut buffer = vec![0; 1 << 15];
    let mut size = 0;
    while let Ok(read @ 1..) = decoder.read(&mut buffer) {
        size += read;
    }
    (size <= most).then_some(size)
}

fn hex(data: &[u8]) -> Result<Vec<u8>, Unpack> {
    let mut out = Vec::with_capacity(data.len() / 2);
    let mut high = None;
    for byte in data.iter().take_while(|b| **b != b'>').filter(|b| !b.is_ascii_whitespace() && **b != 0) {
        let digit = char::from(*byte).to_digit(16).ok_or(Unpack::Damaged)? as u8;
        match high.take() {
            Some(h) => out.push(h << 4 | digit),
            None => high = Some(digit),
        }
    }
    out.extend(high.map(|h| h << 4));
    Ok(out)
}

fn ascii85(data: &[u8], most: usize) -> Result<Vec<u8>, Unpack> {
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    for byte in data.iter().take_while(|b| **b != b'~').filter(|b| !b.is_ascii_whitespace() && **b != 0) {
        if out.len() > most {
            return Err(Unpack::TooLarge);
        }
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    out.extend(word85(&group)?);
                    group.clear();
                }
            }
            _ => return Err(Unpack::Damaged),
        }
    }
    if !group.is_empty() {
        let kept = group.len() - 1;
        group.resize(5, 84);
        out.extend(word85(&group)?.into_iter().take(kept));
    }
    Ok(out)
}

fn word85(group: &[u8]) -> Result<[u8; 4], Unpack> {
    let value = group.iter().fold(0_u64, |sum, digit| sum * 85 + u64::from(*digit));
    u32::try_from(value).map(u32::to_be_bytes).map_err(|_| Unpack::Damaged)
}

fn run_lengths(data: &[u8], most: usize) -> Result<Vec<u8>, Unpack> {
    let mut out = Vec::new();
    let mut rest = data;
    while let Some((length, after)) = rest.split_first() {
        if out.len() > most {
            return Err(Unpack::TooLarge);
        }
        match length {
            128 => break,
            0..128 => {
                let count = usize::from(*length) + 1;
                out.extend_from_slice(after.get(..count).ok_or(Unpack::Damaged)?);
                rest = after.get(count..).unwrap_or_default();
            }
            129.. => {
                let (value, more) = after.split_first().ok_or(Unpack::Damaged)?;
                out.extend(std::iter::repeat_n(*value, 257 - usize::from(*length)));
                rest = more;
            }
        }
    }
    Ok(out)
}

/// How data were made smaller before they were packed (7.4.4.4).
#[derive(Clone, Copy)]
enum Predictor {
    None,
    /// TIFF's, of 8 bits a component: rows of so many bytes, pixels of so many.
    Tiff {
        stride: usize,
        pixel: usize,
    },
    /// PNG's.
    Png {
        stride: usize,
        pixel: usize,
    },
}

impl Predictor {
    fn of(file: &File<'_>, parms: Option<&Dictionary>) -> Result<Self, Unpack> {
        let Some(parms) = parms else { return Ok(Self::None) };
        let number = |key, default: usize| {
            file.get_number(parms, key).filter(|v| (1.0..=1e6).contains(v)).map_or(default, |v| v as usize)
        };
        let (predictor, colours) = (number("Predictor", 1), number("Colors", 1));
        let (bits, columns) = (number("BitsPerComponent", 8), number("Columns", 1));
        let pixel = (colours * bits).div_ceil(8);
        let stride = (colours * bits * columns).div_ceil(8);
        match predictor {
            2 if bits == 8 => Ok(Self::Tiff { stride, pixel }),
            10..=15 => Ok(Self::Png { stride, pixel }),
            // TIFF's of other bits is not undone: colours alone are wrong by it.
            1 | 2 => Ok(Self::None),
            _ => Err(Unpack::Damaged),
        }
    }
}

/// Undoes a predictor.
fn predicted(file: &File<'_>, parms: Option<&Dictionary>, mut data: Vec<u8>) -> Result<Vec<u8>, Unpack> {
    match Predictor::of(file, parms)? {
        Predictor::None => Ok(data),
        Predictor::Tiff { stride, pixel } => {
            for row in data.chunks_mut(stride) {
                for at in pixel..row.len() {
                    let left = row.get(at - pixel).copied().unwrap_or_default();
                    if let Some(byte) = row.get_mut(at) {
                        *byte = byte.wrapping_add(left);
                    }
                }
            }
            Ok(data)
        }
        Predictor::Png { stride, pixel } => png(&data, stride, pixel),
    }
}

fn png(data: &[u8], stride: usize, pixel: usize) -> Result<Vec<u8>, Unpack> {
    // A row that is longer than all data is all of them: no room is made for what is only said.
    let stride = stride.min(data.len());
    let mut out = Vec::with_capacity(data.len());
    let mut above = vec![0_u8; stride];
    let mut row = vec![0_u8; stride];
    for line in data.chunks(stride + 1) {
        let Some((kind, bytes)) = line.split_first() else { break };
        match kind {
            0 => unfilter(bytes, &mut row, &above, pixel, |_, _, _| 0),
            1 => unfilter(bytes, &mut row, &above, pixel, |left, _, _| left),
            2 => unfilter(bytes, &mut row, &above, pixel, |_, up, _| up),
            3 => unfilter(bytes, &mut row, &above, pixel, |left, up, _| ((u16::from(left) + u16::from(up)) / 2) as u8),
            4 => unfilter(bytes, &mut row, &above, pixel, paeth),
            _ => return Err(Unpack::Damaged),
        }
        out.extend_from_slice(row.get(..bytes.len()).unwrap_or_default());
        std::mem::swap(&mut row, &mut above);
    }
    Ok(out)
}

/// A row from its differences to what its neighbours foretell: left, above, above left.
fn unfilter(bytes: &[u8], row: &mut [u8], above: &[u8], pixel: usize, guess: impl Fn(u8, u8, u8) -> u8) {
    let n = bytes.len().min(row.len()).min(above.len());
    let (bytes, row, above) = (&bytes[..n], &mut row[..n], &above[..n]);
    for ((byte, row), up) in bytes.iter().zip(row.iter_mut()).zip(above).take(pixel) {
        *row = byte.wrapping_add(guess(0, *up, 0));
    }
    for at in pixel..n {
        row[at] = bytes[at].wrapping_add(guess(row[at - pixel], above[at], above[at - pixel]));
    }
}

/// Left, above or above left, whichever is nearest to a + b − c.
fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let [x, y, z] = [a, b, c].map(i16::from);
    let (pa, pb, pc) = ((y - z).abs(), (x - z).abs(), (x + y - 2 * z).abs());
    if pa <= pb && pa <= pc {
        a
    } else if pb <= pc {
        b
    } else {
        c
    }
}
