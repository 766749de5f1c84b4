//! Functions, in the order of the alphabet.

use crate::template::vocabulary::Takes::Number;
use crate::template::vocabulary::Word;
use crate::template::vocabulary::word::{function, optional, required};

pub(in crate::template::vocabulary) static FUNCTIONS: &[Word] = &[
    function("range", "whole numbers up to `end`, which is left out")
        .takes(&[
            required("end").takes(Number),
            optional("start").takes(Number),
            optional("step_by").takes(Number),
        ])
        .shows(
            "{% for i in range(end=3) %}{{ i }}{% endfor %}",
            "{}",
            "012",
        )
        .elsewhere(&["until", "xrange", "seq"]),
    function("throw", "stops, with `message` as the reason")
        .takes(&[required("message")])
        .shows(
            r#"{% if not host %}{{ throw(message="no host") }}{% endif %}{{ host }}"#,
            r#"{"host": "db-1"}"#,
            "db-1",
        )
        .elsewhere(&["fail", "raise", "error", "abort"]),
];
