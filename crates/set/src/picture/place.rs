//! Where in a file something stands.

use usvg::roxmltree::{Document, Node, TextPos};

use biaoyu_page::error::{Excerpt, Fault, Place, Say};
use biaoyu_page::say;

/// The place of an element.
pub(super) fn element(name: &str, doc: &Document<'_>, node: Node<'_, '_>) -> Place {
    let at = position(doc.text_pos_at(node.range().start));
    let tag = node.tag_name().name();
    let thing = match node.attribute("id") {
        Some(id) => say!("`{tag}` `{id}`", "`{tag}` `{id}`"),
        None => say!("`{tag}`", "`{tag}`"),
    };
    let start = node.range().start;
    let excerpt = Excerpt::of(doc.input_text(), start..start + 1 + tag.len());
    Place { at: Some(at), thing: Some(thing), ..Place::file(name) }.with(excerpt)
}

/// The place of what has this id, or of the whole file.
pub(super) fn by_id(name: &str, doc: &Document<'_>, id: &str) -> Place {
    let found = (!id.is_empty()).then(|| doc.descendants().find(|n| n.attribute("id") == Some(id))).flatten();
    found.map_or_else(|| Place::file(name), |node| element(name, doc, node))
}

/// Line and column.
pub(super) fn position(pos: TextPos) -> (u32, u32) {
    (pos.row, pos.col)
}

/// A fault with its cure.
pub(super) fn refuse(code: &'static str, place: Place, what: Say, hint: Say) -> Fault {
    Fault::new(code, place, what).hint(hint)
}
