//! What a template makes of a sample, in tabs.

use super::page::Numbers;
use crate::preview::draw::{Picture, View};
use crate::preview::html::{Attribute, Element, Fragment, Html};

/// Longer texts are cut, in characters.
const LONGEST_TEXT: usize = 100_000;

/// What a template makes of a sample.
pub(super) struct Shot {
    /// None for a template without samples.
    pub(super) case: Option<String>,
    /// The sample's text.
    pub(super) data: String,
    pub(super) made: Result<Shown, String>,
}

/// A message that was made.
pub(super) struct Shown {
    pub(super) picture: Picture,
    /// What `flockml render` prints.
    pub(super) json: String,
    /// Why `flockml send` would not send it.
    pub(super) refused: Option<String>,
}

impl Shot {
    pub(super) fn name(&self) -> &str {
        self.case.as_deref().unwrap_or("without a sample")
    }

    pub(super) fn write(&self, numbers: &mut Numbers, html: &mut Html) {
        let attributes = [Attribute::Class("out-shot"), Attribute::Id(numbers.place())];
        html.element(Element::Section, &attributes, |html| {
            html.element(Element::H3, &[], |html| html.text(self.name()));
            let group = numbers.other();
            let mut tab = |name, write: &dyn Fn(&mut Html), html: &mut Html| {
                let number = numbers.other();
                write_tab(html, group, number, name, write);
            };
            let write_all = |html: &mut Html| {
                match &self.made {
                    Ok(shown) => shown.write(&mut tab, html),
                    Err(why) => tab("No message", &|html| write_failure(why, html), html),
                }
                tab("Data", &|html| write_text(&self.data, html), html);
            };
            let attributes = [
                Attribute::Class("out-tabs"),
                Attribute::Fixed("role", "group"),
                Attribute::Label(self.name()),
            ];
            html.element(Element::Div, &attributes, write_all);
        });
    }
}

/// Writes a tab: its name, what it shows, and the page.
type Tab<'t> = dyn FnMut(&'static str, &dyn Fn(&mut Html), &mut Html) + 't;

impl Shown {
    fn write(&self, tab: &mut Tab<'_>, html: &mut Html) {
        let picture = &self.picture;
        let drawn = |part: &Fragment, html: &mut Html| {
            if let Some(why) = &self.refused {
                html.div("out-refused", |html| {
                    html.sentence("`flockml send` would not send it: ");
                    html.sentence(why);
                });
            }
            html.append(part);
        };
        let with_views = |part: &Fragment, html: &mut Html| {
            drawn(part, html);
            write_views(&picture.views, html);
        };
        tab("Desktop", &|html| with_views(&picture.desktop, html), html);
        tab("Mobile", &|html| with_views(&picture.mobile, html), html);
        tab("Push", &|html| drawn(&picture.push, html), html);
        tab("Text", &|html| write_text(&picture.text, html), html);
        tab("JSON", &|html| write_text(&self.json, html), html);
    }
}

/// Which view shows where, if there is anything to tell.
fn write_views(views: &[View], html: &mut Html) {
    if views.iter().all(|view| view.desktop && view.mobile) {
        return;
    }
    html.element(Element::Ul, &[Attribute::Class("out-views")], |html| {
        for view in views {
            html.element(Element::Li, &[], |html| {
                html.span(
                    "out-place",
                    &format!("attachment {}, {}", view.attachment, view.name),
                );
                html.text(": ");
                html.sentence(&view.why);
            });
        }
    });
}

fn write_tab(
    html: &mut Html,
    group: usize,
    number: usize,
    name: &'static str,
    write: &dyn Fn(&mut Html),
) {
    let mut attributes = vec![
        Attribute::Fixed("type", "radio"),
        Attribute::Group(group),
        Attribute::Id(number),
    ];
    // The group's own number stands right before its first tab's.
    if number == group + 1 {
        attributes.push(Attribute::Fixed("checked", ""));
    }
    html.empty(Element::Input, &attributes);
    html.element(Element::Label, &[Attribute::For(number)], |html| {
        html.text(name)
    });
    html.div("out-panel", write);
}

fn write_failure(why: &str, html: &mut Html) {
    html.div("out-refused", |html| html.sentence(why));
}

fn write_text(text: &str, html: &mut Html) {
    html.element(Element::Pre, &[], |html| html.beginning(text, LONGEST_TEXT));
}
