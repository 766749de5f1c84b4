//! Many messages: so many at a time, in order for each address, one outcome each.
//!
//! [`Many`] sends them, with threads or as one future; what goes out when is decided by the
//! [`Schedule`], which both drive. Rate limit and circuit are those of the client that is used, so
//! that all of its messages share them.

mod course;
mod results;
mod run;
mod schedule;

pub use results::Results;
pub use run::{Many, Progress};
pub use schedule::{Next, Schedule, Ticket};
