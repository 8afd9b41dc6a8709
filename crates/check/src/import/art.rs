//! Objects of a read page as marks of our own.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::read::{self, Object, Overprint, Raw, Space, Text, Tone, What};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::geom::{Affine, BezPath, PathEl, Rect, Shape as _};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Gradient, Ink, Paint};
use biaoyu_page::page::{Fill, Group, Image, ImageMark, Item, Mark, PathMark, Plane, Samples, Source, Stroke};
use biaoyu_page::say;
use biaoyu_set::picture::{Colours, Options, Picture, load};

/// The drawing that is taken over.
pub(super) struct Art<'a> {
    name: &'a str,
    profile: &'a Profile,
    colours: Colours<'a>,
    faults: Faults,
    findings: Vec<Finding>,
}

impl<'a> Art<'a> {
    pub(crate) fn new(name: &'a str, profile: &'a Profile, options: &'a Options) -> Self {
        let colours = Colours::new(profile, options, BTreeMap::new());
        Self { name, profile, colours, faults: Faults::default(), findings: Vec::new() }
    }

    /// The marks of objects in order, those under the same clips together.
    ///
    /// # Errors
    /// Every kind of thing that cannot be taken over, once.
    pub(crate) fn items(&mut self, objects: &[Object]) -> Result<Vec<Item>, Faults> {
        let mut items: Vec<Item> = Vec::new();
        let mut open: Option<(Vec<Arc<BezPath>>, Vec<Item>)> = None;
        for object in objects {
            let marks = self.marks(object);
            let clips: Vec<Arc<BezPath>> = object.clips.iter().filter(|c| cuts(c, object)).cloned().collect();
            let same = |known: &[Arc<BezPath>]| {
                known.len() == clips.len() && known.iter().zip(&clips).all(|(a, b)| Arc::ptr_eq(a, b))
            };
            match &mut open {
                Some((known, inside)) if same(known) => inside.extend(marks.into_iter().map(item)),
                _ => {
                    items.extend(open.take().into_iter().flat_map(|(clips, inside)| clipped(&clips, inside)));
                    open = Some((clips, marks.into_iter().map(item).collect()));
                }
            }
        }
        items.extend(open.into_iter().flat_map(|(clips, inside)| clipped(&clips, inside)));
        let mut faults = std::mem::take(&mut self.faults);
        faults.0.dedup();
        faults.or(items)
    }

    /// How colours were turned, and what a printer should know.
    pub(crate) fn findings(&mut self) -> Vec<Finding> {
        let mut all = self.colours.findings(self.name);
        self.findings.dedup();
        all.append(&mut self.findings);
        all
    }

    fn marks(&mut self, object: &Object) -> Vec<Mark> {
        let overprint = object.overprint != Overprint::None;
        let path = |path, fill, stroke| vec![Mark::Path(PathMark { path, fill, stroke })];
        match &object.what {
            What::Fill { path: figure, even_odd, blend, .. } => {
                let paint = match blend {
                    Some(blend) => Some(self.blend(blend, &object.tones)),
                    None => self.paint(&object.tones, overprint),
                };
                let fill = paint.map(|paint| Fill { paint, even_odd: *even_odd });
                if fill.is_some() { path(figure.clone(), fill, None) } else { Vec::new() }
            }
            What::Line { path: middle, .. } if middle.elements().is_empty() => {
                self.refuse(
                    "pdf/stroked-type",
                    say!("type is drawn by its edge", "文字带描边"),
                    say!("convert text to outlines", "请将文字转曲"),
                );
                Vec::new()
            }
            What::Line { path: middle, pen } => {
                let Some(paint) = self.paint(&object.tones, overprint) else { return Vec::new() };
                // A pen of no width is as thin as the device draws: on paper that is a hairline.
                let width = if pen.width > 0.0 { pen.width } else { 0.05 };
                path(middle.clone(), None, Some(Stroke { paint, width, ..pen.clone() }))
            }
            What::Text(text) => self.outlines(text, object, overprint),
            What::Picture(picture) => self.picture(picture).into_iter().collect(),
            What::Shade => {
                self.refuse(
                    "pdf/shading",
                    say!("a pattern, a mesh or a blend that is not along a line", "图案、网格或非线性渐变"),
                    say!(
                        "expand it (Object > Expand), or give the picture as PNG or JPEG of 300 dpi",
                        "请扩展（对象 > 扩展），或改用 300 dpi 的 PNG、JPEG"
                    ),
                );
                Vec::new()
            }
        }
    }

    fn paint(&mut self, tones: &[Tone], overprint: bool) -> Option<Paint> {
        let [tone] = tones else {
            self.refuse(
                "pdf/colour",
                say!("a colour that cannot be told", "有无法识别的颜色"),
                say!("give it in CMYK or spot inks", "请改用 CMYK 或专色"),
            );
            return None;
        };
        let (ink, tint) = match (tone.spots.as_slice(), tone.screen) {
            ([], Some(screen)) => (self.colours.ink(screen), 1.0),
            ([], None) if tone.space == Space::Lab => {
                self.refuse(
                    "pdf/lab",
                    say!("a colour is given as Lab", "有用 Lab 表示的颜色"),
                    say!("turn it into CMYK or a spot ink with a CMYK stand-in", "请转为 CMYK，或带 CMYK 替代色的专色"),
                );
                return None;
            }
            ([], None) => (Ink::Process(tone.process), 1.0),
            ([(spot, share)], _) if tone.process.total() == 0.0 => (Ink::Spot(spot.clone()), *share),
            (spots, _) => {
                let names = spots.iter().map(|(s, _)| s.plate.as_str()).collect::<Vec<_>>().join(", ");
                self.findings.push(Finding {
                    rule: "picture-mixed-spots",
                    severity: Severity::Warning,
                    place: Place::file(self.name),
                    what: say!(
                        "a mixture with the spots {names} becomes process inks",
                        "与专色 {names} 的混合色已转为四色"
                    ),
                    hint: Some(say!("use the spots alone, in tints", "请单独使用专色或其浅网")),
                });
                (Ink::Process(tone.look()), 1.0)
            }
        };
        Some(Paint::Solid { ink, tint, overprint })
    }

    /// A blend with its screen colours turned.
    fn blend(&mut self, blend: &Arc<Gradient>, tones: &[Tone]) -> Paint {
        if tones.iter().all(|t| t.screen.is_none()) || tones.len() != blend.stops.len() {
            return Paint::Linear(blend.clone());
        }
        let stops = blend
            .stops
            .iter()
            .zip(tones)
            .map(|((at, ink), tone)| (*at, tone.screen.map_or(*ink, |rgb| self.colours.between(rgb))));
        Paint::Linear(Arc::new(Gradient { stops: stops.collect(), ..Gradient::clone(blend) }))
    }

    /// Type by the outlines of the faces in the file.
    fn outlines(&mut self, text: &Text, object: &Object, overprint: bool) -> Vec<Mark> {
        if text.glyphs.iter().any(|g| !g.is_blank() && g.shape.path.elements().is_empty()) {
            let (face, words): (&str, String) = (&text.face, text.text.chars().take(20).collect());
            self.refuse(
                "pdf/type",
                say!(
                    "the face `{face}` of the text “{words}” is not in the file",
                    "文字“{words}”所用的字体 `{face}` 不在文件里"
                ),
                say!("convert text to outlines", "请将文字转曲"),
            );
            return Vec::new();
        }
        let mut path = BezPath::new();
        for glyph in &text.glyphs {
            path.extend(glyph.at * &glyph.shape.path);
        }
        if path.elements().is_empty() {
            return Vec::new();
        }
        let fill = self.paint(&object.tones, overprint).map(|paint| Fill { paint, even_odd: false });
        fill.map(|fill| Mark::Path(PathMark { path: Arc::new(path), fill: Some(fill), stroke: None }))
            .into_iter()
            .collect()
    }

    /// Samples in print colours as they are, others turned.
    fn picture(&mut self, picture: &read::Picture) -> Option<Mark> {
        let image = match (&picture.samples, &picture.raw) {
            (Some(image), _) => Some(image.clone()),
            (None, Some(Raw::Screen(rgb))) => {
                self.turned_samples();
                let samples = Samples::Cmyk(self.profile.separation().samples(rgb));
                Some(Arc::new(Image { width: picture.width, height: picture.height, samples, alpha: None }))
            }
            (None, Some(Raw::Jpeg { bytes, turned })) => self.jpeg(bytes, *turned),
            (None, None) => None,
        };
        let Some(image) = image else {
            self.refuse(
                "pdf/picture",
                say!("a picture in it cannot be taken over", "其中的图片无法取用"),
                say!(
                    "embed it in CMYK or gray, 8 bits, without a mask, or trace it",
                    "请以 8 位 CMYK 或灰度、不带蒙版嵌入，或描摹为矢量"
                ),
            );
            return None;
        };
        Some(Mark::Image(ImageMark { image, matrix: picture.at }))
    }

    fn jpeg(&mut self, bytes: &[u8], turned: bool) -> Option<Arc<Image>> {
        let (Picture::Raster(samples), _) = load(self.name, bytes, self.profile, &Options::default()).ok()? else {
            return None;
        };
        let image = samples.image().clone();
        let over = |samples: &[u8]| samples.iter().map(|v| 255 - v).collect();
        match &image.samples {
            // A file of its own holds CMYK turned over when it is marked as Adobe's; inside a PDF `Decode` says so.
            Samples::Cmyk(samples) if is_four(bytes) && turned != bytes.windows(5).any(|w| w == b"Adobe") => {
                let samples = Samples::Cmyk(over(samples));
                Some(Arc::new(Image { width: image.width, height: image.height, samples, alpha: None }))
            }
            Samples::Cmyk(_) if is_four(bytes) => Some(image),
            _ if turned => None,
            Samples::Gray(_) => Some(image),
            Samples::Cmyk(_) | Samples::Duotone(_) => {
                self.turned_samples();
                Some(image)
            }
        }
    }

    fn turned_samples(&mut self) {
        self.findings.push(Finding {
            rule: "picture-samples-turned",
            severity: Severity::Note,
            place: Place::file(self.name),
            what: say!("samples in screen colours turned into inks", "图片的屏幕色已转为油墨"),
            hint: None,
        });
    }

    fn refuse(&mut self, code: &'static str, what: Say, hint: Say) {
        if !self.faults.0.iter().any(|f| f.code == code) {
            self.faults.push(Fault::new(code, Place::file(self.name), what).hint(hint));
        }
    }
}

fn item(mark: Mark) -> Item {
    Item { mark, plane: Plane::Art, source: Source::default() }
}

/// Whether a JPEG has four components, by its frame header (ISO/IEC 10918-1, B.2.2).
fn is_four(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xFF, kind, high, low]) = bytes.get(at..at + 4) {
        if matches!(kind, 0xC0..=0xC2) {
            return bytes.get(at + 9) == Some(&4);
        }
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
    }
    false
}

/// Whether a clip cuts anything of an object off.
pub(super) fn cuts(clip: &BezPath, object: &Object) -> bool {
    let Some(window) = upright(clip) else { return true };
    let own = match &object.what {
        What::Fill { path, .. } => path.bounding_box(),
        What::Line { path, pen } => biaoyu_page::geom::grow(path.bounding_box(), pen.width * 5.0),
        What::Picture(picture) => picture.at.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0)),
        What::Text(text) => {
            let boxes = text.glyphs.iter().filter(|g| !g.is_blank()).map(read::Glyph::bounds);
            boxes.reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO)
        }
        What::Shade => return true,
    };
    let slack = 1e-6;
    own.x0 < window.x0 - slack || own.y0 < window.y0 - slack || own.x1 > window.x1 + slack || own.y1 > window.y1 + slack
}

/// The path as an upright rectangle.
fn upright(path: &BezPath) -> Option<Rect> {
    let [PathEl::MoveTo(a), PathEl::LineTo(b), PathEl::LineTo(c), PathEl::LineTo(d), ..] = path.elements() else {
        return None;
    };
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let one_way = near(a.y, b.y) && near(b.x, c.x) && near(c.y, d.y) && near(d.x, a.x);
    let other_way = near(a.x, b.x) && near(b.y, c.y) && near(c.x, d.x) && near(d.y, a.y);
    (path.elements().len() <= 6 && (one_way || other_way)).then(|| Rect::from_points(*a, *c))
}

/// Items inside all of some clips.
fn clipped(clips: &[Arc<BezPath>], items: Vec<Item>) -> Vec<Item> {
    clips.iter().rev().fold(items, |items, clip| {
        let group = Group { transform: Affine::IDENTITY, clip: Some(clip.clone()), text: None, items };
        vec![item(Mark::Group(group))]
    })
}
