//! Many messages: none is lost, none is doubled, and no more are kept than fit.

use std::collections::BTreeSet;
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use crate::running::Inbox;

const THREADS: usize = 12;
const EACH: usize = 100;
const ALL: usize = THREADS * EACH;
const KEPT: usize = 1_000;

#[test]
fn what_was_told_to_be_taken_is_there_once() {
    let inbox = Inbox::start(&["--fault", "500:50,drop:20,429:30"]);
    let told: Vec<(String, u16)> = thread::scope(|scope| {
        let posting: Vec<_> = (0..THREADS)
            .map(|thread| {
                let inbox = *inbox;
                let post = move |at: usize| {
                    let text = format!("message {thread} {at}");
                    let answer = inbox.hook(&json!({"text": text}));
                    (text, answer.status)
                };
                scope.spawn(move || (0..EACH).map(post).collect::<Vec<_>>())
            })
            .collect();
        posting
            .into_iter()
            .flat_map(|it| it.join().unwrap())
            .collect()
    });
    assert_eq!(
        told.iter().filter(|(_, status)| *status == 200).count(),
        ALL - 100
    );

    let lines: Vec<Value> = (0..ALL).map(|_| inbox.line()).collect();
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(line["id"], at + 1);
    }
    let said: BTreeSet<(String, u16)> = lines
        .iter()
        .map(|line| told_of(line, &line["message"]["text"]))
        .collect();
    assert_eq!(said, told.into_iter().collect());

    let list = inbox.get("/api/inbox").json();
    assert_eq!(list["dropped"], ALL - KEPT);
    let rows = list["messages"].as_array().unwrap();
    assert_eq!(rows.len(), KEPT);
    // The newest first, and the same as was printed.
    for (row, line) in rows.iter().zip(lines.iter().rev()) {
        assert_eq!(row["id"], line["id"]);
        assert_eq!(row["summary"], line["message"]["text"]);
    }
}

fn told_of(row: &Value, text: &Value) -> (String, u16) {
    let status = row["status"].as_u64().unwrap_or_default();
    (
        text.as_str().unwrap().to_owned(),
        u16::try_from(status).unwrap(),
    )
}

#[test]
fn a_full_inbox_lists_its_messages_quickly() {
    let inbox = Inbox::start(&[]);
    let text = "word ".repeat(400);
    let message = json!({"flockml": format!("<flockml>{text}</flockml>")});
    for _ in 0..KEPT {
        assert_eq!(inbox.hook(&message).status, 200);
    }
    let took = |path: &str| {
        let began = Instant::now();
        let answer = inbox.get(path);
        (began.elapsed(), answer)
    };
    let (one, _) = took("/api/inbox/1");
    let (all, list) = took("/api/inbox");
    // Drawing them would take a thousand times as long as drawing one.
    assert!(all < one * 200, "{all:?} for all, {one:?} for one");
    assert_eq!(list.json()["messages"].as_array().unwrap().len(), KEPT);
    assert!(list.body.len() < 1 << 20);
    assert!(
        inbox.detail(KEPT as u64)["picture"]["desktop"]
            .as_str()
            .unwrap()
            .contains("word")
    );
}
