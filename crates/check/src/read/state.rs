//! The graphics state of a content stream (ISO 32000-1, 8.4 and 9.3).

use std::rc::Rc;
use std::sync::Arc;

use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _};
use biaoyu_page::ink::Gradient;
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Cap, Join, Stroke};

use super::font::Font;
use super::pattern::Pattern;
use super::procedures::Letter;
use super::seen::{Tone, least_scale, shared};
use super::space::ColourSpace;

/// What fills or strokes are painted with.
#[derive(Clone)]
pub(super) struct Colour {
    pub space: Arc<ColourSpace>,
    /// What it comes to; empty when nobody knows.
    pub tones: Vec<Tone>,
    /// A blend along a line, page millimetres.
    pub blend: Option<Arc<Gradient>>,
    /// A shading or pattern that is no such blend.
    pub patterned: bool,
    /// Nobody set it: it is the black that every page begins with, which is DeviceGray (8.4.1).
    pub implicit: bool,
    /// The shading or pattern itself, to be drawn where it is painted.
    pub pattern: Option<Rc<Pattern>>,
}

impl Colour {
    pub(crate) fn black() -> Self {
        let space = Arc::new(ColourSpace::Gray);
        let tones = space.tone(&[0.0]).into_iter().collect();
        Self { implicit: true, ..Self::of(space, tones) }
    }

    /// An even colour.
    pub(crate) fn of(space: Arc<ColourSpace>, tones: Vec<Tone>) -> Self {
        Self { space, tones, blend: None, patterned: false, implicit: false, pattern: None }
    }
}

/// What transparency groups are laid on the page with, one in the other: nothing inside of them cancels it (ISO 32000-2, 11.6.6).
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Around {
    pub opacity: f64,
    pub blends: bool,
    /// Every blend mode among them is Multiply.
    pub multiplies: bool,
    pub masked: bool,
    pub mask_ppi: Option<f64>,
}

impl Around {
    pub(super) const NOTHING: Self =
        Self { opacity: 1.0, blends: false, multiplies: true, masked: false, mask_ppi: None };
}

/// What was seen of paint that has no place of its own on the page.
#[derive(Clone, Copy, Default)]
pub(super) struct Beside {
    /// Samples to the inch of its coarsest picture.
    pub coarsest: Option<f64>,
    /// Its lightest, as a luminosity mask takes it: 1 for white, or when that is not known.
    pub lightest: f64,
    /// Its colours do not matter: it is a mask by what it covers.
    pub covers_only: bool,
}

/// The graphics state.
#[derive(Clone)]
pub(super) struct State {
    /// From user space to page millimetres.
    pub ctm: Affine,
    pub clips: Vec<Arc<BezPath>>,
    /// What the clips leave.
    pub window: Option<Rect>,
    pub width: f64,
    pub cap: Cap,
    pub join: Join,
    pub dash: Vec<f64>,
    pub fill: Colour,
    pub stroke: Colour,
    pub fill_overprint: bool,
    pub stroke_overprint: bool,
    pub mode: i64,
    pub fill_opacity: f64,
    pub stroke_opacity: f64,
    /// A blend mode other than Normal.
    pub blends: bool,
    /// That mode is Multiply.
    pub multiplies: bool,
    /// A soft mask.
    pub masked: bool,
    /// The most of anything that the mask shows, 1 for all.
    pub mask_most: f64,
    /// Samples to the inch of the coarsest picture in it.
    pub mask_ppi: Option<f64>,
    /// What the transparency groups around it are laid on the page with.
    pub around: Around,
    pub font: Option<Rc<Font>>,
    pub size: f64,
    pub spacing: f64,
    pub word_spacing: f64,
    pub leading: f64,
    pub rise: f64,
    /// Horizontal scaling, 1 for none.
    pub stretch: f64,
    pub render: i64,
    /// Whether this is the inside of a letter.
    pub letter: Letter,
}

impl State {
    /// The pen that lines are drawn with, page millimetres; their colour is told beside it.
    pub(crate) fn pen(&self) -> Stroke {
        let scale = least_scale(self.ctm);
        Stroke {
            paint: Paint::cmyk(Cmyk::PAPER),
            width: self.width * scale,
            cap: self.cap,
            join: self.join,
            dash: self.dash.iter().map(|d| d * scale).collect(),
        }
    }

    /// What a page or form starts with.
    pub(crate) fn new(ctm: Affine) -> Self {
        Self {
            ctm,
            clips: Vec::new(),
            window: None,
            width: 1.0,
            cap: Cap::Butt,
            join: Join::Miter,
            dash: Vec::new(),
            fill: Colour::black(),
            stroke: Colour::black(),
            fill_overprint: false,
            stroke_overprint: false,
            mode: 0,
            fill_opacity: 1.0,
            stroke_opacity: 1.0,
            blends: false,
            multiplies: false,
            masked: false,
            mask_most: 1.0,
            mask_ppi: None,
            around: Around::NOTHING,
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            leading: 0.0,
            rise: 0.0,
            stretch: 1.0,
            render: 0,
            letter: Letter::No,
        }
    }

    /// What lies in a group that is painted now begins with: the group as a whole has the state's opacity, blend mode and mask.
    pub(crate) fn enter_group(&mut self) {
        self.around = self.mixed(false);
        (self.fill_opacity, self.stroke_opacity) = (1.0, 1.0);
        (self.blends, self.multiplies, self.masked, self.mask_most, self.mask_ppi) = (false, false, false, 1.0, None);
    }

    /// What a paint is laid on the page with: the state's own and that of the groups around it.
    pub(crate) fn mixed(&self, stroke: bool) -> Around {
        let own = if stroke { self.stroke_opacity } else { self.fill_opacity };
        let around = self.around;
        Around {
            opacity: around.opacity * own * self.mask_most,
            blends: around.blends || self.blends,
            multiplies: around.multiplies && (self.multiplies || !self.blends),
            masked: around.masked || self.masked,
            mask_ppi: around.mask_ppi.into_iter().chain(self.mask_ppi).reduce(f64::min),
        }
    }

    /// Narrows the clip to the inside of a path of page millimetres.
    pub(crate) fn clip(&mut self, path: Arc<BezPath>) {
        let nothing = Rect::new(0.0, 0.0, -1.0, -1.0);
        let inside = if path.elements().is_empty() { nothing } else { path.bounding_box() };
        // Nothing is seen through what has no area.
        let inside = if inside.width() <= 0.0 || inside.height() <= 0.0 { nothing } else { inside };
        self.window = Some(self.window.map_or(inside, |w| shared(w, inside)));
        // A deep pile of clips is kept as their common box.
        if self.clips.len() < 64 {
            self.clips.push(path);
        }
    }
}
