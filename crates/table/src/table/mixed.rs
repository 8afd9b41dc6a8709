//! A text of which some lines are UTF-8 and some are not: two files put together by a program that did not look.

use std::ops::Range;

use encoding_rs::{Encoding, GB18030};

use super::hygiene::is_han;
use super::plausible::judge;

/// A text that is read line by line.
#[derive(Debug)]
pub(super) struct Mixed {
    pub text: String,
    /// The encoding of the lines that are no UTF-8.
    pub encoding: &'static Encoding,
    /// Whether these are the fewer.
    pub is_rare: bool,
    /// The rows of those that are fewer, as a spreadsheet counts them.
    pub rows: Vec<u32>,
}

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Ascii,
    Utf8,
    Other,
    /// UTF-8 of which bytes are lost.
    Damaged,
}

/// The text of bytes that are UTF-8 in some lines and in others not; `None` where all lines are alike.
pub(super) fn read(bytes: &[u8]) -> Option<Mixed> {
    let mut lines: Vec<(Range<usize>, Kind, u32)> = Vec::new();
    let (mut start, mut row, mut in_quotes) = (0, 1_u32, false);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let end = start + line.len();
        lines.push((start..end, kind(line), row));
        in_quotes ^= !line.iter().filter(|b| **b == b'"').count().is_multiple_of(2);
        row = row.saturating_add(u32::from(!in_quotes));
        start = end;
    }
    let count = |wanted: Kind| lines.iter().filter(|(_, kind, _)| *kind == wanted).count();
    let (utf8, other) = (count(Kind::Utf8), count(Kind::Other));
    if utf8 == 0 || other == 0 {
        return None;
    }
    let line = |range: &Range<usize>| bytes.get(range.clone()).unwrap_or_default();
    let others: Vec<u8> =
        lines.iter().filter(|(_, kind, _)| *kind == Kind::Other).flat_map(|(range, ..)| line(range).to_vec()).collect();
    let encoding = judge(&others).filter(|judgement| judgement.is_sure).map_or(GB18030, |judgement| judgement.encoding);
    if encoding.decode_without_bom_handling(&others).1 {
        return None;
    }
    let mut text = String::with_capacity(bytes.len());
    for (range, kind, _) in &lines {
        match kind {
            Kind::Other => text.push_str(&encoding.decode_without_bom_handling(line(range)).0),
            _ => text.push_str(&String::from_utf8_lossy(line(range))),
        }
    }
    let is_rare = other <= utf8;
    let fewer = if is_rare { Kind::Other } else { Kind::Utf8 };
    let mut rows: Vec<u32> = lines.iter().filter(|(_, kind, _)| *kind == fewer).map(|(_, _, row)| *row).collect();
    rows.dedup();
    Some(Mixed { text, encoding, is_rare, rows })
}

fn kind(line: &[u8]) -> Kind {
    if line.is_ascii() {
        return Kind::Ascii;
    }
    match std::str::from_utf8(line) {
        // Bytes of another encoding are UTF-8 by chance now and then, but hardly Han characters and nothing else.
        Ok(text) if text.chars().filter(|c| !c.is_ascii()).all(|c| is_han(c) || matches!(c, '\u{2000}'..='\u{33ff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ffef}' | '\u{feff}')) => Kind::Utf8,
        Ok(_) => Kind::Other,
        Err(_) => {
            let text = String::from_utf8_lossy(line);
            let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
            let good = text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
            if good > lost { Kind::Damaged } else { Kind::Other }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_each_is_written() {
        let gbk = |text: &str| GB18030.encode(text).0.into_owned();
        let bytes = ["姓名,部门\n张三,运行部\n\"李\n四\",x\n".as_bytes(), &gbk("王五,检修部\n赵六,财务部\n"), b"a,b\n"]
            .concat();
        let mixed = read(&bytes).unwrap();
        assert!(mixed.text.ends_with("王五,检修部\n赵六,财务部\na,b\n"));
        assert_eq!((mixed.encoding.name(), mixed.is_rare, mixed.rows), ("gb18030", true, vec![4, 5]));
        let bytes = [&gbk("姓名,部门\n张三,运行部\n李四,检修部\n"), "王五,检修部\n".as_bytes()].concat();
        let mixed = read(&bytes).unwrap();
        assert!(mixed.text.starts_with("姓名,部门\n张三") && mixed.text.ends_with("王五,检修部\n"));
        assert_eq!((mixed.is_rare, mixed.rows), (false, vec![4]));
        for alike in [
            gbk("姓名,部门\n联通,运行部\n联通,x\n"),
            b"a,b\n".to_vec(),
            "姓名\n李\u{fffd}四,运行部\n".as_bytes().to_vec(),
        ] {
            assert!(read(&alike).is_none());
        }
    }
}
