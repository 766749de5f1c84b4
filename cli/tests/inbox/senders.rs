//! The programs and libraries that people send with.

use flockml::client::{
    BaseUrl, Code, Encoding, Outcome, Policy, Retry, Token, Ureq, User, Webhook, WebhookUrl,
    channels, chat, roster, users,
};
use flockml::message::{Address, Attachment, ChannelId, Message, UserId};
use serde_json::{Value, json};

use crate::flockos;
use crate::running::{HOOK, Inbox, TOKEN};

fn user(inbox: &Inbox) -> User {
    let base = BaseUrl::new(inbox.base()).unwrap();
    User::new(Token::new(TOKEN).unwrap()).base(base)
}

fn ops() -> ChannelId {
    ChannelId::new("g:ops").unwrap()
}

#[test]
fn the_librarys_client_sends_and_calls() {
    let inbox = Inbox::start(&[]);
    let transport = Ureq::default();
    let message = Message::text("db-1 is down").attachment(Attachment::new("Disk"));
    for encoding in [Encoding::Json, Encoding::Form] {
        let user = user(&inbox).encoding(encoding);
        let outcome = user.send(&transport, &message, &Address::channel(ops()));
        let Outcome::Sent { uid: Some(uid), .. } = outcome else {
            panic!("{outcome:?}")
        };
        let mut shown = inbox.newest()["message"].clone();
        for name in ["token", "to"] {
            shown.as_object_mut().unwrap().remove(name);
        }
        assert_eq!(shown, message.to_value(), "{encoding:?}");

        let fetch = chat::FetchMessages::in_channel(ops(), [uid.as_str(), "1-unknown"]);
        let fetched = user.call(&transport, fetch).unwrap();
        assert_eq!(fetched.len(), 1);
        assert_eq!(
            user.call(&transport, users::GetInfo::new())
                .unwrap()
                .first_name,
            "Ada"
        );
        let ada = UserId::new("u:ada").unwrap();
        let profile = user
            .call(&transport, users::GetPublicProfile::new(ada.clone()))
            .unwrap();
        assert_eq!(profile.id, ada);
        let listed = user.call(&transport, channels::List::new()).unwrap();
        assert!(!listed.is_empty());
        let members = channels::ListMembers::new(ops()).with_profiles();
        let members = user.call(&transport, members).unwrap();
        assert!(members.iter().all(|member| member.public_profile.is_some()));
        let created = channels::Create::new("incident-42").member(ada.clone());
        let created = user.call(&transport, created).unwrap();
        assert_eq!(created.failed().count(), 0);
        assert_eq!(
            user.call(&transport, channels::GetInfo::new(ops()))
                .unwrap()
                .id,
            ops()
        );
        assert!(
            !user
                .call(&transport, roster::ListContacts::new())
                .unwrap()
                .is_empty()
        );
    }
    assert_eq!(inbox.rows().len(), 2);
}

#[test]
fn the_librarys_webhook_is_told_what_flock_tells() {
    let inbox = Inbox::start(&["--fault", "InvalidToken"]);
    let url = WebhookUrl::new(format!("{}{HOOK}", inbox.base())).unwrap();
    let hook = Webhook::new(url).policy(Policy::default().retry(Retry::default().attempts(1)));
    let message = Message::text("db-1 is down");
    let refused = hook.send(&Ureq::default(), &message);
    let api = refused.error().and_then(|error| error.api()).unwrap();
    assert_eq!(api.code(), Some(&Code::InvalidToken));
    assert!(hook.send(&Ureq::default(), &message).is_sent());
}

/// As Apprise 2.2 posts it (`plugins/flock.py`), to a webhook or, with `to`, to the API.
#[test]
fn what_apprise_posts_is_taken() {
    let inbox = Inbox::start(&[]);
    let message = json!({
        "token": TOKEN,
        "flockml": "<flockml><b>Backup &amp; restore</b><br/>2 of 3\nvolumes</flockml>",
        "sendAs": {"name": "Apprise", "profileImage": null},
    });
    let headers = "User-Agent: Apprise\r\nContent-Type: application/json\r\nAccept: */*\r\n";
    assert_eq!(
        inbox.ask("POST", HOOK, headers, message.to_string()).status,
        200
    );
    let detail = inbox.newest();
    assert_eq!(detail["summary"], "Backup & restore 2 of 3 volumes");
    assert_eq!(detail["errors"], 0, "{detail:#}");
    let mut message = message;
    message["to"] = "g:ops".into();
    assert_eq!(
        inbox
            .ask("POST", "/v1/chat.sendMessage", headers, message.to_string())
            .status,
        200
    );
    let row = &inbox.rows()[0];
    assert_eq!((&row["to"], &row["errors"]), (&json!("g:ops"), &json!(0)));
}

#[test]
fn flocks_own_library_for_node_is_answered_as_it_expects() {
    let inbox = Inbox::start(&[]);
    let call = |method: &str, parameters: Value| json!({"method": method, "token": TOKEN, "parameters": parameters});
    let message = json!({
        "to": "g:ops", "onBehalfOf": "u:ada", "text": "from Node", "mentions": ["u:ada"],
        "sendAs": {"name": "Alerts", "profileImage": "https://example.com/bell.png"},
        "attachments": [{"title": "Disk", "views": {"flockml": "<flockml>97 %</flockml>"}}],
    });
    let calls = json!([
        call("chat.sendMessage", message.clone()),
        call("chat.sendMessage", json!({"text": "to nobody"})),
        call("chat.sendMessage", json!({"to": "g:ops"})),
        call("chat.sendMesage", message.clone()),
        call("groups.list", json!({})),
        call("users.getInfo", json!({})),
    ]);
    let Some(told) = flockos::run(
        "inbox.js",
        &json!({"baseUrl": format!("{}/v1", inbox.base()), "calls": calls}),
    ) else {
        return;
    };
    assert!(told[0]["answer"]["uid"].is_string(), "{told}");
    let error = |at: usize| &told[at]["error"];
    for (at, status, code) in [
        (1, 400, "InvalidParameter"),
        (2, 400, "MissingTextOrAttachment"),
        (3, 404, "NoSuchMethod"),
    ] {
        assert_eq!(error(at)["name"], "MethodError", "{told}");
        assert_eq!(
            (&error(at)["statusCode"], &error(at)["errorCode"]),
            (&json!(status), &json!(code))
        );
        assert!(error(at)["message"].is_string());
    }
    assert_eq!(error(1)["additionalAttributes"], json!({"parameter": "to"}));
    assert_eq!(told[4]["answer"][0]["id"], "g:1234_lobby");
    assert!(told[5]["answer"]["id"].is_string());
    let mut shown = inbox.detail(1)["message"].clone();
    shown.as_object_mut().unwrap().remove("token");
    assert_eq!(shown, message);
}
