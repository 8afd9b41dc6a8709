//! A shop's own template over a page: lines on a locked layer in a technical ink of its own, for the eyes of whoever
//! opens the file, never for the press (ISO 19593-1:2018 group `Legend`: information about the job for people).

use std::sync::Arc;

use super::steps::{hairline, step};
use biaoyu_page::geom::{Affine, BezPath, Rect, rect_path};
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{Cap, Form, Group, Item, Join, Mark, PathMark, Plane, Source, Step, Stroke};

/// The technical ink, and its name on the plates.
const PLATE: &str = "Guide";
/// Width of a line over that of a processing step: a template has many, and small type.
const THIN: f64 = 0.4;

/// A line of a template.
#[derive(Clone, Debug)]
pub struct Contour {
    /// Along the middle, millimetres of the template.
    pub path: Arc<BezPath>,
    /// Lengths of dashes and gaps in turn, millimetres of the template; empty for a whole line.
    pub dash: Vec<f64>,
    /// Only what lies inside all of these is drawn.
    pub clips: Vec<Arc<BezPath>>,
}

/// A template that lies over a page.
#[derive(Clone, Debug)]
pub struct Guide {
    /// From [`guide`], in millimetres of the front.
    pub form: Arc<Form>,
    /// The page is a back: what was left is right.
    pub behind: bool,
}

/// A template's lines as a form in millimetres of the page. `id` tells templates apart; `sheet` is the template's paper
/// and `at` leads from its millimetres to the page's; the product is `longest` millimetres long and drawn 1:`scale`.
pub fn guide(id: &str, sheet: Rect, contours: Vec<Contour>, at: Affine, longest: f64, scale: u32) -> Arc<Form> {
    let enlarged = at.determinant().abs().sqrt();
    let width = THIN * hairline(longest, scale) / enlarged;
    // Seen on the greens, reds and blues of most grounds, as on paper.
    let alternate = Cmyk::percent(0.0, 35.0, 100.0, 0.0);
    let layer = step("Legend", None, "模板 guide", PLATE, alternate);
    let mut items: Vec<Item> = Vec::new();
    let mut open: Option<(Vec<Arc<BezPath>>, Vec<Item>)> = None;
    for Contour { path, dash, clips } in contours {
        let line = line(path, dash, width, &layer);
        let same = |known: &[Arc<BezPath>]| known.len() == clips.len() && known.iter().zip(&clips).all(|(a, b)| a == b);
        match &mut open {
            Some((known, inside)) if same(known) => inside.push(line),
            _ => {
                items.extend(open.take().into_iter().flat_map(|(clips, inside)| clipped(&clips, inside, &layer)));
                open = Some((clips, vec![line]));
            }
        }
    }
    items.extend(open.into_iter().flat_map(|(clips, inside)| clipped(&clips, inside, &layer)));
    let clip = Some(Arc::new(rect_path(sheet)));
    let whole = group(Group { transform: at, clip, text: None, items }, &layer);
    Arc::new(Form { id: id.into(), bounds: at.transform_rect_bbox(sheet), items: vec![whole], once: false })
}

/// The template on a page with this trim.
pub(super) fn item(guide: &Guide, trim: Rect) -> Option<Item> {
    let layer = guide.form.items.first().map(|item| item.plane.clone())?;
    let across = Affine::new([-1.0, 0.0, 0.0, 1.0, trim.x0 + trim.x1, 0.0]);
    let transform = if guide.behind { across } else { Affine::IDENTITY };
    let mark = Mark::Shared { form: guide.form.clone(), transform };
    Some(Item { mark, plane: layer, source: Source::default() })
}

fn line(path: Arc<BezPath>, dash: Vec<f64>, width: f64, layer: &Arc<Step>) -> Item {
    let paint = Paint::Solid { ink: Ink::Spot(layer.spot.clone()), tint: 1.0, overprint: true };
    // Small type has sharp corners: pointed joins would stand out of it like thorns.
    let stroke = Stroke { paint, width, cap: Cap::Butt, join: Join::Round, dash };
    let mark = Mark::Path(PathMark { path, fill: None, stroke: Some(stroke) });
    Item { mark, plane: Plane::Step(layer.clone()), source: Source::default() }
}

fn group(group: Group, layer: &Arc<Step>) -> Item {
    Item { mark: Mark::Group(group), plane: Plane::Step(layer.clone()), source: Source::default() }
}

/// Lines inside all of some clips.
fn clipped(clips: &[Arc<BezPath>], items: Vec<Item>, layer: &Arc<Step>) -> Vec<Item> {
    clips.iter().rev().fold(items, |items, clip| {
        vec![group(Group { transform: Affine::IDENTITY, clip: Some(clip.clone()), text: None, items }, layer)]
    })
}
