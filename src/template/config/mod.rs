//! `flockml.toml`: what a project wants of its templates.

mod keys;
mod read;
mod schema;
mod target;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::check::{Diagnostic, Severity};
use crate::error::{Error, ErrorKind};
use crate::source::Source;

use super::limits::Limits;

pub use keys::{KEYS, Key, RULE, TARGETS, Takes};
pub use target::{SecretPlace, Target};

/// What the file is called.
const FILE: &str = "flockml.toml";
/// A file larger than this is not read.
const MAX_BYTES: u64 = 1024 * 1024;

/// What a `flockml.toml` says: severities of rules, folders, to whom messages go by which name, and
/// how much templates may take.
///
/// One file holds for its folder and all folders in it, up to the next `flockml.toml`. The
/// program `flockml` and [`Templates::load`](super::Templates::load) read the same one. [`KEYS`]
/// lists what may stand in it.
///
/// # Examples
///
/// ```
/// use flockml::check::{Severity, rules};
/// use flockml::template::Config;
///
/// let config = Config::parse("flockml.toml", "[rules]\nempty-label = \"error\"")?;
/// let rule = rules::find("empty-label").expect("it is a rule");
/// assert_eq!(config.severity(rule.id, rule.severity), Some(Severity::Error));
///
/// let error = Config::parse("flockml.toml", "[rules]\nempty-lable = \"off\"").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "unusable settings: flockml.toml:2:1: there is no rule `empty-lable`: did you mean `empty-label`?"
/// );
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder that the file stands in, as the caller named it.
    folder: PathBuf,
    templates: String,
    check: Option<Vec<String>>,
    rules: BTreeMap<&'static str, Setting>,
    /// Files that hold secrets are still as they are written.
    targets: BTreeMap<String, Target>,
    limits: Limits,
}

/// What is set for a rule.
#[derive(Debug, Clone, Copy)]
enum Setting {
    Severity(Severity),
    Off,
}

impl Default for Config {
    /// What holds without a file.
    fn default() -> Self {
        Self {
            folder: PathBuf::from("."),
            templates: ".".to_owned(),
            check: None,
            rules: BTreeMap::new(),
            targets: BTreeMap::new(),
            limits: Limits::default(),
        }
    }
}

impl Config {
    /// Reads the nearest `flockml.toml` upward from `path`, a file or a folder; `None` if there
    /// is none.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidConfig`] if it says what nobody can act on, with the place;
    /// [`ErrorKind::Unreadable`] if it cannot be read.
    pub fn find(path: impl AsRef<Path>) -> Result<Option<Self>, Error> {
        nearest(path.as_ref())
            .map(|folder| Self::read(&folder, None))
            .transpose()
    }

    /// Reads only the [`TARGETS`] of the nearest `flockml.toml` upward from `path`: a mistake in
    /// another table keeps no message from whom it is for.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find), if the file is no TOML or a target is wrong.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Config;
    ///
    /// let config = Config::find_targets("templates")?;
    /// assert!(config.is_none_or(|config| config.targets().next().is_none()));
    /// # Ok::<(), flockml::Error>(())
    /// ```
    pub fn find_targets(path: impl AsRef<Path>) -> Result<Option<Self>, Error> {
        nearest(path.as_ref())
            .map(|folder| Self::read(&folder, Some(keys::group(TARGETS))))
            .transpose()
    }

    /// Reads the `flockml.toml` in `folder`, or `only` one of its tables.
    fn read(folder: &Path, only: Option<&str>) -> Result<Self, Error> {
        let path = match folder.strip_prefix(".") {
            Ok(plain) => plain.join(FILE),
            Err(_) => folder.join(FILE),
        };
        let name = path.display().to_string();
        let unreadable = |error: std::io::Error| {
            Error::new(ErrorKind::Unreadable, format!("`{name}`")).with_source(error)
        };
        let mut bytes = Vec::new();
        fs::File::open(&path)
            .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
            .map_err(unreadable)?;
        if bytes.len() as u64 > MAX_BYTES {
            let detail = format!("`{name}` has more than {MAX_BYTES} bytes");
            return Err(Error::new(ErrorKind::TooLarge, detail));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let readable = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let place = Source::new(&name, readable).position(valid);
            invalid(&format!(
                "{name}:{place}: the file is not UTF-8 from here on"
            ))
        })?;
        let mut config = Self::parse_only(&name, &text, only)?;
        config.folder = folder.to_path_buf();
        Ok(config)
    }

    /// Reads `text`, which errors call the file `name`; its folder is the current one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidConfig`] with the first place that is wrong: what is no TOML, a key or
    /// a rule that is not there, a value of the wrong type.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        Self::parse_only(name, text, None)
    }

    fn parse_only(name: &str, text: &str, only: Option<&str>) -> Result<Self, Error> {
        let mut config = Self::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match read::read(text, only, &mut config) {
            Ok(()) => Ok(config),
            Err(fault) => {
                let place = Source::new(name, text).position(fault.span.start());
                Err(invalid(&format!("{name}:{place}: {}", fault.message)))
            }
        }
    }

    /// How much templates may take.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The folder that the file stands in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder that templates are in, which names in `include` and `extends` start from.
    #[must_use]
    pub fn templates(&self) -> PathBuf {
        self.below(&self.templates)
    }

    /// The files and folders to check when none are named, if the file names any.
    #[must_use]
    pub fn to_check(&self) -> Option<Vec<PathBuf>> {
        let paths = self.check.as_ref()?;
        Some(paths.iter().map(|path| self.below(path)).collect())
    }

    /// How bad it is to break the rule `id`; `own` is how bad it is by itself, `None` is fine.
    #[must_use]
    pub fn severity(&self, id: &str, own: Severity) -> Option<Severity> {
        match self.rules.get(id) {
            Some(Setting::Severity(severity)) => Some(*severity),
            Some(Setting::Off) => None,
            None => Some(own),
        }
    }

    /// Whether the rule `id` is off.
    pub(super) fn is_off(&self, id: &str) -> bool {
        matches!(self.rules.get(id), Some(Setting::Off))
    }

    /// Whether anything is set for the rule `id`.
    pub(super) fn sets(&self, id: &str) -> bool {
        self.rules.contains_key(id)
    }

    /// The finding as it is to be told, unless its rule is off.
    #[must_use]
    pub fn apply(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        diagnostic.severity = self.severity(diagnostic.rule.id, diagnostic.severity)?;
        Some(diagnostic)
    }

    fn below(&self, path: &str) -> PathBuf {
        let path = Path::new(path);
        let is_here = path.components().all(|part| part == Component::CurDir);
        match self.folder.strip_prefix(".") {
            _ if is_here => self.folder.clone(),
            Ok(folder) => folder.join(path.strip_prefix(".").unwrap_or(path)),
            Err(_) => self.folder.join(path.strip_prefix(".").unwrap_or(path)),
        }
    }
}

fn invalid(detail: &str) -> Error {
    Error::new(ErrorKind::InvalidConfig, detail)
}

/// The folder that names in `include` and `extends` are relative to, for a template or a folder.
///
/// It is the one that the nearest `flockml.toml` upward names, which by default is the folder of
/// that file. Where there is none, or `path` is outside of that folder, it is the folder itself
/// or the one that the file stands in.
///
/// # Examples
///
/// ```
/// use std::path::Path;
///
/// let root = flockml::template::root_of("templates/incident.flockml");
/// assert_eq!(root, Path::new("templates"));
/// ```
#[must_use]
pub fn root_of(path: impl AsRef<Path>) -> PathBuf {
    let path = path.as_ref();
    let own = folder_of(path);
    let Some(folder) = nearest(path) else {
        return own.to_path_buf();
    };
    // What is wrong with the file is told by whoever loads the folder.
    let root = Config::read(&folder, None).map_or(folder, |config| config.templates());
    let (Ok(root_at), Ok(own_at)) = (fs::canonicalize(&root), fs::canonicalize(own)) else {
        return own.to_path_buf();
    };
    let is_above = path.is_dir() && root_at.starts_with(&own_at);
    if is_above || own_at.starts_with(&root_at) {
        root
    } else {
        own.to_path_buf()
    }
}

/// `path`, or the folder that it stands in.
fn folder_of(path: &Path) -> &Path {
    let folder = if path.is_dir() {
        path
    } else {
        path.parent().unwrap_or(path)
    };
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// The nearest folder upward from `path` with a `flockml.toml` in it, written as `path` is.
fn nearest(path: &Path) -> Option<PathBuf> {
    let folder = folder_of(path);
    let absolute = fs::canonicalize(folder).ok()?;
    let up = absolute
        .ancestors()
        .position(|up| up.join(FILE).is_file())?;
    let is_plain = folder
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let written = match folder.ancestors().nth(up) {
        _ if up == 0 => folder,
        Some(near) if is_plain && near.as_os_str().is_empty() => Path::new("."),
        Some(near) if is_plain => near,
        _ => absolute.ancestors().nth(up).unwrap_or(&absolute),
    };
    Some(written.to_path_buf())
}
