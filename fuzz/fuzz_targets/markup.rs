//! Any calls of the builder: XML, without errors, read back as the same, cut without loss.

#![no_main]

use arbitrary::Arbitrary;
use flockml::Markup;
use flockml::check::check;
use flockml::markup::{self, Action, DesktopType, UserId};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
enum Call {
    Text(String),
    Bold(Box<Call>),
    Italic(Box<Call>),
    Underline(Box<Call>),
    LineBreak,
    Link(Box<Call>, String),
    Mention(String, Box<Call>),
    Browser(Box<Call>, String, bool),
    Widget(Box<Call>, String, u16),
    Event(Box<Call>, String),
    Row(Box<Call>, Box<Call>),
    List(Vec<Call>, u8),
    All(Vec<Call>),
    Markdown(String),
}

#[derive(Debug, Arbitrary)]
struct Input {
    calls: Vec<Call>,
    max_chars: u8,
}

fn build(call: &Call) -> Markup {
    match call {
        Call::Text(text) => markup::text(text),
        Call::Bold(inner) => markup::bold(build(inner)),
        Call::Italic(inner) => markup::italic(build(inner)),
        Call::Underline(inner) => markup::underline(build(inner)),
        Call::LineBreak => markup::line_break(),
        Call::Link(label, href) => markup::link(build(label), href),
        Call::Mention(id, name) => match UserId::new(id.as_str()) {
            Ok(id) => markup::mention(&id, build(name)),
            Err(_) => build(name),
        },
        Call::Browser(label, url, context) => {
            let action = Action::open_browser(url).send_context(*context).id(url);
            markup::action(build(label), action)
        }
        Call::Widget(label, url, size) => {
            let action = Action::open_widget(url, DesktopType::Sidebar);
            markup::action(build(label), action.size(u32::from(*size), 0))
        }
        Call::Event(label, id) => markup::action(build(label), Action::send_event(id)),
        Call::Row(label, value) => markup::row(build(label), build(value)),
        Call::List(items, most) => {
            let items: Vec<Markup> = items.iter().map(build).collect();
            Markup::new().push(markup::list(items).at_most(usize::from(*most)))
        }
        Call::All(calls) => calls
            .iter()
            .fold(Markup::new(), |markup, call| markup.push(build(call))),
        Call::Markdown(text) => Markup::from_markdown(text),
    }
}

fn assert_sound(markup: &Markup) {
    let flockml = markup.to_flockml();
    let report = check(&flockml);
    assert!(!report.has_errors(), "{:?} in {flockml:?}", report.diagnostics());
    if let Err(error) = roxmltree::Document::parse(&flockml) {
        panic!("{error} in {flockml:?}");
    }
}

fn depth(call: &Call) -> usize {
    1 + match call {
        Call::Bold(inner)
        | Call::Italic(inner)
        | Call::Underline(inner)
        | Call::Link(inner, _)
        | Call::Mention(_, inner)
        | Call::Browser(inner, ..)
        | Call::Widget(inner, ..)
        | Call::Event(inner, _) => depth(inner),
        Call::Row(label, value) => depth(label).max(depth(value)),
        Call::List(calls, _) | Call::All(calls) => calls.iter().map(depth).max().unwrap_or(0),
        Call::Text(_) | Call::LineBreak | Call::Markdown(_) => 0,
    }
}

fuzz_target!(|input: Input| {
    if input.calls.iter().map(depth).max().unwrap_or(0) > 1_000 {
        return;
    }
    let whole = build(&Call::All(input.calls));
    assert_sound(&whole);
    assert_eq!(Markup::parse(&whole.to_flockml()).ok().as_ref(), Some(&whole));

    let max_chars = usize::from(input.max_chars);
    let beginning = whole.truncate(max_chars);
    assert_sound(&beginning);

    let parts = whole.split(max_chars);
    parts.iter().for_each(assert_sound);
    let text: String = parts.iter().map(Markup::to_text).collect();
    assert_eq!(text, whole.to_text(), "parts of {:?}", whole.as_str());
});
