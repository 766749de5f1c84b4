//! The `flockml` program: checks, renders, converts and sends messages for Flock.

mod args;
mod cases;
mod checker;
mod commands;
mod confirm;
mod data;
mod endpoint;
mod exit;
mod files;
mod finding;
mod flowdock;
mod form;
mod json;
mod output;
mod preview;
mod rendering;
mod report;
mod secrets;
mod settings;
mod starters;
mod templates;
mod watch;

use std::process::ExitCode;

fn main() -> ExitCode {
    let exit = match args::parse() {
        Ok(args) => commands::run(args).unwrap_or_else(|failure| failure.tell()),
        Err(exit) => exit,
    };
    exit.into()
}
