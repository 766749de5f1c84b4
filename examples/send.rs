//! An alert sent, and what became of it.

use flockml::client::{Outcome, Recorder, Transport, Webhook, WebhookUrl};
use flockml::message::Message;

/// Over whatever transport is given: the network in production, a `Recorder` in tests.
fn alert(hook: &Webhook, transport: &impl Transport) -> String {
    match hook.send(transport, &Message::text("db-1 is down")) {
        Outcome::Sent { uid } => format!("sent as {}", uid.as_deref().unwrap_or("unknown")),
        Outcome::NotSent { error, .. } => match error.api().and_then(|api| api.help()) {
            Some(help) => format!("not sent: {error}; {help}"),
            None => format!("not sent: {error}"),
        },
        // It may be in the channel, so it is not sent again.
        Outcome::Unknown { error } => format!("perhaps sent: {error}"),
    }
}

pub(crate) fn run() -> Result<String, flockml::Error> {
    // The address is a secret: read it from the environment or a file. It prints as `[redacted]`.
    let url = "https://api.flock.com/hooks/sendMessage/8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";
    let hook = Webhook::new(WebhookUrl::new(url)?);

    // With the feature `ureq`, this would be `Ureq::default()`.
    let busy_at_first = Recorder::new()
        .answer(503, r#"{"error":"ServiceUnavailable"}"#)
        .answer(200, r#"{"uid":"1519889545238-gg8-m203"}"#);
    let wrong_token = Recorder::new().answer(403, r#"{"error":"InvalidToken"}"#);
    let out_of_order = Recorder::new().answer(500, r#"{"error":"InternalServerError"}"#);

    let mut out = String::new();
    for flock in [busy_at_first, wrong_token, out_of_order] {
        let said = alert(&hook, &flock);
        out += &format!("{said} (requests: {})\n", flock.requests().len());
    }
    Ok(out)
}

fn main() -> Result<(), flockml::Error> {
    print!("{}", run()?);
    Ok(())
}
