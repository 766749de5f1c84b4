//! What programs are answered.

use serde_json::{Value, json};

use crate::running::{FORM, HOOK, Inbox, TOKEN, form};
use crate::support::preview::Answer;

/// The status and the error of an answer, with its parameter.
fn error(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let description = body["description"].as_str().unwrap();
    assert!(
        !description.is_empty() && !description.ends_with('.'),
        "{description}"
    );
    let code = body["error"].as_str().unwrap();
    let parameter = body["parameter"].as_str().map(|it| format!(" {it}"));
    format!("{} {code}{}", answer.status, parameter.unwrap_or_default())
}

#[test]
fn a_message_is_taken_however_it_is_written() {
    let inbox = Inbox::start(&[]);
    let message = json!({
        "token": TOKEN, "to": "g:ops", "text": "db-1 ist ü & <down>", "mentions": ["u:ada"],
        "sendAs": {"name": "Alerts"}, "attachments": [{"title": "Disk", "color": "#d32f2f"}],
    });
    let nested = ["mentions", "sendAs", "attachments"].map(|name| message[name].to_string());
    let form = form(&[
        ("token", TOKEN),
        ("to", "g:ops"),
        ("text", "db-1 ist ü & <down>"),
        ("mentions", &nested[0]),
        ("sendAs", &nested[1]),
        ("attachments", &nested[2]),
    ]);
    let json = message.to_string();
    let query = format!("/v1/chat.sendMessage?{form}");
    let mut shown = message.clone();
    shown["token"] = "[redacted]".into();
    let send = "/v1/chat.sendMessage";
    for (verb, path, kind, body) in [
        ("POST", send, "application/json", &*json),
        ("POST", send, "application/json; charset=utf-8", &json),
        ("POST", "/chat.sendMessage", "application/json", &json),
        ("POST", send, "text/plain", &json),
        ("POST", send, FORM, &json),
        ("POST", send, FORM, &form),
        ("POST", &query, FORM, ""),
        ("GET", &query, "text/plain", ""),
    ] {
        let answer = inbox.ask(verb, path, &format!("Content-Type: {kind}\r\n"), body);
        let uid = answer.json()["uid"].as_str().unwrap().to_owned();
        assert!(uid.contains("-m") && uid.len() > 20, "{uid}");
        let detail = inbox.newest();
        assert_eq!(detail["message"], shown);
        assert_eq!(detail["to"], "g:ops");
        assert_eq!(detail["summary"], "db-1 ist ü & <down>");
        assert_eq!(
            (&detail["status"], &detail["fault"]),
            (&json!(200), &Value::Null)
        );
        assert_eq!(detail["answer"]["body"], json!({"uid": uid}).to_string());
    }
    assert_eq!(inbox.rows().len(), 8);
}

#[test]
fn a_webhook_needs_no_more_than_words() {
    let inbox = Inbox::start(&[]);
    for message in [
        json!({"text": "a"}),
        json!({"flockml": "<flockml>a</flockml>"}),
        json!({"attachments": [{"title": "a"}]}),
        json!({"text": "a", "to": null, "sendAs": {"name": "a", "profileImage": null}}),
    ] {
        assert!(inbox.hook(&message).json()["uid"].is_string(), "{message}");
        let row = &inbox.rows()[0];
        assert_eq!(row["method"], "webhook");
        assert_eq!((&row["summary"], &row["to"]), (&json!("a"), &Value::Null));
    }
    let uids: Vec<Value> = (0..50)
        .map(|_| inbox.hook(&json!({"text": "b"})).json())
        .collect();
    for (at, uid) in uids.iter().enumerate() {
        assert!(!uids[..at].contains(uid), "{uid} stands for two messages");
    }
}

#[test]
fn what_a_webhook_refuses_it_refuses_with_flocks_codes() {
    let inbox = Inbox::start(&[]);
    for (path, kind, body, told) in [
        (
            HOOK,
            "application/json",
            "{}",
            "400 MissingTextOrAttachment",
        ),
        (HOOK, "application/json", "{", "400 InvalidRequestData"),
        (HOOK, "application/json", "[]", "400 InvalidRequestData"),
        (HOOK, "text/xml", "<message/>", "400 InvalidRequestData"),
        (
            HOOK,
            FORM,
            "text=a&sendAs=me",
            "400 InvalidParameter sendAs",
        ),
        ("/hooks/sendMessage/", FORM, "text=a", "403 InvalidToken"),
        ("/hooks/sendMessage", FORM, "text=a", "403 InvalidToken"),
    ] {
        assert_eq!(error(&inbox.post(path, kind, body)), told, "{body}");
    }
    for verb in ["GET", "PUT", "PATCH", "DELETE"] {
        let told = error(&inbox.ask(verb, HOOK, "", ""));
        assert_eq!(told, "405 HTTPMethodNotAllowed", "{verb}");
    }
    // Who only looks has sent nothing.
    assert_eq!(inbox.rows().len(), 10);
}

#[test]
fn what_a_method_refuses_it_refuses_with_flocks_codes() {
    let inbox = Inbox::start(&[]);
    for (method, form, told) in [
        ("chat.sendMessage", "to=g:1&text=a", "403 InvalidToken"),
        (
            "chat.sendMessage",
            "token=&to=g:1&text=a",
            "403 InvalidToken",
        ),
        (
            "chat.sendMessage",
            "token=t&text=a",
            "400 InvalidParameter to",
        ),
        (
            "chat.sendMessage",
            "token=t&to=ops&text=a",
            "400 InvalidParameter to",
        ),
        (
            "chat.sendMessage",
            "token=t&to=g:1",
            "400 MissingTextOrAttachment",
        ),
        (
            "chat.sendMessage",
            "token=t&to=g:1&attachments=[]",
            "400 MissingTextOrAttachment",
        ),
        (
            "chat.sendMessage",
            "token=t&to=g:1&attachments=[{",
            "400 InvalidParameter attachments",
        ),
        (
            "chat.sendMesage",
            "token=t&to=g:1&text=a",
            "404 NoSuchMethod",
        ),
        (
            "channels.create",
            "token=t&name=a",
            "400 InvalidParameter members",
        ),
        (
            "channels.getInfo",
            "token=t",
            "400 InvalidParameter channelId",
        ),
        ("users.getInfo", "", "403 InvalidToken"),
    ] {
        for path in [format!("/v1/{method}"), format!("/{method}")] {
            assert_eq!(
                error(&inbox.post(&path, FORM, form)),
                told,
                "{method} {form}"
            );
        }
        assert_eq!(error(&inbox.get(&format!("/v1/{method}?{form}"))), told);
    }
    // Refused messages are seen; questions, and who only looks, are not.
    assert_eq!(inbox.rows().len(), 2 * 8);
}

#[test]
fn a_method_is_asked_with_get_or_post() {
    let inbox = Inbox::start(&[]);
    for verb in ["PUT", "PATCH", "DELETE"] {
        let told = error(&inbox.ask(verb, "/v1/chat.sendMessage", "", "token=t&to=g:1&text=a"));
        assert_eq!(told, "405 HTTPMethodNotAllowed", "{verb}");
    }
    assert_eq!(inbox.rows().len(), 3);
}

#[test]
fn a_message_that_was_sent_can_be_fetched() {
    let inbox = Inbox::start(&[]);
    let sent = inbox.post("/v1/chat.sendMessage", FORM, "token=t&to=g:ops&text=db-1");
    let uid = sent.json()["uid"].as_str().unwrap().to_owned();
    let fetch = |chat: &str, uids: &str| {
        let body = form(&[("token", "t"), ("chat", chat), ("uids", uids)]);
        inbox.post("/v1/chat.fetchMessages", FORM, body)
    };
    let known = json!([uid, "1-a"]).to_string();
    let found = fetch("g:ops", &known).json();
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(
        (&found[0]["text"], &found[0]["uid"]),
        (&json!("db-1"), &json!(uid))
    );
    assert_eq!(found[0].get("token"), None);
    assert_eq!(fetch("g:ops", &format!("{uid},1-a")).json(), found);
    assert_eq!(fetch("g:else", &known).json(), json!([]));
    let many = vec!["1-a"; 26].join(",");
    let refused = fetch("g:ops", &many);
    assert_eq!(error(&refused), "400 InvalidParameter uids");
}

#[test]
fn findings_stand_where_they_are_in_what_came() {
    let inbox = Inbox::start(&[]);
    let body = "{\n  \"flockml\": \"<flockml><b>db-1</flockml>\",\n  \"txet\": 1\n}";
    assert_eq!(inbox.post(HOOK, "application/json", body).status, 200);
    let detail = inbox.newest();
    assert_eq!(detail["request"]["body"], body);
    let found: Vec<_> = detail["findings"].as_array().unwrap().iter().collect();
    let place = |rule: &str| {
        let found = found.iter().find(|found| found["rule"] == rule);
        let found = found.unwrap_or_else(|| panic!("{rule} in {detail:#}"));
        (
            found["line"].as_u64().unwrap(),
            found["column"].as_u64().unwrap(),
        )
    };
    assert_eq!(place("unclosed-element"), (2, 24));
    assert_eq!(place("unknown-field"), (3, 3));
    let errors = found
        .iter()
        .filter(|found| found["severity"] == "error")
        .count();
    assert_eq!(detail["errors"], errors);
    assert_eq!(detail["warnings"], found.len() - errors);
    let line = inbox.line();
    assert_eq!(line["findings"], detail["findings"]);
    // Of a form, in the message that it is.
    inbox.post(HOOK, FORM, form(&[("flockml", "<b>db-1")]));
    let detail = inbox.newest();
    assert_eq!(detail["findings"][0]["file"], "message");
    assert!(detail["errors"].as_u64() > Some(0));
}
