//! What becomes of a request, whatever happens on its way.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::{Duration, Instant};

use flockml::client::{
    Circuit, Conclusion, Delivery, Failure, FailureKind, Happened, Policy, Response, Retry, Step,
    Token, User,
};
use flockml::message::{Address, Message, UserId};
use proptest::prelude::*;

/// Something that may happen, as a value that proptest can show.
#[derive(Debug, Clone)]
enum Fate {
    Started,
    Waited,
    Answer(u16, &'static str, Option<&'static str>),
    NotSent(FailureKind),
    AfterSending(FailureKind),
}

const BODIES: &[&str] = &[
    "",
    "{}",
    r#"{"uid":"1-2-m3"}"#,
    r#"{"uid":7,"error":null}"#,
    "null",
    r#"{"uid":"1-"#,
    "<html>welcome</html>",
    "ok",
    "\u{0}\u{1}",
    r#"{"error":"InvalidToken"}"#,
    r#"{"error":"TooManyRequests","uid":"1-2-m3"}"#,
    r#"{"error":"InternalServerError"}"#,
    r#"{"error":{"code":1},"uid":"1-2-m3"}"#,
];

const STATUSES: &[u16] = &[
    100, 200, 201, 204, 299, 301, 302, 303, 307, 400, 401, 403, 404, 408, 410, 429, 500, 502, 503,
    504, 599, 999,
];

const KINDS: &[FailureKind] = &[
    FailureKind::Connect,
    FailureKind::Timeout,
    FailureKind::Dropped,
    FailureKind::TooLarge,
    FailureKind::Protocol,
    FailureKind::Unsupported,
];

const PAUSES: &[Option<&str>] = &[
    None,
    Some("0"),
    Some("3"),
    Some("99999"),
    Some("99999999999999999999999"),
    Some("Fri, 31 Dec 9999 23:59:59 GMT"),
    Some("Thu, 01 Jan 1970 00:00:00 GMT"),
    Some("soon"),
];

fn fates() -> impl Strategy<Value = Fate> {
    let kind = || proptest::sample::select(KINDS);
    let answer = (
        proptest::sample::select(STATUSES),
        proptest::sample::select(BODIES),
        proptest::sample::select(PAUSES),
    );
    prop_oneof![
        1 => Just(Fate::Started),
        2 => Just(Fate::Waited),
        5 => answer.prop_map(|(status, body, pause)| Fate::Answer(status, body, pause)),
        3 => kind().prop_map(Fate::NotSent),
        3 => kind().prop_map(Fate::AfterSending),
    ]
}

impl Fate {
    fn happen(&self) -> Happened {
        match *self {
            Self::Started => Happened::Started,
            Self::Waited => Happened::Waited,
            Self::Answer(status, body, pause) => {
                let mut answer = http::Response::new(body.as_bytes().to_vec());
                *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
                if let Some(pause) = pause {
                    let pause = http::HeaderValue::from_static(pause);
                    answer
                        .headers_mut()
                        .insert(http::header::RETRY_AFTER, pause);
                }
                Happened::Answered(Response::new(answer))
            }
            Self::NotSent(kind) => Happened::Failed(Failure::not_sent(kind, "a cause")),
            Self::AfterSending(kind) => Happened::Failed(Failure::after_sending(kind, "a cause")),
        }
    }

    /// Whether a request that met this was accepted.
    fn accepts(&self) -> bool {
        match self {
            Self::Answer(200..300, body, _) => serde_json::from_str::<serde_json::Value>(body)
                .is_ok_and(|body| body.get("error").is_none_or(serde_json::Value::is_null)),
            _ => false,
        }
    }

    /// Whether a request that met this was certainly not processed.
    fn denies(&self) -> bool {
        match self {
            Self::NotSent(_) => true,
            Self::Answer(200..300, body, _) => {
                body.contains("error") && !body.contains("InternalServerError") && !self.accepts()
            }
            Self::Answer(status, ..) => matches!(status, 300..500 | 503),
            _ => false,
        }
    }

    /// The pause in seconds that this asks for.
    fn asks_for(&self) -> Option<Duration> {
        match self {
            Self::Answer(_, _, Some(pause)) => pause.parse().ok().map(Duration::from_secs),
            _ => None,
        }
    }

    /// Whether that may end better another time.
    fn passes(&self) -> bool {
        match self {
            Self::NotSent(kind) => *kind != FailureKind::Unsupported,
            Self::Answer(200..300, body, _) => body.contains("TooManyRequests"),
            Self::Answer(status, ..) => matches!(status, 408 | 429 | 503),
            _ => false,
        }
    }
}

/// A policy, as a value that a test can ask.
#[derive(Debug, Clone)]
struct Limits {
    attempts: u32,
    timeout: Duration,
    total: Duration,
    base: Duration,
    cap: Duration,
    unknown: bool,
    seed: u64,
}

impl Limits {
    fn policy(&self, circuit: Circuit) -> Policy {
        let retry = Retry::default()
            .attempts(self.attempts)
            .timeout(self.timeout)
            .total(self.total)
            .base(self.base)
            .cap(self.cap)
            .unknown(self.unknown)
            .seed(self.seed);
        Policy::default().retry(retry).circuit(circuit)
    }
}

fn limits() -> impl Strategy<Value = Limits> {
    let millis = |most: u64| (0..most).prop_map(Duration::from_millis);
    let times = (
        (1_u64..9000).prop_map(Duration::from_millis),
        millis(30_000),
        millis(3000),
        millis(9000),
    );
    (1_u32..6, times, any::<bool>(), any::<u64>()).prop_map(
        |(attempts, (timeout, total, base, cap), unknown, seed)| Limits {
            attempts,
            timeout,
            total,
            base,
            cap,
            unknown,
            seed,
        },
    )
}

fn delivery(policy: Policy) -> Delivery {
    let user = User::new(Token::new("s3cret").unwrap()).policy(policy);
    let ada = Address::user(UserId::new("u:ada").unwrap());
    user.delivery(&Message::text("hello"), &ada).unwrap()
}

/// Drives a delivery through `fates`, again and again, with a clock that moves as it likes; returns
/// what its attempts met, in order.
fn drive(limits: &Limits, circuit: Circuit, fates: &[(Fate, u64)]) -> (Conclusion, Vec<Fate>) {
    let mut delivery = delivery(limits.policy(circuit));
    let mut met = Vec::new();
    let mut now = Instant::now();
    let mut elapsed = Duration::ZERO;
    let mut happened = Happened::Started;
    for (fate, ticks) in fates.iter().cycle().take(10_000) {
        match delivery.step(happened, now) {
            Step::Send { timeout } => {
                assert!(timeout <= limits.timeout && elapsed + timeout <= limits.total);
                met.push(fate.clone());
            }
            Step::Wait(pause) => {
                assert!(elapsed + pause < limits.total);
                assert!(pause >= met.last().and_then(Fate::asks_for).unwrap_or_default());
                now += pause;
                elapsed += pause;
            }
            Step::Done(conclusion) => return (conclusion, met),
        }
        happened = fate.happen();
        now += Duration::from_millis(*ticks);
        elapsed += Duration::from_millis(*ticks);
    }
    panic!("it does not end");
}

fn check(limits: &Limits, conclusion: &Conclusion, met: &[Fate]) {
    assert!(met.len() <= limits.attempts as usize);
    let before = met.split_last().map_or(&[][..], |(_, before)| before);
    for fate in before {
        let may_repeat = fate.passes() || (limits.unknown && !fate.denies());
        assert!(may_repeat && !fate.accepts(), "sent again after {fate:?}");
    }
    let is_denied = met.iter().all(Fate::denies);
    match conclusion {
        Conclusion::Accepted(_) => assert!(met.last().is_some_and(Fate::accepts)),
        Conclusion::NotSent { retry_after, .. } => {
            assert!(is_denied, "{met:?}");
            let last = met.last().filter(|last| last.passes());
            let long = last
                .and_then(Fate::asks_for)
                .filter(|asked| *asked > limits.total);
            assert!(
                long.is_none() || *retry_after == long,
                "{retry_after:?} {met:?}"
            );
        }
        Conclusion::Unknown { .. } => assert!(!is_denied, "{met:?}"),
    }
}

proptest! {
    #[test]
    fn whatever_happens_it_ends_within_its_limits_and_says_what_is_true(
        limits in limits(),
        fates in proptest::collection::vec((fates(), 0_u64..4000), 1..12),
    ) {
        let (conclusion, met) = drive(&limits, Circuit::never(), &fates);
        check(&limits, &conclusion, &met);
    }

    #[test]
    fn a_circuit_that_opens_in_between_changes_none_of_that(
        limits in limits(),
        fates in proptest::collection::vec((fates(), 0_u64..4000), 1..12),
        failures in 1_u32..4,
    ) {
        let circuit = Circuit::new(failures, Duration::from_secs(1));
        let (conclusion, met) = drive(&limits, circuit, &fates);
        check(&limits, &conclusion, &met);
    }

    #[test]
    fn pauses_are_anything_up_to_a_bound_that_doubles(
        seed in any::<u64>(),
        base in 1_u64..2000,
        cap in 1_u64..9000,
    ) {
        let millis = Duration::from_millis;
        let retry = Retry::default().attempts(9).base(millis(base)).cap(millis(cap)).seed(seed);
        let mut delivery = delivery(Policy::default().retry(retry).circuit(Circuit::never()));
        let now = Instant::now();
        for doubled in 0..3 {
            let _ = delivery.step(Happened::Waited, now);
            let busy = Fate::Answer(503, "", None).happen();
            let Step::Wait(pause) = delivery.step(busy, now) else { panic!("no pause") };
            prop_assert!(pause <= millis(cap.min(base << doubled)));
        }
    }
}

#[test]
fn pauses_use_the_whole_of_their_room() {
    let pauses = (0..1000).map(|seed| {
        let retry = Retry::default().base(Duration::from_secs(1)).seed(seed);
        let mut delivery = delivery(Policy::default().retry(retry));
        let now = Instant::now();
        let _ = delivery.step(Happened::Started, now);
        match delivery.step(Fate::NotSent(FailureKind::Connect).happen(), now) {
            Step::Wait(pause) => pause.as_millis(),
            step => panic!("{step:?}"),
        }
    });
    let mut tenths = [0; 10];
    pauses.for_each(|pause| tenths[usize::try_from(pause / 100).unwrap().min(9)] += 1);
    assert!(
        tenths.iter().all(|&count| (60..140).contains(&count)),
        "{tenths:?}"
    );
}

#[test]
fn the_last_attempt_is_cut_to_what_is_left_or_not_begun() {
    let seconds = Duration::from_secs;
    let busy = |pause| Fate::Answer(429, "", Some(pause)).happen();
    for (total, last) in [(10, Some(seconds(3))), (7, None)] {
        let retry = Retry::default()
            .timeout(seconds(5))
            .total(seconds(total))
            .base(Duration::ZERO);
        let mut delivery = delivery(Policy::default().retry(retry));
        let now = Instant::now();
        let first = delivery.step(Happened::Started, now);
        assert!(matches!(first, Step::Send { timeout } if timeout == seconds(5)));
        match (delivery.step(busy("7"), now), last) {
            (Step::Wait(pause), Some(last)) => {
                assert_eq!(pause, seconds(7));
                let second = delivery.step(Happened::Waited, now + pause);
                assert!(matches!(second, Step::Send { timeout } if timeout == last));
            }
            (Step::Done(Conclusion::NotSent { retry_after, .. }), None) => {
                assert_eq!(retry_after, Some(seconds(7)));
            }
            (step, _) => panic!("{step:?}"),
        }
    }
}

#[test]
fn who_sleeps_too_long_is_told_what_the_last_attempt_met() {
    let retry = Retry::default().total(Duration::from_secs(9));
    let mut delivery = delivery(Policy::default().retry(retry));
    let now = Instant::now();
    let _ = delivery.step(Happened::Started, now);
    let _ = delivery.step(Fate::NotSent(FailureKind::Connect).happen(), now);
    let step = delivery.step(Happened::Waited, now + Duration::from_secs(99));
    let Step::Done(Conclusion::NotSent { error, .. }) = step else {
        panic!("{step:?}")
    };
    assert_eq!(error.kind(), flockml::ErrorKind::Unreachable);
}

#[test]
fn a_clock_that_stands_still_ends_it_all_the_same() {
    let retry = Retry::default()
        .attempts(u32::MAX)
        .base(Duration::from_secs(9))
        .cap(Duration::MAX);
    let mut delivery = delivery(Policy::default().retry(retry).circuit(Circuit::never()));
    let now = Instant::now();
    let mut happened = Happened::Started;
    for _ in 0..1000 {
        happened = match delivery.step(happened, now) {
            Step::Send { .. } => Fate::NotSent(FailureKind::Connect).happen(),
            Step::Wait(_) => Happened::Waited,
            Step::Done(_) => return,
        };
    }
    panic!("it does not end");
}

#[test]
fn what_is_over_stays_over() {
    let mut delivery = delivery(Policy::default());
    let now = Instant::now();
    let _ = delivery.step(Happened::Started, now);
    let sent = delivery.step(Fate::Answer(200, r#"{"uid":"1"}"#, None).happen(), now);
    assert!(matches!(sent, Step::Done(Conclusion::Accepted(_))));
    for fate in [Fate::Started, Fate::Waited, Fate::Answer(200, "{}", None)] {
        let step = delivery.step(fate.happen(), now);
        assert!(matches!(step, Step::Done(Conclusion::Unknown { .. })));
    }
    assert_eq!(delivery.attempts(), 1);
}
