//! "Did you mean": the known word nearest to one that is not known.

/// The candidate that `word` was most likely meant to be; `None` when nothing is near.
///
/// Letter case, `-` and `_` are no difference. At most a third of the letters (one at least) may be wrong;
/// of equally near candidates the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| s.trim().to_lowercase().replace(['_', ' '], "-");
    let word = plain(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = plain(candidate);
        let letters = word.chars().count().max(other.chars().count());
        let mut distance = strsim::damerau_levenshtein(&word, &other);
        // A word written out (`org` for `organisation`) is nearer than its missing letters say.
        if word.chars().count() >= 3 && (other.starts_with(&word) || word.starts_with(&other)) {
            distance = distance.min(1);
        }
        if distance <= (letters / 3).max(1) && distance < letters && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_understood() {
        let words = ["slogan", "theme", "organisation", "on_display", "组织"];
        for (typed, meant) in [
            ("slogn", "slogan"),
            ("Theme", "theme"),
            ("on-display", "on_display"),
            ("org", "organisation"),
            ("sloagn", "slogan"),
        ] {
            assert_eq!(nearest(typed, words), Some(meant), "{typed}");
        }
        for far in ["", "colour", "x", "标"] {
            assert_eq!(nearest(far, words), None, "{far}");
        }
    }
}
