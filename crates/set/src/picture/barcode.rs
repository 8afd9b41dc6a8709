//! Code 128 (ISO/IEC 15417) and Data Matrix ECC 200 (ISO/IEC 16022) as rectangles.

use code128::Code128;
use datamatrix::{DataMatrix, SymbolList};

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::geom::Rect;
use biaoyu_page::say;

/// Least width of a module that hand scanners read of office prints, mm: the least of GS1 General Specifications for
/// general distribution is 0.25.
pub const LEAST_BARCODE_MODULE: f64 = 0.25;
/// Least height of bars, mm, and in widths of the code: so that a hand held a little askew still crosses all of them (ISO/IEC
/// 15417, annex D: the larger of 5 mm and 15 %).
pub const LEAST_BAR: (f64, f64) = (5.0, 0.15);
/// Modules kept white on every side of a Data Matrix; the standard asks for one, telephones want two.
const MATRIX_QUIET: f64 = 2.0;
/// Characters that bars can carry on a label.
const MOST_BARS: usize = 60;
/// Bytes that a Data Matrix holds.
const MOST_MATRIX: usize = 1_555;

/// A code: its figure and the dark rectangles in it.
pub struct Bars {
    /// Width in modules, the quiet zones with it.
    pub width: f64,
    /// Height in modules; of bars 1, as they are as high as their place.
    pub height: f64,
    /// What is dark.
    pub rects: Vec<Rect>,
}

/// Bars of a text of printable ASCII, with quiet zones of ten modules.
///
/// # Errors
/// Any other character, and what is too long for bars.
pub fn code128(text: &str) -> Result<Bars, Fault> {
    if let Some(c) = text.chars().find(|c| !matches!(c, ' '..='~')) {
        let what = say!("`{c}` cannot stand in a Code 128", "`{c}` 不能编入 Code 128 条码");
        let hint = say!(
            "bars carry figures, Latin letters and signs of a keyboard: leave it out, or use a Data Matrix",
            "条码只能用数字、拉丁字母和键盘符号：请去掉它，或改用 Data Matrix"
        );
        return Err(Fault::new("barcode/character", Place::default(), what).hint(hint));
    }
    let found = text.chars().count();
    if found > MOST_BARS {
        return Err(too_long(found, MOST_BARS));
    }
    let code = Code128::encode(text.as_bytes());
    let bar = |bar: code128::BarCoordinate| {
        let x = f64::from(bar.x);
        Rect::new(x, 0.0, x + f64::from(bar.width), 1.0)
    };
    Ok(Bars { width: code.len() as f64, height: 1.0, rects: code.bar_coordinates().map(bar).collect() })
}

/// A square of a text: ASCII and Latin 1 as they are, all else as UTF-8 with its number (ECI 26).
///
/// # Errors
/// What is longer than it holds.
pub fn datamatrix(text: &str) -> Result<Bars, Fault> {
    let sizes = || SymbolList::default().enforce_square();
    let made = if text.is_ascii() {
        DataMatrix::encode(text.as_bytes(), sizes())
    } else {
        DataMatrix::encode_str(text, sizes())
    };
    let code = made.map_err(|_| too_long(text.len(), MOST_MATRIX))?;
    let bitmap = code.bitmap();
    let side = |modules: usize| modules as f64 + 2.0 * MATRIX_QUIET;
    // Runs of a row; one figure holds them all, so that no hairline parts them.
    let mut rects: Vec<Rect> = Vec::new();
    for (x, y) in bitmap.pixels() {
        let (x, y) = (x as f64 + MATRIX_QUIET, y as f64 + MATRIX_QUIET);
        match rects.last_mut().filter(|r| r.y0 == y && r.x1 == x) {
            Some(run) => run.x1 += 1.0,
            None => rects.push(Rect::new(x, y, x + 1.0, y + 1.0)),
        }
    }
    Ok(Bars { width: side(bitmap.width()), height: side(bitmap.height()), rects })
}

fn too_long(found: usize, most: usize) -> Fault {
    let what =
        say!("a code of {found} characters, at most {most} have room", "条码内容有 {found} 个字符，最多 {most} 个");
    Fault::new("barcode/too-long", Place::default(), what)
        .hint(say!("shorten it: a number, or a short link", "请缩短：编号或短链接"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_size_and_their_quiet_zones() {
        // Eight figures in pairs: start, four pairs, check, 11 modules each, stop 13, twice ten white.
        let bars = code128("20210917").unwrap();
        assert_eq!(bars.width, 6.0 * 11.0 + 13.0 + 20.0);
        assert_eq!((bars.rects[0].x0, bars.rects.last().unwrap().x1), (10.0, bars.width - 10.0));
        assert_eq!(code128("编号").err().unwrap().code, "barcode/character");
        assert_eq!(code128(&"1".repeat(61)).err().unwrap().code, "barcode/too-long");
        let square = datamatrix("A123456").unwrap();
        assert_eq!((square.width, square.height), (12.0 + 4.0, 12.0 + 4.0));
        // The left edge is solid.
        assert!(square.rects.iter().filter(|r| r.x0 == MATRIX_QUIET).count() == 12);
        assert!(datamatrix("设备编号 一号机").is_ok());
        assert_eq!(datamatrix(&"汉".repeat(2000)).err().unwrap().code, "barcode/too-long");
    }
}
