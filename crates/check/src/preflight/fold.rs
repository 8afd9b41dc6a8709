//! Findings that are told of page after page, folded: "pages 1–59: …".

use std::collections::BTreeMap;

use biaoyu_page::error::{Finding, Say};
use biaoyu_page::say;

use super::rule::page_of;

/// Places beside the first that are counted only.
const SHOWN: usize = 1;

/// Folds findings that say the same of several pages, or the same of several places; each stands where its first stood.
pub(super) fn fold(findings: &[Finding]) -> Vec<Finding> {
    let mut kept: Vec<Folded> = Vec::new();
    let mut known: BTreeMap<(&str, String, Option<String>), usize> = BTreeMap::new();
    for finding in findings {
        let placed = finding.place.thing.as_ref().and_then(page_of);
        let Some((page, rest)) = placed else {
            kept.push(Folded { finding: finding.clone(), pages: Vec::new(), rest: Vec::new() });
            continue;
        };
        let key = (finding.rule, finding.what.en.clone(), Some(finding.severity.word().to_string()));
        let at = *known.entry(key).or_insert(kept.len());
        match kept.get_mut(at) {
            Some(folded) => {
                if folded.pages.last() != Some(&page) {
                    folded.pages.push(page);
                }
                if let Some(rest) = rest.filter(|r| !folded.rest.contains(r)) {
                    folded.rest.push(rest);
                }
            }
            None => {
                let rest = rest.into_iter().collect();
                kept.push(Folded { finding: finding.clone(), pages: vec![page], rest });
            }
        }
    }
    kept.into_iter().map(Folded::told).collect()
}

struct Folded {
    finding: Finding,
    /// The pages that it was told of, rising.
    pages: Vec<usize>,
    /// The places on them.
    rest: Vec<Say>,
}

impl Folded {
    fn told(mut self) -> Finding {
        if self.pages.len() < 2 && self.rest.len() < 2 {
            return self.finding;
        }
        let list = ranges(&self.pages);
        let mut place = match self.pages[..] {
            [_] => say!("page {list}", "第 {list} 页"),
            _ => say!("pages {list}", "第 {list} 页"),
        };
        for rest in self.rest.iter().take(SHOWN) {
            place = Say { en: format!("{}, {}", place.en, rest.en), zh: format!("{}，{}", place.zh, rest.zh) };
        }
        if self.rest.len() > SHOWN {
            let more = self.rest.len() - SHOWN;
            place.en += &format!(" and {more} more");
            place.zh += &format!("等 {} 处", self.rest.len());
        }
        self.finding.place.thing = Some(place);
        self.finding
    }
}

/// `1–3, 7`.
pub(super) fn ranges(pages: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => runs.push((*page, *page)),
        }
    }
    let shown = runs.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}–{b}") });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use biaoyu_page::error::{Place, Severity};

    use super::*;

    #[test]
    fn pages_are_folded_and_nothing_is_lost() {
        let found = |rule, place: Option<Say>, what: Say| Finding {
            rule,
            severity: Severity::Error,
            place: Place { thing: place, ..Place::default() },
            what,
            hint: None,
        };
        let page = |n: usize| Some(say!("page {n}", "第 {n} 页"));
        let mut all: Vec<Finding> = (1..=59).map(|n| found("no-bleed", page(n), say!("none", "没有"))).collect();
        all.insert(3, found("no-bleed", page(3), say!("another", "另一处")));
        all.push(found("no-file-id", None, say!("no ID", "没有 ID")));
        for n in [2, 9] {
            all.push(found(
                "thin",
                Some(say!("page {n}, line at {n}, 4 mm", "第 {n} 页，{n}, 4 mm 处的线条")),
                say!("x", "x"),
            ));
        }
        let told: Vec<String> = fold(&all).iter().map(|f| f.text(biaoyu_page::error::Lang::En)).collect();
        assert_eq!(told, ["pages 1–59: none", "page 3: another", "no ID", "pages 2, 9, line at 2, 4 mm and 1 more: x"]);
        assert_eq!(ranges(&[1, 2, 3, 5, 7, 8]), "1–3, 5, 7–8");
    }
}
