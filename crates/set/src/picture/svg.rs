//! SVG drawings: every path with its transform, fill, stroke and clip resolved, as marks of a form.

use std::io::Read as _;
use std::sync::Arc;

use flate2::read::GzDecoder;
use usvg::roxmltree::Document;
use usvg::tiny_skia_path::PathSegment;

use super::clip::{figures, unite};
use super::colours::{Colours, Options};
use super::gradient::{affine, linear, rgb};
use super::pen::{Drawn, draw};
use super::place::{by_id, refuse};
use super::{Picture, declared, pen, xml};
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::geom::{Affine, BezPath, Point, Rect, Shape as _, Size, grow, rect_path};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::Paint;
use biaoyu_page::limits::SVG_BYTES;
use biaoyu_page::measure::MM_PER_INCH;
use biaoyu_page::page::{Fill, Form, Group, Item, Mark, PathMark, Plane, Source, Stroke};
use biaoyu_page::say;

/// Millimetres of one SVG pixel (CSS Values 3, 5.2).
const MM_PER_PX: f64 = MM_PER_INCH / 96.0;
/// The longer side of a form, mm: outside of this a drawing is scaled, as backends round to shares of a millimetre.
const SIDE: (f64, f64) = (100.0, 1_000.0);
/// Opacity that an eye cannot tell from none.
const OPAQUE: f32 = 0.996;
/// Faults that are told of one file.
const TOLD: usize = 12;

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
    let doc = xml::parse(name, &text)?;
    xml::check(name, &doc)?;
    let nothing =
        usvg::ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let usvg_options = usvg::Options { image_href_resolver: nothing, ..usvg::Options::default() };
    let tree = usvg::Tree::from_xmltree(&doc, &usvg_options).map_err(|error| {
        let error = error.to_string();
        let what = say!("the drawing cannot be read: {error}", "图形无法读取：{error}");
        let hint = say!("give `svg` a `viewBox`, and save it anew", "请给 `svg` 加上 `viewBox` 并重新保存");
        refuse("svg/drawing", Place::file(name), what, hint)
    })?;
    let (w, h) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let side = w.max(h) * MM_PER_PX;
    let scale = MM_PER_PX * side.clamp(SIDE.0, SIDE.1) / side;
    let size = Size::new(w * scale, h * scale);
    let mut drawing = Drawing {
        name,
        doc: &doc,
        colours: Colours::new(profile, options, inks),
        to_mm: Affine::scale(scale),
        faults: Faults::default(),
    };
    let mut items = drawing.group(tree.root());
    let ink = ink(&items).unwrap_or(Rect::ZERO);
    let mut faults = drawing.faults;
    faults.0.truncate(TOLD);
    faults.or(())?;
    let page = size.to_rect();
    let bounds = ink.intersect(page);
    if !(bounds.width() > 0.0 && bounds.height() > 0.0) {
        let what = say!("the drawing shows nothing", "图形里没有可见内容");
        let hint = say!("see that its `viewBox` holds the drawing", "请检查 `viewBox` 是否包含图形");
        return Err(refuse("svg/empty", Place::file(name), what, hint).into());
    }
    if !contains(grow(page, 1e-3), ink) {
        // What lies outside of the drawing's own page is not shown by any viewer.
        items = vec![group(items, rect_path(page))];
    }
    let mut findings = drawing.colours.findings(name);
    findings.extend(margin(name, bounds, page));
    let digest = blake3::hash(bytes).to_hex();
    let id = format!("picture-{}", digest.get(..16).unwrap_or(""));
    let form = Form { id, bounds: grow(bounds, 0.01), items, once: false };
    Ok((Picture::Vector { size, form: Arc::new(form) }, findings))
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

struct Drawing<'a> {
    name: &'a str,
    doc: &'a Document<'a>,
    colours: Colours<'a>,
    /// From SVG pixels to millimetres of the form.
    to_mm: Affine,
    faults: Faults,
}

impl Drawing<'_> {
    /// The marks of a group, in order.
    fn group(&mut self, source: &usvg::Group) -> Vec<Item> {
        let opacity = source.opacity().get();
        if opacity <= 0.0 || !self.printable(source) {
            return Vec::new();
        }
        let mut items = Vec::new();
        for node in source.children() {
            match node {
                usvg::Node::Group(inner) => items.extend(self.group(inner)),
                usvg::Node::Path(path) => self.path(path, &mut items),
                // Both are refused before: there is no resolver, and no text without faces.
                usvg::Node::Image(_) | usvg::Node::Text(_) => {}
            }
        }
        let at = self.to_mm * affine(source.abs_transform());
        let mut clip = source.clip_path();
        while let Some(path) = clip {
            if items.is_empty() {
                break;
            }
            let mut parts = Vec::new();
            let simple = figures(path.root(), at * affine(path.transform()), &mut parts);
            let Some(outline) = simple.then(|| unite(&parts)).flatten() else {
                let id = path.id().to_string();
                self.refuse(
                    "svg/clip",
                    &id,
                    say!("the clip path crosses or clips itself", "剪切路径自相交叉或再被剪切"),
                    say!("unite its figures into one path", "请将其合并为一个路径"),
                );
                return Vec::new();
            };
            items = vec![group(items, outline)];
            clip = path.clip_path();
        }
        items
    }

    /// Whether a group has no effect that paper cannot follow.
    fn printable(&mut self, source: &usvg::Group) -> bool {
        let (before, id) = (self.faults.0.len(), id(source));
        if source.opacity().get() < OPAQUE {
            self.opacity(id);
        }
        if source.blend_mode() != usvg::BlendMode::Normal {
            self.refuse(
                "svg/blend",
                id,
                say!("a blend mode changes what lies below", "混合模式会改变下层颜色"),
                say!("flatten transparency, or use plain colours", "请拼合透明度，或改用实色"),
            );
        }
        if source.mask().is_some() {
            self.refuse(
                "svg/mask",
                id,
                say!("a mask is not vector", "蒙版不是矢量"),
                say!("use a clip path instead of the mask", "请用剪切路径代替蒙版"),
            );
        }
        if !source.filters().is_empty() {
            self.refuse(
                "svg/filter",
                id,
                say!("a filter (shadow, blur, glow) is not vector", "滤镜（阴影、模糊、发光）不是矢量"),
                say!("take the effect off", "请去掉该效果"),
            );
        }
        self.faults.0.len() == before
    }

    fn path(&mut self, source: &usvg::Path, items: &mut Vec<Item>) {
        if !source.is_visible() {
            return;
        }
        let own = bez(source.data());
        let at = self.to_mm * affine(source.abs_transform());
        let id = source.id();
        let fill = source.fill().filter(|f| f.opacity().get() > 0.0).and_then(|fill| {
            self.opaque(fill.opacity(), id)?;
            let paint = self.paint(fill.paint(), at, id)?;
            let even_odd = fill.rule() == usvg::FillRule::EvenOdd;
            Some(PathMark { path: Arc::new(at * &own), fill: Some(Fill { paint, even_odd }), stroke: None })
        });
        let stroke = source.stroke().filter(|s| s.opacity().get() > 0.0).and_then(|stroke| {
            self.opaque(stroke.opacity(), id)?;
            let paint = self.paint(stroke.paint(), at, id)?;
            match draw(&own, stroke, at) {
                Drawn::Line { path, width, cap, join, dash } => {
                    let stroke = Stroke { paint, width, cap, join, dash };
                    Some(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) })
                }
                Drawn::Figure(path) => {
                    let fill = Fill { paint, even_odd: false };
                    Some(PathMark { path: Arc::new(path), fill: Some(fill), stroke: None })
                }
                Drawn::TooFine => {
                    self.refuse(
                        "svg/dashes",
                        id,
                        say!("the dashes are too fine to be printed", "虚线过密，无法印刷"),
                        say!("use longer dashes, or a whole line", "请用更长的虚线，或实线"),
                    );
                    None
                }
            }
        });
        let marks = match source.paint_order() {
            usvg::PaintOrder::FillAndStroke => [fill, stroke],
            usvg::PaintOrder::StrokeAndFill => [stroke, fill],
        };
        items.extend(marks.into_iter().flatten().map(|m| item(Mark::Path(m))));
    }

    fn paint(&mut self, paint: &usvg::Paint, at: Affine, id: &str) -> Option<Paint> {
        match paint {
            usvg::Paint::Color(colour) => Some(Paint::solid(self.colours.ink(rgb(*colour)))),
            usvg::Paint::LinearGradient(gradient) => {
                if gradient.stops().iter().any(|s| s.opacity().get() < OPAQUE) {
                    self.opacity(gradient.id());
                    return None;
                }
                if gradient.spread_method() != usvg::SpreadMethod::Pad {
                    self.refuse(
                        "svg/gradient",
                        gradient.id(),
                        say!("a repeated gradient has no print form", "重复的渐变无法印刷"),
                        say!("expand the gradient", "请扩展渐变"),
                    );
                    return None;
                }
                linear(gradient, at, &mut self.colours)
            }
            usvg::Paint::RadialGradient(gradient) => {
                self.refuse(
                    "svg/gradient",
                    gradient.id(),
                    say!("a radial gradient is not drawn", "不支持径向渐变"),
                    say!("use a linear gradient or plain colours", "请改用线性渐变或实色"),
                );
                None
            }
            usvg::Paint::Pattern(_) => {
                self.refuse(
                    "svg/pattern",
                    id,
                    say!("a pattern fill is not drawn", "不支持图案填充"),
                    say!("expand the pattern to paths", "请将图案扩展为路径"),
                );
                None
            }
        }
    }

    fn opaque(&mut self, opacity: usvg::Opacity, id: &str) -> Option<()> {
        if opacity.get() < OPAQUE {
            self.opacity(id);
            return None;
        }
        Some(())
    }

    fn opacity(&mut self, id: &str) {
        self.refuse(
            "svg/opacity",
            id,
            say!("transparent: on another ground it is another colour", "半透明：底色不同，颜色就不同"),
            say!("flatten transparency, or use opaque colours", "请拼合透明度，或改用不透明颜色"),
        );
    }

    fn refuse(&mut self, code: &'static str, id: &str, what: Say, hint: Say) {
        let fault: Fault = refuse(code, by_id(self.name, self.doc, id), what, hint);
        if self.faults.0.len() < TOLD && !self.faults.0.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

/// The id that a group came from: an element with an effect is put into a group without a name.
fn id(group: &usvg::Group) -> &str {
    if !group.id().is_empty() {
        return group.id();
    }
    let inside = group.children().iter().map(|node| match node {
        usvg::Node::Group(inner) => id(inner),
        other => other.id(),
    });
    inside.into_iter().find(|id| !id.is_empty()).unwrap_or("")
}

fn item(mark: Mark) -> Item {
    Item { mark, plane: Plane::Art, source: Source::default() }
}

fn group(items: Vec<Item>, clip: BezPath) -> Item {
    item(Mark::Group(Group { transform: Affine::IDENTITY, clip: Some(Arc::new(clip)), text: None, items }))
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
        _ => None,
    });
    boxes.reduce(|a, b| a.union(b))
}

fn contains(outer: Rect, inner: Rect) -> bool {
    outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && inner.x1 <= outer.x1 && inner.y1 <= outer.y1
}

/// A path in double precision.
pub(super) fn bez(path: &usvg::tiny_skia_path::Path) -> BezPath {
    let point = |p: usvg::tiny_skia_path::Point| Point::new(f64::from(p.x), f64::from(p.y));
    let mut out = BezPath::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(p) => out.move_to(point(p)),
            PathSegment::LineTo(p) => out.line_to(point(p)),
            PathSegment::QuadTo(a, p) => out.quad_to(point(a), point(p)),
            PathSegment::CubicTo(a, b, p) => out.curve_to(point(a), point(b), point(p)),
            PathSegment::Close => out.close_path(),
        }
    }
    out
}
