//! What each item printed, entered in the ledger.

use std::sync::Arc;

use super::{Composer, Entry, Laid, Sort};
use crate::layout::{Foot, Item as Wanted, Kind, MARKS, Part, Run};
use biaoyu_table::record::Template;

impl Composer<'_> {
    /// Enters what an item printed.
    pub(super) fn enter(&mut self, item: &Wanted, laid: &Laid) {
        let sort = match &item.kind {
            // They enter their parts themselves.
            Kind::Cards(_) => return,
            Kind::Row(row) => return self.enter_runs(item, laid, &row.runs),
            Kind::Foot(foot) => return self.enter_foot(laid, foot),
            Kind::Text(_) => Sort::Type,
            Kind::Ring(_) => Sort::Arc,
            Kind::Bars(_) => Sort::Bars,
            Kind::Slashes(_) => Sort::Slashes,
            Kind::Cells(_) => Sort::Cells,
            Kind::Glyph(_) => Sort::Key,
            Kind::Seal(_) => Sort::Seal,
            Kind::Number(_) => Sort::Type,
            Kind::Dots(_) | Kind::Tally(_) => Sort::Dots,
            Kind::Lines(_) => Sort::Lines,
            Kind::Rays(_) => Sort::Rays,
            Kind::Tiles(_) => Sort::Tiles,
            Kind::Shape(_) => Sort::Figure,
            Kind::Picture(_) | Kind::Barcode(_) => Sort::Picture,
            // Nothing is drawn there.
            Kind::Free(_) => return,
        };
        let fields = match &item.kind {
            Kind::Text(text) => self.printed(&text.text),
            Kind::Bars(bars) => self.printed(&bars.text.text),
            Kind::Slashes(slashes) => self.printed(&slashes.text.text),
            Kind::Number(number) => self.printed(std::slice::from_ref(&number.text)),
            Kind::Ring(ring) => self.printed(std::slice::from_ref(&ring.text)),
            Kind::Barcode(barcode) => self.printed(std::slice::from_ref(&barcode.text)),
            Kind::Cells(cells) => self.printed(std::slice::from_ref(&cells.text)),
            // A lettering is the slogan itself, in another hand.
            Kind::Picture(picture) if picture.what == "lettering" => vec!["lettering".into(), "slogan".into()],
            Kind::Picture(picture) => vec![picture.what.as_str().into()],
            // Art that shows characters of the slogan prints no field: the slogan stands elsewhere in full.
            _ => Vec::new(),
        };
        self.ledger.push(Entry { region: item.id.clone(), sort, fields, size: laid.size, ink: laid.ink });
    }

    /// The fields with text that templates name; one of which no field has text falls away.
    pub(super) fn printed(&self, texts: &[Template]) -> Vec<Arc<str>> {
        let named = texts.iter().flat_map(Template::fields).map(|(field, _)| field);
        named.filter(|field| self.fields.has(field)).map(Arc::from).collect()
    }

    /// Enters the parts of a foot under the names that their ink has: notes that had no room are not among them.
    fn enter_foot(&mut self, laid: &Laid, foot: &Foot) {
        let parts = [("theme", &foot.theme), ("notes", &foot.notes), ("sign", &foot.names)];
        let mut entries = Vec::new();
        for (name, part) in parts.into_iter().filter_map(|(name, part)| Some((name, part.as_ref()?))) {
            let region: Arc<str> = name.into();
            let Some((_, set)) = self.set.iter().rev().find(|(_, set)| set.region == region) else { continue };
            let (fields, size, ink) = (self.printed_part(part, &set.lines.concat()), set.size, set.ink());
            entries.push(Entry { region, sort: Sort::Type, fields, size, ink });
        }
        for picture in laid.items.iter().filter_map(|i| i.source.region.clone()) {
            let field = if &*picture == "code" { "qr" } else { &*picture };
            if field == "qr" || MARKS.contains(&field) {
                let (fields, size) = (vec![field.into()], laid.size);
                entries.push(Entry { region: picture.clone(), sort: Sort::Picture, fields, size, ink: laid.ink });
            }
        }
        self.ledger.extend(entries);
    }

    /// The fields of a part's lines that stand in what was set.
    fn printed_part(&self, part: &Part, set: &str) -> Vec<Arc<str>> {
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let set = plain(set);
        let lines = part.text.iter().chain(&part.instead);
        let said = lines.filter(|line| {
            let text = plain(&line.expand(&self.fields));
            !text.is_empty() && set.contains(&text)
        });
        said.flat_map(|line| self.printed(std::slice::from_ref(line))).collect()
    }

    /// Enters the runs of a row one by one: some may have been left out.
    fn enter_runs(&mut self, item: &Wanted, laid: &Laid, runs: &[Run]) {
        let is_wanted = |run: &&Run| {
            let holds = run.when.as_ref().is_none_or(|w| w.eval(&self.frame) != 0.0);
            holds && !run.text.expand(&self.fields).trim().is_empty()
        };
        let mut runs: Vec<&Run> = runs.iter().filter(is_wanted).collect();
        let set = self.set.iter().rev().find(|(_, set)| set.region == item.id).map_or(0, |(_, set)| set.lines.len());
        while runs.len() > set {
            let last = runs.iter().rposition(|run| run.optional).unwrap_or(runs.len() - 1);
            runs.remove(last);
        }
        for run in runs {
            let (region, fields) = (item.id.clone(), self.printed(std::slice::from_ref(&run.text)));
            let size = laid.size * run.scale;
            self.ledger.push(Entry { region, sort: Sort::Run, fields, size, ink: laid.ink });
        }
    }
}
