//! Filters, tests and functions of other languages that have no counterpart, and what does the
//! same here.

use crate::template::vocabulary::Kind::{self, Filter, Function, Test};

/// Words of one meaning.
struct Lack {
    kind: Kind,
    names: &'static [&'static str],
    write: &'static str,
}

const fn lack(kind: Kind, names: &'static [&'static str], write: &'static str) -> Lack {
    Lack { kind, names, write }
}

pub(super) const NO_PATTERNS: &str =
    "there are no patterns here; find a piece of text with `is containing(pat=\"…\")`";
const DATA: &str = "put it into the data: a template shows the same whenever the data are the same";
const WORDS: &str = "write the words themselves";
const ESCAPED: &str = "remove it; every value is escaped for the place where it stands";
const WRAPPED: &str = "remove it; Flock breaks lines itself and shows no columns";
const COMPARE: &str = "write `==` to compare";

static TABLE: &[Lack] = &[
    lack(
        Filter,
        &["map", "pluck", "collect"],
        "write `[item.name for item in list]`, which takes the field of every item",
    ),
    lack(
        Filter,
        &["filter", "select", "selectattr", "where", "grep", "find"],
        "write `[item for item in list if item.name]`, which keeps the items for which that holds",
    ),
    lack(
        Filter,
        &["reject", "rejectattr", "compact", "without"],
        "write `[item for item in list if not item.name]`, which leaves out those for which that holds",
    ),
    lack(
        Filter,
        &["slice", "take", "head", "substr", "substring", "mid"],
        "write `value[:3]` for the first three, `value[1:]` for all but the first",
    ),
    lack(
        Filter,
        &["batch", "chunk", "in_groups_of", "columns"],
        "go over the items, and begin a row where `loop.index is divisible_by(divisor=3)`",
    ),
    lack(
        Filter,
        &["concat", "merge", "append", "push", "union"],
        "write `[...first, ...second]` for lists, `first ~ second` for texts",
    ),
    lack(
        Filter,
        &[
            "json_encode",
            "tojson",
            "to_json",
            "toJson",
            "jsonify",
            "json",
            "dump",
            "pprint",
            "inspect",
            "toYaml",
            "to_yaml",
            "yaml",
        ],
        "show what readers need of it, such as `{{ object.name }}`; in a JSON template a value in quotes is escaped by itself",
    ),
    lack(
        Filter,
        &[
            "filesizeformat",
            "humansize",
            "bytes",
            "human_bytes",
            "filesize",
        ],
        "write `{{ (bytes / 1048576) | round(precision=1) }} MiB`",
    ),
    lack(
        Filter,
        &["sum", "total"],
        "write `{% set total = 0 %}{% for n in list %}{% set_global total = total + n %}{% endfor %}{{ total }}`",
    ),
    lack(Filter, &["max", "maximum"], "write `list | sort | last`"),
    lack(Filter, &["min", "minimum"], "write `list | sort | first`"),
    lack(Filter, &["random", "shuffle", "sample"], DATA),
    lack(
        Filter,
        &[
            "wordwrap",
            "center",
            "ljust",
            "rjust",
            "word_wrap",
            "pad",
            "nindent",
        ],
        WRAPPED,
    ),
    lack(
        Filter,
        &["format", "sprintf", "printf", "string_format"],
        "write text and values in a row: `a ~ \" of \" ~ b`; a number with `round(precision=2)`",
    ),
    lack(
        Filter,
        &[
            "number_format",
            "floatformat",
            "number_with_precision",
            "currency",
            "money",
            "percent",
            "number_with_delimiter",
            "intcomma",
            "format_number",
            "humanize",
            "humanize1024",
            "humanizePercentage",
        ],
        "write `round(precision=2)`, and the unit behind the hole",
    ),
    lack(
        Filter,
        &[
            "striptags",
            "strip_tags",
            "strip_html",
            "addslashes",
            "escapejs",
            "escape_once",
            "forceescape",
            "xmlattr",
            "js",
            "escape_js",
            "plainify",
            "htmlEscape",
            "removetags",
        ],
        ESCAPED,
    ),
    lack(
        Filter,
        &["list", "to_a", "array"],
        "remove it; `for` goes over lists and objects as they are",
    ),
    lack(
        Filter,
        &[
            "b64encode",
            "base64",
            "b64decode",
            "md5",
            "sha1",
            "sha256",
            "slugify",
            "hash",
        ],
        DATA,
    ),
    lack(
        Filter,
        &[
            "regex_replace",
            "regexReplace",
            "regex_search",
            "match",
            "matches",
            "reReplaceAll",
            "sub",
        ],
        NO_PATTERNS,
    ),
    lack(
        Filter,
        &["yesno", "ternary"],
        "write `\"yes\" if value else \"no\"`",
    ),
    lack(Filter, &["add", "plus"], "write `+`"),
    lack(Filter, &["minus", "subtract"], "write `-`"),
    lack(Filter, &["times", "multiply", "mul"], "write `*`"),
    lack(
        Filter,
        &["divided_by", "divide", "div"],
        "write `/`, or `//` for whole numbers",
    ),
    lack(Filter, &["modulo", "mod", "divisibleby"], "write `%`"),
    lack(Filter, &["ceil"], "write `round(method=\"ceil\")`"),
    lack(Filter, &["floor"], "write `round(method=\"floor\")`"),
    lack(Filter, &["prepend"], "write `\"…\" ~ value`"),
    lack(
        Filter,
        &["remove", "cut", "delete"],
        "write `replace(from=\"…\", to=\"\")`",
    ),
    lack(Filter, &["trans", "translate", "t", "i18n"], WORDS),
    lack(
        Filter,
        &[
            "timesince",
            "timeuntil",
            "timeago",
            "time_ago",
            "ago",
            "since",
        ],
        "put the seconds into the data: `{{ seconds | duration }}`",
    ),
    lack(
        Test,
        &[
            "equalto", "eq", "sameas", "same", "same_as", "equal", "equals",
        ],
        COMPARE,
    ),
    lack(Test, &["ne", "not_equal"], "write `!=`"),
    lack(Test, &["gt", "greaterthan"], "write `>`"),
    lack(Test, &["lt", "lessthan"], "write `<`"),
    lack(Test, &["ge"], "write `>=`"),
    lack(Test, &["le"], "write `<=`"),
    lack(
        Test,
        &["matching", "matches", "match", "regex", "search"],
        NO_PATTERNS,
    ),
    lack(
        Test,
        &["empty"],
        "write `not value`, which also holds for 0, null and false",
    ),
    lack(Test, &["lower"], "write `value == value | lower`"),
    lack(Test, &["upper"], "write `value == value | upper`"),
    lack(
        Test,
        &["true", "truthy"],
        "write the value alone: `{% if value %}`",
    ),
    lack(Test, &["false", "falsy"], "write `not value`"),
    lack(
        Function,
        &["now", "date", "time", "strftime", "utcnow"],
        "put the time into the data: `{{ at | date }}`",
    ),
    lack(
        Function,
        &[
            "get_env",
            "env",
            "getenv",
            "lookup",
            "get_random",
            "random",
            "uuid",
            "config",
        ],
        DATA,
    ),
    lack(
        Function,
        &[
            "_",
            "gettext",
            "ngettext",
            "t",
            "trans",
            "translate",
            "i18n",
            "__",
        ],
        WORDS,
    ),
    lack(
        Function,
        &[
            "url_for", "url", "static", "asset", "path", "reverse", "get_url",
        ],
        "write the address itself",
    ),
    lack(
        Function,
        &["caller", "slot", "children"],
        "write `{{ body }}`, which is what the call of a component holds",
    ),
    lack(
        Function,
        &["dict", "namespace"],
        "write `{\"name\": value}`, or `{% set_global name = value %}`",
    ),
    lack(Function, &["list"], "write `[first, second]`"),
    lack(
        Function,
        &["include", "partial", "render"],
        "write `{% include \"name.flockml\" %}`",
    ),
    lack(Function, &["cycler", "cycle"], "ask `loop.index is odd`"),
    lack(Function, &["max"], "write `[first, second] | sort | last`"),
    lack(Function, &["min"], "write `[first, second] | sort | first`"),
    lack(
        Function,
        &["dump", "debug"],
        "show one value: `{{ object.name }}`",
    ),
];

/// What to write instead of the word `name`, which there is none for.
pub(crate) fn instead_of(kind: Kind, name: &str) -> Option<&'static str> {
    let mut rows = TABLE.iter();
    let row = rows.find(|row| row.kind == kind && row.names.contains(&name))?;
    Some(row.write)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::TABLE;
    use crate::template::vocabulary::{find, find_elsewhere};

    #[test]
    fn every_name_is_here_once_and_in_no_vocabulary() {
        let mut seen = HashSet::new();
        for row in TABLE {
            for name in row.names {
                assert!(seen.insert((row.kind, *name)), "{name} stands here twice");
                assert!(find(row.kind, name).is_none(), "{name} is there");
                assert!(
                    find_elsewhere(row.kind, name).is_none(),
                    "{name} has a row there"
                );
            }
        }
    }
}
