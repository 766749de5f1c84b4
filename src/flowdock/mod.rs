//! Messages for Flowdock, and for bridges and receivers that still speak its format.
//!
//! An [`Activity`] is something that happened to a thread's entity, such as an issue or a build; a
//! [`Discussion`] is a comment that somebody made on it elsewhere. Both are composed in code or
//! made of a Flock [`Message`](crate::message::Message), which lists what has no counterpart.
//!
//! The hosted service is gone, so that most users set a [base URL](Source::base_url) of their own.
//! The format is described in
//! [Flowdock's integration guide](https://github.com/flowdock/api-docs/blob/master/docs/integration-getting-started.md).
//!
//! ```
//! use flockml::flowdock::{Activity, Author, Status, StatusColor, Thread, ThreadId};
//!
//! let thread = Thread::new(ThreadId::external("db-1")?, "Disk on db-1")
//!     .status(Status::new("critical", StatusColor::Red))
//!     .field("Used", "97 %");
//! let activity = Activity::new(thread, Author::new("Monitoring"), "Disk almost full on db-1");
//! assert_eq!(activity.to_value()["external_thread_id"], "db-1");
//! # Ok::<(), flockml::Error>(())
//! ```

mod action;
mod author;
mod color;
mod convert;
mod entry;
mod html;
pub mod kind;
mod left_out;
mod source;
mod thread;
mod token;

pub use action::ViewAction;
pub use author::Author;
pub use color::StatusColor;
pub use convert::Conversion;
pub use entry::{Activity, Discussion, Entry};
pub use left_out::{LeftOut, LeftOutKind};
pub use source::Source;
pub use thread::{Status, Thread, ThreadId};
pub use token::FlowToken;
