//! What is said, how big and in which colours, as it comes with the program: the files of the checkout, in the binary.

use crate::campaign::Campaign;
use crate::palette::Palette;
use crate::product::Product;
use biaoyu_page::error::Faults;

/// A file of the checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Id: `quality-month-2021`, `waves`.
    pub id: &'static str,
    /// The file's name in the checkout, for messages.
    pub name: &'static str,
    /// The text.
    pub text: &'static str,
}

macro_rules! source {
    ($folder:literal, $id:literal) => {
        Source {
            id: $id,
            name: concat!($folder, "/", $id, ".toml"),
            text: include_str!(concat!("../../../", $folder, "/", $id, ".toml")),
        }
    };
}

/// The campaigns; the first is what `biaoyu render` makes.
pub const CAMPAIGNS: &[Source] = &[source!("campaigns", "quality-month-2021")];
/// The layouts, in the order of `biaoyu list layouts`.
pub const LAYOUTS: &[Source] = &[
    source!("layouts", "official"),
    source!("layouts", "glyph"),
    source!("layouts", "waves"),
    source!("layouts", "grid"),
    source!("layouts", "seal"),
    source!("layouts", "dots"),
    source!("layouts", "bars"),
];
/// Layouts that want something to show besides a slogan (their `needs`), or have no place on every product; in the order of
/// `biaoyu list layouts`, after [`LAYOUTS`].
pub const SPECIAL: &[Source] = &[
    source!("layouts", "number"),
    source!("layouts", "scene"),
    source!("layouts", "brush"),
    source!("layouts", "art"),
    source!("layouts", "seat"),
    source!("layouts", "table"),
    source!("layouts", "certificate"),
    source!("layouts", "invitation"),
    source!("layouts", "pass"),
    source!("layouts", "nameplate"),
    source!("layouts", "label"),
    source!("layouts", "notice"),
    source!("layouts", "board"),
    source!("layouts", "honour"),
    source!("layouts", "cloth"),
];
/// All products.
pub const PRODUCTS: Source = source!("layouts", "products");
/// All palettes.
pub const PALETTES: Source = source!("layouts", "palettes");

/// All papers.
pub const PAPERS: Source = source!("layouts", "papers");

/// What kinds of print shops want.
pub const PROFILES: Source = Source { id: "shops", name: crate::profile::SHOPS.0, text: crate::profile::SHOPS.1 };

/// The campaign of an id, if there is one.
///
/// # Errors
/// None: a test reads every file. Kept so that no caller needs to trust it.
pub fn campaign(id: &str) -> Option<Result<Campaign, Faults>> {
    let source = CAMPAIGNS.iter().find(|source| source.id == id)?;
    Some(Campaign::parse(source.name, source.text))
}

/// The layout file of an id, if there is one.
pub fn layout(id: &str) -> Option<&'static Source> {
    LAYOUTS.iter().chain(SPECIAL).find(|source| source.id == id)
}

/// All products.
///
/// # Errors
/// As [`campaign`].
pub fn products() -> Result<Vec<Product>, Faults> {
    Product::parse_all(PRODUCTS.name, PRODUCTS.text, &[])
}

/// All palettes.
///
/// # Errors
/// As [`campaign`].
pub fn palettes() -> Result<Vec<Palette>, Faults> {
    Palette::parse_all(PALETTES.name, PALETTES.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_is_embedded_can_be_read_and_fits_together() {
        let products: BTreeSet<String> = products().unwrap().into_iter().map(|p| p.id).collect();
        let palettes: BTreeSet<String> = palettes().unwrap().into_iter().map(|p| p.id).collect();
        for source in CAMPAIGNS {
            let campaign = campaign(source.id).unwrap().unwrap_or_else(|faults| panic!("{faults}"));
            assert_eq!(campaign.id, source.id);
            assert!(campaign.defaults.products.iter().all(|id| products.contains(id)));
            assert!(campaign.defaults.palette.iter().all(|id| palettes.contains(id)));
            assert!(campaign.defaults.layouts.iter().all(|id| layout(id).is_some()));
        }
    }
}
