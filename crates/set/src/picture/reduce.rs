//! Fewer samples of a picture: each new one is the mean of all that it covers, counted in whole numbers, so that every
//! machine comes to the same bytes.

use std::sync::Arc;

use biaoyu_page::page::{Image, Samples};

/// Brings `samples` of `channels` bytes, rows from the top, from one size to a smaller one. A side that would grow stays
/// as it is.
pub(super) fn reduce(samples: &[u8], channels: usize, from: [u32; 2], to: [u32; 2]) -> Vec<u8> {
    let [w, h] = from.map(|side| side as usize);
    let [new_w, new_h] = [to[0].clamp(1, from[0].max(1)), to[1].clamp(1, from[1].max(1))].map(|side| side as usize);
    let mut out = Vec::with_capacity(new_w * new_h * channels);
    // Sums of one row, a sample's value times how much of it a new one covers, in parts of 1/new_w; and of the rows of a
    // new one, times parts of 1/new_h.
    let mut row: Vec<u32> = vec![0; new_w * channels];
    let mut sums: Vec<u64> = vec![0; new_w * channels];
    let whole = w as u64 * h as u64;
    for (y, line) in samples.chunks_exact((w * channels).max(1)).take(h).enumerate() {
        along(line, channels, (w, new_w), &mut row);
        // A row of the old size covers one new row, or parts of two.
        let mut start = y * new_h;
        let end = start + new_h;
        while start < end {
            let border = (start / h + 1) * h;
            let part = (border.min(end) - start) as u64;
            sums.iter_mut().zip(&row).for_each(|(sum, value)| *sum += part * u64::from(*value));
            start = border.min(end);
            if start == border {
                out.extend(sums.iter().map(|sum| ((sum + whole / 2) / whole) as u8));
                sums.fill(0);
            }
        }
    }
    out
}

/// The sums along one row.
fn along(line: &[u8], channels: usize, (w, new_w): (usize, usize), row: &mut [u32]) {
    row.fill(0);
    let mut x = 0;
    // Parts of the new sample that are still free.
    let mut free = w;
    for pixel in line.chunks_exact(channels) {
        let mut rest = new_w;
        while rest > 0 {
            let part = rest.min(free);
            let new = row.get_mut(x * channels..(x + 1) * channels).unwrap_or_default();
            new.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += part as u32 * u32::from(*value));
            rest -= part;
            free -= part;
            if free == 0 {
                (x, free) = (x + 1, w);
            }
        }
    }
}

/// A picture in fewer samples; one with transparency as it is, since the colour of what is not seen must not come in.
pub(super) fn reduced(image: &Arc<Image>, to: [u32; 2]) -> Arc<Image> {
    if image.alpha.is_some() || image.width <= to[0] || image.height <= to[1] {
        return image.clone();
    }
    let from = [image.width, image.height];
    let samples = match &image.samples {
        Samples::Gray(bytes) => Samples::Gray(reduce(bytes, 1, from, to)),
        Samples::Cmyk(bytes) => Samples::Cmyk(reduce(bytes, 4, from, to)),
    };
    Arc::new(Image { width: to[0], height: to[1], samples, alpha: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_the_mean_of_what_it_covers() {
        // Whole blocks.
        assert_eq!(reduce(&[0, 10, 20, 30, 40, 50, 60, 70], 1, [4, 2], [2, 1]), [25, 45]);
        // Three into two: each takes one and a half.
        assert_eq!(reduce(&[0, 90, 240], 1, [3, 1], [2, 1]), [30, 190]);
        assert_eq!(reduce(&[0, 90, 240], 1, [1, 3], [1, 2]), [30, 190]);
        // Channels stay apart; the same size changes nothing.
        assert_eq!(reduce(&[1, 2, 3, 5, 6, 7], 3, [2, 1], [1, 1]), [3, 4, 5]);
        assert_eq!(reduce(&[1, 2, 3, 4], 1, [2, 2], [9, 2]), [1, 2, 3, 4]);
    }

    #[test]
    fn what_is_even_stays_even_at_any_size() {
        for (from, to) in [([97, 61], [31, 17]), ([640, 480], [1, 1]), ([300, 2], [299, 2])] {
            let samples = vec![201; (from[0] * from[1] * 4) as usize];
            let out = reduce(&samples, 4, from, to);
            assert_eq!(out.len(), (to[0] * to[1] * 4) as usize);
            assert!(out.iter().all(|v| *v == 201));
        }
    }
}
