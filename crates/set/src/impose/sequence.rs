//! Which page goes where: from places on sheets to pages, without a list of all of them.

use biaoyu_page::words::Order;

/// Pages with their copies, spread over sheets.
#[derive(Clone, Debug)]
pub struct Sequence {
    order: Order,
    /// Places on a sheet.
    places: usize,
    /// Places of the first sheet that are used up already.
    used: usize,
    /// Pieces up to and with each page.
    ends: Vec<u32>,
    sheets: usize,
}

impl Sequence {
    /// `copies` of each page on sheets of `places`; the first `used` places of the first sheet stay free.
    pub fn new(order: Order, places: usize, used: usize, copies: impl IntoIterator<Item = u32>) -> Self {
        let mut sum = 0_u32;
        let ends: Vec<u32> = copies
            .into_iter()
            .map(|copies| {
                sum = sum.saturating_add(copies);
                sum
            })
            .collect();
        let places = places.max(1);
        let used = used.min(places - 1);
        let sheets = (sum as usize + used).div_ceil(places);
        Self { order, places, used, ends, sheets }
    }

    /// How many sheets there are.
    pub fn sheets(&self) -> usize {
        self.sheets
    }

    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        self.ends.last().map_or(0, |end| *end as usize)
    }

    /// Places of the last sheets that stay free.
    pub fn free(&self) -> usize {
        (self.sheets * self.places).saturating_sub(self.used + self.pieces())
    }

    /// The pages of a sheet, place by place; `None` where one stays free.
    pub fn sheet(&self, sheet: usize) -> impl Iterator<Item = Option<usize>> + '_ {
        (0..self.places).map(move |place| self.page(self.piece(sheet, place)?))
    }

    /// The piece at a place, which there may not be.
    fn piece(&self, sheet: usize, place: usize) -> Option<usize> {
        match self.order {
            Order::Rows | Order::Columns => (sheet * self.places + place).checked_sub(self.used),
            Order::Stacks => {
                let late = usize::from(place < self.used);
                let before = place * self.sheets - place.min(self.used);
                Some(before + sheet.checked_sub(late)?)
            }
        }
    }

    /// The page that a piece is a copy of.
    fn page(&self, piece: usize) -> Option<usize> {
        let page = self.ends.partition_point(|end| *end as usize <= piece);
        (page < self.ends.len()).then_some(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_comes_as_often_as_it_is_wanted_and_stacks_lie_in_order() {
        for order in [Order::Rows, Order::Columns, Order::Stacks] {
            for (places, used) in [(1, 0), (4, 0), (4, 3), (9, 5)] {
                let copies = [1_u32, 3, 0, 2, 1, 7];
                let sequence = Sequence::new(order, places, used, copies);
                let sheets: Vec<Vec<Option<usize>>> =
                    (0..sequence.sheets()).map(|sheet| sequence.sheet(sheet).collect()).collect();
                for (page, copies) in copies.iter().enumerate() {
                    let found = sheets.iter().flatten().filter(|p| **p == Some(page)).count();
                    assert_eq!(found, *copies as usize, "{order:?} {places} {used} {page}");
                }
                assert!(sheets[0][..used].iter().all(Option::is_none), "{order:?} {places} {used}");
                // The pile is cut, and the stacks are laid one upon the other.
                let pile: Vec<usize> = match order {
                    Order::Stacks => (0..places).flat_map(|p| sheets.iter().filter_map(move |s| s[p])).collect(),
                    _ => sheets.iter().flatten().filter_map(|p| *p).collect(),
                };
                assert!(pile.is_sorted(), "{order:?} {pile:?}");
                assert_eq!(sequence.free() + sequence.pieces() + used, sheets.len() * places);
            }
        }
    }
}
