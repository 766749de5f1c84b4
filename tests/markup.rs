//! What the builder writes, and what its readers say, case by case.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use flockml::element::{ACTIONS, MAX_DEPTH};
use flockml::markup::{self, Action, ActionKind, Content, DesktopType, MobileType, UserId};
use flockml::{ErrorKind, Markup, check};

fn ada() -> UserId {
    UserId::new("u:ada").unwrap()
}

fn user(name: &str) -> String {
    format!("<user userId=\"u:ada\">{name}</user>")
}

#[test]
fn every_kind_of_content_is_taken() {
    let name = String::from("a<b");
    let bold = markup::bold("b");
    let markup = Markup::new()
        .text(&name)
        .text(name.clone())
        .text('&')
        .text(3_u8)
        .text(-1_i64)
        .text(0.5)
        .text(true)
        .text(Some("x"))
        .text(None::<&str>)
        .text(vec!["y", "z"])
        .text([&name])
        .text(format_args!("<{}>", 1))
        .text(&bold);
    assert_eq!(
        markup.as_str(),
        "a&lt;ba&lt;b&amp;3-10.5truexyza&lt;b&lt;1&gt;<b>b</b>"
    );
}

#[test]
fn text_becomes_markup_by_conversion() {
    assert_eq!(Markup::from("R&D").as_str(), "R&amp;D");
    assert_eq!(Markup::from(String::from("<")).as_str(), "&lt;");
    assert_eq!(Markup::from(Some(markup::bold("x"))).as_str(), "<b>x</b>");
    assert_eq!(Markup::from(None::<&str>), Markup::new());
    let lines: Markup = ["a", "b"].into_iter().map(markup::underline).collect();
    assert_eq!(lines.as_str(), "<u>a</u><u>b</u>");
}

#[test]
fn empty_elements_are_not_written() {
    let nothing = Markup::new()
        .bold("")
        .italic(None::<&str>)
        .underline("\x1b[0m");
    assert!(nothing.is_empty());
    assert_eq!(markup::row("", "").as_str(), " <br/>");
}

#[test]
fn links_to_other_schemes_are_text() {
    for (href, shown) in [
        ("javascript:alert(1)", "a (javascript:alert(1))"),
        ("java\nscript:alert(1)", "a (java<br/>script:alert(1))"),
        ("data:text/html,<b>", "a (data:text/html,&lt;b&gt;)"),
        ("/runbook", "a (/runbook)"),
        ("https:", "a (https:)"),
        (
            "https://exa\u{1}mple.com",
            "a (https://exa\u{fffd}mple.com)",
        ),
        ("", "a"),
        ("a", "a"),
    ] {
        assert_eq!(markup::link("a", href).as_str(), shown, "{href:?}");
    }
}

#[test]
fn links_are_written_as_they_are_safe() {
    for (href, written) in [
        (
            "https://example.com/?a=1&b='2'",
            "https://example.com/?a=1&amp;b=&#39;2&#39;",
        ),
        ("  http://example.com ", "http://example.com"),
        ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"),
        ("mailto:ada@example.com", "mailto:ada@example.com"),
        ("tel:+4930123", "tel:+4930123"),
        (
            "https://example.com/ü \"x\"",
            "https://example.com/ü &quot;x&quot;",
        ),
    ] {
        let link = markup::link("a", href);
        assert_eq!(link.as_str(), format!("<a href=\"{written}\">a</a>"));
    }
}

#[test]
fn labels_that_show_nothing_are_replaced() {
    let url = "https://example.com";
    for label in ["", " ", "\n", "\u{2003}"] {
        let link = markup::link(label, url);
        assert_eq!(link.as_str(), format!("<a href=\"{url}\">{url}</a>"));
        assert_eq!(markup::mention(ada(), label).as_str(), user("u:ada"));
    }
    assert_eq!(
        markup::action("", Action::send_event("ack")).as_str(),
        "<action type=\"sendEvent\" id=\"ack\">ack</action>"
    );
    assert_eq!(markup::action("", Action::send_event("")).as_str(), "");
}

#[test]
fn the_inner_of_two_interactive_elements_keeps_its_words() {
    let inner = markup::bold(markup::mention(ada(), "Ada"))
        .text(" and ")
        .link("more", "https://b.example");
    assert_eq!(
        markup::link(inner.clone(), "https://a.example").as_str(),
        "<a href=\"https://a.example\"><b>Ada</b> and more</a>"
    );
    assert_eq!(
        markup::mention(ada(), inner.clone()).as_str(),
        user("<b>Ada</b> and more")
    );
    // What loses its own tag leaves the others theirs.
    assert_eq!(
        markup::link(inner.clone(), "ftp://a.example").as_str(),
        format!("{} (ftp://a.example)", inner.as_str())
    );
}

#[test]
fn elements_too_deep_lose_their_tags() {
    let deep = (0..3 * MAX_DEPTH).fold(markup::text("words\nmore"), |inner, _| markup::bold(inner));
    let levels = deep.as_str().matches("<b>").count();
    assert_eq!(levels, MAX_DEPTH - 2);
    assert_eq!(deep.to_text(), "words\nmore");
    assert!(check::check(&deep.to_flockml()).is_empty());
    assert_eq!(
        markup::link(&deep, "https://example.com").to_text(),
        "words\nmore (https://example.com)"
    );
    assert_eq!(markup::mention(ada(), &deep), deep);
}

#[test]
fn actions_have_the_attributes_of_the_table() {
    let action = Action::open_widget("https://example.com/w?a&b", DesktopType::Sidebar)
        .id("w\"1")
        .mobile(MobileType::Modal)
        .send_context(true)
        .size(570, 270);
    let markup = markup::action("Open", &action);
    assert_eq!(
        markup.as_str(),
        "<action type=\"openWidget\" id=\"w&quot;1\" url=\"https://example.com/w?a&amp;b\" \
         desktopType=\"sidebar\" mobileType=\"modal\" sendContext=\"true\" width=\"570\" \
         height=\"270\">Open</action>"
    );
    assert!(check::check(&markup.to_flockml()).is_empty());
    for url in ["javascript:x", "mailto:ada@example.com", "", "/w"] {
        assert_eq!(
            markup::action("Open", Action::open_browser(url)).as_str(),
            "Open"
        );
    }
    for kind in [
        ActionKind::OpenWidget,
        ActionKind::OpenBrowser,
        ActionKind::SendEvent,
    ] {
        assert!(ACTIONS.iter().any(|known| known.name == kind.as_str()));
    }
}

#[test]
fn user_ids_are_checked() {
    for id in ["", "u:", "ada", "g:183f", "u:a b", "u:a\"", "U:ada", "u:ä"] {
        let error = UserId::new(id).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidValue);
        assert!(error.to_string().contains(&format!("`{id}`")), "{error}");
    }
    assert_eq!("u:B3-x_9".parse::<UserId>().unwrap().as_str(), "u:B3-x_9");
}

#[test]
fn plain_text_names_targets_once() {
    for (markup, text) in [
        (
            markup::link("runbook", "https://a.example/?x&y"),
            "runbook (https://a.example/?x&y)",
        ),
        (
            markup::link("https://a.example/?x&y", "https://a.example/?x&y"),
            "https://a.example/?x&y",
        ),
        (
            markup::link(markup::bold("a@b.example"), "mailto:a@b.example"),
            "a@b.example",
        ),
        (markup::link("+49 30", "tel:+4930"), "+49 30 (tel:+4930)"),
        (markup::mention(ada(), "Ada"), "@Ada"),
        (markup::mention(ada(), markup::bold("@Ada")), "@Ada"),
        (markup::action("Ack", Action::send_event("1")), "Ack"),
        (markup::row("R&D", "<3"), "R&D <3\n"),
    ] {
        assert_eq!(markup.to_text(), text);
    }
}

#[test]
fn html_is_safe_and_tells_what_was_pressed() {
    let action = Action::open_widget("https://a.example", DesktopType::Modal);
    let markup = markup::mention(ada(), "<Ada>")
        .text('"')
        .action("Open", action);
    assert_eq!(
        markup.to_html(),
        "<span class=\"user\" data-user-id=\"u:ada\">&lt;Ada&gt;</span>\"\
         <span class=\"action\" data-type=\"openWidget\" data-url=\"https://a.example\" \
         data-desktop-type=\"modal\">Open</span>"
    );
}

#[test]
fn lists_say_how_many_they_leave_out() {
    let list = |n: usize| Markup::from(markup::list(["a", "<b>", "c"]).at_most(n));
    assert_eq!(list(3).as_str(), "• a<br/>• &lt;b&gt;<br/>• c<br/>");
    assert_eq!(list(1).as_str(), "• a<br/>and 2 more<br/>");
    assert_eq!(list(0).as_str(), "and 3 more<br/>");
    assert!(Markup::from(markup::list(Vec::<&str>::new()).at_most(0)).is_empty());
}

#[test]
fn truncation_closes_what_it_cuts() {
    let link = markup::text("see ").link("the runbook", "https://a.example");
    for (markup, max, left) in [
        (markup::bold("abcdef"), 4, "<b>abc</b>…"),
        (markup::bold("abcdef"), 6, "<b>abcdef</b>"),
        (markup::text("a & b & c"), 4, "a &amp;…"),
        (markup::text("a\nb\nc"), 3, "a<br/>…"),
        (markup::text("👩‍👩‍👧‍👦👩‍👩‍👧‍👦"), 9, "👩‍👩‍👧‍👦…"),
        (markup::text("👩‍👩‍👧‍👦👩‍👩‍👧‍👦"), 7, "…"),
        (markup::bold("ab").italic("cd"), 3, "<b>ab</b>…"),
        // A link is left out whole, or cut without its tag if it never fits.
        (link.clone(), 14, "see …"),
        (link.clone(), 10, "see the r…"),
        (link.clone(), 15, link.as_str()),
        (markup::bold("abc"), 1, "…"),
        (markup::bold("abc"), 0, ""),
        (Markup::new(), 0, ""),
    ] {
        assert_eq!(markup.truncate(max).as_str(), left, "{markup:?} to {max}");
    }
}

#[test]
fn parts_end_where_a_reader_would_end_them() {
    let link = || markup::link("a long link", "https://a.example");
    for (markup, max, parts) in [
        (
            markup::text("one\ntwo three"),
            9,
            vec!["one<br/>", "two three"],
        ),
        (markup::text("one two three"), 9, vec!["one two ", "three"]),
        (markup::text("onetwothree"), 4, vec!["onet", "woth", "ree"]),
        (markup::text("a&b&c"), 2, vec!["a&amp;", "b&amp;", "c"]),
        (
            markup::bold(markup::italic("ab cd").text("ef")),
            4,
            vec!["<b><i>ab </i></b>", "<b><i>cd</i>ef</b>"],
        ),
        (
            markup::bold("abc").italic("def"),
            3,
            vec!["<b>abc</b>", "<i>def</i>"],
        ),
        (
            markup::text("x").push(link()).text("y"),
            4,
            vec!["x", "LINK", "y"],
        ),
        (markup::text("ab"), 0, vec!["a", "b"]),
        (Markup::new(), 5, vec![]),
        (markup::line_break().line_break(), 1, vec!["<br/>", "<br/>"]),
    ] {
        let written = markup.split(max);
        let written: Vec<_> = written.iter().map(Markup::as_str).collect();
        let link = link();
        let parts: Vec<_> = parts
            .into_iter()
            .map(|part| if part == "LINK" { link.as_str() } else { part })
            .collect();
        assert_eq!(written, parts, "{markup:?} at {max}");
    }
}

/// Content that throws away what it is given.
struct Instead(Markup);

impl Content for Instead {
    fn append_to(self, markup: &mut Markup) {
        *markup = self.0;
    }
}

#[test]
fn content_of_a_callers_own_cannot_touch_what_was_built() {
    let built = || Markup::new().text("before ");
    let instead = || Instead(markup::link("x", "https://example.com"));
    let link = r#"<a href="https://example.com">x</a>"#;
    for (markup, shown) in [
        (built().push(instead()), link.to_owned()),
        (built().bold(instead()), format!("<b>{link}</b>")),
        (built().bold(Some(instead())), format!("<b>{link}</b>")),
        (built().bold([instead()]), format!("<b>{link}</b>")),
        (
            built().link(instead(), "mailto:a@example.com"),
            r#"<a href="mailto:a@example.com">x</a>"#.to_owned(),
        ),
        (
            built().link(instead(), "javascript:x"),
            format!("{link} (javascript:x)"),
        ),
        (
            built().row(instead(), instead()),
            format!("<b>{link}</b> {link}<br/>"),
        ),
        (built().list([instead()]), format!("• {link}<br/>")),
        (
            built().mention(UserId::new("u:ada").unwrap(), Instead(Markup::new())),
            r#"<user userId="u:ada">u:ada</user>"#.to_owned(),
        ),
    ] {
        assert_eq!(markup.as_str(), format!("before {shown}"));
        assert_eq!(Markup::parse(&markup.to_flockml()).unwrap(), markup);
    }
}
