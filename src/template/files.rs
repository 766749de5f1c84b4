//! The files of a template folder, read once and within bounds.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::check::Diagnostic;
use crate::check::rules;
use crate::error::{Error, ErrorKind};
use crate::source::{Source, Span};

use super::limits::{self, Limits};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file that matters to templates. It is read when its text is first asked for: what only
/// renders a template has no use for samples.
#[derive(Debug)]
pub(crate) struct Raw {
    /// Its path below the root, with `/`.
    pub(crate) name: String,
    pub(crate) kind: RawKind,
    path: PathBuf,
    is_link: bool,
    bounds: Arc<Bounds>,
    text: OnceLock<Text>,
}

/// What is read of a folder.
#[derive(Debug)]
struct Bounds {
    root: PathBuf,
    canonical: PathBuf,
    /// How many bytes a file has at most.
    most: u64,
}

#[derive(Debug)]
struct Text {
    source: Arc<Source>,
    /// Why it could not be read.
    fault: Option<Diagnostic>,
}

impl Raw {
    pub(crate) fn source(&self) -> &Arc<Source> {
        &self.text().source
    }

    /// Why it could not be read.
    pub(crate) fn fault(&self) -> Option<&Diagnostic> {
        self.text().fault.as_ref()
    }

    /// How findings call it.
    pub(crate) fn shown(&self) -> String {
        shown(&self.bounds.root, &self.name)
    }

    fn text(&self) -> &Text {
        self.text.get_or_init(|| {
            let (text, fault) = match self.read() {
                Ok(bytes) => decode(bytes),
                Err(fault) => (String::new(), Some((Span::at(0), fault))),
            };
            let rule = match self.kind {
                RawKind::Template(Kind::Flockml) => &rules::template_syntax::RULE,
                _ => &rules::invalid_json::RULE,
            };
            Text {
                source: Arc::new(Source::new(self.shown(), text)),
                fault: fault.map(|(span, what)| Diagnostic::new(rule, span, what)),
            }
        })
    }

    fn read(&self) -> Result<Vec<u8>, String> {
        let mut path = Cow::Borrowed(&self.path);
        if self.is_link {
            path = Cow::Owned(fs::canonicalize(&self.path).map_err(|error| cannot_read(&error))?);
            if !path.starts_with(&self.bounds.canonical) {
                return Err("the file is a link out of the template folder".into());
            }
        }
        // To open a pipe is to wait for who writes into it.
        let length = match fs::metadata(&*path) {
            Ok(data) if data.is_file() => data.len(),
            Ok(_) => return Err("this is no regular file".into()),
            Err(error) => return Err(cannot_read(&error)),
        };
        let file = fs::File::open(&*path).map_err(|error| cannot_read(&error))?;
        let most = self.bounds.most;
        // One more shows where the end is.
        let likely = length.min(most).saturating_add(1);
        let mut bytes = Vec::with_capacity(usize::try_from(likely).unwrap_or_default());
        file.take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| cannot_read(&error))?;
        if bytes.len() as u64 > most {
            return Err(format!("the file is larger than {}", limits::size(most)));
        }
        Ok(bytes)
    }
}

/// What a file is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RawKind {
    Template(Kind),
    Sample,
}

/// What a template renders to, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `NAME.flockml`
    Flockml,
    /// `NAME.message.json`
    Message,
    /// `NAME.attachment.json`
    Attachment,
    /// `NAME.button.json`
    Button,
}

impl Kind {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Flockml, ".flockml"),
        (Self::Message, ".message.json"),
        (Self::Attachment, ".attachment.json"),
        (Self::Button, ".button.json"),
    ];

    /// The kind of a template file of that name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        if is_sample(name) || name.ends_with(EXPECTED) {
            return None;
        }
        Self::ALL
            .into_iter()
            .find(|(_, suffix)| name.len() > suffix.len() && name.ends_with(suffix))
            .map(|(kind, _)| kind)
    }

    /// The name without what tells the kind.
    pub(crate) fn stem(self, name: &str) -> &str {
        let suffix = Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, suffix)| suffix);
        name.strip_suffix(suffix).unwrap_or(name)
    }

    pub(crate) fn is_json(self) -> bool {
        self != Self::Flockml
    }
}

/// What the names of samples end in.
pub(crate) const SAMPLE: &str = ".sample.json";
/// What the names of expected payloads end in.
const EXPECTED: &str = ".expected.json";

fn is_sample(name: &str) -> bool {
    name.ends_with(SAMPLE)
}

/// `NAME.CASE` of a sample file.
pub(crate) fn sample_stem(name: &str) -> &str {
    name.strip_suffix(SAMPLE).unwrap_or(name)
}

/// `NAME.CASE` of the file of an expected payload.
pub(crate) fn expected_stem(name: &str) -> &str {
    name.strip_suffix(EXPECTED).unwrap_or(name)
}

/// The name of the file of the expected payload of the case `stem`.
pub(crate) fn expected_name(stem: &str) -> String {
    format!("{stem}{EXPECTED}")
}

/// What stands in a folder.
pub(crate) struct Content {
    /// Templates and samples, ordered by name.
    pub(crate) files: Vec<Raw>,
    /// The names of expected payloads, in order; only tests read them.
    pub(crate) expected: Vec<String>,
}

/// Finds every template and sample below `root`.
pub(crate) fn read(root: &Path, limits: &Limits) -> Result<Content, Error> {
    let canonical = fs::canonicalize(root).map_err(|error| unreadable(root, error))?;
    let mut walk = Walk {
        bounds: Arc::new(Bounds {
            root: root.to_path_buf(),
            canonical,
            most: limits.file_bytes,
        }),
        limits,
        seen: 0,
        files: Vec::new(),
        expected: Vec::new(),
    };
    walk.folder(root, "", 0).map_err(|error| match error {
        Stop::Io(error) => unreadable(root, error),
        Stop::TooLarge => Error::new(
            ErrorKind::TooLarge,
            format!(
                "`{}` has more than {} entries; name a folder that holds templates only",
                root.display(),
                limits.entries
            ),
        ),
    })?;
    walk.files.sort_by(|a, b| a.name.cmp(&b.name));
    walk.expected.sort();
    Ok(Content {
        files: walk.files,
        expected: walk.expected,
    })
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Unreadable, format!("`{}`", path.display())).with_source(error)
}

enum Stop {
    Io(std::io::Error),
    TooLarge,
}

struct Walk<'a> {
    bounds: Arc<Bounds>,
    limits: &'a Limits,
    seen: usize,
    files: Vec<Raw>,
    expected: Vec<String>,
}

impl Walk<'_> {
    fn folder(&mut self, path: &Path, prefix: &str, depth: usize) -> Result<(), Stop> {
        for entry in fs::read_dir(path).map_err(Stop::Io)? {
            let Ok(entry) = entry else { continue };
            self.seen += 1;
            if self.seen > self.limits.entries {
                return Err(Stop::TooLarge);
            }
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let file_name = entry.file_name();
            let name = format!("{prefix}{}", file_name.to_string_lossy());
            if kind.is_dir() {
                if depth < self.limits.folder_depth && !is_skipped(&file_name.to_string_lossy()) {
                    match self.folder(&entry.path(), &format!("{name}/"), depth + 1) {
                        // A folder that may not be read holds nothing that could be rendered.
                        Ok(()) | Err(Stop::Io(_)) => {}
                        stop => return stop,
                    }
                }
            } else if let Some(raw) = raw_kind(&name) {
                self.files.push(Raw {
                    name,
                    kind: raw,
                    path: entry.path(),
                    is_link: kind.is_symlink(),
                    bounds: Arc::clone(&self.bounds),
                    text: OnceLock::new(),
                });
            } else if name.ends_with(EXPECTED) {
                self.expected.push(name);
            }
        }
        Ok(())
    }
}

/// What the file at `path` holds, unless it has more than `most` bytes or is no text.
pub(crate) fn read_text(path: &Path, most: u64) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path)?;
    let bounded = file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bounded as u64 > most {
        let said = format!("it is larger than {}", limits::size(most));
        return Err(std::io::Error::other(said));
    }
    String::from_utf8(bytes).map_err(|_| std::io::Error::other("it is not UTF-8"))
}

/// How findings call a file: the path that the user would type.
pub(crate) fn shown(root: &Path, name: &str) -> String {
    if root == Path::new(".") || root.as_os_str().is_empty() {
        return name.to_owned();
    }
    root.join(name).display().to_string()
}

fn cannot_read(error: &std::io::Error) -> String {
    format!("the file cannot be read: {error}")
}

/// Without a byte order mark: inside of what includes the file, it would be a character of the text.
fn decode(mut bytes: Vec<u8>) -> (String, Option<(Span, String)>) {
    if bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (
                text,
                Some((Span::at(at), "the file is not UTF-8 from here on".into())),
            )
        }
    }
}

fn raw_kind(name: &str) -> Option<RawKind> {
    if is_sample(name) {
        return Some(RawKind::Sample);
    }
    Kind::of(name).map(RawKind::Template)
}

/// Folders that hold no templates, however many files they have.
fn is_skipped(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "target" | "node_modules")
}
