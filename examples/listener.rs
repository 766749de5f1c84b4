//! A whole app: it answers an install, a button, a slash command and the preview of an address,
//! shows a widget, and hears the messages of a channel.
//!
//! `FLOCK_APP_ID=… FLOCK_APP_SECRET=… FLOCK_HOOK_TOKEN=… cargo run --example listener`

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use axum::routing::{get, post};
use flockml::event::{
    AppSecret, Event, GenerateUrlPreview, OutgoingHook, PressButton, Reply, UserToken, Verifier,
    WebhookToken,
};
use flockml::markup::{self, Action};
use flockml::message::{Attachment, Button, Color};
use http::Request;
use http::request::Parts;

/// What all requests share.
pub(crate) struct App {
    verifier: Verifier,
    hook: OutgoingHook,
    /// With which the app acts for its users; a real one keeps them in a database.
    tokens: Mutex<HashMap<String, UserToken>>,
}

/// The app, for any server.
pub(crate) fn router(verifier: Verifier, hook: OutgoingHook) -> Router {
    let app = App {
        verifier,
        hook,
        tokens: Mutex::default(),
    };
    Router::new()
        .route("/flock/events", post(listen))
        .route("/flock/widget", get(widget))
        .route("/flock/said", post(said))
        // What is larger is refused before it is read.
        .layer(DefaultBodyLimit::max(Event::MAX_BYTES))
        .with_state(Arc::new(app))
}

/// The event listener.
async fn listen(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    let reply = match app.verifier.event(&Request::from_parts(parts, body)) {
        Ok(event) => app.answer(event),
        Err(error) => Reply::refusal(&error),
    };
    reply.into_response().map(Body::from)
}

/// A widget: its event is in its URL.
async fn widget(State(app): State<Arc<App>>, parts: Parts) -> Response {
    match app
        .verifier
        .event(&Request::from_parts(parts, Bytes::new()))
    {
        Ok(event) => {
            let name = event.origin().user_name.as_deref().unwrap_or("you");
            // Plain text: what a user is called is no markup.
            Response::new(Body::from(format!("Incidents of {name}")))
        }
        Err(error) => Reply::refusal(&error).into_response().map(Body::from),
    }
}

/// An outgoing webhook: answered at once, worked on once.
async fn said(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    let reply = match app.hook.receive(&Request::from_parts(parts, body)) {
        Ok(posted) if posted.is_repeat => Reply::accepted(),
        Ok(posted) => {
            println!("{}: {}", posted.message.from, posted.message.shown_text());
            Reply::accepted()
        }
        Err(error) => Reply::refusal(&error),
    };
    reply.into_response().map(Body::from)
}

impl App {
    fn answer(&self, event: Event) -> Reply {
        let user = event.origin().user_id.clone().unwrap_or_default();
        match event {
            Event::Install(install) => {
                let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
                tokens.insert(user, install.token);
                Reply::accepted()
            }
            Event::Uninstall(_) => {
                let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
                tokens.remove(&user);
                Reply::accepted()
            }
            Event::PressButton(pressed) => acknowledged(&pressed),
            Event::SlashCommand(typed) if typed.text.is_empty() => {
                Reply::toast(format!("Which one? /{} SERVICE", typed.command))
            }
            Event::SlashCommand(typed) => Reply::toast(format!("Deploying {}", typed.text)),
            Event::GenerateUrlPreview(asked) => preview(asked),
            _ => Reply::accepted(),
        }
    }
}

fn acknowledged(pressed: &PressButton) -> Reply {
    let id = pressed.button_id.as_deref();
    match id.and_then(|id| id.strip_prefix("ack:")) {
        Some(incident) => Reply::toast(format!("Incident {incident} is yours")),
        None => Reply::accepted(),
    }
}

/// The address is what a user wrote: only one of our own is drawn, and none is loaded.
fn preview(asked: GenerateUrlPreview) -> Reply {
    let number = asked.url.strip_prefix("https://incidents.example.com/");
    let Some(number) = number.and_then(|number| number.parse::<u32>().ok()) else {
        return Reply::error("UnknownIncident", "there is no incident at this address");
    };
    let card = Attachment::new(format!("Incident {number}"))
        .id(format!("incident-{number}"))
        .color(Color::critical())
        .flockml(markup::row("Host", "db-1").row("Disk", "97 %"))
        .button(Button::new(
            "Acknowledge",
            Action::send_event(format!("ack:{number}")),
        ));
    Reply::preview(asked.url, card)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = AppSecret::new(env::var("FLOCK_APP_SECRET")?)?;
    let verifier = Verifier::new(env::var("FLOCK_APP_ID")?, &secret);
    let hook = OutgoingHook::new(WebhookToken::new(env::var("FLOCK_HOOK_TOKEN")?)?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, router(verifier, hook)).await?;
    Ok(())
}
