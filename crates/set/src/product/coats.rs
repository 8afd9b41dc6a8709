//! What is laid on a product beside its inks, and where.

use crate::notation::Table;
use biaoyu_page::error::Say;
use biaoyu_page::say;
use biaoyu_table::record::KNOWN;

/// The whole sheet, to the end of its bleed.
pub const ALL: &str = "all";
/// Wherever ink is.
pub const ART: &str = "art";

/// Where white, varnish and foil lie: [`ALL`], [`ART`], or fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coats {
    /// White under the colours of film and glass 白墨.
    pub white: Vec<String>,
    /// Spot varnish 局部 UV.
    pub varnish: Vec<String>,
    /// Foil instead of ink 烫金.
    pub foil: Vec<String>,
}

impl Coats {
    /// Takes over what a product's table says.
    pub(super) fn read(&mut self, table: &Table) {
        for (key, slot) in [("white", &mut self.white), ("varnish", &mut self.varnish), ("foil", &mut self.foil)] {
            let Some(list) = table.text(key) else { continue };
            match coat_places(&list) {
                Ok(places) => *slot = places,
                Err(word) => {
                    let (what, hint) = no_coat_place(&word);
                    list.refuse("product/coat", what, Some(hint));
                }
            }
        }
    }
}

/// What people call the places of coats beside the names of fields.
const NAMES: [(&str, &[&str]); 7] = [
    (ALL, &["满版", "整版", "全部"]),
    (ART, &["图文", "画面"]),
    ("logo", &["标志", "徽标"]),
    ("unit", &["单位", "落款"]),
    ("key", &["关键字", "大字"]),
    ("qr", &["二维码", "code"]),
    ("title", &["标题", "活动名称"]),
];

/// The places of a list, `key,logo` or `关键字、标志`.
///
/// # Errors
/// The first word that is no place.
pub fn coat_places(list: &str) -> Result<Vec<String>, String> {
    let words = list.split([',', '，', '、']).map(str::trim).filter(|word| !word.is_empty());
    words.map(|word| place(word).map(str::to_owned).ok_or_else(|| word.to_owned())).collect()
}

fn place(word: &str) -> Option<&'static str> {
    let own = NAMES.iter().find(|(field, names)| *field == word || names.contains(&word)).map(|(field, _)| *field);
    own.or_else(|| KNOWN.iter().find(|(field, name)| *field == word || *name == word).map(|(field, _)| *field))
}

/// What is said of a word that is no place, with the cure.
pub fn no_coat_place(word: &str) -> (Say, Say) {
    (
        say!("nothing of a page is called `{word}`", "页面上没有叫 `{word}` 的内容"),
        say!(
            "wanted all (the whole sheet), art (wherever ink is), slogan, key, logo, unit, title, theme, name or another field",
            "应为 all（满版）、art（图文）、slogan（标语）、key（关键字）、logo（标志）、unit（单位）、title（标题）、theme（主题）、name（姓名）或其他字段"
        ),
    )
}
