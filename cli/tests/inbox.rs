//! The local inbox, as the programs meet it that send to it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "inbox/answers.rs"]
mod answers;
#[path = "inbox/bounds.rs"]
mod bounds;
#[path = "inbox/faults.rs"]
mod faults;
#[path = "../../tests/flockos/mod.rs"]
mod flockos;
#[path = "inbox/many.rs"]
mod many;
#[path = "inbox/only.rs"]
mod only;
#[path = "inbox/page.rs"]
mod page;
#[path = "inbox/running.rs"]
mod running;
#[path = "inbox/secrets.rs"]
mod secrets;
#[path = "inbox/senders.rs"]
mod senders;
mod support;
