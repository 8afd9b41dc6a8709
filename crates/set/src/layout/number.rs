//! A figure and its count: what a layout says of them.

use super::compiler::Compiler;
use super::reader::{Reader, align, role_ink};
use super::{Align, Box4, Fit, RoleInk, Style};
use crate::expr::Program;
use crate::notation::Table;
use biaoyu_page::say;
use biaoyu_table::record::Template;

/// A figure as the picture of a sheet, by its ink as large as its region: 1286, 99.6 %, 44. A percent sign stands at the
/// head of the digits in a smaller size; `□` or `_` in the text is an empty box that a digit is written into or hung on.
#[derive(Debug)]
pub struct Number {
    /// The text: digits with points, commas and signs, or empty boxes.
    pub text: Template,
    /// Face and colour.
    pub style: Style,
    /// Where.
    pub region: Box4,
    /// Where in it.
    pub align: Align,
    /// Its least and largest size.
    pub fit: Fit,
    /// Size of a percent sign over that of the digits.
    pub sign: f64,
    /// What empty boxes are filled with.
    pub empty: RoleInk,
}

impl Number {
    /// Reads the item's table.
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Number> {
        let text = table.required_text("text").and_then(|t| c.template(&t));
        let style = reader.style(table);
        let region = reader.box4(c, table);
        let align = align(table, Align { x: 0.0, y: 0.0 });
        let fit = reader.fit(c, table);
        let sign = table.get("sign").and_then(|v| v.number_in(0.3..=1.0)).unwrap_or(0.56);
        let empty = reader.role(table, "empty").unwrap_or_else(RoleInk::paper);
        Some(Number { text: text?, style: style?, region: region?, align, fit: fit?, sign, empty })
    }
}

/// A count that is drawn: a dot each, or a rising bar each where there are few. Of a percentage all are drawn, and those
/// that are missing are hollow. What is no count is not drawn.
#[derive(Debug)]
pub struct Tally {
    /// The text that is counted.
    pub text: Template,
    /// Where.
    pub region: Box4,
    /// Where in it.
    pub align: Align,
    /// Most of them that are drawn as bars.
    pub bars: f64,
    /// Least distance of two dots or bars, mm: with less nothing is drawn.
    pub least: Program,
    /// Colours of all, and of the last one or of those that are missing.
    pub inks: (RoleInk, RoleInk),
}

impl Tally {
    /// Reads the item's table.
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Tally> {
        let text = table.required_text("text").and_then(|t| c.template(&t));
        let region = reader.box4(c, table);
        let align = align(table, Align { x: 0.0, y: 0.0 });
        let bars = table.get("bars").and_then(|v| v.number_in(0.0..=200.0)).unwrap_or(60.0);
        let least = c.or(table, "least", 1.2);
        let inks: Vec<RoleInk> = table.list_of_text("inks").iter().filter_map(role_ink).collect();
        let inks = match inks[..] {
            [all] => Some((all, all)),
            [all, last] => Some((all, last)),
            _ if !table.has("inks") => {
                table.missing("inks");
                None
            }
            _ => {
                table.refuse("layout/inks", say!("`inks` wants one colour or two", "`inks` 需要一个或两个颜色"), None);
                None
            }
        };
        Some(Tally { text: text?, region: region?, align, bars, least, inks: inks? })
    }
}
