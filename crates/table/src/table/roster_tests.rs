//! Lists as offices keep them: two headers, headings between, names that are merged, what is struck out or hidden.

use super::tests::{all, said};
use super::*;
use biaoyu_page::error::{Finding, Lang};

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

#[test]
fn who_has_nothing_but_a_name_like_a_unit_is_kept_or_doubted() {
    // No heading anywhere: a person.
    let few = "姓名,部门,职务\n张三,一车间,班长\n王大厂,,\n李四,,\n李车间,,\n";
    let (rows, findings) = all("a.csv", few.as_bytes());
    assert_eq!((rows.len(), said(&findings, "table-row-doubted")), (4, String::new()), "{rows:?}");
    let (table, _) = read("a.csv", few.as_bytes()).unwrap();
    let told = report(&table.records(&table.map(&[]).unwrap()), &["name"]).findings;
    assert!(said(&told, "name-alone").contains("rows 3, 5: nothing but `王大厂`"), "{told:?}");
    // Alone in the only column too, and asked about.
    let (table, _) = read("a.csv", "姓名\n张三\n王大厂\n".as_bytes()).unwrap();
    let told = report(&table.records(&table.map(&[]).unwrap()), &["name"]).findings;
    assert!(table.len() == 2 && said(&told, "name-alone").contains("row 3"), "{told:?}");
    // Headings between people who have all cells filled, and one that may be either.
    let headed = "姓名,部门\n生产部,\n张三,一车间\n程大局,\n李四,二车间\n";
    let (rows, findings) = all("a.csv", headed.as_bytes());
    assert_eq!(rows.len(), 2);
    let doubted = said(&findings, "table-row-doubted");
    assert!(doubted.contains("row 4: `程大局` alone in the row may be a heading or a person"), "{findings:?}");
    assert!(said(&findings, "table-heading-alone").contains("row 2: `生产部`"), "{findings:?}");
    let doubts = |findings: &[Finding]| findings.iter().filter(|finding| leaves_in_doubt(finding)).count();
    assert_eq!(doubts(&findings), 1);
    // The same where somebody else is alone with his name: one of several.
    assert_eq!(all("a.csv", format!("{headed}王明,\n").as_bytes()).0.len(), 4);
    // A department without a name, where each has his department; a number with nothing between others.
    for (list, rule, row) in [
        ("部门,姓名,职务\n一车间,张三,班长\n二车间,,\n一车间,李四,班长\n", "table-row-doubted", "row 3: `二车间`"),
        ("序号,姓名,部门\n1,张三,一车间\n2,,\n3,李四,一车间\n", "table-numbered-rows", "row 3"),
        (
            "姓名,部门\n张三,一车间\n李四,一车间\n赵六,一车间\n王明,\n姓名,部门\n周平,二车间\n",
            "table-row-doubted",
            "row 5: `王明`",
        ),
    ] {
        let (_, findings) = all("a.csv", list.as_bytes());
        assert!(said(&findings, rule).contains(row) && doubts(&findings) == 1, "{list}: {findings:?}");
    }
    // What is surely no person stops nobody.
    let sure = "序号,姓名,部门\n,一、程大局,\n1,张三,一车间\n2,,\n3,,\n合计,40人,\n";
    let (rows, findings) = all("a.csv", sure.as_bytes());
    assert_eq!((rows.len(), doubts(&findings)), (1, 0), "{findings:?}");
}

#[test]
fn a_department_that_is_written_once_is_filled_down_when_asked() {
    let list = "部门,姓名,工号\n一车间,张三,1\n,李四,2\n二车间,王明,3\n合计,,\n,周平,4\n";
    let (mut table, _) = read("a.csv", list.as_bytes()).unwrap();
    let records = table.records(&table.map(&[]).unwrap());
    assert_eq!(records.text(1, "unit"), "");
    let told = gaps(&table, &records);
    let text = told.first().unwrap().text(Lang::En);
    assert!(
        text.starts_with("a.csv, rows 3, 6: `部门` is empty below") && text.contains("`--fill-down 部门`"),
        "{text}"
    );
    let told = table.fill_down(&["部门".into()]).unwrap();
    assert!(
        told.first()
            .unwrap()
            .text(Lang::Zh)
            .contains("第 3、6 行: `部门` 为空：已按上方的内容填充：`一车间`, `二车间`"),
        "{told:?}"
    );
    let records = table.records(&table.map(&[]).unwrap());
    let units: Vec<String> = (0..4).map(|record| records.text(record, "unit").into_owned()).collect();
    assert_eq!(units, ["一车间", "一车间", "二车间", "二车间"]);
    assert!(gaps(&table, &records).is_empty());
    // The list for printing again says what was filled: alone it has nothing above.
    let again = String::from_utf8(table.subset(&[1], &["x".into()]).unwrap()).unwrap();
    assert!(again.contains("一车间,李四,2,x"), "{again}");
    let fault = table.fill_down(&["部们".into()]).unwrap_err().to_string();
    assert!(fault.contains("there is no column `部们`") && fault.contains("did you mean `部门`?"), "{fault}");
    // A heading over the group counts, and so does a row that a filter hides.
    let list = "部门,姓名,职务\n一、生产部（2人）,,\n,张三,班长\n,李四,\n检修部：,,\n,王明,\n";
    let (mut table, _) = read("a.csv", list.as_bytes()).unwrap();
    let records = table.records(&table.map(&[]).unwrap());
    assert!(said(&gaps(&table, &records), "column-gaps").contains("rows 3, 4, 6: `部门`"));
    table.fill_down(&["A".into()]).unwrap();
    let records = table.records(&table.map(&[]).unwrap());
    assert_eq!([0, 1, 2].map(|record| records.text(record, "unit").into_owned()), ["生产部", "生产部", "检修部"]);
    // Objects say it in their own form.
    let json = r#"[{"部门":"一车间","姓名":"张三"},{"部门":"","姓名":"李四"}]"#;
    let (mut table, _) = read("a.json", json.as_bytes()).unwrap();
    table.fill_down(&["部门".into()]).unwrap();
    let again = table.subset(&[1], &["x".into()]).unwrap();
    assert_eq!(all("b.json", &again).0, ["1: unit=一车间 name=李四 原因=x"]);
}

#[test]
fn the_number_of_a_room_is_nobody_s_own() {
    assert_eq!(all("a.csv", "姓名,房间号\n王明,301\n".as_bytes()).0, ["2: name=王明 房间号=301"]);
    assert_eq!(all("a.csv", "房间名称,房间号\n会议室,301\n".as_bytes()).0, ["2: name=会议室 number=301"]);
}

#[test]
fn those_who_sign_and_what_is_reckoned_are_nobody() {
    let list = "姓名,部门,人数\n王明,一车间,1\n王平均,一车间,\n";
    let names = |rows: &str| {
        let (rows, findings) = all("a.csv", format!("{list}{rows}李四,二车间,1\n").as_bytes());
        (rows.len(), findings)
    };
    for row in [
        "签名,,",
        "签字盖章,,",
        "领导签字,,",
        "年 月 日,,",
        "公章,,",
        "注意事项,,",
        "部门领导：,,",
        "缺席：张三,,",
        "平均,,30",
        "平均年龄,,30.5",
        "∑,,3",
        "∑,,",
        "乙计,,1",
        "共计叁人,,",
        "男,3,女",
        "审批人签字：,,日期：",
    ] {
        let (count, findings) = names(&format!("{row}\n"));
        assert_eq!(count, 3, "{row}: {findings:?}");
        assert!(!findings.iter().any(leaves_in_doubt), "{row}: {findings:?}");
    }
    // Somebody may be called so.
    let (count, findings) = names("平均,,\n");
    assert!(count == 3 && findings.iter().any(leaves_in_doubt), "{findings:?}");
    for row in ["王平均,,", "张签名,,", "平均,一车间,", "刘计,,1", "签名,一车间,"] {
        assert_eq!(names(&format!("{row}\n")).0, 4, "{row}");
    }
}

#[test]
fn headings_of_a_short_list_are_told_from_guests() {
    let count = |text: &str| {
        let (rows, findings) = all("a.csv", text.as_bytes());
        (rows.len(), findings.iter().any(leaves_in_doubt), said(&findings, "table-heading-alone"))
    };
    let (rows, in_doubt, told) = count("姓名\n检修部\n李一\n王二\n运行部（共2人）\n李三\n生产部\n赵四\n");
    assert!(rows == 4 && !in_doubt && told.contains("rows 2, 5, 7"), "{told}");
    let (rows, in_doubt, _) = count("姓名,部门,备注\n检修部,,\n李一,,\n王二,,\n生产部,,\n赵四,,\n");
    assert_eq!((rows, in_doubt), (3, false));
    let (rows, in_doubt, _) =
        count("姓名,部门\n运行部（共2人）,\n王一,\n王二,\n检修部,\n李一,\n甲班,\n李三,\n机关,\n李六,\n");
    assert_eq!((rows, in_doubt), (5, false));
    // Bodies with people below them may be guests as well.
    let (rows, in_doubt, _) = count("姓名\n华电集团\n李一\n市应急局\n赵四\n");
    assert_eq!((rows, in_doubt), (2, true));
    // Guests are called as bodies are.
    assert_eq!(count("姓名\n华电集团\n市应急局\n国家能源集团\n王明\n").0, 4);
}
