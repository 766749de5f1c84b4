//! Names in `[targets.NAME]` of `flockml.toml`, where `flockml send` looks for them.

mod support;

use support::{Folder, Ran};

const ALERT: &str = "<flockml>{{ host }}</flockml>\n";

fn settings(target: &str, address: &str) -> String {
    format!("[targets.{target}]\nto = \"{address}\"\n")
}

/// Sends to `name` without sending.
fn send(folder: &Folder, name: &str) -> Ran {
    let args = ["send", "t/alert.flockml", "--set", "host=db-1", "--dry-run"];
    folder.run_env(
        &[("FLOCK_TOKEN", "869eb1d0")],
        &[&args[..], &["--to", name]].concat(),
        "",
    )
}

#[test]
fn names_are_those_of_the_current_folder_and_then_of_the_templates() {
    let folder = Folder::with(&[
        ("flockml.toml", settings("ops", "g:here")),
        (
            "t/flockml.toml",
            settings("ops", "g:there") + &settings("team", "g:team"),
        ),
        ("t/alert.flockml", ALERT.to_owned()),
    ]);
    let to = |name: &str| {
        let ran = send(&folder, name);
        assert_eq!(ran.code, 0, "{}", ran.all());
        assert_eq!(ran.stderr, "");
        ran.stdout
    };
    assert!(to("ops").contains(r#""to":"g:here""#));
    assert!(to("team").contains(r#""to":"g:team""#));
    let ran = send(&folder, "tema");
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.stderr,
        "error: `tema` is neither an address nor the name of a target: did you mean `team`?\n"
    );
}

#[test]
fn a_secret_stands_where_its_settings_say() {
    let folder = Folder::with(&[
        (
            "t/flockml.toml",
            "[targets.team]\nto = \"g:team\"\ntoken-file = \"keys/team\"\n".to_owned(),
        ),
        ("t/alert.flockml", ALERT.to_owned()),
    ]);
    let ran = send(&folder, "team");
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(
        ran.stderr,
        "note: cannot read `t/keys/team`: no such file or folder\n"
    );
    folder.write("t/keys/team", "5ecret\n");
    assert_eq!(send(&folder, "team").stderr, "");
}

#[test]
fn settings_that_cannot_be_used_matter_to_names_only() {
    let folder = Folder::with(&[
        ("flockml.toml", settings("ops", "#ops")),
        ("alert.json", "{\"text\": \"hi\"}".to_owned()),
    ]);
    let args = ["send", "--payload", "alert.json", "--dry-run", "--to"];
    let ran = folder.run(&[&args[..], &["g:ops"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.all());
    let ran = folder.run(&[&args[..], &["ops"]].concat());
    assert_eq!(ran.code, 2, "{}", ran.all());
    assert_eq!(
        ran.stderr,
        "error: unusable settings: flockml.toml:2:6: `to` is neither a user nor a channel: write a \
         user such as `\"u:ada\"` or a channel such as `\"g:ops\"`\n"
    );
}

#[test]
fn a_mistake_in_other_settings_loses_no_alert() {
    let folder = Folder::with(&[
        (
            "flockml.toml",
            settings("ops", "g:ops") + "[rules]\nempty-lable = \"off\"\n",
        ),
        ("t/alert.flockml", ALERT.to_owned()),
    ]);
    let ran = send(&folder, "ops");
    assert_eq!(ran.code, 2, "{}", ran.all());
    let args = [
        "send",
        "t/alert.flockml",
        "--set",
        "host=db-1",
        "--degrade",
        "--dry-run",
    ];
    let ran = folder.run(&[&args[..], &["--to", "ops"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert!(ran.stdout.contains(r#""to":"g:ops""#), "{}", ran.all());
    assert!(ran.stdout.contains("host: db-1"), "{}", ran.all());
    assert!(
        ran.stderr.contains("did you mean `empty-label`?"),
        "{}",
        ran.all()
    );
}

#[test]
fn without_settings_there_are_no_names() {
    let folder = Folder::with(&[("t/alert.flockml", ALERT)]);
    let ran = send(&folder, "ops");
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.stderr,
        "error: `ops` is neither an address nor the name of a target: write `u:…` for a user, \
         `g:…` for a channel, or a name that `[targets.NAME]` in a `flockml.toml` has\n"
    );
}
