//! Messages for [Flock](https://flock.com) that cannot be wrong.
//!
//! Flock shows messages written in FlockML, a small markup, inside a JSON payload. This crate
//! makes both, and says what is wrong with what others wrote.
//!
//! # Compose an alert in code
//!
//! A [`Markup`] is valid by construction: what a value holds is shown as it is, and nothing has to
//! be escaped. A [`Message`](message::Message) is what Flock is sent; its plain text, its push
//! notification and its mentions follow from the markup.
//!
//! ```
#![doc = include_str!("../examples/compose.rs")]
//! ```
//!
//! # Check what others wrote
//!
//! [`check::check`] says all that is wrong with a document, where, and what to write instead;
//! [`message::check_json`] does so for a payload. Findings are values, in a
//! [`Report`](check::Report); an [`Error`] is an operation that failed.
//!
//! ```
#![doc = include_str!("../examples/check.rs")]
//! ```
//!
//! # Render templates
//!
//! With the feature `template`, a folder of files with holes, written by people who know no
//! Rust, becomes messages.
//!
#![cfg_attr(feature = "template", doc = "```")]
#![cfg_attr(not(feature = "template"), doc = "```ignore")]
#![doc = include_str!("../examples/render.rs")]
//! ```
//!
//! # Convert Markdown
//!
//! With the feature `markdown`, Markdown becomes markup; what FlockML has no element for is shown
//! in another way, and listed.
//!
#![cfg_attr(feature = "markdown", doc = "```")]
#![cfg_attr(not(feature = "markdown"), doc = "```ignore")]
#![doc = include_str!("../examples/markdown.rs")]
//! ```
//!
//! # Send
//!
//! With the feature `client`, messages are sent, and whoever sends them is told what became of each.
//! `ureq` and `reqwest` are the transports, `client::Recorder` is one for tests.
//!
#![cfg_attr(feature = "client", doc = "```")]
#![cfg_attr(not(feature = "client"), doc = "```ignore")]
#![doc = include_str!("../examples/send.rs")]
//! ```
//!
//! # Answer what Flock tells an app
//!
//! With the feature `event`, calls of an app's event listener are verified, read and answered.
//! `examples/listener.rs` is a whole app on a server.
//!
#![cfg_attr(feature = "event", doc = "```")]
#![cfg_attr(not(feature = "event"), doc = "```ignore")]
#![doc = include_str!("../examples/events.rs")]
//! ```
//!
//! # Where things are
//!
//! | to | look at |
//! |---|---|
//! | build markup | [`markup`] |
//! | make messages, attachments, buttons | [`message`] |
//! | send them, call Flock's methods | `client` (feature `client`) |
//! | verify and answer events | `event` (feature `event`) |
//! | find out what is wrong, and mend it | [`check`] |
//! | know what FlockML has | [`element`] |
//! | escape text by hand | [`escape`] |
//! | tell lines and columns | [`source`] |
//! | read a document's tokens | [`syntax`] |
//! | send to Flowdock | `flowdock` (a feature) |
//!
//! The program `flockml` does the same for files; it is the package `flockml-cli`.

pub mod check;
#[cfg(feature = "client")]
pub mod client;
pub mod element;
pub mod escape;
#[cfg(feature = "event")]
pub mod event;
#[cfg(feature = "flowdock")]
pub mod flowdock;
pub mod markup;
pub mod message;
pub mod source;
pub mod suggest;
pub mod syntax;
#[cfg(feature = "template")]
pub mod template;

mod address;
mod error;
#[cfg(any(feature = "client", feature = "event"))]
mod secret;

pub use error::{Error, ErrorKind};
pub use markup::Markup;
