//! Whether filters, tests, functions and components are given the arguments that they take.
//!
//! Tera leaves out what a filter does not know without a word, and misses the rest only when it
//! renders.

use crate::check::Diagnostic;
use crate::check::rules::{render_error, template_syntax};
use crate::suggest;

use super::outline::{Call, Name, Signature};
use super::vocabulary::Word;

/// What may stand in a call.
struct Taken<'a> {
    /// Names, and whether they may not be left out.
    arguments: Vec<(&'a str, bool)>,
    takes_rest: bool,
    is_component: bool,
}

/// What is wrong with the arguments of `call`, which is one of `word`.
pub(crate) fn of_word(call: &Call, word: &Word) -> Vec<Diagnostic> {
    let arguments = word.arguments.iter();
    let taken = Taken {
        arguments: arguments
            .map(|argument| (argument.name, argument.required))
            .collect(),
        takes_rest: false,
        is_component: false,
    };
    taken.check(call)
}

/// What is wrong with the arguments of `call`, which is one of that component.
pub(crate) fn of_component(call: &Call, signature: &Signature) -> Vec<Diagnostic> {
    let arguments = signature.arguments.iter();
    let taken = Taken {
        arguments: arguments
            .map(|(name, required)| (name.as_str(), *required))
            .collect(),
        takes_rest: signature.takes_rest,
        is_component: true,
    };
    taken.check(call)
}

impl Taken<'_> {
    fn check(&self, call: &Call) -> Vec<Diagnostic> {
        let given = |name: &str| call.arguments.iter().any(|given| given.text == name);
        let is_known = |given: &Name| self.arguments.iter().any(|(name, _)| *name == given.text);
        if !self.takes_rest {
            let strange = call.arguments.iter().filter(|given| !is_known(given));
            let strange: Vec<_> = strange.map(|given| self.unknown(call, given)).collect();
            // A misspelt argument is not missing besides.
            if !strange.is_empty() {
                return strange;
            }
        }
        if call.spread {
            return Vec::new();
        }
        let missing = self
            .arguments
            .iter()
            .filter(|(name, required)| *required && !given(name));
        missing.map(|(name, _)| self.lacks(call, name)).collect()
    }

    fn lacks(&self, call: &Call, argument: &str) -> Diagnostic {
        let name = &call.name.text;
        let message = format!("`{name}` needs the argument `{argument}`");
        let given = call.arguments.iter().map(|given| match self.is_component {
            true => format!("{}={{…}} ", given.text),
            false => format!("{}=…, ", given.text),
        });
        let given: String = given.collect();
        let help = match self.is_component {
            true => format!("write `<{name} {given}{argument}={{…}}`"),
            false => format!("write `{name}({given}{argument}=…)`"),
        };
        Diagnostic::new(&render_error::RULE, call.name.span, message).help(help)
    }

    fn unknown(&self, call: &Call, given: &Name) -> Diagnostic {
        let message = format!("`{}` has no argument `{}`", call.name.text, given.text);
        let known: Vec<&str> = self.arguments.iter().map(|(name, _)| *name).collect();
        let near = suggest::nearest(&given.text, known.iter().copied());
        let help = match (near, known.as_slice()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, []) => "it takes none".to_owned(),
            (None, [one]) => format!("write `{one}=…`"),
            (None, known) => format!("it takes `{}`", known.join("`, `")),
        };
        // Tera refuses to render a component with it, and a filter as if it were not there.
        let rule = match self.is_component {
            true => &render_error::RULE,
            false => &template_syntax::RULE,
        };
        Diagnostic::new(rule, given.span, message).help(help)
    }
}
