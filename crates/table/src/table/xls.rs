//! XLS ([MS-XLS]), the format of Excel until 2003 and of WPS's `.et`: the workbook, its strings and formats;
//! `xls_sheet` reads the cells.

use std::collections::{BTreeMap, BTreeSet};

use super::biff::{Count, Letters, Pieces, Record, record};
use super::cfb::{Compound, u16_at};
use super::encoding::Written;
use super::number_format::Formats;
use super::package::Broken;
use super::sheet::{Sheet, Sheets};
use super::strings::{Gathered, Strings};
use super::{xls_pictures, xls_sheet};
use biaoyu_page::say;

/// Begins the workbook and each of its sheets.
const BOF: u16 = 0x809;
/// The record that a locked file has.
const FILE_PASS: u16 = 0x2f;
/// Versions of the format.
const EXCEL_97: u16 = 0x600;
const EXCEL_95: u16 = 0x500;

/// What the cells of all sheets refer to.
pub(super) struct Book {
    pub strings: Strings,
    pub formats: Formats,
    pub letters: Letters,
    /// By the number of a cell's style, whether its font is struck out.
    pub struck: Vec<bool>,
    /// By the number of a font, whether it is; and the strings of which a part is.
    pub fonts: Fonts,
    pub struck_strings: BTreeSet<u32>,
    /// Pictures by the number that drawings have for them.
    pub pictures: Vec<Option<xls_pictures::Stored>>,
}

/// Which fonts of the workbook are struck out, in their order.
#[derive(Default)]
pub(super) struct Fonts(Vec<bool>);

impl Fonts {
    /// Whether the font of that number is. There is none of the number 4 (2.5.129, FontIndex).
    pub fn is_struck(&self, number: u16) -> bool {
        let at = usize::from(number).saturating_sub(usize::from(number > 4));
        self.0.get(at).copied().unwrap_or(false)
    }
}

/// A sheet of the workbook.
struct Entry {
    name: String,
    at: usize,
    is_hidden: bool,
}

/// Reads the sheet that `wanted` names, else all that can be seen until `is_enough` says stop.
pub(super) fn read(
    file: &Compound<'_>,
    wanted: Option<&str>,
    is_enough: impl Fn(&Sheet) -> bool,
) -> Result<Sheets, Broken> {
    let stream = match file.stream("Workbook")? {
        Some(stream) => stream,
        None => file.stream("Book")?.ok_or_else(|| {
            Broken::Damaged(say!(
                "it has no stream “Workbook”, which the sheets are in",
                "缺少存放工作表的 Workbook 流"
            ))
        })?,
    };
    let (book, entries) = globals(&stream)?;
    let names = |hidden: bool| entries.iter().filter(|e| e.is_hidden == hidden).map(|e| e.name.clone()).collect();
    let mut sheets = Sheets::new(names(false), names(true));
    let seen = entries.iter().filter(|entry| !entry.is_hidden);
    for entry in seen.chain(entries.iter().filter(|entry| entry.is_hidden)) {
        // One that is hidden is read where it is asked for; else it is only looked at where no other is the list.
        if wanted.is_some_and(|wanted| wanted.trim() != entry.name.trim()) {
            continue;
        }
        let sheet = xls_sheet::read(&stream, entry.at, &book, &entry.name);
        let sheet = sheet.map_err(|broken| broken.in_sheet(&entry.name))?;
        let enough = is_enough(&sheet);
        match wanted {
            None if entry.is_hidden && enough => sheets.unseen = Some(entry.name.clone()),
            None if entry.is_hidden => {}
            _ => sheets.add(sheet)?,
        }
        if enough {
            break;
        }
    }
    Ok(sheets)
}

/// What stands before the sheets.
fn globals(stream: &[u8]) -> Result<(Book, Vec<Entry>), Broken> {
    let cut = || Broken::Damaged(say!("its first records are cut off", "开头的记录不完整"));
    let first = record(stream, 0).filter(|first| first.kind == BOF).ok_or_else(cut)?;
    let mut letters = match first.u16(0) {
        Some(EXCEL_97) => Letters::Unicode,
        Some(EXCEL_95) => Letters::CodePage(encoding_rs::WINDOWS_1252),
        _ => {
            return Err(Broken::Damaged(say!(
                "it is of Excel 4 or an older one, or of none",
                "它是 Excel 4 或更早版本的文件，或不是 Excel 文件"
            )));
        }
    };
    let mut codes: BTreeMap<u32, String> = BTreeMap::new();
    let mut styles: Vec<u32> = Vec::new();
    let (mut fonts, mut struck): (Fonts, Vec<u16>) = Default::default();
    let mut rich = Vec::new();
    let (mut entries, mut strings, mut drawings, mut from_1904) = (Vec::new(), Strings::default(), Vec::new(), false);
    let mut at = first.next;
    while let Some(record) = record(stream, at) {
        at = record.next;
        match record.kind {
            FILE_PASS => return Err(Broken::Locked),
            // EOF
            0x0a => break,
            // CodePage
            0x42 => {
                if let (Letters::CodePage(_), Some(page)) = (letters, record.u16(0)) {
                    letters = Letters::CodePage(code_page(page));
                }
            }
            // Date1904
            0x22 => from_1904 = record.u16(0) == Some(1),
            // BoundSheet8
            0x85 => entries.extend(entry(&record, letters)),
            // Format
            0x41e => {
                let count = if matches!(letters, Letters::Unicode) { Count::Two } else { Count::One };
                let code = Pieces::new(vec![record.data.get(2..).unwrap_or_default()]).string(letters, count);
                if let (Some(id), Some(code)) = (record.u16(0), code) {
                    codes.insert(u32::from(id), code);
                }
            }
            // Font, also as older versions numbered it
            0x31 | 0x231 => fonts.0.push(record.u16(2).is_some_and(|flags| flags & 0x08 != 0)),
            // XF
            0xe0 => {
                styles.push(record.u16(2).map_or(0, u32::from));
                struck.push(record.u16(0).unwrap_or(0));
            }
            // SST
            0xfc => {
                let (parts, next) = record.continued(stream);
                (strings, rich) = shared(parts)?;
                at = next;
            }
            // MsoDrawingGroup, which may be continued by others of its kind.
            0xeb => {
                let (parts, next) = record.continued(stream);
                drawings.extend(parts.into_iter().flatten().copied());
                at = next;
            }
            _ => {}
        }
    }
    let mut formats = Formats::new(from_1904);
    for id in styles {
        formats.push(id, codes.get(&id).map(String::as_str));
    }
    let struck = struck.into_iter().map(|font| fonts.is_struck(font)).collect();
    let rich = rich.into_iter().filter(|(_, font)| fonts.is_struck(*font));
    let struck_strings = rich.map(|(string, _)| string).collect();
    let pictures = xls_pictures::stored(&drawings);
    Ok((Book { strings, formats, letters, struck, fonts, struck_strings, pictures }, entries))
}

/// A sheet with cells: charts and macros are no tables.
fn entry(record: &Record<'_>, letters: Letters) -> Option<Entry> {
    const CELLS: u8 = 0;
    let (state, kind) = (*record.data.get(4)?, *record.data.get(5)?);
    let name = Pieces::new(vec![record.data.get(6..)?]).string(letters, Count::One)?;
    let at = record.u32(0)? as usize;
    (kind == CELLS).then_some(Entry { name, at, is_hidden: state & 3 != 0 })
}

/// The strings of all sheets (2.4.265, SST), and the fonts of those with parts in fonts of their own.
fn shared(parts: Vec<&[u8]>) -> Result<(Strings, Vec<(u32, u16)>), Broken> {
    let mut rich: Vec<(u32, u16)> = Vec::new();
    let mut strings = Gathered::default();
    let mut pieces = Pieces::new(parts);
    pieces.skip(4);
    // The number of them need not be true: what is there is read.
    let count = pieces.u32().unwrap_or(0);
    for number in 0..count {
        match pieces.string(Letters::Unicode, Count::Two) {
            Some(text) => strings.push(&text)?,
            None => break,
        }
        for (_, font) in &pieces.fonts {
            if rich.last() != Some(&(number, *font)) {
                rich.push((number, *font));
            }
        }
    }
    Ok((strings.finish(), rich))
}

/// The encoding of a code page by its number.
fn code_page(page: u16) -> &'static encoding_rs::Encoding {
    let named = |name: &str| match Written::named(name) {
        Ok(Written::Other(encoding)) => encoding,
        Ok(Written::Gb18030) => encoding_rs::GB18030,
        _ => encoding_rs::WINDOWS_1252,
    };
    match page {
        10_008 => encoding_rs::GB18030,
        10_001 => encoding_rs::SHIFT_JIS,
        10_002 => encoding_rs::BIG5,
        10_003 => encoding_rs::EUC_KR,
        10_000 | 32_768 => encoding_rs::MACINTOSH,
        _ => named(&format!("cp{page}")),
    }
}

/// Whether bytes begin as a workbook that stands by itself, without a compound file around it.
pub(super) fn is_bare(bytes: &[u8]) -> bool {
    matches!(u16_at(bytes, 0), Some(0x0009 | 0x0209 | 0x0409 | 0x0809))
        && matches!(u16_at(bytes, 2), Some(4..=16))
        && bytes.get(4..8).is_some_and(|four| four.contains(&0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_struck_out_are_known_by_the_fonts_of_their_runs() {
        let record = |kind: u16, data: &[u8]| {
            let length = u16::try_from(data.len()).unwrap();
            [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
        };
        let words = |words: &[u16]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
        let font = |flags: u16| record(0x31, &words(&[200, flags, 0, 0, 0, 0, 0]));
        // A style: its font and its format.
        let style = |font: u16| record(0xe0, &words(&[font, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        let string = |text: &str, runs: &[(u16, u16)]| {
            let units: Vec<u16> = text.encode_utf16().collect();
            let runs_said: Vec<u16> = runs.iter().flat_map(|(from, font)| [*from, *font]).collect();
            let (count, parts) = (u16::try_from(units.len()).unwrap(), u16::try_from(runs.len()).unwrap());
            [&words(&[count])[..], &[0x09], &words(&[parts]), &words(&units), &words(&runs_said)].concat()
        };
        let strings = [
            &8_u32.to_le_bytes()[..],
            &4_u32.to_le_bytes(),
            &string("姓名", &[(1, 0)]),
            // The fonts 0 to 3, and the fifth, which is numbered 5.
            &string("张三李四", &[(2, 5)]),
            // A part that begins behind the text is of no character.
            &string("王明", &[(1, 2), (2, 5)]),
            &string("李娜", &[(0, 2)]),
        ]
        .concat();
        let globals_said = [
            record(0x809, &words(&[0x600, 5, 0, 0])),
            [font(0), font(0), font(0), font(0), font(0x08)].concat(),
            [style(0), style(5)].concat(),
            record(0xfc, &strings),
            record(0x0a, &[]),
        ]
        .concat();
        let label = |row: u16, index: u16| record(0xfd, &words(&[row, 0, 0, index, 0]));
        let sheet = [
            record(0x809, &words(&[0x600, 16, 0, 0])),
            (0..4).flat_map(|row| label(row, row)).collect(),
            // Numbers side by side, the second struck out, and a truth value that is.
            record(0xbd, &words(&[4, 0, 0, 0x0c, 0, 1, 0x10, 0, 1])),
            record(0x205, &[&words(&[5, 0, 1])[..], &[1, 0]].concat()),
            record(0x0a, &[]),
        ]
        .concat();
        let stream = [&globals_said[..], &sheet].concat();
        let (book, _) = globals(&stream).unwrap();
        let mut read = xls_sheet::read(&stream, globals_said.len(), &book, "名单").unwrap();
        let told = read.marks.remarks(1, |_| true).pop().unwrap().finding("a.xls", None);
        assert_eq!(told.rule, "cell-struck");
        let text = told.text(biaoyu_page::error::Lang::En);
        assert!(text.starts_with("a.xls, cells A2, B5, A6: struck out"), "{text}");
    }
}
