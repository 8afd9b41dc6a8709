//! The mask of a QR code: of eight patterns the one that leaves the fewest features that a reader could stumble over
//! (ISO/IEC 18004, 7.8.3), counted on whole rows of bits instead of module by module.

use qrcodegen::{DataTooLong, Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Modules on a side that a row of bits holds; larger codes are left to the library.
const WIDEST: i32 = 128;

/// The code of some segments with the best mask.
///
/// # Errors
/// When no version holds them.
pub(super) fn encode(segments: &[QrSegment], level: QrCodeEcc) -> Result<QrCode, DataTooLong> {
    let with = |level, version, mask, boost| {
        QrCode::encode_segments_advanced(segments, level, version, Version::MAX, mask, boost)
    };
    let plain = with(level, Version::MIN, Some(Mask::new(0)), true)?;
    if plain.size() > WIDEST {
        return with(level, Version::MIN, None, true);
    }
    match best(&plain) {
        0 => Ok(plain),
        mask => with(plain.error_correction_level(), plain.version(), Some(Mask::new(mask)), false),
    }
}

/// The number of the best mask for a code that has mask 0.
fn best(code: &QrCode) -> u8 {
    let size = code.size();
    let row = |y: i32| (0..size).fold(0_u128, |bits, x| bits | u128::from(code.get_module(x, y)) << x);
    let plain: Vec<u128> = (0..size).map(row).collect();
    let data = data_modules(size);
    let (plain_columns, data_columns) = (turned(&plain), turned(&data));
    let mut columns = Vec::with_capacity(plain.len());
    let mut rows = Vec::with_capacity(plain.len());
    let mut penalty_of = |mask: u8| {
        fill(&mut rows, &plain, &data, |across, along| inverts(mask, across, along) != inverts(0, across, along));
        let swapped = |across, along| inverts(mask, along, across) != inverts(0, along, across);
        fill(&mut columns, &plain_columns, &data_columns, swapped);
        penalty(&rows, &columns)
    };
    (0..8).min_by_key(|mask| penalty_of(*mask)).unwrap_or(0)
}

/// The lines of a code with some of its data turned over; which, is told by the place across and along the lines and
/// repeats every twelve modules.
fn fill(lines: &mut Vec<u128>, plain: &[u128], data: &[u128], turns: impl Fn(i32, i32) -> bool) {
    const PERIOD: i32 = 12;
    let pattern = |along: i32| {
        let one = (0..PERIOD).fold(0_u128, |bits, across| bits | u128::from(turns(across, along)) << across);
        (0..WIDEST).step_by(PERIOD as usize).fold(0, |bits, at| bits | one << at)
    };
    let period: Vec<u128> = (0..PERIOD).map(pattern).collect();
    lines.clear();
    lines
        .extend(plain.iter().zip(data).zip(period.iter().cycle()).map(|((line, data), turned)| line ^ (data & turned)));
}

/// Whether a mask turns a module over (table 10).
fn inverts(mask: u8, x: i32, y: i32) -> bool {
    0 == match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    }
}

/// The modules that carry data, a row of bits each: all but finders, timing, alignment, format and version.
fn data_modules(size: i32) -> Vec<u128> {
    let version = (size - 17) / 4;
    let mut rows = vec![u128::MAX >> (WIDEST - size); size as usize];
    let mut keep = |x: i32, y: i32, w: i32, h: i32| {
        let bits = (u128::MAX >> (WIDEST - w)) << x;
        for row in rows.iter_mut().skip(y as usize).take(h as usize) {
            *row &= !bits;
        }
    };
    keep(0, 0, 9, 9);
    keep(size - 8, 0, 8, 9);
    keep(0, size - 8, 9, 8);
    keep(6, 0, 1, size);
    keep(0, 6, size, 1);
    if version >= 7 {
        keep(size - 11, 0, 3, 6);
        keep(0, size - 11, 6, 3);
    }
    // Alignment patterns stand evenly from module 6 to the seventh from the end (annex E).
    let count = if version > 1 { version / 7 + 2 } else { 0 };
    let step = if count > 1 { (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2 } else { 0 };
    let at = |i: i32| if i == 0 { 6 } else { size - 7 - (count - 1 - i) * step };
    for (i, j) in (0..count).flat_map(|i| (0..count).map(move |j| (i, j))) {
        let corner = |k: i32| k == 0 || k == count - 1;
        if !(corner(i) && corner(j)) || (i, j) == (count - 1, count - 1) {
            keep(at(i) - 2, at(j) - 2, 5, 5);
        }
    }
    rows
}

/// The penalty of a code (7.8.3.1), by its rows and its columns.
fn penalty(rows: &[u128], columns: &[u128]) -> u32 {
    let (size, dark) = (rows.len() as u32, rows.iter().map(|r| r.count_ones()).sum::<u32>());
    let total = size * size;
    // Every 5 % away from half dark.
    let balance = ((dark * 20).abs_diff(total * 10)).div_ceil(total).saturating_sub(1) * 10;
    lines(rows) + lines(columns) + blocks(rows) + balance
}

/// Runs of five and more, and what looks like a finder, along lines.
fn lines(lines: &[u128]) -> u32 {
    let size = lines.len() as u32;
    let inside = |length: u32| u128::MAX >> (128 - (size + 1 - length.min(size)));
    let mut sum = 0;
    for line in lines {
        // Four equal neighbours in a row begin a run of five or go on with it: 3 points, and 1 for every further one.
        let alike = !(line ^ (line >> 1));
        let fives = alike & (alike >> 1) & (alike >> 2) & (alike >> 3) & inside(5);
        sum += fives.count_ones() + 2 * (fives & !(fives << 1)).count_ones();
        // 1011101 with four light modules before or behind; beyond the edge all is light.
        let at = |i: u32| line >> i;
        let finder = at(0) & !at(1) & at(2) & at(3) & at(4) & !at(5) & at(6) & inside(7);
        let light = !line & inside(1);
        let before = |i: u32| (light << i) | ((1 << i) - 1);
        let behind = |i: u32| (light >> i) | !(u128::MAX >> (128 - size) >> i);
        let clear_before = before(1) & before(2) & before(3) & before(4);
        let clear_behind = behind(7) & behind(8) & behind(9) & behind(10);
        sum += 40 * ((finder & clear_before).count_ones() + (finder & clear_behind).count_ones());
    }
    sum
}

/// Blocks of two by two of one colour, 3 points each.
fn blocks(rows: &[u128]) -> u32 {
    let inside = u128::MAX >> (129 - rows.len());
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let count = |(a, b): (&u128, &u128)| {
        let along = !(a ^ (a >> 1)) & !(b ^ (b >> 1));
        (along & !(a ^ b) & inside).count_ones()
    };
    3 * pairs.map(count).sum::<u32>()
}

/// Columns as rows.
fn turned(rows: &[u128]) -> Vec<u128> {
    let column = |x: usize| rows.iter().enumerate().fold(0, |bits, (y, row)| bits | ((row >> x) & 1) << y);
    (0..rows.len()).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same rules, module by module as the standard tells them.
    fn slowly(code: &QrCode) -> u32 {
        let size = code.size();
        let mut sum = 0;
        for flip in [false, true] {
            let module = |x: i32, y: i32| if flip { code.get_module(y, x) } else { code.get_module(x, y) };
            for y in 0..size {
                let mut run = 0;
                for x in 0..size {
                    run = if x > 0 && module(x, y) == module(x - 1, y) { run + 1 } else { 1 };
                    sum += if run == 5 { 3 } else { u32::from(run > 5) };
                    let finder = [true, false, true, true, true, false, true];
                    if x + 7 <= size && (0..7).all(|i| module(x + i, y) == finder[i as usize]) {
                        sum += 40 * u32::from((1..=4).all(|i| !module(x - i, y)));
                        sum += 40 * u32::from((7..=10).all(|i| !module(x + i, y)));
                    }
                }
            }
        }
        let at = |x, y| code.get_module(x, y);
        let mut dark = 0;
        for (x, y) in (0..size).flat_map(|x| (0..size).map(move |y| (x, y))) {
            dark += u32::from(at(x, y));
            let block = x + 1 < size && y + 1 < size;
            sum += 3 * u32::from(
                block && at(x, y) == at(x + 1, y) && at(x, y) == at(x, y + 1) && at(x, y) == at(x + 1, y + 1),
            );
        }
        let share = f64::from(dark) / f64::from(size * size);
        sum + 10 * ((((share - 0.5).abs() / 0.05).ceil() - 1.0).max(0.0) as u32)
    }

    #[test]
    fn the_mask_is_the_one_with_the_least_penalty() {
        for length in [1, 9, 20, 43, 75, 120, 300, 500] {
            let text: String = (0..length).map(|i| char::from(b'a' + (i * i * 7 % 26) as u8)).collect();
            let segments = QrSegment::make_segments(&text);
            let plain = QrCode::encode_segments_advanced(
                &segments,
                QrCodeEcc::Medium,
                Version::MIN,
                Version::MAX,
                Some(Mask::new(0)),
                true,
            )
            .unwrap();
            let rows = |code: &QrCode| -> Vec<u128> {
                let row = |y| (0..code.size()).fold(0, |b, x| b | u128::from(code.get_module(x, y)) << x);
                (0..code.size()).map(row).collect()
            };
            let data = data_modules(plain.size());
            for mask in 0..8 {
                let code = QrCode::encode_segments_advanced(
                    &segments,
                    plain.error_correction_level(),
                    plain.version(),
                    plain.version(),
                    Some(Mask::new(mask)),
                    false,
                )
                .unwrap();
                assert_eq!(
                    penalty(&rows(&code), &turned(&rows(&code))),
                    slowly(&code),
                    "{length} characters, mask {mask}"
                );
                // What the mask turns over is data, and nothing but the format's bits beside it.
                for (y, (a, b)) in rows(&plain).into_iter().zip(rows(&code)).enumerate() {
                    let turned: u128 = (0..plain.size())
                        .filter(|x| inverts(mask, *x, y as i32) != inverts(0, *x, y as i32))
                        .fold(0, |bits, x| bits | 1 << x);
                    assert_eq!((a ^ b) & data[y], turned & data[y], "{length}, {mask}, row {y}");
                    assert!(((a ^ b) & !data[y]).count_ones() <= 15, "{length}, {mask}, row {y}");
                }
            }
            let library = QrCode::encode_segments(&segments, QrCodeEcc::Medium).unwrap();
            let own = encode(&segments, QrCodeEcc::Medium).unwrap();
            // The format's bits count for the library and not for us: one mask in a few differs, by a hair.
            assert!(slowly(&own) <= slowly(&library) + 60, "{length}: {} {}", slowly(&own), slowly(&library));
            assert_eq!((own.size(), own.error_correction_level()), (library.size(), library.error_correction_level()));
        }
    }
}
