//! The rules: one file with its page for each.

use std::fmt;

use crate::check::Severity;

/// One thing that content can get wrong.
#[non_exhaustive]
pub struct Rule {
    /// Its id: code, file, fixture folder, page and `flockml explain` argument.
    pub id: &'static str,
    /// How bad breaking it is, unless a case says otherwise.
    pub severity: Severity,
    /// Whether `check --fix` can mend some of its findings.
    pub fixable: bool,
    /// One line that says what it finds.
    pub summary: &'static str,
    /// Its documentation, as Markdown.
    pub page: &'static str,
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// What every rule's file needs.
mod prelude {
    pub(super) use super::{Rule, shorten};
    pub(super) use crate::check::walk::Walk;
    pub(super) use crate::check::{Diagnostic, Edit, Fix, Severity};
    pub(super) use crate::source::Span;
}

/// `text` as a message shows it: on one line, without what a terminal would act on, and cut
/// where it is long.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text
        .chars()
        .take(LONGEST + 1)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if shown.chars().count() > LONGEST {
        shown.pop();
        shown.push('…');
    }
    shown
}

macro_rules! rules {
    ($($name:ident,)*) => {
        $(pub(crate) mod $name;)*

        /// Every rule, in the order in which the documentation lists them.
        pub static RULES: &[&Rule] = &[$(&$name::RULE,)*];
    };
}

rules! {
    missing_root,
    content_outside_root,
    unclosed_element,
    unexpected_end_tag,
    malformed_tag,
    duplicate_attribute,
    unescaped_character,
    unknown_entity,
    control_character,
    unsupported_construct,
    nesting_too_deep,
    unknown_element,
    misplaced_element,
    void_content,
    unknown_attribute,
    missing_attribute,
    invalid_value,
    legacy_action,
    nested_interactive,
    unsafe_link,
    relative_link,
    disguised_link,
    empty_label,
    newline_in_text,
    foreign_markup,
    markup_in_plain_text,
    empty_message,
    too_many_attachments,
    too_many_downloads,
    shadowed_view,
    desktop_only_view,
    unknown_field,
    wrong_type,
    missing_field,
    template_syntax,
    render_error,
    invalid_json,
    unescaped_hole,
    unbalanced_block,
    hole_in_tag,
    unproven_markup,
    unknown_variable,
    unused_sample_field,
    missing_sample,
    rehearsal_failed,
}

/// The rule with that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
