use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::element::COLORS;
use crate::{Error, ErrorKind};

/// The colour of the bar beside an attachment: `#` and six hexadecimal digits.
///
/// Digits keep the case in which they were given.
///
/// # Examples
///
/// ```
/// use flockml::message::Color;
///
/// assert_eq!(Color::parse("#abc")?.as_str(), "#aabbcc");
/// assert_eq!(Color::critical(), Color::parse("#d32f2f")?);
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Color(Cow<'static, str>);

impl Color {
    /// Reads `#rrggbb` or `#rgb`; the latter is written with six digits.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for anything else, names included.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::from_hex(text).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidValue,
                format!("`{text}` is no colour; write `#rrggbb`"),
            )
        })
    }

    /// The colour of that name in [`COLORS`], which is what the XML form accepts.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        COLORS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|&(_, hex)| Self(Cow::Borrowed(hex)))
    }

    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        match digits.len() {
            6 => Some(Self(Cow::Owned(text.to_owned()))),
            3 => {
                let doubled = digits.chars().flat_map(|digit| [digit, digit]);
                Some(Self(Cow::Owned(
                    std::iter::once('#').chain(doubled).collect(),
                )))
            }
            _ => None,
        }
    }

    /// Something is broken: the table's `critical`.
    #[must_use]
    pub fn critical() -> Self {
        Self::named("critical")
    }

    /// Something needs a look: the table's `warning`.
    #[must_use]
    pub fn warning() -> Self {
        Self::named("warning")
    }

    /// All is well: the table's `ok`.
    #[must_use]
    pub fn ok() -> Self {
        Self::named("ok")
    }

    /// For information: the table's `info`.
    #[must_use]
    pub fn info() -> Self {
        Self::named("info")
    }

    /// Without a judgement: the table's `neutral`.
    #[must_use]
    pub fn neutral() -> Self {
        Self::named("neutral")
    }

    fn named(name: &str) -> Self {
        Self::from_name(name).expect("a unit test finds every name in the table")
    }

    /// Red, green and blue.
    #[cfg(feature = "flowdock")]
    pub(crate) fn to_rgb(&self) -> [u8; 3] {
        let digits = self.0.trim_start_matches('#');
        let part = |at| {
            digits
                .get(at..at + 2)
                .and_then(|part| u8::from_str_radix(part, 16).ok())
        };
        [0, 2, 4].map(|at| part(at).unwrap_or_default())
    }

    /// `#rrggbb`, as it goes over the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Color {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Reads what [`Color::parse`] does.
impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_colour_is_in_the_table() {
        let constructed = [
            Color::critical(),
            Color::warning(),
            Color::ok(),
            Color::info(),
            Color::neutral(),
        ];
        let table: Vec<_> = COLORS
            .iter()
            .map(|(_, hex)| Color::parse(hex).expect("a hex colour"))
            .collect();
        assert_eq!(constructed.as_slice(), table.as_slice());
    }

    #[test]
    fn hex_colours_are_written_with_six_digits() {
        assert_eq!(Color::parse("#2A83Fc").unwrap().as_str(), "#2A83Fc");
        assert_eq!(Color::parse("#AbC").unwrap().as_str(), "#AAbbCC");
        for bad in [
            "",
            "#",
            "abc",
            "#abcd",
            "#ggg",
            "danger",
            "#aabbccdd",
            "#äö",
        ] {
            assert!(Color::parse(bad).is_err(), "{bad}");
        }
    }
}
