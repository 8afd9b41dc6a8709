//! Real files of other programs' making (tests/data/tables/make.py), what people do to them, and damage.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use biaoyu_page::error::{Finding, Lang, Severity};

pub(super) const XLSX: &[u8] = include_bytes!("../../../../tests/data/tables/staff.xlsx");
pub(super) const ODS: &[u8] = include_bytes!("../../../../tests/data/tables/staff.ods");
pub(super) const XLS: &[u8] = include_bytes!("../../../../tests/data/tables/staff.xls");
pub(super) const GBK: &[u8] = include_bytes!("../../../../tests/data/tables/gbk.csv");
pub(super) const BOM: &[u8] = include_bytes!("../../../../tests/data/tables/bom.csv");
pub(super) const UTF16: &[u8] = include_bytes!("../../../../tests/data/tables/unicode.txt");
pub(super) const OPEN_QUOTE: &[u8] = include_bytes!("../../../../tests/data/tables/open-quote.csv");
pub(super) const ARRAY: &[u8] = include_bytes!("../../../../tests/data/tables/array.json");
pub(super) const LINES: &[u8] = include_bytes!("../../../../tests/data/tables/lines.jsonl");

/// The rows of a table as `row: field=text field=text`, and all that is said on the way.
pub(super) fn all(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<Finding>) {
    all_with(name, bytes, &Options::default())
}

fn all_with(name: &str, bytes: &[u8], options: &Options) -> (Vec<String>, Vec<Finding>) {
    let (table, mut findings) = read_with(name, bytes, options).unwrap_or_else(|faults| panic!("{faults}"));
    let mapping = table.map(&[]).unwrap_or_else(|faults| panic!("{faults}"));
    findings.extend(mapping.findings.clone());
    let records = table.records(&mapping);
    findings.extend(records.findings.clone());
    let line = |record: Record| {
        let fields: Vec<String> = record.fields.iter().map(|(f, t)| format!("{f}={t}")).collect();
        format!("{}: {}", record.row, fields.join(" "))
    };
    (records.iter().map(line).collect(), findings)
}

fn rules(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.rule).collect()
}

pub(super) fn said(findings: &[Finding], rule: &str) -> String {
    findings.iter().filter(|f| f.rule == rule).map(|f| f.text(Lang::En)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_workbook_is_read_as_it_shows() {
    let (rows, findings) = all("staff.xlsx", XLSX);
    assert_eq!(
        rows,
        [
            "4: 序号=1 name=张三 unit=一车间 number=00017 date=2021年9月1日 完成率=12.5% 备注=第一行 第二行 全称=全称0",
            "5: 序号=2 name=王㛃 unit=一车间 number=00018 date=2021年9月2日 完成率=25.0% 备注=2021/9/1 全称=全称1",
            "6: 序号=3 name=李䶮 unit=一车间 number=00019 date=2021年9月3日 完成率=37.5% 备注=3 全称=全称2",
            "7: 序号=4 name=阿卜杜拉·买买提 unit=二车间 number=00020 date=2021年9月4日 完成率=50.0% 备注=TRUE 全称=全称3",
            "8: 序号=5 name=赵𬭎 unit=二车间 number=00021 date=2021年9月5日 完成率=62.5% 备注=0.3 全称=全称4",
            "9: 序号=6 name=钱𫖯𬬻 unit=二车间 number=00022 date=2021年9月6日 完成率=75.0% 备注=2021/9/1 13:30 全称=全称5",
            "11: 序号=7 number=00023",
            "13: 序号=9 name=孙𪩘 number=110101199003071200",
        ]
    );
    assert_eq!(
        said(&findings, "table-read"),
        "staff.xlsx, sheet `名单`: XLSX, beside the sheets `说明`, `字典` that are not read; header in row 3, 8 records"
    );
    assert!(said(&findings, "table-hidden-rows").starts_with("staff.xlsx, sheet `名单`, row 12: hidden"));
    assert!(said(&findings, "table-cut-number").contains("row 13: a number of more than 15 digits"));
    assert!(said(&findings, "name-aligned").contains("row 4"));
    assert!(said(&findings, "cell-line-break").contains("row 4"));
    assert_eq!(
        said(&findings, "table-columns"),
        "staff.xlsx, sheet `名单`: columns: 姓 名 → name, 部门 → unit, 工号 → number, 发证日期 → date; \
         fields of their own: {序号}, {完成率}, {备注}, {全称}"
    );
    let options = Options { hidden_rows: true, ..Options::default() };
    assert!(all_with("staff.xlsx", XLSX, &options).0.contains(&"12: 序号=8 name=藏起来".into()));
}

#[test]
fn calamine_reads_the_same_texts() {
    let mut book = Xlsx::new(Cursor::new(XLSX)).unwrap();
    // calamine stops at errors that Excel learnt later: the sheet before them is compared.
    let mut cells = book.worksheet_cells_reader("名单").unwrap();
    let (table, _) = read("staff.xlsx", XLSX).unwrap();
    let mut compared = 0;
    while let Ok(Some(cell)) = cells.next_cell() {
        let (row, column) = cell.get_position();
        let text = match Data::from(cell.get_value().clone()) {
            Data::String(text) => text,
            Data::Error(error) => error.to_string(),
            _ => continue,
        };
        let place = table.grid.find(row + 1).unwrap();
        assert_eq!(table.grid.cell(place, column as usize), text, "row {}, column {column}", row + 1);
        compared += 1;
    }
    assert!(compared > 25, "{compared}");
}

#[test]
fn ods_and_xls_are_read_as_they_show() {
    let (rows, findings) = all("staff.ods", ODS);
    assert_eq!(
        rows,
        [
            "5: name=张三 unit=一车间 number=00017 date=2021年9月1日",
            "6: name=王㛃 unit=一车间 number=00018 date=2021-09-02",
            "8: name=Anna  Li unit=二车间 number=00020",
        ]
    );
    assert!(said(&findings, "table-hidden-rows").contains("row 7"));
    let (rows, findings) = all("staff.xls", XLS);
    assert_eq!(rows, ["3: name=张三 unit=一车间 number=00017 date=2021-09-01", "4: name=王㛃 unit=一车间 number=18"]);
    assert!(said(&findings, "table-read").contains("XLS; header in row 2, 2 records"));
}

#[test]
fn texts_of_every_encoding_and_delimiter_are_read() {
    let (rows, findings) = all("gbk.csv", GBK);
    assert_eq!(
        rows,
        [
            "2: number=00017 name=张三 unit=“质量”公司 post=班长",
            "3: number=00018 name=王䶮 unit=甲,乙公司",
            "4: number=00019 name=阿卜杜拉·买买提 unit=丙公司 post=电工",
        ]
    );
    assert_eq!(said(&findings, "table-read"), "gbk.csv: text, GB18030, divided by `,`; header in row 1, 3 records");
    assert!(said(&all("bom.csv", BOM).1, "table-read").contains("UTF-8, divided by `;`"));
    assert!(said(&all("unicode.txt", UTF16).1, "table-read").contains("UTF-16, divided by tabs"));
    for (text, expected) in [
        ("姓名，部门\n张三，一车间\n", "2: name=张三 unit=一车间"),
        ("姓名|部门\n张三|一车间\n", "2: name=张三 unit=一车间"),
        ("sep=;\n姓名;部门\n张三;一车间\n", "3: name=张三 unit=一车间"),
        ("姓名,编号\n\n张三,=\"00017\"\n", "3: name=张三 number=00017"),
        ("姓名\r张三\r", "2: name=张三"),
        ("标语\n质量为先，守正创新，行稳致远\n", "2: slogan=质量为先，守正创新，行稳致远"),
        ("标语\n一心，一意\n二人，二心\n三心，二意\n四面，八方\n五湖，四海\n", "2: slogan=一心，一意"),
        ("标语\n质量先行, 顾客为上\n质量强国\n", "2: slogan=质量先行, 顾客为上"),
        ("姓名,备注\n\"张三\",\"一\n二\"\n李四,\n", "2: name=张三 备注=一 二"),
        ("\u{feff}\u{feff}姓名,部门\n张三,一\n", "2: name=张三 unit=一"),
    ] {
        assert_eq!(all("a.csv", text.as_bytes()).0[0], expected, "{text:?}");
    }
    // After a line break in quotes a spreadsheet counts on by one.
    assert_eq!(all("a.csv", "姓名,备注\n\"张三\",\"一\n二\"\n李四,\n".as_bytes()).0[1], "3: name=李四");
}

#[test]
fn a_broken_byte_or_quote_costs_one_row() {
    let (rows, findings) = all("open-quote.csv", OPEN_QUOTE);
    assert_eq!(
        rows,
        [
            "2: number=00017 name=张三 unit=“质量”公司 post=班长",
            "3: number=00020 name=\"李四 unit=丁公司 post=焊工",
            "4: number=00021 name=孙六 unit=戊公司 post=焊工",
            "5: number=00022 name=周七 unit=己公司 post=焊工",
            "7: number=00023 name=吴八",
        ]
    );
    assert!(said(&findings, "table-open-quote").starts_with("open-quote.csv, row 3:"));
    let mut bytes = "姓名,部门\n张三,一车间\n李四,二车间\n王五,三车间\n".as_bytes().to_vec();
    let place = bytes.windows(3).position(|w| w == "四".as_bytes()).unwrap();
    bytes[place + 1] = b'x';
    let (rows, findings) = all("a.csv", &bytes);
    assert_eq!((rows[0].as_str(), rows[2].as_str()), ("2: name=张三 unit=一车间", "4: name=王五 unit=三车间"));
    assert!(rules(&findings).contains(&"table-damaged"));
    let (table, _) = read("a.csv", &bytes).unwrap();
    let report = report(&table.records(&table.map(&[]).unwrap()), &["name"]);
    assert_eq!((report.bad[0].row, report.bad[0].cause), (3, Cause::Lost));
}

#[test]
fn json_is_read_with_and_without_lines() {
    let (rows, _) = all("array.json", ARRAY);
    assert_eq!(rows, ["1: name=张三 number=17 标签=甲、乙", "2: name=王𬭎 number=1.50 post=电工"]);
    let (rows, findings) = all("lines.jsonl", LINES);
    assert_eq!(rows, ["1: name=张三 number=00017", "2: name=王䶮 number=00018"]);
    assert_eq!(said(&findings, "table-read"), "lines.jsonl: JSON Lines, UTF-8; 2 records");
    let held = r#"{"total": 1, "data": [{"姓名": "张三"}]}"#;
    assert_eq!(all("a.json", held.as_bytes()).0, ["1: name=张三"]);
    let faults = read("a.json", b"[{\"name\": 1},\n3,\n[4]]").unwrap_err();
    assert_eq!(faults.0.len(), 2);
    assert!(faults.to_string().starts_with("a.json:2:1: record 2 is no JSON object"), "{faults}");
    let broken = read("a.json", b"[{\"name\": 1,]").unwrap_err().to_string();
    assert!(
        broken.starts_with("a.json:1:13: the JSON is broken: `]` where a name in double quotes is wanted"),
        "{broken}"
    );
    let broken = read("a.jsonl", "{\"姓名\": \"张三\"}\n{\"姓名\": \"李四\",}\n".as_bytes()).unwrap_err().to_string();
    assert!(broken.starts_with("a.jsonl:2:13: the JSON is broken: `}` where"), "{broken}");
}

#[test]
fn columns_are_mapped_and_slips_are_told() {
    let table = |text: &str| read("a.csv", text.as_bytes()).unwrap().0;
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let fields = |table: &Table, extra: &[(String, String)]| {
        table.map(extra).unwrap().fields().map(str::to_owned).collect::<Vec<_>>()
    };
    // The unit is the wider of the two; the other keeps its own name.
    let both = table("姓名,部门,单位,职称,职务,序号\n张三,一车间,甲厂,工程师,班长,1\n");
    assert_eq!(fields(&both, &[]), ["name", "部门", "unit", "职称", "post", "序号"]);
    assert_eq!(
        fields(&both, &[pair("部门", "unit"), pair("序号", "编号")]),
        ["name", "unit", "单位", "职称", "post", "number"]
    );
    let twice = table("姓名,部门,姓名,部门,电话\n张三,一,李四,二,1\n");
    let faults = twice.map(&[]).unwrap_err();
    assert_eq!(faults.0.len(), 2);
    assert_eq!(
        faults.0[0].text(Lang::En),
        "a.csv: two columns or more could be `name`: A `姓名`, C `姓名`\n  hint: say which: `--map A=name`"
    );
    assert_eq!(fields(&twice, &[pair("c", "name"), pair("B", "unit")]), ["姓名", "unit", "name", "部门", "电话"]);
    // An empty column of the same name is no rival.
    assert_eq!(fields(&table("姓名,部门,姓名\n张三,一,\n"), &[]), ["name", "unit", "姓名"]);
    let faults = both.map(&[pair("部们", "unit"), pair("姓名", "a b")]).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "a.csv: there is no column `部们`\n  hint: did you mean `部门`?\n\
         a.csv: `a b` is no name of a field\n  hint: write `姓名=name`"
    );
    let near = table("姓明,部门\n张三,一\n").map(&[]).unwrap();
    assert!(said(&near.findings, "table-column-near").contains("--map 姓明=name"));
    // Names merged over two columns, in the header and in each row, are one column.
    let merged = table("姓名,姓名,部门\n张三,张三,一\n李四,李四,一\n");
    assert_eq!(fields(&merged, &[]), ["name", "unit"]);
    let odd = table("姓名,楼 层{1},,楼层1\n张三,一,二,三\n");
    assert_eq!(fields(&odd, &[]), ["name", "楼层1", "C", "楼层12"]);
    let slip = both.map(&[pair("职称", "pots")]).unwrap();
    assert!(said(&slip.findings, "table-map").contains("did you mean `post`?"));
}

#[test]
fn the_report_names_rows_and_groups_them() {
    let mut text = String::from("姓名,编号,部门\n");
    for (name, number, unit) in [
        ("张三", "1", "一"),
        ("", "2", "一"),
        ("李四", "3", "#REF!"),
        ("张三", "1", "一"),
        ("王五", "3", "一"),
        ("王五", "5", "一"),
        ("王?", "6", "一"),
        ("赵\u{e863}", "7", "同上"),
    ] {
        text += &format!("{name},{number},{unit}\n");
    }
    for n in 10..17 {
        text += &format!(",{n},二\n");
    }
    let (table, _) = read("a.csv", text.as_bytes()).unwrap();
    let records = table.records(&table.map(&[]).unwrap());
    let report = report(&records, &["name", "unit", "photo"]);
    let lines: Vec<String> =
        report.findings.iter().map(|f| f.text(Lang::En).lines().next().unwrap().to_owned()).collect();
    assert_eq!(
        lines,
        [
            "a.csv, rows 3, 10, 11, 12, 13 and 3 more: no name 姓名",
            "a.csv, row 4: unit 单位 is an error of a formula",
            "a.csv: no column gives the field `photo 照片`",
            "a.csv, row 8: a sign in the name stands for a character that could not be typed or saved",
            "a.csv, row 9: `name` has a character of somebody's own making (U+E863), which other faces do not have",
            "a.csv, row 9: a sign for “as above” in `unit`, which would be printed as it is",
            "a.csv, row 5: the same record twice: 5 = 2",
            "a.csv, row 6: one number for two names: 6 = 4",
        ]
    );
    assert_eq!(report.bad.len(), 9);
    assert_eq!((report.bad[1].row, report.bad[1].reason.zh.as_str()), (4, "unit 单位 为 `#REF!`"));
    assert_eq!(
        report.findings[0].text(Lang::Zh).lines().next(),
        Some("a.csv, 第 3、10、11、12、13 等 8 行: 缺少 name 姓名")
    );
    assert_eq!(report.findings[0].severity, Severity::Error);
}

#[test]
fn the_list_for_printing_again_is_the_same_kind_of_file() {
    let reasons = ["缺少照片".to_owned(), "字“𬭎”, 无".to_owned()];
    for (name, bytes, rows, extension) in [
        ("gbk.csv", GBK, [4, 3], "csv"),
        ("bom.csv", BOM, [4, 3], "csv"),
        ("staff.xlsx", XLSX, [8, 4], "xlsx"),
        ("staff.ods", ODS, [6, 5], "xlsx"),
        ("staff.xls", XLS, [4, 3], "xlsx"),
        ("array.json", ARRAY, [2, 1], "json"),
        ("lines.jsonl", LINES, [2, 1], "jsonl"),
    ] {
        let (table, _) = read(name, bytes).unwrap();
        assert_eq!(table.subset_extension(), extension);
        let old = table.records(&table.map(&[]).unwrap());
        let wanted = rows.map(|row| (0..old.len()).find(|r| old.row(*r) == row).unwrap());
        let written = table.subset(&wanted, &reasons).unwrap();
        assert_eq!(written, table.subset(&wanted, &reasons).unwrap());
        let (again, _) = read(name, &written).unwrap_or_else(|faults| panic!("{name}: {faults}"));
        if extension != "xlsx" {
            assert_eq!(again.form(), table.form(), "{name}");
        }
        let new = again.records(&again.map(&[]).unwrap());
        assert_eq!(new.len(), 2, "{name}");
        for (i, at) in wanted.into_iter().enumerate() {
            for field in old.fields() {
                assert_eq!(new.text(i, field), old.text(at, field), "{name}, {field}");
            }
            assert_eq!(new.text(i, "原因"), reasons[i], "{name}");
        }
    }
    let wide = read("a.txt", "姓名，部门\n张三，一\n".as_bytes()).unwrap().0;
    let written = String::from_utf8(wide.subset(&[0], &["不，是".into()]).unwrap()).unwrap();
    assert_eq!(written, "\"姓名\"，\"部门\"，\"原因\"\r\n\"张三\"，\"一\"，\"不，是\"\r\n");
    // Zeros that somebody kept through a spreadsheet are kept again.
    let zeros = read("a.csv", "姓名,工号\n张三,=\"00018\"\n李四,7\n".as_bytes()).unwrap().0;
    let written = String::from_utf8(zeros.subset(&[0, 1], &["x".into(), "y".into()]).unwrap()).unwrap();
    assert_eq!(written, "姓名,工号,原因\r\n张三,\"=\"\"00018\"\"\",x\r\n李四,7,y\r\n");
    assert_eq!(all("a.csv", written.as_bytes()).0[0], "2: name=张三 number=00018 原因=x");
    let array = read("a.json", ARRAY).unwrap().0.subset(&[1], &reasons).unwrap();
    assert!(String::from_utf8(array).unwrap().contains("\"编号\": 1.50"));
}

#[test]
fn what_is_no_table_is_said() {
    let cases: [(&str, &[u8], &str); 8] = [
        ("a.csv", b"", "there is nothing in this table"),
        ("a.csv", b"\n \n", "there is nothing in this table"),
        ("a.csv", "姓名,部门\n".as_bytes(), "there is no row below the header"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table>", "this is a web page or XML"),
        ("a.csv", b"%PDF-1.7\n", "this is a PDF file"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is no table"),
        ("a.xlsx", b"PK\x03\x04 and no more", "the spreadsheet is damaged"),
        ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more", "the spreadsheet is damaged"),
    ];
    for (name, bytes, what) in cases {
        let faults = read(name, bytes).unwrap_err();
        assert!(faults.to_string().contains(what), "{bytes:?}: {faults}");
    }
    let options = Options { sheet: Some("名".into()), ..Options::default() };
    let faults = read_with("staff.xlsx", XLSX, &options).unwrap_err();
    assert!(faults.to_string().contains("there is no sheet `名`"), "{faults}");
    let wide = format!("姓名{}x\n", ",".repeat(600));
    assert!(read("a.csv", wide.as_bytes()).unwrap_err().to_string().contains("beyond column SR"));
}

#[test]
fn cells_are_found_however_they_stand_in_the_text() {
    let long = "长".repeat(200);
    let wide = (0..100).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
    let text = format!(
        "姓名,部门,备注\n王明,运行,x\n李四,,检修\n\"赵六\",\"燃料\",\"一,\"\"二\"\"\"\n\"钱七\",\"化学\",\"三\"\n{long},,{long}\n,,y\n{wide}\n"
    );
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let wanted: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let grid = delimited::read("a.csv", text.clone()).unwrap().grid;
    assert_eq!(grid.len(), wanted.len());
    for (row, wanted) in wanted.iter().enumerate() {
        assert!(grid.row(row).eq(wanted), "{:?}", grid.row(row).collect::<Vec<_>>());
        for column in 0..wanted.len() + 2 {
            assert_eq!(grid.cell(row, column), wanted.get(column).unwrap_or_default(), "{row} {column}");
        }
    }
}

#[test]
fn what_json_has_for_one_person_is_one_record() {
    let nested = r#"{"data":[{"user":{"姓名":"王明","工号":"007"},"部门":{"名称":"运行部","id":3}}]}"#;
    let (rows, _) = all("a.json", nested.as_bytes());
    assert_eq!(rows, ["1: name=王明 number=007 unit=运行部 部门.id=3"]);
    for (text, wanted) in [
        (r#"{"姓名":["王明","李四"],"部门":["运行","检修"]}"#, ["1: name=王明 unit=运行", "2: name=李四 unit=检修"]),
        (r#"[["姓名","部门"],["王明","运行"],["李四","检修"]]"#, ["1: name=王明 unit=运行", "2: name=李四 unit=检修"]),
        (r#"{"7":{"姓名":"王明"},"8":{"姓名":"李四"}}"#, ["1: 键=7 name=王明", "2: 键=8 name=李四"]),
    ] {
        let (rows, findings) = all("a.json", text.as_bytes());
        assert_eq!(rows, wanted, "{text}");
        assert!(rules(&findings).contains(&"table-json-shape"));
    }
}

#[test]
fn sentences_of_a_table_have_full_marks_and_names_of_companies_stay() {
    let list = "姓名,单位,正文\n王明,华北(集团)公司,\"在\"\"质量月\"\"活动中表现突出,特发此证\"\n";
    let (rows, findings) = all("a.csv", list.as_bytes());
    assert_eq!(rows, ["2: name=王明 unit=华北(集团)公司 body=在“质量月”活动中表现突出，特发此证"]);
    assert!(rules(&findings).contains(&"half-width-mark"));
}

#[test]
fn a_link_without_quotes_around_it_is_one_cell() {
    let list = "姓名,部门,二维码\n=HYPERLINK(\"https://a.cn/1\",\"王明\"),运行,=HYPERLINK(\"https://a.cn/2\",\"码\")\n";
    let (rows, findings) = all("a.csv", list.as_bytes());
    assert_eq!(rows, ["2: name=王明 unit=运行 qr=https://a.cn/2"]);
    assert!(rules(&findings).contains(&"cell-link"));
}

#[test]
fn a_sheet_whose_rows_are_all_hidden_is_said_to_be_so() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, name) in (0..).zip(["姓名", "王明"]) {
        sheet.write_string(row, 0, name).unwrap();
    }
    sheet.set_row_hidden(1).unwrap();
    let faults = read("a.xlsx", &book.save_to_buffer().unwrap()).unwrap_err();
    assert!(faults.0.iter().any(|f| f.what.en.contains("hidden")), "{faults}");
}

#[test]
fn notes_of_several_lines_days_and_counts_below_a_list_are_nobody() {
    let list = "姓名,部门\n王明,一\n李四,二\n";
    for (foot, left_out) in [
        ("注：请于周五前领取,\n说明：1. 照片另附,\n     2. 编号暂缺,\n", "rows 4, 5, 6"),
        ("审核人：赵五  批准人：钱六,\n2024年5月1日,\n", "rows 4, 5"),
        ("填表日期：2024.5.1\n", "row 4"),
    ] {
        let (rows, findings) = all("a.csv", format!("{list}{foot}").as_bytes());
        assert_eq!(rows, ["2: name=王明 unit=一", "3: name=李四 unit=二"], "{foot}");
        assert!(said(&findings, "table-rows-below").contains(left_out), "{foot}: {findings:?}");
    }
    // What nothing marks as a note is somebody, and so is a name behind a note.
    assert_eq!(all("a.csv", format!("{list}赵五,\n").as_bytes()).0.len(), 3);
    assert_eq!(all("a.csv", format!("{list}备注：,\n赵五,\n").as_bytes()).0.len(), 3);
    assert!(said(&all("a.csv", format!("{list},\n第1页 共1页,\n").as_bytes()).1, "table-marks").contains("row 5"));
    // A day in a column of days is somebody's; what looks like a heading is told.
    assert_eq!(all("a.csv", "姓名,日期\n王明,2024-5-1\n,2024-5-2\n".as_bytes()).0.len(), 2);
    let headed = "姓名,部门\n一车间（2人）,\n王明,一\n阿卜杜拉·买买提,\n李四,二\n周平,二\n吴强,一\n扎西,\n";
    let (table, told) = read("a.csv", headed.as_bytes()).unwrap();
    assert!(said(&told, "table-heading-alone").contains("row 2: `一车间（2人）`"), "{told:?}");
    let told = report(&table.records(&table.map(&[]).unwrap()), &["name"]).findings;
    assert!(!said(&told, "name-alone").contains("阿卜杜拉"), "{told:?}");
    let (rows, findings) = all("a.csv", format!("{list}40人,\n").as_bytes());
    assert_eq!((rows.len(), said(&findings, "table-sum-rows").contains("row 4")), (2, true));
}

#[test]
fn wide_texts_without_a_mark_are_read_when_they_say_one() {
    let text = "姓名,部门\n王明,一车间\n李四,一车间\n";
    for bytes in [
        text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ] {
        assert_eq!(all("a.csv", &bytes).0, ["2: name=王明 unit=一车间", "3: name=李四 unit=一车间"]);
    }
    let mail = b"\x1b$B;aL>\x1b(B,\x1b$B2q<R\x1b(B\n\x1b$B:4F#7r\x1b(B,\x1b$BElEl\x1b(B\n";
    assert_eq!(all("a.csv", mail).0, ["2: name=佐藤健 unit=東東"]);
}
