//! Latin words and figures in a Chinese text.

use std::ops::Range;

/// Latin words and figures of two characters and more, with the marks inside them.
pub fn latin_runs(text: &str) -> Vec<Range<usize>> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c);
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        // CO₂ and m³ go on; a sign belongs to the figure behind it: ±800kV.
        let joins = open.is_some() && ("-./&+%‰'’²³".contains(c) || ('₀'..='₉').contains(&c));
        let opens = "±≥≤＞＜≈".contains(c) && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if is_letter(c) || joins || opens {
            open.get_or_insert(at..at).end = at + c.len_utf8();
        } else {
            runs.extend(open.take());
        }
    }
    runs.extend(open.take());
    let long = |run: &Range<usize>| text.get(run.clone()).is_some_and(|word| word.chars().count() > 1);
    runs.retain(long);
    runs
}

#[cfg(test)]
mod tests {
    use super::latin_runs;

    #[test]
    fn words_and_figures_run_and_single_letters_do_not() {
        let found = |text: &'static str| latin_runs(text).into_iter().map(|r| &text[r]).collect::<Vec<_>>();
        assert_eq!(found("贯彻 ISO 9001 标准"), ["ISO", "9001"]);
        assert_eq!(found("让Quality看得见"), ["Quality"]);
        assert_eq!(found("合格率99.6%"), ["99.6%"]);
        assert_eq!(found("降低CO₂排放 建设±800kV工程 5m³"), ["CO₂", "±800kV", "5m³"]);
        assert_eq!(found("A 级检修 5 不放过"), [""; 0]);
    }
}
