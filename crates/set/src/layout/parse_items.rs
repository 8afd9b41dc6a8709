//! TOML to items: one function a kind.

use super::compiler::Compiler;
use super::{
    Align, Barcode, Bars, Box4, Cards, DUOTONE, Disc, Dots, FOCUS, Figure, Fit, Flow, Foot, Form, Free, Giant, Item,
    Kind, LineChoice, Lines, Number, Picture, Rays, Region, Ring, RoleInk, Rotate, Row, Run, Side, Slashes, Style,
    Tall, Tally, Text,
};
use crate::expr::Program;
use crate::notation::Table;
use crate::palette::Role;
use biaoyu_page::say;
use biaoyu_table::record::Template;

/// The tables that declare items.
pub(super) const ITEM_KEYS: &[&str] = &[
    "text", "row", "ring", "glyph", "shape", "lines", "picture", "cells", "tiles", "seal", "dots", "rays", "bars",
    "slashes", "foot", "number", "tally", "barcode", "free", "cards",
];

/// Reads items, with the file's named styles at hand.
pub(super) struct Reader<'d> {
    styles: Vec<(String, Table<'d>)>,
    /// Faces of the user for named styles.
    faces: &'d [(String, String)],
}

impl<'d> Reader<'d> {
    pub(super) fn new(styles: Option<Table<'d>>, faces: &'d [(String, String)]) -> Self {
        let entries = styles.map(|s| s.entries()).unwrap_or_default();
        let styles = entries.into_iter().filter_map(|(key, value)| Some((key.to_string(), value.table()?))).collect();
        let reader = Self { styles, faces };
        for (_, table) in &reader.styles {
            // Read once for its own faults, also when no item uses it.
            reader.own_style(table, Style::plain());
            table.finish();
        }
        reader
    }

    /// A role, with an optional tint: `"display"`, `"accent 60%"`.
    pub(super) fn role(&self, table: &Table<'_>, key: &str) -> Option<RoleInk> {
        let text = table.text(key)?;
        role_ink(&text)
    }

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

    pub(super) fn text(&self, c: &Compiler, table: &Table<'_>) -> Option<Text> {
        let text: Vec<Template> = table.list_of_text("text").iter().filter_map(|t| c.template(t)).collect();
        if text.is_empty() {
            table.missing("text");
        }
        let stagger = c.or(table, "stagger", 0.0);
        let ruled = c.optional(table, "ruled");
        let flow = match table.choice("flow", &[("block", 0), ("vertical", 1), ("tall", 2), ("body", 3)]) {
            Some(1) => Flow::Vertical { stagger, ruled },
            Some(2) => {
                let share = |key: &str, low: f64, default: f64| {
                    table.get(key).and_then(|v| v.number_in(low..=1.0)).unwrap_or(default)
                };
                let (flat, one) = (share("flat", 0.8, 1.0), share("one", 0.5, 0.94));
                Flow::Tall(Tall { rows: table.boolean("rows").unwrap_or(false), flat, one, stagger, ruled })
            }
            Some(3) => Flow::Body { indent: table.get("indent").and_then(|v| v.number_in(0.0..=8.0)).unwrap_or(2.0) },
            _ => Flow::Block { stagger },
        };
        let style = self.style(table);
        let region = self.region(c, table);
        let fit = self.fit(c, table);
        let align = align(table, Align { x: 0.0, y: 0.0 });
        let bleeds = table.boolean("bleeds").unwrap_or(false);
        let alike = table.boolean("alike").unwrap_or(false);
        let within = match self.region_of(c, table.table("within")) {
            Some(Region::Disc(disc)) => Some(disc),
            Some(Region::Box(_)) => {
                table.refuse("layout/disc", say!("`within` wants cx, cy, r", "`within` 需要 cx、cy、r"), None);
                None
            }
            None => None,
        };
        (!text.is_empty()).then_some(())?;
        Some(Text { text, style: style?, region: region?, align, fit: fit?, flow, within, bleeds, alike })
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
        let sides = [("width", Side::Width), ("height", Side::Height), ("fill", Side::Fill), ("fit", Side::Fit)];
        let by = table.choice("by", &sides).unwrap_or(Side::Fit);
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
            Form::Line(ends)
        } else if table.has("polygon") {
            let mut points = Vec::new();
            for point in table.list("polygon") {
                let pair = point.list().unwrap_or_default();
                match pair.as_slice() {
                    [x, y] => points.push((c.text(&x.expression()?)?, c.text(&y.expression()?)?)),
                    _ => point.refuse_kind(say!("a point [x, y]", "一个点 [x, y]")),
                }
            }
            Form::Polygon(points)
        } else {
            match self.region(c, table)? {
                Region::Box(b) => Form::Rect(b),
                Region::Disc(d) => Form::Disc(d),
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

    /// The names of the file's styles.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.styles.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn style(&self, table: &Table<'_>) -> Option<Style> {
        let named = table.text("style");
        let other = named.as_deref().and_then(|name| self.faces.iter().rev().find(|(style, _)| style == name));
        let base = match named {
            None => Style::plain(),
            Some(name) => match self.styles.iter().find(|(n, _)| *n == *name) {
                Some((_, own)) => self.own_style(own, Style::plain()),
                None => {
                    let names: Vec<&str> = self.styles.iter().map(|(n, _)| n.as_str()).collect();
                    let known = names.join(", ");
                    let what = say!("there is no style `{name}`", "没有 `{name}` 这个样式");
                    name.refuse("layout/unknown-style", what, Some(say!("the file has: {known}", "本文件有：{known}")));
                    return None;
                }
            },
        };
        let style = self.own_style(table, base);
        Some(match other {
            Some((_, face)) => Style { face: face.clone(), ..style },
            None => style,
        })
    }

    /// `base` with what the table itself says.
    fn own_style(&self, table: &Table<'_>, base: Style) -> Style {
        let number = |key: &str, low: f64, high: f64, default: f64| {
            table.get(key).and_then(|v| v.number_in(low..=high)).unwrap_or(default)
        };
        Style {
            face: table.text("face").map_or(base.face, |f| f.to_string()),
            ink: self.role(table, "ink").unwrap_or(base.ink),
            leading: number("leading", 0.5, 4.0, base.leading),
            tracking: number("tracking", -0.2, 4.0, base.tracking),
            gap: number("gap", 0.0, 4.0, base.gap),
            condense: number("condense", 0.3, 1.0, base.condense),
            pitch: number("pitch", 1.0, 3.0, base.pitch),
            optical: table.boolean("optical").unwrap_or(base.optical),
            bias: number("bias", 0.0, 0.5, base.bias),
        }
    }

    pub(super) fn fit(&self, c: &Compiler, table: &Table<'_>) -> Option<Fit> {
        let max = c.optional(table, "max");
        let min = c.optional(table, "min");
        let words = [
            ("any", LineChoice::Any),
            ("clauses", LineChoice::Clauses),
            ("one", LineChoice::One),
            ("names", LineChoice::Names),
        ];
        let lines = table.choice("lines", &words).unwrap_or(LineChoice::Any);
        Some(Fit { max, min, lines })
    }

    pub(super) fn region(&self, c: &Compiler, table: &Table<'_>) -> Option<Region> {
        if table.has("disc") { self.disc(c, table).map(Region::Disc) } else { self.box4(c, table).map(Region::Box) }
    }

    /// The region that a whole table gives: `{ x, y, w, h }` or `{ cx, cy, r }`.
    fn region_of(&self, c: &Compiler, table: Option<Table<'_>>) -> Option<Region> {
        let table = table?;
        let region = if table.has("r") {
            let disc =
                Disc { cx: c.required(&table, "cx")?, cy: c.required(&table, "cy")?, r: c.required(&table, "r")? };
            Region::Disc(disc)
        } else {
            Region::Box(four(c, &table)?)
        };
        table.finish();
        Some(region)
    }

    pub(super) fn box4(&self, c: &Compiler, table: &Table<'_>) -> Option<Box4> {
        let table = table.required("box")?.table()?;
        let found = four(c, &table);
        table.finish();
        found
    }

    fn disc(&self, c: &Compiler, table: &Table<'_>) -> Option<Disc> {
        match self.region_of(c, table.required("disc")?.table())? {
            Region::Disc(disc) => Some(disc),
            Region::Box(_) => {
                table.refuse("layout/disc", say!("`disc` wants cx, cy, r", "`disc` 需要 cx、cy、r"), None);
                None
            }
        }
    }
}

fn four(c: &Compiler, table: &Table<'_>) -> Option<Box4> {
    let (x, y, w, h) = (c.required(table, "x"), c.required(table, "y"), c.required(table, "w"), c.required(table, "h"));
    Some(Box4 { x: x?, y: y?, w: w?, h: h? })
}

pub(super) fn role_ink(text: &crate::notation::Text<'_>) -> Option<RoleInk> {
    role_word(text, text)
}

/// A role from `part` of a text.
pub(super) fn role_word(text: &crate::notation::Text<'_>, part: &str) -> Option<RoleInk> {
    let mut words = part.split_whitespace();
    let role = words.next().and_then(Role::parse);
    let tint = match words.next() {
        None => Some(1.0),
        Some(word) => word.strip_suffix('%').and_then(|w| w.parse::<f64>().ok()).map(|v| v / 100.0),
    };
    match (role, tint.filter(|t| (0.0..=1.0).contains(t)), words.next()) {
        (Some(role), Some(tint), None) => Some(RoleInk { role, tint }),
        _ => {
            let roles = Role::ALL.iter().map(|r| r.word()).collect::<Vec<_>>().join(", ");
            let what = say!("`{part}` is no colour role", "`{part}` 不是颜色角色");
            let hint =
                say!("write one of {roles}, or with a tint: `accent 60%`", "可写 {roles}，或带网点：`accent 60%`");
            text.refuse("layout/role", what, Some(hint));
            None
        }
    }
}

/// Where the middle of a field looks to be: a little above its half.
const OPTICAL: f64 = 0.45;

/// `"left top"`: two words, the horizontal one first.
pub(super) fn align(table: &Table<'_>, default: Align) -> Align {
    let Some(text) = table.text("align") else { return default };
    let mut align = default;
    for word in text.split_whitespace() {
        match word {
            "left" => align.x = 0.0,
            "center" | "centre" => align.x = 0.5,
            "right" => align.x = 1.0,
            "top" => align.y = 0.0,
            "middle" => align.y = 0.5,
            "bottom" => align.y = 1.0,
            "optical" => align.y = OPTICAL,
            _ => {
                let what = say!("`{word}` is no alignment", "`{word}` 不是对齐方式");
                let hint = say!(
                    "write left, center or right, then top, optical, middle or bottom",
                    "先写 left、center、right 之一，再写 top、optical、middle、bottom 之一"
                );
                text.refuse("layout/align", what, Some(hint));
            }
        }
    }
    align
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
