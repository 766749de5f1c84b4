//! `flockml preview --out`: one file with everything, which loads nothing and runs nothing.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use support::html::{self, Piece};
use support::{Folder, Ran};

const REPORT: &str = "<message>\n  <flockml>Report for <b>{{ who }}</b></flockml>\n  \
    <attachment title=\"{{ title }}\" color=\"critical\" url=\"{{ url }}\">\n    \
    <html height=\"80\"><![CDATA[<p>{{ who }}</p>]]></html>\n    \
    <flockml><a href=\"{{ url }}\">{{ who }}</a></flockml>\n  </attachment>\n</message>\n";

/// What others have broken out of pages with.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload='alert(1)",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</pre></code></iframe><script>alert(1)</script>",
    "javascript:alert(1)",
    "--><script>alert(1)</script><!--",
];

/// The shipped templates.
fn shipped() -> Folder {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let folder = Folder::empty();
    for entry in fs::read_dir(from).expect("the shipped templates") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_str().expect("UTF-8");
        let text = fs::read(&path).expect("a file");
        folder.write(&format!("templates/{name}"), text);
    }
    folder
}

/// Writes the page of `templates`.
fn write(folder: &Folder) -> (Ran, String) {
    let ran = folder.run(&["preview", "templates", "--out", "all.html"]);
    let page = fs::read_to_string(folder.path("all.html")).unwrap_or_default();
    (ran, page)
}

/// The words of the page, piece by piece.
fn words(pieces: &[Piece]) -> BTreeSet<&str> {
    let words = pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        _ => None,
    });
    words.collect()
}

/// The page is read as nothing but what it should be.
fn assert_harmless(page: &str) -> Vec<Piece> {
    let pieces = html::read(page);
    for piece in &pieces {
        if let Piece::Start(name, attributes) = piece {
            assert_element(name, attributes);
        }
    }
    let has_policy = pieces.iter().any(|piece| match piece {
        Piece::Start(name, attributes) => {
            let content = attributes.get("content").map_or("", String::as_str);
            name == "meta" && content.starts_with("default-src 'none'; style-src 'unsafe-inline';")
        }
        _ => false,
    });
    assert!(has_policy, "{page:.600}");
    pieces
}

fn assert_element(name: &str, attributes: &BTreeMap<String, String>) {
    let forbidden = [
        "script", "img", "svg", "object", "embed", "link", "base", "form", "font",
    ];
    assert!(!forbidden.contains(&name), "{name}");
    for (attribute, value) in attributes {
        assert!(!attribute.starts_with("on"), "{attribute} on {name}");
        match attribute.as_str() {
            "href" => assert!(
                value.starts_with("#out-") || value.starts_with("https://"),
                "{value}"
            ),
            "src" | "action" | "formaction" | "data" => panic!("{attribute} on {name}"),
            "style" => assert!(
                !value.contains("url") && !value.contains("position"),
                "{value}"
            ),
            "srcdoc" => assert_eq!(attributes.get("sandbox").map(String::as_str), Some("")),
            _ => {}
        }
    }
}

#[test]
fn the_page_has_every_template_and_sample() {
    let folder = shipped();
    let (ran, page) = write(&folder);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(ran.stdout, "");
    assert_eq!(
        ran.stderr,
        "wrote `all.html`: 7 templates, 14 samples, no findings\n"
    );
    let pieces = assert_harmless(&page);
    let words = words(&pieces);
    let names = fs::read_dir(folder.path("templates")).expect("templates");
    for name in names.map(|entry| entry.expect("an entry").file_name()) {
        let name = name.to_str().expect("UTF-8");
        if let Some(stem) = name.strip_suffix(".sample.json") {
            let (_, case) = stem.split_once('.').expect("a case");
            assert!(words.contains(case), "{name}");
            let data = folder.read(&format!("templates/{name}"));
            assert!(words.contains(data.as_str()), "{name}");
            let json = folder.read(&format!("templates/{stem}.expected.json"));
            assert!(words.contains(json.as_str()), "{name}");
        } else if !name.ends_with(".expected.json") && name != "components.flockml" {
            assert!(words.contains(name), "{name}");
        }
    }
    for tab in [
        "Desktop",
        "Mobile",
        "Push",
        "Text",
        "JSON",
        "Data",
        "Source, no findings",
    ] {
        assert!(words.contains(tab), "{tab}");
    }
}

#[test]
fn links_and_labels_lead_to_places_of_their_own() {
    let (_, page) = write(&shipped());
    let mut places = BTreeSet::new();
    let mut links = BTreeSet::new();
    for piece in html::read(&page) {
        let Piece::Start(_, attributes) = piece else {
            continue;
        };
        if let Some(id) = attributes.get("id") {
            assert!(places.insert(id.clone()), "{id} twice");
        }
        links.extend(attributes.get("for").cloned());
        let href = attributes
            .get("href")
            .and_then(|href| href.strip_prefix('#'));
        links.extend(href.map(str::to_owned));
    }
    assert_eq!(links, places);
}

#[test]
fn the_page_is_always_the_same_and_says_nothing_of_the_machine() {
    let folder = Folder::with(&[
        ("templates/report.flockml", REPORT),
        ("templates/report.a.sample.json", "{\"who\": \"Ada\"}"),
        (
            "templates/part/wrong.flockml",
            "<flockml>{{ <Nothing /> }}</flockml>",
        ),
    ]);
    let (_, page) = write(&folder);
    assert!(page.contains("part/wrong.flockml:1:"), "{page}");
    let path = folder.path("templates");
    let named = path.to_str().expect("UTF-8");
    for dir in ["templates", "./templates/", named] {
        let ran = folder.run(&["preview", dir, "--out", "all.html"]);
        assert_eq!(ran.code, 0, "{}", ran.all());
        assert_eq!(folder.read("all.html"), page, "{dir}");
    }
}

#[test]
fn nothing_in_a_folder_gets_out_of_its_text() {
    let folder = Folder::with(&[("templates/report.flockml", REPORT)]);
    for (index, attack) in ATTACKS.iter().enumerate() {
        let data = serde_json::json!({ "who": attack, "title": attack, "url": attack });
        let name = format!("templates/report.attack-{index}.sample.json");
        folder.write(&name, data.to_string());
        folder.write(&format!("templates/wrong-{index}.flockml"), attack);
        folder.write(
            &format!("templates/data-{index}.flockml"),
            "<flockml>{{ x }}</flockml>",
        );
        folder.write(&format!("templates/data-{index}.cut.sample.json"), attack);
    }
    #[cfg(unix)]
    for name in [
        "<script>alert(1)<",
        "\"onload=\"alert(1)",
        "<img src=x onerror=alert(1)>",
        "a&b",
    ] {
        folder.write(
            &format!("templates/{name}.flockml"),
            "<flockml>{{ x }}</flockml>",
        );
        folder.write(
            &format!("templates/{name}.{name}.sample.json"),
            "{\"x\": \"<u>\"}",
        );
    }
    let (ran, page) = write(&folder);
    assert_eq!(ran.code, 0, "{}", ran.all());
    let pieces = assert_harmless(&page);
    assert!(words(&pieces).contains("<script>alert(1)</script>"));
}

#[test]
fn findings_stand_at_their_lines_and_are_no_failure() {
    let folder = Folder::with(&[
        ("templates/a.flockml", "<flockml>\n  <b>{{ x }}</flockml>\n"),
        ("templates/a.one.sample.json", "{\"x\": 1}"),
        ("templates/b.flockml", "<flockml>{{ x }}</flockml>\n"),
    ]);
    let (ran, page) = write(&folder);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(
        ran.stderr,
        "wrote `all.html`: 2 templates, 1 sample, 1 error, 1 warning\n"
    );
    let pieces = assert_harmless(&page);
    let line = Piece::Text("  <b>{{ x }}</flockml>".to_owned());
    let at = pieces
        .iter()
        .position(|piece| *piece == line)
        .expect("the line");
    let next = &pieces[at..at + 16];
    assert!(
        next.contains(&Piece::Text(" is never closed ".to_owned())),
        "{next:?}"
    );
    assert!(words(&pieces).contains("missing-sample"));
}

#[test]
fn an_older_file_is_replaced_and_nothing_else_left() {
    let folder = Folder::with(&[
        ("templates/a.flockml", "<flockml>hi</flockml>"),
        ("all.html", "old"),
    ]);
    let (ran, page) = write(&folder);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert_eq!(folder.names(), ["all.html", "templates"]);
}

#[test]
fn what_cannot_be_written_is_told() {
    let folder = Folder::with(&[
        ("templates/a.flockml", "<flockml>hi</flockml>"),
        ("empty/readme.txt", ""),
    ]);
    for (args, told) in [
        (
            ["preview", "templates", "--out", "no/all.html"],
            "error: cannot write `no/all.html`: there is no such folder\n",
        ),
        (
            ["preview", "templates", "--out", "templates"],
            "error: cannot write `templates`: it is a folder\n",
        ),
        (
            ["preview", "empty", "--out", "all.html"],
            "error: there is no template in `empty`\n",
        ),
        (
            ["preview", "nowhere", "--out", "all.html"],
            "error: cannot preview `nowhere`: ",
        ),
    ] {
        let ran = folder.run(&args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert!(ran.stderr.starts_with(told), "{}", ran.stderr);
    }
    assert_eq!(folder.names(), ["empty", "templates"]);
}

#[cfg(unix)]
#[test]
fn a_new_file_can_be_read_by_who_the_umask_lets() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::with(&[("templates/a.flockml", "<flockml>hi</flockml>")]);
    folder.write("like.txt", "");
    write(&folder);
    let mode = |name: &str| {
        let data = fs::metadata(folder.path(name)).expect("a file");
        data.permissions().mode()
    };
    assert_eq!(mode("all.html"), mode("like.txt"));
}
