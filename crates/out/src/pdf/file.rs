//! The file as a row of numbered objects: offsets and object streams (ISO 32000-1, 7.5). Knows nothing of what the objects mean.

use std::cell::RefCell;
use std::io::{self, Write};

use libdeflater::{CompressionLvl, Compressor};
use pdf_writer::{Chunk, Dict, Name, Obj, Ref, Settings};

use super::slots::{Slot, Slots};

/// Objects that go into one object stream before it is closed: large enough to compress well,
/// small enough that a reader needs little to reach one page.
const PACKED: usize = 200;

/// Deflate levels, each for streams below so many bytes: short ones are the pages of a book, of which there may be a
/// hundred thousand (measured in docs/decisions/0006).
const LEVELS: [(usize, i32); 3] = [(4 << 10, 1), (16 << 10, 4), (usize::MAX, 6)];

/// What stands behind the bytes of a stream.
const CLOSE: &[u8] = b"\nendstream\nendobj\n";
/// Bytes of a stream from which on it is large.
const LARGE: usize = 64 << 10;

/// A PDF file in the making. Finished bytes collect in a buffer that the owner may drain at any time.
pub(super) struct File {
    bytes: Vec<u8>,
    drained: u64,
    slots: Slots,
    pack: Option<Pack>,
    compact: bool,
    digest: Digest,
}

/// An object stream being filled (7.5.7).
struct Pack {
    id: Ref,
    /// Pairs of object number and offset.
    index: String,
    body: Vec<u8>,
    count: u16,
}

impl File {
    /// Starts a file of PDF version 1.`minor`. `compact` packs objects and cross-references into
    /// compressed streams, which needs version 1.5.
    pub(crate) fn new(minor: u8, compact: bool) -> Self {
        let mut file = Self {
            bytes: Vec::with_capacity(16 << 10),
            drained: 0,
            slots: Slots::default(),
            pack: None,
            compact,
            digest: Digest::default(),
        };
        // Number 0 is no object's.
        file.slots.push();
        // The second line's bytes above 127 tell transfer programs that the file is not text.
        file.bytes.extend_from_slice(format!("%PDF-1.{minor}\n%标语\n").as_bytes());
        file
    }

    /// A new object number.
    pub(crate) fn id(&mut self) -> Ref {
        Ref::new(i32::try_from(self.slots.push()).unwrap_or(i32::MAX))
    }

    /// Writes an object that is no stream.
    pub(crate) fn object(&mut self, id: Ref, write: impl FnOnce(Obj<'_>)) {
        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        write(chunk.indirect(id));
        self.digest.add(chunk.as_bytes());
        if self.compact { self.pack(id, body(&chunk)) } else { self.place(id, chunk.as_bytes()) }
    }

    /// Writes a stream object, compressed.
    pub(crate) fn stream(&mut self, id: Ref, data: &[u8], keys: impl FnOnce(&mut Dict<'_>)) {
        self.packed(id, &deflate(data), keys);
    }

    /// Writes a stream object of bytes that are compressed.
    pub(crate) fn packed(&mut self, id: Ref, packed: &[u8], keys: impl FnOnce(&mut Dict<'_>)) {
        self.raw_stream(id, packed, None, |dict| {
            dict.pair(Name(b"Filter"), Name(b"FlateDecode"));
            keys(dict);
        });
    }

    /// Writes a stream object of bytes that are as they shall be; `digest` stands in for their content
    /// where it is known beforehand.
    pub(crate) fn raw_stream(
        &mut self,
        id: Ref,
        data: &[u8],
        digest: Option<&blake3::Hash>,
        keys: impl FnOnce(&mut Dict<'_>),
    ) {
        self.open_stream(id, data, digest, keys);
        // A picture may be most of a file: room for it and for what is small behind it, so that the buffer is not doubled.
        self.bytes.reserve(data.len() + if data.len() > LARGE { LARGE } else { CLOSE.len() });
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(CLOSE);
    }

    /// The same, its bytes to `out`, after what waits here: those of a profile are most of a file, and the same for all files.
    pub(crate) fn leaving_stream(
        &mut self,
        id: Ref,
        (data, digest): (&[u8], &blake3::Hash),
        keys: impl FnOnce(&mut Dict<'_>),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.open_stream(id, data, Some(digest), keys);
        out.write_all(&self.drain())?;
        out.write_all(data)?;
        self.left(data.len());
        self.bytes.extend_from_slice(CLOSE);
        Ok(())
    }

    /// Writes what stands before the bytes of a stream.
    fn open_stream(&mut self, id: Ref, data: &[u8], digest: Option<&blake3::Hash>, keys: impl FnOnce(&mut Dict<'_>)) {
        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        let mut dict = chunk.indirect(id).dict();
        dict.pair(Name(b"Length"), i32::try_from(data.len()).unwrap_or(i32::MAX));
        keys(&mut dict);
        drop(dict);
        self.digest.add(chunk.as_bytes());
        self.digest.add(digest.map_or(data, |hash| hash.as_bytes()));
        // The writer closed the object after its dictionary: the stream goes in between.
        let head = chunk.as_bytes();
        self.place(id, head.strip_suffix(b"\nendobj\n").unwrap_or(head));
        self.bytes.extend_from_slice(b"\nstream\n");
    }

    /// Takes what is ready to leave.
    pub(crate) fn drain(&mut self) -> Vec<u8> {
        self.drained += self.bytes.len() as u64;
        std::mem::take(&mut self.bytes)
    }

    /// A digest of all that was written so far and of `more`: equal content, equal digest.
    pub(crate) fn digest(&self, more: &[&[u8]]) -> [u8; 16] {
        let mut hash = self.digest.so_far();
        for part in more {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let mut out = [0; 16];
        hash.finalize_xof().fill(&mut out);
        out
    }

    /// Bytes of the file so far.
    pub(super) fn offset(&self) -> u64 {
        self.drained + self.bytes.len() as u64
    }

    fn place(&mut self, id: Ref, bytes: &[u8]) {
        let offset = self.offset();
        self.set(id, Slot::At(offset));
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn set(&mut self, id: Ref, slot: Slot) {
        self.slots.set(id.get().unsigned_abs(), slot);
    }

    /// Where all objects lie.
    pub(super) fn slots(&self) -> &Slots {
        &self.slots
    }

    /// Whether objects and cross-references are packed.
    pub(super) fn is_compact(&self) -> bool {
        self.compact
    }

    /// Appends bytes that are no object.
    pub(super) fn append(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Counts bytes that left by another way, after all that waited here.
    pub(super) fn left(&mut self, bytes: usize) {
        self.drained += bytes as u64;
    }

    fn pack(&mut self, id: Ref, body: &[u8]) {
        if self.pack.is_none() {
            let id = self.id();
            self.pack = Some(Pack { id, index: String::new(), body: Vec::new(), count: 0 });
        }
        let Some(pack) = &mut self.pack else { return };
        pack.index += &format!("{} {} ", id.get(), pack.body.len());
        pack.body.extend_from_slice(body);
        pack.body.push(b'\n');
        let slot = Slot::In(pack.id.get().unsigned_abs(), pack.count);
        pack.count += 1;
        let full = usize::from(pack.count) >= PACKED;
        self.set(id, slot);
        if full {
            self.close_pack();
        }
    }

    pub(super) fn close_pack(&mut self) {
        let Some(pack) = self.pack.take() else { return };
        let first = pack.index.len();
        let mut data = pack.index.into_bytes();
        data.extend_from_slice(&pack.body);
        self.stream(pack.id, &data, |dict| {
            dict.pair(Name(b"Type"), Name(b"ObjStm"));
            dict.pair(Name(b"N"), i32::from(pack.count));
            dict.pair(Name(b"First"), i32::try_from(first).unwrap_or(i32::MAX));
        });
    }
}

/// The value of the one object in `chunk`, without `N 0 obj` and `endobj`.
pub(super) fn body(chunk: &Chunk) -> &[u8] {
    let bytes = chunk.as_bytes();
    let start = bytes.iter().position(|b| *b == b'\n').map_or(0, |i| i + 1);
    let bytes = &bytes[start..];
    bytes.strip_suffix(b"\nendobj\n").unwrap_or(bytes)
}

/// A digest of many small pieces: much at once takes a fraction of the time.
#[derive(Default)]
struct Digest {
    hasher: blake3::Hasher,
    waiting: Vec<u8>,
}

impl Digest {
    /// Bytes that are taken at once.
    const MUCH: usize = 64 << 10;

    fn add(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > Self::MUCH {
            self.hasher.update(&self.waiting);
            self.waiting.clear();
        }
        if bytes.len() > Self::MUCH {
            self.hasher.update(bytes);
        } else {
            self.waiting.extend_from_slice(bytes);
        }
    }

    fn so_far(&self) -> blake3::Hasher {
        let mut hasher = self.hasher.clone();
        hasher.update(&self.waiting);
        hasher
    }
}

thread_local! {
    /// The tables of each level, made when a stream first needs them.
    static TABLES: RefCell<[Option<Compressor>; LEVELS.len()]> = const { RefCell::new([const { None }; LEVELS.len()]) };
}

/// Whether bytes are noise to Deflate, as a photograph's samples are: the repeats that it finds are worth nothing. They keep
/// more than a quarter of their length.
pub(super) fn is_noise(data: &[u8]) -> bool {
    deflate_at(0, data).len() > data.len() / 4
}

/// Compresses a stream, with a zlib header.
pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    deflate_at(LEVELS.iter().position(|(below, _)| data.len() < *below).unwrap_or_default(), data)
}

/// Compresses at the level of that number in [`LEVELS`].
fn deflate_at(level: usize, data: &[u8]) -> Vec<u8> {
    TABLES.with_borrow_mut(|tables| {
        let Some((table, (_, level))) = tables.iter_mut().zip(LEVELS).nth(level) else { return Vec::new() };
        let table = table.get_or_insert_with(|| Compressor::new(CompressionLvl::new(level).unwrap_or_default()));
        let mut out = vec![0; table.zlib_compress_bound(data.len())];
        loop {
            match table.zlib_compress(data, &mut out) {
                Ok(length) => {
                    out.truncate(length);
                    return out;
                }
                // The bound is enough for any bytes; if it were not, more would be.
                Err(_) => out.resize(2 * out.len(), 0),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn deflated_bytes_come_back_whatever_their_size() {
        for size in [0, 1, 1000, 100_000] {
            // A poor generator is enough: bytes that do not compress.
            let data: Vec<u8> = (0..size).map(|i: u32| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
            let mut back = Vec::new();
            flate2::read::ZlibDecoder::new(&deflate(&data)[..]).read_to_end(&mut back).unwrap();
            assert_eq!(back, data);
        }
    }

    #[test]
    fn equal_content_has_equal_digests_and_other_content_has_not() {
        let make = |text: &[u8]| {
            let mut file = File::new(6, true);
            let id = file.id();
            file.stream(id, text, |_| ());
            file.digest(&[b"title"])
        };
        assert_eq!(make(b"a"), make(b"a"));
        assert_ne!(make(b"a"), make(b"b"));
    }
}
