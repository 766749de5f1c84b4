//! Filters, in the order of the alphabet.

use crate::template::vocabulary::Origin::{Adapted, Flockml};
use crate::template::vocabulary::Takes::{Any, Bool, Number};
use crate::template::vocabulary::Word;
use crate::template::vocabulary::Yields::{Input, Markup};
use crate::template::vocabulary::word::{filter, optional, required};

pub(in crate::template::vocabulary) static FILTERS: &[Word] = &[
    filter("abs", "a number without its sign").shows("{{ delta | abs }}", r#"{"delta": -3}"#, "3"),
    filter(
        "capitalize",
        "the first letter large, all others small; the tags of markup are lost",
    )
    .origin(Adapted)
    .shows("{{ state | capitalize }}", r#"{"state": "DOWN"}"#, "Down")
    .elsewhere(&["ucfirst", "capfirst", "capitalise"]),
    filter(
        "color",
        "the colour for a severity in another tool's word; `neutral` for any other",
    )
    .origin(Flockml)
    .shows(r#"{{ state | color }}"#, r#"{"state": "firing"}"#, "#d32f2f")
    .elsewhere(&["colour", "severity_color"]),
    filter(
        "date",
        "a point in time, from seconds since 1970 or a text such as `2026-11-21T03:00:00Z`",
    )
    .origin(Flockml)
    .takes(&[optional("format").takes(Any), optional("timezone").takes(Any)])
    .feature("dates")
    .shows(
        r#"{{ at | date(format="%d.%m.%Y %H:%M", timezone="Europe/Berlin") }}"#,
        r#"{"at": "2026-11-21T03:00:00Z"}"#,
        "21.11.2026 04:00",
    )
    .elsewhere(&["strftime", "date_format", "format_date", "datetime", "formatTime", "localtime"]),
    filter(
        "default",
        "another value where this one is missing; with `boolean=true` also where it is empty, 0 or false",
    )
    .takes(&[required("value").takes(Any), optional("boolean").takes(Bool)])
    .yields(Input)
    .shows(r#"{{ owner | default(value="nobody") }}"#, "{}", "nobody")
    .elsewhere(&["fallback", "d", "default_if_none", "coalesce", "or_else"]),
    filter("duration", "a number of seconds in words")
        .origin(Flockml)
        .shows("{{ seconds | duration }}", r#"{"seconds": 3900}"#, "1 h 5 min")
        .elsewhere(&["humanizeDuration", "humanize_duration", "timedelta", "seconds_to_words"]),
    filter(
        "escape",
        "escaped for the file that it stands in, which happens by itself anyway",
    )
    .yields(Input)
    .shows("{{ host | escape }}", r#"{"host": "<db-1>"}"#, "&lt;db-1&gt;")
    .elsewhere(&["e", "h", "html", "htmlspecialchars", "force_escape"]),
    filter("escape_html", "the source of HTML, to be shown")
        .shows("{{ a | escape_html }}", r#"{"a": "R&D"}"#, "R&amp;amp;D"),
    filter("escape_xml", "the source of XML, to be shown")
        .shows("{{ a | escape_xml }}", r#"{"a": "R&D"}"#, "R&amp;amp;D")
        .elsewhere(&["xml_escape"]),
    filter("first", "the first item of a list")
        .yields(Input)
        .shows("{{ hosts | first }}", r#"{"hosts": ["db-1", "db-2"]}"#, "db-1"),
    filter("float", "a number, read from text")
        .shows("{{ load | float + 1 }}", r#"{"load": "0.5"}"#, "1.5")
        .elsewhere(&["number", "to_f", "tofloat", "floatval"]),
    filter(
        "flockml",
        "escaped for FlockML; what a `flockml` string of a JSON template needs",
    )
    .origin(Flockml)
    .yields(Input)
    .shows("{{ host | flockml }}", r#"{"host": "<db-1>"}"#, "&lt;db-1&gt;"),
    filter("get", "a field of an object by its name")
        .takes(&[required("key"), optional("default").takes(Any)])
        .yields(Input)
        .shows(
            r#"{{ labels | get(key="job") }}"#,
            r#"{"labels": {"job": "backup"}}"#,
            "backup",
        ),
    filter("group_by", "the items of a list, grouped by one of their fields, in the order of the groups' first items")
        .takes(&[required("attribute")])
        .yields(Input)
        .origin(Adapted)
        .shows(
            r#"{% for site, hosts in hosts | group_by(attribute="site") %}{{ site }}: {{ hosts | length }} {% endfor %}"#,
            r#"{"hosts": [{"site": "Oslo"}, {"site": "Bonn"}, {"site": "Oslo"}]}"#,
            "Oslo: 2 Bonn: 1 ",
        )
        .elsewhere(&["groupby"]),
    filter("indent", "every line but the first moved to the right")
        .takes(&[
            optional("width").takes(Number),
            optional("first").takes(Bool),
            optional("blank").takes(Bool),
            optional("indentation"),
        ])
        .yields(Input)
        .shows(
            r#"{{ note | indent(width=2, first=true, indentation="·") }}"#,
            r#"{"note": "disk full"}"#,
            "··disk full",
        ),
    filter("int", "a whole number, read from text")
        .takes(&[optional("base").takes(Number)])
        .shows("{{ code | int + 1 }}", r#"{"code": "41"}"#, "42")
        .elsewhere(&["integer", "to_i", "toint", "intval"]),
    filter("join", "the items of a list in a row")
        .takes(&[optional("sep")])
        .yields(Input)
        .shows(
            r#"{{ hosts | join(sep=", ") }}"#,
            r#"{"hosts": ["db-1", "db-2"]}"#,
            "db-1, db-2",
        )
        .elsewhere(&["implode"]),
    filter("keys", "the names of an object's fields").shows(
        r#"{{ labels | keys | join(sep=", ") }}"#,
        r#"{"labels": {"job": "backup", "site": "Bonn"}}"#,
        "job, site",
    ),
    filter("last", "the last item of a list")
        .yields(Input)
        .shows("{{ hosts | last }}", r#"{"hosts": ["db-1", "db-2"]}"#, "db-2"),
    filter("length", "how many items a list has, or characters a text")
        .shows("{{ hosts | length }}", r#"{"hosts": ["db-1", "db-2"]}"#, "2")
        .elsewhere(&["count", "size", "len", "strlen"]),
    filter(
        "link",
        "a link; as text, with its address, where `href` is none that is safe to follow",
    )
    .origin(Flockml)
    .takes(&[required("href").takes(Any)])
    .yields(Markup)
    .shows(
        "{{ name | link(href=url) }}",
        r#"{"name": "Runbook", "url": "https://example.com/?a=1&b=2"}"#,
        r#"<a href="https://example.com/?a=1&amp;b=2">Runbook</a>"#,
    )
    .elsewhere(&["link_to", "urlize", "linkify", "href", "anchor"]),
    filter("lower", "in small letters; the tags of markup are lost")
        .origin(Adapted)
        .shows("{{ state | lower }}", r#"{"state": "DOWN"}"#, "down")
        .elsewhere(&["downcase", "lowercase", "tolower", "toLower", "strtolower"]),
    filter("markdown", "Markdown as FlockML")
        .origin(Flockml)
        .yields(Markup)
        .feature("markdown")
        .shows(
            "{{ note | markdown }}",
            r#"{"note": "**db-1** is down"}"#,
            "<b>db-1</b> is down",
        )
        .elsewhere(&["md", "markdownify", "markdownToHtml", "markdown_to_html"]),
    filter(
        "mention",
        "a mention of a person with `id` and `name`, or of a name with `id=…`; only the name where the id is none",
    )
    .origin(Flockml)
    .takes(&[optional("id").takes(Any), optional("name").takes(Any)])
    .yields(Markup)
    .shows(
        "{{ owner | mention }}",
        r#"{"owner": {"id": "u:ada", "name": "Ada"}}"#,
        r#"<user userId="u:ada">Ada</user>"#,
    )
    .elsewhere(&["at", "user", "ping", "tag_user"]),
    filter("newlines_to_br", "line breaks as `<br/>`")
        .origin(Adapted)
        .yields(Markup)
        .shows(
            "{{ note | newlines_to_br }}",
            r#"{"note": "one\ntwo"}"#,
            "one<br/>two",
        )
        .elsewhere(&["nl2br", "linebreaksbr", "linebreaks", "newline_to_br", "simple_format"]),
    filter("nth", "the item of a list at a place; the first is 0")
        .takes(&[required("n").takes(Number)])
        .yields(Input)
        .shows("{{ hosts | nth(n=1) }}", r#"{"hosts": ["db-1", "db-2"]}"#, "db-2"),
    filter("pairs", "an object as a list of names and values")
        .yields(Input)
        .shows(
            "{% for pair in labels | pairs %}{{ pair[0] }}={{ pair[1] }}{% endfor %}",
            r#"{"labels": {"job": "backup"}}"#,
            "job=backup",
        )
        .elsewhere(&["items", "dictsort", "entries"]),
    filter(
        "plural",
        "a number, or the length of a list, and its noun; `other` is `one` and `s` when it is left out",
    )
    .origin(Flockml)
    .takes(&[required("one").takes(Any), optional("other").takes(Any)])
    .shows(
        r#"{{ n | plural(one="reply", other="replies") }}"#,
        r#"{"n": 3}"#,
        "3 replies",
    )
    .elsewhere(&["ngettext", "inflect", "pluralise"]),
    filter("pluralize", "`s`, or nothing when the number is 1")
        .origin(Adapted)
        .takes(&[optional("singular").takes(Any), optional("plural").takes(Any)])
        .shows("{{ n }} host{{ n | pluralize }}", r#"{"n": 3}"#, "3 hosts"),
    filter(
        "replace",
        "a piece of text for another, wherever it stands; the tags of markup are lost",
    )
    .origin(Adapted)
    .takes(&[required("from").takes(Any), required("to").takes(Any)])
    .yields(Input)
    .shows(
        r#"{{ host | replace(from=".example.com", to="") }}"#,
        r#"{"host": "db-1.example.com"}"#,
        "db-1",
    )
    .elsewhere(&["gsub", "str_replace", "replace_all", "replaceAll"]),
    filter("reverse", "a list or a text from behind")
        .yields(Input)
        .shows(
            r#"{{ hosts | reverse | join(sep=" ") }}"#,
            r#"{"hosts": ["db-1", "db-2"]}"#,
            "db-2 db-1",
        ),
    filter("round", "a number rounded; `method` is `ceil` or `floor`")
        .takes(&[optional("precision").takes(Number), optional("method")])
        .shows("{{ load | round(precision=1) }}", r#"{"load": 0.4711}"#, "0.5"),
    filter(
        "safe",
        "as it is, not escaped; only for FlockML that is known to be good",
    )
    .yields(Markup)
    .shows("{{ note | safe }}", r#"{"note": "<b>down</b>"}"#, "<b>down</b>")
    .elsewhere(&["raw", "unescape", "html_safe", "safeHTML", "safeHtml", "noescape"]),
    filter("sort", "a list in order")
        .takes(&[optional("attribute")])
        .yields(Input)
        .shows(
            r#"{{ hosts | sort | join(sep=", ") }}"#,
            r#"{"hosts": ["db-2", "db-1"]}"#,
            "db-1, db-2",
        )
        .elsewhere(&["sort_by", "sortAlpha", "order_by"]),
    filter("split", "a text cut into a list")
        .takes(&[required("pat")])
        .shows(
            r#"{{ host | split(pat=".") | first }}"#,
            r#"{"host": "db-1.example.com"}"#,
            "db-1",
        )
        .elsewhere(&["explode"]),
    filter("str", "anything as text")
        .shows("{{ n | str | length }}", r#"{"n": 100}"#, "3")
        .elsewhere(&["string", "as_str", "to_string", "toString", "to_s", "stringformat"]),
    filter("title", "every word with a large letter; the tags of markup are lost")
        .origin(Adapted)
        .shows("{{ team | title }}", r#"{"team": "data base"}"#, "Data Base")
        .elsewhere(&["titlecase", "titleize", "ucwords"]),
    filter(
        "trim",
        "without the blanks at both ends, or without `pat`; with `pat` the tags of markup are lost",
    )
    .origin(Adapted)
    .takes(&[optional("pat").takes(Any)])
    .yields(Input)
    .shows("{{ host | trim }}", r#"{"host": " db-1 "}"#, "db-1")
    .elsewhere(&["strip", "trimSpace", "squish"]),
    filter(
        "trim_end",
        "without the blanks at its end, or without `pat`; with `pat` the tags of markup are lost",
    )
    .origin(Adapted)
    .takes(&[optional("pat").takes(Any)])
    .yields(Input)
    .shows(r#"{{ url | trim_end(pat="/") }}"#, r#"{"url": "https://example.com/"}"#, "https://example.com")
    .elsewhere(&["rstrip", "rtrim", "chomp", "trimRight", "trimSuffix", "chop"]),
    filter(
        "trim_start",
        "without the blanks at its beginning, or without `pat`; with `pat` the tags of markup are lost",
    )
    .origin(Adapted)
    .takes(&[optional("pat").takes(Any)])
    .yields(Input)
    .shows(r##"{{ channel | trim_start(pat="#") }}"##, r##"{"channel": "#ops"}"##, "ops")
    .elsewhere(&["lstrip", "ltrim", "trimLeft", "trimPrefix"]),
    filter("truncate", "the beginning of a text, with `…` where it is cut; the tags of markup are lost")
        .origin(Adapted)
        .takes(&[required("length").takes(Number), optional("end")])
        .shows(
            "{{ error | truncate(length=9) }}",
            r#"{"error": "disk full on db-1"}"#,
            "disk full…",
        )
        .elsewhere(&["ellipsis", "shorten", "truncatechars", "abbrev", "limit", "trunc"]),
    filter(
        "truncate_markup",
        "the beginning of markup, `length` characters with its `…`; its elements stay whole",
    )
    .origin(Flockml)
    .takes(&[required("length").takes(Number)])
    .yields(Markup)
    .shows(
        "{{ note | markdown | truncate_markup(length=8) }}",
        r#"{"note": "**db-1** is down"}"#,
        "<b>db-1</b> is…",
    )
    .elsewhere(&["truncate_html", "truncatechars_html", "truncatewords_html"]),
    filter("unique", "a list in which nothing stands twice")
        .yields(Input)
        .shows(
            r#"{{ hosts | unique | join(sep=", ") }}"#,
            r#"{"hosts": ["db-1", "db-1"]}"#,
            "db-1",
        )
        .elsewhere(&["uniq", "distinct"]),
    filter("upper", "in large letters; the tags of markup are lost")
        .origin(Adapted)
        .shows("{{ state | upper }}", r#"{"state": "down"}"#, "DOWN")
        .elsewhere(&["upcase", "uppercase", "toupper", "toUpper", "strtoupper"]),
    filter("urlencode", "a text as a part of an address")
        .origin(Flockml)
        .shows(
            r#"https://example.com/search?q={{ query | urlencode }}"#,
            r#"{"query": "disk & cpu"}"#,
            "https://example.com/search?q=disk%20%26%20cpu",
        )
        .elsewhere(&["url_encode", "urlquery", "uri_escape", "encodeURIComponent", "cgi_escape"]),
    filter("values", "the values of an object's fields")
        .yields(Input)
        .shows(
            r#"{{ labels | values | join(sep=", ") }}"#,
            r#"{"labels": {"job": "backup", "site": "Bonn"}}"#,
            "backup, Bonn",
        ),
    filter("wordcount", "how many words a text has").shows(
        "{{ note | wordcount }}",
        r#"{"note": "disk is full"}"#,
        "3",
    ),
];
