//! Shadings and patterns (ISO 32000-1, 8.7).

use std::sync::Arc;

use lopdf::{Dictionary, Object};

use biaoyu_page::geom::{Affine, Point, Rect, rect_path};
use biaoyu_page::ink::Gradient;
use biaoyu_page::say;

use super::content::{Reader, Run};
use super::fact::Kind;
use super::function::Function;
use super::seen::{Space, Tone, What};
use super::space::ColourSpace;
use super::state::Colour;

impl Reader<'_, '_> {
    /// The colour that a pattern makes.
    pub fn pattern(&mut self, run: &Run<'_>, space: Arc<ColourSpace>, key: &str, values: &[f64]) -> Colour {
        let file = self.file;
        let entry = file.get_dict(run.resources, "Pattern").and_then(|d| d.get(key.as_bytes()).ok());
        let mut colour = Colour { space: space.clone(), tones: Vec::new(), blend: None, patterned: true };
        let Some((object, dict)) = entry.and_then(|e| Some((e, file.dict(e)?))) else {
            let key = super::printable(key);
            self.note(Kind::Resource, say!("pattern `{key}` is not in the resources", "资源中没有图案 `{key}`"));
            return colour;
        };
        let at = run.base * file.get_matrix(dict, "Matrix").unwrap_or(Affine::IDENTITY);
        if let Some(tile) = file.stream(object) {
            if self.enter(tile) {
                let content = self.unpacked(tile);
                let resources = file.get_dict(dict, "Resources").unwrap_or(run.resources);
                colour.tones = self.aside(&content, resources, run.depth + 1);
                self.active.pop();
            }
            // An uncoloured tile is painted in the colour that comes with it.
            if file.get_number(dict, "PaintType") == Some(2.0)
                && let ColourSpace::Pattern(Some(base)) = &*space
            {
                colour.tones = base.tone(values).into_iter().collect();
            }
        } else if let Some(shading) = file.get_dict(dict, "Shading") {
            (colour.tones, colour.blend) = self.shading(shading, at, run.resources);
            colour.patterned = colour.blend.is_none();
        }
        colour
    }

    /// `sh`.
    pub fn shade(&mut self, run: &mut Run<'_>, key: Option<&Object>) {
        let file = self.file;
        let key = key.and_then(|k| k.as_name().ok()).unwrap_or_default();
        let entry = file.get_dict(run.resources, "Shading").and_then(|d| file.dict(d.get(key).ok()?));
        let Some(shading) = entry else {
            let key = super::printable(&String::from_utf8_lossy(key));
            self.note(Kind::Resource, say!("shading `{key}` is not in the resources", "资源中没有渐变 `{key}`"));
            return;
        };
        let (tones, blend) = self.shading(shading, run.state.ctm, run.resources);
        let space = run.state.fill.space.clone();
        let colour = Colour { space, tones, patterned: blend.is_none(), blend: blend.clone() };
        // It fills what the clips leave; a box of its own narrows that.
        let everywhere = run.state.window.unwrap_or(Rect::new(-1e6, -1e6, 1e6, 1e6));
        let own = file.get_rect(shading, "BBox").map(|b| run.state.ctm.transform_rect_bbox(b));
        let area = own.map_or(everywhere, |b| super::seen::shared(b, everywhere));
        let what = match blend {
            Some(_) => What::Fill { path: Arc::new(rect_path(area)), even_odd: false, blend, text: None },
            None => What::Shade,
        };
        self.paint(run, what, area, &colour, false);
    }

    /// The tones of a shading, and the blend it is when it runs along a line from end to end.
    fn shading(&mut self, dict: &Dictionary, at: Affine, resources: &Dictionary) -> (Vec<Tone>, Option<Arc<Gradient>>) {
        let file = self.file;
        let Ok(key) = dict.get(b"ColorSpace") else { return (Vec::new(), None) };
        let space = self.space(key, resources);
        // Meshes are known by their colour space only.
        let unknown = || Some(Tone { process: Default::default(), spots: Vec::new(), ..space.tone(&space.initial())? });
        let unknown = || (unknown().into_iter().collect(), None);
        let kind = file.get_number(dict, "ShadingType").unwrap_or_default() as i64;
        let function = dict.get(b"Function").ok().and_then(|f| Function::read(file, f));
        let (Some(function), 2 | 3) = (function, kind) else { return unknown() };
        let domain = file.get_numbers(dict, "Domain").filter(|d| d.len() == 2).unwrap_or_else(|| vec![0.0, 1.0]);
        let (from, to) = (domain.first().copied().unwrap_or(0.0), domain.get(1).copied().unwrap_or(1.0));
        let knots = function.knots(from, to);
        let toned: Vec<(f64, Tone)> = knots
            .iter()
            .filter_map(|t| Some(((t - from) / (to - from), space.tone(&function.eval(&[*t])?)?)))
            .filter(|(t, _)| t.is_finite())
            .collect();
        if toned.is_empty() {
            return unknown();
        }
        let coords = file.get_numbers(dict, "Coords").unwrap_or_default();
        let inks = |tone: &Tone| tone.space == Space::Cmyk || (self.art && tone.space == Space::Rgb);
        let printed = toned.iter().all(|(_, tone)| inks(tone));
        let blend = match coords[..] {
            [x0, y0, x1, y1] if kind == 2 && printed => Some(Arc::new(Gradient {
                from: at * Point::new(x0, y0),
                to: at * Point::new(x1, y1),
                stops: toned.iter().map(|(t, tone)| (*t, tone.process)).collect(),
            })),
            _ => None,
        };
        (toned.into_iter().map(|(_, tone)| tone).collect(), blend)
    }
}
