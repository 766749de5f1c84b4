//! `flockml test`, as its users meet it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use serde_json::Value;
use support::Folder;

const HELLO: &str = "<flockml>Hello <b>{{ name }}</b></flockml>";
const ADA: &str = "{\"name\": \"Ada\"}";

/// A passed, a failed, a new and a broken case.
fn folder() -> Folder {
    let folder = Folder::with(&[
        ("t/flockml.toml", ""),
        ("t/hello.flockml", HELLO),
        ("t/hello.same.sample.json", ADA),
        ("t/hello.other.sample.json", ADA),
        ("t/sub/odd, 50 %.flockml", HELLO),
        ("t/sub/odd, 50 %.new.sample.json", ADA),
        ("t/broken.flockml", "<flockml><b>{{ name }}</flockml>"),
        ("t/broken.x.sample.json", ADA),
        ("t/broken.x.expected.json", "{}"),
    ]);
    assert_eq!(folder.run(&["test", "t/hello.flockml", "--update"]).code, 0);
    let other = folder.read("t/hello.other.expected.json");
    folder.write(
        "t/hello.other.expected.json",
        other.replace("Hello", "Hullo"),
    );
    folder
}

#[test]
fn what_failed_is_shown_with_what_to_do() {
    let folder = folder();
    for format in ["human", "json", "github", "junit"] {
        let ran = folder.run(&["test", "t", "--format", format]);
        assert_eq!(ran.code, 1, "{}", ran.all());
        insta::assert_snapshot!(format, ran.all());
    }
}

#[test]
fn junit_is_what_build_servers_read() {
    let ran = folder().run(&["test", "t", "--format", "junit"]);
    support::junit::assert_valid(&ran.stdout, 4, 3);
}

#[test]
fn an_update_writes_what_is_asked_for() {
    let folder = folder();
    let ran = folder.run(&["test", "t", "--update", "--filter", "hello"]);
    assert_eq!(
        ran.all(),
        "exit 0\n---- stdout\nchanged t/hello.other.expected.json\n\
         2 cases: 2 passed, 0 failed; 0 expected payloads created, 1 changed\n"
    );
    assert!(!folder.path("t/sub/odd, 50 %.new.expected.json").exists());
    let ran = folder.run(&["test", "t", "--update"]);
    assert_eq!(
        ran.code,
        1,
        "what cannot be rendered cannot be accepted: {}",
        ran.all()
    );
    assert!(folder.path("t/sub/odd, 50 %.new.expected.json").exists());
    assert_eq!(folder.read("t/broken.x.expected.json"), "{}");
    let json: Value =
        serde_json::from_str(&folder.run(&["test", "t", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["summary"]["failed"], 1);
}

#[test]
fn what_render_writes_is_what_is_expected() {
    let folder = folder();
    let args = [
        "render",
        "t/hello.flockml",
        "--data",
        "t/hello.other.sample.json",
    ];
    folder.write("t/hello.other.expected.json", folder.run(&args).stdout);
    let ran = folder.run(&["test", "t/hello.other.sample.json"]);
    assert_eq!(ran.stdout, "1 case: 1 passed, 0 failed\n");
    let before = folder.read("t/hello.other.expected.json");
    let ran = folder.run(&["test", "t/hello.other.expected.json", "--update"]);
    assert_eq!(ran.stdout, "1 case: 1 passed, 0 failed\n");
    assert_eq!(folder.read("t/hello.other.expected.json"), before);
}

#[test]
fn each_template_is_found_its_root() {
    let page = "<flockml>{% include \"parts/_line.flockml\" %}</flockml>";
    let folder = Folder::with(&[
        ("t/parts/_line.flockml", "<b>{{ name }}</b>"),
        ("t/alerts/a.flockml", page),
        ("t/alerts/a.x.sample.json", ADA),
        ("u/b.flockml", HELLO),
        ("u/b.x.sample.json", ADA),
    ]);
    let ran = folder.run(&["test", "--update"]);
    assert_eq!(
        ran.stdout,
        "created t/alerts/a.x.expected.json\ncreated u/b.x.expected.json\n\
         2 cases: 2 passed, 0 failed; 2 expected payloads created, 0 changed\n",
        "{}",
        ran.all()
    );
    folder.write("flockml.toml", "[folders]\ntemplates = \"t\"\n");
    assert_eq!(folder.run(&["test"]).stdout, "1 case: 1 passed, 0 failed\n");
    assert_eq!(
        folder.run(&["test", "u"]).stdout,
        "1 case: 1 passed, 0 failed\n"
    );
    let inside = support::run_in(&folder.path("t/alerts"), &["test"], b"");
    assert_eq!(
        inside.stdout,
        "1 case: 1 passed, 0 failed\n",
        "{}",
        inside.all()
    );
}

#[test]
fn without_cases_there_is_nothing_wrong() {
    let folder = Folder::with(&[("a.flockml", "<flockml>a</flockml>")]);
    let ran = folder.run(&["test"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.stdout, "0 cases: 0 passed, 0 failed\n");
    assert_eq!(
        ran.stderr,
        "note: `.` holds no samples, files called `NAME.CASE.sample.json`\n"
    );
}

#[test]
fn colour_marks_what_differs() {
    let ran = folder().run(&["test", "t", "--filter", "other", "--color", "always"]);
    assert!(
        ran.stdout.contains("\u{1b}[31m-   \"text\""),
        "{:?}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("\u{1b}[32m+   \"text\""),
        "{:?}",
        ran.stdout
    );
}
