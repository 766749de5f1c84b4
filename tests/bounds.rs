//! Inputs of any size and depth get a clear answer, in time linear in their length.
//!
//! Nothing here looks at a clock: what is quadratic or recursive makes these tests hang or overflow.

use flockml::Markup;
use flockml::check::{MAX_DIAGNOSTICS, Report, check, fix};
use flockml::message::check_json;

fn rules(report: &Report) -> Vec<&'static str> {
    let mut rules: Vec<_> = report
        .diagnostics()
        .iter()
        .map(|finding| finding.rule.id)
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn root(content: &str) -> String {
    format!("<flockml>{content}</flockml>")
}

#[test]
fn a_byte_order_mark_and_crlf_are_fine() {
    let text = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<flockml>\r\n  <b>db-1</b> is down<br/>\r\n  since 09:12\r\n</flockml>\r\n";
    let report = check(text);
    assert!(report.is_empty(), "{:?}", report.diagnostics());
}

#[test]
fn places_count_a_byte_order_mark_as_nothing_else() {
    let report = check("\u{feff}<flockml>a & b</flockml>");
    let finding = &report.diagnostics()[0];
    assert_eq!(finding.span.start(), "\u{feff}<flockml>a ".len());
}

#[test]
fn fifty_megabytes_are_checked() {
    let line = "<b>db-1</b> is down &amp; out, see <a href=\"https://example.com/?a=1&amp;b=2\">the runbook</a><br/>\n";
    let text = root(&line.repeat(50_000_000 / line.len()));
    assert!(check(&text).is_empty());
}

#[test]
fn fifty_megabytes_of_words_are_checked() {
    let text = root(&"all work and no play ".repeat(50_000_000 / 21));
    assert!(check(&text).is_empty());
}

#[test]
fn deep_nesting_is_one_finding() {
    let deep = 100_000;
    let text = root(&("<b>".repeat(deep) + "x" + &"</b>".repeat(deep)));
    let report = check(&text);
    assert_eq!(rules(&report), ["nesting-too-deep"]);
    assert!(
        report.diagnostics().len() <= 10,
        "{}",
        report.diagnostics().len()
    );
    assert!(Markup::parse(&text).is_err());
}

#[test]
fn unclosed_tags_are_reported_and_counted() {
    for tag in ["<b>", "<a href=\"https://example.com\">", "<x>", "<br>"] {
        let text = root(&tag.repeat(100_000));
        let report = check(&text);
        assert!(report.has_errors());
        assert!(report.diagnostics().len() <= MAX_DIAGNOSTICS);
        let _ = fix(&text, &report);
    }
}

#[test]
fn closing_tags_that_close_nothing_are_reported() {
    let report = check(&root(&("x".to_owned() + &"</b>".repeat(100_000))));
    assert_eq!(rules(&report), ["unexpected-end-tag"]);
    assert_eq!(report.diagnostics().len() + report.omitted(), 100_000);
}

#[test]
fn crossed_tags_in_number_are_reported() {
    let text = root(&("<b><i>".repeat(50_000) + &"</b></i>".repeat(50_000)));
    assert!(check(&text).has_errors());
}

/// Checks and mends `times` copies of `piece`, inside a root and alone, as FlockML and as JSON.
fn assert_bounded(piece: &str, times: usize) {
    let alone = piece.repeat(times);
    let text = root(&alone);
    let report = check(&text);
    assert!(report.diagnostics().len() <= MAX_DIAGNOSTICS, "{piece:?}");
    let fixed = fix(&text, &report);
    assert!(fixed.len() < 10 * text.len(), "{piece:?}");
    assert!(check(&alone).has_errors(), "{piece:?}");
    assert!(check_json(&alone).has_errors(), "{piece:?}");
}

#[test]
fn a_million_of_one_character_are_reported() {
    for piece in ["<", "&", "\""] {
        assert_bounded(piece, 1_000_000);
    }
}

#[test]
fn beginnings_without_an_end_are_reported() {
    for piece in [
        "'",
        ">",
        "]]>",
        "<!--",
        "<![CDATA[",
        "<?",
        "<!",
        "</",
        "&#",
        "<b ",
        "<b a=\"",
        "<b a='",
        "\u{1b}",
        "\u{1b}]",
        "\r",
        "\n",
        "*",
        "`",
        "[a](",
        "&lt;",
        "&a",
        "<a",
        "{",
        "[",
    ] {
        assert_bounded(piece, 10_000);
    }
}

#[test]
fn findings_past_the_limit_are_counted() {
    let report = check(&root(&"& ".repeat(5_000)));
    assert_eq!(report.diagnostics().len(), MAX_DIAGNOSTICS);
    assert_eq!(report.omitted(), 5_000 - MAX_DIAGNOSTICS);
}

#[test]
fn a_long_attribute_is_read() {
    let value = "a".repeat(5_000_000);
    let text = root(&format!(
        "<a href=\"https://example.com/{value}\">runbook</a>"
    ));
    assert!(check(&text).is_empty());
    let text = root(&format!("<a href=\"{value}\">runbook</a>"));
    assert_eq!(rules(&check(&text)), ["relative-link"]);
    let message = &check(&text).diagnostics()[0].message.clone();
    assert!(message.len() < 1_000, "a message as long as the value");
}

#[test]
fn many_attributes_are_read() {
    let attributes: String = (0..50_000).map(|n| format!(" a{n}=\"x\"")).collect();
    assert!(check(&root(&format!("<b{attributes}>x</b>"))).has_errors());
    let attributes = " id=\"x\"".repeat(50_000);
    let report = check(&root(&format!(
        "<action type=\"sendEvent\"{attributes}>x</action>"
    )));
    assert_eq!(rules(&report), ["duplicate-attribute"]);
}

#[test]
fn long_names_are_read() {
    let name = "b".repeat(1_000_000);
    let report = check(&root(&format!("<{name}>x</{name}>")));
    assert_eq!(rules(&report), ["unknown-element"]);
    assert!(report.diagnostics()[0].message.len() < 1_000);
    let report = check(&root(&format!("&{name};")));
    assert!(report.has_errors());
    assert!(report.diagnostics()[0].message.len() < 1_000);
}

#[test]
fn deep_json_is_a_finding() {
    for (open, close) in [("[", "]"), ("{\"attachments\":[", "]}"), ("{\"a\":", "}")] {
        let open = open.repeat(100_000);
        assert!(check_json(&open).has_errors());
        assert!(check_json(&format!("{open}1{}", close.repeat(100_000))).has_errors());
    }
}

#[test]
fn large_json_is_checked() {
    let text = format!(
        "{{ \"text\": \"{}\" }}",
        "all work and no play\\n".repeat(500_000)
    );
    assert!(check_json(&text).is_empty());
    let flockml = root(&"<b>x</b> &amp; y<br/>\\n".repeat(200_000));
    let text = format!("{{ \"flockml\": \"{flockml}\" }}");
    assert!(check_json(&text).is_empty());
}

#[test]
fn long_texts_are_split_into_many_parts() {
    let text = Markup::from("all work and no play ".repeat(100_000));
    let parts = text.split(1);
    assert_eq!(parts.len(), 2_100_000);
    assert_eq!(parts[2_099_998].as_str(), "y");
}
