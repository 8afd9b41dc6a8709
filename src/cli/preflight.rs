//! `biaoyu preflight`: what a shop would say of a PDF.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use super::{Done, output};
use biaoyu_check::preflight::{Context, Profile, Report, judge};
use biaoyu_page::error::{Fault, Lang, Place};
use biaoyu_page::limits::PDF_BYTES;
use biaoyu_page::say;
use biaoyu_page::suggest;
use biaoyu_press as press;
use biaoyu_set::embedded;
use biaoyu_set::product::Product;

/// Judges files; the exit code is the worst one's: 0 clean or notes, 1 warnings, 2 errors, 3 unreadable.
pub(super) fn preflight(files: &[PathBuf], profile: &str, product: Option<&str>, json: bool, lang: Lang) -> Done {
    let Some(profile) = Profile::named(profile) else {
        let known: Vec<&str> = Profile::all().iter().map(|p| p.id.as_str()).collect();
        return Err(unknown(
            "preflight/profile",
            say!("no profile `{profile}`", "没有 `{profile}` 这种印厂类型"),
            profile,
            &known,
        ));
    };
    let products = embedded::products()?;
    let product: Option<&Product> = match product {
        None => None,
        Some(id) => match products.iter().find(|p| p.id == id) {
            Some(found) => Some(found),
            None => {
                let known: Vec<&str> = products.iter().map(|p| p.id.as_str()).collect();
                return Err(unknown(
                    "preflight/product",
                    say!("no product `{id}`", "没有 `{id}` 这个产品"),
                    id,
                    &known,
                ));
            }
        },
    };
    let context = Context { product, profile };
    let mut code = 0;
    for path in files {
        let name = path.display().to_string();
        let report = match press::read(path, PDF_BYTES) {
            Ok(bytes) => guarded(&bytes, &name, &context),
            Err(fault) => Report { file: name, unreadable: Some(fault), ..Report::default() },
        };
        code = code.max(report.exit_code());
        let text = if json { report.json(lang).to_string() } else { report.text(lang) };
        output::print(&format!("{text}\n"));
    }
    Ok(code)
}

/// Judges a file; a fault of ours on it is its fault, and the others go on.
fn guarded(bytes: &[u8], name: &str, context: &Context<'_>) -> Report {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let report = catch_unwind(AssertUnwindSafe(|| judge(bytes, name, context)));
    std::panic::set_hook(hook);
    report.unwrap_or_else(|_| {
        let what = say!("this is a fault of biaoyu, please report it", "这是 biaoyu 的错误，请反馈");
        let fault = Fault::new("preflight/fault", Place::file(name), what);
        Report { file: name.into(), unreadable: Some(fault), ..Report::default() }
    })
}

fn unknown(
    code: &'static str,
    what: biaoyu_page::error::Say,
    word: &str,
    known: &[&str],
) -> biaoyu_page::error::Faults {
    let fault = Fault::new(code, Place::default(), what);
    let list = known.join(", ");
    let hint = match suggest::nearest(word, known.iter().copied()) {
        Some(near) => say!("did you mean `{near}`?", "是否想写 `{near}`？"),
        None => say!("there are {list}", "可选 {list}"),
    };
    fault.hint(hint).into()
}
