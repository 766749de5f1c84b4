//! `flockml event`

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args as ClapArgs, Subcommand, ValueHint};

/// Verifies the tokens that Flock's events come with, and makes some for tests
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml event sign --app-id my-app --user-id u:ada | flockml event verify --app-id my-app

The app's secret is no argument, which all users of the machine can read: it is in
`FLOCK_APP_SECRET` or a file.")]
pub(crate) struct Event {
    #[command(subcommand)]
    pub(crate) command: EventCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EventCommand {
    Verify(Verify),
    Sign(Sign),
}

/// Reads a token from standard input and prints what it says, if Flock has signed it for the app
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml event verify --app-id my-app < token.txt
  flockml event verify --app-id my-app --user-id u:ada --now 1700000000 < token.txt

A token is what the header `X-Flock-Event-Token` or the parameter `flockEventToken` holds. Its
claims are printed as JSON.

Exit codes: 0 verified, 1 not verified, 2 wrong usage or no secret")]
pub(crate) struct Verify {
    /// The app that the token has to be for
    #[arg(long, value_name = "APP", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) app_id: String,

    /// The user that the token has to be about; if left out, it may be about anybody
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) user_id: Option<String>,

    /// How long after its expiry a token is still accepted
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(crate) leeway: u32,

    #[command(flatten)]
    pub(crate) common: TokenArgs,
}

/// Prints a token as Flock makes them, for tests of what receives events
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  flockml event sign --app-id my-app --user-id u:ada
  curl --data '{\"name\": \"client.slashCommand\", \"userId\": \"u:ada\", \"command\": \"deploy\"}' \\
    --header \"X-Flock-Event-Token: $(flockml event sign --app-id my-app --user-id u:ada)\" \\
    http://127.0.0.1:8080/flock/events")]
pub(crate) struct Sign {
    /// The app that the token is for
    #[arg(long, value_name = "APP", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) app_id: String,

    /// The user that the token is about
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) user_id: String,

    /// How long the token is good for
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub(crate) ttl: u32,

    /// What the token is called, its `jti`
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,

    #[command(flatten)]
    pub(crate) common: TokenArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TokenArgs {
    /// How late it is, in seconds since the beginning of 1970, UTC; if left out, what the system's
    /// clock says
    #[arg(long, value_name = "UNIXSECONDS", value_parser = clap::value_parser!(u64).range(..=253_402_300_799))]
    pub(crate) now: Option<u64>,

    /// The file that holds the app's secret, instead of `FLOCK_APP_SECRET`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) secret_file: Option<PathBuf>,
}
