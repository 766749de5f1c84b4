//! Events verified and answered; `listener.rs` beside this is a whole app.

use flockml::event::{AppSecret, Claims, Event, Reply, Verifier};
use flockml::message::Attachment;
use http::{Request, Response};

/// Answers a call of the app's event listener, in whatever server.
fn answer(verifier: &Verifier, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let event = match verifier.event(request) {
        Ok(event) => event,
        // Whoever called has no token of Flock's, or another user's.
        Err(error) => return Reply::refusal(&error).into_response(),
    };
    let reply = match event {
        Event::SlashCommand(typed) => Reply::toast(format!("Deploying {}", typed.text)),
        Event::GenerateUrlPreview(asked) => {
            Reply::preview(asked.url, Attachment::new("Incident 42"))
        }
        // An install needs this answer, anything else may have it.
        _ => Reply::accepted(),
    };
    reply.into_response()
}

pub(crate) fn run() -> Result<String, Box<dyn std::error::Error>> {
    // The secret is to be read from the environment or a file. It prints as `[redacted]`.
    let secret = AppSecret::new("869eb1d0-419d-4747-98b4-6d81360a6681")?;
    let verifier = Verifier::new("my-app", &secret);

    // Flock signs tokens; for tests, anybody who has the secret can.
    let honest = secret.sign(&Claims::new("my-app", "u:ada", 4_102_444_800));
    let about_another = secret.sign(&Claims::new("my-app", "u:mallory", 4_102_444_800));
    let mut out = String::new();
    for token in [honest, about_another] {
        let call = Request::post("/flock/events").header("X-Flock-Event-Token", token);
        let command =
            r#"{"name":"client.slashCommand","userId":"u:ada","command":"deploy","text":"api"}"#;
        let response = answer(&verifier, &call.body(command.into())?);
        let body = String::from_utf8_lossy(response.body()).into_owned();
        out += &format!("{} {body}\n", response.status().as_u16());
    }
    Ok(out)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    print!("{}", run()?);
    Ok(())
}
