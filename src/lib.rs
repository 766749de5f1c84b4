//! Messages for Flock that cannot be wrong.

pub mod check;
pub mod element;
pub mod escape;
pub mod markup;
pub mod message;
pub mod source;
pub mod suggest;
pub mod syntax;
#[cfg(feature = "template")]
pub mod template;

mod address;
mod error;
mod scan;

pub use error::{Error, ErrorKind};
pub use markup::Markup;
