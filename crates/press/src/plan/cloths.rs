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
        let parts = parts(&whole.sheet.text);
        if parts.len() != cloths {
            let (label, text, found) = (&whole.label, &whole.sheet.text, parts.len());
            let id = &product.id;
            told.push(Finding {
                rule: "cloth-clauses",
                severity: Severity::Warning,
                place: Place::thing(say!("slogan {label}, `{id}`", "第 {label} 条，`{id}`")),
                what: say!(
                    "`{text}` has {found} clauses, {cloths} cloths hang side by side: left out",
                    "`{text}` 有 {found} 个分句，这里是 {cloths} 条一组：已跳过"
                ),
                hint: Some(say!(
                    "part the clauses by a space, or hang it on one cloth: `-p vbanner-700x3000`",
                    "请用空格分开分句，或改用单条：`-p vbanner-700x3000`"
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

/// The clauses of a slogan without the marks that end them.
fn parts(text: &str) -> Vec<String> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '，' | '；' | '。' | '、' | ',' | ';');
    let all = clauses(text).into_iter().filter_map(|clause| text.get(clause.range));
    all.map(|part| part.trim_matches(ends).to_owned()).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_clause_is_what_stands_on_a_cloth() {
        assert_eq!(parts("质量为先 守正创新"), ["质量为先", "守正创新"]);
        assert_eq!(parts("人人讲安全，个个会应急。"), ["人人讲安全", "个个会应急"]);
        assert_eq!(parts("用质量经营应对变化与发展").len(), 1);
    }
}
