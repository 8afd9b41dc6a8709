//! What of a picture is seen: by its soft mask, by the stencil that cuts it out, by a range of its own colours (ISO 32000-1,
//! 8.9.6 and 11.6.5.3).

use lopdf::{Dictionary, Object, Stream};

use biaoyu_page::geom::Affine;

use super::coded::decoded;
use super::file::File;
use super::function::bits_at;
use super::samples::Grid;
use super::seen::ppi;

/// Longest side of a mask that is read, samples.
const SIDE: f64 = 8192.0;

/// How much of a picture is seen.
pub(super) enum Shows {
    /// All of it.
    Whole,
    /// As the samples say, 255 for all.
    Through(Grid),
    /// All but samples within these ranges, from and to by component.
    But(Vec<f64>),
    /// Nobody knows.
    Unknown,
}

impl Shows {
    /// Of a picture by its dictionary.
    pub(super) fn of(file: &File<'_>, dict: &Dictionary) -> Self {
        if file.get_number(dict, "SMaskInData").is_some_and(|v| v > 0.0) {
            return Self::Unknown;
        }
        if let Some(mask) = file.get_stream(dict, "SMask") {
            return soft(file, mask).map_or(Self::Unknown, Self::Through);
        }
        match file.get(dict, "Mask") {
            Some(Object::Stream(mask)) => stencil(file, mask).map_or(Self::Unknown, Self::Through),
            Some(Object::Array(range)) => file.numbers(range).map_or(Self::Unknown, Self::But),
            _ => Self::Whole,
        }
    }

    /// The same when the picture's samples are known: ranges become a mask.
    pub(super) fn with(self, grid: &Grid) -> Self {
        match self {
            Self::But(range) => keyed(grid, &range).map_or(Self::Unknown, Self::Through),
            known => known,
        }
    }
}

/// The mask of a picture that is a picture.
fn picture<'f>(file: &'f File<'_>, dict: &'f Dictionary) -> Option<&'f Stream> {
    file.get_stream(dict, "SMask").or_else(|| file.get_stream(dict, "Mask"))
}

/// Samples to the inch of a picture's mask, where that is a picture; `at` lays the picture on the page. A few samples are a
/// blend or an even tone.
pub(super) fn fineness(file: &File<'_>, dict: &Dictionary, at: Affine) -> Option<f64> {
    let (width, height) = size(file, picture(file, dict)?)?;
    (u64::from(width) * u64::from(height) > 16).then(|| ppi(width, height, at))
}

fn size(file: &File<'_>, mask: &Stream) -> Option<(u32, u32)> {
    let side = |key| file.get_number(&mask.dict, key).filter(|v| (1.0..=SIDE).contains(v)).map(|v| v as u32);
    Some((side("Width")?, side("Height")?))
}

fn soft(file: &File<'_>, mask: &Stream) -> Option<Grid> {
    let (width, height) = size(file, mask)?;
    let plain =
        file.get(&mask.dict, "Decode").is_none() && file.get_number(&mask.dict, "BitsPerComponent") != Some(1.0);
    let data = file.unpack(mask).ok().or_else(|| Some(decoded(file, mask, width, height).0?.data))?;
    let fits = plain && data.len() == width as usize * height as usize;
    fits.then_some(Grid { data, width, height, components: 1, bits: 8 })
}

/// A stencil hides where its samples are 1, or 0 when its `Decode` turns them over.
fn stencil(file: &File<'_>, mask: &Stream) -> Option<Grid> {
    let (width, height) = size(file, mask)?;
    let turned = file.get_numbers(&mask.dict, "Decode").is_some_and(|d| d.first() == Some(&1.0));
    let coded = decoded(file, mask, width, height).0.filter(|g| (g.bits, g.components) == (1, 1)).map(|g| g.data);
    let data = coded.or_else(|| file.unpack(mask).ok())?;
    let row = (width as usize).div_ceil(8);
    let seen = |y: usize, x: usize| {
        let bit = data.get(y * row + x / 8)? >> (7 - x % 8) & 1 == 1;
        Some(if bit == turned { 255 } else { 0 })
    };
    let all = (0..height as usize).flat_map(|y| (0..width as usize).map(move |x| (y, x)));
    let data = all.map(|(y, x)| seen(y, x)).collect::<Option<Vec<u8>>>()?;
    Some(Grid { data, width, height, components: 1, bits: 8 })
}

/// What samples within a range of colours leave: they are not painted.
fn keyed(grid: &Grid, range: &[f64]) -> Option<Grid> {
    let (n, bits) = (grid.components, usize::from(grid.bits));
    let ranges = range.as_chunks::<2>().0;
    if n == 0 || ranges.len() != n || f64::from(grid.width.max(grid.height)) > SIDE {
        return None;
    }
    let row = (grid.width as usize * n * bits).div_ceil(8);
    let mut data = Vec::with_capacity(grid.width as usize * grid.height as usize);
    for y in 0..grid.height as usize {
        let line = grid.data.get(y * row..)?;
        for x in 0..grid.width as usize {
            let mut hidden = true;
            for (i, [from, to]) in ranges.iter().enumerate() {
                hidden &= (*from..=*to).contains(&f64::from(bits_at(line, (x * n + i) * bits, bits)?));
            }
            data.push(if hidden { 0 } else { 255 });
        }
    }
    Some(Grid { data, width: grid.width, height: grid.height, components: 1, bits: 8 })
}
