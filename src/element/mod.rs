//! Every element of FlockML and of the payload's XML form, in one table.
//!
//! The builder, the parser, the checker, the documentation and every "did you mean" read
//! [`ELEMENTS`]; what is not a column of it is not known anywhere else.

mod lookup;
mod table;

pub(crate) use lookup::{NAME_COUNT, NAMES, at, index_at};
pub use lookup::{find, names};
pub use table::ELEMENTS;

/// What an element may hold, who it belongs to and how sure we are of it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Element {
    /// The name, as in `<name>`.
    pub name: &'static str,
    /// Other spellings that Flock treats alike.
    pub aliases: &'static [&'static str],
    /// One sentence that says what it is for.
    pub summary: &'static str,
    /// Its attributes.
    pub attributes: &'static [Attribute],
    /// What may stand inside it.
    pub content: Content,
    /// Whether it stands among text.
    pub(crate) inline: bool,
    /// The elements that it may stand in; none for a document's root.
    pub parents: &'static [&'static str],
    /// Whether the element that it stands in has at most one of it.
    pub once: bool,
    /// Whether it may be the root of a document.
    pub root: bool,
    /// Whether a reader can press it, so that it may not stand inside another such element.
    pub interactive: bool,
    /// Where Flock shows it.
    pub surface: Surface,
    /// How it is known.
    pub confidence: Confidence,
    /// A complete example.
    pub example: &'static str,
}

/// What may stand inside an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text and inline elements.
    Inline,
    /// Only the elements that name this one as a parent.
    Elements,
    /// Characters without markup: CDATA or escaped.
    Characters,
}

/// Where Flock shows an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Surface {
    /// Desktop and mobile.
    Everywhere,
    /// Desktop only.
    Desktop,
    /// Not shown by itself.
    None,
}

/// How a fact about Flock is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Confidence {
    /// On a page of Flock's documentation or in its SDKs.
    Documented,
    /// In what Flock itself sends, but on no page.
    Observed,
    /// Follows from the above; on no page and in no capture.
    Inferred,
}

/// An attribute of an [`Element`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attribute {
    /// The name, as in `name="…"`.
    pub name: &'static str,
    /// What its value has to be.
    pub kind: Kind,
    /// When it has to be there.
    pub presence: Presence,
    /// How it is known.
    pub confidence: Confidence,
    /// Whether readers see the value, as plain text.
    pub shown: bool,
    /// One sentence that says what it is for.
    pub summary: &'static str,
}

/// What an attribute's value has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Any text.
    Text,
    /// A link that a reader can follow: `http`, `https`, `mailto` or `tel`.
    Link,
    /// An address that a client loads: `http` or `https`.
    Url,
    /// A user's identifier, `u:…`.
    UserId,
    /// `#rrggbb`, `#rgb` or one of the names in [`COLORS`].
    Color,
    /// A whole number, zero or more.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An action's type: one of [`ACTIONS`].
    Action,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// When an attribute has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// May be left out.
    Optional,
    /// Always.
    Required,
    /// Unless this other attribute is there.
    RequiredUnless(&'static str),
    /// When the attribute `type` is one of these.
    RequiredForType(&'static [&'static str]),
}

/// An action's type and the spellings it had before.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ActionType {
    /// Today's name.
    pub name: &'static str,
    /// Older names that Flock's own documents used.
    pub legacy: &'static [&'static str],
    /// One sentence that says what it does.
    pub summary: &'static str,
}

/// The types of action.
pub const ACTIONS: &[ActionType] = &[
    ActionType {
        name: "openWidget",
        legacy: &["open_widget"],
        summary: "opens `url` in a widget: a modal window or the sidebar",
    },
    ActionType {
        name: "openBrowser",
        legacy: &["open_browser"],
        summary: "opens `url` in the reader's browser",
    },
    ActionType {
        name: "sendEvent",
        legacy: &[
            "dispatchEvent",
            "dispatch_event",
            "sendToAppService",
            "sendToApp",
        ],
        summary: "sends an event with the action's `id` to the app's event listener",
    },
];

/// Names of colours that the XML form knows, with what is written to the payload.
pub const COLORS: &[(&str, &str)] = &[
    ("critical", "#d32f2f"),
    ("warning", "#f9a825"),
    ("ok", "#2e7d32"),
    ("info", "#1976d2"),
    ("neutral", "#757575"),
];

/// Schemes that the target of a link may have.
pub const LINK_SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Schemes that an address which a client loads may have.
pub const URL_SCHEMES: &[&str] = &["http", "https"];

/// Elements deeper than this are refused.
pub const MAX_DEPTH: usize = 64;

/// The entities that XML knows without a declaration.
pub const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
];

impl Element {
    /// The attribute of that name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }

    /// Whether it stands among text.
    #[must_use]
    pub fn is_inline(&self) -> bool {
        self.inline
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_among_text_stands_in_bold_text_too() {
        for element in ELEMENTS {
            let in_bold = element.parents.contains(&"b");
            assert_eq!(element.is_inline(), in_bold, "{}", element.name);
            let mut parents = element.parents.iter();
            assert!(parents.all(|name| find(name).is_some()), "{}", element.name);
        }
    }
}
