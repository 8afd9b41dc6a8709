//! The mask of a QR code: of eight patterns the one that leaves the fewest features that a reader could stumble over
//! (ISO/IEC 18004, 7.8.3.1), counted on whole rows of bits instead of module by module.

use std::sync::{LazyLock, OnceLock};

use qrcodegen::{DataTooLong, Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// A row or column of modules, the first one lowest.
type Line = u64;

/// Modules on a side that a line of bits holds: version 11, 251 bytes. Larger codes are left to the library.
const WIDEST: u32 = Line::BITS;

/// The modules of a code.
pub(super) enum Code {
    /// Its rows.
    Rows(Vec<Line>),
    /// One that is wider than a line of bits.
    Large(QrCode),
}

impl Code {
    /// Modules on a side, without the quiet zone.
    pub(crate) fn size(&self) -> u32 {
        match self {
            Code::Rows(rows) => rows.len() as u32,
            Code::Large(code) => code.size().unsigned_abs(),
        }
    }

    /// Tells the runs of dark modules of a row, from the left: where each begins and where it has ended.
    pub(crate) fn runs(&self, y: u32, mut tell: impl FnMut(u32, u32)) {
        match self {
            Code::Rows(rows) => {
                let mut rest = rows.get(y as usize).copied().unwrap_or(0);
                let mut x = 0;
                while rest != 0 {
                    let from = x + rest.trailing_zeros();
                    rest >>= rest.trailing_zeros();
                    let length = rest.trailing_ones();
                    x = from + length;
                    rest = rest.checked_shr(length).unwrap_or(0);
                    tell(from, x);
                }
            }
            Code::Large(code) => {
                let dark = |x: u32| code.get_module(x as i32, y as i32);
                let mut from = 0;
                while let Some(start) = (from..self.size()).find(|x| dark(*x)) {
                    from = (start..self.size()).find(|x| !dark(*x)).unwrap_or(self.size());
                    tell(start, from);
                }
            }
        }
    }
}

/// The code of some segments with the best mask.
///
/// # Errors
/// When no version holds them.
pub(super) fn encode(segments: &[QrSegment], level: QrCodeEcc) -> Result<Code, DataTooLong> {
    let with = |mask| QrCode::encode_segments_advanced(segments, level, Version::MIN, Version::MAX, mask, true);
    let plain = with(Some(Mask::new(0)))?;
    if plain.size().unsigned_abs() > WIDEST {
        return with(None).map(Code::Large);
    }
    let rows = rows(&plain);
    let mask = best(&rows);
    Ok(Code::Rows(masked(rows, mask)))
}

/// The code of some segments with mask 0, whatever it is worth.
///
/// # Errors
/// When no version holds them.
pub(super) fn encode_plain(segments: &[QrSegment], level: QrCodeEcc) -> Result<Code, DataTooLong> {
    let mask = Some(Mask::new(0));
    let plain = QrCode::encode_segments_advanced(segments, level, Version::MIN, Version::MAX, mask, true)?;
    let is_wide = plain.size().unsigned_abs() > WIDEST;
    Ok(if is_wide { Code::Large(plain) } else { Code::Rows(rows(&plain)) })
}

fn rows(code: &QrCode) -> Vec<Line> {
    let size = code.size();
    (0..size).map(|y| (0..size).fold(0, |bits, x| bits | Line::from(code.get_module(x, y)) << x)).collect()
}

/// What a size of code has in common: its data modules by rows and by columns.
type Plan = (Vec<Line>, Vec<Line>);

/// The plan of a size, made once.
fn plan(size: usize) -> &'static Plan {
    static PLANS: [OnceLock<Plan>; WIDEST as usize] = [const { OnceLock::new() }; WIDEST as usize];
    static NONE: Plan = (Vec::new(), Vec::new());
    PLANS.get(size).map_or(&NONE, |plan| {
        plan.get_or_init(|| {
            let rows = data_modules(size as i32);
            let columns = turned(&rows);
            (rows, columns)
        })
    })
}

/// Masks repeat every twelve modules.
const PERIOD: usize = 12;

/// What each mask turns over of a code that has mask 0: twelve rows, and the same by columns.
static TURNS: LazyLock<[[[Line; PERIOD]; 2]; 8]> = LazyLock::new(|| {
    let line =
        |turns: &dyn Fn(i32) -> bool| (0..WIDEST as i32).fold(0, |bits: Line, i| bits | Line::from(turns(i)) << i);
    std::array::from_fn(|mask| {
        let turns = |x, y| inverts(mask as u8, x, y) != inverts(0, x, y);
        let rows = std::array::from_fn(|y| line(&|x| turns(x, y as i32)));
        [rows, std::array::from_fn(|x| line(&|y| turns(x as i32, y)))]
    })
});

/// The lines of a code with its data turned over.
fn turn<'a>(plain: &'a [Line], data: &'a [Line], turns: &'a [Line; PERIOD]) -> impl Iterator<Item = Line> + 'a {
    plain.iter().zip(data).zip(turns.iter().cycle()).map(|((line, data), turned)| line ^ (data & turned))
}

/// The number of the best mask for a code that has mask 0.
fn best(rows: &[Line]) -> u8 {
    let columns = turned(rows);
    let (data, data_columns) = plan(rows.len());
    let (mut a, mut b) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    let mut best = (u32::MAX, 0);
    for (mask, [of_rows, of_columns]) in (0..).zip(TURNS.iter()) {
        a.clear();
        a.extend(turn(rows, data, of_rows));
        say_mask(&mut a, mask, |x, y| (x, y));
        let of_rows = balance(&a) + blocks(&a) + lines(&a);
        // Of equal masks the first counts: one that is no better by its rows cannot win.
        if of_rows >= best.0 {
            continue;
        }
        b.clear();
        b.extend(turn(&columns, data_columns, of_columns));
        say_mask(&mut b, mask, |x, y| (y, x));
        best = best.min((of_rows + lines(&b), mask));
    }
    best.1
}

/// A code that has mask 0 with another mask.
fn masked(rows: Vec<Line>, mask: u8) -> Vec<Line> {
    let (data, _) = plan(rows.len());
    let Some([turns, _]) = TURNS.get(usize::from(mask)) else { return rows };
    let mut rows: Vec<Line> = turn(&rows, data, turns).collect();
    say_mask(&mut rows, mask, |x, y| (x, y));
    rows
}

/// Lets the format of a code that has mask 0 tell another one. `at` leads from a module to its place along and across
/// the lines.
fn say_mask(lines: &mut [Line], mask: u8, at: impl Fn(usize, usize) -> (usize, usize)) {
    let size = lines.len();
    // The format's code is linear (7.9, annex C): the difference of two formats is the format of their difference.
    let mut rest = u32::from(mask);
    for _ in 0..10 {
        rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    }
    let format = u32::from(mask) << 10 | rest;
    for bit in (0..15_usize).filter(|bit| format >> bit & 1 == 1) {
        let around = match bit {
            0..=5 => (8, bit),
            6 | 7 => (8, bit + 1),
            8 => (7, 8),
            _ => (14 - bit, 8),
        };
        let apart = if bit < 8 { (size - 1 - bit, 8) } else { (8, size - 15 + bit) };
        for (x, y) in [around, apart] {
            let (along, across) = at(x, y);
            lines.get_mut(across).into_iter().for_each(|line| *line ^= 1 << along);
        }
    }
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
fn data_modules(size: i32) -> Vec<Line> {
    let version = (size - 17) / 4;
    let mut rows = vec![Line::MAX >> (WIDEST - size.unsigned_abs()); size as usize];
    let mut keep = |x: i32, y: i32, w: i32, h: i32| {
        let bits = (Line::MAX >> (WIDEST - w.unsigned_abs())) << x;
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

/// For every 5 % away from half dark, 10 points.
fn balance(rows: &[Line]) -> u32 {
    let (size, dark) = (rows.len() as u32, rows.iter().map(|r| r.count_ones()).sum::<u32>());
    let total = size * size;
    (dark * 20).abs_diff(total * 10).div_ceil(total).saturating_sub(1) * 10
}

/// Runs of five and more, and what looks like a finder, along lines.
fn lines(lines: &[Line]) -> u32 {
    let size = lines.len() as u32;
    // Places where a stretch of so many modules may begin.
    let inside = |length: u32| Line::MAX >> (WIDEST - (size + 1 - length.min(size)));
    let beyond = !(Line::MAX >> (WIDEST - size));
    let mut sum = 0;
    for line in lines {
        // Four equal neighbours in a row begin a run of five or go on with it: 3 points, and 1 for every further one.
        let alike = !(line ^ (line >> 1));
        let fives = alike & (alike >> 1) & (alike >> 2) & (alike >> 3) & inside(5);
        sum += fives.count_ones() + 2 * (fives & !(fives << 1)).count_ones();
        // 1011101 with four light modules before or behind; beyond the edge all is light.
        let at = |i: u32| line >> i;
        let finder = at(0) & !at(1) & at(2) & at(3) & at(4) & !at(5) & at(6) & inside(7);
        if finder == 0 {
            continue;
        }
        let light = !line | beyond;
        let before = |i: u32| (light << i) | ((1 << i) - 1);
        let behind = |i: u32| (light >> i) | !(Line::MAX >> i);
        let clear_before = before(1) & before(2) & before(3) & before(4);
        let clear_behind = behind(7) & behind(8) & behind(9) & behind(10);
        sum += 40 * ((finder & clear_before).count_ones() + (finder & clear_behind).count_ones());
    }
    sum
}

/// Blocks of two by two of one colour, 3 points each.
fn blocks(rows: &[Line]) -> u32 {
    let inside = Line::MAX >> (WIDEST as usize + 1 - rows.len());
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let count = |(a, b): (&Line, &Line)| {
        let along = !(a ^ (a >> 1)) & !(b ^ (b >> 1));
        (along & !(a ^ b) & inside).count_ones()
    };
    3 * pairs.map(count).sum::<u32>()
}

/// Columns as rows.
fn turned(rows: &[Line]) -> Vec<Line> {
    let column = |x: usize| rows.iter().enumerate().fold(0, |bits, (y, row)| bits | ((row >> x) & 1) << y);
    (0..rows.len()).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn penalty(rows: &[Line]) -> u32 {
        balance(rows) + blocks(rows) + lines(rows) + lines(&turned(rows))
    }

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
        for length in [1, 9, 20, 43, 75, 120, 200, 251] {
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
                assert_eq!(penalty(&rows(&code)), slowly(&code), "{length} characters, mask {mask}");
                assert_eq!(masked(rows(&plain), mask), rows(&code), "{length} characters, mask {mask}");
            }
            let library = QrCode::encode_segments(&segments, QrCodeEcc::Medium).unwrap();
            let own = match encode(&segments, QrCodeEcc::Medium).unwrap() {
                Code::Rows(rows) => rows,
                Code::Large(_) => continue,
            };
            assert_eq!(own.len() as i32, library.size());
            // What looks like a finder at the edge is told in two ways; one mask in a few differs, by one such figure.
            let own = penalty(&own);
            assert!(own <= slowly(&library) + 40, "{length}: {own} {}", slowly(&library));
        }
    }

    #[test]
    fn runs_are_the_dark_modules_of_small_and_large_codes() {
        for length in [20, 251, 252, 2000] {
            let segments = QrSegment::make_segments(&"a".repeat(length));
            let code = encode(&segments, QrCodeEcc::Medium).unwrap();
            let size = code.size();
            assert_eq!(size > WIDEST, length > 251);
            for y in 0..size {
                let mut row = vec![false; size as usize];
                code.runs(y, |from, to| row[from as usize..to as usize].fill(true));
                for (x, dark) in (0..).zip(row) {
                    let want = match &code {
                        Code::Rows(rows) => rows[y as usize] >> x & 1 == 1,
                        Code::Large(code) => code.get_module(x, y as i32),
                    };
                    assert_eq!(dark, want, "{length}: {x}, {y}");
                }
            }
        }
    }
}
