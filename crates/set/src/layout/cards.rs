//! Cards: cells of a board that are filled from rows of a table, and what a layout says of them.

use super::compiler::Compiler;
use super::reader::{Reader, role_ink};
use super::{Box4, FOCUS, Part, RoleInk};
use crate::expr::Program;
use crate::notation::Table;
use biaoyu_page::say;

/// How a cell is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardForm {
    /// The picture over the cell's width, heading and figure on one baseline, a rule, the text.
    Stack,
    /// The picture at the left, figure, heading and text beside it.
    Beside,
    /// A portrait of 3:4 with a rule at its foot, the name, the text under it.
    Portrait,
    /// Before and after: a bar with mark and heading, the picture under it, figure and text beside the picture. Pictures of a
    /// pair are shown in equal exposure.
    Compare,
}

/// Cells of a grid in equal parts, a row of the table each, in the table's order from left to right and from the top. All cells
/// have one size of text: the largest at which every text fits; a text that does not fit at the least size is a fault that names its row.
#[derive(Debug)]
pub struct Cards {
    /// The grid.
    pub region: Box4,
    /// How a cell is built.
    pub form: CardForm,
    /// Cells beside each other; no more than there are rows.
    pub columns: Program,
    /// Between cells, mm.
    pub gap: Program,
    /// Which picture of the row is shown: `picture` or `photo`.
    pub picture: String,
    /// Of `beside` and `compare`: the picture's share of the cell's width.
    pub share: f64,
    /// Two colours that pictures are printed in where the field `duotone` has text.
    pub duotone: Option<(RoleInk, RoleInk)>,
    /// Height of the bar of `compare`, mm.
    pub bar: Program,
    /// Colours of the bars, before and after.
    pub fills: Vec<RoleInk>,
    /// The rule under heading or portrait.
    pub rule: Option<RoleInk>,
    /// Thickness of the rule, mm.
    pub thick: Program,
    /// What a cell is about.
    pub heading: Option<Part>,
    /// Its figure.
    pub figure: Option<Part>,
    /// What the figure counts.
    pub measure: Option<Part>,
    /// Its text.
    pub body: Option<Part>,
}

impl Cards {
    /// Reads the item's table.
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Cards> {
        let region = reader.box4(c, table);
        let forms = [
            ("stack", CardForm::Stack),
            ("beside", CardForm::Beside),
            ("portrait", CardForm::Portrait),
            ("compare", CardForm::Compare),
        ];
        let form = table.choice("form", &forms).unwrap_or(CardForm::Stack);
        let columns = c.or(table, "columns", 1.0);
        let gap = c.or(table, "gap", 0.0);
        let picture = table.text("picture").map_or_else(|| "picture".to_owned(), |p| p.to_string());
        for field in [picture.as_str(), FOCUS, super::DUOTONE, "state"] {
            c.needs_field(field);
        }
        let share = table.get("share").and_then(|v| v.number_in(0.2..=0.8)).unwrap_or(0.44);
        let two = table.list_of_text("duotone");
        let duotone = match two.as_slice() {
            [] => None,
            [one, other] => Some((role_ink(one)?, role_ink(other)?)),
            [first, ..] => {
                let what = say!("`duotone` wants two colours", "`duotone` 需要两个颜色");
                first.refuse("layout/duotone", what, None);
                None
            }
        };
        let bar = c.or(table, "bar", 0.0);
        let fills: Vec<RoleInk> = table.list_of_text("fills").iter().filter_map(role_ink).collect();
        if form == CardForm::Compare && fills.is_empty() {
            table.missing("fills");
        }
        let rule = reader.role(table, "rule");
        let thick = c.or(table, "thick", 0.0);
        let part = |key: &str| match table.table(key) {
            Some(part) => Part::read(reader, c, &part).map(Some),
            None => Some(None),
        };
        let (heading, figure, measure, body) = (part("heading"), part("figure"), part("measure"), part("body"));
        let (region, heading, figure, measure, body) = (region?, heading?, figure?, measure?, body?);
        Some(Cards {
            region,
            form,
            columns,
            gap,
            picture,
            share,
            duotone,
            bar,
            fills,
            rule,
            thick,
            heading,
            figure,
            measure,
            body,
        })
    }
}
