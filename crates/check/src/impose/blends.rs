//! Whether a page blends at all. Many programs give every page a group in RGB, also where nothing on it is translucent: a
//! reader leaves such a group alone, and black type stays black. As a form on a sheet it would be blended, and its black
//! become four inks.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use super::source::Over;
use crate::read::{File, Id, inherited};

/// Objects that are looked at, at most; what has more is taken to blend.
const LOOKED_AT: usize = 100_000;

/// Whether anything of a page, and of what lies `over` it, is translucent, masked softly, blended or grouped.
pub(super) fn blends(file: &File<'_>, page: &Dictionary, over: &[Over]) -> bool {
    let mut looked = BTreeSet::new();
    let mut open: Vec<&Dictionary> = match inherited(file, page, "Resources") {
        Some(Object::Dictionary(own)) => vec![own],
        _ => Vec::new(),
    };
    for form in over.iter().filter_map(|over| file.dict(file.object(over.form)?)) {
        if file.get_dict(form, "Group").is_some() {
            return true;
        }
        open.extend(file.get_dict(form, "Resources"));
    }
    while let Some(resources) = open.pop() {
        if looked.len() > LOOKED_AT {
            return true;
        }
        let all =
            |key: &str| file.get_dict(resources, key).into_iter().flat_map(|own| own.iter().map(|(_, value)| value));
        if all("ExtGState").filter_map(|state| file.dict(state)).any(|state| state_blends(file, state)) {
            return true;
        }
        for value in all("XObject").chain(all("Pattern")).chain(all("Font")) {
            if value.as_reference().is_ok_and(|id: Id| !looked.insert(id)) {
                continue;
            }
            let Some(dict) = file.dict(value) else { continue };
            let is_masked = file.get(dict, "SMask").is_some_and(|mask| !matches!(mask, Object::Name(_) | Object::Null))
                || file.get_number(dict, "SMaskInData").is_some_and(|n| n > 0.0);
            if is_masked || file.get_dict(dict, "Group").is_some() {
                return true;
            }
            // A pattern of shading may have a state of its own.
            if file.get_dict(dict, "ExtGState").is_some_and(|state| state_blends(file, state)) {
                return true;
            }
            open.extend(file.get_dict(dict, "Resources"));
        }
    }
    false
}

fn state_blends(file: &File<'_>, state: &Dictionary) -> bool {
    let is_thin = |key| file.get_number(state, key).is_some_and(|alpha| alpha < 1.0);
    let mode = match file.get(state, "BM") {
        Some(Object::Array(modes)) => {
            modes.first().and_then(|mode| file.real(mode)).and_then(|mode| mode.as_name().ok())
        }
        Some(mode) => mode.as_name().ok(),
        None => None,
    };
    is_thin("ca")
        || is_thin("CA")
        || mode.is_some_and(|mode| mode != b"Normal" && mode != b"Compatible")
        || file.get_dict(state, "SMask").is_some()
}
