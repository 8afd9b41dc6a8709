//! Colour in the file: process mixtures as DeviceCMYK, spots as Separation, blends as shading
//! patterns, overprint as graphics states (ISO 32000-1, 8.6, 8.7.4 and 11.7.4).

use std::collections::HashMap;
use std::sync::Arc;

use pdf_writer::{Dict, Name, Ref, Str};

use biaoyu_page::duotone::{Duotone, over};
use biaoyu_page::geom::{Affine, Circle};
use biaoyu_page::ink::{Cmyk, Gradient, Radial, Spot};

use super::file::File;
use super::ops::Ops;

/// Decimals of an ink's share: a thousandth of a per cent, so that what was entered stays as entered.
const DECIMALS: u32 = 5;

/// A colour as a content stream sets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Colour {
    /// Shares of the four process inks in 10^−5.
    Process([i64; 4]),
    /// A spot's number and its share in 10^−5.
    Spot(usize, i64),
    /// A blend's number.
    Pattern(usize),
}

impl Colour {
    /// A process mixture.
    pub(crate) fn process(cmyk: Cmyk) -> Self {
        Colour::Process(cmyk.array().map(share))
    }

    /// A tint of a spot.
    pub(crate) fn spot(index: usize, tint: f64) -> Self {
        Colour::Spot(index, share(tint))
    }

    /// Sets the colour for what follows; `before` is the one set now.
    pub(crate) fn set(self, ops: &mut Ops, before: Option<Colour>, stroke: bool) {
        let pick = |fill: &'static str, line: &'static str| if stroke { line } else { fill };
        match self {
            Colour::Process(inks) => {
                for v in inks {
                    ops.fixed(v, DECIMALS);
                }
                ops.op(pick(" k", " K"));
            }
            Colour::Spot(index, tint) => {
                if !matches!(before, Some(Colour::Spot(i, _)) if i == index) {
                    ops.name('S', index);
                    ops.op(pick("cs", "CS"));
                }
                ops.fixed(tint, DECIMALS);
                ops.op(pick(" scn", " SCN"));
            }
            Colour::Pattern(index) => {
                if !matches!(before, Some(Colour::Pattern(_))) {
                    ops.op(pick("/Pattern cs", "/Pattern CS"));
                }
                ops.name('P', index);
                ops.op(pick("scn", "SCN"));
            }
        }
    }
}

fn share(value: f64) -> i64 {
    // NaN becomes 0: paper, which nobody overlooks.
    (value.clamp(0.0, 1.0) * 1e5).round() as i64
}

/// The inks that a file uses, each written once.
#[derive(Default)]
pub(super) struct Inks {
    spots: Vec<(Arc<Spot>, Ref)>,
    patterns: Vec<Ref>,
    known: HashMap<String, usize>,
    overprint: [Option<Ref>; 2],
    /// Mixtures of several plates, by what they are of.
    mixtures: HashMap<String, Ref>,
    /// Tables of mixtures.
    tables: HashMap<(Base, Vec<u8>), Ref>,
}

/// What a table of mixtures is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Base {
    Cmyk,
    Other(Ref),
}

impl Inks {
    /// The number of a spot; the plate's name decides, its first stand-in colour stays.
    pub(crate) fn spot(&mut self, file: &mut File, spot: &Arc<Spot>) -> usize {
        if let Some(found) = self.spots.iter().position(|(s, _)| Arc::ptr_eq(s, spot) || s.plate == spot.plate) {
            return found;
        }
        let id = file.id();
        file.object(id, |obj| {
            let mut array = obj.array();
            array.item(Name(b"Separation"));
            array.item(Name(spot.plate.as_bytes()));
            array.item(Name(b"DeviceCMYK"));
            exponential(&mut array.push().dict(), Cmyk::PAPER, spot.alternate);
        });
        self.spots.push((spot.clone(), id));
        self.spots.len() - 1
    }

    /// The colour space of a picture in two inks: levels into a table of the shares of its plates (8.6.6.3, 8.6.6.5).
    pub(crate) fn duotone(&mut self, file: &mut File, two: &Duotone) -> Ref {
        let spots: Vec<(Arc<Spot>, Ref)> = two
            .spots()
            .map(|spot| {
                let index = self.spot(file, spot);
                (spot.clone(), self.spots[index].1)
            })
            .collect();
        let ends = [two.process(0), two.process(255)].map(Cmyk::array);
        let process: Vec<usize> = (0..4).filter(|i| ends.iter().any(|inks| inks[*i] > 0.0)).collect();
        let mut table = Vec::with_capacity(256 * (spots.len() + process.len()));
        for level in 0..=255 {
            table.extend(spots.iter().map(|(spot, _)| byte(two.spot(&spot.plate, level))));
            let inks = two.process(level).array();
            table.extend(process.iter().map(|i| byte(inks[*i])));
        }
        let base = match (&spots[..], &process[..]) {
            ([(_, id)], []) => Base::Other(*id),
            _ => Base::Other(self.mixture(file, &spots, &process)),
        };
        self.indexed(file, base, table)
    }

    /// The colour space of a picture in two inks in a file without spots: levels into a table of stand-ins.
    pub(crate) fn shown(&mut self, file: &mut File, two: &Duotone) -> Ref {
        self.indexed(file, Base::Cmyk, two.looks().concat())
    }

    /// An Indexed colour space over a base, written once.
    fn indexed(&mut self, file: &mut File, base: Base, table: Vec<u8>) -> Ref {
        let key = (base, table);
        if let Some(found) = self.tables.get(&key) {
            return *found;
        }
        let id = file.id();
        file.object(id, |obj| {
            let mut array = obj.array();
            array.item(Name(b"Indexed"));
            match key.0 {
                Base::Cmyk => array.item(Name(b"DeviceCMYK")),
                Base::Other(base) => array.item(base),
            };
            array.item(255).item(Str(&key.1));
        });
        self.tables.insert(key, id);
        id
    }

    /// A DeviceN colour space of spots, then process inks. Its function is exact: between the corners of its one cell it
    /// goes straight along each axis, as inks laid over each other do.
    fn mixture(&mut self, file: &mut File, spots: &[(Arc<Spot>, Ref)], process: &[usize]) -> Ref {
        let key = format!("{:?} {process:?}", spots.iter().map(|(_, id)| id).collect::<Vec<_>>());
        if let Some(found) = self.mixtures.get(&key) {
            return *found;
        }
        let count = spots.len() + process.len();
        let mut corners = Vec::with_capacity(8 << count);
        for corner in 0..1_usize << count {
            let solid = |i: usize| f64::from(u8::from(corner >> i & 1 == 1));
            let mut inks = Cmyk::PAPER.array();
            for (at, i) in (spots.len()..).zip(process) {
                inks[*i] = solid(at);
            }
            let laid = |below, (i, (spot, _)): (usize, &(Arc<Spot>, Ref))| over(below, spot.alternate.tinted(solid(i)));
            let inks = spots.iter().enumerate().fold(Cmyk::from_array(inks), laid);
            corners.extend(inks.array().iter().flat_map(|v| ((v * 65535.0).round() as u16).to_be_bytes()));
        }
        let (function, id) = (file.id(), file.id());
        file.stream(function, &corners, |dict| {
            dict.pair(Name(b"FunctionType"), 0);
            dict.insert(Name(b"Domain")).array().items((0..count).flat_map(|_| [0, 1]));
            dict.insert(Name(b"Range")).array().items((0..4).flat_map(|_| [0, 1]));
            dict.insert(Name(b"Size")).array().items((0..count).map(|_| 2));
            dict.pair(Name(b"BitsPerSample"), 16);
        });
        file.object(id, |obj| {
            let mut array = obj.array();
            array.item(Name(b"DeviceN"));
            let mut names = array.push().array();
            names.items(spots.iter().map(|(spot, _)| Name(spot.plate.as_bytes())));
            names.items(process.iter().map(|i| Name([&b"Cyan"[..], b"Magenta", b"Yellow", b"Black"][*i])));
            drop(names);
            array.item(Name(b"DeviceCMYK")).item(function);
            let mut attributes = array.push().dict();
            let mut colorants = attributes.insert(Name(b"Colorants")).dict();
            for (spot, id) in spots {
                colorants.pair(Name(spot.plate.as_bytes()), *id);
            }
        });
        self.mixtures.insert(key, id);
        id
    }

    /// The number of a blend along a line; `to_space` leads from its millimetres to the default space of the content
    /// stream that paints with it.
    pub(crate) fn axial(&mut self, file: &mut File, gradient: &Gradient, to_space: Affine) -> usize {
        let key = format!("{gradient:?}{to_space:?}");
        let coords = [gradient.from.x, gradient.from.y, gradient.to.x, gradient.to.y];
        self.pattern(file, key, 2, &coords, to_space, &gradient.stops)
    }

    /// The number of a blend between circles; `to_space` as for [`Inks::axial`].
    pub(crate) fn rings(&mut self, file: &mut File, radial: &Radial, to_space: Affine) -> usize {
        let key = format!("{radial:?}{to_space:?}");
        let circle = |c: &Circle| [c.center.x, c.center.y, c.radius];
        let coords = [circle(&radial.from), circle(&radial.to)].concat();
        self.pattern(file, key, 3, &coords, to_space * radial.transform, &radial.stops)
    }

    /// A shading pattern (8.7.4), written once.
    fn pattern(
        &mut self,
        file: &mut File,
        key: String,
        kind: i32,
        coords: &[f64],
        to_space: Affine,
        stops: &[(f64, Cmyk)],
    ) -> usize {
        if let Some(found) = self.known.get(&key) {
            return *found;
        }
        let id = file.id();
        file.object(id, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"PatternType"), 2);
            dict.insert(Name(b"Matrix")).array().items(to_space.as_coeffs().map(|v| v as f32));
            let mut shading = dict.insert(Name(b"Shading")).dict();
            shading.pair(Name(b"ShadingType"), kind);
            shading.pair(Name(b"ColorSpace"), Name(b"DeviceCMYK"));
            shading.insert(Name(b"Coords")).array().items(coords.iter().map(|v| *v as f32));
            shading.insert(Name(b"Extend")).array().items([true, true]);
            blend(&mut shading.insert(Name(b"Function")).dict(), stops);
        });
        self.patterns.push(id);
        self.known.insert(key, self.patterns.len() - 1);
        self.patterns.len() - 1
    }

    /// The graphics state that prints over (1) or knocks out (0).
    pub(crate) fn overprint(&mut self, file: &mut File, on: bool) -> usize {
        let index = usize::from(on);
        self.overprint[index].get_or_insert_with(|| {
            let id = file.id();
            file.object(id, |obj| {
                let mut dict = obj.dict();
                dict.pair(Name(b"Type"), Name(b"ExtGState"));
                dict.pair(Name(b"OP"), on).pair(Name(b"op"), on);
                // Mode 1: an ink whose share is 0 leaves what lies below, as printers expect of black text.
                dict.pair(Name(b"OPM"), 1);
            });
            id
        });
        index
    }

    /// The object of a spot's colour space.
    pub(crate) fn spot_ref(&self, index: usize) -> Option<Ref> {
        self.spots.get(index).map(|s| s.1)
    }

    /// The object of a blend.
    pub(crate) fn pattern_ref(&self, index: usize) -> Option<Ref> {
        self.patterns.get(index).copied()
    }

    /// The object of an overprint state.
    pub(crate) fn overprint_ref(&self, index: usize) -> Option<Ref> {
        self.overprint.get(index).copied().flatten()
    }
}

fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// A straight blend between two colours (function type 2).
fn exponential(dict: &mut Dict<'_>, from: Cmyk, to: Cmyk) {
    let shares = |c: Cmyk| c.array().map(|v| (share(v) as f64 / 1e5) as f32);
    dict.pair(Name(b"FunctionType"), 2);
    dict.insert(Name(b"Domain")).array().items([0, 1]);
    dict.insert(Name(b"C0")).array().items(shares(from));
    dict.insert(Name(b"C1")).array().items(shares(to));
    dict.pair(Name(b"N"), 1);
}

/// Straight blends in a row over 0 to 1 (function type 3, or 2 when there is one).
fn blend(dict: &mut Dict<'_>, stops: &[(f64, Cmyk)]) {
    let mut row: Vec<(f64, Cmyk)> = Vec::with_capacity(stops.len() + 2);
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return };
    // The function covers all of 0 to 1: the outer stops' colours go on to the ends.
    row.push((0.0, first.1));
    row.extend(stops.iter().map(|(at, c)| (at.clamp(0.0, 1.0), *c)));
    row.push((1.0, last.1));
    // Two stops in one place are a hard edge: bounds must rise, so that pair makes no piece of its own.
    let pieces: Vec<_> = row.windows(2).filter(|w| w[1].0 - w[0].0 > 1e-6).map(|w| (w[0], w[1])).collect();
    if let [(from, to)] = pieces[..] {
        exponential(dict, from.1, to.1);
        return;
    }
    dict.pair(Name(b"FunctionType"), 3);
    dict.insert(Name(b"Domain")).array().items([0, 1]);
    let mut functions = dict.insert(Name(b"Functions")).array();
    for (from, to) in &pieces {
        exponential(&mut functions.push().dict(), from.1, to.1);
    }
    drop(functions);
    dict.insert(Name(b"Bounds")).array().items(pieces.iter().skip(1).map(|(from, _)| from.0 as f32));
    dict.insert(Name(b"Encode")).array().items(pieces.iter().flat_map(|_| [0, 1]));
}
