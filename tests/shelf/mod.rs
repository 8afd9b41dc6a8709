//! All that is shipped, read: layouts, products, palettes and faces.

#![allow(dead_code, clippy::unwrap_used, reason = "each suite uses its part")]

use std::fs;
use std::path::Path;

use biaoyu::embedded;
use biaoyu::font::FontLibrary;
use biaoyu::layout::Layout;
use biaoyu::palette::Palette;
use biaoyu::product::Product;

pub struct Shelf {
    pub layouts: Vec<Layout>,
    /// Those that any layout serves.
    pub products: Vec<Product>,
    pub palettes: Vec<Palette>,
    pub fonts: FontLibrary,
}

impl Shelf {
    pub fn open() -> Self {
        // From the checkout, not from the binary: who works on a layout sees what it does without building anything.
        let text = |s: &embedded::Source| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(s.name);
            fs::read_to_string(path).unwrap_or_else(|_| s.text.to_owned())
        };
        let layouts =
            embedded::LAYOUTS.iter().map(|s| Layout::parse(s.name, &text(s)).unwrap_or_else(|f| panic!("{f}")));
        Self {
            layouts: layouts.collect(),
            products: embedded::products().unwrap().into_iter().filter(|p| p.layout.is_none()).collect(),
            palettes: embedded::palettes().unwrap(),
            fonts: FontLibrary::embedded(),
        }
    }

    /// The palette that a layout names first.
    pub fn palette(&self, layout: &Layout) -> &Palette {
        let id = layout.palettes.first().expect("a layout names its palettes");
        self.palettes.iter().find(|p| p.id == *id).unwrap_or_else(|| panic!("no palette {id}"))
    }
}
