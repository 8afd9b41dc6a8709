//! What sheets show besides words and logo: the options for pictures, finished art and lettering.

use std::path::PathBuf;

use clap::Args;

use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;
use biaoyu_press as press;
use biaoyu_set::layout::{DUOTONE, FOCUS, PAPER, STRIP, focus, place};

/// Pictures of a sheet.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Shows {
    /// Picture of a sheet for the layout `scene`: JPEG, PNG, WebP or TIFF; in a table the column 图片 ‖ 版式 `scene` 的实景图：JPEG、PNG、WebP 或 TIFF；表格里用“图片”一列
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub picture: Option<PathBuf>,
    /// The point of the picture that stays in sight: parts of its width and height from the top left ‖ 图片裁切时要保住的点：从左上角起，占宽、高的比例
    #[arg(long, value_name = "X,Y", help_heading = "Words")]
    pub focus: Option<String>,
    /// The picture in two colours of the palette; for things and places, not for people ‖ 图片用配色里的两色印：适合景物，不用于人物
    #[arg(long, help_heading = "Words")]
    pub duotone: bool,
    /// Finished art, as the ministry sends it: JPEG, PNG, WebP, TIFF or PDF, placed whole and as it is, with the unit's strip ‖ 上级下发的成品画面：JPEG、PNG、WebP、TIFF 或 PDF，原样整幅放入，加本单位署名条
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub art: Option<PathBuf>,
    /// The place of the strip on the art: left, top, width, height in parts of it [default: outside of it] ‖ 署名条放在画面上的位置：左、上、宽、高，占画面的比例；默认放在画面之外
    #[arg(long, value_name = "X,Y,W,H", requires = "art", help_heading = "Words")]
    pub strip: Option<String>,
    /// A scanned lettering in the place of the title in the layout `brush`: traced to one ink ‖ 版式 `brush` 用的题字扫描件，代替标题，描成单色
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub lettering: Option<PathBuf>,
    /// The lettering with its paper, as it was scanned ‖ 题字连同纸底一起用
    #[arg(long, requires = "lettering", help_heading = "Words")]
    pub lettering_paper: bool,
}

impl Shows {
    /// Adds what is asked for.
    pub fn add(&self, words: &mut press::Words) -> Result<(), Faults> {
        words.picture.clone_from(&self.picture);
        words.art.clone_from(&self.art);
        words.lettering.clone_from(&self.lettering);
        words.lettering_paper = self.lettering_paper;
        if self.lettering_paper {
            words.fields.set(PAPER, "1");
        }
        if let Some(text) = &self.strip {
            if place(text).is_none() {
                let what = say!("`{text}` is no place on the art", "`{text}` 不是画面上的位置");
                let hint = say!(
                    "write four parts of 0 to 1: `--strip 0,0.9,1,0.1`",
                    "请写四个 0 到 1 的数：`--strip 0,0.9,1,0.1`"
                );
                return Err(Fault::new("picture/strip", Place::thing(say!("`--strip`", "`--strip`")), what)
                    .hint(hint)
                    .into());
            }
            words.fields.set(STRIP, text.trim());
        }
        if self.duotone {
            words.fields.set(DUOTONE, "1");
        }
        let Some(text) = &self.focus else { return Ok(()) };
        if focus(text).is_none() {
            let what = say!("`{text}` is no point of a picture", "`{text}` 不是图片上的点");
            let hint = say!(
                "write two parts of 0 to 1, or per cent: `--focus 0.5,0.3`, `--focus 50%,30%`",
                "请写两个 0 到 1 的数，或百分数：`--focus 0.5,0.3`、`--focus 50%,30%`"
            );
            return Err(Fault::new("picture/focus", Place::thing(say!("`--focus`", "`--focus`")), what)
                .hint(hint)
                .into());
        }
        words.fields.set(FOCUS, text.trim());
        Ok(())
    }
}
