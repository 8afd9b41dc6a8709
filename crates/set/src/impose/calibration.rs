//! The page that a printer is measured by: two lines at a known distance from the paper's edges, two rules of known length.

use super::strokes::{key, stroked};
use crate::overview::{End, Words};
use crate::paper::{Paper, Target};
use biaoyu_page::geom::{BezPath, Outline, Point, Rect};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Boxes, Page};

/// The calibration page of a paper.
pub fn calibration(paper: &Paper, words: &Words) -> Page {
    let target = Target::of(paper.size);
    let Target { edge, rules: (across, down), .. } = target;
    let mut items = Vec::new();
    let mut path = BezPath::new();
    // The corner where both rules begin, with ends that a ruler finds.
    path.move_to((edge, edge));
    path.line_to((edge + across, edge));
    path.move_to((edge, edge));
    path.line_to((edge, edge + down));
    let mut mm = 0.0;
    while mm <= across.max(down) {
        let long = if mm % 50.0 == 0.0 {
            6.0
        } else if mm % 10.0 == 0.0 {
            4.0
        } else {
            2.0
        };
        if mm <= across {
            path.move_to((edge + mm, edge));
            path.line_to((edge + mm, edge + long));
        }
        if mm <= down {
            path.move_to((edge, edge + mm));
            path.line_to((edge + long, edge + mm));
        }
        mm += 5.0;
    }
    items.push(stroked(path, 0.1, key(1.0)));
    let mut says = |text: &str, size: f64, x: f64, y: f64| {
        let room = paper.size.width - x - edge;
        items.extend(words.set(&words.plain, text, size, Point::new(x, y), End::Left, room));
    };
    let left = edge + 12.0;
    let (across, down) = (number(across, 0), number(down, 0));
    says(&format!("校准页 calibration　{}", paper.name), 5.0, left, edge + 20.0);
    let on = if paper.id == "a4" { String::new() } else { format!(" --on {}", paper.id) };
    let lines = [
        "1. 按“实际大小 100 %”打印这一页，不要“适合纸张”。Print at 100 %.".to_owned(),
        "2. 用尺量四个数（毫米，量到 0.5 或更细）：".to_owned(),
        "   左：纸的左边到竖线 from the left edge of the paper to the upright line".to_owned(),
        "   上：纸的上边到横线 from its upper edge to the level line".to_owned(),
        format!("   横：横标尺从头到尾，应为 {across} mm　the level rule, end to end"),
        format!("   竖：竖标尺从头到尾，应为 {down} mm　the upright rule, end to end"),
        "3. 记下这台打印机，以后都按它校正：Then, once:".to_owned(),
        format!("   biaoyu calibrate{on} --printer 名称 --measured 左,上,横,竖"),
        "4. 拼版时加 --printer 名称 Then print sheets with --printer NAME".to_owned(),
    ];
    for (i, line) in lines.iter().enumerate() {
        says(line, 3.4, left, edge + 30.0 + 7.0 * i as f64);
    }
    let sheet = Rect::from_origin_size(Point::ORIGIN, paper.size);
    let whole = Outline::Rect(sheet);
    let boxes = Boxes { media: sheet, bleed: sheet, trim: sheet };
    Page { title: format!("校准页 {}", paper.name), boxes, trim: whole, live: whole, cut: whole, items }
}
