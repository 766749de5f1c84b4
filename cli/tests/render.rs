//! `flockml render`, as its users meet it.

mod support;

use serde_json::{Value, json};
use support::Folder;

const ALERT: &str = "<flockml><b>{{ host }}</b> is {{ state.name }}<br/></flockml>\n";

fn folder() -> Folder {
    Folder::with(&[
        ("alert.flockml", ALERT),
        (
            "full.flockml",
            "<message notification=\"{{ host }}\">\n  <flockml>{% include \"_line.flockml\" %}</flockml>\n  \
             <attachment title=\"{{ host }}\" color=\"critical\"/>\n</message>\n",
        ),
        ("_line.flockml", "<i>{{ host }}</i>"),
        (
            "ping.message.json",
            "{\"text\": \"{{ host }} says \\\"hi\\\"\"}\n",
        ),
        ("broken.flockml", "<flockml>\n  <b>{{ host }}\n</flockml>\n"),
        (
            "syntax.flockml",
            "<flockml>\n  {{ host | nonsense }}\n</flockml>\n",
        ),
        (
            "data.json",
            "{\"host\": \"db-1 <a> & b\", \"state\": {\"name\": \"down\"}}\n",
        ),
        ("list.json", "[1, 2]\n"),
        ("cut.json", "{\"host\": \"db-1\",\n  \"state\": }\n"),
    ])
}

#[test]
fn a_template_and_data_make_a_payload() {
    let ran = folder().run(&["render", "alert.flockml", "--data", "data.json"]);
    assert_eq!(ran.code, 0, "{}", ran.all());
    let payload: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        payload["flockml"],
        "<flockml><b>db-1 &lt;a&gt; &amp; b</b> is down<br/></flockml>"
    );
    assert_eq!(payload["text"], "db-1 <a> & b is down\n");
}

#[test]
fn every_form_is_written() {
    let folder = folder();
    let mut written = String::new();
    for template in ["alert.flockml", "full.flockml", "ping.message.json"] {
        for form in ["payload", "flockml", "text", "html"] {
            let ran = folder.run(&["render", template, "--data", "data.json", "--as", form]);
            written += &format!("$ flockml render {template} --as {form}\n{}\n", ran.all());
        }
    }
    insta::assert_snapshot!(written);
}

#[test]
fn data_come_from_standard_input_and_from_the_command_line() {
    let folder = folder();
    let args = ["render", "alert.flockml", "--as", "text", "--data", "-"];
    let ran = folder.run_with(
        &args,
        "\u{feff}{\"host\": \"a\", \"state\": {\"name\": \"b\"}}",
    );
    assert_eq!(ran.stdout, "a is b\n", "{}", ran.all());
    let args = [
        "render",
        "alert.flockml",
        "--as",
        "text",
        "--data",
        "data.json",
    ];
    let ran = folder.run(&[&args[..], &["--set", "host=x=1", "--set", "state.name=7"]].concat());
    assert_eq!(ran.stdout, "x=1 is 7\n", "{}", ran.all());
}

#[test]
fn what_is_refused_is_told_and_nothing_is_written() {
    let folder = folder();
    folder.write("latin1.flockml", b"<flockml>caf\xe9</flockml>");
    let mut said = String::new();
    for args in [
        &["broken.flockml", "--data", "data.json"][..],
        &["syntax.flockml", "--data", "data.json"],
        &["latin1.flockml"],
        &["alert.flockml"],
        &["alert.flockml", "--set", "host=a", "--set", "stat.name=b"],
        &["alert.flockml", "--data", "list.json"],
        &["alert.flockml", "--data", "cut.json"],
    ] {
        let ran = folder.run(&[&["render"], args].concat());
        assert_eq!(ran.code, 1, "{args:?}: {}", ran.all());
        assert_eq!(ran.stdout, "", "{args:?}");
        said += &format!("$ flockml render {}\n{}\n", args.join(" "), ran.stderr);
    }
    insta::assert_snapshot!(said);
}

#[test]
fn odd_data_are_neutralised_and_told() {
    let folder = Folder::with(&[(
        "link.flockml",
        "<flockml><a href=\"{{ url }}\">runbook</a></flockml>\n",
    )]);
    let args = [
        "render",
        "link.flockml",
        "--as",
        "flockml",
        "--set",
        "url=javascript:alert(1)",
    ];
    let ran = folder.run(&args);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(ran.stdout, "<flockml>runbook</flockml>\n");
    insta::assert_snapshot!(ran.stderr);
}

#[test]
fn names_start_from_the_root() {
    let folder = Folder::with(&[
        ("t/parts/head.flockml", "<b>{{ host }}</b>"),
        (
            "t/alerts/a.flockml",
            "<flockml>{% include \"parts/head.flockml\" %}</flockml>",
        ),
    ]);
    let render = |args: &[&str]| {
        let ran = folder.run(&[&["render", "--as", "text", "--set", "host=x"], args].concat());
        (ran.code, ran.stdout)
    };
    let fine = (0, "x\n".to_owned());
    assert_eq!(render(&["t/alerts/a.flockml"]), (1, String::new()));
    for whole in ["t", "."] {
        let ran = folder.run(&["check", "--format", "concise", whole]);
        assert_eq!(ran.code, 0, "{}", ran.all());
    }
    assert_eq!(folder.run(&["check", "t/alerts/a.flockml"]).code, 1);
    assert_eq!(folder.run(&["check", "t/alerts"]).code, 1);
    assert_eq!(render(&["t/alerts/a.flockml", "--root", "t"]), fine);
    assert_eq!(render(&["alerts/a.flockml", "--root", "t"]), fine);
    folder.write("t/flockml.toml", "");
    assert_eq!(render(&["t/alerts/a.flockml"]), fine);
    let ran = folder.run(&["check", "--format", "concise", "t"]);
    assert_eq!(ran.code, 0, "{}", ran.all());
}

#[test]
fn the_shipped_alert_renders() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let args = [
        "render",
        "templates/incident.flockml",
        "--data",
        "templates/incident.firing.sample.json",
    ];
    let ran = support::run_in(root.as_ref(), &args, b"");
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(ran.stderr, "");
    let payload: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(payload["attachments"].as_array().map(Vec::len), Some(1));
    assert_ne!(payload["flockml"], json!(null));
}
