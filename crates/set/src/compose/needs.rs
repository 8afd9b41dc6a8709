//! What a layout is about, besides a slogan: without it there is nothing to set.

use super::Edition;
use crate::picture::FILES;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;
use biaoyu_table::table::field_said;

/// Refuses a layout that lacks what it is about: a figure, a picture.
pub(super) fn needed(edition: &Edition<'_>) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let layout = edition.layout;
    if layout.rows > 1 && edition.fields.rows().is_empty() {
        let (id, most) = (&layout.id, layout.rows);
        let what = say!(
            "layout `{id}` fills its cells from rows of a table, and there is none",
            "版式 `{id}` 的各格由表格的行填写，没有给表格"
        );
        let hint = say!(
            "give a table with the columns 小标题, 正文, 数字, 图片 (or 姓名, 职务, 照片), at most {most} rows a board: `--data cells.xlsx`",
            "请用 `--data cells.xlsx` 给出表格，列为小标题、正文、数字、图片（或姓名、职务、照片），每块展板最多 {most} 行"
        );
        faults.push(Fault::new("layout/needs", Place::default(), what).hint(hint));
    }
    for need in &layout.needs {
        let is_file = FILES.contains(&need.as_str());
        if edition.pictures.has(need) || (!is_file && edition.fields.has(need)) {
            continue;
        }
        let (id, called, said) = (&layout.id, &layout.name, field_said(need));
        let what = say!("layout `{id}` has no `{need}` to show", "版式 `{id}`（{called}）缺少 `{said}`");
        let sample = layout.sample.iter().find(|(field, _)| field == need).map_or("…", |(_, text)| text.as_str());
        let is_portrait = need == "picture" && edition.pictures.has("photo");
        let hint = match is_file {
            true if is_portrait => say!(
                "`--photo` is a portrait for badges; give the picture of a sheet by `--picture FILE`",
                "`--photo` 是证卡上的人像；画面的图片请用 `--picture 文件` 给出"
            ),
            true => say!("give it by `--{need} FILE`", "请用 `--{need} 文件` 给出"),
            false => say!(
                "give it by `--set {need}={sample}`, in the campaign or in a column of the table",
                "请用 `--set {need}={sample}` 给出，也可写进活动文件或表格的一列"
            ),
        };
        faults.push(Fault::new("layout/needs", Place::default(), what).hint(hint));
    }
    faults.or(())
}
