//! Where the objects of a file lie, in a byte or three an object: a book of a million pages has two million of them.

use std::collections::{BTreeMap, VecDeque};

/// Where an object lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Slot {
    /// Numbered, not written (yet).
    #[default]
    Free,
    /// Byte offset from the start of the file.
    At(u64),
    /// In the object stream of that number, at an index.
    In(u32, u16),
}

/// The slots of all objects in the order of their numbers, which begin at 0.
#[derive(Debug, Default)]
pub(super) struct Slots {
    /// Those of the first objects, each as it differs from the one before; in pieces, for one vector would be copied as it grows.
    packed: Vec<Vec<u8>>,
    coder: Coder,
    /// How many are packed.
    done: u32,
    /// Those after them: most are written soon after they are numbered.
    open: VecDeque<Slot>,
    /// Packed ones that were written later: faces, upper nodes of the page tree.
    late: BTreeMap<u32, Slot>,
}

/// Slots that stay open, at least; twice as many at most.
const OPEN: usize = 4096;

impl Slots {
    /// Numbers an object.
    pub(super) fn push(&mut self) -> u32 {
        if self.open.len() >= 2 * OPEN {
            let mut piece = Vec::with_capacity(3 * OPEN);
            for slot in self.open.drain(..OPEN) {
                self.coder.write(slot, &mut piece);
                self.done += 1;
            }
            piece.shrink_to_fit();
            self.packed.push(piece);
        }
        self.open.push_back(Slot::Free);
        self.len() - 1
    }

    /// Says where an object lies; nothing of one that was never numbered.
    pub(super) fn set(&mut self, number: u32, slot: Slot) {
        match number.checked_sub(self.done) {
            None => {
                self.late.insert(number, slot);
            }
            Some(place) => {
                if let Some(open) = self.open.get_mut(place as usize) {
                    *open = slot;
                }
            }
        }
    }

    /// How many objects are numbered.
    pub(super) fn len(&self) -> u32 {
        self.done.saturating_add(u32::try_from(self.open.len()).unwrap_or(u32::MAX))
    }

    /// All slots in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Slot> + '_ {
        let (mut coder, mut pieces, mut rest) = (Coder::default(), self.packed.iter(), &[][..]);
        let packed = (0..self.done).map(move |number| {
            if rest.is_empty() {
                rest = pieces.next().map_or(&[][..], Vec::as_slice);
            }
            let slot = coder.read(&mut rest);
            self.late.get(&number).copied().unwrap_or(slot)
        });
        packed.chain(self.open.iter().copied())
    }
}

/// What a slot is told from: those before it. 0 is a free one, 1 the next place in the same object stream, 2 and two numbers
/// another place in one, the others an offset, as it differs from the last.
#[derive(Clone, Copy, Debug, Default)]
struct Coder {
    offset: u64,
    pack: u32,
    index: u16,
}

impl Coder {
    fn write(&mut self, slot: Slot, out: &mut Vec<u8>) {
        match slot {
            Slot::Free => out.push(0),
            Slot::In(pack, index) => {
                if (pack, index) == (self.pack, self.index.wrapping_add(1)) {
                    out.push(1);
                } else {
                    out.push(2);
                    put(u128::from(pack), out);
                    put(u128::from(index), out);
                }
                (self.pack, self.index) = (pack, index);
            }
            Slot::At(offset) => {
                let by = i128::from(offset) - i128::from(self.offset);
                // Signs alternate: 0, -1, 1, -2 …
                put(((by << 1) ^ (by >> 127)) as u128 + 3, out);
                self.offset = offset;
            }
        }
    }

    fn read(&mut self, rest: &mut &[u8]) -> Slot {
        match take(rest) {
            0 => Slot::Free,
            1 => {
                self.index = self.index.wrapping_add(1);
                Slot::In(self.pack, self.index)
            }
            2 => {
                (self.pack, self.index) = (take(rest) as u32, take(rest) as u16);
                Slot::In(self.pack, self.index)
            }
            code => {
                let signed = code - 3;
                let by = (signed >> 1) as i128 ^ -((signed & 1) as i128);
                self.offset = (i128::from(self.offset) + by) as u64;
                Slot::At(self.offset)
            }
        }
    }
}

/// A number in groups of seven bits, the lowest first.
fn put(mut number: u128, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(rest: &mut &[u8]) -> u128 {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, tail)) = rest.split_first() {
        *rest = tail;
        number |= u128::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_come_back_as_they_were_set() {
        let mut slots = Slots::default();
        let mut known = Vec::new();
        let set = |slots: &mut Slots, known: &mut Vec<Slot>, number: u32, slot| {
            slots.set(number, slot);
            known[number as usize] = slot;
        };
        // As a book does: a page in an object stream, its contents, now and then a node that is written much later.
        for page in 0..30_000_u32 {
            let first = slots.push();
            assert_eq!(first as usize, known.len());
            known.push(Slot::Free);
            slots.push();
            known.push(Slot::Free);
            set(
                &mut slots,
                &mut known,
                first + 1,
                Slot::At(u64::from(page) * 171 + u64::from(page % 7) * 5_000_000_000),
            );
            if page % 977 > 0 {
                set(&mut slots, &mut known, first, Slot::In(7 + page / 200 * 401, (page % 200) as u16));
            }
        }
        for number in (0..known.len() as u32).step_by(2 * 977) {
            set(&mut slots, &mut known, number, Slot::At(u64::MAX - u64::from(number)));
        }
        slots.set(slots.len(), Slot::At(1));
        assert_eq!(slots.iter().collect::<Vec<_>>(), known);
        assert!(slots.packed.concat().len() > 100_000 && slots.late.len() < 40);
    }
}
