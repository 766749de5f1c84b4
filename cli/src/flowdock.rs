//! Messages as entries of a Flowdock thread.

use std::env::{self, VarError};

use flockml::client::Request;
use flockml::flowdock::kind::Kind;
use flockml::flowdock::{
    Activity, Author, Conversion, Discussion, Entry, FlowToken, LeftOut, Source, ThreadId,
};
use flockml::message::Message;

use crate::args::Flowdock;
use crate::exit::Failure;
use crate::report::harmless;
use crate::{output, templates};

/// The variable that names the server; Flowdock's own is gone.
const VARIABLE: &str = "FLOWDOCK_BASE_URL";

/// Who says what a message says that has no sender.
const AUTHOR: &str = "flockml";

/// What a message needs besides to be an entry.
#[derive(Debug)]
pub(crate) struct Shape {
    thread: ThreadId,
    author: String,
    is_discussion: bool,
    tags: Vec<String>,
}

impl Shape {
    pub(crate) fn new(args: &Flowdock) -> Result<Self, Failure> {
        let thread = args.thread.as_deref().ok_or_else(|| {
            Failure::new(
                "an entry in Flowdock needs a thread: name what it is about with `--thread ID`, such \
                 as an issue's number",
            )
        })?;
        Ok(Self {
            thread: ThreadId::external(thread).map_err(|error| templates::failure(&error))?,
            author: args.author.as_deref().unwrap_or(AUTHOR).to_owned(),
            is_discussion: args.discussion,
            tags: args.tags.clone(),
        })
    }

    /// A message as an entry, and what of it that lacks.
    pub(crate) fn entry(&self, message: &Message) -> (Posted, Vec<LeftOut>) {
        match self.is_discussion {
            true => {
                let converted = self.convert(message);
                (Posted::Discussion(converted.entry), converted.left_out)
            }
            false => {
                let converted = self.convert(message);
                (Posted::Activity(converted.entry), converted.left_out)
            }
        }
    }

    fn convert<K: Kind>(&self, message: &Message) -> Conversion<Entry<K>> {
        let author = Author::new(&self.author);
        let mut converted = Entry::from_message(message, self.thread.clone(), author);
        converted.entry = converted.entry.tags(&self.tags);
        converted
    }
}

/// An entry of the kind that was asked for.
#[derive(Debug)]
pub(crate) enum Posted {
    Activity(Activity),
    Discussion(Discussion),
}

impl Posted {
    /// As JSON with a field a line, without a token.
    pub(crate) fn to_json_pretty(&self) -> String {
        match self {
            Self::Activity(entry) => entry.to_json_pretty(),
            Self::Discussion(entry) => entry.to_json_pretty(),
        }
    }

    /// What is sent.
    pub(crate) fn request(&self, source: &Source) -> Result<Request, flockml::Error> {
        match self {
            Self::Activity(entry) => source.request(entry),
            Self::Discussion(entry) => source.request(entry),
        }
    }
}

/// The source of that token, at the server that the environment names, if it does.
pub(crate) fn source(token: FlowToken) -> Result<Source, Failure> {
    let source = Source::new(token);
    let base = match env::var(VARIABLE) {
        Ok(base) if base.trim().is_empty() => return Ok(source),
        Err(VarError::NotPresent) => return Ok(source),
        Ok(base) => base,
        Err(VarError::NotUnicode(_)) => {
            return Err(Failure::new(format!("`{VARIABLE}` is not UTF-8")));
        }
    };
    source.base_url(base).map_err(|error| {
        let why = templates::failure(&error);
        Failure::new(format!("`{VARIABLE}` cannot be used: {why}"))
    })
}

/// Says what has no counterpart.
pub(crate) fn tell(left_out: &[LeftOut]) {
    for left_out in left_out {
        output::complain(&harmless(&format!("note: left out: {left_out}")));
    }
}
