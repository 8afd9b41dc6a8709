//! One face: coverage, metrics, outlines, and what the shaper keeps of it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock, RwLock};

use ab_glyph::{Font as _, FontRef, OutlineCurve, VariableFont as _};

use super::measures::Measures;
use crate::geom::{BezPath, Point, Rect, Shape as _};

/// One face, its bytes living as long as the program.
pub struct Face {
    name: String,
    family: String,
    data: &'static [u8],
    index: u32,
    axes: Vec<([u8; 4], f32)>,
    upem: f64,
    font: FontRef<'static>,
    shaper: harfrust::Font,
    plans: [OnceLock<harfrust::ShapePlan>; 3],
    measures: OnceLock<Measures>,
    outlines: RwLock<HashMap<u16, Arc<Outlined>>>,
}

/// How a run is shaped: what the shaper must know beside the text and the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shaping {
    /// Chinese from left to right.
    Han,
    /// Chinese from top to bottom, with the `vert` forms.
    Vertical,
    /// Latin letters, figures and their marks, in proportional forms (`pwid`).
    Latin,
}

/// A glyph's outline and ink box, in ems, y up.
#[derive(Debug)]
pub struct Outlined {
    /// The closed contours; empty for a space.
    pub path: BezPath,
    /// The box of the ink; zero-sized at the origin for a space.
    pub ink: Rect,
}

impl Face {
    /// Opens face `index` of a font file. `None` when it is no font that can be read.
    pub fn open(name: &str, family: &str, data: &'static [u8], index: u32) -> Option<Self> {
        Self::open_at(name, family, data, index, &[])
    }

    /// Opens a variable face at values of its axes (`wght`, 900); axes that are left out have their usual values.
    pub fn open_at(name: &str, family: &str, data: &'static [u8], index: u32, axes: &[([u8; 4], f32)]) -> Option<Self> {
        let mut font = FontRef::try_from_slice_and_index(data, index).ok()?;
        let mut shaper = harfrust::Font::new(data, index)?;
        if !axes.is_empty() {
            for (tag, value) in axes {
                font.set_variation(tag, *value).then_some(())?;
            }
            let places = axes.iter().map(|(tag, value)| (harfrust::Tag::new(tag), *value));
            shaper = shaper.instance_builder().variations(places).build();
        }
        let upem = f64::from(font.units_per_em()?);
        Some(Self {
            name: name.into(),
            family: family.into(),
            data,
            index,
            axes: axes.to_vec(),
            upem,
            font,
            shaper,
            plans: Default::default(),
            measures: OnceLock::new(),
            outlines: RwLock::default(),
        })
    }

    /// The short id by which layouts name it: `hei-black`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The family as a designer knows it.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// The whole font file.
    pub fn data(&self) -> &'static [u8] {
        self.data
    }

    /// Which face of the file.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The values of the axes of a variable face; empty for one as it stands.
    pub fn axes(&self) -> &[([u8; 4], f32)] {
        &self.axes
    }

    /// Font units in an em.
    pub fn units_per_em(&self) -> f64 {
        self.upem
    }

    /// The face as the shaper wants it.
    pub fn shaper(&self) -> &harfrust::Font {
        &self.shaper
    }

    /// The plan for one way of shaping, made once. Language is always `zh-Hans`: without it a pan-Chinese
    /// face gives the Japanese forms of 骨, 直 and 门.
    pub fn plan(&self, shaping: Shaping) -> &harfrust::ShapePlan {
        let (direction, script, features) = shaping.properties();
        let [han, vertical, latin] = &self.plans;
        let slot = match shaping {
            Shaping::Han => han,
            Shaping::Vertical => vertical,
            Shaping::Latin => latin,
        };
        slot.get_or_init(|| {
            let language = harfrust::Language::new(LANGUAGE);
            harfrust::ShapePlan::new(&self.shaper, direction, script, language.as_ref(), features)
        })
    }

    /// Measures of the whole face, taken once.
    pub fn measures(&self) -> &Measures {
        self.measures.get_or_init(|| Measures::take(self))
    }

    /// Whether it is a face for Chinese rather than one for Latin letters and figures.
    pub fn is_cjk(&self) -> bool {
        self.measures().cjk
    }

    /// The glyph of a character by the face's `cmap`; `None` when it has none.
    pub fn glyph(&self, c: char) -> Option<u16> {
        Some(self.font.glyph_id(c).0).filter(|id| *id != 0)
    }

    /// Horizontal advance 字宽, in ems.
    pub fn advance(&self, glyph: u16) -> f64 {
        f64::from(self.font.h_advance_unscaled(ab_glyph::GlyphId(glyph))) / self.upem
    }

    /// Height of the em box above the baseline, in ems (the usual CJK 0.88 / −0.12 split).
    pub const EM_TOP: f64 = 0.88;

    /// The outline of a glyph, read once.
    pub fn outline(&self, glyph: u16) -> Arc<Outlined> {
        if let Ok(cache) = self.outlines.read()
            && let Some(found) = cache.get(&glyph)
        {
            return found.clone();
        }
        let made = Arc::new(self.read_outline(glyph));
        if let Ok(mut cache) = self.outlines.write() {
            cache.insert(glyph, made.clone());
        }
        made
    }

    fn read_outline(&self, glyph: u16) -> Outlined {
        let at = |p: ab_glyph::Point| Point::new(f64::from(p.x) / self.upem, f64::from(p.y) / self.upem);
        let mut path = BezPath::new();
        let mut end = None;
        // ab_glyph gives curves without move or close: a contour begins where a curve does not go on from the last.
        let mut begin = |path: &mut BezPath, from: Point, to: Point| {
            if end != Some(from) {
                if end.is_some() {
                    path.close_path();
                }
                path.move_to(from);
            }
            end = Some(to);
        };
        for curve in self.font.outline(ab_glyph::GlyphId(glyph)).map(|o| o.curves).unwrap_or_default() {
            match curve {
                OutlineCurve::Line(a, b) => {
                    begin(&mut path, at(a), at(b));
                    path.line_to(at(b));
                }
                OutlineCurve::Quad(a, b, c) => {
                    begin(&mut path, at(a), at(c));
                    path.quad_to(at(b), at(c));
                }
                OutlineCurve::Cubic(a, b, c, d) => {
                    begin(&mut path, at(a), at(d));
                    path.curve_to(at(b), at(c), at(d));
                }
            }
        }
        if end.is_some() {
            path.close_path();
        }
        let ink = if path.elements().is_empty() { Rect::ZERO } else { path.bounding_box() };
        Outlined { path, ink }
    }
}

/// The language of all text: Chinese in simplified characters (BCP 47).
pub const LANGUAGE: &str = "zh-Hans";

static PROPORTIONAL: [harfrust::Feature; 1] = [harfrust::Feature {
    tag: harfrust::Tag::new(b"pwid"),
    value: 1,
    start: harfrust::Feature::GLOBAL_START,
    end: harfrust::Feature::GLOBAL_END,
}];

impl Shaping {
    /// What the shaper's buffer must say to fit the plan.
    pub fn properties(self) -> (harfrust::Direction, Option<harfrust::Script>, &'static [harfrust::Feature]) {
        let script = |tag| harfrust::Script::from_iso15924_tag(harfrust::Tag::new(tag));
        match self {
            Shaping::Han => (harfrust::Direction::LeftToRight, script(b"Hani"), &[]),
            Shaping::Vertical => (harfrust::Direction::TopToBottom, script(b"Hani"), &[]),
            Shaping::Latin => (harfrust::Direction::LeftToRight, script(b"Latn"), &PROPORTIONAL),
        }
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({})", self.name)
    }
}

impl PartialEq for Face {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && std::ptr::eq(self.data, other.data)
            && self.index == other.index
            && self.axes == other.axes
    }
}
