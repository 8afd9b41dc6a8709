//! What one kind of shop wants of a file.

/// What a kind of shop wants. Lengths are millimetres on the finished product.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Short id: `offset`.
    pub id: &'static str,
    /// Name in Chinese.
    pub name: &'static str,
    /// Name in English.
    pub name_en: &'static str,
    /// The standard that the file must hold.
    pub standard: Wanted,
    /// Least bleed 出血 on every side; 0 when none is wanted.
    pub bleed: f64,
    /// Type keeps this far inside the trim 安全距离, where no product says it.
    pub safe: f64,
    /// Least type size (em), where no product asks for more.
    pub least_type: f64,
    /// Below this size type should be one ink: the plates never lie exactly over each other.
    pub one_ink_type: f64,
    /// Least width of a line.
    pub least_line: f64,
    /// Least width of a line left white in a ground.
    pub least_reversed_line: f64,
    /// Most ink on one place, 1 = 100 %.
    pub ink_limit: f64,
    /// From here on it dries slowly and sets off.
    pub ink_warning: f64,
    /// Pictures below this are refused, samples to the inch.
    pub ppi_limit: f64,
    /// Pictures below this are seen to be coarse.
    pub ppi_warning: f64,
    /// Tints below this vanish.
    pub least_tint: f64,
    /// Spots get plates of their own.
    pub spots: bool,
    /// Type may stay type; else it must be outlines 转曲.
    pub live_type: bool,
    /// Colours of a screen are turned into inks by the shop.
    pub rgb: bool,
}

/// A standard that a file must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// None; what the file itself claims is checked.
    Any,
    /// PDF/X-4 or PDF/X-1a.
    X,
}

/// Sheet-fed offset: what a file must hold when nobody says more.
const OFFSET: Profile = Profile {
    id: "offset",
    name: "胶印",
    name_en: "offset",
    standard: Wanted::X,
    bleed: 3.0,
    safe: 3.0,
    least_type: 2.1,
    one_ink_type: 2.8,
    least_line: 0.15,
    least_reversed_line: 0.3,
    ink_limit: 3.0,
    ink_warning: 2.5,
    ppi_limit: 100.0,
    ppi_warning: 150.0,
    least_tint: 0.05,
    spots: true,
    live_type: true,
    rgb: false,
};

/// The kinds of shops, with the figures of the trade. Not one of them is law: a shop's own sheet wins.
static PROFILES: [Profile; 6] = [
    OFFSET,
    Profile {
        id: "gangrun",
        name: "合版",
        name_en: "gang run",
        standard: Wanted::Any,
        bleed: 1.0,
        safe: 2.0,
        spots: false,
        live_type: false,
        ..OFFSET
    },
    Profile {
        id: "inkjet-banner",
        name: "喷绘",
        name_en: "solvent inkjet on banner cloth",
        standard: Wanted::Any,
        bleed: 0.0,
        safe: 20.0,
        least_type: 20.0,
        one_ink_type: 0.0,
        least_line: 1.0,
        least_reversed_line: 1.5,
        ink_limit: 3.0,
        ink_warning: 2.8,
        ppi_limit: 10.0,
        ppi_warning: 22.0,
        spots: false,
        ..OFFSET
    },
    Profile {
        id: "photo-print",
        name: "写真",
        name_en: "pigment inkjet indoors",
        standard: Wanted::Any,
        bleed: 0.0,
        safe: 5.0,
        ink_limit: 3.2,
        ink_warning: 3.0,
        ppi_limit: 50.0,
        ppi_warning: 72.0,
        spots: false,
        rgb: true,
        ..OFFSET
    },
    Profile {
        id: "digital",
        name: "数码印刷",
        name_en: "digital press",
        standard: Wanted::Any,
        bleed: 2.0,
        least_line: 0.2,
        least_tint: 0.1,
        spots: false,
        ..OFFSET
    },
    Profile {
        id: "office",
        name: "办公打印",
        name_en: "office printer",
        standard: Wanted::Any,
        bleed: 0.0,
        safe: 5.0,
        ink_limit: 4.0,
        ink_warning: 4.0,
        spots: false,
        rgb: true,
        ..OFFSET
    },
];

impl Profile {
    /// All profiles.
    pub fn all() -> &'static [Profile] {
        &PROFILES
    }

    /// The profile of an id.
    pub fn named(id: &str) -> Option<&'static Profile> {
        PROFILES.iter().find(|profile| profile.id == id)
    }

    /// Sheet-fed offset: what a file must hold when nobody says more.
    pub fn offset() -> &'static Profile {
        &PROFILES[0]
    }
}
