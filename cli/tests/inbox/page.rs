//! What the preview's page asks of the inbox.

use serde_json::{Value, json};

use crate::running::{HOOK, Inbox};
use crate::support::Folder;
use crate::support::preview::Preview;

#[test]
fn the_page_hears_of_a_message_and_gets_all_about_it() {
    let folder = Folder::with(&[("alert.flockml", "<flockml>a</flockml>")]);
    let preview = Preview::start(&folder.path(""), &["--fault", "slow=0,429"]);
    let events = preview.events();
    let body = json!({
        "flockml": "<flockml><b>db-1</b> is down</flockml>",
        "attachments": [{"title": "Disk", "views": {"flockml": "<flockml>97 %</flockml>"}}],
    });
    assert_eq!(preview.ask("POST", HOOK, &body.to_string()).status, 200);
    let row = events.next("received");
    assert_eq!(row["summary"], "db-1 is down");
    assert_eq!(
        (&row["status"], &row["fault"]),
        (&json!(200), &json!("slow=0"))
    );
    let list = preview.get("/api/inbox").json();
    assert_eq!(list, json!({"messages": [row], "dropped": 0}));

    let detail = preview.get("/api/inbox/1").json();
    for (name, value) in row.as_object().unwrap() {
        assert_eq!(detail[name], *value, "{name}");
    }
    assert_eq!(detail["message"], body);
    assert_eq!(detail["answer"]["status"], 200);
    assert!(
        detail["picture"]["desktop"]
            .as_str()
            .unwrap()
            .contains("db-1")
    );
    assert!(
        detail["picture"]["mobile"]
            .as_str()
            .unwrap()
            .contains("97 %")
    );
    assert!(detail["findings"].is_array());

    preview.ask("POST", HOOK, r#"{"text":"again"}"#);
    assert_eq!(events.next("received")["status"], 429);
    assert_eq!(preview.ask("DELETE", "/api/inbox", "").status, 204);
    assert_eq!(events.next("cleared"), json!({}));
    assert_eq!(
        preview.get("/api/inbox").json(),
        json!({"messages": [], "dropped": 0})
    );
    preview.ask("POST", HOOK, r#"{"text":"third"}"#);
    // Numbers are not given twice.
    assert_eq!(events.next("received")["id"], 3);
}

#[test]
fn a_request_that_is_no_message_has_no_picture() {
    let inbox = Inbox::start(&[]);
    inbox.post(HOOK, "application/json", "{\"text\":");
    let detail = inbox.newest();
    assert_eq!(
        (&detail["message"], &detail["picture"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(detail["findings"][0]["rule"], "invalid-json");
    assert_eq!(detail["answer"]["status"], 400);
    assert_eq!(detail["request"]["body"], "{\"text\":");
    for id in ["0", "2", "x", "-1", "99999999999999999999"] {
        let answer = inbox.get(&format!("/api/inbox/{id}"));
        assert_eq!(answer.status, 404);
        assert!(answer.refusal().contains("no such message"));
    }
}

#[test]
fn the_pages_own_files_are_no_methods() {
    let folder = Folder::with(&[("alert.flockml", "<flockml>a</flockml>")]);
    let preview = Preview::start(&folder.path(""), &[]);
    for path in ["/", "/app.js", "/app.css", "/message.css"] {
        assert_eq!(preview.get(path).status, 200, "{path}");
    }
    assert_eq!(preview.get("/favicon.ico").status, 404);
    assert_eq!(preview.get("/users.getInfo?token=t").status, 200);
}
