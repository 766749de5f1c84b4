//! Addresses that open a file in the user's editor.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::exit::Failure;

/// What stays as it is in a path.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b':')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Editors and their addresses; a file's path begins with `/`.
const EDITORS: &[(&str, &str)] = &[
    ("vscode", "vscode://file{file}:{line}:{column}"),
    (
        "vscode-insiders",
        "vscode-insiders://file{file}:{line}:{column}",
    ),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("windsurf", "windsurf://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
    (
        "idea",
        "idea://open?file={file}&line={line}&column={column}",
    ),
    (
        "sublime",
        "subl://open?url=file://{file}&line={line}&column={column}",
    ),
    (
        "textmate",
        "txmt://open?url=file://{file}&line={line}&column={column}",
    ),
];

/// Schemes that would run or show something in the page instead.
const NOT_EDITORS: &[&str] = &["javascript", "data", "vbscript", "blob", "file", "about"];

/// How files are opened, if they are.
#[derive(Debug, Clone)]
pub(super) struct Editor(Option<String>);

impl Editor {
    /// The editor that `asked` names, or whose address it is.
    pub(super) fn new(asked: &str) -> Result<Self, Failure> {
        if asked == "none" {
            return Ok(Self(None));
        }
        if let Some((_, address)) = EDITORS.iter().find(|(name, _)| *name == asked) {
            return Ok(Self(Some((*address).to_owned())));
        }
        let names: Vec<&str> = EDITORS.iter().map(|(name, _)| *name).collect();
        let names = names.join("`, `");
        if !asked.contains("{file}") {
            return Err(Failure::new(format!(
                "`--editor {asked}` names no editor that is known: write `{names}`, `none` or an \
                 address with `{{file}}`, `{{line}}` and `{{column}}`"
            )));
        }
        match asked.split_once(':') {
            Some((scheme, _)) if is_of_editor(scheme) => Ok(Self(Some(asked.to_owned()))),
            _ => Err(Failure::new(format!(
                "`--editor {asked}` begins with no editor's scheme: write an address such as \
                 `vscode://file{{file}}:{{line}}:{{column}}`"
            ))),
        }
    }

    /// The address that opens `file` at a place.
    pub(super) fn at(&self, file: &Path, line: u64, column: u64) -> Value {
        self.address(file, &line.to_string(), &column.to_string())
    }

    /// The address that opens `file` at a place that has to be put in for `{line}` and `{column}`.
    pub(super) fn anywhere(&self, file: &Path) -> Value {
        self.address(file, "{line}", "{column}")
    }

    fn address(&self, file: &Path, line: &str, column: &str) -> Value {
        let (Some(address), Ok(file)) = (&self.0, std::path::absolute(file)) else {
            return Value::Null;
        };
        let file = file.to_string_lossy();
        let mut path = match cfg!(windows) {
            true => file.replace('\\', "/"),
            false => file.into_owned(),
        };
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
        let path = utf8_percent_encode(&path, IN_PATH).to_string();
        let address = address
            .replace("{line}", line)
            .replace("{column}", column)
            .replace("{file}", &path);
        Value::from(address)
    }
}

fn is_of_editor(scheme: &str) -> bool {
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it));
    is_scheme && !NOT_EDITORS.contains(&scheme.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(editor: &str, file: &str) -> Value {
        Editor::new(editor).unwrap().at(Path::new(file), 3, 5)
    }

    #[cfg(unix)]
    #[test]
    fn a_place_is_an_address() {
        let at = |editor| opened(editor, "/t/a b#%.flockml");
        assert_eq!(at("vscode"), "vscode://file/t/a%20b%23%25.flockml:3:5");
        assert_eq!(
            at("idea"),
            "idea://open?file=/t/a%20b%23%25.flockml&line=3&column=5"
        );
        assert_eq!(at("x-vi:{line}+{file}"), "x-vi:3+/t/a%20b%23%25.flockml");
        assert_eq!(at("none"), Value::Null);
        // What a file is called is not read as a part of the address.
        assert_eq!(
            opened("vscode", "/{line}&x=1"),
            "vscode://file/%7Bline%7D%26x%3D1:3:5"
        );
    }

    #[test]
    fn what_is_no_editor_is_refused() {
        for wrong in [
            "emacs",
            "",
            "javascript:alert('{file}')",
            "JavaScript:{file}",
            "data:{file}",
            "{file}",
            "//{file}",
            "java script:{file}",
        ] {
            assert!(Editor::new(wrong).is_err(), "{wrong}");
        }
    }
}
