//! How a kind of shop prints what is wider than its cloth: `[profile.panels]`.

use serde_json::{Value, json};

use crate::notation::Table;
use crate::notation::fields::{Fields, Form, field};
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, Hang, Seam};

/// The keys of `[profile.panels]`.
pub(super) static PANELS: Fields = Fields(&[&[
    field(
        "widths",
        Form::Own(
            || json!({ "type": "array", "minItems": 1, "items": { "type": "number", "minimum": 200, "maximum": 20_000 } }),
            "lengths in mm, `[1520, 3200]`",
            "长度，毫米，`[1520, 3200]`",
        ),
        "Widths of its rolls.",
        "卷料的幅宽。",
    )
    .usual(|| usual(|p| p.widths.clone().into())),
    field("margin", MARGIN, "What does not print of a width, both edges together.", "幅宽中印不到的，两边合计。")
        .usual(|| usual(|p| p.margin.into())),
    field("seam", Form::Word(|| words(&Seam::words())), "How panels are joined.", "各片怎样拼。")
        .usual(|| usual(|p| p.seam.word().into())),
    field("weld", MARGIN, "What a panel takes for a welded seam.", "热合每道缝多印多少。")
        .usual(|| usual(|p| p.weld.into())),
    field("glue", MARGIN, "What a panel takes for a glued seam.", "胶粘每道缝多印多少。")
        .usual(|| usual(|p| p.glue.into())),
    field("sew", MARGIN, "What both panels take for a sewn seam.", "缝合每道缝两片各多印多少。")
        .usual(|| usual(|p| p.sew.into())),
    field("hang", Form::Word(|| words(&Hang::words())), "What banners and backdrops hang by.", "横幅、背景板怎么挂。")
        .usual(|| usual(|p| p.hang.word().into())),
    field("rings", Form::Length(50.0, 10_000.0), "Greatest distance of rings.", "扣与扣的最大间距。")
        .usual(|| usual(|p| p.rings.into())),
    field(
        "inset",
        Form::Length(-500.0, 500.0),
        "From the picture's edge to the middle of a ring: inside, or negative beyond it.",
        "扣心到画边：画内；负数为画外。",
    )
    .usual(|| usual(|p| p.inset.into())),
    field("hole", Form::Length(2.0, 100.0), "Diameter of the hole.", "孔径。").usual(|| usual(|p| p.hole.into())),
]]);

const MARGIN: Form = Form::Length(0.0, 500.0);

fn usual(of: impl Fn(&PanelRules) -> Value) -> Value {
    of(&PanelRules::default())
}

fn words<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(word, _)| *word).collect()
}

/// What panels are printed on, how they are joined and hung. Lengths are millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelRules {
    /// Widths of its rolls, rising.
    pub widths: Vec<f64>,
    /// What the printer does not reach of a width, both edges together.
    pub margin: f64,
    /// How panels are joined.
    pub seam: Seam,
    /// What a panel takes beyond its part of the picture where it is welded 热合.
    pub weld: f64,
    /// Where it is glued 胶粘.
    pub glue: f64,
    /// Where it is sewn 缝.
    pub sew: f64,
    /// What banners and backdrops hang by.
    pub hang: Hang,
    /// Greatest distance of rings on a truss.
    pub rings: f64,
    /// From the edge of the picture to the middle of a ring: inside 画内, or negative in the white beyond it 画外.
    pub inset: f64,
    /// Diameter of the hole.
    pub hole: f64,
}

impl Default for PanelRules {
    /// Banner cloth.
    fn default() -> Self {
        Self {
            widths: vec![1220.0, 1520.0, 1830.0, 2200.0, 2600.0, 3200.0, 5000.0],
            margin: 30.0,
            seam: Seam::Weld,
            weld: 30.0,
            glue: 25.0,
            sew: 15.0,
            hang: Hang::Rings,
            rings: 500.0,
            inset: 25.0,
            hole: 12.0,
        }
    }
}

impl PanelRules {
    /// What a seam of a kind takes.
    pub fn allowance(&self, seam: Seam) -> f64 {
        match seam {
            Seam::Weld => self.weld,
            Seam::Glue => self.glue,
            Seam::Sew => self.sew,
            Seam::Butt => 0.0,
        }
    }

    /// The widest roll.
    pub fn widest(&self) -> Option<f64> {
        self.widths.last().copied()
    }

    /// Takes over what a table says.
    pub(super) fn read(&mut self, table: &Table) {
        let length = |key: &str, low: f64, most: f64| table.get(key).and_then(|v| v.length_in(low..=most));
        if table.has("widths") {
            let found = table.list("widths");
            let mut widths: Vec<f64> = found.iter().filter_map(|v| v.length_in(200.0..=20_000.0)).collect();
            widths.sort_by(f64::total_cmp);
            if widths.is_empty() {
                let what = say!("`widths` names no roll", "`widths` 没有写幅宽");
                let hint = say!("write `widths = [1520, 3200]`", "请写 `widths = [1520, 3200]`");
                table.refuse("profile/widths", what, Some(hint));
            }
            self.widths = widths;
        }
        let set = |slot: &mut f64, found: Option<f64>| *slot = found.unwrap_or(*slot);
        set(&mut self.margin, length("margin", 0.0, 500.0));
        set(&mut self.weld, length("weld", 0.0, 500.0));
        set(&mut self.glue, length("glue", 0.0, 500.0));
        set(&mut self.sew, length("sew", 0.0, 500.0));
        set(&mut self.rings, length("rings", 50.0, 10_000.0));
        set(&mut self.inset, length("inset", -500.0, 500.0));
        set(&mut self.hole, length("hole", 2.0, 100.0));
        self.seam = table.choice("seam", &Seam::words()).unwrap_or(self.seam);
        self.hang = table.choice("hang", &Hang::words()).unwrap_or(self.hang);
    }
}
