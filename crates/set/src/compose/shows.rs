//! Which pictures a product shows in a layout, before anything is set.

use super::frame;
use crate::layout::{BUILTINS, Layout, Variant};
use crate::product::Product;

/// Sheets of all kinds: a layout may have a way of its own for each.
const KINDS: [&str; 4] = ["is.own", "is.slogan", "is.event", "is.publication"];

/// Whether a page of a product in a layout may show the picture of this name when it is given: the way that such a page takes has a
/// place for it.
pub fn may_show(layout: &Layout, product: &Product, picture: &str) -> bool {
    let has = format!("has.{picture}");
    let takes = |kind: &str| {
        let mut frame = vec![0.0; BUILTINS.len()];
        frame::of_product(product, &mut frame);
        frame::set(&mut frame, kind, 1.0);
        let mut holds = |variant: &&Variant| {
            frame.resize(variant.scope.len(), 0.0);
            frame[BUILTINS.len()..].fill(0.0);
            for (_, slot) in variant.scope.names().filter(|(name, _)| **name == *has) {
                frame::put(&mut frame, slot, 1.0);
            }
            variant.when.as_ref().is_none_or(|when| when.eval(&frame) != 0.0)
        };
        let variant = layout.variants.iter().find(&mut holds);
        variant.is_some_and(|variant| variant.order.iter().any(|step| step.fields.iter().any(|f| f == picture)))
    };
    KINDS.into_iter().any(takes)
}
