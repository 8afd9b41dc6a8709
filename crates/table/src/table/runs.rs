//! Numbers that mostly go up by one, kept as the places where they do not.

/// A list of numbers in which most are one more than the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Runs {
    len: usize,
    /// Where a run begins in the list, and with which number.
    begins: Vec<(u32, u32)>,
}

impl Runs {
    /// Appends a number.
    pub fn push(&mut self, number: u32) {
        if self.last().and_then(|last| last.checked_add(1)) != Some(number) {
            self.begins.push((u32::try_from(self.len).unwrap_or(u32::MAX), number));
        }
        self.len += 1;
    }

    /// Takes the last number away.
    pub fn pop(&mut self) -> Option<u32> {
        let last = self.last()?;
        self.len -= 1;
        if self.begins.last().is_some_and(|(at, _)| *at as usize >= self.len) {
            self.begins.pop();
        }
        Some(last)
    }

    /// The last number.
    pub fn last(&self) -> Option<u32> {
        self.get(self.len.checked_sub(1)?)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number in a place.
    pub fn get(&self, place: usize) -> Option<u32> {
        if place >= self.len {
            return None;
        }
        // Most lists are one run.
        let run = match &self.begins[..] {
            [only] => only,
            all => all.get(all.partition_point(|(at, _)| *at as usize <= place).checked_sub(1)?)?,
        };
        run.1.checked_add(u32::try_from(place).ok()?.checked_sub(run.0)?)
    }

    /// The place of a number in a list that only goes up.
    pub fn find(&self, number: u32) -> Option<usize> {
        let run = self.begins.partition_point(|(_, first)| *first <= number).checked_sub(1)?;
        let (at, first) = *self.begins.get(run)?;
        let place = at as usize + (number - first) as usize;
        (self.get(place) == Some(number)).then_some(place)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = u32> + Clone {
        let ends = self.begins.iter().skip(1).map(|(at, _)| *at as usize).chain([self.len]);
        self.begins.iter().zip(ends).flat_map(|((at, first), end)| {
            let count = end.saturating_sub(*at as usize);
            (0..count).map(move |i| first.saturating_add(u32::try_from(i).unwrap_or(u32::MAX)))
        })
    }
}

impl FromIterator<u32> for Runs {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut runs = Self::default();
        numbers.into_iter().for_each(|number| runs.push(number));
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_the_list_that_they_were_made_of() {
        for list in [&[][..], &[7], &[1, 2, 3], &[2, 3, 5, 6, 9], &[1, 1, 2, 5, 4], &[0, 1, u32::MAX]] {
            let runs: Runs = list.iter().copied().collect();
            assert_eq!(runs.iter().collect::<Vec<_>>(), list);
            assert_eq!((0..list.len() + 1).map(|i| runs.get(i)).collect::<Vec<_>>(), {
                let mut all: Vec<Option<u32>> = list.iter().copied().map(Some).collect();
                all.push(None);
                all
            });
            let mut left = runs.clone();
            let mut taken: Vec<u32> = std::iter::from_fn(|| left.pop()).collect();
            taken.reverse();
            assert_eq!((taken.as_slice(), left.begins.len()), (list, 0));
        }
        let runs: Runs = [2, 3, 5, 6, 9].into_iter().collect();
        assert_eq!(
            [1, 2, 3, 4, 6, 9, 10].map(|n| runs.find(n)),
            [None, Some(0), Some(1), None, Some(3), Some(4), None]
        );
    }
}
