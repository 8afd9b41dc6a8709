//! Vertical setting 竖排.

use super::analyse::Analysed;
use super::cells::{Cells, Shaped};

pub(super) fn cells(_out: &mut Cells, _analysed: &Analysed, _shaped: &mut Vec<Shaped>) {}
