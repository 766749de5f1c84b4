//! Tests, which stand behind `is` and `is not`, in the order of the alphabet.

use crate::template::vocabulary::Takes::Number;
use crate::template::vocabulary::Word;
use crate::template::vocabulary::word::{required, test};

pub(in crate::template::vocabulary) static TESTS: &[Word] = &[
    test("array", "a list")
        .shows("{% if a is array %}yes{% endif %}", r#"{"a": []}"#, "yes")
        .elsewhere(&["list", "sequence"]),
    test("bool", "true or false")
        .shows("{% if a is bool %}yes{% endif %}", r#"{"a": true}"#, "yes")
        .elsewhere(&["boolean"]),
    test("containing", "a text or a list with `pat` in it")
        .takes(&[required("pat")])
        .shows(
            r#"{% if host is containing(pat="db") %}a database{% endif %}"#,
            r#"{"host": "db-1"}"#,
            "a database",
        )
        .elsewhere(&["contains", "includes", "in"]),
    test("defined", "there at all")
        .shows(
            "{% if owner is defined %}yes{% else %}no{% endif %}",
            "{}",
            "no",
        )
        .elsewhere(&["present", "set"]),
    test("divisible_by", "a number that `divisor` divides")
        .takes(&[required("divisor").takes(Number)])
        .shows(
            "{% if n is divisible_by(divisor=2) %}yes{% endif %}",
            r#"{"n": 4}"#,
            "yes",
        )
        .elsewhere(&["divisibleby"]),
    test("ending_with", "a text that ends in `pat`")
        .takes(&[required("pat")])
        .shows(
            r#"{% if host is ending_with(pat="1") %}the first{% endif %}"#,
            r#"{"host": "db-1"}"#,
            "the first",
        )
        .elsewhere(&["endswith", "ends_with", "endingwith"]),
    test("even", "an even number").shows("{% if n is even %}yes{% endif %}", r#"{"n": 2}"#, "yes"),
    test("float", "a number with a fraction").shows(
        "{% if n is float %}yes{% endif %}",
        r#"{"n": 0.5}"#,
        "yes",
    ),
    test("integer", "a whole number")
        .shows("{% if n is integer %}yes{% endif %}", r#"{"n": 2}"#, "yes")
        .elsewhere(&["int"]),
    test("iterable", "something that `for` can go over").shows(
        "{% if a is iterable %}yes{% endif %}",
        r#"{"a": {}}"#,
        "yes",
    ),
    test("map", "an object")
        .shows("{% if a is map %}yes{% endif %}", r#"{"a": {}}"#, "yes")
        .elsewhere(&["object", "mapping", "dict"]),
    test("none", "there, but null")
        .shows("{% if a is none %}yes{% endif %}", r#"{"a": null}"#, "yes")
        .elsewhere(&["null", "nil"]),
    test("number", "a number").shows("{% if n is number %}yes{% endif %}", r#"{"n": 0.5}"#, "yes"),
    test("odd", "an odd number").shows("{% if n is odd %}yes{% endif %}", r#"{"n": 1}"#, "yes"),
    test("starting_with", "a text that begins with `pat`")
        .takes(&[required("pat")])
        .shows(
            r#"{% if host is starting_with(pat="db") %}a database{% endif %}"#,
            r#"{"host": "db-1"}"#,
            "a database",
        )
        .elsewhere(&[
            "startswith",
            "starts_with",
            "startingwith",
            "beginning_with",
        ]),
    test("string", "a text")
        .shows("{% if a is string %}yes{% endif %}", r#"{"a": ""}"#, "yes")
        .elsewhere(&["text", "str"]),
    test("undefined", "not there at all")
        .shows(
            "{% if owner is undefined %}nobody{% endif %}",
            "{}",
            "nobody",
        )
        .elsewhere(&["missing", "absent", "blank"]),
];
