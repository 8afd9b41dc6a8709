//! Size and damage: what is read fast and the same, and what must end in a message.

use std::io::Cursor;

use proptest::prelude::*;

use super::tests::{ARRAY, BOM, GBK, LINES, ODS, OPEN_QUOTE, UTF16, XLS, XLSX, all, said};
use super::*;

/// A workbook of `rows` people in `columns` columns, and the same as CSV.
fn many(rows: usize) -> (Vec<u8>, Vec<u8>) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut csv = String::from("姓名,单位,编号,备注\n");
    for (column, header) in ["姓名", "单位", "编号", "备注"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, header).unwrap();
    }
    let zeros = rust_xlsxwriter::Format::new().set_num_format("000000");
    for n in 1..=rows {
        let (name, unit) = (format!("张{n}"), format!("第{}车间", n % 97));
        csv += &format!("{name},{unit},{n:06},\"第{n}行，“备注”\"\n");
        sheet.write_string(n as u32, 0, &name).unwrap();
        sheet.write_string(n as u32, 1, &unit).unwrap();
        sheet.write_number_with_format(n as u32, 2, n as f64, &zeros).unwrap();
        sheet.write_string(n as u32, 3, format!("第{n}行，“备注”")).unwrap();
    }
    (book.save_to_buffer().unwrap(), csv.into_bytes())
}

#[test]
fn ten_thousand_rows_are_the_same_in_both_kinds_of_file() {
    let (xlsx, csv) = many(10_000);
    let ((sheet, _), (text, _)) = (all("a", &xlsx), all("a", &csv));
    assert_eq!(sheet.len(), 10_000);
    assert_eq!(sheet[9_999], "10001: name=张10000 unit=第9车间 number=010000 备注=第10000行，“备注”");
    assert_eq!(sheet, text);
}

/// A workbook with that for its sheet.
fn with_sheet(sheet: &[u8]) -> Vec<u8> {
    let (xlsx, _) = many(1);
    let mut old = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut part = old.by_index(i).unwrap();
        let name = part.name().unwrap().to_string();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        let bytes = if name.ends_with("sheet1.xml") { sheet } else { &bytes };
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut new, bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn a_zip_bomb_ends_in_a_message() {
    let mut sheet = b"<worksheet><sheetData><row><c t=\"str\"><v>".to_vec();
    sheet.resize(100 << 20, b'a');
    let bomb = with_sheet(&sheet);
    assert!(bomb.len() < 1 << 20);
    let faults = read("bomb.xlsx", &bomb).unwrap_err();
    assert!(faults.to_string().contains("unpacks to more than"), "{faults}");
}

#[test]
fn cells_that_share_one_long_text_are_counted_each() {
    let source = std::sync::Arc::new("x".repeat(biaoyu_page::limits::TABLE_CELL_CHARS));
    let to = u32::try_from(source.len()).unwrap();
    let mut grid = grid::Grid::over(source, 0, 0);
    let row = [grid::Piece::Part(0, to); biaoyu_page::limits::TABLE_COLUMNS];
    let mut pushed = (1..=100).map(|number| grid.push_pieces(number, row.into_iter()));
    let most = biaoyu_page::limits::TABLE_LONG_BYTES / (to as usize * row.len());
    assert_eq!(pushed.position(|row| row == Err(grid::Over::Text)), Some(most));
}

#[test]
fn a_sheet_of_more_rows_than_spreadsheets_have_ends_in_a_message() {
    let rows = "<row/>".repeat(biaoyu_page::limits::TABLE_SHEET_ROWS + 1);
    let faults = read("rows.xlsx", &with_sheet(format!("<worksheet><sheetData>{rows}").as_bytes())).unwrap_err();
    assert!(faults.to_string().contains("has more than 1000000 rows"), "{faults}");
}

#[test]
fn merged_ranges_that_lie_end_in_a_message_or_a_table() {
    let mut grid = grid::Grid::default();
    for number in 1..=2_000 {
        grid.push(number, ["x"; 2].into_iter()).unwrap();
    }
    let merge = |top| grid::Merge { top, left: 0, bottom: u32::MAX, right: usize::MAX };
    let spread = grid.spread((1..=2_000).map(merge).collect()).unwrap();
    assert_eq!((spread.len(), spread.width(0), spread.cell(1_999, 511)), (2_000, 512, "x"));
}

#[test]
fn sheets_that_lie_about_their_size_are_read_as_they_are() {
    let mut bytes = XLS.to_vec();
    let at = bytes.windows(4).position(|w| w == [0x00, 0x02, 0x0e, 0x00]).unwrap();
    bytes[at + 8..at + 12].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(all("a.xls", &bytes).0, all("a.xls", XLS).0);
}

#[test]
fn a_thousand_open_quotes_are_read_row_by_row() {
    let rows: String = (0..1_000).map(|n| format!("\"张{n},一,二\n")).collect();
    let (read, findings) = all("a.csv", format!("姓名,部门,备注\n{rows}").as_bytes());
    assert_eq!((read.len(), read[999].as_str()), (1_000, "1001: name=\"张999 unit=一 备注=二"));
    assert_eq!(findings.iter().filter(|f| f.rule == "table-open-quote").count(), 1);
}

#[test]
fn rows_that_are_cut_elsewhere_and_names_that_are_lost_are_told() {
    let text = "姓名,部门,编号\n张三,运行部,001\n李四,检修部,一班,002\n王五，运行部,003\n????,财务部,004\nNULL,财务部,005\n王??,财务部,#####\n";
    let (table, findings) = read("a.csv", text.as_bytes()).unwrap();
    assert!(said(&findings, "table-ragged").starts_with("a.csv, rows 3, 4:"), "{findings:?}");
    let records = table.records(&table.map(&[]).unwrap());
    let found = report(&records, &["name"]);
    let bad: Vec<(usize, Cause)> = found.bad.iter().map(|bad| (bad.row, bad.cause)).collect();
    assert_eq!(bad, [(5, Cause::Lost), (6, Cause::Missing)]);
    let rules: Vec<&str> = found.findings.iter().map(|f| f.rule).collect();
    assert!(
        ["field-lost-character", "field-missing", "name-placeholder", "cell-error"]
            .iter()
            .all(|rule| rules.contains(rule)),
        "{rules:?}"
    );
    assert_eq!(records.text(5, "number"), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any damage to a real file ends in a table or in a message.
    #[test]
    fn damage_never_panics(
        which in 0usize..9,
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let files: [&[u8]; 9] = [XLSX, ODS, XLS, GBK, BOM, UTF16, OPEN_QUOTE, ARRAY, LINES];
        let mut bytes = files[which].to_vec();
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok((table, _)) = read("a", &bytes)
            && let Ok(mapping) = table.map(&[])
        {
            let records = table.records(&mapping);
            report(&records, &["name", "unit"]);
            let all: Vec<usize> = (0..records.len()).collect();
            table.subset(&all, &[]).unwrap();
        }
    }

    /// Any text is a table or a message, and what is written of it is read back.
    #[test]
    fn any_text_is_read(text in "(姓名|部门|,|\t|;|，|\"|\n|\r|a|1| |#N/A|\u{feff}|\\{|\\[|:){0,40}") {
        if let Ok((table, _)) = read("a", text.as_bytes())
            && let Ok(mapping) = table.map(&[])
        {
            let all: Vec<usize> = (0..table.records(&mapping).len()).collect();
            let written = table.subset(&all, &[]).unwrap();
            prop_assert!(!written.is_empty());
        }
    }
}
