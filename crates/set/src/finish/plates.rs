//! The plates that a page asks for.

use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{Item, Mark, Samples};

/// The plates of process inks in use, `Cyan` to `Black`, then spots as they first appear.
pub fn plates<'i>(items: impl IntoIterator<Item = &'i Item>) -> Vec<String> {
    let mut found = Found::default();
    items.into_iter().for_each(|item| found.items(std::slice::from_ref(item)));
    let process = ["Cyan", "Magenta", "Yellow", "Black"].into_iter().zip(found.process).filter(|(_, used)| *used);
    process.map(|(name, _)| name.to_owned()).chain(found.spots).collect()
}

#[derive(Default)]
struct Found {
    process: [bool; 4],
    spots: Vec<String>,
}

impl Found {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            match &item.mark {
                Mark::Glyphs(run) => self.paint(&run.paint),
                Mark::Path(mark) => {
                    mark.fill.iter().for_each(|f| self.paint(&f.paint));
                    mark.stroke.iter().for_each(|s| self.paint(&s.paint));
                }
                Mark::Blocks(blocks) => self.paint(&blocks.paint),
                Mark::Image(mark) => match &mark.image.samples {
                    Samples::Gray(_) => self.process[3] = true,
                    Samples::Cmyk(_) => self.process = [true; 4],
                    Samples::Duotone(two) => {
                        two.inks.iter().for_each(|(ink, _)| self.paint(&Paint::solid(ink.clone())));
                    }
                },
                Mark::Group(group) => self.items(&group.items),
                Mark::Shared { form, .. } => self.items(&form.items),
            }
        }
    }

    fn paint(&mut self, paint: &Paint) {
        match paint {
            Paint::Solid { ink: Ink::Process(cmyk), .. } => self.process(*cmyk),
            Paint::Solid { ink: Ink::Spot(spot), .. } => {
                if !self.spots.contains(&spot.plate) {
                    self.spots.push(spot.plate.clone());
                }
            }
            Paint::Linear(gradient) => gradient.stops.iter().for_each(|(_, cmyk)| self.process(*cmyk)),
            Paint::Radial(radial) => radial.stops.iter().for_each(|(_, cmyk)| self.process(*cmyk)),
        }
    }

    fn process(&mut self, cmyk: Cmyk) {
        for (used, ink) in self.process.iter_mut().zip(cmyk.array()) {
            *used |= ink > 0.0;
        }
    }
}
