//! What a picture file is.

use biaoyu_page::error::Say;
use biaoyu_page::say;

/// What a file is, by its first bytes.
pub(super) enum Format {
    Svg,
    Png,
    Jpeg,
    Tiff,
    Webp,
    /// Not read: what it is, and what to give instead.
    Other(Say, Say),
}

impl Format {
    pub(crate) fn of(file: &str, bytes: &[u8]) -> Self {
        let starts = |mark: &[u8]| bytes.starts_with(mark);
        let at = |offset: usize, mark: &[u8]| bytes.get(offset..).is_some_and(|b| b.starts_with(mark));
        if starts(b"\x89PNG\r\n\x1a\n") {
            return Format::Png;
        }
        if starts(b"\xFF\xD8\xFF") {
            return Format::Jpeg;
        }
        if starts(b"II*\0") || starts(b"MM\0*") {
            return Format::Tiff;
        }
        if starts(b"RIFF") && at(8, b"WEBP") {
            return Format::Webp;
        }
        if starts(b"\x1F\x8B") || starts(b"\xFF\xFE<\0") || starts(b"\xFE\xFF\0<") || looks_like_xml(bytes) {
            return Format::Svg;
        }
        let vector = || say!("save it as SVG with text as outlines", "请另存为 SVG，文字转曲");
        let photo = || say!("save it as PNG or JPEG", "请另存为 PNG 或 JPEG");
        let named = |name: &str| say!("a {name} file is not read as a picture", "不能读取 {name} 图片");
        let known: [(bool, &str, bool); 5] = [
            (starts(b"%PDF-"), "PDF", true),
            (starts(b"AC10"), "DWG", true),
            (starts(b"GIF8"), "GIF", false),
            (starts(b"BM"), "BMP", false),
            (starts(b"\0\0\x01\0"), "ICO", false),
        ];
        let file = if file.contains(' ') { format!("\"{file}\"") } else { file.to_owned() };
        let postscript = starts(b"%!") || starts(b"\xC5\xD0\xD3\xC6");
        let heic =
            [&b"ftypheic"[..], b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftypavif"].iter().any(|mark| at(4, mark));
        let asked = [
            (
                postscript,
                if bytes.windows(17).take(2_000).any(|w| w == b"Adobe Illustrator") { "PostScript AI" } else { "EPS" },
                say!(
                    "turn it into a PDF: `biaoyu convert {file}`, or ask its designer for SVG or PDF",
                    "请转成 PDF：`biaoyu convert {file}`，或向设计方索取 SVG、PDF"
                ),
            ),
            (
                starts(b"CDR") || at(8, b"CDR") || at(8, b"cdr"),
                "CorelDRAW",
                say!(
                    "ask whoever drew it for PDF or SVG with text as curves (CorelDRAW: File > Publish to PDF)",
                    "请向设计方索取文字转曲的 PDF 或 SVG（CorelDRAW：文件 > 发布为 PDF）"
                ),
            ),
            (
                starts(b"8BPS"),
                "Photoshop",
                say!(
                    "ask whoever made it for the vector original (AI, PDF, SVG), or a PNG with transparency",
                    "请向制作方索取矢量原稿（AI、PDF、SVG），或带透明背景的 PNG"
                ),
            ),
            (
                heic,
                "HEIC",
                say!(
                    "send it from the phone as JPEG (iPhone: Settings > Camera > Formats > Most Compatible)",
                    "请从手机导出 JPEG（iPhone：设置 > 相机 > 格式 > 兼容性最佳）"
                ),
            ),
        ];
        if let Some((_, name, hint)) = asked.into_iter().find(|(found, ..)| *found) {
            return Format::Other(named(name), hint);
        }
        match known.iter().find(|(found, ..)| *found) {
            Some((_, name, true)) => Format::Other(named(name), vector()),
            Some((_, name, false)) => Format::Other(named(name), photo()),
            None if bytes.is_empty() => Format::Other(say!("the file is empty", "文件是空的"), photo()),
            None => Format::Other(
                say!("neither SVG nor PNG, JPEG, WebP or TIFF", "不是 SVG、PNG、JPEG、WebP 或 TIFF"),
                say!("give a logo as SVG, a photo as PNG or JPEG", "标志请用 SVG，照片请用 PNG 或 JPEG"),
            ),
        }
    }
}

/// Whether the first character that is no space opens a tag.
fn looks_like_xml(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<')
}
