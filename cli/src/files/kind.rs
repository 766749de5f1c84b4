//! What a file is, by its name.

use std::path::Path;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `.flockml`: a template or a document.
    FlockMl,
    /// `.message.json`, `.attachment.json`, `.button.json`: a JSON template.
    JsonTemplate,
    /// `.sample.json`: a template's data.
    Sample,
    /// `.expected.json`: a locked payload.
    Expected,
    /// Any other `.json`: a payload.
    Payload,
    /// `flockml.toml`, only when it is named.
    Settings,
}

/// What settings are called.
const SETTINGS: &str = "flockml.toml";

/// What file names end in, for messages.
pub(crate) const SUFFIXES: &str = "`.flockml` or `.json`";

const BY_SUFFIX: &[(&str, Kind)] = &[
    (".flockml", Kind::FlockMl),
    (".message.json", Kind::JsonTemplate),
    (".attachment.json", Kind::JsonTemplate),
    (".button.json", Kind::JsonTemplate),
    (".sample.json", Kind::Sample),
    (".expected.json", Kind::Expected),
    (".json", Kind::Payload),
];

impl Kind {
    /// The kind of the file at `path`, if its name tells.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy();
        BY_SUFFIX
            .iter()
            .find(|(suffix, _)| name.len() > suffix.len() && name.ends_with(suffix))
            .map(|&(_, kind)| kind)
    }

    /// The same for a file that is named itself.
    pub(crate) fn of_named(path: &Path) -> Option<Self> {
        let is_settings = path.file_name().is_some_and(|name| name == SETTINGS);
        Self::of(path).or_else(|| is_settings.then_some(Self::Settings))
    }

    /// Whether the template engine reads it.
    pub(crate) fn is_template(self) -> bool {
        matches!(self, Self::FlockMl | Self::JsonTemplate)
    }

    /// The rule that a file of this kind breaks when it is no text.
    pub(crate) fn not_text(self) -> &'static str {
        match self {
            Self::FlockMl => "unsupported-construct",
            _ => "invalid-json",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_suffix_tells() {
        let kind = |name: &str| Kind::of(Path::new(name));
        assert_eq!(kind("t/a.flockml"), Some(Kind::FlockMl));
        assert_eq!(kind("a.message.json"), Some(Kind::JsonTemplate));
        assert_eq!(kind("a.firing.sample.json"), Some(Kind::Sample));
        assert_eq!(kind("a.firing.expected.json"), Some(Kind::Expected));
        assert_eq!(kind("message.json"), Some(Kind::Payload));
        assert_eq!(kind(".json"), None);
        assert_eq!(kind("a.yaml"), None);
        assert_eq!(kind("flockml.toml"), None);
        let named = Kind::of_named(Path::new("t/flockml.toml"));
        assert_eq!(named, Some(Kind::Settings));
    }
}
