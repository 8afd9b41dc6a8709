//! SVG drawings: every path with its transform, fill, stroke and clip resolved, as marks of a form.

use std::borrow::Cow;
use std::io::Read as _;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::GzDecoder;

use super::canvas::Canvas;
use super::colours::{Colours, Options};
use super::drawing::{Drawing, TOLD};
use super::lettered::lettered;
use super::place::refuse;
use super::settle::{Settled, framed};
use super::{Picture, declared, pen, xml};
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Faults, Finding, Place, Severity};
use biaoyu_page::geom::{Affine, Rect, Shape as _, Size, grow};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::SVG_BYTES;
use biaoyu_page::measure::MM_PER_INCH;
use biaoyu_page::page::{Form, Item, Mark};
use biaoyu_page::say;

/// Millimetres of one SVG pixel (CSS Values 3, 5.2).
const MM_PER_PX: f64 = MM_PER_INCH / 96.0;
/// The longer side of a form, mm: outside of this a drawing is scaled, as backends round to shares of a millimetre.
const SIDE: (f64, f64) = (100.0, 1_000.0);
/// Reads an SVG or a gzipped one.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    profile: &Profile,
    options: &Options,
) -> Result<(Picture, Vec<Finding>), Faults> {
    let plain = plain(name, bytes)?;
    let text = decode(&plain).text;
    let (text, inks) = declared::take(&text);
    let set = match &options.face {
        Some(face) => lettered(name, &text, &xml::parse(name, &text)?, face)?,
        None => None,
    };
    let (text, set) = match set {
        Some((text, finding)) => (Cow::Owned(text), Some(finding)),
        None => (text, None),
    };
    let doc = xml::parse(name, &text)?;
    xml::check(name, &doc)?;
    let lost = Mutex::new(false);
    let data = |_: &str, data: Arc<Vec<u8>>, _: &usvg::Options<'_>| {
        let kind = bitmap(data);
        if kind.is_none() {
            *lost.lock().unwrap_or_else(PoisonError::into_inner) = true;
        }
        kind
    };
    let resolver = usvg::ImageHrefResolver { resolve_data: Box::new(data), resolve_string: Box::new(|_, _| None) };
    let usvg_options = usvg::Options { image_href_resolver: resolver, ..usvg::Options::default() };
    let tree = usvg::Tree::from_xmltree(&doc, &usvg_options).map_err(|error| {
        let error = error.to_string();
        let what = say!("the drawing cannot be read: {error}", "图形无法读取：{error}");
        let hint = say!("give `svg` a `viewBox`, and save it anew", "请给 `svg` 加上 `viewBox` 并重新保存");
        refuse("svg/drawing", Place::file(name), what, hint)
    })?;
    drop(usvg_options);
    if lost.into_inner().unwrap_or_else(PoisonError::into_inner) {
        let what = say!("an embedded bitmap is neither PNG nor JPEG", "内嵌的位图不是 PNG 或 JPEG");
        let hint = say!("embed it as PNG or JPEG", "请以 PNG 或 JPEG 嵌入");
        return Err(refuse("svg/bitmap", Place::file(name), what, hint).into());
    }
    let (w, h) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let side = w.max(h) * MM_PER_PX;
    let scale = MM_PER_PX * side.clamp(SIDE.0, SIDE.1) / side;
    let size = Size::new(w * scale, h * scale);
    let mut drawing = Drawing {
        name,
        doc: &doc,
        profile,
        options,
        colours: Colours::new(profile, options, inks),
        canvas: Canvas::default(),
        faults: Faults::default(),
        findings: Vec::new(),
        masking: false,
        white: false,
    };
    drawing.group(tree.root(), Affine::scale(scale), &Vec::new());
    let Drawing { colours, canvas, mut faults, findings: mut told, .. } = drawing;
    faults.0.truncate(TOLD);
    faults.or(())?;
    let mixed = canvas.mixed;
    let settled = Settled::new(canvas.flats, &colours);
    let items = settled.items();
    let ink = ink(&items).unwrap_or(Rect::ZERO);
    let page = size.to_rect();
    let bounds = ink.intersect(page);
    if !(bounds.width() > 0.0 && bounds.height() > 0.0) {
        let what = say!("the drawing shows nothing", "图形里没有可见内容");
        let hint = say!("see that its `viewBox` holds the drawing", "请检查 `viewBox` 是否包含图形");
        return Err(refuse("svg/empty", Place::file(name), what, hint).into());
    }
    // What lies outside of the drawing's own page is not shown by any viewer.
    let frame = (!contains(grow(page, 1e-3), ink)).then_some(page);
    let digest = blake3::hash(bytes).to_hex();
    let id = format!("picture-{}", digest.get(..16).unwrap_or(""));
    let bounds_out = grow(bounds, 0.01);
    let sheer = settled.sheer(&id, bounds_out, frame);
    let mut findings = colours.findings(name);
    findings.extend(set);
    findings.append(&mut told);
    findings.extend(mixed.then(|| seen_through(name, sheer.is_some())));
    findings.extend(margin(name, bounds, page));
    let form = Form { id, bounds: bounds_out, items: framed(items, frame), once: false };
    Ok((Picture::Vector { size, form: Arc::new(form), sheer }, findings))
}

/// The kind of an embedded bitmap, by its content.
fn bitmap(data: Arc<Vec<u8>>) -> Option<usvg::ImageKind> {
    if data.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(usvg::ImageKind::PNG(data));
    }
    data.starts_with(b"\xFF\xD8\xFF").then_some(usvg::ImageKind::JPEG(data))
}

/// That transparency was put into the colours.
fn seen_through(name: &str, ground: bool) -> Finding {
    let what = if ground {
        say!(
            "parts are transparent: mixed with what lies below, where that is nothing with the flat ground of the place",
            "有半透明部分：已与下层颜色合成，下面没有图形处与所在底色合成"
        )
    } else {
        say!("transparent parts are mixed with what lies below", "半透明部分已与下层颜色合成")
    };
    Finding { rule: "picture-see-through", severity: Severity::Note, place: Place::file(name), what, hint: None }
}

/// The text's bytes, unzipped.
fn plain(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Faults> {
    let mut out = Vec::new();
    if bytes.starts_with(b"\x1F\x8B") {
        let read = GzDecoder::new(bytes).take(SVG_BYTES as u64 + 1).read_to_end(&mut out);
        if read.is_err() {
            let what = say!("the compressed SVG is broken or truncated", "压缩的 SVG 已损坏或不完整");
            let hint = say!("save it as plain SVG", "请另存为未压缩的 SVG");
            return Err(refuse("svg/gzip", Place::file(name), what, hint).into());
        }
    } else {
        out.extend_from_slice(bytes.get(..=SVG_BYTES).unwrap_or(bytes));
    }
    if out.len() > SVG_BYTES {
        let most = SVG_BYTES >> 20;
        let what = say!("the drawing has more than {most} MB", "图形超过 {most} MB");
        let hint = say!("simplify it, or give it as PNG", "请简化图形，或改用 PNG");
        return Err(refuse("svg/too-large", Place::file(name), what, hint).into());
    }
    Ok(out)
}

/// A drawing whose own page is mostly empty would be placed far too small.
fn margin(name: &str, ink: Rect, page: Rect) -> Option<Finding> {
    let share = (ink.width() / page.width()).max(ink.height() / page.height());
    let percent = (share * 100.0).round();
    (share < 0.6).then(|| Finding {
        rule: "picture-margin",
        severity: Severity::Warning,
        place: Place::file(name),
        what: say!(
            "the drawing fills {percent} % of its own page: it will be printed as small",
            "图形只占其画布的 {percent} %，印出来会偏小"
        ),
        hint: Some(say!("fit the page to the drawing", "请将画布裁到图形大小")),
    })
}

/// The box of what a drawing shows.
fn ink(items: &[Item]) -> Option<Rect> {
    let boxes = items.iter().filter_map(|item| match &item.mark {
        Mark::Path(mark) => {
            let line = mark.stroke.as_ref().map(|stroke| pen::outline(&mark.path, stroke).bounding_box());
            let fill = mark.fill.as_ref().map(|_| mark.path.bounding_box());
            line.into_iter().chain(fill).reduce(|a, b| a.union(b))
        }
        Mark::Group(group) => {
            let inside = ink(&group.items)?;
            Some(group.clip.as_ref().map_or(inside, |clip| inside.intersect(clip.bounding_box())))
        }
        Mark::Image(mark) => Some(mark.matrix.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0))),
        _ => None,
    });
    boxes.reduce(|a, b| a.union(b))
}

fn contains(outer: Rect, inner: Rect) -> bool {
    outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && inner.x1 <= outer.x1 && inner.y1 <= outer.y1
}
