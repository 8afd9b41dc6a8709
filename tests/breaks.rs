//! Line breaks against a copy editor's table, and what must hold for any text.

use biaoyu::text::break_lines::{Setting, settings};
use std::collections::BTreeMap;

/// An entry of the table: approved settings by number of lines; `true` when one is required.
struct Entry {
    slogan: String,
    approved: BTreeMap<usize, (bool, Vec<String>)>,
}

fn table(text: &str) -> Vec<Entry> {
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| {
            let mut fields = line.split('\t');
            let slogan = fields.next().unwrap().to_owned();
            let approved = fields.map(|field| {
                let (count, ways) = field.split_once(": ").unwrap_or_else(|| panic!("{line}"));
                let required = !count.ends_with('?');
                let count: usize = count.trim_end_matches('?').parse().unwrap();
                let ways: Vec<String> = ways.split(" or ").map(str::to_owned).collect();
                for way in &ways {
                    assert_eq!(way.split(" / ").count(), count, "{line}");
                    assert_eq!(bare(way), bare(&slogan), "{line}");
                }
                (count, (required, ways))
            });
            Entry { approved: approved.collect(), slogan }
        })
        .collect()
}

fn bare(text: &str) -> String {
    text.replace(" / ", "").split_whitespace().collect()
}

fn shown(setting: &Setting) -> String {
    setting.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" / ")
}

/// What the engine gets wrong in an entry.
fn faults(entry: &Entry) -> Vec<String> {
    let clauses = biaoyu::text::break_lines::clauses(&entry.slogan).len();
    let offered: BTreeMap<usize, Setting> =
        settings(&entry.slogan, None).into_iter().map(|s| (s.lines.len(), s)).filter(|&(n, _)| n > clauses).collect();
    let mut out = Vec::new();
    for (count, setting) in &offered {
        let found = shown(setting);
        match entry.approved.get(count) {
            None => out.push(format!("{}: offers {count}: {found} ({:.3})", entry.slogan, setting.cost)),
            Some((_, ways)) if !ways.contains(&found) => {
                out.push(format!("{}: {found} ({:.3}), wanted {}", entry.slogan, setting.cost, ways.join(" or ")));
            }
            _ => {}
        }
    }
    for (count, (required, ways)) in &entry.approved {
        if *required && !offered.contains_key(count) {
            out.push(format!("{}: lacks {count}: {}", entry.slogan, ways.join(" or ")));
        }
    }
    out
}

fn score(name: &str, entries: &[Entry]) -> (usize, usize) {
    let mut wrong = 0;
    for entry in entries {
        let faults = faults(entry);
        wrong += usize::from(!faults.is_empty());
        for fault in faults {
            eprintln!("{name}: {fault}");
        }
    }
    eprintln!("{name}: {} of {} slogans right", entries.len() - wrong, entries.len());
    (entries.len() - wrong, entries.len())
}

#[test]
fn slogans_break_as_the_copy_editor_approved() {
    let all = table(include_str!("text/breaks.txt"));
    let (right, of) = score("table", &all);
    assert_eq!(right, of);
}

#[test]
fn unseen_slogans_break_as_the_copy_editor_approved() {
    let all = table(include_str!("text/breaks-unseen.txt"));
    let (right, of) = score("fresh", &all);
    assert_eq!(right, of);
}
