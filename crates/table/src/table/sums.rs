//! Rows that sum up a list: 合计, 共40人, Total.

use super::grid::Grid;
use super::header::plain;
use super::surnames::is_name;

/// What a row of sums begins with, without spaces and hyphens.
const SUMS: &str = "其中 总共 实到 应到 现有 合计 总计 小计 共计 总数 总人数 人数合计 合计人数 人数 人数小计 汇总 累计 本页合计 本页小计 总和 共 total totals totalcount \
    totalpeople subtotal sum sumtotal grandtotal";
/// What a row of sums of one part ends with: 运行部小计.
const SUMS_OF_PARTS: &str = "合计 小计 总计 subtotal total";

/// Whether a row holds sums and no record. `name` is the column of the names, `slogan` that of the slogans, if there is
/// one: a row that says something is no sum.
pub(super) fn is_sum(grid: &Grid, row: usize, name: Option<usize>, slogan: Option<usize>) -> bool {
    let is_said = |cell: &str| is_sum_said(cell);
    let own = name.map(|name| (name, grid.cell(row, name).trim()));
    let is_nothing =
        |cell: &str| is_figure(cell) || is_count(cell) || is_said(cell) || !cell.chars().any(char::is_alphabetic);
    // 余合计 of 检修部, Jane Total: who has a department is somebody, unless no more than the word stands there.
    let others = |own: usize| grid.row(row).enumerate().any(|(column, cell)| column != own && !is_nothing(cell));
    let is_somebody = own.is_some_and(|(column, own)| match is_said(own) || is_count(own) {
        true => {
            let own = plain(own);
            let is_word = SUMS.split_whitespace().any(|sum| sum == own) && own != "共";
            !is_word && others(column)
        }
        false => is_name(own) && others(column),
    });
    // 乙计 | 12: nobody where only figures stand beside it.
    let is_of_part = |cell: &str| {
        // Most cells end otherwise.
        let plain = if cell.ends_with(['计', '計']) { plain(cell) } else { String::new() };
        plain.strip_suffix('计').is_some_and(|part| !part.is_empty()) && !is_name(&plain)
    };
    if own.is_some_and(|(column, own)| is_of_part(own) && are_figures(grid, row, column)) {
        return true;
    }
    let first = grid.row(row).find(|cell| !cell.trim().is_empty()).is_some_and(is_said);
    let is_sum = !is_somebody && (first || own.is_some_and(|(_, own)| is_said(own) || is_count(own)));
    is_sum
        && slogan
            .map(|slogan| grid.cell(row, slogan))
            .is_none_or(|said| said.trim().is_empty() || is_said(said) || is_figure(said))
}

/// Whether beside a cell figures stand, and nothing else.
pub(super) fn are_figures(grid: &Grid, row: usize, column: usize) -> bool {
    let mut others =
        grid.row(row).map(str::trim).enumerate().filter(|(own, cell)| *own != column && !cell.is_empty()).peekable();
    others.peek().is_some() && others.all(|(_, cell)| is_figure(cell) || is_count(cell) || cell.parse::<f64>().is_ok())
}

/// Whether a text is a number with what it counts: 12, 1条.
fn is_figure(cell: &str) -> bool {
    let rest = cell.trim().trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < cell.trim().len() && matches!(rest, "" | "条" | "句" | "个" | "份")
}

/// Whether where a name should be there is a count of people: 40人, 3 名.
pub(super) fn is_count(cell: &str) -> bool {
    // Most cells are names.
    if !cell.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return false;
    }
    let plain = plain(cell);
    let after = plain.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    after.len() < plain.len() && matches!(after, "人" | "名" | "位" | "people" | "persons")
}

pub(super) fn is_sum_said(cell: &str) -> bool {
    // Most cells are names, which have none of what these words have.
    const OF_SUMS: [char; 18] =
        ['其', '到', '有', '计', '計', '数', '數', '汇', '匯', '和', '共', 't', 'T', 'ｔ', 'Ｔ', 'm', 'M', 'Ｍ'];
    if cell.len() > 60 || !cell.contains(OF_SUMS) {
        return false;
    }
    // （共12人）
    let inside = cell.trim().trim_start_matches(['（', '(', '【', '[']).trim_end_matches(['）', ')', '】', ']', '。']);
    let cell = if plain(cell).is_empty() { inside } else { cell };
    let plain: String = plain(cell).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if SUMS.split_whitespace().any(|sum| sum == plain) && plain != "共" {
        return true;
    }
    if SUMS_OF_PARTS.split_whitespace().any(|sum| plain.strip_suffix(sum).is_some_and(|part| !part.is_empty())) {
        return true;
    }
    // 合计40人, 以上共40人.
    let whole = ["以上", "本页", "本表", "全部", "人员", "参会", "实际"]
        .iter()
        .fold(&*plain, |text, word| text.strip_prefix(word).unwrap_or(text));
    SUMS.split_whitespace().filter_map(|sum| whole.strip_prefix(sum)).any(|rest| {
        let rest =
            rest.strip_prefix("of").unwrap_or(rest).trim_start_matches([':', '：', '为', '有', '计', '数', '人', '=']);
        let after = rest.trim_start_matches(|c: char| {
            c.is_ascii_digit() || "，,.一二三四五六七八九十百两〇零壹贰叁肆伍陆柒捌玖拾佰".contains(c)
        });
        rest.len() > after.len()
            && matches!(
                after,
                "" | "人"
                    | "名"
                    | "条"
                    | "份"
                    | "个"
                    | "位"
                    | "张"
                    | "人。"
                    | "人次"
                    | "枚"
                    | "套"
                    | "people"
                    | "persons"
                    | "records"
                    | "rows"
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_known() {
        for sum in [
            "合计",
            "合　计",
            "合计：40人",
            "共40人",
            "总计 40",
            "小计:",
            "Total",
            "本页小计 12 人",
            "Grand Total",
            "Sub-total",
            "TOTAL: 40",
            "Total of 40",
            "Total people: 40",
            "运行部小计",
            "合計",
            "（共12人）",
            "以上共1人",
            "共 十二 人",
            "共计叁人",
        ] {
            assert!(is_sum_said(sum), "{sum}");
        }
        for name in [
            "共同",
            "合计算",
            "总经理",
            "小计划",
            "共青团",
            "张三",
            "",
            "人数统计员",
            "共",
            "Tom",
            "Matt Sumner",
            "共和",
            "会计",
        ] {
            assert!(!is_sum_said(name), "{name}");
        }
        assert!(["40人", "3 名", "40 People"].iter().all(|cell| is_count(cell)));
        assert!(!["人", "40", "一名", "40岁", "张三"].iter().any(|cell| is_count(cell)));
    }
}
