//! Blacks by the shop's recipes: small type in one ink that overprints, areas in a mixture that covers.

use std::sync::{Arc, Mutex, PoisonError};

use crate::profile::Profile;
use biaoyu_page::geom::{Affine, Shape};
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Form, Item, Mark, Page, Plane};

/// The black recipes of a shop, and what has become of the forms that many pages share.
pub struct Blacks<'a> {
    profile: &'a Profile,
    forms: Mutex<Vec<Known>>,
}

/// A form, its size on the page and what became of it.
type Known = (Arc<Form>, f64, Arc<Form>);

/// Forms that are remembered; then all are dropped.
const KEPT: usize = 256;

impl<'a> Blacks<'a> {
    /// The recipes of a profile.
    pub fn new(profile: &'a Profile) -> Self {
        Self { profile, forms: Mutex::default() }
    }

    /// Prints all that is solid black ink alone by the recipes: type, lines and figures below their size as
    /// `black_text`, larger ones as `black_area`. Every other mixture stays as it was entered.
    pub fn apply(&self, mut page: Page) -> Page {
        let mut forms = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        if forms.len() > KEPT {
            forms.clear();
        }
        Recipes { profile: self.profile, forms: &mut forms }.items(&mut page.items, 1.0);
        page
    }
}

struct Recipes<'a> {
    profile: &'a Profile,
    forms: &'a mut Vec<Known>,
}

impl Recipes<'_> {
    /// `scale` leads from the items' millimetres to the page's. Whether any was changed.
    fn items(&mut self, items: &mut [Item], scale: f64) -> bool {
        let mut changed = false;
        for item in items.iter_mut().filter(|item| item.plane == Plane::Art) {
            changed |= match &mut item.mark {
                Mark::Glyphs(run) => {
                    let size = run.glyphs.iter().map(|g| size(g.matrix)).fold(0.0, f64::max);
                    self.paint(&mut run.paint, size * scale)
                }
                Mark::Path(mark) => {
                    let bounds = mark.path.bounding_box();
                    let least = bounds.width().min(bounds.height()) * scale;
                    let fill = mark.fill.as_mut().is_some_and(|f| self.paint(&mut f.paint, least));
                    let stroke = mark.stroke.as_mut().is_some_and(|s| self.paint(&mut s.paint, s.width * scale));
                    fill || stroke
                }
                Mark::Blocks(blocks) => {
                    let bounds = blocks.rects.iter().copied().reduce(|a, b| a.union(b)).unwrap_or_default();
                    self.paint(&mut blocks.paint, bounds.width().min(bounds.height()) * scale)
                }
                Mark::Image(_) => false,
                Mark::Group(group) => self.items(&mut group.items, scale * size(group.transform)),
                Mark::Shared { form, transform } => self.form(form, scale * size(*transform)),
            };
        }
        changed
    }

    fn form(&mut self, form: &mut Arc<Form>, scale: f64) -> bool {
        if let Some((.., new)) = self.forms.iter().find(|(old, at, _)| Arc::ptr_eq(old, form) && *at == scale) {
            let changed = !Arc::ptr_eq(new, form);
            *form = new.clone();
            return changed;
        }
        let mut items = form.items.clone();
        let changed = self.items(&mut items, scale);
        let old = form.clone();
        if changed {
            // Another picture must have another name.
            let id = format!("{} k{}", form.id, number(scale, 6));
            *form = Arc::new(Form { id, bounds: form.bounds, items, once: form.once });
        }
        self.forms.push((old, scale, form.clone()));
        changed
    }

    fn paint(&self, paint: &mut Paint, size: f64) -> bool {
        let Paint::Solid { ink: Ink::Process(cmyk), tint, overprint } = paint else { return false };
        if *cmyk != Cmyk::BLACK || *tint < 1.0 {
            return false;
        }
        let is_area = size >= self.profile.black_from;
        let recipe = if is_area { self.profile.black_area } else { self.profile.black_text };
        let over = !is_area && recipe.c == 0.0 && recipe.m == 0.0 && recipe.y == 0.0;
        let changed = *cmyk != recipe || *overprint != over;
        (*cmyk, *overprint) = (recipe, over);
        changed
    }
}

/// How much larger lengths become, on the average of all directions.
fn size(matrix: Affine) -> f64 {
    matrix.determinant().abs().sqrt()
}
