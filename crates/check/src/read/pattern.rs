//! Shadings and tiles as the file has them (ISO 32000-1, 8.7).

use std::rc::Rc;
use std::sync::Arc;

use biaoyu_page::geom::{Affine, Point, Rect};

use super::function::Function;
use super::mesh::Mesh;
use super::seen::{Object as Painted, Tone};
use super::space::ColourSpace;

/// A shading as the file has it: read once, though a page may paint it a thousand times.
pub(super) struct Shading {
    pub space: Arc<ColourSpace>,
    pub form: Form,
    pub function: Option<Function>,
    /// What lies around it, when it is a pattern.
    pub background: Option<Tone>,
    /// Nothing of it is seen beyond this box of its own space.
    pub bounds: Option<Rect>,
    /// Along the blend: shares of the way from 0 to 1 with their tones.
    pub toned: Vec<(f64, Tone)>,
    /// Where the function's input begins and ends.
    pub domain: (f64, f64),
    /// The tones that it may show, as far as they are known without drawing it.
    pub tones: Vec<Tone>,
}

/// How the colours lie.
pub(super) enum Form {
    /// By a function of the place: its domain, and the matrix from there to the shading's space.
    Function([f64; 4], Affine),
    /// Along a line.
    Axial([Point; 2], [bool; 2]),
    /// From circle to circle: middles with radii.
    Radial([(Point, f64); 2], [bool; 2]),
    /// Triangles.
    Mesh(Mesh),
    /// Nobody knows.
    Unknown,
}

/// What a tile paints.
#[derive(Clone)]
pub(super) struct Tile {
    pub tones: Vec<Tone>,
    /// What is painted, in pattern space; `None` where the place of things is of no account.
    pub cell: Option<Arc<Vec<Painted>>>,
    /// From one tile to the next, pattern space.
    pub step: (f64, f64),
    pub bounds: Rect,
}

/// What a pattern paints with, and where it hangs.
#[derive(Clone)]
pub(super) enum Pattern {
    Shading(Rc<Shading>, Affine),
    Tile(Tile, Affine),
}
