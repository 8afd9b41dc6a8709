//! Counts, times and sizes as people read them.

use std::time::Duration;

use biaoyu_page::measure::number;

/// The word for one, or for several.
pub(super) fn plural<'w>(count: usize, one: &'w str, many: &'w str) -> &'w str {
    if count == 1 { one } else { many }
}

/// A time in seconds.
pub(super) fn seconds(time: Duration) -> String {
    number(time.as_secs_f64(), if time.as_secs() < 10 { 2 } else { 0 })
}

/// Bytes as people read them.
pub(super) fn size(bytes: u64) -> String {
    let value = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", number(value / 1e3, 0)),
        1_000_000..1_000_000_000 => format!("{} MB", number(value / 1e6, 1)),
        _ => format!("{} GB", number(value / 1e9, 2)),
    }
}
