//! Fields that say how a page is set, and what their texts mean.

/// The field that says that the logo holds the name of the unit: the name is not set beside it again.
pub const LOCKUP: &str = "logo-has-name";
/// The field that says which point of a picture stays in sight: `0.5,0.3`, parts of its width and height.
pub const FOCUS: &str = "focus";
/// The field that says that the picture of a sheet is printed in two colours of the palette.
pub const DUOTONE: &str = "duotone";

/// The field that has the whole slogan of which a cloth bears one clause.
pub const WHOLE: &str = "whole";

/// The field that says that a lettering keeps its paper.
pub const PAPER: &str = "paper";
/// The field that says where on finished art the strip stands: `0,0.9,1,0.1`, left, top, width and height in parts of the art.
pub const STRIP: &str = "strip";

/// The rectangle that a text names, parts of width and height: left, top, width, height; `None` when it names none.
pub fn place(text: &str) -> Option<[f64; 4]> {
    let parts: Vec<f64> = text
        .split([',', '，', ' '])
        .filter(|p| !p.trim().is_empty())
        .map(|p| p.trim().parse().ok())
        .collect::<Option<_>>()?;
    let place = <[f64; 4]>::try_from(parts).ok()?;
    let [x, y, w, h] = place;
    let is = place.iter().all(|v| (0.0..=1.0).contains(v)) && w > 0.0 && h > 0.0 && x + w <= 1.0001 && y + h <= 1.0001;
    is.then_some(place)
}

/// The point that a text names, parts of width and height from the top left, 0.3,0.6 or 30%,60%; `None` when it names none.
pub fn focus(text: &str) -> Option<(f64, f64)> {
    let (x, y) = text.split_once([',', '，', ' '])?;
    let part = |text: &str| {
        let text = text.trim();
        let value = match text.strip_suffix(['%', '％']) {
            Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
            None => text.parse().ok()?,
        };
        (0.0..=1.0).contains(&value).then_some(value)
    };
    Some((part(x)?, part(y)?))
}
