//! `flockml send`

mod ask;
mod content;
mod deliver;
mod limits;
mod tell;
mod whom;

use flockml::client::{BaseUrl, Request};
use flockml::message::Message;

use crate::args::{Color, Send};
use crate::exit::{Exit, Failure};
use crate::{endpoint, output, templates};

use whom::Target;

/// Everything that is to be sent to one target, in order.
#[derive(Debug)]
struct Planned {
    target: Target,
    requests: Vec<Request>,
}

/// Composes a message and sends it.
pub(crate) fn run(args: &Send, color: Color) -> Result<Exit, Failure> {
    let base = endpoint::base_url()?;
    let targets = whom::targets(args)?;
    let Some(message) = content::compose(args, color)? else {
        return Ok(Exit::Findings);
    };
    let planned = limits::parts(args, message).and_then(|parts| {
        let plan = plan(targets, base.as_ref(), &parts)?;
        Ok((plan, parts))
    });
    let (plan, parts) = match planned {
        Ok(planned) => planned,
        Err(why) => {
            content::refuse(&why);
            return Ok(Exit::Findings);
        }
    };
    endpoint::warn_of_plain_http(plan.iter().flat_map(|planned| &planned.requests));
    if args.dry_run {
        return print(&plan);
    }
    if !args.yes && !ask::may_send(&plan, &parts)? {
        output::complain("not sent");
        return Ok(Exit::Findings);
    }
    deliver::all(plan, &endpoint::policy(&args.delivery))
}

/// Every request, before the first is sent: what cannot be made is no reason to send half.
fn plan(
    targets: Vec<Target>,
    base: Option<&BaseUrl>,
    parts: &[Message],
) -> Result<Vec<Planned>, String> {
    let plan = targets.into_iter().map(|target| {
        let requests = parts.iter().map(|part| target.request(base, part));
        let requests = requests.collect::<Result<_, _>>()?;
        Ok(Planned { target, requests })
    });
    let plan: Result<_, flockml::Error> = plan.collect();
    plan.map_err(|error| templates::failure(&error).to_string())
}

/// Prints the exact requests, secrets redacted, an empty line between two.
fn print(plan: &[Planned]) -> Result<Exit, Failure> {
    let requests = plan.iter().flat_map(|planned| &planned.requests);
    let shown: Vec<String> = requests
        .map(|request| format!("{}\n", request.redacted()))
        .collect();
    output::print(&shown.join("\n"))?;
    Ok(Exit::Fine)
}
