//! FlockML of others becomes canonical markup.

use flockml::{ErrorKind, Markup, check};
use proptest::prelude::*;
use proptest::sample::select;

/// What stands inside `<flockml>`, and what becomes of it.
const CASES: &[(&str, &str)] = &[
    // white space of the source
    (
        "\n  <b>db-1</b> is\n  down<br/>\n  <i>now</i>\n",
        "<b>db-1</b> is down<br/><i>now</i>",
    ),
    ("a  b", "a  b"),
    ("a \r\n\t b", "a b"),
    ("<b>a\n</b>b", "<b>a</b> b"),
    ("a<br/>\n\n<br/>\nb", "a<br/><br/>b"),
    ("a&#10;b&#xA;c", "a<br/>b<br/>c"),
    // spellings
    (
        "<strong>a</strong><em>b</em>",
        "<strong>a</strong><em>b</em>",
    ),
    ("a<br></br>b<br />c", "a<br/>b<br/>c"),
    (
        "&#65;&amp;&lt;&gt;&quot;&apos;&#x1F600;",
        "A&amp;&lt;&gt;\"'\u{1F600}",
    ),
    ("1 > 0", "1 &gt; 0"),
    ("a<!-- no -->b", "ab"),
    ("<![CDATA[<b>]]>", "&lt;b&gt;"),
    (
        "<a href='https://example.com/?a=1&amp;b=\"2\"'>x</a>",
        "<a href=\"https://example.com/?a=1&amp;b=&quot;2&quot;\">x</a>",
    ),
    (
        "<user userId = \" u:ada \" >Ada</user>",
        "<user userId=\"u:ada\">Ada</user>",
    ),
    (
        "<user group=\"all\">@all</user>",
        "<user group=\"all\">@all</user>",
    ),
    (
        "<action type=\"dispatchEvent\" id=\"1\">x</action>",
        "<action type=\"sendEvent\" id=\"1\">x</action>",
    ),
    (
        "<action type='sendEvent' id='a\r\n b\tc&#10;d'>x</action>",
        "<action type=\"sendEvent\" id=\"a  b c&#10;d\">x</action>",
    ),
    // one thing to press at a time
    (
        "<a href=\"https://example.com\">x <user userId=\"u:ada\">Ada</user></a>",
        "<a href=\"https://example.com\">x Ada</a>",
    ),
    // nothing to press
    ("<a href=\"\">x</a>", "x"),
    ("a<a href=\"https://example.com\"/>b", "ab"),
];

#[test]
fn documents_become_canonical() {
    for (inner, canonical) in CASES {
        let markup = Markup::parse(&format!("<flockml>{inner}</flockml>"))
            .unwrap_or_else(|error| panic!("{inner}: {error}"));
        assert_eq!(markup.as_str(), *canonical, "{inner}");
        let again = Markup::parse(&markup.to_flockml()).unwrap();
        assert_eq!(again, markup, "{inner}");
    }
}

#[test]
fn a_declaration_and_a_byte_order_mark_are_no_content() {
    let document = "\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<flockml>x</flockml>\n";
    assert_eq!(Markup::parse(document).unwrap().as_str(), "x");
}

#[test]
fn errors_come_as_a_report() {
    let error = Markup::parse("<flockml><b>x</flockml>").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidContent);
    let report = error.report().unwrap();
    assert_eq!(report.diagnostics()[0].rule.id, "unclosed-element");
}

#[test]
fn an_address_with_a_control_character_is_an_error() {
    for control in [
        "\n", "\r\n", "\t", "&#10;", "&#x9;", "&#13;", "&#127;", "&#x7F;",
    ] {
        for tag in [
            format!("<a href='https://a.b/x{control}y'>k</a>"),
            format!("<action type='openBrowser' url='https://a.b/x{control}y'>k</action>"),
        ] {
            let error = Markup::parse(&format!("<flockml>{tag}</flockml>")).unwrap_err();
            let found = &error.report().unwrap().diagnostics()[0];
            assert_eq!(found.rule.id, "invalid-value", "{tag}");
        }
    }
}

/// What addresses are made of, as they are written in a tag.
const ADDRESSES: &[&str] = &[
    "https://",
    "HTTP://",
    "mailto:",
    "tel:",
    "slack:",
    "javascript:",
    "example.com",
    "a",
    "/",
    "?",
    "#",
    "é",
    " ",
    "\n",
    "\r",
    "\t",
    "&amp;",
    "&#39;",
    "&#10;",
    "&#xd;",
    "&#9;",
    "&#32;",
    "&#x7F;",
    "&#x61;",
    "&Tab;",
    "&NewLine;",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "%0A",
    "'",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_link_without_findings_keeps_its_tag(
        scheme in select(&["", "https://", "https://example.com/", "mailto:", "\n "]),
        pieces in prop::collection::vec(select(ADDRESSES), 0..6),
        is_action in any::<bool>(),
    ) {
        let address = scheme.to_owned() + &pieces.concat();
        let (start, end) = if is_action {
            ("<action type=\"openBrowser\" url=", "</action>")
        } else {
            ("<a href=", "</a>")
        };
        let document = format!("<flockml>{start}\"{address}\">k{end}</flockml>");
        if check::check(&document).is_empty() {
            let markup = Markup::parse(&document).unwrap();
            prop_assert!(markup.as_str().starts_with(start), "{document:?}: {markup:?}");
        }
    }
}

#[test]
fn a_payload_is_no_markup() {
    let error = Markup::parse("<message><flockml>x</flockml></message>").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidContent);
}
