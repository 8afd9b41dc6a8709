//! A page as its plates show it: a flat list of what is painted. Our own display list and any other program's PDF
//! become this, so that one set of rules judges both.
//!
//! Units are millimetres on the finished product; the origin is the top left corner of the trim, x to the right,
//! y down. Groups, forms and clips are resolved.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use biaoyu_page::font::Outlined;
use biaoyu_page::geom::{Affine, BezPath, Outline, Point, Rect, Shape as _, grow};
use biaoyu_page::ink::{Cmyk, Gradient, Spot};
use biaoyu_page::measure::MM_PER_INCH;
use biaoyu_page::page::{Boxes, Cap, Image, Plane, Source, Stroke};
use biaoyu_set::finish::{Technical, technical};

/// One page to be judged.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its number in the file, from 1; `None` for a page that is not yet in one.
    pub number: Option<usize>,
    /// The paper.
    pub boxes: Boxes,
    /// The finished product's edge.
    pub trim: Outline,
    /// Text stays inside this; `None` when nobody said it.
    pub live: Option<Outline>,
    /// The sides at which the page is joined to another, as its writer says: no knife goes there. Top, right, bottom, left.
    pub seams: [bool; 4],
    /// Art fills this.
    pub cut: Outline,
    /// What is painted, in order.
    pub objects: Vec<Object>,
    /// A blend mode, mask or opacity is at work: what is printed cannot be told from single paints.
    pub transparent: bool,
    /// How much ink it takes, when that was measured on the plates.
    pub ink: Option<InkMeasure>,
    /// Something of it could not be read, which is told elsewhere: what is painted is not all.
    pub unread: bool,
    /// Plates that are no printing inks but the knife's, the varnisher's … by the names of the trade and the shop.
    pub technical: BTreeMap<String, Technical>,
}

/// How much ink a page takes, measured within its trim.
#[derive(Clone, Debug, PartialEq)]
pub struct InkMeasure {
    /// The most on any one place, 1 = 100 %.
    pub most: f64,
    /// Where, page millimetres.
    pub at: Point,
    /// The share of the trim that takes more than the shop likes.
    pub over: f64,
    /// What could not be measured, or only as if it were at its strongest: which objects, and why.
    pub left_out: Vec<(LeftOut, usize)>,
}

/// Why the ink of a thing cannot be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A blend mode.
    Blend,
    /// A soft mask, or a picture whose own mask cannot be read: measured as if it hid nothing, and as if it hid all.
    Mask,
    /// A picture whose samples cannot be read here (JBIG2, CCITT, damaged or too large).
    Samples,
    /// A pattern or shading that could not be drawn: measured by its strongest colour, when that is known.
    Pattern,
    /// Type whose outlines are not in the file.
    Type,
}

/// How a thing mixes with what lies below, beside its opacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mixing {
    /// Not at all.
    #[default]
    Plain,
    /// By the blend mode Multiply, which on plates adds to what lies there and takes nothing away.
    Multiply,
    /// By another blend mode.
    Blend,
    /// Through a mask.
    Mask,
}

/// One thing that is painted.
#[derive(Clone, Debug)]
pub struct Object {
    /// What it is.
    pub what: What,
    /// The box of its ink within all clips; empty when nothing of it is seen.
    pub bounds: Rect,
    /// Only what lies inside all of these is seen, page millimetres.
    pub clips: Vec<Arc<BezPath>>,
    /// A shading or pattern as the plates get it; `None` where it could not be drawn, and for all else.
    pub drawn: Option<Arc<Drawn>>,
    /// Its colours: one for an even paint, the stops of a blend, the strongest mixture of a picture. Empty when unknown.
    pub tones: Vec<Tone>,
    /// Whether it prints over what lies below.
    pub overprint: Overprint,
    /// Share of it that is seen, 1 when opaque.
    pub opacity: f64,
    /// Whether a blend mode or a mask is at work on it.
    pub mixing: Mixing,
    /// Samples to the inch of the coarsest picture that masks it.
    pub mask_ppi: Option<f64>,
    /// A part of a letter, or its edge: it stands with its type, not alone.
    pub of_type: bool,
    /// What it is for.
    pub plane: Plane,
    /// Where it comes from.
    pub source: Source,
}

/// What is painted.
#[derive(Clone, Debug)]
pub enum What {
    /// Type that is still type.
    Text(Text),
    /// The inside of a path.
    Fill {
        /// Page millimetres.
        path: Arc<BezPath>,
        /// Even–odd instead of non-zero winding.
        even_odd: bool,
        /// A blend in page millimetres; else `tones` has the one colour.
        blend: Option<Arc<Gradient>>,
        /// The characters that it shows, when it is type made outlines 转曲 and says so.
        text: Option<Arc<str>>,
    },
    /// A line.
    Line {
        /// Page millimetres, along the middle.
        path: Arc<BezPath>,
        /// The pen; its width is the least in any direction, page millimetres. The paint is not to be used.
        pen: Stroke,
    },
    /// A picture.
    Picture(Picture),
    /// A shading that is no blend along a line.
    Shade,
}

/// A shading or pattern, drawn.
#[derive(Clone, Debug)]
pub enum Drawn {
    /// Samples over the unit square (y down), which the matrix lays on the page: the process inks, and each spot over them.
    Grid(Arc<Image>, Vec<Arc<Image>>, Affine),
    /// A cell of things, in its own space, and the matrices that lay it on the page again and again.
    Tiles(Arc<Vec<Object>>, Vec<Affine>),
}

/// A run of type.
#[derive(Clone, Debug)]
pub struct Text {
    /// The characters as far as the file tells.
    pub text: String,
    /// Type size (height of the em), millimetres.
    pub size: f64,
    /// The face's name.
    pub face: Arc<str>,
    /// The glyphs, in the order in which they are shown.
    pub glyphs: Vec<Glyph>,
    /// Neither filled nor stroked: for searching only.
    pub invisible: bool,
    /// The tones of its edge, when a pen draws it: the line follows as a thing of its own.
    pub edge: Vec<Tone>,
    /// Only its edge is painted.
    pub hollow: bool,
    /// No letter of its face paints anything: it is laid over what shows it, to be searched and copied.
    pub laid_over: bool,
    /// A letter of it is seen, and its outline is not in the file.
    pub unknown: bool,
}

/// A glyph at its place.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// Its outline in ems, y up. Without contours, when the program is not known, the ink box is the best guess.
    pub shape: Arc<Outlined>,
    /// From em space to page millimetres.
    pub at: Affine,
    /// The bytes of the run's text that it shows.
    pub range: Range<u32>,
}

/// A picture at its place.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Samples a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bits a component; 1 for line art.
    pub bits: u8,
    /// It only says where the current colour is painted.
    pub stencil: bool,
    /// Where a stencil paints, in the unit square (y down); `None` when that is not known, or too finely cut.
    pub figure: Option<Arc<BezPath>>,
    /// Samples to the inch of the finished product, the lesser of both directions.
    pub ppi: f64,
    /// From the unit square (y down) to page millimetres.
    pub at: Affine,
    /// The samples, when they are in print colours and were asked for.
    pub samples: Option<Arc<Image>>,
    /// What the plates get of it, perhaps coarser: for measuring ink. `None` when its samples cannot be read.
    pub sketch: Option<Arc<Image>>,
    /// Its spots, each as it is laid over the sketch, which is its process inks then.
    pub spots: Vec<Arc<Image>>,
    /// What else there is of it; only from [`super::open_art`].
    pub raw: Option<Raw>,
}

/// Samples that are no print colours yet.
#[derive(Clone, Debug)]
pub enum Raw {
    /// Red, green and blue, a byte each, taken as sRGB.
    Screen(Arc<[u8]>),
    /// A JPEG as it stands in the file; `turned` when its `Decode` array turns the samples over.
    Jpeg {
        /// The whole JPEG.
        bytes: Arc<[u8]>,
        /// All components are turned over.
        turned: bool,
    },
}

/// A colour as a plate maker sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tone {
    /// How it is written.
    pub space: Space,
    /// Shares of the four process inks.
    pub process: Cmyk,
    /// Shares of spots.
    pub spots: Vec<(Arc<Spot>, f64)>,
    /// The screen colour that the inks were found for (sRGB, 8 bits), where it is one.
    pub screen: Option<[u8; 3]>,
}

/// How a colour is written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// The press's own four inks.
    Cmyk,
    /// The press's black.
    Gray,
    /// Spots, alone or with process inks.
    Spot,
    /// Inks of another printing condition (ICCBased, four components).
    OtherCmyk,
    /// Gray with a profile.
    OtherGray,
    /// A screen's red, green and blue, with or without a profile.
    Rgb,
    /// A colour by its look: Lab.
    Lab,
}

/// How a paint meets what lies below (ISO 32000-1, 8.6.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Overprint {
    /// It knocks out.
    #[default]
    None,
    /// Plates that the paint's colour space does not have are left alone.
    Spaces,
    /// So are process plates whose share is 0 (overprint mode 1).
    Zeroes,
}

impl Tone {
    /// A process mixture.
    pub fn process(process: Cmyk) -> Self {
        Self { space: Space::Cmyk, process, spots: Vec::new(), screen: None }
    }

    /// A share of a spot.
    pub fn spot(spot: Arc<Spot>, share: f64) -> Self {
        Self { space: Space::Spot, process: Cmyk::PAPER, spots: vec![(spot, share)], screen: None }
    }

    /// All ink on one place, 1 = 100 %. The colour `All` is on every plate.
    pub fn total(&self) -> f64 {
        let spots = self.spots.iter().map(|(spot, share)| if spot.plate == ALL { 4.0 * share } else { *share });
        self.process.total() + spots.sum::<f64>()
    }

    /// The process mixture with every spot's stand-in added: for the eye, not for the plates.
    pub fn look(&self) -> Cmyk {
        self.spots.iter().fold(self.process, |sum, (spot, share)| {
            let (a, b) = (sum.array(), spot.alternate.tinted(*share).array());
            Cmyk::from_array(std::array::from_fn(|i| (a[i] + b[i]).min(1.0)))
        })
    }

    /// The same without the spots that are no printing inks, but the knife's and the varnisher's.
    pub fn printed(&self) -> Cmyk {
        let printed = |spot: &Spot| technical(&spot.plate).is_none();
        let spots = self.spots.iter().filter(|(spot, _)| printed(spot)).cloned().collect();
        Tone { spots, ..self.clone() }.look()
    }

    /// Whether it leaves the paper as it is.
    pub fn is_paper(&self) -> bool {
        self.total() < 1e-4
    }

    /// The inks that it uses.
    pub fn plates(&self) -> impl Iterator<Item = &str> {
        let used = PROCESS.into_iter().zip(self.process.array()).filter(|(_, v)| *v > 1e-4).map(|(name, _)| name);
        used.chain(self.spots.iter().filter(|(_, share)| *share > 1e-4).map(|(spot, _)| spot.plate.as_str()))
    }
}

/// The colorant that stands for every plate: crop and registration marks.
pub const ALL: &str = "All";

/// The four process plates.
pub const PROCESS: [&str; 4] = ["Cyan", "Magenta", "Yellow", "Black"];

impl Glyph {
    /// The box of its ink on the page.
    pub fn bounds(&self) -> Rect {
        let [a, b, c, d, ..] = self.at.as_coeffs();
        let upright = (b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0);
        if upright || self.shape.path.elements().is_empty() {
            self.at.transform_rect_bbox(self.shape.ink)
        } else {
            (self.at * &self.shape.path).bounding_box()
        }
    }

    /// How far its ink lies outside of a figure, millimetres; 0 inside.
    pub fn outside(&self, figure: &Outline) -> f64 {
        let corners = |r: Rect| [(r.x0, r.y0), (r.x1, r.y0), (r.x1, r.y1), (r.x0, r.y1)].map(Point::from);
        match figure {
            Outline::Circle(_) if !self.shape.path.elements().is_empty() => {
                let mut most: f64 = 0.0;
                biaoyu_page::geom::flatten(self.at * &self.shape.path, 0.02, |element| {
                    if let Some(p) = element.end_point() {
                        most = most.max(figure.distance_outside(p));
                    }
                });
                most
            }
            _ => corners(self.bounds()).map(|p| figure.distance_outside(p)).into_iter().fold(0.0, f64::max),
        }
    }

    /// Whether it shows nothing.
    pub fn is_blank(&self) -> bool {
        self.shape.ink.width() <= 0.0 && self.shape.ink.height() <= 0.0
    }
}

impl Object {
    /// Whether any of it is seen.
    pub fn is_seen(&self) -> bool {
        let hidden = matches!(&self.what, What::Text(text) if text.invisible);
        !hidden && self.opacity > 0.0 && self.bounds.width() >= 0.0 && self.bounds.height() >= 0.0
    }

    /// Whether it is printed art: no processing step, no mark outside the page.
    pub fn is_art(&self) -> bool {
        self.plane == Plane::Art && self.is_seen()
    }
}

/// Samples to the inch of a picture whose unit square is put on the page by `at`, the lesser of both directions.
pub fn ppi(width: u32, height: u32, at: Affine) -> f64 {
    let [a, b, c, d, ..] = at.as_coeffs();
    let inches = [a.hypot(b), c.hypot(d)].map(|mm| (mm / MM_PER_INCH).max(1e-9));
    (f64::from(width) / inches[0]).min(f64::from(height) / inches[1])
}

/// The least factor by which a matrix stretches lengths in any direction: the lesser singular value.
pub fn least_scale(at: Affine) -> f64 {
    let [a, b, c, d, ..] = at.as_coeffs();
    let (sum, difference) = ((a + d).hypot(b - c), (a - d).hypot(b + c));
    ((sum - difference) / 2.0).abs()
}

/// What two boxes share; of negative size when they are apart, so that nothing that touches is lost.
pub fn shared(a: Rect, b: Rect) -> Rect {
    Rect::new(a.x0.max(b.x0), a.y0.max(b.y0), a.x1.min(b.x1), a.y1.min(b.y1))
}

/// The box of a line along a path of page millimetres, drawn with a pen of `width` under the matrix `at`: that of its
/// middle grown by half the pen; at mitred corners perhaps a little too small.
pub fn pen_box(path: &BezPath, pen: &Stroke, width: f64, at: Affine) -> Rect {
    let middle = path.bounding_box();
    let [a, b, c, d, ..] = at.as_coeffs();
    let half = width / 2.0 * a.hypot(b).max(c.hypot(d));
    if path.elements().len() == 2 && pen.cap == Cap::Butt {
        // A straight line with flat ends does not grow along itself.
        let length = middle.width().hypot(middle.height()).max(f64::MIN_POSITIVE);
        let (x, y) = (half * middle.height() / length, half * middle.width() / length);
        return Rect::new(middle.x0 - x, middle.y0 - y, middle.x1 + x, middle.y1 + y);
    }
    grow(middle, half)
}
