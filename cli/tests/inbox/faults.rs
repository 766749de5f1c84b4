//! `--fault`: what happens, in its order, and what `flockml send` makes of it.

use serde_json::{Value, json};

use crate::running::{HOOK, Inbox, TOKEN};
use crate::support::{Folder, Ran};

#[test]
fn faults_happen_once_each_and_in_their_order() {
    let spec = "429:2,drop:1,slow=0,503=7,502,InvalidToken,html,empty,reset,204,418";
    let inbox = Inbox::start(&["--fault", spec]);
    let seen = |status: u16, retry_after: Option<&str>, error: &str| {
        let answer = inbox.hook(&json!({"text": "a"}));
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("retry-after"), retry_after);
        let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        assert_eq!(body["error"].as_str().unwrap_or_default(), error);
        let row = inbox.rows().remove(0);
        assert_eq!(row["status"], json!((status > 0).then_some(status)));
        let line = inbox.line();
        assert_eq!((&line["status"], &line["id"]), (&row["status"], &row["id"]));
        row["fault"].clone()
    };
    for (status, retry_after, error, fault) in [
        (429, Some("1"), "TooManyRequests", Some("429")),
        (429, Some("1"), "TooManyRequests", Some("429")),
        (0, None, "", Some("drop")),
        (200, None, "", Some("slow=0")),
        (503, Some("7"), "ServiceUnavailable", Some("503=7")),
        (502, None, "", Some("502")),
        (403, None, "InvalidToken", Some("InvalidToken")),
        (200, None, "", Some("html")),
        (200, None, "", Some("empty")),
        (0, None, "", Some("reset")),
        (204, None, "", Some("204")),
        (418, None, "", Some("418")),
        (200, None, "", None),
        (200, None, "", None),
    ] {
        assert_eq!(seen(status, retry_after, error), json!(fault));
    }
}

#[test]
fn a_fault_also_hits_methods_that_send_nothing() {
    let inbox = Inbox::start(&["--fault", "InternalServerError"]);
    assert_eq!(inbox.get("/v1/users.getInfo?token=t").status, 500);
    assert_eq!(inbox.get("/v1/users.getInfo?token=t").status, 200);
    // What the page asks is no request to Flock.
    let inbox = Inbox::start(&["--fault", "500"]);
    assert_eq!(inbox.get("/api/inbox").status, 200);
    assert_eq!(inbox.hook(&json!({"text": "a"})).status, 500);
}

#[test]
fn a_wrong_fault_is_one_sentence_and_what_to_write() {
    let folder = Folder::empty();
    for (spec, said) in [
        ("dorp:1", "`dorp` is no fault; did you mean `drop`"),
        (
            "429:none",
            "`none` in `429:none` does not say how many requests: write a number from 1 to 100000",
        ),
        (
            "",
            "a fault is missing; write a status from 200 to 599, a code of Flock's such as `InvalidToken`",
        ),
        ("drop,,", "a fault is missing"),
        ("teapot", "write a status from 200 to 599"),
    ] {
        for args in [&["preview", "--inbox-only"][..], &["preview", "--no-open"]] {
            let ran = folder.run(&[args, &["--port", "0", "--fault", spec]].concat());
            assert_eq!((ran.code, &*ran.stdout), (2, ""));
            assert!(ran.stderr.starts_with("error: `--fault "), "{}", ran.stderr);
            assert!(ran.stderr.contains(said), "{}", ran.stderr);
            assert_eq!(ran.stderr.lines().count(), 1);
        }
    }
}

fn send(inbox: &Inbox, whom: &[&str]) -> Ran {
    let folder = Folder::empty();
    let base = inbox.base();
    let hook = format!("{base}{HOOK}");
    let env = [
        ("FLOCK_BASE_URL", &*base),
        ("FLOCK_TOKEN", TOKEN),
        ("FLOCK_WEBHOOK_URL", &hook),
    ];
    let args = [
        "send",
        "--text",
        "db-1 is down",
        "--yes",
        "--retries",
        "2",
        "--timeout",
        "1",
    ];
    folder.run_env(&env, &[&args, whom].concat(), "")
}

/// The messages that an inbox took, whatever it then said of them.
fn taken(inbox: &Inbox) -> usize {
    let is_taken = |row: &&Value| {
        let fault = row["fault"].as_str().unwrap_or("slow");
        row["status"] == 200 && (fault.starts_with("slow") || fault == "empty")
    };
    inbox.rows().iter().filter(is_taken).count()
}

#[test]
fn what_send_reports_is_what_became_of_the_message() {
    let (sent, not_sent, unknown) = (0, 3, 4);
    for (spec, code, attempts) in [
        ("slow=0", sent, 1),
        ("429=0:2", sent, 3),
        ("429=0:3", not_sent, 3),
        ("503=0", sent, 2),
        ("408", sent, 2),
        ("429=300", not_sent, 1),
        ("InvalidToken", not_sent, 1),
        ("UnknownRecipient", not_sent, 1),
        ("MissingUserToken", not_sent, 1),
        ("AppDisabled", not_sent, 1),
        ("404", not_sent, 1),
        ("405", not_sent, 1),
        ("302", not_sent, 1),
        ("400", not_sent, 1),
        ("500", unknown, 1),
        ("502", unknown, 1),
        ("drop", unknown, 1),
        ("reset", unknown, 1),
        ("html", unknown, 1),
        ("slow=3", unknown, 1),
    ] {
        for whom in [&["--webhook"][..], &["--to", "u:ada"]] {
            let inbox = Inbox::start(&["--fault", spec]);
            let ran = send(&inbox, whom);
            assert_eq!(ran.code, code, "{spec}: {}", ran.all());
            assert_eq!(inbox.rows().len(), attempts, "{spec}: {}", ran.all());
            let taken = taken(&inbox);
            match code {
                0 => assert_eq!(taken, 1, "{spec}"),
                3 => assert_eq!(taken, 0, "{spec}"),
                _ => assert!(taken <= 1, "{spec}"),
            }
        }
    }
}

#[test]
fn an_empty_answer_will_do_for_a_webhook_only() {
    for (whom, code) in [(&["--webhook"][..], 0), (&["--to", "u:ada"], 4)] {
        let inbox = Inbox::start(&["--fault", "empty"]);
        assert_eq!(send(&inbox, whom).code, code);
        assert_eq!(taken(&inbox), 1);
    }
}

#[test]
fn help_and_docs_name_every_fault() {
    let help = Folder::empty().run(&["preview", "--help"]).stdout;
    let docs = include_str!("../../../docs/preview.md");
    for word in ["drop", "reset", "slow", "empty", "html", "429", "503"] {
        assert!(
            help.contains(&format!("  {word}")) || help.contains(&format!(", {word} ")),
            "{help}"
        );
        assert!(docs.contains(&format!("`{word}`")), "{word}");
    }
}
