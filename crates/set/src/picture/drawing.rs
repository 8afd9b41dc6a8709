//! The tree of a drawing as painted areas: transforms, clips, groups, gradients, patterns and bitmaps resolved.
//!
//! Every group's own transform is followed on the way down, as a renderer does.

use std::sync::Arc;

use usvg::roxmltree::Document;

use biaoyu_page::error::{Fault, Faults, Finding, Say};
use biaoyu_page::geom::{Affine, Rect, rect_path};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::SVG_TILES;
use biaoyu_page::page::ImageMark;
use biaoyu_page::say;

use super::canvas::{Area, Canvas, Clash, Clip, Clips};
use super::clip::{figures, unite};
use super::colours::{Colours, Options};
use super::gradient::{Odd, affine, linear, radial, rgb};
use super::pen::{Drawn, bez, draw};
use super::place::{by_id, refuse};
use super::shade::{Colour, Mode, Shade, Tone};
use super::{Picture, photo};

/// Faults that are told of one file.
pub(super) const TOLD: usize = 12;
/// Share of coverage that an eye cannot tell from all.
const OPAQUE: f64 = 0.996;

/// A drawing being read.
pub(super) struct Drawing<'a> {
    pub name: &'a str,
    pub doc: &'a Document<'a>,
    pub profile: &'a Profile,
    pub options: &'a Options,
    pub colours: Colours<'a>,
    pub canvas: Canvas,
    pub faults: Faults,
    pub findings: Vec<Finding>,
    /// Inside of a mask: its colours are no colours of the drawing.
    pub masking: bool,
    /// Inside of a mask under a filter that makes all white.
    pub white: bool,
}

impl Drawing<'_> {
    /// Paints a group; `at` leads from its parent's space to millimetres.
    pub(crate) fn group(&mut self, source: &usvg::Group, at: Affine, clips: &Clips) {
        let share = f64::from(source.opacity().get());
        if share <= 0.0 {
            return;
        }
        let id = id(source);
        let white = self.masking && !source.filters().is_empty() && source.filters().iter().all(|f| whitens(f));
        if !source.filters().is_empty() && !white {
            self.refuse(
                "svg/filter",
                id,
                say!("a filter (shadow, blur, glow) is not vector", "滤镜（阴影、模糊、发光）不是矢量"),
                say!("take the effect off", "请去掉该效果"),
            );
            return;
        }
        let Some(mode) = Mode::of(source.blend_mode()) else {
            self.refuse(
                "svg/blend",
                id,
                say!("a blend mode changes what lies below", "混合模式会改变下层颜色"),
                say!("flatten transparency, or use plain colours", "请拼合透明度，或改用实色"),
            );
            return;
        };
        let at = at * affine(source.transform());
        let Some(clips) = self.clips(source, at, clips) else { return };
        let isolated = source.should_isolate() && source.has_children();
        let outer = self.white;
        self.white |= white;
        if isolated {
            self.canvas.open(share, mode);
        }
        match source.mask() {
            Some(mask) => self.masked(source, mask, at, &clips),
            None => self.children(source, at, &clips),
        }
        self.white = outer;
        if isolated {
            self.canvas.close();
        }
    }

    /// Paints what is inside of a group; `at` leads from the group's own space.
    pub(crate) fn children(&mut self, source: &usvg::Group, at: Affine, clips: &Clips) {
        for node in source.children() {
            match node {
                usvg::Node::Group(inner) => self.group(inner, at, clips),
                usvg::Node::Path(path) => self.path(path, at, clips),
                usvg::Node::Image(image) => self.image(image, at, clips),
                // Refused before: there is no text without faces.
                usvg::Node::Text(_) => {}
            }
        }
    }

    /// The clips around a group, its own ones last; `None` when one cannot be followed.
    fn clips(&mut self, source: &usvg::Group, at: Affine, clips: &Clips) -> Option<Clips> {
        let mut clips = clips.clone();
        let mut next = source.clip_path();
        while let Some(path) = next {
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
                return None;
            };
            clips.push(Clip::new(Arc::new(outline)));
            next = path.clip_path();
        }
        Some(clips)
    }

    fn path(&mut self, source: &usvg::Path, at: Affine, clips: &Clips) {
        if !source.is_visible() {
            return;
        }
        let order = match source.paint_order() {
            usvg::PaintOrder::FillAndStroke => [true, false],
            usvg::PaintOrder::StrokeAndFill => [false, true],
        };
        for filled in order {
            if filled {
                self.fill(source, at, clips);
            } else {
                self.stroke(source, at, clips);
            }
        }
    }

    fn fill(&mut self, source: &usvg::Path, at: Affine, clips: &Clips) {
        let Some(fill) = source.fill().filter(|fill| fill.opacity().get() > 0.0) else { return };
        let path = Arc::new(at * bez(source.data()));
        let area = Area::Fill { path, even_odd: fill.rule() == usvg::FillRule::EvenOdd };
        self.paint(fill.paint(), f64::from(fill.opacity().get()), area, at, clips, source.id());
    }

    fn stroke(&mut self, source: &usvg::Path, at: Affine, clips: &Clips) {
        let Some(stroke) = source.stroke().filter(|stroke| stroke.opacity().get() > 0.0) else { return };
        let area = match draw(&bez(source.data()), stroke, at) {
            Drawn::Line { path, width, cap, join, dash } => Area::Line { path: Arc::new(path), width, cap, join, dash },
            Drawn::Figure(path) => Area::Fill { path: Arc::new(path), even_odd: false },
            Drawn::TooFine => {
                self.refuse(
                    "svg/dashes",
                    source.id(),
                    say!("the dashes are too fine to be printed", "虚线过密，无法印刷"),
                    say!("use longer dashes, or a whole line", "请用更长的虚线，或实线"),
                );
                return;
            }
        };
        self.paint(stroke.paint(), f64::from(stroke.opacity().get()), area, at, clips, source.id());
    }

    fn paint(&mut self, paint: &usvg::Paint, share: f64, area: Area, at: Affine, clips: &Clips, id: &str) {
        let bounds = area.bounds();
        let (colours, masking, white) = (&mut self.colours, self.masking, self.white);
        let colour = |rgb: [u8; 3]| match (masking, white) {
            (true, true) => Colour::Screen([255.0; 3]),
            (true, false) => Colour::Screen(rgb.map(f64::from)),
            _ => colours.colour(rgb),
        };
        let shade = match paint {
            usvg::Paint::Color(plain) => {
                let mut colour = colour;
                Ok(Some(Shade::Flat(Tone::opaque(colour(rgb(*plain))))))
            }
            usvg::Paint::LinearGradient(gradient) => linear(gradient, at, bounds, colour),
            usvg::Paint::RadialGradient(gradient) => radial(gradient, at, bounds, colour),
            usvg::Paint::Pattern(pattern) => return self.pattern(pattern, share, &area, at, clips, id),
        };
        let shade = match shade {
            Ok(Some(shade)) if share < OPAQUE => shade.map(|tone| tone.thinned(share)),
            Ok(Some(shade)) => shade,
            Ok(None) => return,
            Err(odd) => return self.odd(&odd, id),
        };
        let done = self.canvas.lay(area, shade, clips, &self.colours);
        self.told(done, id);
    }

    fn odd(&mut self, odd: &Odd, id: &str) {
        let what = match odd {
            Odd::Fine => say!("a gradient is repeated too often to be printed", "渐变重复过密，无法印刷"),
            Odd::Focus => {
                say!("a radial gradient has its focus on or outside of its circle", "径向渐变的焦点在圆上或圆外")
            }
        };
        self.refuse("svg/gradient", id, what, say!("expand the gradient", "请扩展渐变"));
    }

    /// Paints the tiles of a pattern that an area shows.
    fn pattern(&mut self, pattern: &usvg::Pattern, share: f64, area: &Area, at: Affine, clips: &Clips, id: &str) {
        let own = at * affine(pattern.transform());
        let rect = pattern.rect();
        let (x, y) = (f64::from(rect.x()), f64::from(rect.y()));
        let (w, h) = (f64::from(rect.width()), f64::from(rect.height()));
        // The parser leads the pattern's content to its first tile's own corner.
        let (tile, inside) = (Rect::new(0.0, 0.0, w, h), rectangle(pattern.root().layer_bounding_box()));
        let seen = own.inverse().transform_rect_bbox(area.bounds());
        let from = |low: f64, start: f64, side: f64| ((low - start) / side).floor();
        let (x0, y0) = (from(seen.x0, x, w), from(seen.y0, y, h));
        let (x1, y1) = (from(seen.x1, x, w), from(seen.y1, y, h));
        let count = (x1 - x0 + 1.0) * (y1 - y0 + 1.0);
        let Some(outline) = area.outline().filter(|_| count.is_finite() && count <= SVG_TILES as f64) else {
            self.refuse(
                "svg/pattern",
                id,
                say!("a pattern fill is too fine, or its edge crosses itself", "图案填充过密，或边缘自相交叉"),
                say!("expand the pattern to paths", "请将图案扩展为路径"),
            );
            return;
        };
        let mut clips = clips.clone();
        clips.push(Clip::new(outline));
        self.canvas.open(share, Mode::Normal);
        for row in 0..=(y1 - y0) as u32 {
            for column in 0..=(x1 - x0) as u32 {
                let shift = (x + (x0 + f64::from(column)) * w, y + (y0 + f64::from(row)) * h);
                let place = own * Affine::translate(shift);
                let mut clips = clips.clone();
                // What fits into its tile needs no clip.
                if tile.union(inside) != tile {
                    clips.push(Clip::new(Arc::new(place * rect_path(tile))));
                }
                self.children(pattern.root(), place, &clips);
            }
        }
        self.canvas.close();
    }

    fn image(&mut self, image: &usvg::Image, at: Affine, clips: &Clips) {
        if !image.is_visible() {
            return;
        }
        let (bytes, read): (&[u8], fn(&str, &[u8], &Profile, &Options) -> photo::Read) = match image.kind() {
            usvg::ImageKind::PNG(bytes) => (bytes, photo::png),
            usvg::ImageKind::JPEG(bytes) => (bytes, photo::jpeg),
            // The resolver gives no others.
            _ => return,
        };
        match read(self.name, bytes, self.profile, self.options) {
            Ok((Picture::Raster(samples), findings)) => {
                self.findings.extend(findings);
                let size = image.size();
                let matrix = at * Affine::scale_non_uniform(f64::from(size.width()), f64::from(size.height()));
                let done = self.canvas.image(ImageMark { image: samples.image().clone(), matrix }, clips);
                self.told(done, image.id());
            }
            Ok(_) => {}
            Err(faults) => faults.0.into_iter().for_each(|fault| self.push(fault)),
        }
    }

    /// Says why something seen through cannot be flattened.
    pub(crate) fn told(&mut self, done: Result<(), Clash>, id: &str) {
        let Err(clash) = done else { return };
        let what = match clash {
            Clash::Blends => say!("a gradient is seen through another", "渐变透过另一渐变可见"),
            Clash::Crossing => {
                say!("something transparent has an edge that crosses itself", "半透明图形的边缘自相交叉")
            }
            Clash::Nested => say!("transparent inside of a group that is transparent", "半透明编组里还有半透明"),
            Clash::Picture => say!("a bitmap is seen through, or something through it", "位图与半透明效果重叠"),
            Clash::TooMany => {
                return self.refuse(
                    "svg/too-large",
                    "",
                    say!("what is seen through others comes to too many figures", "半透明效果拼合后图形过多"),
                    say!("flatten transparency in the drawing program", "请在绘图软件中拼合透明度"),
                );
            }
        };
        self.refuse(
            "svg/opacity",
            id,
            what,
            say!("flatten transparency, or use opaque colours", "请拼合透明度，或改用不透明颜色"),
        );
    }

    /// Refuses what has this id.
    pub(crate) fn refuse(&mut self, code: &'static str, id: &str, what: Say, hint: Say) {
        self.push(refuse(code, by_id(self.name, self.doc, id), what, hint));
    }

    fn push(&mut self, fault: Fault) {
        if self.faults.0.len() < TOLD && !self.faults.0.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

/// A box of the parser.
pub(super) fn rectangle(r: usvg::NonZeroRect) -> Rect {
    Rect::new(f64::from(r.left()), f64::from(r.top()), f64::from(r.right()), f64::from(r.bottom()))
}

/// Whether a filter turns every colour white and leaves its coverage: how Cairo and others write a mask of opacity.
fn whitens(filter: &usvg::filter::Filter) -> bool {
    use usvg::filter::{ColorMatrixKind, Input, Kind};
    const WHITE: [f32; 15] = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let [primitive] = filter.primitives() else { return false };
    let Kind::ColorMatrix(matrix) = primitive.kind() else { return false };
    let (Input::SourceGraphic, ColorMatrixKind::Matrix(values)) = (matrix.input(), matrix.kind()) else { return false };
    let Some((colours, [red, green, blue, alpha, shift])) = values.split_at_checked(15) else { return false };
    colours == WHITE && [*red, *green, *blue, *shift] == [0.0; 4] && *alpha == 1.0
}

/// The id that a group came from: an element with an effect is put into a group without a name.
pub(super) fn id(group: &usvg::Group) -> &str {
    if !group.id().is_empty() {
        return group.id();
    }
    let inside = group.children().iter().map(|node| match node {
        usvg::Node::Group(inner) => id(inner),
        other => other.id(),
    });
    inside.into_iter().find(|id| !id.is_empty()).unwrap_or("")
}
