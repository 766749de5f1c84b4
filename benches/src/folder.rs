//! A folder of templates, checked: the work grows with the templates and samples, and no faster.

use std::fs;
use std::path::{Path, PathBuf};

use flockml::template::Templates;
use serde_json::{Map, Value};

use crate::measure::{Case, work};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates");

/// A folder that is gone with the program.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Copies of the shipped templates, so many of them, each with so many samples.
    pub(crate) fn new(templates: usize, samples: usize) -> Self {
        let name = format!("flockml-bench-{}-{templates}-{samples}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let shipped = shipped();
        copy("components.flockml", &folder.join("components.flockml"));
        for (copied, (stem, cases)) in shipped.iter().cycle().take(templates).enumerate() {
            let new = folder.join(format!("{copied}-{stem}.flockml"));
            copy(&format!("{stem}.flockml"), &new);
            for (number, case) in cases.iter().cycle().take(samples).enumerate() {
                let new = folder.join(format!("{copied}-{stem}.case{number}.sample.json"));
                let data = whole(case, cases).to_string();
                fs::write(new, data).expect("the folder can be written to");
            }
        }
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that is left in the temporary ones is no reason to fail.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(name: &str, to: &Path) {
    fs::copy(Path::new(SHIPPED).join(name), to).expect("the shipped templates are there");
}

/// The data of `case`, with what only the template's other `cases` have: a folder with fewer
/// samples is to have no more findings.
fn whole(case: &str, cases: &[String]) -> Value {
    let mut data = Map::new();
    for case in cases.iter().map(String::as_str).chain([case]) {
        let path = Path::new(SHIPPED).join(case);
        let text = fs::read_to_string(path).expect("the shipped samples are there");
        let case: Map<String, Value> = serde_json::from_str(&text).expect("a sample is an object");
        data.extend(case);
    }
    Value::Object(data)
}

/// The shipped templates without their suffix, and the names of their samples.
fn shipped() -> Vec<(String, Vec<String>)> {
    let entries = fs::read_dir(SHIPPED).expect("the shipped templates are there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    let stems = names
        .iter()
        .filter_map(|name| name.strip_suffix(".flockml"));
    stems
        .map(|stem| {
            let mine = format!("{stem}.");
            let cases = names
                .iter()
                .filter(|name| name.starts_with(&mine) && name.ends_with(".sample.json"));
            (stem.to_owned(), cases.cloned().collect::<Vec<_>>())
        })
        .filter(|(_, cases)| !cases.is_empty())
        .collect()
}

pub(crate) fn cases() -> Vec<Case> {
    // How many templates and samples, those of the smaller folder, and how much more that is,
    // with a tenth for what does not grow alike.
    let grows: [(usize, usize, usize, usize, &'static str); 4] = [
        (24, 3, 12, 3, "12 templates"),
        (48, 3, 24, 3, "24 templates"),
        (48, 2, 48, 1, "1 sample each"),
        (48, 3, 48, 1, "1 sample each"),
    ];
    grows
        .into_iter()
        .map(
            |(templates, samples, fewer_templates, fewer_samples, peer)| {
                let factor =
                    (templates * samples) as f64 / (fewer_templates * fewer_samples) as f64;
                let check = |templates, samples| {
                    let folder = Folder::new(templates, samples);
                    work(move || {
                        let templates =
                            Templates::load(folder.path()).expect("the folder is there");
                        let findings = templates.check();
                        assert!(findings.is_empty(), "{}", findings[0]);
                    })
                };
                Case {
                    name: format!("check/{templates}x{samples}"),
                    peer,
                    target: Some(factor * 1.1),
                    ours: check(templates, samples),
                    theirs: check(fewer_templates, fewer_samples),
                }
            },
        )
        .collect()
}
