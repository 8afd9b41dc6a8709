//! Layers and the processing steps among them (ISO 32000-1, 8.11; ISO 19593-1).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::Object;

use biaoyu_page::ink::{Cmyk, Spot};
use biaoyu_page::page::Step;

use super::file::{File, Id};

/// The layers of a file.
#[derive(Default)]
pub struct Layers {
    /// The groups that the catalog lists.
    pub listed: BTreeSet<Id>,
    /// Their names.
    pub names: Vec<String>,
    /// The names of those that are off.
    pub hidden: Vec<String>,
    steps: BTreeMap<Id, Arc<Step>>,
    /// Those that are off as the file is opened (ISO 32000-1, 8.11.4.3): they do not print.
    off: BTreeSet<Id>,
    /// The metadata of processing steps as they stand: layer, group, type.
    pub metadata: Vec<(String, String, String)>,
}

/// ISO 19593-1 groups, with their types where they have any.
pub const GROUPS: [(&str, Option<&[&str]>); 9] = [
    (
        "Structural",
        Some(&[
            "Cutting",
            "PartialCutting",
            "ReversePartialCutting",
            "Creasing",
            "ReverseCreasing",
            "CuttingCreasing",
            "ReverseCuttingCreasing",
            "PartialCuttingCreasing",
            "ReversePartialCuttingCreasing",
            "Drilling",
            "Gluing",
            "FoilStamping",
            "ColdFoilStamping",
            "Embossing",
            "Debossing",
            "Perforating",
            "Bleed",
            "VarnishFree",
            "InkFree",
            "InkVarnishFree",
            "Folding",
            "Punching",
            "Stapling",
        ]),
    ),
    ("Positions", Some(&["Hologram", "Barcode", "ContentArea", "CodingMarking", "Imprinting"])),
    ("PlateMaking", Some(&["StationInfo", "PlateStamping", "OverstepArea", "Cutting", "Bleed", "NoMark"])),
    ("Dimensions", None),
    ("Braille", None),
    ("Legend", None),
    ("White", None),
    ("Varnish", None),
    ("Primer", None),
];

impl Layers {
    /// Reads the layers of a file.
    pub fn read(file: &File<'_>) -> Self {
        let mut layers = Layers::default();
        let mut ids_named = Vec::new();
        let Some(properties) = file.root().and_then(|r| file.get_dict(r, "OCProperties")) else { return layers };
        for object in file.get_array(properties, "OCGs").unwrap_or_default() {
            let (Object::Reference(id), Some(dict)) = (object, file.dict(object)) else { continue };
            layers.listed.insert(*id);
            let name = file.get_text(dict, "Name").unwrap_or_default();
            layers.names.push(name.clone());
            ids_named.push((*id, name.clone()));
            let Some(metadata) = file.get_dict(dict, "GTS_Metadata") else { continue };
            let word = |key| file.get_name(metadata, key).unwrap_or_default().to_string();
            let (group, kind) = (word("GTS_ProcStepsGroup"), word("GTS_ProcStepsType"));
            let known = GROUPS.iter().find(|(g, _)| *g == group);
            let known_kind = known.and_then(|(_, types)| types.as_ref()?.iter().find(|t| **t == kind).copied());
            let step = Step {
                group: known.map_or("", |(g, _)| g),
                kind: known_kind,
                layer: name.clone(),
                // The paint on the layer says which spot it is.
                spot: Arc::new(Spot { plate: String::new(), alternate: Cmyk::PAPER }),
            };
            layers.steps.insert(*id, Arc::new(step));
            layers.metadata.push((name, group, kind));
        }
        if let Some(usual) = file.get_dict(properties, "D") {
            let ids = |key| {
                let all = file.get_array(usual, key).unwrap_or_default();
                all.iter().filter_map(|o| o.as_reference().ok()).collect::<BTreeSet<Id>>()
            };
            layers.off = if file.get_name(usual, "BaseState") == Some("OFF") {
                layers.listed.difference(&ids("ON")).copied().collect()
            } else {
                ids("OFF")
            };
            let off = ids_named.into_iter().filter(|(id, _)| layers.off.contains(id));
            layers.hidden = off.map(|(_, name)| name).collect();
        }
        layers
    }

    /// Whether what a group or membership dictionary holds is off; of several groups one that is on is enough (the usual
    /// policy, ISO 32000-1, table 99).
    pub fn is_off(&self, file: &File<'_>, object: &Object) -> bool {
        let ids = groups(file, object);
        !self.off.is_empty() && !ids.is_empty() && ids.iter().all(|id| self.off.contains(id))
    }

    /// The processing step that a group or membership dictionary selects; `None` for ordinary layers. The second
    /// value is a group that the catalog does not list.
    pub fn step(&self, file: &File<'_>, object: &Object) -> (Option<Arc<Step>>, Option<String>) {
        let ids = groups(file, object);
        let unlisted = ids.iter().find(|id| !self.listed.contains(*id)).map(|id| {
            let dict = file.object(*id).and_then(|o| file.dict(o));
            dict.and_then(|d| file.get_text(d, "Name")).unwrap_or_default()
        });
        (ids.iter().find_map(|id| self.steps.get(id).cloned()), unlisted)
    }
}

/// The groups that a group or membership dictionary stands for.
fn groups(file: &File<'_>, object: &Object) -> Vec<Id> {
    let mut ids: Vec<Id> = object.as_reference().into_iter().collect();
    if let Some(dict) = file.dict(object).filter(|d| file.get_name(d, "Type") == Some("OCMD")) {
        ids = match dict.get(b"OCGs") {
            Ok(Object::Reference(id)) => match file.object(*id) {
                Some(Object::Array(all)) => all.iter().filter_map(|o| o.as_reference().ok()).collect(),
                _ => vec![*id],
            },
            Ok(Object::Array(all)) => all.iter().filter_map(|o| o.as_reference().ok()).collect(),
            _ => Vec::new(),
        };
    }
    ids
}
