//! `flockml.toml`: what it may say, what is said about what it may not, and what comes of it.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use flockml::ErrorKind;
use flockml::check::{RULES, Severity, check, rules};
use flockml::message::check_json;
use flockml::template::{Config, KEYS, Limits, SecretPlace, Target, Templates, root_of};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Each is wrong by itself; the snapshot shows what is said about it.
const WRONG: &[&str] = &[
    "[rules",
    "rules = 3",
    "[rules]\nempty-lable = \"off\"",
    "[rules]\nnonsense-of-a-rule = \"off\"",
    "[rules]\nempty-label = \"of\"",
    "[rules]\nempty-label = false",
    "[rules.empty-label]\nseverity = \"off\"",
    "[rulez]\nempty-label = \"off\"",
    "empty-label = \"off\"",
    "templates = \"t\"",
    "[something]\nelse = 1",
    "[folders]\ntemplate = \"t\"",
    "[folders]\nnonsense = \"t\"",
    "[folders]\nempty-label = \"off\"",
    "[folders]\ntemplates = [\"t\"]",
    "[folders]\ntemplates = \"../t\"",
    "[folders]\ntemplates = \"\"",
    "[folders]\ncheck = \"t\"",
    "[folders]\ncheck = [\"t\", 2]",
    "[folders]\ncheck = [\n  \"t\",\n  \"/etc\",\n]",
    "[limits]\nouput-bytes = 1",
    "[limits]\noutput-bytes = \"1 MiB\"",
    "[limits]\noutput-bytes = 0",
    "[limits]\ninclude-depth = 1_000",
    "[limits]\nsteps = -1",
    "[limits]\nsteps = 99999999999999999999999",
    "[rules]\nunsafe-link = \"off\"\nunsafe-link = \"error\"",
    "# of two faults the first is told\n[rules]\nzzz = \"off\"\naaa = \"off\"",
    "\u{feff}[rules]\n# ä\n\"ä\" = 1",
    "targets = \"g:ops\"",
    "[targets]\nops = \"g:ops\"",
    "[targets.\"g:ops\"]\nto = \"g:ops\"",
    "[targets.ops]",
    "[targets.ops]\ntoo = \"g:ops\"",
    "[targets.ops]\nto = [\"g:ops\"]",
    "[targets.ops]\nto = \"#ops\"",
    "[targets.ops]\nto = \"g:ops\"\nvisible-to = \"u:ada\"",
    "[targets.ops]\nto = \"g:ops\"\nvisible-to = [\"u:ada\", \"ada\"]",
    "[targets.ops]\nto = \"g:ops\"\non-behalf-of = \"g:ops\"",
    "[targets.ops]\nto = \"g:ops\"\non_behalf_of = \"u:ada\"",
    "[targets.ops]\nto = \"g:ops\"\ntoken-file = \"~/token\"",
    "[targets.ops]\nto = \"g:ops\"\ntoken-env = \"A\"\ntoken-file = \"b\"",
    "[targets.ops]\nto = \"g:ops\"\nwebhook-env = \"A\"",
    "[targets.ops]\nwebhook-env = \"A\"\nvisible-to = [\"u:ada\"]",
];

/// A secret written where it does not belong, in every way that comes to mind.
const LEAKS: &[&str] = &[
    "[targets.ops]\nto = \"SECRET\"",
    "[targets.ops]\nto = \"https://api.flock.com/hooks/sendMessage/SECRET\"",
    "[targets.ops]\nto = \"g:ops\"\ntoken = \"SECRET\"",
    "[targets.ops]\nto = \"g:ops\"\nbot_token = \"SECRET\"",
    "[targets.ops]\nto = \"g:ops\"\ntoken-env = \"SECRET\"",
    "[targets.ops]\nto = \"g:ops\"\ntoken-env = [\"SECRET\"]",
    "[targets.ops]\nto = \"g:ops\"\nvisible-to = [\"SECRET\"]",
    "[targets.ops]\nwebhook = \"SECRET\"",
    "[targets.ops]\nwebhook-url = \"https://api.flock.com/hooks/sendMessage/SECRET\"",
    "[targets.ops]\nwebhook-env = \"https://api.flock.com/hooks/sendMessage/SECRET\"",
    "[targets.ops]\nwebhook-file = \"https://api.flock.com/hooks/sendMessage/SECRET\"",
    "[targets]\nops = \"SECRET\"",
    "[flock]\ntoken = \"SECRET\"",
    "token = \"SECRET\"",
    "token = \"SECRET",
];

#[test]
fn a_secret_in_the_file_is_refused_and_not_repeated() {
    const SECRET: &str = "869eb1d0-419d-4747-98b4-6d81360a6681";
    let mut said = String::new();
    for text in LEAKS {
        let error = Config::parse("flockml.toml", &text.replace("SECRET", SECRET)).unwrap_err();
        let message = format!("{error} {error:?}");
        assert!(!message.contains(&SECRET[..8]), "{message}");
        writeln!(said, "{text}\n=> {error}\n").unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn targets_are_addresses_and_webhooks() {
    let folder = folder(&[(
        "flockml.toml",
        "[targets.ops]\nto = \"g:ops\"\non-behalf-of = \"u:ada\"\nvisible-to = [\"u:bob\", \"u:eve\"]\n\
         token-file = \"keys/ops\"\n[targets.hook]\nwebhook-env = \"HOOK\"\n[targets.me]\nto = \"u:me\"\n",
    )]);
    let config = Config::find(folder.path()).unwrap().unwrap();
    assert_eq!(config.targets().collect::<Vec<_>>(), ["hook", "me", "ops"]);
    let address = serde_json::to_value(match config.target("ops").unwrap() {
        Target::Address { address, token } => {
            let file = folder.path().join("keys/ops");
            assert_eq!(token, Some(SecretPlace::File(file)));
            address
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(
        address.unwrap(),
        json!({ "to": "g:ops", "onBehalfOf": "u:ada", "visibleTo": ["u:bob", "u:eve"] })
    );
    assert_eq!(
        config.target("hook"),
        Some(Target::Webhook(SecretPlace::Variable("HOOK".to_owned())))
    );
    assert_eq!(config.target("nobody"), None);
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    let mut said = String::new();
    for text in WRONG {
        let error = Config::parse("flockml.toml", text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfig);
        let message = error.to_string();
        assert_eq!(message.lines().count(), 1, "{message}");
        let text = text.trim_start_matches('\u{feff}');
        writeln!(said, "{text}\n=> {message}\n").unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn the_nearest_file_upward_holds() {
    let folder = folder(&[
        (
            "flockml.toml",
            "[folders]\ntemplates = \"t\"\n[rules]\nunsafe-link = \"warning\"",
        ),
        ("t/deep/a.flockml", "<flockml>a</flockml>"),
        ("t/other/flockml.toml", ""),
        ("t/other/b.flockml", "<flockml>b</flockml>"),
        ("c/c.flockml", "<flockml>c</flockml>"),
        ("d.flockml", "<flockml>d</flockml>"),
    ]);
    let root = |of: &str| -> PathBuf {
        let root = root_of(folder.path().join(of)).canonicalize().unwrap();
        let top = folder.path().canonicalize().unwrap();
        root.strip_prefix(top).unwrap().to_path_buf()
    };
    assert_eq!(
        root(""),
        Path::new("t"),
        "the folder of the file stands for the one it names"
    );
    assert_eq!(root("t/deep/a.flockml"), Path::new("t"));
    assert_eq!(root("t/other/b.flockml"), Path::new("t/other"));
    assert_eq!(
        root("c/c.flockml"),
        Path::new("c"),
        "what is outside is by itself"
    );
    assert_eq!(root("d.flockml"), Path::new(""));

    let severity = |of: &str| {
        let config = Config::find(folder.path().join(of)).unwrap().unwrap();
        config.severity("unsafe-link", Severity::Error)
    };
    assert_eq!(severity("t/deep"), Some(Severity::Warning));
    assert_eq!(severity("c/c.flockml"), Some(Severity::Warning));
    assert_eq!(severity("t/other"), Some(Severity::Error));
}

#[test]
fn a_broken_file_keeps_its_folder_from_being_loaded() {
    let folder = folder(&[
        ("flockml.toml", "[rulez]"),
        ("t/a.flockml", "<flockml>a</flockml>"),
    ]);
    let error = Templates::load(folder.path().join("t")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidConfig);
    let message = error.to_string();
    assert!(
        message.ends_with("flockml.toml:1:2: there is no table `rulez`: did you mean `rules`?"),
        "{message}"
    );
    assert!(Templates::load_with(folder.path().join("t"), Config::default()).is_ok());
}

const LINK: &str = "<flockml><a href=\"{{ url }}\">{{ name }}</a></flockml>";

#[test]
fn severities_hold_for_what_is_checked() {
    let told = |config: &str| -> Vec<String> {
        let folder = folder(&[
            ("flockml.toml", config),
            ("a.flockml", LINK),
            (
                "a.odd.sample.json",
                "{\"url\": \"javascript:x\", \"name\": \"x\"}",
            ),
        ]);
        let templates = Templates::load(folder.path()).unwrap();
        let findings = templates.check();
        let told = findings.iter().map(|found| {
            let found = found.diagnostic();
            format!("{} {}", found.severity.as_str(), found.rule.id)
        });
        told.collect()
    };
    assert_eq!(told(""), ["warning unsafe-link"]);
    assert_eq!(
        told("[rules]\nunsafe-link = \"error\""),
        ["error unsafe-link"]
    );
    assert_eq!(told("[rules]\nunsafe-link = \"off\""), Vec::<String>::new());
}

#[test]
fn no_alert_is_lost_for_a_severity_that_data_reach() {
    let folder = folder(&[
        (
            "flockml.toml",
            "[rules]\nunsafe-link = \"error\"\nempty-label = \"error\"",
        ),
        ("a.flockml", LINK),
        (
            "typed.flockml",
            "<flockml><a href=\"https://a.example\"></a></flockml>",
        ),
    ]);
    let templates = Templates::load(folder.path()).unwrap();
    let data = json!({ "url": "javascript:x", "name": "" });
    let rendered = templates.render("a.flockml", &data).unwrap();
    assert!(rendered.findings.iter().all(|found| !found.is_error()));
    let error = templates.render("typed.flockml", &json!({})).unwrap_err();
    assert_eq!(error.findings()[0].diagnostic().rule.id, "empty-label");
}

#[test]
fn what_can_be_left_out_can_be_let_pass() {
    let files = |config| {
        folder(&[
            ("flockml.toml", config),
            (
                "a.flockml",
                "<flockml><blink>now</blink> <b class=\"x\">then</b></flockml>",
            ),
        ])
    };
    let strict = files("");
    let error = Templates::load(strict.path())
        .unwrap()
        .render("a", &json!({}))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidContent);
    let lenient = files("[rules]\nunknown-element = \"warning\"\nunknown-attribute = \"off\"");
    let templates = Templates::load(lenient.path()).unwrap();
    let rendered = templates.render("a.flockml", &json!({})).unwrap();
    assert_eq!(
        rendered.object.markup().unwrap().as_str(),
        "now <b>then</b>"
    );
    let found: Vec<_> = rendered
        .findings
        .iter()
        .map(|found| found.diagnostic().rule.id)
        .collect();
    assert_eq!(found, ["unknown-element"]);
    assert!(templates.check().iter().all(|found| !found.is_error()));
}

#[test]
fn what_keeps_a_template_from_rendering_is_told_whatever_is_set() {
    for setting in ["off", "warning"] {
        let config = format!("[rules]\nunclosed-element = \"{setting}\"");
        let folder = folder(&[
            ("flockml.toml", config.as_str()),
            ("a.flockml", "<flockml><b>{{ x }}</flockml>"),
            ("a.one.sample.json", "{\"x\": 1}"),
        ]);
        let templates = Templates::load(folder.path()).unwrap();
        let error = templates
            .render("a.flockml", &json!({ "x": 1 }))
            .unwrap_err();
        assert_eq!(
            error.findings()[0].diagnostic().rule.id,
            "unclosed-element",
            "{setting}"
        );
        let told = templates.check();
        let told: Vec<_> = told.iter().map(|found| found.diagnostic()).collect();
        assert_eq!(told.len(), 1, "{setting}: {told:?}");
        assert_eq!(told[0].rule.id, "unclosed-element");
        assert_eq!(told[0].is_error(), setting == "off");
    }
}

#[test]
fn every_key_says_what_holds_without_it() {
    for key in KEYS.iter().filter(|key| key.table == "limits") {
        let text = format!("[limits]\n{} = {}", key.name, key.default);
        let config = Config::parse("flockml.toml", &text).unwrap();
        assert_eq!(config.limits(), &Limits::default(), "{key}");
        let text = format!("[limits]\n{} = 0x2", key.name);
        let config = Config::parse("flockml.toml", &text).unwrap();
        assert_ne!(config.limits(), &Limits::default(), "{key} sets nothing");
    }
}

#[test]
fn limits_hold() {
    let folder = folder(&[
        ("flockml.toml", "[limits]\noutput-bytes = 50"),
        ("a.flockml", "<flockml>{{ text }}</flockml>"),
    ]);
    let templates = Templates::load(folder.path()).unwrap();
    let render = |text: &str| templates.render("a.flockml", &json!({ "text": text }));
    assert!(render("short").is_ok());
    let error = render(&"long".repeat(20)).unwrap_err();
    assert_eq!(error.findings()[0].diagnostic().rule.id, "render-error");
}

#[test]
fn the_deepest_includes_that_can_be_set_are_rendered() {
    let mut files = vec![
        (
            "flockml.toml".to_owned(),
            "[limits]\ninclude-depth = 16".to_owned(),
        ),
        (
            "a.flockml".to_owned(),
            "<flockml>{% include \"_1.flockml\" %}</flockml>".to_owned(),
        ),
    ];
    files.extend((1..15).map(|depth| {
        let next = format!(
            "{{% if x %}}{{% include \"_{}.flockml\" %}}{{% endif %}}",
            depth + 1
        );
        (format!("_{depth}.flockml"), next)
    }));
    files.push(("_15.flockml".to_owned(), "deep".to_owned()));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let folder = folder(&files);
    let templates = Templates::load(folder.path()).unwrap();
    let rendered = templates
        .render("a.flockml", &json!({ "x": true }))
        .unwrap();
    assert_eq!(rendered.object.markup().unwrap().as_str(), "deep");
}

proptest! {
    #[test]
    fn any_text_is_read_or_told_at_a_place_in_it(
        parts in vec(select(vec![
            "[rules]", "[folders]", "[limits]", "[targets.a]", "to", "\"u:a\"", "token-env", "\n", "=", "empty-label", "check", "templates", "steps",
            "\"off\"", "'", "\"", "[", "]", "{", "}", "1", "-", "0x", ".", ",", "#", "ä", "\u{feff}", "\0", "\r",
            "9999999999999999999999", "true", "1979-05-27", "\\", " ",
        ]), 0..24),
    ) {
        let text = parts.concat();
        if let Err(error) = Config::parse("flockml.toml", &text) {
            let said = error.to_string();
            let place = said.strip_prefix("unusable settings: flockml.toml:").unwrap();
            let line: usize = place.split(':').next().unwrap().parse().unwrap();
            prop_assert!((1..=text.matches('\n').count() + 1).contains(&line), "{}", said);
            prop_assert_eq!(said.lines().count(), 1, "{}", said);
        }
    }
}

/// Every file that breaks a rule, as a template.
fn broken_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for rule in Path::new("tests/rules").read_dir().unwrap() {
        for file in rule.unwrap().path().read_dir().unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let suffix = if name.ends_with(".flockml") {
                "flockml"
            } else {
                "message.json"
            };
            if path.is_file()
                && name.starts_with("bad-")
                && let Ok(text) = fs::read_to_string(&path)
            {
                files.push((format!("{}.{suffix}", files.len()), text));
            }
        }
    }
    files
}

#[test]
fn no_setting_lets_broken_output_out() {
    let files = broken_files();
    assert!(files.len() > 100, "{}", files.len());
    let mut config = String::from("[rules]\n");
    for rule in RULES {
        writeln!(config, "{} = \"off\"", rule.id).unwrap();
    }
    let mut named: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let own = rules::find("empty-label").unwrap();
    let parsed = Config::parse("flockml.toml", &config).unwrap();
    assert_eq!(parsed.severity(own.id, own.severity), None);
    named.push(("flockml.toml", &config));
    let folder = folder(&named);
    let templates = Templates::load(folder.path()).unwrap();
    let mut rendered = 0;
    for name in templates.names() {
        if let Ok(out) = templates.render(name, &json!({})) {
            rendered += 1;
            let report = check_json(&out.object.to_message().to_json());
            let markup = out
                .object
                .markup()
                .map(|markup| check(&markup.to_flockml()));
            let errors = report.into_iter().chain(markup.unwrap_or_default());
            let errors: Vec<_> = errors
                .filter(|found| found.is_error() && found.rule.id != "empty-message")
                .map(|found| found.message)
                .collect();
            assert!(
                errors.is_empty(),
                "{name}: {errors:?}\n{}",
                out.object.to_json_pretty()
            );
        }
    }
    assert!(rendered > 20, "{rendered}");
}

#[test]
fn no_comment_lets_broken_output_out() {
    let folder = folder(&[(
        "a.flockml",
        "{# flockml-allow-file unclosed-element: it is fine #}<flockml><b>{{ x }}</flockml>",
    )]);
    let templates = Templates::load(folder.path()).unwrap();
    let error = templates
        .render("a.flockml", &json!({ "x": 1 }))
        .unwrap_err();
    assert_eq!(error.findings()[0].diagnostic().rule.id, "unclosed-element");
}
