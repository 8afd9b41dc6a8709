//! The tables of a profile (ICC.1:2010, 10.10–10.13), evaluated stage by stage.

use moxcms::{DataColorSpace, LutDataType, LutMultidimensionalType, LutStore, LutType, LutWarehouse, ToneReprCurve};

use super::{Xyz, lab_to_xyz, xyz_to_lab};

/// From inks to the profile connection space, or back.
pub(super) struct Table {
    stages: Vec<Stage>,
    pcs: Pcs,
}

/// How the profile connection space is written as numbers from 0 to 1.
#[derive(Clone, Copy)]
enum Pcs {
    /// L* of 0–100 in 0–1, a* and b* of −128–127.
    Lab,
    /// The 16-bit encoding of version 2, still that of `lut16Type`: 1 stands for 65535 where 65280 is L* 100.
    LabLegacy,
    /// u1Fixed15.
    Xyz,
}

enum Stage {
    Curves(Vec<Vec<f32>>),
    Matrix([[f64; 3]; 3], [f64; 3]),
    Grid { points: Vec<usize>, outputs: usize, samples: LutStore },
}

impl Table {
    /// A table from four inks; `None` when it is malformed.
    pub(super) fn to_pcs(lut: LutWarehouse, pcs: DataColorSpace) -> Option<Table> {
        Self::new(lut, pcs, 4, 3)
    }

    /// A table to four inks; `None` when it is malformed.
    pub(super) fn from_pcs(lut: LutWarehouse, pcs: DataColorSpace) -> Option<Table> {
        Self::new(lut, pcs, 3, 4)
    }

    fn new(lut: LutWarehouse, space: DataColorSpace, inputs: usize, outputs: usize) -> Option<Table> {
        let legacy = matches!(&lut, LutWarehouse::Lut(l) if l.lut_type == LutType::Lut16);
        let pcs = match space {
            DataColorSpace::Lab if legacy => Pcs::LabLegacy,
            DataColorSpace::Lab => Pcs::Lab,
            DataColorSpace::Xyz => Pcs::Xyz,
            _ => return None,
        };
        let stages = match lut {
            LutWarehouse::Lut(lut) => plain(lut, inputs, outputs, matches!(pcs, Pcs::Xyz))?,
            LutWarehouse::Multidimensional(lut) => staged(lut, inputs, outputs)?,
        };
        Some(Table { stages, pcs })
    }

    /// XYZ relative to the paper.
    pub(super) fn xyz(&self, inks: [f64; 4]) -> Xyz {
        let [x, y, z, _] = self.run(inks);
        match self.pcs {
            Pcs::Lab => lab_to_xyz([x * 100.0, y * 255.0 - 128.0, z * 255.0 - 128.0]),
            Pcs::LabLegacy => {
                let scale = 65535.0 / 256.0;
                lab_to_xyz([x * 65535.0 / 652.80, y * scale - 128.0, z * scale - 128.0])
            }
            Pcs::Xyz => [x, y, z].map(|v| v * (1.0 + 32767.0 / 32768.0)),
        }
    }

    /// The inks for an XYZ relative to the paper, each from 0 to 1.
    pub(super) fn inks(&self, xyz: Xyz) -> [f64; 4] {
        let [x, y, z] = match self.pcs {
            Pcs::Xyz => xyz.map(|v| v / (1.0 + 32767.0 / 32768.0)),
            Pcs::Lab => {
                let [l, a, b] = xyz_to_lab(xyz);
                [l / 100.0, (a + 128.0) / 255.0, (b + 128.0) / 255.0]
            }
            Pcs::LabLegacy => {
                let [l, a, b] = xyz_to_lab(xyz);
                [l * 652.80 / 65535.0, (a + 128.0) * 256.0 / 65535.0, (b + 128.0) * 256.0 / 65535.0]
            }
        };
        self.run([x, y, z, 0.0])
    }

    fn run(&self, mut v: [f64; 4]) -> [f64; 4] {
        for stage in &self.stages {
            match stage {
                Stage::Curves(curves) => {
                    for (value, curve) in v.iter_mut().zip(curves) {
                        *value = interpolate(curve, *value);
                    }
                }
                Stage::Matrix(m, bias) => {
                    let at = |i: usize| m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2] + bias[i];
                    v = [at(0), at(1), at(2), 0.0];
                }
                Stage::Grid { points, outputs, samples } => v = interpolated(v, points, *outputs, samples),
            }
            v = v.map(|x| x.clamp(0.0, 1.0));
        }
        v
    }
}

/// `lut8Type` and `lut16Type`: matrix (only before an XYZ table), curves, grid, curves.
fn plain(lut: LutDataType, inputs: usize, outputs: usize, matrix: bool) -> Option<Vec<Stage>> {
    let entries = |n: u16, store: &LutStore| match store {
        LutStore::Store8(_) => 256,
        LutStore::Store16(_) => usize::from(n),
    };
    let before = curves(&lut.input_table, inputs, entries(lut.num_input_table_entries, &lut.input_table))?;
    let after = curves(&lut.output_table, outputs, entries(lut.num_output_table_entries, &lut.output_table))?;
    let points = vec![usize::from(lut.num_clut_grid_points); inputs];
    let mut stages = Vec::new();
    if matrix && inputs == 3 {
        stages.push(Stage::Matrix(lut.matrix.v, [0.0; 3]));
    }
    stages.push(Stage::Curves(before));
    stages.push(grid(points, outputs, lut.clut_table)?);
    stages.push(Stage::Curves(after));
    Some(stages)
}

/// `lutAToBType` (A, grid, M, matrix, B) and `lutBToAType` (the other way round).
fn staged(lut: LutMultidimensionalType, inputs: usize, outputs: usize) -> Option<Vec<Stage>> {
    let curves = |list: &[ToneReprCurve]| (!list.is_empty()).then(|| Stage::Curves(list.iter().map(sampled).collect()));
    let bias = [lut.bias.v[0], lut.bias.v[1], lut.bias.v[2]];
    let middle = curves(&lut.m_curves).map(|m| (m, Stage::Matrix(lut.matrix.v, bias)));
    let points = lut.grid_points.iter().take(inputs).map(|n| usize::from(*n)).collect();
    let table = grid(points, outputs, lut.clut?)?;
    let (a, b) = (curves(&lut.a_curves), curves(&lut.b_curves));
    let mut stages = Vec::new();
    if inputs == 4 {
        stages.extend(a);
        stages.push(table);
        stages.extend(middle.into_iter().flat_map(|(m, matrix)| [m, matrix]));
        stages.extend(b);
    } else {
        stages.extend(b);
        stages.extend(middle.into_iter().flat_map(|(m, matrix)| [matrix, m]));
        stages.push(table);
        stages.extend(a);
    }
    Some(stages)
}

fn grid(points: Vec<usize>, outputs: usize, samples: LutStore) -> Option<Stage> {
    let nodes = points.iter().try_fold(outputs, |n, p| n.checked_mul(*p))?;
    let found = match &samples {
        LutStore::Store8(s) => s.len(),
        LutStore::Store16(s) => s.len(),
    };
    (points.iter().all(|p| *p >= 2) && found >= nodes).then_some(Stage::Grid { points, outputs, samples })
}

fn curves(store: &LutStore, channels: usize, entries: usize) -> Option<Vec<Vec<f32>>> {
    let values: Vec<f32> = match store {
        LutStore::Store8(s) => s.iter().map(|v| f32::from(*v) / 255.0).collect(),
        LutStore::Store16(s) => s.iter().map(|v| f32::from(*v) / 65535.0).collect(),
    };
    (entries >= 2 && values.len() >= channels * entries)
        .then(|| values.chunks_exact(entries).take(channels).map(<[f32]>::to_vec).collect())
}

/// A curve of `curveType` or `parametricCurveType` as samples.
fn sampled(curve: &ToneReprCurve) -> Vec<f32> {
    let of = |f: &dyn Fn(f64) -> f64| (0..=4096).map(|i| f(f64::from(i) / 4096.0).clamp(0.0, 1.0) as f32).collect();
    match curve {
        ToneReprCurve::Lut(samples) => match samples.as_slice() {
            [] => vec![0.0, 1.0],
            [gamma] => of(&|x| libm::pow(x, f64::from(*gamma) / 256.0)),
            many => many.iter().map(|v| f32::from(*v) / 65535.0).collect(),
        },
        ToneReprCurve::Parametric(p) => {
            let p: Vec<f64> = p.iter().map(|v| f64::from(*v)).collect();
            of(&|x| parametric(&p, x))
        }
    }
}

/// ICC.1:2010, table 68: the number of parameters tells the function's type.
fn parametric(p: &[f64], x: f64) -> f64 {
    let power = |v: f64, g: f64| libm::pow(v.max(0.0), g);
    match *p {
        [g] => power(x, g),
        [g, a, b] => {
            if x >= -b / a {
                power(a * x + b, g)
            } else {
                0.0
            }
        }
        [g, a, b, c] => {
            if x >= -b / a {
                power(a * x + b, g) + c
            } else {
                c
            }
        }
        [g, a, b, c, d] => {
            if x >= d {
                power(a * x + b, g)
            } else {
                c * x
            }
        }
        [g, a, b, c, d, e, f] => {
            if x >= d {
                power(a * x + b, g) + e
            } else {
                c * x + f
            }
        }
        _ => x,
    }
}

fn interpolate(curve: &[f32], x: f64) -> f64 {
    let at = x.clamp(0.0, 1.0) * (curve.len() - 1) as f64;
    let i = (at as usize).min(curve.len() - 2);
    let (a, b) = (f64::from(curve[i]), f64::from(curve[i + 1]));
    a + (b - a) * (at - i as f64)
}

/// Interpolates in the grid; the first input varies slowest in the table.
///
/// The last three inputs by tetrahedra, a fourth linearly between two of them: what littlecms, Ghostscript and
/// poppler do, so that their renderings of our PDFs have the colours of our proofs.
fn interpolated(v: [f64; 4], points: &[usize], outputs: usize, samples: &LutStore) -> [f64; 4] {
    let mut base = 0;
    let mut steps = [(0.0, 0); 4];
    let mut stride = outputs;
    for i in (0..points.len().min(4)).rev() {
        let at = v[i].clamp(0.0, 1.0) * (points[i] - 1) as f64;
        let node = (at as usize).min(points[i] - 2);
        base += node * stride;
        steps[i] = (at - node as f64, stride);
        stride *= points[i];
    }
    if points.len() == 4 {
        let (share, stride) = steps[0];
        let inner = [steps[1], steps[2], steps[3]];
        let low = tetrahedral(base, inner, outputs, samples);
        let high = tetrahedral(base + stride, inner, outputs, samples);
        std::array::from_fn(|j| low[j] + (high[j] - low[j]) * share)
    } else {
        tetrahedral(base, [steps[0], steps[1], steps[2]], outputs, samples)
    }
}

/// Interpolates between the four nodes on the way from the lowest to the highest corner of a cube, the
/// input of the largest share first.
fn tetrahedral(base: usize, mut steps: [(f64, usize); 3], outputs: usize, samples: &LutStore) -> [f64; 4] {
    steps.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut out = [0.0; 4];
    let mut add = |index: usize, weight: f64| {
        for (j, sum) in out.iter_mut().enumerate().take(outputs) {
            *sum += weight
                * match samples {
                    LutStore::Store8(s) => f64::from(s[index + j]) / 255.0,
                    LutStore::Store16(s) => f64::from(s[index + j]) / 65535.0,
                };
        }
    };
    let [(a, step_a), (b, step_b), (c, step_c)] = steps;
    add(base, 1.0 - a);
    add(base + step_a, a - b);
    add(base + step_a + step_b, b - c);
    add(base + step_a + step_b + step_c, c);
    out
}
