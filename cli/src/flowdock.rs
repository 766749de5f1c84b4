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
    /// What the thread is called, unless the message says it.
    thread: Option<ThreadId>,
    author: String,
    is_discussion: bool,
    tags: Vec<String>,
}

/// Refuses what only an entry has, where none is made; `how` would make one.
pub(crate) fn refuse_options(args: &Flowdock, how: &str) -> Result<(), Failure> {
    let given = [
        (args.thread.is_some(), "--thread"),
        (args.author.is_some(), "--author"),
        (args.discussion, "--discussion"),
        (!args.tags.is_empty(), "--tag"),
    ];
    match given.iter().find(|(is_given, _)| *is_given) {
        Some((_, option)) => Err(Failure::new(format!(
            "`{option}` is for entries in Flowdock: say `{how}` besides"
        ))),
        None => Ok(()),
    }
}

impl Shape {
    pub(crate) fn new(args: &Flowdock) -> Result<Self, Failure> {
        let thread = args.thread.as_deref().map(ThreadId::external);
        Ok(Self {
            thread: thread
                .transpose()
                .map_err(|error| templates::failure(&error))?,
            author: args.author.as_deref().unwrap_or(AUTHOR).to_owned(),
            is_discussion: args.discussion,
            tags: args.tags.clone(),
        })
    }

    /// A message as an entry, and what of it that lacks.
    pub(crate) fn entry(
        &self,
        message: &Message,
    ) -> Result<(Posted, Vec<LeftOut>), flockml::Error> {
        Ok(match self.is_discussion {
            true => {
                let converted = self.convert(message)?;
                (Posted::Discussion(converted.entry), converted.left_out)
            }
            false => {
                let converted = self.convert(message)?;
                (Posted::Activity(converted.entry), converted.left_out)
            }
        })
    }

    fn convert<K: Kind>(&self, message: &Message) -> Result<Conversion<Entry<K>>, flockml::Error> {
        let thread = match self.thread.clone().or_else(|| ThreadId::of(message)) {
            Some(thread) => thread,
            // A message without any words names nothing.
            None => ThreadId::external(&self.author)?,
        };
        let author = Author::new(&self.author);
        let mut converted = Entry::from_message(message, thread, author);
        converted.entry = converted.entry.tags(&self.tags);
        Ok(converted)
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
