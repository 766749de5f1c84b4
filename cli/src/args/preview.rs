//! `flockml preview`

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, ValueHint};

use super::send::seconds;
use crate::preview::inbox::faults_help;

/// Shows messages while you write their templates, and takes what programs send to Flock
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml preview templates
  flockml preview templates --editor cursor --port 8080
  flockml preview templates --out messages.html
  flockml preview --inbox-only --expect 2 --timeout 30 --fault 429:1

A page in your browser has each template with each of its samples: on desktop and mobile, as push
notification, text and JSON. It follows every file that is saved. Nobody but this machine can reach
it, and it loads nothing from elsewhere.

The same server takes messages as Flock does and shows them in its inbox: for the program to try,
set `FLOCK_BASE_URL=http://127.0.0.1:7357`, or use the webhook's URL
`http://127.0.0.1:7357/hooks/sendMessage/anything`.")]
pub(crate) struct Preview {
    /// The folder of templates; if left out, the one that `flockml.toml` names, else the current
    /// folder
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<PathBuf>,

    /// The port to listen on, 0 for any [default: 7357, or the next one that is free]
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,

    /// Do not open the page in a browser
    #[arg(long)]
    pub(crate) no_open: bool,

    /// What opens files: `vscode`, `vscode-insiders`, `vscodium`, `cursor`, `windsurf`, `zed`,
    /// `idea`, `sublime`, `textmate`, `none`, or an address with `{file}`, `{line}` and `{column}`
    #[arg(long, value_name = "EDITOR", default_value = "vscode")]
    pub(crate) editor: String,

    /// Write everything to one HTML file instead, which needs no server, and end
    #[arg(
        long,
        value_name = "FILE.html",
        value_hint = ValueHint::FilePath,
        conflicts_with_all = ["port", "no_open", "editor", "inbox_only", "fault"]
    )]
    pub(crate) out: Option<PathBuf>,

    /// Only take messages, each a line of JSON on standard output; there are no templates
    #[arg(long, conflicts_with = "dir")]
    pub(crate) inbox_only: bool,

    /// End once so many messages were taken
    // What conflicts with `--inbox-only` would do away with the need for it.
    #[arg(
        long,
        value_name = "N",
        requires = "inbox_only",
        conflicts_with_all = ["dir", "out"],
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub(crate) expect: Option<u32>,

    /// End with 1 if `--expect` is not reached in so many seconds
    #[arg(long, value_name = "SECONDS", requires = "expect", conflicts_with_all = ["dir", "out"], value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,

    /// How to misbehave to programs that send, in this order: `429:3,drop:1,slow:2` limits three
    /// requests, answers one not at all and two late
    #[arg(long, value_name = "FAULTS", long_help = faults_help())]
    pub(crate) fault: Option<String>,
}
