//! What Flock tells an app: who sent it, what happened, and what to answer.
//!
//! Flock calls an app's event listener when somebody installs it, presses one of its buttons or
//! types its command, and opens its widgets with the same in their URL. A [`Verifier`] tells such
//! a call from anybody else's and makes it an [`Event`]; a [`Reply`] answers it. An
//! [`OutgoingHook`] hears the messages of a channel. All of them take requests and give responses
//! of the crate `http`, and leave the server to you: `examples/listener.rs` is a whole app.
//!
//! ```
//! use flockml::event::{AppSecret, Event, Reply, Verifier};
//! use flockml::message::Attachment;
//!
//! /// Answers a call of the listener.
//! fn answer(verifier: &Verifier, request: &http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
//!     let event = match verifier.event(request) {
//!         Ok(event) => event,
//!         Err(error) => return Reply::refusal(&error).into_response(),
//!     };
//!     let reply = match event {
//!         Event::SlashCommand(typed) => Reply::toast(format!("deploying {}", typed.text)),
//!         Event::GenerateUrlPreview(preview) => {
//!             Reply::preview(preview.url, Attachment::new("Incident 42"))
//!         }
//!         _ => Reply::accepted(),
//!     };
//!     reply.into_response()
//! }
//!
//! let secret = AppSecret::new("0b51f6b2-2ac0-4ea4-a1c8-5d7e6b4f7a10")?;
//! let verifier = Verifier::new("my-app", &secret);
//! let forged = http::Request::post("/flock/events").body(b"{}".to_vec())?;
//! assert_eq!(answer(&verifier, &forged).status(), 403);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What a token proves
//!
//! That Flock made it, for this app, about this user, and that it has not expired. It does not
//! sign what the event says: whoever gets hold of a token can put other words beside it, until it
//! expires, but no other user. Flock uses a token more than once, so one that was there before is
//! no sign of that. Take HTTPS, keep tokens out of logs, and ask Flock where it matters.

mod fields;
mod hook;
mod kind;
mod origin;
mod payload;
mod query;
mod recent;
mod reply;
mod request;
mod token;
mod user_token;

pub use hook::{OutgoingHook, Posted, WebhookToken};
pub use kind::Event;
pub use origin::Origin;
pub use payload::{
    ButtonPlace, FlockmlAction, GenerateUrlPreview, Install, MessageAction, OpenAttachmentWidget,
    PressButton, Raw, ReceiveMessage, SlashCommand, Uninstall, WidgetAction,
};
pub use reply::Reply;
pub use token::{AppSecret, Claims, TokenFault, Verifier};
pub use user_token::UserToken;
