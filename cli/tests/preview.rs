//! `flockml preview`, as its page meets it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::path::Path;

use flockml::client::{Webhook, WebhookUrl};
use flockml::template::Templates;
use serde_json::{Value, json};
use support::Folder;
use support::preview::{ADA, BROKEN, HELLO, Preview, folder, names, rules, start, text};

#[test]
fn a_folder_is_shown_at_once_and_checked_behind() {
    let folder = folder();
    folder.write("t/odd.flockml", "<flockml>**{{ x }}**</flockml>");
    let preview = start(&folder);
    let first = preview.gallery();
    assert_eq!(first["root"], "t");
    assert_eq!(names(&first), ["hello.flockml", "odd.flockml"]);
    assert_eq!(
        first["templates"][0]["samples"],
        json!([{ "case": "ada", "file": "t/hello.ada.sample.json" }])
    );
    let checked = preview.gallery_when(|gallery| gallery["checked"] == true);
    assert_eq!(
        rules(&checked["findings"]),
        ["missing-sample", "foreign-markup"]
    );
    assert_eq!(checked["templates"][1]["warnings"], 2);
    assert_eq!(checked["failure"], Value::Null);
    assert_eq!(checked["version"], env!("CARGO_PKG_VERSION"));
}

/// What `check --format json` says of the folder is what the page shows.
#[test]
fn findings_are_those_of_check_with_the_way_to_open_them() {
    let folder = folder();
    folder.write("t/a b.flockml", BROKEN);
    folder.write("t/hello.ada.sample.json", "{ \"nam\": 1 }");
    let preview = start(&folder);
    let mut findings =
        preview.gallery_when(|gallery| gallery["checked"] == true)["findings"].clone();
    for finding in findings.as_array_mut().unwrap() {
        let open = finding.as_object_mut().unwrap().remove("open").unwrap();
        let file = folder.path("").canonicalize().unwrap();
        let file = file.join(finding["file"].as_str().unwrap());
        let file = file.to_str().unwrap().replace(' ', "%20");
        let place = format!("{}:{}", finding["line"], finding["column"]);
        assert_eq!(open, format!("vscode://file{file}:{place}"));
    }
    let ran = folder.run(&["check", "t", "--format", "json"]);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(findings, said["findings"]);
    assert!(findings.as_array().unwrap().len() > 2, "{findings:#}");
}

#[test]
fn the_page_brings_all_that_it_needs() {
    let folder = folder();
    let preview = start(&folder);
    let page = preview.get("/");
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'; script-src 'self';"),
        "{policy}"
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(page.header(name), Some(value));
        assert_eq!(preview.get("/api/nothing").header(name), Some(value));
    }
    assert!(
        !page.body.contains("<script>") && !page.body.contains("//"),
        "{}",
        page.body
    );
    let quoted = page.body.split('"').filter(|part| part.starts_with('/'));
    for file in quoted {
        let answer = preview.get(file);
        assert_eq!(answer.status, 200, "{file}");
        let expected = if file.ends_with(".js") {
            "text/javascript"
        } else {
            "text/css"
        };
        let content_type = answer.header("content-type").unwrap();
        assert_eq!(content_type, format!("{expected}; charset=utf-8"));
    }
    assert_eq!(preview.ask("DELETE", "/api/gallery", "").status, 405);
    assert_eq!(preview.ask("HEAD", "/", "").status, 200);
}

/// The page, `send --dry-run`, `render` and the library make the same bytes of every shipped sample.
#[test]
fn the_payload_is_what_is_sent() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let preview = Preview::start(&shipped, &["."]);
    let templates = Templates::load(&shipped).unwrap();
    let folder = Folder::empty();
    let mut count = 0;
    for file in templates.files().filter(|file| !file.is_part()) {
        for sample in file.samples() {
            let shown = preview.picture(file.name(), Some(sample.case()));
            let data = sample.data().unwrap();
            let object = templates.render(file.name(), &data).unwrap().object;
            let url = WebhookUrl::new("https://api.flock.com/hooks/sendMessage/x").unwrap();
            let pretty = format!("{}\n", object.to_json_pretty());
            let request = Webhook::new(url).request(&object.into_message()).unwrap();
            let body = request.into_http().into_body();
            let (template, sample) = (shipped.join(file.name()), shipped.join(sample.name()));
            let data = [
                template.to_str().unwrap(),
                "--data",
                sample.to_str().unwrap(),
            ];
            let hook = [(
                "FLOCK_WEBHOOK_URL",
                "https://api.flock.com/hooks/sendMessage/8cb4d06e",
            )];
            let send = [&["send"][..], &data, &["--webhook", "--dry-run"]].concat();
            let sent = folder.run_env(&hook, &send, "");
            let rendered = folder.run(&[&["render"][..], &data].concat());
            let payload = shown["payload"].as_str().unwrap();
            assert_eq!(payload.as_bytes(), body);
            assert_eq!(
                sent.stdout.split_once("\n\n").unwrap().1,
                format!("{payload}\n")
            );
            assert_eq!(shown["pretty"], rendered.stdout);
            assert_eq!(shown["pretty"], pretty);
            count += 1;
        }
    }
    assert!(count >= 14, "{count}");
}

#[test]
fn what_is_not_sent_has_no_payload() {
    let folder = folder();
    folder.write("t/blank.flockml", "<flockml>{{ name }}</flockml>");
    folder.write("t/blank.ada.sample.json", "{ \"name\": \" \" }");
    let preview = start(&folder);
    let shown = preview.picture("blank.flockml", Some("ada"));
    let args = [
        "send",
        "t/blank.flockml",
        "--data",
        "t/blank.ada.sample.json",
    ];
    let hook = [(
        "FLOCK_WEBHOOK_URL",
        "https://api.flock.com/hooks/sendMessage/x",
    )];
    let sent = folder.run_env(
        &hook,
        &[&args[..], &["--webhook", "--dry-run"]].concat(),
        "",
    );
    let refused = shown["refused"].as_str().unwrap();
    assert!(sent.stderr.contains(refused), "{refused}: {}", sent.stderr);
    assert_eq!(shown["payload"], Value::Null);
}

/// Names in includes start where `flockml check` and `flockml send` start them.
#[test]
fn each_template_belongs_to_its_own_root() {
    let folder = Folder::with(&[
        ("a/_part.flockml", "a"),
        (
            "a/one.flockml",
            "<flockml>{% include \"_part.flockml\" %}</flockml>",
        ),
        (
            "b/two.flockml",
            "<flockml>{% include \"a/_part.flockml\" %}{% include \"b/_own.flockml\" %}</flockml>",
        ),
        ("b/_own.flockml", "b"),
    ]);
    let preview = Preview::start(&folder.path(""), &["."]);
    assert_eq!(
        names(&preview.gallery()),
        ["a/one.flockml", "b/two.flockml"]
    );
    assert_eq!(text(&preview.picture("a/one.flockml", None)), "a");
    assert_eq!(text(&preview.picture("b/two.flockml", None)), "ab");
    let checked = preview.gallery_when(|it| it["checked"] == true);
    assert_eq!(rules(&checked["findings"]), ["missing-sample"; 2]);
}

#[test]
fn data_are_edited_in_the_page() {
    let folder = folder();
    let preview = start(&folder);
    let edited = |data: &str| {
        preview.picture_of(&json!({ "template": "hello.flockml", "case": "ada", "data": data }))
    };
    assert_eq!(text(&edited("{\"name\": \"<Eve>\"}")), "Hello <Eve>");
    for (data, said) in [
        ("", "line 1, column 1: the file is empty"),
        (
            "[1]",
            "line 1, column 1: the data are a list, not an object",
        ),
        ("{\n  \"name\": \"é\" \"x\"\n}", "line 2, column 14: "),
        ("{\"name\": 1,}", "line 1, column 1"),
    ] {
        let wrong = edited(data);
        let error = wrong["data_error"].as_str().unwrap();
        assert!(error.starts_with(said) && !error.contains('\n'), "{error}");
        assert_eq!(
            (&wrong["ok"], &wrong["findings"]),
            (&json!(false), &json!([]))
        );
        // What was drawn last stays.
        assert_eq!(
            (text(&wrong), &wrong["stale"]),
            ("Hello <Eve>", &json!(true))
        );
    }
    let missing = edited("{}");
    assert_eq!(rules(&missing["findings"]), ["unknown-variable"]);
    assert_eq!(missing["data_error"], Value::Null);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(edited(&format!("{{\"name\": {deep}}}"))["ok"], false);
    // The sample has not changed.
    assert_eq!(
        text(&preview.picture("hello.flockml", Some("ada"))),
        "Hello Ada"
    );
    assert_eq!(preview.picture("hello.flockml", None)["data"], "{}");
}

#[test]
fn hostile_data_take_the_place_of_the_samples() {
    let folder = folder();
    let templates = Templates::load(folder.path("t")).unwrap();
    let preview = start(&folder);
    let gallery = preview.gallery();
    let names = gallery["hostile"].as_array().unwrap();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let shown = preview
            .picture_of(&json!({ "template": "hello.flockml", "case": "ada", "hostile": name }));
        assert_eq!(
            (&shown["ok"], &shown["data_error"]),
            (&json!(true), &json!(null))
        );
        let data: Value = serde_json::from_str(shown["data"].as_str().unwrap()).unwrap();
        let own = json!({ "name": "Ada" });
        let expected = templates.hostile_data("hello", &own, name.as_str().unwrap());
        assert_eq!(data, expected);
    }
}

#[test]
fn pieces_know_where_they_were_written() {
    let folder = folder();
    folder.write("t/parts/_line.flockml", "\n  {{ name }}!");
    folder.write("t/flockml.toml", "");
    folder.write(
        "t/hello.flockml",
        HELLO.replace("{{ name }}", "{% include \"parts/_line.flockml\" %}"),
    );
    let preview = start(&folder);
    let shown = preview.picture("hello.flockml", Some("ada"));
    let html = shown["picture"]["desktop"].as_str().unwrap();
    let piece = "data-file=\"t/parts/_line.flockml\" data-line=\"2\" data-column=\"3\" data-variable=\"name\"";
    assert!(html.contains(piece), "{html}");
}

#[test]
fn what_cannot_be_asked_is_one_sentence() {
    let folder = folder();
    let preview = start(&folder);
    for (verb, path, body, status) in [
        ("POST", "/api/picture", "", 400),
        ("POST", "/api/picture", "{}", 400),
        ("POST", "/api/picture", "\u{0}", 400),
        ("POST", "/api/picture", "{\"template\":\"x\"}", 404),
        (
            "POST",
            "/api/picture",
            "{\"template\":\"hello.flockml\",\"case\":\"x\"}",
            404,
        ),
        (
            "POST",
            "/api/picture",
            "{\"template\":\"hello.flockml\",\"hostile\":\"x\"}",
            404,
        ),
        ("GET", "/api/picture", "", 405),
        ("POST", "/", "{}", 404),
        ("POST", "/v2/chat.sendMessage", "{}", 404),
        ("GET", "/api/source", "", 400),
        ("GET", "/api/source?file=x", "", 404),
        ("GET", "/api/%ff", "", 404),
    ] {
        let answer = preview.ask(verb, path, body);
        assert_eq!(answer.status, status, "{path} {body}");
        answer.refusal();
    }
}

/// Only what the folder lists has a source: no path is made of what is asked for.
#[cfg(unix)]
#[test]
fn no_other_file_is_shown() {
    let folder = folder();
    folder.write("secret.flockml", "s3cr3t");
    folder.write("t/flockml.toml", "[targets.ops]\nto = \"u:s3cr3t\"");
    folder.write("t/webhook.txt", "s3cr3t");
    folder.write("t/hello.ada.expected.json", "\"s3cr3t\"");
    std::os::unix::fs::symlink(folder.path("secret.flockml"), folder.path("t/link.flockml"))
        .unwrap();
    std::os::unix::fs::symlink(folder.path(""), folder.path("t/up")).unwrap();
    let preview = start(&folder);
    let absolute = folder.path("secret.flockml");
    for file in [
        "../secret.flockml",
        "t/../secret.flockml",
        "t/../t/hello.flockml",
        "%2e%2e/secret.flockml",
        "..%2fsecret.flockml",
        "..\\secret.flockml",
        "secret.flockml",
        absolute.to_str().unwrap(),
        "/etc/passwd",
        "file:///etc/passwd",
        "t/flockml.toml",
        "flockml.toml",
        "t/webhook.txt",
        "t/hello.ada.expected.json",
        "t/up/secret.flockml",
        "up/secret.flockml",
        "t/hello.flockml%00",
        "",
    ] {
        let answer = preview.get(&format!("/api/source?file={file}"));
        assert_eq!(answer.status, 404, "{file}: {}", answer.body);
    }
    // The link is listed, and what it leads to is not read.
    let link = preview.get("/api/source?file=t/link.flockml").json();
    assert_eq!(link["text"], "");
    let sample = preview
        .get("/api/source?file=t/hello.ada.sample.json")
        .json();
    assert_eq!(sample["text"], ADA);
    assert!(
        sample["open"]
            .as_str()
            .unwrap()
            .ends_with("/t/hello.ada.sample.json:{line}:{column}")
    );
    let by_name = preview.get("/api/source?file=parts/_line.flockml").json();
    assert_eq!(by_name["file"], "t/parts/_line.flockml");
}
