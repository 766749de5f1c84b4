//! Folders of templates: what is found in them and what they render to.
//!
//! Each folder in `tests/templates` is a case; its snapshot lists the findings and then what
//! each sample renders to.
// Some of the cases use filters that need the other two.
#![cfg(all(feature = "template", feature = "dates", feature = "markdown"))]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use flockml::check::Origin;
use flockml::message::Object;
use flockml::template::{Finding, Templates, root_of};
use flockml::{ErrorKind, Markup, markup};
use serde::Serialize;
use serde_json::{Value, json};

/// The rules that only templates break.
const RULES: &[&str] = &[
    "template-syntax",
    "render-error",
    "unescaped-hole",
    "unknown-variable",
    "missing-sample",
    "wrong-type",
];

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates")
}

fn line(finding: &Finding, root: &Path) -> String {
    let file = Path::new(finding.file()).strip_prefix(root).unwrap();
    let diagnostic = finding.diagnostic();
    let mut line = format!(
        "{}:{} {} {}: {}\n",
        file.display(),
        finding.position(),
        diagnostic.severity.as_str(),
        diagnostic.rule.id,
        diagnostic.message
    );
    // What the other rules advise is recorded with them.
    let is_ours = RULES.contains(&diagnostic.rule.id);
    if let Some(help) = diagnostic.help.as_ref().filter(|_| is_ours) {
        let _ = writeln!(line, "    help: {help}");
    }
    if let Some(sample) = finding.sample() {
        let _ = writeln!(line, "    with `{sample}`");
    }
    if diagnostic.origin == Origin::Rendered {
        line += "    in the output\n";
    }
    if let Some(excerpt) = finding.excerpt() {
        let _ = writeln!(line, "    excerpt: {excerpt}");
    }
    for label in diagnostic
        .labels
        .iter()
        .filter(|_| finding.sample().is_some())
    {
        let at = finding.source().position(label.span.start());
        let _ = writeln!(line, "    {at}: {}", label.message);
    }
    for related in finding.related() {
        let file = Path::new(related.file()).strip_prefix(root).unwrap();
        let _ = writeln!(
            line,
            "    {}:{}: {}",
            file.display(),
            related.position(),
            related.message()
        );
    }
    line
}

/// The samples below `root` that are JSON, by template, case and data.
fn samples(root: &Path, templates: &Templates) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let Some(stem) = name.strip_suffix(".sample.json") else {
                continue;
            };
            let Some(data) = fs::read_to_string(&path)
                .ok()
                .and_then(|text| serde_json::from_str(text.trim_start_matches(MARK)).ok())
            else {
                continue;
            };
            let data: Value = data;
            let owner = stem.rsplit_once('.').map_or(stem, |(owner, _)| owner);
            for template in templates.names().filter(|other| {
                [
                    ".flockml",
                    ".message.json",
                    ".attachment.json",
                    ".button.json",
                ]
                .iter()
                .any(|suffix| other.strip_suffix(suffix) == Some(owner))
            }) {
                found.push((template.to_owned(), stem.to_owned(), data.clone()));
            }
        }
    }
    found.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    found
}

fn describe(root: &Path) -> String {
    let templates = Templates::load(root).unwrap();
    let mut text = String::new();
    for finding in templates.check() {
        text += &line(&finding, root);
    }
    for (template, case, data) in samples(root, &templates) {
        let _ = writeln!(text, "\n== {template} with {case}");
        match templates.render(&template, &data) {
            Ok(rendered) => {
                let _ = writeln!(text, "{}", rendered.object.to_json_pretty());
                for finding in &rendered.findings {
                    text += &line(finding, root);
                }
            }
            Err(error) => {
                let rules: Vec<&str> = error
                    .findings()
                    .iter()
                    .map(|found| found.diagnostic().rule.id)
                    .collect();
                let _ = writeln!(text, "refused: {}", rules.join(", "));
            }
        }
    }
    text
}

#[test]
fn cases_are_as_recorded() {
    let mut names: Vec<PathBuf> = fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("templates/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for root in names.iter().filter(|path| !path.ends_with("snapshots")) {
            let name = root.file_name().unwrap().to_str().unwrap();
            insta::assert_snapshot!(name, describe(root));
        }
    });
}

const MARK: char = '\u{feff}';

/// Copies the files in `from` to `to`, with a byte order mark each.
fn copy_marked(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copy = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_marked(&path, &copy);
        } else {
            let marked = [MARK.to_string().into_bytes(), fs::read(&path).unwrap()];
            fs::write(copy, marked.concat()).unwrap();
        }
    }
}

#[test]
fn byte_order_marks_change_nothing() {
    for entry in fs::read_dir(cases()).unwrap() {
        let root = entry.unwrap().path();
        if !root.ends_with("snapshots") {
            let copy = tempfile::tempdir().unwrap();
            copy_marked(&root, copy.path());
            assert_eq!(describe(copy.path()), describe(&root), "{root:?}");
        }
    }
}

#[test]
fn templates_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Templates>();
    shared::<Finding>();
}

fn load(files: &[(&str, &str)]) -> (tempfile::TempDir, Templates) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let templates = Templates::load(folder.path()).unwrap();
    (folder, templates)
}

#[test]
fn markup_in_the_data_goes_in_as_markup() {
    #[derive(Serialize)]
    struct Data {
        title: &'static str,
        body: Markup,
        more: Vec<Markup>,
    }
    let (_folder, templates) = load(&[
        (
            "a.flockml",
            "<flockml>{{ title }}: {{ body }}{% for m in more %}{{ m }}{% endfor %}</flockml>",
        ),
        (
            "a.message.json",
            r#"{ "flockml": "<flockml>{{ title | flockml }}: {{ body | flockml }}</flockml>" }"#,
        ),
    ]);
    let data = Data {
        title: "<b>",
        body: markup::bold("R&D").link("\"x\"", "https://example.com/?a=1&b=2"),
        more: vec![markup::italic("1"), markup::text("<2>")],
    };
    let link = r#"<b>R&amp;D</b><a href="https://example.com/?a=1&amp;b=2">"x"</a>"#;
    let Object::Markup(markup) = templates.render("a.flockml", &data).unwrap().object else {
        panic!("markup")
    };
    assert_eq!(
        markup.as_str(),
        format!("&lt;b&gt;: {link}<i>1</i>&lt;2&gt;")
    );
    let message = templates
        .render("a.message.json", &data)
        .unwrap()
        .object
        .into_message();
    assert_eq!(
        message.markup().unwrap().as_str(),
        format!("&lt;b&gt;: {link}")
    );
}

#[test]
fn markup_in_the_data_is_words_in_the_plain_text_of_a_json_template() {
    #[derive(Serialize)]
    struct Data {
        body: Markup,
        more: Vec<Markup>,
        none: Markup,
    }
    let (_folder, templates) = load(&[(
        "a.message.json",
        r#"{
            "text": "{{ body }}{% if none %}!{% endif %}",
            "notification": "{{ "1 " ~ body }} {{ more | join(sep=", ") }} {{ more[0] | upper }}",
            "flockml": "<flockml>{{ body | flockml }} {{ more | join(sep=' <') | flockml }}</flockml>",
            "attachments": [{ "title": "{{ body | truncate(length=4) }}", "description": "{{ more }}" }]
        }"#,
    )]);
    let link = markup::bold("R&D").link("\"x\"", "https://example.com/?a=1&b=2");
    let data = Data {
        body: link.clone(),
        more: vec![markup::italic("a"), markup::text("<2>")],
        none: Markup::new(),
    };
    let shared = templates
        .batch("a.message.json", &json!({}))
        .unwrap()
        .render(&data);
    for rendered in [templates.render("a.message.json", &data), shared] {
        let message = rendered.unwrap().object.into_message();
        let json: Value = serde_json::from_str(&message.to_json()).unwrap();
        assert_eq!(json["text"], link.to_text());
        let notification = format!("1 {} a, <2> A", link.to_text());
        assert_eq!(json["notification"], notification.as_str());
        assert_eq!(
            message.markup().unwrap().as_str(),
            format!("{} <i>a</i> &lt;&lt;2&gt;", link.as_str())
        );
        assert_eq!(json["attachments"][0]["title"], "R&D\"…");
        assert_eq!(json["attachments"][0]["description"], "[a, <2>]");
    }
}

#[test]
fn markup_in_the_data_is_words_in_the_attributes_of_the_xml_form() {
    #[derive(Serialize)]
    struct Data {
        m: Markup,
        list: Vec<Markup>,
        quote: Markup,
    }
    let (_folder, templates) = load(&[(
        "a.flockml",
        r#"{% set t %}{{ m }}{% endset %}<message notification="{{m}}"><flockml>{{ m }}</flockml><attachment title="{% if m %}{{- m -}}{% endif %}" description='{{ list | join(sep=", ") }} {{ t }} {{ m if m else "" }}' url="https://example.com/{{ m }}"><button id="{{ quote }}" name="{{ 1 ~ quote | upper }}" type="sendEvent"/></attachment></message>"#,
    )]);
    let link = markup::bold("R&D").link("\"x\"", "https://example.com/?a=1&b=2");
    let words = link.to_text();
    let data = Data {
        m: link.clone(),
        list: vec![markup::italic("a"), markup::text("<2>")],
        quote: markup::text("x\" name='y'"),
    };
    let shared = templates
        .batch("a.flockml", &json!({}))
        .unwrap()
        .render(&data);
    for rendered in [templates.render("a.flockml", &data), shared] {
        let message = rendered.unwrap().object.into_message();
        let json: Value = serde_json::from_str(&message.to_json()).unwrap();
        assert_eq!(json["notification"], words);
        assert_eq!(message.markup().unwrap().as_str(), link.as_str());
        let attachment = &json["attachments"][0];
        assert_eq!(attachment["title"], words);
        assert_eq!(attachment["description"], format!("a, <2> {words} {words}"));
        assert_eq!(attachment["buttons"][0]["id"], "x\" name='y'");
        assert_eq!(attachment["buttons"][0]["name"], "1X\" NAME='Y'");
    }
}

#[test]
fn markup_elsewhere_is_the_document_that_flock_takes() {
    assert_eq!(
        serde_json::to_value(markup::bold("x")).unwrap(),
        json!("<flockml><b>x</b></flockml>")
    );
}

#[test]
fn the_operation_fails_with_its_own_kind() {
    let (folder, templates) = load(&[("alert.flockml", "<flockml>{{ x }}</flockml>")]);
    let unknown = templates.render("alrt.flockml", &json!({})).unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::UnknownTemplate);
    assert_eq!(
        unknown.to_string(),
        "no such template: `alrt.flockml`; did you mean `alert.flockml`?"
    );
    assert!(templates.render("alert", &json!({ "x": 1 })).is_ok());
    let list = templates.render("alert.flockml", &json!([1])).unwrap_err();
    assert_eq!(list.kind(), ErrorKind::InvalidData);
    assert_eq!(
        list.to_string(),
        "unusable data: a template takes an object, not a list"
    );
    let missing = templates
        .render("alert.flockml", &json!({ "y": 1 }))
        .unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::InvalidContent);
    assert_eq!(
        missing.findings()[0].diagnostic().rule.id,
        "unknown-variable"
    );
    assert_eq!(missing.report().unwrap().diagnostics().len(), 1);
    let folder = Templates::load(folder.path().join("nowhere")).unwrap_err();
    assert_eq!(folder.kind(), ErrorKind::Unreadable);
    assert!(std::error::Error::source(&folder).is_some());
}

#[test]
fn a_file_that_cannot_be_read_is_a_finding() {
    let (folder, _) = load(&[
        ("good.flockml", "<flockml>x</flockml>"),
        ("good.a.sample.json", "{}"),
    ]);
    fs::write(
        folder.path().join("bytes.flockml"),
        b"<flockml>\xff</flockml>",
    )
    .unwrap();
    fs::write(
        folder.path().join("large.flockml"),
        vec![b' '; 5 * 1024 * 1024],
    )
    .unwrap();
    fs::create_dir(folder.path().join("folder.flockml")).unwrap();
    #[cfg(unix)]
    {
        let outside = folder.path().with_extension("outside");
        fs::write(&outside, "<flockml>secret</flockml>").unwrap();
        std::os::unix::fs::symlink(&outside, folder.path().join("link.flockml")).unwrap();
        std::os::unix::fs::symlink("good.flockml", folder.path().join("inside.flockml")).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    }
    let templates = Templates::load(folder.path()).unwrap();
    let found: Vec<String> = templates
        .check()
        .iter()
        .filter(|finding| finding.is_error())
        .map(|finding| {
            format!("{}", finding)
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    let mut expected = vec![
        "bytes.flockml:1:10: template-syntax: the file is not UTF-8 from here on",
        "large.flockml:1:1: template-syntax: the file is larger than 4 MiB",
    ];
    if cfg!(unix) {
        expected.push(
            "link.flockml:1:1: template-syntax: the file is a link out of the template folder",
        );
        let inside = templates.render("inside.flockml", &json!({})).unwrap();
        assert_eq!(inside.object.markup().unwrap().as_str(), "x");
        assert!(templates.render("link.flockml", &json!({})).is_err());
    }
    assert_eq!(found, expected);
}

#[test]
fn the_root_is_marked_or_the_files_own_folder() {
    let (folder, _) = load(&[("a/b/x.flockml", "<flockml>x</flockml>")]);
    let file = folder.path().join("a/b/x.flockml");
    assert_eq!(root_of(&file), folder.path().join("a/b"));
    assert_eq!(root_of(folder.path().join("a")), folder.path().join("a"));
    fs::write(folder.path().join("flockml.toml"), "").unwrap();
    let marked = fs::canonicalize(folder.path()).unwrap();
    assert_eq!(root_of(&file), marked);
    assert_eq!(root_of(folder.path()), folder.path());
    assert_eq!(root_of("Cargo.toml"), Path::new("."));
}

#[test]
fn a_render_ends_whatever_the_template_says() {
    let deep = "{% if a %}".repeat(10_000);
    let nested = format!("<flockml>{}</flockml>", "<b>".repeat(100_000));
    let open = "{{ ".repeat(100_000);
    let parens = format!("{{{{ {}1{} }}}}", "(".repeat(50_000), ")".repeat(50_000));
    let recursive =
        "{% component A() %}{{ <A /> }}{% endcomponent %}<flockml>{{ <A /> }}</flockml>";
    let (_folder, templates) = load(&[
        ("deep.flockml", &deep),
        ("nested.flockml", &nested),
        ("open.flockml", &open),
        ("parens.flockml", &parens),
        ("recursive.flockml", recursive),
    ]);
    for name in ["deep", "nested", "open", "parens", "recursive"] {
        let error = templates
            .render(&format!("{name}.flockml"), &json!({}))
            .unwrap_err();
        assert!(!error.findings().is_empty(), "{name}");
    }
    assert!(!templates.check().is_empty());
}

#[test]
fn what_is_taken_out_of_parentheses_is_named_as_a_whole() {
    let (_folder, templates) = load(&[
        ("a.flockml", "<flockml>{{ (xs | sort)[0] }}</flockml>"),
        (
            "b.flockml",
            "<flockml>{{ (xs | sort)[0] | default(value='') }}.</flockml>",
        ),
    ]);
    let data = json!({ "xs": [] });
    let error = templates.render("a.flockml", &data).unwrap_err();
    let finding = &error.findings()[0];
    assert_eq!(finding.diagnostic().message, "there is no `(xs | sort)[0]`");
    assert_eq!(
        finding.diagnostic().help.as_deref(),
        Some("write `(xs | sort)[0] | default(value=\"\")` where it may be missing")
    );
    assert!(templates.render("b.flockml", &data).is_ok());
}

#[test]
fn a_tag_with_a_name_like_a_component_is_perhaps_a_call() {
    let (_folder, templates) = load(&[("a.flockml", "<flockml><Row label=\"x\"/></flockml>")]);
    let findings = templates.check();
    let found = findings
        .iter()
        .find(|finding| finding.diagnostic().rule.id == "unknown-element")
        .unwrap();
    assert_eq!(
        found.diagnostic().help.as_deref(),
        Some("write `{{ <Row … /> }}` to call a component, or `&lt;` if it is no tag")
    );
}
