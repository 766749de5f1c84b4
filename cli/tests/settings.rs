//! `flockml.toml`, as the program obeys it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use support::Folder;

const LINK: &str = "<flockml><a href=\"https://a.example\"></a></flockml>\n";

#[test]
fn severities_hold_in_every_command() {
    let folder = Folder::with(&[
        (
            "flockml.toml",
            "[rules]\nempty-label = \"error\"\nunknown-field = \"off\"\ninvalid-json = \"warning\"\n",
        ),
        ("a.flockml", LINK),
        ("b.json", "{\"text\": \"hi\", \"txet\": 1}"),
        ("c.one.expected.json", "{"),
    ]);
    let ran = folder.run(&["check", "--format", "concise"]);
    assert_eq!(
        ran.all(),
        "exit 1\n---- stdout\n\
         a.flockml:1:10: error[empty-label]: `a` shows nothing that a reader could press\n\
         c.one.expected.json:1:2: warning[invalid-json]: the text ends in the middle\n\
         3 files checked: 1 error, 1 warning\n"
    );
    let ran = folder.run(&["render", "a.flockml"]);
    assert_eq!(ran.code, 1, "{}", ran.all());
    let ran = folder.run_with(&["check", "-"], LINK);
    assert_eq!(ran.code, 1, "{}", ran.all());
    let ran = folder.run(&["convert", "a.flockml", "--to", "text"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.all());
    assert!(ran.stderr.contains("error[empty-label]"), "{}", ran.all());
}

#[test]
fn no_setting_makes_a_message_of_what_is_none() {
    let folder = Folder::with(&[
        (
            "flockml.toml",
            "[rules]\nunclosed-element = \"off\"\nempty-label = \"off\"\n",
        ),
        ("a.flockml", "<flockml><b>x</flockml>"),
        ("b.flockml", LINK),
    ]);
    let ran = folder.run(&["convert", "a.flockml", "--to", "text"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.all());
    let ran = folder.run(&["convert", "b.flockml", "--to", "flockml"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.all());
}

#[test]
fn the_file_itself_can_be_checked() {
    let folder = Folder::with(&[
        ("flockml.toml", "[rules]\nempty-label = \"off\"\n"),
        ("bad/flockml.toml", "[rule]\n"),
        ("gone/flockml.toml", "[folders]\ncheck = [\"p\"]\n"),
    ]);
    let ran = folder.run(&["check", "flockml.toml"]);
    assert_eq!(
        ran.all(),
        "exit 0\n---- stdout\n1 file checked, no findings\n"
    );
    let ran = folder.run(&["check", "bad/flockml.toml"]);
    assert_eq!(
        ran.all(),
        "exit 2\n---- stderr\nerror: unusable settings: bad/flockml.toml:1:2: \
         there is no table `rule`: did you mean `rules`?\n"
    );
    let ran = folder.run(&["check", "gone/flockml.toml"]);
    assert!(ran.stderr.contains("`folders.check`"), "{}", ran.all());
    assert_eq!(folder.run(&["check", "none/flockml.toml"]).code, 2);
}

#[test]
fn folders_are_what_is_read_without_arguments() {
    let bad = "<flockml><b>x</flockml>";
    let folder = Folder::with(&[
        (
            "flockml.toml",
            "[folders]\ntemplates = \"t\"\ncheck = [\"t\", \"p/one.json\"]\n",
        ),
        (
            "t/a.flockml",
            "<flockml>{% include \"sub/_b.flockml\" %}</flockml>",
        ),
        ("t/a.x.sample.json", "{}"),
        ("t/sub/_b.flockml", "<b>x</b>"),
        ("other/c.flockml", bad),
        ("p/one.json", "{\"text\": 1}"),
    ]);
    let ran = folder.run(&["check", "--format", "concise"]);
    assert!(
        ran.stdout.starts_with("p/one.json:1:10: error[wrong-type]"),
        "{}",
        ran.all()
    );
    assert!(
        ran.stdout
            .ends_with("4 files checked: 1 error, 0 warnings\n"),
        "{}",
        ran.all()
    );
    assert_eq!(folder.run(&["check", "."]).code, 1);
    assert_eq!(folder.run(&["check", "other"]).code, 1);
    assert_eq!(
        folder
            .run(&["render", "t/a.flockml", "--as", "text"])
            .stdout,
        "x\n"
    );
}

#[test]
fn a_folder_that_is_missing_is_told_with_where_it_is_named() {
    let folder = Folder::with(&[(
        "flockml.toml",
        "[folders]\ntemplates = \"t\"\ncheck = [\"p\"]\n",
    )]);
    let said = |name: &str, key: &str| {
        format!(
            "exit 2\n---- stderr\nerror: cannot read `{name}`, which `folders.{key}` in `flockml.toml` \
             names: no such file or folder\n"
        )
    };
    assert_eq!(folder.run(&["check"]).all(), said("p", "check"));
    assert_eq!(folder.run(&["test"]).all(), said("t", "templates"));
    folder.write("a.flockml", "<flockml>x</flockml>");
    for args in [
        &["check", "."][..],
        &["check", "a.flockml"],
        &["render", "a.flockml"],
    ] {
        assert_eq!(folder.run(args).all(), said("t", "templates"), "{args:?}");
    }
    // The first template makes the folder.
    assert_eq!(folder.run(&["new", "x"]).code, 0);
    assert_eq!(folder.run(&["test"]).code, 0);
}

#[test]
fn a_file_that_cannot_be_used_is_one_sentence() {
    let folder = Folder::with(&[
        ("flockml.toml", "[rules]\nempty-lable = \"off\"\n"),
        ("t/a.flockml", LINK),
        ("t/b.flockml", LINK),
    ]);
    let said = "error: unusable settings: flockml.toml:2:1: there is no rule `empty-lable`: \
                did you mean `empty-label`?\n";
    for args in [
        &["check"][..],
        &["check", "t"],
        &["check", "-"],
        &["render", "t/a.flockml"],
    ] {
        let ran = folder.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(ran.stderr, said, "{args:?}");
    }
}
