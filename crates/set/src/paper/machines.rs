//! The user's own machines, as they were measured: `machines.toml` in the configuration folder. How far a printer's picture
//! lies from where it should, how much too large it is; and at which diameter a button maker cuts.

use std::fmt::Write as _;

use crate::notation::{Document, Table, Value};
use crate::product::{Edges, Product, Shape};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::geom::{Affine, Size};
use biaoyu_page::limits::FIELD_CHARS;
use biaoyu_page::measure::number;
use biaoyu_page::page::{Group, Item, Mark, Page};
use biaoyu_page::say;
use biaoyu_page::wording::{Offence, offences};

/// How the file begins: one that does not is not ours, and is not written over.
pub const HEAD: &str = "# biaoyu calibrate writes this file:";
/// A printer farther off than this was not asked to print at 100 %.
const SCALES: (f64, f64) = (0.95, 1.05);
/// Farther than this no picture is shifted, mm.
const SHIFT: f64 = 15.0;
/// Machines of one file, at most.
const MOST: usize = 500;

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Machines {
    /// Printers.
    pub printers: Vec<Printer>,
    /// Buttons: the diameter of the face, and of the cut, mm.
    pub buttons: Vec<(f64, f64)>,
}

/// A printer as it prints.
#[derive(Clone, Debug, PartialEq)]
pub struct Printer {
    /// What it is called.
    pub id: String,
    /// How far what should lie at the paper's upper left corner is shifted, to the right and down, mm.
    pub shift: (f64, f64),
    /// Length on paper over length in the file, across and down.
    pub scale: (f64, f64),
    /// The calibration page was wider than high; else it stood, as paper goes through an office printer.
    pub wide: bool,
}

/// Where the lines of the calibration page lie, and how long its rules are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// From the left and the upper edge of the paper to the lines, mm.
    pub edge: f64,
    /// Length of the level and of the upright rule, mm.
    pub rules: (f64, f64),
    /// The paper is wider than high.
    pub wide: bool,
}

impl Target {
    /// Of a paper.
    pub fn of(paper: Size) -> Self {
        let edge = 20.0;
        let rule = |side: f64| ((side - 2.0 * edge) / 10.0).floor() * 10.0;
        Self { edge, rules: (rule(paper.width), rule(paper.height)), wide: paper.width > paper.height }
    }
}

impl Printer {
    /// From what a ruler says of the calibration page: from the left and the upper edge of the paper to its lines, and the
    /// length of its level and upright rule.
    ///
    /// # Errors
    /// `text/…` for a name that cannot be kept; `printer/scale` for a page that was not printed at 100 %, `printer/shift` for one that lies too far off.
    pub fn measured(id: &str, target: Target, [left, top, across, down]: [f64; 4]) -> Result<Self, Faults> {
        let scale = (across / target.rules.0, down / target.rules.1);
        let shift = (left - target.edge * scale.0, top - target.edge * scale.1);
        let mut faults = Faults::default();
        let named = || Place::thing(say!("the printer's name", "打印机名称"));
        for offence in offences(id, FIELD_CHARS) {
            let Offence { code, what, hint, .. } = offence;
            faults.push(Fault { code, place: named(), what, hint });
        }
        let id = printer_name(id);
        let place = || Place::thing(say!("printer `{id}`", "打印机 `{id}`"));
        for (found, rule, scale) in [(across, target.rules.0, scale.0), (down, target.rules.1, scale.1)] {
            if !(SCALES.0..=SCALES.1).contains(&scale) {
                let (found, rule) = (number(found, 2), number(rule, 0));
                let percent = number(100.0 * scale, 1);
                let what = say!(
                    "the rule of {rule} mm was measured as {found} mm, {percent} %: wanted 95 to 105 %",
                    "{rule} 毫米的标尺量得 {found} 毫米，即 {percent} %，应在 95 到 105 % 之间"
                );
                let hint = say!(
                    "print the page at 100 % (actual size, not fitted to the page) and measure again",
                    "请选“实际大小 100 %”、不要“适合纸张”重印这一页再量"
                );
                faults.push(Fault::new("printer/scale", place(), what).hint(hint));
            }
        }
        for (found, shift) in [(left, shift.0), (top, shift.1)] {
            if shift.abs() > SHIFT {
                let (found, edge) = (number(found, 2), number(target.edge, 0));
                let what = say!(
                    "the line at {edge} mm was measured at {found} mm: wanted no more than {SHIFT} mm off",
                    "{edge} 毫米处的线量得 {found} 毫米，偏差不应超过 {SHIFT} 毫米"
                );
                let hint = say!("measure from the edge of the paper in millimetres", "请从纸边量起，单位毫米");
                faults.push(Fault::new("printer/shift", place(), what).hint(hint));
            }
        }
        faults.or(Self { id, shift, scale, wide: target.wide })
    }

    /// From where something should lie on a page of this size to where it must stand in the file, millimetres from the upper left
    /// corner.
    ///
    /// A page that lies the other way than the calibration page is turned by a quarter onto its paper: one that is wider than high
    /// anticlockwise onto upright paper, as RFC 8011, 5.2.10 has `landscape`, an upright one clockwise onto a wide one. The error is
    /// the paper's, so that it turns with it.
    pub fn correction(&self, page: Size) -> Affine {
        let (sx, sy) = self.scale;
        let own = Affine::new([1.0 / sx, 0.0, 0.0, 1.0 / sy, -self.shift.0 / sx, -self.shift.1 / sy]);
        let Size { width, height } = page;
        if (width > height) == self.wide || width == height {
            return own;
        }
        let onto = match self.wide {
            // What is at the right lies at the paper's upper edge.
            false => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]),
            // What is above lies at the paper's right edge.
            true => Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]),
        };
        onto.inverse() * own * onto
    }

    /// A page that lies on this printer's paper as it should. `origin` is the paper's upper left corner on the page.
    pub fn corrected(&self, mut page: Page) -> Page {
        let origin = page.boxes.media.origin().to_vec2();
        let own = self.correction(page.boxes.media.size());
        let transform = Affine::translate(origin) * own * Affine::translate(-origin);
        let moved = |item: Item| {
            let (plane, source) = (item.plane.clone(), item.source.clone());
            let group = Group { transform, clip: None, text: None, items: vec![item] };
            Item { mark: Mark::Group(group), plane, source }
        };
        page.items = page.items.into_iter().map(moved).collect();
        page
    }
}

impl Machines {
    /// Reads the file.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(name: &str, text: &str) -> Result<Self, Faults> {
        let document = Document::parse(name, text)?;
        let root = document.root();
        root.format();
        let mut machines = Self::default();
        let (printers, buttons) = (root.tables("printer"), root.tables("button"));
        for extra in [&printers, &buttons].into_iter().filter_map(|tables| tables.get(MOST)) {
            extra.refuse("printer/too-many", say!("more than {MOST} machines", "机器超过 {MOST} 台"), None);
        }
        for table in printers.into_iter().take(MOST) {
            let printer = printer(&table);
            table.finish();
            machines.printers.extend(printer);
        }
        for table in buttons.into_iter().take(MOST) {
            let length = |key: &str| table.required(key).and_then(|v| v.length_in(10.0..=300.0));
            let (face, cut) = (length("face"), length("cut"));
            table.finish();
            machines.buttons.extend(face.zip(cut));
        }
        root.finish();
        document.finish(Some(machines))
    }

    /// The file.
    pub fn text(&self) -> String {
        let mut out = format!(
            "{HEAD} what was measured of printers (shift in mm, right and down;\n# scale across and down; wide: of a page wider than high) and of button machines (diameters in mm).\nformat = 1\n"
        );
        for Printer { id, shift, scale, wide } in &self.printers {
            let id = id.replace('\\', "\\\\").replace('"', "\\\"");
            let pair = |(a, b): (f64, f64)| format!("[{}, {}]", number(a, 4), number(b, 6));
            let (shift, scale) = (pair(*shift), format!("[{}, {}]", number(scale.0, 6), number(scale.1, 6)));
            let wide = if *wide { "wide = true\n" } else { "" };
            let _ = write!(out, "\n[[printer]]\nid = \"{id}\"\nshift = {shift}\nscale = {scale}\n{wide}");
        }
        for (face, cut) in &self.buttons {
            let _ = write!(out, "\n[[button]]\nface = {}\ncut = {}\n", number(*face, 2), number(*cut, 2));
        }
        out
    }

    /// Keeps a printer in the place of one of its name.
    pub fn keep(&mut self, printer: Printer) {
        match self.printers.iter_mut().find(|known| known.id == printer.id) {
            Some(known) => *known = printer,
            None => self.printers.push(printer),
        }
    }

    /// Keeps a cut diameter in the place of one of its face.
    pub fn keep_button(&mut self, face: f64, cut: f64) {
        self.buttons.retain(|(known, _)| (known - face).abs() > 0.01);
        self.buttons.push((face, cut));
        self.buttons.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// A button as this machine cuts it; `None` for other products and buttons that were not measured.
    pub fn button(&self, product: &Product) -> Option<Product> {
        let Shape::Round { live, face, cut } = product.shape else { return None };
        let (_, own) = self.buttons.iter().find(|(known, _)| (known - face).abs() < 0.01)?;
        let own = *own;
        if (own - cut).abs() < 1e-9 || own < face {
            return None;
        }
        let bleed = Edges::all((own - face) / 2.0);
        Some(Product { shape: Shape::Round { live, face, cut: own }, bleed, ..product.clone() })
    }
}

/// What a printer is called: spaces and ends of lines are one space.
pub fn printer_name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn printer(table: &Table) -> Option<Printer> {
    let id = table.required_text("id").map(|text| {
        for offence in offences(&text, FIELD_CHARS) {
            text.refuse_at(offence.offset, offence.code, offence.what, offence.hint);
        }
        printer_name(&text)
    });
    let shift = table.required("shift").and_then(|v| pair(&v, (-SHIFT, SHIFT)));
    let scale = table.required("scale").and_then(|v| pair(&v, SCALES));
    let wide = table.boolean("wide").unwrap_or_default();
    Some(Printer { id: id?, shift: shift?, scale: scale?, wide })
}

fn pair(value: &Value, (low, high): (f64, f64)) -> Option<(f64, f64)> {
    let list = value.list()?;
    if let [a, b] = &*list {
        let (a, b) = (a.number_in(low..=high), b.number_in(low..=high));
        return Some((a?, b?));
    }
    value.refuse_kind(say!("two numbers, `[0.4, -0.5]`", "两个数，`[0.4, -0.5]`"));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::Point;

    #[test]
    fn what_is_corrected_lies_where_it_should() {
        let target = Target::of(Size::new(210.0, 297.0));
        assert_eq!(target, Target { edge: 20.0, rules: (170.0, 250.0), wide: false });
        // A printer that shifts by 1.2 to the right and 0.7 up, and prints 0.4 % too small across, 0.2 % too large down.
        let prints = Affine::new([0.996, 0.0, 0.0, 1.002, 1.2, -0.7]);
        let corner = prints * Point::new(20.0, 20.0);
        let measured = [corner.x, corner.y, 170.0 * 0.996, 250.0 * 1.002];
        let printer = Printer::measured("财务室", target, measured).unwrap();
        for p in [Point::new(0.0, 0.0), Point::new(105.0, 148.5), Point::new(205.0, 290.0)] {
            assert!((prints * printer.correction(Size::new(210.0, 297.0)) * p - p).hypot() < 1e-9);
        }
        // A wide page goes through it turned anticlockwise: its upper edge lies along the left one of the paper.
        let wide = Size::new(297.0, 210.0);
        for (at, on_paper) in [((0.0, 0.0), (0.0, 297.0)), ((297.0, 0.0), (0.0, 0.0)), ((100.0, 60.0), (60.0, 197.0))] {
            let in_file = printer.correction(wide) * Point::from(at);
            let printed = prints * Point::new(in_file.y, 297.0 - in_file.x);
            assert!((printed - Point::from(on_paper)).hypot() < 1e-9, "{at:?}: {printed}");
        }
        // And one that was measured wide prints upright pages turned back.
        let lying = Printer { wide: true, ..printer.clone() };
        assert_eq!(lying.correction(wide), printer.correction(Size::new(210.0, 297.0)));
        let in_file = lying.correction(Size::new(210.0, 297.0)) * Point::new(60.0, 197.0);
        assert!((prints * Point::new(297.0 - in_file.y, in_file.x) - Point::new(100.0, 60.0)).hypot() < 1e-9);
        let mut machines = Machines::default();
        machines.keep(Printer { id: "财务\"室".into(), ..printer.clone() });
        machines.keep(lying);
        machines.keep_button(58.0, 70.0);
        machines.keep_button(58.0, 68.0);
        let text = machines.text();
        assert!(text.starts_with(HEAD));
        let read = Machines::parse("machines.toml", &text).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!((read.buttons, &*read.printers[0].id), (vec![(58.0, 68.0)], "财务\"室"));
        assert!((read.printers[0].shift.0 - printer.shift.0).abs() < 1e-4);
        assert_eq!(read.printers.iter().map(|p| p.wide).collect::<Vec<_>>(), [false, true]);
        let faults = Printer::measured("x", target, [20.0, 20.0, 150.0, 250.0]).unwrap_err();
        assert_eq!(faults.0[0].code, "printer/scale");
        for (name, code) in [("", "text/empty"), ("财务\u{7}室", "text/control"), (&"长".repeat(5000), "text/too-long")]
        {
            let faults = Printer::measured(name, target, [20.0, 20.0, 170.0, 250.0]).unwrap_err();
            assert_eq!(faults.0[0].code, code, "{name}");
        }
        assert_eq!(Printer::measured(" 财务\n室 ", target, [20.0, 20.0, 170.0, 250.0]).unwrap().id, "财务 室");
        let later = text.replace("format = 1", "format = 2");
        assert_eq!(Machines::parse("machines.toml", &later).unwrap_err().0[0].code, "toml/format");
        assert_eq!(Printer::measured("x", target, [45.0, 20.0, 170.0, 250.0]).unwrap_err().0[0].code, "printer/shift");
    }
}
