//! TOML to items: one function a kind.

use super::compiler::Compiler;
use super::reader::{Reader, align, role_ink};
use super::{
    Align, Barcode, Bars, Cards, Contour, DUOTONE, Dots, Extent, FOCUS, Figure, Foot, Free, Giant, Item, Kind, Lines,
    Number, Picture, Rays, Region, Ring, RoleInk, Rotate, Row, Run, Slashes, Tally,
};
use crate::expr::Program;
use crate::notation::Table;
use biaoyu_page::say;

/// The tables that declare items.
pub(super) const ITEM_KEYS: &[&str] = &[
    "text", "row", "ring", "glyph", "shape", "lines", "picture", "cells", "tiles", "seal", "dots", "rays", "bars",
    "slashes", "foot", "number", "tally", "barcode", "free", "cards",
];

impl Reader<'_> {
    /// One item; `None` when a fault was recorded.
    pub(super) fn item(&self, c: &Compiler, kind: &str, table: &Table<'_>, id: &str, outputs: usize) -> Option<Item> {
        table.allow(&["id"]);
        let when = c.optional(table, "when");
        let z = c.optional(table, "z");
        let repeat = c.optional(table, "repeat");
        let clip = self.region_of(c, table.table("clip"));
        let rotate = table.table("rotate").and_then(|t| {
            let turn =
                Some(Rotate { angle: c.required(&t, "angle")?, x: c.required(&t, "x")?, y: c.required(&t, "y")? });
            t.finish();
            turn
        });
        let optional = table.boolean("optional").unwrap_or(false);
        let stock = table.boolean("stock").unwrap_or(false);
        let kind = match kind {
            "text" => self.text(c, table).map(Kind::Text),
            "row" => self.row(c, table).map(Kind::Row),
            "ring" => self.ring(c, table).map(Kind::Ring),
            "glyph" => self.glyph(c, table).map(Kind::Glyph),
            "shape" => self.shape(c, table).map(Kind::Shape),
            "lines" => self.lines(c, table).map(Kind::Lines),
            "picture" => self.picture(c, table).map(Kind::Picture),
            "cells" => self.cells(c, table).map(Kind::Cells),
            "tiles" => self.tiles(c, table).map(Kind::Tiles),
            "seal" => self.seal(c, table).map(Kind::Seal),
            "dots" => Dots::read(self, c, table).map(Kind::Dots),
            "rays" => Rays::read(self, c, table).map(Kind::Rays),
            "bars" => Bars::read(self, c, table).map(Kind::Bars),
            "slashes" => Slashes::read(self, c, table).map(Kind::Slashes),
            "number" => Number::read(self, c, table).map(Kind::Number),
            "tally" => Tally::read(self, c, table).map(Kind::Tally),
            "barcode" => Barcode::read(self, c, table).map(Kind::Barcode),
            "free" => Free::read(self, c, table).map(Kind::Free),
            "cards" => Cards::read(self, c, table).map(|cards| Kind::Cards(Box::new(cards))),
            "foot" => Foot::read(self, c, table).map(|foot| Kind::Foot(Box::new(foot))),
            // Nothing else is asked for; a kind that is listed and has no line here must not be read as another.
            other => {
                let what = say!("items of the kind `{other}` are not read", "还不会读 `{other}` 这种元素");
                table.refuse("layout/kind", what, None);
                None
            }
        };
        table.finish();
        Some(Item { id: id.into(), when, z, optional, stock, repeat, clip, rotate, outputs, kind: kind? })
    }

    fn row(&self, c: &Compiler, table: &Table<'_>) -> Option<Row> {
        let runs: Vec<Run> = table.tables("run").iter().filter_map(|t| self.run(c, t)).collect();
        if runs.is_empty() {
            table.missing("run");
        }
        let region = self.box4(c, table);
        let fit = self.fit(c, table);
        let align = align(table, Align { x: 0.5, y: 0.5 });
        Some(Row { runs, region: region?, align, fit: fit? })
    }

    fn run(&self, c: &Compiler, table: &Table<'_>) -> Option<Run> {
        let text = table.required_text("text").and_then(|t| c.template(&t));
        let style = self.style(table);
        let scale = table.number("scale").unwrap_or(1.0);
        let before = table.number("before").unwrap_or(0.0);
        let foot = table.boolean("foot").unwrap_or(false);
        let when = c.optional(table, "when");
        let optional = table.boolean("optional").unwrap_or(false);
        table.finish();
        Some(Run { text: text?, style: style?, scale, before, foot, when, optional })
    }

    fn ring(&self, c: &Compiler, table: &Table<'_>) -> Option<Ring> {
        let text = table.required_text("text").and_then(|t| c.template(&t));
        let style = self.style(table);
        let disc = self.disc(c, table);
        let middle = c.or(table, "middle", 0.0);
        let arc = c.or(table, "arc", 200.0);
        let inner = table.boolean("inner").unwrap_or(false);
        let fit = self.fit(c, table);
        Some(Ring { text: text?, style: style?, disc: disc?, middle, arc, inner, fit: fit? })
    }

    fn glyph(&self, c: &Compiler, table: &Table<'_>) -> Option<Giant> {
        let text = table.required_text("text").and_then(|t| c.template(&t));
        let index = c.or(table, "index", 0.0);
        let style = self.style(table);
        let region = self.region(c, table);
        let zoom = c.or(table, "zoom", 1.0);
        let sides =
            [("width", Extent::Width), ("height", Extent::Height), ("fill", Extent::Fill), ("fit", Extent::Fit)];
        let by = table.choice("by", &sides).unwrap_or(Extent::Fit);
        let anchor = (c.or(table, "anchor_x", 0.5), c.or(table, "anchor_y", 0.5));
        let visible = table.number("visible").unwrap_or(0.7);
        Some(Giant { text: text?, index, style: style?, region: region?, zoom, by, anchor, visible })
    }

    fn shape(&self, c: &Compiler, table: &Table<'_>) -> Option<Figure> {
        let fill = self.role(table, "fill");
        let ink = self.role(table, "stroke");
        let width = c.optional(table, "width");
        let blend = table.list_of_text("blend");
        let blend = match blend.as_slice() {
            [] => None,
            [from, to] => Some((role_ink(from)?, role_ink(to)?)),
            [first, ..] => {
                let what = say!("`blend` wants two colours", "`blend` 需要两个颜色");
                first.refuse("layout/blend", what, None);
                None
            }
        };
        let outline = if table.has("line") {
            let ends = table.list("line");
            let ends: Vec<Program> = ends.iter().filter_map(|v| c.text(&v.expression()?)).collect();
            let Ok(ends) = <[Program; 4]>::try_from(ends) else {
                table.refuse("layout/line", say!("`line` wants x1, y1, x2, y2", "`line` 需要 x1、y1、x2、y2"), None);
                return None;
            };
            Contour::Line(ends)
        } else if table.has("polygon") {
            let mut points = Vec::new();
            for point in table.list("polygon") {
                let pair = point.list().unwrap_or_default();
                match pair.as_slice() {
                    [x, y] => points.push((c.text(&x.expression()?)?, c.text(&y.expression()?)?)),
                    _ => point.refuse_kind(say!("a point [x, y]", "一个点 [x, y]")),
                }
            }
            Contour::Polygon(points)
        } else {
            match self.region(c, table)? {
                Region::Box(b) => Contour::Rect(b),
                Region::Disc(d) => Contour::Disc(d),
            }
        };
        let stroke = match (ink, width) {
            (Some(ink), Some(width)) => Some((ink, width)),
            (Some(_), None) => {
                table.missing("width");
                None
            }
            _ => None,
        };
        Some(Figure { outline, fill, stroke, blend })
    }

    fn lines(&self, c: &Compiler, table: &Table<'_>) -> Option<Lines> {
        let count = c.required(table, "count");
        let (x, y) = (c.required(table, "x"), c.required(table, "y"));
        let stroke = c.required(table, "stroke");
        let inks: Vec<RoleInk> = table.list_of_text("inks").iter().filter_map(role_ink).collect();
        if inks.is_empty() && !table.has("inks") {
            table.missing("inks");
        }
        let closed = table.boolean("closed").unwrap_or(false);
        let region = if table.has("box") || table.has("disc") { self.region(c, table) } else { None };
        (!inks.is_empty()).then_some(())?;
        Some(Lines { count: count?, x: x?, y: y?, stroke: stroke?, inks, closed, region })
    }

    fn picture(&self, c: &Compiler, table: &Table<'_>) -> Option<Picture> {
        let what = table.required_text("what");
        what.iter().for_each(|what| c.needs_field(what));
        let region = self.box4(c, table);
        let align = align(table, Align { x: 0.5, y: 0.5 });
        let clear = table.number("clear").unwrap_or(0.0);
        let on = table.text("on").and_then(|on| role_ink(&on));
        let bleeds = table.boolean("bleeds").unwrap_or(false);
        let ink = self.role(table, "ink");
        let focus = table.boolean("focus").unwrap_or(false);
        let duotone = table.list_of_text("duotone");
        let duotone = match duotone.as_slice() {
            [] => None,
            [one, other] => Some((role_ink(one)?, role_ink(other)?)),
            [first, ..] => {
                let what = say!("`duotone` wants two colours", "`duotone` 需要两个颜色");
                first.refuse("layout/duotone", what, None);
                None
            }
        };
        let needs = [(focus, FOCUS), (duotone.is_some(), DUOTONE)];
        needs.into_iter().filter(|(is, _)| *is).for_each(|(_, field)| c.needs_field(field));
        let cover = table.choice("fit", &[("contain", false), ("cover", true)]).unwrap_or(false);
        Some(Picture { what: what?.to_string(), region: region?, align, focus, ink, duotone, cover, bleeds, clear, on })
    }
}

#[cfg(test)]
mod tests {
    use super::ITEM_KEYS;
    use crate::layout::{Layout, schema};

    #[test]
    fn every_kind_is_read_and_described() {
        let described = schema();
        let kinds = &described["properties"]["variant"]["items"]["properties"];
        for kind in ITEM_KEYS {
            let text = format!("id = \"x\"\n[[variant]]\n[[variant.{kind}]]\nid = \"y\"\n");
            let codes: Vec<_> =
                Layout::parse("x.toml", &text).err().into_iter().flat_map(|f| f.0).map(|f| f.code).collect();
            assert!(!codes.contains(&"layout/kind"), "{kind} has no reader");
            assert!(kinds[kind].is_object(), "{kind} is not in the schema");
        }
    }
}
