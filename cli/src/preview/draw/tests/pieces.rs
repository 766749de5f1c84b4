//! Pieces of a message know which line of which template wrote them.

use flockml::template::hostile_names;

use super::*;
use crate::preview::draw::Traced;

/// A picture that knows who wrote what.
fn traced(templates: &Templates, template: &str, data: &Value) -> Option<(Picture, Picture)> {
    let traced = templates.trace(template, data).ok()?;
    let plain = traced.rendered().object.to_message().to_value();
    let traced = Traced::new(traced, Path::new("."));
    let picture = draw(traced.traced().message(), Some(&traced));
    Some((picture, draw(&plain, None)))
}

/// The pieces of a document as if nobody knew who wrote them.
fn unpieced(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut open = Vec::new();
    let mut left: Vec<Piece> = Vec::new();
    for piece in pieces {
        match &piece {
            Piece::Start(name, attributes) => {
                let is_piece = classes(attributes).eq(["piece"]);
                if name != "br" {
                    open.push(is_piece);
                }
                if is_piece {
                    continue;
                }
            }
            Piece::End(_) => {
                if open.pop().expect("an end has a start") {
                    continue;
                }
            }
            Piece::Text(text) => {
                if let Some(Piece::Text(before)) = left.last_mut() {
                    before.push_str(text);
                    continue;
                }
            }
        }
        left.push(piece);
    }
    left
}

fn assert_same(one: &Picture, other: &Picture) {
    for ((name, one), (_, other)) in parts(one).into_iter().zip(parts(other)) {
        assert_eq!(unpieced(html::read(one)), html::read(other), "{name}");
    }
    assert_eq!((&one.text, &one.views), (&other.text, &other.views));
}

/// What readers see does not depend on whether anybody knows who wrote it.
#[test]
fn pieces_change_nothing_else() {
    let templates = templates();
    let mut drawn = 0;
    for (template, data) in samples(&templates).values() {
        let (picture, plain) = traced(&templates, template, data).expect("it renders");
        assert_same(&picture, &plain);
        assert!(picture.desktop.as_str().contains("class=\"piece\""));
        for name in hostile_names() {
            let data = templates.hostile_data(template, data, name);
            if let Some((picture, plain)) = traced(&templates, template, &data) {
                assert_same(&picture, &plain);
                drawn += 1;
            }
        }
    }
    assert!(drawn > 50, "{drawn}");
}

/// The attributes of each piece that says `words`.
fn said(part: &str, words: &str) -> Vec<BTreeMap<String, String>> {
    let pieces = html::read(part);
    let pairs = pieces.windows(2).filter_map(|pair| match pair {
        [Piece::Start(_, attributes), Piece::Text(text)] if text == words => Some(attributes),
        _ => None,
    });
    pairs
        .filter(|attributes| attributes.contains_key("data-line"))
        .cloned()
        .collect()
}

/// The line, from 1, of the shipped template `file` in which `words` first stand, and their column.
fn place(file: &str, words: &str) -> (String, String) {
    let text = fs::read_to_string(folder().join(file)).expect("a template");
    let mut lines = text.lines().enumerate();
    let found = lines.find_map(|(index, line)| Some((index + 1, line.find(words)? + 1)));
    let (line, column) = found.expect("the words are there");
    (line.to_string(), column.to_string())
}

#[test]
fn a_hole_leads_to_its_line() {
    let templates = templates();
    let (template, data) = samples(&templates)["incident.firing"].clone();
    let (picture, _) = traced(&templates, &template, &data).expect("it renders");
    let desktop = picture.desktop.as_str();
    for (words, hole, variable) in [
        (
            data["summary"].as_str().expect("text"),
            "{{ summary }}",
            "summary",
        ),
        ("Orders database", "{{ service }}", "service"),
    ] {
        let (line, column) = place("incident.flockml", hole);
        let said = said(desktop, words);
        let [piece] = &said[..] else {
            panic!("{words} once: {said:?}");
        };
        assert_eq!(piece["data-file"], "incident.flockml");
        assert_eq!(
            (&piece["data-line"], &piece["data-column"]),
            (&line, &column)
        );
        assert_eq!(piece["data-variable"], variable);
    }
    let own = said(desktop, ", please have a look.");
    let (line, _) = place("incident.flockml", ", please have a look.");
    assert_eq!((own.len(), &own[0]["data-line"]), (1, &line));
    assert!(!own[0].contains_key("data-variable"));
    assert!(!own[0].contains_key("data-call-file"));
    let push = said(picture.push.as_str(), data["title"].as_str().expect("text"));
    assert_eq!(push[0]["data-variable"], "title");
}

#[test]
fn what_a_component_writes_leads_into_it() {
    let templates = templates();
    let (template, data) = samples(&templates)["incident.firing"].clone();
    let (picture, _) = traced(&templates, &template, &data).expect("it renders");
    let runbook = said(picture.desktop.as_str(), "Runbook");
    assert_eq!(runbook[0]["data-file"], "components.flockml");
    assert_called(&runbook[0], "{{ <Runbook ");
    let host = said(
        picture.desktop.as_str(),
        data["host"].as_str().expect("text"),
    );
    assert_eq!(host[0]["data-variable"], "value");
    assert_called(&host[0], "{{ <Row label=\"Host\"");
}

/// That a piece was written since `call` stands in the template.
#[track_caller]
fn assert_called(piece: &BTreeMap<String, String>, call: &str) {
    assert_eq!(piece["data-call-file"], "incident.flockml");
    let at = (
        piece["data-call-line"].clone(),
        piece["data-call-column"].clone(),
    );
    assert_eq!(at, place("incident.flockml", call));
}
