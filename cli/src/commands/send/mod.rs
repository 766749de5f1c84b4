//! `flockml send`

mod ask;
mod content;
mod deliver;
mod identity;
mod limits;
mod list;
mod plan;
mod record;
mod tell;
mod todo;
mod watch;
mod whom;

use std::collections::BTreeSet;

use flockml::message::Message;

use crate::args::{Color, Send};
use crate::exit::{Exit, Failure};
use crate::{endpoint, flowdock, output, templates};

use plan::Plan;

/// Composes a message and sends it.
pub(crate) fn run(args: &Send, color: Color) -> Result<Exit, Failure> {
    if !args.whom.flowdock {
        flowdock::refuse_options(&args.flowdock, "--flowdock")?;
    }
    let base = endpoint::base_url()?;
    let targets = whom::targets(args)?;
    let Some(message) = content::compose(args, color)? else {
        return Ok(Exit::Findings);
    };
    let parts = match parts(args, message) {
        Ok(parts) => parts,
        Err(why) => return Ok(refuse(&why)),
    };
    if args.whom.flowdock {
        let shape = flowdock::Shape::new(&args.flowdock)?;
        for part in &parts {
            match shape.entry(part) {
                Ok((_, left_out)) => flowdock::tell(&left_out),
                Err(error) => return Ok(refuse(&templates::failure(&error).to_string())),
            }
        }
    }
    let plan = Plan {
        targets,
        parts,
        base,
    };
    // What cannot be made is no reason to send half.
    let hosts = match hosts(&plan) {
        Ok(hosts) => hosts,
        Err(error) => return Ok(refuse(&templates::failure(&error).to_string())),
    };
    endpoint::warn_of_plain_http(&hosts);
    if args.dry_run {
        return print(&plan);
    }
    if !args.yes && !ask::may_send(&plan)? {
        output::complain("not sent");
        return Ok(Exit::Findings);
    }
    deliver::all(&plan, args)
}

/// Only Flock has limits that are known.
fn parts(args: &Send, message: Message) -> Result<Vec<Message>, String> {
    match args.whom.flowdock {
        true => Ok(vec![message]),
        false => limits::parts(args, message),
    }
}

fn refuse(why: &str) -> Exit {
    content::refuse(why);
    Exit::Findings
}

/// The scheme and host of every request.
fn hosts(plan: &Plan) -> Result<BTreeSet<endpoint::Host>, flockml::Error> {
    plan.requests()
        .map(|request| request.map(|request| endpoint::Host::of(&request)))
        .collect()
}

/// Prints the exact requests, secrets redacted, an empty line between two.
fn print(plan: &Plan) -> Result<Exit, Failure> {
    for (place, request) in plan.requests().enumerate() {
        let request = request.map_err(|error| templates::failure(&error))?;
        let space = if place > 0 { "\n" } else { "" };
        output::print(&format!("{space}{}\n", request.redacted()))?;
    }
    Ok(Exit::Fine)
}
