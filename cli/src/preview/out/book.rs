//! What there is to show: templates, what they make, findings.

use std::collections::BTreeMap;
use std::path::Path;

use flockml::template::SampleFile;
use serde_json::{Value, json};

use super::note::Note;
use super::page::{Book, Leaf};
use super::shot::{Shot, Shown};
use crate::exit::Failure;
use crate::files::display_name;
use crate::finding::FileFindings;
use crate::preview::checking;
use crate::preview::folders::{Folders, Template};
use crate::preview::rendering::{self, Made};
use crate::report;

/// Everything about the templates of `folders`, which are those below `dir`.
pub(super) fn gather(dir: &Path, folders: &Folders) -> Result<Book, Failure> {
    let findings = checking::check(dir)?;
    let mut notes: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    for file in &findings.files {
        let of_file = notes.entry(file.source.name().to_owned()).or_default();
        of_file.extend(notes_of(dir, file));
    }
    let shelf = Shelf { dir, folders };
    let of_template = |template| shelf.leaf(template, &mut notes);
    let leaves = folders.templates().iter().map(of_template).collect();
    let elsewhere = notes.into_iter().filter(|(_, notes)| !notes.is_empty());
    let elsewhere = elsewhere.map(|(file, findings)| Leaf {
        name: below(dir, &file),
        text: shelf.text(&file),
        file: below(dir, &file),
        findings,
        shots: Vec::new(),
    });
    Ok(Book {
        elsewhere: elsewhere.collect(),
        name: name(dir),
        leaves,
    })
}

/// The folder's own name, without what leads to it.
fn name(dir: &Path) -> String {
    let full = dir.canonicalize().ok();
    let last = full.as_deref().and_then(Path::file_name);
    last.map_or_else(
        || display_name(dir),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// A file's name below `dir`: who gets the page need not know what leads there.
fn below(dir: &Path, file: &str) -> String {
    let path = Path::new(file);
    let below = path.strip_prefix(dir);
    let below = below.or_else(|_| path.strip_prefix(display_name(dir)));
    below.map_or_else(|_| file.to_owned(), display_name)
}

fn notes_of(dir: &Path, file: &FileFindings) -> Vec<Note> {
    let values = report::values(file).into_iter();
    let notes = values.filter_map(|value| serde_json::from_value::<Note>(value).ok());
    let notes = notes.map(|note| Note {
        file: below(dir, &note.file),
        ..note
    });
    notes.collect()
}

/// Where the templates are.
struct Shelf<'s> {
    dir: &'s Path,
    folders: &'s Folders,
}

impl Shelf<'_> {
    /// The template with the findings in its file and its samples, which are taken out of `notes`.
    fn leaf(&self, template: &Template, notes: &mut BTreeMap<String, Vec<Note>>) -> Leaf {
        let mut findings = notes.remove(&template.file).unwrap_or_default();
        let mut shots = Vec::new();
        for sample in &template.samples {
            findings.extend(notes.remove(&sample.file).unwrap_or_default());
            let found = self.folders.sample(template, &sample.case);
            shots.extend(found.map(|found| self.shot(template, &found)));
        }
        if shots.is_empty() {
            shots.push(Shot {
                case: None,
                data: "{}".to_owned(),
                made: self.make(template, &json!({})),
            });
        }
        Leaf {
            name: template.name.clone(),
            file: below(self.dir, &template.file),
            text: self.text(&template.file),
            findings,
            shots,
        }
    }

    fn text(&self, file: &str) -> String {
        let source = self.folders.source(file);
        source.map_or_else(String::new, |source| source.text().to_owned())
    }

    fn shot(&self, template: &Template, sample: &SampleFile<'_>) -> Shot {
        let source = sample.source();
        let data = match sample.data() {
            Ok(_) => rendering::data(source).map_err(|unusable| unusable.said),
            Err(finding) => Err(rendering::said(finding.source(), finding.diagnostic())),
        };
        Shot {
            case: Some(sample.case().to_owned()),
            data: source.text().to_owned(),
            made: data.and_then(|data| self.make(template, &data)),
        }
    }

    fn make(&self, template: &Template, data: &Value) -> Result<Shown, String> {
        let (engine, name) = self.folders.engine(template);
        match rendering::make_untraced(engine, name, data) {
            Ok(Made {
                picture,
                payload,
                pretty,
                ..
            }) => Ok(Shown {
                picture,
                json: pretty,
                refused: payload.err(),
            }),
            Err((why, findings)) => Err(why.unwrap_or_else(|| self.told(&findings))),
        }
    }

    fn told(&self, findings: &[FileFindings]) -> String {
        let notes = findings.iter().flat_map(|file| notes_of(self.dir, file));
        let lines = notes.map(|note| {
            let (file, line, column) = (&note.file, note.line, note.column);
            format!("{file}:{line}:{column}: {}", note.message)
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}
