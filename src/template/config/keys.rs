//! Every key of `flockml.toml`.

use std::fmt;

use super::Limits;

/// A key of `flockml.toml`: what it is for, what it takes, what holds without it.
///
/// # Examples
///
/// ```
/// use flockml::template::{KEYS, Takes};
///
/// let root = KEYS.iter().find(|key| key.table == "folders" && key.name == "templates");
/// assert_eq!(root.map(|key| key.takes), Some(Takes::Folder));
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Key {
    /// The table that it stands in; in [`TARGETS`], `NAME` stands for any name.
    pub table: &'static str,
    /// Its name; [`RULE`] stands for the id of any rule.
    pub name: &'static str,
    /// What may be written behind it.
    pub takes: Takes,
    /// What it is for, in one sentence.
    pub summary: &'static str,
    /// What holds when it is left out, as it would be written.
    pub default: &'static str,
    /// What it sets.
    pub(super) sets: Sets,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table, self.name)
    }
}

/// What may be written behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Takes {
    /// The path of a folder, relative to the file's own.
    Folder,
    /// A list of paths of files and folders, relative to the file's own folder.
    Paths,
    /// `"error"`, `"warning"` or `"off"`.
    Severity,
    /// A whole number from 1 to this.
    Number {
        /// The largest.
        most: u64,
    },
    /// A user's or a channel's identifier.
    Address,
    /// A user's identifier.
    User,
    /// A list of users' identifiers.
    Users,
    /// The name of a variable of the environment.
    Variable,
    /// The path of a file, relative to the file's own folder.
    File,
}

impl Takes {
    /// What to write, for who wrote something else.
    pub(super) const fn wanted(self) -> &'static str {
        match self {
            Self::Folder => "the path of a folder in quotes",
            Self::Paths => "a list of paths, such as `[\"templates\", \"payloads\"]`",
            Self::Severity => SEVERITIES,
            Self::Number { .. } => "a whole number",
            Self::Address => "a user such as `\"u:ada\"` or a channel such as `\"g:ops\"`",
            Self::User => "a user such as `\"u:ada\"`",
            Self::Users => "a list of users, such as `[\"u:ada\", \"u:grace\"]`",
            Self::Variable => {
                "the name of a variable, such as `\"OPS_TOKEN\"`, and never the secret itself"
            }
            Self::File => "the path of a file in quotes, and never the secret itself",
        }
    }
}

/// What a key sets.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sets {
    Templates,
    Check,
    Rule,
    Limit(fn(Limits, u64) -> Limits),
    Target(Part),
}

/// What a key of a target sets.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    To,
    OnBehalfOf,
    VisibleTo,
    TokenEnv,
    TokenFile,
    WebhookEnv,
    WebhookFile,
}

/// Stands for the id of any rule in the name of a [`Key`].
pub const RULE: &str = "RULE";

/// The table of a target, in which `NAME` stands for any name.
pub const TARGETS: &str = "targets.NAME";

/// What may be written for a rule.
pub(super) const SEVERITIES: &str = "`\"error\"`, `\"warning\"` or `\"off\"`";

/// Every key, in the order in which the documentation lists them.
pub static KEYS: &[Key] = &[
    Key {
        table: "folders",
        name: "templates",
        takes: Takes::Folder,
        summary: "the folder that names in `include` and `extends` start from, and that `flockml test` and `flockml new` work on",
        default: "\".\"",
        sets: Sets::Templates,
    },
    Key {
        table: "folders",
        name: "check",
        takes: Takes::Paths,
        summary: "what `flockml check` reads when it is given no path",
        default: "[\".\"]",
        sets: Sets::Check,
    },
    Key {
        table: "rules",
        name: RULE,
        takes: Takes::Severity,
        summary: "how bad it is to break a rule; `flockml explain` lists them",
        default: "the rule's own",
        sets: Sets::Rule,
    },
    target(
        Part::To,
        "to",
        Takes::Address,
        "it is a webhook",
        "the user or channel that `flockml send --to NAME` writes to",
    ),
    target(
        Part::OnBehalfOf,
        "on-behalf-of",
        Takes::User,
        "the token's owner",
        "the channel's member whose permission a bot writes with",
    ),
    target(
        Part::VisibleTo,
        "visible-to",
        Takes::Users,
        "everybody there",
        "the channel's members that alone are shown the message",
    ),
    target(
        Part::TokenEnv,
        "token-env",
        Takes::Variable,
        "that is `FLOCK_TOKEN`",
        "the variable that holds the token",
    ),
    target(
        Part::TokenFile,
        "token-file",
        Takes::File,
        "a variable does",
        "the file that holds the token",
    ),
    target(
        Part::WebhookEnv,
        "webhook-env",
        Takes::Variable,
        "it is an address",
        "the variable that holds the URL of a webhook, to whose channel `--to NAME` then posts",
    ),
    target(
        Part::WebhookFile,
        "webhook-file",
        Takes::File,
        "a variable does",
        "the file that holds that URL",
    ),
    limit(
        "output-bytes",
        GIBIBYTE,
        "4_194_304",
        "the most bytes that one rendering may write",
        |limits, most| limits.output_bytes(saturate(most)),
    ),
    limit(
        "steps",
        1_000_000_000_000,
        "10_000_000",
        "the most steps that the loops of one rendering may take",
        Limits::steps,
    ),
    limit(
        "range-items",
        100_000_000,
        "100_000",
        "the most numbers that one `range` may count",
        Limits::range_items,
    ),
    limit(
        "value-bytes",
        GIBIBYTE,
        "1_048_576",
        "the most bytes that a variable made of others may hold",
        |limits, most| limits.value_bytes(saturate(most)),
    ),
    limit(
        "include-depth",
        // More would need a larger stack than threads have.
        16,
        "16",
        "how many files may include or extend each other in a row",
        |limits, most| limits.include_depth(saturate(most)),
    ),
    limit(
        "file-bytes",
        GIBIBYTE,
        "4_194_304",
        "the most bytes of a template, a sample or an expected payload",
        Limits::file_bytes,
    ),
    limit(
        "entries",
        10_000_000,
        "20_000",
        "the most files and folders in the folder of templates",
        |limits, most| limits.entries(saturate(most)),
    ),
    limit(
        "folder-depth",
        64,
        "16",
        "how deep folders in it are read",
        |limits, most| limits.folder_depth(saturate(most)),
    ),
];

const GIBIBYTE: u64 = 1 << 30;

/// A key of `[limits]`.
const fn limit(
    name: &'static str,
    most: u64,
    default: &'static str,
    summary: &'static str,
    set: fn(Limits, u64) -> Limits,
) -> Key {
    Key {
        table: "limits",
        name,
        takes: Takes::Number { most },
        summary,
        default,
        sets: Sets::Limit(set),
    }
}

/// A key of `[targets.NAME]`.
const fn target(
    part: Part,
    name: &'static str,
    takes: Takes,
    default: &'static str,
    summary: &'static str,
) -> Key {
    Key {
        table: TARGETS,
        name,
        takes,
        summary,
        default,
        sets: Sets::Target(part),
    }
}

fn saturate(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// What stands before the dot, if `table` is one of many.
pub(super) fn group(table: &'static str) -> &'static str {
    table.split_once('.').map_or(table, |(group, _)| group)
}

/// The names of the tables, each once.
pub(super) fn tables() -> Vec<&'static str> {
    let mut tables: Vec<&'static str> = KEYS.iter().map(|key| group(key.table)).collect();
    tables.dedup();
    tables
}

/// The names of the keys in `table`.
pub(super) fn names(table: &str) -> impl Iterator<Item = &'static str> {
    let keys = KEYS.iter().filter(move |key| key.table == table);
    keys.map(|key| key.name)
}
