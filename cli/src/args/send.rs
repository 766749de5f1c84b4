//! `flockml send`

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args as ClapArgs, ValueHint};
use flockml::client::many::Many;

use super::{Flowdock, Root};

/// Sends a template and its data, a text or a payload to users, channels or a webhook
#[derive(Debug, ClapArgs)]
#[command(
    group(ArgGroup::new("content").required(true).args(["template", "text", "payload"])),
    group(ArgGroup::new("whom").required(true).args(["to", "to_file", "webhook", "webhook_file", "flowdock"]).multiple(true)),
    after_help = "\
Example:
  flockml send templates/incident.flockml --data alert.json --webhook --dry-run
  flockml send templates/incident.flockml --data - --to ops --degrade --yes < alert.json
  df -h / | flockml send --text - --to u:isgpwwyralhf9aso --yes
  flockml send digest.flockml --data today.json --to-file team.txt --result sent.jsonl --yes
  flockml send templates/incident.flockml --data alert.json --flowdock --thread db-1 --yes

Secrets are no arguments, which all users of the machine can read: the token is in `FLOCK_TOKEN` or
a file, the webhook's URL in `FLOCK_WEBHOOK_URL` or a file, Flowdock's token in `FLOWDOCK_TOKEN` or
a file. `FLOCK_BASE_URL` and `FLOWDOCK_BASE_URL` name other servers, such as one for tests.

What was certainly not processed is tried again: no connection, 408, 429, 503. What may have been is
not, unless `--retry-unknown`. Standard output has a line for each message that Flock accepted,
standard error says what became of the others and whether it is safe to send them again.

A run with `--result FILE` that is cut off, even by a crash, goes on with `--resume FILE` in its
place and otherwise the same arguments; nothing is sent twice.

Exit codes: 0 all sent, 1 refused before anything was sent, 2 wrong usage or a file that cannot be
read, 3 at least one not delivered, 4 at least one that may or may not be delivered"
)]
pub(crate) struct Send {
    /// The template: a `.flockml`, `.message.json`, `.attachment.json` or `.button.json` file
    #[arg(value_name = "TEMPLATE", value_hint = ValueHint::FilePath)]
    pub(crate) template: Option<PathBuf>,

    /// Plain text instead of a template; `-` for standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,

    /// A payload instead of a template, as `flockml render` writes it; `-` for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) payload: Option<PathBuf>,

    /// The template's data, a JSON object; `-` for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["text", "payload"])]
    pub(crate) data: Option<PathBuf>,

    /// One value of the data: JSON, else a string; `a.b=1` sets `b` of `a`
    #[arg(long = "set", value_name = "KEY=VALUE", conflicts_with_all = ["text", "payload"])]
    pub(crate) set: Vec<String>,

    #[command(flatten)]
    pub(crate) whom: Whom,

    /// Print the exact requests, secrets redacted, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Send without asking, as scripts have to
    #[arg(long, short)]
    pub(crate) yes: bool,

    /// When the template or its data fail, send the data plainly, and split what is over a limit:
    /// an alert is never lost
    #[arg(long, conflicts_with_all = ["text", "payload"])]
    pub(crate) degrade: bool,

    /// Send what is over a limit as several messages, the buttons with the last
    #[arg(long)]
    pub(crate) split: bool,

    /// The most characters of text in one message. Flock documents no limit: without this, none
    /// holds, and `--split` makes parts of at most 32768
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_chars: Option<u32>,

    #[command(flatten)]
    pub(crate) fan_out: FanOut,

    #[command(flatten)]
    pub(crate) delivery: Delivery,

    #[command(flatten)]
    pub(crate) flowdock: Flowdock,

    #[command(flatten)]
    pub(crate) root: Root,
}

/// To whom, and with which secret.
#[derive(Debug, ClapArgs)]
pub(crate) struct Whom {
    /// A user (`u:…`), a channel (`g:…`) or a name in `[targets.NAME]` of `flockml.toml`
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) to: Vec<String>,

    /// A file with an address or a name a line; a line that begins with `#` counts for nothing
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) to_file: Option<PathBuf>,

    /// To the channel of the webhook whose URL is in `FLOCK_WEBHOOK_URL`
    #[arg(long, conflicts_with_all = ["to", "to_file", "webhook_file"])]
    pub(crate) webhook: bool,

    /// To the channel of the webhook whose URL is in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["to", "to_file"])]
    pub(crate) webhook_file: Option<PathBuf>,

    /// To the flow in Flowdock whose token is in `FLOWDOCK_TOKEN`
    #[arg(
        long,
        conflicts_with_all = ["to", "to_file", "webhook", "webhook_file", "on_behalf_of", "visible_to", "split"]
    )]
    pub(crate) flowdock: bool,

    /// The file that holds the token, instead of `FLOCK_TOKEN` or `FLOWDOCK_TOKEN`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["webhook", "webhook_file"])]
    pub(crate) token_file: Option<PathBuf>,

    /// The member of the channel whose permission a bot posts with
    #[arg(long, value_name = "USER", conflicts_with_all = ["webhook", "webhook_file"])]
    pub(crate) on_behalf_of: Option<String>,

    /// Show the message to this member of the channel, and to nobody that is not named
    #[arg(long, value_name = "USER", conflicts_with_all = ["webhook", "webhook_file"])]
    pub(crate) visible_to: Vec<String>,
}

/// Many messages, and how to go on when a run is cut off.
#[derive(Debug, ClapArgs)]
pub(crate) struct FanOut {
    /// How many messages are under way at a time; each target gets its own in order
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = at_once)]
    pub(crate) at_once: usize,

    /// Write to this new file what becomes of each message, a line of JSON each, as it happens
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "dry_run")]
    pub(crate) result: Option<PathBuf>,

    /// Go on with the result file of an earlier run: sends only what was never begun or certainly
    /// not sent
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["result", "dry_run"])]
    pub(crate) resume: Option<PathBuf>,
}

fn at_once(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if (1..=Many::MOST_AT_ONCE).contains(&count) => Ok(count),
        _ => Err(format!("write a number from 1 to {}", Many::MOST_AT_ONCE)),
    }
}

/// How long, and how often.
#[derive(Debug, ClapArgs)]
pub(crate) struct Delivery {
    /// How long one attempt may take [default: 15]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,

    /// How often to try again what was certainly not processed
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(..=100))]
    pub(crate) retries: u32,

    /// How long all attempts for one message may take together [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) max_time: Option<Duration>,

    /// Try again also what may have been processed: a message may arrive twice
    #[arg(long)]
    pub(crate) retry_unknown: bool,
}

/// The longest time that can be set: a day.
const LONGEST: f64 = 86_400.0;

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.001..=LONGEST).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err(format!("write a number of seconds from 0.001 to {LONGEST}")),
    }
}
