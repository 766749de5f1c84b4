//! The question before anything real is sent.

use flockml::message::Message;
use serde_json::Value;

use super::plan::Plan;
use crate::exit::Failure;
use crate::{confirm, report};

/// How much of a message's text is shown.
const LINES: usize = 20;
const CHARS: usize = 1_000;

/// How much of an attachment's title and of a button's name, and how many buttons.
const CARD_CHARS: usize = 80;
const BUTTONS: usize = 5;

/// How many parts of a message are shown.
const PARTS: usize = 5;

/// How many of those that it goes to are named.
const NAMED: usize = 20;

/// Asks whether to send what is planned.
pub(super) fn may_send(plan: &Plan) -> Result<bool, Failure> {
    confirm::ask(&question(&whom(plan), &plan.parts), "send")
}

/// Those that it goes to, or the first of them and how many more.
fn whom(plan: &Plan) -> Vec<String> {
    let first = plan.jobs().filter(|job| job.part == 0).take(NAMED);
    let mut whom: Vec<_> = first
        .map(|job| match plan.request(job) {
            Ok(request) => format!("{}, at {}", plan.name(job), request.host()),
            Err(_) => plan.name(job).to_owned(),
        })
        .collect();
    if let more @ 1.. = plan.targets.len().saturating_sub(NAMED) {
        whom.push(format!("{more} more"));
    }
    whom
}

/// What is asked; nothing in it moves the cursor or hides.
fn question(whom: &[String], parts: &[Message]) -> String {
    let mut out = String::new();
    for part in parts.iter().take(PARTS) {
        out.push_str(&shown(part));
    }
    if let more @ 1.. = parts.len().saturating_sub(PARTS) {
        out.push_str(&format!("and {}\n\n", report::plural(more, "more part")));
    }
    let count = match parts.len() {
        1 => "this message".to_owned(),
        parts => format!("these {parts} messages"),
    };
    for whom in whom {
        out.push_str(&format!("to {}\n", report::harmless(whom)));
    }
    out.push_str(&format!("Send {count}? [y/N]"));
    out
}

/// The text of a message as one would see it, the lines marked.
fn shown(message: &Message) -> String {
    let text = message.to_text().unwrap_or_default();
    let mut out = String::new();
    let mut left = CHARS;
    for (place, line) in text.lines().enumerate() {
        if place == LINES || left == 0 {
            out.push_str("| …\n");
            break;
        }
        let line: String = line.chars().take(left).collect();
        left -= line.chars().count();
        out.push_str(&format!("| {}\n", report::harmless(&line)));
    }
    let message = message.to_value();
    let cards = message["attachments"].as_array();
    for card in cards.into_iter().flatten() {
        out.push_str(&format!("| [{}]\n", report::harmless(&titled(card))));
    }
    out.push('\n');
    out
}

/// An attachment with the beginning of its title and the names of its buttons.
fn titled(card: &Value) -> String {
    let words = |text: &str| text.chars().take(CARD_CHARS).collect::<String>();
    let mut out = match card["title"].as_str() {
        Some(title) => format!("attachment: {}", words(title)),
        None => "attachment".to_owned(),
    };
    let buttons = card["buttons"].as_array().into_iter().flatten();
    for name in buttons
        .filter_map(|button| button["name"].as_str())
        .take(BUTTONS)
    {
        out.push_str(&format!(" [{}]", words(name)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use flockml::message::{Action, Attachment, Button};

    #[test]
    fn the_question_shows_what_goes_to_whom() {
        let button = Button::new("Ack\u{202e}", Action::send_event("ack"));
        let message = Message::text("db-1\u{1b}[2J is down\nsince 9")
            .attachment(Attachment::new("Disk of db-1").button(button));
        assert_eq!(
            question(&["ops (g:ops), at api.flock.co".to_owned()], &[message]),
            "| db-1\u{fffd}[2J is down\n| since 9\n| [attachment: Disk of db-1 [Ack\u{fffd}]]\n\n\
             to ops (g:ops), at api.flock.co\nSend this message? [y/N]"
        );
    }

    #[test]
    fn a_long_message_is_cut() {
        let long = Message::text("x\n".repeat(100) + &"y".repeat(5_000));
        let asked = question(&[], &[long.clone(), long]);
        assert_eq!(asked.lines().count(), 2 * (LINES + 2) + 1, "{asked}");
        let many = vec![Message::text("x"); 100];
        assert!(question(&[], &many).contains("\n\nand 95 more parts\n\n"));
        let wide = question(&[], &[Message::text("y".repeat(5_000))]);
        assert!(wide.chars().count() < CHARS + 100, "{wide}");
    }
}
