//! What the preview makes of files that change.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::Folder;
use support::preview::{ADA, BROKEN, HELLO, Preview, folder, names, rules, start, text};

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

#[test]
fn why_a_folder_cannot_be_checked_is_told() {
    let folder = folder();
    folder.write("t/flockml.toml", "[folders]\ntemplates = \"nowhere\"");
    let preview = start(&folder);
    let gallery = preview.gallery_when(|gallery| gallery["checked"] == true);
    assert_eq!(
        gallery["failure"],
        "cannot read `t/nowhere`, which `folders.templates` in `flockml.toml` names: no such file or folder"
    );
    let shown = preview.picture("hello.flockml", Some("ada"));
    assert_eq!(
        (text(&shown), &shown["stale"]),
        ("Hello Ada", &json!(false))
    );
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
