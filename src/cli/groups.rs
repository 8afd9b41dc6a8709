//! The options of `render`, `plan` and `gallery` in groups, each the mirror of a part of [`Wanted`](biaoyu_press::Wanted).

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::shows::Shows;
use super::values::{choice, count, dpi, either, jobs, shift};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::limits::{TABLE_BYTES, TEXT_FILE_BYTES};
use biaoyu_page::say;
use biaoyu_page::words::{FileKind, Pass, SampleSpace, Standard};
use biaoyu_press::{self as press, Colours, DataWanted, Given, Output, Picks, Texts};
use biaoyu_set::campaign::Reading;
use biaoyu_set::layout::LOCKUP;
use biaoyu_table::record::Fields;
use biaoyu_table::table::field_named;

/// What is said, how big, where, in which colours.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct What {
    /// Id or file of the campaign [default: the built-in one, without slogans or a table of your own] ‖ 活动的编号或文件；没有给出自己的标语或表格时，默认用内置的
    pub campaign: Option<String>,
    /// The same by a name ‖ 同上，写成选项
    #[arg(
        long = "campaign",
        id = "campaign_named",
        value_name = "ID",
        help_heading = "What",
        conflicts_with = "campaign"
    )]
    pub campaign_named: Option<String>,
    /// Slogans by number: 3,5-7; 0 the campaign's own sheet, e1 an event, p1 a publication ‖ 按序号选标语：3,5-7；0 是活动本身，e1 是会议，p1 是出版物
    #[arg(short, long, value_name = "N", help_heading = "What")]
    pub slogan: Vec<String>,
    /// A text in the place of the slogans; may be repeated ‖ 直接给一条文字，代替标语，可重复
    #[arg(short, long, value_name = "TEXT", help_heading = "What", conflicts_with_all = ["texts", "slogan"])]
    pub text: Vec<String>,
    /// A list of texts, one a line, as pasted from Word or WeChat: text, .docx, .xlsx; `-` for stdin ‖ 文字清单，一行一条，可从 Word 或微信粘贴：文本、.docx、.xlsx；`-` 为标准输入
    #[arg(long, value_name = "FILE", help_heading = "What")]
    pub texts: Option<PathBuf>,
    /// Texts to the letter: no break marks `|` `¦`, and every line of a list a slogan ‖ 照原样：不认换行记号 `|` `¦`，清单的每一行都是标语
    #[arg(long, help_heading = "What")]
    pub verbatim: bool,
    /// The character that carries a slogan: 安, or 3=安 for slogan 3; may be repeated ‖ 最能代表标语的字：安，或 3=安 指定第 3 条，可重复
    #[arg(long, value_name = "CHARACTER", help_heading = "What")]
    pub key: Vec<String>,
    /// Products by id or name, or sizes in millimetres: poster-a2,A3,900x1400 ‖ 产品，写编号、名称或毫米尺寸：poster-a2、A3、横幅、900x1400
    #[arg(short, long, value_name = "ID", value_delimiter = ',', help_heading = "What")]
    pub product: Vec<String>,
    /// Layouts by id or name ‖ 版式，写编号或名称：glyph、大字
    #[arg(short, long, value_name = "ID", value_delimiter = ',', help_heading = "What")]
    pub layout: Vec<String>,
    /// Palette by id or name ‖ 配色，写编号或名称：red-gold、红金
    #[arg(long, value_name = "ID", help_heading = "What", conflicts_with = "colour")]
    pub palette: Option<String>,
    /// A palette from the unit's own colour: "C100 M5 Y50 K40", "#0057a8", a name, or `logo` for the logo's own ‖ 用本单位的颜色配色："C100 M5 Y50 K40"、"#0057a8"、蓝，或 `logo` 取标志的颜色
    #[arg(long, value_name = "COLOUR", help_heading = "What")]
    pub colour: Option<String>,
    /// A face for a style of the layouts, or for text in SVG logos: slogan=FILE, slogan=FILE.ttc#2, slogan=FILE.ttf:wght=900, logo=FILE; rare=FILE lends characters that no other face has; may be repeated ‖ 版式中某个样式的字体，或 SVG 标志里文字的字体：slogan=文件、slogan=文件.ttc#2、slogan=文件.ttf:wght=900、logo=文件；rare=文件 补其他字体都没有的字；可重复
    #[arg(long, alias = "font", value_name = "STYLE=FACE", help_heading = "What")]
    pub face: Vec<String>,
}

impl What {
    /// What is asked for.
    pub fn wanted(&self) -> Result<press::What, Faults> {
        let mut faults = Faults::default();
        let mut picks: Option<Picks> = None;
        for text in &self.slogan {
            if let Some(more) = faults.take(Picks::parse(text).map_err(Faults::from)) {
                picks = Some(picks.unwrap_or_default().and(more));
            }
        }
        let texts = match &self.texts {
            _ if !self.text.is_empty() => Texts::Each(self.text.clone()),
            None => Texts::None,
            Some(path) => faults.take(given(path, TEXT_FILE_BYTES)).map(Texts::List).unwrap_or_default(),
        };
        let own = || self.colour.clone().map(Colours::Own);
        faults.or(press::What {
            campaign: self.campaign.clone().or_else(|| self.campaign_named.clone()),
            texts,
            reading: if self.verbatim { Reading::Verbatim } else { Reading::Meant },
            keys: self.key.clone(),
            picks,
            products: plain(&self.product),
            layouts: plain(&self.layout),
            colours: self.palette.clone().map(Colours::Palette).or_else(own),
            faces: self.face.clone(),
        })
    }
}

/// What stands on the pages beside it.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Words {
    /// The unit that signs ‖ 落款单位
    #[arg(short, long, value_name = "NAME", help_heading = "Words")]
    pub unit: Option<String>,
    /// Title of the campaign ‖ 活动名称
    #[arg(long, value_name = "TEXT", help_heading = "Words")]
    pub title: Option<String>,
    /// Theme of the campaign ‖ 活动主题
    #[arg(long, value_name = "TEXT", help_heading = "Words")]
    pub theme: Option<String>,
    /// Let the campaign's organisation sign, or another ‖ 由活动的主办协会署名，或另写一个
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", require_equals = true, help_heading = "Words")]
    pub organisation: Option<String>,
    /// Any field: name=王小明; may be repeated ‖ 任意字段：name=王小明，可重复
    #[arg(long, value_name = "FIELD=VALUE", help_heading = "Words")]
    pub set: Vec<String>,
    /// A table, a page a row: CSV, TSV, XLSX, ODS, JSON or JSONL; `-` for stdin ‖ 名单表格，一行一页：CSV、TSV、XLSX、ODS、JSON 或 JSONL；`-` 读标准输入
    #[arg(short, long, value_name = "FILE", help_heading = "Words")]
    pub data: Option<PathBuf>,
    /// The field that a column of the table fills: 员工=name, or none: 备注=-; may be repeated ‖ 表格的某列填哪个字段：员工=name，不用写 备注=-，可重复
    #[arg(long, value_name = "COLUMN=FIELD", requires = "data", help_heading = "Words")]
    pub map: Vec<String>,
    /// The sheet of a workbook [default: the first with a header that is known] ‖ 工作簿里的哪张表，默认第一张认得表头的
    #[arg(long, value_name = "NAME", requires = "data", help_heading = "Words")]
    pub sheet: Option<String>,
    /// Encoding of a table of text [default: found by its bytes] ‖ 文本表格的编码：gb18030、big5、shift_jis 等，默认自动判断
    #[arg(long, value_name = "NAME", requires = "data", help_heading = "Words")]
    pub encoding: Option<String>,
    /// The table has no header: its first row is a record ‖ 表格没有表头，第一行就是记录
    #[arg(long, requires = "data", help_heading = "Words")]
    pub no_header: bool,
    /// A column that is written once for its group: its empty cells hold what stands above, 部门; may be repeated ‖ 每组只在第一行写的列：空格按上方的内容填充，如 部门，可重复
    #[arg(long, value_name = "COLUMN", requires = "data", help_heading = "Words")]
    pub fill_down: Vec<String>,
    /// Make nothing unless every row of the table can be made ‖ 表格有一行做不成就什么也不做
    #[arg(long, requires = "data", help_heading = "Words")]
    pub strict: bool,
    /// Logo: SVG, PDF, PDF-compatible AI, PNG or JPEG; again for the marks of other hosts ‖ 标志：SVG、PDF、兼容 PDF 的 AI、PNG 或 JPEG；多家单位可重复，依次排列
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub logo: Vec<PathBuf>,
    /// The logo holds the unit's name: it is not set again beside it ‖ 标志里已有单位名称：旁边不再排名称
    #[arg(long, help_heading = "Words")]
    pub logo_has_name: bool,
    /// The unit's own code as a picture, printed as it is; else `--set qr=LINK` ‖ 单位自己的二维码图片，原样印；要由程序生成请用 `--set qr=网址`
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub code: Option<PathBuf>,
    /// Dark version of the logo, taken on light grounds ‖ 深色稿标志，用在浅底上
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub logo_dark: Option<PathBuf>,
    /// Light version of the logo, taken on dark grounds ‖ 反白稿标志，用在深底上
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub logo_light: Option<PathBuf>,
    /// Portrait on name badges and cards: JPEG or PNG; with --data also a folder, or a pattern: "photos/{number}.jpg" ‖ 胸牌、证卡上的照片：JPEG 或 PNG；有名单时也可以是文件夹，或带列名的文件名：照片/{工号}.jpg
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub photo: Option<PathBuf>,
    /// Who has no photo is printed with an empty box in its place, for one to be glued in ‖ 没有照片的人照印，照片处留一个空框，可贴照片
    #[arg(long, requires = "data", help_heading = "Words")]
    pub photo_box: bool,
    /// Inks of a colour of the logo: "#c8102e=C0 M100 Y80 K5"; may be repeated ‖ 标志某个颜色的油墨："#c8102e=C0 M100 Y80 K5"，可重复
    #[arg(long, value_name = "COLOUR=INKS", help_heading = "Words")]
    pub logo_ink: Vec<String>,
    /// Leave out the flat white around a PNG or JPEG logo ‖ 去掉 PNG、JPEG 标志四周的白底
    #[arg(long, help_heading = "Words")]
    pub logo_knockout: bool,
    /// Keep the empty margin of the logo's file as its clear space, as the unit's manual gives it ‖ 保留标志文件四周的空白，作 VI 手册规定的安全空间
    #[arg(long, help_heading = "Words")]
    pub logo_keep_margin: bool,
    #[command(flatten)]
    pub shows: Shows,
}

impl Words {
    /// What is asked for.
    pub fn wanted(&self) -> Result<press::Words, Faults> {
        let mut faults = Faults::default();
        let mut fields = Fields::default();
        for pair in &self.set {
            match pair.split_once(['=', '＝']) {
                Some((field, value)) if !field.trim().is_empty() => {
                    // 日期=… is date=….
                    fields.set(field_named(field.trim()).unwrap_or(field.trim()), value);
                }
                _ => {
                    let what = say!("`{pair}` is no `FIELD=VALUE`", "`{pair}` 不是 `字段=内容`");
                    let hint = say!("write for instance `--set name=王小明`", "例如 `--set name=王小明`");
                    faults.push(Fault::new("set/form", Place::thing(say!("`--set`", "`--set`")), what).hint(hint));
                }
            }
        }
        let photo = self.photo.as_ref().filter(|_| self.photos().is_none()).map(|photo| photo.display().to_string());
        let organisation = self.organisation.clone().filter(|o| !o.is_empty());
        for (field, text) in [
            ("unit", self.unit.clone()),
            ("title", self.title.clone()),
            ("theme", self.theme.clone()),
            ("photo", photo),
            ("organisation", organisation),
        ] {
            text.into_iter().for_each(|text| fields.set(field, text));
        }
        if self.logo_has_name {
            fields.set(LOCKUP, "1");
        }
        let data = faults.take(self.data()).flatten();
        let mut words = press::Words {
            fields,
            organisation: self.organisation.is_some(),
            logo: self.logo.first().cloned(),
            more_logos: self.logo.iter().skip(1).cloned().collect(),
            sample_mark: false,
            code: self.code.clone(),
            logo_dark: self.logo_dark.clone(),
            logo_light: self.logo_light.clone(),
            logo_inks: self.logo_ink.clone(),
            logo_knockout: self.logo_knockout,
            logo_keep_margin: self.logo_keep_margin,
            data,
            ..press::Words::default()
        };
        faults.take(self.shows.add(&mut words));
        faults.or(words)
    }

    /// The table of the run.
    fn data(&self) -> Result<Option<DataWanted>, Faults> {
        let Some(path) = &self.data else { return Ok(None) };
        let mut faults = Faults::default();
        let mut map = Vec::new();
        for pair in &self.map {
            // A column may have the sign in its name, a field has none.
            match pair.rsplit_once(['=', '＝']) {
                Some((column, field)) if !column.trim().is_empty() && !field.trim().is_empty() => {
                    map.push((column.trim().to_owned(), field.trim().to_owned()));
                }
                _ => {
                    let what = say!("`{pair}` is no `COLUMN=FIELD`", "`{pair}` 不是 `列名=字段`");
                    let hint = say!("write for instance `--map 员工=name`", "例如 `--map 员工=name`");
                    faults.push(Fault::new("map/form", Place::thing(say!("`--map`", "`--map`")), what).hint(hint));
                }
            }
        }
        let table = faults.take(given(path, TABLE_BYTES));
        let (sheet, encoding, photo) = (self.sheet.clone(), self.encoding.clone(), self.photos());
        let (no_header, strict, fill_down) = (self.no_header, self.strict, self.fill_down.clone());
        let photo_box = self.photo_box;
        let data = |table| DataWanted { table, map, sheet, encoding, no_header, fill_down, photo, photo_box, strict };
        faults.or(table.map(data))
    }

    /// Where the photos of a table are: a folder, or a name with columns in it.
    fn photos(&self) -> Option<String> {
        let photo = self.photo.as_ref().filter(|_| self.data.is_some())?;
        let text = photo.display().to_string();
        (text.contains('{') || photo.is_dir()).then_some(text)
    }
}

/// How and where files are written.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Files {
    /// Kinds of files [default: pdf,png] ‖ 文件种类，默认 pdf,png
    #[arg(short, long, value_delimiter = ',', value_name = "pdf,png,jpeg,tiff,dxf,svg", value_parser = choice::<FileKind>(), help_heading = "Files")]
    pub format: Vec<FileKind>,
    /// Dots an inch of rasters [default: by product] ‖ 位图的分辨率，默认随产品
    #[arg(long, value_name = "N", value_parser = dpi, help_heading = "Files")]
    pub dpi: Option<f64>,
    /// Type as outlines ‖ 文字转曲
    #[arg(long, help_heading = "Files")]
    pub outlines: bool,
    /// What the PDFs promise [default: x4] ‖ PDF 标准，默认 x4
    #[arg(long, value_name = "x4|x1a|none", value_parser = choice::<Standard>(), help_heading = "Files")]
    pub standard: Option<Standard>,
    /// The print shop's own CMYK profile ‖ 印厂的 CMYK 特性文件
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    pub icc: Option<PathBuf>,
    /// Inks: process mixtures, or the palette's spots on plates of their own ‖ 四色，或用配色里的专色单独出版
    #[arg(long, value_name = "process|spot", value_parser = either("spot", "process"), help_heading = "Files")]
    pub inks: Option<bool>,
    /// A file for each plate ‖ 每个色版各出一个文件
    #[arg(long, help_heading = "Files")]
    pub plates: bool,
    /// Proofs on the colour of the paper, overprint and spots shown ‖ 打样带纸色，并显示叠印和专色
    #[arg(long, help_heading = "Files")]
    pub paper_white: bool,
    /// What JPEGs hold [default: srgb, or what the shop wants] ‖ JPEG 的颜色，默认 srgb，或按印厂要求
    #[arg(long, value_name = "cmyk|srgb", value_parser = choice::<SampleSpace>(), help_heading = "Files")]
    pub space: Option<SampleSpace>,
    /// Output folder [default: output/CAMPAIGN], or one file: x.pdf, x.jpg ‖ 输出文件夹，默认 output/活动编号；也可以是一个文件：x.pdf、x.jpg
    #[arg(short, long, value_name = "DIR|FILE", help_heading = "Files")]
    pub output: Option<PathBuf>,
    /// Names of the files, without ending: "{product}/{s:02}-{slogan}" ‖ 文件名模板，不带扩展名："{product}/{s:02}-{slogan}"
    #[arg(long, value_name = "TEMPLATE", help_heading = "Files")]
    pub name: Option<String>,
    /// One PDF of all pages, in the order of the table ‖ 所有页合成一个 PDF，按表格顺序
    #[arg(long, value_name = "FILE.pdf", help_heading = "Files", conflicts_with = "name")]
    pub combine: Option<String>,
    /// Pages of such a PDF, at most ‖ 这样的 PDF 最多多少页
    #[arg(long, value_name = "N", requires = "combine", value_parser = count, help_heading = "Files")]
    pub split: Option<u32>,
    /// Such a PDF as PDF/VT-1: it tells a digital press which pages belong to which row ‖ 这样的 PDF 写成 PDF/VT-1：数码印机由此知道哪几页属于哪一行
    #[arg(long, requires = "combine", help_heading = "Files")]
    pub vt: bool,
    /// Columns that its records carry besides those that their pages print ‖ 这样的 PDF 里除印出的字段外还要带上的列
    #[arg(long, value_name = "FIELD", value_delimiter = ',', requires = "vt", help_heading = "Files")]
    pub vt_fields: Vec<String>,
    /// Only what differs from row to row, to be printed onto stock; only what is the same on all, the stock; or all but what bought forms have already ‖ 套打：variable 只印随名单变化的内容，fixed 只印各张相同的底版，imprint 套印到买来的内芯上
    #[arg(long, value_name = "variable|fixed|imprint", value_parser = choice::<Pass>(), help_heading = "Files")]
    pub only: Option<Pass>,
    /// Move all ink against the sheet, right and down: what a printer's feed is off by ‖ 整版挪动（毫米，右、下为正），校正打印机走纸偏差
    #[arg(long, value_name = "MM,MM", allow_hyphen_values = true, value_parser = shift, help_heading = "Files")]
    pub shift: Option<[i32; 2]>,
    /// Only the pages: no contact sheet, no approval sheets ‖ 只要页面文件：不做一览和审批单
    #[arg(long, help_heading = "Files")]
    pub bare: bool,
}

impl Files {
    /// What is asked for. `epoch` dates the files.
    pub fn wanted(&self, epoch: Option<i64>) -> Output {
        let mut formats = Vec::new();
        for format in &self.format {
            if !formats.contains(format) {
                formats.push(*format);
            }
        }
        Output {
            formats,
            dpi: self.dpi,
            outlines: self.outlines,
            standard: self.standard,
            icc: self.icc.clone(),
            spots: self.inks,
            plates: self.plates,
            paper_white: self.paper_white,
            space: self.space,
            folder: self.output.clone(),
            bare: self.bare,
            name: self.name.clone(),
            combine: self.combine.as_deref().map(|file| pdf_stem(file).to_owned()),
            records: self.vt,
            only: self.only,
            shift: self.shift,
            vt_fields: plain(&self.vt_fields),
            split: self.split.and_then(|n| usize::try_from(n).ok()),
            epoch,
        }
    }
}

/// How the run goes.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct How {
    /// Overwrite files that were not made by this program ‖ 覆盖不是本程序做的文件
    #[arg(long, help_heading = "Files")]
    pub force: bool,
    /// Put files in the places of those of another layout ‖ 替换文件夹里另一种版式的同名文件
    #[arg(long, help_heading = "Files")]
    pub replace: bool,
    /// Move files of earlier runs whose slogan or row is no longer in the list to 旧文件 ‖ 把以前做的、标语或人员已不在清单里的文件移到“旧文件”
    #[arg(long, help_heading = "Files", conflicts_with_all = ["slogan", "dry_run"])]
    pub tidy: bool,
    /// Threads [default: all cores] ‖ 线程数，默认全部核心
    #[arg(short, long, value_name = "N", value_parser = jobs, help_heading = "Run")]
    pub jobs: Option<u16>,
    /// One JSON object a line on stdout: file, fault or note ‖ 标准输出上每行一个 JSON 对象：文件、错误或提醒
    #[arg(long, help_heading = "Run")]
    pub json: bool,
    /// Counts for Prometheus, written when the run ends: a file for the textfile collector ‖ 结束时写给 Prometheus 的统计，供 textfile collector 读取
    #[arg(long, value_name = "FILE.prom", help_heading = "Run", conflicts_with_all = ["dry_run", "watch"])]
    pub metrics: Option<PathBuf>,
    /// Check everything and write nothing ‖ 只检查，什么也不写
    #[arg(long, help_heading = "Run")]
    pub dry_run: bool,
    /// Show the contact sheet, or the one file, when it is made ‖ 做好后打开总览，或那一个文件
    #[arg(long, help_heading = "Run", conflicts_with_all = ["dry_run", "watch"])]
    pub open: bool,
    /// Render again whenever a layout, campaign, palette or other file that is read is saved ‖ 版式、活动、配色等文件一保存就重做
    #[arg(long, help_heading = "Run", conflicts_with = "dry_run")]
    pub watch: bool,
    /// Folder searched before all others for campaigns, layouts, palettes, products and fonts; may be repeated ‖ 最先查找活动、版式、配色、产品和字体的文件夹，可重复
    #[arg(long, value_name = "DIR", help_heading = "Run")]
    pub from: Vec<PathBuf>,
    /// Nothing from this folder or the user's own, only what is built in and named ‖ 不取当前文件夹和用户目录里的，只用内置的和指定的
    #[arg(long, help_heading = "Run")]
    pub embedded: bool,
}

/// A file that is named: it is read later; or what comes on stdin, at most one byte more than `limit`.
fn given(path: &Path, limit: usize) -> Result<Given, Faults> {
    if path.as_os_str() != "-" {
        return Ok(Given::File(path.to_path_buf()));
    }
    let mut bytes = Vec::new();
    std::io::stdin().take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| {
        let what = say!("cannot be read: {error}", "无法读取：{error}");
        Fault::new("file/system", Place::file("stdin"), what)
    })?;
    Ok(Given::Bytes("stdin".into(), bytes))
}

/// Ids without the white space that pasting leaves.
pub(super) fn plain(ids: &[String]) -> Vec<String> {
    let ids = ids.iter().flat_map(|id| id.split(['，', '、']));
    ids.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
}

/// A name without `.pdf`.
fn pdf_stem(file: &str) -> &str {
    let ending = file.len().saturating_sub(4);
    match file.get(ending..) {
        Some(end) if end.eq_ignore_ascii_case(".pdf") => file.get(..ending).unwrap_or(file),
        _ => file,
    }
}
