//! A corpus of files with one defect each, made by script from ours and from another program's (tests/oracles/corpus.py):
//! each names its clause and the rule that must speak. Files that are odd but right are blamed for nothing.

use std::collections::{BTreeMap, BTreeSet};

use biaoyu::error::Severity;
use biaoyu::pdf::{self, Moment, Options};
use biaoyu::preflight::{self, Profile, Report};
use serde_json::Value;

use super::oracle::Sheet;
use super::samples::poster;

/// What is said of a file: rule and words, and whether it is more than a note.
fn said(report: &Report) -> BTreeSet<(String, String, bool)> {
    let unreadable = report.unreadable.iter().map(|f| ("unreadable".to_string(), f.what.en.clone(), true));
    let findings = report.findings.iter();
    findings
        .map(|f| (f.rule.to_string(), f.text(biaoyu::error::Lang::En), f.severity > Severity::Note))
        .chain(unreadable)
        .collect()
}

fn judged(bytes: &[u8]) -> BTreeSet<(String, String, bool)> {
    said(&preflight::file(bytes, "x.pdf", Profile::offset()))
}

#[test]
fn a_corpus_of_mutants_is_caught() {
    let ours = pdf::write(&[poster()], &Options::new(Moment::day(2021, 9, 1))).unwrap();
    let sheet = Sheet::new(&ours);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/corpus.py");
    let foreign = concat!("reportlab=", env!("CARGO_MANIFEST_DIR"), "/tests/data/foreign/reportlab-good.pdf");
    if sheet.python(&[script, "corpus", "ours=sheet.pdf", foreign]).is_none() {
        return;
    }
    let folder = sheet.folder().join("corpus");
    let manifest: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let mut good: BTreeMap<String, BTreeSet<(String, String, bool)>> = BTreeMap::new();
    let mut families: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    let (mut missed, mut alarms) = (Vec::new(), Vec::new());
    for entry in &manifest {
        let text = |key: &str| entry[key].as_str().unwrap().to_string();
        let (base, name) = (text("base"), text("name"));
        let rules: Vec<&str> = entry["rules"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let before = good
            .entry(base.clone())
            .or_insert_with(|| judged(&std::fs::read(folder.join(&base).join("good.pdf")).unwrap()));
        let found = judged(&std::fs::read(folder.join(&base).join(format!("{name}.pdf"))).unwrap());
        let new: Vec<_> = found.difference(before).collect();
        if rules.is_empty() {
            alarms.extend(new.iter().filter(|(.., grave)| *grave).map(|(_, text, _)| format!("{base}/{name}: {text}")));
            continue;
        }
        let count = families.entry((text("family"), text("clause"))).or_default();
        count.0 += 1;
        // What cannot be read at all is caught, too.
        if new.iter().any(|(rule, ..)| rules.contains(&rule.as_str()) || rule == "unreadable") {
            count.1 += 1;
        } else {
            let also: BTreeSet<&str> = new.iter().map(|(rule, ..)| rule.as_str()).collect();
            missed.push(format!("{base}/{name}: wanted {rules:?}, new {also:?}"));
        }
    }
    let (all, caught) = families.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    println!("{caught} of {all} caught\n{}", missed.join("\n"));
    let mut table = String::from("| family 类别 | clause 条款 | mutants | caught |\n|---|---|---|---|\n");
    for ((family, clause), (count, hit)) in &families {
        table += &format!("| {family} | {clause} | {count} | {hit} |\n");
    }
    table += &format!("| all 合计 | | {all} | {caught} |\n");
    assert!(alarms.is_empty(), "false alarms:\n{}", alarms.join("\n"));
    assert!(all >= 500, "only {all} mutants");
    assert!(caught * 100 >= all * 98, "{caught} of {all}; missed:\n{}", missed.join("\n"));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/check/src/preflight/corpus.md");
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == table,
        "{path} is stale: run `ACCEPT=1 cargo test --test preflight corpus`, then once more for the manual"
    );
}
