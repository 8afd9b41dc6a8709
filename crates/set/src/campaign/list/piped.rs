//! Tables that are drawn with `|`, as programs that write for people paste them: only the column of the slogans is left.

use biaoyu_page::decode::decode;
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_table::table::{Line, Mark};

/// A list with its tables brought down to their slogans.
pub(in crate::campaign) struct Unpiped {
    /// Its text; lines stay where they are.
    pub text: String,
    /// The lines that are of a table, from 1, in order.
    rows: Vec<u32>,
    /// What was left aside.
    pub told: Option<Finding>,
}

impl Unpiped {
    /// Marks the lines that are of a table: what stands around them is no slogan.
    pub(crate) fn mark(&self, lines: &mut [Line]) {
        for line in lines {
            if let Ok(at) = self.rows.binary_search(&line.number) {
                line.mark = Mark::Column(u32::try_from(at + 1).ok());
            }
        }
    }
}

/// A row of cells between `|`.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

/// `|---|:--:|`, which parts the heads of the columns from the rows.
fn is_rule(line: &str) -> bool {
    let is_dashes = |cell: &&str| cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':'));
    cells(line).is_some_and(|cells| cells.iter().all(is_dashes))
}

/// A list in which there is such a table; `None` where there is none.
pub(in crate::campaign) fn unpiped(name: &str, bytes: &[u8]) -> Option<Unpiped> {
    if bytes.contains(&0) || !bytes.windows(2).any(|pair| matches!(pair, b"|-" | b"|:" | b"| ")) {
        return None;
    }
    let decoded = decode(bytes);
    let lines: Vec<&str> = decoded.text.lines().collect();
    let first = (1..lines.len()).find(|i| lines.get(*i).is_some_and(|line| is_rule(line)))?;
    let heads = lines.get(first - 1).and_then(|line| cells(line))?;
    let rows: Vec<Option<Vec<&str>>> = lines.iter().map(|line| cells(line).filter(|_| !is_rule(line))).collect();
    let ends = ["标语", "口号", "宣传语", "宣传用语", "内容"];
    let named = heads.iter().position(|head| ends.iter().any(|end| head.ends_with(end)));
    let letters = |column: usize| {
        let cells = rows.iter().flatten().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().filter(|c| c.is_alphabetic()).count()).sum::<usize>()
    };
    let longest = (0..heads.len()).rev().max_by_key(|column| letters(*column)).unwrap_or(0);
    let column = named.unwrap_or(longest);
    let is_number = |head: &str| ["序号", "编号", "#", "No.", "号"].contains(&head);
    let others: Vec<&str> = heads
        .iter()
        .enumerate()
        .filter(|(at, head)| *at != column && !head.is_empty() && !is_number(head))
        .map(|(_, head)| *head)
        .collect();
    let (mut text, mut of_table) = (String::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        match rows.get(at).and_then(Option::as_ref) {
            // What names the columns is no slogan.
            Some(_) if at + 1 == first => {}
            Some(row) => {
                text += row.get(column).copied().unwrap_or_default();
                of_table.extend(u32::try_from(at + 1));
            }
            None if is_rule(line) => {}
            None => text += line,
        }
        text.push('\n');
    }
    let told = (!others.is_empty()).then(|| {
        let names = others.join(" ");
        Finding {
            rule: "list-other-columns",
            severity: Severity::Note,
            place: Place::file(name),
            what: say!("columns that are not printed: {names}", "未印的列：{names}"),
            hint: None,
        }
    });
    Some(Unpiped { text, rows: of_table, told })
}
