//! What a picture is when it was read: vectors or samples.

use std::sync::Arc;

use super::raster::Raster;
use super::settle::Sheer;
use biaoyu_page::geom::Size;
use biaoyu_page::page::Form;

/// A picture that was read, in its own units.
#[derive(Clone, Debug)]
pub enum Picture {
    /// Vectors, drawn in millimetres of a figure of this size.
    Vector {
        /// Width and height of the figure.
        size: Size,
        /// Its marks, on bare paper.
        form: Arc<Form>,
        /// The drawing for any flat ground, when it lets what lies below be seen.
        sheer: Option<Arc<Sheer>>,
    },
    /// Samples.
    Raster(Raster),
}

impl Picture {
    /// Width over height.
    pub fn aspect(&self) -> f64 {
        match self {
            Picture::Vector { size, .. } => size.width / size.height.max(1e-9),
            Picture::Raster(image) => f64::from(image.width()) / f64::from(image.height().max(1)),
        }
    }
}
