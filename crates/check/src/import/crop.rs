//! Which part of a page is the picture: what is drawn, and the frame around it.

use std::sync::Arc;

use crate::read::{Object, Seen, Tone, What};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::geom::{Rect, rect_path};
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Fill, Item, Mark, PathMark, Plane, Source};
use biaoyu_page::say;

/// Least share of the page's width or height that the drawing takes, for the page to be its frame: a sheet with a
/// sign in the middle is only where it was drawn.
const FRAMED: f64 = 0.8;

/// The objects that are seen on the page, without a sheet of paper white below them unless it is `kept`.
pub(super) fn objects(name: &str, seen: &Seen, kept: bool) -> (Vec<Object>, Vec<Finding>) {
    let page = seen.boxes.trim;
    let mut objects: Vec<Object> = Vec::new();
    let (mut white, mut steps) = (false, false);
    for object in seen.objects.iter().filter(|o| o.is_seen()) {
        if matches!(object.plane, Plane::Step(_)) {
            steps = true;
            continue;
        }
        let bounds = object.bounds.intersect(page);
        if bounds.width() <= 0.0 && bounds.height() <= 0.0 {
            continue;
        }
        let paper = !kept
            && objects.is_empty()
            && matches!(object.what, What::Fill { blend: None, .. })
            && object.tones.iter().all(Tone::is_paper)
            && object.overprint == Default::default();
        if paper && covers(bounds, page) {
            white = true;
            continue;
        }
        objects.push(Object { bounds, ..object.clone() });
    }
    let mut findings = Vec::new();
    let mut note = |rule, what| {
        findings.push(Finding { rule, severity: Severity::Note, place: Place::file(name), what, hint: None });
    };
    if white {
        note("picture-ground-left-out", say!("its white ground is left out", "已去掉白色底面"));
    }
    if steps {
        note("picture-steps-left-out", say!("its processing steps are left out", "已去掉工艺图层"));
    }
    (objects, findings)
}

/// The sheet that finished art stands on: white paper, on whatever ground it is put.
pub(super) fn paper(page: Rect) -> Item {
    let fill = Some(Fill { paint: Paint::cmyk(Cmyk::PAPER), even_odd: false });
    let mark = Mark::Path(PathMark { path: Arc::new(rect_path(page)), fill, stroke: None });
    Item { mark, plane: Plane::Art, source: Source::default() }
}

/// The frame of the picture: the page, or what is drawn where the page is much larger and its margin is not to be kept (`whole`).
///
/// # Errors
/// When nothing is drawn.
pub(super) fn frame(name: &str, page: Rect, drawn: Rect, whole: bool) -> Result<(Rect, Option<Finding>), Faults> {
    if drawn.width() <= 0.0 || drawn.height() <= 0.0 {
        let what = say!("nothing is drawn on the page", "页面上没有图形");
        let hint = say!("place the picture on the page, not beside it", "请把图形放在页面之内");
        return Err(Fault::new("pdf/empty", Place::file(name), what).hint(hint).into());
    }
    let filled = (drawn.width() / page.width()).min(drawn.height() / page.height());
    if whole || filled >= FRAMED {
        return Ok((page, None));
    }
    let size = |r: Rect| format!("{}×{}", number(r.width(), 1), number(r.height(), 1));
    let (from, to) = (size(page), size(drawn));
    let finding = Finding {
        rule: "picture-cropped",
        severity: Severity::Note,
        place: Place::file(name),
        what: say!(
            "the page of {from} mm is cut to what is drawn, {to} mm",
            "页面 {from} 毫米，已裁到图形本身 {to} 毫米"
        ),
        hint: None,
    };
    Ok((drawn, Some(finding)))
}

pub(super) fn covers(a: Rect, b: Rect) -> bool {
    let slack = 0.01 * b.width().min(b.height());
    a.x0 <= b.x0 + slack && a.y0 <= b.y0 + slack && a.x1 >= b.x1 - slack && a.y1 >= b.y1 - slack
}
