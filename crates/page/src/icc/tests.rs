use super::*;

// What littlecms 2.19 gives (Pillow ImageCms, CMYK 8 bits, unoptimised, high-resolution tables).
/// Relative colorimetric with black point compensation: inks of 255 and sRGB.
#[rustfmt::skip]
const RELATIVE: &[([u8; 4], [u8; 3])] = &[
    ([0, 0, 0, 0], [255, 255, 255]), ([0, 0, 0, 255], [24, 23, 21]), ([255, 0, 0, 0], [0, 158, 227]),
    ([0, 255, 0, 0], [229, 0, 125]), ([0, 0, 255, 0], [255, 237, 0]), ([0, 255, 255, 0], [227, 0, 11]),
    ([255, 255, 0, 0], [46, 35, 131]), ([255, 0, 255, 0], [0, 150, 62]), ([153, 102, 102, 255], [0, 0, 0]),
    ([255, 13, 127, 102], [0, 105, 101]), ([0, 0, 0, 127], [157, 157, 156]), ([0, 64, 242, 0], [253, 195, 0]),
    ([191, 173, 171, 229], [11, 9, 4]), ([255, 255, 255, 255], [0, 0, 0]), ([121, 66, 189, 242], [15, 27, 0]),
    ([33, 6, 240, 132], [138, 134, 0]), ([119, 98, 240, 243], [18, 20, 0]), ([203, 77, 118, 77], [30, 108, 110]),
    ([199, 7, 32, 81], [0, 134, 163]), ([21, 154, 15, 137], [132, 77, 102]), ([242, 198, 218, 202], [3, 18, 7]),
    ([227, 68, 187, 49], [0, 116, 85]), ([18, 69, 253, 111], [157, 125, 0]), ([132, 223, 154, 215], [43, 4, 10]),
    ([197, 179, 208, 118], [58, 55, 42]), ([172, 14, 143, 83], [60, 134, 105]), ([167, 53, 108, 136], [54, 96, 92]),
    ([145, 63, 32, 246], [0, 19, 28]), ([247, 45, 176, 34], [0, 125, 98]), ([210, 77, 10, 150], [0, 76, 109]),
    ([218, 212, 60, 22], [68, 59, 118]), ([23, 193, 169, 142], [125, 51, 40]), ([120, 18, 158, 3], [151, 190, 124]),
    ([39, 55, 16, 101], [154, 145, 156]), ([208, 149, 134, 79], [52, 78, 87]), ([21, 173, 160, 184], [94, 44, 30]),
    ([70, 193, 192, 235], [41, 5, 0]), ([197, 52, 138, 220], [0, 40, 32]),
];
/// Absolute colorimetric.
#[rustfmt::skip]
const ABSOLUTE: &[([u8; 4], [u8; 3])] = &[
    ([0, 0, 0, 0], [239, 241, 244]), ([0, 0, 0, 255], [40, 40, 40]), ([255, 0, 0, 0], [0, 151, 218]),
    ([0, 255, 0, 0], [216, 12, 123]), ([0, 0, 255, 0], [247, 224, 0]), ([0, 255, 255, 0], [215, 29, 36]),
    ([255, 255, 0, 0], [52, 47, 128]), ([255, 0, 255, 0], [0, 143, 68]), ([153, 102, 102, 255], [27, 31, 31]),
    ([255, 13, 127, 102], [0, 103, 101]), ([0, 0, 0, 127], [149, 150, 152]), ([0, 64, 242, 0], [239, 185, 26]),
    ([191, 173, 171, 229], [34, 34, 33]), ([255, 255, 255, 255], [26, 25, 22]),
];
/// sRGB to inks, relative colorimetric with black point compensation.
#[rustfmt::skip]
const SEPARATED: &[([u8; 3], [u8; 4])] = &[
    ([0, 0, 0], [196, 175, 152, 237]), ([255, 255, 255], [0, 0, 0, 0]), ([255, 0, 0], [0, 234, 247, 0]),
    ([200, 20, 30], [33, 249, 228, 16]), ([0, 0, 255], [255, 198, 0, 0]), ([0, 128, 0], [197, 48, 255, 40]),
    ([128, 128, 128], [123, 99, 98, 52]), ([255, 204, 0], [2, 52, 235, 0]), ([121, 154, 223], [150, 89, 0, 0]),
    ([132, 155, 173], [131, 76, 57, 17]), ([5, 212, 161], [155, 0, 125, 0]), ([10, 192, 68], [180, 0, 229, 0]),
    ([30, 170, 238], [183, 39, 0, 0]), ([180, 180, 142], [82, 52, 121, 15]), ([250, 11, 31], [0, 238, 228, 0]),
    ([10, 189, 128], [178, 0, 160, 0]),
];

fn far(a: &[u8], b: &[u8]) -> u8 {
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

fn solid(inks: [u8; 4]) -> Cmyk {
    Cmyk::from_array(inks.map(|v| f64::from(v) / 255.0))
}

#[test]
fn a_profile_is_checked() {
    assert_eq!(Profile::embedded().to_srgb(Cmyk::PAPER, Intent::Relative), [255; 3]);
    let plain = include_bytes!("../../../../profiles/ISOcoated_v2_300_bas.icc");
    assert!(Profile::embedded().bytes() == plain, "the packed profile is another one");
    assert!(Profile::parse(&plain[..1000], Place::default()).is_err());
    let mut screen = plain.to_vec();
    screen[12..16].copy_from_slice(b"mntr");
    assert!(Profile::parse(&screen, Place::default()).is_err());
}

#[test]
fn screen_colours_agree_with_littlecms() {
    for (intent, table) in [(Intent::Relative, RELATIVE), (Intent::Absolute, ABSOLUTE)] {
        for (inks, want) in table {
            let found = Profile::embedded().to_srgb(solid(*inks), intent);
            assert!(far(&found, want) <= 1, "{intent:?} {inks:?}: {found:?}, littlecms {want:?}");
        }
    }
}

#[test]
fn separations_agree_with_littlecms() {
    for (rgb, want) in SEPARATED {
        let found = Profile::embedded().from_srgb(*rgb).array().map(|v| (v * 255.0 + 0.5) as u8);
        assert!(far(&found, want) <= 2, "{rgb:?}: {found:?}, littlecms {want:?}");
        let fast = Profile::embedded().separation().samples(rgb);
        assert!(far(&found, &fast) <= 8, "{rgb:?}: {found:?}, by the grid {fast:?}");
    }
}

#[test]
fn the_grid_for_pictures_is_near_the_profile() {
    let profile = Profile::embedded();
    for (inks, _) in RELATIVE {
        let (exact, fast) =
            (profile.to_srgb(solid(*inks), Intent::Relative), profile.screen(Intent::Relative).rgb(*inks));
        assert!(far(&exact, &fast) <= 3, "{inks:?}: {exact:?}, by the grid {fast:?}");
    }
    assert_eq!(profile.screen(Intent::Relative).rgb([0; 4]), [255; 3]);
}
