#![doc = include_str!("foreign-markup.md")]

use super::prelude::*;
use crate::address;
use crate::element::LINK_SCHEMES;
use crate::syntax::Token;

pub(crate) static RULE: Rule = Rule {
    id: "foreign-markup",
    severity: Severity::Warning,
    fixable: false,
    summary: "markup of another chat",
    page: include_str!("foreign-markup.md"),
};

/// Every piece of another chat's markup in the text at `span`.
pub(crate) fn check(walk: &mut Walk<'_>, span: Span) {
    let text = walk.text;
    let raw = &text[span.range()];
    if raw.contains('|') {
        escaped_link(walk, span);
    }
    let mut at = 0;
    while let Some(next) = raw[at..].find(['*', '`', '~', '[']) {
        let start = at + next;
        let Some(found) = piece(raw, start) else {
            at = start
                + raw[start..]
                    .bytes()
                    .take_while(|b| *b == raw.as_bytes()[start])
                    .count();
            continue;
        };
        let place = Span::new(span.start() + start, span.start() + start + found.len);
        at = start + found.len;
        let shown = shorten(&raw[start..at]);
        let finding = Diagnostic::new(&RULE, place, format!("`{shown}` is another chat's markup"))
            .help(found.help);
        walk.push(finding);
    }
}

/// `&lt;https://x|words&gt;`, which is how another chat's link looks once it is escaped.
fn escaped_link(walk: &mut Walk<'_>, span: Span) {
    let raw = walk.at(span);
    let Some((target, words)) = raw.split_once('|') else {
        return;
    };
    let before = walk.text[..span.start()].ends_with("&lt;");
    let behind = walk.text[span.end()..].starts_with("&gt;");
    if before && behind && raw.len() <= LONGEST && address::is_good(target, LINK_SCHEMES) {
        let whole = Span::new(span.start() - 4, span.end() + 4);
        let help = format!(
            "write `<a href=\"{}\">{}</a>`",
            shorten(target),
            shorten(words)
        );
        let message = format!("`{}` is another chat's markup", shorten(walk.at(whole)));
        walk.push(Diagnostic::new(&RULE, whole, message).help(help));
    }
}

struct Found {
    len: usize,
    help: String,
}

/// How far a pair of marks may stand apart.
const LONGEST: usize = 200;

fn piece(raw: &str, start: usize) -> Option<Found> {
    let before = raw[..start].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '*' | '`' | '~')) {
        return None;
    }
    let rest = &raw[start..];
    match rest.as_bytes()[0] {
        b'*' if rest.starts_with("**") => pair(rest, "**", "write `<b>…</b>`"),
        b'*' => pair(rest, "*", "write `<b>…</b>` or `<i>…</i>`"),
        b'~' if rest.starts_with("~~") => pair(
            rest,
            "~~",
            "write the text itself; FlockML has no struck text",
        ),
        b'`' if rest.starts_with("```") => pair(
            rest,
            "```",
            "write the text itself; FlockML has no code style",
        ),
        b'`' => pair(
            rest,
            "`",
            "write the text itself; FlockML has no code style",
        ),
        b'[' => link(rest),
        _ => None,
    }
}

/// `rest` begins with `mark`, words and `mark` again, as other chats read it.
fn pair(rest: &str, mark: &str, help: &str) -> Option<Found> {
    let inner = &rest[mark.len()..];
    let window = &inner[..inner.floor_char_boundary(LONGEST)];
    let end = window.find(mark)?;
    let words = &window[..end];
    let behind = inner[end + mark.len()..].chars().next();
    let is_pair = !words.is_empty()
        && !words.contains('\n')
        && !words.starts_with(char::is_whitespace)
        && !words.ends_with(char::is_whitespace)
        && words.chars().any(char::is_alphanumeric)
        && behind.is_none_or(|c| !c.is_alphanumeric() && !mark.starts_with(c));
    is_pair.then(|| Found {
        len: 2 * mark.len() + end,
        help: help.to_owned(),
    })
}

/// `[words](address)`
fn link(rest: &str) -> Option<Found> {
    let window = &rest[..rest.floor_char_boundary(LONGEST)];
    let (words, target) = window[1..].split_once("](")?;
    let (target, _) = target.split_once(')')?;
    let is_link = !words.contains(['[', '\n']) && address::is_good(target, LINK_SCHEMES);
    is_link.then(|| Found {
        len: words.len() + target.len() + 4,
        help: format!(
            "write `<a href=\"{}\">{}</a>`",
            shorten(target),
            shorten(words)
        ),
    })
}

/// A tag that is really a link or mention of another chat; says whether it is one.
pub(crate) fn tag(walk: &mut Walk<'_>, token: &Token) -> bool {
    let inner = walk
        .at(token.span)
        .trim_start_matches('<')
        .trim_end_matches('>');
    let lower = inner.to_ascii_lowercase();
    let is_link = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    if !is_link && !is_mail(inner) {
        return false;
    }
    let (target, words) = inner.split_once('|').unwrap_or((inner, inner));
    let scheme = if is_link { "" } else { "mailto:" };
    report(
        walk,
        token.span,
        format!(
            "write `<a href=\"{scheme}{}\">{}</a>`",
            escaped(target),
            escaped(words)
        ),
    );
    true
}

/// Whether `inner` is a mail address.
fn is_mail(inner: &str) -> bool {
    let is_part = |part: &str| {
        let mut bytes = part.bytes();
        !part.is_empty() && bytes.all(|b| b.is_ascii_alphanumeric() || b".-_+".contains(&b))
    };
    inner
        .split_once('@')
        .is_some_and(|(user, host)| is_part(user) && is_part(host) && host.contains('.'))
}

/// What another chat's markup says, as FlockML; some chats escape `&`, some do not.
fn escaped(said: &str) -> String {
    shorten(&said.replace("&amp;", "&")).replace('&', "&amp;")
}

/// A `<` that begins another chat's mention; says whether it does.
pub(crate) fn bracket(walk: &mut Walk<'_>, span: Span) -> bool {
    let rest = &walk.text[span.end()..];
    let window = &rest[..rest.floor_char_boundary(64)];
    if window.starts_with('%') && span.len() == 1 {
        return program(walk, span);
    }
    if !window.starts_with(['@', '#', '!']) || span.len() != 1 {
        return false;
    }
    let Some(end) = window.find('>').filter(|end| *end > 1) else {
        return false;
    };
    if !window[1..end]
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'|' | b'_' | b'-' | b'^' | b'@' | b'.'))
    {
        return false;
    }
    let whole = Span::new(span.start(), span.end() + end + 1);
    let help = match &window[1..end] {
        _ if window.starts_with('#') => "write the channel's name; FlockML links no channels",
        "channel" | "everyone" | "here" => "write `<user group=\"all\">@all</user>`",
        _ => "write `<user userId=\"u:…\">name</user>`",
    };
    report(walk, whole, help.to_owned());
    true
}

/// `<%= x %>`, a hole of another template language; says whether there is one.
fn program(walk: &mut Walk<'_>, span: Span) -> bool {
    let rest = &walk.text[span.end()..];
    let window = &rest[..rest.floor_char_boundary(LONGEST)];
    let Some(end) = window[1..].find("%>").map(|end| end + 1) else {
        return false;
    };
    let inner = window[1..end].trim_matches(['=', '-', ' ']);
    let help = match window[1..].starts_with(['=', '-']) {
        true => format!("write `{{{{ {} }}}}` in a template", shorten(inner)),
        false => format!("write `{{% {} %}}` in a template", shorten(inner)),
    };
    let whole = Span::new(span.start(), span.end() + end + 2);
    let message = format!(
        "`{}` is a tag of another template language",
        shorten(walk.at(whole))
    );
    let finding = Diagnostic::new(&RULE, whole, message)
        .severity(Severity::Error)
        .help(help);
    walk.push(finding);
    true
}

/// Such a tag is no XML either, so it is an error.
fn report(walk: &mut Walk<'_>, span: Span, help: String) {
    let message = format!("`{}` is another chat's markup", shorten(walk.at(span)));
    let finding = Diagnostic::new(&RULE, span, message)
        .severity(Severity::Error)
        .help(help);
    walk.push(finding);
}
