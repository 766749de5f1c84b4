//! What the program keeps in memory after many messages, in bytes.

use flockml::client::{Reqwest, Ureq};
use tokio::runtime::Runtime;

use super::{Nothing, agent, assert_sent, at_once, hook, message, server};
use crate::measure::{Case, Outcome, work};

const FEW: usize = 1_000;
const MANY: usize = 100_000;
/// The allocator keeps some of what is free.
const FLAT: f64 = 1.05;

/// Sends one message.
type Send = Box<dyn FnMut()>;
/// A transport's name, and how to send by it.
type Row = (&'static str, fn() -> Send);

/// Rows of those that are wanted: bytes after many messages, and after few.
pub(crate) fn memory(wanted: impl Fn(&Case) -> bool, print: impl Fn(&Case, Outcome)) {
    let rows: [Row; 4] = [
        ("nothing", nothing),
        ("nothing, async", nothing_async),
        ("ureq", by_ureq),
        ("reqwest", by_reqwest),
    ];
    for (transport, make) in rows {
        let case = Case {
            name: format!("delivery/bytes after {MANY} by {transport}"),
            peer: "after 1000",
            target: Some(FLAT),
            ours: work(|| ()),
            theirs: work(|| ()),
        };
        if !wanted(&case) {
            continue;
        }
        let mut send = make();
        (0..FEW).for_each(|_| send());
        let few = resident();
        (FEW..MANY).for_each(|_| send());
        let many = resident();
        let outcome = Outcome {
            ours_ns: many,
            peer_ns: few,
            ratio: many / few,
        };
        print(&case, outcome);
    }
}

/// How many bytes of memory the program has; Linux says so.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kilobytes.map_or(f64::NAN, |kb| {
        kb.parse::<f64>().unwrap_or(f64::NAN) * 1024.0
    })
}

fn nothing() -> Send {
    let (hook, message) = (hook("https://api.flock.com"), message());
    Box::new(move || assert_sent(hook.send(&Nothing, &message)))
}

fn nothing_async() -> Send {
    let (hook, message) = (hook("https://api.flock.com"), message());
    Box::new(move || assert_sent(at_once(hook.send_async(&Nothing, &message))))
}

fn by_ureq() -> Send {
    let (hook, message) = (hook(&server::start()), message());
    let transport = Ureq::new(agent());
    Box::new(move || assert_sent(hook.send(&transport, &message)))
}

fn by_reqwest() -> Send {
    let (hook, message) = (hook(&server::start()), message());
    let settings = reqwest::Client::builder().no_proxy();
    let transport = Reqwest::new(settings).expect("the settings are good");
    let runtime = Runtime::new().expect("a runtime");
    Box::new(move || {
        runtime.block_on(async { assert_sent(hook.send_async(&transport, &message).await) })
    })
}
