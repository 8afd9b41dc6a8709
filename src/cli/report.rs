//! What is told of a run: progress while it lasts, one JSON object a file, a summary in plain words.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Map, Value, json};

use super::amounts::{plural, seconds, size};
use super::metrics::Metrics;
use super::output;
use biaoyu_page::error::{Fault, Finding, Lang, Place, Severity};
use biaoyu_page::measure::{count_of, number};
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, FileKind};
use biaoyu_press::{FileReport, Leaf, Outcome, PageReport, Plan, Summary};

/// Faults that are told one by one; the rest is counted.
const FAULTS_TOLD: usize = 40;

/// Tells of a run.
pub(super) struct Reporter<'a> {
    plan: &'a Plan,
    lang: Lang,
    json: bool,
    bar: ProgressBar,
    start: Instant,
    files: BTreeMap<FileKind, usize>,
    failed: usize,
    /// Of these, what may go by itself.
    passing: usize,
    findings: Vec<Grouped>,
    reader_gone: bool,
    metrics: Metrics,
}

/// Findings that say the same of several pages.
struct Grouped {
    finding: Finding,
    /// The first page of them.
    first: String,
    /// How many pages there are.
    pages: usize,
    /// How many places on them.
    places: usize,
    /// The last page of them.
    last: (usize, Option<Leaf>),
}

impl<'a> Reporter<'a> {
    /// Of a run of `pages` pages of a plan.
    pub fn new(plan: &'a Plan, pages: usize, json: bool, lang: Lang) -> Self {
        let bar = if io::stderr().is_terminal() && pages > 1 && !output::manner().quiet {
            let bar = ProgressBar::with_draw_target(Some(pages as u64), ProgressDrawTarget::stderr_with_hz(12));
            let template = match lang {
                Lang::En => "{bar:32} {pos}/{len} pages  {per_sec}  {eta} left  {wide_msg}",
                Lang::Zh => "{bar:32} {pos}/{len} 页  {per_sec}  还需 {eta}  {wide_msg}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("━╸─"));
            }
            bar
        } else {
            ProgressBar::hidden()
        };
        Self {
            plan,
            lang,
            json,
            bar,
            start: Instant::now(),
            files: BTreeMap::new(),
            failed: 0,
            passing: 0,
            findings: Vec::new(),
            reader_gone: false,
            metrics: Metrics::default(),
        }
    }

    /// What was counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// A job is done.
    pub fn job(&mut self, report: &PageReport<'_>) {
        self.metrics.count(report);
        let job = report.job;
        if report.page.is_some() && !self.bar.is_hidden() {
            self.bar.set_message(format!("{} {}", job.work.product.id, job.work.sheet.text));
            self.bar.inc(1);
        }
        for file in &report.files {
            if matches!(file.outcome, Outcome::Made(_)) {
                *self.files.entry(file.format).or_default() += 1;
            }
        }
        self.tell_faults(report);
        for finding in report.composed.iter().flat_map(|c| &c.findings) {
            self.group(finding, report);
        }
        if self.json {
            for file in &report.files {
                self.print_json(&self.describe(report, Some(file)));
            }
            if report.files.is_empty() {
                self.print_json(&self.describe(report, None));
            }
        }
    }

    fn tell_faults(&mut self, report: &PageReport<'_>) {
        let of_files = report.files.iter().filter_map(|f| match &f.outcome {
            Outcome::Failed(faults) => Some((f.path.display().to_string(), faults)),
            _ => None,
        });
        let page = self.page(report);
        for (path, faults) in std::iter::once((page, &report.faults)).chain(of_files) {
            for fault in &faults.0 {
                self.failed += 1;
                self.passing += usize::from(super::passes(fault));
                if self.json {
                    let mut object = output::fault_object(fault, self.lang);
                    object["of"] = json!(path);
                    self.print_json(&object);
                }
                if self.failed <= FAULTS_TOLD || output::manner().verbose {
                    let label = output::label("failed", "未做成：", "31", self.lang);
                    // The place may be the file itself.
                    let text = output::shown(fault, self.lang);
                    let text = if text.starts_with(&path) { text } else { format!("{path}: {text}") };
                    self.bar.suspend(|| output::fault_line(&format!("{label}{text}")));
                }
            }
        }
    }

    fn group(&mut self, finding: &Finding, report: &PageReport<'_>) {
        // A seam lies elsewhere on each page: one of them is told.
        let alike = |other: &Finding| {
            other.what == finding.what || (finding.rule == "seam-in-type" && other.severity == finding.severity)
        };
        let same = |g: &&mut Grouped| g.finding.rule == finding.rule && alike(&g.finding);
        if output::manner().verbose {
            let page = self.page(report);
            self.bar.suspend(|| self.tell_finding(finding, &page, (1, 1)));
            return;
        }
        match self.findings.iter_mut().find(same) {
            Some(group) => {
                let page = (report.index, report.page);
                group.pages += usize::from(group.last != page);
                group.places += 1;
                group.last = page;
            }
            None => {
                let (first, last) = (self.page(report), (report.index, report.page));
                self.findings.push(Grouped { finding: finding.clone(), first, pages: 1, places: 1, last });
            }
        }
    }

    /// The page that a report speaks of, as the user knows it.
    fn page(&self, report: &PageReport<'_>) -> String {
        match report.page {
            Some(leaf) if self.plan.is_bound() => self.plan.place(leaf).text(self.lang),
            _ => report.job.stem.clone(),
        }
    }

    /// The object of a file.
    fn describe(&self, report: &PageReport<'_>, file: Option<&FileReport>) -> Value {
        let job = report.job;
        let trim = job.work.product.trim;
        let mm = |v: f64| serde_json::from_str::<Value>(&number(v, 2)).unwrap_or(Value::Null);
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| {
            object.insert(key.into(), value);
        };
        put("kind", json!("file"));
        if let Some(file) = file {
            put("path", json!(file.path.display().to_string()));
            put("format", json!(file.format.word()));
            let (status, bytes) = match &file.outcome {
                Outcome::Made(bytes) => ("made", Some(*bytes)),
                Outcome::Kept => ("kept", None),
                Outcome::Planned => ("planned", None),
                Outcome::Failed(_) => ("failed", None),
            };
            put("status", json!(status));
            if let Some(bytes) = bytes {
                put("bytes", json!(bytes));
            }
        }
        if let Some(row) = report.page.and_then(|leaf| self.plan.row(leaf)) {
            put("row", json!(row));
        }
        put("product", json!(job.work.product.id));
        put("layout", json!(job.work.layout.id));
        put("palette", json!(job.work.palette.id));
        put("slogan", json!(job.work.label));
        put("text", json!(job.work.sheet.text));
        if !job.work.sheet.keys.is_empty() {
            put("key", json!(job.work.sheet.keys));
        }
        put("trim_mm", json!([mm(trim.width), mm(trim.height)]));
        if let Some(composed) = &report.composed {
            let lines = composed.regions.iter().map(|set| (set.region.to_string(), json!(set.lines)));
            put("lines", Value::Object(lines.collect()));
            put("findings", composed.findings.iter().map(|f| finding_json(f, self.lang)).collect());
        }
        let own = file.and_then(|f| if let Outcome::Failed(faults) = &f.outcome { Some(faults) } else { None });
        let faults: Vec<Value> =
            report.faults.0.iter().chain(own.iter().flat_map(|f| &f.0)).map(|f| fault_json(f, self.lang)).collect();
        if !faults.is_empty() {
            put("faults", Value::Array(faults));
        }
        put("ms", json!(report.time.as_millis() as u64));
        Value::Object(object)
    }

    fn print_json(&self, value: &Value) {
        if !self.reader_gone {
            output::print(&format!("{value}\n"));
        }
    }

    /// Takes the progress away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// The end of a run.
    pub fn finish(&mut self, summary: &Summary) {
        self.clear();
        let time = seconds(self.start.elapsed());
        let kinds: Vec<String> =
            self.files.iter().map(|(format, count)| format!("{count} {}", format.word().to_uppercase())).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
        let Summary {
            made,
            kept,
            failed,
            left,
            left_out,
            bad_rows,
            bytes,
            index,
            approval,
            proofread,
            reprint,
            faults,
            ..
        } = summary;
        let size = size(*bytes);
        let folder = self.shown_folder();
        let line = match self.lang {
            Lang::En => {
                let mut line = format!("{made} {} made{kinds}, {size}, in {time} s", plural(*made, "file", "files"));
                let counts = [
                    (*kept, "kept"),
                    (*failed, "failed"),
                    (*left, "left"),
                    (*left_out, plural(*left_out, "page left out", "pages left out")),
                    (*bad_rows, plural(*bad_rows, "row to print again", "rows to print again")),
                ];
                for (count, word) in counts {
                    if count > 0 {
                        line += &format!("; {count} {word}");
                    }
                }
                format!("{line} → {folder}")
            }
            Lang::Zh => {
                let mut line = format!("做成 {made} 个文件{kinds}，{size}，用时 {time} 秒");
                let counts = [
                    (*kept, "已有、未改", "个"),
                    (*failed, "未做成", "个"),
                    (*left, "未开始", "个"),
                    (*left_out, "缺页", "页"),
                    (*bad_rows, "需补印", "行"),
                ];
                for (count, word, unit) in counts {
                    if count > 0 {
                        line += &format!("；{word} {count} {unit}");
                    }
                }
                format!("{line} → {folder}")
            }
        };
        self.tell_findings(&summary.notes);
        output::faults(faults, self.lang);
        output::message(&line);
        for own in [index, approval, proofread, reprint].into_iter().flatten() {
            output::message(&format!("  {}", own.display()));
        }
        self.tell_old(summary);
        if *left > 0 {
            output::message(super::interrupt::stopped(self.lang));
        }
    }

    /// The folder, or the one file that was asked for.
    fn shown_folder(&self) -> String {
        let folder = &self.plan.folder;
        match &self.plan.jobs[..] {
            [job] if folder == Path::new(".") && self.plan.settings.bare && job.files.len() == 1 => {
                job.files[0].path.clone()
            }
            _ => self.plan.called_folder(),
        }
    }

    /// What became of files of earlier runs.
    fn tell_old(&self, summary: &Summary) {
        let Summary { stale, moved, .. } = summary;
        if *moved > 0 {
            let files = plural(*moved, "old file was", "old files were");
            let what = say!("{moved} {files} moved to 旧文件", "{moved} 个旧文件已移到“旧文件”");
            output::message(what.get(self.lang));
        }
        if !stale.is_empty() {
            let label = output::label("warning", "提醒：", "33", self.lang);
            let count = stale.len();
            let shown: Vec<String> = stale.iter().take(3).map(|path| format!("`{}`", path.display())).collect();
            let shown = shown.join(" ");
            let (count_en, are) = (count_of(count, "file", "files"), if count == 1 { "is" } else { "are" });
            let what = say!(
                "{count_en} of earlier runs {are} of nothing in the list any more, of more sheets and panels than there are now, or cut lines of another layout, and not on the contact sheet: {shown} …; `--tidy` moves them away",
                "有 {count} 个以前做的文件已不在清单里，或是现在没有那么多的拼版、分片，或刀线与现在的排法不同，未列入总览：{shown} 等；加 `--tidy` 可移走"
            );
            output::message(&format!("{label}{}", what.get(self.lang)));
        }
    }

    /// Whether nothing failed but for what may go by itself.
    pub fn all_passes(&self, summary: &Summary) -> bool {
        self.failed == self.passing && summary.bad_rows == 0 && summary.faults.0.iter().all(super::passes)
    }

    /// The end of a check with what is to be said of the whole run; whether all pages can be made.
    pub fn finish_check(&mut self, notes: &[Finding]) -> bool {
        self.clear();
        self.tell_findings(notes);
        let pages = self.plan.pages.len();
        let files = self.plan.files();
        let folder = self.plan.folder.display();
        let failed = self.failed + self.plan.bad_rows();
        output::message(&match self.lang {
            Lang::En => {
                let faults = if failed > 0 {
                    format!("; {failed} {}", plural(failed, "fault", "faults"))
                } else {
                    String::new()
                };
                format!(
                    "would make {pages} {}, {files} {} → {folder}{faults}; nothing was written",
                    plural(pages, "page", "pages"),
                    plural(files, "file", "files")
                )
            }
            Lang::Zh => {
                let faults = if failed > 0 { format!("；{failed} 处错误") } else { String::new() };
                format!("将做 {pages} 页，{files} 个文件 → {folder}{faults}；没有写任何文件")
            }
        });
        failed == 0
    }

    /// What a table is like is told before anything is made of it.
    pub fn begin(&self) {
        for note in self.plan.notes.iter().filter(|note| self.is_of_table(note)) {
            self.tell_note(note);
        }
    }

    /// A note of the run as a whole.
    fn tell_note(&self, note: &Finding) {
        if self.json {
            self.print_json(&output::note_object(note, self.lang));
        }
        self.tell_finding(note, "", (0, 0));
    }

    fn is_of_table(&self, note: &Finding) -> bool {
        self.plan.is_of_table(&note.place)
    }

    fn tell_findings(&self, notes: &[Finding]) {
        for note in self.plan.notes.iter().filter(|note| !self.is_of_table(note)) {
            self.tell_note(note);
        }
        for group in &self.findings {
            self.tell_finding(&group.finding, &group.first, (group.pages, group.places));
        }
        for note in notes {
            self.tell_note(note);
        }
    }

    fn tell_finding(&self, finding: &Finding, first: &str, (pages, places): (usize, usize)) {
        let label = match finding.severity {
            Severity::Note => output::label("note", "注意：", "36", self.lang),
            Severity::Warning => output::label("warning", "提醒：", "33", self.lang),
            Severity::Error => output::label("fault", "问题：", "31", self.lang),
        };
        let text = match pages {
            // A row is looked up in the table; a campaign's doubts name their slogan themselves.
            0 if self.plan.is_of_table(&finding.place) => output::shown_finding(finding, self.lang),
            0 => Finding { place: Place::default(), ..finding.clone() }.text(self.lang),
            1 if places <= 1 => format!("{first}: {}", finding.text(self.lang)),
            count => {
                let same = Finding { place: Place::default(), ..finding.clone() }.text(self.lang);
                match (self.lang, count) {
                    (Lang::En, 1) => format!("{first}, {places} places: {same}"),
                    (Lang::Zh, 1) => format!("{first}，{places} 处：{same}"),
                    (Lang::En, _) if places > count => {
                        format!("{count} pages, {places} places, {first} first: {same}")
                    }
                    (Lang::Zh, _) if places > count => format!("{count} 页，{places} 处（如 {first}）：{same}"),
                    (Lang::En, _) => format!("{count} pages, {first} first: {same}"),
                    (Lang::Zh, _) => format!("{count} 页（如 {first}）：{same}"),
                }
            }
        };
        output::message(&format!("{label}{text}"));
    }
}

fn finding_json(finding: &Finding, lang: Lang) -> Value {
    json!({
        "rule": finding.rule,
        "severity": finding.severity.word(),
        "place": finding.place.text(lang),
        "message": finding.what.get(lang),
        "hint": finding.hint.as_ref().map(|h| h.get(lang)),
    })
}

fn fault_json(fault: &Fault, lang: Lang) -> Value {
    json!({
        "code": fault.code,
        "place": fault.place.text(lang),
        "message": fault.what.get(lang),
        "hint": fault.hint.as_ref().map(|h| h.get(lang)),
    })
}
