//! One message to many addresses: what became of each, and which are safe to send again.

use flockml::client::many::Many;
use flockml::client::{Bot, Recorder, Token};
use flockml::markup;
use flockml::message::{Address, Message, UserId};

pub(crate) fn run() -> Result<String, flockml::Error> {
    let bot = Bot::new(Token::new("8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e")?);
    // In earnest, `Ureq::default()`; this one stands for a Flock that knows no Bob and then fails.
    let flock = Recorder::new()
        .answer(200, r#"{"uid":"1-2-m3"}"#)
        .answer(400, r#"{"error":"UnknownRecipient"}"#)
        .answer(500, r#"{"error":"InternalServerError"}"#);

    let message = Message::new(markup::bold("db-1").text(" is down"));
    let on_call = ["u:ada", "u:bob", "u:eve"];
    let mut jobs = Vec::new();
    for id in on_call {
        jobs.push((Address::user(UserId::new(id)?), &message));
    }

    let many = Many::new().at_once(1);
    let results = many.collect(jobs, |address, message| bot.send(&flock, message, &address));

    let mut out = String::new();
    for (id, outcome) in on_call.iter().zip(results.outcomes()) {
        match outcome.error() {
            None => out += &format!("{id}: sent\n"),
            Some(error) => out += &format!("{id}: {error}\n"),
        }
    }
    let names = |numbers: Vec<usize>| {
        numbers
            .into_iter()
            .map(|at| on_call[at])
            .collect::<Vec<_>>()
    };
    let again = names(results.to_try_again().collect());
    let unknown = names(results.unknown().collect());
    out += &format!("certainly not sent: {again:?}, perhaps sent: {unknown:?}\n");
    Ok(out)
}

fn main() -> Result<(), flockml::Error> {
    print!("{}", run()?);
    Ok(())
}
