//! What becomes of messages over both transports when everything goes wrong, held against what the
//! server accepted. `UPDATE_DOCS=1` writes the table in `docs/delivery.md`.

#![cfg(all(feature = "reqwest", feature = "ureq"))]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod loopback;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use flockml::client::many::Many;
use flockml::client::{
    AsyncTransport, Circuit, Failure, Outcome, Policy, Request, Reqwest, Response, Retry,
    Transport, Ureq, Webhook, WebhookUrl,
};
use flockml::message::Message;
use loopback::faults::{Fault, Way, faults, text};
use loopback::{Closed, Conduct, Server, id};
use tokio::runtime::{Builder, Runtime};

const HOOK: &str = "/hooks/sendMessage/8cb4d06e-b8a5-4a0e-9f0e-3a3ba3a47a51";
const PAGE: &str = "docs/delivery.md";
const HEAD: &str = "| fault | ureq | reqwest | accepted | duplicates |\n|---|---|---|---|---|\n";
const MESSAGES: usize = 10_000;
const AT_A_TIME: usize = 32;
const SEED: u64 = 20_261_121;

/// A transport that does not wait between attempts.
struct Impatient<T>(T);

impl<T: Transport> Transport for Impatient<T> {
    fn send(&self, request: &Request, timeout: Duration) -> Result<Response, Failure> {
        self.0.send(request, timeout)
    }

    fn sleep(&self, _: Duration) {}
}

impl<T: AsyncTransport> AsyncTransport for Impatient<T> {
    fn send(
        &self,
        request: &Request,
        timeout: Duration,
    ) -> impl Future<Output = Result<Response, Failure>> + Send {
        self.0.send(request, timeout)
    }

    async fn sleep(&self, _: Duration) {}
}

fn ureq() -> Impatient<Ureq> {
    let config = ureq::Agent::config_builder().proxy(None).build();
    Impatient(Ureq::new(config.new_agent()))
}

fn reqwest() -> Impatient<Reqwest> {
    let settings = reqwest::Client::builder().no_proxy();
    Impatient(Reqwest::new(settings).unwrap())
}

fn hook(url: &str, timeout: Duration) -> Webhook {
    let retry = Retry::default().attempts(3).timeout(timeout);
    let policy = Policy::default().retry(retry).circuit(Circuit::never());
    Webhook::new(WebhookUrl::new(url).unwrap()).policy(policy)
}

/// What became of a message, by its number.
type Fates = Vec<(usize, Outcome)>;

/// What is wrong with `fates`, given what the server accepted.
fn contradictions(fates: &Fates, accepted: &[String]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for id in accepted {
        *counts.entry(id).or_default() += 1;
    }
    let mut found = Vec::new();
    for (number, outcome) in fates {
        let count = counts.remove(&*id(*number)).unwrap_or(0);
        let fits = match outcome {
            Outcome::Sent { .. } => count == 1,
            Outcome::NotSent { .. } => count == 0,
            Outcome::Unknown { .. } => count <= 1,
        };
        if !fits {
            found.push(format!(
                "{} accepted {count} times: {outcome:?}",
                id(*number)
            ));
        }
    }
    found.extend(counts.keys().map(|id| format!("{id} was never sent")));
    found
}

fn words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Sent { .. } => "sent".to_owned(),
        Outcome::NotSent { error, retry_after } => {
            let when = retry_after.map(|pause| format!("; again in {} s", pause.as_secs()));
            format!("not sent: {error}{}", when.unwrap_or_default())
        }
        Outcome::Unknown { error } => format!("unknown: {error}"),
    }
}

/// A fault as one transport sees it.
struct Shown {
    words: String,
    accepted: usize,
    duplicates: usize,
}

/// Shows a fault to a transport, one message after the other.
fn show(fault: &Fault, closed: &Closed, send: impl Fn(&Webhook, &Message) -> Outcome) -> Shown {
    let server = fault.server();
    let timeout = Duration::from_secs(if fault.stalls { 2 } else { 30 });
    let hook = hook(&fault.url(&server, closed, HOOK), timeout);
    let mut fates = Fates::new();
    for number in 0..fault.messages {
        if !fault.stalls {
            // A connection that is closed has been closed when the next message follows.
            server.wait_for_ended(number);
        }
        fates.push((number, send(&hook, &Message::text(text(number)))));
    }
    let accepted = server.finish();
    let wrong = contradictions(&fates, &accepted);
    assert!(wrong.is_empty(), "{}: {wrong:?}", fault.name);
    let said: Vec<String> = fates.iter().map(|(_, outcome)| words(outcome)).collect();
    let mut distinct = accepted.clone();
    distinct.sort();
    distinct.dedup();
    Shown {
        words: said.join("; then "),
        accepted: accepted.len(),
        duplicates: accepted.len() - distinct.len(),
    }
}

fn by_ureq(fault: &Fault, closed: &Closed) -> Shown {
    let transport = ureq();
    show(fault, closed, |hook, message| {
        hook.send(&transport, message)
    })
}

fn by_reqwest(fault: &Fault, closed: &Closed) -> Shown {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let transport = reqwest();
    show(fault, closed, |hook, message| {
        runtime.block_on(async {
            // Lets the client notice what became of its connections.
            for _ in 0..200 {
                tokio::task::yield_now().await;
            }
            hook.send_async(&transport, message).await
        })
    })
}

fn row(fault: &Fault, closed: &Closed) -> String {
    let (ureq, reqwest) = thread::scope(|scope| {
        let ureq = scope.spawn(|| by_ureq(fault, closed));
        let reqwest = by_reqwest(fault, closed);
        (ureq.join().unwrap(), reqwest)
    });
    let mut accepted = ureq.accepted.to_string();
    if reqwest.accepted != ureq.accepted {
        write!(accepted, " / {}", reqwest.accepted).unwrap();
    }
    let same = ureq.words == reqwest.words;
    format!(
        "| {} | {} | {} | {accepted} | {} |\n",
        fault.name,
        ureq.words,
        if same { "the same" } else { &reqwest.words },
        ureq.duplicates + reqwest.duplicates,
    )
}

#[test]
fn every_fault_has_the_outcome_that_the_documentation_names() {
    let elsewhere = Server::always(Conduct::post());
    let closed = Closed::port();
    let faults = faults(&elsewhere.url("/stolen"));
    let closed = &closed;
    let rows = thread::scope(|scope| {
        // Those that wait for a time limit do so together, and with the machine to themselves.
        let (slow, fast): (Vec<_>, Vec<_>) = faults.iter().partition(|fault| fault.stalls);
        let fast: Vec<_> = fast
            .into_iter()
            .map(|fault| (fault.name, row(fault, closed)))
            .collect();
        let slow = slow
            .into_iter()
            .map(|fault| (fault.name, scope.spawn(move || row(fault, closed))));
        let slow: Vec<_> = slow.collect();
        let slow = slow
            .into_iter()
            .map(|(name, row)| (name, row.join().unwrap()));
        fast.into_iter().chain(slow).collect::<HashMap<_, _>>()
    });
    let rows: String = faults.iter().map(|fault| &*rows[fault.name]).collect();
    assert_eq!(elsewhere.requests(), 0, "a redirect was followed");
    assert_documented(&rows);
}

/// The table in the page is `rows`.
fn assert_documented(rows: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(HEAD).expect("the page has the table");
    let end = rest.find("\n\n").map_or(rest.len(), |end| end + 1);
    let table = &rest[..end];
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, [before, HEAD, rows, &rest[end..]].concat()).unwrap();
        return;
    }
    for (documented, shown) in table.lines().zip(rows.lines()) {
        assert_eq!(documented, shown, "{PAGE} has drifted: UPDATE_DOCS=1");
    }
    assert_eq!(table, rows, "{PAGE} has drifted: UPDATE_DOCS=1");
}

/// A server that does anything to anybody, half of the time what it should.
fn anything(elsewhere: &Server) -> Server {
    let all = faults(&elsewhere.url("/stolen"));
    let over_http = all.into_iter().filter(|fault| fault.way == Way::Http);
    let conducts: Vec<Conduct> = over_http.flat_map(|fault| fault.conducts).collect();
    Server::scripted(move |number| {
        let mut random = fastrand::Rng::with_seed(SEED ^ number as u64);
        // The first numbers of neighbouring seeds are alike.
        random.u64(..);
        if random.bool() {
            return Conduct::post();
        }
        conducts[random.usize(..conducts.len())].clone()
    })
}

/// Webhooks of which most lead to the server, some to nobody.
struct Hooks {
    all: Vec<Webhook>,
    _closed: Closed,
}

impl Hooks {
    fn of(server: &Server) -> Self {
        let closed = Closed::port();
        let patience = Duration::from_millis(250);
        let mut all = vec![hook(&server.url(HOOK), patience); 30];
        all.push(hook(&closed.url(HOOK), patience));
        all.push(hook(
            &server.url(HOOK).replacen("http:", "https:", 1),
            patience,
        ));
        Self {
            all,
            _closed: closed,
        }
    }

    fn get(&self, number: usize) -> &Webhook {
        &self.all[number % self.all.len()]
    }
}

/// Each message's number, as if each went to an address of its own.
fn numbers() -> impl Iterator<Item = (usize, usize)> {
    (0..MESSAGES).map(|number| (number, number))
}

fn assert_accounted(mut fates: Fates, accepted: &[String]) {
    fates.sort_by_key(|(number, _)| *number);
    let numbers = fates.iter().map(|(number, _)| *number);
    assert!(numbers.eq(0..MESSAGES), "each has one outcome");
    let wrong = contradictions(&fates, accepted);
    assert!(
        wrong.is_empty(),
        "{} wrong: {:?}",
        wrong.len(),
        &wrong[..wrong.len().min(10)]
    );
    let count = |is: fn(&Outcome) -> bool| fates.iter().filter(|(_, outcome)| is(outcome)).count();
    let sent = count(|outcome| matches!(outcome, Outcome::Sent { .. }));
    let not_sent = count(|outcome| matches!(outcome, Outcome::NotSent { .. }));
    let unknown = MESSAGES - sent - not_sent;
    println!(
        "sent {sent}, not sent {not_sent}, unknown {unknown}, accepted {}",
        accepted.len()
    );
    assert!(
        sent > 0 && not_sent > 0 && unknown > 0,
        "the faults were not met"
    );
}

#[test]
fn ten_thousand_messages_by_ureq_are_accounted_for() {
    let elsewhere = Server::always(Conduct::post());
    let server = anything(&elsewhere);
    let hooks = Hooks::of(&server);
    let transport = ureq();
    let send = |_, number| {
        hooks
            .get(number)
            .send(&transport, &Message::text(text(number)))
    };
    let results = Many::new().at_once(AT_A_TIME).collect(numbers(), send);
    let fates = results.into_outcomes().enumerate().collect();
    assert_accounted(fates, &server.finish());
    assert_eq!(elsewhere.requests(), 0, "a redirect was followed");
}

#[test]
fn ten_thousand_messages_by_reqwest_are_accounted_for() {
    let elsewhere = Server::always(Conduct::post());
    let server = anything(&elsewhere);
    let hooks = &Hooks::of(&server);
    let transport = &reqwest();
    let send = |_, number| async move {
        let message = Message::text(text(number));
        hooks.get(number).send_async(transport, &message).await
    };
    let runtime = Runtime::new().unwrap();
    let many = Many::new().at_once(AT_A_TIME);
    let results = runtime.block_on(many.collect_async(numbers(), send));
    let fates = results.into_outcomes().enumerate().collect();
    drop(runtime);
    assert_accounted(fates, &server.finish());
    assert_eq!(elsewhere.requests(), 0, "a redirect was followed");
}
