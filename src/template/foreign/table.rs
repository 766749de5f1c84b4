//! Spellings of other template languages, and what to write here.

/// What other languages write, in which tags, and what does it here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling {
    /// The word, or the marks, that it is known by.
    pub(super) spelled: &'static str,
    pub(super) form: Form,
    /// Whose it is.
    pub(super) of: &'static str,
    /// What to write instead, where `@rest` is what stands behind the word, written as here,
    /// `@name` its first name, `@list` and `@item` what a loop goes over, `@not` the opposite of
    /// a condition, `@call` the call of a component, and `@end` the tag that closes what is open.
    pub(super) write: &'static str,
    pub(super) role: Role,
}

/// Where a spelling stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The word that begins a `{% … %}`.
    Statement,
    /// The word that begins a `{{ … }}`.
    Value,
    /// The marks that begin a `{{ … }}`, with a word right behind them.
    Marks,
    /// A mark between operands.
    Operator,
    /// A word in front of its operands.
    Function,
    /// A name that Tera takes for one of the data.
    Name,
    /// A hole in the words of a template, with its name at `…`.
    Text,
}

/// What a spelling does to those behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Alone,
    /// It is closed by what stands here.
    Opens(&'static str),
    Closes,
}

use super::lacking::NO_PATTERNS;

use Form::{Function, Marks, Name, Operator, Statement, Text, Value};
use Role::{Alone, Closes, Opens};

const fn row(
    form: Form,
    spelled: &'static str,
    of: &'static str,
    write: &'static str,
    role: Role,
) -> Spelling {
    Spelling {
        spelled,
        form,
        of,
        write,
        role,
    }
}

const ENDIF: Role = Opens("{% endif %}");
const ENDFOR: Role = Opens("{% endfor %}");
const ENDSET: Role = Opens("{% endset %}");
const ENDBLOCK: Role = Opens("{% endblock %}");
const ENDCOMPONENT: Role = Opens("{% endcomponent %}");
const NOTHING: Role = Opens("");

const CLOSE: &str = "write `@end`";
const NO_IMPORT: &str =
    "remove it; components need no import, only their call: `{{ <name argument={value} /> }}`";
const NO_ESCAPE: &str = "remove it; every value is escaped, but for `{{ value | safe }}`";
const NO_LOAD: &str = "remove it; every filter and component of the folder is there";
const CHOICE: &str = "write `{% if @rest == … %}` … `{% elif @rest == … %}` … `{% endif %}`";
const COMMENT: &str = "write `{# … #}`";

/// Where one begins like another, the longer comes first.
#[rustfmt::skip]
pub(super) static TABLE: &[Spelling] = &[
    row(Statement, "macro", "Tera 1 and Jinja2", "write `{% component @rest %}` … `{% endcomponent %}`", ENDCOMPONENT),
    row(Statement, "endmacro", "Tera 1 and Jinja2", CLOSE, Closes),
    row(Statement, "import", "Tera 1 and Jinja2", NO_IMPORT, Alone),
    row(Statement, "from", "Jinja2", NO_IMPORT, Alone),
    row(Statement, "call", "Jinja2", "write `{% @call %}` … `{% </@name> %}`", Opens("{% </@name> %}")),
    row(Statement, "endcall", "Jinja2", CLOSE, Closes),
    row(Statement, "elsif", "Liquid and Ruby", "write `{% elif @rest %}`", Alone),
    row(Statement, "elseif", "Twig and PHP", "write `{% elif @rest %}`", Alone),
    row(Statement, "else if", "C and JavaScript", "write `{% elif @rest %}`", Alone),
    row(Statement, "unless", "Liquid", "write `{% if @not %}`", ENDIF),
    row(Statement, "endunless", "Liquid", CLOSE, Closes),
    row(Statement, "assign", "Liquid", "write `{% set @rest %}`", Alone),
    row(Statement, "let", "JavaScript", "write `{% set @rest %}`", Alone),
    row(Statement, "var", "JavaScript", "write `{% set @rest %}`", Alone),
    row(Statement, "do", "Jinja2", "write `{% set name = … %}`", Alone),
    row(Statement, "capture", "Liquid", "write `{% set @name %}`", ENDSET),
    row(Statement, "endcapture", "Liquid", CLOSE, Closes),
    row(Statement, "with", "Jinja2 and Django", "write `{% set @rest %}`", NOTHING),
    row(Statement, "endwith", "Jinja2 and Django", "remove it; what `set` sets needs no end", Closes),
    row(Statement, "foreach", "Twig and PHP", "write `{% for @item in @list %}`", ENDFOR),
    row(Statement, "endforeach", "Twig and PHP", CLOSE, Closes),
    row(Statement, "each", "JavaScript", "write `{% for @item in @list %}`", ENDFOR),
    row(Statement, "endeach", "JavaScript", CLOSE, Closes),
    row(Statement, "case", "Liquid", CHOICE, ENDIF),
    row(Statement, "switch", "Twig and PHP", CHOICE, ENDIF),
    row(Statement, "match", "Askama", CHOICE, ENDIF),
    row(Statement, "when", "Liquid and Askama", "write `{% elif … == @rest %}`", Alone),
    row(Statement, "default", "Nunjucks", "write `{% else %}`", Alone),
    row(Statement, "endcase", "Liquid", CLOSE, Closes),
    row(Statement, "endswitch", "Twig and PHP", CLOSE, Closes),
    row(Statement, "endmatch", "Askama", CLOSE, Closes),
    row(Statement, "ifequal", "Django", CHOICE, ENDIF),
    row(Statement, "endifequal", "Django", CLOSE, Closes),
    row(Statement, "comment", "Liquid and Django", COMMENT, NOTHING),
    row(Statement, "endcomment", "Liquid and Django", "write `#}`", Closes),
    row(Statement, "verbatim", "Django and Twig", "write `{% raw %}`", Opens("{% endraw %}")),
    row(Statement, "endverbatim", "Django and Twig", CLOSE, Closes),
    row(Statement, "autoescape", "Jinja2 and Django", NO_ESCAPE, NOTHING),
    row(Statement, "endautoescape", "Jinja2 and Django", "remove it", Closes),
    row(Statement, "spaceless", "Django and Twig", "remove it; blanks between elements are not shown, and `{%-` takes others away", NOTHING),
    row(Statement, "endspaceless", "Django and Twig", "remove it", Closes),
    row(Statement, "load", "Django", NO_LOAD, Alone),
    row(Statement, "use", "Twig", NO_LOAD, Alone),
    row(Statement, "render", "Liquid", "write `{% include \"@name.flockml\" %}`, or call a component", Alone),
    row(Statement, "partial", "Handlebars", "write `{% include \"@name.flockml\" %}`, or call a component", Alone),
    row(Statement, "layout", "Liquid", "write `{% extends \"@name.flockml\" %}`", Alone),
    row(Statement, "section", "Blade", "write `{% block @name %}`", ENDBLOCK),
    row(Statement, "endsection", "Blade", CLOSE, Closes),
    row(Statement, "yield", "Blade", "write `{% block @name %}{% endblock %}`", Alone),
    row(Statement, "trans", "Django and Twig", "write the words themselves", Alone),
    row(Statement, "blocktrans", "Django", "write the words themselves", NOTHING),
    row(Statement, "endblocktrans", "Django", "remove it", Closes),
    row(Statement, "url", "Django", "write the address itself", Alone),
    row(Statement, "now", "Django", "put the time into the data: `{{ now | date }}`", Alone),
    row(Statement, "endfunction", "Go", CLOSE, Closes),
    row(Statement, "end", "Go and Ruby", CLOSE, Closes),

    row(Marks, "{", "Handlebars", "write `{{ @rest }}`, or `{{ @rest | safe }}` if it is FlockML that you trust", Alone),
    row(Marks, "&", "Mustache", "write `{{ @rest }}`, or `{{ @rest | safe }}` if it is FlockML that you trust", Alone),
    row(Marks, "#if", "Handlebars", "write `{% if @rest %}`", ENDIF),
    row(Marks, "#unless", "Handlebars", "write `{% if @not %}`", ENDIF),
    row(Marks, "#each", "Handlebars", "write `{% for @item in @list %}`", ENDFOR),
    row(Marks, "#with", "Handlebars", "write the names in full, such as `@name.…`", NOTHING),
    row(Marks, "/if", "Handlebars", CLOSE, Closes),
    row(Marks, "/unless", "Handlebars", CLOSE, Closes),
    row(Marks, "/each", "Handlebars", CLOSE, Closes),
    row(Marks, "/with", "Handlebars", "remove it", Closes),
    row(Marks, "/*", "Go", COMMENT, Alone),
    row(Marks, "!", "Handlebars", COMMENT, Alone),
    row(Marks, ">", "Handlebars", "write `{% include \"@name.flockml\" %}`, or call a component", Alone),
    row(Marks, "#", "Mustache", "write `{% if @rest %}`, or `{% for item in @rest %}` if it is a list", Opens("{% endif %}` or `{% endfor %}")),
    row(Marks, "^", "Mustache", "write `{% if @not %}`", ENDIF),
    row(Marks, "/", "Mustache", CLOSE, Closes),

    row(Value, "else if", "Go and Handlebars", "write `{% elif @rest %}`", Alone),
    row(Value, "else", "Go and Handlebars", "write `{% else %}`", Alone),
    row(Value, "if", "Go", "write `{% if @rest %}`", ENDIF),
    row(Value, "range", "Go", "write `{% for @item in @list %}`", ENDFOR),
    row(Value, "with", "Go", "write `{% if @rest %}`", ENDIF),
    row(Value, "template", "Go", "write `{% include \"@name.flockml\" %}`, or call a component", Alone),
    row(Value, "define", "Go", "write `{% component @name() %}`", ENDCOMPONENT),
    row(Value, "block", "Go", "write `{% block @name %}`", ENDBLOCK),
    row(Value, "end", "Go", CLOSE, Closes),

    row(Function, "eq", "Go", "write `a == b`", Alone),
    row(Function, "ne", "Go", "write `a != b`", Alone),
    row(Function, "lt", "Go", "write `a < b`", Alone),
    row(Function, "le", "Go", "write `a <= b`", Alone),
    row(Function, "gt", "Go", "write `a > b`", Alone),
    row(Function, "ge", "Go", "write `a >= b`", Alone),
    row(Function, "and", "Go", "write `a and b`", Alone),
    row(Function, "or", "Go", "write `a or b`", Alone),
    row(Function, "len", "Go", "write `list | length`", Alone),
    row(Function, "index", "Go", "write `list[0]`, or `object[\"key\"]`", Alone),
    row(Function, "printf", "Go", "write text and values in a row: `a ~ \" of \" ~ b`", Alone),

    row(Operator, ".", "Go and Handlebars", "write the name without the first `.`", Alone),
    row(Operator, "|:", "Liquid and Django", "put the arguments of a filter into parentheses", Alone),
    row(Operator, "|(", "Jinja2", "arguments have names here: `default(value=\"…\")`", Alone),
    row(Operator, "for if", "Jinja2", "write an `if` into the `for`", Alone),
    row(Operator, "f(", "Python and JavaScript", "arguments have names here: `range(end=3)`", Alone),
    row(Operator, ".(", "Python and JavaScript", "write a filter behind `|`; there are no methods", Alone),
    row(Operator, "&&", "JavaScript, PHP and Go", "write `and`", Alone),
    row(Operator, "||", "JavaScript, PHP and Go", "write `or`", Alone),
    row(Operator, "===", "JavaScript and PHP", "write `==`", Alone),
    row(Operator, "!==", "JavaScript and PHP", "write `!=`", Alone),
    row(Operator, "<>", "SQL", "write `!=`", Alone),
    row(Operator, "??", "JavaScript and PHP", "write `| default(value=…)`", Alone),
    row(Operator, "?:", "PHP", "write `or`", Alone),
    row(Operator, "?", "JavaScript and PHP", "write `a if condition else b`", Alone),
    row(Operator, "!", "JavaScript and PHP", "write `not`", Alone),
    row(Operator, ":=", "Go", "write `{% set name = … %}`", Alone),
    row(Operator, "->", "PHP", "write `.`", Alone),
    row(Operator, "=>", "PHP", "write `.`", Alone),
    row(Operator, "::", "Tera 1", "call a component: `{{ <name argument={value} /> }}`", Alone),
    row(Operator, "$", "PHP and Go", "write the name without `$`", Alone),
    row(Operator, "contains", "Liquid and Twig", "write `value is containing(pat=\"…\")`", Alone),
    row(Operator, "startswith", "Python", "write `value is starting_with(pat=\"…\")`", Alone),
    row(Operator, "starts with", "Twig", "write `value is starting_with(pat=\"…\")`", Alone),
    row(Operator, "endswith", "Python", "write `value is ending_with(pat=\"…\")`", Alone),
    row(Operator, "ends with", "Twig", "write `value is ending_with(pat=\"…\")`", Alone),
    row(Operator, "matches", "Twig", NO_PATTERNS, Alone),
    row(Operator, "is …", "Jinja2 and Twig", "put what a test takes into parentheses: `is divisible_by(divisor=3)`", Alone),
    row(Operator, "this", "Handlebars", "write the name that the `for` gives it", Alone),
    row(Operator, "@", "Handlebars", "write `loop.index`, `loop.first` or `loop.last`", Alone),

    row(Name, "forloop.index", "Liquid", "write `loop.index`", Alone),
    row(Name, "forloop.index0", "Liquid", "write `loop.index0`", Alone),
    row(Name, "forloop.counter", "Django", "write `loop.index`", Alone),
    row(Name, "forloop.counter0", "Django", "write `loop.index0`", Alone),
    row(Name, "forloop.first", "Liquid and Django", "write `loop.first`", Alone),
    row(Name, "forloop.last", "Liquid and Django", "write `loop.last`", Alone),
    row(Name, "forloop.length", "Liquid", "write `loop.length`", Alone),
    row(Name, "forloop", "Liquid and Django", "write `loop`", Alone),
    row(Name, "loop.counter", "Django", "write `loop.index`", Alone),
    row(Name, "loop.counter0", "Django", "write `loop.index0`", Alone),
    row(Name, "loop.index1", "Nunjucks", "write `loop.index`", Alone),
    row(Name, "loop.iteration", "Blade", "write `loop.index`", Alone),
    row(Name, "loop.count", "Blade", "write `loop.length`", Alone),
    row(Name, "loop.size", "Nunjucks", "write `loop.length`", Alone),
    row(Name, "loop.revindex", "Jinja2", "write `loop.length - loop.index0`", Alone),
    row(Name, "nil", "Go, Ruby and Liquid", "write `none`", Alone),
    row(Name, "undefined", "JavaScript", "write `is undefined`", Alone),
    row(Name, "NULL", "PHP", "write `none`", Alone),
    row(Name, "TRUE", "PHP", "write `true`", Alone),
    row(Name, "FALSE", "PHP", "write `false`", Alone),
    row(Name, "empty", "Liquid", "write `not value`, or `value | length == 0`", Alone),
    row(Name, "this", "Handlebars", "write the name that the `for` gives it", Alone),
    row(Name, ".length", "JavaScript", "write `@rest | length`", Alone),
    row(Name, ".size", "Liquid and Ruby", "write `@rest | length`", Alone),
    row(Name, ".count", "Ruby and Twig", "write `@rest | length`", Alone),
    row(Name, ".first", "Liquid and Ruby", "write `@rest | first`", Alone),
    row(Name, ".last", "Liquid and Ruby", "write `@rest | last`", Alone),

    row(Text, "${…}", "JavaScript and shells", "write `{{ @rest }}`", Alone),
    row(Text, "#{…}", "Ruby", "write `{{ @rest }}`", Alone),
    row(Text, "%{…}", "Ruby", "write `{{ @rest }}`", Alone),
    row(Text, "%(…)s", "Python", "write `{{ @rest }}`", Alone),
    row(Text, "%(…)d", "Python", "write `{{ @rest }}`", Alone),
    row(Text, "[[…]]", "Vue and others", "write `{{ @rest }}`", Alone),
    row(Text, "{…}", "Python and Rust", "write `{{ @rest }}`", Alone),
    row(Text, "%…%", "Windows", "write `{{ @rest }}`", Alone),
    row(Text, "$…", "shells, Perl and PHP", "write `{{ @rest }}`", Alone),
];
