//! A side of a press sheet as a page.

use std::sync::Arc;

use super::camera;
use super::grid::Grid;
use super::marks::shared;
use super::piece::Slot;
use crate::overview::Words;
use biaoyu_page::geom::{Affine, BezPath, Outline};
use biaoyu_page::page::{Boxes, Group, Item, Mark, Page, Plane, Source, Step};

/// A side of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What is printed first; fronts and backs where one page serves both sides.
    Front,
    /// The other one.
    Back,
}

/// A page for a place: its front, and its back if it has one, both made by [`super::as_piece`].
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'p> {
    /// The front.
    pub front: &'p Page,
    /// The back.
    pub back: Option<&'p Page>,
}

impl Grid {
    /// A side of a sheet: `leaves` in the order of [`Grid::slots`], `None` where a place stays free; `title` is the page's,
    /// `line` the job's line.
    pub fn sheet(&self, side: Side, leaves: &[Option<Leaf<'_>>], words: &Words, title: &str, line: &str) -> Page {
        let fronts = leaves.iter().zip(&self.slots).filter_map(|(leaf, slot)| Some(((*leaf)?.front, slot)));
        let backs = leaves.iter().zip(&self.backs).filter_map(|(leaf, slot)| Some(((*leaf)?.back?, slot)));
        let placed: Vec<(&Page, &Slot)> = match side {
            _ if self.is_half() => fronts.chain(backs).collect(),
            Side::Front => fronts.collect(),
            Side::Back => backs.collect(),
        };
        let mut items: Vec<Item> = placed.iter().flat_map(|(page, slot)| self.art(page, slot)).collect();
        // A step's layer is opened once for all pieces.
        let mut steps: Vec<&Arc<Step>> = Vec::new();
        for item in placed.iter().flat_map(|(page, _)| &page.items) {
            if let Plane::Step(step) = &item.plane
                && !steps.contains(&step)
            {
                steps.push(step);
            }
        }
        for step in steps {
            for (page, slot) in &placed {
                let own = page.items.iter().filter(|item| matches!(&item.plane, Plane::Step(own) if own == step));
                let own: Vec<Item> = own.cloned().collect();
                if !own.is_empty() {
                    items.push(group(slot.at, None, own, Plane::Step(step.clone())));
                }
            }
        }
        let still = if side == Side::Front { &self.still[0] } else { &self.still[1] };
        items.extend(shared(still));
        let strip = match (side, self.over) {
            (Side::Back, Some(over)) => self.strip.as_ref().map(|strip| strip.turned_over(over)),
            _ => self.strip.clone(),
        };
        items.extend(strip.and_then(|strip| strip.line(words, line)));
        let sheet = self.paper.sheet();
        let whole = Outline::Rect(sheet);
        let boxes = Boxes { media: sheet, bleed: sheet, trim: sheet };
        Page { title: title.into(), boxes, trim: whole, live: whole, cut: whole, items }
    }

    /// What a plotter follows on a full sheet, where `piece` is what it follows on one piece.
    pub fn cuts(&self, piece: &Page) -> Page {
        self.cuts_of(|_| piece)
    }

    /// The same where each place has a piece of its own.
    pub fn cuts_of<'p>(&self, piece: impl Fn(usize) -> &'p Page) -> Page {
        let sheet = self.paper.sheet();
        let whole = Outline::Rect(sheet);
        let boxes = Boxes { media: sheet, bleed: sheet, trim: sheet };
        let title = piece(0).title.clone();
        let at = |(i, slot): (usize, &Slot)| {
            let placed = piece(i).items.iter().map(|item| group(slot.at, None, vec![item.clone()], item.plane.clone()));
            placed.collect::<Vec<_>>()
        };
        let items = self.slots.iter().enumerate().flat_map(at).chain(camera::steps(&self.paper)).collect();
        Page { title, boxes, trim: whole, live: whole, cut: whole, items }
    }

    /// The art of a page at its place, clipped to what is printed of it.
    fn art(&self, page: &Page, slot: &Slot) -> Option<Item> {
        let art: Vec<Item> = page.items.iter().filter(|item| item.plane == Plane::Art).cloned().collect();
        let is_behind = slot.at.determinant() < 0.0;
        debug_assert!(!is_behind, "no piece is mirrored");
        let group = Group { transform: slot.at, clip: Some(slot.clip.clone()), text: None, items: art };
        let is_empty = group.items.is_empty();
        let item = Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() };
        (!is_empty).then_some(item)
    }
}

fn group(transform: Affine, clip: Option<BezPath>, items: Vec<Item>, plane: Plane) -> Item {
    let group = Group { transform, clip: clip.map(Arc::new), text: None, items };
    Item { mark: Mark::Group(group), plane, source: Source::default() }
}
