//! Many messages: each ends with one outcome, in order for each address, so many at a time.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::collections::{HashMap, HashSet};
use std::num::NonZeroU32;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use flockml::client::many::{Many, Next, Progress, Results, Schedule};
use flockml::client::{Bot, Circuit, Outcome, Policy, Rate, Recorder, Retry, Token};
use flockml::message::{Address, ChannelId, Message, UserId};
use flockml::{Error, ErrorKind};
use proptest::prelude::*;

/// An address, and whether the message to it is delivered.
type Job = (u8, Fate);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Sent,
    NotSent,
    Unknown,
    HeldBack,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![6 => Just(Fate::Sent), 1 => Just(Fate::NotSent), 1 => Just(Fate::Unknown)]
}

fn jobs() -> impl Strategy<Value = Vec<Job>> {
    prop::collection::vec((0..6_u8, fate()), 0..60)
}

fn error() -> Error {
    ChannelId::new("nobody").unwrap_err()
}

fn outcome(fate: Fate) -> Outcome {
    match fate {
        Fate::Sent => Outcome::Sent { uid: None },
        Fate::Unknown => Outcome::Unknown { error: error() },
        Fate::NotSent | Fate::HeldBack => Outcome::NotSent {
            error: error(),
            retry_after: None,
        },
    }
}

fn fate_of(outcome: &Outcome) -> Fate {
    match outcome {
        Outcome::Sent { .. } => Fate::Sent,
        Outcome::Unknown { .. } => Fate::Unknown,
        Outcome::NotSent { error, .. } if error.kind() == ErrorKind::HeldBack => Fate::HeldBack,
        Outcome::NotSent { .. } => Fate::NotSent,
    }
}

/// What becomes of jobs that are sent one after the other.
fn one_by_one(jobs: &[Job], goes_on: bool) -> Vec<Fate> {
    let mut broken = HashSet::new();
    let fate = |&(address, fate): &Job| {
        if broken.contains(&address) {
            return Fate::HeldBack;
        }
        if fate != Fate::Sent && !goes_on {
            broken.insert(address);
        }
        fate
    };
    jobs.iter().map(fate).collect()
}

fn fates(results: &Results) -> Vec<Fate> {
    results.outcomes().map(fate_of).collect()
}

proptest! {
    #[test]
    fn whatever_ends_first_each_job_ends_once_and_in_order(
        jobs in jobs(),
        at_once in 0..9_usize,
        goes_on: bool,
        stop_at in prop::option::of(0..200_usize),
        choices in prop::collection::vec(any::<prop::sample::Index>(), 1..50),
    ) {
        let mut schedule = Schedule::new(at_once).go_on(goes_on);
        let mut input = jobs.iter().copied();
        let mut choices = choices.iter().cycle();
        let mut under_way = Vec::new();
        let mut ended = HashMap::new();
        let mut last_begun: HashMap<u8, usize> = HashMap::new();
        for step in 0.. {
            if stop_at == Some(step) {
                schedule.stop();
            }
            match schedule.step() {
                Next::Take => match input.next() {
                    Some((address, fate)) => schedule.give(address, fate),
                    None => schedule.end(),
                },
                Next::Begin(ticket, fate) => {
                    let (index, address) = (ticket.index(), *ticket.address());
                    prop_assert_eq!(jobs[index], (address, fate));
                    prop_assert!(last_begun.insert(address, index).is_none_or(|last| last < index));
                    let others = under_way.iter().map(|(ticket, _): &(flockml::client::many::Ticket<u8>, _)| ticket.address());
                    prop_assert!(others.into_iter().all(|other| *other != address));
                    under_way.push((ticket, fate));
                    prop_assert!(under_way.len() <= at_once.max(1));
                }
                Next::HoldBack(index, fate) => {
                    prop_assert_eq!(jobs[index].1, fate);
                    prop_assert!(ended.insert(index, Fate::HeldBack).is_none());
                }
                Next::Wait => {
                    prop_assert!(!under_way.is_empty());
                    let at = choices.next().unwrap().index(under_way.len());
                    let (ticket, fate) = under_way.swap_remove(at);
                    prop_assert!(ended.insert(ticket.index(), fate).is_none());
                    schedule.finished(ticket, fate == Fate::Sent);
                }
                Next::Done => break,
            }
        }
        prop_assert!(under_way.is_empty());
        let taken = jobs.len() - input.len();
        let ended: Vec<_> = (0..taken).map(|index| ended.get(&index).copied()).collect();
        prop_assert!(ended.iter().all(Option::is_some), "{ended:?}");
        let expected = one_by_one(&jobs, goes_on);
        match stop_at {
            None => prop_assert!(ended.into_iter().flatten().eq(expected)),
            Some(_) => for (ended, expected) in ended.into_iter().flatten().zip(expected) {
                prop_assert!(ended == expected || ended == Fate::HeldBack);
            }
        }
    }

    #[test]
    fn both_drivers_end_as_if_sent_one_by_one(jobs in jobs(), at_once in 1..9_usize, goes_on: bool) {
        let many = Many::new().at_once(at_once).go_on(goes_on);
        let expected = one_by_one(&jobs, goes_on);
        let results = many.collect(jobs.clone(), |_, fate| outcome(fate));
        prop_assert_eq!(fates(&results), expected.clone());
        let is = |fate: Fate| move |found: &Fate| *found == fate;
        let unknown: Vec<_> = results.unknown().collect();
        prop_assert_eq!(unknown.len(), expected.iter().filter(|it| is(Fate::Unknown)(it)).count());
        let again = results.to_try_again().filter(|at| !matches!(expected[*at], Fate::NotSent | Fate::HeldBack));
        prop_assert_eq!(again.count(), 0);
        prop_assert_eq!(results.is_all_sent(), expected.iter().all(is(Fate::Sent)));

        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let sending = many.collect_async(jobs, |address, fate| async move {
            for _ in 0..address {
                tokio::task::yield_now().await;
            }
            outcome(fate)
        });
        prop_assert_eq!(fates(&runtime.block_on(sending)), expected);
    }
}

#[test]
fn threads_never_meet_at_an_address_and_never_are_too_many() {
    let (at_once, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let seen: Mutex<HashMap<usize, Vec<usize>>> = Mutex::default();
    let jobs = (0..500).map(|number| (number % 7, number));
    let results = Many::new().at_once(4).collect(jobs, |address, number| {
        most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::yield_now();
        seen.lock()
            .unwrap()
            .entry(address)
            .or_default()
            .push(number);
        at_once.fetch_sub(1, Ordering::SeqCst);
        Outcome::Sent { uid: None }
    });
    assert_eq!(results.outcomes().count(), 500);
    assert!(most.load(Ordering::SeqCst) <= 4);
    for numbers in seen.lock().unwrap().values() {
        assert!(numbers.is_sorted(), "{numbers:?}");
    }
}

#[test]
fn who_watches_sees_a_message_begin_before_it_is_sent() {
    let log = Mutex::new(Vec::new());
    let jobs = [("a", 0), ("b", 1), ("a", 2)];
    let send = |_, number| {
        log.lock().unwrap().push(format!("sent {number}"));
        outcome(if number == 0 {
            Fate::Unknown
        } else {
            Fate::Sent
        })
    };
    Many::new().at_once(1).run(jobs, send, |progress| {
        log.lock().unwrap().push(match progress {
            Progress::Begun { index } => format!("begun {index}"),
            Progress::Ended { index, outcome } => format!("ended {index} {:?}", fate_of(&outcome)),
            _ => unreachable!("no such progress"),
        });
        ControlFlow::Continue(())
    });
    assert_eq!(
        *log.lock().unwrap(),
        [
            "begun 0",
            "sent 0",
            "ended 0 Unknown",
            "begun 1",
            "sent 1",
            "ended 1 Sent",
            "ended 2 HeldBack",
        ]
    );
}

#[test]
fn a_break_begins_nothing_more_and_takes_nothing_more() {
    let taken = AtomicUsize::new(0);
    let jobs = (0..).inspect(|_| {
        taken.fetch_add(1, Ordering::SeqCst);
    });
    let sent = AtomicUsize::new(0);
    let mut ended = Vec::new();
    let send = |_, _| {
        sent.fetch_add(1, Ordering::SeqCst);
        outcome(Fate::Sent)
    };
    Many::new()
        .at_once(3)
        .run(jobs.map(|number| (number, ())), send, |progress| {
            let stops = matches!(progress, Progress::Begun { index: 9 });
            if let Progress::Ended { index, outcome } = progress {
                ended.push((index, fate_of(&outcome)));
            }
            if stops {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
    ended.sort_by_key(|(index, _)| *index);
    let numbers: Vec<_> = ended.iter().map(|(index, _)| *index).collect();
    assert_eq!(numbers, Vec::from_iter(0..10));
    assert_eq!(ended[9].1, Fate::HeldBack);
    assert_eq!(sent.load(Ordering::SeqCst), 9);
    assert_eq!(taken.load(Ordering::SeqCst), 10);
}

#[test]
fn only_so_many_wait_however_many_there_are() {
    let (taken, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let jobs = (0..20_000).map(|number| {
        let waiting = taken.fetch_add(1, Ordering::SeqCst) - ended.load(Ordering::SeqCst);
        assert!(waiting <= Schedule::<(), ()>::AHEAD + 8, "{waiting} wait");
        // Nearly all go to one address, behind each other.
        (number % 100 == 0, ())
    });
    Many::new().run(
        jobs,
        |_, ()| outcome(Fate::Sent),
        |progress| {
            if let Progress::Ended { .. } = progress {
                ended.fetch_add(1, Ordering::SeqCst);
            }
            ControlFlow::Continue(())
        },
    );
    assert_eq!(ended.load(Ordering::SeqCst), 20_000);
}

#[test]
#[should_panic(expected = "the transport is broken")]
fn a_panic_of_the_sender_is_passed_on() {
    let _ = Many::new().collect([(1, ()), (2, ())], |_, ()| {
        panic!("the transport is broken")
    });
}

fn bot(policy: Policy) -> Bot {
    Bot::new(Token::new("t0ken").unwrap()).policy(policy)
}

fn user(name: &str) -> Address {
    Address::user(UserId::new(format!("u:{name}")).unwrap())
}

/// What was received, as `to: text`.
fn received(flock: &Recorder) -> Vec<String> {
    let requests = flock.requests();
    let bodies = requests.iter().map(|request| {
        let body: serde_json::Value = serde_json::from_slice(request.http().body()).unwrap();
        format!("{}: {}", body["to"], body["text"]).replace('"', "")
    });
    bodies.collect()
}

/// Ada's first message fails for good, Grace's is tried again, and all is told.
fn script() -> Recorder {
    let refusal = r#"{"error":"UnknownRecipient"}"#;
    Recorder::new().answer(400, refusal).answer(503, "")
}

fn mail() -> Vec<(Address, Message)> {
    [("ada", "1"), ("grace", "1"), ("ada", "2"), ("grace", "2")]
        .map(|(name, text)| (user(name), Message::text(text)))
        .to_vec()
}

fn assert_told(results: &Results, flock: &Recorder) {
    use Fate::{HeldBack, NotSent, Sent};
    assert_eq!(fates(results), [NotSent, Sent, HeldBack, Sent]);
    assert!(results.to_try_again().eq([0, 2]));
    assert_eq!(
        received(flock),
        ["u:ada: 1", "u:grace: 1", "u:grace: 1", "u:grace: 2"]
    );
}

#[test]
fn messages_of_a_bot_are_sent_in_order_and_tried_again() {
    let (bot, flock) = (bot(Policy::default()), script());
    let many = Many::new().at_once(1);
    let results = many.collect(mail(), |to, message| bot.send(&flock, &message, &to));
    assert_told(&results, &flock);

    let flock = &script();
    let bot = &bot;
    let send = |to, message| async move { bot.send_async(flock, &message, &to).await };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let results = runtime.block_on(many.collect_async(mail(), send));
    assert_told(&results, flock);
}

#[test]
fn all_share_the_circuit_of_their_client() {
    let policy = Policy::default()
        .retry(Retry::never())
        .circuit(Circuit::new(3, Duration::from_secs(60)));
    let bot = bot(policy);
    let flock = (0..100).fold(Recorder::new(), |flock, _| flock.answer(503, ""));
    let message = Message::text("db-1 is down");
    let jobs = (0..100).map(|number| (user(&number.to_string()), ()));
    let results = Many::new()
        .at_once(1)
        .collect(jobs, |to, ()| bot.send(&flock, &message, &to));
    assert_eq!(flock.requests().len(), 3);
    assert_eq!(results.to_try_again().count(), 100);
    let last = results.outcomes().last().unwrap();
    assert_eq!(last.error().unwrap().kind(), ErrorKind::CircuitOpen);
}

#[test]
fn all_share_the_rate_of_their_client() {
    let ten = NonZeroU32::new(10).unwrap();
    let one = NonZeroU32::new(1).unwrap();
    let bot = bot(Policy::default().rate(Rate::per_second(ten).burst(one)));
    let flock = Recorder::new();
    let message = Message::text("db-1 is down");
    let jobs = (0..31).map(|number| (user(&number.to_string()), ()));
    let results = Many::new()
        .at_once(4)
        .collect(jobs, |to, ()| bot.send(&flock, &message, &to));
    assert!(results.is_all_sent());
    assert!(
        flock.elapsed() >= Duration::from_secs(3),
        "{:?}",
        flock.elapsed()
    );
}

#[test]
fn the_future_of_many_can_go_to_another_thread() {
    fn assert_send<T: Send>(future: T) -> T {
        future
    }
    let bot = bot(Policy::default());
    let (bot, flock) = (&bot, &Recorder::new());
    let send = |to, message| async move { bot.send_async(flock, &message, &to).await };
    let many = Many::new();
    drop(assert_send(many.collect_async(mail(), send)));
}
