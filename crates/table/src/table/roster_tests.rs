//! Lists as offices keep them: two headers, headings between, names that are merged, what is struck out or hidden.

use super::tests::{all, said};
use super::*;

#[test]
fn rows_under_another_header_are_read_by_it() {
    let list = "姓名,部门,职务\n王明,运行部,班长\n名单（续）,,\n";
    let (rows, findings) = all("a.csv", format!("{list}部门,姓名,工号\n财务部,李四,017\n检修部,赵五,018\n").as_bytes());
    assert_eq!(
        rows,
        [
            "2: name=王明 unit=运行部 post=班长",
            "5: name=李四 unit=财务部 number=017",
            "6: name=赵五 unit=检修部 number=018"
        ]
    );
    let told = said(&findings, "table-second-header");
    assert!(told.contains("row 4:") && told.contains("new columns `工号`"), "{told}");
    assert!(said(&findings, "table-heading-rows").contains("row 3"), "{findings:?}");
    // The same once more, in the same places: no other header. What another table counts is nobody.
    let (rows, findings) =
        all("a.csv", format!("{list}姓名,部门,职务\n李四,财务部,\n\n部门,人数\n运行部,12\n").as_bytes());
    assert_eq!(rows.len(), 2);
    assert!(
        said(&findings, "table-header-repeated").contains("row 4") && said(&findings, "table-second-header").is_empty()
    );
    assert!(said(&findings, "table-rows-apart").contains("rows 7, 8"), "{findings:?}");
    // Doors and things may be called as columns are.
    for text in ["门牌,楼层\n财务科,1\n\n车间,2\n班组,3\n", "品名,位置\n水泵,一楼\n设备,车间\n电机,二楼\n"]
    {
        assert_eq!(all("a.csv", text.as_bytes()).0.len(), 3, "{text}");
    }
    // A second row of the header is no other list, and one that is turned is refused.
    let two = "姓名,部门,联系方式,\n,,手机,邮箱\n王明,运行部,138,a@b\n";
    assert_eq!(all("a.csv", two.as_bytes()).0.len(), 1);
    let faults = read("a.csv", "姓名,张三,李四\n部门,运行部,检修部\n".as_bytes()).unwrap_err().to_string();
    assert!(faults.contains("the list is turned") && faults.contains("Transpose"), "{faults}");
    // A list of one column is names, not titles above the next header.
    assert_eq!(all("a.csv", "姓名\n王明\n李四\n姓名\n赵五\n".as_bytes()).0.len(), 3);
    assert_eq!(all("a.csv", "姓名,部门\n王明,\n李四,\n姓名,部门\n赵五,\n".as_bytes()).0.len(), 3);
    // Persons of whom nothing says which column has their names are refused by their place.
    let faults = read("a.csv", format!("{list}车牌号,司机,单位\n京A12345,李四,车队\n").as_bytes()).unwrap_err();
    assert!(faults.to_string().starts_with("a.csv, row 4: here begins another list"), "{faults}");
}

#[test]
fn a_name_merged_over_two_rows_is_one_person() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    for (row, cells) in
        (0..).zip([["姓名", "部门", "班次"], ["", "", "白班"], ["", "", "夜班"], ["李四", "检修部", "白班"]])
    {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    sheet.merge_range(1, 0, 2, 0, "王明", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "运行部", &plain).unwrap();
    let (rows, findings) = all("a.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(rows, ["2: name=王明 unit=运行部 班次=白班", "4: name=李四 unit=检修部 班次=白班"]);
    let told = said(&findings, "table-name-merged");
    assert!(told.contains("row 3: ") && told.contains("`班次`") && told.contains("unmerge"), "{told}");
}

#[test]
fn what_a_sheet_shows_beside_its_texts_is_told_once() {
    for name in ["marks.xlsx", "marks.xls", "marks.ods"] {
        let bytes = in_sheet::file(name);
        let (rows, findings) = all(name, &bytes);
        assert!(rows[0].starts_with("2: name=王明 unit=一车间 post=班长 number=壹拾伍"), "{name}: {rows:?}");
        assert!(said(&findings, "table-hidden-columns").contains("C `职务`"), "{name}: {findings:?}");
        assert!(said(&findings, "cell-struck").contains("cell A3"), "{name}");
        // A hidden sheet is read where it is asked for.
        let options = Options { sheet: Some("旧名单".into()), ..Options::default() };
        let hidden = read_with(name, bytes, &options);
        assert!(hidden.is_ok_and(|(table, _)| table.len() == 1) || name != "marks.xlsx", "{name}");
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("封面").unwrap().write_string(0, 0, "请填写名单").unwrap();
    let list = book.add_worksheet().set_name("名单").unwrap().set_hidden(true);
    for (row, cells) in (0..).zip([["姓名", "部门"], ["王明", "一车间"]]) {
        for (column, cell) in (0..).zip(cells) {
            list.write_string(row, column, cell).unwrap();
        }
    }
    let faults = read("a.xlsx", &book.save_to_buffer().unwrap()).unwrap_err().to_string();
    assert!(faults.contains("the hidden sheet `名单`") && faults.contains("`--sheet 名单`"), "{faults}");
}

#[test]
fn formulas_that_wait_to_be_calculated_have_no_value() {
    // A library writes 0 for each and asks programs to calculate when they open the file.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["姓名", "部门"], ["", "一车间"], ["李娜", "二车间"]]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    sheet.write_formula(1, 0, "=\"王\"&\"明\"").unwrap();
    let (rows, findings) = all("a.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(rows, ["2: unit=一车间", "3: name=李娜 unit=二车间"]);
    assert!(said(&findings, "cell-without-value").contains("cell A2"), "{findings:?}");
}

#[test]
fn columns_are_divided_by_what_people_type_or_it_is_named() {
    for mark in ["；", "｜", "，", "\t"] {
        let text = "姓名,部门,职务\n王明,运行部,班长\n李娜,检修部,电工\n".replace(',', mark);
        let (rows, findings) = all("a.csv", text.as_bytes());
        assert_eq!(rows[0], "2: name=王明 unit=运行部 post=班长", "{mark}: {findings:?}");
    }
    for (text, said) in [
        ("姓名 部门 职务\n王明 运行部 班长\n", "divided by spaces"),
        ("姓名、部门、职务\n王明、运行部、班长\n", "divided by `、`"),
        ("姓名\t部门\n王明,运行部\n李娜,检修部\n", "the header is divided by tabs, the rows by `,`"),
    ] {
        let fault = read("a.csv", text.as_bytes()).unwrap_err().to_string();
        assert!(fault.contains(said) && fault.contains("by commas"), "{fault}");
    }
    // A slogan has marks, and its header none.
    assert_eq!(all("a.csv", "标语\n安全第一、预防为主\n".as_bytes()).0, ["2: slogan=安全第一、预防为主"]);
}

#[test]
fn rows_in_another_encoding_are_named() {
    let gbk = encoding_rs::GB18030.encode("李娜,检修部\n周平,财务部\n").0.into_owned();
    let (rows, findings) = all("a.csv", &["姓名,部门\n王明,运行部\n吴强,运行部\n".as_bytes(), &gbk].concat());
    assert_eq!(rows[2..], ["4: name=李娜 unit=检修部", "5: name=周平 unit=财务部"]);
    assert!(
        said(&findings, "table-encoding-mixed").starts_with("a.csv, rows 4, 5: written in GB18030"),
        "{findings:?}"
    );
}
