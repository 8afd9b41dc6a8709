//! The manual page of every rule, made from the tables: `docs/preflight.md`.

use biaoyu_page::error::Severity;

use super::design::{DIFFERS, REPEATED, author_cure};
use super::rule::Rule;
use super::{COMPOSED_RULES, DESIGN_RULES, FILE_RULES, Profile, RULES};
use biaoyu_page::measure::number;

/// `docs/preflight.md`.
pub fn manual() -> String {
    let mut out = String::from(HEAD);
    out += "\n## Pages 页面\n\nThese judge what is painted, whoever wrote it: our own pages before they are written, and any PDF.\n";
    for rule in RULES {
        entry(&mut out, rule);
    }
    out += DESIGN;
    for rule in DESIGN_RULES {
        entry(&mut out, rule);
    }
    for rule in COMPOSED_RULES.iter().chain([&REPEATED, &DIFFERS]) {
        entry(&mut out, rule);
    }
    out += "\n## Files 文件\n\nThese judge a PDF's structure. Those that are PDF/X's own speak when the file claims a PDF/X or the shop wants one.\n";
    for rule in FILE_RULES {
        entry(&mut out, rule);
    }
    out += CORPUS;
    out += include_str!("corpus.md");
    out += "\n## Kinds of shops 印厂类型 (`--for`)\n\nFigures of the trade, not law: a shop's own sheet wins.\n\n";
    out += "| id | 名称 | bleed mm | least type mm | least line mm (white) | ink % (warned) | ppi (warned) | least tint % |\n";
    out += "|---|---|---|---|---|---|---|---|\n";
    for p in Profile::all() {
        let n = |v: f64| number(v, 2);
        out += &format!(
            "| `{}` | {} | {} | {} | {} ({}) | {} ({}) | {} ({}) | {} |\n",
            p.id,
            p.name,
            n(p.bleed),
            n(p.least_type),
            n(p.least_line),
            n(p.least_reversed_line),
            n(p.ink_limit * 100.0),
            n(p.ink_warning * 100.0),
            n(p.ppi_limit),
            n(p.ppi_warning),
            n(p.least_tint * 100.0),
        );
    }
    out
}

const HEAD: &str = "# Preflight 印前检查

Made from the tables in `crates/check/src/preflight`; `ACCEPT=1 cargo test --test preflight` rewrites it.

A finding has a rule's id, which never changes, and a severity: *error* (a shop would refuse), *warning* (it would ask
back), *note* (worth knowing). Exit codes of `biaoyu preflight`: 0 clean or notes, 1 warnings, 2 errors, 3 unreadable.

Ink is measured on the plates of a file, drawn at 72 dpi or at most 1800 dots along the longer side, with overprint, opacity and
what knocks out what; shadings of all seven kinds, patterns, Type 3 fonts, edges of type and what annotations print are drawn, and JPEG, JPEG 2000, fax and JBIG2
are read. A transparency group is laid on the page with the opacity, blend mode and mask that it is painted with, whatever is set inside of it. What `Multiply` adds is
measured, in full where its inks are solid. Behind a soft mask the ink is told that lies there when the mask hides nothing, or as little as its lightest gray. What is not measured is said by its place.
Plates for the knife and the varnisher (`CutContour`, `刀线`, `White`, `局部UV` …) are no ink: they are known by their names, to which a
shop's profile may add (`technical = [\"激光线\"]`), and have rules of their own. A file that is drawn smaller and says so (`…-1比10.pdf`, or `比例 1:10` in the
slug) is judged at true size. A file whose cross-reference table is lost or wrong is read by searching for its objects, a stream whose
length is wrong to its `endstream`; both are told. What a limit leaves unjudged is a finding (`not-all-checked`), never a pass.
";

const CORPUS: &str = "
## What is caught 查得出什么

Files with one defect each, made by script from one of ours and from one of another program
(`tests/oracles/corpus.py`), with what preflight says of them beside what it says of the good ones. Files that are odd but
right are made beside them: none is blamed.

";

const DESIGN: &str = "
## Design 设计

`biaoyu render` checks every page that it composes, with or without a shop: these, and those on pages above, by the
shop's profile or else by `offset`; without a shop, of a table's pages (`--data`) a sample. They are told after the run, and in `findings` of `--json`; a page is made all the same, but
for one on which ink lies over ink (`ink-overlap`).
";

fn entry<F>(out: &mut String, rule: &Rule<F>) {
    let severity = match rule.severity {
        Severity::Note => "note 提示",
        Severity::Warning => "warning 警告",
        Severity::Error => "error 错误",
    };
    out.push_str(&format!(
        "\n### `{}` ({severity})\n\n{}. {} *Cure:* {}.\n\n{}。{}*办法*：{}。\n\n`{}`\n",
        rule.id,
        capital(rule.what.en),
        rule.why.en,
        rule.cure.en,
        rule.what.zh,
        rule.why.zh,
        rule.cure.zh,
        rule.example.replace('`', "'"),
    ));
    if let Some(author) = author_cure(rule.id) {
        out.push_str(&format!("\n*In a layout of your own*: {}.\n\n*在自己的版式里*：{}。\n", author.en, author.zh));
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
