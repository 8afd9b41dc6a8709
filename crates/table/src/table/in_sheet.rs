//! What offices' lists are like: pictures in cells and over them, sums below, halves beside, damage of every kind.

use std::io::{Cursor, Write};

use super::tests::all;
use super::*;
use biaoyu_page::error::{Finding, Lang};
use proptest::prelude::*;

/// A file of `tests/data/tables`.
pub(super) fn file(name: &str) -> Vec<u8> {
    const FILES: [(&str, &[u8]); 11] = [
        ("marks.xlsx", include_bytes!("../../../../tests/data/tables/marks.xlsx")),
        ("marks.xls", include_bytes!("../../../../tests/data/tables/marks.xls")),
        ("marks.ods", include_bytes!("../../../../tests/data/tables/marks.ods")),
        ("parity.xlsx", include_bytes!("../../../../tests/data/tables/parity.xlsx")),
        ("parity.xls", include_bytes!("../../../../tests/data/tables/parity.xls")),
        ("parity.ods", include_bytes!("../../../../tests/data/tables/parity.ods")),
        ("floating-picture.xlsx", include_bytes!("../../../../tests/data/tables/floating-picture.xlsx")),
        ("dispimg.xlsx", include_bytes!("../../../../tests/data/tables/dispimg.xlsx")),
        ("cfb-dir-loop.xls", include_bytes!("../../../../tests/data/tables/cfb-dir-loop.xls")),
        ("xls-fat-loop.xls", include_bytes!("../../../../tests/data/tables/xls-fat-loop.xls")),
        ("xls-false-damage.xls", include_bytes!("../../../../tests/data/tables/xls-false-damage.xls")),
    ];
    FILES.into_iter().find(|(own, _)| *own == name).unwrap().1.to_vec()
}

fn rules(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.rule).collect()
}

fn said(findings: &[Finding], rule: &str) -> String {
    findings.iter().filter(|f| f.rule == rule).map(|f| f.text(Lang::En)).collect::<Vec<_>>().join("\n")
}

fn records(name: &str, bytes: &[u8], options: &Options) -> (Records, Vec<Finding>) {
    let (table, mut findings) = read_with(name, bytes, options).unwrap_or_else(|faults| panic!("{faults}"));
    let mapping = table.map(&[]).unwrap_or_else(|faults| panic!("{faults}"));
    findings.extend(mapping.findings.clone());
    let records = table.records(&mapping);
    findings.extend(records.findings.clone());
    findings.extend(report(&records, &["name"]).findings);
    (records, findings)
}

/// A workbook of one sheet with parts of its own.
fn workbook(sheet: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let rels = |inside: &str| format!("<Relationships>{inside}</Relationships>");
    add("_rels/.rels", &rels(&format!("<Relationship Id='r' Type='{MAIN}/officeDocument' Target='xl/workbook.xml'/>")));
    let book =
        format!("<workbook xmlns:r='{MAIN}'><sheets><sheet name='名单' sheetId='1' r:id='r1'/></sheets></workbook>");
    add("xl/workbook.xml", &book);
    let sheet_rel = format!("<Relationship Id='r1' Type='{MAIN}/worksheet' Target='worksheets/sheet1.xml'/>");
    add("xl/_rels/workbook.xml.rels", &rels(&sheet_rel));
    add("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>"));
    for (name, text) in parts {
        add(name, text);
    }
    zip.finish().unwrap().into_inner()
}

fn text_cell(place: &str, text: &str) -> String {
    format!("<c r='{place}' t='inlineStr'><is><t>{text}</t></is></c>")
}

#[test]
fn pictures_over_a_cell_are_its_rows() {
    for name in ["floating-picture.xlsx", "parity.xlsx", "parity.ods"] {
        let (records, findings) = records(name, &file(name), &Options::default());
        let picture = records.picture(0, "photo").unwrap_or_else(|| panic!("{name}: {findings:?}"));
        assert!(picture.bytes.starts_with(b"\x89PNG"), "{name}");
        assert!((1..records.len()).all(|record| records.picture(record, "photo").is_none()), "{name}");
    }
}

#[test]
fn pictures_in_cells_are_their_rows() {
    let cell = |place: &str, inside: &str| format!("<c r='{place}' {inside}");
    let sheet = format!(
        "<row r='1'>{}{}</row><row r='2'>{}{}</row><row r='3'>{}{}</row><row r='4'>{}{}</row>",
        text_cell("A1", "姓名"),
        text_cell("B1", "一寸照"),
        text_cell("A2", "王明"),
        cell("B2", "t='str'><f>_xlfn.DISPIMG(\"ID_A\",1)</f><v>=DISPIMG(\"ID_A\",1)</v></c>"),
        text_cell("A3", "李娜"),
        cell("B3", "t='e' vm='1'><v>#VALUE!</v></c>"),
        text_cell("A4", "周平"),
        cell("B4", "t='str'><v>=DISPIMG(\"ID_B\",1)</v></c>"),
    );
    let rel = |id: &str, target: &str| {
        format!("<Relationships><Relationship Id='{id}' Type='x/image' Target='{target}'/></Relationships>")
    };
    let wps = "<c xmlns:r='r'><cellImage><pic><cNvPr name='ID_A'/><blip r:embed='r7'/></pic></cellImage></c>";
    let parts = [
        ("xl/cellimages.xml", wps.to_owned()),
        ("xl/_rels/cellimages.xml.rels", rel("r7", "media/a.png")),
        ("xl/media/a.png", "picture a".into()),
        (
            "xl/metadata.xml",
            "<m><metadataTypes><metadataType name='XLRICHVALUE'/></metadataTypes><futureMetadata name='XLRICHVALUE'>\
             <bk><extLst><ext><rvb i='0'/></ext></extLst></bk></futureMetadata><valueMetadata><bk><rc t='1' v='0'/></bk>\
             </valueMetadata></m>"
                .into(),
        ),
        ("xl/richData/rdrichvalue.xml", "<r><rv s='0'><v>0</v><v>5</v></rv></r>".into()),
        (
            "xl/richData/rdrichvaluestructure.xml",
            "<r><s t='_localImage'><k n='_rvRel:LocalImageIdentifier' t='i'/><k n='CalcOrigin'/></s></r>".into(),
        ),
        ("xl/richData/richValueRel.xml", "<r xmlns:r='r'><rel r:id='r9'/></r>".into()),
        ("xl/richData/_rels/richValueRel.xml.rels", rel("r9", "../media/b.png")),
        ("xl/media/b.png", "picture b".into()),
    ];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (records, findings) = records("a.xlsx", &workbook(&sheet, &parts), &Options::default());
    let picture = |record| records.picture(record, "photo").map(|p| String::from_utf8(p.bytes.to_vec()).unwrap());
    assert_eq!([0, 1, 2].map(picture), [Some("picture a".into()), Some("picture b".into()), None], "{findings:?}");
    assert!(said(&findings, "table-picture-column").contains("`一寸照`"));
    assert!(
        said(&findings, "picture-missing").starts_with("a.xlsx, sheet `名单`, cell B4: the workbook does not hold")
    );
    let report = report(&records, &[]);
    assert_eq!((report.bad.len(), report.bad[0].row), (1, 4));
    // The workbook of the case has the formula and no picture at all.
    let (_, findings) = self::records("dispimg.xlsx", &file("dispimg.xlsx"), &Options::default());
    assert!(said(&findings, "picture-missing").contains("cell D2"), "{findings:?}");
}

/// A record of an Office drawing.
fn art(version: u16, kind: u16, inside: &[u8]) -> Vec<u8> {
    let length = u32::try_from(inside.len()).unwrap();
    [&version.to_le_bytes()[..], &kind.to_le_bytes(), &length.to_le_bytes(), inside].concat()
}

#[test]
fn pictures_of_old_workbooks_are_found_in_their_drawings() {
    let png = art(0x6e00, 0xf01e, &[&[0; 17][..], b"\x89PNG"].concat());
    let described = art(2, 0xf007, &[&[0; 36][..], &png].concat());
    let group = art(0xf, 0xf000, &art(0xf, 0xf001, &[described, art(2, 0xf01a, &[0; 40])].concat()));
    let stored = xls_pictures::stored(&group);
    assert_eq!(stored.len(), 2);
    let shape = |picture: u32, row: u16| {
        let properties = art(0x13, 0xf00b, &[&0x4104u16.to_le_bytes()[..], &picture.to_le_bytes()].concat());
        let at: Vec<u8> =
            [2, 3, 100, row, 250, 4, 10, row + 2, 10].iter().flat_map(|n: &u16| n.to_le_bytes()).collect();
        art(0xf, 0xf004, &[properties, art(0, 0xf010, &at)].concat())
    };
    let drawing = art(0xf, 0xf002, &art(0xf, 0xf003, &[shape(1, 4), shape(2, 9), shape(7, 11)].concat()));
    let mut sheet = sheet::Sheet::default();
    xls_pictures::place(&drawing, &stored, 0, &mut sheet);
    let places: Vec<(u32, usize)> = sheet.pictures.iter().map(|p| (p.row, p.column)).collect();
    // From the foot of row 5 to the head of row 7: it is for row 6.
    assert_eq!(places, [(6, 3)]);
    assert_eq!(sheet.remarks.len(), 1);
}

#[test]
fn rows_around_the_list_make_no_record() {
    let text = "××公司名单\n序号,姓名,部门\n1,张三,一\n,小计,1人\n2,李四,二\n合计,,共2人\n制表人：王芳,,审核人：李伟\n备注,请于周五前核对,\n";
    let (rows, findings) = all("a.csv", text.as_bytes());
    assert_eq!(rows, ["3: 序号=1 name=张三 unit=一", "5: 序号=2 name=李四 unit=二"]);
    assert!(said(&findings, "table-sum-rows").contains("rows 4, 6"));
    assert!(said(&findings, "table-rows-below").contains("rows 7, 8"));
    // In the middle of a list it is somebody's.
    let text = "姓名,部门\n备注,一\n张三,二\n";
    assert_eq!(all("a.csv", text.as_bytes()).0.len(), 2);
}

#[test]
fn halves_beside_each_other_are_read_one_after_the_other() {
    let text = "序号,姓名,部门,,序号,姓名,部门\n1,张三,一,,3,王五,三\n2,李四,二,,,,\n";
    let (table, findings) = read("a.csv", text.as_bytes()).unwrap();
    let records = table.records(&table.map(&[]).unwrap());
    let names: Vec<String> =
        (0..records.len()).map(|r| format!("{} {}", records.row(r), records.text(r, "name"))).collect();
    assert_eq!(names, ["2 张三", "3 李四", "2 王五"]);
    assert!(said(&findings, "table-side-by-side").contains("A–C, E–G"));
    let written = String::from_utf8(table.subset(&[2], &["缺照片".into()]).unwrap()).unwrap();
    assert_eq!(written, "序号,姓名,部门,原因\r\n3,王五,三,缺照片\r\n");
    // Halves that are not alike are nobody's to guess.
    let odd = read("a.csv", "姓名,部门,姓名,电话\n张三,一,李四,2\n".as_bytes()).unwrap().0;
    assert!(odd.map(&[]).is_err());
}

#[test]
fn a_list_without_a_header_keeps_its_first_record() {
    let text = "张三,一车间,00017\n李四,二车间,00018\n";
    let options = Options { no_header: true, ..Options::default() };
    let (records, findings) = records("a.csv", text.as_bytes(), &options);
    assert_eq!((records.len(), records.row(0), &*records.text(0, "name")), (2, 1, "张三"));
    assert_eq!((&*records.text(1, "unit"), &*records.text(1, "number")), ("二车间", "00018"));
    assert!(said(&findings, "table-no-header").contains("A = 姓名, B = 单位, C = 编号"));
    let (table, findings) = read("a.csv", text.as_bytes()).unwrap();
    assert_eq!(table.len(), 1);
    assert!(said(&findings, "table-header-guessed").contains("--no-header"));
    let (table, _) = read_with("a.csv", text.as_bytes(), &options).unwrap();
    let written = String::from_utf8(table.subset(&[1], &["重印".into()]).unwrap()).unwrap();
    assert_eq!(written, "李四,二车间,00018,重印\r\n");
}

#[test]
fn what_a_code_says_keeps_its_bytes() {
    let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:王;明\r\nTEL:13800138000\r\nEND:VCARD";
    let text = format!("姓名,备注,二维码\n王　明,\"一\r\n二\",\"{card}\"\n");
    let (records, _) = records("a.csv", text.as_bytes(), &Options::default());
    assert_eq!(
        (&*records.text(0, "qr"), &*records.text(0, "name"), &*records.text(0, "备注")),
        (card, "王明", "一 二")
    );
}

#[test]
fn the_user_may_name_the_encoding() {
    let text = "Name,Company\n佐藤健,東京電力\n";
    let bytes = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let read = |label: &str| {
        let options = Options { encoding: Some(label.into()), ..Options::default() };
        read_with("a.csv", &bytes, &options)
            .map(|(table, findings)| (table.records(&table.map(&[]).unwrap()), findings))
    };
    let (records, findings) = read("SJIS").unwrap();
    assert_eq!(&*records.text(0, "name"), "佐藤健");
    assert!(!rules(&findings).contains(&"table-encoding"));
    assert_eq!(&*read("gbk").unwrap().0.text(0, "name"), "嵅摗寬");
    assert!(read("shift_gis").unwrap_err().to_string().contains("did you mean `shift_jis`?"));
    let (records, findings) = self::records("a.csv", &bytes, &Options::default());
    assert_eq!(&*records.text(0, "name"), "佐藤健");
    assert!(said(&findings, "table-encoding").contains("`--encoding shift_jis`"), "{findings:?}");
    // Its list for printing again is in the same encoding while that has the characters, else in UTF-8.
    let (table, _) = read_with("a.csv", &bytes, &Options::default()).unwrap();
    let written = table.subset(&[0], &["x".into()]).unwrap();
    assert!(encoding_rs::SHIFT_JIS.decode(&written).0.contains("佐藤健"));
    let latin = encoding_rs::WINDOWS_1252.encode("Name,Company\nJosé García,Niño\n").0.into_owned();
    let (table, _) = super::read("a.csv", &latin).unwrap();
    let written = table.subset(&[0], &["缺照片".into()]).unwrap();
    assert!(written.starts_with("\u{feff}Name,Company,原因\r\nJosé".as_bytes()));
}

#[test]
fn wide_characters_need_no_mark() {
    let text = "姓名,单位\n王小明,某某厂\n";
    let utf16 = |be: bool| {
        text.encode_utf16().flat_map(|u| if be { u.to_be_bytes() } else { u.to_le_bytes() }).collect::<Vec<u8>>()
    };
    let utf32 = |be: bool| {
        text.chars()
            .flat_map(|c| if be { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() })
            .collect::<Vec<u8>>()
    };
    let marked = [b"\xFF\xFE\0\0".to_vec(), utf32(false)].concat();
    for bytes in [utf16(false), utf16(true), utf32(false), utf32(true), marked] {
        assert_eq!(all("a.csv", &bytes).0, ["2: name=王小明 unit=某某厂"], "{bytes:?}");
    }
    let (rows, findings) = all("a.csv", "姓名,单位\n王\0小明,某某厂\n".as_bytes());
    assert_eq!(rows, ["2: name=王小明 unit=某某厂"]);
    assert!(said(&findings, "table-zero-byte").contains("row 2"), "{findings:?}");
}

#[test]
fn damage_of_spreadsheets_is_named() {
    let (records, findings) = records(
        "a.csv",
        "姓名,单位,编号\n张三,厂,1.23457E+17\n李四,\"=VLOOKUP(A1,B:C,2,0)\",2\n".as_bytes(),
        &Options::default(),
    );
    assert_eq!(records.len(), 2);
    assert!(said(&findings, "cell-scientific").contains("row 2: `1.23457E+17` in number"), "{findings:?}");
    assert!(said(&findings, "cell-formula").contains("row 3"), "{findings:?}");
    let nested = r#"{"code":0,"data":{"rows":[{"姓名":"王明","单位":{"name":"某某厂","id":3},"编号":17},{"姓名":"李强","单位":null}]}}"#;
    let (rows, findings) = all("a.json", nested.as_bytes());
    assert_eq!(rows, ["1: name=王明 unit=某某厂 单位.id=3 number=17", "2: name=李强"]);
    assert!(rules(&findings).contains(&"table-nested"));
    let several = r#"{"a":[{"x":1}],"b":[{"x":2}]}"#;
    assert!(read("a.json", several.as_bytes()).unwrap_err().to_string().contains("`a` (1), `b` (1)"));
    let half = r#"[{"姓名":"\ud842\udfb7田","编号":"1"},{"姓名":"\ud842坏","编号":"2"}]"#;
    let (table, findings) = read("a.json", half.as_bytes()).unwrap();
    assert!(said(&findings, "table-half-character").starts_with("a.json, row 2: `\\ud842` is half a character"));
    let records = table.records(&table.map(&[]).unwrap());
    assert_eq!(&*records.text(0, "name"), "𠮷田");
    let report = report(&records, &["name"]);
    assert_eq!((report.bad.len(), report.bad[0].cause), (1, Cause::Lost));
    let again = String::from_utf8(table.subset(&[1], &[]).unwrap()).unwrap();
    assert!(again.contains("\\ud842坏"), "what was in the file stays as it was: {again}");
}

#[test]
fn loops_in_old_workbooks_end_in_a_message() {
    for name in ["cfb-dir-loop.xls", "xls-fat-loop.xls"] {
        let faults = read(name, &file(name)).map(|_| ()).unwrap_err();
        assert!(faults.to_string().contains("damaged"), "{faults}");
    }
    assert!(!all("a.xls", &file("xls-false-damage.xls")).0.is_empty());
}

#[test]
fn a_million_records_are_a_million() {
    let text = |rows: usize| format!("姓名\n{}", "王明\n".repeat(rows));
    let (table, _) = read_with("a.csv", text(1_000_000).into_bytes(), &Options::default()).unwrap();
    assert_eq!(table.len(), 1_000_000);
    let faults = read_with("a.csv", text(1_000_001).into_bytes(), &Options::default()).unwrap_err();
    assert!(faults.to_string().contains("more than 1000000 rows"), "{faults}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any bytes in any encoding end in a table or in a message.
    #[test]
    fn any_bytes_are_read(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        label in prop::sample::select(vec!["", "big5", "shift_jis", "euc-kr", "utf-16", "utf-32be", "windows-1252"]),
        no_header in any::<bool>(),
    ) {
        let encoding = Some(label.to_owned()).filter(|label| !label.is_empty());
        let options = Options { encoding, no_header, ..Options::default() };
        if let Ok((table, _)) = read_with("a", &bytes, &options)
            && let Ok(mapping) = table.map(&[])
        {
            let records = table.records(&mapping);
            report(&records, &["name"]);
            let all: Vec<usize> = (0..records.len()).collect();
            table.subset(&all, &[]).unwrap();
        }
    }

    /// Any damage to the pictures' and the sums' workbooks ends in a table or in a message.
    #[test]
    fn damaged_workbooks_never_panic(
        which in 0usize..4,
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..16),
    ) {
        let name = ["parity.xls", "parity.xlsx", "parity.ods", "floating-picture.xlsx"][which];
        let mut bytes = file(name);
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(name, &bytes);
    }
}

#[test]
fn a_text_in_one_piece_is_refused_before_it_is_decoded() {
    for (head, cell) in [
        ("姓名,说明\n王明,", "B2"),
        ("", "A1"),
        ("姓名\n王明\n", "A3"),
        ("姓名\r\n王明\r\n", "A3"),
        ("姓名\r王明\r", "A3"),
    ] {
        let text = format!("{head}{}", "x".repeat(200_000));
        let faults = read("a.csv", text.as_bytes()).unwrap_err();
        assert!(faults.to_string().contains(&format!("cell {cell} has more than 32767 characters")), "{faults}");
    }
    // In pieces that cells may have it is read.
    let text = format!("姓名,说明\n王明,{}\n", "好".repeat(32_000));
    assert_eq!(read("a.csv", text.as_bytes()).unwrap().0.len(), 1);
}
