//! The compiled dictionary.

use super::Class;
use fst::raw::{Fst, Output};
use std::sync::OnceLock;

static BYTES: &[u8] = include_bytes!("dictionary.fst");

static MAP: OnceLock<Option<Fst<&'static [u8]>>> = OnceLock::new();

/// Opens the map on first use: reads its header and footer, nothing else.
fn dictionary() -> Option<&'static Fst<&'static [u8]>> {
    MAP.get_or_init(|| Fst::new(BYTES).ok()).as_ref()
}

/// Whether any text has needed the dictionary yet.
pub(super) fn opened() -> bool {
    MAP.get().is_some()
}

/// All words that `text` begins with, shortest first: characters, cost in eighths of a bit, class.
pub(super) fn prefixes(text: &str) -> Vec<(usize, u32, Class)> {
    let mut out = Vec::new();
    let Some(map) = dictionary() else { return out };
    let (mut node, mut value) = (map.root(), Output::zero());
    for (nth, c) in text.chars().enumerate() {
        let mut utf8 = [0; 4];
        for &byte in c.encode_utf8(&mut utf8).as_bytes() {
            let Some(edge) = node.find_input(byte) else { return out };
            let step = node.transition(edge);
            value = value.cat(step.out);
            node = map.node(step.addr);
        }
        if node.is_final() {
            let value = value.cat(node.final_output()).value();
            out.push((nth + 1, (value >> 4) as u32, Class::from_code((value & 15) as u8)));
        }
    }
    out
}
