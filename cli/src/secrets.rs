//! Secrets: from the environment or from files, never from an argument, which every user of the
//! machine can read in the list of processes.

use std::env::{self, VarError};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::exit::Failure;
use crate::files::{self, display_name};

/// The most bytes of a file with a secret.
const MOST: u64 = 16 << 10;

/// A secret that the program works with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// What sentences call it.
    what: &'static str,
    /// The variable of the environment that holds it.
    variable: &'static str,
    /// The option that names a file with it.
    option: &'static str,
}

/// A user's or a bot's token.
pub(crate) const TOKEN: Kind = Kind {
    what: "token",
    variable: "FLOCK_TOKEN",
    option: "--token-file",
};

/// The URL of an incoming webhook, which is all that a sender needs to know.
pub(crate) const WEBHOOK_URL: Kind = Kind {
    what: "webhook URL",
    variable: "FLOCK_WEBHOOK_URL",
    option: "--webhook-file",
};

/// The token of a source in a flow of Flowdock.
pub(crate) const FLOW_TOKEN: Kind = Kind {
    what: "flow token",
    variable: "FLOWDOCK_TOKEN",
    option: "--token-file",
};

/// What signs the tokens of an app's events.
pub(crate) const APP_SECRET: Kind = Kind {
    what: "app secret",
    variable: "FLOCK_APP_SECRET",
    option: "--secret-file",
};

/// Whether `text` looks like the URL of a webhook, or like a token, which is a UUID.
pub(crate) fn may_be_secret(text: &str) -> bool {
    let hexadecimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.contains("://") || (text.len() >= 32 && text.split('-').all(hexadecimal))
}

impl Kind {
    /// The secret in `file`, if one is given, else the one in the environment, if there is one.
    pub(crate) fn find(&self, file: Option<&Path>) -> Result<Option<String>, Failure> {
        match file {
            Some(file) => self.in_file(file).map(Some),
            None => self.in_variable(self.variable),
        }
    }

    /// The same, where nothing can be done without it.
    pub(crate) fn require(&self, file: Option<&Path>) -> Result<String, Failure> {
        self.find(file)?.ok_or_else(|| self.missing())
    }

    /// The sentence for a secret that is nowhere.
    pub(crate) fn missing(&self) -> Failure {
        Failure::new(format!(
            "there is no {}: set `{}` in the environment, or name a file that holds it with `{} FILE`",
            self.what, self.variable, self.option
        ))
    }

    /// What sentences call it.
    pub(crate) fn what(&self) -> &'static str {
        self.what
    }

    /// The secret in the variable `name`; one that is empty counts as none.
    pub(crate) fn in_variable(&self, name: &str) -> Result<Option<String>, Failure> {
        match env::var(name) {
            Ok(value) => self.only_line(&value, &format!("`{name}`")),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(Failure::new(format!(
                "`{name}` is not UTF-8: no {} is",
                self.what
            ))),
        }
    }

    /// The secret in the file at `path`.
    pub(crate) fn in_file(&self, path: &Path) -> Result<String, Failure> {
        if may_be_secret(&path.to_string_lossy()) {
            return Err(Failure::new(format!(
                "`{}` is given what may be the {} itself, which is no argument: name a file that holds it, \
                 or set `{}`",
                self.option, self.what, self.variable
            )));
        }
        let name = display_name(path);
        let text = read(path).map_err(|error| files::unreadable(&name, &error))?;
        let name = format!("`{name}`");
        self.only_line(&text, &name)?.ok_or_else(|| {
            Failure::new(format!("{name} is empty: it is to hold the {}", self.what))
        })
    }

    /// What `text` holds beside blanks at its ends, if anything; what it is is never shown.
    fn only_line(&self, text: &str, place: &str) -> Result<Option<String>, Failure> {
        let secret = text.trim_start_matches(files::BYTE_ORDER_MARK).trim();
        if secret.chars().any(char::is_control) {
            return Err(Failure::new(format!(
                "{place} holds more than one line: it is to hold the {} and nothing else",
                self.what
            )));
        }
        Ok((!secret.is_empty()).then(|| secret.to_owned()))
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let mut file = File::open(path)?.take(MOST + 1);
    file.read_to_string(&mut text)?;
    if text.len() as u64 > MOST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {} KiB, and no secret is", MOST >> 10),
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_file(content: &[u8]) -> Result<String, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("token");
        std::fs::write(&path, content).unwrap();
        let read = TOKEN.in_file(&path);
        read.map_err(|failure| failure.to_string().replace(&display_name(&path), "token"))
    }

    #[test]
    fn a_file_holds_one_secret() {
        let plain = Ok("0f3a-secret".to_owned());
        for content in [
            "0f3a-secret",
            "\u{feff}0f3a-secret\r\n",
            " 0f3a-secret \n\n",
        ] {
            assert_eq!(in_file(content.as_bytes()), plain, "{content:?}");
        }
    }

    #[test]
    fn a_secret_in_place_of_a_file_is_not_repeated() {
        for secret in [
            "https://api.flock.com/hooks/sendMessage/8cb4d06e",
            "8cb4d06e-90a9-4a6f-8a5e-0123456789ab",
        ] {
            let said = WEBHOOK_URL
                .in_file(Path::new(secret))
                .unwrap_err()
                .to_string();
            assert!(!said.contains("8cb4d06e"), "{said}");
        }
        let said = TOKEN.in_file(Path::new("missing-token")).unwrap_err();
        assert!(said.to_string().contains("`missing-token`"), "{said}");
    }

    #[test]
    fn what_is_no_secret_is_told_without_a_word_of_it() {
        let long = vec![b'a'; 20_000];
        for (content, said) in [
            (&b" \n"[..], "`token` is empty: it is to hold the token"),
            (
                b"0f3a\nTOKEN=0f3a\n",
                "`token` holds more than one line: it is to hold the token and nothing else",
            ),
            (
                &long,
                "cannot read `token`: it is larger than 16 KiB, and no secret is",
            ),
            (
                b"0f3a\xff",
                "cannot read `token`: stream did not contain valid UTF-8",
            ),
        ] {
            assert_eq!(in_file(content), Err(said.to_owned()));
        }
    }
}
