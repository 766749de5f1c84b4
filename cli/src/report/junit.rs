//! `--format junit`: JUnit's XML, for build servers.

use std::io;

use flockml::check::Severity;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::cases::{Ran, Tested};
use crate::finding::{FileFindings, Findings, Found};
use crate::report::harmless;
use crate::report::places::Places;

type Xml = Writer<Vec<u8>>;

/// A test as JUnit has it.
struct TestCase {
    class: String,
    name: String,
    /// Its kind, what is wrong in one line, and all of it.
    failure: Option<(&'static str, String, String)>,
    /// What is said of a test that passed.
    note: Option<String>,
}

/// Tests that belong together.
struct Suite {
    name: String,
    cases: Vec<TestCase>,
}

/// Writes a suite for each file, and in it a test for each finding, or one that passed.
pub(super) fn write(findings: &Findings) -> String {
    let suites = findings.files.iter().map(|file| {
        let places = Places::of(file);
        let found = file.list.found.iter();
        let mut cases: Vec<TestCase> = found
            .map(|found| finding(file, &places, found, findings.is_failure(found)))
            .collect();
        if cases.is_empty() {
            cases.push(TestCase {
                class: file.source.name().to_owned(),
                name: "check".to_owned(),
                failure: None,
                note: None,
            });
        }
        Suite {
            name: file.source.name().to_owned(),
            cases,
        }
    });
    document("flockml check", &suites.collect::<Vec<_>>())
}

fn finding(file: &FileFindings, places: &Places, found: &Found, fails: bool) -> TestCase {
    let diagnostic = &found.diagnostic;
    let place = places.position(diagnostic.span.start());
    let name = file.source.name();
    let mut text = format!("{name}:{place}: {}", diagnostic.message);
    for related in &found.related {
        text.push_str(&format!("\n{related}"));
    }
    if let Some(sample) = &found.sample {
        text.push_str(&format!("\nwith the sample `{sample}`"));
    }
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        _ => "warning",
    };
    TestCase {
        class: name.to_owned(),
        name: format!("{} at {place}", diagnostic.rule.id),
        failure: fails.then(|| (kind, diagnostic.message.clone(), text.clone())),
        note: (!fails).then_some(text),
    }
}

/// Writes a suite for each template, and in it a test for each case.
pub(super) fn write_cases(tested: &Tested) -> String {
    let mut suites: Vec<Suite> = Vec::new();
    for ran in &tested.cases {
        let name = ran.case.template().unwrap_or("no template");
        if suites.last().is_none_or(|suite| suite.name != name) {
            suites.push(Suite {
                name: name.to_owned(),
                cases: Vec::new(),
            });
        }
        if let Some(suite) = suites.last_mut() {
            suite.cases.push(case(ran, name));
        }
    }
    document("flockml test", &suites)
}

fn case(ran: &Ran, class: &str) -> TestCase {
    TestCase {
        class: class.to_owned(),
        name: ran.case.name().to_owned(),
        failure: ran
            .failure()
            .map(|failure| ("failed", failure.message.clone(), failure.to_string())),
        note: None,
    }
}

fn document(name: &str, suites: &[Suite]) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    let written = document_to(&mut xml, name, suites);
    written.expect("writing to memory does not fail");
    let mut text = String::from_utf8_lossy(&xml.into_inner()).into_owned();
    text.push('\n');
    text
}

fn document_to(xml: &mut Xml, name: &str, suites: &[Suite]) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    let numbers = numbers(all());
    let element = xml
        .create_element("testsuites")
        .with_attribute(("name", name))
        .with_attributes(
            numbers
                .iter()
                .map(|(name, number)| (*name, number.as_str())),
        );
    if suites.is_empty() {
        return element.write_empty().map(drop);
    }
    element
        .write_inner_content(|xml| suites.iter().try_for_each(|each| suite(xml, each)))
        .map(drop)
}

fn suite(xml: &mut Xml, suite: &Suite) -> io::Result<()> {
    let numbers = numbers(suite.cases.iter());
    xml.create_element("testsuite")
        .with_attribute(("name", plain(&suite.name).as_str()))
        .with_attributes(
            numbers
                .iter()
                .map(|(name, number)| (*name, number.as_str())),
        )
        .write_inner_content(|xml| suite.cases.iter().try_for_each(|each| test_case(xml, each)))
        .map(drop)
}

fn numbers<'a>(cases: impl Iterator<Item = &'a TestCase> + Clone) -> [(&'static str, String); 4] {
    let failures = cases.clone().filter(|case| case.failure.is_some()).count();
    [
        ("tests", cases.count().to_string()),
        ("failures", failures.to_string()),
        ("errors", "0".to_owned()),
        ("skipped", "0".to_owned()),
    ]
}

fn test_case(xml: &mut Xml, case: &TestCase) -> io::Result<()> {
    let element = xml
        .create_element("testcase")
        .with_attribute(("classname", plain(&case.class).as_str()))
        .with_attribute(("name", plain(&case.name).as_str()));
    if case.failure.is_none() && case.note.is_none() {
        return element.write_empty().map(drop);
    }
    element
        .write_inner_content(|xml| {
            if let Some((kind, message, text)) = &case.failure {
                xml.create_element("failure")
                    .with_attribute(("type", *kind))
                    .with_attribute(("message", plain(message).as_str()))
                    .write_text_content(BytesText::new(&lines(text)))?;
            }
            if let Some(note) = &case.note {
                xml.create_element("system-out")
                    .write_text_content(BytesText::new(&lines(note)))?;
            }
            Ok(())
        })
        .map(drop)
}

/// `text` on one line, of characters that XML has.
fn plain(text: &str) -> String {
    harmless(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// The same, line by line.
fn lines(text: &str) -> String {
    text.lines().map(plain).collect::<Vec<_>>().join("\n")
}
