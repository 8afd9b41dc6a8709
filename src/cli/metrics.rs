//! What a run counted, for the textfile collector of Prometheus: the text format 0.0.4, names and units by its conventions.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use biaoyu_page::error::Fault;
use biaoyu_page::words::{Choice as _, FileKind};
use biaoyu_press::{self as press, Outcome, PageReport};

/// Upper bounds of the histogram of times, seconds.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0];
/// How every file of ours begins.
const HEAD: &str = "# HELP biaoyu_";

/// The counts of a run.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    /// By status, product and format.
    files: BTreeMap<(&'static str, String, &'static str), u64>,
    pages: BTreeMap<String, u64>,
    /// By rule and severity.
    findings: BTreeMap<(&'static str, &'static str), u64>,
    bytes: u64,
    buckets: [u64; SECONDS.len()],
    timed: u64,
    seconds: f64,
}

impl Metrics {
    /// Counts a job.
    pub fn count(&mut self, report: &PageReport<'_>) {
        let product = &report.job.work.product.id;
        for file in report.files.iter().filter(|file| file.format != FileKind::Thumbnail) {
            let status = match &file.outcome {
                Outcome::Made(bytes) => {
                    self.bytes += bytes;
                    "made"
                }
                Outcome::Kept => "kept",
                Outcome::Planned => "planned",
                Outcome::Failed(_) => "failed",
            };
            *self.files.entry((status, product.clone(), file.format.word())).or_default() += 1;
        }
        if let Some(composed) = &report.composed {
            *self.pages.entry(product.clone()).or_default() += 1;
            for finding in &composed.findings {
                *self.findings.entry((finding.rule, finding.severity.word())).or_default() += 1;
            }
            let seconds = report.time.as_secs_f64();
            for (bound, count) in SECONDS.iter().zip(&mut self.buckets) {
                *count += u64::from(seconds <= *bound);
            }
            (self.timed, self.seconds) = (self.timed + 1, self.seconds + seconds);
        }
    }

    /// Writes them whole, over an older file of ours. `code` is the exit code, `time` how long the run took.
    ///
    /// # Errors
    /// `file/there` when another's file has that name; those of the file system.
    pub fn write(&self, path: &Path, code: u8, time: Duration) -> Result<(), Fault> {
        press::write(path, self.text(code, time, memory()).as_bytes(), HEAD)
    }

    fn text(&self, code: u8, time: Duration, memory: Option<u64>) -> String {
        let mut out = String::new();
        let mut family = |name: &str, kind: &str, help: &str, lines: Vec<(String, String)>| {
            let _ = writeln!(out, "# HELP biaoyu_{name} {help}\n# TYPE biaoyu_{name} {kind}");
            for (labels, value) in lines {
                let _ = writeln!(out, "biaoyu_{name}{labels} {value}");
            }
        };
        let files = self.files.iter().map(|((status, product, format), count)| {
            let labels = [("status", *status), ("product", product), ("format", format)];
            (labelled(&labels), count.to_string())
        });
        family("files_total", "counter", "Files of the run by what became of them.", files.collect());
        let pages = self.pages.iter().map(|(product, count)| (labelled(&[("product", product)]), count.to_string()));
        family("pages_total", "counter", "Pages that were composed.", pages.collect());
        let findings = self
            .findings
            .iter()
            .map(|((rule, severity), count)| (labelled(&[("rule", rule), ("severity", severity)]), count.to_string()));
        family("findings_total", "counter", "Findings on pages by rule.", findings.collect());
        let one = |value: String| vec![(String::new(), value)];
        family("written_bytes_total", "counter", "Bytes of the files that were made.", one(self.bytes.to_string()));
        let version = labelled(&[("version", env!("CARGO_PKG_VERSION"))]);
        family("build_info", "gauge", "The program.", vec![(version, "1".into())]);
        family("exit_code", "gauge", "0 all there, 1 with failures, 75 try again.", one(code.to_string()));
        family("run_seconds", "gauge", "How long the run took.", one(format!("{:.3}", time.as_secs_f64())));
        if let Some(bytes) = memory {
            family("memory_peak_bytes", "gauge", "Most memory that was resident.", one(bytes.to_string()));
        }
        let _ = writeln!(out, "# HELP biaoyu_page_seconds How long pages took.\n# TYPE biaoyu_page_seconds histogram");
        for (bound, count) in SECONDS.iter().zip(self.buckets) {
            let _ = writeln!(out, "biaoyu_page_seconds_bucket{{le=\"{bound}\"}} {count}");
        }
        let (timed, seconds) = (self.timed, self.seconds);
        let _ = writeln!(out, "biaoyu_page_seconds_bucket{{le=\"+Inf\"}} {timed}");
        let _ = writeln!(out, "biaoyu_page_seconds_sum {seconds:.6}\nbiaoyu_page_seconds_count {timed}");
        out
    }
}

/// Refuses a file that [`Metrics::write`] would refuse in the end.
pub(super) fn check(path: Option<&Path>) -> Result<(), Fault> {
    path.map_or(Ok(()), |path| press::check_own(path, HEAD))
}

/// Labels with their values escaped.
fn labelled(labels: &[(&str, &str)]) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let pairs: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    format!("{{{}}}", pairs.join(","))
}

/// The most memory that this process had resident, bytes; `None` where the system does not say so.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
