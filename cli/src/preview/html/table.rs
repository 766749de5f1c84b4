//! The elements that are written, and the attributes that each may have.

/// An element of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    A,
    B,
    Br,
    Div,
    I,
    Iframe,
    Li,
    Span,
    U,
    Ul,
}

struct Known {
    element: Element,
    name: &'static str,
    /// Besides those that any element may have.
    attributes: &'static [&'static str],
}

const fn known(element: Element, name: &'static str, attributes: &'static [&'static str]) -> Known {
    Known {
        element,
        name,
        attributes,
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

/// In the order of [`Element`].
const ELEMENTS: &[Known] = &[
    known(Element::A, "a", &["href", "rel", "target"]),
    known(Element::B, "b", &[]),
    known(Element::Br, "br", &[]),
    known(Element::Div, "div", &[]),
    known(Element::I, "i", &[]),
    known(Element::Iframe, "iframe", &["loading", "sandbox", "srcdoc"]),
    known(Element::Li, "li", &[]),
    known(
        Element::Span,
        "span",
        &["data-column", "data-file", "data-line", "data-variable"],
    ),
    known(Element::U, "u", &[]),
    known(Element::Ul, "ul", &[]),
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
    /// The element of that name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let known = ELEMENTS.iter().find(|known| known.name == name)?;
        Some(known.element)
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
        for known in ELEMENTS {
            assert_eq!(known.element.name(), known.name);
        }
    }
}
