//! The end of a file: cross-reference and trailer (ISO 32000-1, 7.5.4, 7.5.5 and 7.5.8). That of a book of a million pages is made
//! twice and kept never: once for its length, once for its bytes.

use std::io::{self, Write};

use miniz_oxide::deflate::core::{CompressorOxide, create_comp_flags_from_zip_params};
use miniz_oxide::deflate::stream;
use miniz_oxide::{MZError, MZFlush, MZStatus};
use pdf_writer::{Chunk, Dict, Name, Ref, Settings, Str};

use super::file::{File, body};
use super::slots::Slot;

/// Bytes of rows up to which they are kept.
const KEPT: usize = 1 << 20;
/// Bytes that are handed on at once.
const AT_ONCE: usize = 64 << 10;

impl File {
    /// Writes cross-reference and trailer; what does not fit into memory goes to `out`, after all that waits here.
    pub(crate) fn close(&mut self, catalog: Ref, info: Ref, id: [u8; 16], out: &mut dyn Write) -> io::Result<()> {
        self.close_pack();
        if self.is_compact() {
            self.xref_stream(catalog, info, id, out)
        } else {
            self.xref_table(catalog, info, id, out)
        }
    }

    /// 7.5.8: one row an object: type, offset or object stream, index in it.
    fn xref_stream(&mut self, catalog: Ref, info: Ref, id: [u8; 16], out: &mut dyn Write) -> io::Result<()> {
        let own = self.id();
        let start = self.offset();
        self.set(own, Slot::At(start));
        let width = (1..8).find(|w| start >> (8 * w) == 0).unwrap_or(8);
        let size = i32::try_from(self.slots().len()).unwrap_or(i32::MAX);
        let keys = |dict: &mut Dict<'_>| {
            dict.pair(Name(b"Type"), Name(b"XRef"));
            dict.insert(Name(b"W")).array().items([1, width as i32, 1]);
            trailer(dict, size, catalog, info, id);
        };
        if self.slots().len() as usize * (width + 2) <= KEPT {
            let mut rows = Vec::new();
            self.rows(width, &mut |part| rows.extend_from_slice(part));
            self.stream(own, &rows, keys);
            self.end(start);
            return Ok(());
        }
        let mut length = 0_usize;
        self.deflated(width, &mut |part| {
            length += part.len();
            Ok(())
        })?;
        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        let mut dict = chunk.indirect(own).dict();
        dict.pair(Name(b"Length"), i32::try_from(length).unwrap_or(i32::MAX));
        dict.pair(Name(b"Filter"), Name(b"FlateDecode"));
        keys(&mut dict);
        drop(dict);
        let head = chunk.as_bytes();
        self.append(head.strip_suffix(b"\nendobj\n").unwrap_or(head));
        self.append(b"\nstream\n");
        out.write_all(&self.drain())?;
        self.deflated(width, &mut |part| out.write_all(part))?;
        self.left(length);
        self.append(b"\nendstream\nendobj\n");
        self.end(start);
        Ok(())
    }

    /// Rows of all objects, many at once.
    fn rows(&self, width: usize, take: &mut dyn FnMut(&[u8])) {
        let mut rows = Vec::with_capacity(AT_ONCE + 16);
        for slot in self.slots().iter() {
            let (kind, place, index) = match slot {
                Slot::Free => (0, 0, 0),
                Slot::At(offset) => (1, offset, 0),
                Slot::In(pack, index) => (2, u64::from(pack), index.min(255) as u8),
            };
            rows.push(kind);
            rows.extend_from_slice(&place.to_be_bytes()[8 - width..]);
            rows.push(index);
            if rows.len() >= AT_ONCE {
                take(&rows);
                rows.clear();
            }
        }
        take(&rows);
    }

    /// The same, deflated on the way.
    fn deflated(&self, width: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        // Level 6, with a zlib header.
        let mut compressor = Box::new(CompressorOxide::new(create_comp_flags_from_zip_params(6, 15, 0)));
        let mut buffer = vec![0; AT_ONCE];
        let mut feed = |mut rows: &[u8], flush: MZFlush| -> io::Result<()> {
            loop {
                let done = stream::deflate(&mut compressor, rows, &mut buffer, flush);
                rows = rows.get(done.bytes_consumed..).unwrap_or_default();
                take(buffer.get(..done.bytes_written).unwrap_or_default())?;
                match done.status {
                    Ok(MZStatus::StreamEnd) => return Ok(()),
                    Ok(_) if rows.is_empty() && flush == MZFlush::None => return Ok(()),
                    // Nothing more to be done without more rows.
                    Err(MZError::Buf) if rows.is_empty() && flush == MZFlush::None => return Ok(()),
                    Ok(_) => {}
                    Err(error) => return Err(io::Error::other(format!("{error:?}"))),
                }
            }
        };
        let mut fed = Ok(());
        self.rows(width, &mut |rows| {
            if fed.is_ok() && !rows.is_empty() {
                fed = feed(rows, MZFlush::None);
            }
        });
        fed?;
        feed(&[], MZFlush::Finish)
    }

    /// 7.5.4: twenty bytes an object.
    fn xref_table(&mut self, catalog: Ref, info: Ref, id: [u8; 16], out: &mut dyn Write) -> io::Result<()> {
        let start = self.offset();
        let size = self.slots().len();
        self.append(format!("xref\n0 {size}\n").as_bytes());
        let is_long = size as usize * 20 > KEPT;
        if is_long {
            out.write_all(&self.drain())?;
        }
        let (mut table, mut length) = (String::new(), 0);
        for (i, slot) in self.slots().iter().enumerate() {
            table += &match slot {
                Slot::At(offset) => format!("{offset:010} 00000 n \n"),
                _ if i == 0 => "0000000000 65535 f \n".into(),
                _ => "0000000000 00000 f \n".into(),
            };
            if is_long && table.len() >= AT_ONCE {
                out.write_all(table.as_bytes())?;
                length += table.len();
                table.clear();
            }
        }
        self.left(length);
        self.append(table.as_bytes());
        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        trailer(&mut chunk.indirect(Ref::new(1)).dict(), i32::try_from(size).unwrap_or(i32::MAX), catalog, info, id);
        self.append(b"trailer\n");
        self.append(body(&chunk));
        self.append(b"\n");
        self.end(start);
        Ok(())
    }

    fn end(&mut self, start: u64) {
        self.append(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    }
}

fn trailer(dict: &mut Dict<'_>, size: i32, catalog: Ref, info: Ref, id: [u8; 16]) {
    dict.pair(Name(b"Size"), size);
    dict.pair(Name(b"Root"), catalog);
    dict.pair(Name(b"Info"), info);
    dict.insert(Name(b"ID")).array().item(Str(&id)).item(Str(&id));
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_long_table_is_the_same_made_in_parts() {
        for compact in [true, false] {
            let mut file = File::new(6, compact);
            let mut out = Vec::new();
            let objects = 200_000;
            for number in 0..objects {
                let id = file.id();
                file.raw_stream(id, &vec![b'x'; number % 90], None, |_| ());
                out.extend(file.drain());
            }
            let (catalog, info) = (file.id(), file.id());
            file.close(catalog, info, [7; 16], &mut out).unwrap();
            out.extend(file.drain());
            let text = String::from_utf8_lossy(&out[out.len() - 60..]).into_owned();
            let start: usize = text.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
            let end = &out[start..];
            let from = |needle: &[u8]| end.windows(needle.len()).position(|w| w == needle).unwrap() + needle.len();
            // Where each object lies, as the table says it.
            let offsets: Vec<usize> = if compact {
                let mut rows = Vec::new();
                let length: usize = {
                    let digits = &end[from(b"/Length ")..];
                    let digits = digits.iter().take_while(|b| b.is_ascii_digit()).copied().collect();
                    String::from_utf8(digits).unwrap().parse().unwrap()
                };
                let data = &end[from(b"\nstream\n")..][..length];
                assert!(end[from(b"\nstream\n") + length..].starts_with(b"\nendstream\nendobj\nstartxref\n"));
                flate2::read::ZlibDecoder::new(data).read_to_end(&mut rows).unwrap();
                let width = rows.len() / (objects + 4);
                assert_eq!(rows.len(), width * (objects + 4));
                let number = |bytes: &[u8]| bytes.iter().fold(0, |sum, b| sum << 8 | usize::from(*b));
                assert_eq!(number(&rows[rows.len() - width..][1..width - 1]), start, "the table itself");
                rows.chunks(width).map(|row| number(&row[1..width - 1])).collect()
            } else {
                let first = from(format!("xref\n0 {}\n", objects + 3).as_bytes());
                let rows = end[first..].chunks(20).take(objects + 3);
                rows.map(|row| std::str::from_utf8(&row[..10]).unwrap().parse().unwrap()).collect()
            };
            for number in (1..=objects).step_by(997) {
                assert!(out[offsets[number]..].starts_with(format!("{number} 0 obj").as_bytes()), "{number}");
            }
        }
    }
}
