//! Pictures of two tones as fax machines and scanners pack them: CCITT (ITU-T T.4 and T.6) and JBIG2 (T.88).

use lopdf::{Dictionary, Object};

use biaoyu_page::limits::PDF_PICTURE_SAMPLES;

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

/// Unpacks CCITTFaxDecode; `None` when it is damaged, or of another width than the file says.
pub(super) fn ccitt(
    file: &File<'_>,
    parms: Option<&Dictionary>,
    data: &[u8],
    width: u32,
    height: u32,
) -> Option<Vec<u8>> {
    let number = |key| parms.and_then(|p| file.get_number(p, key));
    let truth = |key, default| parms.and_then(|p| file.get_bool(p, key)).unwrap_or(default);
    let columns = number("Columns").unwrap_or(1728.0);
    if columns != f64::from(width) {
        return None;
    }
    let encoding = match number("K").unwrap_or_default() {
        k if k < 0.0 => hayro_ccitt::EncodingMode::Group4,
        k if k > 0.0 => hayro_ccitt::EncodingMode::Group3_2D,
        _ => hayro_ccitt::EncodingMode::Group3_1D,
    };
    let settings = hayro_ccitt::DecodeSettings {
        columns: width,
        rows: height,
        end_of_block: truth("EndOfBlock", true),
        end_of_line: truth("EndOfLine", false),
        rows_are_byte_aligned: truth("EncodedByteAlign", false),
        encoding,
        strict: false,
    };
    let mut rows = Rows::new(width as usize, height as usize);
    let done = hayro_ccitt::decode(data, &mut rows, &mut hayro_ccitt::DecoderContext::new(settings));
    if done.is_err() && rows.row < height as usize {
        return None;
    }
    if truth("BlackIs1", false) {
        rows.data.iter_mut().for_each(|byte| *byte = !*byte);
    }
    Some(rows.data)
}

/// Unpacks JBIG2Decode; `None` when it is damaged, or of another size than the file says.
pub(super) fn jbig2(
    file: &File<'_>,
    parms: Option<&Dictionary>,
    data: &[u8],
    width: u32,
    height: u32,
) -> Option<Vec<u8>> {
    let settings = hayro_jbig2::DecodeSettings { strict: false };
    let globals = match parms.and_then(|p| file.get(p, "JBIG2Globals")) {
        Some(Object::Stream(stream)) => {
            let data = file.unpack_at_most(stream, 16 << 20).ok()?;
            Some(hayro_jbig2::Globals::new(&data, &settings).ok()?)
        }
        _ => None,
    };
    let page = hayro_jbig2::Page::new_embedded(data, globals.as_ref(), &settings).ok()?;
    let fits =
        (page.width(), page.height()) == (width, height) && u64::from(width) * u64::from(height) <= PDF_PICTURE_SAMPLES;
    let mut rows = Rows::new(width as usize, height as usize);
    (fits && page.decode(&mut rows).is_ok()).then_some(rows.data)
}
