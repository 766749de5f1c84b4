//! What wrote which piece of a message: the message stays what it is, and no origin is wrong.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod laws;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use flockml::markup;
use flockml::syntax::{Document, TokenKind, unescape};
use flockml::template::{Origin, Templates, Traced, hostile_names};
use serde::Serialize;
use serde_json::{Value, json};

/// Every sample of the shipped templates: template and data.
fn samples() -> Vec<(String, Value)> {
    let mut samples = Vec::new();
    for entry in Path::new("templates").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        if let Some(name) = file.strip_suffix(".sample.json") {
            let (stem, _case) = name.rsplit_once('.').unwrap();
            let data = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            samples.push((stem.to_owned(), data));
        }
    }
    samples.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(samples.len() > 5);
    samples
}

fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Templates) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let templates = Templates::load(folder.path()).unwrap();
    (folder, templates)
}

/// Holds what has to hold of every traced message.
#[track_caller]
fn hold(templates: &Templates, name: &str, data: &impl Serialize) -> Option<Traced> {
    let rendered = match (templates.render(name, data), templates.trace(name, data)) {
        (Ok(rendered), Ok(traced)) => {
            assert_eq!(traced.rendered().object, rendered.object);
            assert_eq!(traced.rendered().findings.len(), rendered.findings.len());
            assert_eq!(
                plain(traced.message()),
                rendered.object.to_message().to_value()
            );
            return Some(traced);
        }
        (Err(error), Err(other)) => (error.to_string(), other.to_string()),
        (rendered, traced) => panic!("{:?} {:?}", rendered.err(), traced.err()),
    };
    assert_eq!(rendered.0, rendered.1);
    None
}

/// Without marks.
fn plain(value: &Value) -> Value {
    match value {
        Value::String(text) => Traced::plain(text).into(),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(fields) => {
            let fields = fields.iter();
            Value::Object(
                fields
                    .map(|(name, value)| (name.clone(), plain(value)))
                    .collect(),
            )
        }
        _ => value.clone(),
    }
}

/// The texts that people read, FlockML and HTML cut into what stands between their tags.
fn texts<'v>(field: &str, value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            fields
                .iter()
                .for_each(|(name, value)| texts(name, value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| texts("", item, found)),
        Value::String(text) if matches!(field, "flockml" | "inline") => {
            let document = Document::parse(text);
            let mut start = 0;
            let mut push = |start: usize, end: usize| found.push(&text[start..end]);
            for token in document.tokens() {
                let is_text = matches!(token.kind, TokenKind::Text | TokenKind::Reference);
                if !is_text {
                    push(start, token.span.start());
                    start = token.span.end();
                }
            }
            push(start, text.len());
        }
        Value::String(text) => {
            if matches!(
                field,
                "text" | "notification" | "title" | "description" | "name"
            ) {
                found.push(text);
            }
        }
        _ => {}
    }
}

/// The pieces of all texts: what each says, and who wrote it.
fn pieces(traced: &Traced) -> Vec<(String, Option<&Origin>)> {
    let mut found = Vec::new();
    texts("", traced.message(), &mut found);
    let pieces = found.into_iter().flat_map(|text| traced.pieces(text));
    pieces
        .map(|(piece, origin)| (unescape(piece).into_owned(), origin))
        .collect()
}

/// What stands in a file at the position of an origin.
fn at<'f>(file: &'f str, origin: &Origin) -> &'f str {
    let line = file.split('\n').nth(origin.position.line - 1).unwrap();
    let column = line.char_indices().nth(origin.position.column - 1);
    let column = column.map_or(line.len(), |(at, _)| at);
    let start = line.as_ptr() as usize - file.as_ptr() as usize + column;
    &file[start..]
}

/// That a piece begins with the character that its origin points at, or comes of its hole.
#[track_caller]
fn assert_right(piece: &str, origin: &Origin, file: &str) {
    let there = at(file, origin);
    match &origin.variable {
        Some(variable) => {
            let inside = there.strip_prefix("{{").unwrap().trim_start_matches('-');
            let is_it = inside.trim_start().starts_with(variable.as_str());
            assert!(is_it, "{piece:?} {origin:?}");
        }
        None => {
            let first = piece.chars().next().unwrap();
            let is_it = |written: char| match first.is_whitespace() {
                true => written.is_whitespace(),
                // A filter may have changed the case.
                false => written.to_lowercase().eq(first.to_lowercase()),
            };
            // In plain text, nothing is a reference.
            let is_it = is_it(decoded(there)) || there.chars().next().is_some_and(is_it);
            assert!(is_it, "{piece:?} {origin:?} {there}");
        }
    }
}

/// What the first character of a template's text stands for.
fn decoded(written: &str) -> char {
    let end = written.find(';').map_or(0, |end| end + 1);
    match written.chars().next().unwrap() {
        '&' => unescape(&written[..end]).chars().next().unwrap(),
        '\\' => match written[1..].chars().next().unwrap() {
            'n' | 'r' | 't' => ' ',
            'u' => {
                let digits = u32::from_str_radix(&written[2..6], 16).unwrap();
                char::from_u32(digits).unwrap()
            }
            other => other,
        },
        other => other,
    }
}

#[test]
fn shipped_templates_are_traced_as_they_are_rendered() {
    let templates = Templates::load("templates").unwrap();
    for (name, data) in samples() {
        let traced = hold(&templates, &name, &data).unwrap();
        for (piece, origin) in pieces(&traced) {
            match origin {
                Some(origin) => {
                    let file = fs::read_to_string(Path::new("templates").join(&origin.file));
                    assert_right(&piece, origin, &file.unwrap());
                }
                None => {
                    let is_derived = piece.starts_with(" (") || matches!(&*piece, "@" | "…");
                    assert!(is_derived || piece.trim().is_empty(), "{name}: {piece:?}");
                }
            }
        }
    }
}

#[test]
fn shipped_templates_are_traced_with_hostile_data() {
    let templates = Templates::load("templates").unwrap();
    for (name, data) in samples() {
        for hostile in hostile_names() {
            let data = templates.hostile_data(&name, &data, hostile);
            let traced = hold(&templates, &name, &data);
            assert!(traced.is_some(), "{name} shows nothing of {hostile}");
        }
    }
}

#[test]
fn an_html_view_is_traced() {
    let (_folder, templates) = folder(&[(
        "a.flockml",
        "<attachment title=\"t\">\n    <html>{{ host }} &lt;b class=&quot;x&quot;&gt;bold&lt;/b&gt;<![CDATA[<style>b {}</style>\n<p>{{ host }}]]></html>\n</attachment>",
    )]);
    let traced = hold(&templates, "a", &json!({ "host": "db-1" })).unwrap();
    let message = traced.message();
    let mut html = Vec::new();
    texts("", &message["attachments"][0]["views"], &mut html);
    let html: Vec<_> = html.iter().flat_map(|text| told(&traced, text)).collect();
    assert_eq!(
        html,
        [
            "\"db-1\" a.flockml:2:11 host",
            "\" \" a.flockml:2:21",
            "\"bold\" a.flockml:2:51",
            "\"b {}\"",
            "\"\\n\" a.flockml:2:93",
            "\"db-1\" a.flockml:3:4 host",
        ]
    );
}

/// Pieces with their places, as `file:line:column variable`.
fn told(traced: &Traced, text: &str) -> Vec<String> {
    let pieces = traced.pieces(text);
    let told = pieces.map(|(piece, origin)| match origin {
        None => format!("{piece:?}"),
        Some(Origin {
            file,
            position,
            variable,
            ..
        }) => {
            let variable = variable.as_deref().map(|name| format!(" {name}"));
            format!(
                "{piece:?} {file}:{position}{}",
                variable.unwrap_or_default()
            )
        }
    });
    told.collect()
}

#[test]
fn a_message_document_is_traced() {
    let (_folder, templates) = folder(&[
        (
            "a.flockml",
            "<message notification=\"{{ host.name }} &amp; co\">\n  <sendAs name=\"Alerts\"/>\n  <flockml>\n    <b>{{ host.name }}</b> is\n    down, see <a href=\"{{ url }}\">{{ url }}</a>\n    {% include \"b.flockml\" %}<br/>\n  </flockml>\n  <attachment title=\"Disk {{ used }} %\" color=\"#d32f2f\">\n    <button name=\"Ack\" type=\"sendEvent\" id=\"{{ url }}\"/>\n  </attachment>\n</message>\n",
        ),
        (
            "b.flockml",
            "by <user userId=\"u:ada\">{{ who }}</user>{# end #} or <a href=\"https://e.x\">docs</a>",
        ),
    ]);
    let data = json!({ "host": { "name": "db-1 <&" }, "url": "https://e.x/?a=1&b=2", "used": 98, "who": "Ada" });
    let traced = hold(&templates, "a", &data).unwrap();
    let message = traced.message();
    let text = |pointer: &str| told(&traced, message.pointer(pointer).unwrap().as_str().unwrap());
    assert_eq!(
        text("/notification"),
        [
            "\"db-1 <&\" a.flockml:1:24 host.name",
            "\" & co\" a.flockml:1:39"
        ]
    );
    assert_eq!(text("/sendAs/name"), ["\"Alerts\" a.flockml:2:17"]);
    assert_eq!(
        text("/text"),
        [
            "\"db-1 <&\" a.flockml:4:8 host.name",
            "\" is \" a.flockml:4:27",
            "\"down, see \" a.flockml:5:5",
            "\"https://e.x/?a=1&b=2\" a.flockml:5:35 url",
            "\" \" a.flockml:5:48",
            "\"by \" b.flockml:1:1",
            "\"@\"",
            "\"Ada\" b.flockml:1:25 who",
            "\" or \" b.flockml:1:50",
            "\"docs\" b.flockml:1:76",
            "\" (https://e.x)\\n\"",
        ]
    );
    assert_eq!(
        text("/attachments/0/title"),
        [
            "\"Disk \" a.flockml:8:22",
            "\"98\" a.flockml:8:27 used",
            "\" %\" a.flockml:8:37"
        ]
    );
    assert_eq!(
        text("/attachments/0/buttons/0/name"),
        ["\"Ack\" a.flockml:9:19"]
    );
}

#[test]
fn noncharacters_in_data_are_no_marks() {
    let odd = "a\u{fdd0}\u{fde0}\u{fdef}\u{fde5}b";
    let (_folder, templates) = folder(&[
        ("a.flockml", "<flockml>{{ x }}<b>{{ y }}</b></flockml>"),
        (
            "b.message.json",
            "{\"text\": \"{{ x }}\", \"attachments\": [{\"title\": \"{{ y }}\"}]}",
        ),
        ("c.flockml", "<flockml>&#xFDE0;&#xFDEF;{{ y }}</flockml>"),
        (
            "d.message.json",
            r#"{"text": "\ufde0\ufdef{{ y }}", "attachments": [{"title": "{{ y }}"}]}"#,
        ),
    ]);
    for name in ["a", "b", "c", "d"] {
        for x in [
            odd,
            "\u{fde0}\u{fdef}",
            "\u{fdef}",
            "\u{fde5}",
            "\u{fde3}x\u{fde4}",
        ] {
            let traced = hold(&templates, name, &json!({ "x": x, "y": "plain" })).unwrap();
            for (piece, origin) in pieces(&traced) {
                let is_known = matches!(&*piece, "plain" | "x");
                assert!(origin.is_none() || is_known, "{piece:?}");
            }
        }
    }
    let traced = hold(&templates, "d", &json!({ "y": "plain" })).unwrap();
    let title = traced.message()["attachments"][0]["title"]
        .as_str()
        .unwrap();
    assert_eq!(told(&traced, title), ["\"plain\" d.message.json:1:60 y"]);
}

#[test]
fn no_mark_stands_where_nobody_reads() {
    let (_folder, templates) = folder(&[(
        "a.flockml",
        "<message><flockml><a href=\"https://e.x/{{ x }}\">l</a><action type=\"sendEvent\" id=\"{{ x }}\">go</action></flockml><attachment id=\"{{ x }}\" color=\"{{ c }}\" url=\"https://e.x/{{ x }}\"><image src=\"https://e.x/{{ x }}\" width=\"{{ n }}\" filename=\"{{ x }}\"/><download src=\"https://e.x/{{ x }}\" filename=\"{{ x }}\"/></attachment></message>",
    )]);
    let data = json!({ "x": "1", "c": "#ff0000", "n": 5 });
    let traced = hold(&templates, "a", &data).unwrap();
    let plain = traced.rendered().object.to_message().to_value();
    let mut message = traced.message().clone();
    assert_eq!(message["attachments"], plain["attachments"]);
    let flockml = message["flockml"].take();
    for token in Document::parse(flockml.as_str().unwrap()).tokens() {
        let text = &flockml.as_str().unwrap()[token.span.range()];
        assert!(
            token.kind == TokenKind::Text || Traced::plain(text) == text,
            "{text}"
        );
    }
}

#[test]
fn every_line_of_a_hole_and_every_text_between_tags_has_its_origin() {
    let (_folder, templates) = folder(&[(
        "a.flockml",
        "<flockml>{{ x }}<b>{{ x }}</b>{% for i in list %}<i>{{ i }}</i>,\n{% endfor %}</flockml>",
    )]);
    let traced = hold(
        &templates,
        "a",
        &json!({ "x": "one\ntwo & three", "list": [1, 2] }),
    )
    .unwrap();
    let mut found = Vec::new();
    texts("flockml", &traced.message()["flockml"], &mut found);
    let variables: BTreeSet<_> = found
        .iter()
        .flat_map(|text| traced.pieces(text))
        .filter(|(piece, _)| !piece.trim().is_empty())
        .map(|(piece, origin)| (piece, origin.unwrap().variable.as_deref()))
        .collect();
    let expected = [
        (",", None),
        (", ", None),
        ("1", Some("i")),
        ("2", Some("i")),
        ("one", Some("x")),
        ("two &amp; three", Some("x")),
    ];
    assert_eq!(variables, BTreeSet::from(expected));
}

#[test]
fn the_text_of_links_and_mentions_is_traced() {
    let (_folder, templates) = folder(&[(
        "a.flockml",
        "<flockml>see <a href=\"{{ url }}\">{{ url }}</a>, <a href=\"{{ url }}\">https{{ rest }}</a>, <a href=\"{{ url }}\">it</a>; <user userId=\"u:ada\">@{{ name }}</user> <user userId=\"u:ada\">{{ name }}</user></flockml>",
    )]);
    let data = json!({ "url": "https://e.x", "rest": "://e.x", "name": "Ada" });
    let traced = hold(&templates, "a", &data).unwrap();
    let text = |name: &str| told(&traced, traced.message()[name].as_str().unwrap());
    let expected = [
        "\"see \" a.flockml:1:10",
        "\"https://e.x\" a.flockml:1:34 url",
        "\", \" a.flockml:1:47",
        "\"https://e.x\"",
        "\", \" a.flockml:1:88",
        "\"it\" a.flockml:1:110",
        "\" (https://e.x)\"",
        "\"; \" a.flockml:1:116",
        "\"@\" a.flockml:1:139",
        "\"Ada\" a.flockml:1:140 name",
        "\" \" a.flockml:1:157",
        "\"@\"",
        "\"Ada\" a.flockml:1:179 name",
    ];
    assert_eq!(text("text"), expected);
    assert_eq!(text("notification"), expected);
}

#[test]
fn a_notification_that_is_cut_is_traced_up_to_there() {
    let (_folder, templates) =
        folder(&[("a.flockml", "<flockml>{{ x }} is <b>{{ y }}</b></flockml>")]);
    for x in [
        "a".repeat(230),
        "é".repeat(238),
        "a".repeat(300),
        "👩‍👩‍👧‍👦".repeat(100),
    ] {
        let data = json!({ "x": x, "y": "down and out" });
        let traced = hold(&templates, "a", &data).unwrap();
        let notification = told(&traced, traced.message()["notification"].as_str().unwrap());
        assert!(notification[0].ends_with("1:10 x"), "{notification:?}");
        assert_eq!(notification.last().unwrap(), "\"…\"");
    }
}

#[test]
fn a_large_message_is_traced_within_the_limits() {
    let (_folder, templates) = folder(&[(
        "a.flockml",
        "<flockml>{% for x in xs %}<a href=\"https://e.x/{{ x }}\">{{ x }}</a> &amp; <b>{{ x }}</b>\n{% endfor %}</flockml>",
    )]);
    let data = json!({ "xs": (0..20_000).collect::<Vec<_>>() });
    let traced = hold(&templates, "a", &data).unwrap();
    let text = traced.message()["text"].as_str().unwrap();
    // Four an item, but for the last line's end.
    assert_eq!(
        traced
            .pieces(text)
            .filter(|(_, origin)| origin.is_some())
            .count(),
        79_999
    );
    let too_many = json!({ "xs": (0..200_000).collect::<Vec<_>>() });
    assert!(hold(&templates, "a", &too_many).is_none());
}

#[test]
fn markup_in_the_data_is_traced() {
    let (_folder, templates) = folder(&[
        ("a.flockml", "<flockml>{{ x }} ok</flockml>"),
        (
            "b.message.json",
            r#"{"text": "{{ x }}", "flockml": "<flockml>{{ x | flockml }}</flockml>"}"#,
        ),
    ]);
    let x = markup::bold("db-1 & co").line_break().text("down");
    let data = BTreeMap::from([("x", x)]);
    for (name, start) in [("a", "1:10 x"), ("b", "1:42 x | flockml")] {
        let traced = hold(&templates, name, &data).unwrap();
        let told = told(&traced, traced.message()["flockml"].as_str().unwrap());
        let file = templates
            .names()
            .find(|file| file.starts_with(name))
            .unwrap();
        assert_eq!(
            told[1],
            format!("\"db-1 &amp; co</b><br/>\" {file}:{start}")
        );
        assert!(
            told[2].starts_with("\"down") && told[2].ends_with(start),
            "{told:?}"
        );
    }
}

/// Pieces of a text with the places that had them written.
fn called(traced: &Traced, text: &str) -> Vec<String> {
    let pieces = traced.pieces(text);
    let pieces = pieces.filter(|(piece, _)| !piece.trim().is_empty());
    let told = pieces.filter_map(|(piece, origin)| {
        let call = origin?.call.as_ref();
        let call = call.map(|call| format!(" {}:{}", call.file, call.position));
        Some(format!("{}{}", piece.trim(), call.unwrap_or_default()))
    });
    told.collect()
}

#[test]
fn an_origin_knows_who_called() {
    let (_folder, templates) = folder(&[
        (
            "a.flockml",
            "{% set kept %}kept{% endset %}<flockml>own\n{% include \"b.flockml\" %}\n{{ <Box text={host} /> }}\n{% <Frame> %}body {{ <Box text=\"x\" /> }}{% </Frame> %}\n{{ <Box text={kept} /> }}</flockml>",
        ),
        ("b.flockml", "b {% <Frame> %}given{% </Frame> %}"),
        (
            "components.flockml",
            "{% component Box(text) %}[{{ <Inner text={text} /> }}{% endcomponent %}\n{% component Inner(text) %}{{ text }}]{% endcomponent %}\n{% component Frame() %}({% <Pass> %}{{ body }}{% </Pass> %}){% endcomponent %}\n{% component Pass() %}{{ body }}!{% endcomponent %}",
        ),
    ]);
    let traced = hold(&templates, "a", &json!({ "host": "db-1" })).unwrap();
    let text = traced.message()["text"].as_str().unwrap();
    assert_eq!(
        called(&traced, text),
        [
            "own",
            "b a.flockml:2:1",
            "( b.flockml:1:3",
            "given",
            "! b.flockml:1:3",
            ") b.flockml:1:3",
            "[ a.flockml:3:1",
            "db-1 a.flockml:3:1",
            "] a.flockml:3:1",
            "( a.flockml:4:1",
            "body",
            "[ a.flockml:4:19",
            "x a.flockml:4:19",
            "] a.flockml:4:19",
            "! a.flockml:4:1",
            ") a.flockml:4:1",
            "[ a.flockml:5:1",
            "kept",
            "] a.flockml:5:1",
        ]
    );
}
