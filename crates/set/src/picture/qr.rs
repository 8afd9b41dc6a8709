//! QR codes (ISO/IEC 18004) as one vector figure on a white panel.

use std::borrow::Cow;
use std::sync::Arc;

use qrcodegen::{DataTooLong, QrCodeEcc, QrSegment};

use super::Picture;
use super::qr_mask::{self, Code};
use biaoyu_page::error::{Fault, Place};
use biaoyu_page::geom::{Rect, Size};
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Blocks, Form, Item, Mark, Plane, Source};
use biaoyu_page::say;

/// Modules kept white on every side (ISO/IEC 18004, 5.3.8).
pub const QUIET: u32 = 4;
/// Least side of a module that a telephone reads from print, mm.
pub const LEAST_MODULE: f64 = 0.4;

/// What the ids of codes begin with.
pub(super) const PREFIX: &str = "qr-";

/// The number by which a code says that its bytes are UTF-8 (AIM ECI assignments).
const UTF_8: u32 = 26;

/// A code of `text` with error correction M or better, black ink alone on a panel of bare paper with its quiet zone. A
/// module is 1 mm of the figure.
///
/// # Errors
/// A fault when the text is empty or longer than a code holds (2,331 bytes).
pub fn qr(text: &str) -> Result<Picture, Fault> {
    code(text, qr_mask::encode)
}

/// A code of the same size with the same faults, for a page that is composed and never drawn: of the eight masks it has
/// the first, which need not be the best.
///
/// # Errors
/// As [`qr()`].
pub fn qr_draft(text: &str) -> Result<Picture, Fault> {
    code(text, qr_mask::encode_plain)
}

fn code(
    text: &str,
    encode: impl FnOnce(&[QrSegment], QrCodeEcc) -> Result<Code, DataTooLong>,
) -> Result<Picture, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::new("qr/empty", Place::default(), say!("the QR code has no text", "二维码没有内容")));
    }
    let text = uri(text.trim());
    let mut segments = QrSegment::make_segments(&text);
    if !text.is_ascii() {
        // Without it a reader guesses, and takes Chinese for Japanese.
        segments.insert(0, QrSegment::make_eci(UTF_8));
    }
    let code = encode(&segments, QrCodeEcc::Medium).map_err(|_| {
        let found = text.len();
        let what = say!("{found} bytes are too many for a QR code", "{found} 字节超出二维码容量");
        Fault::new("qr/too-long", Place::default(), what).hint(say!("shorten the link", "请缩短链接"))
    })?;
    let side = f64::from(code.size() + 2 * QUIET);
    let panel = Rect::new(0.0, 0.0, side, side);
    let items = vec![self::panel(panel), filled(rectangles(&code), Cmyk::BLACK)];
    let form = Form { id: format!("{PREFIX}{text}"), bounds: panel, items, once: true };
    Ok(Picture::Vector { size: Size::new(side, side), form: Arc::new(form), sheer: None })
}

/// A web address with what is not ASCII behind its host percent-encoded (RFC 3987, 3.1), as every telephone reads it;
/// any other text as it is.
fn uri(text: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = text.split_once("://") else { return text.into() };
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host);
    if text.is_ascii() || !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") || !host.is_ascii() {
        return text.into();
    }
    let mut out = format!("{scheme}://{host}");
    for byte in path.bytes() {
        match byte {
            b'!'..=b'~' => out.push(char::from(byte)),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out.into()
}

/// A panel of bare paper.
pub(super) fn panel(r: Rect) -> Item {
    filled([r], Cmyk::PAPER)
}

/// Modules on a side of a picture made by [`qr`], with the quiet zones.
pub fn modules(picture: &Picture) -> Option<f64> {
    match picture {
        Picture::Vector { size, form, .. } if form.id.starts_with(PREFIX) => Some(size.width),
        _ => None,
    }
}

/// Whether a code stands among the items of a page.
pub fn has_code(items: &[Item]) -> bool {
    items.iter().any(|item| match &item.mark {
        Mark::Shared { form, .. } => form.id.starts_with(PREFIX) || has_code(&form.items),
        Mark::Group(group) => has_code(&group.items),
        _ => false,
    })
}

fn filled(rects: impl IntoIterator<Item = Rect>, ink: Cmyk) -> Item {
    let mark = Mark::Blocks(Blocks::new(Paint::cmyk(ink), rects.into_iter().collect()));
    Item { mark, plane: Plane::Art, source: Source::default() }
}

/// The dark modules as upright rectangles: runs of a row, those of the same place in the next rows joined. They meet but
/// never overlap, and one figure holds them all, so that no hairline parts them.
fn rectangles(code: &Code) -> impl Iterator<Item = Rect> {
    // Runs of the row above and of this one: from, to, and which rectangle they belong to.
    let (mut open, mut runs): (Vec<[u32; 3]>, Vec<[u32; 3]>) = (Vec::new(), Vec::new());
    // Left, right, top, foot; from the top, and in a row from the left.
    let mut found: Vec<[u32; 4]> = Vec::with_capacity(256);
    for y in 0..code.size() {
        runs.clear();
        let mut above = open.iter().peekable();
        code.runs(y, |from, to| {
            while above.next_if(|[start, ..]| *start < from).is_some() {}
            let index = match above.next_if(|[start, end, _]| (*start, *end) == (from, to)) {
                Some([.., index]) => *index,
                None => {
                    found.push([from, to, y, y]);
                    found.len() as u32 - 1
                }
            };
            if let Some([.., foot]) = found.get_mut(index as usize) {
                *foot = y + 1;
            }
            runs.push([from, to, index]);
        });
        std::mem::swap(&mut open, &mut runs);
    }
    found.into_iter().map(|edges| {
        let [x0, x1, y0, y1] = edges.map(|edge| f64::from(edge + QUIET));
        Rect::new(x0, y0, x1, y1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_as_large_and_fails_alike() {
        for length in [1, 20, 300, 2331, 2332] {
            let text = "a".repeat(length);
            let sides = [qr(&text), qr_draft(&text)].map(|code| code.map(|picture| modules(&picture)));
            let [Ok(whole), Ok(draft)] = sides else {
                assert!(length > 2331 && sides.iter().all(Result::is_err), "{length}");
                continue;
            };
            assert_eq!(whole, draft, "{length}");
        }
        assert!(qr_draft(" ").is_err());
    }
}
