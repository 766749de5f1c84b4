//! What a file holds.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use flockml::check::{Diagnostic, rules};
use flockml::source::{Source, Span};
use flockml::suggest;

use crate::exit::Failure;
use crate::files::{Kind, STDIN, STDIN_NAME, display_name};

/// The longest input that is read; Flock takes none near it.
const MAX_MEBIBYTES: u64 = 64;

/// Begins some files; it is no part of their text.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file's text.
#[derive(Debug)]
pub(crate) struct Text {
    /// The text with its name, without a byte order mark, so that columns are what editors count.
    pub(crate) source: Source,
    /// Whether there was a byte order mark.
    pub(crate) byte_order_mark: bool,
    /// Why it is no text, if it is none.
    pub(crate) fault: Option<Diagnostic>,
}

/// Reads the file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let name = display_name(path);
    File::open(path)
        .and_then(limited)
        .map_err(|error| unreadable(&name, &error))
}

/// Reads standard input.
pub(crate) fn read_stdin() -> Result<Vec<u8>, Failure> {
    limited(io::stdin().lock()).map_err(|error| unreadable("standard input", &error))
}

/// The text of the file at `path`, which for `-` is standard input.
pub(crate) fn text(path: &Path, kind: Kind) -> Result<Text, Failure> {
    let (name, bytes) = match path.as_os_str() == STDIN {
        true => (STDIN_NAME.to_owned(), read_stdin()?),
        false => (display_name(path), read(path)?),
    };
    Ok(decode(name, bytes, kind))
}

fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let most = MAX_MEBIBYTES << 20;
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {MAX_MEBIBYTES} MiB"),
        ));
    }
    Ok(bytes)
}

/// The sentence for a file that is not there.
pub(crate) fn not_found(name: &str) -> Failure {
    if Path::new(name).is_symlink() {
        return Failure::new(format!(
            "cannot read `{name}`: it is a link to what is not there"
        ));
    }
    let meant = meant(name).map(|near| format!("; did you mean `{near}`?"));
    Failure::new(format!(
        "cannot read `{name}`: no such file or folder{}",
        meant.unwrap_or_default()
    ))
}

/// A file that is there: a template without its suffix, a sample by its case, or one of nearly
/// that name.
fn meant(name: &str) -> Option<String> {
    const SUFFIXES: [&str; 4] = [
        ".flockml",
        ".message.json",
        ".attachment.json",
        ".button.json",
    ];
    let mut whole = SUFFIXES.iter().map(|suffix| format!("{name}{suffix}"));
    if let Some(template) = whole.find(|whole| Path::new(whole).is_file()) {
        return Some(template);
    }
    let path = Path::new(name);
    let own = path.file_name()?.to_str()?;
    let beside = siblings(path);
    let case = format!(".{own}.sample.json");
    let sample = beside.iter().find(|name| name.ends_with(&case));
    if let Some(sample) = sample {
        return Some(display_name(&path.with_file_name(sample)));
    }
    // What all names end in says nothing of how near they are.
    let stem = own.split('.').next()?;
    let suffix = &own[stem.len()..];
    let alike = beside.iter().filter_map(|name| name.strip_suffix(suffix));
    let near = suggest::nearest(stem, alike)?;
    let near = path.with_file_name(format!("{near}{suffix}"));
    Some(display_name(&near))
}

/// The names of what stands in the folder of `path`, in order; of a large one, of some.
pub(crate) fn siblings(path: &Path) -> Vec<String> {
    const MOST: usize = 2_000;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let entries = fs::read_dir(folder).into_iter().flatten().take(MOST);
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// The sentence for a file that cannot be read.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::NotFound => return not_found(name),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    };
    Failure::new(format!("cannot read `{name}`: {why}"))
}

/// The text that `bytes` are; where they are none, what can be read of it and why.
pub(crate) fn decode(name: String, bytes: Vec<u8>, kind: Kind) -> Text {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return unmarked(name, text),
        Err(error) => error,
    };
    let offset = error.utf8_error().valid_up_to();
    let byte = error.as_bytes()[offset];
    let readable = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let shown = Span::new(offset, offset + char::REPLACEMENT_CHARACTER.len_utf8());
    let rule = rules::find(kind.not_text()).expect("every kind names a rule that exists");
    let fault = Diagnostic::new(
        rule,
        shown,
        format!("byte 0x{byte:02X} is not UTF-8, so the file cannot be read as text"),
    )
    .help("save the file as UTF-8");
    Text {
        source: Source::new(name, readable),
        byte_order_mark: false,
        fault: Some(fault),
    }
}

fn unmarked(name: String, mut text: String) -> Text {
    let byte_order_mark = text.starts_with(BYTE_ORDER_MARK);
    if byte_order_mark {
        text.drain(..BYTE_ORDER_MARK.len());
    }
    Text {
        source: Source::new(name, text),
        byte_order_mark,
        fault: None,
    }
}

impl Text {
    /// `text` as it is written to the file that this one was read from.
    pub(crate) fn marked(&self, text: &str) -> String {
        let mark = if self.byte_order_mark {
            BYTE_ORDER_MARK
        } else {
            ""
        };
        format!("{mark}{text}")
    }
}
