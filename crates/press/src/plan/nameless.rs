//! A table for what people wear that has no column of their names.

use std::sync::Arc;

use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_set::product::Product;
use biaoyu_table::record::{CHOICES, KNOWN};

/// What is said of a table without names whose products are for people: one of the columns that nothing is known of may
/// be the name. A table without such a column is none of people.
pub(crate) fn nameless(table: &str, columns: &[String], products: &[&Arc<Product>]) -> Option<Finding> {
    let has = |field: &str| columns.iter().any(|column| column == field);
    let is_known = |column: &str| KNOWN.iter().chain(&CHOICES).any(|(field, _)| *field == column);
    let others: Vec<String> = columns.iter().filter(|c| !is_known(c)).take(6).map(|c| format!("`{c}`")).collect();
    let first = others.first()?;
    let is_for_people = products.iter().any(|product| product.personal) && has("unit");
    if !is_for_people || ["name", "slogan", "barcode", "item"].into_iter().any(has) {
        return None;
    }
    let (first, all) = (first.trim_matches('`').to_owned(), others.join(", "));
    Some(Finding {
        rule: "field-without-column",
        severity: Severity::Warning,
        place: Place::file(table),
        what: say!(
            "no column is the name: the unit stands alone, and {all} are not taken for it",
            "没有姓名列：页面上只有单位，{all} 不当作姓名"
        ),
        hint: Some(say!(
            "if one is the name: `--map {first}=name`; a name in two columns must be joined in the spreadsheet",
            "如果其中一列是姓名，请写 `--map {first}=name`；姓和名分成两列的，请在表格里先合成一列"
        )),
    })
}

/// The fields without which a row is of no use: who wears the badge, who flies the flag; what is said, where only rows say it.
pub(crate) fn needed(columns: &[String], products: &[&Arc<Product>], says: bool) -> Vec<&'static str> {
    let personal = products.iter().any(|p| p.personal);
    let field = if personal { "name" } else { "unit" };
    let has = |field: &str| columns.iter().any(|c| c == field);
    [Some(field), says.then_some("slogan")].into_iter().flatten().filter(|field| has(field)).collect()
}
