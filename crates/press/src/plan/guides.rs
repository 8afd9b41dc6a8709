//! The shop's own template over each product: named by `--guide`, or by the product itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::settings::Settings;
use crate::folder::files::read_limited;
use crate::want::Wanted;
use biaoyu_check::import::{Template, template};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::page::Form;
use biaoyu_page::say;
use biaoyu_page::words::{FileKind, Standard};
use biaoyu_set::product::Product;

/// A product of the run.
pub(crate) struct Guided {
    /// As it was asked for, without the name of its template: where a file lies does not change what is printed.
    pub product: Arc<Product>,
    /// The template over it, with the digest of its file.
    pub guide: Option<(Arc<Form>, blake3::Hash)>,
}

/// Products with their templates, and what a printer should know of these.
///
/// # Errors
/// Files that cannot be read, are no templates, or are of another size than their product.
pub(crate) fn guided(
    products: Vec<Arc<Product>>,
    wanted: &Wanted,
    settings: &Settings,
) -> Result<(Vec<Guided>, Vec<Finding>), Faults> {
    let mut faults = Faults::default();
    let mut findings = Vec::new();
    let mut read: BTreeMap<PathBuf, Option<(Template, blake3::Hash)>> = BTreeMap::new();
    // Only PDFs have layers.
    let layered = settings.formats.contains(&FileKind::Pdf) && settings.pdf.standard != Standard::X1a;
    if !layered && wanted.shop.guide.is_some() {
        let what = say!("a locked layer needs PDF/X-4 or a plain PDF", "锁定图层需要 PDF/X-4 或普通 PDF");
        let hint =
            say!("add `-f pdf --standard x4`, or leave `--guide` out", "请加 `-f pdf --standard x4`，或去掉 `--guide`");
        faults.push(Fault::new("guide/layers", Place::thing(say!("`--guide`", "`--guide`")), what).hint(hint));
    }
    let mut found = Vec::with_capacity(products.len());
    for product in products {
        let path = wanted.shop.guide.clone().or(product.guide.as_ref().map(PathBuf::from));
        let own = product.guide.is_some();
        let product = if own { Arc::new(Product { guide: None, ..Product::clone(&product) }) } else { product };
        let mut guide = None;
        match path {
            Some(path) if layered => {
                let known = read.entry(path).or_insert_with_key(|path| {
                    let (template, more, digest) = faults.take(file(path))?;
                    findings.extend(more);
                    Some((template, digest))
                });
                if let Some((template, digest)) = known {
                    let printed = settings.shop.product(product.clone());
                    let scale = settings.shop.scale(&printed, settings.promised());
                    guide = faults.take(template.over(&printed, scale)).map(|form| (form, *digest));
                }
            }
            Some(_) if settings.formats.contains(&FileKind::Pdf) => {
                let id = &product.id;
                findings.push(Finding {
                    rule: "guide-left-out",
                    severity: Severity::Note,
                    place: Place::thing(say!("product `{id}`", "产品 `{id}`")),
                    what: say!("PDF/X-1a has no layers: its template is left out", "PDF/X-1a 没有图层：未放入模板"),
                    hint: None,
                });
            }
            _ => {}
        }
        found.push(Guided { product, guide });
    }
    faults.or((found, findings))
}

/// Reads a template.
fn file(path: &Path) -> Result<(Template, Vec<Finding>, blake3::Hash), Faults> {
    let bytes = read_limited(path, IMAGE_BYTES)?;
    let (template, findings) = template(&path.display().to_string(), &bytes)?;
    Ok((template, findings, blake3::hash(&bytes)))
}
