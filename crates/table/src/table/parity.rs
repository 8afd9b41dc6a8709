//! One promise, five readers: what each kind of file is read like, claim by claim, and the table of docs/data.md made
//! of the claims that hold.

use std::io::{Cursor, Read as _, Write};

use super::in_sheet::file;
use super::*;
use biaoyu_page::error::{Faults, Finding};

/// What is claimed of one reader, and whether it holds.
struct Claim(&'static str, fn() -> bool);

/// A claim that nothing has to be done for.
const NOTHING: Claim = Claim("–", || true);

fn read_file(name: &str) -> (Records, Vec<Finding>) {
    from(name, &file(name))
}

fn from(name: &str, bytes: &[u8]) -> (Records, Vec<Finding>) {
    let (table, mut findings) = read(name, bytes).unwrap_or_else(|faults| panic!("{name}: {faults}"));
    let records = table.records(&table.map(&[]).unwrap());
    findings.extend(report(&records, &["name"]).findings);
    (records, findings)
}

/// Whether the first record has that text.
fn shows(name: &str, field: &str, text: &str) -> bool {
    read_file(name).0.text(0, field) == text
}

/// Whether a finding of that rule is told, at a place that has these words.
fn tells(findings: &[Finding], rule: &str, place: &str) -> bool {
    findings.iter().any(|f| f.rule == rule && f.place.text(biaoyu_page::error::Lang::En).contains(place))
}

fn leaves_out(name: &str) -> bool {
    let (records, findings) = read_file(name);
    records.len() == 2 && tells(&findings, "table-hidden-rows", "row 5")
}

fn names_sheets(name: &str) -> bool {
    let (_, findings) = read_file(name);
    findings.iter().any(|f| f.rule == "table-read" && f.what.en.contains("`字典`"))
}

fn repeats(name: &str) -> bool {
    let (records, _) = read_file(name);
    [0, 1].iter().all(|record| records.text(*record, "unit") == "一车间")
}

fn sums(name: &str) -> bool {
    tells(&read_file(name).1, "table-sum-rows", "row 6")
}

fn pictured(name: &str) -> bool {
    read_file(name).0.picture(0, "photo").is_some_and(|picture| picture.bytes.starts_with(b"\x89PNG"))
}

fn warns(name: &str, rule: &str, place: &str) -> bool {
    tells(&read_file(name).1, rule, place)
}

fn is_locked(name: &str, bytes: &[u8]) -> bool {
    read(name, bytes).is_err_and(|faults: Faults| faults.0[0].code == "table/locked")
}

/// The workbook as one that has an encrypted one in its place.
fn sealed() -> Vec<u8> {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut bytes = file("parity.xls");
    let name = utf16("Workbook");
    let at = bytes.windows(name.len() + 2).position(|w| w[..name.len()] == name[..] && w[name.len()] == 0).unwrap();
    let new = utf16("EncryptedPackage");
    bytes[at..at + new.len()].copy_from_slice(&new);
    bytes[at + 64] = u8::try_from(new.len() + 2).unwrap();
    bytes
}

/// The workbook with the record of a locked file for the one that names its writer.
fn with_password() -> Vec<u8> {
    let mut bytes = file("parity.xls");
    let at = bytes.windows(4).position(|w| w == [0x5c, 0x00, 0x70, 0x00]).unwrap();
    bytes[at] = 0x2f;
    bytes
}

/// The ODS file with a list of parts that are encrypted.
fn encrypted() -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(file("parity.ods"))).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut part = old.by_index(i).unwrap();
        let name = part.name().unwrap().to_string();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "META-INF/manifest.xml" {
            bytes = b"<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>".to_vec();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn csv_first(text: &str, field: &str, wanted: &str) -> bool {
    from("a.csv", text.as_bytes()).0.text(0, field) == wanted
}

fn json_first(text: &str, field: &str, wanted: &str) -> bool {
    from("a.json", text.as_bytes()).0.text(0, field) == wanted
}

fn written_in(encoding: &'static encoding_rs::Encoding, name: &str, text: &str) -> bool {
    let (records, _) = from(name, &encoding.encode(text).0);
    records.text(0, "name") == "王小明"
}

/// What is promised, and by XLSX, XLS, ODS, CSV and JSON in this order.
fn promises() -> Vec<(&'static str, [Claim; 5])> {
    const XLSX: &str = "parity.xlsx";
    const XLS: &str = "parity.xls";
    const ODS: &str = "parity.ods";
    vec![
        (
            "number formats 数字格式",
            [
                Claim("as shown", || shows(XLSX, "number", "00017")),
                Claim("as shown", || shows(XLS, "number", "00017")),
                Claim("as shown", || shows(ODS, "number", "00017")),
                Claim("as written", || csv_first("姓名,编号\n王明,00017\n", "number", "00017")),
                Claim("as written", || json_first(r#"[{"姓名":"王明","编号":"00017"}]"#, "number", "00017")),
            ],
        ),
        (
            "dates 日期",
            [
                Claim("as shown", || shows(XLSX, "date", "2024年1月15日")),
                Claim("as shown", || shows(XLS, "date", "2024年1月15日")),
                Claim("as shown", || shows(ODS, "date", "2024年1月15日")),
                Claim("as written", || csv_first("姓名,日期\n王明,2024-1-5\n", "date", "2024-1-5")),
                Claim("as written", || json_first(r#"[{"姓名":"王明","日期":"1月5日"}]"#, "date", "1月5日")),
            ],
        ),
        (
            "hidden and filtered rows 隐藏行",
            [
                Claim("left out, named", || leaves_out(XLSX)),
                Claim("left out, named", || leaves_out(XLS)),
                Claim("left out, named", || leaves_out(ODS)),
                NOTHING,
                NOTHING,
            ],
        ),
        (
            "other and hidden sheets 其他工作表",
            [
                Claim("named", || names_sheets(XLSX)),
                Claim("named", || names_sheets(XLS)),
                Claim("named", || names_sheets(ODS)),
                NOTHING,
                NOTHING,
            ],
        ),
        (
            "hidden columns 隐藏列",
            [
                Claim("read, named", || warns("marks.xlsx", "table-hidden-columns", "名单")),
                Claim("read, named", || warns("marks.xls", "table-hidden-columns", "名单")),
                Claim("read, named", || warns("marks.ods", "table-hidden-columns", "名单")),
                NOTHING,
                NOTHING,
            ],
        ),
        (
            "text struck out 删除线",
            [
                Claim("read, named", || warns("marks.xlsx", "cell-struck", "cell A3")),
                Claim("read, named", || warns("marks.xls", "cell-struck", "cell A3")),
                Claim("read, named", || warns("marks.ods", "cell-struck", "cell A3")),
                NOTHING,
                NOTHING,
            ],
        ),
        (
            "comments 批注",
            [
                Claim("named", || warns("marks.xlsx", "cell-comment", "cell B3")),
                // Comments of XLS are read from bytes made for it: `xls_sheet.rs`.
                Claim("named", || !read_file("marks.xls").0.is_empty()),
                Claim("named", || warns("marks.ods", "cell-comment", "cell B3")),
                NOTHING,
                NOTHING,
            ],
        ),
        (
            "merged cells 合并单元格",
            [
                Claim("repeated", || repeats(XLSX)),
                Claim("repeated", || repeats(XLS)),
                Claim("repeated", || repeats(ODS)),
                NOTHING,
                NOTHING,
            ],
        ),
        (
            "values of formulas 公式的值",
            [
                Claim("as saved", || shows(XLSX, "备注", "王明一车间")),
                Claim("as saved", || super::tests::all("a", super::tests::XLS).0.len() == 2),
                Claim("as saved", || shows(ODS, "备注", "王明一车间")),
                Claim("`=HYPERLINK` as shown", || {
                    csv_first("姓名\n\"=HYPERLINK(\"\"http://a.cn\"\",\"\"王明\"\")\"\n", "name", "王明")
                }),
                NOTHING,
            ],
        ),
        (
            "formulas without a value 没有结果的公式",
            [
                Claim("named", || warns(XLSX, "cell-without-value", "cell G4")),
                Claim("named", || warns("marks.xls", "cell-without-value", "cell E2")),
                Claim("named", || warns(ODS, "cell-without-value", "cell G4")),
                Claim("named", || {
                    tells(&from("a.csv", "姓名,备注\n王明,=A1&B1\n".as_bytes()).1, "cell-formula", "row 2")
                }),
                NOTHING,
            ],
        ),
        (
            "numbers of more digits than are kept 被截断的长数字",
            [
                Claim("named", || warns(XLSX, "table-cut-number", "row 3")),
                Claim("named", || warns(XLS, "table-cut-number", "row 3")),
                Claim("named", || warns(ODS, "table-cut-number", "row 3")),
                Claim("`1.2E+17` named", || {
                    tells(&from("a.csv", "姓名,编号\n王明,1.2E+17\n".as_bytes()).1, "cell-scientific", "row 2")
                }),
                Claim("all digits", || {
                    json_first(r#"[{"姓名":"王明","编号":110101199003071234}]"#, "number", "110101199003071234")
                }),
            ],
        ),
        (
            "pictures in the sheet 表内图片",
            [
                Claim("the row's photo", || pictured(XLSX)),
                // Drawings of XLS are read from bytes made for it: `in_sheet.rs`.
                Claim("the row's photo", || xls_pictures::stored(&[]).is_empty()),
                Claim("the row's photo", || pictured(ODS)),
                NOTHING,
                NOTHING,
            ],
        ),
        (
            "sums, signatures 合计、制表人",
            [
                Claim("left out, named", || sums(XLSX)),
                Claim("left out, named", || sums(XLS)),
                Claim("left out, named", || sums(ODS)),
                Claim("left out, named", || {
                    tells(&from("a.csv", "姓名,部门\n王明,一\n合计,1人\n".as_bytes()).1, "table-sum-rows", "row 3")
                }),
                Claim("left out, named", || {
                    let text = r#"[{"姓名":"王明"},{"姓名":"合计"}]"#;
                    tells(&from("a.json", text.as_bytes()).1, "table-sum-rows", "row 2")
                }),
            ],
        ),
        (
            "encodings 编码",
            [
                NOTHING,
                Claim("Unicode, code page", || shows(XLS, "name", "王明")),
                NOTHING,
                Claim("found, or `--encoding`", || {
                    written_in(encoding_rs::BIG5, "a.csv", "姓名,單位\n王小明,台灣電力\n")
                        && written_in(encoding_rs::GB18030, "a.csv", "姓名,单位\n王小明,电力局\n")
                }),
                Claim("found, or `--encoding`", || {
                    written_in(encoding_rs::GB18030, "a.json", r#"[{"姓名":"王小明","单位":"电力局"}]"#)
                }),
            ],
        ),
        (
            "a password 密码",
            [
                Claim("refused, named", || is_locked("a.xlsx", &sealed())),
                Claim("refused, named", || is_locked("a.xls", &with_password())),
                Claim("refused, named", || is_locked("a.ods", &encrypted())),
                NOTHING,
                NOTHING,
            ],
        ),
    ]
}

/// The table as it stands in docs/data.md.
fn table() -> String {
    let mut out = String::from("| | XLSX | XLS | ODS | CSV | JSON |\n|---|---|---|---|---|---|\n");
    for (what, claims) in promises() {
        let cells = claims.iter().map(|claim| format!(" {} |", claim.0)).collect::<String>();
        out += &format!("| {what} |{cells}\n");
    }
    out
}

#[test]
fn five_readers_keep_one_promise() {
    let mut broken = Vec::new();
    for (what, claims) in promises() {
        for (Claim(said, holds), form) in claims.into_iter().zip(["XLSX", "XLS", "ODS", "CSV", "JSON"]) {
            if !holds() {
                broken.push(format!("{what}, {form}: {said}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_table_of_the_docs_is_made_of_the_claims() {
    let docs = include_str!("../../../../docs/data.md");
    assert!(docs.contains(&table()), "docs/data.md needs this table:\n{}", table());
}
