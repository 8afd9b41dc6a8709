//! What a file says of itself: version, standard, title, dates (ISO 15930-7, document identification).

use lopdf::Object;

use crate::preflight::rule::{Rule, Words, excerpt};
use crate::read::Document;
use biaoyu_page::error::Severity;
use biaoyu_page::say;
use biaoyu_page::words::Standard;

use super::xmp::Xmp;
use super::{FileCheck, Judged};

/// The standard that a file claims to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// None that is known here.
    None,
    /// PDF/X-4.
    X4,
    /// PDF/X-1a of 2001 or 2003.
    X1a,
    /// Another PDF/X.
    Other,
}

/// What a file claims, by XMP or information dictionary.
pub(crate) fn claim(document: &Document<'_>, xmp: &Xmp) -> Claim {
    let said = said(document, xmp).unwrap_or_default();
    match &*said {
        "PDF/X-4" => Claim::X4,
        s if s.starts_with("PDF/X-1a") || s.starts_with("PDF/X-1:") => Claim::X1a,
        s if s.starts_with("PDF/X") => Claim::Other,
        _ => Claim::None,
    }
}

fn said(document: &Document<'_>, xmp: &Xmp) -> Option<String> {
    let of_xmp = xmp.get("pdfxid", "GTS_PDFXVersion").or(xmp.get("pdfx", "GTS_PDFXVersion"));
    let file = &document.file;
    let info = file.get_dict(file.trailer(), "Info");
    of_xmp.map(str::to_string).or_else(|| file.get_text(info?, "GTS_PDFXVersion"))
}

pub(crate) const HEADER: Rule<FileCheck> = Rule {
    id: "bad-header",
    severity: Severity::Error,
    what: Words { en: "the file's first lines are not those of its PDF version", zh: "文件头与 PDF 版本不符" },
    why: Words {
        en: "RIPs choose their reader by the header: PDF/X-4 is at most PDF 1.6, and mail programs break files that do not look binary.",
        zh: "RIP 按文件头选解释器：PDF/X-4 最高 PDF 1.6；看起来不像二进制的文件会被邮件程序改坏。",
    },
    cure: Words { en: "export it again as PDF 1.6", zh: "请按 PDF 1.6 重新导出" },
    example: "header `%PDF-2.0`, wanted `%PDF-1.6` or lower",
    check: |judged, _, out| {
        let bytes = judged.document.file.bytes;
        let most = if judged.claim == Claim::X1a { b'4' } else { b'6' };
        let head = bytes.first_chunk::<9>();
        let fits = head.is_some_and(|h| h.starts_with(b"%PDF-1.") && h[7] <= most && matches!(h[8], b'\r' | b'\n'));
        if judged.standard && !fits {
            let (found, most) =
                (excerpt(&String::from_utf8_lossy(bytes.get(..8).unwrap_or_default())), char::from(most));
            out.add(
                None,
                say!("header `{found}`, wanted `%PDF-1.{most}` or lower", "文件头 `{found}`，应不高于 `%PDF-1.{most}`"),
            );
        }
        let second = bytes.split(|b| matches!(b, b'\r' | b'\n')).skip(1).find(|line| !line.is_empty());
        let binary =
            second.is_some_and(|l| l.starts_with(b"%") && l.iter().take(32).filter(|b| **b > 127).count() >= 4);
        if judged.standard && !binary {
            out.add(None, say!("no comment of four high bytes after the header", "文件头后缺少四个高位字节的注释行"));
        }
        let file = &judged.document.file;
        let version = file.root().and_then(|r| file.get_name(r, "Version")).unwrap_or_default();
        if judged.standard && version > "1.6" {
            let version = excerpt(version);
            out.add(
                None,
                say!("catalog version `{version}`, wanted 1.6 or lower", "目录中的版本为 `{version}`，应不高于 1.6"),
            );
        }
        if !bytes.trim_ascii_end().ends_with(b"%%EOF") {
            out.add_as(
                Severity::Warning,
                None,
                say!("no `%%EOF` at the end: it may be cut off", "结尾没有 `%%EOF`，文件可能不完整"),
            );
        }
    },
};

pub(crate) const NO_FILE_ID: Rule<FileCheck> = Rule {
    id: "no-file-id",
    severity: Severity::Error,
    what: Words { en: "the file has no ID", zh: "文件没有标识（ID）" },
    why: Words {
        en: "Workflows tell versions of a job apart by it; PDF/X asks for it.",
        zh: "印前流程靠它区分同一活件的不同版本；PDF/X 要求有。",
    },
    cure: Words { en: "export it again as PDF/X", zh: "请按 PDF/X 重新导出" },
    example: "the trailer has no ID of two strings",
    check: |judged, _, out| {
        let file = &judged.document.file;
        let strings = file.get_array(file.trailer(), "ID").unwrap_or_default();
        let whole = |o: &Object| matches!(file.real(o), Some(Object::String(bytes, _)) if !bytes.is_empty());
        if judged.standard && !(strings.len() == 2 && strings.iter().all(whole)) {
            out.add(None, say!("the trailer has no ID of two strings", "trailer 中没有两个字符串的 ID"));
        }
    },
};

pub(crate) const NOT_PDFX: Rule<FileCheck> = Rule {
    id: "not-pdfx",
    severity: Severity::Error,
    what: Words { en: "the file is not the PDF/X that the shop wants", zh: "不是印厂要求的 PDF/X" },
    why: Words {
        en: "PDF/X is the promise that nothing is missing: faces, inks, size, print condition.",
        zh: "PDF/X 承诺什么都不缺：字体、油墨、尺寸、印刷条件。",
    },
    cure: Words { en: "export it as PDF/X-4", zh: "请导出为 PDF/X-4" },
    example: "it claims no PDF/X, wanted `PDF/X-4` or `PDF/X-1a`",
    check: |judged, context, out| {
        let said = said(judged.document, &judged.xmp).map(|s| excerpt(&s)).unwrap_or_default();
        match judged.claim {
            Claim::X4 if judged.xmp.get("pdfxid", "GTS_PDFXVersion") != Some("PDF/X-4") => {
                out.add(None, say!("`PDF/X-4` is not said in XMP (pdfxid)", "XMP（pdfxid）里没有写 `PDF/X-4`"));
            }
            Claim::X4 | Claim::X1a => {}
            Claim::Other => out.add_as(
                Severity::Warning,
                None,
                say!(
                    "it claims `{said}`, wanted `PDF/X-4` or `PDF/X-1a`",
                    "自称 `{said}`，应为 `PDF/X-4` 或 `PDF/X-1a`"
                ),
            ),
            Claim::None if context.profile.standard != Standard::None => {
                out.add(
                    None,
                    say!(
                        "it claims no PDF/X, wanted `PDF/X-4` or `PDF/X-1a`",
                        "没有标明 PDF/X，应为 `PDF/X-4` 或 `PDF/X-1a`"
                    ),
                );
            }
            Claim::None => {}
        }
    },
};

pub(crate) const NO_XMP: Rule<FileCheck> = Rule {
    id: "no-xmp",
    severity: Severity::Error,
    what: Words { en: "no readable XMP metadata", zh: "没有可读的 XMP 元数据" },
    why: Words { en: "PDF/X-4 says in XMP what it is.", zh: "PDF/X-4 用 XMP 说明自己是什么。" },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "XMP is not well formed",
    check: |judged, _, out| {
        if judged.claim == Claim::X1a || !judged.standard {
            return;
        }
        if !judged.xmp.present {
            out.add(
                None,
                say!("no metadata stream (Type Metadata, Subtype XML)", "没有元数据流（Type Metadata，Subtype XML）"),
            );
        } else if let Some(fault) = &judged.xmp.fault {
            let (en, zh) = (&fault.en, &fault.zh);
            out.add(None, say!("XMP is not well formed: {en}", "XMP 格式有误：{zh}"));
        }
    },
};

/// What PDF/X-4 wants said.
const WANTED: [(&str, &str); 8] = [
    ("dc", "title"),
    ("xmp", "CreateDate"),
    ("xmp", "ModifyDate"),
    ("xmp", "MetadataDate"),
    ("xmp", "CreatorTool"),
    ("xmpMM", "DocumentID"),
    ("xmpMM", "VersionID"),
    ("xmpMM", "RenditionClass"),
];

pub(crate) const XMP_INCOMPLETE: Rule<FileCheck> = Rule {
    id: "xmp-incomplete",
    severity: Severity::Error,
    what: Words { en: "metadata that PDF/X-4 wants are missing", zh: "缺少 PDF/X-4 要求的元数据" },
    why: Words { en: "A validator refuses the file for it.", zh: "校验软件会因此拒收。" },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "`xmpMM:VersionID` is missing or empty",
    check: |judged, _, out| {
        if judged.claim == Claim::X1a || !judged.standard || !judged.xmp.present || judged.xmp.fault.is_some() {
            return;
        }
        for (prefix, name) in WANTED.into_iter().filter(|(p, n)| judged.xmp.get(p, n).is_none()) {
            out.add(None, say!("`{prefix}:{name}` is missing or empty", "缺少 `{prefix}:{name}`"));
        }
    },
};

pub(crate) const XMP_DATE: Rule<FileCheck> = Rule {
    id: "xmp-date",
    severity: Severity::Error,
    what: Words { en: "a date that is none", zh: "日期格式有误" },
    why: Words {
        en: "Validators compare dates; one they cannot read fails the file.",
        zh: "校验软件要比较日期，读不懂就判不合格。",
    },
    cure: Words {
        en: "write it as ISO 8601: 2021-10-08T09:30:00+08:00",
        zh: "请按 ISO 8601 书写：2021-10-08T09:30:00+08:00",
    },
    example: "`xmp:ModifyDate` is `yesterday`",
    check: |judged, _, out| {
        for name in ["CreateDate", "ModifyDate", "MetadataDate"] {
            if let Some(value) = judged.xmp.get("xmp", name).filter(|v| judged.standard && iso(v).is_none()) {
                let value = excerpt(value);
                out.add(None, say!("`xmp:{name}` is `{value}`", "`xmp:{name}` 为 `{value}`"));
            }
        }
    },
};

pub(crate) const INFO_DIFFERS: Rule<FileCheck> = Rule {
    id: "info-differs",
    severity: Severity::Error,
    what: Words { en: "the information dictionary and XMP say different things", zh: "Info 字典与 XMP 不一致" },
    why: Words {
        en: "Which of the two is right? PDF/X-4 wants them equal, to the second.",
        zh: "到底以哪个为准？PDF/X-4 要求两处一致，日期精确到秒。",
    },
    cure: Words { en: "export it again, or write both alike", zh: "请重新导出，或把两处改成一样" },
    example: "Title is `质量月` in Info, `海报` in XMP",
    check: |judged, _, out| {
        if judged.claim == Claim::X1a || !judged.standard || !judged.xmp.present || judged.xmp.fault.is_some() {
            return;
        }
        let file = &judged.document.file;
        let Some(info) = file.get_dict(file.trailer(), "Info") else { return };
        for (key, prefix, name) in [
            ("Title", "dc", "title"),
            ("Author", "dc", "creator"),
            ("Subject", "dc", "description"),
            ("Keywords", "pdf", "Keywords"),
            ("Creator", "xmp", "CreatorTool"),
            ("Producer", "pdf", "Producer"),
            ("CreationDate", "xmp", "CreateDate"),
            ("ModDate", "xmp", "ModifyDate"),
            ("GTS_PDFXVersion", "pdfxid", "GTS_PDFXVersion"),
        ] {
            let Some(own) = file.get_text(info, key) else { continue };
            let other = judged.xmp.get(prefix, name).unwrap_or_default();
            let same = if key.ends_with("Date") {
                pdf_date(&own).is_some_and(|d| Some(d) == iso(other)) || own == other
            } else {
                own.trim() == other
            };
            if !same {
                let (own, other) = (excerpt(&own), excerpt(other));
                out.add(
                    None,
                    say!(
                        "{key} is `{own}` in Info, `{other}` in XMP",
                        "{key} 在 Info 中为 `{own}`，在 XMP 中为 `{other}`"
                    ),
                );
            }
        }
    },
};

pub(crate) const TRAPPED_UNKNOWN: Rule<FileCheck> = Rule {
    id: "trapped-unknown",
    severity: Severity::Error,
    what: Words { en: "the file does not say whether it is trapped", zh: "没有说明是否已补漏白" },
    why: Words {
        en: "The shop must know whether to spread colours into each other.",
        zh: "印厂要知道是否还需补漏白。",
    },
    cure: Words {
        en: "say Trapped True or False, in Info and XMP alike",
        zh: "请在 Info 与 XMP 中一致写明 Trapped 为 True 或 False",
    },
    example: "Trapped is `Unknown`, wanted True or False",
    check: |judged, _, out| {
        if !judged.standard {
            return;
        }
        let file = &judged.document.file;
        let info = file.get_dict(file.trailer(), "Info").and_then(|i| file.get_text(i, "Trapped"));
        let xmp = judged.xmp.get("pdf", "Trapped");
        let known = |v: &str| matches!(v, "True" | "False");
        let wanted = if judged.claim == Claim::X1a { info.as_deref() } else { xmp };
        if !wanted.is_some_and(known) {
            let found = excerpt(wanted.unwrap_or_default());
            let what = if let Some(info) = info.as_deref().filter(|v| found.is_empty() && known(v)) {
                say!(
                    "Trapped is `{info}` in Info, and XMP (pdf:Trapped) does not say it",
                    "Info 中 Trapped 为 `{info}`，XMP（pdf:Trapped）里没有写"
                )
            } else if found.is_empty() {
                say!("Trapped is not said, wanted True or False", "没有写 Trapped，应为 True 或 False")
            } else {
                say!("Trapped is `{found}`, wanted True or False", "Trapped 为 `{found}`，应为 True 或 False")
            };
            out.add(None, what);
        }
        if let (Some(info), Some(xmp)) = (&info, xmp)
            && info != xmp
        {
            let (info, xmp) = (excerpt(info), excerpt(xmp));
            out.add(
                None,
                say!(
                    "Trapped is `{info}` in Info, `{xmp}` in XMP",
                    "Trapped 在 Info 中为 `{info}`，在 XMP 中为 `{xmp}`"
                ),
            );
        } else if info.as_deref().is_some_and(|v| !known(v)) {
            let info = excerpt(&info.unwrap_or_default());
            out.add(None, say!("Trapped is `{info}` in Info", "Trapped 在 Info 中为 `{info}`"));
        }
    },
};

/// Seconds of an ISO 8601 moment since year 0, as far as it is told; `None` when it is none.
fn iso(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut fields = [0, 1, 1, 0, 0, 0];
    for (i, (mark, digits)) in [("", 4), ("-", 2), ("-", 2), ("T", 2), (":", 2), (":", 2)].into_iter().enumerate() {
        let Some(after) = rest.strip_prefix(mark) else { break };
        // After the date a time has minutes at least.
        *fields.get_mut(i)? = number(after, digits)?;
        rest = after.get(digits..)?;
        if i == 3 && !rest.starts_with(':') {
            return None;
        }
        if i == 5
            && let Some(fraction) = rest.strip_prefix('.')
        {
            let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
            if end == 0 {
                return None;
            }
            rest = fraction.get(end..)?;
        }
    }
    Some(seconds(fields)? - zone(rest, ':')?)
}

/// The same of a PDF date (ISO 32000-1, 7.9.4).
fn pdf_date(text: &str) -> Option<i64> {
    let mut rest = text.strip_prefix("D:")?;
    let mut fields = [0, 1, 1, 0, 0, 0];
    for (i, digits) in [4, 2, 2, 2, 2, 2].into_iter().enumerate() {
        let Some(value) = number(rest, digits) else { break };
        *fields.get_mut(i)? = value;
        rest = rest.get(digits..)?;
    }
    Some(seconds(fields)? - zone(rest.trim_end_matches('\''), '\'')?)
}

fn number(text: &str, digits: usize) -> Option<i64> {
    let part = text.get(..digits)?;
    part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
}

/// Seconds ahead of UTC.
fn zone(text: &str, between: char) -> Option<i64> {
    let mut chars = text.chars();
    let sign = match chars.next() {
        None => return Some(0),
        Some('Z') => return Some(0),
        Some('+') => 1,
        Some('-') => -1,
        _ => return None,
    };
    let rest = chars.as_str();
    let minutes = match rest.get(2..) {
        Some("") | None => 0,
        Some(more) => number(more.strip_prefix(between)?, 2)?,
    };
    Some(sign * (number(rest, 2)? * 3600 + minutes * 60))
}

fn seconds([year, month, day, hour, minute, second]: [i64; 6]) -> Option<i64> {
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    // Days of the civil calendar, counted from March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day;
    fits.then_some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

/// Whether the file claims PDF/X-1a.
pub(crate) fn is_x1a(judged: &Judged<'_>) -> bool {
    judged.claim == Claim::X1a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_compared_across_zones_and_forms() {
        assert_eq!(iso("2021-10-08T09:30:00+08:00"), pdf_date("D:20211008013000Z"));
        assert_eq!(iso("2021-10-08T09:30:00+08:00"), pdf_date("D:20211008093000+08'00'"));
        assert_ne!(iso("2021-10-08T09:30:00Z"), pdf_date("D:20211008093000+08'00'"));
        assert_eq!(iso("2021-10-08"), pdf_date("D:20211008"));
        for bad in
            ["yesterday", "2021-13-01", "2021-10-08T", "2021-10-08T09", "20211008", "2021-10-08T09:30:00+8", "2021-1-1"]
        {
            assert_eq!(iso(bad), None, "{bad}");
        }
        assert!(iso("2021-10-08T09:30:00.25Z").is_some());
    }
}
