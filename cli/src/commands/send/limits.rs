//! Messages over a limit.

use flockml::message::Message;

use crate::args::Send;
use crate::rendering;

/// The most characters in a part, unless the user says so. Flock documents no number; this is what
/// another notifier sends without harm.
const CHARS: u32 = 32_768;

/// The most messages that one is split into.
const PARTS: usize = 100;

/// What to send of `message`, in order; or why nothing is sent.
pub(super) fn parts(args: &Send, message: Message) -> Result<Vec<Message>, String> {
    let chars = |most: u32| usize::try_from(most).unwrap_or(usize::MAX);
    if args.split || args.degrade {
        return split(&message, chars(args.max_chars.unwrap_or(CHARS)));
    }
    if let Some(excess) = rendering::excess(&message) {
        return Err(format!("{excess}; `--split` sends several messages"));
    }
    match args.max_chars {
        Some(most) if is_longer(&message, chars(most)) => Err(format!(
            "the text has more than the {most} characters of `--max-chars`; `--split` sends several messages"
        )),
        _ => Ok(vec![message]),
    }
}

/// The parts of `message`; what would have far too many is not even cut.
fn split(message: &Message, max_chars: usize) -> Result<Vec<Message>, String> {
    let is_far_over = is_longer(message, max_chars.saturating_mul(PARTS));
    let parts = (!is_far_over).then(|| message.split(max_chars));
    parts.filter(|parts| parts.len() <= PARTS).ok_or_else(|| {
        format!(
            "the message has more than {PARTS} parts, which are not sent: shorten it, or let \
             `--max-chars` be larger"
        )
    })
}

/// Whether the text has more than `max_chars` characters.
fn is_longer(message: &Message, max_chars: usize) -> bool {
    let text = match message.markup() {
        Some(markup) => markup.clone(),
        None => flockml::markup::text(message.to_text().unwrap_or_default().as_ref()),
    };
    text.truncate(max_chars) != text
}
