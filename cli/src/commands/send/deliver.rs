//! Sends what is planned, and says what became of it.

use flockml::client::{Delivery, Outcome, Policy, Transport, Ureq};

use super::{Planned, tell};
use crate::exit::{Exit, Failure};
use crate::output;

/// Sends everything; of several outcomes the worst decides how the run ends, where not to know is
/// worse than to know that it failed.
pub(super) fn all(plan: Vec<Planned>, policy: &Policy) -> Result<Exit, Failure> {
    let transport = Ureq::default();
    let mut worst = Exit::Fine;
    let mut unwritable = None;
    for planned in plan {
        let exit = one(planned, policy, &transport, |line| {
            // What cannot be written must not keep the rest from being sent.
            if let Err(failure) = output::print_line(line) {
                unwritable.get_or_insert(failure);
            }
        });
        worst = worst.max(exit);
    }
    match unwritable {
        Some(failure) if worst == Exit::Fine => Err(failure),
        _ => Ok(worst),
    }
}

/// Sends all parts to one target in order; one that fails keeps back the rest.
fn one(
    planned: Planned,
    policy: &Policy,
    transport: &impl Transport,
    mut print: impl FnMut(&str),
) -> Exit {
    let name = planned.target.name;
    let of = planned.requests.len();
    for (place, request) in planned.requests.into_iter().enumerate() {
        let part = tell::Part {
            number: place + 1,
            of,
        };
        let outcome = Outcome::from(Delivery::new(request, policy).run(transport));
        match &outcome {
            Outcome::Sent { uid } => print(&tell::sent(&name, part, uid.as_deref())),
            Outcome::NotSent { error, retry_after } => {
                output::complain(&tell::not_sent(&name, part, error, *retry_after));
                return Exit::NotDelivered;
            }
            Outcome::Unknown { error } => {
                output::complain(&tell::unknown(&name, part, error));
                return Exit::Unknown;
            }
        }
    }
    Exit::Fine
}
