//! `flockml render`

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::args::{Color, Render};
use crate::exit::{Exit, Failure};
use crate::files::{self, Kind, STDIN, STDIN_NAME, Text};
use crate::finding::FileFindings;
use crate::{data, form, json, report, settings, templates};

/// Prints what a template and its data make.
pub(crate) fn run(args: &Render, color: Color) -> Result<Exit, Failure> {
    let given = templates::given_root(args.root.root.as_deref())?;
    let (template, text) = template(&args.template, given)?;
    if let Some(fault) = text.fault {
        return Ok(refuse(vec![FileFindings::new(text.source, fault)], color));
    }
    let mut data = match data(args.data.as_deref())? {
        Ok(data) => data,
        Err(file) => return Ok(refuse(vec![*file], color)),
    };
    for assignment in &args.set {
        data::set(&mut data, assignment)?;
    }
    settings::usable(&template)?;
    let root = templates::root(given, &template);
    let name = templates::name_below(&root, &template)?;
    match templates::load(&root)?.render(&name, &data) {
        Ok(rendered) => {
            report::tell(templates::files(&rendered.findings), color);
            form::print(&rendered.object, args.form, &name)
        }
        Err(error) => match templates::refused(&error) {
            Some(files) => Ok(refuse(files, color)),
            None => Err(templates::failure(&error)),
        },
    }
}

fn refuse(files: Vec<FileFindings>, color: Color) -> Exit {
    report::tell(files, color);
    Exit::Findings
}

/// The template's path, as given or below the root that is given, and what it holds.
fn template(given: &Path, root: Option<&Path>) -> Result<(PathBuf, Text), Failure> {
    let path = match root.map(|root| root.join(given)) {
        Some(below) if !given.exists() && below.exists() => below,
        _ => given.to_owned(),
    };
    let bytes = files::read(&path)?;
    match Kind::of(&path) {
        Some(kind) if kind.is_template() => {
            let text = files::decode(files::display_name(&path), bytes, kind);
            Ok((path, text))
        }
        _ => Err(Failure::new(format!(
            "`{}` is no template: expected a name that ends in `.flockml`, `.message.json`, \
             `.attachment.json` or `.button.json`",
            files::display_name(&path)
        ))),
    }
}

type Data = Map<String, Value>;

/// The data in the file at `path`; the inner error is what is wrong with them.
fn data(path: Option<&Path>) -> Result<Result<Data, Box<FileFindings>>, Failure> {
    let (name, bytes) = match path {
        None => return Ok(Ok(Data::new())),
        Some(path) if path.as_os_str() == STDIN => (STDIN_NAME.to_owned(), files::read_stdin()?),
        Some(path) => (files::display_name(path), files::read(path)?),
    };
    let Text { source, fault, .. } = files::decode(name, bytes, Kind::Sample);
    let data = match fault {
        Some(fault) => Err(Box::new(fault)),
        None => json::object(&source),
    };
    Ok(data.map_err(|fault| Box::new(FileFindings::new(source, *fault))))
}
