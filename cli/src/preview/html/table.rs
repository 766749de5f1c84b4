//! The elements that are written, and the attributes that each may have.

/// An element of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    A,
    B,
    Body,
    Br,
    Code,
    Details,
    Div,
    H1,
    H2,
    H3,
    Head,
    Header,
    Html,
    I,
    Iframe,
    Input,
    Label,
    Li,
    Main,
    Meta,
    Nav,
    Ol,
    P,
    Pre,
    Section,
    Span,
    Style,
    Summary,
    Title,
    U,
    Ul,
}

#[cfg_attr(
    not(test),
    expect(dead_code, reason = "tests hold pictures to all of it")
)]
struct Known {
    element: Element,
    name: &'static str,
    /// Besides those that any element may have.
    attributes: &'static [&'static str],
    /// Whether pictures of messages have it.
    is_drawn: bool,
}

/// An element of pictures.
const fn drawn(element: Element, name: &'static str, attributes: &'static [&'static str]) -> Known {
    Known {
        element,
        name,
        attributes,
        is_drawn: true,
    }
}

/// An element of the pages around pictures.
const fn around(
    element: Element,
    name: &'static str,
    attributes: &'static [&'static str],
) -> Known {
    Known {
        element,
        name,
        attributes,
        is_drawn: false,
    }
}

/// What any element may have.
const GLOBAL: &[&str] = &[
    "aria-hidden",
    "aria-label",
    "class",
    "role",
    "style",
    "title",
];

const PIECE: &[&str] = &[
    "data-call-column",
    "data-call-file",
    "data-call-line",
    "data-column",
    "data-file",
    "data-line",
    "data-variable",
];

/// In the order of [`Element`].
const ELEMENTS: &[Known] = &[
    drawn(Element::A, "a", &["href", "rel", "target"]),
    drawn(Element::B, "b", &[]),
    around(Element::Body, "body", &[]),
    drawn(Element::Br, "br", &[]),
    drawn(Element::Code, "code", &[]),
    around(Element::Details, "details", &["open"]),
    drawn(Element::Div, "div", &[]),
    around(Element::H1, "h1", &[]),
    around(Element::H2, "h2", &[]),
    around(Element::H3, "h3", &[]),
    around(Element::Head, "head", &[]),
    around(Element::Header, "header", &[]),
    around(Element::Html, "html", &["lang"]),
    drawn(Element::I, "i", &[]),
    drawn(Element::Iframe, "iframe", &["loading", "sandbox", "srcdoc"]),
    around(Element::Input, "input", &["checked", "id", "name", "type"]),
    around(Element::Label, "label", &["for"]),
    around(Element::Li, "li", &[]),
    around(Element::Main, "main", &[]),
    around(
        Element::Meta,
        "meta",
        &["charset", "content", "http-equiv", "name"],
    ),
    around(Element::Nav, "nav", &[]),
    around(Element::Ol, "ol", &[]),
    around(Element::P, "p", &[]),
    around(Element::Pre, "pre", &[]),
    around(Element::Section, "section", &["id"]),
    drawn(Element::Span, "span", PIECE),
    around(Element::Style, "style", &[]),
    around(Element::Summary, "summary", &[]),
    around(Element::Title, "title", &[]),
    drawn(Element::U, "u", &[]),
    around(Element::Ul, "ul", &[]),
];

impl Element {
    /// As it is written.
    pub(super) fn name(self) -> &'static str {
        self.known().name
    }

    /// Whether it may have an attribute of that name.
    pub(super) fn takes(self, attribute: &str) -> bool {
        GLOBAL.contains(&attribute) || self.known().attributes.contains(&attribute)
    }

    fn known(self) -> &'static Known {
        &ELEMENTS[self as usize]
    }
}

#[cfg(test)]
impl Element {
    /// The element of pictures of that name.
    pub(crate) fn find_drawn(name: &str) -> Option<Self> {
        let mut drawn = ELEMENTS.iter().filter(|known| known.is_drawn);
        Some(drawn.find(|known| known.name == name)?.element)
    }

    /// Whether it may have an attribute of that name.
    pub(crate) fn may_have(self, attribute: &str) -> bool {
        self.takes(attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_elements() {
        for (index, known) in ELEMENTS.iter().enumerate() {
            assert_eq!(known.element as usize, index);
            assert_eq!(known.element.name(), known.name);
        }
    }
}
