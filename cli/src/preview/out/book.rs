//! What there is to show: templates, what they make, findings.

use std::collections::BTreeMap;
use std::path::Path;

use flockml::template::SampleFile;

use super::note::Note;
use super::page::{Book, Leaf};
use super::shot::{Shot, Shown};
use crate::exit::Failure;
use crate::files::display_name;
use crate::finding::FileFindings;
use crate::preview::checking;
use crate::preview::folders::{Folders, Template};
use crate::preview::rendering::{self, Made};
use crate::{report, templates};

/// Everything about the templates of `folders`, which are those below `dir`.
pub(super) fn gather(dir: &Path, folders: &Folders) -> Result<Book, Failure> {
    let findings = checking::check(dir)?;
    let mut notes: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    for note in findings.files.iter().flat_map(notes_of) {
        notes.entry(note.file.clone()).or_default().push(note);
    }
    let of_template = |template| leaf(folders, template, &mut notes);
    let leaves = folders.templates().iter().map(of_template).collect();
    let elsewhere = notes.into_iter().map(|(file, findings)| Leaf {
        name: file.clone(),
        text: text_of(folders, &file),
        file,
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

fn notes_of(file: &FileFindings) -> Vec<Note> {
    let values = report::values(file).into_iter();
    values
        .filter_map(|value| serde_json::from_value(value).ok())
        .collect()
}

fn text_of(folders: &Folders, file: &str) -> String {
    let source = folders.source(file);
    source.map_or_else(String::new, |source| source.text().to_owned())
}

/// The template with the findings in its file and its samples, which are taken out of `notes`.
fn leaf(folders: &Folders, template: &Template, notes: &mut BTreeMap<String, Vec<Note>>) -> Leaf {
    let mut findings = notes.remove(&template.file).unwrap_or_default();
    let mut shots = Vec::new();
    for sample in &template.samples {
        findings.extend(notes.remove(&sample.file).unwrap_or_default());
        let found = folders.sample(template, &sample.case);
        shots.extend(found.map(|found| shot(folders, template, &found)));
    }
    if shots.is_empty() {
        let made = make(folders, template, &serde_json::json!({}));
        shots.push(Shot {
            case: None,
            data: "{}".to_owned(),
            made,
        });
    }
    Leaf {
        name: template.name.clone(),
        file: template.file.clone(),
        text: text_of(folders, &template.file),
        findings,
        shots,
    }
}

fn shot(folders: &Folders, template: &Template, sample: &SampleFile<'_>) -> Shot {
    let source = templates::unmarked(sample.source());
    let data = match sample.data() {
        Ok(_) => rendering::data(&source).map_err(|unusable| unusable.said),
        Err(finding) => Err(rendering::said(finding.source(), finding.diagnostic())),
    };
    Shot {
        case: Some(sample.case().to_owned()),
        data: source.text().to_owned(),
        made: data.and_then(|data| make(folders, template, &data)),
    }
}

fn make(folders: &Folders, template: &Template, data: &serde_json::Value) -> Result<Shown, String> {
    let (engine, name) = folders.engine(template);
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
        Err((why, findings)) => Err(why.unwrap_or_else(|| told(&findings))),
    }
}

fn told(findings: &[FileFindings]) -> String {
    let notes = findings.iter().flat_map(notes_of);
    let lines = notes.map(|note| {
        format!(
            "{}:{}:{}: {}",
            note.file, note.line, note.column, note.message
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}
