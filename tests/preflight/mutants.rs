//! One defect at a time in a good file: what an outside checker sees, we see too; what is odd but right, nobody blames.

use std::collections::{BTreeMap, BTreeSet};

use biaoyu::error::Severity;
use biaoyu::pdf::{self, Moment, Options};
use biaoyu::preflight::{self, Profile, Report};

use super::oracle::Sheet;
use super::samples::poster;

/// What is said of a file beyond notes: rule and words.
fn said(report: &Report) -> BTreeSet<(String, String)> {
    let unreadable = report.unreadable.iter().map(|f| ("unreadable".to_string(), f.what.en.clone()));
    let findings = report.findings.iter().filter(|f| f.severity > Severity::Note);
    findings.map(|f| (f.rule.to_string(), f.what.en.clone())).chain(unreadable).collect()
}

#[test]
fn one_defect_mutants_are_caught() {
    let bytes = pdf::write(&[poster()], &Options::new(Moment::day(2021, 9, 1))).unwrap();
    let sheet = Sheet::new(&bytes);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/mutants.py");
    if sheet.python(&[script, "sheet.pdf", "."]).is_none() {
        return;
    }
    let oracle = std::fs::read(sheet.folder().join("oracle.json")).unwrap();
    let oracle: BTreeMap<String, Vec<String>> = serde_json::from_slice(&oracle).unwrap();
    let good = said(&preflight::file(&bytes, "good.pdf", Profile::offset()));
    let (mut defects, mut caught, mut missed, mut alarms, mut ours) = (0, 0, Vec::new(), Vec::new(), 0);
    for (name, rules) in &oracle {
        let bytes = std::fs::read(sheet.folder().join(format!("{name}.pdf"))).unwrap();
        let report = preflight::file(&bytes, "mutant.pdf", Profile::offset());
        let new: Vec<_> = said(&report).difference(&good).cloned().collect();
        if std::env::var_os("SHOW").is_some() {
            println!("{name}: x4check {rules:?}, ours {new:?}");
        }
        if name.starts_with("legal-") {
            assert!(rules.is_empty(), "x4check blames {name}: {rules:?}");
            if !new.is_empty() {
                alarms.push(format!("{name}: {new:?}"));
            }
        } else if rules.is_empty() {
            ours += usize::from(!new.is_empty());
        } else {
            defects += 1;
            if new.is_empty() { missed.push(format!("{name}: {rules:?}")) } else { caught += 1 }
        }
    }
    println!("{caught} of {defects} defects that x4check sees; {ours} more that it does not");
    assert!(alarms.is_empty(), "false alarms:\n{}", alarms.join("\n"));
    assert!(defects >= 100, "only {defects} defects");
    assert!(caught * 100 >= defects * 95, "{caught} of {defects}; missed:\n{}", missed.join("\n"));
}
