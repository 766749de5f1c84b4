//! `flockml check`, as its users meet it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;

use serde_json::Value;
use support::Folder;

const CLEAN: &str = "<flockml>fine</flockml>\n";

fn findings(stdout: &str) -> Vec<(String, String)> {
    let report: Value = serde_json::from_str(stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    findings
        .iter()
        .map(|finding| (text(&finding["file"]), text(&finding["rule"])))
        .collect()
}

#[test]
fn a_clean_run_says_so() {
    let folder = Folder::with(&[("a.flockml", CLEAN), ("b.json", r#"{"text": "hi"}"#)]);
    let ran = folder.run(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(ran.stdout, "2 files checked, no findings\n");
    assert_eq!(ran.stderr, "");
}

#[test]
fn findings_show_the_line_and_what_to_write() {
    let folder = Folder::with(&[
        (
            "incident.flockml",
            "<flockml>\n  <b>db-1 is down\n  <a href=\"javascript:alert(1)\">Run\tbook</a>\n</flockml>\n",
        ),
        (
            "breaks.flockml",
            "<flockml>one<br>two</br>three & four</flockml>\n",
        ),
        (
            "payload.json",
            "{\n  \"text\": \"hi\",\n  \"atachments\": [],\n  \"mentions\": 3\n}\n",
        ),
        ("cut.json", "{\"text\": \n"),
    ]);
    for file in folder.names() {
        let ran = folder.run(&["check", &file]);
        assert_eq!(ran.code, 1, "{}", ran.all());
        insta::assert_snapshot!(file.replace('.', "_"), ran.all());
    }
}

#[test]
fn each_format_has_every_finding() {
    let folder = Folder::with(&[("a.flockml", "<flockml>ä<b>x</i></flockml>\n")]);
    let concise = folder.run(&["check", "--format", "concise"]);
    assert_eq!(concise.code, 1);
    insta::assert_snapshot!("format_concise", concise.stdout);
    let json = folder.run(&["check", "--format", "json"]);
    assert_eq!(json.code, 1);
    insta::assert_snapshot!("format_json", json.stdout);
}

#[test]
fn a_folder_is_walked_in_order_once_and_without_what_is_hidden() {
    let bad = "<flockml><b>x</flockml>";
    let folder = Folder::with(&[
        ("b.flockml", bad),
        ("a/z.flockml", bad),
        ("a/notes.md", "<b>"),
        (".hidden/x.flockml", bad),
        ("target/x.flockml", bad),
        ("node_modules/x.json", "{"),
        ("case.one.sample.json", "[1]"),
        ("case.one.expected.json", "{"),
    ]);
    let ran = folder.run(&["check", ".", "b.flockml", "./b.flockml", "--format", "json"]);
    let expected = [
        ("a/z.flockml", "unclosed-element"),
        ("b.flockml", "unclosed-element"),
        ("case.one.expected.json", "invalid-json"),
        ("case.one.sample.json", "invalid-json"),
    ];
    let found = findings(&ran.stdout);
    let found: Vec<_> = found
        .iter()
        .map(|(f, r)| (f.as_str(), r.as_str()))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(ran.code, 1);
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_are_followed_once() {
    let folder = Folder::with(&[("sub/a.flockml", "<flockml><b>x</flockml>")]);
    std::os::unix::fs::symlink(folder.path("."), folder.path("sub/up")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path("sub/dangling")).unwrap();
    let ran = folder.run(&["check", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.all());
    assert_eq!(findings(&ran.stdout).len(), 1);
}

#[test]
fn nothing_that_is_named_goes_unchecked() {
    let bad = "<flockml><b>x</flockml>";
    let folder = Folder::with(&[
        ("target/a.flockml", bad),
        (".hidden/b.flockml", bad),
        ("flockml.toml", ""),
        ("other/c.flockml", bad),
    ]);
    let code = |args: &[&str]| folder.run(&[&["check"], args].concat()).code;
    assert_eq!(code(&["other/c.flockml"]), 1);
    let ran = folder.run(&["check", "target/a.flockml"]);
    assert_eq!(ran.code, 2, "{}", ran.all());
    assert!(ran.stderr.contains("`--root`"), "{}", ran.stderr);
    assert_eq!(code(&["target/a.flockml", "--root", "target"]), 1);
    assert_eq!(code(&[".hidden"]), 2);
    assert_eq!(code(&[".hidden", "--root", ".hidden"]), 1);
    assert_eq!(code(&["other/c.flockml", "--root", "target"]), 2);
}

#[test]
fn only_the_named_file_is_reported() {
    let folder = Folder::with(&[
        ("good.flockml", CLEAN),
        ("bad.flockml", "<flockml><b>x</flockml>"),
        (
            "uses.flockml",
            "<flockml>{% include \"part.flockml\" %}</flockml>",
        ),
        ("uses.x.sample.json", "{}"),
        ("part.flockml", "<i>no root is needed</i>"),
    ]);
    for file in ["good.flockml", "uses.flockml", "part.flockml"] {
        let ran = folder.run(&["check", file]);
        assert_eq!(
            ran.all(),
            "exit 0\n---- stdout\n1 file checked, no findings\n"
        );
    }
    assert_eq!(folder.run(&["check"]).code, 1);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_checked_too() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::empty();
    let name = OsStr::from_bytes(b"caf\xe9.flockml");
    fs::write(folder.path("").join(name), "<flockml><b>x</flockml>").unwrap();
    let ran = folder.run(&["check", "--format", "concise"]);
    assert_eq!(ran.code, 1, "{}", ran.all());
    assert!(
        ran.stdout.starts_with("caf\u{fffd}.flockml:1:10: error"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_samples_findings_say_which_case() {
    let folder = Folder::with(&[
        (
            "a.flockml",
            "<flockml><a href=\"{{ url }}\">x</a></flockml>",
        ),
        ("a.odd.sample.json", "{\"url\": \"javascript:x\"}"),
    ]);
    let ran = folder.run(&["check"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.stdout);
    let json: Value =
        serde_json::from_str(&folder.run(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["findings"][0]["sample"], "odd");
}

#[test]
fn standard_input_is_flockml() {
    let folder = Folder::empty();
    let ran = folder.run_with(&["check", "-"], "<flockml>one<br>two</flockml>");
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .starts_with("<stdin>:1:13: error[unclosed-element]: "),
        "{}",
        ran.stdout
    );
    let ran = folder.run_with(&["check", "-", "--fix"], "<flockml>one<br>two</flockml>");
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(ran.stdout, "<flockml>one<br/>two</flockml>");
    assert_eq!(ran.stderr, "fixed 1 finding in 1 file\n");
}

#[test]
fn warnings_fail_only_when_denied() {
    let folder = Folder::with(&[(
        "a.flockml",
        "<flockml><a href=\"https://a.example\"></a></flockml>",
    )]);
    assert_eq!(folder.run(&["check"]).code, 0);
    assert_eq!(folder.run(&["check", "--deny", "warnings"]).code, 1);
}

#[test]
fn fixing_keeps_the_rest_of_the_file_and_is_done_once() {
    let folder = Folder::with(&[(
        "a.flockml",
        "\u{feff}<flockml>\r\n<b>one & two</b><br>\r\n<nonsense/>\r\n</flockml>\r\n",
    )]);
    let ran = folder.run(&["check", "--fix"]);
    assert_eq!(ran.code, 1, "{}", ran.all());
    let fixed = folder.read("a.flockml");
    assert!(fixed.starts_with("\u{feff}<flockml>"), "{fixed:?}");
    assert!(fixed.contains("<b>one &amp; two</b><br/>"), "{fixed:?}");
    assert!(fixed.ends_with("</flockml>\r\n"), "{fixed:?}");
    assert_eq!(fixed.matches('\r').count(), fixed.matches('\n').count());
    let again = folder.run(&["check", "--fix", "--format", "json"]);
    assert_eq!(again.stderr, "fixed 0 findings in 0 files\n");
    assert_eq!(folder.read("a.flockml"), fixed);
    assert!(
        !again.stdout.contains("unescaped-character"),
        "{}",
        again.stdout
    );
    assert_eq!(folder.names(), ["a.flockml"], "nothing else is left behind");
}

#[test]
fn fixing_goes_on_until_nothing_is_left() {
    let folder = Folder::with(&[(
        "a.flockml",
        format!("<flockml>{}</flockml>", "& ".repeat(3_500)),
    )]);
    let ran = folder.run(&["check", "--fix"]);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(ran.stderr, "fixed 3500 findings in 1 file\n");
    assert_eq!(folder.read("a.flockml").matches("&amp; ").count(), 3_500);
}

#[cfg(unix)]
#[test]
fn fixing_keeps_permissions_and_links_and_refuses_what_is_read_only() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let bad = "<flockml>a & b</flockml>";
    let folder = Folder::with(&[("real.txt", bad), ("closed.flockml", bad)]);
    symlink("real.txt", folder.path("link.flockml")).unwrap();
    let mode = |name: &str, mode| {
        fs::set_permissions(folder.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("real.txt", 0o640);
    mode("closed.flockml", 0o444);
    let ran = folder.run(&["check", "--fix", "link.flockml", "closed.flockml"]);
    assert_eq!(ran.code, 2, "{}", ran.all());
    assert!(
        ran.stderr
            .contains("cannot write `closed.flockml`: it is read-only"),
        "{}",
        ran.stderr
    );
    assert_eq!(folder.read("closed.flockml"), bad);
    assert_eq!(folder.read("real.txt"), "<flockml>a &amp; b</flockml>");
    assert!(folder.path("link.flockml").is_symlink());
    let kept = fs::metadata(folder.path("real.txt")).unwrap().permissions();
    assert_eq!(kept.mode() & 0o777, 0o640);
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let folder = Folder::with(&[
        ("a.flockml", &b"<flockml>\n caf\xe9</flockml>"[..]),
        ("b.json", &b"{\"text\": \"caf\xe9\"}"[..]),
        ("c.message.json", &b"\xff\xfe{"[..]),
    ]);
    let ran = folder.run(&["check", "--format", "concise"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn odd_files_get_a_clear_answer() {
    let long = format!(
        "<flockml>{} & {}</flockml>",
        "x".repeat(600_000),
        "y".repeat(600_000)
    );
    let many = format!("<flockml>{}</flockml>", "&".repeat(5_000));
    let folder = Folder::with(&[
        (
            "bom.flockml",
            "\u{feff}<flockml>ok</flockml>".as_bytes().to_vec(),
        ),
        (
            "crlf.flockml",
            b"<flockml>ok<br/>\r\nfine</flockml>\r\n".to_vec(),
        ),
        ("empty.flockml", Vec::new()),
        ("long.flockml", long.into_bytes()),
        ("many.flockml", many.into_bytes()),
        ("nul.flockml", b"<flockml>\0</flockml>".to_vec()),
        ("deep.flockml", "<b>".repeat(100_000).into_bytes()),
        ("empty.json", Vec::new()),
        ("deep.json", "[".repeat(100_000).into_bytes()),
    ]);
    let code = |file: &str| folder.run(&["check", file]).code;
    assert_eq!(code("bom.flockml"), 0);
    assert_eq!(code("crlf.flockml"), 0);
    for file in [
        "empty.flockml",
        "nul.flockml",
        "deep.flockml",
        "empty.json",
        "deep.json",
    ] {
        assert_eq!(code(file), 1, "{file}");
    }
    let ran = folder.run(&["check", "long.flockml"]);
    assert!(
        ran.stdout.len() < 2_000,
        "a long line is cut: {} bytes",
        ran.stdout.len()
    );
    insta::assert_snapshot!("long_line", ran.stdout);
    let ran = folder.run(&["check", "many.flockml"]);
    assert!(
        ran.stdout.contains("and 4000 more not shown"),
        "{}",
        ran.stdout.lines().last().unwrap()
    );
}

#[test]
fn an_error_is_not_lost_among_warnings() {
    let text = format!("<flockml>\n<b>\n{}</flockml>", "line\n".repeat(3_000));
    let folder = Folder::with(&[("a.flockml", text)]);
    let ran = folder.run(&["check", "--format", "concise"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .contains("a.flockml:2:1: error[unclosed-element]"),
        "{}",
        ran.all()
    );
    let last = ran.stdout.lines().last().unwrap();
    assert!(
        last.contains("1 error, 999 warnings and 2000 more not shown"),
        "{last}"
    );
}

#[test]
fn a_terminal_is_not_told_what_to_do_by_a_file() {
    let folder = Folder::with(&[("a.flockml", "<flockml>\u{1b}[31m<b\u{1b}[2J>x</flockml>")]);
    for format in ["human", "concise"] {
        let ran = folder.run(&["check", "--format", format]);
        assert!(!ran.stdout.contains('\u{1b}'), "{:?}", ran.stdout);
    }
}

#[test]
fn colour_is_there_only_on_demand() {
    let folder = Folder::with(&[("a.flockml", "<flockml>a & b</flockml>")]);
    assert!(!folder.run(&["check"]).stdout.contains('\u{1b}'));
    assert!(
        folder
            .run(&["check", "--color", "always"])
            .stdout
            .contains("\u{1b}[")
    );
    let json = folder.run(&["check", "--color", "always", "--format", "json"]);
    assert!(!json.stdout.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_keeps_nobody_waiting() {
    let folder = Folder::with(&[("alert.flockml", "<flockml>db-1 is down</flockml>")]);
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("pipe.flockml"))
        .status();
    assert!(made.unwrap().success());
    let ran = folder.run(&["check", "alert.flockml"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let ran = folder.run(&["render", "alert.flockml"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_told_where_it_is_included() {
    let outside = Folder::with(&[("footer.flockml", "<i>footer</i>")]);
    let folder = Folder::with(&[(
        "alert.flockml",
        "<flockml>\n  {% include \"footer.flockml\" %}\n</flockml>",
    )]);
    let link = folder.path("footer.flockml");
    std::os::unix::fs::symlink(outside.path("footer.flockml"), link).unwrap();
    let ran = folder.run(&["check", "alert.flockml", "--format", "concise"]);
    let told = "alert.flockml:2:15: error[template-syntax]: `footer.flockml` cannot be read: the file is a link out of the template folder";
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains(told), "{}", ran.stdout);
}
