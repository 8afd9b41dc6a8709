//! Windows bitmaps: a header before the pixels, so that no time is lost in packing what is shown at once.

use biaoyu_out::raster::Pixels;

/// Bytes of the file's own header.
const FILE: usize = 14;
/// Bytes of a `BITMAPINFOHEADER`.
const INFO: usize = 40;
/// Bytes of a `BITMAPV4HEADER`, which can say that there is opacity.
const V4: usize = 108;

/// The pixels as a bitmap: 24 bits, or 32 with opacity.
pub(crate) fn bmp(pixels: &Pixels) -> Vec<u8> {
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let each = if pixels.alpha { 4 } else { 3 };
    let row = (width * each).next_multiple_of(4);
    let head = FILE + if pixels.alpha { V4 } else { INFO };
    let size = head + row * height;
    let mut out = Vec::with_capacity(size);
    let word = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
    out.extend(b"BM");
    out.extend(word(size));
    out.extend([0; 4]);
    out.extend(word(head));
    out.extend(word(head - FILE));
    out.extend(word(width));
    // Rows from the top.
    out.extend((-i32::try_from(height).unwrap_or(i32::MAX)).to_le_bytes());
    out.extend(1_u16.to_le_bytes());
    out.extend(u16::try_from(each * 8).unwrap_or(24).to_le_bytes());
    // BI_RGB, or BI_BITFIELDS with the masks below.
    out.extend(word(if pixels.alpha { 3 } else { 0 }));
    out.extend(word(row * height));
    // 96 dots an inch, no palette.
    [3780, 3780, 0, 0].into_iter().for_each(|value| out.extend(word(value)));
    if pixels.alpha {
        [0x00ff_0000_u32, 0x0000_ff00, 0x0000_00ff, 0xff00_0000].into_iter().for_each(|m| out.extend(m.to_le_bytes()));
        out.extend(b"BGRs");
        out.resize(head, 0);
        for pixel in pixels.samples.as_chunks::<4>().0 {
            out.extend([pixel[2], pixel[1], pixel[0], pixel[3]]);
        }
        return out;
    }
    out.resize(size, 0);
    let rows = out.get_mut(head..).unwrap_or_default().chunks_exact_mut(row);
    for (to, from) in rows.zip(pixels.samples.chunks_exact(width * 3)) {
        for (to, from) in to.as_chunks_mut::<3>().0.iter_mut().zip(from.as_chunks::<3>().0) {
            *to = [from[2], from[1], from[0]];
        }
    }
    out
}
