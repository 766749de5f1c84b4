//! One command, one file.

mod call;
mod check;
mod completions;
mod convert;
mod event;
mod explain;
mod new;
mod preview;
mod render;
mod schema;
mod send;
mod test;

use crate::args::{Args, Command};
use crate::exit::{Exit, Failure};

/// Runs the command that the user asked for.
pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let color = args.color;
    match args.command {
        Command::Check(args) => check::run(&args, color),
        Command::Render(args) => render::run(&args, color),
        Command::Convert(args) => convert::run(&args, color),
        Command::Test(args) => test::run(&args, color),
        Command::Preview(args) => preview::run(&args),
        Command::Send(args) => send::run(&args, color),
        Command::Call(args) => call::run(&args, color),
        Command::Event(args) => event::run(&args),
        Command::New(args) => new::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}
