//! Messages as JSON, from JSON and from documents.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use flockml::ErrorKind;
use flockml::Markup;
use flockml::markup::{self, Action, DesktopType, MobileType};
use flockml::message::{
    Address, Attachment, Button, ChannelId, Color, Download, Html, Image, Message, Object,
    PayloadKind, Picture, SendAs, UserId, Widget, check_json, check_json_as,
};
use serde_json::{Value, json};

fn user(id: &str) -> UserId {
    UserId::new(id).unwrap()
}

fn picture(name: &str) -> Picture {
    Picture::new(format!("https://example.com/{name}")).unwrap()
}

/// A message in which everything is set.
fn full() -> Message {
    let attachment = Attachment::new("db-1")
        .id("card")
        .description("disk is full")
        .color(Color::critical())
        .url("https://example.com/runbook")
        .forward(true)
        .widget(
            Widget::new("https://example.com/w")
                .unwrap()
                .width(400)
                .height(0),
        )
        .html(Html::new("<p>98 %</p>").width(400).height(50))
        .flockml(markup::bold("98 %"))
        .image(
            Image::new(picture("a.png").width(400).height(200))
                .thumbnail(picture("b.png").width(40).height(20))
                .filename("a.png"),
        )
        .download(
            Download::new("https://example.com/a.log")
                .unwrap()
                .mime("text/plain")
                .filename("a.log")
                .size(5_000_000_000),
        )
        .button(
            Button::new(
                "Details",
                Action::open_widget("https://example.com/d", DesktopType::Modal)
                    .mobile(MobileType::Modal)
                    .send_context(false)
                    .size(570, 270),
            )
            .id("details")
            .icon("https://example.com/i.png"),
        )
        .button(Button::new("Acknowledge", Action::send_event("ack:42")));
    Message::new(
        markup::bold("db-1")
            .text(" is down, ")
            .mention(user("u:ada"), "Ada"),
    )
    .plain_text("down: \"db-1\"\n\u{1}")
    .notification("db-1 is down")
    .mention(user("u:grace"))
    .send_as(SendAs::new("Alerts").profile_image("https://example.com/bell.png"))
    .attachment(attachment)
}

#[test]
fn a_full_message_has_the_wires_names() {
    insta::assert_snapshot!(full().to_json_pretty());
}

#[test]
fn the_fast_writer_writes_what_serde_writes() {
    let plain = Message::text("a \"quoted\" \\ line\u{7}\n😀");
    let long = Message::new("<&\"> ".repeat(100));
    let empty = Message::default();
    for message in [full(), plain, long, empty] {
        let json = message.to_json();
        assert_eq!(json, serde_json::to_string(&message).unwrap());
        assert_eq!(
            serde_json::from_str::<Value>(&json).unwrap(),
            message.to_value()
        );
    }
}

#[test]
fn what_is_not_set_is_derived_from_the_markup_or_absent() {
    let markup = markup::bold("db-1")
        .line_break()
        .link("runbook", "https://example.com/r")
        .text(" ")
        .mention(user("u:ada"), "Ada")
        .mention(user("u:ada"), "Ada");
    let text = "db-1\nrunbook (https://example.com/r) @Ada@Ada";
    assert_eq!(
        Message::new(&markup).to_value(),
        json!({
            "text": text,
            "flockml": markup.to_flockml(),
            "notification": text,
            "mentions": ["u:ada"],
        })
    );
    let set = Message::new("hi")
        .plain_text("a")
        .notification("b")
        .mention(user("u:ada"));
    assert_eq!(
        set.to_json(),
        r#"{"text":"a","flockml":"<flockml>hi</flockml>","notification":"b","mentions":["u:ada"]}"#
    );
    assert_eq!(
        Message::text("<b>hi</b>").to_json(),
        r#"{"text":"<b>hi</b>"}"#
    );
    assert_eq!(Message::text("").to_json(), "{}");
    assert!(Message::new(Markup::new()).is_empty());
}

#[test]
fn a_derived_notification_is_cut_alike_wherever_escapes_stand() {
    for before in 0..260 {
        let message = Message::new(format!("{:a<before$}\\\\\"\n\\{:b<300}", "", ""));
        let slowly = serde_json::to_string(&message).unwrap();
        assert_eq!(message.to_json(), slowly, "behind {before} characters");
    }
}

#[test]
fn a_derived_notification_is_cut_at_240_characters() {
    let cut = |text: &str| Message::new(text).to_notification().unwrap().into_owned();
    let fits = "ä".repeat(240);
    assert_eq!(cut(&fits), fits);
    let long = cut(&"ä".repeat(241));
    assert_eq!(long.chars().count(), 240);
    assert!(long.ends_with("ä…"));
    // A flag is two characters, of which none shows alone.
    let flags = cut(&"🇩🇪".repeat(200));
    assert_eq!(flags.chars().count(), 239);
    let endless = cut(&format!("a{}", "\u{301}".repeat(500)));
    assert_eq!(endless.chars().count(), 240);
}

#[test]
fn messages_are_read_leniently() {
    let message: Message = serde_json::from_str(
        r##"{
            "from": "u:ada", "uid": "1", "timestamp": 1, "unknown": {"a": [1]},
            "text": null, "notification": 7, "mentions": ["u:ada", null, "@grace"],
            "flockml": "<flockml>a<br/>b</flockml>",
            "sendAs": {"name": "Alerts", "profileImage": null},
            "attachments": [null, {
                "color": "danger", "url": "javascript:alert(1)", "forward": "true", "views": {
                    "widget": {"src": "https://example.com", "width": "400", "height": "tall"},
                    "html": {"inline": "a", "width": 400.0, "height": -1},
                    "image": {"original": null}
                },
                "downloads": null,
                "buttons": [
                    {"name": "a", "id": 7, "action": {"type": "sendToAppService"}},
                    {"name": "b", "action": {"type": "open_widget", "url": "https://example.com", "widget_type": "sidebar"}},
                    {"name": "c", "action": {"type": "openBrowser"}},
                    {"name": "d", "action": "x"}
                ]
            }]
        }"##,
    )
    .unwrap();
    assert_eq!(
        message.to_value(),
        json!({
            "text": "a\nb",
            "flockml": "<flockml>a<br/>b</flockml>",
            "notification": "7",
            "mentions": ["u:ada"],
            "sendAs": {"name": "Alerts"},
            "attachments": [{
                "forward": true,
                "views": {
                    "widget": {"src": "https://example.com", "width": 400},
                    "html": {"inline": "a", "width": 400},
                },
                "buttons": [
                    {"name": "a", "id": "7", "action": {"type": "sendEvent"}},
                    {"name": "b", "action": {"type": "openWidget", "url": "https://example.com", "desktopType": "sidebar"}},
                    {"name": "c"},
                    {"name": "d"},
                ]
            }],
        })
    );
    assert!(serde_json::from_str::<Message>(r#"{"flockml":"<b>"}"#).is_err());
}

#[test]
fn a_full_message_has_warnings_only_and_reads_back_equal() {
    let json = full().to_json();
    let rules: Vec<_> = check_json(&json)
        .into_iter()
        .map(|found| found.rule.id)
        .collect();
    assert_eq!(rules, ["shadowed-view", "shadowed-view"]);
    assert_eq!(serde_json::from_str::<Message>(&json).unwrap(), full());
}

#[test]
fn addresses_that_no_client_loads_never_reach_the_payload() {
    for bad in [
        "javascript:alert(1)",
        "data:text/html,x",
        "icons/a.png",
        "",
        "mailto:a@b.c",
        "https://example.com/a\nb",
        "https://example.com/\u{7f}b",
    ] {
        assert_eq!(
            Picture::new(bad).unwrap_err().kind(),
            ErrorKind::InvalidValue
        );
        assert!(Widget::new(bad).is_err());
        assert!(Download::new(bad).is_err());
        let card = Attachment::new("a")
            .url(bad)
            .button(Button::new("b", Action::open_browser(bad)).icon(bad));
        assert_eq!(card.to_json(), r#"{"title":"a","buttons":[{"name":"b"}]}"#);
        assert_eq!(
            serde_json::to_value(SendAs::new("a").profile_image(bad)).unwrap(),
            json!({"name": "a"})
        );
    }
}

#[test]
fn an_address_is_no_part_of_a_message() {
    let address = Address::channel(ChannelId::new("g:ops").unwrap());
    assert_eq!(
        serde_json::to_string(&address).unwrap(),
        r#"{"to":"g:ops"}"#
    );
    let address = Address::user(user("u:ada")).visible_to([user("u:a"), user("u:b")]);
    assert_eq!(
        serde_json::to_string(&address).unwrap(),
        r#"{"to":"u:ada","visibleTo":["u:a","u:b"]}"#
    );
    assert!(ChannelId::new("u:ada").is_err());
    assert!(ChannelId::new("g:").is_err());
}

const DOCUMENT: &str = r#"<message notification="db-1 &amp; db-2 are down" text="">
  <sendAs name="Alerts" profileImage=" https://example.com/bell.png "/>
  <flockml>
    <b>db-1</b> is down<br/>
  </flockml>
  <attachment title="db-1
is full" description="a&#10;b" color="critical" url="https://example.com/?a=1&amp;b=2" id="card" forward="true">
    <flockml><action type="dispatchEvent" id="x">press</action></flockml>
    <image src="https://example.com/a.png" width="400" height="200" filename="a.png"><thumbnail src="https://example.com/b.png" width="40"/></image>
    <widget src="https://example.com/w" width="" height="65"></widget>
    <html height="50"><![CDATA[<p>]]>a &lt;b&gt;<![CDATA[</p>]]></html>
    <download src="https://example.com/a.log" mime="text/plain" filename="a.log" size="1024"/>
    <button name="Runbook" type="openBrowser" url="https://example.com/r" sendContext="false"/>
    <button name="Acknowledge" type="sendEvent" id="ack:42"/>
    <button name="Details" type="openWidget" url="https://example.com/d" desktopType="sidebar" mobileType="modal" icon="https://example.com/i.png"/>
  </attachment>
</message>"#;

#[test]
fn a_document_becomes_the_message_that_it_describes() {
    let object = Object::parse(DOCUMENT).unwrap();
    assert_eq!(object.kind(), PayloadKind::Message);
    insta::assert_snapshot!(object.to_json_pretty());
    let read: Message = serde_json::from_str(&object.to_json()).unwrap();
    assert_eq!(object, Object::Message(read));
    assert!(!check_json(&object.to_json()).has_errors());
}

#[test]
fn the_root_decides_what_a_document_is() {
    let parse = |text| Object::parse(text).unwrap();
    assert!(matches!(parse("<flockml>a</flockml>"), Object::Markup(_)));
    let attachment = parse("<attachment title=\"a\" color=\"#abc\"/>");
    assert_eq!(attachment.to_json(), r##"{"title":"a","color":"#aabbcc"}"##);
    assert_eq!(
        attachment.to_message().to_json(),
        r##"{"attachments":[{"title":"a","color":"#aabbcc"}]}"##
    );
    let button = parse("<button name=\"a\" type=\"sendEvent\"/>");
    assert_eq!(
        button.to_json(),
        r#"{"name":"a","action":{"type":"sendEvent"}}"#
    );
    assert_eq!(
        button.to_message().to_json(),
        r#"{"attachments":[{"buttons":[{"name":"a","action":{"type":"sendEvent"}}]}]}"#
    );
    for bad in [
        "",
        "text",
        "<b>a</b>",
        "<message/>",
        "<flockml>",
        "<attachment>a</attachment>",
    ] {
        let error = Object::parse(bad).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidContent);
        assert!(error.report().unwrap().has_errors(), "{bad}");
    }
}

#[test]
fn json_becomes_an_object_of_its_kind() {
    let object = Object::from_json("\u{FEFF}{\"name\":\"a\"}", PayloadKind::Button).unwrap();
    assert_eq!(object.to_json(), r#"{"name":"a"}"#);
    let error = Object::from_json("{", PayloadKind::Message).unwrap_err();
    assert_eq!(
        error.report().unwrap().diagnostics()[0].rule.id,
        "invalid-json"
    );
    assert!(std::error::Error::source(&error).is_some());
    let report = check_json_as("{\"name\":\"a\"}", PayloadKind::Button);
    assert_eq!(report.diagnostics()[0].rule.id, "missing-field");
}

#[test]
fn parts_of_another_type_read_as_absent() {
    for odd in [
        json!("x"),
        json!(1),
        json!(true),
        json!({}),
        json!([]),
        json!([["x"], "x", null]),
    ] {
        let action = json!({ "type": &odd, "url": &odd, "sendContext": &odd });
        let button = json!({ "name": "b", "action": &action, "icon": {} });
        for views in [
            odd.clone(),
            json!({ "widget": &odd, "html": &odd, "image": &odd }),
            json!({ "image": { "original": &odd, "thumbnail": &odd } }),
        ] {
            let message = json!({
                "text": "a", "sendAs": &odd, "mentions": &odd,
                "attachments": [&odd, {
                    "title": "t", "views": views, "downloads": &odd, "buttons": [&odd, &button],
                }],
            });
            let message: Message = serde_json::from_value(message).unwrap();
            let mut cards = message.to_value()["attachments"].clone();
            // Of an empty object, nothing is left either.
            cards
                .as_array_mut()
                .unwrap()
                .retain(|card| card != &json!({}));
            let card = json!({ "title": "t", "buttons": [{ "name": "b" }] });
            assert_eq!(cards, json!([card]), "{odd}");
        }
        let listless = json!({ "text": "a", "attachments": { "title": &odd }, "sendAs": &odd });
        let message = Object::from_json(&listless.to_string(), PayloadKind::Message).unwrap();
        assert_eq!(message.to_json(), r#"{"text":"a"}"#, "{odd}");
    }
}

#[test]
fn an_action_may_have_a_part_under_its_old_name_as_well() {
    let button = r#"{"name":"a","action":{"type":"openWidget","url":"https://example.com",
        "widget_type":"modal","desktopType":"sidebar","send_context":true}}"#;
    assert_eq!(
        Object::from_json(button, PayloadKind::Button)
            .unwrap()
            .to_value()["action"],
        json!({"type": "openWidget", "url": "https://example.com", "desktopType": "sidebar", "sendContext": true})
    );
}

#[test]
fn a_list_is_no_payload() {
    for kind in [
        PayloadKind::Message,
        PayloadKind::Attachment,
        PayloadKind::Button,
    ] {
        for list in ["[]", " [\"a\"]", "\u{FEFF}\n[{}]"] {
            let error = Object::from_json(list, kind).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidContent);
            assert!(error.report().unwrap().has_errors(), "{list}");
        }
    }
}

#[test]
fn what_lacks_its_address_is_left_out() {
    let card = Attachment::new("a")
        .widget(Widget::default().width(1))
        .image(Image::default().filename("a.png"))
        .download(Download::default().size(1));
    assert_eq!(card.to_json(), r#"{"title":"a"}"#);
    let image = Image::new(picture("a.png"))
        .thumbnail(Picture::default())
        .filename("");
    let download = Download::new("https://example.com/a").unwrap();
    let card = Attachment::new("a")
        .image(image)
        .download(download.mime("").filename(""));
    assert_eq!(
        card.to_value(),
        json!({
            "title": "a",
            "views": { "image": { "original": { "src": "https://example.com/a.png" } } },
            "downloads": [{ "src": "https://example.com/a" }],
        })
    );
}

#[test]
fn what_stands_in_settings_and_queues_is_read_as_it_is_written() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Job {
        markup: Markup,
        color: Color,
        channel: ChannelId,
        user: UserId,
        message: Message,
    }
    let job = Job {
        markup: markup::row("R&D", "<ok>"),
        color: Color::critical(),
        channel: "g:ops".parse().unwrap(),
        user: "u:ada".parse().unwrap(),
        message: full(),
    };
    let json = serde_json::to_value(&job).unwrap();
    assert_eq!(json["markup"], job.markup.to_flockml());
    assert_eq!(json["channel"], job.channel.as_ref());
    for (field, bad) in [
        ("markup", "<b>"),
        ("markup", "words"),
        (
            "markup",
            "<flockml><a href=\"javascript:x\">y</a></flockml>",
        ),
        ("color", "red"),
        ("channel", "u:ada"),
        ("user", "g:ops"),
    ] {
        let mut broken = json.clone();
        broken[field] = bad.into();
        assert!(serde_json::from_value::<Job>(broken).is_err(), "{bad}");
    }
    assert_eq!(serde_json::from_value::<Job>(json).unwrap(), job);
}

#[test]
fn an_address_is_made_of_what_it_names() {
    let channel = ChannelId::new("g:ops").unwrap();
    assert_eq!(Address::from(channel.clone()), "g:ops".parse().unwrap());
    assert_eq!(Address::from(user("u:ada")), "u:ada".parse().unwrap());
    assert!("ops".parse::<Address>().is_err());
    assert_eq!(String::from(channel), "g:ops");
}
