//! The proof: a band of sRGB pixels.

use biaoyu_page::icc::{Profile, Screen};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::page::Samples;
use biaoyu_page::words::Intent;

use super::coverage::{Run, apart};
use super::draw::Surface;
use super::paint::{Pattern, Ramp, fill, pattern};
use super::picture::Picture;
use super::scene::{Scene, Source};

/// Rows of sRGB pixels, three bytes each in the order that was asked for.
pub(super) struct Proof<'a> {
    width: usize,
    paper: Pattern,
    colours: Vec<Colour<'a>>,
    order: Order,
    pixels: Vec<u8>,
    top: u32,
}

/// In which order the bytes of a pixel lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    #[default]
    Rgb,
    Bgr,
}

impl Order {
    /// A colour as its bytes lie.
    pub(super) fn of(self, [r, g, b]: [u8; 3]) -> [u8; 3] {
        match self {
            Order::Rgb => [r, g, b],
            Order::Bgr => [b, g, r],
        }
    }
}

enum Colour<'a> {
    Solid(Pattern),
    /// A solid that lets what lies below show through: screen colours are multiplied.
    Over([u8; 3]),
    Ramp(Ramp<Pattern>),
    Picture(Box<Picture<'a>>, Screen<'a>),
    /// A picture that lets what lies below show through, likewise.
    OverPicture(Box<Picture<'a>>, Screen<'a>),
}

impl<'a> Proof<'a> {
    /// Resolves the colours of a scene through a profile.
    pub(super) fn new(scene: &Scene<'a>, profile: &'a Profile, intent: Intent, order: Order) -> Self {
        let mut last: Option<(Cmyk, [u8; 3])> = None;
        let mut screen = |inks: Cmyk| match last {
            Some((known, rgb)) if known == inks => rgb,
            _ => {
                let rgb = order.of(profile.to_srgb(inks, intent));
                last = Some((inks, rgb));
                rgb
            }
        };
        let paper = pattern(screen(Cmyk::PAPER));
        let colours = scene.sources.iter().map(|source| match source {
            Source::Solid { ink, tint, overprint } => {
                let rgb = screen(ink.cmyk().tinted(*tint));
                if *overprint { Colour::Over(rgb) } else { Colour::Solid(pattern(rgb)) }
            }
            Source::Blend(gradient, to_px) => Colour::Ramp(Ramp::new(gradient, *to_px, |inks| pattern(screen(inks)))),
            Source::Rings(radial, to_px) => Colour::Ramp(Ramp::rings(radial, *to_px, |inks| pattern(screen(inks)))),
            Source::Picture(image, to_px) => {
                let (picture, screen) = (Box::new(Picture::new(image, *to_px)), profile.screen(intent));
                match &image.samples {
                    Samples::Duotone(two) if two.overprint => Colour::OverPicture(picture, screen),
                    _ => Colour::Picture(picture, screen),
                }
            }
        });
        let colours = colours.collect();
        Self { width: scene.width as usize, paper, colours, order, pixels: Vec::new(), top: 0 }
    }

    /// The band's pixels, row after row.
    pub(super) fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

impl Surface for Proof<'_> {
    fn begin(&mut self, top: u32, rows: u32) {
        self.top = top;
        self.pixels.resize(self.width * rows as usize * 3, 0);
        fill(&mut self.pixels, &self.paper);
    }

    fn paint(&mut self, row: u32, run: Run, source: usize) {
        let start = row as usize * self.width;
        let (a, b) = (start + run.x0 as usize, start + run.x1 as usize);
        let (Some(out), Some(colour)) = (self.pixels.get_mut(a * 3..b * 3), self.colours.get(source)) else { return };
        match colour {
            Colour::Solid(colour) => lay(out, colour, run.alpha),
            Colour::Over([r, g, b]) => {
                for pixel in out.as_chunks_mut::<3>().0 {
                    let over = [times(*r, pixel[0]), times(*g, pixel[1]), times(*b, pixel[2])];
                    mix(pixel, &over, run.alpha);
                }
            }
            Colour::Ramp(ramp) => {
                let mut rest = out;
                ramp.runs(run.x0, run.x1, self.top + row, |count, colour| {
                    let (now, later) = std::mem::take(&mut rest).split_at_mut(count as usize * 3);
                    lay(now, colour, run.alpha);
                    rest = later;
                });
            }
            Colour::OverPicture(picture, screen) => {
                for (x, pixel) in (run.x0..).zip(out.as_chunks_mut::<3>().0) {
                    let (inks, alpha) = picture.at(x, self.top + row);
                    let [r, g, b] = self.order.of(screen.rgb(inks));
                    let over = [times(r, pixel[0]), times(g, pixel[1]), times(b, pixel[2])];
                    mix(pixel, &over, times(run.alpha, alpha));
                }
            }
            Colour::Picture(picture, screen) => {
                for (x, pixel) in (run.x0..).zip(out.as_chunks_mut::<3>().0) {
                    let (inks, alpha) = picture.at(x, self.top + row);
                    mix(pixel, &self.order.of(screen.rgb(inks)), times(run.alpha, alpha));
                }
            }
        }
    }

    fn pixels(&mut self, row: u32, x0: u32, alphas: &[u8], source: usize) {
        if let Some(Colour::Solid([r, g, b, ..])) = self.colours.get(source) {
            let start = row as usize * self.width + x0 as usize;
            let out = self.pixels.get_mut(start * 3..(start + alphas.len()) * 3).unwrap_or_default();
            for (pixel, alpha) in out.as_chunks_mut::<3>().0.iter_mut().zip(alphas) {
                mix(pixel, &[*r, *g, *b], *alpha);
            }
            return;
        }
        apart(x0, alphas, |run| self.paint(row, run, source));
    }
}

/// Puts a colour over pixels.
fn lay(out: &mut [u8], colour: &Pattern, alpha: u8) {
    if alpha == 255 {
        return fill(out, colour);
    }
    let over = [colour[0], colour[1], colour[2]];
    for pixel in out.as_chunks_mut::<3>().0 {
        mix(pixel, &over, alpha);
    }
}

/// Puts a colour over a pixel.
pub(super) fn mix(under: &mut [u8; 3], over: &[u8; 3], alpha: u8) {
    for (u, o) in under.iter_mut().zip(over) {
        let sum = u32::from(*o) * u32::from(alpha) + u32::from(*u) * u32::from(255 - alpha) + 128;
        *u = ((sum + (sum >> 8)) >> 8) as u8;
    }
}

/// The product of two shares of 255, rounded.
pub(super) fn times(a: u8, b: u8) -> u8 {
    let product = u32::from(a) * u32::from(b) + 128;
    ((product + (product >> 8)) >> 8) as u8
}
