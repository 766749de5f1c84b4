//! What must never be printed.

use std::fmt;
use std::sync::Arc;

use subtle::ConstantTimeEq;

use crate::{Error, ErrorKind};

/// What stands where a secret would.
pub(crate) const REDACTED: &str = "[redacted]";

/// The longest secret, in bytes; Flock's are UUIDs.
const LONGEST: usize = 4096;

/// A text that prints as `[redacted]` and is compared in constant time.
#[derive(Clone)]
pub(crate) struct Secret(Arc<str>);

impl Secret {
    /// Takes `text` without the blanks around it, such as the line break that ends a file.
    ///
    /// `what` names the secret in the error, which says nothing of its text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for a text that is empty, has blanks or control characters in it,
    /// or is longer than 4,096 bytes.
    pub(crate) fn parse(what: &str, text: impl Into<String>) -> Result<Self, Error> {
        let text = text.into();
        let text = text.trim();
        let fault = if text.is_empty() {
            "is empty"
        } else if text.len() > LONGEST {
            "is longer than 4096 bytes"
        } else if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            "has a blank or a control character in it"
        } else {
            return Ok(Self(text.into()));
        };
        Err(Error::new(
            ErrorKind::InvalidValue,
            format!("the {what} {fault}"),
        ))
    }

    /// The text itself: for the request, never for a log or an error.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_as_redacted() {
        let secret = Secret::parse("token", "hunter2\n").unwrap();
        assert_eq!(secret.reveal(), "hunter2");
        assert_eq!(
            format!("{secret} {secret:?} {secret:#?}"),
            "[redacted] [redacted] [redacted]"
        );
    }

    #[test]
    fn a_secret_equals_itself_only() {
        let secret = |text: &str| Secret::parse("token", text).unwrap();
        assert_eq!(secret("abc"), secret(" abc "));
        assert!(secret("abc") != secret("abd"));
        assert!(secret("abc") != secret("abcd"));
    }

    #[test]
    fn a_text_that_is_no_secret_is_refused_without_being_told() {
        for text in [
            "",
            " \n",
            "hunter2 hunter3",
            "hunter2\u{7}x",
            &"x".repeat(5000),
        ] {
            let error = Secret::parse("token", text).unwrap_err();
            let said = format!("{error} {error:?}");
            assert!(!said.contains("hunter"), "{said}");
            assert!(!said.contains("xxx"), "{said}");
        }
    }
}
