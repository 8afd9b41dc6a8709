//! Setting type: where lines break.

pub mod break_lines;
pub mod words;
