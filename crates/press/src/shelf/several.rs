//! The shelves whose files hold several things each: products, palettes, print shops, papers.

use std::sync::OnceLock;

use super::named::choose;
use super::sources::{Broken, Found, Gathered, Shelf, Sources, as_path};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;
use biaoyu_set::embedded;
use biaoyu_set::palette::Palette;
use biaoyu_set::paper::Paper;
use biaoyu_set::product::Product;
use biaoyu_set::profile::Profile;

impl Sources {
    /// The product of an id or a name.
    ///
    /// # Errors
    /// `source/unknown` with the nearest name.
    pub fn product(&self, asked: &str) -> Result<Product, Faults> {
        let all = self.products();
        choose(Shelf::Products, &all, asked, &mut Vec::new()).map(|found| found.value.clone())
    }

    /// The profile of an id or a name, or of a shop's own file.
    ///
    /// # Errors
    /// `source/unknown` with the nearest name; the faults of the file.
    pub fn profile(&self, asked: &str) -> Result<Profile, Faults> {
        let all = self.profiles();
        let Some(path) = as_path(asked) else {
            return choose(Shelf::Profiles, &all, asked, &mut Vec::new()).map(|found| found.value.clone());
        };
        let known: Vec<Profile> = all.0.into_iter().map(|found| found.value).collect();
        let mut profiles = Profile::parse_all(asked, &self.text(&path)?, &known)?;
        if profiles.len() > 1 {
            let ids: Vec<String> = profiles.iter().map(|p| format!("`{}`", p.id)).collect();
            let ids = ids.join(", ");
            let what = say!("holds several profiles: {ids}", "含有几个印厂类型：{ids}");
            let hint = say!(
                "put the file into `./profiles` and name one with `--for`",
                "请把文件放进 `./profiles`，再用 `--for` 指定其一"
            );
            return Err(Fault::new("profile/several", Place::file(asked), what).hint(hint).into());
        }
        profiles.pop().ok_or_else(Faults::default)
    }

    /// Every product, those of a better folder in the place of worse ones of their id; and the files that could not
    /// be read.
    pub fn products(&self) -> (Vec<Found<Product>>, Vec<Broken>) {
        static CARRIED: OnceLock<Gathered<Product>> = OnceLock::new();
        let read = |name: &str, text: &str, known: &[Product]| Product::parse_all(name, text, known);
        let (found, mut broken) =
            self.gather(Shelf::Products, (&[embedded::PRODUCTS], &CARRIED), read, |product| &product.id);
        let (found, unread) = self.as_machines_cut(found);
        broken.extend(unread);
        (found, broken)
    }

    /// Every palette, those of a better folder in the place of worse ones of their id; and the files that could not
    /// be read.
    pub fn palettes(&self) -> (Vec<Found<Palette>>, Vec<Broken>) {
        static CARRIED: OnceLock<Gathered<Palette>> = OnceLock::new();
        let read = |name: &str, text: &str, _: &[Palette]| Palette::parse_all(name, text);
        self.gather(Shelf::Palettes, (&[embedded::PALETTES], &CARRIED), read, |palette| &palette.id)
    }

    /// Every profile of a print shop, those of a better folder in the place of worse ones of their id; and the files
    /// that could not be read.
    pub fn profiles(&self) -> (Vec<Found<Profile>>, Vec<Broken>) {
        static CARRIED: OnceLock<Gathered<Profile>> = OnceLock::new();
        let read = |name: &str, text: &str, known: &[Profile]| Profile::parse_all(name, text, known);
        self.gather(Shelf::Profiles, (&[embedded::PROFILES], &CARRIED), read, |profile| &profile.id)
    }

    /// Every paper, those of a better folder in the place of worse ones of their id; and the files that could not be
    /// read.
    pub fn papers(&self) -> (Vec<Found<Paper>>, Vec<Broken>) {
        static CARRIED: OnceLock<Gathered<Paper>> = OnceLock::new();
        let read = |name: &str, text: &str, known: &[Paper]| Paper::parse_all(name, text, known);
        self.gather(Shelf::Papers, (&[embedded::PAPERS], &CARRIED), read, |paper| &paper.id)
    }
}
