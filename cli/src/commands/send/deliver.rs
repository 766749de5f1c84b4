//! Sends what is planned, so many at a time.

use std::collections::HashMap;

use flockml::client::many::Many;
use flockml::client::{Circuit, Delivery, Outcome, Policy, Ureq};

use super::plan::{Job, Plan};
use super::record::{Record, State};
use super::todo::Todo;
use super::watch::Watch;
use super::{hosts, identity};
use crate::args::Send;
use crate::endpoint::Host;
use crate::exit::{Exit, Failure};
use crate::templates;

/// Sends everything that an earlier run has not sent; of several outcomes the worst decides how
/// the run ends, where not to know is worse than to know that it failed.
pub(super) fn all(plan: &Plan, args: &Send, policy: &Policy) -> Result<Exit, Failure> {
    let (record, states) = open(plan, args)?;
    let todo = Todo::new(&states, plan.parts.len(), args.delivery.retry_unknown);
    let sender = Sender {
        plan,
        policies: policies(plan, policy)?,
        transport: Ureq::default(),
    };
    let mut watch = Watch::new(plan, &todo, record);
    let jobs = todo.jobs.iter().map(|job| (job.target, *job));
    Many::new().at_once(args.fan_out.at_once).run(
        jobs,
        |_, job| sender.send(job),
        |progress| watch.note(progress),
    );
    watch.finish()
}

/// The result file, if one is wanted, and what it says of each message.
fn open(plan: &Plan, args: &Send) -> Result<(Option<Record>, Vec<State>), Failure> {
    let fresh = vec![State::default(); plan.count()];
    let identity = || identity::of(plan);
    Ok(match (&args.fan_out.result, &args.fan_out.resume) {
        (None, None) => (None, fresh),
        (Some(path), _) => (Some(Record::create(path, identity()?)?), fresh),
        (None, Some(path)) => {
            let (record, states) = Record::resume(path, &identity()?)?;
            (Some(record), states)
        }
    })
}

/// A policy for each host, so that one that is down keeps no other from getting its messages.
fn policies(plan: &Plan, policy: &Policy) -> Result<HashMap<Host, Policy>, Failure> {
    let hosts = hosts(plan).map_err(|error| templates::failure(&error))?;
    let own = |host| (host, policy.clone().circuit(Circuit::default()));
    Ok(hosts.into_iter().map(own).collect())
}

struct Sender<'p> {
    plan: &'p Plan,
    policies: HashMap<Host, Policy>,
    transport: Ureq,
}

impl Sender<'_> {
    fn send(&self, job: Job) -> Outcome {
        let request = match self.plan.request(job) {
            Ok(request) => request,
            Err(error) => return Outcome::from(error),
        };
        let policy = self.policies.get(&Host::of(&request)).cloned();
        let delivery = Delivery::new(request, &policy.unwrap_or_default());
        let conclusion = delivery.run(&self.transport);
        self.plan.targets[job.target].outcome(conclusion)
    }
}
