//! What holds for every markup, whatever it is built of.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::borrow::Cow;

use flockml::Markup;
use flockml::check;
use flockml::element::MAX_DEPTH;
use flockml::escape;
use flockml::markup::{self, Action, DesktopType, UserId};
use proptest::collection::vec;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// One call of the builder.
#[derive(Debug, Clone)]
enum Call {
    Text(String),
    LineBreak,
    Bold(Vec<Call>),
    Italic(Vec<Call>),
    Underline(Vec<Call>),
    Link(Vec<Call>, String),
    Mention(Vec<Call>, UserId),
    Act(Vec<Call>, Action<'static>),
    Row(String, Vec<Call>),
    List(Vec<String>, usize),
}

const NASTY: &[&str] = &[
    "<",
    ">",
    "&",
    "\"",
    "'",
    "&amp;",
    "]]>",
    "<b>",
    "</b>",
    "<br/>",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\x1b",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{fdd0}",
    "é",
    "e\u{301}",
    "\u{301}",
    "👩‍👩‍👧‍👦",
    "🇩🇪",
    "\u{202e}",
    "\u{feff}",
    "  ",
    "javascript:alert(1)",
];

const ADDRESSES: &[&str] = &[
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "https://example.com/a\nb",
    " HTTPS://example.com ",
    "data:text/html,x",
    "mailto:a@example.com",
    "tel:+49",
    "//example.com",
    "",
    "https:",
    "ftp://example.com",
];

/// Text as data holds it: anything, and often what matters.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z ]{0,8}",
        2 => any::<String>(),
        3 => prop::sample::select(NASTY).prop_map(str::to_owned),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => hostile().prop_map(|rest| format!("https://example.com/{rest}")),
        1 => prop::sample::select(ADDRESSES).prop_map(str::to_owned),
        1 => hostile(),
    ]
}

fn user_id() -> impl Strategy<Value = UserId> {
    "u:[A-Za-z0-9_-]{1,16}".prop_map(|id| UserId::new(id).unwrap())
}

fn action() -> impl Strategy<Value = Action<'static>> {
    prop_oneof![
        hostile().prop_map(Action::send_event),
        address().prop_map(|url| Action::open_browser(url).send_context(false)),
        (address(), hostile()).prop_map(|(url, id)| {
            let widget = Action::open_widget(url, DesktopType::Sidebar);
            widget.id(id).size(570, 0)
        }),
    ]
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let leaf = prop_oneof![
        4 => hostile().prop_map(Call::Text),
        1 => Just(Call::LineBreak),
        1 => (vec(hostile(), 0..4), 0..4_usize).prop_map(|(items, n)| Call::List(items, n)),
    ];
    let call = leaf.prop_recursive(5, 40, 4, |inner| {
        let inner = || vec(inner.clone(), 0..4);
        prop_oneof![
            inner().prop_map(Call::Bold),
            inner().prop_map(Call::Italic),
            inner().prop_map(Call::Underline),
            (inner(), address()).prop_map(|(label, href)| Call::Link(label, href)),
            (inner(), user_id()).prop_map(|(name, id)| Call::Mention(name, id)),
            (inner(), action()).prop_map(|(label, action)| Call::Act(label, action)),
            (hostile(), inner()).prop_map(|(label, value)| Call::Row(label, value)),
        ]
    });
    vec(call, 0..6)
}

fn build(calls: &[Call]) -> Markup {
    calls.iter().fold(Markup::new(), |markup, call| match call {
        Call::Text(text) => markup.text(text),
        Call::LineBreak => markup.line_break(),
        Call::Bold(calls) => markup.bold(build(calls)),
        Call::Italic(calls) => markup.italic(build(calls)),
        Call::Underline(calls) => markup.underline(build(calls)),
        Call::Link(calls, href) => markup.link(build(calls), href),
        Call::Mention(calls, id) => markup.mention(id, build(calls)),
        Call::Act(calls, action) => markup.action(build(calls), action),
        Call::Row(label, calls) => markup.row(label, build(calls)),
        Call::List(items, n) => markup.push(markup::list(items).at_most(*n)),
    })
}

fn markups() -> impl Strategy<Value = Markup> {
    calls().prop_map(|calls| build(&calls))
}

/// What a reader sees of a whole FlockML document, as an independent XML parser reads it.
fn shown(document: &str) -> String {
    let document = roxmltree::Document::parse(document).expect("well-formed XML");
    let mut shown = String::new();
    for node in document.descendants() {
        if node.is_text() {
            shown.push_str(node.text().unwrap_or_default());
        } else if node.has_tag_name("br") {
            shown.push('\n');
        }
    }
    shown
}

/// What a reader sees of a caller's text.
fn shown_text(text: &str) -> String {
    shown(&format!("<flockml>{}</flockml>", escape::text(text)))
}

fn is_interactive(node: &roxmltree::Node<'_, '_>) -> bool {
    ["a", "user", "action"].contains(&node.tag_name().name())
}

/// The invariants, as the checker and an XML parser see them.
fn assert_clean(markup: &Markup) {
    let source = markup.to_flockml();
    let report = check::check(&source);
    assert!(!report.has_errors(), "{source}\n{report:#?}");
    let document = roxmltree::Document::parse(&source).expect("well-formed XML");
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        if is_interactive(&element) {
            let nested = element.ancestors().filter(is_interactive).count() - 1;
            assert_eq!(nested, 0, "{source}");
        }
        assert!(element.ancestors().count() <= MAX_DEPTH + 1, "{source}");
        if let Some(href) = element.attribute("href") {
            let scheme = href.split(':').next().unwrap_or_default().to_lowercase();
            let allowed = ["http", "https", "mailto", "tel"];
            assert!(allowed.contains(&&*scheme), "{source}");
        }
    }
}

proptest! {
    #[test]
    fn built_markup_is_well_formed_and_clean(markup in markups()) {
        assert_clean(&markup);
    }

    #[test]
    fn built_markup_is_read_as_it_was_built(markup in markups()) {
        let parsed = Markup::parse(&markup.to_flockml()).unwrap();
        prop_assert_eq!(parsed, markup);
    }

    #[test]
    fn text_is_never_markup(text in hostile()) {
        let markup = markup::text(&text);
        let shown = shown(&markup.to_flockml());
        prop_assert_eq!(markup.to_text(), &*shown);
        let replaced = |c: char| c != '\n' && c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}');
        if !text.contains(replaced) {
            prop_assert_eq!(shown, text);
        }
    }

    #[test]
    fn escaped_text_reads_back(text in "\\PC{0,40}[\n\t<>&\"']{0,9}\\PC{0,40}") {
        prop_assert_eq!(shown_text(&text), &*text);
        let tag = format!("<a href=\"{}\" id='{0}'/>", escape::attribute(&text));
        let document = roxmltree::Document::parse(&tag).unwrap();
        let root = document.root_element();
        prop_assert_eq!(root.attribute("href"), Some(&*text));
        prop_assert_eq!(root.attribute("id"), Some(&*text));
    }

    #[test]
    fn escaped_text_is_fit_for_xml(text in hostile()) {
        let attribute = escape::attribute(&text);
        let tag = format!("<a href=\"{attribute}\" id='{attribute}'/>");
        prop_assert!(roxmltree::Document::parse(&tag).is_ok());
        let allowed = |c: char| c == '\t' || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
        prop_assert!(escape::text(&text).chars().chain(attribute.chars()).all(allowed));
    }

    /// Long texts are escaped in another way than short ones.
    #[test]
    fn lines_together_are_escaped_as_they_are_alone(lines in vec(hostile(), 0..60)) {
        let lines: Vec<_> = lines.iter().map(|line| line.replace(['\r', '\x1b'], "")).collect();
        let each = |escape: for<'a> fn(&'a str) -> Cow<'a, str>, line_break: &str| {
            let lines: Vec<_> = lines.iter().map(|line| escape(line)).collect();
            lines.join(line_break)
        };
        let text = lines.join("\n");
        prop_assert_eq!(escape::text(&text), each(escape::text, "<br/>"));
        prop_assert_eq!(escape::attribute(&text), each(escape::attribute, "&#10;"));
        prop_assert_eq!(escape::json(&text), each(escape::json, "\\n"));
    }

    #[test]
    fn escaped_json_reads_back(text in hostile()) {
        let json = format!("\"{}\"", escape::json(&text));
        prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn appending_escapes_alike(text in hostile()) {
        let mut out = String::from("<");
        escape::push_text(&mut out, &text);
        prop_assert_eq!(&out[1..], &*escape::text(&text));
        out.truncate(1);
        escape::push_attribute(&mut out, &text);
        prop_assert_eq!(&out[1..], &*escape::attribute(&text));
        out.truncate(1);
        escape::push_json(&mut out, &text);
        prop_assert_eq!(&out[1..], &*escape::json(&text));
    }

    #[test]
    fn composing_is_concatenation(a in markups(), b in markups()) {
        let both = a.clone().push(&b);
        prop_assert_eq!(both.as_str(), format!("{}{}", a.as_str(), b.as_str()));
        prop_assert_eq!(both.to_text(), a.to_text() + &b.to_text());
        prop_assert_eq!([a, b].into_iter().collect::<Markup>(), both);
    }

    #[test]
    fn html_shows_the_same_words(markup in markups()) {
        let html = markup.to_html().replace("<br>", "<br/>");
        prop_assert_eq!(shown(&format!("<div>{html}</div>")), shown(&markup.to_flockml()));
    }

    #[test]
    fn parts_are_clean_short_and_lossless(markup in markups(), max in 0..24_usize) {
        let parts = markup.split(max);
        for part in &parts {
            assert_clean(part);
            prop_assert!(!part.is_empty());
            let source = part.to_flockml();
            let shown = shown(&source);
            let document = roxmltree::Document::parse(&source).unwrap();
            let unbreakable = shown.graphemes(true).count() == 1
                || document.descendants().any(|node| is_interactive(&node));
            prop_assert!(shown.chars().count() <= max.max(1) || unbreakable, "{:?}", part);
        }
        let text: String = parts.iter().map(Markup::to_text).collect();
        prop_assert_eq!(text, markup.to_text());
        let mentions: Vec<_> = parts.iter().flat_map(Markup::mentions).collect();
        prop_assert_eq!(mentions, markup.mentions().collect::<Vec<_>>());
    }

    #[test]
    fn parts_of_plain_text_are_never_longer(text in hostile(), max in 1..12_usize) {
        let whole = shown_text(&text);
        let boundaries: Vec<_> = whole.grapheme_indices(true).map(|(at, _)| at).collect();
        let mut at = 0;
        for part in markup::italic(&text).split(max) {
            let shown = shown(&part.to_flockml());
            prop_assert!(boundaries.contains(&at), "cut inside a grapheme");
            prop_assert!(shown.chars().count() <= max || shown.graphemes(true).count() == 1);
            at += shown.len();
        }
        prop_assert_eq!(at, whole.len());
    }

    #[test]
    fn truncated_markup_is_clean_and_a_beginning(markup in markups(), max in 0..24_usize) {
        let cut = markup.truncate(max);
        assert_clean(&cut);
        let (whole, left) = (shown(&markup.to_flockml()), shown(&cut.to_flockml()));
        prop_assert!(left.chars().count() <= max);
        if whole.chars().count() <= max {
            prop_assert_eq!(cut, markup);
        } else if max > 0 {
            let beginning = left.strip_suffix('…');
            prop_assert!(beginning.is_some_and(|beginning| whole.starts_with(beginning)));
        }
    }
}
