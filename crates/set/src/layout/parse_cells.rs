//! TOML to items of the grid: cells, tiles, seal.

use super::compiler::Compiler;
use super::reader::{Reader, align, role_word};
use super::{Align, Cells, Ends, RoleInk, Seal, TileKind, Tiles, Ways};
use crate::notation::Table;
use biaoyu_page::say;
use biaoyu_table::record::Template;

impl Reader<'_> {
    pub(super) fn cells(&self, c: &Compiler, table: &Table<'_>) -> Option<Cells> {
        let text = table.required_text("text").and_then(|t| c.template(&t));
        let style = self.style(table);
        let runs = table.table("runs").and_then(|runs| {
            let style = self.style(&runs);
            runs.finish();
            style
        });
        let region = self.box4(c, table);
        let align = align(table, Align { x: 0.0, y: 0.0 });
        let ways = [("block", Ways::Rows), ("vertical", Ways::Columns), ("either", Ways::Either)];
        let ways = table.choice("flow", &ways).unwrap_or(Ways::Rows);
        let words = [("start", Ends::Start), ("end", Ends::End), ("step", Ends::Step)];
        let ends = table.choice("ends", &words).unwrap_or(Ends::Step);
        let across = (c.or(table, "least", 2.0), c.or(table, "most", 24.0));
        let spare = c.or(table, "spare", 2.0);
        let before = c.or(table, "before", 0.0);
        let gutter = c.or(table, "gutter", 0.0);
        let fill = c.or(table, "fill", 0.925);
        let fit = self.fit(c, table);
        let (text, style, region, fit) = (text?, style?, region?, fit?);
        Some(Cells { text, style, runs, region, align, ways, ends, across, spare, before, gutter, fill, fit })
    }

    pub(super) fn tiles(&self, c: &Compiler, table: &Table<'_>) -> Option<Tiles> {
        let region = self.region(c, table);
        let origin = (c.required(table, "x"), c.required(table, "y"));
        let cell = c.required(table, "cell");
        let seed = c.or(table, "seed", 0.0);
        let kinds = kinds(table, "kinds");
        let pairs = pairs(table, "pairs");
        let large_kinds = if table.has("large_kinds") { self::kinds(table, "large_kinds") } else { kinds.clone() };
        let large_pairs = if table.has("large_pairs") { self::pairs(table, "large_pairs") } else { pairs.clone() };
        let largest = c.or(table, "largest", 2.0);
        let merged = c.or(table, "merged", 0.67);
        for (key, empty) in [("kinds", kinds.is_empty()), ("pairs", pairs.is_empty())] {
            if empty {
                table.missing(key);
            }
        }
        (!kinds.is_empty() && !pairs.is_empty()).then_some(())?;
        Some(Tiles {
            region: region?,
            origin: (origin.0?, origin.1?),
            cell: cell?,
            seed,
            kinds,
            pairs,
            large_kinds,
            large_pairs,
            largest,
            merged,
        })
    }

    pub(super) fn seal(&self, c: &Compiler, table: &Table<'_>) -> Option<Seal> {
        let text: Vec<Template> = table.list_of_text("text").iter().filter_map(|t| c.template(t)).collect();
        if text.is_empty() {
            table.missing("text");
        }
        let style = self.style(table);
        let region = self.box4(c, table);
        let fill = self.role(table, "fill");
        let share = |key: &str, default: f64| table.get(key).and_then(|v| v.number_in(0.0..=0.4)).unwrap_or(default);
        let (pad, gap) = (share("pad", 0.13), share("gap", 0.06));
        let even = table.get("even").and_then(|v| v.number_in(0.0..=1.0)).unwrap_or(1.0);
        (!text.is_empty()).then_some(())?;
        Some(Seal { text, style: style?, region: region?, fill, pad, gap, even })
    }
}

/// Figures by their words.
fn kinds(table: &Table<'_>, key: &str) -> Vec<TileKind> {
    let known = TileKind::ALL;
    let mut found = Vec::new();
    for text in table.list_of_text(key) {
        match known.iter().find(|(word, _)| **word == *text) {
            Some((_, kind)) => found.push(*kind),
            None => {
                let words = known.map(|(word, _)| word).join(", ");
                let what = say!("there is no tile `{text}`", "没有 `{text}` 这种花砖");
                text.refuse("layout/tile", what, Some(say!("write one of {words}", "可写 {words}")));
            }
        }
    }
    found
}

/// Figure and ground: `"accent on ground"`.
fn pairs(table: &Table<'_>, key: &str) -> Vec<(RoleInk, RoleInk)> {
    let mut found = Vec::new();
    for text in table.list_of_text(key) {
        let Some((figure, ground)) = text.split_once(" on ") else {
            let what = say!("`{text}` is no pair of colours", "`{text}` 不是一对颜色");
            let hint = say!("write figure and ground: `accent on ground`", "先写图形再写底色：`accent on ground`");
            text.refuse("layout/pair", what, Some(hint));
            continue;
        };
        if let (Some(figure), Some(ground)) = (role_word(&text, figure), role_word(&text, ground)) {
            found.push((figure, ground));
        }
    }
    found
}
