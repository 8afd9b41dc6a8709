//! Functions: how a tint becomes ink and a blend its colours (ISO 32000-1, 7.10).

use lopdf::Object;

use biaoyu_page::limits::PDF_DEPTH;

use super::calculator::Program;
use super::file::File;
use super::steps::Steps;

/// A function of numbers.
#[derive(Debug)]
pub(crate) struct Function {
    domain: Vec<(f64, f64)>,
    range: Vec<(f64, f64)>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Sampled {
        size: Vec<usize>,
        encode: Vec<(f64, f64)>,
        decode: Vec<(f64, f64)>,
        samples: Vec<f32>,
        outputs: usize,
    },
    Exponential {
        c0: Vec<f64>,
        c1: Vec<f64>,
        n: f64,
    },
    Stitched {
        functions: Vec<Function>,
        bounds: Vec<f64>,
        encode: Vec<(f64, f64)>,
    },
    Calculated(Program),
    /// One function for each output.
    Several(Vec<Function>),
}

/// Samples that a function may have.
const SAMPLES: usize = 4 << 20;
/// Functions that one may be made of.
const PARTS: usize = 20_000;

impl Function {
    /// Reads a function or an array of them; `None` when it makes no sense.
    pub(crate) fn read(file: &File<'_>, object: &Object) -> Option<Self> {
        Self::at_depth(file, object, 0, &mut { PARTS })
    }

    fn at_depth(file: &File<'_>, object: &Object, depth: usize, left: &mut usize) -> Option<Self> {
        if depth > PDF_DEPTH {
            return None;
        }
        *left = left.checked_sub(1)?;
        let real = file.real(object)?;
        if let Object::Array(parts) = real {
            if parts.len() > 64 {
                return None;
            }
            let parts: Option<Vec<_>> = parts.iter().map(|p| Self::at_depth(file, p, depth + 1, left)).collect();
            return Some(Self { domain: Vec::new(), range: Vec::new(), kind: Kind::Several(parts?) });
        }
        let dict = file.dict(real)?;
        let domain = pairs(file.get_numbers(dict, "Domain")?);
        let range = pairs(file.get_numbers(dict, "Range").unwrap_or_default());
        let kind = match file.get_number(dict, "FunctionType")? as i64 {
            0 => {
                let size: Vec<usize> = file.get_numbers(dict, "Size")?.iter().map(|v| v.max(0.0) as usize).collect();
                let bits = file.get_number(dict, "BitsPerSample")? as usize;
                let outputs = range.len();
                let count = size.iter().try_fold(outputs, |n, s| n.checked_mul(*s)).filter(|n| *n <= SAMPLES)?;
                if size.len() != domain.len()
                    || size.contains(&0)
                    || outputs == 0
                    || !matches!(bits, 1 | 2 | 4 | 8 | 12 | 16 | 24 | 32)
                {
                    return None;
                }
                let data = file.unpack_at_most(file.stream(real)?, SAMPLES * 4).ok()?;
                let top = ((1_u64 << bits) - 1) as f64;
                let samples: Option<Vec<f32>> =
                    (0..count).map(|i| Some((bits_at(&data, i * bits, bits)? as f64 / top) as f32)).collect();
                let encode = match file.get_numbers(dict, "Encode") {
                    Some(v) if v.len() == size.len() * 2 => pairs(v),
                    _ => size.iter().map(|s| (0.0, *s as f64 - 1.0)).collect(),
                };
                let decode = match file.get_numbers(dict, "Decode") {
                    Some(v) if v.len() == outputs * 2 => pairs(v),
                    _ => range.clone(),
                };
                Kind::Sampled { size, encode, decode, samples: samples?, outputs }
            }
            2 => Kind::Exponential {
                c0: file.get_numbers(dict, "C0").unwrap_or_else(|| vec![0.0]),
                c1: file.get_numbers(dict, "C1").unwrap_or_else(|| vec![1.0]),
                n: file.get_number(dict, "N")?,
            },
            3 => {
                let parts = file.get_array(dict, "Functions").filter(|p| p.len() <= 10_000)?;
                let functions: Option<Vec<_>> =
                    parts.iter().map(|p| Self::at_depth(file, p, depth + 1, left)).collect();
                let (bounds, encode) = (file.get_numbers(dict, "Bounds")?, pairs(file.get_numbers(dict, "Encode")?));
                if bounds.len() + 1 != parts.len() || encode.len() < parts.len() {
                    return None;
                }
                Kind::Stitched { functions: functions?, bounds, encode }
            }
            // Without a range nobody knows how many numbers come out.
            4 if range.is_empty() => return None,
            4 => Kind::Calculated(Program::read(&file.unpack_at_most(file.stream(real)?, 1 << 20).ok()?)?),
            _ => return None,
        };
        Some(Self { domain, range, kind })
    }

    /// The outputs for some inputs; `None` when they do not fit, or when the steps are spent.
    pub(crate) fn eval(&self, inputs: &[f64], steps: &Steps) -> Option<Vec<f64>> {
        steps.spend(1)?;
        let clamp = |v: f64, (low, high): (f64, f64)| v.max(low).min(high.max(low));
        let x: Vec<f64> = match &self.domain[..] {
            [] => inputs.to_vec(),
            domain => inputs.iter().zip(domain).map(|(v, d)| clamp(*v, *d)).collect(),
        };
        let mut out = match &self.kind {
            Kind::Several(parts) => {
                let mut all = Vec::with_capacity(parts.len());
                for part in parts {
                    all.extend(part.eval(&x, steps)?.first());
                }
                all
            }
            Kind::Exponential { c0, c1, n } => {
                let power = libm::pow(*x.first()?, *n);
                c0.iter().zip(c1).map(|(a, b)| a + power * (b - a)).collect()
            }
            Kind::Stitched { functions, bounds, encode } => {
                let v = *x.first()?;
                let domain = *self.domain.first()?;
                let at = bounds.iter().take_while(|b| v >= **b).count().min(functions.len().checked_sub(1)?);
                let low = at.checked_sub(1).and_then(|i| bounds.get(i)).copied().unwrap_or(domain.0);
                let high = bounds.get(at).copied().unwrap_or(domain.1);
                functions.get(at)?.eval(&[map(v, (low, high), *encode.get(at)?)], steps)?
            }
            Kind::Calculated(program) => program.run(&x, steps)?,
            Kind::Sampled { size, encode, decode, samples, outputs } => {
                let mut corners: Vec<(usize, f64)> = vec![(0, 1.0)];
                let mut step = 1;
                for (((v, domain), encode), size) in x.iter().zip(&self.domain).zip(encode).zip(size) {
                    let e = map(*v, *domain, *encode).max(0.0).min(*size as f64 - 1.0);
                    let (low, part) = (e.floor(), e - e.floor());
                    let low = low as usize;
                    // Sixteen inputs are 65,536 corners: more than any shop's inks.
                    if corners.len() > 1 << 15 {
                        return None;
                    }
                    let mut next = Vec::with_capacity(corners.len() * 2);
                    for (at, weight) in corners {
                        next.push((at + low * step, weight * (1.0 - part)));
                        if part > 0.0 {
                            next.push((at + (low + 1) * step, weight * part));
                        }
                    }
                    corners = next;
                    step *= size;
                }
                steps.spend((corners.len() * outputs) as u64)?;
                let sum = |output: usize| {
                    let parts = corners
                        .iter()
                        .map(|(at, w)| samples.get(at * outputs + output).map_or(0.0, |s| f64::from(*s) * w));
                    parts.sum::<f64>()
                };
                decode.iter().enumerate().map(|(i, (low, high))| low + sum(i) * (high - low)).collect()
            }
        };
        for (v, range) in out.iter_mut().zip(&self.range) {
            *v = clamp(*v, *range);
        }
        out.iter().all(|v| v.is_finite()).then_some(out)
    }

    /// The inputs at which a blend bends, beside both ends of its domain: the bounds of stitched pieces, and some
    /// between where a piece is no straight line.
    pub(crate) fn knots(&self, from: f64, to: f64) -> Vec<f64> {
        let mut knots = vec![from, to];
        if let Kind::Stitched { bounds, .. } = &self.kind {
            knots.extend(bounds.iter().copied().filter(|b| *b > from && *b < to));
        }
        let straight = |f: &Function| matches!(&f.kind, Kind::Exponential { n, .. } if *n == 1.0);
        let all = match &self.kind {
            Kind::Stitched { functions, .. } => functions.iter().all(straight),
            _ => straight(self),
        };
        if !all {
            knots.extend((1..32).map(|i| from + (to - from) * f64::from(i) / 32.0));
        }
        knots.sort_by(f64::total_cmp);
        knots.dedup();
        knots
    }
}

fn map(v: f64, from: (f64, f64), to: (f64, f64)) -> f64 {
    let width = from.1 - from.0;
    if width == 0.0 { to.0 } else { to.0 + (v - from.0) * (to.1 - to.0) / width }
}

fn pairs(numbers: Vec<f64>) -> Vec<(f64, f64)> {
    numbers.as_chunks::<2>().0.iter().map(|[a, b]| (*a, *b)).collect()
}

/// `bits` bits from bit `at` on, the highest first.
pub(super) fn bits_at(data: &[u8], at: usize, bits: usize) -> Option<u32> {
    let mut value = 0_u64;
    let (first, last) = (at / 8, (at + bits).div_ceil(8));
    for byte in data.get(first..last)? {
        value = value << 8 | u64::from(*byte);
    }
    let spare = last * 8 - (at + bits);
    Some((value >> spare & ((1 << bits) - 1)) as u32)
}
