//! Where files go: a template filled from a page, and no two pages to one file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Plan;
use super::data::Data;
use super::work::{Job, Work};
use crate::folder::names::{Naming, folded};
use crate::folder::places::{OWN_FILES, THUMBNAILS};
use biaoyu_page::error::{Fault, Faults, Lang, Place, Say};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::layout::WHOLE;
use biaoyu_set::product::Product;
use biaoyu_table::record::{Fields, KNOWN, is_pieces};
use biaoyu_table::table::field_named;

/// How the files of a run are named.
pub(crate) struct Paths {
    naming: Option<Naming>,
    /// Whether there are several products, and several layouts.
    several: (bool, bool),
    /// The columns of the table.
    columns: Vec<String>,
    /// Digits of the number of the last record.
    digits: usize,
    /// A column of the table counts pieces: what it is called means their number.
    counts: bool,
}

/// What a name is made of.
pub(crate) struct Named<'a> {
    pub work: &'a Work,
    /// The products of its pieces.
    pub products: Vec<&'a Product>,
    /// What fills its first page.
    pub fields: &'a Fields,
    /// Pieces that are made of it.
    pub pieces: u64,
}

/// Fields that only names of files have.
const OF_FILES: [&str; 12] = [
    "n",
    "product",
    "layout",
    "palette",
    "size",
    "bleed",
    "scale",
    "width",
    "height",
    "material",
    "finishing",
    "quantity",
];

/// Chinese names of fields that only names of files have.
const IN_CHINESE: [(&str, &str); 9] = [
    ("宽", "width"),
    ("宽度", "width"),
    ("高", "height"),
    ("高度", "height"),
    ("材料", "material"),
    ("材质", "material"),
    ("工艺", "finishing"),
    ("数量", "quantity"),
    ("件数", "quantity"),
];

impl Paths {
    /// Names by a template, or as usual when there is none. `has_layouts`: one product may come in several layouts; `counts`:
    /// a column of the table counts pieces.
    ///
    /// # Errors
    /// `name/…` when the template is none, or names a field that there is not.
    pub(crate) fn new(
        template: Option<&str>,
        data: Option<&Data>,
        (has_layouts, counts): (bool, bool),
        products: &[Arc<Product>],
    ) -> Result<Self, Faults> {
        let columns = data.map(|d| d.columns().to_vec()).unwrap_or_default();
        // Chinese names of fields that are none of the user's own.
        let plain = |name: &str| {
            if counts && is_pieces(name) {
                return Some("quantity".to_owned());
            }
            let own = KNOWN.iter().any(|(known, _)| *known == name) || columns.iter().any(|c| c == name);
            let of_file = IN_CHINESE.iter().find(|(zh, _)| *zh == name).map(|(_, field)| *field);
            field_named(name).or(of_file).filter(|_| !own).map(str::to_owned)
        };
        let naming = template.map(Naming::parse).transpose()?.map(|naming| naming.renamed(plain));
        if let Some(naming) = &naming {
            let known: Vec<&str> =
                KNOWN.iter().map(|(name, _)| *name).chain(OF_FILES).chain(columns.iter().map(String::as_str)).collect();
            let unknown = naming.unknown(known.iter().copied());
            if !unknown.is_empty() {
                return Err(Faults(unknown));
            }
        }
        let digits = data.map_or(0, Data::len).to_string().len();
        Ok(Self { naming, several: (products.len() > 1, has_layouts), columns, digits, counts })
    }

    /// The fields in the template of names.
    pub(crate) fn fields(&self) -> &[String] {
        self.naming.as_ref().map(Naming::fields).unwrap_or_default()
    }

    /// The path of a page, or of a file of many (`bound`), without its ending, and whether it is not what the fields
    /// say.
    pub(crate) fn stem(&self, named: &Named<'_>, bound: bool) -> (String, bool) {
        let (work, fields) = (named.work, self.of_file(named));
        let (mut stem, changed) = match &self.naming {
            Some(naming) => naming.told_path(&fields),
            None => Naming::parse(&self.usual(work, &fields)).map(|n| n.told_path(&fields)).unwrap_or_default(),
        };
        let tells = |field: &str| self.naming.as_ref().is_some_and(|n| n.fields().iter().any(|f| f == field));
        if bound {
            let (product, layout) = self.several;
            for (field, several) in [("product", product), ("layout", layout)] {
                if several && !tells(field) {
                    stem += &format!("-{}", fields.get(field).unwrap_or_default());
                }
            }
        }
        // A file that is not of true size must say so wherever it goes.
        if work.scale != 1 && !tells("scale") {
            stem += &format!("-{}", scale_word(work.scale));
        }
        (stem, changed)
    }

    /// The template of a run that has none: what a person is looked for by, or a unit, or a slogan.
    fn usual(&self, work: &Work, fields: &Fields) -> String {
        let table = !self.columns.is_empty();
        let column = |name: &str| self.columns.iter().any(|c| c == name);
        let digits = self.digits;
        let words = if work.product.personal && table {
            let name = ["name", "item"].into_iter().find(|field| fields.has(field));
            let name = name.map_or_else(String::new, |field| format!("-{{{field}}}"));
            format!("{{product}}/{{n:0{digits}}}{name}")
        } else if work.product.personal && fields.has("name") {
            "{product}/{name}".to_owned()
        } else if work.layout.rows > 1 && table {
            let folder = if column("unit") && fields.has("unit") { "{unit}/" } else { "" };
            let name = if fields.has("panel") { "panel" } else { "slogan" };
            format!("{folder}{{product}}/{{s:02}}-{{n:0{digits}}}-{{{name}}}")
        } else if column("unit") && fields.has("unit") {
            "{unit}/{product}/{s:02}-{slogan}".to_owned()
        } else if table {
            format!("{{product}}/{{n:0{digits}}}-{{s:02}}-{{slogan}}")
        } else {
            "{product}/{s:02}-{slogan}".to_owned()
        };
        if self.several.1 { format!("{words}-{{layout}}") } else { words }
    }
}

impl Paths {
    /// What a file name may tell of a page; of several products what each of them has.
    fn of_file(&self, Named { work, products, fields, pieces }: &Named<'_>) -> Fields {
        let mut fields = (*fields).clone();
        let each = |said: &dyn Fn(&Product) -> String| {
            let mut parts: Vec<String> =
                products.iter().map(|product| said(product)).filter(|part| !part.is_empty()).collect();
            let mut seen = Vec::new();
            parts.retain(|part| {
                !seen.contains(part) && {
                    seen.push(part.clone());
                    true
                }
            });
            parts.join("+")
        };
        fields.set("s", work.label.clone());
        // The cloths of a slogan lie beside each other.
        let slogan = work.fields.get(WHOLE).unwrap_or(&work.sheet.text).to_owned();
        fields.set("slogan", slogan);
        fields.set("product", each(&|p| p.id.clone()));
        fields.set("layout", work.layout.id.clone());
        fields.set("palette", work.palette.id.clone());
        fields.set("size", each(&|p| format!("{}x{}mm", number(p.trim.width, 2), number(p.trim.height, 2))));
        let bleed = |p: &Product| p.bleed.top.max(p.bleed.right).max(p.bleed.bottom).max(p.bleed.left);
        fields.set("bleed", each(&|p| number(bleed(p), 1)));
        fields.set("scale", scale_word(work.scale));
        // Shops of banners reckon in centimetres.
        fields.set("width", each(&|p| number(p.trim.width / 10.0, 2)));
        fields.set("height", each(&|p| number(p.trim.height / 10.0, 2)));
        // A table's own columns of these names win.
        for (field, text) in [
            ("material", each(&|p| p.material.clone().unwrap_or_default())),
            ("finishing", each(&|p| p.finishing.clone().unwrap_or_default())),
        ] {
            if !fields.has(field) {
                fields.set(field, text);
            }
        }
        if self.counts || !fields.has("quantity") {
            fields.set("quantity", pieces.to_string());
        }
        fields
    }
}

/// `1比10`: a colon is not allowed in names of files.
fn scale_word(scale: u32) -> String {
    format!("1比{scale}")
}

impl Plan {
    /// No two jobs write one file, and none writes the press's own.
    pub(crate) fn check_names(&self, paths: &Paths, faults: &mut Faults) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let again = self.data.as_ref().map(Data::again_file);
        let is_own = |path: &str| {
            let folder = path.split_once('/').map(|(folder, _)| folder);
            OWN_FILES.contains(&path) || again.as_deref() == Some(path) || folder == Some(THUMBNAILS)
        };
        for (index, job) in self.jobs.iter().enumerate() {
            for file in &job.files {
                let folded = folded(&file.path);
                let path = &file.path;
                if is_own(&folded) {
                    let what = say!("`{path}` is a file of the press itself", "`{path}` 是程序自己要写的文件");
                    let hint = say!("choose another `--name`", "请换一个 `--name`");
                    faults.push(Fault::new("name/taken", self.place_of(job), what).hint(hint));
                    return;
                }
                if let Some(other) = seen.insert(folded, index).and_then(|i| self.jobs.get(i)) {
                    faults.push(self.clash(paths, path, other, job));
                    return;
                }
            }
        }
    }

    /// A job in the user's words.
    pub fn place_of(&self, job: &Job) -> Place {
        self.pages.get(job.pages.start).map_or_else(|| job.work.place(), |leaf| self.place(*leaf))
    }

    /// Two jobs write one file: with the fields that would tell them apart.
    fn clash(&self, paths: &Paths, path: &str, other: &Job, job: &Job) -> Fault {
        let fields = |job: &Job| {
            let own = self.pages.get(job.pages.start).map(|leaf| self.fields(*leaf).into_owned());
            let products = job.products().into_iter().map(|(product, _)| product).collect();
            let fields = &own.unwrap_or_default();
            paths.of_file(&Named { work: &job.work, products, fields, pieces: job.pieces() })
        };
        let (a, b) = (fields(other), fields(job));
        let used = paths.naming.as_ref().map(Naming::fields).unwrap_or_default();
        let differs = |(field, text): &(&str, &str)| a.get(field) != Some(*text) && !used.iter().any(|u| u == field);
        let tell: Vec<String> = b.iter().filter(differs).map(|(field, _)| format!("`{{{field}}}`")).collect();
        let tell = tell.join(" ");
        let both = |lang| (self.place_of(other).text(lang), self.place_of(job).text(lang));
        let (en, zh) = (both(Lang::En), both(Lang::Zh));
        let is_equal = tell == "`{n}`";
        let row = |job: &Job| self.pages.get(job.pages.start).and_then(|leaf| self.row(*leaf));
        let rows = row(other).zip(row(job)).zip(self.data.as_ref()).filter(|_| is_equal);
        let what = match rows {
            Some(((one, two), data)) => {
                let name = data.name();
                say!(
                    "{name}: rows {one} and {two} say the same: both would be the file `{path}`",
                    "{name}：第 {one} 行与第 {two} 行内容相同，会写成同一个文件 `{path}`"
                )
            }
            None => Say {
                en: format!("two pages would be written to `{path}`: {} and {}", en.0, en.1),
                zh: format!("有两页要写到同一个文件 `{path}`：{}；{}", zh.0, zh.1),
            },
        };
        let hint = if tell.is_empty() {
            say!("ask for one of them only", "请只做其中之一")
        } else if is_equal {
            say!(
                "delete one of the two rows; where both are wanted, number the files: `{{n}}` in `--name`",
                "请删去其中一行；两份都要，请在 `--name` 里加上 `{{n}}` 给文件编号"
            )
        } else {
            say!("add one of {tell} to `--name`", "请在 `--name` 里加上 {tell} 之一")
        };
        Fault::new("name/clash", Place::default(), what).hint(hint)
    }
}
