//! What Flock answers. What no page of Flock's says is the nearest that one does: a message that has
//! findings is accepted all the same, and so is every token and every id that may be one.

use flockml::client::Code;
use flockml::client::method::{Holds, Method, Need, Parameter};
use serde_json::{Value, json};

use super::given::{Parameters, is_there};
use super::refusal::Refusal;
use super::target::HOOKS;

/// The method that messages are sent with.
pub(super) const SEND: &str = "chat.sendMessage";

/// The method of that name, today's or an older one.
pub(super) fn method(name: &str) -> Result<&'static Method, Refusal> {
    Method::find(name)
        .or_else(|| Method::find_older(name))
        .ok_or_else(|| {
            let meant = Method::nearest(name).map(|meant| format!("; did you mean `{meant}`"));
            let said = format!("there is no such method{}", meant.unwrap_or_default());
            Refusal::new(Code::NoSuchMethod, said)
        })
}

/// Whether there is a token in the path of a webhook.
pub(super) fn has_token(path: &str) -> bool {
    let token = path.strip_prefix(HOOKS).unwrap_or_default();
    !token.trim_matches('/').is_empty()
}

/// Refuses a message to a webhook, which needs neither a token nor an address, if it says nothing.
pub(super) fn check_webhook(parameters: &Parameters) -> Result<(), Refusal> {
    let method = method(SEND)?;
    for parameter in method.parameters {
        // A webhook has its channel, whatever the message says.
        if parameter.need != Need::Required {
            check_value(parameter, parameters)?;
        }
    }
    check_content(method, parameters)
}

/// Refuses what a method can do nothing with.
pub(super) fn check_call(method: &Method, parameters: &Parameters) -> Result<(), Refusal> {
    if !is_token(parameters.get("token")) {
        let said = "there is no token in the request";
        return Err(Refusal::new(Code::InvalidToken, said));
    }
    for parameter in method.parameters {
        check_value(parameter, parameters)?;
    }
    check_content(method, parameters)
}

fn is_token(token: Option<&Value>) -> bool {
    let token = token.and_then(Value::as_str);
    token.is_some_and(|token| !token.trim().is_empty())
}

fn check_value(parameter: &Parameter, parameters: &Parameters) -> Result<(), Refusal> {
    let name = parameter.name;
    let Some(value) = parameters.get(name).filter(|value| is_there(value)) else {
        return match parameter.need {
            Need::Required => {
                let said = format!("`{name}` is missing: {}", parameter.holds.noun());
                Err(Refusal::of_parameter(name, said))
            }
            _ => Ok(()),
        };
    };
    if parameter.takes(value) && is_of(parameter.holds, value) {
        return Ok(());
    }
    let said = format!("`{name}` is not {}", parameter.holds.noun());
    Err(Refusal::of_parameter(name, said))
}

/// Whether a value is of the kind that a parameter holds; numbers are texts to Flock's own library.
fn is_of(holds: Holds, value: &Value) -> bool {
    match holds {
        Holds::Object => value.is_object(),
        Holds::Attachments => value.is_array(),
        Holds::Users | Holds::Texts => value.is_array() || value.is_string(),
        Holds::Boolean => value.is_boolean() || matches!(value.as_str(), Some("true" | "false")),
        _ => !value.is_array() && !value.is_object(),
    }
}

/// One of some parameters has to say something.
fn check_content(method: &Method, parameters: &Parameters) -> Result<(), Refusal> {
    let says = |name: &str| {
        let value = parameters.get(name).filter(|value| is_there(value));
        value.is_some_and(|value| value.as_array().is_none_or(|list| !list.is_empty()))
    };
    let one_of = || {
        let parameters = method.parameters.iter();
        parameters.filter(|parameter| parameter.need == Need::OneOf)
    };
    if one_of().next().is_none() || one_of().any(|parameter| says(parameter.name)) {
        return Ok(());
    }
    let said = "the message has neither text nor FlockML nor attachment";
    Err(Refusal::new(Code::MissingTextOrAttachment, said))
}

/// What a method other than the one for messages answers: objects as Flock documents them.
pub(super) fn answer(method: &Method, given: &Parameters) -> Value {
    let channel = text(given, "channelId").unwrap_or("g:1234_lobby");
    match method.name {
        "channels.create" => json!({"id": "g:1234_new", "members": changed(given, "added")}),
        "channels.addMembers" => json!({"members": changed(given, "added")}),
        "channels.removeMembers" => json!({"members": changed(given, "removed")}),
        "channels.getInfo" => self::channel(channel),
        "channels.list" => json!([self::channel(channel)]),
        "channels.listMembers" => members(given),
        "roster.listContacts" => json!([profile(GRACE)]),
        "users.getInfo" => user(),
        "users.getPublicProfile" => profile(text(given, "userId").unwrap_or(ADA)),
        _ => json!({}),
    }
}

/// Whose token everybody has.
pub(super) const CALLER: &str = ADA;
const ADA: &str = "u:isgpwwyralhf9aso";
const GRACE: &str = "u:isgpwwyralhf9asp";

fn text<'v>(given: &'v Parameters, name: &str) -> Option<&'v str> {
    given.get(name)?.as_str()
}

fn channel(id: &str) -> Value {
    json!({"id": id, "name": "Lobby", "memberCount": 2, "purpose": "what the inbox answers"})
}

fn user() -> Value {
    json!({
        "id": ADA, "teamId": 1234, "email": "ada@example.com", "firstName": "Ada",
        "lastName": "Lovelace", "role": "admin", "timezone": "+00:00",
    })
}

fn profile(id: &str) -> Value {
    let (first, last) = match id {
        GRACE => ("Grace", "Hopper"),
        _ => ("Ada", "Lovelace"),
    };
    json!({"id": id, "firstName": first, "lastName": last})
}

fn members(given: &Parameters) -> Value {
    let is_true = |value: &Value| *value == true || *value == "true";
    let with_profiles = given.get("showPublicProfile").is_some_and(is_true);
    let all = [(ADA, "moderator"), (GRACE, "member")].map(|(id, affiliation)| {
        let mut member = json!({"userId": id, "affiliation": affiliation});
        if with_profiles {
            member["publicProfile"] = profile(id);
        }
        member
    });
    Value::from(all.to_vec())
}

/// What became of each member of a request.
fn changed(given: &Parameters, status: &str) -> Value {
    let one = |user: &str| (user.trim().to_owned(), json!({"status": status}));
    let all: Parameters = match given.get("members") {
        Some(Value::Array(users)) => users.iter().filter_map(Value::as_str).map(one).collect(),
        Some(Value::String(users)) => users.split(',').map(one).collect(),
        _ => Parameters::new(),
    };
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use flockml::client::method::METHODS;
    use flockml::client::{channels, users};
    use serde::de::DeserializeOwned;

    use super::*;

    fn given(value: Value) -> Parameters {
        serde_json::from_value(value).unwrap()
    }

    fn refused(name: &str, parameters: &str) -> String {
        let given = serde_json::from_str(parameters).unwrap();
        let refusal = check_call(method(name).unwrap(), &given).unwrap_err();
        let parameter = refusal.parameter().map(|name| format!(" {name}"));
        format!("{}{}", refusal.code, parameter.unwrap_or_default())
    }

    #[test]
    fn what_is_missing_or_impossible_in_a_message_is_named() {
        for (given, said) in [
            (r#"{"to": "g:1", "text": "a"}"#, "InvalidToken"),
            (
                r#"{"token": " ", "to": "g:1", "text": "a"}"#,
                "InvalidToken",
            ),
            (r#"{"token": "t", "text": "a"}"#, "InvalidParameter to"),
            (
                r#"{"token": "t", "to": "me", "text": "a"}"#,
                "InvalidParameter to",
            ),
            (
                r#"{"token": "t", "to": "g:1", "text": ""}"#,
                "MissingTextOrAttachment",
            ),
            (
                r#"{"token": "t", "to": "g:1", "attachments": []}"#,
                "MissingTextOrAttachment",
            ),
            (
                r#"{"token": "t", "to": "g:1", "text": {}}"#,
                "InvalidParameter text",
            ),
            (
                r#"{"token": "t", "to": "g:1", "attachments": "[x"}"#,
                "InvalidParameter attachments",
            ),
        ] {
            assert_eq!(refused(SEND, given), said, "{given}");
        }
    }

    #[test]
    fn what_is_missing_or_impossible_elsewhere_is_named() {
        let long = format!(
            r#"{{"token": "t", "name": "{}", "members": []}}"#,
            "n".repeat(256)
        );
        for (name, given, said) in [
            (
                "channels.create",
                r#"{"token": "t", "name": "n"}"#,
                "InvalidParameter members",
            ),
            ("channels.create", &long, "InvalidParameter name"),
            (
                "channels.getInfo",
                r#"{"token": "t"}"#,
                "InvalidParameter channelId",
            ),
            ("users.getInfo", r"{}", "InvalidToken"),
            (
                "users.getPublicProfile",
                r#"{"token": "t", "userId": "g:1"}"#,
                "InvalidParameter userId",
            ),
        ] {
            assert_eq!(refused(name, given), said, "{name}");
        }
    }

    #[test]
    fn a_webhook_needs_a_message_only() {
        for (value, code) in [
            (json!({"text": "a"}), None),
            (json!({"text": "a", "to": "someone", "more": 1}), None),
            (json!({"attachments": [{}]}), None),
            (
                json!({"sendAs": {"name": "a", "profileImage": null}, "flockml": "b"}),
                None,
            ),
            (json!({}), Some(Code::MissingTextOrAttachment)),
            (json!({"txet": "a"}), Some(Code::MissingTextOrAttachment)),
            (
                json!({"text": "a", "sendAs": "b"}),
                Some(Code::InvalidParameter),
            ),
        ] {
            let checked = check_webhook(&given(value.clone()));
            assert_eq!(checked.err().map(|refusal| refusal.code), code, "{value}");
        }
    }

    #[test]
    fn every_method_takes_its_example_and_answers_what_the_library_reads() {
        for method in METHODS {
            let mut parameters = given(json!({"token": "t"}));
            for pair in method.example {
                let (name, value) = pair.split_once('=').unwrap();
                parameters.insert(name.to_owned(), value.into());
            }
            check_call(method, &parameters).unwrap_or_else(|it| panic!("{}: {it:?}", method.name));
            let answer = answer(method, &parameters);
            match method.name {
                "channels.create" => reads::<channels::Created>(answer),
                "channels.addMembers" | "channels.removeMembers" => {
                    reads::<channels::Changed>(answer)
                }
                "channels.getInfo" => reads::<channels::Channel>(answer),
                "channels.list" => reads::<Vec<channels::Channel>>(answer),
                "channels.listMembers" => reads::<Vec<channels::Member>>(answer),
                "roster.listContacts" => reads::<Vec<users::PublicProfile>>(answer),
                "users.getInfo" => reads::<users::User>(answer),
                "users.getPublicProfile" => reads::<users::PublicProfile>(answer),
                // These two are answered from what was sent.
                name => assert!(
                    ["chat.sendMessage", "chat.fetchMessages"].contains(&name),
                    "{name}"
                ),
            }
        }
    }

    fn reads<T: DeserializeOwned>(answer: Value) {
        let read: Result<T, _> = serde_json::from_value(answer);
        assert!(read.is_ok(), "{:?}", read.err());
    }

    #[test]
    fn a_method_is_found_by_its_older_name_and_a_wrong_one_is_told() {
        assert_eq!(method("groups.list").unwrap().name, "channels.list");
        let refusal = method("chat.sendMesage").unwrap_err();
        assert!(refusal.body().contains("did you mean `chat.sendMessage`"));
    }
}
