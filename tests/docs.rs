//! The generated pages in `docs/` are what the tables say, and name only what exists.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use flockml::check::rules::Rule;
use flockml::check::{RULES, Severity, check};
use flockml::element::{
    self, ACTIONS, Attribute, COLORS, Confidence, Content, ELEMENTS, Element, Kind, LINK_SCHEMES,
    MAX_DEPTH, Presence, Surface, URL_SCHEMES,
};

const NOTE: &str = "<!-- Generated: UPDATE_DOCS=1 cargo test --test docs -->\n";

fn path(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(of)
}

fn assert_up_to_date(name: &str, page: &str) {
    let path = path(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "{name} has drifted: UPDATE_DOCS=1 cargo test --test docs"
    );
}

fn code(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Documented => "documented",
        Confidence::Observed => "observed",
        _ => "inferred",
    }
}

fn presence(presence: Presence) -> String {
    match presence {
        Presence::Required => "yes".to_owned(),
        Presence::RequiredUnless(other) => format!("unless `{other}` is there"),
        Presence::RequiredForType(types) => format!("when `type` is {}", code(types)),
        _ => "no".to_owned(),
    }
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Link => "link".to_owned(),
        Kind::Url => "address".to_owned(),
        Kind::UserId => "user".to_owned(),
        Kind::Color => "colour".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Boolean => "`true`, `false`".to_owned(),
        Kind::Action => {
            let names: Vec<&str> = ACTIONS.iter().map(|action| action.name).collect();
            code(&names)
        }
        Kind::Choice(words) => code(words),
        _ => "text".to_owned(),
    }
}

fn content(element: &Element) -> String {
    match element.content {
        Content::Empty => "nothing".to_owned(),
        Content::Inline => "text and inline elements".to_owned(),
        Content::Elements => {
            let inside: Vec<&str> = ELEMENTS
                .iter()
                .filter(|inner| inner.parents.contains(&element.name))
                .map(|inner| inner.name)
                .collect();
            code(&inside)
        }
        _ => "characters: CDATA, or escaped".to_owned(),
    }
}

fn place(element: &Element) -> String {
    let place = match (element.root, element.is_inline(), element.parents) {
        (_, true, _) => "`flockml` and inline elements".to_owned(),
        (true, _, []) => "a document's root".to_owned(),
        (true, _, parents) => format!("a document's root, {}", code(parents)),
        (false, _, parents) => code(parents),
    };
    if element.once {
        format!("{place}; at most one in each")
    } else {
        place
    }
}

fn surface(surface: Surface) -> &'static str {
    match surface {
        Surface::Everywhere => "desktop and mobile",
        Surface::Desktop => "desktop only",
        _ => "not shown by itself",
    }
}

fn attribute_row(page: &mut String, attribute: &Attribute) {
    let Attribute { name, summary, .. } = attribute;
    let needed = presence(attribute.presence);
    let value = kind(attribute.kind);
    let known = confidence(attribute.confidence);
    let _ = writeln!(
        page,
        "| `{name}` | {needed} | {value} | {known} | {summary} |"
    );
}

fn element_part(page: &mut String, element: &Element) {
    let Element { name, summary, .. } = element;
    let _ = write!(page, "\n## {name}\n\n{summary}\n\n");
    if !element.aliases.is_empty() {
        let _ = writeln!(page, "- also written: {}", code(element.aliases));
    }
    let _ = writeln!(page, "- stands in: {}", place(element));
    let _ = writeln!(page, "- holds: {}", content(element));
    let _ = writeln!(page, "- shown: {}", surface(element.surface));
    let _ = writeln!(page, "- known: {}", confidence(element.confidence));
    if !element.attributes.is_empty() {
        page.push_str("\n| attribute | needed | value | known | for |\n|---|---|---|---|---|\n");
        for attribute in element.attributes {
            attribute_row(page, attribute);
        }
    }
    let _ = write!(page, "\n```xml\n{}\n```\n", element.example);
}

fn elements_page() -> String {
    let mut page = format!("{NOTE}# Elements\n\nWhat a template may write. ");
    page.push_str(
        "Names are case-sensitive. *Documented* is what Flock's pages\n\
         or SDKs say, *observed* what Flock itself sends, *inferred* what follows from these: the XML form of the payload has the wire's own names.\n\n",
    );
    let _ = writeln!(page, "- *link*: begins with {}", schemes(LINK_SCHEMES));
    let _ = writeln!(page, "- *address*: begins with {}", schemes(URL_SCHEMES));
    page.push_str("- *user*: `u:` and letters, digits, `-`, `_`\n- *number*: digits, no unit\n");
    let colors: Vec<String> = COLORS
        .iter()
        .map(|(name, hex)| format!("`{name}` (`{hex}`)"))
        .collect();
    let _ = writeln!(
        page,
        "- *colour*: `#rrggbb`, `#rgb` or {}",
        colors.join(", ")
    );
    let _ = writeln!(page, "- at most {MAX_DEPTH} elements stand one in another");
    page.push_str("\nAn optional attribute that is empty counts as absent.\n\n");
    page.push_str("| action | also written, with a warning | does |\n|---|---|---|\n");
    for action in ACTIONS {
        let legacy = code(action.legacy);
        let _ = writeln!(
            page,
            "| `{}` | {legacy} | {} |",
            action.name, action.summary
        );
    }
    for element in ELEMENTS {
        element_part(&mut page, element);
    }
    page
}

fn schemes(schemes: &[&str]) -> String {
    let schemes: Vec<String> = schemes
        .iter()
        .map(|scheme| format!("`{scheme}:`"))
        .collect();
    schemes.join(", ")
}

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "error",
        _ => "warning",
    }
}

/// The page with its headings one level further down.
fn lowered(page: &str) -> String {
    let mut fenced = false;
    let mut lowered = String::new();
    for line in page.lines() {
        fenced ^= line.starts_with("```");
        if !fenced && line.starts_with('#') {
            lowered.push('#');
        }
        lowered.push_str(line);
        lowered.push('\n');
    }
    lowered
}

fn rules_page() -> String {
    let mut page = format!("{NOTE}# Rules\n\n`flockml explain RULE` prints the page of one rule. ");
    page.push_str("*fix*: `flockml check --fix` mends at least some of its findings.\n\n");
    page.push_str("| rule | | | finds |\n|---|---|---|---|\n");
    for rule in RULES {
        let fix = if rule.fixable { "fix" } else { "" };
        let (id, summary) = (rule.id, rule.summary);
        let _ = writeln!(
            page,
            "| [`{id}`](#{id}) | {} | {fix} | {summary} |",
            severity(rule)
        );
    }
    for rule in RULES {
        let _ = write!(page, "\n{}", lowered(rule.page));
    }
    page
}

#[test]
fn the_elements_page_is_the_table() {
    assert_up_to_date("docs/elements.md", &elements_page());
}

#[test]
fn the_rules_page_is_the_pages() {
    assert_up_to_date("docs/rules.md", &rules_page());
}

#[cfg(feature = "template")]
mod settings {
    use std::fmt::Write as _;

    use flockml::template::{Config, KEYS, Key, Takes};

    const INTRO: &str = "# Settings

A file `flockml.toml` holds for its folder and all folders in it, up to the next such file. The program
`flockml` and the library read the same one. A key or a rule that is not there is an error, with its line and column.

```toml
# names in `include` and `extends` are paths below this folder
[folders]
templates = \"templates\"
check = [\"templates\", \"payloads\"]

[rules]
missing-sample = \"error\"
newline-in-text = \"off\"

# `flockml send --to ops`
[targets.ops]
to = \"g:183f2c0d9be14f6a\"
on-behalf-of = \"u:isgpwwyralhf9aso\"

# `flockml send --to deploys`
[targets.deploys]
webhook-env = \"DEPLOYS_WEBHOOK_URL\"
```

Targets are names for those that messages go to. The file says where secrets are and never holds one: a token or a
webhook's URL in it is an error.

A single place in a template is let off by a comment in its line or the line before,
`{# flockml-allow RULE: reason #}`, a whole template by `{# flockml-allow-file RULE: reason #}`.

No setting and no comment lets a broken message out: what keeps a template or its samples from being rendered is told,
and stays an error. A template without a sample is not tried by `flockml check`; what is let off there shows when it is
rendered. Nor is a message kept back for what its data hold: `error` makes `flockml check` fail, and templates whose own text
breaks the rule.

Editors complete and check the file by a JSON Schema: see [editors](editors.md).

";

    fn value(takes: Takes) -> String {
        match takes {
            Takes::Folder => "a path".to_owned(),
            Takes::Paths => "a list of paths".to_owned(),
            Takes::Severity => "`\"error\"`, `\"warning\"`, `\"off\"`".to_owned(),
            Takes::Number { most } => format!("1 to {most}"),
            Takes::Address => "`\"u:…\"` or `\"g:…\"`".to_owned(),
            Takes::User => "`\"u:…\"`".to_owned(),
            Takes::Users => "a list of `\"u:…\"`".to_owned(),
            Takes::Variable => "the name of a variable".to_owned(),
            Takes::File => "the path of a file".to_owned(),
            _ => "a value".to_owned(),
        }
    }

    fn row(key: &Key) -> String {
        let value = value(key.takes);
        let default = match key.default {
            default if default.contains(' ') => default.to_owned(),
            default => format!("`{default}`"),
        };
        format!("| `{key}` | {value} | {default} | {} |\n", key.summary)
    }

    #[test]
    fn the_settings_page_is_the_table() {
        let mut page = format!("{}{INTRO}", super::NOTE);
        page.push_str("| key | takes | without it | for |\n|---|---|---|---|\n");
        for key in KEYS {
            let _ = write!(page, "{}", row(key));
        }
        super::assert_up_to_date("docs/settings.md", &page);
        let example = INTRO
            .split("```toml\n")
            .nth(1)
            .and_then(|rest| rest.split("```").next());
        assert!(Config::parse("flockml.toml", example.unwrap()).is_ok());
    }
}

#[cfg(feature = "client")]
mod methods {
    use std::fmt::Write as _;

    use flockml::client::method::{Holds, METHODS, Method, Need, Parameter};

    const INTRO: &str = "# Methods

What Flock documents of its API. `flockml call METHOD` calls any of them, and any other by its name; Rust callers have a type for
each in `flockml::client`. Whatever is missing or over a limit below is refused before anything is sent.

The token comes from `FLOCK_TOKEN` or from a file (`--token-file`), never from an argument. *User*: needs a user's token, which the
event `app.install` brings; *any*: takes a bot's as well. A method that *writes* is confirmed first, by a prompt or by `--yes`.

";

    fn holds(holds: Holds) -> String {
        match holds {
            Holds::Choice(words) => super::code(words),
            holds => holds.noun().to_owned(),
        }
    }

    fn row(page: &mut String, parameter: &Parameter) {
        let Parameter { name, summary, .. } = parameter;
        let needed = match parameter.need {
            Need::Required => "yes",
            Need::OneOf => "one of these",
            _ => "no",
        };
        let most = match parameter.most {
            Some(most) if parameter.holds.is_list_of_texts() => format!(", at most {most}"),
            Some(most) => format!(", at most {most} characters"),
            None => String::new(),
        };
        let holds = holds(parameter.holds);
        let _ = writeln!(page, "| `{name}` | {needed} | {holds}{most} | {summary} |");
    }

    fn command(method: &Method) -> String {
        let mut command = format!("flockml call {}", method.name);
        for assignment in method.example {
            let quote = if assignment.contains(' ') { "'" } else { "" };
            let _ = write!(command, " --set {quote}{assignment}{quote}");
        }
        command
    }

    fn part(page: &mut String, method: &Method) {
        let _ = write!(page, "\n## {}\n\n", method.name);
        let (summary, answer) = (method.summary, method.answer);
        let _ = write!(page, "It {summary}, and answers {answer}. ");
        let _ = writeln!(page, "See [Flock's page]({}).\n", method.page());
        if !method.older.is_empty() {
            let _ = writeln!(page, "Once called {}.\n", super::code(method.older));
        }
        if !method.parameters.is_empty() {
            page.push_str("| parameter | needed | holds | for |\n|---|---|---|---|\n");
            for parameter in method.parameters {
                row(page, parameter);
            }
            page.push('\n');
        }
        let _ = writeln!(page, "```sh\n{}\n```", command(method));
    }

    #[test]
    fn the_methods_page_is_the_table() {
        let mut page = format!("{}{INTRO}", super::NOTE);
        page.push_str("| method | token | | does |\n|---|---|---|---|\n");
        for method in METHODS {
            let token = if method.is_for_users { "user" } else { "any" };
            let writes = if method.writes { "writes" } else { "" };
            let (name, summary) = (method.name, method.summary);
            let anchor = name.replace('.', "").to_lowercase();
            let _ = writeln!(
                page,
                "| [`{name}`](#{anchor}) | {token} | {writes} | {summary} |"
            );
        }
        for method in METHODS {
            part(&mut page, method);
        }
        super::assert_up_to_date("docs/methods.md", &page);
    }
}

/// The example of an element, with as much around it as a document needs.
fn document(element: &Element) -> String {
    let mut text = element.example.to_owned();
    let words = "<flockml>db-1</flockml>";
    if element.surface == Surface::Desktop || element.name == "sendAs" {
        text.push_str(words);
    }
    let mut inner = *element;
    while !inner.root {
        let outer = element::find(inner.parents[0]).expect("a parent is in the table");
        let start = match outer.name {
            "image" => "<image src=\"https://example.com/graph.png\">".to_owned(),
            name => format!("<{name}>"),
        };
        text = format!("{start}{text}</{}>", outer.name);
        inner = *outer;
    }
    text
}

#[test]
fn every_example_is_clean() {
    for element in ELEMENTS {
        let text = document(element);
        let report = check(&text);
        assert!(report.is_empty(), "{text}: {:?}", report.diagnostics());
        assert!(element.example.contains(&format!("<{}", element.name)));
    }
}

#[test]
fn the_table_is_whole() {
    for element in ELEMENTS {
        for parent in element.parents {
            assert!(element::find(parent).is_some(), "{parent}");
        }
        assert!(
            element.root || !element.parents.is_empty(),
            "{}",
            element.name
        );
        let own: Vec<&str> = element.attributes.iter().map(|own| own.name).collect();
        let mut names = own.clone();
        names.sort_unstable();
        names.dedup();
        assert_eq!(
            names.len(),
            own.len(),
            "{}: an attribute twice",
            element.name
        );
        for attribute in element.attributes {
            if let Presence::RequiredUnless(other) = attribute.presence {
                assert!(own.contains(&other), "{}: {other}", element.name);
            }
        }
    }
    let mut names: Vec<&str> = element::names().collect();
    names.sort_unstable();
    let before = names.len();
    names.dedup();
    assert_eq!(names.len(), before, "a name stands twice");
}

/// What stands between backticks and looks like a path of this repository.
fn paths(page: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, word) in page.split('`').enumerate() {
        let file = word.ends_with(".md") || word.ends_with(".toml");
        let place = word.contains('/') || (file && !word.starts_with('.'));
        let plain = word
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || "/._-".contains(char));
        if at % 2 == 1 && place && plain {
            paths.push(word.to_owned());
        }
    }
    paths
}

#[test]
fn every_path_in_the_architecture_exists() {
    let page = fs::read_to_string(path("docs/ARCHITECTURE.md")).unwrap();
    let paths = paths(&page);
    assert!(paths.len() > 20, "only {paths:?}");
    for name in paths {
        assert!(path(&name).exists(), "{name} does not exist");
    }
}

/// The order of a schema's keys is kept with the feature only.
#[cfg(feature = "template")]
#[test]
fn the_schemas_of_the_extension_are_the_tables() {
    use flockml::message::{PayloadKind, json_schema};
    for (name, schema) in [
        ("message", json_schema(PayloadKind::Message)),
        ("attachment", json_schema(PayloadKind::Attachment)),
        ("button", json_schema(PayloadKind::Button)),
        ("config", flockml::template::Config::json_schema()),
    ] {
        let path = format!("editors/vscode/schemas/{name}.schema.json");
        assert_up_to_date(&path, &format!("{schema:#}\n"));
    }
}
