//! Deflate for photographs: bytes by how often they are, and runs of one byte (RFC 1951; what zlib calls its strategy
//! `Z_RLE`).
//!
//! The filtered samples of a photograph hardly ever repeat. Looking for repeats takes most of the time there, and the few
//! short ones that are found cost more than the bytes themselves would: without the search a portrait is written in a third of
//! the time and takes an eighth less room.

use libdeflater::Adler32;

/// Bytes that share a code: enough that its table weighs nothing, few enough that it follows the picture.
const BLOCK: usize = 64 << 10;
/// The longest code of a byte or a length, and of a code's length (RFC 1951, 3.2.7).
const LONGEST: usize = 15;
const LONGEST_OF_LENGTHS: usize = 7;
/// Bytes that are compared at once: runs are multiples of so many.
const STEP: usize = 8;
/// The longest run that is told at once: the largest multiple of [`STEP`] below the format's 258.
const LONGEST_RUN: usize = 256;
/// The end of a block.
const END: usize = 256;
/// Bytes, the end, and the lengths of runs.
const SYMBOLS: usize = 286;
/// In which order the lengths of the codes of lengths are told (RFC 1951, 3.2.7).
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Compresses bytes as they come, with a zlib header (RFC 1950): however they are cut, the same bytes come out.
pub(super) struct Deflater {
    out: Bits,
    /// The byte before those that wait, where there is one, then fewer than a block and one more.
    waiting: Vec<u8>,
    /// Where those that wait begin: 1 behind the byte before.
    start: usize,
    runs: Vec<Run>,
    sum: Adler32,
}

impl Deflater {
    /// For so many bytes, or about so many.
    pub(super) fn new(bytes: usize) -> Self {
        let mut out = Bits { bytes: Vec::with_capacity(bytes / 2 + 64), word: 0, count: 0 };
        // Deflate, a window of 32 KB, made quickly.
        out.bytes.extend_from_slice(&[0x78, 0x01]);
        Self { out, waiting: Vec::with_capacity(BLOCK + 1), start: 0, runs: Vec::new(), sum: Adler32::new() }
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, mut bytes: &[u8]) {
        self.sum.update(bytes);
        loop {
            let room = (self.start + BLOCK).saturating_sub(self.waiting.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.waiting.extend_from_slice(now);
            bytes = later;
            // The last block says that it is: one that is full waits for what comes behind it.
            if bytes.is_empty() {
                return;
            }
            self.block(false);
            let last = self.waiting.last().copied();
            self.waiting.clear();
            self.waiting.extend(last);
            self.start = self.waiting.len();
        }
    }

    /// What all came to.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.block(true);
        self.out.close();
        self.out.bytes.extend_from_slice(&self.sum.sum().to_be_bytes());
        self.out.bytes
    }

    fn block(&mut self, is_last: bool) {
        block(&self.waiting, self.start..self.waiting.len(), &mut self.runs, is_last, &mut self.out);
    }
}

/// Bytes `start..end` that all are as the one before them.
struct Run {
    start: usize,
    end: usize,
}

fn block(data: &[u8], range: std::ops::Range<usize>, runs: &mut Vec<Run>, is_last: bool, out: &mut Bits) {
    find(data, range.clone(), runs);
    let counts = counts(data, range.clone(), runs);
    let lengths: [u8; SYMBOLS] = lengths(&counts, LONGEST);
    let codes = codes(&lengths);
    // A dynamic block: all symbols are told, and one distance of a code of one bit, that of the byte before.
    out.put(u64::from(is_last) | 2 << 1, 3);
    out.put((SYMBOLS - 257) as u64, 5);
    out.put(0, 5);
    let told = || lengths.iter().copied().chain([1]);
    let mut of_lengths = [0; 19];
    told().for_each(|length| of_lengths[usize::from(length)] += 1);
    let lengths_of: [u8; 19] = self::lengths(&of_lengths, LONGEST_OF_LENGTHS);
    let codes_of = self::codes(&lengths_of);
    out.put((ORDER.len() - 4) as u64, 4);
    ORDER.iter().for_each(|symbol| out.put(u64::from(lengths_of[*symbol]), 3));
    told().for_each(|length| out.code(codes_of[usize::from(length)]));
    let mut at = range.start;
    for run in &*runs {
        out.codes(&data[at..run.start], &codes);
        let mut left = run.end - run.start;
        while left > 0 {
            let now = left.min(LONGEST_RUN);
            let (symbol, extra, value) = length(now);
            out.code(codes[symbol]);
            // Behind the length the one distance: a zero bit.
            out.put(value, extra + 1);
            left -= now;
        }
        at = run.end;
    }
    out.codes(&data[at..range.end], &codes);
    out.code(codes[END]);
}

/// The runs within a range.
fn find(data: &[u8], range: std::ops::Range<usize>, runs: &mut Vec<Run>) {
    runs.clear();
    let bytes = &data[range.clone()];
    for (at, step) in (range.start..).step_by(STEP).zip(bytes.as_chunks::<STEP>().0) {
        let Some(before) = at.checked_sub(1).and_then(|at| data.get(at)) else { continue };
        if *step != [*before; STEP] {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += STEP,
            _ => runs.push(Run { start: at, end: at + STEP }),
        }
    }
}

/// How often each symbol is written.
fn counts(data: &[u8], range: std::ops::Range<usize>, runs: &[Run]) -> [u32; SYMBOLS] {
    // Side by side: one after the other would wait for each other where neighbours are equal.
    let mut parts = [[0_u32; 256]; 4];
    let mut add = |bytes: &[u8]| {
        let (fours, rest) = bytes.as_chunks::<4>();
        for four in fours {
            for (part, byte) in parts.iter_mut().zip(four) {
                part[usize::from(*byte)] += 1;
            }
        }
        rest.iter().for_each(|byte| parts[0][usize::from(*byte)] += 1);
    };
    let mut counts = [0; SYMBOLS];
    let mut at = range.start;
    for run in runs {
        add(&data[at..run.start]);
        let size = run.end - run.start;
        counts[length(LONGEST_RUN).0] += (size / LONGEST_RUN) as u32;
        if size % LONGEST_RUN > 0 {
            counts[length(size % LONGEST_RUN).0] += 1;
        }
        at = run.end;
    }
    add(&data[at..range.end]);
    for part in parts {
        counts.iter_mut().zip(part).for_each(|(sum, count)| *sum += count);
    }
    counts[END] = 1;
    counts
}

/// The symbol of a length of 3 to 257, how many bits follow it, and what they say (RFC 1951, 3.2.5).
fn length(size: usize) -> (usize, u32, u64) {
    let rest = size - 3;
    if rest < 8 {
        return (257 + rest, 0, 0);
    }
    let extra = rest.ilog2() - 2;
    (257 + (rest >> extra) + 4 * extra as usize, extra, (rest & ((1 << extra) - 1)) as u64)
}

/// The lengths of the best code whose codes are no longer than `longest`, or nearly: lengths of symbols that never come are 0.
fn lengths<const N: usize>(counts: &[u32; N], longest: usize) -> [u8; N] {
    let mut order: Vec<usize> = (0..N).filter(|symbol| counts[*symbol] > 0).collect();
    // Rarest first; equal ones in their order, so that the same bytes come out everywhere.
    order.sort_by_key(|symbol| counts[*symbol]);
    let mut lengths = [0; N];
    if order.len() < 2 {
        order.iter().for_each(|symbol| lengths[*symbol] = 1);
        return lengths;
    }
    let mut of_length = vec![0_usize; N + 1];
    depths(order.iter().map(|symbol| u64::from(counts[*symbol])).collect())
        .into_iter()
        .for_each(|depth| of_length[depth.min(longest)] += 1);
    // Codes that were cut short take too much: the deepest that can still be longer give way, one by one.
    let mut taken: usize = (1..=longest).map(|length| of_length[length] << (longest - length)).sum();
    while taken > 1 << longest {
        of_length[longest] -= 1;
        if let Some(length) = (1..longest).rev().find(|length| of_length[*length] > 0) {
            of_length[length] -= 1;
            of_length[length + 1] += 2;
        }
        taken -= 1;
    }
    let rising = (1..=longest).rev().flat_map(|length| std::iter::repeat_n(length as u8, of_length[length]));
    order.iter().zip(rising).for_each(|(symbol, length)| lengths[*symbol] = length);
    lengths
}

/// How deep the leaves of Huffman's tree lie whose weights are these, rising.
fn depths(weights: Vec<u64>) -> Vec<usize> {
    let count = weights.len();
    // Leaves first, then the nodes as they are made: both rise.
    let (mut weights, mut parents) = (weights, vec![0; 2 * count]);
    let (mut leaf, mut node) = (0, count);
    while weights.len() < 2 * count - 1 {
        let made = weights.len();
        let mut take = || {
            let is_leaf = leaf < count && (node >= made || weights[leaf] <= weights[node]);
            let taken = if is_leaf { &mut leaf } else { &mut node };
            parents[*taken] = made;
            *taken += 1;
            weights[*taken - 1]
        };
        let sum = take() + take();
        weights.push(sum);
    }
    let mut depths = vec![0; weights.len()];
    for at in (0..weights.len() - 1).rev() {
        depths[at] = depths[parents[at]] + 1;
    }
    depths.truncate(count);
    depths
}

/// A code as it is written, its first bit lowest, and how many bits it has.
#[derive(Clone, Copy, Default)]
struct Code {
    bits: u16,
    count: u8,
}

/// The canonical code of these lengths (RFC 1951, 3.2.2).
fn codes<const N: usize>(lengths: &[u8; N]) -> [Code; N] {
    let mut next = [0_u32; LONGEST + 2];
    lengths.iter().filter(|length| **length > 0).for_each(|length| next[usize::from(*length) + 1] += 1);
    for length in 1..next.len() {
        next[length] += next[length - 1];
        next[length] <<= 1;
    }
    lengths.map(|count| {
        if count == 0 {
            return Code::default();
        }
        let code = next[usize::from(count)];
        next[usize::from(count)] += 1;
        Code { bits: (code as u16).reverse_bits() >> (16 - count), count }
    })
}

/// Bits, the lowest of each byte first.
struct Bits {
    bytes: Vec<u8>,
    word: u64,
    /// Bits of `word` that are not yet among the bytes.
    count: u32,
}

impl Bits {
    /// Adds at most 16 bits.
    fn put(&mut self, bits: u64, count: u32) {
        self.word |= bits << self.count;
        self.count += count;
        if self.count >= 32 {
            self.bytes.extend_from_slice(&(self.word as u32).to_le_bytes());
            self.word >>= 32;
            self.count -= 32;
        }
    }

    fn code(&mut self, code: Code) {
        self.put(u64::from(code.bits), u32::from(code.count));
    }

    /// The codes of bytes, two at a time.
    fn codes(&mut self, bytes: &[u8], codes: &[Code; SYMBOLS]) {
        let (pairs, rest) = bytes.as_chunks::<2>();
        for [a, b] in pairs {
            let (a, b) = (codes[usize::from(*a)], codes[usize::from(*b)]);
            self.put(u64::from(a.bits) | u64::from(b.bits) << a.count, u32::from(a.count + b.count));
        }
        rest.iter().for_each(|byte| self.code(codes[usize::from(*byte)]));
    }

    /// Fills the last byte with zeros.
    fn close(&mut self) {
        let left = self.count.div_ceil(8) as usize;
        self.bytes.extend_from_slice(&self.word.to_le_bytes()[..left]);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    fn deflate(data: &[u8]) -> Vec<u8> {
        let mut whole = Deflater::new(data.len());
        whole.push(data);
        let whole = whole.finish();
        let mut parts = Deflater::new(0);
        data.chunks(1000).for_each(|part| parts.push(part));
        assert!(parts.finish() == whole, "the same however it is cut");
        whole
    }

    fn back(packed: &[u8]) -> Vec<u8> {
        let mut back = Vec::new();
        flate2::read::ZlibDecoder::new(packed).read_to_end(&mut back).unwrap();
        let mut other = vec![0; back.len()];
        libdeflater::Decompressor::new().zlib_decompress(packed, &mut other).unwrap();
        assert_eq!(miniz_oxide::inflate::decompress_to_vec_zlib(packed).unwrap(), back);
        assert_eq!(other, back);
        back
    }

    /// Three readers of others give back what was written.
    #[test]
    fn bytes_come_back_whatever_they_are() {
        let noise = |n: usize| (0..n as u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8);
        // As rare as the sums of the rarer ones: the deepest tree, whose codes must be cut short.
        let (mut a, mut b) = (1, 1);
        let mut deep = Vec::new();
        for byte in 0..22 {
            deep.extend(std::iter::repeat_n(byte * 3, a));
            (a, b) = (b, a + b);
        }
        let files = [
            vec![],
            vec![7],
            vec![0; 300_000],
            noise(300_000).collect(),
            noise(BLOCK).collect(),
            noise(BLOCK).chain(vec![9; 1000]).chain(noise(70_000)).collect(),
            deep,
        ];
        for file in files {
            assert_eq!(back(&deflate(&file)), file, "{} bytes", file.len());
        }
        assert!(deflate(&[0; 300_000]).len() < 3000);
    }

    #[test]
    fn every_length_is_the_formats_own() {
        // RFC 1951, 3.2.5: the first length of each symbol.
        let first = [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
            227,
        ];
        for size in 3..258 {
            let at = first.iter().rposition(|least| *least <= size).unwrap();
            let (symbol, extra, value) = length(size);
            assert_eq!((symbol, value as usize), (257 + at, size - first[at]), "{size}");
            assert!(value < 1 << extra);
        }
    }

    proptest! {
        #[test]
        fn any_mix_of_runs_and_bytes_comes_back(parts in prop::collection::vec((any::<u8>(), 1..600_usize, 0..40_usize), 0..40)) {
            let mut file = Vec::new();
            for (byte, run, more) in parts {
                file.extend(std::iter::repeat_n(byte, run));
                file.extend((0..more).map(|i| (i * i) as u8 ^ byte));
            }
            prop_assert_eq!(back(&deflate(&file)), file);
        }
    }
}
