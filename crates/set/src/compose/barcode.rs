//! Codes that machines read, at their place.

use super::{Composer, Laid};
use crate::layout::{Barcode, CodeKind, Item as Wanted};
use crate::picture::{Bars, LEAST_BAR, LEAST_BARCODE_MODULE, code128, datamatrix};
use biaoyu_page::error::{Fault, Say, Severity};
use biaoyu_page::geom::Rect;
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Blocks, Item, Mark, Plane};
use biaoyu_page::say;

impl Composer<'_> {
    /// Draws the code of a text; none where there is no text, which is told.
    pub(super) fn barcode(&mut self, item: &Wanted, barcode: &Barcode) -> Option<Laid> {
        let texts = [Some(&barcode.text), barcode.instead.as_ref()].into_iter().flatten();
        let mut texts = texts.map(|text| text.expand(&self.fields).trim().to_owned());
        let Some(text) = texts.find(|text| !text.is_empty()) else {
            let what = say!("nothing is given for the code to hold: there is none", "没有编号等内容可编码：没有印条码");
            let hint = say!("fill the column 编号 (`number`)", "请填写“编号”一列（`number`）");
            self.remark(&item.id, "barcode-empty", Severity::Warning, what, hint);
            return None;
        };
        let made = match barcode.code {
            CodeKind::Code128 => code128(&text),
            CodeKind::DataMatrix => datamatrix(&text),
        };
        let Bars { width, height, rects } = match made {
            Ok(bars) => bars,
            Err(fault) => {
                let place = self.place(Some(&item.id));
                self.faults.push(Fault { place, ..fault });
                return None;
            }
        };
        let region = self.text_rect(&barcode.region);
        let is_square = height > 1.0;
        let widest = barcode.max.as_ref().map_or(f64::INFINITY, |m| m.eval(&self.frame));
        let by_height = if is_square { region.height() / height } else { f64::INFINITY };
        let module = (region.width() / width).min(by_height).min(widest);
        let size = (width * module, if is_square { height * module } else { region.height() });
        if !(module > 0.0 && size.1 > 0.0) {
            let what = say!("no room for the code: left out", "放不下条码：已省去");
            self.tell(item, "barcode-module", Severity::Error, what);
            return None;
        }
        self.check_code(item, module, (!is_square).then_some(size));
        let x = region.x0 + barcode.align.x * (region.width() - size.0);
        let y = region.y0 + barcode.align.y * (region.height() - size.1);
        let down = size.1 / height;
        let place = |r: &Rect| Rect::new(x + r.x0 * module, y + r.y0 * down, x + r.x1 * module, y + r.y1 * down);
        let ink = Rect::new(x, y, x + size.0, y + size.1);
        let filled = |rects: Vec<Rect>, ink: Cmyk| {
            let mark = Mark::Blocks(Blocks::new(Paint::cmyk(ink), rects.into()));
            Item { mark, plane: Plane::Art, source: self.source(&item.id) }
        };
        // The quiet zone is part of the code: bare paper, whatever the page is painted with.
        let items = vec![filled(vec![ink], Cmyk::PAPER), filled(rects.iter().map(place).collect(), Cmyk::BLACK)];
        Some(Laid { items, region, size: size.1, lines: 0.0, ink })
    }

    /// Whether a scanner can read modules and bars of this size.
    fn check_code(&mut self, item: &Wanted, module: f64, bars: Option<(f64, f64)>) {
        if module < LEAST_BARCODE_MODULE - 1e-6 {
            let (found, wanted) = (number(module, 2), number(LEAST_BARCODE_MODULE, 2));
            let what = say!(
                "a module of the code is {found} mm, scanners want {wanted} mm",
                "条码的模块只有 {found} mm，扫描枪至少要 {wanted} mm"
            );
            self.tell(item, "barcode-module", Severity::Warning, what);
        }
        if let Some((width, height)) = bars.filter(|(w, h)| *h < LEAST_BAR.0.max(LEAST_BAR.1 * w) - 0.01) {
            let (found, wanted) = (number(height, 1), number(LEAST_BAR.0.max(LEAST_BAR.1 * width), 1));
            let what = say!(
                "the bars are {found} mm high, scanners want {wanted} mm",
                "条码高 {found} mm，扫描枪至少要 {wanted} mm"
            );
            self.tell(item, "barcode-bars", Severity::Warning, what);
        }
    }

    fn tell(&mut self, item: &Wanted, rule: &'static str, severity: Severity, what: Say) {
        let hint = say!(
            "shorten the text, or choose a larger product or a Data Matrix",
            "请缩短内容，或选更大的产品，或改用 Data Matrix"
        );
        self.remark(&item.id, rule, severity, what, hint);
    }
}
