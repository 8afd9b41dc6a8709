//! The ledger of a run: what its pages printed of what was given, page by page.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::Plan;
use crate::plan::given::{names, prints};
use crate::plan::work::{Leaf, Work};
use biaoyu_check::preflight::GIVEN_NOT_SHOWN;
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::say;
use biaoyu_set::compose::{Composed, SheetKind};
use biaoyu_set::product::Kind;
use biaoyu_set::text::break_lines::{Breaks, clauses};
use biaoyu_table::table::field_said;

/// Standing values that a page may be expected to print.
const STANDING: [&str; 9] = ["theme", "unit", "organisation", "host", "co_host", "date", "place", "line1", "line2"];

/// What the pages of a run printed so far. Pages come in the order of the run.
pub(crate) struct Ledger<'p> {
    plan: &'p Plan,
    /// Layout, product and field that were told.
    told: BTreeSet<(String, String, String)>,
    /// Fields that some page printed.
    shown: BTreeSet<String>,
    /// Standing values that a page of a product and layout does not print.
    standing: BTreeMap<&'static str, BTreeSet<String>>,
    /// Works whose first page was looked at for breaks, and slogans whose breaks were judged.
    broken: (BTreeSet<u32>, BTreeSet<String>),
    pages: usize,
    /// Works whose layout an issuer can sign, and whether a row's own unit did.
    issued: (BTreeSet<u32>, bool),
}

impl<'p> Ledger<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let (told, shown, standing) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
        Self { plan, told, shown, standing, broken: Default::default(), pages: 0, issued: Default::default() }
    }

    /// Looks at a page: what was given for this run and is not on it is told once a product and layout.
    pub(crate) fn meet(&mut self, leaf: Leaf, composed: &Composed) -> Vec<Finding> {
        self.pages += 1;
        let Some(work) = self.plan.work(leaf) else { return Vec::new() };
        for field in composed.ledger.iter().flat_map(|e| &e.fields) {
            if !self.shown.contains(&**field) {
                self.shown.insert(field.to_string());
            }
        }
        let mut found = Vec::new();
        if self.broken.0.insert(leaf.work) {
            if work.layout.variants.iter().flat_map(|variant| &variant.items).any(|item| &*item.id == "issuer") {
                self.issued.0.insert(leaf.work);
            }
            found.extend(unsure(work, composed, &mut self.broken.1));
        }
        if !self.issued.1 && leaf.record().is_some() && self.issued.0.contains(&leaf.work) {
            self.issued.1 = names(composed, "unit") && !names(composed, "issuer") && !names(composed, "host");
        }
        let key = |field: &str| (work.layout.id.clone(), work.product.id.clone(), field.to_owned());
        let watched: Vec<&str> = self.plan.given.watched().filter(|f| !names(composed, f)).collect();
        // A roster's fields are put together only where something is missing.
        if !watched.is_empty() || leaf.record().is_none() {
            let fields = self.plan.fields(leaf);
            for field in watched {
                let is_there = fields.has(field) || self.plan.pictures.has(field);
                if is_there && !prints(composed, &fields, &work.sheet, field) && self.told.insert(key(field)) {
                    found.push(finding(
                        &work.layout.id,
                        &work.product.id,
                        field,
                        fields.get(field).unwrap_or_default(),
                    ));
                }
            }
            for field in STANDING.into_iter().filter(|f| !self.plan.given.has(f) && fields.has(f)) {
                if is_expected(field, work.product.kind) && !prints(composed, &fields, &work.sheet, field) {
                    let pair = format!("{} × {}", work.product.id, work.layout.id);
                    self.standing.entry(field).or_default().insert(pair);
                }
            }
        }
        found
    }

    /// What is to be said of the whole run: standing values and columns that were not printed.
    pub(crate) fn notes(&self) -> Vec<Finding> {
        let mut notes = Vec::new();
        let note = |what: Say, hint: Option<Say>, place: Place| Finding {
            rule: "not-printed",
            severity: Severity::Note,
            place,
            what,
            hint,
        };
        if !self.standing.is_empty() {
            let each = self.standing.iter().map(|(field, pairs)| {
                let first: Vec<&str> = pairs.iter().take(4).map(String::as_str).collect();
                let more = if pairs.len() > 4 { " …" } else { "" };
                (field, first.join(", ") + more)
            });
            let en: Vec<String> = each.clone().map(|(field, pairs)| format!("`{field}` on {pairs}")).collect();
            let zh: Vec<String> = each.map(|(field, pairs)| format!("{}（{pairs}）", field_said(field))).collect();
            let (en, zh) = (en.join("; "), zh.join("；"));
            let what = say!("standing values that are not printed: {en}", "未印出的常设内容：{zh}");
            notes.push(note(what, None, Place::default()));
        }
        let Some(data) = self.plan.data.as_ref().filter(|_| self.pages > 0) else { return notes };
        let unit = self.plan.jobs.first().and_then(|job| job.work.fields.get("unit")).unwrap_or_default().trim();
        let covered = self.plan.given.is_typed("unit") && data.columns().iter().any(|column| column == "unit");
        if covered && !unit.is_empty() && !self.shown.contains("issuer") {
            notes.push(Finding {
                rule: GIVEN_NOT_SHOWN.id,
                severity: GIVEN_NOT_SHOWN.severity,
                place: Place::file(data.name()),
                what: say!(
                    "`--unit {unit}` is printed for rows without one only: a column of the table gives the others their unit or department",
                    "`--unit {unit}` 只印在没有单位的行：其余各行印表格里自己的单位或部门"
                ),
                hint: Some(say!(
                    "to print it on all: `--map COLUMN=-`; to print both, write both into the column",
                    "要全部印它：`--map 列名=-`；要两者都印，请在该列里把两者写在一起"
                )),
            });
        }
        let has = |field: &str| data.columns().iter().any(|column| column == field);
        if self.issued.1 && has("name") && has("unit") && !self.plan.given.is_typed("unit") {
            notes.push(Finding {
                rule: "issuer-by-row",
                severity: Severity::Warning,
                place: Place::file(data.name()),
                what: say!(
                    "no issuer is given: each row's own unit or department signs its page",
                    "没有给颁发单位：每张由该行自己的单位（部门）落款"
                ),
                hint: Some(say!(
                    "who signs for all: `--unit NAME`, or a column 颁发单位",
                    "统一落款请加 `--unit 单位名`，或加一列“颁发单位”"
                )),
            });
        }
        let silent = |column: &&String| {
            !self.shown.contains(*column)
                && !self.plan.given.has(column)
                && !self.plan.given.is_used(column)
                && self.plan.counting.as_ref() != Some(*column)
                && !matches!(column.as_str(), "slogan" | "key" | "s" | "photo" | "picture" | "focus")
                && !data.chooses(column)
        };
        let columns: Vec<&str> = data.columns().iter().filter(silent).map(String::as_str).collect();
        if !columns.is_empty() {
            let list = columns.join(" ");
            notes.push(note(say!("not printed: {list}", "未印出的列：{list}"), None, Place::file(data.name())));
        }
        notes
    }
}

/// Breaks of a slogan on a page that another way would have been about as good as, once a slogan.
fn unsure(work: &Work, composed: &Composed, judged: &mut BTreeSet<String>) -> Vec<Finding> {
    let sheet = &work.sheet;
    let is_slogan = matches!(sheet.kind, SheetKind::Slogan | SheetKind::Own);
    if !is_slogan || sheet.breaks.is_some() || judged.contains(&sheet.text) {
        return Vec::new();
    }
    // Whole clauses leave no doubt, and want no dictionary.
    let whole = clauses(&sheet.text).len();
    let plain = |text: &str| text.trim().trim_end_matches(['，', '。', '；', '：', '、', '！', '？']).to_owned();
    let of_slogan = composed.ledger.iter().filter(|entry| entry.fields.iter().any(|field| &**field == "slogan"));
    let regions: Vec<_> = of_slogan.map(|entry| &entry.region).collect();
    let sets = composed.regions.iter().filter(|set| regions.contains(&&set.region) && set.lines.len() > whole);
    let lines: Vec<String> = sets.flat_map(|set| &set.lines).map(|line| plain(line)).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    judged.insert(sheet.text.clone());
    let is_broken_so = |way: &String| way.split(" / ").next().is_some_and(|first| lines.contains(&plain(first)));
    let doubts = Breaks::new(&sheet.text, None).doubts().into_iter().filter(|ways| ways.iter().any(is_broken_so));
    let finding = |[first, second]: [String; 2]| Finding {
        rule: "break-unsure",
        severity: Severity::Note,
        place: work.place(),
        what: say!("where to break is unsure: `{first}` or `{second}`", "断行拿不准：`{first}` 还是 `{second}`"),
        hint: Some(say!("write `|` where you mean it", "请在要断的地方写 `|`")),
    };
    doubts.map(finding).collect()
}

/// The theme belongs on what is hung and shown; a badge or a cover does without.
fn is_expected(field: &str, kind: Kind) -> bool {
    // What an event's paper says is in its row.
    if kind.is_paper() {
        return false;
    }
    let shows = !matches!(kind, Kind::Badge | Kind::Name | Kind::Card | Kind::Cover | Kind::Banner | Kind::VBanner);
    field != "theme" || shows
}

fn finding(layout: &str, product: &str, field: &str, text: &str) -> Finding {
    let said = field_said(field);
    let shown: String = text.trim().chars().take(16).collect();
    let what = match shown.is_empty() {
        true => say!(
            "`{field}` was given and is not printed on `{product}` in `{layout}`",
            "给了 `{said}`，`{product}` 的 `{layout}` 版式没有印出"
        ),
        false => say!(
            "`{field}` (`{shown}`) was given and is not printed on `{product}` in `{layout}`",
            "给了 `{said}`（`{shown}`），`{product}` 的 `{layout}` 版式没有印出"
        ),
    };
    Finding {
        rule: GIVEN_NOT_SHOWN.id,
        severity: GIVEN_NOT_SHOWN.severity,
        place: Place::thing(say!("`{product}`, layout `{layout}`", "`{product}`，版式 `{layout}`")),
        what,
        hint: Some(Say { en: GIVEN_NOT_SHOWN.cure.en.into(), zh: GIVEN_NOT_SHOWN.cure.zh.into() }),
    }
}
