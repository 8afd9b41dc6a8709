//! `biaoyu impose`: PDFs of any program on press sheets.

use serde_json::json;

use super::args::Impose;
use super::{DONE, Done, output, render};
use biaoyu_page::error::{Fault, Faults, Lang, Place, Severity};
use biaoyu_page::measure::count_of;
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, FileKind};
use biaoyu_press::{self as press, ImposeWanted};

/// Imposes and says what it came to.
pub(super) fn impose(asked: &Impose, lang: Lang) -> Done {
    let mut sheets = asked.sheets.wanted();
    if let Some(panel) = &sheets.panel {
        let what =
            say!("`--panel {panel}` divides pages that `render` makes", "`--panel {panel}` 只用于 `render` 做的页面");
        let hint = say!("leave it out: `impose` lays pages whole", "请去掉它：`impose` 只把整页拼到纸上");
        return Err(Fault::new("impose/panel", Place::thing(say!("`--panel`", "`--panel`")), what).hint(hint).into());
    }
    if let Some(tile) = &sheets.tile {
        let what =
            say!("`--tile {tile}` spreads pages that `render` makes", "`--tile {tile}` 只用于 `render` 做的页面");
        let hint = say!(
            "spread a page where it is made: `biaoyu render … --tile {tile}`; here pages lie whole: `--on` a paper that they fit on",
            "分张请在做页面时写：`biaoyu render … --tile {tile}`；这里只拼整页：`--on` 放得下的纸"
        );
        return Err(Fault::new("impose/tile", Place::thing(say!("`--tile`", "`--tile`")), what).hint(hint).into());
    }
    sheets.on.get_or_insert_with(|| "a4".into());
    let wanted = ImposeWanted {
        files: asked.files.clone(),
        sheets,
        backs: asked.backs.clone(),
        sides: asked.sides.unwrap_or(1),
        copies: asked.copies.clone(),
        cuts: asked.format.iter().filter_map(|word| FileKind::of(word)).collect(),
        output: asked.output.clone(),
        epoch: render::epoch().map_err(Faults::from)?,
    };
    let report = press::impose(&wanted, &render::sources(&asked.from, false))?;
    for finding in &report.findings {
        let label = match finding.severity {
            Severity::Note => output::label("note", "注意：", "36", lang),
            Severity::Warning => output::label("warning", "提醒：", "33", lang),
            Severity::Error => output::label("fault", "问题：", "31", lang),
        };
        output::message(&format!("{label}{}", finding.text(lang)));
        if asked.json {
            output::print(&format!("{}\n", output::note_object(finding, lang)));
        }
    }
    let (sheets, pieces, shown, promise) =
        (report.sheets, report.pieces, report.output.display(), report.standard.say());
    if asked.json {
        let object = json!({
            "kind": "file",
            "path": shown.to_string(),
            "sheets": sheets,
            "pieces": pieces,
            "bytes": report.bytes,
            "standard": report.standard.word(),
            "cuts": report.cuts.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        });
        output::print(&format!("{object}\n"));
    }
    output::message(&match lang {
        Lang::En => format!(
            "{} on {}, {} → {shown}",
            count_of(pieces, "piece", "pieces"),
            count_of(sheets, "sheet", "sheets"),
            promise.en
        ),
        Lang::Zh => format!("{pieces} 件拼成 {sheets} 张，{} → {shown}", promise.zh),
    });
    for path in &report.cuts {
        output::message(&format!("→ {}", path.display()));
    }
    Ok(DONE)
}
