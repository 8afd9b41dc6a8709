//! Words of a Chinese clause.
