//! Names of glyphs and the characters that they show, as far as simple fonts need them (Adobe Glyph List for New Fonts).

/// Names of the characters of Windows code page 1252 that are no single letters, with their characters.
const NAMES: &str = "space exclam! quotedbl\" numbersign# dollar$ percent% ampersand& quotesingle' parenleft( parenright) \
asterisk* plus+ comma, hyphen- period. slash/ zero0 one1 two2 three3 four4 five5 six6 seven7 eight8 nine9 colon: semicolon; \
less< equal= greater> question? at@ bracketleft[ backslash\\ bracketright] asciicircum^ underscore_ grave` braceleft{ bar| \
braceright} asciitilde~ Euro€ quotesinglbase‚ florinƒ quotedblbase„ ellipsis… dagger† daggerdbl‡ circumflexˆ perthousand‰ \
ScaronŠ guilsinglleft‹ OEŒ ZcaronŽ quoteleft‘ quoteright’ quotedblleft“ quotedblright” bullet• endash– emdash— tilde˜ \
trademark™ scaronš guilsinglright› oeœ zcaronž YdieresisŸ exclamdown¡ cent¢ sterling£ currency¤ yen¥ brokenbar¦ section§ \
dieresis¨ copyright© ordfeminineª guillemotleft« logicalnot¬ registered® macron¯ degree° plusminus± twosuperior² \
threesuperior³ acute´ muµ paragraph¶ periodcentered· cedilla¸ onesuperior¹ ordmasculineº guillemotright» onequarter¼ \
onehalf½ threequarters¾ questiondown¿ AgraveÀ AacuteÁ AcircumflexÂ AtildeÃ AdieresisÄ AringÅ AEÆ CcedillaÇ EgraveÈ EacuteÉ \
EcircumflexÊ EdieresisË IgraveÌ IacuteÍ IcircumflexÎ IdieresisÏ EthÐ NtildeÑ OgraveÒ OacuteÓ OcircumflexÔ OtildeÕ OdieresisÖ \
multiply× OslashØ UgraveÙ UacuteÚ UcircumflexÛ UdieresisÜ YacuteÝ ThornÞ germandblsß agraveà aacuteá acircumflexâ atildeã \
adieresisä aringå aeæ ccedillaç egraveè eacuteé ecircumflexê edieresisë igraveì iacuteí icircumflexî idieresisï ethð ntildeñ \
ograveò oacuteó ocircumflexô otildeõ odieresisö divide÷ oslashø ugraveù uacuteú ucircumflexû udieresisü yacuteý thornþ \
ydieresisÿ fiﬁ flﬂ minus− dotlessiı fraction⁄ nbspace\u{a0}";

fn pairs() -> impl Iterator<Item = (&'static str, char)> {
    NAMES.split_ascii_whitespace().filter_map(|word| match word {
        "space" => Some(("space", ' ')),
        _ => {
            let last = word.chars().next_back()?;
            Some((word.get(..word.len() - last.len_utf8())?, last))
        }
    })
}

/// The character that a glyph of this name shows.
pub(crate) fn character_of(name: &str) -> Option<char> {
    let base = name.split('.').next().unwrap_or_default();
    let mut letters = base.chars();
    if let (Some(letter @ ('a'..='z' | 'A'..='Z')), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    let by_code = |digits: &str| char::from_u32(u32::from_str_radix(digits, 16).ok()?);
    if let Some(found) = base.strip_prefix("uni").filter(|d| d.len() == 4).and_then(by_code) {
        return Some(found);
    }
    if let Some(found) = base.strip_prefix('u').filter(|d| (4..=6).contains(&d.len())).and_then(by_code) {
        return Some(found);
    }
    pairs().find(|(known, _)| *known == base).map(|(_, c)| c)
}

/// The name of the glyph that shows a character.
pub(crate) fn glyph_name(character: char) -> Option<&'static str> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    match LETTERS.find(character) {
        Some(at) => LETTERS.get(at..=at),
        None => pairs().find(|(_, c)| *c == character).map(|(name, _)| name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_characters_go_both_ways() {
        for (name, c) in [("A", 'A'), ("zero", '0'), ("quotedbl", '"'), ("space", ' '), ("eacute", 'é'), ("fi", 'ﬁ')]
        {
            assert_eq!((character_of(name), glyph_name(c)), (Some(c), Some(name)));
        }
        assert_eq!(
            [character_of("uni8D28"), character_of("u20BB7"), character_of("A.alt"), character_of("g12")],
            [Some('质'), Some('𠮷'), Some('A'), None]
        );
        assert_eq!(pairs().count(), pairs().map(|(n, _)| n).collect::<std::collections::BTreeSet<_>>().len());
    }
}
