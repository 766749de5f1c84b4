//! What holds of the trace of every template, with whatever data.

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;

use flockml::syntax::unescape;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use flockml::source::Position;
use flockml::template::Origin;

use super::{assert_right, at, folder, hold, pieces};

/// What every component takes from its caller.
const PARAMETERS: &str =
    "(@host, @pad, @lines, @nil, @odd, @url, @markup, @letters, @xs, @yes, @no)";

/// A part of a template.
#[derive(Debug, Clone)]
enum Part {
    Words(&'static str),
    /// Only between the tags of FlockML.
    Markup(&'static str),
    If(bool, Vec<Part>, Vec<Part>),
    For(Vec<Part>),
    Set(Vec<Part>, &'static str),
    Filter(Vec<Part>, &'static str),
    Include(Vec<Part>),
    Component(Vec<Part>),
    Body(Vec<Part>, Vec<Part>),
    Tight(Vec<Part>),
}

/// What may stand in any text. What is written in JSON strings stands in both forms alike.
const WORDS: &[&str] = &[
    "a",
    " b ",
    "e.",
    "&amp;",
    "&#65;",
    "&#10;",
    "&nbsp;",
    "  ",
    "🔴",
    "{# note #}",
    "{%- raw -%} { {% endraw %}",
    "{{ host }}",
    "{{ host }}{{ host }}",
    "{{ nil }}",
    "{{- host -}}",
    "{{ pad }}",
    "{{ lines }}",
    "{{ odd }}",
    "{{ letters }}",
    "&{{ letters }};",
    "{{ host ~ pad }}",
    "{{ host | upper }}",
    "{{ lines | safe | trim }}",
];

const MARKUP: &[&str] = &[
    "<b>c</b>",
    "<br/>",
    "<br/>\n  ",
    "\n",
    "\n  d\r\n",
    "x {# #}\n",
    "<b>{{ host }}</b>",
    "<a href=\"{{ url }}\">{{ host }}</a>",
    "<a href=\"{{ url }}\">{{ url }}</a>",
    "<a href=\"https://e.x/{{ host }}\">https://e.x/{{ host }}</a>",
    "<a href=\"{{ nil }}\">no link</a>",
    "<user userId=\"u:ada\">{{ host }}</user>",
    "<user userId=\"u:ada\">@{{ host }}</user>",
    "<user userId=\"{{ nil }}\">nobody</user>",
    "<action type=\"sendEvent\" id=\"{{ host }}\">go</action>",
    "{{ markup | safe }}",
    "<![CDATA[ <raw>\n ]]>",
    "<!-- note -->",
];

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let words = prop::sample::select(WORDS).prop_map(Part::Words);
    let leaf = prop_oneof![
        2 => words,
        1 => prop::sample::select(MARKUP).prop_map(Part::Markup),
    ];
    let any = leaf.prop_recursive(3, 24, 4, |inner| {
        let some = move || prop::collection::vec(inner.clone(), 0..4);
        let trims = prop::sample::select(&["", " | trim", " | upper", " | trim | lower"][..]);
        let filters = prop::sample::select(&["trim_end", "upper", "trim_start | upper"][..]);
        prop_oneof![
            (any::<bool>(), some(), some()).prop_map(|(is, a, b)| Part::If(is, a, b)),
            some().prop_map(Part::For),
            (some(), trims).prop_map(|(a, filter)| Part::Set(a, filter)),
            (some(), filters).prop_map(|(a, filter)| Part::Filter(a, filter)),
            some().prop_map(Part::Include),
            some().prop_map(Part::Component),
            (some(), some()).prop_map(|(a, b)| Part::Body(a, b)),
            some().prop_map(Part::Tight),
        ]
    });
    prop::collection::vec(any, 1..5)
}

/// Where a template's part stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Attribute,
    FlockMl,
    Json,
    /// Where a filter changes words: it takes references and tags for what they stand for.
    Words,
}

impl Place {
    fn within(self, filter: &str) -> Self {
        if filter.contains("er") {
            Self::Words
        } else {
            self
        }
    }
}

/// The files of a folder.
#[derive(Default)]
struct Files {
    files: Vec<(String, String)>,
    components: String,
    names: usize,
}

impl Files {
    fn new(markup: &[Part], title: &[Part]) -> Self {
        let mut files = Self::default();
        let (before, behind) = markup.split_at(markup.len() / 2);
        let body = files.write(before, Place::FlockMl);
        let parent = format!(
            "<message notification=\"{}\"><flockml>{{% block main %}}{body}{{% endblock %}}</flockml>\n<attachment title=\"t{}\"><html>{}</html><button name=\"{}\" type=\"sendEvent\"/></attachment></message>\n",
            files.write(title, Place::Attribute),
            files.write(markup, Place::Attribute),
            files.write(title, Place::Attribute),
            files.write(title, Place::Attribute),
        );
        let block = files.write(behind, Place::FlockMl);
        let child = format!(
            "{{% extends \"_parent.flockml\" %}}\n\n{{% block main %}}{{{{ super() }}}}{block}{{% endblock %}}\n"
        );
        let json = format!(
            "{{ \"text\": \"{}\", \"flockml\": \"<flockml>{}</flockml>\", \"attachments\": [{{ \"title\": \"t{}\" }}] }}",
            files.write(title, Place::Json),
            files.write(markup, Place::Json),
            files.write(behind, Place::Json),
        );
        let root = format!(
            "<flockml>{}</flockml>\n",
            files.write(markup, Place::FlockMl)
        );
        let components = std::mem::take(&mut files.components);
        let named = [
            ("_parent.flockml", parent),
            ("child.flockml", child),
            ("root.flockml", root),
            ("json.message.json", json),
            ("components.flockml", components),
        ];
        let named = named.map(|(name, text)| (name.to_owned(), text));
        files.files.extend(named);
        files
    }

    fn write(&mut self, parts: &[Part], place: Place) -> String {
        parts.iter().map(|part| self.part(part, place)).collect()
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("n{}", self.names)
    }

    fn part(&mut self, part: &Part, place: Place) -> String {
        match part {
            Part::Words(text) if place == Place::Words && is_escaped(text) => String::new(),
            Part::Words(text) => (*text).to_owned(),
            Part::Markup(text) => match place {
                Place::FlockMl => (*text).to_owned(),
                Place::Attribute => "\n".to_owned(),
                Place::Json => in_json(text),
                Place::Words => String::new(),
            },
            Part::If(is, a, b) => {
                let (a, b) = (self.write(a, place), self.write(b, place));
                let condition = if *is { "yes" } else { "no" };
                format!("{{% if {condition} %}}{a}{{% else %}}{b}{{% endif %}}")
            }
            Part::For(a) => {
                let body = self.write(a, place);
                format!("{{% for x in xs %}}{{{{ x }}}}{body}{{% else %}}none{{% endfor %}}")
            }
            Part::Set(a, filter) => {
                let (name, body) = (self.name(), self.write(a, place.within(filter)));
                format!("{{% set {name}{filter} %}}{body}{{% endset %}}{{{{ {name} }}}}")
            }
            Part::Filter(a, filter) => {
                let body = self.write(a, place.within(filter));
                format!("{{% filter {filter} %}}{body}{{% endfilter %}}")
            }
            Part::Tight(a) => {
                let body = self.write(a, place);
                format!("{{%- if yes -%}}  {body}  {{%- endif -%}}")
            }
            Part::Include(a) | Part::Component(a) | Part::Body(a, _)
                if matches!(place, Place::Json | Place::Words) =>
            {
                self.write(a, place)
            }
            Part::Include(a) => {
                let (name, body) = (self.name(), self.write(a, place));
                self.files.push((format!("_{name}.flockml"), body));
                format!("{{% include \"_{name}.flockml\" %}}")
            }
            Part::Component(a) => {
                let (name, body) = (self.name(), self.write(a, place));
                self.component(&name, &body);
                format!("{{{{ <{name} /> }}}}")
            }
            Part::Body(a, b) => {
                let name = self.name();
                let (own, given) = (self.write(a, place), self.write(b, place));
                self.component(&name, &format!("{own}{{{{ body }}}}."));
                format!("{{% <{name}> %}}{given}{{% </{name}> %}}")
            }
        }
    }

    fn component(&mut self, name: &str, body: &str) {
        let _ = writeln!(
            self.components,
            "{{% component {name}{PARAMETERS} %}}{body}{{% endcomponent %}}"
        );
    }
}

/// Whether a part writes something in another way than it stands in a template or the data.
fn is_escaped(text: &str) -> bool {
    text.contains('&') || ["lines", "odd"].iter().any(|name| text.contains(name))
}

/// A part of FlockML as it stands in a JSON string.
fn in_json(text: &str) -> String {
    let text = text.replace('\n', "\\n").replace('\r', "\\r");
    let text = text.replace("<b>c", "<b>\\u0063").replace("=\"", "='");
    let text = text.replace("\">", "'>").replace("\" ", "' ");
    text.replace("{{ host }}", "{{ host | flockml }}")
}

fn data(odd: &str) -> Value {
    json!({
        "host": "db-1 <&>", "pad": "  pad  ", "lines": " one\ntwo\r\n\n three", "nil": "",
        "odd": odd, "url": "https://e.x/?a=1&b=2", "markup": "<i>x &amp;\n y</i><br/>z",
        "letters": "lt", "xs": ["1", "2"], "yes": true, "no": false,
    })
}

/// What only a hole of that expression may write, if that is known.
fn value(data: &Value, variable: &str) -> Option<String> {
    let known = match variable {
        "host ~ pad" => "db-1 <&>  pad  ".to_owned(),
        "host | upper" => "DB-1 <&>".to_owned(),
        "host | flockml" => "db-1 <&>".to_owned(),
        "lines | safe | trim" => "one two three".to_owned(),
        "markup | safe" => "x & y z".to_owned(),
        "x" => "12".to_owned(),
        // As it is, and as XML carries it.
        "odd" => [data["odd"].as_str()?, "\u{fffd}x"].concat(),
        name => data[name].as_str()?.to_owned(),
    };
    Some(squeezed(&known))
}

/// A file and a place in it, in bytes.
type At<'f> = (&'f str, usize);

/// The calls that have what stands at an origin written: each definition is called at one place.
fn callers(files: &[(String, String)], origin: &Origin) -> Vec<(String, Position)> {
    let text = |name: &str| &files.iter().find(|(other, _)| other == name).unwrap().1;
    let file = text(&origin.file);
    let mut place: At<'_> = (&origin.file, file.len() - at(file, origin).len());
    let mut found = Vec::new();
    while let Some((name, start)) = caller(files, text(place.0), place) {
        found.push((name.to_owned(), position(text(name), start)));
        place = (name, start);
    }
    found
}

/// The one call of the component, file or block in which a place is.
fn caller<'f>(files: &'f [(String, String)], text: &str, (file, at): At<'_>) -> Option<At<'f>> {
    let tags = if file == "components.flockml" {
        let (_, behind) = text[..at].rsplit_once("{% component ")?;
        let (name, _) = behind.split_once('(')?;
        [format!("{{{{ <{name} "), format!("{{% <{name}> ")]
    } else if file == "_parent.flockml" {
        let block = text.find("{% block main %}")?..text.find("{% endblock %}")?;
        let super_call = "{{ super() }}".to_owned();
        block
            .contains(&at)
            .then(|| [super_call.clone(), super_call])?
    } else {
        let include = format!("{{% include \"{file}\" ");
        [include.clone(), include]
    };
    files.iter().find_map(|(name, text)| {
        let start = tags.iter().find_map(|tag| text.find(tag))?;
        Some((name.as_str(), start))
    })
}

fn position(text: &str, at: usize) -> Position {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    Position {
        line: text[..at].matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

/// In one case and without white space, as far as readers and filters may change it.
fn squeezed(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect()
}

#[test]
fn no_origin_is_wrong_and_no_text_is_changed() {
    let (traced, lost) = (Cell::new(0), Cell::new(0));
    let (called, uncalled) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases: 250,
            failure_persistence: None,
            ..Config::default()
        },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let odd = prop_oneof![
        9 => Just("\u{fffe}x\u{1b}[1m"),
        1 => Just("\u{fdd0}\u{fde0}\u{fdef}"),
    ];
    let result = runner.run(&(parts(), parts(), odd), |(markup, title, odd)| {
        let files = Files::new(&markup, &title).files;
        let named: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let (folder, templates) = folder(&named);
        let data = data(odd);
        for name in ["child.flockml", "root.flockml", "json.message.json"] {
            let Some(message) = hold(&templates, name, &data) else {
                continue;
            };
            for (piece, origin) in pieces(&message) {
                let Some(origin) = origin else {
                    lost.set(lost.get() + usize::from(!piece.trim().is_empty()));
                    continue;
                };
                traced.set(traced.get() + 1);
                let file = fs::read_to_string(folder.path().join(&origin.file)).unwrap();
                assert_right(&piece, origin, &file);
                let could = callers(&files, origin);
                let is_one = origin
                    .call
                    .as_ref()
                    .map(|call| could.contains(&(call.file.clone(), call.position)));
                prop_assert!(is_one != Some(false), "{piece:?} {origin:?}, not {could:?}");
                match is_one {
                    Some(_) => called.set(called.get() + 1),
                    None => uncalled.set(uncalled.get() + usize::from(!could.is_empty())),
                }
                let variable = origin.variable.as_ref();
                if let Some(value) = variable.and_then(|variable| value(&data, variable)) {
                    let piece = squeezed(&unescape(&piece));
                    prop_assert!(value.contains(&piece), "{piece:?} is not in {value:?}");
                }
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    let (traced, lost) = (traced.get(), lost.get());
    assert!(lost * 8 < traced, "{traced} traced, {lost} not");
    let (called, uncalled) = (called.get(), uncalled.get());
    assert!(uncalled < called, "{called} called, {uncalled} not known");
}
