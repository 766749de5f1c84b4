//! The check of payload files.

use std::fmt::Write as _;
use std::fs;

use flockml::check::{self, Report};
use flockml::message::{Message, PayloadKind, check_json, check_json_as};
use flockml::source::{Source, Span};

/// Each finding with its place, its source and its fix.
fn shown(text: &str, report: &Report) -> String {
    let source = Source::new("payload.json", text);
    let place = |span: Span| {
        let slice = &text[span.range()];
        format!("{} `{slice}`", source.position(span.start()))
    };
    let mut out = String::new();
    for found in report.diagnostics() {
        let severity = found.severity.as_str();
        let _ = writeln!(out, "{severity} {} at {}", found.rule.id, place(found.span));
        let _ = writeln!(out, "  {}", found.message);
        for label in &found.labels {
            let _ = writeln!(out, "  {} at {}", label.message, place(label.span));
        }
        if let Some(help) = &found.help {
            let _ = writeln!(out, "  help: {help}");
        }
        for edit in found.fix.iter().flat_map(|fix| &fix.edits) {
            let _ = writeln!(out, "  fix: `{}` at {}", edit.replacement, place(edit.span));
        }
    }
    out
}

#[test]
fn findings_stand_at_their_places() {
    insta::glob!("payloads/*.json", |path| {
        let text = fs::read_to_string(path).unwrap();
        insta::assert_snapshot!(shown(&text, &check_json(&text)));
    });
}

#[test]
fn what_flock_itself_sends_has_no_errors_and_can_be_read() {
    let mut captures = 0;
    insta::glob!("payloads/capture-*.json", |path| {
        let text = fs::read_to_string(path).unwrap();
        let report = check_json(&text);
        assert!(!report.has_errors(), "{}", shown(&text, &report));
        let message: Message = serde_json::from_str(&text).unwrap();
        let again = check_json(&message.to_json());
        assert!(again.is_empty(), "{}", shown(&message.to_json(), &again));
        captures += 1;
    });
    assert_eq!(captures, 6);
}

#[test]
fn fixes_leave_json_whose_flockml_is_right() {
    let text = r#"{"flockml":"<flockml>\u003cb>a & \"b\"<br></b></flockml>"}"#;
    let mended = check::fix(text, &check_json(text));
    assert_eq!(
        mended,
        r#"{"flockml":"<flockml>\u003cb>a &amp; \"b\"<br/></b></flockml>"}"#
    );
    assert!(check_json(&mended).is_empty());

    let text = r#"{"flockml":"no \"root\""}"#;
    let mended = check::fix(text, &check_json(text));
    assert_eq!(mended, r#"{"flockml":"<flockml>no \"root\"</flockml>"}"#);

    let text = r#"{"buttons":[{"name":"a","action":{"type":"sendToApp"}}]}"#;
    let mended = check::fix(text, &check_json_as(text, PayloadKind::Attachment));
    assert_eq!(
        mended,
        r#"{"buttons":[{"name":"a","action":{"type":"sendEvent"}}]}"#
    );
}

#[test]
fn attachments_and_buttons_are_checked_by_themselves() {
    let rules = |text, kind| {
        let report = check_json_as(text, kind);
        report
            .into_iter()
            .map(|found| found.rule.id)
            .collect::<Vec<_>>()
    };
    let attachment = r##"{"title":"db-1","color":"#abc"}"##;
    assert!(rules(attachment, PayloadKind::Attachment).is_empty());
    assert_eq!(
        rules(attachment, PayloadKind::Message),
        ["empty-message", "unknown-field", "unknown-field"]
    );
    assert!(
        rules(
            r#"{"name":"a","action":{"type":"sendEvent"}}"#,
            PayloadKind::Button
        )
        .is_empty()
    );
    assert_eq!(
        rules("{}", PayloadKind::Button),
        ["missing-field", "missing-field"]
    );
    assert!(rules("{}", PayloadKind::Attachment).is_empty());
}

#[test]
fn deep_and_long_payloads_have_a_clear_answer() {
    for open in ["[", "{\"a\":", "[{\"a\":["] {
        let report = check_json(&open.repeat(100_000));
        assert_eq!(report.diagnostics().len(), 1);
        assert_eq!(report.diagnostics()[0].rule.id, "invalid-json");
        assert!(report.diagnostics()[0].message.contains("deep"));
    }
    let nested = format!("{}{}", "[".repeat(127), "]".repeat(127));
    let report = check_json(&format!("{{\"text\":\"x\",\"a\":{}}}", &nested[1..253]));
    assert_eq!(report.diagnostics()[0].rule.id, "unknown-field");
    let many = format!("{{{}\"text\":\"x\"}}", "\"colour\":1,".repeat(20_000));
    let report = check_json(&many);
    assert_eq!(report.diagnostics().len(), check::MAX_DIAGNOSTICS);
    assert_eq!(report.omitted(), 39_999 - check::MAX_DIAGNOSTICS);
}
