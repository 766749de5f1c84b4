//! The words that authors may use: filters, tests and functions, Tera's own and ours.
//!
//! One table, [`words`], is what the engine registers, what the checker knows, what "did you
//! mean" proposes, and what `docs/vocabulary.md` prints.
//!
//! ```
//! use flockml::template::vocabulary::{self, Kind, Yields};
//!
//! let safe = vocabulary::find(Kind::Filter, "safe").expect("Tera's own");
//! assert_eq!(safe.yields, Yields::Markup);
//! assert!(vocabulary::words().any(|word| word.name == "pluralize"));
//! ```

mod filters;
mod table;
mod word;

pub(crate) use filters::{Carrier, register};
pub use word::{Argument, Example, Kind, Origin, Takes, Word, Yields};

/// Every word, filters first, each kind in the order of the alphabet.
pub fn words() -> impl Iterator<Item = &'static Word> {
    table::FILTERS
        .iter()
        .chain(table::TESTS)
        .chain(table::FUNCTIONS)
}

/// The words of one kind, in the order of the alphabet.
pub fn of(kind: Kind) -> &'static [Word] {
    match kind {
        Kind::Filter => table::FILTERS,
        Kind::Test => table::TESTS,
        Kind::Function => table::FUNCTIONS,
    }
}

/// The word of that kind and name.
#[must_use]
pub fn find(kind: Kind, name: &str) -> Option<&'static Word> {
    of(kind).iter().find(|word| word.name == name)
}

/// The word that does what other template languages call `name`.
#[must_use]
pub fn find_elsewhere(kind: Kind, name: &str) -> Option<&'static Word> {
    of(kind).iter().find(|word| word.elsewhere.contains(&name))
}

/// What the filter `name` writes; one that is not known is escaped like any other value.
#[must_use]
pub fn yields(name: &str) -> Yields {
    find(Kind::Filter, name).map_or(Yields::Text, |word| word.yields)
}

/// Whether what the filter `name` writes is escaped for FlockML, also in a JSON template.
#[must_use]
pub fn writes_flockml(name: &str) -> bool {
    name == "flockml" || yields(name) == Yields::Markup
}

#[cfg(test)]
mod unit_tests {
    use super::*;
    use crate::template::{Limits, engine};

    #[test]
    fn every_word_is_known_to_the_engines() {
        for mut tera in [engine::flockml(), engine::json()] {
            for word in words() {
                let text = match word.kind {
                    Kind::Filter => format!("{{{{ a | {} }}}}", word.name),
                    Kind::Test => format!("{{{{ a is {} }}}}", word.name),
                    Kind::Function => format!("{{{{ {}() }}}}", word.name),
                };
                tera.add_raw_template("t", &text).expect(word.name);
            }
        }
    }

    #[test]
    fn words_are_in_order_and_have_one_meaning() {
        for kind in [Kind::Filter, Kind::Test, Kind::Function] {
            let names: Vec<&str> = of(kind).iter().map(|word| word.name).collect();
            assert!(names.is_sorted(), "{names:?}");
            let mut all = names.clone();
            all.extend(of(kind).iter().flat_map(|word| word.elsewhere));
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "a name stands twice");
        }
    }

    #[test]
    fn examples_show_what_they_say() {
        for word in words().filter(|word| word.is_available()) {
            let data: serde_json::Value = serde_json::from_str(word.example.data).expect(word.name);
            let context = tera::Context::from_serialize(&data).expect(word.name);
            let mut tera = engine::flockml();
            tera.add_raw_template("", word.example.template)
                .expect(word.name);
            let result =
                engine::render(&tera, "", &context, &Limits::default(), 64).expect(word.name);
            assert_eq!(result, word.example.result, "{}", word.name);
            assert!(word.example.template.contains(word.name), "{}", word.name);
        }
    }
}
