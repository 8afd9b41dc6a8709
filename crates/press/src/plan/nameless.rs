//! A table for what people wear that has no column of their names.

use std::sync::Arc;

use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_set::product::Product;
use biaoyu_table::record::{CHOICES, KNOWN};

/// What is said of a table without names whose products are for people: one of the columns that nothing is known of may
/// be the name. What a person wears has his name; of cards, labels and passes that may be meant for something else only a table
/// that has such a column is told of.
pub(crate) fn nameless(table: &str, columns: &[String], products: &[&Arc<Product>]) -> Option<Finding> {
    let has = |field: &str| columns.iter().any(|column| column == field);
    let is_known = |column: &str| KNOWN.iter().chain(&CHOICES).any(|(field, _)| *field == column);
    let others: Vec<String> = columns.iter().filter(|c| !is_known(c)).take(6).map(|c| format!("`{c}`")).collect();
    let is_worn = |product: &Product| product.layout.as_ref().is_none_or(|layout| layout == "nameplate");
    let is_for_people =
        products.iter().any(|product| product.personal && (is_worn(product) || has("unit") && !others.is_empty()));
    if !is_for_people || ["name", "slogan", "barcode", "item", "model"].into_iter().any(has) {
        return None;
    }
    let all = others.join(", ");
    let (what, hint) = match others.first() {
        None => (
            say!("no column is the name: the pages name nobody", "没有姓名列：页面上没有姓名"),
            say!(
                "call the column of the names 姓名, or say which it is: `--map COLUMN=name`",
                "请把人名那一列的列名写成“姓名”，或用 `--map 列名=name` 指明"
            ),
        ),
        Some(first) => {
            let first = first.trim_matches('`');
            (
                say!(
                    "no column is the name: the pages name nobody, and {all} are not taken for it",
                    "没有姓名列：页面上没有姓名，{all} 不当作姓名"
                ),
                say!(
                    "if one is the name: `--map {first}=name`; a name in two columns must be joined in the spreadsheet",
                    "如果其中一列是姓名，请写 `--map {first}=name`；姓和名分成两列的，请在表格里先合成一列"
                ),
            )
        }
    };
    Some(Finding {
        rule: "field-without-column",
        severity: Severity::Warning,
        place: Place::file(table),
        what,
        hint: Some(hint),
    })
}

/// The fields without which a row is of no use: who wears the badge, who flies the flag; what is said, where only rows say it.
pub(crate) fn needed(columns: &[String], products: &[&Arc<Product>], says: bool) -> Vec<&'static str> {
    let personal = products.iter().any(|p| p.personal);
    let field = if personal { "name" } else { "unit" };
    let has = |field: &str| columns.iter().any(|c| c == field);
    [Some(field), says.then_some("slogan")].into_iter().flatten().filter(|field| has(field)).collect()
}
