//! `biaoyu list`: what there is, and whence.

use std::path::PathBuf;

use biaoyu_page::words::Choice as _;

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::{DONE, Done, FAILED, output, render};
use biaoyu_page::error::Lang;
use biaoyu_press::{Entry, Shelf, list as entries};

/// Lists a shelf: faults of files that cannot be read go to stderr.
pub(super) fn list(shelf: Shelf, json: bool, (from, embedded): (&[PathBuf], bool), lang: Lang) -> Done {
    let (good, bad): (Vec<Entry>, Vec<Entry>) =
        entries(&render::sources(from, embedded), shelf).into_iter().partition(|e| e.faults.0.is_empty());
    if json {
        let lines: String = good.iter().map(|e| format!("{}\n", object(e, shelf, lang))).collect();
        output::print(&lines);
    } else {
        output::print(&columns(&good, lang));
    }
    for entry in &bad {
        output::faults(&entry.faults, lang);
    }
    Ok(if bad.is_empty() { DONE } else { FAILED })
}

/// Says which shelves there are, and how much is on each.
pub(super) fn shelves(json: bool, (from, embedded): (&[PathBuf], bool), lang: Lang) -> Done {
    let sources = render::sources(from, embedded);
    let mut rows = Vec::new();
    for shelf in Shelf::ALL {
        let (count, said) = (entries(&sources, *shelf).len(), shelf.say());
        let word = shelf.word();
        if json {
            output::print(&format!(
                "{}\n",
                json!({ "kind": "shelf", "id": word, "name": said.get(lang), "count": count })
            ));
        }
        let zh = shelf.aliases().last().copied().unwrap_or_default();
        let name = if lang == Lang::En { said.en } else { format!("{zh}，{}", said.zh) };
        rows.push(vec![format!("biaoyu list {word}"), count.to_string(), name]);
    }
    if !json {
        output::print(&lined_up(&rows));
    }
    Ok(DONE)
}

fn object(entry: &Entry, shelf: Shelf, lang: Lang) -> serde_json::Value {
    json!({
        "kind": shelf.word().trim_end_matches('s'),
        "id": entry.id,
        "name": entry.name.get(lang),
        "detail": entry.detail.get(lang),
        "whence": entry.whence.say().get(lang),
    })
}

/// The rows of a list.
fn columns(entries: &[Entry], lang: Lang) -> String {
    let row = |e: &Entry| {
        vec![e.id.clone(), e.name.get(lang).into(), e.whence.say().get(lang).into(), e.detail.get(lang).into()]
    };
    lined_up(&entries.iter().map(row).collect::<Vec<_>>())
}

/// Columns as wide as their widest cell on a terminal, where a Chinese character takes two places.
pub(super) fn lined_up(rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line += cell;
            line += &" ".repeat(width - cell.width() + 2);
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}
