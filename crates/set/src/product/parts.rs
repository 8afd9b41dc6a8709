//! What a product is described by: kind, shape, sides, zones and the work of other hands.

use biaoyu_page::geom::Rect;

/// What the back of a product with two sides shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Back {
    /// The same as the front, read the right way round: a second cloth, or a sheet printed on both sides.
    #[default]
    Same,
    /// The front mirrored, lying over it: single cloth printed through 透印, where the two must meet.
    Mirror,
}

impl Back {
    /// Both, each with its word in product files.
    pub const ALL: [(&'static str, Back); 2] = [("same", Back::Same), ("mirror", Back::Mirror)];
}

/// What kind of thing a product is; layouts choose variants by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 海报, 宣传画.
    Poster,
    /// 旗帜, 3:2.
    Flag,
    /// 横幅.
    Banner,
    /// 条幅, 竖幅.
    VBanner,
    /// 易拉宝.
    Rollup,
    /// X 展架, 门型展架.
    XStand,
    /// 道旗.
    Lamp,
    /// 桌旗.
    TableFlag,
    /// 徽章.
    Badge,
    /// 工牌, 胸牌.
    Name,
    /// 挂绳证件.
    Card,
    /// 会标, 背景板.
    Backdrop,
    /// 封面.
    Cover,
    /// 屏幕.
    Screen,
    /// 席卡, 桌牌.
    Seat,
    /// 证书, 奖状.
    Certificate,
    /// 邀请函.
    Invitation,
    /// 标签.
    Label,
    /// 微信图, 公众号封面.
    Social,
    /// 展板.
    Board,
    /// 锦旗, 流动红旗: cloth that is read down, hung from its head.
    Pennant,
    /// 绶带.
    Sash,
    /// 袖标.
    Armband,
    /// 安全帽贴.
    Sticker,
}

impl Kind {
    /// All kinds, each with its word in product files and layouts.
    pub const ALL: [(&'static str, Kind); 24] = [
        ("poster", Kind::Poster),
        ("flag", Kind::Flag),
        ("banner", Kind::Banner),
        ("vbanner", Kind::VBanner),
        ("rollup", Kind::Rollup),
        ("xstand", Kind::XStand),
        ("lamp", Kind::Lamp),
        ("tableflag", Kind::TableFlag),
        ("badge", Kind::Badge),
        ("name", Kind::Name),
        ("card", Kind::Card),
        ("backdrop", Kind::Backdrop),
        ("cover", Kind::Cover),
        ("screen", Kind::Screen),
        ("seat", Kind::Seat),
        ("certificate", Kind::Certificate),
        ("invitation", Kind::Invitation),
        ("label", Kind::Label),
        ("social", Kind::Social),
        ("board", Kind::Board),
        ("pennant", Kind::Pennant),
        ("sash", Kind::Sash),
        ("armband", Kind::Armband),
        ("sticker", Kind::Sticker),
    ];

    /// Whether it is a paper of an event, which says what its row says and nothing of a campaign.
    pub fn is_paper(self) -> bool {
        matches!(self, Kind::Seat | Kind::Certificate | Kind::Invitation | Kind::Label)
    }

    /// Its word in product files and layouts: `vbanner`.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// The outline of a product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Square corners.
    Rect,
    /// A round button: three circles about one centre, diameters in millimetres.
    Round {
        /// Type stays inside.
        live: f64,
        /// The edge of the front as one sees it.
        face: f64,
        /// Art reaches this; the paper is cut here and folded round the rim.
        cut: f64,
    },
    /// A card with round corners.
    Card {
        /// Radius of the corners, millimetres.
        radius: f64,
    },
}

/// One value for each side, millimetres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edges {
    /// Top.
    pub top: f64,
    /// Right.
    pub right: f64,
    /// Bottom.
    pub bottom: f64,
    /// Left.
    pub left: f64,
}

impl Edges {
    /// The same on every side.
    pub const fn all(value: f64) -> Self {
        Self { top: value, right: value, bottom: value, left: value }
    }

    /// One value above and below, one at the ends.
    pub const fn pair(vertical: f64, horizontal: f64) -> Self {
        Self { top: vertical, right: horizontal, bottom: vertical, left: horizontal }
    }

    /// The value of a side.
    pub fn get(&self, side: Edge) -> f64 {
        match side {
            Edge::Top => self.top,
            Edge::Right => self.right,
            Edge::Bottom => self.bottom,
            Edge::Left => self.left,
        }
    }

    /// The place of a side's value.
    pub fn get_mut(&mut self, side: Edge) -> &mut f64 {
        match side {
            Edge::Top => &mut self.top,
            Edge::Right => &mut self.right,
            Edge::Bottom => &mut self.bottom,
            Edge::Left => &mut self.left,
        }
    }

    /// `rect` with every side moved outward by its value (inward when negative).
    pub fn outside(&self, rect: Rect) -> Rect {
        Rect::new(rect.x0 - self.left, rect.y0 - self.top, rect.x1 + self.right, rect.y1 + self.bottom)
    }

    /// `rect` with every side moved inward by its value; where sides would cross, both at their middle.
    pub fn inside(&self, rect: Rect) -> Rect {
        let (x0, x1) = between(rect.x0 + self.left, rect.x1 - self.right);
        let (y0, y1) = between(rect.y0 + self.top, rect.y1 - self.bottom);
        Rect::new(x0, y0, x1, y1)
    }
}

fn between(a: f64, b: f64) -> (f64, f64) {
    let middle = (a + b) / 2.0;
    if a <= b { (a, b) } else { (middle, middle) }
}

impl Edge {
    /// All sides, clockwise from the top, each with its word in product files.
    pub const ALL: [(&'static str, Edge); 4] =
        [("top", Edge::Top), ("right", Edge::Right), ("bottom", Edge::Bottom), ("left", Edge::Left)];
}

/// A side of the product as it hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Top.
    Top,
    /// Right.
    Right,
    /// Bottom.
    Bottom,
    /// Left.
    Left,
}

/// Where no type may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zone {
    /// Why.
    pub kind: ZoneKind,
    /// Where.
    pub area: Area,
}

/// Why no type may stand in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneKind {
    /// 旗裤: the sleeve of a flag.
    Sleeve,
    /// 缝边: a sewn edge.
    Hem,
    /// 打扣: rings for rope.
    Eyelets,
    /// 穿杆: a pocket for a pole.
    PolePocket,
    /// 易拉宝底座: what stays in the stand.
    Cassette,
    /// A hole for a strap or clip.
    Slot,
}

impl ZoneKind {
    /// All kinds, each with its word in product files.
    pub const ALL: [(&'static str, ZoneKind); 6] = [
        ("sleeve", ZoneKind::Sleeve),
        ("hem", ZoneKind::Hem),
        ("eyelets", ZoneKind::Eyelets),
        ("pole-pocket", ZoneKind::PolePocket),
        ("cassette", ZoneKind::Cassette),
        ("slot", ZoneKind::Slot),
    ];

    /// Its word in product files: `pole-pocket`.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// The extent of a zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Area {
    /// A band along a whole side, so deep into the trim.
    Band {
        /// The side.
        side: Edge,
        /// Depth from the trim inward, millimetres; negative for a band beyond the trim.
        depth: f64,
    },
    /// A rectangle, millimetres from the top left corner of the trim.
    Rect(Rect),
}

/// A processing step that the product needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    /// Rings along a side: one at each end, the others evenly, at most `every` apart.
    Eyelets {
        /// The side.
        side: Edge,
        /// Centre to the edge, millimetres.
        inset: f64,
        /// Greatest distance of neighbours, millimetres.
        every: f64,
        /// Diameter of the hole, millimetres.
        hole: f64,
    },
    /// A fold along a side.
    Fold {
        /// The side.
        side: Edge,
        /// Distance from the trim, inward; negative beyond it, millimetres.
        inset: f64,
    },
    /// A seam along a side.
    Sew {
        /// The side.
        side: Edge,
        /// Distance from the trim, inward; negative beyond it, millimetres.
        inset: f64,
    },
    /// A hole for a strap or clip.
    Slot {
        /// Its box, millimetres from the top left corner of the trim.
        area: Rect,
        /// Radius of its corners, millimetres.
        radius: f64,
    },
}
