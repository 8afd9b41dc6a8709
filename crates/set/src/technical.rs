//! Plates that are no printing inks: lines for the knife and the needle, white, varnish, foil. One table, by the names
//! that shops and programs give them, for what is written here and for what strangers send.

/// What a plate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Technical {
    /// Cut through, half or along dots 刀线.
    Cut,
    /// Creased or folded 压痕、折线.
    Crease,
    /// Perforated 齿线.
    Perforate,
    /// Punched or drilled 打孔.
    Punch,
    /// Sewn 缝线.
    Sew,
    /// Glued 胶位.
    Glue,
    /// A template, sizes, the live area: for eyes alone 参考线.
    Guide,
    /// White under or over the colours 白墨.
    White,
    /// Varnish 光油、局部 UV.
    Varnish,
    /// Foil, hot or cold 烫金.
    Foil,
    /// Embossed or debossed 击凸.
    Emboss,
    /// Dots for the blind 盲文.
    Braille,
}

impl Technical {
    /// Lines that a tool follows; the others lay something on the sheet.
    pub fn is_line(self) -> bool {
        !matches!(self, Self::White | Self::Varnish | Self::Foil | Self::Emboss | Self::Braille)
    }

    /// Group and type of ISO 19593-1.
    pub fn step(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Cut => ("Structural", Some("Cutting")),
            Self::Crease => ("Structural", Some("Creasing")),
            Self::Perforate => ("Structural", Some("Perforating")),
            Self::Punch => ("Structural", Some("Punching")),
            Self::Sew => ("Structural", Some("Stapling")),
            Self::Glue => ("Structural", Some("Gluing")),
            Self::Guide => ("Legend", None),
            Self::White => ("White", None),
            Self::Varnish => ("Varnish", None),
            Self::Foil => ("Structural", Some("FoilStamping")),
            Self::Emboss => ("Structural", Some("Embossing")),
            Self::Braille => ("Braille", None),
        }
    }
}

use Technical::{Braille, Crease, Cut, Emboss, Foil, Glue, Guide, Perforate, Punch, Sew, Varnish, White};

/// Chinese words, anywhere in a name, the more special ones first.
const CHINESE: [(&str, Technical); 82] = [
    ("虚线刀", Perforate),
    ("齿线", Perforate),
    ("齿刀", Perforate),
    ("点线刀", Perforate),
    ("易撕", Perforate),
    ("撕线", Perforate),
    ("骑缝", Perforate),
    ("针孔线", Perforate),
    ("压痕", Crease),
    ("压线", Crease),
    ("折线", Crease),
    ("折痕", Crease),
    ("折叠", Crease),
    ("折页", Crease),
    ("刀线", Cut),
    ("刀版", Cut),
    ("刀模", Cut),
    ("刀板", Cut),
    ("刀路", Cut),
    ("模切", Cut),
    ("半切", Cut),
    ("半刀", Cut),
    ("全切", Cut),
    ("全刀", Cut),
    ("啤痕", Crease),
    ("压坑", Crease),
    ("啤刀", Cut),
    ("啤线", Cut),
    ("啤版", Cut),
    ("啤切", Cut),
    ("啤位", Cut),
    ("切线", Cut),
    ("裁线", Cut),
    ("刀稿", Cut),
    ("铣边", Cut),
    ("轮廓切", Cut),
    ("切割线", Cut),
    ("裁切线", Cut),
    ("打孔", Punch),
    ("冲孔", Punch),
    ("钻孔", Punch),
    ("扣眼", Punch),
    ("孔位", Punch),
    ("缝线", Sew),
    ("车线", Sew),
    ("缝边", Sew),
    ("胶位", Glue),
    ("粘口", Glue),
    ("糊口", Glue),
    ("粘位", Glue),
    ("涂胶", Glue),
    ("上胶位", Glue),
    ("参考线", Guide),
    ("安全区", Guide),
    ("安全线", Guide),
    ("标注", Guide),
    ("模板", Guide),
    ("白墨", White),
    ("专白", White),
    ("底白", White),
    ("铺白", White),
    ("白版", White),
    ("白油", White),
    ("专色白", White),
    ("局部UV", Varnish),
    ("逆向UV", Varnish),
    ("光油", Varnish),
    ("哑油", Varnish),
    ("过油", Varnish),
    ("上光", Varnish),
    ("亮油", Varnish),
    ("吸塑油", Varnish),
    ("满版UV", Varnish),
    ("UV油", Varnish),
    ("烫", Foil),
    ("凸", Emboss),
    ("压凹", Emboss),
    ("凹印", Emboss),
    ("起鼓", Emboss),
    ("压纹", Emboss),
    ("浮雕", Emboss),
    ("盲文", Braille),
];

/// English words that say what a plate is for.
const ENGLISH: [(&str, Technical); 86] = [
    ("cut", Cut),
    ("cuts", Cut),
    ("cutcontour", Cut),
    ("cutter", Cut),
    ("cutting", Cut),
    ("cutline", Cut),
    ("cutlines", Cut),
    ("cutpath", Cut),
    ("thrucut", Cut),
    ("throughcut", Cut),
    ("kisscut", Cut),
    ("perfcutcontour", Perforate),
    ("perfcut", Perforate),
    ("die", Cut),
    ("dieline", Cut),
    ("dielines", Cut),
    ("diecut", Cut),
    ("diecutting", Cut),
    ("knife", Cut),
    ("icut", Cut),
    ("router", Cut),
    ("crease", Crease),
    ("creasing", Crease),
    ("creases", Crease),
    ("score", Crease),
    ("scoring", Crease),
    ("fold", Crease),
    ("folds", Crease),
    ("folding", Crease),
    ("foldline", Crease),
    ("perf", Perforate),
    ("perforate", Perforate),
    ("perforation", Perforate),
    ("perforating", Perforate),
    ("punch", Punch),
    ("punching", Punch),
    ("drill", Punch),
    ("drilling", Punch),
    ("hole", Punch),
    ("holes", Punch),
    ("eyelet", Punch),
    ("eyelets", Punch),
    ("grommet", Punch),
    ("sew", Sew),
    ("sewing", Sew),
    ("stitch", Sew),
    ("hem", Sew),
    ("glue", Glue),
    ("gluing", Glue),
    ("glueing", Glue),
    ("glueflap", Glue),
    ("adhesive", Glue),
    ("guide", Guide),
    ("guides", Guide),
    ("template", Guide),
    ("legend", Guide),
    ("dimension", Guide),
    ("dimensions", Guide),
    ("livearea", Guide),
    ("safearea", Guide),
    ("safezone", Guide),
    ("clearzone", Guide),
    ("white", White),
    ("whiteink", White),
    ("spotwhite", White),
    ("underwhite", White),
    ("w", White),
    ("wht", White),
    ("varnish", Varnish),
    ("varnishing", Varnish),
    ("spotuv", Varnish),
    ("uv", Varnish),
    ("lacquer", Varnish),
    ("coating", Varnish),
    ("clear", Varnish),
    ("clearink", Varnish),
    ("spotgloss", Varnish),
    ("foil", Foil),
    ("hotfoil", Foil),
    ("coldfoil", Foil),
    ("foiling", Foil),
    ("emboss", Emboss),
    ("embossing", Emboss),
    ("deboss", Emboss),
    ("debossing", Emboss),
    ("braille", Braille),
];

/// English words that may stand beside them and change nothing.
const BESIDE: [&str; 45] = [
    "spot",
    "ink",
    "plate",
    "layer",
    "line",
    "lines",
    "path",
    "contour",
    "tech",
    "technical",
    "thru",
    "through",
    "kiss",
    "half",
    "full",
    "hot",
    "cold",
    "stamp",
    "stamping",
    "live",
    "safe",
    "area",
    "gloss",
    "glossy",
    "matt",
    "matte",
    "soft",
    "raised",
    "partial",
    "reverse",
    "under",
    "underprint",
    "underbase",
    "base",
    "opaque",
    "flood",
    "overprint",
    "rdg",
    "hp",
    "hd",
    "digital",
    "tool",
    "flap",
    "tab",
    "zone",
];

/// Words that stand beside foil: without it they are inks.
const METALS: [&str; 6] = ["gold", "silver", "rose", "copper", "holo", "holographic"];

/// What a plate is for by its name; `None` for a printing ink. `CutContour`, `Thru-cut`, `Die Line 2`, `Spot_White`,
/// `模切线`, `局部UV`, `烫金 8K` are known, `Gold`, `PANTONE Warm White C` and `Hemp` are inks.
pub fn technical(plate: &str) -> Option<Technical> {
    let plain: String = plate.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    if let Some((_, what)) = CHINESE.iter().find(|(word, _)| plain.contains(word)) {
        return Some(*what);
    }
    // Alone they mean a plate; within a name they may mean anything: 啤酒黄 is an ink.
    match &*plain {
        "白" | "白色" => return Some(White),
        "逆UV" => return Some(Varnish),
        "啤" | "刀" => return Some(Cut),
        _ => {}
    }
    let words = words(plate);
    let known = |word: &str| ENGLISH.iter().find(|(w, _)| *w == word).map(|(_, what)| *what);
    let whole: String = words.concat();
    if let Some(what) = known(&whole) {
        return Some(what);
    }
    let mut found = None;
    let mut metal = false;
    for word in &words {
        match known(word) {
            // The narrower of two stands last: `Perf Cut` is perforated, `Foil Die` is a die for foil.
            Some(what) => found = found.max(Some(what)),
            None if BESIDE.contains(&word.as_str()) => {}
            None if METALS.contains(&word.as_str()) => metal = true,
            None => return None,
        }
    }
    found.filter(|what| !metal || *what == Foil)
}

/// The words of a name in small letters: parted by marks, by capitals and by figures, which say nothing.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_alphabetic() {
            open = false;
        } else {
            if !open || (c.is_uppercase() && before.is_lowercase()) {
                words.push(String::new());
                open = true;
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_the_trade_are_known() {
        for (what, names) in [
            (
                Cut,
                "CutContour|Thru-cut|Die|刀线|模切|刀版|刀模|模切线|半切|半刀|全切|Dieline|KissCut|DIE LINE|cut_line 2|Through Cut|Die-Cut|CUT|knife|刀线层|啤|啤刀|啤线|啤版|i-cut|I-CUT|iCut|切线",
            ),
            (Crease, "压痕|压线|折线|Fold|Crease|Creasing Lines|score"),
            (Perforate, "虚线刀|齿线|Perf|Perf Cut|PerfCutContour|Perforation|骑缝|骑缝线"),
            (Punch, "Punch|打孔|Drill holes"),
            (Sew, "Sewing|车线"),
            (Glue, "Glue|胶位|粘口|Glue Flap|GLUE AREA|Gluing"),
            (Braille, "Braille|盲文|BRAILLE Dots 盲文"),
            (Guide, "LiveArea|Guide|Safe Area|模板 guide"),
            (White, "White|白墨|专白|W|Spot_White|RDG_WHITE|White Ink|WHITE 2|Opaque White|白|铺白"),
            (Varnish, "Varnish|局部UV|局部uv|逆向UV|哑油|Spot UV|UV|Gloss Varnish|光油"),
            (Foil, "Foil|烫金|烫银|Gold Foil|Hot Foil|烫 8K"),
            (Emboss, "击凸|Emboss|Embossing|起凸"),
        ] {
            for name in names.split('|') {
                assert_eq!(technical(name), Some(what), "{name}");
            }
        }
        for ink in [
            "Gold",
            "专金",
            "专银",
            "PANTONE 877 C",
            "PANTONE Warm White C",
            "Hemp",
            "Cyan",
            "Orange",
            "Silver",
            "红",
            "Diesel",
            "Whitefish",
            "Uvula",
            "Cutlass Red",
            "All",
            "",
            "中国红",
            "White Gold",
            "啤酒黄",
            "大刀红",
            "Gluehwein",
            "Silver White",
        ] {
            assert_eq!(technical(ink), None, "{ink}");
        }
    }
}
