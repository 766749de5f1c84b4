//! Flock's methods: what is sent, what comes back, and what is refused before anything is sent.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::collections::BTreeSet;
use std::error::Error as _;
use std::fmt::{Debug, Write as _};
use std::time::Duration;

use flockml::ErrorKind;
use flockml::client::channels::{
    AddMembers, Affiliation, Create, GetInfo, List, ListMembers, MemberError, RemoveMembers,
    Status, Visibility,
};
use flockml::client::chat::{FetchMessages, SendMessage};
use flockml::client::method::{METHODS, Method};
use flockml::client::roster::ListContacts;
use flockml::client::users::{self, GetPublicProfile, Role};
use flockml::client::{
    BaseUrl, Bot, Call, CallError, Code, Encoding, Failure, FailureKind, Incoming, RawCall,
    Recorder, Token, User,
};
use flockml::message::{Address, Attachment, ChannelId, Message, UserId};
use proptest::prelude::*;
use serde_json::{Value, json};

const TOKEN: &str = "8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";

fn user() -> User {
    User::new(Token::new(TOKEN).unwrap())
}

fn ops() -> ChannelId {
    ChannelId::new("g:183f2c6b").unwrap()
}

fn ada() -> UserId {
    UserId::new("u:ada").unwrap()
}

fn members() -> [UserId; 2] {
    [ada(), UserId::new("u:bob").unwrap()]
}

/// What one request is, in both encodings, without its token.
fn written(call: impl Call) -> (String, String) {
    let name = call.method().to_owned();
    let mut out = String::new();
    for encoding in [Encoding::Json, Encoding::Form] {
        let request = user().encoding(encoding).call_request(&call).unwrap();
        let _ = writeln!(out, "{}\n", request.redacted());
    }
    (name, out)
}

/// Every documented method with all of its parameters.
fn every_call() -> Vec<(String, String)> {
    let message = Message::new("db-1 is <down> & out")
        .mention(ada())
        .attachment(Attachment::new("db-1"));
    let address = Address::channel(ops())
        .on_behalf_of(ada())
        .visible_to(members());
    let create = Create::new("Störung 42")
        .members(members())
        .purpose("db-1 is down")
        .profile_image("https://example.com/i.png")
        .visibility(Visibility::Private);
    vec![
        written(SendMessage::new(message, address)),
        written(FetchMessages::in_channel(ops(), ["1-2-m3", "4-5-m6"])),
        written(FetchMessages::with_user(ada(), ["1-2-m3"])),
        written(create),
        written(Create::new("ops")),
        written(AddMembers::new(ops(), members())),
        written(RemoveMembers::new(ops(), [ada()])),
        written(GetInfo::new(ops())),
        written(List::new()),
        written(ListMembers::new(ops())),
        written(ListMembers::new(ops()).with_profiles()),
        written(ListContacts::new()),
        written(users::GetInfo::new()),
        written(GetPublicProfile::new(ada())),
    ]
}

#[test]
fn every_method_is_written_in_both_encodings() {
    let calls = every_call();
    let written: BTreeSet<_> = calls.iter().map(|(name, _)| name.as_str()).collect();
    let documented: BTreeSet<_> = METHODS.iter().map(|method| method.name).collect();
    assert_eq!(written, documented);
    let all: String = calls
        .iter()
        .map(|(_, requests)| requests.as_str())
        .collect();
    assert!(!all.contains(TOKEN));
    insta::assert_snapshot!(all);
}

/// What `call` makes of an answer.
fn answered<C: Call>(call: C, answer: &Value) -> C::Answer
where
    C::Answer: Debug,
{
    let flock = Recorder::new().answer(200, answer.to_string());
    user().call(&flock, call).unwrap()
}

#[test]
fn messages_are_fetched_however_their_times_are_written() {
    let answer = json!([
        { "from": "u:ada", "to": "g:ops", "uid": "1454595241007-6QpQpe-mh104", "text": "hello",
          "timestamp": 1454595241007_i64 },
        { "from": "u:bob", "to": "g:ops", "uid": "x", "text": "", "notification": "hi" },
    ]);
    let messages = answered(FetchMessages::in_channel(ops(), ["x"]), &answer);
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0].timestamp, Some(1_454_595_241_007));
    assert_eq!(messages[1].shown_text(), "hi");
    assert_eq!(
        answered(FetchMessages::with_user(ada(), ["y"]), &json!([])),
        []
    );
}

#[test]
fn a_sent_message_has_an_identifier_if_flock_says_one() {
    let send = SendMessage::new(Message::text("hello"), Address::user(ada()));
    let sent = answered(&send, &json!({ "uid": "1519889545238-gg8-m203" }));
    assert_eq!(sent.uid.as_deref(), Some("1519889545238-gg8-m203"));
    assert_eq!(
        answered(&send, &json!({ "uid": 7 })).uid.as_deref(),
        Some("7")
    );
    assert_eq!(answered(&send, &json!({})).uid, None);
}

#[test]
fn what_became_of_each_member_is_told() {
    let answer = json!({
        "id": "g:42",
        "members": {
            "u:ada": { "status": "added" },
            "u:bob": { "status": "failed", "error": "UserNotFromSameTeam" },
            "u:eve": { "status": "paused", "error": "Tired" },
        }
    });
    let created = answered(Create::new("ops"), &answer);
    assert_eq!(created.id.as_str(), "g:42");
    assert_eq!(created.members[&ada()].status, Status::Added);
    let failed: Vec<_> = created
        .failed()
        .map(|(user, member)| (user.as_str(), member.error.clone().unwrap()))
        .collect();
    assert_eq!(
        failed,
        [
            ("u:bob", MemberError::UserNotFromSameTeam),
            ("u:eve", MemberError::Other("Tired".to_owned())),
        ]
    );
    let removed = json!({ "members": {
        "u:ada": { "status": "removed", "error": null },
        "u:bob": { "status": "removed", "error": "" },
    } });
    let removed = answered(RemoveMembers::new(ops(), [ada()]), &removed);
    assert_eq!(removed.members[&ada()].status, Status::Removed);
    assert_eq!(removed.failed().count(), 0);
    let added = answered(AddMembers::new(ops(), []), &json!({ "members": {} }));
    assert!(added.members.is_empty());
    let bare = answered(
        Create::new("ops"),
        &json!({ "id": "g:42", "members": null }),
    );
    assert!(bare.members.is_empty());
}

#[test]
fn channels_and_their_members_are_read() {
    let full = json!({ "id": "g:42", "name": "Ops", "memberCount": 7, "purpose": "alerts",
                       "profileImage": "https://example.com/i.png", "later": [] });
    let channel = answered(GetInfo::new(ops()), &full);
    assert_eq!(
        (channel.name.as_str(), channel.member_count),
        ("Ops", Some(7))
    );
    assert_eq!(channel.purpose.as_deref(), Some("alerts"));
    let list = json!([full, { "id": "g:1234_lobby", "name": null, "memberCount": "12" }]);
    let list = answered(List::new(), &list);
    assert_eq!(
        (list[1].name.as_str(), list[1].member_count),
        ("", Some(12))
    );

    let members = json!([
        { "userId": "u:ada", "affiliation": "moderator",
          "publicProfile": { "id": "u:ada", "firstName": "Ada", "lastName": "Lovelace" } },
        { "userId": "u:bob", "affiliation": "owner" },
        { "userId": "u:eve" },
    ]);
    let members = answered(ListMembers::new(ops()).with_profiles(), &members);
    assert_eq!(
        members[0].public_profile.as_ref().unwrap().first_name,
        "Ada"
    );
    let affiliations: Vec<_> = members
        .into_iter()
        .map(|member| member.affiliation)
        .collect();
    assert_eq!(
        affiliations,
        [
            Some(Affiliation::Moderator),
            Some(Affiliation::Other("owner".to_owned())),
            None
        ]
    );
}

#[test]
fn users_are_read_in_every_revision() {
    let call = users::GetInfo::new;
    let user = |team: Value| {
        json!({ "id": "u:ada", "teamId": team, "email": "ada@example.com",
        "firstName": "Ada", "lastName": "Lovelace", "role": "guest", "timezone": "+05:30" })
    };
    for (team, read) in [
        (json!("acme"), Some("acme")),
        (json!(4711), Some("4711")),
        (json!(null), None),
    ] {
        let user = answered(call(), &user(team));
        assert_eq!(user.team_id.as_deref(), read);
        assert_eq!(user.role, Some(Role::Guest));
        assert_eq!(user.profile_image, None);
    }
    assert_eq!(answered(call(), &json!({ "id": "u:ada" })).first_name, "");

    let profile = json!({ "id": "u:ada", "firstName": "Ada", "lastName": "Lovelace" });
    let bare = answered(GetPublicProfile::new(ada()), &profile);
    assert_eq!(bare.profile_image, None);
    let contacts = json!([profile, { "id": "u:bob", "profileImage": "https://example.com/b" }]);
    let contacts = answered(ListContacts::new(), &contacts);
    assert_eq!(contacts[0], bare);
    assert_eq!(
        contacts[1].profile_image.as_deref(),
        Some("https://example.com/b")
    );
}

#[test]
fn any_method_answers_with_its_json() {
    let archive = RawCall::new("channels.archive")
        .unwrap()
        .set("channelId", "g:ops")
        .set_all([("deep".to_owned(), json!({ "a": [1, null] }))]);
    let flock = Recorder::new().answer(200, "\u{feff}{\"archived\": [true]}");
    assert_eq!(
        user().call(&flock, &archive).unwrap(),
        json!({ "archived": [true] })
    );
    let request = &flock.requests()[0];
    assert_eq!(
        request.http().uri(),
        "https://api.flock.co/v1/channels.archive"
    );
    assert_eq!(request.http().method(), "POST");
    let body: Value = serde_json::from_slice(request.http().body()).unwrap();
    assert_eq!(
        body,
        json!({ "token": TOKEN, "channelId": "g:ops", "deep": { "a": [1, null] } })
    );
}

#[test]
fn the_base_is_configurable() {
    for base in ["https://api.flock.com", "http://127.0.0.1:8080/v1/"] {
        let user = user().base(BaseUrl::new(base).unwrap());
        let request = user.call_request(List::new()).unwrap();
        let whole = format!("{}/v1/channels.list", base.trim_end_matches("/v1/"));
        assert_eq!(request.http().uri().to_string(), whole);
    }
}

/// An error with its causes, a line each.
fn told(error: &CallError) -> String {
    let mut out = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(out, "\n  {cause}");
        source = cause.source();
    }
    out
}

fn list_after(flock: Recorder) -> CallError {
    user().call(&flock, List::new()).unwrap_err()
}

#[test]
fn errors_say_what_flock_says() {
    let flock = Recorder::new().answer(
        400,
        r#"{"error":"InvalidParameter","description":"no such channel","parameter":"channelId"}"#,
    );
    let error = user().call(&flock, GetInfo::new(ops())).unwrap_err();
    let api = error.error().api().unwrap();
    assert_eq!(api.code(), Some(&Code::InvalidParameter));
    assert_eq!(api.parameter(), Some("channelId"));
    assert_eq!(error.error().kind(), ErrorKind::Refused);
    assert!(!error.may_be_processed());

    let flock = Recorder::new().answer(200, r#"{"error":"NoSuchMethod"}"#);
    let error = list_after(flock);
    assert_eq!(
        error.error().api().unwrap().code(),
        Some(&Code::NoSuchMethod)
    );
    assert!(!error.may_be_processed());
    let error: flockml::Error = error.into();
    assert_eq!(error.kind(), ErrorKind::Refused);
}

#[test]
fn who_cannot_know_says_so() {
    let dropped = Failure::after_sending(FailureKind::Dropped, "reset");
    for (flock, kind) in [
        (Recorder::new().fail(dropped), ErrorKind::Dropped),
        (Recorder::new().answer(500, "{}"), ErrorKind::ServerFailed),
        (Recorder::new().answer(200, ""), ErrorKind::UnreadableAnswer),
        (
            Recorder::new().answer(200, "[1"),
            ErrorKind::UnreadableAnswer,
        ),
        (
            Recorder::new()
                .answer(200, "[]")
                .after(Duration::from_secs(3600)),
            ErrorKind::TimedOut,
        ),
    ] {
        let error = list_after(flock);
        assert_eq!(error.error().kind(), kind, "{error}");
        assert!(error.may_be_processed(), "{error}");
    }
}

#[test]
fn an_answer_of_another_shape_says_what_was_expected() {
    let mut said = String::new();
    for answer in [
        json!({}),
        json!("ok"),
        json!([{ "name": "Ops" }]),
        json!([{ "id": "ops" }]),
        json!([{ "id": TOKEN }]),
        json!([7]),
    ] {
        let error = list_after(Recorder::new().answer(200, answer.to_string()));
        assert_eq!(error.error().kind(), ErrorKind::UnreadableAnswer);
        assert!(error.may_be_processed());
        assert!(!format!("{error:?}").contains(TOKEN));
        let _ = writeln!(said, "{}", told(&error));
    }
    assert!(!said.contains(TOKEN), "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn what_flock_would_refuse_is_not_sent() {
    let raw = |name: &str, parameters: Value| {
        let Value::Object(parameters) = parameters else {
            unreachable!()
        };
        RawCall::new(name).unwrap().set_all(parameters)
    };
    let uids = |count: usize| (0..count).map(|at| at.to_string()).collect::<Vec<_>>();
    let mut said = String::new();
    let mut refuse = |call: RawCall| {
        let flock = Recorder::new();
        let error = user().call(&flock, call).unwrap_err();
        assert!(flock.requests().is_empty() && !error.may_be_processed());
        let _ = writeln!(said, "{error}");
    };
    for call in [
        raw("channels.getInfo", json!({})),
        raw("channels.getInfo", json!({ "channelId": "" })),
        raw("channels.getInfo", json!({ "chanelId": "g:ops" })),
        raw("channels.getInfo", json!({ "channelId": "#general" })),
        raw("channels.getInfo", json!({ "channelId": "u:ada" })),
        raw("channels.create", json!({ "name": "ops" })),
        raw(
            "channels.create",
            json!({ "name": "x".repeat(256), "members": [] }),
        ),
        raw(
            "channels.create",
            json!({ "name": "ops", "members": ["u:a", "ada"] }),
        ),
        raw(
            "channels.create",
            json!({ "name": "ops", "members": "u:a, g:b" }),
        ),
        raw(
            "channels.create",
            json!({ "name": "ops", "members": [], "type": "secret" }),
        ),
        raw(
            "chat.fetchMessages",
            json!({ "chat": "g:ops", "uids": uids(26) }),
        ),
        raw(
            "chat.fetchMessages",
            json!({ "chat": "g:ops", "uids": uids(26).join(",") }),
        ),
        raw(
            "chat.sendMessage",
            json!({ "to": "g:ops", "text": "", "attachments": [] }),
        ),
        raw("chat.sendMessage", json!({ "text": "hello" })),
        raw("channels.list", json!({ "token": "of somebody else" })),
        raw("some.method", json!({ "token": "of somebody else" })),
    ] {
        refuse(call);
    }
    insta::assert_snapshot!(said);
}

#[test]
fn what_stays_within_the_limits_is_sent() {
    let flock = Recorder::new()
        .answer(200, "[]")
        .answer(200, r#"{"id":"g:42"}"#);
    let uids = (0..25).map(|at| at.to_string());
    assert!(
        user()
            .call(&flock, FetchMessages::in_channel(ops(), uids))
            .is_ok()
    );
    // Characters count, not bytes.
    assert!(user().call(&flock, Create::new("ü".repeat(255))).is_ok());
    assert_eq!(flock.requests().len(), 2);
    let uids = (0..26).map(|at| at.to_string());
    let error = user()
        .call(&flock, FetchMessages::in_channel(ops(), uids))
        .unwrap_err();
    assert_eq!(error.error().kind(), ErrorKind::TooLarge);
    let error = user()
        .call(&flock, Create::new("ü".repeat(256)))
        .unwrap_err();
    assert_eq!(error.error().kind(), ErrorKind::TooLarge);
    assert_eq!(flock.requests().len(), 2);
}

#[test]
fn a_large_team_may_be_listed() {
    let call = user().call_request(ListContacts::new()).unwrap();
    let send = user().request(&Message::text("hello"), &Address::user(ada()));
    for (request, mebibytes) in [(call, 16), (send.unwrap(), 1)] {
        assert_eq!(request.max_answer(), mebibytes << 20);
        let (parts, ()) = http::Response::new(()).into_parts();
        let mut incoming = Incoming::new(&request, parts);
        for _ in 0..mebibytes {
            incoming.push(&[b' '; 1 << 20]).unwrap();
        }
        let failure = incoming.push(b" ").unwrap_err();
        assert_eq!(failure.kind(), FailureKind::TooLarge);
        assert!(failure.may_be_processed());
    }
}

#[test]
fn an_older_name_is_called_as_it_was() {
    let call = RawCall::new("groups.getInfo")
        .unwrap()
        .set("groupId", "g:ops");
    assert!(user().call(&Recorder::new(), call).is_ok());
}

#[tokio::test]
async fn calls_need_no_thread() {
    let flock = Recorder::new()
        .answer(503, "")
        .answer(200, r#"[{"id":"g:42"}]"#);
    let channels = user().call_async(&flock, List::new()).await.unwrap();
    assert_eq!(channels[0].id.as_str(), "g:42");
    assert_eq!(flock.requests().len(), 2);
    let error = user()
        .call_async(&flock, Create::new("x".repeat(256)))
        .await
        .unwrap_err();
    assert!(!error.may_be_processed());
}

#[test]
fn bots_call_methods_as_well() {
    let bot = Bot::new(Token::new(TOKEN).unwrap());
    let flock = Recorder::new().answer(403, r#"{"error":"InvalidToken"}"#);
    let error = bot.call(&flock, List::new()).unwrap_err();
    assert_eq!(
        error.error().api().unwrap().code(),
        Some(&Code::InvalidToken)
    );
}

#[test]
fn what_was_probably_meant_is_known() {
    for (name, meant) in [
        ("channels.lst", Some("channels.list")),
        ("chat.sendmessage", Some("chat.sendMessage")),
        ("message.sendMessage", Some("chat.sendMessage")),
        ("listContacts", Some("roster.listContacts")),
        ("x.getInfo", None),
        ("", None),
        ("something.else", None),
    ] {
        assert_eq!(Method::nearest(name), meant, "{name}");
    }
    assert_eq!(
        Method::find_older("channels.getMembers").unwrap().name,
        "channels.listMembers"
    );
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in [
        "", ".", "..", "a..b", ".a", "a.", "../hooks", "a/b", "a?b", "a#b", "a%2fb", "a b", "ä",
        "a\n", "a:b", "@a", "a\\b",
    ] {
        assert!(RawCall::new(name).is_err(), "{name:?}");
    }
    assert!(RawCall::new("a".repeat(128)).is_ok());
    let long = RawCall::new("a".repeat(1 << 20)).unwrap_err();
    assert!(long.to_string().len() < 300, "{long}");
}

/// A call whose name nobody looked at.
struct Named(String);

impl Call for Named {
    type Answer = Value;

    fn method(&self) -> &str {
        &self.0
    }

    fn parameters(&self) -> serde_json::Map<String, Value> {
        serde_json::Map::new()
    }
}

proptest! {
    #[test]
    fn no_name_leads_to_another_address(name in "[a-z./?#%:@\\\\ A-Z0-9]{0,24}|.{0,8}") {
        prop_assert_eq!(RawCall::new(&*name).is_ok(), user().call_request(Named(name.clone())).is_ok());
        if let Ok(request) = user().call_request(Named(name.clone())) {
            let whole = format!("https://api.flock.co/v1/{name}");
            prop_assert_eq!(request.http().uri().to_string(), whole);
        }
    }

    #[test]
    fn both_encodings_say_the_same(
        parameters in prop::collection::btree_map("[a-z]{1,6}|.{1,6}", any_value(), 0..6)
    ) {
        prop_assume!(!parameters.contains_key("token"));
        let call = RawCall::new("some.method").unwrap().set_all(parameters.clone());
        let json = user().call_request(&call).unwrap();
        let read: serde_json::Map<_, _> = serde_json::from_slice(json.http().body()).unwrap();
        prop_assert_eq!(read.len(), parameters.len() + 1);
        let form = user().encoding(Encoding::Form).call_request(&call).unwrap();
        let pairs: Vec<_> = form_urlencoded::parse(form.http().body()).collect();
        let kept = parameters.values().filter(|value| !value.is_null()).count();
        prop_assert_eq!(pairs.len(), kept + 1);
        for (name, value) in &pairs {
            match &read[&**name] {
                Value::String(text) => prop_assert_eq!(&**value, text),
                other => prop_assert_eq!(&serde_json::from_str::<Value>(value).unwrap(), other),
            }
        }
    }

    #[test]
    fn no_answer_makes_it_panic(body in ".{0,64}|[\\[\\]{}\":a-z,0-9]{0,32}", status in 100_u16..600) {
        let answer = || Recorder::new().answer(status, body.clone());
        let _ = user().call(&answer(), List::new());
        let _ = user().call(&answer(), users::GetInfo::new());
        let _ = user().call(&answer(), Create::new("ops"));
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(".{0,4}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}
