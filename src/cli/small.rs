//! The small commands: `new`, `schema`, `lines`, `completions`, `man`.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::Described;
use super::{DONE, Done, output, render};
use biaoyu_page::error::{Fault, Lang, Place};
use biaoyu_page::limits::SLOGAN_CHARS;
use biaoyu_page::say;
use biaoyu_page::wording::offences;
use biaoyu_press as press;
use biaoyu_set::text::break_lines::{Breaks, Setting};
use biaoyu_set::{campaign, layout, palette, paper, product, profile};

/// Writes a commented campaign, or a copy of a layout; never over a file that is there.
pub(super) fn new(name: Option<&str>, layout: Option<&str>, lang: Lang) -> Done {
    let template = match layout {
        Some(asked) => Some(render::sources(&[], false).layout(asked)?),
        None => None,
    };
    let own = template.as_ref().map(|found| format!("my-{}", found.value.id)).unwrap_or_default();
    let name = name.unwrap_or(&own);
    let is_path = name.ends_with(".toml") || name.contains(['/', '\\']);
    let folder = if template.is_some() { "layouts" } else { "campaigns" };
    let path = if is_path { PathBuf::from(name) } else { PathBuf::from(folder).join(press::safe(name) + ".toml") };
    let shown = path.display().to_string();
    let asked = if is_path { shown.clone() } else { press::safe(name) };
    let next = match template {
        Some(found) => {
            press::write_new(&path, &own_layout(&found.text, &path))?;
            format!("biaoyu render -l {} --watch", quoted(&asked))
        }
        None => {
            press::write_new(&path, campaign::template())?;
            format!("biaoyu render {}", quoted(&asked))
        }
    };
    output::message(&match lang {
        Lang::En => format!("wrote {shown}; fill it in, then: {next}"),
        Lang::Zh => format!("已写好 {shown}；改好后运行：{next}"),
    });
    Ok(DONE)
}

/// A word as it is typed.
fn quoted(word: &str) -> String {
    if word.contains(' ') { format!("\"{word}\"") } else { word.to_owned() }
}

/// A copy of a layout under the id of its file.
fn own_layout(text: &str, path: &Path) -> String {
    let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    // Only the head of the file speaks of the layout itself.
    let mut is_head = true;
    let lines = text.lines().map(|line| {
        is_head &= !line.trim_start().starts_with('[');
        match line.split_once('=') {
            Some((key, _)) if is_head && key.trim() == "id" => format!("id = {}", serde_json::Value::from(id.as_str())),
            // Of two layouts with one name none could be asked for by it.
            Some((key, name)) if is_head && key.trim() == "name" => {
                format!("name = \"我的{}\"", name.trim().trim_matches('"'))
            }
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Prints a JSON Schema.
pub(super) fn schema(what: Described) -> Done {
    let schema = match what {
        Described::Campaign => campaign::schema(),
        Described::Layout => layout::schema(),
        Described::Product => product::schema(),
        Described::Palette => palette::schema(),
        Described::Profile => profile::schema(),
        Described::Paper => paper::schema(),
    };
    output::print(&format!("{schema:#}\n"));
    Ok(DONE)
}

/// Shows the settings of a slogan, the fewest lines first.
pub(super) fn lines(text: &str, json: bool, lang: Lang) -> Done {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(offence) = offences(&text, SLOGAN_CHARS).into_iter().next() {
        let place = Place::thing(say!("the slogan", "标语"));
        return Err(Fault { hint: offence.hint, ..Fault::new(offence.code, place, offence.what) }.into());
    }
    // One line a clause, and finer: whole clauses on one line are a banner's concern, not a break.
    let breaks = Breaks::new(&text, None);
    let settings: Vec<Setting> =
        std::iter::once(breaks.per_clause()).chain(breaks.split().into_iter().filter(|s| s.sure)).collect();
    let lines = |s: &Setting| s.lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
    let key = campaign::key_of(&text).map(String::from).unwrap_or_default();
    let doubts = breaks.doubts();
    if json {
        for setting in &settings {
            let lines = lines(setting);
            let mut shown = json!({ "kind": "setting", "count": lines.len(), "lines": lines, "key": key });
            if !doubts.is_empty() {
                shown["unsure"] = json!(doubts);
            }
            output::print(&format!("{shown}\n"));
        }
        return Ok(DONE);
    }
    let mut out = String::new();
    for setting in &settings {
        let count = setting.lines.len();
        out += &match lang {
            Lang::En if count == 1 => "1 line: ".to_owned(),
            Lang::En => format!("{count} lines: "),
            Lang::Zh => format!("{count} 行："),
        };
        out += &lines(setting).join(" / ");
        out.push('\n');
    }
    for [first, second] in &doubts {
        out += &match lang {
            Lang::En => format!("unsure: {first} or {second}; mark the one you mean with | in `breaks`\n"),
            Lang::Zh => format!("拿不准：{first} 还是 {second}；请在 `breaks` 里用 | 标明\n"),
        };
    }
    if !key.is_empty() {
        out += &match lang {
            Lang::En => format!("shown large: {key}\n"),
            Lang::Zh => format!("大字：{key}\n"),
        };
    }
    output::print(&out);
    Ok(DONE)
}

/// Prints completions.
pub(super) fn completions(shell: clap_complete::Shell, command: &mut clap::Command) -> Done {
    let mut out = Vec::new();
    clap_complete::generate(shell, command, "biaoyu", &mut out);
    output::print(&String::from_utf8_lossy(&out));
    Ok(DONE)
}

/// Prints the manual page: the program and all its commands.
pub(super) fn man(mut command: clap::Command) -> Done {
    command.build();
    let mut out = Vec::new();
    let written = clap_mangen::Man::new(command.clone()).render(&mut out).and_then(|()| {
        let commands = command.get_subcommands().filter(|c| !c.is_hide_set());
        for sub in commands {
            let man = clap_mangen::Man::new(sub.clone());
            man.render_synopsis_section(&mut out)?;
            man.render_description_section(&mut out)?;
            man.render_options_section(&mut out)?;
        }
        Ok(())
    });
    match written {
        Ok(()) => output::print(&String::from_utf8_lossy(&out)),
        Err(error) => {
            let what = say!("the manual page cannot be made: {error}", "无法生成手册页：{error}");
            return Err(Fault::new("man/failed", Place::default(), what).into());
        }
    }
    Ok(DONE)
}
