//! Tokens are shown nowhere.

use serde_json::json;

use crate::running::{FORM, HOOK, Inbox, TOKEN};

/// Everything that an inbox shows, by every way.
fn all_of(inbox: Inbox) -> String {
    let rows = inbox.rows();
    let mut all = inbox.get("/api/inbox").body;
    for row in &rows {
        all.push_str(&inbox.get(&format!("/api/inbox/{}", row["id"])).body);
    }
    all + &inbox.kill()
}

/// The token as JSON may spell it.
fn unicode() -> String {
    TOKEN.replace('8', "\\u0038").replace('-', "\\u002d")
}

/// The token as addresses and forms may spell it.
fn escaped() -> [String; 2] {
    let first = format!("%{:02X}{}", TOKEN.as_bytes()[0], &TOKEN[1..]);
    [TOKEN.replace('-', "%2D"), first]
}

/// Posts these: path, headers, body.
fn shows_no_token(requests: &[(&str, &str, &str)]) {
    let inbox = Inbox::start(&[]);
    for (path, headers, body) in requests {
        let headers = format!("{headers}X-Number: 1\r\n");
        let answer = inbox.ask("POST", path, &headers, body);
        assert!(
            answer.status > 0 && !answer.body.contains(TOKEN),
            "{path}: {answer:?}"
        );
    }
    assert_eq!(inbox.rows().len(), requests.len());
    let all = all_of(inbox);
    assert!(all.contains("[redacted]"));
    // Without what each way of writing it has, too.
    let plain = all.replace("\\\\", "\\").replace("\\u002d", "-");
    let plain = plain
        .replace("\\u0038", "8")
        .replace("%2D", "-")
        .replace("%38", "8");
    for part in [TOKEN, &TOKEN[9..], &TOKEN[..18]] {
        assert!(!plain.contains(part), "{part} in {plain}");
    }
}

const SEND: &str = "/v1/chat.sendMessage";

#[test]
fn a_token_in_an_address_or_a_header_is_shown_nowhere() {
    let [escaped, first] = escaped();
    let json = format!(r#"{{"to":"g:1","text":"see {TOKEN}"}}"#);
    let spelled = format!(r#"{{"text":"{}"}}"#, unicode());
    let cut_off = format!(r#"{{"text":"{TOKEN}""#);
    let form = format!("text={TOKEN}");
    let query = |rest: &str| format!("{SEND}?{rest}&to=g:1");
    let bearer = format!("Authorization: Bearer {TOKEN}\r\nReferer: http://x/{TOKEN}\r\n");
    let others = format!("X-Flock-Event-Token: {TOKEN}\r\nCookie: a={TOKEN}\r\n");
    shows_no_token(&[
        (HOOK, "", &json),
        (
            &format!("/hooks/sendMessage/{escaped}?x={TOKEN}"),
            "",
            &spelled,
        ),
        (&format!("/hooks/sendMessage/{first}/"), "", &cut_off),
        (&format!("/v1/{TOKEN}"), "", &form),
        (&query(&format!("token={TOKEN}")), "", &form),
        (&query(&format!("tok%65n={first}&text={first}")), "", ""),
        (SEND, &bearer, &json),
        (SEND, &others, "{}"),
    ]);
}

#[test]
fn a_token_in_a_body_is_shown_nowhere() {
    let [escaped, first] = escaped();
    let unicode = unicode();
    let json = |text: &str| format!(r#"{{"token":"{TOKEN}","to":"g:1","text":"{text}"}}"#);
    let names = format!(r#"{{"\u0074oken":"{unicode}","to":"{TOKEN}","{TOKEN}":1}}"#);
    let nested = format!(r#"attachments=[{{"title":"{unicode}","token":"{TOKEN}"}}]"#);
    let multipart = "Content-Type: multipart/form-data; boundary=x\r\n";
    shows_no_token(&[
        (SEND, "", &json(TOKEN)),
        (SEND, "", &json(&unicode)),
        (SEND, "", &json("cut off")[..60]),
        (SEND, "", &json("cut off")[..30]),
        (SEND, "", &names),
        (SEND, "", &format!("token={escaped}&to=g:1&text={first}")),
        (SEND, "", &format!("to=g:1&token={first}&{nested}")),
        (
            SEND,
            multipart,
            &format!("--x\r\nname=\"token\"\r\n\r\n{TOKEN}"),
        ),
    ]);
}

#[test]
fn a_request_with_many_tokens_is_not_shown() {
    let inbox = Inbox::start(&[]);
    let tokens: String = (0..20).map(|at| format!("token=secret-{at}&")).collect();
    inbox.post(HOOK, FORM, format!("{tokens}text=see secret-19"));
    let detail = inbox.newest();
    assert_eq!(detail["status"], 200);
    assert!(!inbox.kill().contains("secret-") && !detail.to_string().contains("secret-"));
}

#[test]
fn what_is_shown_of_a_request_is_the_rest_of_it() {
    let inbox = Inbox::start(&[]);
    let form = format!("token={TOKEN}&to=g%3A1&text=a+b");
    let path = format!("/v1/chat.sendMessage?x=1&token={TOKEN}");
    inbox.ask(
        "POST",
        &path,
        "X-From: cron\r\nAuthorization: Basic abc\r\n",
        form,
    );
    let request = &inbox.newest()["request"];
    assert_eq!(
        request["line"],
        "POST /v1/chat.sendMessage?x=1&token=[redacted] HTTP/1.1"
    );
    assert_eq!(request["body"], "token=[redacted]&to=g%3A1&text=a+b");
    let headers = request["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["x-from", "cron"])), "{headers:?}");
    assert!(
        headers.contains(&json!(["authorization", "[redacted]"])),
        "{headers:?}"
    );
    inbox.post(&format!("{HOOK}?a=b"), FORM, "text=a");
    let line = &inbox.newest()["request"]["line"];
    assert_eq!(*line, "POST /hooks/sendMessage/[redacted]?a=b HTTP/1.1");
}

#[test]
fn a_short_token_leaves_other_texts_alone() {
    let inbox = Inbox::start(&[]);
    inbox.post(
        "/hooks/sendMessage/test",
        "application/json",
        r#"{"text":"a test"}"#,
    );
    let detail = inbox.newest();
    assert_eq!(detail["summary"], "a test");
    assert_eq!(
        detail["request"]["line"],
        "POST /hooks/sendMessage/[redacted] HTTP/1.1"
    );
}

/// Requests that are wrong, as who tries things out sends them.
#[test]
fn a_token_in_what_cannot_be_read_is_shown_nowhere() {
    let list = format!(r#"{{"token":["{TOKEN}"],"to":"g:1","text":"a"}}"#);
    let object = format!(r#"{{"token":{{"a":"{TOKEN}"}},"to":"g:1","text":"a"}}"#);
    let broken = format!(r#"{{"token":["{TOKEN}"],"to""#);
    let single = format!("{{'token':'{TOKEN}','to':'g:1'}}");
    let lines = format!("to: g:1\ntoken: {TOKEN}\ntext: a");
    let semicolons = format!("to=g:1;token={TOKEN};text=a");
    let index = format!("token[0]={TOKEN}&to=g:1&text=a");
    let part =
        format!("--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{TOKEN}\r\n--x--");
    let field = format!("payload=%7B%22token%22%3A%22{TOKEN}%22%7D");
    let address = format!(r#"{{"text":"https://api.flock.com/hooks/sendMessage/{TOKEN}"}}"#);
    let header = format!("X-Auth-Key: {TOKEN}\r\nX-Auth-Token-V2: {TOKEN}\r\n");
    let query = format!("{SEND}?{TOKEN}");
    let form = format!("Content-Type: {FORM}\r\n");
    shows_no_token(&[
        (SEND, "", &list),
        (SEND, "", &object),
        (SEND, "", &broken),
        (SEND, "", &single),
        (SEND, &form, &lines),
        (SEND, &form, &semicolons),
        (SEND, &form, &index),
        (SEND, "", &part),
        (SEND, &form, &field),
        ("/hooks/sendMessage/x", "", &address),
        (SEND, &header, "{}"),
        (&query, "", "{}"),
    ]);
}
