//! What is seen in a scan besides its lettering: the edge of the paper, ruled lines.

use super::trace::Gray;
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::say;

/// Share of the picture's edge that is dark where something is cut off.
const EDGE: f64 = 0.004;
/// What is darker than this share of its paper belongs to a ruled line, where a row of it is.
const RULED: f32 = 0.93;

/// What is seen in a scan besides the lettering, which its outline may have caught.
pub(super) fn findings(scan: &Gray, name: &str, level: f32) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut warn = |rule, what, hint| {
        all.push(Finding { rule, severity: Severity::Warning, place: Place::file(name), what, hint: Some(hint) });
    };
    let (w, h) = (scan.width, scan.height);
    let edge = (0..w).flat_map(|x| [(x, 0), (x, h.saturating_sub(1))]);
    let edge = edge.chain((0..h).flat_map(|y| [(0, y), (w.saturating_sub(1), y)]));
    let dark = edge.filter(|(x, y)| scan.at(*x, *y) < level).count();
    if dark as f64 > EDGE * (2 * (w + h)) as f64 {
        let percent = number((dark as f64 / (2 * (w + h)) as f64 * 100.0).max(1.0), 0);
        warn(
            "lettering-edge",
            say!(
                "ink touches {percent} % of the picture's edge: a stroke is cut off, or what lies beside the paper is traced with it",
                "图的边缘有 {percent} % 是深色：不是笔画被切掉，就是把纸外的东西也描了进来"
            ),
            say!(
                "crop the picture to the paper, a finger's breadth around the lettering",
                "请裁到纸面以内，题字四周留一指宽"
            ),
        );
    }
    let ruled = ruled(scan);
    // The soft edge of a shadow may look like one or two.
    if ruled > 2 {
        warn(
            "lettering-ruled",
            say!(
                "{ruled} straight lines run across the paper: where they meet strokes they may leave spikes",
                "纸上有 {ruled} 条横竖格线：与笔画相接处可能留下毛刺"
            ),
            say!(
                "wipe the lines out in the picture, write on plain paper, or keep the paper: `--lettering-paper`",
                "请先在图上擦去格线，或写在白纸上，或连纸一起用：`--lettering-paper`"
            ),
        );
    }
    all
}

/// How many straight lines run level or upright over most of the paper, ruled or printed.
fn ruled(scan: &Gray) -> usize {
    let count = |across: usize, along: usize, at: &dyn Fn(usize, usize) -> f32| {
        let is_line = |line: usize| {
            let grayish = (0..along).filter(|i| at(line, *i) < RULED).count();
            grayish as f64 > 0.6 * along as f64
        };
        let mut lines = 0;
        let mut thick = 0;
        for line in 0..=across {
            if line < across && is_line(line) {
                thick += 1;
            } else {
                // A bar of ink, or a dark side of the scan, is no ruled line.
                lines += usize::from(thick > 0 && thick <= across / 60 + 1);
                thick = 0;
            }
        }
        lines
    };
    count(scan.height, scan.width, &|y, x| scan.at(x, y)) + count(scan.width, scan.height, &|x, y| scan.at(x, y))
}

#[cfg(test)]
mod tests {
    use biaoyu_page::page::{Image, Samples};

    #[test]
    fn lines_and_what_is_cut_off_are_told() {
        let (w, h) = (300_usize, 200_usize);
        let level = |i: usize| {
            let (x, y) = (i % w, i / w);
            let is_ink = (100..140).contains(&x) && y > 60;
            if is_ink {
                20
            } else if y % 40 == 20 {
                190
            } else {
                245
            }
        };
        let samples = Samples::Gray((0..w * h).map(level).collect());
        let image = Image { width: w as u32, height: h as u32, samples, alpha: None };
        let (_, findings) =
            super::super::trace::trace("scan.png", &image, biaoyu_page::icc::Profile::embedded()).unwrap();
        let rules: Vec<&str> = findings.iter().map(|f| f.rule).collect();
        assert_eq!(rules[1..3], ["lettering-edge", "lettering-ruled"], "{findings:?}");
    }
}
