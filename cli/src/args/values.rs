//! What options take.

use clap::ValueEnum;

/// When findings are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// With the source line and what to write instead
    #[default]
    Human,
    /// One line each
    Concise,
    /// For programs
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a change
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit's XML, for build servers
    Junit,
}

impl Format {
    /// Whether it has to be whole, even with nothing to tell, and says nothing in passing.
    pub(crate) fn is_for_programs(self) -> bool {
        matches!(self, Self::Json | Self::Sarif | Self::Junit)
    }
}

/// How the outcome of a test is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TestFormat {
    /// What failed, with the difference
    #[default]
    Human,
    /// For programs
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a change
    Github,
    /// JUnit's XML, for build servers
    Junit,
}

/// What else makes `check` fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Findings that are no errors
    Warnings,
}

/// What a message is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The JSON that Flock is sent
    Payload,
    /// The markup, with its root
    Flockml,
    /// Plain text
    Text,
    /// HTML
    Html,
}

/// What a rendered message is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RenderForm {
    /// The JSON that Flock is sent
    Payload,
    /// The markup, with its root
    Flockml,
    /// Plain text
    Text,
    /// HTML
    Html,
    /// The JSON that Flowdock is sent, without a token
    Flowdock,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Written {
    /// Markdown
    Markdown,
    /// A FlockML document
    Flockml,
    /// Plain text
    Text,
}

/// What a new template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum NewKind {
    /// A message with an attachment and a button
    #[default]
    Message,
    /// Markup, as the text of a message
    Markup,
    /// An attachment
    Attachment,
    /// A message, written as JSON
    Json,
}

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// A message: the payload that Flock is sent
    #[value(alias = "message")]
    Payload,
    /// An attachment by itself
    Attachment,
    /// A button by itself
    Button,
    /// The settings in `flockml.toml`
    Config,
    /// Sample data of a template
    Sample,
}
