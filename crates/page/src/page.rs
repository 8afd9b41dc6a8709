//! The display list: everything that is printed, at fixed positions, and nothing else.
//!
//! Units are millimetres on the finished product; the origin is the top left corner of the trim, x to the right,
//! y down. There are no references, no inheritance and no measuring left: a backend only draws. Items paint
//! in order, later over earlier. The written contract is `docs/page.md`.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::duotone::Duotone;
use crate::font::Face;
use crate::geom::{Affine, BezPath, Outline, Rect, rect_path};
use crate::ink::{Cmyk, Paint, Spot};

/// One face of one product, ready to print.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it is, for the file's title: the slogan and the product.
    pub title: String,
    /// The paper: media contains bleed contains trim.
    pub boxes: Boxes,
    /// The finished product's own edge (a disc for a round badge); its bounds are `boxes.trim`.
    pub trim: Outline,
    /// Text stays inside this. Where it reaches beyond the trim the page is joined to another, on which type goes on.
    pub live: Outline,
    /// Art fills this: the bleed, or the cut circle of a button badge.
    pub cut: Outline,
    /// What is painted, in order.
    pub items: Vec<Item>,
}

/// The page's rectangles, millimetres from the top left corner of the trim (so media and bleed start below 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boxes {
    /// The sheet, with room for marks and slug.
    pub media: Rect,
    /// The trim and what is cut away around it 出血.
    pub bleed: Rect,
    /// The finished size 成品尺寸; starts at (0, 0).
    pub trim: Rect,
}

/// A mark with its plane and its origin in the user's words.
#[derive(Clone, Debug)]
pub struct Item {
    /// What is painted.
    pub mark: Mark,
    /// What it is for.
    pub plane: Plane,
    /// Where it comes from.
    pub source: Source,
}

/// Where an item comes from: preflight and messages speak of it by this.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The slogan's number in its campaign.
    pub slogan: Option<u32>,
    /// The layout's region or ornament.
    pub region: Option<Arc<str>>,
}

/// What an item is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Plane {
    /// Printed art.
    #[default]
    Art,
    /// A processing step (ISO 19593-1): seen by the knife or the needle, not printed.
    Step(Arc<Step>),
    /// Crop and registration marks, colour bars: outside the bleed.
    Marks,
    /// The slug line with the job's data: outside the bleed.
    Slug,
}

/// A processing step: a layer of its own in a spot of its own, overprinting.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// ISO 19593-1 group: `Structural`, `Positions`, `White`, `Varnish`, `Dimensions`, `Legend` …
    pub group: &'static str,
    /// ISO 19593-1 type within the groups that have one: `Cutting`, `Folding`, `Punching`, `ContentArea` …
    pub kind: Option<&'static str>,
    /// The layer's name in the shop's words (`刀线 cut`).
    pub layer: String,
    /// The technical spot ink.
    pub spot: Arc<Spot>,
}

/// What can be painted.
#[derive(Clone, Debug)]
pub enum Mark {
    /// Set type.
    Glyphs(GlyphRun),
    /// A filled or stroked path.
    Path(PathMark),
    /// Filled rectangles.
    Blocks(Blocks),
    /// A picture.
    Image(ImageMark),
    /// Items moved and clipped together.
    Group(Group),
    /// Items that are painted in many places, or in one: written once by the PDF.
    Shared {
        /// What is painted.
        form: Arc<Form>,
        /// From the form's own millimetres to the page's.
        transform: Affine,
    },
}

/// Glyphs of one face and paint, each where it belongs.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The face.
    pub face: Arc<Face>,
    /// The colour.
    pub paint: Paint,
    /// The characters that the run shows, in reading order.
    pub text: String,
    /// The glyphs, in reading order.
    pub glyphs: Vec<Glyph>,
}

/// A glyph at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph id in the face.
    pub id: u16,
    /// From the glyph's em space to page millimetres. Em space: 1 is one em, origin at the horizontal
    /// origin on the baseline, x right, y **up**. Upright text of size z at (x, y) has the matrix
    /// `[z 0 0 -z x y]`; vertical, arc, rotated, condensed and stretched type differ here only.
    pub matrix: Affine,
    /// The bytes of the run's text that this glyph shows.
    pub range: Range<u32>,
}

/// A path with a fill, a stroke or both (the fill first).
#[derive(Clone, Debug)]
pub struct PathMark {
    /// The path, page millimetres.
    pub path: Arc<BezPath>,
    /// How the inside is painted.
    pub fill: Option<Fill>,
    /// How the line is painted.
    pub stroke: Option<Stroke>,
}

/// Upright rectangles that are filled as one figure: the modules of a code. A tenth of the path that they are.
#[derive(Clone, Debug)]
pub struct Blocks {
    /// The colour.
    pub paint: Paint,
    /// The rectangles, page millimetres. They may meet, but not overlap.
    pub rects: Arc<[Rect]>,
    path: OnceLock<Arc<BezPath>>,
}

impl Blocks {
    /// Rectangles in one colour.
    pub fn new(paint: Paint, rects: Arc<[Rect]>) -> Self {
        Self { paint, rects, path: OnceLock::new() }
    }

    /// The same as a path, made when it is first asked for.
    pub fn path(&self) -> &Arc<BezPath> {
        self.path.get_or_init(|| {
            let mut path = BezPath::with_capacity(5 * self.rects.len());
            self.rects.iter().for_each(|rect| path.extend(rect_path(*rect)));
            Arc::new(path)
        })
    }
}

/// The painted inside of a path.
#[derive(Clone, Debug)]
pub struct Fill {
    /// The colour.
    pub paint: Paint,
    /// Even–odd instead of non-zero winding.
    pub even_odd: bool,
}

/// A painted line.
#[derive(Clone, Debug)]
pub struct Stroke {
    /// The colour.
    pub paint: Paint,
    /// Width in millimetres, above 0.
    pub width: f64,
    /// Line ends.
    pub cap: Cap,
    /// Corners.
    pub join: Join,
    /// Lengths of dashes and gaps in turn, millimetres; empty for a whole line.
    pub dash: Vec<f64>,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Cap {
    /// At its last point.
    #[default]
    Butt,
    /// In a half disc around it: a line of no length is a dot.
    Round,
    /// Half a width further.
    Square,
}

/// How lines meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Join {
    /// Pointed, cut off at a miter limit of 10.
    #[default]
    Miter,
    /// Round.
    Round,
    /// Cut off.
    Bevel,
}

/// A picture at its place.
#[derive(Clone, Debug)]
pub struct ImageMark {
    /// The samples.
    pub image: Arc<Image>,
    /// From the unit square (0,0 top left to 1,1 bottom right, y down) to page millimetres.
    pub matrix: Affine,
}

/// Samples in print colours, rows from the top, no padding.
#[derive(Debug)]
pub struct Image {
    /// Samples a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The colours.
    pub samples: Samples,
    /// One byte a sample, 255 opaque; `None` when all are.
    pub alpha: Option<Vec<u8>>,
}

/// The colours of a picture, 8 bits a component.
#[derive(Clone, Debug)]
pub enum Samples {
    /// One byte, 255 is paper.
    Gray(Vec<u8>),
    /// Four bytes C M Y K, 255 is solid ink.
    Cmyk(Vec<u8>),
    /// One byte, a mixture of two inks, one of them a spot at least.
    Duotone(Duotone),
}

impl Samples {
    /// Bytes that they take.
    pub fn len(&self) -> usize {
        match self {
            Samples::Gray(bytes) | Samples::Cmyk(bytes) | Samples::Duotone(Duotone { levels: bytes, .. }) => {
                bytes.len()
            }
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The inks of a sample, 0 to 1, spots by their stand-ins; `None` beyond the last.
    pub fn at(&self, i: usize) -> Option<Cmyk> {
        let share = |v: u8| f64::from(v) / 255.0;
        match self {
            Samples::Gray(bytes) => bytes.get(i).map(|v| Cmyk { k: 1.0 - share(*v), ..Cmyk::PAPER }),
            Samples::Cmyk(bytes) => bytes.as_chunks::<4>().0.get(i).map(|p| Cmyk::from_array(p.map(share))),
            Samples::Duotone(two) => two.levels.get(i).map(|level| two.look(*level)),
        }
    }
}

/// Items moved and clipped together.
#[derive(Clone, Debug)]
pub struct Group {
    /// From the group's coordinates (clip and items) to its parent's.
    pub transform: Affine,
    /// Only the inside of this is painted (non-zero winding).
    pub clip: Option<Arc<BezPath>>,
    /// The text of a whole region in reading order, line by line (`/ActualText`).
    pub text: Option<Arc<str>>,
    /// The items.
    pub items: Vec<Item>,
}

/// Items that belong together, painted in one place or in many.
#[derive(Debug)]
pub struct Form {
    /// What it is, stable between runs.
    pub id: String,
    /// Contains all that is painted, in the form's own millimetres.
    pub bounds: Rect,
    /// The items.
    pub items: Vec<Item>,
    /// No other page paints it, and its coordinates are whole numbers, as those of a code's modules: a PDF writes it
    /// where it stands, in its own units.
    pub once: bool,
}
