//! `flockml new`

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::args::New;
use crate::exit::{Exit, Failure};
use crate::files::display_name;
use crate::starters::{self, Starter};
use crate::{cases, output, settings, templates};

/// What the names of the files of one template end in.
const SUFFIXES: &[&str] = &[
    ".flockml",
    ".message.json",
    ".attachment.json",
    ".button.json",
];

/// Writes a template, its samples and what they make.
pub(crate) fn run(args: &New) -> Result<Exit, Failure> {
    check_name(&args.name)?;
    let given = templates::given_root(args.root.root.as_deref())?;
    let root = match given {
        Some(root) => root.to_owned(),
        None => settings::find(Path::new("."))?.map_or(PathBuf::from("."), |it| it.templates()),
    };
    let starter = starters::of(args.kind);
    let stem = root.join(&args.name);
    if let Some(there) = in_the_way(&stem, starter) {
        return Err(Failure::new(format!(
            "`{}` is there already: choose another name, or remove it",
            display_name(&there)
        )));
    }
    let mut written = Written::default();
    match write(&stem, starter, given, &mut written) {
        Ok(()) => {
            output::print(&said(&written, &with(&stem, starter.suffix)))?;
            Ok(Exit::Fine)
        }
        Err(failure) => {
            written.remove();
            Err(failure)
        }
    }
}

fn check_name(name: &str) -> Result<(), Failure> {
    let suffix = SUFFIXES.iter().find(|suffix| name.ends_with(**suffix));
    if let Some(plain) = suffix.and_then(|suffix| name.strip_suffix(suffix)) {
        return Err(Failure::new(format!(
            "`{name}` is the name of a file: write `flockml new {plain}`"
        )));
    }
    let is_good = |part: &str| {
        let mut characters = part.chars();
        let first = characters.next().is_some_and(char::is_alphanumeric);
        first && characters.all(|it| it.is_alphanumeric() || it == '-' || it == '_')
    };
    if name.split('/').all(is_good) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{name}` is no name for a template: write letters, digits, `-` and `_`, with `/` behind a folder"
    )))
}

/// A file that a new template would mix with.
fn in_the_way(stem: &Path, starter: &Starter) -> Option<PathBuf> {
    let templates = SUFFIXES.iter().map(|suffix| with(stem, suffix));
    let cases = starter.samples.iter().flat_map(|(case, _)| {
        ["sample", "expected"].map(|kind| with(stem, &format!(".{case}.{kind}.json")))
    });
    templates
        .chain(cases)
        .find(|path| path.symlink_metadata().is_ok())
}

fn with(stem: &Path, suffix: &str) -> PathBuf {
    let mut path = stem.as_os_str().to_owned();
    path.push(suffix);
    PathBuf::from(path)
}

fn write(
    stem: &Path,
    starter: &Starter,
    root: Option<&Path>,
    written: &mut Written,
) -> Result<(), Failure> {
    if let Some(folder) = stem.parent() {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    }
    let template = with(stem, starter.suffix);
    written.add(template.clone(), starter.template)?;
    for (case, sample) in starter.samples {
        written.add(with(stem, &format!(".{case}.sample.json")), sample)?;
    }
    for case in cases::gather(&template, root)? {
        case.update().map_err(|error| templates::failure(&error))?;
        written.files.push(PathBuf::from(case.expected()));
    }
    Ok(())
}

fn said(written: &Written, template: &Path) -> String {
    let mut said = String::new();
    for file in &written.files {
        said.push_str(&format!("created {}\n", display_name(file)));
    }
    let template = display_name(template);
    said.push_str(&format!(
        "\nNow write what the alert says into {template}, and then\n  \
         flockml check {template}\n  \
         flockml test {template} --update\n"
    ));
    said
}

/// The files that are there by now.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
}

impl Written {
    /// Writes a file that is not there yet.
    fn add(&mut self, path: PathBuf, text: &str) -> Result<(), Failure> {
        let opened = OpenOptions::new().write(true).create_new(true).open(&path);
        let mut file = opened.map_err(|error| unwritable(&path, &error))?;
        self.files.push(path);
        let written = file.write_all(text.as_bytes());
        let path = &self.files[self.files.len() - 1];
        written.map_err(|error| unwritable(path, &error))
    }

    /// Half a start is none.
    fn remove(&self) {
        for file in &self.files {
            // Why it came to this is told.
            let _ = fs::remove_file(file);
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {error}", display_name(path)))
}
