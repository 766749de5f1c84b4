//! `flockml convert`, as its users meet it.

mod support;

use support::Folder;

const NOTES: &str = "# Deploy\n\n~~web~~ **api** is [live](https://example.com)\n";

#[test]
fn the_name_says_what_is_converted() {
    let folder = Folder::with(&[
        ("notes.md", NOTES),
        ("note.flockml", "<flockml><b>a</b> &amp; b</flockml>"),
        ("note.txt", "a <b> & c\n"),
    ]);
    let mut written = String::new();
    for file in folder.names() {
        for form in ["flockml", "text", "html", "payload"] {
            let ran = folder.run(&["convert", &file, "--to", form]);
            assert_eq!(ran.code, 0, "{}", ran.all());
            written += &format!("$ flockml convert {file} --to {form}\n{}\n", ran.all());
        }
    }
    insta::assert_snapshot!(written);
}

#[test]
fn standard_input_is_converted() {
    let args = ["convert", "--from", "markdown", "--to", "flockml"];
    let ran = Folder::empty().run_with(&args, "**a** & b");
    assert_eq!(
        ran.stdout,
        "<flockml><b>a</b> &amp; b</flockml>\n",
        "{}",
        ran.all()
    );
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_written() {
    let folder = Folder::with(&[
        ("bad.flockml", &b"<flockml><b>x</flockml>"[..]),
        ("latin1.txt", &b"caf\xe9"[..]),
    ]);
    for file in folder.names() {
        let ran = folder.run(&["convert", &file, "--to", "text"]);
        assert_eq!(ran.code, 1, "{}", ran.all());
        assert_eq!(ran.stdout, "");
        assert!(
            ran.stderr.starts_with(&format!("{file}:1:")),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_payload_that_says_nothing_is_refused() {
    let args = ["convert", "--from", "text", "--to", "payload"];
    let ran = Folder::empty().run_with(&args, "");
    assert_eq!(ran.code, 1, "{}", ran.all());
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("error[empty-message]"), "{}", ran.all());
}
