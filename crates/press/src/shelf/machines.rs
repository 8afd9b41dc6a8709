//! `machines.toml`: what was measured of the user's printers and button machines, kept in the configuration folder.

use std::path::Path;

use super::named::choose;
use super::sources::{Found, Shelf, Sources, Whence};
use crate::folder::files::{Doing, fault, read_limited, write_whole};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::limits::TEXT_FILE_BYTES;
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_set::paper::{HEAD, Machines, Paper, Printer};
use biaoyu_set::product::Product;

/// The file's name in its folder.
const MACHINES: &str = "machines.toml";

impl Sources {
    /// What was measured, of the first folder that has it; nothing where none has.
    ///
    /// # Errors
    /// The faults of the file.
    pub fn machines(&self) -> Result<Machines, Faults> {
        for root in &self.roots {
            let path = root.join(MACHINES);
            if path.is_file() {
                return read(&path);
            }
        }
        Ok(Machines::default())
    }

    /// Products with the shipped buttons as the user's machine cuts them; what is wrong with the file of machines is told where
    /// a printer is asked for.
    pub(super) fn as_machines_cut(&self, mut found: Vec<Found<Product>>) -> Vec<Found<Product>> {
        let machines = self.machines().unwrap_or_default();
        for product in found.iter_mut().filter(|found| found.whence == Whence::Embedded) {
            if let Some(own) = machines.button(&product.value) {
                product.text = format!("{own:?}");
                product.value = own;
            }
        }
        found
    }

    /// The paper of an id or a name.
    ///
    /// # Errors
    /// `source/unknown` with the nearest name.
    pub fn paper(&self, asked: &str) -> Result<Paper, Faults> {
        choose(Shelf::Papers, &self.papers(), asked, &mut Vec::new()).map(|found| found.value.clone())
    }

    /// A printer by its name.
    ///
    /// # Errors
    /// `printer/unknown` with the nearest name; the faults of the file.
    pub fn printer(&self, asked: &str) -> Result<Printer, Faults> {
        let machines = self.machines()?;
        let found = machines.printers.iter().find(|printer| printer.id == asked);
        found.cloned().ok_or_else(|| {
            let what = say!("no printer `{asked}` was measured", "没有校准过打印机 `{asked}`");
            let near = nearest(asked, machines.printers.iter().map(|printer| printer.id.as_str()));
            let hint = match near {
                Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
                None => say!(
                    "print the page of `biaoyu calibrate`, measure it, and keep it: `biaoyu calibrate --printer {asked} --measured LEFT,TOP,ACROSS,DOWN`",
                    "请打印 `biaoyu calibrate` 的校准页，量好后运行：`biaoyu calibrate --printer {asked} --measured 左,上,横,竖`"
                ),
            };
            Fault::new("printer/unknown", Place::thing(say!("`--printer`", "`--printer`")), what).hint(hint).into()
        })
    }
}

fn read(path: &Path) -> Result<Machines, Faults> {
    let bytes = read_limited(path, TEXT_FILE_BYTES)?;
    Machines::parse(&path.display().to_string(), &String::from_utf8_lossy(&bytes))
}

/// Keeps what was measured in a folder: `change` adds it to what is kept there. Gives the file.
///
/// # Errors
/// The faults of the file that is there; `file/there` when it is not ours; those of the file system.
pub fn keep(folder: &Path, change: impl FnOnce(&mut Machines)) -> Result<std::path::PathBuf, Faults> {
    let path = folder.join(MACHINES);
    let mut machines = if path.is_file() { read(&path)? } else { Machines::default() };
    change(&mut machines);
    std::fs::create_dir_all(folder).map_err(|e| fault(folder, &e, Doing::Write))?;
    write_whole(&path, machines.text().as_bytes(), HEAD)?;
    Ok(path)
}
