//! Pictures of two tones as fax machines and scanners pack them: CCITT (ITU-T T.4 and T.6) and JBIG2 (T.88).

use lopdf::{Dictionary, Object};

use biaoyu_page::limits::PDF_PICTURE_SAMPLES;

use super::coded::Flaw;
use super::file::File;

/// Rows of bits, each from a whole byte; 1 is white unless the picture says otherwise.
struct Rows {
    data: Vec<u8>,
    stride: usize,
    columns: usize,
    /// Rows that are wanted; what comes after is passed over.
    wanted: usize,
    /// The row that is being written, and its next bit.
    row: usize,
    at: usize,
}

impl Rows {
    fn new(columns: usize, wanted: usize) -> Self {
        let stride = columns.div_ceil(8);
        Self { data: vec![0xff; stride * wanted], stride, columns, wanted, row: 0, at: 0 }
    }

    fn black(&mut self, from: usize, to: usize) {
        if self.row >= self.wanted {
            return;
        }
        let start = self.row * self.stride;
        for at in from..to.min(self.columns) {
            if let Some(byte) = self.data.get_mut(start + at / 8) {
                *byte &= !(0x80 >> (at % 8));
            }
        }
    }

    fn end_row(&mut self) {
        (self.row, self.at) = (self.row + 1, 0);
    }
}

impl hayro_ccitt::Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        for pair in changes.chunks(2) {
            let (from, to) = (pair.first().copied().unwrap_or_default(), pair.get(1).copied());
            self.black(from as usize, to.map_or(self.columns, |to| to as usize));
        }
        self.end_row();
    }
}

impl hayro_jbig2::Decoder for Rows {
    fn push_pixel(&mut self, black: bool) {
        if black {
            self.black(self.at, self.at + 1);
        }
        self.at += 1;
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        let count = chunk_count as usize * 8;
        if black {
            self.black(self.at, self.at + count);
        }
        self.at += count;
    }

    fn next_line(&mut self) {
        self.end_row();
    }
}

/// Unpacks CCITTFaxDecode as far as it goes, and says what is wrong with it.
pub(super) fn ccitt(
    file: &File<'_>,
    parms: Option<&Dictionary>,
    data: &[u8],
    width: u32,
    height: u32,
) -> (Option<Vec<u8>>, Option<Flaw>) {
    let number = |key| parms.and_then(|p| file.get_number(p, key));
    let truth = |key, default| parms.and_then(|p| file.get_bool(p, key)).unwrap_or(default);
    let columns = number("Columns").unwrap_or(1728.0).clamp(0.0, 1e7) as u32;
    // Rows go from byte to byte: a few columns more are passed over.
    if columns < width || columns.div_ceil(8) != width.div_ceil(8) {
        return (None, Some(Flaw::Columns(columns)));
    }
    if u64::from(columns) * u64::from(height) > PDF_PICTURE_SAMPLES {
        return (None, None);
    }
    let encoding = match number("K").unwrap_or_default() {
        k if k < 0.0 => hayro_ccitt::EncodingMode::Group4,
        k if k > 0.0 => hayro_ccitt::EncodingMode::Group3_2D,
        _ => hayro_ccitt::EncodingMode::Group3_1D,
    };
    let wanted = number("Rows").filter(|rows| *rows >= 1.0).map_or(height, |rows| (rows as u32).min(height));
    let unpacked = |strict| {
        let settings = hayro_ccitt::DecodeSettings {
            columns,
            rows: wanted,
            end_of_block: truth("EndOfBlock", true),
            end_of_line: truth("EndOfLine", false),
            rows_are_byte_aligned: truth("EncodedByteAlign", false),
            encoding,
            strict,
        };
        let mut rows = Rows::new(columns as usize, height as usize);
        let done = hayro_ccitt::decode(data, &mut rows, &mut hayro_ccitt::DecoderContext::new(settings));
        // An end that is missing after the last row is none.
        let is_damaged = done.is_err() && rows.row < wanted as usize;
        (rows, is_damaged)
    };
    let (mut rows, is_damaged) = unpacked(true);
    let flaw = match u32::try_from(rows.row).unwrap_or(u32::MAX) {
        row if is_damaged => Some(Flaw::Row(row)),
        row if row < height => Some(Flaw::Short(row)),
        _ => None,
    };
    if is_damaged {
        // What lenient programs draw of it is measured.
        rows = unpacked(false).0;
    }
    if truth("BlackIs1", false) {
        rows.data.iter_mut().for_each(|byte| *byte = !*byte);
    }
    (Some(rows.data), flaw)
}

/// Unpacks JBIG2Decode as far as it goes, and says what is wrong with it.
pub(super) fn jbig2(
    file: &File<'_>,
    parms: Option<&Dictionary>,
    data: &[u8],
    width: u32,
    height: u32,
) -> (Option<Vec<u8>>, Option<Flaw>) {
    let shared = match parms.and_then(|p| file.get(p, "JBIG2Globals")) {
        Some(Object::Stream(stream)) => match file.unpack_at_most(stream, 16 << 20) {
            Ok(data) => Some(data),
            Err(_) => return (None, Some(Flaw::Damaged("JBIG2"))),
        },
        _ => None,
    };
    let unpacked = |strict| {
        let settings = hayro_jbig2::DecodeSettings { strict };
        let globals = shared.as_ref().map(|data| hayro_jbig2::Globals::new(data, &settings)).transpose().ok()?;
        let page = hayro_jbig2::Page::new_embedded(data, globals.as_ref(), &settings).ok()?;
        let size = (page.width(), page.height());
        if size != (width, height) || u64::from(width) * u64::from(height) > PDF_PICTURE_SAMPLES {
            return Some((None, size));
        }
        let mut rows = Rows::new(width as usize, height as usize);
        page.decode(&mut rows).ok()?;
        Some((Some(rows.data), size))
    };
    let strict = unpacked(true);
    let is_damaged = strict.is_none();
    match strict.or_else(|| unpacked(false)) {
        Some((_, size)) if size != (width, height) => (None, Some(Flaw::Size("JBIG2", size))),
        Some((data, _)) => (data, is_damaged.then_some(Flaw::Damaged("JBIG2"))),
        None => (None, Some(Flaw::Damaged("JBIG2"))),
    }
}
