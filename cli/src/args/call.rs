//! `flockml call`

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueHint};

use super::Delivery;

/// Calls a method of Flock's, and prints what it answers
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml call channels.list
  flockml call channels.getInfo --set channelId=g:1234_lobby
  flockml call channels.create --set name=incident-42 --set members=u:ada,u:bob --dry-run
  flockml call chat.sendMessage --data message.json --set to=u:ada --yes

`docs/methods.md` lists the methods that Flock documents; any other is called by its name. The token
is no argument, which all users of the machine can read: it is in `FLOCK_TOKEN` or a file.
`FLOCK_BASE_URL` names another server than Flock's, such as one for tests.

What was certainly not processed is tried again: no connection, 408, 429, 503. What may have been is
not, unless `--retry-unknown`. Standard output has the answer, as JSON.

Exit codes: 0 answered, 1 refused before anything was sent, 2 wrong usage or a file that cannot be
read, 3 not done, or not for all members, 4 perhaps done, perhaps not")]
pub(crate) struct Call {
    /// The method's name
    #[arg(value_name = "METHOD")]
    pub(crate) method: String,

    /// One parameter: text or a list with commas where the method is documented to take one, else
    /// JSON or a string; `a.b=1` sets `b` of `a`
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,

    /// The parameters, a JSON object; `-` for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) data: Option<PathBuf>,

    /// Send a form instead of JSON; Flock takes both
    #[arg(long)]
    pub(crate) form: bool,

    /// The file that holds the token, instead of `FLOCK_TOKEN`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) token_file: Option<PathBuf>,

    /// Print the exact request, the token redacted, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Call without asking a method that changes something, as scripts have to
    #[arg(long, short)]
    pub(crate) yes: bool,

    #[command(flatten)]
    pub(crate) delivery: Delivery,
}
