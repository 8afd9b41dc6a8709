//! Break marks inside of a slogan, at every entry: `|` where a line may break, `¦` where it had better not, doubled for
//! the character itself.

/// The words without marks, and the words with them where there are any: what [`super::Slogan`] has as `text` and `breaks`.
pub(super) fn split(marked: &str) -> (String, Option<String>) {
    let mut plain = String::with_capacity(marked.len());
    let mut has_marks = false;
    let mut chars = marked.chars().peekable();
    while let Some(c) = chars.next() {
        if !matches!(c, '|' | '¦') {
            plain.push(c);
        } else if chars.next_if_eq(&c).is_some() {
            plain.push(c);
        } else {
            has_marks = true;
        }
    }
    // A mark between spaces leaves one too many.
    let plain = biaoyu_page::wording::one_space(&plain);
    (plain, has_marks.then(|| marked.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_out_and_doubled_ones_stay() {
        for (marked, plain, has) in [
            ("质量|为先 守正¦创新", "质量为先 守正创新", true),
            ("A||B", "A|B", false),
            ("A|||B", "A|B", true),
            ("安全 | 第一", "安全 第一", true),
            ("安全第一", "安全第一", false),
            ("|", "", true),
        ] {
            assert_eq!(split(marked), (plain.to_owned(), has.then(|| marked.to_owned())), "{marked}");
        }
    }
}
