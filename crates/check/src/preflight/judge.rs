//! Pages and files judged by the rules.

use crate::read::{self, Seen};
use biaoyu_page::error::{Finding, Place};
use biaoyu_page::page::Page;

use super::report::{PageInfo, Report};
use super::rule::{Context, Out};
use super::rules::{RULES, SPOT_TWO_WAYS, Spots};
use super::see::see;
use super::{Profile, plates, scale, structure, technical};

/// What a shop would say of a page.
pub fn inspect(page: &Page, context: &Context<'_>) -> Vec<Finding> {
    let mut seen = see(page);
    technical::sort_out(&mut seen, context.profile);
    inspect_seen(&seen, context, None)
}

/// What a shop would say of a page, whoever made it; `file` is its file's name.
pub fn inspect_seen(seen: &Seen, context: &Context<'_>, file: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        let (id, severity, cure) = (rule.id, rule.severity, rule.cure);
        (rule.check)(seen, context, &mut Out { id, severity, cure, file, findings: &mut findings });
    }
    findings
}

/// Judges a PDF of anybody's making by what a kind of shop wants.
pub fn file(bytes: &[u8], name: &str, profile: &Profile) -> Report {
    judge(bytes, name, &Context { product: None, profile })
}

/// The same, knowing what is made of its pages.
pub fn judge(bytes: &[u8], name: &str, context: &Context<'_>) -> Report {
    judge_each(bytes, name, context, &mut |_, _| {})
}

/// The same; `each` sees every page with what was found on it, before it is let go.
pub fn judge_each(bytes: &[u8], name: &str, context: &Context<'_>, each: &mut dyn FnMut(&Seen, &[Finding])) -> Report {
    let mut report = Report { file: name.into(), ..Report::default() };
    let mut smaller = None;
    let mut pages = Pages::default();
    let mut document = read::open_each(bytes, 1.0, &mut |seen, paper| {
        if seen.number == Some(1) {
            smaller = scale::said(seen, paper, name, context.product);
        }
        if smaller.is_none() {
            pages.judge(seen, name, context, each);
        }
        smaller.is_none()
    });
    if let Some(scale) = smaller {
        // Everything is judged as it will hang.
        document = read::open_each(bytes, scale, &mut |seen, _| {
            pages.judge(seen, name, context, each);
            true
        });
    }
    let document = match document {
        Ok(document) => document,
        Err(mut fault) => {
            fault.place = Place::file(name);
            report.unreadable = Some(fault);
            return report;
        }
    };
    report.findings = structure::inspect(&document, context, name);
    report.findings.append(&mut pages.findings);
    (report.pages, report.plates) = (pages.pages, pages.plates);
    report
        .plates
        .sort_by_key(|p| (read::PROCESS.iter().position(|q| q == p).unwrap_or(read::PROCESS.len()), p.clone()));
    report.fonts = document.fonts.clone();
    report
}

/// What is kept of the pages of a file: not what they paint.
#[derive(Default)]
struct Pages {
    findings: Vec<Finding>,
    pages: Vec<PageInfo>,
    plates: Vec<String>,
    spots: Spots,
}

impl Pages {
    fn judge(&mut self, seen: &mut Seen, name: &str, context: &Context<'_>, each: &mut dyn FnMut(&Seen, &[Finding])) {
        technical::sort_out(seen, context.profile);
        seen.ink = Some(plates::measure(seen, context.profile.ink_warning));
        let mut found = inspect_seen(seen, context, Some(name));
        // Two pages may give one name two meanings, as may one page.
        let (id, severity, cure) = (SPOT_TWO_WAYS.id, SPOT_TWO_WAYS.severity, SPOT_TWO_WAYS.cure);
        self.spots.compare(seen, &mut Out { id, severity, cure, file: Some(name), findings: &mut found });
        each(seen, &found);
        self.findings.append(&mut found);
        self.pages.push(PageInfo::of(seen));
        for plate in seen.plates() {
            if !self.plates.contains(&plate) {
                self.plates.push(plate);
            }
        }
        seen.objects = Vec::new();
    }
}
