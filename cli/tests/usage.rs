//! A wrong command line, and files that cannot be read: exit 2 and one sentence.

mod support;

use std::fmt::Write;

use support::Folder;

const CLEAN: &str = "<flockml>fine</flockml>\n";

/// Each is wrong by itself; the snapshot shows what is said about it.
const WRONG: &[&[&str]] = &[
    &[],
    &["chekc"],
    &["check", "--formt", "json"],
    &["check", "--format", "xml"],
    &["check", "--deny", "errors"],
    &["check", "missing.flockml"],
    &["check", "missing"],
    &["check", "notes.yaml"],
    &["check", "--root", "missing"],
    &["check", "--root", "clean.flockml"],
    &["check", "--watch", "--fix"],
    &["check", "--watch", "-"],
    &["check", "--watch", "missing"],
    &["test", "missing"],
    &["test", "notes.yaml"],
    &["test", "payload.json"],
    &["test", "--filter", "nonsense"],
    &["test", "--format", "sarif"],
    &["test", "--root", "missing"],
    &["new"],
    &["new", "../up"],
    &["new", "clean.flockml"],
    &["new", "clean"],
    &["new", "x", "--kind", "xml"],
    &["new", "x", "--root", "missing"],
    &["render"],
    &["render", "missing.flockml"],
    &["render", "notes.yaml"],
    &["render", "a.sample.json"],
    &["render", "clean.flockml", "--data", "missing.json"],
    &["render", "clean.flockml", "--data", "."],
    &["render", "clean.flockml", "--set", "novalue"],
    &["render", "clean.flockml", "--set", "=1"],
    &["render", "clean.flockml", "--set", "a=1", "--set", "a.b=2"],
    &["render", "clean.flockml", "--as", "pdf"],
    &["render", "clean.flockml", "--root", "missing"],
    &["convert", "clean.flockml"],
    &["convert", "missing.md", "--to", "text"],
    &["convert", "notes.yaml", "--to", "text"],
    &["convert", "--to", "text"],
    &["send", "--text", "hi", "--retries", "-1"],
    &["preview", "--port", "-1"],
    &["explain", "unclosed-elemnt"],
    &["explain", "nonsense"],
    &["completions", "tcsh"],
];

#[test]
fn one_sentence_says_what_to_do() {
    let folder = Folder::with(&[
        ("clean.flockml", CLEAN),
        ("notes.yaml", "a: 1\n"),
        ("a.sample.json", "{}"),
        ("payload.json", "{}"),
    ]);
    let mut said = String::new();
    for args in WRONG {
        let ran = folder.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.all());
        assert_eq!(ran.stderr.lines().count(), 1, "{args:?}: {}", ran.stderr);
        assert!(
            ran.stderr.starts_with("error: "),
            "{args:?}: {}",
            ran.stderr
        );
        writeln!(said, "$ flockml {}\n{}", args.join(" "), ran.stderr).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_template_without_its_suffix_is_asked_for() {
    let folder = Folder::with(&[("clean.flockml", CLEAN), ("b.message.json", "{}")]);
    for command in ["check", "test", "render"] {
        for (name, whole) in [("clean", "clean.flockml"), ("b", "b.message.json")] {
            let ran = folder.run(&[command, name]);
            assert_eq!(ran.code, 2, "{}", ran.all());
            assert_eq!(
                ran.stderr,
                format!(
                    "error: cannot read `{name}`: no such file or folder; did you mean `{whole}`?\n"
                )
            );
        }
    }
}

#[test]
fn a_beginner_is_told_which_file_is_meant() {
    let folder = Folder::with(&[
        ("disk.flockml", "<flockml>{{ host }}</flockml>"),
        ("disk.full.sample.json", "{ \"host\": \"db-1\" }"),
    ]);
    let said = |args: &[&str]| folder.run(args).stderr;
    let bare = said(&["render", "disk.flockml"]);
    let note = "note: no data were given; `--data disk.full.sample.json` takes those of a sample\n";
    assert!(bare.ends_with(note), "{bare}");
    let given = said(&["render", "disk.flockml", "--set", "x=1"]);
    assert!(!given.contains("note: no data"), "{given}");
    let sent = said(&["send", "disk.flockml", "--dry-run"]);
    assert!(!sent.contains("note: no data"), "{sent}");
    let cases: [(&[&str], &str); 4] = [
        (&["render", "dsk.flockml"], "did you mean `disk.flockml`?"),
        (
            &["render", "disk.flockml", "--data", "full"],
            "did you mean `disk.full.sample.json`?",
        ),
        (
            &["render", "disk.flockml", "--data", "{\"host\": 1}"],
            "`--data` takes a file, not JSON",
        ),
        (&["render", "a.flockml"], "no such file or folder\n"),
    ];
    for (args, expected) in cases {
        let said = said(args);
        assert!(said.contains(expected), "{args:?}: {said}");
    }
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other() {
    let folder = Folder::with(&[("bad.flockml", "<flockml><b>x</flockml>")]);
    let ran = folder.run(&[
        "check",
        "missing.flockml",
        "bad.flockml",
        "--format",
        "concise",
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.starts_with("bad.flockml:1:"), "{}", ran.stdout);
    assert!(ran.stderr.contains("`missing.flockml`"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_fault() {
    use std::process::Stdio;
    let mut child = support::program()
        .arg("explain")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    use std::fs::File;
    use std::process::Stdio;
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = support::program()
        .arg("explain")
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("error: cannot write"), "{stderr}");
}

#[test]
fn a_folder_whose_files_are_named_too_is_not_empty() {
    let folder = Folder::with(&[("alert.flockml", "<flockml>db-1 is down</flockml>")]);
    let ran = folder.run(&["check", "alert.flockml", ".", "."]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_eq!(ran.stdout, "1 file checked, no findings\n");
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_told_as_one() {
    let folder = Folder::with(&[("notes.txt", "")]);
    std::os::unix::fs::symlink("gone.flockml", folder.path("alert.flockml")).unwrap();
    let ran = folder.run(&["check", "alert.flockml"]);
    let told = "error: cannot read `alert.flockml`: it is a link to what is not there\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (2, told));
}
