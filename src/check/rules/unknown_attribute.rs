#![doc = include_str!("unknown-attribute.md")]

use super::prelude::*;
use crate::element::Element;
use crate::suggest;
use crate::syntax::Attribute;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-attribute",
    severity: Severity::Error,
    fixable: false,
    summary: "an attribute that the element does not have",
    page: include_str!("unknown-attribute.md"),
};

/// An attribute that `element` does not have.
pub(crate) fn check(walk: &mut Walk<'_>, element: &Element, attribute: &Attribute) {
    let name = walk.at(attribute.name);
    let message = format!("`{}` has no attribute `{}`", element.name, shorten(name));
    let known = element.attributes.iter().map(|known| known.name);
    let has = |name: &str| element.attribute(name).is_some();
    let help = match name {
        "style" | "class" | "color" | "align" | "size" if element.is_inline() => {
            "delete it; FlockML has bold, italic and underlined text only".to_owned()
        }
        "src" | "url" | "link" | "to" if element.name == "a" => "write `href`".to_owned(),
        "href" | "link" | "src" if has("url") => "write `url`".to_owned(),
        "href" | "link" | "url" if has("src") => "write `src`".to_owned(),
        "label" | "text" | "title" | "value" if element.name == "button" => {
            "write `name`".to_owned()
        }
        "id" if element.name == "user" => "write `userId`".to_owned(),
        "target" | "rel" if element.name == "a" => "delete it".to_owned(),
        _ => match suggest::nearest(name, known.clone()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if element.attributes.is_empty() => "delete it".to_owned(),
            None => {
                let known: Vec<_> = known.map(|known| format!("`{known}`")).collect();
                format!("it has {}", known.join(", "))
            }
        },
    };
    walk.push(Diagnostic::new(&RULE, attribute.name, message).help(help));
}
