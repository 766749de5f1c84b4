//! Which findings are told, and how bad they are, by `flockml.toml` and by comments.
//!
//! What keeps a template from being rendered is an error whatever is set: no setting lets broken
//! output out. Nor does one keep an alert back for what its data hold: in rendering a setting makes
//! a finding milder, never worse.

use crate::check::rules::{self, Rule};
use crate::check::{Diagnostic, parse};

use super::Config;
use super::allow::Allows;
use super::finding::Finding;
use super::load::File;

/// What of the `faults` in the text of `file` is to be told.
pub(super) fn told(file: &File, faults: &[Diagnostic], config: &Config) -> Vec<Diagnostic> {
    let told = faults.iter().filter_map(|fault| {
        if is_binding(file, fault) {
            return Some(fault.clone());
        }
        let told = (!file.allows.allows(fault)).then(|| fault.clone());
        config.apply(told?)
    });
    told.collect()
}

/// Whether `fault` is why `file` cannot be rendered at all.
pub(super) fn is_binding(file: &File, fault: &Diagnostic) -> bool {
    let of_engine = [&rules::template_syntax::RULE, &rules::render_error::RULE];
    let is_of_engine = of_engine.iter().any(|rule| rule.id == fault.rule.id);
    !file.loaded && fault.is_error() && (is_of_engine || !file.readable)
}

/// What is found in the output of a rendering, as it counts for going on with it.
pub(super) fn rendered(
    mut found: Diagnostic,
    allows: &Allows,
    config: &Config,
) -> Option<Diagnostic> {
    if found.is_error() && !is_bearable(found.rule) {
        return Some(found);
    }
    if allows.allows(&found) {
        return None;
    }
    let set = config.severity(found.rule.id, found.severity)?;
    found.severity = set.min(found.severity);
    Some(found)
}

/// Makes the findings of a whole folder as bad as they are set to be.
pub(super) fn settle(findings: &mut Vec<Finding>, config: &Config) {
    let all = std::mem::take(findings);
    findings.extend(all.into_iter().filter_map(|found| found.settle(config)));
}

/// Whether a message stays whole without the tag, attribute or field that breaks `rule`.
fn is_bearable(rule: &Rule) -> bool {
    let known = [
        &rules::unknown_element::RULE,
        &rules::unknown_attribute::RULE,
        &rules::unknown_field::RULE,
    ];
    parse::is_neutralised(rule) || known.iter().any(|known| known.id == rule.id)
}
