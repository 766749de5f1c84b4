//! Every rule has its page, its fixtures and what they are found to be.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use flockml::check::rules::{self, RULES};
use flockml::check::{self, Diagnostic, Report};
use flockml::message;
use flockml::source::{Source, Span};

fn folder(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(of)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The fixtures of a rule whose names begin with `prefix`: name and text.
fn fixtures(rule: &str, prefix: &str) -> Vec<(String, String)> {
    let folder = folder("tests/rules").join(rule);
    names(&folder)
        .into_iter()
        .filter(|name| name.starts_with(prefix))
        .map(|name| {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

/// Whether a rule is about whole template folders, so that its fixtures are such.
fn is_of_templates(rule: &str) -> bool {
    let folder = folder("tests/rules").join(rule);
    names(&folder).iter().any(|name| folder.join(name).is_dir())
}

/// The ids of the rules that need no template.
fn plain_rules() -> impl Iterator<Item = &'static str> {
    RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !is_of_templates(id))
}

fn check_named(name: &str, text: &str) -> Report {
    if name.ends_with(".json") {
        message::check_json(text)
    } else {
        check::check(text)
    }
}

fn range(source: &Source, span: Span) -> String {
    let (start, end) = (source.position(span.start()), source.position(span.end()));
    format!("{start}-{end}")
}

/// One finding on one line, with everything that it says.
fn line(source: &Source, finding: &Diagnostic) -> String {
    let mut line = format!(
        "{} {}[{}] {}",
        range(source, finding.span),
        finding.severity.as_str(),
        finding.rule.id,
        finding.message
    );
    for label in &finding.labels {
        line += &format!(" | label {} {}", range(source, label.span), label.message);
    }
    if let Some(help) = &finding.help {
        line += &format!(" | help: {help}");
    }
    for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
        let (at, new) = (range(source, edit.span), &edit.replacement);
        line += &format!(" | fix: {at} {new:?}");
    }
    line
}

fn lines(name: &str, text: &str) -> String {
    let source = Source::new(name, text);
    let report = check_named(name, text);
    let lines: Vec<String> = report
        .diagnostics()
        .iter()
        .map(|finding| format!("  {}\n", line(&source, finding)))
        .collect();
    lines.concat()
}

/// Runs `test` for each and says for which of them it failed.
fn each<T: AsRef<str>>(items: impl IntoIterator<Item = T>, test: impl Fn(&str)) {
    let failed: Vec<String> = items
        .into_iter()
        .filter(|item| catch_unwind(AssertUnwindSafe(|| test(item.as_ref()))).is_err())
        .map(|item| item.as_ref().to_owned())
        .collect();
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}

#[test]
fn rules_are_their_files_and_fixture_folders() {
    let ids: BTreeSet<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    let mut pages = BTreeSet::new();
    let mut files = BTreeSet::new();
    for name in names(&folder("src/check/rules")) {
        match name.rsplit_once('.') {
            Some((id, "md")) => pages.insert(id.to_owned()),
            Some(("mod", "rs")) => true,
            Some((module, "rs")) => files.insert(module.replace('_', "-")),
            _ => panic!("neither a rule nor its page: {name}"),
        };
    }
    let folders: BTreeSet<String> = names(&folder("tests/rules")).into_iter().collect();
    assert_eq!(ids.len(), RULES.len(), "an id stands twice");
    assert_eq!(ids, pages, "pages");
    assert_eq!(ids, files, "files");
    assert_eq!(ids, folders, "fixture folders");
}

#[test]
fn rules_are_found_by_their_id() {
    for rule in RULES {
        assert_eq!(rules::find(rule.id).map(|found| found.id), Some(rule.id));
    }
    assert!(rules::find("no-such-rule").is_none());
}

#[test]
fn every_rule_has_fixtures() {
    for rule in RULES {
        let names = names(&folder("tests/rules").join(rule.id));
        for prefix in ["bad-", "good-"] {
            let some = names.iter().any(|name| name.starts_with(prefix));
            assert!(some, "{}: no {prefix}*", rule.id);
        }
        let known = ["bad-", "good-", "findings.snap"];
        for name in names {
            let fine = known.iter().any(|prefix| name.starts_with(prefix));
            assert!(fine, "{}/{name} is no fixture", rule.id);
        }
    }
}

#[test]
fn bad_fixtures_are_found() {
    each(plain_rules(), |rule| {
        let mut found = String::new();
        for (name, text) in fixtures(rule, "bad-") {
            let report = check_named(&name, &text);
            let hit = report
                .diagnostics()
                .iter()
                .any(|finding| finding.rule.id == rule);
            let lines = lines(&name, &text);
            assert!(hit, "{rule}/{name} is not found to be one:\n{lines}");
            found += &format!("{name}\n{lines}\n");
        }
        assert_recorded(rule, &found);
    });
}

/// Compares with the snapshot beside the rule's fixtures.
fn assert_recorded(rule: &str, found: &str) {
    insta::with_settings!({
        snapshot_path => folder("tests/rules").join(rule),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("findings", found) });
}

#[cfg(feature = "template")]
mod of_templates {
    use super::*;
    use flockml::template::Templates;

    /// What is found in a folder of templates, and whether `rule` is among it.
    fn found(rule: &str, name: &str) -> (String, bool) {
        let root = folder("tests/rules").join(rule).join(name);
        let (mut lines, mut hit) = (String::new(), false);
        for finding in Templates::load(&root).unwrap().check() {
            let file = Path::new(finding.file()).file_name().unwrap();
            let text = line(finding.source(), finding.diagnostic());
            lines += &format!("  {}:{text}\n", file.display());
            hit |= finding.diagnostic().rule.id == rule;
        }
        (lines, hit)
    }

    fn raised() -> impl Iterator<Item = &'static str> {
        let ids = RULES.iter().map(|rule| rule.id);
        ids.filter(|id| is_of_templates(id))
    }

    #[test]
    fn bad_folders_are_found() {
        each(raised(), |rule| {
            let mut all = String::new();
            for name in names(&folder("tests/rules").join(rule)) {
                if name.starts_with("bad-") {
                    let (lines, hit) = found(rule, &name);
                    assert!(hit, "{rule}/{name} is not found to be one:\n{lines}");
                    all += &format!("{name}\n{lines}\n");
                }
            }
            assert_recorded(rule, &all);
        });
    }

    #[test]
    fn pages_hold_templates_that_can_be_read() {
        for rule in RULES {
            let tera = |block: &Block<'_>| block.language == "tera" && block.heading == "Good";
            for block in blocks(rule.page).iter().filter(|block| tera(block)) {
                let folder = tempfile::tempdir().unwrap();
                let json = block.text.starts_with("{ ");
                let name = if json { "a.message.json" } else { "a.flockml" };
                fs::write(folder.path().join(name), &block.text).unwrap();
                let findings = Templates::load(folder.path()).unwrap().check();
                let syntax = |id| id == "template-syntax" || id == "unescaped-hole";
                let found = findings.iter().find(|one| syntax(one.diagnostic().rule.id));
                assert!(
                    found.is_none(),
                    "{}: {:?}",
                    rule.id,
                    found.map(ToString::to_string)
                );
            }
        }
    }

    #[test]
    fn good_folders_are_silent() {
        each(raised(), |rule| {
            for name in names(&folder("tests/rules").join(rule)) {
                if name.starts_with("good-") {
                    assert_eq!(found(rule, &name).0, "", "{rule}/{name}");
                }
            }
        });
    }
}

#[test]
fn good_fixtures_are_silent() {
    each(plain_rules(), |rule| {
        each(
            fixtures(rule, "good-").into_iter().map(|(name, _)| name),
            |name| {
                let text = fs::read_to_string(folder("tests/rules").join(rule).join(name)).unwrap();
                assert_eq!(lines(name, &text), "", "{rule}/{name}");
            },
        );
    });
}

#[test]
fn fixes_mend_what_they_are_for() {
    each(plain_rules(), |rule| {
        for (name, text) in fixtures(rule, "bad-") {
            let report = check_named(&name, &text);
            let fixed = check::fix(&text, &report);
            let again = check_named(&name, &fixed);
            let (all, rest) = (report.diagnostics(), again.diagnostics());
            let left = lines(&name, &fixed);
            assert!(
                rest.iter().all(|finding| finding.fix.is_none()),
                "{rule}/{name}: fixes are left in {fixed:?}:\n{left}"
            );
            if all.iter().all(|finding| finding.fix.is_some()) {
                assert_eq!(left, "", "{rule}/{name}: findings are left in {fixed:?}");
            }
            if all.iter().all(|finding| finding.fix.is_none()) {
                assert_eq!(fixed, text, "{rule}/{name}: changed without a fix");
            }
        }
    });
}

#[test]
fn only_fixable_rules_have_fixes() {
    let mut fixing = BTreeSet::new();
    for rule in plain_rules() {
        for (name, text) in fixtures(rule, "bad-") {
            for finding in check_named(&name, &text) {
                if finding.fix.is_some() {
                    assert!(finding.rule.fixable, "{rule}/{name}: {}", finding.rule.id);
                    fixing.insert(finding.rule.id);
                }
            }
        }
    }
    for id in plain_rules() {
        let fixable = rules::find(id).is_some_and(|rule| rule.fixable);
        assert_eq!(fixable, fixing.contains(id), "{id}");
    }
}

/// A fenced block of a page: its heading, its language, its text.
struct Block<'a> {
    heading: &'a str,
    language: &'a str,
    text: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut heading) = (Vec::new(), "");
    let mut open: Option<Block<'_>> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text += &format!("{line}\n"),
            (None, Some(language)) => {
                open = Some(Block {
                    heading,
                    language,
                    text: String::new(),
                });
            }
            (None, None) => heading = line.strip_prefix("## ").unwrap_or(heading),
        }
    }
    blocks
}

#[test]
fn pages_have_the_same_parts() {
    for rule in RULES {
        let headings: Vec<&str> = rule
            .page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        let parts = ["Why it matters", "Bad", "Good", "What to write instead"];
        assert_eq!(headings, parts, "{}", rule.id);
        let title = format!("# {}\n\n", rule.id);
        assert!(rule.page.starts_with(&title), "{}", rule.id);
    }
}

#[test]
fn pages_tell_the_truth() {
    each(plain_rules(), |rule| {
        let page = rules::find(rule).map_or("", |rule| rule.page);
        for block in blocks(page) {
            let name = match block.language {
                "xml" => "page.flockml",
                "json" => "page.json",
                _ => continue,
            };
            let found = lines(name, &block.text);
            match block.heading {
                "Bad" => assert!(
                    found.contains(&format!("[{rule}]")),
                    "{rule}: not found in\n{}\n{found}",
                    block.text
                ),
                _ => assert_eq!(found, "", "{rule}: found in\n{}", block.text),
            }
        }
    });
}
