//! A font file of some tables (ISO/IEC 14496-22, 4.5: offset table and table records).

/// The file of `tables`, which come in the order of their tags; `version` is `OTTO` or 1.0. `None` for more than a file holds.
pub(super) fn sfnt(version: [u8; 4], tables: &[(&[u8; 4], &[u8])]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok().filter(|count| *count > 0)?;
    let log = u16::try_from(count.ilog2()).ok()?;
    let power = 1_u16 << log;
    let mut offset = 12 + 16 * tables.len();
    let mut out = Vec::with_capacity(offset + tables.iter().map(|(_, data)| data.len() + 3).sum::<usize>());
    out.extend_from_slice(&version);
    for word in [count, power.checked_mul(16)?, log, (count - power).checked_mul(16)?] {
        out.extend_from_slice(&word.to_be_bytes());
    }
    for (tag, data) in tables {
        out.extend_from_slice(*tag);
        for word in [checksum(data), u32::try_from(offset).ok()?, u32::try_from(data.len()).ok()?] {
            out.extend_from_slice(&word.to_be_bytes());
        }
        offset += data.len().next_multiple_of(4);
    }
    for (_, data) in tables {
        out.extend_from_slice(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    Some(out)
}

/// The sum of a table's 32-bit words, the last filled up with zeros.
fn checksum(data: &[u8]) -> u32 {
    let (words, rest) = data.as_chunks::<4>();
    let sum = words.iter().fold(0, |sum: u32, word| sum.wrapping_add(u32::from_be_bytes(*word)));
    let mut last = [0; 4];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    sum.wrapping_add(u32::from_be_bytes(last))
}
