//! How a preview begins and ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;

use support::preview::{HELLO, Preview, folder, start};

#[test]
fn a_wrong_command_line_is_one_sentence() {
    let folder = folder();
    folder.write("templates/x.flockml", HELLO);
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (args, said) in [
        (
            &["tempaltes"][..],
            "cannot preview `tempaltes`: no such folder; did you mean `templates`?",
        ),
        (
            &["t/hello.flockml"],
            "`t/hello.flockml` is a file, and the preview shows a folder; did you mean `t`?",
        ),
        (
            &["t", "--editor", "javascript:{file}"],
            "begins with no editor's scheme",
        ),
        (&["t", "--editor", "ed"], "names no editor that is known"),
        (&["t", "--port", &port], "another program uses it"),
        (&["t", "--port", "65536"], "65536"),
        (&["t", "--inbox-only"], "cannot be used with"),
        (&["t", "--expect", "2"], "cannot be used with"),
        (
            &["t", "--expect", "2", "--timeout", "3"],
            "cannot be used with",
        ),
    ] {
        let ran = folder.run(&[&["preview", "--no-open"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
        assert_eq!(ran.stderr.trim_end().lines().count(), 1, "{}", ran.stderr);
    }
}

#[test]
fn without_a_folder_the_one_in_the_settings_is_shown() {
    let folder = folder();
    folder.write("flockml.toml", "[folders]\ntemplates = \"t\"");
    let preview = Preview::start(&folder.path(""), &[]);
    assert_eq!(preview.gallery()["root"], "t");
}

#[test]
fn a_port_that_is_taken_is_left_to_who_has_it() {
    let folder = folder();
    let start = || {
        let mut command = support::program();
        Preview::start_as(
            command.args(["preview", "t", "--no-open"]),
            &folder.path(""),
        )
    };
    let (one, two) = (start(), start());
    assert_ne!(one.port, two.port);
    assert_eq!(two.gallery()["root"], "t");
}

#[cfg(unix)]
#[test]
fn the_browser_is_opened_and_need_not_be_there() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let start = || {
        let mut command = support::program();
        command.args(["preview", "t", "--port", "0"]);
        command.env("PATH", folder.path("bin"));
        Preview::start_as(&mut command, &folder.path(""))
    };
    let without = start();
    without.line("note: no browser could be opened");
    assert_eq!(without.gallery()["root"], "t");

    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let opener = format!("bin/{opener}");
    folder.write(
        &opener,
        "#!/bin/sh\nprintf '%s' \"$*\" > opened.part\n/bin/mv opened.part opened",
    );
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path(&opener), executable).unwrap();
    let with = start();
    let address = format!("http://127.0.0.1:{}/", with.port);
    with.gallery_when(|_| folder.path("opened").exists());
    assert!(folder.read("opened").ends_with(&address));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it() {
    use std::os::unix::process::ExitStatusExt;
    let folder = folder();
    let mut preview = start(&folder);
    let _events = preview.events();
    let id = preview.id().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &id])
        .status();
    assert!(killed.unwrap().success());
    assert_eq!(preview.wait().signal(), Some(2));
}
