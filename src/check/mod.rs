//! What is wrong with a piece of FlockML, all of it at once.
//!
//! [`check`] walks over the tokens of a text once; every rule sees what concerns it and adds
//! its findings to one [`Report`]. A text without errors is well-formed XML that Flock
//! documents; [`RULES`] lists everything that is looked for.

mod attributes;
mod brackets;
mod branches;
pub(crate) mod clean;
mod fix;
mod holes;
pub(crate) mod links;
mod nesting;
pub(crate) mod parse;
mod parts;
mod payload;
mod report;
mod root;
pub mod rules;
mod text;
mod together;
mod top;
pub(crate) mod values;
mod walk;
mod ways;

#[cfg(feature = "template")]
pub(crate) use branches::MOST_BODIES;
pub use fix::fix;
pub(crate) use holes::Holes;
#[cfg(feature = "template")]
pub(crate) use holes::{Joint, JointKind, Way};
pub use report::{Diagnostic, Edit, Fix, Label, MAX_DIAGNOSTICS, Origin, Report, Severity};
pub use rules::{RULES, Rule};
#[cfg(feature = "template")]
pub(crate) use top::{Calling, Top};
pub(crate) use walk::Walk;

use crate::element::Element;
use crate::syntax::Document;

/// Checks a whole FlockML document, or one of the payload's XML forms.
///
/// `text` may be anything, and is only read. The time is linear in its length.
///
/// # Examples
///
/// ```
/// let report = flockml::check::check("<flockml><b>db-1</b> is down<br></flockml>");
/// let finding = &report.diagnostics()[0];
/// assert_eq!(finding.rule.id, "unclosed-element");
/// assert_eq!(finding.help.as_deref(), Some("write `<br/>`"));
/// ```
#[must_use]
pub fn check(text: &str) -> Report {
    check_with(text, Holes::default(), true)
}

/// Checks `text`, in which a template's tags are masked; `whole` documents have a root.
pub(crate) fn check_with(text: &str, holes: Holes<'_>, whole: bool) -> Report {
    judge(text, holes, whole).0
}

/// Checks the text of a template, and says what stands at its top and at that of its parts.
#[cfg(feature = "template")]
pub(crate) fn check_template(text: &str, holes: Holes<'_>, whole: bool) -> (Report, Vec<Top>) {
    let mut walk = Walk::new(text, holes);
    walk.go(whole);
    let tops = walk.take_tops();
    let (mut report, root) = walk.finish();
    add_payload(text, holes, root.map(|root| root.element), &mut report);
    (report, tops)
}

/// Checks a whole document as [`check`] does, and says what its root is.
#[cfg(feature = "template")]
pub(crate) fn check_and_root(text: &str) -> (Report, Option<&'static Element>) {
    judge(text, Holes::default(), true)
}

fn judge(text: &str, holes: Holes<'_>, whole: bool) -> (Report, Option<&'static Element>) {
    let (mut report, root) = Walk::new(text, holes).run(whole);
    let root = root.map(|root| root.element);
    add_payload(text, holes, root, &mut report);
    (report, root)
}

/// Whatever is no FlockML by itself has parts that are judged against each other.
fn add_payload(text: &str, holes: Holes<'_>, root: Option<&'static Element>, report: &mut Report) {
    if root.is_none_or(|root| root.name != "flockml") {
        payload::check(&Document::parse(text), holes, report);
        report.sort();
    }
}

/// Checks a whole document and says what its root is.
pub(crate) fn check_root(text: &str) -> (Report, Option<&'static Element>) {
    let (report, root) = Walk::new(text, Holes::default()).run(true);
    (report, root.map(|root| root.element))
}
