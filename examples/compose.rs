//! An alert composed in code, with a button to press.

use flockml::markup::{self, Action, UserId};
use flockml::message::{Attachment, Button, Color, Message, SendAs};

pub(crate) fn run() -> Result<String, flockml::Error> {
    // Whatever a value holds is shown as it is: nothing has to be escaped.
    let alert = markup::bold("db-1 is down")
        .line_break()
        .row("Disk", "97 % of <data> & <logs>")
        .row("Since", "10:42 UTC")
        .link("Runbook", "https://example.com/runbook?host=db-1&full")
        .text(", on call: ")
        .mention(UserId::new("u:isgpwwyralhf9aso")?, "Ada");

    let actions = Attachment::new("Disk full on db-1")
        .color(Color::critical())
        .button(Button::new("Acknowledge", Action::send_event("ack:42")));

    // The plain text, the push notification and the mentions follow from the markup.
    let message = Message::new(alert)
        .send_as(SendAs::new("Alerts").profile_image("https://example.com/bell.png"))
        .attachment(actions);
    Ok(message.to_json_pretty())
}

fn main() -> Result<(), flockml::Error> {
    println!("{}", run()?);
    Ok(())
}
