//! Messages over a limit.

use flockml::message::Message;

use crate::args::Send;

/// The most characters in a part, unless the user says so. Flock documents no number; this is what
/// another notifier sends without harm.
const CHARS: u32 = 32_768;

/// The most messages that one is split into.
const PARTS: usize = 100;

/// What to send of `message`, in order; or why nothing is sent.
pub(super) fn parts(args: &Send, message: Message) -> Result<Vec<Message>, String> {
    let chars = |most: u32| usize::try_from(most).unwrap_or(usize::MAX);
    if args.split || args.degrade {
        let parts = message.split(chars(args.max_chars.unwrap_or(CHARS)));
        return match parts.len() {
            0..=PARTS => Ok(parts),
            count => Err(format!(
                "the message has {count} parts, and at most {PARTS} are sent: shorten it, or let \
                 `--max-chars` be larger"
            )),
        };
    }
    let excess = message.excess();
    if !excess.is_empty() {
        let said: Vec<String> = excess.iter().map(ToString::to_string).collect();
        return Err(format!(
            "{}; `--split` sends several messages",
            said.join(", ")
        ));
    }
    match args.max_chars {
        Some(most) if message.split(chars(most)).len() > 1 => Err(format!(
            "the text has more than the {most} characters of `--max-chars`; `--split` sends several messages"
        )),
        _ => Ok(vec![message]),
    }
}
