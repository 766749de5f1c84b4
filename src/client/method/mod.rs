//! Flock's methods, typed where they are documented, and any other by its name.
//!
//! A [`Call`] is what a method is given, and knows what comes back. [`METHODS`] lists what Flock
//! documents; [`RawCall`] calls whatever else there is. What is known to be refused, such as a
//! parameter that is missing, is not sent.
//!
//! ```
//! use flockml::client::{RawCall, Recorder, Token, User, channels};
//! # let flock = Recorder::new()
//! #     .answer(200, r#"[{"id": "g:ops", "name": "Ops"}]"#)
//! #     .answer(200, r#"[{"userId": "u:ada"}]"#)
//! #     .answer(200, r#"{"archived": true}"#);
//!
//! let user = User::new(Token::new("8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e")?);
//! for channel in user.call(&flock, channels::List::new())? {
//!     let members = user.call(&flock, channels::ListMembers::new(channel.id))?;
//!     println!("{}: {}", channel.name, members.len());
//! }
//!
//! let archive = RawCall::new("channels.archive")?.set("channelId", "g:ops");
//! let answer = user.call(&flock, archive)?;
//! assert_eq!(answer["archived"], true);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod call;
pub mod channels;
pub mod chat;
mod client;
mod parameter;
mod raw;
pub mod roster;
mod table;
pub mod users;
mod word;

pub use call::{Call, CallError};
pub use parameter::{Holds, Need, Parameter};
pub use raw::RawCall;
pub use table::METHODS;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::suggest;

/// One line a call: its method, and what that answers.
macro_rules! calls {
    ($($call:ident: $method:literal -> $answer:ty,)*) => {$(
        impl Call for $call {
            type Answer = $answer;

            fn method(&self) -> &str {
                $method
            }

            fn parameters(&self) -> Map<String, Value> {
                super::parameters(self)
            }
        }
    )*};
}
use calls;
use word::word;

/// A method that Flock documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Method {
    /// Its name, such as `channels.list`.
    pub name: &'static str,
    /// What Flock called it before.
    pub older: &'static [&'static str],
    /// What it does.
    pub summary: &'static str,
    /// Whether it changes anything that others see.
    pub writes: bool,
    /// Whether it needs a user's token; others take a bot's as well.
    pub is_for_users: bool,
    /// What it is given beside the token.
    pub parameters: &'static [Parameter],
    /// What it answers.
    pub answer: &'static str,
    /// Parameters for a first try, as the program's `--set` takes them.
    pub example: &'static [&'static str],
}

impl Method {
    /// The method of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        METHODS.iter().find(|method| method.name == name)
    }

    /// The method that Flock once called so, perhaps with other parameters.
    #[must_use]
    pub fn find_older(name: &str) -> Option<&'static Self> {
        METHODS.iter().find(|method| method.older.contains(&name))
    }

    /// The name that was probably meant by one that Flock does not document.
    #[must_use]
    pub fn nearest(name: &str) -> Option<&'static str> {
        let alike = suggest::nearest(name, METHODS.iter().map(|method| method.name));
        // Who forgets what it is about, or writes `message.send`, still knows the verb.
        alike.or_else(|| {
            let verb = name.rsplit('.').next().filter(|verb| !verb.is_empty())?;
            let mut ending = METHODS.iter().filter(|method| method.verb() == verb);
            let first = ending.next()?;
            ending.next().is_none().then_some(first.name)
        })
    }

    /// Flock's page about it.
    #[must_use]
    pub fn page(&self) -> String {
        format!("https://docs.flock.com/display/flockos/{}", self.name)
    }

    /// The parameter of that name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.name == name)
    }

    fn verb(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

/// The fields of a request as parameters.
fn parameters<T: Serialize>(of: &T) -> Map<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(parameters)) => parameters,
        // A request without fields is written as nothing.
        _ => Map::new(),
    }
}
