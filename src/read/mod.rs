//! Pages that are read rather than made: what preflight judges.

mod seen;

pub use seen::{
    ALL, Glyph, Object, Overprint, PROCESS, Picture, Seen, Space, Text, Tone, What, least_scale, ppi, shared,
};
