//! Meshes (ISO 32000-1, 8.7.4.5.5 to 8.7.4.5.8): triangles, lattices, Coons and tensor patches, all made triangles.

use lopdf::Stream;

use biaoyu_page::geom::Point;
use biaoyu_page::limits::PDF_PATH_POINTS;

use super::file::File;
use super::function::bits_at;

/// A corner: where it lies in the shading's space, and its colour components.
#[derive(Clone, Debug, Default)]
pub(super) struct Corner {
    pub at: Point,
    pub colour: Vec<f64>,
}

/// What a mesh comes to.
#[derive(Debug, Default)]
pub(super) struct Mesh {
    /// Corners, three of which are a triangle.
    pub corners: Vec<Corner>,
    /// Triangles by their corners.
    pub triangles: Vec<[usize; 3]>,
    /// Its data break off, or there is more than is looked at.
    pub is_part: bool,
}

/// Pieces that a side of a patch is cut into.
const PIECES: usize = 8;

/// Reads the mesh of a shading of kind 4 to 7 whose colours have so many components; `None` when it makes no sense.
pub(super) fn mesh(file: &File<'_>, stream: &Stream, kind: i64, components: usize) -> Option<Mesh> {
    let dict = &stream.dict;
    let decode = file.get_numbers(dict, "Decode")?;
    if decode.len() < 4 + 2 * components || components == 0 {
        return None;
    }
    let (data, fault) = file.unpack_part(stream, 64 << 20);
    let bits = |key| file.get_number(dict, key).filter(|v| (1.0..=32.0).contains(v)).map(|v| v as usize);
    let mut source = Source {
        data: &data,
        at: 0,
        coordinate: bits("BitsPerCoordinate")?,
        component: bits("BitsPerComponent")?,
        flag: if kind == 5 { 0 } else { bits("BitsPerFlag")? },
        decode: &decode,
        components,
    };
    let mut mesh = Mesh { is_part: fault.is_some(), ..Mesh::default() };
    match kind {
        4 => free(&mut source, &mut mesh),
        5 => {
            let row = file.get_number(dict, "VerticesPerRow").filter(|v| (2.0..=1e6).contains(v))? as usize;
            lattice(&mut source, &mut mesh, row);
        }
        6 | 7 => patches(&mut source, &mut mesh, kind == 7),
        _ => return None,
    }
    (!mesh.triangles.is_empty()).then_some(mesh)
}

struct Source<'d> {
    data: &'d [u8],
    /// The next bit.
    at: usize,
    coordinate: usize,
    component: usize,
    flag: usize,
    decode: &'d [f64],
    components: usize,
}

impl Source<'_> {
    fn take(&mut self, bits: usize) -> Option<f64> {
        let value = bits_at(self.data, self.at, bits)?;
        self.at += bits;
        Some(f64::from(value))
    }

    fn number(&mut self, bits: usize, pair: usize) -> Option<f64> {
        let share = self.take(bits)? / ((1_u64 << bits) - 1) as f64;
        let (low, high) = (*self.decode.get(2 * pair)?, *self.decode.get(2 * pair + 1)?);
        Some(low + share * (high - low))
    }

    fn flag(&mut self) -> Option<u8> {
        self.take(self.flag).map(|v| v as u8 & 3)
    }

    fn point(&mut self) -> Option<Point> {
        let bits = self.coordinate;
        Some(Point::new(self.number(bits, 0)?, self.number(bits, 1)?))
    }

    fn colour(&mut self) -> Option<Vec<f64>> {
        (0..self.components).map(|i| self.number(self.component, 2 + i)).collect()
    }

    /// To the next whole byte.
    fn align(&mut self) {
        self.at = self.at.div_ceil(8) * 8;
    }
}

impl Mesh {
    fn add(&mut self, corner: Corner) -> usize {
        self.corners.push(corner);
        self.corners.len() - 1
    }

    /// Whether there is room for more; `false` is kept in mind.
    fn has_room(&mut self) -> bool {
        let room = self.corners.len() < PDF_PATH_POINTS / 4;
        self.is_part |= !room;
        room
    }
}

fn free(source: &mut Source<'_>, mesh: &mut Mesh) {
    let mut last: Vec<usize> = Vec::new();
    while mesh.has_room() {
        let Some(flag) = source.flag() else { return };
        let (Some(at), Some(colour)) = (source.point(), source.colour()) else { return };
        source.align();
        let fresh = mesh.add(Corner { at, colour });
        last = match (flag, &last[..]) {
            (1, [.., b, c]) if last.len() >= 3 => vec![*b, *c, fresh],
            (2, [.., a, _, c]) => vec![*a, *c, fresh],
            (_, [..]) if last.len() >= 3 => vec![fresh],
            (_, open) => open.iter().copied().chain([fresh]).collect(),
        };
        if let [a, b, c] = last[..] {
            mesh.triangles.push([a, b, c]);
        }
    }
}

fn lattice(source: &mut Source<'_>, mesh: &mut Mesh, row: usize) {
    while mesh.has_room() {
        let (Some(at), Some(colour)) = (source.point(), source.colour()) else { break };
        source.align();
        mesh.add(Corner { at, colour });
    }
    quads(mesh, 0, row);
}

/// The triangles of a lattice of corners from `first` on, `row` to a row.
fn quads(mesh: &mut Mesh, first: usize, row: usize) {
    let rows = (mesh.corners.len() - first) / row;
    for r in 1..rows {
        for c in 1..row {
            let d = first + r * row + c;
            mesh.triangles.push([d - row - 1, d - row, d - 1]);
            mesh.triangles.push([d - row, d - 1, d]);
        }
    }
}

/// Where the points of a patch stand in its lattice of 4 × 4, in the order in which they are written.
const ORDER: [(usize, usize); 16] = [
    (0, 0),
    (0, 1),
    (0, 2),
    (0, 3),
    (1, 3),
    (2, 3),
    (3, 3),
    (3, 2),
    (3, 1),
    (3, 0),
    (2, 0),
    (1, 0),
    (1, 1),
    (1, 2),
    (2, 2),
    (2, 1),
];

fn patches(source: &mut Source<'_>, mesh: &mut Mesh, tensor: bool) {
    let wanted = if tensor { 16 } else { 12 };
    let mut edge: Vec<Point> = Vec::new();
    let mut colours: Vec<Vec<f64>> = Vec::new();
    while mesh.has_room() {
        let Some(flag) = source.flag() else { return };
        let shared = usize::from(flag);
        let (mut points, mut shades) = (Vec::with_capacity(16), Vec::with_capacity(4));
        if shared > 0 {
            // One edge and its two colours are the patch's before.
            for i in 0..4 {
                let Some(point) = edge.get((shared * 3 + i) % 12) else { return };
                points.push(*point);
            }
            for i in 0..2 {
                let Some(colour) = colours.get((shared + i) % 4) else { return };
                shades.push(colour.clone());
            }
        }
        while points.len() < wanted {
            let Some(point) = source.point() else { return };
            points.push(point);
        }
        while shades.len() < 4 {
            let Some(colour) = source.colour() else { return };
            shades.push(colour);
        }
        source.align();
        patch(mesh, &points, &shades);
        edge = points.into_iter().take(12).collect();
        colours = shades;
    }
}

/// Cuts a patch into triangles.
fn patch(mesh: &mut Mesh, points: &[Point], colours: &[Vec<f64>]) {
    let mut net = [[Point::ORIGIN; 4]; 4];
    for ((row, column), point) in ORDER.into_iter().zip(points) {
        net[row][column] = *point;
    }
    if points.len() < 16 {
        // The inner points that make a Coons patch a tensor patch (8.7.4.5.8).
        let p = |r: usize, c: usize| net[r][c].to_vec2();
        let inner = |r: usize, c: usize| {
            let (near, far) = (if r == 1 { (0, 3) } else { (3, 0) }, if c == 1 { (0, 3) } else { (3, 0) });
            let ((a, b), (i, j)) = (near, far);
            let sum = -4.0 * p(a, i) + 6.0 * (p(a, c) + p(r, i)) - 2.0 * (p(a, j) + p(b, i))
                + 3.0 * (p(b, c) + p(r, j))
                - p(b, j);
            (sum / 9.0).to_point()
        };
        let all = [((1, 1), inner(1, 1)), ((1, 2), inner(1, 2)), ((2, 1), inner(2, 1)), ((2, 2), inner(2, 2))];
        for ((row, column), point) in all {
            net[row][column] = point;
        }
    }
    let weights = |t: f64| {
        let s = 1.0 - t;
        [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t]
    };
    let first = mesh.corners.len();
    for i in 0..=PIECES {
        for j in 0..=PIECES {
            let (u, v) = (i as f64 / PIECES as f64, j as f64 / PIECES as f64);
            let (across, along) = (weights(u), weights(v));
            let mut at = Point::ORIGIN.to_vec2();
            for (line, a) in net.iter().zip(across) {
                for (point, b) in line.iter().zip(along) {
                    at += point.to_vec2() * (a * b);
                }
            }
            // The corners' colours stand in the order of the edge: (0,0), (0,1), (1,1), (1,0).
            let shares = [(1.0 - u) * (1.0 - v), (1.0 - u) * v, u * v, u * (1.0 - v)];
            let length = colours.first().map_or(0, Vec::len);
            let mix = |n: usize| {
                colours.iter().zip(shares).map(|(c, share)| c.get(n).copied().unwrap_or_default() * share).sum()
            };
            mesh.add(Corner { at: at.to_point(), colour: (0..length).map(mix).collect() });
        }
    }
    quads(mesh, first, PIECES + 1);
}
