//! What preflight says of a file: as data, for people, for machines.

use crate::read::{self, FontInfo};
use biaoyu_page::error::{Fault, Finding, Lang, Severity};
use biaoyu_page::measure::number;

use super::Exemption;
use super::fold::fold;

/// What preflight says of one file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The file's name.
    pub file: String,
    /// What was found: of the file first, then page by page.
    pub findings: Vec<Finding>,
    /// The pages.
    pub pages: Vec<PageInfo>,
    /// The plates of all pages: process inks in their order, then spots by name.
    pub plates: Vec<String>,
    /// The fonts.
    pub fonts: Vec<FontInfo>,
    /// What was found and is let pass, with the reasons.
    pub exempt: Vec<(Finding, String)>,
    /// Why it could not be read.
    pub unreadable: Option<Fault>,
}

/// One page for the report.
#[derive(Clone, Debug, PartialEq)]
pub struct PageInfo {
    /// Finished size, millimetres.
    pub trim: (f64, f64),
    /// Bleed at the top, right, bottom and left, millimetres.
    pub bleed: [f64; 4],
    /// Its plates.
    pub plates: Vec<String>,
    /// Least type size, millimetres; `None` without type.
    pub least_type: Option<f64>,
    /// Coarsest picture, samples to the inch; `None` without pictures.
    pub least_ppi: Option<f64>,
    /// Most ink on any one place, measured on the plates as far as that goes, 1 = 100 %.
    pub most_ink: f64,
}

impl PageInfo {
    pub(super) fn of(seen: &read::Seen) -> Self {
        let (trim, bleed) = (seen.boxes.trim, seen.boxes.bleed);
        let art = || seen.objects.iter().filter(|o| o.is_art());
        let sizes = art().filter_map(|o| match &o.what {
            read::What::Text(text) => Some(text.size),
            _ => None,
        });
        let ppi = art().filter_map(|o| match &o.what {
            read::What::Picture(picture) => Some(picture.ppi),
            _ => None,
        });
        Self {
            trim: (trim.width(), trim.height()),
            bleed: [trim.y0 - bleed.y0, bleed.x1 - trim.x1, bleed.y1 - trim.y1, trim.x0 - bleed.x0],
            plates: seen.plates(),
            least_type: sizes.reduce(f64::min),
            least_ppi: ppi.reduce(f64::min),
            most_ink: seen.ink.as_ref().map_or(0.0, |ink| ink.most),
        }
    }
}

impl Report {
    /// 0 clean or notes, 1 warnings, 2 errors, 3 unreadable.
    pub fn exit_code(&self) -> u8 {
        if self.unreadable.is_some() {
            return 3;
        }
        match self.findings.iter().map(|f| f.severity).max() {
            Some(Severity::Error) => 2,
            Some(Severity::Warning) => 1,
            Some(Severity::Note) | None => 0,
        }
    }

    /// Lets pass what somebody answers for: it is told, and counts no longer.
    pub fn let_pass(&mut self, exemptions: &[Exemption]) {
        let (mut kept, mut passed) = (Vec::new(), Vec::new());
        for finding in std::mem::take(&mut self.findings) {
            match exemptions.iter().find(|e| e.covers(&finding)) {
                Some(exemption) => passed.push((finding, exemption.reason.clone())),
                None => kept.push(finding),
            }
        }
        self.findings = kept;
        self.exempt.append(&mut passed);
    }

    /// The report for people; findings that are alike on many pages are one.
    pub fn text(&self, lang: Lang) -> String {
        if let Some(fault) = &self.unreadable {
            return fault.text(lang);
        }
        let mut out = String::new();
        for finding in fold(&self.findings) {
            let between = if lang == Lang::En { ": " } else { "：" };
            let severity = finding.severity.said(lang);
            out += &format!("{severity}[{}]{between}{}\n", finding.rule, finding.text(lang));
        }
        for (finding, reason) in &self.exempt {
            let (place, what) = (finding.place.text(lang), finding.what.get(lang));
            out += &match lang {
                Lang::En => format!("let pass[{}]: {place}: {what}: {reason}\n", finding.rule),
                Lang::Zh => format!("放过[{}]：{place}：{what}：{reason}\n", finding.rule),
            };
        }
        let count = |severity| self.findings.iter().filter(|f| f.severity == severity).count();
        let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
        let (file, pages, plates) = (&self.file, self.pages.len(), self.plates.join(", "));
        out += &match lang {
            Lang::En => {
                format!("{file}: {pages} pages, plates {plates}: {errors} errors, {warnings} warnings, {notes} notes")
            }
            Lang::Zh => {
                format!("{file}：{pages} 页，色版 {plates}：{errors} 个错误，{warnings} 个警告，{notes} 个提示")
            }
        };
        out
    }

    /// The report for machines: one JSON object. Its keys and words never change their meaning.
    pub fn json(&self, lang: Lang) -> serde_json::Value {
        let mm = |v: f64| serde_json::from_str::<serde_json::Value>(&number(v, 2)).unwrap_or_default();
        let findings = self.findings.iter().map(|f| {
            serde_json::json!({
                "rule": f.rule,
                "severity": f.severity.word(),
                "place": f.place.thing.as_ref().map(|t| t.get(lang)),
                "what": f.what.get(lang),
                "hint": f.hint.as_ref().map(|h| h.get(lang)),
            })
        });
        let pages = self.pages.iter().map(|p| {
            serde_json::json!({
                "trim_mm": [mm(p.trim.0), mm(p.trim.1)],
                "bleed_mm": p.bleed.map(mm),
                "plates": p.plates,
                "least_type_mm": p.least_type.map(mm),
                "least_ppi": p.least_ppi.map(mm),
                "most_ink_percent": mm(p.most_ink * 100.0),
            })
        });
        let fonts = self
            .fonts
            .iter()
            .map(|f| serde_json::json!({ "name": f.name, "kind": f.kind, "embedded": f.embedded, "subset": f.subset }));
        serde_json::json!({
            "file": self.file,
            "exit": self.exit_code(),
            "unreadable": self.unreadable.as_ref().map(|f| f.what.get(lang)),
            "findings": findings.collect::<Vec<_>>(),
            "let_pass": self.exempt.iter().map(|(f, reason)| serde_json::json!({
                "rule": f.rule,
                "place": f.place.thing.as_ref().map(|t| t.get(lang)),
                "what": f.what.get(lang),
                "reason": reason,
            })).collect::<Vec<_>>(),
            "pages": pages.collect::<Vec<_>>(),
            "plates": self.plates,
            "fonts": fonts.collect::<Vec<_>>(),
        })
    }
}
