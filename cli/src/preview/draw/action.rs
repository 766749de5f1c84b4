//! What happens when something is pressed.

use std::borrow::Cow;

use flockml::element::{ACTIONS, ActionType};

use super::value::line;
use crate::preview::html::{Attribute, Element, Html, Link};

/// An action as it was given.
#[derive(Debug, Default)]
pub(super) struct Action<'a> {
    pub(super) kind: Option<Cow<'a, str>>,
    pub(super) url: Option<Cow<'a, str>>,
    pub(super) id: Option<Cow<'a, str>>,
}

impl Action<'_> {
    /// The beginning of an element that says what it does, and does it where a browser can.
    pub(super) fn open(&self, html: &mut Html, class: &'static str) {
        let told = self.tell();
        match self.link() {
            Some(link) => html.open_link(&link, class, &told),
            None => {
                let attributes = [Attribute::Class(class), Attribute::Title(&told)];
                html.open(Element::Span, &attributes);
            }
        }
    }

    /// Whether Flock knows what to do.
    pub(super) fn does_something(&self) -> bool {
        self.known().is_some()
    }

    fn link(&self) -> Option<Link> {
        let kind = self.known()?;
        (kind.name == "openBrowser").then(|| Link::new(self.url.as_deref()?))?
    }

    fn known(&self) -> Option<&'static ActionType> {
        let given = self.kind.as_deref()?;
        ACTIONS
            .iter()
            .find(|known| known.name == given || known.legacy.contains(&given))
    }

    fn tell(&self) -> String {
        let Some(kind) = self.kind.as_deref() else {
            return "does nothing: it has no action".to_owned();
        };
        let mut told = match self.known() {
            Some(known) => format!("{}: {}", known.name, known.summary),
            None => format!("does nothing: there is no action {}", line(kind)),
        };
        for (name, value) in [("url", &self.url), ("id", &self.id)] {
            if let Some(value) = value {
                told.push_str(&format!("\n{name}: {}", line(value)));
            }
        }
        told
    }
}
