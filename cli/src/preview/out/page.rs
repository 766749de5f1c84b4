//! The gallery as one page that needs neither a server nor a script.

use super::note::{Note, tally};
use super::shot::Shot;
use super::source;
use crate::preview::html::{Attribute, Element, Html};
use crate::report::plural;

const STYLES: [&str; 2] = [
    include_str!("../assets/message.css"),
    include_str!("page.css"),
];

/// A larger page is too much for a browser, in bytes.
const LARGEST_PAGE: usize = 64 << 20;

/// More findings than this are counted.
const MOST_FINDINGS: usize = 200;

/// What the page shows.
pub(super) struct Book {
    /// What the folder is called.
    pub(super) name: String,
    pub(super) leaves: Vec<Leaf>,
    /// Findings in files that are no templates by themselves.
    pub(super) elsewhere: Vec<Leaf>,
}

/// A template, or another file with findings.
pub(super) struct Leaf {
    pub(super) name: String,
    /// What findings call its file.
    pub(super) file: String,
    pub(super) text: String,
    pub(super) findings: Vec<Note>,
    pub(super) shots: Vec<Shot>,
}

impl Book {
    /// How much there is of everything.
    pub(super) fn summary(&self) -> String {
        let shots = self.leaves.iter().flat_map(|leaf| &leaf.shots);
        let shots = shots.filter(|shot| shot.case.is_some()).count();
        let leaves = self.leaves.iter().chain(&self.elsewhere);
        let notes = leaves.flat_map(|leaf| &leaf.findings);
        let (templates, samples) = (
            plural(self.leaves.len(), "template"),
            plural(shots, "sample"),
        );
        format!("{templates}, {samples}, {}", tally(notes))
    }

    /// The whole page.
    pub(super) fn page(&self) -> String {
        Html::document(&format!("{} · flockml", self.name), &STYLES, |html| {
            html.element(Element::Header, &[Attribute::Class("out-header")], |html| {
                html.element(Element::H1, &[], |html| html.text(&self.name));
                html.element(Element::P, &[], |html| html.text(&self.summary()));
            });
            html.div("out-columns", |html| {
                let mut numbers = Numbers::default();
                let label = Attribute::Label("Templates");
                html.element(
                    Element::Nav,
                    &[Attribute::Class("out-nav"), label],
                    |html| {
                        self.write_names(&mut numbers, html);
                    },
                );
                html.element(Element::Main, &[], |html| {
                    self.write_leaves(&mut Numbers::default(), html);
                });
            });
        })
    }

    fn all(&self) -> impl Iterator<Item = &Leaf> {
        self.leaves.iter().chain(&self.elsewhere)
    }

    fn write_names(&self, numbers: &mut Numbers, html: &mut Html) {
        html.element(Element::Ul, &[], |html| {
            for leaf in self.all() {
                html.element(Element::Li, &[], |html| leaf.write_name(numbers, html));
            }
        });
    }

    fn write_leaves(&self, numbers: &mut Numbers, html: &mut Html) {
        for (index, leaf) in self.all().enumerate() {
            if html.len() > LARGEST_PAGE {
                let left = self.all().count() - index;
                return html.note(&format!(
                    "The page would be too large: {} more are left out. Name a folder with fewer.",
                    plural(left, "file")
                ));
            }
            leaf.write(numbers, html);
        }
    }
}

/// Gives places on the page their numbers; in the same order twice, they are the same.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    places: usize,
    /// Numbers of what is no place to link to; they are far from those of places.
    others: usize,
}

impl Numbers {
    pub(super) fn place(&mut self) -> usize {
        self.places += 1;
        self.places
    }

    pub(super) fn other(&mut self) -> usize {
        self.others += 1;
        1_000_000 + self.others
    }
}

impl Leaf {
    fn write_name(&self, numbers: &mut Numbers, html: &mut Html) {
        html.element(Element::A, &[Attribute::To(numbers.place())], |html| {
            html.text(&self.name);
        });
        if !self.findings.is_empty() {
            html.text(" ");
            let has_errors = self.findings.iter().any(Note::is_error);
            let class = if has_errors {
                "out-count out-error"
            } else {
                "out-count out-warning"
            };
            let told = tally(self.findings.iter());
            let attributes = [Attribute::Class(class), Attribute::Title(&told)];
            html.element(Element::Span, &attributes, |html| {
                html.text(&self.findings.len().to_string());
            });
        }
        if self.shots.is_empty() {
            return;
        }
        html.element(Element::Ul, &[], |html| {
            for shot in &self.shots {
                html.element(Element::Li, &[], |html| {
                    html.element(Element::A, &[Attribute::To(numbers.place())], |html| {
                        html.text(shot.name());
                    });
                });
            }
        });
    }

    fn write(&self, numbers: &mut Numbers, html: &mut Html) {
        let attributes = [Attribute::Class("out-leaf"), Attribute::Id(numbers.place())];
        html.element(Element::Section, &attributes, |html| {
            html.element(Element::H2, &[], |html| html.text(&self.name));
            self.write_findings(html);
            for shot in &self.shots {
                shot.write(numbers, html);
            }
            source::write(self, html);
        });
    }

    /// Those that stand in other files; the others are shown at their lines.
    fn write_findings(&self, html: &mut Html) {
        let elsewhere = self.findings.iter().filter(|note| note.file != self.file);
        let notes: Vec<_> = elsewhere.collect();
        if notes.is_empty() {
            return;
        }
        html.element(Element::Ul, &[Attribute::Class("out-findings")], |html| {
            for note in notes.iter().take(MOST_FINDINGS) {
                let place = format!("{}:{}:{}", note.file, note.line, note.column);
                note.write(html, &place);
            }
        });
        if let Some(left @ 1..) = notes.len().checked_sub(MOST_FINDINGS) {
            html.note(&format!("and {} more", plural(left, "finding")));
        }
    }
}
