//! How the text of a table is written: found by its bytes or named by the user, so that it can be written the same way
//! again.

use std::borrow::Cow;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

use super::mixed;
use super::places::{rows_place, rows_said};
use super::plausible::{self, Judgement};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// Encoding and byte order mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// UTF-8, with or without a byte order mark.
    Utf8 {
        /// Whether it begins with the mark, as Excel wants it.
        mark: bool,
    },
    /// UTF-16, with or without a byte order mark.
    Utf16 {
        /// The more significant byte first.
        big_endian: bool,
    },
    /// UTF-32, with or without a byte order mark.
    Utf32 {
        /// The most significant byte first.
        big_endian: bool,
    },
    /// GB 18030, of which GBK and GB 2312 are parts.
    Gb18030,
    /// One of the encodings of the Encoding Standard: Big5, Shift_JIS, EUC-KR, windows-1252 …
    Other(&'static Encoding),
}

impl Written {
    /// `UTF-8`, `UTF-16`, `GB18030`, `Big5`.
    pub fn name(self) -> &'static str {
        match self {
            Written::Utf8 { .. } => "UTF-8",
            Written::Utf16 { .. } => "UTF-16",
            Written::Utf32 { .. } => "UTF-32",
            Written::Gb18030 => "GB18030",
            Written::Other(encoding) => encoding.name(),
        }
    }

    /// The encoding that a user calls so, in any spelling that is usual.
    ///
    /// # Errors
    /// A name that no encoding has.
    pub(super) fn named(label: &str) -> Result<Self, Faults> {
        let plain = label.trim().to_lowercase().replace(['_', ' '], "-");
        let own = match plain.as_str() {
            "utf-16" | "utf16" | "utf-16le" | "utf16le" | "unicode" => Some(Written::Utf16 { big_endian: false }),
            "utf-16be" | "utf16be" => Some(Written::Utf16 { big_endian: true }),
            "utf-32" | "utf32" | "utf-32le" | "utf32le" => Some(Written::Utf32 { big_endian: false }),
            "utf-32be" | "utf32be" => Some(Written::Utf32 { big_endian: true }),
            "gbk" | "gb2312" | "gb18030" | "cp936" | "936" | "gb-18030" => Some(Written::Gb18030),
            "cp950" | "950" | "big-5" => Some(Written::Other(BIG5)),
            "cp932" | "932" | "shift-jis" | "shiftjis" => Some(Written::Other(SHIFT_JIS)),
            "cp949" | "949" | "euckr" | "korean" => Some(Written::Other(EUC_KR)),
            "eucjp" | "euc-jp" => Some(Written::Other(EUC_JP)),
            "latin-1" | "latin1" | "1252" => Some(Written::Other(WINDOWS_1252)),
            _ => None,
        };
        // 1250, cp1250, windows1250.
        let page = plain.trim_start_matches("windows").trim_start_matches("cp").trim_start_matches('-');
        let windows = format!("windows-{page}");
        let labels = [label.trim(), &plain, &plain.replace('-', ""), &windows];
        let found = || labels.iter().find_map(|label| Encoding::for_label_no_replacement(label.as_bytes()));
        own.or_else(|| found().map(Self::of)).ok_or_else(|| {
            let known = [
                "utf-8",
                "utf-16",
                "utf-32",
                "gb18030",
                "big5",
                "shift_jis",
                "euc-kr",
                "windows-1250",
                "windows-1251",
                "windows-1252",
                "windows-1253",
                "windows-1254",
                "windows-1258",
            ];
            let what = say!("there is no encoding `{label}`", "没有名为 `{label}` 的编码");
            let all = known.map(|name| format!("`{name}`")).join(", ");
            let hint = match nearest(label, known) {
                Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
                None => say!("choose one of {all}", "可选：{all}"),
            };
            Fault::new("table/encoding", Place::default(), what).hint(hint).into()
        })
    }

    fn of(encoding: &'static Encoding) -> Self {
        if encoding == UTF_8 {
            Written::Utf8 { mark: false }
        } else if encoding == UTF_16LE || encoding == UTF_16BE {
            Written::Utf16 { big_endian: encoding == UTF_16BE }
        } else if encoding == GB18030 || encoding == GBK {
            Written::Gb18030
        } else {
            Written::Other(encoding)
        }
    }

    /// The bytes of a text so written. What the encoding cannot hold is not lost: the text then is UTF-8 with its mark.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        let utf8 = |mark: &str| [mark.as_bytes(), text.as_bytes()].concat();
        match self {
            Written::Utf8 { mark } => utf8(if mark { "\u{feff}" } else { "" }),
            Written::Utf16 { big_endian } => {
                let units = std::iter::once(0xfeff).chain(text.encode_utf16());
                units.flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
            }
            Written::Utf32 { big_endian } => {
                let units = std::iter::once(0xfeff).chain(text.chars().map(u32::from));
                units.flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
            }
            Written::Gb18030 => GB18030.encode(text).0.into_owned(),
            Written::Other(encoding) => match encoding.encode(text) {
                (bytes, _, false) => bytes.into_owned(),
                _ => utf8("\u{feff}"),
            },
        }
    }
}

/// A text that was decoded.
#[derive(Debug)]
pub(super) struct Text {
    /// Without its byte order mark; bytes that mean nothing are U+FFFD.
    pub text: String,
    pub written: Written,
    /// Whether bytes were found that mean nothing.
    pub damaged: bool,
    /// What speaks against the encoding, or for another.
    pub judgement: Option<Judgement>,
    /// Whether the file's byte order mark says another encoding than the user.
    pub contradicted: bool,
    /// The rows that are written in another encoding than the others, and that one.
    pub mixed: Option<(Vec<u32>, &'static str)>,
}

/// Decodes the bytes of a table: by its byte order mark, as the user says, or by what the bytes show themselves to be.
pub(super) fn read(bytes: Cow<'_, [u8]>, wanted: Option<Written>) -> Text {
    if let Some((written, length)) = marked(&bytes) {
        let mut text = decode(tail(bytes, length), written);
        text.contradicted = wanted.is_some_and(|wanted| wanted.name() != written.name());
        return text;
    }
    if let Some(written) = wanted {
        return decode(bytes, written);
    }
    // Wide characters without a mark have bytes of zero, at every other place at least.
    if let Some(written) = wide(&bytes) {
        return decode(bytes, written);
    }
    // The escapes that turn to Japanese characters (ISO-2022-JP, as mails have it) stand in no other text.
    if [b"\x1b$B", b"\x1b$@"].iter().any(|escape| bytes.windows(3).any(|three| three == *escape)) {
        return decode(bytes, Written::Other(ISO_2022_JP));
    }
    let bytes = match utf8(bytes) {
        Ok(text) => return Text::new(text, Written::Utf8 { mark: false }, false),
        Err(bytes) => bytes,
    };
    if let Some(mixed) = mixed::read(&bytes) {
        let other = Written::of(mixed.encoding);
        let written = if mixed.is_rare { Written::Utf8 { mark: false } } else { other };
        let of_rows = if mixed.is_rare { other.name() } else { "UTF-8" };
        let damaged = mixed.text.contains('\u{fffd}');
        return Text { mixed: Some((mixed.rows, of_rows)), ..Text::new(mixed.text, written, damaged) };
    }
    // One byte that went wrong does not make a UTF-8 file a GBK file whose every name is another.
    if let Cow::Owned(text) = String::from_utf8_lossy(&bytes) {
        let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
        let good = text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
        if good > 8 * lost {
            return Text::new(text, Written::Utf8 { mark: false }, true);
        }
    }
    let judgement = plausible::judge(&bytes);
    let written = judgement
        .as_ref()
        .filter(|judgement| judgement.is_sure)
        .map_or(Written::Gb18030, |judgement| Written::of(judgement.encoding));
    Text { judgement, ..decode(bytes, written) }
}

impl Text {
    fn new(text: String, written: Written, damaged: bool) -> Self {
        Self { text, written, damaged, judgement: None, contradicted: false, mixed: None }
    }

    /// What is to be said of the encoding.
    pub fn findings(&self, name: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut warn = |rule, what, hint| {
            let place = Place::file(name);
            findings.push(Finding { rule, severity: Severity::Warning, place, what, hint: Some(hint) });
        };
        let encoding = self.written.name();
        if let Some((rows, other)) = &self.mixed {
            let finding = Finding {
                rule: "table-encoding-mixed",
                severity: Severity::Warning,
                place: rows_place(name, None, rows_said(rows)),
                what: say!(
                    "written in {other}, the other rows in {encoding}: each is read as it is written",
                    "这些行是 {other} 编码，其余各行是 {encoding}：已分别读取"
                ),
                hint: Some(say!(
                    "look at these rows, and save the whole file again as UTF-8 or .xlsx",
                    "请核对这些行，并把整个文件另存为 UTF-8 或 .xlsx"
                )),
            };
            return vec![finding];
        }
        if let Some(judgement) = &self.judgement {
            let Judgement { encoding: other, is_sure, as_other, as_gb } = judgement;
            let label = other.name().to_lowercase();
            let other = plausible::said(other);
            if *is_sure {
                warn(
                    "table-encoding",
                    say!(
                        "no UTF-8 and no GB18030: read as {other}, by which it says “{as_other}” (GB18030: “{as_gb}”)",
                        "不是 UTF-8，也不像 GB18030：按 {other} 读作“{as_other}”（按 GB18030 则为“{as_gb}”）"
                    ),
                    say!(
                        "if that is right, `--encoding {label}` says so without this warning; else `--encoding gb18030`",
                        "若读对了，用 `--encoding {label}` 指明即不再提示；若不对，请用 `--encoding gb18030`"
                    ),
                );
            } else {
                warn(
                    "table-encoding",
                    say!(
                        "read as GB18030, “{as_gb}”; it looks like {other} as well, “{as_other}”",
                        "按 GB18030 读作“{as_gb}”；但也像 {other}：“{as_other}”"
                    ),
                    say!("if it is that, write `--encoding {label}`", "如果是后者，请写 `--encoding {label}`"),
                );
            }
        }
        if self.contradicted {
            warn(
                "table-encoding",
                say!(
                    "the byte order mark of the file says {encoding}: read so, not as `--encoding` says",
                    "文件的字节顺序标记表明是 {encoding}：按此读取，未按 `--encoding`"
                ),
                say!("leave `--encoding` out", "请去掉 `--encoding`"),
            );
        }
        if self.damaged {
            warn(
                "table-damaged",
                say!("some bytes mean nothing in {encoding}", "有些字节在 {encoding} 中没有意义"),
                say!(
                    "save the file again as UTF-8 or .xlsx, or name its encoding with `--encoding`",
                    "请另存为 UTF-8 或 .xlsx，或用 `--encoding` 指明编码"
                ),
            );
        }
        findings
    }
}

/// The text of a file as [`read`](super::read) takes it where the user says nothing; `None` where another encoding is
/// as likely.
pub fn text_of(bytes: &[u8]) -> Option<String> {
    let read = read(Cow::Borrowed(bytes), None);
    read.judgement.is_none_or(|judgement| judgement.is_sure).then_some(read.text)
}

/// The encoding that a byte order mark says, and the mark's length.
fn marked(bytes: &[u8]) -> Option<(Written, usize)> {
    let marks: [(&[u8], Written); 5] = [
        (b"\xEF\xBB\xBF", Written::Utf8 { mark: true }),
        (b"\xFF\xFE\0\0", Written::Utf32 { big_endian: false }),
        (b"\0\0\xFE\xFF", Written::Utf32 { big_endian: true }),
        (b"\xFF\xFE", Written::Utf16 { big_endian: false }),
        (b"\xFE\xFF", Written::Utf16 { big_endian: true }),
    ];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, written)| (written, mark.len()))
}

/// The bytes behind a mark, in the memory that they have.
fn tail(bytes: Cow<'_, [u8]>, length: usize) -> Cow<'_, [u8]> {
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(length..).unwrap_or_default()),
        Cow::Owned(mut bytes) => {
            bytes.drain(..length.min(bytes.len()));
            Cow::Owned(bytes)
        }
    }
}

/// The text of bytes that are UTF-8, in the memory that they have; the bytes themselves when they are none.
fn utf8(bytes: Cow<'_, [u8]>) -> Result<String, Cow<'_, [u8]>> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Cow::Borrowed(bytes)),
        Cow::Owned(bytes) => String::from_utf8(bytes).map_err(|error| Cow::Owned(error.into_bytes())),
    }
}

fn decode(bytes: Cow<'_, [u8]>, written: Written) -> Text {
    let with = |encoding: &'static Encoding, bytes: &[u8]| {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        Text::new(text.into_owned(), written, damaged)
    };
    match written {
        Written::Utf8 { .. } => match utf8(bytes) {
            Ok(text) => Text::new(text, written, false),
            Err(bytes) => Text::new(String::from_utf8_lossy(&bytes).into_owned(), written, true),
        },
        Written::Utf16 { big_endian: false } => with(UTF_16LE, &bytes),
        Written::Utf16 { big_endian: true } => with(UTF_16BE, &bytes),
        Written::Utf32 { big_endian } => {
            let mut damaged = !bytes.len().is_multiple_of(4);
            let text = bytes.chunks_exact(4).map(|unit| {
                let unit = <[u8; 4]>::try_from(unit).unwrap_or_default();
                let code = if big_endian { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
                char::from_u32(code).unwrap_or_else(|| {
                    damaged = true;
                    '\u{fffd}'
                })
            });
            let text = text.collect();
            Text::new(text, written, damaged)
        }
        Written::Gb18030 => with(GB18030, &bytes),
        Written::Other(encoding) => with(encoding, &bytes),
    }
}

/// UTF-16 or UTF-32 without a mark: where its bytes of zero stand, and that it reads without fault.
fn wide(bytes: &[u8]) -> Option<Written> {
    const LOOKED_AT: usize = 1 << 16;
    let bytes = bytes.get(..LOOKED_AT.min(bytes.len()) & !3).filter(|b| !b.is_empty()).unwrap_or(bytes);
    let mut zeros = [0usize; 4];
    for (at, byte) in bytes.iter().enumerate() {
        if let Some(zeros) = zeros.get_mut(at % 4) {
            *zeros += usize::from(*byte == 0);
        }
    }
    if zeros == [0; 4] || bytes.len() < 4 {
        return None;
    }
    let units = bytes.len() / 4;
    let [a, b, c, d] = zeros;
    if d == units && (c == units || c * 10 >= units * 9) {
        return fits(bytes, Written::Utf32 { big_endian: false });
    }
    if a == units && b * 10 >= units * 9 {
        return fits(bytes, Written::Utf32 { big_endian: true });
    }
    // In UTF-16 commas, digits and line ends have a zero, all of them on one side; 一 (U+4E00) has one on the other.
    let (even, odd) = (a + c, b + d);
    if even.max(odd) < 2 * even.min(odd) {
        return None;
    }
    fits(bytes, Written::Utf16 { big_endian: even > odd })
}

/// Whether the bytes read as lines of characters that somebody writes.
fn fits(bytes: &[u8], written: Written) -> Option<Written> {
    let text = decode(Cow::Borrowed(bytes), written).text;
    let total = text.chars().count();
    // The last character may be cut, where only the beginning is looked at.
    let odd = text.chars().take(total.saturating_sub(1)).filter(|c| !is_written(*c)).count();
    let has_lines = text.contains(['\n', '\r', ',', '\t', ';']);
    (has_lines && odd * 50 <= total).then_some(written)
}

fn is_written(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' | '\u{feff}' => true,
        '\u{fffd}' => false,
        _ if c.is_control() || super::hygiene::is_private(c) => false,
        // A byte order taken the wrong way makes letters of all the scripts that few have.
        _ => {
            c.is_ascii()
                || c.is_alphanumeric()
                || matches!(c, '\u{2000}'..='\u{33ff}' | '\u{fe30}'..='\u{ffef}')
                || c.is_whitespace()
        }
    }
}
