//! `machines.toml`: what was measured of the user's printers and button machines, kept in the configuration folder.

use std::path::{Path, PathBuf};

use super::named::choose;
use super::sources::{Broken, Found, Shelf, Sources, Whence};
use crate::folder::files::{Doing, fault, write_whole};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_set::paper::{HEAD, Machines, Paper, Printer, printer_name};
use biaoyu_set::product::Product;

/// The file's name in its folder.
const MACHINES: &str = "machines.toml";

impl Sources {
    /// What was measured, of the first folder that has it; nothing where none has.
    ///
    /// # Errors
    /// The faults of the file.
    pub fn machines(&self) -> Result<Machines, Faults> {
        self.machines_file().map_or_else(|| Ok(Machines::default()), |path| read(self, &path))
    }

    /// The file of what was measured.
    fn machines_file(&self) -> Option<PathBuf> {
        self.roots.iter().map(|root| root.join(MACHINES)).find(|path| path.is_file())
    }

    /// Products with the shipped buttons as the user's machine cuts them, and the file that says it where it cannot be read.
    pub(super) fn as_machines_cut(&self, mut found: Vec<Found<Product>>) -> (Vec<Found<Product>>, Option<Broken>) {
        let machines = match self.machines() {
            Ok(machines) => machines,
            Err(faults) => {
                let whence = self.machines_file().map_or(Whence::Embedded, Whence::File);
                // It holds no product that could be meant.
                return (found, Some(Broken { whence, text: HEAD.into(), faults }));
            }
        };
        for product in found.iter_mut().filter(|found| found.whence == Whence::Embedded) {
            if let Some(own) = machines.button(&product.value) {
                product.text = format!("{own:?}");
                product.value = own;
            }
        }
        (found, None)
    }

    /// Refuses buttons while the file that says how they are cut cannot be read.
    ///
    /// # Errors
    /// The faults of the file.
    pub(crate) fn check_cuts<'p>(&self, mut products: impl Iterator<Item = &'p Product>) -> Result<(), Faults> {
        if products.any(Product::is_round) { self.machines().map(drop) } else { Ok(()) }
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
        let name = printer_name(asked);
        let found = machines.printers.iter().find(|printer| printer.id == name);
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

fn read(sources: &Sources, path: &Path) -> Result<Machines, Faults> {
    Machines::parse(&path.display().to_string(), &sources.text(path)?)
}

/// Keeps what was measured in a folder: `change` adds it to what is kept there. Gives the file.
///
/// # Errors
/// The faults of the file that is there; `file/there` when it is not ours; those of the file system.
pub fn keep(folder: &Path, change: impl FnOnce(&mut Machines)) -> Result<std::path::PathBuf, Faults> {
    let path = folder.join(MACHINES);
    let mut machines = if path.is_file() { read(&Sources::default(), &path)? } else { Machines::default() };
    change(&mut machines);
    std::fs::create_dir_all(folder).map_err(|e| fault(folder, &e, Doing::Write))?;
    write_whole(&path, machines.text().as_bytes(), HEAD)?;
    Ok(path)
}
