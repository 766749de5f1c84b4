//! Samples and the payloads that are expected of them.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use flockml::template::{Case, Templates, Update, assert_cases};
use tempfile::TempDir;

const HELLO: &str = "<flockml>Hello <b>{{ name }}</b></flockml>";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        write(&folder, name, text);
    }
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

fn cases(folder: &Path) -> Vec<Case> {
    Templates::load(folder).unwrap().cases()
}

/// What every case says, without the folder's own name.
fn said(folder: &TempDir) -> String {
    let cases = cases(folder.path());
    let said: Vec<String> = cases.iter().map(ToString::to_string).collect();
    let root = format!("{}/", folder.path().display());
    said.join("\n\n").replace(&root, "")
}

/// A folder with a case of each kind.
fn every_kind() -> TempDir {
    let folder = folder(&[
        ("hello.flockml", HELLO),
        ("hello.same.sample.json", "{\"name\": \"Ada\"}"),
        ("hello.other.sample.json", "{\"name\": \"Grace\"}"),
        ("hello.new.sample.json", "{\"name\": \"Lin\"}"),
        ("hello.cut.sample.json", "{\"name\": \"Cut\"}"),
        ("hello.cut.expected.json", "{\n  \"text\":\n"),
        ("hello.lacks.sample.json", "{}"),
        ("hello.lacks.expected.json", "{}"),
        ("hello.broken.sample.json", "{"),
        ("hello.gone.expected.json", "{}"),
        ("helo.typo.sample.json", "{}"),
        ("twice.flockml", HELLO),
        ("twice.message.json", "{\"text\": \"{{ name }}\"}"),
        ("twice.x.sample.json", "{\"name\": \"Ada\"}"),
        ("nothing.flockml", "<flockml>{{ text }}</flockml>"),
        ("nothing.x.sample.json", "{\"text\": \"\"}"),
        ("_part.flockml", "<b>{{ x }}</b>"),
        ("_part.x.sample.json", "{\"x\": 1}"),
        ("_part.x.expected.json", "{}"),
    ]);
    for case in cases(folder.path()) {
        if ["hello.same", "hello.other"].contains(&case.name()) {
            case.update().unwrap();
        }
    }
    let other = read(&folder, "hello.other.expected.json").replace("Grace", "Hopper");
    write(&folder, "hello.other.expected.json", &other);
    folder
}

#[test]
fn every_kind_of_failure_says_what_to_do() {
    insta::assert_snapshot!(said(&every_kind()));
}

#[test]
fn the_order_of_names_and_blanks_is_no_difference() {
    let folder = folder(&[
        ("a.flockml", HELLO),
        ("a.x.sample.json", "{\"name\": \"Ada\"}"),
        (
            "a.x.expected.json",
            "\u{feff}{\"flockml\": \"<flockml>Hello <b>Ada</b></flockml>\", \"text\": \"Hello Ada\", \
             \"notification\": \"Hello Ada\"}",
        ),
    ]);
    assert_eq!(said(&folder), "a.x: passed");
    let before = read(&folder, "a.x.expected.json");
    assert_eq!(cases(folder.path())[0].update().unwrap(), Update::Unchanged);
    assert_eq!(read(&folder, "a.x.expected.json"), before);
}

#[test]
fn an_update_writes_what_differs_and_nothing_else() {
    let folder = every_kind();
    let updates: Vec<(String, Update)> = cases(folder.path())
        .iter()
        .map(|case| (case.name().to_owned(), case.update().unwrap()))
        .collect();
    let of = |name: &str| updates.iter().find(|update| update.0 == name).unwrap().1;
    assert_eq!(of("hello.same"), Update::Unchanged);
    assert_eq!(of("hello.other"), Update::Changed);
    assert_eq!(of("hello.cut"), Update::Changed);
    assert_eq!(of("hello.new"), Update::Created);
    assert_eq!(of("hello.lacks"), Update::Impossible);
    assert_eq!(of("hello.gone"), Update::Impossible);
    assert_eq!(of("twice.x"), Update::Impossible);
    assert_eq!(read(&folder, "hello.lacks.expected.json"), "{}");
    let failed = cases(folder.path());
    let failed: Vec<&str> = failed
        .iter()
        .filter(|case| case.failure().is_some())
        .map(Case::name)
        .collect();
    let expected = [
        "_part.x",
        "hello.broken",
        "hello.gone",
        "hello.lacks",
        "helo.typo",
        "nothing.x",
        "twice.x",
    ];
    assert_eq!(failed, expected);
    let drafts = fs::read_dir(folder.path()).unwrap();
    let drafts = drafts.filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with('.')
    });
    assert_eq!(drafts.count(), 0, "no draft is left behind");
}

#[cfg(unix)]
#[test]
fn an_update_stays_in_the_folder_and_keeps_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = folder(&[("secret.json", "{}")]);
    let folder = folder(&[
        ("a.flockml", HELLO),
        ("a.link.sample.json", "{\"name\": \"Ada\"}"),
        ("a.mode.sample.json", "{\"name\": \"Ada\"}"),
        ("a.mode.expected.json", "{}"),
        ("a.shut.sample.json", "{\"name\": \"Ada\"}"),
        ("a.shut.expected.json", "{}"),
    ]);
    symlink(
        outside.path().join("secret.json"),
        folder.path().join("a.link.expected.json"),
    )
    .unwrap();
    let mode = |name: &str, mode| {
        let path = folder.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("a.mode.expected.json", 0o640);
    mode("a.shut.expected.json", 0o444);
    let told: Vec<Result<Update, String>> = cases(folder.path())
        .iter()
        .map(|case| {
            case.update().map_err(|error| {
                let cause = std::error::Error::source(&error).unwrap().to_string();
                cause.trim_end().to_owned()
            })
        })
        .collect();
    assert_eq!(
        told,
        [
            Err("it is a link out of the template folder".to_owned()),
            Ok(Update::Changed),
            Err("it is read-only".to_owned())
        ]
    );
    assert_eq!(read(&outside, "secret.json"), "{}");
    let kept = fs::metadata(folder.path().join("a.mode.expected.json"))
        .unwrap()
        .permissions();
    assert_eq!(kept.mode() & 0o777, 0o640);
}

#[test]
fn a_test_fails_with_the_same_words() {
    if std::env::var_os("FLOCKML_UPDATE").is_some() {
        // Whoever accepts the shipped templates' payloads accepts these as well.
        return;
    }
    let folder = every_kind();
    let path = folder.path().to_owned();
    let panic = catch_unwind(|| assert_cases(path)).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    for case in cases(folder.path())
        .iter()
        .filter(|case| case.failure().is_some())
    {
        assert!(
            text.contains(&case.to_string()),
            "{case}\nis not in\n{text}"
        );
    }
    assert!(
        text.contains("10 of 11 cases failed; with `FLOCKML_UPDATE=1`"),
        "{text}"
    );
}

#[test]
fn a_test_is_about_its_folder_whatever_the_root_is() {
    let folder = folder(&[
        ("flockml.toml", ""),
        ("parts/_name.flockml", "<b>{{ name }}</b>"),
        (
            "one/a.flockml",
            "<flockml>{% include \"parts/_name.flockml\" %}</flockml>",
        ),
        ("one/a.x.sample.json", "{\"name\": \"Ada\"}"),
        ("two/b.flockml", HELLO),
        ("two/b.x.sample.json", "{\"name\": \"Ada\"}"),
    ]);
    for case in cases(folder.path()) {
        if case.name() == "one/a.x" {
            assert_eq!(case.update().unwrap(), Update::Created);
        }
    }
    assert_cases(folder.path().join("one"));
    if std::env::var_os("FLOCKML_UPDATE").is_none() {
        let path = folder.path().to_owned();
        assert!(catch_unwind(|| assert_cases(path)).is_err());
    }
}

#[test]
fn a_test_without_cases_fails() {
    let folder = folder(&[("a.flockml", HELLO)]);
    let path = folder.path().to_owned();
    let panic = catch_unwind(|| assert_cases(path)).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(
        text.ends_with("holds no samples, so there is nothing to test"),
        "{text}"
    );
}
