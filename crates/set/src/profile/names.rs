//! What a shop calls the plates that are no printing inks: `[profile.plates]`.

use crate::notation::Table;
use crate::notation::fields::{Fields, Form, field};
use crate::technical::Technical;
use biaoyu_page::say;

/// The keys of `[profile.plates]`.
pub(super) static PLATES: Fields = Fields(&[&[
    field("cut", Form::Line, "The knife's line; `--cut-spot` comes before it.", "刀线；`--cut-spot` 优先。")
        .usual(|| usual(Technical::Cut)),
    field("fold", Form::Line, "Folds.", "折线。").usual(|| usual(Technical::Crease)),
    field("sew", Form::Line, "Seams.", "缝线。").usual(|| usual(Technical::Sew)),
    field("punch", Form::Line, "Holes.", "打孔。").usual(|| usual(Technical::Punch)),
    field("white", Form::Line, "White ink.", "白墨。").usual(|| usual(Technical::White)),
    field("varnish", Form::Line, "Spot varnish.", "局部 UV。").usual(|| usual(Technical::Varnish)),
    field("foil", Form::Line, "Foil.", "烫金。").usual(|| usual(Technical::Foil)),
]]);

fn usual(what: Technical) -> serde_json::Value {
    PlateNames::default().of(what).into()
}

/// The keys and what each names.
const KEYS: [(&str, Technical); 7] = [
    ("cut", Technical::Cut),
    ("fold", Technical::Crease),
    ("sew", Technical::Sew),
    ("punch", Technical::Punch),
    ("white", Technical::White),
    ("varnish", Technical::Varnish),
    ("foil", Technical::Foil),
];
/// Names that mean a plate of another kind everywhere.
const TAKEN: [&str; 6] = ["all", "none", "cyan", "magenta", "yellow", "black"];
/// Characters of a name, at most.
const CHARS: usize = 100;

/// The shop's own names of the technical plates; those that most cutters and printers know where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlateNames(Vec<(Technical, String)>);

impl PlateNames {
    /// The name of the plate of a kind of work.
    pub fn of(&self, what: Technical) -> &str {
        let usual = match what {
            Technical::Cut => "CutContour",
            Technical::Crease => "Fold",
            Technical::Perforate => "Perf",
            Technical::Punch => "Punch",
            Technical::Sew => "Sewing",
            Technical::Glue => "Glue",
            Technical::Guide => "Guide",
            Technical::White => "White",
            Technical::Varnish => "Varnish",
            Technical::Foil => "Foil",
            Technical::Emboss => "Emboss",
            Technical::Braille => "Braille",
        };
        self.0.iter().find(|(of, _)| *of == what).map_or(usual, |(_, name)| name)
    }

    /// What a plate is for by the shop's own names, letters small or large.
    pub fn technical(&self, plate: &str) -> Option<Technical> {
        let plate = plate.trim().to_lowercase();
        self.0.iter().find(|(_, name)| name.to_lowercase() == plate).map(|(what, _)| *what)
    }

    /// Takes over what a table says.
    pub(super) fn read(&mut self, table: &Table) {
        for (key, what) in KEYS {
            let Some(text) = table.text(key) else { continue };
            let name = text.trim().to_owned();
            let alike = |other: &str| other.to_lowercase() == name.to_lowercase();
            let other = KEYS.iter().find(|(_, of)| *of != what && alike(self.of(*of)));
            let refused = if name.is_empty() || name.chars().count() > CHARS || name.chars().any(char::is_control) {
                Some(say!(
                    "`{key}` is no name of a plate: wanted 1 to {CHARS} plain characters",
                    "`{key}` 不能作版名，应为 1 到 {CHARS} 个普通字符"
                ))
            } else if TAKEN.iter().any(|taken| alike(taken)) {
                Some(say!("`{name}` is the name of a printing plate", "`{name}` 是印刷色版的名称"))
            } else {
                other.map(|(key, _)| say!("`{name}` is the plate of `{key}`, too", "`{name}` 也是 `{key}` 的版名"))
            };
            match refused {
                Some(what) => {
                    let hint = say!("give each plate a name of its own", "请给每块版各起一个名称");
                    text.refuse("profile/plate", what, Some(hint));
                }
                None => {
                    self.0.retain(|(of, _)| *of != what);
                    self.0.push((what, name));
                }
            }
        }
    }
}
