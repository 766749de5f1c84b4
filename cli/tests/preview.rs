//! `flockml preview`, as its page meets it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use flockml::client::{Webhook, WebhookUrl};
use flockml::template::Templates;
use serde_json::{Value, json};
use support::Folder;
use support::preview::Preview;

const HELLO: &str = "<flockml>Hello <b>{{ name }}</b></flockml>\n";
const ADA: &str = "{ \"name\": \"Ada\" }\n";
const BROKEN: &str = "<flockml>Hello <b>{{ name }}</flockml>\n";

fn folder() -> Folder {
    Folder::with(&[
        ("t/hello.flockml", HELLO),
        ("t/hello.ada.sample.json", ADA),
        ("t/parts/_line.flockml", "{{ line }}"),
    ])
}

fn start(folder: &Folder) -> Preview {
    Preview::start(&folder.path(""), &["t"])
}

fn text(picture: &Value) -> &str {
    picture["picture"]["text"].as_str().unwrap_or_default()
}

fn rules(findings: &Value) -> Vec<&str> {
    let findings = findings.as_array().unwrap().iter();
    findings.map(|it| it["rule"].as_str().unwrap()).collect()
}

fn names(gallery: &Value) -> Vec<&str> {
    let templates = gallery["templates"].as_array().unwrap().iter();
    templates.map(|it| it["name"].as_str().unwrap()).collect()
}

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

#[test]
fn a_saved_file_is_told_and_its_picture_follows() {
    let folder = folder();
    let preview = start(&folder);
    let events = preview.events();
    let first = preview.picture("hello.flockml", Some("ada"));
    assert_eq!(
        (text(&first), &first["stale"]),
        ("Hello Ada", &json!(false))
    );
    assert_eq!(first["data"], ADA);

    folder.write("t/hello.flockml", HELLO.replace("Hello", "Goodbye"));
    let changed = events.next("changed");
    assert_eq!(changed["files"], json!(["t/hello.flockml"]));
    let second = preview.picture("hello.flockml", Some("ada"));
    assert_eq!(text(&second), "Goodbye Ada");
    assert_eq!(second["revision"], changed["revision"]);
    assert!(changed["revision"].as_u64() > first["revision"].as_u64());
    let checked = events.next("checked");
    assert_eq!(
        (&checked["errors"], &checked["warnings"]),
        (&json!(0), &json!(0))
    );

    folder.write("t/hello.ada.sample.json", "{ \"name\": \"Bob\" }");
    events.next("changed");
    assert_eq!(
        text(&preview.picture("hello.flockml", Some("ada"))),
        "Goodbye Bob"
    );
}

#[test]
fn a_broken_template_keeps_its_last_good_picture() {
    let folder = folder();
    let preview = start(&folder);
    let events = preview.events();
    let good = preview.picture("hello.flockml", Some("ada"));
    folder.write("t/hello.flockml", BROKEN);
    events.next("changed");
    // It is known before the whole folder is checked.
    assert_eq!(preview.gallery()["templates"][0]["errors"], 1);
    let broken = preview.picture("hello.flockml", Some("ada"));
    assert_eq!(
        (&broken["ok"], &broken["stale"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(broken["picture"], good["picture"]);
    assert_eq!(broken["payload"], Value::Null);
    assert_eq!(rules(&broken["findings"]), ["unclosed-element"]);
    assert_eq!(broken["findings"][0]["line"], 1);
    assert_eq!(broken["findings"][0]["column"], 16);
    let source = preview.get("/api/source?file=t/hello.flockml").json();
    assert_eq!(
        (&source["text"], rules(&source["findings"])),
        (&json!(BROKEN), vec!["unclosed-element"])
    );

    folder.write("t/hello.ada.sample.json", "{ \"name\": }");
    events.next("changed");
    let broken = preview.picture("hello.flockml", Some("ada"));
    assert_eq!(broken["stale"], true);
    assert_eq!(broken["data"], "{ \"name\": }");
    let said = broken["data_error"].as_str().unwrap();
    assert!(said.starts_with("line 1, column 11: "), "{said}");
    assert_eq!(broken["findings"][0]["file"], "t/hello.ada.sample.json");

    folder.write("t/hello.ada.sample.json", ADA);
    folder.write("t/hello.flockml", HELLO);
    preview.gallery_when(|gallery| gallery["findings"] == json!([]));
    let mended = preview.picture("hello.flockml", Some("ada"));
    assert_eq!(mended["picture"], good["picture"]);
    assert_eq!(mended["stale"], false);
}

#[test]
fn files_come_and_go() {
    let folder = folder();
    let preview = start(&folder);
    let until = |wanted: &[&str]| {
        preview.gallery_when(|gallery| names(gallery) == wanted);
    };
    folder.write("t/deep/er/new.flockml", HELLO);
    until(&["deep/er/new.flockml", "hello.flockml"]);
    folder.write("t/deep/er/new.one.sample.json", ADA);
    preview.gallery_when(|gallery| gallery["templates"][0]["samples"][0]["case"] == "one");
    fs::rename(folder.path("t/deep/er"), folder.path("t/deep/est")).unwrap();
    until(&["deep/est/new.flockml", "hello.flockml"]);
    // As editors do that write beside a file and put it in its place.
    folder.write("t/.hello.swp", HELLO.replace("Hello", "Swapped"));
    fs::rename(folder.path("t/.hello.swp"), folder.path("t/hello.flockml")).unwrap();
    preview.gallery_when(|_| text(&preview.picture("hello.flockml", Some("ada"))) == "Swapped Ada");
    fs::remove_dir_all(folder.path("t/deep")).unwrap();
    until(&["hello.flockml"]);
    folder.write("t/parts/_line.flockml", "{{ more }}");
    preview.gallery_when(|_| {
        preview.get("/api/source?file=t/parts/_line.flockml").json()["text"] == "{{ more }}"
    });
}

#[test]
fn a_folder_that_is_gone_or_unusable_keeps_what_it_showed() {
    let folder = folder();
    let preview = start(&folder);
    preview.picture("hello.flockml", Some("ada"));
    fs::rename(folder.path("t"), folder.path("elsewhere")).unwrap();
    let gone = preview.gallery_when(|gallery| gallery["failure"].is_string());
    assert_eq!(gone["failure"], "cannot read `t`: no such file or folder");
    assert_eq!(names(&gone), ["hello.flockml"]);
    let kept = preview.picture("hello.flockml", Some("ada"));
    assert_eq!((text(&kept), &kept["stale"]), ("Hello Ada", &json!(true)));

    fs::rename(folder.path("elsewhere"), folder.path("t")).unwrap();
    preview.gallery_when(|gallery| gallery["failure"].is_null());
    folder.write("t/hello.flockml", HELLO.replace("Hello", "Again"));
    preview.gallery_when(|_| text(&preview.picture("hello.flockml", Some("ada"))) == "Again Ada");

    folder.write("t/flockml.toml", "[rulez]");
    let unusable = preview.gallery_when(|gallery| gallery["failure"].is_string());
    let said = unusable["failure"].as_str().unwrap();
    assert!(
        said.starts_with("unusable settings: t/flockml.toml:1:2"),
        "{said}"
    );
    folder.write("t/flockml.toml", "");
    preview.gallery_when(|gallery| gallery["failure"].is_null() && gallery["checked"] == true);
}

#[test]
fn a_folder_that_is_unusable_at_first_is_shown_when_it_is_mended() {
    let folder = folder();
    folder.write("flockml.toml", "[rulez]");
    let preview = start(&folder);
    preview.line("warning: unusable settings: flockml.toml:1:2");
    assert_eq!(names(&preview.gallery()), Vec::<&str>::new());
    folder.write("flockml.toml", "[folders]\ntemplates = \"t\"");
    preview.gallery_when(|gallery| names(gallery) == ["hello.flockml"]);
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
            .ends_with("/t/hello.ada.sample.json:{line}:1")
    );
    let by_name = preview.get("/api/source?file=parts/_line.flockml").json();
    assert_eq!(by_name["file"], "t/parts/_line.flockml");
}

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

/// What takes long to draw keeps nothing else waiting.
#[test]
fn slow_pictures_are_in_nobodys_way() {
    let folder = folder();
    let slow = "<flockml>{% for a in range(end=1000) %}{% for b in range(end=1000) %}{% endfor %}{% endfor %}x</flockml>";
    folder.write("t/slow.flockml", slow);
    let preview = start(&folder);
    let events = preview.events();
    std::thread::scope(|scope| {
        let drawn: Vec<_> = (0..12)
            .map(|_| scope.spawn(|| preview.picture("slow.flockml", None)))
            .collect();
        assert_eq!(preview.get("/").status, 200);
        assert_eq!(names(&preview.gallery()), ["hello.flockml", "slow.flockml"]);
        folder.write("t/parts/_line.flockml", "x");
        events.next("changed");
        let source = preview.get("/api/source?file=t/parts/_line.flockml").json();
        assert_eq!(source["text"], "x");
        let is_drawing = drawn.iter().any(|drawn| !drawn.is_finished());
        assert!(is_drawing, "they are not slow enough to tell");
        for drawn in drawn {
            assert_eq!(drawn.join().unwrap()["ok"], true);
        }
    });
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

/// A folder of so many templates, each with three samples.
fn many(count: usize) -> (Folder, PathBuf) {
    let folder = Folder::empty();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let read = |name: &str| fs::read_to_string(shipped.join(name)).unwrap();
    folder.write("t/components.flockml", read("components.flockml"));
    for index in 0..count {
        folder.write(&format!("t/n{index}.flockml"), read("incident.flockml"));
        for case in ["one", "two", "three"] {
            let sample = read("incident.firing.sample.json");
            folder.write(&format!("t/n{index}.{case}.sample.json"), sample);
        }
    }
    let path = folder.path("t");
    (folder, path)
}

/// Prints how long users wait; run it with `--release -- --ignored --nocapture`.
#[test]
#[ignore = "it measures"]
fn how_long_users_wait() {
    use std::time::Instant;
    let (folder, _) = many(50);
    for _ in 0..5 {
        let start = Instant::now();
        let preview = Preview::start(&folder.path(""), &["t"]);
        let listening = start.elapsed();
        preview.get("/");
        let page = start.elapsed();
        assert_eq!(names(&preview.gallery()).len(), 50);
        let gallery = start.elapsed();
        assert_eq!(preview.picture("n0.flockml", Some("one"))["ok"], true);
        let picture = start.elapsed();
        preview.gallery_when(|gallery| gallery["checked"] == true);
        let checked = start.elapsed();
        println!(
            "listening {listening:?}, page {page:?}, gallery {gallery:?}, picture {picture:?}, checked {checked:?}"
        );
        let events = preview.events();
        for round in 0..5 {
            let saved = Instant::now();
            let text = fs::read_to_string(folder.path("t/n0.flockml")).unwrap();
            folder.write("t/n0.flockml", format!("{text}{{# {round} #}}"));
            events.next("changed");
            let told = saved.elapsed();
            assert_eq!(preview.picture("n0.flockml", Some("one"))["ok"], true);
            println!("saved to told {told:?}, to picture {:?}", saved.elapsed());
        }
    }
}
