//! Many files on all cores: told in the order in which they were named, with one summary.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use biaoyu_page::error::{Fault, Lang, Place, Severity};
use biaoyu_page::say;

use super::rule::Context;
use super::{Report, judge};

/// Judges a file; a panic on it is its fault, and the others go on.
pub fn guarded(bytes: &[u8], name: &str, context: &Context<'_>) -> Report {
    catch_unwind(AssertUnwindSafe(|| judge(bytes, name, context))).unwrap_or_else(|_| {
        let what = say!("not judged: a fault of this program", "未能检查：本程序出错");
        let hint = say!("send the file to whoever keeps it", "请把文件交给维护者");
        let fault = Fault::new("preflight/fault", Place::file(name), what).hint(hint);
        Report { file: name.into(), unreadable: Some(fault), ..Report::default() }
    })
}

/// Judges files by so many hands, at most one file each at a time; `read` brings a file by its place among `names`.
/// `tell` gets the reports in the order of the names.
pub fn judge_many(
    names: &[String],
    read: &(dyn Fn(usize) -> Result<Vec<u8>, Fault> + Sync),
    context: &Context<'_>,
    hands: usize,
    tell: &mut dyn FnMut(Report),
) {
    let one = |index: usize, name: &str| match read(index) {
        Ok(bytes) => guarded(&bytes, name, context),
        Err(fault) => Report { file: name.into(), unreadable: Some(fault), ..Report::default() },
    };
    let hands = hands.clamp(1, names.len().max(1));
    if hands == 1 {
        names.iter().enumerate().for_each(|(index, name)| tell(one(index, name)));
        return;
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(2 * hands);
        for _ in 0..hands {
            let (sender, next, one) = (sender.clone(), &next, &one);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(name) = names.get(index) else { break };
                    // Nobody listens any more: the rest is not wanted.
                    if sender.send((index, one(index, name))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let (mut waiting, mut due) = (BTreeMap::new(), 0);
        for (index, report) in receiver {
            waiting.insert(index, report);
            while let Some(report) = waiting.remove(&due) {
                tell(report);
                due += 1;
            }
        }
    });
}

/// What many files come to.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files by their exit codes 0 to 3.
    pub files: [usize; 4],
    /// Rules with the severity that is worst, and in how many files they spoke.
    rules: BTreeMap<&'static str, (Severity, usize)>,
}

impl Summary {
    /// Counts a report in.
    pub fn add(&mut self, report: &Report) {
        if let Some(count) = self.files.get_mut(usize::from(report.exit_code())) {
            *count += 1;
        }
        let mut own: BTreeMap<&'static str, Severity> = BTreeMap::new();
        for finding in &report.findings {
            let worst = own.entry(finding.rule).or_insert(finding.severity);
            *worst = finding.severity.max(*worst);
        }
        for (rule, severity) in own {
            let entry = self.rules.entry(rule).or_insert((severity, 0));
            *entry = (entry.0.max(severity), entry.1 + 1);
        }
    }

    /// For people: how many files are fit, and what the others lack, the commonest first.
    pub fn text(&self, lang: Lang) -> String {
        let [clean, warned, wrong, unreadable] = self.files;
        let all: usize = self.files.iter().sum();
        let mut out = match lang {
            Lang::En => format!(
                "{all} files: {clean} without errors or warnings, {warned} with warnings, {wrong} with errors, {unreadable} unreadable"
            ),
            Lang::Zh => format!(
                "共 {all} 个文件：无错误和警告 {clean} 个，有警告 {warned} 个，有错误 {wrong} 个，读不出 {unreadable} 个"
            ),
        };
        let mut rules: Vec<_> = self.rules.iter().filter(|(_, (severity, _))| *severity > Severity::Note).collect();
        rules.sort_by_key(|(rule, (severity, count))| (std::cmp::Reverse((*severity, *count)), **rule));
        for (rule, (severity, count)) in rules {
            let word = severity.said(lang);
            out += &match lang {
                Lang::En => format!("\n  {word}[{rule}] in {count}"),
                Lang::Zh => format!("\n  {word}[{rule}]：{count} 个"),
            };
        }
        out
    }

    /// For machines: one JSON object.
    pub fn json(&self) -> serde_json::Value {
        let [clean, warned, wrong, unreadable] = self.files;
        let rules: serde_json::Map<String, serde_json::Value> =
            self.rules.iter().map(|(rule, (_, count))| ((*rule).to_string(), (*count).into())).collect();
        serde_json::json!({
            "summary": { "files": self.files.iter().sum::<usize>(), "clean": clean, "warnings": warned, "errors": wrong,
                "unreadable": unreadable, "rules": rules },
        })
    }
}
