//! What a message needs besides to become Flowdock's.

use clap::Args as ClapArgs;
use clap::builder::NonEmptyStringValueParser;

/// What an entry in Flowdock has that a message has not
#[derive(Debug, ClapArgs)]
pub(crate) struct Flowdock {
    /// Flowdock: the thread's external id, such as an issue's number; entries of one id are one thread
    /// [default: the first attachment's id, else the entry's title]
    #[arg(long, value_name = "ID")]
    pub(crate) thread: Option<String>,

    /// Flowdock: who says it, unless the message has a sender of its own [default: flockml]
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) author: Option<String>,

    /// Flowdock: a comment on what the thread is about, instead of something that happened to it
    #[arg(long)]
    pub(crate) discussion: bool,

    /// Flowdock: a tag
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
}
