//! `biaoyu list`: what there is, and whence.

use std::path::PathBuf;

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::{DONE, Done, FAILED, output, render};
use biaoyu_page::error::Lang;
use biaoyu_press::{Entry, Shelf, list as entries};

/// Lists a shelf: faults of files that cannot be read go to stderr.
pub(super) fn list(shelf: Shelf, json: bool, from: &[PathBuf], lang: Lang) -> Done {
    let (good, bad): (Vec<Entry>, Vec<Entry>) =
        entries(&render::sources(from), shelf).into_iter().partition(|e| e.faults.0.is_empty());
    if json {
        let lines: String = good.iter().map(|e| format!("{}\n", object(e, lang))).collect();
        output::print(&lines);
    } else {
        output::print(&columns(&good, lang));
    }
    for entry in &bad {
        output::faults(&entry.faults, lang);
    }
    Ok(if bad.is_empty() { DONE } else { FAILED })
}

fn object(entry: &Entry, lang: Lang) -> serde_json::Value {
    json!({
        "id": entry.id,
        "name": entry.name.get(lang),
        "detail": entry.detail.get(lang),
        "whence": entry.whence.say().get(lang),
    })
}

/// Columns as wide as their widest cell on a terminal, where a Chinese character takes two places.
fn columns(entries: &[Entry], lang: Lang) -> String {
    let whence: Vec<String> = entries.iter().map(|e| e.whence.say().get(lang).to_owned()).collect();
    let cells = |i: usize, e: &Entry| -> [String; 4] {
        let whence = whence.get(i).cloned().unwrap_or_default();
        [e.id.clone(), e.name.get(lang).into(), whence, e.detail.get(lang).into()]
    };
    let rows: Vec<[String; 4]> = entries.iter().enumerate().map(|(i, e)| cells(i, e)).collect();
    let mut widths = [0; 3];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line += cell;
            line += &" ".repeat(width - cell.width() + 2);
        }
        if let Some(last) = row.last() {
            line += last;
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}
