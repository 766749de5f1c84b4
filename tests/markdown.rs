//! Markdown becomes clean FlockML that says all of it.
#![cfg(feature = "markdown")]

use std::fmt::Write as _;

use flockml::check;
use flockml::markup::markdown::{Converted, LostKind, MAX_LEVELS, convert};
use flockml::source::Source;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use roxmltree::Node;

/// Every example of the CommonMark specification, from `tests/data`.
fn examples() -> Vec<String> {
    let examples: Vec<String> =
        serde_json::from_str(include_str!("data/commonmark.json")).expect("a list of strings");
    assert_eq!(examples.len(), 652);
    examples
}

/// What a reader sees of XML, with a line break for `br` and a blank behind a link, image or cell.
fn visible(xml: &str) -> String {
    let document = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let mut text = String::new();
    push_visible(document.root(), &mut text);
    text
}

fn push_visible(node: Node<'_, '_>, out: &mut String) {
    if let Some(words) = node.text().filter(|_| node.is_text()) {
        out.push_str(words);
    }
    out.push_str(node.attribute("alt").unwrap_or_default());
    for child in node.children() {
        push_visible(child, out);
    }
    match node.tag_name().name() {
        "br" => out.push('\n'),
        "a" | "img" | "td" | "th" => out.push(' '),
        _ => {}
    }
}

/// The HTML of `markdown`, with HTML in it as text.
fn as_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        // Where HTML has a number, FlockML has the footnote's name.
        Event::FootnoteReference(_) => None,
        Event::Start(Tag::FootnoteDefinition(_)) => Some(Event::Start(Tag::BlockQuote(None))),
        Event::End(TagEnd::FootnoteDefinition) => Some(Event::End(TagEnd::BlockQuote(None))),
        event => Some(event),
    });
    let mut out = String::from("<html>");
    html::push_html(&mut out, events);
    out.push_str("</html>");
    out.replace(|c: char| c < ' ' && !c.is_ascii_whitespace(), "\u{fffd}")
}

/// Converts, and fails unless the result is clean.
fn clean(markdown: &str) -> Converted {
    let converted = convert(markdown);
    let flockml = converted.markup.to_flockml();
    visible(&flockml);
    let report = check::check(&flockml);
    assert!(!report.has_errors(), "{markdown:?}\n{flockml}\n{report:?}");
    for lost in &converted.lost {
        assert!(markdown.get(lost.span.range()).is_some(), "{lost:?}");
    }
    converted
}

/// Fails unless every word of the HTML is in the FlockML, in order.
fn assert_nothing_lost(markdown: &str) {
    let converted = clean(markdown);
    let ours = visible(&converted.markup.to_flockml());
    let mut rest = ours.as_str();
    for word in visible(&as_html(markdown)).split_whitespace() {
        let at = rest
            .find(word)
            .unwrap_or_else(|| panic!("lost {word:?} of {markdown:?}: {ours:?}"));
        rest = &rest[at + word.len()..];
    }
}

#[test]
fn every_example_of_the_specification_is_clean_and_complete() {
    for example in examples() {
        assert_nothing_lost(&example);
    }
}

#[test]
fn documents() {
    insta::glob!("markdown/*.md", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert_nothing_lost(&text);
        let converted = clean(&text);
        let mut shown = converted.markup.as_str().replace("<br/>", "<br/>\n");
        shown.push_str("\n\nlost:\n");
        let source = Source::new("", text.as_str());
        for lost in &converted.lost {
            let place = source.position(lost.span.start());
            writeln!(shown, "{place} {:?}: {lost}", lost.kind).unwrap();
        }
        insta::assert_snapshot!(shown.replace('\u{a0}', "·"));
    });
}

#[test]
fn a_byte_order_mark_is_skipped_and_counted() {
    let source = "\u{feff}# T\n\n~~x~~";
    let converted = clean(source);
    assert_eq!(converted.markup.as_str(), "<b>T</b><br/><br/>x");
    assert_eq!(&source[converted.lost[1].span.range()], "~~x~~");
}

#[test]
fn escape_sequences_of_terminals_leave_nothing_behind() {
    let converted = clean("**\x1b[31mred\x1b[0m** \x1b[1mbold\x1b[0m");
    assert_eq!(converted.markup.as_str(), "<b>red</b> bold");
}

#[test]
fn output_grows_with_the_source_and_not_faster() {
    let quotes = format!("{}a{}", ">".repeat(2_000), "\\\nb".repeat(2_000));
    let lists: String = (0..1_000)
        .map(|n| format!("{}- x\n", "  ".repeat(n)))
        .collect();
    let wide = format!("|{}|\n|-|\n{}", "x".repeat(20_000), "|a|\n".repeat(20_000));
    let columns = format!(
        "{}|\n{}|\n{}",
        "|abcdefghijklmnopqrstuvwxyzabcdefghijklmn".repeat(200),
        "|-".repeat(200),
        format!("{}|\n", "|a".repeat(200)).repeat(500)
    );
    let links = format!("{}x{}", "![".repeat(5_000), "](/y)".repeat(5_000));
    let tabs = format!("```\n{}x", "\t".repeat(10_000));
    for source in [quotes, lists, wide, columns, links, tabs] {
        let converted = clean(&source);
        let limit = 32 * source.len() + 1_024;
        assert!(converted.markup.as_str().len() < limit, "{}", &source[..40]);
    }
}

#[test]
fn levels_too_deep_are_named() {
    let source = format!("{} x", ">".repeat(MAX_LEVELS + 2));
    let lost: Vec<_> = clean(&source).lost.iter().map(|lost| lost.kind).collect();
    assert_eq!(lost, [LostKind::Level, LostKind::Level]);
}

#[test]
fn deep_containers_take_no_longer_at_every_line() {
    let lines = "x\n".repeat(30_000);
    for open in ["> ", ">", "- ", "+\t", "1. ", "[^a\\]:b]: ", "  \t* > 12) "] {
        for end in ["", "\n", "\r"] {
            let source = format!("a{end}{end}{}{lines}", open.repeat(60_000 / open.len()));
            let converted = convert(&source);
            let text = converted.markup.to_text();
            assert_eq!(text.matches('x').count(), 30_000, "{open:?}");
            for lost in &converted.lost {
                assert!(source.get(lost.span.range()).is_some(), "{lost:?}");
            }
        }
    }
    let steps: String = (1..600)
        .map(|n| format!("{}- x\n", "\t".repeat(n / 2)))
        .collect();
    assert_eq!(
        convert(&(steps + &lines))
            .markup
            .to_text()
            .matches('x')
            .count(),
        30_599
    );
}

#[test]
fn what_begins_far_inside_of_its_line_is_text() {
    let source = format!("{}~~far~~ [a](b:c)", "> ".repeat(150));
    let converted = clean(&source);
    let text = converted.markup.to_text().replace('\u{200b}', "");
    assert!(
        text.ends_with(&format!("{}far a (b:c)", "> ".repeat(49))),
        "{text}"
    );
    let said: Vec<_> = converted
        .lost
        .iter()
        .map(|lost| &source[lost.span.range()])
        .collect();
    assert_eq!(said[said.len() - 2..], ["~~far~~", "[a](b:c)"]);
    // A rule is one however long it is, and code keeps what it shows.
    assert_eq!(convert(&"- ".repeat(300)).markup.as_str(), "———");
    let wide = format!("```\n{}- x\n```", "-".repeat(300));
    assert_eq!(
        convert(&wide).markup.as_str(),
        format!("{}- x", "-".repeat(300))
    );
}

/// Pieces that make random Markdown likely to mean something.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![
            "\n", "\n\n", " ", "    ", "\t", "- ", "1. ", "10) ", "> ", "# ", "### ", "**", "*", "_", "`", "```\n",
            "~~", "[", "](", ")", "![", "<b>", "</b>", "<div>\n", "<!-- ", " -->", "&amp;", "&#0;", "&nbsp;", "&#10;",
            "\\", "\\\n", "  \n", "---\n", "===\n", "|", "|-|-|\n", "| a | b |\n", "[^1]", "[^1]: ", "[ ] ", "[x] ",
            "[!NOTE]", "https://example.com", "javascript:x", "<https://example.com>", "<a@b.c>", "mailto:x", "\u{1}",
            "\u{1b}[31m", "\u{ffff}", "\r\n", "\r", "<", ">", "&", "\"", "'",
        ]).prop_map(str::to_owned),
        2 => "[a-z]{1,6}",
        1 => "\\PC{0,4}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_markdown_becomes_clean_flockml(source in markdown()) {
        clean(&source);
    }

    #[test]
    fn conversion_reads_the_same_as_html(source in "[a-z*_`#> \\[\\]()!|\n-]{0,80}") {
        assert_nothing_lost(&source);
    }
}
