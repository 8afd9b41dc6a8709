//! Discs: in a square grid or staggered, whichever holds more.

use biaoyu_page::geom::{Point, Rect};

/// Half of the square root of 3: the height of a triangle of equal sides.
const HIGH: f64 = 0.866_025_403_784_438_6;

/// Upper left corners of the squares around as many discs of `size` as lie in `area` with `gap` between them, row by row.
pub(super) fn discs(area: Rect, size: f64, gap: f64) -> Vec<Point> {
    let across = |area: Rect| [square(area, size, gap), staggered(area, size, gap)];
    // Staggered columns are staggered rows of the area on its side.
    let side = Rect::new(area.y0, area.x0, area.y1, area.x1);
    let mut upright = staggered(side, size, gap);
    upright.iter_mut().for_each(|p| *p = Point::new(p.y, p.x));
    upright.sort_by(|a, b| (a.y, a.x).partial_cmp(&(b.y, b.x)).unwrap_or(std::cmp::Ordering::Equal));
    let mut best: Vec<Point> = Vec::new();
    for found in across(area).into_iter().chain([upright]) {
        if found.len() > best.len() {
            best = found;
        }
    }
    best
}

/// How many of `size` lie in `room`, `pitch` from one to the next.
fn count(room: f64, size: f64, pitch: f64) -> usize {
    if room + 1e-6 < size { 0 } else { ((room - size) / pitch + 1e-6).floor() as usize + 1 }
}

fn square(area: Rect, size: f64, gap: f64) -> Vec<Point> {
    let pitch = size + gap;
    let (columns, rows) = (count(area.width(), size, pitch), count(area.height(), size, pitch));
    let place = |row: usize, column: usize| Point::new(area.x0 + column as f64 * pitch, area.y0 + row as f64 * pitch);
    (0..rows).flat_map(|row| (0..columns).map(move |column| place(row, column))).collect()
}

fn staggered(area: Rect, size: f64, gap: f64) -> Vec<Point> {
    let pitch = size + gap;
    let rows = count(area.height(), size, pitch * HIGH);
    let mut places = Vec::new();
    for row in 0..rows {
        let shift = if row % 2 == 1 { pitch / 2.0 } else { 0.0 };
        for column in 0..count(area.width() - shift, size, pitch) {
            let x = area.x0 + shift + column as f64 * pitch;
            places.push(Point::new(x, area.y0 + row as f64 * pitch * HIGH));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_buttons_of_seventy_lie_on_a4() {
        let places = discs(Rect::new(5.0, 5.0, 205.0, 292.0), 70.0, 1.0);
        assert_eq!(places.len(), 11);
        for (i, a) in places.iter().enumerate() {
            assert!(a.x >= 5.0 && a.x + 70.0 <= 205.0 && a.y >= 5.0 && a.y + 70.0 <= 292.0);
            assert!(places[..i].iter().all(|b| (*a - *b).hypot() > 70.999));
        }
        assert_eq!(discs(Rect::new(0.0, 0.0, 69.0, 300.0), 70.0, 1.0), []);
    }
}
