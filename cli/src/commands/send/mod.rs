//! `flockml send`

mod ask;
mod content;
mod deliver;
mod limits;
mod tell;
mod whom;

use std::time::Duration;

use flockml::client::{BaseUrl, Policy, Request, Retry};
use flockml::message::Message;

use crate::args::{Color, Delivery, Send};
use crate::exit::{Exit, Failure};
use crate::{endpoint, output, templates};

use whom::Target;

/// How long all attempts take together at most, unless one may take longer.
const TOTAL: Duration = Duration::from_secs(60);

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
    deliver::all(plan, &policy(&args.delivery))
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

fn policy(args: &Delivery) -> Policy {
    let mut retry = Retry::default()
        .attempts(args.retries.saturating_add(1))
        .unknown(args.retry_unknown);
    if let Some(timeout) = args.timeout {
        retry = retry.timeout(timeout).total(timeout.max(TOTAL));
    }
    if let Some(total) = args.max_time {
        retry = retry.total(total);
    }
    Policy::default().retry(retry)
}
