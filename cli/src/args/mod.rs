//! The command line.

mod call;
mod event;
mod flowdock;
mod preview;
mod send;
mod values;

use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args as ClapArgs, CommandFactory, FromArgMatches, Parser, Subcommand, ValueHint};

use crate::exit::Exit;
use crate::{output, secrets};

pub(crate) use call::Call;
pub(crate) use event::{Event, EventCommand, Sign, TokenArgs, Verify};
pub(crate) use flowdock::Flowdock;
pub(crate) use preview::Preview;
pub(crate) use send::{Delivery, Send};
pub(crate) use values::{
    Color, Deny, Form, Format, NewKind, RenderForm, SchemaOf, TestFormat, Written,
};

/// Messages for Flock that cannot be wrong: check, test, render, convert and send FlockML
#[derive(Debug, Parser)]
#[command(
    name = "flockml",
    version,
    max_term_width = 100,
    after_help = "\
Example:
  flockml check templates
  flockml render templates/incident.flockml --data templates/incident.firing.sample.json

Exit codes: 0 fine, 1 findings, a failed test or a message refused before sending, 2 wrong usage or
a file that cannot be read, 3 not delivered, 4 delivery unknown"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to colour findings
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one, for the whole run")]
pub(crate) enum Command {
    Check(Check),
    Render(Render),
    Convert(Convert),
    Test(Test),
    Preview(Preview),
    Send(Box<Send>),
    Call(Call),
    Event(Event),
    New(New),
    Explain(Explain),
    Schema(Schema),
    Completions(Completions),
}

/// Says what is wrong with templates and payloads, where, and what to write instead
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml check templates
  flockml check --fix templates/incident.flockml
  flockml check --watch templates
  echo '<flockml>Hello<br></flockml>' | flockml check -

Files are told apart by their names: `.flockml` and `.message.json`, `.attachment.json`,
`.button.json` are templates, `.sample.json` is a template's data, `.expected.json` a locked
payload, any other `.json` a payload.")]
pub(crate) struct Check {
    /// Files or folders to check, `-` for FlockML on standard input; if left out, what
    /// `flockml.toml` names, else the current folder
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Fix in place what has one certain remedy
    #[arg(long)]
    pub(crate) fix: bool,

    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with = "fix")]
    pub(crate) watch: bool,

    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Exit with 1 also for these
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,

    #[command(flatten)]
    pub(crate) root: Root,
}

/// Makes a template and its data into a message
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml render templates/incident.flockml --data templates/incident.firing.sample.json
  flockml render templates/deploy.flockml --data deploy.json --set version='\"1.10\"' --as text
  flockml render templates/deploy.flockml --data deploy.json --as flowdock --thread checkout

Findings go to standard error. With an error among them nothing is written to standard output.")]
pub(crate) struct Render {
    /// The template: a `.flockml`, `.message.json`, `.attachment.json` or `.button.json` file
    #[arg(value_name = "TEMPLATE", value_hint = ValueHint::FilePath)]
    pub(crate) template: PathBuf,

    /// The data, a JSON object; `-` for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) data: Option<PathBuf>,

    /// One value of the data: JSON, else a string; `a.b=1` sets `b` of `a`
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,

    /// What to write
    #[arg(long = "as", value_enum, default_value_t = RenderForm::Payload, value_name = "FORM")]
    pub(crate) form: RenderForm,

    #[command(flatten)]
    pub(crate) flowdock: Flowdock,

    #[command(flatten)]
    pub(crate) root: Root,
}

/// Turns Markdown, FlockML or plain text into FlockML, plain text, HTML or a payload
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml convert notes.md --to payload
  git log -1 --format=%B | flockml convert --from markdown --to flockml

What Markdown has and FlockML has not is listed on standard error.")]
pub(crate) struct Convert {
    /// The file to convert, `-` for standard input
    #[arg(value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// What the file holds; by its name if left out: `.md`, `.flockml` or `.txt`
    #[arg(long, value_enum, value_name = "FORM")]
    pub(crate) from: Option<Written>,

    /// What to write
    #[arg(long, value_enum, value_name = "FORM")]
    pub(crate) to: Form,
}

/// Holds what samples render to against their expected payloads
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml test templates
  flockml test templates --filter incident --update

A case is a sample `NAME.CASE.sample.json`, its expected payload is `NAME.CASE.expected.json`. One
that is missing, or that differs, makes the case fail; `--update` writes it.")]
pub(crate) struct Test {
    /// The folder whose samples are rendered, or one template, sample or expected payload; if left
    /// out, the folder of templates that `flockml.toml` names, else the current folder
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) path: Option<PathBuf>,

    /// Only cases whose `NAME.CASE` has this in it
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,

    /// Make what is rendered the expected payloads
    #[arg(long)]
    pub(crate) update: bool,

    /// How the outcome is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TestFormat,

    #[command(flatten)]
    pub(crate) root: Root,
}

/// Writes a template with samples and expected payloads to start from
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml new disk-full
  flockml new reports/weekly --kind markup --root templates

No file is ever overwritten. What is written passes `flockml check` and `flockml test`.")]
pub(crate) struct New {
    /// What the template is called, without a suffix; a folder in front of it is made
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// What it makes
    #[arg(long, value_enum, default_value_t, value_name = "KIND")]
    pub(crate) kind: NewKind,

    #[command(flatten)]
    pub(crate) root: NewRoot,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct NewRoot {
    /// The folder to write it to; if left out, the folder of templates that `flockml.toml` names,
    /// else the current folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) root: Option<PathBuf>,
}

/// Prints what a rule finds, why it matters and how to write it right
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml explain unclosed-element")]
pub(crate) struct Explain {
    /// The rule; without one, all rules are listed
    #[arg(value_name = "RULE")]
    pub(crate) rule: Option<String>,
}

/// Prints a JSON Schema, with which editors complete and check what you type
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml schema config > .vscode/flockml.schema.json
  flockml schema sample templates/incident.flockml > .vscode/incident.schema.json

The schema of samples is made of what the template reads and of the samples that there are.")]
pub(crate) struct Schema {
    /// What the files hold that the schema is for
    #[arg(value_name = "WHAT", value_enum)]
    pub(crate) of: SchemaOf,

    /// The template whose samples are meant
    #[arg(value_name = "TEMPLATE", required_if_eq("of", "sample"), value_hint = ValueHint::FilePath)]
    pub(crate) template: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) root: Root,
}

/// Prints a script that completes this program's arguments in a shell
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml completions bash > ~/.local/share/bash-completion/completions/flockml")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Root {
    /// The folder that names in `include` and `extends` start from; if left out, the one that the
    /// nearest `flockml.toml` upward names or stands in, else the template's own
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) root: Option<PathBuf>,
}

/// The program's description, for help and completions.
pub(crate) fn command() -> clap::Command {
    with_negative_numbers(Args::command())
}

/// Lets `--timeout -1` be a value, so that what is said is that it is none of those allowed.
fn with_negative_numbers(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| {
            let takes_values = arg.get_action().takes_values();
            arg.allow_negative_numbers(takes_values)
        })
        .mut_subcommands(with_negative_numbers)
}

/// Reads the command line; on `--help` or a mistake there is nothing left to do but exit.
pub(crate) fn parse() -> Result<Args, Exit> {
    let matches = command().try_get_matches();
    let args = matches.and_then(|matches| Args::from_arg_matches(&matches));
    args.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match output::print(&error.render().to_string()) {
                Ok(()) => Exit::Fine,
                Err(failure) => failure.tell(),
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output::complain("error: no command is given; see `flockml --help`");
            Exit::Usage
        }
        _ => {
            let words: Vec<String> = std::env::args_os()
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            let command = command_in(words.iter().map(String::as_str));
            let said = without_secrets(&error, &words);
            output::complain(&sentence(&said, command.as_deref()));
            Exit::Usage
        }
    })
}

/// The command that the words of a command line name, if they name one.
fn command_in<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known = command();
    words
        .into_iter()
        .skip(1)
        .find(|word| known.find_subcommand(word).is_some())
        .map(str::to_owned)
}

/// What clap says of a mistake, without what may be a secret in the wrong place.
fn without_secrets(error: &clap::Error, words: &[String]) -> String {
    let mut values: Vec<&str> = words
        .iter()
        .map(|word| word.split_once('=').map_or(&**word, |(_, value)| value))
        .filter(|value| secrets::may_be_secret(value))
        .collect();
    // Of the options without a value, `--webhook` and `--flowdock` are given secrets.
    if error.kind() == ErrorKind::TooManyValues
        && let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue)
    {
        values.push(value);
    }
    values.retain(|value| !value.is_empty());
    let said = error.render().to_string();
    values
        .iter()
        .fold(said, |said, value| said.replace(value, "[redacted]"))
}

/// What clap says over several paragraphs, as one sentence.
fn sentence(message: &str, command: Option<&str>) -> String {
    let mut said = String::new();
    for line in message.lines().map(str::trim) {
        if line.starts_with("Usage:") || line.starts_with("For more information") {
            break;
        }
        if line.is_empty() {
            continue;
        }
        if !said.is_empty() {
            said.push_str(if said.ends_with(':') { " " } else { "; " });
        }
        said.push_str(line.strip_prefix("tip: ").unwrap_or(line));
    }
    match command {
        Some(command) => format!("{said}; see `flockml {command} --help`"),
        None => format!("{said}; see `flockml --help`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn a_secret_in_the_wrong_place_is_not_repeated() {
        for word in [
            "--webhook=https://api.flock.com/hooks/sendMessage/s3cr3t",
            "--flowdock=s3cr3t",
            "--timeout=https://api.flock.com/hooks/sendMessage/s3cr3t",
            "--retries=869eb1d0-419d-4747-98b4-6d81360a6681",
        ] {
            let words = ["flockml", "send", "--text", "hi", word].map(str::to_owned);
            let error = Args::try_parse_from(&words).unwrap_err();
            let said = without_secrets(&error, &words);
            let secret = word.split_once('=').unwrap().1;
            assert!(
                said.contains("[redacted]") && !said.contains(secret),
                "{said}"
            );
        }
    }

    #[test]
    fn a_mistake_is_one_sentence() {
        let error = Args::try_parse_from(["flockml", "check", "--formt", "json"]).unwrap_err();
        assert_eq!(
            sentence(&error.render().to_string(), Some("check")),
            "error: unexpected argument '--formt' found; a similar argument exists: '--format'; \
             see `flockml check --help`"
        );
    }
}
