//! Windows bitmaps: a header before the pixels, so that no time is lost in packing what is shown at once.

use biaoyu_out::raster::{Lay, Pixels};

/// Bytes of the file's own header.
const FILE: usize = 14;
/// Bytes of a `BITMAPINFOHEADER`.
const INFO: usize = 40;
/// Bytes of a `BITMAPV4HEADER`, which can say that there is opacity.
const V4: usize = 108;

/// How pixels lie in a bitmap: 24 bits, or 32 with opacity; rows at multiples of four bytes.
pub(crate) fn lay(alpha: bool) -> Lay {
    Lay { head: FILE + if alpha { V4 } else { INFO }, is_bgr: true, align: 4 }
}

/// The bitmap of pixels that lie as [`lay`] says.
pub(crate) fn bmp(pixels: Pixels) -> Vec<u8> {
    let Pixels { width, height, alpha, samples: mut out } = pixels;
    let head = lay(alpha).head;
    let word = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
    let mut all = Vec::with_capacity(head);
    all.extend(b"BM");
    all.extend(word(out.len()));
    all.extend([0; 4]);
    all.extend(word(head));
    all.extend(word(head - FILE));
    all.extend(width.to_le_bytes());
    // Rows from the top.
    all.extend((-i32::try_from(height).unwrap_or(i32::MAX)).to_le_bytes());
    all.extend(1_u16.to_le_bytes());
    all.extend(if alpha { 32_u16 } else { 24 }.to_le_bytes());
    // BI_RGB, or BI_BITFIELDS with the masks below.
    all.extend(word(if alpha { 3 } else { 0 }));
    all.extend(word(out.len().saturating_sub(head)));
    // 96 dots an inch, no palette.
    [3780, 3780, 0, 0].into_iter().for_each(|value| all.extend(word(value)));
    if alpha {
        [0x00ff_0000_u32, 0x0000_ff00, 0x0000_00ff, 0xff00_0000].into_iter().for_each(|m| all.extend(m.to_le_bytes()));
        all.extend(b"BGRs");
    }
    out.iter_mut().zip(all).for_each(|(to, from)| *to = from);
    out
}
