//! Sends what is planned, so many at a time.

use std::collections::{BTreeSet, HashMap};

use flockml::client::many::Many;
use flockml::client::{Delivery, Outcome, Policy, Ureq};

use super::plan::{Job, Plan};
use super::record::{Record, State};
use super::todo::Todo;
use super::watch::Watch;
use super::{hosts, identity};
use crate::args::{self, Send};
use crate::endpoint::{self, Host};
use crate::exit::{Exit, Failure};
use crate::templates;

/// Sends everything that an earlier run has not sent; of several outcomes the worst decides how
/// the run ends, where not to know is worse than to know that it failed.
pub(super) fn all(plan: &Plan, args: &Send) -> Result<Exit, Failure> {
    let (record, states) = open(plan, args)?;
    let todo = Todo::new(&states, plan.parts.len(), args.delivery.retry_unknown);
    let hosts = hosts(plan).map_err(|error| templates::failure(&error))?;
    let sender = Sender {
        plan,
        policies: policies(hosts, &args.delivery),
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
fn policies(hosts: BTreeSet<Host>, delivery: &args::Delivery) -> HashMap<Host, Policy> {
    let own = |host| (host, endpoint::policy(delivery));
    hosts.into_iter().map(own).collect()
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use flockml::client::{Recorder, Webhook, WebhookUrl};
    use flockml::message::Message;

    use super::*;

    #[test]
    fn as_many_attempts_are_made_as_are_asked_for() {
        let url = WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e").unwrap();
        let (hook, message) = (Webhook::new(url), Message::text("hi"));
        let host = Host::of(&hook.request(&message).unwrap());
        let delivery = args::Delivery {
            timeout: None,
            retries: 12,
            max_time: Some(Duration::from_secs(3600)),
            retry_unknown: false,
        };
        let mut policies = policies(BTreeSet::from([host.clone()]), &delivery);
        let down = Recorder::new().otherwise(503, "");
        let hook = hook.policy(policies.remove(&host).unwrap());
        assert!(!hook.send(&down, &message).is_sent());
        assert_eq!(down.requests().len(), 13);
    }
}
