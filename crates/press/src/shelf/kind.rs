//! The shelves that there are.

use biaoyu_page::error::Say;
use biaoyu_page::say;
use biaoyu_page::words::Choice;

/// What kind of input a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// `campaigns/*.toml`
    Campaigns,
    /// `layouts/*.toml`
    Layouts,
    /// `palettes/*.toml`
    Palettes,
    /// `products.toml`, `layouts/products.toml`, `products/*.toml`
    Products,
    /// `fonts/*.otf`, `*.ttf`, `*.ttc`
    Faces,
    /// `profiles/*.toml`
    Profiles,
    /// `papers.toml`, `layouts/papers.toml`, `papers/*.toml`
    Papers,
}

impl Choice for Shelf {
    const ALL: &'static [Self] = &[
        Shelf::Campaigns,
        Shelf::Layouts,
        Shelf::Palettes,
        Shelf::Products,
        Shelf::Faces,
        Shelf::Profiles,
        Shelf::Papers,
    ];

    fn word(self) -> &'static str {
        match self {
            Shelf::Campaigns => "campaigns",
            Shelf::Layouts => "layouts",
            Shelf::Palettes => "palettes",
            Shelf::Products => "products",
            Shelf::Faces => "faces",
            Shelf::Profiles => "profiles",
            Shelf::Papers => "papers",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Shelf::Campaigns => &["campaign", "活动"],
            Shelf::Layouts => &["layout", "版式"],
            Shelf::Palettes => &["palette", "配色"],
            Shelf::Products => &["product", "产品"],
            Shelf::Faces => &["face", "fonts", "font", "字体"],
            Shelf::Profiles => &["profile", "shops", "shop", "印厂"],
            Shelf::Papers => &["paper", "纸张"],
        }
    }

    fn say(self) -> Say {
        match self {
            Shelf::Campaigns => say!("what is said", "说什么"),
            Shelf::Layouts => say!("how it looks", "什么样"),
            Shelf::Palettes => say!("in which colours", "什么颜色"),
            Shelf::Products => say!("how big it is", "多大"),
            Shelf::Faces => say!("in which type", "什么字体"),
            Shelf::Profiles => say!("for which print shop", "给哪种印厂"),
            Shelf::Papers => say!("on which sheets", "拼在什么纸上"),
        }
    }
}
