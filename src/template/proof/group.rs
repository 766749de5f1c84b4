//! What the files of a folder show to be wrong, found when it is first asked for.
//!
//! What a file shows depends on those that it uses and on those that use it. Files that have nothing
//! to do with each other are proven apart: who renders one template of a folder waits for no other.

use std::sync::OnceLock;

use crate::check::Diagnostic;
use crate::check::rules;

use super::super::foreign::strings;
use super::super::load::{File, Statements};
use super::super::{Templates, expression, policy};

/// What the text of a file shows, with those of the files that it has to do with.
#[derive(Debug)]
pub(crate) struct Proof {
    /// What is wrong, whatever is allowed.
    pub(crate) faults: Vec<Diagnostic>,
    /// What of that is to be told, as bad as it is set to be.
    pub(crate) told: Vec<Diagnostic>,
    /// Whether its text shows that whatever it renders to is well-formed: one root, every element
    /// closed where it was opened, every attribute quoted and there once, every special character
    /// escaped; or one JSON value, if it is a JSON template.
    ///
    /// It holds for all data of texts, numbers, truth values, nulls, lists and objects, provided
    /// that rendering does not fail. It does not hold for data with a `Markup` in them, which a
    /// filter may take apart, and says nothing of what the data may get wrong otherwise: addresses,
    /// identifiers, colours, elements nested too deep.
    pub(crate) proven: bool,
}

/// Files that have to do with each other and with no other.
#[derive(Debug)]
pub(crate) struct Group {
    files: Vec<usize>,
    proofs: OnceLock<Vec<Proof>>,
}

/// Where the proof of a file is: which group, and which of its files.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    group: usize,
    file: usize,
}

impl Templates {
    /// What the text of `file` shows.
    pub(crate) fn proof(&self, file: &File) -> &Proof {
        let group = &self.groups[file.place.group];
        let proofs = group.proofs.get_or_init(|| self.prove(group));
        &proofs[file.place.file]
    }

    fn prove(&self, group: &Group) -> Vec<Proof> {
        let files: Vec<&File> = group.files.iter().map(|&file| &self.files[file]).collect();
        let statements: Vec<Statements<'_>> = files
            .iter()
            .map(|file| expression::parse_all(file.source.text(), &file.tags))
            .collect();
        let found = super::check(&files, &statements);
        let each = files.iter().zip(found);
        let faults: Vec<_> = each.map(|(file, found)| faults(file, found)).collect();
        let doubts =
            |(file, faults): (&&File, &Vec<_>)| !file.loaded || faults.iter().any(is_doubt);
        let doubted: Vec<bool> = files.iter().zip(&faults).map(doubts).collect();
        let is_fine = |&used: &usize| !doubted[self.files[used].place.file];
        let each = files.into_iter().zip(faults);
        each.map(|(file, faults)| Proof {
            told: policy::told(file, &faults, &self.config),
            faults,
            proven: !file.partial && file.uses.iter().all(is_fine),
        })
        .collect()
    }
}

/// All that is wrong with `file`, of whose text `found` was said.
fn faults(file: &File, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut faults = file.faults.clone();
    faults.extend(found);
    faults.extend(strings::check(file.source.text(), &file.tags));
    faults.extend(file.allows.faults.iter().cloned());
    faults
}

/// Whether nothing is proven with such a fault; what a comment or a `flockml.toml` lets pass is no
/// proof.
fn is_doubt(fault: &Diagnostic) -> bool {
    fault.is_error() || fault.rule.id == rules::unproven_markup::RULE.id
}

/// Says which of `files` have to do with each other.
///
/// Unless the folder `is_whole`, all have: a name that is missing, or there twice, may be meant for
/// any of them.
pub(in super::super) fn group(files: &mut [File], is_whole: bool) -> Vec<Group> {
    let mut leaders: Vec<usize> = (0..files.len()).collect();
    for (index, file) in files.iter().enumerate() {
        let first = if is_whole { index } else { 0 };
        for used in file.uses.iter().copied().chain([first]) {
            let (one, other) = (leader(&mut leaders, index), leader(&mut leaders, used));
            leaders[one.max(other)] = one.min(other);
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    for index in 0..files.len() {
        let leader = leader(&mut leaders, index);
        let group = if leader == index {
            groups.push(Group {
                files: Vec::new(),
                proofs: OnceLock::new(),
            });
            groups.len() - 1
        } else {
            files[leader].place.group
        };
        files[index].place = Place {
            group,
            file: groups[group].files.len(),
        };
        groups[group].files.push(index);
    }
    groups
}

/// The first file of those that `file` is known to have to do with.
fn leader(leaders: &mut [usize], mut file: usize) -> usize {
    while leaders[file] != file {
        leaders[file] = leaders[leaders[file]];
        file = leaders[file];
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files that find fault with each other, and one that stands alone.
    const FILES: &[(&str, &str)] = &[
        (
            "base.flockml",
            "<flockml>{% block body %}{% endblock %}</flockml>",
        ),
        (
            "child.flockml",
            "{% extends 'base.flockml' %}{% block body %}<b>{{ name }}{% endblock %}",
        ),
        (
            "_link.flockml",
            "{% component Link(to) %}<a href={{ to }}>x</a>{% endcomponent %}",
        ),
        (
            "a.flockml",
            "<flockml>{{ <Link to={url}/> }}{{ note | safe }}</flockml>",
        ),
        (
            "b.flockml",
            "<flockml><user userId=\"{% include '_name.flockml' %}\">x</user></flockml>",
        ),
        ("_name.flockml", "{{ name }}<b>!</b>"),
        ("alone.flockml", "<flockml><i>{{ name }}</flockml>"),
        (
            "c.message.json",
            r#"{ "text": "{% include '_part.message.json' %}" }"#,
        ),
        ("_part.message.json", "{{ name }}\"{{ note | safe }}"),
    ];

    fn load() -> (tempfile::TempDir, Templates) {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in FILES {
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        let templates = Templates::load(folder.path()).expect("loads");
        (folder, templates)
    }

    fn shown(templates: &Templates) -> Vec<String> {
        let show = |file| format!("{:#?}", templates.proof(file));
        templates.files.iter().map(show).collect()
    }

    #[test]
    fn files_that_have_nothing_to_do_with_each_other_show_the_same_apart() {
        let (_folder, mut templates) = load();
        assert!(templates.files.iter().all(|file| file.loaded));
        assert_eq!(templates.groups.len(), 5);
        let apart = shown(&templates);
        templates.groups = group(&mut templates.files, false);
        assert_eq!(templates.groups.len(), 1);
        assert_eq!(shown(&templates), apart);
    }

    #[test]
    fn threads_that_ask_at_the_same_time_are_told_the_same() {
        let (_folder, one) = load();
        let (_folder, many) = load();
        let expected = shown(&one);
        std::thread::scope(|scope| {
            let told: Vec<_> = (0..4).map(|_| scope.spawn(|| shown(&many))).collect();
            for told in told {
                assert_eq!(told.join().expect("no panic"), expected);
            }
        });
    }
}
