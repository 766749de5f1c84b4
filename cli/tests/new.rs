//! `flockml new`, as its users meet it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use support::Folder;

#[test]
fn what_is_written_passes_at_once() {
    for kind in ["message", "markup", "attachment", "json"] {
        let folder = Folder::empty();
        let ran = folder.run(&["new", "disk-full", "--kind", kind]);
        assert_eq!(ran.code, 0, "{}", ran.all());
        let names = folder.names();
        assert!(
            ran.stdout.starts_with("created disk-full."),
            "{}",
            ran.stdout
        );
        for name in &names {
            assert!(
                ran.stdout.contains(&format!("created {name}\n")),
                "{name}: {}",
                ran.stdout
            );
        }
        let check = folder.run(&["check", "--deny", "warnings"]);
        assert_eq!(check.code, 0, "{kind}: {}", check.all());
        let test = folder.run(&["test"]);
        assert_eq!(test.code, 0, "{kind}: {}", test.all());
        assert!(!test.stdout.starts_with('0'), "{kind}: {}", test.all());
    }
}

#[test]
fn the_next_step_is_told() {
    let ran = Folder::empty().run(&["new", "alerts/disk-full"]);
    insta::assert_snapshot!(ran.all());
}

#[test]
fn it_is_written_where_templates_are() {
    let folder = Folder::with(&[("flockml.toml", "[folders]\ntemplates = \"t\"\n")]);
    let ran = folder.run(&["new", "one"]);
    assert!(
        ran.stdout.starts_with("created t/one.flockml\n"),
        "{}",
        ran.all()
    );
    let ran = folder.run(&["new", "two", "--root", "t"]);
    assert!(
        ran.stdout.starts_with("created t/two.flockml\n"),
        "{}",
        ran.all()
    );
    let test = folder.run(&["test"]);
    assert_eq!(
        test.stdout,
        "4 cases: 4 passed, 0 failed\n",
        "{}",
        test.all()
    );
}

#[test]
fn nothing_is_overwritten() {
    for there in [
        "disk.flockml",
        "disk.message.json",
        "disk.firing.sample.json",
        "disk.resolved.expected.json",
    ] {
        let folder = Folder::with(&[(there, "mine")]);
        let ran = folder.run(&["new", "disk"]);
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert_eq!(
            ran.stderr,
            format!("error: `{there}` is there already: choose another name, or remove it\n")
        );
        assert_eq!(folder.names(), [there]);
        assert_eq!(folder.read(there), "mine");
    }
}

#[test]
fn names_stay_in_the_folder() {
    let folder = Folder::empty();
    for name in [
        "",
        "../x",
        "/x",
        "a//b",
        "a/",
        ".x",
        "_x",
        "a.b",
        "a b",
        "a\\b",
        "a/../b",
        "é\u{202e}",
    ] {
        let ran = folder.run(&["new", name]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.all());
        assert!(
            ran.stderr.contains("is no name for a template"),
            "{}",
            ran.stderr
        );
    }
    let ran = folder.run(&["new", "disk.flockml"]);
    assert_eq!(
        ran.stderr,
        "error: `disk.flockml` is the name of a file: write `flockml new disk`\n"
    );
    assert!(folder.names().is_empty());
}
