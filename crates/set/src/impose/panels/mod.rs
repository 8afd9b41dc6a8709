//! A banner or backdrop in panels as wide as the cloth: printed one by one and joined.
//!
//! [`Panels::new`] says how many there are, [`Panels::lay`] where they meet on a page, [`Panels::page`] is a panel as it is
//! printed, [`Panels::drawing`] what the sewing room works by. Lengths are millimetres on the finished product, in the
//! page's own system.

mod drawing;
mod obstacles;
mod page;
mod rings;
mod seams;

pub use drawing::Told;
pub use obstacles::{Obstacles, Through};
pub use rings::{RIM, Ring, rings};

use self::seams::{CLEAR, Lap, count, seams};
use crate::compose::Entry;
use crate::product::Product;
use biaoyu_page::error::{Fault, Place};
use biaoyu_page::geom::{Rect, Size};
use biaoyu_page::limits::PANELS;
use biaoyu_page::measure::{MM_PER_INCH, number};
use biaoyu_page::page::Page;
use biaoyu_page::say;
use biaoyu_page::words::{Seam, Way};

/// White at the ends of a panel for its number and its arrows, mm: it is turned in with the hem, or cut off.
const STRIP: f64 = 25.0;
/// A panel narrower than this is no panel.
const LEAST: f64 = 100.0;

/// What panels are printed on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stock {
    /// A roll of this width.
    Roll(f64),
    /// A board.
    Board(Size),
}

impl Stock {
    /// In words: `3200`, `1200×2400`.
    pub fn words(&self) -> String {
        match self {
            Stock::Roll(width) => number(*width, 1),
            Stock::Board(size) => format!("{}×{}", number(size.width, 1), number(size.height, 1)),
        }
    }
}

/// How panels are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Making {
    /// What they are printed on.
    pub stock: Stock,
    /// What of its width the printer does not reach, both edges together.
    pub margin: f64,
    /// How they are joined.
    pub seam: Seam,
    /// What a panel takes beyond its part of the picture for that.
    pub allowance: f64,
    /// Which way the seams of a roll run; the one with fewer when `None`.
    pub way: Option<Way>,
}

/// A product in panels.
#[derive(Clone, Debug, PartialEq)]
pub struct Panels {
    /// What is printed: the trim and its bleed.
    area: Rect,
    trim: Rect,
    /// Panels side by side.
    pub columns: usize,
    /// Panels one above the other.
    pub rows: usize,
    /// What a panel may measure, with what it takes for its seams.
    most: Size,
    /// How they are made.
    pub making: Making,
}

/// Where panels meet on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// From the left edge of what is printed to its right edge, over all upright seams.
    xs: Vec<f64>,
    /// From above to below.
    ys: Vec<f64>,
    /// Size of a pixel.
    pitch: (f64, f64),
    /// What the seams go through, where they could not keep clear.
    pub through: Vec<(Way, f64, Through)>,
    /// The widest and the highest character.
    pub widest: (f64, f64),
    /// The rings.
    pub rings: Vec<Ring>,
}

/// A panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// From 1, from above.
    pub row: usize,
    /// From 1, from the left.
    pub column: usize,
    /// Its part of the picture.
    pub part: Rect,
    /// What is printed of the picture, with what it takes for its seams.
    pub printed: Rect,
    /// The file: with the white at its ends.
    pub canvas: Rect,
}

impl Panels {
    /// A product in as few panels as the stock allows; of equally many with the shorter seams.
    ///
    /// # Errors
    /// `panel/stock` when margin and allowance leave nothing of the stock, `panel/too-many` above [`PANELS`] panels.
    pub fn new(product: &Product, making: Making) -> Result<Self, Fault> {
        let (area, trim) = (product.bleed_rect(), product.trim_rect());
        let lap = lap(&making);
        let endless = f64::INFINITY;
        let ways: Vec<Size> = match making.stock {
            Stock::Roll(width) => {
                let across = width - making.margin;
                let (upright, level) = (Size::new(across, endless), Size::new(endless, across));
                match making.way {
                    Some(Way::Upright) => vec![upright],
                    Some(Way::Level) => vec![level],
                    None => vec![upright, level],
                }
            }
            Stock::Board(size) => {
                let (short, long) = (size.width - making.margin, size.height - making.margin);
                // The number stands on a strip of the board.
                vec![Size::new(short, long - STRIP), Size::new(long, short - STRIP)]
            }
        };
        let narrow = ways.iter().map(|most| most.width.min(most.height)).fold(endless, f64::min);
        if narrow - lap.before - lap.after < LEAST {
            let (stock, margin) = (making.stock.words(), number(making.margin, 1));
            let (laps, least) = (number(lap.before + lap.after, 1), number(LEAST, 0));
            let what = say!(
                "of {stock} mm, less {margin} mm that do not print and {laps} mm for the seams, less than {least} mm are left",
                "{stock} 毫米的料，去掉不可印的 {margin} 毫米和接缝 {laps} 毫米，剩下不到 {least} 毫米"
            );
            let hint = say!("choose a wider stock: `--panel 3200`", "请换宽一点的料：`--panel 3200`");
            return Err(Fault::new("panel/stock", place(&making), what).hint(hint));
        }
        let spread = |most: &Size| {
            let columns = count(area.width(), most.width, lap)?;
            let rows = count(area.height(), most.height, lap)?;
            Some(Self { area, trim, columns, rows, most: *most, making })
        };
        let seams = |p: &Self| (p.columns - 1) as f64 * area.height() + (p.rows - 1) as f64 * area.width();
        let best = ways.iter().filter_map(spread).min_by(|a, b| {
            (a.count(), seams(a)).partial_cmp(&(b.count(), seams(b))).unwrap_or(std::cmp::Ordering::Equal)
        });
        match best {
            Some(best) if best.count() <= PANELS => Ok(best),
            best => {
                let panels = best.map_or(usize::MAX, |best| best.count());
                let (width, height) = (number(area.width(), 0), number(area.height(), 0));
                let stock = making.stock.words();
                let what = say!(
                    "{width} × {height} mm take {panels} panels of {stock} mm: at most {PANELS} are made",
                    "{width} × {height} 毫米用 {stock} 毫米的料要 {panels} 片，最多做 {PANELS} 片"
                );
                let hint = say!("choose a wider stock: `--panel 3200`", "请换宽一点的料：`--panel 3200`");
                Err(Fault::new("panel/too-many", place(&making), what).hint(hint))
            }
        }
    }

    /// How many panels there are.
    pub fn count(&self) -> usize {
        self.columns.saturating_mul(self.rows)
    }

    /// Millimetres of seams.
    pub fn seams(&self) -> f64 {
        (self.columns - 1) as f64 * self.area.height() + (self.rows - 1) as f64 * self.area.width()
    }

    /// What is printed of cloth, square millimetres, the white at the ends not counted.
    pub fn printed(&self) -> f64 {
        let lap = lap(&self.making);
        let (width, height) = (self.area.width(), self.area.height());
        let more = |seams: usize| seams as f64 * (lap.before + lap.after);
        (width + more(self.columns - 1)) * (height + more(self.rows - 1))
    }

    /// Where the panels of a page that was set so meet, cut on the pixels of the whole picture at `dpi`.
    pub fn lay(&self, page: &Page, ledger: &[Entry], product: &Product, dpi: f64) -> Laid {
        let lap = lap(&self.making);
        let obstacles = Obstacles::of(page, ledger);
        // The pixels of the picture in one piece: its edges lie on them.
        let pitch = |side: f64| side / (side / MM_PER_INCH * dpi).round().max(1.0);
        let pitch = (pitch(self.area.width()), pitch(self.area.height()));
        let Rect { x0, y0, x1, y1 } = self.area;
        let upright = seams(x1 - x0, self.columns, (self.most.width, lap), pitch.0, (&obstacles, Way::Upright, x0));
        let level = seams(y1 - y0, self.rows, (self.most.height, lap), pitch.1, (&obstacles, Way::Level, y0));
        let through = |way: Way, found: &[f64], origin: f64| {
            let through = found.iter().map(|at| (way, *at, obstacles.through(way, origin + at, CLEAR)));
            let cut = through.filter(|(_, _, through)| through.ink > 0.0 || through.code || through.picture);
            cut.collect::<Vec<_>>()
        };
        let mut all = through(Way::Upright, &upright, x0);
        all.extend(through(Way::Level, &level, y0));
        let ends = |from: f64, found: Vec<f64>, to: f64| {
            let mut ends = vec![from];
            ends.extend(found.into_iter().map(|at| from + at));
            ends.push(to);
            ends
        };
        Laid {
            xs: ends(x0, upright, x1),
            ys: ends(y0, level, y1),
            pitch,
            through: all,
            widest: (obstacles.widest(Way::Upright), obstacles.widest(Way::Level)),
            rings: rings(product, &obstacles),
        }
    }

    /// The panels, row by row.
    pub fn panels(&self, laid: &Laid) -> Vec<Panel> {
        let lap = lap(&self.making);
        let (px, py) = laid.pitch;
        let whole = |length: f64, pitch: f64| (length / pitch - 1e-9).ceil() * pitch;
        let mut all = Vec::with_capacity(self.count());
        for (row, y) in laid.ys.windows(2).enumerate() {
            for (column, x) in laid.xs.windows(2).enumerate() {
                let part = Rect::new(x[0], y[0], x[1], y[1]);
                let mut printed = part;
                if column > 0 {
                    printed.x0 = (printed.x0 - whole(lap.before, px)).max(self.area.x0);
                }
                if row > 0 {
                    printed.y0 = (printed.y0 - whole(lap.before, py)).max(self.area.y0);
                }
                if column + 1 < self.columns {
                    printed.x1 = (printed.x1 + whole(lap.after, px)).min(self.area.x1);
                }
                if row + 1 < self.rows {
                    printed.y1 = (printed.y1 + whole(lap.after, py)).min(self.area.y1);
                }
                let mut canvas = printed;
                let (across, down) = (whole(STRIP, px), whole(STRIP, py));
                match self.strips() {
                    Strips::None => {}
                    Strips::Below => canvas.y1 += down,
                    Strips::Ends(Way::Upright) => (canvas.y0, canvas.y1) = (canvas.y0 - down, canvas.y1 + down),
                    Strips::Ends(Way::Level) => (canvas.x0, canvas.x1) = (canvas.x0 - across, canvas.x1 + across),
                }
                all.push(Panel { row: row + 1, column: column + 1, part, printed, canvas });
            }
        }
        all
    }

    /// Where the numbers stand: at the ends of what runs along the roll.
    fn strips(&self) -> Strips {
        match self.making.stock {
            _ if self.count() == 1 => Strips::None,
            Stock::Board(_) => Strips::Below,
            Stock::Roll(_) if self.columns > 1 => Strips::Ends(Way::Upright),
            Stock::Roll(_) => Strips::Ends(Way::Level),
        }
    }
}

/// Where the numbers of panels stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strips {
    None,
    Below,
    /// At both ends of panels whose seams run this way.
    Ends(Way),
}

/// What a panel takes at its seams.
fn lap(making: &Making) -> Lap {
    match making.seam {
        // The later panel lies over the earlier one.
        Seam::Weld | Seam::Glue => Lap { before: 0.0, after: making.allowance },
        // Both are turned back.
        Seam::Sew => Lap { before: making.allowance, after: making.allowance },
        Seam::Butt => Lap { before: 0.0, after: 0.0 },
    }
}

fn place(making: &Making) -> Place {
    let stock = making.stock.words();
    Place::thing(say!("`--panel {stock}`", "`--panel {stock}`"))
}
