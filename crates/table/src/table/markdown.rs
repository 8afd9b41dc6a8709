//! Tables pasted as Markdown: `**姓名**` is 姓名, `\|` a bar in a cell.

use super::places::{rows_place, rows_said};
use biaoyu_page::error::{Finding, Severity};
use biaoyu_page::say;

/// Lines in which the rule below the header is looked for.
const HEAD: usize = 40;
/// What stands around words that are set in another way.
const AROUND: [&str; 4] = ["**", "__", "~~", "`"];

/// A text that is a table in Markdown, with the same lines and its marks taken for what they mean, and what is said of
/// that; `None` of any other text, and of one without such marks.
pub(super) fn plainly(name: &str, text: &str) -> Option<(String, Finding)> {
    if !text.lines().take(HEAD).any(is_rule) {
        return None;
    }
    let mut rows = Vec::new();
    let mut plain = String::with_capacity(text.len());
    for (line, number) in text.split_inclusive('\n').zip(1_u32..) {
        let body = line.trim_end_matches(['\n', '\r']);
        match changed(body) {
            Some(own) => {
                rows.push(number);
                plain.push_str(&own);
                plain.push_str(line.get(body.len()..).unwrap_or_default());
            }
            None => plain.push_str(line),
        }
    }
    (!rows.is_empty()).then(|| {
        let what = say!("marks of Markdown (`**`, `\\|`) are not printed", "Markdown 的记号（`**`、`\\|`）不印");
        let place = rows_place(name, None, rows_said(&rows));
        (plain, Finding { rule: "table-markdown", severity: Severity::Note, place, what, hint: None })
    })
}

/// Whether a line parts the header from the rows: `|---|:---:|`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('|')
        && line.contains("--")
        && line.trim_matches('|').split('|').all(|cell| {
            let cell = cell.trim();
            cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':'))
        })
}

/// A line whose cells have marks, without them.
fn changed(line: &str) -> Option<String> {
    if !line.contains('|') {
        return None;
    }
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in line.chars() {
        match (c, is_escaped) {
            ('|', false) => cells.push(String::new()),
            ('\\', false) => {
                is_escaped = true;
                continue;
            }
            (_, true) if c != '|' => cells.iter_mut().last()?.extend(['\\', c]),
            _ => cells.iter_mut().last()?.push(c),
        }
        is_escaped = false;
    }
    if is_escaped {
        cells.iter_mut().last()?.push('\\');
    }
    let mut is_changed = line.contains("\\|");
    let plain: Vec<String> = cells
        .iter()
        .map(|cell| {
            let mut own = cell.trim();
            for around in AROUND {
                let inside = own.strip_prefix(around).and_then(|own| own.strip_suffix(around)).map(str::trim);
                if let Some(inside) = inside.filter(|inside| !inside.is_empty() && !inside.contains(around)) {
                    (own, is_changed) = (inside, true);
                }
            }
            // A bar in a cell stands in quotes where bars divide.
            if own.contains('|') { format!("\"{}\"", own.replace('"', "\"\"")) } else { own.to_owned() }
        })
        .collect();
    is_changed.then(|| plain.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_for_what_they_mean() {
        let text = "名单：\n| **姓名** | 部门 |\r\n|:---|---|\r\n| 张三 | 运行\\|检修 |\r\n| `李四` | **甲**班 |\n| 王五 | C:\\厂 |";
        let (plain, told) = plainly("a.md", text).unwrap();
        assert_eq!(
            plain,
            "名单：\n|姓名|部门|\r\n|:---|---|\r\n|张三|\"运行|检修\"|\r\n|李四|**甲**班|\n| 王五 | C:\\厂 |"
        );
        assert!(told.text(biaoyu_page::error::Lang::En).starts_with("a.md, rows 2, 4, 5: "), "{told:?}");
        for text in ["姓名|部门\n**张三**|一车间\n", "| 姓名 | 部门 |\n|---|---|\n| 张三 | 一车间 |\n", ""]
        {
            assert!(plainly("a.md", text).is_none(), "{text}");
        }
    }
}
