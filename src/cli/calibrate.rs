//! `biaoyu calibrate`: a page to measure a printer by, and what was measured, typed once.

use std::path::PathBuf;

use super::args::Calibrate;
use super::{DONE, Done, output, render};
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_press as press;
use biaoyu_set::paper::{Printer, Target};

/// Writes the page, or keeps what was measured.
pub(super) fn calibrate(asked: &Calibrate, lang: Lang) -> Done {
    let sources = render::sources(&[], false);
    let on = asked.on.as_deref().unwrap_or("a4");
    let paper = sources.paper(on)?;
    if asked.printer.is_none() && asked.button.is_empty() {
        let output = asked.output.clone().unwrap_or_else(|| PathBuf::from(format!("calibration-{}.pdf", paper.id)));
        press::calibration(&paper, &output, render::epoch().map_err(Faults::from)?)?;
        let shown = output.display();
        // The numbers are those of this paper's page.
        let on = asked.on.as_ref().map_or(String::new(), |on| format!(" --on {on}"));
        output::message(&match lang {
            Lang::En => format!(
                "wrote {shown}: print it at 100 %, measure it, and keep the four numbers with `biaoyu calibrate{on} --printer NAME --measured LEFT,TOP,ACROSS,DOWN`"
            ),
            Lang::Zh => format!(
                "已写好 {shown}：按 100 % 打印、用尺量四个数，再运行 `biaoyu calibrate{on} --printer 名称 --measured 左,上,横,竖`"
            ),
        });
        return Ok(DONE);
    }
    let mut faults = Faults::default();
    let buttons: Vec<(f64, f64)> = asked.button.iter().filter_map(|text| faults.take(button(text))).collect();
    let printer = asked.printer.as_ref().and_then(|name| {
        let numbers = faults.take(numbers(&asked.measured))?;
        faults.take(Printer::measured(name, Target::of(paper.size), numbers))
    });
    faults.or(())?;
    let Some(folder) = render::config_folder() else {
        let what = say!("there is no configuration folder on this system", "这个系统没有用户配置文件夹");
        let hint = say!("set `XDG_CONFIG_HOME` or `HOME`", "请设置 `XDG_CONFIG_HOME` 或 `HOME`");
        return Err(Fault::new("printer/no-folder", Place::default(), what).hint(hint).into());
    };
    let told = printer.clone();
    let path = press::keep(&folder, |machines| {
        printer.into_iter().for_each(|printer| machines.keep(printer));
        buttons.iter().for_each(|(face, cut)| machines.keep_button(*face, *cut));
    })?;
    let shown = path.display();
    if let Some(Printer { id, shift, scale, .. }) = told {
        let [x, y] = [shift.0, shift.1].map(|mm| number(mm, 2));
        let [across, down] = [scale.0, scale.1].map(|scale| number(100.0 * scale, 2));
        output::message(&match lang {
            Lang::En => format!(
                "printer `{id}` prints {x} mm to the right, {y} mm down, at {across} % across and {down} % down; kept in {shown}: add `--printer {id}`"
            ),
            Lang::Zh => format!(
                "打印机“{id}”偏右 {x} 毫米、偏下 {y} 毫米，横向 {across} %、纵向 {down} %；已记在 {shown}，以后加 `--printer {id}`"
            ),
        });
    }
    for (face, cut) in buttons {
        let (face, cut) = (number(face, 2), number(cut, 2));
        output::message(&match lang {
            Lang::En => format!("buttons of {face} mm are cut at {cut} mm; kept in {shown}"),
            Lang::Zh => format!("{face} 毫米徽章按 {cut} 毫米裁；已记在 {shown}"),
        });
    }
    Ok(DONE)
}

/// The four numbers.
fn numbers(given: &[String]) -> Result<[f64; 4], Faults> {
    let text = given.join(",");
    let parts = text.split([',', '，', '、']).map(|part| part.trim().parse::<f64>().ok().filter(|n| n.is_finite()));
    let found: Option<Vec<f64>> = parts.collect();
    found.and_then(|found| <[f64; 4]>::try_from(found).ok()).ok_or_else(|| {
        let what = say!("`{text}` are not four numbers", "`{text}` 不是四个数");
        let hint = say!(
            "write what was measured in mm: `--measured 20.5,19.8,169.6,250.2`",
            "请写量得的毫米数：`--measured 20.5,19.8,169.6,250.2`"
        );
        Fault::new("printer/measured", Place::thing(say!("`--measured`", "`--measured`")), what).hint(hint).into()
    })
}

/// `58=68`.
fn button(text: &str) -> Result<(f64, f64), Faults> {
    let number_of = |text: &str| text.trim().parse::<f64>().ok().filter(|mm| (10.0..=300.0).contains(mm));
    let found = text.split_once(['=', '＝']).and_then(|(face, cut)| Some((number_of(face)?, number_of(cut)?)));
    found.filter(|(face, cut)| cut > face && *cut - face <= 40.0).ok_or_else(|| {
        let what = say!("`{text}` is no button with its cut", "`{text}` 不是徽章及其裁切直径");
        let hint = say!(
            "write the face and the larger cut, in mm: `--button 58=68`",
            "请写成品直径和更大的裁切直径（毫米）：`--button 58=68`"
        );
        Fault::new("printer/button", Place::thing(say!("`--button`", "`--button`")), what).hint(hint).into()
    })
}
