//! Encodings of one byte a character: how likely a text is, by the letters that the languages have which are written in them.

use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1258};

/// The logarithm of how often a character of ASCII comes, in any language.
pub(super) const ASCII: f64 = -3.7;
/// That of one that is none in the encoding.
pub(super) const LOST: f64 = -16.0;
/// A letter that the language has not, and a sign.
const STRANGE: f64 = -11.0;

/// What the small letters of languages are, beside those of ASCII, and of several that are put together.
struct Script {
    encoding: &'static Encoding,
    /// In what it is written.
    said: &'static str,
    languages: &'static [&'static str],
    /// How often a letter of one of its languages comes.
    small: f64,
    /// How much rarer the letters of several together are.
    mixed: f64,
}

/// The encodings; of equally likely ones the last is taken, which most files are in.
static SCRIPTS: [Script; 6] = [
    Script {
        encoding: WINDOWS_1258,
        said: "Tiếng Việt",
        languages: &["àáâăèéêìíòóôơùúưýđ\u{300}\u{301}\u{303}\u{309}\u{323}"],
        small: -6.5,
        mixed: 0.0,
    },
    Script { encoding: WINDOWS_1254, said: "Türkçe", languages: &["çğıiöşüâîû"], small: -6.5, mixed: 0.0 },
    Script {
        encoding: WINDOWS_1250,
        said: "Polski, Čeština, Magyar",
        languages: &["ąćęłńóśźż", "áäčďéěíĺľňóôŕřšťúůýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüß"],
        small: -6.5,
        mixed: -0.7,
    },
    Script {
        encoding: WINDOWS_1253,
        said: "Ελληνικά",
        languages: &["αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"],
        small: -3.7,
        mixed: 0.0,
    },
    Script {
        encoding: WINDOWS_1251,
        said: "Кириллица",
        languages: &["абвгдежзийклмнопрстуфхцчшщъыьэюяё"],
        small: -3.7,
        mixed: 0.0,
    },
    Script {
        encoding: WINDOWS_1252,
        said: "Latin",
        languages: &[
            "äöüß",
            "àâæçéèêëîïôœùûüÿ",
            "áéíñóúü",
            "áâãàçéêíóôõúü",
            "åäöæøé",
            "àèéìòù",
            "áéíóúýðþæö",
            "àâäçéèêëîïôöûüßëïé",
            "šžõäöü",
        ],
        small: -6.5,
        mixed: -0.5,
    },
];

/// The encodings that texts are judged by.
pub(super) fn encodings() -> impl Iterator<Item = &'static Encoding> {
    SCRIPTS.iter().map(|script| script.encoding)
}

/// In what an encoding is written, in its own words.
pub(super) fn said(encoding: &'static Encoding) -> Option<&'static str> {
    SCRIPTS.iter().find(|script| script.encoding == encoding).map(|script| script.said)
}

/// The logarithm of how likely a text is in such an encoding, in the language that suits it best; `None` of another encoding.
pub(super) fn likelihood(encoding: &'static Encoding, text: &str) -> Option<f64> {
    let script = SCRIPTS.iter().find(|script| script.encoding == encoding)?;
    let ascii = text.bytes().filter(u8::is_ascii).count() as f64 * ASCII;
    let mut own = vec![0.0; script.languages.len()];
    let mut mixed = 0.0;
    let mut before = '\n';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or('\n');
        let around = (std::mem::replace(&mut before, c), after);
        if c.is_ascii() {
            continue;
        }
        if c == '\u{fffd}' {
            mixed += LOST;
            own.iter_mut().for_each(|sum| *sum += LOST);
            continue;
        }
        let among = script.among(c, around);
        let small = c.to_lowercase().next().unwrap_or(c);
        let mut is_any = false;
        for (language, sum) in script.languages.iter().zip(&mut own) {
            let has = language.contains(small);
            is_any |= has;
            *sum += if has { script.small + among } else { STRANGE };
        }
        mixed += if is_any { script.small + script.mixed + among } else { STRANGE };
    }
    let best = own.into_iter().fold(mixed, f64::max);
    Some(ascii + best)
}

impl Script {
    /// How much rarer a letter is where it stands.
    fn among(&self, c: char, (before, after): (char, char)) -> f64 {
        let has_own_letters = self.small > -5.0;
        let is_tone = matches!(c, '\u{300}'..='\u{36f}');
        if is_tone {
            // A tone stands on a vowel.
            let is_on_vowel = before.to_lowercase().next().is_some_and(|c| "aeiouyăâêôơư".contains(c));
            return if is_on_vowel { 1.5 } else { -6.0 };
        }
        let capital = if c.is_uppercase() { -2.0 } else { 0.0 };
        // A capital inside a word, a letter that stands alone: nobody writes so.
        let inside = if c.is_uppercase() && before.is_lowercase() { -4.0 } else { 0.0 };
        let is_alone = !before.is_alphabetic() && !after.is_alphabetic();
        let alone = if !has_own_letters && is_alone { -3.0 } else { 0.0 };
        let mixed = if has_own_letters && [before, after].iter().any(char::is_ascii_alphabetic) { -6.0 } else { 0.0 };
        capital + inside + alone + mixed
    }
}
