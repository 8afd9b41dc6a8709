//! The console of a double click, or of files dropped on the program: it was opened for this run alone and closes with it, so
//! its reader is waited for.

use std::io::IsTerminal;

use super::output;
use biaoyu_page::error::Lang;

/// What shells leave in the environment of the programs that they start: cmd; Windows Terminal; shells of Unix.
const MARKS: [&str; 5] = ["PROMPT", "WT_SESSION", "TERM", "SHELL", "MSYSTEM"];

/// Whether somebody sits before the program, who can read and answer.
pub(super) fn is_desk() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Whether the console is open for this run alone.
pub(super) fn is_own_console() -> bool {
    is_desk() && closes(|name| std::env::var(name).ok(), cfg!(windows))
}

/// Says where the files are and waits for Enter where the console would close at once.
pub(super) fn until_read(lang: Lang) {
    if !is_own_console() {
        return;
    }
    let folder = std::env::current_dir().map(|folder| folder.display().to_string()).unwrap_or_default();
    output::message(&match lang {
        Lang::En => format!("\nWorked in the folder {folder}\nEnter closes this window."),
        Lang::Zh => format!("\n所在文件夹：{folder}\n按回车键关闭窗口。"),
    });
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// Whether the console closes with the program. `BIAOYU_STAY` says it (1, or 0 for no): the `.desktop` file does. Where nobody
/// says, on Windows, the program was started by the desktop when no shell has left a mark. `GetConsoleProcessList` would
/// know for certain and is for unsafe code; a wrong guess costs one Enter.
fn closes(variable: impl Fn(&str) -> Option<String>, is_windows: bool) -> bool {
    match variable("BIAOYU_STAY") {
        Some(said) if !said.is_empty() => return said != "0",
        _ => {}
    }
    // PowerShell puts the user's own modules before the system's.
    let is_powershell = || {
        let home = variable("USERPROFILE").filter(|home| !home.is_empty());
        home.is_some_and(|home| variable("PSModulePath").is_some_and(|path| path.contains(&home)))
    };
    is_windows && !MARKS.iter().any(|name| variable(name).is_some()) && !is_powershell()
}

#[cfg(test)]
mod tests {
    use super::closes;

    #[test]
    fn a_console_closes_where_no_shell_opened_it() {
        let with = |set: &'static [(&str, &str)], is_windows| {
            closes(|name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()), is_windows)
        };
        const SYSTEM: (&str, &str) = ("PSModulePath", r"C:\Windows\system32\WindowsPowerShell\v1.0\Modules");
        const HOME: (&str, &str) = ("USERPROFILE", r"C:\Users\王明");
        assert!(with(&[SYSTEM, HOME], true));
        assert!(!with(&[SYSTEM, HOME, ("PROMPT", "$P$G")], true), "cmd");
        assert!(!with(&[HOME, ("PSModulePath", r"C:\Users\王明\Documents\WindowsPowerShell\Modules;C:\…")], true));
        assert!(!with(&[SYSTEM, HOME], false), "terminals of other systems");
        assert!(with(&[("BIAOYU_STAY", "1"), ("TERM", "xterm")], false));
        assert!(!with(&[("BIAOYU_STAY", "0")], true));
    }
}
