//! The question before anything real is sent.

use flockml::message::Message;

use super::plan::Plan;
use crate::exit::Failure;
use crate::{confirm, report};

/// How much of a message's text is shown.
const LINES: usize = 20;
const CHARS: usize = 1_000;

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
    for part in parts {
        out.push_str(&shown(part));
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
    let attachments = message.to_value();
    let attachments = attachments["attachments"].as_array().map_or(0, Vec::len);
    if attachments > 0 {
        out.push_str(&format!(
            "| [{}]\n",
            report::plural(attachments, "attachment")
        ));
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use flockml::message::Attachment;

    #[test]
    fn the_question_shows_what_goes_to_whom() {
        let message =
            Message::text("db-1\u{1b}[2J is down\nsince 9").attachment(Attachment::new("db-1"));
        assert_eq!(
            question(&["ops (g:ops), at api.flock.co".to_owned()], &[message]),
            "| db-1\u{fffd}[2J is down\n| since 9\n| [1 attachment]\n\n\
             to ops (g:ops), at api.flock.co\nSend this message? [y/N]"
        );
    }

    #[test]
    fn a_long_message_is_cut() {
        let long = Message::text("x\n".repeat(100) + &"y".repeat(5_000));
        let asked = question(&[], &[long.clone(), long]);
        assert_eq!(asked.lines().count(), 2 * (LINES + 2) + 1, "{asked}");
        let wide = question(&[], &[Message::text("y".repeat(5_000))]);
        assert!(wide.chars().count() < CHARS + 100, "{wide}");
    }
}
