//! Attributes: their names are fixed, their values escaped or checked.

use std::fmt::{self, Write as _};

use flockml::element::{LINK_SCHEMES, URL_SCHEMES};
use flockml::message::Color;

use super::escape;

/// An attribute of an element.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Attribute<'a> {
    /// Classes of the stylesheet.
    Class(&'static str),
    /// What a pointer that rests on it is told.
    Title(&'a str),
    /// What a screen reader says for it.
    Label(&'a str),
    /// Where it leads.
    Href(&'a Link),
    /// How it looks.
    Style(&'a Style),
    /// The document of a frame.
    Srcdoc(&'a str),
    /// A `data-` attribute, by its whole name.
    Data(&'static str, &'a str),
    /// The same with a number.
    Number(&'static str, usize),
    /// A place on the page, by its number.
    Id(usize),
    /// A link to it.
    To(usize),
    /// The place that a label belongs to.
    For(usize),
    /// Buttons of one number go out when another of them is pressed.
    Group(usize),
    /// An attribute that is always the same.
    Fixed(&'static str, &'static str),
}

impl Attribute<'_> {
    /// As it is written.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Class(_) => "class",
            Self::Id(_) => "id",
            Self::For(_) => "for",
            Self::Group(_) => "name",
            Self::Title(_) => "title",
            Self::Label(_) => "aria-label",
            Self::Href(_) | Self::To(_) => "href",
            Self::Style(_) => "style",
            Self::Srcdoc(_) => "srcdoc",
            Self::Data(name, _) | Self::Number(name, _) | Self::Fixed(name, _) => name,
        }
    }

    pub(super) fn write_value(&self, out: &mut String) {
        match self {
            Self::Class(value) | Self::Fixed(_, value) => out.push_str(value),
            Self::Title(value)
            | Self::Label(value)
            | Self::Srcdoc(value)
            | Self::Data(_, value) => escape(value, out),
            Self::Href(link) => escape(link.as_str(), out),
            Self::Style(style) => push(out, style),
            Self::Number(_, number) => push(out, number),
            Self::Id(number) | Self::For(number) | Self::Group(number) => {
                push(out, &format_args!("out-{number}"));
            }
            Self::To(number) => push(out, &format_args!("#out-{number}")),
        }
    }
}

fn push(out: &mut String, value: &impl fmt::Display) {
    write!(out, "{value}").expect("a string takes everything");
}

/// An address that may be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link(String);

impl Link {
    /// `address`, if a browser that follows it runs nothing and stays out of local files.
    pub(crate) fn new(address: &str) -> Option<Self> {
        let address = address.trim();
        let (scheme, rest) = address.split_once(':')?;
        let is = |known: &&&str| known.eq_ignore_ascii_case(scheme);
        LINK_SCHEMES.iter().find(is)?;
        let is_web = URL_SCHEMES.iter().any(|known| is(&known));
        let names_something = if is_web {
            let host = rest.strip_prefix("//")?;
            !host.is_empty() && !host.starts_with(['/', '?', '#', '\\'])
        } else {
            !rest.is_empty()
        };
        let is_clean = !address.chars().any(char::is_control);
        (names_something && is_clean).then(|| Self(address.to_owned()))
    }

    /// Whether a client may load what is there.
    pub(crate) fn is_web(&self) -> bool {
        let scheme = self.0.split(':').next().unwrap_or_default();
        URL_SCHEMES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(scheme))
    }

    /// The address.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// How an element looks, as far as a message says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Style {
    /// The colour of a bar on its left.
    Bar(Color),
    /// Its size in pixels; what is none is left to the stylesheet.
    Size {
        width: Option<u32>,
        height: Option<u32>,
    },
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bar(color) => write!(f, "border-left-color:{}", color.as_str()),
            Self::Size { width, height } => {
                if let Some(width) = width {
                    write!(f, "width:{width}px;")?;
                }
                match height {
                    Some(height) => write!(f, "height:{height}px"),
                    None => Ok(()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_run_nothing_are_links() {
        for good in [
            "https://example.com",
            "HTTP://example.com/?a=\"&b=<c>",
            " mailto:ada@example.com ",
            "tel:+4930",
        ] {
            assert_eq!(Link::new(good).expect(good).as_str(), good.trim());
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "https:",
            "https:///x",
            "http:\\\\example.com",
            "//example.com",
            "/a",
            "mailto:",
            "https://example.com/\u{0}",
        ] {
            assert_eq!(Link::new(bad), None, "{bad:?}");
        }
    }
}
