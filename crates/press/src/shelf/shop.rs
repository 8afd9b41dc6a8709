//! What the print shop asks of a run: its profile, and what was asked for by hand over it.

use std::sync::Arc;

use super::sources::Sources;
use crate::want::{Output, ShopWanted, Wanted};
use biaoyu_out::pdf;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::font::Chain;
use biaoyu_page::measure::number;
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::{FileKind, Packing, SampleSpace, Standard};
use biaoyu_set::finish::{Coat, Finish, Slug, Technical, cuts, for_shop};
use biaoyu_set::product::{ALL, ART, Coats, Product, coat_places, no_coat_place};
use biaoyu_set::profile::Profile;

/// The longest side that a PDF 1.4 can hold, less what marks and slug may take: mm.
const LONGEST: f64 = 4900.0;

/// The shop of a run.
#[derive(Clone, Debug, Default)]
pub struct Shop {
    /// What it wants; `None` when no shop was named.
    pub profile: Option<Arc<Profile>>,
    /// A file for each plate.
    pub plates: bool,
    /// Proofs on the colour of the paper.
    pub paper_white: bool,
    /// What the samples of JPEGs are, asked for by hand.
    space: Option<SampleSpace>,
    wanted: ShopWanted,
    coats: Coats,
    quantities: Vec<(Option<String>, u32)>,
    job: String,
    chain: Option<Chain>,
}

impl Shop {
    /// Looks up what was asked for.
    ///
    /// # Errors
    /// An unknown profile, the faults of its file, quantities that are none.
    pub(crate) fn new(Wanted { output, shop: wanted, .. }: &Wanted, sources: &Sources) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let profile = match &wanted.profile {
            Some(asked) => faults.take(sources.profile(asked)),
            None => None,
        };
        let names = profile.as_ref().map(|p: &Profile| p.plates.clone()).unwrap_or_default();
        if let Some(cut) =
            wanted.cut_spot.as_deref().filter(|cut| names.technical(cut).is_some_and(|w| w != Technical::Cut))
        {
            let what = say!("the shop has another plate `{cut}`", "本厂已有另一块版叫 `{cut}`");
            let hint = say!("give the cut line a name of its own", "请给刀线另起一个名称");
            faults.push(Fault::new("shop/plate", Place::thing(say!("`--cut-spot`", "`--cut-spot`")), what).hint(hint));
        }
        let quantities: Vec<_> =
            wanted.quantity.iter().filter_map(|text| faults.take(quantity(text).map_err(Faults::from))).collect();
        let [white, varnish, foil] =
            [("--white", &wanted.white), ("--varnish", &wanted.varnish), ("--foil", &wanted.foil)]
                .map(|(option, words)| faults.take(places(option, words)).unwrap_or_default());
        faults.or(Self {
            coats: Coats { white, varnish, foil },
            profile: profile.map(Arc::new),
            plates: output.plates,
            paper_white: output.paper_white,
            space: output.space,
            wanted: wanted.clone(),
            quantities,
            job: String::new(),
            chain: None,
        })
    }

    /// With the words of its slugs.
    pub(crate) fn signed(mut self, job: &str, chain: Option<Chain>) -> Self {
        self.job = job.to_owned();
        self.chain = chain;
        self
    }

    /// What the profile says, or sheet-fed offset where none is named.
    fn usual(&self) -> &Profile {
        self.profile.as_deref().unwrap_or_else(|| Profile::offset())
    }

    /// The kinds of files of a run that names none.
    pub(crate) fn formats(&self) -> Vec<FileKind> {
        self.profile.as_ref().map_or_else(|| vec![FileKind::Pdf, FileKind::Png], |profile| profile.formats.clone())
    }

    /// How PDFs are written where nobody says it by hand.
    pub(crate) fn pdf(&self, output: &Output, options: pdf::Options) -> pdf::Options {
        let profile = self.profile.as_deref();
        let promised = profile.map_or(Standard::X4, |p| p.standard);
        pdf::Options {
            standard: output.standard.unwrap_or(promised),
            outlines: output.outlines || profile.is_some_and(|p| !p.live_type),
            spots: output.spots.unwrap_or_else(|| profile.is_some_and(|p| p.spots)),
            records: output.records,
            ..options
        }
    }

    /// The template of names where nobody gives one.
    pub(crate) fn naming(&self) -> Option<&str> {
        self.profile.as_deref()?.naming.as_deref()
    }

    /// The product as the shop prints it.
    pub(crate) fn product(&self, product: Arc<Product>) -> Arc<Product> {
        self.profile.as_deref().map_or(product.clone(), |profile| Arc::new(for_shop(&product, profile)))
    }

    /// Pieces wanted of a product.
    pub fn quantity(&self, product: &Product) -> Option<u32> {
        let of = |id: Option<&str>| self.quantities.iter().rev().find(|(of, _)| of.as_deref() == id).map(|(_, n)| *n);
        of(Some(&product.id)).or_else(|| of(None))
    }

    /// The scale 1:n that the print files of a product have; `standard` is that of its PDF, if there is one.
    pub fn scale(&self, product: &Product, standard: Option<Standard>) -> u32 {
        let bleed = product.bleed_rect();
        let longest = bleed.width().max(bleed.height());
        let scale = match (self.wanted.scale, &self.profile) {
            (Some(scale), _) => scale,
            (None, Some(profile)) if standard.is_some() => profile.scale_for(longest).max(product.scale),
            (None, _) => product.scale.max(1),
        };
        // PDF 1.4 has no UserUnit: the trade's own way out is a drawing at 1:10.
        let too_long = standard == Some(Standard::X1a) && longest / f64::from(scale) > LONGEST;
        if too_long { scale.saturating_mul(10) } else { scale }
    }

    /// What is added to a page; `scale` is that of its files. The slug names the face, and how many pieces are asked for.
    pub(crate) fn finish(
        &self,
        product: &Product,
        slogan: &str,
        scale: u32,
        (face, quantity): (Option<&'static str>, Option<u32>),
    ) -> Finish {
        let profile = self.profile.as_deref();
        // Makers of badges want none, whatever else the shop prints.
        let marks = self.wanted.marks.unwrap_or_else(|| profile.is_some_and(|p| p.marks) && !product.is_round());
        let steps =
            self.wanted.steps.unwrap_or_else(|| profile.is_some_and(|p| p.steps) || self.wanted.cut_spot.is_some());
        let slug = self.chain.as_ref().filter(|_| marks).map(|chain| Slug {
            job: self.job.clone(),
            slogan: slogan.to_owned(),
            face,
            scale,
            quantity,
            chain: chain.clone(),
        });
        let (cut_spot, white_edge) = (self.wanted.cut_spot.clone(), self.white_edge());
        let (marks_apart, plates) = (self.wanted.marks_apart, self.usual().plates.clone());
        Finish { steps, cut_spot, plates, marks, marks_apart, slug, white_edge, guide: None, scale }
    }

    /// White that the files themselves hold around the bleed.
    pub(crate) fn white_edge(&self) -> f64 {
        self.profile.as_deref().filter(|p| p.draw_white_edge).map_or(0.0, |p| p.white_edge)
    }

    /// Whether JPEGs are for the press: inks, or a shop that takes screen colours.
    pub(crate) fn prints_jpeg(&self) -> bool {
        self.profile.is_some() || self.space() == SampleSpace::Cmyk
    }

    /// What the samples of JPEGs are.
    pub(crate) fn space(&self) -> SampleSpace {
        self.space.or(self.profile.as_ref().map(|p| p.space)).unwrap_or(SampleSpace::Srgb)
    }

    /// Most ink on one place from which nothing sets off, 1 = 100 %.
    pub(crate) fn most_ink(&self) -> f64 {
        self.usual().ink_warning
    }

    /// Whether sheets go to a press, and not to the printer of an office.
    pub(crate) fn is_press(&self) -> bool {
        self.profile.as_deref().is_some_and(|profile| profile.id != "office")
    }

    /// White, varnish and foil of a product in the order in which they are laid: what was asked for by hand, else the product's
    /// own.
    pub(crate) fn coats(&self, product: &Product) -> Vec<Coat> {
        let (asked, own) = (&self.coats, &product.coats);
        let all = [
            (Technical::White, &asked.white, &own.white),
            (Technical::Varnish, &asked.varnish, &own.varnish),
            (Technical::Foil, &asked.foil, &own.foil),
        ];
        let choke = self.wanted.white_choke.unwrap_or((self.usual().white_choke * 1000.0).round() as u32);
        let coat = |(what, asked, own): (Technical, &Vec<String>, &Vec<String>)| {
            let on = if asked.is_empty() { own } else { asked };
            // The knife cuts the edges of a whole sheet.
            let is_pulled = what == Technical::White && !on.iter().any(|on| on == ALL);
            let plate = self.usual().plates.of(what).to_owned();
            Coat { what, plate, on: on.clone(), choke: if is_pulled { choke } else { 0 } }
        };
        all.into_iter().map(coat).filter(|coat| !coat.on.is_empty()).collect()
    }

    /// What a plotter follows of a product, in the shop's names.
    pub(crate) fn cuts(&self, product: &Product) -> Page {
        cuts(product, self.wanted.cut_spot.as_deref(), &self.usual().plates)
    }

    /// How TIFFs are packed.
    pub(crate) fn packing(&self) -> Packing {
        self.usual().packing
    }

    /// Dots an inch of a raster for the press: by its area, but no file larger than the shop takes.
    pub fn print_dpi(&self, page: &Page) -> f64 {
        let (width, height) = (page.boxes.trim.width(), page.boxes.trim.height());
        let dpi = self.usual().dpi_for(width * height / 1e6);
        let most = self.profile.as_deref().and_then(|p| p.file_limit).map_or(f64::INFINITY, |bytes| {
            // Four bytes a pixel; a hundredth, and a profile, for all that is not pixels.
            let pixels = (bytes as f64 * 0.99 - 2.5e6).max(1e5) / 4.0;
            25.4 * (pixels / (width * height)).sqrt()
        });
        dpi.min(most)
    }

    /// All that pages and files change with, in words.
    pub(crate) fn key(&self, product: &Product, scale: u32) -> String {
        let Self { profile, plates, paper_white, space, wanted, job, .. } = self;
        let quantity = self.quantity(product);
        format!(
            "{profile:?} {plates} {paper_white} {space:?} {wanted:?} {job} {quantity:?} {}",
            number(f64::from(scale), 0)
        )
    }
}

/// Where a coat lies, by the words that people have for it.
fn places(option: &'static str, words: &[String]) -> Result<Vec<String>, Faults> {
    let places = coat_places(&words.join(",")).map_err(|word| {
        let (what, hint) = no_coat_place(&word);
        Fault::new("shop/coat", Place::thing(say!("`{option}`", "`{option}`")), what).hint(hint)
    })?;
    if option == "--foil" && places.iter().any(|place| place == ALL || place == ART) {
        let what = say!("foil lies on words and marks, not on the whole sheet", "烫金只用于文字和标志，不能满版");
        let hint =
            say!("name what is foiled: slogan, key, logo, name …", "请写要烫金的内容：slogan、key、logo、name 等");
        return Err(Fault::new("shop/coat", Place::thing(say!("`--foil`", "`--foil`")), what).hint(hint).into());
    }
    Ok(places)
}

/// `500`, or `badge-58=500` for one product.
fn quantity(text: &str) -> Result<(Option<String>, u32), Fault> {
    let (product, pieces) = match text.split_once(['=', '＝']) {
        Some((product, pieces)) => (Some(product.trim().to_owned()), pieces),
        None => (None, text),
    };
    match pieces.trim().parse::<u32>() {
        Ok(pieces) if pieces > 0 => Ok((product, pieces)),
        _ => {
            let what = say!("`{text}` is no number of pieces", "`{text}` 不是数量");
            let hint =
                say!("write `500`, or `badge-58=500` for one product", "请写 `500`；只对某种产品写 `badge-58=500`");
            Err(Fault::new("shop/quantity", Place::thing(say!("`--quantity`", "`--quantity`")), what).hint(hint))
        }
    }
}
