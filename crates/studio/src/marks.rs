//! Break marks of a slogan by the places between its characters.

/// A slogan with its marks: of each character, what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub text: Vec<char>,
    /// `|`, `¦` or nothing, behind the character of this place.
    pub behind: Vec<Option<char>>,
}

impl Marked {
    /// Of a text and its `breaks`, which differ in marks alone. A mark that is doubled is printed.
    pub(crate) fn of(text: &str, breaks: Option<&str>) -> Self {
        let text: Vec<char> = text.chars().collect();
        let mut behind = vec![None; text.len()];
        let mut at = 0_usize;
        let mut rest = breaks.unwrap_or_default().chars().peekable();
        while let Some(c) = rest.next() {
            if matches!(c, '|' | '¦') {
                if rest.peek() == Some(&c) {
                    rest.next();
                    at += 1;
                } else if let Some(slot) = at.checked_sub(1).and_then(|before| behind.get_mut(before)) {
                    *slot = Some(c);
                }
            } else {
                at += 1;
            }
        }
        Self { text, behind }
    }

    /// The `breaks` of a campaign file; `None` without marks.
    pub(crate) fn breaks(&self) -> Option<String> {
        self.behind.iter().any(Option::is_some).then(|| {
            let mut out = String::new();
            for (c, behind) in self.text.iter().zip(&self.behind) {
                out.push(*c);
                if matches!(c, '|' | '¦') {
                    out.push(*c);
                }
                out.extend(behind);
            }
            out
        })
    }

    /// Sets or takes away the mark behind a character, counted from 1. `false` where there is no such place, or a clause ends.
    pub(crate) fn set(&mut self, after: usize, mark: Option<char>) -> bool {
        let parts = |at: usize| self.text.get(at).is_none_or(|c| *c == ' ' || *c == '\n');
        let Some(before) = after.checked_sub(1).filter(|before| !parts(*before) && !parts(*before + 1)) else {
            return false;
        };
        self.behind.get_mut(before).map(|slot| *slot = mark).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_come() {
        let mut marked = Marked::of("质量为先 守正创新", Some("质量|为先 守正¦创新"));
        assert_eq!(marked.breaks().as_deref(), Some("质量|为先 守正¦创新"));
        assert!(marked.set(2, None) && marked.set(7, Some('|')));
        assert_eq!(marked.breaks().as_deref(), Some("质量为先 守正|创新"));
        assert!(
            !marked.set(4, Some('|')) && !marked.set(5, Some('|')) && !marked.set(9, Some('|')) && !marked.set(0, None)
        );
        assert!(marked.set(7, None));
        assert_eq!(marked.breaks(), None);
        let mut printed = Marked::of("A|B", Some("A||B"));
        assert!(printed.set(2, Some('|')));
        assert_eq!(printed.breaks().as_deref(), Some("A|||B"));
    }
}
