//! A picture with what was found out about it, each when it was first asked for.

use std::sync::{Arc, Mutex, OnceLock};

use super::{Light, Picture, shares};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::page::Image;

#[derive(Debug)]
pub(super) struct Entry {
    pub picture: Picture,
    /// Found when first asked for.
    pub shares: OnceLock<shares::Shares>,
    /// Whether it shows as a white box.
    pub boxed: OnceLock<bool>,
    /// How light it is.
    pub light: OnceLock<Light>,
    /// The same in fewer samples, the last sizes that were asked for.
    pub reduced: Mutex<Vec<Arc<Image>>>,
    /// The same in two colours.
    pub toned: Mutex<Vec<Toned>>,
}

/// A picture in two colours, with what it was made of.
#[derive(Debug)]
pub(super) struct Toned {
    pub of: Arc<Image>,
    pub tones: (Cmyk, Cmyk),
    pub image: Arc<Image>,
}

impl Entry {
    /// Of a picture that nothing is known of.
    pub fn new(picture: Picture) -> Self {
        Self {
            picture,
            shares: OnceLock::new(),
            boxed: OnceLock::new(),
            light: OnceLock::new(),
            reduced: Mutex::default(),
            toned: Mutex::default(),
        }
    }
}
