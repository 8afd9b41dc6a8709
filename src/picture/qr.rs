//! QR codes (ISO/IEC 18004) as one vector path on a white panel.

use std::borrow::Cow;
use std::sync::Arc;

use qrcodegen::{QrCodeEcc, QrSegment};

use super::{Picture, qr_mask};
use crate::error::{Fault, Place};
use crate::geom::{BezPath, PathEl, Point, Rect, Size, rect_path};
use crate::ink::{Cmyk, Paint};
use crate::page::{Fill, Form, Item, Mark, PathMark, Plane, Source};
use crate::say;

/// Modules kept white on every side (ISO/IEC 18004, 5.3.8).
pub const QUIET: u32 = 4;
/// Least side of a module that a telephone reads from print, mm.
pub const LEAST_MODULE: f64 = 0.4;

/// The number by which a code says that its bytes are UTF-8 (AIM ECI assignments).
const UTF_8: u32 = 26;

/// A code of `text` with error correction M or better, black ink alone on a panel of bare paper with its quiet zone. A
/// module is 1 mm of the figure.
///
/// # Errors
/// A fault when the text is empty or longer than a code holds (2,331 bytes).
pub fn qr(text: &str) -> Result<Picture, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::new("qr/empty", Place::default(), say!("the QR code has no text", "二维码没有内容")));
    }
    let text = uri(text.trim());
    let mut segments = QrSegment::make_segments(&text);
    if !text.is_ascii() {
        // Without it a reader guesses, and takes Chinese for Japanese.
        segments.insert(0, QrSegment::make_eci(UTF_8));
    }
    let code = qr_mask::encode(&segments, QrCodeEcc::Medium).map_err(|_| {
        let found = text.len();
        let what = say!("{found} bytes are too many for a QR code", "{found} 字节超出二维码容量");
        Fault::new("qr/too-long", Place::default(), what).hint(say!("shorten the link", "请缩短链接"))
    })?;
    let side = code.size() + 2 * QUIET as i32;
    let dark = |x: i32, y: i32| code.is_dark(x - QUIET as i32, y - QUIET as i32);
    let panel = Rect::new(0.0, 0.0, f64::from(side), f64::from(side));
    let id = format!("qr-{}", blake3::hash(text.as_bytes()).to_hex().get(..16).unwrap_or(""));
    let items = vec![filled(rect_path(panel), Cmyk::PAPER), filled(rectangles(side, dark), Cmyk::BLACK)];
    Ok(Picture::Vector { size: Size::new(panel.x1, panel.y1), form: Arc::new(Form { id, bounds: panel, items }) })
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

/// Modules on a side of a picture made by [`qr`], with the quiet zones.
pub fn modules(picture: &Picture) -> Option<f64> {
    match picture {
        Picture::Vector { size, form } if form.id.starts_with("qr-") => Some(size.width),
        _ => None,
    }
}

fn filled(path: BezPath, ink: Cmyk) -> Item {
    let fill = Fill { paint: Paint::cmyk(ink), even_odd: false };
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill: Some(fill), stroke: None });
    Item { mark, plane: Plane::Art, source: Source::default() }
}

/// The dark modules as upright rectangles: runs of a row, those of the same place in the next rows joined. They meet but
/// never overlap, and one path holds them all, so that no hairline parts them.
fn rectangles(side: i32, dark: impl Fn(i32, i32) -> bool) -> BezPath {
    // Runs with the row that they began in, from the left; and the rectangles that are closed.
    let (mut open, mut runs): (Vec<[i32; 3]>, Vec<[i32; 3]>) = (Vec::new(), Vec::new());
    let mut done: Vec<[i32; 4]> = Vec::with_capacity(256);
    for y in 0..=side {
        runs.clear();
        let mut above = open.iter().peekable();
        let mut x = 0;
        while x < side && y < side {
            let from = x;
            while x < side && dark(x, y) {
                x += 1;
            }
            if x > from {
                while let Some(ended) = above.next_if(|[start, ..]| *start < from) {
                    done.push([ended[2], ended[0], y, ended[1]]);
                }
                let joined = above.next_if(|[start, end, _]| (*start, *end) == (from, x));
                runs.push([from, x, joined.map_or(y, |run| run[2])]);
            }
            x += 1;
        }
        done.extend(above.map(|ended| [ended[2], ended[0], y, ended[1]]));
        std::mem::swap(&mut open, &mut runs);
    }
    done.sort_unstable();
    let mut path = BezPath::with_capacity(5 * done.len());
    for [top, from, foot, to] in done {
        let [x0, y0, x1, y1] = [from, top, to, foot].map(f64::from);
        path.push(PathEl::MoveTo(Point::new(x0, y0)));
        path.extend([(x1, y0), (x1, y1), (x0, y1)].map(|corner| PathEl::LineTo(corner.into())));
        path.push(PathEl::ClosePath);
    }
    path
}
