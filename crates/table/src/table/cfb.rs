//! The compound file that an XLS workbook is ([MS-CFB]): streams in chains of sectors. Whatever a chain says, it is
//! followed no further than the file has sectors.

use super::package::Broken;
use biaoyu_page::say;

/// Marks in the allocation table from which on an entry is no sector.
const NO_SECTOR: u32 = 0xffff_fffa;
/// What a compound file begins with.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;

/// An open compound file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    small_sector: usize,
    /// Streams shorter than this are in the stream of small sectors.
    cutoff: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

/// A stream or a storage.
#[derive(Debug)]
struct Entry {
    name: String,
    kind: u8,
    /// Entries beside and below it in the directory's tree.
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: usize,
}

fn damaged() -> Broken {
    Broken::Damaged(say!("the compound file's table of sectors is broken", "复合文件的扇区表已坏"))
}

/// The number at a byte, little end first.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

/// The number at a byte, little end first.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

impl<'b> Compound<'b> {
    /// Reads the tables and the directory.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Broken> {
        let shift = |at| u16_at(bytes, at).map(u32::from).filter(|shift| (6..=16).contains(shift));
        let (Some(sector), Some(small_sector)) = (shift(30), shift(32)) else { return Err(damaged()) };
        let (sector, small_sector) = (1usize << sector, 1usize << small_sector);
        let number = |at| u32_at(bytes, at).ok_or_else(damaged);
        let mut file = Self {
            bytes,
            sector,
            small_sector,
            cutoff: number(56)?.min(1 << 20) as usize,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        file.table = file.allocation_table(number(68)?)?;
        let directory = file.chain(number(48)?)?;
        file.entries = directory.chunks_exact(ENTRY).map(entry).collect();
        let small_table = file.chain(number(60)?)?;
        file.small_table = numbers(&small_table);
        if let Some(root) = file.entries.first().filter(|root| root.kind == 5) {
            file.small = file.chain(root.start)?;
        }
        Ok(file)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn sector_at(&self, sector: u32) -> Option<&'b [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        // The last sector may be shorter: programs leave its end out.
        self.bytes.get(start..end).filter(|bytes| !bytes.is_empty())
    }

    /// The table that says which sector follows which, whose own sectors are listed in the header and further lists.
    fn allocation_table(&self, mut list: u32) -> Result<Vec<u32>, Broken> {
        let header = self.bytes.get(76..512).ok_or_else(damaged)?;
        let mut own = numbers(header);
        let most = self.sectors();
        for _ in 0..most {
            let Some(sector) = Some(list).filter(|list| *list < NO_SECTOR).and_then(|list| self.sector_at(list)) else {
                break;
            };
            let mut more = numbers(sector);
            list = more.pop().unwrap_or(u32::MAX);
            own.extend(more);
        }
        let per_sector = self.sector / 4;
        let mut table = Vec::new();
        for sector in own.into_iter().filter(|sector| *sector < NO_SECTOR).take(most.div_ceil(per_sector) + 1) {
            let bytes = self.sector_at(sector).ok_or_else(damaged)?;
            table.extend(numbers(bytes));
        }
        table.truncate(most);
        Ok(table)
    }

    /// The bytes of a chain of sectors.
    fn chain(&self, start: u32) -> Result<Vec<u8>, Broken> {
        let mut out = Vec::new();
        let mut at = start;
        for _ in 0..=self.sectors() {
            let Some(sector) = Some(at).filter(|at| *at < NO_SECTOR).and_then(|at| self.sector_at(at)) else {
                return Ok(out);
            };
            out.extend_from_slice(sector);
            at = self.table.get(at as usize).copied().unwrap_or(u32::MAX);
        }
        Err(Broken::Damaged(say!(
            "a chain of the compound file's sectors leads back into itself",
            "复合文件的扇区链首尾相接，成了死循环"
        )))
    }

    fn small_chain(&self, start: u32) -> Result<Vec<u8>, Broken> {
        let mut out = Vec::new();
        let mut at = start;
        for _ in 0..=self.small_table.len() {
            if at >= NO_SECTOR {
                return Ok(out);
            }
            let from = (at as usize).saturating_mul(self.small_sector);
            let to = from.saturating_add(self.small_sector).min(self.small.len());
            let Some(sector) = self.small.get(from..to) else { return Ok(out) };
            out.extend_from_slice(sector);
            at = self.small_table.get(at as usize).copied().unwrap_or(u32::MAX);
        }
        Err(damaged())
    }

    /// Whether the file has a stream or storage of that name on its first level.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a stream on the first level.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Broken> {
        let Some(entry) = self.find(name).filter(|entry| entry.kind == 2) else { return Ok(None) };
        let mut bytes =
            if entry.size < self.cutoff { self.small_chain(entry.start)? } else { self.chain(entry.start)? };
        bytes.truncate(entry.size);
        Ok(Some(bytes))
    }

    /// An entry of the first level, which is a tree below the root: objects in the sheet are workbooks themselves.
    fn find(&self, name: &str) -> Option<&Entry> {
        let mut seen = vec![false; self.entries.len()];
        let mut waiting = vec![self.entries.first()?.child];
        while let Some(at) = waiting.pop() {
            let (Some(entry), Some(seen)) = (self.entries.get(at as usize), seen.get_mut(at as usize)) else {
                continue;
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            if entry.kind != 0 && entry.name.eq_ignore_ascii_case(name) {
                return Some(entry);
            }
            waiting.extend([entry.right, entry.left]);
        }
        None
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes(four.try_into().unwrap_or_default())).collect()
}

fn entry(bytes: &[u8]) -> Entry {
    let number = |at| u32_at(bytes, at).unwrap_or(u32::MAX);
    let length = usize::from(u16_at(bytes, 64).unwrap_or(0)).saturating_sub(2).min(62);
    let name = bytes.get(..length).unwrap_or_default();
    let units: Vec<u16> =
        name.chunks_exact(2).map(|two| u16::from_le_bytes(two.try_into().unwrap_or_default())).collect();
    Entry {
        name: String::from_utf16_lossy(&units),
        kind: bytes.get(66).copied().unwrap_or(0),
        left: number(68),
        right: number(72),
        child: number(76),
        start: number(116),
        size: number(120) as usize,
    }
}
