//! The faces inside the binary: the one table that names their files. `fonts/README.md` says where each comes from.

/// One embedded face.
pub(super) struct Embedded {
    pub id: &'static str,
    pub family: &'static str,
    pub family_zh: &'static str,
    /// File name under `fonts/`.
    pub file: &'static str,
    /// SPDX-like name of the licence.
    pub licence: &'static str,
    /// The licence's text, under `fonts/licences/`.
    pub licence_file: &'static str,
    /// Ids of the faces that stand in for characters it lacks, best first.
    pub fallback: &'static [&'static str],
    /// A hand of its own: a phrase with a missing character is set in the next face as a whole.
    pub whole: bool,
    /// Lends the numerals of a year with 〇 in it, where the face's own 〇 is lighter than its neighbours.
    pub numerals: Option<&'static str>,
    /// SHA-256 of the file, as in `fonts/SHA256SUMS`.
    pub sha256: &'static str,
    /// The file. The pages of a face that is not used are never read from disk.
    pub data: &'static [u8],
}

#[cfg(feature = "faces")]
macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fonts/", $name))
    };
}
/// A build without faces is small and sets type in the user's own.
#[cfg(not(feature = "faces"))]
macro_rules! file {
    ($name:literal) => {
        &[]
    };
}

pub(super) const EMBEDDED: &[Embedded] = &[
    Embedded {
        id: "hei-black",
        family: "Biaoyu Hei Black",
        family_zh: "标语黑 特粗",
        file: "BiaoyuHei-Black.otf",
        licence: "OFL-1.1",
        licence_file: "NotoSansCJK-OFL.txt",
        fallback: &["rare"],
        whole: false,
        numerals: None,
        sha256: "d389cdf7764ce1f573ccc993707a48c3d911f9b46200fa2263e54be44438d930",
        data: file!("BiaoyuHei-Black.otf"),
    },
    Embedded {
        id: "hei-bold",
        family: "Biaoyu Hei Bold",
        family_zh: "标语黑 粗",
        file: "BiaoyuHei-Bold.otf",
        licence: "OFL-1.1",
        licence_file: "NotoSansCJK-OFL.txt",
        fallback: &["hei-black", "rare"],
        whole: false,
        numerals: None,
        sha256: "7bbbee7459eabb97d121066ba00024b268ad4f1af2da84bd2cc39c1836b94fca",
        data: file!("BiaoyuHei-Bold.otf"),
    },
    Embedded {
        id: "hei-medium",
        family: "Biaoyu Hei Medium",
        family_zh: "标语黑 中",
        file: "BiaoyuHei-Medium.otf",
        licence: "OFL-1.1",
        licence_file: "NotoSansCJK-OFL.txt",
        fallback: &["hei-black", "rare"],
        whole: false,
        numerals: None,
        sha256: "34f9306e40d596a0e33bbe0b515a6b44f4cc0d7c88b37608e6e0914630b5b579",
        data: file!("BiaoyuHei-Medium.otf"),
    },
    Embedded {
        id: "hei-regular",
        family: "Biaoyu Hei Regular",
        family_zh: "标语黑 常规",
        file: "BiaoyuHei-Regular.otf",
        licence: "OFL-1.1",
        licence_file: "NotoSansCJK-OFL.txt",
        fallback: &["hei-medium", "hei-black", "rare"],
        whole: false,
        numerals: None,
        sha256: "52d0f24307028e4fe4d7d5cf65369139e988eabf8fc5573778ed59f90268635f",
        data: file!("BiaoyuHei-Regular.otf"),
    },
    Embedded {
        id: "song-black",
        family: "Biaoyu Song Black",
        family_zh: "标语宋 特粗",
        file: "BiaoyuSong-Black.otf",
        licence: "OFL-1.1",
        licence_file: "NotoSerifCJK-OFL.txt",
        fallback: &["song-medium", "hei-black", "rare"],
        whole: false,
        numerals: Some("hei-black"),
        sha256: "4b1dacf1678d6448ea5175667b8e154862b5bcecc2f68993d7c1dfb2e144338c",
        data: file!("BiaoyuSong-Black.otf"),
    },
    Embedded {
        id: "song-medium",
        family: "Biaoyu Song Medium",
        family_zh: "标语宋 中",
        file: "BiaoyuSong-Medium.otf",
        licence: "OFL-1.1",
        licence_file: "NotoSerifCJK-OFL.txt",
        fallback: &["song-black", "hei-medium", "hei-black", "rare"],
        whole: false,
        numerals: Some("hei-medium"),
        sha256: "268c455d14e7453ae4b0f4cb6972f76e4a6dc987d7435721da9c421c907c7d7c",
        data: file!("BiaoyuSong-Medium.otf"),
    },
    Embedded {
        id: "kai-bold",
        family: "Biaoyu Kai Bold",
        family_zh: "标语楷 粗",
        file: "BiaoyuKai-Bold.ttf",
        licence: "OFL-1.1",
        licence_file: "LXGWWenKai-OFL.txt",
        fallback: &["song-medium", "hei-black", "rare"],
        whole: false,
        numerals: None,
        sha256: "591d83191926e1b37fba9d8610e9407b322b1158c5ec252823057db4ac9a8b54",
        data: file!("BiaoyuKai-Bold.ttf"),
    },
    Embedded {
        id: "brush",
        family: "Ma Shan Zheng",
        family_zh: "马善政毛笔楷书",
        file: "MaShanZheng-Regular.ttf",
        licence: "OFL-1.1",
        licence_file: "MaShanZheng-OFL.txt",
        fallback: &["kai-bold", "hei-black", "rare"],
        whole: true,
        numerals: None,
        sha256: "016752d5574878419a95d6e89304613a7bf8b44199ec0f25308d999dfd75c7de",
        data: file!("MaShanZheng-Regular.ttf"),
    },
    Embedded {
        id: "smiley",
        family: "Smiley Sans Oblique",
        family_zh: "得意黑",
        file: "SmileySans-Oblique.ttf",
        licence: "OFL-1.1",
        licence_file: "SmileySans-OFL.txt",
        fallback: &["hei-bold", "hei-black", "rare"],
        whole: true,
        numerals: None,
        sha256: "c2f62ff764f23bfa7ecc9dc934e710a5c2e727f763f1d4a663a0679b2aa2e14f",
        data: file!("SmileySans-Oblique.ttf"),
    },
    Embedded {
        id: "anton",
        family: "Anton",
        family_zh: "Anton 数字",
        file: "Anton-Regular.ttf",
        licence: "OFL-1.1",
        licence_file: "Anton-OFL.txt",
        fallback: &["hei-black", "rare"],
        whole: false,
        numerals: None,
        sha256: "97aae409210d255fb3b92f18c8af2ed14941e10a1ee134a35bb91f52086de1d0",
        data: file!("Anton-Regular.ttf"),
    },
    Embedded {
        id: "barlow",
        family: "Barlow Condensed ExtraBold",
        family_zh: "Barlow 窄体数字",
        file: "BarlowCondensed-ExtraBold.ttf",
        licence: "OFL-1.1",
        licence_file: "BarlowCondensed-OFL.txt",
        fallback: &["hei-bold", "hei-black", "rare"],
        whole: false,
        numerals: None,
        sha256: "68c1829975557e57997c8c2e98b18312b110c46d85cecee9e700262f74c9d49d",
        data: file!("BarlowCondensed-ExtraBold.ttf"),
    },
    Embedded {
        id: "rare",
        family: "Biaoyu Rare",
        family_zh: "标语生僻字",
        file: "BiaoyuRare-Regular.ttf",
        licence: "Hanazono",
        licence_file: "Hanazono-Font-License.txt",
        fallback: &["hei-regular", "hei-black"],
        whole: false,
        numerals: None,
        sha256: "647db7407db2fcd5b5c914a884345018c6012eda7b8ed5928fbc5571500419fa",
        data: file!("BiaoyuRare-Regular.ttf"),
    },
];
