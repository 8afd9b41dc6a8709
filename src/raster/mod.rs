//! Page → pixels.
