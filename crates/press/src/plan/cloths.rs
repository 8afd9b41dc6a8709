//! Slogans whose clauses hang on cloths of their own: a pair of 竖幅, the right one read first.

use super::sheets::Chosen;
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_set::compose::Sheet;
use biaoyu_set::layout::WHOLE;
use biaoyu_set::product::Product;
use biaoyu_set::text::break_lines::clauses;

/// Where the cloths of a set hang, seen from the front, in the order of reading.
const NAMES: [&[&str]; 2] = [&["右", "左"], &["右", "中", "左"]];

/// The sheets of a product whose slogans hang clause by clause, each with the name of its cloth; those of other products as they
/// are. A slogan of another number of clauses makes none, which is told.
pub(crate) fn hung(chosen: Vec<Chosen>, product: &Product) -> (Vec<Chosen>, Vec<Finding>) {
    let cloths = usize::from(product.cloths);
    let Some(names) = NAMES.iter().find(|names| names.len() == cloths) else { return (chosen, Vec::new()) };
    let (mut all, mut told) = (Vec::new(), Vec::new());
    for whole in chosen {
        let parts = parts_of(&whole.sheet.text, cloths);
        if parts.len() != cloths {
            let (label, text, found) = (&whole.label, &whole.sheet.text, parts.len());
            let id = &product.id;
            let single =
                id.strip_prefix("pair-").map_or("vbanner-700x3000".to_owned(), |size| format!("vbanner-{size}"));
            told.push(Finding {
                rule: "cloth-clauses",
                severity: Severity::Warning,
                place: Place::thing(say!("slogan {label}, `{id}`", "第 {label} 条，`{id}`")),
                what: say!(
                    "`{text}` has {found} clauses, {cloths} cloths hang side by side: left out",
                    "`{text}` 有 {found} 个分句，这里是 {cloths} 条一组：已跳过"
                ),
                hint: Some(say!(
                    "write as many parts as there are cloths, a space between them, or hang it on one: `-p {single}`",
                    "请用空格分成 {cloths} 段，或改用单条：`-p {single}`"
                )),
            });
            continue;
        }
        for (part, name) in parts.into_iter().zip(*names) {
            let keys = whole.sheet.keys.chars().filter(|c| part.contains(*c)).collect();
            let mut fields = whole.fields.clone();
            fields.set(WHOLE, whole.sheet.text.clone());
            fields.set("slogan", part.clone());
            let sheet = Sheet { text: part, breaks: None, keys, ..whole.sheet.clone() };
            let (label, note) = (whole.label.clone(), whole.note.clone());
            all.push(Chosen { sheet, label, fields, note, cloth: Some(name) });
        }
    }
    (all, told)
}

/// What hangs on the cloths of a set: the parts between spaces where there are as many, else the clauses.
fn parts_of(text: &str, cloths: usize) -> Vec<String> {
    let spaced: Vec<String> = text.split_whitespace().map(bare).filter(|part| !part.is_empty()).collect();
    if spaced.len() == cloths { spaced } else { parts(text) }
}

/// Without the marks that end a clause.
fn bare(part: &str) -> String {
    part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '，' | '；' | '。' | '、' | ',' | ';')).to_owned()
}

/// The clauses of a slogan without the marks that end them.
fn parts(text: &str) -> Vec<String> {
    let all = clauses(text).into_iter().filter_map(|clause| text.get(clause.range));
    all.map(bare).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_clause_is_what_stands_on_a_cloth() {
        assert_eq!(parts("质量为先 守正创新"), ["质量为先", "守正创新"]);
        assert_eq!(parts("人人讲安全，个个会应急。"), ["人人讲安全", "个个会应急"]);
        assert_eq!(parts("用质量经营应对变化与发展").len(), 1);
        assert_eq!(
            super::parts_of("1号炉、2号炉，炉炉平安 白班、夜班，班班放心", 2),
            ["1号炉、2号炉，炉炉平安", "白班、夜班，班班放心"]
        );
    }
}
