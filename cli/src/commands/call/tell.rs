//! The words for what became of a call: what is, and what to do now.

use flockml::client::method::Method;
use flockml::client::{ApiError, CallError, Code};
use flockml::{Error, ErrorKind};
use serde_json::{Map, Value};

use crate::report::{harmless, plural, seconds};
use crate::templates;

/// A name that Flock does not document, which may be a typing error.
pub(super) fn unknown_method(name: &str) -> Option<String> {
    if Method::find(name).is_some() {
        return None;
    }
    if let Some(method) = Method::find_older(name) {
        let today = method.name;
        return Some(format!(
            "note: `{name}` is what Flock called `{today}` once"
        ));
    }
    let meant = Method::nearest(name)
        .map(|meant| format!("; did you mean `{meant}`?"))
        .unwrap_or_default();
    Some(format!("note: Flock documents no method `{name}`{meant}"))
}

/// It was not sent, since Flock would refuse it.
pub(super) fn refused(name: &str, error: &Error) -> String {
    let why = templates::failure(error);
    let what = harmless(&format!("error: not called: {why}"));
    match Method::find(name) {
        Some(method) => format!("{what}\nhelp: write it like `{}`", example(method)),
        None => what,
    }
}

/// A call of the method, as one types it.
fn example(method: &Method) -> String {
    let mut example = format!("flockml call {}", method.name);
    for assignment in method.example {
        let quote = if assignment.contains(' ') { "'" } else { "" };
        example.push_str(&format!(" --set {quote}{assignment}{quote}"));
    }
    example
}

/// What is asked before a method is called: all that it is given, unless that is long.
pub(super) fn question(name: &str, host: &str, parameters: &Map<String, Value>) -> String {
    const LINES: usize = 20;
    const CHARS: usize = 200;
    let mut out = String::new();
    for (name, value) in parameters.iter().take(LINES) {
        let value = match value {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        let line = format!("{name}: {value}");
        let (line, rest) = match line.char_indices().nth(CHARS) {
            Some((end, _)) => (&line[..end], "…"),
            None => (&*line, ""),
        };
        out.push_str(&format!("| {}{rest}\n", harmless(line)));
    }
    if parameters.len() > LINES {
        out.push_str("| …\n");
    }
    out + &harmless(&format!("Call `{name}` at {host}? [y/N]"))
}

/// It was done, though not for all members.
pub(super) fn failed_members(name: &str, answer: &Value) -> Option<String> {
    const NAMED: usize = 5;
    let members = answer.get("members")?.as_object()?;
    let failed: Vec<String> = members
        .iter()
        .filter(|(_, member)| member["status"] == "failed")
        .map(|(user, member)| match member["error"].as_str() {
            Some(why) => format!("{user} ({why})"),
            None => user.clone(),
        })
        .collect();
    let (count, more) = (failed.len(), failed.len().saturating_sub(NAMED));
    let mut named = failed
        .into_iter()
        .take(NAMED)
        .collect::<Vec<_>>()
        .join(", ");
    if more > 0 {
        named.push_str(&format!(" and {more} more"));
    }
    let of = plural(members.len(), "member");
    (count > 0).then(|| {
        harmless(&format!(
            "error: `{name}` failed for {count} of {of}: {named}"
        ))
    })
}

/// Whether nobody knows if `name` did its work; one that changes nothing has none.
pub(super) fn is_unknown(name: &str, error: &CallError) -> bool {
    error.may_be_processed() && writes(name)
}

/// Whether the method changes anything; one that nobody knows may.
pub(super) fn writes(name: &str) -> bool {
    let method = Method::find(name).or_else(|| Method::find_older(name));
    method.is_none_or(|method| method.writes)
}

/// It was not done, or nobody knows.
pub(super) fn failed(name: &str, error: &CallError) -> String {
    let became = match (is_unknown(name, error), writes(name)) {
        (true, _) => "perhaps done, perhaps not",
        (false, true) => "not done",
        (false, false) => "failed",
    };
    let why = templates::failure(error.error());
    let what = format!("error: `{name}` {became}: {why}");
    let help = help(name, error);
    format!("{}\nhelp: {}", harmless(&what), harmless(&help))
}

fn help(name: &str, error: &CallError) -> String {
    let api = error.error().api();
    let is_no_method = api.and_then(ApiError::code) == Some(&Code::NoSuchMethod);
    let meant = Method::nearest(name).filter(|meant| is_no_method && *meant != name);
    match (meant, error.retry_after()) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, Some(pause)) => format!("it is safe to call it again, after {}", seconds(pause)),
        (None, None) if is_unknown(name, error) => {
            "look whether it is done before you call it again".to_owned()
        }
        (None, None) if error.may_be_processed() => {
            "it is safe to call it again: it changes nothing".to_owned()
        }
        (None, None) => match api.and_then(ApiError::help) {
            Some(help) => help.to_owned(),
            None => advice(error.error().kind()).to_owned(),
        },
    }
}

fn advice(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Unreachable => {
            "check the network, the proxy and `FLOCK_BASE_URL`; it is safe to call it again"
        }
        ErrorKind::Redirected => {
            "check `FLOCK_BASE_URL`: it has moved, and a secret follows no redirect"
        }
        ErrorKind::Transport => "check the scheme of `FLOCK_BASE_URL`",
        ErrorKind::Refused => {
            "check `FLOCK_BASE_URL`, and the request with `--dry-run`: the same would be refused again"
        }
        _ => "it is safe to call it again",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(parameters: Value) -> String {
        let parameters = parameters.as_object().expect("an object");
        question("channels.create", "api.flock.co", parameters)
    }

    #[test]
    fn the_question_shows_what_is_given() {
        assert_eq!(
            asked(json!({ "name": "ops\u{1b}[2J\n", "members": ["u:a"] })),
            "| name: ops\u{fffd}[2J \n| members: [\"u:a\"]\n\
             Call `channels.create` at api.flock.co? [y/N]"
        );
    }

    #[test]
    fn what_is_long_is_cut() {
        let many: Map<_, _> = (0..99).map(|at| (at.to_string(), at.into())).collect();
        assert_eq!(asked(Value::Object(many)).lines().count(), 22);
        let long = asked(json!({ "name": "ü".repeat(5_000) }));
        assert!(long.chars().count() < 300, "{long}");
    }

    #[test]
    fn a_few_of_those_that_failed_are_named() {
        let members: Map<_, _> = (0..7)
            .map(|at| (format!("u:{at}"), json!({ "status": "failed" })))
            .collect();
        assert_eq!(
            failed_members("channels.create", &json!({ "members": members })).as_deref(),
            Some(
                "error: `channels.create` failed for 7 of 7 members: u:0, u:1, u:2, u:3, u:4 and 2 more"
            )
        );
        for other in [
            json!([]),
            json!({ "members": [1] }),
            json!({ "members": { "u:a": 1 } }),
        ] {
            assert_eq!(failed_members("some.method", &other), None);
        }
    }
}
