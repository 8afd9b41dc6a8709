//! Letters that are little pages of their own: Type 3 fonts (ISO 32000-1, 9.6.5).

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object};

use biaoyu_page::geom::Affine;

use super::file::File;

/// What a content stream is to a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    /// It is none.
    No,
    /// A letter that has colours of its own, or has not said yet.
    Coloured,
    /// A letter in the colour of the type (`d1`): what sets colours is passed over.
    Plain,
}

/// The procedures of a Type 3 font.
pub(super) struct Procedures {
    /// From its glyphs' space to ems.
    pub matrix: Affine,
    /// The stream of each code that has one.
    pub by_code: HashMap<u32, Object>,
    /// Their own resources.
    pub resources: Option<Dictionary>,
}

impl Procedures {
    /// Reads them; `name` tells how the encoding calls a code.
    pub(crate) fn read(file: &File<'_>, dict: &Dictionary, name: impl Fn(u8) -> Option<String>) -> Self {
        let procs = file.get_dict(dict, "CharProcs");
        let of = |code: u8| Some((u32::from(code), procs?.get(name(code)?.as_bytes()).ok()?.clone()));
        Self {
            matrix: file.get_matrix(dict, "FontMatrix").unwrap_or(Affine::scale(0.001)),
            by_code: (0..=u8::MAX).filter_map(of).collect(),
            resources: file.get_dict(dict, "Resources").cloned(),
        }
    }
}

/// Procedures that were unpacked, by the address of their stream.
#[derive(Default)]
pub(super) struct Unpacked {
    pub known: HashMap<usize, Rc<[u8]>>,
    pub bytes: usize,
    /// Points of the stencils that were drawn on the page.
    pub drawn: usize,
}
