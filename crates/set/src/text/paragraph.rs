//! Running text in lines: a cell of a board, the body of a certificate.
//!
//! Lines break where [`body_breaks`] allows. Of all ways with the fewest lines the evenest is taken; one that ends in a line of
//! one or two characters is shunned for a line more. The text is shaped once; breaking it anew for another size costs next to
//! nothing.

use super::break_lines::{body_breaks, closing};
use super::{Line, Missing, Style, shape};

/// Characters that are too few for a last line.
const SHORT: usize = 2;

/// A text measured for breaking.
#[derive(Clone, Debug)]
pub struct Paragraphs(Vec<Paragraph>);

#[derive(Clone, Debug)]
struct Paragraph {
    text: String,
    /// Where a line may begin and end.
    stops: Vec<Stop>,
}

/// A place between two words.
#[derive(Clone, Copy, Debug)]
struct Stop {
    /// Byte at which the next line would begin.
    at: usize,
    /// Where what is before it ends, ems.
    end: f64,
    /// Where what follows begins, ems.
    start: f64,
}

impl Paragraphs {
    /// Measures a text; a line break parts paragraphs.
    ///
    /// # Errors
    /// Every character that no face has.
    pub fn new(text: &str, style: &Style<'_>) -> Result<Self, Vec<Missing>> {
        Self::keeping(text, style, "")
    }

    /// The same, never broken inside of some words of it: a person's name.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn keeping(text: &str, style: &Style<'_>, whole: &str) -> Result<Self, Vec<Missing>> {
        let parts = text.split('\n').map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| Paragraph::new(part, style, whole)).collect::<Result<_, _>>().map(Self)
    }

    /// Characters, white space not counted.
    pub fn letters(&self) -> usize {
        self.0.iter().map(|p| p.text.chars().filter(|c| !c.is_whitespace()).count()).sum()
    }

    /// The lines in a measure of so many ems, the first of each paragraph `indent` ems shorter; `None` where a word is
    /// longer than that.
    pub fn rows(&self, measure: f64, indent: f64) -> Option<Vec<Row<'_>>> {
        let mut all = Vec::new();
        for paragraph in &self.0 {
            all.extend(paragraph.rows(measure, indent)?);
        }
        Some(all)
    }
}

/// A line of a paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its words, without blanks around them.
    pub text: &'a str,
    /// Whether it begins its paragraph.
    pub is_first: bool,
    /// Whether it ends it.
    pub is_last: bool,
}

impl Paragraph {
    fn new(text: &str, style: &Style<'_>, whole: &str) -> Result<Self, Vec<Missing>> {
        let line = shape(text, style)?;
        let kept: Vec<usize> =
            if whole.is_empty() { Vec::new() } else { text.match_indices(whole).map(|(at, _)| at).collect() };
        let is_inside = |at: &usize| kept.iter().any(|from| *at > *from && *at < from + whole.len());
        let breaks = body_breaks(text).into_iter().filter(|at| !is_inside(at));
        let places = std::iter::once(0).chain(breaks).chain([text.len()]);
        let stops = places.map(|at| measured(&line, text, at)).collect();
        Ok(Self { text: text.to_owned(), stops })
    }

    fn rows(&self, measure: f64, indent: f64) -> Option<Vec<Row<'_>>> {
        // best[j]: the fewest lines up to stop j (a stray last line counts as two), their rag, and the stop where the last of
        // them begins.
        let mut best: Vec<Option<(usize, f64, usize)>> = vec![None; self.stops.len()];
        *best.first_mut()? = Some((0, 0.0, 0));
        let last = self.stops.len() - 1;
        for (j, to) in self.stops.iter().enumerate().skip(1) {
            for (i, from) in self.stops.iter().enumerate().take(j).rev() {
                let (width, measure) = (to.end - from.start, if i == 0 { measure - indent } else { measure });
                if width > measure + 1e-9 {
                    break;
                }
                let Some((count, rag, _)) = best.get(i).copied().flatten() else { continue };
                let text = self.text.get(from.at..to.at).unwrap_or_default();
                let free = (measure - width) / measure.max(1e-9);
                let (lines, cost) = match j == last {
                    true if i > 0 && text.chars().filter(|c| !closing(*c)).count() <= SHORT => (2, 1.0),
                    true => (1, 0.0),
                    false => (1, free * free),
                };
                let new = (count + lines, rag + cost, i);
                let slot = best.get_mut(j)?;
                if slot.is_none_or(|(c, r, _)| (new.0, new.1) < (c, r)) {
                    *slot = Some(new);
                }
            }
        }
        let mut rows = Vec::new();
        let mut at = last;
        while at > 0 {
            let (_, _, from) = best.get(at).copied().flatten()?;
            let (a, b) = (self.stops.get(from)?.at, self.stops.get(at)?.at);
            rows.push(Row { text: self.text.get(a..b)?.trim(), is_first: from == 0, is_last: at == last });
            at = from;
        }
        rows.reverse();
        Some(rows)
    }
}

/// A stop at a byte of a shaped text.
fn measured(line: &Line, text: &str, at: usize) -> Stop {
    let byte = u32::try_from(at).unwrap_or(u32::MAX);
    let shown = || line.glyphs.iter().filter(|g| !g.range.is_empty());
    let end = shown().filter(|g| g.range.start < byte).map(|g| g.cell.x1).fold(0.0, f64::max);
    let start = shown().filter(|g| g.range.start >= byte).map(|g| g.cell.x0).fold(f64::INFINITY, f64::min);
    let start = if at >= text.len() || !start.is_finite() { end } else { start };
    Stop { at, end, start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::font::FontLibrary;

    const TEXT: &str = "对在运机组、变电设备和水工建筑物开展质量大检查，查出缺陷 47 项，全部明确责任人与整改期限。每周通报进度，验收合格后\
                        逐项销号，已完成四十五项，其余两项列入秋季检修计划，由专人跟踪到底。";

    fn broken(text: &str, measure: f64) -> Option<Vec<String>> {
        let fonts = FontLibrary::embedded();
        let chain = fonts.chain("hei-regular").unwrap();
        let found = Paragraphs::new(text, &Style::new(&chain)).unwrap();
        Some(found.rows(measure, 0.0)?.into_iter().map(|row| row.text.to_owned()).collect())
    }

    #[test]
    fn lines_break_between_words_and_nothing_is_lost() {
        for measure in [9.0, 12.0, 14.5, 18.0, 22.0, 30.0] {
            let lines = broken(TEXT, measure).unwrap();
            let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(plain(&lines.concat()), plain(TEXT), "{measure}");
            for word in ["建筑物", "责任人", "47 项", "检修", "跟踪"] {
                assert!(lines.iter().any(|l| l.contains(word)), "{measure}: {word} is broken in {lines:?}");
            }
            for line in &lines {
                assert!(!line.starts_with(closing), "{line}");
            }
            let last = lines.last().unwrap().chars().filter(|c| !closing(*c)).count();
            assert!(last > SHORT, "{measure}: {lines:?}");
        }
    }

    #[test]
    fn a_name_stays_whole() {
        let fonts = FontLibrary::embedded();
        let chain = fonts.chain("hei-regular").unwrap();
        let (text, name) = ("检修维护中心热控专业二班 欧阳修远同志：", "欧阳修远同志");
        for measure in [8.0, 10.0, 14.0, 16.0, 18.0] {
            let found = Paragraphs::keeping(text, &Style::new(&chain), name).unwrap();
            let rows = found.rows(measure, 0.0).unwrap();
            assert!(rows.iter().any(|row| row.text.contains(name)), "{measure}: {rows:?}");
        }
    }

    #[test]
    fn a_word_that_is_longer_than_the_measure_has_no_lines() {
        assert_eq!(broken("Internationalisation", 4.0), None);
        assert_eq!(broken("一\n二", 4.0).unwrap(), ["一", "二"]);
        assert_eq!(broken("", 4.0).unwrap(), Vec::<String>::new());
    }
}
