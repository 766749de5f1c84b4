//! `flockml schema`

use std::path::{Path, PathBuf};

use flockml::message::{PayloadKind, json_schema};
use flockml::template::Config;
use serde_json::Value;

use crate::args::{Schema, SchemaOf};
use crate::exit::{Exit, Failure};
use crate::files::Kind;
use crate::{output, templates};

/// Prints a schema, a field a line.
pub(crate) fn run(args: &Schema) -> Result<Exit, Failure> {
    if args.of != SchemaOf::Sample && args.template.is_some() {
        return Err(Failure::new(
            "only the schema of a `sample` is about a template",
        ));
    }
    let schema = match args.of {
        SchemaOf::Payload => json_schema(PayloadKind::Message),
        SchemaOf::Attachment => json_schema(PayloadKind::Attachment),
        SchemaOf::Button => json_schema(PayloadKind::Button),
        SchemaOf::Config => Config::json_schema(),
        SchemaOf::Sample => of_samples(args)?,
    };
    output::print_line(&format!("{schema:#}"))?;
    Ok(Exit::Fine)
}

fn of_samples(args: &Schema) -> Result<Value, Failure> {
    let given = templates::given_root(args.root.root.as_deref())?;
    let path = args.template.as_deref().unwrap_or(Path::new(""));
    let path = template(path, given);
    let root = templates::root(given, &path);
    let name = templates::name_below(&root, &path)?;
    let schema = templates::load(&root)?.sample_schema(&name);
    schema.map_err(|error| templates::failure(&error))
}

/// The template's path, as given or below the root that is given; its suffix may be left out.
fn template(given: &Path, root: Option<&Path>) -> PathBuf {
    let below = root.map(|root| root.join(given));
    let places: Vec<PathBuf> = [Some(given.to_owned()), below]
        .into_iter()
        .flatten()
        .collect();
    let with = |suffix: &'static str| {
        places.iter().map(move |place| {
            let mut name = place.clone().into_os_string();
            name.push(suffix);
            PathBuf::from(name)
        })
    };
    let suffixes = [
        "",
        ".flockml",
        ".message.json",
        ".attachment.json",
        ".button.json",
    ];
    suffixes
        .into_iter()
        .flat_map(with)
        .find(|path| path.is_file() && Kind::of(path).is_some_and(Kind::is_template))
        .unwrap_or_else(|| given.to_owned())
}
