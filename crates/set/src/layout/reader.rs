//! TOML to what items are made of: styles, sizes, boxes, roles, and type in a region.

use std::sync::Arc;

use super::compiler::Compiler;
use super::{Align, Box4, Disc, Fit, Flow, LineChoice, Region, RoleInk, Style, Tall, Text};
use crate::notation::{self, Kind, Table};
use crate::palette::Role;
use biaoyu_page::say;
use biaoyu_table::record::Template;

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
            own_hand: table.boolean("own_hand").unwrap_or(base.own_hand),
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
    pub(super) fn region_of(&self, c: &Compiler, table: Option<Table<'_>>) -> Option<Region> {
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

    pub(super) fn disc(&self, c: &Compiler, table: &Table<'_>) -> Option<Disc> {
        match self.region_of(c, table.required("disc")?.table())? {
            Region::Disc(disc) => Some(disc),
            Region::Box(_) => {
                table.refuse("layout/disc", say!("`disc` wants cx, cy, r", "`disc` 需要 cx、cy、r"), None);
                None
            }
        }
    }

    /// Lines or columns of type; for bars too, which are lines of type themselves.
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
        let alike = table.get("alike").and_then(|value| match value.kind() {
            Kind::Text => value.text().map(|name| Arc::from(&*name)),
            _ => value.boolean().filter(|is| *is).map(|_| Arc::from("")),
        });
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
}

fn four(c: &Compiler, table: &Table<'_>) -> Option<Box4> {
    let (x, y, w, h) = (c.required(table, "x"), c.required(table, "y"), c.required(table, "w"), c.required(table, "h"));
    Some(Box4 { x: x?, y: y?, w: w?, h: h? })
}

pub(super) fn role_ink(text: &notation::Text<'_>) -> Option<RoleInk> {
    role_word(text, text)
}

/// A role from `part` of a text.
pub(super) fn role_word(text: &notation::Text<'_>, part: &str) -> Option<RoleInk> {
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
