//! One character in several codes: letters with their accents apart (as macOS names files), radicals and compatibility
//! forms in the place of Han characters (as PDF files give them). A face has one of the codes, and so have we.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Radicals of the supplement with the character that each is
/// (Unicode, `EquivalentUnifiedIdeograph.txt`); those of Kangxi have theirs by decomposition.
const RADICALS: &str = "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/// A text as it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelled<'t> {
    /// Its letters composed, its Han characters unified.
    pub text: Cow<'t, str>,
    /// Whether accents that stood apart were put on their letters.
    pub composed: bool,
    /// Whether a radical or a compatibility form became the character that it looks like.
    pub unified: bool,
}

/// Composes letters with their accents (NFC) and puts Han characters for radicals and compatibility forms.
pub(super) fn spell(text: &str) -> Spelled<'_> {
    let unified = text.chars().any(|c| unified(c).is_some());
    if !unified && is_nfc(text) {
        return Spelled { text: text.into(), composed: false, unified };
    }
    let mapped: String = text.chars().map(|c| self::unified(c).unwrap_or(c)).collect();
    let spelled: String = mapped.nfc().collect();
    Spelled { composed: spelled != mapped, unified, text: spelled.into() }
}

/// A file's path in the spellings that it may have: as given, composed, and apart. Each comes once.
pub fn spellings(path: &str) -> Vec<String> {
    let mut all = vec![path.to_owned()];
    for other in [path.nfc().collect::<String>(), path.nfd().collect()] {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

/// The Han character that a radical or a compatibility form is.
fn unified(c: char) -> Option<char> {
    let only = |mut all: unicode_normalization::Decompositions<std::iter::Once<char>>| {
        let first = all.next()?;
        (all.next().is_none() && first != c).then_some(first)
    };
    match c {
        '\u{2f00}'..='\u{2fd5}' => only(std::iter::once(c).nfkd()),
        '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => only(std::iter::once(c).nfd()),
        '\u{2e80}'..='\u{2eff}' => {
            let mut pairs = RADICALS.chars();
            while let (Some(radical), Some(character)) = (pairs.next(), pairs.next()) {
                if radical == c {
                    return Some(character);
                }
            }
            None
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_has_one_code() {
        for (text, spelled, composed, unified) in [
            ("Jose\u{301}", "Jos\u{e9}", true, false),
            ("Jos\u{e9}", "Jos\u{e9}", false, false),
            ("Nguye\u{302}\u{303}n", "Nguy\u{1ec5}n", true, false),
            ("\u{304b}\u{3099}", "\u{304c}", true, false),
            ("\u{2f2d}明", "山明", false, true),
            ("\u{2ee2}\u{2edb}", "马风", false, true),
            ("\u{f9dc}\u{2f800}", "隆丽", false, true),
            ("\u{fa0e}", "\u{fa0e}", false, false),
            ("王\u{fe00}葛\u{e0100}", "王\u{fe00}葛\u{e0100}", false, false),
            ("", "", false, false),
        ] {
            let found = spell(text);
            assert_eq!((&*found.text, found.composed, found.unified), (spelled, composed, unified), "{text:?}");
        }
        assert_eq!(spellings("照片/\u{e9}.jpg").len(), 2);
        assert_eq!(spellings("照片/1.jpg"), ["照片/1.jpg"]);
    }
}
