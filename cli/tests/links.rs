//! What the pages of the documentation link to is there.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::page::root;

/// Where pages stand.
const FOLDERS: &[&str] = &["", "docs", "editors/vscode"];

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut count = 0;
    for page in FOLDERS.iter().flat_map(|folder| pages(folder)) {
        for target in targets(&fs::read_to_string(&page).unwrap()) {
            assert!(is_there(&page, &target), "{}: {target}", page.display());
            count += 1;
        }
    }
    assert!(count > 100, "{count} links");
}

fn pages(folder: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(root().join(folder)).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

/// What a page links to, outside of code and on this disk.
fn targets(page: &str) -> Vec<String> {
    let mut is_code = false;
    let mut targets = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        if is_code {
            continue;
        }
        // Every other piece between backticks is code.
        let words: String = line.split('`').step_by(2).collect();
        let links = words.split("](").skip(1);
        let ends = links.filter_map(|link| link.split_once(')'));
        targets.extend(
            ends.map(|(target, _)| target.to_owned())
                .filter(|target| !target.contains("://") && !target.starts_with("mailto:")),
        );
    }
    targets
}

fn is_there(page: &Path, target: &str) -> bool {
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let file = match file {
        "" => page.to_owned(),
        _ => page.parent().unwrap().join(file),
    };
    file.exists() && (heading.is_empty() || headings(&file).contains(&heading.to_owned()))
}

/// The headings of a page as links name them.
fn headings(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let link = |heading: &str| {
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        heading.replace(' ', "-").chars().filter(is_kept).collect()
    };
    headings.map(link).collect()
}
