//! A sheet → a table: where its header is, which of its rows are records, what stands around them.

use std::sync::Arc;

use super::grid::Grid;
use super::header::{self, Sure};
use super::kept::{Column, Form, Table};
use super::pictures::{self, Placed};
use super::places::{in_sheet, place as place_of_row};
use super::read::Options;
use super::rows::{self, Around};
use super::runs::Runs;
use super::sections;
use super::sheet::{At, Remark, Sheet};
use super::{aside, roster};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::limits::TABLE_ROWS;
use biaoyu_page::say;

/// Finds header, columns and records in a sheet.
pub(super) fn build(
    name: &str,
    mut sheet: Sheet,
    form: Form,
    how: Say,
    options: &Options,
) -> Result<(Table, Vec<Finding>), Faults> {
    let over = |over: super::grid::Over| super::refuse::refused(name, over.into());
    let has_header = !options.no_header || matches!(form, Form::Json | Form::JsonLines);
    if !has_header {
        let names = roster::guess_names(&sheet.grid);
        sheet.remarks.push(guessed(&names));
        sheet.grid = std::mem::take(&mut sheet.grid).headed(names.iter().map(String::as_str)).map_err(over)?;
    }
    let Sheet { name: sheet_name, grid, hidden, pictures, merges, marks, .. } = &mut sheet;
    let skip = |row: u32| !options.hidden_rows && hidden.binary_search(&row).is_ok();
    let found = if has_header { header::find(grid, skip) } else { (grid.len() > 0).then_some((0, Sure::Named)) };
    let Some((mut header, sure)) = found else {
        let place = Place { thing: sheet_name.as_deref().map(in_sheet), ..Place::file(name) };
        let is_hidden = grid.len() > 0;
        let (what, hint) = if is_hidden { all_hidden() } else { nothing() };
        return Err(Fault::new("table/empty", place, what).hint(hint).into());
    };
    let mut grid = std::mem::take(grid);
    let at = grid.number(header);
    if has_header && !matches!(form, Form::Json | Form::JsonLines) && sections::is_turned(&grid, header) {
        let what = say!(
            "the list is turned: its column names the fields, and each person is a column",
            "表是横排的：第一列是字段名，一人一列"
        );
        let hint = say!(
            "turn it so that each person is a row (copy, Paste Special, Transpose)",
            "请转成一人一行（复制，选择性粘贴，勾选“转置”）"
        );
        let place = place_of_row(name, sheet_name.as_deref(), at);
        return Err(Fault::new("table/turned", place, what).hint(hint).into());
    }
    let mut remarks = Vec::new();
    let used = |column: &usize| (header + 1..grid.len()).any(|row| !grid.cell(row, *column).trim().is_empty());
    if !marks.hidden_columns.is_empty() {
        let named =
            (0..grid.width(header)).filter(used).map(|column| (column, grid.cell(header, column).trim().to_owned()));
        remarks.extend(marks.hidden_remark(named));
    }
    remarks.extend(marks.remarks(at.saturating_add(1), |row| !skip(row)));
    let halves = roster::halves(&grid, header);
    // What is merged over all the lists is cut with them: it is known before.
    let mut merged = Vec::new();
    let mut starts = Vec::new();
    if let Some(halves) = &halves {
        let rows = (header + 1..grid.len()).filter(|row| aside::is_heading(&grid, *row));
        merged = rows.map(|row| grid.number(row)).collect();
        let counts = halves.iter().map(|half| {
            let has_text = |row: &usize| half.clone().any(|column| !grid.cell(*row, column).trim().is_empty());
            (header + 1..grid.len()).filter(has_text).count()
        });
        let counts: Vec<usize> = counts.collect();
        grid = grid.stacked(header, halves).map_err(over)?;
        header = (0..grid.len()).find(|row| grid.number(*row) == at).unwrap_or(0);
        starts =
            counts.iter().scan(header + 1, |start, count| Some(std::mem::replace(start, *start + count))).collect();
        remarks.push(beside(halves));
    }
    let mut found = match form {
        Form::Json | Form::JsonLines => sections::Found::default(),
        _ => sections::find(&grid, header, &starts),
    };
    if let Some((row, words)) = &found.unreadable {
        return Err(another_list(name, sheet_name.as_deref(), *row, words));
    }
    grid = found.arranged(grid, header).map_err(over)?;
    remarks.extend(found.remarks());
    if halves.is_none() {
        for picture in pictures.iter_mut() {
            let Some(place) = grid.find(picture.row) else { continue };
            let (first, last) = picture.covers;
            let moved = |column| found.column(place, column);
            (picture.column, picture.covers) = (moved(picture.column), (moved(first), moved(last).max(moved(first))));
        }
    }
    let around = Around {
        found: &found,
        merged: &merged,
        merges,
        halves: halves.as_deref().unwrap_or_default(),
        starts: &starts,
    };
    let rows = rows::records(&grid, header, skip, &around, &mut remarks);
    if rows.len() > TABLE_ROWS {
        return Err(over(super::grid::Over::Rows));
    }
    let placed = pictures::settle(
        std::mem::take(pictures),
        &grid,
        (header, &rows),
        halves.as_deref().unwrap_or_default(),
        &mut remarks,
    );
    let columns = columns(&grid, header, &rows, &placed);
    let (count, Say { en, zh }) = (rows.len(), how);
    let said = match at {
        0 => say!("{en}; {count} records", "{zh}；{count} 条记录"),
        _ => say!("{en}; header in row {at}, {count} records", "{zh}；表头在第 {at} 行，{count} 条记录"),
    };
    let table = Table {
        name: name.to_owned(),
        sheet: sheet_name.take(),
        form,
        grid: Arc::new(grid),
        header,
        has_header,
        rows: Arc::new(rows),
        columns,
        down: Arc::default(),
        pictures: placed.into(),
        json: None,
    };
    if table.is_empty() {
        let is_hidden = hidden.iter().any(|row| *row > at);
        let (what, hint) = if is_hidden { all_hidden() } else { no_row() };
        return Err(Fault::new("table/empty", table.place(), what).hint(hint).into());
    }
    let mut findings =
        vec![Finding { rule: "table-read", severity: Severity::Note, place: table.place(), what: said, hint: None }];
    if sure == Sure::Guessed {
        remarks.push(header_guessed(&table, at));
    }
    sheet.remark_cells(at.saturating_add(1));
    let all = remarks.into_iter().chain(std::mem::take(&mut sheet.remarks));
    findings.extend(all.map(|remark| remark.finding(name, table.sheet())));
    Ok((table, findings))
}

/// Two lists in one sheet, of which the second cannot be read as a part of the first.
fn another_list(name: &str, sheet: Option<&str>, row: u32, words: &str) -> Faults {
    let what = say!(
        "here begins another list (`{words}`): its columns do not say which are the names",
        "从这里起是另一份表（`{words}`），看不出哪一列是姓名"
    );
    let hint = say!(
        "put it on a sheet or in a file of its own, call the column of the names 姓名, or delete it",
        "请把它移到单独的工作表或文件，或把人名那一列的列名写成“姓名”，不印的请删去"
    );
    Fault::new("table/second-list", place_of_row(name, sheet, row), what).hint(hint).into()
}

fn nothing() -> (Say, Say) {
    (
        say!("there is nothing in this table", "表里没有内容"),
        say!("write a header and a row for each record", "请写表头，一行一条"),
    )
}

fn no_row() -> (Say, Say) {
    (say!("there is no row below the header", "表头下面没有内容"), say!("write a row for each record", "请一行写一条"))
}

fn all_hidden() -> (Say, Say) {
    (
        say!("all rows are hidden or filtered out in the sheet", "工作表中的行都已隐藏或被筛选掉"),
        say!("show the rows in the sheet to print them", "要印出来，请在表中取消隐藏或筛选"),
    )
}

fn beside(halves: &[std::ops::Range<usize>]) -> Remark {
    let parts: Vec<String> = halves
        .iter()
        .map(|range| {
            let (first, last) = (super::grid::letters(range.start), super::grid::letters(range.end.saturating_sub(1)));
            format!("{first}–{last}")
        })
        .collect();
    let (count, parts) = (halves.len(), parts.join(", "));
    Remark {
        rule: "table-side-by-side",
        severity: Severity::Note,
        at: At::Sheet,
        what: say!(
            "{count} lists under the same names side by side, columns {parts}: read one after the other",
            "同样的表头并排 {count} 组，列 {parts}：依次读入"
        ),
        hint: None,
    }
}

fn guessed(names: &[String]) -> Remark {
    let shown: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let letter = super::grid::letters(column);
            if *name == letter { letter } else { format!("{letter} = {name}") }
        })
        .collect();
    let shown = shown.join(", ");
    Remark {
        rule: "table-no-header",
        severity: Severity::Warning,
        at: At::Sheet,
        what: say!(
            "read without a header; by what they hold the columns are {shown}",
            "按没有表头读取；按内容判断各列为 {shown}"
        ),
        hint: Some(say!("if one is another, write `--map A=name`", "如有不对，请写 `--map A=name`")),
    }
}

fn header_guessed(table: &Table, at: u32) -> Remark {
    let names: Vec<String> = table.headers().take(6).collect();
    let names = names.join("`, `");
    let hint = if table.may_lack_header() {
        say!(
            "if row {at} is a record, write `--no-header`; else name the columns 姓名, 单位 …, or use --map",
            "如果第 {at} 行就是记录，请加 `--no-header`；否则请写列名“姓名”“单位”等，或用 --map"
        )
    } else {
        say!("name the columns 姓名, 单位 …, or use --map", "请写列名“姓名”“单位”等，或用 --map")
    };
    Remark {
        rule: "table-header-guessed",
        severity: Severity::Warning,
        at: if at == 0 { At::Sheet } else { At::Rows(vec![at]) },
        what: say!(
            "no column has a known name: `{names}` is taken for the header",
            "没有认识的列名：以 `{names}` 为表头"
        ),
        hint: Some(hint),
    }
}

fn columns(grid: &Grid, header: usize, rows: &Runs, pictures: &[Placed]) -> Vec<Column> {
    let mut used = vec![false; rows.iter().map(|row| grid.width(row as usize)).max().unwrap_or(0)];
    for row in rows.iter() {
        for (cell, used) in grid.row(row as usize).zip(&mut used) {
            *used |= !cell.trim().is_empty();
        }
    }
    let pictured = |column: usize| pictures.iter().any(|picture| picture.column == column);
    let last = pictures.iter().map(|picture| picture.column + 1).max().unwrap_or(0);
    let width = used.len().max(grid.width(header)).max(last);
    let column = |index: usize| Column {
        header: grid.cell(header, index).split_whitespace().collect::<Vec<_>>().join(" "),
        index,
        is_empty: !used.get(index).copied().unwrap_or(false) && !pictured(index),
    };
    let mut columns: Vec<Column> = Vec::new();
    for column in (0..width).map(column).filter(|c| !c.header.is_empty() || !c.is_empty) {
        // A column merged with the one before, from the header to the last row, is that one.
        let is_same = |other: &Column| {
            let alike = |row: u32| grid.cell(row as usize, other.index) == grid.cell(row as usize, column.index);
            other.header == column.header && !column.is_empty && rows.iter().all(alike)
        };
        if !columns.last().is_some_and(is_same) {
            columns.push(column);
        }
    }
    columns
}
