//! Colour operators and graphics states: what is set, and whether the print condition covers it
//! (ISO 32000-1, 8.4.5 and 8.6.8).

use std::sync::Arc;

use lopdf::{Dictionary, Object, Stream};

use biaoyu_page::error::Say;
use biaoyu_page::geom::Affine;
use biaoyu_page::say;

use super::content::{Reader, Run};
use super::fact::{Kind, printable};
use super::file::name;
use super::seen::PROCESS;
use super::space::{Colorant, ColourSpace};
use super::state::{Beside, Colour};

impl Reader<'_, '_> {
    /// A colour space of the resources, read once and checked.
    pub(crate) fn space(&mut self, object: &Object, resources: &Dictionary) -> Arc<ColourSpace> {
        let named = match object {
            Object::Name(key) => self.file.get_dict(resources, "ColorSpace").and_then(|d| d.get(key).ok()),
            _ => None,
        };
        // Objects of the file stay where they are while it is read: their address tells them apart.
        let own = named.map(|found| std::ptr::from_ref(self.file.real(found).unwrap_or(found)).addr());
        let key = object.as_reference().ok().and_then(|id| self.file.object(id)).map(|o| std::ptr::from_ref(o).addr());
        let key = own.or(key);
        let space = match key.and_then(|key| self.spaces.get(&key)) {
            Some(known) => known.clone(),
            None => {
                let space = Arc::new(ColourSpace::read(self.file, object, resources));
                if let Some(key) = key {
                    self.spaces.insert(key, space.clone());
                }
                space
            }
        };
        self.check(&space, resources, 0);
        space
    }

    /// Whether the print condition covers a space.
    pub(crate) fn check(&mut self, space: &ColourSpace, resources: &Dictionary, depth: usize) {
        let intent = self.intent.as_ref().map(|(space, _)| space.as_str());
        // A default space of the resources stands for a device space.
        let default = |key: &str| self.file.get_dict(resources, "ColorSpace").and_then(|d| d.get(key.as_bytes()).ok());
        let device = |word: &str, key: &str, fits: &[&str]| -> Option<Say> {
            if default(key).is_some() || intent.is_some_and(|i| fits.contains(&i)) {
                return None;
            }
            Some(match intent {
                Some(intent) => {
                    say!("{word} with the output intent `{intent}`", "输出意向为 `{intent}`，却用了 {word}")
                }
                None => say!("{word} without an output intent", "没有输出意向，却用了 {word}"),
            })
        };
        let mut notes: Vec<(Kind, Say)> = Vec::new();
        let stands = match space {
            ColourSpace::Gray => Some(("DefaultGray", 1)),
            ColourSpace::Rgb => Some(("DefaultRGB", 3)),
            ColourSpace::Cmyk => Some(("DefaultCMYK", 4)),
            _ => None,
        };
        if let Some((key, wanted, stand)) = stands.and_then(|(key, n)| Some((key, n, default(key)?))) {
            let found = ColourSpace::read(self.file, stand, resources).components();
            if found != wanted {
                notes.push((
                    Kind::IccFault,
                    say!(
                        "`{key}` has {found} components, wanted {wanted}",
                        "`{key}` 有 {found} 个分量，应为 {wanted} 个"
                    ),
                ));
            }
        }
        match space {
            ColourSpace::Gray => {
                notes.extend(device("DeviceGray", "DefaultGray", &["GRAY", "CMYK"]).map(|s| (Kind::Device, s)))
            }
            ColourSpace::Rgb => notes.extend(device("DeviceRGB", "DefaultRGB", &["RGB"]).map(|s| (Kind::Device, s))),
            ColourSpace::Cmyk => {
                notes.extend(device("DeviceCMYK", "DefaultCMYK", &["CMYK"]).map(|s| (Kind::Device, s)))
            }
            ColourSpace::Icc { components, fault, digest } => {
                if let Some(fault) = fault {
                    let (en, zh) = (&fault.en, &fault.zh);
                    notes.push((Kind::IccFault, say!("source profile: {en}", "源特性文件：{zh}")));
                } else if *components == 4
                    && digest.is_some()
                    && self.intent.as_ref().is_some_and(|(_, own)| own == digest)
                {
                    notes.push((
                        Kind::IntentProfile,
                        say!("ICCBased with the output intent's own profile", "ICCBased 用了输出意向自己的特性文件"),
                    ));
                }
            }
            ColourSpace::Calibrated(_) | ColourSpace::Lab | ColourSpace::Pattern(None) => {}
            ColourSpace::Unknown(what) => {
                let what = printable(what);
                notes.push((Kind::Resource, say!("colour space `{what}` is not known", "未知颜色空间 `{what}`")));
            }
            ColourSpace::Indexed { base, fault, .. } if depth < 8 => {
                self.check(base, resources, depth + 1);
                notes.extend(fault.clone().map(|what| (Kind::Picture, what)));
            }
            ColourSpace::Pattern(Some(base)) if depth < 8 => {
                self.check(base, resources, depth + 1);
            }
            ColourSpace::Plates { names, alternate, undescribed, many, tinted } if depth < 8 => {
                let of = |n: &Colorant| match n {
                    Colorant::Spot(spot, _) => printable(&spot.plate),
                    Colorant::Process(at) => PROCESS.get(*at).map_or(String::new(), |ink| (*ink).to_string()),
                    Colorant::None => "None".into(),
                };
                let spot = names.iter().map(of).take(4).collect::<Vec<_>>().join(", ");
                let place = say!("the stand-in of `{spot}`", "`{spot}` 的替代色");
                self.inside(place, |reader| reader.check(alternate, resources, depth + 1));
                let unfit = matches!(
                    &**alternate,
                    ColourSpace::Pattern(_) | ColourSpace::Indexed { .. } | ColourSpace::Plates { .. }
                );
                if unfit {
                    notes.push((Kind::DeviceN, say!("a stand-in that is no colour", "替代色空间不合规定")));
                }
                if names.iter().all(|n| matches!(n, Colorant::None)) {
                    notes.push((
                        Kind::DeviceN,
                        say!("a spot called `None`, which prints nothing", "专色名为 `None`：什么也印不出"),
                    ));
                }
                if !tinted {
                    notes.push((
                        Kind::DeviceN,
                        say!("a tint function that cannot be read or fails", "专色的色调函数读不出或出错"),
                    ));
                }
                for spot in undescribed.iter().filter(|_| *many) {
                    let spot = printable(spot);
                    notes.push((
                        Kind::DeviceN,
                        say!("spot `{spot}` is not in Colorants", "专色 `{spot}` 没有列入 Colorants"),
                    ));
                }
                for colorant in names {
                    if let Colorant::Spot(spot, bytes) = colorant
                        && std::str::from_utf8(bytes).is_err()
                    {
                        let spot = printable(&spot.plate);
                        notes.push((
                            Kind::NotUtf8,
                            say!("colorant name `{spot}` is not UTF-8", "专色名 `{spot}` 不是 UTF-8"),
                        ));
                    }
                }
            }
            _ => {}
        }
        for (kind, what) in notes {
            self.note(kind, what);
        }
    }

    /// `g rg k` and their strokes.
    pub(crate) fn device(&mut self, run: &mut Run<'_>, op: &str, values: &[f64]) {
        let space = match op {
            "g" | "G" => ColourSpace::Gray,
            "rg" | "RG" => ColourSpace::Rgb,
            _ => ColourSpace::Cmyk,
        };
        let stroke = op.starts_with(char::is_uppercase);
        let current = if stroke { &run.state.stroke } else { &run.state.fill };
        let known = std::mem::discriminant(&*current.space) == std::mem::discriminant(&space);
        let space = if known { current.space.clone() } else { Arc::new(space) };
        self.check(&space, run.resources, 0);
        let tones = space.tone(values).into_iter().collect();
        let colour = Colour::of(space, tones);
        if stroke { run.state.stroke = colour } else { run.state.fill = colour }
    }

    /// `cs` and `CS`.
    pub(crate) fn set_space(&mut self, run: &mut Run<'_>, stroke: bool, object: Option<&Object>) {
        let Some(object) = object else { return };
        let space = self.space(object, run.resources);
        let tones = space.tone(&space.initial()).into_iter().collect();
        let colour = Colour::of(space, tones);
        if stroke { run.state.stroke = colour } else { run.state.fill = colour }
    }

    /// `sc scn` and their strokes.
    pub(crate) fn set_colour(&mut self, run: &mut Run<'_>, stroke: bool, values: &[f64], last: Option<&Object>) {
        let current = if stroke { &run.state.stroke } else { &run.state.fill };
        let space = current.space.clone();
        let colour = match last.and_then(name) {
            Some(key) => self.pattern(run, space, key, values),
            None => {
                let (found, wanted) = (values.len(), space.components());
                if found != wanted && wanted > 0 {
                    // Where only what is covered counts a colour that nobody named is nobody's business.
                    let is_idle = current.implicit && self.beside.covers_only && !self.geometry;
                    self.note(
                        if is_idle { Kind::IdleColour } else { Kind::Operator },
                        say!("a colour of {found} numbers, wants {wanted}", "颜色有 {found} 个数，应为 {wanted}"),
                    );
                }
                let tones = space.tone(values).into_iter().collect();
                Colour::of(space, tones)
            }
        };
        if stroke { run.state.stroke = colour } else { run.state.fill = colour }
    }

    /// `gs`.
    pub(crate) fn graphics_state(&mut self, run: &mut Run<'_>, key: Option<&Object>) {
        let file = self.file;
        let key = key.and_then(|k| k.as_name().ok()).unwrap_or_default();
        let entry = file.get_dict(run.resources, "ExtGState").and_then(|d| file.dict(d.get(key).ok()?));
        let Some(dict) = entry else {
            let key = printable(&String::from_utf8_lossy(key));
            self.note(
                Kind::Resource,
                say!("graphics state `{key}` is not in the resources", "资源中没有图形状态 `{key}`"),
            );
            return;
        };
        let curves = [file.get(dict, "TR"), file.get(dict, "TR2").filter(|t| name(t) != Some("Default"))];
        if curves.iter().flatten().any(|t| name(t) != Some("Identity")) {
            self.note(Kind::Transfer, say!("a transfer function (TR or TR2)", "传递函数（TR 或 TR2）"));
        } else if curves.iter().any(Option::is_some) {
            self.note(
                Kind::NoTransfer,
                say!(
                    "a transfer function (TR or TR2) that is Identity: it bends nothing, and PDF/X forbids the key",
                    "传递函数（TR 或 TR2）为 Identity：不改变阶调，但 PDF/X 不许有此项"
                ),
            );
        }
        self.halftone(dict);
        let before = (run.state.mixed(false), run.state.fill_overprint, run.state.mode);
        let state = &mut run.state;
        match (file.get_bool(dict, "OP"), file.get_bool(dict, "op")) {
            (Some(both), None) => (state.stroke_overprint, state.fill_overprint) = (both, both),
            (stroke, fill) => {
                state.stroke_overprint = stroke.unwrap_or(state.stroke_overprint);
                state.fill_overprint = fill.unwrap_or(state.fill_overprint);
            }
        }
        if let Some(mode) = file.get_number(dict, "OPM") {
            state.mode = mode as i64;
        }
        if let Some(width) = file.get_number(dict, "LW") {
            state.width = width.abs();
        }
        if let Some([Object::Array(dash), _]) = file.get_array(dict, "D") {
            self.dash(run, dash);
        }
        let state = &mut run.state;
        let mut notes = Vec::new();
        for (key, slot) in [("CA", &mut state.stroke_opacity), ("ca", &mut state.fill_opacity)] {
            let Some(value) = file.get_number(dict, key) else { continue };
            if !(0.0..=1.0).contains(&value) {
                let value = biaoyu_page::measure::number(value, 2);
                notes.push((Kind::Blend, say!("opacity {key} of {value}", "不透明度 {key} 为 {value}")));
            }
            *slot = value.clamp(0.0, 1.0);
            if value < 1.0 {
                let value = biaoyu_page::measure::number(value, 2);
                notes.push((Kind::Transparency, say!("opacity of {value}", "不透明度 {value}")));
            }
        }
        let mode = match file.get(dict, "BM") {
            Some(Object::Array(all)) => all.first().and_then(|m| file.real(m)).and_then(name),
            other => other.and_then(name),
        };
        const MODES: [&str; 17] = [
            "Compatible",
            "Normal",
            "Multiply",
            "Screen",
            "Overlay",
            "Darken",
            "Lighten",
            "ColorDodge",
            "ColorBurn",
            "HardLight",
            "SoftLight",
            "Difference",
            "Exclusion",
            "Hue",
            "Saturation",
            "Color",
            "Luminosity",
        ];
        if let Some(mode) = mode {
            state.blends = !matches!(mode, "Normal" | "Compatible");
            state.multiplies = mode == "Multiply";
            let shown = printable(mode);
            match MODES.iter().position(|m| *m == mode) {
                None => notes.push((Kind::Blend, say!("blend mode `{shown}`", "混合模式 `{shown}`"))),
                Some(0 | 1) => {}
                Some(_) => notes.push((Kind::Transparency, say!("blend mode `{shown}`", "混合模式 `{shown}`"))),
            }
        }
        if let Some(mask) = file.get(dict, "SMask") {
            state.masked = name(mask) != Some("None");
            (state.mask_ppi, state.mask_most) = (None, 1.0);
            let word = super::pictures::of_name(Some(mask));
            if file.dict(mask).is_none() && word != "None" {
                notes.push((Kind::Resource, say!("a soft mask `{word}` that is none", "软蒙版 `{word}` 不存在")));
            }
        }
        if let Some(mask) = file.get(dict, "SMask").and_then(|m| file.dict(m)) {
            notes.push((Kind::Transparency, say!("a soft mask", "软蒙版")));
            if file.get_stream(mask, "G").is_none() {
                notes.push((Kind::Resource, say!("a soft mask without its group", "软蒙版没有透明组")));
            }
            if let Some(form) = file.get_stream(mask, "G") {
                let place = say!("a soft mask", "软蒙版");
                let by_cover = file.get_name(mask, "S") == Some("Alpha");
                let (ppi, lightest) = self.inside(place, |reader| reader.mask(form, run, by_cover));
                run.state.mask_ppi = ppi;
                // What the mask's own ground shows is not looked at, nor what bends it.
                let plain =
                    file.get(mask, "BC").is_none() && file.get(mask, "TR").is_none_or(|t| name(t) == Some("Identity"));
                let is_gray =
                    file.get_dict(&form.dict, "Group").is_some_and(|g| file.get_name(g, "CS") == Some("DeviceGray"));
                if plain && is_gray && file.get_name(mask, "S") == Some("Luminosity") {
                    run.state.mask_most = lightest;
                }
            }
        }
        for (kind, what) in notes {
            self.transparent |= kind == Kind::Transparency;
            self.note(kind, what);
        }
        // Type in another state is another run.
        if (run.state.mixed(false), run.state.fill_overprint, run.state.mode) != before {
            run.joined = None;
        }
        if let Some([font, size]) = file.get_array(dict, "Font")
            && let (Some(font), Some(size)) = (self.font(font, run.depth), file.number(size))
        {
            (run.state.font, run.state.size) = (Some(font), size);
        }
    }

    /// Looks at what a soft mask is made of; gives how fine the coarsest of its pictures is, and how light it is at most.
    fn mask(&mut self, form: &Stream, run: &Run<'_>, covers_only: bool) -> (Option<f64>, f64) {
        let file = self.file;
        let resources = file.get_dict(&form.dict, "Resources").unwrap_or(run.resources);
        self.group(file.get_dict(&form.dict, "Group"), resources);
        if !self.enter(form) {
            return (None, 1.0);
        }
        let content = self.unpacked(form);
        let at = run.state.ctm * file.get_matrix(&form.dict, "Matrix").unwrap_or(Affine::IDENTITY);
        let outer = std::mem::replace(&mut self.beside, Beside { covers_only, ..Beside::default() });
        self.aside(&content, resources, at, run.depth + 1);
        self.active.pop();
        let found = std::mem::replace(&mut self.beside, outer);
        (found.coarsest, if self.unread { 1.0 } else { found.lightest })
    }

    fn halftone(&mut self, dict: &Dictionary) {
        let file = self.file;
        let mut odd = file.get(dict, "HTP").is_some();
        if let Some(halftone) = file.get(dict, "HT").and_then(|h| file.dict(h)) {
            let mut parts = vec![halftone];
            parts.extend(halftone.iter().take(64).filter_map(|(_, part)| file.dict(part)));
            let typed = |d: &Dictionary| file.get_number(d, "HalftoneType").map(|t| t as i64);
            odd |= parts
                .iter()
                .any(|d| typed(d).is_some_and(|t| t != 1 && t != 5) || file.get(d, "HalftoneName").is_some());
        }
        // Those of inks beside the process inks must have one (ISO 32000-1, 10.5.6).
        const USUAL: [&str; 7] = ["Default", "Cyan", "Magenta", "Yellow", "Black", "Gray", "DeviceCMYK"];
        let own = file.get(dict, "HT").and_then(|h| file.dict(h));
        let parts = own
            .into_iter()
            .flat_map(|h| h.iter())
            .filter(|(key, _)| std::str::from_utf8(key).is_ok_and(|key| USUAL.contains(&key)));
        let curved = |d: &Dictionary| file.get(d, "TransferFunction").is_some_and(|f| name(f) != Some("Identity"));
        if own.is_some_and(curved) || parts.filter_map(|(_, part)| file.dict(part)).any(curved) {
            self.note(Kind::Transfer, say!("a halftone with a transfer function", "网屏带传递函数"));
        }
        if odd {
            self.note(Kind::Halftone, say!("a halftone of its own (HT or HTP)", "自带网屏（HT 或 HTP）"));
        }
    }

    /// Checks the colour space of a transparency group.
    pub(crate) fn group(&mut self, group: Option<&Dictionary>, resources: &Dictionary) -> Option<usize> {
        let file = self.file;
        let space = Arc::new(ColourSpace::read(file, group?.get(b"CS").ok()?, resources));
        let intent = self.intent.as_ref().map(|(space, _)| space.clone());
        let default = |key: &str| file.get_dict(resources, "ColorSpace").is_some_and(|d| d.get(key.as_bytes()).is_ok());
        let bad = match &*space {
            ColourSpace::Rgb => intent.as_deref() != Some("RGB") && !default("DefaultRGB"),
            ColourSpace::Cmyk => intent.as_deref() != Some("CMYK") && !default("DefaultCMYK"),
            ColourSpace::Gray | ColourSpace::Icc { .. } | ColourSpace::Calibrated(_) => false,
            _ => true,
        };
        if bad {
            let word = match &*space {
                ColourSpace::Rgb => "DeviceRGB",
                ColourSpace::Cmyk => "DeviceCMYK",
                _ => "?",
            };
            let what = match intent {
                Some(intent) => say!(
                    "a group in `{word}` with the output intent `{intent}`",
                    "输出意向为 `{intent}`，透明组却是 `{word}`"
                ),
                None => say!("a group in `{word}` without an output intent", "没有输出意向，透明组却是 `{word}`"),
            };
            self.note(Kind::GroupSpace, what);
        } else {
            self.check(&space, resources, 0);
        }
        Some(space.components())
    }
}
