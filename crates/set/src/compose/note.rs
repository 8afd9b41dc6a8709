//! What each item said and showed, noted.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Composer, Drawn, Laid, Rank, Said};
use crate::layout::{Item as Wanted, Kind};
use biaoyu_page::geom::{BezPath, PathEl};
use biaoyu_page::page::{Item, Mark};
use biaoyu_table::record::Template;

/// Lines from which a family of them is a picture, not a rule or two.
const FAMILY: usize = 8;

impl Composer<'_> {
    /// Notes what an item said and showed.
    pub(super) fn note(&mut self, item: &Wanted, laid: &Laid) {
        let fields = &self.fields;
        let first_filled =
            |texts: &[Template]| texts.iter().find(|t| t.is_filled(fields)).or(texts.first()).map(Rank::of);
        let said = &mut self.said;
        let mut say = |rank: Option<Rank>| {
            said.push(Said { region: item.id.clone(), rank: rank.unwrap_or(Rank::Other), size: laid.size });
        };
        match &item.kind {
            // A list of names has the rank of its first.
            Kind::Text(text) => say(first_filled(&text.text)),
            Kind::Ring(ring) => say(Some(Rank::of(&ring.text))),
            Kind::Number(number) => say(Some(Rank::of(&number.text))),
            Kind::Cells(cells) => say(Some(Rank::of(&cells.text))),
            Kind::Bars(bars) => say(first_filled(&bars.text.text)),
            Kind::Slashes(slashes) => say(first_filled(&slashes.text.text)),
            // Rows and feet note their parts themselves: each has a size of its own.
            // A count says again what its figure says: sheets with the same figure have the same dots.
            Kind::Tally(_) => {}
            Kind::Row(_) | Kind::Foot(_) | Kind::Seal(_) | Kind::Shape(_) | Kind::Picture(_) => {}
            Kind::Barcode(_) | Kind::Free(_) => {}
            Kind::Glyph(giant) => {
                let text = giant.text.expand(&self.fields);
                let wanted = giant.index.eval(&self.frame).max(0.0) as usize;
                let shown = text.chars().filter(|c| !c.is_whitespace()).nth(wanted);
                self.draw(item, laid, shown.map(String::from).unwrap_or_default());
            }
            Kind::Dots(dots) => {
                let shown = dots.glyphs.iter().filter_map(|glyph| {
                    let wanted = glyph.index.eval(&self.frame).max(0.0) as usize;
                    glyph.text.expand(&self.fields).chars().filter(|c| c.is_alphanumeric()).nth(wanted)
                });
                let shown = shown.collect();
                self.draw(item, laid, shown);
            }
            Kind::Lines(_) if laid.lines < FAMILY as f64 => {}
            // What a cell shows and says is its row's own.
            Kind::Cards(_) => {}
            Kind::Lines(_) | Kind::Tiles(_) | Kind::Rays(_) => self.draw(item, laid, String::new()),
        }
    }

    fn draw(&mut self, item: &Wanted, laid: &Laid, characters: String) {
        if laid.items.is_empty() {
            return;
        }
        let mut hasher = DefaultHasher::new();
        // What shows a character is told by the character alone.
        if characters.is_empty() {
            laid.items.iter().for_each(|item| hash(item, &mut hasher));
        }
        self.drawn.push(Drawn { region: item.id.clone(), characters, shape: hasher.finish() });
    }
}

/// Places, in hundredths of a millimetre.
fn hash(item: &Item, hasher: &mut DefaultHasher) {
    match &item.mark {
        Mark::Path(path) => points(&path.path, hasher),
        Mark::Group(group) => {
            group.transform.as_coeffs().map(hundredths).hash(hasher);
            group.items.iter().for_each(|item| hash(item, hasher));
        }
        Mark::Shared { form, transform } => {
            form.id.hash(hasher);
            transform.as_coeffs().map(hundredths).hash(hasher);
        }
        Mark::Glyphs(_) | Mark::Blocks(_) | Mark::Image(_) => {}
    }
}

fn points(path: &BezPath, hasher: &mut DefaultHasher) {
    for element in path.elements() {
        if let PathEl::MoveTo(p) | PathEl::LineTo(p) | PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) = element {
            (hundredths(p.x), hundredths(p.y)).hash(hasher);
        }
    }
}

fn hundredths(v: f64) -> i64 {
    libm::round(v * 100.0) as i64
}
